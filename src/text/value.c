#include "text/value.h"

#include <assert.h>

#include "base/utf8.h"
#include "text/value_internal.h"

static const struct xs_quantity no_quantity = { .unit = { "", 0 } };
const struct xs_value xs_no_value = { .kind = XS_VALUE_MISSING, .second = &no_quantity };

const char *xs_value_kind_name(enum xs_value_kind k)
{
    static const char *const names[] = { "missing", "number", "range", "date", "frequency", "grade",
        "event", "words", "yes-no", "withheld" };
    static_assert(sizeof names / sizeof *names == XS_VALUE_KIND_COUNT, "a name for each kind");
    return (unsigned)k < XS_VALUE_KIND_COUNT ? names[k] : "";
}

const char *xs_cmp_sign(enum xs_cmp c)
{
    static const char *const signs[] = { "", ">=", ">", "=", "<", "<=", "~" };
    static_assert(sizeof signs / sizeof *signs == XS_CMP_COUNT, "a sign for each comparator");
    return (unsigned)c < XS_CMP_COUNT ? signs[c] : "";
}

const char *xs_unit_class_name(enum xs_unit_class c)
{
    static const char *const names[] = { "none", "ratio", "point", "times", "person",
        "person-times", "item", "money", "time", "measure", "score", "compound", "other" };
    static_assert(
        sizeof names / sizeof *names == XS_UNIT_CLASS_COUNT, "a name for each class of units");
    return (unsigned)c < XS_UNIT_CLASS_COUNT ? names[c] : "";
}

/* ---- the same target ---- */

static bool same_number(bool has_a, struct xs_decimal a, bool has_b, struct xs_decimal b)
{
    return has_a == has_b && (!has_a || xs_decimal_cmp(a, b) == 0);
}

/* Counts of one class in one-character units (persons are said in several ways) are the same. */
static bool same_unit(const struct xs_value *a, const struct xs_value *b)
{
    const struct xs_quantity *qa = &a->main, *qb = &b->main;
    enum xs_unit_class ca = qa->uclass, cb = qb->uclass;
    if (a->flags & XS_VF_UNIT_LOST && ca == XS_UNIT_NONE)
        ca = cb == XS_UNIT_RATIO ? XS_UNIT_RATIO : ca;
    if (b->flags & XS_VF_UNIT_LOST && cb == XS_UNIT_NONE)
        cb = ca == XS_UNIT_RATIO ? XS_UNIT_RATIO : cb;
    if (ca != cb)
        return false;
    if (xs_str_eq(qa->unit, qb->unit))
        return true;
    if (ca == XS_UNIT_RATIO)
        return qa->unit.len <= 1 && qb->unit.len <= 1;
    return (ca == XS_UNIT_PERSON || ca == XS_UNIT_TIMES) && qa->unit.len <= 3 && qb->unit.len <= 3;
}

/* Numbers and ranges: what contradicts itself, or says several things, is the same as nothing else.
 */
static bool same_quantity(const struct xs_value *a, const struct xs_value *b)
{
    const struct xs_quantity *qa = &a->main, *qb = &b->main;
    if ((a->flags | b->flags) & (XS_VF_CONTRADICTION | XS_VF_SEVERAL) || qa->cmp != qb->cmp)
        return false;
    if (!same_number(qa->has_number, qa->number, qb->has_number, qb->number) ||
        !same_number(qa->has_high, qa->high, qb->has_high, qb->high))
        return false;
    return same_unit(a, b) && xs_decimal_cmp(a->per_year, b->per_year) == 0;
}

static bool same_frequency(const struct xs_value *a, const struct xs_value *b)
{
    return a->per_year.digits && a->main.cmp == b->main.cmp &&
           xs_decimal_cmp(a->per_year, b->per_year) == 0;
}

/* "every month" and "12 issues" ask for the same in a year. */
static bool same_in_a_year(const struct xs_value *often, const struct xs_value *number)
{
    bool counts = number->main.uclass == XS_UNIT_TIMES || number->main.uclass == XS_UNIT_ITEM;
    return often->kind == XS_VALUE_FREQUENCY && number->kind == XS_VALUE_NUMBER && counts &&
           often->per_year.digits != 0 && number->per_year.digits == 0 &&
           xs_decimal_cmp(often->per_year, number->main.number) == 0;
}

