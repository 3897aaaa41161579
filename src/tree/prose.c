/* Indicators outside tables, for documents that have none: bracket headings with listed indicators,
 * and lists behind a level's name and a colon. A report that mentions indicators in passing is
 * neither: rows are kept only where the document lists them under several levels. */
#include <assert.h>
#include <string.h>

#include "base/utf8.h"
#include "tree/places.h"
#include "tree/source.h"

#define LONGEST_NAME ((size_t)60)    /* code points of an indicator's name */
#define LONGEST_PROJECT ((size_t)80) /* code points of a project's name */
#define LONGEST_LABEL ((size_t)120)  /* bytes of levels' names */
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
    bool first;       /* the next item stands right behind a level's name and a colon */
    struct xs_outline outline; /* the numbers of the lines so far */
    size_t outer;              /* so many of them are outside the list under way, */
    bool own;                  /* the last of these the one of the list's levels */
    size_t used;               /* first cell that may name a project: after the last row */
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

/* Names of levels: one, or both of "output-quantity". */
struct levels {
    struct xs_tcell one, two;
    bool any;
};

/* The levels that a text names, without its number. */
static enum xs_err levels_of(
    struct prose *p, const struct xs_tcell *from, xs_str text, struct levels *out)
{
    struct xs_tcell whole;
    *out = (struct levels){ .any = false };
    text = xs_piece_stop(xs_marks_strip(p->b->l, text));
    if (text.len > LONGEST_LABEL)
        return XS_OK;
    XS_TRY(xs_cell_piece(p->b, from, text, &whole));
    *out = (struct levels){ .one = whole, .any = xs_is_level(&whole) };
    return out->any ? XS_OK : xs_level_pair(p->b, &whole, &out->one, &out->two, &out->any);
}

/* Sets the levels from "output-quantity", "output", "quantity". False: the text names no level. */
static enum xs_err set_levels(struct prose *p, const struct xs_tcell *from, xs_str inner, bool *yes)
{
    struct levels named;
    XS_TRY(levels_of(p, from, inner, &named));
    *yes = named.any;
    if (!*yes)
        return XS_OK;
    const struct xs_tcell one = named.one;
    enum xs_level parent = xs_class_level(one.words.level2);
    if (named.two.folded.len) {
        p->level1 = one;
        p->level2 = named.two;
    } else if (one.words.level2 != XS_CLASS_NONE && one.words.level1 != XS_LV_SATISFACTION) {
        if (parent == XS_LV_COST && p->level2.words.level1 == XS_LV_COST)
            p->level1 = p->level2; /* "cost" above "economic cost" is a first level */
        else if (p->level1.words.level1 != parent && p->level1.words.level1 != XS_LV_COST)
            p->level1 = (struct xs_tcell){ 0 };
        p->level2 = one;
    } else {
        p->level1 = one;
        p->level2 = (struct xs_tcell){ 0 };
    }
    return XS_OK;
}

/* ---- one listed indicator ---- */

static enum xs_err need_project(struct prose *p);

/* "2. quality: ...", "effect: social: ...": the list goes on with other levels; *levels: it does.
 */
