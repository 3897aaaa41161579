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
/* xs_distinct_in: code points of text, and how many of them do not occur in other. */
struct xs_overlap {
    size_t total, absent;
};
struct xs_overlap xs_overlap(xs_str text, xs_str other);

/* A set of pairs of neighbouring content characters; none across punctuation. One character alone
 * counts as a pair. */
struct xs_grams {
    struct xs_arena *a;
    size_t count, cap;
    uint64_t *v;
    bool sorted;
};
XS_CHECK enum xs_err xs_grams_add(struct xs_grams *g, xs_str text);
/* xs_grams_sort: to be called after the last add and before the questions below. */
void xs_grams_sort(struct xs_grams *g);
bool xs_grams_has(const struct xs_grams *g, uint64_t pair);
size_t xs_grams_common(const struct xs_grams *a, const struct xs_grams *b);
/* Similarity in thousandths: Dice's coefficient, and the share of a's pairs that stand in b. */
int64_t xs_grams_dice(const struct xs_grams *a, const struct xs_grams *b);
int64_t xs_grams_within(const struct xs_grams *a, const struct xs_grams *b);

#endif
