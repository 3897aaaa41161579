#include "score/score.h"

#include <string.h>

#include "base/limits.h"

/* Thousandths everywhere: hollowness 0..1000, points 0..100000. */
#define ONE ((int64_t)1000)
#define FULL XS_MAX_VAGUENESS
/* What is printed: one decimal of a point. */
#define STEP ((int64_t)100)
#define VERDICTS 4
#define MAX_DAMPING 32
#define GRADES 5
/* Counters of repeats: a power of two. Rules that share one are damped a little more, always in the
 * same way. */
#define REPEAT_SLOTS 4096u

struct xs_score_config {
    int64_t floor[VERDICTS];
    int64_t rest_share, no_rows;
    int64_t cap_rows, cap[XS_PART_COUNT]; /* cap of values and names: cap_rows */
    int64_t damping[MAX_DAMPING];
    size_t ndamping;
    int64_t grade_from[GRADES]; /* least vagueness of 'A', 'B', ... */
    xs_str withheld_id;
    int withheld; /* label, -1 = none */
};

/* --- loading --------------------------------------------------------------------------------- */

struct loader {
    const struct xs_patfiles *set;
    const struct xs_patfile *file;
    struct xs_score_config *c;
};

static enum xs_err bad(const struct loader *l, const struct xs_yaml *n, const char *what)
{
    return xs_fault_at(l->set->fault, l->file->path, n, "%s", what);
}

/* A number of at most high, in thousandths. */
static enum xs_err milli(
    const struct loader *l, const struct xs_yaml *n, int64_t high, int64_t *out)
{
    int64_t v;
    if (!xs_yaml_milli(n, &v) || v < 0 || v > high)
        return bad(l, n,
            high == ONE ? "a number from 0 to 1 is wanted" : "a number from 0 to 100 is wanted");
    *out = v;
    return XS_OK;
}

static enum xs_err load_floor(const struct loader *l, const struct xs_yaml *n)
{
    if (n->kind != XS_YAML_LIST || n->count != VERDICTS)
        return bad(l, n, "a list of four numbers is wanted, one a verdict");
    for (size_t i = 0; i < VERDICTS; i++)
        XS_TRY(milli(l, &n->items[i], ONE, &l->c->floor[i]));
    return XS_OK;
}

static enum xs_err load_rest(const struct loader *l, const struct xs_yaml *n)
{
    return milli(l, n, ONE, &l->c->rest_share);
}

static enum xs_err load_no_rows(const struct loader *l, const struct xs_yaml *n)
{
    return milli(l, n, ONE, &l->c->no_rows);
}

static enum xs_err load_damping(const struct loader *l, const struct xs_yaml *n)
{
    if (n->kind != XS_YAML_LIST || n->count == 0 || n->count > MAX_DAMPING)
        return bad(l, n, "a list of 1 to 32 numbers is wanted");
    for (size_t i = 0; i < n->count; i++)
        XS_TRY(milli(l, &n->items[i], ONE, &l->c->damping[i]));
    l->c->ndamping = n->count;
    return XS_OK;
}

static enum xs_err load_withheld(const struct loader *l, const struct xs_yaml *n)
{
    if (n->kind != XS_YAML_SCALAR)
        return bad(l, n, "the id of a label is wanted");
    l->c->withheld_id = n->text;
    return XS_OK;
}

static int64_t *cap_of(struct xs_score_config *c, xs_str key)
{
    if (xs_str_eq(key, XS_STR("rows")))
        return &c->cap_rows;
    for (int p = XS_PART_STRUCTURE; p < XS_PART_COUNT; p++)
        if (xs_str_eq(key, xs_str_c(xs_part_name((enum xs_part)p))))
            return &c->cap[p];
    return NULL;
}

