#include "read/docx_reader.h"

#include <string.h>

#include "base/utf8.h"
#include "read/detect.h"
#include "read/html_reader.h"
#include "read/nest.h"
#include "read/opc.h"
#include "read/superscript.h"
#include "read/xml.h"
#include "read/xml_zip.h"

/* Fields and alternatives within each other that are told apart. */
#define DEEPEST 30
/* Documents within the document that are read; the others are named. */
#define MOST_CHUNKS 64

struct docx {
    struct xs_arena *a;
    struct xs_nest *flow;
    struct xs_sheet *sheet;
    enum xs_err err;
    struct xs_zip *zip; /* where parts that it points to are; NULL: nowhere */
    xs_str part;        /* its own name in there */
    uint32_t chunks;    /* documents within it so far */
    uint32_t skip;      /* open elements of a part that is left out, 0 = none */
    uint32_t text;      /* open elements whose text counts */
    uint32_t run_props, par_props, row_props;
    bool raised;                         /* the run under way is a superscript */
    bool hidden;                         /* it is not shown */
    bool joined;                         /* the mark of the paragraph under way is deleted */
    uint64_t outer_hidden, outer_joined; /* the same around each open text box, innermost first */
    bool hidden_rows;                    /* there are rows that are not shown */
    uint32_t parts, main_parts;          /* of a file that holds all parts; those with the text */
    uint32_t fields, field_code;         /* open fields; bit n: the n-th is still in its code */
    uint32_t choices, taken;             /* open alternatives; bit n: one of the n-th was read */
};

/* ---- what an element does ---- */

typedef void (*act)(struct docx *d, const struct xs_xml_tag *tag);

static bool switched_off(const struct xs_xml_tag *tag)
{
    xs_str v = xs_xml_attr(tag, "val", NULL);
    return xs_str_eq(v, XS_STR("0")) || xs_str_eq(v, XS_STR("false")) ||
           xs_str_eq(v, XS_STR("off"));
}

static void leave_out(struct docx *d, const struct xs_xml_tag *tag)
{
    (void)tag; /* whatever it says */
    d->skip = 1;
}

static void put(struct docx *d, xs_str s)
{
    xs_str piece;
    if (d->hidden || d->outer_hidden || d->field_code)
        return;
    if (!d->raised)
        xs_nest_text(d->flow, s);
    while (d->raised && xs_superscript_next(&s, &piece))
        xs_nest_text(d->flow, piece);
}

static void open_text(struct docx *d, const struct xs_xml_tag *tag)
{
    (void)tag; /* has no attributes that matter */
    d->text++;
}

static void open_tab(struct docx *d, const struct xs_xml_tag *tag)
{
    (void)tag; /* has no attributes that matter */
    if (d->par_props == 0)
        put(d, XS_STR("\t"));
}

static void open_line_end(struct docx *d, const struct xs_xml_tag *tag)
{
    (void)tag; /* of a line, a column or a page: all the same */
    put(d, XS_STR("\n"));
}

static void open_hyphen(struct docx *d, const struct xs_xml_tag *tag)
{
    (void)tag; /* has no attributes */
    put(d, XS_STR("-"));
}

/* The value of a hexadecimal number of up to six digits; 0: it is none. */
static uint32_t read_hex(xs_str hex)
{
    static const char digits[] = "0123456789abcdef";
    uint32_t n = 0;
    for (size_t i = 0; i < hex.len; i++) {
        char c = hex.ptr[i] >= 'A' && hex.ptr[i] <= 'F' ? (char)(hex.ptr[i] | 0x20) : hex.ptr[i];
        const char *at = memchr(digits, c, sizeof digits - 1);
        if (!at || i >= 6)
            return 0;
        n = n * 16 + (uint32_t)(at - digits);
    }
    return n;
}

/* What the character that the font Symbol has at this code of the private area is: signs that
 * targets are written with; else the code itself, which folding may know. */
static uint32_t symbol_of(uint32_t cp)
{
    static const uint32_t known[][2] = { { 0xF0B3, 0x2265 }, { 0xF0A3, 0x2264 }, { 0xF0B1, 0xB1 },
        { 0xF0B4, 0xD7 }, { 0xF0B8, 0xF7 }, { 0xF0B0, 0xB0 }, { 0xF0B9, 0x2260 },
        { 0xF0BB, 0x2248 } };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i][0] == cp)
            return known[i][1];
    return cp >= 0xF020 && cp <= 0xF03F && cp != 0xF022 && cp != 0xF024 && cp != 0xF027
               ? cp - 0xF000 /* digits and marks, as in ASCII but for three */
               : cp;
}

