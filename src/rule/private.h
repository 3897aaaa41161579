/* private.h: what rules are compiled to, and the state of a run over one document. For src/rule
 * alone. */
#ifndef XS_RULE_PRIVATE_H
#define XS_RULE_PRIVATE_H

#include "base/memo.h"
#include "rule/check.h"

/* Three-valued: NOT is YES - x, AND the least, OR the largest. */
enum xs_tri { XS_TRI_NO, XS_TRI_UNDECIDED, XS_TRI_YES };

/* Texts that conditions look at: of the row, then of the project. */
enum xs_subject {
    XS_SUBJ_NAME,
    XS_SUBJ_CORE,
    XS_SUBJ_DESCRIPTION,
    XS_SUBJ_VALUE,
    XS_SUBJ_UNIT,
    XS_SUBJ_LEVEL1,
    XS_SUBJ_LEVEL2,
    XS_SUBJ_BASIS,
    XS_SUBJ_PROJECT_NAME, /* the first of the project's own */
    XS_SUBJ_PURPOSE,
    XS_SUBJ_GOAL,
    XS_SUBJ_DEPARTMENT,
    XS_SUBJ_COUNT
};

enum xs_measure {
    XS_M_NUMBER,
    XS_M_NUMBER_HIGH,
    XS_M_SECOND_NUMBER,
    XS_M_PER_YEAR,
    XS_M_ROWS,
    XS_M_BUDGET,
    XS_M_COUNT
};

enum xs_alt_kind {
    XS_ALT_EMPTY,
    XS_ALT_REGEX,
    XS_ALT_HAS,
    XS_ALT_STARTS,
    XS_ALT_ENDS,
    XS_ALT_EQUALS,
    XS_ALT_MADE_OF,
    XS_ALT_LITERAL
};

/* Where the texts that a pattern stands for must be. */
enum xs_literal_at { XS_LIT_HAS, XS_LIT_STARTS, XS_LIT_ENDS, XS_LIT_EQUALS, XS_LIT_COUNT };

/* One way in which a text can fit. */
struct xs_alt {
    enum xs_alt_kind kind;
    uint32_t left; /* MADE_OF: characters that may be left over */
    struct xs_lexmask mask;
    int literals[XS_LIT_COUNT]; /* LITERAL: lists of xs_rule_private.literals; -1: none */
    struct xs_regex *re;
};

struct xs_text_test {
    uint32_t id; /* among all of the files */
    enum xs_subject subject;
    bool negate, all;
    size_t nalts;
    struct xs_alt *alts; /* cheap ones first */
};

enum xs_num_op { XS_OP_EQ, XS_OP_NE, XS_OP_LT, XS_OP_LE, XS_OP_GT, XS_OP_GE };

struct xs_num_test {
    enum xs_measure measure;
    enum xs_num_op op;
    struct xs_decimal value;
};

struct xs_bit_test {
    uint64_t any, all, none; /* any 0: no such test */
};

/* One map of `when`: everything in it holds. Sets are bit masks over the enum, all ones when not
 * asked. */
struct xs_condition {
    uint32_t classes, kinds, names, cmps, units, second_units;
    struct xs_bit_test flags, row_flags, labels;
    bool has_labels;
    size_t nnums, ntexts;
    struct xs_num_test *nums;
    struct xs_text_test *texts;
};

struct xs_check_list_entry {
    xs_str key;
    struct xs_lexwant want;
    struct xs_lexcommon common;
    struct xs_lexchars chars;
    bool raw; /* a text that folding gives the common character has it before */
};
struct xs_check_lists {
    size_t count;
    struct xs_check_list_entry *items;
};

/* One of a rule's `params`, its decimals cut off. */
struct xs_check_number {
    xs_str key;
    int64_t value;
};

/* The compiled form of one rule, beside xs_rule. */
struct xs_rule_code {
    size_t nwhen, nunless;
    struct xs_condition *when, *unless;
    uint64_t requires;
    uint32_t classes, kinds; /* that any map of when allows */
    enum xs_subject place;
    bool late; /* looks at labels: runs after the others */
    const struct xs_check *check;
    struct xs_check_lists lists;
    size_t nparams;
    struct xs_check_number *params;
};

/* An entry of the section `verdicts`. */
struct xs_verdict_step {
    uint64_t all, any, none;
    struct xs_condition when;
    enum { XS_VERDICT_SET, XS_VERDICT_LEAST, XS_VERDICT_MOST } how;
    uint8_t verdict;
};

