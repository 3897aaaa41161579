/* Tables that nothing but white space makes: characters are placed here, ten points wide and high.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/limits.h"
#include "read/aligned.h"

#define MOST 2000
#define SIDE 10

struct text {
    double x, y;
    const char *s; /* a letter a place; a dot is three points of room within a text */
};

static size_t place(const struct text *t, struct xs_glyph *out)
{
    size_t n = 0;
    double x = t->x;
    for (const char *c = t->s; *c; c++) {
        if (*c == '.') {
            x += 3;
            continue;
        }
        out[n++] = (struct xs_glyph){ x, t->y, x + SIDE, t->y + SIDE, (unsigned char)*c };
        x += SIDE;
    }
    return n;
}

static void put_cell(struct xs_buf *b, const struct xs_ruled_cell *c, struct xs_glyph *g, size_t n)
{
    static const char many[] = " 23456789";
    xs_buf_putc(b, '|');
    for (size_t i = 0; i < n; i++) {
        double x = (g[i].x0 + g[i].x1) / 2, y = xs_glyph_middle(&g[i]);
        if (x >= c->x0 && x < c->x1 && y >= c->y0 && y < c->y1)
            xs_buf_putc(b, (char)g[i].cp);
    }
    if (c->rows > 1) {
        xs_buf_putc(b, 'v');
        xs_buf_putc(b, many[c->rows - 1]);
    }
    if (c->cols > 1) {
        xs_buf_putc(b, '>');
        xs_buf_putc(b, many[c->cols - 1]);
    }
}

/* A line a row, |text a cell, v2: over two rows, >2: over two columns; = before each table. */
static void check(const struct text *texts, size_t n, const char *want)
{
    struct xs_arena *a = xs_arena_new(XS_MAX_DOC_ARENA);
    struct xs_glyph g[MOST];
    size_t count = 0, ntables = 0;
    struct xs_ruled *tables;
    struct xs_buf b;
    xs_str s;
    assert_non_null(a);
    for (size_t i = 0; i < n; i++)
        count += place(&texts[i], g + count);
    assert_int_equal(xs_aligned_find(a, g, count, &ntables, &tables), XS_OK);
    xs_buf_init(&b, XS_MAX_BUF);
    for (size_t t = 0; t < ntables; t++) {
        uint32_t row = UINT32_MAX;
        xs_buf_lit(&b, "=");
        for (size_t i = 0; i < tables[t].ncells; i++) {
            if (tables[t].cells[i].row != row)
                xs_buf_putc(&b, '\n');
            row = tables[t].cells[i].row;
            put_cell(&b, &tables[t].cells[i], g, count);
        }
        xs_buf_putc(&b, '\n');
    }
    xs_buf_putc(&b, '\0');
    assert_int_equal(xs_buf_finish(&b, &s), XS_OK);
    assert_string_equal(s.ptr, want);
    xs_buf_free(&b);
    xs_arena_free(a);
}

#define CHECK(want, ...)                                                                           \
    check((const struct text[]){ __VA_ARGS__ },                                                    \
        sizeof((const struct text[]){ __VA_ARGS__ }) / sizeof(struct text), want)

static void no_text(void **state)
{
    (void)state;
    check(NULL, 0, "");
}

/* A text in the middle of a free place parts it: columns that the first row does not use. */
static void parted(void **state)
{
    (void)state;
    CHECK("=\n|aa||bb\n|cc|dd|ee\n|ff|gg|hh\n", { 50, 100, "aa" }, { 350, 100, "bb" },
        { 50, 130, "cc" }, { 200, 130, "dd" }, { 350, 130, "ee" }, { 50, 160, "ff" },
        { 200, 160, "gg" }, { 350, 160, "hh" });
}

/* A header of two lines in one column, between which the others stand, has that column's border. */
static void header_wrapped(void **state)
{
    (void)state;
    CHECK("=\n|aa|bb|hhhhh\n|cc|dd|ee\n|ff|gg|ii\n|jj|kk|ll\n", { 350, 100, "hhhh" },
        { 50, 106, "aa" }, { 200, 106, "bb" }, { 350, 112, "h" }, { 50, 140, "cc" },
        { 200, 140, "dd" }, { 350, 140, "ee" }, { 50, 170, "ff" }, { 200, 170, "gg" },
        { 350, 170, "ii" }, { 50, 200, "jj" }, { 200, 200, "kk" }, { 350, 200, "ll" });
}

