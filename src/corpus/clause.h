/* clause.h: the clauses of a text, each as one hash: what stock text is known by. */
#ifndef XS_CORPUS_CLAUSE_H
#define XS_CORPUS_CLAUSE_H

#include "corpus/config.h"

struct xs_clause {
    uint64_t hash;     /* of its letters, digits left out */
    uint32_t from, to; /* bytes of the text */
    uint32_t letters;
    bool heading; /* one of the stock headings */
};

struct xs_clauses {
    size_t n, cap;
    struct xs_clause *items; /* with at least clause_least letters */
    uint32_t letters;        /* of the whole text */
};

/* xs_clauses_add: clauses of folded text (parted by punctuation, words of the list `tail` taken off
 * their ends) to what is in out; memory from a. from and to count in this text. */
XS_CHECK enum xs_err xs_clauses_add(
    const struct xs_corpus_config *c, struct xs_arena *a, xs_str folded, struct xs_clauses *out);
/* xs_letter_hash: one letter more; begin with XS_LETTERS. */
#define XS_LETTERS UINT64_C(0x9E3779B97F4A7C15)
static inline uint64_t xs_letter_hash(uint64_t h, uint32_t cp)
{
    h = (h ^ cp) * XS_LETTERS;
    return h ^ (h >> 29);
}
/* xs_letters_hash: hash of the letters of a text (no digits, no punctuation); 0 when it has none.
 */
uint64_t xs_letters_hash(xs_str text, uint32_t *letters);

#endif
