#include "text/lexicon_internal.h"

#include <string.h>

#include "base/utf8.h"

/* While words are added, a node has a list of the nodes below it. */
struct growing {
    uint32_t cp, first, next; /* first below; next beside, by rising code points; 0 = none */
    uint32_t mask;            /* as in the finished trie */
};

/* Masks, each once. */
struct masks {
    size_t count, cap, size; /* size: of slots, a power of two */
    struct xs_lexmask *items;
    uint32_t *slots; /* numbers of items, by their hashes; 0: free */
};

#define PAGE_BITS 8
#define PAGE ((size_t)1 << PAGE_BITS)
#define FIRST_SLOTS ((size_t)1 << 10)
#define MOST_BYTES ((size_t)4 << 30)

struct xs_trie_builder {
    struct xs_arena *arena;
    uint32_t *root[XS_TRIE_ROOT_CPS / PAGE]; /* nodes below the root; NULL: none of these */
    struct masks masks;
    size_t count, cap;
    struct growing *nodes; /* 0 and 1 as in the finished trie */
};

/* ---- masks ---- */

/* The slot of a mask that is not empty, or a free one. */
static uint32_t *slot_of(const struct masks *all, const struct xs_lexmask *m)
{
    const uint64_t one = UINT64_C(0x9E3779B97F4A7C15), two = UINT64_C(0xD6E8FEB86659FD93);
    uint64_t i =
        xs_str_mix(m->w[0] ^ one, m->w[1] ^ two) ^ xs_str_mix(m->w[2] ^ two, m->w[3] ^ one);
    for (;; i++) {
        uint32_t *slot = &all->slots[i & (all->size - 1)];
        if (*slot == 0 || memcmp(&all->items[*slot], m, sizeof *m) == 0)
            return slot;
    }
}

static bool more_slots(struct xs_arena *a, struct masks *all)
{
    struct masks more = *all;
    more.size = all->size ? all->size * 2 : FIRST_SLOTS;
    more.slots = xs_arena_zalloc(a, more.size, sizeof *more.slots);
    for (uint32_t i = 1; more.slots && i < all->count; i++)
        *slot_of(&more, &all->items[i]) = i;
    if (more.slots)
        *all = more;
    return more.slots != NULL;
}

static enum xs_err keep_mask(
    struct xs_trie_builder *b, const struct xs_lexmask *m, uint32_t *number)
{
    struct masks *all = &b->masks;
    if (all->count * 2 >= all->size && !more_slots(b->arena, all))
        return XS_E_NOMEM;
    uint32_t *slot = slot_of(all, m);
    if (*slot == 0) {
        struct xs_lexmask *items =
            xs_arena_grow(b->arena, all->items, &all->cap, all->count + 1, sizeof *items);
        if (!items)
            return XS_E_NOMEM;
        all->items = items;
        items[all->count] = *m;
        *slot = (uint32_t)all->count++;
    }
    *number = *slot;
    return XS_OK;
}

/* ---- adding ---- */

