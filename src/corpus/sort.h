/* sort.h: records of one size in order. Their leading number (a hash, or numbers that are dense)
 * spreads them over buckets, which makes this several times as fast as comparing alone. */
#ifndef XS_CORPUS_SORT_H
#define XS_CORPUS_SORT_H

#include <stddef.h>
#include <stdint.h>

struct xs_order {
    size_t size;                              /* bytes of a record */
    int (*cmp)(const void *a, const void *b); /* a total order: equal only if all bytes are */
    uint64_t (*key)(const void *record);      /* key(a) < key(b): a is before b */
};

/* Keys of records that begin with a 64-bit number, with two 32-bit ones. */
uint64_t xs_key_number(const void *record);
uint64_t xs_key_pair(const void *record);

/* xs_sort: n records; spare has room for as many. Cost: n, where keys differ. */
void xs_sort(const struct xs_order *o, void *records, size_t n, void *spare);

#endif
