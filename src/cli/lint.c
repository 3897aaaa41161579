#include "cli/lint.h"

#include "base/plain.h"
#include "write/columns.h"

static const char *color_of(xs_str severity)
{
    if (xs_str_eq(severity, XS_STR("error")))
        return "\033[31m";
    return xs_str_eq(severity, XS_STR("warn")) ? "\033[33m" : "\033[36m";
}

void xs_lint_line(struct xs_buf *out, const struct xs_datum *row, bool color)
{
    const struct xs_datum *line = &row[XS_AT(FINDINGS, line)],
                          *column = &row[XS_AT(FINDINGS, column)];
    const struct xs_datum *place = &row[XS_AT(FINDINGS, place)],
                          *name = &row[XS_AT(FINDINGS, name)];
    const xs_str message = row[XS_AT(FINDINGS, message)].text;
    xs_str severity = row[XS_AT(FINDINGS, severity)].text;
    xs_plain(out, row[XS_AT(FINDINGS, file)].text, false);
    xs_buf_putc(out, ':');
    if (!line->empty) {
        xs_buf_int(out, line->number);
        xs_buf_putc(out, ':');
        if (!column->empty) {
            xs_buf_int(out, column->number);
            xs_buf_putc(out, ':');
        }
    } else if (!place->empty) {
        xs_plain(out, place->text, false);
        xs_buf_putc(out, ':');
    }
    xs_buf_putc(out, ' ');
    if (color)
        xs_buf_lit(out, color_of(severity));
    xs_buf_puts(out, severity);
    if (color)
        xs_buf_lit(out, "\033[0m");
    xs_buf_lit(out, ": ");
    xs_plain(out, message, false);
    if (!name->empty && !xs_str_has(message, name->text)) {
        xs_buf_lit(out, " (");
        xs_plain(out, name->text, false);
        xs_buf_putc(out, ')');
    }
    xs_buf_lit(out, " [");
    xs_buf_puts(out, row[XS_AT(FINDINGS, rule)].text);
    xs_buf_lit(out, "]\n");
}
