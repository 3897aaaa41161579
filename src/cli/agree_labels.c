#include "cli/agree.h"

#include <stdlib.h>
#include <string.h>

#define MAX_LABELS 128

struct tally {
    size_t tp, fp, fn;
};

struct label_tally {
    xs_str label;
    struct tally n;
};

struct labels {
    size_t count;
    struct label_tally items[MAX_LABELS];
};

static double ratio(size_t a, size_t b) { return b ? (double)a / (double)b : 1.0; }

static double f1(struct tally n)
{
    double p = ratio(n.tp, n.tp + n.fp), r = ratio(n.tp, n.tp + n.fn);
    return p + r > 0 ? 2 * p * r / (p + r) : 0.0;
}

static void put_prf(struct xs_buf *out, const char *what, struct tally n)
{
    xs_agree_printf(out, "%s: precision %.3f recall %.3f F1 %.3f\n", what, ratio(n.tp, n.tp + n.fp),
        ratio(n.tp, n.tp + n.fn), f1(n));
}

/* Whether the ;-joined list holds label. */
static bool holds(xs_str list, xs_str label)
{
    xs_str part;
    while (xs_str_split(&list, ';', &part))
        if (xs_str_eq(part, label))
            return true;
    return false;
}

static struct tally *tally_of(struct labels *l, xs_str label)
{
    for (size_t i = 0; i < l->count; i++)
        if (xs_str_eq(l->items[i].label, label))
            return &l->items[i].n;
    if (l->count == MAX_LABELS)
        return &l->items[MAX_LABELS - 1].n;
    l->items[l->count].label = label;
    return &l->items[l->count++].n;
}

/* Adds what two lists of labels have in common and what not. */
static void compare_labels(struct labels *l, xs_str got, xs_str want)
{
    xs_str rest = got, label;
    while (xs_str_split(&rest, ';', &label)) {
        if (label.len == 0)
            continue;
        struct tally *t = tally_of(l, label);
        *(holds(want, label) ? &t->tp : &t->fp) += 1;
    }
    rest = want;
    while (xs_str_split(&rest, ';', &label))
        if (label.len && !holds(got, label))
            tally_of(l, label)->fn++;
}

static struct tally pooled(const struct labels *l)
{
    struct tally sum = { 0 };
    for (size_t i = 0; i < l->count; i++) {
        sum.tp += l->items[i].n.tp;
        sum.fp += l->items[i].n.fp;
        sum.fn += l->items[i].n.fn;
    }
    return sum;
}

static int commonest(const void *a, const void *b)
{
    const struct label_tally *x = a, *y = b;
    size_t nx = x->n.tp + x->n.fn, ny = y->n.tp + y->n.fn;
    return nx != ny ? (nx < ny ? 1 : -1) : xs_str_cmp(x->label, y->label);
}

static enum xs_err label_rows(
    struct xs_agree *g, const struct xs_csv_table *rows, struct labels *l, struct xs_buf *out)
{
    const struct xs_csv_table *t = &g->indicators;
    struct xs_keyed got;
    struct tally hollow = { 0 };
    size_t exact = 0, off = 0, n = rows->nrows;
    XS_TRY(xs_keyed_init(g->a, t, true, &got));
    for (size_t i = 0; i < n; i++) {
        size_t at;
        XS_TRY(xs_keyed_find(g->a, &got, rows, i, &at));
        int gv = at == SIZE_MAX
                     ? 0
                     : (int)xs_agree_number(xs_csv_cell(t, at, xs_csv_column(t, "verdict")));
        int wv = (int)xs_agree_number(xs_csv_cell(rows, i, xs_csv_column(rows, "verdict")));
        exact += gv == wv;
        off += (size_t)abs(gv - wv);
        hollow.tp += gv >= 2 && wv >= 2;
        hollow.fp += gv >= 2 && wv < 2;
        hollow.fn += gv < 2 && wv >= 2;
        xs_str gl = at == SIZE_MAX ? XS_STR_NONE : xs_csv_cell(t, at, xs_csv_column(t, "labels"));
        compare_labels(l, gl, xs_csv_cell(rows, i, xs_csv_column(rows, "labels")));
    }
    double of = n ? (double)n : 1.0;
    xs_agree_printf(out, "verdict: exact %zu/%zu = %.3f, mean error %.3f\n", exact, n,
        (double)exact / of, (double)off / of);
    put_prf(out, "hollow (verdict 2 or 3)", hollow);
    return XS_OK;
}

static void put_table(struct labels *l, struct xs_buf *out)
{
    if (l->count)
        qsort(l->items, l->count, sizeof *l->items, commonest);
    for (size_t i = 0; i < l->count; i++) {
        const struct label_tally *t = &l->items[i];
        xs_agree_printf(out, "  %-24.*s found %4zu wrong %4zu missed %4zu  F1 %.3f\n",
            XS_STR_ARG(t->label), t->n.tp, t->n.fp, t->n.fn, f1(t->n));
    }
}

/* --- order of projects
 * ---------------------------------------------------------------------------------- */

struct pair {
    xs_str file;
    bool withheld;
    double got, want;
};

static int by_value(const void *a, const void *b)
{
    const double *x = *(const double *const *)a, *y = *(const double *const *)b;
    return (*x > *y) - (*x < *y);
}

/* Ranks of n numbers, ties share the mean of theirs. */
static bool ranks(struct xs_arena *a, const double *x, size_t n, double *out)
{
    const double **order = xs_arena_alloc(a, n, sizeof *order);
    if (!order)
        return false;
    for (size_t i = 0; i < n; i++)
        order[i] = &x[i];
    qsort(order, n, sizeof *order, by_value);
    for (size_t i = 0; i < n;) {
        size_t j = i;
        while (j + 1 < n && !(*order[j + 1] > *order[i]))
            j++;
        for (size_t k = i; k <= j; k++)
            out[order[k] - x] = (double)(i + j) / 2;
        i = j + 1;
    }
    return true;
}

