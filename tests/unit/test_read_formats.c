/* Each reader: what is written in a small document, and the blocks that must come of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "base/io.h"
#include "base/limits.h"
#include "formats.h"
#include "read/number_format.h"
#include "read/read.h"
#include "read/rtf_recode.h"
#include "read/xml.h"
#include "read/xml_zip.h"

#define ARENA ((size_t)1 << 28)

/* "P:text / R:cell|^|cell / B": ^ is a place that a cell above covers; ~ a row that is not sure; !
 * what was found wrong, but the hidden sheet of each workbook here. */
static void put_blocks(struct xs_buf *b, const struct xs_sheet *s)
{
    for (size_t i = 0; i < s->nblocks; i++) {
        const struct xs_block *k = &s->blocks[i];
        xs_buf_lit(b, i ? " / " : "");
        xs_buf_lit(b, k->kind == XS_BLOCK_PARAGRAPH ? "P:"
                      : k->kind == XS_BLOCK_BREAK   ? "B"
                      : k->shape == XS_SHAPE_EXACT  ? "R:"
                                                    : "~:");
        for (size_t c = 0; c < k->ncells; c++) {
            xs_buf_lit(b, c ? "|" : "");
            xs_buf_lit(b, k->cells[c].continued ? "^" : "");
            xs_buf_puts(b, k->cells[c].text);
            if (k->cells[c].span > 1) {
                xs_buf_lit(b, "*");
                xs_buf_uint(b, k->cells[c].span);
            }
        }
    }
    for (size_t i = 0; i < s->nnotes; i++) {
        if (strcmp(s->notes[i].id, "read-hidden-sheet") == 0)
            continue;
        xs_buf_lit(b, " / !");
        xs_buf_puts(b, xs_str_c(s->notes[i].id));
    }
}

static void expect(const char *name, xs_str bytes, const char *format, const char *blocks)
{
    struct xs_arena *a = xs_arena_new(ARENA);
    struct xs_sheet s;
    struct xs_buf b;
    enum xs_err e = xs_read_sheet(a, bytes, &s);
    if (e != XS_OK)
        fail_msg("%s: %s", name, xs_err_text(e));
    xs_buf_init(&b, (size_t)1 << 20);
    put_blocks(&b, &s);
    xs_buf_putc(&b, 0);
    if (strcmp(b.ptr, blocks) != 0)
        fail_msg("%s: %s\n   instead of %s", name, b.ptr, blocks);
    assert_string_equal(s.format, format);
    xs_buf_free(&b);
    xs_arena_free(a);
}

struct row {
    const char *name, *source, *blocks;
};

#define P(t) "<w:p><w:r><w:t>" t "</w:t></w:r></w:p>"
#define TC(props, t) "<w:tc><w:tcPr>" props "</w:tcPr>" P(t) "</w:tc>"
#define BOX(t) "<w:txbxContent>" P(t) "</w:txbxContent>"
#define FIELD(what) "<w:r><w:fldChar w:fldCharType=\"" what "\"/></w:r>"

