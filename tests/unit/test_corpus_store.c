/* Records sorted within a bound, strings kept beyond it, stores of stock clauses, runs of
 * characters. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "corpus/letters.h"
#include "corpus/shingle.h"
#include "corpus/spool.h"
#include "corpus/stock.h"
#include "env.h"

struct record {
    uint64_t key, number;
};

static int by_key(const void *a, const void *b)
{
    const struct record *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

static const struct xs_order order = { sizeof(struct record), by_key, XS_KEY_NUMBER, false };

static void sort_many(size_t share, size_t n, uint64_t *disk)
{
    struct xs_runfiles files = { .share = share, .disk = disk };
    struct xs_sorter s;
    const void *r;
    xs_sorter_init(&s, &files, &order);
    for (uint64_t i = 0; i < n; i++) {
        struct record one = { i * 7919 % 1009, i };
        assert_int_equal(xs_sorter_add(&s, &one, sizeof one), XS_OK);
    }
    for (int again = 0; again < 2; again++) {
        struct record last = { 0, 0 };
        size_t count = 0;
        assert_int_equal(xs_sorter_begin(&s), XS_OK);
        for (;; count++) {
            assert_int_equal(xs_sorter_next(&s, &r), XS_OK);
            if (!r)
                break;
            assert_true(count == 0 || by_key(&last, r) < 0);
            last = *(const struct record *)r;
        }
        assert_int_equal(count, n);
    }
    xs_sorter_free(&s);
}

static void sorted(void **state)
{
    (void)state;
    uint64_t disk = 0;
    sort_many(1 << 20, 0, &disk);
    sort_many(1 << 20, 1, &disk);
    sort_many(1 << 20, 20000, &disk);
    assert_int_equal(disk, 0);
    sort_many(1, 20000, &disk); /* runs of the least size */
    assert_int_equal(disk, 20000 * sizeof(struct record));
    sort_many(64 << 10, 100000, &disk);
}

/* Records whose size divides no buffer, and sorters that share what they sort by way of: all stays
 * in memory. */
static void of_any_size(void **state)
{
    (void)state;
    uint64_t disk = 0;
    struct xs_tract spare = { 0 };
    struct xs_runfiles files = { .share = 4 << 20, .disk = &disk, .spare = &spare };
    for (size_t size = 24; size <= 56; size += 8) {
        const struct xs_order o = { size, by_key, XS_KEY_NUMBER, size == 24 };
        struct xs_sorter s;
        const void *r = NULL;
        xs_sorter_init(&s, &files, &o);
        for (uint64_t i = 0; i < 30000; i++) {
            uint64_t one[7] = { i * 7919 % 1009, i };
            assert_int_equal(xs_sorter_add(&s, one, size), XS_OK);
        }
        assert_int_equal(xs_sorter_begin(&s), XS_OK);
        struct record last = { 0, 0 };
        for (size_t i = 0; i < 30000; i++) {
            assert_int_equal(xs_sorter_next(&s, &r), XS_OK);
            assert_true(r && (i == 0 || by_key(&last, r) < 0));
            last = *(const struct record *)r;
        }
        xs_sorter_free(&s);
    }
    assert_int_equal(disk, 0);
    xs_free(spare.p);
}

/* Keys that are all the same, dense, in order, spread over 64 bits, or nearly all of one value. */
static uint64_t key_of(int shape, uint64_t i)
{
    uint64_t hash = (i + 1) * UINT64_C(0x9E3779B97F4A7C15);
    const uint64_t keys[] = { 7, hash % 17, i, hash, hash % 31 ? UINT64_MAX : hash };
    return keys[shape];
}

static void sorts_any_keys_as_comparing_does(void **state)
{
    (void)state;
    static struct record want[3000], got[3000], spare[3000];
    const size_t sizes[] = { 0, 1, 2, 12, 13, 300, 3000 };
    for (int shape = 0; shape < 5; shape++)
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
            size_t n = sizes[k];
            for (size_t i = 0; i < n; i++)
                want[i] = got[i] = (struct record){ key_of(shape, i), i * 7919 % 3001 };
            qsort(want, n, sizeof *want, by_key);
            xs_sort(&order, got, n, spare);
            for (size_t i = 0; i < n; i++)
                assert_int_equal(by_key(&want[i], &got[i]), 0);
        }
}

