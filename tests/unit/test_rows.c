/* write/rows.c, reasons.c, dump.c: rows, reasons and the tree's text from a document made by hand.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "write/dump.h"
#include "write/rows.h"

#define AT(l, c)                                                                                   \
    {                                                                                              \
        .line = (l), .col = (c), .part = XS_STR_INIT("")                                           \
    }
#define PLACE(l, c) &(const struct xs_place)AT(l, c)
#define FIELD_AT(t, l)                                                                             \
    {                                                                                              \
        .text = XS_STR_INIT(t), .folded = XS_STR_INIT(t), .at = PLACE(l, 2)                        \
    }

static const struct xs_quantity no_second;
static const struct xs_value yes_no = { .kind = XS_VALUE_YES_NO, .second = &no_second },
                             rate = { .kind = XS_VALUE_NUMBER,
                                 .second = &no_second,
                                 .flags = XS_VF_DOUBLED,
                                 .main = { .cmp = XS_CMP_GE,
                                     .has_number = true,
                                     .number = { 950, 1 },
                                     .unit = XS_STR_INIT("%"),
                                     .uclass = XS_UNIT_RATIO } };
static const struct xs_value_at levels[] = { FIELD_AT("产出指标", 20), FIELD_AT("数量指标", 21) };
static struct xs_row rows[] = {
    { .seq = 1,
        .at = PLACE(20, 2),
        .level = { &levels[0], &levels[1] },
        .name = FIELD_AT("会议次数", 22),
        .value = FIELD_AT("是否", 24),
        .class = XS_CLASS_OUTPUT_QUANTITY,
        .parsed = &yes_no },
    { .seq = 2,
        .at = PLACE(30, 2),
        .name = FIELD_AT("培训次数", 32),
        .value = FIELD_AT("是否", 34),
        .parsed = &yes_no },
    { .seq = 3,
        .at = PLACE(40, 2),
        .name = FIELD_AT("满意度", 42),
        .value = FIELD_AT("≥95.0%", 44),
        .parsed = &rate },
};
static struct xs_value_at plan[] = { FIELD_AT("25%", 9), FIELD_AT("100%", 9) };
static struct xs_project projects[] = {
    { .number = 1,
        .at = AT(5, 1),
        .code = FIELD_AT("C1", 5),
        .name = FIELD_AT("运维费", 6),
        .purpose = FIELD_AT("一\n二", 7),
        .has_budget = true,
        .budget_micro = 12500000,
        .nplan = 2,
        .plan = plan,
        .nrows = 3,
        .rows = rows },
};
static struct xs_sheet sheet = { .format = "text", .encoding = "utf-8", .nlines = 50 };
static const struct xs_doc doc = { .sheet = &sheet,
    .kind = XS_DOC_TARGET,
    .year = 2024,
    .department = XS_STR_INIT("水利局"),
    .department_code = XS_STR_INIT("203"),
    .nprojects = 1,
    .projects = projects,
    .nrows = 3 };

static const struct xs_label labels[] = { { .id = XS_STR_INIT("a-first") },
    { .id = XS_STR_INIT("merged") }, { .id = XS_STR_INIT("yes-no") } };
#define TEXT(s)                                                                                    \
    {                                                                                              \
        {                                                                                          \
            XS_STR_INIT(s), XS_STR_INIT(s)                                                         \
        }                                                                                          \
    }
static const struct xs_rule rules[] = {
    { .id = XS_STR_INIT("goal-vague"),
        .label = -1,
        .part = XS_PART_GOAL,
        .severity = XS_SEV_WARN,
        .title = TEXT("目标空泛"),
        .message = TEXT("目标空泛。") },
    { .id = XS_STR_INIT("note"),
        .label = -1,
        .severity = XS_SEV_NOTE,
        .title = TEXT("无关"),
        .message = TEXT("无关") },
    { .id = XS_STR_INIT("value-yes-no"),
        .label = 2,
        .part = XS_PART_VALUES,
        .severity = XS_SEV_ERROR,
        .title = TEXT("指标值没有预期答案"),
        .message = TEXT("指标值没有预期答案"),
        .scope = XS_ON_INDICATOR,
        .low_confidence = true },
    { .id = XS_STR_INIT("yes-no-rows"),
        .label = -1,
        .scope = XS_ON_PROJECT,
        .counts = 4, /* the label of value-yes-no */
        .part = XS_PART_STRUCTURE,
        .severity = XS_SEV_WARN,
        .title = TEXT("多数指标没有预期答案"),
        .message = TEXT("多数指标没有预期答案") },
};
static const struct xs_ruleset ruleset = {
    .nrules = 4, .nlabels = 3, .rules = rules, .labels = labels
};

