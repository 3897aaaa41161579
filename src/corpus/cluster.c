/* cluster.c: copies as clusters for people to read. Rows: equal text. Projects: linked by equal
 * rows. Paragraphs: pairs with a sampled run of characters in common are candidates, containment
 * decides; every pair that is alike stands in some cluster, and no two members of one are unlike.
 */
#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "corpus/joining.h"
#include "corpus/shingle.h"

#define MAX_CHECKED 64
#define ROW_GRAM 2
#define NO_NODE UINT32_MAX

struct neighbour {
    uint32_t b;
    int64_t similarity;
    bool covered, taken;
};

struct node { /* a cluster that a member is in */
    uint32_t cluster, next;
};

struct clusters {
    struct xs_corpus *c;
    enum xs_err (*take)(void *ctx, const struct xs_corpus_member *m);
    void *ctx;
    uint64_t count;
    const char *kind;
    bool paragraphs; /* else projects */
    /* the leader under way and what is like it */
    uint32_t leader;
    size_t nnear, near_cap;
    struct neighbour *near;
    /* clusters of every item so far */
    uint32_t *head;
    size_t nnodes, nodes_cap;
    struct node *nodes;
    struct xs_arena *a, *scratch; /* of the leader; of one comparison */
    struct xs_buf buf, keys, other_keys;
};

/* --- items ----------------------------------------------------------------------------------- */

static enum xs_err item(const struct clusters *k, uint32_t index, uint32_t *doc, uint64_t *card)
{
    if (k->paragraphs) {
        struct xs_paragraph_rec p;
        XS_TRY(xs_corpus_paragraph(k->c, index, &p));
        *doc = p.doc;
        *card = p.card;
        return XS_OK;
    }
    struct xs_project_rec p;
    XS_TRY(xs_corpus_project(k->c, index, &p));
    *doc = p.doc;
    *card = p.card;
    return XS_OK;
}

static enum xs_err shingles_of(
    struct clusters *k, struct xs_arena *a, uint32_t index, struct xs_shingles *out)
{
    struct xs_card card;
    uint32_t doc;
    uint64_t at;
    XS_TRY(item(k, index, &doc, &at));
    XS_TRY(xs_corpus_card(k->c, at, &k->buf, &card));
    return xs_shingles_make(a, card.text, (size_t)k->c->c->gram, out);
}

static enum xs_err give(struct clusters *k, struct xs_corpus_member *m, uint64_t card)
{
    XS_TRY(xs_corpus_card(k->c, card, &k->buf, &m->card));
    return k->take(k->ctx, m);
}

/* --- which clusters an item is in --- */

static enum xs_err join_cluster(struct clusters *k, uint32_t index)
{
    if (k->nnodes == k->nodes_cap) {
        size_t cap = k->nodes_cap ? k->nodes_cap * 2 : 256;
        struct node *nodes = xs_realloc(k->nodes, cap, sizeof *nodes);
        if (!nodes)
            return XS_E_NOMEM;
        k->nodes = nodes;
        k->nodes_cap = cap;
    }
    k->nodes[k->nnodes] = (struct node){ (uint32_t)k->count, k->head[index] };
    k->head[index] = (uint32_t)k->nnodes++;
    return XS_OK;
}

static bool in_one_cluster(const struct clusters *k, uint32_t a, uint32_t b)
{
    for (uint32_t i = k->head[a]; i != NO_NODE; i = k->nodes[i].next)
        for (uint32_t j = k->head[b]; j != NO_NODE; j = k->nodes[j].next)
            if (k->nodes[i].cluster == k->nodes[j].cluster)
                return true;
    return false;
}

/* --- one leader ------------------------------------------------------------------------------ */

struct checked {
    size_t n;
    struct xs_shingles of[MAX_CHECKED];
};

