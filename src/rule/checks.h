/* checks.h: every structural check by name: one line here, one function, one entry in
 * patterns/rules. */
#ifndef XS_RULE_CHECKS_H
#define XS_RULE_CHECKS_H

#include <string.h>

#include "base/utf8.h"
#include "rule/private.h"
#include "tree/source.h"

#define XS_PROJECT_CHECKS(X)                                                                       \
    X(copied_in_project, "copied-in-project")                                                      \
    X(near_copy, "near-copy")                                                                      \
    X(same_name_other_value, "same-name-other-value")                                              \
    X(same_description, "same-description")                                                        \
    X(output_copied, "output-copied-as-effect")                                                    \
    X(tautology, "tautology")                                                                      \
    X(withheld_table, "withheld-table")                                                            \
    X(withheld_partial, "withheld-partial")                                                        \
    X(uniform_values, "uniform-values")                                                            \
    X(no_quantity, "no-quantity")                                                                  \
    X(no_output, "no-output")                                                                      \
    X(no_benefit, "no-benefit")                                                                    \
    X(no_quantity_row, "no-quantity-row")                                                          \
    X(no_quality_row, "no-quality-row")                                                            \
    X(generic_rows, "generic-rows")                                                                \
    X(nine_fill, "nine-fill")                                                                      \
    X(weight_sum, "weight-sum")                                                                    \
    X(goal_missing, "goal-missing")                                                                \
    X(goal_number, "goal-number-differs")                                                          \
    X(all_full, "all-full")                                                                        \
    X(goal_repeats, "goal-repeats")                                                                \
    X(goal_is_purpose, "goal-is-purpose")                                                          \
    X(goal_vague, "goal-vague")                                                                    \
    X(purpose_thin, "purpose-thin")                                                                \
    X(activity_uncovered, "activity-uncovered")                                                    \
    X(money_sum, "money-sum")                                                                      \
    X(money_missing, "money-missing")                                                              \
    X(money_zero, "money-zero")                                                                    \
    X(plan_falls, "plan-falls")                                                                    \
    X(plan_end, "plan-end")                                                                        \
    X(plan_default, "plan-default")                                                                \
    X(year_differs, "year-differs")

#define XS_DOCUMENT_CHECKS(X)                                                                      \
    X(copied_across, "copied-across")                                                              \
    X(foreign_text, "foreign-text")                                                                \
    X(doc_uniform_value, "doc-uniform-value")                                                      \
    X(doc_basis_empty, "doc-basis-empty")                                                          \
    X(doc_basis_generic, "doc-basis-generic")                                                      \
    X(doc_basis_uniform, "doc-basis-uniform")                                                      \
    X(doc_description_empty, "doc-description-empty")                                              \
    X(doc_plan_default, "doc-plan-default")                                                        \
    X(code_twice, "code-twice")                                                                    \
    X(listed_not_in_table, "listed-not-in-table")                                                  \
    X(listed_value, "listed-value")                                                                \
    X(overall_copied, "overall-copied")                                                            \
    X(declared_count, "declared-count")                                                            \
    X(declared_amount, "declared-amount")                                                          \
    X(doc_withheld_rows, "doc-withheld-rows")                                                      \
    X(doc_withheld_money, "doc-withheld-money")

#define XS_DECLARE_PROJECT_CHECK(name, id)                                                         \
    enum xs_err xs_check_##name(struct xs_check_ctx *c, const struct xs_project *p);
#define XS_DECLARE_DOCUMENT_CHECK(name, id) enum xs_err xs_check_##name(struct xs_check_ctx *c);
XS_PROJECT_CHECKS(XS_DECLARE_PROJECT_CHECK)
XS_DOCUMENT_CHECKS(XS_DECLARE_DOCUMENT_CHECK)

/* Helpers of several checks. */

/* Is s the key? With a literal this is a comparison of numbers. */
static inline bool xs_is_key(xs_str s, const char *key)
{
    return s.len == strlen(key) && memcmp(s.ptr, key, strlen(key)) == 0;
}
/* xs_check_param: a number of the rule's `params`, or fallback. */
static inline int64_t xs_check_param(
    const struct xs_check_ctx *c, const char *key, int64_t fallback)
{
    const struct xs_rule_code *code = &c->sink->set->priv->codes[c->sink->rule];
    for (size_t i = 0; i < code->nparams; i++)
        if (xs_is_key(code->params[i].key, key))
            return code->params[i].value;
    return fallback;
}
/* xs_check_entry: what the rule's `lists` names under key (an empty list when it names none). */
static inline const struct xs_check_list_entry *xs_check_entry(
    const struct xs_check_ctx *c, const char *key)
{
    static const struct xs_check_list_entry none;
    for (size_t i = 0; c->lists && i < c->lists->count; i++)
        if (xs_is_key(c->lists->items[i].key, key))
            return &c->lists->items[i];
    return &none;
}
/* xs_check_want: its words. */
static inline const struct xs_lexwant *xs_check_want(const struct xs_check_ctx *c, const char *key)
{
    return &xs_check_entry(c, key)->want;
}
/* xs_check_list: its mask alone. */
static inline struct xs_lexmask xs_check_list(const struct xs_check_ctx *c, const char *key)
{
    return xs_check_want(c, key)->mask;
}

/* xs_project_open: is any row of p not withheld? */
bool xs_project_open(const struct xs_check_ctx *c, const struct xs_project *p);
/* xs_results_of: what is known so far of p's rows, by their place. */
static inline const struct xs_row_result *xs_results_of(
    const struct xs_check_ctx *c, const struct xs_project *p)
{
    return c->sink->out->projects[p - c->doc->projects].rows;
}
/* xs_withheld_rows: how many rows of p are withheld. */
size_t xs_withheld_rows(const struct xs_check_ctx *c, const struct xs_project *p);
/* xs_plan_is_default: four cumulative shares of 25, 50, 75, 100. */
bool xs_plan_is_default(const struct xs_project *p);
/* xs_wan_text: an amount in 1e-6 wan with two decimals; a text in a. */
XS_CHECK enum xs_err xs_wan_text(struct xs_arena *a, int64_t micro, xs_str *out);
/* xs_clauses: text cut at full stops, semicolons, line ends and item numbers; clauses without their
 * numbers. At most max. */
size_t xs_clauses(xs_str text, xs_str *out, size_t max);
/* xs_check_piece: a text that a section lists (a view of a folded paragraph) as it is spelled
 * there, with its place: once it is quoted. In c->a. */
XS_CHECK static inline enum xs_err xs_check_piece(const struct xs_check_ctx *c,
    const struct xs_section *s, const struct xs_value_at *piece, const struct xs_value_at **out)
{
    struct xs_value_at *at = xs_arena_alloc(c->a, 1, sizeof *at);
    if (!at)
        return XS_E_NOMEM;
    *out = at;
    return xs_source_piece(c->sink->set->priv->env->folder, c->a, s, piece, at);
}
/* xs_has_chars: are there at least n code points in s? */
static inline bool xs_has_chars(xs_str s, size_t n)
{
    return s.len >= n && (s.len / 4 >= n || xs_utf8_count(s) >= n);
}
/* xs_digit_from: offset of the first ASCII digit at or after from, or s.len. */
size_t xs_digit_from(xs_str s, size_t from);
static inline bool xs_has_digit(xs_str s) { return xs_digit_from(s, 0) < s.len; }
/* xs_without_digits: text without ASCII digits, points and commas between them. */
XS_CHECK enum xs_err xs_without_digits(struct xs_arena *a, xs_str text, xs_str *out);

#endif
