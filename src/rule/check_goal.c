/* check_goal.c: what the goal and the purpose of a project say. */
#include "base/limits.h"
#include "base/message.h"
#include "base/utf8.h"
#include "rule/checks.h"
#include "rule/repeats.h"

static const struct xs_clause_list *goal_of(
    const struct xs_check_ctx *c, const struct xs_project *p)
{
    return &c->repeats->goal_clauses[p - c->doc->projects];
}

/* ---- repeated items ---- */

struct repeat_limits {
    size_t least;
    int64_t share;
};

/* A clause, and what it is without punctuation once that is asked for. */
struct bare_clause {
    xs_str raw, text;
    bool known;
    size_t count;   /* characters of text */
    uint64_t chars; /* the Han characters of raw, each a bit by its last byte */
};

static struct bare_clause clause_of(xs_str raw)
{
    struct bare_clause b = { .raw = raw };
    for (size_t i = 0; i + 3 <= raw.len;) {
        const char *p = raw.ptr + i;
        const bool han = xs_han_at(p);
        b.chars |= (uint64_t)han << (p[2] & 63);
        i += han ? 3 : xs_utf8_len(p[0]);
    }
    return b;
}

static enum xs_err know(struct xs_check_ctx *c, struct bare_clause *b)
{
    if (b->known)
        return XS_OK;
    XS_TRY(xs_norm(c->a, b->raw, &b->text));
    b->count = xs_utf8_count(b->text);
    b->known = true;
    return XS_OK;
}

/* May one of the two stand in the other? */
static bool may_repeat(const struct bare_clause *a, const struct bare_clause *b)
{
    return !(a->chars & ~b->chars) || !(b->chars & ~a->chars);
}

static bool repeats(
    const struct bare_clause *a, const struct bare_clause *b, const struct repeat_limits *limits)
{
    const struct bare_clause *small = a->text.len < b->text.len ? a : b,
                             *large = small == a ? b : a;
    if (a->text.len == b->text.len)
        return small->count >= 2 && xs_str_eq(a->text, b->text);
    return small->count >= limits->least &&
           xs_share_at_least(small->count, large->count, limits->share) &&
           xs_str_has(large->text, small->text);
}

enum xs_err xs_check_goal_repeats(struct xs_check_ctx *c, const struct xs_project *p)
{
    const struct xs_clause_list *goal = goal_of(c, p);
    const struct repeat_limits limits = { (size_t)xs_check_param(c, "least", 6),
        xs_check_param(c, "share", 50) };
    struct bare_clause bare[XS_MAX_CLAUSES];
    if (goal->count < 2)
        return XS_OK;
    xs_applicable(c);
    for (size_t i = 0; i < goal->count; i++) {
        bare[i] = clause_of(goal->items[i]);
        for (size_t k = 0; k < i; k++) {
            if (!may_repeat(&bare[i], &bare[k]))
                continue;
            XS_TRY(know(c, &bare[i]));
            XS_TRY(know(c, &bare[k]));
            if (bare[i].count && repeats(&bare[i], &bare[k], &limits))
                return xs_check_hit(c, p, NULL, &p->goal, xs_say(goal->items[i], (int64_t)i + 1));
        }
    }
    return XS_OK;
}

/* ---- no goal ---- */

/* A form without such a cell says nothing. */
enum xs_err xs_check_goal_missing(struct xs_check_ctx *c, const struct xs_project *p)
{
    const struct xs_place *at = xs_value_place(&p->goal);
    if ((!at->line && !at->table && !at->row) || p->nrows == 0)
        return XS_OK;
    xs_applicable(c);
    return p->goal.folded.len == 0 ? xs_check_hit(c, p, NULL, &p->goal, xs_say(p->name.text, 0))
                                   : XS_OK;
}

/* ---- the goal's number is not the row's ---- */

#define MEASURE_CHARS 2 /* the noun of measure that ends a name: "number of ..." */

/* The row's name without its noun of measure, when it is long enough to be found in a goal. */
static xs_str stem_of(const struct xs_row *row, size_t least)
{
    size_t end = row->core.len;
    for (size_t left = MEASURE_CHARS; left && end; left--)
        while (--end && ((unsigned char)row->core.ptr[end] & 0xC0) == 0x80)
            ;
    xs_str stem = xs_str_sub(row->core, 0, end);
    return xs_has_chars(stem, least) ? stem : XS_STR_NONE;
}

