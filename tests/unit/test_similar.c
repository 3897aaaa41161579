/* rule/similar.c: a sketch may only rule out what the pairs themselves rule out. */
#include "base/utf8.h"
#include "env.h"
#include "rule/similar.h"

static const char *const alphabet[] = { "完", "成", "率", "培", "训", "人", "次", "1", "x" };

/* A text of up to 40 characters from a small alphabet, so that pairs recur. */
static xs_str random_text(struct xs_arena *a, unsigned *seed)
{
    size_t n = (size_t)(*seed = *seed * 1103515245 + 12345) / 65536 % 40, len = 0;
    char *p = xs_arena_alloc(a, n * 3 + 1, 1);
    assert_non_null(p);
    for (size_t i = 0; i < n; i++) {
        *seed = *seed * 1103515245 + 12345;
        const char *c = alphabet[*seed / 65536 % (sizeof alphabet / sizeof *alphabet)];
        memcpy(p + len, c, strlen(c));
        len += strlen(c);
    }
    return (xs_str){ p, len };
}

static struct xs_grams grams(struct xs_arena *a, xs_str text)
{
    struct xs_grams g = { .a = a };
    assert_int_equal(xs_grams_add(&g, text), XS_OK);
    return g;
}

static void sketches_never_rule_out_what_is_alike(void **state)
{
    struct xs_arena *a = xs_arena_new((size_t)64 << 20);
    unsigned seed = 7;
    size_t near = 0, within = 0;
    (void)state;
    for (int i = 0; i < 20000; i++) {
        xs_arena_reset(a);
        xs_str x = random_text(a, &seed), y = random_text(a, &seed);
        if (i % 3 == 0)
            y = xs_utf8_head(x, xs_utf8_count(x) * 3 / 4); /* most of the same text */
        struct xs_sketch sx = { .count = 0 }, sy = { .count = 0 };
        xs_sketch_add(&sx, x);
        xs_sketch_add(&sy, y);
        struct xs_grams gx = grams(a, x), gy = grams(a, y);
        struct xs_sketch same = xs_grams_sketch(&gx);
        assert_memory_equal(&same, &sx, sizeof same);
        xs_grams_sort(&gx);
        xs_grams_sort(&gy);
        int64_t dice = xs_grams_dice(&gx, &gy), share = xs_grams_within(&gx, &gy);
        near += dice >= 600;
        within += share >= 600;
        assert_true(xs_sketch_near(&sx, &sy, dice) || gx.count + gy.count == 0);
        assert_true(xs_sketch_within(&sx, &sy, share));
    }
    assert_true(near > 1000 && within > 1000);
    xs_arena_free(a);
}

static void overlap_counts_every_character(void **state)
{
    static const struct {
        const char *name, *text, *other;
        size_t total, absent;
    } rows[] = { { "nothing", "", "率", 0, 0 }, { "all there", "率完", "完成率", 2, 0 },
        { "none there", "培训", "完成率", 2, 2 }, { "one there", "x率", "完成率", 2, 1 },
        { "against nothing", "率", "", 1, 1 } };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct xs_charset other;
        xs_charset_make(&other, xs_str_c(rows[i].other));
        struct xs_overlap o = xs_overlap(xs_str_c(rows[i].text), &other);
        CHECK(o.total == rows[i].total && o.absent == rows[i].absent, rows[i].name);
    }
}

static void few_pairs_are_counted_apart(void **state)
{
    struct xs_arena *a = xs_arena_new((size_t)1 << 20);
    (void)state;
    struct xs_grams g = grams(a, XS_STR("完完完完完完完完"));
    assert_false(xs_grams_at_least(&g, 2));
    g = grams(a, XS_STR("完成率"));
    assert_true(xs_grams_at_least(&g, 2));
    assert_false(xs_grams_at_least(&g, 3));
    xs_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(sketches_never_rule_out_what_is_alike),
        cmocka_unit_test(overlap_counts_every_character),
        cmocka_unit_test(few_pairs_are_counted_apart) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
