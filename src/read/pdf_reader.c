#include "read/pdf_reader.h"

#ifndef XS_HAVE_POPPLER

enum xs_err xs_read_pdf(struct xs_arena *a, xs_str bytes, struct xs_sheet *out)
{
    (void)a;
    (void)bytes;
    (void)out;
    return XS_E_UNSUPPORTED;
}

#else

/* Their headers do not pass our warnings. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wcast-qual"
#pragma GCC diagnostic ignored "-Wundef"
#pragma GCC diagnostic ignored "-Wpedantic"
#include <cairo.h>
#include <poppler.h>
#pragma GCC diagnostic pop

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/library.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "read/aligned.h"
#include "read/grown.h"
#include "read/page_flow.h"

/* What is loaded; the Makefile says it where it finds it. */
#ifndef XS_SO_POPPLER
#define XS_SO_POPPLER "libpoppler-glib.so.8"
#endif

/* Pixels a point of the picture that the rules are looked for on, and its longest side. */
#define SCALE 2.0
#define LONGEST_SIDE 4000.0
/* Bytes at the end of a file that must hold its end mark. */
#define TAIL_BYTES 2048
/* Different remarks on a document. */
#define MOST_NOTES 4

/* Functions of poppler and of what it brings along. They
 * are looked up when a PDF is read: to load some forty libraries takes longer than to read a text.
 */
#define FUNCTIONS(X)                                                                               \
    X(poppler_document_new_from_bytes)                                                             \
    X(poppler_document_get_n_pages)                                                                \
    X(poppler_document_get_page)                                                                   \
    X(poppler_page_get_size)                                                                       \
    X(poppler_page_get_text)                                                                       \
    X(poppler_page_get_text_layout)                                                                \
    X(poppler_page_render)                                                                         \
    X(poppler_page_get_image_mapping)                                                              \
    X(poppler_page_free_image_mapping)                                                             \
    X(poppler_page_get_form_field_mapping)                                                         \
    X(poppler_page_free_form_field_mapping)                                                        \
    X(poppler_form_field_get_field_type)                                                           \
    X(poppler_form_field_text_get_text)                                                            \
    X(poppler_error_quark)                                                                         \
    X(cairo_image_surface_create)                                                                  \
    X(cairo_image_surface_get_stride)                                                              \
    X(cairo_image_surface_get_data)                                                                \
    X(cairo_surface_flush)                                                                         \
    X(cairo_surface_destroy)                                                                       \
    X(cairo_create)                                                                                \
    X(cairo_destroy)                                                                               \
    X(cairo_set_source_rgb)                                                                        \
    X(cairo_paint)                                                                                 \
    X(cairo_scale)                                                                                 \
    X(g_bytes_new_static)                                                                          \
    X(g_bytes_unref)                                                                               \
    X(g_error_matches)                                                                             \
    X(g_clear_error)                                                                               \
    X(g_log_set_handler)                                                                           \
    X(g_log_remove_handler)                                                                        \
    X(g_object_unref)                                                                              \
    X(g_free)

/* It stays loaded until the end: its types cannot be taken back. */
XS_LIBRARY(FUNCTIONS, XS_SO_POPPLER)

/* Pages, as "1, 3-5"; the last ones of them are not in the text yet. */
struct pages {
    struct xs_grown text;
    uint32_t first, last;
};

struct pdf {
    struct library lib;
    struct xs_arena *a, *page; /* page: what the one under way takes */
    PopplerDocument *doc;
    struct xs_flow *flow;
    uint64_t faults; /* that the library spoke of */
    uint64_t glyphs, tables, bad_pages;
    struct pages pictures,
        forms; /* without a character but with a picture; with fields to fill in */
};

/* Poppler reports what is broken in a file as messages for debugging. */
static void note_fault(const gchar *domain, GLogLevelFlags level, const gchar *text, gpointer data)
{
    uint64_t *faults = data;
    (void)domain;
    (void)level;
    *faults += !text || !strstr(text, "Warning");
}

/* --- characters
 * ------------------------------------------------------------------------------------------ */

static bool is_blank(uint32_t cp)
{
    return cp <= ' ' || cp == 0x7F || cp == 0xA0 || cp == 0x3000 || cp == 0xFEFF || cp == 0xAD ||
           (cp >= 0x2000 && cp <= 0x200F) || cp == 0x2028 || cp == 0x2029;
}

