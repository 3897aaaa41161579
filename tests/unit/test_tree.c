/* tree/: forms and tables of the layouts that are known, field by field. Whole documents with all
 * that is read from them stand in tests/golden/layout. */
#include "base/io.h"
#include "fixture.h"

static struct xs_sheet sheet;
static struct xs_doc doc;

/* The cell with this text goes over so many columns. */
static void widen(const char *text, uint16_t span)
{
    for (size_t i = 0; i < sheet.nblocks; i++)
        for (size_t k = 0; k < sheet.blocks[i].ncells; k++)
            if (xs_str_eq(xs_str_trim(sheet.blocks[i].cells[k].text), xs_str_c(text)))
                sheet.blocks[i].cells[k].span = span;
}

static enum xs_err build_wide(const char *text, const char *cell, uint16_t span)
{
    const char *what = "";
    xs_arena_reset(env.doc);
    assert_int_equal(xs_read_sheet(env.doc, xs_str_c(text), &sheet), XS_OK);
    if (cell)
        widen(cell, span);
    enum xs_err e = xs_tree_build(
        &(struct xs_tree_env){ .layout = env.layout }, env.doc, &sheet, XS_STR("无年份.txt"), &doc);
    if (!xs_tree_verify(&doc, &what))
        fail_msg("tree: %s", what);
    return e;
}

static enum xs_err build(const char *text) { return build_wide(text, NULL, 1); }

static bool remarked(const char *rule)
{
    for (size_t i = 0; i < doc.nremarks; i++)
        if (strcmp(doc.remarks[i].rule, rule) == 0)
            return true;
    return false;
}

#define TABLE "\t一级指标\n\t二级指标\n\t三级指标\n\t绩效指标描述\n\t指标值\n\t指标值确定依据\n\n"
#define ROW(l1, l2, name, desc, value)                                                             \
    "\t" l1 "\n\t" l2 "\n\t" name "\n\t" desc "\n\t" value "\n\t年度计划\n\n"
#define ROWS                                                                                       \
    ROW("产出指标", "数量指标", "清淤长度", "清淤的长度", "≥12公里")                               \
    ROW("", "质量指标", "合格率", "合格断面占比", "≥95%")                                          \
    ROW("效益指标", "社会效益指标", "受益农户", "沿线农户", "≥800户")                              \
    ROW("满意度指标", "服务对象满意度指标", "农户满意度", "满意户占比", "≥90%")
#define HEAD(office, unit)                                                                         \
    "\t" office "\n\t单位：" unit "\n\n\t项目编码\n\t9901012024P1\n\t项目名称\n\t清淤经费\n\n"
#define MONEY(total, fiscal, other)                                                                \
    "\t预算规模及资金用途\n\t预算数\n\t" total "\n\t其中：财政    资金\n\t" fiscal                 \
    "\n\t其他资金\n\t" other "\n\n\t\n\t用于清淤。\n\n"
#define PLAN                                                                                                  \
    "\t资金支出计划（%）\n\t3月底\n\t6月底\n\t10月底\n\t12月底\n\n\t\n\t25.00%\n\t50%\n\t75." \
    "00\n\t100.00%\n\n"
#define GOAL "\t绩效目标\n\t1.清淤12公里。\n2.培训120人次。\n\n"

static void project_fields(void **state)
{
    (void)state;
    assert_int_equal(build("1.清淤经费绩效目标表\n" HEAD("990101云汀县水务局", "万元")
                             MONEY("20.50", "20.00", "0.5") PLAN GOAL TABLE ROWS),
        XS_OK);
    assert_int_equal(doc.nprojects, 1);
    const struct xs_project *p = &doc.projects[0];
    same_text("field", "code", p->code.text, "9901012024P1");
    same_text("field", "name", p->name.text, "清淤经费");
    same_text("field", "department", p->department.text, "云汀县水务局");
    same_text("field", "department code", p->department_code.text, "990101");
    same_text("field", "purpose", p->purpose.text, "用于清淤。");
    same_text("field", "goal", p->goal.text, "1.清淤12公里。\n2.培训120人次。");
    same_text("field", "heading", p->heading, "1.清淤经费绩效目标表");
    assert_int_equal(p->nitems, 2);
    same_text("item", "second", p->items[1].text.text, "培训120人次。");
    assert_true(p->unit_known && p->has_budget && p->has_fiscal && p->has_other);
    assert_int_equal(p->budget_micro, 20500000);
    assert_int_equal(p->other_micro, 500000);
    assert_int_equal(p->nplan, 4);
    same_text("plan", "third as printed", p->plan[2].text, "75.00");
    assert_int_equal(p->plan_milli[3], 100000);
    assert_int_equal(p->at.line, 2);
    assert_int_equal(doc.kind, XS_DOC_TARGET);
    same_text("document", "department", doc.department, "云汀县水务局");
}

