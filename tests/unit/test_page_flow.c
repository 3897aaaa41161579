/* Pages of placed characters and tables, put together: paragraphs, tables over page ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/limits.h"
#include "read/page_flow.h"

#define MOST_GLYPHS 500
#define MOST_CELLS 40

struct text {
    double x, y;
    const char *s; /* of ten points; digits are of five, capitals of twenty */
};

/* A grid in which each of cells is first row, rows, first column, columns; NULL: one cell a place.
 */
struct grid {
    size_t nx, ny;
    double xs[6], ys[8];
    size_t ncells;
    uint32_t cells[MOST_CELLS][4];
};

struct state {
    struct xs_arena *a;
    struct xs_flow *flow;
    uint32_t pages;
};

static void begin(struct state *s)
{
    *s = (struct state){ .a = xs_arena_new(XS_MAX_DOC_ARENA) };
    assert_non_null(s->a);
    s->flow = xs_flow_new(s->a);
    assert_non_null(s->flow);
}

static void fill_grid(struct grid *g)
{
    for (uint32_t j = 0; g->ncells == 0 && j + 1 < g->ny; j++)
        for (uint32_t i = 0; i + 1 < g->nx; i++)
            memcpy(g->cells[j * (g->nx - 1) + i], (uint32_t[4]){ j, 1, i, 1 }, sizeof *g->cells);
    g->ncells = g->ncells ? g->ncells : (g->nx - 1) * (g->ny - 1);
}

static struct xs_ruled *make_table(struct state *s, struct grid g)
{
    fill_grid(&g);
    struct xs_ruled_cell *cells = xs_arena_zalloc(s->a, g.ncells, sizeof *cells);
    struct xs_ruled *t = xs_arena_zalloc(s->a, 1, sizeof *t);
    assert_true(cells && t);
    for (size_t i = 0; i < g.ncells; i++) {
        const uint32_t *c = g.cells[i];
        cells[i] = (struct xs_ruled_cell){ g.xs[c[2]], g.ys[c[0]], g.xs[c[2] + c[3]],
            g.ys[c[0] + c[1]], c[0], c[1], c[2], c[3] };
    }
    *t = (struct xs_ruled){ g.xs[0], g.ys[0], g.xs[g.nx - 1], g.ys[g.ny - 1], (uint32_t)g.ny - 1,
        (uint32_t)g.nx - 1, g.ncells, cells };
    return t;
}

/* A page 400 points high; grid->nx == 0: without a table. */
static void page(struct state *s, const struct grid *grid, const struct text *texts, size_t n)
{
    struct xs_page p = { .number = ++s->pages, .height = 400 };
    p.glyphs = xs_arena_zalloc(s->a, MOST_GLYPHS, sizeof *p.glyphs);
    assert_non_null(p.glyphs);
    for (size_t i = 0; i < n; i++) {
        double x = texts[i].x, y = texts[i].y;
        for (const char *c = texts[i].s; *c; c++) {
            double size = *c <= '9' ? 5 : *c <= 'Z' ? 20 : 10;
            p.glyphs[p.nglyphs++] =
                (struct xs_glyph){ x, y, x + size, y + size, (unsigned char)*c };
            x += size;
        }
    }
    p.ntables = grid->nx > 0;
    p.tables = p.ntables ? make_table(s, *grid) : NULL;
    assert_int_equal(xs_flow_page(s->flow, &p), XS_OK);
}

#define PAGE(s, grid, ...)                                                                         \
    page(s, grid, (const struct text[]){ __VA_ARGS__ },                                            \
        sizeof((const struct text[]){ __VA_ARGS__ }) / sizeof(struct text))

/* A line a block; | before each cell of a row, ^ for one that goes on from above. */
static void end(struct state *s, const char *want)
{
    struct xs_sheet out = { 0 };
    struct xs_buf b;
    xs_buf_init(&b, XS_MAX_BUF);
    assert_int_equal(xs_flow_end(s->flow, &out), XS_OK);
    for (size_t i = 0; i < out.nblocks; i++) {
        for (size_t k = 0; k < out.blocks[i].ncells; k++) {
            xs_buf_lit(&b, out.blocks[i].kind == XS_BLOCK_ROW ? "|" : "");
            xs_buf_lit(&b, out.blocks[i].cells[k].continued ? "^" : "");
            xs_buf_puts(&b, out.blocks[i].cells[k].text);
        }
        xs_buf_putc(&b, '\n');
    }
    xs_buf_putc(&b, 0);
    assert_string_equal(b.ptr, want);
    xs_buf_free(&b);
    xs_arena_free(s->a);
}

