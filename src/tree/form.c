/* The header fields of a project: names and values in the order of a form, read as a grid. */
#include <string.h>

#include "base/utf8.h"
#include "tree/places.h"

enum where { HEAD, COLUMN, RESULT };
static const enum where field_where[XS_F_COUNT] = {
#define FIELD(id, list, where) where,
#include "tree/fields.def"
#undef FIELD
};

static bool is_head_key(const struct xs_tcell *t)
{
    enum xs_field f = t->words.field;
    return f != XS_F_NONE && field_where[f] == HEAD;
}

/* In a form every header name is a name, also that of a column: self-evaluation forms have results
 * in their head. */
static bool is_key(const struct xs_tcell *t) { return t->words.field != XS_F_NONE; }

enum xs_err xs_project_new(struct xs_build *b, const struct xs_tcell *c)
{
    struct xs_doc *d = b->doc;
    struct xs_project *p =
        xs_arena_grow(b->a, d->projects, &b->project_cap, d->nprojects + 1, sizeof *p);
    struct xs_begun *begun =
        xs_arena_grow(b->a, b->begun, &b->begun_cap, d->nprojects + 1, sizeof *begun);
    if (!p || !begun)
        return XS_E_NOMEM;
    d->projects = p;
    b->begun = begun;
    begun[d->nprojects] = (struct xs_begun){ c->block, b->money_unit };
    p += d->nprojects++;
    *p = (struct xs_project){ .number = (uint32_t)d->nprojects, .at = *c->at };
    b->project = p;
    b->row_cap = 0;
    return XS_OK;
}

/* ---- fields ---- */

/* "281001Office of ..." -> code and name. */
static void set_department(struct xs_project *p, const struct xs_tcell *v)
{
    xs_str s = v->text;
    size_t n = 0;
    while (n < s.len && s.ptr[n] >= '0' && s.ptr[n] <= '9')
        n++;
    xs_value_set(&p->department, v);
    if (n < 3 || n == s.len)
        return;
    xs_value_set(&p->department_code, v);
    p->department_code.text = xs_str_sub(s, 0, n);
    p->department_code.folded = xs_str_sub(v->folded, 0, n);
    size_t skip = n + (n < s.len && (s.ptr[n] == '-' || s.ptr[n] == ' '));
    p->department.text = xs_str_trim(xs_str_sub(s, skip, s.len));
    p->department_code.noted = p->department.noted = NULL;
    p->department.folded =
        xs_str_sub(v->folded, n + (v->folded.len > n && v->folded.ptr[n] == '-'), v->folded.len);
}

#define USUAL_SHARES 4 /* of a plan, a quarter each: room for so many is made at once */

/* Room that was made for n shares. */
static size_t plan_room(size_t n)
{
    size_t cap = USUAL_SHARES;
    while (cap < n)
        cap *= 2;
    return n ? cap : 0;
}

static enum xs_err add_plan(struct xs_build *b, const struct xs_tcell *v)
{
    struct xs_project *p = b->project;
    struct xs_decimal d;
    if (xs_decimal_parse(v->folded, &d) == 0)
        return XS_OK;
    size_t need = plan_room(p->nplan + 1), cap = plan_room(p->nplan), cap2 = cap;
    struct xs_value_at *plan = xs_arena_grow(b->a, p->plan, &cap, need, sizeof *plan);
    int64_t *milli = xs_arena_grow(b->a, p->plan_milli, &cap2, need, sizeof *milli);
    if (!plan || !milli)
        return XS_E_NOMEM;
    p->plan = plan;
    p->plan_milli = milli;
    xs_value_set(&plan[p->nplan], v);
    int64_t m = d.digits;
    for (int scale = 3 - d.scale; scale > 0; scale--)
        if (__builtin_mul_overflow(m, 10, &m))
            return XS_OK;
    for (int scale = 3 - d.scale; scale < 0; scale++)
        m /= 10;
    milli[p->nplan++] = m;
    return XS_OK;
}