bool xs_value_same(const struct xs_value *a, const struct xs_value *b)
{
    if (same_in_a_year(a, b) || same_in_a_year(b, a))
        return true;
    if (a->kind != b->kind)
        return false;
    if (xs_str_eq(a->folded, b->folded))
        return true;
    if (a->kind == XS_VALUE_NUMBER || a->kind == XS_VALUE_RANGE)
        return same_quantity(a, b);
    if (a->kind == XS_VALUE_FREQUENCY)
        return same_frequency(a, b);
    return a->kind == XS_VALUE_MISSING || a->kind == XS_VALUE_YES_NO ||
           a->kind == XS_VALUE_WITHHELD;
}

/* ---- words ---- */

static enum xs_cmp effective(const struct xs_vnum *q)
{
    return q->sign != XS_CMP_NONE ? q->sign : q->after;
}

static bool has(const struct xs_value_words *w, const struct xs_lexmask *m, enum xs_vl list)
{
    return xs_lexmask_has(m, w->id[list]);
}

/* Grades in a text that holds nothing else; *count gets how many. The comparator is set when one
 * stands there. */
static bool grade_text(const struct xs_value_words *w, xs_str s, struct xs_value *out)
{
    static const enum xs_cmp meaning[] = { XS_CMP_GE, XS_CMP_GT, XS_CMP_EQ, XS_CMP_LT, XS_CMP_LE,
        XS_CMP_ABOUT, XS_CMP_GE, XS_CMP_LE };
    struct xs_lexmask which;
    size_t grades = 0, n;
    bool soft = false;
    if (s.len > 120 || !xs_lex_made_of(w->lex, s, &w->group[XS_VM_GRADE_TEXT], 0))
        return false;
    for (size_t at = 0; at < s.len; at += n) {
        n = xs_vm_at(w, s, at, XS_VM_GRADE_TEXT, &which);
        if (n == 0) {
            n = xs_utf8_len(s.ptr[at]);
            continue;
        }
        bool grade = has(w, &which, XS_VL_GRADE), is_soft = has(w, &which, XS_VL_GRADE_SOFT);
        grades += grade || is_soft;
        soft |= is_soft;
        int list = xs_vl_of(w, &which, XS_VL_CMP_GE, XS_VL_AFTER_LE);
        if (list >= 0 && !grade)
            out->main.cmp = meaning[list];
    }
    if (grades == 0)
        return false;
    out->kind = XS_VALUE_GRADE;
    if (grades >= 3)
        out->flags |= XS_VF_SCALE;
    else if (soft && out->main.cmp == XS_CMP_NONE)
        out->flags |= XS_VF_VAGUE_WORDS;
    return true;
}

/* A date without day or month is one only when nothing else is said beside it. */
static bool weak_date(const struct xs_vscan *sc)
{
    size_t digits = 0;
    for (size_t i = 0; sc->ndates && i < sc->s.len; i++)
        digits += xs_is_digit(sc->s.ptr[i]);
    return sc->ndates && xs_lex_made_of(sc->w->lex, sc->s, &sc->w->group[XS_VM_DATE_TEXT], digits);
}

static void set_date(const struct xs_vscan *sc, struct xs_value *out)
{
    out->kind = XS_VALUE_DATE;
    if (sc->date_whole)
        out->flags |= XS_VF_WHOLE_YEAR;
    if (sc->two_deadlines)
        out->flags |= XS_VF_CONTRADICTION;
}

/* A name or an activity in the place of a value. sure: even where words of value.vague stand in it.
 */
static bool not_a_value(const struct xs_value_words *w, const struct xs_lexhits *h, bool sure)
{
    struct xs_lexmask nouns = xs_lexmask_and(h->ends, w->group[XS_VM_NOUN]);
    bool act = has(w, &h->starts, XS_VL_ACT), activity = has(w, &h->ends, XS_VL_ACTIVITY);
    if (sure)
        return has(w, &h->has, XS_VL_DOCUMENT) || (act && activity);
    return act || activity || xs_lexmask_any(&nouns);
}

