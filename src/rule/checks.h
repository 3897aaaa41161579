/* checks.h: every structural check by name: one line here, one function, one entry in
 * patterns/rules. */
#ifndef XS_RULE_CHECKS_H
#define XS_RULE_CHECKS_H

#include "rule/private.h"

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

/* xs_project_open: is any row of p not withheld? */
bool xs_project_open(const struct xs_check_ctx *c, const struct xs_project *p);
/* xs_plan_is_default: four cumulative shares of 25, 50, 75, 100. */
bool xs_plan_is_default(const struct xs_project *p);
/* xs_clauses: text cut at full stops, semicolons, line ends and item numbers; clauses without their
 * numbers. At most max. */
size_t xs_clauses(xs_str text, xs_str *out, size_t max);
/* xs_has_digit: an ASCII digit anywhere in s. */
bool xs_has_digit(xs_str s);
/* xs_without_digits: text without ASCII digits, points and commas between them. */
XS_CHECK enum xs_err xs_without_digits(struct xs_arena *a, xs_str text, xs_str *out);

#endif
