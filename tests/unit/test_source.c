/* tree/source.c: where a quote stands, and how the document spells it. */
#include "env.h"
#include "tree/source.h"

/* A row of cells that go on over several lines, as Word exports them. */
static const char text[] =
    "\t清淤长度\n检修次数\n巡查里程\n\t≥12公里\n是否 按期\n是否\n\t年度计划\n";

static void places(void **state)
{
    static const struct {
        const char *name, *quote;
        uint32_t line, col, want_line, want_col;
    } rows[] = {
        { "at once", "清淤长度", 1, 2, 1, 2 },
        { "further on in the line", "长度", 1, 2, 1, 4 },
        { "on another line of the cell", "检修次数", 1, 2, 2, 1 },
        { "from the middle of the cell on", "次数", 2, 1, 2, 3 },
        { "the second of two", "是否", 6, 1, 6, 1 },
        { "blanks do not count", "是否按期", 4, 2, 5, 1 },
        { "nor do line ends", "次数巡查", 1, 2, 2, 3 },
        { "dots stand for the rest", "检修…", 1, 2, 2, 1 },
        { "dots alone are a text", "…", 1, 2, 1, 2 },
        { "not in the cell", "年度计划", 1, 2, 1, 2 },
        { "nothing", "", 2, 3, 2, 3 },
        { "a format without lines", "检修次数", 0, 0, 0, 0 },
    };
    struct xs_arena *a = xs_arena_new((size_t)1 << 20);
    struct xs_sheet sheet;
    struct xs_doc doc = { .sheet = &sheet };
    (void)state;
    assert_int_equal(xs_read_sheet(a, XS_STR(text), &sheet), XS_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct xs_place at = { .line = rows[i].line, .col = rows[i].col, .part = XS_STR_NONE };
        at = xs_source_place(&doc, NULL, at, xs_str_c(rows[i].quote));
        if (at.line != rows[i].want_line || at.col != rows[i].want_col)
            fail_msg("%s: %u:%u", rows[i].name, at.line, at.col);
    }
    xs_arena_free(a);
}

static void spelling(void **state)
{
    static const xs_str whole = XS_STR_INIT("（一）清淤。\n２.检修　次数：达标。");
    struct env e;
    xs_str folded;
    struct xs_value_at out;
    (void)state;
    assert_true(env_open(&e));
    assert_int_equal(xs_fold(e.folder, e.doc, whole, &folded), XS_OK);
    const struct xs_place place = { .line = 7, .col = 3 };
    struct xs_value_at v = { .text = whole, .folded = folded, .at = &place };
    size_t at = xs_str_find(folded, XS_STR("2."), 0);
    assert_true(at != SIZE_MAX);
    xs_str piece = xs_str_sub(folded, at, folded.len);
    assert_int_equal(xs_source_text(e.folder, e.doc, &v, piece, &out), XS_OK);
    same_text("a view", "text", out.text, "２.检修　次数：达标。");
    assert_int_equal(out.at->line, 8);
    assert_int_equal(out.at->col, 1);
    /* within a line; up to a blank, which is trimmed; at the begin */
    at = xs_str_find(folded, XS_STR("检修"), 0);
    piece = xs_str_sub(folded, at, folded.len);
    assert_int_equal(xs_source_text(e.folder, e.doc, &v, piece, &out), XS_OK);
    same_text("the rest", "text", out.text, "检修　次数：达标。");
    assert_int_equal(out.at->line, 8);
    assert_int_equal(out.at->col, 3);
    piece.len = strlen("检修");
    assert_int_equal(xs_source_text(e.folder, e.doc, &v, piece, &out), XS_OK);
    same_text("up to a blank", "text", out.text, "检修");
    piece = xs_str_sub(folded, 0, strlen("(一)"));
    assert_int_equal(xs_source_text(e.folder, e.doc, &v, piece, &out), XS_OK);
    same_text("the first", "text", out.text, "（一）");
    assert_int_equal(out.at->line, 7);
    assert_int_equal(out.at->col, 3);
    piece = xs_str_sub(folded, xs_str_find(folded, XS_STR("2."), 0), folded.len);
    /* what is no view of the folded text, or whose folded text is another one, stays as it is */
    assert_int_equal(xs_source_text(e.folder, e.doc, &v, XS_STR("2."), &out), XS_OK);
    same_text("no view", "text", out.text, "2.");
    assert_int_equal(out.at->line, 7);
    v.text = XS_STR("另一段");
    assert_int_equal(xs_source_text(e.folder, e.doc, &v, piece, &out), XS_OK);
    assert_true(xs_str_eq(out.text, piece));
    assert_int_equal(out.at->line, 7);
    assert_int_equal(out.at->col, 3);
    env_close(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(places), cmocka_unit_test(spelling) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
