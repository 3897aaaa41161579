#include "read/read.h"

#include <string.h>

#include "base/limits.h"
#include "base/vec.h"
#include "read/clean.h"
#include "read/docx_reader.h"
#include "read/html_reader.h"
#include "read/ods_reader.h"
#include "read/odt_reader.h"
#include "read/pdf_reader.h"
#include "read/text_reader.h"
#include "read/xlsx_reader.h"
#include "read/xml.h"
#include "read/xml_zip.h"

/* ---- what a build lacks ---- */

static const char *zip_or_xml(void)
{
    return xs_zip_missing() ? xs_zip_missing() : xs_xml_missing();
}

static const char *poppler(void)
{
#ifdef XS_HAVE_POPPLER
    return NULL;
#else
    return "poppler-glib";
#endif
}

static const char *office(void) { return "LibreOffice"; }
static const char *archive(void) { return "libarchive"; }

static enum xs_err encrypted(struct xs_arena *a, xs_str bytes, struct xs_sheet *out)
{
    (void)a; /* there is nothing to read without the password */
    (void)bytes;
    (void)out;
    return XS_E_ENCRYPTED;
}

static const struct xs_reader readers[] = {
    [XS_FORMAT_TEXT] = { XS_FORMAT_TEXT, "text", xs_read_text, NULL, NULL },
    [XS_FORMAT_HTML] = { XS_FORMAT_HTML, "html", xs_read_html, xs_xml_missing, NULL },
    [XS_FORMAT_DOCX] = { XS_FORMAT_DOCX, "docx", xs_read_docx, zip_or_xml, NULL },
    [XS_FORMAT_XLSX] = { XS_FORMAT_XLSX, "xlsx", xs_read_xlsx, zip_or_xml, NULL },
    [XS_FORMAT_XLSB] = { XS_FORMAT_XLSB, "xlsb", NULL, office, NULL },
    [XS_FORMAT_PPTX] = { XS_FORMAT_PPTX, "pptx", .foreign = "PowerPoint, pptx" },
    [XS_FORMAT_PPT] = { XS_FORMAT_PPT, "ppt", .foreign = "PowerPoint, ppt" },
    [XS_FORMAT_MSI] = { XS_FORMAT_MSI, "msi", .foreign = "Windows Installer, msi" },
    [XS_FORMAT_MSG] = { XS_FORMAT_MSG, "msg", .foreign = "Outlook, msg" },
    [XS_FORMAT_ODT] = { XS_FORMAT_ODT, "odt", xs_read_odt, zip_or_xml, NULL },
    [XS_FORMAT_ODS] = { XS_FORMAT_ODS, "ods", xs_read_ods, zip_or_xml, NULL },
    [XS_FORMAT_FLAT_ODT] = { XS_FORMAT_FLAT_ODT, "fodt", xs_read_flat_odt, xs_xml_missing, NULL },
    [XS_FORMAT_FLAT_ODS] = { XS_FORMAT_FLAT_ODS, "fods", xs_read_flat_ods, xs_xml_missing, NULL },
    [XS_FORMAT_PDF] = { XS_FORMAT_PDF, "pdf", xs_read_pdf, poppler, NULL },
    [XS_FORMAT_RTF] = { XS_FORMAT_RTF, "rtf", NULL, office, NULL },
    [XS_FORMAT_DOC] = { XS_FORMAT_DOC, "doc", NULL, office, NULL },
    [XS_FORMAT_XLS] = { XS_FORMAT_XLS, "xls", NULL, office, NULL },
    [XS_FORMAT_OLE] = { XS_FORMAT_OLE, "ole", .foreign = "OLE" },
    [XS_FORMAT_ENCRYPTED] = { XS_FORMAT_ENCRYPTED, "encrypted", encrypted, NULL, NULL },
    [XS_FORMAT_MHTML] = { XS_FORMAT_MHTML, "mhtml", .foreign = "MHTML" },
    [XS_FORMAT_WORD_XML] = { XS_FORMAT_WORD_XML, "word-xml", xs_read_word_xml, xs_xml_missing,
        NULL },
    [XS_FORMAT_EXCEL_XML] = { XS_FORMAT_EXCEL_XML, "excel-xml", NULL, office, NULL },
    [XS_FORMAT_ZIP] = { XS_FORMAT_ZIP, "zip", NULL, archive, NULL },
    [XS_FORMAT_GZIP] = { XS_FORMAT_GZIP, "gz", NULL, archive, NULL },
    [XS_FORMAT_BZIP2] = { XS_FORMAT_BZIP2, "bz2", NULL, archive, NULL },
    [XS_FORMAT_XZ] = { XS_FORMAT_XZ, "xz", NULL, archive, NULL },
    [XS_FORMAT_ZSTD] = { XS_FORMAT_ZSTD, "zst", NULL, archive, NULL },
    [XS_FORMAT_7Z] = { XS_FORMAT_7Z, "7z", NULL, archive, NULL },
    [XS_FORMAT_RAR] = { XS_FORMAT_RAR, "rar", NULL, archive, NULL },
    [XS_FORMAT_TAR] = { XS_FORMAT_TAR, "tar", NULL, archive, NULL },
};
_Static_assert(sizeof readers / sizeof *readers == XS_FORMAT_COUNT, "every format has a row");

const struct xs_reader *xs_reader_of(enum xs_file_format f) { return &readers[f]; }

const char *xs_reader_missing(const struct xs_reader *r)
{
    return r->missing ? r->missing() : NULL;
}

