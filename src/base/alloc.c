/* NOLINTNEXTLINE(bugprone-reserved-identifier): the C library's own switch */
#define _DEFAULT_SOURCE /* madvise */
#include "base/alloc.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

/* The one mutable state of the library: a test hook, off unless a test sets it. */
static atomic_ulong fail_at;

#define FIRST_ROOM 64
#define FIRST_LARGE ((size_t)32 << 10)
#define STEP 256
/* What is fetched at once, and the least that the system gives. */
#define FETCHED ((size_t)128 << 10)
#define PAGE ((size_t)4 << 10)

static bool must_fail(void)
{
    unsigned long left = atomic_load_explicit(&fail_at, memory_order_relaxed);
    if (left == 0)
        return false;
    return atomic_fetch_sub(&fail_at, 1) == 1;
}

void xs_alloc_fail_at(unsigned long n) { atomic_store(&fail_at, n); }

unsigned long xs_alloc_fail_left(void) { return atomic_load(&fail_at); }

void *xs_alloc(size_t count, size_t size)
{
    if (must_fail())
        return NULL;
    return calloc(count ? count : 1, size ? size : 1);
}

void *xs_realloc(void *p, size_t count, size_t size)
{
    if (must_fail() || (size && count > SIZE_MAX / size))
        return NULL;
    size_t n = count * size;
    return realloc(p, n ? n : 1);
}

void *xs_alloc_large(size_t *size)
{
    if (*size < XS_LARGE_BYTES)
        return xs_realloc(NULL, *size, 1);
    if (must_fail() || *size > SIZE_MAX - XS_LARGE_PAGE)
        return NULL;
    size_t whole = (*size + XS_LARGE_PAGE - 1) / XS_LARGE_PAGE * XS_LARGE_PAGE;
    void *p = aligned_alloc(XS_LARGE_PAGE, whole);
    if (!p)
        return NULL;
#ifdef MADV_HUGEPAGE
    (void)madvise(p, whole, MADV_HUGEPAGE); /* no more than a wish */
#endif
    *size = whole;
    return p;
}

void *xs_grow(void *p, size_t *cap, size_t need, size_t size)
{
    size_t room = *cap ? *cap : FIRST_ROOM;
    if (p && need <= *cap)
        return p;
    while (room < need && room <= SIZE_MAX / 2)
        room *= 2;
    void *grown = xs_realloc(p, room, size);
    if (grown)
        *cap = room;
    return grown;
}

size_t xs_alloc_fetch(const char *p, size_t need, size_t room)
{
    size_t n = need < FETCHED ? FETCHED : need;
    n = n < room ? n : room;
#ifdef MADV_POPULATE_WRITE
    const uintptr_t from = (uintptr_t)p / PAGE * PAGE, end = (uintptr_t)p + n;
    (void)madvise((void *)from, (end - from + PAGE - 1) / PAGE * PAGE, MADV_POPULATE_WRITE);
#else
    (void)p;
#endif
    return n;
}

static bool enlarge(struct xs_tract *t, size_t used, size_t need, size_t most)
{
    size_t size = t->size == 0 ? FIRST_LARGE : t->size > SIZE_MAX / STEP ? t->size : t->size * STEP;
    size = size > most ? most : size;
    size = size < need ? need : size;
    if (used == 0) {
        xs_free(t->p);
        *t = (struct xs_tract){ 0 };
    }
    char *grown = size < XS_LARGE_BYTES ? xs_realloc(t->p, size, 1) : xs_alloc_large(&size);
    if (!grown)
        return false;
    if (size >= XS_LARGE_BYTES) {
        if (used > 0)
            memcpy(grown, t->p, used);
        xs_free(t->p);
    }
    *t = (struct xs_tract){ grown, size, used };
    return true;
}

bool xs_tract_grow(struct xs_tract *t, size_t used, size_t need, size_t most)
{
    if (need > t->size && !enlarge(t, used, need, most))
        return false;
    if (need > t->fetched)
        t->fetched += xs_alloc_fetch(t->p + t->fetched, need - t->fetched, t->size - t->fetched);
    return true;
}

void xs_free(void *p) { free(p); }

void xs_alloc_keep(void)
{
#ifdef M_MMAP_THRESHOLD /* only for speed: a no is as good */
    (void)mallopt(M_MMAP_THRESHOLD, (int)XS_LARGE_BYTES);
    (void)mallopt(M_TRIM_THRESHOLD, (int)(64 * XS_LARGE_BYTES));
    (void)mallopt(M_TOP_PAD, (int)(2 * XS_LARGE_PAGE)); /* at once from the system */
#endif
}
