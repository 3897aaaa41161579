/* base/yaml_plain.c: what it knows it reads as libyaml does; the rest it leaves alone. */
#include "../prop/prop.h"
#include "base/io.h"
#include "base/yaml_plain.h"

static struct xs_arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = xs_arena_new((size_t)1 << 30);
    return arena == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    xs_arena_free(arena);
    return 0;
}

static bool same_string(xs_str a, xs_str b)
{
    return xs_str_eq(a, b) && (a.ptr != NULL) == (b.ptr != NULL);
}

static bool same(const struct xs_yaml *a, const struct xs_yaml *b)
{
    if (a->kind != b->kind || a->line != b->line || a->column != b->column ||
        a->quoted != b->quoted || a->count != b->count || !same_string(a->key, b->key) ||
        !same_string(a->text, b->text))
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!same(&a->items[i], &b->items[i]))
            return false;
    return true;
}

/* Whether text is known; if so, libyaml has to say the same. */
static bool known(xs_str text)
{
    struct xs_yaml plain, full;
    struct xs_fault fault = { .arena = arena };
    bool is_known;
    assert_int_equal(xs_yaml_plain(arena, text, &plain, &is_known), XS_OK);
    if (!is_known)
        return false;
    enum xs_err e = xs_yaml_full(arena, XS_STR("f"), text, &full, &fault);
    if (e != XS_OK || !same(&plain, &full))
        fail_msg("not as libyaml (%d, %u:%u %.*s):\n%.*s", e, fault.line, fault.column,
            XS_STR_ARG(fault.text), XS_STR_ARG(text));
    return true;
}

static void kinds(void **state)
{
    static const char *const rows[] = { "a: 1\n", "a: 1", "a:\n", "a: # none\nb:\n",
        "a:\n- x\n- y\nb: c\n",
        "a:\n  - x\n  -  y z \n\n  # more\nb: {c: d, \"e\": [f, 'g']}   # h\n",
        "- a: 1\n  b: 2\n- - c\n  - d\n-\n  e: f\n", "a: [x, # of\n  y,\n  {z: {}}, []\n ]\n",
        "'a': 'it''s'\n\"b\": \"\\u4e2d\\\"\\\\\\n\\t\"\n",
        "a: |\n  one\n    two\n\n  three\n\n\nb: |\n    x\n# c\n", "a: -1\nb: x:y#z [k]\nc: a, b\n",
        "a:\n  b:\n    c: d\n  e: f\ng:\n", "\n# x\n\na: \xE4\xB8\xAD\xE6\x96\x87:no\n",
        "- \xE4\xB8\xAD: {\xE6\x96\x87: 1, b: 2}\n", "a: {b:\n    c}\n", "a: ''\nb: \"\"\n",
        "-\n-\n" };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        CHECK(known(xs_str_c(rows[i])), rows[i]);
}

static void left_alone(void **state)
{
    static const char *const rows[] = { "", "# none\n", "---\na: 1\n", "a: 1\n...\n",
        "a: &x 1\nb: *x\n", "a: !!str 1\n", "? a\n: b\n", "a: >\n  x\n", "a: |-\n  x\n",
        "a: b\n  c\n", "a: 'b\n  c'\n", "a: [b c\n  d]\n", "a: [b: c]\n", "a: {b, c}\n",
        "a: [b,]\n", "a: \"\\x41\"\n", "a: \"\\ud800\"\n", "a:\tb\n", "a: b\r\n", "a: b: c\n",
        "a: 1\na: 2\n", "a: [b\n", "a: {b:c}\n", "a: {\"b\":c}\n", " a: b\n", "a: b\n c: d\n",
        "- a\nb: c\n", "a: - b\n", "a: 'b' c\n", "a: @b\n", "a: |\n  x",
        "\xEF\xBB\xBF"
        "a: b\n",
        "a: \xC2\x85\n", "a: \xE2\x80\xA8\n", "a: \xFF\n", "a: \x01\n", "a", "[a]\n", "a: [b]: c\n",
        "a: [b,#c\n d]\n", "a: [\nb]\n" };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        CHECK(!known(xs_str_c(rows[i])), rows[i]);
    char deep[200];
    memset(deep, '[', 100);
    memset(deep + 100, ']', 100);
    memcpy(deep, "a: ", 3);
    assert_false(known((xs_str){ deep, 200 }));
    char key[1200];
    memset(key, 'k', sizeof key);
    memcpy(key + sizeof key - 3, ": x", 3);
    assert_false(known((xs_str){ key, sizeof key }));
    assert_true(known((xs_str){ key + 300, sizeof key - 300 }));
}

