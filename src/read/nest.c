#include "read/nest.h"

#include <string.h>

#include "base/limits.h"

struct list {
    size_t count, cap;
    struct xs_block *items;
};

/* One column of a table: what a cell above still covers. */
struct cover {
    uint16_t rows;  /* that are still to come */
    uint16_t width; /* of the covering cell, at its first column; 0 further right */
    bool merge;     /* cells may go on with the one above (XS_MERGE_BELOW) */
};

struct table {
    uint32_t number, row; /* from 1 */
    struct list out;      /* rows so far */
    size_t ncells, cell_cap, inner_cap;
    struct xs_cell *cells; /* of the row under way */
    struct list *inner;    /* what a cell holds where that is more than text; as many as cells */
    size_t column;         /* of the grid, where the next cell goes */
    bool in_row, drop, wide, nested;
    uint32_t lead, trail;    /* columns that the row leaves out before its first and behind its last
                                cell, as far as they are no cells of their own */
    struct xs_extent extent; /* of the cell under way */
    struct cover cover[XS_MAX_ROW_CELLS];
};

/* Where blocks go: the document, a cell, a text box. */
struct level {
    enum { LEVEL_TEXT, LEVEL_CELL } kind;
    struct list out, after; /* after: text boxes of the paragraph under way */
    size_t from;            /* first byte of the paragraph under way */
    bool blank;             /* an empty paragraph stands before the next block */
    bool in_table;
    struct table *table; /* kept for the next one */
};

struct xs_nest {
    struct xs_arena *a;
    struct xs_sheet *sheet;
    bool frames;
    enum xs_err err;
    uint32_t ntables;
    size_t len, cap, note_cap;
    char *text;      /* of the paragraphs under way, outermost first */
    uint32_t depth;  /* levels in use, less one */
    uint32_t deeper; /* tables and boxes that are not entered */
    struct level level[XS_MAX_NEST_DEPTH];
};

static struct level *top(struct xs_nest *f) { return &f->level[f->depth]; }

static bool fail(struct xs_nest *f)
{
    if (f->err == XS_OK)
        f->err = XS_E_NOMEM;
    return false;
}

static bool add(struct xs_nest *f, struct list *l, struct xs_block b)
{
    struct xs_block *items = xs_arena_grow(f->a, l->items, &l->cap, l->count + 1, sizeof *items);
    if (!items)
        return fail(f);
    l->items = items;
    items[l->count++] = b;
    return true;
}

static bool add_all(struct xs_nest *f, struct list *to, const struct list *from)
{
    for (size_t i = 0; i < from->count; i++)
        if (!add(f, to, from->items[i]))
            return false;
    return true;
}

/* ---- text ---- */

enum xs_err xs_nest_new(
    struct xs_arena *a, struct xs_sheet *sheet, bool frames, struct xs_nest **out)
{
    struct xs_nest *f = xs_arena_zalloc(a, 1, sizeof *f);
    if (!f)
        return XS_E_NOMEM;
    f->a = a;
    f->sheet = sheet;
    f->frames = frames;
    *out = f;
    return XS_OK;
}

void xs_nest_text(struct xs_nest *f, xs_str s)
{
    if (s.len == 0 || f->err != XS_OK)
        return;
    if (s.len > XS_MAX_DOC_BYTES - f->len) {
        f->err = XS_E_TOO_LARGE;
        return;
    }
    char *p = xs_arena_grow(f->a, f->text, &f->cap, f->len + s.len, 1);
    if (!p) {
        (void)fail(f); /* says so itself */
        return;
    }
    f->text = p;
    memcpy(p + f->len, s.ptr, s.len);
    f->len += s.len;
}

xs_str xs_nest_tail(const struct xs_nest *f)
{
    size_t from = f->level[f->depth].from;
    return f->text ? (xs_str){ f->text + from, f->len - from } : XS_STR_NONE;
}

bool xs_nest_empty(const struct xs_nest *f) { return xs_str_blank(xs_nest_tail(f)); }

