/* write/table.c, format_*.c, json.c, put.c, dictionary.c, manifest.c: schemas and what formats make
 * of rows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/csv.h"
#include "base/limits.h"
#include "text/unicode.h"
#include "write/dictionary.h"
#include "write/json.h"
#include "write/manifest.h"
#include "write/put.h"
#include "write/table.h"

#define CHECK_BUF(b, expected) check_buf(&(b), expected)
static void check_buf(struct xs_buf *b, const char *expected)
{
    xs_str got;
    assert_int_equal(xs_buf_finish(b, &got), XS_OK);
    xs_buf_putc(b, '\0');
    assert_string_equal(b->ptr, expected);
    xs_buf_free(b);
}

/* The headers of DESIGN.md section 4, to the letter. */
static void test_headers(void **state)
{
    (void)state;
    static const char *const headers[XS_TABLE_COUNT][2] = {
        [XS_TABLE_RANKING] = { "ranking", "rank,vagueness,grade,project_code,project_name,"
                                          "department_code,department,year,budget_wan,indicators,"
                                          "verifiable,withheld,findings,values,names,structure,"
                                          "copying,goal,boilerplate,labels,reasons,file,line,"
                                          "project,place" },
        [XS_TABLE_PROJECTS] = { "projects", "file,project,line,place,department_code,department,"
                                            "project_code,project_name,year,budget_wan,"
                                            "fiscal_wan,other_wan,purpose,goal,plan,indicators" },
        [XS_TABLE_INDICATORS] = { "indicators",
            "file,line,department,project_code,project_name,seq,level1,level2,level3,description,"
            "value,basis,"
            "comparator,number,number_high,unit,value_kind,verdict,labels,project,place,class" },
        [XS_TABLE_FINDINGS] = { "findings", "file,line,column,rule,label,severity,part,points,"
                                            "project_code,project_name,seq,quote,message,project,"
                                            "place,confidence,name" },
        [XS_TABLE_DOCUMENTS] = { "documents",
            "file,format,encoding,hash,status,year,department,"
            "projects,indicators,lines,lines_unread,message,"
            "lines_furniture,kind,stock_share,boilerplate_ngrams" },
        [XS_TABLE_COPIES] = { "copies",
            "cluster,kind,similarity,documents,file,line,project_code,seq,text,project,place,"
            "spans" },
        [XS_TABLE_RULES] = { "rules", "rule,applicable,hit,share,message" },
    };
    for (size_t i = 0; i < XS_TABLE_COUNT; i++) {
        struct xs_buf b;
        char expected[512];
        xs_buf_init(&b, XS_MAX_BUF);
        xs_format_find(XS_STR("csv"))->begin(&b, &xs_schemas[i], false);
        assert_string_equal(xs_schemas[i].name, headers[i][0]);
        strcpy(expected, headers[i][1]);
        strcat(expected, "\r\n");
        CHECK_BUF(b, expected);
    }
}

static void test_columns_are_described(void **state)
{
    (void)state;
    struct xs_buf b;
    xs_buf_init(&b, XS_MAX_BUF);
    xs_write_dictionary(&b);
    for (size_t i = 0; i < XS_TABLE_COUNT; i++) {
        for (size_t k = 0; k < xs_schemas[i].ncolumns; k++) {
            const struct xs_column *c = &xs_schemas[i].columns[k];
            assert_true(strlen(c->meaning) > 5);
            assert_true(c->meaning[strlen(c->meaning) - 1] == '.');
            assert_true(
                xs_str_has(xs_buf_str(&b), xs_str_c(c->meaning)) || strpbrk(c->meaning, "<|"));
        }
    }
    assert_true(xs_str_starts(xs_buf_str(&b), XS_STR("# Data dictionary\n")));
    xs_buf_free(&b);
}

static const struct xs_column columns[] = {
    { "t", XS_COL_TEXT, "", "" },
    { "i", XS_COL_INT, "", "" },
    { "p", XS_COL_TENTHS, "", "" },
    { "m", XS_COL_MICRO, "", "" },
    { "d", XS_COL_DECIMAL, "", "" },
};
static const struct xs_schema schema = { "test", 5, columns };

static void check_row(const char *format, const struct xs_datum *row, const char *expected)
{
    struct xs_buf b;
    xs_buf_init(&b, XS_MAX_BUF);
    xs_format_find(xs_str_c(format))->row(&b, &schema, row);
    CHECK_BUF(b, expected);
}

