/* The rows of an indicator table, laid over the columns of its header. */
#include <string.h>

#include "tree/build.h"

#define USUAL_ROWS 12 /* of a project: room for so many is made at once */

/* Text in the value column that belongs to one row: sign, number, unit in this order. */
/* "none", "/": the unit column says that there is none. */
static bool no_unit(const struct xs_build *b, xs_str folded)
{
    const struct xs_lexwant *missing = &b->l->missing;
    return folded.len && xs_lexwant_begins(missing, folded, 0) &&
           xs_lex_longest(b->l->lex, folded, 0, &missing->mask, NULL) == folded.len;
}

/* Sign, value and unit of a row; NULL where there is none. Some forms call the comparator the
 * direction, or the kind of the value. */
static void value_parts(const struct xs_build *b, const struct xs_tcell *const cell[XS_F_COUNT],
    const struct xs_tcell *part[3])
{
    const struct xs_tcell *const other[] = { cell[XS_F_DIRECTION], cell[XS_F_NATURE] };
    const struct xs_tcell *sign = cell[XS_F_SIGN], *unit = cell[XS_F_UNIT];
    for (size_t i = 0; i < 2 && !sign; i++)
        if (other[i] && (other[i]->words.marks & XS_MARK_SIGN))
            sign = other[i];
    part[0] = sign && (sign->words.marks & XS_MARK_QUALITATIVE) ? NULL : sign;
    part[1] = cell[XS_F_VALUE];
    part[2] = unit && no_unit(b, unit->folded) ? NULL : unit;
}

static enum xs_err join_value(
    struct xs_build *b, const struct xs_tcell *const cell[XS_F_COUNT], struct xs_row *r)
{
    const struct xs_tcell *part[3];
    value_parts(b, cell, part);
    size_t total = 0, n = 0, parts = 0;
    for (size_t i = 3; i-- > 0;) {
        if (!part[i])
            continue;
        r->value.at = part[i]->at;
        total += part[i]->text.len;
        parts += i != 1 && part[i]->text.len;
    }
    if (part[1])
        xs_value_set(&r->value, part[1]);
    if (parts == 0)
        return XS_OK;
    char *p = xs_arena_alloc(b->a, total + 1, 1);
    if (!p)
        return XS_E_NOMEM;
    for (size_t i = 0; i < 3; i++) {
        if (part[i] && part[i]->text.len) {
            memcpy(p + n, part[i]->text.ptr, part[i]->text.len);
            n += part[i]->text.len;
        }
    }
    r->value.text = (xs_str){ p, n };
    r->value.noted = NULL;
    r->flags |= XS_RF_VALUE_PARTS;
    return xs_fold(b->l->folder, b->a, r->value.text, &r->value.folded);
}

static bool filled(const struct xs_tcell *t) { return t && t->folded.len; }

static void set_if(struct xs_value_at *v, const struct xs_tcell *c)
{
    if (c)
        xs_value_set(v, c);
}

/* A column of this name holds a class of standard (then it is the basis) or a description. */
static void set_standard(
    struct xs_project *p, struct xs_row *r, const struct xs_tcell *const cell[XS_F_COUNT])
{
    const struct xs_tcell *t = cell[XS_F_STANDARD];
    if (!filled(t))
        return;
    bool basis = (t->words.marks & XS_MARK_STANDARD) != 0 || cell[XS_F_DESCRIPTION];
    xs_value_set(basis ? &r->basis : &r->description, t);
    p->columns |= XS_FIELD_BIT(basis ? XS_F_BASIS : XS_F_DESCRIPTION);
}

/* A level's name alone in the name column, where the form has no columns for levels. */
static enum xs_err label_row(struct xs_build *b, const struct xs_tcell *name)
{
    const struct xs_tcell *cell[XS_F_COUNT] = { NULL };
    cell[name->words.level1 != XS_LV_NONE ? XS_F_LEVEL1 : XS_F_LEVEL2] = name;
    return xs_levels_take(b, cell);
}

#define MOST_WEIGHT 1000000 /* points; what is more is no weight */

