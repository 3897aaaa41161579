/* text/literal.c: which patterns are no more than texts, and which texts; the same answers as PCRE2
 * gives. */
#include "../prop/prop.h"
#include "text/literal.h"
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

static struct xs_literals literals(const char *pattern)
{
    struct xs_literals out;
    assert_int_equal(xs_literals_of(arena, xs_str_c(pattern), &out), XS_OK);
    return out;
}

/* "^a b$ c": the literals, parted by blanks. */
static const char *shown(const struct xs_literals *l)
{
    static char room[4096];
    size_t n = 0;
    for (size_t i = 0; i < l->count; i++)
        n += (size_t)snprintf(room + n, sizeof room - n, "%s%s%.*s%s", i ? " " : "",
            l->items[i].starts ? "^" : "", XS_STR_ARG(l->items[i].text),
            l->items[i].ends ? "$" : "");
    room[n] = '\0';
    return room;
}

#define FULL "[a-zA-Za-zA-Za-zA-Za-zA-Za-zA-V]" /* as many texts as there may be */

static void texts(void **state)
{
    static const struct {
        const char *pattern, *want;
    } rows[] = {
        { "率", "率" }, { "^及时$", "^及时$" }, { "占|[/÷]|率$", "占 / ÷ 率$" },
        { "(?:人次|场)数?$", "人次数$ 人次$ 场数$ 场$" },
        { "^(?:减少|降(?:低|下))", "^减少 ^降低 ^降下" }, { "[0-3a-b]", "0 1 2 3 a b" },
        { "a\\.b", "a.b" }, { "人?", "" }, { "a|", "" }, { "", "" }, { "a*", "" }, { "a+b", "" },
        { "a{2}", "" }, { "a?+b", "" }, { "(a)", "" }, { "(?i)a", "" }, { "(?=a)b", "" },
        { ".率", "" }, { "[^效]率", "" }, { "[a-]", "" }, { "[z-a]", "" }, { "[0-z]", "" },
        { "[度-率]", "" }, { "\\d", "" }, { "\\p{Han}", "" }, { "a^b", "" }, { "a$b", "" },
        { "(?:a$|b)", "" }, { "(?:a", "" }, { "a)", "" }, { "a\\", "" }, { "[ab", "" },
        { "[0-9][0-9][0-9]", "" }, /* too many */
        { "[a-zA-Za-zA-Za-zA-Za-zA-Za-zA-Z]", "" }, { FULL "?", "" }, { "(?:" FULL "|a)", "" },
        { FULL "|a", "" }, { "[a-zA-Za-zA-Za-zA-Za-zA-Za-zA-Va]", "" },
        { "(?:(?:(?:(?:(?:(?:(?:(?:(?:a)))))))))", "" }, /* too deep */
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct xs_literals l = literals(rows[i].pattern);
        CHECK(strcmp(shown(&l), rows[i].want) == 0, rows[i].pattern);
    }
}

static void needed(void **state)
{
    static const struct {
        const char *pattern, *want;
    } rows[] = {
        { "率", "率" },
        { "^(?:项目)?(?:预算|资金)?执行率$", "执行率" },
        { ".是否", "是否" },
        { "领导(?:班子)?(?:对.*)?满意|本单位", "领导 本单位" },
        { "占.*总|比率", "占 比率" },
        { "[^效]率$|[/÷]", "率 / ÷" },
        { "^\\p{Han}{2,6}$|率$", "" },
        { "ab?c", "a" },
        { "ab+c", "ab" },
        { "(?:ab|c)+d", "ab c" },
        { "(?:a.|bc)*d", "d" },
        { "(?:.a|bc)d", "a bc" },
        { "(?:a|)b", "ab b" },
        { "(?:a|.)b", "b" },
        { "a{2}b", "b" },
        { "[a-c]+", "a b c" },
        { "a?", "" },
        { "", "" },
        { "..", "" },
        { "a|", "" },
        { "a|b*", "" },
        { "(?s:a)", "" },
        { "(?=a)b", "" },
        { "(a)", "" },
        { "\\d", "" },
        { "[^]a]b", "" },
        { "[^[:alpha:]]b", "" },
        { "[^a", "" },
        { "a)", "" },
        { "(?:a", "" },
        { "a{2", "" },
        { "[^\\]]b", "b" },
    };
    struct xs_literals l;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(xs_literals_needed(arena, xs_str_c(rows[i].pattern), &l), XS_OK);
        CHECK(strcmp(shown(&l), rows[i].want) == 0, rows[i].pattern);
    }
}

