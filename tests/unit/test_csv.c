/* base/csv.c: quoting, guard, reading back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/csv.h"
#include "base/limits.h"

static void check_field(const char *text, size_t len, const char *expected)
{
    struct xs_buf b;
    xs_buf_init(&b, XS_MAX_BUF);
    xs_csv_field(&b, (xs_str){ text, len });
    xs_str got;
    assert_int_equal(xs_buf_finish(&b, &got), XS_OK);
    assert_int_equal(got.len, strlen(expected));
    assert_memory_equal(got.ptr, expected, got.len);
    xs_buf_free(&b);
}

static void test_quoting(void **state)
{
    (void)state;
    static const struct {
        const char *text, *field;
    } rows[] = {
        { "", "" },
        { "plain", "plain" },
        { " blanks ", " blanks " },
        { "a,b", "\"a,b\"" },
        { "say \"x\"", "\"say \"\"x\"\"\"" },
        { "\"", "\"\"\"\"" },
        { "two\nlines", "\"two\nlines\"" },
        { "cr\r", "\"cr\r\"" },
        { "数量,质量", "\"数量,质量\"" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        check_field(rows[i].text, strlen(rows[i].text), rows[i].field);
}

static void test_quoting_long(void **state)
{
    (void)state;
    enum { N = 5000 };
    char text[N], field[2 * N + 3];
    size_t n = 0;
    field[n++] = '"';
    for (size_t i = 0; i < N; i++) {
        text[i] = i % 3 ? '"' : 'x';
        field[n++] = text[i];
        if (i % 3)
            field[n++] = '"';
    }
    field[n++] = '"';
    field[n] = '\0';
    check_field(text, N, field);
}

/* The one cell of a table of one row, as libcsv reads it. */
static xs_str read_cell(struct xs_arena *a, xs_str field)
{
    struct xs_buf b;
    struct xs_csv_table t;
    xs_str text;
    uint32_t line;
    xs_buf_init(&b, XS_MAX_BUF);
    xs_buf_lit(&b, "a,b\r\n");
    xs_buf_puts(&b, field);
    xs_buf_lit(&b, ",x\r\n");
    assert_int_equal(xs_buf_finish(&b, &text), XS_OK);
    assert_int_equal(xs_csv_parse(a, text, &t, &line), XS_OK);
    assert_int_equal(t.nrows, 1);
    assert_int_equal(t.ncolumns, 2);
    xs_buf_free(&b);
    return xs_csv_cell(&t, 0, 0);
}

/* A cell is copied as it is exactly where it asks for no quotes, and libcsv reads the copy as it
 * reads the quoted one. */
static void test_copies(void **state)
{
    static const char *const pieces[] = { "a", "12", "完成率", " ", "-", "!", ",", "\"", "\n",
        "\r" };
    unsigned seed = 7;
    (void)state;
    struct xs_arena *a = xs_arena_new(1 << 24);
    for (int round = 0; round < 5000; round++) {
        char text[100], copy[100 + XS_CSV_ROOM], cell[220 + XS_CSV_ROOM], quoted[220] = "\"";
        size_t len = 0, n = 1, most = (size_t)round % sizeof text;
        bool asks = false;
        for (;;) {
            seed = seed * 1103515245 + 12345;
            size_t k = seed >> 16 & 7 ? seed / 65536 % 6 : seed / (1u << 20) % 10;
            if (len + strlen(pieces[k]) > most)
                break;
            memcpy(text + len, pieces[k], strlen(pieces[k]));
            len += strlen(pieces[k]);
            asks |= k >= 6;
        }
        for (size_t i = 0; i < len; i++) {
            if (text[i] == '"')
                quoted[n++] = '"';
            quoted[n++] = text[i];
        }
        quoted[n++] = '"';
        const xs_str s = { text, len };
        const char *end = xs_csv_copy(copy, s);
        assert_true(asks == !end);
        xs_str back = read_cell(a, (xs_str){ quoted, n });
        const char *put = xs_csv_put(cell, s);
        assert_true((size_t)(put - cell) <= xs_csv_most(len) - XS_CSV_ROOM);
        assert_true(xs_str_eq(read_cell(a, (xs_str){ cell, (size_t)(put - cell) }), s));
        assert_true(xs_str_eq(back, s) || (len > 0 && text[0] == '\''));
        if (end) {
            assert_int_equal(end - copy, len);
            assert_memory_equal(copy, text, len);
            assert_true(xs_str_eq(read_cell(a, (xs_str){ copy, len }), back));
        }
        xs_arena_reset(a);
    }
    xs_arena_free(a);
}

