/* read/clean.c: what Word leaves in text exports. */
#include "read/clean.h"

#include "env.h"

static void residues(void **state)
{
    static const struct {
        const char *text, *want;
    } rows[] = {
        { "", "" },
        { " a ", "a" },
        { "[a] TC b", "[a] TC b" },
        { "[bookmark: x]a", "a" },
        { "a[bookmark: x]b[bookmark: y]", "ab" },
        { "a [bookmark:b", "a b" },
        { "[bookmark:[bookmark:a", "a" },
        { "a TC \"a\" \\f C \\l \"1\"", "a" },
        { "a TC \"a\" \\f C\nb TC c", "a\nb TC c" },
        { "a TC b\n TC b \\f\nc", "a TC b\n\nc" },
        { "指标[bookmark: 一]值 TC 指标值 \\f C \\l 1", "指标值" },
        { "a long text of more than sixteen bytes [bookmark: x] goes on behind it",
            "a long text of more than sixteen bytes  goes on behind it" },
    };
    (void)state;
    struct xs_arena *a = xs_arena_new(1 << 20);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        xs_str got;
        assert_int_equal(xs_clean(a, xs_str_c(rows[i].text), &got), XS_OK);
        same_text("clean", rows[i].text, got, rows[i].want);
    }
    xs_arena_free(a);
}

/* What is not there is looked for once: this ends at once. */
static void many_beginnings(void **state)
{
    static const char *const pieces[] = { "[bookmark:", " TC " };
    const size_t size = (size_t)4 << 20;
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct xs_arena *a = xs_arena_new(4 * size);
        size_t n = strlen(pieces[i]);
        char *text = xs_arena_alloc(a, size + 4, 1);
        xs_str got;
        assert_non_null(text);
        for (size_t at = 0; at < size; at++)
            text[at] = pieces[i][at % n];
        memcpy(text + size, "\n\\f.", 4);
        assert_int_equal(xs_clean(a, (xs_str){ text, size + 4 }, &got), XS_OK);
        assert_true(i == 0 ? got.len < 20 : got.len == size + 3);
        xs_arena_free(a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(residues),
        cmocka_unit_test(many_beginnings) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
