/* NOLINTNEXTLINE(bugprone-reserved-identifier): the C library's own switch */
#define _GNU_SOURCE /* memmem */
#include "base/str.h"

#include <string.h>

#include "base/vec.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

int xs_str_cmp(xs_str a, xs_str b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int c = n ? memcmp(a.ptr, b.ptr, n) : 0;
    if (c != 0)
        return c;
    return a.len < b.len ? -1 : a.len > b.len;
}

/* Up to this length of what is looked for comparing it at every place that may be one is cheap. */
#define SHORT_NEEDLE 64

/* Places from p on of which the bits are set: is needle at one of them? The first such, or -1. */
static inline int first_hit(const char *p, uint32_t hits, xs_str needle)
{
    for (; hits; hits &= hits - 1) {
        unsigned k = xs_vec_first(hits);
        if (memcmp(p + k, needle.ptr, needle.len) == 0)
            return (int)k;
    }
    return -1;
}

/* needle (2 to SHORT_NEEDLE bytes) in s (no shorter), sixteen places at a time, by its last two
 * bytes: they tell more than the first ones, which are alike in all Han text. The last sixteen
 * places may be some that have been looked at. */
static size_t find_short(xs_str s, xs_str needle)
{
    const size_t last = needle.len - 1, places = s.len - last;
    const unsigned char x = (unsigned char)needle.ptr[last - 1],
                        y = (unsigned char)needle.ptr[last];
    const char *p = s.ptr + last;
    if (places < XS_VEC) {
        xs_vec before = xs_vec_part(p - 1, places), end = xs_vec_part(p, places);
        uint32_t hits = xs_vec_mask(xs_vec_and(xs_vec_eq(before, x), xs_vec_eq(end, y)));
        int k = first_hit(s.ptr, hits & ((UINT32_C(1) << places) - 1), needle);
        return k < 0 ? SIZE_MAX : (size_t)k;
    }
    for (size_t at = 0;; at = places - at < 2 * (size_t)XS_VEC ? places - XS_VEC : at + XS_VEC) {
        uint32_t hits = xs_vec_mask(
            xs_vec_and(xs_vec_eq(xs_vec_load(p + at - 1), x), xs_vec_eq(xs_vec_load(p + at), y)));
        int k = hits ? first_hit(s.ptr + at, hits, needle) : -1;
        if (k >= 0)
            return at + (size_t)k;
        if (at + XS_VEC == places)
            return SIZE_MAX;
    }
}

#ifdef XS_VEC_WIDE
/* Where the byte before the last of 32 needles is x and the last one y. */
XS_TARGET_32 static inline __m256i ends_32(const char *last, __m256i x, __m256i y)
{
    __m256i before = _mm256_loadu_si256((const __m256i *)(const void *)(last - 1)),
            end = _mm256_loadu_si256((const __m256i *)(const void *)last);
    return _mm256_and_si256(_mm256_cmpeq_epi8(before, x), _mm256_cmpeq_epi8(end, y));
}

/* The same with 32 places at a time, of which there are so many. */
XS_TARGET_32 static size_t find_by_32(xs_str s, xs_str needle)
{
    const size_t last = needle.len - 1, places = s.len - last;
    const __m256i x = _mm256_set1_epi8(needle.ptr[last - 1]),
                  y = _mm256_set1_epi8(needle.ptr[last]);
    const char *p = s.ptr + last;
    for (size_t at = 0;; at = places - at < 64 ? places - 32 : at + 32) {
        for (; places - at >= 96; at += 64) {
            __m256i any = _mm256_or_si256(ends_32(p + at, x, y), ends_32(p + at + 32, x, y));
            if (_mm256_movemask_epi8(any))
                break;
        }
        uint32_t hits = (uint32_t)_mm256_movemask_epi8(ends_32(p + at, x, y));
        int k = hits ? first_hit(s.ptr + at, hits, needle) : -1;
        if (k >= 0)
            return at + (size_t)k;
        if (at + 32 == places)
            return SIZE_MAX;
    }
}
#endif

