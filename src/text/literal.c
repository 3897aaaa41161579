#include "text/literal.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"

#define MOST_GROUPS 8 /* within each other */

/* Texts that a piece of a pattern stands for. */
struct texts {
    size_t count;
    xs_str items[XS_MAX_LITERALS];
};

struct parser {
    struct xs_arena *a;
    xs_str in;
    size_t at;
    bool no_memory;
    struct xs_literals *out;
};

static bool peek(const struct parser *p, char ch)
{
    return p->at < p->in.len && p->in.ptr[p->at] == ch;
}

static bool take(struct parser *p, xs_str what)
{
    bool here = xs_str_starts(xs_str_sub(p->in, p->at, p->in.len), what);
    p->at += here ? what.len : 0;
    return here;
}

static bool special(char ch) { return strchr("\\^$.[]|()?*+{}", ch) != NULL; }

/* *to becomes *from; most are few texts. */
static void copy(struct texts *to, const struct texts *from)
{
    to->count = from->count;
    memcpy(to->items, from->items, from->count * sizeof *from->items);
}

static bool put(struct texts *t, xs_str one)
{
    if (t->count == XS_MAX_LITERALS)
        return false;
    t->items[t->count++] = one;
    return true;
}

static xs_str join(struct parser *p, xs_str head, xs_str tail)
{
    char *s = xs_arena_alloc(p->a, head.len + tail.len + 1, 1);
    if (!s) {
        p->no_memory = true;
        return XS_STR_NONE;
    }
    if (head.len)
        memcpy(s, head.ptr, head.len);
    if (tail.len)
        memcpy(s + head.len, tail.ptr, tail.len);
    return (xs_str){ s, head.len + tail.len };
}

/* All of left, each followed by all of right. */
static bool follow(struct parser *p, struct texts *left, const struct texts *right)
{
    struct texts both;
    both.count = 0;
    for (size_t i = 0; i < left->count; i++)
        for (size_t k = 0; k < right->count; k++)
            if (!put(&both, join(p, left->items[i], right->items[k])))
                return false;
    copy(left, &both);
    return !p->no_memory;
}

/* One character; a backslash before punctuation stands for that. */
static bool character(struct parser *p, xs_str *out)
{
    if (p->at >= p->in.len)
        return false;
    if (peek(p, '\\')) {
        p->at++;
        if (p->at >= p->in.len || !special(p->in.ptr[p->at]))
            return false;
    } else if (special(p->in.ptr[p->at])) {
        return false;
    }
    size_t from = p->at;
    (void)xs_utf8_next(p->in, &p->at); /* only its length counts */
    *out = xs_str_sub(p->in, from, p->at - from);
    return true;
}

