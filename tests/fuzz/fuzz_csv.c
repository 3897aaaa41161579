/* A CSV file; what can be read is written and read again, and must be the same. */
#include "base/csv.h"
#include "base/limits.h"
#include "env.h"

static void put(struct xs_buf *b, xs_str s)
{
    if (xs_csv_guarded(s))
        xs_buf_putc(b, '\''); /* the field's quoting goes around both */
    xs_buf_puts(b, s);
}

static void write_row(struct xs_buf *out, const xs_str *cells, size_t n)
{
    struct xs_buf cell;
    xs_buf_init(&cell, XS_MAX_BUF);
    for (size_t i = 0; i < n; i++) {
        xs_buf_clear(&cell);
        put(&cell, cells[i]);
        if (i)
            xs_buf_putc(out, ',');
        if (n == 1 && cell.len == 0) /* a row of one empty cell would be an empty line */
            xs_buf_lit(out, "\"\"");
        else
            xs_csv_field(out, xs_buf_str(&cell));
    }
    xs_buf_lit(out, "\r\n");
    xs_buf_free(&cell);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct xs_arena *a = fuzz_arena();
    struct xs_csv_table t, again;
    struct xs_buf out;
    uint32_t line = 0;
    enum xs_err e = xs_csv_parse(a, (xs_str){ size ? (const char *)data : "", size }, &t, &line);
    FUZZ_MUST(e == XS_OK || e == XS_E_DAMAGED);
    if (e != XS_OK || t.ncolumns == 0)
        return 0;
    xs_buf_init(&out, XS_MAX_BUF);
    xs_buf_lit(&out, "\xEF\xBB\xBF");
    write_row(&out, t.header, t.ncolumns);
    for (size_t i = 0; i < t.nrows; i++)
        write_row(&out, t.cells + i * t.ncolumns, t.ncolumns);
    FUZZ_MUST(xs_csv_parse(a, xs_buf_str(&out), &again, &line) == XS_OK);
    FUZZ_MUST(again.ncolumns == t.ncolumns && again.nrows == t.nrows);
    for (size_t i = 0; i < t.nrows * t.ncolumns; i++)
        FUZZ_MUST(xs_str_eq(t.cells[i], again.cells[i]));
    xs_buf_free(&out);
    return 0;
}
