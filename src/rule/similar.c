#include "rule/similar.h"

#include <string.h>

#include "base/utf8.h"
#include "base/vec.h"

/* ---- without punctuation ---- */

/* The next character at or after *at that xs_norm keeps, as it is kept; 0 when there is none. */
static uint32_t next_kept(xs_str text, size_t *at)
{
    while (*at < text.len) {
        uint32_t cp = xs_utf8_step(text, at);
        if (xs_content(cp))
            return cp >= 'A' && cp <= 'Z' ? cp + ('a' - 'A') : cp;
    }
    return 0;
}

/* Bits of the bytes of v with which another character begins than those of xs_han_at; the last byte
 * is not known to begin a hexagram. */
static uint32_t other_leads(xs_vec v)
{
    const xs_vec hexagram = xs_vec_and(xs_vec_eq(v, 0xE4), xs_vec_next(xs_vec_eq(v, 0xB7)));
    const xs_vec han = xs_vec_or(xs_vec_within(v, 0x80, 0xBF), xs_vec_within(v, 0xE4, 0xE9));
    return ~xs_vec_mask(xs_vec_less(han, hexagram)) & 0xFFFF;
}

size_t xs_han_bytes_on(xs_str text, size_t from)
{
    for (size_t at = from;; at += XS_VEC - 1) {
        const size_t left = text.len - at;
        const char *p = text.ptr + at;
        const uint32_t others = other_leads(left < XS_VEC ? xs_vec_part(p, left) : xs_vec_load(p));
        if (others) /* what is behind the text is other, too */
            return at - from + xs_vec_first(others);
    }
}

/* Bytes that text begins with and that xs_norm leaves alone. */
static size_t kept_head(xs_str text)
{
    for (size_t at = 0;;) {
        size_t next = at += xs_han_bytes(text, at);
        if (at == text.len)
            return at;
        uint32_t cp = xs_utf8_step(text, &next);
        if (!xs_content(cp) || (cp >= 'A' && cp <= 'Z'))
            return at;
        at = next;
    }
}

/* Content of text put behind the n bytes at p; bytes there are then. */
static size_t put_content(char *p, size_t n, xs_str text, bool lower)
{
    for (size_t at = 0; at < text.len;) {
        size_t run = kept_head(xs_str_sub(text, at, text.len - at));
        memcpy(p + n, text.ptr + at, run);
        n += run;
        at += run;
        uint32_t cp = at < text.len ? xs_utf8_step(text, &at) : 0;
        if (cp >= 'A' && cp <= 'Z')
            p[n++] = (char)(lower ? cp + ('a' - 'A') : cp);
    }
    return n;
}

enum xs_err xs_norm(struct xs_arena *a, xs_str text, xs_str *out)
{
    size_t head = kept_head(text);
    if (head == text.len) {
        *out = text;
        return XS_OK;
    }
    char *p = xs_arena_alloc(a, text.len + 1, 1);
    if (!p)
        return XS_E_NOMEM;
    memcpy(p, text.ptr, head);
    *out = (xs_str){ p, put_content(p, head, xs_str_sub(text, head, text.len), true) };
    return XS_OK;
}

bool xs_norm_equal(xs_str a, xs_str b)
{
    size_t i = 0, k = 0;
    uint32_t x, y;
    if (xs_str_eq(a, b))
        return true;
    do {
        x = next_kept(a, &i);
        y = next_kept(b, &k);
    } while (x && x == y);
    return x == y;
}

bool xs_norm_empty(xs_str text)
{
    size_t at = 0;
    return next_kept(text, &at) == 0;
}

enum xs_err xs_strip(const struct xs_lexset *s, struct xs_arena *a, xs_str text,
    const struct xs_lexwant *want, xs_str *out)
{
    struct xs_lexword word = { 0 };
    size_t at = 0, n = 0, hit = xs_lex_search(s, text, 0, want, &word);
    if (hit == SIZE_MAX && kept_head(text) == text.len) {
        *out = text;
        return XS_OK;
    }
    char *p = xs_arena_alloc(a, text.len + 1, 1);
    if (!p)
        return XS_E_NOMEM;
    for (; hit != SIZE_MAX; hit = xs_lex_search(s, text, at, want, &word)) {
        n = put_content(p, n, xs_str_sub(text, at, hit - at), false);
        at = hit + word.len;
    }
    *out = (xs_str){ p, put_content(p, n, xs_str_sub(text, at, text.len), false) };
    return XS_OK;
}

/* ---- sketches ---- */

void xs_sketch_add(struct xs_sketch *s, xs_str text)
{
    struct xs_pairs p = { .text = text };
    for (uint64_t pair; xs_pairs_next(&p, &pair);) {
        (void)xs_sketch_put(s, pair); /* whether it is new does not matter */
        const xs_str han = xs_pairs_han(&p);
        for (size_t i = 0; i < han.len; i += 3) {
            unsigned at = xs_sketch_bit(xs_pair_at(han.ptr + i));
            s->bits[at >> 6] |= UINT64_C(1) << (at & 63);
        }
        s->count += (uint32_t)(han.len / 3);
    }
}

