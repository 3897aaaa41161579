#include "corpus/corpus.h"

#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "corpus/joining.h"

/* Users of the memory bound that may hold buffers at the same time. */
#define USERS 15
#define NSORTERS 8
#define LEAST_SHARE ((size_t)64 << 10)
#define SAMPLE_CHARACTERS 30

/* --- orders ---------------------------------------------------------------------------------- */

static int clause_cmp(const void *a, const void *b)
{
    const struct xs_clause_rec *x = a, *y = b;
    XS_ORDER(x, y, hash);
    XS_ORDER(x, y, paragraph); /* they are numbered in the order of documents */
    return 0;
}

static int row_cmp(const void *a, const void *b)
{
    const struct xs_row_rec *x = a, *y = b;
    XS_ORDER(x, y, hash);
    XS_ORDER(x, y, office);
    XS_ORDER(x, y, project);
    XS_ORDER(x, y, seq);
    return 0;
}

static int rowtext_cmp(const void *a, const void *b)
{
    const struct xs_rowtext_rec *x = a, *y = b;
    XS_ORDER(x, y, hash);
    XS_ORDER(x, y, project);
    XS_ORDER(x, y, seq);
    return 0;
}

static int goal_cmp(const void *a, const void *b)
{
    const struct xs_goal_rec *x = a, *y = b;
    XS_ORDER(x, y, hash);
    XS_ORDER(x, y, office);
    XS_ORDER(x, y, project);
    return 0;
}

static int text_cmp(const void *a, const void *b)
{
    const struct xs_text_rec *x = a, *y = b;
    XS_ORDER(x, y, hash);
    XS_ORDER(x, y, paragraph);
    return 0;
}

static int phrase_cmp(const void *a, const void *b)
{
    const struct xs_phrase_rec *x = a, *y = b;
    XS_ORDER(x, y, hash);
    XS_ORDER(x, y, doc);
    XS_ORDER(x, y, sentence);
    return 0;
}

static int edge_cmp(const void *a, const void *b)
{
    const struct xs_edge_rec *x = a, *y = b;
    XS_ORDER(x, y, a);
    XS_ORDER(x, y, b);
    XS_ORDER(x, y, similarity);
    return 0;
}

const struct xs_order xs_edge_order = { sizeof(struct xs_edge_rec), edge_cmp, XS_KEY_PAIR, false };

static int finding_cmp(const void *a, const void *b)
{
    const struct xs_corpus_finding *x = a, *y = b;
    XS_ORDER(x, y, doc);
    XS_ORDER(x, y, project);
    XS_ORDER(x, y, rule);
    XS_ORDER(x, y, card);
    XS_ORDER(x, y, number);
    XS_ORDER(x, y, other_doc);
    return 0;
}

/* --- cards ----------------------------------------------------------------------------------- */

static void put_numbers(struct xs_buf *b, const uint32_t *n, size_t count)
{
    xs_buf_puts(b, (xs_str){ (const char *)n, count * sizeof *n });
}

static void put_text(struct xs_buf *b, xs_str s)
{
    uint32_t len = (uint32_t)s.len;
    put_numbers(b, &len, 1);
    xs_buf_puts(b, s);
}

enum xs_err xs_corpus_put_card(struct xs_corpus *c, const struct xs_card *card, uint64_t *at)
{
    const struct xs_place *p = &card->at;
    const uint32_t numbers[] = { p->line, p->col, p->table, p->row, p->cell, p->page, card->project,
        card->seq };
    xs_str bytes;
    xs_buf_clear(&c->card);
    put_numbers(&c->card, numbers, sizeof numbers / sizeof *numbers);
    put_text(&c->card, p->part);
    put_text(&c->card, card->code);
    put_text(&c->card, card->name);
    put_text(&c->card, card->text);
    XS_TRY(xs_buf_finish(&c->card, &bytes));
    return xs_spool_put(&c->cards, bytes, at);
}

static uint32_t get_number(xs_str *s)
{
    uint32_t n = 0;
    if (s->len >= sizeof n)
        memcpy(&n, s->ptr, sizeof n);
    *s = xs_str_sub(*s, sizeof n, s->len);
    return n;
}

