/* vec.h: sixteen bytes looked at together: SSE2, which every x86-64 has; elsewhere byte by byte.
 * Thirty-two where the processor has AVX2, sixty-four where it has AVX-512 with VBMI2, in functions
 * of their own: which one is called is decided by xs_vec_width as the program runs. */
#ifndef XS_BASE_VEC_H
#define XS_BASE_VEC_H

#include "base/str.h"

#define XS_VEC 16

#ifdef __SSE2__
#include <emmintrin.h>
typedef __m128i xs_vec;

/* xs_vec_load: the sixteen bytes at p, which all must be there. */
static inline xs_vec xs_vec_load(const char *p)
{
    return _mm_loadu_si128((const __m128i *)(const void *)p);
}
static inline xs_vec xs_vec_none(void) { return _mm_setzero_si128(); }
static inline void xs_vec_store(char *p, xs_vec v) { _mm_storeu_si128((__m128i *)(void *)p, v); }
/* Bytes that are c, at most c, in one of two sets: all bits set; others none. */
static inline xs_vec xs_vec_eq(xs_vec v, unsigned char c)
{
    return _mm_cmpeq_epi8(v, _mm_set1_epi8((char)c));
}
static inline xs_vec xs_vec_most(xs_vec v, unsigned char c)
{
    return _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8((char)c)), v);
}
/* Bytes from from to to; where to is the lower one, from from up and up to to. */
static inline xs_vec xs_vec_within(xs_vec v, unsigned char from, unsigned char to)
{
    return xs_vec_most(_mm_sub_epi8(v, _mm_set1_epi8((char)from)), (unsigned char)(to - from));
}
static inline xs_vec xs_vec_or(xs_vec a, xs_vec b) { return _mm_or_si128(a, b); }
static inline xs_vec xs_vec_and(xs_vec a, xs_vec b) { return _mm_and_si128(a, b); }
static inline xs_vec xs_vec_xor(xs_vec a, xs_vec b) { return _mm_xor_si128(a, b); }
/* xs_vec_bits: how many bits are set. */
static inline unsigned xs_vec_bits(xs_vec v)
{
    const xs_vec twos = _mm_set1_epi8(0x55), fours = _mm_set1_epi8(0x33),
                 eights = _mm_set1_epi8(0x0F);
    v = _mm_sub_epi8(v, _mm_and_si128(_mm_srli_epi64(v, 1), twos));
    v = _mm_add_epi8(_mm_and_si128(v, fours), _mm_and_si128(_mm_srli_epi64(v, 2), fours));
    v = _mm_and_si128(_mm_add_epi8(v, _mm_srli_epi64(v, 4)), eights);
    v = _mm_sad_epu8(v, _mm_setzero_si128());
    return (unsigned)_mm_cvtsi128_si32(_mm_add_epi64(v, _mm_srli_si128(v, 8)));
}
/* xs_vec_numbers: which of the sixteen numbers at p, all of which must be there, are n; bit i is
 * p[i]. */
static inline uint32_t xs_vec_numbers(const uint16_t *p, uint16_t n)
{
    const xs_vec all = _mm_set1_epi16((short)n);
    const xs_vec low = _mm_cmpeq_epi16(xs_vec_load((const char *)p), all);
    const xs_vec high = _mm_cmpeq_epi16(xs_vec_load((const char *)(p + 8)), all);
    return (uint32_t)_mm_movemask_epi8(_mm_packs_epi16(low, high));
}
/* xs_vec_quad: the same for four numbers of thirty-two bits. */
static inline uint32_t xs_vec_quad(const uint32_t *p, uint32_t n)
{
    const xs_vec same = _mm_cmpeq_epi32(xs_vec_load((const char *)p), _mm_set1_epi32((int)n));
    return (uint32_t)_mm_movemask_ps(_mm_castsi128_ps(same));
}
/* xs_vec_less: the bits of a that b has not. */
static inline xs_vec xs_vec_less(xs_vec a, xs_vec b) { return _mm_andnot_si128(b, a); }
/* xs_vec_next: each byte becomes the one after it, the last one 0. */
static inline xs_vec xs_vec_next(xs_vec v) { return _mm_srli_si128(v, 1); }
/* xs_vec_before: v, whose first byte is that of number from, without the bytes from number n on,
 * at most 100: they become 0. */
