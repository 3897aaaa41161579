/* odt_reader.h: text documents of OpenDocument -> sheet. */
#ifndef XS_READ_ODT_READER_H
#define XS_READ_ODT_READER_H

#include "read/sheet.h"

XS_CHECK enum xs_err xs_read_odt(struct xs_arena *a, xs_str bytes, struct xs_sheet *out);
/* xs_read_flat_odt: the same in one XML file. */
XS_CHECK enum xs_err xs_read_flat_odt(struct xs_arena *a, xs_str bytes, struct xs_sheet *out);

#endif
