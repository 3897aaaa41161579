/* PDF files made here, page by page: ruled tables over page ends, and what cannot be read. */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/limits.h"
#include "read/pdf_reader.h"
#include "read/read.h"

#define MOST_OBJECTS 32

/* A document under way: font is object 3, pages are from 4 on, two objects each. */
struct maker {
    struct xs_buf out, page;
    size_t offsets[MOST_OBJECTS];
    unsigned pages, lost; /* lost: pages of the list that are not there */
    const char *trailer;
    const char *page_more; /* of the next page */
    const char *field;     /* of a form: the object behind those of the pages */
};

static void print(struct xs_buf *b, const char *format, ...) XS_PRINTF(2, 3);
static void print(struct xs_buf *b, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    xs_buf_lit(b, text);
}

static void begin(struct maker *m)
{
    *m = (struct maker){ .trailer = "", .page_more = "" };
    xs_buf_init(&m->out, XS_MAX_BUF);
    xs_buf_init(&m->page, XS_MAX_BUF);
    xs_buf_lit(&m->out, "%PDF-1.4\n");
}

static void object(struct maker *m, unsigned n)
{
    m->offsets[n] = m->out.len;
    print(&m->out, "%u 0 obj\n", n);
}

static void end_page(struct maker *m)
{
    unsigned n = 4 + 2 * m->pages++;
    object(m, n);
    print(&m->out,
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %u 0 R/Resources<</Font<</F 3 0 "
        "R>>>>%s>>\n"
        "endobj\n",
        n + 1, m->page_more);
    m->page_more = "";
    object(m, n + 1);
    print(&m->out, "<</Length %zu>>\nstream\n", m->page.len);
    xs_buf_puts(&m->out, xs_buf_str(&m->page));
    xs_buf_lit(&m->out, "\nendstream\nendobj\n");
    xs_buf_clear(&m->page);
}

