/* tally.h: how far clauses are spread, counted without sorting them: as long as all of them and the
 * table fit into memory. */
#ifndef XS_CORPUS_TALLY_H
#define XS_CORPUS_TALLY_H

#include "corpus/corpus.h"

struct xs_tally_slot {
    uint64_t hash;
    uint32_t last;               /* document that counted last */
    uint16_t documents, offices; /* documents 0: the slot is free */
};

struct xs_tally {
    struct xs_tally_slot *slots; /* NULL: nothing was counted, see xs_tally_make */
    size_t used;
    unsigned bits; /* of the number of slots */
};

/* xs_tally_make: offices and documents of each clause, when no clause has gone to a run file, none
 * is sorted yet, and the table takes no more than a share of memory; else t is empty.
 * Returns XS_OK, XS_E_NOMEM. Cost: clauses. xs_tally_free gives it back. */
XS_CHECK enum xs_err xs_tally_make(const struct xs_corpus *c, struct xs_tally *t);
void xs_tally_free(struct xs_tally *t);
/* xs_tally_slot: of a hash: a free one, or what was counted. */
static inline struct xs_tally_slot *xs_tally_slot(const struct xs_tally *t, uint64_t hash)
{
    const size_t last = ((size_t)1 << t->bits) - 1;
    size_t i = (size_t)(hash >> (64 - t->bits));
    while (t->slots[i].documents > 0 && t->slots[i].hash != hash)
        i = (i + 1) & last;
    return &t->slots[i];
}

#endif
