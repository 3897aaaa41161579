/* agree.h: how far tables of this run agree with tables that readers made. All tables as CSV,
 * joined on file name, project code and seq. */
#ifndef XS_CLI_AGREE_H
#define XS_CLI_AGREE_H

#include "base/csv.h"
#include "base/map.h"

struct xs_agree {
    struct xs_arena *a;
    struct xs_csv_table ranking, indicators, projects, documents; /* of the run */
    struct xs_map given;                                          /* names of its documents */
};

/* xs_agree_init: of a run whose tables are there. */
XS_CHECK enum xs_err xs_agree_init(struct xs_agree *g);
/* xs_agree_keep: take the rows out of t, a table that readers made, whose documents the run was not
 * given, and say which these are. */
XS_CHECK enum xs_err xs_agree_keep(
    struct xs_agree *g, const char *what, struct xs_csv_table *t, struct xs_buf *out);

/* xs_agree_gold: lines on rows, cells and project fields; projects NULL: there is no such table. */
XS_CHECK enum xs_err xs_agree_gold(struct xs_agree *g, const struct xs_csv_table *rows,
    const struct xs_csv_table *projects, struct xs_buf *out);
/* xs_agree_labels: lines on verdicts, labels, order of projects, project labels. */
XS_CHECK enum xs_err xs_agree_labels(struct xs_agree *g, const struct xs_csv_table *rows,
    const struct xs_csv_table *projects, struct xs_buf *out);

/* Shared by both. A table by key; of two rows with one key the later one counts. */
struct xs_keyed {
    const struct xs_csv_table *t;
    struct xs_map by_key; /* -> row number */
    bool with_seq;
};
/* xs_keyed_init: with_seq: file, code and seq, else file and code. */
XS_CHECK enum xs_err xs_keyed_init(
    struct xs_arena *a, const struct xs_csv_table *t, bool with_seq, struct xs_keyed *out);
/* xs_keyed_find: the row of k with the key of row in t, or SIZE_MAX. XS_E_NOMEM. */
XS_CHECK enum xs_err xs_keyed_find(struct xs_arena *a, const struct xs_keyed *k,
    const struct xs_csv_table *t, size_t row, size_t *found);
/* xs_agree_file: the name of row's file, without folders. */
xs_str xs_agree_file(const struct xs_csv_table *t, size_t row);
/* xs_agree_number: a decimal number; 0 when it is none. */
double xs_agree_number(xs_str s);
XS_PRINTF(2, 3) void xs_agree_printf(struct xs_buf *out, const char *fmt, ...);

#endif
