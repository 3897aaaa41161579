#include "read/grid_sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

struct gcell {
    uint32_t row, column;
    xs_str text;
};

struct xs_grid {
    struct xs_arena *a;
    struct xs_sheet *sheet;
    size_t block_cap, note_cap;
    uint32_t number; /* of the sheet under way */
    xs_str name;
    size_t ncells, cell_cap, nareas, area_cap;
    struct gcell *cells;
    struct xs_area *areas;
    bool sorted;
    uint32_t hidden_from, hidden_to; /* rows */
    bool hidden[XS_MAX_ROW_CELLS + 2];
    size_t first_note;
};

/* One row on its way to a block. */
struct line {
    const struct gcell *cells;
    size_t ncells;
    uint32_t row;
};

/* A run of rows, and which area covers each of its columns. */
struct group {
    struct line *lines;
    size_t nlines;
    uint32_t left, right;
    const struct xs_area *over[XS_MAX_ROW_CELLS + 1];
    size_t next_area;
};

enum xs_err xs_grid_new(struct xs_arena *a, struct xs_sheet *sheet, struct xs_grid **out)
{
    struct xs_grid *g = xs_arena_zalloc(a, 1, sizeof *g);
    if (!g)
        return XS_E_NOMEM;
    g->a = a;
    g->sheet = sheet;
    *out = g;
    return XS_OK;
}

enum xs_err xs_grid_begin(struct xs_grid *g, xs_str name)
{
    g->number++;
    g->ncells = g->nareas = 0;
    g->sorted = true;
    xs_grid_hide_rows(g, 1, 0);
    memset(g->hidden, 0, sizeof g->hidden);
    g->first_note = g->sheet->nnotes;
    return xs_arena_dup(g->a, name, &g->name) ? XS_OK : XS_E_NOMEM;
}

static enum xs_err note(struct xs_grid *g, const char *id, struct xs_place at, xs_str text)
{
    struct xs_sheet *s = g->sheet;
    struct xs_read_note *n = xs_arena_grow(g->a, s->notes, &g->note_cap, s->nnotes + 1, sizeof *n);
    if (!n || !xs_arena_dup(g->a, text, &text))
        return XS_E_NOMEM;
    s->notes = n;
    n[s->nnotes++] = (struct xs_read_note){ .id = id, .at = at, .text = text };
    return XS_OK;
}

enum xs_err xs_grid_hidden(struct xs_grid *g, xs_str name)
{
    return note(g, "read-hidden-sheet", (struct xs_place){ .part = XS_STR_NONE }, name);
}

void xs_grid_hide_rows(struct xs_grid *g, uint32_t from, uint32_t to)
{
    g->hidden_from = from;
    g->hidden_to = to;
}

void xs_grid_hide_columns(struct xs_grid *g, uint32_t from, uint32_t to)
{
    for (uint32_t c = from; c <= to && c <= XS_MAX_ROW_CELLS; c++)
        g->hidden[c] = true;
}

enum xs_err xs_grid_remark(struct xs_grid *g, const char *id)
{
    for (size_t i = g->first_note; i < g->sheet->nnotes; i++)
        if (strcmp(g->sheet->notes[i].id, id) == 0)
            return XS_OK;
    return note(g, id, (struct xs_place){ .part = g->name }, g->name);
}

enum xs_err xs_grid_cell(struct xs_grid *g, uint32_t row, uint32_t column, xs_str text)
{
    text = xs_str_trim(text);
    if (text.len == 0)
        return XS_OK;
    if (g->ncells >= XS_MAX_SHEET_CELLS)
        return XS_E_TOO_LARGE;
    if (column > XS_MAX_ROW_CELLS)
        column = XS_MAX_ROW_CELLS + 1; /* kept apart: reported, not read */
    struct gcell *cells = xs_arena_grow(g->a, g->cells, &g->cell_cap, g->ncells + 1, sizeof *cells);
    struct gcell c = { row, column, text };
    if (!cells || !xs_arena_dup(g->a, text, &c.text))
        return XS_E_NOMEM;
    g->cells = cells;
    if (g->hidden[column] || (row >= g->hidden_from && row <= g->hidden_to))
        XS_TRY(xs_grid_remark(g, "read-hidden-cells"));
    if (g->ncells && (cells[g->ncells - 1].row > row ||
                         (cells[g->ncells - 1].row == row && cells[g->ncells - 1].column > column)))
        g->sorted = false;
    cells[g->ncells++] = c;
    return XS_OK;
}

