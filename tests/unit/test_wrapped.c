/* tree/wrapped, tree/places: cells of several lines in tables whose cells are parted by blanks. */
#include "base/buf.h"
#include "fixture.h"
#include "tree/places.h"

static struct xs_sheet sheet;
static struct xs_doc doc;

#define FORM "2025年项目支出绩效目标表\n项目名称    堤防养护    主管部门    石渡县水务局\n"

/* Names and values of the rows of a table below the form: "name=value;" each. */
static void read_table(xs_str table, struct xs_buf *out)
{
    const char *what = "";
    const size_t n = sizeof FORM - 1;
    xs_arena_reset(env.doc);
    char *p = xs_arena_alloc(env.doc, n + table.len, 1);
    assert_non_null(p);
    memcpy(p, FORM, n);
    memcpy(p + n, table.ptr, table.len);
    assert_int_equal(xs_read_sheet(env.doc, (xs_str){ p, n + table.len }, &sheet), XS_OK);
    assert_int_equal(xs_tree_build(&(struct xs_tree_env){ .layout = env.layout }, env.doc, &sheet,
                         XS_STR("x.txt"), &doc),
        XS_OK);
    if (!xs_tree_verify(&doc, &what))
        fail_msg("tree: %s", what);
    assert_int_equal(doc.nprojects, 1);
    for (size_t i = 0; i < doc.projects[0].nrows; i++) {
        const struct xs_row *r = &doc.projects[0].rows[i];
        xs_buf_puts(out, r->name.folded);
        xs_buf_puts(out, XS_STR("="));
        xs_buf_puts(out, r->value.folded);
        xs_buf_puts(out, XS_STR(";"));
    }
}

