/* read.h: bytes of any known format -> a sheet. The content decides the format, never the name. */
#ifndef XS_READ_READ_H
#define XS_READ_READ_H

#include "read/sheet.h"

/* xs_read_sheet: bytes of one document.
 * bytes  live as long as a; the sheet's text may be views into them.
 * out    filled on XS_OK; everything in a.
 * Returns XS_OK (also for empty text: no blocks), XS_E_BINARY, XS_E_DAMAGED, XS_E_TOO_LARGE, XS_E_UNSUPPORTED, ..., XS_E_NOMEM. */
XS_CHECK enum xs_err xs_read_sheet(struct xs_arena *a, xs_str bytes, struct xs_sheet *out);

#endif
