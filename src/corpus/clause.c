#include "corpus/clause.h"

#include "base/utf8.h"

#define LONGEST_HEADING 20
#define HAN_BYTES 3
#define CLAUSE_BYTES 16 /* few texts have shorter ones throughout */

uint64_t xs_letters_hash(xs_str text, uint32_t *letters)
{
    static const struct xs_firsts none;
    uint64_t h = XS_LETTERS;
    uint32_t n = 0;
    for (size_t at = 0, next; at < text.len; at = next) {
        next = xs_han_run(&none, 0, text, at, &h);
        n += (uint32_t)(next - at) / HAN_BYTES;
        if (next == text.len)
            break;
        uint32_t cp = xs_utf8_next(text, &next);
        if (!xs_is_letter(cp))
            continue;
        h = xs_letter_hash(h, cp);
        n++;
    }
    if (letters)
        *letters = n;
    return n ? h : 0;
}

/* Bytes of the word that is taken off a clause's end. */
static inline size_t tail_of(const struct xs_corpus_config *c, xs_str s)
{
    if (!(c->tail_ends >> (s.ptr[s.len - 1] & 63) & 1))
        return 0;
    for (size_t i = 0; i < c->tail.n; i++)
        if (xs_str_ends(s, c->tail.words[i]))
            return c->tail.words[i].len;
    return 0;
}

enum xs_err xs_clauses_room(struct xs_arena *a, size_t bytes, struct xs_clauses *out)
{
    size_t cap = bytes / CLAUSE_BYTES + 1;
    out->items = xs_arena_alloc(a, cap, sizeof *out->items);
    out->cap = out->items ? cap : 0;
    return out->items ? XS_OK : XS_E_NOMEM;
}

/* Takes a word of the list `tail` off. False: too little is left. */
static bool cut_tail(const struct xs_corpus_config *c, xs_str *s, struct xs_clause *now)
{
    size_t tail = tail_of(c, *s);
    if (tail == 0 || tail == s->len)
        return true;
    s->len -= tail;
    now->to -= (uint32_t)tail;
    now->hash = xs_letters_hash(*s, &now->letters);
    return now->letters >= c->clause_least;
}

static enum xs_err end_clause(const struct xs_corpus_config *c, struct xs_arena *a, xs_str text,
    struct xs_clauses *out, struct xs_clause *now)
{
    xs_str s = { text.ptr + now->from, now->to - now->from };
    if (!cut_tail(c, &s, now))
        return XS_OK;
    now->heading = !out->plain && now->letters <= LONGEST_HEADING &&
                   xs_lex_longest(c->lexicons, s, 0, &c->heading, NULL) == s.len;
    if (out->n == out->cap) {
        struct xs_clause *items =
            xs_arena_grow(a, out->items, &out->cap, out->n + 1, sizeof *items);
        if (!items)
            return XS_E_NOMEM;
        out->items = items;
    }
    out->items[out->n++] = *now;
    return XS_OK;
}

/* The words that are looked for: does one of these lists stand at `at`, where cp does? */
static void look(
    const struct xs_corpus_config *c, xs_str text, size_t at, uint32_t cp, struct xs_clauses *out)
{
    unsigned lists = c->firsts.lists[cp % XS_FIRSTS] & out->want;
    if ((lists & XS_FEW_TEMPLATE) && xs_few_at(&c->template, text, at, cp) > 0) {
        out->want &= (uint8_t)~XS_FEW_TEMPLATE;
        out->template_at = (uint32_t)at;
    }
    if ((lists & XS_FEW_CITY) && xs_few_at(&c->city, text, at, cp) > 0) {
        out->want &= (uint8_t)~XS_FEW_CITY;
        out->city_at = (uint32_t)at;
    }
}

/* Letters from `from` to `to`, whose hash is in now already. */
static void take(struct xs_clause *now, size_t from, size_t to, uint32_t letters)
{
    if (now->letters == 0)
        now->from = (uint32_t)from;
    now->letters += letters;
    now->to = (uint32_t)to;
}

enum xs_err xs_clauses_add(
    const struct xs_corpus_config *c, struct xs_arena *a, xs_str folded, struct xs_clauses *out)
{
    struct xs_clause now = { .hash = XS_LETTERS };
    for (size_t at = 0, next; at < folded.len; at = next) {
        next = xs_han_run(&c->firsts, out->want, folded, at, &now.hash);
        if (next > at)
            take(&now, at, next, (uint32_t)(next - at) / HAN_BYTES);
        if (next == folded.len)
            break;
        at = next;
        uint32_t cp = xs_utf8_next(folded, &next);
        if (xs_firsts_may(&c->firsts, cp, out->want))
            look(c, folded, at, cp, out);
        if (xs_is_letter(cp)) {
            now.hash = xs_letter_hash(now.hash, cp);
            take(&now, at, next, 1);
        } else if (!xs_is_digit(cp)) {
            out->letters += now.letters;
            if (now.letters >= c->clause_least)
                XS_TRY(end_clause(c, a, folded, out, &now));
            now = (struct xs_clause){ .hash = XS_LETTERS };
        }
    }
    out->letters += now.letters;
    return now.letters >= c->clause_least ? end_clause(c, a, folded, out, &now) : XS_OK;
}
