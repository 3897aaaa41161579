#include "cli/cmd.h"

#include <errno.h>
#include <string.h>

enum xs_err xs_cli_print(struct xs_cli *c, struct xs_buf *text)
{
    struct xs_output o;
    xs_str bytes;
    XS_TRY(xs_buf_finish(text, &bytes));
    XS_TRY(xs_output_open(&o, XS_STR("-")));
    enum xs_err e = xs_output_puts(&o, bytes);
    if (e == XS_OK)
        e = xs_outputs_commit(&o, 1);
    if (e == XS_E_WRITE && o.os_error != EPIPE)
        xs_say_err(&c->say,
            xs_message(c->say.messages, "name-stdout", c->say.lang, "standard output"), e,
            xs_str_c(strerror(o.os_error)));
    xs_outputs_abort(&o, 1);
    return e;
}