/* A text alone over the columns ends a table; the next one has its own. */
static void title_between(void **state)
{
    (void)state;
    CHECK("=\n|a|b|c\n|d|e|f\n|g|h|i\n=\n|j|k\n|l|m\n|n|o\n", { 50, 100, "a" }, { 150, 100, "b" },
        { 250, 100, "c" }, { 50, 130, "d" }, { 150, 130, "e" }, { 250, 130, "f" }, { 50, 160, "g" },
        { 150, 160, "h" }, { 250, 160, "i" }, { 50, 200, "titlesthatgoonandonandon" },
        { 50, 240, "j" }, { 200, 240, "k" }, { 50, 270, "l" }, { 200, 270, "m" }, { 50, 300, "n" },
        { 200, 300, "o" }, { 50, 340, "anothertitlethatgoeson" });
}

/* Two lines are no table. */
static void too_few(void **state)
{
    (void)state;
    CHECK("", { 50, 100, "a" }, { 150, 100, "b" }, { 50, 130, "c" }, { 150, 130, "d" });
    CHECK("", { 50, 100, "aaaa" }, { 150, 100, "b" }, { 50, 112, "cccc" }, { 50, 124, "dddd" },
        { 150, 124, "e" });
}

/* A last line that has a text in one column only still belongs to the table. */
static void last_line_short(void **state)
{
    (void)state;
    CHECK("=\n|a|bbbbb\n|c|ddddd\n|e|fffffgg\n", { 50, 100, "a" }, { 150, 100, "bbbbb" },
        { 50, 130, "c" }, { 150, 130, "ddddd" }, { 50, 160, "e" }, { 150, 160, "fffff" },
        { 150, 172, "gg" });
}

/* Rows without room between them begin where all texts do. */
static void tight(void **state)
{
    (void)state;
    CHECK("=\n|a|b|c|d|e\n|f|g|h|i|j\n|k|l|m|n|oo\n|p|q|r|s|t\n", { 50, 100, "a" },
        { 100, 100, "b" }, { 150, 100, "c" }, { 200, 100, "d" }, { 250, 100, "e" },
        { 50, 112, "f" }, { 100, 112, "g" }, { 150, 112, "h" }, { 200, 112, "i" },
        { 250, 112, "j" }, { 50, 124, "k" }, { 100, 124, "l" }, { 150, 124, "m" },
        { 200, 124, "n" }, { 250, 124, "oo" }, { 50, 136, "p" }, { 100, 136, "q" },
        { 150, 136, "r" }, { 200, 136, "s" }, { 250, 136, "t" });
}

/* A row of several lines ends where its texts begin again; what fills a column goes on below. */
static void wrapped(void **state)
{
    (void)state;
    CHECK("=\n|k|bbbbbbb|c\n|l|ddddddd|e\n|m|fffff|g\n", { 50, 100, "k" }, { 100, 100, "bbbbb" },
        { 200, 100, "c" }, { 100, 112, "bb" }, { 50, 124, "l" }, { 100, 124, "ddddd" },
        { 200, 124, "e" }, { 100, 136, "dd" }, { 50, 148, "m" }, { 100, 148, "fff.ff" },
        { 200, 148, "g" });
}

/* A text over a border is of another row than the texts beside the border, above and below. */
static void over_border(void **state)
{
    (void)state;
    CHECK("=\n|h|wwwwwwwwwwwwww>2\n|a|b|c\n|i|vvvvvvvvvvvvvv>2\n|d|e|f\n|j|k|l\n", { 50, 100, "h" },
        { 100, 100, "wwwwwwwwwwwwww" }, { 50, 112, "a" }, { 100, 112, "b" }, { 200, 112, "c" },
        { 50, 124, "i" }, { 100, 124, "vvvvvvvvvvvvvv" }, { 50, 136, "d" }, { 100, 136, "e" },
        { 200, 136, "f" }, { 50, 148, "j" }, { 100, 148, "k" }, { 200, 148, "l" });
}