static xs_str get_text(xs_str *s)
{
    size_t n = get_number(s);
    xs_str text = xs_str_sub(*s, 0, n);
    *s = xs_str_sub(*s, n, s->len);
    return text;
}

enum xs_err xs_corpus_card(
    const struct xs_corpus *c, uint64_t at, struct xs_buf *buf, struct xs_card *out)
{
    xs_buf_clear(buf);
    XS_TRY(xs_spool_get(&c->cards, at, buf));
    xs_str s = xs_buf_str(buf);
    *out = (struct xs_card){ 0 };
    uint32_t *const numbers[] = { &out->at.line, &out->at.col, &out->at.table, &out->at.row,
        &out->at.cell, &out->at.page, &out->project, &out->seq };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        *numbers[i] = get_number(&s);
    out->at.part = get_text(&s);
    out->code = get_text(&s);
    out->name = get_text(&s);
    out->text = get_text(&s);
    return XS_OK;
}

/* --- records by number ----------------------------------------------------------------------- */

enum xs_err xs_corpus_project(const struct xs_corpus *c, uint32_t index, struct xs_project_rec *out)
{
    return xs_spool_record(&c->projects, index, out, sizeof *out);
}

enum xs_err xs_corpus_paragraph(
    const struct xs_corpus *c, uint32_t index, struct xs_paragraph_rec *out)
{
    return xs_spool_record(&c->paragraphs, index, out, sizeof *out);
}

enum xs_err xs_corpus_runs(
    const struct xs_corpus *c, uint32_t paragraph, struct xs_buf *buf, struct xs_runs *out)
{
    struct xs_paragraph_rec p;
    xs_buf_clear(buf);
    XS_TRY(xs_corpus_paragraph(c, paragraph, &p));
    XS_TRY(xs_spool_get(&c->runs, p.runs, buf));
    *out = (struct xs_runs){ (const uint32_t *)(const void *)buf->ptr, buf->len / sizeof *out->v };
    return XS_OK;
}

enum xs_err xs_corpus_find(struct xs_corpus *c, const struct xs_corpus_finding *f)
{
    return c->c->rules[f->rule] < 0 ? XS_OK : xs_sorter_add(&c->findings, f, sizeof *f);
}

/* --- the corpus ------------------------------------------------------------------------------ */

enum xs_err xs_corpus_new(const struct xs_corpus_options *o, struct xs_corpus **out)
{
    struct xs_corpus *c = xs_alloc(1, sizeof *c);
    if (!c)
        return XS_E_NOMEM;
    *out = c;
    c->o = *o;
    c->c = o->config;
    c->scratch = (struct xs_runfiles){
        .dir = o->tmp, .share = o->memory / USERS, .disk = &c->disk, .spare = &c->spare
    };
    if (c->scratch.share < LEAST_SHARE)
        c->scratch.share = LEAST_SHARE;
    xs_buf_init(&c->card, XS_MAX_BUF);
    xs_spool_init(&c->cards, &c->scratch);
    xs_spool_init(&c->projects, &c->scratch);
    xs_spool_init(&c->paragraphs, &c->scratch);
    xs_spool_init(&c->runs, &c->scratch);
    const struct {
        struct xs_sorter *sorter;
        struct xs_order order;
    } sorters[] = {
        { &c->clauses, { sizeof(struct xs_clause_rec), clause_cmp, XS_KEY_HASH, true } },
        { &c->rows, { sizeof(struct xs_row_rec), row_cmp, XS_KEY_HASH, false } },
        { &c->rowtexts, { sizeof(struct xs_rowtext_rec), rowtext_cmp, XS_KEY_HASH, true } },
        { &c->goals, { sizeof(struct xs_goal_rec), goal_cmp, XS_KEY_HASH, false } },
        { &c->texts, { sizeof(struct xs_text_rec), text_cmp, XS_KEY_HASH, true } },
        { &c->phrases, { sizeof(struct xs_phrase_rec), phrase_cmp, XS_KEY_HASH, true } },
        { &c->findings, { sizeof(struct xs_corpus_finding), finding_cmp, XS_KEY_PAIR, false } },
        { &c->project_edges, xs_edge_order },
    };
    for (size_t i = 0; i < sizeof sorters / sizeof *sorters; i++)
        xs_sorter_init(sorters[i].sorter, &c->scratch, &sorters[i].order);
    c->arena = xs_arena_new(XS_MAX_RUN_ARENA);
    if (!c->arena)
        return XS_E_NOMEM;
    xs_map_init(&c->offices, c->arena);
    return XS_OK;
}

