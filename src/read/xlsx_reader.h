/* xlsx_reader.h: Excel workbooks -> sheet. Numbers are read as they are shown; hidden sheets are
 * left out and reported. */
#ifndef XS_READ_XLSX_READER_H
#define XS_READ_XLSX_READER_H

#include "read/sheet.h"

XS_CHECK enum xs_err xs_read_xlsx(struct xs_arena *a, xs_str bytes, struct xs_sheet *out);

#endif