/* Is there a stem? Cheap for most names: a character has at most four bytes. */
static bool has_stem(const struct xs_row *row, size_t least)
{
    return row->core.len / 4 >= least + MEASURE_CHARS || stem_of(row, least).len != 0;
}

#define MOST_NUMBERS 32

/* Where the numbers of a goal end. */
struct goal_numbers {
    xs_str goal;
    size_t count; /* more than MOST_NUMBERS: not all are here */
    size_t ends[MOST_NUMBERS];
};

static struct goal_numbers numbers_of(xs_str goal)
{
    struct goal_numbers n;
    n.goal = goal;
    n.count = 0;
    for (size_t at = xs_digit_from(goal, 0); at < goal.len; at = xs_digit_from(goal, at)) {
        while (at < goal.len && goal.ptr[at] >= '0' && goal.ptr[at] <= '9')
            at++;
        if (n.count < MOST_NUMBERS)
            n.ends[n.count] = at;
        n.count++;
    }
    return n;
}

/* May a number of the goal have this unit? */
static bool may_have_unit(const struct goal_numbers *n, xs_str unit)
{
    const char first = unit.ptr[0];
    if (n->count > MOST_NUMBERS || (first >= '0' && first <= '9') || first == '.' || first == ',')
        return true;
    for (size_t i = 0; i < n->count; i++) {
        const size_t at = n->ends[i];
        if (at < n->goal.len && n->goal.ptr[at] == first &&
            xs_str_starts(xs_str_sub(n->goal, at, n->goal.len), unit))
            return true;
    }
    return false;
}

/* The first number of clause that has this unit. */
static bool number_with(xs_str clause, xs_str unit, struct xs_decimal *n, xs_str *text)
{
    for (size_t at = 0; at < clause.len; at++) {
        size_t used = xs_decimal_parse(xs_str_sub(clause, at, clause.len), n);
        if (!used)
            continue;
        *text = xs_str_sub(clause, at, used + unit.len);
        if (xs_str_starts(xs_str_sub(clause, at + used, clause.len), unit))
            return true;
        at += used - 1;
    }
    return false;
}

/* What follows stem in the goal up to the next mark; from moves past it. */
static bool next_clause(xs_str goal, xs_str stem, size_t *from, xs_str *clause)
{
    size_t at = stem.len ? xs_str_find(goal, stem, *from) : SIZE_MAX;
    if (at == SIZE_MAX)
        return false;
    size_t end = at += stem.len;
    while (end < goal.len && goal.ptr[end] != ',' && goal.ptr[end] != ';' &&
           !xs_str_starts(xs_str_sub(goal, end, goal.len), XS_STR("\xE3\x80\x82")))
        end++;
    *clause = xs_str_sub(goal, at, end - at);
    *from = end;
    return true;
}

static enum xs_err goal_number_of(struct xs_check_ctx *c, const struct xs_project *p,
    const struct xs_row *row, size_t least, const struct goal_numbers *numbers)
{
    const struct xs_quantity *q = &row->parsed->main;
    if (row->parsed->kind != XS_VALUE_NUMBER || !q->has_number || q->unit.len == 0)
        return XS_OK;
    if (!has_stem(row, least))
        return XS_OK;
    xs_applicable(c);
    if (!may_have_unit(numbers, q->unit))
        return XS_OK;
    xs_str stem = stem_of(row, least), clause, text, other = XS_STR_NONE;
    size_t from = 0;
    while (next_clause(p->goal.folded, stem, &from, &clause)) {
        struct xs_decimal n;
        if (!number_with(clause, q->unit, &n, &text))
            continue;
        if (xs_decimal_cmp(n, q->number) == 0)
            return XS_OK;
        other = text;
    }
    if (other.len == 0 ||
        xs_lex_search(c->lexicons, p->goal.folded, 0, xs_check_want(c, "part"), NULL) != SIZE_MAX)
        return XS_OK;
    return xs_check_hit(c, p, row, &row->value, xs_say(other, 0));
}

