#include "cli/record.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "cli/expand.h"
#include "cli/lint.h"
#include "cli/own.h"
#include "read/read.h"
#include "tree/source.h"
#include "write/coverage.h"
#include "write/dump.h"

/* Remarks of one document that are said; the rest is counted. */
#define MAX_NOTES 20

const char *xs_status_name(enum xs_status s)
{
    static const char *const names[XS_ST_COUNT] = { "ok", "empty", "duplicate", "skipped",
        "unread" };
    return names[s];
}

/* --- remarks
 * ---------------------------------------------------------------------------------------- */

static void put_note(
    const struct xs_run *r, const struct xs_note *n, enum xs_lang lang, struct xs_buf *out)
{
    const struct xs_messages *m = &r->engine->messages;
    struct xs_arg args[4];
    char room[XS_ERRNO_BYTES];
    size_t nargs = 0;
    for (size_t i = 0; i < 2; i++)
        if (n->args[i].name)
            args[nargs++] = n->args[i];
    if (n->err != XS_OK)
        args[nargs++] = (struct xs_arg){ "error", xs_err_message(m, n->err, lang) };
    if (n->os_error)
        args[nargs++] = (struct xs_arg){ "detail", xs_errno_message(m, n->os_error, lang, room) };
    const size_t from = out->len;
    xs_fill(out, xs_message(m, n->id, lang, n->fallback), args, nargs);
    xs_buf_one_line(out, from);
}

/* The name of a file, which may have a line end in it. */
static void put_name(struct xs_buf *out, xs_str name)
{
    const size_t from = out->len;
    xs_buf_puts(out, name);
    xs_buf_one_line(out, from);
}

void xs_record_note(const struct xs_run *r, struct xs_record *rec, const struct xs_note *n)
{
    if (rec->message.len)
        xs_buf_lit(&rec->message, "; ");
    if (n->at && n->at->line) {
        xs_buf_uint(&rec->message, n->at->line);
        xs_buf_lit(&rec->message, ": ");
    }
    put_note(r, n, r->opts->table_lang, &rec->message);
    if (r->say->quiet && !n->error)
        return;
    xs_buf_lit(&rec->said, "xushi: ");
    put_name(&rec->said, rec->row.file);
    if (n->at && n->at->line) {
        xs_buf_putc(&rec->said, ':');
        xs_buf_uint(&rec->said, n->at->line);
        if (n->at->col) {
            xs_buf_putc(&rec->said, ':');
            xs_buf_uint(&rec->said, n->at->col);
        }
    }
    xs_buf_lit(&rec->said, ": ");
    put_note(r, n, r->say->lang, &rec->said);
    xs_buf_putc(&rec->said, '\n');
}

/* What is said in brackets: a library, or what the system says. */
struct detail {
    const char *text;
    int os_error;
};

static void note_error(
    const struct xs_run *r, struct xs_record *rec, enum xs_err e, struct detail d)
{
    bool plain = (!d.text && !d.os_error) || e == XS_E_MISSING;
    struct xs_note n = { .id = plain ? "input-error" : "input-error-detail",
        .fallback = plain ? "{error}" : "{error} ({detail})",
        .err = e,
        .error = true };
    if (!plain && d.text)
        n.args[0] = (struct xs_arg){ "detail", xs_str_c(d.text) };
    else if (!plain)
        n.os_error = d.os_error;
    rec->status = XS_ST_UNREAD;
    xs_record_note(r, rec, &n);
}

/* What a folder holds beside documents is skipped in silence, not what was asked for by name. */
static void note_skip(const struct xs_run *r, const struct xs_input *in, struct xs_record *rec,
    const char *id, const char *why)
{
    const struct xs_messages *m = &r->engine->messages;
    rec->status = XS_ST_SKIPPED;
    xs_buf_puts(&rec->message, xs_message(m, id, r->opts->table_lang, why));
    if (in->in_folder ? !r->say->verbose : r->say->quiet)
        return;
    xs_buf_lit(&rec->said, "xushi: ");
    put_name(&rec->said, rec->row.file);
    xs_buf_lit(&rec->said, ": ");
    xs_buf_puts(&rec->said, xs_message(m, "input-skipped", r->say->lang, "skipped: "));
    xs_buf_puts(&rec->said, xs_message(m, id, r->say->lang, why));
    xs_buf_putc(&rec->said, '\n');
}