/* "No more than last year": a comparison with something that can be looked up. */
static bool compared(const struct xs_value_words *w, const struct xs_lexhits *h)
{
    struct xs_lexmask cmp = xs_lexmask_and(h->has, w->group[XS_VM_CMP]);
    return has(w, &h->has, XS_VL_REFERENCE) && xs_lexmask_any(&cmp);
}

/* Letters with a number behind them ("C30", "HRB400", "M7.5"): a class of material or a type, which
 * can be looked up. */
static bool designation(xs_str s)
{
    for (size_t i = 1; i < s.len; i++)
        if (xs_is_digit(s.ptr[i]) && s.ptr[i - 1] >= 'A' && s.ptr[i - 1] <= 'Z')
            return true;
    return false;
}

/* What a text without number, date and grade is. */
static void classify_words(
    const struct xs_vscan *sc, const struct xs_lexhits *h, struct xs_value *out)
{
    const struct xs_value_words *w = sc->w;
    bool vague = has(w, &h->has, XS_VL_VAGUE);
    out->kind = XS_VALUE_WORDS;
    if (has(w, &h->has, XS_VL_PLACEHOLDER)) {
        out->kind = XS_VALUE_MISSING;
        out->flags |= XS_VF_PLACEHOLDER;
    } else if (has(w, &h->has, XS_VL_YES_NO)) {
        out->kind = XS_VALUE_YES_NO;
    } else if (sc->period && !vague) {
        out->kind = XS_VALUE_FREQUENCY;
        out->per_year = sc->mult;
        /* NOLINTNEXTLINE(bugprone-branch-clone): the order of the questions matters */
    } else if (has(w, &h->has, XS_VL_STANDARD) || has(w, &h->has, XS_VL_EVENT) || compared(w, h)) {
        out->kind = XS_VALUE_EVENT;
    } else if (not_a_value(w, h, true)) {
        out->flags |= XS_VF_NOT_A_VALUE;
    } else if (!vague && (has(w, &h->starts, XS_VL_EVENT_WEAK) ||
                             has(w, &h->ends, XS_VL_EVENT_WEAK) || designation(sc->s))) {
        out->kind = XS_VALUE_EVENT;
    } else {
        out->flags |= !vague && not_a_value(w, h, false) ? XS_VF_NOT_A_VALUE : XS_VF_VAGUE_WORDS;
    }
}

static void decide_words(const struct xs_vscan *sc, struct xs_value *out)
{
    struct xs_lexhits h;
    if (grade_text(sc->w, sc->s, out))
        return;
    if (sc->date_strong || weak_date(sc)) {
        set_date(sc, out);
        if (sc->period)
            out->flags |= XS_VF_PERIOD;
        return;
    }
    xs_lex_scan(sc->w->lex, sc->s, &h);
    if (xs_lexmask_has(&h.starts, sc->w->id[XS_VL_WITHHELD]) &&
        xs_lex_made_of(sc->w->lex, sc->s, &sc->w->one[XS_VL_WITHHELD], 0)) {
        out->kind = XS_VALUE_WITHHELD;
        return;
    }
    classify_words(sc, &h, out);
}

/* A text that is one word of the lists as a whole. */
static bool whole_word(const struct xs_value_words *w, xs_str s, struct xs_value *out)
{
    struct xs_lexmask which;
    size_t n = xs_vm_at(w, s, 0, XS_VM_WHOLE, &which);
    if (n == 0)
        return false;
    if (has(w, &which, XS_VL_YES_NO) && (n == s.len || !xs_is_digit(s.ptr[n]))) {
        out->kind = XS_VALUE_YES_NO;
        return true;
    }
    if (n != s.len)
        return false;
    if (has(w, &which, XS_VL_MISSING)) {
        out->kind = XS_VALUE_MISSING;
    } else if (has(w, &which, XS_VL_WITHHELD)) {
        out->kind = XS_VALUE_WITHHELD;
    } else if (has(w, &which, XS_VL_EVENT) || has(w, &which, XS_VL_EVENT_WEAK)) {
        out->kind = XS_VALUE_EVENT;
    } else if (has(w, &which, XS_VL_GRADE) || has(w, &which, XS_VL_GRADE_SOFT)) {
        out->kind = XS_VALUE_GRADE;
        if (!has(w, &which, XS_VL_GRADE))
            out->flags |= XS_VF_VAGUE_WORDS;
    } else if (has(w, &which, XS_VL_D_WHOLE)) {
        out->kind = XS_VALUE_DATE;
        out->flags |= XS_VF_WHOLE_YEAR;
    } else { /* XS_VL_VAGUE */
        out->kind = XS_VALUE_WORDS;
        out->flags |= XS_VF_VAGUE_WORDS;
    }
    return true;
}

