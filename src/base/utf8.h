/* utf8.h: bytes and code points. Everything but xs_utf8_check takes UTF-8 that has been checked. */
#ifndef XS_BASE_UTF8_H
#define XS_BASE_UTF8_H

#include "base/str.h"

/* xs_utf8_check: offset of the first byte that is not part of valid UTF-8 (RFC 3629: no surrogates,
 * no overlong forms, at most U+10FFFF), or s.len. */
size_t xs_utf8_check(xs_str s);
/* xs_utf8_check_by: the check with 1, 16 or, where xs_vec_width says so, 32 bytes at a time; the
 * result is the same. */
size_t xs_utf8_check_by(unsigned width, xs_str s);
/* xs_utf8_next_slow: see xs_utf8_next. */
uint32_t xs_utf8_next_slow(xs_str s, size_t *at);
/* xs_utf8_next: decode the code point at *at (< s.len) and step over it. Invalid bytes give U+FFFD,
 * one byte. */
static inline uint32_t xs_utf8_next(xs_str s, size_t *at)
{
    const unsigned char *p = (const unsigned char *)s.ptr + *at;
    if (p[0] < 0x80) {
        *at += 1;
        return p[0];
    }
    /* E1..EC begin most of what is read here; every pair of continuation bytes after them is valid
     */
    if (p[0] > 0xE0 && p[0] < 0xED && s.len - *at >= 3 && (p[1] & 0xC0) == 0x80 &&
        (p[2] & 0xC0) == 0x80) {
        *at += 3;
        return (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
    }
    return xs_utf8_next_slow(s, at);
}
/* xs_utf8_step: the same for text that has been checked, in the innermost loops: never reads past
 * the end, but what it gives for bytes inside a character means nothing. */
static inline uint32_t xs_utf8_step(xs_str s, size_t *at)
{
    const unsigned char *p = (const unsigned char *)s.ptr + *at;
    unsigned c = p[0];
    size_t n = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    if (n > s.len - *at) {
        *at = s.len;
        return 0xFFFD;
    }
    *at += n;
    switch (n) {
    case 1:
        return c;
    case 2:
        return (c & 0x1Fu) << 6 | (p[1] & 0x3Fu);
    case 3:
        return (c & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
    default:
        return (c & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
    }
}
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
static inline bool xs_utf8_is_han(uint32_t cp)
{
    return (cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0x3400 && cp <= 0x4DBF) || cp == 0x3007 ||
           (cp >= 0xF900 && cp <= 0xFAFF) || (cp >= 0x20000 && cp <= 0x323AF);
}
/* xs_han_at: does U+4000 to U+9FFF begin at p, and no hexagram? The three bytes must be there. They
 * are letters, and most of what is read here. */
static inline bool xs_han_at(const char *p)
{
    const unsigned char lead = (unsigned char)p[0];
    return lead - 0xE4u < 6 && (lead != 0xE4 || (unsigned char)p[1] != 0xB7);
}

#endif