static void note_sheet(const struct xs_run *r, struct xs_record *rec, const struct xs_sheet *s)
{
    char digits[24];
    for (size_t i = 0; i < s->nnotes && i < MAX_NOTES; i++) {
        const struct xs_read_note *from = &s->notes[i];
        struct xs_note n = { .id = from->id, .fallback = from->id, .at = &from->at };
        n.args[0] = (struct xs_arg){ "n", xs_number_text(digits, sizeof digits, from->number) };
        n.args[1] = (struct xs_arg){ "text", from->text };
        xs_record_note(r, rec, &n);
    }
    if (s->nnotes <= MAX_NOTES)
        return;
    struct xs_note n = { .id = "input-more-notes", .fallback = "{n} more remarks of this kind" };
    n.args[0] =
        (struct xs_arg){ "n", xs_number_text(digits, sizeof digits, s->nnotes - MAX_NOTES) };
    xs_record_note(r, rec, &n);
}

/* --- rows
 * --------------------------------------------------------------------------------------------- */

/* What rows of one document are rendered from. */
struct maker {
    const struct xs_run *r;
    struct xs_record *rec;
    const struct xs_reading *reading;
    struct xs_arena *a; /* of the document */
    struct xs_row_source source;
    struct xs_source_walk walk;
    struct xs_reasoner reasoner;
    struct xs_buf reasons;
};

static enum xs_err put_projects(struct maker *m, const struct xs_stream *s, struct xs_buf *out)
{
    struct xs_datum row[XS_MAX_TABLE_COLUMNS];
    for (size_t i = 0; i < m->reading->doc.nprojects; i++) {
        XS_TRY(xs_row_project(&m->source, &m->reading->doc.projects[i], m->a, row));
        s->format->row(out, &xs_schemas[s->table], row);
    }
    return XS_OK;
}

static enum xs_err put_findings(struct maker *m, const struct xs_stream *s, struct xs_buf *out)
{
    struct xs_datum row[XS_MAX_TABLE_COLUMNS];
    m->walk = (struct xs_source_walk){ 0 }; /* the same places, whatever else is asked for */
    for (size_t i = 0; i < m->reading->findings.count; i++) {
        XS_TRY(xs_row_finding(&m->source, &m->reading->findings.items[i], m->a, row));
        s->format->row(out, &xs_schemas[s->table], row);
    }
    return XS_OK;
}

struct placed {
    const struct xs_finding *f;
    struct xs_place at; /* of its quote */
};

/* Findings of one document are in one array: of one place the earlier one comes first. */
static int by_place(const void *x, const void *y)
{
    const struct placed *a = x, *b = y;
    int c = xs_place_cmp(&a->at, &b->at);
    return c ? c : (a->f > b->f) - (a->f < b->f);
}

/* Findings as lines, in the order of their places. */
static enum xs_err put_lint(struct maker *m, const struct xs_stream *s, struct xs_buf *out)
{
    const struct xs_findings *f = &m->reading->findings;
    struct placed *order = xs_arena_alloc(m->a, f->count + 1, sizeof *order);
    struct xs_datum row[XS_MAX_TABLE_COLUMNS];
    if (!order)
        return XS_E_NOMEM;
    m->walk = (struct xs_source_walk){ 0 };
    for (size_t i = 0; i < f->count; i++)
        order[i] = (struct placed){ &f->items[i],
            xs_source_place(m->source.doc, m->source.walk, f->items[i].at, f->items[i].quote) };
    if (f->count)
        qsort(order, f->count, sizeof *order, by_place);
    for (size_t i = 0; i < f->count; i++) {
        XS_TRY(xs_row_finding(&m->source, order[i].f, m->a, row));
        xs_lint_line(out, row, s->color);
    }
    return XS_OK;
}

