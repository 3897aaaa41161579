#include "read/read.h"

#include <string.h>

#include "base/limits.h"
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
    [XS_FORMAT_TEXT] = { XS_FORMAT_TEXT, "text", xs_read_text, NULL },
    [XS_FORMAT_HTML] = { XS_FORMAT_HTML, "html", xs_read_html, xs_xml_missing },
    [XS_FORMAT_DOCX] = { XS_FORMAT_DOCX, "docx", xs_read_docx, zip_or_xml },
    [XS_FORMAT_XLSX] = { XS_FORMAT_XLSX, "xlsx", xs_read_xlsx, zip_or_xml },
    [XS_FORMAT_XLSB] = { XS_FORMAT_XLSB, "xlsb", NULL, office },
    [XS_FORMAT_PPTX] = { XS_FORMAT_PPTX, "pptx", NULL, office },
    [XS_FORMAT_ODT] = { XS_FORMAT_ODT, "odt", xs_read_odt, zip_or_xml },
    [XS_FORMAT_ODS] = { XS_FORMAT_ODS, "ods", xs_read_ods, zip_or_xml },
    [XS_FORMAT_FLAT_ODT] = { XS_FORMAT_FLAT_ODT, "fodt", xs_read_flat_odt, xs_xml_missing },
    [XS_FORMAT_FLAT_ODS] = { XS_FORMAT_FLAT_ODS, "fods", xs_read_flat_ods, xs_xml_missing },
    [XS_FORMAT_PDF] = { XS_FORMAT_PDF, "pdf", xs_read_pdf, poppler },
    [XS_FORMAT_RTF] = { XS_FORMAT_RTF, "rtf", NULL, office },
    [XS_FORMAT_DOC] = { XS_FORMAT_DOC, "doc", NULL, office },
    [XS_FORMAT_XLS] = { XS_FORMAT_XLS, "xls", NULL, office },
    [XS_FORMAT_OLE] = { XS_FORMAT_OLE, "ole", NULL, office },
    [XS_FORMAT_ENCRYPTED] = { XS_FORMAT_ENCRYPTED, "encrypted", encrypted, NULL },
    [XS_FORMAT_MHTML] = { XS_FORMAT_MHTML, "mhtml", NULL, office },
    [XS_FORMAT_WORD_XML] = { XS_FORMAT_WORD_XML, "word-xml", xs_read_word_xml, xs_xml_missing },
    [XS_FORMAT_EXCEL_XML] = { XS_FORMAT_EXCEL_XML, "excel-xml", NULL, office },
    [XS_FORMAT_ZIP] = { XS_FORMAT_ZIP, "zip", NULL, archive },
    [XS_FORMAT_GZIP] = { XS_FORMAT_GZIP, "gz", NULL, archive },
    [XS_FORMAT_BZIP2] = { XS_FORMAT_BZIP2, "bz2", NULL, archive },
    [XS_FORMAT_XZ] = { XS_FORMAT_XZ, "xz", NULL, archive },
    [XS_FORMAT_ZSTD] = { XS_FORMAT_ZSTD, "zst", NULL, archive },
    [XS_FORMAT_7Z] = { XS_FORMAT_7Z, "7z", NULL, archive },
    [XS_FORMAT_RAR] = { XS_FORMAT_RAR, "rar", NULL, archive },
    [XS_FORMAT_TAR] = { XS_FORMAT_TAR, "tar", NULL, archive },
};
_Static_assert(sizeof readers / sizeof *readers == XS_FORMAT_COUNT, "every format has a row");

const struct xs_reader *xs_reader_of(enum xs_file_format f) { return &readers[f]; }

const char *xs_reader_missing(const struct xs_reader *r)
{
    return r->missing ? r->missing() : NULL;
}

/* ---- the hash of the text ---- */

/* Bytes of the blank that s begins with; 0 = none. */
static size_t blank_len(xs_str s)
{
    unsigned char c = (unsigned char)s.ptr[0];
    if (c <= ' ')
        return 1;
    if (xs_str_starts(s, XS_STR("\xC2\xA0")))
        return 2;
    return xs_str_starts(s, XS_STR("\xE3\x80\x80")) || xs_str_starts(s, XS_STR("\xEF\xBB\xBF")) ? 3
                                                                                                : 0;
}

/* May a blank begin with this byte? */
static bool may_be_blank(unsigned char c)
{
    return c <= ' ' || c == 0xC2 || c == 0xE3 || c == 0xEF;
}

static size_t put_unblank(char *to, xs_str s)
{
    size_t n = 0;
    for (size_t at = 0; at < s.len;) {
        size_t run = at;
        while (run < s.len && !may_be_blank((unsigned char)s.ptr[run]))
            run++;
        memcpy(to + n, s.ptr + at, run - at);
        n += run - at;
        at = run;
        if (at == s.len)
            break;
        size_t blank = blank_len(xs_str_sub(s, at, 3));
        if (blank == 0)
            to[n++] = s.ptr[at];
        at += blank ? blank : 1;
    }
    return n;
}

enum xs_err xs_sheet_hash(struct xs_arena *a, const struct xs_sheet *s, uint64_t *out)
{
    size_t size = 1, n = 0;
    for (size_t i = 0; i < s->nblocks; i++)
        for (size_t k = 0; k < s->blocks[i].ncells; k++)
            size += s->blocks[i].cells[k].text.len;
    struct xs_arena_mark mark = xs_arena_mark(a);
    char *p = xs_arena_alloc(a, size, 1);
    enum xs_err e = p ? XS_OK : XS_E_NOMEM;
    for (size_t i = 0; i < s->nblocks && e == XS_OK; i++) {
        for (size_t k = 0; k < s->blocks[i].ncells && e == XS_OK; k++) {
            xs_str text;
            struct xs_arena_mark inner = xs_arena_mark(a);
            e = xs_clean(a, s->blocks[i].cells[k].text, &text);
            if (e == XS_OK)
                n += put_unblank(p + n, text);
            xs_arena_release(a, inner);
        }
    }
    if (e == XS_OK)
        *out = n ? xs_str_hash((xs_str){ p, n }) : 0;
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
