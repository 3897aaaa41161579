/* text_lines.h: what the lines of a text are, seen together. Private to read/. */
#ifndef XS_READ_TEXT_LINES_H
#define XS_READ_TEXT_LINES_H

#include "read/sheet.h"

/* xs_text_ends: does the text end inside a line, or inside a row of cells with bars around them? */
enum xs_ends xs_text_ends(xs_str text);

/* xs_text_tabs: how many TABs there are in it. */
size_t xs_text_tabs(xs_str line);
/* xs_text_broken: how many of the lines in rest, which is what stands behind a line, belong to the
 * row that the line begins: a cell between bars is broken over them, or one between TABs, which is
 * in quotes, or whose row ends up with as many TABs as the one above, that many (0: there is none
 * above), and begins with an empty cell or goes on with brackets. 0: the row is whole, or its end
 * does not come soon. bordered: rows of bars have one at either end. */
size_t xs_text_broken(xs_str line, xs_str rest, bool bordered, size_t tabs);

/* xs_text_mac: a text without any line feed whose lines end in carriage returns gets line feeds in
 * their place. Cost: up to the first line feed, else a copy. Returns XS_OK, XS_E_NOMEM. */
XS_CHECK enum xs_err xs_text_mac(struct xs_arena *a, xs_str *text);

#endif
