/* similar.h: text without punctuation, and how much two texts have in common. */
#ifndef XS_RULE_SIMILAR_H
#define XS_RULE_SIMILAR_H

#include "base/utf8.h"
#include "base/vec.h"
#include "text/lexicon.h"

/* xs_content: is cp a letter, digit or Han character? */
static inline bool xs_content(uint32_t cp)
{
    return xs_utf8_is_han(cp) || (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') ||
           (cp >= 'a' && cp <= 'z') || (cp >= 0xC0 && cp < 0x2000);
}
/* xs_han_bytes: bytes of characters that xs_han_at knows that text has from the offset on. */
size_t xs_han_bytes_on(xs_str text, size_t from);
static inline size_t xs_han_bytes(xs_str text, size_t from)
{
    return text.len - from < 3 || !xs_han_at(text.ptr + from) ? 0 : xs_han_bytes_on(text, from);
}
/* xs_norm: text without punctuation and blanks, ASCII in lower case. A view of text when nothing
 * changes, else in a. */
XS_CHECK enum xs_err xs_norm(struct xs_arena *a, xs_str text, xs_str *out);
/* xs_norm_equal: is what xs_norm makes of the two the same? xs_norm_empty: is it nothing? */
bool xs_norm_equal(xs_str a, xs_str b);
bool xs_norm_empty(xs_str text);
/* xs_strip: what xs_lex_strip gives, by searching for the words; a view of text when nothing
 * changes. */
XS_CHECK enum xs_err xs_strip(const struct xs_lexset *s, struct xs_arena *a, xs_str text,
    const struct xs_lexwant *want, xs_str *out);

#define XS_KEY_HAN 0x110000u /* keys from here on are of characters that xs_han_at knows */
/* xs_key_next: a number for the character at *at (< s.len), other than that of every other one;
 * steps over it. Of those that xs_han_at knows it is their bytes, of others the code point. */
static inline uint32_t xs_key_next(xs_str s, size_t *at)
{
    const unsigned char *p = (const unsigned char *)s.ptr + *at;
    if (s.len - *at < 3 || !xs_han_at(s.ptr + *at))
        return xs_utf8_step(s, at);
    *at += 3;
    return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16;
}

/* The pairs of neighbouring content characters of a text, each a number; none across punctuation.
 * One character alone counts as a pair: its key. */
struct xs_pairs {
    xs_str text;
    size_t at;
    uint32_t before; /* key of the content character before at, or 0 */
    bool alone;      /* it has no neighbour yet */
};
/* xs_pair: the number of a pair; not that of a single one. Two Han characters: their six bytes. */
static inline uint64_t xs_pair(uint32_t before, uint32_t key)
{
    return before >= XS_KEY_HAN && key >= XS_KEY_HAN ? before | (uint64_t)key << 24
                                                     : (uint64_t)before << 32 | key;
}
static inline bool xs_pair_single(uint64_t pair) { return pair >> 32 == 0; }
/* xs_pairs_next: the next pair in *pair; false when there is none. */
static inline bool xs_pairs_next(struct xs_pairs *p, uint64_t *pair)
{
    while (p->at < p->text.len) {
        const uint32_t before = p->before;
        const bool alone = p->alone;
        size_t at = p->at;
        const uint32_t key = xs_key_next(p->text, &at);
        p->at = at;
        if (key >= XS_KEY_HAN || xs_content(key)) {
            p->before = key;
            p->alone = !before;
            *pair = xs_pair(before, key);
            if (before)
                return true;
            continue;
        }
        p->before = 0;
        p->alone = false;
        *pair = before;
        if (alone)
            return true;
    }
    *pair = p->before;
    bool last = p->alone;
    p->alone = false;
    return last;
}
/* xs_pairs_han: after a pair: the Han characters behind it, if it ends with one; steps over them.
 * Each makes a pair with the one before it: see xs_pair_at. Several times as fast. */
static inline xs_str xs_pairs_han(struct xs_pairs *p)
{
    const size_t from = p->at;
    size_t n = p->before < XS_KEY_HAN || from < 5 ? 0 : xs_han_bytes(p->text, from);
    if (n) {
        size_t last = from + n - 3;
        p->before = xs_key_next(p->text, &last);
        p->at = last;
    }
    return xs_str_sub(p->text, from, n);
}
/* xs_pair_at: of the character here and the one before it, both Han characters; two bytes more
 * stand before them. */
static inline uint64_t xs_pair_at(const char *here)
{
    uint64_t pair;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    memcpy(&pair, here - 5, sizeof pair);
    return pair >> 16;
#else
    pair = 0;
    for (int i = 2; i >= -3; i--)
        pair = pair << 8 | (unsigned char)here[i];
    return pair;
#endif
}

/* A text's characters or pairs, roughly: a bit may stand for several. */
#define XS_SKETCH_WORDS 4
struct xs_sketch {
    uint64_t bits[XS_SKETCH_WORDS];
    uint32_t count; /* pairs put in: at least as many as there are different ones */
};
/* xs_sketch_add: the pairs of a text. */
void xs_sketch_add(struct xs_sketch *s, xs_str text);
/* xs_sketch_put: add a pair; false when its bit is set already. xs_sketch_has: is its bit set? */
static inline unsigned xs_sketch_bit(uint64_t x)
{
    return (unsigned)(x * UINT64_C(0x9E3779B97F4A7C15) >> 56);
}
static inline bool xs_sketch_put(struct xs_sketch *s, uint64_t pair)
{
    unsigned at = xs_sketch_bit(pair);
    uint64_t *w = &s->bits[at >> 6], had = *w;
    *w |= UINT64_C(1) << (at & 63);
    s->count++;
    return *w != had;
}
static inline bool xs_sketch_has(const struct xs_sketch *s, uint64_t pair)
{
    unsigned at = xs_sketch_bit(pair);
    return s->bits[at >> 6] >> (at & 63) & 1;
}

/* Bits of the first or second half of a sketch. */
static inline xs_vec xs_sketch_half(const struct xs_sketch *s, size_t half)
{
    _Static_assert(XS_VEC == sizeof s->bits / 2, "two halves");
    return xs_vec_load((const char *)s->bits + half * XS_VEC);
}
/* xs_sketch_near: may the pairs of the two texts be alike by Dice's coefficient, in thousandths?
 * False is certain. */
static inline bool xs_sketch_near(
    const struct xs_sketch *a, const struct xs_sketch *b, int64_t dice)
{
    const int64_t most = (1000 - dice) * ((int64_t)a->count + b->count);
    int64_t apart =
        1000 * (int64_t)xs_vec_bits(xs_vec_xor(xs_sketch_half(a, 0), xs_sketch_half(b, 0)));
    if (apart > most)
        return false;
    apart += 1000 * (int64_t)xs_vec_bits(xs_vec_xor(xs_sketch_half(a, 1), xs_sketch_half(b, 1)));
    return apart <= most;
}
/* xs_sketch_missing: pairs of a that b has not, at least so many. */
static inline size_t xs_sketch_missing(const struct xs_sketch *a, const struct xs_sketch *b)
{
    size_t n = 0;
    for (size_t i = 0; i < 2; i++) {
        xs_vec both = xs_vec_and(xs_sketch_half(a, i), xs_sketch_half(b, i));
        n += xs_vec_bits(xs_vec_xor(xs_sketch_half(a, i), both));
    }
    return n;
}

/* A text and which characters it has. */
struct xs_charset {
    xs_str text;
    uint64_t bits[XS_SKETCH_WORDS];
};
void xs_charset_make(struct xs_charset *c, xs_str text);
/* xs_adds_little: do less than this share of the code points of text, in per cent, not occur in
 * other, or none? */
bool xs_adds_little(xs_str text, const struct xs_charset *other, size_t percent);

/* A set of pairs. */
struct xs_grams {
    struct xs_arena *a;
    size_t count, size; /* size: slots, 0 or a power of two */
    uint64_t *slots;    /* 0: free */
};
/* xs_grams_reserve: room for the pairs of so many bytes of Han text more. */
XS_CHECK enum xs_err xs_grams_reserve(struct xs_grams *g, size_t bytes);
XS_CHECK enum xs_err xs_grams_add(struct xs_grams *g, xs_str text);
bool xs_grams_has(const struct xs_grams *g, uint64_t pair);
/* Similarity in thousandths: Dice's coefficient, and the share of a's pairs that stand in b. */
int64_t xs_grams_dice(const struct xs_grams *a, const struct xs_grams *b);
int64_t xs_grams_within(const struct xs_grams *a, const struct xs_grams *b);

#endif
