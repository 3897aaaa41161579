#include "corpus/clause.h"

#include "base/utf8.h"
#include "rule/similar.h"

#define LONGEST_HEADING 20

static bool digit(uint32_t cp) { return cp >= '0' && cp <= '9'; }

uint64_t xs_letters_hash(xs_str text, uint32_t *letters)
{
    uint64_t h = XS_LETTERS;
    uint32_t n = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t cp = xs_utf8_next(text, &at);
        if (digit(cp) || !xs_content(cp))
            continue;
        h = xs_letter_hash(h, cp);
        n++;
    }
    if (letters)
        *letters = n;
    return n ? h : 0;
}

static enum xs_err end_clause(const struct xs_corpus_config *c, struct xs_arena *a, xs_str text,
    struct xs_clauses *out, struct xs_clause *now)
{
    if (now->letters < c->clause_least)
        return XS_OK;
    xs_str s = xs_str_sub(text, now->from, now->to - now->from);
    size_t tail = 0;
    for (size_t i = 0; i < c->tail.n && tail == 0; i++)
        tail = xs_str_ends(s, c->tail.words[i]) ? c->tail.words[i].len : 0;
    if (tail > 0 && tail < s.len) {
        s.len -= tail;
        now->to -= (uint32_t)tail;
        now->hash = xs_letters_hash(s, &now->letters);
        if (now->letters < c->clause_least)
            return XS_OK;
    }
    now->heading = now->letters <= LONGEST_HEADING &&
                   xs_lex_longest(c->lexicons, s, 0, &c->heading, NULL) == s.len;
    struct xs_clause *items = xs_arena_grow(a, out->items, &out->cap, out->n + 1, sizeof *items);
    if (!items)
        return XS_E_NOMEM;
    out->items = items;
    items[out->n++] = *now;
    return XS_OK;
}

enum xs_err xs_clauses_add(
    const struct xs_corpus_config *c, struct xs_arena *a, xs_str folded, struct xs_clauses *out)
{
    struct xs_clause now = { .hash = XS_LETTERS };
    for (size_t at = 0; at < folded.len;) {
        uint32_t from = (uint32_t)at;
        uint32_t cp = xs_utf8_next(folded, &at);
        if (!xs_content(cp)) {
            XS_TRY(end_clause(c, a, folded, out, &now));
            now = (struct xs_clause){ .hash = XS_LETTERS };
            continue;
        }
        if (digit(cp))
            continue;
        if (now.letters++ == 0)
            now.from = from;
        now.to = (uint32_t)at;
        now.hash = xs_letter_hash(now.hash, cp);
        out->letters++;
    }
    return end_clause(c, a, folded, out, &now);
}
