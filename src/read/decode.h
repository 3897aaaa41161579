/* decode.h: bytes of a text file -> valid UTF-8, with every repair reported. */
#ifndef XS_READ_DECODE_H
#define XS_READ_DECODE_H

#include "read/sheet.h"

struct xs_decoded {
    xs_str text;          /* valid UTF-8 without BOM; a view of bytes when nothing was repaired */
    const char *encoding; /* "UTF-8", "UTF-8-BOM", "UTF-16LE", ... */
    uint64_t invalid;     /* bytes that were no text and became U+FFFD */
    uint64_t first_invalid; /* offset of the first of them in bytes */
};

/* xs_decode: decide the encoding by BOM, strict check, then statistics.
 * Returns XS_OK, XS_E_BINARY (no text in any encoding known here), XS_E_NOMEM. */
XS_CHECK enum xs_err xs_decode(struct xs_arena *a, xs_str bytes, struct xs_decoded *out);

#endif
