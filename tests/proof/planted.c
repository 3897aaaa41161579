/* planted MANIFEST INDICATORS RANKING: hold two tables of a run over corpus/ to its manifest, both
 * ways: what is planted (yes) must carry its label, what only looks like it (no) must not. Every
 * fault is a line. Ends with "planted: N passed, N failed"; status 1 if any failed. */
#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "base/io.h"
#include "base/limits.h"

struct place {
    xs_str file, project, seq; /* seq empty: the project itself */
};

static xs_str read_all(struct xs_bytes *b, const char *path)
{
    int error = 0;
    if (xs_io_read(b, path, XS_MAX_DOC_BYTES, &error) == XS_OK)
        return (xs_str){ b->ptr, b->len };
    fprintf(stderr, "planted: %s: cannot be read\n", path);
    return XS_STR_NONE;
}

static bool load(struct xs_arena *a, const char *path, struct xs_csv_table *t)
{
    struct xs_bytes b = { 0 };
    uint32_t line = 0;
    xs_str text = read_all(&b, path), kept;
    bool good =
        text.len && xs_arena_dup(a, text, &kept) && xs_csv_parse(a, kept, t, &line) == XS_OK;
    xs_bytes_free(&b);
    return good;
}

/* Whether list, joined by ';', holds label. */
static bool holds(xs_str list, xs_str label)
{
    while (list.len) {
        const char *end = memchr(list.ptr, ';', list.len);
        size_t n = end ? (size_t)(end - list.ptr) : list.len;
        if (xs_str_eq((xs_str){ list.ptr, n }, label))
            return true;
        n += end != NULL;
        list = (xs_str){ list.ptr + n, list.len - n };
    }
    return false;
}

/* The labels at p, from the one table or the other; false: there is no such row. */
static bool labels_at(const struct xs_csv_table *t, const struct place *p, xs_str *out)
{
    int file = xs_csv_column(t, "file"), project = xs_csv_column(t, "project");
    int seq = xs_csv_column(t, "seq"), labels = xs_csv_column(t, "labels");
    for (size_t i = 0; i < t->nrows; i++) {
        if (!xs_str_eq(xs_csv_cell(t, i, file), p->file) ||
            !xs_str_eq(xs_csv_cell(t, i, project), p->project) ||
            !xs_str_eq(xs_csv_cell(t, i, seq), p->seq))
            continue;
        *out = xs_csv_cell(t, i, labels);
        return true;
    }
    return false;
}

/* The next field of a line; *rest moves past it. */
static xs_str field(xs_str *rest, char end)
{
    const char *at = rest->len ? memchr(rest->ptr, end, rest->len) : NULL;
    size_t n = at ? (size_t)(at - rest->ptr) : rest->len;
    xs_str out = { rest->ptr, n };
    n += at != NULL;
    *rest = (xs_str){ rest->ptr + n, rest->len - n };
    return out;
}

/* One line of the manifest: true when the tables agree with it. */
static bool check(const struct xs_csv_table *rows, const struct xs_csv_table *projects, xs_str line)
{
    struct place p;
    p.file = field(&line, '\t');
    p.project = field(&line, '\t');
    p.seq = field(&line, '\t');
    xs_str expect = field(&line, '\t'), label = field(&line, '\t'), note = field(&line, '\t');
    xs_str labels = XS_STR_NONE;
    const char *fault = NULL;
    bool there = labels_at(p.seq.len ? rows : projects, &p, &labels);
    if (!there && xs_str_eq(expect, XS_STR("yes"))) /* no row: no false alarm in it */
        fault = "no such row";
    else if (holds(labels, label) != xs_str_eq(expect, XS_STR("yes")))
        fault = xs_str_eq(expect, XS_STR("yes")) ? "not found" : "false alarm";
    if (fault)
        printf("%s: %.*s project %.*s row %.*s: %.*s (%.*s); given: %.*s\n", fault,
            XS_STR_ARG(p.file), XS_STR_ARG(p.project), XS_STR_ARG(p.seq), XS_STR_ARG(label),
            XS_STR_ARG(note), XS_STR_ARG(labels));
    return !fault;
}

int main(int argc, char **argv)
{
    struct xs_arena *a = xs_arena_new(XS_MAX_RUN_ARENA);
    struct xs_csv_table rows, projects;
    struct xs_bytes b = { 0 };
    size_t passed = 0, failed = 0;
    if (argc != 4 || !a || !load(a, argv[2], &rows) || !load(a, argv[3], &projects)) {
        fprintf(stderr, "usage: planted MANIFEST INDICATORS RANKING\n");
        return 64;
    }
    xs_str text = read_all(&b, argv[1]);
    (void)field(&text, '\n'); /* the header */
    while (text.len) {
        xs_str line = field(&text, '\n');
        if (line.len && check(&rows, &projects, line))
            passed++;
        else if (line.len)
            failed++;
    }
    printf("planted: %zu passed, %zu failed\n", passed, failed);
    xs_bytes_free(&b);
    xs_arena_free(a);
    return failed || !passed;
}