void xs_corpus_free(struct xs_corpus *c)
{
    if (!c)
        return;
    struct xs_sorter *const sorters[NSORTERS] = { &c->clauses, &c->rows, &c->rowtexts, &c->goals,
        &c->texts, &c->phrases, &c->findings, &c->project_edges };
    for (size_t i = 0; i < NSORTERS; i++)
        xs_sorter_free(sorters[i]);
    xs_free(c->spare.p);
    xs_buf_free(&c->card);
    xs_spool_free(&c->cards);
    xs_spool_free(&c->projects);
    xs_spool_free(&c->paragraphs);
    xs_spool_free(&c->runs);
    xs_arena_free(c->arena);
    xs_free(c->docs);
    xs_free(c->firsts);
    xs_free(c);
}

/* Number of the office; one that is not named is an office of its own. */
static enum xs_err office_number(struct xs_corpus *c, uint64_t hash, uint32_t *out)
{
    uint64_t key[2] = { hash, hash ? 0 : c->ndocs + 1 };
    xs_str bytes = { (const char *)key, sizeof key }, kept;
    struct xs_map_slot *slot = xs_map_get(&c->offices, bytes);
    bool is_new;
    if (!slot) {
        if (!xs_arena_dup(c->arena, bytes, &kept) ||
            !(slot = xs_map_put(&c->offices, kept, &is_new)))
            return XS_E_NOMEM;
        slot->val.num = c->offices.used;
    }
    *out = (uint32_t)slot->val.num;
    return XS_OK;
}

static enum xs_err add_clauses(
    struct xs_corpus *c, const struct xs_facts *f, const struct xs_paragraph_fact *p)
{
    const struct xs_clause *k = f->clauses.items + p->first_clause, *const end = k + p->nclauses;
    const uint32_t paragraph = c->nparagraphs;
    const bool safeguard = p->safeguard;
    enum xs_err e = XS_OK;
    for (; k < end; k++) {
        struct xs_clause_rec *r = xs_sorter_slot(&c->clauses, sizeof *r, &e);
        if (!r)
            return e;
        r->hash = k->hash;
        r->paragraph = paragraph;
        r->letters = k->letters < UINT16_MAX ? (uint16_t)k->letters : UINT16_MAX;
        r->heading = k->heading;
        r->safeguard = safeguard;
    }
    return XS_OK;
}

/* One paragraph more, of the document under way. */
static enum xs_err count_paragraph(struct xs_corpus *c)
{
    if (c->nparagraphs++ % XS_PARAGRAPH_STEP > 0)
        return XS_OK;
    uint32_t *firsts = xs_grow(c->firsts, &c->firsts_cap, c->nfirsts + 1, sizeof *firsts);
    if (!firsts)
        return XS_E_NOMEM;
    c->firsts = firsts;
    firsts[c->nfirsts++] = (uint32_t)c->ndocs;
    return XS_OK;
}

/* The last document that begins no later than the paragraph: those without paragraphs come before
 * the one whose number they share. */
uint32_t xs_corpus_doc_of_any(const struct xs_corpus *c, uint32_t paragraph)
{
    const size_t step = paragraph / XS_PARAGRAPH_STEP;
    size_t low = c->firsts[step];
    size_t high = step + 1 < c->nfirsts ? c->firsts[step + 1] : c->ndocs - 1;
    while (low < high) {
        const size_t mid = low + (high - low + 1) / 2;
        if (c->docs[mid].first_paragraph <= paragraph)
            low = mid;
        else
            high = mid - 1;
    }
    return (uint32_t)low;
}

