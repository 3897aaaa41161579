/* told.h: findings of the comparison of documents, in words and points. */
#ifndef XS_WRITE_TOLD_H
#define XS_WRITE_TOLD_H

#include "corpus/clause.h"
#include "corpus/corpus.h"
#include "write/session.h"

struct xs_teller {
    const struct xs_engine *engine;
    const struct xs_corpus *corpus;
    enum xs_lang lang;
    struct xs_arena *a; /* messages and quotes live in it */
    struct xs_buf card, other, text;
    uint64_t loaded; /* the card that was told last, and its number; XS_CORPUS_NONE: none */
    struct xs_card last;
    /* the paragraph whose headings were told last, of which there may be many */
    uint64_t split; /* its card; XS_CORPUS_NONE: none */
    struct xs_arena *pieces;
    struct xs_clauses clauses;
    size_t at, counted; /* the clause that was told last; the text up to here has so many */
    uint32_t headings, characters;
};

/* Texts are in the teller's arena, those of the card in its buffer: valid until the next one. */
struct xs_told {
    const struct xs_rule *rule;
    int64_t points; /* the rule's weight times the finding's share */
    struct xs_card card;
    xs_str quote, message;
};

void xs_teller_init(struct xs_teller *t, const struct xs_engine *e, const struct xs_corpus *c,
    enum xs_lang lang, struct xs_arena *a);
void xs_teller_free(struct xs_teller *t);
/* xs_tell_points: rule and points alone. xs_tell: all of it.
 * Returns XS_OK, XS_E_NOMEM, XS_E_WRITE (a run file could not be read). */
void xs_tell_points(
    const struct xs_engine *e, const struct xs_corpus_finding *f, struct xs_told *out);
XS_CHECK enum xs_err xs_tell(
    struct xs_teller *t, const struct xs_corpus_finding *f, struct xs_told *out);

#endif
