/* The program over the sample documents: threads and the order of arguments change no byte of any
 * table; a document that is there twice adds a duplicate and changes no score. Runs $XUSHI, else
 * the program of this build. */
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/io.h"
#include "prop.h"

extern char **environ;

enum { MAX_ARGS = 64 };
static const char *const tables[] = { "-o", "ranking.csv", "--projects", "projects.csv",
    "--indicators", "indicators.csv", "--findings", "findings.csv", "--documents", "documents.csv",
    "--copies", "copies.csv" };

static struct {
    char program[512], corpus[512], scratch[64];
    struct xs_arena *a;
    struct xs_walk files;
    bool ready;
} run;

static const char * or (const char *name, const char *instead)
{
    const char *s = getenv(name);
    return s && *s ? s : instead;
}

static int set_up(void **state)
{
    int error = 0;
    (void)state;
    const char *variant = or ("VARIANT", "release"), *build = or ("BUILD", "build"),
               *root = or ("ROOT", ".");
    bool release = strcmp(variant, "release") == 0;
    if (getenv("XUSHI"))
        (void)snprintf(run.program, sizeof run.program, "%s",
            getenv("XUSHI")); /* a path that was cut is not there */
    else
        (void)snprintf(run.program, sizeof run.program, "%s/%s%sxushi", build,
            release ? "" : variant, release ? "" : "/");
    (void)snprintf(run.corpus, sizeof run.corpus, "%s/corpus", root);
    (void)snprintf(run.scratch, sizeof run.scratch, "/tmp/xs_runs_XXXXXX");
    run.a = xs_arena_new((size_t)256 << 20);
    if (!run.a || !mkdtemp(run.scratch))
        return 1;
    run.ready = access(run.program, X_OK) == 0 &&
                xs_io_walk(run.a, run.corpus, &run.files, &error) == XS_OK;
    if (!run.ready)
        print_message("skipped: there is no %s or no %s\n", run.program, run.corpus);
    return 0;
}

static void remove_folder(const char *path)
{
    struct xs_walk w;
    int error;
    if (xs_io_walk(run.a, path, &w, &error) != XS_OK)
        return;
    for (size_t i = 0; i < w.count; i++)
        (void)remove(w.items[i].path.ptr);
    (void)rmdir(path);
}

static int tear_down(void **state)
{
    (void)state;
    remove_folder(run.scratch);
    xs_arena_free(run.a);
    return 0;
}

/* Score paths with -jN; the tables into the scratch folder under names that begin with tag. */
static void score(const char *tag, const char *jobs, const char *const *paths, size_t npaths)
{
    const char *argv[MAX_ARGS] = { run.program, "score", "-q", "--no-bom", jobs };
    static char names[6][128];
    size_t n = 5;
    for (size_t i = 0; i < 6; i++) {
        (void)snprintf(names[i], sizeof names[i], "%s/%s.%s", run.scratch, tag, tables[2 * i + 1]);
        argv[n++] = tables[2 * i];
        argv[n++] = names[i];
    }
    assert_true(n + npaths < MAX_ARGS);
    for (size_t i = 0; i < npaths; i++)
        argv[n++] = paths[i];
    pid_t pid;
    int status = -1;
    char *copy[MAX_ARGS]; /* posix_spawn changes nothing in it, but says char * */
    memcpy(copy, argv, sizeof copy);
    assert_int_equal(posix_spawn(&pid, run.program, NULL, NULL, copy, environ), 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static xs_str table(const char *tag, const char *name)
{
    struct xs_bytes b = { 0 };
    char path[128];
    xs_str s;
    int error = 0;
    (void)snprintf(path, sizeof path, "%s/%s.%s", run.scratch, tag, name);
    assert_int_equal(xs_io_read(&b, path, (size_t)64 << 20, &error), XS_OK);
    assert_true(xs_arena_dup(run.a, (xs_str){ b.ptr, b.len }, &s));
    xs_bytes_free(&b);
    return s;
}

/* The documents of the corpus, as paths. */
static size_t documents(const char **paths)
{
    size_t n = 0;
    for (size_t i = 0; i < run.files.count; i++)
        if (xs_str_ends(run.files.items[i].name, XS_STR(".txt")) && n < 40)
            paths[n++] = run.files.items[i].path.ptr;
    assert_true(n >= 3);
    return n;
}

static void order_and_threads(void **state)
{
    const char *paths[40];
    struct dice d = { 11 };
    (void)state;
    if (!run.ready)
        return;
    size_t n = documents(paths);
    score("first", "-j1", paths, n);
    for (int round = 0; round < 4; round++) {
        for (size_t i = n; i > 1; i--) { /* shuffle */
            size_t k = roll(&d, i);
            const char *t = paths[i - 1];
            paths[i - 1] = paths[k];
            paths[k] = t;
        }
        score("other", round & 1 ? "-j1" : "-j4", paths, n);
        for (size_t t = 0; t < 6; t++)
            if (!xs_str_eq(table("first", tables[2 * t + 1]), table("other", tables[2 * t + 1])))
                fail_msg("round %d: %s differs", round, tables[2 * t + 1]);
    }
}

static void copy_file(const char *from, const char *to)
{
    struct xs_bytes b = { 0 };
    int error = 0;
    assert_int_equal(xs_io_read(&b, from, (size_t)64 << 20, &error), XS_OK);
    FILE *f = fopen(to, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(b.ptr, 1, b.len, f), b.len);
    assert_int_equal(fclose(f), 0);
    xs_bytes_free(&b);
}

static void parse(const char *tag, const char *name, struct xs_csv_table *t)
{
    uint32_t line;
    assert_int_equal(xs_csv_parse(run.a, table(tag, name), t, &line), XS_OK);
}

static void twice(void **state)
{
    const char *paths[41];
    char again[128];
    struct xs_csv_table docs;
    size_t found = 0;
    (void)state;
    if (!run.ready)
        return;
    size_t n = documents(paths);
    (void)snprintf(again, sizeof again, "%s/zz_again.txt",
        run.scratch); /* wherever it sorts: of the two, the first counts */
    copy_file(paths[n / 2], again);
    score("once", "-j2", paths, n);
    paths[n] = again;
    score("twice", "-j2", paths, n + 1);
    struct xs_csv_table before, after;
    parse("once", "indicators.csv", &before);
    parse("twice", "indicators.csv", &after);
    assert_int_equal(before.nrows, after.nrows);
    parse("once", "ranking.csv", &before);
    parse("twice", "ranking.csv", &after);
    assert_int_equal(before.nrows, after.nrows);
    for (size_t r = 0; r < before.nrows; r++)
        for (const char *const *c =
                 (const char *const[]){ "rank", "vagueness", "project_name", "labels", NULL };
             *c; c++)
            assert_true(xs_str_eq(xs_csv_cell(&before, r, xs_csv_column(&before, *c)),
                xs_csv_cell(&after, r, xs_csv_column(&after, *c))));
    parse("twice", "documents.csv", &docs);
    for (size_t r = 0; r < docs.nrows; r++)
        found +=
            xs_str_eq(xs_csv_cell(&docs, r, xs_csv_column(&docs, "status")), XS_STR("duplicate"));
    assert_int_equal(docs.nrows, n + 1);
    assert_int_equal(found, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(order_and_threads),
        cmocka_unit_test(twice) };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
