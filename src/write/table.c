#include "write/table.h"

#include <assert.h>

#include "write/columns.h"
#include "write/format.h"

static const struct xs_column all_columns[] = {
#define TABLE(id, name, meaning)
#define COL(table, name, type, unit, meaning) { #name, XS_COL_##type, unit, meaning },
#define END(id)
#include "write/columns.def"
#undef TABLE
#undef COL
#undef END
};

const struct xs_schema xs_schemas[XS_TABLE_COUNT] = {
#define TABLE(id, name, meaning)                                                                   \
    [XS_TABLE_##id] = { #name, XS_NCOLUMNS(id), all_columns + XS_FIRST_##id },
#define COL(table, name, type, unit, meaning)
#define END(id)
#include "write/columns.def"
#undef TABLE
#undef COL
#undef END
};

#define TABLE(id, name, meaning)                                                                   \
    static_assert(XS_NCOLUMNS(id) <= XS_MAX_TABLE_COLUMNS, "too many columns");
#define COL(table, name, type, unit, meaning)
#define END(id)
#include "write/columns.def"
#undef TABLE
#undef COL
#undef END
static_assert(
    sizeof all_columns / sizeof all_columns[0] == XS_ANY_COLUMN_COUNT, "one number a column");

const struct xs_format xs_formats[] = {
    { "csv", ".csv", xs_csv_begin, xs_csv_row, xs_csv_end },
    { "jsonl", ".jsonl", xs_jsonl_begin, xs_jsonl_row, xs_jsonl_end },
    { "text", ".txt", xs_textual_begin, xs_textual_row, xs_textual_end },
};
const size_t xs_formats_count = sizeof xs_formats / sizeof xs_formats[0];

const struct xs_format *xs_format_find(xs_str name)
{
    for (size_t i = 0; i < xs_formats_count; i++)
        if (xs_str_eq(name, xs_str_c(xs_formats[i].name)))
            return &xs_formats[i];
    return NULL;
}

/* path ends in suffix, small and capital letters alike. */
static bool ends_like(xs_str path, xs_str suffix)
{
    if (path.len < suffix.len)
        return false;
    xs_str end = xs_str_sub(path, path.len - suffix.len, suffix.len);
    for (size_t i = 0; i < end.len; i++) {
        char c = end.ptr[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if (c != suffix.ptr[i])
            return false;
    }
    return true;
}

/* What a name must not end in where another format is written. */
static const char *const foreign_suffixes[] = { ".xlsx", ".xls", ".et", ".ods", ".sqlite", ".db",
    ".html", ".htm", ".json", ".tsv", ".xml", ".pdf", ".docx", ".doc", ".sarif", ".parquet", ".gz",
    ".tgz", ".bz2", ".xz", ".zst", ".zip", ".7z", ".rar", ".tar" };

const struct xs_format *xs_format_named(xs_str path)
{
    for (size_t i = 0; i < xs_formats_count; i++)
        if (ends_like(path, xs_str_c(xs_formats[i].suffix)))
            return &xs_formats[i];
    return NULL;
}

bool xs_format_foreign(xs_str path)
{
    for (size_t i = 0; i < sizeof foreign_suffixes / sizeof *foreign_suffixes; i++)
        if (ends_like(path, xs_str_c(foreign_suffixes[i])))
            return true;
    return false;
}

const struct xs_format *xs_format_for(xs_str path)
{
    const struct xs_format *named = xs_format_named(path);
    return named || xs_format_foreign(path) ? named : &xs_formats[0];
}

char *xs_micro_put(char *to, int64_t n)
{
    const uint64_t size = n < 0 ? (uint64_t)0 - (uint64_t)n : (uint64_t)n;
    uint32_t part = (uint32_t)(size % 1000000), digits = 6;
    if (n < 0)
        *to++ = '-';
    to = xs_uint_put(to, size / 1000000);
    if (part == 0)
        return to;
    *to++ = '.';
    for (; part % 10 == 0; part /= 10)
        digits--;
    for (uint32_t i = digits; i > 0; part /= 10)
        to[--i] = (char)('0' + part % 10);
    return to + digits;
}

char *xs_tenths_put(char *to, int64_t n)
{
    uint64_t size = n < 0 ? (uint64_t)0 - (uint64_t)n : (uint64_t)n;
    uint64_t tenths = size / 100 + (size % 100 >= 50);
    if (n < 0 && tenths > 0)
        *to++ = '-';
    to = xs_uint_put(to, tenths / 10);
    *to++ = '.';
    *to++ = (char)('0' + tenths % 10);
    return to;
}

void xs_datum_number(struct xs_buf *out, const struct xs_column *c, const struct xs_datum *d)
{
    char digits[XS_TENTHS_BYTES];
    switch (c->type) {
    case XS_COL_INT:
        xs_buf_int(out, d->number);
        break;
    case XS_COL_TENTHS:
        xs_buf_puts(out, (xs_str){ digits, (size_t)(xs_tenths_put(digits, d->number) - digits) });
        break;
    case XS_COL_MICRO:
        xs_buf_puts(out, (xs_str){ digits, (size_t)(xs_micro_put(digits, d->number) - digits) });
        break;
    case XS_COL_TEXT:
    case XS_COL_DECIMAL:
        xs_buf_puts(out, d->text);
        break;
    }
}
