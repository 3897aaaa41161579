/* base/library.c: functions of libraries that are there, and of those that are not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/library.h"

#define FUNCTIONS(X) X(strlen) X(memcmp)
XS_LIBRARY(FUNCTIONS, "libc.so.6")

static void there(void **state)
{
    (void)state;
    struct library lib;
    assert_true(load(&lib));
    assert_int_equal(lib.strlen("four"), 4);
    assert_int_equal(lib.memcmp("ab", "ab", 2), 0);
}

static void no_library(void **state)
{
    (void)state;
    static const char *const names[] = { "strlen" };
    struct library lib;
    assert_false(xs_library_load("libnone-of-this-name.so.1", names, 1, &lib));
}

/* One function that is missing is as bad as none being there. */
static void no_function(void **state)
{
    (void)state;
    static const char *const names[] = { "strlen", "no_function_of_this_name" };
    struct library lib;
    assert_false(xs_library_load("libc.so.6", names, 2, &lib));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(there), cmocka_unit_test(no_library),
        cmocka_unit_test(no_function) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
