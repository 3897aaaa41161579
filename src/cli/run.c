#include "cli/run.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "cli/expand.h"
#include "cli/pass2.h"
#include "cli/stop.h"
#include "corpus/sort.h"

/* Milliseconds between two progress lines. */
#define PROGRESS_STEP 100
/* A rule that hits this share of at least this many places says little. */
#define NEARLY_ALL_PERCENT 95
#define NEARLY_ALL_LEAST 50

/* --- writing
 * ------------------------------------------------------------------------------------------ */

struct xs_buf *xs_run_buf(const struct xs_stream *s)
{
    return s->output ? &s->output->buf : s->memory;
}

enum xs_err xs_run_push(const struct xs_stream *s)
{
    return s->output ? xs_output_push(s->output) : s->memory->err;
}

static enum xs_err begin_streams(const struct xs_run *r)
{
    for (size_t i = 0; i < r->nstreams; i++) {
        const struct xs_stream *s = &r->streams[i];
        if (s->how != XS_STREAM_ROWS)
            continue;
        bool bom = r->bom && s->output && s->output->target;
        s->format->begin(xs_run_buf(s), &xs_schemas[s->table], bom);
        XS_TRY(xs_run_push(s));
    }
    return XS_OK;
}

static enum xs_err end_streams(const struct xs_run *r)
{
    for (size_t i = 0; i < r->nstreams; i++) {
        const struct xs_stream *s = &r->streams[i];
        if (s->how == XS_STREAM_ROWS)
            s->format->end(xs_run_buf(s), &xs_schemas[s->table]);
        XS_TRY(xs_run_push(s));
    }
    return XS_OK;
}

enum xs_err xs_run_put_row(const struct xs_run *r, enum xs_table t, const struct xs_datum *row)
{
    for (size_t i = 0; i < r->nstreams; i++) {
        const struct xs_stream *s = &r->streams[i];
        if (s->table != t || s->how != XS_STREAM_ROWS)
            continue;
        s->format->row(xs_run_buf(s), &xs_schemas[t], row);
        XS_TRY(xs_run_push(s));
    }
    return XS_OK;
}

bool xs_run_wants(const struct xs_run *r, enum xs_table t)
{
    for (size_t i = 0; i < r->nstreams; i++)
        if (r->streams[i].table == t && r->streams[i].how == XS_STREAM_ROWS)
            return true;
    return false;
}

/* --- in path order
 * -------------------------------------------------------------------------------------- */

static bool keep(struct xs_run *r, xs_str s, xs_str before, xs_str *out)
{
    if (xs_str_eq(s, before)) {
        *out = before;
        return true;
    }
    return xs_arena_dup(r->arena, s, out);
}

static enum xs_err keep_ranked(struct xs_run *r, const struct xs_record *rec)
{
    struct xs_ranked **list = xs_arena_grow(
        r->arena, r->ranked, &r->ranked_cap, r->nranked + rec->nranked, sizeof(struct xs_ranked *));
    struct xs_ranked *items = xs_arena_alloc(r->arena, rec->nranked, sizeof *items);
    if (!list || !items)
        return XS_E_NOMEM;
    r->ranked = list;
    const struct xs_ranked *last = &(struct xs_ranked){ 0 };
    for (size_t i = 0; i < rec->nranked; i++) {
        struct xs_ranked *p = &items[i];
        *p = rec->ranked[i]; /* file is the input's name, which lives as long as the run */
        if (!xs_arena_dup(r->arena, p->place, &p->place) ||
            !xs_arena_dup(r->arena, p->code, &p->code) ||
            !xs_arena_dup(r->arena, p->name, &p->name) ||
            !keep(r, p->department_code, last->department_code, &p->department_code) ||
            !keep(r, p->department, last->department, &p->department) ||
            !xs_arena_dup(r->arena, p->reasons, &p->reasons))
            return XS_E_NOMEM;
        list[r->nranked++] = p;
        last = p;
    }
    return XS_OK;
}

/* Its rows go on to their streams; those that are in one already stay, or are cut off. */
static enum xs_err take_rows(const struct xs_run *r, struct xs_record *rec, bool wanted)
{
    for (size_t i = 0; i < r->nstreams; i++) {
        const struct xs_stream *s = &r->streams[i];
        struct xs_rendered *t = &rec->text[i];
        if (!wanted) {
            t->buf->len = t->from;
            continue;
        }
        if (t->buf == &t->own)
            xs_buf_puts(xs_run_buf(s), xs_buf_str(t->buf));
        XS_TRY(xs_run_push(s));
    }
    return XS_OK;
}