/* The maps of `when` of all row rules without a check, as sets: bit m & 63 of word m >> 6. The maps
 * of a rule stand side by side, in the order of the rules. */
enum xs_dimension {
    XS_DIM_CLASS,
    XS_DIM_KIND,
    XS_DIM_NAME,
    XS_DIM_CMP,
    XS_DIM_UNIT,
    XS_DIM_SECOND_UNIT,
    XS_DIM_COUNT
};
#define XS_DIM_VALUES 32 /* values of one of these enums, at most */

/* What 64 maps, one bit each, look at. */
struct xs_index_word {
    uint64_t fits[XS_DIM_COUNT][XS_DIM_VALUES]; /* those that this value leaves open */
    uint64_t needs_flag;                        /* those that ask for a flag of the value */
    uint64_t flag[64];                          /* those of them that this flag may satisfy */
    uint64_t column[64];                        /* those whose rule needs this column */
    uint64_t asks[XS_SUBJ_PROJECT_NAME];        /* those that look at this text of the row */
    uint64_t plain, late;                       /* late: of rules that look at labels */
};

struct xs_index {
    size_t nwords, nmaps;
    struct xs_indexed_map {
        uint32_t rule;
        const struct xs_condition *when;
    } * maps;
    struct xs_index_word *words;
    uint64_t columns; /* that some rule needs */
};

/* Numbers of rules that are enabled, in order. */
struct xs_rule_list {
    size_t count;
    uint32_t *rules;
};

struct xs_rule_private {
    const struct xs_rule_env *env;
    struct xs_rule_env env_copy;
    struct xs_rule_code *codes; /* beside rules */
    size_t nsteps;
    struct xs_verdict_step *steps;
    size_t nregexes, regex_cap;
    struct xs_regex **regexes;
    uint64_t withheld_row, withheld_project; /* label bits */
    int limit_rule;                          /* index of rule-limit, or -1 */
    size_t ntests;
    const struct xs_lexset *literals; /* of patterns that are no more than words */
    struct xs_index index;
    struct xs_rule_list lists[XS_SCOPE_COUNT][2][2]; /* by scope, has a check, late */
};

/* What is noted of one text as one subject. */
struct xs_known {
    struct xs_note_head head;
    uint64_t sets[]; /* pairs of words, index.nwords of them: maps that were asked, those of them
                        that the text rules out; then the same of single tests: decided, hold */
};

/* What is remembered about the row (and project) under way, so that a text is scanned once. */
struct xs_row_ctx {
    const struct xs_ruleset *set;
    struct xs_matcher *matcher;
    struct xs_memo *memo;
    const struct xs_project *p;
    const struct xs_row *row;              /* NULL: conditions on the project */
    uint64_t labels;                       /* given so far, of the row or of the project */
    uint32_t looked_up, scanned, searched; /* bits of enum xs_subject: known, hits, literals set */
    struct xs_known *known[XS_SUBJ_COUNT]; /* NULL: nothing is noted of the text */
    uint64_t *open;                        /* a set of the index: see xs_maps_open */
    const struct xs_lexhits *hits[XS_SUBJ_COUNT];
    struct xs_lexhits own_hits[XS_SUBJ_COUNT], literals[XS_SUBJ_COUNT];
};

/* A finding before all are sorted and written out. */
struct xs_hit {
    uint32_t rule, project, seq; /* as in xs_finding */
    bool undecided;
    const struct xs_value_at *at; /* what is quoted; NULL: nothing */
    const struct xs_place *place; /* with at: where it is */
    struct xs_say say;
};

/* What was found by one run, and the checks' way to what is known so far. */
struct xs_sink {
    const struct xs_ruleset *set;
    struct xs_arena *a;
    const struct xs_doc *doc;
    struct xs_findings *out; /* its items are set at the end */
    size_t nhits, cap;
    struct xs_hit *hits;
    uint32_t rule; /* under way */
    struct xs_row_ctx row;
};

#define XS_PROJECT_SUBJECTS (~((UINT32_C(1) << XS_SUBJ_PROJECT_NAME) - 1))

/* names.c: enum <-> name. */
xs_str xs_subject_name(enum xs_subject s);
const char *xs_flag_name(unsigned bit);     /* of XS_VF_*, by bit number; NULL past the last */
const char *xs_row_flag_name(unsigned bit); /* of XS_RF_* */
const char *xs_scope_name(enum xs_scope s);
xs_str xs_field_key(enum xs_field f); /* field name in lower case */

