#include "cli/lint.h"

#include "write/columns.h"

/* s on one line, without anything that could command a terminal. */
static void put_plain(struct xs_buf *out, xs_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        xs_buf_putc(out, c < 0x20 || c == 0x7F ? ' ' : s.ptr[i]);
    }
}

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
    const struct xs_datum *place = &row[XS_AT(FINDINGS, place)];
    xs_str severity = row[XS_AT(FINDINGS, severity)].text;
    put_plain(out, row[XS_AT(FINDINGS, file)].text);
    xs_buf_putc(out, ':');
    if (!line->empty) {
        xs_buf_int(out, line->number);
        xs_buf_putc(out, ':');
        if (!column->empty) {
            xs_buf_int(out, column->number);
            xs_buf_putc(out, ':');
        }
    } else if (!place->empty) {
        put_plain(out, place->text);
        xs_buf_putc(out, ':');
    }
    xs_buf_putc(out, ' ');
    if (color)
        xs_buf_lit(out, color_of(severity));
    xs_buf_puts(out, severity);
    if (color)
        xs_buf_lit(out, "\033[0m");
    xs_buf_lit(out, ": ");
    put_plain(out, row[XS_AT(FINDINGS, message)].text);
    xs_buf_lit(out, " [");
    xs_buf_puts(out, row[XS_AT(FINDINGS, rule)].text);
    xs_buf_lit(out, "]\n");
}
