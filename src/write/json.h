/* json.h: strings of JSON, for every writer that prints one. */
#ifndef XS_WRITE_JSON_H
#define XS_WRITE_JSON_H

#include "base/buf.h"

/* xs_json_string: s in quotes, escaped after RFC 8259; all beyond ASCII stays raw. Bytes that are
 * no UTF-8 (names of files may hold some) become U+FFFD. */
void xs_json_string(struct xs_buf *out, xs_str s);
/* xs_json_is_number: s is a number after the grammar of RFC 8259, without exponent. */
bool xs_json_is_number(xs_str s);

#endif
