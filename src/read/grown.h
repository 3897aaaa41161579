/* grown.h: texts that are put together piece by piece. Private to read/. */
#ifndef XS_READ_GROWN_H
#define XS_READ_GROWN_H

#include "base/arena.h"
#include "base/err.h"

/* text may be set to any view; it is copied once something is added. */
struct xs_grown {
    xs_str text;
    char *own; /* text, where it is more than one piece */
    size_t cap;
};

/* xs_grown_add: between and more behind the text, in memory of a. Returns XS_OK, XS_E_NOMEM.
 * Cost: time and memory in proportion to the whole text, in however many pieces it comes. */
XS_CHECK enum xs_err xs_grown_add(
    struct xs_arena *a, struct xs_grown *g, xs_str between, xs_str more);

#endif
