#include "write/dictionary.h"

#include "write/table.h"

/* NOLINTBEGIN(bugprone-macro-parentheses): rows of a table, not expressions */
static const char *const meanings[XS_TABLE_COUNT] = {
#define TABLE(id, name, meaning) [XS_TABLE_##id] = meaning,
#define COL(table, name, type, unit, meaning)
#define END(id)
#include "write/columns.def"
#undef TABLE
#undef COL
#undef END
};
/* NOLINTEND(bugprone-macro-parentheses) */

static const char *type_name(enum xs_column_type t)
{
    switch (t) {
    case XS_COL_TEXT:
        return "text";
    case XS_COL_INT:
        return "integer";
    case XS_COL_TENTHS:
        return "number, one decimal";
    case XS_COL_MICRO:
        return "number, up to six decimals";
    case XS_COL_DECIMAL:
        return "number, decimals as written";
    }
    return "";
}

/* A cell of a Markdown table. */
static void put_cell(struct xs_buf *out, const char *s)
{
    xs_buf_lit(out, " ");
    for (; *s; s++) {
        if (*s == '|' || *s == '<')
            xs_buf_putc(out, '\\');
        xs_buf_putc(out, *s);
    }
    xs_buf_lit(out, " |");
}

static void put_table(struct xs_buf *out, const struct xs_schema *s, const char *meaning)
{
    xs_buf_lit(out, "\n## ");
    xs_buf_lit(out, s->name);
    xs_buf_lit(out, "\n\n");
    xs_buf_lit(out, meaning);
    xs_buf_lit(out, "\n\n| # | column | type | unit | meaning |\n|---|---|---|---|---|\n");
    for (size_t i = 0; i < s->ncolumns; i++) {
        xs_buf_lit(out, "| ");
        xs_buf_uint(out, i + 1);
        xs_buf_lit(out, " | `");
        xs_buf_lit(out, s->columns[i].name);
        xs_buf_lit(out, "` |");
        put_cell(out, type_name(s->columns[i].type));
        put_cell(out, s->columns[i].unit);
        put_cell(out, s->columns[i].meaning);
        xs_buf_putc(out, '\n');
    }
}

void xs_write_dictionary(struct xs_buf *out)
{
    xs_buf_lit(out, "# Data dictionary\n\n"
                    "Made from the schemas of the program; do not edit. Columns keep their names "
                    "and order; new "
                    "ones go to the end of a table.\n");
    for (size_t i = 0; i < XS_TABLE_COUNT; i++)
        put_table(out, &xs_schemas[i], meanings[i]);
}
