/* join_rows.c: rows that stand in other documents too, name, description and value alike; projects
 * that are made of them; goals that stand elsewhere. */
#include <string.h>

#include "base/alloc.h"
#include "base/message.h"
#include "corpus/joining.h"

#define MAX_LINKS 64
#define COUNTS_OF_ROW 8
#define LEAST_BITS 10
#define MOST_BITS 32

static int link_cmp(const void *a, const void *b)
{
    const struct xs_link_rec *x = a, *y = b;
    XS_ORDER(x, y, from);
    XS_ORDER(x, y, to);
    XS_ORDER(x, y, seq);
    return 0;
}

static const struct xs_order link_order = { sizeof(struct xs_link_rec), link_cmp, XS_KEY_PAIR,
    false };

bool xs_same_programme(
    const struct xs_corpus *c, const struct xs_project_rec *a, const struct xs_project_rec *b)
{
    const struct xs_corpus_document *x = &c->docs[a->doc], *y = &c->docs[b->doc];
    bool one_year = x->year == 0 || y->year == 0 || x->year == y->year;
    bool one_title = a->title && a->title == b->title;
    bool one_aim = a->goal && a->goal == b->goal && a->purpose && a->purpose == b->purpose;
    return x->office == y->office && one_year && (one_title || one_aim);
}

/* --- links ----------------------------------------------------------------------------------- */

/* Rows with one text and one value are a group. Each is linked with the group's first ones and with
 * those before it, which are of the same office first; that bounds the work for rows that are
 * everywhere, and depends on nothing but the rows. */
struct group {
    size_t nfirst, nbefore, next, most;
    struct xs_row_rec first[MAX_LINKS], before[MAX_LINKS];
};

/* Most links are of projects that have a row or two in common by chance. So they are counted first,
 * by hashes of both projects, where others may have the same: a link is only kept if the count can
 * be enough. */
struct linker {
    struct xs_sorter *links; /* NULL: they are counted */
    uint8_t *counts;
    unsigned shift; /* of a hash, to a number of a count */
};

static enum xs_err keep_link(
    struct xs_sorter *links, const struct xs_row_rec *from, const struct xs_row_rec *to)
{
    struct xs_link_rec link = { from->project, to->project, from->seq };
    return xs_sorter_add(links, &link, sizeof link);
}

static inline enum xs_err link_one(
    const struct linker *l, const struct xs_row_rec *from, const struct xs_row_rec *to)
{
    const uint64_t both = (uint64_t)from->project << 32 | to->project;
    uint8_t *count = &l->counts[both * XS_LETTERS >> l->shift];
    if (from->least == 0)
        return XS_OK;
    if (!l->links) {
        *count = (uint8_t)(*count + (*count < UINT8_MAX));
        return XS_OK;
    }
    const bool enough = *count == UINT8_MAX || *count >= from->least;
    return enough ? keep_link(l->links, from, to) : XS_OK;
}

static enum xs_err link_two(
    const struct linker *l, const struct xs_row_rec *a, const struct xs_row_rec *b)
{
    if (a->doc == b->doc)
        return XS_OK;
    XS_TRY(link_one(l, a, b));
    return link_one(l, b, a);
}

static enum xs_err add_to_group(const struct linker *l, struct group *g, const struct xs_row_rec *r)
{
    for (size_t i = 0; i < g->nfirst; i++)
        XS_TRY(link_two(l, r, &g->first[i]));
    for (size_t i = 0; i < g->nbefore; i++)
        XS_TRY(link_two(l, r, &g->before[i]));
    if (g->nfirst < g->most) {
        g->first[g->nfirst++] = *r;
        return XS_OK;
    }
    g->before[g->next] = *r;
    g->next = g->next + 1 < g->most ? g->next + 1 : 0;
    g->nbefore += g->nbefore < g->most;
    return XS_OK;
}