/* ---- the hash of the text ---- */

/* Bytes of the blank at offset at; 0 = none. */
static size_t blank_len(xs_str text, size_t at)
{
    xs_str s = { text.ptr + at, text.len - at };
    if ((unsigned char)s.ptr[0] <= ' ')
        return 1;
    if (xs_str_starts(s, XS_STR("\xC2\xA0")))
        return 2;
    return xs_str_starts(s, XS_STR("\xE3\x80\x80")) || xs_str_starts(s, XS_STR("\xEF\xBB\xBF")) ? 3
                                                                                                : 0;
}

/* Bytes of v that a blank may begin with. Of the blanks of three bytes, the two others are looked
 * at: they begin with bytes that many characters begin with. *odd: may be left over from Word. */
static inline uint32_t blank_leads(xs_vec v, xs_vec *odd)
{
    xs_vec next = xs_vec_next(v);
    xs_vec one = xs_vec_or(xs_vec_most(v, ' '), xs_vec_eq(v, 0xC2));
    xs_vec wide = xs_vec_and(xs_vec_eq(v, 0x80), xs_vec_eq(next, 0x80)); /* U+3000 */
    xs_vec bom = xs_vec_and(xs_vec_eq(v, 0xBB), xs_vec_eq(next, 0xBF));  /* U+FEFF */
    *odd = xs_vec_or(*odd, xs_vec_or(xs_vec_eq(v, '['), xs_vec_eq(v, '\\')));
    return xs_vec_mask(one) | xs_vec_mask(xs_vec_or(wide, bom)) >> 1;
}

/* Copies s without its blanks; *residue: it may hold what xs_clean takes away. Writes up to sixteen
 * bytes more than it gives back. */
static char *put_unblank(char *to, xs_str s, bool *residue)
{
    xs_vec odd = xs_vec_none();
    for (;;) {
        uint32_t blanks = 0;
        /* sixteen bytes at a time; a blank at their end is seen in full the next time */
        for (; s.len >= XS_VEC; s.ptr += XS_VEC - 2, s.len -= XS_VEC - 2, to += XS_VEC - 2) {
            xs_vec v = xs_vec_load(s.ptr);
            xs_vec_store(to, v);
            if ((blanks = blank_leads(v, &odd) & ((1u << (XS_VEC - 2)) - 1)) != 0)
                break;
        }
        if (s.len < XS_VEC) {
            xs_vec v = xs_vec_part(s.ptr, s.len);
            xs_vec_store(to, v);
            blanks = blank_leads(v, &odd) & ((1u << s.len) - 1);
            if (!blanks)
                break;
        }
        size_t keep = xs_vec_first(blanks), skip = blank_len(s, keep);
        keep += skip == 0;
        to += keep;
        s.ptr += keep + skip;
        s.len -= keep + skip;
    }
    *residue |= xs_vec_mask(odd) != 0;
    return to + s.len;
}

/* The same for a cell, without export residues. */
static enum xs_err put_cell(struct xs_arena *a, xs_str text, char **to)
{
    bool residue = false;
    char *end = put_unblank(*to, text, &residue);
    if (residue) {
        struct xs_arena_mark mark = xs_arena_mark(a);
        XS_TRY(xs_clean(a, text, &text));
        end = put_unblank(*to, text, &residue);
        xs_arena_release(a, mark);
    }
    *to = end;
    return XS_OK;
}

enum xs_err xs_sheet_hash(struct xs_arena *a, const struct xs_sheet *s, uint64_t *out)
{
    size_t size = XS_VEC;
    for (size_t i = 0; i < s->nblocks; i++)
        for (size_t k = 0; k < s->blocks[i].ncells; k++)
            size += s->blocks[i].cells[k].text.len;
    struct xs_arena_mark mark = xs_arena_mark(a);
    char *p = xs_arena_alloc(a, size, 1), *end = p;
    enum xs_err e = p ? XS_OK : XS_E_NOMEM;
    for (size_t i = 0; i < s->nblocks; i++) {
        const struct xs_block *b = &s->blocks[i];
        for (size_t k = 0; k < b->ncells && e == XS_OK; k++)
            if (b->cells[k].text.len)
                e = put_cell(a, b->cells[k].text, &end);
    }
    if (e == XS_OK)
        *out = end > p ? xs_str_hash((xs_str){ p, (size_t)(end - p) }) : 0;
    xs_arena_release(a, mark);
    return e;
}

enum xs_err xs_read_sheet(struct xs_arena *a, xs_str bytes, struct xs_sheet *out)
{
    *out = (struct xs_sheet){ .format = "", .encoding = "" };
    if (bytes.len > XS_MAX_DOC_BYTES)
        return XS_E_TOO_LARGE;
    const struct xs_reader *r = xs_reader_of(xs_detect(bytes));
    const char *missing = xs_reader_missing(r);
    struct xs_sheet s = { .format = r->name, .encoding = "" };
    *out = s;
    if (r->foreign) {
        out->missing = r->foreign;
        return XS_E_FOREIGN;
    }
    if (missing) {
        out->missing = missing;
        return XS_E_UNSUPPORTED;
    }
    XS_TRY(r->read(a, bytes, &s));
    XS_TRY(xs_sheet_hash(a, &s, &s.text_hash));
    if (s.stray && s.text_hash == 0) /* its markup is not what it should be */
        return XS_E_DAMAGED;
    *out = s;
    return XS_OK;
}
