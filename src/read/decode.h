/* decode.h: bytes of a text file -> valid UTF-8, with every repair reported. */
#ifndef XS_READ_DECODE_H
#define XS_READ_DECODE_H

#include "read/sheet.h"

struct xs_decoded {
    xs_str text;          /* valid UTF-8 without BOM; a view of bytes when nothing had to change */
    const char *encoding; /* "UTF-8", "UTF-8-BOM", "UTF-16LE", "GB18030", ... */
    uint64_t invalid;     /* bytes that were no text and became U+FFFD */
    uint64_t first_invalid; /* offset of the first of them in bytes */
    uint32_t invalid_line;  /* its line, from 1 */
};

/* xs_decode: decide the encoding by BOM, strict check, then statistics.
 * declared  what the text says of itself (an HTML page's charset), a hint that a strict check must
 *           bear out; may be empty. GB2312 and GBK are read as GB18030.
 * Returns XS_OK, XS_E_BINARY (no text in any encoding known here), XS_E_NOMEM. */
XS_CHECK enum xs_err xs_decode(
    struct xs_arena *a, xs_str bytes, xs_str declared, struct xs_decoded *out);
/* xs_decode_missing: the library without which rarer encodings are not told apart, or NULL. */
const char *xs_decode_missing(void);

#endif
