#include "cli/cmd.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "write/manifest.h"

#define MAX_OUTPUTS XS_MAX_STREAMS

/* One run that writes tables. */
struct tables {
    struct xs_cli *c;
    struct xs_run run;
    struct xs_inputs inputs;
    size_t noutputs;
    struct xs_output outputs[MAX_OUTPUTS]; /* the last one may be the manifest */
    size_t manifest;                       /* 1 + its output, 0 = none */
};

static enum xs_err open_output(struct tables *t, const char *path, struct xs_output **out)
{
    xs_str name = xs_str_c(path ? path : "-");
    for (size_t i = 0; i < t->noutputs; i++) {
        bool both = t->outputs[i].is_stdout && (!name.len || xs_str_eq(name, XS_STR("-")));
        if (!both && !xs_str_eq(t->outputs[i].path, name))
            continue;
        xs_say(&t->c->say, "usage-same-output", "two tables would be written to {file}",
            XS_ARGS({ "file", name }));
        return XS_E_USAGE;
    }
    struct xs_output *o = &t->outputs[t->noutputs];
    enum xs_err e = xs_output_open(o, name);
    if (e != XS_OK) {
        xs_cli_say_output(t->c, o);
        return e;
    }
    t->noutputs++;
    *out = o;
    return XS_OK;
}

static enum xs_err add_stream(
    struct tables *t, enum xs_table table, const char *path, const struct xs_format *format)
{
    struct xs_stream *s = &t->run.streams[t->run.nstreams];
    xs_str name = xs_str_c(path ? path : "");
    if (!format) /* a tree has none */
        format = table == XS_TABLE_COUNT ? &xs_formats[0] : xs_format_for(name);
    if (!format) {
        xs_say(&t->c->say, "usage-suffix",
            "{file}: this format is not written; name it .csv or .jsonl",
            XS_ARGS({ "file", name }));
        return XS_E_USAGE;
    }
    *s = (struct xs_stream){ .table = table, .format = format };
    XS_TRY(open_output(t, path, &s->output));
    t->run.nstreams++;
    return XS_OK;
}

static bool wants_color(const struct xs_opts *o, bool terminal)
{
    const char *when = o->color.value;
    return strcmp(when, "always") == 0 || (strcmp(when, "auto") == 0 && terminal);
}

/* The table that the command itself is about. */
static enum xs_err main_stream(struct tables *t)
{
    const struct xs_opts *o = &t->c->opts;
    static const enum xs_table tables[XS_CMD_COUNT] = { [XS_CMD_SCORE] = XS_TABLE_RANKING,
        [XS_CMD_EXTRACT] = XS_TABLE_INDICATORS,
        [XS_CMD_LINT] = XS_TABLE_FINDINGS,
        [XS_CMD_COPIES] = XS_TABLE_COPIES,
        [XS_CMD_DUMP] = XS_TABLE_COUNT };
    const struct xs_format *format =
        o->format.value ? xs_format_find(xs_str_c(o->format.value)) : NULL;
    XS_TRY(add_stream(t, tables[o->command], o->output.value, format));
    struct xs_stream *s = &t->run.streams[0];
    bool named = o->output.value && xs_format_named(xs_str_c(o->output.value));
    bool plain =
        o->format.value || named ? strcmp(s->format->name, "text") == 0 : s->output->is_stdout;
    if (o->command == XS_CMD_DUMP)
        s->how = XS_STREAM_DUMP;
    else if (o->command == XS_CMD_LINT && plain)
        s->how = XS_STREAM_LINT;
    else if (o->command == XS_CMD_COPIES && plain)
        s->how = XS_STREAM_COPIES;
    s->color = wants_color(o, s->output->is_stdout && isatty(STDOUT_FILENO));
    return XS_OK;
}

static enum xs_err open_all(struct tables *t)
{
    const struct xs_opts *o = &t->c->opts;
    const struct {
        const struct xs_opt *opt;
        enum xs_table table;
    } more[] = {
        { &o->projects, XS_TABLE_PROJECTS },
        { &o->indicators, XS_TABLE_INDICATORS },
        { &o->findings, XS_TABLE_FINDINGS },
        { &o->documents, XS_TABLE_DOCUMENTS },
        { &o->copies, XS_TABLE_COPIES },
        { &o->rule_stats, XS_TABLE_RULES },
    };
    XS_TRY(main_stream(t));
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        if (more[i].opt->count)
            XS_TRY(add_stream(t, more[i].table, more[i].opt->value, NULL));
    if (!o->manifest.count)
        return XS_OK;
    struct xs_output *out;
    XS_TRY(open_output(t, o->manifest.value, &out));
    t->manifest = t->noutputs;
    return XS_OK;
}