static enum xs_err load_caps(const struct loader *l, const struct xs_yaml *n)
{
    if (n->kind != XS_YAML_MAP)
        return bad(l, n, "a map of part to points is wanted");
    for (size_t i = 0; i < n->count; i++) {
        int64_t *cap = cap_of(l->c, n->items[i].key);
        if (!cap)
            return bad(l, &n->items[i], "unknown part");
        XS_TRY(milli(l, &n->items[i], FULL, cap));
    }
    int64_t sum = l->c->cap_rows;
    for (int p = XS_PART_STRUCTURE; p < XS_PART_COUNT; p++)
        sum += l->c->cap[p];
    if (sum != FULL)
        return bad(l, n, "the caps must add up to 100");
    l->c->cap[XS_PART_VALUES] = l->c->cap[XS_PART_NAMES] = l->c->cap_rows;
    return XS_OK;
}

static enum xs_err load_grades(const struct loader *l, const struct xs_yaml *n)
{
    if (n->kind != XS_YAML_MAP)
        return bad(l, n, "a map of grade to points is wanted");
    for (size_t i = 0; i < n->count; i++) {
        xs_str key = n->items[i].key;
        if (key.len != 1 || key.ptr[0] < 'B' || key.ptr[0] >= 'A' + GRADES)
            return bad(l, &n->items[i], "grades are B, C, D and E");
        XS_TRY(milli(l, &n->items[i], FULL, &l->c->grade_from[key.ptr[0] - 'A']));
    }
    for (int g = 1; g < GRADES; g++)
        if (l->c->grade_from[g] <= l->c->grade_from[g - 1])
            return bad(l, n, "each grade must begin above the one before");
    return XS_OK;
}

static const struct {
    const char *key;
    enum xs_err (*load)(const struct loader *l, const struct xs_yaml *n);
} keys[] = {
    { "verdict_floor", load_floor },
    { "row_rest_share", load_rest },
    { "repeat_damping", load_damping },
    { "no_rows", load_no_rows },
    { "withheld_label", load_withheld },
    { "caps", load_caps },
    { "grades", load_grades },
};
#define NKEYS (sizeof keys / sizeof *keys)

static enum xs_err load_entry(const struct loader *l, const struct xs_yaml *n, bool seen[NKEYS])
{
    for (size_t k = 0; k < NKEYS; k++) {
        if (!xs_str_eq(n->key, xs_str_c(keys[k].key)))
            continue;
        seen[k] = true;
        return keys[k].load(l, n);
    }
    return bad(l, n, "unknown key in section 'score'");
}

enum xs_err xs_score_load(const struct xs_patfiles *set, const struct xs_ruleset *rules,
    const struct xs_score_config **out)
{
    struct xs_section_iter it = { set, "score", 0, 0 };
    struct xs_score_config *c = xs_arena_zalloc(set->arena, 1, sizeof *c);
    bool seen[NKEYS] = { false };
    if (!c)
        return XS_E_NOMEM;
    struct loader l = { .set = set, .c = c };
    for (const struct xs_yaml *n; (n = xs_section_next(&it, &l.file));)
        XS_TRY(load_entry(&l, n, seen));
    for (size_t k = 0; k < NKEYS; k++)
        if (!seen[k])
            return xs_fault_at(
                set->fault, XS_STR("score"), NULL, "section 'score' lacks '%s'", keys[k].key);
    c->withheld = rules ? xs_ruleset_label(rules, c->withheld_id) : -1;
    *out = c;
    return XS_OK;
}

/* --- scoring ---------------------------------------------------------------------------------- */

/* One project being scored. */
struct scoring {
    const struct xs_score_config *c;
    const struct xs_ruleset *rules;
    const struct xs_project *project;
    const struct xs_project_result *result;
    struct xs_finding *first, *end; /* its findings: its own, then those of its rows */
    int64_t parts[XS_PART_COUNT];   /* points before the withheld share is taken into account */
    size_t open;                    /* rows that count as open */
    uint16_t repeats[REPEAT_SLOTS]; /* set for the rules of the findings that are looked at */
};

static void forget_repeats(
    struct scoring *s, const struct xs_finding *f, const struct xs_finding *to)
{
    for (; f < to; f++)
        s->repeats[f->rule & (REPEAT_SLOTS - 1)] = 0;
}