/* A block of one or more cells cut out of a line at sep (0: one cell). */
static bool add_line(struct xs_nest *f, struct level *l, xs_str line, char sep)
{
    size_t n = 1;
    for (size_t i = 0; sep && i < line.len; i++)
        n += line.ptr[i] == sep;
    struct xs_cell *cells = xs_arena_zalloc(f->a, n, sizeof *cells);
    if (!cells)
        return fail(f);
    struct xs_block b = { .kind = n > 1 ? XS_BLOCK_ROW : XS_BLOCK_PARAGRAPH,
        .shape = n > 1 ? XS_SHAPE_LOOSE : XS_SHAPE_EXACT,
        .blank_before = l->blank,
        .cells = cells,
        .ncells = n };
    for (size_t i = 0; i < n; i++) {
        size_t end = sep ? xs_str_find(line, (xs_str){ &sep, 1 }, 0) : SIZE_MAX;
        cells[i] = (struct xs_cell){ .text = xs_str_trim(xs_str_sub(line, 0, end)), .span = 1 };
        cells[i].at.part = XS_STR_NONE;
        line = end == SIZE_MAX ? XS_STR_NONE : xs_str_sub(line, end + 1, line.len);
    }
    l->blank = false;
    return add(f, &l->out, b);
}

/* The lines of a text as paragraphs; outside of tables, bars and tabs part the cells of a row. */
static bool add_lines(struct xs_nest *f, struct level *l, xs_str text, bool loose)
{
    xs_str line;
    while (xs_str_split(&text, '\n', &line)) {
        line = xs_str_trim(line);
        if (line.len == 0)
            continue;
        char sep = 0;
        if (loose && memchr(line.ptr, '|', line.len)) {
            sep = '|';
            line = xs_str_sub(line, line.ptr[0] == '|', line.len);
            line.len -= line.len && line.ptr[line.len - 1] == '|';
        } else if (loose && memchr(line.ptr, '\t', line.len)) {
            sep = '\t';
        }
        if (!add_line(f, l, line, sep))
            return false;
    }
    return true;
}

static void end_paragraph(struct xs_nest *f, struct level *l)
{
    xs_str text = xs_nest_tail(f), kept;
    f->len = l->from;
    if (xs_str_blank(text)) {
        l->blank |= text.len == 0;
    } else if (!xs_arena_dup(f->a, xs_str_trim(text), &kept)) {
        (void)fail(f); /* says so itself */
        return;
    } else if (!add_lines(f, l, kept, l->kind == LEVEL_TEXT)) {
        return;
    }
    if (add_all(f, &l->out, &l->after))
        l->after.count = 0;
}

void xs_nest_paragraph(struct xs_nest *f)
{
    if (f->err == XS_OK)
        end_paragraph(f, top(f));
}

/* ---- levels ---- */

static bool push(struct xs_nest *f, int kind)
{
    if (f->err != XS_OK || f->deeper || f->depth + 1 >= XS_MAX_NEST_DEPTH) {
        f->deeper++;
        return false;
    }
    struct level *l = &f->level[++f->depth];
    struct table *keep = l->table;
    struct list out = l->out, after = l->after;
    out.count = after.count = 0;
    *l = (struct level){ .kind = kind == LEVEL_CELL ? LEVEL_CELL : LEVEL_TEXT,
        .out = out,
        .after = after,
        .from = f->len,
        .table = keep };
    return true;
}

void xs_nest_box(struct xs_nest *f)
{
    (void)push(f, LEVEL_TEXT); /* too deep: its text stays where it is */
}

void xs_nest_box_end(struct xs_nest *f)
{
    if (f->deeper) {
        f->deeper--;
        return;
    }
    while (f->err == XS_OK && top(f)->in_table)
        xs_nest_table_end(f);
    if (f->err != XS_OK || f->depth == 0 || top(f)->kind != LEVEL_TEXT)
        return;
    end_paragraph(f, top(f));
    struct level *box = top(f);
    f->depth--;
    (void)add_all(f, &top(f)->after, &box->out); /* says so itself */
}