/* "10", "12.5", "10%", whole. */
static void set_weight(struct xs_row *r, const struct xs_tcell *t)
{
    struct xs_decimal d;
    size_t used = filled(t) ? xs_decimal_parse(t->folded, &d) : 0;
    xs_str rest = used ? xs_str_sub(t->folded, used, t->folded.len) : XS_STR_NONE;
    if (!used || (rest.len && !xs_str_eq(rest, XS_STR("%"))) || d.scale > 3 ||
        d.digits > MOST_WEIGHT)
        return;
    for (unsigned i = d.scale; i < 3; i++)
        d.digits *= 10;
    r->weight_milli = d.digits;
    r->has_weight = true;
}

/* A cell that no row has, a value without a name: it is said; of the pieces of a line, the first.
 */
static enum xs_err note_unpaired(struct xs_build *b, const struct xs_tcell *t)
{
    if ((t->split && !t->row_start) || no_unit(b, t->folded))
        return XS_OK;
    return xs_remark_add(b, "read-unpaired", t, b->project ? b->project->number : 0);
}

/* "none | none", "/ | -": the form says that the class holds no indicator. */
static bool none_meant(
    const struct xs_build *b, const struct xs_tcell *name, const struct xs_tcell *value)
{
    return filled(name) && no_unit(b, name->folded) &&
           (!filled(value) || no_unit(b, value->folded));
}

/* Room for one more row of the project under way. */
static struct xs_row *next_row(struct xs_build *b)
{
    struct xs_project *p = b->project;
    struct xs_row *rows = xs_arena_grow(
        b->a, p->rows, &b->row_cap, p->nrows ? p->nrows + 1 : USUAL_ROWS, sizeof *rows);
    if (!rows)
        return NULL;
    p->rows = rows;
    memset(&rows[p->nrows], 0, sizeof *rows);
    return &rows[p->nrows];
}

enum xs_err xs_row_add(struct xs_build *b, const struct xs_columns *c,
    const struct xs_tcell *const cell[XS_F_COUNT], const struct xs_tcell *first)
{
    const struct xs_tcell *name = cell[XS_F_LEVEL3]                 ? cell[XS_F_LEVEL3]
                                  : xs_columns_have(c, XS_F_LEVEL3) ? NULL
                                                                    : cell[XS_F_LEVEL2];
    if (name && xs_is_level(name) && !filled(cell[XS_F_VALUE]) && !xs_columns_have(c, XS_F_LEVEL1))
        return label_row(b, name);
    struct xs_project *p = b->project;
    XS_TRY(xs_levels_take(b, cell));
    if (none_meant(b, name, cell[XS_F_VALUE]))
        return XS_OK;
    if (!filled(name))
        return filled(cell[XS_F_VALUE]) ? note_unpaired(b, cell[XS_F_VALUE]) : XS_OK;
    if (!p) /* the table names one in a later row */
        return xs_remark_add(b, "read-unpaired", name, 0);
    struct xs_row *r = next_row(b);
    if (!r)
        return XS_E_NOMEM;
    r->at = first->at;
    xs_levels_give(b, r);
    xs_value_set(&r->name, name);
    set_if(&r->description, cell[XS_F_DESCRIPTION]);
    set_if(&r->basis, cell[XS_F_BASIS]);
    set_standard(p, r, cell);
    set_weight(r, cell[XS_F_WEIGHT]);
    XS_TRY(join_value(b, cell, r));
    if (!r->value.at || (!r->value.at->line && !r->value.at->table))
        r->value.at = name->at;
    xs_row_note(b, r);
    r->seq = (uint32_t)++p->nrows;
    p->columns |= c->bits;
    return XS_OK;
}

/* A new name in a table of several projects begins a new one; the department stays until another is
 * named. */
static enum xs_err next_project(struct xs_build *b, const struct xs_tcell *first)
{
    struct xs_value_at department = b->project ? b->project->department : (struct xs_value_at){ 0 };
    XS_TRY(xs_project_new(b, first));
    b->project->department = b->office.text.len ? b->office : department;
    b->project->department_code = b->office_code;
    b->level1 = b->level2 = NULL;
    b->level1_is = XS_LV_NONE;
    return XS_OK;
}

/* A department's own row, with the sum of its projects: no indicator in it, and no project's goal.
 */
static bool office_row(const struct xs_tcell *const cell[XS_F_COUNT])
{
    bool goal = filled(cell[XS_F_GOAL]) || filled(cell[XS_F_GOAL_TOTAL]);
    return !filled(cell[XS_F_LEVEL3]) && !(filled(cell[XS_F_PROJECT_NAME]) && goal);
}

