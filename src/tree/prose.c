/* Indicators outside tables, for documents that have none: bracket headings with listed indicators,
 * and lists behind a level's name and a colon. A report that mentions indicators in passing is
 * neither: rows are kept only where the document lists them under several levels. */
#include <string.h>

#include "base/utf8.h"
#include "tree/build.h"

#define LONGEST_NAME ((size_t)60)    /* code points of an indicator's name */
#define LONGEST_PROJECT ((size_t)80) /* code points of a project's name */
#define LOOK_BACK                                                                                  \
    ((size_t)8)         /* paragraphs before the first bracket heading that may name the project */
#define FEWEST_LEVELS 3 /* different second-level names that a document must list */

struct prose {
    struct xs_build *b;
    struct xs_columns columns; /* what rows in running text have: levels, name, value */
    struct xs_tcell level1, level2;
    bool has_level;
    bool goal_next;   /* the next paragraph is the goal */
    uint64_t classes; /* bit = second-level class seen with a row */
    size_t paragraph; /* cell under way */
    bool heading;     /* a short numbered line stood after the last row: the next project's name */
    size_t used;      /* first cell that may name a project: after the last row */
    size_t projects_before, rows;
};

/* The brackets that set a heading apart: their bytes. */
static const char *const open_marks[] = { "\xE3\x80\x90", "[", "\xE3\x80\x96" };
static const char *const close_marks[] = { "\xE3\x80\x91", "]", "\xE3\x80\x97" };

/* "[inner] rest": false when the paragraph does not begin so. */
static bool bracket(xs_str text, xs_str *inner, xs_str *rest)
{
    for (size_t i = 0; i < sizeof open_marks / sizeof *open_marks; i++) {
        if (!xs_str_starts(text, xs_str_c(open_marks[i])))
            continue;
        size_t open = strlen(open_marks[i]),
               close = xs_str_find(text, xs_str_c(close_marks[i]), open);
        if (close == SIZE_MAX || close == open || close > 160)
            return false;
        *inner = xs_str_sub(text, open, close - open);
        *rest = xs_str_trim(xs_str_sub(text, close + strlen(close_marks[i]), text.len));
        while (rest->len && rest->ptr[0] == ':')
            *rest = xs_str_trim(xs_str_sub(*rest, 1, rest->len));
        if (xs_str_starts(*rest, XS_STR("\xEF\xBC\x9A")))
            *rest = xs_str_trim(xs_str_sub(*rest, 3, rest->len));
        return true;
    }
    return false;
}

/* Sets the levels from "output-quantity", "output", "quantity". False: the text names no level. */
static enum xs_err set_levels(struct prose *p, const struct xs_tcell *from, xs_str inner, bool *yes)
{
    struct xs_tcell one;
    *yes = false;
    XS_TRY(xs_cell_piece(p->b, from, inner, &one));
    if (xs_is_level(&one)) {
        enum xs_level parent = xs_class_level(one.words.level2);
        bool second = one.words.level2 != XS_CLASS_NONE && one.words.level1 != XS_LV_SATISFACTION;
        if (second) {
            p->level2 = one;
            if (p->level1.words.level1 != parent && p->level1.words.level1 != XS_LV_COST)
                p->level1 = (struct xs_tcell){ 0 };
        } else {
            p->level1 = one;
            p->level2 = (struct xs_tcell){ 0 };
        }
        *yes = true;
        return XS_OK;
    }
    return xs_level_pair(p->b, &one, &p->level1, &p->level2, yes);
}

/* ---- one listed indicator ---- */

/* Offset of the value in an item without brackets: behind a colon, at a comparator, or at the first
 * digit. */
static size_t value_at(const struct prose *p, xs_str folded)
{
    struct xs_lexmask signs = xs_lexset_group(p->b->l->lex, XS_STR("cmp."));
    size_t colon = xs_str_find(folded, XS_STR(":"), 1);
    size_t sign = xs_lex_find(p->b->l->lex, folded, 1, &signs, NULL);
    size_t digit = 1;
    while (digit < folded.len && !(folded.ptr[digit] >= '0' && folded.ptr[digit] <= '9'))
        digit++;
    if (digit >= folded.len)
        digit = SIZE_MAX;
    if (colon != SIZE_MAX)
        return colon;
    return sign < digit ? sign : digit;
}

