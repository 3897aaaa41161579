/* clause.h: the clauses of a text, each as one hash: what stock text is known by. */
#ifndef XS_CORPUS_CLAUSE_H
#define XS_CORPUS_CLAUSE_H

#include "corpus/config.h"
#include "corpus/letters.h"

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

#endif
