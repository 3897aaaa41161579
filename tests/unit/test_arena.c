/* base/arena.c, base/alloc.c: caps, overflow, marks, growth, failing allocations. */
#include "env.h"

static void gives_zeroed_and_aligned(void **state)
{
    (void)state;
    struct xs_arena *a = xs_arena_new((size_t)1 << 20);
    assert_non_null(a);
    for (size_t n = 1; n < 100; n++) {
        unsigned char *p = xs_arena_zalloc(a, n, 1);
        assert_non_null(p);
        assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < n; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xAA, n);
    }
    assert_true(xs_arena_used(a) >= 99 * 100 / 2);
    xs_arena_free(a);
    xs_arena_free(NULL);
}

static void caps(void **state)
{
    static const struct {
        const char *name;
        size_t count, size;
        bool given;
    } rows[] = {
        { "a little", 10, 10, true },
        { "more than the cap", 2000, 1, false },
        { "count times size wraps", SIZE_MAX / 2, 3, false },
        { "the largest size", SIZE_MAX, 1, false },
        { "count times size wraps to a little", (SIZE_MAX >> 1) + 2, 2, false },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct xs_arena *a = xs_arena_new(1000);
        assert_non_null(a);
        CHECK((xs_arena_zalloc(a, rows[i].count, rows[i].size) != NULL) == rows[i].given,
            rows[i].name);
        CHECK(xs_arena_alloc(a, 10, 1) != NULL,
            rows[i].name); /* a refusal leaves the arena as it was */
        xs_arena_free(a);
    }
}

static void cap_in_small_steps(void **state)
{
    (void)state;
    struct xs_arena *a = xs_arena_new(4096);
    size_t n = 0;
    while (n < 100000 && xs_arena_alloc(a, 16, 1))
        n++;
    assert_true(n >= 100 && n <= 256);
    xs_arena_reset(a);
    assert_int_equal(xs_arena_used(a), 0);
    assert_non_null(xs_arena_alloc(a, 16, 1));
    xs_arena_free(a);
}

static void marks(void **state)
{
    (void)state;
    struct xs_arena *a = xs_arena_new((size_t)64 << 20);
    char *kept = xs_arena_alloc(a, 100, 1);
    assert_non_null(kept);
    memset(kept, 'k', 100);
    struct xs_arena_mark m = xs_arena_mark(a);
    size_t used = xs_arena_used(a);
    for (int round = 0; round < 50; round++) {
        for (int i = 0; i < 20; i++)
            assert_non_null(xs_arena_zalloc(a, 70000, 1)); /* over several blocks */
        xs_arena_release(a, m);
        assert_int_equal(xs_arena_used(a), used);
    }
    for (size_t i = 0; i < 100; i++)
        assert_int_equal(kept[i], 'k');
    unsigned char *p = xs_arena_zalloc(a, 5000, 1);
    assert_non_null(p);
    for (size_t i = 0; i < 5000; i++)
        assert_int_equal(p[i], 0); /* zeroed although the bytes were used before */
    xs_arena_free(a);
}

/* What was given out last grows where it stands while its block has room; all else moves. */
static void grows_in_place(void **state)
{
    (void)state;
    struct xs_arena *a = xs_arena_new((size_t)1 << 20);
    size_t cap = 3;
    char *first = xs_arena_alloc(a, cap, 1), *v;
    assert_non_null(first);
    memcpy(first, "abc", 3);
    v = xs_arena_grow(a, first, &cap, 100, 1);
    assert_ptr_equal(v, first);
    assert_int_equal(cap, 100);
    assert_int_equal(xs_arena_used(a), 112);
    char *other = xs_arena_alloc(a, 1, 1);
    assert_ptr_equal(other, first + 112);
    v = xs_arena_grow(a, first, &cap, 101, 1);
    assert_ptr_not_equal(v, first);
    assert_memory_equal(v, "abc", 3);
    assert_int_equal(cap, 200);
    first = v;
    v = xs_arena_grow(a, first, &cap, (size_t)100 << 10, 1); /* more than a block */
    assert_ptr_not_equal(v, first);
    assert_memory_equal(v, "abc", 3);
    first = v;
    assert_null(xs_arena_grow(a, first, &cap, (size_t)1 << 20, 1)); /* past the cap */
    assert_null(xs_arena_grow(a, first, &cap, SIZE_MAX, 1));
    assert_int_equal(cap, (size_t)100 << 10);
    xs_arena_free(a);
}

static void grow(void **state)
{
    (void)state;
    struct xs_arena *a = xs_arena_new((size_t)1 << 20);
    uint32_t *v = NULL;
    size_t cap = 0;
    for (uint32_t n = 0; n < 3000; n++) {
        v = xs_arena_grow(a, v, &cap, n + 1, sizeof *v);
        assert_non_null(v);
        assert_true(cap > n);
        v[n] = n;
    }
    for (uint32_t n = 0; n < 3000; n++)
        assert_int_equal(v[n], n);
    size_t before = cap;
    assert_null(xs_arena_grow(a, v, &cap, SIZE_MAX / 2, sizeof *v));
    assert_int_equal(cap, before);
    xs_str d;
    assert_true(xs_arena_dup(a, XS_STR("text"), &d));
    assert_true(xs_str_eq(d, XS_STR("text")));
    assert_true(xs_arena_dup(a, XS_STR_NONE, &d));
    assert_int_equal(d.len, 0);
    xs_arena_free(a);
}

