#include "rule/similar.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

enum xs_err xs_norm(struct xs_arena *a, xs_str text, xs_str *out)
{
    bool same = true;
    for (size_t at = 0; at < text.len && same;) {
        uint32_t cp = xs_utf8_next(text, &at);
        same = xs_content(cp) && !(cp >= 'A' && cp <= 'Z');
    }
    if (same) {
        *out = text;
        return XS_OK;
    }
    char *p = xs_arena_alloc(a, text.len + 1, 1);
    size_t n = 0;
    if (!p)
        return XS_E_NOMEM;
    for (size_t at = 0, next = 0; at < text.len; at = next) {
        uint32_t cp = xs_utf8_next(text, &next);
        if (!xs_content(cp))
            continue;
        memcpy(p + n, text.ptr + at, next - at);
        if (cp >= 'A' && cp <= 'Z')
            p[n] = (char)(p[n] + ('a' - 'A'));
        n += next - at;
    }
    *out = (xs_str){ p, n };
    return XS_OK;
}

struct xs_overlap xs_overlap(xs_str text, xs_str other)
{
    struct xs_overlap o = { 0, 0 };
    for (size_t at = 0, next = 0; at < text.len; at = next) {
        (void)xs_utf8_next(text, &next);
        o.total++;
        o.absent += !xs_str_has(other, xs_str_sub(text, at, next - at));
    }
    return o;
}

static enum xs_err push(struct xs_grams *g, uint32_t x, uint32_t y)
{
    uint64_t *v = xs_arena_grow(g->a, g->v, &g->cap, g->count + 1, sizeof *v);
    if (!v)
        return XS_E_NOMEM;
    g->v = v;
    v[g->count++] = (uint64_t)x << 32 | y;
    g->sorted = false;
    return XS_OK;
}

enum xs_err xs_grams_add(struct xs_grams *g, xs_str text)
{
    uint32_t before = 0;
    size_t run = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t cp = xs_utf8_next(text, &at);
        if (xs_content(cp)) {
            if (run++)
                XS_TRY(push(g, before, cp));
            before = cp;
            continue;
        }
        if (run == 1)
            XS_TRY(push(g, 0, before));
        run = 0;
    }
    return run == 1 ? push(g, 0, before) : XS_OK;
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

#define FEW 64 /* names and descriptions have no more pairs than this */

static void sort_few(uint64_t *v, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        uint64_t x = v[i];
        size_t k = i;
        for (; k > 0 && v[k - 1] > x; k--)
            v[k] = v[k - 1];
        v[k] = x;
    }
}

void xs_grams_sort(struct xs_grams *g)
{
    size_t n = 0;
    if (g->sorted || g->count == 0)
        return;
    if (g->count <= FEW)
        sort_few(g->v, g->count);
    else
        qsort(g->v, g->count, sizeof *g->v, by_value);
    for (size_t i = 0; i < g->count; i++)
        if (n == 0 || g->v[n - 1] != g->v[i])
            g->v[n++] = g->v[i];
    g->count = n;
    g->sorted = true;
}

bool xs_grams_has(const struct xs_grams *g, uint64_t pair)
{
    return g->count && bsearch(&pair, g->v, g->count, sizeof *g->v, by_value) != NULL;
}

size_t xs_grams_common(const struct xs_grams *a, const struct xs_grams *b)
{
    size_t i = 0, k = 0, n = 0;
    while (i < a->count && k < b->count) {
        if (a->v[i] == b->v[k]) {
            n++;
            i++;
            k++;
        } else if (a->v[i] < b->v[k]) {
            i++;
        } else {
            k++;
        }
    }
    return n;
}

int64_t xs_grams_dice(const struct xs_grams *a, const struct xs_grams *b)
{
    size_t all = a->count + b->count;
    return all ? (int64_t)(2000 * xs_grams_common(a, b) / all) : 0;
}

int64_t xs_grams_within(const struct xs_grams *a, const struct xs_grams *b)
{
    return a->count ? (int64_t)(1000 * xs_grams_common(a, b) / a->count) : 0;
}
