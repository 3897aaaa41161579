/* write/output.c: a target appears whole or not at all. */
#define _XOPEN_SOURCE 700 /* mkdtemp, symlink */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "write/output.h"

static char folder[64];

static int set_up(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/xs_output.XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static size_t entries(void)
{
    size_t n = 0;
    DIR *d = opendir(folder);
    for (struct dirent *e; d && (e = readdir(d));)
        n += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
    if (d)
        closedir(d);
    return n;
}

static const char *in_folder(const char *name, char path[128])
{
    snprintf(path, 128, "%s/%s", folder, name);
    return path;
}

static int tear_down(void **state)
{
    (void)state;
    static const char *const names[] = { "a.csv", "b.jsonl", "old.csv", "link.csv", "x" };
    char path[128];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        (void)unlink(in_folder(names[i], path));
    return rmdir(folder);
}

static void put_file(const char *name, const char *text)
{
    char path[128];
    FILE *f = fopen(in_folder(name, path), "wb");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void check_file(const char *name, const char *expected)
{
    static char got[1 << 20];
    char path[128];
    FILE *f = fopen(in_folder(name, path), "rb");
    if (!expected) {
        assert_null(f);
        return;
    }
    assert_non_null(f);
    size_t n = fread(got, 1, sizeof got - 1, f);
    fclose(f);
    got[n] = '\0';
    assert_string_equal(got, expected);
}

static void write_rules(struct xs_output *o, bool bom)
{
    const struct xs_datum row[5] = { { .text = XS_STR("r") }, { .number = 1 }, { .number = 2 },
        { .empty = true }, { .empty = true } };
    assert_int_equal(xs_output_begin(o, XS_TABLE_RULES, NULL, bom), XS_OK);
    assert_int_equal(xs_output_row(o, row), XS_OK);
    assert_int_equal(xs_output_end(o), XS_OK);
}

static void test_commit(void **state)
{
    (void)state;
    char a[128], b[128];
    struct xs_output o[3] = { { .open = false } };
    put_file("a.csv", "old");
    assert_int_equal(xs_output_open(&o[0], xs_str_c(in_folder("a.csv", a))), XS_OK);
    assert_int_equal(xs_output_open(&o[1], xs_str_c(in_folder("b.jsonl", b))), XS_OK);
    write_rules(&o[0], true);
    write_rules(&o[1], true);
    check_file("a.csv", "old");
    check_file("b.jsonl", NULL);
    assert_int_equal(xs_outputs_commit(o, 3), XS_OK);
    check_file("a.csv", "\xEF\xBB\xBFrule,applicable,hit,share,message\r\nr,1,2,,\r\n");
    check_file(
        "b.jsonl", "{\"rule\":\"r\",\"applicable\":1,\"hit\":2,\"share\":null,\"message\":null}\n");
    assert_int_equal(entries(), 2);
    xs_outputs_abort(o, 3); /* nothing left to undo */
    assert_int_equal(entries(), 2);
}

static void test_abort(void **state)
{
    (void)state;
    char a[128], b[128];
    struct xs_output o[2];
    put_file("a.csv", "old");
    assert_int_equal(xs_output_open(&o[0], xs_str_c(in_folder("a.csv", a))), XS_OK);
    assert_int_equal(xs_output_open(&o[1], xs_str_c(in_folder("b.jsonl", b))), XS_OK);
    write_rules(&o[0], false);
    xs_outputs_abort(o, 2);
    check_file("a.csv", "old");
    assert_int_equal(entries(), 1);
}

static void test_mode_and_link(void **state)
{
    (void)state;
    char old[128], link[128];
    struct stat st;
    struct xs_output o;
    put_file("old.csv", "old");
    assert_int_equal(chmod(in_folder("old.csv", old), 0640), 0);
    assert_int_equal(symlink("old.csv", in_folder("link.csv", link)), 0);
    assert_int_equal(xs_output_open(&o, xs_str_c(link)), XS_OK);
    assert_int_equal(xs_output_puts(&o, XS_STR("new")), XS_OK);
    assert_int_equal(xs_outputs_commit(&o, 1), XS_OK);
    check_file("old.csv", "new");
    assert_int_equal(lstat(link, &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_int_equal(stat(old, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0640);
    assert_int_equal(entries(), 2);
}

static void test_full_device(void **state)
{
    (void)state;
    char a[128];
    struct xs_output o[2];
    if (access("/dev/full", W_OK) != 0)
        skip();
    put_file("a.csv", "old");
    assert_int_equal(xs_output_open(&o[0], xs_str_c(in_folder("a.csv", a))), XS_OK);
    assert_int_equal(xs_output_open(&o[1], XS_STR("/dev/full")), XS_OK);
    write_rules(&o[0], true);
    write_rules(&o[1], true);
    assert_int_equal(xs_outputs_commit(o, 2), XS_E_WRITE);
    assert_int_equal(o[1].err, XS_E_WRITE);
    assert_int_equal(o[1].os_error, ENOSPC);
    check_file("a.csv", "old"); /* one that fails keeps all from being replaced */
    assert_int_equal(entries(), 1);
}

static void test_full_device_early(void **state)
{
    (void)state;
    struct xs_output o;
    if (access("/dev/full", W_OK) != 0)
        skip();
    static char big[200000];
    memset(big, 'x', sizeof big);
    assert_int_equal(xs_output_open(&o, XS_STR("/dev/full")), XS_OK);
    assert_int_equal(xs_output_puts(&o, (xs_str){ big, sizeof big }), XS_E_WRITE);
    assert_int_equal(xs_output_puts(&o, XS_STR("x")), XS_E_WRITE);
    assert_int_equal(xs_outputs_commit(&o, 1), XS_E_WRITE);
}

/* More than is written at once, in parts that divide it nowhere; the last one is small. */
static void test_many_pieces(void **state)
{
    (void)state;
    static char all[1000000 + 1];
    char path[128];
    struct xs_output o;
    for (size_t i = 0; i + 1 < sizeof all; i++)
        all[i] = (char)('a' + i * i % 23);
    const xs_str text = { all, sizeof all - 1 };
    assert_int_equal(xs_output_open(&o, xs_str_c(in_folder("a.csv", path))), XS_OK);
    for (size_t at = 0, n = 1; at < text.len; at += n, n = n * 3 % 400009 + 1)
        assert_int_equal(xs_output_puts(&o, xs_str_sub(text, at, n)), XS_OK);
    assert_int_equal(xs_outputs_commit(&o, 1), XS_OK);
    check_file("a.csv", all);
}

/* The same, written where it is gathered; what was cut off again is nowhere. */
static void test_push(void **state)
{
    (void)state;
    static char all[300000 + 1];
    char path[128];
    struct xs_output o;
    memset(all, 'y', sizeof all - 1);
    assert_int_equal(xs_output_open(&o, xs_str_c(in_folder("a.csv", path))), XS_OK);
    for (size_t n = 0; n + 1 < sizeof all; n += 1000) {
        xs_buf_puts(&o.buf, (xs_str){ all, 1000 });
        const size_t from = o.buf.len;
        xs_buf_puts(&o.buf, XS_STR("a row that is taken back"));
        o.buf.len = from;
        assert_int_equal(xs_output_push(&o), XS_OK);
        assert_true(o.buf.len < (size_t)128 << 10);
    }
    assert_int_equal(xs_outputs_commit(&o, 1), XS_OK);
    check_file("a.csv", all);
}

static void test_bad_paths(void **state)
{
    (void)state;
    char path[128], deep[160];
    struct xs_output o;
    assert_int_equal(xs_output_open(&o, xs_str_c(folder)), XS_E_WRITE);
    assert_int_equal(o.os_error, EISDIR);
    assert_int_equal(xs_output_open(&o, xs_str_c(in_folder("no/such.csv", path))), XS_E_WRITE);
    assert_int_equal(o.os_error, ENOENT);
    put_file("x", "");
    snprintf(deep, sizeof deep, "%s/y.csv", in_folder("x", path));
    assert_int_equal(xs_output_open(&o, xs_str_c(deep)), XS_E_WRITE);
    assert_int_equal(xs_output_open(&o, XS_STR("a\0b")), XS_E_WRITE);
    if (geteuid() != 0) {
        assert_int_equal(chmod(folder, 0500), 0);
        assert_int_equal(xs_output_open(&o, xs_str_c(in_folder("a.csv", path))), XS_E_WRITE);
        assert_int_equal(chmod(folder, 0700), 0);
    }
    assert_int_equal(entries(), 1);
}

static void test_stdout_no_bom(void **state)
{
    (void)state;
    char path[128];
    struct xs_output o;
    (void)fflush(stdout);
    int keep = dup(STDOUT_FILENO);
    int fd = open(in_folder("x", path), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(keep >= 0 && fd >= 0);
    assert_true(dup2(fd, STDOUT_FILENO) >= 0);
    enum xs_err opened = xs_output_open(&o, XS_STR("-"));
    enum xs_err begun = xs_output_begin(&o, XS_TABLE_RULES, NULL, true);
    enum xs_err done = xs_outputs_commit(&o, 1);
    bool still_open = fcntl(STDOUT_FILENO, F_GETFD) >= 0;
    assert_true(dup2(keep, STDOUT_FILENO) >= 0);
    close(fd);
    close(keep);
    assert_int_equal(opened, XS_OK);
    assert_int_equal(begun, XS_OK);
    assert_int_equal(done, XS_OK);
    assert_true(still_open);
    check_file("x", "rule,applicable,hit,share,message\r\n");
}

static void test_torture(void **state)
{
    (void)state;
    char a[128];
    enum xs_err err = XS_E_NOMEM;
    put_file("a.csv", "old");
    for (unsigned long n = 1; err == XS_E_NOMEM && n < 100; n++) {
        struct xs_output o;
        xs_alloc_fail_at(n);
        err = xs_output_open(&o, xs_str_c(in_folder("a.csv", a)));
        if (err == XS_OK)
            err = xs_output_puts(&o, XS_STR("new"));
        enum xs_err end = xs_outputs_commit(&o, 1);
        xs_alloc_fail_at(0);
        assert_int_equal(end, err);
        check_file("a.csv", err == XS_OK ? "new" : "old");
        assert_int_equal(entries(), 1);
    }
    assert_int_equal(err, XS_OK);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_commit),
        TEST(test_abort),
        TEST(test_mode_and_link),
        TEST(test_full_device),
        TEST(test_full_device_early),
        TEST(test_many_pieces),
        TEST(test_push),
        TEST(test_bad_paths),
        TEST(test_stdout_no_bom),
        TEST(test_torture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