static void money_units(void **state)
{
    static const struct {
        const char *name, *text;
        bool known;
        int64_t micro;
    } rows[] = {
        { "万元", HEAD("990101云汀县水务局", "万元") MONEY("20.50", "20.50", "0"), true, 20500000 },
        { "元", HEAD("990101云汀县水务局", "元") MONEY("205,000.00", "205,000.00", "0"), true,
            20500000 },
        { "in the cell", HEAD("990101云汀县水务局", "") MONEY("20.50万元", "205,000元", ""), true,
            20500000 },
        { "one 元 is a millionth of a hundred 万元",
            HEAD("990101云汀县水务局", "元") MONEY("0.01", "0.01", "0"), true, 1 },
        { "亿元", HEAD("990101云汀县水务局", "亿元") MONEY("0.0205", "0.0205", "0"), true,
            205000000 },
        { "less than before", HEAD("990101云汀县水务局", "万元") MONEY("-20.50", "-20.50", "0"),
            true, -20500000 },
        { "with a wide sign",
            HEAD("990101云汀县水务局", "元") MONEY("－205,000.00", "－205,000.00", ""), true,
            -20500000 },
        { "with the sign of mathematics",
            HEAD("990101云汀县水务局", "万元") MONEY("−20.5", "−20.5", ""), true, -20500000 },
        { "a dash behind a word", HEAD("990101云汀县水务局", "万元") MONEY("全年-20.5", "20.5", ""),
            true, 20500000 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[4000];
        assert_true(
            snprintf(text, sizeof text, "%s%s", rows[i].text, GOAL TABLE ROWS) < (int)sizeof text);
        assert_int_equal(build(text), XS_OK);
        const struct xs_project *p = &doc.projects[0];
        CHECK(p->has_budget == rows[i].known, rows[i].name);
        if (p->budget_micro != rows[i].micro)
            fail_msg("%s: %lld millionths, not %lld", rows[i].name, (long long)p->budget_micro,
                (long long)rows[i].micro);
    }
}

/* A number behind a stop begins the next item on the line, blanks between them or not. */
static void items_on_one_line(void **state)
{
    static const struct {
        const char *goal;
        size_t n;
        const char *items[3];
    } rows[] = {
        { "1.清淤12公里。2.培训120人次。", 2, { "清淤12公里。", "培训120人次。", NULL } },
        { "1.清淤12公里。  2.培训120人次; 3.检查2次", 3,
            { "清淤12公里。", "培训120人次;", "检查2次" } },
        { "①清淤12公里②培训120人次，③检查2次", 3, { "清淤12公里", "培训120人次，", "检查2次" } },
        { "① 清淤12公里。② 培训120人次。", 2, { "清淤12公里。", "培训120人次。", NULL } },
        { "清淤①、②两段", 1, { "清淤①、②两段", NULL, NULL } },
        { "①清淤12公里，②", 1, { "清淤12公里，", NULL, NULL } },
        { "①清淤①段、③段", 1, { "清淤①段、③段", NULL, NULL } },
        { "清淤。  ", 1, { "清淤。", NULL, NULL } },
        { "达到1.5公里。 共2.5公里", 1, { "达到1.5公里。 共2.5公里", NULL, NULL } },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[4000];
        assert_true(
            snprintf(text, sizeof text, "%s\t绩效目标\n\t%s\n\n%s",
                HEAD("990101云汀县水务局", "万元"), rows[i].goal, TABLE ROWS) < (int)sizeof text);
        assert_int_equal(build(text), XS_OK);
        const struct xs_project *p = &doc.projects[0];
        CHECK(p->nitems == rows[i].n, rows[i].goal);
        for (size_t k = 0; k < p->nitems; k++)
            same_text(rows[i].goal, "item", p->items[k].text.text, rows[i].items[k]);
    }
}

/* Wherever in a long line the stop stands; characters that end like one are none. */
static void items_far_into_a_line(void **state)
{
    static const struct {
        const char *stop;
        size_t n;
    } rows[] = { { "。", 2 }, { "；", 2 }, { ".", 2 }, { ";", 2 }, { "\xE4\x80\x82", 1 },
        { "\xE4\xBC\x9B", 1 }, { "，", 1 } };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t n = 1; n < 80; n++) {
            char text[4000], goal[400] = "";
            for (size_t k = 0; k < n; k++)
                (void)strcat(goal, k % 3 == 1 ? "a" : "清");
            size_t first = strlen(goal) + strlen(rows[i].stop);
            (void)strcat(goal, rows[i].stop);
            (void)strcat(goal, "2、培训");
            assert_true(
                snprintf(text, sizeof text, "%s\t绩效目标\n\t%s\n\n%s",
                    HEAD("990101云汀县水务局", "万元"), goal, TABLE ROWS) < (int)sizeof text);
            assert_int_equal(build(text), XS_OK);
            const struct xs_project *p = &doc.projects[0];
            CHECK(p->nitems == rows[i].n, goal);
            if (rows[i].n == 2)
                CHECK(p->items[0].text.text.len == first, goal);
        }
}

