#include "cli/pass2.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "cli/lint.h"
#include "cli/show_copies.h"
#include "write/columns.h"
#include "write/told.h"

/* One row under way. */
struct render {
    struct xs_run *r;
    struct xs_arena *a; /* of the row */
    struct xs_buf row;
    struct xs_teller teller;
    uint32_t hit[XS_CR_COUNT]; /* 1 + the document that counted last as a hit of the rule */
};

/* A run file that could not be written or read: the folder is named. */
static enum xs_err failed(struct xs_run *r, enum xs_err e)
{
    if (e == XS_E_WRITE && !r->tmp_said) {
        xs_say_system(r->say, xs_str_c(xs_runfile_dir(r->opts->tmp.value)), XS_E_TMP, errno);
        r->tmp_said = true;
    }
    return e;
}

static bool wants_findings(const struct xs_run *r)
{
    for (size_t i = 0; i < r->nstreams; i++)
        if (r->streams[i].table == XS_TABLE_FINDINGS && r->streams[i].how != XS_STREAM_DUMP)
            return true;
    return false;
}

static bool wants_copies(const struct xs_run *r)
{
    for (size_t i = 0; i < r->nstreams; i++)
        if (r->streams[i].table == XS_TABLE_COPIES)
            return true;
    return false;
}

enum xs_err xs_pass2_open(struct xs_run *r)
{
    bool findings = wants_findings(r), copies = wants_copies(r);
    bool documents = xs_run_wants(r, XS_TABLE_DOCUMENTS),
         ranking = xs_run_wants(r, XS_TABLE_RANKING);
    bool limits = r->opts->fail_vagueness >= 0 || r->opts->fail_severity >= 0;
    bool needed = findings || copies || documents || ranking || limits || r->learn ||
                  xs_run_wants(r, XS_TABLE_RULES);
    if (r->opts->no_copies.count || !needed)
        return XS_OK;
    struct xs_corpus_options o = { .config = r->engine->corpus,
        .stock = &r->engine->stock,
        .wish = { .texts = findings || copies || r->learn, .pairs = copies, .phrases = documents },
        .clusters = copies,
        .learn = r->learn,
        .memory = r->opts->memory_bytes,
        .tmp = r->opts->tmp.value };
    r->facts = (struct xs_facts_env){
        .config = o.config, .layout = r->engine->env.layout, .wish = o.wish
    };
    struct xs_runfiles scratch = { .dir = o.tmp, .share = o.memory / 16 };
    xs_spool_init(&r->waiting, &scratch);
    return xs_corpus_new(&o, &r->corpus);
}

void xs_pass2_close(struct xs_run *r)
{
    if (r->corpus)
        xs_spool_free(&r->waiting);
    xs_corpus_free(r->corpus);
    r->corpus = NULL;
}

enum xs_err xs_pass2_take(struct xs_run *r, const struct xs_record *rec, size_t first)
{
    if (!r->corpus || !rec->has_facts)
        return XS_OK;
    for (size_t i = first; i < r->nranked; i++)
        r->ranked[i]->doc = (uint32_t)xs_corpus_ndocuments(r->corpus);
    return failed(r, xs_corpus_add(r->corpus, rec->row.file, &rec->facts));
}

/* --- documents wait: their last columns come from pass 2 --- */

static void put_datum(struct xs_buf *b, const struct xs_datum *d)
{
    uint64_t head[3] = { d->empty, (uint64_t)d->number, d->text.len };
    xs_buf_puts(b, (xs_str){ (const char *)head, sizeof head });
    xs_buf_puts(b, d->text);
}

enum xs_err xs_pass2_document(struct xs_run *r, const struct xs_datum *row, uint32_t doc)
{
    struct xs_buf b;
    xs_str bytes;
    uint64_t at;
    xs_buf_init(&b, XS_MAX_BUF);
    xs_buf_puts(&b, (xs_str){ (const char *)&doc, sizeof doc });
    for (size_t i = 0; i < XS_NCOLUMNS(DOCUMENTS); i++)
        put_datum(&b, &row[i]);
    enum xs_err e = xs_buf_finish(&b, &bytes);
    if (e == XS_OK)
        e = failed(r, xs_spool_put(&r->waiting, bytes, &at));
    xs_buf_free(&b);
    if (e == XS_OK)
        r->nwaiting++;
    return e;
}

