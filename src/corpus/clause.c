#include "corpus/clause.h"

#include "base/utf8.h"

#define LONGEST_HEADING 20
#define CLAUSE_BYTES 16 /* few texts have shorter ones throughout */

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

/* Letters of a short text, and their bytes. */
static void count_letters(xs_str s, size_t *letters, size_t *bytes)
{
    *letters = *bytes = 0;
    for (size_t at = 0, next = 0; at < s.len; at = next) {
        if (!xs_is_letter(xs_utf8_next(s, &next)))
            continue;
        *bytes += next - at;
        ++*letters;
    }
}

/* A clause under way. */
struct clause {
    size_t from, to;
    size_t bytes, letters; /* bytes: of its letters; digits lie between them */
};

/* Takes a word of the list `tail` off. False: too little is left. */
static bool cut_tail(const struct xs_corpus_config *c, size_t tail, xs_str *s, struct clause *now)
{
    size_t letters, bytes;
    s->len -= tail;
    count_letters((xs_str){ s->ptr + s->len, tail }, &letters, &bytes);
    now->to -= tail;
    now->letters -= letters;
    now->bytes -= bytes;
    return now->letters >= (size_t)c->clause_least;
}

/* Room for one clause more. */
static enum xs_err grow(struct xs_arena *a, struct xs_clauses *out)
{
    struct xs_clause *items = xs_arena_grow(a, out->items, &out->cap, out->n + 1, sizeof *items);
    if (!items)
        return XS_E_NOMEM;
    out->items = items;
    return XS_OK;
}

/* It is asked for each clause: all that is rare is in functions of its own. */
static inline enum xs_err end_clause(const struct xs_corpus_config *c, struct xs_arena *a,
    xs_str text, struct xs_clauses *out, struct clause *now)
{
    xs_str s = { text.ptr + now->from, now->to - now->from };
    const size_t tail = tail_of(c, s);
    if (tail > 0 && tail < s.len && !cut_tail(c, tail, &s, now))
        return XS_OK;
    if (out->n == out->cap)
        XS_TRY(grow(a, out));
    struct xs_clause *item = &out->items[out->n++];
    item->hash = s.len == now->bytes ? xs_letters_bytes(s) : xs_letters_hash(s, NULL);
    item->from = (uint32_t)now->from;
    item->to = (uint32_t)now->to;
    item->letters = (uint32_t)now->letters;
    item->heading = !out->plain && now->letters <= LONGEST_HEADING &&
                    xs_lexwant_begins(&c->headings, s, 0) &&
                    xs_lex_longest(c->lexicons, s, 0, &c->heading, NULL) == s.len;
    return XS_OK;
}

/* The words that are looked for: at each place of these 32 bytes where one may begin. */
static void look(const struct xs_corpus_config *c, xs_str text, size_t from, uint32_t bits,
    struct xs_clauses *out)
{
    for (; bits; bits &= bits - 1) {
        const size_t at = from + xs_vec_first(bits);
        size_t next = at;
        const uint32_t cp = xs_utf8_next(text, &next);
        if ((out->want & XS_FEW_TEMPLATE) && xs_few_at(&c->template, text, at, cp) > 0) {
            out->want &= (uint8_t)~XS_FEW_TEMPLATE;
            out->template_at = (uint32_t)at;
        }
        if ((out->want & XS_FEW_CITY) && xs_few_at(&c->city, text, at, cp) > 0) {
            out->want &= (uint8_t)~XS_FEW_CITY;
            out->city_at = (uint32_t)at;
        }
    }
}

static inline void take(struct clause *now, size_t from, size_t to, size_t letters)
{
    if (now->bytes == 0)
        now->from = from;
    now->bytes += to - from;
    now->to = to;
    now->letters += letters;
}

static inline enum xs_err close(const struct xs_corpus_config *c, struct xs_arena *a, xs_str text,
    struct xs_clauses *out, struct clause *now)
{
    enum xs_err e = XS_OK;
    out->letters += (uint32_t)now->letters;
    if (now->letters >= (size_t)c->clause_least)
        e = end_clause(c, a, text, out, now);
    now->bytes = now->letters = 0;
    return e;
}

enum xs_err xs_clauses_add(
    const struct xs_corpus_config *c, struct xs_arena *a, xs_str folded, struct xs_clauses *out)
{
    struct clause now = { 0 };
    struct xs_marks m;
    size_t at = 0; /* a run of Han characters begins here */
    for (size_t from = 0; from < folded.len; from += XS_MARKS_BYTES) {
        const bool city = (out->want & XS_FEW_CITY) != 0;
        xs_marks_make(folded, from, out->want ? &c->templates[city] : NULL, &m);
        for (size_t i = 0, here = from; i < m.n; i++, here += 32) {
            if (m.starts[i])
                look(c, folded, here, m.starts[i], out);
            for (uint32_t bits = m.others[i]; bits; bits &= bits - 1) {
                const size_t to = here + xs_vec_first(bits);
                if (to > at)
                    take(&now, at, to, (to - at) / XS_HAN_BYTES);
                at = to;
                if (xs_other_next(folded, &at)) {
                    take(&now, to, at, 1);
                } else if (!xs_is_digit((unsigned char)folded.ptr[to])) {
                    XS_TRY(close(c, a, folded, out, &now));
                }
            }
        }
    }
    if (folded.len > at)
        take(&now, at, folded.len, (folded.len - at) / XS_HAN_BYTES);
    return close(c, a, folded, out, &now);
}