/* load_when.c: compile `when` and `unless` of a rule. */
struct xs_loader {
    const struct xs_rule_env *env;
    struct xs_arena *a;
    struct xs_ruleset *set;
    struct xs_rule_private *priv;
    xs_str file;
    enum xs_scope scope; /* of the rule under way */
    struct xs_trie_builder *literals;
    size_t nliterals; /* lists in it */
};
enum xs_err xs_load_fault(
    const struct xs_loader *l, const struct xs_yaml *n, const char *what, xs_str name);
/* xs_load_when: node is a map or a list of maps. */
XS_CHECK enum xs_err xs_load_when(
    struct xs_loader *l, const struct xs_yaml *node, struct xs_condition **out, size_t *count);
/* xs_load_condition: one key of a condition; false in *known when it is none. */
XS_CHECK enum xs_err xs_load_condition(
    struct xs_loader *l, const struct xs_yaml *item, struct xs_condition *c, bool *known);
void xs_condition_init(struct xs_condition *c);
/* xs_load_lexmask: 'a|b' -> the lists' bits. */
XS_CHECK enum xs_err xs_load_lexmask(
    const struct xs_loader *l, const struct xs_yaml *n, xs_str names, struct xs_lexmask *out);
/* xs_load_label_bits: a label or a list of them -> bits. */
XS_CHECK enum xs_err xs_load_label_bits(
    const struct xs_loader *l, const struct xs_yaml *n, bool of_project, uint64_t *out);
int xs_label_of(const struct xs_ruleset *s, xs_str id, bool of_project);

/* eval.c */
enum xs_tri xs_condition_eval(struct xs_row_ctx *x, const struct xs_condition *c);
/* xs_maps_open: sets x->open to those of the maps, a set of the index, that neither the row nor one
 * of its texts alone rules out. */
void xs_maps_open(struct xs_row_ctx *x, const uint64_t *maps);
/* xs_row_expect: this row is looked at soon: memory is called for what is noted of its texts. */
void xs_row_expect(const struct xs_row *r);
/* xs_open_next: the first such map from this one on, index.nmaps: there is none. */
size_t xs_open_next(const struct xs_row_ctx *x, size_t map);
/* xs_unless_eval: the same as xs_rule_eval once it is known what `when` gives. */
enum xs_tri xs_unless_eval(struct xs_row_ctx *x, const struct xs_rule_code *c, enum xs_tri when);
/* xs_rule_eval: when and unless of a rule; YES when it has neither. */
enum xs_tri xs_rule_eval(struct xs_row_ctx *x, const struct xs_rule_code *c);
xs_str xs_subject_text(const struct xs_row_ctx *x, enum xs_subject s);
const struct xs_value_at *xs_subject_at(
    const struct xs_project *p, const struct xs_row *row, enum xs_subject s);

/* sink.c */
/* xs_sink_add: a hit of the rule under way. at lives as long as the document; NULL: the place that
 * the rule looks at. */
XS_CHECK enum xs_err xs_sink_add(struct xs_sink *s, const struct xs_project *p,
    const struct xs_row *row, const struct xs_value_at *at, struct xs_say say);
XS_CHECK enum xs_err xs_sink_undecided(struct xs_sink *s, const struct xs_project *p,
    const struct xs_row *row, const struct xs_value_at *at);
/* xs_finish_findings: the hits written out, by project, row and rule. */
XS_CHECK enum xs_err xs_finish_findings(struct xs_sink *s);
xs_str xs_quote(struct xs_arena *a, xs_str text);
static inline struct xs_row_result *xs_sink_row(
    const struct xs_sink *s, const struct xs_project *p, const struct xs_row *row)
{
    return &s->out->projects[p - s->doc->projects].rows[row - p->rows];
}

/* example.c: a document from one entry of `hit` or `miss`. */
struct xs_example {
    struct xs_doc doc;
    uint32_t row; /* the row that must be hit, 0 = any */
};
XS_CHECK enum xs_err xs_example_build(const struct xs_rule_env *env, struct xs_arena *a,
    const struct xs_rule *r, const struct xs_yaml *n, struct xs_example *out);

/* What checks ask. */
bool xs_row_withheld(
    const struct xs_check_ctx *c, const struct xs_project *p, const struct xs_row *row);
uint64_t xs_row_labels(
    const struct xs_check_ctx *c, const struct xs_project *p, const struct xs_row *row);
/* xs_check_permille: a share of the rule's params, given in per cent (up to 3 decimals are cut), or
 * fallback per cent. */
bool xs_share_at_least(size_t part, size_t whole, int64_t percent);
/* xs_applicable: count one more place where the rule under way could apply. */
void xs_applicable(const struct xs_check_ctx *c);

#endif
