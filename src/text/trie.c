#include "text/lexicon_internal.h"

#include <string.h>

#include "base/map.h"
#include "base/utf8.h"

/* While words are added, a node has a list of the nodes below it. */
struct growing {
    uint32_t cp, first, next; /* first below; next beside, by rising code points; 0 = none */
    uint32_t id;              /* in the finished trie */
    struct xs_lexmask mask;
};

struct xs_trie_builder {
    struct xs_arena *arena;
    uint32_t *root; /* XS_TRIE_ROOT_CPS */
    size_t count, cap;
    struct growing *nodes; /* 0 and 1 as in the finished trie */
};

#define MOST_BYTES ((size_t)4 << 30)

struct xs_trie_builder *xs_trie_new(void)
{
    struct xs_arena *a = xs_arena_new(MOST_BYTES);
    struct xs_trie_builder *b = a ? xs_arena_zalloc(a, 1, sizeof *b) : NULL;
    if (b) {
        b->arena = a;
        b->root = xs_arena_zalloc(a, XS_TRIE_ROOT_CPS, sizeof *b->root);
        b->nodes = xs_arena_grow(a, NULL, &b->cap, 1024, sizeof *b->nodes);
        b->count = 2;
    }
    if (b && b->root && b->nodes) {
        memset(b->nodes, 0, b->count * sizeof *b->nodes);
        return b;
    }
    xs_arena_free(a);
    return NULL;
}

void xs_trie_free(struct xs_trie_builder *b)
{
    if (b)
        xs_arena_free(b->arena);
}

/* ---- adding ---- */

static void mark(struct xs_lexmask *m, size_t list)
{
    m->w[list >> 6] |= UINT64_C(1) << (list & 63);
}

/* A node with nothing below it; 0 = no memory. */
static uint32_t new_node(struct xs_trie_builder *b, uint32_t cp)
{
    struct growing *nodes = xs_arena_grow(b->arena, b->nodes, &b->cap, b->count + 1, sizeof *nodes);
    if (!nodes)
        return 0;
    b->nodes = nodes;
    nodes[b->count] = (struct growing){ .cp = cp };
    return (uint32_t)b->count++;
}

/* The node after node on cp, made when missing; 0 = no memory. */
static uint32_t make_step(struct xs_trie_builder *b, uint32_t node, uint32_t cp)
{
    if (node == 1) {
        if (b->root[cp] == 0)
            b->root[cp] = new_node(b, cp);
        return b->root[cp];
    }
    uint32_t before = 0, at = b->nodes[node].first;
    while (at && b->nodes[at].cp < cp) {
        before = at;
        at = b->nodes[at].next;
    }
    if (at && b->nodes[at].cp == cp)
        return at;
    uint32_t to = new_node(b, cp);
    if (to == 0)
        return 0;
    b->nodes[to].next = at;
    if (before)
        b->nodes[before].next = to;
    else
        b->nodes[node].first = to;
    return to;
}

enum xs_err xs_trie_add(struct xs_trie_builder *b, xs_str word, size_t list)
{
    uint32_t node = 1;
    for (size_t at = 0; at < word.len;) {
        node = make_step(b, node, xs_utf8_next(word, &at));
        if (node == 0)
            return XS_E_NOMEM;
    }
    mark(&b->nodes[node].mask, list);
    return XS_OK;
}

/* Nodes of a finished trie that are still to be gone through, and the node that they belong below.
 */
struct level {
    uint32_t at, end, to;
};

enum xs_err xs_trie_graft(struct xs_trie_builder *b, const struct xs_trie *from,
    const struct xs_lexmask *want, size_t list)
{
    size_t cap = 0, depth = 1;
    struct level *levels = xs_arena_grow(b->arena, NULL, &cap, 16, sizeof *levels);
    if (!levels)
        return XS_E_NOMEM;
    levels[0] =
        (struct level){ from->nodes[1].first, from->nodes[1].first + from->nodes[1].count, 1 };
    while (depth) {
        struct level *l = &levels[depth - 1];
        if (l->at == l->end) {
            depth--;
            continue;
        }
        const uint32_t node = l->at++;
        const struct xs_trie_node *n = &from->nodes[node];
        if (!xs_lexmask_common(&from->masks[n->below], want))
            continue;
        uint32_t to = make_step(b, l->to, from->cps[node]);
        levels = xs_arena_grow(b->arena, levels, &cap, depth + 1, sizeof *levels);
        if (!to || !levels)
            return XS_E_NOMEM;
        if (xs_lexmask_common(&from->masks[n->mask], want))
            mark(&b->nodes[to].mask, list);
        levels[depth++] = (struct level){ n->first, n->first + n->count, to };
    }
    return XS_OK;
}

/* ---- laying out ---- */

struct layout {
    const struct xs_trie_builder *b;
    struct xs_trie *out;
    struct xs_map masks; /* bytes of a mask -> its index */
    size_t nmasks, mask_cap, nnodes;
    struct xs_arena *a;
};