#define COMPARED 4096 /* bytes of a text that another one of its field is looked for in */

/* Is b in a? Equal texts of any length are. */
static bool holds(xs_str a, xs_str b)
{
    return xs_str_eq(a, b) || (a.len <= COMPARED && xs_str_has(a, b));
}

/* Another text of a field that is set once: said, where it is called the same as the first. */
static enum xs_err second_text(
    struct xs_build *b, enum xs_field f, const struct xs_tcell *key, const struct xs_tcell *c)
{
    struct xs_named *first = &b->named[f];
    if (!key || first->project != b->project->number || !xs_str_eq(first->key, key->folded))
        return XS_OK;
    first->project = 0; /* once */
    return xs_remark_add(b, "read-second-text", c, b->project->number);
}

/* The first text counts, and other goals with it. */
static enum xs_err set_once(struct xs_build *b, enum xs_field f, const struct xs_tcell *key,
    struct xs_value_at *v, const struct xs_tcell *c)
{
    const bool goal = f == XS_F_GOAL || f == XS_F_GOAL_TOTAL;
    if (v->text.len == 0) {
        xs_value_set(v, c);
        b->named[f] = (struct xs_named){ b->project->number, key ? key->folded : XS_STR_NONE };
        return XS_OK;
    }
    if (goal && c->folded.len > v->folded.len && holds(c->folded, v->folded)) {
        xs_value_set(v, c); /* the same and more */
        return XS_OK;
    }
    if (holds(v->folded, c->folded) || (!goal && holds(c->folded, v->folded)))
        return XS_OK;
    if (!goal)
        return second_text(b, f, key, c);
    return xs_more_has(b, f, c->text) ? XS_OK : xs_more_add(b, f, c, false);
}

static enum xs_err set_name(
    struct xs_build *b, const struct xs_tcell *key, const struct xs_tcell *v)
{
    struct xs_project *p = b->project;
    if (p->name.text.len)
        return set_once(b, XS_F_PROJECT_NAME, key, &p->name, v);
    b->named[XS_F_PROJECT_NAME] = (struct xs_named){ p->number, key ? key->folded : XS_STR_NONE };
    xs_value_set(&p->name, v);
    if (xs_str_starts(v->text, XS_STR("]"))) { /* what a bookmark left behind */
        p->name.text = xs_str_sub(v->text, 1, v->text.len);
        p->name.folded = xs_str_sub(v->folded, 1, v->folded.len);
        p->name.noted = NULL;
    }
    xs_coded_part(b, v);
    return XS_OK;
}

/* "year | 420.00": the year's share of an amount; no year, and no date such as 20240101. */
static bool amount_of_year(enum xs_field f, const struct xs_tcell *value)
{
    struct xs_decimal d;
    return f == XS_F_YEAR && xs_decimal_parse(value->folded, &d) == value->folded.len &&
           (d.scale > 0 || d.digits < 1900 || !xs_str_starts(value->folded, XS_STR("20")));
}

enum xs_err xs_project_field(
    struct xs_build *b, enum xs_field f, const struct xs_tcell *key, const struct xs_tcell *value)
{
    struct xs_project *p = b->project;
    if (value->folded.len == 0)
        return XS_OK;
    if (amount_of_year(f, value))
        f = XS_F_BUDGET;
    struct xs_value_at *text = xs_text_field(p, f);
    if (f == XS_F_PROJECT_CODE && xs_coded_alone(b, value))
        return XS_OK;
    if (text)
        return set_once(b, f, key, text, value);
    switch ((int)f) {
    case XS_F_PROJECT_NAME:
        return set_name(b, key, value);
    case XS_F_DEPARTMENT:
        if (p->department.text.len == 0)
            set_department(p, value);
        break;
    case XS_F_SUPERIOR: /* the department that answers for the money goes before the office that
                           spends it */
        set_department(p, value);
        break;
    case XS_F_BUDGET:
        xs_money_set(b, key, value,
            (struct xs_amount){ &p->budget, &p->budget_micro, &p->has_budget, &b->budget_key });
        break;
    case XS_F_FISCAL:
        xs_money_set(b, key, value,
            (struct xs_amount){ &p->fiscal, &p->fiscal_micro, &p->has_fiscal, &b->fiscal_key });
        break;
    case XS_F_OTHER_MONEY:
        xs_money_set(
            b, key, value, (struct xs_amount){ &p->other, &p->other_micro, &p->has_other, NULL });
        break;
    case XS_F_PLAN:
    case XS_F_PLAN_POINT:
        return add_plan(b, value);
    default:
        break;
    }
    return XS_OK;
}

