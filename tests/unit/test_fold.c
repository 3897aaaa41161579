/* text/fold.c, text/unicode.c: one spelling for look-alikes, nothing more, with a way back. */
#include "base/utf8.h"
#include "fixture.h"
#include "text/unicode.h"

static const struct {
    const char *name, *in, *want;
} rows[] = {
    { "nothing", "", "" },
    { "plain", "完成率95%", "完成率95%" },
    { "full-width digits, letters, signs", "ＡＢｃ１２３％（＞＝）", "ABc123%(>=)" },
    { "blanks go", " a b\tc\nd\r\n", "abcd" },
    { "ideographic and no-break space", "财政\xE3\x80\x80\xC2\xA0资金", "财政资金" },
    { "zero-width characters and BOM",
        "a\xE2\x80\x8B"
        "b\xE2\x80\x8D"
        "c\xEF\xBB\xBF"
        "d\xE2\x81\xA0",
        "abcd" },
    { "soft hyphen",
        "a\xC2\xAD"
        "b",
        "ab" },
    { "comparators", "≧≦⩾⩽﹥﹤═", "≥≤≥≤><=" },
    { "private-use signs of the Symbol font",
        "\xEF\x82\xB3"
        "95\xEF\x82\xA3"
        "3",
        "≥95≤3" },
    { "small per cent", "95﹪", "95%" },
    { "Kangxi radicals", "\xE2\xBC\x80\xE2\xBC\xA4\xE2\xBD\x94",
        "一大水" }, /* U+2F00 U+2F24 U+2F54 */
    { "radicals of the supplement, from PDF files",
        "\xE2\xBB\x85\xE2\xBB\x9A\xE2\xBB\x94\xE2\xBA\xA0\xE2\xBB\xA2\xE2\xBB\xB3",
        "见页门民马龟" }, /* U+2EC5 U+2EDA U+2ED4 U+2EA0 U+2EE2 U+2EF3 */
    { "a radical without an ideograph stays", "\xE2\xBA\x80", "\xE2\xBA\x80" },
    { "superscripts stay", "10² m³", "10²m³" },
    { "circled digits stay", "①完成", "①完成" },
    { "fractions stay", "½", "½" },
    { "square units stay", "100㎡㎏℃", "100㎡㎏℃" },
    { "Roman numerals stay", "Ⅲ类", "Ⅲ类" },
    { "parenthesised numbers stay", "㈠⑴", "㈠⑴" },
    { "dashes", "1–3—5−7", "1-3-5-7" },
    { "four-byte characters stay",
        "a\xF0\xA0\x80\x80"
        "b",
        "a\xF0\xA0\x80\x80"
        "b" },
    { "only blanks", " \xE3\x80\x80\t", "" },
    { "half-width kana stay", "ｱ", "ｱ" },
};

static void table(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        xs_str out, twice;
        assert_int_equal(xs_fold(env.folder, env.doc, xs_str_c(rows[i].in), &out), XS_OK);
        same_text(rows[i].name, "folded", out, rows[i].want);
        assert_int_equal(xs_fold(env.folder, env.doc, out, &twice), XS_OK);
        CHECK(xs_str_eq(out, twice), rows[i].name);
        CHECK(twice.ptr == out.ptr, rows[i].name); /* nothing to do: a view */
    }
}

static void way_back(void **state)
{
    xs_str out;
    (void)state;
    xs_str in = XS_STR(" 指\xE3\x80\x80标＞９5");
    const size_t want[][2][2] = { { { 0, 3 }, { 1, 7 } }, /* behind the blank, the wide one */
        { { 6, 7 }, { 10, 13 } },                         /* the wide sign */
        { { 8, 9 }, { 16, in.len } }, { { 0, 9 }, { 1, in.len } } };
    assert_int_equal(xs_fold(env.folder, env.doc, in, &out), XS_OK);
    same_text("way back", "folded", out, "指标>95");
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        size_t at[2] = { want[i][0][0], want[i][0][1] };
        assert_true(xs_fold_origin(env.folder, in, out, at));
        assert_int_equal(at[0], want[i][1][0]);
        assert_int_equal(at[1], want[i][1][1]);
    }
}

