/* private.h: what rules are compiled to, and the state of a run over one document. For src/rule
 * alone. */
#ifndef XS_RULE_PRIVATE_H
#define XS_RULE_PRIVATE_H

#include <stddef.h>
#include <string.h>

#include "base/memo.h"
#include "rule/check.h"

#define XS_FEWEST_EXAMPLES 2 /* that a rule must hit, and must not */
#define XS_FEW_EXAMPLES "rule '%.*s' needs at least two examples in '%s'"

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

/* One way in which a text can fit, beside words, which xs_word_bank is for. */
struct xs_alt {
    uint32_t left; /* without a pattern: characters that may be left over by words of mask */
    struct xs_lexmask mask;
    const struct xs_lexchars *chars; /* of mask; NULL where re is not */
    struct xs_regex *re;
};

/* The text fits in one of the ways; negate: in none. */
struct xs_text_test {
    uint32_t id; /* among all of the files */
    enum xs_subject subject;
    bool negate;
    size_t nalts;
    struct xs_alt *alts; /* patterns last */
    size_t nparts;       /* not 0: all of these hold, instead; negate: not all */
    struct xs_text_test *parts;
};

/* What is known of a test by its id. */
struct xs_test_about {
    enum xs_subject subject;
    bool negate;
    bool words;    /* there are words that it holds by, or cannot hold without */
    bool open;     /* without its words it may hold none the less */
    bool empty;    /* an empty text fits */
    bool patterns; /* of its words some are patterns, which are not tried on too long a text */
};

/* Where a word must stand. */
enum xs_word_at { XS_AT_ANY, XS_AT_START, XS_AT_END, XS_AT_WHOLE, XS_AT_COUNT };

/* Words of tests in one trie, a list for each test and place, so that one pass over a text answers
 * all of them. */
