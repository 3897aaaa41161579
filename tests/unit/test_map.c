/* base/map.c: many keys, keys with NUL, the empty key, failing memory. */
#include "base/map.h"
#include "env.h"

static xs_str key(char *room, unsigned n)
{
    int len = snprintf(room, 16, "k%u", n);
    return (xs_str){ room, (size_t)len };
}

static void many(void **state)
{
    (void)state;
    enum { COUNT = 5000 };
    struct xs_arena *a = xs_arena_new((size_t)64 << 20);
    struct xs_map m;
    char room[16];
    xs_map_init(&m, a);
    assert_null(xs_map_get(&m, XS_STR("none")));
    for (unsigned n = 0; n < COUNT; n++) {
        xs_str k;
        bool is_new = false;
        assert_true(xs_arena_dup(a, key(room, n), &k));
        struct xs_map_slot *s = xs_map_put(&m, k, &is_new);
        assert_non_null(s);
        assert_true(is_new);
        assert_int_equal(s->val.num, 0);
        s->val.num = n + 1;
    }
    assert_int_equal(m.used, COUNT);
    for (unsigned n = 0; n < COUNT; n++) {
        bool is_new = true;
        struct xs_map_slot *s = xs_map_get(&m, key(room, n));
        assert_non_null(s);
        assert_int_equal(s->val.num, n + 1);
        assert_ptr_equal(xs_map_put(&m, key(room, n), &is_new), s);
        assert_false(is_new);
    }
    assert_null(xs_map_get(&m, key(room, COUNT)));
    xs_arena_free(a);
}

static void odd_keys(void **state)
{
    static const xs_str keys[] = { XS_STR_INIT(""), XS_STR_INIT("\0"), XS_STR_INIT("\0\0"),
        XS_STR_INIT("a"), XS_STR_INIT("a\0"), XS_STR_INIT("\xE5\x80\xBC") };
    (void)state;
    struct xs_arena *a = xs_arena_new((size_t)1 << 20);
    struct xs_map m;
    bool is_new;
    xs_map_init(&m, a);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct xs_map_slot *s = xs_map_put(&m, keys[i], &is_new);
        assert_non_null(s);
        assert_true(is_new);
        s->val.num = i;
    }
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        assert_int_equal(xs_map_get(&m, keys[i])->val.num, i);
    assert_int_equal(xs_map_put(&m, (xs_str){ NULL, 0 }, &is_new)->val.num, 0); /* none is empty */
    assert_false(is_new);
    xs_arena_free(a);
}

static void no_memory(void **state)
{
    (void)state;
    struct xs_arena *a = xs_arena_new(20000);
    struct xs_map m;
    static char rooms[2000][16];
    unsigned n = 0;
    bool is_new;
    xs_map_init(&m, a);
    while (n < 2000 && xs_map_put(&m, key(rooms[n], n), &is_new))
        n++;
    assert_true(n > 10 && n < 2000);
    for (unsigned i = 0; i < n; i++) /* what is in it stays */
        assert_non_null(xs_map_get(&m, (xs_str){ rooms[i], strlen(rooms[i]) }));
    xs_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(many), cmocka_unit_test(odd_keys),
        cmocka_unit_test(no_memory) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
