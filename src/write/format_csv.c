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

/* A cell that needs more than to be copied. */
static void put_other(
    struct xs_buf *out, const struct xs_column *c, const struct xs_datum *d, bool valid)
{
    if (c->type != XS_COL_TEXT)
        xs_datum_number(out, c, d);
    else if (valid && !xs_csv_guarded(d->text))
        xs_csv_field(out, d->text);
    else
        put_odd_text(out, d->text);
}

/* Most cells are copied as they are, to where there is room for the whole row. */
static void put_row(
    struct xs_buf *out, const struct xs_schema *s, const struct xs_datum *row, bool valid)
{
    size_t most = XS_CSV_ROOM;
    for (size_t i = 0; i < s->ncolumns; i++)
        most += row[i].text.len + XS_UINT_BYTES + 1;
    char *to = xs_buf_room(out, most);
    for (size_t i = 0; to && i < s->ncolumns; i++) {
        const struct xs_column *c = &s->columns[i];
        const struct xs_datum *d = &row[i];
        if (i > 0)
            *to++ = ',';
        if (xs_datum_empty(c, d))
            continue;
        if (c->type == XS_COL_INT && d->number >= 0) {
            to = xs_uint_put(to, (uint64_t)d->number);
            continue;
        }
        bool text = c->type == XS_COL_TEXT && valid && !xs_csv_guarded(d->text);
        if (text && xs_csv_copy(to, d->text)) {
            to += d->text.len;
            continue;
        }
        out->len = (size_t)(to - out->ptr);
        put_other(out, c, d, valid);
        to = xs_buf_room(out, most);
    }
    if (to)
        out->len = (size_t)(to - out->ptr);
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
