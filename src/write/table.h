/* table.h: every output table as one schema record. Header, CSV, JSON keys and the data dictionary
 * come from it. */
#ifndef XS_WRITE_TABLE_H
#define XS_WRITE_TABLE_H

#include "base/buf.h"

enum xs_table {
    XS_TABLE_RANKING,
    XS_TABLE_PROJECTS,
    XS_TABLE_INDICATORS,
    XS_TABLE_FINDINGS,
    XS_TABLE_DOCUMENTS,
    XS_TABLE_COPIES,
    XS_TABLE_RULES,
    XS_TABLE_COUNT
};

enum xs_column_type {
    XS_COL_TEXT, /* protected from spreadsheets by a leading ' where needed */
    XS_COL_INT,
    XS_COL_TENTHS, /* thousandths inside, printed with one decimal */
    XS_COL_MICRO,  /* millionths inside, printed with up to six decimals, no trailing zeros */
    XS_COL_DECIMAL /* text that is a plain decimal number: as it stands, never protected */
};

struct xs_column {
    const char *name;
    enum xs_column_type type;
    const char *unit;    /* "" = none */
    const char *meaning; /* one English sentence, for the data dictionary */
};

struct xs_schema {
    const char *name;
    size_t ncolumns;
    const struct xs_column *columns;
};
extern const struct xs_schema xs_schemas[XS_TABLE_COUNT];

#define XS_MAX_TABLE_COLUMNS 32

/* One cell of an output row; empty: nothing is printed (JSON: null). */
struct xs_datum {
    bool empty;
    xs_str text;
    int64_t number;
};

/* An output format: pure functions, same rows, same bytes. One file each, one row in xs_formats[].
 */
struct xs_format {
    const char *name, *suffix; /* "csv", ".csv" */
    void (*begin)(struct xs_buf *out, const struct xs_schema *s, bool bom);
    void (*row)(struct xs_buf *out, const struct xs_schema *s, const struct xs_datum *row);
    void (*end)(struct xs_buf *out, const struct xs_schema *s);
};
extern const struct xs_format xs_formats[];
extern const size_t xs_formats_count;

/* xs_format_find: by name ("csv"); xs_format_for: by the suffix of a path, CSV when it has none
 * that says a format. NULL: unknown name; a suffix of a format that is not written here. */
const struct xs_format *xs_format_find(xs_str name);
const struct xs_format *xs_format_for(xs_str path);
/* xs_format_named: the format that the suffix says, or NULL. xs_format_foreign: it says one that is
 * not written here. */
const struct xs_format *xs_format_named(xs_str path);
bool xs_format_foreign(xs_str path);

#endif
