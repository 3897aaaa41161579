/* trie.h: words of many lists in one trie over code points, laid out for looking up: the nodes
 * below one node stand side by side, equal sets of lists are kept once. Private to lexicon.c and
 * its parts but for its builder. */
#ifndef XS_TEXT_TRIE_H
#define XS_TEXT_TRIE_H

#include "text/lexicon.h"

#define XS_TRIE_ROOT_CPS 0x10000u /* a word begins with a code point below this */
#define XS_TRIE_PAIR_BITS 16      /* of a number for two code points */

struct xs_trie_node {
    uint32_t first, count; /* the nodes below, in the order of their code points */
    uint32_t mask;         /* index into masks: lists with a word that ends here; 0: none */
    uint32_t below;        /* the same: lists with a word that ends here or further down */
};

struct xs_trie {
    uint32_t *root;             /* nodes of first code points, XS_TRIE_ROOT_CPS; 0: none */
    uint64_t *pairs;            /* bits: a word may begin with two code points of this number */
    uint32_t *cps;              /* of the edge that leads to each node */
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
    const struct xs_trie_builder *b, struct xs_arena *a, struct xs_trie *out);

/* xs_trie_begin: the node of words that begin with cp; 0: none. */
static inline uint32_t xs_trie_begin(const struct xs_trie *t, uint32_t cp)
{
    return cp < XS_TRIE_ROOT_CPS ? t->root[cp] : 0;
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

/* xs_trie_step: the node after node (not the root) on cp; 0: none. */
static inline uint32_t xs_trie_step(const struct xs_trie *t, uint32_t node, uint32_t cp)
{
    uint32_t low = t->nodes[node].first, high = low + t->nodes[node].count;
    while (high - low > 4) {
        uint32_t mid = low + (high - low) / 2;
        if (t->cps[mid] <= cp)
            low = mid;
        else
            high = mid;
    }
    for (; low < high; low++)
        if (t->cps[low] == cp)
            return low;
    return 0;
}

#endif