static double root(double x)
{
    double r = x > 1 ? x : 1;
    for (int i = 0; i < 200; i++)
        r = (r + x / r) / 2;
    return x > 0 ? r : 0;
}

static double correlation(const double *x, const double *y, size_t n)
{
    double mx = 0, my = 0, sxy = 0, sxx = 0, syy = 0;
    for (size_t i = 0; i < n; i++) {
        mx += x[i] / (double)n;
        my += y[i] / (double)n;
    }
    for (size_t i = 0; i < n; i++) {
        sxy += (x[i] - mx) * (y[i] - my);
        sxx += (x[i] - mx) * (x[i] - mx);
        syy += (y[i] - my) * (y[i] - my);
    }
    double den = root(sxx * syy);
    return den > 0 ? sxy / den : 0.0;
}

/* Which pairs: of file (empty: all), open ones only; fewer than least give no coefficient. */
struct choice {
    xs_str file;
    bool open;
    size_t least;
};

/* Spearman's coefficient of the chosen pairs; -2 when they are too few. */
static enum xs_err spearman(
    struct xs_arena *a, const struct pair *p, size_t n, struct choice c, double *out)
{
    double *v = xs_arena_zalloc(a, n * 4 + 1, sizeof *v);
    if (!v)
        return XS_E_NOMEM;
    double *x = v, *y = v + n, *rx = v + 2 * n, *ry = v + 3 * n;
    size_t m = 0;
    for (size_t i = 0; i < n; i++) {
        if ((c.open && p[i].withheld) || (c.file.len && !xs_str_eq(c.file, p[i].file)))
            continue;
        x[m] = p[i].got;
        y[m++] = p[i].want;
    }
    *out = -2; /* no coefficient is */
    if (m < c.least)
        return XS_OK;
    if (!ranks(a, x, m, rx) || !ranks(a, y, m, ry))
        return XS_E_NOMEM;
    *out = correlation(rx, ry, m);
    return XS_OK;
}

static bool first_of_file(const struct pair *p, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (xs_str_eq(p[k].file, p[i].file))
            return false;
    return true;
}

static void put_coefficient(struct xs_buf *out, double c)
{
    if (c < -1.5)
        xs_buf_lit(out, "nan");
    else
        xs_agree_printf(out, "%.3f", c);
}

static enum xs_err put_order(
    struct xs_agree *g, const struct pair *p, size_t n, size_t ranked, struct xs_buf *out)
{
    double all, one, inside = 0, distance = 0;
    size_t files = 0, opened = 0;
    XS_TRY(spearman(g->a, p, n, (struct choice){ .least = 3 }, &all));
    for (size_t i = 0; i < n; i++) {
        if (!p[i].withheld) {
            opened++;
            distance += p[i].got > p[i].want ? p[i].got - p[i].want : p[i].want - p[i].got;
        }
        if (!first_of_file(p, i))
            continue;
        XS_TRY(spearman(
            g->a, p, n, (struct choice){ .file = p[i].file, .open = true, .least = 4 }, &one));
        if (one < -1.5)
            continue;
        inside += one;
        files++;
    }
    xs_agree_printf(out, "projects: %zu/%zu ranked, Spearman ", ranked, n);
    put_coefficient(out, all);
    xs_buf_lit(out, ", within documents, open projects only ");
    put_coefficient(out, files ? inside / (double)files : -2);
    xs_agree_printf(
        out, ", mean distance of open projects %.1f\n", opened ? distance / (double)opened : 0.0);
    return XS_OK;
}

enum xs_err xs_agree_labels(struct xs_agree *g, const struct xs_csv_table *rows,
    const struct xs_csv_table *projects, struct xs_buf *out)
{
    struct labels *l = xs_arena_zalloc(g->a, 2, sizeof *l);
    struct pair *p = xs_arena_zalloc(g->a, projects->nrows, sizeof *p);
    const struct xs_csv_table *t = &g->ranking;
    struct xs_keyed got;
    size_t ranked = 0, n = projects->nrows;
    if (!l || !p)
        return XS_E_NOMEM;
    XS_TRY(label_rows(g, rows, &l[0], out));
    put_prf(out, "labels, pooled", pooled(&l[0]));
    put_table(&l[0], out);
    XS_TRY(xs_keyed_init(g->a, t, false, &got));
    for (size_t i = 0; i < n; i++) {
        size_t at;
        XS_TRY(xs_keyed_find(g->a, &got, projects, i, &at));
        xs_str want = xs_csv_cell(projects, i, xs_csv_column(projects, "labels"));
        p[i].file = xs_csv_cell(projects, i, xs_csv_column(projects, "file"));
        p[i].withheld = holds(want, XS_STR("withheld"));
        p[i].want = xs_agree_number(xs_csv_cell(projects, i, xs_csv_column(projects, "vagueness")));
        ranked += at != SIZE_MAX;
        p[i].got = at == SIZE_MAX
                       ? 0.0
                       : xs_agree_number(xs_csv_cell(t, at, xs_csv_column(t, "vagueness")));
        compare_labels(&l[1],
            at == SIZE_MAX ? XS_STR_NONE : xs_csv_cell(t, at, xs_csv_column(t, "labels")), want);
    }
    XS_TRY(put_order(g, p, n, ranked, out));
    put_prf(out, "project labels, pooled", pooled(&l[1]));
    return XS_OK;
}
