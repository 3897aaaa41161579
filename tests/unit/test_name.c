/* text/name.c: what a name measures, and the name without the form's numbering. */
#include "env.h"

static struct env env;
static const struct xs_name_words *words;

static int set_up(void **state)
{
    (void)state;
    return !env_open(&env) || xs_name_words_load(&env.set, env.lex, &words) != XS_OK;
}

static int tear_down(void **state)
{
    (void)state;
    env_close(&env);
    return 0;
}

static xs_str core_of(const char *name)
{
    xs_str folded;
    assert_int_equal(xs_fold(env.folder, env.doc, xs_str_c(name), &folded), XS_OK);
    return xs_name_core(words, folded);
}

static void test_kind(void **state)
{
    static const struct {
        const char *name, *kind;
    } rows[] = {
        { "党员参与率", "rate" },
        { "公办园在园幼儿占比", "rate" },
        { "理论教育和党性教育课时比例", "rate" },
        { "成本节约率", "rate" },
        { "故障修复率", "rate" },
        { "政策知晓率（%）", "rate" },
        { "项目(工程)验收合格率", "rate" },
        { "旅游收入增长率", "rate" },
        { "资金发放及时率", "timely" },
        { "按期完成率", "timely" },
        { "送餐准时率", "timely" },
        { "工作完成及时性", "timely" },
        { "工作完成率", "done" },
        { "补贴足额发放率", "done" },
        { "预算执行率", "done" },
        { "投诉处理率", "done" },
        { "服务对象满意度", "satisfaction" },
        { "服务对象满意度指标", "satisfaction" },
        { "小区居民满意度（≥**%）", "satisfaction" },
        { "市民对空气质量改善的满意程度", "satisfaction" },
        { "供水设施数量", "count" },
        { "印刷册数", "count" },
        { "采纳数", "count" },
        { "文稿起草工作完成量", "count" },
        { "覆盖村数", "count" },
        { "支付经费人数", "persons" },
        { "受益人口", "persons" },
        { "会议次数", "times" },
        { "演出场次", "times" },
        { "主体班培训人次", "times" },
        { "学习刊物印制期数", "times" },
        { "结果公布频次", "times" },
        { "会议时间", "time" },
        { "故障解决时限", "time" },
        { "设备使用年限", "time" },
        { "服务周期", "time" },
        { "资金成本", "money" },
        { "人均补助标准", "money" },
        { "人均每天支出金额", "money" },
        { "单台采购价格", "money" },
        { "项目控制预算数", "money" },
        { "项目总成本(≤**万元)", "money" },
        { "扩建校舍面积", "measure" },
        { "更换供水管网长度", "measure" },
        { "日常养护里程", "measure" },
        { "业务保障能力", "degree" },
        { "长期稳定性", "degree" },
        { "提高工作效率", "degree" },
        { "老党员生活情况", "degree" },
        { "补贴发放进度", "progress" },
        { "示范点创建", "other" },
        { "是否节约", "other" },
        { "", "other" },
    };
    size_t bad = 0;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *kind = xs_name_kind_name(xs_name_kind(words, core_of(rows[i].name)));
        if (strcmp(kind, rows[i].kind) != 0) {
            print_error("%s: got %s, not %s\n", rows[i].name, kind, rows[i].kind);
            bad++;
        }
    }
    assert_int_equal(bad, 0);
    assert_string_equal(xs_name_kind_name(XS_NAME_KIND_COUNT), "");
}

static void test_core(void **state)
{
    static const struct {
        const char *name, *core;
    } rows[] = {
        { "指标1：工程完工率", "工程完工率" },
        { "指标1:工程完工率", "工程完工率" },
        { "指标：工程完工率", "工程完工率" },
        { "指标1：", "指标1" },
        { "1.工程完工率", "工程完工率" },
        { "1、工程完工率", "工程完工率" },
        { "（1）工程完工率", "工程完工率" },
        { "一、工程完工率", "工程完工率" },
        { "★工程完工率", "工程完工率" },
        { "*工程完工率", "工程完工率" },
        { "工程完工率**", "工程完工率" },
        { "★1.工程完工率", "工程完工率" },
        { "①工程完工率", "工程完工率" },
        { "小区居民满意度（≥**%）", "小区居民满意度" },
        { "项目总成本（≤**万元）", "项目总成本" },
        { "满意度(***%)。", "满意度" },
        { "及时率（%）", "及时率(%)" },
        { "项目(工程)完成及时率", "项目(工程)完成及时率" },
        { "24小时扑灭率", "24小时扑灭率" },
        { "1.5米以上树木数", "1.5米以上树木数" },
        { "一般公共预算支出", "一般公共预算支出" },
        { "2024年培训人数", "2024年培训人数" },
        { "", "" },
        { "*", "*" },
        { "()", "()" },
        { ")", ")" },
    };
    size_t bad = 0;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        xs_str core = core_of(rows[i].name);
        if (!xs_str_eq(core, xs_str_c(rows[i].core))) {
            print_error("%s: got '%.*s', not '%s'\n", rows[i].name, XS_STR_ARG(core), rows[i].core);
            bad++;
        }
    }
    assert_int_equal(bad, 0);
}

static void test_long(void **state)
{
    static const char *const pieces[] = { "1.", "(", ")", "()", "*", "指标1:", "率", "。", "(≥*)" };
    static char text[65536];
    (void)state;
    for (size_t p = 0; p < sizeof pieces / sizeof *pieces; p++) {
        size_t n = strlen(pieces[p]), len = 0;
        for (; len + n < sizeof text; len += n)
            memcpy(text + len, pieces[p], n);
        xs_str core = xs_name_core(words, (xs_str){ text, len });
        assert_true(core.len <= len);
        assert_true(xs_name_kind(words, core) < XS_NAME_KIND_COUNT);
    }
}

static void test_faults(void **state)
{
    struct xs_patfiles none = env.set;
    const struct xs_lexset *lex;
    const struct xs_name_words *got = NULL;
    struct xs_fault fault = { .text = XS_STR_NONE };
    (void)state;
    none.count = 0;
    fault.arena = env.run;
    none.fault = &fault;
    assert_int_equal(xs_lexset_load(&none, env.folder, &lex), XS_OK);
    assert_int_equal(xs_name_words_load(&none, lex, &got), XS_E_PATTERNS);
    assert_true(xs_str_has(fault.text, XS_STR("name.rate")));
    none.arena = xs_arena_new(64);
    assert_non_null(none.arena);
    assert_int_equal(xs_name_words_load(&none, lex, &got), XS_E_NOMEM);
    assert_null(got);
    xs_arena_free(none.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kind),
        cmocka_unit_test(test_core),
        cmocka_unit_test(test_long),
        cmocka_unit_test(test_faults),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
