/* read/unblank.c: what counts as a blank, at every place of texts of every length, with every
 * number of bytes at a time. */
#include "read/unblank.h"

#include "base/vec.h"
#include "env.h"

/* One character after the other. */
static size_t plainly(char *to, xs_str s)
{
    static const char *const blanks[] = { "\xC2\xA0", "\xE3\x80\x80", "\xEF\xBB\xBF" };
    size_t n = 0;
    for (size_t at = 0; at < s.len;) {
        size_t skip = (unsigned char)s.ptr[at] <= ' ';
        for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++)
            if (xs_str_starts(xs_str_sub(s, at, s.len), xs_str_c(blanks[i])))
                skip = strlen(blanks[i]);
        if (!skip)
            to[n++] = s.ptr[at];
        at += skip ? skip : 1;
    }
    return n;
}

static void check_text(xs_str s)
{
    char want[200], got[200 + XS_UNBLANK_ROOM];
    size_t n = plainly(want, s);
    assert_true(n == s.len || xs_may_have_blank(s));
    for (unsigned width = 16; width <= xs_vec_width(); width *= 2) {
        size_t len = (size_t)(xs_unblank_by(width, got, s) - got);
        assert_int_equal(len, n);
        assert_memory_equal(got, want, n);
    }
}

static void blanks_are_left_out(void **state)
{
    static const char *const pieces[] = { "a", "12", "\n\t", "完", "完成率", "\xC2\xA0", "，", " ",
        "\xE3\x80\x80", "\xEF\xBB\xBF", "\xC2\xB7", "、", "建", "\xE4\x80\x80", "[", "\\",
        "社会效益指标", "\xF0\x9F\x98\x80" };
    unsigned seed = 5;
    (void)state;
    for (int round = 0; round < 20000; round++) {
        char text[160];
        size_t len = 0, most = (size_t)round % sizeof text;
        for (;;) {
            seed = seed * 1103515245 + 12345;
            size_t k = seed / 65536 % (sizeof pieces / sizeof *pieces);
            if (seed >> 28 > 2) /* most texts are plain */
                k = 3 + k % 2;
            if (len + strlen(pieces[k]) > most)
                break;
            memcpy(text + len, pieces[k], strlen(pieces[k]));
            len += strlen(pieces[k]);
        }
        check_text((xs_str){ text, len });
    }
}

static void a_blank_at_each_place(void **state)
{
    static const char *const blanks[] = { " ", "\xC2\xA0", "\xE3\x80\x80", "\xEF\xBB\xBF" };
    (void)state;
    for (size_t b = 0; b < sizeof blanks / sizeof *blanks; b++)
        for (size_t len = 4; len < 100; len++)
            for (size_t at = 0; at + strlen(blanks[b]) <= len; at++) {
                char text[100];
                memset(text, 'x', sizeof text);
                memcpy(text + at, blanks[b], strlen(blanks[b]));
                check_text((xs_str){ text, len });
            }
}

static void texts_without(void **state)
{
    static const char *const texts[] = { "", "a", "绩效指标，二级。", "0123456789abcdef",
        "年度目标值为一百、二百、三百" };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_false(xs_may_have_blank(xs_str_c(texts[i])));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(blanks_are_left_out),
        cmocka_unit_test(a_blank_at_each_place), cmocka_unit_test(texts_without) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
