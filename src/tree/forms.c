/* Forms one after the other: where that of the next project begins, and projects whose form has no
 * table of indicators below it. Nothing is taken for such a project that may be something else: an
 * overview of projects, a form whose indicators are written in a way that is not known, a text that
 * was cut. */
#include <string.h>

#include "tree/build.h"

#define LONGEST_FORM ((size_t)60) /* blocks of a form that are compared with those of the next */

/* The name or code of a project: what the field is called, and what stands in it. */
struct named {
    xs_str key, value;
};
enum { NAME, CODE, NAMES };

static bool is_row(const struct xs_build *b, size_t block)
{
    return b->sheet->blocks[block].kind == XS_BLOCK_ROW;
}

static bool is_paragraph(const struct xs_build *b, size_t block)
{
    return b->sheet->blocks[block].kind == XS_BLOCK_PARAGRAPH;
}

static int which_name(enum xs_field f)
{
    return f == XS_F_PROJECT_NAME ? NAME : f == XS_F_PROJECT_CODE ? CODE : NAMES;
}

/* The field that a cell names: alone, before a colon, or before the first blank of a line. */
static enum xs_field field_of(const struct xs_tcell *t, struct named *out)
{
    enum xs_field f = t->words.field;
    *out = (struct named){ t->folded, XS_STR_NONE };
    if (f != XS_F_NONE || t->words.key == XS_F_NONE)
        return f;
    const char *colon = memchr(t->folded.ptr, ':', t->folded.len);
    size_t at = (size_t)(colon - t->folded.ptr);
    out->key = xs_str_sub(t->folded, 0, at);
    out->value = xs_str_sub(t->folded, at + 1, t->folded.len);
    return t->words.key;
}

/* The next cell, when it is the value of the field's name in cell i. A line that holds nothing but
 * the name has its value in the next one. */
static xs_str value_behind(const struct xs_build *b, size_t i)
{
    size_t block = b->cells[i].block, next = i + 1;
    bool line = is_paragraph(b, block);
    if (next >= b->ncells ||
        (line ? !is_paragraph(b, b->cells[next].block) : b->cells[next].block != block))
        return XS_STR_NONE;
    const struct xs_tcell *t = &b->cells[next];
    return t->words.field == XS_F_NONE && !xs_is_level(t) ? t->folded : XS_STR_NONE;
}

/* May name or code of a project stand in the block? Mostly they do not. */
static bool may_name(const struct xs_build *b, size_t block)
{
    bool may = false;
    for (size_t i = b->first_cell[block]; i < b->first_cell[block + 1]; i++)
        may |= which_name(b->cells[i].words.field) != NAMES ||
               which_name(b->cells[i].words.key) != NAMES;
    return may;
}

/* Name and code of a project in the block, each with a value. False: there is none, and *out holds
 * anything. */
static bool names_in(const struct xs_build *b, size_t block, struct named out[NAMES])
{
    bool any = false;
    if (!may_name(b, block))
        return false;
    memset(out, 0, NAMES * sizeof *out);
    for (size_t i = b->first_cell[block]; i < b->first_cell[block + 1]; i++) {
        struct named n;
        int which = which_name(field_of(&b->cells[i], &n));
        if (which == NAMES || out[which].value.len)
            continue;
        if (n.value.len == 0)
            n.value = value_behind(b, i);
        out[which] = n;
        any |= n.value.len > 0;
    }
    return any;
}

/* What the first field in the block is called; empty: there is none. */
static xs_str first_key(const struct xs_build *b, size_t block, enum xs_field *field)
{
    for (size_t i = b->first_cell[block]; i < b->first_cell[block + 1]; i++) {
        struct named n;
        *field = field_of(&b->cells[i], &n);
        if (*field < XS_F_LEVEL1)
            return n.key;
    }
    *field = XS_F_NONE;
    return XS_STR_NONE;
}

/* Does a field other than name and code stand before block at, and again behind it? Then these are
 * two forms. */
