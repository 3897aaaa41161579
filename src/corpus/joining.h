/* joining.h: the records of the join. Each order is total: of two records that compare equal it
 * makes no matter which one comes first, so that any way of sorting gives the same results. */
#ifndef XS_CORPUS_JOINING_H
#define XS_CORPUS_JOINING_H

#include "base/map.h"
#include "corpus/corpus.h"
#include "corpus/shingle.h"

struct xs_clause_rec { /* equal hash: equal letters; they come in the order of documents */
    uint64_t hash;
    uint32_t paragraph;
    uint16_t letters;
    bool heading, safeguard; /* safeguard: the paragraph is one */
};

struct xs_row_rec { /* for links: equal rows with equal values */
    uint64_t hash;  /* of both */
    uint32_t office, doc, project, seq;
    uint32_t least; /* rows of the project that have to stand in one other one; 0: no number is
                       enough */
    uint32_t unused;
};

struct xs_rowtext_rec { /* for clusters */
    uint64_t hash;
    uint32_t doc, project, seq, unused;
    uint64_t exact, card;
};

struct xs_link_rec {
    uint32_t from, to, seq;
};

struct xs_goal_rec {
    uint64_t hash;
    uint32_t office, doc, project, unused;
};

struct xs_text_rec { /* for clusters: equal hash: the same runs of characters */
    uint64_t hash;
    uint32_t paragraph, doc;
};

struct xs_key_rec {
    uint32_t key, paragraph, doc;
};

struct xs_edge_rec {
    uint32_t a, b;
    uint32_t similarity;
};

struct xs_phrase_rec {
    uint64_t hash;
    uint32_t doc, sentence, letters, unused;
};

/* Kept by number, in a spool: fixed size, so that the number gives the place. */
struct xs_project_rec {
    uint32_t doc, number, rows, goal_letters;
    uint64_t title, goal, purpose, card;
};
struct xs_paragraph_rec {
    uint32_t doc, letters;
    uint64_t card, runs; /* of characters; XS_CORPUS_NONE = not compared */
};

struct xs_corpus {
    struct xs_corpus_options o;
    const struct xs_corpus_config *c;
    struct xs_runfiles scratch;
    struct xs_tract spare;
    uint64_t disk;
    struct xs_arena *arena; /* of the offices */
    struct xs_map offices;
    size_t ndocs, docs_cap;
    struct xs_corpus_document *docs;
    uint32_t nprojects, nparagraphs;
    size_t nfirsts, firsts_cap;
    uint32_t *firsts;   /* document of every XS_PARAGRAPH_STEPth paragraph */
    uint64_t nrows;     /* that may be linked */
    struct xs_buf card; /* the one that is put */
    struct xs_spool cards, projects, paragraphs, runs;
    struct xs_sorter clauses, rows, rowtexts, goals, texts, phrases, findings;
    struct xs_sorter project_edges; /* for clusters */
};

/* Everything by which a and b may differ, in turn: for comparison functions. */
#define XS_ORDER(x, y, field)                                                                      \
    do {                                                                                           \
        if ((x)->field != (y)->field)                                                              \
            return (x)->field < (y)->field ? -1 : 1;                                               \
    } while (0)

extern const struct xs_order xs_edge_order;
XS_CHECK enum xs_err xs_corpus_put_card(
    struct xs_corpus *c, const struct xs_card *card, uint64_t *at);
XS_CHECK enum xs_err xs_corpus_project(
    const struct xs_corpus *c, uint32_t index, struct xs_project_rec *out);
XS_CHECK enum xs_err xs_corpus_paragraph(
    const struct xs_corpus *c, uint32_t index, struct xs_paragraph_rec *out);
/* xs_corpus_runs: those of a paragraph that is compared; a view of buf, which is cleared first. */
XS_CHECK enum xs_err xs_corpus_runs(
    const struct xs_corpus *c, uint32_t paragraph, struct xs_buf *buf, struct xs_runs *out);
/* xs_corpus_doc_of: the document of a paragraph, which may be the one before or the next. */
#define XS_PARAGRAPH_STEP 16
uint32_t xs_corpus_doc_of_any(const struct xs_corpus *c, uint32_t paragraph);
static inline uint32_t xs_corpus_doc_of(
    const struct xs_corpus *c, uint32_t paragraph, uint32_t before)
{
    for (uint32_t d = before; d < c->ndocs && d - before < 2; d++)
        if (paragraph >= c->docs[d].first_paragraph &&
            paragraph - c->docs[d].first_paragraph < c->docs[d].nparagraphs)
            return d;
    return xs_corpus_doc_of_any(c, paragraph);
}
XS_CHECK enum xs_err xs_corpus_find(struct xs_corpus *c, const struct xs_corpus_finding *f);

XS_CHECK enum xs_err xs_join_stock(struct xs_corpus *c);
XS_CHECK enum xs_err xs_join_rows(struct xs_corpus *c);
XS_CHECK enum xs_err xs_join_goals(struct xs_corpus *c);
XS_CHECK enum xs_err xs_join_phrases(struct xs_corpus *c);
/* One programme on two lines of funding, or in two forms of one disclosure. */
bool xs_same_programme(
    const struct xs_corpus *c, const struct xs_project_rec *a, const struct xs_project_rec *b);

#endif