/* A document that counts: its projects are kept. */
static enum xs_err take_good(struct xs_run *r, struct xs_record *rec)
{
    for (size_t i = 0; i < r->engine->rules->nrules; i++) {
        r->reach[i].applicable += rec->reach[i].applicable;
        r->reach[i].hit += rec->reach[i].hit;
        r->reach[i].undecided += rec->reach[i].undecided;
    }
    r->counts.projects += rec->row.projects;
    r->counts.indicators += rec->row.indicators;
    r->counts.findings += rec->findings;
    if (rec->worst_vagueness > r->worst_vagueness)
        r->worst_vagueness = rec->worst_vagueness;
    if (rec->worst_severity > r->worst_severity)
        r->worst_severity = rec->worst_severity;
    size_t first = r->nranked;
    if (rec->nranked)
        XS_TRY(keep_ranked(r, rec));
    return xs_pass2_take(r, rec, first);
}

static enum xs_err find_duplicate(struct xs_run *r, struct xs_record *rec)
{
    xs_str first;
    XS_TRY(xs_duplicates_seen(&r->duplicates, rec->row.hash, rec->row.file, &first));
    if (first.len == 0)
        return XS_OK;
    rec->status = XS_ST_DUPLICATE;
    rec->damaged = false;
    xs_buf_clear(&rec->message);
    xs_buf_clear(&rec->said);
    xs_record_note(r, rec,
        &(struct xs_note){ .id = "input-duplicate",
            .fallback = "same text as {first}",
            .args = { { "first", first } } });
    return XS_OK;
}

static void count(struct xs_run *r, const struct xs_record *rec)
{
    uint64_t *by_status[XS_ST_COUNT] = { &r->counts.ok, &r->counts.empty, &r->counts.duplicate,
        &r->counts.skipped, &r->counts.unread };
    r->counts.inputs++;
    ++*by_status[rec->status];
    r->counts.damaged += rec->damaged;
}

static enum xs_err write_document(struct xs_run *r, struct xs_record *rec)
{
    struct xs_datum row[XS_MAX_TABLE_COLUMNS];
    if (!xs_run_wants(r, XS_TABLE_DOCUMENTS))
        return XS_OK;
    rec->row.status = xs_status_name(rec->status);
    XS_TRY(xs_buf_finish(&rec->message, &rec->row.message));
    xs_row_document(&rec->row, rec->arena, row);
    bool good = rec->status == XS_ST_OK || rec->status == XS_ST_EMPTY;
    if (r->corpus) {
        bool compared = good && rec->has_facts;
        return xs_pass2_document(r, row, compared ? (uint32_t)xs_corpus_ndocuments(r->corpus) : 0);
    }
    return xs_run_put_row(r, XS_TABLE_DOCUMENTS, row);
}

