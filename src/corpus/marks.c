#include "corpus/marks.h"

#include "rule/similar.h"

/* Han words differ in these bytes: the last two of the first character, the last of the second. */
static const unsigned char offsets[XS_PRINTS] = { 1, 2, 5 };

/* Which bit a word gets: those that begin alike have one, and short ones, of which nearly anything
 * may be, are among themselves. */
static size_t number_of(struct xs_prints *p, xs_str word)
{
    if (word.len <= offsets[XS_PRINTS - 1])
        return (unsigned char)word.ptr[0] < 0x80 ? 6 : 7;
    const uint16_t first = (uint16_t)((unsigned char)word.ptr[1] << 8 | (unsigned char)word.ptr[2]);
    size_t i = 0;
    while (i < p->nfirsts && p->firsts[i] != first)
        i++;
    if (i == p->nfirsts && i < XS_PRINT_FIRSTS)
        p->firsts[p->nfirsts++] = first;
    return i % 6;
}

void xs_prints_add(struct xs_prints *p, xs_str word)
{
    const uint8_t bit = (uint8_t)(1U << number_of(p, word));
    for (size_t k = 0; k < XS_PRINTS; k++) {
        const unsigned c = offsets[k] < word.len ? (unsigned char)word.ptr[offsets[k]] : 0;
        p->low[k][c & 15] |= bit;
        p->high[k][c >> 4] |= bit;
        for (unsigned i = 0; offsets[k] >= word.len && i < 16; i++) {
            p->low[k][i] |= bit;
            p->high[k][i] |= bit;
        }
    }
}

/* --- byte by byte ---------------------------------------------------------------------------- */

/* Bytes behind the text count as zeroes. */
static bool may_start(const struct xs_prints *f, xs_str text, size_t at)
{
    unsigned words = 0xFF;
    for (size_t k = 0; k < XS_PRINTS && words; k++) {
        const size_t i = at + offsets[k];
        const unsigned c = i < text.len ? (unsigned char)text.ptr[i] : 0;
        words &= f->low[k][c & 15] & f->high[k][c >> 4];
    }
    return words != 0;
}

static bool is_other(xs_str text, size_t at)
{
    const unsigned char *p = (const unsigned char *)text.ptr + at;
    if ((p[0] & 0xC0) == 0x80)
        return false;
    return p[0] < 0xE4 || p[0] > 0xE9 || (p[0] == 0xE4 && text.len - at > 1 && p[1] == 0xB7);
}

static void mark_bytes(
    xs_str text, size_t at, size_t n, const struct xs_prints *prints, uint32_t marks[2])
{
    marks[0] = marks[1] = 0;
    for (size_t i = 0; i < n; i++) {
        marks[0] |= (uint32_t)is_other(text, at + i) << i;
        marks[1] |= (uint32_t)(prints && may_start(prints, text, at + i)) << i;
    }
}

/* --- 32 bytes at a time ---------------------------------------------------------------------- */

#ifdef XS_VEC_WIDE
XS_TARGET_32 static inline __m256i load_32(const char *p)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)p);
}

XS_TARGET_32 static inline __m256i most_32(__m256i v, char c)
{
    return _mm256_cmpeq_epi8(_mm256_min_epu8(v, _mm256_set1_epi8(c)), v);
}

XS_TARGET_32 static inline __m256i words_32(const struct xs_prints *f, size_t k, __m256i v)
{
    const __m256i half = _mm256_set1_epi8(15);
    const __m256i low =
        _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)f->low[k]));
    const __m256i high =
        _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)f->high[k]));
    return _mm256_and_si256(_mm256_shuffle_epi8(low, _mm256_and_si256(v, half)),
        _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(v, 4), half)));
}

/* Of 32 bytes and those behind them, the ones from the byte n (< 16) on; middle: the upper half of
 * the first and the lower one of the second. */
#define FROM(v, middle, n) _mm256_alignr_epi8(middle, v, n)

