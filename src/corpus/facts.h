/* facts.h: what the comparison of documents needs to know of each one. Pass 1 makes them, document
 * by document, on any thread; corpus.h joins them. */
#ifndef XS_CORPUS_FACTS_H
#define XS_CORPUS_FACTS_H

#include "corpus/clause.h"
#include "corpus/shingle.h"
#include "tree/doc.h"

/* What is to be kept beside the hashes that the score needs. */
struct xs_facts_wish {
    bool texts;   /* texts and places, for tables that show them */
    bool pairs;   /* runs of characters of paragraphs, to find pairs */
    bool phrases; /* phrases of Lang and Stice-Lawrence's measure */
};

struct xs_paragraph_fact {
    struct xs_place at;
    uint32_t letters;
    bool safeguard;
    size_t first_clause, nclauses;
    struct xs_runs runs;
    xs_str text; /* without its number */
};

struct xs_row_fact {
    uint64_t hash; /* name and description without digits, punctuation and the office's own names; 0
                      = not compared: without wish.pairs, also what no project is judged by */
    uint64_t exact; /* name and description, folded; with wish.pairs */
    uint64_t value;
    struct xs_place at; /* with wish.texts, as is text */
    uint32_t project, seq;
    bool withheld, own; /* own: a name that many projects truly need */
    xs_str text;        /* name and description */
};

struct xs_project_fact {
    struct xs_place at;
    uint32_t number, rows;  /* rows that may be compared */
    uint64_t title;         /* name without funding words and digits; 0 = too short */
    uint64_t goal, purpose; /* letters; 0 = none */
    uint32_t goal_letters;
    xs_str code, name, goal_text;
};

struct xs_phrase_fact {
    uint64_t hash;
    uint32_t sentence, letters; /* of the sentence */
};

/* A place that a word list of the corpus rules was found in. */
struct xs_word_fact {
    enum xs_corpus_rule rule;
    struct xs_place at;
    uint32_t project; /* 0 = the document */
    xs_str quote;
};

struct xs_facts {
    uint64_t office; /* hash of the department's name; 0 = unknown */
    uint16_t year;
    uint32_t phrase_letters;
    struct xs_clauses clauses; /* of all paragraphs of part one, one after the other */
    size_t nparagraphs, nrows, nprojects, nphrases, nwords;
    struct xs_paragraph_fact *paragraphs;
    struct xs_row_fact *rows;
    struct xs_project_fact *projects;
    struct xs_phrase_fact *phrases;
    struct xs_word_fact *words;
    size_t phrases_cap, words_cap;
};

struct xs_layout;
struct xs_facts_env {
    const struct xs_corpus_config *config;
    const struct xs_layout *layout; /* for the numbering of paragraphs */
    struct xs_facts_wish wish;
};
/* xs_facts_make: the facts of one document, all of them in a; scratch is left fuller.
 * Returns XS_OK, XS_E_NOMEM. Any thread. */
XS_CHECK enum xs_err xs_facts_make(const struct xs_facts_env *env, const struct xs_doc *d,
    struct xs_arena *scratch, struct xs_arena *a, struct xs_facts *out);

#endif