static enum xs_err add_paragraphs(
    struct xs_corpus *c, const struct xs_facts *f, struct xs_corpus_document *d)
{
    for (size_t i = 0; i < f->nparagraphs; i++) {
        const struct xs_paragraph_fact *p = &f->paragraphs[i];
        struct xs_paragraph_rec r = { .doc = (uint32_t)c->ndocs,
            .letters = p->letters,
            .card = XS_CORPUS_NONE,
            .runs = XS_CORPUS_NONE };
        struct xs_card card = { .at = p->at, .text = p->text };
        uint64_t at;
        if (c->o.wish.texts)
            XS_TRY(xs_corpus_put_card(c, &card, &r.card));
        d->letters += p->safeguard ? p->letters : 0;
        d->safeguards += p->safeguard;
        XS_TRY(add_clauses(c, f, p));
        if (p->runs.n > 0) {
            xs_str bytes = { (const char *)p->runs.v, p->runs.n * sizeof *p->runs.v };
            struct xs_text_rec text = { xs_str_hash(bytes), c->nparagraphs, (uint32_t)c->ndocs };
            XS_TRY(xs_spool_put(&c->runs, bytes, &r.runs));
            XS_TRY(xs_sorter_add(&c->texts, &text, sizeof text));
        }
        XS_TRY(xs_spool_put(&c->paragraphs, (xs_str){ (const char *)&r, sizeof r }, &at));
        XS_TRY(count_paragraph(c));
    }
    return XS_OK;
}

/* How many of a project's rows make it a copy. */
static uint32_t least_rows(const struct xs_corpus_config *k, uint32_t rows)
{
    uint64_t n = ((uint64_t)rows * (uint64_t)k->project_share + 999) / 1000;
    return rows < (uint32_t)k->project_rows ? 0 : n ? (uint32_t)n : 1;
}

static enum xs_err add_row(struct xs_corpus *c, const struct xs_row_fact *r, uint32_t office,
    const struct xs_project_fact *p)
{
    uint32_t doc = (uint32_t)c->ndocs, project = c->nprojects - 1;
    if (!r->own && !r->withheld) {
        uint64_t both = r->hash ^ r->value * XS_LETTERS;
        struct xs_row_rec rec = { both, office, doc, project, r->seq, least_rows(c->c, p->rows),
            0 };
        XS_TRY(xs_sorter_add(&c->rows, &rec, sizeof rec));
        c->nrows++;
    }
    if (!c->o.clusters || (r->own && !r->withheld))
        return XS_OK;
    struct xs_rowtext_rec rec = { r->hash, doc, project, r->seq, 0, r->exact, 0 };
    struct xs_card card = { .at = r->at,
        .project = r->project,
        .seq = r->seq,
        .code = p->code,
        .name = p->name,
        .text = r->text };
    XS_TRY(xs_corpus_put_card(c, &card, &rec.card));
    return xs_sorter_add(&c->rowtexts, &rec, sizeof rec);
}

static enum xs_err add_project(
    struct xs_corpus *c, const struct xs_project_fact *p, uint32_t office)
{
    struct xs_project_rec r = { .doc = (uint32_t)c->ndocs,
        .number = p->number,
        .rows = p->rows,
        .goal_letters = p->goal_letters,
        .title = p->title,
        .goal = p->goal,
        .purpose = p->purpose };
    struct xs_card card = {
        .at = p->at, .project = p->number, .code = p->code, .name = p->name, .text = p->goal_text
    };
    uint64_t at;
    XS_TRY(xs_corpus_put_card(c, &card, &r.card));
    XS_TRY(xs_spool_put(&c->projects, (xs_str){ (const char *)&r, sizeof r }, &at));
    uint32_t index = c->nprojects++;
    if (p->goal == 0 || p->goal_letters < c->c->goal_least)
        return XS_OK;
    struct xs_goal_rec g = { p->goal, office, (uint32_t)c->ndocs, index, 0 };
    return xs_sorter_add(&c->goals, &g, sizeof g);
}