/* Is item b like enough to the members that are looked at? Then it becomes one of them. */
static enum xs_err fits(struct clusters *k, struct checked *m, uint32_t b, bool *good)
{
    size_t most = (size_t)k->c->c->cluster_checked;
    most = most < MAX_CHECKED ? most : MAX_CHECKED;
    struct xs_shingles s;
    *good = true;
    if (!k->paragraphs)
        return XS_OK;
    bool kept = m->n < most;
    xs_arena_reset(k->scratch);
    XS_TRY(shingles_of(k, k->scratch, b, &s));
    for (size_t i = 0; i < m->n && *good; i++)
        *good = xs_shingles_contained(&s, &m->of[i]) >= k->c->c->apart;
    if (!*good || !kept)
        return XS_OK;
    return shingles_of(k, k->a, b, &m->of[m->n++]);
}

static enum xs_err give_cluster(struct clusters *k)
{
    struct xs_corpus_member m = {
        .cluster = k->count, .kind = k->kind, .similarity = 1000, .first = true, .documents = 1
    };
    uint32_t last;
    uint64_t card, first_card;
    XS_TRY(item(k, k->leader, &last, &first_card));
    m.doc = last;
    for (size_t i = 0; i < k->nnear; i++) {
        uint32_t doc;
        if (!k->near[i].taken)
            continue;
        XS_TRY(item(k, k->near[i].b, &doc, &card));
        m.documents += doc != last; /* neighbours come in the order of documents */
        last = doc;
    }
    XS_TRY(give(k, &m, first_card));
    m.first = false;
    for (size_t i = 0; i < k->nnear; i++) {
        if (!k->near[i].taken)
            continue;
        k->near[i].taken = false;
        XS_TRY(item(k, k->near[i].b, &m.doc, &card));
        m.similarity = k->near[i].similarity;
        XS_TRY(give(k, &m, card));
    }
    return XS_OK;
}

/* A cluster of the leader, its first neighbour that is in none with it, and all that go with both.
 */
static enum xs_err one_cluster(struct clusters *k, size_t from)
{
    struct checked *m = xs_arena_zalloc(k->a, 1, sizeof *m);
    if (!m)
        return XS_E_NOMEM;
    k->count++;
    XS_TRY(join_cluster(k, k->leader));
    for (size_t i = from; i < k->nnear; i++) {
        bool good;
        if (k->near[i].covered)
            continue;
        XS_TRY(fits(k, m, k->near[i].b, &good));
        if (!good)
            continue;
        k->near[i].covered = k->near[i].taken = true;
        XS_TRY(join_cluster(k, k->near[i].b));
    }
    return give_cluster(k);
}

static enum xs_err end_leader(struct clusters *k)
{
    for (size_t i = 0; i < k->nnear; i++)
        k->near[i].covered = in_one_cluster(k, k->leader, k->near[i].b);
    for (size_t i = 0; i < k->nnear; i++) {
        xs_arena_reset(k->a);
        if (!k->near[i].covered)
            XS_TRY(one_cluster(k, i));
    }
    k->nnear = 0;
    return XS_OK;
}

static enum xs_err add_near(struct clusters *k, uint32_t a, uint32_t b, int64_t similarity)
{
    if (k->nnear > 0 && k->leader != a)
        XS_TRY(end_leader(k));
    k->leader = a;
    if (k->nnear == k->near_cap) {
        size_t cap = k->near_cap ? k->near_cap * 2 : 64;
        struct neighbour *near = xs_realloc(k->near, cap, sizeof *near);
        if (!near)
            return XS_E_NOMEM;
        k->near = near;
        k->near_cap = cap;
    }
    k->near[k->nnear++] = (struct neighbour){ .b = b, .similarity = similarity };
    return XS_OK;
}

static enum xs_err begin_kind(struct clusters *k, bool paragraphs, size_t items)
{
    k->paragraphs = paragraphs;
    k->kind = paragraphs ? "paragraph" : "project";
    k->nnodes = k->nnear = 0;
    xs_free(k->head);
    k->head = xs_alloc(items ? items : 1, sizeof *k->head);
    if (!k->head)
        return XS_E_NOMEM;
    memset(k->head, 0xFF, items * sizeof *k->head);
    return XS_OK;
}

/* --- rows ------------------------------------------------------------------------------------ */

