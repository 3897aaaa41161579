/* Laying cells over columns when cells are missing, merged or run together: the best path, by what
 * each cell looks like. */
#include <string.h>

#include "base/utf8.h"
#include "tree/build.h"

/* Scores are small integers: what a cell is worth in a column, what leaving a column out costs. */
enum { NEVER = -60, APART = -25, LEFT_OUT = -40, ELSEWHERE = -50 };

/* Code points. */
enum {
    LONGEST_LEVEL = 12,
    LONGEST_UNIT = 12,
    LONGEST_UNKNOWN_UNIT = 6,
    LONGEST_EVENT = 5,
    LONGEST_NUMBER = 30,
    LONGEST_VALUE = 60
};

struct shape {       /* of one cell, taken once */
    bool number;     /* a plain decimal */
    bool numeric;    /* a value with a number, date or frequency in it */
    bool value_like; /* that, or a grade, an event, a bare yes-no */
    bool speaks;     /* like a value by its words, but as long as a description */
    bool titled;     /* "target 2: ...": a name, no level */
    bool none;       /* a dash, a stroke, "none": no name of anything */
    bool office, project, text;
    bool unit;        /* a unit, or one made of units */
    bool behind_sign; /* the cells before it are a comparator and a number */
    size_t length;    /* code points */
};

struct aligner {
    struct xs_build *b;
    const struct xs_columns *c;
    struct xs_tcell *cells;
    const int *known; /* columns of the cells as far as their places tell; -1: not. May be NULL */
    bool strict;      /* only what looks like a value is one, and no name does */
    int skips[XS_MAX_COLUMNS + 2]; /* skips[k]: leaving out the columns before k */
};

/* The name of an office, or a text that begins with its number. */
static bool office(const struct xs_layout *l, const struct xs_tcell *t, const struct shape *s)
{
    return xs_lex_longest_end(l->lex, t->folded, &l->office, NULL) > 0 ||
           (s->length > 6 && t->folded.ptr[0] >= '0' && t->folded.ptr[0] <= '9' && !s->value_like);
}

static bool numeric(enum xs_value_kind kind)
{
    return kind == XS_VALUE_NUMBER || kind == XS_VALUE_RANGE || kind == XS_VALUE_DATE ||
           kind == XS_VALUE_FREQUENCY;
}

static enum xs_err look(struct aligner *g, const struct xs_tcell *t, struct shape *s)
{
    const struct xs_layout *l = g->b->l;
    struct xs_decimal d;
    struct xs_value v;
    struct xs_value_context ctx = { 0 };
    memset(s, 0, sizeof *s);
    s->length = xs_utf8_count(t->folded);
    s->number = xs_decimal_parse(t->folded, &d) == t->folded.len && t->folded.len;
    s->text = !s->number && !(t->words.marks & (XS_MARK_SIGN | XS_MARK_DIRECTION));
    XS_TRY(xs_value_parse(l->values, g->b->a, t->folded, &ctx, &v));
    const bool long_text = s->length > LONGEST_NUMBER; /* whatever numbers are in it */
    s->numeric = !long_text && numeric(v.kind);
    s->none = v.kind == XS_VALUE_MISSING;
    s->titled = s->text && xs_str_find(t->folded, XS_STR(":"), 0) != SIZE_MAX;
    /* "pass" is a value, "pass rate" the name of one */
    s->value_like = s->numeric || (!long_text && v.kind != XS_VALUE_WORDS && !s->none &&
                                      xs_name_kind(l->names, t->folded) == XS_NAME_OTHER);
    /* so does a long text with an event in it, which rather says what is counted */
    s->speaks = s->value_like && !s->numeric && s->length > LONGEST_EVENT;
    s->office = office(l, t, s);
    s->project = xs_lex_longest_end(l->lex, t->folded, &l->project_noun, NULL) > 0;
    s->unit = (t->words.marks & XS_MARK_UNIT) != 0 ||
              (s->length <= LONGEST_UNIT && xs_value_is_unit(l->values, t->folded));
    return XS_OK;
}