/* The part of every stream that this document gives. */
static enum xs_err put_streams(struct maker *m)
{
    for (size_t i = 0; i < m->r->nstreams; i++) {
        const struct xs_stream *s = &m->r->streams[i];
        struct xs_buf *out = m->rec->text[i].buf;
        if (s->how == XS_STREAM_DUMP && m->r->opts->coverage.count > 0)
            xs_coverage(m->source.file, &m->reading->doc, out);
        else if (s->how == XS_STREAM_DUMP)
            xs_dump(m->source.file, &m->reading->doc, out);
        else if (m->reading->status != XS_OK)
            continue;
        else if (s->table == XS_TABLE_PROJECTS)
            XS_TRY(put_projects(m, s, out));
        else if (s->table == XS_TABLE_INDICATORS)
            XS_TRY(xs_rows_indicators(&m->source, s->format, m->a, out));
        else if (s->table == XS_TABLE_FINDINGS)
            XS_TRY(s->how == XS_STREAM_LINT ? put_lint(m, s, out) : put_findings(m, s, out));
        XS_TRY(out->err);
    }
    return XS_OK;
}

/* Fills p for project number n; texts are copies in rec's arena. */
static enum xs_err rank_project(struct maker *m, uint32_t n, struct xs_ranked *p)
{
    const struct xs_doc *d = &m->reading->doc;
    const struct xs_project *from = &d->projects[n - 1];
    const struct xs_project_result *result = &m->reading->findings.projects[n - 1];
    struct xs_arena *a = m->rec->arena;
    *p = (struct xs_ranked){
        .file = m->rec->row.file,
        .line = from->at.line,
        .project = n,
        .year = from->year ? from->year : d->year,
        .has_budget = from->has_budget,
        .budget_micro = from->budget_micro,
        .indicators = (uint32_t)from->nrows,
        .verifiable = result->verifiable,
        .withheld = result->withheld,
        .score = m->reading->scores[n - 1],
        .labels = result->labels,
    };
    xs_str code = from->department_code.text.len ? from->department_code.text : d->department_code;
    xs_str department = from->department.text.len ? from->department.text : d->department;
    XS_TRY(xs_place_text(&from->at, a, &p->place));
    if (!xs_arena_dup(a, from->code.text, &p->code) ||
        !xs_arena_dup(a, from->name.text, &p->name) ||
        !xs_arena_dup(a, code, &p->department_code) || !xs_arena_dup(a, department, &p->department))
        return XS_E_NOMEM;
    xs_buf_clear(&m->reasons);
    xs_reasons(&m->reasoner, n, &m->reasons);
    xs_str text;
    XS_TRY(xs_buf_finish(&m->reasons, &text));
    return xs_arena_dup(a, text, &p->reasons) ? XS_OK : XS_E_NOMEM;
}

static enum xs_err rank_projects(struct maker *m)
{
    const struct xs_reading *g = m->reading;
    bool drop = m->r->opts->drop_withheld;
    bool wanted = xs_run_wants(m->r, XS_TABLE_RANKING) || m->r->opts->fail_vagueness >= 0;
    if (wanted && g->doc.nprojects) {
        m->rec->ranked = xs_arena_zalloc(m->rec->arena, g->doc.nprojects, sizeof *m->rec->ranked);
        if (!m->rec->ranked)
            return XS_E_NOMEM;
    }
    size_t at = 0; /* findings are sorted by project */
    for (uint32_t n = 1; n <= g->doc.nprojects; n++) {
        uint32_t count = 0;
        for (; at < g->findings.count && g->findings.items[at].project <= n; at++)
            count += g->findings.items[at].project == n;
        const struct xs_project_result *result = &g->findings.projects[n - 1];
        size_t rows = g->doc.projects[n - 1].nrows;
        if (drop && rows && result->withheld == rows)
            continue; /* nothing of it is scored */
        if (g->scores[n - 1].vagueness > m->rec->worst_vagueness)
            m->rec->worst_vagueness = g->scores[n - 1].vagueness;
        if (!wanted)
            continue;
        struct xs_ranked *p = &m->rec->ranked[m->rec->nranked++];
        XS_TRY(rank_project(m, n, p));
        p->findings = count;
    }
    return XS_OK;
}

/* --- one document
 * --------------------------------------------------------------------------------------- */

