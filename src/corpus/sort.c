#include "corpus/sort.h"

#include <stdlib.h>
#include <string.h>

#define FEW 12
#define BUCKETS 256u

uint64_t xs_key_number(const void *record)
{
    uint64_t n;
    memcpy(&n, record, sizeof n);
    return n;
}

uint64_t xs_key_pair(const void *record)
{
    uint32_t n[2];
    memcpy(n, record, sizeof n);
    return (uint64_t)n[0] << 32 | n[1];
}

/* Right for what is short, and for what is in order already. spare: room for one. */
static void insert(const struct xs_order *o, char *v, size_t n, void *spare)
{
    for (size_t i = 1; i < n; i++) {
        size_t k = i;
        while (k > 0 && o->cmp(v + (k - 1) * o->size, v + i * o->size) > 0)
            k--;
        if (k == i)
            continue;
        memcpy(spare, v + i * o->size, o->size);
        memmove(v + (k + 1) * o->size, v + k * o->size, (i - k) * o->size);
        memcpy(v + k * o->size, spare, o->size);
    }
}

/* A key's bucket: (key - low) >> shift. */
struct spread {
    uint64_t low;
    unsigned shift;
    size_t buckets; /* 1: all keys are equal */
};

static struct spread spread_of(const struct xs_order *o, const char *v, size_t n)
{
    struct spread s = { .low = o->key(v) };
    uint64_t high = s.low, most = n < BUCKETS ? n : BUCKETS;
    for (size_t i = 1; i < n; i++) {
        uint64_t key = o->key(v + i * o->size);
        s.low = key < s.low ? key : s.low;
        high = key > high ? key : high;
    }
    while ((high - s.low) >> s.shift >= most)
        s.shift++;
    s.buckets = (size_t)((high - s.low) >> s.shift) + 1;
    return s;
}

void xs_sort(const struct xs_order *o, void *records, size_t n, void *spare)
{
    char *v = records, *to = spare;
    size_t ends[BUCKETS + 1];
    if (n <= FEW) {
        insert(o, v, n, spare);
        return;
    }
    struct spread s = spread_of(o, v, n);
    if (s.buckets == 1) {
        qsort(v, n, o->size, o->cmp);
        return;
    }
    memset(ends, 0, (s.buckets + 1) * sizeof *ends);
    for (size_t i = 0; i < n; i++)
        ends[((o->key(v + i * o->size) - s.low) >> s.shift) + 1]++;
    for (size_t b = 1; b <= s.buckets; b++)
        ends[b] += ends[b - 1];
    for (size_t i = 0; i < n; i++) {
        size_t at = ends[(o->key(v + i * o->size) - s.low) >> s.shift]++;
        memcpy(to + at * o->size, v + i * o->size, o->size);
    }
    memcpy(v, to, n * o->size);
    for (size_t b = 0, from = 0; b < s.buckets; from = ends[b++])
        if (ends[b] - from > 1)
            xs_sort(o, v + from * o->size, ends[b] - from, spare);
}
