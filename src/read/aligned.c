#include "read/aligned.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

/* All in em, the height of a line's characters. */
#define SAME_LINE 0.35  /* middles of one line */
#define LEAST_FREE 0.25 /* between characters that do not belong together */
#define GAP 0.85        /* between two texts of one line */
#define SURE_GAP 1.6    /* one such gap alone makes a column */
#define MOST_RISE 5.0   /* from the first line of a border up to a text that begins at it */
#define MOST_LEAD 0.5
#define LEAD_SLACK 0.16 /* more than this beyond the lead ends a row */
#define NOT_FULL 1.6    /* free at a text's end when it did not go on */
#define OFF_MIDDLE 0.6  /* of a text from the middle of its rows */
#define SAME_START 2.0  /* points */
#define SAME_COLUMN 4.0 /* points */
#define LEAST_LINES 3
#define LEAST_COLUMNS 2

/* A piece of a line without room in it. */
struct run {
    double x0, x1, y0, y1;
};

struct aline {
    double y0, y1;
    size_t first, nruns; /* in runs */
};

struct river {
    double l, r; /* the free place */
    size_t first, last, support;
    bool sure, dead;
};

/* A table under way: lines from..to, borders[i] = x, with the lines it holds for. */
struct finder {
    struct xs_arena *a;
    struct aline *lines;
    struct run *runs;
    struct river *rivers;
    size_t nlines, nruns, nrivers, river_cap;
    double em;
};

static int by_value(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* --- lines and rivers --- */

static void add_line(struct finder *f, struct xs_glyph *g, size_t n)
{
    struct aline *l = &f->lines[f->nlines++];
    qsort(g, n, sizeof *g, xs_glyph_by_x);
    *l = (struct aline){ .y0 = g[0].y0, .y1 = g[0].y1, .first = f->nruns };
    for (size_t i = 0; i < n; i++) {
        struct run *last = l->nruns ? &f->runs[f->nruns - 1] : NULL;
        l->y0 = g[i].y0 < l->y0 ? g[i].y0 : l->y0;
        l->y1 = g[i].y1 > l->y1 ? g[i].y1 : l->y1;
        if (last && g[i].x0 - last->x1 < LEAST_FREE * (g[i].y1 - g[i].y0)) {
            last->x1 = g[i].x1 > last->x1 ? g[i].x1 : last->x1;
            last->y0 = g[i].y0 < last->y0 ? g[i].y0 : last->y0;
            last->y1 = g[i].y1 > last->y1 ? g[i].y1 : last->y1;
            continue;
        }
        f->runs[f->nruns++] = (struct run){ g[i].x0, g[i].x1, g[i].y0, g[i].y1 };
        l->nruns++;
    }
}

static enum xs_err find_lines(struct finder *f, struct xs_glyph *g, size_t n)
{
    f->lines = xs_arena_alloc(f->a, n, sizeof *f->lines);
    f->runs = xs_arena_alloc(f->a, n, sizeof *f->runs);
    double *heights = xs_arena_alloc(f->a, n, sizeof *heights);
    if (!f->lines || !f->runs || !heights)
        return XS_E_NOMEM;
    for (size_t i = 0; i < n; i++)
        heights[i] = g[i].y1 - g[i].y0;
    qsort(heights, n, sizeof *heights, by_value);
    f->em = heights[n / 2];
    qsort(g, n, sizeof *g, xs_glyph_by_y);
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1;
             to < n &&
             xs_glyph_middle(&g[to]) - xs_glyph_middle(&g[to - 1]) < f->em * SAME_LINE / 2 &&
             xs_glyph_middle(&g[to]) - xs_glyph_middle(&g[from]) < f->em * SAME_LINE;
             to++)
            ;
        add_line(f, g + from, to - from);
    }
    return XS_OK;
}