static void tables(void **state)
{
    (void)state;
    static const struct {
        const char *name, *table, *rows;
    } t[] = {
        { "name",
            "一级指标    二级指标        三级指标                  指标值\n"
            "产出指标    数量指标        养护堤防长度              ≥31公里\n"
            "            质量指标        堤身除草保洁一次性达      ≥95%\n"
            "                            标率\n"
            "效益指标    社会效益指标    防洪保护人口              ≥8万人\n",
            "养护堤防长度=≥31公里;堤身除草保洁一次性达标率=≥95%;防洪保护人口=≥8万人;" },
        { "value, also with a number",
            "一级指标    二级指标        三级指标                  指标值\n"
            "产出指标    数量指标        养护堤防长度              ≥31公里\n"
            "            时效指标        除草完成时间              2025年5月和\n"
            "                                                      10月底前\n"
            "效益指标    社会效益指标    防洪保护人口              ≥8万人\n",
            "养护堤防长度=≥31公里;除草完成时间=2025年5月和10月底前;防洪保护人口=≥8万人;" },
        { "both lines of a value with a sign are values",
            "一级指标    二级指标        三级指标                  指标值\n"
            "产出指标    数量指标        养护堤防长度              ≥31公里\n"
            "            质量指标        完好率                    ≥95%\n"
            "                                                      ≥90%\n"
            "效益指标    社会效益指标    防洪保护人口              ≥8万人\n",
            "养护堤防长度=≥31公里;完好率=≥95%;防洪保护人口=≥8万人;" },
        { "three lines",
            "一级指标    二级指标        三级指标                  指标值\n"
            "产出指标    数量指标        养护堤防长度              ≥31公里\n"
            "            质量指标        堤身除草保洁及设施维      ≥95%\n"
            "                            修养护一次性检查验收\n"
            "                            合格率\n"
            "效益指标    社会效益指标    防洪保护人口              ≥8万人\n",
            "养护堤防长度=≥31公里;堤身除草保洁及设施维修养护一次性检查验收合格率=≥95%;防洪保护人口="
            "≥8万人;" },
        { "room was left",
            "一级指标    二级指标        三级指标                  指标值\n"
            "产出指标    数量指标        养护堤防长度              ≥31公里\n"
            "            质量指标        堤身除草保洁一次性达      ≥95%\n"
            "                            标率\n"
            "                            巡查堤防                  ≥52次\n"
            "                            拆除违建\n"
            "效益指标    社会效益指标    防洪保护人口              ≥8万人\n",
            "养护堤防长度=≥31公里;堤身除草保洁一次性达标率=≥95%;巡查堤防=≥52次;拆除违建=;"
            "防洪保护人口=≥8万人;" },
        { "two names",
            "一级指标    二级指标        三级指标                  指标值\n"
            "产出指标    数量指标        养护堤防长度              ≥31公里\n"
            "            质量指标        堤身除草保洁检查合格率    ≥95%\n"
            "                            设施完好率\n"
            "效益指标    社会效益指标    防洪保护人口              ≥8万人\n",
            "养护堤防长度=≥31公里;堤身除草保洁检查合格率=≥95%;设施完好率=;防洪保护人口=≥8万人;" },
        { "numbered",
            "一级指标    二级指标        三级指标                  指标值\n"
            "产出指标    数量指标        养护堤防长度              ≥31公里\n"
            "            质量指标        堤身除草保洁检查达到      ≥95%\n"
            "                            2.更换标牌\n"
            "效益指标    社会效益指标    防洪保护人口              ≥8万人\n",
            "养护堤防长度=≥31公里;堤身除草保洁检查达到=≥95%;2.更换标牌=;防洪保护人口=≥8万人;" },
        { "another place",
            "一级指标    二级指标        三级指标                  指标值\n"
            "产出指标    数量指标        养护堤防长度              ≥31公里\n"
            "            质量指标        堤身除草保洁一次性达      ≥95%\n"
            "                               标率\n"
            "效益指标    社会效益指标    防洪保护人口              ≥8万人\n",
            "养护堤防长度=≥31公里;堤身除草保洁一次性达=≥95%;标率=;防洪保护人口=≥8万人;" },
        { "an empty line between",
            "一级指标    二级指标        三级指标                  指标值\n"
            "产出指标    数量指标        养护堤防长度              ≥31公里\n"
            "            质量指标        堤身除草保洁一次性达      ≥95%\n"
            "\n"
            "                            标率\n"
            "效益指标    社会效益指标    防洪保护人口              ≥8万人\n",
            "养护堤防长度=≥31公里;堤身除草保洁一次性达=≥95%;标率=;防洪保护人口=≥8万人;" },
        { "a value of its own",
            "一级指标    二级指标        三级指标                  指标值\n"
            "产出指标    数量指标        养护堤防长度              ≥31公里\n"
            "            质量指标        堤身除草保洁一次性达      ≥95%\n"
            "                            标牌更换                  ≥20块\n"
            "效益指标    社会效益指标    防洪保护人口              ≥8万人\n",
            "养护堤防长度=≥31公里;堤身除草保洁一次性达=≥95%;标牌更换=≥20块;防洪保护人口=≥8万人;" },
        { "name in the middle",
            "一级指标    二级指标        三级指标                  指标值\n"
            "产出指标    数量指标        养护堤防长度              ≥31公里\n"
            "                            堤身除草保洁一次性达\n"
            "            质量指标                                  ≥95%\n"
            "                            标率\n"
            "效益指标    社会效益指标    防洪保护人口              ≥8万人\n",
            "养护堤防长度=≥31公里;堤身除草保洁一次性达标率=≥95%;防洪保护人口=≥8万人;" },
        { "value in the middle",
            "一级指标    二级指标        三级指标                  指标值\n"
            "产出指标    数量指标        养护堤防长度              ≥31公里\n"
            "                                                      2025年5月和\n"
            "            时效指标        除草完成时间\n"
            "                                                      10月底前\n"
            "效益指标    社会效益指标    防洪保护人口              ≥8万人\n",
            "养护堤防长度=≥31公里;除草完成时间=2025年5月和10月底前;防洪保护人口=≥8万人;" },
        { "name above and below",
            "一级指标    二级指标        三级指标                  指标值\n"
            "产出指标    数量指标        养护堤防长度              ≥31公里\n"
            "                            堤身除草保洁及设施维\n"
            "            质量指标        修养护一次性检查验收      ≥95%\n"
            "                            合格率\n"
            "效益指标    社会效益指标    防洪保护人口              ≥8万人\n",
            "养护堤防长度=≥31公里;堤身除草保洁及设施维修养护一次性检查验收合格率=≥95%;防洪保护人口="
            "≥8万人;" },
        { "a row without a value above",
            "一级指标    二级指标        三级指标                  指标值\n"
            "产出指标    数量指标        养护堤防长度              ≥31公里\n"
            "                            堤身除草保洁检查次数\n"
            "            质量指标        设施维修养护检查验收      ≥95%\n"
            "                            合格率\n"
            "效益指标    社会效益指标    防洪保护人口              ≥8万人\n",
            "养护堤防长度=≥31公里;堤身除草保洁检查次数=;设施维修养护检查验收合格率=≥95%;"
            "防洪保护人口=≥8万人;" },
        { "a remark",
            "一级指标    二级指标        三级指标                  指标值        备注\n"
            "产出指标    数量指标        养护堤防长度              ≥31公里\n"
            "            质量指标        堤身除草保洁              ≥95%          每年汛前\n"
            "                                                                    完成\n"
            "效益指标    社会效益指标    防洪保护人口              ≥8万人\n",
            "养护堤防长度=≥31公里;堤身除草保洁=≥95%;防洪保护人口=≥8万人;" },
        { "all cells at once",
            "一级指标    二级指标        三级指标                  指标值        备注\n"
            "产出指标    数量指标        养护堤防长度              ≥31公里\n"
            "            质量指标        堤身除草保洁一次性达      河长考评良好  每年汛前\n"
            "                            标情况                    及以上\n"
            "效益指标    社会效益指标    防洪保护人口              ≥8万人\n",
            "养护堤防长度=≥31公里;堤身除草保洁一次性达标情况=河长考评良好及以上;防洪保护人口="
            "≥8万人;" },
        { "a level beside the next row",
            "一级指标    二级指标        三级指标                  指标值\n"
            "产出指标    数量指标        养护堤防长度              ≥31公里\n"
            "满意度指标  服务对象满意    沿堤村民满意度            ≥90%\n"
            "            度指标          镇村干部满意度            ≥85%\n",
            "养护堤防长度=≥31公里;沿堤村民满意度=≥90%;镇村干部满意度=≥85%;" },
        { "a column a character",
            "一级指标     二级指标     三级指标        指标值\n"
            "产出指标     数量指标     养护堤防长度      ≥31公里\n"
            "         质量指标     堤身除草保洁达标    ≥95%\n"
            "                  率\n"
            "效益指标     可持续影响指   防洪能力        提升\n"
            "         标\n",
            "养护堤防长度=≥31公里;堤身除草保洁达标率=≥95%;防洪能力=提升;" },
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct xs_buf rows;
        xs_str got;
        xs_buf_init(&rows, 1 << 20);
        read_table(xs_str_c(t[i].table), &rows);
        assert_int_equal(xs_buf_finish(&rows, &got), XS_OK);
        same_text(t[i].name, "table", got, t[i].rows);
        CHECK(doc.lines_unread == 0, t[i].name);
        xs_buf_free(&rows);
    }
}

