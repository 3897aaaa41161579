/* check_goal.c: what the goal and the purpose of a project say. */
#include "base/limits.h"
#include "base/utf8.h"
#include "rule/checks.h"
#include "rule/repeats.h"

static const struct xs_clause_list *goal_of(
    const struct xs_check_ctx *c, const struct xs_project *p)
{
    return &c->repeats->goal_clauses[p - c->doc->projects];
}

/* ---- repeated items ---- */

static bool repeats(const struct xs_check_ctx *c, xs_str a, xs_str b)
{
    xs_str small = a.len < b.len ? a : b, large = a.len < b.len ? b : a;
    if (!xs_str_has(large, small))
        return false;
    size_t n = xs_utf8_count(small);
    if (a.len == b.len)
        return n >= 2;
    return n >= (size_t)xs_check_param(c, "least", 6) &&
           xs_share_at_least(n, xs_utf8_count(large), xs_check_param(c, "share", 50));
}

enum xs_err xs_check_goal_repeats(struct xs_check_ctx *c, const struct xs_project *p)
{
    const struct xs_clause_list *goal = goal_of(c, p);
    xs_str norm[XS_MAX_CLAUSES];
    if (goal->count < 2)
        return XS_OK;
    xs_applicable(c);
    for (size_t i = 0; i < goal->count; i++) {
        XS_TRY(xs_norm(c->a, goal->items[i], &norm[i]));
        for (size_t k = 0; k < i; k++)
            if (norm[i].len && repeats(c, norm[i], norm[k]))
                return xs_check_hit(c, p, NULL, &p->goal, xs_say(goal->items[i], (int64_t)i + 1));
    }
    return XS_OK;
}

/* ---- no goal ---- */

/* A form without such a cell says nothing. */
enum xs_err xs_check_goal_missing(struct xs_check_ctx *c, const struct xs_project *p)
{
    const struct xs_place *at = &p->goal.at;
    if ((!at->line && !at->table && !at->row) || p->nrows == 0)
        return XS_OK;
    xs_applicable(c);
    return p->goal.folded.len == 0 ? xs_check_hit(c, p, NULL, &p->goal, xs_say(p->name.text, 0))
                                   : XS_OK;
}

/* ---- the goal's number is not the row's ---- */

#define MEASURE_CHARS 2 /* the noun of measure that ends a name: "number of ..." */

/* The row's name without its noun of measure, when it is long enough to be found in a goal. */
static xs_str stem_of(const struct xs_row *row, size_t least)
{
    size_t count = xs_utf8_count(row->core), at = 0;
    if (count < least + MEASURE_CHARS)
        return XS_STR_NONE;
    for (size_t i = 0; i + MEASURE_CHARS < count; i++)
        (void)xs_utf8_next(row->core, &at); /* only the place counts */
    return xs_str_sub(row->core, 0, at);
}

/* The first number of clause that has this unit. */
static bool number_with(xs_str clause, xs_str unit, struct xs_decimal *n, xs_str *text)
{
    for (size_t at = 0; at < clause.len; at++) {
        size_t used = xs_decimal_parse(xs_str_sub(clause, at, clause.len), n);
        if (!used)
            continue;
        *text = xs_str_sub(clause, at, used + unit.len);
        if (xs_str_starts(xs_str_sub(clause, at + used, clause.len), unit))
            return true;
        at += used - 1;
    }
    return false;
}

/* What follows stem in the goal up to the next mark; from moves past it. */
static bool next_clause(xs_str goal, xs_str stem, size_t *from, xs_str *clause)
{
    size_t at = xs_str_find(goal, stem, *from);
    if (at == SIZE_MAX)
        return false;
    size_t end = at += stem.len;
    while (end < goal.len && goal.ptr[end] != ',' && goal.ptr[end] != ';' &&
           !xs_str_starts(xs_str_sub(goal, end, goal.len), XS_STR("\xE3\x80\x82")))
        end++;
    *clause = xs_str_sub(goal, at, end - at);
    *from = end;
    return true;
}