static enum xs_err clear(struct xs_record *rec, const struct xs_run *r, const struct xs_input *in)
{
    if (!rec->arena) {
        rec->arena = xs_arena_new(XS_MAX_DOC_ARENA);
        rec->reach = xs_alloc(r->engine->rules->nrules, sizeof *rec->reach);
        if (!rec->arena || !rec->reach)
            return XS_E_NOMEM;
        for (size_t i = 0; i < XS_MAX_STREAMS; i++)
            xs_buf_init(&rec->text[i].own, XS_MAX_BUF);
        xs_buf_init(&rec->said, XS_MAX_BUF);
        xs_buf_init(&rec->message, XS_MAX_BUF);
    }
    xs_arena_reset(rec->arena);
    for (size_t i = 0; i < r->nstreams; i++) {
        struct xs_rendered *t = &rec->text[i];
        xs_buf_clear(&t->own);
        t->buf = r->in_turn ? xs_run_buf(&r->streams[i]) : &t->own;
        t->from = t->buf->len;
    }
    xs_buf_clear(&rec->said);
    xs_buf_clear(&rec->message);
    rec->status = XS_ST_OK;
    rec->damaged = rec->has_text = rec->has_facts = rec->apart = false;
    rec->row = (struct xs_document_row){ .file = in->name, .format = "", .encoding = "" };
    rec->nranked = 0;
    rec->ranked = NULL;
    rec->findings = 0;
    rec->worst_vagueness = rec->worst_severity = -1;
    memset(rec->reach, 0, r->engine->rules->nrules * sizeof *rec->reach);
    return XS_OK;
}

/* A name that a reader gave, for as long as the record lasts: a helper's answer does not. */
static bool keep_name(struct xs_record *rec, const char *name, const char **out)
{
    size_t n = strlen(name) + 1;
    char *p = xs_arena_alloc(rec->arena, n, 1);
    if (!p)
        return false;
    memcpy(p, name, n);
    *out = p;
    return true;
}

static enum xs_err describe(struct xs_record *rec, const struct xs_reading *g)
{
    const struct xs_doc *d = &g->doc;
    struct xs_document_row *row = &rec->row;
    if (!keep_name(rec, g->sheet.format, &row->format) ||
        !keep_name(rec, g->sheet.encoding, &row->encoding))
        return XS_E_NOMEM;
    row->hash = g->sheet.text_hash;
    row->year = d->year;
    row->projects = d->nprojects;
    row->indicators = d->nrows;
    row->lines = g->sheet.nlines;
    row->lines_unread = d->lines_unread;
    row->lines_furniture = d->lines_furniture;
    row->kind = d->kind;
    rec->has_text = g->status == XS_OK && g->sheet.nblocks > 0;
    return xs_arena_dup(rec->arena, d->department, &row->department) ? XS_OK : XS_E_NOMEM;
}

static void note_cut(const struct xs_run *r, struct xs_record *rec, const struct xs_sheet *s)
{
    struct xs_place end = { .line = s->nlines };
    rec->damaged = true;
    xs_record_note(r, rec,
        &(struct xs_note){ .id = "input-cut",
            .fallback = "the text ends inside a table",
            .at = &end,
            .error = true });
}

/* Remarks of the tree that are said aloud. lost: what was not read is a fault of this file; once:
 * the first of them will do. */
static const struct aloud {
    const char *rule, *id, *fallback;
    bool lost, once;
} aloud[] = {
    { "read-lost-rows", "input-lost-rows", "rows of indicators from {text} on were not read", true,
        false },
    { "read-unknown-table", "input-rowless",
        "a table of indicators gave no rows; unknown word: {text}", true, false },
    { "read-no-rows", "input-no-rows", "the table that begins with {text} gave no rows", true,
        false },
    { "read-unknown-header", "input-unknown-header", "unknown header: {text}", false, true },
    { "read-name-column", "input-name-column",
        "the column under {text} is read as that of the names", false, false },
};