/* ---- the grid ---- */

struct form {
    struct xs_build *b;
    const struct xs_tcell *key;     /* whose value comes next; NULL = none */
    const struct xs_tcell *row_key; /* first key of the row before, when it got no value */
    const struct xs_tcell
        *above; /* cells of the row before, when all of them but the first are keys */
    size_t nabove;
    bool labels;        /* a label of the money unit stands in the cells under way */
    bool took;          /* something of the block under way has its place */
    enum xs_field open; /* of the text that the line before belongs to; XS_F_NONE = none */
    xs_str first, last; /* lines of that text, folded */
    unsigned column;    /* where that begins in its line, as columns of print; 0: at its start */
    size_t line;        /* block of its last line */
};

/* Where a cell is cut. */
struct cut {
    enum xs_field field;
    size_t from, colon; /* the name stands between them, in the folded text */
    size_t colons;      /* up to the value */
};

enum { MOST_COLONS = 3 }; /* "money: total of the year (wan yuan): 20" */

static bool may_be_key(const struct xs_build *b, xs_str text, enum xs_field *f)
{
    struct xs_cell_words w;
    xs_layout_label(b->l, text, &w);
    *f = w.field;
    return w.field != XS_F_NONE && field_where[w.field] == HEAD && w.field != XS_F_INDICATORS;
}

/* The last of the names that stand at the start of the cell, each with its colon. */
static bool find_cut(const struct xs_build *b, xs_str s, struct cut *out)
{
    struct cut cut = { .colons = 0 };
    bool found = false;
    size_t from = 0;
    while (cut.colons < MOST_COLONS) {
        size_t last = cut.colons ? cut.colon + 1 : 0;
        const char *colon = last < s.len ? memchr(s.ptr + last, ':', s.len - last) : NULL;
        if (!colon || colon == s.ptr || colon + 1 == s.ptr + s.len)
            break;
        cut.colon = (size_t)(colon - s.ptr);
        cut.colons++;
        cut.from = from;
        if (!may_be_key(b, xs_str_sub(s, from, cut.colon - from), &cut.field)) {
            if (found)
                break; /* the value goes on */
            continue;
        }
        *out = cut;
        found = true;
        from = cut.colon + 1;
    }
    return found;
}

/* What stands behind the n-th colon of either width, as written. */
static xs_str behind_colons(xs_str text, size_t n)
{
    while (n--) {
        size_t wide = xs_str_find(text, XS_STR("\xEF\xBC\x9A"), 0),
               plain = xs_str_find(text, XS_STR(":"), 0);
        if (wide == SIZE_MAX && plain == SIZE_MAX)
            return XS_STR_NONE;
        text = wide < plain ? xs_str_sub(text, wide + 3, text.len)
                            : xs_str_sub(text, plain + 1, text.len);
    }
    return xs_str_trim(text);
}

/* "name: value" in one cell. */
static enum xs_err key_and_value(struct xs_build *b, const struct xs_tcell *t, bool *done)
{
    struct cut cut;
    *done = t->words.colon && find_cut(b, t->folded, &cut);
    if (!*done)
        return XS_OK;
    struct xs_tcell key = *t, value = *t;
    key.noted = value.noted = NULL;
    key.folded = xs_str_sub(t->folded, cut.from, cut.colon - cut.from);
    value.folded = xs_str_sub(t->folded, cut.colon + 1, t->folded.len);
    xs_str text = behind_colons(t->text, cut.colons);
    value.text = text.len ? text : value.folded;
    if (value.folded.ptr[0] == '(') /* "(seal)", or a second label */
        return XS_OK;
    return xs_project_field(b, cut.field, &key, &value);
}