static int64_t damped(struct scoring *s, uint32_t rule, int64_t weight)
{
    uint16_t *n = &s->repeats[rule & (REPEAT_SLOTS - 1)];
    size_t at = *n < s->c->ndamping ? *n : s->c->ndamping - 1;
    if (*n < UINT16_MAX)
        ++*n;
    return weight * s->c->damping[at] / ONE;
}

static int64_t weight_of(const struct scoring *s, const struct xs_finding *f)
{
    return f->undecided ? 0 : s->rules->rules[f->rule].weight;
}

static enum xs_part part_of(const struct scoring *s, const struct xs_finding *f)
{
    return s->rules->rules[f->rule].part;
}

static bool is_withheld(const struct xs_score_config *c, const struct xs_row_result *row)
{
    return c->withheld >= 0 && (row->labels >> c->withheld & 1) != 0;
}

/* Sets each finding's points to what it adds to the row's hollowness; the sum may be more than 1.
 */
static int64_t add_weights(struct scoring *s, struct xs_finding *from, const struct xs_finding *to)
{
    struct xs_finding *worst = NULL;
    int64_t sum = 0;
    for (struct xs_finding *f = from; f < to; f++) {
        f->points = weight_of(s, f);
        if (!worst || f->points > worst->points)
            worst = f;
    }
    for (struct xs_finding *f = from; f < to; f++) {
        int64_t less = damped(s, f->rule, f->points);
        if (f != worst)
            f->points = less * s->c->rest_share / ONE;
        sum += f->points;
    }
    return sum;
}

/* An open row: its hollowness in points of the project, shared out to its findings and to the
 * parts. A finding of another part on a row counts among the names: parts of their own are for
 * projects. */
static void score_row(struct scoring *s, const struct xs_row_result *row, struct xs_finding *from,
    const struct xs_finding *to)
{
    int64_t sum = add_weights(s, from, to);
    int64_t least = s->c->floor[row->verdict < VERDICTS ? row->verdict : VERDICTS - 1];
    int64_t hollow = sum > ONE ? ONE : sum;
    if (hollow < least)
        hollow = least;
    int64_t points = hollow * s->c->cap_rows / ONE / (int64_t)s->open, left = points;
    for (struct xs_finding *f = from; f < to; f++) {
        f->points = sum ? points * f->points / sum : 0;
        s->parts[part_of(s, f) == XS_PART_VALUES ? XS_PART_VALUES : XS_PART_NAMES] += f->points;
        left -= f->points;
    }
    s->parts[XS_PART_VALUES] += left;
}

/* A withheld row: all its points to its first finding that has a label, or to none. */
static void score_withheld(
    const struct scoring *s, struct xs_finding *from, const struct xs_finding *to)
{
    for (struct xs_finding *f = from; f < to; f++)
        f->points = 0;
    for (struct xs_finding *f = from; f < to; f++) {
        if (s->rules->rules[f->rule].label == s->c->withheld) {
            f->points = FULL / (int64_t)s->project->nrows;
            return;
        }
    }
}

static void score_rows(struct scoring *s, bool drop)
{
    struct xs_finding *f = s->first;
    while (f < s->end && f->seq == 0)
        f++;
    for (size_t i = 0; i < s->project->nrows; i++) {
        struct xs_finding *from = f;
        while (f < s->end && f->seq <= i + 1)
            f++;
        const struct xs_row_result *row = &s->result->rows[i];
        if (!is_withheld(s->c, row)) {
            score_row(s, row, from, f);
        } else {
            score_withheld(s, from, f);
            for (struct xs_finding *g = from; drop && g < f; g++)
                g->points = 0;
        }
    }
    if (s->project->nrows == 0)
        s->parts[XS_PART_VALUES] += s->c->no_rows * s->c->cap_rows / ONE;
}

/* Findings about the project as a whole, or about its document: points up to the cap of their part.
 */