/* Tables that gave no rows, and header words that are not known where that matters. */
static void note_tables(const struct xs_run *r, struct xs_record *rec, const struct xs_doc *d)
{
    bool said = false;
    for (size_t i = 0; i < d->nremarks; i++) {
        const struct xs_remark *m = &d->remarks[i];
        size_t k = 0;
        while (k < sizeof aloud / sizeof *aloud && strcmp(m->rule, aloud[k].rule) != 0)
            k++;
        if (k == sizeof aloud / sizeof *aloud)
            continue;
        rec->damaged |= aloud[k].lost;
        struct xs_note n = {
            .id = aloud[k].id, .fallback = aloud[k].fallback, .at = &m->at, .error = aloud[k].lost
        };
        n.args[0] = (struct xs_arg){ "text", m->text };
        if (!aloud[k].once || !said)
            xs_record_note(r, rec, &n);
        said |= aloud[k].once;
    }
}

/* What may have cost a document without targets those that it has: what is damaged, or has no text.
 * XS_OK: nothing. */
static enum xs_err lost_to(const struct xs_sheet *s)
{
    static const struct {
        const char *note;
        enum xs_err e;
    } causes[] = { { "read-pages-lost", XS_E_DAMAGED }, { "read-pdf-faults", XS_E_DAMAGED },
        { "read-picture-pages", XS_E_SCANNED } };
    if (s->cut)
        return XS_E_DAMAGED;
    for (size_t i = 0; i < s->nnotes; i++)
        for (size_t k = 0; k < sizeof causes / sizeof *causes; k++)
            if (strcmp(s->notes[i].id, causes[k].note) == 0)
                return causes[k].e;
    return XS_OK;
}

static void note_empty(const struct xs_run *r, struct xs_record *rec, const struct xs_sheet *s)
{
    bool blank = s->nblocks == 0;
    rec->status = XS_ST_EMPTY;
    xs_record_note(r, rec,
        &(struct xs_note){ .id = blank ? "input-empty" : "input-no-targets",
            .fallback =
                blank ? "there is no text in it" : "there are no performance targets in it" });
}

/* A document that could be read. */
static enum xs_err fill(
    const struct xs_run *r, struct xs_worker *w, const struct xs_reading *g, struct xs_record *rec)
{
    struct maker m = { .r = r, .rec = rec, .reading = g, .a = w->thread.arena };
    m.source = (struct xs_row_source){ .file = rec->row.file,
        .doc = &g->doc,
        .findings = &g->findings,
        .rules = r->engine->rules,
        .lang = r->opts->table_lang,
        .messages = &r->engine->messages,
        .walk = &m.walk };
    XS_TRY(describe(rec, g));
    note_sheet(r, rec, &g->sheet);
    if (g->doc.cut)
        note_cut(r, rec, &g->sheet);
    note_tables(r, rec, &g->doc);
    if (g->status != XS_OK) {
        note_error(r, rec, g->status, (struct detail){ 0 });
        return put_streams(&m);
    }
    const enum xs_err lost = g->doc.nprojects == 0 ? lost_to(&g->sheet) : XS_OK;
    if (lost != XS_OK)
        note_error(r, rec, lost, (struct detail){ 0 });
    else if (g->doc.nprojects == 0)
        note_empty(r, rec, &g->sheet);
    if (g->findings.reach)
        memcpy(rec->reach, g->findings.reach, r->engine->rules->nrules * sizeof *rec->reach);
    rec->findings = g->findings.count;
    for (size_t i = 0; i < g->findings.count; i++) {
        const struct xs_finding *f = &g->findings.items[i];
        int severity = f->undecided ? XS_SEV_NOTE : (int)r->engine->rules->rules[f->rule].severity;
        if (severity > rec->worst_severity)
            rec->worst_severity = severity;
    }
    XS_TRY(put_streams(&m));
    xs_reasoner_init(&m.reasoner, &r->reason_words, &m.source, m.a);
    xs_buf_init(&m.reasons, XS_MAX_BUF);
    enum xs_err e = rank_projects(&m);
    xs_buf_free(&m.reasons);
    xs_reasoner_free(&m.reasoner);
    XS_TRY(e);
    rec->has_facts = r->corpus != NULL;
    return r->corpus ? xs_facts_make(&r->facts, &g->doc, m.a, rec->arena, &rec->facts) : XS_OK;
}

/* Formats that a library reads go to the helper. */
static enum xs_err read_apart(void *self, struct xs_arena *a, xs_str bytes, struct xs_sheet *out)
{
    struct xs_worker *w = self;
    const struct xs_reader *reader = xs_reader_of(xs_detect(bytes));
    if (reader->format == XS_FORMAT_TEXT || !reader->read || xs_reader_missing(reader))
        return xs_read_as(reader, a, bytes, out);
    return xs_helper_read(&w->helper, a, bytes, out);
}