static enum xs_err add_river(struct finder *f, struct river r)
{
    struct river *all = xs_arena_grow(f->a, f->rivers, &f->river_cap, f->nrivers + 1, sizeof *all);
    if (!all)
        return XS_E_NOMEM;
    f->rivers = all;
    all[f->nrivers++] = r;
    return XS_OK;
}

/* River k meets line i: what of it stays free goes on, in pieces if a text stands in its middle. */
static enum xs_err flow_on(struct finder *f, size_t k, size_t i)
{
    const struct aline *l = &f->lines[i];
    struct river old = f->rivers[k];
    double from = old.l, least = LEAST_FREE * f->em;
    bool kept = false;
    for (size_t n = 0; n <= l->nruns; n++) {
        const struct run *run = n < l->nruns ? &f->runs[l->first + n] : NULL;
        double to = run && run->x0 < old.r ? run->x0 : old.r;
        if (to - from >= least) {
            struct river piece = old;
            piece.l = from;
            piece.r = to;
            if (!kept)
                f->rivers[k] = piece;
            else
                XS_TRY(add_river(f, piece));
            kept = true;
        }
        if (!run || run->x0 >= old.r)
            break;
        from = run->x1 > from ? run->x1 : from;
    }
    f->rivers[k].dead = !kept;
    return XS_OK;
}

/* A gap of line i between two texts feeds the rivers in it, or begins one. */
static enum xs_err feed(struct finder *f, size_t i, double l, double r)
{
    bool fed = false, sure = r - l >= SURE_GAP * f->em;
    for (size_t k = 0; k < f->nrivers; k++) {
        struct river *v = &f->rivers[k];
        if (v->dead || v->l >= r || v->r <= l)
            continue;
        v->last = i;
        v->support++;
        v->sure |= sure;
        fed = true;
    }
    return fed ? XS_OK
               : add_river(
                     f, (struct river){ l, r, .first = i, .last = i, .support = 1, .sure = sure });
}

/* A text alone, from the left of all rivers over one of them: a title, where a table ends. */
static bool is_title(const struct finder *f, const struct aline *l)
{
    const struct run *run = &f->runs[l->first];
    bool over = false;
    for (size_t k = 0; k < f->nrivers; k++) {
        const struct river *v = &f->rivers[k];
        if (v->dead)
            continue;
        if (l->nruns > 1 || run->x0 >= v->l)
            return false;
        over |= run->x1 > v->r;
    }
    return over;
}

/* Whether a text of line i begins where the others at the right of the river do. */
static bool touches(const struct finder *f, const struct river *v, size_t i)
{
    const struct aline *l = &f->lines[i];
    for (size_t n = 0; n < l->nruns; n++) {
        double off = f->runs[l->first + n].x0 - v->r;
        if (off > -0.1 && off < SAME_START)
            return true;
    }
    return false;
}

/* Such a text keeps a river going. */
static void touch(struct finder *f, size_t i)
{
    for (size_t k = 0; k < f->nrivers; k++) {
        struct river *v = &f->rivers[k];
        if (!v->dead && v->last < i && touches(f, v, i)) {
            v->last = i;
            v->support++;
        }
    }
}

/* All rivers meet line i. Where several texts stand over a border, other columns begin. */
static enum xs_err flow(struct finder *f, size_t i)
{
    const struct aline *l = &f->lines[i];
    size_t before = f->nrivers, lost = 0, texts = 1;
    bool title = is_title(f, l);
    for (size_t n = 1; n < l->nruns; n++)
        texts += f->runs[l->first + n].x0 - f->runs[l->first + n - 1].x1 >= GAP * f->em;
    for (size_t k = 0; k < before; k++) {
        if (f->rivers[k].dead)
            continue;
        XS_TRY(flow_on(f, k, i));
        lost += f->rivers[k].dead;
    }
    for (size_t k = 0; k < f->nrivers; k++)
        f->rivers[k].dead |= title || (lost && texts > 2 && !touches(f, &f->rivers[k], i));
    return XS_OK;
}

