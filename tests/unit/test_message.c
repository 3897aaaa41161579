/* base/message.c: texts in two languages, holes, fallbacks. */
#include "base/message.h"
#include "env.h"

static void fill(void **state)
{
    static const struct xs_arg args[] = { { "name", XS_STR_INIT("满意度") },
        { "n", XS_STR_INIT("3") }, { "empty", XS_STR_INIT("") }, { "brace", XS_STR_INIT("{n}") } };
    static const struct {
        const char *name, *template, *want;
    } rows[] = {
        { "no hole", "abc", "abc" },
        { "one", "{name}。", "满意度。" },
        { "several", "{n}{name}{n}", "3满意度3" },
        { "unknown name stays", "{what} {n}", "{what} 3" },
        { "empty argument", "a{empty}b", "ab" },
        { "not closed", "a{name", "a{name" },
        { "closed only", "a}b", "a}b" },
        { "nothing in it", "{}", "{}" },
        { "what was filled in is not filled again", "{brace}", "{n}" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct xs_buf b;
        xs_str s;
        xs_buf_init(&b, 1000);
        xs_fill(&b, xs_str_c(rows[i].template), args, sizeof args / sizeof *args);
        assert_int_equal(xs_buf_finish(&b, &s), XS_OK);
        same_text(rows[i].name, "text", s, rows[i].want);
        xs_buf_free(&b);
    }
}

/* A template that is cut gives what xs_fill gives, with more holes than it is cut at too. */
static void cut(void **state)
{
    static const char *const names[] = { "name", "n", NULL };
    static const xs_str texts[] = { XS_STR_INIT("满意度"), XS_STR_INIT("3") };
    static const struct xs_arg args[] = { { "name", XS_STR_INIT("满意度") },
        { "n", XS_STR_INIT("3") } };
    static const char *const templates[] = { "", "abc", "{name}。", "{n}{name}{n}", "{what} {n}",
        "a{name", "a}b{n}", "{}{n}", "{{n}}",
        "{n}{x}{n}{n}{n}{n}{n}{name}{n}{x}{n}{n}{n}{n}{n} end" };
    (void)state;
    for (size_t i = 0; i < sizeof templates / sizeof *templates; i++) {
        struct xs_buf a, b;
        struct xs_template t;
        xs_buf_init(&a, 1000);
        xs_buf_init(&b, 1000);
        xs_fill(&a, xs_str_c(templates[i]), args, 2);
        xs_template_make(xs_str_c(templates[i]), names, &t);
        xs_template_fill(&b, &t, texts);
        assert_int_equal(b.err, XS_OK);
        CHECK(xs_str_eq(xs_buf_str(&a), xs_buf_str(&b)), templates[i]);
        xs_buf_free(&a);
        xs_buf_free(&b);
    }
}

static void languages(void **state)
{
    struct xs_text both = { { XS_STR("甲"), XS_STR("A") } }, zh = { { XS_STR("甲"), XS_STR_NONE } },
                   en = { { XS_STR_NONE, XS_STR("A") } };
    (void)state;
    same_text("both", "zh", xs_text_in(&both, XS_LANG_ZH), "甲");
    same_text("both", "en", xs_text_in(&both, XS_LANG_EN), "A");
    same_text("zh alone", "en", xs_text_in(&zh, XS_LANG_EN), "甲");
    same_text("en alone", "zh", xs_text_in(&en, XS_LANG_ZH), "A");
}

static void loaded(void **state)
{
    struct env e = { 0 };
    struct xs_messages m;
    (void)state;
    assert_true(env_open(&e));
    assert_int_equal(xs_messages_load(&e.set, &m), XS_OK);
    for (enum xs_err c = XS_OK; c < XS_ERR_COUNT;
         c++) { /* every status has its text in both languages */
        xs_str zh = xs_message(&m, xs_err_id(c), XS_LANG_ZH, "?"),
               en = xs_message(&m, xs_err_id(c), XS_LANG_EN, "?");
        CHECK(zh.len > 3 && en.len > 3 && !xs_str_eq(zh, en), xs_err_id(c));
    }
    same_text(
        "unknown id", "fallback", xs_message(&m, "no-such-message", XS_LANG_ZH, "plain"), "plain");
    same_text("no messages", "fallback", xs_message(NULL, "nomem", XS_LANG_ZH, "plain"), "plain");
    env_close(&e);
}

static void percent(void **state)
{
    static const struct {
        uint64_t part, whole, want;
    } cases[] = { { 0, 0, 0 }, { 0, 3, 0 }, { 63, 135, 47 }, { 37, 1000, 4 }, { 5, 1000, 1 },
        { 996, 1000, 99 }, { 1000, 1000, 100 }, { UINT64_MAX / 4, UINT64_MAX / 2, 50 },
        { UINT64_MAX, UINT64_MAX, 100 } };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(xs_percent(cases[i].part, cases[i].whole), cases[i].want);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(fill), cmocka_unit_test(cut),
        cmocka_unit_test(languages), cmocka_unit_test(loaded), cmocka_unit_test(percent) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
