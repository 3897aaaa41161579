#include "read/lines.h"

#include "base/vec.h"

#define WORD 64 /* bytes, a bit each */

/* The bits of a word: line ends, TABs, bars. */
struct marks {
    uint64_t ends, tabs, bars;
};

static struct marks marks_by_16(const char *p)
{
    struct marks m = { 0, 0, 0 };
    for (unsigned at = 0; at < WORD; at += XS_VEC) {
        xs_vec v = xs_vec_load(p + at);
        m.ends |= (uint64_t)xs_vec_mask(xs_vec_eq(v, '\n')) << at;
        m.tabs |= (uint64_t)xs_vec_mask(xs_vec_eq(v, '\t')) << at;
        m.bars |= (uint64_t)xs_vec_mask(xs_vec_eq(v, '|')) << at;
    }
    return m;
}

/* A word goes behind the others. */
static inline void put(struct xs_lines *l, struct marks m)
{
    l->ends[l->nwords] = m.ends;
    l->odd[l->nwords++] = (m.tabs & ~(m.ends << 1 | l->after)) | m.bars;
    l->after = m.ends >> (WORD - 1);
}

#ifdef XS_VEC_WIDE
XS_TARGET_32 static inline uint64_t bits_of(__m256i low, __m256i high, char c)
{
    __m256i v = _mm256_set1_epi8(c);
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, v)) |
           (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, v)) << 32;
}

/* All whole words at p, of nwords; only where the processor has AVX2. */
XS_TARGET_32 static void put_by_32(struct xs_lines *l, const char *p, size_t nwords)
{
    for (; nwords > 0; nwords--, p += WORD) {
        __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)p);
        __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(p + 32));
        put(l, (struct marks){
                   bits_of(low, high, '\n'), bits_of(low, high, '\t'), bits_of(low, high, '|') });
    }
}
#endif

static void put_words(struct xs_lines *l, const char *p, size_t nwords)
{
#ifdef XS_VEC_WIDE
    if (l->width >= 32) {
        put_by_32(l, p, nwords);
        return;
    }
#endif
    for (; nwords > 0; nwords--, p += WORD)
        put(l, marks_by_16(p));
}

bool xs_lines_more(struct xs_lines *l)
{
    l->nwords = 0;
    if (l->looked > l->text.len || (l->looked == l->text.len && l->after))
        return false;
    const char *p = l->text.ptr + l->looked;
    size_t left = l->text.len - l->looked, nwords = left / WORD;
    nwords = nwords < XS_LINES_WORDS ? nwords : XS_LINES_WORDS;
    put_words(l, p, nwords);
    l->looked += nwords * WORD;
    left -= nwords * WORD;
    if (left >= WORD || (left == 0 && l->after))
        return true;
    char last[WORD] = { 0 };
    memcpy(last, p + nwords * WORD, left);
    if (left == 0 || last[left - 1] != '\n') /* the end of the text is a line end as well */
        last[left] = '\n';
    put_words(l, last, 1);
    l->looked += WORD;
    return true;
}

void xs_lines_open(struct xs_lines *l, xs_str text, unsigned width)
{
    l->text = text;
    l->looked = 0;
    l->width = width;
    l->nwords = 0;
    l->after = 1;
}