/* ---- numbers ---- */

static struct xs_quantity quantity(const struct xs_vnum *q)
{
    return (struct xs_quantity){ .cmp = effective(q),
        .has_number = true,
        .number = q->number,
        .unit = q->unit.text,
        .uclass = q->unit.uclass };
}

static bool rising(enum xs_cmp c) { return c == XS_CMP_GE || c == XS_CMP_GT; }

static bool falling(enum xs_cmp c) { return c == XS_CMP_LE || c == XS_CMP_LT; }

static bool decimal_of(xs_str s, struct xs_decimal *out)
{
    return s.len && xs_decimal_parse(s, out) == s.len;
}

/* The digits' left half when the right one is the same, and no number but 0 begins with a zero;
 * empty otherwise. */
static xs_str equal_half(const struct xs_vnum *q, struct xs_decimal *out)
{
    size_t half = q->run.len / 2;
    xs_str left = xs_str_sub(q->run, 0, half), right = xs_str_sub(q->run, half, half);
    if (half == 0 || q->run.len != half * 2 || !xs_str_eq(left, right))
        return XS_STR_NONE;
    bool zero = left.ptr[0] == '0' && half > 1 && left.ptr[1] != '.';
    return !zero && decimal_of(left, out) ? left : XS_STR_NONE;
}

/* Digits that come twice in a row, behind a sign and without one. */
enum { HARDLY_CHANCE = 3, NO_CHANCE = 4 };

/* The document says so, whatever the number is of. */
static bool doubled_there(const struct xs_vnum *q, xs_str left, const struct xs_value_context *ctx)
{
    if (q->sign == XS_CMP_NONE)
        return ctx->doubled_doc && left.len >= NO_CHANCE;
    return ctx->all_doubled || (ctx->doubled_doc && left.len >= HARDLY_CHANCE);
}

/* One digit twice: 99 % is a number; 33 times "or more" behind a sign is not, nor is 00. count: it
 * counts something. */
static bool is_digit_twice(
    const struct xs_vnum *q, xs_str digit, const struct xs_value_context *ctx, bool count)
{
    const bool again = rising(q->after) || falling(q->after);
    if (digit.ptr[0] == '0')
        return count && ctx->doubled_doc;
    return (count && ctx->all_doubled) || ((count || doubled_there(q, digit, ctx)) && again);
}

/* Is it one number twice, or a number that only looks so? doubt: it could be the former. */
static bool is_twice(
    const struct xs_vnum *q, xs_str left, const struct xs_value_context *ctx, bool *doubt)
{
    const bool ratio = q->unit.uclass == XS_UNIT_RATIO;
    if (left.len == 1) {
        const bool count = !ratio && !ctx->rate_name && q->sign != XS_CMP_NONE;
        *doubt = count && ctx->doubled_doc;
        return is_digit_twice(q, left, ctx, count);
    }
    *doubt = true;
    return doubled_there(q, left, ctx) || ctx->rate_name || rising(q->after) || falling(q->after) ||
           ratio || xs_str_find(left, XS_STR("."), 0) != SIZE_MAX;
}

/* Do the halves of the digits say the same? */
static bool split_halves(
    const struct xs_vscan *sc, const struct xs_value_context *ctx, struct xs_value *out)
{
    const struct xs_vnum *q = &sc->num[0];
    struct xs_decimal d;
    bool doubt = false;
    xs_str left = equal_half(q, &d);
    if (left.len == 0)
        return false;
    if (!is_twice(q, left, ctx, &doubt)) {
        out->flags |= doubt ? XS_VF_NO_SPLIT : 0;
        return false;
    }
    out->main.number = d;
    *sc->second = out->main;
    sc->second->cmp = q->after;
    out->flags |= XS_VF_DOUBLED;
    if (q->unit.uclass == XS_UNIT_NONE)
        out->flags |= XS_VF_UNIT_LOST;
    return true;
}

