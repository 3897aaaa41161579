/* ods_reader.h: spreadsheets of OpenDocument -> sheet. Values are taken as they are shown. */
#ifndef XS_READ_ODS_READER_H
#define XS_READ_ODS_READER_H

#include "read/sheet.h"

XS_CHECK enum xs_err xs_read_ods(struct xs_arena *a, xs_str bytes, struct xs_sheet *out);
/* xs_read_flat_ods: the same in one XML file. */
XS_CHECK enum xs_err xs_read_flat_ods(struct xs_arena *a, xs_str bytes, struct xs_sheet *out);

#endif