/* Every code point: folding twice is folding once, the text never grows and stays valid. */
static void every_code_point(void **state)
{
    struct xs_arena_mark m = xs_arena_mark(env.doc);
    (void)state;
    for (uint32_t cp = 1; cp < 0x30000; cp++) {
        char d[4];
        xs_str once, twice;
        if (cp >= 0xD800 && cp < 0xE000)
            continue;
        size_t n = xs_utf8_encode(cp, d);
        assert_int_equal(xs_fold(env.folder, env.doc, (xs_str){ d, n }, &once), XS_OK);
        assert_int_equal(xs_fold(env.folder, env.doc, once, &twice), XS_OK);
        if (once.len > n || xs_utf8_check(once) != once.len || !xs_str_eq(once, twice))
            fail_msg("U+%04X", cp);
        for (size_t at = 0; at < once.len && !xs_str_eq(once, (xs_str){ d, n });)
            assert_true(xs_fold_makes(env.folder, xs_utf8_next(once, &at)));
        xs_arena_release(env.doc, m);
    }
    assert_false(xs_fold_makes(env.folder, 0x4E07));
}

/* A character that folds is found wherever it stands in a long text, whatever stands around it. */
static void every_place(void **state)
{
    static const struct {
        const char *wide, *want;
    } signs[] = { { "，", "," }, { "\xE3\x80\x80", "" }, { " ", "" }, { "。", "。" }, { "a", "a" },
        { "\xC2\xA0", "" }, { "\xF0\xA0\x80\x80", "\xF0\xA0\x80\x80" }, { "ｱ", "ｱ" },
        { "\x7F", "\x7F" } };
    struct xs_arena_mark m = xs_arena_mark(env.doc);
    (void)state;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        for (size_t before = 0; before < 20; before++)
            for (size_t after = 0; after < 20; after++) {
                char in[160] = "", want[160] = "";
                xs_str out;
                for (size_t k = 0; k < before + 1 + after; k++) {
                    const char *plain = k % 5 == 3 ? "1" : "效";
                    strcat(in, k == before ? signs[i].wide : plain);
                    strcat(want, k == before ? signs[i].want : plain);
                }
                assert_int_equal(xs_fold(env.folder, env.doc, xs_str_c(in), &out), XS_OK);
                same_text(signs[i].wide, "folded", out, want);
                xs_arena_release(env.doc, m);
            }
}

/* Nothing behind a text is looked at: it ends where its memory does. */
static void end_of_memory(void **state)
{
    struct xs_arena_mark m = xs_arena_mark(env.doc);
    (void)state;
    for (size_t between = 0; between < 40; between++)
        for (size_t after = 0; after < 40; after++) {
            const size_t n = 3 + between + 3 + after;
            char *in = malloc(n), want[90];
            xs_str out;
            memset(in, 'a', n);
            memcpy(in, "，", 3);
            memcpy(in + 3 + between, "，", 3);
            memset(want, 'a', sizeof want);
            want[0] = want[1 + between] = ',';
            want[n - 4] = '\0';
            assert_int_equal(xs_fold(env.folder, env.doc, (xs_str){ in, n }, &out), XS_OK);
            same_text("end of memory", "folded", out, want);
            free(in);
            xs_arena_release(env.doc, m);
        }
}

static void widths(void **state)
{
    (void)state;
    assert_int_equal(xs_unicode_width('a'), 1);
    assert_int_equal(xs_unicode_width(0x503C), 2);
    assert_int_equal(xs_unicode_width(0x200B), 0);
    assert_int_equal(xs_unicode_width('\n'), 0);
    assert_int_equal(xs_text_width(XS_STR("a值")), 3);
    assert_int_equal(xs_unicode_narrow(0xFF11), '1');
    assert_int_equal(xs_unicode_narrow(0xB2), 0xB2);
}

static void no_memory(void **state)
{
    (void)state;
    struct xs_arena *a = xs_arena_new(16);
    xs_str out = XS_STR("untouched");
    assert_int_equal(
        xs_fold(env.folder, a, XS_STR("ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵ"), &out),
        XS_E_NOMEM);
    same_text("no memory", "out", out, "untouched");
    xs_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(table), cmocka_unit_test(way_back),
        cmocka_unit_test(every_code_point), cmocka_unit_test(every_place),
        cmocka_unit_test(end_of_memory), cmocka_unit_test(widths), cmocka_unit_test(no_memory) };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