/* Is left a number that the document's targets, or targets at large, are? */
static bool known_left(struct xs_decimal left, size_t len, const struct xs_value_context *ctx)
{
    static const int64_t typical[] = { 100, 98, 95, 90, 85, 80 };
    for (size_t i = 0; i < sizeof typical / sizeof *typical; i++)
        if (left.scale == 0 && left.digits == typical[i])
            return true;
    for (size_t i = 0; i < ctx->nleft && len >= 2; i++)
        if (xs_decimal_cmp(left, ctx->left[i]) == 0)
            return true;
    return false;
}

/* >=903 times "or more" in a document of doubled values: 90 and 3 times; >=90100%: 90 and 100%. */
static bool split_unequal(
    const struct xs_vscan *sc, const struct xs_value_context *ctx, struct xs_value *out)
{
    const struct xs_vnum *q = &sc->num[0];
    if (!ctx->doubled_doc || q->run.len < 3 || q->run.len > 9 || q->sign == XS_CMP_NONE ||
        !(rising(q->after) || falling(q->after) || xs_rate_beyond(q->unit.uclass, q->number)) ||
        xs_str_find(q->run, XS_STR("."), 0) != SIZE_MAX)
        return false;
    for (size_t cut = q->run.len - 1; cut >= 2; cut--) {
        struct xs_decimal left, right;
        if (q->run.ptr[cut] == '0' || !decimal_of(xs_str_sub(q->run, 0, cut), &left) ||
            !known_left(left, cut, ctx) || !decimal_of(xs_str_sub(q->run, cut, q->run.len), &right))
            continue;
        *sc->second = out->main;
        sc->second->number = right;
        sc->second->cmp = q->after;
        out->main.number = left;
        out->main.unit = XS_STR_NONE;
        out->main.uclass = XS_UNIT_NONE;
        out->flags |= XS_VF_CONTRADICTION;
        return true;
    }
    return false;
}

/* Only what split_halves and split_unequal look at: a sign, then the same digit twice or a number
 * of three digits at least; without a sign one that is long. */
bool xs_value_doubtful(const struct xs_value *v, const struct xs_value_context *ctx)
{
    if (ctx->unit_column || !v->main.has_number || v->flags & XS_VF_DOUBLED)
        return false;
    const bool sign = v->main.cmp != XS_CMP_NONE;
    for (size_t i = 0, run = 0; i < v->folded.len; i++) {
        run = xs_is_digit(v->folded.ptr[i]) ? run + 1 : 0;
        if (run >= (sign ? 3 : 2 * NO_CHANCE) ||
            (sign && run == 2 && v->folded.ptr[i] == v->folded.ptr[i - 1]))
            return true;
    }
    return false;
}

static void set_range(struct xs_value *out, const struct xs_vnum *a, const struct xs_vnum *b)
{
    const struct xs_vunit *u = b->unit.uclass == XS_UNIT_NONE ? &a->unit : &b->unit;
    bool swap = xs_decimal_cmp(a->number, b->number) > 0;
    out->kind = XS_VALUE_RANGE;
    out->main.number = swap ? b->number : a->number;
    out->main.high = swap ? a->number : b->number;
    out->main.has_high = true;
    out->main.unit = u->text;
    out->main.uclass = u->uclass;
    if (a->sign != XS_CMP_NONE && b->sign != XS_CMP_NONE)
        out->main.cmp = XS_CMP_NONE;
    if (a->unit.percent_word || b->unit.percent_word)
        out->flags |= XS_VF_PERCENT_WORD;
}

/* 20 plus or minus 2: from 18 to 22. */
static void set_tolerance(struct xs_value *out, const struct xs_vnum *a, const struct xs_vnum *b)
{
    struct xs_vnum low = *a, high = *b;
    struct xs_decimal x = a->number, y = b->number;
    while (x.scale < y.scale && x.digits < INT64_MAX / 20) {
        x.digits *= 10;
        x.scale++;
    }
    while (y.scale < x.scale && y.digits < INT64_MAX / 20) {
        y.digits *= 10;
        y.scale++;
    }
    if (x.scale == y.scale) {
        low.number = xs_decimal_norm((struct xs_decimal){ x.digits - y.digits, x.scale });
        high.number = xs_decimal_norm((struct xs_decimal){ x.digits + y.digits, x.scale });
    }
    set_range(out, &low, &high);
}