static enum xs_err each_link(struct xs_corpus *c, const struct linker *l)
{
    const void *r;
    struct group g = { .most = (size_t)c->c->links };
    struct xs_row_rec last = { 0 };
    XS_TRY(xs_sorter_begin(&c->rows));
    for (;;) {
        XS_TRY(xs_sorter_next(&c->rows, &r));
        const struct xs_row_rec *row = r;
        if (!row)
            return XS_OK;
        if (row->hash != last.hash)
            g.nfirst = g.nbefore = g.next = 0;
        last = *row;
        XS_TRY(add_to_group(l, &g, &last));
    }
}

/* Most rows stand alone: those that surely do are not even sorted, where all are in memory. The
 * counts, all zeroes, are so again. */
static void drop_alone(struct xs_sorter *rows, const struct linker *l)
{
    struct xs_row_rec *all = (struct xs_row_rec *)(void *)rows->buf.p;
    const size_t n = rows->count;
    if (rows->nruns > 0)
        return;
    for (size_t i = 0; i < n; i++) {
        uint8_t *seen = &l->counts[all[i].hash >> l->shift];
        *seen = *seen ? 2 : 1;
    }
    rows->count = 0;
    for (size_t i = 0; i < n; i++)
        if (l->counts[all[i].hash >> l->shift] > 1)
            all[rows->count++] = all[i];
    memset(l->counts, 0, (size_t)1 << (64 - l->shift));
}

/* Counts: several for each row, within the bound of memory. */
static enum xs_err make_links(struct xs_corpus *c, struct xs_sorter *links)
{
    unsigned bits = LEAST_BITS;
    while (bits < MOST_BITS && UINT64_C(1) << bits < c->nrows * COUNTS_OF_ROW &&
           UINT64_C(2) << bits <= c->scratch.share)
        bits++;
    struct linker l = { .counts = xs_alloc((size_t)1 << bits, 1), .shift = 64 - bits };
    if (l.counts)
        drop_alone(&c->rows, &l);
    enum xs_err e = l.counts ? each_link(c, &l) : XS_E_NOMEM;
    l.links = links;
    if (e == XS_OK)
        e = each_link(c, &l);
    xs_free(l.counts);
    return e;
}

/* --- projects -------------------------------------------------------------------------------- */

/* What is known of one project while its links pass by. */
struct candidate {
    bool is_linked, has_best;
    uint32_t project, best, best_count, linked, linked_count;
    struct xs_project_rec rec; /* of project */
};

static enum xs_err add_edge(struct xs_corpus *c, uint32_t a, uint32_t b, uint64_t share)
{
    struct xs_edge_rec e = { a < b ? a : b, a < b ? b : a, (uint32_t)share };
    return c->o.clusters ? xs_sorter_add(&c->project_edges, &e, sizeof e) : XS_OK;
}

/* Nothing more can come of a link that is no stronger than both that are known. */
static bool told(const struct xs_corpus *c, const struct candidate *k, uint32_t count)
{
    return !c->o.clusters && k->has_best && count <= k->best_count && k->is_linked &&
           count <= k->linked_count;
}

static enum xs_err look_at(struct xs_corpus *c, struct candidate *k, uint32_t to, uint32_t count)
{
    struct xs_project_rec b;
    uint64_t share = k->rec.rows ? (uint64_t)count * 1000 / k->rec.rows : 0;
    if (k->rec.rows < (uint32_t)c->c->project_rows || share < (uint64_t)c->c->project_share ||
        told(c, k, count))
        return XS_OK;
    XS_TRY(xs_corpus_project(c, to, &b));
    XS_TRY(add_edge(c, k->project, to, share));
    if (xs_same_programme(c, &k->rec, &b)) {
        k->linked = k->is_linked && count <= k->linked_count ? k->linked : to;
        k->linked_count = k->is_linked && count <= k->linked_count ? k->linked_count : count;
        k->is_linked = true;
    } else if (!k->has_best || count > k->best_count) {
        k->best = to;
        k->best_count = count;
        k->has_best = true;
    }
    return XS_OK;
}

static enum xs_err report(
    struct xs_corpus *c, enum xs_corpus_rule rule, const struct xs_project_rec *a, uint32_t to)
{
    struct xs_project_rec b;
    XS_TRY(xs_corpus_project(c, to, &b));
    struct xs_corpus_finding f = { .doc = a->doc,
        .project = a->number,
        .rule = rule,
        .share = 1000,
        .other_doc = b.doc,
        .card = a->card,
        .other = b.card };
    return xs_corpus_find(c, &f);
}