/* The goal names the row's object and gives it another number in the same unit. */
enum xs_err xs_check_goal_number(struct xs_check_ctx *c, const struct xs_project *p)
{
    const struct goal_numbers numbers = numbers_of(p->goal.folded);
    size_t least = (size_t)xs_check_param(c, "least", 4);
    for (size_t i = 0; p->goal.folded.len && i < p->nrows; i++)
        XS_TRY(goal_number_of(c, p, &p->rows[i], least, &numbers));
    return XS_OK;
}

/* ---- the goal is the purpose or the name ---- */

#define FEWEST_PAIRS 3 /* of a text that a goal is compared with */

/* A goal that is compared with the purpose and the name. */
struct compared {
    struct xs_sketch goal;
    uint64_t purpose[64];      /* its Han characters, each a bit by its last two bytes */
    size_t different, missing; /* pairs of the goal, and those that the purpose lacks, at least */
    size_t least;              /* pairs without which nothing is said */
    size_t allowed,
        name_most; /* pairs that it may have beside those of the text; those of the name */
};

static void add_purpose(struct compared *c, xs_str text)
{
    for (size_t i = 0; i + 3 <= text.len;) {
        const char *p = text.ptr + i;
        const bool han = (unsigned char)p[0] - 0xE4u < 6;
        c->purpose[p[1] & 63] |= (uint64_t)han << (p[2] & 63);
        i += han ? 3 : xs_utf8_len(p[0]);
    }
}

/* Does the purpose lack the Han character at p? True is certain. */
static inline bool lacks(const struct compared *c, const char *p)
{
    return !(c->purpose[p[1] & 63] >> (p[2] & 63) & 1);
}

/* One more pair of the goal, missing in the purpose or perhaps not: is the goal ruled out, since it
 * has least different ones and lacks more of them than allowed in both texts? */
static inline bool ruled_out(struct compared *c, uint64_t pair, bool missing)
{
    if (!xs_sketch_put(&c->goal, pair))
        return false;
    c->missing += missing;
    return ++c->different >= c->least && c->missing > c->allowed &&
           c->different > c->allowed + c->name_most;
}

static bool may_be_one(struct compared *c, const struct xs_clause_list *goal, xs_str name)
{
    struct xs_sketch in_name = { .count = 0 };
    for (size_t i = 0; i < goal->count; i++) {
        struct xs_pairs p = { .text = goal->items[i] };
        for (uint64_t pair; xs_pairs_next(&p, &pair);) {
            if (ruled_out(c, pair, false))
                return false;
            const xs_str han = xs_pairs_han(&p);
            for (size_t k = 0; k < han.len; k += 3) {
                const char *here = han.ptr + k;
                if (ruled_out(c, xs_pair_at(here), lacks(c, here - 3) || lacks(c, here)))
                    return false;
            }
        }
    }
    if (c->different < c->least || c->missing <= c->allowed)
        return true;
    xs_sketch_add(&in_name, name);
    return xs_sketch_missing(&c->goal, &in_name) <= c->allowed;
}

/* Thousandths of the goal's pairs that stand in the text; 0 where it is too short. */
static enum xs_err within(
    struct xs_check_ctx *c, const struct xs_grams *goal, xs_str text, int64_t *share)
{
    struct xs_grams g = { .a = c->a };
    XS_TRY(xs_grams_add(&g, text));
    *share = g.count >= FEWEST_PAIRS ? xs_grams_within(goal, &g) : 0;
    return XS_OK;
}