static int by_number(const void *a, const void *b)
{
    uint64_t x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return (x > y) - (x < y);
}

static int by_short(const void *a, const void *b)
{
    uint32_t x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return (x > y) - (x < y);
}

static int by_pair(const void *a, const void *b)
{
    int o = by_short(a, b);
    return o ? o : by_short((const char *)a + 4, (const char *)b + 4);
}

/* Records of each size and kind of key; halves that are dense, far apart, or the largest there are.
 */
static void sorts_records_of_any_kind(void **state)
{
    (void)state;
    static const struct xs_order orders[] = { { 8, by_number, XS_KEY_NUMBER, false },
        { 24, by_number, XS_KEY_NUMBER, false }, { 32, by_number, XS_KEY_NUMBER, false },
        { 40, by_number, XS_KEY_NUMBER, false }, { 12, by_pair, XS_KEY_PAIR, false },
        { 40, by_pair, XS_KEY_PAIR, false }, { 8, by_pair, XS_KEY_PAIR, false },
        { 8, by_short, XS_KEY_SHORT, false } };
    static char got[3000 * 40], spare[3000 * 40];
    for (size_t k = 0; k < sizeof orders / sizeof *orders; k++)
        for (uint32_t shape = 0; shape < 6; shape++) {
            const struct xs_order *o = &orders[k];
            uint64_t sum = 0;
            for (uint32_t i = 0; i < 3000; i++) {
                const uint32_t first[] = { i * 7919 % 200, i % 3 ? UINT32_MAX : 0, 7,
                    i * 2654435761U, i % 2, i * i * i };
                const uint32_t second = shape == 4 && i % 2 == 0 ? i % 50 - 60 : i * 7919 % 3001;
                uint32_t two[2] = { first[shape], second };
                memcpy(got + i * o->size, two, sizeof two);
                sum += two[0] ^ (uint64_t)two[1] << 32;
            }
            xs_sort(o, got, 3000, spare);
            for (uint32_t i = 0; i < 3000; i++) {
                uint32_t two[2];
                memcpy(two, got + i * o->size, sizeof two);
                sum -= two[0] ^ (uint64_t)two[1] << 32;
                assert_true(i == 0 || o->cmp(got + (i - 1) * o->size, got + i * o->size) <= 0);
            }
            assert_int_equal(sum, 0);
        }
}

static void no_folder(void **state)
{
    (void)state;
    struct xs_runfiles files = { .dir = "/nonexistent/folder", .share = 1 };
    struct xs_sorter s;
    enum xs_err e = XS_OK;
    xs_sorter_init(&s, &files, &order);
    for (uint64_t i = 0; i < 5000 && e == XS_OK; i++)
        e = xs_sorter_add(&s, &(struct record){ i, i }, sizeof(struct record));
    assert_int_equal(e, XS_E_WRITE);
    assert_int_equal(errno, ENOENT);
    xs_sorter_free(&s);
}

static void no_memory(void **state)
{
    (void)state;
    struct xs_runfiles files = { .share = 1 << 20 };
    struct xs_sorter s;
    xs_sorter_init(&s, &files, &order);
    xs_alloc_fail_at(1);
    assert_int_equal(
        xs_sorter_add(&s, &(struct record){ 1, 1 }, sizeof(struct record)), XS_E_NOMEM);
    xs_alloc_fail_at(0);
    xs_sorter_free(&s);
}

static void spooled(void **state)
{
    (void)state;
    static uint64_t at[2000];
    const size_t shares[] = { 1, 5000, 1 << 20 };
    struct xs_buf b;
    xs_buf_init(&b, XS_MAX_BUF);
    for (size_t k = 0; k < sizeof shares / sizeof *shares; k++) {
        struct xs_runfiles files = { .share = shares[k] };
        struct xs_spool s;
        char text[4096];
        xs_spool_init(&s, &files);
        for (size_t i = 0; i < 2000; i++) {
            memset(text, 'a' + (int)(i % 26), sizeof text);
            xs_str one = { text, i * 37 % sizeof text };
            assert_int_equal(xs_spool_put(&s, one, &at[i]), XS_OK);
        }
        for (size_t i = 2000; i-- > 0;) {
            xs_buf_clear(&b);
            assert_int_equal(xs_spool_get(&s, at[i], &b), XS_OK);
            assert_int_equal(b.len, i * 37 % sizeof text);
            assert_true(b.len == 0 ||
                        (b.ptr[0] == (char)('a' + (int)(i % 26)) && b.ptr[b.len - 1] == b.ptr[0]));
        }
        xs_spool_free(&s);
    }
    xs_buf_free(&b);
}

