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
 * at: they begin with bytes that many characters begin with. */
static inline uint32_t blank_leads(xs_vec v)
{
    xs_vec next = xs_vec_next(v);
    xs_vec one = xs_vec_or(xs_vec_most(v, ' '), xs_vec_eq(v, 0xC2));
    xs_vec wide = xs_vec_and(xs_vec_eq(v, 0x80), xs_vec_eq(next, 0x80)); /* U+3000 */
    xs_vec bom = xs_vec_and(xs_vec_eq(v, 0xBB), xs_vec_eq(next, 0xBF));  /* U+FEFF */
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

bool xs_may_have_blank(xs_str s)
{
    const size_t step = XS_VEC - 2;
    for (; s.len >= XS_VEC; s = xs_str_sub(s, step, s.len))
        if (blank_leads(xs_vec_load(s.ptr)))
            return true;
    return (blank_leads(xs_vec_part(s.ptr, s.len)) & ((1u << s.len) - 1)) != 0;
}

#ifdef XS_VEC_WIDE
XS_TARGET_32 static inline __m256i eq_32(__m256i v, unsigned char c)
{
    return _mm256_cmpeq_epi8(v, _mm256_set1_epi8((char)c));
}

XS_TARGET_32 static inline uint32_t mask_32(__m256i v) { return (uint32_t)_mm256_movemask_epi8(v); }

/* Leaves out the runs of low, the bits of blanks of one byte (there is one) among 31 bytes at p
 * that have been copied to *to. Returns the offset behind the last one; what stands there is
 * copied. */
XS_TARGET_32 static inline size_t close_up(const char *p, uint32_t low, char **to)
{
    size_t from = 0;
    do {
        uint32_t behind = low + (low & (0 - low));
        *to += xs_vec_first(low) - from;
        from = xs_vec_first(behind);
        low &= behind;
        _mm256_storeu_si256(
            (__m256i *)(void *)*to, _mm256_loadu_si256((const __m256i *)(const void *)(p + from)));
    } while (low);
    return from;
}

/* xs_unblank for all but the last bytes of *s, which stay in it. */
XS_TARGET_32 static char *most_by_32(char *to, xs_str *s)
{
    const size_t step = 31; /* a blank at the end is seen in full the next time */
    const char *p = s->ptr;
    size_t left = s->len;
    while (left >= 64) {
        __m256i v = _mm256_loadu_si256((const __m256i *)(const void *)p);
        __m256i next = _mm256_loadu_si256((const __m256i *)(const void *)(p + 1));
        __m256i wide = _mm256_and_si256(eq_32(v, 0x80), eq_32(next, 0x80));
        __m256i bom = _mm256_and_si256(eq_32(v, 0xBB), eq_32(next, 0xBF));
        _mm256_storeu_si256((__m256i *)(void *)to, v);
        __m256i lead = eq_32(v, 0xC2), behind = _mm256_or_si256(wide, bom);
        uint32_t low = mask_32(_mm256_cmpeq_epi8(_mm256_min_epu8(v, _mm256_set1_epi8(' ')), v));
        uint32_t leads = 0;
        if (mask_32(_mm256_or_si256(lead, behind)))
            leads = mask_32(lead) | mask_32(behind) >> 1;
        const uint32_t all = (1u << step) - 1;
        size_t done = step;
        if (leads & all) {
            done = step_over(p, left, (leads | low) & all, &to);
        } else {
            size_t from = low & all ? close_up(p, low & all, &to) : 0;
            to += step - from;
        }
        p += done;
        left -= done;
    }
    *s = (xs_str){ p, left };
    return to;
}

/* Bits of the bytes of v that belong to blanks; next, third: the bytes one and two behind each.
 * *behind: those of the bytes behind v that belong to blanks which begin in it, before and after.
 */
XS_TARGET_64 static inline uint64_t blanks_64(
    __m512i v, __m512i next, __m512i third, uint64_t *behind)
{
    const uint64_t wide = xs_vec64_eq(v, 0xE3) & xs_vec64_eq(next, 0x80) & xs_vec64_eq(third, 0x80);
    const uint64_t bom = xs_vec64_eq(v, 0xEF) & xs_vec64_eq(next, 0xBB) & xs_vec64_eq(third, 0xBF);
    const uint64_t three = wide | bom;
    const uint64_t two = three | (xs_vec64_eq(v, 0xC2) & xs_vec64_eq(next, 0xA0));
    const uint64_t one = _mm512_cmple_epu8_mask(v, _mm512_set1_epi8(' '));
    const uint64_t all = one | two | two << 1 | three << 2 | *behind;
    *behind = two >> 63 | three >> 62;
    return all;
}

/* xs_unblank. */
XS_TARGET_64 static char *all_by_64(char *to, xs_str s)
{
    const char *p = s.ptr;
    uint64_t behind = 0;
    for (size_t left = s.len; left > 0; left -= left < 64 ? left : 64, p += 64) {
        const __m512i v = xs_vec64_part(p, left, 0), next = xs_vec64_part(p, left, 1),
                      third = xs_vec64_part(p, left, 2);
        const uint64_t keep = xs_vec64_first(left) & ~blanks_64(v, next, third, &behind);
        _mm512_storeu_si512(to, _mm512_maskz_compress_epi8(keep, v));
        to += __builtin_popcountll(keep);
    }
    return to;
}
#endif

char *xs_unblank_by(unsigned width, char *to, xs_str s)
{
#ifdef XS_VEC_WIDE
    if (width >= 64)
        return all_by_64(to, s);
    if (width >= 32)
        to = most_by_32(to, &s);
#endif
    const size_t step = XS_VEC - 2;
    while (s.len > 0) {
        const bool whole = s.len >= XS_VEC;
        xs_vec v = whole ? xs_vec_load(s.ptr) : xs_vec_part(s.ptr, s.len);
        uint32_t leads = blank_leads(v) & ((1u << (whole ? step : s.len)) - 1);
        size_t done = whole ? step : s.len;
        xs_vec_store(to, v);
        if (leads)
            done = step_over(s.ptr, s.len, leads, &to);
        else
            to += done;
        s.ptr += done;
        s.len -= done;
    }
    return to;
}

char *xs_unblank(char *to, xs_str s) { return xs_unblank_by(xs_vec_width(), to, s); }