/* The digits or letters from low to high. */
static bool range(struct texts *out, xs_str low, xs_str high)
{
    static const char ordered[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    xs_str all = XS_STR(ordered);
    size_t from = xs_str_find(all, low, 0), to = xs_str_find(all, high, 0);
    if (from == SIZE_MAX || to == SIZE_MAX || from > to ||
        ordered[to] - ordered[from] != (int)(to - from))
        return false;
    for (; from <= to; from++)
        if (!put(out, xs_str_sub(all, from, 1)))
            return false;
    return true;
}

/* The rest of `[ab0-9]`; what begins like `[:` may be no such class. */
static bool class(struct parser *p, struct texts *out)
{
    if (peek(p, ':') || peek(p, '=') || peek(p, '.'))
        return false;
    while (!peek(p, ']')) {
        xs_str one, last;
        if (peek(p, '-') || !character(p, &one))
            return false;
        if (!take(p, XS_STR("-")) ? !put(out, one) : !character(p, &last) || !range(out, one, last))
            return false;
    }
    p->at++;
    return out->count != 0;
}

/* NOLINTBEGIN(misc-no-recursion): bounded by MOST_GROUPS */
static bool group(struct parser *p, struct texts *out, unsigned depth);

static bool piece(struct parser *p, struct texts *out, unsigned depth)
{
    xs_str one;
    out->count = 0;
    if (take(p, XS_STR("(?:"))) {
        if (depth == MOST_GROUPS || !group(p, out, depth + 1))
            return false;
    } else if (take(p, XS_STR("["))) {
        if (!class(p, out))
            return false;
    } else if (!character(p, &one) || !put(out, one)) {
        return false;
    }
    if (take(p, XS_STR("?")) && !put(out, XS_STR_NONE))
        return false;
    return !peek(p, '?') && !peek(p, '*') && !peek(p, '+') && !peek(p, '{');
}

static bool sequence(struct parser *p, struct texts *out, unsigned depth)
{
    struct texts one;
    out->count = 1;
    out->items[0] = XS_STR_NONE;
    while (p->at < p->in.len && !peek(p, '|') && !peek(p, ')') && !peek(p, '$'))
        if (!piece(p, &one, depth) || !follow(p, out, &one))
            return false;
    return true;
}

/* The rest of `(?:one|other)`. */
static bool group(struct parser *p, struct texts *out, unsigned depth)
{
    struct texts one;
    do {
        if (!sequence(p, &one, depth))
            return false;
        for (size_t i = 0; i < one.count; i++)
            if (!put(out, one.items[i]))
                return false;
    } while (take(p, XS_STR("|")));
    return take(p, XS_STR(")"));
}
/* NOLINTEND(misc-no-recursion) */

/* One of the alternatives that the whole pattern has. */
static bool alternative(struct parser *p)
{
    struct texts t;
    bool starts = take(p, XS_STR("^"));
    if (!sequence(p, &t, 0))
        return false;
    bool ends = take(p, XS_STR("$"));
    for (size_t i = 0; i < t.count; i++) {
        if (t.items[i].len == 0 || p->out->count == XS_MAX_LITERALS)
            return false;
        p->out->items[p->out->count++] = (struct xs_literal){ t.items[i], starts, ends };
    }
    return true;
}

enum xs_err xs_literals_of(struct xs_arena *a, xs_str pattern, struct xs_literals *out)
{
    struct xs_literals all = { 0, xs_arena_alloc(a, XS_MAX_LITERALS, sizeof *all.items) };
    struct parser p = { .a = a, .in = pattern, .out = &all };
    bool good = all.items != NULL;
    if (!good)
        return XS_E_NOMEM;
    do
        good = alternative(&p);
    while (good && take(&p, XS_STR("|")));
    if (p.no_memory)
        return XS_E_NOMEM;
    if (!good || p.at != pattern.len)
        all.count = 0;
    *out = all;
    return XS_OK;
}

/* ---- what a pattern cannot do without ---- */

/* A piece of a sequence: the texts that it stands for, or one of which it has at the least. */
struct need {
    bool exact;         /* it is one of them, no more */
    struct texts texts; /* none: nothing is known of it */
};

/* Bytes of the shortest one; 0: there is none. */
static size_t shortest(const struct texts *t)
{
    size_t n = t->count ? SIZE_MAX : 0;
    for (size_t i = 0; i < t->count; i++)
        n = t->items[i].len < n ? t->items[i].len : n;
    return n;
}

/* The longer they are, the rarer. */
static void better(struct texts *best, const struct texts *t)
{
    if (shortest(t) > shortest(best))
        copy(best, t);
}

/* NOLINTBEGIN(misc-no-recursion): bounded by MOST_GROUPS */
static bool needs_of(struct parser *p, struct need *out, unsigned depth);

/* `.`, `[^...]`, `\p{...}`: something that is not looked at. */
static bool anything(struct parser *p)
{
    xs_str rest = xs_str_sub(p->in, p->at, p->in.len);
    size_t close = xs_str_find(rest, XS_STR("}"), 0);
    if (take(p, XS_STR(".")))
        return true;
    if (xs_str_starts(rest, XS_STR("\\p{")) && close != SIZE_MAX) {
        p->at += close + 1;
        return true;
    }
    if (!take(p, XS_STR("[^")) || peek(p, ']'))
        return false;
    while (p->at < p->in.len && !peek(p, ']') && !peek(p, '['))
        p->at += peek(p, '\\') ? 2 : 1;
    return take(p, XS_STR("]"));
}

/* How often the piece before may come. *once: once, no more and no less. */
static bool quantifier(struct parser *p, bool *once, bool *least)
{
    *once = *least = true;
    if (take(p, XS_STR("{"))) {
        while (p->at < p->in.len &&
               (peek(p, ',') || (p->in.ptr[p->at] >= '0' && p->in.ptr[p->at] <= '9')))
            p->at++;
        if (!take(p, XS_STR("}")))
            return false; /* no quantifier, perhaps */
        *once = *least = false;
    } else if (take(p, XS_STR("?")) || take(p, XS_STR("*"))) {
        *once = *least = false;
    } else if (take(p, XS_STR("+"))) {
        *once = false;
    }
    if (!*once && !take(p, XS_STR("+"))) /* possessive, or as few as may be */
        (void)take(p, XS_STR("?"));
    return true;
}

static bool need_piece(struct parser *p, struct need *out, unsigned depth)
{
    xs_str one;
    out->exact = true;
    out->texts.count = 0;
    if (take(p, XS_STR("(?:")))
        return depth < MOST_GROUPS && needs_of(p, out, depth + 1) && take(p, XS_STR(")"));
    if (anything(p)) {
        out->exact = false;
        return true;
    }
    if (take(p, XS_STR("[")))
        return class(p, &out->texts);
    return character(p, &one) && put(&out->texts, one);
}

/* What one alternative needs: the best of its runs of pieces that come once. */
static bool need_sequence(struct parser *p, struct need *out, unsigned depth)
{
    struct texts run, more;
    struct need one;
    bool once, least;
    run.count = 1;
    run.items[0] = XS_STR_NONE;
    out->exact = true;
    out->texts.count = 0;
    while (p->at < p->in.len && !peek(p, '|') && !peek(p, ')')) {
        if (take(p, XS_STR("^")) || take(p, XS_STR("$")))
            continue;
        if (!need_piece(p, &one, depth) || !quantifier(p, &once, &least))
            return false;
        copy(&more, &run);
        bool joins = least && one.exact && follow(p, &more, &one.texts);
        if (joins)
            copy(&run, &more);
        else if (least)
            better(&out->texts, &one.texts);
        better(&out->texts, &run);
        if (joins && once)
            continue;
        out->exact = false;
        run.count = 1;
        run.items[0] = XS_STR_NONE;
    }
    if (out->exact)
        copy(&out->texts, &run);
    return !p->no_memory;
}

/* What all of its alternatives need; none where one of them needs nothing. */
static bool needs_of(struct parser *p, struct need *out, unsigned depth)
{
    struct need one;
    bool all = true;
    out->exact = true;
    out->texts.count = 0;
    do {
        if (!need_sequence(p, &one, depth))
            return false;
        all &= one.texts.count != 0 && (one.exact || shortest(&one.texts));
        out->exact &= one.exact;
        for (size_t i = 0; all && i < one.texts.count; i++)
            all = put(&out->texts, one.texts.items[i]);
    } while (take(p, XS_STR("|")));
    if (!all || (!out->exact && !shortest(&out->texts))) {
        out->exact = false;
        out->texts.count = 0;
    }
    return true;
}
/* NOLINTEND(misc-no-recursion) */

enum xs_err xs_literals_needed(struct xs_arena *a, xs_str pattern, struct xs_literals *out)
{
    struct xs_literals all = { 0, xs_arena_alloc(a, XS_MAX_LITERALS, sizeof *all.items) };
    struct parser p = { .a = a, .in = pattern, .out = &all };
    struct need need;
    if (!all.items)
        return XS_E_NOMEM;
    bool good = needs_of(&p, &need, 0) && p.at == pattern.len && shortest(&need.texts);
    if (p.no_memory)
        return XS_E_NOMEM;
    for (size_t i = 0; good && i < need.texts.count; i++)
        all.items[all.count++] = (struct xs_literal){ .text = need.texts.items[i] };
    *out = all;
    return XS_OK;
}