/* A character of a symbol font. */
static void open_symbol(struct docx *d, const struct xs_xml_tag *tag)
{
    uint32_t cp = read_hex(xs_xml_attr(tag, "char", NULL));
    char utf8[4];
    if (cp < 0x20 || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
        return;
    if (cp < 0x100) /* some programs leave the area's number out */
        cp += 0xF000;
    if (xs_str_eq(xs_xml_attr(tag, "font", NULL), XS_STR("Symbol")))
        cp = symbol_of(cp);
    put(d, (xs_str){ utf8, xs_utf8_encode(cp, utf8) });
}

static void open_field(struct docx *d, const struct xs_xml_tag *tag)
{
    xs_str type = xs_xml_attr(tag, "fldCharType", NULL);
    if (xs_str_eq(type, XS_STR("begin"))) {
        if (++d->fields <= DEEPEST)
            d->field_code |= 1u << d->fields;
    } else if (d->fields > 0) {
        if (d->fields <= DEEPEST)
            d->field_code &= ~(1u << d->fields);
        d->fields -= xs_str_eq(type, XS_STR("end"));
    }
}

static void open_run(struct docx *d, const struct xs_xml_tag *tag)
{
    (void)tag; /* has no attributes that matter */
    d->hidden = d->raised = false;
}

static void open_raised(struct docx *d, const struct xs_xml_tag *tag)
{
    if (d->par_props == 0 && d->run_props)
        d->raised = xs_str_eq(xs_xml_attr(tag, "val", NULL), XS_STR("superscript"));
}

static void open_hidden(struct docx *d, const struct xs_xml_tag *tag)
{
    if (d->par_props == 0 && d->run_props)
        d->hidden = !switched_off(tag);
}

static void open_run_props(struct docx *d, const struct xs_xml_tag *tag)
{
    (void)tag; /* has no attributes */
    d->run_props++;
}

static void open_par_props(struct docx *d, const struct xs_xml_tag *tag)
{
    (void)tag; /* has no attributes */
    d->par_props++;
}

static void open_row_props(struct docx *d, const struct xs_xml_tag *tag)
{
    (void)tag; /* has no attributes */
    d->row_props++;
}

/* A tracked deletion: of a row, of a paragraph's mark, or of the runs in it. */
static void open_deleted(struct docx *d, const struct xs_xml_tag *tag)
{
    if (d->row_props)
        xs_nest_row_drop(d->flow);
    else if (d->par_props)
        d->joined |= d->run_props > 0;
    else
        leave_out(d, tag);
}

/* Columns of the grid before the first cell of a row or behind its last one. */
static void open_gap(struct docx *d, const struct xs_xml_tag *tag)
{
    if (d->row_props)
        xs_nest_row_gap(
            d->flow, xs_xml_number(tag, "val", 0), xs_str_eq(tag->name, XS_STR("gridAfter")));
}

static void open_hidden_row(struct docx *d, const struct xs_xml_tag *tag)
{
    d->hidden_rows |= d->row_props && !switched_off(tag);
}

static void open_deleted_cell(struct docx *d, const struct xs_xml_tag *tag)
{
    (void)tag; /* who deleted it, and when */
    struct xs_extent *e = xs_nest_extent(d->flow);
    if (e)
        e->merge = XS_MERGE_GONE;
}

static void open_table(struct docx *d, const struct xs_xml_tag *tag)
{
    (void)tag; /* has no attributes */
    xs_nest_table(d->flow);
}

static void open_row(struct docx *d, const struct xs_xml_tag *tag)
{
    (void)tag; /* has no attributes that matter */
    xs_nest_row(d->flow);
}

static void open_cell(struct docx *d, const struct xs_xml_tag *tag)
{
    (void)tag; /* what it covers follows in it */
    xs_nest_cell(d->flow, (struct xs_extent){ 1, 1, XS_MERGE_NONE });
}

static void open_span(struct docx *d, const struct xs_xml_tag *tag)
{
    struct xs_extent *e = xs_nest_extent(d->flow);
    if (e)
        e->columns = xs_xml_number(tag, "val", 1);
}

static void open_merge(struct docx *d, const struct xs_xml_tag *tag)
{
    struct xs_extent *e = xs_nest_extent(d->flow);
    bool start = xs_str_eq(xs_xml_attr(tag, "val", NULL), XS_STR("restart"));
    bool below = xs_str_eq(tag->name, XS_STR("vMerge")) || xs_str_eq(tag->name, XS_STR("vmerge"));
    if (e && below)
        e->merge = start ? XS_MERGE_START : XS_MERGE_BELOW;
    else if (e && !start)
        e->merge = XS_MERGE_LEFT;
}

/* A text box has runs and paragraphs of its own, within those that it hangs on. */
static void open_box(struct docx *d, const struct xs_xml_tag *tag)
{
    (void)tag; /* has no attributes */
    d->outer_hidden = d->outer_hidden << 1 | d->hidden;
    d->outer_joined = d->outer_joined << 1 | d->joined;
    d->hidden = d->joined = false;
    xs_nest_box(d->flow);
}

/* One of several ways to draw the same thing: the first is read. */
static void open_alternatives(struct docx *d, const struct xs_xml_tag *tag)
{
    (void)tag; /* has no attributes */
    if (++d->choices <= DEEPEST)
        d->taken &= ~(1u << d->choices);
}

static void open_choice(struct docx *d, const struct xs_xml_tag *tag)
{
    uint32_t bit = d->choices && d->choices <= DEEPEST ? 1u << d->choices : 0;
    if (d->taken & bit)
        leave_out(d, tag);
    d->taken |= bit;
}

/* A part of a file that holds all of them; the text is in the main one alone. */
static void open_part(struct docx *d, const struct xs_xml_tag *tag)
{
    bool typed;
    xs_str type = xs_xml_attr(tag, "contentType", &typed), name = xs_xml_attr(tag, "name", NULL);
    bool main =
        typed ? xs_str_ends(type, XS_STR("main+xml")) : xs_str_ends(name, XS_STR("/document.xml"));
    d->parts++;
    d->main_parts += main;
    if (!main)
        leave_out(d, tag);
}

/* An object of another program, which shows a picture of itself; formulas need no word. */
static void open_object(struct docx *d, const struct xs_xml_tag *tag)
{
    xs_str program = xs_xml_attr(tag, "ProgID", NULL);
    if (!xs_str_starts(program, XS_STR("Equation")))
        xs_nest_note(d->flow, "read-embedded-part", program);
}

static enum xs_err read_chunk(struct docx *d, xs_str id, bool *read);

/* Another document that is to be shown in this place. */
static void open_chunk(struct docx *d, const struct xs_xml_tag *tag)
{
    bool read = false;
    if (d->zip && ++d->chunks <= MOST_CHUNKS)
        d->err = read_chunk(d, xs_xml_attr(tag, "id", NULL), &read);
    if (d->err == XS_OK && !read)
        xs_nest_note(d->flow, "read-embedded-part", XS_STR("altChunk"));
}

static void close_text(struct docx *d) { d->text -= d->text > 0; }
static void close_run(struct docx *d) { d->hidden = d->raised = false; }
static void close_run_props(struct docx *d) { d->run_props -= d->run_props > 0; }
static void close_par_props(struct docx *d) { d->par_props -= d->par_props > 0; }
static void close_row_props(struct docx *d) { d->row_props -= d->row_props > 0; }
static void close_alternatives(struct docx *d) { d->choices -= d->choices > 0; }
static void close_table(struct docx *d) { xs_nest_table_end(d->flow); }
static void close_row(struct docx *d) { xs_nest_row_end(d->flow); }
static void close_cell(struct docx *d) { xs_nest_cell_end(d->flow); }

static void close_box(struct docx *d)
{
    xs_nest_box_end(d->flow);
    d->hidden = d->outer_hidden & 1;
    d->joined = d->outer_joined & 1;
    d->outer_hidden >>= 1;
    d->outer_joined >>= 1;
}

static void close_paragraph(struct docx *d)
{
    d->field_code = 0; /* it ends with its paragraph, though its field may go on */
    if (!d->joined)
        xs_nest_paragraph(d->flow);
    d->joined = false;
}

struct element {
    xs_str name;
    act open;
    void (*close)(struct docx *d);
};

static const struct element elements[] = {
    { XS_STR_INIT("r"), open_run, close_run },
    { XS_STR_INIT("t"), open_text, close_text },
    { XS_STR_INIT("p"), NULL, close_paragraph },
    { XS_STR_INIT("rPr"), open_run_props, close_run_props },
    { XS_STR_INIT("pPr"), open_par_props, close_par_props },
    { XS_STR_INIT("tbl"), open_table, close_table },
    { XS_STR_INIT("tr"), open_row, close_row },
    { XS_STR_INIT("trPr"), open_row_props, close_row_props },
    { XS_STR_INIT("tc"), open_cell, close_cell },
    { XS_STR_INIT("cellDel"), open_deleted_cell, NULL },
    { XS_STR_INIT("hidden"), open_hidden_row, NULL },
    { XS_STR_INIT("gridBefore"), open_gap, NULL },
    { XS_STR_INIT("gridAfter"), open_gap, NULL },
    { XS_STR_INIT("gridSpan"), open_span, NULL },
    { XS_STR_INIT("vMerge"), open_merge, NULL },
    { XS_STR_INIT("vmerge"), open_merge, NULL },
    { XS_STR_INIT("hMerge"), open_merge, NULL },
    { XS_STR_INIT("hmerge"), open_merge, NULL },
    { XS_STR_INIT("tab"), open_tab, NULL },
    { XS_STR_INIT("ptab"), open_tab, NULL },
    { XS_STR_INIT("br"), open_line_end, NULL },
    { XS_STR_INIT("cr"), open_line_end, NULL },
    { XS_STR_INIT("noBreakHyphen"), open_hyphen, NULL },
    { XS_STR_INIT("sym"), open_symbol, NULL },
    { XS_STR_INIT("fldChar"), open_field, NULL },
    { XS_STR_INIT("vanish"), open_hidden, NULL },
    { XS_STR_INIT("vertAlign"), open_raised, NULL },
    { XS_STR_INIT("altChunk"), open_chunk, NULL },
    { XS_STR_INIT("del"), open_deleted, NULL },
    { XS_STR_INIT("moveFrom"), open_deleted, NULL },
    { XS_STR_INIT("txbxContent"), open_box, close_box },
    { XS_STR_INIT("instrText"), leave_out, NULL },
    { XS_STR_INIT("delText"), leave_out, NULL },
    { XS_STR_INIT("rt"), leave_out, NULL }, /* how a character is spoken */
    { XS_STR_INIT("tblPr"), leave_out, NULL },
    { XS_STR_INIT("tblPrEx"), leave_out, NULL },
    { XS_STR_INIT("tblGrid"), leave_out, NULL },
    { XS_STR_INIT("sectPr"), leave_out, NULL },
    { XS_STR_INIT("sdtPr"), leave_out, NULL },
    { XS_STR_INIT("hdr"), leave_out,
        NULL }, /* parts of their own, where all parts are in one file */
    { XS_STR_INIT("ftr"), leave_out, NULL },
    { XS_STR_INIT("footnotes"), leave_out, NULL },
    { XS_STR_INIT("endnotes"), leave_out, NULL },
    { XS_STR_INIT("comments"), leave_out, NULL },
    { XS_STR_INIT("glossaryDocument"), leave_out, NULL }, /* texts to choose from */
    { XS_STR_INIT("rPrChange"), leave_out, NULL },        /* how it looked before */
    { XS_STR_INIT("pPrChange"), leave_out, NULL },
    { XS_STR_INIT("tcPrChange"), leave_out, NULL },
    { XS_STR_INIT("trPrChange"), leave_out, NULL },
};

/* In other name spaces. */
static const struct element drawing[] = {
    { XS_STR_INIT("AlternateContent"), open_alternatives, close_alternatives },
    { XS_STR_INIT("Choice"), open_choice, NULL },
    { XS_STR_INIT("Fallback"), open_choice, NULL },
    { XS_STR_INIT("OLEObject"), open_object, NULL },
    { XS_STR_INIT("part"), open_part, NULL },
    { XS_STR_INIT("positionH"), leave_out, NULL }, /* of a drawing: numbers as text */
    { XS_STR_INIT("positionV"), leave_out, NULL },
    { XS_STR_INIT("sizeRelH"), leave_out, NULL },
    { XS_STR_INIT("sizeRelV"), leave_out, NULL },
    { XS_STR_INIT("DocumentProperties"), leave_out, NULL }, /* of Word 2003 */
    { XS_STR_INIT("CustomDocumentProperties"), leave_out, NULL },
};

static const struct element *find(const struct element *in, size_t count, xs_str name)
{
    for (size_t i = 0; i < count; i++)
        if (xs_str_eq(in[i].name, name))
            return &in[i];
    return NULL;
}

/* The element's row: of Word's own names, of the text in formulas, of alternatives. */
static const struct element *lookup(xs_str name, xs_str ns)
{
    static const xs_str word = XS_STR_INIT("wordprocessingml/2006/main");
    static const xs_str strict = XS_STR_INIT("ooxml/wordprocessingml/main");
    static const xs_str old = XS_STR_INIT("office/word/2003/wordml");
    static const xs_str formula = XS_STR_INIT("/math");
    if (xs_str_ends(ns, word) || xs_str_ends(ns, strict) || xs_str_ends(ns, old))
        return find(elements, sizeof elements / sizeof *elements, name);
    if (xs_str_ends(ns, formula))
        return xs_str_eq(name, XS_STR("t")) ? &elements[1] : NULL;
    return find(drawing, sizeof drawing / sizeof *drawing, name);
}

static enum xs_err on_open(void *self, const struct xs_xml_tag *tag)
{
    struct docx *d = self;
    if (d->skip) {
        d->skip++;
        return XS_OK;
    }
    const struct element *e = lookup(tag->name, tag->ns);
    if (e && e->open)
        e->open(d, tag);
    return d->err == XS_OK ? xs_nest_err(d->flow) : d->err;
}

static enum xs_err on_close(void *self, xs_str name, xs_str ns)
{
    struct docx *d = self;
    if (d->skip) {
        d->skip--;
        return XS_OK;
    }
    const struct element *e = lookup(name, ns);
    if (e && e->close)
        e->close(d);
    return xs_nest_err(d->flow);
}

static enum xs_err on_text(void *self, xs_str text)
{
    struct docx *d = self;
    if (d->skip == 0 && d->text)
        put(d, text);
    else if (d->skip == 0)
        d->sheet->stray |= !xs_str_blank(text);
    return xs_nest_err(d->flow);
}

static enum xs_err parse(struct docx *d, xs_str xml)
{
    XS_TRY(xs_nest_new(d->a, d->sheet, false, &d->flow));
    XS_TRY(xs_xml_parse(xml,
        &(struct xs_xml_sink){ .self = d, .open = on_open, .close = on_close, .text = on_text }));
    if (d->parts && d->main_parts == 0)
        return XS_E_DAMAGED;
    if (d->hidden_rows)
        xs_nest_note(d->flow, "read-hidden-rows", XS_STR_NONE);
    return xs_nest_finish(d->flow);
}

/* ---- containers ---- */

/* inner: it is part of a document itself, and documents in it are not entered. */
static enum xs_err read_container(
    struct xs_arena *a, xs_str bytes, bool inner, struct xs_sheet *out)
{
    struct docx d = { .a = a, .sheet = out };
    struct xs_zip *z;
    xs_str xml;
    XS_TRY(xs_zip_open(bytes, &z));
    enum xs_err e = xs_opc_main(z, a, "word/document.xml", &d.part);
    if (e == XS_OK)
        e = xs_zip_need(z, a, d.part, &xml);
    d.zip = inner ? NULL : z;
    if (e == XS_OK)
        e = parse(&d, xml);
    xs_zip_close(z);
    return e;
}

/* *read: it is of a kind that is read here, and whole. */
static enum xs_err read_chunk(struct docx *d, xs_str id, bool *read)
{
    struct xs_opc_rels rels;
    struct xs_sheet s = { 0 };
    xs_str bytes;
    XS_TRY(xs_opc_rels(d->zip, d->a, d->part, &rels));
    const struct xs_opc_rel *to = id.len ? xs_opc_find(&rels, id, NULL) : NULL;
    if (!to)
        return XS_OK;
    XS_TRY(xs_zip_part(d->zip, d->a, to->target, &bytes, read));
    const enum xs_file_format format = *read ? xs_detect(bytes) : XS_FORMAT_COUNT;
    enum xs_err e = format == XS_FORMAT_HTML   ? xs_read_html(d->a, bytes, &s)
                    : format == XS_FORMAT_DOCX ? read_container(d->a, bytes, true, &s)
                                               : XS_E_FOREIGN;
    *read = e == XS_OK;
    if (*read)
        xs_nest_include(d->flow, &s);
    return e == XS_E_NOMEM || e == XS_E_TOO_LARGE ? e : XS_OK;
}

enum xs_err xs_read_docx(struct xs_arena *a, xs_str bytes, struct xs_sheet *out)
{
    struct xs_sheet s = { .format = "docx", .encoding = "UTF-8" };
    XS_TRY(read_container(a, bytes, false, &s));
    *out = s;
    return XS_OK;
}

enum xs_err xs_read_word_xml(struct xs_arena *a, xs_str bytes, struct xs_sheet *out)
{
    struct xs_sheet s = { .format = "word-xml", .encoding = "UTF-8" };
    XS_TRY(parse(&(struct docx){ .a = a, .sheet = &s }, bytes));
    *out = s;
    return XS_OK;
}