/* Whether a text stands over a river's border on line i. */
static bool bridged(const struct finder *f, const struct river *v, size_t i)
{
    const struct aline *l = &f->lines[i];
    for (size_t n = 0; n < l->nruns; n++)
        if (f->runs[l->first + n].x0 < v->r - 0.5 && f->runs[l->first + n].x1 > v->r - 0.5)
            return true;
    return false;
}

/* A header of several lines in one column only: its texts have no line with the others of the
 * header, but begin where those of the column do. */
static void rise(const struct finder *f, struct river *v)
{
    double least = f->lines[v->first].y0 - MOST_RISE * f->em;
    for (size_t i = v->first; i-- > 0 && f->lines[i].y0 >= least && !bridged(f, v, i);)
        if (touches(f, v, i))
            v->first = i;
}

static enum xs_err find_rivers(struct finder *f)
{
    for (size_t i = 0; i < f->nlines && f->nrivers < XS_MAX_PAGE_LINES; i++) {
        XS_TRY(flow(f, i));
        const struct aline *l = &f->lines[i];
        for (size_t n = 1; n < l->nruns; n++) {
            const struct run *left = &f->runs[l->first + n - 1], *right = left + 1;
            if (right->x0 - left->x1 >= GAP * f->em)
                XS_TRY(feed(f, i, left->x1, right->x0));
        }
        touch(f, i);
    }
    size_t kept = 0;
    for (size_t k = 0; k < f->nrivers; k++)
        if (f->rivers[k].support > 1 || f->rivers[k].sure)
            f->rivers[kept++] = f->rivers[k];
    f->nrivers = kept;
    for (size_t k = 0; k < kept; k++)
        rise(f, &f->rivers[k]);
    return XS_OK;
}

/* --- one table --- */

struct table {
    const struct finder *f;
    size_t from, to; /* its lines */
    size_t ncols, nrows;
    double *xs;     /* ncols + 1 borders */
    bool *holds;    /* border i for line from + k: holds[i * number of lines + k] */
    size_t *row_of; /* of each line, SIZE_MAX: it hangs between rows in the first column */
    double *ys;     /* nrows + 1 borders */
    size_t *up;     /* the row where the first column's cell of a row begins */
};

/* border: not the first, not the last, which hold for all lines. */
static bool holds(const struct table *t, size_t border, size_t line)
{
    return t->holds[border * (t->to - t->from + 1) + line - t->from];
}

static bool crosses(const struct table *t, size_t line, double x)
{
    const struct aline *l = &t->f->lines[line];
    for (size_t k = 0; k < l->nruns; k++) {
        const struct run *r = &t->f->runs[l->first + k];
        if (r->x0 < x - 0.5 && r->x1 > x + 0.5)
            return true;
    }
    return false;
}

/* A river's lines have a border where no text stands over it. */
static void hold(struct table *t, size_t border, const struct river *v)
{
    double x = t->xs[border];
    for (size_t i = v->first; i <= v->last; i++)
        if (!crosses(t, i, x))
            t->holds[border * (t->to - t->from + 1) + i - t->from] = true;
}

/* The column, of those that line has, in which x lies: number of its left border. */
static size_t column_of(const struct table *t, size_t line, double x)
{
    size_t c = 0;
    for (size_t i = 1; i < t->ncols; i++)
        if (holds(t, i, line) && t->xs[i] <= x)
            c = i;
    return c;
}

static int by_right(const void *a, const void *b)
{
    const struct river *x = a, *y = b;
    return (x->r > y->r) - (x->r < y->r);
}

