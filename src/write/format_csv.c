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

/* A cell that needs a buffer. */
static void put_other(struct xs_buf *out, const struct xs_column *c, const struct xs_datum *d)
{
    if (c->type == XS_COL_TEXT)
        put_odd_text(out, d->text);
    else
        xs_datum_number(out, c, d);
}

/* Most cells go where there is room for the whole row; the cell's end, or NULL: it needs a buffer.
 */
static inline char *put_plain(
    char *to, const struct xs_column *c, const struct xs_datum *d, bool valid)
{
    switch (c->type) {
    case XS_COL_TEXT:
        return valid ? xs_csv_put(to, d->text) : NULL;
    case XS_COL_DECIMAL:
        return xs_csv_copy(to, d->text);
    case XS_COL_INT:
        return d->number >= 0 ? xs_uint_put(to, (uint64_t)d->number) : NULL;
    case XS_COL_TENTHS:
        return xs_tenths_put(to, d->number);
    case XS_COL_MICRO:
        return xs_micro_put(to, d->number);
    }
    return NULL;
}

static void put_row(
    struct xs_buf *out, const struct xs_schema *s, const struct xs_datum *row, bool valid)
{
    size_t most = XS_CSV_ROOM;
    for (size_t i = 0; i < s->ncolumns; i++)
        most += xs_csv_most(row[i].text.len) + XS_TENTHS_BYTES;
    char *to = xs_buf_room(out, most);
    const struct xs_column *c = s->columns, *const end = c + s->ncolumns;
    for (const struct xs_datum *d = row; to && c < end; c++, d++) {
        char *next = to;
        if (!xs_datum_empty(c, d))
            next = put_plain(to, c, d, valid);
        if (!next) {
            out->len = (size_t)(to - out->ptr);
            put_other(out, c, d);
            next = xs_buf_room(out, most);
        }
        if (next && c + 1 < end)
            *next++ = ',';
        to = next;
    }
    if (!to)
        return;
    *to++ = '\r';
    *to++ = '\n';
    out->len = (size_t)(to - out->ptr);
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