/* What the row says of the project under way. */
static enum xs_err project_fields(struct xs_build *b, const struct xs_tcell *const cell[XS_F_COUNT])
{
    static const enum xs_field head[] = { XS_F_PROJECT_CODE, XS_F_PROJECT_NAME, XS_F_DEPARTMENT,
        XS_F_BUDGET, XS_F_FISCAL, XS_F_OTHER_MONEY, XS_F_PURPOSE, XS_F_GOAL, XS_F_GOAL_TOTAL,
        XS_F_YEAR };
    struct xs_project *p = b->project;
    bool office = filled(cell[XS_F_DEPARTMENT]);
    if (office)
        p->department = (struct xs_value_at){ 0 };
    for (size_t i = 0; i < sizeof head / sizeof *head; i++)
        if (filled(cell[head[i]]) && (cell[XS_F_PROJECT_NAME] || head[i] == XS_F_DEPARTMENT))
            XS_TRY(xs_project_field(b, head[i], NULL, cell[head[i]]));
    if (office) { /* its cell reaches down to the next one */
        b->office = p->department;
        b->office_code = p->department_code;
    }
    return XS_OK;
}

/* A project's own cells in a table of several projects. */
static enum xs_err project_cells(struct xs_build *b, const struct xs_columns *c,
    const struct xs_tcell *const cell[XS_F_COUNT], const struct xs_tcell *first)
{
    const struct xs_tcell *name = cell[XS_F_PROJECT_NAME], *office = cell[XS_F_DEPARTMENT];
    if (!xs_columns_have(c, XS_F_PROJECT_NAME))
        return XS_OK;
    if (office_row(cell)) {
        if (filled(office) || filled(name)) {
            xs_value_set(&b->office, filled(office) ? office : name);
            b->office_code = (struct xs_value_at){ 0 };
        }
        return XS_OK;
    }
    if (name && name->folded.len && !(b->project && xs_coded_same(b, name)))
        XS_TRY(next_project(b, first));
    return b->project ? project_fields(b, cell) : XS_OK;
}

static enum xs_err emit(struct xs_build *b, const struct xs_columns *c,
    const struct xs_tcell *const cell[XS_F_COUNT], const struct xs_tcell *first)
{
    XS_TRY(project_cells(b, c, cell, first));
    return xs_rows_add(b, c, cell, first);
}

/* A number alone. */
static bool number(const struct xs_tcell *t)
{
    struct xs_decimal d;
    return t->folded.len && xs_decimal_parse(t->folded, &d) == t->folded.len;
}

/* Columns that hold only some texts: of levels and signs, and a project's own before them. */
#define PARTICULAR                                                                                 \
    (XS_FIELD_BIT(XS_F_LEVEL1) | XS_FIELD_BIT(XS_F_LEVEL2) | XS_FIELD_BIT(XS_F_SIGN) |             \
        (XS_FIELD_BIT(XS_F_LEVEL1) - 1))

bool xs_column_fits(const struct xs_columns *c, size_t column, const struct xs_tcell *t)
{
    if (!(PARTICULAR & XS_FIELD_BIT(c->field[column])))
        return true;
    switch ((int)c->field[column]) {
    case XS_F_LEVEL1:
        return t->folded.len == 0 || t->words.level1 != XS_LV_NONE ||
               !(xs_is_level(t) || t->words.field != XS_F_NONE || number(t));
    case XS_F_LEVEL2:
        return t->folded.len == 0 || t->words.level2 != XS_CLASS_NONE ||
               !(t->words.level1 != XS_LV_NONE || number(t));
    case XS_F_SIGN:
        return t->folded.len == 0 || (t->words.marks & (XS_MARK_SIGN | XS_MARK_QUALITATIVE));
    default: /* a project's own cells stand before the levels, and none of them is called so */
        return !xs_is_level(t) || !xs_columns_have(c, XS_F_LEVEL1);
    }
}

/* A row with one cell a column from row on, n of them: the plain case, and the fast one. False: not
 * such a row. */
