#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "cli/cmd.h"
#include "cli/helper.h"
#include "cli/stop.h"
#include "read/archive.h"
#include "read/read.h"

/* Messages before the patterns are loaded: those of the default folder, if it has any. English ones
 * are in the program. A fault there is found again when all patterns are loaded. */
static void early_messages(struct xs_cli *c, struct xs_messages *m)
{
    struct xs_fault fault = { 0 };
    struct xs_patfiles set;
    xs_str dir, messages;
    if (c->say.lang == XS_LANG_EN || xs_engine_dir(c->arena, &dir) != XS_OK)
        return;
    if (!xs_io_join(c->arena, dir, XS_STR("messages"), &messages))
        return;
    if (xs_patfiles_load(c->arena, &messages, 1, &fault, &set) == XS_OK &&
        xs_messages_load(&set, m) == XS_OK)
        c->say.messages = m;
}

/* Whether dir is a whole set of patterns: then it stands for itself; else it adds to the default
 * one. */
static bool is_complete(struct xs_arena *a, const char *dir)
{
    xs_str path;
    struct xs_file_info info;
    if (!xs_io_join(a, xs_str_c(dir), XS_STR("score.yaml"), &path))
        return true;
    xs_io_info(path.ptr, &info);
    return info.kind == XS_FILE_REGULAR;
}

static enum xs_err load_patterns(struct xs_cli *c)
{
    const struct xs_opt *given = &c->opts.patterns;
    xs_str *dirs = xs_arena_zalloc(c->arena, given->count + 1, sizeof *dirs);
    size_t n = 0;
    if (!dirs)
        return XS_E_NOMEM;
    if (given->count == 0 || !is_complete(c->arena, given->values[0]))
        XS_TRY(xs_engine_dir(c->arena, &dirs[n++]));
    for (size_t i = 0; i < given->count; i++)
        dirs[n++] = xs_str_c(given->values[i]);
    enum xs_err e = xs_engine_open(&c->engine, dirs, n);
    if (e == XS_OK) {
        c->say.messages = &c->engine.messages;
        c->engine.scorer.options.drop_withheld = c->opts.drop_withheld;
        return XS_OK;
    }
    if (e == XS_E_PATTERNS)
        xs_cli_say_fault(c);
    return e;
}

/* The formats whose library is not in this build, or is: one a word. What LibreOffice converts is
 * not known before it is asked. */
static void put_formats(struct xs_buf *b, const char *head, bool missing)
{
    bool any = false;
    for (int i = 0; i < XS_FORMAT_COUNT; i++) {
        const struct xs_reader *r = xs_reader_of((enum xs_file_format)i);
        const char *lacks = xs_reader_missing(r);
        bool archive = xs_format_is_archive(r->format);
        if (r->format == XS_FORMAT_ENCRYPTED || xs_converted_name(r->format) ||
            (!r->read && !archive))
            continue;
        if (archive)
            lacks = xs_archive_missing();
        if ((lacks != NULL) != missing)
            continue;
        xs_buf_lit(b, any ? " " : head);
        xs_buf_lit(b, r->name);
        if (lacks) {
            xs_buf_lit(b, "(");
            xs_buf_lit(b, lacks);
            xs_buf_lit(b, ")");
        }
        any = true;
    }
    if (any)
        xs_buf_putc(b, '\n');
}

static enum xs_err print_version(struct xs_cli *c)
{
    struct xs_buf b;
    xs_buf_init(&b, XS_MAX_BUF);
    xs_buf_lit(&b, "xushi " XS_VERSION "\n");
    put_formats(&b, "reads: ", false);
    xs_buf_lit(&b, "through LibreOffice, where it is installed:");
    for (int i = 0; i < XS_FORMAT_COUNT; i++) {
        const char *name = xs_converted_name((enum xs_file_format)i);
        xs_buf_lit(&b, name ? " " : "");
        xs_buf_lit(&b, name ? name : "");
    }
    xs_buf_putc(&b, '\n');
    put_formats(&b, "not in this build: ", true);
    enum xs_err e = xs_cli_print(c, &b);
    xs_buf_free(&b);
    return e;
}

static enum xs_err print_help(struct xs_cli *c)
{
    struct xs_buf b;
    xs_buf_init(&b, XS_MAX_BUF);
    xs_opts_help(&c->say, &b);
    enum xs_err e = xs_cli_print(c, &b);
    xs_buf_free(&b);
    return e;
}

/* A folder that was named is looked at before any input is. */
static enum xs_err check_tmp(struct xs_cli *c)
{
    const char *dir = c->opts.tmp.value;
    struct xs_file_info info;
    if (!dir)
        return XS_OK;
    xs_io_info(dir, &info);
    if (info.kind == XS_FILE_FOLDER && access(dir, W_OK | X_OK) == 0)
        return XS_OK;
    int why = info.kind == XS_FILE_FOLDER    ? errno
              : info.kind == XS_FILE_MISSING ? info.error
                                             : ENOTDIR;
    xs_say_system(&c->say, xs_str_c(dir), XS_E_TMP, why);
    return XS_E_TMP;
}

static enum xs_err dispatch(struct xs_cli *c, int *status)
{
    switch (c->opts.command) {
    case XS_CMD_SCORE:
    case XS_CMD_EXTRACT:
    case XS_CMD_LINT:
    case XS_CMD_COPIES:
    case XS_CMD_DUMP:
        return xs_cmd_tables(c, status);
    case XS_CMD_LEARN:
        return xs_cmd_learn(c, status);
    case XS_CMD_RULES:
        return xs_cmd_rules(c, status);
    case XS_CMD_EXPLAIN:
        return xs_cmd_explain(c, status);
    case XS_CMD_EVAL:
        return xs_cmd_eval(c, status);
    case XS_CMD_NONE:
    case XS_CMD_COUNT:
        break;
    }
    return XS_E_INTERNAL;
}

static enum xs_err run_program(struct xs_cli *c, int argc, char **argv, int *status)
{
    XS_TRY(xs_opts_parse(c->arena, &c->say, argc, argv, &c->opts));
    if (c->opts.help.count)
        return print_help(c);
    if (c->opts.version.count)
        return print_version(c);
    c->say.quiet = c->opts.quiet.count > 0;
    c->say.verbose = c->opts.verbose.count > 0 && !c->say.quiet;
    c->say.progress = !c->say.quiet && isatty(STDERR_FILENO);
    XS_TRY(load_patterns(c));
    XS_TRY(check_tmp(c));
    return dispatch(c, status);
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], XS_HELPER_OPTION) == 0)
        return xs_helper_main();
    if (argc == 3 && strcmp(argv[1], XS_GUARD_OPTION) == 0)
        return xs_tmpdir_guard(argv[2]);
    xs_alloc_keep();
    struct xs_cli c = { .arena = xs_arena_new(XS_MAX_RUN_ARENA) };
    struct xs_messages messages;
    int status = 0;
    c.say.lang = xs_say_lang();
    xs_stop_watch();
    enum xs_err e = XS_E_NOMEM;
    if (c.arena) {
        early_messages(&c, &messages);
        e = run_program(&c, argc, argv, &status);
    }
    if (e == XS_E_NOMEM || e == XS_E_INTERNAL || e == XS_E_INTERRUPT)
        xs_say(&c.say, xs_err_id(e), xs_err_text(e), NULL, 0);
    xs_engine_close(&c.engine);
    xs_arena_free(c.arena);
    return e == XS_OK ? status : xs_err_exit(e);
}
