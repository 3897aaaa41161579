/* Random rows written as CSV and as JSON lines and read back are the same rows. */
#include "base/csv.h"
#include "prop.h"
#include "write/table.h"

enum { ROWS = 40, MAX_TEXT = 40 };

struct made { /* rows of the findings table, which has texts and numbers */
    const struct xs_schema *schema;
    struct xs_datum cells[ROWS][XS_MAX_TABLE_COLUMNS];
    char room[ROWS][XS_MAX_TABLE_COLUMNS][MAX_TEXT * 4];
};
static struct made made;

static void make_rows(struct dice *d)
{
    xs_str set = XS_STR("a,;\"'\n\r\t=+-@ 值≥|\\/{}[]:\x01\x7F\xC2\xA0\xF0\x9F\x98\x80"
                        "0");
    made.schema = &xs_schemas[XS_TABLE_FINDINGS];
    for (size_t r = 0; r < ROWS; r++) {
        for (size_t c = 0; c < made.schema->ncolumns; c++) {
            struct xs_datum *x = &made.cells[r][c];
            *x = (struct xs_datum){ .text = XS_STR_NONE };
            if (made.schema->columns[c].type == XS_COL_TEXT)
                x->text = random_text(d, set, roll(d, MAX_TEXT), made.room[r][c]);
            else
                x->number = (int64_t)roll(d, 1000000);
        }
    }
}

static void written(struct xs_buf *b, const char *format)
{
    const struct xs_format *f = xs_format_find(xs_str_c(format));
    assert_non_null(f);
    xs_buf_init(b, (size_t)64 << 20);
    f->begin(b, made.schema, false);
    for (size_t r = 0; r < ROWS; r++)
        f->row(b, made.schema, made.cells[r]);
    f->end(b, made.schema);
    assert_int_equal(b->err, XS_OK);
}

static void csv(void **state)
{
    struct dice d = { 4 };
    (void)state;
    for (int round = 0; round < 100; round++) {
        struct xs_arena *a = xs_arena_new((size_t)64 << 20);
        struct xs_csv_table t;
        struct xs_buf b;
        uint32_t line = 0;
        make_rows(&d);
        written(&b, "csv");
        assert_int_equal(xs_csv_parse(a, xs_buf_str(&b), &t, &line), XS_OK);
        assert_int_equal(t.nrows, ROWS);
        assert_int_equal(t.ncolumns, made.schema->ncolumns);
        for (size_t r = 0; r < ROWS; r++)
            for (size_t c = 0; c < t.ncolumns; c++)
                if (made.schema->columns[c].type == XS_COL_TEXT &&
                    !xs_str_eq(xs_csv_cell(&t, r, (int)c), made.cells[r][c].text))
                    fail_msg("round %d: \"%.*s\" came back as \"%.*s\"", round,
                        XS_STR_ARG(made.cells[r][c].text), XS_STR_ARG(xs_csv_cell(&t, r, (int)c)));
        xs_buf_free(&b);
        xs_arena_free(a);
    }
}

/* A JSON string at *p (on its quote) into room; *p after it. */
static xs_str json_string(const char **p, char *room)
{
    static const char escapes[] = "\"\"\\\\//b\bf\fn\nr\rt\t";
    size_t n = 0;
    assert_int_equal(*(*p)++, '"');
    while (**p != '"') {
        unsigned char c = (unsigned char)*(*p)++;
        assert_true(c >= 0x20);
        if (c != '\\') {
            room[n++] = (char)c;
            continue;
        }
        char e = *(*p)++;
        if (e == 'u') {
            char digits[5] = { (*p)[0], (*p)[1], (*p)[2], (*p)[3], '\0' };
            n += xs_utf8_encode((uint32_t)strtoul(digits, NULL, 16), room + n);
            *p += 4;
            continue;
        }
        size_t k = 0;
        while (k < sizeof escapes - 1 && escapes[k] != e)
            k += 2;
        assert_true(k < sizeof escapes - 1);
        room[n++] = escapes[k + 1];
    }
    (*p)++;
    return (xs_str){ room, n };
}

static void json_cell(const char **p, size_t r, size_t c)
{
    static char room[MAX_TEXT * 8];
    const struct xs_datum *want = &made.cells[r][c];
    same_text("key", "name", json_string(p, room), made.schema->columns[c].name);
    assert_int_equal(*(*p)++, ':');
    if (strncmp(*p, "null", 4) == 0) {
        assert_true(made.schema->columns[c].type == XS_COL_TEXT && want->text.len == 0);
        *p += 4;
    } else if (made.schema->columns[c].type == XS_COL_TEXT) {
        assert_true(xs_str_eq(json_string(p, room), want->text));
    } else {
        char *end;
        assert_true(strtod(*p, &end) >= 0);
        *p = end;
    }
}

static void jsonl(void **state)
{
    struct dice d = { 5 };
    (void)state;
    for (int round = 0; round < 100; round++) {
        struct xs_buf b;
        make_rows(&d);
        written(&b, "jsonl");
        xs_buf_putc(&b, '\0');
        const char *p = b.ptr;
        for (size_t r = 0; r < ROWS; r++) {
            assert_int_equal(*p++, '{');
            for (size_t c = 0; c < made.schema->ncolumns; c++) {
                json_cell(&p, r, c);
                assert_int_equal(*p++, c + 1 < made.schema->ncolumns ? ',' : '}');
            }
            assert_int_equal(*p++, '\n');
        }
        assert_int_equal(*p, '\0');
        xs_buf_free(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(csv), cmocka_unit_test(jsonl) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