/* A value without a name, in a row that states the money unit: the office. */
static void stray(struct form *f, const struct xs_tcell *t, bool unit_row)
{
    if (!unit_row || f->b->project->department.text.len)
        return;
    set_department(f->b->project, t);
    f->took = true;
}

/* states: the cell states the money unit of the table; unit_row: one of its row does. */
static enum xs_err one_cell(struct form *f, const struct xs_tcell *t, bool states, bool unit_row)
{
    bool done;
    if (is_key(t)) {
        if (f->labels)
            (void)xs_money_label_note(f->b, t->folded, &done); /* once more: the last one counts */
        xs_money_header_note(f->b, t);
        f->key = t;
        f->took = true;
        return XS_OK;
    }
    done = states;
    if (f->key && xs_money_bare_note(f->b, t)) {
        f->took = true;
        return XS_OK;
    }
    if (!done)
        XS_TRY(key_and_value(f->b, t, &done));
    if (done) {
        f->key = NULL;
        f->took = true;
        return XS_OK;
    }
    if (!f->key) {
        stray(f, t, unit_row);
        return XS_OK;
    }
    enum xs_field field = f->key->words.field;
    if (field == XS_F_PLAN || field == XS_F_PLAN_POINT) {
        struct xs_decimal d;
        f->took |= xs_decimal_parse(t->folded, &d) > 0; /* else it is no share */
        return xs_project_field(f->b, field, f->key, t);
    }
    f->took |= field_where[field] != COLUMN && field != XS_F_INDICATORS;
    XS_TRY(xs_project_field(f->b, field, f->key, t));
    f->key = NULL;
    return XS_OK;
}

static size_t count_keys(const struct xs_tcell *row, size_t n)
{
    size_t keys = 0;
    for (size_t i = 0; i < n; i++)
        keys += row[i].folded.len && is_key(&row[i]);
    return keys;
}

/* Gives a field its value; took: the field had none yet, or goes on with it. */
static enum xs_err fill_field(
    struct form *f, enum xs_field field, const struct xs_tcell *key, const struct xs_tcell *value)
{
    if (value->folded.len == 0)
        return XS_OK;
    const size_t more = f->b->nmore;
    XS_TRY(xs_project_field(f->b, field, key, value));
    const struct xs_value_at *to = xs_text_field(f->b->project, field);
    f->took |= f->b->nmore > more;
    f->took |= to ? to->at == value->at : field != XS_F_NONE;
    return XS_OK;
}

/* Do the names in the row above belong to goals? */
static bool goals_above(const struct form *f)
{
    const enum xs_field first = f->above ? (enum xs_field)f->above[0].words.field : XS_F_NONE;
    return first == XS_F_GOAL || first == XS_F_GOAL_TOTAL;
}

/* Does the row stand below names, without the cell of the goal's name, which reaches down? */
static bool left_out(const struct form *f, const struct xs_tcell *row, size_t n)
{
    return goals_above(f) && n + 1 == f->nabove && row[0].folded.len &&
           xs_cells_filled(row, n, SIZE_MAX) + 1 == xs_cells_filled(f->above, f->nabove, SIZE_MAX);
}

/* A row whose first cell is empty, or left out, belongs to the row above: by column under its
 * names, or to its first name. */
static enum xs_err merged_row(struct form *f, const struct xs_tcell *row, size_t n, bool *done)
{
    const bool out = left_out(f, row, n);
    *done = false;
    if (n < 2 || (row[0].folded.len && !out) || count_keys(row, n))
        return XS_OK;
    if (f->above && (f->nabove == n || out)) {
        for (size_t i = !out; i < n; i++)
            XS_TRY(fill_field(f, f->above[i + out].words.field, &f->above[i + out], &row[i]));
        *done = true;
    } else if (f->row_key) {
        size_t i = 1;
        while (i + 1 < n && row[i].folded.len == 0)
            i++;
        XS_TRY(fill_field(f, f->row_key->words.field, f->row_key, &row[i]));
        *done = true;
    }
    return XS_OK;
}

