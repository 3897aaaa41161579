/* formats.h: small documents of many formats, built in memory, for the tests of the readers. */
#ifndef XS_TEST_FORMATS_H
#define XS_TEST_FORMATS_H

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

struct part {
    const char *name, *text; /* text NULL: bytes that the caller gives apart */
};

static uint32_t crc32_of(const char *p, size_t n)
{
    uint32_t c = 0xFFFFFFFFu;
    for (size_t i = 0; i < n; i++) {
        c ^= (unsigned char)p[i];
        for (int k = 0; k < 8; k++)
            c = (c >> 1) ^ ((c & 1) ? 0xEDB88320u : 0);
    }
    return ~c;
}

static void put_le(struct xs_buf *b, uint32_t n, int bytes)
{
    for (int i = 0; i < bytes; i++, n >>= 8)
        xs_buf_putc(b, (char)(n & 0xFF));
}

/* The fields that both records of a part have in common. */
static void put_part_fields(struct xs_buf *b, const struct part *p, xs_str bytes)
{
    uint32_t len = (uint32_t)bytes.len;
    put_le(b, 20, 2); /* version */
    put_le(b, 0, 2);  /* flags */
    put_le(b, 0, 2);  /* stored, not packed */
    put_le(b, 0x00210000u, 4);
    put_le(b, crc32_of(bytes.ptr, len), 4);
    put_le(b, len, 4);
    put_le(b, len, 4);
    put_le(b, (uint32_t)strlen(p->name), 2);
    put_le(b, 0, 2); /* extra */
}

static xs_str bytes_of(const struct part *p, xs_str binary)
{
    return p->text ? xs_str_c(p->text) : binary;
}

/* make_zip_with: a container of stored parts; parts end with a NULL name. */
static void make_zip_with(struct xs_buf *b, const struct part *parts, xs_str binary)
{
    uint32_t at[16], count = 0;
    xs_buf_init(b, (size_t)1 << 24);
    for (; parts[count].name; count++) {
        at[count] = (uint32_t)b->len;
        xs_buf_puts(b, XS_STR("PK\003\004"));
        put_part_fields(b, &parts[count], bytes_of(&parts[count], binary));
        xs_buf_lit(b, parts[count].name);
        xs_buf_puts(b, bytes_of(&parts[count], binary));
    }
    uint32_t list = (uint32_t)b->len;
    for (uint32_t i = 0; i < count; i++) {
        xs_buf_puts(b, XS_STR("PK\001\002"));
        put_le(b, 20, 2);
        put_part_fields(b, &parts[i], bytes_of(&parts[i], binary));
        put_le(b, 0, 2 + 2 + 2); /* comment, disk, internal */
        put_le(b, 0, 2 + 2);     /* external */
        put_le(b, at[i], 4);
        xs_buf_lit(b, parts[i].name);
    }
    uint32_t size = (uint32_t)b->len - list;
    xs_buf_puts(b, XS_STR("PK\005\006"));
    put_le(b, 0, 4);
    put_le(b, count, 2);
    put_le(b, count, 2);
    put_le(b, size, 4);
    put_le(b, list, 4);
    put_le(b, 0, 2);
}

static inline void make_zip(struct xs_buf *b, const struct part *parts)
{
    make_zip_with(b, parts, XS_STR_NONE);
}

#define W_HEAD                                                                                     \
    "<?xml version=\"1.0\"?><w:document "                                                          \
    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "                    \
    "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"><w:body>"
#define W_TAIL "</w:body></w:document>"

static inline void make_docx(struct xs_buf *b, const char *document)
{
    const struct part parts[] = { { "[Content_Types].xml", "<Types/>" },
        { "word/document.xml", document }, { NULL, NULL } };
    make_zip(b, parts);
}

#define ODF_HEAD                                                                                   \
    "<?xml version=\"1.0\"?><office:document-content "                                             \
    "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "                           \
    "xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" "                             \
    "xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" "                             \
    "xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\" "                            \
    "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\">"
#define ODF_TAIL "</office:document-content>"

static inline void make_odf(struct xs_buf *b, const char *kind, const char *content)
{
    const struct part parts[] = { { "mimetype", kind }, { "content.xml", content },
        { NULL, NULL } };
    make_zip(b, parts);
}

#define XL_NS "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define XL_REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define XL_SHEETS                                                                                  \
    "<workbook " XL_NS " xmlns:r=\"" XL_REL "\"><sheets><sheet name=\"A\" r:id=\"r1\"/>"           \
    "<sheet name=\"B\" state=\"hidden\" r:id=\"r2\"/></sheets></workbook>"
#define XL_RELS                                                                                    \
    "<Relationships><Relationship Id=\"r1\" Type=\"" XL_REL                                        \
    "/worksheet\" Target=\"worksheets/s1.xml\"/>"                                                  \
    "<Relationship Id=\"r2\" Type=\"" XL_REL "/worksheet\" Target=\"worksheets/s2.xml\"/>"         \
    "<Relationship Id=\"r3\" Type=\"" XL_REL "/styles\" Target=\"styles.xml\"/>"                   \
    "<Relationship Id=\"r4\" Type=\"" XL_REL "/sharedStrings\" Target=\"/xl/shared.xml\"/>"        \
    "</Relationships>"
#define XL_STYLES                                                                                  \
    "<styleSheet><cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>"   \
    "<xf numFmtId=\"10\"/><xf numFmtId=\"9\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
#define XL_SHARED                                                                                  \
    "<sst><si><t>one</t></si><si><r><t>t</t></r><r><t>wo</t></r><rPh><t>NO</t></rPh></si></sst>"

/* A workbook of one shown and one hidden sheet, unless the caller has its own. */
static inline void make_book(
    struct xs_buf *b, const char *workbook, const char *rels, const char *styles, const char *sheet)
{
    const struct part parts[] = { { "[Content_Types].xml", "<Types/>" },
        { "xl/workbook.xml", workbook }, { "xl/_rels/workbook.xml.rels", rels },
        { "xl/styles.xml", styles }, { "xl/shared.xml", XL_SHARED },
        { "xl/worksheets/s1.xml", sheet }, { "xl/worksheets/s2.xml", "<worksheet/>" },
        { NULL, NULL } };
    make_zip(b, parts);
}

static inline void make_xlsx(struct xs_buf *b, const char *sheet)
{
    make_book(b, XL_SHEETS, XL_RELS, XL_STYLES, sheet);
}

#endif
