/* base/buf.c: the capped buffer: what it writes, and its sticky error. */
#include "base/buf.h"
#include "env.h"

static void numbers(void **state)
{
    static const struct {
        const char *name;
        int64_t n;
        unsigned decimals;
        const char *want;
    } rows[] = {
        { "zero", 0, 0, "0" },
        { "zero with decimals", 0, 3, "0.000" },
        { "below one", 5, 3, "0.005" },
        { "negative below one", -5, 3, "-0.005" },
        { "one decimal", 143, 1, "14.3" },
        { "negative", -1234567, 6, "-1.234567" },
        { "nine decimals", 1, 9, "0.000000001" },
        { "largest", INT64_MAX, 0, "9223372036854775807" },
        { "least", INT64_MIN, 0, "-9223372036854775808" },
        { "least with decimals", INT64_MIN, 6, "-9223372036854.775808" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct xs_buf b;
        xs_str s;
        xs_buf_init(&b, 100);
        xs_buf_fixed(&b, rows[i].n, rows[i].decimals);
        assert_int_equal(xs_buf_finish(&b, &s), XS_OK);
        same_text(rows[i].name, "number", s, rows[i].want);
        xs_buf_free(&b);
    }
}

static void pieces(void **state)
{
    (void)state;
    struct xs_buf b;
    xs_str s;
    xs_buf_init(&b, 1000);
    xs_buf_puts(&b, XS_STR_NONE);
    xs_buf_lit(&b, "a");
    xs_buf_putc(&b, ' ');
    xs_buf_uint(&b, UINT64_MAX);
    xs_buf_putc(&b, ' ');
    xs_buf_int(&b, -7);
    xs_buf_cp(&b, 0x503C);
    xs_buf_cp(&b, 0x1F600);
    assert_int_equal(xs_buf_finish(&b, &s), XS_OK);
    same_text("pieces", "text", s, "a 18446744073709551615 -7\xE5\x80\xBC\xF0\x9F\x98\x80");
    xs_buf_clear(&b);
    assert_int_equal(xs_buf_str(&b).len, 0);
    xs_buf_free(&b);
}

/* No more than the cap goes in, however small that is. */
static void no_more_than_the_cap(void **state)
{
    (void)state;
    static const char text[1000];
    for (size_t cap = 0; cap < sizeof text; cap++) {
        struct xs_buf b;
        xs_buf_init(&b, cap);
        xs_buf_puts(&b, (xs_str){ text, cap / 2 });
        xs_buf_puts(&b, (xs_str){ text, cap - cap / 2 });
        assert_int_equal(b.err, XS_OK);
        assert_int_equal(b.len, cap);
        xs_buf_putc(&b, 'x');
        assert_int_equal(b.err, XS_E_NOMEM);
        assert_int_equal(b.len, cap);
        xs_buf_free(&b);
    }
}

static void sticky(void **state)
{
    (void)state;
    struct xs_buf b;
    xs_str s = XS_STR("untouched");
    xs_buf_init(&b, 1000);
    for (int i = 0; i < 500; i++)
        xs_buf_lit(&b, "12");
    assert_int_equal(b.err, XS_OK);
    xs_buf_putc(&b, '9');
    assert_int_not_equal(b.err, XS_OK);
    enum xs_err first = b.err;
    xs_buf_lit(&b, "");
    xs_buf_uint(&b, 1);
    xs_buf_cp(&b, 'x');
    assert_int_equal(xs_buf_finish(&b, &s), first);
    assert_true(xs_str_eq(s, XS_STR("untouched")));
    xs_buf_clear(&b);
    xs_buf_lit(&b, "ok");
    assert_int_equal(xs_buf_finish(&b, &s), XS_OK);
    same_text("after clear", "text", s, "ok");
    xs_buf_free(&b);
}

static void grows_and_fails(void **state)
{
    (void)state;
    for (unsigned long n = 1; n < 100; n++) {
        struct xs_buf b;
        xs_str s;
        xs_buf_init(&b, (size_t)1 << 20);
        xs_alloc_fail_at(n);
        for (int i = 0; i < 5000; i++)
            xs_buf_int(&b, i);
        xs_alloc_fail_at(0);
        enum xs_err e = xs_buf_finish(&b, &s);
        xs_buf_free(&b);
        if (e == XS_OK) {
            assert_true(n > 1);
            return;
        }
        assert_int_equal(e, XS_E_NOMEM);
    }
    fail_msg("never comes through");
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(numbers), cmocka_unit_test(pieces),
        cmocka_unit_test(no_more_than_the_cap), cmocka_unit_test(sticky),
        cmocka_unit_test(grows_and_fails) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
