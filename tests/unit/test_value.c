/* text/value*.c: what a value says, for each row of a table; decimals, numerals, sameness, hostile
 * input. */
#include <time.h>

#include "base/buf.h"
#include "env.h"
#include "text/value_internal.h"

static struct env env;
static const struct xs_value_words *words;

static int set_up(void **state)
{
    (void)state;
    return !env_open(&env) || xs_value_words_load(&env.set, env.lex, &words) != XS_OK;
}

static int tear_down(void **state)
{
    (void)state;
    env_close(&env);
    return 0;
}

/* The value as a line: kind, comparator, number..high, [unit] class, second half, times a year,
 * flags. */
static void put_decimal(struct xs_buf *b, struct xs_decimal d)
{
    xs_buf_fixed(b, d.digits, d.scale);
}

static void describe(struct xs_buf *b, const struct xs_value *v)
{
    static const char *const flags[] = { "DOUBLED", "CONTRADICTION", "UNIT_LOST", "VAGUE",
        "NOT_A_VALUE", "SCALE", "SEVERAL", "APPROX", "PERIOD", "NO_SPLIT", "PCTWORD", "PLACEHOLDER",
        "WHOLE_YEAR", "TOO_LONG", "TWO_SIDED" };
    xs_buf_lit(b, xs_value_kind_name(v->kind));
    xs_buf_lit(b, " ");
    xs_buf_lit(b, xs_cmp_sign(v->main.cmp));
    if (v->main.has_number) {
        xs_buf_lit(b, " ");
        put_decimal(b, v->main.number);
    }
    if (v->main.has_high) {
        xs_buf_lit(b, "..");
        put_decimal(b, v->main.high);
    }
    xs_buf_lit(b, " [");
    xs_buf_puts(b, v->main.unit);
    xs_buf_lit(b, "] ");
    xs_buf_lit(b, xs_unit_class_name(v->main.uclass));
    if (v->second->has_number) {
        xs_buf_lit(b, " second ");
        xs_buf_lit(b, xs_cmp_sign(v->second->cmp));
        xs_buf_lit(b, " ");
        put_decimal(b, v->second->number);
        xs_buf_lit(b, "[");
        xs_buf_puts(b, v->second->unit);
        xs_buf_lit(b, "]");
    }
    if (v->per_year.digits) {
        xs_buf_lit(b, " /y=");
        put_decimal(b, v->per_year);
    }
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (v->flags >> i & 1) {
            xs_buf_lit(b, " ");
            xs_buf_lit(b, flags[i]);
        }
}

/* how: r = the name is a rate, d = the document doubles its values, a = all of them, u = sign and
 * unit have columns. */
static struct xs_value parse(const char *how, xs_str text)
{
    static const struct xs_decimal left[] = { { 95, 0 }, { 3, 0 }, { 37, 0 } };
    struct xs_value_context ctx = { .rate_name = strchr(how, 'r') != NULL,
        .doubled_doc = strpbrk(how, "da") != NULL,
        .all_doubled = strchr(how, 'a') != NULL,
        .unit_column = strchr(how, 'u') != NULL,
        .left = left,
        .nleft = 3 };
    struct xs_value v;
    xs_str folded;
    assert_int_equal(xs_fold(env.folder, env.doc, text, &folded), XS_OK);
    assert_int_equal(xs_value_parse(words, env.doc, folded, &ctx, &v), XS_OK);
    return v;
}