static void test_guard(void **state)
{
    (void)state;
    for (int c = 1; c < 256; c++)
        assert_true(xs_csv_guard_lead((char)c) == (strchr("=+-@\t\r'", c) != NULL));
    assert_false(xs_csv_guard_lead('\0'));
    static const char *const guarded[] = { "=1+1", "+1", "-1", "@x", "\tx", "\rx", "'x", "''",
        "'=", "=中" };
    static const char *const plain[] = { "", "-", "=", "+", "@", "'", "x=", "≥95%", "中" };
    for (size_t i = 0; i < sizeof guarded / sizeof guarded[0]; i++) {
        char with[32] = "'";
        strcat(with, guarded[i]);
        assert_true(xs_csv_guarded(xs_str_c(guarded[i])));
        assert_true(xs_str_eq(xs_csv_unguard(xs_str_c(with)), xs_str_c(guarded[i])));
    }
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
        assert_false(xs_csv_guarded(xs_str_c(plain[i])));
        assert_true(xs_str_eq(xs_csv_unguard(xs_str_c(plain[i])), xs_str_c(plain[i])));
    }
}

static void check_cell(
    const struct xs_csv_table *t, size_t row, const char *column, const char *expected)
{
    xs_str cell = xs_csv_cell(t, row, xs_csv_column(t, column));
    assert_int_equal(cell.len, strlen(expected));
    assert_memory_equal(cell.ptr, expected, cell.len);
}

static void test_parse(void **state)
{
    (void)state;
    struct xs_arena *a = xs_arena_new(1 << 20);
    struct xs_csv_table t;
    uint32_t line = 0;
    xs_str text = XS_STR("\xEF\xBB\xBF"
                         "file,a,b\r\nx.txt,\"1,\"\"2\"\"\r\n3\",'=1\r\ny, z \r\n");
    assert_int_equal(xs_csv_parse(a, text, &t, &line), XS_OK);
    assert_int_equal(t.ncolumns, 3);
    assert_int_equal(t.nrows, 2);
    check_cell(&t, 0, "file", "x.txt");
    check_cell(&t, 0, "a", "1,\"2\"\r\n3");
    check_cell(&t, 0, "b", "=1");
    check_cell(&t, 1, "a", " z ");
    check_cell(&t, 1, "b", "");
    assert_int_equal(xs_csv_column(&t, "none"), -1);
    assert_int_equal(xs_csv_cell(&t, 0, -1).len, 0);
    assert_int_equal(xs_csv_cell(&t, 2, 0).len, 0);
    xs_arena_free(a);
}

static void test_parse_ends(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t columns, rows;
    } rows[] = {
        { "", 0, 0 },
        { "a,b", 2, 0 },
        { "a,b\n", 2, 0 },
        { "a,b\n1,2", 2, 1 },
        { "a,b\r1,2\r", 2, 1 },
        { "a,b\n\n1,2\n\n", 2, 1 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct xs_arena *a = xs_arena_new(1 << 20);
        struct xs_csv_table t;
        uint32_t line = 0;
        assert_int_equal(xs_csv_parse(a, xs_str_c(rows[i].text), &t, &line), XS_OK);
        assert_int_equal(t.ncolumns, rows[i].columns);
        assert_int_equal(t.nrows, rows[i].rows);
        xs_arena_free(a);
    }
}

static void test_parse_damaged(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t line;
    } rows[] = {
        { "a,b\n1,2\n1,2,3\n", 3 },
        { "a,b\n\"open\n", 2 },
        { "a,b\nx\"y,2\n", 2 },
        { "a,b\n\"x\"y,2\n1,2\n", 2 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct xs_arena *a = xs_arena_new(1 << 20);
        struct xs_csv_table t;
        uint32_t line = 0;
        assert_int_equal(xs_csv_parse(a, xs_str_c(rows[i].text), &t, &line), XS_E_DAMAGED);
        assert_int_equal(line, rows[i].line);
        xs_arena_free(a);
    }
}

static void test_parse_torture(void **state)
{
    (void)state;
    unsigned failed = 0;
    for (unsigned long n = 1; n <= 20;
         n++) { /* libcsv asks again for less: not each failure is seen */
        struct xs_arena *a = xs_arena_new(1 << 20);
        struct xs_csv_table t;
        uint32_t line = 0;
        xs_alloc_fail_at(n);
        enum xs_err err = xs_csv_parse(a, XS_STR("a,b\n\"1\n2\",3\n4,5\n"), &t, &line);
        xs_alloc_fail_at(0);
        assert_true(err == XS_OK || err == XS_E_NOMEM);
        failed += err == XS_E_NOMEM;
        if (err == XS_OK)
            assert_int_equal(t.nrows, 2);
        xs_arena_free(a);
    }
    assert_true(failed > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_quoting),
        cmocka_unit_test(test_quoting_long),
        cmocka_unit_test(test_copies),
        cmocka_unit_test(test_guard),
        cmocka_unit_test(test_parse),
        cmocka_unit_test(test_parse_ends),
        cmocka_unit_test(test_parse_damaged),
        cmocka_unit_test(test_parse_torture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