enum xs_err xs_check_goal_is_purpose(struct xs_check_ctx *c, const struct xs_project *p)
{
    const struct xs_clause_list *clauses = goal_of(c, p);
    const size_t least = (size_t)xs_check_param(c, "least", 3);
    int64_t limit = xs_check_param(c, "share", 85) * 10, of_purpose, of_name;
    struct compared with = { .name_most = xs_utf8_count(p->name.text), .least = least };
    struct xs_grams goal = { .a = c->a };
    size_t most = 0;
    for (size_t i = 0; i < clauses->count; i++)
        most += xs_utf8_count(clauses->items[i]);
    if (limit < 1000)
        with.allowed = (size_t)(1000 - limit) * most / 1000;
    if (most)
        add_purpose(&with, p->purpose.text);
    if (!may_be_one(&with, clauses, p->name.text)) {
        xs_applicable(c);
        return XS_OK;
    }
    for (size_t i = 0; i < clauses->count; i++)
        XS_TRY(xs_grams_add(&goal, clauses->items[i]));
    if (goal.count < least)
        return XS_OK;
    xs_applicable(c);
    XS_TRY(within(c, &goal, p->purpose.text, &of_purpose));
    XS_TRY(within(c, &goal, p->name.text, &of_name));
    if (of_purpose < limit && of_name < limit)
        return XS_OK;
    return xs_check_hit(c, p, NULL, &p->goal,
        xs_say(of_purpose >= limit ? p->purpose.text : p->name.text,
            (int64_t)xs_percent((uint64_t)(of_purpose > of_name ? of_purpose : of_name), 1000)));
}

/* ---- nothing to check in the goal ---- */

#define BOOK_OPEN "\xE3\x80\x8A" /* U+300A */
enum { CP_YEAR = 0x5E74, CP_MONTH = 0x6708, CP_END = 0x5E95 };

/* A digit that is no bare year ("2024" before the character for year, with no month or end after
 * it). */
