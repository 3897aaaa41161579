#include "base/csv.h"

#include <csv.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"

char *xs_csv_put_odd(char *to, xs_str s, bool guard)
{
    char *end = guard ? xs_csv_copy(to + 1, s) : NULL;
    if (end) {
        *to = '\'';
        return end;
    }
    end = to + guard + csv_write(to + guard, xs_csv_most(s.len) - guard, s.ptr, s.len);
    if (guard) { /* it takes the place of the quote that was written */
        to[0] = '"';
        to[1] = '\'';
    }
    return end;
}

void xs_csv_field(struct xs_buf *out, xs_str s)
{
    char *to = xs_buf_room(out, xs_csv_most(s.len));
    if (!to)
        return;
    char *end = xs_csv_copy(to, s);
    out->len += (size_t)((end ? end : xs_csv_put_odd(to, s, false)) - to);
}

xs_str xs_csv_unguard(xs_str s)
{
    if (s.len > 2 && s.ptr[0] == '\'' && xs_csv_guard_lead(s.ptr[1]))
        return xs_str_sub(s, 1, s.len);
    return s;
}

/* State of one parse; libcsv calls back with it. */
struct reading {
    struct xs_arena *a;
    enum xs_err err;
    xs_str *cells; /* the header first, then the rows */
    size_t count, cap;
    size_t ncolumns, nrows; /* ncolumns: known once the header is read */
    size_t in_row;
    bool has_header;
};

static void add_cell(struct reading *r, xs_str text)
{
    if (r->err != XS_OK)
        return;
    if (r->has_header && r->in_row == r->ncolumns) {
        r->err = XS_E_DAMAGED;
        return;
    }
    xs_str *cells = xs_arena_grow(r->a, r->cells, &r->cap, r->count + 1, sizeof *cells);
    if (!cells || !xs_arena_dup(r->a, text, &cells[r->count])) {
        r->err = XS_E_NOMEM;
        return;
    }
    r->cells = cells;
    r->count++;
    r->in_row++;
}

static void on_field(void *text, size_t len, void *data)
{
    struct reading *r = data;
    xs_str s = len ? (xs_str){ text, len } : XS_STR_NONE;
    add_cell(r, xs_csv_unguard(s));
}

static void on_row(int end, void *data)
{
    struct reading *r = data;
    (void)end; /* how the row ended: no matter */
    if (!r->has_header) {
        r->has_header = true;
        r->ncolumns = r->in_row;
    } else {
        while (r->err == XS_OK && r->in_row < r->ncolumns)
            add_cell(r, XS_STR_NONE);
        r->nrows++;
    }
    r->in_row = 0;
}

static int no_space(unsigned char c)
{
    (void)c; /* blanks at the ends of a field belong to it */
    return 0;
}

static void *resize(void *p, size_t size) { return xs_realloc(p, size, 1); }

/* Feed text line by line, so that a fault has a line. */
static enum xs_err feed(struct csv_parser *p, struct reading *r, xs_str text, uint32_t *line)
{
    for (size_t at = 0; at < text.len;) {
        const char *end = memchr(text.ptr + at, '\n', text.len - at);
        size_t len = end ? (size_t)(end - text.ptr) + 1 - at : text.len - at;
        size_t used = csv_parse(p, text.ptr + at, len, on_field, on_row, r);
        if (used != len)
            return csv_error(p) == CSV_ENOMEM ? XS_E_NOMEM : XS_E_DAMAGED;
        if (r->err != XS_OK)
            return r->err;
        at += len;
        if (at < text.len)
            ++*line;
    }
    if (csv_fini(p, on_field, on_row, r) != 0)
        return XS_E_DAMAGED;
    return r->err;
}

enum xs_err xs_csv_parse(struct xs_arena *a, xs_str text, struct xs_csv_table *out, uint32_t *line)
{
    struct reading r = { .a = a };
    struct csv_parser p;
    if (xs_str_starts(text, XS_STR("\xEF\xBB\xBF")))
        text = xs_str_sub(text, 3, text.len);
    if (csv_init(&p, CSV_STRICT | CSV_STRICT_FINI) != 0)
        return XS_E_INTERNAL;
    csv_set_space_func(&p, no_space);
    csv_set_realloc_func(&p, resize);
    csv_set_free_func(&p, xs_free);
    uint32_t at = 1;
    enum xs_err err = feed(&p, &r, text, &at);
    csv_free(&p);
    if (err != XS_OK) {
        *line = at;
        return err;
    }
    *out = (struct xs_csv_table){ .ncolumns = r.ncolumns,
        .nrows = r.nrows,
        .header = r.cells,
        .cells = r.cells ? r.cells + r.ncolumns : NULL };
    return XS_OK;
}

int xs_csv_column(const struct xs_csv_table *t, const char *name)
{
    for (size_t i = 0; i < t->ncolumns && i < INT_MAX; i++)
        if (xs_str_eq(t->header[i], xs_str_c(name)))
            return (int)i;
    return -1;
}

xs_str xs_csv_cell(const struct xs_csv_table *t, size_t row, int column)
{
    if (column < 0 || (size_t)column >= t->ncolumns || row >= t->nrows)
        return XS_STR_NONE;
    return t->cells[row * t->ncolumns + (size_t)column];
}