/* The field of this name has a cell and nothing in it: its place is kept, so that rules can tell it
 * from no field. */
static void left_empty(struct form *f, const struct xs_tcell *row, size_t n, size_t i)
{
    struct xs_project *p = f->b->project;
    enum xs_field field = f->key ? f->key->words.field : XS_F_NONE;
    struct xs_value_at *to = field == XS_F_BUDGET        ? &p->budget
                             : field == XS_F_OTHER_MONEY ? &p->other
                             : field == XS_F_GOAL        ? &p->goal
                                                         : NULL;
    bool alone = i + 1 == n || (row[i + 1].folded.len && is_key(&row[i + 1]));
    if (to && alone && to->text.len == 0)
        to->at = row[i].at;
}

/* Notes the money unit that a row states: bits of the cells that do, by their number modulo 64. */
static uint64_t row_units(struct form *f, const struct xs_tcell *row, size_t n)
{
    uint64_t states = 0;
    f->labels = false;
    for (size_t i = 0; i < n; i++) {
        bool one = false;
        if (xs_cell_may_hold(&row[i], &f->b->l->money_labels))
            f->labels |= xs_money_label_note(f->b, row[i].folded, &one);
        states |= (uint64_t)one << (i & 63);
    }
    return states;
}

static enum xs_err one_row(struct form *f, const struct xs_tcell *row, size_t n)
{
    bool done;
    const uint64_t states = row_units(f, row, n);
    XS_TRY(merged_row(f, row, n, &done));
    if (done) {
        if (!goals_above(f)) /* these hold for more rows, until another label comes */
            f->above = NULL;
        return XS_OK;
    }
    size_t keys = count_keys(row, n);
    bool exact = f->b->sheet->blocks[row[0].block].shape == XS_SHAPE_EXACT && n > 1;
    if (exact)
        f->key = NULL;
    for (size_t i = 0; i < n; i++) {
        if (row[i].folded.len == 0) {
            if (exact) {
                left_empty(f, row, n, i);
                f->key = NULL;
            }
            continue;
        }
        bool one = (states >> (i & 63) & 1) && (n <= 64 || xs_states_unit(f->b, &row[i]));
        XS_TRY(one_cell(f, &row[i], one, states != 0));
    }
    size_t words = xs_cells_filled(row, n, SIZE_MAX);
    f->above = keys >= 2 && keys == words ? row : NULL;
    f->nabove = n;
    f->row_key = n > 1 && is_key(&row[0]) && is_key(&row[1]) ? &row[0] : NULL;
    return XS_OK;
}

#define LONGEST_WORD ((size_t)12)  /* bytes before a number */
#define LONGEST_LABEL ((size_t)10) /* code points before a colon */
#define WIDE_GAP 2                 /* blanks between two fields, whatever they are called */

/* "label: value", whether the label is known or not. */
static bool labelled(const struct xs_tcell *t)
{
    const char *colon = t->folded.len ? memchr(t->folded.ptr, ':', t->folded.len) : NULL;
    size_t at = colon ? (size_t)(colon - t->folded.ptr) : 0;
    return at && at + 1 < t->folded.len &&
           xs_utf8_count(xs_str_sub(t->folded, 0, at)) <= LONGEST_LABEL;
}

/* Blanks between two pieces of a line, as columns. */
static size_t gap(const struct xs_tcell *before, const struct xs_tcell *t)
{
    const char *end = before->text.ptr + before->text.len;
    size_t n = 0;
    for (const char *p = end; p < t->text.ptr; p++)
        n += *p == '\t' || ((unsigned char)*p >= 0xC0) ? WIDE_GAP : (*p & 0x80) == 0;
    return n;
}

