/* boxed.h: tables whose borders are drawn with characters, as text browsers and database tools
 * write them. Private to read/.
 *
 * Box-drawing characters, or '+', '-', '=' and '|'. Lines between two rules are one row: a cell may
 * be wrapped over them; but where most of them are filled, each is a row. A rule that leaves out
 * some columns parts the others only: what stands in those columns goes on below it. */
#ifndef XS_READ_BOXED_H
#define XS_READ_BOXED_H

#include "read/sheet.h"

/* One line of such a table, and its number in the text. */
struct xs_boxed_line {
    xs_str text;
    uint32_t line;
};

/* A row: what a cell covers to its right collapses into it, what it covers below gives one empty
 * cell that is `continued`. Lines of a cell's text are parted by '\n'. */
struct xs_boxed_row {
    uint32_t first_line, last_line;
    size_t ncells;
    struct xs_cell *cells;
};

struct xs_boxed {
    size_t ncolumns; /* of one: a frame around text */
    size_t nrows;
    struct xs_boxed_row *rows;
    uint32_t drawn; /* lines that belong to no row */
    bool closed;    /* the last line is a rule */
};

/* What the borders are drawn with. */
enum xs_boxed_style { XS_BOXED_NOT, XS_BOXED_DRAWN, XS_BOXED_TYPED };

/* xs_boxed_style: of the table that a line is part of; XS_BOXED_NOT: of none. open: the same of the
 * line before it. */
enum xs_boxed_style xs_boxed_style(xs_str line, enum xs_boxed_style open);

/* xs_boxed_begins: does a table begin at a line, though the line before it is part of one of the
 * same style? */
bool xs_boxed_begins(xs_str line, xs_str before);

/* xs_boxed_read: the rows of n lines (at least 1) of one table. Texts are views of the lines, or in
 * a. Returns XS_OK, XS_E_NOMEM. */
XS_CHECK enum xs_err xs_boxed_read(struct xs_arena *a, enum xs_boxed_style style,
    const struct xs_boxed_line *lines, size_t n, struct xs_boxed *out);

#endif