/* The 32 bytes of v, behind which those of behind come. */
XS_TARGET_32 static inline void mark_32(
    __m256i v, __m256i behind, const struct xs_prints *prints, uint32_t *others, uint32_t *starts)
{
    const __m256i middle = _mm256_permute2x128_si256(v, behind, 0x21), next = FROM(v, middle, 1);
    const __m256i leads = most_32(_mm256_add_epi8(v, _mm256_set1_epi8(0x100 - 0xE4)), 0xE9 - 0xE4);
    const __m256i rest = _mm256_cmpgt_epi8(_mm256_set1_epi8((char)0xC0), v); /* 80 .. BF */
    const __m256i hexagrams = _mm256_and_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8((char)0xE4)),
        _mm256_cmpeq_epi8(next, _mm256_set1_epi8((char)0xB7)));
    *others = ~(uint32_t)_mm256_movemask_epi8(
        _mm256_andnot_si256(hexagrams, _mm256_or_si256(leads, rest)));
    *starts = 0;
    if (!prints)
        return;
    __m256i words =
        _mm256_and_si256(words_32(prints, 0, next), words_32(prints, 1, FROM(v, middle, 2)));
    words = _mm256_and_si256(words, words_32(prints, 2, FROM(v, middle, 5)));
    *starts = ~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(words, _mm256_setzero_si256()));
}

/* The n (at least 16, below 32) bytes at p, then zeroes: the last sixteen of them are moved down.
 */
XS_TARGET_32 static inline __m256i most_of_32(const char *p, size_t n)
{
    static const char places[2 * XS_VEC] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1 };
    const __m128i last = xs_vec_load(p + n - XS_VEC), down = xs_vec_load(places + 32 - n);
    return _mm256_set_m128i(_mm_shuffle_epi8(last, down), xs_vec_load(p));
}

/* The first 32 of the left bytes at p; zeroes where there are none. */
XS_TARGET_32 static inline __m256i first_32(const char *p, size_t left)
{
    if (left >= 32)
        return load_32(p);
    return left >= XS_VEC ? most_of_32(p, left)
                          : _mm256_set_m128i(_mm_setzero_si128(), xs_vec_part(p, left));
}

XS_TARGET_32 static void marks_by_32(
    xs_str text, size_t from, const struct xs_prints *prints, struct xs_marks *out)
{
    const char *p = text.ptr + from;
    size_t left = text.len - from;
    __m256i v = first_32(p, left), behind;
    for (size_t i = 0; i < out->n; i++, p += 32, left -= 32, v = behind) {
        behind = left > 32 ? first_32(p + 32, left - 32) : _mm256_setzero_si256();
        mark_32(v, behind, prints, &out->others[i], &out->starts[i]);
        if (left >= 32)
            continue;
        out->others[i] &= (1U << left) - 1;
        out->starts[i] &= (1U << left) - 1;
    }
}
#endif

static void marks_by_1(
    xs_str text, size_t from, const struct xs_prints *prints, struct xs_marks *out)
{
    for (size_t i = 0; i < out->n; i++) {
        const size_t at = from + 32 * i, left = text.len - at;
        uint32_t marks[2];
        mark_bytes(text, at, left < 32 ? left : 32, prints, marks);
        out->others[i] = marks[0];
        out->starts[i] = marks[1];
    }
}

static inline void marks_by(
    unsigned width, xs_str text, size_t from, const struct xs_prints *prints, struct xs_marks *out)
{
    const size_t left = text.len - from;
    out->n = left < XS_MARKS_BYTES ? (left + 31) / 32 : XS_MARKS_BYTES / 32;
#ifdef XS_VEC_WIDE
    if (width >= 32) {
        marks_by_32(text, from, prints, out);
        return;
    }
#endif
    marks_by_1(text, from, prints, out);
}

void xs_marks_by(
    unsigned width, xs_str text, size_t from, const struct xs_prints *prints, struct xs_marks *out)
{
    marks_by(width, text, from, prints, out);
}

void xs_marks_make(xs_str text, size_t from, const struct xs_prints *prints, struct xs_marks *out)
{
    marks_by(xs_vec_width(), text, from, prints, out);
}