/* One level and a value are not enough for a header, whatever may become of other columns. */
static void no_header_of_two_words(void **state)
{
    static const char *const heads[] = { "一级指标\t指标值\t备注", "一级指标\t绩效目标\t备注" };
    (void)state;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        char text[1000];
        assert_true(snprintf(text, sizeof text, "%s\n产出指标\t≥12公里\t无\n", heads[i]) <
                    (int)sizeof text);
        (void)build(text);
        for (size_t k = 0; k < doc.nprojects; k++)
            CHECK(doc.projects[k].nrows == 0, heads[i]);
    }
}

static void rows_of_a_table(void **state)
{
    (void)state;
    assert_int_equal(build(HEAD("990101云汀县水务局", "万元") TABLE ROWS), XS_OK);
    static const struct {
        const char *level1, *level2, *name, *value;
        enum xs_class class;
        enum xs_name_kind kind;
        uint32_t line;
    } want[] = {
        { "产出指标", "数量指标", "清淤长度", "≥12公里", XS_CLASS_OUTPUT_QUANTITY, XS_NAME_MEASURE,
            16 },
        { "产出指标", "质量指标", "合格率", "≥95%", XS_CLASS_OUTPUT_QUALITY, XS_NAME_RATE, 23 },
        { "效益指标", "社会效益指标", "受益农户", "≥800户", XS_CLASS_BENEFIT_SOCIAL, XS_NAME_OTHER,
            30 },
        { "满意度指标", "服务对象满意度指标", "农户满意度", "≥90%", XS_CLASS_SATISFACTION,
            XS_NAME_SATISFACTION, 37 },
    };
    const struct xs_project *p = &doc.projects[0];
    assert_int_equal(p->nrows, 4);
    for (size_t i = 0; i < 4; i++) {
        const struct xs_row *r = &p->rows[i];
        same_text(want[i].name, "level 1", xs_row_level(r, 1)->text, want[i].level1);
        same_text(want[i].name, "level 2", xs_row_level(r, 2)->text, want[i].level2);
        same_text(want[i].name, "name", r->name.text, want[i].name);
        same_text(want[i].name, "value", r->value.text, want[i].value);
        same_text(want[i].name, "basis", r->basis.text, "年度计划");
        CHECK(r->seq == i + 1 && r->class == want[i].class && r->name_kind == want[i].kind,
            want[i].name);
        if (r->at->line != want[i].line)
            fail_msg("%s: line %u, not %u", want[i].name, r->at->line, want[i].line);
        CHECK(r->parsed->main.cmp == XS_CMP_GE, want[i].name);
    }
    uint64_t columns =
        XS_FIELD_BIT(XS_F_LEVEL1) | XS_FIELD_BIT(XS_F_DESCRIPTION) | XS_FIELD_BIT(XS_F_BASIS);
    assert_true((p->columns & columns) == columns);
    assert_false(p->columns & XS_FIELD_BIT(XS_F_UNIT));
}