static struct xs_finding items[] = {
    { .rule = 0, .project = 1, .at = AT(8, 3), .quote = XS_STR_INIT("做好工作"), .points = 2000 },
    { .rule = 2,
        .project = 1,
        .seq = 1,
        .at = AT(24, 2),
        .quote = XS_STR_INIT("是否"),
        .points = 1500 },
    { .rule = 1, .project = 1, .seq = 2, .at = AT(34, 2), .quote = XS_STR_INIT("是否") },
    { .rule = 2,
        .project = 1,
        .seq = 2,
        .at = AT(34, 2),
        .quote = XS_STR_INIT("是否"),
        .points = 1550 },
    { .rule = 3, .project = 1, .at = AT(8, 3), .points = 3000 },
};
static struct xs_row_result results[] = { { 3, 7 }, { 3, 4 }, { 0, 0 } };
static struct xs_project_result project_results[] = { { .rows = results } };
static const uint32_t from[] = { 0, 5, 5 }; /* a second project has none */
static const struct xs_findings findings = {
    .count = 5, .items = items, .from = from, .projects = project_results
};
static const struct xs_row_source source = { .file = XS_STR_INIT("x.txt"),
    .doc = &doc,
    .findings = &findings,
    .rules = &ruleset,
    .lang = XS_LANG_ZH };

/* The row as CSV says more than fifty comparisons. */
static void check_csv(enum xs_table table, const struct xs_datum *row, const char *expected)
{
    struct xs_buf b;
    xs_buf_init(&b, XS_MAX_BUF);
    xs_format_find(XS_STR("csv"))->row(&b, &xs_schemas[table], row);
    xs_buf_putc(&b, '\0');
    assert_string_equal(b.ptr, expected);
    xs_buf_free(&b);
}

static void test_project(void **state)
{
    (void)state;
    struct xs_arena *a = xs_arena_new(1 << 20);
    struct xs_datum row[XS_MAX_TABLE_COLUMNS];
    assert_int_equal(xs_row_project(&source, &projects[0], a, row), XS_OK);
    check_csv(XS_TABLE_PROJECTS, row,
        "x.txt,1,5,,203,水利局,C1,运维费,2024,12.5,,,\"一\n二\",,25%/100%,3\r\n");
    xs_arena_free(a);
}

static void test_indicator(void **state)
{
    (void)state;
    struct xs_arena *a = xs_arena_new(1 << 20);
    struct xs_datum row[XS_MAX_TABLE_COLUMNS];
    assert_int_equal(xs_row_indicator(&source, &projects[0], &rows[0], a, row), XS_OK);
    check_csv(XS_TABLE_INDICATORS, row,
        "x.txt,20,水利局,C1,运维费,1,产出指标,数量指标,会议次数,,是否,,,,,,yes-no,3,a-first;merged;"
        "yes-no,1,,output.quantity\r\n");
    assert_int_equal(xs_row_indicator(&source, &projects[0], &rows[2], a, row), XS_OK);
    check_csv(XS_TABLE_INDICATORS, row,
        "x.txt,40,水利局,C1,运维费,3,,,满意度,,≥95.0%,,>=,95.0,,%,number,0,,1,,\r\n");
    struct xs_row_source bare = source;
    bare.findings = NULL;
    assert_int_equal(xs_row_indicator(&bare, &projects[0], &rows[1], a, row), XS_OK);
    check_csv(XS_TABLE_INDICATORS, row,
        "x.txt,30,水利局,C1,运维费,2,,,培训次数,,是否,,,,,,yes-no,,,1,,\r\n");
    xs_arena_free(a);
}

/* What is written at once is what its cells give one by one. */
static void check_rows(struct xs_arena *a, const struct xs_row_source *s)
{
    struct xs_datum row[XS_MAX_TABLE_COLUMNS];
    struct xs_buf b, cells;
    xs_buf_init(&b, XS_MAX_BUF);
    xs_buf_init(&cells, XS_MAX_BUF);
    for (size_t f = 0; f < xs_formats_count; f++) {
        xs_buf_clear(&b);
        xs_buf_clear(&cells);
        for (size_t i = 0; i < s->doc->nprojects; i++)
            for (size_t k = 0; k < s->doc->projects[i].nrows; k++) {
                const struct xs_project *p = &s->doc->projects[i];
                assert_int_equal(xs_row_indicator(s, p, &p->rows[k], a, row), XS_OK);
                xs_formats[f].row(&cells, &xs_schemas[XS_TABLE_INDICATORS], row);
            }
        assert_int_equal(xs_rows_indicators(s, &xs_formats[f], a, &b), XS_OK);
        assert_int_equal(b.err, XS_OK);
        assert_true(xs_str_eq(xs_buf_str(&b), xs_buf_str(&cells)));
    }
    xs_buf_free(&b);
    xs_buf_free(&cells);
}