enum xs_err xs_worker_open(struct xs_worker *w)
{
    w->thread.read = read_apart;
    w->thread.read_self = w;
    return xs_engine_thread_open(&w->thread);
}

void xs_worker_close(struct xs_worker *w)
{
    xs_engine_thread_close(&w->thread);
    xs_bytes_free(&w->bytes);
    xs_helper_close(&w->helper);
}

/* The bytes of an input: those of the converted file, where it has to be converted. */
static enum xs_err load(const struct xs_run *r, struct xs_worker *w, const struct xs_input *in,
    xs_str *out, int *os_error)
{
    xs_str path;
    if (!in->task)
        return xs_input_load(r->inputs, in, &w->bytes, out, os_error);
    XS_TRY(xs_converter_get(r->converter, in->task, &path));
    XS_TRY(xs_io_read(&w->bytes, path.ptr, XS_MAX_DOC_BYTES, os_error));
    *out = (xs_str){ w->bytes.ptr, w->bytes.len };
    xs_converter_done(r->converter, in->task);
    return XS_OK;
}

/* Bytes that no reader takes: unread where they are a document or were asked for by name. */
static void note_binary(
    const struct xs_run *r, const struct xs_input *in, xs_str bytes, struct xs_record *rec)
{
    bool document = xs_binary_document(bytes), picture = xs_picture(bytes);
    if (in->in_folder && picture)
        note_skip(r, in, rec, "skip-picture", "a picture");
    else if (in->in_folder && !document)
        note_skip(r, in, rec, "skip-binary", "no document");
    else
        note_error(r, rec,
            document  ? XS_E_UNSUPPORTED
            : picture ? XS_E_SCANNED
                      : XS_E_BINARY,
            (struct detail){ 0 });
}

/* Bytes of one document, taken through all stages. */
static enum xs_err read_bytes(const struct xs_run *r, struct xs_worker *w,
    const struct xs_input *in, xs_str bytes, struct xs_record *rec)
{
    struct xs_reading g;
    xs_arena_reset(w->thread.arena);
    XS_TRY(xs_engine_read(r->engine, &w->thread, bytes, in->name, &g));
    if (g.status == XS_E_INTERRUPT)
        return g.status;
    if (in->task) {
        g.sheet.format = xs_converted_name(in->format);
        g.sheet.cut |= g.sheet.text_hash == 0; /* LibreOffice ends well on what it cannot read */
    }
    if (g.known)
        return fill(r, w, &g, rec);
    if (g.status == XS_E_BINARY)
        note_binary(r, in, bytes, rec);
    else
        note_error(r, rec, g.status, (struct detail){ .text = g.sheet.missing });
    return XS_OK;
}

enum xs_err xs_record_make(
    const struct xs_run *r, struct xs_worker *w, const struct xs_input *in, struct xs_record *rec)
{
    XS_TRY(clear(rec, r, in));
    if (in->skip) {
        note_skip(r, in, rec, in->skip_id, in->skip);
        return XS_OK;
    }
    enum xs_err e = in->error;
    int os_error = in->info.error;
    xs_str bytes = XS_STR_NONE;
    if (e == XS_OK) {
        e = load(r, w, in, &bytes, &os_error);
        rec->apart = r->ahead && (e != XS_OK || !xs_input_is_text(bytes));
    }
    if (e == XS_E_INTERRUPT)
        return e;
    if (rec->apart) {
        xs_bytes_free(&w->bytes); /* of an archive they may be many */
        return XS_OK;
    }
    if (e != XS_OK) {
        note_error(r, rec, e,
            (struct detail){ .text = e != XS_E_TOO_LARGE ? NULL
                                     : in->in_archive    ? "512 MiB"
                                                         : "1 GiB",
                .os_error = os_error });
        return XS_OK;
    }
    if (xs_own_table(bytes)) {
        note_skip(r, in, rec, "skip-own", "a table of this program");
        return XS_OK;
    }
    return read_bytes(r, w, in, bytes, rec);
}
