/* repeats.h: the rows of a document by name, and by name and description, so that equal ones are
 * found at once. */
#ifndef XS_RULE_REPEATS_H
#define XS_RULE_REPEATS_H

#include "rule/check.h"
#include "rule/similar.h"

struct xs_rep_row {
    const struct xs_project *p;
    const struct xs_row *row;
    xs_str name, desc;  /* without punctuation */
    uint32_t next_name; /* index + 1 of the next row with the same name, in document order */
    uint32_t pair;      /* number of the pair (name, description) */
    uint32_t next_pair, prev_pair;
    const struct xs_sketch *name_pairs, *desc_pairs; /* of name and desc */
};

/* The clauses of a project's goal. */
struct xs_clause_list {
    size_t count;
    xs_str *items;
};

struct xs_repeats {
    size_t nrows, nnames, npairs;
    struct xs_rep_row *rows; /* open rows that have a name, in document order */
    uint32_t *names;         /* index of the first row of each name */
    uint32_t
        *of_project; /* nprojects + 1: rows of project i are of_project[i] .. of_project[i + 1] */
    xs_str *goals, *purposes,
        *titles; /* of the projects, without punctuation; titles without funding words too */
    bool has_titles;
    struct xs_clause_list *goal_clauses; /* of the projects, at most XS_MAX_CLAUSES each */
};

XS_CHECK enum xs_err xs_repeats_build(struct xs_check_ctx *c, struct xs_repeats **out);

#endif