/* --- manifest
 * ------------------------------------------------------------------------------------------ */

static enum xs_err write_manifest(struct tables *t)
{
    const struct xs_opts *o = &t->c->opts;
    const struct xs_counts *n = &t->run.counts;
    const struct xs_manifest_option options[] = {
        { "command", xs_str_c(xs_command_name(o->command)) },
        { "withheld", xs_str_c(o->withheld.value) },
        { "lang", xs_str_c(o->lang.value) },
        { "top", xs_str_c(o->top.value) },
        { "copies", xs_str_c(o->no_copies.count ? "no" : "yes") },
    };
    const struct xs_manifest_count counts[] = {
        { "documents", n->inputs },
        { "ok", n->ok },
        { "empty", n->empty },
        { "duplicate", n->duplicate },
        { "skipped", n->skipped },
        { "unread", n->unread },
        { "projects", n->projects },
        { "indicators", n->indicators },
        { "findings", n->findings },
    };
    const struct xs_manifest m = {
        .version = XS_VERSION,
        .patterns = t->c->engine.files.hash,
        .noptions = sizeof options / sizeof *options,
        .options = options,
        .ncounts = sizeof counts / sizeof *counts,
        .counts = counts,
    };
    struct xs_buf b;
    xs_str text;
    xs_buf_init(&b, XS_MAX_BUF);
    xs_manifest_put(&m, &b);
    enum xs_err e = xs_buf_finish(&b, &text);
    if (e == XS_OK)
        e = xs_output_puts(&t->outputs[t->manifest - 1], text);
    xs_buf_free(&b);
    return e;
}

/* --- the command
 * ------------------------------------------------------------------------------------------ */

static void say_summary(struct xs_cli *c, const struct xs_counts *n)
{
    char d[4][24];
    if (n->ok == 0 && n->unread == 0 && !c->say.quiet)
        xs_say(&c->say, "run-nothing", "no document with performance targets was found", NULL, 0);
    if (!c->say.verbose && !(n->unread + n->damaged > 0 && !c->say.quiet && n->inputs > 1))
        return;
    xs_say(&c->say, "run-summary",
        "documents: {documents}, projects: {projects}, indicators: {indicators}; not read in full: "
        "{bad}",
        XS_ARGS({ "documents", xs_number_text(d[0], sizeof d[0], n->inputs - n->skipped) },
            { "projects", xs_number_text(d[1], sizeof d[1], n->projects) },
            { "indicators", xs_number_text(d[2], sizeof d[2], n->indicators) },
            { "bad", xs_number_text(d[3], sizeof d[3], n->unread + n->damaged) }));
}

/* An output that failed says so; other errors of the run say themselves in main(). */
static enum xs_err failed(struct tables *t, enum xs_err e)
{
    for (size_t i = 0; i < t->noutputs; i++)
        if (e == XS_E_WRITE && t->outputs[i].err == XS_E_WRITE)
            xs_cli_say_output(t->c, &t->outputs[i]);
    return e;
}

static enum xs_err scan(struct tables *t)
{
    XS_TRY(open_all(t));
    t->run.bom = t->c->opts.no_bom.count == 0;
    enum xs_err e = xs_run_all(&t->run);
    if (e == XS_OK && t->manifest)
        e = write_manifest(t);
    if (e != XS_OK)
        return failed(t, e);
    return failed(t, xs_outputs_commit(t->outputs, t->noutputs));
}

enum xs_err xs_cmd_tables(struct xs_cli *c, int *status)
{
    struct tables t = { .c = c, .run = { .opts = &c->opts, .say = &c->say, .engine = &c->engine } };
    XS_TRY(xs_inputs_collect(c->arena, &c->say, &c->opts, 0, &t.inputs));
    t.run.inputs = &t.inputs;
    enum xs_err e = scan(&t);
    xs_outputs_abort(t.outputs, t.noutputs); /* what was committed is closed already */
    if (e != XS_OK)
        return e;
    say_summary(c, &t.run.counts);
    *status = xs_run_status(&t.run);
    return XS_OK;
}
