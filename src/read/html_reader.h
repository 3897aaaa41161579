/* html_reader.h: web pages, and what office programs save as such -> sheet. Menus, scripts and what
 * is not shown are left out; tables that only place things are no tables. */
#ifndef XS_READ_HTML_READER_H
#define XS_READ_HTML_READER_H

#include "read/sheet.h"

XS_CHECK enum xs_err xs_read_html(struct xs_arena *a, xs_str bytes, struct xs_sheet *out);

#endif
