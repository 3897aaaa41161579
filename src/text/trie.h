/* trie.h: words of many lists in one trie over code points, laid out for looking up: the nodes
 * below one node stand side by side, equal sets of lists are kept once. Private to lexicon.c and
 * its parts but for its builder. */
#ifndef XS_TEXT_TRIE_H
#define XS_TEXT_TRIE_H

#include "base/vec.h"
#include "text/lexicon.h"

#define XS_TRIE_ROOT_CPS 0x10000u /* a word begins with a code point below this */
#define XS_TRIE_PAIR_BITS 14      /* of a number for two code points */
#define XS_TRIE_ALONE_BITS 12     /* of a code point */

struct xs_trie_node {
    uint32_t first, count; /* the nodes below, in the order of their code points */
    uint32_t mask;         /* index into masks: lists with a word that ends here; 0: none */
    uint32_t below;        /* the same: lists with a word that ends here or further down */
};

struct xs_trie {
    uint16_t *root;  /* XS_TRIE_ROOT_CPS: where a node is below the root; 0: none */
    uint64_t *pairs; /* bits: a word may begin with two code points of this number */
    uint64_t alone[(1 << XS_TRIE_ALONE_BITS) / 64]; /* the same: one of these bits is a word */
    uint32_t *cps;                                  /* of the edge that leads to each node */
    uint16_t *short_cps;        /* the same below 0x10000, else 0; XS_VEC more than there are */
    struct xs_trie_node *nodes; /* 0: none, 1: the root */
    struct xs_lexmask *masks;   /* 0: empty */
};

struct xs_trie_builder;
XS_CHECK struct xs_trie_builder *xs_trie_new(void);
void xs_trie_free(struct xs_trie_builder *b);
/* xs_trie_add: word is folded, not empty, and begins with a code point below XS_TRIE_ROOT_CPS. */
XS_CHECK enum xs_err xs_trie_add(struct xs_trie_builder *b, xs_str word, size_t list);
/* xs_trie_graft: every word of the lists in want of a finished trie. */
XS_CHECK enum xs_err xs_trie_graft(struct xs_trie_builder *b, const struct xs_trie *from,
    const struct xs_lexmask *want, size_t list);
/* xs_trie_finish: what was added, in a. */
XS_CHECK enum xs_err xs_trie_finish(
    struct xs_trie_builder *b, struct xs_arena *a, struct xs_trie *out);

/* xs_trie_begin: the node of words that begin with cp; 0: none. */
static inline uint32_t xs_trie_begin(const struct xs_trie *t, uint32_t cp)
{
    const uint32_t place = cp < XS_TRIE_ROOT_CPS ? t->root[cp] : 0;
    return place ? place + 1 : 0;
}

static inline uint32_t xs_trie_pair(uint32_t a, uint32_t b)
{
    return (a * UINT32_C(0x9E3779B1) + b * UINT32_C(0x85EBCA6B)) >> (32 - XS_TRIE_PAIR_BITS);
}

/* xs_trie_may_pair: false where no word begins with a and b. */
static inline bool xs_trie_may_pair(const struct xs_trie *t, uint32_t a, uint32_t b)
{
    uint32_t n = xs_trie_pair(a, b);
    return (t->pairs[n >> 6] >> (n & 63) & 1) != 0;
}

/* xs_trie_may_alone: false where cp is no word. */
static inline bool xs_trie_may_alone(const struct xs_trie *t, uint32_t cp)
{
    const uint32_t n = cp & ((1u << XS_TRIE_ALONE_BITS) - 1);
    return (t->alone[n >> 6] >> (n & 63) & 1) != 0;
}

/* The same as xs_trie_step for the few code points that are not told by sixteen bits. */
static inline uint32_t xs_trie_step_rare(const struct xs_trie *t, uint32_t node, uint32_t cp)
{
    const uint32_t first = t->nodes[node].first, end = first + t->nodes[node].count;
    for (uint32_t k = first; k < end; k++)
        if (t->cps[k] == cp)
            return k;
    return 0;
}

/* xs_trie_step: the node after node (not the root) on cp; 0: none. Those that are looked at behind
 * the last one below node are others'. */
static inline uint32_t xs_trie_step(const struct xs_trie *t, uint32_t node, uint32_t cp)
{
    uint32_t at = t->nodes[node].first, found;
    const uint32_t end = at + t->nodes[node].count;
    if (cp - 1 >= UINT16_MAX)
        return xs_trie_step_rare(t, node, cp);
    if (end - at == 1) /* as nearly all are */
        return t->short_cps[at] == cp ? at : 0;
    while ((found = xs_vec_numbers(t->short_cps + at, (uint16_t)cp)) == 0 && end - at > XS_VEC)
        at += XS_VEC;
    at += found ? xs_vec_first(found) : XS_VEC;
    return at < end ? at : 0;
}

#endif