static bool direct(const struct xs_columns *c, const struct xs_tcell *row, size_t n,
    const struct xs_tcell *cell[XS_F_COUNT])
{
    if (c->count > n)
        return false;
    memset(cell, 0,
        XS_F_COUNT * sizeof *cell); /* NOLINT(bugprone-sizeof-expression): an array of pointers */
    for (size_t i = 0; i < c->count; i++) {
        if (!xs_column_fits(c, i, &row[i]))
            return false;
        if (c->field[i] != XS_F_NONE)
            cell[c->field[i]] = &row[i];
    }
    if (c->twin && cell[XS_F_LEVEL3] && cell[XS_F_LEVEL3]->folded.len == 0)
        for (size_t i = c->twin; i < c->count; i++) /* it stands in the first block alone */
            if (c->field[i] != XS_F_NONE)
                cell[c->field[i]] = &row[i - c->twin_shift];
    return true;
}

/* A row without the cells before the first column, which only the header shows: its first cells are
 * the names of both levels, and none is empty. */
static bool whole_row(const struct xs_columns *c, const struct xs_tcell *row, size_t n)
{
    if (!c->exact || c->lead == 0 || c->count < 4 || n < c->count || n >= c->width ||
        c->field[0] != XS_F_LEVEL1 || c->field[1] != XS_F_LEVEL2 ||
        row[0].words.level1 == XS_LV_NONE || row[1].words.level2 == XS_CLASS_NONE)
        return false;
    for (size_t i = 0; i < n; i++)
        if ((row[i].folded.len > 0) != (i < c->count))
            return false;
    return true;
}

/* The cells whose columns are not certain, collected until the next certain row or the end. */
struct pending {
    size_t count, cap;
    struct xs_tcell *cells;
};

static enum xs_err flush(struct xs_build *b, const struct xs_columns *c, struct pending *q)
{
    if (q->count == 0)
        return XS_OK;
    XS_TRY(xs_wrapped_align(b, c, q->cells, &q->count));
    const struct xs_tcell *cell[XS_F_COUNT] = { 0 }, *first = NULL;
    for (size_t i = 0; i <= q->count; i++) {
        const struct xs_tcell *t = i < q->count ? &q->cells[i] : NULL;
        if (!t || (t->column >= 0 && t->new_row)) {
            if (first)
                XS_TRY(emit(b, c, cell, first));
            memset(cell, 0, sizeof cell);
            first = NULL;
        }
        if (t && t->column == XS_NO_COLUMN)
            XS_TRY(note_unpaired(b, t));
        if (!t || t->column < 0)
            continue;
        enum xs_field f = c->field[t->column];
        if (!first)
            first = t;
        if (f != XS_F_NONE && !cell[f])
            cell[f] = t;
    }
    q->count = 0;
    q->cells = NULL; /* rows keep views of the cells */
    q->cap = 0;
    return XS_OK;
}

static enum xs_err push(struct xs_build *b, struct pending *q, const struct xs_tcell *t)
{
    struct xs_tcell *last = q->count ? &q->cells[q->count - 1] : NULL;
    bool joined = false;
    if (last)
        XS_TRY(xs_label_join(b, last, t, &joined));
    if (joined)
        return XS_OK;
    struct xs_tcell *cells = xs_arena_grow(b->a, q->cells, &q->cap, q->count + 1, sizeof *cells);
    if (!cells)
        return XS_E_NOMEM;
    q->cells = cells;
    cells[q->count++] = *t;
    return XS_OK;
}

/* The cells of a row that was cut, a column each; false: they do not fit so. */
static bool cut_row(const struct xs_columns *c, const struct xs_tcell *row, size_t n,
    const struct xs_tcell *cell[XS_F_COUNT])
{
    struct xs_columns head = *c;
    head.count = n < c->count ? n : c->count;
    head.twin = 0;
    return direct(&head, row, n, cell);
}

/* Empty cells at the end of a row of text, the value's among them, may make up for cells over
 * several rows that are missing before the others. */
static bool pushed_left(
    const struct xs_build *b, const struct xs_columns *c, const struct xs_tcell *row, size_t n)
{
    if (c->twin || b->sheet->blocks[row->block].shape != XS_SHAPE_LOOSE ||
        row[n - 1].folded.len > 0)
        return false;
    for (size_t i = 0; i < c->count && c->lead + i < n; i++) {
        const struct xs_tcell *t = &row[c->lead + i];
        if ((c->field[i] == XS_F_LEVEL1 && t->words.level1 != XS_LV_NONE) ||
            (c->field[i] == XS_F_LEVEL2 && t->words.level2 != XS_CLASS_NONE))
            return false; /* in its own column: nothing is missing before it */
        if (c->field[i] == XS_F_VALUE)
            return t->folded.len == 0 && xs_cells_filled(row, n, 3) == 3;
    }
    return false;
}

