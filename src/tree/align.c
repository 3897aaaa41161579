/* Laying cells over columns when cells are missing, merged or run together: the best path, by what each cell looks like. */
#include <string.h>

#include "base/utf8.h"
#include "tree/build.h"

/* Scores are small integers: what a cell is worth in a column, what leaving a column out costs. */
enum { NEVER = -60, APART = -25, LEFT_OUT = -40 };

struct shape { /* of one cell, taken once */
    bool number, value_like, office, project, text;
    size_t length; /* code points */
};

struct aligner {
    struct xs_build *b;
    const struct xs_columns *c;
    struct xs_tcell *cells;
};

static enum xs_err look(struct aligner *g, const struct xs_tcell *t, struct shape *s)
{
    const struct xs_layout *l = g->b->l;
    struct xs_decimal d;
    struct xs_value v;
    struct xs_value_context ctx = { 0 };
    memset(s, 0, sizeof *s);
    s->length = xs_utf8_count(t->folded);
    s->number = xs_decimal_parse(t->folded, &d) == t->folded.len && t->folded.len;
    XS_TRY(xs_value_parse(l->values, g->b->a, t->folded, &ctx, &v));
    s->value_like = v.kind != XS_VALUE_WORDS && v.kind != XS_VALUE_MISSING;
    s->office = xs_lex_longest_end(l->lex, t->folded, &l->office, NULL) > 0 || (s->length > 6 && t->folded.ptr[0] >= '0' && t->folded.ptr[0] <= '9' && !s->value_like);
    s->project = xs_lex_longest_end(l->lex, t->folded, &l->project_noun, NULL) > 0;
    s->text = !s->number && !(t->words.marks & (XS_MARK_SIGN | XS_MARK_DIRECTION));
    return XS_OK;
}

/* Worth of a level label in a column. */
static int label_score(enum xs_field f, const struct xs_tcell *t)
{
    if (f == XS_F_LEVEL1 && t->words.level1 != XS_LV_NONE)
        return 60;
    if (f == XS_F_LEVEL2 && t->words.level2 != XS_CLASS_NONE)
        return 60;
    return f == XS_F_LEVEL3 ? -55 : NEVER;
}

static int name_score(const struct shape *s)
{
    if (s->number)
        return NEVER;
    return s->value_like ? (s->length > 8 ? 5 : -10) : 30;
}

static int value_score(const struct xs_columns *c, const struct xs_tcell *t, const struct shape *s)
{
    if (t->words.marks & (XS_MARK_SIGN | XS_MARK_DIRECTION))
        return NEVER;
    if (s->number)
        return 40;
    if (t->words.marks & XS_MARK_UNIT && (c->bits & XS_FIELD_BIT(XS_F_UNIT)))
        return -20;
    return s->value_like ? 40 : s->length > 60 ? 2 : 15;
}

static int mark_score(enum xs_field f, const struct xs_tcell *t, const struct shape *s)
{
    unsigned m = t->words.marks;
    switch ((int)f) {
    case XS_F_SIGN:
        return m & XS_MARK_SIGN ? 50 : m & XS_MARK_QUALITATIVE ? 40 : NEVER;
    case XS_F_UNIT:
        return m & XS_MARK_UNIT ? 40 : s->text && !s->value_like && s->length <= 4 ? -8 : -35;
    case XS_F_DIRECTION:
        return m & XS_MARK_DIRECTION ? 40 : NEVER;
    case XS_F_NATURE:
        return m & XS_MARK_QUALITATIVE ? 40 : -30;
    default:
        return NEVER;
    }
}

static int head_score(enum xs_field f, const struct shape *s)
{
    switch ((int)f) {
    case XS_F_PROJECT_NAME:
        return s->text && !s->value_like ? 20 + (s->project ? 15 : 0) - (s->office ? 10 : 0) : -20;
    case XS_F_DEPARTMENT:
        return s->text ? 15 + (s->office ? 20 : 0) - (s->project ? 10 : 0) : -20;
    case XS_F_BUDGET:
    case XS_F_FISCAL:
    case XS_F_OTHER_MONEY:
        return s->number ? 30 : -30;
    default:
        return s->text ? 12 : -10;
    }
}

static int cell_score(const struct xs_columns *c, enum xs_field f, const struct xs_tcell *t, const struct shape *s)
{
    bool label = t->words.level1 != XS_LV_NONE || t->words.level2 != XS_CLASS_NONE;
    if (label || f == XS_F_LEVEL1)
        return label ? label_score(f, t) : s->text && s->length <= 12 ? -30 : NEVER;
    switch ((int)f) {
    case XS_F_LEVEL2:
        return s->text && s->length <= 12 ? -25 : NEVER;
    case XS_F_LEVEL3:
        return name_score(s);
    case XS_F_VALUE:
        return value_score(c, t, s);
    case XS_F_SIGN:
    case XS_F_UNIT:
    case XS_F_DIRECTION:
    case XS_F_NATURE:
        return mark_score(f, t, s);
    case XS_F_WEIGHT:
    case XS_F_SCORE:
        return s->number ? 20 : -25;
    case XS_F_DESCRIPTION:
        return s->value_like ? -5 : 20;
    case XS_F_ACTUAL:
        return s->value_like || s->number ? 15 : 8;
    case XS_F_HISTORY:
        return s->value_like || s->number ? 8 : 2;
    case XS_F_BASIS:
    case XS_F_SOURCE:
    case XS_F_SCORING:
    case XS_F_REMARK:
    case XS_F_DEVIATION:
        return s->text ? 8 : -5;
    case XS_F_NONE:
        return 0;
    default:
        return head_score(f, s);
    }
}

