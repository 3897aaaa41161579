/* text_lines.h: what the lines of a text are, seen together. Private to read/. */
#ifndef XS_READ_TEXT_LINES_H
#define XS_READ_TEXT_LINES_H

#include "read/sheet.h"

/* xs_text_ends: does the text end inside a line, or inside a row of cells with bars around them? */
enum xs_ends xs_text_ends(xs_str text);

/* xs_text_broken: how many of the lines in rest, which is what stands behind a line, belong to the
 * row that the line begins: a cell between bars is broken over them, or one between TABs that is in
 * quotes. 0: the row is whole, or its end does not come soon. */
size_t xs_text_broken(xs_str line, xs_str rest);

/* xs_text_mac: a text without any line feed whose lines end in carriage returns gets line feeds in
 * their place. Cost: up to the first line feed, else a copy. Returns XS_OK, XS_E_NOMEM. */
XS_CHECK enum xs_err xs_text_mac(struct xs_arena *a, xs_str *text);

#endif