/* Documents of each group of equal rows, in their order. */
static enum xs_err count_rows(struct xs_corpus *c, struct xs_spool *out)
{
    const void *r;
    struct xs_rowtext_rec last = { 0 };
    uint32_t documents = 0;
    uint64_t at;
    XS_TRY(xs_sorter_begin(&c->rowtexts));
    for (;;) {
        XS_TRY(xs_sorter_next(&c->rowtexts, &r));
        const struct xs_rowtext_rec *row = r;
        bool same = row && documents > 0 && row->hash == last.hash;
        if (!same && documents > 0)
            XS_TRY(xs_spool_put(out, (xs_str){ (const char *)&documents, sizeof documents }, &at));
        if (!row)
            return XS_OK;
        documents = same ? documents + (row->doc != last.doc) : 1;
        last = *row;
    }
}

static enum xs_err row_similarity(struct clusters *k, const struct xs_shingles *first,
    const struct xs_rowtext_rec *row, int64_t *out)
{
    struct xs_card card;
    struct xs_shingles s;
    xs_arena_reset(k->scratch);
    XS_TRY(xs_corpus_card(k->c, row->card, &k->buf, &card));
    XS_TRY(xs_shingles_make(k->scratch, card.text, ROW_GRAM, &s));
    *out = xs_shingles_contained(first, &s);
    return XS_OK;
}

/* The number of documents of the next group. */
static enum xs_err next_count(
    struct clusters *k, const struct xs_spool *counts, uint64_t *index, uint32_t *out)
{
    xs_buf_clear(&k->buf);
    XS_TRY(xs_spool_get(counts, *index * 2 * sizeof *out, &k->buf));
    memcpy(out, k->buf.ptr, sizeof *out);
    ++*index;
    return XS_OK;
}

static enum xs_err give_rows(struct clusters *k, const struct xs_spool *counts)
{
    const void *r;
    struct xs_rowtext_rec first = { 0 };
    struct xs_shingles shingles = { 0 };
    uint32_t documents = 0;
    uint64_t index = 0;
    XS_TRY(xs_sorter_begin(&k->c->rowtexts));
    for (;;) {
        XS_TRY(xs_sorter_next(&k->c->rowtexts, &r));
        if (!r)
            return XS_OK;
        struct xs_rowtext_rec row = *(const struct xs_rowtext_rec *)r;
        bool is_first = index == 0 || row.hash != first.hash;
        if (is_first) {
            XS_TRY(next_count(k, counts, &index, &documents));
            first = row;
        }
        if (documents < 2)
            continue;
        struct xs_corpus_member m = { .kind = "row",
            .similarity = 1000,
            .documents = documents,
            .first = is_first,
            .doc = row.doc };
        if (is_first) {
            struct xs_card card;
            xs_arena_reset(k->a);
            XS_TRY(xs_corpus_card(k->c, row.card, &k->buf, &card));
            XS_TRY(xs_shingles_make(k->a, card.text, ROW_GRAM, &shingles));
            k->count++;
        } else if (row.exact != first.exact) {
            XS_TRY(row_similarity(k, &shingles, &row, &m.similarity));
        }
        m.cluster = k->count;
        XS_TRY(give(k, &m, row.card));
    }
}

static enum xs_err rows(struct clusters *k)
{
    struct xs_spool counts;
    xs_spool_init(&counts, &k->c->scratch);
    enum xs_err e = count_rows(k->c, &counts);
    if (e == XS_OK)
        e = give_rows(k, &counts);
    xs_spool_free(&counts);
    return e;
}

/* --- projects -------------------------------------------------------------------------------- */

static enum xs_err projects(struct clusters *k)
{
    const void *r;
    struct xs_edge_rec last = { 0 };
    bool begun = false;
    XS_TRY(begin_kind(k, false, k->c->nprojects));
    XS_TRY(xs_sorter_begin(&k->c->project_edges));
    for (;;) {
        XS_TRY(xs_sorter_next(&k->c->project_edges, &r));
        const struct xs_edge_rec *e = r;
        if (begun &&
            (!e || e->a != last.a || e->b != last.b)) /* the last of a pair is the highest */
            XS_TRY(add_near(k, last.a, last.b, last.similarity < 1000 ? last.similarity : 1000));
        if (!e)
            return end_leader(k);
        last = *e;
        begun = true;
    }
}

