/* base/io.c: reading from what has no size: up to the limit, and not a byte beyond. */
#include <fcntl.h>
#include <unistd.h>

#include "base/io.h"
#include "env.h"

static enum xs_err read_pipe(size_t bytes, size_t hint, size_t max, struct xs_bytes *out)
{
    int ends[2], error = 0;
    char text[512];
    assert_true(bytes <= sizeof text);
    memset(text, 'x', sizeof text);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], text, bytes), bytes);
    assert_int_equal(close(ends[1]), 0);
    enum xs_err e = xs_io_read_fd(out, ends[0], hint, max, &error);
    assert_int_equal(close(ends[0]), 0);
    return e;
}

static void limits(void **state)
{
    struct xs_bytes b = { 0 };
    (void)state;
    assert_int_equal(read_pipe(100, 0, 100, &b), XS_OK);
    assert_int_equal(b.len, 100);
    assert_int_equal(read_pipe(101, 0, 100, &b), XS_E_TOO_LARGE);
    assert_int_equal(read_pipe(50, 60, 100, &b), XS_OK); /* less than it was said to be */
    assert_int_equal(b.len, 50);
    assert_int_equal(read_pipe(50, 101, 100, &b), XS_E_TOO_LARGE);
    assert_int_equal(read_pipe(0, 0, 0, &b), XS_OK);
    assert_int_equal(b.len, 0);
    xs_bytes_free(&b);
}

static void no_file(void **state)
{
    struct xs_bytes b = { 0 };
    int error = 0;
    (void)state;
    assert_int_equal(xs_io_read(&b, "/nonexistent/file", 100, &error), XS_E_MISSING);
    struct xs_file_info info; /* a file that was shorter or longer when it was looked at */
    xs_io_info("/proc/self/exe", &info);
    for (uint64_t was = 1; was < 3 * info.size; was += info.size) {
        assert_int_equal(
            xs_io_read_known(&b, "/proc/self/exe", was, (size_t)4 * info.size, &error), XS_OK);
        assert_int_equal(b.len, info.size);
    }
    assert_int_not_equal(xs_io_read(&b, "/", 100, &error), XS_OK); /* a folder */
    xs_bytes_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(limits), cmocka_unit_test(no_file) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