enum xs_err xs_grid_merge(struct xs_grid *g, struct xs_area area)
{
    if (area.top > area.bottom || area.left > area.right || area.left > XS_MAX_ROW_CELLS)
        return XS_OK;
    if (g->nareas >= XS_MAX_MERGES)
        return XS_E_TOO_LARGE;
    struct xs_area *areas =
        xs_arena_grow(g->a, g->areas, &g->area_cap, g->nareas + 1, sizeof *areas);
    if (!areas)
        return XS_E_NOMEM;
    g->areas = areas;
    areas[g->nareas++] = area;
    return XS_OK;
}

static enum xs_err add(struct xs_grid *g, struct xs_block b)
{
    struct xs_sheet *s = g->sheet;
    struct xs_block *blocks =
        xs_arena_grow(g->a, s->blocks, &g->block_cap, s->nblocks + 1, sizeof *blocks);
    if (!blocks)
        return XS_E_NOMEM;
    s->blocks = blocks;
    blocks[s->nblocks++] = b;
    return XS_OK;
}

static struct xs_place place(const struct xs_grid *g, uint32_t row, uint32_t column)
{
    return (struct xs_place){ .table = g->number, .row = row, .cell = column, .part = g->name };
}

static enum xs_err add_paragraph(struct xs_grid *g, xs_str text, struct xs_place at)
{
    struct xs_cell *c = xs_arena_alloc(g->a, 1, sizeof *c);
    if (!c)
        return XS_E_NOMEM;
    *c = (struct xs_cell){ .text = text, .at = at, .span = 1 };
    return add(g, (struct xs_block){ .kind = XS_BLOCK_PARAGRAPH, .ncells = 1, .cells = c });
}

/* ---- rows ---- */

/* Areas that begin in this row or above it take their columns; those that are over give them back.
 */
static void cover(const struct xs_grid *g, struct group *p, uint32_t row)
{
    for (uint32_t c = p->left; c <= p->right; c++)
        if (p->over[c] && p->over[c]->bottom < row)
            p->over[c] = NULL;
    for (; p->next_area < g->nareas && g->areas[p->next_area].top <= row; p->next_area++) {
        const struct xs_area *area = &g->areas[p->next_area];
        if (area->bottom < row)
            continue;
        for (uint32_t c = area->left; c <= area->right && c <= XS_MAX_ROW_CELLS; c++)
            if (!p->over[c])
                p->over[c] = area;
    }
}

/* The text of a column; cells are in order, *at moves on. */
static xs_str text_at(const struct line *l, uint32_t column, size_t *at)
{
    while (*at < l->ncells && l->cells[*at].column < column)
        ++*at;
    return *at < l->ncells && l->cells[*at].column == column ? l->cells[*at].text : XS_STR_NONE;
}

/* Cells of one row into to (room for the group's columns). Returns their number. */
static size_t lay_row(
    const struct xs_grid *g, const struct group *p, const struct line *l, struct xs_cell *to)
{
    size_t n = 0, at = 0;
    for (uint32_t c = p->left; c <= p->right;) {
        const struct xs_area *area = p->over[c];
        uint32_t end = c + 1;
        while (area && end <= p->right && p->over[end] == area)
            end++;
        bool above = area && area->top < l->row;
        to[n] = (struct xs_cell){ .text = above ? XS_STR_NONE : text_at(l, c, &at),
            .at = place(g, l->row, c),
            .span = (uint16_t)(end - c),
            .continued = above };
        n++;
        c = end;
    }
    return n;
}

static enum xs_err add_row(struct xs_grid *g, const struct group *p, const struct line *l)
{
    struct xs_cell *cells = xs_arena_alloc(g->a, p->right - p->left + 1, sizeof *cells);
    if (!cells)
        return XS_E_NOMEM;
    size_t n = lay_row(g, p, l, cells);
    if (l->cells[l->ncells - 1].column > XS_MAX_ROW_CELLS)
        XS_TRY(note(g, "read-long-row", place(g, l->row, 1), l->cells[0].text));
    return add(g, (struct xs_block){
                      .kind = XS_BLOCK_ROW, .shape = XS_SHAPE_EXACT, .ncells = n, .cells = cells });
}

/* Only one cell, and nothing from above beside it. */
static bool alone(const struct group *p, const struct line *l)
{
    for (uint32_t c = p->left; c <= p->right; c++)
        if (p->over[c] && p->over[c]->top < l->row)
            return false;
    return l->ncells == 1;
}

/* "name: value" belongs to the form that follows. */
static bool has_colon(xs_str s)
{
    return xs_str_has(s, XS_STR(":")) || xs_str_has(s, XS_STR("\xEF\xBC\x9A"));
}