/* Both pages with ever more memory until it is enough. */
static enum xs_err with_memory(size_t cap)
{
    struct xs_arena *own = xs_arena_new(XS_MAX_DOC_ARENA), *a = xs_arena_new(cap);
    struct xs_glyph g[4], sorted[4];
    assert_true(own && a);
    struct state s = { .a = own };
    struct xs_ruled *t = make_table(
        &s, (struct grid){ .nx = 3, .ny = 3, .xs = { 50, 150, 250 }, .ys = { 280, 310, 340 } });
    for (size_t i = 0; i < 4; i++)
        g[i] = (struct xs_glyph){ 55 + 100.0 * (double)(i & 1), i < 2 ? 290 : 200, 0, 0, 'a' };
    for (size_t i = 0; i < 4; i++) {
        g[i].x1 = g[i].x0 + 10;
        g[i].y1 = g[i].y0 + 10;
    }
    struct xs_flow *f = xs_flow_new(a);
    enum xs_err e = f ? XS_OK : XS_E_NOMEM;
    for (uint32_t i = 1; e == XS_OK && i < 3; i++) {
        memcpy(sorted, g, sizeof g);
        struct xs_page p = { i, 400, 4, sorted, 1, t };
        e = xs_flow_page(f, &p);
    }
    struct xs_sheet out = { 0 };
    if (e == XS_OK)
        e = xs_flow_end(f, &out);
    assert_true(e == XS_OK ? out.nblocks > 3 : e == XS_E_NOMEM);
    xs_arena_free(own);
    xs_arena_free(a);
    return e;
}

static void no_memory(void **state)
{
    size_t cap = 64;
    (void)state;
    while (with_memory(cap) != XS_OK) {
        cap += 32;
        assert_true(cap < (1 << 20));
    }
    assert_true(cap > 200);
}

static const struct grid none;
/* At the foot of a page and at the head of the next one. */
static const struct grid foot = {
    .nx = 4, .ny = 4, .xs = { 50, 150, 250, 350 }, .ys = { 280, 310, 340, 370 }
};
static const struct grid head = {
    .nx = 4, .ny = 3, .xs = { 50, 150, 250, 350 }, .ys = { 30, 60, 90 }
};

/* A small character before the line's large ones, and raised, is of their line. */
static void small_first(void **state)
{
    (void)state;
    struct state s;
    begin(&s);
    PAGE(&s, &none, { 50, 102, "2" }, { 55, 101, "m" }, { 50, 130, "next" });
    end(&s, "2m\nnext\n");
}

/* A digit that is set raised stays so; not one that is small alone, nor a small one above. */
static void raised(void **state)
{
    (void)state;
    struct state s;
    begin(&s);
    PAGE(&s, &none, { 50, 100, "m" }, { 60, 98, "23" }, { 72, 100, "a" }, { 50, 130, "b" },
        { 60, 135, "4" }, { 50, 146, "5" });
    end(&s, "m²³a\nb4\n5\n");
}

/* A full line goes on in the next one, but not in one of another size. */
static void other_size(void **state)
{
    (void)state;
    struct state s;
    begin(&s);
    PAGE(&s, &none, { 50, 100, "aaaaaaaaaa" }, { 50, 112, "bbbbbbbbbb" }, { 50, 126, "CCCCC" });
    end(&s, "aaaaaaaaaabbbbbbbbbb\nCCCCC\n");
}

/* Rows of the grid in which no cell begins are no rows. */
static void tall_cells(void **state)
{
    (void)state;
    struct state s;
    begin(&s);
    const struct grid g = { 3, 4, { 50, 150, 250 }, { 100, 130, 160, 190 }, 4,
        { { 0, 2, 0, 1 }, { 0, 2, 1, 1 }, { 2, 1, 0, 1 }, { 2, 1, 1, 1 } } };
    PAGE(&s, &g, { 55, 110, "a" }, { 155, 140, "b" }, { 55, 170, "c" }, { 155, 170, "d" });
    end(&s, "|a|b\n|c|d\n");
}

