#include "corpus/sort.h"

#include <stdbool.h>
#include <stdlib.h>

#define FEW 12
#define FIRST_BUCKETS 1024u
#define BUCKETS 256u

static bool is_before(const struct xs_order *o, const char *a, const char *b)
{
    uint64_t x = xs_key_of(o, a), y = xs_key_of(o, b);
    return x == y ? o->cmp(a, b) < 0 : x < y;
}

/* Right for what is short, and for what is in order already. spare: room for one. */
static void insert(const struct xs_order *o, char *v, size_t n, void *spare)
{
    for (size_t i = 1; i < n; i++) {
        size_t k = i;
        while (k > 0 && is_before(o, v + i * o->size, v + (k - 1) * o->size))
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

static struct spread spread_of(const struct xs_order *o, const char *v, size_t n, size_t most)
{
    struct spread s = { .low = xs_key_of(o, v) };
    uint64_t high = s.low;
    for (size_t i = 1; i < n; i++) {
        uint64_t key = xs_key_of(o, v + i * o->size);
        s.low = key < s.low ? key : s.low;
        high = key > high ? key : high;
    }
    most = n < most ? n : most;
    while ((high - s.low) >> s.shift >= most)
        s.shift++;
    s.buckets = (size_t)((high - s.low) >> s.shift) + 1;
    return s;
}

/* Records into buckets, in the order of these: from -> to; ends of each. */
static void distribute(
    const struct xs_order *o, struct spread s, const char *from, size_t n, char *to, size_t *ends)
{
    size_t size = o->size;
    for (size_t b = 0; b <= s.buckets; b++)
        ends[b] = 0;
    for (size_t i = 0; i < n; i++)
        ends[((xs_key_of(o, from + i * size) - s.low) >> s.shift) + 1]++;
    for (size_t b = 1; b <= s.buckets; b++)
        ends[b] += ends[b - 1];
    for (size_t i = 0; i < n; i++) {
        const char *record = from + i * size;
        size_t at = ends[(xs_key_of(o, record) - s.low) >> s.shift]++;
        xs_record_copy(to + at * size, record, size);
    }
}

/* Records whose keys are not apart: often they came in their order. spare: room for one. */
static void compare(const struct xs_order *o, char *v, size_t n, void *spare)
{
    size_t i = 1;
    if (n <= FEW) {
        insert(o, v, n, spare);
        return;
    }
    while (i < n && !is_before(o, v + i * o->size, v + (i - 1) * o->size))
        i++;
    if (i < n)
        qsort(v, n, o->size, o->cmp);
}

/* A bucket once more into buckets, from -> to: what is left in one is compared. */
static void sort_bucket(const struct xs_order *o, char *from, size_t n, char *to)
{
    size_t ends[BUCKETS + 1];
    struct spread s = { .buckets = 1 };
    if (n > FEW)
        s = spread_of(o, from, n, BUCKETS);
    if (s.buckets == 1) {
        memcpy(to, from, n * o->size);
        compare(o, to, n, from);
        return;
    }
    distribute(o, s, from, n, to, ends);
    for (size_t b = 0, at = 0; b < s.buckets; at = ends[b++])
        if (ends[b] - at > 1)
            compare(o, to + at * o->size, ends[b] - at, from);
}

void xs_sort(const struct xs_order *o, void *records, size_t n, void *spare)
{
    char *v = records, *other = spare;
    size_t ends[FIRST_BUCKETS + 1];
    struct spread s = { .buckets = 1 };
    if (n > FEW)
        s = spread_of(o, v, n, FIRST_BUCKETS);
    if (s.buckets == 1) {
        compare(o, v, n, spare);
        return;
    }
    distribute(o, s, v, n, other, ends);
    for (size_t b = 0, at = 0; b < s.buckets; at = ends[b++])
        if (ends[b] > at)
            sort_bucket(o, other + at * o->size, ends[b] - at, v + at * o->size);
}