static enum xs_err read_glyphs(struct pdf *p, PopplerPage *page, struct xs_page *out)
{
    PopplerRectangle *box = NULL;
    guint nboxes = 0;
    char *text = p->lib.poppler_page_get_text(page);
    enum xs_err e = XS_OK;
    if (!text || !p->lib.poppler_page_get_text_layout(page, &box, &nboxes))
        nboxes = 0;
    xs_str s = xs_str_c(text);
    out->glyphs = xs_arena_alloc(p->page, (size_t)nboxes + 1, sizeof *out->glyphs);
    if (!out->glyphs)
        e = XS_E_NOMEM;
    size_t at = 0;
    for (guint i = 0; e == XS_OK && i < nboxes && at < s.len; i++) {
        uint32_t cp = xs_utf8_next(s, &at);
        const PopplerRectangle *b = &box[i];
        bool placed = b->x1 > -1e6 && b->x2 < 1e6 && b->y1 > -1e6 && b->y2 < 1e6;
        if (is_blank(cp) || !placed || b->y2 <= b->y1)
            continue;
        out->glyphs[out->nglyphs++] =
            (struct xs_glyph){ .x0 = b->x1, .y0 = b->y1, .x1 = b->x2, .y1 = b->y2, .cp = cp };
    }
    p->lib.g_free(box);
    p->lib.g_free(text);
    return e;
}

/* --- rules
 * ------------------------------------------------------------------------------------------ */

static enum xs_err grey(const struct pdf *p, cairo_surface_t *s, struct xs_bitmap *out)
{
    size_t stride = (size_t)p->lib.cairo_image_surface_get_stride(s);
    const unsigned char *from = p->lib.cairo_image_surface_get_data(s);
    unsigned char *to = xs_arena_alloc(p->page, out->width, out->height);
    if (!to || !from)
        return XS_E_NOMEM;
    out->luma = to;
    for (size_t y = 0; y < out->height; y++) {
        for (size_t x = 0; x < out->width; x++) {
            uint32_t px;
            memcpy(&px, from + y * stride + x * 4, 4);
            *to++ = (unsigned char)(((px >> 16 & 255) * 2 + (px >> 8 & 255) * 5 + (px & 255)) / 8);
        }
    }
    return XS_OK;
}

static enum xs_err draw(
    struct pdf *p, PopplerPage *page, const double size[2], struct xs_bitmap *out)
{
    double longest = size[0] > size[1] ? size[0] : size[1];
    out->scale = longest * SCALE > LONGEST_SIDE ? LONGEST_SIDE / longest : SCALE;
    out->width = (size_t)(size[0] * out->scale) + 1;
    out->height = (size_t)(size[1] * out->scale) + 1;
    cairo_surface_t *s =
        p->lib.cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)out->width, (int)out->height);
    cairo_t *c = p->lib.cairo_create(s);
    p->lib.cairo_set_source_rgb(c, 1, 1, 1);
    p->lib.cairo_paint(c);
    p->lib.cairo_scale(c, out->scale, out->scale);
    p->lib.poppler_page_render(page, c);
    p->lib.cairo_destroy(c);
    p->lib.cairo_surface_flush(s);
    enum xs_err e = grey(p, s, out);
    p->lib.cairo_surface_destroy(s);
    return e;
}

static int by_top(const void *a, const void *b)
{
    const struct xs_ruled *x = a, *y = b;
    return (x->y0 > y->y0) - (x->y0 < y->y0);
}

