/* alloc.h: the only way to memory. Tests can make the n-th allocation fail. */
#ifndef XS_BASE_ALLOC_H
#define XS_BASE_ALLOC_H

#include "base/str.h"

/* xs_alloc: count * size zeroed bytes, or NULL (overflow, no memory). xs_free takes NULL. */
XS_CHECK void *xs_alloc(size_t count, size_t size);
/* xs_realloc: as realloc, for count * size bytes; on NULL the old block stays. New bytes are not
 * zeroed. */
XS_CHECK void *xs_realloc(void *p, size_t count, size_t size);
/* xs_grow: array p of *cap elements -> room for at least need; *cap is set. On NULL the old array
 * stays. */
XS_CHECK void *xs_grow(void *p, size_t *cap, size_t need, size_t size);
/* xs_alloc_large: at least *size bytes, not zeroed, that will be used from their beginning on. From
 * XS_LARGE_BYTES on they are whole large pages, where the system has such, in which so much costs a
 * fraction; for less, the wait for one may cost more than it saves. *size is set to what they hold.
 * NULL: no memory. */
#define XS_LARGE_PAGE ((size_t)2 << 20)
#define XS_LARGE_BYTES (8 * XS_LARGE_PAGE)
XS_CHECK void *xs_alloc_large(size_t *size);
/* xs_alloc_fetch: of room bytes from p on, which were given out and not used yet, at least need are
 * fetched from the system together: to meet them page by page costs many times as much. Returns how
 * many. No more than a wish: they can be used either way. */
size_t xs_alloc_fetch(const char *p, size_t need, size_t room);
/* Bytes that grow at their end. */
struct xs_tract {
    char *p;
    size_t size, fetched; /* bytes that it holds; the first ones of them, which may be filled */
};
/* xs_tract_grow: of t, `used` bytes are filled -> need may be; size is of what xs_alloc_large
 * gives: much more at once, since what is not fetched takes no memory, but no more than most if
 * need is not. False: no memory; what is filled stays. */
XS_CHECK bool xs_tract_grow(struct xs_tract *t, size_t used, size_t need, size_t most);
void xs_free(void *p);
/* xs_alloc_keep: from now on, memory below XS_LARGE_BYTES that is given back waits for its next use
 * in this process, as far as the C library can be told. For a program to say, not a library. */
void xs_alloc_keep(void);
/* xs_alloc_fail_at: let the n-th allocation from now on fail (1 = the next), 0 = never. For tests.
 */
void xs_alloc_fail_at(unsigned long n);
/* xs_alloc_fail_left: allocations that still go well before the one that fails; 0: it has failed,
 * or none will. */
unsigned long xs_alloc_fail_left(void);

#endif