static const struct {
    const char *name, *how, *value, *expect;
} rows[] = {
    { "a count twice among doubled ones", "a", "≥1212个月",
        "number >= 12 [个月] time second  12[个月] DOUBLED" },
    { "one digit twice, and again", "a", "≤88%以内",
        "number <= 8 [%] ratio second <= 8[%] DOUBLED" },
    { "one digit twice, no more", "a", "≥33%", "number >= 33 [%] ratio" },
    { "a count among others that stand", "d", "≥2020人次",
        "number >= 2020 [人次] person-times NO_SPLIT" },
    { "three digits twice are no chance", "d", "≥268268人",
        "number >= 268 [人] person second  268[人] DOUBLED" },
    { "three digits twice, nothing else is", "", "≥268268人",
        "number >= 268268 [人] person NO_SPLIT" },
    { "no sign, no doubt", "a", "1212个月", "number  1212 [个月] time NO_SPLIT" },
    { "four digits twice, without a sign", "d", "12001200元/人",
        "number  1200 [元/人] compound second  1200[元/人] DOUBLED" },
    { "three digits twice, without a sign", "d", "120120元", "number  120120 [元] money NO_SPLIT" },
    { "one digit of a count twice, all are", "a", "≤22小时",
        "number <= 2 [小时] time second  2[小时] DOUBLED" },
    { "one digit of a count twice, some are", "d", "≤22小时", "number <= 22 [小时] time NO_SPLIT" },
    { "nought twice", "d", "≤00次", "number <= 0 [次] times second  0[次] DOUBLED" },
    { "nought twice, nothing else is", "", "≤00次", "number <= 0 [次] times" },
    { "a zero before a digit", "a", "≥0404次", "number >= 404 [次] times" },
    { "above all there is: two rates", "dr", "≥90100%",
        "number >= 90 [] none second  100[%] CONTRADICTION" },
    { "above all there is, nothing is doubled", "r", "≥90100%", "number >= 90100 [%] ratio" },
    { "a comparator on either side", "", "≥30台以上", "number >= 30 [台] item TWO_SIDED" },
    { "a time of day", "", "6:30前", "date  [] none" },
    { "a time of day and words", "", "每日22:00以前", "date  [] none PERIOD" },
    { "a ratio with a word behind it", "", "1:15以内", "number <= 1 [:15] ratio" },
    { "no minutes", "", "1:75前", "number  1 [:75] ratio" },
    { "a ratio of two digits", "", "≤1:10", "number <= 1 [:10] ratio" },
    { "no hour", "", "25:30前", "number  25 [:30] ratio" },
    { "a power of ten is the number it stands for", "", "≥10²㎡", "number >= 100 [㎡] measure" },
    { "a power of ten before words", "", "10³立方米", "number  1000 [立方米] measure" },
    { "a raised two of another base is half a unit", "", "≥500²", "number >= 500 [] none" },
    { "a unit's own raised two", "", "500m²", "number  500 [m²] measure" },
    { "a tolerance of more decimals", "", "20±0.5厘米", "range  19.5..20.5 [厘米] measure" },
    { "a tolerance of fewer decimals", "", "20.5±1厘米", "range  19.5..21.5 [厘米] measure" },
    { "glued to a target of the document", "d", "≥373次及以上",
        "number >= 37 [] none second >= 3[次] CONTRADICTION" },
    { "glued to no target known", "d", "≥363次以上", "number >= 363 [次] times TWO_SIDED" },
    { "twice, the second time in words", "d", "≥95大于等于95百分比",
        "number >= 95 [%] ratio second >= 95[%] DOUBLED PCTWORD" },
    { "only punctuation", "", "、", "missing  [] none" },
    { "groups of digits without an end", "", "123,456,789,012,345,678,901,234元",
        "number  789012345678901234 [元] money TOO_LONG" },
    { "decimals without an end", "", "1.00000000000000000000001%", "number  [] none TOO_LONG" },
    { "a ratio without an end", "", "1:100000000000000000000000", "number  1 [] none TOO_LONG" },
    { "numerals beyond all numbers", "", "一百亿亿亿", "words  [] none VAGUE" },
    { "a sum of numerals beyond all numbers", "", "九亿亿九亿亿", "words  [] none VAGUE" },
    { "a unit explained", "", "500吨(公斤)", "number  500 [吨(公斤)] measure" },
    { "ten to the first", "", "10¹米", "number  10 [米] measure" },
    { "wan and a ratio", "", "3万1:2", "number  30001 [:2] ratio" },
    { "a period that is longer than its unit", "", "2次/半年",
        "frequency  2 [次/半年] times /y=4 PERIOD" },
    { "a scale and a number of its own", "", "3万3.5", "number  3 [万] other SEVERAL" },
    { "gold 1", "", "每月一期", "frequency  1 [期] times /y=12 PERIOD" },
    { "gold 2", "r", "一季度一次培训", "frequency  1 [次] times /y=4 PERIOD" },
    { "gold 3", "", "半年一次学习交流", "frequency  1 [次] times /y=2 PERIOD" },
    { "gold 4", "", "培训成本合理安排", "words  [] none VAGUE" },
    { "gold 5", "", "创新培训方法", "words  [] none NOT_A_VALUE" },
    { "gold 6", "", "是否实现绿色办公", "yes-no  [] none" },
    { "gold 7", "", "受训人的满意度", "words  [] none NOT_A_VALUE" },
    { "gold 8", "r", "每年党员干部轮训一次", "frequency  1 [次] times /y=1 PERIOD" },
    { "gold 9", "d", "≥33次以上", "number >= 3 [次] times second >= 3[次] DOUBLED" },
    { "gold 10", "dr", "≥9090%及以上", "number >= 90 [%] ratio second >= 90[%] DOUBLED" },
    { "gold 11", "dr", "≥9595%及以上", "number >= 95 [%] ratio second >= 95[%] DOUBLED" },
    { "gold 12", "dr", "≥9595%以上", "number >= 95 [%] ratio second >= 95[%] DOUBLED" },
    { "gold 13", "dr", "≥100100%", "number >= 100 [%] ratio second  100[%] DOUBLED" },
    { "gold 14", "dr", "≥9595%", "number >= 95 [%] ratio second  95[%] DOUBLED" },
    { "gold 15", "dr", "≥100按计划完成", "number >= 100 [] none" },
    { "gold 16", "dr", "≥903次及以上", "number >= 90 [] none second >= 3[次] CONTRADICTION" },
    { "gold 17", "dr", "≥953次及以上", "number >= 95 [] none second >= 3[次] CONTRADICTION" },
    { "gold 18", "d", "100等于100%", "number = 100 [%] ratio second = 100[%] DOUBLED" },
    { "gold 19", "d", "100有效改善", "words  [] none VAGUE" },
    { "gold 20", "dr", "≥90大于等于90%", "number >= 90 [%] ratio second >= 90[%] DOUBLED" },
    { "gold 21", "d", "≥100大于等于90%", "number >= 100 [] none second >= 90[%] CONTRADICTION" },
    { "gold 22", "dr", ">100大于90%", "number > 100 [] none second > 90[%] CONTRADICTION" },
    { "gold 23", "dr", "≥8585%及以上", "number >= 85 [%] ratio second >= 85[%] DOUBLED" },
    { "gold 24", "d", "≥955个以上", "number >= 95 [] none second >= 5[个] CONTRADICTION" },
    { "gold 25", "dr", "≥90每月90%以上", "number >= 90 [%] ratio second >= 90[%] DOUBLED PERIOD" },
    { "gold 26", "d", "≥4每年4部电教片及以上",
        "number >= 4 [部电教片] item second >= 4[部电教片] /y=4 DOUBLED PERIOD" },
    { "gold 27", "dr", "≥4每月4次以上",
        "number >= 4 [次] times second >= 4[次] /y=48 DOUBLED PERIOD" },
    { "gold 28", "d", "≥3每年3部电教片",
        "number >= 3 [部电教片] item second  3[部电教片] /y=3 DOUBLED PERIOD" },
    { "gold 29", "", "≥2次", "number >= 2 [次] times" },
    { "gold 30", "r", "≥95百分比", "number >= 95 [%] ratio PCTWORD" },
    { "gold 31", "r", "≤1年", "number <= 1 [年] time" },
    { "gold 32", "", "≤1.8万元", "number <= 1.8 [万元] money" },
    { "gold 33", "r", "≥90百分比", "number >= 90 [%] ratio PCTWORD" },
    { "gold 34", "", "≥500人次", "number >= 500 [人次] person-times" },
    { "gold 35", "", "≤29.73万元", "number <= 29.73 [万元] money" },
    { "gold 36", "", "≥100本", "number >= 100 [本] item" },
    { "gold 37", "", "是否", "yes-no  [] none" },
    { "gold 38", "", "≥100%", "number >= 100 [%] ratio" },
    { "gold 39", "r", "≥95%", "number >= 95 [%] ratio" },
    { "gold 40", "", "2人", "number  2 [人] person" },
    { "gold 41", "", "≥85%", "number >= 85 [%] ratio" },
    { "gold 42", "", "≥80%", "number >= 80 [%] ratio" },
    { "gold 43", "", "≥3条", "number >= 3 [条] item" },
    { "gold 44", "r", "≤95%", "number <= 95 [%] ratio" },
    { "gold 45", "dr", "≥9595及以上", "number >= 95 [] none second >= 95[] DOUBLED UNIT_LOST" },
    { "gold 46", "dr", "≥8080及以上", "number >= 80 [] none second >= 80[] DOUBLED UNIT_LOST" },
    { "gold 47", "dr", "≥5050及以上", "number >= 50 [] none second >= 50[] DOUBLED UNIT_LOST" },
    { "gold 48", "dr", "≥9090及以上", "number >= 90 [] none second >= 90[] DOUBLED UNIT_LOST" },
    { "gold 49", "", "≥100公里", "number >= 100 [公里] measure" },
    { "gold 50", "", "≥20座", "number >= 20 [座] item" },
    { "gold 51", "r", "100%", "number  100 [%] ratio" },
    { "gold 52", "", "1600元/亩", "number  1600 [元/亩] compound" },
    { "gold 53", "", "3500公斤", "number  3500 [公斤] measure" },
    { "gold 54", "", "≥500人", "number >= 500 [人] person" },
    { "gold 55", "", "≥1000人", "number >= 1000 [人] person" },
    { "gold 56", "", "≥500亩", "number >= 500 [亩] measure" },
    { "gold 57", "", "≥200亩", "number >= 200 [亩] measure" },
    { "gold 58", "", "≥20年", "number >= 20 [年] time" },
    { "gold 59", "u", "≥95%", "number >= 95 [%] ratio" },
    { "gold 60", "u", "≥1年", "number >= 1 [年] time" },
    { "gold 61", "u", "≥1人/年", "number >= 1 [人/年] compound" },
    { "gold 62", "u", "≥230个", "number >= 230 [个] item" },
    { "gold 63", "u", "=11个", "number = 11 [个] item" },
    { "gold 64", "u", "≧735人次", "number >= 735 [人次] person-times" },
    { "gold 65", "ur", "≧100%", "number >= 100 [%] ratio" },
    { "gold 66", "ur", "═100%", "number = 100 [%] ratio" },
    { "gold 67", "", "有效", "words  [] none VAGUE" },
    { "gold 68", "ur", "≧95%", "number >= 95 [%] ratio" },
    { "gold 69", "", "≥77台", "number >= 77 [台] item" },
    { "gold 70", "r", "≥0.97比例", "number >= 0.97 [比例] ratio" },
    { "gold 71", "r", "<24小时", "number < 24 [小时] time" },
    { "gold 72", "", "<1681680元", "number < 1681680 [元] money" },
    { "gold 73", "", "正面支撑", "words  [] none VAGUE" },
    { "gold 74", "", "有力保障", "words  [] none VAGUE" },
    { "gold 75", "", "持续保障", "words  [] none VAGUE" },
    { "gold 76", "r", "≥90%", "number >= 90 [%] ratio" },
    { "gold 77", "", "8个", "number  8 [个] item" },
    { "gold 78", "", "房屋设备、设施的管理到位,环境卫生整洁,车辆停放有序", "words  [] none VAGUE" },
    { "gold 79", "", "2021年全年", "date  [] none WHOLE_YEAR" },
    { "gold 80", "", "≤1125万元", "number <= 1125 [万元] money" },
    { "gold 81", "", "显著改善", "words  [] none VAGUE" },
    { "gold 82", "", "显著提高", "words  [] none VAGUE" },
    { "gold 83", "", "10辆", "number  10 [辆] item" },
    { "gold 84", "", "≥80M", "number >= 80 [M] measure" },
    { "gold 85", "", "优良", "grade  [] none" },
    { "gold 86", "", "2023.07-2024.01", "date  [] none" },
    { "gold 87", "", "250万", "number  250 [万] other" },
    { "gold 88", "", "280人次", "number  280 [人次] person-times" },
    { "gold 89", "", "25人次", "number  25 [人次] person-times" },
    { "gold 90", "", "6次", "number  6 [次] times" },
    { "gold 91", "r", "70%", "number  70 [%] ratio" },
    { "gold 92", "", "220", "number  220 [] none" },
    { "own 93", "", "6月底前", "date  [] none" },
    { "own 94", "", "2024年12月31日前", "date  [] none" },
    { "own 95", "", "12月底前", "date  [] none" },
    { "own 96", "", "预算年度", "date  [] none WHOLE_YEAR" },
    { "own 97", "", "年内", "date  [] none WHOLE_YEAR" },
    { "own 98", "", "当年", "date  [] none WHOLE_YEAR" },
    { "own 99", "", "2025-06-30", "date  [] none" },
    { "own 100", "", "第三季度前", "date  [] none" },
    { "own 101", "", "每年2次", "frequency  2 [次] times /y=2 PERIOD" },
    { "own 102", "", "12期/年", "frequency  12 [期/年] times /y=12 PERIOD" },
    { "own 103", "", "每两年一次", "frequency  1 [次] times /y=0.5 PERIOD" },
    { "own 104", "", "≥735人次", "number >= 735 [人次] person-times" },
    { "own 105", "", "854万(高标准农田建设400万元,灌溉54万元,道路400万元)",
        "number  854 [万] other" },
    { "own 106", "", "<24小时", "number < 24 [小时] time" },
    { "own 107", "", "百分之九十五", "number  95 [%] ratio PCTWORD" },
    { "own 108", "", "95个百分点", "number  95 [个百分点] point" },
    { "own 109", "", "10‰", "number  10 [‰] ratio" },
    { "own 110", "", "三个月", "number  3 [个月] time" },
    { "own 111", "", "1:3", "number  1 [:3] ratio" },
    { "own 112", "", "3,309,840.00元", "number  3309840.00 [元] money" },
    { "own 113", "", "2万人次", "number  2 [万人次] person-times" },
    { "own 114", "", "85%-95%", "range  85..95 [%] ratio" },
    { "own 115", "", "1-2期", "range  1..2 [期] times" },
    { "own 116", "", "20±2℃", "range  18..22 [℃] measure" },
    { "own 117", "", "≥3类≥5个", "number >= 3 [类] item SEVERAL" },
    { "own 118", "", "≥5人≤10人", "range  5..10 [人] person" },
    { "own 119", "r", "100等于100%", "number = 100 [%] ratio second = 100[%] DOUBLED" },
    { "own 120", "", "≥100100百分比", "number >= 100 [%] ratio second  100[%] DOUBLED PCTWORD" },
    { "own 121", "", "≥8585及以上", "number >= 85 [] none second >= 85[] DOUBLED UNIT_LOST" },
    { "own 122", "", "≥2020人次", "number >= 2020 [人次] person-times NO_SPLIT" },
    { "own 123", "", "≥1212平方米", "number >= 1212 [平方米] measure NO_SPLIT" },
    { "own 124", "", "≥9595户", "number >= 9595 [户] item NO_SPLIT" },
    { "own 125", "d", "≥9595户", "number >= 9595 [户] item NO_SPLIT" },
    { "own 126", "r", "≥9595户", "number >= 95 [户] item second  95[户] DOUBLED" },
    { "own 127", "", "≥120人以上", "number >= 120 [人] person TWO_SIDED" },
    { "own 128", "d", "≥120人以上", "number >= 120 [人] person TWO_SIDED" },
    { "own 129", "", "≥88%以上", "number >= 88 [%] ratio TWO_SIDED" },
    { "own 130", "", "≥99%", "number >= 99 [%] ratio" },
    { "own 131", "", "优", "grade  [] none" },
    { "own 132", "", "良好以上", "grade >= [] none" },
    { "own 133", "", "≥良", "grade >= [] none" },
    { "own 134", "", "优良中低差", "grade  [] none SCALE" },
    { "own 135", "", "优/良/中/差", "grade  [] none SCALE" },
    { "own 136", "", "良好", "grade  [] none VAGUE" },
    { "own 137", "", "好", "grade  [] none VAGUE" },
    { "own 138", "", "合格", "event  [] none" },
    { "own 139", "", "达到GB 50000-2018", "event  [] none" },
    { "own 140", "", "达到国家标准", "event  [] none" },
    { "own 141", "", "达到Ⅲ类水质", "event  [] none" },
    { "own 142", "", "无重大事故", "event  [] none" },
    { "own 143", "", "零事故", "event  [] none" },
    { "own 144", "", "不发生安全事故", "event  [] none" },
    { "own 145", "", "全覆盖", "event  [] none" },
    { "own 146", "", "应检尽检", "event  [] none" },
    { "own 147", "", "足额发放", "event  [] none" },
    { "own 148", "", "按时发放", "event  [] none" },
    { "own 149", "", "提高", "words  [] none VAGUE" },
    { "own 150", "", "加强", "words  [] none VAGUE" },
    { "own 151", "", "长期", "words  [] none VAGUE" },
    { "own 152", "", "持续", "words  [] none VAGUE" },
    { "own 153", "", "是", "event  [] none" },
    { "own 154", "", "通过", "event  [] none" },
    { "own 155", "", "是/否", "yes-no  [] none" },
    { "own 156", "", "是否≥95%", "yes-no  [] none" },
    { "own 157", "", "/", "missing  [] none" },
    { "own 158", "", "-", "missing  [] none" },
    { "own 159", "", "—", "missing  [] none" },
    { "own 160", "", "无", "missing  [] none" },
    { "own 161", "", "", "missing  [] none" },
    { "own 162", "", "**", "missing  [] none" },
    { "own 163", "", "≥**%", "missing >= [] none PLACEHOLDER" },
    { "own 164", "", "XX", "missing  [] none PLACEHOLDER" },
    { "own 165", "", "约100人", "number ~ 100 [人] person APPROX" },
    { "own 166", "", "100人左右", "number ~ 100 [人] person APPROX" },
    { "own 167", "", "不超过5天", "number <= 5 [天] time" },
    { "own 168", "", "5个工作日内", "number <= 5 [个工作日] time" },
    { "own 169", "", "15分钟内", "number <= 15 [分钟] time" },
    { "own 170", "", "30日前", "date  [] none" },
    { "own 171", "", "每月10日前", "date  [] none PERIOD" },
    { "own 172", "", "每季度结束后30日内", "number <= 30 [日] time PERIOD" },
    { "own 173", "", "合同签订后30日内", "number <= 30 [日] time" },
    { "own 174", "", "6.30前", "date  [] none" },
    { "own 175", "", "2024年", "date  [] none WHOLE_YEAR" },
    { "own 176", "", "2024年培训500人", "number  500 [人] person" },
    { "own 177", "", "2024-2026年", "date  [] none" },
    { "own 178", "", "2023-2025", "date  [] none" },
    { "own 179", "", "1-6月", "date  [] none" },
    { "own 180", "", "7-8月", "date  [] none" },
    { "own 181", "", "上半年", "date  [] none" },
    { "own 182", "", "上半年完成", "date  [] none" },
    { "own 183", "", "春节前", "date  [] none" },
    { "own 184", "", "汛期前", "date  [] none" },
    { "own 185", "", "汛期安全度汛", "words  [] none VAGUE" },
    { "own 186", "", "全年完成", "date  [] none WHOLE_YEAR" },
    { "own 187", "", "全年持续开展", "words  [] none VAGUE" },
    { "own 188", "", "年底前完成", "date  [] none WHOLE_YEAR" },
    { "own 189", "", "2024年底前", "date  [] none WHOLE_YEAR" },
    { "own 190", "", "3万5千元", "number  35000 [元] money" },
    { "own 191", "", "三万元", "number  30000 [元] money" },
    { "own 192", "", "十二期", "number  12 [期] times" },
    { "own 193", "", "1.2万亿元", "number  1.2 [万亿元] money" },
    { "own 194", "", "5千米", "number  5 [千米] measure" },
    { "own 195", "", "20240630", "date  [] none" },
    { "own 196", "", "99.599.5%", "number  99.5 [%] ratio second  99.5[%] DOUBLED" },
    { "own 197", "", "≥1.81.8万元", "number >= 1.8 [万元] money second  1.8[万元] DOUBLED" },
    { "own 198", "", "100000000000000000000", "number  [] none TOO_LONG" },
    { "own 199", "", "1/3", "number  1 [/3] ratio" },
    { "own 200", "", "万分之一", "number  1 [万分之] ratio" },
    { "own 201", "", "≤万分之一", "number <= 1 [万分之] ratio" },
    { "own 202", "", "千分之五", "number  5 [千分之] ratio" },
    { "own 203", "", "三分之二", "number  2 [三分之] ratio" },
    { "own 204", "", "提高5%", "number  5 [%] ratio" },
    { "own 205", "", "较上年提高3个百分点", "number  3 [个百分点] point" },
    { "own 206", "", "下降5%以上", "number >= 5 [%] ratio" },
    { "own 207", "", "完成率达到95%以上", "number >= 95 [%] ratio" },
    { "own 208", "", "≥90%且≤95%", "range  90..95 [%] ratio" },
    { "own 209", "", "不低于90分", "number >= 90 [分] score" },
    { "own 210", "", "五星级", "grade  [] none" },
    { "own 211", "", "一级", "grade  [] none" },
    { "own 212", "", "二级甲等", "grade  [] none" },
    { "own 213", "", "AAA级", "grade  [] none" },
    { "own 214", "", "每年≥2次", "frequency >= 2 [次] times /y=2 PERIOD" },
    { "own 215", "", "每周1次", "frequency  1 [次] times /y=52 PERIOD" },
    { "own 216", "", "每天2次", "frequency  2 [次] times /y=730 PERIOD" },
    { "own 217", "", "每学期1次", "frequency  1 [次] times /y=2 PERIOD" },
    { "own 218", "", "每半年1次", "frequency  1 [次] times /y=2 PERIOD" },
    { "own 219", "", "每两个月一次", "frequency  1 [次] times /y=6 PERIOD" },
    { "own 220", "", "季度一次", "frequency  1 [次] times /y=4 PERIOD" },
    { "own 221", "", "一年两次", "frequency  2 [次] times /y=2 PERIOD" },
    { "own 222", "", "1年1次", "frequency  1 [次] times /y=1 PERIOD" },
    { "own 223", "", "按月发放", "event  [] none" },
    { "own 224", "", "每月", "frequency  [] none /y=12" },
    { "own 225", "", "双月25日前", "date  [] none" },
    { "own 226", "", "月均2次", "frequency  2 [次] times /y=24 PERIOD" },
    { "own 227", "", "年均培训2000人次", "number  2000 [人次] person-times /y=2000 PERIOD" },
    { "own 228", "", "每年500人次", "number  500 [人次] person-times /y=500 PERIOD" },
    { "own 229", "", "每月500元", "number  500 [元] money /y=6000 PERIOD" },
    { "own 230", "", "≥2次/年", "frequency >= 2 [次/年] times /y=2 PERIOD" },
    { "own 231", "", "≥2次/月", "frequency >= 2 [次/月] times /y=24 PERIOD" },
    { "own 232", "", "60件（套）", "number  60 [件(套)] item" },
    { "own 233", "", "9595台（件）", "number  9595 [台(件)] item NO_SPLIT" },
    { "own 234", "", "1200元/人·月", "number  1200 [元/人·月] compound" },
    { "own 235", "", "30元/户", "number  30 [元/户] compound" },
    { "own 236", "", "1.6元/车公里", "number  1.6 [元/车公里] compound" },
    { "own 237", "", "5%以内", "number <= 5 [%] ratio" },
    { "own 238", "", "控制在5%以内", "number <= 5 [%] ratio" },
    { "own 239", "", "+5%", "number  5 [%] ratio" },
    { "own 240", "", "-5℃", "number  -5 [℃] measure" },
    { "own 241", "", "≥-5℃", "number >= -5 [℃] measure" },
    { "own 242", "", "第一名", "event  [] none" },
    { "own 243", "", "前3名", "number  3 [名] person" },
    { "own 244", "", "PM2.5≤35微克/立方米", "number <= 35 [微克/立方米] measure" },
    { "own 245", "", "A4纸100包", "number  100 [包] item" },
    { "own 246", "", "5G基站100个", "number  100 [个] item" },
    { "own 247", "", "5A级景区", "words  [] none VAGUE" },
    { "own 248", "", "建成1个中心", "number  1 [个中心] item" },
    { "own 249", "", "一次性验收合格率100%", "number  100 [%] ratio" },
    { "own 250", "", "统一标准", "words  [] none NOT_A_VALUE" },
    { "own 251", "", "栖林字〔2022〕89号", "words  [] none NOT_A_VALUE" },
    { "own 252", "", "财预〔2021〕101号", "words  [] none NOT_A_VALUE" },
    { "own 253", "", "开展丰富多彩的文化活动", "words  [] none NOT_A_VALUE" },
    { "own 254", "", "逐步增强", "words  [] none VAGUE" },
    { "own 255", "", "质量良好", "words  [] none VAGUE" },
    { "own 256", "", "≥100按计划完成", "number >= 100 [] none" },
    { "own 257", "", "100完成", "number  100 [] none" },
    { "own 258", "", "≥95显著提升", "words  [] none VAGUE" },
    { "own 259", "", "50人,每人2次", "number  50 [人] person SEVERAL" },
    { "own 260", "", "一季度25%,二季度50%,三季度75%,四季度100%", "date  [] none SEVERAL" },
    { "own 261", "", "涉密", "withheld  [] none" },
    { "own 262", "", "略", "withheld  [] none" },
    { "own 263", "", "保密不公开", "withheld  [] none" },
    { "own 264", "", "涉密载体销毁", "words  [] none VAGUE" },
    { "own 265", "", "≥100%(含)", "number >= 100 [%] ratio" },
    { "own 266", "", "95%（含）以上", "number >= 95 [%] ratio" },
    { "own 267", "", "（≥95%）", "number >= 95 [%] ratio" },
    { "own 268", "", "≥95%。", "number >= 95 [%] ratio" },
    { "own 269", "", "≥95％", "number >= 95 [%] ratio" },
    { "own 270", "", "〉95%", "number > 95 [%] ratio" },
    { "own 271", "", "大于等于95", "number >= 95 [] none" },
    { "own 272", "", "90大于等于90%", "number >= 90 [%] ratio second >= 90[%] DOUBLED" },
    { "own 273", "", "≥4每季度1次", "number >= 4 [次] times second  1[次] /y=4 DOUBLED PERIOD" },
    { "own 274", "", "≥4每月1次", "number >= 4 [] none second  1[次] CONTRADICTION PERIOD" },
    { "own 275", "", "≥90%≥85%", "number >= 90 [%] ratio second >= 85[%] CONTRADICTION" },
    { "two ceilings", "", "15万元以内，不超过18万元",
        "number <= 15 [万元] money second <= 18[万元] CONTRADICTION" },
    { "a ceiling and a floor", "", "≥15万元，≤18万元", "range  15..18 [万元] money" },
    { "ceilings with names", "", "道路≤10万元，桥梁≤20万元", "number <= 10 [万元] money SEVERAL" },
    { "two deadlines", "", "3月底前（5月底前）", "date  [] none CONTRADICTION" },
    { "two deadlines with a year", "", "2024年11月30日前（12月底前）",
        "date  [] none CONTRADICTION" },
    { "deadlines of two stages", "", "6月底前、12月底前", "date  [] none" },
    { "a deadline said twice", "", "2024年6月底前（6月底前）", "date  [] none" },
    { "own 276", "", ">90%≥90%", "number > 90 [%] ratio second >= 90[%] DOUBLED" },
    { "own 277", "", "满意", "grade  [] none" },
    { "own 278", "", "基本满意以上", "grade >= [] none" },
    { "own 279", "", "3天", "number  3 [天] time" },
    { "own 280", "", "≤6月", "number <= 6 [月] time" },
    { "own 281", "", "12个月", "number  12 [个月] time" },
    { "own 282", "", "全部", "event  [] none" },
    { "own 283", "", "按进度完成", "event  [] none" },
    { "own 284", "", "有效保障", "words  [] none VAGUE" },
    { "own 285", "", "同比增长10%", "number  10 [%] ratio" },
    { "own 286", "", "1：50", "number  1 [:50] ratio" },
    { "own 287", "", "24小时", "number  24 [小时] time" },
    { "own 288", "", "5.5‰以下", "number <= 5.5 [‰] ratio" },
    { "own 289", "", "0起", "number  0 [起] item" },
    { "own 290", "", "0", "number  0 [] none" },
    { "own 291", "", "00", "number  0 [] none" },
    { "own 292", "", "≥0", "number >= 0 [] none" },
    { "own 293", "", "一", "words  [] none VAGUE" },
    { "own 294", "", "两个", "number  2 [个] item" },
    { "own 295", "", "十", "words  [] none VAGUE" },
    { "own 296", "", "百", "words  [] none VAGUE" },
    { "own 297", "", "≥三", "number >= 3 [] none" },
    { "more 298", "", "不低于95%", "number >= 95 [%] ratio" },
    { "more 299", "", "不少于3次", "number >= 3 [次] times" },
    { "more 300", "", "至少2次", "number >= 2 [次] times" },
    { "more 301", "", "大于或等于80分", "number >= 80 [分] score" },
    { "more 302", "", "低于5%", "number < 5 [%] ratio" },
    { "more 303", "", "高于90%", "number > 90 [%] ratio" },
    { "more 304", "", "≧100%", "number >= 100 [%] ratio" },
    { "more 305", "", "⩾100%", "number >= 100 [%] ratio" },
    { "more 306", "", "≦5%", "number <= 5 [%] ratio" },
    { "more 307", "", "﹥90%", "number > 90 [%] ratio" },
    { "more 308", "", "═100%", "number = 100 [%] ratio" },
    { "more 309", "", "9 5 %", "number  95 [%] ratio" },
    { "more 310", "", "１００％", "number  100 [%] ratio" },
    { "more 311", "", "≥ 95 ％", "number >= 95 [%] ratio" },
    { "more 312", "", "100公里", "number  100 [公里] measure" },
    { "more 313", "", "300亩", "number  300 [亩] measure" },
    { "more 314", "", "20万立方米", "number  20 [万立方米] measure" },
    { "more 315", "", "1.5吨", "number  1.5 [吨] measure" },
    { "more 316", "", "220千伏", "number  220 [千伏] measure" },
    { "more 317", "", "≥50Mbps", "number >= 50 [Mbps] measure" },
    { "more 318", "", "≤70分贝", "number <= 70 [分贝] measure" },
    { "more 319", "", "≤0.05mg/L", "number <= 0.05 [mg/L] measure" },
    { "more 320", "", "≥2GB", "number >= 2 [GB] measure" },
    { "more 321", "", "12套", "number  12 [套] item" },
    { "more 322", "", "8栋", "number  8 [栋] item" },
    { "more 323", "", "36课时", "number  36 [课时] time" },
    { "more 324", "", "1000人份", "number  1000 [人份] item" },
    { "more 325", "", "5000元/人·年", "number  5000 [元/人·年] compound" },
    { "more 326", "", "300元/人/天", "number  300 [元/人/天] compound" },
    { "more 327", "", "2元/公里", "number  2 [元/公里] compound" },
    { "more 328", "", "≥30户", "number >= 30 [户] item" },
    { "more 329", "", "≥90分", "number >= 90 [分] score" },
    { "more 330", "", "1倍", "number  1 [倍] ratio" },
    { "more 331", "", "≥1.5倍", "number >= 1.5 [倍] ratio" },
    { "more 332", "", "每月不少于2次", "frequency >= 2 [次] times /y=24 PERIOD" },
    { "more 333", "", "每年不低于4次", "frequency >= 4 [次] times /y=4 PERIOD" },
    { "more 334", "", "每季度不少于1次", "frequency >= 1 [次] times /y=4 PERIOD" },
    { "more 335", "", "每年1次以上", "frequency >= 1 [次] times /y=1 PERIOD" },
    { "more 336", "", "年内不少于2次", "number >= 2 [次] times" },
    { "more 337", "", "每两周一次", "frequency  1 [次] times /y=26 PERIOD" },
    { "more 338", "", "隔周一次", "frequency  1 [次] times /y=52 PERIOD" },
    { "more 339", "", "半月一次", "frequency  1 [次] times /y=24 PERIOD" },
    { "more 340", "", "每日一次", "frequency  1 [次] times /y=365 PERIOD" },
    { "more 341", "", "一月一次", "frequency  1 [次] times /y=12 PERIOD" },
    { "more 342", "", "两月一次", "frequency  1 [次] times /y=6 PERIOD" },
    { "more 343", "", "三年一次", "frequency  1 [次] times /y=0.333 PERIOD" },
    { "more 344", "", "全年4次", "number  4 [次] times" },
    { "more 345", "", "2024年4次", "number  4 [次] times" },
    { "more 346", "", "9月30日前完成", "date  [] none" },
    { "more 347", "", "2024年9月底前", "date  [] none" },
    { "more 348", "", "2024年第三季度", "date  [] none" },
    { "more 349", "", "四季度", "date  [] none" },
    { "more 350", "", "2024年上半年", "date  [] none" },
    { "more 351", "", "2024.12.31", "date  [] none" },
    { "more 352", "", "2024/6", "date  [] none" },
    { "more 353", "", "二〇二四年六月", "date  [] none" },
    { "more 354", "", "十二月底前", "date  [] none" },
    { "more 355", "", "6月上旬", "date  [] none" },
    { "more 356", "", "2024年1月1日至2024年12月31日", "date  [] none" },
    { "more 357", "", "2024.1-2024.12", "date  [] none" },
    { "more 358", "", "2024-2025学年", "date  [] none" },
    { "more 359", "", "汛期前完成", "date  [] none" },
    { "more 360", "", "次年3月底前", "date  [] none" },
    { "more 361", "", "本年度", "date  [] none WHOLE_YEAR" },
    { "more 362", "", "一个预算年度", "date  [] none WHOLE_YEAR" },
    { "more 363", "", "优秀", "grade  [] none" },
    { "more 364", "", "合格及以上", "grade >= [] none" },
    { "more 365", "", "良好及以上", "grade >= [] none" },
    { "more 366", "", "二级及以上", "grade >= [] none" },
    { "more 367", "", "达到优秀等次", "grade  [] none" },
    { "more 368", "", "评定为良好", "grade  [] none VAGUE" },
    { "more 369", "", "国家一级标准", "event  [] none" },
    { "more 370", "", "符合国家标准", "event  [] none" },
    { "more 371", "", "符合GB/T 19001", "event  [] none" },
    { "more 372", "", "达标", "event  [] none" },
    { "more 373", "", "验收合格", "event  [] none" },
    { "more 374", "", "完成验收", "event  [] none" },
    { "more 375", "", "通过验收", "event  [] none" },
    { "class of concrete", "", "C30", "event  [] none" },
    { "class of steel", "", "不低于HRB400", "event  [] none" },
    { "letters alone", "", "LED", "words  [] none VAGUE" },
    { "more 376", "", "完成", "event  [] none" },
    { "more 377", "", "已完成", "event  [] none" },
    { "more 378", "", "按计划完成", "event  [] none" },
    { "more 379", "", "按时完成", "event  [] none" },
    { "more 380", "", "及时足额发放", "event  [] none" },
    { "more 381", "", "零投诉", "event  [] none" },
    { "more 382", "", "无安全事故发生", "event  [] none" },
    { "more 383", "", "有", "event  [] none" },
    { "more 384", "", "不公开", "withheld  [] none" },
    { "more 385", "", "涉密，不公开", "withheld  [] none" },
    { "more 386", "", "暂无", "missing  [] none" },
    { "more 387", "", "待定", "missing  [] none" },
    { "more 388", "", "——", "missing  [] none" },
    { "more 389", "", "N/A", "missing  [] none" },
    { "more 390", "", "是或否", "yes-no  [] none" },
    { "more 391", "", "能否按时完成", "yes-no  [] none" },
    { "more 392", "", "达标/不达标", "yes-no  [] none" },
    { "more 393", "", "有效改善", "words  [] none VAGUE" },
    { "more 394", "", "显著提升", "words  [] none VAGUE" },
    { "more 395", "", "效果明显", "words  [] none VAGUE" },
    { "more 396", "", "合理安排", "words  [] none VAGUE" },
    { "more 397", "", "持续提升群众获得感", "words  [] none VAGUE" },
    { "more 398", "", "有所提高", "words  [] none VAGUE" },
    { "more 399", "", "社会效益明显", "words  [] none VAGUE" },
    { "more 400", "", "培训次数", "words  [] none NOT_A_VALUE" },
    { "more 401", "", "群众满意度", "words  [] none NOT_A_VALUE" },
    { "more 402", "", "开展业务培训", "words  [] none NOT_A_VALUE" },
    { "more 403", "", "组织外出学习", "words  [] none NOT_A_VALUE" },
    { "more 404", "", "年度工作计划", "words  [] none NOT_A_VALUE" },
    { "more 405", "", "不超过50万元", "number <= 50 [万元] money" },
    { "more 406", "", "控制在100万元以内", "number <= 100 [万元] money" },
    { "more 407", "", "≤100万元（含）", "number <= 100 [万元] money" },
    { "more 408", "", "95%以上（含95%）", "number >= 95 [%] ratio" },
    { "more 409", "", "5-10%", "range  5..10 [%] ratio" },
    { "more 410", "", "5%～10%", "range  5..10 [%] ratio" },
    { "more 411", "", "60%至70%", "range  60..70 [%] ratio" },
    { "more 412", "", "10到20人", "range  10..20 [人] person" },
    { "more 413", "", "≥80%,≤95%", "range  80..95 [%] ratio" },
    { "more 414", "", "≥60%；≥80%", "number >= 60 [%] ratio SEVERAL" },
    { "more 415", "", "10次100人", "number  10 [次] times SEVERAL" },
    { "more 416", "", "2场/500人次", "number  2 [场] times SEVERAL" },
    { "more 417", "", "≥100≤200", "range  100..200 [] none" },
    { "more 418", "", "80-90分", "range  80..90 [分] score" },
    { "more 419", "", "约30万元", "number ~ 30 [万元] money APPROX" },
    { "more 420", "", "30余人", "number ~ 30 [人] person APPROX" },
    { "more 421", "", "百分之百", "number  100 [%] ratio PCTWORD" },
    { "more 422", "", "百分百", "event  [] none" },
    { "more 423", "", "千分之三以内", "number <= 3 [千分之] ratio" },
    { "more 424", "", "两次", "number  2 [次] times" },
    { "more 425", "", "三十个", "number  30 [个] item" },
    { "more 426", "", "一百二十人", "number  120 [人] person" },
    { "more 427", "", "1.2亿元", "number  1.2 [亿元] money" },
    { "more 428", "", "5万", "number  5 [万] other" },
    { "more 429", "", "10万亩", "number  10 [万亩] measure" },
    { "more 430", "", "一万亩", "number  10000 [亩] measure" },
    { "more 431", "", "2千人", "number  2 [千人] person" },
    { "more 432", "", "≥22%", "number >= 22 [%] ratio" },
    { "more 433", "", "≥33%", "number >= 33 [%] ratio" },
    { "more 434", "", "≥11个", "number >= 11 [个] item" },
    { "more 435", "d", "≥11个", "number >= 11 [个] item NO_SPLIT" },
    { "more 436", "", "≥100100个", "number >= 100100 [个] item NO_SPLIT" },
    { "more 437", "", "100100%", "number  100 [%] ratio second  100[%] DOUBLED" },
    { "more 438", "", "9595%", "number  95 [%] ratio second  95[%] DOUBLED" },
    { "more 439", "r", "9595", "number  95 [] none second  95[] DOUBLED UNIT_LOST" },
    { "more 440", "r", "≥9090", "number >= 90 [] none second  90[] DOUBLED UNIT_LOST" },
    { "more 441", "r", "≥90", "number >= 90 [] none" },
    { "more 442", "r", "95", "number  95 [] none" },
    { "more 443", "", "≥90%90%以上", "number >= 90 [%] ratio second >= 90[%] DOUBLED" },
    { "more 444", "", "95%等于95%", "number = 95 [%] ratio second = 95[%] DOUBLED" },
    { "more 445", "", "≥98.598.5%", "number >= 98.5 [%] ratio second  98.5[%] DOUBLED" },
    { "more 446", "", "≥1001次及以上", "number >= 1001 [次] times TWO_SIDED" },
    { "more 447", "d", "≥1001次及以上", "number >= 100 [] none second >= 1[次] CONTRADICTION" },
    { "more 448", "d", "≥1000人以上", "number >= 1000 [人] person TWO_SIDED" },
    { "more 449", "d", "≥85100人及以上", "number >= 85 [] none second >= 100[人] CONTRADICTION" },
    { "more 450", "", "≤55天以内", "number <= 5 [天] time second <= 5[天] DOUBLED" },
    { "more 451", "u", "≥9595%", "number >= 9595 [%] ratio" },
    { "more 452", "u", "≥90大于等于90%", "number >= 90 [] none SEVERAL" },
    { "more 453", "", "100明显提高", "words  [] none VAGUE" },
    { "more 454", "", "≥10按要求完成", "number >= 10 [] none" },
    { "more 455", "", "___", "missing  [] none PLACEHOLDER" },
    { "more 456", "", "≥XX%", "missing  [] none PLACEHOLDER" },
    { "more 457", "", "……", "missing  [] none PLACEHOLDER" },
    { "more 458", "", "二类及以上", "grade >= [] none" },
    { "more 459", "", "半年内", "number <= 0.5 [年] time" },
    { "more 460", "", "一季度", "date  [] none" },
    { "more 461", "", "2024年6-12月", "date  [] none" },
    { "more 462", "", "年底前", "date  [] none WHOLE_YEAR" },
    { "more 463", "", "每季度一次", "frequency  1 [次] times /y=4 PERIOD" },
};

