#include "corpus/tally.h"

#include "base/alloc.h"
#include "corpus/joining.h"

#define FIRST_BITS 12
#define MOST_BITS 31

/* Twice as many slots; false: *e, or that is more than the memory which may be taken. */
static bool grow(const struct xs_corpus *c, struct xs_tally *t, enum xs_err *e)
{
    struct xs_tally more = { .used = t->used, .bits = t->slots ? t->bits + 1 : FIRST_BITS };
    if (more.bits > MOST_BITS || c->scratch.share >> more.bits < sizeof *more.slots)
        return false;
    more.slots = xs_alloc((size_t)1 << more.bits, sizeof *more.slots);
    if (!more.slots) {
        *e = XS_E_NOMEM;
        return false;
    }
    for (size_t i = 0; t->slots && i < (size_t)1 << t->bits; i++)
        if (t->slots[i].documents > 0)
            *xs_tally_slot(&more, t->slots[i].hash) = t->slots[i];
    xs_tally_free(t);
    *t = more;
    return true;
}

/* Enough of both to be stock: more is not counted. */
static struct xs_tally_slot enough(const struct xs_corpus_config *k, size_t ndocs)
{
    const uint64_t documents = ((uint64_t)k->stock_share * ndocs + 999) / 1000;
    const uint64_t offices = (uint64_t)k->stock_offices;
    return (struct xs_tally_slot){ .documents = (uint16_t)documents,
        .offices = (uint16_t)(offices < UINT16_MAX ? offices : UINT16_MAX) };
}

/* The clauses of one document; those of its office come one after the other. False: see grow. */
static bool count(const struct xs_corpus *c, size_t doc, struct xs_tally *t, enum xs_err *e)
{
    const struct xs_tally_slot most = enough(c->c, c->ndocs);
    const struct xs_clause_rec *k = (const struct xs_clause_rec *)(const void *)c->clauses.buf.p;
    const struct xs_clause_rec *const end =
        k + (doc + 1 < c->ndocs ? c->docs[doc + 1].first_clause : c->clauses.count);
    for (k += c->docs[doc].first_clause; k < end; k++) {
        struct xs_tally_slot *s = xs_tally_slot(t, k->hash);
        const bool is_stock = s->documents >= most.documents && s->offices >= most.offices;
        if (s->documents > 0 && (s->last == doc || is_stock))
            continue;
        const bool is_new = s->documents == 0;
        s->offices =
            (uint16_t)(s->offices + (is_new || c->docs[s->last].office != c->docs[doc].office));
        s->documents++;
        s->hash = k->hash;
        s->last = (uint32_t)doc;
        t->used += is_new;
        if (t->used >> (t->bits - 1) > 0 && !grow(c, t, e))
            return false;
    }
    return true;
}

/* Numbers of the documents, by offices. NULL: no memory. */
static uint32_t *by_office(const struct xs_corpus *c)
{
    const size_t offices = c->offices.used + 2; /* they count from 1 */
    uint32_t *order = xs_alloc(c->ndocs, sizeof *order), *from = xs_alloc(offices, sizeof *from);
    for (size_t i = 0; order && from && i < c->ndocs; i++)
        from[c->docs[i].office + 1]++;
    for (size_t i = 1; from && i < offices; i++)
        from[i] += from[i - 1];
    for (size_t i = 0; order && from && i < c->ndocs; i++)
        order[from[c->docs[i].office]++] = (uint32_t)i;
    if (!from) {
        xs_free(order);
        order = NULL;
    }
    xs_free(from);
    return order;
}

enum xs_err xs_tally_make(const struct xs_corpus *c, struct xs_tally *t)
{
    enum xs_err e = XS_OK;
    *t = (struct xs_tally){ 0 };
    if (c->clauses.nruns > 0 || c->clauses.sorted || c->ndocs > UINT16_MAX)
        return XS_OK;
    uint32_t *order = by_office(c);
    if (!order)
        return XS_E_NOMEM;
    bool all = grow(c, t, &e);
    for (size_t i = 0; i < c->ndocs && all; i++)
        all = count(c, order[i], t, &e);
    if (!all)
        xs_tally_free(t);
    xs_free(order);
    return e;
}

void xs_tally_free(struct xs_tally *t)
{
    xs_free(t->slots);
    *t = (struct xs_tally){ 0 };
}
