#include "base/arena.h"

#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"

#define FIRST_BLOCK ((size_t)64 << 10)
#define LARGEST_STEP (2 * XS_LARGE_BYTES)

struct xs_arena_block {
    struct xs_arena_block *prev;
    size_t size, fetched; /* bytes of data; the first ones of them, from xs_alloc_fetch */
    alignas(max_align_t) char data[];
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
static void drop(struct xs_arena *a, const struct xs_arena_block *stop)
{
    while (a->top && a->top != stop) {
        struct xs_arena_block *b = a->top;
        a->top = b->prev;
        if (a->spared + b->size > XS_MAX_SPARE_BYTES) {
            xs_free(b);
            continue;
        }
        a->spared += b->size;
        b->prev = a->spare;
        a->spare = b;
    }
}

static void free_blocks(struct xs_arena_block *b)
{
    while (b) {
        struct xs_arena_block *prev = b->prev;
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

/* Bytes given out of the top block. */
static size_t used(const struct xs_arena *a)
{
    return a->top ? (size_t)(a->next - a->top->data) : 0;
}

size_t xs_arena_used(const struct xs_arena *a) { return a->below + used(a); }

/* The top block, of which so many bytes are given out, is where the next ones come from. */
static void go_on_from(struct xs_arena *a, size_t bytes)
{
    a->next = a->top ? a->top->data + bytes : NULL;
    size_t room = a->top ? a->top->fetched - bytes : 0, may = a->cap - a->below - bytes;
    a->left = room < may ? room : may;
}

void xs_arena_reset(struct xs_arena *a)
{
    drop(a, NULL);
    a->below = 0;
    go_on_from(a, 0);
}

/* A spare block with room for this much, taken out of the spare ones; or NULL. */
static struct xs_arena_block *take_spare(struct xs_arena *a, size_t need)
{
    struct xs_arena_block **at = &a->spare;
    while (*at && (*at)->size < need)
        at = &(*at)->prev;
    struct xs_arena_block *b = *at;
    if (b) {
        *at = b->prev;
        a->spared -= b->size;
    }
    return b;
}

static struct xs_arena_block *put_on_top(struct xs_arena *a, struct xs_arena_block *b)
{
    b->prev = a->top;
    a->top = b;
    return b;
}

static struct xs_arena_block *new_block(struct xs_arena *a, size_t need)
{
    struct xs_arena_block *b = take_spare(a, need);
    if (b)
        return put_on_top(a, b);
    size_t size = a->top ? (a->top->size + sizeof(struct xs_arena_block)) * 2 : FIRST_BLOCK;
    if (size > LARGEST_STEP)
        size = LARGEST_STEP;
    if (size < need + sizeof(struct xs_arena_block))
        size = need + sizeof(struct xs_arena_block);
    b = xs_alloc_large(&size);
    if (!b)
        return NULL;
    b->size = size - sizeof *b;
    b->fetched = 0;
    return put_on_top(a, b);
}

/* So many bytes and what an arena gives out with them: all is aligned. */
static size_t rounded(size_t n)
{
    const size_t align = alignof(max_align_t);
    return (n + align - 1) / align * align;
}

/* n bytes of the top block can be given out from now on. False: it has no room. */
static bool fetch(struct xs_arena *a, size_t n)
{
    struct xs_arena_block *b = a->top;
    const size_t given = used(a);
    if (!b || n > b->size - given || n > a->cap - a->below - given)
        return false;
    if (n > b->fetched - given) {
        const size_t need = n - (b->fetched - given);
        b->fetched += xs_alloc_fetch(b->data + b->fetched, need, b->size - b->fetched);
        go_on_from(a, given);
    }
    return true;
}

void *xs_arena_alloc_slow(struct xs_arena *a, size_t count, size_t size)
{
    size_t n, given = used(a);
    if (__builtin_mul_overflow(count, size, &n) || n > SIZE_MAX - alignof(max_align_t))
        return NULL;
    n = rounded(n);
    if (n > a->cap - a->below - given)
        return NULL;
    if (!fetch(a, n)) {
        if (!new_block(a, n))
            return NULL;
        a->below += given;
        go_on_from(a, 0);
        (void)fetch(a, n); /* it has room */
    }
    return xs_arena_take(a, n);
}

void *xs_arena_zalloc(struct xs_arena *a, size_t count, size_t size)
{
    void *p = xs_arena_alloc(a, count, size);
    if (p)
        memset(p, 0, count * size);
    return p;
}

/* Makes p, of `have` bytes, count * size bytes where it stands. False: it is not what was given out
 * last, or the block has no room. */
static bool extend(struct xs_arena *a, const char *p, size_t have, size_t count, size_t size)
{
    size_t n, had = rounded(have);
    if (have == 0 || p + had != a->next || __builtin_mul_overflow(count, size, &n) ||
        n > SIZE_MAX - alignof(max_align_t) || !fetch(a, rounded(n) - had))
        return false;
    (void)xs_arena_take(a, rounded(n) - had);
    return true;
}

void *xs_arena_grow_slow(struct xs_arena *a, void *old, size_t *cap, size_t need, size_t size)
{
    size_t n = *cap ? *cap * 2 : 8, have = old ? *cap * size : 0;
    if (n < need)
        n = need;
    char *p = old;
    if (!extend(a, p, have, n, size)) {
        p = xs_arena_alloc(a, n, size);
        if (!p)
            return NULL;
        if (have)
            memcpy(p, old, have);
    }
    *cap = n;
    return p;
}

bool xs_arena_dup(struct xs_arena *a, xs_str s, xs_str *out)
{
    const char *p = "";
    if (s.len) {
        char *copy = xs_arena_alloc(a, s.len, 1);
        if (!copy)
            return false;
        p = memcpy(copy, s.ptr, s.len);
    }
    *out = (xs_str){ p, s.len };
    return true;
}

bool xs_arena_join(struct xs_arena *a, xs_str one, char between, xs_str two, xs_str *out)
{
    char *p = xs_arena_alloc(a, one.len + two.len + 1, 1);
    if (!p)
        return false;
    if (one.len)
        memcpy(p, one.ptr, one.len);
    p[one.len] = between;
    if (two.len)
        memcpy(p + one.len + 1, two.ptr, two.len);
    *out = (xs_str){ p, one.len + two.len + 1 };
    return true;
}

struct xs_arena_mark xs_arena_mark(const struct xs_arena *a)
{
    return (struct xs_arena_mark){ a->top, used(a), xs_arena_used(a) };
}

void xs_arena_release(struct xs_arena *a, struct xs_arena_mark m)
{
    drop(a, m.block);
    a->below = m.total - m.used;
    go_on_from(a, m.used);
}
