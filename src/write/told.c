#include "write/told.h"

#include "base/limits.h"
#include "base/utf8.h"

#define NBUFS 3

void xs_teller_init(struct xs_teller *t, const struct xs_engine *e, const struct xs_corpus *c,
    enum xs_lang lang, struct xs_arena *a)
{
    *t = (struct xs_teller){ .engine = e,
        .corpus = c,
        .lang = lang,
        .a = a,
        .loaded = XS_CORPUS_NONE,
        .split = XS_CORPUS_NONE };
    struct xs_buf *const bufs[NBUFS] = { &t->card, &t->other, &t->text };
    for (size_t i = 0; i < NBUFS; i++)
        xs_buf_init(bufs[i], XS_MAX_BUF);
}

void xs_teller_free(struct xs_teller *t)
{
    xs_buf_free(&t->card);
    xs_buf_free(&t->other);
    xs_buf_free(&t->text);
    xs_arena_free(t->pieces);
}

/* The clauses of card number `at`, whose text this is. */
static enum xs_err split(struct xs_teller *t, uint64_t at, xs_str text)
{
    if (t->split == at)
        return XS_OK;
    if (!t->pieces)
        t->pieces = xs_arena_new(XS_MAX_DOC_ARENA);
    if (!t->pieces)
        return XS_E_NOMEM;
    xs_arena_reset(t->pieces);
    t->clauses = (struct xs_clauses){ 0 };
    t->at = t->counted = 0;
    t->headings = t->characters = 0;
    t->split = XS_CORPUS_NONE;
    XS_TRY(xs_clauses_add(t->engine->corpus, t->pieces, text, &t->clauses));
    t->split = at;
    return XS_OK;
}

/* Steps on to the k-th heading, or to the first clause where k is 0. False: there is none. */
static bool step_to(struct xs_teller *t, uint32_t k)
{
    if (k <= t->headings)
        t->at = t->counted = t->headings = t->characters = 0;
    for (; t->at < t->clauses.n; t->at++) {
        const struct xs_clause *c = &t->clauses.items[t->at];
        const uint32_t now = t->headings + c->heading;
        if (k == 0 || now >= k)
            return true;
        t->headings = now;
    }
    return false;
}

/* What is quoted of a stock paragraph, and its place: its k-th stock heading, or its first clause.
 */
static enum xs_err stock_quote(
    struct xs_teller *t, uint64_t at, struct xs_card *card, uint32_t k, xs_str *out)
{
    const xs_str text = card->text;
    XS_TRY(split(t, at, text));
    *out = text;
    if (!step_to(t, k))
        return XS_OK;
    const struct xs_clause *c = &t->clauses.items[t->at];
    *out = xs_str_sub(text, c->from, c->to - c->from);
    t->characters += (uint32_t)xs_utf8_count(xs_str_sub(text, t->counted, c->from - t->counted));
    t->counted = c->from;
    if (card->at.line)
        card->at.col += t->characters;
    return XS_OK;
}

static enum xs_err keep_text(struct xs_teller *t, xs_str *out)
{
    xs_str s;
    XS_TRY(xs_buf_finish(&t->text, &s));
    return xs_arena_dup(t->a, s, out) ? XS_OK : XS_E_NOMEM;
}

static enum xs_err other_text(struct xs_teller *t, const struct xs_corpus_finding *f, xs_str *out)
{
    struct xs_card card;
    *out = XS_STR_NONE;
    if (f->other == XS_CORPUS_NONE)
        return XS_OK;
    XS_TRY(xs_corpus_card(t->corpus, f->other, &t->other, &card));
    xs_buf_clear(&t->text);
    xs_buf_puts(&t->text, xs_corpus_document(t->corpus, f->other_doc)->file);
    xs_buf_putc(&t->text, ' ');
    xs_buf_puts(&t->text, card.name);
    return keep_text(t, out);
}

static enum xs_err find_quote(
    struct xs_teller *t, const struct xs_corpus_finding *f, struct xs_told *out)
{
    bool word = f->rule == XS_CR_TEMPLATE || f->rule == XS_CR_LEVEL;
    if (t->loaded != f->card) {
        t->loaded = XS_CORPUS_NONE;
        XS_TRY(xs_corpus_card(t->corpus, f->card, &t->card, &t->last));
        t->loaded = f->card;
    }
    out->card = t->last;
    out->quote = word ? out->card.text : out->card.name;
    if (f->rule == XS_CR_HEADING)
        XS_TRY(stock_quote(t, f->card, &out->card, f->other_doc, &out->quote));
    out->quote = xs_utf8_head(out->quote, XS_MAX_QUOTE);
    return XS_OK;
}

void xs_tell_points(
    const struct xs_engine *e, const struct xs_corpus_finding *f, struct xs_told *out)
{
    const struct xs_rule *rule = &e->rules->rules[e->corpus->rules[f->rule]];
    *out = (struct xs_told){ .rule = rule, .points = rule->weight * (int64_t)f->share / 1000 };
}

enum xs_err xs_tell(struct xs_teller *t, const struct xs_corpus_finding *f, struct xs_told *out)
{
    xs_str other;
    char number[24];
    xs_tell_points(t->engine, f, out);
    XS_TRY(find_quote(t, f, out));
    XS_TRY(other_text(t, f, &other));
    xs_buf_clear(&t->text);
    xs_fill(&t->text, xs_text_in(&out->rule->message, t->lang),
        XS_ARGS({ "quote", out->quote }, { "other", other },
            { "n", xs_number_text(number, sizeof number, f->number) }));
    return keep_text(t, &out->message);
}
