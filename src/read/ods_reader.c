#include "read/ods_reader.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/map.h"
#include "read/grid_sheet.h"
#include "read/number_format.h"
#include "read/odf.h"
#include "read/superscript.h"

/* Columns that a sheet may have at most. */
#define MOST_COLUMNS 16384u

struct ods {
    struct xs_arena *a;
    struct xs_sheet *sheet;
    struct xs_grid *grid;
    struct xs_map hidden; /* names of styles whose tables are not shown */
    struct xs_odf_raised raised;
    struct xs_buf text;  /* of the cell under way */
    struct xs_buf value; /* what it shows where it has no text */
    uint32_t skip, body, tables, paragraphs;
    bool shown, in_cell, has_text;
    uint32_t row, column; /* from 1 */
    uint32_t row_times, cell_times;
    struct xs_area area; /* of the cell under way */
    size_t nkept, kept_cap;
    struct kept {
        uint32_t column;
        xs_str text;
    } * kept; /* cells of the row under way, for its repetitions */
};

static enum xs_err open_style(struct ods *o, const struct xs_xml_tag *tag, enum xs_odf_what what)
{
    bool is_new;
    if (what == XS_ODF_TABLE_STYLE && xs_str_eq(xs_xml_attr(tag, "display", NULL), XS_STR("false")))
        return xs_map_put(&o->hidden, o->raised.style, &is_new) ? XS_OK : XS_E_NOMEM;
    return XS_OK;
}

static enum xs_err open_table(struct ods *o, const struct xs_xml_tag *tag)
{
    xs_str name = xs_xml_attr(tag, "name", NULL);
    if (o->tables++)
        return XS_OK; /* a table in a cell: its text is the cell's */
    o->shown = !xs_map_get(&o->hidden, xs_xml_attr(tag, "style-name", NULL));
    o->row = o->column = 1;
    if (!o->shown) {
        o->skip = 1;
        o->tables--;
        return xs_grid_hidden(o->grid, name);
    }
    return xs_grid_begin(o->grid, name);
}

static bool collapsed(const struct xs_xml_tag *tag)
{
    xs_str v = xs_xml_attr(tag, "visibility", NULL);
    return v.len > 0 && !xs_str_eq(v, XS_STR("visible"));
}

/* Moves past n columns or rows. */
static void pass(uint32_t *at, uint32_t n)
{
    if (*at < UINT32_MAX / 2)
        *at += n % (UINT32_MAX / 4);
}

static void open_column(struct ods *o, const struct xs_xml_tag *tag)
{
    uint32_t from = o->column;
    pass(&o->column, xs_xml_number(tag, "number-columns-repeated", 1));
    if (collapsed(tag))
        xs_grid_hide_columns(o->grid, from, o->column - 1);
}

static void open_row(struct ods *o, const struct xs_xml_tag *tag)
{
    o->column = 1;
    o->nkept = 0;
    o->row_times = xs_xml_number(tag, "number-rows-repeated", 1);
    if (collapsed(tag))
        xs_grid_hide_rows(o->grid, o->row, o->row + XS_MAX_ROW_REPEAT);
    else
        xs_grid_hide_rows(o->grid, 1, 0);
}

/* The value of a cell: what stands in one without text. */
static void take_value(struct ods *o, const struct xs_xml_tag *tag)
{
    static const char *const written[] = { "string-value", "date-value", "time-value",
        "boolean-value" };
    xs_str number = xs_xml_attr(tag, "value", NULL);
    xs_buf_clear(&o->value);
    if (number.len)
        xs_number_format(&o->value, number,
            xs_str_eq(xs_xml_attr(tag, "value-type", NULL), XS_STR("percentage"))
                ? XS_STR("General%")
                : XS_STR("General"),
            false);
    for (size_t i = 0; i < sizeof written / sizeof *written; i++)
        xs_buf_puts(&o->value, xs_xml_attr(tag, written[i], NULL));
}

static void open_cell(struct ods *o, const struct xs_xml_tag *tag)
{
    uint32_t columns = xs_xml_number(tag, "number-columns-spanned", 1);
    uint32_t rows = xs_xml_number(tag, "number-rows-spanned", 1);
    o->in_cell = true;
    o->has_text = false;
    take_value(o, tag);
    o->cell_times = xs_xml_number(tag, "number-columns-repeated", 1);
    o->area = (struct xs_area){ o->row, o->column, o->row + (rows ? rows - 1 : 0),
        o->column + (columns && columns < MOST_COLUMNS ? columns - 1 : 0) };
    xs_buf_clear(&o->text);
}

static void open_inside(struct ods *o, const struct xs_xml_tag *tag, enum xs_odf_what what)
{
    if (what == XS_ODF_PARAGRAPH) {
        if (o->text.len)
            xs_buf_putc(&o->text, '\n');
        o->paragraphs++;
        o->has_text = true;
    } else if (what == XS_ODF_LINE) {
        xs_buf_putc(&o->text, '\n');
    } else if (what == XS_ODF_TAB || what == XS_ODF_BLANK) {
        xs_buf_putc(&o->text, ' ');
    } else if (what == XS_ODF_COLUMN && o->tables == 1) {
        open_column(o, tag);
    } else if (what == XS_ODF_ROW && o->tables == 1) {
        open_row(o, tag);
    } else if (what == XS_ODF_CELL && o->tables == 1) {
        open_cell(o, tag);
    }
}

