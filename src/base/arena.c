#include "base/arena.h"

#include <stdalign.h>
#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"

#define FIRST_BLOCK ((size_t)64 << 10)
#define LARGEST_STEP (4 * XS_LARGE_PAGE)
/* What fresh memory holds in debug builds. */
#define FRESH 0xA5

struct block {
    struct block *prev;
    size_t size, used; /* of data */
    alignas(max_align_t) char data[];
};

struct xs_arena {
    struct block *top, *spare; /* spare: taken back, for the next ones */
    size_t cap, total, spared; /* spared: bytes of data of the spare ones */
};

struct xs_arena *xs_arena_new(size_t cap_bytes)
{
    struct xs_arena *a = xs_alloc(1, sizeof *a);
    if (a)
        a->cap = cap_bytes;
    return a;
}

/* Takes blocks back from the top down to, not including, stop. Fresh memory is dear: the largest
 * ones wait to be used again. */
static void drop(struct xs_arena *a, const struct block *stop)
{
    while (a->top && a->top != stop) {
        struct block *b = a->top;
        a->top = b->prev;
        if (a->spared + b->size > XS_MAX_SPARE_BYTES) {
            xs_free(b);
            continue;
        }
        a->spared += b->size;
        b->used = 0;
        b->prev = a->spare;
        a->spare = b;
    }
}

static void free_blocks(struct block *b)
{
    while (b) {
        struct block *prev = b->prev;
        xs_free(b);
        b = prev;
    }
}

void xs_arena_free(struct xs_arena *a)
{
    if (!a)
        return;
    free_blocks(a->top);
    free_blocks(a->spare);
    xs_free(a);
}

void xs_arena_reset(struct xs_arena *a)
{
    drop(a, NULL);
    a->total = 0;
}

/* A spare block with room for this much, taken out of the spare ones; or NULL. */
static struct block *take_spare(struct xs_arena *a, size_t need)
{
    struct block **at = &a->spare;
    while (*at && (*at)->size < need)
        at = &(*at)->prev;
    struct block *b = *at;
    if (b) {
        *at = b->prev;
        a->spared -= b->size;
    }
    return b;
}

static struct block *put_on_top(struct xs_arena *a, struct block *b)
{
    b->prev = a->top;
    a->top = b;
    return b;
}

static struct block *new_block(struct xs_arena *a, size_t need)
{
    struct block *b = take_spare(a, need);
    if (b)
        return put_on_top(a, b);
    size_t size = a->top ? (a->top->size + sizeof(struct block)) * 2 : FIRST_BLOCK;
    if (size > LARGEST_STEP)
        size = LARGEST_STEP;
    if (size < need + sizeof(struct block))
        size = need + sizeof(struct block);
    b = xs_alloc_large(&size);
    if (!b)
        return NULL;
    b->size = size - sizeof *b;
    b->used = 0;
    return put_on_top(a, b);
}

void *xs_arena_alloc(struct xs_arena *a, size_t count, size_t size)
{
    const size_t align = alignof(max_align_t);
    size_t n;
    if (__builtin_mul_overflow(count, size, &n) || n > SIZE_MAX - align)
        return NULL;
    n = (n + align - 1) / align * align;
    if (n > a->cap - (a->total < a->cap ? a->total : a->cap))
        return NULL;
    struct block *b = a->top;
    if (!b || n > b->size - b->used) {
        b = new_block(a, n);
        if (!b)
            return NULL;
    }
    void *p = b->data + b->used;
    b->used += n;
    a->total += n;
#ifdef XS_DEBUG
    memset(p, FRESH, n); /* whoever takes it for zeroes shall be seen */
#endif
    return p;
}

void *xs_arena_zalloc(struct xs_arena *a, size_t count, size_t size)
{
    void *p = xs_arena_alloc(a, count, size);
    if (p)
        memset(p, 0, count * size);
    return p;
}

void *xs_arena_grow_slow(struct xs_arena *a, void *old, size_t *cap, size_t need, size_t size)
{
    size_t n = *cap ? *cap * 2 : 8;
    if (n < need)
        n = need;
    char *p = xs_arena_alloc(a, n, size);
    if (!p)
        return NULL;
    size_t have = old ? *cap * size : 0;
    if (have)
        memcpy(p, old, have);
    *cap = n;
    return p;
}

bool xs_arena_dup(struct xs_arena *a, xs_str s, xs_str *out)
{
    char *p = xs_arena_alloc(a, s.len ? s.len : 1, 1);
    if (!p)
        return false;
    if (s.len)
        memcpy(p, s.ptr, s.len);
    *out = (xs_str){ p, s.len };
    return true;
}

struct xs_arena_mark xs_arena_mark(const struct xs_arena *a)
{
    return (struct xs_arena_mark){ a->top, a->top ? a->top->used : 0, a->total };
}

void xs_arena_release(struct xs_arena *a, struct xs_arena_mark m)
{
    drop(a, m.block);
    if (a->top)
        a->top->used = m.used;
    a->total = m.total;
}

size_t xs_arena_used(const struct xs_arena *a) { return a->total; }