/* --- stores ---------------------------------------------------------------------------------- */

#define HEAD "# xushi stock clauses 2\toffices\t3\tdocuments\t4\n"
static const char one[] = HEAD "000000000000000a\t2\t2\tabc\n000000000000000c\t1\t1\tx\n";
static const char two[] = HEAD "000000000000000a\t1\t5\tabb\n000000000000000b\t1\t1\t\n";
static const char three[] = HEAD "000000000000000b\t7\t7\tz\n";

static void merged(struct xs_arena *a, const char *const texts[3], struct xs_buf *out)
{
    struct xs_stock s;
    uint32_t line;
    xs_stock_init(&s, a);
    for (size_t i = 0; i < 3 && texts[i]; i++)
        assert_int_equal(xs_stock_parse(&s, xs_str_c(texts[i]), &line), XS_OK);
    xs_buf_clear(out);
    xs_stock_head(out, s.offices, s.documents);
    for (size_t i = 0; i < s.n; i++)
        xs_stock_line(out, &s.items[i]);
    xs_buf_putc(out, '\0');
}

static void stores(void **state)
{
    (void)state;
    struct xs_arena *a = xs_arena_new(1 << 20);
    struct xs_buf all, left, both;
    xs_buf_init(&all, XS_MAX_BUF);
    xs_buf_init(&left, XS_MAX_BUF);
    xs_buf_init(&both, XS_MAX_BUF);
    merged(a, (const char *const[]){ one, two, three }, &all);
    assert_string_equal(all.ptr, "# xushi stock clauses 2\toffices\t9\tdocuments\t12\n"
                                 "000000000000000a\t3\t7\tabb\n000000000000000b\t8\t8\t\n"
                                 "000000000000000c\t1\t1\tx\n");
    merged(a, (const char *const[]){ three, one, two }, &left);
    assert_string_equal(all.ptr, left.ptr);
    merged(a, (const char *const[]){ two, three, NULL }, &left);
    merged(a, (const char *const[]){ one, left.ptr, NULL }, &both); /* a + (b + c) */
    assert_string_equal(all.ptr, both.ptr);
    merged(a, (const char *const[]){ one, two, NULL }, &left);
    merged(a, (const char *const[]){ left.ptr, three, NULL }, &both); /* (a + b) + c */
    assert_string_equal(all.ptr, both.ptr);
    xs_buf_free(&all);
    xs_buf_free(&left);
    xs_buf_free(&both);
    xs_arena_free(a);
}

/* Stores of version 1 have other hashes: they are made anew from the samples. */
static void old_stores(void **state)
{
    (void)state;
    struct xs_arena *a = xs_arena_new(1 << 20);
    struct xs_stock s;
    uint32_t line;
    xs_stock_init(&s, a);
    const char *text = "# xushi stock clauses 1\toffices\t3\tdocuments\t4\n"
                       "000000000000000a\t2\t2\t办理事项13件的台账\n000000000000000b\t1\t1\t\n";
    assert_int_equal(xs_stock_parse(&s, xs_str_c(text), &line), XS_OK);
    assert_int_equal(s.n, 1);
    const struct xs_stock_entry *e =
        xs_stock_find(&s, xs_letters_hash(XS_STR("办理事项件的台账"), NULL));
    assert_true(e && e->offices == 2);
    xs_arena_free(a);
}

static void damaged_stores(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t line;
    } cases[] = { { "", 1 }, { "hello\n", 1 }, { "# xushi stock clauses 2\toffices\tx\n", 1 },
        { HEAD "000a\t1\t1\tx\n", 2 },
        { HEAD "000000000000000a\t1\t1\tx\n\n00000000000000zz\t1\t1\tx\n", 4 },
        { HEAD "000000000000000a\t-1\t1\tx\n", 2 }, { HEAD "000000000000000a\t1\t1\n", 2 } };
    struct xs_arena *a = xs_arena_new(1 << 20);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct xs_stock s;
        uint32_t line = 0;
        xs_stock_init(&s, a);
        CHECK(xs_stock_parse(&s, xs_str_c(cases[i].text), &line) == XS_E_DAMAGED, cases[i].text);
        CHECK(line == cases[i].line, cases[i].text);
    }
    xs_arena_free(a);
}

