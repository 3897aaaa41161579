#include "cli/agree.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

/* Bytes of a line of figures. */
#define LINE_BYTES 512

void xs_agree_printf(struct xs_buf *out, const char *fmt, ...)
{
    char line[LINE_BYTES];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(line, sizeof line, fmt, ap);
    va_end(ap);
    if (n > 0)
        xs_buf_puts(out, (xs_str){ line, (size_t)n < sizeof line ? (size_t)n : sizeof line - 1 });
}

double xs_agree_number(xs_str s)
{
    char d[64];
    if (s.len == 0 || s.len >= sizeof d)
        return 0;
    memcpy(d, s.ptr, s.len);
    d[s.len] = '\0';
    return strtod(d, NULL);
}

xs_str xs_agree_file(const struct xs_csv_table *t, size_t row)
{
    xs_str file = xs_csv_cell(t, row, xs_csv_column(t, "file"));
    size_t at = file.len;
    while (at > 0 && file.ptr[at - 1] != '/')
        at--;
    return xs_str_sub(file, at, file.len);
}

static enum xs_err key_of(
    struct xs_arena *a, const struct xs_csv_table *t, size_t row, bool with_seq, xs_str *out)
{
    struct xs_buf b;
    xs_buf_init(&b, (size_t)1 << 20);
    xs_buf_puts(&b, xs_agree_file(t, row));
    xs_buf_putc(&b, '\0');
    xs_buf_puts(&b, xs_csv_cell(t, row, xs_csv_column(t, "project_code")));
    if (with_seq) {
        xs_buf_putc(&b, '\0');
        xs_buf_int(&b, (int64_t)xs_agree_number(xs_csv_cell(t, row, xs_csv_column(t, "seq"))));
    }
    xs_str key;
    enum xs_err e = xs_buf_finish(&b, &key);
    if (e == XS_OK && !xs_arena_dup(a, key, out))
        e = XS_E_NOMEM;
    xs_buf_free(&b);
    return e;
}

enum xs_err xs_keyed_init(
    struct xs_arena *a, const struct xs_csv_table *t, bool with_seq, struct xs_keyed *out)
{
    out->t = t;
    out->with_seq = with_seq;
    xs_map_init(&out->by_key, a);
    for (size_t i = 0; i < t->nrows; i++) {
        xs_str key;
        bool is_new;
        XS_TRY(key_of(a, t, i, with_seq, &key));
        struct xs_map_slot *slot = xs_map_put(&out->by_key, key, &is_new);
        if (!slot)
            return XS_E_NOMEM;
        slot->val.num = i;
    }
    return XS_OK;
}

enum xs_err xs_keyed_find(struct xs_arena *a, const struct xs_keyed *k,
    const struct xs_csv_table *t, size_t row, size_t *found)
{
    xs_str key;
    XS_TRY(key_of(a, t, row, k->with_seq, &key));
    const struct xs_map_slot *slot = xs_map_get(&k->by_key, key);
    *found = slot ? (size_t)slot->val.num : SIZE_MAX;
    return XS_OK;
}

/* --- documents that were not given
 * -----------------------------------------------------------------------------------------------
 */

enum xs_err xs_agree_init(struct xs_agree *g)
{
    xs_map_init(&g->given, g->a);
    for (size_t i = 0; i < g->documents.nrows; i++) {
        bool is_new;
        if (!xs_map_put(&g->given, xs_agree_file(&g->documents, i), &is_new))
            return XS_E_NOMEM;
    }
    return XS_OK;
}

enum xs_err xs_agree_keep(
    struct xs_agree *g, const char *what, struct xs_csv_table *t, struct xs_buf *out)
{
    size_t n = 0, all = t->nrows;
    struct xs_map absent;
    struct xs_buf names;
    xs_map_init(&absent, g->a);
    xs_buf_init(&names, out->cap);
    for (size_t i = 0; i < all; i++) {
        xs_str file = xs_agree_file(t, i);
        bool is_new = false;
        if (xs_map_get(&g->given, file)) {
            if (t->ncolumns)
                memmove(t->cells + n * t->ncolumns, t->cells + i * t->ncolumns,
                    t->ncolumns * sizeof *t->cells);
            n++;
        } else if (!xs_map_put(&absent, file, &is_new)) {
            names.err = XS_E_NOMEM;
        }
        if (is_new) {
            xs_buf_lit(&names, names.len ? ", " : "");
            xs_buf_puts(&names, file);
        }
    }
    t->nrows = n;
    if (n < all) {
        xs_agree_printf(out, "%s left out, since their documents were not given: %zu of %zu (",
            what, all - n, all);
        xs_buf_puts(out, xs_buf_str(&names));
        xs_buf_lit(out, ")\n");
    }
    enum xs_err e = names.err;
    xs_buf_free(&names);
    return e;
}

/* --- gold
 * -----------------------------------------------------------------------------------------------
 */

/* White space as Unicode has it. */
static bool is_space(uint32_t cp)
{
    return cp == ' ' || (cp >= 9 && cp <= 13) || (cp >= 0x1C && cp <= 0x1F) || cp == 0x85 ||
           cp == 0xA0 || cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200A) || cp == 0x2028 ||
           cp == 0x2029 || cp == 0x202F || cp == 0x205F || cp == 0x3000;
}

static bool next_letter(xs_str s, size_t *at, uint32_t *cp)
{
    while (*at < s.len) {
        *cp = xs_utf8_next(s, at);
        if (!is_space(*cp))
            return true;
    }
    return false;
}