/* A text of the first column that stands between two rows, in the middle of them, is of both. */
static void label_in_the_middle(void **state)
{
    (void)state;
    CHECK("=\n|h|i|j\n|av2|b|c\n|d|e\n|kv2|l|m\n|n|o\n", { 50, 70, "h" }, { 100, 70, "i" },
        { 200, 70, "j" }, { 100, 100, "b" }, { 200, 100, "c" }, { 50, 115, "a" }, { 100, 130, "d" },
        { 200, 130, "e" }, { 100, 160, "l" }, { 200, 160, "m" }, { 50, 175, "k" },
        { 100, 190, "n" }, { 200, 190, "o" });
}

/* So is one of two lines. */
static void label_of_two_lines(void **state)
{
    (void)state;
    CHECK("=\n|h|i|j\n|aabbv2|b|c\n|d|e\n|k|l|m\n", { 50, 70, "h" }, { 100, 70, "i" },
        { 200, 70, "j" }, { 100, 100, "b" }, { 200, 100, "c" }, { 50, 109, "aa" },
        { 50, 121, "bb" }, { 100, 130, "d" }, { 200, 130, "e" }, { 50, 160, "k" },
        { 100, 160, "l" }, { 200, 160, "m" });
}

/* Labels at the top of their rows: those below without one are of the same. */
static void label_at_the_top(void **state)
{
    (void)state;
    CHECK("=\n|h|i|j\n|av3|b|c\n|d|e\n|f|g\n|kv2|l|m\n|n|o\n", { 50, 68.5, "h" }, { 100, 70, "i" },
        { 200, 70, "j" }, { 50, 100, "a" }, { 100, 100, "b" }, { 200, 100, "c" }, { 100, 130, "d" },
        { 200, 130, "e" }, { 100, 160, "f" }, { 200, 160, "g" }, { 50, 190, "k" },
        { 100, 190, "l" }, { 200, 190, "m" }, { 100, 220, "n" }, { 200, 220, "o" });
}

/* What hangs down in the first column belongs above the row that has a text of its own there. */
static void label_hangs_down(void **state)
{
    (void)state;
    CHECK("=\n|ha|i|j\n|k|l|m\n|n|o|p\n", { 50, 100, "h" }, { 100, 100, "i" }, { 200, 100, "j" },
        { 50, 112, "a" }, { 50, 126, "k" }, { 100, 126, "l" }, { 200, 126, "m" }, { 50, 156, "n" },
        { 100, 156, "o" }, { 200, 156, "p" });
}

/* With ever more memory until it is enough. */
static void no_memory(void **state)
{
    (void)state;
    enum xs_err e = XS_E_NOMEM;
    for (size_t cap = 64; e != XS_OK; cap += 64) {
        struct xs_glyph g[16];
        size_t n = 0, count;
        struct xs_ruled *tables;
        for (int y = 0; y < 4; y++)
            for (int x = 0; x < 4; x++)
                n += place(&(struct text){ 50 + 50.0 * x, 100 + 20.0 * y, "a" }, g + n);
        struct xs_arena *a = xs_arena_new(cap);
        assert_non_null(a);
        e = xs_aligned_find(a, g, n, &count, &tables);
        assert_true(e == XS_OK ? count == 1 : e == XS_E_NOMEM);
        xs_arena_free(a);
        assert_true(cap < (1 << 20));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_text),
        cmocka_unit_test(parted),
        cmocka_unit_test(header_wrapped),
        cmocka_unit_test(title_between),
        cmocka_unit_test(too_few),
        cmocka_unit_test(last_line_short),
        cmocka_unit_test(tight),
        cmocka_unit_test(wrapped),
        cmocka_unit_test(over_border),
        cmocka_unit_test(label_in_the_middle),
        cmocka_unit_test(label_of_two_lines),
        cmocka_unit_test(label_at_the_top),
        cmocka_unit_test(label_hangs_down),
        cmocka_unit_test(no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