static xs_str end(struct maker *m)
{
    unsigned objects = 4 + 2 * m->pages;
    if (m->field) {
        object(m, objects);
        print(&m->out, "%s\nendobj\n", m->field);
    }
    object(m, 1);
    xs_buf_lit(&m->out, "<</Type/Catalog/Pages 2 0 R");
    if (m->field)
        print(&m->out, "/AcroForm<</Fields[%u 0 R]/DR<</Font<</F 3 0 R>>>>>>", objects++);
    xs_buf_lit(&m->out, ">>\nendobj\n");
    object(m, 2);
    print(&m->out, "<</Type/Pages/Count %u/Kids[", m->pages + m->lost);
    for (unsigned i = 0; i < m->pages; i++)
        print(&m->out, "%u 0 R ", 4 + 2 * i);
    for (unsigned i = 0; i < m->lost; i++)
        print(&m->out, "%u 0 R ", 90 + i);
    xs_buf_lit(&m->out, "]>>\nendobj\n");
    object(m, 3);
    xs_buf_lit(&m->out, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj\n");
    size_t at = m->out.len;
    print(&m->out, "xref\n0 %u\n0000000000 65535 f \n", objects);
    for (unsigned i = 1; i < objects; i++)
        print(&m->out, "%010zu 00000 n \n", m->offsets[i]);
    print(&m->out, "trailer\n<</Size %u/Root 1 0 R%s>>\nstartxref\n%zu\n%%%%EOF\n", objects,
        m->trailer, at);
    return xs_buf_str(&m->out);
}

static void release(struct maker *m)
{
    xs_buf_free(&m->out);
    xs_buf_free(&m->page);
}

static void text(struct maker *m, int x, int y, const char *s)
{
    print(&m->page, "BT /F 10 Tf %d %d Td (%s) Tj ET\n", x, y, s);
}

/* A grid with columns at 50, 200, 300, 400 and lines at the given heights, from top to bottom. */
static void grid(struct maker *m, const int *ys, size_t n)
{
    for (size_t i = 0; i < n; i++)
        print(&m->page, "50 %d m 400 %d l S\n", ys[i], ys[i]);
    for (int x = 50; x <= 400; x += x == 50 ? 150 : 100)
        print(&m->page, "%d %d m %d %d l S\n", x, ys[0], x, ys[n - 1]);
}

static void row(struct maker *m, int y, const char *a, const char *b, const char *c)
{
    text(m, 55, y, a);
    text(m, 205, y, b);
    text(m, 305, y, c);
}

/* The program's own dlopen is this one. */
static const char *instead; /* of what is asked for */
void *dlopen(const char *name, int mode)
{
    void *(*real)(const char *, int);
    void *found = dlsym(RTLD_NEXT, "dlopen");
    assert_non_null(found);
    memcpy(&real, &found, sizeof real);
    return real(instead ? instead : name, mode);
}

/* The sheet as text: cells parted by bars, ^ for continued ones, a line a block. */
static void check(xs_str pdf, enum xs_err want, const char *expected)
{
    struct xs_arena *a = xs_arena_new(XS_HELPER_MEMORY);
    struct xs_sheet s = { 0 };
    struct xs_buf b;
    assert_non_null(a);
    xs_buf_init(&b, XS_MAX_BUF);
    assert_int_equal(xs_read_pdf(a, pdf, &s), want);
    for (size_t i = 0; i < s.nblocks; i++) {
        for (size_t k = 0; k < s.blocks[i].ncells; k++) {
            if (s.blocks[i].kind == XS_BLOCK_ROW)
                xs_buf_putc(&b, '|');
            xs_buf_lit(&b, s.blocks[i].cells[k].continued ? "^" : "");
            xs_buf_puts(&b, s.blocks[i].cells[k].text);
        }
        xs_buf_putc(&b, '\n');
    }
    xs_buf_putc(&b, 0);
    assert_string_equal(b.ptr, expected);
    xs_buf_free(&b);
    xs_arena_free(a);
}

static void one_table(void **state)
{
    (void)state;
    struct maker m;
    begin(&m);
    text(&m, 50, 750, "Title of it");
    grid(&m, (const int[]){ 700, 670, 640 }, 3);
    row(&m, 680, "name", "value", "unit");
    row(&m, 650, "files", "12", "");
    text(&m, 50, 600, "What follows");
    text(&m, 300, 20, "- 1 -"); /* a page number */
    end_page(&m);
    check(end(&m), XS_OK, "Title of it\n|name|value|unit\n|files|12|\nWhat follows\n");
    release(&m);
}

/* A cell over two rows, and one over two columns. */
static void merged(void **state)
{
    (void)state;
    struct maker m;
    begin(&m);
    xs_buf_lit(&m.page,
        "50 700 m 400 700 l S 200 670 m 400 670 l S 50 640 m 400 640 l S\n"
        "50 700 m 50 640 l S 200 700 m 200 640 l S 400 700 m 400 640 l S 300 670 m 300 640 l S\n");
    text(&m, 55, 665, "both");
    text(&m, 205, 680, "wide");
    row(&m, 650, "", "left", "right");
    end_page(&m);
    check(end(&m), XS_OK, "|both|wide\n|^|left|right\n");
    release(&m);
}

/* Over a page end: the header again, and a row that is split. */
static void two_pages(void **state)
{
    (void)state;
    struct maker m;
    begin(&m);
    grid(&m, (const int[]){ 120, 90, 60, 40 }, 4);
    row(&m, 100, "name", "value", "unit");
    row(&m, 70, "first", "1", "m");
    row(&m, 45, "a long name that is going on", "2", "kg");
    end_page(&m);
    grid(&m, (const int[]){ 760, 730, 710, 680 }, 4);
    row(&m, 740, "name", "value", "unit");
    row(&m, 715, "here", "", "");
    row(&m, 690, "third", "3", "s");
    end_page(&m);
    check(end(&m), XS_OK,
        "|name|value|unit\n|first|1|m\n|a long name that is going onhere|2|kg\n|third|3|s\n");
    release(&m);
}

/* Rules of dashes are rules. */
static void dashed(void **state)
{
    (void)state;
    struct maker m;
    begin(&m);
    xs_buf_lit(&m.page, "[5 3] 0 d\n");
    grid(&m, (const int[]){ 700, 670, 640 }, 3);
    row(&m, 680, "name", "value", "unit");
    row(&m, 650, "files", "12", "");
    end_page(&m);
    check(end(&m), XS_OK, "|name|value|unit\n|files|12|\n");
    release(&m);
}

/* No rule at all: columns by their gaps, a row where its texts begin again. */
static void aligned(void **state)
{
    (void)state;
    struct maker m;
    begin(&m);
    text(&m, 50, 750, "A title");
    row(&m, 700, "name", "value", "unit");
    row(&m, 680, "documents", "12", "pieces");
    row(&m, 660, "pages", "7", "sheets");
    row(&m, 640, "lines", "300", "rows");
    end_page(&m);
    check(end(&m), XS_OK,
        "A title\n|name|value|unit\n|documents|12|pieces\n|pages|7|sheets\n|lines|300|rows\n");
    release(&m);
}

/* A narrower rest of the table after a page end is another table; so is one with a border of its
 * own. Paragraphs of another size do not go on. */
static void not_the_rest(void **state)
{
    (void)state;
    struct maker m;
    begin(&m);
    grid(&m, (const int[]){ 120, 90, 60 }, 3);
    row(&m, 100, "name", "value", "unit");
    row(&m, 70, "first", "1", "m");
    end_page(&m);
    xs_buf_lit(&m.page, "50 760 m 400 760 l S 50 730 m 400 730 l S 50 700 m 400 700 l S\n"
                        "50 760 m 50 700 l S 250 760 m 250 700 l S 400 760 m 400 700 l S\n");
    text(&m, 55, 740, "key");
    text(&m, 255, 740, "text");
    text(&m, 55, 710, "a");
    text(&m, 255, 710, "b");
    end_page(&m);
    check(end(&m), XS_OK, "|name|value|unit\n|first|1|m\n|key|text\n|a|b\n");
    release(&m);
}

/* Pages that cannot be had are reported; where none can, nothing is read. */
static void lost_pages(void **state)
{
    (void)state;
    struct xs_arena *a = xs_arena_new(XS_HELPER_MEMORY);
    struct xs_sheet s = { 0 };
    struct maker m;
    begin(&m);
    m.lost = 2;
    grid(&m, (const int[]){ 700, 670, 640 }, 3);
    row(&m, 680, "name", "value", "unit");
    row(&m, 650, "files", "12", "pieces");
    end_page(&m);
    xs_str all = end(&m);
    check(all, XS_OK, "|name|value|unit\n|files|12|pieces\n");
    assert_int_equal(xs_read_pdf(a, all, &s), XS_OK);
    assert_int_equal(s.nnotes, 2);
    assert_string_equal(s.notes[0].id, "read-pages-lost");
    assert_string_equal(s.notes[1].id, "read-pdf-faults");
    assert_int_equal(s.notes[0].number, 2);
    release(&m);
    begin(&m);
    m.lost = 1;
    check(end(&m), XS_E_DAMAGED, "");
    release(&m);
    xs_arena_free(a);
}

/* What is needed to look at a page is given back before the next one. */
static void memory_of_pages(void **state)
{
    (void)state;
    struct xs_arena *a = xs_arena_new((size_t)1 << 20);
    struct xs_sheet s = { 0 };
    struct maker m;
    begin(&m);
    for (int i = 0; i < 12; i++) {
        grid(&m, (const int[]){ 700, 670, 640 }, 3);
        row(&m, 680, "name", "value", "unit");
        row(&m, 650, "files", (const char[]){ (char)('a' + i), 0 }, "pieces");
        end_page(&m);
    }
    assert_int_equal(xs_read_pdf(a, end(&m), &s), XS_OK);
    assert_int_equal(s.nblocks, 24);
    release(&m);
    xs_arena_free(a);
}

/* Pages that hold a picture and no character are named, as are those with fields that are filled
 * in; a field that is empty is nothing to read. */
static void unread_pages(void **state)
{
    static const char *const fields[] = { "/FT/Tx/V(12)", "/FT/Ch/Opt[(a)(b)]", "/FT/Tx",
        "/FT/Tx/V( )", "/FT/Btn" };
    char field[200];
    (void)state;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        struct xs_arena *a = xs_arena_new(XS_HELPER_MEMORY);
        struct xs_sheet s = { 0 };
        struct maker m;
        bool filled = i < 2;
        begin(&m);
        snprintf(field, sizeof field,
            "<</Type/Annot/Subtype/Widget/T(a)/F 4/DA(/F 9 Tf)/Rect[50 50 90 70]%s>>", fields[i]);
        m.field = field;
        m.page_more = "/Annots[14 0 R]";
        text(&m, 50, 750, "text");
        end_page(&m);
        for (int page = 2; page <= 5; page++) {
            if (page != 4)
                xs_buf_lit(&m.page, "q 9 0 0 9 9 9 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q\n");
            end_page(&m);
        }
        assert_int_equal(xs_read_pdf(a, end(&m), &s), XS_OK);
        assert_int_equal(s.nnotes, 1 + filled);
        assert_string_equal(s.notes[0].id, "read-picture-pages");
        assert_true(xs_str_eq(s.notes[0].text, XS_STR("2-3, 5")));
        if (filled) {
            assert_string_equal(s.notes[1].id, "read-form-fields");
            assert_true(xs_str_eq(s.notes[1].text, XS_STR("1")));
        }
        release(&m);
        xs_arena_free(a);
    }
}

