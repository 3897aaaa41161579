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

/* Records into buckets, in the order of these; ends of each. How many buckets: 1 = nothing done. */
static size_t distribute(const struct xs_order *o, char *v, size_t n, char *spare, size_t *ends)
{
    struct spread s = spread_of(o, v, n);
    if (s.buckets == 1) {
        ends[0] = n;
        return 1;
    }
    memset(ends, 0, (s.buckets + 1) * sizeof *ends);
    for (size_t i = 0; i < n; i++)
        ends[((o->key(v + i * o->size) - s.low) >> s.shift) + 1]++;
    for (size_t b = 1; b <= s.buckets; b++)
        ends[b] += ends[b - 1];
    for (size_t i = 0; i < n; i++) {
        size_t at = ends[(o->key(v + i * o->size) - s.low) >> s.shift]++;
        memcpy(spare + at * o->size, v + i * o->size, o->size);
    }
    memcpy(v, spare, n * o->size);
    return s.buckets;
}

static void compare(const struct xs_order *o, char *v, size_t n, void *spare)
{
    if (n <= FEW)
        insert(o, v, n, spare);
    else
        qsort(v, n, o->size, o->cmp);
}

/* A bucket once more into buckets: what is left in one is compared. */
static void sort_bucket(const struct xs_order *o, char *v, size_t n, char *spare)
{
    size_t ends[BUCKETS + 1];
    if (n <= FEW) {
        insert(o, v, n, spare);
        return;
    }
    size_t buckets = distribute(o, v, n, spare, ends);
    for (size_t b = 0, from = 0; b < buckets; from = ends[b++])
        compare(o, v + from * o->size, ends[b] - from, spare);
}

void xs_sort(const struct xs_order *o, void *records, size_t n, void *spare)
{
    char *v = records;
    size_t ends[BUCKETS + 1];
    if (n <= FEW) {
        insert(o, v, n, spare);
        return;
    }
    size_t buckets = distribute(o, v, n, spare, ends);
    for (size_t b = 0, from = 0; b < buckets; from = ends[b++])
        sort_bucket(o, v + from * o->size, ends[b] - from, spare);
}