static void failing(void **state)
{
    (void)state;
    xs_alloc_fail_at(1);
    assert_null(xs_arena_new(1000));
    struct xs_arena *a = xs_arena_new((size_t)64 << 20);
    assert_non_null(a);
    xs_alloc_fail_at(1);
    xs_str d = XS_STR("before");
    void *p = xs_arena_alloc(a, (size_t)8 << 20, 1);
    assert_null(p);
    xs_alloc_fail_at(0);
    assert_true(xs_str_eq(d, XS_STR("before")));
    assert_non_null(xs_arena_alloc(a, (size_t)8 << 20, 1));
    xs_arena_free(a);

    char *q = xs_alloc(1, 4);
    assert_non_null(q);
    assert_int_equal(q[3], 0);
    q[0] = 'x';
    assert_null(xs_realloc(q, SIZE_MAX / 2, 4));
    assert_int_equal(q[0], 'x');
    xs_free(q);
    xs_free(NULL);
}

/* What a reset or a release takes back serves again: nothing is asked of the system. */
static void uses_its_memory_again(void **state)
{
    (void)state;
    struct xs_arena *a = xs_arena_new((size_t)1 << 30);
    assert_non_null(a);
    for (int round = 0; round < 3; round++) {
        struct xs_arena_mark m = xs_arena_mark(a);
        xs_alloc_fail_at(round ? 1 : 0);
        for (int i = 0; i < 20; i++)
            assert_non_null(xs_arena_alloc(a, (size_t)1 << 20, 1));
        if (round == 0)
            xs_arena_release(a, m);
        else
            xs_arena_reset(a);
        xs_alloc_fail_at(0);
        assert_int_equal(xs_arena_used(a), 0);
    }
    /* more than that is given back */
    assert_non_null(xs_arena_alloc(a, XS_MAX_SPARE_BYTES + 1, 1));
    xs_arena_reset(a);
    xs_alloc_fail_at(1);
    assert_null(xs_arena_alloc(a, XS_MAX_SPARE_BYTES + 1, 1));
    xs_alloc_fail_at(0);
    xs_arena_free(a);
}

/* What is large becomes whole large pages; less stays what it is. */
static void large(void **state)
{
    static const struct {
        size_t want, size;
    } rows[] = { { 100, 100 }, { XS_LARGE_PAGE + 1, XS_LARGE_PAGE + 1 },
        { XS_LARGE_BYTES - 1, XS_LARGE_BYTES - 1 }, { XS_LARGE_BYTES, XS_LARGE_BYTES },
        { XS_LARGE_BYTES + 1, XS_LARGE_BYTES + XS_LARGE_PAGE } };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t size = rows[i].want;
        char *p = xs_alloc_large(&size);
        assert_non_null(p);
        assert_int_equal(size, rows[i].size);
        assert_true(size < XS_LARGE_BYTES || (uintptr_t)p % XS_LARGE_PAGE == 0);
        p[0] = p[size - 1] = 'x';
        xs_free(p);
        xs_alloc_fail_at(1);
        assert_null(xs_alloc_large(&size));
        assert_int_equal(xs_alloc_fail_left(), 0);
    }
    size_t most = SIZE_MAX;
    assert_null(xs_alloc_large(&most));
}

/* A block gives all that it has, however little of it was fetched from the system before. */
static void grows_past_what_was_fetched(void **state)
{
    (void)state;
    struct xs_arena *a = xs_arena_new((size_t)4 << 20);
    assert_non_null(a);
    assert_non_null(xs_arena_alloc(a, (size_t)1 << 20, 1));
    size_t cap = 1;
    char *v = xs_arena_alloc(a, 1, 1), *at = v; /* the next block, of twice the size */
    assert_non_null(v);
    xs_alloc_fail_at(1);
    while (v && cap < (size_t)1 << 20) {
        v = xs_arena_grow(a, v, &cap, cap + 1, 1);
        assert_ptr_equal(v, at);
        v[cap - 1] = 'x';
    }
    assert_int_equal(xs_alloc_fail_left(), 1);
    xs_alloc_fail_at(0);
    assert_null(xs_arena_alloc(a, ((size_t)2 << 20) + 1, 1)); /* past the cap */
    xs_arena_free(a);
}

static void tract_grows_by_much_and_keeps_what_is_filled(void **state)
{
    (void)state;
    struct xs_tract t = { 0 };
    const size_t most = (size_t)40 << 20;
    size_t used = 0;
    for (size_t need = 1; need <= most; need = need < most / 3 ? need * 3 : need + most / 3) {
        const size_t size = t.size;
        assert_true(xs_tract_grow(&t, used, need, most));
        assert_true(t.fetched >= need && t.fetched <= t.size && t.size <= most + XS_LARGE_PAGE);
        assert_true(need > size || t.size == size);
        for (size_t i = 0; i < used; i += 4093)
            assert_int_equal(t.p[i], (char)i);
        for (; used < need; used++)
            t.p[used] = (char)used;
    }
    xs_alloc_fail_at(1);
    assert_false(xs_tract_grow(&t, used, t.size + 1, most)); /* more than most is no fault */
    xs_alloc_fail_at(0);
    assert_int_equal(t.p[used - 1], (char)(used - 1));
    assert_true(xs_tract_grow(&t, used, t.size + 1, most));
    assert_int_equal(t.p[used - 1], (char)(used - 1));
    assert_false(xs_tract_grow(&t, 0, SIZE_MAX, most)); /* nothing was to be kept */
    assert_true(t.size == 0 && t.fetched == 0 && !t.p);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(gives_zeroed_and_aligned),
        cmocka_unit_test(caps), cmocka_unit_test(cap_in_small_steps), cmocka_unit_test(marks),
        cmocka_unit_test(grow), cmocka_unit_test(grows_in_place), cmocka_unit_test(failing),
        cmocka_unit_test(uses_its_memory_again), cmocka_unit_test(large),
        cmocka_unit_test(grows_past_what_was_fetched),
        cmocka_unit_test(tract_grows_by_much_and_keeps_what_is_filled) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