static const struct row docx_rows[] = {
    { "paragraphs", P("a") "<w:p/>" P("b"), "P:a / P:b" },
    { "line ends part paragraphs", "<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r></w:p>",
        "P:a / P:b" },
    { "tabs part cells", "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r></w:p>", "~:a|b" },
    { "tab stops are no tabs",
        "<w:p><w:pPr><w:tabs><w:tab w:val=\"l\"/></w:tabs></w:pPr><w:r><w:t>a</w:t></w:r></w:p>",
        "P:a" },
    { "merged cells",
        "<w:tbl><w:tr>" TC("<w:gridSpan w:val=\"2\"/>", "a") TC("<w:vMerge w:val=\"restart\"/>",
            "b") "</w:tr>"
                 "<w:tr>" TC("", "c") TC("", "d") TC("<w:vMerge/>", "") "</w:tr></w:tbl>",
        "R:a*2|b / R:c|d|^" },
    { "going on with nothing is a cell",
        "<w:tbl><w:tr>" TC("<w:vMerge/>", "a") TC("", "b") "</w:tr></w:tbl>", "R:a|b" },
    { "paragraphs of a cell",
        "<w:tbl><w:tr><w:tc>" P("a") P("b") "</w:tc>" TC("", "c") "</w:tr></w:tbl>", "R:a\nb|c" },
    { "tracked changes",
        "<w:p><w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:del><w:r><w:delText>x</"
        "w:delText><w:t>old</w:t></w:r></w:del></w:p>",
        "P:new" },
    { "a deleted row",
        "<w:tbl><w:tr>" TC("", "a")
            TC("", "b") "</w:tr><w:tr><w:trPr><w:del/></w:trPr>" TC("", "c") "</w:tr></w:tbl>",
        "R:a|b" },
    { "a deleted paragraph mark",
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>" P("b"), "P:ab" },
    { "a text box is read once",
        "<w:p><w:r><mc:AlternateContent><mc:Choice>" BOX("in") "</mc:Choice><mc:Fallback>" BOX(
            "in") "</mc:Fallback></mc:AlternateContent><w:t>out</w:t></w:r></w:p>",
        "P:out / P:in" },
    { "fields give their result",
        "<w:p>" FIELD("begin") "<w:r><w:instrText>TC x</w:instrText></w:r>" FIELD(
            "separate") "<w:r><w:t>1</w:t></w:r>" FIELD("end") "<w:r><w:t>b</w:t></w:r></w:p>",
        "P:1b" },
    { "hidden text",
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r><w:r><w:t>a</w:t></w:r></w:p>",
        "P:a" },
    { "a table in a layout table",
        "<w:tbl><w:tr><w:tc>" P("head") "<w:tbl><w:tr>" TC("", "a")
            TC("", "b") "</w:tr></w:tbl>" P("foot") "</w:tc></w:tr></w:tbl>",
        "P:head / R:a|b / P:foot" },
    { "a table beside its name",
        "<w:tbl><w:tr>" TC("", "name") "<w:tc><w:tbl><w:tr>" TC("", "a")
            TC("", "b") "</w:tr></w:tbl></w:tc></w:tr></w:tbl>",
        "R:name| / R:a|b" },
    { "a frame in a cell",
        "<w:tbl><w:tr>" TC("", "a") "<w:tc><w:tbl><w:tr>" TC(
            "", "b") "</w:tr></w:tbl></w:tc></w:tr></w:tbl>",
        "R:a|b" },
    { "hyphens and characters of symbol fonts; not what is no character",
        "<w:p><w:r><w:t>a</w:t><w:noBreakHyphen/><w:sym w:char=\"F0A8\"/><w:sym w:char=\"fC\"/>"
        "<w:sym w:char=\"D800\"/><w:sym w:char=\"0f0a8b1\"/><w:sym w:char=\"x\"/><w:sym/>"
        "<w:t>b</w:t></w:r></w:p>",
        "P:a-\xEF\x82\xA8\xEF\x83\xBC"
        "b" },
    { "signs of the font Symbol as what they show",
        "<w:p><w:r><w:sym w:font=\"Symbol\" w:char=\"F0B3\"/><w:t>9</w:t>"
        "<w:sym w:font=\"Symbol\" w:char=\"F025\"/><w:sym w:font=\"Symbol\" w:char=\"F061\"/>"
        "<w:sym w:font=\"Wingdings\" w:char=\"F0B3\"/></w:r></w:p>",
        "P:\xE2\x89\xA5"
        "9%\xEF\x81\xA1\xEF\x82\xB3" },
    { "a cell without a table is text", TC("", "a"), "P:a" },
    { "text of a formula",
        "<w:p><m:r xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\">"
        "<m:t>x=1</m:t><m:p>y</m:p></m:r></w:p>",
        "P:x=1" },
    { "cells merged to the left",
        "<w:tbl><w:tr>" TC("<w:hMerge w:val=\"restart\"/>", "a") TC("<w:hMerge/>", "")
            TC("", "b") "</w:tr><w:tr>" TC("<w:hMerge/>", "c") TC("", "d") "</w:tr></w:tbl>",
        "R:a*2|b / R:c|d" },
    { "a width of nothing is one",
        "<w:tbl><w:tr>" TC("<w:gridSpan w:val=\"0\"/>", "a") TC("", "b") "</w:tr></w:tbl>",
        "R:a|b" },
    { "a table right in a row",
        "<w:tbl><w:tr><w:tbl><w:tr>" TC("", "a") TC("", "b") "</w:tr></w:tbl></w:tr></w:tbl>",
        "R:a|b" },
    { "empty frames in a cell are nothing",
        "<w:tbl><w:tr><w:tc>" P("a") "<w:tbl><w:tr>" TC("", "") "</w:tr><w:tr>" TC(
            "", "b") "</w:tr></w:tbl></w:tc>" TC("", "c") "</w:tr></w:tbl>",
        "R:a\nb|c" },
    { "lines of text beside a table are no cell of it",
        "<w:tbl><w:tr><w:tc>" P("x") P("y") "</w:tc><w:tc><w:tbl><w:tr>" TC("", "a")
            TC("", "b") "</w:tr></w:tbl></w:tc></w:tr></w:tbl>",
        "P:x / P:y / R:a|b" },
    { "bars part cells outside of a table", P("| a | b |"), "~:a|b" },
    { "a row that begins further in",
        "<w:tbl><w:tr>" TC("", "a") TC("<w:gridSpan w:val=\"2\"/>", "b") TC("",
            "c") "</w:tr>"
                 "<w:tr><w:trPr><w:gridBefore w:val=\"3\"/></w:trPr>" TC("", "d") "</w:tr></w:tbl>",
        "R:a|b*2|c / R:|*2|d" },
    { "a row that ends further in",
        "<w:tbl><w:tr>" TC("<w:gridSpan w:val=\"2\"/>", "a") TC("", "b") TC("",
            "c") "</w:tr>"
                 "<w:tr><w:trPr><w:gridAfter w:val=\"3\"/></w:trPr>" TC("", "d") "</w:tr></w:tbl>",
        "R:a*2|b|c / R:d*2||" },
    { "what is narrower than a cell is part of the one beside it",
        "<w:tbl><w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>" TC("", "a")
            TC("", "b") "</w:tr><w:tr>" TC("<w:gridSpan w:val=\"2\"/>", "c") TC(
                "<w:gridSpan w:val=\"2\"/>", "d") "</w:tr><w:tr><w:trPr><w:gridBefore w:val=\"1\"/>"
                                                  "<w:gridAfter w:val=\"1\"/></w:trPr>" TC("", "e")
                                                      TC("", "f") "</w:tr></w:tbl>",
        "R:a*2|b / R:c*2|d*2 / R:e*2|f*2" },
    { "a gap wider than the table is that of its cells",
        "<w:tbl><w:tr>" TC("", "a") TC("",
            "b") "</w:tr><w:tr><w:trPr><w:gridBefore "
                 "w:val=\"4000000000\"/><w:gridAfter w:val=\"4000000000\"/></w:trPr>" TC("",
                     "c") "</w:tr><w:tr><w:trPr><w:gridAfter w:val=\"9\"/></w:trPr></w:tr></w:tbl>",
        "R:a|b / R:||c*256" },
    { "a deleted cell",
        "<w:tbl><w:tr>" TC("<w:cellDel/>", "x") TC("", "a") TC("", "b") "</w:tr></w:tbl>",
        "R:a|b" },
    { "raised digits are no others",
        "<w:p><w:r><w:t>10</w:t></w:r><w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr>"
        "<w:t>4m</w:t></w:r><w:r><w:rPr><w:vertAlign w:val=\"subscript\"/></w:rPr><w:t>2</w:t>"
        "</w:r></w:p>",
        "P:10⁴m2" },
    { "a field that never ends", "<w:p>" FIELD("begin") "<w:r><w:t>x</w:t></w:r></w:p>" P("a"),
        "P:a" },
    { "a text box in a hidden run, and in a paragraph that goes on",
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:rPr><w:vanish/></w:rPr><w:t>x</"
        "w:t>" BOX("x") "<w:t>x</w:t></w:r><w:r><w:t>a</w:t>" BOX("in") "</w:r></w:p>" P("b"),
        "P:ab / P:in" },
    { "places of a drawing are no text",
        "<w:p><w:r><x:positionH xmlns:x=\"y\"><x:o>7</x:o></x:positionH></w:r></w:p>", "" },
};

static struct xs_buf docx_of(const char *body)
{
    struct xs_buf xml, zip;
    xs_buf_init(&xml, (size_t)1 << 20);
    xs_buf_lit(&xml, W_HEAD);
    xs_buf_lit(&xml, body);
    xs_buf_lit(&xml, W_TAIL);
    xs_buf_putc(&xml, 0);
    make_docx(&zip, xml.ptr);
    xs_buf_free(&xml);
    return zip;
}

static void docx(void **state)
{
    (void)state;
    if (xs_zip_missing() || xs_xml_missing())
        skip();
    for (size_t i = 0; i < sizeof docx_rows / sizeof *docx_rows; i++) {
        struct xs_buf zip = docx_of(docx_rows[i].source);
        expect(docx_rows[i].name, xs_buf_str(&zip), "docx", docx_rows[i].blocks);
        xs_buf_free(&zip);
    }
}

#define W_REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

/* What a document points to: whether a part is read, and that one is not is said. */
static void docx_parts(void **state)
{
    static const char chunk[] = "<w:altChunk r:id=\"%s\" xmlns:r=\"" W_REL "\"/>";
    static const struct {
        const char *id, *blocks;
    } chunks[] = { { "h", "P:a / R:c|d / P:b" }, { "x", "P:a / P:b / !read-embedded-part" },
        { "t", "P:a / P:b / !read-embedded-part" }, { "none", "P:a / P:b / !read-embedded-part" } };
    char body[1000];
    (void)state;
    if (xs_zip_missing() || xs_xml_missing())
        skip();
    for (size_t i = 0; i < sizeof chunks / sizeof *chunks; i++) {
        struct xs_buf zip;
        struct xs_sheet s;
        int n = snprintf(body, sizeof body, W_HEAD P("a"));
        n += snprintf(body + n, sizeof body - (size_t)n, chunk, chunks[i].id);
        snprintf(body + n, sizeof body - (size_t)n, P("b") W_TAIL);
        const struct part parts[] = { { "[Content_Types].xml", "<Types/>" },
            { "word/document.xml", body },
            { "word/_rels/document.xml.rels",
                "<Relationships><Relationship Id=\"h\" Type=\"" W_REL "/aFChunk\" "
                "Target=\"h.htm\"/><Relationship Id=\"t\" Type=\"" W_REL "/aFChunk\" "
                "Target=\"t.txt\"/><Relationship Id=\"x\" Type=\"" W_REL "/aFChunk\" "
                "Target=\"gone.htm\"/></Relationships>" },
            { "word/h.htm", "<html><table><tr><td>c</td><td>d</td></tr></table></html>" },
            { "word/t.txt", "text" }, { NULL, NULL } };
        make_zip(&zip, parts);
        expect(chunks[i].id, xs_buf_str(&zip), "docx", chunks[i].blocks);
        struct xs_arena *a = xs_arena_new(ARENA);
        assert_int_equal(xs_read_sheet(a, xs_buf_str(&zip), &s), XS_OK);
        assert_int_equal(s.nnotes, i > 0);
        if (i > 0)
            assert_string_equal(s.notes[0].id, "read-embedded-part");
        xs_arena_free(a);
        xs_buf_free(&zip);
    }
}

/* A document within a document: it is read, one in it is named. Its tables are counted with the
 * others. */
static void docx_in_docx(void **state)
{
    static const char rels[] = "<Relationships><Relationship Id=\"c\" Type=\"" W_REL
                               "/aFChunk\" Target=\"c.docx\"/></Relationships>";
#define CHUNK "<w:altChunk r:id=\"c\" xmlns:r=\"" W_REL "\"/>"
#define TABLE "<w:tbl><w:tr>" TC("", "a") TC("", "b") "</w:tr></w:tbl>"
    struct xs_arena *a = xs_arena_new(ARENA);
    struct xs_sheet s;
    (void)state;
    if (xs_zip_missing() || xs_xml_missing())
        skip();
    xs_str inner = XS_STR_NONE;
    for (int i = 0; i < 2; i++) {
        struct xs_buf zip;
        const struct part parts[] = { { "[Content_Types].xml", "<Types/>" },
            { "word/document.xml", W_HEAD TABLE CHUNK TABLE W_TAIL },
            { "word/_rels/document.xml.rels", rels }, { "word/c.docx", NULL }, { NULL, NULL } };
        make_zip_with(&zip, parts, inner);
        assert_true(xs_arena_dup(a, xs_buf_str(&zip), &inner));
        xs_buf_free(&zip);
    }
    assert_int_equal(xs_read_sheet(a, inner, &s), XS_OK);
    assert_int_equal(s.nblocks, 4);
    for (uint32_t i = 0; i < 4; i++)
        assert_int_equal(s.blocks[i].cells[0].at.table, i + 1);
    assert_int_equal(s.nnotes, 1);
    xs_arena_free(a);
}

#define TD(t) "<table:table-cell><text:p>" t "</text:p></table:table-cell>"
#define SHEET_HEAD "<office:body><office:spreadsheet><table:table table:name=\"S\">"
#define SHEET_TAIL "</table:table></office:spreadsheet></office:body>"
#define ODF_SHEET(rows) SHEET_HEAD rows SHEET_TAIL
#define ODF_TEXT(t) "<office:body><office:text>" t "</office:text></office:body>"
#define FLAT(kind)                                                                                 \
    "<?xml version=\"1.0\"?><office:document "                                                     \
    "office:mimetype=\"application/vnd.oasis.opendocument." kind "\" "                             \
    "xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" "                             \
    "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "                           \
    "xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" "                             \
    "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\">"

/* What is too deep to be entered still gives its text. */
static void deep_boxes(void **state)
{
    struct xs_buf xml, zip;
    (void)state;
    if (xs_zip_missing() || xs_xml_missing())
        skip();
    xs_buf_init(&xml, (size_t)1 << 20);
    xs_buf_lit(&xml, W_HEAD);
    for (unsigned i = 0; i < XS_MAX_NEST_DEPTH + 2; i++)
        xs_buf_lit(&xml, "<w:p><w:r><w:txbxContent>");
    xs_buf_lit(&xml, P("in"));
    for (unsigned i = 0; i < XS_MAX_NEST_DEPTH + 2; i++)
        xs_buf_lit(&xml, "</w:txbxContent></w:r></w:p>");
    xs_buf_lit(&xml, P("out") W_TAIL);
    xs_buf_putc(&xml, 0);
    make_docx(&zip, xml.ptr);
    expect("boxes in boxes", xs_buf_str(&zip), "docx", "P:in / P:out");
    xs_buf_free(&xml);
    xs_buf_free(&zip);
}

/* Documents that are one file of XML. */
static void flat(void **state)
{
    (void)state;
    if (xs_xml_missing())
        skip();
    expect("Word 2003",
        XS_STR("<?xml version=\"1.0\"?><w:wordDocument "
               "xmlns:w=\"http://schemas.microsoft.com/office/word/2003/wordml\"><w:body>" P(
                   "a") "<w:tbl><w:tr>" TC("", "b")
                   TC("", "c") "</w:tr></w:tbl></w:body></w:wordDocument>"),
        "word-xml", "P:a / R:b|c");
    expect("text", XS_STR(FLAT("text") ODF_TEXT("<text:p>a</text:p>") "</office:document>"), "fodt",
        "P:a");
    expect("what a document says of itself is no text of it",
        XS_STR(FLAT(
            "text") "<office:meta>LibreOffice</office:meta><office:settings>1</office:settings>"
                    "<office:master-styles><text:p>x</text:p></office:master-styles>" ODF_TEXT(
                        "<text:p/>") "</office:document>"),
        "fodt", "");
    expect("digits set raised in a text",
        XS_STR(FLAT(
            "text") "<office:automatic-styles><style:style style:name=\"n\"><style:text-properties "
                    "style:text-position=\"0% 100%\"/></style:style><style:style style:name=\"u\">"
                    "<style:text-properties style:text-position=\"super "
                    "58%\"/></style:style><style:style "
                    "style:name=\"v\"><style:text-properties style:text-position=\"33% "
                    "58%\"/></style:style>"
                    "</office:automatic-styles>" ODF_TEXT(
                        "<text:p><text:span text:style-name=\"n\">10</text:span><text:span "
                        "text:style-name=\"u\"><text:span "
                        "text:style-name=\"n\">4</text:span>x</text:span><text:span "
                        "text:style-name=\"v\">2</text:span>3</text:p>") "</office:document>"),
        "fodt",
        "P:10\xE2\x81\xB4x\xC2\xB2"
        "3");
    expect("digits set raised in a sheet",
        XS_STR(FLAT("spreadsheet") "<office:automatic-styles><style:style "
                                   "style:name=\"n\"><style:text-properties "
                                   "style:text-position=\"0% 100%\"/></style:style><style:style "
                                   "style:name=\"u\">"
                                   "<style:text-properties style:text-position=\"super "
                                   "58%\"/></style:style><style:style "
                                   "style:name=\"v\"><style:text-properties "
                                   "style:text-position=\"33% 58%\"/></style:style>"
                                   "</office:automatic-styles>" ODF_SHEET(
                                       "<table:table-row><table:table-cell><text:p><text:span "
                                       "text:style-name=\"n\">10</text:span><text:span "
                                       "text:style-name=\"u\"><text:span "
                                       "text:style-name=\"n\">4</text:span>x</text:span><text:span "
                                       "text:style-name=\"v\">2</text:span>3</text:p></"
                                       "table:table-cell>" TD(
                                           "b") "</table:table-row>") "</office:document>"),
        "fods",
        "P:S / R:10\xE2\x81\xB4x\xC2\xB2"
        "3|b");
    expect("spreadsheet",
        XS_STR(FLAT("spreadsheet") ODF_SHEET(
            "<table:table-row>" TD("a") TD("b") "</table:table-row>") "</office:document>"),
        "fods", "P:S / R:a|b");
}

static const struct row odt_rows[] = {
    { "tabs part cells, line ends paragraphs",
        "<text:p>a<text:tab/>b</text:p><text:p>c<text:line-break/>d</text:p>",
        "~:a|b / P:c / P:d" },
    { "line ends of the file are blanks", "<text:p>\n a\nb</text:p>", "P:a b" },
    { "boxes in boxes",
        "<text:p>a<draw:rect><text:p>b<draw:ellipse><text:p>c</text:p></draw:ellipse></text:p>"
        "</draw:rect></text:p>",
        "P:a / P:b / P:c" },
    { "a table in a cell",
        "<table:table><table:table-row>" TD(
            "n") "<table:table-cell><table:table><table:table-row>" TD("a")
            TD("b") "</table:table-row></table:table></table:table-cell></table:table-row></"
                    "table:table>",
        "R:n| / R:a|b" },
};

static const struct row ods_rows[] = {
    { "paragraphs and line ends of a cell",
        "<table:table-row><table:table-cell><text:p>a</text:p><text:p>b<text:line-break/>c<text:s/"
        ">d</text:p></table:table-cell>" TD("e") "</table:table-row>",
        "P:S / R:a\nb\nc d|e" },
    { "merged cells",
        "<table:table-row><table:table-cell table:number-columns-spanned=\"2\" "
        "table:number-rows-spanned=\"2\"><text:p>a</text:p></"
        "table:table-cell><table:covered-table-cell/>" TD(
            "b") "</table:table-row><table:table-row>"
                 "<table:covered-table-cell table:number-columns-repeated=\"2\"/>" TD(
                     "c") "</table:table-row>",
        "P:S / R:a*2|b / R:^*2|c" },
    { "a table in a cell is its text",
        "<table:table-row><table:table-cell><text:p>a</"
        "text:p><table:table><table:table-row><table:table-cell><text:p>b</text:p></"
        "table:table-cell></table:table-row></table:table></table:table-cell>" TD(
            "c") "</table:table-row>",
        "P:S / R:a\nb|c" },
    { "what is drawn over a sheet",
        "<table:table-row><table:table-cell><text:p>a</text:p><draw:custom-shape><text:p>x</text:p>"
        "</draw:custom-shape><draw:frame><draw:text-box><text:p>x</text:p></draw:text-box>"
        "<draw:image><office:binary-data>eHg=</office:binary-data></draw:image></draw:frame>"
        "</table:table-cell>" TD("b") "</table:table-row>",
        "P:S / R:a|b" },
    { "values without text",
        "<table:table-row><table:table-cell office:value-type=\"float\" office:value=\"500.50\"/>"
        "<table:table-cell office:value-type=\"percentage\" office:value=\"0.95\"/>"
        "<table:table-cell office:value-type=\"date\" office:date-value=\"2024-11-30\"/>"
        "<table:table-cell office:value-type=\"string\" office:string-value=\"a\"/>"
        "<table:table-cell office:value-type=\"float\" office:value=\"7\"><text:p/>"
        "</table:table-cell>" TD("b") "</table:table-row>",
        "P:S / R:500.5|95%|2024-11-30|a||b" },
    { "a hidden row",
        "<table:table-row>" TD("a") TD("b") "</table:table-row><table:table-row "
                                            "table:visibility=\"filter\">" TD("c")
                                                TD("d") "</table:table-row>",
        "P:S / R:a|b / R:c|d / !read-hidden-cells" },
    { "hidden columns",
        "<table:table-column/><table:table-column table:visibility=\"collapse\" "
        "table:number-columns-repeated=\"2\"/><table:table-column/><table:table-row>" TD("a")
            TD("b") "</table:table-row>",
        "P:S / R:a|b / !read-hidden-cells" },
    { "a hidden row and a hidden column without cells",
        "<table:table-column table:number-columns-repeated=\"2\"/><table:table-column "
        "table:visibility=\"collapse\"/><table:table-row table:visibility=\"collapse\"/>"
        "<table:table-row table:visibility=\"visible\">" TD("a") TD("b") "</table:table-row>",
        "P:S / R:a|b" },
};

static void odf_rows(const struct row *r, const char *kind, const char *head, const char *tail)
{
    struct xs_buf xml, zip;
    char mime[100];
    bool sheet = strcmp(kind, "ods") == 0;
    xs_buf_init(&xml, (size_t)1 << 20);
    xs_buf_lit(&xml, ODF_HEAD);
    xs_buf_puts(&xml, xs_str_c(head));
    xs_buf_puts(&xml, xs_str_c(r->source));
    xs_buf_puts(&xml, xs_str_c(tail));
    xs_buf_lit(&xml, ODF_TAIL);
    xs_buf_putc(&xml, 0);
    (void)snprintf(
        mime, sizeof mime, "application/vnd.oasis.opendocument.%s", sheet ? "spreadsheet" : "text");
    make_odf(&zip, mime, xml.ptr);
    expect(r->name, xs_buf_str(&zip), kind, r->blocks);
    xs_buf_free(&xml);
    xs_buf_free(&zip);
}

static void odf(void **state)
{
    struct xs_buf zip;
    (void)state;
    if (xs_zip_missing() || xs_xml_missing())
        skip();
    for (size_t i = 0; i < sizeof odt_rows / sizeof *odt_rows; i++)
        odf_rows(&odt_rows[i], "odt", "<office:body><office:text>", "</office:text></office:body>");
    for (size_t i = 0; i < sizeof ods_rows / sizeof *ods_rows; i++)
        odf_rows(&ods_rows[i], "ods", SHEET_HEAD, SHEET_TAIL);
    make_odf(&zip, "application/vnd.oasis.opendocument.text",
        ODF_HEAD ODF_SHEET("<table:table-row>" TD("a") TD("b") "</table:table-row>") ODF_TAIL);
    expect("a spreadsheet that says it is a text", xs_buf_str(&zip), "fods", "P:S / R:a|b");
    xs_buf_free(&zip);
}

/* A file that holds all parts: the text is in the main one; without text it is empty. */
static void word_package(void **state)
{
#define PACKAGE(main, text)                                                                        \
    "<?mso-application progid=\"Word.Document\"?><pkg:package "                                    \
    "xmlns:pkg=\"http://schemas.microsoft.com/office/2006/xmlPackage\" "                           \
    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><pkg:part "          \
    "pkg:name=\"/docProps/app.xml\"><a>Word</a></pkg:part><pkg:part pkg:name=\"/w.xml\" "          \
    "pkg:contentType=\"" main "\"><w:document><w:body>" text "</w:body></w:document></pkg:part>"   \
    "<pkg:part pkg:name=\"/word/document.xml\"><w:glossaryDocument>" P(                            \
        "x") "</w:glossaryDocument></pkg:part></pkg:package>"
    (void)state;
    if (xs_xml_missing())
        skip();
    expect("package", XS_STR(PACKAGE("a.main+xml", P("a"))), "word-xml", "P:a");
    expect("package without text", XS_STR(PACKAGE("a.main+xml", "<w:p/>")), "word-xml", "");
}

static void odt(void **state)
{
    struct xs_buf zip;
    (void)state;
    if (xs_zip_missing() || xs_xml_missing())
        skip();
    make_odf(&zip, "application/vnd.oasis.opendocument.text",
        ODF_HEAD
        "<office:body><office:text><text:tracked-changes><text:p>x</text:p></text:tracked-changes>"
        "<text:p>a<text:s text:c=\"2\"/>b<text:note><text:p>n</text:p></text:note></text:p>"
        "<table:table><table:table-row><table:table-cell "
        "table:number-rows-spanned=\"2\"><text:p>c</text:p></table:table-cell>"
        "<table:table-cell "
        "table:number-columns-spanned=\"2\"><text:p>d</text:p></"
        "table:table-cell><table:covered-table-cell/></table:table-row>"
        "<table:table-row><table:covered-table-cell/>" TD("e")
            TD("f") "</table:table-row></table:table>"
                    "<text:p>g<draw:frame><draw:text-box><text:p>box</text:p></draw:text-box></"
                    "draw:frame>h</text:p></office:text></office:body>" ODF_TAIL);
    expect("odt", xs_buf_str(&zip), "odt", "P:a  b / R:c|d*2 / R:^|e|f / P:gh / P:box");
    xs_buf_free(&zip);
}

static void ods(void **state)
{
    struct xs_buf zip;
    (void)state;
    if (xs_zip_missing() || xs_xml_missing())
        skip();
    make_odf(&zip, "application/vnd.oasis.opendocument.spreadsheet",
        ODF_HEAD
        "<office:automatic-styles><style:style style:name=\"h\"><style:table-properties "
        "table:display=\"false\"/></style:style></office:automatic-styles>"
        "<office:body><office:spreadsheet><table:table table:name=\"H\" "
        "table:style-name=\"h\"><table:table-row>" TD(
            "x") "</table:table-row></table:table>"
                 "<table:table table:name=\"S\"><table:table-row>" TD(
                     "title") "</table:table-row><table:table-row table:number-rows-repeated=\"2\">"
                              "<table:table-cell "
                              "table:number-columns-repeated=\"2\"><text:p>a</text:p></"
                              "table:table-cell>"
                              "<table:table-cell "
                              "table:number-columns-repeated=\"16382\"/></table:table-row></"
                              "table:table></office:spreadsheet></office:body>" ODF_TAIL);
    expect("ods", xs_buf_str(&zip), "ods", "P:S / P:title / R:a|a / R:a|a");
    xs_buf_free(&zip);
}

static void xlsx(void **state)
{
    struct xs_buf zip;
    struct xs_sheet s;
    struct xs_arena *a = xs_arena_new(ARENA);
    (void)state;
    if (xs_zip_missing() || xs_xml_missing())
        skip();
    make_xlsx(&zip, "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c "
                    "r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" s=\"1\"><v>0.25</v></c></row>"
                    "<row r=\"2\"><c r=\"B2\" t=\"inlineStr\"><is><t>in</t></is></c><c r=\"C2\" "
                    "s=\"2\"><v>0.95</v></c></row>"
                    "<row r=\"4\"><c r=\"A4\" s=\"3\"><v>44197</v></c><c "
                    "r=\"B4\"><v>0.28999999999999998</v></c></row></sheetData>"
                    "<mergeCells><mergeCell ref=\"A1:A2\"/></mergeCells></worksheet>");
    expect(
        "xlsx", xs_buf_str(&zip), "xlsx", "P:A / R:one|two|25.00% / R:^|in|95% / R:2021/1/1|0.29");
    assert_int_equal(xs_read_sheet(a, xs_buf_str(&zip), &s), XS_OK);
    assert_int_equal(s.nnotes, 1);
    assert_string_equal(s.notes[0].id, "read-hidden-sheet");
    xs_buf_free(&zip);
    xs_arena_free(a);
}

#define XL_BOOK(props, sheets)                                                                     \
    "<workbook " XL_NS " xmlns:r=\"" XL_REL "\">" props "<sheets>" sheets "</sheets></workbook>"
#define XL_TO(id, type, target)                                                                    \
    "<Relationship Id=\"" id "\" Type=\"" XL_REL "/" type "\" Target=\"" target "\"/>"

/* Dates counted from 1904, formats of the book's own, truth values, and a chart beside the sheet.
 */
static void workbook(void **state)
{
    struct xs_buf zip;
    (void)state;
    if (xs_zip_missing() || xs_xml_missing())
        skip();
    make_book(&zip,
        XL_BOOK("<workbookPr date1904=\"1\"/>",
            "<sheet name=\"A\" r:id=\"r1\"/><sheet name=\"C\" r:id=\"r2\"/>"
            "<sheet name=\"B\" state=\"visible\" r:id=\"r5\"/>"),
        "<Relationships>\n" XL_TO("r1", "worksheet", "./../xl/WorkSheets/s1.xml")
            XL_TO("r2", "chartsheet", "chartsheets/c.xml") XL_TO("r3", "styles", "styles.xml")
                XL_TO("r5", "worksheet", "worksheets/s1.xml") "</Relationships>",
        "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"0.0&quot;x&quot;\"/></numFmts>"
        "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"14\"/></cellXfs></"
        "styleSheet>",
        "<worksheet><sheetData><row><c s=\"1\"><v>2.25</v></c><c s=\"2\"><v>42735</v></c>"
        "<c t=\"b\"><v>1</v></c><c t=\"b\"><v>0</v></c></row></sheetData>"
        "<extLst><c><v>9</v></c></extLst></worksheet>");
    expect("workbook", xs_buf_str(&zip), "xlsx",
        "P:A / R:2.3x|2021/1/1|TRUE|FALSE / B / P:B / R:2.3x|2021/1/1|TRUE|FALSE");
    xs_buf_free(&zip);
}

#define C(at, t) "<c r=\"" at "\" t=\"str\"><v>" t "</v></c>"
#define MERGE(ref) "<mergeCell ref=\"" ref "\"/>"

static const struct row xlsx_rows[] = {
    { "an empty sheet is nothing", "<sheetData/>", "" },
    { "cells out of order",
        "<sheetData><row r=\"2\">" C("B2", "d") C("A2", "c") "</row><row r=\"1\">" C("A1", "a")
            C("B1", "b") "</row></sheetData>",
        "P:A / R:a|b / R:c|d" },
    { "areas out of order, and areas that are none",
        "<sheetData><row r=\"1\">" C("A1", "a") C("B1", "b") C("D1", "c") "</row><row r=\"2\">" C(
            "B2", "d") C("D2", "e") "</row></sheetData><mergeCells>" MERGE("B2:C2") MERGE("B1:C1")
            MERGE("A1:A2") MERGE("D2:A1") MERGE("A1") MERGE("B1:x") "</mergeCells>",
        "P:A / R:a|b*2|c / R:^|d*2|e" },
    { "an area in a gap between rows covers nothing",
        "<sheetData><row r=\"1\">" C("A1", "a") C("B1", "b") "</row><row r=\"5\">" C("A5", "c")
            C("B5", "d") "</row></sheetData><mergeCells>" MERGE("A3:A4") "</mergeCells>",
        "P:A / R:a|b / R:c|d" },
    { "an area over the rest of the row",
        "<sheetData><row r=\"1\">" C("A1", "a") C("B1", "b") "</row><row r=\"2\">" C("A2", "c")
            C("B2", "d") "</row></sheetData><mergeCells>" MERGE("B1:D1") "</mergeCells>",
        "P:A / R:a|b*3 / R:c|d||" },
    { "characters that XML has no room for",
        "<sheetData><row>" C("A1", "a_x000D_\n_x000d__x000A_b_x0001_")
            C("B1", "_x4E00__x00e9__x005F_x000D_ _xD83D_ _x12_ _x00G0__x") "</row></sheetData>",
        "P:A / R:a\n\nb|\xE4\xB8\x80\xC3\xA9_x000D_ _xD83D_ _x12_ _x00G0__x" },
    { "digits set raised",
        "<sheetData><row><c t=\"inlineStr\"><is><r><t>10</t></r><r><rPr><vertAlign "
        "val=\"superscript\"/></rPr><t>4</t></r><r><rPr><vertAlign val=\"subscript\"/></rPr>"
        "<t>5</t></r></is></c>" C("B1", "6") "</row></sheetData>",
        "P:A / R:10\xE2\x81\xB4"
        "5|6" },
    { "formulas without results, said once",
        "<sheetData><row><c r=\"A1\"><f>1+1</f></c>" C("B1", "b") C(
            "C1", "c") "<c r=\"D1\" "
                       "t=\"str\"><f>E1</f><v></v></c></row><row><c><f>1</f></c></row></sheetData>",
        "P:A / R:b|c / !read-no-result" },
    { "a hidden row, hidden columns",
        "<cols><col min=\"2\" max=\"16384\" hidden=\"true\"/></cols><sheetData><row r=\"1\">" C(
            "A1", "a") C("B1", "b") "</row><row r=\"2\" hidden=\"1\">" C("A2", "c")
            C("B2", "d") "</row></sheetData>",
        "P:A / R:a|b / R:c|d / !read-hidden-cells" },
    { "a hidden row and a hidden column without cells",
        "<cols><col min=\"3\" max=\"3\" hidden=\"1\"/></cols><sheetData><row r=\"1\" hidden=\"1\"/>"
        "<row r=\"2\" hidden=\"0\">" C("A2", "a") C("B2", "b") "</row></sheetData>",
        "P:A / R:a|b" },
};

static void sheets(void **state)
{
    (void)state;
    if (xs_zip_missing() || xs_xml_missing())
        skip();
    for (size_t i = 0; i < sizeof xlsx_rows / sizeof *xlsx_rows; i++) {
        struct xs_buf xml, zip;
        xs_buf_init(&xml, (size_t)1 << 20);
        xs_buf_lit(&xml, "<worksheet>");
        xs_buf_puts(&xml, xs_str_c(xlsx_rows[i].source));
        xs_buf_lit(&xml, "</worksheet>");
        xs_buf_putc(&xml, 0);
        make_xlsx(&zip, xml.ptr);
        expect(xlsx_rows[i].name, xs_buf_str(&zip), "xlsx", xlsx_rows[i].blocks);
        xs_buf_free(&xml);
        xs_buf_free(&zip);
    }
}

/* A cell further right than is read is reported. */
static void long_row(void **state)
{
    struct xs_buf zip;
    struct xs_sheet s;
    struct xs_arena *a = xs_arena_new(ARENA);
    (void)state;
    if (xs_zip_missing() || xs_xml_missing())
        skip();
    make_xlsx(&zip, "<worksheet><sheetData><row r=\"1\">" C("A1", "a") C("B1", "b")
                        C("XFD1", "far") "</row></sheetData></worksheet>");
    assert_int_equal(xs_read_sheet(a, xs_buf_str(&zip), &s), XS_OK);
    assert_int_equal(s.nnotes, 2);
    assert_string_equal(s.notes[0].id, "read-long-row");
    assert_string_equal(s.notes[1].id, "read-hidden-sheet");
    xs_buf_free(&zip);
    xs_arena_free(a);
}

static const struct row html_rows[] = {
    { "unclosed tags", "<table><tr><td>a<td>b<tr><td>c<td>d</table>", "R:a|b / R:c|d" },
    { "spans", "<table><tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d</table>",
        "R:a|b*2 / R:^|c|d" },
    { "a layout table", "<table><tr><td><p>h</p><table><tr><td>a<td>b</table></table>",
        "P:h / R:a|b" },
    { "one column is a frame", "<table><tr><td><p>a</p><p>b</p></td></tr></table>", "P:a / P:b" },
    { "what is no text",
        "<html><head><title>t</title><style>s</style></head><body><script>x</script><nav>n</"
        "nav><p>a</p><div style='DISPLAY: none'>x</div></body></html>",
        "P:a" },
    { "white space", "<p>a\n b</p><p>\xE4\xB8\x80\n\xE4\xBA\x8C</p>",
        "P:a b / P:\xE4\xB8\x80\xE4\xBA\x8C" },
    { "entities", "<p>&gt;=95&#37; &ge;3</p>",
        "P:>=95% \xE2\x89\xA5"
        "3" },
    { "line ends in a cell", "<table><tr><td>1.a<br>2.b<td>c</table>", "R:1.a\n2.b|c" },
    { "GB18030 that says gb2312",
        "<meta charset=gb2312><p>\xD6\xB8\xB1\xEA\xC3\xFB\xB3\xC6\x81\x30\x89\x38</p>",
        "P:\xE6\x8C\x87\xE6\xA0\x87\xE5\x90\x8D\xE7\xA7\xB0\xC3\x9F" },
    { "UTF-8 that says gb2312", "<meta charset=gb2312><p>\xE4\xB8\x80\xE4\xBA\x8C</p>",
        "P:\xE4\xB8\x80\xE4\xBA\x8C" },
    { "text as it is", "<p>x<pre>a\nb\tc</pre>d  e", "P:x / P:a / ~:b|c / P:d e" },
    { "what belongs to the page, by its class, name or role",
        "<div class='x NAV'>1</div><div id=footer>2</div><p role=navigation>3</p>"
        "<div title=header>4</div><div class=navy>a</div>",
        "P:a" },
    { "a cell without a table is a paragraph", "<p>a<td>b</td>", "P:a / P:b" },
    { "digits set raised",
        "<p>10<sup>4</sup>m<sup> 2</sup>, 95%<sup>[10]</sup>, n<sup>th</sup>, "
        "<sup>0123456789</sup>0</p>",
        "P:10\xE2\x81\xB4m \xC2\xB2, 95%[\xC2\xB9\xE2\x81\xB0], nth, "
        "\xE2\x81\xB0\xC2\xB9\xC2\xB2\xC2\xB3\xE2\x81\xB4\xE2\x81\xB5\xE2\x81\xB6\xE2\x81\xB7"
        "\xE2\x81\xB8\xE2\x81\xB9"
        "0" },
    { "fields of a table that are filled in",
        "<input value=x><textarea>x</textarea><table><tr><td><textarea>1.a\n2.b</textarea><td>"
        "<input value='c d'> e<td><input type=Number value=3><input type=hidden value=x>"
        "<input type=text><input type=checkbox value=x></table>",
        "R:1.a\n2.b|c d e|3" },
    { "hidden by a long style, and styles that hide nothing",
        "<p style='font-family: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
        "aaaaaaaaaaaaa; Display : None !important'>x</p><p style=';mso-hide:all;'>x</p>"
        "<p style='display:nonesuch'>a</p><p style='display:'>b</p>",
        "P:a / P:b" },
    { "hidden by an attribute", "<p hidden>x</p><p>a</p>", "P:a" },
    { "no content", "<html><body></body></html>", "" },
};

static void html(void **state)
{
    (void)state;
    if (xs_xml_missing())
        skip();
    for (size_t i = 0; i < sizeof html_rows / sizeof *html_rows; i++)
        expect(html_rows[i].name, xs_str_c(html_rows[i].source), "html", html_rows[i].blocks);
}

static void numbers(void **state)
{
    static const struct {
        const char *value, *code, *shown;
    } rows[] = {
        { "0.25", "0%", "25%" },
        { "0.25", "0.00%", "25.00%" },
        { "0", "0%", "0%" },
        { "0", "0.00%", "0.00%" },
        { "0.001", "0%", "0%" },
        { "1", "0.00%", "100.00%" },
        { "0.28999999999999998", "General", "0.29" },
        { "1.35", "General", "1.35" },
        { "500.50", "General", "500.5" },
        { "0.000", "General", "0" },
        { "0.0004", "0.0#", "0.0" },
        { "10.0", "0.0#", "10.0" },
        { "0", "General", "0" },
        { "-3", "0.0", "-3.0" },
        { "1234567.5", "#,##0.00", "1,234,567.50" },
        { "9.9950000000000001E-1", "0.00%", "99.95%" },
        { "12", "0\"ci\"", "12ci" },
        { "0.5", "#.##", "0.5" },
        { "-5", "0;(0)", "(5)" },
        { "0", "0;-0;\"none\"", "none" },
        { "44197", "yyyy/m/d", "2021/1/1" },
        { "44197.5", "yyyy-mm-dd hh:mm;@", "2021-01-01 12:00" },
        { "60", "m/d", "2/29" },
        { "61", "yyyy/m/d", "1900/3/1" },
        { "1E2", "0", "100" },
        { "0.999", "0", "1" },
        { "5", "[>9]0;0", "5" },
        { "3", "[$\xC2\xA5-804]0.00",
            "\xC2\xA5"
            "3.00" },
        { "text", "0.00", "text" },
        { "130304211234567890", "General", "130304211234568000" },
        { "-1.5", "General", "-1.5" },
        { "-0.2", "0", "0" },
        { "1e", "0", "1e" },
        { "3", "0\\x_)* ", "3x" },
        { "3", "0\\\xE5\x85\x83", "3\xE5\x85\x83" },
        { "1500", "0.00E+00", "1500" },
        { "0", "#", "0" },
        { "0.5", "h:mm:ss", "12:00:00" },
        { "44197.9999999999", "yyyy-m-d h:mm", "2021-1-2 0:00" },
        { "44197", "yyyy@", "2021" },
        { "-1", "yyyy", "-1" },
        { "5", "", "5" },
        { "500", "General\"\xE4\xBA\xBA\xE6\xAC\xA1\"", "500\xE4\xBA\xBA\xE6\xAC\xA1" },
        { "95", "\"\xE2\x89\xA5\"General\\%",
            "\xE2\x89\xA5"
            "95%" },
        { "500", "G/\xE9\x80\x9A\xE7\x94\xA8\xE6\xA0\xBC\xE5\xBC\x8F\"\xE4\xBA\xBA\xE6\xAC\xA1\"",
            "500\xE4\xBA\xBA\xE6\xAC\xA1" },
        { "-2.5", "\"x\"General", "-x2.5" },
        { "0.5", "General%", "50%" },
        { "7", "\"\xE7\xAC\xAC\"@",
            "\xE7\xAC\xAC"
            "7" },
        { "123456", "0!.0,\"\xE4\xB8\x87\xE5\x85\x83\"", "12.3\xE4\xB8\x87\xE5\x85\x83" },
        { "123456", "0\\.0,", "12.3" },
        { "4", "0!.0,", "0.0" },
        { "123456", "0!.0000", "12.3456" },
        { "20230115", "0000\"-\"00\"-\"00", "2023-01-15" },
        { "1230115", "0000-00-00", "0123-01-15" },
        { "1234567", "#,##0!.0000", "1,23.4,567" },
        { "1234567.25", "#,##0!|.0#", "1,234,567|.25" },
        { "7", "000", "007" },
        { "5", "0#", "05" },
        { "1234", "0.00.0", "1234.000" },
        { "0", "_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", "-" },
        { "0", "??", "" },
        { "12", "??0", "12" },
        { ".5", ".00", "0.50" },
        { "-0", "0.0", "0.0" },
        { "123456", "[>=10000]0.0!,\"k\";0\"x\"", "123456.0,k" },
        { "123456", "[>=10000]0.00,\"k\";0\"x\"", "123.46k" },
        { "5", "[Red][>=10000]0.00,\"k\";0\"x\"", "5x" },
        { "10000", "[>=10000]\"a\";\"b\"", "a" },
        { "-5", "[<=-5]\"a\"0;\"b\"", "-a5" },
        { "0", "[=1]\"yes\";[=0]\"no\";0", "no" },
        { "3", "[=1]\"yes\";[=0]\"no\"", "3" },
        { "1", "[<>1]\"a\";[>]0;\"b\"", "1" },
        { "3", "\"x\"", "x" },
        { "-3", "\"x\"", "x" },
        { "3", ";;;", "" },
        { "45000", "e\"\xE5\xB9\xB4\"m\"\xE6\x9C\x88\"",
            "2023\xE5\xB9\xB4"
            "3\xE6\x9C\x88" },
        { "45000", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
            "2023\xE5\xB9\xB4"
            "3\xE6\x9C\x88"
            "15\xE6\x97\xA5" },
        { "0.75", "[$-F400]h:mm:ss AM/PM", "18:00:00" },
        { "0.75", "h:mm AM/PM", "6:00 PM" },
        { "0", "h A/P", "12 A" },
        { "0.5", "\xE4\xB8\x8A\xE5\x8D\x88/\xE4\xB8\x8B\xE5\x8D\x88h\"\xE6\x97\xB6\"",
            "\xE4\xB8\x8B\xE5\x8D\x88"
            "12\xE6\x97\xB6" },
        { "1.5", "[h]:mm", "36:00" },
        { "0.05", "[mm]:ss", "72:00" },
        { "0.001", "[s]", "86" },
        { "45000", "yyyy/m/d aaaa", "2023/3/15 " },
        { "45000", "yyyy.mm.dd", "2023.03.15" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct xs_buf b;
        xs_buf_init(&b, 1000);
        xs_number_format(&b, xs_str_c(rows[i].value), xs_str_c(rows[i].code), false);
        xs_buf_putc(&b, 0);
        if (strcmp(rows[i].code, "m/d") != 0 && strcmp(b.ptr, rows[i].shown) != 0)
            fail_msg(
                "%s as %s: %s instead of %s", rows[i].value, rows[i].code, b.ptr, rows[i].shown);
        xs_buf_free(&b);
    }
}

/* What stands before a part in a container: its name has as many bytes as size says. */
#define LOCAL(size, name)                                                                          \
    "PK\003\004\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" size "\0\0\0" name " "

static void formats(void **state)
{
    static const struct {
        xs_str bytes;
        enum xs_file_format format;
    } rows[] = {
        { XS_STR_INIT("{\\rtf1"), XS_FORMAT_RTF },
        { XS_STR_INIT("%PDF-1.4"), XS_FORMAT_PDF },
        { XS_STR_INIT("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"),
            XS_FORMAT_DOC },
        { XS_STR_INIT("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1W\0o\0r\0k\0b\0o\0o\0k\0"), XS_FORMAT_XLS },
        { XS_STR_INIT("\x1F\x8B\x08"), XS_FORMAT_GZIP },
        { XS_STR_INIT("Rar!\x1A\x07\x01"), XS_FORMAT_RAR },
        { XS_STR_INIT(" <!DOCTYPE HTML>"), XS_FORMAT_HTML },
        { XS_STR_INIT("a <b"), XS_FORMAT_TEXT },
        { XS_STR_INIT("\xFF\xFE<\0h\0t\0m\0l\0>\0"), XS_FORMAT_HTML },
        { XS_STR_INIT(""), XS_FORMAT_TEXT },
        { XS_STR_INIT("PK\003\004"), XS_FORMAT_ZIP },
        { XS_STR_INIT(LOCAL("\x0F", "word/a_part.xml")), XS_FORMAT_DOCX },
        { XS_STR_INIT(LOCAL("\x0F", "XL\\Workbook.xml")), XS_FORMAT_XLSX },
        { XS_STR_INIT(LOCAL("\x0F", "xl/workbook.bin")), XS_FORMAT_XLSB },
        { XS_STR_INIT(LOCAL("\x0F", "ppt/slides.rels")), XS_FORMAT_PPTX },
        { XS_STR_INIT(LOCAL("\x0F", "word/2024.docx.")), XS_FORMAT_ZIP },
        { XS_STR_INIT(LOCAL("\x0F", "xl/report-1.txt")), XS_FORMAT_ZIP },
        { XS_STR_INIT(LOCAL("\x0F", "ppt/report1.ppt")), XS_FORMAT_ZIP },
        { XS_STR_INIT("\xEF\xBB\xBF\r\n\xE3\x80\x80<!-- a --> <!----><p style=\"x\">a"),
            XS_FORMAT_HTML },
        { XS_STR_INIT("<!-- <p>"), XS_FORMAT_HTML },
        { XS_STR_INIT("<h2 class=\"t\">a</h2>"), XS_FORMAT_HTML },
        { XS_STR_INIT("<pa>a</pa>"), XS_FORMAT_TEXT },
        { XS_STR_INIT("<!-- a -->"), XS_FORMAT_TEXT },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(xs_detect(rows[i].bytes), rows[i].format);
}

/* Truncated anywhere, a bit changed anywhere: never a crash, and never fewer blocks without a word.
 */
static void hurt(const char *name, xs_str good)
{
    for (size_t k = 0; k < 250; k++) {
        size_t len = k < 50 ? good.len * k / 50 : good.len;
        char *bytes = test_malloc(len + 1);
        struct xs_arena *a = xs_arena_new(ARENA);
        struct xs_sheet s;
        memcpy(bytes, good.ptr, len);
        if (k >= 50)
            bytes[(k * 2654435761u) % len] ^= (char)(1 << k % 8);
        enum xs_err e = xs_read_sheet(a, (xs_str){ bytes, len }, &s);
        if (e == XS_OK && k > 0 && s.nblocks == 0 && !s.cut && !s.nnotes)
            fail_msg("%s: nothing, in silence (%zu)", name, k);
        xs_arena_free(a);
        test_free(bytes);
    }
}

static void damaged(void **state)
{
    struct xs_buf zip;
    (void)state;
    if (xs_zip_missing() || xs_xml_missing())
        skip();
    make_docx(&zip, W_HEAD "<w:tbl><w:tr>" TC("", "a") TC("", "b") "</w:tr></w:tbl>" W_TAIL);
    hurt("docx", xs_buf_str(&zip));
    xs_buf_free(&zip);
    make_xlsx(&zip, "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" "
                    "t=\"s\"><v>0</v></c></row></sheetData></worksheet>");
    hurt("xlsx", xs_buf_str(&zip));
    xs_buf_free(&zip);
    hurt("html", XS_STR("<html><body><table><tr><td>a<td>b<tr><td>c<td>d</table></body></html>"));
}

static void refused(void **state)
{
    struct xs_buf zip;
    struct xs_arena *a = xs_arena_new(ARENA);
    struct xs_sheet s;
    (void)state;
    if (xs_zip_missing() || xs_xml_missing())
        skip();
    make_docx(&zip, "<!DOCTYPE d [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><d>&b;</d>");
    assert_int_equal(xs_read_sheet(a, xs_buf_str(&zip), &s), XS_E_DAMAGED);
    xs_buf_free(&zip);
    make_docx(&zip, W_HEAD P("a"));
    assert_int_equal(xs_read_sheet(a, xs_buf_str(&zip), &s), XS_E_DAMAGED);
    xs_buf_free(&zip);
    make_docx(&zip, "<w:document xmlns:v=\"x\"><w:body>" P("a") W_TAIL);
    assert_int_equal(xs_read_sheet(a, xs_buf_str(&zip), &s), XS_E_DAMAGED); /* w: is what? */
    xs_buf_free(&zip);
    make_xlsx(&zip, "<worksheet><sheetData><row><c t=\"s\"><v>7</v></c></row></sheetData></"
                    "worksheet>"); /* there is no text 7 */
    assert_int_equal(xs_read_sheet(a, xs_buf_str(&zip), &s), XS_E_DAMAGED);
    xs_buf_free(&zip);
    const struct part secret[] = { { "mimetype", "application/vnd.oasis.opendocument.text" },
        { "META-INF/manifest.xml", "<manifest:encryption-data/>" }, { "content.xml", "?" },
        { NULL, NULL } };
    make_zip(&zip, secret);
    assert_int_equal(xs_read_sheet(a, xs_buf_str(&zip), &s), XS_E_ENCRYPTED);
    xs_buf_free(&zip);
    const struct part slides[] = { { "ppt/presentation.xml", "<p/>" },
        { "ppt/slides/slide1.xml", "<p/>" }, { NULL, NULL } };
    make_zip(&zip, slides);
    assert_int_equal(xs_detect(xs_buf_str(&zip)), XS_FORMAT_PPTX);
    xs_buf_free(&zip);
    const struct part binary[] = { { "xl/workbook.bin", "?" }, { NULL, NULL } };
    make_zip(&zip, binary);
    assert_int_equal(xs_detect(xs_buf_str(&zip)), XS_FORMAT_XLSB);
    xs_buf_free(&zip);
    xs_str locked = XS_STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
                           "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0");
    assert_int_equal(xs_read_sheet(a, locked, &s), XS_E_ENCRYPTED);
    assert_int_equal(xs_read_sheet(a, XS_STR("{\\rtf1 x}"), &s), XS_E_UNSUPPORTED);
    assert_string_equal(s.format, "rtf");
    assert_string_equal(s.missing, "LibreOffice");
    xs_arena_free(a);
}

/* Locked parts, parts larger than may be, too many sheets. The headers of the container say so. */
static void headers(void **state)
{
    struct xs_arena *a = xs_arena_new(ARENA);
    struct xs_sheet s;
    struct xs_buf zip;
    (void)state;
    if (xs_zip_missing() || xs_xml_missing())
        skip();
    make_docx(&zip, W_HEAD P("a") W_TAIL);
    size_t list = xs_str_find(xs_buf_str(&zip), XS_STR("PK\001\002"), 0);
    size_t second = xs_str_find(xs_buf_str(&zip), XS_STR("PK\001\002"), list + 4);
    size_t local = xs_str_find(xs_buf_str(&zip), XS_STR("PK\003\004"), 4);
    assert_true(second != SIZE_MAX && local != SIZE_MAX);
    assert_int_equal(xs_read_sheet(a, xs_buf_str(&zip), &s), XS_OK);
    zip.ptr[second + 8] = zip.ptr[local + 6] = 1; /* encrypted */
    assert_int_equal(xs_read_sheet(a, xs_buf_str(&zip), &s), XS_E_ENCRYPTED);
    zip.ptr[second + 8] = zip.ptr[local + 6] = 0;
    zip.ptr[second + 27] = zip.ptr[local + 25] = 0x40; /* 1 GiB */
    assert_int_equal(xs_read_sheet(a, xs_buf_str(&zip), &s), XS_E_TOO_LARGE);
    xs_buf_free(&zip);
    struct xs_buf book;
    xs_buf_init(&book, (size_t)1 << 24);
    xs_buf_lit(&book, "<workbook " XL_NS " xmlns:r=\"" XL_REL "\"><sheets>");
    for (unsigned i = 0; i <= XS_MAX_SHEETS; i++)
        xs_buf_lit(&book, "<sheet name=\"A\" r:id=\"r1\"/>");
    xs_buf_lit(&book, "</sheets></workbook>");
    xs_buf_putc(&book, 0);
    make_book(&zip, book.ptr, XL_RELS, XL_STYLES, "<worksheet/>");
    assert_int_equal(xs_read_sheet(a, xs_buf_str(&zip), &s), XS_E_TOO_LARGE);
    xs_buf_free(&zip);
    xs_buf_free(&book);
    xs_arena_free(a);
}

/* A container that is written as it is made has the sizes behind its parts, and here no list. */
static void streamed(void **state)
{
    (void)state;
    xs_str zip = XS_STR("PK\3\4\24\0\10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\23\0\0\0"
                        "[Content_Types].xml<Types/>PK\7\10\0\0\0\0\10\0\0\0\10\0\0\0"
                        "PK\3\4\24\0\10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\21\0\0\0"
                        "word/a_part.xml<w/>PK\7\10\0\0\0\0\4\0\0\0\4\0\0\0");
    assert_int_equal(xs_detect(zip), XS_FORMAT_DOCX);
}

/* Tables in cells in tables, deeper than is looked: the text is there, and nothing falls over. */
static void deep_tables(void **state)
{
    struct xs_arena *a = xs_arena_new(ARENA);
    struct xs_sheet s;
    struct xs_buf b;
    bool found = false;
    (void)state;
    if (xs_xml_missing())
        skip();
    xs_buf_init(&b, (size_t)1 << 24);
    xs_buf_lit(&b, "<html>");
    for (int i = 0; i < 200; i++)
        xs_buf_lit(&b, "<table><tr><td>");
    xs_buf_lit(&b, "innermost");
    for (int i = 0; i < 200; i++)
        xs_buf_lit(&b, "</td><td>x</td></tr></table>");
    xs_buf_lit(&b, "<p>after</p></html>");
    assert_int_equal(xs_read_sheet(a, xs_buf_str(&b), &s), XS_OK);
    for (size_t i = 0; i < s.nblocks; i++)
        for (size_t k = 0; k < s.blocks[i].ncells; k++)
            found |= xs_str_has(s.blocks[i].cells[k].text, XS_STR("innermost"));
    assert_true(found);
    assert_true(xs_str_eq(s.blocks[s.nblocks - 1].cells[0].text, XS_STR("after")));
    xs_buf_free(&b);
    xs_arena_free(a);
}

/* Zero bytes do not end a page; bytes that are no text are reported; so is an end that lacks. */
static void html_faults(void **state)
{
    struct xs_sheet s;
    struct xs_arena *a = xs_arena_new(ARENA);
    (void)state;
    if (xs_xml_missing())
        skip();
    expect("zero bytes",
        XS_STR("<p>a long text in which a single zero byte stands, of which all else is good</p>\0"
               "<p>another text of a length that lets one bad byte in a hundred be forgiven</p>"),
        "html",
        "P:a long text in which a single zero byte stands, of which all else is good / "
        "P:another text of a length that lets one bad byte in a hundred be forgiven");
    assert_int_equal(xs_read_sheet(a,
                         XS_STR("<meta charset=utf-8><p>\xE4\xB8\x80\xE4\xBA\x8C"
                                "\xE4\xB8\x89\xE4\xB8\x80\xE4\xBA\x8C\xFF</p>"),
                         &s),
        XS_OK);
    assert_int_equal(s.nnotes, 1);
    assert_string_equal(s.notes[0].id, "read-invalid-bytes");
    assert_int_equal(xs_read_sheet(a, XS_STR("<html><p>a</p>"), &s), XS_OK);
    assert_true(s.cut);
    assert_int_equal(xs_read_sheet(a, XS_STR("<table><tr><td>a<td>b"), &s), XS_OK);
    assert_true(s.cut);
    assert_int_equal(xs_read_sheet(a, XS_STR("<table><tr><td>a<td>b</div>"), &s), XS_OK);
    assert_false(s.cut);
    assert_int_equal(xs_read_sheet(a, XS_STR("<html><p>a</p></html>"), &s), XS_OK);
    assert_false(s.cut);
    xs_arena_free(a);
}

#define TEN(s) s s s s s s s s s s

/* Text outside of all cells: the markup is not what it should be. */
static void stray_text(void **state)
{
    struct xs_arena *a = xs_arena_new(ARENA);
    struct xs_sheet s;
    struct xs_buf zip;
    (void)state;
    if (xs_zip_missing() || xs_xml_missing())
        skip();
    make_odf(&zip, "application/vnd.oasis.opendocument.spreadsheet",
        ODF_HEAD "<office:body><office:spreadsheet>words<table:table table:name=\"A\">"
                 "</table:table></office:spreadsheet></office:body>" ODF_TAIL);
    assert_int_equal(xs_read_sheet(a, xs_buf_str(&zip), &s), XS_E_DAMAGED);
    xs_buf_free(&zip);
    xs_arena_free(a);
}

/* RTF whose Chinese bytes no font explains is given as \u; not where a font does, or where the
 * bytes are something else. */
static void rtf(void **state)
{
    static const struct {
        const char *name, *in, *out; /* out: NULL: not changed */
    } rows[] = {
        { "escaped", "{\\rtf1 " TEN("\\'D6\\'d0") "\\par}", TEN("\\u20013?") "}\\par}" },
        { "bare", "{\\rtf1 " TEN("\xD6\xD0") "}", TEN("\\u20013?") "}}" },
        { "fonts say what they are", "{\\rtf1\\fcharset134 " TEN("\\'d6\\'d0") "}", NULL },
        { "too few", "{\\rtf1 \\'d6\\'d0}", NULL },
        { "bytes of another encoding", "{\\rtf1 " TEN("\\'d6\\'d0 \\'e9 ") "}", NULL },
        { "the last byte has no second", "{\\rtf1 \xD6", NULL },
        { "no character of GBK", "{\\rtf1 " TEN("\\'d6\\'d0\\'a2\\'40") "}", NULL },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct xs_buf b;
        bool changed;
        xs_buf_init(&b, 10000);
        assert_int_equal(xs_rtf_recode(xs_str_c(rows[i].in), &b, &changed), XS_OK);
        if (changed != (rows[i].out != NULL) ||
            (changed && !xs_str_ends(xs_buf_str(&b), xs_str_c(rows[i].out))))
            fail_msg("%s: %.*s", rows[i].name, (int)b.len, b.ptr);
        xs_buf_free(&b);
    }
}

/* Reads bytes with ever more memory, until it is enough: before, all there is to say is that it was
 * not, whatever could not be had. */
static void starve(const char *name, xs_str bytes)
{
    for (size_t cap = 256;; cap += cap / 97 + 40) {
        struct xs_arena *a = xs_arena_new(cap);
        struct xs_sheet s;
        enum xs_err e = a ? xs_read_sheet(a, bytes, &s) : XS_E_NOMEM;
        xs_arena_free(a);
        if (e == XS_OK)
            return;
        if (e != XS_E_NOMEM)
            fail_msg("%s with %zu bytes: %s", name, cap, xs_err_text(e));
        assert_true(cap < ARENA);
    }
}

static void no_memory(void **state)
{
    static const char *const names[] = { "docx", "fods", "fodt", "html", "ods", "odt", "word-xml",
        "xlsx" };
    (void)state;
    if (xs_zip_missing() || xs_xml_missing())
        skip();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[512];
        struct xs_bytes b = { 0 };
        int error;
        bool is_xml = strcmp(names[i], "word-xml") == 0;
        (void)snprintf(path, sizeof path, "%s/tests/golden/format/%s.d/input.%s", getenv("ROOT"),
            names[i], is_xml ? "xml" : names[i]);
        assert_int_equal(xs_io_read(&b, path, XS_MAX_DOC_BYTES, &error), XS_OK);
        starve(names[i], (xs_str){ b.ptr, b.len });
        xs_bytes_free(&b);
    }
    for (size_t i = 0; i < sizeof docx_rows / sizeof *docx_rows; i++) {
        struct xs_buf zip = docx_of(docx_rows[i].source);
        starve(docx_rows[i].name, xs_buf_str(&zip));
        xs_buf_free(&zip);
    }
    for (size_t i = 0; i < sizeof html_rows / sizeof *html_rows; i++)
        starve(html_rows[i].name, xs_str_c(html_rows[i].source));
}

/* The same text in another form has the same hash. */
static void hashes(void **state)
{
    struct xs_arena *a = xs_arena_new(ARENA);
    struct xs_sheet one, two;
    (void)state;
    if (xs_xml_missing())
        skip();
    assert_int_equal(
        xs_read_sheet(a, XS_STR("[bookmark: _Toc1]head\n\ta\n\tb c\n\n"), &one), XS_OK);
    assert_int_equal(
        xs_read_sheet(a, XS_STR("<p>head</p><table><tr><td>a<td>b<br>c</table>"), &two), XS_OK);
    assert_true(one.text_hash == two.text_hash);
    assert_int_equal(xs_read_sheet(a,
                         XS_STR("he\xC2\xA0"
                                "ad\n\ta\n\tb\xE3\x80\x80 c\n\n"),
                         &one),
        XS_OK);
    assert_true(one.text_hash == two.text_hash); /* blanks of any kind */
    xs_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(docx),
        cmocka_unit_test(odt),
        cmocka_unit_test(ods),
        cmocka_unit_test(xlsx),
        cmocka_unit_test(html),
        cmocka_unit_test(html_faults),
        cmocka_unit_test(deep_boxes),
        cmocka_unit_test(docx_parts),
        cmocka_unit_test(docx_in_docx),
        cmocka_unit_test(word_package),
        cmocka_unit_test(flat),
        cmocka_unit_test(odf),
        cmocka_unit_test(workbook),
        cmocka_unit_test(sheets),
        cmocka_unit_test(long_row),
        cmocka_unit_test(numbers),
        cmocka_unit_test(formats),
        cmocka_unit_test(damaged),
        cmocka_unit_test(refused),
        cmocka_unit_test(headers),
        cmocka_unit_test(stray_text),
        cmocka_unit_test(streamed),
        cmocka_unit_test(deep_tables),
        cmocka_unit_test(rtf),
        cmocka_unit_test(no_memory),
        cmocka_unit_test(hashes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