static bool repeats(const struct xs_build *b, size_t from, size_t at, size_t to)
{
    enum xs_field f, g;
    if (at - from > LONGEST_FORM)
        from = at - LONGEST_FORM;
    if (to - at > LONGEST_FORM)
        to = at + LONGEST_FORM;
    for (size_t i = from; i < at; i++) {
        xs_str key = first_key(b, i, &f);
        if (key.len == 0 || which_name(f) != NAMES)
            continue;
        for (size_t k = at + 1; k < to; k++)
            if (xs_str_eq(first_key(b, k, &g), key))
                return true;
    }
    return false;
}

/* A row that states the money unit, or a table's title, and holds no field: what may stand over a
 * form. */
static bool over_form(const struct xs_build *b, size_t block)
{
    bool over = false;
    for (size_t i = b->first_cell[block]; i < b->first_cell[block + 1]; i++) {
        const struct xs_tcell *t = &b->cells[i];
        struct named n;
        bool unit = xs_states_unit(b, t);
        if (!unit && field_of(t, &n) < XS_F_LEVEL1)
            return false;
        over |= unit || xs_title_is(b, t);
    }
    return over;
}

/* Where the form begins whose project is named in block at: the form before it, from block from
 * on, names its project in block named. Both begin with the same field. */
static size_t form_top(const struct xs_build *b, size_t from, size_t named, size_t at)
{
    enum xs_field f;
    xs_str first = XS_STR_NONE;
    size_t top = at;
    for (size_t i = from; i <= named && first.len == 0; i++)
        first = first_key(b, i, &f);
    if (!xs_str_eq(first_key(b, at, &f), first))
        for (size_t i = at; --i > named && at - i < LONGEST_FORM;)
            if (xs_str_eq(first_key(b, i, &f), first)) {
                top = i;
                break;
            }
    while (top - 1 > named && over_form(b, top - 1))
        top--;
    return top;
}

/* Where the next form of blocks [from, to) begins, the first of which begins in from; to: it is the
 * only one. */
static size_t next_form(const struct xs_build *b, size_t from, size_t to)
{
    struct named seen[NAMES] = { 0 }, now[NAMES];
    size_t named = from;
    for (size_t i = from; i < to; i++) {
        if (!names_in(b, i, now))
            continue;
        for (int k = 0; k < NAMES; k++) {
            bool other = now[k].value.len && seen[k].value.len &&
                         xs_str_eq(now[k].key, seen[k].key) &&
                         !xs_str_eq(now[k].value, seen[k].value);
            if (other && repeats(b, from, i, to))
                return form_top(b, from, named, i);
            if (seen[k].value.len == 0)
                seen[k] = now[k];
        }
        named = i;
    }
    return to;
}

bool xs_form_names(const struct xs_build *b, size_t block)
{
    for (size_t i = b->first_cell[block]; i < b->first_cell[block + 1]; i++) {
        if (b->cells[i].folded.len == 0)
            continue;
        if (b->cells[i].words.level1 != XS_LV_NONE || b->cells[i].words.level2 != XS_CLASS_NONE)
            return false;
        enum xs_field f = b->cells[i].words.key;
        return f == XS_F_PROJECT_NAME || f == XS_F_PROJECT_CODE;
    }
    return false;
}

bool xs_form_line(const struct xs_build *b, size_t block)
{
    const struct xs_tcell *t = &b->cells[b->first_cell[block]];
    struct xs_cell_words w;
    if (b->sheet->blocks[block].kind != XS_BLOCK_PARAGRAPH)
        return false;
    const xs_str text = xs_str_trim(t->text);
    size_t at = 0;
    while (at < text.len && !xs_str_may_blank(text.ptr[at]))
        at++;
    if (at == text.len || !xs_str_starts(t->folded, xs_str_sub(text, 0, at)))
        return false; /* no blank, or not one that begins here */
    xs_layout_cell(b->l, xs_str_sub(t->folded, 0, at), &w);
    return w.field == XS_F_PROJECT_NAME || w.field == XS_F_PROJECT_CODE;
}

