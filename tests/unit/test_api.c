/* include/xushi/xushi.h, write/api.c: what a caller may do wrong, who owns what, one scorer a
 * thread. That scores are those of the program: tests/cli/library. */
#include <pthread.h>
#include <xushi/xushi.h>

#include "env.h"

#define SAMPLE "/tests/golden/traps/trap-12-template-paragraphs.d/input.a.txt"

static const char *patterns(void)
{
    const char *dir = getenv("XUSHI_PATTERNS");
    return dir ? dir : "patterns";
}

static void sample_path(char *out, size_t size)
{
    const char *root = getenv("ROOT");
    assert_true((size_t)snprintf(out, size, "%s" SAMPLE, root ? root : ".") < size);
}

static void wrong_arguments_are_named_and_change_nothing(void **state)
{
    (void)state;
    struct xushi_scorer *s;
    const struct xushi_result *r = NULL;
    struct xushi_project p;
    struct xushi_row row;
    struct xushi_finding f;
    char path[4096];
    assert_int_equal(xushi_open("/nonexistent", 0, &s), XUSHI_PATTERNS);
    assert_true(strlen(xushi_error(s)) > 0);
    assert_int_equal(xushi_score_buffer(s, "", 0, NULL, &r), XUSHI_USAGE); /* it never opened */
    xushi_close(s);
    xushi_close(NULL);
    assert_int_equal(xushi_open(patterns(), 0, &s), XUSHI_OK);
    assert_int_equal(xushi_score_buffer(NULL, "a", 1, NULL, &r), XUSHI_USAGE);
    assert_int_equal(xushi_score_buffer(s, NULL, 1, NULL, &r), XUSHI_USAGE);
    assert_int_equal(xushi_score_file(s, NULL, &r), XUSHI_USAGE);
    assert_int_equal(xushi_score_file(s, "/nonexistent", &r), XUSHI_UNREAD);
    assert_int_equal(xushi_score_buffer(s, "\0\1\2\3", 4, NULL, &r), XUSHI_UNREAD);
    assert_int_equal(xushi_score_buffer(s, "a", SIZE_MAX / 2, NULL, &r), XUSHI_UNREAD);
    assert_true(strlen(xushi_error(s)) > 0);
    assert_null(r);
    sample_path(path, sizeof path);
    assert_int_equal(xushi_score_file(s, path, &r), XUSHI_OK);
    assert_int_equal(xushi_get_project(r, xushi_projects(r), &p), XUSHI_USAGE);
    assert_int_equal(xushi_get_row(r, xushi_projects(r), 0, &row), XUSHI_USAGE);
    assert_int_equal(xushi_get_row(r, 0, SIZE_MAX, &row), XUSHI_USAGE);
    assert_int_equal(xushi_get_finding(r, xushi_findings(r), &f), XUSHI_USAGE);
    assert_int_equal(xushi_row_has(r, 0, 0, "no such label"), 0);
    xushi_close(s);
}

/* Known stock text counts: a finding on the document, and points in the part `boilerplate`. */
static int64_t score_sample(struct xushi_scorer *s, bool by_name)
{
    static const char bytes[] = "x";
    const struct xushi_result *r;
    struct xushi_project p;
    struct xushi_finding f;
    char path[4096];
    bool stock = false;
    sample_path(path, sizeof path);
    if (!by_name) /* a result before, of which nothing may be left */
        assert_int_not_equal(xushi_score_buffer(s, bytes, 1, NULL, &r), XUSHI_USAGE);
    assert_int_equal(xushi_score_file(s, path, &r), XUSHI_OK);
    assert_int_equal(xushi_get_project(r, 0, &p), XUSHI_OK);
    for (size_t i = 0; i < xushi_findings(r); i++) {
        assert_int_equal(xushi_get_finding(r, i, &f), XUSHI_OK);
        assert_true(f.message.len > 0);
        stock |= f.rule.len == 16 && memcmp(f.rule.ptr, "safeguards-stock", 16) == 0;
    }
    assert_true(stock && p.parts[5] > 0);
    return p.vagueness;
}

static void known_stock_text_counts_each_time_the_same(void **state)
{
    (void)state;
    struct xushi_scorer *s;
    assert_int_equal(xushi_open(patterns(), 1, &s), XUSHI_OK);
    int64_t first = score_sample(s, true);
    assert_int_equal(score_sample(s, true), first);
    assert_int_equal(score_sample(s, false), first);
    xushi_close(s);
}

static void same(struct xushi_text got, const char *want)
{
    assert_int_equal(got.len, strlen(want));
    assert_memory_equal(got.ptr, want, got.len);
}

static void rows_are_given_as_they_stand(void **state)
{
    (void)state;
    static const char table[] =
        "<table><tr><td>项目名称<td colspan=5>河道管护经费</tr>"
        "<tr><td>一级指标<td>二级指标<td>三级指标<td>绩效指标描述<td>指标值</tr>"
        "<tr><td>产出指标<td>数量指标<td>管护河道长度<td>管护河道的长度<td>≥30公里</tr></table>";
    struct xushi_scorer *s;
    const struct xushi_result *r;
    struct xushi_row row;
    assert_true(strlen(xushi_version()) >= strlen("0.1.0"));
    assert_int_equal(xushi_open(patterns(), 0, &s), XUSHI_OK);
    assert_int_equal(xushi_score_buffer(s, table, sizeof table - 1, "t", &r), XUSHI_OK);
    assert_int_equal(xushi_projects(r), 1);
    assert_int_equal(xushi_get_row(r, 0, 0, &row), XUSHI_OK);
    same(row.level1, "产出指标");
    same(row.level2, "数量指标");
    same(row.name, "管护河道长度");
    same(row.description, "管护河道的长度");
    same(row.value, "≥30公里");
    assert_int_equal(row.seq, 1);
    assert_int_equal(row.verdict, 0);
    assert_int_equal(xushi_row_has(r, 0, 0, "no-unit"), 0);
    assert_int_equal(xushi_get_row(r, 0, 1, &row), XUSHI_USAGE);
    xushi_close(s);
}

static void *one_thread(void *out)
{
    struct xushi_scorer *s;
    if (xushi_open(patterns(), 1, &s) == XUSHI_OK)
        *(int64_t *)out = score_sample(s, true);
    xushi_close(s);
    return NULL;
}

static void each_thread_has_a_scorer_of_its_own(void **state)
{
    (void)state;
    pthread_t threads[4];
    int64_t vagueness[4] = { -1, -2, -3, -4 };
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, one_thread, &vagueness[i]), 0);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(vagueness[i], vagueness[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(
                                            wrong_arguments_are_named_and_change_nothing),
        cmocka_unit_test(known_stock_text_counts_each_time_the_same),
        cmocka_unit_test(rows_are_given_as_they_stand),
        cmocka_unit_test(each_thread_has_a_scorer_of_its_own) };
    return cmocka_run_group_tests_name("api", tests, NULL, NULL);
}
