/* wire.h: a sheet as bytes, between a helper process that read it and the program that asked. */
#ifndef XS_READ_WIRE_H
#define XS_READ_WIRE_H

#include "base/buf.h"
#include "read/sheet.h"

/* xs_wire_put: s as bytes, behind what is in out. The error, if any, is out's. */
void xs_wire_put(struct xs_buf *out, const struct xs_sheet *s);
/* xs_wire_get: what xs_wire_put made. The helper is not trusted: every count, kind and length is
 * checked, every text must be UTF-8.
 * bytes  live as long as a: the texts are views of them.
 * Returns XS_OK, XS_E_CRASHED (not what a sound helper sends), XS_E_NOMEM. out untouched on error.
 */
XS_CHECK enum xs_err xs_wire_get(struct xs_arena *a, xs_str bytes, struct xs_sheet *out);

#endif