static xs_str get_datum(xs_str s, struct xs_datum *d)
{
    uint64_t head[3];
    memcpy(head, s.ptr, sizeof head);
    *d = (struct xs_datum){ .empty = head[0] != 0,
        .number = (int64_t)head[1],
        .text = xs_str_sub(s, sizeof head, (size_t)head[2]) };
    return xs_str_sub(s, sizeof head + (size_t)head[2], s.len);
}

static void set_share(struct xs_datum *d, bool known, uint64_t part, uint64_t whole)
{
    *d = (struct xs_datum){ .empty = true };
    if (known && whole > 0)
        *d = (struct xs_datum){ .number = (int64_t)(part * 1000 / whole) * 1000 };
}

static enum xs_err write_documents(struct render *w)
{
    struct xs_run *r = w->r;
    struct xs_datum row[XS_MAX_TABLE_COLUMNS];
    uint64_t at = 0;
    for (uint64_t i = 0; i < r->nwaiting; i++) {
        uint32_t doc;
        xs_buf_clear(&w->row);
        XS_TRY(failed(r, xs_spool_get(&r->waiting, at, &w->row)));
        at += w->row.len + sizeof(uint32_t);
        xs_str s = xs_buf_str(&w->row);
        memcpy(&doc, s.ptr, sizeof doc);
        s = xs_str_sub(s, sizeof doc, s.len);
        for (size_t k = 0; k < XS_NCOLUMNS(DOCUMENTS); k++)
            s = get_datum(s, &row[k]);
        if (doc > 0) {
            const struct xs_corpus_document *d = xs_corpus_document(r->corpus, doc - 1);
            set_share(&row[XS_AT(DOCUMENTS, stock_share)], true, d->stock_letters, d->letters);
            set_share(&row[XS_AT(DOCUMENTS, boilerplate_ngrams)],
                xs_corpus_phrases_known(r->corpus), d->boilerplate, d->phrase_letters);
        }
        XS_TRY(xs_run_put_row(r, XS_TABLE_DOCUMENTS, row));
    }
    return XS_OK;
}

/* --- findings -------------------------------------------------------------------------------- */

static enum xs_err write_finding(
    struct render *w, const struct xs_corpus_finding *f, const struct xs_told *t)
{
    struct xs_run *r = w->r;
    struct xs_datum row[XS_MAX_TABLE_COLUMNS];
    const struct xs_corpus_row c = { .file = xs_corpus_document(r->corpus, f->doc)->file,
        .rule = t->rule,
        .at = t->card.at,
        .project = f->project,
        .code = t->card.code,
        .name = t->card.name,
        .quote = t->quote,
        .message = t->message,
        .points = t->points };
    XS_TRY(xs_row_corpus_finding(&c, w->a, row));
    for (size_t i = 0; i < r->nstreams; i++) {
        const struct xs_stream *s = &r->streams[i];
        if (s->table != XS_TABLE_FINDINGS || s->how != XS_STREAM_LINT)
            continue;
        xs_lint_line(xs_run_buf(s), row, s->color);
        XS_TRY(xs_run_push(s));
    }
    return xs_run_put_row(r, XS_TABLE_FINDINGS, row);
}

/* The project's score and reasons; a finding on the document goes to all of its projects. */
static enum xs_err raise(struct xs_run *r, struct xs_ranked *p, const struct xs_corpus_finding *f,
    const struct xs_told *t)
{
    const uint32_t rows[2] = { p->indicators, p->withheld };
    xs_score_add(&r->engine->scorer, &p->score, t->rule->part, t->points, rows);
    p->findings += f->project > 0;
    if (f->project == 0 || t->rule->weight == 0)
        return XS_OK;
    struct xs_buf b;
    xs_str text;
    xs_buf_init(&b, XS_MAX_BUF);
    xs_buf_puts(&b, p->reasons);
    if (b.len)
        xs_buf_puts(&b, xs_message(&r->engine->messages, "reason-next", r->opts->table_lang, "; "));
    xs_buf_puts(&b, t->message);
    enum xs_err e = xs_buf_finish(&b, &text);
    if (e == XS_OK && !xs_arena_dup(r->arena, text, &p->reasons))
        e = XS_E_NOMEM;
    xs_buf_free(&b);
    return e;
}