static void test_rows(void **state)
{
    size_t bad = 0;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct xs_buf b;
        xs_str got;
        xs_buf_init(&b, 4096);
        struct xs_value v = parse(rows[i].how, xs_str_c(rows[i].value));
        describe(&b, &v);
        assert_int_equal(xs_buf_finish(&b, &got), XS_OK);
        if (!xs_str_eq(got, xs_str_c(rows[i].expect))) {
            print_error("%s: '%s': got '%.*s', not '%s'\n", rows[i].name, rows[i].value,
                XS_STR_ARG(got), rows[i].expect);
            bad++;
        }
        xs_buf_free(&b);
        xs_arena_reset(env.doc);
    }
    assert_int_equal(bad, 0);
}

static void test_same(void **state)
{
    static const struct {
        const char *name, *how_a, *a, *how_b, *b;
        bool same;
    } pairs[] = {
        { "doubled and plain", "r", "≥9595%及以上", "r", "≥95%", true },
        { "doubled, unit lost", "r", "≥9595及以上", "r", "≥95%", true },
        { "the other way", "r", "≥95%", "r", "≥9595及以上", true },
        { "comparator counts", "r", "95%", "r", "≥95%", false },
        { "per cent as a word", "r", "≥95百分比", "r", "≥95%", true },
        { "other number", "r", "≥90%", "r", "≥95%", false },
        { "same decimal", "", "≤1.80万元", "", "≤1.8万元", true },
        { "wan and yuan", "", "3万元", "", "3元", false },
        { "persons in two words", "", "5人", "", "5名", true },
        { "other item", "", "5个", "", "5台", false },
        { "per mille is no per cent", "", "5‰", "", "5%", false },
        { "point is no per cent", "", "5个百分点", "", "5%", false },
        { "ratio of two", "", "1:3", "", "1:5", false },
        { "frequency", "", "每月一次", "", "每年12次", true },
        { "other frequency", "", "每月一次", "", "每季度一次", false },
        { "yes-no", "", "是否", "", "是或否", true },
        { "other words", "", "提高", "", "加强", false },
        { "same words", "", "提高", "", "提高", true },
        { "other kind", "", "是否", "", "≥95%", false },
        { "range", "", "85%-95%", "", "85%~95%", true },
        { "other range", "", "85%-95%", "", "85%-90%", false },
        { "two contradictions", "", ">100大于90%", "", ">100大于95%", false },
        { "dates by text", "", "6月底前", "", "6月底前", true },
    };
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct xs_value a = parse(pairs[i].how_a, xs_str_c(pairs[i].a)),
                        b = parse(pairs[i].how_b, xs_str_c(pairs[i].b));
        if (xs_value_same(&a, &b) != pairs[i].same || xs_value_same(&b, &a) != pairs[i].same)
            fail_msg("%s", pairs[i].name);
    }
}