/* The same project in another year of the office is a matter of its own; values are alike already.
 */
static enum xs_err end_project(struct xs_corpus *c, const struct candidate *k)
{
    const struct xs_project_rec a = k->rec;
    struct xs_project_rec b;
    if (k->is_linked)
        XS_TRY(report(c, XS_CR_LINKED, &a, k->linked));
    if (!k->has_best)
        return XS_OK;
    XS_TRY(xs_corpus_project(c, k->best, &b));
    const struct xs_corpus_document *x = &c->docs[a.doc], *y = &c->docs[b.doc];
    uint32_t share = (uint32_t)((uint64_t)k->best_count * 1000 / a.rows);
    share = share > 1000 ? 1000 : share;
    bool year = x->office == y->office && a.title && a.title == b.title;
    if (year && share < (uint32_t)c->c->year_share)
        return XS_OK;
    struct xs_corpus_finding f = { .doc = a.doc,
        .project = a.number,
        .rule = year ? XS_CR_YEAR : XS_CR_PROJECT,
        .share = share,
        .number = (uint32_t)xs_percent(share, 1000),
        .other_doc = b.doc,
        .card = a.card,
        .other = b.card };
    return xs_corpus_find(c, &f);
}

static enum xs_err weigh_links(struct xs_corpus *c, struct xs_sorter *links)
{
    const void *r;
    struct xs_link_rec last = { 0 };
    struct candidate k = { 0 };
    uint32_t count = 0;
    XS_TRY(xs_sorter_begin(links));
    for (;;) {
        XS_TRY(xs_sorter_next(links, &r));
        const struct xs_link_rec *l = r;
        bool same = l && count > 0 && l->from == last.from && l->to == last.to;
        if (same) {
            count += l->seq != last.seq;
            last = *l;
            continue;
        }
        if (count > 0)
            XS_TRY(look_at(c, &k, last.to, count));
        if (count > 0 && (!l || l->from != last.from))
            XS_TRY(end_project(c, &k));
        if (!l)
            return XS_OK;
        bool is_new = count == 0 || l->from != last.from;
        last = *l;
        count = 1;
        if (!is_new)
            continue;
        k = (struct candidate){ .project = last.from };
        XS_TRY(xs_corpus_project(c, k.project, &k.rec));
    }
}

enum xs_err xs_join_rows(struct xs_corpus *c)
{
    struct xs_sorter links;
    xs_sorter_init(&links, &c->scratch, &link_order);
    enum xs_err e = make_links(c, &links);
    xs_sorter_free(&c->rows);
    if (e == XS_OK)
        e = weigh_links(c, &links);
    xs_sorter_free(&links);
    return e;
}

/* --- goals ----------------------------------------------------------------------------------- */

/* A goal is reported against the first one of another office with the same letters. */
static enum xs_err report_goal(
    struct xs_corpus *c, const struct xs_goal_rec *g, const struct xs_goal_rec *other)
{
    struct xs_project_rec a;
    XS_TRY(xs_corpus_project(c, g->project, &a));
    return report(c, XS_CR_GOAL, &a, other->project);
}

enum xs_err xs_join_goals(struct xs_corpus *c)
{
    const void *r;
    struct xs_goal_rec first = { 0 };
    bool begun = false, spread = false;
    XS_TRY(xs_sorter_begin(&c->goals));
    for (;;) {
        XS_TRY(xs_sorter_next(&c->goals, &r));
        const struct xs_goal_rec *g = r;
        if (!g)
            return XS_OK;
        struct xs_goal_rec now = *g;
        if (!begun || now.hash != first.hash) {
            first = now;
            begun = true;
            spread = false;
        } else if (now.office != first.office) {
            if (!spread)
                XS_TRY(report_goal(c, &first, &now));
            spread = true;
            XS_TRY(report_goal(c, &now, &first));
        }
    }
}