/* A document, project or paragraph is a hit once, whatever is found in it. */
static bool counts_as_hit(struct render *w, const struct xs_corpus_finding *f)
{
    bool of_document = f->rule == XS_CR_TEMPLATE || f->rule == XS_CR_LEVEL;
    if (f->rule == XS_CR_HEADING)
        return f->other_doc <= 1;
    bool again = of_document && w->hit[f->rule] == f->doc + 1;
    w->hit[f->rule] = f->doc + 1;
    return !again;
}

/* Where a rule of the comparison could apply. */
static uint64_t places_of(const struct xs_run *r, int rule)
{
    uint64_t paragraphs = 0, documents = 0;
    for (size_t i = 0; i < xs_corpus_ndocuments(r->corpus); i++) {
        uint32_t n = xs_corpus_document(r->corpus, i)->safeguards;
        paragraphs += n;
        documents += n > 0;
    }
    if (rule == XS_CR_HEADING)
        return paragraphs;
    if (rule == XS_CR_STOCK)
        return documents;
    bool of_document = rule == XS_CR_TEMPLATE || rule == XS_CR_LEVEL;
    return of_document ? xs_corpus_ndocuments(r->corpus) : r->counts.projects;
}

static enum xs_err take_finding(
    struct render *w, const struct xs_corpus_finding *f, size_t *at, bool texts)
{
    struct xs_run *r = w->r;
    struct xs_told t;
    int rule = r->facts.config->rules[f->rule];
    xs_arena_reset(w->a);
    while (*at < r->nranked && r->ranked[*at]->doc < f->doc)
        ++*at;
    xs_tell_points(r->engine, f, &t);
    if (texts || f->project > 0)
        XS_TRY(xs_tell(&w->teller, f, &t));
    bool moves = f->project > 0 || t.points != 0; /* a remark on the document moves no score */
    for (size_t i = *at; moves && i < r->nranked && r->ranked[i]->doc == f->doc; i++)
        if (f->project == 0 || r->ranked[i]->project == f->project)
            XS_TRY(raise(r, r->ranked[i], f, &t));
    r->reach[rule].hit += counts_as_hit(w, f);
    r->counts.findings++;
    int severity = (int)t.rule->severity;
    if (severity > r->worst_severity)
        r->worst_severity = severity;
    return texts ? write_finding(w, f, &t) : XS_OK;
}

static enum xs_err take_findings(struct render *w)
{
    struct xs_run *r = w->r;
    const struct xs_corpus_finding *f;
    bool texts = wants_findings(r);
    size_t at = 0;
    for (int i = 0; i < XS_CR_COUNT; i++) {
        int rule = r->facts.config->rules[i];
        if (rule >= 0)
            r->reach[rule].applicable = places_of(r, i);
    }
    for (;;) {
        XS_TRY(xs_corpus_next(r->corpus, &f));
        if (!f)
            break;
        struct xs_corpus_finding one = *f;
        XS_TRY(take_finding(w, &one, &at, texts));
    }
    for (size_t i = 0; i < r->nranked; i++)
        if (r->ranked[i]->score.vagueness > r->worst_vagueness)
            r->worst_vagueness = r->ranked[i]->score.vagueness;
    return XS_OK;
}

static enum xs_err finish(struct render *w)
{
    struct xs_run *r = w->r;
    if (r->learn)
        return r->learned(r->learned_ctx, r->corpus);
    XS_TRY(xs_corpus_join(r->corpus));
    XS_TRY(take_findings(w));
    XS_TRY(write_documents(w));
    return wants_copies(r) ? xs_show_copies(r) : XS_OK;
}

enum xs_err xs_pass2_finish(struct xs_run *r)
{
    struct render w = { .r = r };
    if (!r->corpus)
        return XS_OK;
    w.a = xs_arena_new(XS_MAX_DOC_ARENA);
    xs_buf_init(&w.row, XS_MAX_BUF);
    xs_teller_init(&w.teller, r->engine, r->corpus, r->opts->table_lang, w.a);
    enum xs_err e = w.a ? finish(&w) : XS_E_NOMEM;
    bool output = false; /* it says so itself */
    for (size_t i = 0; i < r->nstreams; i++)
        output |= r->streams[i].output && r->streams[i].output->err != XS_OK;
    if (!output && !r->learn)
        e = failed(r, e);
    xs_teller_free(&w.teller);
    xs_buf_free(&w.row);
    xs_arena_free(w.a);
    return e;
}