static enum xs_err goal_number_of(struct xs_check_ctx *c, const struct xs_project *p,
    const struct xs_row *row, size_t least, const struct xs_lexmask *part)
{
    const struct xs_quantity *q = &row->parsed.main;
    if (row->parsed.kind != XS_VALUE_NUMBER || !q->has_number || q->unit.len == 0)
        return XS_OK;
    xs_str stem = stem_of(row, least), clause, text, other = XS_STR_NONE;
    size_t from = 0;
    if (stem.len == 0)
        return XS_OK;
    xs_applicable(c);
    while (next_clause(p->goal.folded, stem, &from, &clause)) {
        struct xs_decimal n;
        if (!number_with(clause, q->unit, &n, &text))
            continue;
        if (xs_decimal_cmp(n, q->number) == 0)
            return XS_OK;
        other = text;
    }
    if (other.len == 0 || xs_lex_find(c->lexicons, p->goal.folded, 0, part, NULL) != SIZE_MAX)
        return XS_OK;
    return xs_check_hit(c, p, row, &row->value, xs_say(other, 0));
}

/* The goal names the row's object and gives it another number in the same unit. */
enum xs_err xs_check_goal_number(struct xs_check_ctx *c, const struct xs_project *p)
{
    struct xs_lexmask part = xs_check_list(c, "part");
    size_t least = (size_t)xs_check_param(c, "least", 4);
    for (size_t i = 0; p->goal.folded.len && i < p->nrows; i++)
        XS_TRY(goal_number_of(c, p, &p->rows[i], least, &part));
    return XS_OK;
}

/* ---- the goal is the purpose or the name ---- */

#define FEWEST_PAIRS 3 /* of a text that a goal is compared with */

/* Thousandths of the goal's pairs that stand in text; 0 where they are less than limit. */
static enum xs_err within(
    struct xs_check_ctx *c, struct xs_grams *goal, xs_str text, int64_t limit, int64_t *share)
{
    struct xs_grams g = { .a = c->a };
    XS_TRY(xs_grams_add(&g, text));
    struct xs_sketch a = xs_grams_sketch(goal), b = xs_grams_sketch(&g);
    *share = 0;
    if (!xs_sketch_within(&a, &b, limit))
        return XS_OK;
    xs_grams_sort(goal);
    xs_grams_sort(&g);
    if (g.count >= FEWEST_PAIRS)
        *share = xs_grams_within(goal, &g);
    return XS_OK;
}

enum xs_err xs_check_goal_is_purpose(struct xs_check_ctx *c, const struct xs_project *p)
{
    const struct xs_clause_list *clauses = goal_of(c, p);
    int64_t limit = xs_check_param(c, "share", 85) * 10, of_purpose, of_name;
    struct xs_grams goal = { .a = c->a };
    for (size_t i = 0; i < clauses->count; i++)
        XS_TRY(xs_grams_add(&goal, clauses->items[i]));
    if (!xs_grams_at_least(&goal, (size_t)xs_check_param(c, "least", 3)))
        return XS_OK;
    xs_applicable(c);
    XS_TRY(within(c, &goal, p->purpose.text, limit, &of_purpose));
    XS_TRY(within(c, &goal, p->name.text, limit, &of_name));
    if (of_purpose < limit && of_name < limit)
        return XS_OK;
    return xs_check_hit(c, p, NULL, &p->goal,
        xs_say(of_purpose >= limit ? p->purpose.text : p->name.text,
            (of_purpose > of_name ? of_purpose : of_name) / 10));
}

/* ---- nothing to check in the goal ---- */

enum { CP_BOOK_OPEN = 0x300A, CP_YEAR = 0x5E74, CP_MONTH = 0x6708, CP_END = 0x5E95 };

/* A digit that is no bare year ("2024" before the character for year, with no month or end after
 * it). */