static enum xs_err item_levels(
    struct prose *p, const struct xs_tcell *from, xs_str *text, bool *levels)
{
    xs_str left, rest;
    *levels = false;
    *text = xs_marks_strip(p->b->l, *text);
    for (bool level = true; level && xs_at_colon(*text, &left, &rest);) {
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

/* *t becomes piece, a view of the folded text of whole, as the document spells it. */
static enum xs_err as_spelled(
    struct xs_build *b, const struct xs_value_at *whole, xs_str piece, struct xs_tcell *t)
{
    struct xs_value_at out;
    XS_TRY(xs_source_text(b->l->folder, b->a, whole, piece, &out));
    t->text = out.text;
    t->folded = piece;
    t->noted = NULL;
    return XS_OK;
}

/* in_brackets: "name(value)" and words as values are fine; else a value must have a number. */
static enum xs_err one_item(struct prose *p, const struct xs_tcell *from, xs_str text, bool listed)
{
    struct xs_build *b = p->b;
    struct xs_tcell name = *from, value = *from;
    xs_str folded, n = XS_STR_NONE, v = XS_STR_NONE;
    bool levels;
    XS_TRY(item_levels(p, from, &text, &levels));
    levels |= p->first;
    p->first = false;
    XS_TRY(xs_fold(b->l->folder, b->a, text, &folded));
    const struct xs_value_at whole = { .text = text, .folded = folded, .at = from->at };
    xs_str core = xs_name_core(
        b->l->names, folded); /* begins behind the numbering; its end is not wanted here */
    if (core.len)
        folded = xs_str_sub(folded, (size_t)(core.ptr - folded.ptr), folded.len);
    folded = xs_piece_stop(folded);
    if (folded.len == 0)
        return XS_OK;
    if (!xs_piece_split(b->l, folded, listed, &n, &v))
        return xs_remark_add(b, "read-unpaired", from, b->project ? b->project->number : 0);
    if (v.len == 0 || !xs_piece_names(n) || xs_utf8_count(n) > LONGEST_NAME)
        return levels ? value_alone(b, from, folded) : XS_OK;
    XS_TRY(as_spelled(b, &whole, n, &name));
    XS_TRY(as_spelled(b, &whole, v, &value));
    const struct xs_tcell *cell[XS_F_COUNT] = { NULL };
    cell[XS_F_LEVEL1] = &p->level1;
    cell[XS_F_LEVEL2] = &p->level2;
    cell[XS_F_LEVEL3] = &name;
    cell[XS_F_VALUE] = &value;
    XS_TRY(need_project(p));
    assert(b->project);
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

/* Items of one paragraph: parted by semicolons and full stops, in running text also by commas. */
static enum xs_err items(struct prose *p, const struct xs_tcell *from, xs_str text, bool listed)
{
    struct xs_pieces pieces;
    xs_str piece;
    xs_pieces_begin(&pieces, p->b->l, text, !listed);
    while (xs_pieces_next(&pieces, &piece))
        XS_TRY(one_item(p, from, piece, listed));
    return XS_OK;
}

/* ---- the project ---- */

static bool plain_number(const struct xs_tcell *t)
{
    struct xs_decimal d;
    return t->folded.len && xs_decimal_parse(t->folded, &d) == t->folded.len;
}

/* "goal: ...", a level's name, a bare field: no project's name. */
static bool no_name(const struct prose *p, const struct xs_tcell *t)
{
    struct xs_cell_words w = { .field = XS_F_NONE };
    size_t n = xs_utf8_count(t->folded), colon = xs_str_find(t->folded, XS_STR(":"), 0);
    if (n < 3 || n > LONGEST_PROJECT || xs_is_level(t) || t->words.field != XS_F_NONE)
        return true;
    if (colon != SIZE_MAX)
        xs_layout_label(p->b->l, xs_str_sub(t->folded, 0, colon), &w);
    return w.field != XS_F_NONE;
}

#define WIDEST_HEADER 64 /* cells */

/* Does the cell stand in a row of a table's header words? */
static bool among_headers(const struct xs_build *b, const struct xs_tcell *t)
{
    const size_t from = b->first_cell[t->block], end = b->first_cell[t->block + 1];
    size_t words = 0;
    for (size_t i = from; i < end && i < from + WIDEST_HEADER; i++)
        words += b->cells[i].words.field >= XS_F_LEVEL1 && b->cells[i].words.field != XS_F_NONE;
    return words >= 2;
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
        if (t->folded.len == 0 || bracket(t->text, &inner, &rest) || among_headers(b, t))
            continue;
        if (plain_number(t)) {
            amount = amount ? amount : t;
            continue;
        }
        struct xs_tcell name;
        if (xs_utf8_count(t->folded) > LONGEST_PROJECT)
            continue;
        XS_TRY(xs_cell_piece(p->b, t, xs_marks_strip(b->l, t->text), &name));
        if (no_name(p, t) || no_name(p, &name))
            continue;
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

/* ---- where a list begins and ends ---- */

/* A paragraph: without its number, and what stands before and behind its first colon. */
struct line {
    const struct xs_tcell *t;
    struct xs_tcell bare;
    struct xs_mark mark;
    size_t value; /* its offset in the bare text, SIZE_MAX: none */
    xs_str left, rest;
    bool colon, level; /* there is a colon; a level's name stands before it, or alone */
};

/* A line with a level's name was read; at: its place in the outline, where it is numbered. */
static void open_list(struct prose *p, const struct line *line, size_t at)
{
    bool numbered = line && line->mark.kind;
    if (p->heading)
        close_project(p);
    if (!p->has_level || (numbered && at < p->outer)) {
        p->outer = numbered ? at + 1 : p->outline.depth;
        p->own = numbered;
    } else if (!numbered && p->outline.depth > p->outer) {
        p->outline.depth = p->outer;
    }
    p->heading = p->goal_next = false;
    p->has_level = true;
}

/* A word of n bytes at the line's start stands there by itself. */
static bool by_itself(const struct line *line, size_t n)
{
    const xs_str s = line->bare.folded, text = line->bare.text;
    if (n == 0)
        return false;
    if (n == s.len || s.ptr[n - 1] == ':' || strchr(":([|/", s.ptr[n]))
        return true;
    const xs_str behind = xs_str_sub(text, n, text.len);
    return xs_str_starts(text, xs_str_sub(s, 0, n)) && xs_str_trim(behind).ptr != behind.ptr;
}

/* "revenue: means ...": the explanation of a term. */
static bool explains(const struct xs_layout *l, const struct line *line)
{
    struct xs_lexmask which, want = xs_lexmask_or(l->explains, l->no_explains);
    if (!line->colon || !xs_lex_longest(l->lex, line->rest, 0, &want, &which))
        return false;
    which = xs_lexmask_and(which, l->no_explains);
    return !xs_lexmask_any(&which);
}

#define LONGEST_PAGE_LINE 300 /* bytes */

/* Notes, signatures, the links and the imprint of a page: does a list end before the line? */
static bool list_over(const struct xs_layout *l, const struct line *line)
{
    const struct xs_lexmask begins = xs_lexmask_or(l->list_over, l->table_end);
    const xs_str s = line->bare.folded;
    return by_itself(line, xs_lex_longest(l->lex, s, 0, &begins, NULL)) ||
           (s.len <= LONGEST_PAGE_LINE &&
               xs_lex_find(l->lex, s, 0, &l->list_page, NULL) != SIZE_MAX) ||
           explains(l, line);
}

#define TOP 5 /* paragraphs at the top, which pages repeat */

/* A line within a list that is none of it: what pages have at their top and foot. */
static bool page_line(const struct prose *p, const struct line *line)
{
    const struct xs_layout *l = p->b->l;
    const xs_str s = line->bare.folded;
    if (by_itself(line, xs_lex_longest(l->lex, s, 0, &l->furniture, NULL)) ||
        xs_page_number(p->b, line->t))
        return true;
    for (size_t i = 0; i < TOP && i < p->paragraph; i++)
        if (line->t->folded.len && xs_str_eq(p->b->cells[i].folded, line->t->folded))
            return true;
    return false;
}

/* The line's place among the numbers so far is outside the list. */
static bool outside(const struct prose *p, const struct line *line, size_t at)
{
    const xs_str s = line->bare.folded;
    bool compares = line->value != SIZE_MAX && s.ptr[line->value] != ':' &&
                    !(s.ptr[line->value] >= '0' && s.ptr[line->value] <= '9');
    if (at < p->outer)
        return !p->own || at + 1 < p->outer || !compares;
    return line->mark.kind == XS_MARK_OUTERMOST && line->value == SIZE_MAX;
}

/* Notes a numbered line: a level's opens a list, one further out than the list ends it. */
static void place(struct prose *p, const struct line *line)
{
    size_t at = 0;
    bool short_line = !line->colon && xs_utf8_count(line->bare.folded) <= LONGEST_PROJECT / 2;
    if (line->mark.kind)
        at = xs_outline_step(&p->outline, line->mark, !line->level && line->value == SIZE_MAX);
    if (line->level) {
        open_list(p, line, at);
    } else if (line->mark.kind && p->has_level) {
        if (!outside(p, line, at))
            return;
        p->has_level = false;
        p->heading |= short_line;
    } else if (line->mark.kind && line->value == SIZE_MAX) {
        p->heading |= short_line;
    }
}

/* ---- the walk ---- */

static enum xs_err bracket_line(
    struct prose *p, const struct xs_tcell *t, xs_str inner, xs_str rest)
{
    struct xs_tcell head;
    struct levels named;
    XS_TRY(levels_of(p, t, inner, &named));
    if (named.any) {
        open_list(p, NULL, 0);
        XS_TRY(set_levels(p, t, inner, &named.any));
        p->b->use[t->block] = XS_USE_TEXT;
        return rest.len ? items(p, t, rest, true) : XS_OK;
    }
    XS_TRY(xs_cell_piece(p->b, t, inner, &head));
    if (head.words.field == XS_F_PURPOSE || head.words.field == XS_F_GOAL ||
        head.words.field == XS_F_GOAL_TOTAL)
        return head_field(p, t, head.words.field, rest);
    return XS_OK;
}

/* A level's name alone, or before a colon: the levels are set, also those of "output: quantity:
 * ...", and the list is read. */
static enum xs_err level_line(struct prose *p, const struct line *line)
{
    struct levels next = { .any = true };
    xs_str left = line->left, rest = line->rest, after;
    bool level;
    while (next.any) {
        XS_TRY(set_levels(p, line->t, left, &level));
        if (!xs_at_colon(rest, &left, &after))
            break;
        XS_TRY(levels_of(p, line->t, left, &next));
        if (next.any)
            rest = after;
    }
    if (rest.len || p->b->sheet->blocks[line->t->block].kind == XS_BLOCK_PARAGRAPH)
        p->b->use[line->t->block] = XS_USE_TEXT;
    p->first = true;
    return rest.len ? items(p, line->t, rest, false) : XS_OK;
}

/* "goal: ...", "project name: x": a field's name, a colon and what belongs to it. */
static enum xs_err field_line(struct prose *p, const struct line *line, bool *done)
{
    struct xs_tcell head;
    *done = false;
    if (!line->colon)
        return XS_OK;
    XS_TRY(xs_cell_piece(p->b, line->t, line->left, &head));
    enum xs_field f = head.words.field;
    *done = f == XS_F_PROJECT_NAME || f == XS_F_GOAL ||
            ((f == XS_F_PURPOSE || f == XS_F_BUDGET || f == XS_F_DEPARTMENT) && p->b->project);
    return *done ? head_field(p, line->t, f, line->rest) : XS_OK;
}

/* "(1) quantity targets x>=5": a numbered level's name and a blank before an indicator; "output.
 * quantity: x>=5": one and a stop before the next. */
static bool level_and_blank(const struct xs_layout *l, struct line *line)
{
    const xs_str s = line->bare.text;
    size_t at = 0, n = xs_lex_longest(l->lex, s, 0, &l->level_names, NULL);
    const xs_str behind = xs_str_sub(s, n, s.len), rest = xs_str_trim(behind);
    if (n == 0 || rest.len == 0 || line->value == SIZE_MAX)
        return false;
    line->left = xs_str_sub(s, 0, n);
    line->rest = rest;
    if (rest.ptr != behind.ptr)
        return xs_pieces_level(l, rest) ||
               (line->mark.kind && xs_utf8_is_han(xs_utf8_next(rest, &at)) &&
                   xs_lex_longest_end(l->lex, line->left, &l->level_tail, NULL));
    at = xs_utf8_len(rest.ptr[0]);
    const xs_str stop = xs_str_sub(rest, 0, at);
    line->rest = xs_str_trim(xs_str_sub(rest, at, rest.len));
    return xs_piece_stop(stop).len == 0 && xs_pieces_level(l, line->rest);
}

/* What the paragraph begins with. */
static enum xs_err read_line(struct prose *p, const struct xs_tcell *t, struct line *line)
{
    const struct xs_layout *l = p->b->l;
    struct xs_tcell head;
    struct levels named;
    *line = (struct line){ .t = t, .bare = *t, .mark = xs_mark_read(l, t->folded) };
    if (!line->mark.kind)
        line->mark = xs_mark_read(l, xs_str_trim(t->text)); /* blanks behind it */
    xs_str text = xs_marks_strip(l, t->text);
    if (line->mark.kind && text.len == xs_str_trim(t->text).len)
        text = xs_marks_strip(l, t->folded); /* a number in wide digits */
    if (text.len < t->text.len)
        XS_TRY(xs_cell_piece(p->b, t, text, &line->bare));
    line->value = xs_piece_value(l, line->bare.folded);
    line->colon = xs_at_colon(text, &line->left, &line->rest);
    if (line->colon && line->rest.len) { /* "indicators: quantity: ..." */
        XS_TRY(xs_cell_piece(p->b, t, line->left, &head));
        if (head.words.field == XS_F_INDICATORS)
            line->colon = xs_at_colon(line->rest, &line->left, &line->rest);
    }
    if (!line->colon) {
        line->left = text;
        line->rest = XS_STR_NONE;
    }
    XS_TRY(levels_of(p, t, line->left, &named));
    line->level = (named.any || level_and_blank(l, line)) && !explains(l, line);
    return XS_OK;
}

/* A line that names no level and no field: a goal, or an item of the list under way. */
static enum xs_err plain_line(struct prose *p, const struct line *line)
{
    struct xs_build *b = p->b;
    const struct xs_tcell *t = line->t;
    if (p->goal_next && b->project) {
        b->use[t->block] = XS_USE_TEXT;
        p->goal_next = false;
        return xs_project_field(b, XS_F_GOAL, NULL, t);
    }
    bool item = line->value != SIZE_MAX || line->mark.kind;
    if (!p->has_level || !item || xs_utf8_count(t->folded) > 2 * LONGEST_NAME)
        return XS_OK;
    return items(p, t, line->bare.text, true);
}

#define FULL_LINE 56      /* columns in print of a line that may have been broken off */
#define MOST_BROKEN 40    /* lines that one is broken over */
#define MOST_PAGE_LINES 6 /* at a page's foot and the top of the next one */

/* Was the line broken off? It is full, and no sentence or part of one ends with it. */
static bool broken_off(const struct xs_tcell *t)
{
    const xs_str s = t->folded;
    return xs_places_room(t->text) >= FULL_LINE && xs_piece_stop(s).len == s.len &&
           s.ptr[s.len - 1] != ':';
}

/* The paragraph that goes on with the one at at, if any: the next one, or the next behind the foot
 * and top of pages. *out: ncells: none. */
static enum xs_err going_on(struct prose *p, size_t at, size_t *out)
{
    struct xs_build *b = p->b;
    bool page = false;
    *out = b->ncells;
    for (size_t next = at + 1; next < b->ncells && next - at <= MOST_PAGE_LINES; next++) {
        const struct xs_tcell *t = &b->cells[next];
        const struct xs_block *block = &b->sheet->blocks[t->block];
        struct line line;
        if (block->kind != XS_BLOCK_PARAGRAPH || block->first_line == 0 || t->folded.len == 0)
            return XS_OK;
        XS_TRY(read_line(p, t, &line));
        if (line.mark.kind || line.level)
            return XS_OK;
        if (!page_line(p, &line)) {
            if ((page || !block->blank_before) && !list_over(b->l, &line))
                *out = next;
            return XS_OK;
        }
        page = true;
    }
    return XS_OK;
}

/* What stands behind the last semicolon. */
static xs_str last_item(xs_str s)
{
    size_t at = s.len;
    while (at > 0 && s.ptr[at - 1] != ';')
        at--;
    return xs_str_sub(s, at, s.len);
}

static bool has_value(const struct xs_layout *l, xs_str s)
{
    return s.len && xs_piece_value(l, s) != SIZE_MAX;
}

/* The paragraph t under way with those that go on with it, which are done with. */
static enum xs_err whole_line(struct prose *p, const struct xs_tcell *t, struct xs_tcell *out)
{
    struct xs_build *b = p->b;
    *out = *t;
    for (size_t i = 0; i < MOST_BROKEN && broken_off(&b->cells[p->paragraph]); i++) {
        size_t next;
        xs_str text;
        XS_TRY(going_on(p, p->paragraph, &next));
        if (next == b->ncells ||
            (has_value(b->l, last_item(out->folded)) && has_value(b->l, b->cells[next].folded)))
            break;
        if (!xs_arena_join(b->a, out->text, '\n', b->cells[next].text, &text))
            return XS_E_NOMEM;
        XS_TRY(xs_cell_piece(b, t, text, out));
        p->paragraph = next;
        b->use[b->cells[next].block] = XS_USE_TEXT;
    }
    return XS_OK;
}

static enum xs_err one_paragraph(struct prose *p, const struct xs_tcell *t)
{
    struct line line;
    struct xs_tcell whole;
    xs_str inner, rest;
    bool done;
    if (t->folded.len == 0)
        return XS_OK;
    if (bracket(t->text, &inner, &rest))
        return bracket_line(p, t, inner, rest);
    XS_TRY(read_line(p, t, &line));
    if (line.level || (p->has_level && line.mark.kind)) { /* of a list */
        XS_TRY(whole_line(p, t, &whole));
        if (whole.text.len > t->text.len)
            XS_TRY(read_line(p, &whole, &line));
    }
    if (p->has_level && !line.level) {
        p->has_level = !list_over(p->b->l, &line);
        if (p->has_level && page_line(p, &line))
            return XS_OK;
    }
    place(p, &line);
    if (line.level)
        return level_line(p, &line);
    XS_TRY(field_line(p, &line, &done));
    return done ? XS_OK : plain_line(p, &line);
}

/* Takes back what was read: the document only mentions indicators. */
static void forget(struct prose *p, size_t remarks)
{
    p->b->doc->nprojects = 0;
    p->b->doc->nremarks = remarks;
    p->b->nmore = 0;
    p->b->project = NULL;
    for (size_t i = 0; i < p->b->sheet->nblocks; i++)
        if (p->b->use[i] == XS_USE_TEXT)
            p->b->use[i] = XS_USE_NONE;
}

static enum xs_err drop_empty_projects(struct xs_build *b)
{
    struct xs_doc *d = b->doc;
    uint32_t *to = xs_arena_zalloc(b->a, d->nprojects + 1, sizeof *to), n = 0;
    if (!to)
        return XS_E_NOMEM;
    for (size_t i = 0; i < d->nprojects; i++) {
        if (d->projects[i].nrows == 0)
            continue;
        d->projects[n] = d->projects[i];
        d->projects[n].number = to[i + 1] = n + 1;
        n++;
    }
    d->nprojects = n;
    xs_projects_renumber(b, to);
    return XS_OK;
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
        XS_TRY(drop_empty_projects(b));
    return XS_OK;
}