/* A header of fewer, wider cells after a page end is no header printed again. */
static void other_cells(void **state)
{
    (void)state;
    struct state s;
    begin(&s);
    PAGE(&s, &foot, { 55, 290, "a" }, { 155, 290, "b" }, { 255, 290, "c" }, { 55, 320, "d" },
        { 155, 320, "e" }, { 255, 320, "f" }, { 55, 350, "g" }, { 155, 350, "h" },
        { 255, 350, "i" });
    const struct grid wide = { 4, 3, { 50, 150, 250, 350 }, { 30, 60, 90 }, 5,
        { { 0, 1, 0, 2 }, { 0, 1, 2, 1 }, { 1, 1, 0, 1 }, { 1, 1, 1, 1 }, { 1, 1, 2, 1 } } };
    PAGE(&s, &wide, { 55, 40, "j" }, { 255, 40, "k" }, { 55, 70, "l" }, { 155, 70, "m" },
        { 255, 70, "n" });
    end(&s, "|a|b|c\n|d|e|f\n|g|h|i\n|j|k\n|l|m|n\n");
}

/* The grid of the last row may be wider than its texts: the rest of the table need not be. */
static void narrower_rest(void **state)
{
    (void)state;
    struct state s;
    begin(&s);
    const struct grid wide = {
        .nx = 5, .ny = 3, .xs = { 50, 150, 250, 350, 450 }, .ys = { 310, 340, 370 }
    };
    PAGE(&s, &wide, { 55, 320, "a" }, { 155, 320, "b" }, { 255, 320, "c" }, { 355, 320, "x" },
        { 55, 350, "d" }, { 155, 350, "e" }, { 255, 350, "f" });
    PAGE(&s, &head, { 55, 40, "g" }, { 155, 40, "h" }, { 255, 40, "i" }, { 55, 70, "j" },
        { 155, 70, "k" }, { 255, 70, "l" });
    struct xs_sheet out = { 0 };
    assert_int_equal(xs_flow_end(s.flow, &out), XS_OK);
    assert_int_equal(out.nblocks, 4);
    assert_int_equal(out.blocks[3].cells[0].at.table, 1);
    end(&s, "|a|b|c|x\n|d|e|f|\n|g|h|i\n|j|k|l\n");
}

/* What ends a row of the page before: a single text in the last column. Where its cell was not full
 * it is a line of its own. A text where that row has none begins a row. */
static void rest_of_a_row(void **state)
{
    (void)state;
    struct state s;
    begin(&s);
    PAGE(&s, &foot, { 55, 290, "a" }, { 155, 290, "b" }, { 255, 290, "c" }, { 55, 320, "d" },
        { 155, 320, "e" }, { 255, 320, "f" }, { 55, 350, "g" }, { 155, 350, "h" },
        { 255, 350, "i" });
    PAGE(&s, &head, { 255, 40, "more" }, { 55, 70, "j" }, { 155, 70, "k" });
    end(&s, "|a|b|c\n|d|e|f\n|g|h|i\nmore\n|j|k|\n");
    begin(&s);
    PAGE(&s, &foot, { 55, 290, "a" }, { 155, 290, "b" }, { 255, 290, "c" }, { 55, 320, "d" },
        { 155, 320, "e" }, { 255, 320, "f" }, { 55, 350, "g" }, { 155, 350, "h" });
    PAGE(&s, &head, { 255, 40, "new" }, { 55, 70, "j" }, { 155, 70, "k" });
    end(&s, "|a|b|c\n|d|e|f\n|g|h|\n|||new\n|j|k|\n");
}

/* A cell over rows of both pages: its text stands once, in its first row, wherever it is printed;
 * hanging out of the table too, on the first page, it is printed twice. */