struct xs_trie_builder *xs_trie_new(void)
{
    struct xs_arena *a = xs_arena_new(MOST_BYTES);
    struct xs_trie_builder *b = a ? xs_arena_zalloc(a, 1, sizeof *b) : NULL;
    if (b) {
        b->arena = a;
        b->masks.items = xs_arena_grow(a, NULL, &b->masks.cap, 1, sizeof *b->masks.items);
        b->masks.count = 1;
        b->nodes = xs_arena_grow(a, NULL, &b->cap, 1024, sizeof *b->nodes);
        b->count = 2;
    }
    if (b && b->masks.items && b->nodes) {
        b->masks.items[0] = (struct xs_lexmask){ { 0 } };
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

static enum xs_err mark(struct xs_trie_builder *b, uint32_t node, size_t list)
{
    struct xs_lexmask m = b->masks.items[b->nodes[node].mask];
    m.w[list >> 6] |= UINT64_C(1) << (list & 63);
    return keep_mask(b, &m, &b->nodes[node].mask);
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

/* The node below the root on cp, made when missing; 0 = no memory. */
static uint32_t make_first(struct xs_trie_builder *b, uint32_t cp)
{
    uint32_t **page = &b->root[cp / PAGE];
    if (!*page)
        *page = xs_arena_zalloc(b->arena, PAGE, sizeof **page);
    if (!*page)
        return 0;
    uint32_t *node = &(*page)[cp % PAGE];
    if (*node == 0)
        *node = new_node(b, cp);
    return *node;
}

/* The node after node on cp, made when missing; 0 = no memory. */
static uint32_t make_step(struct xs_trie_builder *b, uint32_t node, uint32_t cp)
{
    if (node == 1)
        return make_first(b, cp);
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
    return mark(b, node, list);
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
            XS_TRY(mark(b, to, list));
        levels[depth++] = (struct level){ n->first, n->first + n->count, to };
    }
    return XS_OK;
}

/* ---- laying out ---- */

/* Marks what words go on with after the first code point, that of the node number from, and those
 * that do not. */
static void note_pairs(const struct growing *nodes, uint32_t from, struct xs_trie *out)
{
    const uint32_t last = nodes[from].cp & ((1u << XS_TRIE_ALONE_BITS) - 1);
    if (nodes[from].mask)
        out->alone[last >> 6] |= UINT64_C(1) << (last & 63);
    for (uint32_t k = nodes[from].first; k; k = nodes[k].next) {
        uint32_t n = xs_trie_pair(nodes[from].cp, nodes[k].cp);
        out->pairs[n >> 6] |= UINT64_C(1) << (n & 63);
    }
}

/* The nodes below the root, then what is below each, one after the other: a way down stays in few
 * lines of memory. order: numbers of the nodes as they are placed; open: room for as many. */
static void place_all(
    const struct xs_trie_builder *b, uint32_t *order, uint32_t *open, struct xs_trie *out)
{
    uint32_t placed = 2, nopen = 0;
    for (uint32_t cp = 0; cp < XS_TRIE_ROOT_CPS; cp++) {
        const uint32_t *page = b->root[cp / PAGE];
        if (!page) {
            cp += PAGE - 1;
            continue;
        }
        const uint32_t node = page[cp % PAGE];
        if (node == 0)
            continue;
        out->root[cp] = (uint16_t)(placed - 1);
        order[placed++] = node;
        note_pairs(b->nodes, node, out);
    }
    out->nodes[1] = (struct xs_trie_node){ .first = 2, .count = placed - 2 };
    for (uint32_t at = placed; at-- > 2;)
        open[nopen++] = at;
    while (nopen) {
        const uint32_t at = open[--nopen], first = placed;
        const struct growing *g = &b->nodes[order[at]];
        for (uint32_t k = g->first; k; k = b->nodes[k].next)
            order[placed++] = k;
        for (uint32_t below = placed; below-- > first;)
            open[nopen++] = below;
        out->cps[at] = g->cp;
        out->short_cps[at] = g->cp <= UINT16_MAX ? (uint16_t)g->cp : 0;
        out->nodes[at] = (struct xs_trie_node){ first, placed - first, g->mask, 0 };
    }
}

/* What ends at a node or below it: those below have been placed after it. */
static enum xs_err gather_masks(struct xs_trie_builder *b, struct xs_trie_node *nodes)
{
    for (size_t i = b->count; i-- > 2;) {
        struct xs_trie_node *n = &nodes[i], *under = &nodes[n->first];
        bool one = true; /* there is but one set of lists */
        n->below = n->mask;
        for (uint32_t k = 0; k < n->count; k++) {
            one &= n->below == 0 || n->below == under[k].below;
            n->below = under[k].below;
        }
        if (one)
            continue;
        struct xs_lexmask all = b->masks.items[n->mask];
        for (uint32_t k = 0; k < n->count; k++)
            all = xs_lexmask_or(all, b->masks.items[under[k].below]);
        XS_TRY(keep_mask(b, &all, &n->below));
    }
    return XS_OK;
}

enum xs_err xs_trie_finish(struct xs_trie_builder *b, struct xs_arena *a, struct xs_trie *out)
{
    uint32_t *order = xs_arena_alloc(b->arena, b->count, sizeof *order);
    uint32_t *open = xs_arena_alloc(b->arena, b->count, sizeof *open);
    *out = (struct xs_trie){ .root = xs_arena_zalloc(a, XS_TRIE_ROOT_CPS, sizeof *out->root),
        .pairs = xs_arena_zalloc(a, (1u << XS_TRIE_PAIR_BITS) / 64, sizeof *out->pairs),
        .cps = xs_arena_zalloc(a, b->count, sizeof *out->cps),
        .short_cps = xs_arena_zalloc(a, b->count + XS_VEC, sizeof *out->short_cps),
        .nodes = xs_arena_zalloc(a, b->count, sizeof *out->nodes) };
    if (!order || !open || !out->root || !out->pairs || !out->cps || !out->short_cps || !out->nodes)
        return XS_E_NOMEM;
    place_all(b, order, open, out);
    XS_TRY(gather_masks(b, out->nodes));
    out->masks = xs_arena_alloc(a, b->masks.count, sizeof *out->masks);
    if (!out->masks)
        return XS_E_NOMEM;
    memcpy(out->masks, b->masks.items, b->masks.count * sizeof *out->masks);
    return XS_OK;
}
