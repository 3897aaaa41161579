/* base/io.c: reading from what has no size: up to the limit, and not a byte beyond. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/io.h"
#include "env.h"

static enum xs_err read_pipe(size_t bytes, size_t max, struct xs_bytes *out)
{
    int ends[2], error = 0;
    static char text[(size_t)64 << 10]; /* what a pipe holds */
    assert_true(bytes <= sizeof text);
    memset(text, 'x', sizeof text);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], text, bytes), bytes);
    assert_int_equal(close(ends[1]), 0);
    enum xs_err e = xs_io_read_fd(out, ends[0], max, &error);
    assert_int_equal(close(ends[0]), 0);
    return e;
}

static void limits(void **state)
{
    struct xs_bytes b = { 0 };
    (void)state;
    assert_int_equal(read_pipe(100, 100, &b), XS_OK);
    assert_int_equal(b.len, 100);
    assert_int_equal(read_pipe(101, 100, &b), XS_E_TOO_LARGE);
    assert_int_equal(read_pipe(0, 0, &b), XS_OK);
    assert_int_equal(b.len, 0);
    const size_t all = (size_t)64 << 10; /* more than the first room, which has a padding */
    assert_int_equal(read_pipe(all, all, &b), XS_OK);
    assert_int_equal(b.len, all);
    assert_int_equal(read_pipe(all, all - 1, &b), XS_E_TOO_LARGE);
    xs_bytes_free(&b);
}

static void no_file(void **state)
{
    struct xs_bytes b = { 0 };
    int error = 0;
    (void)state;
    assert_int_equal(xs_io_read(&b, "/nonexistent/file", 100, &error), XS_E_MISSING);
    struct xs_file_info info; /* of a large file */
    xs_io_info("/proc/self/exe", &info);
    xs_bytes_free(&b);
    assert_int_equal(xs_io_read(&b, "/proc/self/exe", info.size, &error), XS_OK);
    assert_int_equal(b.len, info.size);
    xs_bytes_free(&b);
    assert_int_equal(xs_io_read(&b, "/proc/self/exe", info.size - 1, &error), XS_E_TOO_LARGE);
    assert_int_not_equal(xs_io_read(&b, "/", 100, &error), XS_OK); /* a folder */
    xs_bytes_free(&b);
}

static void put_file(const char *folder, const char *name, const char *text)
{
    char path[200];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static void same_file(struct xs_bytes *b, const char *folder, const char *name, const char *text)
{
    char path[200];
    int error = 0;
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    enum xs_err e = xs_io_read(b, path, 100, &error);
    assert_int_equal(e, text ? XS_OK : XS_E_MISSING);
    if (text)
        same_text(path, "text", (xs_str){ b->ptr, b->len }, text);
}

/* Each file is that of its own folder, however often one follows the other. */
static void beside_the_last(void **state)
{
    char one[] = "/tmp/xushi-io-XXXXXX", two[] = "/tmp/xushi-io-XXXXXX";
    struct xs_bytes b = { 0 };
    (void)state;
    assert_non_null(mkdtemp(one));
    assert_non_null(mkdtemp(two));
    put_file(one, "a", "one a");
    put_file(one, "b", "one b");
    put_file(two, "a", "two a");
    for (int round = 0; round < 2; round++) {
        same_file(&b, one, "a", "one a");
        same_file(&b, one, "b", "one b");
        same_file(&b, one, "c", NULL);
        same_file(&b, one, "a", "one a");
        same_file(&b, two, "a", "two a");
        same_file(&b, two, "b", NULL);
        same_file(&b, "/nonexistent", "a", NULL);
        same_file(&b, "/nonexistent", "b", NULL);
    }
    xs_bytes_free(&b);
    assert_int_equal(b.folder_open, 0);
    put_file(two, "b", "");
    const char *const made[][2] = { { one, "a" }, { one, "b" }, { two, "a" }, { two, "b" } };
    for (size_t i = 0; i < 4; i++) {
        char path[200];
        (void)snprintf(path, sizeof path, "%s/%s", made[i][0], made[i][1]);
        assert_int_equal(unlink(path), 0);
    }
    assert_int_equal(rmdir(one), 0);
    assert_int_equal(rmdir(two), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(limits), cmocka_unit_test(no_file),
        cmocka_unit_test(beside_the_last) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