/* One number twice, in two cells' texts: main is the half with the unit. */
static void set_doubled(const struct xs_vscan *sc, struct xs_value *out)
{
    const struct xs_vnum *a = &sc->num[0], *b = &sc->num[1];
    const struct xs_vnum *best = b->unit.uclass != XS_UNIT_NONE ? b : a;
    *sc->second = quantity(b);
    out->main.unit = best->unit.text;
    out->main.uclass = best->unit.uclass;
    if (out->main.cmp == XS_CMP_NONE)
        out->main.cmp = effective(b);
    out->flags |= XS_VF_DOUBLED;
    if (best->unit.uclass == XS_UNIT_NONE)
        out->flags |= XS_VF_UNIT_LOST;
    if (best->unit.percent_word)
        out->flags |= XS_VF_PERCENT_WORD;
}

static void set_contradiction(const struct xs_vscan *sc, struct xs_value *out)
{
    *sc->second = quantity(&sc->num[1]);
    out->flags |= XS_VF_CONTRADICTION;
}

static bool opposite(enum xs_cmp a, enum xs_cmp b)
{
    return (rising(a) && falling(b)) || (falling(a) && rising(b));
}

static bool same_way(enum xs_cmp a, enum xs_cmp b)
{
    return (rising(a) && rising(b)) || (falling(a) && falling(b));
}

/* The first number is bare and another one follows. */
static void pair_bare(const struct xs_vscan *sc, struct xs_value *out)
{
    const struct xs_vnum *a = &sc->num[0], *b = &sc->num[1];
    bool same = xs_decimal_cmp(a->number, b->number) == 0;
    bool same_year =
        b->mult.digits && xs_decimal_cmp(a->number, xs_decimal_mul(b->number, b->mult)) == 0;
    if (!(b->gap & XS_GAP_SEP) && (same || same_year))
        set_doubled(sc, out);
    else if (opposite(a->sign, b->sign))
        set_range(out, a, b);
    else if (!(b->gap & (XS_GAP_SEP | XS_GAP_WORDS)) && b->gap & (XS_GAP_CMP | XS_GAP_PERIOD))
        set_contradiction(sc, out);
    else
        out->flags |= XS_VF_SEVERAL;
}

/* Two numbers with units. */
static void pair_united(const struct xs_vscan *sc, struct xs_value *out)
{
    const struct xs_vnum *a = &sc->num[0], *b = &sc->num[1];
    const bool comma = sc->s.ptr[a->to] == ',';
    unsigned gap = comma ? b->gap & ~(unsigned)XS_GAP_SEP : b->gap;
    bool same_unit_text = a->unit.uclass == b->unit.uclass && xs_str_eq(a->unit.text, b->unit.text);
    bool same = same_unit_text && xs_decimal_cmp(a->number, b->number) == 0;
    enum xs_cmp ca = effective(a), cb = effective(b);
    if (same && !(b->gap & (XS_GAP_SEP | XS_GAP_WORDS)))
        set_doubled(sc, out);
    else if (same_unit_text && opposite(ca, cb) && !(b->gap & XS_GAP_WORDS))
        set_range(out, a, b);
    else if (same_unit_text && gap == XS_GAP_CMP && same_way(ca, cb))
        set_contradiction(sc, out); /* two ceilings, two floors */
    else
        out->flags |= XS_VF_SEVERAL;
}

static void decide_pair(
    const struct xs_vscan *sc, const struct xs_value_context *ctx, struct xs_value *out)
{
    const struct xs_vnum *a = &sc->num[0], *b = &sc->num[1];
    if (b->gap == XS_GAP_PM)
        set_tolerance(out, a, b);
    else if (b->gap == XS_GAP_RANGE && a->unit.uclass != XS_UNIT_COMPOUND)
        set_range(out, a, b);
    else if (ctx->unit_column)
        out->flags |= XS_VF_SEVERAL;
    else if (a->unit.uclass == XS_UNIT_NONE)
        pair_bare(sc, out);
    else
        pair_united(sc, out);
    if (b->mult.digits && out->flags & (XS_VF_DOUBLED | XS_VF_CONTRADICTION)) {
        out->flags |= XS_VF_PERIOD;
        if (out->flags & XS_VF_DOUBLED && b->unit.uclass != XS_UNIT_RATIO)
            out->per_year = xs_decimal_mul(b->number, b->mult);
    }
}

