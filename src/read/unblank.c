#include "read/unblank.h"

#include "base/vec.h"

/* Bytes of the blank at p (left > 0), or 0. */
static size_t blank_len(const char *p, size_t left)
{
    xs_str s = { p, left };
    if ((unsigned char)*p <= ' ')
        return 1;
    if (xs_str_starts(s, XS_STR("\xC2\xA0")))
        return 2;
    bool wide = xs_str_starts(s, XS_STR("\xE3\x80\x80"));
    return wide || xs_str_starts(s, XS_STR("\xEF\xBB\xBF")) ? 3 : 0;
}

/* Bytes of v that a blank may begin with. Of the blanks of three bytes, the two others are looked
 * at: they begin with bytes that many characters begin with. *odd: may be left over from Word. */
static inline uint32_t blank_leads(xs_vec v, xs_vec *odd)
{
    xs_vec next = xs_vec_next(v);
    xs_vec one = xs_vec_or(xs_vec_most(v, ' '), xs_vec_eq(v, 0xC2));
    xs_vec wide = xs_vec_and(xs_vec_eq(v, 0x80), xs_vec_eq(next, 0x80)); /* U+3000 */
    xs_vec bom = xs_vec_and(xs_vec_eq(v, 0xBB), xs_vec_eq(next, 0xBF));  /* U+FEFF */
    *odd = xs_vec_or(*odd, xs_vec_or(xs_vec_eq(v, '['), xs_vec_eq(v, '\\')));
    return xs_vec_mask(one) | xs_vec_mask(xs_vec_or(wide, bom)) >> 1;
}

/* Steps over the first of leads, and over the blanks that it begins: bytes of p that are done with.
 * *to: behind those that are kept. */
static inline size_t step_over(const char *p, size_t left, uint32_t leads, char **to)
{
    size_t at = xs_vec_first(leads), skip = blank_len(p + at, left - at);
    *to += at + (skip == 0); /* it was copied, and stays if it begins none */
    at += skip ? skip : 1;
    while (skip && at < left && (unsigned char)p[at] <= ' ')
        at++;
    return at;
}

#ifdef XS_VEC_32
XS_TARGET_32 static inline __m256i eq_32(__m256i v, unsigned char c)
{
    return _mm256_cmpeq_epi8(v, _mm256_set1_epi8((char)c));
}

/* xs_unblank for all but the last bytes of *s, which stay in it. */
XS_TARGET_32 static char *most_by_32(char *to, xs_str *s, bool *residue)
{
    const size_t step = 31; /* a blank at the end is seen in full the next time */
    __m256i odd = _mm256_setzero_si256();
    const char *p = s->ptr;
    size_t left = s->len;
    while (left > 32) {
        __m256i v = _mm256_loadu_si256((const __m256i *)(const void *)p);
        __m256i next = _mm256_loadu_si256((const __m256i *)(const void *)(p + 1));
        __m256i low = _mm256_cmpeq_epi8(_mm256_min_epu8(v, _mm256_set1_epi8(' ')), v);
        __m256i wide = _mm256_and_si256(eq_32(v, 0x80), eq_32(next, 0x80));
        __m256i bom = _mm256_and_si256(eq_32(v, 0xBB), eq_32(next, 0xBF));
        _mm256_storeu_si256((__m256i *)(void *)to, v);
        odd = _mm256_or_si256(odd, _mm256_or_si256(eq_32(v, '['), eq_32(v, '\\')));
        uint32_t leads = (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(low, eq_32(v, 0xC2)));
        leads |= (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(wide, bom)) >> 1;
        leads &= (1u << step) - 1;
        size_t done = step;
        if (leads)
            done = step_over(p, left, leads, &to);
        else
            to += step;
        p += done;
        left -= done;
    }
    *residue |= _mm256_movemask_epi8(odd) != 0;
    *s = (xs_str){ p, left };
    return to;
}
#endif

char *xs_unblank_by(unsigned width, char *to, xs_str s, bool *residue)
{
#ifdef XS_VEC_32
    if (width >= 32)
        to = most_by_32(to, &s, residue);
#endif
    const size_t step = XS_VEC - 2;
    xs_vec odd = xs_vec_none();
    while (s.len > 0) {
        const bool whole = s.len >= XS_VEC;
        xs_vec v = whole ? xs_vec_load(s.ptr) : xs_vec_part(s.ptr, s.len);
        uint32_t leads = blank_leads(v, &odd) & ((1u << (whole ? step : s.len)) - 1);
        size_t done = whole ? step : s.len;
        xs_vec_store(to, v);
        if (leads)
            done = step_over(s.ptr, s.len, leads, &to);
        else
            to += done;
        s.ptr += done;
        s.len -= done;
    }
    *residue |= xs_vec_mask(odd) != 0;
    return to;
}

char *xs_unblank(char *to, xs_str s, bool *residue)
{
    return xs_unblank_by(xs_vec_width(), to, s, residue);
}