static void test_rows(void **state)
{
    (void)state;
    struct xs_datum row[5] = {
        { .text = XS_STR("=1,\n\"") },
        { .number = -7 },
        { .number = -250 },
        { .number = 12500000 },
        { .text = XS_STR("-0.50") },
    };
    check_row("csv", row, "\"'=1,\n\"\"\",-7,-0.3,12.5,-0.50\r\n");
    check_row("jsonl", row, "{\"t\":\"=1,\\n\\\"\",\"i\":-7,\"p\":-0.3,\"m\":12.5,\"d\":-0.50}\n");
    check_row("text", row, "=1, \"\t-7\t-0.3\t12.5\t-0.50\n");
    row[2].number = 99949;
    row[3].number = 1;
    row[4].text = XS_STR("x");
    check_row("csv", row, "\"'=1,\n\"\"\",-7,99.9,0.000001,x\r\n");
    check_row(
        "jsonl", row, "{\"t\":\"=1,\\n\\\"\",\"i\":-7,\"p\":99.9,\"m\":0.000001,\"d\":\"x\"}\n");
    const struct xs_datum empty[5] = { { .empty = false }, { .empty = true }, { .empty = true },
        { .empty = true }, { .text = XS_STR_NONE } };
    check_row("csv", empty, ",,,,\r\n");
    check_row("jsonl", empty, "{\"t\":null,\"i\":null,\"p\":null,\"m\":null,\"d\":null}\n");
    const struct xs_datum bad[5] = { { .text = XS_STR("a\xFF") }, { .number = INT64_MIN },
        { .number = 0 }, { .number = 0 }, { .empty = true } };
    check_row("csv", bad, "a\xEF\xBF\xBD,-9223372036854775808,0.0,0,\r\n");
    check_row("jsonl", bad,
        "{\"t\":\"a\xEF\xBF\xBD\",\"i\":-9223372036854775808,\"p\":0.0,\"m\":0,\"d\":null}\n");
}

static void test_csv_round_trip(void **state)
{
    (void)state;
    static const char *const texts[] = { "", "-", "=", "=a", "'a", "''", "'=x", "a,b", "\"",
        "\"\"x", "l1\nl2", "l1\r\nl2", "\tx", " x ", "≥95%", "，、；“”", "-5", "+86", "@me", "'" };
    struct xs_arena *a = xs_arena_new(1 << 20);
    struct xs_buf b;
    const struct xs_format *f = xs_format_find(XS_STR("csv"));
    xs_buf_init(&b, XS_MAX_BUF);
    f->begin(&b, &schema, true);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        const struct xs_datum row[5] = { { .text = xs_str_c(texts[i]) }, { .number = 1 },
            { .empty = true }, { .empty = true }, { .empty = true } };
        f->row(&b, &schema, row);
    }
    f->end(&b, &schema);
    struct xs_csv_table t;
    uint32_t line;
    assert_int_equal(xs_csv_parse(a, xs_buf_str(&b), &t, &line), XS_OK);
    assert_int_equal(t.nrows, sizeof texts / sizeof texts[0]);
    for (size_t i = 0; i < t.nrows; i++)
        assert_true(xs_str_eq(xs_csv_cell(&t, i, 0), xs_str_c(texts[i])));
    xs_buf_free(&b);
    xs_arena_free(a);
}

static void check_json(xs_str text, const char *expected)
{
    struct xs_buf b;
    xs_buf_init(&b, XS_MAX_BUF);
    xs_json_string(&b, text);
    CHECK_BUF(b, expected);
}

static void test_json(void **state)
{
    (void)state;
    check_json(XS_STR(""), "\"\"");
    check_json(XS_STR("a\\b\"c"), "\"a\\\\b\\\"c\"");
    check_json(XS_STR("\b\f\n\r\t"), "\"\\b\\f\\n\\r\\t\"");
    check_json(XS_STR("\0\x1f\x7f"), "\"\\u0000\\u001f\x7f\"");
    check_json(XS_STR("虚实/\xE2\x80\xA8"), "\"虚实/\xE2\x80\xA8\"");
    check_json(XS_STR("\xC3(\"\n"), "\"\xEF\xBF\xBD(\\\"\\n\"");
    static const char *const numbers[] = { "0", "-1", "10.50", "0.001" };
    static const char *const others[] = { "", "-", "01", ".5", "1.", "+1", "1e5", "1 ", "1.2.3" };
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        assert_true(xs_json_is_number(xs_str_c(numbers[i])));
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_false(xs_json_is_number(xs_str_c(others[i])));
}

