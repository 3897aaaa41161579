#include "read/grown.h"

#include <string.h>

static char *put(char *to, xs_str s)
{
    if (s.len)
        memcpy(to, s.ptr, s.len);
    return to + s.len;
}

enum xs_err xs_grown_add(struct xs_arena *a, struct xs_grown *g, xs_str between, xs_str more)
{
    const size_t need = g->text.len + between.len + more.len;
    char *own = xs_arena_grow(a, g->own, &g->cap, need, 1);
    if (!own)
        return XS_E_NOMEM;
    if (!g->own)
        put(own, g->text);
    put(put(own + g->text.len, between), more);
    g->own = own;
    g->text = (xs_str){ own, need };
    return XS_OK;
}
