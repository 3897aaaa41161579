/* read/lines.c: the lines of texts of every length, with every number of bytes at a time, are those
 * that one finds byte by byte. */
#include "read/lines.h"

#include "base/vec.h"
#include "env.h"

/* The next line of *rest, plainly. */
static xs_str plainly(xs_str *rest, bool *odd)
{
    xs_str line;
    (void)xs_str_split(rest, '\n', &line);
    if (xs_str_ends(line, XS_STR("\r")))
        line.len--;
    *odd = false;
    for (size_t i = 0; i < line.len; i++)
        *odd |= line.ptr[i] == '|' || (i > 0 && line.ptr[i] == '\t');
    return line;
}

static void check_text(xs_str text)
{
    for (unsigned width = 16; width <= xs_vec_width(); width *= 2) {
        struct xs_lines lines;
        struct xs_lines_at at = { 0 };
        xs_str rest = text, line;
        bool odd, want_odd;
        xs_lines_open(&lines, text, width);
        while (xs_lines_next(&lines, &at, &line, &odd)) {
            assert_true(rest.ptr && rest.len);
            xs_str want = plainly(&rest, &want_odd);
            assert_ptr_equal(line.ptr, want.ptr);
            assert_int_equal(line.len, want.len);
            assert_int_equal(odd, want_odd);
        }
        assert_int_equal(rest.len, 0);
    }
}

static void lines_are_found(void **state)
{
    static const char *const pieces[] = { "\n", "\n\t", "\r\n", "\t", "|", "a", "完成率",
        "社会效益指标是否达到", "0123456789012345678901234567890123456789" };
    char text[8200];
    unsigned seed = 3;
    (void)state;
    for (size_t round = 0; round < 3000; round++) {
        size_t len = 0, most = round < 2900 ? round / 10 : sizeof text - (round - 2900);
        for (;;) {
            seed = seed * 1103515245 + 12345;
            size_t k = seed / 65536 % (sizeof pieces / sizeof *pieces);
            if (round % 3 && (k == 3 || k == 4) && seed >> 28 > 2) /* most lines hold none */
                k = 1;
            if (len + strlen(pieces[k]) > most)
                break;
            memcpy(text + len, pieces[k], strlen(pieces[k]));
            len += strlen(pieces[k]);
        }
        char *alone = len ? malloc(len) : NULL; /* nothing may be read around it */
        if (len)
            memcpy(alone, text, len);
        check_text((xs_str){ alone, len });
        free(alone);
    }
}

/* A line over many words; a sign in its first one, in its last one, behind it. */
static void long_lines(void **state)
{
    static char text[6000];
    (void)state;
    for (size_t at = 0; at < sizeof text; at += 61)
        for (size_t end = 1; end < sizeof text; end += 397) {
            memset(text, 'x', sizeof text);
            text[end] = '\n';
            text[at] = at % 2 ? '\t' : '|';
            check_text((xs_str){ text, sizeof text });
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(lines_are_found),
        cmocka_unit_test(long_lines) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
