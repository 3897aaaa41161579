/* join_stock.c: stock clauses: by how many offices and documents have them, or because a store
 * knows them; and what they make up of each document's safeguards. */
#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/message.h"
#include "corpus/joining.h"
#include "corpus/tally.h"

struct spread {
    uint32_t offices, documents;
};

struct hits {
    uint32_t letters, headings;
};

struct stock_join {
    struct xs_corpus *c;
    struct xs_spool spreads; /* one a clause, in the order of hashes */
    /* stock clauses in paragraphs of the safeguards, from number `from` on: as many as memory
     * allows, and as there are */
    struct hits *hits;
    uint32_t from, n;
};

/* --- how far each clause is spread ----------------------------------------------------------- */

static enum xs_err put_spread(struct xs_spool *s, const struct spread *one)
{
    uint64_t at;
    return xs_spool_put(s, (xs_str){ (const char *)one, sizeof *one }, &at);
}

static bool enough(
    const struct xs_corpus_config *k, uint64_t offices, uint64_t documents, uint64_t of)
{
    return offices >= (uint64_t)k->stock_offices &&
           documents * 1000 >= (uint64_t)k->stock_share * of;
}

/* Counts offices and documents of every clause; of what is stock by then no more than shows it, but
 * for learning. seen: for each office the number of the clause that it was last counted for. */
static enum xs_err count_each(struct xs_corpus *c, uint64_t *seen, struct xs_spool *out)
{
    const void *r;
    uint64_t number = 0, hash = 0;
    uint32_t doc = 0;
    bool done = false; /* with this clause */
    struct spread now = { 0 };
    for (;;) {
        XS_TRY(xs_sorter_next(&c->clauses, &r));
        const struct xs_clause_rec *k = r;
        const bool is_new = number == 0 || !k || k->hash != hash;
        if (!is_new && done)
            continue;
        if (is_new && number > 0)
            XS_TRY(put_spread(out, &now));
        if (!k)
            return XS_OK;
        const uint32_t of = xs_corpus_doc_of(c, k->paragraph, is_new ? 0 : doc);
        if (is_new) {
            now = (struct spread){ 0 };
            hash = k->hash;
            number++;
        } else if (of == doc) {
            continue;
        }
        doc = of;
        now.documents++;
        now.offices += seen[c->docs[doc].office] != number;
        seen[c->docs[doc].office] = number;
        done = !c->o.learn && enough(c->c, now.offices, now.documents, c->ndocs);
    }
}

static enum xs_err count_spreads(struct xs_corpus *c, struct xs_spool *out)
{
    XS_TRY(xs_sorter_begin(&c->clauses));
    uint64_t *seen = xs_alloc(c->offices.used + 1, sizeof *seen); /* they count from 1 */
    enum xs_err e = seen ? count_each(c, seen, out) : XS_E_NOMEM;
    xs_free(seen);
    return e;
}

static bool is_stock(const struct xs_corpus *c, uint64_t hash, const struct spread *s)
{
    const struct xs_stock *known = c->o.stock;
    if (enough(c->c, s->offices, s->documents, c->ndocs))
        return true;
    const struct xs_stock_entry *e = known ? xs_stock_find(known, hash) : NULL;
    return e && enough(c->c, e->offices, e->documents, known->documents);
}

/* --- hits ------------------------------------------------------------------------------------ */

static enum xs_err collect_hits(struct stock_join *j)
{
    struct xs_corpus *c = j->c;
    const void *r;
    uint64_t index = 0, hash = 0;
    bool stock = false;
    XS_TRY(xs_sorter_begin(&c->clauses));
    for (;;) {
        XS_TRY(xs_sorter_next(&c->clauses, &r));
        const struct xs_clause_rec *k = r;
        if (!k)
            return XS_OK;
        if (index == 0 || k->hash != hash) {
            struct spread s;
            XS_TRY(xs_spool_record(&j->spreads, index++, &s, sizeof s));
            stock = is_stock(c, k->hash, &s);
            hash = k->hash;
        }
        if (!stock || !k->safeguard || k->paragraph - j->from >= j->n)
            continue;
        j->hits[k->paragraph - j->from].letters += k->letters;
        j->hits[k->paragraph - j->from].headings += k->heading;
    }
}

