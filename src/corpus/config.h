/* config.h: what the comparison of documents goes by: section `corpus` of the pattern files, and the rules that
 * it reports under. */
#ifndef XS_CORPUS_CONFIG_H
#define XS_CORPUS_CONFIG_H

#include "rule/rule.h"
#include "text/lexicon.h"

/* Rules of scope `corpus`, by their ids in patterns/rules/corpus.yaml. */
enum xs_corpus_rule {
    XS_CR_PROJECT, /* most rows of a project stand in another office's project */
    XS_CR_YEAR,    /* the same project of another year, values and all */
    XS_CR_LINKED,  /* one programme on two funding lines: no fault */
    XS_CR_GOAL,    /* the goal stands in another office's document */
    XS_CR_STOCK,   /* the safeguards are stock text: a finding on the document */
    XS_CR_HEADING, /* one stock heading or paragraph of them */
    XS_CR_TEMPLATE,
    XS_CR_LEVEL,
    XS_CR_COUNT
};

struct xs_corpus_config {
    /* numbers; shares in thousandths */
    int64_t gram, clause_least, paragraph_least; /* characters */
    int64_t copy, edited, apart;                 /* containment */
    int64_t sample, sample_common, group_all, group_first, group_before, cluster_checked;
    int64_t stock_offices, stock_share, stock_paragraph;
    int64_t project_rows, project_share, year_share, row_least, goal_least;
    int64_t links, phrase, phrase_share, phrase_documents;
    /* word lists */
    struct xs_lexmask own, funding, self, place, template, city, district, heading, tail, withheld;
    const struct xs_lexset *lexicons;
    int rules[XS_CR_COUNT]; /* index, -1 = missing or switched off */
};

/* xs_corpus_config_load: XS_E_PATTERNS with the set's fault: unknown keys, bad numbers, missing lists. */
XS_CHECK enum xs_err xs_corpus_config_load(const struct xs_patfiles *set,
    const struct xs_lexset *lexicons, const struct xs_ruleset *rules,
    const struct xs_corpus_config **out);

#endif
