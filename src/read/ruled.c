#include "read/ruled.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

/* Grey steps that make an edge: a hair line in light grey and a cell with a pale ground do. */
#define EDGE 10
/* Points: shortest line; lines nearer than this are one; how far a line may miss another. */
#define SHORTEST_ACROSS 12.0
#define SHORTEST_DOWN 7.0
#define SAME_LINE 2.6
#define TOUCH 2.6
/* Points: lines of one grid that are nearer are one border; no row or column is so narrow. */
#define SAME_BORDER 4.0
/* Points that lines of one direction must go on over the last of the other to be a row or column
 * without a rule at its end. */
#define OPEN_SIDE 8.0
/* Points between two dashes of one line. */
#define DASH_GAP 4.5
/* Points by which a stroke may leave its character's box. */
#define STROKE_SLACK 1.0
/* Share of a character's height, over and under its box, where dashes may be its own: a font that
 * stands in for another draws there, and for a character that it lacks a frame. */
#define STAND_IN_PERCENT 25
/* Points of a rule that lie outside of all characters. */
#define LEAST_FREE 1.5
/* Share of a line of dashes that is drawn, in percent. */
#define INK_PERCENT 38
/* Share of a cell's side that a line must cover to be its border, in percent. */
#define COVER_PERCENT 60

int xs_glyph_by_y(const void *a, const void *b)
{
    const struct xs_glyph *x = a, *y = b;
    double p = xs_glyph_middle(x), q = xs_glyph_middle(y);
    return p != q ? (p < q ? -1 : 1) : (x->x0 > y->x0) - (x->x0 < y->x0);
}

int xs_glyph_by_x(const void *a, const void *b)
{
    const struct xs_glyph *x = a, *y = b;
    return x->x0 != y->x0 ? (x->x0 < y->x0 ? -1 : 1) : xs_glyph_by_y(a, b);
}

/* A line: at = its y (across) or x (down); from..to along it. Points. */
struct line {
    double at, from, to;
    double ink, bare; /* points of it that are drawn; of these, in no character's box */
    bool dead;        /* merged into another */
    size_t root;      /* union-find: number of a line of the same grid */
};

struct lines {
    struct xs_arena *a;
    struct line *items;
    size_t count, cap;
};

static enum xs_err add_line(struct lines *l, struct line n)
{
    if (l->count >= XS_MAX_PAGE_LINES)
        return XS_OK; /* a picture, no table */
    struct line *items = xs_arena_grow(l->a, l->items, &l->cap, l->count + 1, sizeof *items);
    if (!items)
        return XS_E_NOMEM;
    l->items = items;
    items[l->count++] = n;
    return XS_OK;
}

/* A page that is looked at: owner is 1 + the character whose box each pixel is in, 0 = none, NEAR =
 * over or under one. */
struct picture {
    const struct xs_bitmap *page;
    uint32_t *owner;
};

#define NEAR UINT32_MAX

static size_t clamp(double v, size_t most)
{
    return v <= 0 ? 0 : v >= (double)most ? most : (size_t)v;
}

static bool is_bare(uint32_t owner) { return owner == 0 || owner == NEAR; }

/* Gives all pixels of a character's box, made higher by more points at both ends, to an owner. */
static void own(const struct picture *p, const struct xs_glyph *g, double more, uint32_t owner)
{
    const struct xs_bitmap *b = p->page;
    size_t x1 = clamp(g->x1 * b->scale + 1, b->width);
    size_t y1 = clamp((g->y1 + more) * b->scale + 1, b->height);
    for (size_t y = clamp((g->y0 - more) * b->scale, b->height); y < y1; y++)
        for (size_t x = clamp(g->x0 * b->scale, b->width); x < x1; x++)
            p->owner[y * b->width + x] = owner;
}

static enum xs_err own_pixels(struct xs_arena *a, struct picture *p)
{
    const struct xs_bitmap *b = p->page;
    p->owner = xs_arena_zalloc(a, b->width * b->height, sizeof *p->owner);
    if (!p->owner)
        return XS_E_NOMEM;
    for (size_t i = 0; i < b->nglyphs; i++)
        own(p, &b->glyphs[i], (b->glyphs[i].y1 - b->glyphs[i].y0) * STAND_IN_PERCENT / 100, NEAR);
    for (size_t i = 0; i < b->nglyphs; i++)
        own(p, &b->glyphs[i], 0, (uint32_t)i + 1);
    return XS_OK;
}

/* Whether a run is made of strokes, or of what stands in one line by chance: no longer than its
 * character, or all of it within characters that stand side by side. A rule comes out between them.
 */
