/* known.c: tests on the texts of a row or project, and what is noted of a text: all tests that are
 * a matter of words are decided in one pass over it. */
#include <string.h>

#include "base/limits.h"
#include "rule/private.h"

/* The text as the memo knows it, or NULL. */
static struct xs_noted *noted(struct xs_row_ctx *x, enum xs_subject s)
{
    xs_str unit;
    if (s != XS_SUBJ_UNIT)
        return xs_has_note(s) ? xs_noted_at(x->row, s) : NULL;
    unit = xs_subject_text(x, s);
    return xs_memo_text(x->memo, &unit);
}

_Static_assert(XS_SUBJ_PROJECT_NAME <= XS_MEMO_STATES, "a number for each text of a row");

/* ---- words ---- */

static enum xs_tri alt_eval(struct xs_row_ctx *x, xs_str text, const struct xs_alt *alt)
{
    if (!alt->re)
        return text.len && xs_lexchars_cover(alt->chars, text, alt->left) &&
                       xs_lex_made_of(x->set->priv->env->lexicons, text, &alt->mask, alt->left)
                   ? XS_TRI_YES
                   : XS_TRI_NO;
    enum xs_match m = xs_regex_match(alt->re, x->matcher, text, NULL, NULL);
    return m == XS_MATCH_UNDECIDED ? XS_TRI_UNDECIDED : m == XS_MATCH_YES ? XS_TRI_YES : XS_TRI_NO;
}

static void scan(struct xs_row_ctx *x, xs_str text)
{
    const struct xs_rule_private *p = x->set->priv;
    if (x->scanned.ptr == text.ptr && x->scanned.len == text.len && text.len)
        return; /* a name without a number is its core as well */
    for (size_t i = 0; i < p->nbanks; i++)
        xs_lex_scan(p->banks[i].words, text, &x->hits[i]);
    x->scanned = text;
}

/* Sets the bits of the tests that the words of one bank meet, and of those that they make possible.
 */
static void meet(const struct xs_word_bank *b, const struct xs_lexhits *h, enum xs_subject s,
    uint64_t *met, uint64_t *may)
{
    const struct xs_lexhits *asks = &b->asks[s];
    for (unsigned w = 0; w < XS_LEXMASK_WORDS; w++) {
        uint64_t hit = (h->has.w[w] & asks->has.w[w]) | (h->starts.w[w] & asks->starts.w[w]) |
                       (h->ends.w[w] & asks->ends.w[w]) | (h->equals.w[w] & asks->equals.w[w]);
        for (; hit; hit &= hit - 1) {
            const uint32_t list = w * 64 + (uint32_t)__builtin_ctzll(hit), test = b->test[list];
            uint64_t *to = xs_lexmask_has(&b->may, (int)list) ? may : met;
            to[test >> 6] |= UINT64_C(1) << (test & 63);
        }
    }
}

/* Marks the maps that tests, bits of word w, stand in. */
static void mark_maps(const struct xs_index *in, size_t w, uint64_t tests, uint64_t *maps)
{
    for (; tests; tests &= tests - 1) {
        uint32_t map = in->map_of[w * 64 + (unsigned)__builtin_ctzll(tests)];
        if (map != XS_NO_MAP)
            maps[map >> 6] |= UINT64_C(1) << (map & 63);
    }
}

/* Fills k, all zeroes but for the tests that hold by the words of a text, in the place of those
 * that hold, and those that its words make possible, in that of those that are decided. */
static void start(const struct xs_index *in, enum xs_subject s, size_t text_len, struct xs_known *k)
{
    uint64_t *asked = k->sets, *out = asked + in->nwords, *decided = out + in->nwords,
             *holds = decided + in->ntest_words;
    for (size_t w = 0; w < in->ntest_words; w++) {
        const struct xs_test_word *t = &in->tests[w];
        uint64_t met = holds[w] | (text_len ? 0 : t->empty);
        uint64_t open = t->open | decided[w] | (text_len > XS_MAX_SUBJECT ? t->patterns : 0);
        decided[w] = t->on[s] & (met | ~open);
        holds[w] = decided[w] & (met ^ t->negate);
        mark_maps(in, w, decided[w] & ~holds[w], out);
        mark_maps(in, w, t->on[s] & ~decided[w], asked);
    }
    for (size_t w = 0; w < in->nwords; w++)
        asked[w] = out[w] | ~asked[w];
    k->words = true;
    k->first = 0;
}

/* Decides what words make possible and no pattern is needed for. */
static void plain_tests(
    struct xs_row_ctx *x, xs_str text, const uint64_t *holds, uint64_t *possible)
{
    const struct xs_index *in = &x->set->priv->index;
    for (size_t w = 0; w < in->ntest_words; w++)
        for (uint64_t left = possible[w] & ~holds[w] & in->tests[w].plain; left; left &= left - 1) {
            const struct xs_text_test *t = in->test_of[w * 64 + (unsigned)__builtin_ctzll(left)];
            enum xs_tri result = XS_TRI_NO;
            for (size_t i = 0; i < t->nalts && result == XS_TRI_NO; i++)
                result = alt_eval(x, text, &t->alts[i]);
            if (result == XS_TRI_NO)
                possible[w] &= ~(left & -left);
        }
}

/* Looks for words: k is what start begins with. */
static void find_words(struct xs_row_ctx *x, enum xs_subject s, xs_str text, struct xs_known *k)
{
    const struct xs_rule_private *p = x->set->priv;
    uint64_t *possible = k->sets + 2 * p->index.nwords, *holds = possible + p->index.ntest_words;
    scan(x, text);
    memset(k, 0, p->index.known_size);
    for (size_t i = 0; i < p->nbanks; i++)
        meet(&p->banks[i], &x->hits[i], s, holds, possible);
    if (text.len <= XS_MAX_SUBJECT)
        plain_tests(x, text, holds, possible);
}

