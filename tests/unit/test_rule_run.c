/* Running rules: every example of the pattern files, and how findings become verdicts, labels and
 * an order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "rule/checks.h"
#include "rule/private.h"
#include "rule/similar.h"

static struct xs_arena *arena;
static struct xs_fault fault;
static struct xs_patfiles files;
static struct xs_rule_env env;
static struct xs_ruleset *rules;

static int setup(void **state)
{
    (void)state;
    const char *dir = getenv("XUSHI_PATTERNS");
    xs_str dirs[] = { xs_str_c(dir ? dir : "patterns") };
    arena = xs_arena_new(XS_MAX_RUN_ARENA);
    enum xs_err e = arena ? xs_patfiles_load(arena, dirs, 1, &fault, &files) : XS_E_NOMEM;
    env.files = &files;
    if (e == XS_OK)
        e = xs_folder_load(&files, &env.folder);
    if (e == XS_OK)
        e = xs_lexset_load(&files, env.folder, &env.lexicons);
    if (e == XS_OK)
        e = xs_value_words_load(&files, env.lexicons, &env.values);
    if (e == XS_OK)
        e = xs_name_words_load(&files, env.lexicons, &env.names);
    if (e == XS_OK)
        e = xs_ruleset_load(&env, &rules);
    if (e != XS_OK)
        print_error("%s: %.*s:%u: %.*s\n", xs_err_text(e), XS_STR_ARG(fault.file), fault.line,
            XS_STR_ARG(fault.text));
    return e != XS_OK;
}

static int teardown(void **state)
{
    (void)state;
    xs_ruleset_free(rules);
    xs_arena_free(arena);
    return 0;
}

static void examples(void **state)
{
    (void)state;
    struct xs_buf out;
    size_t passed, failed;
    xs_buf_init(&out, XS_MAX_BUF);
    assert_int_equal(xs_rules_test(&env, rules, &out, &passed, &failed), XS_OK);
    if (failed)
        fail_msg(
            "%zu of %zu examples:\n%.*s", failed, passed + failed, XS_STR_ARG(xs_buf_str(&out)));
    assert_true(passed > 100);
    xs_buf_free(&out);
}

/* ---- every branch of a rule has its example ---- */

#define MOST_BRANCHES 64

struct branches {
    struct xs_arena *a;
    struct xs_matcher *m;
    const struct xs_rule *rule;
    const struct xs_rule_code *code;
    uint64_t when, unless; /* bits of the maps that an example has shown */
};

/* Which maps of the list hold. */
static uint64_t holding(struct xs_row_ctx *x, const struct xs_condition *list, size_t count)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < count && i < MOST_BRANCHES; i++)
        bits |= (uint64_t)(xs_condition_eval(x, &list[i]) == XS_TRI_YES) << i;
    return bits;
}

static void look(struct branches *b, struct xs_row_ctx *x, bool hit)
{
    uint64_t when = holding(x, b->code->when, b->code->nwhen);
    uint64_t unless = holding(x, b->code->unless, b->code->nunless);
    if (hit && !unless)
        b->when |= when;
    if (!hit && (when || b->code->nwhen == 0))
        b->unless |= unless;
}

/* One example: its rows, or its projects, by the rule's scope. */
static void look_at_example(struct branches *b, const struct xs_yaml *n, bool hit)
{
    struct xs_example ex;
    struct xs_findings f;
    xs_arena_reset(b->a);
    assert_int_equal(xs_example_build(&env, b->a, b->rule, n, &ex), XS_OK);
    assert_int_equal(xs_rules_run(rules, b->m, b->a, &ex.doc, &f), XS_OK);
    for (size_t i = 0; i < ex.doc.nprojects; i++) {
        const struct xs_project *p = &ex.doc.projects[i];
        struct xs_row_ctx x = { .set = rules, .matcher = b->m, .p = p };
        assert_int_equal(xs_known_room(&x, b->a), XS_OK);
        if (b->rule->scope == XS_ON_PROJECT) {
            x.labels = f.projects[i].labels;
            look(b, &x, hit);
        }
        for (size_t k = 0; b->rule->scope == XS_ON_INDICATOR && k < p->nrows; k++) {
            struct xs_row_ctx one = x;
            one.row = &p->rows[k];
            one.labels = f.projects[i].rows[k].labels;
            look(b, &one, hit);
        }
    }
}

static void look_at_list(struct branches *b, const char *key, bool hit)
{
    const struct xs_yaml *n;
    assert_int_equal(xs_rule_examples(&env, b->rule, key, &n), XS_OK);
    for (size_t i = 0; n && i < n->count; i++)
        look_at_example(b, &n->items[i], hit);
}

