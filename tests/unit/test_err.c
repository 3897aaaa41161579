/* base/err.c: one test per code: exit status as DESIGN.md section 5 has it, a text, an id of its
 * own. */
#include "env.h"

static const struct {
    const char *name;
    enum xs_err err;
    int exit;
} rows[] = {
    { "ok", XS_OK, 0 },
    { "nomem", XS_E_NOMEM, 70 },
    { "internal", XS_E_INTERNAL, 70 },
    { "usage", XS_E_USAGE, 64 },
    { "patterns", XS_E_PATTERNS, 65 },
    { "write", XS_E_WRITE, 74 },
    { "interrupt", XS_E_INTERRUPT, 130 },
    { "missing", XS_E_MISSING, 2 },
    { "read", XS_E_READ, 2 },
    { "binary", XS_E_BINARY, 2 },
    { "damaged", XS_E_DAMAGED, 2 },
    { "encrypted", XS_E_ENCRYPTED, 2 },
    { "scanned", XS_E_SCANNED, 2 },
    { "unsupported", XS_E_UNSUPPORTED, 2 },
    { "foreign", XS_E_FOREIGN, 2 },
    { "too-large", XS_E_TOO_LARGE, 2 },
    { "crashed", XS_E_CRASHED, 2 },
    { "timeout", XS_E_TIMEOUT, 2 },
    { "bomb", XS_E_BOMB, 2 },
    { "converter", XS_E_CONVERTER, 2 },
    { "no-rows", XS_E_NO_ROWS, 2 },
    { "tmp", XS_E_TMP, 74 },
    { "long-line", XS_E_LONG_LINE, 2 },
    { "depth", XS_E_DEPTH, 2 },
};

static void every_code(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(rows[i].err, i);
        CHECK(xs_err_exit(rows[i].err) == rows[i].exit, rows[i].name);
        CHECK(strcmp(xs_err_id(rows[i].err), rows[i].name) == 0, rows[i].name);
        CHECK(strlen(xs_err_text(rows[i].err)) > 4, rows[i].name);
    }
    assert_int_equal(XS_ERR_COUNT, sizeof rows / sizeof *rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_code) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