/* The files that it was made for. */
static void patterns(void **state)
{
    struct xs_patfiles set;
    struct xs_fault fault;
    const char *dir = getenv("XUSHI_PATTERNS");
    xs_str dirs = xs_str_c(dir ? dir : "patterns");
    (void)state;
    assert_int_equal(xs_patfiles_load(arena, &dirs, 1, &fault, &set), XS_OK);
    for (size_t i = 0; i < set.count; i++) {
        struct xs_bytes b = { 0 };
        int error;
        assert_int_equal(
            xs_io_read(&b, set.files[i].path.ptr, XS_MAX_PATTERN_BYTES, &error), XS_OK);
        CHECK(known((xs_str){ b.ptr, b.len }), set.files[i].path.ptr);
        xs_bytes_free(&b);
    }
}

/* Small texts out of what YAML is made of. */
static void any_text(void **state)
{
    static const char *const parts[] = { "a", "b", "k: ", "key:", "- ", "-", ":", ": ", ", ", ",",
        "[", "]", "{", "}", "'", "\"", "\n", "\n", "\n  ", "\n  ", "\n    ", "\n- ", "\n  - ", " ",
        "  ", "#", " # c", "|\n  ", "|", ">", "\\n", "''", "?", "&a", "*a", "!", "---", "...",
        "1.5", "-1", "\xE4\xB8\xAD", "\xEF\xBC\x9A", "~", "%", "@", "<<: " };
    struct dice d = { 20261127 };
    size_t good = 0;
    (void)state;
    for (size_t i = 0; i < 300000; i++) {
        char text[400];
        size_t n = 0, count = 1 + roll(&d, 14);
        struct xs_arena_mark m = xs_arena_mark(arena);
        if (roll(&d, 2))
            n = (size_t)snprintf(text, sizeof text, "k: ");
        for (size_t k = 0; k < count; k++) {
            const char *part = parts[roll(&d, sizeof parts / sizeof *parts)];
            memcpy(text + n, part, strlen(part));
            n += strlen(part);
        }
        good += known((xs_str){ text, n });
        xs_arena_release(arena, m);
    }
    assert_true(good > 3000);
}

/* Pieces of the pattern files with a character or two changed. */
static void changed(void **state)
{
    static const char bytes[] = "\n\n  :-[]{},'\"#|>?&*!%@\\ax1\t.~<";
    struct xs_patfiles set;
    struct xs_fault fault;
    const char *dir = getenv("XUSHI_PATTERNS");
    xs_str dirs = xs_str_c(dir ? dir : "patterns");
    struct dice d = { 4711 };
    size_t good = 0;
    (void)state;
    assert_int_equal(xs_patfiles_load(arena, &dirs, 1, &fault, &set), XS_OK);
    for (size_t i = 0; i < set.count; i++) {
        struct xs_bytes b = { 0 };
        int error;
        assert_int_equal(
            xs_io_read(&b, set.files[i].path.ptr, XS_MAX_PATTERN_BYTES, &error), XS_OK);
        for (size_t k = 0; k < 400; k++) {
            char text[1200] = "x:\n"; /* what it may stand in */
            struct xs_arena_mark m = xs_arena_mark(arena);
            size_t from = roll(&d, b.len), n = roll(&d, sizeof text - 3);
            while (from > 0 && b.ptr[from - 1] != '\n')
                from--;
            n = n < b.len - from ? n : b.len - from;
            while (n > 0 && b.ptr[from + n - 1] != '\n')
                n--;
            memcpy(text + 3, b.ptr + from, n);
            for (size_t c = roll(&d, 3); c > 0 && n > 0; c--)
                text[3 + roll(&d, n)] = bytes[roll(&d, sizeof bytes - 1)];
            good += known((xs_str){ text, n + 3 });
            xs_arena_release(arena, m);
        }
        xs_bytes_free(&b);
    }
    assert_true(good > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(kinds), cmocka_unit_test(left_alone),
        cmocka_unit_test(patterns), cmocka_unit_test(any_text), cmocka_unit_test(changed) };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