/* What a JSON reader makes of a string without \u beyond control characters. */
static size_t unescape(const char *s, char *out)
{
    static const char letters[] = "bfnrt\"\\", bytes[] = "\b\f\n\r\t\"\\";
    size_t n = 0;
    for (s++; *s != '"'; s++) {
        if (*s != '\\') {
            out[n++] = *s;
        } else if (*++s == 'u') {
            const char *hex = "0123456789abcdef";
            out[n++] = (char)((strchr(hex, s[3]) - hex) * 16 + (strchr(hex, s[4]) - hex));
            s += 4;
        } else {
            out[n++] = bytes[strchr(letters, *s) - letters];
        }
    }
    return n;
}

static void test_json_round_trip(void **state)
{
    (void)state;
    char text[300], back[300];
    size_t n = 0;
    for (unsigned c = 0; c < 0x80; c++)
        text[n++] = (char)c;
    memcpy(text + n, "虚实≥95%", strlen("虚实≥95%"));
    n += strlen("虚实≥95%");
    struct xs_buf b;
    xs_buf_init(&b, XS_MAX_BUF);
    xs_json_string(&b, (xs_str){ text, n });
    assert_int_equal(unescape(b.ptr, back), n);
    assert_memory_equal(back, text, n);
    xs_buf_free(&b);
}

static void check_decimal(int64_t digits, uint8_t scale, const char *expected)
{
    struct xs_buf b;
    xs_buf_init(&b, XS_MAX_BUF);
    xs_put_decimal(&b, (struct xs_decimal){ digits, scale });
    CHECK_BUF(b, expected);
}

static void test_decimal(void **state)
{
    (void)state;
    check_decimal(0, 0, "0");
    check_decimal(0, 2, "0.00");
    check_decimal(95, 0, "95");
    check_decimal(950, 1, "95.0");
    check_decimal(5, 3, "0.005");
    check_decimal(-1234, 2, "-12.34");
    check_decimal(INT64_C(123456789012345678), 18, "0.123456789012345678");
}

static void check_place(struct xs_place at, const char *expected)
{
    struct xs_buf b;
    xs_buf_init(&b, XS_MAX_BUF);
    xs_put_place(&b, &at);
    CHECK_BUF(b, expected);
}

static void test_place(void **state)
{
    (void)state;
    check_place((struct xs_place){ .line = 3, .col = 2, .table = 1 }, "");
    check_place((struct xs_place){ .page = 3, .table = 2, .row = 5, .cell = 3 }, "p3.t2.r5.c3");
    check_place((struct xs_place){ .table = 2, .row = 5 }, "t2.r5");
    check_place((struct xs_place){ .part = XS_STR("Sheet1"), .table = 1, .row = 7, .cell = 5 },
        "Sheet1!E7");
    check_place((struct xs_place){ .part = XS_STR("S"), .row = 1, .cell = 703 }, "S!AAA1");
    check_place((struct xs_place){ .part = XS_STR("S"), .row = 1, .cell = 52 }, "S!AZ1");
}

