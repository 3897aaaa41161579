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

char *xs_unblank(char *to, xs_str s, bool *residue)
{
    const size_t step = XS_VEC - 2; /* a blank at the end is seen in full the next time */
    const char *p = s.ptr;
    size_t left = s.len;
    xs_vec odd = xs_vec_none();
    for (;;) {
        uint32_t leads = 0;
        for (; left >= XS_VEC; p += step, left -= step, to += step) {
            xs_vec v = xs_vec_load(p);
            xs_vec_store(to, v);
            leads = blank_leads(v, &odd) & ((1u << step) - 1);
            if (leads)
                break;
        }
        if (left < XS_VEC) {
            xs_vec v = xs_vec_part(p, left);
            xs_vec_store(to, v);
            leads = blank_leads(v, &odd) & ((1u << left) - 1);
            if (!leads)
                break;
        }
        size_t keep = xs_vec_first(leads), skip = blank_len(p + keep, left - keep);
        to += keep + (skip == 0);
        keep += skip ? skip : 1;
        while (skip && keep < left && (unsigned char)p[keep] <= ' ')
            keep++;
        p += keep;
        left -= keep;
    }
    *residue |= xs_vec_mask(odd) != 0;
    return to + left;
}