/* Worth of a level label in a column. */
static int label_score(const struct xs_columns *c, enum xs_field f, const struct xs_tcell *t)
{
    const uint64_t levels = XS_FIELD_BIT(XS_F_LEVEL1) | XS_FIELD_BIT(XS_F_LEVEL2);
    if (f == XS_F_LEVEL3 && (c->bits & levels) == 0)
        return 20; /* a form without columns for levels names them in lines of their own */
    if (f == XS_F_LEVEL1 && t->words.level1 != XS_LV_NONE)
        return 60;
    if (f == XS_F_LEVEL2 && t->words.level2 != XS_CLASS_NONE)
        return 60;
    if (f == XS_F_LEVEL3 && t->words.level1 == XS_LV_NONE && t->words.level2 == XS_CLASS_OTHER)
        return -20; /* it may be a name somewhere */
    return f == XS_F_LEVEL3 ? -55 : NEVER;
}

static int name_score(const struct shape *s)
{
    if (s->number)
        return NEVER;
    if (s->none || s->length == 1)
        return -20;
    if (s->titled && !s->numeric)
        return 45;
    return s->numeric ? (s->length > 8 ? 5 : -10) : 30;
}

static int value_score(const struct xs_columns *c, const struct xs_tcell *t, const struct shape *s)
{
    if (t->words.marks & (XS_MARK_SIGN | XS_MARK_DIRECTION))
        return NEVER;
    if (s->number) /* or a weight, where there are some */
        return c->bits & XS_FIELD_BIT(XS_F_WEIGHT) ? 30 : 40;
    if (s->unit && (c->bits & XS_FIELD_BIT(XS_F_UNIT)))
        return -20;
    return s->value_like ? 40 : s->length > LONGEST_VALUE ? 2 : 15;
}

static int sign_score(const struct xs_tcell *t)
{
    return t->words.marks & XS_MARK_SIGN ? 50 : t->words.marks & XS_MARK_QUALITATIVE ? 40 : NEVER;
}

static int word_score(const struct xs_columns *c, enum xs_field f, const struct xs_tcell *t)
{
    unsigned want = f == XS_F_DIRECTION ? XS_MARK_DIRECTION : XS_MARK_QUALITATIVE;
    if (!xs_columns_have(c, XS_F_SIGN))
        want |= XS_MARK_SIGN;
    return t->words.marks & want ? 40 : -30;
}

static int unit_score(const struct shape *s)
{
    if (s->unit)
        return 40;
    if (s->behind_sign && s->text && s->length <= LONGEST_UNKNOWN_UNIT)
        return 25;
    return s->text && !s->value_like && s->length <= 4 ? -8 : -35;
}

static int project_score(const struct shape *s)
{
    return s->text && !s->value_like ? 20 + (s->project ? 15 : 0) - (s->office ? 10 : 0) : -20;
}

static int department_score(const struct shape *s)
{
    return s->text ? 15 + (s->office ? 20 : 0) - (s->project ? 10 : 0) : -20;
}

/* Columns that only ask whether the cell is a number, a text, a value or a short label: worth if
 * so, worth if not. */
enum asks { NOTHING, NUMBER, TEXT, VALUE, LABEL };
static const struct plain {
    enum asks ask;
    int yes, no;
} plain[XS_F_COUNT] = {
    [XS_F_LEVEL1] = { LABEL, -30, NEVER },
    [XS_F_LEVEL2] = { LABEL, -25, NEVER },
    [XS_F_WEIGHT] = { NUMBER, 20, -35 },
    [XS_F_SCORE] = { NUMBER, 20, -25 },
    [XS_F_DESCRIPTION] = { VALUE, -5, 20 },
    [XS_F_ACTUAL] = { VALUE, 15, 8 },
    [XS_F_HISTORY] = { VALUE, 8, 2 },
    [XS_F_VALUE_TOTAL] = { VALUE, 12, 4 },
    [XS_F_BASIS] = { TEXT, 8, -5 },
    [XS_F_SOURCE] = { TEXT, 8, -5 },
    [XS_F_SCORING] = { TEXT, 8, -5 },
    [XS_F_REMARK] = { TEXT, 8, -5 },
    [XS_F_DEVIATION] = { TEXT, 8, -5 },
    [XS_F_BUDGET] = { NUMBER, 30, -30 },
    [XS_F_FISCAL] = { NUMBER, 30, -30 },
    [XS_F_OTHER_MONEY] = { NUMBER, 30, -30 },
};

