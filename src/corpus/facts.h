/* facts.h: what the comparison of documents needs to know of each one: fixed-size records that can
 * go to run files and be joined by one merge. Pass 1 makes them, thread by thread; the join
 * (copies, stock paragraphs) comes with it. */
#ifndef XS_CORPUS_FACTS_H
#define XS_CORPUS_FACTS_H

#include "tree/doc.h"

/* A row: equal hashes mean the same name and description after folding. */
struct xs_row_fact {
    uint64_t hash;
    uint32_t doc, project, seq; /* doc: number of the document in path order, from 0 */
};

/* xs_row_fact: the fact of one row; hash 0 for a row without a name, which is never compared. */
struct xs_row_fact xs_row_fact(uint32_t doc, const struct xs_project *p, const struct xs_row *r);
/* xs_row_fact_cmp: order for the merge: by hash, then by document, project and row. For qsort. */
int xs_row_fact_cmp(const void *a, const void *b);

#endif
