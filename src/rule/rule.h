/* rule.h: rules as data, and what they say about one document. */
#ifndef XS_RULE_RULE_H
#define XS_RULE_RULE_H

#include "base/message.h"
#include "text/regex.h"
#include "tree/doc.h"

enum xs_severity { XS_SEV_NOTE, XS_SEV_WARN, XS_SEV_ERROR, XS_SEV_COUNT };
enum xs_part {
    XS_PART_VALUES,
    XS_PART_NAMES,
    XS_PART_STRUCTURE,
    XS_PART_COPYING,
    XS_PART_GOAL,
    XS_PART_BOILERPLATE,
    XS_PART_COUNT
};
enum xs_scope { XS_ON_INDICATOR, XS_ON_PROJECT, XS_ON_DOCUMENT, XS_ON_CORPUS, XS_SCOPE_COUNT };

const char *xs_severity_name(enum xs_severity s);
const char *xs_part_name(enum xs_part p);

/* What the loader keeps of one rule; conditions are private to rule/. */
struct xs_rule {
    xs_str id;
    int label;       /* index into xs_ruleset.labels, -1 = none */
    int verdict;     /* least verdict of a row that it hits; 0 = none */
    uint64_t counts; /* on projects: labels of the rows that its finding counts; 0 = none */
    enum xs_part part;
    enum xs_severity severity;
    int64_t weight; /* thousandths: hollowness of a row, or points of a project */
    enum xs_scope scope;
    bool enabled, low_confidence;
    struct xs_text title, message, advice;
    const struct xs_template *says[XS_LANG_COUNT]; /* message; NULL: not cut yet */
    xs_str source;                                 /* id of an entry of the section `sources` */
    const struct xs_yaml *node;                    /* the entry itself, for `explain` */
    xs_str file;
    struct xs_condition *when; /* private */
    size_t check; /* private: 1 + number of the structural check, 0 = conditions only */
};

struct xs_label {
    xs_str id;
    struct xs_text title;
    bool of_project;
};

struct xs_source {
    xs_str id;
    struct xs_text title;
    bool central, verified;
};

struct xs_ruleset {
    size_t nrules, nlabels, nsources;
    const struct xs_rule *rules;   /* sorted by id */
    const struct xs_label *labels; /* sorted by id */
    const struct xs_source *sources;
    const struct xs_rule_private *priv;
};

/* One finding about a document. */
struct xs_finding {
    uint32_t rule;    /* index into rules */
    uint32_t project; /* number, 0 = the document */
    uint32_t seq;     /* row, 0 = the project or document */
    struct xs_place at;
    xs_str quote;   /* at most XS_MAX_QUOTE code points, one line */
    xs_str other;   /* {other} of the message: the other cell, project or value */
    int64_t number; /* {n} of the message */
    int64_t points; /* thousandths; filled by score/ */
    bool undecided; /* a limit was hit: the rule could not be decided here */
};

struct xs_row_result {
    uint8_t verdict; /* 0..3 */
    uint64_t labels; /* bit = label index */
};

struct xs_project_result {
    struct xs_row_result *rows;
    uint64_t labels;
    uint32_t verifiable, withheld; /* rows */
};

/* Reach of a rule: rows (projects, documents) where it could apply, and where it hit. */
struct xs_reach {
    uint64_t applicable, hit, undecided;
};

struct xs_findings {
    size_t count;
    struct xs_finding *items;           /* by project, row, rule */
    const uint32_t *from;               /* of each project, and of one more: its first finding */
    struct xs_project_result *projects; /* nprojects of the document */
    struct xs_reach *reach;             /* nrules */
};

/* xs_findings_from: the first finding of project n (from 1) or a later one; or f->count. */
static inline size_t xs_findings_from(const struct xs_findings *f, uint32_t n)
{
    return f->from[n - 1];
}

struct xs_rule_env { /* everything that rules are loaded and run with */
    const struct xs_patfiles *files;
    const struct xs_folder *folder;
    const struct xs_lexset *lexicons;
    const struct xs_value_words *values;
    const struct xs_name_words *names;
    const struct xs_layout
        *layout; /* for `hit` and `miss` examples given as whole documents; may be NULL */
};

/* xs_ruleset_load: every rule, label and source of the files; compiles all patterns.
 * XS_E_PATTERNS (fault of files) for unknown keys, double ids, bad patterns, a rule without
 * hits or misses, a check without its entry or an entry without its check. */
XS_CHECK enum xs_err xs_ruleset_load(const struct xs_rule_env *env, struct xs_ruleset **out);
void xs_ruleset_free(struct xs_ruleset *s); /* the compiled patterns; the rest is the run arena's */
int xs_ruleset_find(const struct xs_ruleset *s, xs_str id);
int xs_ruleset_label(const struct xs_ruleset *s, xs_str id);

/* xs_rules_run: all enabled rules on one document. Everything in a. m: matcher of this thread. */
XS_CHECK enum xs_err xs_rules_run(const struct xs_ruleset *s, struct xs_matcher *m,
    struct xs_arena *a, const struct xs_doc *d, struct xs_findings *out);

/* xs_rule_examples: the list that the rule has below key, "hit" or "miss"; NULL: it has none. Those
 * in a block (`hit: |`) are parsed here, into the arena of env->files. XS_E_PATTERNS: its fault. */
XS_CHECK enum xs_err xs_rule_examples(const struct xs_rule_env *env, const struct xs_rule *r,
    const char *key, const struct xs_yaml **out);
/* xs_rules_test: run every rule's hit and miss examples; writes a line a failure to out.
 * passed, failed: examples. XS_E_PATTERNS for fewer than two. */
XS_CHECK enum xs_err xs_rules_test(const struct xs_rule_env *env, const struct xs_ruleset *s,
    struct xs_buf *out, size_t *passed, size_t *failed);

/* xs_place_cmp: order of two places of one document: line and column, then page, table, row, cell.
 */
int xs_place_cmp(const struct xs_place *a, const struct xs_place *b);

/* xs_messages_cut: the messages of all rules are cut at their holes. */
XS_CHECK enum xs_err xs_messages_cut(struct xs_rule *rules, size_t count, struct xs_arena *a);
/* xs_finding_message: the rule's message in lang with its holes filled: {quote} {name} {value}
 * {description} {unit} {n} {other} {project} {level1} {level2}. d: the document of the finding. */
void xs_finding_message(const struct xs_ruleset *s, const struct xs_doc *d,
    const struct xs_finding *f, enum xs_lang lang, struct xs_buf *out);

#endif