static bool answers(enum asks ask, const struct shape *s)
{
    switch (ask) {
    case NUMBER:
        return s->number;
    case VALUE:
        return (s->value_like && !s->speaks) || s->number;
    case TEXT:
        return s->text;
    case LABEL:
        return s->text && !s->titled && s->length <= LONGEST_LEVEL;
    case NOTHING:
        break;
    }
    return false;
}

static int plain_score(enum xs_field f, const struct shape *s)
{
    const struct plain *p = &plain[f];
    if (p->ask == NOTHING)
        return s->text ? 12 : -10; /* header fields of a project in a table of several */
    return answers(p->ask, s) ? p->yes : p->no;
}

static int cell_score(
    const struct xs_columns *c, enum xs_field f, const struct xs_tcell *t, const struct shape *s)
{
    if (t->words.level1 != XS_LV_NONE || t->words.level2 != XS_CLASS_NONE)
        return label_score(c, f, t);
    switch ((int)f) {
    case XS_F_LEVEL3:
        return name_score(s);
    case XS_F_VALUE:
        return value_score(c, t, s);
    case XS_F_SIGN:
        return sign_score(t);
    case XS_F_UNIT:
        return unit_score(s);
    case XS_F_DIRECTION:
    case XS_F_NATURE:
        return word_score(c, f, t);
    case XS_F_PROJECT_NAME:
        return project_score(s);
    case XS_F_DEPARTMENT:
        return department_score(s);
    case XS_F_NONE: /* a line that is no row may begin there by chance */
        return c->blanks && t->row_start ? -40 : 0;
    default:
        return plain_score(f, s);
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
    case XS_F_VALUE_TOTAL: /* a row with the year's value has one of the term, too */
        return -10;
    case XS_F_WEIGHT:
        return -12; /* a form that has weights has one for each row */
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

/* The states of one cell: worth of the best way that ends with it in each column, and how it came
 * there. */
struct states {
    int worth[XS_MAX_COLUMNS];
    struct step how[XS_MAX_COLUMNS];
};

enum { UNREACHED = INT_MIN / 2 };

static bool said_twice(const struct aligner *g, const struct xs_tcell *t)
{
    return t > g->cells && xs_str_eq(t[-1].folded, t->folded);
}

/* The same text twice is no name with its value: rather the value of the term and that of the year.
 * Nor is it a value and the next name: rather the target and what was reached. */
static bool twice_apart(enum xs_field before, enum xs_field now)
{
    return (before == XS_F_LEVEL3 && now == XS_F_VALUE) ||
           (before == XS_F_VALUE && now == XS_F_LEVEL3);
}

/* The best way to lay cell t in column k after the states before, whatever it is worth there. */
static int best_step(const struct aligner *g, const struct xs_tcell *t, const struct states *before,
    size_t k, struct step *how)
{
    const int *skips = g->skips;
    size_t width = g->c->count;
    const bool twice = said_twice(g, t);
    int best = UNREACHED;
    for (size_t j = 0; j < width; j++) {
        const bool apart = twice && twice_apart(g->c->field[j], g->c->field[k]);
        int from = before->worth[j] + (apart ? APART : 0);
        int same = j < k ? from + skips[k] - skips[j + 1] + (t->row_start ? APART : 0) : UNREACHED;
        int fresh = from + skips[width] - skips[j + 1] + skips[k] + (t->row_start ? 10 : -15);
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

bool xs_measures(const struct xs_layout *l, xs_str folded)
{
    return xs_name_kind(l->names, xs_name_core(l->names, folded)) != XS_NAME_OTHER;
}

/* The second line of a name, where each cell has its own: right below one that does not say what is
 * measured, and comes behind an empty line, or else the second one says it. */
static bool second_line(const struct aligner *g, const struct xs_tcell *t)
{
    const struct xs_block *blocks = g->b->sheet->blocks;
    const struct xs_layout *l = g->b->l;
    return t > g->cells && t[-1].block + 1 == t->block && blocks[t->block].ncells == 1 &&
           blocks[t[-1].block].ncells == 1 && !blocks[t->block].blank_before &&
           !xs_measures(l, t[-1].folded) &&
           (blocks[t[-1].block].blank_before || xs_measures(l, t->folded));
}

/* Text that was cut at a blank may go on in the same column, and a name in the next line. */
static int joined(
    const struct aligner *g, const struct xs_tcell *t, const struct shape *s, int before, size_t k)
{
    enum xs_field f = g->c->field[k];
    bool texty = f == XS_F_LEVEL3 || f == XS_F_VALUE || f == XS_F_DESCRIPTION || f == XS_F_BASIS;
    if (!texty || t->row_start || !s->text)
        return UNREACHED;
    return t->split || (f == XS_F_LEVEL3 && second_line(g, t)) ? before - 12 : UNREACHED;
}

static int strict_score(enum xs_field f, const struct shape *s)
{
    return (f == XS_F_VALUE && !s->number && !s->value_like) ||
                   (f == XS_F_LEVEL3 && (s->number || s->numeric))
               ? NEVER
               : 0;
}

static void one_cell(const struct aligner *g, size_t i, const struct shape *s,
    const struct states *before, struct states *now)
{
    const struct xs_tcell *t = &g->cells[i];
    for (size_t k = 0; k < g->c->count; k++) {
        struct step how = { -1, NEW_ROW };
        int best = before ? best_step(g, t, before, k, &how) : g->skips[k];
        best += g->strict ? strict_score(g->c->field[k], s) : 0;
        best += cell_score(g->c, g->c->field[k], t, s);
        int elsewhere = g->known && g->known[i] >= 0 && g->known[i] != (int)k ? ELSEWHERE : 0;
        best += elsewhere;
        int join = before ? joined(g, t, s, before->worth[k], k) + elsewhere : UNREACHED;
        int out = before ? before->worth[k] + LEFT_OUT : UNREACHED;
        if (join > best) {
            best = join;
            how = (struct step){ (int16_t)k, JOINED };
        }
        if (out > best) {
            best = out;
            how = (struct step){ (int16_t)k, OUT };
        }
        now->worth[k] = best;
        now->how[k] = how;
    }
}

/* Is the text no piece of one line? */
static bool put_together(xs_str s) { return s.len && memchr(s.ptr, '\n', s.len); }

enum { LONGEST_JOINED = 2000 }; /* bytes of a text that is no piece of one line */

static enum xs_err join_text(struct aligner *g, struct xs_tcell *to, const struct xs_tcell *more)
{
    const xs_str one = to->text, two = more->text;
    if (put_together(one) || put_together(two) || to->block != more->block) {
        if (one.len > LONGEST_JOINED)
            return XS_OK;
        if (!xs_arena_join(g->b->a, one, ' ', two, &to->text))
            return XS_E_NOMEM;
    } else if (two.ptr >= one.ptr) { /* both are pieces of one line: blank stands between them */
        to->text = (xs_str){ one.ptr, (size_t)(two.ptr + two.len - one.ptr) };
    }
    to->noted = NULL; /* that is of the first alone */
    return xs_fold(g->b->l->folder, g->b->a, to->text, &to->folded);
}

/* Back from the best end to the first cell; then joins what was cut. */
static enum xs_err trace(struct aligner *g, const struct states *states, size_t n)
{
    const int *end = states[n - 1].worth, *skips = g->skips;
    size_t width = g->c->count, k = 0, last = 0;
    uint8_t *how = xs_arena_zalloc(g->b->a, n, 1);
    if (!how)
        return XS_E_NOMEM;
    for (size_t j = 1; j < width; j++)
        if (end[j] - skips[j + 1] > end[k] - skips[k + 1])
            k = j;
    for (size_t i = n; i-- > 0;) {
        struct step s = states[i].how[k];
        how[i] = s.how;
        g->cells[i].column = (int16_t)(s.how == OUT      ? XS_NO_COLUMN
                                       : s.how == JOINED ? XS_JOINED
                                                         : (int)k);
        g->cells[i].new_row = s.how == NEW_ROW;
        k = s.from < 0 ? 0 : (size_t)s.from;
    }
    for (size_t i = 0; i < n; i++) {
        if (g->cells[i].column >= 0)
            last = i;
        else if (how[i] == JOINED)
            XS_TRY(join_text(g, &g->cells[last], &g->cells[i]));
    }
    return XS_OK;
}

static void lay(
    const struct aligner *g, const struct shape *shapes, struct states *states, size_t n)
{
    for (size_t i = 0; i < n; i++)
        one_cell(g, i, &shapes[i], i ? &states[i - 1] : NULL, &states[i]);
}

/* Names that are values: the cells came column by column, and pairs of them mean nothing. */
static bool mixed_up(
    const struct xs_columns *c, const struct xs_tcell *cells, const struct shape *shapes, size_t n)
{
    size_t rows = 0, wrong = 0;
    for (size_t i = 0; i < n; i++) {
        if (cells[i].column < 0 || c->field[cells[i].column] != XS_F_LEVEL3)
            continue;
        rows++;
        wrong += shapes[i].number || (shapes[i].numeric && shapes[i].length <= 12);
    }
    return wrong * 5 >= rows && wrong > 0;
}

/* A second-level name right below its own second level ("satisfaction targets | satisfaction of
 * those served | satisfaction of those served") is an indicator's name. */
static void names_like_levels(const struct xs_columns *c, struct xs_tcell *cells, size_t n)
{
    const uint64_t levels = XS_FIELD_BIT(XS_F_LEVEL2) | XS_FIELD_BIT(XS_F_LEVEL3);
    if ((c->bits & levels) != levels)
        return;
    for (size_t i = 1; i < n; i++) {
        const struct xs_cell_words *level = &cells[i - 1].words;
        enum xs_level above = i > 1 ? cells[i - 2].words.level1 : XS_LV_NONE;
        bool second = level->level2 != XS_CLASS_NONE &&
                      (level->level1 == XS_LV_NONE || above == xs_class_level(level->level2));
        if (second && cells[i].words.level2 == level->level2)
            cells[i].words = (struct xs_cell_words){ .field = XS_F_NONE };
    }
}

enum xs_err xs_align(struct xs_build *b, const struct xs_columns *c, struct xs_tcell *cells,
    size_t n, const int *known)
{
    struct aligner g = { .b = b, .c = c, .cells = cells, .known = known };
    struct states *states = xs_arena_alloc(b->a, n, sizeof *states);
    struct shape *shapes = xs_arena_alloc(b->a, n, sizeof *shapes);
    if (!states || !shapes)
        return XS_E_NOMEM;
    for (size_t k = 0; k < c->count; k++)
        g.skips[k + 1] = g.skips[k] + skip_score(c->field[k]);
    names_like_levels(c, cells, n);
    for (size_t i = 0; i < n; i++) {
        XS_TRY(look(&g, &cells[i], &shapes[i]));
        shapes[i].behind_sign =
            i > 1 && shapes[i - 1].number && (cells[i - 2].words.marks & XS_MARK_SIGN);
    }
    lay(&g, shapes, states, n);
    XS_TRY(trace(&g, states, n));
    if (c->exact || c->blanks || !mixed_up(c, cells, shapes, n))
        return XS_OK;
    g.strict = true;
    lay(&g, shapes, states, n);
    XS_TRY(trace(&g, states, n));
    for (size_t i = 0; i < n; i++) /* no pair of a name and a value is certain */
        if (cells[i].column >= 0 && c->field[cells[i].column] == XS_F_VALUE)
            cells[i].column = XS_NO_COLUMN;
    return XS_OK;
}
