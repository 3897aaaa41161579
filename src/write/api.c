#include "xushi/xushi.h"

#include <string.h>

#include "base/alloc.h"
#include "base/io.h"
#include "base/limits.h"
#include "tree/source.h"
#include "write/told.h"

#ifndef XS_VERSION
#define XS_VERSION "unknown"
#endif
#define ERROR_BYTES 512

/* A finding of the comparison, here with the known stock text alone. */
struct stock_finding {
    struct xs_told told;
    uint32_t project;
};

struct xushi_result {
    const struct xs_engine *engine;
    enum xs_lang lang;
    struct xs_arena *arena; /* of the document */
    struct xs_reading reading;
    size_t nstock, stock_cap;
    struct stock_finding *stock;
};

struct xushi_scorer {
    struct xs_engine engine;
    struct xs_engine_thread thread;
    struct xs_bytes bytes;
    struct xushi_result result;
    char error[ERROR_BYTES];
};

const char *xushi_version(void) { return XS_VERSION; }

const char *xushi_error(const struct xushi_scorer *s) { return s ? s->error : "out of memory"; }

static void put_error(struct xushi_scorer *s, xs_str text, size_t *at)
{
    size_t n = text.len < ERROR_BYTES - 1 - *at ? text.len : ERROR_BYTES - 1 - *at;
    if (n)
        memcpy(s->error + *at, text.ptr, n);
    *at += n;
    s->error[*at] = '\0';
}

/* Notes the fault in words; its status. */
static int fault(struct xushi_scorer *s, enum xs_err e)
{
    size_t at = 0;
    const struct xs_fault *f = &s->engine.fault;
    if (e == XS_E_PATTERNS && f->text.len) {
        struct xs_buf b;
        xs_buf_init(&b, ERROR_BYTES);
        xs_buf_puts(&b, f->file);
        xs_buf_putc(&b, ':');
        xs_buf_uint(&b, f->line);
        xs_buf_putc(&b, ':');
        xs_buf_uint(&b, f->column);
        xs_buf_lit(&b, ": ");
        put_error(s, xs_buf_str(&b), &at);
        put_error(s, f->text, &at);
        xs_buf_free(&b);
    } else {
        put_error(s, xs_str_c(xs_err_text(e)), &at);
    }
    return xs_err_exit(e);
}

static enum xs_err open_engine(struct xushi_scorer *s, const char *dir)
{
    xs_str where = xs_str_c(dir);
    struct xs_arena *a = xs_arena_new(XS_MAX_RUN_ARENA);
    if (!a)
        return XS_E_NOMEM;
    enum xs_err e = dir ? XS_OK : xs_engine_dir(a, &where);
    if (e == XS_OK)
        e = xs_engine_open(&s->engine, &where, 1);
    xs_arena_free(a);
    return e == XS_OK ? xs_engine_thread_open(&s->thread) : e;
}

int xushi_open(const char *dir, int english, struct xushi_scorer **out)
{
    struct xushi_scorer *s = xs_alloc(1, sizeof *s);
    *out = s;
    if (!s)
        return XUSHI_INTERNAL;
    enum xs_err e = open_engine(s, dir);
    if (e != XS_OK)
        return fault(s, e);
    s->result = (struct xushi_result){
        .engine = &s->engine, .lang = english ? XS_LANG_EN : XS_LANG_ZH, .arena = s->thread.arena
    };
    return XUSHI_OK;
}

void xushi_close(struct xushi_scorer *s)
{
    if (!s)
        return;
    xs_bytes_free(&s->bytes);
    xs_engine_thread_close(&s->thread);
    xs_engine_close(&s->engine);
    xs_free(s);
}

/* Points of a finding on project number n, or on the document (0), which goes to all. */
static void raise(struct xushi_result *r, uint32_t n, const struct xs_told *t)
{
    for (size_t i = 0; i < r->reading.doc.nprojects; i++) {
        const uint32_t rows[2] = { (uint32_t)r->reading.doc.projects[i].nrows,
            r->reading.findings.projects[i].withheld };
        if (n == 0 || n == i + 1)
            xs_score_add(&r->engine->scorer, &r->reading.scores[i], t->rule->part, t->points, rows);
    }
}