/* ---- tables ---- */

bool xs_nest_in_table(const struct xs_nest *f) { return f->depth > 0 || f->level[0].in_table; }

/* The level whose table the innermost cell or row belongs to, or NULL. */
static struct level *table_level(struct xs_nest *f)
{
    if (f->err != XS_OK || f->deeper)
        return NULL;
    struct level *l = top(f);
    if (l->in_table)
        return l;
    return l->kind == LEVEL_CELL ? l - 1 : NULL;
}

void xs_nest_table(struct xs_nest *f)
{
    if (f->err != XS_OK || f->deeper) {
        f->deeper++;
        return;
    }
    if (top(f)->in_table) /* right in a table or row: it stands in a cell that was not said */
        xs_nest_cell(f, (struct xs_extent){ 1, 1, XS_MERGE_NONE });
    struct level *l = top(f);
    if (f->err != XS_OK || f->depth + 2 >= XS_MAX_NEST_DEPTH) {
        f->deeper++;
        return;
    }
    end_paragraph(f, l);
    struct table *t = l->table ? l->table : xs_arena_alloc(f->a, 1, sizeof *t);
    if (!t) {
        (void)fail(f); /* says so itself */
        return;
    }
    struct table kept = { 0 };
    if (l->table) { /* its arrays serve again; what they held was copied */
        kept.cells = t->cells;
        kept.cell_cap = t->cell_cap;
        kept.inner = t->inner;
        kept.inner_cap = t->inner_cap;
        kept.out = t->out;
        kept.out.count = 0;
    }
    *t = kept;
    t->number = ++f->ntables;
    l->table = t;
    l->in_table = true;
}

static bool push_cell(
    struct xs_nest *f, struct table *t, struct xs_cell c, const struct list *inner)
{
    size_t need = t->ncells + 1;
    struct xs_cell *cells = xs_arena_grow(f->a, t->cells, &t->cell_cap, need, sizeof *cells);
    struct list *lists = xs_arena_grow(f->a, t->inner, &t->inner_cap, need, sizeof *lists);
    if (!cells || !lists)
        return fail(f);
    t->cells = cells;
    t->inner = lists;
    c.at = (struct xs_place){
        .table = t->number, .row = t->row, .cell = (uint32_t)need, .part = XS_STR_NONE
    };
    cells[t->ncells] = c;
    lists[t->ncells++] = inner ? *inner : (struct list){ 0 };
    return true;
}

/* Cells that the rows above cover, from the grid's column under way on. */
static bool covered_cells(struct xs_nest *f, struct table *t)
{
    while (t->column < XS_MAX_ROW_CELLS && t->cover[t->column].rows) {
        uint16_t width = t->cover[t->column].width ? t->cover[t->column].width : 1;
        struct xs_cell c = { .text = XS_STR_NONE, .span = width, .continued = true };
        if (!push_cell(f, t, c, NULL))
            return false;
        for (uint16_t i = 0; i < width && t->column < XS_MAX_ROW_CELLS; i++, t->column++)
            if (t->cover[t->column].rows)
                t->cover[t->column].rows--;
    }
    return true;
}

/* What the cell covers below itself is kept for the next rows. */
static void cover_below(struct table *t, struct xs_extent e)
{
    uint32_t rows = e.rows == 0 || e.rows > UINT16_MAX ? UINT16_MAX : e.rows;
    for (uint32_t i = 0; i < e.columns && t->column < XS_MAX_ROW_CELLS; i++, t->column++) {
        struct cover *c = &t->cover[t->column];
        c->rows = (uint16_t)(rows - 1);
        c->width = i == 0 ? (uint16_t)e.columns : 0;
        c->merge = e.merge == XS_MERGE_START || e.merge == XS_MERGE_BELOW;
    }
}

void xs_nest_row(struct xs_nest *f)
{
    if (table_level(f) && table_level(f)->table->in_row)
        xs_nest_row_end(f);
    struct level *l = table_level(f);
    if (!l)
        return;
    struct table *t = l->table;
    t->in_row = true;
    t->drop = t->nested = false;
    t->row++;
    t->lead = t->trail = 0;
    t->ncells = t->column = 0;
}

