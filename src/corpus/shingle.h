/* shingle.h: overlapping runs of n letters: how much of one text stands in another, and where. */
#ifndef XS_CORPUS_SHINGLE_H
#define XS_CORPUS_SHINGLE_H

#include "base/arena.h"
#include "base/err.h"

struct xs_shingles {
    size_t gram, nchars, ngrams, ndistinct;
    uint32_t
        *place; /* of each letter, digit and Han character: its code point in the text, from 0 */
    uint64_t *hash;   /* of the run that begins at each of them; ngrams */
    uint64_t *sorted; /* the distinct ones */
};

/* xs_shingles_make: of any valid text; full-width and small forms count as one. A text of fewer
 * than gram characters is one run. Memory from a: about 30 bytes a character. */
XS_CHECK enum xs_err xs_shingles_make(
    struct xs_arena *a, xs_str text, size_t gram, struct xs_shingles *out);
/* xs_shingles_contained: shared runs / those of the text that has fewer, in thousandths. */
int64_t xs_shingles_contained(const struct xs_shingles *a, const struct xs_shingles *b);
/* xs_shingles_cover: covered[k] for each character k of a: it lies in a run that b has too. */
void xs_shingles_cover(const struct xs_shingles *a, const struct xs_shingles *b, bool *covered);

#endif