/* A bare number and then vague words is no target. */
static bool vague_after(const struct xs_vscan *sc)
{
    const struct xs_vnum *q = &sc->num[0];
    struct xs_lexmask want = xs_lexmask_or(sc->w->one[XS_VL_VAGUE], sc->w->one[XS_VL_EVENT]);
    struct xs_lexword word;
    if (sc->nnums != 1 || q->unit.uclass != XS_UNIT_NONE || q->to == sc->s.len)
        return false;
    size_t at = xs_lex_find(sc->w->lex, sc->s, q->to, &want, &word);
    return at != SIZE_MAX && has(sc->w, &word.which, XS_VL_VAGUE);
}

/* A number of an official document (words, a year in brackets, a number) in the place of a value.
 */
static bool document_number(const struct xs_vscan *sc)
{
    const struct xs_vnum *q = &sc->num[0];
    return q->sign == XS_CMP_NONE && q->gap & XS_GAP_WORDS && q->unit.uclass == XS_UNIT_NONE &&
           xs_lex_find(sc->w->lex, sc->s, 0, &sc->w->one[XS_VL_DOCUMENT], NULL) != SIZE_MAX;
}

static void set_period(struct xs_value *out, const struct xs_vnum *q)
{
    struct xs_decimal mult = q->mult.digits ? q->mult : q->unit.per_year;
    if (mult.digits == 0)
        return;
    out->flags |= XS_VF_PERIOD;
    if (q->unit.uclass != XS_UNIT_RATIO && q->unit.uclass != XS_UNIT_TIME)
        out->per_year = xs_decimal_mul(q->number, mult);
    if (q->unit.uclass == XS_UNIT_TIMES)
        out->kind = XS_VALUE_FREQUENCY;
}

/* Two bare years are a span of time. */
static bool year_span(const struct xs_vscan *sc)
{
    const struct xs_vnum *a = &sc->num[0], *b = &sc->num[1];
    return sc->nnums == 2 && b->gap == XS_GAP_RANGE && a->sign == XS_CMP_NONE &&
           a->unit.uclass == XS_UNIT_NONE && b->unit.uclass == XS_UNIT_NONE && a->run.len == 4 &&
           b->run.len == 4 && a->number.digits >= 1990 && b->number.digits <= 2060 &&
           a->number.digits < b->number.digits;
}

/* Numbers that only belong to dates, or stand behind one. */
static bool dated(const struct xs_vscan *sc, struct xs_value *out)
{
    const struct xs_vnum *q = &sc->num[0];
    /* 1-6 yue: the number belongs to the date behind it */
    bool part =
        sc->ndates && sc->nnums == 1 && q->unit.uclass == XS_UNIT_NONE && q->sign == XS_CMP_NONE;
    bool span = year_span(sc);
    if (!part && !span && !(sc->date_first && sc->date_strong))
        return false;
    set_date(sc, out);
    if (part)
        out->flags &= ~(unsigned)XS_VF_WHOLE_YEAR;
    else if (!span)
        out->flags |= XS_VF_SEVERAL;
    if (sc->period)
        out->flags |= XS_VF_PERIOD;
    return true;
}

/* One number, or two that stand glued together. */
static void decide_single(
    const struct xs_vscan *sc, const struct xs_value_context *ctx, struct xs_value *out)
{
    const struct xs_vnum *q = &sc->num[0];
    if (!ctx->unit_column && (split_halves(sc, ctx, out) || split_unequal(sc, ctx, out)))
        return;
    if (q->sign != XS_CMP_NONE && q->after != XS_CMP_NONE)
        out->flags |= XS_VF_TWO_SIDED;
}

