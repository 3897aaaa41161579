#include "base/utf8.h"

#include <string.h>

#include "base/vec.h"

/* No continuation, an overlong form, a surrogate, or past U+10FFFF. */
static bool second_is_bad(unsigned lead, unsigned c)
{
    unsigned low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    return c < low || c > high;
}

/* Length of the valid sequence at p (left > 0), or 0. */
static size_t sequence(const unsigned char *p, size_t left)
{
    unsigned c = p[0];
    if (c < 0x80)
        return 1;
    if (c < 0xC2 || c > 0xF4)
        return 0;
    size_t n = c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    if (left < n || second_is_bad(c, p[1]))
        return 0;
    for (size_t i = 2; i < n; i++)
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    return n;
}

#ifdef __SSE2__
/* Are these width bytes ASCII and sequences of three bytes? Bits: bytes that are no ASCII, leads of
 * three that every continuation may follow, continuations; *carry: continuations that the bytes
 * before ask for, then those that these ask for, from bit 0 on. Each lead asks for two
 * continuations, and there are no others. */
static inline bool are_plain(
    uint64_t high, uint64_t three, uint64_t next, unsigned width, uint64_t *carry)
{
    uint64_t lead = high & ~next, want = lead << 1 | lead << 2 | *carry;
    *carry = lead >> (width - 1) | lead >> (width - 2);
    return (lead & ~three) == 0 && (want ^ next) << (64 - width) == 0;
}

/* What is left of i bytes without the character that is cut at their end. */
static size_t whole_chars(size_t i, uint64_t carry)
{
    return i - (carry == 3 ? 1 : carry == 1 ? 2 : 0);
}

/* Bytes at p that are_plain, sixteen at a time. Ends before a character that is cut. */
static size_t run_of_16(const unsigned char *p, size_t left)
{
    size_t i = 0;
    uint64_t carry = 0;
    for (; left - i >= 16; i += 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + i));
        uint32_t high = (uint32_t)_mm_movemask_epi8(v);
        if ((high | carry) == 0)
            continue;
        __m128i three = _mm_andnot_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8((char)0xED)),
            _mm_and_si128(_mm_cmpgt_epi8(v, _mm_set1_epi8((char)0xE0)),
                _mm_cmplt_epi8(v, _mm_set1_epi8((char)0xF0))));
        __m128i next = _mm_cmplt_epi8(v, _mm_set1_epi8((char)0xC0));
        uint64_t before = carry;
        if (!are_plain(high, (uint32_t)_mm_movemask_epi8(three), (uint32_t)_mm_movemask_epi8(next),
                16, &carry))
            return whole_chars(i, before);
    }
    return whole_chars(i, carry);
}
#else
static size_t run_of_16(const unsigned char *p, size_t left)
{
    (void)p; /* the bytes are looked at one by one */
    (void)left;
    return 0;
}
#endif

#ifdef XS_VEC_WIDE
/* Where the 32 bytes at p are not what are_plain asks for. *leads: which of the 32 bytes before are
 * leads, then which of these. */
XS_TARGET_32 static inline __m256i not_plain(const unsigned char *p, __m256i *leads)
{
    const __m256i v = _mm256_loadu_si256((const __m256i *)(const void *)p);
    const __m256i least = _mm256_set1_epi8((char)0xC0);
    const __m256i lead = _mm256_cmpeq_epi8(_mm256_max_epu8(v, least), v);
    const __m256i next = _mm256_cmpgt_epi8(least, v);
    const __m256i middle = _mm256_permute2x128_si256(*leads, lead, 0x21);
    const __m256i want =
        _mm256_or_si256(_mm256_alignr_epi8(lead, middle, 15), _mm256_alignr_epi8(lead, middle, 14));
    const __m256i three = _mm256_andnot_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8((char)0xED)),
        _mm256_and_si256(_mm256_cmpgt_epi8(v, _mm256_set1_epi8((char)0xE0)),
            _mm256_cmpgt_epi8(_mm256_set1_epi8((char)0xF0), v)));
    *leads = lead;
    return _mm256_or_si256(_mm256_andnot_si256(three, lead), _mm256_xor_si256(want, next));
}

/* The same as run_of_16, four times thirty-two at a time; only where the processor has AVX2. */
XS_TARGET_32 static size_t run_of_128(const unsigned char *p, size_t left)
{
    size_t i = 0;
    __m256i leads = _mm256_setzero_si256();
    for (; left - i >= 128; i += 128) {
        __m256i bad = not_plain(p + i, &leads);
        bad = _mm256_or_si256(bad, not_plain(p + i + 32, &leads));
        bad = _mm256_or_si256(bad, not_plain(p + i + 64, &leads));
        bad = _mm256_or_si256(bad, not_plain(p + i + 96, &leads));
        if (!_mm256_testz_si256(bad, bad))
            break;
    }
    return i == 0 ? 0 : whole_chars(i, p[i - 1] >= 0xC0 ? 3 : p[i - 2] >= 0xC0);
}
#endif

/* Is the lead byte of three neither E0 nor ED, after which not every byte may come? */
static bool plain_lead(uint64_t lead) { return !((UINT64_C(0x2001) >> (lead & 0x0F)) & 1); }