/* The joined cell stands where its first line does. */
static void places(void **state)
{
    (void)state;
    struct xs_buf rows;
    xs_buf_init(&rows, 1 << 20);
    read_table(XS_STR("一级指标    二级指标        三级指标                  指标值\n"
                      "产出指标    数量指标        养护堤防长度              ≥31公里\n"
                      "            质量指标        堤身除草保洁一次性达      ≥95%\n"
                      "                            标率\n"),
        &rows);
    assert_int_equal(doc.projects[0].nrows, 2);
    const struct xs_value_at *name = &doc.projects[0].rows[1].name;
    assert_int_equal(name->at->line, 5);
    assert_int_equal(name->at->col, 25);
    same_text("joined", "text", name->text, "堤身除草保洁一次性达\n标率");
    xs_buf_free(&rows);
}

/* Lines without end that go on with one cell: no more than some are taken. */
static void many_lines(void **state)
{
    (void)state;
    struct xs_buf table, rows;
    xs_str text;
    xs_buf_init(&table, 1 << 24);
    xs_buf_init(&rows, 1 << 24);
    xs_buf_puts(&table,
        XS_STR("一级指标    二级指标        三级指标                  指标值        备注\n"
               "产出指标    数量指标        养护堤防长度              ≥31公里       汛前\n"));
    for (int i = 0; i < 20000; i++)
        xs_buf_puts(&table,
            XS_STR("                                                                    完成\n"));
    assert_int_equal(xs_buf_finish(&table, &text), XS_OK);
    read_table(text, &rows);
    assert_true(doc.projects[0].nrows >= 1);
    xs_buf_free(&table);
    xs_buf_free(&rows);
}

static void room(void **state)
{
    (void)state;
    assert_int_equal(xs_places_room(XS_STR("")), 0);
    assert_int_equal(xs_places_room(XS_STR("12345热线")), 9);
    assert_int_equal(xs_places_room(XS_STR("≥95%")), 5);
    assert_true(xs_places_same(3, 4) && xs_places_same(4, 3) && !xs_places_same(3, 5));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(tables), cmocka_unit_test(places),
        cmocka_unit_test(many_lines), cmocka_unit_test(room) };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
