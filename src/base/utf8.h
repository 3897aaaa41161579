/* utf8.h: bytes and code points. Everything but xs_utf8_check takes UTF-8 that has been checked. */
#ifndef XS_BASE_UTF8_H
#define XS_BASE_UTF8_H

#include "base/str.h"

/* xs_utf8_check: offset of the first byte that is not part of valid UTF-8 (RFC 3629: no surrogates, no
 * overlong forms, at most U+10FFFF), or s.len. */
size_t xs_utf8_check(xs_str s);
/* xs_utf8_next: decode the code point at *at (< s.len) and step over it. Invalid bytes give U+FFFD, one byte. */
uint32_t xs_utf8_next(xs_str s, size_t *at);
/* xs_utf8_encode: cp as UTF-8 into d; bytes written, 1 to 4. */
size_t xs_utf8_encode(uint32_t cp, char d[4]);
/* xs_utf8_count: code points in s. */
size_t xs_utf8_count(xs_str s);
/* xs_utf8_head: the first n code points of s. */
xs_str xs_utf8_head(xs_str s, size_t n);
/* xs_utf8_len: bytes of the code point that begins with this byte. */
static inline size_t xs_utf8_len(char lead)
{
    unsigned char c = (unsigned char)lead;
    return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}
/* xs_utf8_is_han: unified ideographs and their extensions, U+3007. */
bool xs_utf8_is_han(uint32_t cp);

#endif
