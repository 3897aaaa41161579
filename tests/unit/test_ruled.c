/* Pictures of pages made here: which lines are rules of a table, and which belong to characters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "read/ruled.h"

#define WIDE 400 /* pixels; two a point */
#define HIGH 200

struct picture {
    unsigned char luma[WIDE * HIGH];
    struct xs_glyph glyphs[400];
    struct xs_bitmap page;
    struct xs_arena *a;
    size_t ntables;
    struct xs_ruled *tables;
};

static struct picture *blank(void)
{
    struct xs_arena *a = xs_arena_new(XS_MAX_DOC_ARENA);
    assert_non_null(a);
    struct picture *p = xs_arena_zalloc(a, 1, sizeof *p);
    assert_non_null(p);
    memset(p->luma, 255, sizeof p->luma);
    p->a = a;
    p->page = (struct xs_bitmap){
        .luma = p->luma, .width = WIDE, .height = HIGH, .scale = 2, .glyphs = p->glyphs
    };
    return p;
}

static void fill(struct picture *p, const size_t from[2], const size_t to[2])
{
    for (size_t y = from[1]; y < to[1]; y++)
        for (size_t x = from[0]; x < to[0]; x++)
            p->luma[y * WIDE + x] = 0;
}

static void find(struct picture *p)
{
    assert_int_equal(xs_ruled_find(p->a, &p->page, &p->ntables, &p->tables), XS_OK);
}

/* A character of 10 points at x, y, and what a font without it draws: a frame that reaches over its
 * foot and its left side. */
static void framed(struct picture *p, size_t x, size_t y)
{
    p->glyphs[p->page.nglyphs++] = (struct xs_glyph){
        .x0 = (double)x, .y0 = (double)y, .x1 = (double)x + 10, .y1 = (double)y + 10, .cp = 0x4E2D
    };
    size_t l = 2 * x - 1, r = 2 * x + 13, top = 2 * y + 4, foot = 2 * y + 22;
    fill(p, (size_t[2]){ l, top }, (size_t[2]){ r, top + 1 });
    fill(p, (size_t[2]){ l, foot }, (size_t[2]){ r, foot + 1 });
    fill(p, (size_t[2]){ l, top }, (size_t[2]){ l + 1, foot });
    fill(p, (size_t[2]){ r, top }, (size_t[2]){ r + 1, foot });
}

/* The fonts of a file need not be on the machine: frames in a row are no dashed rule. */
static void frames_of_characters(void **state)
{
    (void)state;
    struct picture *p = blank();
    for (size_t y = 10; y < 30; y += 12)
        for (size_t x = 20; x < 160; x += 10)
            framed(p, x, y);
    find(p);
    assert_int_equal(p->ntables, 0);
    xs_arena_free(p->a);
}

static void dash(struct picture *p, size_t x0, size_t x1, size_t y)
{
    for (size_t x = x0; x < x1; x += 7)
        fill(p, (size_t[2]){ x, y }, (size_t[2]){ x + 4 < x1 ? x + 4 : x1, y + 1 });
}

/* Dashed rules that run along the foot of a text are rules. */
static void dashes_at_the_foot(void **state)
{
    (void)state;
    struct picture *p = blank();
    for (size_t y = 20; y <= 120; y += 50)
        dash(p, 20, 320, y);
    for (size_t x = 20; x <= 320; x += 150)
        fill(p, (size_t[2]){ x, 20 }, (size_t[2]){ x + 1, 121 });
    for (size_t y = 23; y < 55; y += 25)
        for (size_t x = 15; x < 60; x += 10)
            p->glyphs[p->page.nglyphs++] =
                (struct xs_glyph){ (double)x, (double)y, (double)x + 10, (double)y + 10, 0x4E2D };
    find(p);
    assert_int_equal(p->ntables, 1);
    assert_int_equal(p->tables[0].nrows, 2);
    assert_int_equal(p->tables[0].ncols, 2);
    assert_int_equal(p->tables[0].ncells, 4);
    xs_arena_free(p->a);
}

/* Two rules and one across, open at both ends: the ends of the lines are the table's sides. */
static void open_sides(void **state)
{
    (void)state;
    struct picture *p = blank();
    for (size_t y = 20; y <= 120; y += 50)
        fill(p, (size_t[2]){ 20, y }, (size_t[2]){ 320, y + 1 });
    fill(p, (size_t[2]){ 150, 20 }, (size_t[2]){ 151, 121 });
    find(p);
    assert_int_equal(p->ntables, 1);
    assert_int_equal(p->tables[0].nrows, 2);
    assert_int_equal(p->tables[0].ncols, 2);
    xs_arena_free(p->a);
}

