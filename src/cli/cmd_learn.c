/* cmd_learn.c: xushi learn: a store of the clauses of documents, and stores merged. */
#include "cli/cmd.h"

#include <string.h>

#include "base/limits.h"
#include "cli/pass2.h"

struct learning {
    struct xs_cli *c;
    struct xs_output out;
    struct xs_buf line;
    uint64_t least;
};

static enum xs_err put_line(void *ctx, const struct xs_stock_entry *e)
{
    struct learning *l = ctx;
    xs_str text;
    xs_buf_clear(&l->line);
    xs_stock_line(&l->line, e);
    XS_TRY(xs_buf_finish(&l->line, &text));
    return xs_output_puts(&l->out, text);
}

static enum xs_err put_head(struct learning *l, uint64_t offices, uint64_t documents)
{
    xs_str text;
    xs_buf_clear(&l->line);
    xs_stock_head(&l->line, offices, documents);
    XS_TRY(xs_buf_finish(&l->line, &text));
    return xs_output_puts(&l->out, text);
}

/* Called when all documents are in the corpus. */
static enum xs_err write_store(void *ctx, struct xs_corpus *corpus)
{
    struct learning *l = ctx;
    XS_TRY(put_head(l, xs_corpus_offices(corpus), xs_corpus_ndocuments(corpus)));
    return xs_corpus_learned(corpus, l->least, put_line, l);
}

static enum xs_err learn(struct learning *l, int *status)
{
    struct xs_cli *c = l->c;
    struct xs_inputs inputs;
    struct xs_run run = { .opts = &c->opts,
        .say = &c->say,
        .engine = &c->engine,
        .inputs = &inputs,
        .learn = true,
        .learned = write_store,
        .learned_ctx = l };
    XS_TRY(xs_inputs_collect(c->arena, &c->say, &c->opts, 0, &inputs));
    XS_TRY(xs_run_all(&run));
    *status = xs_run_status(&run);
    return XS_OK;
}

static enum xs_err add_store(struct learning *l, struct xs_stock *all, const char *path)
{
    struct xs_cli *c = l->c;
    struct xs_bytes b = { 0 };
    xs_str text = XS_STR_NONE;
    uint32_t line = 0;
    int os_error = 0;
    enum xs_err e = xs_io_read(&b, path, XS_MAX_STORE_BYTES, &os_error);
    if (e == XS_OK && !xs_arena_dup(c->arena, (xs_str){ b.ptr, b.len }, &text))
        e = XS_E_NOMEM;
    xs_bytes_free(&b);
    if (e == XS_OK)
        e = xs_stock_parse(all, text, &line);
    if (e == XS_E_DAMAGED) {
        char number[24];
        xs_say(&c->say, "learn-no-store", "{file}:{line}: not a store of stock clauses",
            XS_ARGS({ "file", xs_str_c(path) },
                { "line", xs_number_text(number, sizeof number, line) }));
    } else if (e != XS_OK) {
        xs_say_system(&c->say, xs_str_c(path), e, os_error);
    }
    return e;
}

static enum xs_err merge(struct learning *l)
{
    const struct xs_opts *o = &l->c->opts;
    struct xs_stock all;
    xs_stock_init(&all, l->c->arena);
    for (size_t i = 0; i < o->nargs; i++)
        XS_TRY(add_store(l, &all, o->args[i]));
    XS_TRY(put_head(l, all.offices, all.documents));
    for (size_t i = 0; i < all.n; i++)
        if (all.items[i].offices >= l->least)
            XS_TRY(put_line(l, &all.items[i]));
    return XS_OK;
}

enum xs_err xs_cmd_learn(struct xs_cli *c, int *status)
{
    struct learning l = { .c = c, .least = c->opts.nleast };
    enum xs_err e =
        xs_output_open(&l.out, xs_str_c(c->opts.output.value ? c->opts.output.value : "-"));
    if (e != XS_OK) {
        xs_cli_say_output(c, &l.out);
        return e;
    }
    xs_buf_init(&l.line, XS_MAX_BUF);
    e = c->opts.merge.count ? merge(&l) : learn(&l, status);
    if (e == XS_OK)
        e = xs_outputs_commit(&l.out, 1);
    if (e == XS_E_WRITE && l.out.err == XS_E_WRITE)
        xs_cli_say_output(c, &l.out);
    xs_outputs_abort(&l.out, 1); /* what was committed is closed already */
    xs_buf_free(&l.line);
    return e;
}
