/* Sheets that go through a helper: back as they were; whatever is broken on the way is found out.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "read/wire.h"

static struct xs_cell cells[] = {
    { .text = XS_STR_INIT("one\ntwo"),
        .at = { .table = 1, .row = 2, .cell = 3, .page = 4 },
        .span = 2 },
    { .text = XS_STR_INIT(""),
        .at = { .part = XS_STR_INIT("Sheet1") },
        .span = 1,
        .continued = true },
};
static struct xs_cell line = {
    .text = XS_STR_INIT("a line"), .at = { .line = 7, .col = 1 }, .span = 1
};
static struct xs_block blocks[] = {
    { .kind = XS_BLOCK_PARAGRAPH, .first_line = 7, .last_line = 7, .ncells = 1, .cells = &line },
    { .kind = XS_BLOCK_ROW,
        .shape = XS_SHAPE_LOOSE,
        .blank_before = true,
        .ncells = 2,
        .cells = cells },
    { .kind = XS_BLOCK_BREAK },
};
static struct xs_read_note notes[] = {
    { .id = "read-pages-lost", .number = UINT64_C(1) << 40, .text = XS_STR_INIT("text") },
};

static struct xs_sheet sample(void)
{
    return (struct xs_sheet){ .format = "pdf",
        .encoding = "UTF-8",
        .nblocks = 3,
        .blocks = blocks,
        .nlines = 5,
        .nblank = 1,
        .ends_in_table = true,
        .nnotes = 1,
        .notes = notes,
        .text_hash = UINT64_C(0xFEDCBA9876543210) };
}

static xs_str wire(struct xs_buf *b)
{
    struct xs_sheet s = sample();
    xs_str out;
    xs_buf_init(b, XS_MAX_BUF);
    xs_wire_put(b, &s);
    assert_int_equal(xs_buf_finish(b, &out), XS_OK);
    return out;
}

static void same_text(xs_str a, xs_str b) { assert_true(xs_str_eq(a, b)); }

static void round_trip(void **state)
{
    (void)state;
    struct xs_buf b;
    struct xs_sheet s;
    struct xs_arena *a = xs_arena_new(1 << 20);
    assert_non_null(a);
    assert_int_equal(xs_wire_get(a, wire(&b), &s), XS_OK);
    assert_string_equal(s.format, "pdf");
    assert_string_equal(s.encoding, "UTF-8");
    assert_null(s.missing);
    assert_true(s.ends_in_table);
    assert_false(s.cut);
    assert_int_equal(s.nlines, 5);
    assert_int_equal(s.nblank, 1);
    assert_true(s.text_hash == UINT64_C(0xFEDCBA9876543210));
    assert_int_equal(s.nblocks, 3);
    assert_int_equal(s.blocks[0].first_line, 7);
    assert_int_equal(s.blocks[1].kind, XS_BLOCK_ROW);
    assert_int_equal(s.blocks[1].shape, XS_SHAPE_LOOSE);
    assert_true(s.blocks[1].blank_before);
    assert_int_equal(s.blocks[1].ncells, 2);
    same_text(s.blocks[1].cells[0].text, cells[0].text);
    assert_int_equal(s.blocks[1].cells[0].span, 2);
    assert_int_equal(s.blocks[1].cells[0].at.page, 4);
    assert_true(s.blocks[1].cells[1].continued);
    same_text(s.blocks[1].cells[1].at.part, XS_STR("Sheet1"));
    assert_int_equal(s.blocks[2].kind, XS_BLOCK_BREAK);
    assert_int_equal(s.nnotes, 1);
    assert_string_equal(s.notes[0].id, "read-pages-lost");
    assert_true(s.notes[0].number == UINT64_C(1) << 40);
    same_text(s.notes[0].text, XS_STR("text"));
    xs_buf_free(&b);
    xs_arena_free(a);
}

/* Cut anywhere, or longer than it says: never taken. */
static void wrong_length(void **state)
{
    (void)state;
    struct xs_buf b;
    struct xs_sheet s = { 0 };
    struct xs_arena *a = xs_arena_new(1 << 24);
    xs_str all = wire(&b);
    assert_non_null(a);
    for (size_t n = 0; n < all.len; n++)
        assert_int_equal(xs_wire_get(a, xs_str_sub(all, 0, n), &s), XS_E_CRASHED);
    xs_buf_putc(&b, 0);
    assert_int_equal(xs_wire_get(a, xs_buf_str(&b), &s), XS_E_CRASHED);
    assert_null(s.blocks);
    xs_buf_free(&b);
    xs_arena_free(a);
}

/* Every byte changed in three ways: taken or not, nothing is read or written that is not there. */
static void changed_bytes(void **state)
{
    (void)state;
    static const unsigned char masks[] = { 0x01, 0x80, 0xFF };
    struct xs_buf b;
    struct xs_arena *a = xs_arena_new(1 << 24);
    xs_str all = wire(&b);
    assert_non_null(a);
    for (size_t i = 0; i < all.len; i++) {
        for (size_t k = 0; k < sizeof masks; k++) {
            struct xs_sheet s;
            b.ptr[i] = (char)((unsigned char)b.ptr[i] ^ masks[k]);
            enum xs_err e = xs_wire_get(a, all, &s);
            assert_true(e == XS_OK || e == XS_E_CRASHED);
            b.ptr[i] = (char)((unsigned char)b.ptr[i] ^ masks[k]);
            xs_arena_reset(a);
        }
    }
    xs_buf_free(&b);
    xs_arena_free(a);
}

/* A sheet that no reader makes is not taken: what comes behind relies on it. */
static void no_such_sheet(void **state)
{
    (void)state;
    struct xs_cell hidden = { .text = XS_STR_INIT("text"), .span = 1, .continued = true };
    struct xs_block bad[] = {
        { .kind = XS_BLOCK_ROW },
        { .kind = XS_BLOCK_PARAGRAPH },
        { .kind = XS_BLOCK_PARAGRAPH, .ncells = 2, .cells = cells },
        { .kind = XS_BLOCK_BREAK, .ncells = 1, .cells = &line },
        { .kind = XS_BLOCK_ROW, .ncells = 1, .cells = &hidden },
    };
    struct xs_arena *a = xs_arena_new(1 << 20);
    assert_non_null(a);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct xs_sheet s = sample(), got;
        struct xs_buf b;
        s.blocks = &bad[i];
        s.nblocks = 1;
        xs_buf_init(&b, XS_MAX_BUF);
        xs_wire_put(&b, &s);
        assert_int_equal(xs_wire_get(a, xs_buf_str(&b), &got), XS_E_CRASHED);
        xs_buf_free(&b);
    }
    xs_arena_free(a);
}

static void no_memory(void **state)
{
    (void)state;
    struct xs_buf b;
    struct xs_sheet s;
    xs_str all = wire(&b);
    struct xs_arena *a = xs_arena_new(64);
    assert_non_null(a);
    assert_int_equal(xs_wire_get(a, all, &s), XS_E_NOMEM);
    xs_buf_free(&b);
    xs_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(round_trip),
        cmocka_unit_test(wrong_length),
        cmocka_unit_test(changed_bytes),
        cmocka_unit_test(no_such_sheet),
        cmocka_unit_test(no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