/* Borders stand where a column's texts begin. */
static enum xs_err columns(struct table *t)
{
    const struct finder *f = t->f;
    struct river *in = xs_arena_alloc(f->a, f->nrivers, sizeof *in);
    t->xs = xs_arena_alloc(f->a, f->nrivers + 2, sizeof *t->xs);
    t->holds = xs_arena_zalloc(f->a, (f->nrivers + 2) * (t->to - t->from + 1), sizeof *t->holds);
    if (!in || !t->xs || !t->holds)
        return XS_E_NOMEM;
    size_t n = 0;
    for (size_t k = 0; k < f->nrivers; k++)
        if (f->rivers[k].first >= t->from && f->rivers[k].last <= t->to)
            in[n++] = f->rivers[k];
    qsort(in, n, sizeof *in, by_right);
    double left = 1e9, right = -1e9;
    for (size_t i = t->from; i <= t->to; i++) {
        const struct aline *l = &f->lines[i];
        double x0 = f->runs[l->first].x0, x1 = f->runs[l->first + l->nruns - 1].x1;
        left = x0 < left ? x0 : left;
        right = x1 > right ? x1 : right;
    }
    t->xs[0] = left - 1;
    t->ncols = 1;
    for (size_t k = 0; k < n; k++) {
        double x = in[k].r - LEAST_FREE * f->em / 2;
        size_t last = t->ncols - 1;
        if (last == 0 || x - t->xs[last] >= SAME_COLUMN || in[k].l >= t->xs[last])
            t->xs[t->ncols++] = x;
        hold(t, t->ncols - 1, &in[k]);
    }
    t->xs[t->ncols] = right + 1;
    return XS_OK;
}

/* What is seen of a row while its lines come: by column, where its last text ended. */
struct open_row {
    double *end; /* -1: no text */
    double y1;
    size_t ntexts;
};

/* Where the texts of a column end at most. */
static double full_end(const struct table *t, size_t column)
{
    double most = 0;
    for (size_t i = t->from; i <= t->to; i++) {
        const struct aline *l = &t->f->lines[i];
        for (size_t k = 0; k < l->nruns; k++) {
            const struct run *r = &t->f->runs[l->first + k];
            if (column_of(t, i, r->x0 + 0.5) == column && r->x1 > most)
                most = r->x1;
        }
    }
    return most;
}

/* Whether line begins a row: a text begins again that had ended, or all do. */
static bool restarts(
    const struct table *t, const struct open_row *o, const double *full, size_t line)
{
    const struct aline *l = &t->f->lines[line];
    size_t texts = 0, again = 0, ended = 0, last = SIZE_MAX;
    for (size_t k = 0; k < l->nruns; k++) {
        size_t c = column_of(t, line, t->f->runs[l->first + k].x0 + 0.5);
        if (c == last)
            continue;
        last = c;
        texts += c > 0;
        again += c > 0 && o->end[c] >= 0;
        double room = full[c] - o->end[c];
        ended += c > 0 && o->end[c] >= 0 && room > NOT_FULL * t->f->em;
    }
    bool all = again == texts && texts >= o->ntexts;
    return (all && texts > 3) || (texts > 1 && ended > 0 && (all || ended * 3 >= again));
}

/* From where to where the texts of a line reach that are not in the first column. */
static struct run reach_of(const struct table *t, size_t line)
{
    const struct aline *l = &t->f->lines[line];
    struct run out = { .y0 = 1e9, .y1 = -1e9 };
    for (size_t k = 0; k < l->nruns; k++) {
        const struct run *r = &t->f->runs[l->first + k];
        if (l->nruns > 1 && column_of(t, line, r->x0 + 0.5) == 0)
            continue;
        out.y0 = r->y0 < out.y0 ? r->y0 : out.y0;
        out.y1 = r->y1 > out.y1 ? r->y1 : out.y1;
    }
    return out.y0 < out.y1 ? out : (struct run){ .y0 = l->y0, .y1 = l->y1 };
}

/* Whether a text of one line stands over a border that the other has: they are of two rows. */
static bool apart(const struct table *t, size_t a, size_t b)
{
    for (size_t c = 1; c < t->ncols; c++)
        if ((holds(t, c, a) && crosses(t, b, t->xs[c])) ||
            (holds(t, c, b) && crosses(t, a, t->xs[c])))
            return true;
    return false;
}

