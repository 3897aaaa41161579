/* prop.h: random input with fixed seeds: the same sequence on every machine. */
#ifndef XS_TESTS_PROP_H
#define XS_TESTS_PROP_H

#include "base/utf8.h"
#include "env.h"

struct dice {
    uint64_t x;
};

/* xorshift64*: below n. */
static inline size_t roll(struct dice *d, size_t n)
{
    d->x ^= d->x >> 12;
    d->x ^= d->x << 25;
    d->x ^= d->x >> 27;
    return (size_t)((d->x * UINT64_C(2685821657736338717)) >> 33) % n;
}

/* n code points out of set (UTF-8), into room (at least 4 * n bytes). */
static inline xs_str random_text(struct dice *d, xs_str set, size_t n, char *room)
{
    size_t count = xs_utf8_count(set), len = 0;
    for (size_t i = 0; i < n; i++) {
        xs_str head = xs_utf8_head(set, roll(d, count));
        size_t at = head.len;
        size_t bytes = xs_utf8_len(set.ptr[at]);
        memcpy(room + len, set.ptr + at, bytes);
        len += bytes;
    }
    return (xs_str){ room, len };
}

#endif
