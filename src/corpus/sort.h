/* sort.h: records of one size in order. Their leading number (a hash, or numbers that are dense)
 * spreads them over buckets, which makes this several times as fast as comparing alone. */
#ifndef XS_CORPUS_SORT_H
#define XS_CORPUS_SORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What records begin with: a 64-bit number; a hash, which is one that may be any; two 32-bit ones
 * of which the first counts more; or one of 32 bits. */
enum xs_key { XS_KEY_NUMBER, XS_KEY_HASH, XS_KEY_PAIR, XS_KEY_SHORT };

struct xs_order {
    size_t size;                              /* bytes of a record, at least 8 */
    int (*cmp)(const void *a, const void *b); /* a total order: equal only if it makes no matter
                                                 which one comes first */
    enum xs_key key;                          /* a smaller key: before, for cmp too */
    bool in_turn; /* records with one key come in their order: it need not be looked at */
};

/* xs_sort: n records; spare has room for as many. Cost: n, where keys differ or records with one
 * key are in order already. */
void xs_sort(const struct xs_order *o, void *records, size_t n, void *spare);
/* xs_sort_either: the same, but they are in spare afterwards where it returns true: many records
 * are copied once less. */
bool xs_sort_either(const struct xs_order *o, void *records, size_t n, void *spare);

#endif