/* A cell for each of the row above that stands over the next n columns. Returns the columns that
 * are left: less than a cell. */
static uint32_t gap_cells(struct xs_nest *f, struct table *t, uint32_t n)
{
    while (n && t->column < XS_MAX_ROW_CELLS) {
        uint16_t width = t->cover[t->column].width;
        struct xs_cell c = { .text = XS_STR_NONE, .span = width };
        if (width == 0 || width > n || !push_cell(f, t, c, NULL))
            break;
        t->column += width;
        n -= width;
    }
    return n;
}

static void widen(struct xs_cell *c, uint32_t columns)
{
    uint32_t all = c->span + (columns < XS_MAX_ROW_CELLS ? columns : XS_MAX_ROW_CELLS);
    c->span = (uint16_t)(all < XS_MAX_ROW_CELLS ? all : XS_MAX_ROW_CELLS);
}

/* The columns behind the last cell of a row that ends before the table does. */
static void end_gap(struct xs_nest *f, struct table *t)
{
    if (t->ncells == 0)
        return;
    for (; t->trail && t->column < XS_MAX_ROW_CELLS && t->cover[t->column].width == 0; t->trail--) {
        widen(&t->cells[t->ncells - 1], 1);
        t->column++;
    }
    widen(&t->cells[t->ncells - 1], gap_cells(f, t, t->trail));
}

void xs_nest_row_gap(struct xs_nest *f, uint32_t columns, bool at_end)
{
    struct level *l = table_level(f);
    if (!l || !l->table->in_row)
        return;
    if (at_end)
        l->table->trail = columns;
    else if (l->table->ncells == 0)
        l->table->lead = gap_cells(f, l->table, columns);
}

void xs_nest_row_drop(struct xs_nest *f)
{
    struct level *l = table_level(f);
    if (l)
        l->table->drop = true;
}

void xs_nest_cell(struct xs_nest *f, struct xs_extent e)
{
    if (f->deeper)
        return;
    if (f->err == XS_OK && top(f)->kind == LEVEL_CELL && !top(f)->in_table)
        xs_nest_cell_end(f);
    struct level *l = table_level(f);
    if (!l)
        return;
    if (!l->table->in_row)
        xs_nest_row(f);
    end_paragraph(f, l); /* text between cells stands before the table */
    if (f->err != XS_OK || !push(f, LEVEL_CELL))
        return;
    l->table->extent = e;
}

struct xs_extent *xs_nest_extent(struct xs_nest *f)
{
    struct level *l = table_level(f);
    return l && l != top(f) ? &l->table->extent : NULL;
}

/* Joins the texts of blocks with line ends; blanks part the cells of one row. */
static bool join(struct xs_nest *f, const struct list *l, xs_str *out)
{
    size_t size = 0, n = 0;
    if (l->count == 1 && l->items[0].ncells == 1) {
        *out = l->items[0].cells[0].text;
        return true;
    }
    for (size_t i = 0; i < l->count; i++)
        for (size_t k = 0; k < l->items[i].ncells; k++)
            size += l->items[i].cells[k].text.len + 1;
    char *p = xs_arena_alloc(f->a, size + 1, 1);
    if (!p)
        return fail(f);
    for (size_t i = 0; i < l->count; i++) {
        for (size_t k = 0; k < l->items[i].ncells; k++) {
            xs_str s = l->items[i].cells[k].text;
            if (s.len == 0)
                continue;
            if (n)
                p[n++] = k ? ' ' : '\n';
            memcpy(p + n, s.ptr, s.len);
            n += s.len;
        }
    }
    *out = (xs_str){ p, n };
    return true;
}

/* Are there rows in it that are more than a frame around text? */
static bool holds_table(const struct list *l)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->items[i].kind == XS_BLOCK_ROW && l->items[i].ncells > 1)
            return true;
    return false;
}