/* "name(value)" -> both; the value is the last parenthesis, at the end of the text. */
static bool in_parentheses(xs_str folded, xs_str *name, xs_str *value)
{
    if (!xs_str_ends(folded, XS_STR(")")))
        return false;
    size_t depth = 0, at = folded.len;
    while (at-- > 0) {
        depth += folded.ptr[at] == ')';
        depth -= folded.ptr[at] == '(';
        if (depth == 0)
            break;
    }
    if (at == 0 || at >= folded.len)
        return false;
    *name = xs_str_sub(folded, 0, at);
    *value = xs_str_sub(folded, at + 1, folded.len - at - 2);
    return value->len > 0;
}

/* Text without what ends a list item. */
static xs_str without_stop(xs_str s)
{
    static const char *const ends[] = { ";", ",", ".", "\xE3\x80\x82", "\xEF\xBC\x9B",
        "\xE3\x80\x81" };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (xs_str_ends(s, xs_str_c(ends[i]))) {
            s.len -= strlen(ends[i]);
            i = SIZE_MAX;
        }
    }
    return s;
}

/* Two Han characters at least, and no more than a name has. */
static bool names_something(xs_str name)
{
    size_t han = 0;
    for (size_t at = 0; at < name.len;)
        han += xs_utf8_is_han(xs_utf8_next(name, &at));
    return han >= 2 && xs_utf8_count(name) <= LONGEST_NAME;
}

static enum xs_err need_project(struct prose *p);

/* "left: rest"; false when no short text stands before a colon. */
static bool at_colon(xs_str text, xs_str *left, xs_str *rest)
{
    size_t wide = xs_str_find(text, XS_STR("\xEF\xBC\x9A"), 0),
           plain = xs_str_find(text, XS_STR(":"), 0);
    size_t at = wide < plain ? wide : plain;
    if (at == SIZE_MAX || at > 90)
        return false;
    *left = xs_str_sub(text, 0, at);
    *rest = xs_str_trim(xs_str_sub(text, at + (at == wide ? 3 : 1), text.len));
    return true;
}

/* "2. quality: ...", "effect: social: ...": the list goes on with other levels; *levels: it does.
 */
static enum xs_err item_levels(
    struct prose *p, const struct xs_tcell *from, xs_str *text, bool *levels)
{
    xs_str left, rest;
    *levels = false;
    *text = xs_number_strip(p->b->l, *text, NULL);
    for (bool level = true; level && at_colon(*text, &left, &rest);) {
        XS_TRY(set_levels(p, from, left, &level));
        *text = level ? rest : *text;
        *levels |= level;
    }
    return XS_OK;
}

/* "time: by the end of March": a value that has no name. */
static enum xs_err value_alone(struct xs_build *b, const struct xs_tcell *from, xs_str text)
{
    struct xs_tcell c = *from;
    c.text = text;
    return xs_remark_add(b, "read-unpaired", &c, b->project ? b->project->number : 0);
}

