/* trie.h: words of many lists in one trie over code points, laid out for looking up: the nodes
 * below one node stand side by side, equal sets of lists are kept once.
 * Private to lexicon.c but for its builder. */
#ifndef XS_TEXT_TRIE_H
#define XS_TEXT_TRIE_H

#include "text/lexicon.h"

#define XS_TRIE_ROOT_CPS 0x10000u /* a word begins with a code point below this */

struct xs_trie_node {
    uint32_t cp;           /* of the edge that leads here */
    uint32_t first, count; /* the nodes below, in the order of their code points */
    uint32_t mask;         /* index into masks: lists with a word that ends here; 0: none */
    uint32_t below;        /* the same: lists with a word that ends here or further down */
};

struct xs_trie {
    uint64_t *begins;           /* bits: code points that a word begins with */
    uint32_t *root;             /* their nodes, XS_TRIE_ROOT_CPS */
    struct xs_trie_node *nodes; /* 0: none, 1: the root, which step does not need */
    struct xs_lexmask *masks;   /* 0: empty */
};

struct xs_trie_builder;
XS_CHECK struct xs_trie_builder *xs_trie_new(void);
void xs_trie_free(struct xs_trie_builder *b);
/* xs_trie_add: word is folded, not empty, and begins with a code point below XS_TRIE_ROOT_CPS. */
XS_CHECK enum xs_err xs_trie_add(struct xs_trie_builder *b, xs_str word, size_t list);
/* xs_trie_finish: what was added, in a. */
XS_CHECK enum xs_err xs_trie_finish(
    const struct xs_trie_builder *b, struct xs_arena *a, struct xs_trie *out);

/* xs_trie_step: the node after node on cp; 0: none. */
static inline uint32_t xs_trie_step(const struct xs_trie *t, uint32_t node, uint32_t cp)
{
    if (node == 1)
        return cp < XS_TRIE_ROOT_CPS && (t->begins[cp >> 6] >> (cp & 63) & 1) ? t->root[cp] : 0;
    uint32_t low = t->nodes[node].first, high = low + t->nodes[node].count;
    while (high - low > 4) {
        uint32_t mid = low + (high - low) / 2;
        if (t->nodes[mid].cp <= cp)
            low = mid;
        else
            high = mid;
    }
    for (; low < high; low++)
        if (t->nodes[low].cp == cp)
            return low;
    return 0;
}

#endif