static void take(const struct table *t, struct open_row *o, size_t line)
{
    const struct aline *l = &t->f->lines[line];
    for (size_t k = 0; k < l->nruns; k++) {
        const struct run *r = &t->f->runs[l->first + k];
        size_t c = column_of(t, line, r->x0 + 0.5);
        o->ntexts += c > 0 && o->end[c] < 0;
        o->end[c] = r->x1;
    }
    double y1 = reach_of(t, line).y1;
    o->y1 = y1 > o->y1 ? y1 : o->y1;
}

static void clear(const struct table *t, struct open_row *o)
{
    for (size_t c = 0; c < t->ncols; c++)
        o->end[c] = -1;
    o->ntexts = 0;
    o->y1 = -1e9;
}

/* Only a text in the first column, and others beside which it stands. */
static bool hangs(const struct table *t, size_t line)
{
    const struct aline *l = &t->f->lines[line];
    const struct run *last = &t->f->runs[l->first + l->nruns - 1];
    bool more = false;
    for (size_t c = 1; c < t->ncols; c++)
        more |= holds(t, c, line);
    return more && column_of(t, line, last->x0 + 0.5) == 0;
}

/* The step from line to line of one text: the least that is common. */
static enum xs_err lead(const struct table *t, double *out)
{
    size_t n = 0;
    double *steps = xs_arena_alloc(t->f->a, t->to - t->from + 1, sizeof *steps);
    double *seen = xs_arena_alloc(t->f->a, t->ncols + 1, sizeof *seen);
    if (!steps || !seen)
        return XS_E_NOMEM;
    for (size_t c = 0; c <= t->ncols; c++)
        seen[c] = -1;
    for (size_t i = t->from; i <= t->to; i++) {
        const struct aline *l = &t->f->lines[i];
        double least = 1e9;
        for (size_t k = 0; k < l->nruns; k++) {
            size_t c = column_of(t, i, t->f->runs[l->first + k].x0 + 0.5);
            if (seen[c] >= 0 && l->y0 > seen[c] && l->y0 - seen[c] < least)
                least = l->y0 - seen[c];
            seen[c] = l->y0;
        }
        if (least < 1e8)
            steps[n++] = least;
    }
    qsort(steps, n, sizeof *steps, by_value);
    *out = n ? steps[n / 10] - t->f->em : 0;
    *out = *out < 0 ? 0 : *out > MOST_LEAD * t->f->em ? MOST_LEAD * t->f->em : *out;
    return XS_OK;
}

/* Where the row that line begins has its upper border. above: where the texts of the row before
 * end; hung: where a text that hangs in its first column does. */
static double row_top(const struct table *t, double above, double hung, size_t line)
{
    double y0 = reach_of(t, line).y0;
    bool own = column_of(t, line, t->f->runs[t->f->lines[line].first].x0 + 0.5) == 0;
    if (own && hung > above && hung < y0 + 0.5 * t->f->em)
        above = hung;
    return (above + y0) / 2;
}