/* Cost of a column without a cell. */
static int skip_score(enum xs_field f)
{
    switch ((int)f) {
    case XS_F_LEVEL3:
        return -30;
    case XS_F_VALUE:
        return -25;
    case XS_F_SIGN:
    case XS_F_UNIT:
        return -10;
    case XS_F_LEVEL2:
        return -5;
    case XS_F_LEVEL1:
    case XS_F_PROJECT_NAME:
    case XS_F_DEPARTMENT:
        return 0;
    default:
        return -2;
    }
}

struct step {
    int16_t from; /* column of the cell before, -1 = none */
    uint8_t how;  /* 0 same row, 1 new row, 2 joined to the column before, 3 left out */
};

enum { SAME_ROW, NEW_ROW, JOINED, OUT };

/* The best way to reach column k with cell t, from the states of the cell before. */
static int best_step(const struct aligner *g, const struct xs_tcell *t, const int *before, const int *skips, size_t k, struct step *how)
{
    const struct xs_columns *c = g->c;
    int best = INT_MIN / 2;
    for (size_t j = 0; j < c->count; j++) {
        if (before[j] <= INT_MIN / 4)
            continue;
        int same = j < k ? before[j] + skips[k] - skips[j + 1] + (t->row_start ? APART : 0) : INT_MIN / 2;
        int fresh = before[j] + skips[c->count] - skips[j + 1] + skips[k] + (t->row_start ? 10 : -15);
        if (same > best) {
            best = same;
            *how = (struct step){ (int16_t)j, SAME_ROW };
        }
        if (fresh > best) {
            best = fresh;
            *how = (struct step){ (int16_t)j, NEW_ROW };
        }
    }
    return best;
}

/* Text that was cut at a blank may go on in the same column. */
static int joined(const struct aligner *g, const struct xs_tcell *t, const struct shape *s, int before, size_t k)
{
    enum xs_field f = g->c->field[k];
    bool texty = f == XS_F_LEVEL3 || f == XS_F_VALUE || f == XS_F_DESCRIPTION || f == XS_F_BASIS;
    if (!texty || t->row_start || !t->split || !s->text || before <= INT_MIN / 4)
        return INT_MIN / 2;
    return before - 12;
}

static void one_cell(const struct aligner *g, size_t i, const struct shape *s, const int *before, const int *skips, int *now, struct step *steps)
{
    const struct xs_columns *c = g->c;
    const struct xs_tcell *t = &g->cells[i];
    for (size_t k = 0; k < c->count; k++) {
        struct step how = { -1, NEW_ROW };
        int best = i == 0 ? skips[k] : best_step(g, t, before, skips, k, &how);
        best += cell_score(c, c->field[k], t, s);
        int join = i ? joined(g, t, s, before[k], k) : INT_MIN / 2;
        if (join > best) {
            best = join;
            how = (struct step){ (int16_t)k, JOINED };
        }
        if (i && before[k] + LEFT_OUT > best) {
            best = before[k] + LEFT_OUT;
            how = (struct step){ (int16_t)k, OUT };
        }
        now[k] = best;
        steps[k] = how;
    }
}

static enum xs_err join_text(struct aligner *g, struct xs_tcell *to, const struct xs_tcell *more)
{
    /* both are pieces of one line: what stands between them in the source is blank */
    if (more->text.ptr >= to->text.ptr)
        to->text = (xs_str){ to->text.ptr, (size_t)(more->text.ptr + more->text.len - to->text.ptr) };
    return xs_fold(g->b->l->folder, g->b->a, to->text, &to->folded, NULL);
}

static enum xs_err trace(struct aligner *g, const struct step *steps, size_t n, int k, int16_t *column, bool *new_row)
{
    size_t width = g->c->count;
    uint8_t *how = xs_arena_zalloc(g->b->a, n, 1);
    if (!how)
        return XS_E_NOMEM;
    for (size_t i = n; i-- > 0;) {
        struct step s = steps[i * width + (size_t)k];
        how[i] = s.how;
        column[i] = (int16_t)(s.how == OUT || s.how == JOINED ? -1 : k);
        new_row[i] = s.how == NEW_ROW;
        k = s.from;
    }
    size_t last = 0;
    for (size_t i = 0; i < n; i++) {
        if (column[i] >= 0)
            last = i;
        else if (how[i] == JOINED)
            XS_TRY(join_text(g, &g->cells[last], &g->cells[i]));
    }
    return XS_OK;
}

enum xs_err xs_align(struct xs_build *b, const struct xs_columns *c, struct xs_tcell *cells, size_t n, int16_t *column, bool *new_row)
{
    struct aligner g = { b, c, cells };
    int skips[XS_MAX_COLUMNS + 2] = { 0 }, states[2][XS_MAX_COLUMNS] = { { 0 } };
    struct step *steps = xs_arena_alloc(b->a, n * c->count, sizeof *steps);
    if (!steps)
        return XS_E_NOMEM;
    for (size_t k = 0; k < c->count; k++)
        skips[k + 1] = skips[k] + skip_score(c->field[k]);
    for (size_t i = 0; i < n; i++) {
        struct shape s;
        XS_TRY(look(&g, &cells[i], &s));
        one_cell(&g, i, &s, states[(i + 1) & 1], skips, states[i & 1], &steps[i * c->count]);
    }
    const int *end = states[(n - 1) & 1];
    size_t best = 0;
    for (size_t k = 1; k < c->count; k++)
        if (end[k] + skips[c->count] - skips[k + 1] > end[best] + skips[c->count] - skips[best + 1])
            best = k;
    return trace(&g, steps, n, (int)best, column, new_row);
}
