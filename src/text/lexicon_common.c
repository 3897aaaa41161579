/* A character that all words of some lists have: texts are searched for it alone, and for the words
 * only around it. */
#include "text/lexicon_internal.h"

#define DEEPEST 32 /* characters of a word that is looked at */

/* The wanted words that go through one node: those of its children that are still to be looked at.
 */
struct level {
    uint32_t at, end;
    size_t before; /* bytes that lead here */
};

static struct level below(const struct xs_lexset *s, uint32_t node, size_t before)
{
    const struct xs_trie_node *n = &s->trie.nodes[node];
    return (struct level){ n->first, n->first + n->count, before };
}

/* Does every wanted word have the code point? *ahead: at most so many bytes of one stand before it.
 */
static bool all_have(
    const struct xs_lexset *s, const struct xs_lexmask *want, uint32_t cp, size_t *ahead)
{
    struct level levels[DEEPEST] = { below(s, 1, 0) };
    *ahead = 0;
    for (size_t depth = 0;;) {
        struct level *l = &levels[depth];
        if (l->at == l->end && depth-- == 0)
            return true;
        if (l->at == l->end || !xs_lex_wanted(s, l->at++, want))
            continue;
        uint32_t node = l->at - 1;
        size_t before = l->before;
        char bytes[4];
        if (s->trie.cps[node] == cp) {
            *ahead = before > *ahead ? before : *ahead;
            continue;
        }
        if (++depth == DEEPEST || xs_lex_ends_wanted(s, node, want))
            return false;
        levels[depth] = below(s, node, before + xs_utf8_encode(s->trie.cps[node], bytes));
    }
}

/* The characters of the first word are tried. */
void xs_lexcommon_make(
    const struct xs_lexset *s, const struct xs_lexmask *want, struct xs_lexcommon *out)
{
    *out = (struct xs_lexcommon){ .len = 0 };
    for (uint32_t node = 1; node && (node == 1 || !xs_lex_ends_wanted(s, node, want));) {
        struct level l = below(s, node, 0);
        while (l.at < l.end && !xs_lex_wanted(s, l.at, want))
            l.at++;
        node = l.at < l.end ? l.at : 0;
        if (node && s->trie.cps[node] >= 0x80 &&
            all_have(s, want, s->trie.cps[node], &out->ahead)) {
            out->len = xs_utf8_encode(s->trie.cps[node], out->bytes);
            return;
        }
    }
}

/* Does a word of want begin at from or behind it, at the offset to at the most? */
static bool begins_within(
    const struct xs_lexset *s, xs_str text, size_t from, size_t to, const struct xs_lexwant *want)
{
    for (size_t at = from; at <= to; at += xs_utf8_len(text.ptr[at]))
        if (xs_lexwant_begins(want, text, at) && xs_lex_longest_at(s, text, at, &want->mask, NULL))
            return true;
    return false;
}

bool xs_lex_has_common(const struct xs_lexset *s, xs_str text, const struct xs_lexwant *want,
    const struct xs_lexcommon *common)
{
    const xs_str character = { common->bytes, common->len };
    if (common->len == 0)
        return xs_lex_search(s, text, 0, want, NULL) != SIZE_MAX;
    for (size_t from = 0, at; (at = xs_str_find(text, character, from)) != SIZE_MAX;
         from = at + common->len) {
        if (at - from > common->ahead)
            for (from = at - common->ahead; ((unsigned char)text.ptr[from] & 0xC0) == 0x80;)
                from++;
        if (begins_within(s, text, from, at, want))
            return true;
    }
    return false;
}

static void add_char(struct xs_lexchars *c, uint32_t cp)
{
    char bytes[4];
    if (xs_utf8_encode(cp, bytes) == 3)
        c->bits[bytes[1] & 63] |= UINT64_C(1) << (bytes[2] & 63);
}

/* The characters of the words, or only those that they end with. */
static void make_chars(
    const struct xs_lexset *s, const struct xs_lexmask *want, bool ends, struct xs_lexchars *out)
{
    struct level levels[DEEPEST] = { below(s, 1, 0) };
    *out = (struct xs_lexchars){ { 0 } };
    for (size_t depth = 0;;) {
        struct level *l = &levels[depth];
        if (l->at == l->end && depth-- == 0)
            return;
        if (l->at == l->end || !xs_lex_wanted(s, l->at++, want))
            continue;
        if (!ends || xs_lex_ends_wanted(s, l->at - 1, want))
            add_char(out, s->trie.cps[l->at - 1]);
        if (++depth == DEEPEST)
            break;
        levels[depth] = below(s, l->at - 1, 0);
    }
    memset(out->bits, 0xFF, sizeof out->bits); /* what stands deeper is not known */
}

void xs_lexchars_make(
    const struct xs_lexset *s, const struct xs_lexmask *want, struct xs_lexchars *out)
{
    make_chars(s, want, false, out);
    out->bits[0xB7 & 63] = UINT64_MAX; /* hexagrams are E4 B7 80 to BF */
}

void xs_lexchars_ends(
    const struct xs_lexset *s, const struct xs_lexmask *want, struct xs_lexchars *out)
{
    make_chars(s, want, true, out);
}

bool xs_lexchars_cover(const struct xs_lexchars *c, xs_str text, size_t left)
{
    text = xs_str_sub(text, 0, XS_LEX_RESIDUE);
    for (size_t at = 0; at < text.len; at += xs_utf8_len(text.ptr[at])) {
        bool strange = text.len - at >= 3 && (unsigned char)text.ptr[at] - 0xE4u < 6 &&
                       !xs_lexchars_has(c, text.ptr + at);
        if (strange && left-- == 0)
            return false;
    }
    return true;
}