static void decide_numbers(
    const struct xs_vscan *sc, const struct xs_value_context *ctx, struct xs_value *out)
{
    const struct xs_vnum *q = &sc->num[0];
    if (dated(sc, out))
        return;
    if (vague_after(sc)) {
        out->kind = XS_VALUE_WORDS;
        out->flags |= XS_VF_VAGUE_WORDS;
        return;
    }
    if (document_number(sc)) { /* it may say that the document is the standard */
        bool standard =
            xs_lex_find(sc->w->lex, sc->s, 0, &sc->w->one[XS_VL_STANDARD], NULL) != SIZE_MAX;
        out->kind = standard ? XS_VALUE_EVENT : XS_VALUE_WORDS;
        out->flags |= standard ? 0 : XS_VF_NOT_A_VALUE;
        return;
    }
    out->kind = XS_VALUE_NUMBER;
    out->main = quantity(q);
    set_period(out, q);
    if (q->unit.percent_word)
        out->flags |= XS_VF_PERCENT_WORD;
    if (sc->nnums > 1)
        decide_pair(sc, ctx, out);
    else
        decide_single(sc, ctx, out);
    if (out->main.cmp == XS_CMP_ABOUT || q->after == XS_CMP_ABOUT)
        out->flags |= XS_VF_APPROX;
    if (sc->nnums > 2)
        out->flags |= XS_VF_SEVERAL;
}

/* Bytes of the closing punctuation at the end of s. */
static size_t end_mark(const struct xs_value_words *w, xs_str s)
{
    const size_t n = s.len && (s.ptr[s.len - 1] & 0x80) ? 3 : 1;
    return n < s.len && xs_vl_at(w, s, s.len - n, XS_VL_END) == n ? n : 0;
}

/* Without closing punctuation, and without brackets around the whole. */
static xs_str strip(const struct xs_value_words *w, xs_str s)
{
    size_t n;
    while ((n = end_mark(w, s)) != 0)
        s.len -= n;
    while (s.len > 2 && s.ptr[0] == '(' && s.ptr[s.len - 1] == ')' &&
           xs_str_find(s, XS_STR(")"), 0) == s.len - 1)
        s = xs_str_sub(s, 1, s.len - 2);
    return s;
}

/* The second half, of the values that have one. */
static enum xs_err keep_second(
    struct xs_arena *a, const struct xs_quantity *second, struct xs_value *v)
{
    if (!(v->flags & (XS_VF_DOUBLED | XS_VF_CONTRADICTION)))
        return XS_OK;
    struct xs_quantity *kept = xs_arena_alloc(a, 1, sizeof *kept);
    if (!kept)
        return XS_E_NOMEM;
    *kept = *second;
    v->second = kept;
    return XS_OK;
}

enum xs_err xs_value_parse(const struct xs_value_words *w, struct xs_arena *a, xs_str folded,
    const struct xs_value_context *ctx, struct xs_value *out)
{
    static const struct xs_value_context none = { 0 };
    struct xs_vscan sc;
    struct xs_quantity second = no_quantity;
    struct xs_value v = {
        .kind = XS_VALUE_MISSING, .main = no_quantity, .second = &no_quantity, .folded = folded
    };
    xs_str s = strip(w, xs_str_trim(folded));
    if (s.len == 0 || (!xs_is_digit(s.ptr[0]) && whole_word(w, s, &v))) {
        *out = v;
        return XS_OK;
    }
    sc.w = w;
    sc.second = &second;
    sc.s = s;
    sc.at = sc.nnums = sc.ndates = 0;
    sc.too_long = sc.period = sc.date_first = sc.date_strong = sc.date_whole = false;
    sc.two_deadlines = false;
    sc.deadline = 0;
    sc.gap = 0;
    sc.cmp = XS_CMP_NONE;
    sc.mult = (struct xs_decimal){ 0, 0 };
    xs_value_scan(&sc);
    /* class two: a grade, though it begins with a numeral */
    bool numeral = sc.nnums == 1 && sc.num[0].run.len == 0;
    if (sc.nnums && !(numeral && grade_text(w, s, &v)))
        decide_numbers(&sc, ctx ? ctx : &none, &v);
    else if (sc.nnums == 0)
        decide_words(&sc, &v);
    if (sc.too_long) {
        v.flags |= XS_VF_TOO_LONG;
        if (sc.nnums == 0 && v.kind == XS_VALUE_WORDS) {
            v.kind = XS_VALUE_NUMBER;
            v.flags &= ~(unsigned)XS_VF_VAGUE_WORDS;
        }
    }
    XS_TRY(keep_second(a, &second, &v));
    *out = v;
    return XS_OK;
}
