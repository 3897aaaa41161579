#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/limits.h"
#include "score/score.h"

#define CONFIG                                                                                     \
    "score:\n  verdict_floor: [0.0, 0.2, 0.7, 1.0]\n  row_rest_share: 0.5\n"                       \
    "  repeat_damping: [1.0, 0.5]\n  no_rows: 1.0\n  withheld_label: withheld\n"                   \
    "  caps: {rows: 80, structure: 8, copying: 4, goal: 6, boilerplate: 2}\n"                      \
    "  grades: {B: 20, C: 40, D: 60, E: 80}\n"

/* Labels and rules by number. */
enum { R_VALUE, R_NAME, R_WITHHELD, R_GOAL, R_COUNT };
static const struct xs_label labels[] = { { .id = XS_STR_INIT("withheld") } };
static const struct xs_rule rules[R_COUNT] = {
    [R_VALUE] = { .id = XS_STR_INIT("r-value"),
        .label = -1,
        .part = XS_PART_VALUES,
        .weight = 600 },
    [R_NAME] = { .id = XS_STR_INIT("r-name"), .label = -1, .part = XS_PART_NAMES, .weight = 400 },
    [R_WITHHELD] = { .id = XS_STR_INIT("r-withheld"),
        .label = 0,
        .part = XS_PART_VALUES,
        .weight = 1000 },
    [R_GOAL] = { .id = XS_STR_INIT("r-goal"),
        .label = -1,
        .part = XS_PART_GOAL,
        .weight = 4000,
        .scope = XS_ON_PROJECT },
};
static const struct xs_ruleset set = {
    .nrules = R_COUNT, .nlabels = 1, .rules = rules, .labels = labels
};

struct fixture {
    struct xs_arena *arena;
    struct xs_fault fault;
    struct xs_scorer scorer;
};

static enum xs_err load(struct fixture *f, const char *text)
{
    struct xs_yaml *root;
    enum xs_err e = xs_yaml_parse(f->arena, XS_STR("t.yaml"), xs_str_c(text), &root, &f->fault);
    if (e != XS_OK)
        return e;
    struct xs_patfile *file = xs_arena_zalloc(f->arena, 1, sizeof *file);
    struct xs_patfiles *files = xs_arena_zalloc(f->arena, 1, sizeof *files);
    if (!file || !files)
        return XS_E_NOMEM;
    *file = (struct xs_patfile){ XS_STR("t.yaml"), root };
    *files =
        (struct xs_patfiles){ .arena = f->arena, .count = 1, .files = file, .fault = &f->fault };
    f->scorer.rules = &set;
    return xs_score_load(files, &set, &f->scorer.config);
}

static int setup(void **state)
{
    static struct fixture f;
    f = (struct fixture){ .arena = xs_arena_new((size_t)1 << 24) };
    *state = &f;
    return f.arena && load(&f, CONFIG) == XS_OK ? 0 : -1;
}

static int teardown(void **state)
{
    xs_arena_free(((struct fixture *)*state)->arena);
    return 0;
}

/* A project of rows with the given verdicts; label bit 0 = withheld. */
struct project {
    size_t nrows;
    struct xs_row_result results[4];
    size_t nfindings;
    struct xs_finding findings[8];
};

static uint32_t first_of_project(const struct project *p)
{
    uint32_t n = 0;
    while (n < p->nfindings && p->findings[n].project == 0)
        n++;
    return n;
}

static struct xs_score score(const struct fixture *f, struct project *p)
{
    struct xs_row rows[4];
    memset(rows, 0, sizeof rows);
    for (uint32_t i = 0; i < 4; i++)
        rows[i].seq = i + 1;
    struct xs_project project = { .number = 1, .nrows = p->nrows, .rows = rows };
    struct xs_doc doc = { .nprojects = 1, .projects = &project };
    struct xs_project_result result = { .rows = p->results };
    const uint32_t from[] = { first_of_project(p), (uint32_t)p->nfindings };
    struct xs_findings findings = {
        .count = p->nfindings, .items = p->findings, .from = from, .projects = &result
    };
    struct xs_score out;
    xs_score_project(&f->scorer, &doc, &findings, 1, &out);
    int64_t sum = 0;
    for (int i = 0; i < XS_PART_COUNT; i++) {
        assert_int_equal(out.parts[i] % 100, 0);
        sum += out.parts[i];
    }
    assert_int_equal(sum, out.vagueness);
    return out;
}

static struct xs_finding hit(uint32_t rule, uint32_t seq)
{
    return (struct xs_finding){ .rule = rule, .project = 1, .seq = seq };
}

static void test_clean_project(void **state)
{
    struct project p = { .nrows = 4 };
    struct xs_score s = score(*state, &p);
    assert_int_equal(s.vagueness, 0);
    assert_int_equal(s.grade, 'A');
}

static void test_worst_and_rest(void **state)
{
    /* 600 + 400 x 0.5 = 800 of 1000; half of the rows: 80 x 0.4 = 32 points, three quarters of them
     * values */
    struct project p = {
        .nrows = 2, .nfindings = 2, .findings = { hit(R_VALUE, 1), hit(R_NAME, 1) }
    };
    struct xs_score s = score(*state, &p);
    assert_int_equal(s.vagueness, 32000);
    assert_int_equal(s.parts[XS_PART_VALUES], 24000);
    assert_int_equal(s.parts[XS_PART_NAMES], 8000);
    assert_int_equal(s.grade, 'B');
    assert_int_equal(p.findings[0].points + p.findings[1].points, 32000);
}

