#include "corpus/shingle.h"

#include <string.h>

#include "base/utf8.h"
#include "corpus/sort.h"
#include "rule/similar.h"

#define MIX UINT64_C(0x9E3779B97F4A7C15)
#define WIDE_FIRST 0xFF01u
#define WIDE_LAST 0xFF5Eu
#define WIDE_OFF 0xFEE0u

static uint32_t plain(uint32_t cp)
{
    if (cp >= WIDE_FIRST && cp <= WIDE_LAST)
        cp -= WIDE_OFF;
    return cp >= 'A' && cp <= 'Z' ? cp + ('a' - 'A') : cp;
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static const struct xs_order hashes = { sizeof(uint64_t), by_value, XS_KEY_NUMBER, true };

static uint64_t hash_run(const uint32_t *cps, size_t n)
{
    uint64_t h = MIX;
    for (size_t i = 0; i < n; i++) {
        h = (h ^ cps[i]) * MIX;
        h ^= h >> 29;
    }
    return h ^ (h >> 32);
}

enum xs_err xs_shingles_make(struct xs_arena *a, xs_str text, size_t gram, struct xs_shingles *out)
{
    struct xs_shingles s = { .gram = gram };
    size_t most = xs_utf8_count(text) + 1;
    uint32_t *cps = xs_arena_alloc(a, most, sizeof *cps), index = 0;
    s.place = xs_arena_alloc(a, most, sizeof *s.place);
    s.hash = xs_arena_alloc(a, most, sizeof *s.hash);
    if (!cps || !s.place || !s.hash)
        return XS_E_NOMEM;
    for (size_t at = 0; at < text.len; index++) {
        uint32_t cp = plain(xs_utf8_next(text, &at));
        if (!xs_content(cp))
            continue;
        s.place[s.nchars] = index;
        cps[s.nchars++] = cp;
    }
    if (s.nchars > 0 && s.nchars < gram)
        s.hash[s.ngrams++] = hash_run(cps, s.nchars);
    for (size_t i = 0; i + gram <= s.nchars; i++)
        s.hash[s.ngrams++] = hash_run(cps + i, gram);
    *out = s;
    return XS_OK;
}

enum xs_err xs_shingles_sort(struct xs_arena *a, struct xs_shingles *s)
{
    s->sorted = xs_arena_alloc(a, s->ngrams, sizeof *s->sorted);
    uint64_t *spare = xs_arena_alloc(a, s->ngrams + 1, sizeof *spare);
    if (!s->sorted || !spare)
        return XS_E_NOMEM;
    if (s->ngrams > 0)
        memcpy(s->sorted, s->hash, s->ngrams * sizeof *s->sorted);
    xs_sort(&hashes, s->sorted, s->ngrams, spare);
    for (size_t i = 0; i < s->ngrams; i++)
        if (s->ndistinct == 0 || s->sorted[s->ndistinct - 1] != s->sorted[i])
            s->sorted[s->ndistinct++] = s->sorted[i];
    return XS_OK;
}

static size_t shared(const struct xs_shingles *a, const struct xs_shingles *b)
{
    size_t n = 0;
    for (size_t i = 0, k = 0; i < a->ndistinct && k < b->ndistinct;) {
        uint64_t x = a->sorted[i], y = b->sorted[k];
        n += x == y;
        i += x <= y;
        k += y <= x;
    }
    return n;
}

int64_t xs_shingles_contained(const struct xs_shingles *a, const struct xs_shingles *b)
{
    size_t less = a->ndistinct < b->ndistinct ? a->ndistinct : b->ndistinct;
    return less ? (int64_t)(shared(a, b) * 1000 / less) : 0;
}

/* Hashes are spread evenly: each is looked for near the place that its size says. */
static bool has(const struct xs_shingles *s, uint64_t h)
{
    size_t i = (size_t)((h >> 32) * s->ndistinct >> 32);
    while (i > 0 && s->sorted[i] > h)
        i--;
    while (i < s->ndistinct && s->sorted[i] < h)
        i++;
    return i < s->ndistinct && s->sorted[i] == h;
}

void xs_shingles_cover(const struct xs_shingles *a, const struct xs_shingles *b, bool *covered)
{
    if (a->nchars > 0)
        memset(covered, 0, a->nchars * sizeof *covered);
    for (size_t i = 0; i < a->ngrams; i++) {
        size_t to = i + a->gram < a->nchars ? i + a->gram : a->nchars;
        if (!has(b, a->hash[i]))
            continue;
        for (size_t k = i; k < to; k++)
            covered[k] = true;
    }
}

enum xs_err xs_runs_make(struct xs_arena *a, const struct xs_shingles *s, struct xs_runs *out)
{
    uint32_t *v = xs_arena_alloc(a, s->ndistinct, sizeof *v);
    size_t n = 0;
    if (!v)
        return XS_E_NOMEM;
    for (size_t i = 0; i < s->ndistinct; i++) {
        uint32_t top = (uint32_t)(s->sorted[i] >> 32);
        if (n == 0 || v[n - 1] != top)
            v[n++] = top;
    }
    *out = (struct xs_runs){ v, n };
    return XS_OK;
}

/* Runs that both have, counted up to `enough`. */
static size_t shared_runs(const struct xs_runs *a, const struct xs_runs *b, size_t enough)
{
    size_t n = 0;
    for (size_t i = 0, k = 0; i < a->n && k < b->n && n < enough;) {
        uint32_t x = a->v[i], y = b->v[k];
        n += x == y;
        i += x <= y;
        k += y <= x;
    }
    return n;
}

int64_t xs_runs_contained(const struct xs_runs *a, const struct xs_runs *b)
{
    size_t less = a->n < b->n ? a->n : b->n;
    return less ? (int64_t)(shared_runs(a, b, SIZE_MAX) * 1000 / less) : 0;
}

bool xs_runs_alike(const struct xs_runs *a, const struct xs_runs *b, int64_t least)
{
    size_t less = a->n < b->n ? a->n : b->n, enough = ((size_t)least * less + 999) / 1000;
    return less > 0 && shared_runs(a, b, enough) >= enough;
}
