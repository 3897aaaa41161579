/* csv_text.h: a text whose lines are cells parted by commas or semicolons, as spreadsheets write
 * it. The content decides. Private to read/. */
#ifndef XS_READ_CSV_TEXT_H
#define XS_READ_CSV_TEXT_H

#include "read/sheet.h"

/* xs_csv_sign: what parts the cells of such a text, or 0: it is none. Several rows one after the
 * other have as many cells, four at least, nearly every row has two, few rows end like sentences
 * that no header stands over, and neither TABs nor bars part the lines. Cost: for other texts up to
 * their first lines with a TAB or bar, or one look for commas and semicolons. */
char xs_csv_sign(xs_str text);

/* xs_csv_undouble: what stands between the quotes of a cell, with each doubled quote once. Returns
 * XS_OK, XS_E_NOMEM. */
XS_CHECK enum xs_err xs_csv_undouble(struct xs_arena *a, xs_str *text);

/* xs_csv_read: the rows of such a text, behind the blocks that *s holds: none. Cells in quotes may
 * hold signs, doubled quotes and line ends. Returns XS_OK, XS_E_NOMEM, XS_E_TOO_LARGE. */
XS_CHECK enum xs_err xs_csv_read(struct xs_arena *a, xs_str text, char sign, struct xs_sheet *s);

#endif