size_t xs_str_find_by(unsigned width, xs_str s, xs_str needle, size_t from)
{
    const char *hit;
    if (from > s.len || needle.len > s.len - from)
        return SIZE_MAX;
    if (needle.len == 0)
        return from;
    xs_str rest = xs_str_sub(s, from, s.len);
    if (needle.len > 1 && needle.len <= SHORT_NEEDLE) {
        size_t at;
#ifdef XS_VEC_WIDE
        if (width >= 32 && rest.len - needle.len >= 31)
            at = find_by_32(rest, needle);
        else
#endif
            at = find_short(rest, needle);
        return at == SIZE_MAX ? at : from + at;
    }
    (void)width;
    hit = needle.len == 1 ? memchr(rest.ptr, needle.ptr[0], rest.len)
                          : memmem(rest.ptr, rest.len, needle.ptr, needle.len);
    return hit ? (size_t)(hit - s.ptr) : SIZE_MAX;
}

size_t xs_str_find(xs_str s, xs_str needle, size_t from)
{
    return xs_str_find_by(xs_vec_width(), s, needle, from);
}

bool xs_str_has(xs_str s, xs_str needle) { return xs_str_find(s, needle, 0) != SIZE_MAX; }

/* Length of the blank that s begins with, or 0. */
static size_t blank_at(const char *p, size_t left)
{
    static const char wide[] = "\xE3\x80\x80"; /* U+3000 */
    static const char bom[] = "\xEF\xBB\xBF";  /* U+FEFF */
    if (left == 0)
        return 0;
    if (*p == ' ' || (*p >= '\t' && *p <= '\r'))
        return 1;
    if (left >= 2 && memcmp(p, "\xC2\xA0", 2) == 0)
        return 2;
    if (left >= 3 && (memcmp(p, wide, 3) == 0 || memcmp(p, bom, 3) == 0))
        return 3;
    return 0;
}

xs_str xs_str_trim_slow(xs_str s)
{
    size_t n;
    while ((n = blank_at(s.ptr, s.len)) > 0) {
        s.ptr += n;
        s.len -= n;
    }
    for (;;) {
        if (s.len >= 1 && blank_at(s.ptr + s.len - 1, 1) == 1)
            s.len -= 1;
        else if (s.len >= 2 && blank_at(s.ptr + s.len - 2, 2) == 2)
            s.len -= 2;
        else if (s.len >= 3 && blank_at(s.ptr + s.len - 3, 3) == 3)
            s.len -= 3;
        else
            return s;
    }
}

bool xs_str_split(xs_str *rest, char sep, xs_str *part)
{
    if (!rest->ptr)
        return false;
    const char *at = rest->len ? memchr(rest->ptr, sep, rest->len) : NULL;
    if (!at) {
        *part = *rest;
        *rest = (xs_str){ NULL, 0 };
        return true;
    }
    size_t n = (size_t)(at - rest->ptr);
    *part = (xs_str){ rest->ptr, n };
    *rest = (xs_str){ at + 1, rest->len - n - 1 };
    return true;
}

uint64_t xs_str_hash(xs_str s) { return XXH3_64bits(s.ptr, s.len); }

uint64_t xs_str_hash_seed(xs_str s, uint64_t seed)
{
    return XXH3_64bits_withSeed(s.ptr, s.len, seed);
}

#define LONGEST_NAME 32

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

size_t xs_str_distance(xs_str a, xs_str b)
{
    size_t row[LONGEST_NAME + 1];
    if (a.len > LONGEST_NAME || b.len > LONGEST_NAME)
        return LONGEST_NAME;
    for (size_t j = 0; j <= b.len; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t up = row[j];
            row[j] = least(least(row[j - 1], up) + 1, corner + (a.ptr[i - 1] != b.ptr[j - 1]));
            corner = up;
        }
    }
    return row[b.len];
}