/* Numbers from 1 of the maps that no example has shown. */
static size_t put_missing(const struct branches *b, const char *key, size_t count, uint64_t seen)
{
    size_t n = 0;
    for (size_t i = 0; i < count && i < MOST_BRANCHES; i++) {
        if (seen >> i & 1)
            continue;
        print_error("%.*s: no example for map %zu of %s\n", XS_STR_ARG(b->rule->id), i + 1, key);
        n++;
    }
    return n;
}

static void every_branch_has_its_example(void **state)
{
    (void)state;
    size_t missing = 0;
    struct branches b = { .a = xs_arena_new((size_t)64 << 20) };
    assert_non_null(b.a);
    b.m = xs_matcher_new();
    assert_non_null(b.m);
    for (size_t i = 0; i < rules->nrules; i++) {
        b.rule = &rules->rules[i];
        b.code = &rules->priv->codes[i];
        b.when = b.unless = 0;
        if (!b.rule->enabled ||
            (b.rule->scope != XS_ON_INDICATOR && b.rule->scope != XS_ON_PROJECT))
            continue;
        look_at_list(&b, "hit", true);
        look_at_list(&b, "miss", false);
        missing += put_missing(&b, "when", b.code->nwhen, b.when);
        missing += put_missing(&b, "unless", b.code->nunless, b.unless);
    }
    xs_matcher_free(b.m);
    xs_arena_free(b.a);
    assert_int_equal(missing, 0);
}

struct trial {
    struct xs_arena *a;
    struct xs_matcher *m;
    struct xs_example ex;
    struct xs_findings f;
};

static void run(struct trial *t, const char *yaml)
{
    struct xs_yaml *n;
    struct xs_rule any = { .scope = XS_ON_DOCUMENT, .file = XS_STR("test") };
    t->a = xs_arena_new((size_t)64 << 20);
    t->m = xs_matcher_new();
    assert_non_null(t->a);
    assert_non_null(t->m);
    assert_int_equal(xs_yaml_parse(arena, XS_STR("test"), xs_str_c(yaml), &n, &fault), XS_OK);
    assert_int_equal(xs_example_build(&env, t->a, &any, n, &t->ex), XS_OK);
    assert_int_equal(xs_rules_run(rules, t->m, t->a, &t->ex.doc, &t->f), XS_OK);
}

static void done(struct trial *t)
{
    xs_matcher_free(t->m);
    xs_arena_free(t->a);
}

static uint64_t bit(const char *label, bool of_project)
{
    int i = xs_label_of(rules, xs_str_c(label), of_project);
    assert_true(i >= 0);
    return UINT64_C(1) << i;
}

static void withheld_stands_alone(void **state)
{
    (void)state;
    struct trial t;
    run(&t, "projects: [{rows: [{name: 涉密, description: 涉密, value: ≥95%}, {name: 涉密, "
            "description: 涉密, value: ≥95%}]}]");
    const struct xs_project_result *p = &t.f.projects[0];
    assert_int_equal(p->rows[0].labels, bit("withheld", false));
    assert_int_equal(p->rows[0].verdict, 3);
    assert_int_equal(p->withheld, 2);
    assert_true(p->labels & bit("withheld", true));
    size_t of_row = 0;
    for (size_t i = 0; i < t.f.count; i++)
        of_row += t.f.items[i].seq == 1;
    assert_int_equal(of_row, 1);
    done(&t);
}

static void sorted(void **state)
{
    (void)state;
    struct trial t;
    run(&t, "projects: [{goal: 做好工作, rows: [{name: 工作完成率, description: 工作完成率, value: "
            "是否}, {name: 工作完成率, description: 工作完成率, value: 是否}]}, "
            "{rows: [{name: 工作完成率, description: 工作完成率, value: 是否}]}]");
    assert_true(t.f.count > 5);
    for (size_t i = 1; i < t.f.count; i++) {
        const struct xs_finding *a = &t.f.items[i - 1], *b = &t.f.items[i];
        assert_true(a->project < b->project || (a->project == b->project && a->seq <= b->seq));
    }
    const struct xs_row_result *r = &t.f.projects[0].rows[0];
    assert_int_equal(r->verdict, 3);
    assert_true(r->labels & bit("copied-in-project", false));
    assert_true(r->labels & bit("tautology", false));
    assert_true(t.f.projects[0].labels & bit("goal-vague", true));
    for (size_t i = 0; i < t.f.count; i++) {
        struct xs_buf b;
        xs_buf_init(&b, 65536);
        xs_finding_message(rules, &t.ex.doc, &t.f.items[i], XS_LANG_ZH, &b);
        assert_int_equal(b.err, XS_OK);
        assert_true(b.len > 0);
        assert_false(xs_str_has(xs_buf_str(&b), XS_STR("{quote}")));
        xs_buf_free(&b);
    }
    done(&t);
}