static void test_verdict_floor(void **state)
{
    struct project p = {
        .nrows = 1, .results = { { .verdict = 3 } }, .nfindings = 1, .findings = { hit(R_NAME, 1) }
    };
    struct xs_score s = score(*state, &p);
    assert_int_equal(s.parts[XS_PART_NAMES], 80000);
    assert_int_equal(s.grade, 'E');
}

static void test_withheld(void **state)
{
    struct fixture *f = *state;
    struct project p = { .nrows = 2,
        .results = { { .verdict = 3, .labels = 1 }, { .verdict = 3 } },
        .nfindings = 1,
        .findings = { hit(R_WITHHELD, 1) } };
    assert_int_equal(score(f, &p).vagueness, 90000); /* 100 x 0.5 + 0.5 x 80 */
    assert_int_equal(p.findings[0].points, 50000);
    f->scorer.options.drop_withheld = true;
    assert_int_equal(score(f, &p).vagueness, 80000);
    f->scorer.options.drop_withheld = false;
    struct project all = { .nrows = 1, .results = { { .verdict = 3, .labels = 1 } } };
    assert_int_equal(score(f, &all).vagueness, 100000);
}

static void test_cap_and_damping(void **state)
{
    /* 4 points, then half of 4, capped at 6 */
    struct project p = {
        .nrows = 1, .nfindings = 3, .findings = { hit(R_GOAL, 0), hit(R_GOAL, 0), hit(R_GOAL, 0) }
    };
    struct xs_score s = score(*state, &p);
    assert_int_equal(s.parts[XS_PART_GOAL], 6000);
    assert_int_equal(p.findings[1].points, 2000);
    assert_int_equal(p.findings[2].points, 0);
}

static void test_no_rows(void **state)
{
    struct project p = { 0 };
    assert_int_equal(score(*state, &p).vagueness, 80000);
}

static void test_rounding_adds_up(void **state)
{
    struct project p = { .nrows = 3,
        .results = { { .verdict = 1 }, { .verdict = 2 }, { .verdict = 0 } },
        .nfindings = 4,
        .findings = { hit(R_GOAL, 0), hit(R_VALUE, 1), hit(R_NAME, 1), hit(R_NAME, 2) } };
    assert_true(score(*state, &p).vagueness > 0); /* score() checks the sum */
}

static void test_add(void **state)
{
    const struct fixture *f = *state;
    struct project p = { .nrows = 2, .results = { { .labels = 1 }, { .verdict = 0 } } };
    struct xs_score s = score(f, &p);
    const uint32_t rows[2] = { 2, 1 };
    assert_int_equal(s.vagueness, 50000);
    xs_score_add(&f->scorer, &s, XS_PART_COPYING, 3000, rows);
    assert_int_equal(s.parts[XS_PART_COPYING], 1500);
    xs_score_add(&f->scorer, &s, XS_PART_COPYING, 30000, rows);
    assert_int_equal(s.parts[XS_PART_COPYING], 2000); /* half of the cap */
    assert_int_equal(s.vagueness, 52000);
}

static void test_bad_config(void **state)
{
    static const struct {
        const char *text, *fault;
        uint32_t line;
    } cases[] = {
        { "score:\n  verdict_floor: [0, 1]\n", "four numbers", 2 },
        { "score:\n  row_rest_share: 2\n", "from 0 to 1", 2 },
        { "score:\n  caps: {rows: 80}\n", "add up to 100", 2 },
        { "score:\n  caps: {colour: 80}\n", "unknown part", 2 },
        { "score:\n  grades: {B: 20, C: 10, D: 30, E: 40}\n", "above the one before", 2 },
        { "score:\n  grades: {Z: 20}\n", "grades are", 2 },
        { "score:\n  nonsense: 1\n", "unknown key", 2 },
        { "score:\n  repeat_damping: []\n", "a list of 1 to 32", 2 },
        { "score:\n  repeat_damping: 1\n", "a list of 1 to 32", 2 },
        { "score:\n  withheld_label: [a]\n", "the id of a label", 2 },
        { "score:\n  caps: 80\n", "a map of part to points", 2 },
        { "score:\n  grades: [20, 40]\n", "a map of grade to points", 2 },
        { "score:\n  no_rows: 1\n", "lacks", 1 },
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        f->fault = (struct xs_fault){ 0 };
        assert_int_equal(load(f, cases[i].text), XS_E_PATTERNS);
        assert_true(xs_str_has(f->fault.text, xs_str_c(cases[i].fault)));
        assert_int_equal(f->fault.line, cases[i].line);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_clean_project, setup, teardown),
        cmocka_unit_test_setup_teardown(test_worst_and_rest, setup, teardown),
        cmocka_unit_test_setup_teardown(test_verdict_floor, setup, teardown),
        cmocka_unit_test_setup_teardown(test_withheld, setup, teardown),
        cmocka_unit_test_setup_teardown(test_cap_and_damping, setup, teardown),
        cmocka_unit_test_setup_teardown(test_no_rows, setup, teardown),
        cmocka_unit_test_setup_teardown(test_rounding_adds_up, setup, teardown),
        cmocka_unit_test_setup_teardown(test_add, setup, teardown),
        cmocka_unit_test_setup_teardown(test_bad_config, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
