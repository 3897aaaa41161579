/* The program over the sample documents: threads and the order of arguments change no byte of any
 * table; a document that is there twice adds a duplicate and changes no score; the ranking is a
 * permutation of the projects, and its parts add up; what a finding quotes stands where it says.
 * Runs $XUSHI, else the program of this build. */
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

/* Score paths with -jN; the tables into the scratch folder under names that begin with tag. The
 * exit status. */
static int score(const char *tag, const char *jobs, const char *const *paths, size_t npaths)
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
    return WEXITSTATUS(status);
}

static xs_str read_file(const char *path)
{
    struct xs_bytes b = { 0 };
    xs_str text;
    int error = 0;
    assert_int_equal(xs_io_read(&b, path, (size_t)64 << 20, &error), XS_OK);
    assert_true(xs_arena_dup(run.a, (xs_str){ b.ptr, b.len }, &text));
    xs_bytes_free(&b);
    return text;
}

static void write_file(const char *path, xs_str text)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text.ptr, 1, text.len, f), text.len);
    assert_int_equal(fclose(f), 0);
}

static xs_str table(const char *tag, const char *name)
{
    char path[128];
    (void)snprintf(path, sizeof path, "%s/%s.%s", run.scratch, tag, name);
    return read_file(path);
}

/* The documents of the corpus that are texts in UTF-8, as paths. */
static size_t documents(const char **paths)
{
    size_t n = 0;
    for (size_t i = 0; i < run.files.count && n < 40; i++) {
        const struct xs_walk_entry *f = &run.files.items[i];
        if (!xs_str_ends(f->name, XS_STR(".txt")))
            continue;
        xs_str text = read_file(f->path.ptr);
        if (xs_utf8_check(text) == text.len && text.len && !memchr(text.ptr, 0, text.len))
            paths[n++] = f->path.ptr;
    }
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
    assert_int_equal(score("first", "-j1", paths, n), 0);
    for (int round = 0; round < 4; round++) {
        for (size_t i = n; i > 1; i--) { /* shuffle */
            size_t k = roll(&d, i);
            const char *t = paths[i - 1];
            paths[i - 1] = paths[k];
            paths[k] = t;
        }
        assert_int_equal(score("other", round & 1 ? "-j1" : "-j4", paths, n), 0);
        for (size_t t = 0; t < 6; t++)
            if (!xs_str_eq(table("first", tables[2 * t + 1]), table("other", tables[2 * t + 1])))
                fail_msg("round %d: %s differs", round, tables[2 * t + 1]);
    }
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
    write_file(again, read_file(paths[n / 2]));
    assert_int_equal(score("once", "-j2", paths, n), 0);
    paths[n] = again;
    assert_int_equal(score("twice", "-j2", paths, n + 1), 0);
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

/* --- the ranking ------------------------------------------------------------------------------ */

static xs_str cell(const struct xs_csv_table *t, size_t row, const char *column)
{
    return xs_csv_cell(t, row, xs_csv_column(t, column));
}

/* A decimal with one place, in tenths. */
static long tenths(xs_str s)
{
    long n = 0;
    assert_true(s.len >= 3 && s.ptr[s.len - 2] == '.');
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] != '.') {
            assert_true(s.ptr[i] >= '0' && s.ptr[i] <= '9');
            n = n * 10 + (s.ptr[i] - '0');
        }
    return n;
}

static long whole(xs_str s) { return strtol(s.len ? s.ptr : "-1", NULL, 10); }

static size_t rows_of(const struct xs_csv_table *t, const struct xs_csv_table *key, size_t row)
{
    size_t n = 0;
    for (size_t i = 0; i < t->nrows; i++)
        n += xs_str_eq(cell(t, i, "file"), cell(key, row, "file")) &&
             xs_str_eq(cell(t, i, "project"), cell(key, row, "project"));
    return n;
}

static void check_ranking(const char *tag)
{
    static const char *const parts[] = { "values", "names", "structure", "copying", "goal",
        "boilerplate" };
    struct xs_csv_table ranking, projects, indicators;
    long last = 1000;
    parse(tag, "ranking.csv", &ranking);
    parse(tag, "projects.csv", &projects);
    parse(tag, "indicators.csv", &indicators);
    assert_int_equal(ranking.nrows, projects.nrows);
    assert_true(ranking.nrows > 0);
    for (size_t i = 0; i < ranking.nrows; i++) {
        long sum = 0, all = tenths(cell(&ranking, i, "vagueness"));
        assert_int_equal(rows_of(&projects, &ranking, i), 1);
        assert_int_equal(rows_of(&ranking, &projects, i), 1);
        assert_int_equal(rows_of(&indicators, &ranking, i), whole(cell(&ranking, i, "indicators")));
        assert_int_equal(whole(cell(&ranking, i, "rank")), i + 1);
        for (size_t k = 0; k < 6; k++)
            sum += tenths(cell(&ranking, i, parts[k]));
        assert_int_equal(sum, all);
        assert_true(all <= last);
        last = all;
        assert_true(whole(cell(&ranking, i, "verifiable")) + whole(cell(&ranking, i, "withheld")) <=
                    whole(cell(&ranking, i, "indicators")));
    }
}

