/* put.h: small things that several writers print. */
#ifndef XS_WRITE_PUT_H
#define XS_WRITE_PUT_H

#include "base/buf.h"
#include "read/sheet.h"
#include "text/value.h"

/* xs_put_hash: 16 hexadecimal digits. */
void xs_put_hash(struct xs_buf *out, uint64_t hash);
/* Sign, point and digits of any decimal. */
#define XS_DECIMAL_BYTES 288
/* xs_decimal_text: d as xs_put_decimal prints it; a view of room. */
xs_str xs_decimal_text(char room[XS_DECIMAL_BYTES], struct xs_decimal d);
/* xs_put_decimal: plain notation with as many decimals as were written. */
void xs_put_decimal(struct xs_buf *out, struct xs_decimal d);
/* xs_put_place: "p3.t2.r5.c3", "para12", "Sheet1!E7"; nothing for a place with a line. */
void xs_put_place(struct xs_buf *out, const struct xs_place *at);
/* xs_put_one_line: s, which is UTF-8, at most n code points of it, without control characters;
 * "..." as one character where it is cut. */
void xs_put_one_line(struct xs_buf *out, xs_str s, size_t n);

#endif