static enum xs_err add_group(struct xs_grid *g, struct group *p)
{
    size_t last = p->nlines;
    bool head = true;
    while (last > 0 && p->lines[last - 1].ncells == 1)
        last--;
    for (size_t i = 0; i < p->nlines; i++) {
        const struct line *l = &p->lines[i];
        cover(g, p, l->row);
        bool title = alone(p, l) && (i >= last || (head && !has_colon(l->cells[0].text)));
        head &= title;
        if (title)
            XS_TRY(add_paragraph(g, l->cells[0].text, place(g, l->row, l->cells[0].column)));
        else
            XS_TRY(add_row(g, p, l));
    }
    return XS_OK;
}

/* ---- sheets ---- */

static int by_place(const void *a, const void *b)
{
    const struct gcell *x = a, *y = b;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return x->column < y->column ? -1 : x->column > y->column;
}

static int by_top(const void *a, const void *b)
{
    const struct xs_area *x = a, *y = b;
    if (x->top != y->top)
        return x->top < y->top ? -1 : 1;
    return x->left < y->left ? -1 : x->left > y->left;
}

/* The sheet's rows; *left: its first column. */
static enum xs_err find_lines(struct xs_grid *g, struct line **lines, size_t *count, uint32_t *left)
{
    size_t n = 0, cap = 0;
    struct line *l = NULL;
    *left = XS_MAX_ROW_CELLS;
    for (size_t i = 0; i < g->ncells; i++) {
        if (g->cells[i].column < *left)
            *left = g->cells[i].column;
        if (n == 0 || l[n - 1].row != g->cells[i].row) {
            if (!(l = xs_arena_grow(g->a, l, &cap, n + 1, sizeof *l)))
                return XS_E_NOMEM;
            l[n++] = (struct line){ &g->cells[i], 0, g->cells[i].row };
        }
        l[n - 1].ncells++;
    }
    *lines = l;
    *count = n;
    return XS_OK;
}

/* How far down areas reach that begin in this row or above. */
static uint32_t reach(const struct xs_grid *g, size_t *area, uint32_t row, uint32_t bottom)
{
    for (; *area < g->nareas && g->areas[*area].top <= row; ++*area)
        if (g->areas[*area].bottom > bottom)
            bottom = g->areas[*area].bottom;
    return bottom;
}

/* Columns that a line takes; merged areas widen it. */
static uint32_t line_right(const struct xs_grid *g, const struct line *l, size_t *area)
{
    uint32_t right = l->cells[l->ncells - 1].column;
    if (right > XS_MAX_ROW_CELLS)
        right = XS_MAX_ROW_CELLS;
    for (; *area < g->nareas && g->areas[*area].top <= l->row; ++*area) {
        const struct xs_area *m = &g->areas[*area];
        if (m->top == l->row && m->right > right && m->left <= right &&
            m->right <= XS_MAX_ROW_CELLS)
            right = m->right;
    }
    return right;
}

static enum xs_err all_groups(struct xs_grid *g, struct line *lines, size_t count, uint32_t left)
{
    size_t area = 0, reached = 0, kept = 0;
    uint32_t bottom = 0;
    struct group p = { .left = left };
    for (size_t i = 0; i < count;) {
        size_t from = i;
        p.right = left;
        do {
            uint32_t right = line_right(g, &lines[i], &area);
            p.right = right > p.right ? right : p.right;
            bottom = reach(g, &reached, lines[i].row, bottom);
            i++;
        } while (i < count && (lines[i].row == lines[i - 1].row + 1 || lines[i].row <= bottom));
        memset(p.over, 0, sizeof p.over);
        p.lines = lines + from;
        p.nlines = i - from;
        p.next_area = kept;
        XS_TRY(add_group(g, &p));
        kept = p.next_area;
    }
    return XS_OK;
}

enum xs_err xs_grid_end(struct xs_grid *g)
{
    struct line *lines;
    size_t count;
    uint32_t left;
    if (g->ncells == 0)
        return XS_OK;
    if (!g->sorted)
        qsort(g->cells, g->ncells, sizeof *g->cells, by_place);
    if (g->nareas > 1)
        qsort(g->areas, g->nareas, sizeof *g->areas, by_top);
    if (g->sheet->nblocks)
        XS_TRY(add(g, (struct xs_block){ .kind = XS_BLOCK_BREAK }));
    if (g->name.len)
        XS_TRY(add_paragraph(g, g->name, (struct xs_place){ .part = g->name }));
    XS_TRY(find_lines(g, &lines, &count, &left));
    return all_groups(g, lines, count, left);
}
