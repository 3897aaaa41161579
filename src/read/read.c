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
#include "read/unblank.h"
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

/* A cell without blanks and export residues. */
static enum xs_err put_clean(struct xs_arena *a, xs_str text, char **to)
{
    struct xs_arena_mark mark = xs_arena_mark(a);
    XS_TRY(xs_clean(a, text, &text));
    *to = xs_unblank(*to, text);
    xs_arena_release(a, mark);
    return XS_OK;
}

/* A residue has one of these. */
static const char residue_signs[] = { '[', '\\' };

/* A cell of a sheet. */
struct cursor {
    size_t block, cell;
};

/* The first cell from c on that ends behind p, or NULL. */
static const struct xs_cell *cell_at(const struct xs_sheet *s, struct cursor *c, const char *p)
{
    for (; c->block < s->nblocks; c->block++, c->cell = 0) {
        const struct xs_block *b = &s->blocks[c->block];
        const struct xs_cell *last = b->ncells ? &b->cells[b->ncells - 1] : NULL;
        if (!last || last->text.ptr + last->text.len <= p)
            continue;
        while (b->cells[c->cell].text.ptr + b->cells[c->cell].text.len <= p)
            c->cell++;
        return &b->cells[c->cell];
    }
    return NULL;
}

/* The first of residue_signs from p on, or end; seen: where each was found last, or NULL. */
static const char *next_sign(const char *p, const char *end, const char *seen[2])
{
    for (size_t i = 0; i < 2; i++)
        if (!seen[i] || seen[i] < p) {
            seen[i] = memchr(p, residue_signs[i], (size_t)(end - p));
            seen[i] = seen[i] ? seen[i] : end;
        }
    return seen[0] < seen[1] ? seen[0] : seen[1];
}

/* The text that all cells are views of, in one go but for cells that may hold residues. */
static enum xs_err put_source(struct xs_arena *a, const struct xs_sheet *s, char **to)
{
    const char *p = s->source.ptr, *end = p + s->source.len, *seen[2] = { NULL, NULL };
    struct cursor c = { 0, 0 };
    while (p < end) {
        const char *sign = next_sign(p, end, seen);
        const struct xs_cell *cell = sign < end ? cell_at(s, &c, sign) : NULL;
        const char *stop = cell && cell->text.ptr >= p ? cell->text.ptr : end;
        *to = xs_unblank(*to, (xs_str){ p, (size_t)(stop - p) });
        if (stop == end)
            return XS_OK;
        xs_str rest = xs_clean_lead(cell->text);
        if (rest.ptr > stop && !xs_clean_needs(rest)) {
            p = rest.ptr;
            continue;
        }
        XS_TRY(put_clean(a, cell->text, to));
        p = stop + cell->text.len;
    }
    return XS_OK;
}

static enum xs_err put_cells(struct xs_arena *a, const struct xs_sheet *s, char **to)
{
    for (size_t i = 0; i < s->nblocks; i++)
        for (size_t k = 0; k < s->blocks[i].ncells; k++) {
            xs_str text = s->blocks[i].cells[k].text;
            const char *seen[2] = { NULL, NULL }, *end = text.len ? text.ptr + text.len : NULL;
            if (end && next_sign(text.ptr, end, seen) < end)
                XS_TRY(put_clean(a, text, to));
            else if (text.len)
                *to = xs_unblank(*to, text);
        }
    return XS_OK;
}

enum xs_err xs_sheet_hash(struct xs_arena *a, const struct xs_sheet *s, uint64_t *out)
{
    size_t size = XS_UNBLANK_ROOM + s->source.len;
    for (size_t i = 0; !s->source.len && i < s->nblocks; i++)
        for (size_t k = 0; k < s->blocks[i].ncells; k++)
            size += s->blocks[i].cells[k].text.len;
    struct xs_arena_mark mark = xs_arena_mark(a);
    char *p = xs_arena_alloc(a, size, 1), *end = p;
    enum xs_err e = p ? XS_OK : XS_E_NOMEM;
    if (p)
        e = s->source.len ? put_source(a, s, &end) : put_cells(a, s, &end);
    if (e == XS_OK)
        *out = end > p ? xs_str_hash((xs_str){ p, (size_t)(end - p) }) : 0;
    xs_arena_release(a, mark);
    return e;
}

enum xs_err xs_read_sheet(struct xs_arena *a, xs_str bytes, struct xs_sheet *out)
{
    return xs_read_as(xs_reader_of(xs_detect(bytes)), a, bytes, out);
}

enum xs_err xs_read_as(
    const struct xs_reader *r, struct xs_arena *a, xs_str bytes, struct xs_sheet *out)
{
    *out = (struct xs_sheet){ .format = "", .encoding = "" };
    if (bytes.len > XS_MAX_DOC_BYTES)
        return XS_E_TOO_LARGE;
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
    enum xs_err e = r->read(a, bytes, &s);
    out->missing = s.missing;
    XS_TRY(e);
    XS_TRY(xs_sheet_hash(a, &s, &s.text_hash));
    if (s.stray && s.text_hash == 0) /* its markup is not what it should be */
        return XS_E_DAMAGED;
    *out = s;
    return XS_OK;
}
