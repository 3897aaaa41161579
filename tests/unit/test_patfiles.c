/* base/patfiles.c: folders of pattern files: order, faults with their place, sections over several
 * files. */
#include <sys/stat.h>
#include <unistd.h>

#include "env.h"

struct folder {
    char path[64];
    struct xs_arena *a;
    struct xs_fault fault;
    struct xs_patfiles set;
};

static void put(struct folder *f, const char *name, const char *text)
{
    char path[128];
    assert_true(snprintf(path, sizeof path, "%s/%s", f->path, name) < (int)sizeof path);
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(text, 1, strlen(text), out), strlen(text));
    assert_int_equal(fclose(out), 0);
}

static void make(struct folder *f)
{
    static const struct folder fresh = { .path = "/tmp/xs_patfiles_XXXXXX" };
    char sub[80];
    *f = fresh;
    f->a = xs_arena_new((size_t)64 << 20);
    assert_non_null(f->a);
    assert_non_null(mkdtemp(f->path));
    assert_true(snprintf(sub, sizeof sub, "%s/sub", f->path) < (int)sizeof sub);
    assert_int_equal(mkdir(sub, 0700), 0);
}

static void drop(struct folder *f)
{
    static const char *const names[] = { "/a.yaml", "/b.yaml", "/.hidden.yaml", "/note.txt",
        "/sub/c.yaml", "/sub", "" };
    xs_arena_free(f->a);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[128];
        (void)snprintf(path, sizeof path, "%s%s", f->path,
            names[i]);      /* the buffer is long enough for all of them */
        (void)remove(path); /* not all of them are there */
    }
}

static enum xs_err load(struct folder *f)
{
    xs_str dir = xs_str_c(f->path);
    return xs_patfiles_load(f->a, &dir, 1, &f->fault, &f->set);
}

static void order(void **state)
{
    static const char *const want[] = { "x", "y", "z", "w" };
    struct folder f;
    const struct xs_patfile *file;
    size_t n = 0;
    (void)state;
    make(&f);
    put(&f, "b.yaml", "lexicons:\n  z: [1]\n");
    put(&f, "sub/c.yaml", "lexicons:\n  w: [1]\n");
    put(&f, "a.yaml", "fold: {}\nlexicons:\n  x: [1]\n  y: [1]\n");
    put(&f, ".hidden.yaml", "nonsense: [");
    put(&f, "note.txt", "nonsense: [");
    assert_int_equal(load(&f), XS_OK);
    assert_int_equal(f.set.count, 3);
    struct xs_section_iter it = { &f.set, "lexicons", 0, 0 };
    for (const struct xs_yaml *e; (e = xs_section_next(&it, &file)); n++)
        same_text("entry", "key", e->key, n < 4 ? want[n] : "none");
    assert_int_equal(n, 4);
    assert_true(xs_str_ends(file->path, XS_STR("/sub/c.yaml")));
    struct xs_section_iter none = { &f.set, "rules", 0, 0 };
    assert_null(xs_section_next(&none, &file));
    drop(&f);
}

static void faults(void **state)
{
    static const struct {
        const char *name, *text;
        uint32_t line, column;
        const char *says;
    } rows[] = {
        { "unknown section", "rules: []\nrulez: []\n", 2, 8, "unknown section 'rulez'" },
        { "bad YAML", "rules:\n  - {id: a\n", 3, 1, "" },
        { "no map of sections", "- a\n- b\n", 1, 1, "a pattern file is a map of sections" },
        { "the same section twice", "rules: []\nrules: []\n", 2, 1, "the same key twice" },
        { "not UTF-8", "rules: []\n# \xFF\n", 0, 0, "not UTF-8" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct folder f;
        make(&f);
        put(&f, "a.yaml", rows[i].text);
        CHECK(load(&f) == XS_E_PATTERNS, rows[i].name);
        CHECK(xs_str_ends(f.fault.file, XS_STR("/a.yaml")), rows[i].name);
        if (rows[i].line && (f.fault.line != rows[i].line || f.fault.column != rows[i].column))
            fail_msg("%s: fault at %u:%u, not %u:%u", rows[i].name, f.fault.line, f.fault.column,
                rows[i].line, rows[i].column);
        CHECK(xs_str_has(f.fault.text, xs_str_c(rows[i].says)), rows[i].name);
        drop(&f);
    }
}

static void no_folder(void **state)
{
    struct folder f;
    (void)state;
    make(&f);
    assert_int_equal(load(&f), XS_E_PATTERNS); /* a folder without a pattern file */
    assert_true(f.fault.text.len > 0);
    assert_int_equal(f.fault.line, 0);
    xs_str none = XS_STR("/nowhere/at/all");
    f.fault = (struct xs_fault){ 0 };
    assert_int_equal(xs_patfiles_load(f.a, &none, 1, &f.fault, &f.set), XS_E_PATTERNS);
    assert_true(xs_str_eq(f.fault.file, none));
    drop(&f);
}

/* The hash is of names and bytes below the folder: the same folder elsewhere has the same one. */
static void hash(void **state)
{
    struct folder f, g;
    (void)state;
    make(&f);
    make(&g);
    put(&f, "a.yaml", "rules: []\n");
    put(&g, "a.yaml", "rules: []\n");
    assert_int_equal(load(&f), XS_OK);
    assert_int_equal(load(&g), XS_OK);
    assert_true(f.set.hash == g.set.hash);
    put(&g, "a.yaml", "rules: [] \n");
    assert_int_equal(load(&g), XS_OK);
    assert_true(f.set.hash != g.set.hash);
    drop(&f);
    drop(&g);
}

/* Everything that the pattern files feed, with the n-th allocation failing. */
static void failing(void **state)
{
    (void)state;
    for (unsigned long n = 1; n < 2000; n++) {
        struct env e = { 0 };
        xs_alloc_fail_at(n);
        e.run = xs_arena_new((size_t)1 << 30);
        enum xs_err err = e.run ? env_load(&e) : XS_E_NOMEM;
        xs_alloc_fail_at(0);
        xs_arena_free(e.run);
        if (err == XS_OK) {
            assert_true(n > 2);
            return;
        }
        assert_int_equal(err, XS_E_NOMEM);
    }
    fail_msg("never comes through");
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(order), cmocka_unit_test(faults),
        cmocka_unit_test(no_folder), cmocka_unit_test(hash), cmocka_unit_test(failing) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