/* --- paragraphs ------------------------------------------------------------------------------ */

struct key_group {
    size_t n, cap;
    struct xs_key_rec *items;
};

static enum xs_err add_pair(
    struct xs_sorter *pairs, const struct xs_key_rec *a, const struct xs_key_rec *b)
{
    struct xs_edge_rec e = { a->paragraph, b->paragraph, 0 };
    return a->doc == b->doc ? XS_OK : xs_sorter_add(pairs, &e);
}

/* The pairs that the newest member makes. In a group that has become large, only with its first
 * ones and those just before, and only for every so many-th key: each text has many of them. */
static enum xs_err pair_newest(const struct xs_corpus_config *c, const struct key_group *g,
    size_t total, struct xs_sorter *out)
{
    const struct xs_key_rec *b = &g->items[g->n - 1];
    size_t first = (size_t)c->group_first, before = (size_t)c->group_before;
    if (total <= (size_t)c->group_all) {
        for (size_t i = 0; i + 1 < g->n; i++)
            XS_TRY(add_pair(out, &g->items[i], b));
        return XS_OK;
    }
    if (b->key / (uint64_t)c->sample % (uint64_t)c->sample_common != 0)
        return XS_OK;
    for (size_t i = 0; i < first && i + 1 < g->n; i++)
        XS_TRY(add_pair(out, &g->items[i], b));
    for (size_t i = 1; i <= before && i + 1 < g->n && g->n - 1 - i >= first; i++)
        XS_TRY(add_pair(out, &g->items[g->n - 1 - i], b));
    return XS_OK;
}

/* Room for group_all members and the newest; when it is full the oldest but the first ones go. */
static void make_room(const struct xs_corpus_config *c, struct key_group *g)
{
    size_t keep = (size_t)c->group_first, tail = (size_t)c->group_before + 1;
    if (g->n < g->cap)
        return;
    memmove(g->items + keep, g->items + g->n - tail, tail * sizeof *g->items);
    g->n = keep + tail;
}

static enum xs_err make_pairs(struct xs_corpus *c, struct key_group *g, struct xs_sorter *out)
{
    const void *r;
    uint64_t key = 0;
    size_t total = 0;
    XS_TRY(xs_sorter_begin(&c->keys));
    for (;;) {
        XS_TRY(xs_sorter_next(&c->keys, &r));
        const struct xs_key_rec *k = r;
        if (!k)
            return XS_OK;
        if (total == 0 || k->key != key)
            g->n = total = 0;
        key = k->key;
        total++;
        make_room(c->c, g);
        g->items[g->n++] = *k;
        XS_TRY(pair_newest(c->c, g, total, out));
    }
}

static enum xs_err keys_of(struct clusters *k, uint32_t index, struct xs_buf *out)
{
    struct xs_paragraph_rec p;
    xs_buf_clear(out);
    XS_TRY(xs_corpus_paragraph(k->c, index, &p));
    return xs_spool_get(&k->c->keylists, p.keys, out);
}

static uint64_t key_at(const struct xs_buf *b, size_t i)
{
    uint64_t key;
    memcpy(&key, b->ptr + i * sizeof key, sizeof key);
    return key;
}

/* By their sampled keys alone the two are less alike than an edited copy, and by more than three
 * times what chance does to such a sample: (pm - s)^2 > 9 p (1 - p) m, for s shared keys of m. */
static bool plainly_unlike(
    const struct xs_corpus_config *c, const struct xs_buf *a, const struct xs_buf *b)
{
    size_t n = a->len / sizeof(uint64_t), m = b->len / sizeof(uint64_t), shared = 0;
    for (size_t i = 0, j = 0; i < n && j < m;) {
        uint64_t x = key_at(a, i), y = key_at(b, j);
        shared += x == y;
        i += x <= y;
        j += y <= x;
    }
    int64_t less = (int64_t)(n < m ? n : m), p = c->edited;
    int64_t lack = p * less - (int64_t)shared * 1000;
    return lack > 0 && lack * lack > 9 * p * (1000 - p) * less;
}