/* --- runs of characters ---------------------------------------------------------------------- */

static int64_t alike(struct xs_arena *a, const char *x, const char *y, char *cover)
{
    struct xs_shingles s, t;
    bool covered[64];
    assert_int_equal(xs_shingles_make(a, xs_str_c(x), 3, &s), XS_OK);
    assert_int_equal(xs_shingles_make(a, xs_str_c(y), 3, &t), XS_OK);
    assert_int_equal(xs_shingles_sort(a, &s), XS_OK);
    assert_int_equal(xs_shingles_sort(a, &t), XS_OK);
    xs_shingles_cover(&s, &t, covered);
    for (size_t i = 0; i < s.nchars; i++)
        cover[i] = covered[i] ? '1' : '0';
    cover[s.nchars] = '\0';
    assert_int_equal(xs_shingles_contained(&s, &t), xs_shingles_contained(&t, &s));
    return xs_shingles_contained(&s, &t);
}

static void contained(void **state)
{
    (void)state;
    static const struct {
        const char *x, *y;
        int64_t alike;
        const char *cover;
    } cases[] = { { "abcdef", "abcdef", 1000, "111111" }, { "abcdef", "uvwxyz", 0, "000000" },
        { "abc, DEF", "xxabcdefyy", 1000, "111111" },
        { "abcdXefgh", "abcdYefgh", 571, "111101111" }, { "", "", 0, "" }, { "", "abc", 0, "" },
        { "ab", "ab", 1000, "11" }, { "ab", "abc", 0, "00" },
        { "\xEF\xBC\xA1\xEF\xBC\xA2\xEF\xBC\x93", "ab3", 1000, "111" } };
    struct xs_arena *a = xs_arena_new(1 << 20);
    char cover[64];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CHECK(alike(a, cases[i].x, cases[i].y, cover) == cases[i].alike, cases[i].x);
        CHECK(strcmp(cover, cases[i].cover) == 0, cases[i].x);
    }
    xs_arena_free(a);
}

static void runs_say_how_much_is_contained_and_whether_it_is_enough(void **state)
{
    (void)state;
    static const char *const texts[] = { "", "ab", "abcdefghij", "abcdeXfghij", "klmnopqrst",
        "abcdefghijabcdefghij", "XabcdefgY" };
    struct xs_arena *a = xs_arena_new(1 << 20);
    struct xs_shingles s[sizeof texts / sizeof *texts];
    struct xs_runs runs[sizeof texts / sizeof *texts];
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_int_equal(xs_shingles_make(a, xs_str_c(texts[i]), 3, &s[i]), XS_OK);
        assert_int_equal(xs_shingles_sort(a, &s[i]), XS_OK);
        assert_int_equal(xs_runs_make(a, &s[i], &runs[i]), XS_OK);
        for (size_t k = 0; k <= i; k++) {
            int64_t share = xs_runs_contained(&runs[i], &runs[k]);
            CHECK(share == xs_shingles_contained(&s[i], &s[k]), texts[i]);
            for (int64_t least = 1; least <= 1000; least++)
                CHECK(xs_runs_alike(&runs[i], &runs[k], least) == (share >= least), texts[i]);
        }
    }
    xs_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(sorted), cmocka_unit_test(of_any_size),
        cmocka_unit_test(sorts_any_keys_as_comparing_does),
        cmocka_unit_test(sorts_records_of_any_kind), cmocka_unit_test(no_folder),
        cmocka_unit_test(no_memory), cmocka_unit_test(spooled), cmocka_unit_test(stores),
        cmocka_unit_test(old_stores), cmocka_unit_test(damaged_stores), cmocka_unit_test(contained),
        cmocka_unit_test(runs_say_how_much_is_contained_and_whether_it_is_enough) };
    return cmocka_run_group_tests_name("corpus_store", tests, NULL, NULL);
}