/* Other words for the same columns, in other orders; bars as borders. */
static void synonyms(void **state)
{
    static const struct {
        const char *name, *header, *row;
        const char *value, *description;
    } rows[] = {
        { "central form", "一级指标|二级指标|三级指标|指标值", "产出指标|数量指标|清淤长度|≥12公里",
            "≥12公里", "" },
        { "year in the header", "一级指标|二级指标|三级指标|2024年度指标值",
            "产出指标|数量指标|清淤长度|≥12公里", "≥12公里", "" },
        { "indicator name and target value", "一级指标|二级指标|指标名称|目标值",
            "产出指标|数量指标|清淤长度|≥12公里", "≥12公里", "" },
        { "explanation before the value", "一级指标|二级指标|三级指标|指标解释|预期指标值",
            "产出指标|数量指标|清淤长度|河道长度|≥12公里", "≥12公里", "河道长度" },
        { "value before the remark", "一级指标|二级指标|三级指标|指标值|备注",
            "产出指标|数量指标|清淤长度|≥12公里|重点", "≥12公里", "" },
        { "blanks and full-width forms", "一级 指标|二级　指标|三级指标：|指 标 值",
            "产出指标|数量指标|清淤长度|≥12公里", "≥12公里", "" },
        { "sign, number, unit", "一级指标|二级指标|三级指标|指标性质|指标值|度量单位",
            "产出指标|数量指标|清淤长度|≥|12|公里", "≥12公里", "" },
        { "weight beside the value", "一级指标|二级指标|三级指标|权重|指标值",
            "产出指标|数量指标|清淤长度|20|≥12公里", "≥12公里", "" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[1000];
        (void)snprintf(text, sizeof text, "|项目名称|清淤经费|\n|%s|\n|%s|\n", rows[i].header,
            rows[i].row); /* short */
        if (build(text) != XS_OK || doc.nprojects != 1 || doc.projects[0].nrows != 1)
            fail_msg("%s: no row", rows[i].name);
        const struct xs_row *r = &doc.projects[0].rows[0];
        same_text(rows[i].name, "name", r->name.text, "清淤长度");
        same_text(rows[i].name, "value", r->value.text, rows[i].value);
        same_text(rows[i].name, "description", r->description.text, rows[i].description);
        CHECK(r->class == XS_CLASS_OUTPUT_QUANTITY, rows[i].name);
        CHECK(r->parsed->main.cmp == XS_CMP_GE && r->parsed->main.uclass == XS_UNIT_MEASURE,
            rows[i].name);
    }
}

static void two_tables(void **state)
{
    (void)state;
    /* seed 002: the second begins on the line that ends the first, after a blank and a TAB, without
     * a heading */
    assert_int_equal(build("1.清淤经费绩效目标表\n" HEAD("990101云汀县水务局", "万元")
                             MONEY("20", "20", "0") TABLE ROWS
                         " " HEAD("990102云汀县林业局", "万元") MONEY("30", "30", "0") TABLE ROWS),
        XS_OK);
    assert_int_equal(doc.nprojects, 2);
    same_text("second", "department", doc.projects[1].department.text, "云汀县林业局");
    same_text("second", "code", doc.projects[1].department_code.text, "990102");
    same_text("second", "heading", doc.projects[1].heading, "");
    assert_int_equal(doc.projects[1].budget_micro, 30000000);
    assert_int_equal(doc.projects[0].nrows, 4);
    assert_int_equal(doc.projects[1].nrows, 4);
    assert_int_equal(doc.nrows, 8);
    assert_int_equal(doc.lines_unread, 0);
}

static void part_one(void **state)
{
    (void)state;
    assert_int_equal(build("云汀县水务局2024年绩效目标\n\n第一部分\n\n部门整体绩效目标\n\n一、总体"
                           "绩效目标\n全年清淤12公里。\n"
                           "二、分项绩效目标\n（一）河湖管护\n绩效目标：1.清淤12公里。2."
                           "管护86公里。\n绩效指标：\n1.清淤长度\n2.合格率\n"
                           "三、工作保障措施\n（一）完善制度建设。制定办法。\n第二部分\n\n预算项目"
                           "绩效目标\n\n" HEAD("990101云汀县水务局", "万元") TABLE ROWS),
        XS_OK);
    static const enum xs_section_kind kinds[] = { XS_SEC_OTHER, XS_SEC_OVERALL, XS_SEC_BRANCHES,
        XS_SEC_BRANCH, XS_SEC_SAFEGUARDS, XS_SEC_PROJECTS };
    assert_int_equal(doc.year, 2024);
    assert_int_equal(doc.nsections, sizeof kinds / sizeof *kinds);
    for (size_t i = 0; i < doc.nsections; i++)
        assert_int_equal(doc.sections[i].kind, kinds[i]);
    const struct xs_section *branch = &doc.sections[3];
    assert_int_equal(branch->parent, 3);
    assert_int_equal(branch->ngoals, 2);
    same_text("branch", "second goal", branch->goals[1].text.text, "管护86公里。");
    assert_int_equal(branch->nindicators, 2);
    same_text("branch", "first indicator", branch->indicators[0].text.text, "清淤长度");
    assert_int_equal(doc.sections[4].nparagraphs, 1);
}

/* ≥9595及以上 alone could be four digits; beside ≥9090%及以上 it is not. */
static void doubled_context(void **state)
{
    (void)state;
    assert_int_equal(build(HEAD("990101云汀县水务局", "万元") TABLE ROW(
                         "产出指标", "质量指标", "合格率", "合格断面占比", "≥9090%及以上")
                             ROW("", "质量指标", "完好率", "完好闸门占比", "≥9595及以上")
                                 ROW("", "数量指标", "培训人次", "参加培训的人次", "≥2020人次")),
        XS_OK);
    const struct xs_row *r = doc.projects[0].rows;
    assert_true(r[0].parsed->flags & XS_VF_DOUBLED);
    assert_int_equal(r[0].parsed->main.number.digits, 90);
    assert_true(r[1].parsed->flags & XS_VF_DOUBLED);
    assert_true(r[1].parsed->flags & XS_VF_UNIT_LOST);
    assert_int_equal(r[1].parsed->main.number.digits, 95);
    assert_false(r[2].parsed->flags & XS_VF_DOUBLED);
    assert_int_equal(r[2].parsed->main.number.digits, 2020);
}

static void faults(void **state)
{
    static const struct {
        const char *name, *text;
        enum xs_err err;
        const char *remark; /* NULL: none of the kinds below */
        size_t rows;
    } rows[] = {
        { "unknown header",
            "|项目名称|清淤经费|\n|一级指标|二级指标|三级指标|牵头河长|指标值|\n|产出指标|数量指标|"
            "清淤长度|某某|12公里|\n",
            XS_OK, "read-unknown-header", 1 },
        { "a known header",
            "|项目名称|清淤经费|\n|一级指标|二级指标|三级指标|指标值|\n|产出指标|数量指标|清淤长度|"
            "12公里|\n",
            XS_OK, NULL, 1 },
        { "header alone", HEAD("990101云汀县水务局", "万元") TABLE, XS_E_NO_ROWS, NULL, 0 },
        { "nothing but unknown columns",
            "|一级指标|二级指标|考核事项|考核口径|\n|产出指标|数量指标|清淤长度|12公里|\n",
            XS_E_NO_ROWS, "read-unknown-table", 0 },
        { "a row without a name is none",
            HEAD("990101云汀县水务局", "万元")
                TABLE ROWS ROW("效益指标", "生态效益指标", "", "", ""),
            XS_OK, NULL, 4 },
        { "money without a unit",
            "|项目名称|清淤经费|\n|预算数|20|\n|一级指标|二级指标|三级指标|指标值|\n|产出指标|"
            "数量指标|清淤长度|12公里|\n",
            XS_OK, "read-money-unit", 1 },
        { "the text ends inside a row",
            HEAD("990101云汀县水务局", "万元") TABLE ROWS "\t效益指标\n\t社会效益指标\n\t受益",
            XS_OK, "read-cut", 5 },
        { "the text ends inside a form", HEAD("990101云汀县水务局", "万元") "\t预算数\n\t24.",
            XS_OK, "read-cut", 0 },
        { "the text ends in the goals of a form",
            HEAD("990101云汀县水务局", "万元") "\t绩效目标\n\t1、清淤", XS_OK, "read-cut", 0 },
        { "rows behind a table that no table took",
            "|项目名称|清淤经费|\n|一级指标|二级指标|三级指标|指标值|\n|产出指标|数量指标|清淤长度|"
            "12公里|\n注：另见。\n|甲|质量指标|合格率|95%|乙|\n|甲|社会效益指标|受益农户|800户|乙|"
            "\n",
            XS_OK, "read-lost-rows", 1 },
        { "one name of a level behind a table is no row",
            "|项目名称|清淤经费|\n|一级指标|二级指标|三级指标|指标值|\n|产出指标|数量指标|清淤长度|"
            "12公里|\n注：另见。\n|品目|数量|单价|\n|水泵|2|1.5|\n",
            XS_OK, NULL, 1 },
        { "a value without a name",
            "|项目名称|清淤经费|\n|一级指标|二级指标|三级指标|指标值|\n|产出指标|数量指标|清淤长度|"
            "12公里|\n||质量指标||≥95%|\n",
            XS_OK, "read-unpaired", 1 },
        { "columns whose name is not known",
            "|考核事项|权重|计量单位|指标性质|指标值|\n|线路条数|20|条|≥|32|\n", XS_E_NO_ROWS,
            "read-unknown-table", 0 },
        { "running text", "全年清淤12公里，培训120人次。\n", XS_OK, NULL, 0 },
    };
    static const char *const all[] = { "read-unknown-header", "read-unknown-table",
        "read-money-unit", "read-cut", "read-lost-rows", "read-unpaired" };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        enum xs_err e = build(rows[i].text);
        if (e != rows[i].err)
            fail_msg("%s: %s", rows[i].name, xs_err_text(e));
        for (size_t k = 0; k < sizeof all / sizeof *all; k++)
            if (remarked(all[k]) != (rows[i].remark && strcmp(rows[i].remark, all[k]) == 0))
                fail_msg("%s: %s", rows[i].name, all[k]);
        if (doc.nrows != rows[i].rows)
            fail_msg("%s: %u rows", rows[i].name, doc.nrows);
    }
}

