/* repeats.h: the rows of a document by name, and by name and description, so that equal ones are
 * found at once. */
#ifndef XS_RULE_REPEATS_H
#define XS_RULE_REPEATS_H

#include "rule/check.h"
#include "rule/similar.h"

/* What a text, as a description, says beside the name that it stood beside last; kept with it. */
struct xs_beside {
    const struct xs_noted *name; /* NULL: not yet asked */
    bool nothing;
};

struct xs_rep_row {
    const struct xs_project *p;
    const struct xs_row *row;
    xs_str name, desc; /* without punctuation */
    uint64_t name_hash, desc_hash;
    const struct xs_sketch *name_pairs, *desc_pairs; /* of name and desc */
    const struct xs_noted *noted;                    /* of what name is made from */
    struct xs_beside *beside; /* of the description; NULL: nothing is kept with it */
    uint32_t name_number;     /* index into names */
    uint32_t next_name;       /* index + 1 of the next row with the same name, in document order */
    uint32_t pair;            /* number of the pair (name, description) */
    uint32_t next_pair, prev_pair;
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
    bool *is_core;           /* of each name: it is a row's core, not all of its name */
    size_t nslots;           /* a power of two */
    uint32_t *slots;         /* number + 1 of a name, at its hash */
    uint32_t
        *of_project; /* nprojects + 1: rows of project i are of_project[i] .. of_project[i + 1] */
    xs_str *titles; /* of the projects that were asked for: names without punctuation, funding words
                       and digits; ptr NULL: not yet */
    const struct xs_project **output_of; /* by name: the last project that has it as an output, of
                                            those that were asked for */
    uint32_t *classes;                   /* of the projects: a bit for each class that a row has */
    struct xs_clause_list *goal_clauses; /* of the projects, at most XS_MAX_CLAUSES each */
};

/* xs_repeats_of: the rows of p, n of them. */
static inline const struct xs_rep_row *xs_repeats_of(
    const struct xs_check_ctx *c, const struct xs_project *p, size_t *n)
{
    const uint32_t *from = &c->repeats->of_project[p - c->doc->projects];
    *n = from[1] - from[0];
    return c->repeats->rows + from[0];
}
/* xs_repeats_core: is this, without punctuation, the core of a row's name? */
bool xs_repeats_core(const struct xs_repeats *r, xs_str core);
XS_CHECK enum xs_err xs_repeats_build(struct xs_check_ctx *c, struct xs_repeats **out);

#endif