/* Candidate (a, b): is it a copy? */
static enum xs_err weigh_pair(
    struct clusters *k, struct xs_shingles *of_a, bool new_a, const struct xs_edge_rec *e)
{
    struct xs_shingles of_b;
    if (new_a) {
        of_a->ngrams = 0;
        XS_TRY(keys_of(k, e->a, &k->keys));
    }
    XS_TRY(keys_of(k, e->b, &k->other_keys));
    if (plainly_unlike(k->c->c, &k->keys, &k->other_keys))
        return XS_OK;
    if (of_a->ngrams == 0) /* the leader's runs are made once */
        XS_TRY(shingles_of(k, k->a, e->a, of_a));
    xs_arena_reset(k->scratch);
    XS_TRY(shingles_of(k, k->scratch, e->b, &of_b));
    int64_t share = xs_shingles_contained(of_a, &of_b);
    return share >= k->c->c->edited ? add_near(k, e->a, e->b, share) : XS_OK;
}

static enum xs_err weigh_pairs(struct clusters *k, struct xs_sorter *pairs)
{
    const void *r;
    struct xs_edge_rec last = { 0 };
    struct xs_shingles of_a = { 0 };
    bool begun = false;
    XS_TRY(xs_sorter_begin(pairs));
    for (;;) {
        XS_TRY(xs_sorter_next(pairs, &r));
        const struct xs_edge_rec *e = r;
        if (!e)
            return end_leader(k);
        if (begun && e->a == last.a && e->b == last.b)
            continue;
        bool new_a = !begun || e->a != last.a;
        last = *e;
        begun = true;
        if (new_a) {
            XS_TRY(end_leader(k)); /* uses and empties the arena */
            xs_arena_reset(k->a);
        }
        XS_TRY(weigh_pair(k, &of_a, new_a, &last));
    }
}

static enum xs_err paragraphs(struct clusters *k)
{
    struct xs_sorter pairs;
    struct xs_corpus *c = k->c;
    size_t cap = (size_t)(c->c->group_all + c->c->group_first + c->c->group_before + 2);
    struct key_group g = { .cap = cap, .items = xs_alloc(cap, sizeof *g.items) };
    if (!g.items)
        return XS_E_NOMEM;
    xs_sorter_init(&pairs, &c->scratch, sizeof(struct xs_edge_rec), xs_edge_cmp);
    enum xs_err e = begin_kind(k, true, c->nparagraphs);
    if (e == XS_OK)
        e = make_pairs(c, &g, &pairs);
    xs_sorter_free(&c->keys);
    if (e == XS_OK)
        e = weigh_pairs(k, &pairs);
    xs_sorter_free(&pairs);
    xs_free(g.items);
    return e;
}

enum xs_err xs_corpus_clusters(struct xs_corpus *c,
    enum xs_err (*take)(void *ctx, const struct xs_corpus_member *m), void *ctx)
{
    struct clusters k = { .c = c, .take = take, .ctx = ctx };
    k.a = xs_arena_new(XS_MAX_DOC_ARENA);
    k.scratch = xs_arena_new(XS_MAX_DOC_ARENA);
    xs_buf_init(&k.buf, XS_MAX_BUF);
    xs_buf_init(&k.keys, XS_MAX_BUF);
    xs_buf_init(&k.other_keys, XS_MAX_BUF);
    enum xs_err e = k.a && k.scratch ? XS_OK : XS_E_NOMEM;
    if (e == XS_OK)
        e = rows(&k);
    if (e == XS_OK)
        e = projects(&k);
    if (e == XS_OK)
        e = paragraphs(&k);
    xs_arena_free(k.a);
    xs_arena_free(k.scratch);
    xs_buf_free(&k.buf);
    xs_buf_free(&k.keys);
    xs_buf_free(&k.other_keys);
    xs_free(k.head);
    xs_free(k.near);
    xs_free(k.nodes);
    return e;
}
