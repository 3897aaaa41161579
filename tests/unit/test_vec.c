/* base/vec.h: the bytes that are there, and none beside them. */
#include "base/vec.h"

#include "env.h"

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

/* Bytes from one to another, and the ones around. */
static void within(void **state)
{
    static const struct {
        unsigned char from, to;
    } rows[] = { { 0, 0 }, { 0x80, 0xBF }, { 'a', 'z' }, { 0xEA, ' ' }, { 0, 0xFF },
        { 0xFF, 0xFF } };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (unsigned c = 0; c < 0x100; c++) {
            char bytes[XS_VEC];
            const unsigned from = rows[i].from, to = rows[i].to;
            bool want = from <= to ? c >= from && c <= to : c >= from || c <= to;
            memset(bytes, (int)c, sizeof bytes);
            uint32_t mask =
                xs_vec_mask(xs_vec_within(xs_vec_load(bytes), rows[i].from, rows[i].to));
            assert_int_equal(mask, want ? 0xFFFF : 0);
        }
}

/* What is left of sixteen bytes of a text that ends before, in or behind them; as two numbers. */
static void before(void **state)
{
    char bytes[XS_VEC], left[XS_VEC];
    uint64_t want[2], low, high;
    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(0x7B + i);
    for (size_t from = 0; from < 40; from += 7)
        for (size_t n = 0; n < 100; n++) {
            xs_vec v = xs_vec_before(xs_vec_load(bytes), from, n);
            xs_vec_store(left, v);
            for (size_t i = 0; i < sizeof bytes; i++)
                assert_int_equal(left[i], from + i < n ? bytes[i] : 0);
            xs_vec_halves(v, &low, &high);
            memcpy(want, left, sizeof want);
            assert_true(low == want[0] && high == want[1]);
        }
}

/* Texts of all lengths that differ in one byte, or in none. */
static void same(void **state)
{
    char a[100], b[100];
    (void)state;
    for (size_t n = 0; n < sizeof a; n++) {
        for (size_t i = 0; i < n; i++)
            a[i] = b[i] = (char)(i * 7 + n);
        assert_true(xs_vec_same(a, b, n));
        for (size_t i = 0; i < n; i++) {
            b[i] ^= 0x40;
            assert_false(xs_vec_same(a, b, n));
            b[i] ^= 0x40;
        }
    }
}

static void bits(void **state)
{
    unsigned seed = 7;
    (void)state;
    for (int round = 0; round < 1000; round++) {
        char a[XS_VEC], b[XS_VEC];
        unsigned want = 0;
        for (size_t i = 0; i < XS_VEC; i++) {
            a[i] = (char)((seed = seed * 1103515245 + 12345) >> 16);
            b[i] = round % 2 ? (char)((seed = seed * 1103515245 + 12345) >> 16) : 0;
            for (unsigned c = (unsigned char)(a[i] ^ b[i]); c; c &= c - 1)
                want++;
        }
        assert_int_equal(xs_vec_bits(xs_vec_xor(xs_vec_load(a), xs_vec_load(b))), want);
    }
}

static void less(void **state)
{
    static const char some[XS_VEC] = { 1, 3, 0, 7 }, all[XS_VEC] = { 1, 3, 8, 7 };
    (void)state;
    assert_false(xs_vec_any(xs_vec_none()));
    assert_true(xs_vec_any(xs_vec_less(xs_vec_load(all), xs_vec_load(some))));
    assert_false(xs_vec_any(xs_vec_less(xs_vec_load(some), xs_vec_load(all))));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(part), cmocka_unit_test(within),
        cmocka_unit_test(before), cmocka_unit_test(same), cmocka_unit_test(bits),
        cmocka_unit_test(less) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