/* in_brackets: "name(value)" and words as values are fine; else a value must have a number. */
static enum xs_err one_item(struct prose *p, const struct xs_tcell *from, xs_str text, bool listed)
{
    struct xs_build *b = p->b;
    struct xs_tcell name = *from, value = *from;
    xs_str folded, n = XS_STR_NONE, v = XS_STR_NONE;
    bool levels;
    XS_TRY(item_levels(p, from, &text, &levels));
    XS_TRY(xs_fold(b->l->folder, b->a, text, &folded));
    xs_str core = xs_name_core(
        b->l->names, folded); /* begins behind the numbering; its end is not wanted here */
    if (core.len)
        folded = xs_str_sub(folded, (size_t)(core.ptr - folded.ptr), folded.len);
    folded = without_stop(folded);
    if (folded.len == 0)
        return XS_OK;
    if (!(listed && in_parentheses(folded, &n, &v))) {
        size_t at = value_at(p, folded);
        if (at == SIZE_MAX)
            return xs_remark_add(b, "read-unpaired", from, b->project ? b->project->number : 0);
        n = xs_str_sub(folded, 0, at);
        v = xs_str_sub(folded, at + (folded.ptr[at] == ':'), folded.len);
    }
    if (v.len == 0 || !names_something(n))
        return levels ? value_alone(b, from, folded) : XS_OK;
    name.noted = value.noted = NULL;
    name.text = name.folded = n;
    value.text = value.folded = v;
    const struct xs_tcell *cell[XS_F_COUNT] = { NULL };
    cell[XS_F_LEVEL1] = &p->level1;
    cell[XS_F_LEVEL2] = &p->level2;
    cell[XS_F_LEVEL3] = &name;
    cell[XS_F_VALUE] = &value;
    XS_TRY(need_project(p));
    size_t rows = b->project->nrows;
    b->level1 = b->level2 = NULL;
    b->level1_is = XS_LV_NONE;
    XS_TRY(xs_row_add(b, &p->columns, cell, from));
    if (b->project->nrows > rows) {
        struct xs_row *r = &b->project->rows[b->project->nrows - 1];
        r->flags |= XS_RF_PROSE;
        p->classes |= UINT64_C(1) << r->class;
        p->rows++;
        b->use[from->block] = XS_USE_TEXT;
        p->used = p->paragraph + 1;
    }
    return XS_OK;
}

/* Bytes of a comma at i that parts two indicators: a value stands before it, and words after it. */
static size_t comma_between(const struct prose *p, xs_str text, size_t start, size_t i)
{
    xs_str rest = xs_str_sub(text, i, text.len);
    size_t len = xs_str_starts(rest, XS_STR(","))              ? 1
                 : xs_str_starts(rest, XS_STR("\xEF\xBC\x8C")) ? 3
                                                               : 0;
    size_t at = i + len;
    if (len == 0 || at >= text.len || !xs_utf8_is_han(xs_utf8_next(text, &at)))
        return 0;
    xs_str next = xs_str_sub(text, i + len, text.len);
    return value_at(p, xs_str_sub(text, start, i - start)) != SIZE_MAX &&
                   value_at(p, next) != SIZE_MAX
               ? len
               : 0;
}

/* Items of one paragraph: parted by semicolons and full stops, in running text also by commas. */
static enum xs_err items(struct prose *p, const struct xs_tcell *from, xs_str text, bool listed)
{
    static const char *const stops[] = { ";", "\xEF\xBC\x9B", "\xE3\x80\x82" };
    size_t start = 0;
    for (size_t i = 0; i < text.len; i += xs_utf8_len(text.ptr[i])) {
        size_t stop = listed ? 0 : comma_between(p, text, start, i);
        xs_str rest = { text.ptr + i, text.len - i };
        for (size_t k = 0; k < sizeof stops / sizeof *stops; k++)
            if (xs_str_starts(rest, xs_str_c(stops[k])))
                stop = strlen(stops[k]);
        if (!stop)
            continue;
        XS_TRY(one_item(p, from, xs_str_sub(text, start, i - start), listed));
        start = i + stop;
    }
    return one_item(p, from, xs_str_sub(text, start, text.len), listed);
}

/* ---- the project ---- */

static bool plain_number(const struct xs_tcell *t)
{
    struct xs_decimal d;
    return t->folded.len && xs_decimal_parse(t->folded, &d) == t->folded.len;
}

/* "goal: ...": a field, not a name. */
static bool labelled(const struct prose *p, const struct xs_tcell *t)
{
    struct xs_cell_words w = { .field = XS_F_NONE };
    size_t colon = xs_str_find(t->folded, XS_STR(":"), 0);
    if (colon != SIZE_MAX)
        xs_layout_label(p->b->l, xs_str_sub(t->folded, 0, colon), &w);
    return w.field != XS_F_NONE;
}