/* Does the cell go on with one that was really begun above it? */
static bool goes_on(const struct table *t, const struct xs_extent *e, xs_str text)
{
    if (e->merge == XS_MERGE_LEFT)
        return t->ncells > 0;
    if (e->merge != XS_MERGE_BELOW)
        return false;
    return text.len == 0 || (t->column < XS_MAX_ROW_CELLS && t->cover[t->column].merge);
}

/* How many columns of the grid the next cell of the row stands over. */
static uint32_t columns_of(struct table *t, uint32_t said)
{
    uint32_t lead = t->lead;
    t->lead = 0;
    if (said == 0)
        said = 1;
    return said < XS_MAX_ROW_CELLS && lead < XS_MAX_ROW_CELLS - said ? said + lead
                                                                     : XS_MAX_ROW_CELLS;
}

static void store_cell(struct xs_nest *f, struct table *t, struct list *content)
{
    struct xs_extent e = t->extent;
    struct xs_cell c = { .span = 1 };
    bool nested = holds_table(content);
    if (e.merge == XS_MERGE_GONE)
        return;
    e.columns = columns_of(t, e.columns);
    if (!nested && !join(f, content, &c.text))
        return;
    if (nested)
        c.text = XS_STR_NONE;
    c.span = (uint16_t)e.columns;
    if (goes_on(t, &e, c.text)) {
        c.text = XS_STR_NONE;
        nested = false;
        c.continued = true;
    }
    if (e.merge == XS_MERGE_LEFT && c.continued) {
        widen(&t->cells[t->ncells - 1], c.span);
        cover_below(t, e);
        return;
    }
    if (!covered_cells(f, t) || !push_cell(f, t, c, nested ? content : NULL))
        return;
    if (nested) {
        t->nested = true;
        *content = (struct list){ 0 }; /* it lives on in the row */
    }
    cover_below(t, e);
}

void xs_nest_cell_end(struct xs_nest *f)
{
    if (f->err != XS_OK || f->deeper || f->depth == 0 || top(f)->kind != LEVEL_CELL ||
        top(f)->in_table)
        return;
    struct level *cell = top(f);
    end_paragraph(f, cell);
    f->depth--;
    if (f->err == XS_OK)
        store_cell(f, top(f)->table, &cell->out);
}

/* ---- rows that hold tables ---- */

static bool add_row(struct xs_nest *f, struct table *t)
{
    struct xs_cell *cells = xs_arena_alloc(f->a, t->ncells, sizeof *cells);
    if (!cells)
        return fail(f);
    memcpy(cells, t->cells, t->ncells * sizeof *cells);
    t->wide |= t->ncells > 1;
    struct xs_block b = {
        .kind = XS_BLOCK_ROW, .shape = XS_SHAPE_EXACT, .cells = cells, .ncells = t->ncells
    };
    return add(f, &t->out, b);
}

/* Is the row only there to place things on a page? Not when one cell names the table in another. */
static bool is_layout(const struct table *t)
{
    size_t others = 0;
    for (size_t i = 0; i < t->ncells; i++) {
        const struct list *in = &t->inner[i];
        for (size_t k = 0; k < in->count; k++)
            if (in->items[k].kind == XS_BLOCK_PARAGRAPH)
                return true; /* text beside the table */
        xs_str s = t->cells[i].text;
        if (s.len && memchr(s.ptr, '\n', s.len))
            return true;
        others += s.len > 0;
    }
    return others == 0;
}

static void add_nested_row(struct xs_nest *f, struct table *t)
{
    bool layout = is_layout(t);
    if (!layout && !add_row(f, t))
        return;
    t->wide = true;
    for (size_t i = 0; i < t->ncells; i++) {
        struct level holder = { .kind = LEVEL_TEXT };
        if (layout && t->cells[i].text.len && !add_lines(f, &holder, t->cells[i].text, true))
            return;
        if (!add_all(f, &t->out, &holder.out) || !add_all(f, &t->out, &t->inner[i]))
            return;
    }
}

