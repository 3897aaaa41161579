/* similar.h: text without punctuation, and how much two texts have in common. */
#ifndef XS_RULE_SIMILAR_H
#define XS_RULE_SIMILAR_H

#include "base/arena.h"
#include "base/err.h"
#include "base/utf8.h"

/* xs_content: is cp a letter, digit or Han character? */
static inline bool xs_content(uint32_t cp)
{
    return xs_utf8_is_han(cp) || (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') ||
           (cp >= 'a' && cp <= 'z') || (cp >= 0xC0 && cp < 0x2000);
}
/* xs_norm: text without punctuation and blanks, ASCII in lower case. A view of text when nothing
 * changes, else in a. */
XS_CHECK enum xs_err xs_norm(struct xs_arena *a, xs_str text, xs_str *out);
/* A text's characters or pairs, roughly: a bit may stand for several. */
#define XS_SKETCH_WORDS 4
struct xs_sketch {
    uint64_t bits[XS_SKETCH_WORDS];
    uint32_t count; /* pairs put in: at least as many as there are different ones */
};
/* xs_sketch_add: the pairs of neighbours of a text without punctuation. */
void xs_sketch_add(struct xs_sketch *s, xs_str norm);
/* xs_sketch_near: may the pairs of the two texts be alike by Dice's coefficient, in thousandths?
 * False is certain. */
bool xs_sketch_near(const struct xs_sketch *a, const struct xs_sketch *b, int64_t dice);
/* xs_sketch_within: may this share of a's pairs, in thousandths, stand in b? False is certain. */
bool xs_sketch_within(const struct xs_sketch *a, const struct xs_sketch *b, int64_t share);

/* A text and which characters it has. */
struct xs_charset {
    xs_str text;
    uint64_t bits[XS_SKETCH_WORDS];
};
void xs_charset_make(struct xs_charset *c, xs_str text);
/* xs_overlap: code points of text, and how many of them do not occur in other. */
struct xs_overlap {
    size_t total, absent;
};
struct xs_overlap xs_overlap(xs_str text, const struct xs_charset *other);

/* A set of pairs of neighbouring content characters; none across punctuation. One character alone
 * counts as a pair. */
struct xs_grams {
    struct xs_arena *a;
    size_t count, cap;
    uint64_t *v;
    bool sorted;
};
XS_CHECK enum xs_err xs_grams_add(struct xs_grams *g, xs_str text);
/* xs_grams_at_least: are there n different pairs? */
bool xs_grams_at_least(struct xs_grams *g, size_t n);
/* xs_grams_sketch: of all pairs added; sorted or not. */
struct xs_sketch xs_grams_sketch(const struct xs_grams *g);
/* xs_grams_sort: to be called after the last add and before the questions below. */
void xs_grams_sort(struct xs_grams *g);
bool xs_grams_has(const struct xs_grams *g, uint64_t pair);
size_t xs_grams_common(const struct xs_grams *a, const struct xs_grams *b);
/* Similarity in thousandths: Dice's coefficient, and the share of a's pairs that stand in b. */
int64_t xs_grams_dice(const struct xs_grams *a, const struct xs_grams *b);
int64_t xs_grams_within(const struct xs_grams *a, const struct xs_grams *b);

#endif
