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

static void set_bit(uint64_t bits[XS_SKETCH_WORDS], uint64_t x)
{
    unsigned at = (unsigned)(x * UINT64_C(0x9E3779B97F4A7C15) >> 56);
    bits[at >> 6 & (XS_SKETCH_WORDS - 1)] |= UINT64_C(1) << (at & 63);
}

static bool has_bit(const uint64_t bits[XS_SKETCH_WORDS], uint64_t x)
{
    unsigned at = (unsigned)(x * UINT64_C(0x9E3779B97F4A7C15) >> 56);
    return bits[at >> 6 & (XS_SKETCH_WORDS - 1)] >> (at & 63) & 1;
}

void xs_sketch_add(struct xs_sketch *s, xs_str norm)
{
    uint32_t before = 0;
    for (size_t at = 0; at < norm.len;) {
        uint32_t cp = xs_utf8_step(norm, &at);
        if (before || at == norm.len) { /* one character alone is a pair */
            set_bit(s->bits, (uint64_t)before << 32 | cp);
            s->count++;
        }
        before = cp;
    }
}

bool xs_sketch_near(const struct xs_sketch *a, const struct xs_sketch *b, int64_t dice)
{
    int64_t most = (1000 - dice) * ((int64_t)a->count + b->count), apart = 0;
    for (size_t i = 0; i < XS_SKETCH_WORDS; i++) {
        apart += __builtin_popcountll(a->bits[i] ^ b->bits[i]);
        if (1000 * apart > most)
            return false;
    }
    return true;
}

bool xs_sketch_within(const struct xs_sketch *a, const struct xs_sketch *b, int64_t share)
{
    int64_t missing = 0;
    for (size_t i = 0; i < XS_SKETCH_WORDS; i++)
        missing += __builtin_popcountll(a->bits[i] & ~b->bits[i]);
    return 1000 * missing <= (1000 - share) * (int64_t)a->count;
}

void xs_charset_make(struct xs_charset *c, xs_str text)
{
    *c = (struct xs_charset){ .text = text };
    for (size_t at = 0; at < text.len;)
        set_bit(c->bits, xs_utf8_step(text, &at));
}

static bool has_cp(xs_str text, uint32_t cp)
{
    for (size_t at = 0; at < text.len;)
        if (xs_utf8_step(text, &at) == cp)
            return true;
    return false;
}

struct xs_overlap xs_overlap(xs_str text, const struct xs_charset *other)
{
    struct xs_overlap o = { 0, 0 };
    for (size_t at = 0; at < text.len;) {
        uint32_t cp = xs_utf8_step(text, &at);
        o.total++;
        o.absent += !has_bit(other->bits, cp) || !has_cp(other->text, cp);
    }
    return o;
}

static enum xs_err push(struct xs_grams *g, uint32_t x, uint32_t y)
{
    if (g->count == g->cap) {
        uint64_t *v = xs_arena_grow(g->a, g->v, &g->cap, g->count + 1, sizeof *v);
        if (!v)
            return XS_E_NOMEM;
        g->v = v;
    }
    g->v[g->count++] = (uint64_t)x << 32 | y;
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

struct xs_sketch xs_grams_sketch(const struct xs_grams *g)
{
    struct xs_sketch s = { .count = (uint32_t)g->count };
    for (size_t i = 0; i < g->count; i++)
        set_bit(s.bits, g->v[i]);
    return s;
}

bool xs_grams_at_least(struct xs_grams *g, size_t n)
{
    if (g->sorted || g->count < n)
        return g->count >= n;
    struct xs_sketch s = xs_grams_sketch(g);
    size_t certain = 0;
    for (size_t i = 0; i < XS_SKETCH_WORDS; i++)
        certain += (size_t)__builtin_popcountll(s.bits[i]);
    if (certain >= n)
        return true;
    xs_grams_sort(g);
    return g->count >= n;
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
