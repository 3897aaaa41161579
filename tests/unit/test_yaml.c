/* base/yaml.c: nodes with their places, and faults with line and column. */
#include "base/buf.h"
#include "env.h"

static struct xs_arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = xs_arena_new((size_t)64 << 20);
    return arena == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    xs_arena_free(arena);
    return 0;
}

static void places(void **state)
{
    struct xs_yaml *root;
    struct xs_fault fault;
    (void)state;
    xs_str text = XS_STR("a: 1\nlist:\n  - x\n  - {k: 'v', 键: 值}\nempty:\n");
    assert_int_equal(xs_yaml_parse(arena, XS_STR("f"), text, &root, &fault), XS_OK);
    assert_int_equal(root->kind, XS_YAML_MAP);
    assert_int_equal(root->count, 3);
    const struct xs_yaml *a = xs_yaml_get(root, "a"), *list = xs_yaml_get(root, "list");
    same_text("a", "text", a->text, "1");
    assert_int_equal(a->line, 1);
    assert_int_equal(a->column, 4);
    assert_false(a->quoted);
    assert_int_equal(list->kind, XS_YAML_LIST);
    assert_int_equal(list->count, 2);
    const struct xs_yaml *map = &list->items[1], *k = xs_yaml_get(map, "k");
    assert_int_equal(k->line, 4);
    assert_int_equal(k->column, 9);
    assert_true(k->quoted);
    same_text("map", "key", map->items[1].key, "键");
    same_text("empty", "text", xs_yaml_get(root, "empty")->text, "");
    assert_null(xs_yaml_get(root, "none"));
    assert_null(xs_yaml_get(NULL, "a"));
    assert_null(xs_yaml_get(a, "a"));
    assert_int_equal(xs_yaml_parse(arena, XS_STR("f"), XS_STR_NONE, &root, &fault), XS_OK);
    assert_int_equal(root->kind, XS_YAML_MAP);
    assert_int_equal(root->count, 0);
}

static void faults(void **state)
{
    static const struct {
        const char *name, *text;
        uint32_t line, column;
    } rows[] = {
        { "the same key twice", "a: 1\nb: 2\na: 3\n", 3, 1 },
        { "the same key twice, nested", "m:\n  x: 1\n  x: 2\n", 3, 3 },
        { "a list for a key", "? [a, b]\n: 1\n", 1, 1 },
        { "bracket not closed", "a: [1, 2\nb: 3\n", 2, 2 },
        { "TAB as indent", "a:\n\tb: 1\n", 2, 1 },
        { "unknown alias", "a: *none\n", 1, 4 },
        { "alias within what it names", "a: &x [1, *x]\n", 1, 11 },
        { "quote not closed", "a: 'x\n", 2, 1 },
        { "value where none may be", "a: b: c\n", 1, 5 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct xs_yaml *root = NULL;
        struct xs_fault fault = { 0 };
        CHECK(xs_yaml_parse(arena, XS_STR("dir/file.yaml"), xs_str_c(rows[i].text), &root,
                  &fault) == XS_E_PATTERNS,
            rows[i].name);
        CHECK(root == NULL, rows[i].name);
        CHECK(fault.text.len > 0, rows[i].name);
        same_text(rows[i].name, "file", fault.file, "dir/file.yaml");
        if (fault.line != rows[i].line || fault.column != rows[i].column)
            fail_msg("%s: fault at %u:%u, not %u:%u (%.*s)", rows[i].name, fault.line, fault.column,
                rows[i].line, rows[i].column, XS_STR_ARG(fault.text));
    }
}

/* A text in a block stands where its first line does, and so does all that is parsed of it. */
static void blocks(void **state)
{
    static const char text[] = "rules:\n"
                               "  - id: r\n"
                               "    hit: | # two\n"
                               "\n"
                               "      - {a: 1}\n"
                               "      - b\n"
                               "    miss: |\n"
                               "      - [c, c\n";
    struct xs_yaml *root, *list = NULL;
    struct xs_fault fault;
    (void)state;
    assert_int_equal(xs_yaml_parse(arena, XS_STR("f"), xs_str_c(text), &root, &fault), XS_OK);
    const struct xs_yaml *rule = &xs_yaml_get(root, "rules")->items[0];
    const struct xs_yaml *hit = xs_yaml_get(rule, "hit"), *miss = xs_yaml_get(rule, "miss");
    assert_int_equal(hit->kind, XS_YAML_SCALAR);
    assert_int_equal(hit->line, 4);
    assert_int_equal(hit->column, 7);
    assert_int_equal(miss->line, 8);
    assert_int_equal(xs_yaml_parse_scalar(arena, XS_STR("f"), hit, &list, &fault), XS_OK);
    assert_int_equal(list->count, 2);
    const struct xs_yaml *a = xs_yaml_get(&list->items[0], "a"), *b = &list->items[1];
    same_text("a", "text", a->text, "1");
    assert_int_equal(a->line, 5);
    assert_int_equal(a->column, 13);
    assert_int_equal(b->line, 6);
    assert_int_equal(b->column, 9);
    list = NULL;
    assert_int_equal(xs_yaml_parse_scalar(arena, XS_STR("f"), miss, &list, &fault), XS_E_PATTERNS);
    assert_null(list);
    assert_int_equal(fault.line, 9);
}

/* A block without lines stands at the end of the text. */
static void empty_blocks(void **state)
{
    static const char *const texts[] = { "a: |", "a: |\n", "a: |\n\n   \n", "a: |\nb: 1\n" };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct xs_yaml *root;
        struct xs_fault fault;
        assert_int_equal(
            xs_yaml_parse(arena, XS_STR("f"), xs_str_c(texts[i]), &root, &fault), XS_OK);
        same_text(texts[i], "text", xs_str_trim(root->items[0].text), "");
        assert_true(root->items[0].line == 2);
    }
}