/* With any less memory than is enough the answer is that there is none. */
static void starved(void **state)
{
    enum xs_err e = XS_E_NOMEM;
    struct xs_literals l = literals(FULL "$");
    (void)state;
    assert_int_equal(l.count, XS_MAX_LITERALS);
    for (size_t room = 1; e != XS_OK; room += 64) {
        struct xs_arena *a = xs_arena_new(room);
        assert_non_null(a);
        e = xs_literals_of(a, XS_STR("(?:完成|达标)率$"), &l);
        assert_true(e == XS_OK || e == XS_E_NOMEM);
        assert_true(e != XS_OK || l.count == 2);
        xs_arena_free(a);
        assert_true(room < (size_t)1 << 20);
    }
}

static bool fits(const struct xs_literals *l, xs_str text)
{
    for (size_t i = 0; i < l->count; i++) {
        xs_str w = l->items[i].text;
        bool starts = xs_str_starts(text, w), ends = xs_str_ends(text, w);
        if (l->items[i].starts && l->items[i].ends ? xs_str_eq(text, w)
            : l->items[i].starts                   ? starts
            : l->items[i].ends                     ? ends
                                                   : xs_str_has(text, w))
            return true;
    }
    return false;
}

/* Patterns and subjects at random, of few characters, so that many fit. */
static void agrees_with_pcre2(void **state)
{
    struct dice d = { 20261127 };
    char room[64] = { 0 }, subject_room[64] = { 0 }; /* the JIT looks at whole words of it */
    size_t taken = 0, hits = 0;
    (void)state;
    for (size_t i = 0; i < 20000; i++) {
        struct xs_arena_mark mark = xs_arena_mark(arena);
        xs_str pattern = random_text(&d, XS_STR("率度ab|?^$()[]:0-9\\"), 1 + roll(&d, 7), room);
        struct xs_literals l;
        struct xs_regex *re = NULL;
        size_t at;
        xs_str why;
        if (roll(&d, 3) == 0 && pattern.len < 40) { /* groups are rare at random */
            memmove(room + 3, room, pattern.len);
            memcpy(room, "(?:", 3);
            memcpy(room + 3 + pattern.len, ")a", 2);
            pattern = (xs_str){ room, pattern.len + 5 };
        }
        assert_int_equal(xs_literals_of(arena, pattern, &l), XS_OK);
        if (l.count) {
            taken++;
            assert_int_equal(xs_regex_compile(arena, pattern, &re, &at, &why), XS_OK);
        }
        for (size_t k = 0; l.count && k < 10; k++) {
            xs_str s = random_text(&d, XS_STR("率度ab0:"), roll(&d, 6), subject_room);
            bool want = xs_regex_match(re, matcher, s, NULL, NULL) == XS_MATCH_YES;
            hits += want;
            if (fits(&l, s) != want)
                fail_msg("%.*s on %.*s", XS_STR_ARG(pattern), XS_STR_ARG(s));
        }
        xs_regex_free(re);
        xs_arena_release(arena, mark);
    }
    assert_true(taken > 1000 && hits > 1000);
}

/* No text fits that has none of the texts which are needed. */
static void none_fits_without(void **state)
{
    struct dice d = { 20261128 };
    char room[64] = { 0 }, subject_room[64] = { 0 };
    size_t known = 0, hits = 0;
    (void)state;
    for (size_t i = 0; i < 60000; i++) {
        struct xs_arena_mark mark = xs_arena_mark(arena);
        xs_str pattern = random_text(&d, XS_STR("率度aab|?+*.^$(:)[]{2}\\"), 1 + roll(&d, 9), room);
        struct xs_literals l;
        struct xs_regex *re = NULL;
        size_t at;
        xs_str why;
        if (roll(&d, 2) == 0 && pattern.len < 40) {
            memmove(room + 3, room, pattern.len);
            memcpy(room, "(?:", 3);
            memcpy(room + 3 + pattern.len, ")+a", 3);
            pattern = (xs_str){ room, pattern.len + 6 };
        }
        assert_int_equal(xs_literals_needed(arena, pattern, &l), XS_OK);
        bool good = l.count && xs_regex_compile(arena, pattern, &re, &at, &why) == XS_OK;
        known += good;
        for (size_t k = 0; good && k < 10; k++) {
            xs_str s = random_text(&d, XS_STR("率度ab"), roll(&d, 6), subject_room);
            bool hit = xs_regex_match(re, matcher, s, NULL, NULL) == XS_MATCH_YES;
            hits += hit;
            if (hit && !fits(&l, s))
                fail_msg("%.*s on %.*s", XS_STR_ARG(pattern), XS_STR_ARG(s));
        }
        xs_regex_free(re);
        xs_arena_release(arena, mark);
    }
    assert_true(known > 1000 && hits > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts),
        cmocka_unit_test(needed),
        cmocka_unit_test(none_fits_without),
        cmocka_unit_test(starved),
        cmocka_unit_test(agrees_with_pcre2),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
