/* NOLINTNEXTLINE(bugprone-reserved-identifier): the C library's own switch */
#define _GNU_SOURCE /* memmem */
#include "base/str.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

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
#define STEP 16

#ifdef __SSE2__
/* Bits: at which of 16 places from p on do the two last bytes of a needle of n bytes stand where it
 * would have them? They tell more than the first ones do, which are alike in all Han text. */
static unsigned may_be(const char *p, size_t n, __m128i last_but_one, __m128i last)
{
    const __m128i *x = (const __m128i *)(const void *)(p + n - 2),
                  *y = (const __m128i *)(const void *)(p + n - 1);
    return (unsigned)_mm_movemask_epi8(
        _mm_and_si128(_mm_cmpeq_epi8(_mm_loadu_si128(x), last_but_one),
            _mm_cmpeq_epi8(_mm_loadu_si128(y), last)));
}

/* Needles of 2 to SHORT_NEEDLE bytes. */
static const char *find_short(xs_str s, xs_str needle)
{
    size_t n = needle.len, places = s.len - n + 1, i = 0;
    const __m128i last_but_one = _mm_set1_epi8(needle.ptr[n - 2]),
                  last = _mm_set1_epi8(needle.ptr[n - 1]);
    for (; i + STEP <= places; i += STEP)
        for (unsigned m = may_be(s.ptr + i, n, last_but_one, last); m; m &= m - 1) {
            const char *at = s.ptr + i + __builtin_ctz(m);
            if (memcmp(at, needle.ptr, n) == 0)
                return at;
        }
    for (; i < places; i++)
        if (s.ptr[i + n - 1] == needle.ptr[n - 1] && memcmp(s.ptr + i, needle.ptr, n) == 0)
            return s.ptr + i;
    return NULL;
}
#else
static const char *find_short(xs_str s, xs_str needle)
{
    return memmem(s.ptr, s.len, needle.ptr, needle.len);
}
#endif

size_t xs_str_find(xs_str s, xs_str needle, size_t from)
{
    const char *hit;
    if (from > s.len || needle.len > s.len - from)
        return SIZE_MAX;
    if (needle.len == 0)
        return from;
    xs_str rest = { s.ptr + from, s.len - from };
    if (needle.len == 1)
        hit = memchr(rest.ptr, needle.ptr[0], rest.len);
    else if (needle.len <= SHORT_NEEDLE)
        hit = find_short(rest, needle);
    else
        hit = memmem(rest.ptr, rest.len, needle.ptr, needle.len);
    return hit ? (size_t)(hit - s.ptr) : SIZE_MAX;
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