static bool has_number(xs_str s)
{
    for (size_t at = 0; at < s.len; at++) {
        size_t from = at;
        while (at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9')
            at++;
        if (at == from)
            continue;
        if (at - from != 4 || at == s.len)
            return true;
        size_t next = at;
        if (xs_utf8_next(s, &next) != CP_YEAR)
            return true;
        uint32_t after = next < s.len ? xs_utf8_next(s, &next) : 0;
        if (after == CP_MONTH || after == CP_END || (after >= '0' && after <= '9'))
            return true;
    }
    return false;
}

static bool names_something(xs_str clause)
{
    return (xs_has_digit(clause) && has_number(clause)) || xs_str_has(clause, XS_STR(BOOK_OPEN));
}

static bool has_word(const struct xs_check_ctx *c, xs_str text, const char *list)
{
    return xs_lex_search(c->lexicons, text, 0, xs_check_want(c, list), NULL) != SIZE_MAX;
}

static bool has_words(const struct xs_check_ctx *c, xs_str text)
{
    return has_word(c, text, "deliverable") || has_word(c, text, "event") ||
           has_word(c, text, "date") || (has_word(c, text, "verb") && has_word(c, text, "object"));
}

/* Is there a number in the clause that no blank or sign may change when the text is folded, and
 * that is no year? It stands between Han characters, or begins the clause. */
static bool has_plain_number(xs_str s)
{
    for (size_t at = xs_digit_from(s, 0); at < s.len; at = xs_digit_from(s, at)) {
        const size_t from = at;
        while (at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9')
            at++;
        if (at - from != 4 && (from == 0 || (from >= 3 && xs_han_at(s.ptr + from - 3))) &&
            s.len - at >= 3 && xs_han_at(s.ptr + at))
            return true;
    }
    return false;
}

/* Is there a clause that can be checked? What is cheap is asked of all of them first. */
static enum xs_err checkable(struct xs_check_ctx *c, const struct xs_project *p,
    const struct xs_clause_list *goal, bool *yes)
{
    const struct xs_folder *folder = c->sink->set->priv->env->folder;
    const bool as_is = xs_str_eq(p->goal.text, p->goal.folded); /* then its clauses are too */
    xs_str folded[XS_MAX_CLAUSES];
    *yes = false;
    for (size_t i = 0; i < goal->count && !*yes && xs_fold_leaves_han(folder); i++)
        *yes = has_plain_number(goal->items[i]);
    for (size_t i = 0; i < goal->count && !*yes; i++) {
        folded[i] = goal->items[i];
        if (!as_is)
            XS_TRY(xs_fold(folder, c->a, goal->items[i], &folded[i]));
        *yes = names_something(folded[i]);
    }
    for (size_t i = 0; i < goal->count && !*yes; i++)
        *yes = has_words(c, folded[i]);
    return XS_OK;
}

enum xs_err xs_check_goal_vague(struct xs_check_ctx *c, const struct xs_project *p)
{
    const struct xs_clause_list *goal = goal_of(c, p);
    bool yes;
    if (goal->count == 0)
        return XS_OK;
    xs_applicable(c);
    XS_TRY(checkable(c, p, goal, &yes));
    return yes ? XS_OK
               : xs_check_hit(c, p, NULL, &p->goal, xs_say(p->name.text, (int64_t)goal->count));
}

/* ---- purpose ---- */

enum xs_err xs_check_purpose_thin(struct xs_check_ctx *c, const struct xs_project *p)
{
    const struct xs_check_list_entry *words = xs_check_entry(c, "generic");
    const size_t left = (size_t)xs_check_param(c, "left", 0);
    xs_str text;
    if (p->purpose.folded.len == 0)
        return XS_OK;
    xs_applicable(c);
    if (!xs_lexchars_cover(&words->chars, p->purpose.folded, left))
        return XS_OK;
    XS_TRY(xs_without_digits(c->a, p->purpose.folded, &text));
    if (!xs_lex_made_of(c->lexicons, text, &words->want.mask, left))
        return XS_OK;
    return xs_check_hit(c, p, NULL, &p->purpose, xs_say(p->name.text, 0));
}

/* ---- what the money is for and no row measures ---- */

/* Clauses of a purpose that no row speaks of yet, in order. */
struct bare {
    size_t count;
    xs_str raw[XS_MAX_CLAUSES];
    struct xs_grams words[XS_MAX_CLAUSES];
    struct xs_sketch pairs; /* of all of them */
};

/* Takes out the clauses that have this pair. */
static void take_out(struct bare *b, uint64_t pair)
{
    size_t n = 0;
    for (size_t i = 0; i < b->count; i++) {
        if (xs_grams_has(&b->words[i], pair))
            continue;
        b->raw[n] = b->raw[i];
        b->words[n++] = b->words[i];
    }
    b->count = n;
}

/* Takes out the clauses that share a pair with a row's text. */
static void cover(struct bare *b, xs_str text)
{
    struct xs_pairs p = { .text = text };
    for (uint64_t pair; b->count && xs_pairs_next(&p, &pair);) {
        if (xs_sketch_has(&b->pairs, pair))
            take_out(b, pair);
        const xs_str han = xs_pairs_han(&p);
        for (size_t i = 0; i < han.len; i += 3)
            if (xs_sketch_has(&b->pairs, xs_pair_at(han.ptr + i)))
                take_out(b, xs_pair_at(han.ptr + i));
    }
}

/* The clause, if it says enough beside filler words. */
static enum xs_err add_clause(struct xs_check_ctx *c, xs_str raw, struct bare *b)
{
    struct xs_grams *g = &b->words[b->count];
    xs_str rest, folded;
    *g = (struct xs_grams){ .a = c->a };
    XS_TRY(xs_fold(c->sink->set->priv->env->folder, c->a, raw, &folded));
    XS_TRY(xs_strip(c->lexicons, c->a, folded, xs_check_want(c, "filler"), &rest));
    XS_TRY(xs_grams_add(g, rest));
    if (g->count < (size_t)xs_check_param(c, "least", 4))
        return XS_OK;
    xs_sketch_add(&b->pairs, rest);
    b->raw[b->count++] = raw;
    return XS_OK;
}

#define ROWS_LOOKED 500

enum xs_err xs_check_activity_uncovered(struct xs_check_ctx *c, const struct xs_project *p)
{
    xs_str raw[XS_MAX_CLAUSES];
    size_t n = xs_clauses(p->purpose.text, raw, XS_MAX_CLAUSES);
    struct bare b;
    if (n < 2 || p->nrows == 0 || !xs_project_open(c, p))
        return XS_OK;
    xs_applicable(c);
    b.count = 0;
    b.pairs = (struct xs_sketch){ .count = 0 };
    for (size_t i = 0; i < n; i++)
        XS_TRY(add_clause(c, raw[i], &b));
    if (b.count < 2)
        return XS_OK;
    for (size_t i = 0; i < p->nrows && i < ROWS_LOOKED && b.count; i++) {
        cover(&b, p->rows[i].name.folded);
        cover(&b, p->rows[i].description.folded);
    }
    return b.count ? xs_check_hit(c, p, NULL, &p->purpose, xs_say(b.raw[0], (int64_t)b.count))
                   : XS_OK;
}