static bool is_stroke(const struct picture *p, size_t middle, bool across, const struct line *run)
{
    uint32_t owner = p->owner[middle];
    if (run->bare < LEAST_FREE || run->ink * 100 < (run->to - run->from) * INK_PERCENT)
        return true;
    if (is_bare(owner))
        return false;
    const struct xs_glyph *g = &p->page->glyphs[owner - 1];
    double from = across ? g->x0 : g->y0, to = across ? g->x1 : g->y1;
    return run->from > from - STROKE_SLACK && run->to < to + STROKE_SLACK;
}

/* A row or column of pixel borders, and the run of edges on it that is under way. */
struct scan {
    const struct picture *pic;
    size_t at; /* border between pixel row (column) at and the next one */
    bool across;
    size_t along, next; /* pixels from place to place, and over the border */
    size_t from, run, ink, bare;
    size_t dash, gap, last_dash; /* pixels of the last dash, the gap before it, the dash before */
};

static enum xs_err end_run(struct scan *s, struct lines *out)
{
    double scale = s->pic->page->scale;
    struct line l = { .at = (double)(s->at + 1) / scale,
        .from = (double)s->from / scale,
        .to = (double)(s->from + s->run) / scale,
        .ink = (double)s->ink / scale,
        .bare = (double)s->bare / scale };
    size_t mid = s->at * s->next + (s->from + s->run / 2) * s->along;
    bool any = s->run > 0;
    s->run = s->ink = s->bare = s->dash = s->gap = s->last_dash = 0;
    if (!any || l.to - l.from < (s->across ? SHORTEST_ACROSS : SHORTEST_DOWN))
        return XS_OK;
    return is_stroke(s->pic, mid, s->across, &l) ? XS_OK : add_line(out, l);
}

static bool alike(size_t a, size_t b) { return a <= b + 1 && b <= a + 1; }

/* Whether a run goes on after a gap: away from characters, or as regularly as before. */
static bool next_dash(const struct scan *s, size_t gap, bool is_free)
{
    if (gap > (size_t)(DASH_GAP * s->pic->page->scale))
        return false;
    return is_free || (s->gap && alike(gap, s->gap) && alike(s->dash, s->last_dash));
}

/* Runs of edge pixels. One pixel may lack; dashes make one line. */
static enum xs_err scan(const struct picture *pic, size_t at, bool across, struct lines *out)
{
    const struct xs_bitmap *b = pic->page;
    struct scan s = { .pic = pic, .at = at, .across = across };
    s.along = across ? 1 : b->width;
    s.next = across ? b->width : 1;
    size_t n = across ? b->width : b->height;
    bool was_free = false;
    for (size_t i = 0; i < n; i++) {
        size_t p = at * s.next + i * s.along;
        if (abs((int)b->luma[p] - (int)b->luma[p + s.next]) < EDGE)
            continue;
        bool is_free = pic->owner[p] == 0;
        size_t gap = s.run ? i - (s.from + s.run) : 0;
        if (gap > 1 && !next_dash(&s, gap, was_free && is_free))
            XS_TRY(end_run(&s, out));
        if (gap > 1 && s.run) {
            s.gap = gap;
            s.last_dash = s.dash;
            s.dash = 0;
        }
        if (s.run == 0)
            s.from = i;
        s.dash += gap > 1 ? 1 : gap + 1;
        s.run = i + 1 - s.from;
        s.ink++;
        s.bare += is_bare(pic->owner[p]);
        was_free = is_free;
    }
    return end_run(&s, out);
}

static int by_position(const void *a, const void *b)
{
    const struct line *x = a, *y = b;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return (x->from > y->from) - (x->from < y->from);
}

/* Two edges of one stroke, and strokes that go on in each other, become one line. */
static void merge(struct lines *l)
{
    if (l->count)
        qsort(l->items, l->count, sizeof *l->items, by_position);
    for (size_t i = 0; i < l->count; i++) {
        struct line *x = &l->items[i];
        double first = x->at;
        for (size_t k = i + 1; !x->dead && k < l->count && l->items[k].at - first <= SAME_LINE;
             k++) {
            struct line *y = &l->items[k];
            if (y->dead || y->from > x->to + TOUCH || y->to < x->from - TOUCH)
                continue;
            x->from = y->from < x->from ? y->from : x->from;
            x->to = y->to > x->to ? y->to : x->to;
            x->at = (first + y->at) / 2;
            y->dead = true;
            k = i; /* it is longer now: look again */
        }
    }
    size_t kept = 0;
    for (size_t i = 0; i < l->count; i++)
        if (!l->items[i].dead)
            l->items[kept++] = l->items[i];
    l->count = kept;
}

