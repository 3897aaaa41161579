/* load_words.c: words of text tests in banks, a list for each test and place. */
#include "base/utf8.h"
#include "rule/load.h"
#include "text/literal.h"
#include "text/trie.h"

/* The last bank takes no more lists. */
static enum xs_err close_bank(struct xs_loader *l)
{
    struct xs_word_bank *bank = &l->priv->banks[l->priv->nbanks - 1];
    enum xs_err e = xs_lexset_make(l->words, l->a, &bank->words);
    xs_trie_free(l->words);
    l->words = NULL;
    return e;
}

static enum xs_err open_bank(struct xs_loader *l)
{
    struct xs_rule_private *p = l->priv;
    struct xs_word_bank *banks =
        xs_arena_grow(l->a, p->banks, &p->bank_cap, p->nbanks + 1, sizeof *banks);
    l->words = xs_trie_new();
    if (!banks || !l->words)
        return XS_E_NOMEM;
    p->banks = banks;
    banks[p->nbanks++] = (struct xs_word_bank){ .words = NULL };
    l->nlists = 0;
    return XS_OK;
}

static struct xs_lexmask *place_of(struct xs_lexhits *h, enum xs_word_at at)
{
    struct xs_lexmask *const places[XS_AT_COUNT] = { &h->has, &h->starts, &h->ends, &h->equals };
    return places[at];
}

enum xs_err xs_words_list(
    struct xs_loader *l, uint32_t test, enum xs_word_at at, bool may, size_t *list)
{
    struct xs_test_about *t = &l->priv->tests[test];
    if (l->words && l->nlists == (size_t)XS_LEXMASK_WORDS * 64)
        XS_TRY(close_bank(l));
    if (!l->words)
        XS_TRY(open_bank(l));
    struct xs_word_bank *bank = &l->priv->banks[l->priv->nbanks - 1];
    const struct xs_lexmask bit = xs_lexmask_one((int)l->nlists);
    struct xs_lexmask *asks = place_of(&bank->asks[t->subject], at);
    *asks = xs_lexmask_or(*asks, bit);
    if (may)
        bank->may = xs_lexmask_or(bank->may, bit);
    bank->test[l->nlists] = test;
    t->words = true;
    *list = l->nlists++;
    return XS_OK;
}

enum xs_err xs_words_lexicon(
    struct xs_loader *l, uint32_t test, enum xs_word_at at, bool may, const struct xs_lexmask *mask)
{
    size_t list;
    XS_TRY(xs_words_list(l, test, at, may, &list));
    return xs_lexset_give(l->env->lexicons, mask, l->words, list);
}

/* Can all of them be looked up? */
static bool usual(const struct xs_literals *words)
{
    for (size_t i = 0; i < words->count; i++) {
        size_t at = 0;
        if (xs_utf8_next(words->items[i].text, &at) >= XS_TRIE_ROOT_CPS)
            return false;
    }
    return words->count != 0;
}

static enum xs_word_at place(const struct xs_literal *w)
{
    return w->starts && w->ends ? XS_AT_WHOLE
           : w->starts          ? XS_AT_START
           : w->ends            ? XS_AT_END
                                : XS_AT_ANY;
}

enum xs_err xs_words_pattern(struct xs_loader *l, uint32_t test, xs_str pattern, bool *done)
{
    struct xs_literals words;
    xs_arena_reset(l->scratch);
    XS_TRY(xs_literals_of(l->scratch, pattern, &words));
    *done = usual(&words);
    for (enum xs_word_at at = 0; *done && at < XS_AT_COUNT; at++) {
        size_t list = SIZE_MAX;
        for (size_t i = 0; i < words.count; i++) {
            if (place(&words.items[i]) != at)
                continue;
            if (list == SIZE_MAX)
                XS_TRY(xs_words_list(l, test, at, false, &list));
            XS_TRY(xs_trie_add(l->words, words.items[i].text, list));
        }
    }
    l->priv->tests[test].patterns |= *done;
    return XS_OK;
}

enum xs_err xs_words_needed(struct xs_loader *l, uint32_t test, xs_str pattern)
{
    struct xs_test_about *t = &l->priv->tests[test];
    struct xs_literals words = { .count = 0 };
    size_t list;
    t->patterns = true;
    xs_arena_reset(l->scratch);
    /* texts of a project are long, and looked at by few tests: the pattern itself is cheaper */
    if (t->subject < XS_SUBJ_PROJECT_NAME)
        XS_TRY(xs_literals_needed(l->scratch, pattern, &words));
    if (!usual(&words)) {
        t->open = true;
        return XS_OK;
    }
    XS_TRY(xs_words_list(l, test, XS_AT_ANY, true, &list));
    for (size_t i = 0; i < words.count; i++)
        XS_TRY(xs_trie_add(l->words, words.items[i].text, list));
    return XS_OK;
}

enum xs_err xs_words_finish(struct xs_loader *l) { return l->words ? close_bank(l) : XS_OK; }
