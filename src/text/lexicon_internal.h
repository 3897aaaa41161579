/* lexicon_internal.h: what the parts of the lexicon share: its trie, and which lists are asked for.
 */
#ifndef XS_TEXT_LEXICON_INTERNAL_H
#define XS_TEXT_LEXICON_INTERNAL_H

#include "text/trie.h"

struct xs_lexset {
    struct xs_arena *arena;
    size_t nlists;
    xs_str *names;
    struct xs_lexorigin {
        const struct xs_yaml *first; /* the entry that named it, for faults */
        const struct xs_patfile *file;
    } * origins;
    bool *asked; /* by name, while patterns are loaded */
    struct xs_trie trie;
};

static inline bool xs_lexmask_common(const struct xs_lexmask *a, const struct xs_lexmask *b)
{
    _Static_assert(sizeof *a == 2 * (size_t)XS_VEC, "two vectors");
    const char *p = (const char *)a->w, *q = (const char *)b->w;
    return xs_vec_any(xs_vec_or(xs_vec_and(xs_vec_load(p), xs_vec_load(q)),
        xs_vec_and(xs_vec_load(p + XS_VEC), xs_vec_load(q + XS_VEC))));
}

/* The code point at *at, as xs_utf8_step has it; Han characters are the rule. */
static inline uint32_t xs_lex_code(xs_str s, size_t *at)
{
    const unsigned char *p = (const unsigned char *)s.ptr + *at;
    if ((p[0] & 0xF0) != 0xE0 || s.len - *at < 3)
        return xs_utf8_step(s, at);
    *at += 3;
    return (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
}

static inline const struct xs_lexmask *xs_lex_mask(const struct xs_lexset *s, uint32_t node)
{
    return &s->trie.masks[s->trie.nodes[node].mask];
}

/* node, or 0 where no list in want has a word any more, as below node 0. */
static inline uint32_t xs_lex_wanted(
    const struct xs_lexset *s, uint32_t node, const struct xs_lexmask *want)
{
    return xs_lexmask_common(&s->trie.masks[s->trie.nodes[node].below], want) ? node : 0;
}

/* Does a word of a list in want end here? */
static inline bool xs_lex_ends_wanted(
    const struct xs_lexset *s, uint32_t node, const struct xs_lexmask *want)
{
    const uint32_t mask = s->trie.nodes[node].mask;
    return mask && xs_lexmask_common(&s->trie.masks[mask], want);
}

/* xs_lex_longest_at: xs_lex_longest for a place where such a word may begin. */
size_t xs_lex_longest_at(const struct xs_lexset *s, xs_str text, size_t from,
    const struct xs_lexmask *want, struct xs_lexmask *which);

#endif