static enum xs_err find_lines(const struct picture *p, bool across, struct lines *out)
{
    size_t n = across ? p->page->height : p->page->width;
    for (size_t at = 0; at + 1 < n; at++)
        XS_TRY(scan(p, at, across, out));
    merge(out);
    return XS_OK;
}

/* --- grids
 * ------------------------------------------------------------------------------------------ */

static size_t root_of(struct line *all, size_t i)
{
    while (all[i].root != i) {
        all[i].root = all[all[i].root].root;
        i = all[i].root;
    }
    return i;
}

static bool meet(const struct line *across, const struct line *down)
{
    return down->at >= across->from - TOUCH && down->at <= across->to + TOUCH &&
           across->at >= down->from - TOUCH && across->at <= down->to + TOUCH;
}

/* A grid under way. */
struct grid {
    struct xs_arena *a;
    const struct line *all;
    size_t nacross, nall; /* all[0..nacross) go across, the rest down */
    size_t root;
    double *xs, *ys;
    size_t nx, ny;
    bool *right, *below; /* a border at the right of, below, grid place j * (nx - 1) + i */
};

static int by_value(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Sorted, with what lies close together taken as one. */
static size_t distinct(double *v, size_t n)
{
    size_t kept = 0;
    if (n)
        qsort(v, n, sizeof *v, by_value);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || v[i] - v[kept - 1] > SAME_BORDER)
            v[kept++] = v[i];
    return kept;
}

/* A side of the grid without a rule: where the lines of the other direction end. */
static void open_sides(double *v, size_t *n, const double end[2])
{
    if (*n == 0 || v[0] - end[0] > OPEN_SIDE) {
        memmove(v + 1, v, *n * sizeof *v);
        v[0] = end[0];
        ++*n;
    }
    if (end[1] - v[*n - 1] > OPEN_SIDE)
        v[(*n)++] = end[1];
}

/* Positions of the lines, and where lines of the other direction end: a side without a rule. */
static enum xs_err positions(struct grid *g)
{
    size_t n = 0;
    for (size_t i = 0; i < g->nall; i++)
        n += g->all[i].root == g->root;
    g->xs = xs_arena_alloc(g->a, n + 2, sizeof *g->xs);
    g->ys = xs_arena_alloc(g->a, n + 2, sizeof *g->ys);
    if (!g->xs || !g->ys)
        return XS_E_NOMEM;
    double end[4] = { 1e9, -1e9, 1e9, -1e9 };
    for (size_t i = 0; i < g->nall; i++) {
        const struct line *l = &g->all[i];
        bool across = i < g->nacross;
        if (l->root != g->root)
            continue;
        if (across)
            g->ys[g->ny++] = l->at;
        else
            g->xs[g->nx++] = l->at;
        double *e = across ? end : end + 2;
        e[0] = l->from < e[0] ? l->from : e[0];
        e[1] = l->to > e[1] ? l->to : e[1];
    }
    g->nx = distinct(g->xs, g->nx);
    g->ny = distinct(g->ys, g->ny);
    open_sides(g->xs, &g->nx, end);
    open_sides(g->ys, &g->ny, end + 2);
    return XS_OK;
}

/* How much of from..to the lines at position at cover. */
static bool covered(const struct grid *g, bool across, double at, const double side[2])
{
    double sum = 0;
    for (size_t i = across ? 0 : g->nacross; i < (across ? g->nacross : g->nall); i++) {
        const struct line *l = &g->all[i];
        if (l->root != g->root || l->at < at - SAME_BORDER || l->at > at + SAME_BORDER)
            continue;
        double from = l->from > side[0] ? l->from : side[0];
        double to = l->to < side[1] ? l->to : side[1];
        sum += to > from ? to - from : 0;
    }
    return sum * 100 >= (side[1] - side[0]) * COVER_PERCENT;
}

static enum xs_err borders(struct grid *g)
{
    size_t nx = g->nx - 1, ny = g->ny - 1;
    g->right = xs_arena_zalloc(g->a, nx * ny, sizeof *g->right);
    g->below = xs_arena_zalloc(g->a, nx * ny, sizeof *g->below);
    if (!g->right || !g->below)
        return XS_E_NOMEM;
    for (size_t j = 0; j < ny; j++) {
        for (size_t i = 0; i < nx; i++) {
            g->right[j * nx + i] = i + 1 == nx || covered(g, false, g->xs[i + 1], &g->ys[j]);
            g->below[j * nx + i] = j + 1 == ny || covered(g, true, g->ys[j + 1], &g->xs[i]);
        }
    }
    return XS_OK;
}