static inline xs_vec xs_vec_before(xs_vec v, size_t from, size_t n)
{
    const xs_vec number = _mm_add_epi8(_mm_set1_epi8((char)from),
        _mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
    return _mm_and_si128(v, _mm_cmplt_epi8(number, _mm_set1_epi8((char)n)));
}
/* xs_vec_halves: v as two numbers. */
static inline void xs_vec_halves(xs_vec v, uint64_t *low, uint64_t *high)
{
    uint64_t both[2];
    xs_vec_store((char *)both, v);
    *low = both[0];
    *high = both[1];
}
/* xs_vec_mask: the highest bit of each byte; bit i is byte i. */
static inline uint32_t xs_vec_mask(xs_vec v) { return (uint32_t)_mm_movemask_epi8(v); }
/* xs_vec_part: the n (< 16) bytes at p, then zeroes. Put together in registers: a load of what was
 * just stored in pieces would have to wait. */
static inline xs_vec xs_vec_part(const char *p, size_t n)
{
    uint64_t low = 0, high = 0;
    if (n >= 8) {
        const unsigned half = 4 * (unsigned)(XS_VEC - n); /* of the bits that are in low already */
        memcpy(&low, p, 8);
        memcpy(&high, p + n - 8, 8);
        high = high >> half >> half;
    } else if (n >= 4) {
        uint32_t head, tail;
        memcpy(&head, p, 4);
        memcpy(&tail, p + n - 4, 4);
        low = head | (uint64_t)tail << 8 * (n - 4);
    } else if (n > 0) {
        const unsigned char *c = (const unsigned char *)p;
        low = c[0] | (uint64_t)c[n / 2] << 8 * (n / 2) | (uint64_t)c[n - 1] << 8 * (n - 1);
    }
    return _mm_set_epi64x((long long)high, (long long)low);
}
#else
typedef struct xs_vec {
    unsigned char b[XS_VEC];
} xs_vec;

static inline xs_vec xs_vec_load(const char *p)
{
    xs_vec v;
    memcpy(v.b, p, XS_VEC);
    return v;
}
static inline xs_vec xs_vec_none(void) { return (xs_vec){ { 0 } }; }
static inline void xs_vec_store(char *p, xs_vec v) { memcpy(p, v.b, XS_VEC); }
static inline xs_vec xs_vec_eq(xs_vec v, unsigned char c)
{
    for (size_t i = 0; i < XS_VEC; i++)
        v.b[i] = v.b[i] == c ? 0xFF : 0;
    return v;
}
static inline xs_vec xs_vec_most(xs_vec v, unsigned char c)
{
    for (size_t i = 0; i < XS_VEC; i++)
        v.b[i] = v.b[i] <= c ? 0xFF : 0;
    return v;
}
static inline xs_vec xs_vec_within(xs_vec v, unsigned char from, unsigned char to)
{
    for (size_t i = 0; i < XS_VEC; i++)
        v.b[i] = (unsigned char)(v.b[i] - from) <= (unsigned char)(to - from) ? 0xFF : 0;
    return v;
}
static inline xs_vec xs_vec_or(xs_vec a, xs_vec b)
{
    for (size_t i = 0; i < XS_VEC; i++)
        a.b[i] |= b.b[i];
    return a;
}
static inline xs_vec xs_vec_and(xs_vec a, xs_vec b)
{
    for (size_t i = 0; i < XS_VEC; i++)
        a.b[i] &= b.b[i];
    return a;
}
static inline xs_vec xs_vec_xor(xs_vec a, xs_vec b)
{
    for (size_t i = 0; i < XS_VEC; i++)
        a.b[i] ^= b.b[i];
    return a;
}
static inline unsigned xs_vec_bits(xs_vec v)
{
    unsigned n = 0;
    for (size_t i = 0; i < XS_VEC; i++)
        for (unsigned c = v.b[i]; c; c &= c - 1)
            n++;
    return n;
}
static inline uint32_t xs_vec_numbers(const uint16_t *p, uint16_t n)
{
    uint32_t m = 0;
    for (unsigned i = 0; i < XS_VEC; i++)
        m |= (uint32_t)(p[i] == n) << i;
    return m;
}
static inline uint32_t xs_vec_quad(const uint32_t *p, uint32_t n)
{
    uint32_t m = 0;
    for (unsigned i = 0; i < 4; i++)
        m |= (uint32_t)(p[i] == n) << i;
    return m;
}
static inline xs_vec xs_vec_less(xs_vec a, xs_vec b)
{
    for (size_t i = 0; i < XS_VEC; i++)
        a.b[i] &= (unsigned char)~b.b[i];
    return a;
}
static inline xs_vec xs_vec_next(xs_vec v)
{
    memmove(v.b, v.b + 1, XS_VEC - 1);
    v.b[XS_VEC - 1] = 0;
    return v;
}
static inline xs_vec xs_vec_before(xs_vec v, size_t from, size_t n)
{
    for (size_t i = 0; i < XS_VEC; i++)
        v.b[i] = from + i < n ? v.b[i] : 0;
    return v;
}
static inline void xs_vec_halves(xs_vec v, uint64_t *low, uint64_t *high)
{
    memcpy(low, v.b, sizeof *low);
    memcpy(high, v.b + sizeof *low, sizeof *high);
}
static inline uint32_t xs_vec_mask(xs_vec v)
{
    uint32_t m = 0;
    for (unsigned i = 0; i < XS_VEC; i++)
        m |= (uint32_t)(v.b[i] >> 7) << i;
    return m;
}
static inline xs_vec xs_vec_part(const char *p, size_t n)
{
    xs_vec v = xs_vec_none();
    if (n)
        memcpy(v.b, p, n);
    return v;
}
#endif

/* xs_vec_any: is any bit set? */
static inline bool xs_vec_any(xs_vec v) { return xs_vec_mask(xs_vec_eq(v, 0)) != 0xFFFF; }

#if defined(__x86_64__) && defined(__SSE2__)
#include <immintrin.h>
#define XS_VEC_WIDE
/* Mark functions that are only called where xs_vec_width is 32 or more; where it is 64. */
#define XS_TARGET_32 __attribute__((target("avx2")))
#define XS_TARGET_64 __attribute__((target("avx512bw,avx512vbmi2,bmi2,popcnt")))
#endif
/* xs_vec_width: bytes that this processor can look at together: 16, 32 or 64. */
static inline unsigned xs_vec_width(void)
{
#ifdef XS_VEC_WIDE
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi2"))
        return 64;
    if (__builtin_cpu_supports("avx2"))
        return 32;
#endif
    return 16;
}

#ifdef XS_VEC_WIDE
/* xs_vec64_first: bits of the first n of 64 bytes, of all if there are more. */
XS_TARGET_64 static inline uint64_t xs_vec64_first(size_t n)
{
    return n < 64 ? _bzhi_u64(~UINT64_C(0), (unsigned)n) : ~UINT64_C(0);
}
/* xs_vec64_part: of the n bytes at p, 64 from the byte `from` on; zeroes where there are none. */
XS_TARGET_64 static inline __m512i xs_vec64_part(const char *p, size_t n, size_t from)
{
    return _mm512_maskz_loadu_epi8(xs_vec64_first(n < from ? 0 : n - from), p + from);
}
/* xs_vec64_eq: the bytes that are c; bit i is byte i. */
XS_TARGET_64 static inline uint64_t xs_vec64_eq(__m512i v, unsigned char c)
{
    return _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8((char)c));
}
#endif

/* Have the vectors at a and b the same bytes? */
static inline bool xs_vec_equal(const char *a, const char *b)
{
#ifdef __SSE2__
    return xs_vec_mask(_mm_cmpeq_epi8(xs_vec_load(a), xs_vec_load(b))) == 0xFFFF;
#else
    return memcmp(a, b, XS_VEC) == 0;
#endif
}

/* xs_vec_same: are the n bytes at a those at b? For texts of some dozen bytes, as cells are. */
static inline bool xs_vec_same(const char *a, const char *b, size_t n)
{
    if (n >= XS_VEC) {
        for (size_t i = 0; i < n - XS_VEC; i += XS_VEC)
            if (!xs_vec_equal(a + i, b + i))
                return false;
        return xs_vec_equal(a + n - XS_VEC, b + n - XS_VEC);
    }
    uint64_t a1, a2, b1, b2;
    xs_str_pair(a, n, &a1, &a2);
    xs_str_pair(b, n, &b1, &b2);
    return ((a1 ^ b1) | (a2 ^ b2)) == 0;
}

/* xs_vec_first: number of the lowest bit of a mask that has one. */
static inline unsigned xs_vec_first(uint32_t mask) { return (unsigned)__builtin_ctz(mask); }

#endif
