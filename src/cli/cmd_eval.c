#include "cli/agree.h"
#include "cli/cmd.h"

#include <string.h>

#include "base/limits.h"

/* The tables of the run that are compared; kept in memory. */
enum { RANKING, INDICATORS, PROJECTS, DOCUMENTS, TABLES };

static enum xs_err read_table(
    struct xs_cli *c, const char *dir, const char *name, struct xs_csv_table *out)
{
    xs_str path;
    struct xs_bytes b = { 0 };
    int error = 0;
    uint32_t line = 0;
    xs_str text;
    if (!xs_io_join(c->arena, xs_str_c(dir), xs_str_c(name), &path))
        return XS_E_NOMEM;
    enum xs_err e = xs_io_read(&b, path.ptr, XS_MAX_DOC_BYTES, &error);
    if (e == XS_OK && !xs_arena_dup(c->arena, (xs_str){ b.ptr, b.len }, &text))
        e = XS_E_NOMEM;
    if (e == XS_OK)
        e = xs_csv_parse(c->arena, text, out, &line);
    xs_bytes_free(&b);
    if (e != XS_OK)
        xs_say_system(&c->say, path, e, error);
    return e;
}

static enum xs_err parse_own(struct xs_cli *c, struct xs_buf *b, struct xs_csv_table *out)
{
    uint32_t line;
    xs_str text;
    XS_TRY(xs_buf_finish(b, &text));
    return xs_csv_parse(c->arena, text, out, &line) == XS_OK ? XS_OK : XS_E_INTERNAL;
}

static enum xs_err scan(struct xs_cli *c, struct xs_run *run, struct xs_buf tables[TABLES])
{
    static const enum xs_table which[TABLES] = { XS_TABLE_RANKING, XS_TABLE_INDICATORS,
        XS_TABLE_PROJECTS, XS_TABLE_DOCUMENTS };
    struct xs_inputs inputs;
    XS_TRY(xs_inputs_collect(c->arena, &c->say, &c->opts, 1, &inputs));
    run->inputs = &inputs;
    for (size_t i = 0; i < TABLES; i++)
        run->streams[run->nstreams++] = (struct xs_stream){
            .table = which[i], .format = xs_format_find(XS_STR("csv")), .memory = &tables[i]
        };
    return xs_run_all(run);
}

static bool exists(struct xs_cli *c, const char *dir, const char *name)
{
    xs_str path;
    struct xs_file_info info = { 0 };
    if (!xs_io_join(c->arena, xs_str_c(dir), xs_str_c(name), &path))
        return false;
    xs_io_info(path.ptr, &info);
    return info.kind != XS_FILE_MISSING;
}

/* all: rows and projects that there is something to compare with. */
static enum xs_err compare(
    struct xs_cli *c, struct xs_buf tables[TABLES], struct xs_buf *out, size_t *all)
{
    struct xs_agree g = { .a = c->arena };
    struct xs_csv_table rows, projects;
    const char *gold = c->opts.gold.value, *labels = c->opts.args[0];
    XS_TRY(parse_own(c, &tables[RANKING], &g.ranking));
    XS_TRY(parse_own(c, &tables[INDICATORS], &g.indicators));
    XS_TRY(parse_own(c, &tables[PROJECTS], &g.projects));
    XS_TRY(parse_own(c, &tables[DOCUMENTS], &g.documents));
    XS_TRY(xs_agree_init(&g));
    if (gold) {
        bool more = exists(c, gold, "projects.csv");
        XS_TRY(read_table(c, gold, "indicators.csv", &rows));
        if (more)
            XS_TRY(read_table(c, gold, "projects.csv", &projects));
        XS_TRY(xs_agree_keep(&g, "gold rows", &rows, out));
        if (more)
            XS_TRY(xs_agree_keep(&g, "gold projects", &projects, out));
        *all += rows.nrows + (more ? projects.nrows : 0);
        if (*all > 0)
            XS_TRY(xs_agree_gold(&g, &rows, more ? &projects : NULL, out));
    }
    XS_TRY(read_table(c, labels, "rows.csv", &rows));
    XS_TRY(read_table(c, labels, "projects.csv", &projects));
    XS_TRY(xs_agree_keep(&g, "labelled rows", &rows, out));
    XS_TRY(xs_agree_keep(&g, "labelled projects", &projects, out));
    *all += rows.nrows + projects.nrows;
    return rows.nrows + projects.nrows ? xs_agree_labels(&g, &rows, &projects, out) : XS_OK;
}

enum xs_err xs_cmd_eval(struct xs_cli *c, int *status)
{
    struct xs_run run = { .opts = &c->opts, .say = &c->say, .engine = &c->engine };
    struct xs_buf tables[TABLES], out;
    size_t all = 0;
    for (size_t i = 0; i < TABLES; i++)
        xs_buf_init(&tables[i], XS_MAX_BUF);
    xs_buf_init(&out, XS_MAX_BUF);
    enum xs_err e = scan(c, &run, tables);
    if (e == XS_OK)
        e = compare(c, tables, &out, &all);
    if (e == XS_OK)
        e = xs_cli_print(c, &out);
    xs_buf_free(&out);
    for (size_t i = 0; i < TABLES; i++)
        xs_buf_free(&tables[i]);
    *status = xs_run_status(&run);
    if (e != XS_OK || all > 0)
        return e;
    xs_say(&c->say, "eval-nothing",
        "nothing was compared: none of the documents of {dir} is among those that were read",
        XS_ARGS({ "dir", xs_str_c(c->opts.args[0]) }));
    *status = 2;
    return XS_OK;
}
