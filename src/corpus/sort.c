#include "corpus/sort.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define FEW 12
#define FIRST_BUCKETS 1024u
#define BUCKETS 256u

static uint64_t number(const char *record)
{
    uint64_t n;
    memcpy(&n, record, sizeof n);
    return n;
}

static uint32_t half(const char *record, size_t k)
{
    uint32_t n[2];
    memcpy(n, record, sizeof n);
    return n[k];
}

static uint64_t leading(enum xs_key key, const char *record)
{
    if (key == XS_KEY_NUMBER)
        return number(record);
    return (uint64_t)half(record, 0) << 32 | (key == XS_KEY_PAIR ? half(record, 1) : 0);
}

static bool is_before(const struct xs_order *o, const char *a, const char *b)
{
    uint64_t x = leading(o->key, a), y = leading(o->key, b);
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

/* Keys as numbers from 0: two halves are made one without the gaps that dense ones leave. A key's
 * bucket is that number >> shift. */
struct spread {
    uint64_t low, width; /* low: of the number, or of both halves; width: of the second half */
    unsigned shift;
    size_t buckets; /* 1: all keys are equal */
};

static inline uint64_t key_of(enum xs_key key, const struct spread *s, const char *record)
{
    if (key == XS_KEY_NUMBER)
        return number(record) - s->low;
    uint64_t first = half(record, 0), second = key == XS_KEY_PAIR ? half(record, 1) : 0;
    return first * s->width + second - s->low;
}

static uint64_t least(uint64_t a, uint64_t b) { return a < b ? a : b; }
static uint64_t largest(uint64_t a, uint64_t b) { return a > b ? a : b; }

/* low and width; the largest key is returned. */
static uint64_t measure(const struct xs_order *o, const char *v, size_t n, struct spread *s)
{
    uint64_t low = UINT64_MAX, high = 0, low2 = UINT64_MAX, high2 = 0;
    for (size_t i = 0; i < n && o->key == XS_KEY_NUMBER; i++) {
        low = least(low, number(v + i * o->size));
        high = largest(high, number(v + i * o->size));
    }
    if (o->key == XS_KEY_NUMBER) {
        *s = (struct spread){ .low = low };
        return high - low;
    }
    for (size_t i = 0; i < n; i++) {
        uint32_t first = half(v + i * o->size, 0), second = half(v + i * o->size, 1);
        low = least(low, first);
        high = largest(high, first);
        low2 = least(low2, second);
        high2 = largest(high2, second);
    }
    if (o->key == XS_KEY_SHORT)
        low2 = high2 = 0;
    *s = (struct spread){ .width = high2 - low2 + 1 };
    s->low = low * s->width + low2;
    return high * s->width + high2 - s->low;
}

static struct spread spread_of(const struct xs_order *o, const char *v, size_t n, size_t most)
{
    struct spread s;
    uint64_t high = measure(o, v, n, &s);
    most = n < most ? n : most;
    while (high >> s.shift >= most)
        s.shift++;
    s.buckets = (size_t)(high >> s.shift) + 1;
    return s;
}

/* Where records come from and go to. */
struct move {
    const char *from;
    char *to;
    size_t n;
};

/* size and key are known where this is called: it becomes a loop of its own for each. */
__attribute__((always_inline)) static inline void distribute_as(
    size_t size, enum xs_key key, struct spread s, struct move m, size_t *ends)
{
    for (size_t b = 0; b <= s.buckets; b++)
        ends[b] = 0;
    for (size_t i = 0; i < m.n; i++)
        ends[(key_of(key, &s, m.from + i * size) >> s.shift) + 1]++;
    for (size_t b = 1; b <= s.buckets; b++)
        ends[b] += ends[b - 1];
    for (size_t i = 0; i < m.n; i++) {
        const char *record = m.from + i * size;
        memcpy(m.to + ends[key_of(key, &s, record) >> s.shift]++ * size, record, size);
    }
}

/* Records into buckets, in the order of these; ends of each. */
static void distribute(const struct xs_order *o, struct spread s, struct move m, size_t *ends)
{
    if (o->key == XS_KEY_NUMBER && o->size == 8)
        distribute_as(8, XS_KEY_NUMBER, s, m, ends);
    else if (o->key == XS_KEY_NUMBER && o->size == 24)
        distribute_as(24, XS_KEY_NUMBER, s, m, ends);
    else if (o->key == XS_KEY_NUMBER && o->size == 32)
        distribute_as(32, XS_KEY_NUMBER, s, m, ends);
    else if (o->key == XS_KEY_PAIR && o->size == 12)
        distribute_as(12, XS_KEY_PAIR, s, m, ends);
    else if (o->key == XS_KEY_SHORT && o->size == 8)
        distribute_as(8, XS_KEY_SHORT, s, m, ends);
    else
        distribute_as(o->size, o->key, s, m, ends);
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
    distribute(o, s, (struct move){ from, to, n }, ends);
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
    distribute(o, s, (struct move){ v, other, n }, ends);
    for (size_t b = 0, at = 0; b < s.buckets; at = ends[b++])
        if (ends[b] > at)
            sort_bucket(o, other + at * o->size, ends[b] - at, v + at * o->size);
}
