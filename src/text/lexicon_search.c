/* Searching long texts: bytes are looked at before they are decoded. */
#include "text/lexicon_internal.h"

#include <string.h>

/* Is the bit of the character whose last bytes are these set? The shift takes the lower six bits
 * of the last one. */
static inline bool bit_of(const uint64_t table[64], unsigned char before, unsigned char last)
{
    return (table[before & 63] >> (last & 63) & 1) != 0;
}

static void set_bit(uint64_t table[64], const char *c, size_t n)
{
    table[c[n - 2] & 63] |= UINT64_C(1) << (c[n - 1] & 63);
}

#define PAIR_BYTES 6
/* Of four bytes as a number, the first and the fourth: do both begin characters of three bytes? The
 * same with either order of bytes. */
#define HAN_LEADS UINT32_C(0xF00000F0)
#define HAN_PAIR UINT32_C(0xE00000E0)

/* A number for two characters of three bytes. */
static inline size_t pair_of(const unsigned char *p)
{
    uint64_t v = 0;
    memcpy(&v, p, 4);
    uint64_t low = 0;
    memcpy(&low, p + 4, 2);
    return (
        size_t)(((v << 16 | low) * UINT64_C(0x9E3779B97F4A7C15)) >> (64 - XS_LEXWANT_PAIR_BITS));
}

/* What words of want go on with after the first code point, whose n bytes stand in c. */
static void want_pairs(
    const struct xs_lexset *s, uint32_t node, struct xs_lexwant *out, char *c, size_t n)
{
    const struct xs_trie_node *from = &s->trie.nodes[node];
    bool alone = n != 3 || xs_lexmask_common(xs_lex_mask(s, node), &out->mask);
    for (uint32_t k = from->first; k < from->first + from->count; k++) {
        if (!xs_lex_wanted(s, k, &out->mask))
            continue;
        if (n != 3 || xs_utf8_encode(s->trie.cps[k], c + 3) != 3) {
            alone = true;
            continue;
        }
        size_t pair = pair_of((const unsigned char *)c);
        out->pairs[pair >> 6] |= UINT64_C(1) << (pair & 63);
    }
    if (alone)
        set_bit(out->alone, c, n);
}

/* What words of want that go through this node go on with there. */
static uint64_t bytes_behind(
    const struct xs_lexset *s, uint32_t node, const struct xs_lexmask *want)
{
    const struct xs_trie_node *from = &s->trie.nodes[node];
    uint64_t bits = xs_lex_ends_wanted(s, node, want) ? UINT64_MAX : 0;
    for (uint32_t k = from->first; k < from->first + from->count; k++) {
        char c[4] = { 0 };
        (void)xs_utf8_encode(s->trie.cps[k], c); /* its first byte is asked for */
        bits |= xs_lex_wanted(s, k, want) ? UINT64_C(1) << (c[0] & 63) : 0;
    }
    return bits;
}

#define DEEPEST_NEED 32 /* characters of a word, when all words are asked for one */

/* The wanted words that go through one node: those of its children that are still to be looked at.
 */
struct level {
    uint32_t at, end;
    size_t before; /* bytes that lead here */
};

/* Notes that out needs c, if every word holds it, and none too far behind its begin. */
static bool needs(const struct xs_lexset *s, struct xs_lexwant *out, uint32_t c)
{
    const struct xs_trie_node *n = &s->trie.nodes[1];
    struct level levels[DEEPEST_NEED] = { { n->first, n->first + n->count, 0 } };
    size_t depth = 0, most = 0;
    for (;;) {
        struct level *l = &levels[depth];
        char bytes[4];
        if (l->at == l->end && depth-- == 0)
            break;
        if (l->at == l->end || !xs_lex_wanted(s, l->at++, &out->mask))
            continue;
        uint32_t node = l->at - 1;
        if (s->trie.cps[node] == c) {
            most = l->before > most ? l->before : most;
            continue;
        }
        if (++depth == DEEPEST_NEED || xs_lex_ends_wanted(s, node, &out->mask))
            return false;
        n = &s->trie.nodes[node];
        levels[depth] = (struct level){ n->first, n->first + n->count,
            l->before + xs_utf8_encode(s->trie.cps[node], bytes) };
    }
    out->needs = (char)c;
    out->ahead = most;
    return true;
}

/* The first node below this one that a wanted word goes through; 0: none. */
static uint32_t first_below(const struct xs_lexset *s, uint32_t node, const struct xs_lexmask *want)
{
    const struct xs_trie_node *n = &s->trie.nodes[node];
    for (uint32_t k = n->first; k < n->first + n->count; k++)
        if (xs_lex_wanted(s, k, want))
            return k;
    return 0;
}

/* What every word holds is in the first one. */
static void find_need(const struct xs_lexset *s, struct xs_lexwant *out)
{
    for (uint32_t node = 1; (node = first_below(s, node, &out->mask)) != 0;) {
        uint32_t c = s->trie.cps[node];
        if ((c < 0x80 && needs(s, out, c)) || xs_lex_ends_wanted(s, node, &out->mask))
            return;
    }
}

