#include "cli/own.h"

#include <string.h>

#include "write/table.h"

/* Columns of a header that must be there; all our tables have more. */
#define WANTED 4

static bool eat(xs_str *s, const char *what)
{
    size_t n = strlen(what);
    if (s->len < n || memcmp(s->ptr, what, n) != 0)
        return false;
    *s = xs_str_sub(*s, n, s->len);
    return true;
}

/* The header of a table whose cells are parted so. */
static bool has_header(xs_str line, const struct xs_schema *t, const char *parted)
{
    for (size_t i = 0; i < WANTED && i < t->ncolumns; i++)
        if ((i > 0 && !eat(&line, parted)) || !eat(&line, t->columns[i].name))
            return false;
    return true;
}

static bool is_jsonl(xs_str line, const struct xs_schema *t)
{
    size_t at = 0;
    for (size_t i = 0; i < t->ncolumns; i++) {
        xs_str name = xs_str_c(t->columns[i].name);
        while ((at = xs_str_find(line, name, at)) != SIZE_MAX) {
            if (at > 0 && line.ptr[at - 1] == '"' &&
                xs_str_starts(xs_str_sub(line, at + name.len, 2), XS_STR("\":")))
                break;
            at++;
        }
        if (at == SIZE_MAX)
            return false;
    }
    return true;
}

bool xs_own_table(xs_str bytes)
{
    (void)eat(&bytes, "\xEF\xBB\xBF"); /* with or without BOM */
    if (bytes.len == 0)
        return false;
    if (bytes.ptr[0] == '{') {
        const char *end = memchr(bytes.ptr, '\n', bytes.len);
        xs_str line = { bytes.ptr, end ? (size_t)(end - bytes.ptr) : bytes.len };
        for (size_t i = 0; i < XS_TABLE_COUNT; i++)
            if (is_jsonl(line, &xs_schemas[i]))
                return true;
        xs_str rest = xs_str_sub(bytes, 1, 64);
        while (eat(&rest, "\n") || eat(&rest, " "))
            ;
        return eat(&rest, "\"program\": \"xushi\"");
    }
    for (size_t i = 0; i < XS_TABLE_COUNT; i++)
        if (has_header(bytes, &xs_schemas[i], ",") || has_header(bytes, &xs_schemas[i], "\t"))
            return true;
    return false;
}

static bool starts_with_any(xs_str bytes, const xs_str *heads, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (xs_str_starts(bytes, heads[i]))
            return true;
    return false;
}

bool xs_binary_document(xs_str bytes)
{
    static const xs_str magic[] = {
        XS_STR_INIT("PK\003\004"),
        XS_STR_INIT("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), /* OLE: doc, xls, wps, et */
        XS_STR_INIT("%PDF-"),
        XS_STR_INIT("Rar!\x1A\x07"),
        XS_STR_INIT("7z\xBC\xAF\x27\x1C"),
        XS_STR_INIT("\x1F\x8B"),
    };
    return starts_with_any(bytes, magic, sizeof magic / sizeof *magic);
}

bool xs_picture(xs_str bytes)
{
    static const xs_str magic[] = {
        XS_STR_INIT("\xFF\xD8\xFF"), /* JPEG */
        XS_STR_INIT("\x89PNG\r\n"),
        XS_STR_INIT("GIF8"),
        XS_STR_INIT("II*\0"), /* TIFF, either order of bytes */
        XS_STR_INIT("MM\0*"),
    };
    return starts_with_any(bytes, magic, sizeof magic / sizeof *magic);
}