static void residues(void **state)
{
    (void)state;
    assert_int_equal(
        build("[bookmark: _Toc63104901]1.清淤经费绩效目标表 TC 1、清淤经费绩效目标表 \\f C \\l 1\n"
              "\t990101云汀县水务局\n\t单位：万元\n\n\t项目编码\n\tP1\n\t项目名称\n\t]"
              "清淤经费\n\n" TABLE ROW("[bookmark: _GoBack]产出指标", "数量指标",
                  "清淤[bookmark: _GoBack]长度", "", "≥12公里")),
        XS_OK);
    const struct xs_project *p = &doc.projects[0];
    same_text("residues", "heading", p->heading, "1.清淤经费绩效目标表");
    same_text("residues", "level 1", xs_row_level(&p->rows[0], 1)->text, "产出指标");
    same_text("residues", "name", p->rows[0].name.text, "清淤长度");
    assert_false(xs_str_starts(p->name.folded, XS_STR("]")));
}

/* Documents of every kind of layout with ever more memory until it is enough. */
static void starved(void **state)
{
    static const char *const names[] = { "blanks.d/input.txt", "column-major.d/input.txt",
        "more-forms.d/input.a.txt", "more-forms.d/input.b.txt", "odd-forms.d/input.a.txt",
        "part-one.d/input.txt", "prose-brackets.d/input.txt", "prose-numbered-levels.d/input.a.txt",
        "several-projects.d/input.txt", "sign-number-unit.d/input.txt",
        "split-level-name.d/input.txt" };
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[512];
        struct xs_bytes b = { 0 };
        int error;
        enum xs_err e = XS_E_NOMEM;
        (void)snprintf(path, sizeof path, "%s/tests/golden/layout/%s", getenv("ROOT"), names[i]);
        assert_int_equal(xs_io_read(&b, path, XS_MAX_DOC_BYTES, &error), XS_OK);
        for (size_t cap = 1024; e != XS_OK; cap += cap / 14 + 64) {
            struct xs_arena *a = xs_arena_new(cap);
            struct xs_sheet s;
            struct xs_doc d = { .nprojects = 99 };
            assert_non_null(a);
            e = xs_read_sheet(a, (xs_str){ b.ptr, b.len }, &s);
            if (e == XS_OK)
                e = xs_tree_build(
                    &(struct xs_tree_env){ .layout = env.layout }, a, &s, XS_STR("f"), &d);
            if (e != XS_OK && (e != XS_E_NOMEM || d.nprojects != 99))
                fail_msg("%s with %zu bytes: %s", names[i], cap, xs_err_text(e));
            xs_arena_free(a);
            assert_true(cap < ((size_t)1 << 30));
        }
        xs_bytes_free(&b);
    }
}