/* The field that a piece begins with: its name alone, or before a colon. */
static enum xs_field piece_field(const struct xs_tcell *t)
{
    enum xs_field f = t->words.field != XS_F_NONE ? t->words.field : t->words.key;
    return f != XS_F_NONE && field_where[f] == HEAD ? f : XS_F_NONE;
}

/* Does another field begin with piece i, behind one of field f? Running text may have labels of its
 * own. */
static bool begins_field(
    const struct xs_build *b, const struct xs_tcell *piece, size_t i, enum xs_field f)
{
    bool text = f == XS_F_GOAL || f == XS_F_GOAL_TOTAL || f == XS_F_PURPOSE || f == XS_F_HEAD_OTHER;
    return piece_field(&piece[i]) != XS_F_NONE || xs_states_unit(b, &piece[i]) ||
           (!text && labelled(&piece[i]) && gap(&piece[i - 1], &piece[i]) >= WIDE_GAP);
}

/* A line of names and values parted by blanks: cut where a name stands, so that values keep their
 * blanks. */
static enum xs_err blank_line(struct form *f, const struct xs_tcell *t)
{
    struct xs_tcell *piece;
    size_t n, keys = 0;
    bool states;
    XS_TRY(xs_cells_split(f->b, t, false, &piece, &n));
    for (size_t i = 0; i < n; i++)
        keys += piece_field(&piece[i]) != XS_F_NONE;
    if (keys == 0 || n < 2)
        return one_row(f, t, 1);
    for (size_t i = 0; i < n;) {
        struct xs_tcell c = piece[i++];
        enum xs_field field = piece_field(&c);
        if (!is_head_key(&c)) {
            field = field == XS_F_NONE && f->key ? f->key->words.field : field;
            while (i < n && !begins_field(f->b, piece, i, field)) {
                c.text.len = (size_t)(piece[i].text.ptr + piece[i].text.len - c.text.ptr);
                i++;
            }
            XS_TRY(xs_fold(f->b->l->folder, f->b->a, c.text, &c.folded));
            c.words = (struct xs_cell_words){ .field = XS_F_NONE, .key = XS_F_NONE, .colon = true };
        }
        struct xs_tcell *keep = xs_arena_alloc(f->b->a, 1, sizeof *keep);
        if (!keep)
            return XS_E_NOMEM;
        *keep = c;
        f->labels = xs_money_label_note(f->b, keep->folded, &states);
        XS_TRY(one_cell(f, keep, states, false));
    }
    return XS_OK;
}

/* The word before the number of "goal 2: ..."; empty: the text does not begin so. */
static xs_str numbered_word(xs_str s)
{
    size_t at = 0, end;
    while (at < s.len && at <= LONGEST_WORD && !(s.ptr[at] >= '0' && s.ptr[at] <= '9'))
        at++;
    end = at;
    while (end < s.len && s.ptr[end] >= '0' && s.ptr[end] <= '9')
        end++;
    return end > at && end < s.len && s.ptr[end] == ':' ? xs_str_sub(s, 0, at) : XS_STR_NONE;
}

static bool numbered(const struct form *f, const struct xs_tcell *t)
{
    bool had = false;
    (void)xs_number_strip(f->b->l, t->text, &had); /* the mark alone is asked for */
    return had;
}

#define FULL_LINE 36 /* columns of print that a text has before it goes on in the next line */

/* Columns of blank before the text of a paragraph. */
static unsigned indent(const struct xs_build *b, const struct xs_tcell *t)
{
    const xs_str line = b->sheet->blocks[t->block].cells[0].text;
    const xs_str text = xs_str_trim(line);
    return text.len ? xs_places_room((xs_str){ line.ptr, (size_t)(text.ptr - line.ptr) }) : 0;
}

/* Does the line stand right below a full line of the text, and begin where that does? */
static bool below_text(const struct form *f, const struct xs_tcell *t)
{
    static const char stop[] = "\xE3\x80\x82";
    return f->column && t->block == f->line + 1 && !f->b->sheet->blocks[t->block].blank_before &&
           xs_places_room(f->last) >= FULL_LINE && !xs_str_ends(f->last, xs_str_c(stop)) &&
           xs_places_same(f->column, indent(f->b, t));
}

