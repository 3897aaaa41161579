#include "write/format.h"
#include "write/json.h"

void xs_jsonl_begin(struct xs_buf *out, const struct xs_schema *s, bool bom)
{
    (void)out; /* no head, and JSON has no BOM */
    (void)s;
    (void)bom;
}

static void put_cell(struct xs_buf *out, const struct xs_column *c, const struct xs_datum *d)
{
    if (xs_datum_empty(c, d))
        xs_buf_lit(out, "null");
    else if (c->type == XS_COL_TEXT || (c->type == XS_COL_DECIMAL && !xs_json_is_number(d->text)))
        xs_json_string(out, d->text);
    else
        xs_datum_number(out, c, d);
}

void xs_jsonl_row(struct xs_buf *out, const struct xs_schema *s, const struct xs_datum *row)
{
    for (size_t i = 0; i < s->ncolumns; i++) {
        xs_buf_putc(out, i == 0 ? '{' : ',');
        xs_json_string(out, xs_str_c(s->columns[i].name));
        xs_buf_putc(out, ':');
        put_cell(out, &s->columns[i], &row[i]);
    }
    xs_buf_lit(out, "}\n");
}

void xs_jsonl_end(struct xs_buf *out, const struct xs_schema *s)
{
    (void)out; /* no tail */
    (void)s;
}