/* Tables that nothing but white space makes, of the characters outside of ruled ones. */
static enum xs_err add_aligned(struct xs_arena *a, struct xs_page *page)
{
    struct xs_glyph *left = xs_arena_alloc(a, page->nglyphs, sizeof *left);
    struct xs_ruled *found, *all;
    size_t n = 0, nfound;
    if (!left)
        return XS_E_NOMEM;
    for (size_t i = 0; i < page->nglyphs; i++) {
        const struct xs_glyph *g = &page->glyphs[i];
        bool inside = false;
        for (size_t t = 0; !inside && t < page->ntables; t++)
            inside = (g->y0 + g->y1) / 2 >= page->tables[t].y0 &&
                     (g->y0 + g->y1) / 2 <= page->tables[t].y1;
        if (!inside)
            left[n++] = *g;
    }
    XS_TRY(xs_aligned_find(a, left, n, &nfound, &found));
    all = xs_arena_alloc(a, page->ntables + nfound + 1, sizeof *all);
    if (!all)
        return XS_E_NOMEM;
    if (page->ntables)
        memcpy(all, page->tables, page->ntables * sizeof *all);
    if (nfound)
        memcpy(all + page->ntables, found, nfound * sizeof *all);
    page->ntables += nfound;
    qsort(all, page->ntables, sizeof *all, by_top);
    page->tables = all;
    return XS_OK;
}

static enum xs_err find_tables(
    struct pdf *p, PopplerPage *page, const double size[2], struct xs_page *out)
{
    struct xs_bitmap b = { .nglyphs = out->nglyphs, .glyphs = out->glyphs };
    struct xs_ruled *tables = NULL;
    if (!(size[0] > 1 && size[0] < 1e5 && size[1] > 1 && size[1] < 1e5))
        return XS_OK;
    XS_TRY(draw(p, page, size, &b));
    XS_TRY(xs_ruled_find(p->page, &b, &out->ntables, &tables));
    out->tables = tables;
    return add_aligned(p->page, out);
}

/* --- the file
 * ------------------------------------------------------------------------------------------ */

/* What was added last goes into the text. */
static enum xs_err end_pages(struct xs_arena *a, struct pages *l)
{
    char range[32];
    if (l->last == 0)
        return XS_OK;
    if (l->last > l->first)
        snprintf(range, sizeof range, "%u-%u", l->first, l->last);
    else
        snprintf(range, sizeof range, "%u", l->last);
    return xs_grown_add(
        a, &l->text, l->text.text.len ? XS_STR(", ") : XS_STR_NONE, xs_str_c(range));
}

static enum xs_err add_page(struct xs_arena *a, struct pages *l, uint32_t number)
{
    if (l->last == 0 || l->last + 1 < number) {
        XS_TRY(end_pages(a, l));
        l->first = number;
    }
    l->last = number;
    return XS_OK;
}

static bool has_picture(const struct pdf *p, PopplerPage *page)
{
    GList *all = p->lib.poppler_page_get_image_mapping(page);
    bool any = all != NULL;
    p->lib.poppler_page_free_image_mapping(all);
    return any;
}

/* Whether there are fields that somebody filled in, or chose something in. */
static bool has_fields(const struct pdf *p, PopplerPage *page)
{
    GList *all = p->lib.poppler_page_get_form_field_mapping(page);
    bool any = false;
    for (GList *l = all; l && !any; l = l->next) {
        PopplerFormField *field = ((PopplerFormFieldMapping *)l->data)->field;
        PopplerFormFieldType type = p->lib.poppler_form_field_get_field_type(field);
        char *text =
            type == POPPLER_FORM_FIELD_TEXT ? p->lib.poppler_form_field_text_get_text(field) : NULL;
        any = type == POPPLER_FORM_FIELD_CHOICE || !xs_str_blank(xs_str_c(text));
        p->lib.g_free(text);
    }
    p->lib.poppler_page_free_form_field_mapping(all);
    return any;
}

static enum xs_err read_page(struct pdf *p, int n)
{
    PopplerPage *page = p->lib.poppler_document_get_page(p->doc, n);
    if (!page) {
        p->bad_pages++;
        return XS_OK;
    }
    struct xs_page out = { .number = (uint32_t)n + 1 };
    double size[2] = { 0, 0 };
    p->lib.poppler_page_get_size(page, &size[0], &size[1]);
    out.height = size[1];
    enum xs_err e = read_glyphs(p, page, &out);
    p->glyphs += out.nglyphs;
    if (e == XS_OK && out.nglyphs > 0)
        e = find_tables(p, page, size, &out);
    p->tables += out.ntables;
    if (e == XS_OK && out.nglyphs == 0 && has_picture(p, page))
        e = add_page(p->a, &p->pictures, out.number);
    if (e == XS_OK && has_fields(p, page))
        e = add_page(p->a, &p->forms, out.number);
    p->lib.g_object_unref(page);
    if (e == XS_OK)
        e = xs_flow_page(p->flow, &out);
    xs_arena_reset(p->page);
    return e;
}

