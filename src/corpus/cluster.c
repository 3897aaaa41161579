/* cluster.c: copies as clusters for people to read. Rows: equal text. Projects: linked by equal
 * rows. Paragraphs: of those with the same runs of characters the first one stands for all; those
 * that share a sampled run are candidates (pairs.c), containment decides; every pair that is alike
 * stands in some cluster, and no two members of one are unlike.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "corpus/pairs.h"

#define MAX_CHECKED 64
#define ROW_GRAM 2
#define NO_NODE UINT32_MAX
#define NBUFS 3
#define SAME 1000 /* thousandths */

struct neighbour {
    uint32_t b;
    int64_t similarity;
    bool covered;
};

struct node { /* a cluster that a member is in */
    uint32_t cluster, next;
};

struct member {
    uint32_t index;
    bool listed; /* else only counted */
    int64_t similarity;
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
    bool spread; /* its text stands in several documents */
    size_t nnear, near_cap;
    struct neighbour *near;
    /* the cluster under way */
    size_t nmembers, members_cap;
    struct member *members;
    /* paragraphs: the next one that has the same runs */
    uint32_t *same;
    /* clusters of every item so far */
    uint32_t *head;
    size_t nnodes, nodes_cap;
    struct node *nodes;
    struct xs_arena *a, *scratch; /* of the leader; of one comparison */
    struct xs_buf buf, runs, other;
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

static enum xs_err give(struct clusters *k, struct xs_corpus_member *m, uint64_t card)
{
    XS_TRY(xs_corpus_card(k->c, card, &k->buf, &m->card));
    return k->take(k->ctx, m);
}

/* --- which clusters an item is in --- */

static enum xs_err join_cluster(struct clusters *k, uint32_t index)
{
    struct node *nodes = xs_grow(k->nodes, &k->nodes_cap, k->nnodes + 1, sizeof *nodes);
    if (!nodes)
        return XS_E_NOMEM;
    k->nodes = nodes;
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

/* Is the item in so many clusters that it is put in another one only for the sake of a leader that
 * is in none? */
static bool satisfied(const struct clusters *k, uint32_t index)
{
    int64_t n = 0;
    for (uint32_t i = k->head[index]; i != NO_NODE; i = k->nodes[i].next)
        n++;
    return n >= k->c->c->clusters_most;
}

/* Nothing is missing when item b gets into no further cluster with the leader. */
static bool is_shown(const struct clusters *k, uint32_t b)
{
    return k->head[k->leader] != NO_NODE && (satisfied(k, b) || in_one_cluster(k, k->leader, b));
}

/* --- one leader ------------------------------------------------------------------------------ */

struct checked {
    size_t n;
    struct xs_runs of[MAX_CHECKED];
};

/* Is item b like enough to the members that are looked at? Then it becomes one of them. */
static enum xs_err fits(struct clusters *k, struct checked *m, uint32_t b, bool *good)
{
    size_t most = (size_t)k->c->c->cluster_checked;
    most = most < MAX_CHECKED ? most : MAX_CHECKED;
    struct xs_runs runs;
    xs_str kept;
    *good = true;
    if (!k->paragraphs)
        return XS_OK;
    XS_TRY(xs_corpus_runs(k->c, b, &k->other, &runs));
    for (size_t i = 0; i < m->n && *good; i++)
        *good = xs_runs_alike(&runs, &m->of[i], k->c->c->apart);
    if (!*good || m->n == most)
        return XS_OK;
    if (!xs_arena_dup(k->a, xs_buf_str(&k->other), &kept))
        return XS_E_NOMEM;
    m->of[m->n++] = (struct xs_runs){ (const uint32_t *)(const void *)kept.ptr, runs.n };
    return XS_OK;
}

/* An item and those that have its text: all of them are listed in the first cluster that it is in,
 * a few in the others. */
static enum xs_err take_item(struct clusters *k, uint32_t index, int64_t similarity)
{
    size_t most = k->head[index] == NO_NODE ? SIZE_MAX : (size_t)k->c->c->same_listed;
    uint32_t i = index;
    XS_TRY(join_cluster(k, index));
    for (size_t n = 0; i != NO_NODE; n++) {
        struct member *m = xs_grow(k->members, &k->members_cap, k->nmembers + 1, sizeof *m);
        if (!m)
            return XS_E_NOMEM;
        k->members = m;
        m[k->nmembers++] = (struct member){ i, n < most, similarity };
        i = k->paragraphs ? k->same[i] : NO_NODE;
    }
    return XS_OK;
}

static int by_index(const void *a, const void *b)
{
    const struct member *x = a, *y = b;
    XS_ORDER(x, y, index);
    return 0;
}

/* The leader comes first: it is the first one of its text, and that is before the others. */
static enum xs_err give_cluster(struct clusters *k)
{
    struct xs_corpus_member m = { .cluster = k->count, .kind = k->kind };
    uint32_t last = 0, doc;
    uint64_t card;
    qsort(k->members, k->nmembers, sizeof *k->members, by_index);
    for (size_t i = 0; i < k->nmembers; i++) {
        XS_TRY(item(k, k->members[i].index, &doc, &card));
        m.documents += i == 0 || doc != last; /* items come in the order of documents */
        last = doc;
    }
    for (size_t i = 0; i < k->nmembers; i++) {
        if (!k->members[i].listed)
            continue;
        XS_TRY(item(k, k->members[i].index, &m.doc, &card));
        m.first = i == 0;
        m.similarity = k->members[i].similarity;
        XS_TRY(give(k, &m, card));
    }
    return XS_OK;
}

/* A cluster of the leader, its first neighbour that is in none with it, and all that go with both.
 */
static enum xs_err one_cluster(struct clusters *k, size_t from)
{
    xs_arena_reset(k->a);
    struct checked *m = xs_arena_zalloc(k->a, 1, sizeof *m);
    if (!m)
        return XS_E_NOMEM;
    k->count++;
    k->nmembers = 0;
    XS_TRY(take_item(k, k->leader, SAME));
    for (size_t i = from; i < k->nnear; i++) {
        struct neighbour *near = &k->near[i];
        bool good;
        if (near->covered || (i > from && satisfied(k, near->b)))
            continue;
        XS_TRY(fits(k, m, near->b, &good));
        if (!good)
            continue;
        near->covered = true;
        XS_TRY(take_item(k, near->b, near->similarity));
    }
    return give_cluster(k);
}

static enum xs_err end_leader(struct clusters *k)
{
    for (size_t i = 0; i < k->nnear; i++)
        if (!k->near[i].covered && !is_shown(k, k->near[i].b))
            XS_TRY(one_cluster(k, i));
    if (k->spread && k->head[k->leader] == NO_NODE)
        XS_TRY(one_cluster(k, k->nnear));
    k->nnear = 0;
    k->spread = false;
    return XS_OK;
}

static enum xs_err begin_leader(struct clusters *k, uint32_t a)
{
    XS_TRY(end_leader(k));
    k->leader = a;
    return XS_OK;
}

static enum xs_err add_near(struct clusters *k, uint32_t b, int64_t similarity)
{
    struct neighbour *near = xs_grow(k->near, &k->near_cap, k->nnear + 1, sizeof *near);
    if (!near)
        return XS_E_NOMEM;
    k->near = near;
    near[k->nnear++] = (struct neighbour){ .b = b, .similarity = similarity };
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
    XS_TRY(xs_shingles_sort(k->scratch, &s));
    *out = xs_shingles_contained(first, &s);
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
            XS_TRY(xs_spool_record(counts, index++, &documents, sizeof documents));
            first = row;
        }
        if (documents < 2)
            continue;
        struct xs_corpus_member m = { .kind = "row",
            .similarity = SAME,
            .documents = documents,
            .first = is_first,
            .doc = row.doc };
        if (is_first) {
            struct xs_card card;
            xs_arena_reset(k->a);
            XS_TRY(xs_corpus_card(k->c, row.card, &k->buf, &card));
            XS_TRY(xs_shingles_make(k->a, card.text, ROW_GRAM, &shingles));
            XS_TRY(xs_shingles_sort(k->a, &shingles));
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
        if (begun && (!e || e->a != last.a || e->b != last.b)) /* the last of a pair is highest */
            XS_TRY(add_near(k, last.b, last.similarity < SAME ? last.similarity : SAME));
        if (!e)
            return end_leader(k);
        if (!begun || e->a != last.a)
            XS_TRY(begin_leader(k, e->a));
        last = *e;
        begun = true;
    }
}

/* --- paragraphs ------------------------------------------------------------------------------ */

/* Candidate (a, b), a the leader: is it a copy? */
static enum xs_err weigh_pair(struct clusters *k, const struct xs_runs *of_a, uint32_t b)
{
    struct xs_runs of_b;
    if (is_shown(k, b))
        return XS_OK;
    XS_TRY(xs_corpus_runs(k->c, b, &k->other, &of_b));
    int64_t share = xs_runs_contained(of_a, &of_b);
    return share >= k->c->c->edited ? add_near(k, b, share) : XS_OK;
}

static enum xs_err weigh_pairs(struct clusters *k, struct xs_sorter *pairs)
{
    const void *r;
    struct xs_edge_rec last = { 0 };
    struct xs_runs of_a = { 0 };
    bool begun = false;
    XS_TRY(xs_sorter_begin(pairs));
    for (;;) {
        XS_TRY(xs_sorter_next(pairs, &r));
        const struct xs_edge_rec *e = r;
        if (!e)
            return end_leader(k);
        if (begun && e->a == last.a && e->b == last.b)
            continue;
        bool is_new = !begun || e->a != last.a;
        last = *e;
        begun = true;
        if (is_new) {
            XS_TRY(begin_leader(k, last.a));
            XS_TRY(xs_corpus_runs(k->c, last.a, &k->runs, &of_a));
        }
        if (last.a == last.b)
            k->spread = true;
        else
            XS_TRY(weigh_pair(k, &of_a, last.b));
    }
}

static enum xs_err paragraphs(struct clusters *k)
{
    struct xs_sorter pairs;
    struct xs_corpus *c = k->c;
    XS_TRY(begin_kind(k, true, c->nparagraphs));
    k->same = xs_realloc(NULL, c->nparagraphs, sizeof *k->same);
    if (!k->same)
        return XS_E_NOMEM;
    xs_sorter_init(&pairs, &c->scratch, &xs_edge_order);
    enum xs_err e = xs_pairs_make(c, k->same, &pairs);
    if (e == XS_OK)
        e = weigh_pairs(k, &pairs);
    xs_sorter_free(&pairs);
    return e;
}

enum xs_err xs_corpus_clusters(struct xs_corpus *c,
    enum xs_err (*take)(void *ctx, const struct xs_corpus_member *m), void *ctx)
{
    struct clusters k = { .c = c, .take = take, .ctx = ctx };
    struct xs_buf *const bufs[NBUFS] = { &k.buf, &k.runs, &k.other };
    for (size_t i = 0; i < NBUFS; i++)
        xs_buf_init(bufs[i], XS_MAX_BUF);
    k.a = xs_arena_new(XS_MAX_DOC_ARENA);
    k.scratch = xs_arena_new(XS_MAX_DOC_ARENA);
    enum xs_err e = k.a && k.scratch ? XS_OK : XS_E_NOMEM;
    if (e == XS_OK)
        e = rows(&k);
    if (e == XS_OK)
        e = projects(&k);
    if (e == XS_OK)
        e = paragraphs(&k);
    xs_arena_free(k.a);
    xs_arena_free(k.scratch);
    for (size_t i = 0; i < NBUFS; i++)
        xs_buf_free(bufs[i]);
    xs_free(k.head);
    xs_free(k.near);
    xs_free(k.nodes);
    xs_free(k.members);
    xs_free(k.same);
    return e;
}