/* Words of a block, each with its place, or the items of a list. */
static void words(void **state)
{
    struct xs_yaml *root;
    const struct xs_yaml *n;
    struct xs_fault fault;
    (void)state;
    xs_str text = XS_STR("w: |\n\n  一二  #\n   [三\nlist: [a b, c]\nnone: ''\n");
    assert_int_equal(xs_yaml_parse(arena, XS_STR("f"), text, &root, &fault), XS_OK);
    static const struct {
        const char *text;
        uint32_t line, column;
    } want[] = { { "一二", 3, 3 }, { "#", 3, 7 }, { "[三", 4, 4 } };
    struct xs_yaml_words w = xs_yaml_words(xs_yaml_get(root, "w"));
    for (size_t i = 0; i < 3; i++) {
        n = xs_yaml_word(&w);
        assert_non_null(n);
        same_text("word", "text", n->text, want[i].text);
        assert_int_equal(n->line, want[i].line);
        assert_int_equal(n->column, want[i].column);
    }
    assert_null(xs_yaml_word(&w));
    const struct xs_yaml *plain = xs_yaml_get(root, "list");
    w = xs_yaml_words(plain);
    assert_ptr_equal(xs_yaml_word(&w), &plain->items[0]);
    assert_ptr_equal(xs_yaml_word(&w), &plain->items[1]);
    assert_null(xs_yaml_word(&w));
    w = xs_yaml_words(xs_yaml_get(root, "none"));
    assert_null(xs_yaml_word(&w));
}

static void too_deep(void **state)
{
    struct xs_yaml *root;
    struct xs_fault fault;
    char text[400];
    (void)state;
    memset(text, '[', 100);
    memset(text + 100, ']', 100);
    assert_int_equal(
        xs_yaml_parse(arena, XS_STR("f"), (xs_str){ text, 200 }, &root, &fault), XS_E_PATTERNS);
    assert_int_equal(
        xs_yaml_parse(arena, XS_STR("f"), (xs_str){ text + 80, 40 }, &root, &fault), XS_OK);
    static char bomb[5000]; /* so deep that libyaml is not asked */
    memset(bomb, '{', sizeof bomb);
    assert_int_equal(
        xs_yaml_parse(arena, XS_STR("f"), (xs_str){ bomb, sizeof bomb }, &root, &fault),
        XS_E_PATTERNS);
    assert_true(xs_str_has(fault.text, XS_STR("too deeply")));
}