/* One paragraph of the safeguards, when enough of it is stock clauses: a finding a stock heading;
 * one that has none is reported as a whole. */
static enum xs_err judge_paragraph(
    struct xs_corpus *c, uint32_t index, uint32_t letters, uint32_t headings)
{
    struct xs_paragraph_rec p;
    XS_TRY(xs_corpus_paragraph(c, index, &p));
    struct xs_corpus_document *d = &c->docs[p.doc];
    uint32_t share = (uint32_t)((uint64_t)letters * 1000 / p.letters);
    d->stock_letters += letters;
    if (share < (uint32_t)(headings ? c->c->stock_heading : c->c->stock_paragraph))
        return XS_OK;
    if (d->stock_paragraphs++ == 0)
        d->stock_card = p.card;
    for (uint32_t k = headings ? 1 : 0; k <= headings; k++) {
        struct xs_corpus_finding f = { .doc = p.doc,
            .rule = XS_CR_HEADING,
            .share = share,
            .number = (uint32_t)xs_percent(share, 1000),
            .other_doc = k,
            .card = p.card,
            .other = XS_CORPUS_NONE };
        XS_TRY(xs_corpus_find(c, &f));
    }
    return XS_OK;
}

/* All paragraphs, whose clauses are in their order: the spread of each is in the table. */
static enum xs_err judge_in_turn(struct xs_corpus *c, const struct xs_tally *t)
{
    const struct xs_clause_rec *k = (const struct xs_clause_rec *)(const void *)c->clauses.buf.p;
    const struct xs_clause_rec *const end = k + c->clauses.count;
    while (k < end) {
        struct hits h = { 0 };
        const uint32_t paragraph = k->paragraph;
        for (; k < end && k->paragraph == paragraph; k++) {
            if (!k->safeguard)
                continue;
            const struct xs_tally_slot *slot = xs_tally_slot(t, k->hash);
            const struct spread s = { slot->offices, slot->documents };
            if (!is_stock(c, k->hash, &s))
                continue;
            h.letters += k->letters;
            h.headings += k->heading;
        }
        if (h.letters > 0)
            XS_TRY(judge_paragraph(c, paragraph, h.letters, h.headings));
    }
    return XS_OK;
}

/* All paragraphs, as many at once as memory allows. */
static enum xs_err judge_paragraphs(struct stock_join *j)
{
    struct xs_corpus *c = j->c;
    const size_t most = c->scratch.share / sizeof *j->hits;
    j->n = c->nparagraphs < most ? c->nparagraphs : (uint32_t)most;
    j->hits = xs_alloc(j->n, sizeof *j->hits);
    if (!j->hits)
        return XS_E_NOMEM;
    for (; j->from < c->nparagraphs; j->from += j->n) {
        j->n = c->nparagraphs - j->from < j->n ? c->nparagraphs - j->from : j->n;
        memset(j->hits, 0, j->n * sizeof *j->hits);
        XS_TRY(collect_hits(j));
        for (uint32_t i = 0; i < j->n; i++)
            if (j->hits[i].letters > 0)
                XS_TRY(judge_paragraph(c, j->from + i, j->hits[i].letters, j->hits[i].headings));
    }
    return XS_OK;
}

static enum xs_err judge_documents(struct xs_corpus *c)
{
    for (size_t i = 0; i < c->ndocs; i++) {
        const struct xs_corpus_document *d = &c->docs[i];
        if (d->stock_paragraphs == 0)
            continue;
        uint32_t share = (uint32_t)((uint64_t)d->stock_letters * 1000 / d->letters);
        struct xs_corpus_finding f = { .doc = (uint32_t)i,
            .rule = XS_CR_STOCK,
            .share = share,
            .number = (uint32_t)xs_percent(share, 1000),
            .other_doc = d->stock_paragraphs,
            .card = d->stock_card,
            .other = XS_CORPUS_NONE };
        XS_TRY(xs_corpus_find(c, &f));
    }
    return XS_OK;
}

/* Clauses that memory does not take, or not with their counts: they are sorted. */
static enum xs_err judge_sorted(struct xs_corpus *c)
{
    struct stock_join j = { .c = c };
    xs_spool_init(&j.spreads, &c->scratch);
    enum xs_err e = count_spreads(c, &j.spreads);
    if (e == XS_OK)
        e = judge_paragraphs(&j);
    xs_spool_free(&j.spreads);
    xs_free(j.hits);
    return e;
}