static void test_indicators(void **state)
{
    (void)state;
    static const char *const odd[] = { "", "-", "=1+1", "'x", "a,b", "\"", "两行\n字", "\tx\r",
        "平常的名称", "比十六个字节更长的名称", "比十六个字节更长,有逗号", "-1,\"" };
    enum { ODD = sizeof odd / sizeof *odd };
    struct xs_arena *a = xs_arena_new(1 << 24);
    struct xs_row_source s = source;
    check_rows(a, &s);
    struct xs_row many[3 * ODD];
    struct xs_value values[3 * ODD];
    struct xs_place places[3 * ODD];
    struct xs_value_at level[3 * ODD][2];
    for (size_t i = 0; i < 3 * ODD; i++) {
        struct xs_row *r = &many[i];
        *r = rows[i % 3];
        r->seq = (uint32_t)i % 3 + 1;
        places[i] = (struct xs_place){ .line = i % 2 ? 0 : (uint32_t)(i * i * i * i),
            .col = r->at->col,
            .cell = 12,
            .part = xs_str_c(i % 4 == 3 ? "\"Sheet, 1" : "") };
        r->at = &places[i];
        for (unsigned n = 0; n < 2; n++) {
            level[i][n] = *xs_row_level(r, n + 1);
            r->level[n] = &level[i][n];
        }
        struct xs_value_at *const texts[] = { &level[i][0], &level[i][1], &r->name, &r->description,
            &r->value, &r->basis };
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
            texts[k]->text = xs_str_c(odd[(i * 7 + k * (i + 1)) % ODD]);
        struct xs_value *v = &values[i];
        *v = *r->parsed;
        v->main.unit = xs_str_c(odd[(i + 3) % ODD]);
        v->main.cmp = (enum xs_cmp)(i % XS_CMP_COUNT);
        v->main.has_high = i % 3 == 1;
        v->main.high = (struct xs_decimal){ i % 2 ? -INT64_MAX : 5, i % 5 == 1 ? 255 : 3 };
        v->kind = (enum xs_value_kind)(i % XS_VALUE_KIND_COUNT);
        r->parsed = v;
        r->class = (enum xs_class)(i % XS_CLASS_COUNT);
    }
    struct xs_project one = projects[0];
    struct xs_doc d = doc;
    one.rows = many;
    one.nrows = 3 * ODD;
    one.code.text = XS_STR("=code");
    one.name.text = XS_STR("名,称");
    d.projects = &one;
    s.doc = &d;
    check_rows(a, &s);
    s.findings = NULL;
    s.file = XS_STR("no\xFFutf.txt");
    check_rows(a, &s);
    xs_arena_free(a);
}

static void test_finding(void **state)
{
    (void)state;
    struct xs_arena *a = xs_arena_new(1 << 20);
    struct xs_datum row[XS_MAX_TABLE_COLUMNS];
    assert_int_equal(xs_row_finding(&source, &items[3], a, row), XS_OK);
    check_csv(XS_TABLE_FINDINGS, row,
        "x.txt,34,2,value-yes-no,yes-no,error,values,1.6,C1,运维费,2,是否,指标值没有预期答案,1,,"
        "low,培训次数\r\n");
    struct xs_finding f = { .rule = 2,
        .at = { .table = 2, .row = 3, .cell = 1 },
        .quote = XS_STR("q"),
        .undecided = true };
    assert_int_equal(xs_row_finding(&source, &f, a, row), XS_OK);
    check_csv(XS_TABLE_FINDINGS, row,
        "x.txt,,,value-yes-no,,note,values,0.0,,,,q,\"not decided, the text is too hard to match: "
        "指标值没有预期答案\",,t2.r3.c1,low,\r\n");
    xs_arena_free(a);
}

