/* clause.h: the clauses of a text, each as one hash: what stock text is known by. */
#ifndef XS_CORPUS_CLAUSE_H
#define XS_CORPUS_CLAUSE_H

#include "corpus/config.h"
#include "rule/similar.h"

struct xs_clause {
    uint64_t hash;     /* of its letters, digits left out */
    uint32_t from, to; /* bytes of the text */
    uint32_t letters;
    bool heading; /* one of the stock headings */
};

struct xs_clauses {
    size_t n, cap;
    struct xs_clause *items;       /* with at least clause_least letters */
    uint32_t letters;              /* of the whole text */
    bool plain;                    /* in: headings need not be known */
    uint8_t want;                  /* in: XS_FEW_TEMPLATE, XS_FEW_CITY; out: without those found */
    uint32_t template_at, city_at; /* where the first word of those found is */
};

/* xs_clauses_add: clauses of folded text (parted by punctuation, words of the list `tail` taken off
 * their ends) to what is in out; memory from a. from, to and where words are count in this text. */
XS_CHECK enum xs_err xs_clauses_add(
    const struct xs_corpus_config *c, struct xs_arena *a, xs_str folded, struct xs_clauses *out);
/* xs_clauses_room: for about as many clauses as so many bytes of text have. */
XS_CHECK enum xs_err xs_clauses_room(struct xs_arena *a, size_t bytes, struct xs_clauses *out);
/* xs_letter_hash: one letter more; begin with XS_LETTERS. */
#define XS_LETTERS UINT64_C(0x9E3779B97F4A7C15)
static inline uint64_t xs_letter_hash(uint64_t h, uint32_t cp)
{
    h = (h ^ cp) * XS_LETTERS;
    return h ^ (h >> 29);
}
/* xs_is_letter: a letter or Han character: what is hashed. Digits are left out, and anything else
 * ends a clause. */
static inline bool xs_is_digit(uint32_t cp) { return cp >= '0' && cp <= '9'; }
static inline bool xs_is_letter(uint32_t cp)
{
    return cp < 0x80 ? (cp | 0x20) - 'a' < 26 : xs_content(cp);
}
/* xs_han_run: Han characters (U+4E00 to U+9FFF) from `at` on, up to one that a word of the lists
 * may begin with: *h is their hash, going on from what it was. Where they end: always a border of
 * characters. */
static inline size_t xs_han_run(
    const struct xs_firsts *f, uint8_t lists, xs_str text, size_t at, uint64_t *h)
{
    const unsigned char *from = (const unsigned char *)text.ptr + at, *p = from;
    uint64_t hash = *h;
    const size_t left = text.len - at;
    for (const unsigned char *end = from + (left < 3 ? 0 : left - 2); p < end; p += 3) {
        /* what is no character of three bytes gives no number of this range: one test is enough */
        uint32_t cp = ((uint32_t)p[0] << 12) + ((uint32_t)p[1] << 6) + p[2] - 0xE2080U;
        if (cp - 0x4E00U > 0x9FFFU - 0x4E00U)
            break;
        if (xs_firsts_may(f, cp, lists) &&
            (end - p <= 3 || (f->seconds[p[5] & (XS_SECONDS - 1)] & lists)))
            break;
        hash = xs_letter_hash(hash, cp);
    }
    *h = hash;
    return at + (size_t)(p - from);
}
/* xs_letters_hash: hash of the letters of a text (no digits, no punctuation); 0 when it has none.
 */
uint64_t xs_letters_hash(xs_str text, uint32_t *letters);

#endif
