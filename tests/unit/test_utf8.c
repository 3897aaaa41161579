/* base/utf8.c: RFC 3629 to the letter, stepping, counting. */
#include "base/utf8.h"
#include "base/vec.h"
#include "env.h"

/* The check with every number of bytes at a time that this processor knows. */
static size_t all_ways(xs_str s)
{
    size_t good = xs_utf8_check(s);
    for (unsigned width = 1; width <= xs_vec_width(); width = width == 1 ? 16 : width * 2)
        assert_int_equal(xs_utf8_check_by(width, s), good);
    return good;
}

static void check(void **state)
{
    static const struct {
        const char *name;
        xs_str s;
        size_t good;
    } rows[] = {
        { "empty", XS_STR_INIT(""), 0 },
        { "ASCII", XS_STR_INIT("abc"), 3 },
        { "NUL is a character", XS_STR_INIT("a\0b"), 3 },
        { "two bytes", XS_STR_INIT("\xC2\xA0"), 2 },
        { "three bytes", XS_STR_INIT("\xE5\x80\xBC"), 3 },
        { "four bytes", XS_STR_INIT("\xF0\x9F\x98\x80"), 4 },
        { "last code point", XS_STR_INIT("\xF4\x8F\xBF\xBF"), 4 },
        { "above the last", XS_STR_INIT("a\xF4\x90\x80\x80"), 1 },
        { "F5", XS_STR_INIT("\xF5\x80\x80\x80"), 0 },
        { "overlong two", XS_STR_INIT("ab\xC0\xAF"), 2 },
        { "overlong C1", XS_STR_INIT("\xC1\x81"), 0 },
        { "overlong three", XS_STR_INIT("\xE0\x9F\xBF"), 0 },
        { "overlong four", XS_STR_INIT("\xF0\x8F\xBF\xBF"), 0 },
        { "surrogate", XS_STR_INIT("x\xED\xA0\x80"), 1 },
        { "just below the surrogates", XS_STR_INIT("\xED\x9F\xBF"), 3 },
        { "lone tail", XS_STR_INIT("abc\x80"), 3 },
        { "cut two", XS_STR_INIT("\xC2"), 0 },
        { "cut three", XS_STR_INIT("ab\xE5\x80"), 2 },
        { "cut four", XS_STR_INIT("\xF0\x9F\x98"), 0 },
        { "bad second byte", XS_STR_INIT("\xE5z\x80"), 0 },
        { "bad third byte", XS_STR_INIT("\xE5\x80z"), 0 },
        { "after 40 good ones", XS_STR_INIT("0123456789012345678901234567890123456789\xFF"), 40 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        CHECK(all_ways(rows[i].s) == rows[i].good, rows[i].name);
}

/* The check as the RFC has it, one sequence after the other. */
static size_t plain_check(xs_str s)
{
    size_t at = 0;
    while (at < s.len) {
        char again[4];
        size_t next = at, n = xs_utf8_len(s.ptr[at]);
        uint32_t cp = n <= s.len - at ? xs_utf8_next_slow(s, &next) : 0xFFFD;
        if (next - at != n || n != xs_utf8_encode(cp, again) || memcmp(again, s.ptr + at, n) != 0)
            return at;
        at = next;
    }
    return at;
}

/* Long runs are checked many bytes at a time: a fault at each place of each length must be seen. */
static void faults_in_long_texts_are_found_where_they_are(void **state)
{
    static const char *const pieces[] = { "a", "12", "\n\t", "完", "完成率", "\xC2\xA0", "，",
        "\xF0\x9F\x98\x80", "\xE0\xA0\x80", "\xED\x9F\xBF" };
    static const unsigned char faults[] = { 0x80, 0xBF, 0xC0, 0xE0, 0xE5, 0xED, 0xEF, 0xF0, 0xFF,
        'a' };
    unsigned seed = 3;
    (void)state;
    for (int round = 0; round < 3000; round++) {
        char text[160];
        size_t len = 0;
        for (;;) {
            seed = seed * 1103515245 + 12345;
            const char *p = pieces[seed / 65536 % (sizeof pieces / sizeof *pieces)];
            if (len + strlen(p) > sizeof text - (size_t)(seed >> 8) % 96)
                break;
            memcpy(text + len, p, strlen(p));
            len += strlen(p);
        }
        xs_str s = { text, len };
        assert_int_equal(all_ways(s), len);
        for (size_t at = 0; at < len; at += 1 + (size_t)round % 3) {
            char was = text[at];
            text[at] = (char)faults[(at + (size_t)round) % sizeof faults];
            assert_int_equal(all_ways(s), plain_check(s));
            text[at] = was;
        }
    }
}

static void every_code_point(void **state)
{
    (void)state;
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
        char d[4];
        size_t at = 0;
        if (cp >= 0xD800 && cp < 0xE000)
            continue;
        size_t n = xs_utf8_encode(cp, d);
        if (n != xs_utf8_len(d[0]) || xs_utf8_check((xs_str){ d, n }) != n ||
            xs_utf8_next((xs_str){ d, n }, &at) != cp || at != n)
            fail_msg("U+%04X", cp);
    }
}

static void steps(void **state)
{
    (void)state;
    xs_str s = XS_STR("a值\xF0\x9F\x98\x80");
    size_t at = 0;
    assert_int_equal(xs_utf8_next(s, &at), 'a');
    assert_int_equal(xs_utf8_next(s, &at), 0x503C);
    assert_int_equal(xs_utf8_next(s, &at), 0x1F600);
    assert_int_equal(at, s.len);
    at = 0;
    assert_int_equal(xs_utf8_next(XS_STR("\xFF"
                                         "a"),
                         &at),
        0xFFFD);
    assert_int_equal(at, 1);
    at = 0;
    assert_int_equal(xs_utf8_next(XS_STR("\xE5\x80"), &at), 0xFFFD);
    assert_int_equal(at, 1);
    assert_int_equal(xs_utf8_count(s), 3);
    assert_int_equal(xs_utf8_count(XS_STR_NONE), 0);
    char text[80];
    for (size_t len = 0; len < sizeof text; len++)
        for (size_t bytes = 1; bytes <= 4;
             bytes++) { /* characters of so many bytes, one after the other */
            for (size_t i = 0; i < len; i++)
                text[i] = (char)(i % bytes ? 0x80 + i % 0x40 : bytes == 1 ? 'a' : 0xC0 + i % 0x40);
            assert_int_equal(xs_utf8_count((xs_str){ text, len }), (len + bytes - 1) / bytes);
        }
    same_text("head", "two", xs_utf8_head(s, 2), "a值");
    same_text("head", "more than there are", xs_utf8_head(s, 9), s.ptr);
    same_text("head", "none", xs_utf8_head(s, 0), "");
}

static void han(void **state)
{
    static const struct {
        uint32_t cp;
        bool want;
    } rows[] = { { 0x4E00, true }, { 0x9FFF, true }, { 0x3400, true }, { 0x3007, true },
        { 0x20000, true }, { 'a', false }, { 0x3001, false }, { 0x3042, false },
        { 0xFF11, false } };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(xs_utf8_is_han(rows[i].cp), rows[i].want);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(check), cmocka_unit_test(every_code_point),
        cmocka_unit_test(steps), cmocka_unit_test(faults_in_long_texts_are_found_where_they_are),
        cmocka_unit_test(han) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