static size_t hits(const struct trial *t, const char *id)
{
    size_t n = 0;
    int rule = xs_ruleset_find(rules, xs_str_c(id));
    assert_true(rule >= 0);
    for (size_t i = 0; i < t->f.count; i++)
        n += t->f.items[i].rule == (uint32_t)rule;
    return n;
}

/* More descriptions of one name than are told apart, and more rows of one project than are compared
 * each with each: what is beyond is compared with the nearest one before. */
static void many_rows(void **state)
{
    (void)state;
    struct xs_buf b;
    struct trial t;
    xs_buf_init(&b, XS_MAX_BUF);
    xs_buf_lit(&b, "projects: [");
    for (int p = 0; p < 2; p++) {
        xs_buf_lit(&b, "{name: \"");
        xs_buf_lit(&b, p ? "河道清淤" : "图书采购");
        xs_buf_lit(&b, "\", rows: [");
        for (uint32_t i = 0; i < 80; i++) { /* three letters of their own say what is counted */
            xs_buf_lit(&b, "{name: 检查次数, description: \"");
            for (uint32_t k = 0; k < 12; k++)
                xs_buf_cp(&b, 0x4E00 + (i * 97 + k * 211 + 7) % 20000);
            xs_buf_lit(&b, "\", value: 3次}, ");
        }
        xs_buf_lit(&b, "]}, ");
    }
    xs_buf_lit(&b, "]");
    xs_buf_putc(&b, 0);
    run(&t, b.ptr);
    assert_int_equal(t.f.projects[0].withheld, 0);
    assert_true(hits(&t, "row-copied-across") >= 80);
    done(&t);
    xs_buf_free(&b);
}

/* A name of nothing but its number has no core: it is compared as it stands. */
static void name_without_core(void **state)
{
    (void)state;
    struct trial t;
    run(&t, "projects: [{rows: [{name: '指标1:', description: '指标1:', value: 3次}, "
            "{name: '指标1:', description: '指标1:', value: 3次}]}]");
    assert_true(hits(&t, "row-copied-in-project") > 0);
    done(&t);
}

/* Next to all rows have one value, but all of them in two projects: no rule of the whole document.
 */
static void one_value_in_few_projects(void **state)
{
    (void)state;
    struct trial t;
    run(&t, "{projects: [{rows: [{value: ≥95%}, {value: ≥95%}, {value: ≥95%}, {value: ≥95%}]}, "
            "{rows: [{value: ≥95%}, {value: ≥95%}, {value: ≥95%}, {value: ≥95%}]}, "
            "{rows: [{value: 3次}]}]}");
    assert_int_equal(hits(&t, "document-uniform-value"), 0);
    done(&t);
}