/* The nearest text before the list that can be a project's name, and the amount beside it. */
static enum xs_err name_from_before(struct prose *p)
{
    struct xs_build *b = p->b;
    const struct xs_tcell *amount = NULL;
    size_t low = p->paragraph > LOOK_BACK * 2 ? p->paragraph - LOOK_BACK * 2 : 0;
    if (low < p->used)
        low = p->used;
    for (size_t i = p->paragraph; i-- > low;) {
        const struct xs_tcell *t = &b->cells[i];
        xs_str inner, rest;
        size_t n = xs_utf8_count(t->folded);
        if (t->folded.len == 0 || bracket(t->text, &inner, &rest))
            continue;
        if (plain_number(t)) {
            amount = amount ? amount : t;
            continue;
        }
        if (n < 3 || n > LONGEST_PROJECT || xs_is_level(t) || t->words.field != XS_F_NONE ||
            labelled(p, t))
            continue;
        struct xs_tcell name = *t;
        XS_TRY(xs_cell_piece(p->b, t, xs_number_strip(b->l, t->text, NULL), &name));
        XS_TRY(xs_project_field(b, XS_F_PROJECT_NAME, NULL, &name));
        b->use[t->block] = XS_USE_TEXT;
        if (amount) {
            b->use[amount->block] = XS_USE_TEXT;
            XS_TRY(xs_project_field(b, XS_F_BUDGET, NULL, amount));
        }
        b->project->at = *t->at;
        return XS_OK;
    }
    return XS_OK;
}

/* A project is opened by its first head field or row. */
static enum xs_err need_project(struct prose *p)
{
    struct xs_build *b = p->b;
    if (b->project && b->project->number > p->projects_before)
        return XS_OK;
    XS_TRY(xs_project_new(b, &b->cells[p->paragraph]));
    b->project->prose = true;
    return name_from_before(p);
}

/* What comes now belongs to the next project, if the one under way has rows. */
static void close_project(struct prose *p)
{
    if (!p->b->project || !p->b->project->nrows)
        return;
    p->projects_before = p->b->doc->nprojects;
    p->level1 = p->level2 = (struct xs_tcell){ 0 };
    p->heading = false;
}

/* "project name: x" in a line, or a bracket heading that is a header field: [overview], [goal]. */
static enum xs_err head_field(
    struct prose *p, const struct xs_tcell *t, enum xs_field f, xs_str text)
{
    struct xs_tcell value;
    XS_TRY(xs_cell_piece(p->b, t, text, &value));
    if (f == XS_F_PROJECT_NAME || f == XS_F_PURPOSE || f == XS_F_GOAL)
        close_project(p);
    if (f == XS_F_PROJECT_NAME) {
        if (!p->b->project || p->b->project->number <= p->projects_before) {
            XS_TRY(xs_project_new(p->b, t));
            p->b->project->prose = true;
        }
    } else {
        XS_TRY(need_project(p));
    }
    p->b->use[t->block] = XS_USE_TEXT;
    p->has_level = false;
    p->goal_next = value.folded.len == 0 && (f == XS_F_GOAL || f == XS_F_GOAL_TOTAL);
    return xs_project_field(p->b, f, NULL, &value);
}

/* ---- the walk ---- */

static enum xs_err bracket_line(
    struct prose *p, const struct xs_tcell *t, xs_str inner, xs_str rest)
{
    struct xs_tcell head;
    bool level;
    XS_TRY(set_levels(p, t, inner, &level));
    if (level) {
        p->b->use[t->block] = XS_USE_TEXT;
        p->has_level = true;
        p->goal_next = false;
        return rest.len ? items(p, t, rest, true) : XS_OK;
    }
    XS_TRY(xs_cell_piece(p->b, t, inner, &head));
    if (head.words.field == XS_F_PURPOSE || head.words.field == XS_F_GOAL ||
        head.words.field == XS_F_GOAL_TOTAL)
        return head_field(p, t, head.words.field, rest);
    return XS_OK;
}

/* A level's name before a colon: the levels are set, also those of "output: quantity: ...", and the
 * list is read. */
static enum xs_err level_line(struct prose *p, const struct xs_tcell *t, xs_str left, xs_str rest)
{
    bool level = true;
    xs_str next, after;
    if (p->heading)
        close_project(p);
    while (level) {
        XS_TRY(set_levels(p, t, left, &level));
        if (!at_colon(rest, &next, &after))
            break;
        left = xs_number_strip(p->b->l, next, NULL);
        struct xs_tcell head;
        XS_TRY(xs_cell_piece(p->b, t, left, &head));
        level = xs_is_level(&head);
        if (level)
            rest = after;
    }
    p->heading = false;
    p->has_level = true;
    p->b->use[t->block] = XS_USE_TEXT;
    return rest.len ? items(p, t, rest, false) : XS_OK;
}