/* Bytes of the sequences E1..EC, EE, EF with two continuations each that p begins with: Han text.
 * Two of them at once, as long as eight bytes are there. */
static size_t han_run(const unsigned char *p, size_t left)
{
    size_t i = 0;
    while (left - i >= 8) {
        const unsigned char *q = p + i;
        uint64_t w = (uint64_t)q[0] | (uint64_t)q[1] << 8 | (uint64_t)q[2] << 16 |
                     (uint64_t)q[3] << 24 | (uint64_t)q[4] << 32 | (uint64_t)q[5] << 40;
        if ((w & UINT64_C(0xC0C0F0C0C0F0)) != UINT64_C(0x8080E08080E0) || !plain_lead(w) ||
            !plain_lead(w >> 24))
            break;
        i += 6;
    }
    while (left - i >= 3 && (p[i] & 0xF0) == 0xE0 && plain_lead(p[i]) &&
           (p[i + 1] & 0xC0) == 0x80 && (p[i + 2] & 0xC0) == 0x80)
        i += 3;
    return i;
}

/* Bytes of ASCII and Han text that p begins with; may be less than there are. */
static size_t easy_run(const unsigned char *p, size_t left, unsigned width)
{
    size_t i = 0;
#ifdef XS_VEC_WIDE
    if (width >= 32)
        i = run_of_128(p, left);
#endif
    if (width >= 16)
        i += run_of_16(p + i, left - i);
    i += han_run(p + i, left - i);
    while (i < left && p[i] < 0x80)
        i++;
    return i;
}

size_t xs_utf8_check_by(unsigned width, xs_str s)
{
    const unsigned char *p = (const unsigned char *)s.ptr;
    size_t i = 0;
    while (i < s.len) {
        size_t n = easy_run(p + i, s.len - i, width);
        if (n == 0)
            n = sequence(p + i, s.len - i);
        if (n == 0)
            return i;
        i += n;
    }
    return s.len;
}

size_t xs_utf8_check(xs_str s) { return xs_utf8_check_by(xs_vec_width(), s); }

uint32_t xs_utf8_next_slow(xs_str s, size_t *at)
{
    const unsigned char *p = (const unsigned char *)s.ptr + *at;
    size_t n = sequence(p, s.len - *at);
    *at += n ? n : 1;
    switch (n) {
    case 1:
        return p[0];
    case 2:
        return (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
    case 3:
        return (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
    case 4:
        return (p[0] & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
    default:
        return 0xFFFD;
    }
}

size_t xs_utf8_encode(uint32_t cp, char d[4])
{
    if (cp < 0x80) {
        d[0] = (char)cp;
        return 1;
    }
    if (cp < 0x800) {
        d[0] = (char)(0xC0 | cp >> 6);
        d[1] = (char)(0x80 | (cp & 0x3F));
        return 2;
    }
    if (cp < 0x10000) {
        d[0] = (char)(0xE0 | cp >> 12);
        d[1] = (char)(0x80 | (cp >> 6 & 0x3F));
        d[2] = (char)(0x80 | (cp & 0x3F));
        return 3;
    }
    d[0] = (char)(0xF0 | (cp >> 18 & 0x07));
    d[1] = (char)(0x80 | (cp >> 12 & 0x3F));
    d[2] = (char)(0x80 | (cp >> 6 & 0x3F));
    d[3] = (char)(0x80 | (cp & 0x3F));
    return 4;
}

#ifdef __SSE2__
/* Ones where a byte is inside a code point, added up in both halves. */
static inline xs_vec inside_of(xs_vec v)
{
    xs_vec inside = _mm_cmplt_epi8(v, _mm_set1_epi8((char)0xC0));
    return _mm_sad_epu8(_mm_and_si128(inside, _mm_set1_epi8(1)), xs_vec_none());
}
#endif

#ifdef __SSE2__
/* The last n (< XS_VEC) bytes of s, which has no fewer than XS_VEC, with zeroes before them. */
static inline xs_vec rest_of(xs_str s, size_t n)
{
    static const char behind[2 * XS_VEC] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1,
        -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1 };
    return xs_vec_and(xs_vec_load(s.ptr + s.len - XS_VEC), xs_vec_load(behind + n));
}
#endif

size_t xs_utf8_count(xs_str s)
{
    size_t inside = 0, i = 0; /* bytes that begin no code point */
    if (s.len == 0)
        return 0;
#ifdef __SSE2__
    xs_vec sum = xs_vec_none();
    for (; s.len - i >= XS_VEC; i += XS_VEC)
        sum = _mm_add_epi64(sum, inside_of(xs_vec_load(s.ptr + i)));
    xs_vec last = i ? rest_of(s, s.len - i) : xs_vec_part(s.ptr, s.len);
    sum = _mm_add_epi64(sum, inside_of(last));
    inside = (size_t)_mm_cvtsi128_si64(_mm_add_epi64(sum, _mm_srli_si128(sum, 8)));
#else
    for (; i < s.len; i++)
        inside += ((unsigned char)s.ptr[i] & 0xC0) == 0x80;
#endif
    return s.len - inside;
}

xs_str xs_utf8_head(xs_str s, size_t n)
{
    size_t at = 0;
    while (at < s.len && n-- > 0)
        at += xs_utf8_len(s.ptr[at]);
    return xs_str_sub(s, 0, at);
}