/* ---- characters ---- */

void xs_charset_make(struct xs_charset *c, xs_str text)
{
    *c = (struct xs_charset){ .text = text };
    for (size_t at = 0; at < text.len;) {
        unsigned bit = xs_sketch_bit(xs_key_next(text, &at));
        c->bits[bit >> 6] |= UINT64_C(1) << (bit & 63);
    }
}

/* Does text have this character? Looked for first at *after, behind the one that was found before.
 */
static bool has_key(xs_str text, uint32_t key, size_t *after)
{
    size_t at = *after;
    if (at < text.len && xs_key_next(text, &at) == key) {
        *after = at;
        return true;
    }
    for (at = 0; at < text.len;)
        if (xs_key_next(text, &at) == key) {
            *after = at;
            return true;
        }
    return false;
}

bool xs_adds_little(xs_str text, const struct xs_charset *other, size_t percent)
{
    size_t enough = xs_utf8_count(text) * percent, absent = 0, after = 0;
    for (int exact = 0; exact < 2; exact++) { /* by the bits alone it is decided for most */
        absent = 0;
        for (size_t at = 0; at < text.len;) {
            uint32_t key = xs_key_next(text, &at);
            unsigned bit = xs_sketch_bit(key);
            absent += !(other->bits[bit >> 6] >> (bit & 63) & 1) ||
                      (exact && !has_key(other->text, key, &after));
            if (absent && absent * 100 >= enough)
                return false;
        }
    }
    return true;
}

/* ---- pairs ---- */

static uint64_t *slot_of(const struct xs_grams *g, uint64_t pair)
{
    size_t i = (size_t)(pair * UINT64_C(0x9E3779B97F4A7C15) >> 32) & (g->size - 1);
    while (g->slots[i] && g->slots[i] != pair)
        i = (i + 1) & (g->size - 1);
    return &g->slots[i];
}

/* Room for so many pairs: at most half of the slots are ever taken. */
static enum xs_err make_room(struct xs_grams *g, size_t pairs)
{
    struct xs_grams bigger = { .a = g->a, .count = g->count, .size = g->size ? g->size : 16 };
    while (bigger.size < 2 * pairs)
        bigger.size *= 2;
    bigger.slots = xs_arena_zalloc(g->a, bigger.size, sizeof *bigger.slots);
    if (!bigger.slots)
        return XS_E_NOMEM;
    for (size_t i = 0; i < g->size; i++)
        if (g->slots[i])
            *slot_of(&bigger, g->slots[i]) = g->slots[i];
    *g = bigger;
    return XS_OK;
}

enum xs_err xs_grams_reserve(struct xs_grams *g, size_t bytes)
{
    size_t pairs = g->count + bytes / 3 + 1;
    return 2 * pairs > g->size ? make_room(g, pairs) : XS_OK;
}

static inline void put_pair(struct xs_grams *g, uint64_t pair)
{
    uint64_t *slot = slot_of(g, pair);
    g->count += *slot == 0;
    *slot = pair;
}

enum xs_err xs_grams_add(struct xs_grams *g, xs_str text)
{
    struct xs_pairs p = { .text = text };
    XS_TRY(xs_grams_reserve(g, text.len));
    for (uint64_t pair; xs_pairs_next(&p, &pair);) {
        put_pair(g, pair);
        const xs_str han = xs_pairs_han(&p);
        for (size_t i = 0; i < han.len; i += 3)
            put_pair(g, xs_pair_at(han.ptr + i));
        if (2 * g->count > g->size) /* bytes of ASCII are more pairs than was thought */
            XS_TRY(make_room(g, 2 * g->count));
    }
    return XS_OK;
}

bool xs_grams_has(const struct xs_grams *g, uint64_t pair) { return g->count && *slot_of(g, pair); }

static size_t common(const struct xs_grams *a, const struct xs_grams *b)
{
    const struct xs_grams *small = a->size < b->size ? a : b, *large = small == a ? b : a;
    size_t n = 0;
    for (size_t i = 0; i < small->size; i++)
        n += small->slots[i] && xs_grams_has(large, small->slots[i]);
    return n;
}

int64_t xs_grams_dice(const struct xs_grams *a, const struct xs_grams *b)
{
    size_t all = a->count + b->count;
    return all ? (int64_t)(2000 * common(a, b) / all) : 0;
}

int64_t xs_grams_within(const struct xs_grams *a, const struct xs_grams *b)
{
    return a->count ? (int64_t)(1000 * common(a, b) / a->count) : 0;
}