/* Three sides of a box are no table. */
static void three_sides(void **state)
{
    (void)state;
    struct picture *p = blank();
    fill(p, (size_t[2]){ 20, 20 }, (size_t[2]){ 320, 21 });
    fill(p, (size_t[2]){ 20, 20 }, (size_t[2]){ 21, 121 });
    fill(p, (size_t[2]){ 320, 20 }, (size_t[2]){ 321, 121 });
    find(p);
    assert_int_equal(p->ntables, 0);
    xs_arena_free(p->a);
}

/* A picture of strokes is no table, however many they are; the answer comes soon. */
static void picture_of_strokes(void **state)
{
    (void)state;
    enum { SIDE = 1200 };
    struct xs_arena *a = xs_arena_new(XS_MAX_DOC_ARENA);
    unsigned char *luma = xs_arena_alloc(a, SIDE, SIDE);
    assert_non_null(luma);
    memset(luma, 255, (size_t)SIDE * SIDE);
    for (size_t y = 0; y < SIDE; y += 8)
        for (size_t x = 0; x < SIDE; x++)
            if (x % 40 < 26)
                luma[y * SIDE + x] = 0;
    struct xs_bitmap page = { .luma = luma, .width = SIDE, .height = SIDE, .scale = 2 };
    struct xs_ruled *tables;
    size_t n;
    assert_int_equal(xs_ruled_find(a, &page, &n, &tables), XS_OK);
    assert_int_equal(n, 0);
    xs_arena_free(a);
}

/* A wide cell whose lower neighbours are parted does not go on into them. */
static void wide_over_parted(void **state)
{
    (void)state;
    struct picture *p = blank();
    fill(p, (size_t[2]){ 20, 20 }, (size_t[2]){ 320, 21 });
    fill(p, (size_t[2]){ 170, 70 }, (size_t[2]){ 320, 71 }); /* below the right half only */
    fill(p, (size_t[2]){ 20, 120 }, (size_t[2]){ 320, 121 });
    fill(p, (size_t[2]){ 20, 20 }, (size_t[2]){ 21, 121 });
    fill(p, (size_t[2]){ 320, 20 }, (size_t[2]){ 321, 121 });
    fill(p, (size_t[2]){ 95, 70 }, (size_t[2]){ 96, 121 });
    fill(p, (size_t[2]){ 170, 20 }, (size_t[2]){ 171, 121 });
    find(p);
    assert_int_equal(p->ntables, 1);
    assert_int_equal(p->tables[0].ncols, 3);
    assert_int_equal(p->tables[0].cells[0].cols, 2);
    assert_int_equal(p->tables[0].cells[0].rows, 1);
    xs_arena_free(p->a);
}

/* With ever more memory until it is enough. */
static void no_memory(void **state)
{
    (void)state;
    struct picture *p = blank();
    for (size_t y = 20; y <= 120; y += 50)
        fill(p, (size_t[2]){ 20, y }, (size_t[2]){ 320, y + 1 });
    for (size_t x = 20; x <= 320; x += 150)
        fill(p, (size_t[2]){ x, 20 }, (size_t[2]){ x + 1, 121 });
    enum xs_err e = XS_E_NOMEM;
    for (size_t cap = WIDE * HIGH * sizeof(uint32_t); e != XS_OK; cap += 128) {
        struct xs_arena *a = xs_arena_new(cap);
        assert_non_null(a);
        e = xs_ruled_find(a, &p->page, &p->ntables, &p->tables);
        assert_true(e == XS_OK ? p->ntables == 1 : e == XS_E_NOMEM);
        xs_arena_free(a);
        assert_true(cap < (1 << 24));
    }
    xs_arena_free(p->a);
}

/* Of two tables beside each other the left one comes first. */
static void side_by_side(void **state)
{
    (void)state;
    struct picture *p = blank();
    for (size_t left = 220; left; left = left == 220 ? 20 : 0) {
        for (size_t y = 20; y <= 120; y += 50)
            fill(p, (size_t[2]){ left, y }, (size_t[2]){ left + 140, y + 1 });
        for (size_t x = left; x <= left + 140; x += 70)
            fill(p, (size_t[2]){ x, 20 }, (size_t[2]){ x + 1, 121 });
    }
    find(p);
    assert_int_equal(p->ntables, 2);
    assert_true(p->tables[0].x0 < 20 && p->tables[1].x0 > 100);
    assert_int_equal(p->tables[0].ncells, 4);
    assert_int_equal(p->tables[1].ncells, 4);
    xs_arena_free(p->a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_of_characters),
        cmocka_unit_test(dashes_at_the_foot),
        cmocka_unit_test(open_sides),
        cmocka_unit_test(side_by_side),
        cmocka_unit_test(three_sides),
        cmocka_unit_test(picture_of_strokes),
        cmocka_unit_test(wide_over_parted),
        cmocka_unit_test(no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
