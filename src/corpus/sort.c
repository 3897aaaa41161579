#include "corpus/sort.h"

#include <stdlib.h>
#include <string.h>

#define FEW 12
#define FIRST_BUCKETS 8192u
#define IN_FIRST 4 /* records that shall be in one of them */
#define BUCKETS 256u
#define TIMES 8

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

static bool is_number(enum xs_key key) { return key == XS_KEY_NUMBER || key == XS_KEY_HASH; }

static uint64_t leading(enum xs_key key, const char *record)
{
    if (is_number(key))
        return number(record);
    return (uint64_t)half(record, 0) << 32 | (key == XS_KEY_PAIR ? half(record, 1) : 0);
}

static bool is_before(const struct xs_order *o, const char *a, const char *b)
{
    uint64_t x = leading(o->key, a), y = leading(o->key, b);
    return x == y ? !o->in_turn && o->cmp(a, b) < 0 : x < y;
}

/* Right for what is short, and for what is in order already. spare: room for one. */
static void insert(const struct xs_order *o, char *v, size_t n, void *spare)
{
    const size_t size = o->size;
    for (char *p = v + size, *const end = v + n * size; p < end; p += size) {
        char *to = p;
        while (to > v && is_before(o, p, to - size))
            to -= size;
        if (to == p)
            continue;
        memcpy(spare, p, size);
        memmove(to + size, to, (size_t)(p - to));
        memcpy(to, spare, size);
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
    if (is_number(key))
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
    for (size_t i = 0; i < n && is_number(o->key); i++) {
        low = least(low, number(v + i * o->size));
        high = largest(high, number(v + i * o->size));
    }
    if (is_number(o->key)) {
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

/* At most so many buckets for keys up to high. */
static struct spread spread_to(uint64_t high, size_t most, struct spread s)
{
    while (high >> s.shift >= most)
        s.shift++;
    s.buckets = (size_t)(high >> s.shift) + 1;
    return s;
}

static struct spread spread_of(const struct xs_order *o, const char *v, size_t n, size_t most)
{
    struct spread s;
    const uint64_t high = measure(o, v, n, &s);
    return spread_to(high, n < most ? n : most, s);
}

/* Where records come from and go to. */
struct move {
    char *from, *to; /* from: its records may be overwritten afterwards */
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
    if (is_number(o->key) && o->size == 8)
        distribute_as(8, XS_KEY_NUMBER, s, m, ends);
    else if (is_number(o->key) && o->size == 16)
        distribute_as(16, XS_KEY_NUMBER, s, m, ends);
    else if (is_number(o->key) && o->size == 24)
        distribute_as(24, XS_KEY_NUMBER, s, m, ends);
    else if (is_number(o->key) && o->size == 32)
        distribute_as(32, XS_KEY_NUMBER, s, m, ends);
    else if (o->key == XS_KEY_PAIR && o->size == 12)
        distribute_as(12, XS_KEY_PAIR, s, m, ends);
    else if (o->key == XS_KEY_SHORT && o->size == 8)
        distribute_as(8, XS_KEY_SHORT, s, m, ends);
    else
        distribute_as(o->size, o->key, s, m, ends);
}

static bool in_order(const struct xs_order *o, const char *v, size_t n)
{
    const char *p = v, *const end = v + n * o->size;
    if (o->in_turn && is_number(o->key)) {
        for (uint64_t last = 0; p < end && number(p) >= last; p += o->size)
            last = number(p);
        return p == end;
    }
    for (p += o->size; p < end && !is_before(o, p, p - o->size);)
        p += o->size;
    return p >= end;
}

/* NOLINTBEGIN(misc-no-recursion): no deeper than times, which goes down with each step */
static void sort_part(const struct xs_order *o, char *v, size_t n, char *spare, unsigned times);

/* Records into buckets, m.from -> m.to, and each of these put in order. */
static void sort_buckets(
    const struct xs_order *o, struct spread s, struct move m, size_t *ends, unsigned times)
{
    distribute(o, s, m, ends);
    for (size_t b = 0, at = 0; b < s.buckets; at = ends[b++])
        if (ends[b] - at > 1)
            sort_part(o, m.to + at * o->size, ends[b] - at, m.from + at * o->size, times);
}

/* What is not in order goes into buckets once more, so many times: each time keys that are numbers
 * have eight bits less to differ in. */
static void sort_part(const struct xs_order *o, char *v, size_t n, char *spare, unsigned times)
{
    size_t ends[BUCKETS + 1];
    if (n <= FEW) {
        insert(o, v, n, spare);
        return;
    }
    if (in_order(o, v, n))
        return;
    const struct spread s = spread_of(o, v, n, BUCKETS);
    if (s.buckets == 1 || times == 0) {
        qsort(v, n, o->size, o->cmp);
        return;
    }
    memcpy(spare, v, n * o->size);
    sort_buckets(o, s, (struct move){ spare, v, n }, ends, times - 1);
}
/* NOLINTEND(misc-no-recursion) */

bool xs_sort_either(const struct xs_order *o, void *records, size_t n, void *spare)
{
    size_t ends[FIRST_BUCKETS + 1];
    const size_t most = n / IN_FIRST < FIRST_BUCKETS ? n / IN_FIRST : FIRST_BUCKETS;
    if (most < 2) {
        sort_part(o, records, n, spare, TIMES);
        return false;
    }
    const struct spread s = o->key == XS_KEY_HASH
                                ? spread_to(UINT64_MAX, most, (struct spread){ 0 })
                                : spread_of(o, records, n, most);
    if (s.buckets == 1) {
        sort_part(o, records, n, spare, 0);
        return false;
    }
    sort_buckets(o, s, (struct move){ records, spare, n }, ends, TIMES);
    return true;
}

void xs_sort(const struct xs_order *o, void *records, size_t n, void *spare)
{
    if (xs_sort_either(o, records, n, spare))
        memcpy(records, spare, n * o->size);
}
