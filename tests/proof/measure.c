/* measure FINDINGS ROWS PROJECTS: precision and recall of each rule with a label on the rows and
 * projects that readers have labelled (labels/README.md). Prints rule, label, hits, of these right,
 * and how many carry the label, by tabs. Recall is of the label, which several rules may share: the
 * rule's own part of it. */
#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "base/io.h"
#include "base/limits.h"

#define MAX_RULES 256

struct figure {
    xs_str rule, label;
    bool project;
    size_t hits, right, labelled;
};

static bool load(struct xs_arena *a, const char *path, struct xs_csv_table *t)
{
    struct xs_bytes b = { 0 };
    uint32_t line = 0;
    int error = 0;
    xs_str kept;
    bool good = xs_io_read(&b, path, XS_MAX_DOC_BYTES, &error) == XS_OK &&
                xs_arena_dup(a, (xs_str){ b.ptr, b.len }, &kept) &&
                xs_csv_parse(a, kept, t, &line) == XS_OK;
    xs_bytes_free(&b);
    return good;
}

static xs_str cell(const struct xs_csv_table *t, size_t row, const char *column)
{
    return xs_csv_cell(t, row, xs_csv_column(t, column));
}

static bool holds(xs_str list, xs_str label)
{
    for (size_t from = 0; from <= list.len;) {
        size_t end = xs_str_find(list, XS_STR(";"), from);
        end = end == SIZE_MAX ? list.len : end;
        if (xs_str_eq(xs_str_sub(list, from, end - from), label))
            return true;
        from = end + 1;
    }
    return false;
}

/* The labelled row (project) that a finding is about; SIZE_MAX: nobody has labelled it. */
static size_t labelled(
    const struct xs_csv_table *t, const struct xs_csv_table *f, size_t finding, bool project)
{
    for (size_t i = 0; i < t->nrows; i++)
        if (xs_str_eq(cell(t, i, "file"), cell(f, finding, "file")) &&
            xs_str_eq(cell(t, i, "project_code"), cell(f, finding, "project_code")) &&
            (project || xs_str_eq(cell(t, i, "seq"), cell(f, finding, "seq"))))
            return i;
    return SIZE_MAX;
}

static struct figure *figure_of(struct figure *all, size_t *n, xs_str rule)
{
    size_t i = 0;
    while (i < *n && !xs_str_eq(all[i].rule, rule))
        i++;
    if (i == *n && *n < MAX_RULES)
        all[(*n)++] = (struct figure){ .rule = rule };
    return i < MAX_RULES ? &all[i] : NULL;
}

int main(int argc, char **argv)
{
    static struct figure all[MAX_RULES];
    struct xs_arena *a = xs_arena_new(XS_MAX_RUN_ARENA);
    struct xs_csv_table f, of[2];
    size_t n = 0;
    if (argc != 4 || !a || !load(a, argv[1], &f) || !load(a, argv[2], &of[0]) ||
        !load(a, argv[3], &of[1])) {
        fprintf(stderr, "usage: measure FINDINGS ROWS PROJECTS\n");
        return 64;
    }
    for (size_t i = 0; i < f.nrows; i++) {
        bool project = cell(&f, i, "seq").len == 0;
        size_t at = labelled(&of[project], &f, i, project);
        struct figure *g = cell(&f, i, "label").len && at != SIZE_MAX
                               ? figure_of(all, &n, cell(&f, i, "rule"))
                               : NULL;
        if (!g)
            continue;
        g->label = cell(&f, i, "label");
        g->project = project;
        g->hits++;
        g->right += holds(cell(&of[project], at, "labels"), g->label);
    }
    for (size_t i = 0; i < n; i++) {
        const struct xs_csv_table *t = &of[all[i].project];
        for (size_t k = 0; k < t->nrows; k++)
            all[i].labelled += holds(cell(t, k, "labels"), all[i].label);
        printf("%.*s\t%.*s\t%zu\t%zu\t%zu\n", XS_STR_ARG(all[i].rule), XS_STR_ARG(all[i].label),
            all[i].hits, all[i].right, all[i].labelled);
    }
    xs_arena_free(a);
    return 0;
}
