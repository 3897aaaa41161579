/* arena.h: memory that dies together. One for each document, one for the run. Not shared between
 * threads. */
#ifndef XS_BASE_ARENA_H
#define XS_BASE_ARENA_H

#include <stdalign.h>

#include "base/str.h"

/* What fresh memory holds in debug builds. */
#define XS_ARENA_FRESH 0xA5

struct xs_arena_block;

/* Private but for the functions below. */
struct xs_arena {
    char *next;                         /* what is free of the top block */
    size_t left;                        /* bytes of it that may be given out */
    struct xs_arena_block *top, *spare; /* spare: taken back, for the next ones */
    size_t cap, below, spared; /* below: bytes given out of the blocks below the top one; spared:
                                  bytes of data of the spare ones */
};

struct xs_arena_mark {
    void *block;
    size_t used, total;
};

/* xs_arena_new: an empty arena that gives at most cap_bytes. NULL: no memory. */
XS_CHECK struct xs_arena *xs_arena_new(size_t cap_bytes);
void xs_arena_free(struct xs_arena *a);
/* xs_arena_reset: forget everything; its memory, up to XS_MAX_SPARE_BYTES, is used again. */
void xs_arena_reset(struct xs_arena *a);
/* xs_arena_zalloc: count * size zeroed bytes, aligned for any type. NULL: cap, overflow or no
 * memory. */
XS_CHECK void *xs_arena_zalloc(struct xs_arena *a, size_t count, size_t size);
XS_CHECK void *xs_arena_alloc_slow(struct xs_arena *a, size_t count, size_t size);
/* xs_arena_take: the next n bytes of the top block, which are there; n keeps it aligned. */
static inline void *xs_arena_take(struct xs_arena *a, size_t n)
{
    char *p = a->next;
    a->next += n;
    a->left -= n;
#ifdef XS_DEBUG
    memset(p, XS_ARENA_FRESH, n); /* whoever takes it for zeroes shall be seen */
#endif
    return p;
}
/* xs_arena_alloc: the same without zeroing. */
XS_CHECK static inline void *xs_arena_alloc(struct xs_arena *a, size_t count, size_t size)
{
    const size_t align = alignof(max_align_t);
    size_t n;
    bool wraps = __builtin_mul_overflow(count, size, &n);
    n = (n + align - 1) / align * align;
    if (wraps || n - 1 >= a->left) /* nothing, and what wraps here, are none of the usual sizes */
        return xs_arena_alloc_slow(a, count, size);
    return xs_arena_take(a, n);
}
XS_CHECK void *xs_arena_grow_slow(
    struct xs_arena *a, void *old, size_t *cap, size_t need, size_t size);
/* xs_arena_grow: array of *cap elements -> at least need, where it stands if it was given out last,
 * else copied; sets *cap; what is new holds anything. NULL on failure. */
XS_CHECK static inline void *xs_arena_grow(
    struct xs_arena *a, void *old, size_t *cap, size_t need, size_t size)
{
    return old && need <= *cap ? old : xs_arena_grow_slow(a, old, cap, need, size);
}
/* xs_arena_dup: a copy of s that lives as long as the arena. False: no memory, *out untouched. */
XS_CHECK bool xs_arena_dup(struct xs_arena *a, xs_str s, xs_str *out);
/* xs_arena_join: one, a character and two as one text. */
XS_CHECK bool xs_arena_join(struct xs_arena *a, xs_str one, char between, xs_str two, xs_str *out);
/* Scratch: everything given out after the mark is taken back. Never across a call that keeps
 * memory. */
struct xs_arena_mark xs_arena_mark(const struct xs_arena *a);
void xs_arena_release(struct xs_arena *a, struct xs_arena_mark m);
/* xs_arena_used: bytes given out. */
size_t xs_arena_used(const struct xs_arena *a);

#endif