static void test_others(void **state)
{
    (void)state;
    struct xs_arena *a = xs_arena_new(1 << 20);
    struct xs_datum row[XS_MAX_TABLE_COLUMNS];
    struct xs_buf scratch;
    xs_buf_init(&scratch, XS_MAX_BUF);
    const struct xs_ranked p = { .file = XS_STR("x"),
        .line = 5,
        .project = 1,
        .name = XS_STR("-n"),
        .indicators = 3,
        .labels = 5,
        .reasons = XS_STR("r"),
        .score = { .parts = { 1000, 2000, 0, 0, 0, 500 }, .vagueness = 3500, .grade = 'B' } };
    xs_row_ranking(&ruleset, 7, &p, &scratch, row);
    check_csv(XS_TABLE_RANKING, row,
        "7,3.5,B,,'-n,,,,,3,0,0,0,1.0,2.0,0.0,0.0,0.0,0.5,a-first;yes-no,r,x,5,1,\r\n");
    xs_buf_free(&scratch);
    const struct xs_document_row d = { .file = XS_STR("x"),
        .format = "text",
        .encoding = "utf-8",
        .hash = 0x1f,
        .status = "ok",
        .lines = 9,
        .kind = XS_DOC_BOTH };
    xs_row_document(&d, a, row);
    check_csv(XS_TABLE_DOCUMENTS, row, "x,text,utf-8,000000000000001f,ok,,,0,0,9,0,,0,both,,\r\n");
    const struct xs_reach reach = { 3, 2, 0 };
    const struct xs_reach endless = { 16000000000000000, 4000000000000000, 0 };
    xs_row_rule(&rules[0], &endless, XS_STR_NONE, row);
    check_csv(XS_TABLE_RULES, row, "goal-vague,16000000000000000,4000000000000000,0.25,\r\n");
    xs_row_rule(&rules[0], &reach, XS_STR_NONE, row);
    check_csv(XS_TABLE_RULES, row, "goal-vague,3,2,0.6667,\r\n");
    const struct xs_copy_row c = { .cluster = 1,
        .kind = "row",
        .similarity_micro = 950000,
        .documents = 2,
        .file = XS_STR("x"),
        .line = 3,
        .text = XS_STR("t") };
    xs_row_copy(&c, row);
    check_csv(XS_TABLE_COPIES, row, "1,row,0.95,2,x,3,,,t,,,\r\n");
    xs_arena_free(a);
}

static void test_reasons(void **state)
{
    (void)state;
    struct xs_buf b;
    xs_buf_init(&b, XS_MAX_BUF);
    struct xs_arena *arena = xs_arena_new(1 << 20);
    struct xs_reasoner r;
    struct xs_reason_words words;
    xs_reason_words_make(source.messages, source.lang, &words);
    xs_reasoner_init(&r, &words, &source, arena);
    for (int round = 0; round < 2; round++) { /* what it is written with can be used again */
        xs_buf_clear(&b);
        xs_reasons(&r, 1, &b);
        xs_buf_putc(&b, '\0');
        assert_string_equal(b.ptr,
            "2 rows: 指标值没有预期答案 (会议次数\"是否\", 培训次数\"是否\"); 目标空泛 "
            "(\"做好工作\")");
    }
    xs_buf_clear(&b);
    xs_reasons(&r, 2, &b);
    assert_int_equal(b.len, 0);
    xs_reasoner_free(&r);
    xs_arena_free(arena);
    arena = xs_arena_new(1 << 20);
    xs_reasoner_init(&r, &words, &source, arena);
    xs_alloc_fail_at(1);
    xs_reasons(&r, 1, &b);
    xs_alloc_fail_at(0);
    assert_int_equal(b.err, XS_E_NOMEM);
    xs_reasoner_free(&r);
    xs_arena_free(arena);
    xs_buf_free(&b);
}

static void test_dump(void **state)
{
    (void)state;
    struct xs_buf b;
    xs_buf_init(&b, XS_MAX_BUF);
    xs_dump(XS_STR("x.txt"), &doc, &b);
    xs_str text = xs_buf_str(&b);
    assert_true(
        xs_str_starts(text, XS_STR("document \"x.txt\" kind=target format=text encoding=utf-8 "
                                   "year=2024 department-code=\"203\" department=\"水利局\"\n"
                                   "counts lines=50 blank=0 blocks=0 unread=0 furniture=0 "
                                   "sections=0 tables=0 projects=1 rows=3 remarks=0\n"
                                   "project 1 @5:1 rows=3 items=0 money-unit=unknown\n"
                                   "  code @5:2 \"C1\"\n")));
    assert_true(xs_str_has(
        text, XS_STR("  purpose @7:2 \"一\\n二\" folded=\"一\\n二\"\n  plan @9:2 \"25%\"\n")));
    assert_true(xs_str_has(text, XS_STR("    parsed kind=number cmp=>= number=95.0 unit=\"%\"")));
    assert_true(xs_str_has(text, XS_STR(" flags=doubled\n")));
    assert_true(text.ptr[text.len - 1] == '\n');
    xs_buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_project),
        cmocka_unit_test(test_indicator),
        cmocka_unit_test(test_indicators),
        cmocka_unit_test(test_finding),
        cmocka_unit_test(test_others),
        cmocka_unit_test(test_reasons),
        cmocka_unit_test(test_dump),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
