/* grid_sheet.h: the cells of a workbook's sheets, merged areas and all -> blocks.
 *
 * Each sheet begins with its name as a paragraph. Rows without text between them form a group; its
 * rows get one cell a column of the group, what merged areas cover collapses as in nest.h. A row of
 * one cell at either end of a group is a title or a remark: a paragraph. */
#ifndef XS_READ_GRID_SHEET_H
#define XS_READ_GRID_SHEET_H

#include "read/sheet.h"

struct xs_grid;

/* Rows and columns from 1. */
struct xs_area {
    uint32_t top, left, bottom, right;
};

XS_CHECK enum xs_err xs_grid_new(struct xs_arena *a, struct xs_sheet *sheet, struct xs_grid **out);
/* xs_grid_begin: a sheet of that name; copied. */
XS_CHECK enum xs_err xs_grid_begin(struct xs_grid *g, xs_str name);
/* xs_grid_cell: text as it is shown, valid UTF-8; copied. Cells without text need not be given. */
XS_CHECK enum xs_err xs_grid_cell(struct xs_grid *g, uint32_t row, uint32_t column, xs_str text);
XS_CHECK enum xs_err xs_grid_merge(struct xs_grid *g, struct xs_area area);
/* xs_grid_end: the blocks of the sheet under way. */
XS_CHECK enum xs_err xs_grid_end(struct xs_grid *g);
/* xs_grid_hidden: a sheet that is not shown was left out. */
XS_CHECK enum xs_err xs_grid_hidden(struct xs_grid *g, xs_str name);
/* xs_grid_hide_rows: rows that are not shown, from above to: none, instead of those named before;
 * xs_grid_hide_columns: columns. Their cells are taken like others, and a remark says so. */
void xs_grid_hide_rows(struct xs_grid *g, uint32_t from, uint32_t to);
void xs_grid_hide_columns(struct xs_grid *g, uint32_t from, uint32_t to);
/* xs_grid_remark: a remark on the sheet under way; each id (for ever) once. */
XS_CHECK enum xs_err xs_grid_remark(struct xs_grid *g, const char *id);

#endif
