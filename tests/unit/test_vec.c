/* base/vec.h: the bytes that are there, and none beside them. */
#include "base/vec.h"

#include "env.h"

static void less(void **state)
{
    static const char some[XS_VEC] = { 1, 3, 0, 7 }, all[XS_VEC] = { 1, 3, 8, 7 };
    (void)state;
    assert_false(xs_vec_any(xs_vec_none()));
    assert_true(xs_vec_any(xs_vec_less(xs_vec_load(all), xs_vec_load(some))));
    assert_false(xs_vec_any(xs_vec_less(xs_vec_load(some), xs_vec_load(all))));
}

static void part(void **state)
{
    static const char text[] = "\xE5\xB7\xA5\xE4\xBD\x9C\xFF\x80 a,b;\x7F\x01z";
    (void)state;
    for (size_t n = 0; n < XS_VEC; n++) {
        char want[XS_VEC] = { 0 }, got[XS_VEC], *alone = n ? malloc(n) : NULL;
        if (n) {
            memcpy(want, text, n);
            memcpy(alone, text, n); /* nothing may be read around it */
        }
        xs_vec_store(got, xs_vec_part(alone, n));
        assert_memory_equal(got, want, sizeof want);
        free(alone);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(less), cmocka_unit_test(part) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
