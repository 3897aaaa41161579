/* base/str.c: views: cutting, order, search, trimming, splitting, hashing. */
#include "env.h"

static void sub(void **state)
{
    static const struct {
        const char *name, *s;
        size_t from, len;
        const char *want;
    } rows[] = {
        { "middle", "abcdef", 2, 3, "cde" },
        { "whole", "abc", 0, 3, "abc" },
        { "longer than it is", "abc", 1, 99, "bc" },
        { "from the end", "abc", 3, 1, "" },
        { "from behind the end", "abc", 4, 1, "" },
        { "length that would wrap", "abc", 1, SIZE_MAX, "bc" },
        { "of the empty view", "", 0, 5, "" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        same_text(rows[i].name, "part", xs_str_sub(xs_str_c(rows[i].s), rows[i].from, rows[i].len),
            rows[i].want);
    assert_int_equal(xs_str_c(NULL).len, 0);
}

static int sign(int n) { return (n > 0) - (n < 0); }

static void order(void **state)
{
    static const struct {
        const char *name, *a, *b;
        int cmp;
        bool starts, ends;
    } rows[] = {
        { "same", "abc", "abc", 0, true, true },
        { "prefix is less", "abcd", "abc", 1, true, false },
        { "suffix", "xabc", "abc", 1, false, true },
        { "bytes are unsigned", "\xE6\x97\xA5", "z", 1, false, false },
        { "empty is least", "a", "", 1, true, true },
        { "both empty", "", "", 0, true, true },
        { "shorter than its prefix", "ab", "abc", -1, false, false },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        xs_str a = xs_str_c(rows[i].a), b = xs_str_c(rows[i].b);
        CHECK(sign(xs_str_cmp(a, b)) == rows[i].cmp, rows[i].name);
        CHECK(sign(xs_str_cmp(b, a)) == -rows[i].cmp, rows[i].name);
        CHECK(xs_str_eq(a, b) == (rows[i].cmp == 0), rows[i].name);
        CHECK(xs_str_starts(a, b) == rows[i].starts, rows[i].name);
        CHECK(xs_str_ends(a, b) == rows[i].ends, rows[i].name);
    }
}

static void find(void **state)
{
    static const struct {
        const char *name, *s, *needle;
        size_t from, want;
    } rows[] = {
        { "first", "abcabc", "bc", 0, 1 },
        { "after", "abcabc", "bc", 2, 4 },
        { "none", "abcabc", "cb", 0, SIZE_MAX },
        { "longer than the text", "ab", "abc", 0, SIZE_MAX },
        { "empty needle", "abc", "", 2, 2 },
        { "from behind the end", "abc", "c", 9, SIZE_MAX },
        { "almost, then yes", "aaab", "aab", 0, 1 },
        { "at the very end", "指标值", "值", 0, 6 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t got = xs_str_find(xs_str_c(rows[i].s), xs_str_c(rows[i].needle), rows[i].from);
        CHECK(got == rows[i].want, rows[i].name);
    }
    assert_true(xs_str_has(XS_STR("abc"), XS_STR("c")));
    assert_false(xs_str_has(XS_STR("abc"), XS_STR("d")));
}

/* In texts of few letters, of all lengths around the places that are looked at together. */
static void find_is_the_first(void **state)
{
    unsigned seed = 1;
    (void)state;
    for (int round = 0; round < 20000; round++) {
        char text[260], needle[24];
        seed = seed * 1103515245 + 12345;
        xs_str s = { text, (size_t)(seed >> 16) % sizeof text },
               n = { needle, 1 + (size_t)round % 24 };
        for (size_t i = 0; i < s.len; i++)
            text[i] = (char)('a' + ((seed = seed * 1103515245 + 12345) >> 16) % 2);
        for (size_t i = 0; i < n.len; i++)
            needle[i] = (char)('a' + ((seed = seed * 1103515245 + 12345) >> 16) % 2);
        if (round % 2 && s.len > n.len)
            memcpy(needle, text + (s.len - n.len), n.len); /* at the end, or before */
        size_t want = 0;
        while (want + n.len <= s.len && memcmp(text + want, needle, n.len) != 0)
            want++;
        for (unsigned width = 16; width <= xs_vec_width(); width *= 2)
            assert_int_equal(
                xs_str_find_by(width, s, n, 0), want + n.len <= s.len ? want : SIZE_MAX);
    }
    char many[10000], few[200];
    memset(many, 'a', sizeof many);
    memset(few, 'a', sizeof few);
    many[9990] = few[199] = 'b';
    assert_int_equal(xs_str_find((xs_str){ many, sizeof many }, (xs_str){ few, 200 }, 5), 9791);
    assert_int_equal(xs_str_find((xs_str){ many, sizeof many }, XS_STR("ab"), 5), 9989);
}

static void trim(void **state)
{
    static const struct {
        const char *name, *s, *want;
    } rows[] = {
        { "ASCII blanks", " \t\r\n\v\fa b \t", "a b" },
        { "no-break space",
            "\xC2\xA0"
            "a\xC2\xA0",
            "a" },
        { "ideographic space",
            "\xE3\x80\x80"
            "a\xE3\x80\x80\xE3\x80\x80",
            "a" },
        { "byte order mark",
            "\xEF\xBB\xBF"
            "a",
            "a" },
        { "only blanks", " \xE3\x80\x80\t", "" },
        { "a character that ends like a blank", "\xE4\x80\x80", "\xE4\x80\x80" },
        { "nothing", "", "" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        same_text(rows[i].name, "rest", xs_str_trim(xs_str_c(rows[i].s)), rows[i].want);
        CHECK(xs_str_blank(xs_str_c(rows[i].s)) == (rows[i].want[0] == '\0'), rows[i].name);
    }
}

static void split(void **state)
{
    static const struct {
        const char *name, *s;
        size_t count;
        const char *parts[4];
    } rows[] = {
        { "three", "a,b,c", 3, { "a", "b", "c" } },
        { "one", "abc", 1, { "abc" } },
        { "empty parts", ",a,", 3, { "", "a", "" } },
        { "empty text is one empty part", "", 1, { "" } },
        { "separators alone", ",,", 3, { "", "", "" } },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        xs_str rest = xs_str_c(rows[i].s), part;
        size_t n = 0;
        while (xs_str_split(&rest, ',', &part)) {
            CHECK(n < rows[i].count, rows[i].name);
            same_text(rows[i].name, "part", part, rows[i].parts[n++]);
        }
        CHECK(n == rows[i].count, rows[i].name);
        CHECK(rest.ptr == NULL, rows[i].name);
    }
}

/* The numbers are part of the outputs (column hash): they must not change between machines or
 * versions. */
static void hash(void **state)
{
    (void)state;
    uint64_t empty = xs_str_hash(XS_STR_NONE), a = xs_str_hash(XS_STR("a"));
    assert_true(empty != a);
    assert_true(xs_str_hash(XS_STR("a")) == a);
    assert_true(xs_str_hash_seed(XS_STR("a"), 1) != xs_str_hash_seed(XS_STR("a"), 2));
    assert_true(xs_str_hash(XS_STR("ab")) != xs_str_hash(XS_STR("ba")));
    char text[200];
    memset(text, 'x', sizeof text);
    for (size_t n = 1; n < sizeof text; n++)
        assert_true(xs_str_hash((xs_str){ text, n }) != xs_str_hash((xs_str){ text, n - 1 }));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(sub), cmocka_unit_test(order),
        cmocka_unit_test(find), cmocka_unit_test(find_is_the_first), cmocka_unit_test(trim),
        cmocka_unit_test(split), cmocka_unit_test(hash) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