/* Does the line go on with the text above it? It is numbered, as that is or not, or that ends with
 * a semicolon, or it begins below where that does. */
static bool goes_on(const struct form *f, const struct xs_tcell *t)
{
    if (f->open == XS_F_NONE || f->key || t->words.field != XS_F_NONE || xs_states_unit(f->b, t))
        return false;
    xs_str word = numbered_word(t->folded);
    if (word.len && xs_str_eq(word, numbered_word(f->first)))
        return true;
    if (t->words.key != XS_F_NONE)
        return false;
    return below_text(f, t) || numbered(f, t) || xs_str_ends(f->last, XS_STR(";"));
}

/* Where text begins in the line of t, of which it may be a view. */
static unsigned column_of(const struct form *f, const struct xs_tcell *t, xs_str text)
{
    const uintptr_t from = (uintptr_t)t->text.ptr, at = (uintptr_t)text.ptr;
    if (at <= from || at - from >= t->text.len)
        return 0;
    return indent(f->b, t) + xs_places_room(xs_str_sub(t->text, 0, at - from));
}

/* A line of the form: it goes on with the text above, or holds fields, the last text of which the
 * next line may go on with. */
static enum xs_err one_line(struct form *f, const struct xs_tcell *t)
{
    static const enum xs_field texts[] = { XS_F_GOAL, XS_F_GOAL_TOTAL, XS_F_PURPOSE };
    struct xs_project *p = f->b->project;
    const char *had[3];
    if (goes_on(f, t)) {
        const bool wrapped = below_text(f, t) && !numbered(f, t);
        f->took = true;
        f->last = t->folded;
        f->line = t->block;
        return xs_more_add(f->b, f->open, t, wrapped);
    }
    for (size_t i = 0; i < 3; i++)
        had[i] = xs_text_field(p, texts[i])->text.ptr;
    XS_TRY(blank_line(f, t));
    f->open = XS_F_NONE;
    for (size_t i = 0; i < 3; i++) {
        const struct xs_value_at *v = xs_text_field(p, texts[i]);
        if (v->text.ptr == had[i])
            continue;
        f->open = texts[i];
        f->first = f->last = v->folded;
        f->column = column_of(f, t, v->text);
        f->line = t->block;
    }
    return XS_OK;
}

enum xs_err xs_form_read(struct xs_build *b, size_t from, size_t to)
{
    struct form f = { .b = b, .open = XS_F_NONE };
    while (from < to) {
        uint32_t block = b->cells[from].block;
        size_t end = b->first_cell[block + 1];
        if (end > to)
            end = to;
        const struct xs_tcell *row = &b->cells[from];
        f.took = false;
        if (end < to && xs_str_starts(b->cells[end].folded, XS_STR("(")))
            xs_money_below_note(b, row, &b->cells[end]);
        if (b->sheet->blocks[block].kind == XS_BLOCK_PARAGRAPH && !row->split) {
            XS_TRY(one_line(&f, row));
        } else {
            f.open = XS_F_NONE;
            XS_TRY(one_row(&f, row, end - from));
        }
        b->use[block] = f.took || !xs_cells_filled(row, end - from, 1) ? XS_USE_TABLE : XS_USE_LEFT;
        from = end;
    }
    return XS_OK;
}

bool xs_form_has_keys(const struct xs_build *b, size_t block)
{
    for (size_t i = b->first_cell[block]; i < b->first_cell[block + 1]; i++) {
        const struct xs_tcell *t = &b->cells[i];
        if (t->folded.len == 0)
            continue;
        if (is_head_key(t) && t->words.field != XS_F_HEAD_OTHER &&
            t->words.field != XS_F_INDICATORS && t->words.level1 == XS_LV_NONE &&
            t->words.level2 == XS_CLASS_NONE)
            return true;
        if (xs_states_unit(b, t))
            return true;
    }
    return false;
}