/* Clauses that say too little to be looked for: none, one or two of the three are left. */
static void short_clauses_of_a_purpose(void **state)
{
    (void)state;
    static const struct {
        const char *yaml;
        size_t hits;
    } rows[] = {
        { "{purpose: 差旅；维修；印刷, rows: [{name: 树木栽植棵数, value: 20棵}]}", 0 },
        { "{purpose: 差旅；维修；购置图书资料, rows: [{name: 树木栽植棵数, value: 20棵}]}", 0 },
        { "{purpose: 差旅；党员教育培训；购置图书资料, rows: [{name: 树木栽植棵数, value: 20棵}]}",
            1 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct trial t;
        run(&t, rows[i].yaml);
        assert_int_equal(hits(&t, "activity-without-row"), rows[i].hits);
        done(&t);
    }
}

/* A text that is longer than patterns are tried on is neither yes nor no, words or not. */
static void too_long_for_patterns(void **state)
{
    (void)state;
    struct xs_buf b;
    struct trial t;
    xs_buf_init(&b, XS_MAX_BUF);
    xs_buf_lit(&b, "{rows: [{name: \"");
    for (size_t i = 0; i <= XS_MAX_SUBJECT / 3; i++)
        xs_buf_cp(&b, 0x4E00 + (uint32_t)(i * 97 % 20000));
    xs_buf_lit(&b, "\", value: 3次}]}");
    xs_buf_putc(&b, 0);
    assert_int_equal(b.err, XS_OK);
    run(&t, b.ptr);
    size_t words = 0, patterns = 0;
    for (size_t i = 0; i < t.f.count; i++) {
        words += t.f.items[i].undecided && xs_str_eq(t.f.items[i].other, XS_STR("name-question"));
        patterns += t.f.items[i].undecided && xs_str_eq(t.f.items[i].other, XS_STR("name-asks"));
    }
    assert_int_equal(words, 1);
    assert_int_equal(patterns, 1);
    done(&t);
    xs_buf_free(&b);
}

/* A check whose entry names no word list looks for no word. */
static void no_list(void **state)
{
    (void)state;
    const struct xs_check_ctx c = { .a = NULL };
    struct xs_lexmask mask = xs_check_list(&c, "filler");
    assert_false(xs_lexmask_any(&mask));
}

/* Findings of one place in any order, some of them twice: sorted, each once; what is equal but for
 * its number keeps the first. */
static void many_findings_of_one_row(void **state)
{
    (void)state;
    static const char *const others[] = { "a", "b", "c", "d" };
    struct trial t;
    run(&t, "{rows: [{name: 工作完成率, value: 是否}, {name: 培训人次, value: 100人次}]}");
    for (uint32_t seq = 0; seq < 3; seq++)
        for (size_t n = 2; n < 60; n += 19) {
            struct xs_findings f = t.f;
            struct xs_hit hits[60] = { { 0 } };
            for (size_t i = 0; i < n; i++)
                hits[i] = (struct xs_hit){ .rule = (uint32_t)(i * 7 % 5),
                    .project = 1,
                    .seq = seq,
                    .undecided = true,
                    .say = { xs_str_c(others[i * 3 % 4]), (int64_t)i } };
            struct xs_sink s = { .set = rules, .a = t.a, .doc = &t.ex.doc, .out = &f };
            s.hits = hits;
            s.nhits = n;
            assert_int_equal(xs_finish_findings(&s), XS_OK);
            assert_int_equal(f.count, n < 20 ? n : 20);
            for (size_t i = 0; i < f.count; i++)
                assert_true(f.items[i].number < 20);
            for (size_t i = 1; i < f.count && seq == 0; i++)
                assert_true(f.items[i - 1].rule < f.items[i].rule ||
                            (f.items[i - 1].rule == f.items[i].rule &&
                                xs_str_cmp(f.items[i - 1].other, f.items[i].other) < 0));
        }
    done(&t);
}

static void quotes(void **state)
{
    (void)state;
    struct xs_arena *a = xs_arena_new(1 << 20);
    char text[300];
    memset(text, 'x', sizeof text);
    assert_int_equal(xs_quote(a, (xs_str){ text, sizeof text }).len, XS_MAX_QUOTE - 1 + 3);
    assert_true(xs_str_eq(xs_quote(a, XS_STR("a\n\n b")), XS_STR("a b")));
    assert_int_equal(xs_quote(a, XS_STR("plain")).len, 5);
    for (size_t len = 1; len < 40; len++)
        for (size_t i = 0; i < len; i++) { /* a line end anywhere is found */
            memset(text, 'x', sizeof text);
            assert_ptr_equal(xs_quote(a, (xs_str){ text, len }).ptr, text);
            text[i] = '\n';
            xs_str q = xs_quote(a, (xs_str){ text, len });
            assert_ptr_not_equal(q.ptr, text);
            assert_null(memchr(q.ptr, '\n', q.len));
            text[i] = '\v'; /* no line end: the text stays as it is */
            assert_ptr_equal(xs_quote(a, (xs_str){ text, len }).ptr, text);
        }
    xs_arena_free(a);
}

static void similarity(void **state)
{
    (void)state;
    struct xs_arena *a = xs_arena_new(1 << 20);
    struct xs_grams x = { .a = a }, y = { .a = a };
    xs_str n;
    assert_int_equal(xs_grams_add(&x, XS_STR("abcd")), XS_OK);
    assert_int_equal(xs_grams_add(&y, XS_STR("abc, d")), XS_OK);
    assert_int_equal(x.count, 3);
    assert_int_equal(y.count, 3); /* ab bc, and d alone */
    assert_int_equal(xs_grams_within(&x, &y), 666);
    assert_int_equal(xs_grams_dice(&x, &y), 666);
    assert_int_equal(xs_norm(a, XS_STR("A-b. c"), &n), XS_OK);
    assert_true(xs_str_eq(n, XS_STR("abc")));
    xs_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(examples),
        cmocka_unit_test(every_branch_has_its_example), cmocka_unit_test(withheld_stands_alone),
        cmocka_unit_test(sorted), cmocka_unit_test(many_findings_of_one_row),
        cmocka_unit_test(many_rows), cmocka_unit_test(name_without_core), cmocka_unit_test(no_list),
        cmocka_unit_test(one_value_in_few_projects), cmocka_unit_test(short_clauses_of_a_purpose),
        cmocka_unit_test(too_long_for_patterns), cmocka_unit_test(quotes),
        cmocka_unit_test(similarity) };
    return cmocka_run_group_tests(tests, setup, teardown);
}