static enum xs_err keep_mask(struct layout *l, const struct xs_lexmask *m, uint32_t *index)
{
    bool is_new;
    struct xs_map_slot *slot =
        xs_map_put(&l->masks, (xs_str){ (const char *)m, sizeof *m }, &is_new);
    if (!slot)
        return XS_E_NOMEM;
    if (is_new) {
        struct xs_lexmask *masks =
            xs_arena_grow(l->a, l->out->masks, &l->mask_cap, l->nmasks + 1, sizeof *masks);
        if (!masks)
            return XS_E_NOMEM;
        l->out->masks = masks;
        masks[l->nmasks] = *m;
        slot->val.num = l->nmasks++;
    }
    *index = (uint32_t)slot->val.num;
    return XS_OK;
}

/* The next place, for the node number from. */
static enum xs_err place(struct layout *l, uint32_t from)
{
    struct growing *g = &l->b->nodes[from];
    struct xs_trie_node *n = &l->out->nodes[l->nnodes];
    l->out->cps[l->nnodes] = g->cp;
    l->out->short_cps[l->nnodes] = g->cp <= UINT16_MAX ? (uint16_t)g->cp : 0;
    g->id = (uint32_t)l->nnodes++;
    return keep_mask(l, &g->mask, &n->mask);
}

/* Marks what words go on with after the first code point, that of the node number from, and those
 * that do not. */
static void note_pairs(struct layout *l, uint32_t from)
{
    static const struct xs_lexmask empty;
    const struct growing *nodes = l->b->nodes;
    const uint32_t last = nodes[from].cp & ((1u << XS_TRIE_ALONE_BITS) - 1);
    if (memcmp(&nodes[from].mask, &empty, sizeof empty) != 0)
        l->out->alone[last >> 6] |= UINT64_C(1) << (last & 63);
    for (uint32_t k = nodes[from].first; k; k = nodes[k].next) {
        uint32_t n = xs_trie_pair(nodes[from].cp, nodes[k].cp);
        l->out->pairs[n >> 6] |= UINT64_C(1) << (n & 63);
    }
}

/* Level by level; queue: numbers of the nodes as they are placed. */
static enum xs_err place_all(struct layout *l, uint32_t *queue)
{
    const struct xs_trie_builder *b = l->b;
    size_t head = 0, tail = 0;
    l->out->nodes[1].first = (uint32_t)l->nnodes;
    for (uint32_t cp = 0; cp < XS_TRIE_ROOT_CPS; cp++)
        if (b->root[cp]) {
            l->out->root[cp] = (uint16_t)(l->nnodes - 1);
            queue[tail++] = b->root[cp];
            note_pairs(l, b->root[cp]);
            XS_TRY(place(l, b->root[cp]));
        }
    l->out->nodes[1].count = (uint32_t)l->nnodes - l->out->nodes[1].first;
    for (; head < tail; head++) {
        const struct growing *g = &b->nodes[queue[head]];
        l->out->nodes[g->id].first = (uint32_t)l->nnodes;
        for (uint32_t k = g->first; k; k = b->nodes[k].next) {
            queue[tail++] = k;
            XS_TRY(place(l, k));
        }
        l->out->nodes[g->id].count = (uint32_t)l->nnodes - l->out->nodes[g->id].first;
    }
    return XS_OK;
}

/* What ends at a node or below it: those below have been placed after it. */
static enum xs_err gather_masks(struct layout *l)
{
    for (size_t i = l->nnodes; i-- > 2;) {
        struct xs_trie_node *n = &l->out->nodes[i], *under = &l->out->nodes[n->first];
        struct xs_lexmask below = l->out->masks[n->mask];
        for (uint32_t k = 0; k < n->count; k++)
            for (size_t w = 0; w < XS_LEXMASK_WORDS; w++)
                below.w[w] |= l->out->masks[under[k].below].w[w];
        XS_TRY(keep_mask(l, &below, &n->below));
    }
    return XS_OK;
}

enum xs_err xs_trie_finish(const struct xs_trie_builder *b, struct xs_arena *a, struct xs_trie *out)
{
    static const struct xs_lexmask empty;
    struct layout l = { .b = b, .out = out, .a = a, .nnodes = 2 };
    uint32_t *queue = xs_arena_alloc(b->arena, b->count, sizeof *queue), none;
    *out = (struct xs_trie){ .root = xs_arena_zalloc(a, XS_TRIE_ROOT_CPS, sizeof *out->root),
        .pairs = xs_arena_zalloc(a, (1u << XS_TRIE_PAIR_BITS) / 64, sizeof *out->pairs),
        .cps = xs_arena_zalloc(a, b->count, sizeof *out->cps),
        .short_cps = xs_arena_zalloc(a, b->count + XS_VEC, sizeof *out->short_cps),
        .nodes = xs_arena_zalloc(a, b->count, sizeof *out->nodes) };
    if (!queue || !out->root || !out->pairs || !out->cps || !out->short_cps || !out->nodes)
        return XS_E_NOMEM;
    xs_map_init(&l.masks, b->arena);
    XS_TRY(keep_mask(&l, &empty, &none)); /* the first: number 0 */
    XS_TRY(place_all(&l, queue));
    return gather_masks(&l);
}
