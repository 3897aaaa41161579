/* ruled.h: the tables that lines on a picture of a page make. */
#ifndef XS_READ_RULED_H
#define XS_READ_RULED_H

#include "base/arena.h"
#include "base/err.h"

/* A character's place, in points from the page's upper left corner. */
struct xs_glyph {
    double x0, y0, x1, y1;
    uint32_t cp; /* no blank */
};
static inline double xs_glyph_middle(const struct xs_glyph *g) { return (g->y0 + g->y1) / 2; }
/* xs_glyph_by_y, xs_glyph_by_x: for qsort: down the page, along the line. */
int xs_glyph_by_y(const void *a, const void *b);
int xs_glyph_by_x(const void *a, const void *b);

/* A page as grey values, row by row, and the characters that are on it. */
struct xs_bitmap {
    const unsigned char *luma;
    size_t width, height;
    double scale; /* pixels a point */
    size_t nglyphs;
    const struct xs_glyph *glyphs;
};

/* Positions are points from the page's upper left corner. */
struct xs_ruled_cell {
    double x0, y0, x1, y1;
    uint32_t row, rows; /* rows of the grid, from 0; how many it covers */
    uint32_t col, cols;
};

struct xs_ruled {
    double x0, y0, x1, y1;
    uint32_t nrows, ncols; /* of the grid */
    size_t ncells;
    struct xs_ruled_cell *cells; /* by row, then column */
};

/* xs_ruled_find: every grid of lines with at least two cells, from top to bottom.
 * Returns XS_OK; XS_E_NOMEM. Cost: linear in the pixels; the lines of one page are capped. */
XS_CHECK enum xs_err xs_ruled_find(
    struct xs_arena *a, const struct xs_bitmap *page, size_t *count, struct xs_ruled **out);

#endif