static void test_one_line(void **state)
{
    static const struct {
        const char *text;
        size_t most;
        const char *want;
    } rows[] = {
        { "", 3, "" },
        { "甲乙丙", 3, "甲乙丙" },
        { "甲乙丙", 2, "甲乙…" },
        { "甲\n乙\x7F丙", 3, "甲乙丙" },
        { "甲\n", 1, "甲" },
        { "\t甲\n乙丙", 2, "甲乙…" },
        { "甲", 0, "…" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct xs_buf b;
        xs_buf_init(&b, 1000);
        xs_put_one_line(&b, xs_str_c(rows[i].text), rows[i].most);
        check_buf(&b, rows[i].want);
    }
}

static void test_formats(void **state)
{
    (void)state;
    assert_null(xs_format_find(XS_STR("xml")));
    assert_string_equal(xs_format_for(XS_STR("a/b.JSONL"))->name, "jsonl");
    assert_string_equal(xs_format_for(XS_STR("b.csv"))->name, "csv");
    assert_string_equal(xs_format_for(XS_STR("b.txt"))->name, "text");
    assert_string_equal(xs_format_for(XS_STR("jsonl"))->name, "csv");
    assert_string_equal(xs_format_for(XS_STR(""))->name, "csv");
}

static void test_ranking_text(void **state)
{
    (void)state;
    const struct xs_schema *s = &xs_schemas[XS_TABLE_RANKING];
    const struct xs_format *f = xs_format_find(XS_STR("text"));
    struct xs_datum row[XS_MAX_TABLE_COLUMNS];
    for (size_t i = 0; i < s->ncolumns; i++)
        row[i] = (struct xs_datum){ .empty = true };
    row[0].empty = row[1].empty = row[4].empty = row[20].empty = row[21].empty = row[22].empty =
        false;
    row[0].number = 1;
    row[1].number = 87500;
    row[4].text = XS_STR("电子政务内网专线维护与安全保障经费项目（三年滚动）");
    row[20].text = XS_STR("两行\n\x1b[31m理由");
    row[21].text = XS_STR("a.txt");
    row[22].number = 12;
    struct xs_buf b;
    xs_buf_init(&b, XS_MAX_BUF);
    f->begin(&b, s, true);
    size_t head = b.len;
    f->row(&b, s, row);
    xs_str text = xs_buf_str(&b);
    size_t file_at = xs_str_find(text, XS_STR("  file\n"), 0);
    size_t a_at = xs_str_find(text, XS_STR("  a.txt:12\n      两行  [31m理由\n"), head);
    assert_true(file_at < head);
    assert_true(a_at < text.len);
    assert_int_equal(xs_text_width(xs_str_sub(text, 0, file_at)),
        xs_text_width(xs_str_sub(text, head, a_at - head)));
    assert_true(xs_str_has(text, XS_STR("电子政务内网专线维护与安全保障经费..  ")));
    xs_buf_free(&b);
}

static void test_manifest(void **state)
{
    (void)state;
    const struct xs_manifest_option o[] = { { "lang", XS_STR("zh") }, { "jobs", XS_STR("8") } };
    const struct xs_manifest_count c[] = { { "documents", 3 } };
    struct xs_manifest m = { "0.1", 0xabc, 2, o, 1, c };
    struct xs_buf b;
    xs_buf_init(&b, XS_MAX_BUF);
    xs_manifest_put(&m, &b);
    CHECK_BUF(b, "{\n  \"program\": \"xushi\",\n  \"version\": \"0.1\",\n  \"patterns\": "
                 "\"0000000000000abc\",\n"
                 "  \"options\": {\n    \"lang\": \"zh\",\n    \"jobs\": \"8\"\n  },\n"
                 "  \"counts\": {\n    \"documents\": 3\n  }\n}\n");
    m.noptions = m.ncounts = 0;
    xs_buf_init(&b, XS_MAX_BUF);
    xs_manifest_put(&m, &b);
    CHECK_BUF(b, "{\n  \"program\": \"xushi\",\n  \"version\": \"0.1\",\n  \"patterns\": "
                 "\"0000000000000abc\",\n"
                 "  \"options\": {},\n  \"counts\": {}\n}\n");
}

static void test_narrow(void **state)
{
    (void)state;
    static const struct {
        uint32_t from, to;
    } rows[] = {
        { 'a', 'a' },
        { 0xFF01, '!' },
        { 0xFF05, '%' },
        { 0xFF19, '9' },
        { 0xFF5E, '~' },
        { 0x3000, ' ' },
        { 0x2F00, 0x4E00 },
        { 0x2FD5, 0x9FA0 },
        { 0xF900, 0x8C48 },
        { 0xFFE5, 0xA5 },
        { 0x00B2, 0x00B2 },
        { 0x2460, 0x2460 },
        { 0x00BD, 0x00BD },
        { 0x33A1, 0x33A1 }, /* superscript, circle, fraction, square */
        { 0xFF71, 0xFF71 },
        { 0xFFA1, 0xFFA1 },
        { 0xFF61, 0x3002 },
        { 0x2E80, 0x2E80 },
        { 0x110000, 0x110000 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(xs_unicode_narrow(rows[i].from), rows[i].to);
        assert_int_equal(xs_unicode_narrow(rows[i].to), rows[i].to);
    }
    assert_int_equal(xs_unicode_width(0x4E00), 2);
    assert_int_equal(xs_unicode_width('\n'), 0);
    assert_int_equal(xs_text_width(XS_STR("a虚实")), 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_headers),
        cmocka_unit_test(test_columns_are_described),
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_csv_round_trip),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_json_round_trip),
        cmocka_unit_test(test_decimal),
        cmocka_unit_test(test_place),
        cmocka_unit_test(test_one_line),
        cmocka_unit_test(test_formats),
        cmocka_unit_test(test_ranking_text),
        cmocka_unit_test(test_manifest),
        cmocka_unit_test(test_narrow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