static size_t count_keys(const struct xs_build *b, size_t block)
{
    size_t n = 0;
    for (size_t i = b->first_cell[block]; i < b->first_cell[block + 1]; i++)
        n += b->cells[i].words.field != XS_F_NONE;
    return n;
}

static size_t filled(const struct xs_build *b, size_t block)
{
    const size_t from = b->first_cell[block];
    return xs_cells_filled(&b->cells[from], b->first_cell[block + 1] - from, SIZE_MAX);
}

/* The header of an overview of projects: names of fields, and a row of as many cells below it that
 * has none and most of its cells filled, with a project's name under its own. */
static bool overview(const struct xs_build *b, size_t block, size_t to)
{
    size_t n = b->sheet->blocks[block].ncells;
    if (block + 1 >= to || n < 2 || !is_row(b, block) || !is_row(b, block + 1) ||
        b->sheet->blocks[block + 1].ncells != n || count_keys(b, block) < 2 ||
        count_keys(b, block + 1) > 0 || 2 * filled(b, block + 1) <= filled(b, block))
        return false;
    for (size_t i = b->first_cell[block]; i < b->first_cell[block + 1]; i++)
        if (b->cells[i].words.field == XS_F_PROJECT_NAME)
            return b->cells[i + n].folded.len > 0;
    return false;
}

/* The first block behind the overviews of projects in [from, to); from: there is none. */
static size_t behind_overview(const struct xs_build *b, size_t from, size_t to)
{
    enum xs_field f;
    for (size_t i = from; i < to; i++) {
        if (!overview(b, i, to))
            continue;
        for (i++; i < to && !first_key(b, i, &f).len && !over_form(b, i);)
            i++;
        from = i--;
    }
    return from;
}

size_t xs_form_last(const struct xs_build *b, size_t from, size_t to)
{
    size_t next = behind_overview(b, from, to);
    from = next < to ? next : from;
    while ((next = next_form(b, from, to)) < to)
        from = next;
    return from;
}

/* The field of a line that may stand above a project's name. */
static bool above_name(enum xs_field f)
{
    return f == XS_F_PROJECT_CODE || f == XS_F_DEPARTMENT || f == XS_F_SUPERIOR || f == XS_F_YEAR ||
           f == XS_F_HEAD_OTHER;
}

size_t xs_form_first(const struct xs_build *b, size_t at, size_t low)
{
    enum xs_field f;
    while (at > low && is_paragraph(b, at - 1)) {
        const struct xs_tcell *t = &b->cells[b->first_cell[at - 1]];
        size_t key = at - 1;
        if (t->words.field == XS_F_NONE && !memchr(t->folded.ptr, ':', t->folded.len) && key > low)
            key--; /* the value of the name in the line above */
        t = &b->cells[b->first_cell[key]];
        if (!is_paragraph(b, key) || !first_key(b, key, &f).len || !above_name(f) ||
            (key < at - 1 && t->words.field != f) ||
            xs_lex_longest(b->l->lex, t->folded, 0, &b->l->money_label, NULL))
            return at;
        at = key;
    }
    return at;
}

/* ---- projects without a table ---- */

/* What a form holds. */
struct held {
    uint64_t fields;
    xs_str name, code;
    size_t blocks;   /* with a field's name */
    bool indicators; /* columns, results, names of levels: not understood */
};

/* Does a level's name stand in the cell, alone or in what is written there? */
static bool speaks_of_levels(const struct xs_build *b, const struct xs_tcell *t)
{
    return xs_is_level(t) ||
           xs_lex_search(b->l->lex, t->folded, 0, &b->l->levels, NULL) != SIZE_MAX;
}

