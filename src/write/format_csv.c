#include "base/csv.h"
#include "base/utf8.h"
#include "write/format.h"

void xs_csv_begin(struct xs_buf *out, const struct xs_schema *s, bool bom)
{
    if (bom)
        xs_buf_lit(out, "\xEF\xBB\xBF");
    for (size_t i = 0; i < s->ncolumns; i++) {
        if (i > 0)
            xs_buf_putc(out, ',');
        xs_csv_field(out, xs_str_c(s->columns[i].name));
    }
    xs_buf_lit(out, "\r\n");
}

/* One text cell that is not plain: guarded where needed, bytes that are no UTF-8 become U+FFFD. */
static void put_odd_text(struct xs_buf *out, xs_str s)
{
    struct xs_buf copy;
    xs_buf_init(&copy, out->cap);
    if (xs_csv_guarded(s))
        xs_buf_putc(&copy, '\'');
    for (size_t at = 0; at < s.len;)
        xs_buf_cp(&copy, xs_utf8_next(s, &at));
    xs_csv_field(out, xs_buf_str(&copy));
    if (copy.err != XS_OK && out->err == XS_OK)
        out->err = copy.err;
    xs_buf_free(&copy);
}

static void put_row(
    struct xs_buf *out, const struct xs_schema *s, const struct xs_datum *row, bool valid)
{
    for (size_t i = 0; i < s->ncolumns; i++) {
        const struct xs_column *c = &s->columns[i];
        if (i > 0)
            xs_buf_putc(out, ',');
        if (xs_datum_empty(c, &row[i]))
            continue;
        if (c->type != XS_COL_TEXT)
            xs_datum_number(out, c, &row[i]);
        else if (valid && !xs_csv_guarded(row[i].text))
            xs_csv_field(out, row[i].text);
        else
            put_odd_text(out, row[i].text);
    }
    xs_buf_lit(out, "\r\n");
}

/* Text that is no UTF-8 is rare: the row is looked at as a whole, and written again for it. */
void xs_csv_row(struct xs_buf *out, const struct xs_schema *s, const struct xs_datum *row)
{
    size_t from = out->len;
    put_row(out, s, row, true);
    xs_str written = xs_str_sub(xs_buf_str(out), from, out->len);
    if (out->err != XS_OK || xs_utf8_check(written) == written.len)
        return;
    out->len = from;
    put_row(out, s, row, false);
}

void xs_csv_end(struct xs_buf *out, const struct xs_schema *s)
{
    (void)out; /* a CSV file has no tail */
    (void)s;
}