static enum xs_err rows(struct table *t)
{
    struct xs_arena *a = t->f->a;
    size_t n = t->to - t->from + 1;
    size_t before = t->from;
    double lead_free, hung = -1e9;
    XS_TRY(lead(t, &lead_free));
    struct open_row o = { .end = xs_arena_alloc(a, t->ncols, sizeof *o.end) };
    double *full = xs_arena_alloc(a, t->ncols, sizeof *full);
    t->row_of = xs_arena_alloc(a, n, sizeof *t->row_of);
    t->ys = xs_arena_alloc(a, n + 1, sizeof *t->ys);
    if (!o.end || !full || !t->row_of || !t->ys)
        return XS_E_NOMEM;
    for (size_t c = 0; c < t->ncols; c++)
        full[c] = full_end(t, c);
    clear(t, &o);
    for (size_t i = 0; i < n; i++) {
        const struct run reach = reach_of(t, t->from + i);
        t->row_of[i] = SIZE_MAX;
        if (hangs(t, t->from + i)) {
            hung = t->f->lines[t->from + i].y1;
            continue;
        }
        bool gap = reach.y0 - o.y1 > lead_free + LEAD_SLACK * t->f->em;
        if (t->nrows == 0 || gap || apart(t, before, t->from + i) ||
            restarts(t, &o, full, t->from + i)) {
            t->ys[t->nrows] = t->nrows ? row_top(t, o.y1, hung, t->from + i) : reach.y0 - 1;
            t->nrows++;
            clear(t, &o);
        }
        t->row_of[i] = t->nrows - 1;
        before = t->from + i;
        take(t, &o, t->from + i);
    }
    t->ys[t->nrows] = t->f->lines[t->to].y1 + 1;
    if (t->f->lines[t->from].y0 - 1 < t->ys[0])
        t->ys[0] = t->f->lines[t->from].y0 - 1;
    return XS_OK;
}

/* --- the first column: a cell over several rows has its text in its first row or its middle --- */

/* The height of the first column's text in each row, by its middle; 0 = none. */
static enum xs_err first_texts(const struct table *t, double **top, double **bottom)
{
    double *y0 = xs_arena_zalloc(t->f->a, t->nrows, sizeof *y0);
    double *y1 = xs_arena_zalloc(t->f->a, t->nrows, sizeof *y1);
    size_t last = SIZE_MAX;
    double end = -1e9;
    if (!y0 || !y1)
        return XS_E_NOMEM;
    for (size_t i = t->from; i <= t->to; i++) {
        const struct aline *l = &t->f->lines[i];
        if (column_of(t, i, t->f->runs[l->first].x0 + 0.5) != 0)
            continue;
        size_t r = 0;
        while (r + 1 < t->nrows && (l->y0 + l->y1) / 2 >= t->ys[r + 1])
            r++;
        /* a line right under one before is of the same text */
        if (last != SIZE_MAX && l->y0 - end < t->f->em * 0.45 && t->row_of[i - t->from] == SIZE_MAX)
            r = last;
        if (y0[r] <= 0)
            y0[r] = l->y0;
        y1[r] = l->y1;
        last = r;
        end = l->y1;
    }
    *top = y0;
    *bottom = y1;
    return XS_OK;
}

/* The last row, from first on, of those in whose middle a text with its middle at y stands. */
static size_t covers(const struct table *t, size_t first, double y, double *off)
{
    size_t best = first;
    double least = 1e9;
    for (size_t e = first; e < t->nrows; e++) {
        double miss = (t->ys[first] + t->ys[e + 1]) / 2 - y;
        miss = miss < 0 ? -miss : miss;
        if (miss < least) {
            least = miss;
            best = e;
        }
    }
    *off = least;
    return best;
}

static enum xs_err first_column(struct table *t)
{
    double *y0, *y1;
    t->up = xs_arena_alloc(t->f->a, t->nrows, sizeof *t->up);
    if (!t->up)
        return XS_E_NOMEM;
    XS_TRY(first_texts(t, &y0, &y1));
    bool below = false, centred = true;
    size_t s = 0;
    for (size_t r = 0; r < t->nrows; r++)
        t->up[r] = r;
    for (size_t r = 0; r < t->nrows; r++) { /* in the middle of its rows? */
        double off = 0;
        if (y0[r] <= 0)
            continue;
        size_t e = s <= r ? covers(t, s, (y0[r] + y1[r]) / 2, &off) : r;
        below |= s < r;
        centred &= off < OFF_MIDDLE * t->f->em;
        for (size_t k = s; k <= e; k++)
            t->up[k] = s;
        s = e + 1;
    }
    if (below && centred)
        return XS_OK;
    for (size_t r = 0; r < t->nrows; r++) /* at the top of them */
        t->up[r] = y0[r] > 0 || r == 0 ? r : t->up[r - 1];
    return XS_OK;
}

