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

/* One text cell: guarded where needed. Bytes that are no UTF-8 (names of files) become U+FFFD. */
static void put_text(struct xs_buf *out, xs_str s)
{
    bool valid = xs_utf8_check(s) == s.len;
    if (valid && !xs_csv_guarded(s)) {
        xs_csv_field(out, s);
        return;
    }
    struct xs_buf copy;
    xs_buf_init(&copy, out->cap);
    if (xs_csv_guarded(s))
        xs_buf_putc(&copy, '\'');
    if (valid)
        xs_buf_puts(&copy, s);
    for (size_t at = 0; !valid && at < s.len;)
        xs_buf_cp(&copy, xs_utf8_next(s, &at));
    xs_csv_field(out, xs_buf_str(&copy));
    if (copy.err != XS_OK && out->err == XS_OK)
        out->err = copy.err;
    xs_buf_free(&copy);
}

void xs_csv_row(struct xs_buf *out, const struct xs_schema *s, const struct xs_datum *row)
{
    for (size_t i = 0; i < s->ncolumns; i++) {
        const struct xs_column *c = &s->columns[i];
        if (i > 0)
            xs_buf_putc(out, ',');
        if (xs_datum_empty(c, &row[i]))
            continue;
        if (c->type == XS_COL_TEXT)
            put_text(out, row[i].text);
        else
            xs_datum_number(out, c, &row[i]);
    }
    xs_buf_lit(out, "\r\n");
}

void xs_csv_end(struct xs_buf *out, const struct xs_schema *s)
{
    (void)out; /* a CSV file has no tail */
    (void)s;
}
