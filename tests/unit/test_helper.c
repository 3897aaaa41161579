/* The program's side of a helper: one that does not start, that ends, that never answers, that
 * talks nonsense loses its document and no more. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/limits.h"
#include "cli/helper.h"

static enum xs_err ask(const char *program)
{
    struct xs_helper h = { .program = program };
    struct xs_sheet s = { 0 };
    struct xs_arena *a = xs_arena_new(1 << 20);
    assert_non_null(a);
    enum xs_err e = xs_helper_read(&h, a, XS_STR("<html>text</html>"), &s);
    assert_int_equal(h.child.pid, 0);
    assert_int_equal(xs_helper_read(&h, a, XS_STR("again"), &s), e);
    xs_helper_close(&h);
    xs_arena_free(a);
    return e;
}

static void missing(void **state)
{
    (void)state;
    assert_int_equal(ask("/nowhere/xushi"), XS_E_CRASHED);
}

static void ends(void **state)
{
    (void)state;
    assert_int_equal(ask("/bin/false"), XS_E_CRASHED);
}

static enum xs_err ask_script(const char *text)
{
    char path[] = "/tmp/xushi-test-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *f = fdopen(fd, "w");
    assert_non_null(f);
    (void)fprintf(f, "#!/bin/sh\n%s\n", text);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(chmod(path, 0700), 0);
    enum xs_err e = ask(path);
    (void)unlink(path);
    return e;
}

static void nonsense(void **state)
{
    (void)state;
    assert_int_equal(ask_script("printf '%0200d' 7; cat >/dev/null"), XS_E_CRASHED);
}

static void killed(void **state)
{
    (void)state;
    assert_int_equal(ask_script("kill -SEGV $$"), XS_E_CRASHED);
}

/* Takes what it gets and says nothing: the time of a child is tried with a near deadline. */
static void silent(void **state)
{
    (void)state;
    static const char *const argv[] = { "/bin/sleep", "100", NULL };
    struct xs_child c;
    char byte;
    assert_int_equal(xs_child_start(&c, argv, NULL, false), XS_OK);
    uint64_t before = xs_child_now();
    assert_int_equal(xs_child_receive(&c, &byte, 1, before + 50), XS_E_TIMEOUT);
    assert_false(xs_child_stop(&c, true));
    assert_true(xs_child_now() - before < 5000);
}

static void well(void **state)
{
    (void)state;
    static const char *const argv[] = { "/bin/cat", NULL };
    struct xs_child c;
    char got[5];
    assert_int_equal(xs_child_start(&c, argv, NULL, false), XS_OK);
    uint64_t deadline = xs_child_now() + 10000;
    assert_int_equal(xs_child_send(&c, XS_STR("hello"), deadline), XS_OK);
    assert_int_equal(xs_child_receive(&c, got, sizeof got, deadline), XS_OK);
    assert_memory_equal(got, "hello", sizeof got);
    assert_true(xs_child_stop(&c, false));
}

/* More than a pipe holds, to a child that does not read, and to one that is gone. */
static void deaf(void **state)
{
    (void)state;
    struct xs_child c;
    static char bytes[4 << 20];
    static const char *const sleeper[] = { "/bin/sleep", "20", NULL };
    static const char *const gone[] = { "/bin/true", NULL };
    assert_int_equal(xs_child_start(&c, sleeper, NULL, false), XS_OK);
    assert_int_equal(
        xs_child_send(&c, (xs_str){ bytes, sizeof bytes }, xs_child_now() + 300), XS_E_TIMEOUT);
    (void)xs_child_stop(&c, true);
    assert_int_equal(xs_child_start(&c, gone, NULL, false), XS_OK);
    assert_int_equal(
        xs_child_send(&c, (xs_str){ bytes, sizeof bytes }, xs_child_now() + 10000), XS_E_CRASHED);
    (void)xs_child_stop(&c, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(missing),
        cmocka_unit_test(ends),
        cmocka_unit_test(nonsense),
        cmocka_unit_test(killed),
        cmocka_unit_test(silent),
        cmocka_unit_test(deaf),
        cmocka_unit_test(well),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