void xs_nest_row_end(struct xs_nest *f)
{
    if (f->deeper)
        return;
    xs_nest_cell_end(f);
    struct level *l = table_level(f);
    if (!l || l != top(f) || !l->table->in_row)
        return;
    struct table *t = l->table;
    t->in_row = false;
    end_gap(f, t);
    for (; t->column < XS_MAX_ROW_CELLS; t->column++)
        if (t->cover[t->column].rows && !covered_cells(f, t))
            return;
    if (t->drop || t->ncells == 0)
        return;
    if (t->nested)
        add_nested_row(f, t);
    else
        (void)add_row(f, t); /* says so itself */
}

void xs_nest_table_end(struct xs_nest *f)
{
    if (f->deeper) {
        f->deeper--;
        return;
    }
    xs_nest_row_end(f);
    struct level *l = f->err == XS_OK ? top(f) : NULL;
    if (!l || !l->in_table)
        return;
    end_paragraph(f, l);
    struct table *t = l->table;
    l->in_table = false;
    l->blank = false;
    for (size_t i = 0; i < t->out.count; i++) {
        const struct xs_block *b = &t->out.items[i];
        bool frame = f->frames && !t->wide && b->ncells == 1;
        if (!(frame ? add_lines(f, l, b->cells[0].text, l->kind == LEVEL_TEXT)
                    : add(f, &l->out, *b)))
            return;
    }
}

/* ---- the end ---- */

void xs_nest_note(struct xs_nest *f, const char *id, xs_str text)
{
    struct xs_sheet *s = f->sheet;
    struct xs_read_note *n = xs_arena_grow(f->a, s->notes, &f->note_cap, s->nnotes + 1, sizeof *n);
    if (!n || !xs_arena_dup(f->a, text, &text)) {
        (void)fail(f); /* says so itself */
        return;
    }
    s->notes = n;
    n[s->nnotes++] = (struct xs_read_note){ .id = id, .at = { .part = XS_STR_NONE }, .text = text };
}

void xs_nest_include(struct xs_nest *f, const struct xs_sheet *s)
{
    uint32_t tables = 0;
    xs_nest_paragraph(f);
    for (size_t i = 0; i < s->nblocks && f->err == XS_OK; i++) {
        struct xs_block *b = &s->blocks[i];
        for (size_t k = 0; k < b->ncells; k++) {
            uint32_t table = b->cells[k].at.table;
            tables = table > tables ? table : tables;
            b->cells[k].at.table += table ? f->ntables : 0;
        }
        (void)add(f, &top(f)->out, *b); /* says so itself */
    }
    f->ntables += tables;
    for (size_t i = 0; i < s->nnotes && f->err == XS_OK; i++)
        xs_nest_note(f, s->notes[i].id, s->notes[i].text);
}

enum xs_err xs_nest_err(const struct xs_nest *f) { return f->err; }

/* What stands beside the tables has its number among such lines for a place. */
static void number_lines(const struct list *l)
{
    uint32_t n = 0;
    for (size_t i = 0; i < l->count; i++) {
        const struct xs_block *b = &l->items[i];
        if (b->ncells == 0 || b->cells[0].at.table > 0)
            continue;
        n++;
        for (size_t k = 0; k < b->ncells; k++)
            b->cells[k].at.cell = n;
    }
}

enum xs_err xs_nest_finish(struct xs_nest *f)
{
    f->deeper = 0;
    while (f->err == XS_OK && (f->depth > 0 || f->level[0].in_table)) {
        uint32_t depth = f->depth;
        if (top(f)->in_table)
            xs_nest_table_end(f);
        else if (top(f)->kind == LEVEL_CELL)
            xs_nest_cell_end(f);
        else
            xs_nest_box_end(f);
        if (f->err == XS_OK && depth == f->depth && top(f)->in_table)
            return XS_E_INTERNAL;
    }
    xs_nest_paragraph(f);
    if (f->err != XS_OK)
        return f->err;
    number_lines(&f->level[0].out);
    f->sheet->blocks = f->level[0].out.items;
    f->sheet->nblocks = f->level[0].out.count;
    return XS_OK;
}