/* "quantity: a>=1; b>=2", "project name: x": a level's or field's name, a colon and what belongs to
 * it. */
static enum xs_err colon_line(struct prose *p, const struct xs_tcell *t, bool *done)
{
    xs_str left, rest;
    struct xs_tcell head;
    bool level;
    *done = false;
    if (!at_colon(xs_number_strip(p->b->l, t->text, NULL), &left, &rest))
        return XS_OK;
    XS_TRY(set_levels(p, t, left, &level));
    if (level) {
        *done = true;
        return level_line(p, t, left, rest);
    }
    XS_TRY(xs_cell_piece(p->b, t, left, &head));
    enum xs_field f = head.words.field;
    *done = f == XS_F_PROJECT_NAME || f == XS_F_GOAL ||
            ((f == XS_F_PURPOSE || f == XS_F_BUDGET || f == XS_F_DEPARTMENT) && p->b->project);
    return *done ? head_field(p, t, f, rest) : XS_OK;
}

static enum xs_err one_paragraph(struct prose *p, const struct xs_tcell *t)
{
    struct xs_build *b = p->b;
    xs_str inner, rest;
    bool done;
    if (t->folded.len == 0)
        return XS_OK;
    if (bracket(t->text, &inner, &rest))
        return bracket_line(p, t, inner, rest);
    XS_TRY(colon_line(p, t, &done));
    if (done)
        return XS_OK;
    if (xs_is_level(t)) {
        XS_TRY(set_levels(p, t, t->text, &p->has_level));
        return XS_OK;
    }
    if (p->goal_next && b->project) {
        b->use[t->block] = XS_USE_TEXT;
        p->goal_next = false;
        return xs_project_field(b, XS_F_GOAL, NULL, t);
    }
    bool numbered;
    xs_str name = xs_number_strip(b->l, t->text, &numbered);
    if (numbered && value_at(p, t->folded) == SIZE_MAX &&
        xs_utf8_count(name) <= LONGEST_PROJECT / 2)
        p->heading = true;
    if (p->has_level && value_at(p, t->folded) != SIZE_MAX &&
        xs_utf8_count(t->folded) <= 2 * LONGEST_NAME)
        return items(p, t, t->text, true);
    return XS_OK;
}

/* Takes back what was read: the document only mentions indicators. */
static void forget(struct prose *p, size_t remarks)
{
    p->b->doc->nprojects = 0;
    p->b->doc->nremarks = remarks;
    p->b->project = NULL;
    for (size_t i = 0; i < p->b->sheet->nblocks; i++)
        if (p->b->use[i] == XS_USE_TEXT)
            p->b->use[i] = XS_USE_NONE;
}

static void drop_empty_projects(struct xs_doc *d)
{
    size_t n = 0;
    for (size_t i = 0; i < d->nprojects; i++) {
        if (d->projects[i].nrows == 0)
            continue;
        d->projects[n] = d->projects[i];
        d->projects[n].number = (uint32_t)n + 1;
        n++;
    }
    d->nprojects = n;
}

enum xs_err xs_prose_read(struct xs_build *b)
{
    struct prose p = { .b = b };
    size_t remarks = b->doc->nremarks;
    p.columns.bits = XS_FIELD_BIT(XS_F_LEVEL1) | XS_FIELD_BIT(XS_F_LEVEL2) |
                     XS_FIELD_BIT(XS_F_LEVEL3) | XS_FIELD_BIT(XS_F_VALUE);
    for (size_t i = 0; i < b->doc->nprojects; i++)
        if (b->doc->projects[i].nrows)
            return XS_OK;
    if (b->doc->ntables || b->doc->nprojects)
        return XS_OK;
    for (; p.paragraph < b->ncells; p.paragraph++)
        XS_TRY(one_paragraph(&p, &b->cells[p.paragraph]));
    if (p.rows == 0 || __builtin_popcountll(p.classes) < FEWEST_LEVELS)
        forget(&p, remarks);
    else
        drop_empty_projects(b->doc);
    return XS_OK;
}
