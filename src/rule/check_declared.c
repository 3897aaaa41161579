/* check_declared.c: what the text says of the tables: how many projects and how much money, which
 * values; and branch goals that stand in the overall goal. */
#include "base/buf.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "rule/checks.h"
#include "rule/similar.h"

/* ---- projects and money ---- */

/* One statement about the projects that the document sets targets for. */
struct declared {
    struct xs_value_at text;
    struct xs_decimal number; /* the first number with the unit asked for */
};

struct declared_words {
    const struct xs_lexwant *scope, *other;
    struct xs_lexmask unit;
};

/* The first number of clause that a unit of the list follows. */
static bool number_of(const struct xs_check_ctx *c, xs_str clause, const struct xs_lexmask *unit,
    struct xs_decimal *out)
{
    for (size_t at = 0; at < clause.len; at++) {
        size_t used = xs_decimal_parse(xs_str_sub(clause, at, clause.len), out);
        if (used && xs_lex_longest(c->lexicons, clause, at + used, unit, NULL))
            return true;
        at += used ? used - 1 : 0;
    }
    return false;
}

/* The statement in one paragraph. What follows a word of `other` (of which, an evaluation) speaks
 * of other projects or of a part of them. */
static enum xs_err declared_in(struct xs_check_ctx *c, const struct xs_cell *cell,
    const struct declared_words *w, struct declared *out, bool *found)
{
    xs_str clauses[XS_MAX_CLAUSES];
    size_t n = xs_clauses(cell->text, clauses, XS_MAX_CLAUSES);
    for (size_t i = 0; i < n && !*found; i++) {
        xs_str folded;
        XS_TRY(xs_fold(c->sink->set->priv->env->folder, c->a, clauses[i], &folded, NULL));
        size_t end = xs_lex_search(c->lexicons, folded, 0, w->other, NULL);
        folded = xs_str_sub(folded, 0, end == SIZE_MAX ? folded.len : end);
        if (xs_lex_search(c->lexicons, folded, 0, w->scope, NULL) == SIZE_MAX)
            continue;
        *found = number_of(c, folded, &w->unit, &out->number);
        out->text = (struct xs_value_at){ .text = clauses[i], .folded = folded, .at = cell->at };
    }
    return XS_OK;
}

/* The first statement in the running text. */
static enum xs_err find_declared(struct xs_check_ctx *c, struct declared *out, bool *found)
{
    const struct xs_sheet *s = c->doc->sheet;
    const struct declared_words w = { xs_check_want(c, "scope"), xs_check_want(c, "other"),
        xs_check_list(c, "unit") };
    *found = false;
    for (size_t i = 0; s && i < s->nblocks && !*found; i++) {
        const struct xs_block *b = &s->blocks[i];
        if (b->kind == XS_BLOCK_PARAGRAPH && b->ncells && xs_has_digit(b->cells[0].text) &&
            xs_lex_search(c->lexicons, b->cells[0].text, 0, w.scope, NULL) != SIZE_MAX)
            XS_TRY(declared_in(c, &b->cells[0], &w, out, found));
    }
    return XS_OK;
}

enum xs_err xs_check_declared_count(struct xs_check_ctx *c)
{
    const struct xs_doc *d = c->doc;
    struct declared said;
    bool found;
    if (d->nprojects == 0 || d->cut)
        return XS_OK;
    XS_TRY(find_declared(c, &said, &found));
    if (!found)
        return XS_OK;
    xs_applicable(c);
    if (xs_decimal_cmp(said.number, (struct xs_decimal){ (int64_t)d->nprojects, 0 }) == 0)
        return XS_OK;
    return xs_check_hit(c, NULL, NULL, &said.text, xs_say(said.text.text, (int64_t)d->nprojects));
}

#define WAN_DIGITS 6 /* amounts are in 1e-6 wan */

struct money {
    int64_t budget, fiscal;
};

/* Sums over the projects; false: some of the money is not known. */
static bool sum_money(const struct xs_doc *d, struct money *sum)
{
    *sum = (struct money){ 0 };
    for (size_t i = 0; i < d->nprojects; i++) {
        const struct xs_project *p = &d->projects[i];
        if (!p->has_budget || !p->unit_known ||
            __builtin_add_overflow(sum->budget, p->budget_micro, &sum->budget) ||
            __builtin_add_overflow(sum->fiscal, p->has_fiscal ? p->fiscal_micro : 0, &sum->fiscal))
            return false;
    }
    return d->nprojects > 0;
}

