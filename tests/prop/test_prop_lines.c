/* Nothing is lost in silence: a word that stands nowhere else, put into a document at any line, is
 * found again in the tree or in a remark, or more lines are counted as not understood. Over the
 * samples, the layouts of the golden cases, and the seeds where they are. */
#include "base/io.h"
#include "prop.h"
#include "write/dump.h"
#include "write/session.h"

#define MARK "\xE9\xBE\x98\xE9\xBD\x89\xE7\x88\xA9" /* three rare characters */

static struct {
    struct xs_engine engine;
    struct xs_engine_thread thread;
    struct xs_arena *files; /* texts */
    size_t placed, documents;
} run;

static int set_up(void **state)
{
    const char *dir = getenv("XUSHI_PATTERNS");
    xs_str dirs = xs_str_c(dir ? dir : "patterns");
    (void)state;
    run.files = xs_arena_new((size_t)1 << 30);
    return xs_engine_open(&run.engine, &dirs, 1) != XS_OK ||
           xs_engine_thread_open(&run.thread) != XS_OK || !run.files;
}

static int tear_down(void **state)
{
    (void)state;
    xs_engine_thread_close(&run.thread);
    xs_engine_close(&run.engine);
    xs_arena_free(run.files);
    return 0;
}

/* How a mark stands: a paragraph, a row of one cell, a row of two. */
static const char *const ways[] = { "\n" MARK "\n\n", "\n\t" MARK "\n\n",
    "\n\t" MARK "\n\t" MARK "\n\n" };
#define WAYS (sizeof ways / sizeof *ways)

/* The document with a mark at at; padded. */
static xs_str marked(struct xs_buf *b, xs_str text, size_t at, const char *way)
{
    b->len = 0;
    xs_buf_puts(b, xs_str_sub(text, 0, at));
    xs_buf_puts(b, xs_str_c(way));
    xs_buf_puts(b, xs_str_sub(text, at, text.len));
    for (size_t i = 0; i < XS_IO_PADDING; i++)
        xs_buf_putc(b, '\0');
    b->len -= XS_IO_PADDING;
    assert_int_equal(b->err, XS_OK);
    return xs_buf_str(b);
}

/* Reads text; the tree and its remarks are in *tree, how many lines were not understood is
 * returned. */
static uint32_t lines_left(xs_str text, struct xs_buf *tree)
{
    struct xs_reading g;
    xs_arena_reset(run.thread.arena);
    assert_int_equal(xs_engine_read(&run.engine, &run.thread, text, XS_STR("x.txt"), &g), XS_OK);
    tree->len = 0;
    if (!g.known)
        return UINT32_MAX; /* the whole document is said to be unread */
    assert_true(g.doc.lines_unread + g.doc.lines_furniture + g.sheet.nblank <= g.sheet.nlines);
    xs_dump(XS_STR("x"), &g.doc, tree);
    for (size_t i = 0; i < g.doc.nremarks; i++)
        xs_buf_puts(tree, g.doc.remarks[i].text);
    return g.doc.lines_unread;
}

static void look(const char *name, xs_str text, struct dice *d, size_t rounds)
{
    struct xs_buf b, tree;
    xs_buf_init(&b, XS_MAX_BUF);
    xs_buf_init(&tree, XS_MAX_BUF);
    uint32_t before = lines_left(marked(&b, text, 0, ""), &tree);
    assert_false(xs_str_has(xs_buf_str(&tree), XS_STR(MARK)));
    for (size_t i = 0; i < rounds; i++) {
        size_t at = roll(d, text.len + 1), way = roll(d, WAYS);
        while (at < text.len && at > 1 && (text.ptr[at - 1] != '\n' || text.ptr[at - 2] != '\n'))
            at++; /* where an empty line is: rows stay whole */
        uint32_t left = lines_left(marked(&b, text, at, ways[way]), &tree);
        run.placed++;
        if (left <= before && !xs_str_has(xs_buf_str(&tree), XS_STR(MARK)))
            fail_msg("%s: \"%s\" at byte %zu is lost in silence", name, ways[way], at);
    }
    xs_buf_free(&b);
    xs_buf_free(&tree);
}

static void look_below(const char *folder, const char *tail, size_t rounds)
{
    struct xs_walk w;
    struct dice d = { 20240317 };
    char path[512];
    int error;
    const char *root = getenv("ROOT");
    (void)snprintf(path, sizeof path, "%s/%s", root ? root : ".", folder);
    if (xs_io_walk(run.files, path, &w, &error) != XS_OK)
        return; /* the seeds are not in the repository */
    for (size_t i = 0; i < w.count; i++) {
        struct xs_bytes b = { 0 };
        if (!xs_str_ends(w.items[i].name, xs_str_c(tail)))
            continue;
        assert_int_equal(xs_io_read(&b, w.items[i].path.ptr, XS_MAX_DOC_BYTES, &error), XS_OK);
        xs_str text = { b.ptr, b.len };
        if (xs_utf8_check(text) == text.len)
            look(w.items[i].path.ptr, text, &d, rounds);
        run.documents++;
        xs_bytes_free(&b);
    }
}

static void nothing_is_lost(void **state)
{
    (void)state;
    look_below("corpus", ".txt", 200);
    look_below("tests/golden/layout", "input.txt", 60);
    look_below("../shared/seeds", ".txt", 200);
    look_below("../shared/layouts", ".txt", 100);
    assert_true(run.documents > 50 && run.placed > 5000);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(nothing_is_lost) };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
