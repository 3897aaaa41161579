/* rows.h: what goes into each column. Each function fills one row of its table (schema order);
 * texts are views into its arguments or into a. */
#ifndef XS_WRITE_ROWS_H
#define XS_WRITE_ROWS_H

#include "score/score.h"
#include "write/table.h"

/* A project as the ranking needs it: nothing in it points into a document's arena once it is kept.
 */
struct xs_ranked {
    xs_str file, place;
    uint32_t line, project, doc; /* doc: number in the comparison of documents */
    xs_str code, name, department_code, department;
    uint16_t year;
    bool has_budget;
    int64_t budget_micro;
    uint32_t indicators, verifiable, withheld, findings;
    struct xs_score score;
    uint64_t labels;
    xs_str reasons;
};

struct xs_document_row {
    xs_str file;
    const char *format, *encoding;
    uint64_t hash;
    const char *status; /* ok, empty, duplicate, skipped, unread */
    uint16_t year;
    xs_str department;
    uint64_t projects, indicators, lines, lines_unread, lines_furniture;
    xs_str message;
    enum xs_doc_kind kind;
};

/* Everything that rows are made from for one document. */
struct xs_row_source {
    xs_str file; /* as shown */
    const struct xs_doc *doc;
    const struct xs_findings *findings;
    const struct xs_ruleset *rules;
    enum xs_lang lang;
    const struct xs_messages *
        messages; /* texts around the rules' own ones (patterns/messages/write.yaml); may be NULL */
    struct xs_source_walk *walk; /* of this document; may be NULL */
};

/* One member of a cluster of the copies table. */
struct xs_copy_row {
    uint64_t cluster;
    const char *kind;         /* row, project, paragraph */
    int64_t similarity_micro; /* 0 .. 1000000 */
    uint64_t documents;
    xs_str file, project_code, text, place, spans;
    uint32_t line, seq, project; /* 0 = none */
};

/* A finding of the comparison of documents. */
struct xs_corpus_row {
    xs_str file;
    const struct xs_rule *rule;
    struct xs_place at;
    uint32_t project;
    xs_str code, name, quote, message;
    int64_t points;
};

void xs_row_ranking(const struct xs_ruleset *rules, uint64_t rank, const struct xs_ranked *p,
    struct xs_buf *scratch, struct xs_datum *row);
XS_CHECK enum xs_err xs_row_project(const struct xs_row_source *s, const struct xs_project *p,
    struct xs_arena *a, struct xs_datum *row);
XS_CHECK enum xs_err xs_row_indicator(const struct xs_row_source *s, const struct xs_project *p,
    const struct xs_row *r, struct xs_arena *a, struct xs_datum *row);
/* xs_rows_indicators: all of these rows of the document, as f writes them, to out. What fails in
 * out sticks there. */
XS_CHECK enum xs_err xs_rows_indicators(const struct xs_row_source *s, const struct xs_format *f,
    struct xs_arena *a, struct xs_buf *out);
XS_CHECK enum xs_err xs_row_finding(const struct xs_row_source *s, const struct xs_finding *f,
    struct xs_arena *a, struct xs_datum *row);
void xs_row_document(const struct xs_document_row *d, struct xs_arena *a, struct xs_datum *row);
void xs_row_rule(
    const struct xs_rule *r, const struct xs_reach *reach, xs_str message, struct xs_datum *row);
XS_CHECK enum xs_err xs_row_corpus_finding(
    const struct xs_corpus_row *f, struct xs_arena *a, struct xs_datum *row);
void xs_row_copy(const struct xs_copy_row *c, struct xs_datum *row);

/* xs_doc_kind_name: "target", "self-evaluation", "both", or "". */
const char *xs_doc_kind_name(enum xs_doc_kind k);
/* xs_place_text: "p3.t2.r5.c3" or "Sheet1!E7" where the format has no lines; empty otherwise. In a.
 */
XS_CHECK enum xs_err xs_place_text(const struct xs_place *at, struct xs_arena *a, xs_str *out);
/* What reasons are written with, for all projects of a document. */
enum xs_reason_phrase {
    XS_REASON_QUOTE,
    XS_REASON_AND,
    XS_REASON_MORE,
    XS_REASON_ROWS,
    XS_REASON_PLACES,
    XS_REASON_SAMPLED,
    XS_REASON_NEXT,
    XS_REASON_PHRASES
};
/* The phrases of one language, for all documents of a run. */
struct xs_reason_words {
    struct xs_template phrases[XS_REASON_PHRASES];
};
void xs_reason_words_make(
    const struct xs_messages *messages, enum xs_lang lang, struct xs_reason_words *out);
struct xs_reasoner {
    const struct xs_row_source *source;
    const struct xs_template *phrases;
    struct xs_arena *scratch;
    struct xs_buf head, samples, quote;
};
/* xs_reasoner_init: words, s and scratch, in which nothing stays, must live as long. */
void xs_reasoner_init(struct xs_reasoner *r, const struct xs_reason_words *words,
    const struct xs_row_source *s, struct xs_arena *scratch);
void xs_reasoner_free(struct xs_reasoner *r);
/* xs_reasons: the project's worst findings in words, each with its quote, at most a few; in lang.
 * Into out. */
void xs_reasons(struct xs_reasoner *r, uint32_t project, struct xs_buf *out);

#endif