/* An amount with two decimals. */
static enum xs_err wan_text(struct xs_arena *a, int64_t micro, xs_str *out)
{
    struct xs_buf b;
    xs_buf_init(&b, 64);
    xs_buf_fixed(&b, (micro + 5000) / 10000, 2);
    enum xs_err e = xs_buf_finish(&b, out);
    if (e == XS_OK && !xs_arena_dup(a, *out, out))
        e = XS_E_NOMEM;
    xs_buf_free(&b);
    return e;
}

static bool near(int64_t a, int64_t b, int64_t tolerance)
{
    return (a > b ? a - b : b - a) <= tolerance;
}

/* The sum of all money or of the fiscal money; each project may be rounded by the tolerance. */
enum xs_err xs_check_declared_amount(struct xs_check_ctx *c)
{
    const struct xs_doc *d = c->doc;
    int64_t tolerance = xs_check_param(c, "tolerance", 10000) * (int64_t)d->nprojects;
    struct declared said;
    struct money sum;
    bool found;
    xs_str text;
    if (d->cut || !sum_money(d, &sum))
        return XS_OK;
    XS_TRY(find_declared(c, &said, &found));
    if (!found || said.number.scale > WAN_DIGITS)
        return XS_OK;
    xs_applicable(c);
    for (unsigned i = said.number.scale; i < WAN_DIGITS; i++)
        if (__builtin_mul_overflow(said.number.digits, 10, &said.number.digits))
            return XS_OK;
    if (near(said.number.digits, sum.budget, tolerance) ||
        near(said.number.digits, sum.fiscal, tolerance))
        return XS_OK;
    XS_TRY(wan_text(c->a, sum.budget, &text));
    return xs_check_hit(c, NULL, NULL, &said.text, xs_say(text, 0));
}

/* ---- values that part one lists ---- */

struct named_row {
    const struct xs_row *row;
    struct named_row *next; /* another row of this name */
};

static enum xs_err rows_by_name(struct xs_check_ctx *c, struct xs_map *map)
{
    size_t least = (size_t)xs_check_param(c, "least", 3);
    xs_map_init(map, c->a);
    for (size_t i = 0; i < c->doc->nprojects; i++)
        for (size_t k = 0; k < c->doc->projects[i].nrows; k++) {
            const struct xs_row *row = &c->doc->projects[i].rows[k];
            bool is_new;
            if (xs_utf8_count(row->core) < least)
                continue;
            struct named_row *e = xs_arena_zalloc(c->a, 1, sizeof *e);
            struct xs_map_slot *slot = e ? xs_map_put(map, row->core, &is_new) : NULL;
            if (!slot)
                return XS_E_NOMEM;
            *e = (struct named_row){ row, is_new ? NULL : slot->val.ptr };
            slot->val.ptr = e;
        }
    return XS_OK;
}

/* The rows whose whole name the text begins with, the longest such name; *rest: what follows. */
static const struct named_row *rows_named(const struct xs_map *map, xs_str text, xs_str *rest)
{
    const struct named_row *best = NULL;
    for (size_t at = 0; at < text.len;) {
        (void)xs_utf8_next(text, &at); /* only the place counts */
        const struct xs_map_slot *slot = xs_map_get(map, xs_str_sub(text, 0, at));
        if (!slot)
            continue;
        best = slot->val.ptr;
        *rest = xs_str_sub(text, at, text.len);
    }
    return best;
}

static bool measured(const struct xs_value *v)
{
    return (v->kind == XS_VALUE_NUMBER && v->main.has_number) || v->kind == XS_VALUE_FREQUENCY;
}

/* The same number of the same kind, or as often a year: twelve issues are one a month. */
static bool agree(const struct xs_value *a, const struct xs_value *b)
{
    struct xs_decimal x = a->per_year.digits ? a->per_year : a->main.number,
                      y = b->per_year.digits ? b->per_year : b->main.number;
    return xs_decimal_cmp(x, y) == 0;
}

static enum xs_err listed_value(
    struct xs_check_ctx *c, const struct xs_map *map, const struct xs_value_at *t)
{
    xs_str rest = XS_STR_NONE;
    const struct named_row *named = rows_named(map, t->folded, &rest), *e;
    const struct xs_value_context rate = { .rate_name = true };
    struct xs_value said;
    if (!named || rest.len == 0)
        return XS_OK;
    XS_TRY(xs_value_parse(c->sink->set->priv->env->values, c->a, rest, &rate, &said));
    if (!measured(&said) || (said.flags & XS_VF_SEVERAL))
        return XS_OK;
    xs_applicable(c);
    for (e = named; e; e = e->next)
        if (!measured(&e->row->parsed) || agree(&said, &e->row->parsed))
            return XS_OK;
    return xs_check_hit(
        c, NULL, NULL, t, xs_say(named->row->value.text, (int64_t)named->row->at.line));
}