/* Is it certain which column each cell of the row belongs to? */
static bool certain(const struct xs_build *b, const struct xs_columns *c, size_t block,
    const struct xs_tcell *cell[XS_F_COUNT])
{
    const struct xs_tcell *row = &b->cells[b->first_cell[block]];
    size_t n = b->first_cell[block + 1] - b->first_cell[block];
    if (c->width && n == c->width && !pushed_left(b, c, row, n) &&
        direct(c, row + c->lead, n - c->lead, cell))
        return true;
    if (n > c->lead && n < c->width && xs_cut_in(b, c, block) &&
        cut_row(c, row + c->lead, n - c->lead, cell))
        return true;
    return whole_row(c, row, n) && direct(c, row, n, cell);
}

static enum xs_err take_block(
    struct xs_build *b, const struct xs_columns *c, size_t block, struct pending *q)
{
    const struct xs_tcell *row = &b->cells[b->first_cell[block]];
    size_t n = b->first_cell[block + 1] - b->first_cell[block];
    const struct xs_tcell *cell[XS_F_COUNT];
    b->use[block] = XS_USE_TABLE;
    if (certain(b, c, block, cell)) {
        XS_TRY(flush(b, c, q));
        return emit(b, c, cell, row);
    }
    struct xs_tcell *pieces = NULL;
    if (c->blanks && n == 1) {
        XS_TRY(xs_cells_split(b, row, c->gaps, &pieces, &n));
        row = pieces;
    }
    bool start = true;
    const struct xs_tcell *second[XS_MAX_COLUMNS];
    const size_t kept = xs_header_second(c, row, n, second);
    for (size_t i = 0; i < (kept ? kept : n); i++) {
        struct xs_tcell t = kept ? *second[i] : row[i];
        if (t.folded.len == 0)
            continue;
        t.row_start = start && (c->blanks || c->exact); /* else line ends are no row ends */
        start = false;
        XS_TRY(push(b, q, &t));
    }
    return XS_OK;
}

/* The header ends inside a block whose other cells, from at on, are rows already; in a table of one
 * line also what stands behind it. */
static enum xs_err take_rest(struct xs_build *b, size_t at, struct pending *q)
{
    const size_t end = b->first_cell[b->cells[at].block + 1];
    for (; at < end; at++) {
        const struct xs_tcell *t = &b->cells[at];
        const bool label = t->words.colon && xs_table_end(b, t); /* "filled in by: ..." */
        if ((t->words.marks & XS_MARK_TABLE_END) || (t->split && label))
            return xs_remark_add(b, "read-unpaired", t, b->project ? b->project->number : 0);
        if (t->folded.len)
            XS_TRY(push(b, q, t));
    }
    return XS_OK;
}

#define FLUSH_CELLS 3000

enum xs_err xs_grid_read(struct xs_build *b, const struct xs_columns *c, size_t at, size_t *end)
{
    struct pending q = { 0 };
    if (!b->goes_on) {
        b->level1 = b->level2 = NULL;
        b->level1_is = XS_LV_NONE;
    }
    b->saw_actual |= (c->bits & XS_FIELD_BIT(XS_F_ACTUAL)) != 0;
    size_t block = at < b->ncells ? b->cells[at].block : b->sheet->nblocks;
    if (at < b->ncells && at > b->first_cell[block]) {
        XS_TRY(take_rest(b, at, &q));
        b->use[block++] = XS_USE_TABLE;
    }
    while (block < b->sheet->nblocks) {
        size_t skip = 0;
        const bool row = !c->blanks && xs_row_has_level(b, c, block);
        if (!row && (xs_table_over(b, c, block) || !xs_table_skips(b, c, block, &skip)))
            break;
        if (skip) {
            block += skip;
            continue;
        }
        if (q.count > FLUSH_CELLS && b->sheet->blocks[block].ncells > 1)
            XS_TRY(flush(b, c, &q));
        XS_TRY(take_block(b, c, block++, &q));
    }
    XS_TRY(flush(b, c, &q));
    *end = b->first_cell[block];
    return xs_cut_note(b, c, block);
}
