/* write/dictionary.c against doc/tables.md. XS_UPDATE=1 in the environment writes the file anew. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/io.h"
#include "write/dictionary.h"

static void test_doc_is_dictionary(void **state)
{
    (void)state;
    char path[4096];
    struct xs_bytes file = { 0 };
    struct xs_buf b;
    xs_str want;
    int error;
    const char *root = getenv("ROOT");
    (void)snprintf(path, sizeof path, "%s/doc/tables.md", root ? root : ".");
    xs_buf_init(&b, (size_t)1 << 20);
    xs_write_dictionary(&b);
    assert_int_equal(xs_buf_finish(&b, &want), XS_OK);
    if (getenv("XS_UPDATE")) {
        FILE *f = fopen(path, "wb");
        assert_non_null(f);
        assert_int_equal(fwrite(want.ptr, 1, want.len, f), want.len);
        assert_int_equal(fclose(f), 0);
    }
    assert_int_equal(xs_io_read(&file, path, (size_t)1 << 20, &error), XS_OK);
    assert_true(xs_str_eq(want, (xs_str){ file.ptr, file.len }));
    xs_bytes_free(&file);
    xs_buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_doc_is_dictionary) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