static void test_decimal(void **state)
{
    static const struct {
        const char *name, *text;
        size_t used;
        int64_t digits;
        uint8_t scale;
    } cases[] = {
        { "plain", "95%", 2, 95, 0 },
        { "fraction", "1.80", 4, 180, 2 },
        { "thousands", "3,309,840.00x", 12, 330984000, 2 },
        { "no group", "12,50", 2, 12, 0 },
        { "group of four", "1,2345", 1, 1, 0 },
        { "point at the end", "5.", 1, 5, 0 },
        { "one point", "1.2.3", 3, 12, 1 },
        { "leading zeros", "0000000000000000000007", 22, 7, 0 },
        { "18 digits", "123456789012345678", 18, 123456789012345678, 0 },
        { "19 digits", "1234567890123456789", 0, 0, 0 },
        { "none", "x", 0, 0, 0 },
        { "empty", "", 0, 0, 0 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct xs_decimal d = { 0, 0 };
        size_t used = xs_decimal_parse(xs_str_c(cases[i].text), &d);
        if (used != cases[i].used || d.digits != cases[i].digits || d.scale != cases[i].scale)
            fail_msg("%s: %zu %lld %u", cases[i].name, used, (long long)d.digits, d.scale);
    }
    struct xs_decimal a = { 950, 1 }, b = { 95, 0 }, c = { 955, 1 }, n = { -5, 1 };
    assert_int_equal(xs_decimal_cmp(a, b), 0);
    assert_true(xs_decimal_cmp(c, b) > 0);
    assert_true(xs_decimal_cmp(b, c) < 0);
    assert_true(xs_decimal_cmp(n, b) < 0);
    struct xs_decimal large = { 999999999999999999, 0 }, product = xs_decimal_mul(large, b);
    assert_true(product.digits == 0 && product.scale == 0); /* beyond all numbers: none */
    product = xs_decimal_mul(c, n);
    assert_true(product.digits == -4775 && product.scale == 2);
}

static void test_numerals(void **state)
{
    static const struct {
        const char *text;
        size_t used;
        int64_t digits;
        uint8_t scale;
    } cases[] = {
        { "三", 3, 3, 0 },
        { "十", 3, 10, 0 },
        { "十二期", 6, 12, 0 },
        { "二十", 6, 20, 0 },
        { "九十五", 9, 95, 0 },
        { "一百零五", 12, 105, 0 },
        { "一百二十人", 12, 120, 0 },
        { "二千三百", 12, 2300, 0 },
        { "三万五千", 12, 35000, 0 },
        { "3万5千元", 8, 35000, 0 },
        { "3.5万", 6, 35000, 0 },
        { "百万", 6, 1000000, 0 },
        { "一亿二千万", 15, 120000000, 0 },
        { "1.5亿", 6, 150000000, 0 },
        { "二〇二四年", 12, 2024, 0 },
        { "半年", 3, 5, 1 },
        { "两", 3, 2, 0 },
        { "叁拾", 6, 30, 0 },
        { "2.5", 3, 25, 1 },
        { "亿亿亿亿", 0, 0, 0 },
        { "99999999999999999十999999999999999999", 0, 0, 0 },
        { "人", 0, 0, 0 },
        { "", 0, 0, 0 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct xs_decimal d = { 0, 0 };
        size_t used = xs_numeral_parse(words, xs_str_c(cases[i].text), &d);
        if (used != cases[i].used || d.digits != cases[i].digits || d.scale != cases[i].scale)
            fail_msg("%s: %zu %lld %u", cases[i].text, used, (long long)d.digits, d.scale);
    }
}

/* Long values of repeated pieces end soon, and random ones end at all. */
static void test_hostile(void **state)
{
    static const char *const pieces[] = { "零", "1", "(", "1(", "万", "/个", "每", "≥", "每1每一",
        "1月", "百分之", "提高", "1.", "半年", "1次及以上", "一一", "1:1", "优", "1-", "。", "年底",
        "*", "GB", "第一", "95%" };
    static const char *const bits[] = { "0", "1", "9", "5", ".", ",", "%", "≥", "≤", "=", "(", ")",
        "/", "-", "~", "一", "三", "十", "百", "万", "半", "年", "月", "日", "季度", "每", "次",
        "人", "元", "以上", "及", "内", "前", "底", "是否", "优", "良", "提高", "率", "第", "分之",
        "至", "±", "大于", "不超过", "约", "A", "x", "*", "。", "〔", "涉密", "无",
        "\xF0\xA0\x80\x80", "\xE2\x80\x8B" };
    static char text[65536];
    uint32_t seed = 1;
    clock_t begin = clock();
    (void)state;
    for (size_t p = 0; p < sizeof pieces / sizeof *pieces; p++) {
        size_t n = strlen(pieces[p]), len = 0;
        for (; len + n < sizeof text; len += n)
            memcpy(text + len, pieces[p], n);
        (void)parse("d", (xs_str){ text, len });
        (void)parse("r", (xs_str){ text, len });
        xs_arena_reset(env.doc);
    }
    for (size_t i = 0; i < 20000; i++) {
        size_t len = 0;
        seed = seed * 1664525u + 1013904223u;
        for (size_t k = seed >> 28; k > 0; k--) {
            seed = seed * 1664525u + 1013904223u;
            const char *bit = bits[(seed >> 12) % (sizeof bits / sizeof *bits)];
            size_t n = strlen(bit);
            memcpy(text + len, bit, n);
            len += n;
        }
        struct xs_value v = parse(i & 1 ? "dr" : "", (xs_str){ text, len });
        assert_true(v.kind < XS_VALUE_KIND_COUNT && v.main.cmp < XS_CMP_COUNT &&
                    v.main.uclass < XS_UNIT_CLASS_COUNT);
        assert_true(!(v.flags & XS_VF_DOUBLED) || !(v.flags & XS_VF_CONTRADICTION));
        assert_true(xs_value_same(&v, &v) || v.kind == XS_VALUE_NUMBER);
        xs_arena_reset(env.doc);
    }
    assert_true((clock() - begin) / CLOCKS_PER_SEC < 20);
}

static xs_str line_of(struct xs_buf *b, const struct xs_value *v)
{
    xs_buf_clear(b);
    describe(b, v);
    return xs_buf_str(b);
}

/* A value that is in no doubt reads the same in a document that doubles its values. */
static void test_doubtful(void **state)
{
    static const char *const parts[] = { "≥", "≤", "=", "大于", "1", "3", "3", "9", "90", "95", "0",
        ".", ",", "次", "%", "元", "以上", "及以上", "每年", "2024年", "是", "(", ")" };
    struct xs_buf one, two;
    uint32_t seed = 7;
    size_t sure = 0;
    (void)state;
    xs_buf_init(&one, 4096);
    xs_buf_init(&two, 4096);
    for (size_t round = 0; round < 20000; round++) {
        static const char *const plain[] = { "", "r", "u" }, *const doubled[] = { "d", "dr", "du" };
        struct xs_value_context ctx = { .unit_column = round % 3 == 2 };
        char text[128] = "≥";
        for (size_t n = round % 6 + 1; n > 0; n--) {
            seed = seed * 1664525u + 1013904223u;
            strcat(text, parts[(seed >> 16) % (sizeof parts / sizeof *parts)]);
        }
        struct xs_value v = parse(plain[round % 3], xs_str_c(text + (round % 5 ? 0 : 3)));
        if (!xs_value_doubtful(&v, &ctx) && !(v.flags & XS_VF_DOUBLED)) {
            struct xs_value w = parse(doubled[round % 3], xs_str_c(text + (round % 5 ? 0 : 3)));
            CHECK(xs_str_eq(line_of(&one, &v), line_of(&two, &w)), text);
            sure++;
        }
        xs_arena_reset(env.doc);
    }
    assert_in_range(sure, 1000, 19000);
    xs_buf_free(&one);
    xs_buf_free(&two);
}

static void test_units(void **state)
{
    static const struct {
        const char *text;
        bool unit;
    } units[] = { { "%", true }, { "万元", true }, { "元/人·年", true }, { "元/剂次", true },
        { "元/人·月", true }, { "元/吨·公里", true }, { "万人次/日", true }, { "次/周", true },
        { "", false }, { "12", false }, { "12公里", false }, { "清淤长度", false },
        { "元以内", false }, { "人员满意度", false }, { "月底", false } };
    (void)state;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (xs_value_is_unit(words, xs_str_c(units[i].text)) != units[i].unit)
            fail_msg("%s", units[i].text);
}

static void test_missing_list(void **state)
{
    struct xs_patfiles none = env.set;
    const struct xs_lexset *lex;
    const struct xs_value_words *got = NULL;
    struct xs_fault fault = { .text = XS_STR_NONE };
    (void)state;
    none.count = 0;
    fault.arena = env.run;
    none.fault = &fault;
    assert_int_equal(xs_lexset_load(&none, env.folder, &lex), XS_OK);
    assert_int_equal(xs_value_words_load(&none, lex, &got), XS_E_PATTERNS);
    assert_null(got);
    assert_true(xs_str_has(fault.text, XS_STR("cmp.ge")));
}

static void test_no_memory(void **state)
{
    struct xs_patfiles set = env.set;
    const struct xs_value_words *got = NULL;
    (void)state;
    set.arena = xs_arena_new(64);
    assert_non_null(set.arena);
    assert_int_equal(xs_value_words_load(&set, env.lex, &got), XS_E_NOMEM);
    assert_null(got);
    xs_arena_free(set.arena);
}

static void test_names_of_enums(void **state)
{
    (void)state;
    assert_string_equal(xs_value_kind_name(XS_VALUE_YES_NO), "yes-no");
    assert_string_equal(xs_value_kind_name(XS_VALUE_KIND_COUNT), "");
    assert_string_equal(xs_cmp_sign(XS_CMP_ABOUT), "~");
    assert_string_equal(xs_cmp_sign(XS_CMP_COUNT), "");
    assert_string_equal(xs_unit_class_name(XS_UNIT_POINT), "point");
    assert_string_equal(xs_unit_class_name(XS_UNIT_CLASS_COUNT), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_same),
        cmocka_unit_test(test_decimal),
        cmocka_unit_test(test_numerals),
        cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_doubtful),
        cmocka_unit_test(test_units),
        cmocka_unit_test(test_missing_list),
        cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_names_of_enums),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