/* --- cells --- */

static bool row_holds(const struct table *t, size_t border, size_t row)
{
    for (size_t i = 0; i <= t->to - t->from; i++)
        if (t->row_of[i] == row && holds(t, border, t->from + i))
            return true;
    return false;
}

static enum xs_err cells(const struct table *t, struct xs_ruled *out)
{
    struct xs_ruled_cell *c = xs_arena_zalloc(t->f->a, t->nrows * t->ncols, sizeof *c);
    size_t n = 0;
    if (!c)
        return XS_E_NOMEM;
    for (size_t r = 0; r < t->nrows; r++) {
        for (size_t i = 0, to; i < t->ncols; i = to) {
            for (to = i + 1; to < t->ncols && !row_holds(t, to, r); to++)
                ;
            size_t end = r;
            while (i == 0 && to == 1 && end + 1 < t->nrows && t->up[end + 1] == t->up[r] &&
                   row_holds(t, 1, end + 1))
                end++;
            if (i == 0 && to == 1 && t->up[r] != r && row_holds(t, 1, t->up[r]))
                continue; /* covered from above */
            c[n++] = (struct xs_ruled_cell){ .x0 = t->xs[i],
                .x1 = t->xs[to],
                .y0 = t->ys[r],
                .y1 = t->ys[end + 1],
                .row = (uint32_t)r,
                .rows = (uint32_t)(end - r + 1),
                .col = (uint32_t)i,
                .cols = (uint32_t)(to - i) };
        }
    }
    *out = (struct xs_ruled){ .x0 = t->xs[0],
        .x1 = t->xs[t->ncols],
        .y0 = t->ys[0],
        .y1 = t->ys[t->nrows],
        .nrows = (uint32_t)t->nrows,
        .ncols = (uint32_t)t->ncols,
        .ncells = n,
        .cells = c };
    return XS_OK;
}

static enum xs_err make_table(const struct finder *f, size_t from, size_t to, struct xs_ruled *out)
{
    struct table t = { .f = f, .from = from, .to = to };
    XS_TRY(columns(&t));
    XS_TRY(rows(&t));
    if (t.nrows < LEAST_LINES || t.ncols < LEAST_COLUMNS)
        return XS_OK;
    XS_TRY(first_column(&t));
    return cells(&t, out);
}

enum xs_err xs_aligned_find(
    struct xs_arena *a, struct xs_glyph *g, size_t n, size_t *count, struct xs_ruled **out)
{
    struct finder f = { .a = a };
    *count = 0;
    *out = NULL;
    if (n == 0)
        return XS_OK;
    XS_TRY(find_lines(&f, g, n));
    XS_TRY(find_rivers(&f));
    size_t *reach = xs_arena_zalloc(a, f.nlines, sizeof *reach); /* 1 + last line of its rivers */
    struct xs_ruled *tables = xs_arena_zalloc(a, f.nlines, sizeof *tables);
    if (!reach || !tables)
        return XS_E_NOMEM;
    for (size_t k = 0; k < f.nrivers; k++) {
        size_t *r = &reach[f.rivers[k].first];
        *r = f.rivers[k].last + 1 > *r ? f.rivers[k].last + 1 : *r;
    }
    for (size_t i = 0; i < f.nlines;) {
        size_t end = reach[i], from = i++;
        while (i < f.nlines && (i < end || (end && reach[i]))) {
            end = reach[i] > end ? reach[i] : end;
            i++;
        }
        if (end - from < LEAST_LINES || end == 0)
            continue;
        XS_TRY(make_table(&f, from, end - 1, &tables[*count]));
        *count += tables[*count].ncells > 0;
    }
    *out = tables;
    return XS_OK;
}
