/* csv.h: the one door to libcsv: quoting and reading back. */
#ifndef XS_BASE_CSV_H
#define XS_BASE_CSV_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/vec.h"

/* xs_csv_asks: bytes of v that ask for quotes. */
static inline uint32_t xs_csv_asks(xs_vec v)
{
    xs_vec marks = xs_vec_or(xs_vec_eq(v, ','), xs_vec_eq(v, '"'));
    return xs_vec_mask(xs_vec_or(marks, xs_vec_or(xs_vec_eq(v, '\n'), xs_vec_eq(v, '\r'))));
}
/* xs_csv_copy: s to to, as one CSV field; its end, or NULL: it asks for quotes. Writes up to
 * XS_CSV_ROOM bytes more than s has. */
#define XS_CSV_ROOM XS_VEC
XS_CHECK static inline char *xs_csv_copy(char *to, xs_str s)
{
    if (s.len < XS_VEC) {
        xs_vec v = xs_vec_part(s.ptr, s.len);
        xs_vec_store(to, v);
        return xs_csv_asks(v) ? NULL : to + s.len;
    }
    const size_t last = s.len - XS_VEC;
    for (size_t at = 0;; at += (size_t)2 * XS_VEC) { /* two at a time; the last ones once more */
        const size_t one = at < last ? at : last, two = at + XS_VEC < last ? at + XS_VEC : last;
        xs_vec v = xs_vec_load(s.ptr + one), w = xs_vec_load(s.ptr + two);
        xs_vec_store(to + one, v);
        xs_vec_store(to + two, w);
        xs_vec low = xs_vec_or(xs_vec_most(v, ','), xs_vec_most(w, ','));
        if (xs_vec_mask(low) && (xs_csv_asks(v) | xs_csv_asks(w)))
            return NULL;
        if (two == last)
            return to + s.len;
    }
}
/* xs_csv_field: s as one CSV field, quoted when RFC 4180 asks for it. */
void xs_csv_field(struct xs_buf *out, xs_str s);
/* xs_csv_guard_lead: one of =+-@'TAB CR; all of them are in 1..64. */
#define XS_CSV_BIT(c) (UINT64_C(1) << ((c)-1))
static inline bool xs_csv_guard_lead(char c)
{
    const uint64_t leads = XS_CSV_BIT('=') | XS_CSV_BIT('+') | XS_CSV_BIT('-') | XS_CSV_BIT('@') |
                           XS_CSV_BIT('\t') | XS_CSV_BIT('\r') | XS_CSV_BIT('\'');
    const unsigned n = (unsigned char)(c - 1);
    return (n < 64) & (leads >> (n & 63));
}
/* xs_csv_guarded: a text cell that a spreadsheet could run, or that already looks guarded: it is
 * written with one "'" in front. xs_csv_unguard takes it off again; the two are inverse. */
static inline bool xs_csv_guarded(xs_str s) { return s.len > 1 && xs_csv_guard_lead(s.ptr[0]); }
/* xs_csv_put: s to to as a text cell, guarded and quoted as it asks for; its end. Writes up to
 * xs_csv_most(s.len) bytes. xs_csv_put_odd: where it cannot be copied as it is. */
static inline size_t xs_csv_most(size_t len) { return 2 * len + 3 + XS_CSV_ROOM; }
char *xs_csv_put_odd(char *to, xs_str s, bool guard);
static inline char *xs_csv_put(char *to, xs_str s)
{
    bool guard = xs_csv_guarded(s);
    char *end = guard ? NULL : xs_csv_copy(to, s);
    return end ? end : xs_csv_put_odd(to, s, guard);
}
xs_str xs_csv_unguard(xs_str s);

struct xs_csv_table {
    size_t ncolumns, nrows;
    xs_str *header;
    xs_str *cells; /* nrows x ncolumns; short rows are filled with empty cells, longer ones are an
                      error */
};

/* xs_csv_parse: a whole CSV file (with or without BOM) whose first row is the header. *line: where
 * it is bad. One leading "'" that protects a cell from spreadsheets is taken off. Returns XS_OK,
 * XS_E_DAMAGED, XS_E_NOMEM. */
XS_CHECK enum xs_err xs_csv_parse(
    struct xs_arena *a, xs_str text, struct xs_csv_table *out, uint32_t *line);
/* xs_csv_column: index of a column by name, or -1. */
int xs_csv_column(const struct xs_csv_table *t, const char *name);
xs_str xs_csv_cell(const struct xs_csv_table *t, size_t row, int column); /* empty for column -1 */

#endif
