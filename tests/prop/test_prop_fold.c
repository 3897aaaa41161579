/* Folding random text: twice is once, the text stays valid and never grows, the whole is what its
 * characters are one by one; and the way back leads to the character that each comes from. */
#include "prop.h"

#include "fixture.h"

static xs_str fold(xs_str in)
{
    xs_str out;
    assert_int_equal(xs_fold(env.folder, env.doc, in, &out), XS_OK);
    return out;
}

/* The plain way: a character at a time, with the offset of each byte's character in in. */
static xs_str fold_each(xs_str in, uint32_t **off)
{
    char *text = xs_arena_alloc(env.doc, in.len + 1, 1);
    *off = xs_arena_alloc(env.doc, in.len + 1, sizeof **off);
    assert_non_null(text);
    assert_non_null(*off);
    size_t len = 0;
    for (size_t at = 0, next = 0; at < in.len; at = next) {
        (void)xs_utf8_next(in, &next);
        xs_str one = fold(xs_str_sub(in, at, next - at));
        assert_true(one.len <= next - at);
        memcpy(text + len, one.ptr, one.len);
        for (size_t i = 0; i < one.len; i++)
            (*off)[len++] = (uint32_t)at;
    }
    (*off)[len] = (uint32_t)in.len;
    return (xs_str){ text, len };
}

static void random_texts(void **state)
{
    xs_str set = XS_STR("aZ0 "
                        "9%"
                        "\t\n指标值完成率一大见，。≥≧＞﹥⩾９Ａ（）％　\xC2\xA0\xEF\x82\xB3\xE2\x80"
                        "\x8B\xE2\xBC\xA4²①½㎡Ⅲ～—\xF0\x9F\x98\x80");
    struct dice d = { 20240101 };
    static char room[400];
    (void)state;
    for (int round = 0; round < 20000; round++) {
        struct xs_arena_mark m = xs_arena_mark(env.doc);
        uint32_t *off;
        xs_str in = random_text(&d, set, roll(&d, 60), room);
        xs_str out = fold(in);
        assert_true(xs_str_eq(out, fold(out)));
        assert_true(xs_str_eq(out, fold_each(in, &off)));
        assert_true(out.len <= in.len && xs_utf8_check(out) == out.len);
        xs_arena_release(env.doc, m);
    }
}

/* Parts folded apart are the whole folded. */
static void parts(void **state)
{
    xs_str set = XS_STR("a 指＞９　²\xEF\x82\xB3\xE2\x80\x8B");
    struct dice d = { 7 };
    char a[100], b[100], both[200];
    (void)state;
    for (int round = 0; round < 5000; round++) {
        struct xs_arena_mark m = xs_arena_mark(env.doc);
        xs_str x = random_text(&d, set, roll(&d, 20), a), y = random_text(&d, set, roll(&d, 20), b);
        memcpy(both, a, x.len);
        memcpy(both + x.len, b, y.len);
        xs_str whole = fold((xs_str){ both, x.len + y.len }), fx = fold(x), fy = fold(y);
        assert_int_equal(whole.len, fx.len + fy.len);
        assert_true(xs_str_starts(whole, fx) && xs_str_ends(whole, fy));
        xs_arena_release(env.doc, m);
    }
}

/* The way back is that of the plain way, from each character to each later one. */
static void same_origins(xs_str in, xs_str out, const uint32_t *off)
{
    for (size_t from = 0; from <= out.len; from++)
        for (size_t to = from; to <= out.len; to++) {
            size_t at[2] = { from, to };
            if ((from < out.len && (out.ptr[from] & 0xC0) == 0x80) ||
                (to < out.len && (out.ptr[to] & 0xC0) == 0x80))
                continue;
            assert_true(xs_fold_origin(env.folder, in, out, at));
            assert_int_equal(at[0], off[from]);
            assert_int_equal(at[1], off[to]);
        }
}

static void origins(void **state)
{
    static const xs_str sets[] = { XS_STR_INIT("指标值完成率一大见a"),
        XS_STR_INIT("指标值完成率一大见，。a9 ９：％　\xC2\xA0²😀"),
        XS_STR_INIT("a \n指＞９　\xC2\xA0\xEF\x82\xB3\xE2\x80\x8B") };
    struct dice d = { 20261128 };
    static char room[400], wrong[400];
    (void)state;
    for (int round = 0; round < 3000; round++) {
        struct xs_arena_mark m = xs_arena_mark(env.doc);
        uint32_t *off;
        xs_str in = random_text(&d, sets[round % 3], roll(&d, 60), room), out = fold_each(in, &off);
        same_origins(in, out, off);
        /* another text: one character less, one more, another one */
        size_t at[2] = { 0, 0 }, last = out.len;
        while (last > 0 && (out.ptr[--last] & 0xC0) == 0x80)
            ;
        if (out.len)
            assert_false(xs_fold_origin(env.folder, in, xs_str_sub(out, 0, last), at));
        memcpy(wrong, out.ptr, out.len);
        wrong[out.len] = 'z';
        assert_false(xs_fold_origin(env.folder, in, (xs_str){ wrong, out.len + 1 }, at));
        wrong[last] = 'z';
        if (out.len)
            assert_false(xs_fold_origin(env.folder, in, (xs_str){ wrong, last + 1 }, at));
        xs_arena_release(env.doc, m);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(random_texts), cmocka_unit_test(parts),
        cmocka_unit_test(origins) };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
