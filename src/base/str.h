/* str.h: byte views. A view never owns; it is passed by value and is not NUL-terminated. */
#ifndef XS_BASE_STR_H
#define XS_BASE_STR_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define XS_CHECK __attribute__((warn_unused_result))
#define XS_CONST __attribute__((const)) /* what it gives depends on its arguments alone */
#define XS_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

typedef struct xs_str {
    const char *ptr; /* valid UTF-8 once read/ has checked it */
    size_t len;      /* bytes, not code points */
} xs_str;

#define XS_STR(lit) ((xs_str){ (lit), sizeof(lit) - 1 })
#define XS_STR_INIT(lit)                                                                           \
    {                                                                                              \
        (lit), sizeof(lit) - 1                                                                     \
    }
#define XS_STR_ARG(s) ((s).len > INT_MAX ? INT_MAX : (int)(s).len), ((s).len ? (s).ptr : "")
#define XS_STR_NONE ((xs_str){ "", 0 })

/* xs_str_c: a view of a NUL-terminated string; NULL gives the empty view. */
static inline xs_str xs_str_c(const char *s) { return s ? (xs_str){ s, strlen(s) } : XS_STR_NONE; }
/* xs_str_sub: bytes [from, from + len) of s, cut to what s has. */
static inline xs_str xs_str_sub(xs_str s, size_t from, size_t len)
{
    if (from > s.len)
        from = s.len;
    if (len > s.len - from)
        len = s.len - from;
    /* as a number: an unset view has no address to step from */
    return (xs_str){ (const char *)((uintptr_t)s.ptr + from), len };
}
static inline bool xs_str_eq(xs_str a, xs_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}
/* xs_str_cmp: order by bytes, then by length; <0, 0, >0. */
int xs_str_cmp(xs_str a, xs_str b);
static inline bool xs_str_starts(xs_str s, xs_str prefix)
{
    return s.len >= prefix.len && (prefix.len == 0 || memcmp(s.ptr, prefix.ptr, prefix.len) == 0);
}
static inline bool xs_str_ends(xs_str s, xs_str suffix)
{
    return s.len >= suffix.len &&
           (suffix.len == 0 || memcmp(s.ptr + s.len - suffix.len, suffix.ptr, suffix.len) == 0);
}
/* xs_str_distance: edits that turn a into b; 32 for long ones, which are as good as different. */
size_t xs_str_distance(xs_str a, xs_str b);
/* xs_str_find: offset of needle in s at or after from, or SIZE_MAX. An empty needle is found at
 * from. */
size_t xs_str_find(xs_str s, xs_str needle, size_t from);
/* xs_str_find_by: the same with 16 or, where xs_vec_width says so, 32 places at a time. */
size_t xs_str_find_by(unsigned width, xs_str s, xs_str needle, size_t from);
bool xs_str_has(xs_str s, xs_str needle);
/* xs_str_may_blank: may a blank of xs_str_trim begin with this byte? */
static inline bool xs_str_may_blank(char lead)
{
    unsigned char c = (unsigned char)lead;
    return c <= ' ' || c == 0xC2 || c == 0xE3 || c == 0xEF;
}
xs_str xs_str_trim_slow(xs_str s);
/* xs_str_trim: without ASCII blanks, U+00A0, U+3000 and U+FEFF at both ends. */
static inline xs_str xs_str_trim(xs_str s)
{
    unsigned char last = s.len ? (unsigned char)s.ptr[s.len - 1] : 0;
    if (s.len && !xs_str_may_blank(s.ptr[0]) && last > ' ' && last != 0x80 && last != 0xA0 &&
        last != 0xBF)
        return s;
    return xs_str_trim_slow(s);
}
/* xs_str_blank: only what xs_str_trim takes away. */
static inline bool xs_str_blank(xs_str s)
{
    return s.len == 0 || (xs_str_may_blank(s.ptr[0]) && xs_str_trim_slow(s).len == 0);
}
/* xs_str_split: take the part before the first sep off *rest. False when *rest is used up.
 * The last part is followed by a *rest whose ptr is NULL. */
bool xs_str_split(xs_str *rest, char sep, xs_str *part);
/* xs_str_hash: 64-bit hash, the same on every machine and in every run. */
uint64_t xs_str_hash(xs_str s);
uint64_t xs_str_hash_seed(xs_str s, uint64_t seed);

/* xs_str_pair: the n (at most 16) bytes at p as two numbers, which tell texts of one length apart.
 */
static inline void xs_str_pair(const char *p, size_t n, uint64_t *a, uint64_t *b)
{
    const unsigned char *c = (const unsigned char *)p;
    uint32_t head, tail;
    if (n >= 8) {
        memcpy(a, p, 8);
        memcpy(b, p + n - 8, 8);
    } else if (n >= 4) {
        memcpy(&head, p, 4);
        memcpy(&tail, p + n - 4, 4);
        *a = head;
        *b = tail;
    } else {
        *a = n ? c[0] | (uint32_t)c[n / 2] << 8 | (uint32_t)c[n - 1] << 16 : 0;
        *b = 0;
    }
}

/* xs_str_mix: two numbers to one, for hashes; neither of them a small one. */
#ifdef __SIZEOF_INT128__
__extension__ typedef unsigned __int128 xs_wide;
static inline uint64_t xs_str_mix(uint64_t a, uint64_t b)
{
    xs_wide wide = (xs_wide)a * b;
    return a ^ b ^ (uint64_t)wide ^ (uint64_t)(wide >> 64);
}
#else
static inline uint64_t xs_str_mix(uint64_t a, uint64_t b)
{
    a = (a ^ (b << 32 | b >> 32)) * UINT64_C(0x9E3779B97F4A7C15) + b;
    a = (a ^ a >> 29) * UINT64_C(0xD6E8FEB86659FD93);
    return a ^ a >> 32;
}
#endif

#endif