static bool has_number(xs_str s)
{
    for (size_t at = 0; at < s.len; at++) {
        size_t from = at;
        while (at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9')
            at++;
        if (at == from)
            continue;
        if (at - from != 4 || at == s.len)
            return true;
        size_t next = at;
        if (xs_utf8_next(s, &next) != CP_YEAR)
            return true;
        uint32_t after = next < s.len ? xs_utf8_next(s, &next) : 0;
        if (after == CP_MONTH || after == CP_END || (after >= '0' && after <= '9'))
            return true;
    }
    return false;
}

static bool has_book(xs_str s)
{
    for (size_t at = 0; at < s.len;)
        if (xs_utf8_next(s, &at) == CP_BOOK_OPEN)
            return true;
    return false;
}

struct goal_words {
    struct xs_lexmask any, verb, object;
};

static bool meets(struct xs_lexmask have, struct xs_lexmask want)
{
    struct xs_lexmask both = xs_lexmask_and(have, want);
    return xs_lexmask_any(&both);
}

static enum xs_err checkable(
    struct xs_check_ctx *c, xs_str clause, const struct goal_words *w, bool *yes)
{
    xs_str folded;
    struct xs_lexhits hits;
    XS_TRY(xs_fold(c->sink->set->priv->env->folder, c->a, clause, &folded, NULL));
    xs_lex_scan(c->lexicons, folded, &hits);
    *yes = has_number(folded) || has_book(folded) || meets(hits.has, w->any) ||
           (meets(hits.has, w->verb) && meets(hits.has, w->object));
    return XS_OK;
}

enum xs_err xs_check_goal_vague(struct xs_check_ctx *c, const struct xs_project *p)
{
    const struct xs_clause_list *goal = goal_of(c, p);
    struct xs_lexmask deliverable = xs_check_list(c, "deliverable"),
                      event = xs_check_list(c, "event"), date = xs_check_list(c, "date");
    struct goal_words w = { xs_lexmask_or(deliverable, xs_lexmask_or(event, date)),
        xs_check_list(c, "verb"), xs_check_list(c, "object") };
    bool yes = false;
    if (goal->count == 0)
        return XS_OK;
    xs_applicable(c);
    for (size_t i = 0; i < goal->count && !yes; i++)
        XS_TRY(checkable(c, goal->items[i], &w, &yes));
    return yes ? XS_OK
               : xs_check_hit(c, p, NULL, &p->goal, xs_say(p->name.text, (int64_t)goal->count));
}

/* ---- purpose ---- */

enum xs_err xs_check_purpose_thin(struct xs_check_ctx *c, const struct xs_project *p)
{
    struct xs_lexmask words = xs_check_list(c, "generic");
    xs_str text;
    if (p->purpose.folded.len == 0)
        return XS_OK;
    xs_applicable(c);
    XS_TRY(xs_without_digits(c->a, p->purpose.folded, &text));
    if (!xs_lex_made_of(c->lexicons, text, &words, (size_t)xs_check_param(c, "left", 0)))
        return XS_OK;
    return xs_check_hit(c, p, NULL, &p->purpose, xs_say(p->name.text, 0));
}

/* ---- what the money is for and no row measures ---- */

static enum xs_err row_words(
    struct xs_check_ctx *c, const struct xs_project *p, struct xs_grams *out)
{
    *out = (struct xs_grams){ .a = c->a };
    for (size_t i = 0; i < p->nrows && i < 500; i++) {
        XS_TRY(xs_grams_add(out, p->rows[i].name.folded));
        XS_TRY(xs_grams_add(out, p->rows[i].description.folded));
    }
    xs_grams_sort(out);
    return XS_OK;
}

enum xs_err xs_check_activity_uncovered(struct xs_check_ctx *c, const struct xs_project *p)
{
    xs_str raw[XS_MAX_CLAUSES], first = XS_STR_NONE;
    size_t n = xs_clauses(p->purpose.text, raw, XS_MAX_CLAUSES), looked = 0, bare = 0;
    struct xs_lexmask filler = xs_check_list(c, "filler");
    struct xs_grams rows;
    if (n < 2 || p->nrows == 0 || !xs_project_open(c, p))
        return XS_OK;
    xs_applicable(c);
    XS_TRY(row_words(c, p, &rows));
    for (size_t i = 0; i < n; i++) {
        struct xs_grams g = { .a = c->a };
        xs_str rest, folded;
        XS_TRY(xs_fold(c->sink->set->priv->env->folder, c->a, raw[i], &folded, NULL));
        XS_TRY(xs_lex_strip(c->lexicons, c->a, folded, &filler, &rest));
        XS_TRY(xs_grams_add(&g, rest));
        xs_grams_sort(&g);
        if (g.count < (size_t)xs_check_param(c, "least", 4))
            continue;
        looked++;
        if (xs_grams_common(&g, &rows))
            continue;
        first = bare++ ? first : raw[i];
    }
    return looked > 1 && bare ? xs_check_hit(c, p, NULL, &p->purpose, xs_say(first, (int64_t)bare))
                              : XS_OK;
}