enum xs_err xs_check_listed_value(struct xs_check_ctx *c)
{
    struct xs_map map;
    bool made = false;
    for (size_t i = 0; i < c->doc->nsections; i++)
        for (size_t k = 0; k < c->doc->sections[i].nindicators; k++) {
            const struct xs_value_at *t = &c->doc->sections[i].indicators[k].text;
            if (!xs_has_digit(t->folded))
                continue;
            if (!made)
                XS_TRY(rows_by_name(c, &map));
            made = true;
            XS_TRY(listed_value(c, &map, t));
        }
    return XS_OK;
}

/* ---- a branch goal that is a piece of the overall goal ---- */

/* Sentences of the overall goal, counted up to enough. */
static size_t overall_sentences(const struct xs_doc *d, size_t enough)
{
    xs_str clauses[XS_MAX_CLAUSES];
    size_t n = 0;
    for (size_t i = 0; i < d->nsections && n < enough; i++)
        for (size_t k = 0;
             d->sections[i].kind == XS_SEC_OVERALL && k < d->sections[i].nparagraphs && n < enough;
             k++)
            n += xs_clauses(d->sections[i].paragraphs[k].text.text, clauses,
                enough < XS_MAX_CLAUSES ? enough : XS_MAX_CLAUSES);
    return n;
}

static enum xs_err overall_text(struct xs_check_ctx *c, struct xs_grams *out)
{
    *out = (struct xs_grams){ .a = c->a };
    for (size_t i = 0; i < c->doc->nsections; i++) {
        const struct xs_section *s = &c->doc->sections[i];
        for (size_t k = 0; s->kind == XS_SEC_OVERALL && k < s->nparagraphs; k++)
            XS_TRY(xs_grams_add(out, s->paragraphs[k].text.folded));
    }
    return XS_OK;
}

#define PROBE_CHARS 4

/* Does the goal begin like some place of the overall goal? Cheap, and true of every copy. */
static bool begins_inside(const struct xs_doc *d, xs_str goal)
{
    xs_str probe = xs_utf8_head(goal, PROBE_CHARS);
    for (size_t i = 0; i < d->nsections; i++)
        for (size_t k = 0; d->sections[i].kind == XS_SEC_OVERALL && k < d->sections[i].nparagraphs;
             k++)
            if (xs_str_has(d->sections[i].paragraphs[k].text.folded, probe))
                return true;
    return false;
}

/* How much of one branch goal stands in the overall goal, whose pairs are made when first asked. */
static enum xs_err branch_goal(struct xs_check_ctx *c, const struct xs_section *s,
    const struct xs_value_at *t, struct xs_grams *overall)
{
    struct xs_grams g = { .a = c->a };
    int64_t limit = xs_check_param(c, "share", 90) * 10;
    xs_applicable(c);
    if (!begins_inside(c->doc, t->folded))
        return XS_OK;
    if (!overall->a)
        XS_TRY(overall_text(c, overall));
    XS_TRY(xs_grams_add(&g, t->folded));
    struct xs_sketch goal = xs_grams_sketch(&g), all = xs_grams_sketch(overall);
    if (!xs_sketch_within(&goal, &all, limit))
        return XS_OK;
    xs_grams_sort(&g);
    xs_grams_sort(overall);
    int64_t share = xs_grams_within(&g, overall);
    return share >= limit ? xs_check_hit(c, NULL, NULL, t, xs_say(s->heading.text, share / 10))
                          : XS_OK;
}

/* An overall goal of one sentence is bound to come back. */
enum xs_err xs_check_overall_copied(struct xs_check_ctx *c)
{
    const struct xs_doc *d = c->doc;
    struct xs_grams overall = { 0 };
    size_t least = (size_t)xs_check_param(c, "least", 20);
    size_t sentences = (size_t)xs_check_param(c, "sentences", 2);
    if (overall_sentences(d, sentences) < sentences)
        return XS_OK;
    for (size_t i = 0; i < d->nsections; i++) {
        const struct xs_section *s = &d->sections[i];
        for (size_t k = 0; s->kind == XS_SEC_BRANCH && k < s->ngoals; k++)
            if (xs_utf8_count(s->goals[k].text.folded) >= least)
                XS_TRY(branch_goal(c, s, &s->goals[k].text, &overall));
    }
    return XS_OK;
}