static void progress(struct xs_run *r, size_t done)
{
    struct timespec now;
    if (!r->say->progress || clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        return;
    uint64_t ms = (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
    if (ms < r->shown_at + PROGRESS_STEP)
        return;
    if (r->shown_at)
        xs_say_progress(r->say, done, r->inputs->count);
    r->shown_at = ms;
}

static enum xs_err take(void *ctx, size_t unit, size_t slot)
{
    struct xs_run *r = ctx;
    struct xs_record *rec = &r->records[slot];
    bool dump = r->nstreams == 1 && r->streams[0].how == XS_STREAM_DUMP;
    if (rec->apart) {
        r->met = 1 + unit;
        return XS_E_INTERRUPT;
    }
    if (rec->has_text && !dump)
        XS_TRY(find_duplicate(r, rec));
    count(r, rec);
    xs_say_text(r->say, xs_buf_str(&rec->said));
    bool good = rec->status == XS_ST_OK || rec->status == XS_ST_EMPTY;
    XS_TRY(take_rows(r, rec, good || dump));
    if (good)
        XS_TRY(take_good(r, rec));
    XS_TRY(write_document(r, rec));
    progress(r, r->begins + unit + 1);
    return XS_OK;
}

static enum xs_err work(void *ctx, unsigned worker, size_t unit, size_t slot)
{
    struct xs_run *r = ctx;
    const struct xs_input *in = &r->inputs->items[r->begins + unit];
    return xs_record_make(r, &r->workers[worker], in, &r->records[slot]);
}

static bool stop(void *ctx)
{
    (void)ctx;
    return xs_stop_asked();
}

/* --- at the end
 * -------------------------------------------------------------------------------------------- */

static int compare(int64_t a, int64_t b) { return (a > b) - (a < b); }

/* A project and what counts first of it: a smaller number is worse. */
struct contender {
    uint64_t number;
    struct xs_ranked *project;
};

/* Worst first; then the larger budget, none last; then file, line and number. */
static int worse(const void *a, const void *b)
{
    const struct contender *s = a, *t = b;
    const struct xs_ranked *x = s->project, *y = t->project;
    int o = (s->number > t->number) - (s->number < t->number);
    if (o == 0 && x->has_budget)
        o = compare(y->budget_micro, x->budget_micro);
    if (o == 0)
        o = xs_str_cmp(x->file, y->file);
    if (o == 0)
        o = compare(x->line, y->line);
    return o ? o : compare(x->project, y->project);
}

static enum xs_err sort_ranking(struct xs_run *r)
{
    static const struct xs_order order = {
        .size = sizeof(struct contender), .cmp = worse, .key = XS_KEY_NUMBER
    };
    const size_t n = r->nranked;
    struct contender *all = xs_alloc(n + 1, sizeof *all), *spare = xs_alloc(n + 1, sizeof *spare);
    enum xs_err e = all && spare ? XS_OK : XS_E_NOMEM;
    for (size_t i = 0; i < n && e == XS_OK; i++) {
        struct xs_ranked *p = r->ranked[i];
        uint64_t vagueness = (uint64_t)(XS_MAX_VAGUENESS - p->score.vagueness);
        all[i] = (struct contender){ 2 * vagueness + !p->has_budget, p };
    }
    if (e == XS_OK)
        xs_sort(&order, all, n, spare);
    for (size_t i = 0; i < n && e == XS_OK; i++)
        r->ranked[i] = all[i].project;
    xs_free(spare);
    xs_free(all);
    return e;
}

static enum xs_err write_ranking(struct xs_run *r)
{
    struct xs_datum row[XS_MAX_TABLE_COLUMNS];
    struct xs_buf scratch;
    enum xs_err e = XS_OK;
    XS_TRY(sort_ranking(r));
    xs_buf_init(&scratch, XS_MAX_BUF);
    for (size_t i = 0; i < r->nranked && i < r->opts->ntop && e == XS_OK; i++) {
        xs_row_ranking(r->engine->rules, i + 1, r->ranked[i], &scratch, row);
        e = scratch.err != XS_OK ? scratch.err : xs_run_put_row(r, XS_TABLE_RANKING, row);
    }
    xs_buf_free(&scratch);
    return e;
}

/* Remarks of the readers are counted where they are made: they hit all of it. */
static xs_str reach_message(
    const struct xs_run *r, const struct xs_rule *rule, const struct xs_reach *reach)
{
    const struct xs_messages *m = &r->engine->messages;
    if (reach->undecided)
        return xs_message(m, "rule-undecided", r->opts->table_lang,
            "could not be decided everywhere: a limit was hit");
    if (!xs_str_starts(rule->id, XS_STR("read-")) && reach->applicable >= NEARLY_ALL_LEAST &&
        reach->hit * 100 >= reach->applicable * NEARLY_ALL_PERCENT)
        return xs_message(m, "rule-nearly-all", r->opts->table_lang,
            "hits nearly everything and so tells little apart");
    return XS_STR_NONE;
}

static enum xs_err write_rules(struct xs_run *r)
{
    struct xs_datum row[XS_MAX_TABLE_COLUMNS];
    if (!xs_run_wants(r, XS_TABLE_RULES))
        return XS_OK;
    for (size_t i = 0; i < r->engine->rules->nrules; i++) {
        const struct xs_rule *rule = &r->engine->rules->rules[i];
        if (!rule->enabled)
            continue;
        xs_row_rule(rule, &r->reach[i], reach_message(r, rule, &r->reach[i]), row);
        XS_TRY(xs_run_put_row(r, XS_TABLE_RULES, row));
    }
    return XS_OK;
}

/* --- the run
 * --------------------------------------------------------------------------------------------------
 */

/* What only pass 1 needs: pass 2 does not stand on top of it. */
static void close_pass1(struct xs_run *r, unsigned jobs, size_t nslots)
{
    for (unsigned i = 0; r->workers && i < jobs; i++)
        xs_worker_close(&r->workers[i]);
    for (size_t i = 0; r->records && i < nslots; i++) {
        struct xs_record *rec = &r->records[i];
        xs_arena_free(rec->arena);
        xs_free(rec->reach);
        for (size_t k = 0; k < XS_MAX_STREAMS; k++)
            xs_buf_free(&rec->text[k].own);
        xs_buf_free(&rec->said);
        xs_buf_free(&rec->message);
    }
    xs_free(r->workers);
    xs_free(r->records);
    r->workers = NULL;
    r->records = NULL;
}

static void close_run(struct xs_run *r, unsigned jobs, size_t nslots)
{
    close_pass1(r, jobs, nslots);
    xs_free(r->reach);
    xs_arena_free(r->arena);
    r->reach = NULL;
    r->arena = NULL;
}

static unsigned jobs_of(const struct xs_run *r)
{
    const size_t units = r->inputs->count ? r->inputs->count : 1;
    return r->opts->njobs < units ? r->opts->njobs : (unsigned)units;
}

/* Finds out what the inputs are that are still to be read. */
static enum xs_err look(struct xs_run *r)
{
    const struct xs_spool_room room = { .dir = r->opts->tmp.value, .most = XS_MAX_SPOOL_BYTES };
    r->ahead = false;
    XS_TRY(xs_inputs_expand(r->inputs, r->begins, r->say, &room));
    return xs_converter_new(r->inputs, &r->scratch, jobs_of(r), &r->converter);
}

static enum xs_err read_inputs(struct xs_run *r, unsigned jobs, size_t nslots)
{
    const struct xs_pool_job job = { .ctx = r,
        .nunits = r->inputs->count - r->begins,
        .jobs = jobs,
        .nslots = nslots,
        .work = work,
        .take = take,
        .stop = stop };
    return xs_pool_run(&job);
}

/* Texts that come first are opened once: what is behind them need not be known yet. */
static enum xs_err read_all(struct xs_run *r, unsigned jobs, size_t nslots)
{
    enum xs_err e = read_inputs(r, jobs, nslots);
    if (e != XS_E_INTERRUPT || !r->met)
        return e;
    r->begins = r->met - 1;
    XS_TRY(look(r));
    return read_inputs(r, jobs, nslots);
}

static enum xs_err run(struct xs_run *r, unsigned jobs, size_t nslots)
{
    for (unsigned i = 0; i < jobs; i++)
        XS_TRY(xs_worker_open(&r->workers[i]));
    XS_TRY(begin_streams(r));
    XS_TRY(read_all(r, jobs, nslots));
    close_pass1(r, jobs, nslots);
    XS_TRY(xs_pass2_finish(r));
    XS_TRY(write_ranking(r));
    XS_TRY(write_rules(r));
    return end_streams(r);
}

static enum xs_err run_inputs(struct xs_run *r)
{
    const unsigned jobs = jobs_of(r);
    size_t nslots = jobs == 1 ? 1 : (size_t)jobs * XS_WINDOW;
    r->in_turn = jobs == 1;
    r->worst_vagueness = r->worst_severity = -1;
    r->arena = xs_arena_new(XS_MAX_RUN_ARENA);
    r->workers = xs_alloc(jobs, sizeof *r->workers);
    r->records = xs_alloc(nslots, sizeof *r->records);
    r->reach = xs_alloc(r->engine->rules->nrules, sizeof *r->reach);
    enum xs_err e = XS_E_NOMEM;
    if (r->arena && r->workers && r->records && r->reach) {
        xs_duplicates_init(&r->duplicates, r->arena);
        e = xs_pass2_open(r);
        if (e == XS_OK)
            e = run(r, jobs, nslots);
        xs_pass2_close(r);
    }
    xs_say_done(r->say);
    close_run(r, jobs, nslots);
    return e;
}

enum xs_err xs_run_all(struct xs_run *r)
{
    r->scratch = (struct xs_tmpdir){ .arena = r->inputs->arena };
    r->ahead = r->inputs->count >= r->opts->njobs; /* else they say how many threads there are */
    r->met = r->begins = 0;
    xs_reason_words_make(&r->engine->messages, r->opts->table_lang, &r->reason_words);
    enum xs_err e = r->ahead ? XS_OK : look(r);
    if (e == XS_OK)
        e = run_inputs(r);
    xs_converter_free(r->converter);
    r->converter = NULL;
    xs_tmpdir_close(&r->scratch);
    xs_inputs_close(r->inputs);
    return e;
}

int xs_run_status(const struct xs_run *r)
{
    const struct xs_opts *o = r->opts;
    if (r->counts.unread || r->counts.damaged)
        return 2;
    bool reached = (o->fail_vagueness >= 0 && r->worst_vagueness >= o->fail_vagueness) ||
                   (o->fail_severity >= 0 && r->worst_severity >= o->fail_severity);
    return reached ? 1 : 0;
}
