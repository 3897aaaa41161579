/* join_phrases.c: the boilerplate measure of Lang and Stice-Lawrence (2015), on runs of characters
 * in place of words: the share of letters that stand in sentences with a common phrase. */
#include "corpus/joining.h"

struct sentence_rec {
    uint32_t doc, sentence, letters;
};

static int sentence_cmp(const void *a, const void *b)
{
    const struct sentence_rec *x = a, *y = b;
    XS_ORDER(x, y, doc);
    XS_ORDER(x, y, sentence);
    return 0;
}

static const struct xs_order sentence_order = { sizeof(struct sentence_rec), sentence_cmp,
    XS_KEY_PAIR, false };

/* Numbers of the records of one common phrase. */
struct span {
    uint64_t from, to;
};

static int span_cmp(const void *a, const void *b)
{
    const struct span *x = a, *y = b;
    XS_ORDER(x, y, from);
    XS_ORDER(x, y, to);
    return 0;
}

static const struct xs_order span_order = { sizeof(struct span), span_cmp, XS_KEY_NUMBER, false };

/* Documents of each phrase, in the order of phrases. */
static enum xs_err count_documents(struct xs_corpus *c, struct xs_sorter *common)
{
    const void *r;
    struct xs_phrase_rec last = { 0 };
    uint32_t documents = 0;
    uint64_t first = 0, index = 0;
    XS_TRY(xs_sorter_begin(&c->phrases));
    for (;; index++) {
        XS_TRY(xs_sorter_next(&c->phrases, &r));
        const struct xs_phrase_rec *p = r;
        bool same = p && documents > 0 && p->hash == last.hash;
        bool many = (int64_t)documents * 1000 >= c->c->phrase_share * (int64_t)c->ndocs;
        if (!same && documents > 0 && many) {
            struct span span = { first, index };
            XS_TRY(xs_sorter_add(common, &span, sizeof span));
        }
        if (!p)
            return XS_OK;
        if (!same) {
            documents = 1;
            first = index;
        } else {
            documents += p->doc != last.doc;
        }
        last = *p;
    }
}

/* The sentences that the common phrases stand in. */
static enum xs_err collect(struct xs_corpus *c, struct xs_sorter *common, struct xs_sorter *out)
{
    const void *r;
    uint64_t index = 0;
    XS_TRY(xs_sorter_begin(common));
    XS_TRY(xs_sorter_begin(&c->phrases));
    for (;;) {
        XS_TRY(xs_sorter_next(common, &r));
        if (!r)
            return XS_OK;
        struct span s = *(const struct span *)r;
        for (; index < s.to; index++) {
            XS_TRY(xs_sorter_next(&c->phrases, &r));
            const struct xs_phrase_rec *p = r;
            if (!p)
                return XS_OK; /* no more than were counted */
            struct sentence_rec one = { p->doc, p->sentence, p->letters };
            if (index >= s.from)
                XS_TRY(xs_sorter_add(out, &one, sizeof one));
        }
    }
}

static enum xs_err add_up(struct xs_corpus *c, struct xs_sorter *sentences)
{
    const void *r;
    struct sentence_rec last = { 0 };
    XS_TRY(xs_sorter_begin(sentences));
    for (;;) {
        XS_TRY(xs_sorter_next(sentences, &r));
        const struct sentence_rec *s = r;
        if (!s)
            return XS_OK;
        if (s->doc != last.doc || s->sentence != last.sentence)
            c->docs[s->doc].boilerplate += s->letters;
        last = *s;
    }
}

enum xs_err xs_join_phrases(struct xs_corpus *c)
{
    struct xs_sorter common, sentences;
    if (!xs_corpus_phrases_known(c))
        return XS_OK;
    xs_sorter_init(&common, &c->scratch, &span_order);
    xs_sorter_init(&sentences, &c->scratch, &sentence_order);
    enum xs_err e = count_documents(c, &common);
    if (e == XS_OK)
        e = collect(c, &common, &sentences);
    if (e == XS_OK)
        e = add_up(c, &sentences);
    xs_sorter_free(&common);
    xs_sorter_free(&sentences);
    return e;
}
