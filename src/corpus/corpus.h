/* corpus.h: pass 2: the facts of all documents joined. Documents are added in path order; the
 * results depend on that order alone, not on threads or on the bound of memory. */
#ifndef XS_CORPUS_CORPUS_H
#define XS_CORPUS_CORPUS_H

#include "corpus/facts.h"
#include "corpus/spool.h"
#include "corpus/stock.h"

#define XS_CORPUS_NONE UINT64_MAX

struct xs_corpus_options {
    const struct xs_corpus_config *config;
    const struct xs_stock *stock; /* known stock clauses; may be NULL */
    struct xs_facts_wish wish;    /* what the facts were made with */
    bool clusters, learn;
    size_t memory;   /* bytes that buffers may take in all */
    const char *tmp; /* folder of run files; NULL: $TMPDIR, else /tmp */
};

/* A finding of pass 2; (doc, project, rule, ...) is the order in which they come. */
struct xs_corpus_finding {
    uint32_t doc,
        project;    /* doc: number in the order of adding, from 0; project 0 = the document */
    uint32_t rule;  /* enum xs_corpus_rule */
    uint32_t share; /* thousandths: what the points are multiplied with */
    uint32_t number;
    uint32_t
        other_doc;  /* document of `other`; of a stock paragraph, which of its headings (from 1) */
    uint64_t card;  /* where and what: xs_corpus_card */
    uint64_t other; /* the project that it is like; XS_CORPUS_NONE = none */
};

/* A place that a table or message shows. Texts are views of the buffer that it was read into. */
struct xs_card {
    struct xs_place at;
    uint32_t project, seq;
    xs_str code, name, text;
};

/* What is known of a document at the end. */
struct xs_corpus_document {
    xs_str file;
    uint32_t office;
    uint16_t year;
    uint32_t letters, stock_letters; /* of its safeguards */
    uint32_t phrase_letters,
        boilerplate; /* of its running text; in sentences with a common phrase */
    uint32_t safeguards, stock_paragraphs; /* paragraphs of its safeguards; with stock text */
    uint64_t stock_card;                   /* of the first of them */
    uint32_t first_paragraph, nparagraphs; /* numbers of them in the whole */
    size_t first_clause; /* its number in the whole, as long as all are in memory */
};

/* One member of a cluster; those of a cluster follow each other, the first one first. */
struct xs_corpus_member {
    uint64_t cluster;   /* from 1 */
    const char *kind;   /* row, project, paragraph */
    int64_t similarity; /* to the first member, thousandths */
    uint64_t documents; /* of the cluster */
    bool first;
    uint32_t doc;
    struct xs_card card;
};

struct xs_corpus;

XS_CHECK enum xs_err xs_corpus_new(const struct xs_corpus_options *o, struct xs_corpus **out);
void xs_corpus_free(struct xs_corpus *c);
/* xs_corpus_add: the next document. file lives on. Returns XS_OK, XS_E_NOMEM, XS_E_WRITE (errno).
 */
XS_CHECK enum xs_err xs_corpus_add(struct xs_corpus *c, xs_str file, const struct xs_facts *f);
/* xs_corpus_join: after the last document: all findings and shares. */
XS_CHECK enum xs_err xs_corpus_join(struct xs_corpus *c);
/* xs_corpus_next: the next finding, or NULL at the end. xs_corpus_rewind: the first one again. */
XS_CHECK enum xs_err xs_corpus_next(struct xs_corpus *c, const struct xs_corpus_finding **out);
XS_CHECK enum xs_err xs_corpus_rewind(struct xs_corpus *c);
/* xs_corpus_card: the card at `at`; out's texts are views of buf, which is cleared first. */
XS_CHECK enum xs_err xs_corpus_card(
    const struct xs_corpus *c, uint64_t at, struct xs_buf *buf, struct xs_card *out);
size_t xs_corpus_ndocuments(const struct xs_corpus *c);
const struct xs_corpus_document *xs_corpus_document(const struct xs_corpus *c, size_t doc);
/* xs_corpus_clusters: every cluster of rows, projects and paragraphs that reaches over two or more
 * documents, member by member. Needs `clusters`, `texts` and `pairs`; after xs_corpus_join. */
XS_CHECK enum xs_err xs_corpus_clusters(struct xs_corpus *c,
    enum xs_err (*take)(void *ctx, const struct xs_corpus_member *m), void *ctx);
/* xs_corpus_learned: the store of all clauses that stand in at least `least` offices. */
XS_CHECK enum xs_err xs_corpus_learned(struct xs_corpus *c, uint64_t least,
    enum xs_err (*take)(void *ctx, const struct xs_stock_entry *e), void *ctx);
/* xs_corpus_offices: different offices. xs_corpus_disk: bytes that went to run files. */
uint64_t xs_corpus_offices(const struct xs_corpus *c);
uint64_t xs_corpus_disk(const struct xs_corpus *c);
/* xs_corpus_phrases_known: enough documents for the measure of phrases. */
bool xs_corpus_phrases_known(const struct xs_corpus *c);

#endif
