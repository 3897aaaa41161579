#include "read/odt_reader.h"

#include "base/limits.h"
#include "read/nest.h"
#include "read/odf.h"
#include "read/ods_reader.h"
#include "read/superscript.h"

struct odt {
    struct xs_nest *flow;
    struct xs_sheet *sheet;
    struct xs_odf_raised raised;
    uint32_t skip;       /* open elements of a part that is left out, 0 = none */
    uint32_t body;       /* in the text of the document */
    uint32_t paragraphs; /* open ones within the innermost box */
    uint32_t nboxes, kept[XS_MAX_NEST_DEPTH]; /* paragraphs open around each box */
};

static void open_box(struct odt *o)
{
    if (o->nboxes < XS_MAX_NEST_DEPTH)
        o->kept[o->nboxes] = o->paragraphs;
    o->nboxes++;
    o->paragraphs = 0;
    xs_nest_box(o->flow);
}

static void close_box(struct odt *o)
{
    if (o->nboxes == 0)
        return;
    o->nboxes--;
    o->paragraphs = o->nboxes < XS_MAX_NEST_DEPTH ? o->kept[o->nboxes] : 1;
    xs_nest_box_end(o->flow);
}

static void blanks(struct odt *o, uint32_t n)
{
    for (uint32_t i = 0; i < n && i < 64; i++)
        xs_nest_text(o->flow, XS_STR(" "));
}

static void open_cell(struct odt *o, const struct xs_xml_tag *tag)
{
    xs_nest_cell(o->flow, (struct xs_extent){ xs_xml_number(tag, "number-columns-spanned", 1),
                              xs_xml_number(tag, "number-rows-spanned", 1), XS_MERGE_NONE });
}

static void open_inside(struct odt *o, const struct xs_xml_tag *tag, enum xs_odf_what what)
{
    if (what == XS_ODF_PARAGRAPH)
        o->paragraphs++;
    else if (what == XS_ODF_BLANK)
        blanks(o, xs_xml_number(tag, "c", 1));
    else if (what == XS_ODF_TAB)
        xs_nest_text(o->flow, XS_STR("\t"));
    else if (what == XS_ODF_LINE)
        xs_nest_text(o->flow, XS_STR("\n"));
    else if (what == XS_ODF_BOX)
        open_box(o);
    else if (what == XS_ODF_TABLE)
        xs_nest_table(o->flow);
    else if (what == XS_ODF_ROW)
        xs_nest_row(o->flow);
    else if (what == XS_ODF_CELL)
        open_cell(o, tag);
}

static enum xs_err on_open(void *self, const struct xs_xml_tag *tag)
{
    struct odt *o = self;
    enum xs_odf_what what = o->skip ? XS_ODF_OTHER : xs_odf_element(tag->name, tag->ns);
    if (!o->skip)
        XS_TRY(xs_odf_raised_open(&o->raised, tag, what));
    if (o->skip)
        o->skip++;
    else if (what == XS_ODF_SKIP || what == XS_ODF_COVERED)
        o->skip = 1;
    else if (what == XS_ODF_BODY)
        o->body++;
    else if (o->body)
        open_inside(o, tag, what);
    return xs_nest_err(o->flow);
}

static void close_inside(struct odt *o, enum xs_odf_what what)
{
    if (what == XS_ODF_PARAGRAPH) {
        o->paragraphs -= o->paragraphs > 0;
        xs_nest_paragraph(o->flow);
    } else if (what == XS_ODF_BOX) {
        close_box(o);
    } else if (what == XS_ODF_TABLE) {
        xs_nest_table_end(o->flow);
    } else if (what == XS_ODF_ROW) {
        xs_nest_row_end(o->flow);
    } else if (what == XS_ODF_CELL) {
        xs_nest_cell_end(o->flow);
    }
}

static enum xs_err on_close(void *self, xs_str name, xs_str ns)
{
    struct odt *o = self;
    if (o->skip) {
        o->skip--;
        return XS_OK;
    }
    enum xs_odf_what what = xs_odf_element(name, ns);
    xs_odf_raised_close(&o->raised, what);
    if (what == XS_ODF_BODY)
        o->body -= o->body > 0;
    else if (o->body)
        close_inside(o, what);
    return xs_nest_err(o->flow);
}

static void put_text(struct odt *o, xs_str text)
{
    if (!o->raised.depth)
        xs_nest_text(o->flow, text);
    for (xs_str piece; o->raised.depth && xs_superscript_next(&text, &piece);)
        xs_nest_text(o->flow, piece);
}

static enum xs_err on_text(void *self, xs_str text)
{
    struct odt *o = self;
    if (o->skip || !o->paragraphs) {
        o->sheet->stray |= !o->skip && !xs_str_blank(text);
        return XS_OK;
    }
    for (size_t from = 0, at = 0; at <= text.len; at++) { /* line ends of the file are blanks */
        if (at < text.len && text.ptr[at] != '\n' && text.ptr[at] != '\t' && text.ptr[at] != '\r')
            continue;
        put_text(o, xs_str_sub(text, from, at - from));
        if (at < text.len && !xs_nest_empty(o->flow))
            xs_nest_text(o->flow, XS_STR(" "));
        from = at + 1;
    }
    return xs_nest_err(o->flow);
}

static enum xs_err parse(struct xs_arena *a, xs_str xml, struct xs_sheet *s)
{
    struct odt o = { .sheet = s };
    xs_odf_raised_init(&o.raised, a);
    XS_TRY(xs_nest_new(a, s, false, &o.flow));
    XS_TRY(xs_xml_parse(xml,
        &(struct xs_xml_sink){ .self = &o, .open = on_open, .close = on_close, .text = on_text }));
    return xs_nest_finish(o.flow);
}

enum xs_err xs_read_flat_odt(struct xs_arena *a, xs_str bytes, struct xs_sheet *out)
{
    struct xs_sheet s = { .format = "fodt", .encoding = "UTF-8" };
    XS_TRY(parse(a, bytes, &s));
    *out = s;
    return XS_OK;
}

enum xs_err xs_read_odt(struct xs_arena *a, xs_str bytes, struct xs_sheet *out)
{
    struct xs_sheet s = { .format = "odt", .encoding = "UTF-8" };
    xs_str xml;
    XS_TRY(xs_odf_content(a, bytes, &xml));
    if (xs_str_has(xml, XS_STR("<office:spreadsheet"))) /* it did not say so in front */
        return xs_read_flat_ods(a, xml, out);
    XS_TRY(parse(a, xml, &s));
    *out = s;
    return XS_OK;
}