enum xs_err xs_join_stock(struct xs_corpus *c)
{
    struct xs_tally t;
    XS_TRY(xs_tally_make(c, &t));
    enum xs_err e = t.slots ? judge_in_turn(c, &t) : judge_sorted(c);
    xs_tally_free(&t);
    return e == XS_OK ? judge_documents(c) : e;
}

/* --- learning -------------------------------------------------------------------------------- */

struct learn {
    struct xs_corpus *c;
    struct xs_buf buf;
    struct xs_arena *a;
};

/* The clause's own text, out of the first paragraph that has it. */
static enum xs_err find_sample(struct learn *l, const struct xs_clause_rec *k, xs_str *out)
{
    struct xs_paragraph_rec p;
    struct xs_card card;
    struct xs_clauses found = { 0 };
    *out = XS_STR_NONE;
    XS_TRY(xs_corpus_paragraph(l->c, k->paragraph, &p));
    XS_TRY(xs_corpus_card(l->c, p.card, &l->buf, &card));
    xs_arena_reset(l->a);
    XS_TRY(xs_clauses_add(l->c->c, l->a, card.text, &found));
    for (size_t i = 0; i < found.n; i++)
        if (found.items[i].hash == k->hash)
            *out =
                xs_str_sub(card.text, found.items[i].from, found.items[i].to - found.items[i].from);
    if (xs_str_find(*out, XS_STR("\n"), 0) != SIZE_MAX ||
        xs_str_find(*out, XS_STR("\t"), 0) != SIZE_MAX)
        *out = XS_STR_NONE;
    return XS_OK;
}

/* Where learned clauses go to. */
struct learner {
    uint64_t least; /* offices */
    enum xs_err (*take)(void *ctx, const struct xs_stock_entry *e);
    void *ctx;
};

static enum xs_err learn_one(struct learn *l, const struct learner *to,
    const struct xs_clause_rec *k, const struct spread *s)
{
    struct xs_stock_entry e = { k->hash, s->offices, s->documents, XS_STR_NONE };
    if (s->offices < to->least)
        return XS_OK;
    XS_TRY(find_sample(l, k, &e.sample));
    return to->take(to->ctx, &e);
}

static uint32_t office_of(const struct xs_corpus *c, const struct xs_clause_rec *k)
{
    return c->docs[xs_corpus_doc_of(c, k->paragraph, 0)].office;
}

/* All clauses, each with its counts; the sample is out of the office that comes first. */
static enum xs_err learn_all(
    struct learn *l, const struct learner *to, const struct xs_spool *spreads)
{
    const void *r;
    uint64_t index = 0;
    struct xs_clause_rec first = { 0 };
    struct spread s;
    XS_TRY(xs_sorter_begin(&l->c->clauses));
    for (;;) {
        XS_TRY(xs_sorter_next(&l->c->clauses, &r));
        const struct xs_clause_rec *k = r;
        if (k && index > 0 && k->hash == first.hash) {
            if (office_of(l->c, k) < office_of(l->c, &first))
                first = *k;
            continue;
        }
        struct xs_clause_rec next = k ? *k : first; /* what k points to may go */
        if (index > 0)
            XS_TRY(learn_one(l, to, &first, &s));
        if (!k)
            return XS_OK;
        first = next;
        XS_TRY(xs_spool_record(spreads, index++, &s, sizeof s));
    }
}

enum xs_err xs_corpus_learned(struct xs_corpus *c, uint64_t least,
    enum xs_err (*take)(void *ctx, const struct xs_stock_entry *e), void *ctx)
{
    struct learn l = { .c = c, .a = xs_arena_new(XS_MAX_DOC_ARENA) };
    struct xs_spool spreads;
    if (!l.a)
        return XS_E_NOMEM;
    xs_buf_init(&l.buf, XS_MAX_BUF);
    xs_spool_init(&spreads, &c->scratch);
    enum xs_err e = count_spreads(c, &spreads);
    if (e == XS_OK)
        e = learn_all(&l, &(struct learner){ least, take, ctx }, &spreads);
    xs_spool_free(&spreads);
    xs_buf_free(&l.buf);
    xs_arena_free(l.a);
    return e;
}
