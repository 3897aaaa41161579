/* Texts that end inside a table. */
#include "tree/build.h"

/* A row that ends before its value, and the row above it is whole: the line was cut. */
static bool short_line(const struct xs_build *b, const struct xs_columns *c, size_t block)
{
    const struct xs_block *row = &b->sheet->blocks[block];
    size_t value = 0;
    while (value < c->count && c->field[value] != XS_F_VALUE)
        value++;
    return row->ncells <= c->lead + value && block > 0 &&
           b->sheet->blocks[block - 1].ncells == c->width;
}

bool xs_cut_in(const struct xs_build *b, const struct xs_columns *c, size_t block)
{
    const struct xs_block *row = &b->sheet->blocks[block];
    if (block + 1 != b->sheet->nblocks || !c->exact || row->kind != XS_BLOCK_ROW)
        return false;
    if (row->shape == XS_SHAPE_EXACT)
        return row->ncells < c->width;
    return b->sheet->ends == XS_ENDS_CELL ||
           (b->sheet->ends == XS_ENDS_OPEN && short_line(b, c, block));
}

const struct xs_tcell *xs_cut_word(const struct xs_build *b, size_t block)
{
    size_t i = b->first_cell[block + 1];
    while (i > 1 && b->cells[i - 1].folded.len == 0)
        i--;
    return &b->cells[i - 1];
}

/* Does the row begin with a cell of this block? */
static bool made_of(const struct xs_build *b, const struct xs_row *r, size_t block)
{
    for (size_t i = b->first_cell[block]; i < b->first_cell[block + 1]; i++) {
        const struct xs_place *at = b->cells[i].at;
        if (at->line == r->at->line && at->col == r->at->col && at->table == r->at->table &&
            at->row == r->at->row && at->cell == r->at->cell)
            return true;
    }
    return false;
}

enum xs_err xs_cut_note(struct xs_build *b, const struct xs_columns *c, size_t end)
{
    if (end == 0 || !xs_cut_in(b, c, end - 1))
        return XS_OK;
    struct xs_project *p = b->project;
    struct xs_row *r = p && p->nrows ? &p->rows[p->nrows - 1] : NULL;
    b->doc->cut = true;
    if (p)
        p->cut = true;
    if (r && made_of(b, r, end - 1))
        r->flags |= XS_RF_CUT;
    return xs_remark_add(b, "read-cut", xs_cut_word(b, end - 1), p ? p->number : 0);
}