/* ---- what is known ---- */

enum xs_err xs_known_room(struct xs_row_ctx *x, struct xs_arena *a)
{
    const struct xs_rule_private *p = x->set->priv;
    const size_t size = p->index.known_size;
    x->hits = xs_arena_alloc(a, p->nbanks + 1, sizeof *x->hits);
    char *own = xs_arena_alloc(a, XS_SUBJ_COUNT, size);
    if (!x->hits || !own)
        return XS_E_NOMEM;
    for (size_t s = 0; s < XS_SUBJ_COUNT; s++)
        x->own[s] = (struct xs_known *)(void *)(own + s * size);
    x->states = xs_states_of(x->memo, &p->index);
    return XS_OK;
}

/* The number of what the words of a text let know of it; 0: it is in own. What follows from the
 * same words is worked out once. */
static uint16_t number_by_words(
    struct xs_row_ctx *x, enum xs_subject s, xs_str text, struct xs_known *own)
{
    const struct xs_index *in = &x->set->priv->index;
    find_words(x, s, text, own);
    own->first = (uint8_t)(1 + s + (text.len ? 0 : XS_SUBJ_COUNT));
    const bool may = x->states && text.len <= XS_MAX_SUBJECT;
    const uint16_t first = may ? xs_state_number(x->states, own) : 0;
    struct xs_known *known = first ? x->states->items[first] : NULL;
    if (known && known->start)
        return known->start;
    start(in, s, text.len, own);
    const uint16_t number = may ? xs_state_number(x->states, own) : 0;
    if (known)
        known->start = number;
    return number;
}

const struct xs_known *xs_known_slow(struct xs_row_ctx *x, enum xs_subject s)
{
    struct xs_noted *t = x->states ? noted(x, s) : NULL;
    struct xs_known *own = x->own[s];
    uint16_t number = t ? xs_memo_state(t, s) : 0;
    if (s >= XS_SUBJ_PROJECT_NAME) /* its words are looked for once a test asks for them */
        memset(own, 0, x->set->priv->index.known_size);
    else if (!number)
        number = number_by_words(x, s, xs_subject_text(x, s), own);
    if (t)
        xs_memo_set_state(x->memo, t, s, number);
    x->looked_up |= UINT32_C(1) << s;
    return x->known[s] = number ? x->states->items[number] : own;
}

struct xs_known *xs_known_own(struct xs_row_ctx *x, enum xs_subject s)
{
    struct xs_known *own = x->own[s];
    if (x->known[s] != own)
        memcpy(own, x->known[s], x->set->priv->index.known_size);
    x->known[s] = own;
    return own;
}

void xs_known_keep(struct xs_row_ctx *x, enum xs_subject s)
{
    struct xs_noted *t = x->states && x->known[s] == x->own[s] ? noted(x, s) : NULL;
    const uint16_t number = t ? xs_state_number(x->states, x->own[s]) : 0;
    if (!number)
        return;
    xs_memo_set_state(x->memo, t, s, number);
    x->known[s] = x->states->items[number];
}

/* ---- tests ---- */

/* NOLINTBEGIN(misc-no-recursion): parts have no parts */
static enum xs_tri all_parts(struct xs_row_ctx *x, const struct xs_text_test *t)
{
    enum xs_tri result = XS_TRI_YES;
    for (size_t i = 0; i < t->nparts && result != XS_TRI_NO; i++) {
        enum xs_tri one = xs_text_eval(x, &t->parts[i]);
        result = one < result ? one : result;
    }
    return result;
}

/* What words do not decide. */
static enum xs_tri test_text(struct xs_row_ctx *x, const struct xs_text_test *t)
{
    xs_str text = xs_subject_text(x, t->subject);
    bool long_words = text.len > XS_MAX_SUBJECT && x->set->priv->tests[t->id].patterns;
    enum xs_tri result = long_words ? XS_TRI_UNDECIDED : XS_TRI_NO;
    for (size_t i = 0; i < t->nalts && result != XS_TRI_YES; i++) {
        enum xs_tri one = alt_eval(x, text, &t->alts[i]);
        result = one > result ? one : result;
    }
    if (t->nparts)
        result = all_parts(x, t);
    return t->negate ? (enum xs_tri)(XS_TRI_YES - result) : result;
}

enum xs_tri xs_text_eval(struct xs_row_ctx *x, const struct xs_text_test *t)
{
    const struct xs_index *in = &x->set->priv->index;
    const size_t decided = 2 * in->nwords + (t->id >> 6), holds = decided + in->ntest_words;
    const struct xs_known *k = xs_known_of(x, t->subject);
    const uint64_t bit = UINT64_C(1) << (t->id & 63);
    if (!k->words && ((in->tests[t->id >> 6].words | in->tests[t->id >> 6].empty) & bit)) {
        const xs_str text = xs_subject_text(x, t->subject);
        find_words(x, t->subject, text, x->own[t->subject]);
        start(in, t->subject, text.len, x->own[t->subject]);
    }
    if (k->sets[decided] & bit)
        return k->sets[holds] & bit ? XS_TRI_YES : XS_TRI_NO;
    enum xs_tri result = test_text(x, t);
    struct xs_known *own = xs_known_own(x, t->subject);
    if (result != XS_TRI_UNDECIDED)
        own->sets[decided] |= bit;
    if (result == XS_TRI_YES)
        own->sets[holds] |= bit;
    return result;
}
/* NOLINTEND(misc-no-recursion) */
