/* score.h: findings -> points by part, vagueness, grade, rank. Integers in thousandths throughout.
 */
#ifndef XS_SCORE_SCORE_H
#define XS_SCORE_SCORE_H

#include "rule/rule.h"

struct xs_score_config; /* section `score` of the pattern files: caps, weights, damping, grades;
                           read-only */

struct xs_score_options {
    bool
        drop_withheld; /* --withheld=drop: withheld rows are left out instead of counted as vague */
};

#define XS_MAX_VAGUENESS ((int64_t)100000)

/* One project's result. Each part is a multiple of 100 (one decimal when printed), so that the
 * printed parts add up to the printed vagueness exactly. */
struct xs_score {
    int64_t parts[XS_PART_COUNT];
    int64_t vagueness; /* 0 .. XS_MAX_VAGUENESS */
    char grade;        /* 'A' best .. 'E' */
};

XS_CHECK enum xs_err xs_score_load(const struct xs_patfiles *set, const struct xs_ruleset *rules,
    const struct xs_score_config **out);

/* Everything that a project is scored with. */
struct xs_scorer {
    const struct xs_score_config *config;
    const struct xs_ruleset *rules;
    struct xs_score_options options;
};

/* xs_score_project: score project number n (from 1) of d; fills points of its findings in f (row
 * findings: the share of the row's hollowness in the part; project findings: their points after cap
 * and damping). Any thread, as long as f is its own. Cost: rows and findings of the project. */
void xs_score_project(const struct xs_scorer *s, const struct xs_doc *d, struct xs_findings *f,
    uint32_t n, struct xs_score *out);
/* xs_score_grade: grade of a vagueness, 'A' to 'E'. */
char xs_score_grade(const struct xs_score_config *c, int64_t vagueness);
/* xs_score_add: pass 2 has found that part p (copying or boilerplate) of an already scored project
 * deserves more points: capped, reduced by the withheld share, vagueness and grade renewed. rows:
 * indicators and withheld ones. */
void xs_score_add(const struct xs_scorer *s, struct xs_score *score, enum xs_part p, int64_t points,
    const uint32_t rows[2]);

#endif