static enum xs_err on_open(void *self, const struct xs_xml_tag *tag)
{
    struct ods *o = self;
    if (o->skip) {
        o->skip++;
        return XS_OK;
    }
    enum xs_odf_what what = xs_odf_element(tag->name, tag->ns);
    XS_TRY(xs_odf_raised_open(&o->raised, tag, what));
    if (what == XS_ODF_COVERED && o->tables == 1)
        pass(&o->column, xs_xml_number(tag, "number-columns-repeated", 1));
    if (what == XS_ODF_SKIP || what == XS_ODF_COVERED || what == XS_ODF_BOX)
        o->skip = 1; /* what is drawn over a sheet is no text of its cells */
    else if (what == XS_ODF_BODY)
        o->body++;
    else if (!o->body)
        return open_style(o, tag, what);
    else if (what == XS_ODF_TABLE)
        return open_table(o, tag);
    else
        open_inside(o, tag, what);
    return XS_OK;
}

static enum xs_err keep(struct ods *o, uint32_t column, xs_str text)
{
    struct kept *k = xs_arena_grow(o->a, o->kept, &o->kept_cap, o->nkept + 1, sizeof *k);
    if (!k)
        return XS_E_NOMEM;
    o->kept = k;
    k[o->nkept++] = (struct kept){ column, text };
    return XS_OK;
}

static enum xs_err close_cell(struct ods *o)
{
    xs_str text, copy;
    XS_TRY(xs_buf_finish(o->has_text ? &o->text : &o->value, &text));
    o->in_cell = false;
    if (o->area.bottom > o->area.top || o->area.right > o->area.left)
        XS_TRY(xs_grid_merge(o->grid, o->area));
    if (!xs_str_blank(text)) {
        if (!xs_arena_dup(o->a, text, &copy))
            return XS_E_NOMEM;
        for (uint32_t i = 0; i < o->cell_times && i <= XS_MAX_ROW_CELLS; i++)
            XS_TRY(keep(o, o->column + i, copy));
    }
    pass(&o->column, o->cell_times);
    return XS_OK;
}

static enum xs_err close_row(struct ods *o)
{
    uint32_t times = o->row_times < XS_MAX_ROW_REPEAT ? o->row_times : XS_MAX_ROW_REPEAT;
    for (uint32_t r = 0; r < times && o->nkept; r++)
        for (size_t i = 0; i < o->nkept; i++)
            XS_TRY(xs_grid_cell(o->grid, o->row + r, o->kept[i].column, o->kept[i].text));
    if (times < o->row_times && o->nkept)
        XS_TRY(xs_grid_remark(o->grid, "read-repeated-row"));
    pass(&o->row, o->row_times);
    o->nkept = 0;
    return XS_OK;
}

static enum xs_err on_close(void *self, xs_str name, xs_str ns)
{
    struct ods *o = self;
    if (o->skip) {
        o->skip--;
        return XS_OK;
    }
    enum xs_odf_what what = xs_odf_element(name, ns);
    xs_odf_raised_close(&o->raised, what);
    if (what == XS_ODF_BODY)
        o->body -= o->body > 0;
    else if (what == XS_ODF_PARAGRAPH)
        o->paragraphs -= o->paragraphs > 0;
    else if (what == XS_ODF_CELL && o->tables == 1 && o->in_cell)
        return close_cell(o);
    else if (what == XS_ODF_ROW && o->tables == 1)
        return close_row(o);
    else if (what == XS_ODF_TABLE && o->tables && --o->tables == 0)
        return xs_grid_end(o->grid);
    return XS_OK;
}

static enum xs_err on_text(void *self, xs_str text)
{
    struct ods *o = self;
    if (o->skip || !o->paragraphs || !o->in_cell) {
        o->sheet->stray |= !o->skip && !xs_str_blank(text);
        return XS_OK;
    }
    if (!o->raised.depth)
        xs_buf_puts(&o->text, text);
    for (xs_str piece; o->raised.depth && xs_superscript_next(&text, &piece);)
        xs_buf_puts(&o->text, piece);
    return XS_OK;
}

static enum xs_err parse(struct xs_arena *a, xs_str xml, struct xs_sheet *s)
{
    struct ods o = { .a = a, .sheet = s };
    xs_map_init(&o.hidden, a);
    xs_odf_raised_init(&o.raised, a);
    XS_TRY(xs_grid_new(a, s, &o.grid));
    xs_buf_init(&o.text, XS_MAX_BUF);
    xs_buf_init(&o.value, XS_MAX_BUF);
    enum xs_err e = xs_xml_parse(xml,
        &(struct xs_xml_sink){ .self = &o, .open = on_open, .close = on_close, .text = on_text });
    xs_buf_free(&o.text);
    xs_buf_free(&o.value);
    return e;
}

enum xs_err xs_read_flat_ods(struct xs_arena *a, xs_str bytes, struct xs_sheet *out)
{
    struct xs_sheet s = { .format = "fods", .encoding = "UTF-8" };
    XS_TRY(parse(a, bytes, &s));
    *out = s;
    return XS_OK;
}

enum xs_err xs_read_ods(struct xs_arena *a, xs_str bytes, struct xs_sheet *out)
{
    struct xs_sheet s = { .format = "ods", .encoding = "UTF-8" };
    xs_str xml;
    XS_TRY(xs_odf_content(a, bytes, &xml));
    XS_TRY(parse(a, xml, &s));
    *out = s;
    return XS_OK;
}