/* Some of its lines taken out, at random places. */
static xs_str thinned(xs_str text, struct dice *d)
{
    struct xs_buf b;
    xs_str line, out;
    xs_buf_init(&b, (size_t)64 << 20);
    while (xs_str_split(&text, '\n', &line))
        if (roll(d, 60)) {
            xs_buf_puts(&b, line);
            xs_buf_putc(&b, '\n');
        }
    assert_true(xs_arena_dup(run.a, xs_buf_str(&b), &out));
    xs_buf_free(&b);
    return out;
}

static void ranking_is_a_permutation(void **state)
{
    const char *all[40], *some[42];
    char thin[2][128];
    struct dice d = { 5 };
    (void)state;
    if (!run.ready)
        return;
    size_t n = documents(all);
    for (int round = 0; round < 8; round++) {
        size_t taken = 0;
        for (size_t i = 0; i < n; i++)
            if (roll(&d, 3))
                some[taken++] = all[i];
        for (size_t i = 0; i < 2; i++) {
            (void)snprintf(thin[i], sizeof thin[i], "%s/thin%zu.txt", run.scratch, i);
            write_file(thin[i], thinned(read_file(all[roll(&d, n)]), &d));
            some[taken++] = thin[i];
        }
        int status = score("some", "-j2", some, taken);
        assert_true(status == 0 || status == 2); /* 2: a table has lost its header */
        check_ranking("some");
    }
}

/* --- places of findings ------------------------------------------------------------------------
 */

/* The same document as another program would have saved it. */
static void save_otherwise(const char *path, xs_str text, size_t how)
{
    struct xs_buf b;
    xs_str line;
    xs_buf_init(&b, (size_t)64 << 20);
    if (how & 1)
        xs_buf_lit(&b, "\xEF\xBB\xBF");
    for (size_t i = 0; i < how; i++)
        xs_buf_lit(&b, how & 2 ? "\r\n" : "\n");
    while (xs_str_split(&text, '\n', &line)) {
        xs_buf_puts(&b, line);
        xs_buf_puts(&b, how & 2 ? XS_STR("\r\n") : XS_STR("\n"));
    }
    write_file(path, xs_buf_str(&b));
    xs_buf_free(&b);
}

/* text from a line and column on, both from 1; the column in code points. */
static xs_str text_at(xs_str text, long line, long column)
{
    xs_str bom = XS_STR("\xEF\xBB\xBF");
    if (xs_str_starts(text, bom))
        text = xs_str_sub(text, bom.len, text.len);
    size_t at = 0;
    for (; line > 1; line--) {
        while (at < text.len && text.ptr[at] != '\n')
            at++;
        assert_true(at < text.len);
        at++;
    }
    for (; column > 1; column--) {
        assert_true(at < text.len && text.ptr[at] != '\n');
        (void)xs_utf8_next(text, &at);
    }
    return xs_str_sub(text, at, text.len);
}

static bool blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/* Whether text begins with quote, blanks and line ends aside; a long quote ends with three dots. */
static bool begins_with(xs_str text, xs_str quote)
{
    size_t i = 0;
    if (xs_str_ends(quote, XS_STR("\xE2\x80\xA6")))
        quote.len -= 3;
    for (size_t k = 0; k < quote.len; k++) {
        if (blank(quote.ptr[k]))
            continue;
        while (i < text.len && blank(text.ptr[i]))
            i++;
        if (i == text.len || text.ptr[i++] != quote.ptr[k])
            return false;
    }
    return true;
}

static void quotes_stand_where_it_says(void **state)
{
    const char *paths[40];
    static char names[40][128];
    struct xs_csv_table t;
    size_t exact = 0;
    (void)state;
    if (!run.ready)
        return;
    size_t n = documents(paths);
    for (size_t i = 0; i < n; i++) {
        (void)snprintf(names[i], sizeof names[i], "%s/saved%zu.txt", run.scratch, i);
        save_otherwise(names[i], read_file(paths[i]), i % 4);
        paths[i] = names[i];
    }
    assert_int_equal(score("saved", "-j2", paths, n), 0);
    parse("saved", "findings.csv", &t);
    for (size_t i = 0; i < t.nrows; i++) {
        xs_str quote = cell(&t, i, "quote"), file = cell(&t, i, "file");
        char path[256];
        if (quote.len == 0 || cell(&t, i, "line").len == 0)
            continue; /* of a whole document, or of something that is missing */
        (void)snprintf(path, sizeof path, "%.*s", XS_STR_ARG(file));
        xs_str there =
            text_at(read_file(path), whole(cell(&t, i, "line")), whole(cell(&t, i, "column")));
        if (blank(there.ptr[0]) || !begins_with(there, quote))
            fail_msg("%s:%.*s: \"%.*s\" does not stand there", path,
                XS_STR_ARG(cell(&t, i, "line")), XS_STR_ARG(quote));
        exact++;
    }
    assert_true(exact > 300);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(order_and_threads),
        cmocka_unit_test(twice), cmocka_unit_test(ranking_is_a_permutation),
        cmocka_unit_test(quotes_stand_where_it_says) };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