/* What is broken in a page may be its table: text alone is not enough then. */
static void broken_page(void **state)
{
    (void)state;
    struct maker m;
    begin(&m);
    text(&m, 50, 750, "text");
    xs_buf_lit(&m.page, "1 2 nonsense\n");
    end_page(&m);
    check(end(&m), XS_E_DAMAGED, "");
    release(&m);
}

static void unreadable(void **state)
{
    (void)state;
    struct maker m;
    begin(&m);
    xs_buf_lit(&m.page, "50 50 500 700 re f\n"); /* a picture, no character */
    end_page(&m);
    check(end(&m), XS_E_SCANNED, "");
    release(&m);
    begin(&m);
    text(&m, 50, 750, "text");
    end_page(&m);
    m.trailer = "/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(01234567890123456789012345678901)"
                "/U(01234567890123456789012345678901)>>/ID[(0123456789abcdef)(0123456789abcdef)]";
    xs_str all = end(&m);
    check(all, XS_E_ENCRYPTED, "");
    for (size_t n = 8; n + 7 < all.len; n += 11)
        check(xs_str_sub(all, 0, n), XS_E_DAMAGED, "");
    release(&m);
}

/* The library was there when the program was built and is not any more, or is quite another one. */
static void gone(void **state)
{
    (void)state;
    static const char *const names[] = { "libxushi-nowhere.so.0", "libc.so.6" };
    struct maker m;
    begin(&m);
    text(&m, 50, 750, "text");
    end_page(&m);
    xs_str all = end(&m);
    for (size_t i = 0; i < 2; i++) {
        struct xs_sheet s = { 0 };
        struct xs_arena *a = xs_arena_new(XS_HELPER_MEMORY);
        assert_non_null(a);
        instead = names[i];
        enum xs_err e = xs_read_sheet(a, all, &s);
        instead = NULL;
        assert_int_equal(e, XS_E_UNSUPPORTED);
        assert_string_equal(s.missing, "poppler-glib");
        xs_arena_free(a);
    }
    check(all, XS_OK, "text\n");
    release(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_table),
        cmocka_unit_test(merged),
        cmocka_unit_test(two_pages),
        cmocka_unit_test(dashed),
        cmocka_unit_test(aligned),
        cmocka_unit_test(not_the_rest),
        cmocka_unit_test(lost_pages),
        cmocka_unit_test(memory_of_pages),
        cmocka_unit_test(unread_pages),
        cmocka_unit_test(broken_page),
        cmocka_unit_test(unreadable),
        cmocka_unit_test(gone),
    };
#ifndef XS_HAVE_POPPLER
    (void)tests;
    return puts("not ok 1 # SKIP all: no PDF in this build") < 0;
#endif
    return cmocka_run_group_tests(tests, NULL, NULL);
}