/* Cells of Markdown: their stars and line breaks say nothing; stars that stand for something stay.
 */
static void marked_down(void **state)
{
    static const struct {
        const char *cell, *name;
    } rows[] = { { "**清淤长度**", "清淤长度" }, { "清淤<br>长度", "清淤\n长度" },
        { "清淤<br />长度", "清淤\n长度" }, { "清淤<b>长度", "清淤<b>长度" },
        { "**河清淤长度", "**河清淤长度" }, { "**河**段长度", "**河**段长度" }, { "****", "****" },
        { "**名称：** 清淤", "名称： 清淤" }, { "a\\|b", "a\\|b" } };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[400];
        assert_true(
            snprintf(text, sizeof text,
                "|项目名称|清淤经费|\n|一级指标|二级指标|三级指标|指标值|\n|产出指标|数量指标|"
                "%s|12公里|\n",
                rows[i].cell) < (int)sizeof text);
        assert_int_equal(build(text), XS_OK);
        assert_int_equal(doc.nrows, 1);
        same_text(rows[i].cell, "name", doc.projects[0].rows[0].name.text, rows[i].name);
    }
}

/* Several indicators in one cell, and the holes of a form. */
static void lines_of_a_cell(void **state)
{
    static const struct {
        const char *name, *cell, *value;
        size_t rows;
        const char *last;
    } rows[] = {
        { "a line each", "指标1：清淤长度\n指标2：清淤方量", "≥12公里\n≥3万方", 2,
            "指标2：清淤方量" },
        { "numbers alone", "1.清淤长度\n2.清淤方量", "≥12公里\n≥3万方", 2, "2.清淤方量" },
        { "a hole at the end", "指标1：清淤长度\n指标2：", "≥12公里", 1, "指标1：清淤长度" },
        { "dots at the end", "指标1：清淤长度\n……", "≥12公里", 1, "指标1：清淤长度" },
        { "a hole alone", "指标1：", "", 0, "" },
        { "a name over two lines", "清淤\n长度", "≥12\n公里", 1, "清淤\n长度" },
        { "more names than values", "指标1：清淤长度\n指标2：清淤方量", "≥12公里", 1,
            "指标1：清淤长度\n指标2：清淤方量" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[600];
        assert_true(snprintf(text, sizeof text,
                        "\t项目名称\n\t清淤经费\n\n\t一级指标\n\t二级指标\n\t三级指标\n\t指标值\n\n"
                        "\t产出指标\n\t数量指标\n\t%s\n\t%s\n\n",
                        rows[i].cell, rows[i].value) < (int)sizeof text);
        (void)build(text); /* what came of it is tested next */
        if (doc.nrows != rows[i].rows)
            fail_msg("%s: %u rows", rows[i].name, doc.nrows);
        if (doc.nrows)
            same_text(
                rows[i].name, "name", doc.projects[0].rows[doc.nrows - 1].name.text, rows[i].last);
    }
}

#define SHORT_HEAD "|一级指标|二级指标|三级指标|指标值|\n"
#define SHORT_ROW "|产出指标|数量指标|清淤长度|≥12公里|\n"
#define GROUPS                                                                                                                           \
    "|绩效指标|指标值|备注|\n|一级指标|二级指标|三级指标|符号|值|\n|产出指标|数量指标|清淤长度|≥|" \
    "12公里|\n"
#define ANY SIZE_MAX /* what comes of it is not said, but something does */

/* Headers and ends of tables that are nearly what they look like; and how many rows come of it. */
static void nearly(void **state)
{
    static const struct {
        const char *name, *text;
        size_t rows;
        const char *cell; /* over so many columns */
        uint16_t span;
    } rows[] = {
        { "a colon that is one only when folded", "项目名称﹕清淤经费\n" SHORT_HEAD SHORT_ROW, 1,
            NULL, 1 },
        { "half of a name in a line of its own",
            "一级指标\n\n绩效指标\n\n三级指标\n\n指标值\n\n产出指标\n\n清淤长度\n\n≥12公里\n", 1,
            NULL, 1 },
        { "a row with a hole, narrower than its header",
            "||一级指标|二级指标|三级指标|指标值|\n|产出指标|数量指标||≥12公里|\n", 0, NULL, 1 },
        { "a row with an empty cell less than its header",
            "|项目名称|项目编码|一级指标|二级指标|三级指标|指标值|\n"
            "|清淤|P1|产出指标|数量指标|清淤长度|≥12公里|\n|产出指标|质量指标||合格率|≥95%|\n",
            2, NULL, 1 },
        { "another header in the table",
            SHORT_HEAD SHORT_ROW
            "|三级指标|指标值|二级指标|一级指标|\n|合格率|≥95%|质量指标|产出指标|\n",
            2, NULL, 1 },
        { "another header behind an empty cell",
            SHORT_HEAD SHORT_ROW "||三级指标|指标值|二级指标|\n||合格率|≥95%|质量指标|\n", 2, NULL,
            1 },
        { "a group of many words",
            "|绩效指标|||指标值|本表由各单位按上年执行情况和本年任务如实填写后报送备案|\n"
            "|一级指标|二级指标|三级指标|符号|值|\n|产出指标|数量指标|清淤长度|≥|12公里|\n",
            1, NULL, 1 },
        { "groups over words that are not known",
            "|绩效指标|||||指标值|备注|\n|一级指标|二级指标|甲|乙|丙|丁|戊|\n"
            "|产出指标|数量指标|清淤长度|天|地|≥12公里|无|\n",
            1, NULL, 1 },
        { "groups over three and two columns", GROUPS, 1, "绩效指标", 3 },
        { "groups over more columns than there are", GROUPS, ANY, "绩效指标", 9 },
        { "groups over more columns than are kept", GROUPS, ANY, "绩效指标", 1000 },
        { "quarters under a value, beside a label at the side",
            "|绩效指标|一级指标|二级指标|三级指标|指标值|\n|||||一季度|二季度|\n"
            "||产出指标|数量指标|清淤长度|≥12公里|≥6公里|\n",
            1, "指标值", 2 },
        { "twins that are none",
            "|三级指标|指标值|一级指标|二级指标|三级指标|指标值|\n"
            "|清淤长度|≥12公里|产出指标|质量指标|合格率|≥95%|\n",
            1, NULL, 1 },
        { "a title with nothing of a form behind it",
            SHORT_HEAD SHORT_ROW "|河道清淤绩效目标表||||\n|甲|乙|丙|丁|\n", ANY, NULL, 1 },
        { "a page's number that is none", SHORT_HEAD SHORT_ROW "第甲页\n" SHORT_ROW, ANY, NULL, 1 },
        { "a long paragraph behind a page's number",
            SHORT_HEAD SHORT_ROW "- 12 -\n"
                                 "本表所列指标由各单位根据上年执行情况和本年任务如实填写，经主管部"
                                 "门审核汇总后统一报送财政部门备案，"
                                 "执行中确需调整的按照规定的程序办理。\n" SHORT_ROW,
            1, NULL, 1 },
        { "a sum of words", SHORT_HEAD SHORT_ROW "|合计|无|||\n", 1, NULL, 1 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        (void)build_wide(
            rows[i].text, rows[i].cell, rows[i].span); /* rows, or none: that is looked at */
        if (rows[i].rows == ANY ? doc.nrows < 1 : doc.nrows != rows[i].rows)
            fail_msg("%s: %u rows", rows[i].name, doc.nrows);
    }
}

/* A whole document with the n-th allocation failing, until it goes through. */
static void failing(void **state)
{
    (void)state;
    xs_str text = XS_STR("1.清淤经费绩效目标表\n" HEAD("990101云汀县水务局", "万元")
            MONEY("20.50", "20.00", "0.5") PLAN GOAL TABLE ROWS);
    for (unsigned long n = 1; n < 500; n++) {
        struct xs_sheet s;
        struct xs_doc d = { .nprojects = 99 };
        xs_alloc_fail_at(n);
        struct xs_arena *a = xs_arena_new((size_t)1 << 30);
        enum xs_err e = a ? xs_read_sheet(a, text, &s) : XS_E_NOMEM;
        if (e == XS_OK)
            e = xs_tree_build(
                &(struct xs_tree_env){ .layout = env.layout }, a, &s, XS_STR("f"), &d);
        xs_alloc_fail_at(0);
        bool same = d.nprojects == 99;
        xs_arena_free(a);
        if (e == XS_OK) {
            assert_true(n > 1);
            break;
        }
        assert_int_equal(e, XS_E_NOMEM);
        assert_true(same); /* outputs are untouched */
    }
    /* arenas take few and large blocks: the cap fails in more places */
    for (size_t cap = 64; cap < ((size_t)4 << 20); cap += cap / 7 + 16) {
        struct xs_sheet s;
        struct xs_doc d;
        struct xs_arena *a = xs_arena_new(cap);
        assert_non_null(a);
        enum xs_err e = xs_read_sheet(a, text, &s);
        if (e == XS_OK)
            e = xs_tree_build(
                &(struct xs_tree_env){ .layout = env.layout }, a, &s, XS_STR("f"), &d);
        xs_arena_free(a);
        assert_true(e == XS_OK || e == XS_E_NOMEM);
        if (e == XS_OK)
            return;
    }
    fail_msg("never comes through");
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(project_fields),
        cmocka_unit_test(money_units), cmocka_unit_test(rows_of_a_table),
        cmocka_unit_test(items_on_one_line), cmocka_unit_test(items_far_into_a_line),
        cmocka_unit_test(no_header_of_two_words), cmocka_unit_test(synonyms),
        cmocka_unit_test(two_tables), cmocka_unit_test(part_one), cmocka_unit_test(doubled_context),
        cmocka_unit_test(faults), cmocka_unit_test(residues), cmocka_unit_test(nearly),
        cmocka_unit_test(marked_down), cmocka_unit_test(lines_of_a_cell), cmocka_unit_test(failing),
        cmocka_unit_test(starved) };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
