/* aligned.h: tables without rules, known by what stands under what.
 *
 * A gap that stays free from line to line is the border of a column (a river). Lines with rivers
 * between their texts are a table; a row ends where more than a line's lead is free, or where a
 * text begins again that had ended before the border. */
#ifndef XS_READ_ALIGNED_H
#define XS_READ_ALIGNED_H

#include "read/ruled.h"

/* xs_aligned_find: tables among n characters that are in no ruled table, from top to bottom; the
 * characters are sorted. Returns XS_OK; XS_E_NOMEM. */
XS_CHECK enum xs_err xs_aligned_find(
    struct xs_arena *a, struct xs_glyph *g, size_t n, size_t *count, struct xs_ruled **out);

#endif