static void text_on_both_pages(void **state)
{
    (void)state;
    struct state s;
    const struct grid tall = { 4, 4, { 50, 150, 250, 350 }, { 260, 290, 320, 350 }, 8,
        { { 0, 1, 0, 1 }, { 0, 1, 1, 1 }, { 0, 1, 2, 1 }, { 1, 2, 0, 1 }, { 1, 1, 1, 1 },
            { 1, 1, 2, 1 }, { 2, 1, 1, 1 }, { 2, 1, 2, 1 } } };
    const struct grid rest = { 4, 3, { 50, 150, 250, 350 }, { 30, 60, 90 }, 5,
        { { 0, 2, 0, 1 }, { 0, 1, 1, 1 }, { 0, 1, 2, 1 }, { 1, 1, 1, 1 }, { 1, 1, 2, 1 } } };
    for (int twice = 0; twice < 2; twice++) {
        begin(&s);
        PAGE(&s, &tall, { 55, 270, "h" }, { 155, 270, "i" }, { 255, 270, "j" }, { 155, 300, "b" },
            { 255, 300, "c" }, { 155, 330, "d" }, { 255, 330, "e" },
            { 55, 355, twice ? "label" : "" });
        PAGE(&s, &rest, { 55, 55, "label" }, { 155, 40, "f" }, { 255, 40, "g" }, { 155, 70, "k" },
            { 255, 70, "l" });
        end(&s, "|h|i|j\n|label|b|c\n|^|d|e\n|^|f|g\n|^|k|l\n");
    }
}

/* A paragraph between two tables that only looks the same parts them. */
static void paragraph_between(void **state)
{
    (void)state;
    struct state s;
    begin(&s);
    PAGE(&s, &foot, { 55, 290, "a" }, { 155, 290, "b" }, { 255, 290, "c" }, { 55, 320, "d" },
        { 155, 320, "e" }, { 255, 320, "f" }, { 55, 350, "g" }, { 155, 350, "h" },
        { 255, 350, "i" }, { 55, 380, "notes" });
    PAGE(&s, &head, { 55, 40, "j" }, { 155, 40, "k" }, { 255, 40, "l" }, { 55, 70, "m" },
        { 155, 70, "n" }, { 255, 70, "o" });
    end(&s, "|a|b|c\n|d|e|f\n|g|h|i\nnotes\n|j|k|l\n|m|n|o\n");
}

/* Rows printed again at the top of a page are dropped, but not where they begin the next form: the
 * row below them has the same label and another text. */
static void next_form(void **state)
{
    (void)state;
    struct state s;
    for (int form = 0; form < 2; form++) {
        begin(&s);
        PAGE(&s, &foot, { 55, 290, "a" }, { 155, 290, "b" }, { 255, 290, "c" }, { 55, 320, "d" },
            { 155, 320, "e" }, { 255, 320, "f" }, { 55, 350, "g" }, { 155, 350, "h" },
            { 255, 350, "i" });
        PAGE(&s, &head, { 55, 40, "a" }, { 155, 40, "b" }, { 255, 40, "c" },
            { 55, 70, form ? "d" : "j" }, { 155, 70, "k" }, { 255, 70, "l" });
        end(&s,
            form ? "|a|b|c\n|d|e|f\n|g|h|i\n|a|b|c\n|d|k|l\n" : "|a|b|c\n|d|e|f\n|g|h|i\n|j|k|l\n");
    }
}

/* A paragraph takes memory in proportion to its length, over however many lines. */
static void long_paragraph(void **state)
{
    enum { LINES = 2000 };
    struct xs_glyph g[30];
    struct xs_arena *a = xs_arena_new((size_t)24 << 20);
    struct xs_flow *f = a ? xs_flow_new(a) : NULL;
    (void)state;
    assert_non_null(f);
    for (uint32_t i = 1; i <= LINES; i++) {
        for (int k = 0; k < 30; k++)
            g[k] = (struct xs_glyph){ k * 10, 200, k * 10 + 10, 210, 'a' };
        struct xs_page p = { i, 400, 30, g, 0, NULL };
        assert_int_equal(xs_flow_page(f, &p), XS_OK);
    }
    struct xs_sheet out = { 0 };
    assert_int_equal(xs_flow_end(f, &out), XS_OK);
    assert_int_equal(out.nblocks, 1);
    assert_int_equal(out.blocks[0].cells[0].text.len, LINES * 30);
    xs_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_first),
        cmocka_unit_test(raised),
        cmocka_unit_test(other_size),
        cmocka_unit_test(tall_cells),
        cmocka_unit_test(other_cells),
        cmocka_unit_test(narrower_rest),
        cmocka_unit_test(rest_of_a_row),
        cmocka_unit_test(text_on_both_pages),
        cmocka_unit_test(paragraph_between),
        cmocka_unit_test(next_form),
        cmocka_unit_test(long_paragraph),
        cmocka_unit_test(no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