static enum xs_err add_stock(struct xushi_result *r, uint32_t project, const struct xs_told *t)
{
    struct stock_finding *list =
        xs_arena_grow(r->arena, r->stock, &r->stock_cap, r->nstock + 1, sizeof *list);
    if (!list)
        return XS_E_NOMEM;
    r->stock = list;
    struct stock_finding *f = &list[r->nstock];
    *f = (struct stock_finding){ *t, project };
    if (!xs_arena_dup(r->arena, t->quote, &f->told.quote))
        return XS_E_NOMEM;
    r->nstock++;
    raise(r, project, t);
    return XS_OK;
}

static enum xs_err tell_stock(struct xushi_result *r, struct xs_corpus *c)
{
    struct xs_teller teller;
    const struct xs_corpus_finding *f;
    struct xs_told told;
    enum xs_err e = xs_corpus_join(c);
    xs_teller_init(&teller, r->engine, c, r->lang, r->arena);
    while (e == XS_OK && (e = xs_corpus_next(c, &f)) == XS_OK && f) {
        struct xs_corpus_finding one = *f;
        e = xs_tell(&teller, &one, &told);
        if (e == XS_OK)
            e = add_stock(r, one.project, &told);
    }
    xs_teller_free(&teller);
    return e;
}

/* The document as the only one of a comparison: what the stores of stock text say of it. */
static enum xs_err compare(struct xushi_result *r, xs_str name)
{
    const struct xs_engine *g = r->engine;
    struct xs_facts facts;
    struct xs_corpus *c = NULL;
    struct xs_facts_env env = {
        .config = g->corpus, .layout = g->env.layout, .wish = { .texts = true }
    };
    struct xs_corpus_options o = {
        .config = g->corpus, .stock = &g->stock, .wish = env.wish, .memory = XS_MAX_DOC_ARENA
    }; /* no run files: it is one document */
    r->nstock = r->stock_cap = 0;
    r->stock = NULL;
    XS_TRY(xs_facts_make(&env, &r->reading.doc, r->arena, r->arena, &facts));
    enum xs_err e = xs_corpus_new(&o, &c);
    if (e == XS_OK)
        e = xs_corpus_add(c, name, &facts);
    if (e == XS_OK)
        e = tell_stock(r, c);
    xs_corpus_free(c);
    return e;
}

static int score(struct xushi_scorer *s, const char *name, const struct xushi_result **out)
{
    xs_arena_reset(s->thread.arena);
    xs_str bytes = { s->bytes.ptr, s->bytes.len };
    struct xs_reading *g = &s->result.reading;
    enum xs_err e = xs_engine_read(&s->engine, &s->thread, bytes, xs_str_c(name), g);
    if (e == XS_OK)
        e = g->status;
    if (e == XS_OK)
        e = compare(&s->result, xs_str_c(name));
    if (e != XS_OK)
        return fault(s, e);
    *out = &s->result;
    return XUSHI_OK;
}

int xushi_score_buffer(struct xushi_scorer *s, const void *bytes, size_t len, const char *name,
    const struct xushi_result **out)
{
    if (!s || !s->result.engine || (!bytes && len))
        return XUSHI_USAGE;
    if (len > XS_MAX_DOC_BYTES)
        return fault(s, XS_E_TOO_LARGE);
    if (s->bytes.size < len + XS_IO_PADDING) {
        char *p = xs_realloc(s->bytes.ptr, len + XS_IO_PADDING, 1);
        if (!p)
            return fault(s, XS_E_NOMEM);
        s->bytes.ptr = p;
        s->bytes.size = len + XS_IO_PADDING;
    }
    if (len)
        memcpy(s->bytes.ptr, bytes, len);
    memset(s->bytes.ptr + len, 0, XS_IO_PADDING);
    s->bytes.len = len;
    return score(s, name, out);
}

int xushi_score_file(struct xushi_scorer *s, const char *path, const struct xushi_result **out)
{
    int error = 0;
    if (!s || !s->result.engine || !path)
        return XUSHI_USAGE;
    enum xs_err e = xs_io_read(&s->bytes, path, XS_MAX_DOC_BYTES, &error);
    return e == XS_OK ? score(s, path, out) : fault(s, e);
}

/* --- what is in a result
 * ----------------------------------------------------------------------------------- */

static struct xushi_text text(xs_str s) { return (struct xushi_text){ s.len ? s.ptr : "", s.len }; }