/* Whether grid row j, columns i..to, goes on below without a border, all of it free. */
static bool goes_on(const struct grid *g, const bool *taken, const size_t at[3])
{
    size_t nx = g->nx - 1, j = at[0], i = at[1], to = at[2];
    if (j + 2 >= g->ny)
        return false;
    for (size_t k = i; k <= to; k++)
        if (g->below[j * nx + k] || taken[(j + 1) * nx + k] ||
            (k < to && g->right[(j + 1) * nx + k]))
            return false;
    return (i == 0 || g->right[(j + 1) * nx + i - 1]) && g->right[(j + 1) * nx + to];
}

static enum xs_err cells_of(const struct grid *g, struct xs_ruled *out)
{
    size_t nx = g->nx - 1, ny = g->ny - 1;
    bool *taken = xs_arena_zalloc(g->a, nx * ny, sizeof *taken);
    struct xs_ruled_cell *cells = xs_arena_zalloc(g->a, nx * ny, sizeof *cells);
    if (!taken || !cells)
        return XS_E_NOMEM;
    size_t n = 0;
    for (size_t p = 0; p < nx * ny; p++) {
        size_t j = p / nx, i = p % nx, to = i, last = j;
        if (taken[p])
            continue;
        while (!g->right[j * nx + to] && to + 1 < nx && !taken[j * nx + to + 1])
            to++;
        while (goes_on(g, taken, (size_t[3]){ last, i, to }))
            last++;
        for (size_t y = j; y <= last; y++)
            for (size_t x = i; x <= to; x++)
                taken[y * nx + x] = true;
        cells[n++] = (struct xs_ruled_cell){ .x0 = g->xs[i],
            .x1 = g->xs[to + 1],
            .y0 = g->ys[j],
            .y1 = g->ys[last + 1],
            .row = (uint32_t)j,
            .rows = (uint32_t)(last - j + 1),
            .col = (uint32_t)i,
            .cols = (uint32_t)(to - i + 1) };
    }
    *out = (struct xs_ruled){ .x0 = g->xs[0],
        .x1 = g->xs[nx],
        .y0 = g->ys[0],
        .y1 = g->ys[ny],
        .nrows = (uint32_t)ny,
        .ncols = (uint32_t)nx,
        .ncells = n,
        .cells = cells };
    return XS_OK;
}

static int by_top(const void *a, const void *b)
{
    const struct xs_ruled *x = a, *y = b;
    if (x->y0 != y->y0)
        return x->y0 < y->y0 ? -1 : 1;
    return (x->x0 > y->x0) - (x->x0 < y->x0);
}

static void unite(struct line *all, size_t nacross, size_t nall)
{
    for (size_t i = 0; i < nall; i++)
        all[i].root = i;
    for (size_t i = 0; i < nacross; i++)
        for (size_t k = nacross; k < nall; k++)
            if (meet(&all[i], &all[k]))
                all[root_of(all, k)].root = root_of(all, i);
    for (size_t i = 0; i < nall; i++)
        all[i].root = root_of(all, i);
}

enum xs_err xs_ruled_find(
    struct xs_arena *a, const struct xs_bitmap *page, size_t *count, struct xs_ruled **out)
{
    struct lines across = { .a = a }, down = { .a = a };
    struct picture pic = { .page = page };
    XS_TRY(own_pixels(a, &pic));
    XS_TRY(find_lines(&pic, true, &across));
    XS_TRY(find_lines(&pic, false, &down));
    size_t n = across.count + down.count, found = 0;
    struct line *all = xs_arena_alloc(a, n + 1, sizeof *all);
    struct xs_ruled *tables = xs_arena_alloc(a, n + 1, sizeof *tables);
    if (!all || !tables)
        return XS_E_NOMEM;
    if (across.count)
        memcpy(all, across.items, across.count * sizeof *all);
    if (down.count)
        memcpy(all + across.count, down.items, down.count * sizeof *all);
    unite(all, across.count, n);
    for (size_t i = 0; i < n; i++) {
        struct grid g = { .a = a, .all = all, .nacross = across.count, .nall = n, .root = i };
        size_t members = 0;
        for (size_t k = 0; all[i].root == i && k < n; k++)
            members += all[k].root == i;
        if (members < 3)
            continue;
        XS_TRY(positions(&g));
        if (g.nx < 2 || g.ny < 2 || g.nx + g.ny < 5)
            continue;
        if ((g.nx - 1) * (g.ny - 1) > XS_MAX_PAGE_CELLS)
            continue;
        XS_TRY(borders(&g));
        XS_TRY(cells_of(&g, &tables[found]));
        found += tables[found].ncells > 1;
    }
    if (found)
        qsort(tables, found, sizeof *tables, by_top);
    *count = found;
    *out = tables;
    return XS_OK;
}