static void score_whole(struct scoring *s, struct xs_finding *from, const struct xs_finding *to)
{
    for (struct xs_finding *f = from; f < to && f->seq == 0; f++) {
        enum xs_part p = part_of(s, f);
        int64_t points = damped(s, f->rule, weight_of(s, f));
        int64_t room = s->c->cap[p] - s->parts[p];
        f->points = points < room ? points : room > 0 ? room : 0;
        s->parts[p] += f->points;
    }
}

/* Parts after the withheld share, rounded to what is printed so that they add up: each is rounded
 * down, and what is then missing goes to the parts that lost most, earlier parts first. */
static void round_parts(const int64_t parts[XS_PART_COUNT], struct xs_score *out)
{
    int64_t sum = 0, kept = 0, lost[XS_PART_COUNT];
    for (int p = 0; p < XS_PART_COUNT; p++) {
        sum += parts[p];
        lost[p] = parts[p] % STEP;
        out->parts[p] = parts[p] - lost[p];
        kept += out->parts[p];
    }
    out->vagueness = (sum + STEP / 2) / STEP * STEP;
    for (; kept < out->vagueness; kept += STEP) {
        int most = 0;
        for (int p = 1; p < XS_PART_COUNT; p++)
            if (lost[p] > lost[most])
                most = p;
        out->parts[most] += STEP;
        lost[most] = -1;
    }
}

char xs_score_grade(const struct xs_score_config *c, int64_t vagueness)
{
    int g = GRADES - 1;
    while (g > 0 && vagueness < c->grade_from[g])
        g--;
    return (char)('A' + g);
}

/* 1 - w in thousandths. */
static int64_t open_share(const struct xs_scorer *s, size_t rows, size_t withheld)
{
    return s->options.drop_withheld || rows == 0 ? ONE
                                                 : (int64_t)(rows - withheld) * ONE / (int64_t)rows;
}

void xs_score_project(const struct xs_scorer *scorer, const struct xs_doc *d, struct xs_findings *f,
    uint32_t n, struct xs_score *out)
{
    struct scoring s; /* not zeroed as a whole: it is large, and few of its counters are used */
    size_t withheld = 0;
    struct xs_finding *whole = f->items + xs_findings_from(f, 1);
    s.c = scorer->config;
    s.rules = scorer->rules;
    s.project = &d->projects[n - 1];
    s.result = &f->projects[n - 1];
    s.first = f->items + xs_findings_from(f, n);
    s.end = f->items + xs_findings_from(f, n + 1);
    memset(s.parts, 0, sizeof s.parts);
    forget_repeats(&s, s.first, s.end);
    forget_repeats(&s, f->items, whole);
    for (size_t i = 0; i < s.project->nrows; i++)
        withheld += is_withheld(s.c, &s.result->rows[i]);
    s.open = s.project->nrows - withheld;
    int64_t open = open_share(scorer, s.project->nrows, withheld);
    score_rows(&s, scorer->options.drop_withheld);
    score_whole(&s, s.first, s.end);
    score_whole(&s, f->items, whole);
    for (int p = 0; p < XS_PART_COUNT; p++)
        s.parts[p] = s.parts[p] * open / ONE;
    for (struct xs_finding *g = s.first; g < s.end && open != ONE; g++)
        if (!(g->seq && is_withheld(s.c, &s.result->rows[g->seq - 1])))
            g->points = g->points * open / ONE;
    s.parts[XS_PART_VALUES] += (ONE - open) * FULL / ONE;
    round_parts(s.parts, out);
    out->grade = xs_score_grade(s.c, out->vagueness);
}

void xs_score_add(const struct xs_scorer *s, struct xs_score *score, enum xs_part p, int64_t points,
    const uint32_t rows[2])
{
    int64_t open = open_share(s, rows[0], rows[1]);
    int64_t cap = s->config->cap[p] * open / ONE;
    int64_t parts[XS_PART_COUNT];
    memcpy(parts, score->parts, sizeof parts);
    int64_t sum = parts[p] + points * open / ONE;
    parts[p] = sum < cap ? sum : cap > parts[p] ? cap : parts[p];
    round_parts(parts, score);
    score->grade = xs_score_grade(s->config, score->vagueness);
}