struct xs_word_bank {
    const struct xs_lexset *words;
    struct xs_lexhits asks[XS_SUBJ_COUNT]; /* lists of the tests on this text */
    struct xs_lexmask may;                 /* without these words the test does not hold */
    uint32_t test[XS_LEXMASK_WORDS * 64];  /* whose list it is */
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

#define XS_NO_MAP UINT32_MAX

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
    size_t first_unless; /* map of the index; row rules without a check */
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

/* The maps of `when`, then those of `unless`, of all row rules without a check, as sets: bit m & 63
 * of word m >> 6. The maps of a rule stand side by side, in the order of the rules. */
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

/* What 64 maps, one bit each, are. */
struct xs_index_word {
    uint64_t plain, late; /* those of `when`; late: of rules that look at labels */
    uint64_t unless;
    uint64_t whole; /* those that hold when neither all this nor a text rules them out */
};

/* What 64 tests, one bit each, ask. */
struct xs_test_word {
    uint64_t on[XS_SUBJ_COUNT];
    uint64_t negate, words, open, empty, patterns; /* as in xs_test_about */
    uint64_t plain; /* on a row's text, without a pattern: see test_of */
};

struct xs_index {
    size_t nwords, nmaps, ntest_words, known_size; /* the last: bytes of an xs_known */
    struct xs_indexed_map {
        uint32_t rule;
        const struct xs_condition *when;
    } * maps;
    struct xs_index_word *words;
    /* sets of nwords each */
    uint64_t *fits;     /* XS_DIM_VALUES of them for each dimension: maps that
                           this value leaves open */
    uint64_t *flagless; /* that ask for no flag of the value */
    uint64_t *flag;     /* 64 of them: of the others, that this flag may satisfy */
    uint64_t *bars;     /* 64 of them: that this flag rules out */
    uint64_t *needs;    /* 64 of them: those whose rule needs this column */
    uint64_t *asks[XS_SUBJ_PROJECT_NAME]; /* that look at this text of the row */
    size_t nsubjects;                     /* of the row that are looked at */
    enum xs_subject subjects[XS_SUBJ_PROJECT_NAME];
    struct xs_known *unasked[XS_SUBJ_PROJECT_NAME]; /* what is known of a text before it is asked */
    struct xs_test_word *tests;
    uint32_t *map_of;                    /* test -> the map that it stands in, or XS_NO_MAP */
    const struct xs_text_test **test_of; /* by id: plain ones */
    uint64_t columns;                    /* that some rule needs */
};

/* Numbers of rules that are enabled, in order. */
struct xs_rule_list {
    size_t count;
    uint32_t *rules;
};

/* What is asked of a rule for each of its hits. */
struct xs_rule_brief {
    uint64_t label; /* its bit; 0: none */
    uint8_t verdict, scope, place;
};

/* Row rules without a check, as many as reach the same rows of any document. */
struct xs_row_reach {
    uint64_t requires;
    uint32_t classes;
    bool withheld; /* withheld rows, too */
    struct xs_rule_list list;
};

struct xs_rule_private {
    const struct xs_rule_env *env;
    struct xs_rule_env env_copy;
    struct xs_rule_code *codes;   /* beside rules */
    struct xs_rule_brief *briefs; /* beside rules */
    size_t nsteps;
    struct xs_verdict_step *steps;
    size_t nregexes, regex_cap;
    struct xs_regex **regexes;
    uint64_t withheld_row, withheld_project; /* label bits */
    int limit_rule;                          /* index of rule-limit, or -1 */
    size_t ntests, test_cap;
    struct xs_test_about *tests; /* by id */
    size_t nbanks, bank_cap;
    struct xs_word_bank *banks;
    struct xs_index index;
    struct xs_rule_list lists[XS_SCOPE_COUNT][2][2]; /* by scope, has a check, late */
    size_t nrow_reach;
    struct xs_row_reach *row_reach;
};

/* What is known of one text as one subject. Words: the first thing that is found out. */
struct xs_known {
    bool words;      /* they were looked up */
    uint8_t first;   /* not 0: no more than that is done, and this tells texts apart */
    uint16_t start;  /* number of what follows from that, or 0: see xs_states */
    uint64_t sets[]; /* index.nwords: maps that were asked; as many: those of them that the text
                        rules out; index.ntest_words: tests that are decided; as many: that hold */
};

struct xs_state_slot {
    uint16_t number; /* 0: free */
    uint16_t mark;   /* a part of the hash at which it stands */
};

/* Most texts meet the same few tests: what is known of them, each once, by number from 1 on. It is
 * kept with the memo, and the number with the text. */
struct xs_states {
    struct xs_arena *a;
    const struct xs_index *index;
    size_t nsets;            /* words of the sets of each */
    size_t count, nslots;    /* nslots: a power of two */
    struct xs_known **items; /* the first, that of no number, is NULL */
    struct xs_state_slot *slots;
};

/* What is remembered about the row (and project) under way, so that a text is scanned once. */
struct xs_row_ctx {
    const struct xs_ruleset *set;
    struct xs_matcher *matcher;
    struct xs_memo *memo;
    const struct xs_project *p;
    const struct xs_row *row; /* NULL: conditions on the project */
    uint64_t labels;          /* given so far, of the row or of the project */
    uint32_t looked_up;       /* bits of enum xs_subject: known is set */
    const struct xs_known *known[XS_SUBJ_COUNT];
    struct xs_known *own[XS_SUBJ_COUNT]; /* what has no number, or not yet */
    struct xs_states *states;            /* of the memo; NULL: nothing is kept */
    uint64_t *open, *unsure;             /* sets of the index: see xs_maps_open */
    xs_str scanned;                      /* the text that hits is of, by bank */
    struct xs_lexhits *hits;
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
    enum xs_scope scope;           /* of the rule under way */
    struct xs_trie_builder *words; /* of the last bank; NULL: it is finished */
    struct xs_arena *scratch;      /* of the pattern under way */
    size_t nlists;                 /* in it */
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

/* load_words.c: the words of text tests. */
/* xs_words_list: a new list for the test of this id; words are added to l->words. may: without them
 * the test does not hold; otherwise it holds by any of them. */
XS_CHECK enum xs_err xs_words_list(
    struct xs_loader *l, uint32_t test, enum xs_word_at at, bool may, size_t *list);
/* xs_words_lexicon: the same with the words of the lists in mask. */
XS_CHECK enum xs_err xs_words_lexicon(struct xs_loader *l, uint32_t test, enum xs_word_at at,
    bool may, const struct xs_lexmask *mask);
/* xs_words_pattern: the words that a pattern stands for; *done: it does. */
XS_CHECK enum xs_err xs_words_pattern(
    struct xs_loader *l, uint32_t test, xs_str pattern, bool *done);
/* xs_words_needed: the words that a text needs to fit the pattern, if any are known. */
XS_CHECK enum xs_err xs_words_needed(struct xs_loader *l, uint32_t test, xs_str pattern);
/* xs_words_finish: no words are added any more. */
XS_CHECK enum xs_err xs_words_finish(struct xs_loader *l);

/* states.c */
/* xs_states_of: those of a memo, made when there are none; NULL: m is, or memory is short. */
struct xs_states *xs_states_of(struct xs_memo *m, const struct xs_index *in);
/* xs_state_number: the number of what is like k; 0: there is no room for it. */
uint16_t xs_state_number(struct xs_states *s, const struct xs_known *k);

/* known.c: tests on texts, and what is known of texts. */
/* xs_known_room: x, whose set and memo are there, can be asked for texts from now on. */
XS_CHECK enum xs_err xs_known_room(struct xs_row_ctx *x, struct xs_arena *a);
const struct xs_known *xs_known_slow(struct xs_row_ctx *x, enum xs_subject s);
/* xs_known_own: what is known of this text, to be added to. xs_known_keep: nothing more is added,
 * and it is kept with the text, where that can be. */
struct xs_known *xs_known_own(struct xs_row_ctx *x, enum xs_subject s);
void xs_known_keep(struct xs_row_ctx *x, enum xs_subject s);
/* xs_has_note: has a row what is noted of this text of it? Not of the unit. xs_noted_at: that. */
static inline bool xs_has_note(enum xs_subject s)
{
    return s < XS_SUBJ_PROJECT_NAME && s != XS_SUBJ_UNIT;
}
static inline struct xs_noted *xs_noted_at(const struct xs_row *r, enum xs_subject s)
{
    static const size_t at[XS_SUBJ_PROJECT_NAME] = {
        [XS_SUBJ_NAME] = offsetof(struct xs_row, name.noted),
        [XS_SUBJ_CORE] = offsetof(struct xs_row, core_noted),
        [XS_SUBJ_DESCRIPTION] = offsetof(struct xs_row, description.noted),
        [XS_SUBJ_VALUE] = offsetof(struct xs_row, value.noted),
        [XS_SUBJ_BASIS] = offsetof(struct xs_row, basis.noted),
    };
    struct xs_noted *t;
    if (s == XS_SUBJ_LEVEL1 || s == XS_SUBJ_LEVEL2)
        t = xs_row_level(r, s == XS_SUBJ_LEVEL1 ? 1 : 2)->noted;
    else /* NOLINTNEXTLINE(bugprone-sizeof-expression): the pointer itself */
        memcpy(&t, (const char *)r + at[s], sizeof t);
    return t;
}
static inline const struct xs_known *xs_known_of(struct xs_row_ctx *x, enum xs_subject s)
{
    if (x->looked_up >> s & 1)
        return x->known[s];
    const struct xs_noted *t = xs_has_note(s) ? xs_noted_at(x->row, s) : NULL;
    const uint16_t number = t && x->states ? xs_memo_state(t, s) : 0;
    if (!number)
        return xs_known_slow(x, s);
    x->looked_up |= UINT32_C(1) << s;
    return x->known[s] = x->states->items[number];
}
enum xs_tri xs_text_eval(struct xs_row_ctx *x, const struct xs_text_test *t);

/* eval.c */
enum xs_tri xs_condition_eval(struct xs_row_ctx *x, const struct xs_condition *c);
/* What is known of the texts of a row, in the order of the index's subjects. */
struct xs_row_known {
    const struct xs_known *of[XS_SUBJ_PROJECT_NAME];
};
/* xs_row_known: each text as it is known now, whether asked or not; memory is called for it. */
void xs_row_known(const struct xs_row_ctx *x, const struct xs_row *r, struct xs_row_known *out);
/* xs_maps_open: sets x->open to those of the maps, a set of the index, that neither the row nor one
 * of its texts alone rules out, and x->unsure to those of them that a text leaves undecided. known:
 * of the row, now or a while ago. */
void xs_maps_open(struct xs_row_ctx *x, const uint64_t *maps, const struct xs_row_known *known);
/* xs_row_expect: this row is looked at soon: memory is called for what is noted of its texts. */
void xs_row_expect(const struct xs_row *r);
/* xs_map_eval: a map, open or not. */
static inline enum xs_tri xs_map_eval(struct xs_row_ctx *x, size_t map)
{
    const struct xs_index *in = &x->set->priv->index;
    const size_t w = map >> 6;
    const uint64_t bit = UINT64_C(1) << (map & 63);
    if (!(x->open[w] & bit))
        return XS_TRI_NO;
    return in->words[w].whole & ~x->unsure[w] & bit ? XS_TRI_YES
                                                    : xs_condition_eval(x, in->maps[map].when);
}
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
static inline void xs_applicable(const struct xs_check_ctx *c) { c->reach->applicable++; }

#endif