/* Equal but for white space; a is the two texts a1 and a2. */
static bool same_letters(xs_str a1, xs_str a2, xs_str b)
{
    size_t i = 0, j = 0, k = 0;
    uint32_t x = 0, y = 0;
    for (;;) {
        bool left = next_letter(a1, &i, &x) || next_letter(a2, &j, &x);
        bool right = next_letter(b, &k, &y);
        if (left != right || (left && x != y))
            return false;
        if (!left)
            return true;
    }
}

static xs_str without_percent(xs_str s)
{
    while (s.len && s.ptr[0] == '%')
        s = xs_str_sub(s, 1, s.len);
    while (s.len && s.ptr[s.len - 1] == '%')
        s.len--;
    return s;
}

/* Shares parted by slashes, equal as numbers; empty ones in a are passed over. */
static bool same_plan(xs_str a, xs_str b)
{
    xs_str part = XS_STR_NONE, want = XS_STR_NONE;
    while (xs_str_split(&b, '/', &want)) {
        bool have = false;
        while (!have && xs_str_split(&a, '/', &part))
            have = without_percent(part).len > 0;
        double gap =
            xs_agree_number(without_percent(part)) - xs_agree_number(without_percent(want));
        if (!have || gap < 0 || gap > 0)
            return false;
    }
    while (xs_str_split(&a, '/', &part))
        if (without_percent(part).len > 0)
            return false;
    return true;
}

static enum xs_err gold_rows(
    struct xs_agree *g, const struct xs_csv_table *rows, struct xs_buf *out)
{
    static const char *const fields[] = { "level1", "level2", "level3", "description", "value",
        "basis", "project_name", "line" };
    const struct xs_csv_table *t = &g->indicators;
    struct xs_keyed got, want;
    size_t cells = 0, good = 0, missing = 0, invented = 0;
    XS_TRY(xs_keyed_init(g->a, t, true, &got));
    XS_TRY(xs_keyed_init(g->a, rows, true, &want));
    for (size_t i = 0; i < rows->nrows; i++) {
        size_t at;
        XS_TRY(xs_keyed_find(g->a, &got, rows, i, &at));
        missing += at == SIZE_MAX;
        for (size_t f = 0; f < sizeof fields / sizeof *fields; f++) {
            int column = xs_csv_column(rows, fields[f]);
            if (column < 0)
                continue;
            cells++;
            good += at != SIZE_MAX && same_letters(xs_csv_cell(t, at, xs_csv_column(t, fields[f])),
                                          XS_STR_NONE, xs_csv_cell(rows, i, column));
        }
    }
    for (size_t i = 0; i < t->nrows; i++) {
        size_t at, self;
        XS_TRY(xs_keyed_find(g->a, &want, t, i, &at));
        XS_TRY(xs_keyed_find(g->a, &got, t, i, &self));
        invented += at == SIZE_MAX || self != i;
    }
    xs_agree_printf(out, "rows: want %zu, got %zu, missing %zu, invented or doubled %zu\n",
        want.by_key.used, t->nrows, missing, invented);
    xs_agree_printf(out, "cells right (text, names, lines): %zu/%zu = %.4f\n", good, cells,
        cells ? (double)good / (double)cells : 0.0);
    return XS_OK;
}

/* One field of a project as the run has it (row at of g->projects; SIZE_MAX: not there) against the
 * wanted text. */
static bool field_right(const struct xs_agree *g, size_t at, const char *field, xs_str want)
{
    const struct xs_csv_table *t = &g->projects;
    int column = xs_csv_column(t, field);
    xs_str x = at == SIZE_MAX ? XS_STR_NONE : xs_csv_cell(t, at, column);
    if (xs_str_ends(xs_str_c(field), XS_STR("_wan"))) {
        double gap = xs_agree_number(x) - xs_agree_number(want);
        return at != SIZE_MAX && column >= 0 && !(gap < 0 || gap > 0);
    }
    if (strcmp(field, "plan") == 0)
        return same_plan(x, want);
    if (strcmp(field, "department") == 0 && at != SIZE_MAX)
        return same_letters(xs_csv_cell(t, at, xs_csv_column(t, "department_code")), x, want);
    return same_letters(x, XS_STR_NONE, want);
}

static enum xs_err gold_projects(
    struct xs_agree *g, const struct xs_csv_table *projects, struct xs_buf *out)
{
    static const char *const fields[] = { "project_name", "purpose", "goal", "line", "indicators",
        "budget_wan", "fiscal_wan", "other_wan", "plan", "department" };
    struct xs_keyed got;
    size_t cells = 0, good = 0;
    XS_TRY(xs_keyed_init(g->a, &g->projects, false, &got));
    for (size_t i = 0; i < projects->nrows; i++) {
        size_t at;
        XS_TRY(xs_keyed_find(g->a, &got, projects, i, &at));
        for (size_t f = 0; f < sizeof fields / sizeof *fields; f++) {
            int column = xs_csv_column(projects, fields[f]);
            if (column < 0)
                continue;
            cells++;
            good += field_right(g, at, fields[f], xs_csv_cell(projects, i, column));
        }
    }
    xs_agree_printf(out, "project fields right: %zu/%zu = %.4f, projects %zu\n", good, cells,
        cells ? (double)good / (double)cells : 0.0, got.by_key.used);
    return XS_OK;
}

enum xs_err xs_agree_gold(struct xs_agree *g, const struct xs_csv_table *rows,
    const struct xs_csv_table *projects, struct xs_buf *out)
{
    XS_TRY(gold_rows(g, rows, out));
    return projects ? gold_projects(g, projects, out) : XS_OK;
}
