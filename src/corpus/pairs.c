#include "corpus/pairs.h"

#include <string.h>

#include "base/alloc.h"

/* Stands for the document of a text that several have. */
#define MANY_DOCUMENTS UINT32_MAX

static int key_cmp(const void *a, const void *b)
{
    const struct xs_key_rec *x = a, *y = b;
    XS_ORDER(x, y, key);
    XS_ORDER(x, y, paragraph);
    return 0;
}

static const struct xs_order key_order = { sizeof(struct xs_key_rec), key_cmp, XS_KEY_PAIR, false };

struct pairs {
    struct xs_corpus *c;
    struct xs_sorter keys, *out;
    struct xs_buf buf;
};

/* --- one text stands for all that are the same ----------------------------------------------- */

static enum xs_err add_keys(struct pairs *p, uint32_t paragraph, uint32_t doc)
{
    struct xs_runs runs;
    XS_TRY(xs_corpus_runs(p->c, paragraph, &p->buf, &runs));
    for (size_t i = 0; i < runs.n; i++) {
        struct xs_key_rec key = { runs.v[i], paragraph, doc };
        if (key.key % (uint32_t)p->c->c->sample == 0)
            XS_TRY(xs_sorter_add(&p->keys, &key, sizeof key));
    }
    return XS_OK;
}

static enum xs_err end_class(struct pairs *p, const struct xs_text_rec *first, bool spread)
{
    struct xs_edge_rec self = { first->paragraph, first->paragraph, 0 };
    if (spread)
        XS_TRY(xs_sorter_add(p->out, &self, sizeof self));
    return add_keys(p, first->paragraph, spread ? MANY_DOCUMENTS : first->doc);
}

static enum xs_err join_same(struct pairs *p, uint32_t *next)
{
    const void *r;
    struct xs_text_rec first = { 0 }, last = { 0 };
    bool begun = false, spread = false;
    XS_TRY(xs_sorter_begin(&p->c->texts));
    for (;;) {
        XS_TRY(xs_sorter_next(&p->c->texts, &r));
        const struct xs_text_rec *t = r;
        bool same = begun && t && t->hash == first.hash;
        if (begun && !same)
            XS_TRY(end_class(p, &first, spread));
        if (!t)
            return XS_OK;
        if (same)
            next[last.paragraph] = t->paragraph;
        else
            first = *t;
        last = *t;
        next[last.paragraph] = XS_NO_PARAGRAPH;
        spread = last.doc != first.doc || (same && spread);
        begun = true;
    }
}

/* --- candidates ------------------------------------------------------------------------------ */

struct key_group {
    size_t n, cap;
    struct xs_key_rec *items;
};

static enum xs_err add_pair(
    struct xs_sorter *pairs, const struct xs_key_rec *a, const struct xs_key_rec *b)
{
    struct xs_edge_rec e = { a->paragraph, b->paragraph, 0 };
    return a->doc == b->doc && a->doc != MANY_DOCUMENTS ? XS_OK
                                                        : xs_sorter_add(pairs, &e, sizeof e);
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
    if (b->key / (uint32_t)c->sample % (uint32_t)c->sample_common != 0)
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

static enum xs_err pair_keys(struct pairs *p, struct key_group *g)
{
    const void *r;
    uint32_t key = 0;
    size_t total = 0;
    XS_TRY(xs_sorter_begin(&p->keys));
    for (;;) {
        XS_TRY(xs_sorter_next(&p->keys, &r));
        const struct xs_key_rec *k = r;
        if (!k)
            return XS_OK;
        if (total == 0 || k->key != key)
            g->n = total = 0;
        key = k->key;
        total++;
        make_room(p->c->c, g);
        g->items[g->n++] = *k;
        XS_TRY(pair_newest(p->c->c, g, total, p->out));
    }
}

enum xs_err xs_pairs_make(struct xs_corpus *c, uint32_t *next, struct xs_sorter *out)
{
    struct pairs p = { .c = c, .out = out };
    size_t cap = (size_t)(c->c->group_all + c->c->group_first + c->c->group_before + 2);
    struct key_group g = { .cap = cap, .items = xs_alloc(cap, sizeof *g.items) };
    xs_sorter_init(&p.keys, &c->scratch, &key_order);
    xs_buf_init(&p.buf, XS_MAX_BUF);
    enum xs_err e = g.items ? join_same(&p, next) : XS_E_NOMEM;
    xs_sorter_free(&c->texts);
    if (e == XS_OK)
        e = pair_keys(&p, &g);
    xs_sorter_free(&p.keys);
    xs_buf_free(&p.buf);
    xs_free(g.items);
    return e;
}