static enum xs_err add_projects(struct xs_corpus *c, const struct xs_facts *f, uint32_t office)
{
    size_t row = 0;
    for (size_t i = 0; i < f->nprojects; i++) {
        XS_TRY(add_project(c, &f->projects[i], office));
        for (; row < f->nrows && f->rows[row].project == f->projects[i].number; row++)
            XS_TRY(add_row(c, &f->rows[row], office, &f->projects[i]));
    }
    return XS_OK;
}

static enum xs_err add_words(struct xs_corpus *c, const struct xs_facts *f)
{
    for (size_t i = 0; i < f->nwords; i++) {
        const struct xs_word_fact *w = &f->words[i];
        struct xs_corpus_finding r = { .doc = (uint32_t)c->ndocs,
            .project = w->project,
            .rule = w->rule,
            .share = 1000,
            .other = XS_CORPUS_NONE };
        struct xs_card card = { .at = w->at, .text = w->quote };
        if (w->project > 0) {
            card.code = f->projects[w->project - 1].code;
            card.name = f->projects[w->project - 1].name;
        }
        XS_TRY(xs_corpus_put_card(c, &card, &r.card));
        XS_TRY(xs_corpus_find(c, &r));
    }
    return XS_OK;
}

static enum xs_err add_phrases(struct xs_corpus *c, const struct xs_facts *f)
{
    for (size_t i = 0; i < f->nphrases; i++) {
        const struct xs_phrase_fact *p = &f->phrases[i];
        struct xs_phrase_rec r = { p->hash, (uint32_t)c->ndocs, p->sentence, p->letters, 0 };
        XS_TRY(xs_sorter_add(&c->phrases, &r, sizeof r));
    }
    return XS_OK;
}

enum xs_err xs_corpus_add(struct xs_corpus *c, xs_str file, const struct xs_facts *f)
{
    struct xs_corpus_document *docs = xs_grow(c->docs, &c->docs_cap, c->ndocs + 1, sizeof *docs);
    if (!docs)
        return XS_E_NOMEM;
    c->docs = docs;
    struct xs_corpus_document *d = &c->docs[c->ndocs];
    *d = (struct xs_corpus_document){ .file = file,
        .year = f->year,
        .phrase_letters = f->phrase_letters,
        .first_paragraph = c->nparagraphs,
        .nparagraphs = (uint32_t)f->nparagraphs,
        .first_clause = c->clauses.count };
    XS_TRY(office_number(c, f->office, &d->office));
    XS_TRY(add_paragraphs(c, f, d));
    XS_TRY(add_projects(c, f, d->office));
    XS_TRY(add_words(c, f));
    XS_TRY(add_phrases(c, f));
    c->ndocs++;
    return XS_OK;
}

enum xs_err xs_corpus_join(struct xs_corpus *c)
{
    XS_TRY(xs_join_stock(c));
    XS_TRY(xs_join_rows(c));
    XS_TRY(xs_join_goals(c));
    XS_TRY(xs_join_phrases(c));
    return xs_corpus_rewind(c);
}

enum xs_err xs_corpus_rewind(struct xs_corpus *c) { return xs_sorter_begin(&c->findings); }

enum xs_err xs_corpus_next(struct xs_corpus *c, const struct xs_corpus_finding **out)
{
    const void *r;
    XS_TRY(xs_sorter_next(&c->findings, &r));
    *out = r;
    return XS_OK;
}

size_t xs_corpus_ndocuments(const struct xs_corpus *c) { return c->ndocs; }

const struct xs_corpus_document *xs_corpus_document(const struct xs_corpus *c, size_t doc)
{
    return &c->docs[doc];
}

uint64_t xs_corpus_offices(const struct xs_corpus *c) { return c->offices.used; }

uint64_t xs_corpus_disk(const struct xs_corpus *c) { return c->disk; }

bool xs_corpus_phrases_known(const struct xs_corpus *c)
{
    return c->o.wish.phrases && (int64_t)c->ndocs >= c->c->phrase_documents;
}
