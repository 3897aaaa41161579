#include "cli/cmd.h"

#include <errno.h>

void xs_cli_say_output(struct xs_cli *c, const struct xs_output *o)
{
    if (o->os_error == EPIPE)
        return; /* who reads it has gone: nothing to say */
    xs_str name = o->is_stdout
                      ? xs_message(c->say.messages, "name-stdout", c->say.lang, "standard output")
                      : o->path;
    xs_say_system(&c->say, name, o->err, o->os_error);
}

void xs_cli_say_fault(struct xs_cli *c)
{
    const struct xs_fault *f = &c->engine.fault;
    char line[24], column[24];
    const struct xs_arg args[] = { { "file", f->file },
        { "line", xs_number_text(line, sizeof line, f->line) },
        { "column", xs_number_text(column, sizeof column, f->column) }, { "text", f->text } };
    xs_say(&c->say, f->line ? "pattern-fault" : "pattern-fault-file",
        f->line ? "{file}:{line}:{column}: {text}" : "{file}: {text}", args, 4);
}

enum xs_err xs_cli_print(struct xs_cli *c, struct xs_buf *text)
{
    struct xs_output o;
    xs_str bytes;
    XS_TRY(xs_buf_finish(text, &bytes));
    XS_TRY(xs_output_open(&o, XS_STR("-")));
    enum xs_err e = xs_output_puts(&o, bytes);
    if (e == XS_OK)
        e = xs_outputs_commit(&o, 1);
    if (e == XS_E_WRITE)
        xs_cli_say_output(c, &o);
    xs_outputs_abort(&o, 1);
    return e;
}