size_t xushi_projects(const struct xushi_result *r) { return r->reading.doc.nprojects; }

size_t xushi_findings(const struct xushi_result *r)
{
    return r->reading.findings.count + r->nstock;
}

int xushi_get_project(const struct xushi_result *r, size_t n, struct xushi_project *out)
{
    if (n >= xushi_projects(r))
        return XUSHI_USAGE;
    const struct xs_project *p = &r->reading.doc.projects[n];
    const struct xs_project_result *result = &r->reading.findings.projects[n];
    const struct xs_score *score_of = &r->reading.scores[n];
    *out = (struct xushi_project){
        .code = text(p->code.text),
        .name = text(p->name.text),
        .department = text(p->department.text.len ? p->department.text : r->reading.doc.department),
        .line = p->at.line,
        .rows = p->nrows,
        .verifiable = result->verifiable,
        .withheld = result->withheld,
        .vagueness = score_of->vagueness,
        .grade = score_of->grade,
    };
    _Static_assert(
        sizeof out->parts / sizeof *out->parts == XS_PART_COUNT, "the public header has all parts");
    memcpy(out->parts, score_of->parts, sizeof out->parts);
    return XUSHI_OK;
}

static const struct xs_row *find_row(const struct xushi_result *r, size_t project, size_t n)
{
    if (project >= xushi_projects(r) || n >= r->reading.doc.projects[project].nrows)
        return NULL;
    return &r->reading.doc.projects[project].rows[n];
}

int xushi_get_row(const struct xushi_result *r, size_t project, size_t n, struct xushi_row *out)
{
    const struct xs_row *row = find_row(r, project, n);
    if (!row)
        return XUSHI_USAGE;
    *out = (struct xushi_row){
        .level1 = text(xs_row_level(row, 1)->text),
        .level2 = text(xs_row_level(row, 2)->text),
        .name = text(row->name.text),
        .description = text(row->description.text),
        .value = text(row->value.text),
        .unit = text(row->parsed->main.unit),
        .line = row->at->line,
        .seq = row->seq,
        .verdict = r->reading.findings.projects[project].rows[n].verdict,
    };
    return XUSHI_OK;
}

int xushi_row_has(const struct xushi_result *r, size_t project, size_t row, const char *label)
{
    int n = xs_ruleset_label(r->engine->rules, xs_str_c(label));
    if (n < 0 || !find_row(r, project, row))
        return 0;
    return (int)(r->reading.findings.projects[project].rows[row].labels >> n & 1);
}

static void get_stock(const struct stock_finding *f, struct xushi_finding *out)
{
    *out = (struct xushi_finding){
        .rule = text(f->told.rule->id),
        .quote = text(f->told.quote),
        .message = text(f->told.message),
        .severity = xs_severity_name(f->told.rule->severity),
        .line = f->told.card.at.line,
        .column = f->told.card.at.line ? f->told.card.at.col : 0,
        .project = f->project,
        .points = f->told.points,
    };
}

int xushi_get_finding(const struct xushi_result *r, size_t n, struct xushi_finding *out)
{
    if (n >= xushi_findings(r))
        return XUSHI_USAGE;
    if (n >= r->reading.findings.count) {
        get_stock(&r->stock[n - r->reading.findings.count], out);
        return XUSHI_OK;
    }
    const struct xs_finding *f = &r->reading.findings.items[n];
    const struct xs_rule *rule = &r->engine->rules->rules[f->rule];
    const struct xs_place at = xs_source_place(&r->reading.doc, NULL, f->at, f->quote);
    struct xs_buf b;
    xs_str message, kept;
    xs_buf_init(&b, XS_MAX_BUF);
    xs_finding_message(r->engine->rules, &r->reading.doc, f, r->lang, &b);
    bool good = xs_buf_finish(&b, &message) == XS_OK && xs_arena_dup(r->arena, message, &kept);
    xs_buf_free(&b);
    if (!good)
        return XUSHI_INTERNAL;
    *out = (struct xushi_finding){
        .rule = text(rule->id),
        .quote = text(f->quote),
        .message = text(kept),
        .severity = xs_severity_name(rule->severity),
        .line = at.line,
        .column = at.line ? at.col : 0,
        .project = f->project,
        .seq = f->seq,
        .points = f->points,
    };
    return XUSHI_OK;
}
