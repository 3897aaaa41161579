/* nest.h: running text and tables, as word processors and web pages nest them -> the blocks of a
 * sheet.
 *
 * A reader says what begins and ends; text goes to the paragraph under way. Each row gets one cell
 * for every cell that is seen: what a cell covers to its right collapses into it, what it covers
 * below gives one empty cell that is `continued`. A table in a cell is read by itself, where it is
 * more than a frame around text; a row that only holds tables is layout. The first error sticks and
 * is what finish returns. */
#ifndef XS_READ_NEST_H
#define XS_READ_NEST_H

#include "read/sheet.h"

struct xs_nest;

enum xs_merge {
    XS_MERGE_NONE,
    XS_MERGE_START, /* cells below may go on with it */
    XS_MERGE_BELOW, /* goes on with the cell above */
    XS_MERGE_LEFT,  /* goes on with the cell to the left */
    XS_MERGE_GONE   /* it is deleted: the row goes on as if it were not there */
};

/* What one cell covers. */
struct xs_extent {
    uint32_t columns, rows; /* at least 1; rows 0 = down to the end of the table */
    enum xs_merge merge;
};

/* xs_nest_new: blocks go to *sheet, memory comes from a.
 * frames  a table of one column is a frame around text, not a table (web pages). */
XS_CHECK enum xs_err xs_nest_new(
    struct xs_arena *a, struct xs_sheet *sheet, bool frames, struct xs_nest **out);
/* xs_nest_text: s is valid UTF-8; '\n' in it ends a line, '\t' parts cells of a loose row. */
void xs_nest_text(struct xs_nest *f, xs_str s);
/* xs_nest_paragraph: the paragraph under way ends (nothing happens if none is). */
void xs_nest_paragraph(struct xs_nest *f);
/* xs_nest_empty: does the paragraph under way have no text yet? */
bool xs_nest_empty(const struct xs_nest *f);
/* xs_nest_tail: bytes of the paragraph under way. */
xs_str xs_nest_tail(const struct xs_nest *f);
/* Tables. A row begun while one is open ends that; likewise cells. */
void xs_nest_table(struct xs_nest *f);
void xs_nest_table_end(struct xs_nest *f);
void xs_nest_row(struct xs_nest *f);
void xs_nest_row_end(struct xs_nest *f);
/* xs_nest_row_drop: the row under way is not to be seen. */
void xs_nest_row_drop(struct xs_nest *f);
/* xs_nest_row_gap: the row under way begins or ends that many columns of the grid further in. It
 * gets an empty cell for each of the row above that stands over them. */
void xs_nest_row_gap(struct xs_nest *f, uint32_t columns, bool at_end);
void xs_nest_cell(struct xs_nest *f, struct xs_extent e);
void xs_nest_cell_end(struct xs_nest *f);
/* xs_nest_extent: of the cell under way, to be changed before it ends; NULL outside a cell. */
struct xs_extent *xs_nest_extent(struct xs_nest *f);
/* xs_nest_box: a text box that hangs on the paragraph under way; its text follows that paragraph.
 */
void xs_nest_box(struct xs_nest *f);
void xs_nest_box_end(struct xs_nest *f);
/* xs_nest_in_table: is a table open? */
bool xs_nest_in_table(const struct xs_nest *f);
/* xs_nest_include: all that another document holds, and its remarks; its blocks are changed. */
void xs_nest_include(struct xs_nest *f, const struct xs_sheet *s);
/* xs_nest_note: a remark on the document. */
void xs_nest_note(struct xs_nest *f, const char *id, xs_str text);
enum xs_err xs_nest_err(const struct xs_nest *f);
/* xs_nest_finish: all that is still open ends; fills the sheet's blocks. */
XS_CHECK enum xs_err xs_nest_finish(struct xs_nest *f);

#endif