static void hold(const struct xs_build *b, size_t from, size_t to, struct held *h)
{
    struct named now[NAMES], n;
    memset(h, 0, sizeof *h);
    for (size_t i = from; i < to; i++) {
        uint64_t had = h->fields;
        bool key = false;
        for (size_t k = b->first_cell[i]; k < b->first_cell[i + 1]; k++) {
            enum xs_field f = field_of(&b->cells[k], &n);
            h->indicators |= f != XS_F_NONE ? f >= XS_F_LEVEL1 && f != XS_F_REMARK
                                            : speaks_of_levels(b, &b->cells[k]);
            key |= f < XS_F_LEVEL1;
            h->fields |= f < XS_F_LEVEL1 ? XS_FIELD_BIT(f) : 0;
        }
        h->blocks += key && h->fields != had;
        if (!names_in(b, i, now))
            continue;
        h->name = h->name.len ? h->name : now[NAME].value;
        h->code = h->code.len ? h->code : now[CODE].value;
    }
}

#define FEWEST_FIELDS 3 /* of a form that is one without a table */

static bool is_form(const struct held *h)
{
    const uint64_t goal = XS_FIELD_BIT(XS_F_GOAL) | XS_FIELD_BIT(XS_F_GOAL_TOTAL);
    uint64_t count = h->fields & ~XS_FIELD_BIT(XS_F_HEAD_OTHER);
    return h->name.len && (h->fields & goal) && !h->indicators && h->blocks > 1 &&
           __builtin_popcountll(count) >= FEWEST_FIELDS;
}

/* A project of this name, and code where both have one, was read before. */
static bool known(const struct xs_build *b, const struct held *h)
{
    for (size_t i = 0; i < b->doc->nprojects; i++) {
        const struct xs_project *p = &b->doc->projects[i];
        bool codes = h->code.len && p->code.folded.len;
        if (xs_str_eq(p->name.folded, h->name) && !(codes && !xs_str_eq(p->code.folded, h->code)))
            return true;
    }
    return false;
}

#define LOOK_BEHIND ((size_t)60) /* blocks behind a form that may hold its indicators */

/* Indicators stand behind the form that ends in block at, and before the next project. */
static bool indicators_behind(const struct xs_build *b, size_t at)
{
    struct named now[NAMES];
    for (size_t i = at; i < b->sheet->nblocks && i < at + LOOK_BEHIND; i++) {
        if (b->use[i] == XS_USE_TABLE || names_in(b, i, now))
            return false;
        for (size_t k = b->first_cell[i]; k < b->first_cell[i + 1]; k++)
            if (speaks_of_levels(b, &b->cells[k]))
                return true;
    }
    return false;
}

/* Does the text end in the form that ends before block at, inside a row? */
static bool cut_off(const struct xs_build *b, size_t at)
{
    return at == b->sheet->nblocks &&
           (b->sheet->cut || b->sheet->ends_in_table || b->sheet->ends == XS_ENDS_CELL);
}

/* How many lines from block on hold fields, or the value of the one above. */
static size_t field_lines(const struct xs_build *b, size_t block)
{
    enum xs_field f;
    bool key = true; /* the line before is a name alone */
    size_t i = block;
    for (; i < b->sheet->nblocks && b->use[i] == XS_USE_NONE && is_paragraph(b, i); i++) {
        bool fields = first_key(b, i, &f).len > 0;
        if (!fields && !key)
            break;
        key = fields && b->cells[b->first_cell[i]].words.field == f;
    }
    return i - block;
}

static bool free_row(const struct xs_build *b, size_t block)
{
    return b->use[block] == XS_USE_NONE && is_row(b, block);
}

/* The blocks of the run that block stands in, from low on: rows without a break, or lines that hold
 * fields. */
static void run_of(const struct xs_build *b, size_t block, size_t low, size_t *from, size_t *to)
{
    *from = block;
    *to = block + field_lines(b, block);
    if (!is_row(b, block))
        return;
    while (*from > low && free_row(b, *from - 1))
        --*from;
    for (*to = block + 1; *to < b->sheet->nblocks && free_row(b, *to);)
        ++*to;
}

