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
    uint64_t *sorted; /* the distinct ones, after xs_shingles_sort */
};

/* xs_shingles_make: of any valid text; full-width and small forms count as one. A text of fewer
 * than gram characters is one run. Memory from a: about 16 bytes a character. */
XS_CHECK enum xs_err xs_shingles_make(
    struct xs_arena *a, xs_str text, size_t gram, struct xs_shingles *out);
/* xs_shingles_sort: before questions about what is in s; memory from a: 16 bytes a character. */
XS_CHECK enum xs_err xs_shingles_sort(struct xs_arena *a, struct xs_shingles *s);
/* xs_shingles_contained: both sorted; shared runs / those of the text that has fewer, in
 * thousandths. */
int64_t xs_shingles_contained(const struct xs_shingles *a, const struct xs_shingles *b);
/* xs_shingles_cover: b sorted; covered[k] for each character k of a: it lies in a run that b has
 * too. */
void xs_shingles_cover(const struct xs_shingles *a, const struct xs_shingles *b, bool *covered);

/* The distinct runs of a text by 32 bits of their hashes, in order: what is kept to weigh it
 * against others. */
struct xs_runs {
    const uint32_t *v;
    size_t n;
};
/* xs_runs_make: memory from a. xs_runs_contained: as xs_shingles_contained. */
XS_CHECK enum xs_err xs_runs_make(
    struct xs_arena *a, const struct xs_shingles *s, struct xs_runs *out);
int64_t xs_runs_contained(const struct xs_runs *a, const struct xs_runs *b);
/* xs_runs_alike: contained at least so much, in thousandths; faster than to ask how much. */
bool xs_runs_alike(const struct xs_runs *a, const struct xs_runs *b, int64_t least);

#endif