static enum xs_err note(
    struct xs_arena *a, struct xs_sheet *s, const char *id, uint64_t number, xs_str text)
{
    if (!s->notes)
        s->notes = xs_arena_zalloc(a, MOST_NOTES, sizeof *s->notes);
    if (!s->notes)
        return XS_E_NOMEM;
    s->notes[s->nnotes++] =
        (struct xs_read_note){ .id = id, .number = number, .at.part = XS_STR_NONE, .text = text };
    return XS_OK;
}

static enum xs_err note_pages(struct pdf *p, struct xs_sheet *s, const char *id, struct pages *l)
{
    XS_TRY(end_pages(p->a, l));
    return l->last ? note(p->a, s, id, 0, l->text.text) : XS_OK;
}

static enum xs_err read_document(struct pdf *p, struct xs_sheet *out)
{
    struct xs_sheet s = { .format = "pdf", .encoding = "" };
    int pages = p->lib.poppler_document_get_n_pages(p->doc);
    if (pages > XS_MAX_PAGES)
        return XS_E_TOO_LARGE;
    p->flow = xs_flow_new(p->a);
    p->page = xs_arena_new(XS_HELPER_MEMORY);
    if (!p->flow || !p->page)
        return XS_E_NOMEM;
    for (int i = 0; i < pages; i++)
        XS_TRY(read_page(p, i));
    if (pages <= 0 || p->bad_pages == (uint64_t)pages)
        return XS_E_DAMAGED;
    if (p->glyphs == 0)
        return p->faults ? XS_E_DAMAGED : XS_E_SCANNED;
    if (p->faults && p->tables == 0)
        return XS_E_DAMAGED; /* they may be what is broken */
    XS_TRY(xs_flow_end(p->flow, &s));
    if (p->bad_pages)
        XS_TRY(note(p->a, &s, "read-pages-lost", p->bad_pages, XS_STR_NONE));
    if (p->faults)
        XS_TRY(note(p->a, &s, "read-pdf-faults", p->faults, XS_STR_NONE));
    XS_TRY(note_pages(p, &s, "read-picture-pages", &p->pictures));
    XS_TRY(note_pages(p, &s, "read-form-fields", &p->forms));
    *out = s;
    return XS_OK;
}

/* The end mark, after which only a little may follow. */
static bool has_end(xs_str bytes)
{
    size_t from = bytes.len > TAIL_BYTES ? bytes.len - TAIL_BYTES : 0;
    return xs_str_find(bytes, XS_STR("%%EOF"), from) != SIZE_MAX;
}

static enum xs_err open_document(struct pdf *p, xs_str bytes)
{
    GError *error = NULL;
    GBytes *b = p->lib.g_bytes_new_static(bytes.ptr, bytes.len);
    p->doc = p->lib.poppler_document_new_from_bytes(b, NULL, &error);
    p->lib.g_bytes_unref(b);
    bool locked = error && p->lib.g_error_matches(
                               error, p->lib.poppler_error_quark(), POPPLER_ERROR_ENCRYPTED);
    p->lib.g_clear_error(&error);
    return p->doc ? XS_OK : locked ? XS_E_ENCRYPTED : XS_E_DAMAGED;
}

enum xs_err xs_read_pdf(struct xs_arena *a, xs_str bytes, struct xs_sheet *out)
{
    struct pdf p = { .a = a };
    if (!has_end(bytes))
        return XS_E_DAMAGED;
    if (!load(&p.lib)) {
        out->missing = "poppler-glib";
        return XS_E_UNSUPPORTED;
    }
    guint handler = p.lib.g_log_set_handler("Poppler", G_LOG_LEVEL_MASK, note_fault, &p.faults);
    enum xs_err e = open_document(&p, bytes);
    if (e == XS_OK)
        e = read_document(&p, out);
    if (p.doc)
        p.lib.g_object_unref(p.doc);
    xs_arena_free(p.page);
    p.lib.g_log_remove_handler("Poppler", handler);
    return e;
}

#endif