/* A project of the form in blocks [from, to). */
static enum xs_err take(struct xs_build *b, size_t from, size_t to, size_t had)
{
    unsigned unit = b->money_unit;
    for (size_t i = 0; i < had; i++)
        if (b->begun[i].block > from) { /* what held there, not at the document's end */
            b->money_unit = b->begun[i].money_unit;
            break;
        }
    XS_TRY(xs_project_new(b, &b->cells[b->first_cell[from]]));
    xs_units_above(b, from);
    XS_TRY(xs_form_read(b, b->first_cell[from], b->first_cell[to]));
    xs_title_take(b, from);
    b->money_unit = unit;
    return XS_OK;
}

/* Projects in the order in which they begin; what was added stands behind the first had ones, and
 * both are in order. */
static enum xs_err in_order(struct xs_build *b, size_t had)
{
    struct xs_doc *d = b->doc;
    size_t n = d->nprojects, old = 0, new = had;
    struct xs_project *all = xs_arena_alloc(b->a, n, sizeof *all);
    uint32_t *to = xs_arena_alloc(b->a, n + 1, sizeof *to);
    if (!all || !to)
        return XS_E_NOMEM;
    to[0] = 0;
    for (size_t i = 0; i < n; i++) {
        bool first = new == n || (old < had && b->begun[old].block <= b->begun[new].block);
        size_t at = first ? old++ : new ++;
        all[i] = d->projects[at];
        all[i].number = (uint32_t)i + 1;
        to[at + 1] = all[i].number;
    }
    d->projects = all;
    xs_projects_renumber(b, to);
    return XS_OK;
}

/* The forms in a run of blocks. */
static enum xs_err take_run(struct xs_build *b, size_t from, size_t to, size_t had)
{
    from = behind_overview(b, from, to);
    for (size_t next; from < to; from = next) {
        struct held h;
        next = next_form(b, from, to);
        hold(b, from, next, &h);
        if (is_form(&h) && !known(b, &h) && !cut_off(b, next) &&
            !(next == to && indicators_behind(b, to)))
            XS_TRY(take(b, from, next, had));
    }
    return XS_OK;
}

/* Is something said of the project already, or is it the one that the text ends in? */
static bool said(const struct xs_doc *d, const struct xs_project *p)
{
    for (size_t i = 0; i < d->nremarks; i++)
        if (d->remarks[i].project == p->number &&
            (strcmp(d->remarks[i].rule, "read-no-rows") == 0 ||
                strcmp(d->remarks[i].rule, "read-cut") == 0))
            return true;
    return d->cut && p->number == d->nprojects;
}

static enum xs_err say_rowless(struct xs_build *b)
{
    struct xs_doc *d = b->doc;
    for (size_t i = 0; i < d->nprojects; i++) {
        const struct xs_project *p = &d->projects[i];
        struct xs_tcell c = { .text = p->name.text, .at = p->name.text.len ? p->name.at : &p->at };
        if (p->nrows == 0 && !said(d, p))
            XS_TRY(xs_remark_add(b, "read-project-without-rows", &c, p->number));
    }
    return XS_OK;
}

enum xs_err xs_forms_alone(struct xs_build *b)
{
    struct named now[NAMES];
    size_t had = b->doc->nprojects, low = 0;
    if (xs_row_count(b->doc) == 0 || (had && b->doc->projects[0].prose))
        return XS_OK;
    for (size_t i = 0; i < b->sheet->nblocks; i++) {
        size_t from, to;
        if (b->use[i] != XS_USE_NONE || !names_in(b, i, now) || now[NAME].value.len == 0)
            continue;
        run_of(b, i, low, &from, &to);
        XS_TRY(take_run(b, from, to, had));
        low = to;
        i = to - 1;
    }
    if (b->doc->nprojects > had)
        XS_TRY(in_order(b, had));
    return say_rowless(b);
}