/* A named node stands wherever its name is asked for, under the key there, and counts each time. */
static void names(void **state)
{
    struct xs_yaml *root;
    struct xs_fault fault;
    struct xs_buf bomb;
    (void)state;
    xs_str text = XS_STR("a: &x [1, {k: &y v}]\nb: *x\nc: [*y, *x]\nd: &x 2\ne: *x\n");
    assert_int_equal(xs_yaml_parse(arena, XS_STR("f"), text, &root, &fault), XS_OK);
    const struct xs_yaml *b = xs_yaml_get(root, "b"), *c = xs_yaml_get(root, "c");
    assert_int_equal(b->kind, XS_YAML_LIST);
    assert_int_equal(b->line, 1);
    same_text("b", "k", xs_yaml_get(&b->items[1], "k")->text, "v");
    same_text("c", "*y", c->items[0].text, "v");
    assert_int_equal(c->items[0].key.len, 0);
    same_text("c", "*x", c->items[1].items[0].text, "1");
    same_text("e", "the later name", xs_yaml_get(root, "e")->text, "2");
    /* each line nine times the one before */
    xs_buf_init(&bomb, XS_MAX_BUF);
    xs_buf_lit(&bomb, "a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
        char line[200];
        int p = i - 1;
        (void)snprintf(line, sizeof line,
            "a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d]\n", i, i, p, p, p, p,
            p, p, p, p, p);
        xs_buf_lit(&bomb, line);
    }
    assert_int_equal(
        xs_yaml_parse(arena, XS_STR("f"), xs_buf_str(&bomb), &root, &fault), XS_E_PATTERNS);
    assert_true(xs_str_has(fault.text, XS_STR("too large")));
    xs_buf_free(&bomb);
}

static void numbers(void **state)
{
    static const struct {
        const char *text;
        bool milli_ok;
        int64_t milli;
        bool int_ok;
    } rows[] = {
        { "0", true, 0, true },
        { "7", true, 7000, true },
        { "-7", true, -7000, true },
        { "0.35", true, 350, false },
        { "2.0", true, 2000, true },
        { "1.234", true, 1234, false },
        { "1.2345", false, 0, false },
        { "", false, 0, false },
        { "-", false, 0, false },
        { "1e3", false, 0, false },
        { "1,000", false, 0, false },
        { "+1", false, 0, false },
        { "1001", true, 1001000, false },
        { "1234567890123456", false, 0, false },
        { "1.2.3", false, 0, false },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct xs_yaml n = { .kind = XS_YAML_SCALAR, .text = xs_str_c(rows[i].text) };
        int64_t milli = -1, whole = -1;
        CHECK(xs_yaml_milli(&n, &milli) == rows[i].milli_ok, rows[i].text);
        CHECK(milli == (rows[i].milli_ok ? rows[i].milli : -1), rows[i].text);
        CHECK(xs_yaml_int(&n, -1000, 1000, &whole) == rows[i].int_ok, rows[i].text);
        CHECK(whole == (rows[i].int_ok ? rows[i].milli / 1000 : -1), rows[i].text);
    }
    struct xs_yaml list = { .kind = XS_YAML_LIST };
    bool yes = true;
    int64_t n = 5;
    assert_false(xs_yaml_int(NULL, 0, 9, &n) || xs_yaml_int(&list, 0, 9, &n));
    assert_false(xs_yaml_bool(NULL, &yes) || xs_yaml_bool(&list, &yes));
    struct xs_yaml t = { .kind = XS_YAML_SCALAR, .text = XS_STR_INIT("false") };
    assert_true(xs_yaml_bool(&t, &yes));
    assert_false(yes);
    t.text = XS_STR("True ");
    assert_false(xs_yaml_bool(&t, &yes));
}

static void failing(void **state)
{
    (void)state;
    struct xs_str text = XS_STR("a: &x [1, 2, {b: c}]\nd: *x\n");
    for (unsigned long n = 1; n < 100; n++) {
        struct xs_yaml *root;
        struct xs_fault fault;
        xs_alloc_fail_at(n);
        struct xs_arena *a = xs_arena_new((size_t)1 << 20);
        enum xs_err e = a ? xs_yaml_parse(a, XS_STR("f"), text, &root, &fault) : XS_E_NOMEM;
        xs_alloc_fail_at(0);
        xs_arena_free(a);
        if (e == XS_OK)
            return;
        assert_int_equal(e, XS_E_NOMEM);
    }
    fail_msg("never comes through");
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(places), cmocka_unit_test(faults),
        cmocka_unit_test(blocks), cmocka_unit_test(empty_blocks), cmocka_unit_test(words),
        cmocka_unit_test(too_deep), cmocka_unit_test(names), cmocka_unit_test(numbers),
        cmocka_unit_test(failing) };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
