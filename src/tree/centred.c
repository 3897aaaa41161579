/* Names of second levels that stand in the middle of the rows that they are for, as cells over
 * several rows do in print: each is moved to the first of them. */
#include <limits.h>
#include <string.h>

#include "tree/places.h"

enum { FEWEST_ROWS = 3, FEWEST_LABELS = 2, MOST_ROWS = 100 };
enum { MOST_OFF = 3 }; /* half lines that a name may be off the middle of its rows, on average */

/* A row, or a label: its cells, and the middle of its lines in half lines. */
struct strip {
    size_t first, end;
    unsigned top, middle; /* lines, half lines */
};

struct strips {
    const struct xs_columns *c;
    struct xs_tcell *cells;
    size_t n, nrows, nlabels;
    struct strip *row, *label;
};

static bool is_label(const struct xs_columns *c, const struct xs_tcell *t)
{
    return t->column >= 0 && c->field[t->column] == XS_F_LEVEL2 && t->words.level2 != XS_CLASS_NONE;
}

static bool is_level(const struct xs_columns *c, const struct xs_tcell *t)
{
    return t->column >= 0 &&
           (c->field[t->column] == XS_F_LEVEL1 || c->field[t->column] == XS_F_LEVEL2);
}

/* Widens [*top, *bottom] by the lines of t. */
static void reach(const struct xs_tcell *t, unsigned *top, unsigned *bottom)
{
    unsigned line = t->at->line;
    *top = line < *top ? line : *top;
    for (size_t i = 0; i < t->text.len; i++)
        line += t->text.ptr[i] == '\n';
    *bottom = line > *bottom ? line : *bottom;
}

/* The rows among the cells, and the labels. */
static void find_strips(struct strips *s)
{
    for (size_t i = 0, end; i < s->n; i = end) {
        unsigned top = UINT_MAX, bottom = 0;
        for (end = i; end < s->n && (end == i || !s->cells[end].new_row); end++) {
            struct xs_tcell *t = &s->cells[end];
            if (is_label(s->c, t)) {
                unsigned from = UINT_MAX, to = 0;
                reach(t, &from, &to);
                s->label[s->nlabels++] = (struct strip){ end, end + 1, from, from + to };
            } else if (t->column >= 0 && !is_level(s->c, t)) {
                reach(t, &top, &bottom);
            }
        }
        if (bottom)
            s->row[s->nrows++] = (struct strip){ i, end, top, top + bottom };
    }
}

static unsigned off(const struct strips *s, size_t label, size_t from, size_t to)
{
    const unsigned twice = s->row[from].middle + s->row[to].middle, at = 2 * s->label[label].middle;
    return twice > at ? twice - at : at - twice;
}

/* The first row of each label, such that labels are least off the middle of their rows; all of them
 * together, in quarters of lines. UINT_MAX: no memory. */
static unsigned part_rows(struct xs_arena *a, const struct strips *s, size_t *first)
{
    const size_t rows = s->nrows, labels = s->nlabels;
    unsigned *least = xs_arena_alloc(a, labels * rows, sizeof *least);
    size_t *from = xs_arena_alloc(a, labels * rows, sizeof *from);
    if (!least || !from)
        return UINT_MAX;
    for (size_t l = 0; l < labels; l++)
        for (size_t r = 0; r < rows; r++) { /* labels up to l are for rows up to r */
            unsigned *best = &least[l * rows + r];
            *best = l == 0 ? off(s, 0, 0, r) : UINT_MAX / 2;
            from[l * rows + r] = 0;
            for (size_t k = l; l > 0 && k <= r; k++) {
                const unsigned sum = least[(l - 1) * rows + k - 1] + off(s, l, k, r);
                if (sum <= *best) { /* of two ways, the one by which a name begins later */
                    *best = sum;
                    from[l * rows + r] = k;
                }
            }
        }
    for (size_t l = labels, r = rows; l-- > 0;) {
        first[l] = from[l * rows + r - 1];
        r = first[l];
    }
    return least[labels * rows - 1];
}

/* Does a label stand in no row's first line? */
static bool between_rows(const struct strips *s, const struct strip *label)
{
    for (size_t i = 0; i < s->nrows; i++)
        if (s->cells[label->first].at->line == s->row[i].top)
            return false;
    return true;
}

/* Is there a name of a second level that is not known, or one of either level in the first row? */
static bool other_levels(const struct strips *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (is_level(s->c, &s->cells[i]) && s->cells[i].folded.len &&
            (i < s->row[0].end ||
                (s->c->field[s->cells[i].column] == XS_F_LEVEL2 && !is_label(s->c, &s->cells[i]))))
            return true;
    return false;
}

/* Do the labels stand in the middle of their rows? The first row then has none, as in a table that
 * goes on with one above; there, one has to stand between rows. */
static bool seem_centred(const struct xs_build *b, const struct strips *s)
{
    bool between = false;
    if (s->nrows < FEWEST_ROWS || s->nlabels < FEWEST_LABELS || s->nrows > MOST_ROWS ||
        s->nlabels > s->nrows || other_levels(s))
        return false;
    for (size_t i = 0; i < s->nlabels; i++) {
        between |= between_rows(s, &s->label[i]);
        if (s->cells[s->label[i].first].at->line == 0 ||
            (i > 0 && s->label[i].middle <= s->label[i - 1].middle))
            return false;
    }
    return s->label[0].middle > s->row[0].middle && (between || !b->goes_on);
}

/* The cells with each label in the first of its rows. */
static size_t put_labels(
    const struct strips *s, const size_t *first, const struct xs_tcell *cells, struct xs_tcell *to)
{
    size_t out = 0, l = 0, seen = 0;
    bool begins = false; /* a row, with a label that was moved away */
    for (size_t i = 0, row = 0; i < s->n; i++) {
        bool stays = true;
        begins |= cells[i].new_row;
        if (is_label(s->c, &cells[i])) {
            const struct strip *own = &s->row[first[seen++]];
            stays = i >= own->first && i < own->end;
        }
        if (stays) {
            to[out] = cells[i];
            to[out++].new_row = begins;
            begins = false;
        }
        if (row == s->nrows || i < s->row[row].first || !stays)
            continue;
        if (l < s->nlabels && first[l] == row) {
            const size_t label = s->label[l++].first;
            if (label < s->row[row].first || label >= s->row[row].end) {
                to[out] = cells[label];
                to[out++].new_row = false;
            }
        }
        row++;
    }
    return out;
}

enum xs_err xs_levels_centred(
    struct xs_build *b, const struct xs_columns *c, struct xs_tcell *cells, size_t n)
{
    struct strips s = { .c = c, .cells = cells, .n = n };
    s.row = xs_arena_alloc(b->a, n, sizeof *s.row);
    s.label = xs_arena_alloc(b->a, n, sizeof *s.label);
    size_t *first = xs_arena_alloc(b->a, n, sizeof *first);
    struct xs_tcell *moved = xs_arena_alloc(b->a, n, sizeof *moved);
    if (!s.row || !s.label || !first || !moved)
        return XS_E_NOMEM;
    find_strips(&s);
    if (!seem_centred(b, &s))
        return XS_OK;
    const unsigned sum = part_rows(b->a, &s, first);
    if (sum == UINT_MAX)
        return XS_E_NOMEM;
    if (sum / (2u * MOST_OFF) <= s.nlabels)
        memcpy(cells, moved, put_labels(&s, first, cells, moved) * sizeof *cells);
    return XS_OK;
}
