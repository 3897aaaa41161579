/* check.h: structural checks: what no pattern on one row can say. A check says only where;
 * severity, weight and texts stay in patterns/. One function and one row of xs_checks[] each; the
 * loader fails if entry and row do not pair up. */
#ifndef XS_RULE_CHECK_H
#define XS_RULE_CHECK_H

#include "rule/rule.h"

/* What a check may look at, and where it reports. */
struct xs_check_ctx {
    struct xs_arena *a; /* scratch and results, lives with the document */
    const struct xs_doc *doc;
    const struct xs_lexset *lexicons;
    const struct xs_check_lists *lists; /* word lists that checks use, by name in check.c */
    const struct xs_rule *rule;
    struct xs_repeats *repeats; /* built once a document: rule/repeats.h */
    struct xs_reach *reach;
    struct xs_sink *sink;
    bool counted; /* the withheld rows of each project are in its result */
};

/* What a finding's message says beside the quote: {other} and {n}. */
struct xs_say {
    xs_str other;
    int64_t number;
};
static inline struct xs_say xs_say(xs_str other, int64_t number)
{
    return (struct xs_say){ other, number };
}

/* xs_check_hit: report a finding of the rule under way, unless its `when` and `unless` rule it out.
 * row may be NULL (project or document finding), project may be NULL (document). at lives as long
 * as the document; it may be NULL: the place that the rule looks at. */
XS_CHECK enum xs_err xs_check_hit(struct xs_check_ctx *c, const struct xs_project *p,
    const struct xs_row *row, const struct xs_value_at *at, struct xs_say say);
/* One check. Exactly one of the three is set, by the scope of its rule. Each counts
 * c->reach->applicable itself. */
struct xs_check {
    xs_str id; /* value of `check:` */
    enum xs_err (*on_project)(
        struct xs_check_ctx *c, const struct xs_project *p); /* also for rules on rows */
    enum xs_err (*on_document)(struct xs_check_ctx *c);
};
extern const struct xs_check xs_checks[];
extern const size_t xs_checks_count;

#endif
