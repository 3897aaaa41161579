/* text/regex.c: matches, faults of a pattern, and limits that are reported and not passed over. */
#include "env.h"
#include "text/regex.h"

static struct xs_arena *arena;
static struct xs_matcher *matcher;

static int set_up(void **state)
{
    (void)state;
    arena = xs_arena_new((size_t)64 << 20);
    matcher = xs_matcher_new();
    return !arena || !matcher;
}

static int tear_down(void **state)
{
    (void)state;
    xs_matcher_free(matcher);
    xs_arena_free(arena);
    return 0;
}

static struct xs_regex *compile(const char *pattern)
{
    struct xs_regex *re = NULL;
    size_t at;
    xs_str text;
    assert_int_equal(xs_regex_compile(arena, xs_str_c(pattern), &re, &at, &text), XS_OK);
    return re;
}

static void matches(void **state)
{
    static const struct {
        const char *name, *pattern, *subject;
        enum xs_match want;
        size_t begin, end;
    } rows[] = {
        { "yes, with its span", "[0-9]+%", "完成95%以上", XS_MATCH_YES, 6, 9 },
        { "no", "^[0-9]+$", "95%", XS_MATCH_NO, 0, 0 },
        { "a character is not a byte", "^.$", "值", XS_MATCH_YES, 0, 3 },
        { "the end is the end", "a$", "a\n", XS_MATCH_NO, 0, 0 },
        { "digits are ASCII", "\\d", "９", XS_MATCH_NO, 0, 0 },
        { "Han characters", "^\\p{Han}+$", "满意度", XS_MATCH_YES, 0, 9 },
        { "empty subject", "^$", "", XS_MATCH_YES, 0, 0 },
        { "a first byte that none has", "^(?:值|[0-9])+$", "x1", XS_MATCH_NO, 0, 0 },
        { "the first byte of one", "^(?:值|[0-9])+$", "值1", XS_MATCH_YES, 0, 4 },
        { "of another character", "^(?:值|[0-9])+$", "倽", XS_MATCH_NO, 0, 0 },
        { "no first byte", "^(?:值|[0-9])+$", "", XS_MATCH_NO, 0, 0 },
        { "behind the start", "值|^[0-9]", "x值", XS_MATCH_YES, 1, 4 },
        { "not even one", "^(?:值)?", "x", XS_MATCH_YES, 0, 0 },
        { "all but some", "^[^a-z]", "\xE5\x80\xBC", XS_MATCH_YES, 0, 3 },
        { "look-behind", "(?<=不)低于", "不低于", XS_MATCH_YES, 3, 9 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct xs_regex *re = compile(rows[i].pattern);
        size_t begin = 99, end = 99;
        CHECK(xs_regex_match(re, matcher, xs_str_c(rows[i].subject), &begin, &end) == rows[i].want,
            rows[i].name);
        if (rows[i].want == XS_MATCH_YES)
            CHECK(begin == rows[i].begin && end == rows[i].end, rows[i].name);
        CHECK(xs_regex_match(re, matcher, xs_str_c(rows[i].subject), NULL, NULL) == rows[i].want,
            rows[i].name);
        xs_regex_free(re);
    }
    xs_regex_free(NULL);
}

static void faults(void **state)
{
    static const struct {
        const char *pattern;
        size_t at;
    } rows[] = { { "a(b", 3 }, { "a)", 1 }, { "*a", 0 }, { "[a", 2 }, { "a\\C", 3 } };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct xs_regex *re = NULL;
        size_t at = 99;
        xs_str text = XS_STR_NONE;
        CHECK(xs_regex_compile(arena, xs_str_c(rows[i].pattern), &re, &at, &text) == XS_E_PATTERNS,
            rows[i].pattern);
        CHECK(re == NULL && text.len > 0, rows[i].pattern);
        if (at != rows[i].at)
            fail_msg("%s: fault at %zu, not %zu", rows[i].pattern, at, rows[i].at);
    }
}

/* A limit that was hit is neither yes nor no. */
static void limits(void **state)
{
    (void)state;
    struct xs_regex *bomb = compile("^(a+)+$"), *easy = compile("a");
    xs_str hard = XS_STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!");
    assert_int_equal(xs_regex_match(bomb, matcher, hard, NULL, NULL), XS_MATCH_UNDECIDED);
    assert_int_equal(xs_regex_match(bomb, matcher, XS_STR("aaaa"), NULL, NULL), XS_MATCH_YES);
    assert_int_equal(xs_regex_match(bomb, matcher, XS_STR("aaa!"), NULL, NULL), XS_MATCH_NO);
    char *text = xs_arena_alloc(arena, XS_MAX_SUBJECT + 1, 1);
    assert_non_null(text);
    memset(text, 'b', XS_MAX_SUBJECT + 1);
    text[0] = 'a';
    assert_int_equal(
        xs_regex_match(easy, matcher, (xs_str){ text, XS_MAX_SUBJECT }, NULL, NULL), XS_MATCH_YES);
    assert_int_equal(
        xs_regex_match(easy, matcher, (xs_str){ text, XS_MAX_SUBJECT + 1 }, NULL, NULL),
        XS_MATCH_UNDECIDED);
    xs_regex_free(bomb);
    xs_regex_free(easy);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(matches), cmocka_unit_test(faults),
        cmocka_unit_test(limits) };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