void xs_lexwant_make(
    const struct xs_lexset *s, const struct xs_lexmask *mask, struct xs_lexwant *out)
{
    const struct xs_trie_node *root = &s->trie.nodes[1];
    *out = (struct xs_lexwant){ .mask = *mask };
    for (uint32_t node = root->first; node < root->first + root->count; node++) {
        uint32_t cp = s->trie.cps[node];
        char c[8];
        if (!xs_lex_wanted(s, node, mask))
            continue;
        if (cp < 0x80) {
            out->ascii[cp] = bytes_behind(s, node, mask);
            continue;
        }
        size_t n = xs_utf8_encode(cp, c); /* 2 or 3 */
        set_bit(out->begins, c, n);
        want_pairs(s, node, out, c, n);
    }
    find_need(s, out);
}

/* Of a character that a word begins with: may one begin here? */
static inline bool may_begin(const struct xs_lexwant *w, xs_str text, size_t at)
{
    const unsigned char *p = (const unsigned char *)text.ptr + at;
    size_t n = xs_utf8_len(text.ptr[at]), left = text.len - at;
    if (n == 4)
        return false;
    if (bit_of(w->alone, p[n - 2], p[n - 1]))
        return true;
    if (left < PAIR_BYTES || (p[3] & 0xF0) != 0xE0)
        return false;
    size_t pair = pair_of(p);
    return (w->pairs[pair >> 6] >> (pair & 63) & 1) != 0;
}

bool xs_lexwant_begins_slow(const struct xs_lexwant *want, xs_str text, size_t at)
{
    return may_begin(want, text, at);
}

/* Bytes of ASCII characters that no word of w begins with. */
static inline size_t skip_ascii(const struct xs_lexwant *w, const unsigned char *p, size_t left)
{
    size_t n = 0;
    while (n < left && p[n] < 0x80 && !w->ascii[p[n]])
        n++;
    return n;
}

/* Bytes of characters of three bytes each that no word of w begins with, two at a time. */
static inline size_t skip_han(const struct xs_lexwant *w, const unsigned char *p, size_t left)
{
    const unsigned char *from = p, *end = left < PAIR_BYTES ? p : p + left - PAIR_BYTES + 1;
    for (; p < end; p += PAIR_BYTES) {
        uint32_t leads;
        memcpy(&leads, p, sizeof leads);
        if ((leads & HAN_LEADS) != HAN_PAIR || bit_of(w->begins, p[1], p[2]))
            break;
        if (bit_of(w->begins, p[4], p[5])) {
            p += PAIR_BYTES / 2;
            break;
        }
    }
    return (size_t)(p - from);
}

/* The first place at or after from where a word of w may begin, or text.len. */
static size_t next_begin(const struct xs_lexwant *w, xs_str text, size_t from)
{
    const unsigned char *p = (const unsigned char *)text.ptr;
    while (from < text.len) {
        from += skip_han(w, p + from, text.len - from);
        if (from == text.len)
            break;
        if (p[from] < 0x80) {
            size_t n = skip_ascii(w, p + from, text.len - from);
            if (n == 0)
                break;
            from += n;
            continue;
        }
        size_t n = xs_utf8_len(text.ptr[from]);
        if (n <= text.len - from && bit_of(w->begins, p[from + n - 2], p[from + n - 1]) &&
            may_begin(w, text, from))
            break;
        from += n;
    }
    return from;
}

/* The part of text that ends with the first character at or after *from that want needs; *from is
 * moved to where a word with it may begin. Empty: there is none. */
static xs_str up_to_need(const struct xs_lexwant *want, xs_str text, size_t *from)
{
    const char *hit = memchr(text.ptr + *from, want->needs, text.len - *from);
    if (!hit)
        return XS_STR_NONE;
    size_t at = (size_t)(hit - text.ptr);
    if (at - *from > want->ahead) {
        *from = at - want->ahead;
        while (((unsigned char)text.ptr[*from] & 0xC0) == 0x80)
            ++*from;
    }
    return xs_str_sub(text, 0, at + 1);
}

size_t xs_lex_search(const struct xs_lexset *s, xs_str text, size_t from,
    const struct xs_lexwant *want, struct xs_lexword *word)
{
    while (from < text.len) {
        xs_str part = want->needs ? up_to_need(want, text, &from) : text;
        if (part.len == 0)
            break;
        from = next_begin(want, part, from);
        if (from == part.len)
            continue;
        struct xs_lexmask which;
        size_t n = xs_lex_longest_at(s, text, from, &want->mask, &which);
        if (n && word)
            *word = (struct xs_lexword){ n, which };
        if (n)
            return from;
        from += xs_utf8_len(text.ptr[from]);
    }
    return SIZE_MAX;
}
