/* NOLINTNEXTLINE(bugprone-reserved-identifier): the C library's own switch */
#define _DEFAULT_SOURCE /* madvise */
#include "base/alloc.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

/* The one mutable state of the library: a test hook, off unless a test sets it. */
static atomic_ulong fail_at;

#define FIRST_ROOM 64

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

#define HUGE_PAGE ((uintptr_t)2 << 20)

void xs_alloc_large(void *p, size_t size)
{
#ifdef MADV_HUGEPAGE
    uintptr_t from = ((uintptr_t)p + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
    uintptr_t end = ((uintptr_t)p + size) / HUGE_PAGE * HUGE_PAGE;
    if (from < end)
        (void)madvise((char *)p + (from - (uintptr_t)p), end - from, MADV_HUGEPAGE); /* a wish */
#else
    (void)p, (void)size;
#endif
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

void xs_free(void *p) { free(p); }
