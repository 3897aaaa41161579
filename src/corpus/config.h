/* config.h: what the comparison of documents goes by: section `corpus` of the pattern files, and
 * the rules that it reports under. */
#ifndef XS_CORPUS_CONFIG_H
#define XS_CORPUS_CONFIG_H

#include "corpus/marks.h"
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

#define XS_FEW_WORDS 64
struct xs_few_words {
    size_t n;
    xs_str words[XS_FEW_WORDS];   /* folded, longest first */
    uint16_t first[XS_FEW_WORDS]; /* sixteen bits of the character that each begins with */
};
_Static_assert(XS_FEW_WORDS % XS_VEC == 0, "whole vectors");

/* Lists that are looked for in paragraphs. */
enum { XS_FEW_TEMPLATE = 1, XS_FEW_CITY = 2 };

struct xs_corpus_config {
    /* numbers; shares in thousandths */
    int64_t gram, clause_least, paragraph_least; /* characters */
    int64_t copy, edited, apart;                 /* containment */
    int64_t sample, sample_common, group_all, group_first, group_before, cluster_checked,
        same_listed, clusters_most;
    int64_t stock_offices, stock_share, stock_paragraph, stock_heading;
    int64_t project_rows, project_share, year_share, row_least, goal_least;
    int64_t links, phrase, phrase_share, phrase_documents;
    /* words of this file: each text is looked through for them, so they are few */
    struct xs_few_words self, tail, template, city;
    uint64_t tail_ends; /* bits: the last six bits of what a word of tail ends in */
    struct xs_prints templates[2], selves[2]; /* of template and self; [1]: and of city */
    /* word lists */
    struct xs_lexmask own, funding, place, district, heading, withheld;
    struct xs_lexwant headings, owns, withhelds; /* of three of them, to be ruled out quickly */
    const struct xs_lexset *lexicons;
    int rules[XS_CR_COUNT]; /* index, -1 = missing or switched off */
};

/* xs_few_add: false when it is full. */
bool xs_few_add(struct xs_few_words *f, xs_str word);
/* xs_few_at: bytes of the longest word that text has at `at`, where the character cp stands; 0 =
 * none. */
size_t xs_few_at(const struct xs_few_words *f, xs_str text, size_t at, uint32_t cp);
/* xs_few_prints: its words are added to p. */
void xs_few_prints(const struct xs_few_words *f, struct xs_prints *p);

/* xs_corpus_config_load: XS_E_PATTERNS with the set's fault: unknown keys, bad numbers, missing
 * lists. */
XS_CHECK enum xs_err xs_corpus_config_load(const struct xs_patfiles *set,
    const struct xs_lexset *lexicons, const struct xs_ruleset *rules,
    const struct xs_corpus_config **out);

#endif
