/* eval.c: conditions on one row or one project. */
#include "rule/private.h"

const struct xs_value_at *xs_subject_at(
    const struct xs_project *p, const struct xs_row *row, enum xs_subject s)
{
    switch (s) {
    case XS_SUBJ_NAME:
    case XS_SUBJ_CORE:
        return &row->name;
    case XS_SUBJ_DESCRIPTION:
        return &row->description;
    case XS_SUBJ_VALUE:
    case XS_SUBJ_UNIT:
        return &row->value;
    case XS_SUBJ_LEVEL1:
        return &row->level1;
    case XS_SUBJ_LEVEL2:
        return &row->level2;
    case XS_SUBJ_BASIS:
        return &row->basis;
    case XS_SUBJ_PROJECT_NAME:
        return &p->name;
    case XS_SUBJ_PURPOSE:
        return &p->purpose;
    case XS_SUBJ_GOAL:
        return &p->goal;
    case XS_SUBJ_DEPARTMENT:
        return &p->department;
    case XS_SUBJ_COUNT:
        break;
    }
    return &p->name;
}

xs_str xs_subject_text(const struct xs_row_ctx *x, enum xs_subject s)
{
    if (s == XS_SUBJ_CORE)
        return x->row->core;
    if (s == XS_SUBJ_UNIT)
        return x->row->parsed.main.unit;
    return xs_subject_at(x->p, x->row, s)->folded;
}

static struct xs_noted *noted(struct xs_row_ctx *x, enum xs_subject s)
{
    struct xs_noted *t = s == XS_SUBJ_CORE   ? x->row->core_noted
                         : s == XS_SUBJ_UNIT ? NULL
                                             : xs_subject_at(x->p, x->row, s)->noted;
    if (t)
        return t;
    xs_str text = xs_subject_text(x, s);
    return xs_memo_text(x->memo, &text);
}

_Static_assert(
    XS_SUBJ_PROJECT_NAME <= XS_NOTE_COUNT - XS_NOTE_SUBJECT, "a note for each text of a row");

static struct xs_known *look_up(struct xs_row_ctx *x, enum xs_subject s)
{
    if (x->looked_up >> s & 1)
        return x->known[s];
    const struct xs_rule_private *p = x->set->priv;
    size_t words = 2 * (p->index.nwords + p->ntests / 64 + 1); /* see xs_known */
    x->known[s] = s >= XS_SUBJ_PROJECT_NAME
                      ? NULL
                      : xs_memo_note(x->memo, noted(x, s), XS_NOTE_SUBJECT + s,
                            sizeof **x->known + words * sizeof(uint64_t));
    x->looked_up |= UINT32_C(1) << s;
    return x->known[s];
}

/* What is noted of a text whatever it is of its row. */
struct known_hits {
    struct xs_note_head head;
    struct xs_lexhits hits;
};

static const struct xs_lexhits *hits_of(struct xs_row_ctx *x, enum xs_subject s)
{
    if (x->scanned >> s & 1)
        return x->hits[s];
    struct known_hits *k = s >= XS_SUBJ_PROJECT_NAME
                               ? NULL
                               : xs_memo_note(x->memo, noted(x, s), XS_NOTE_HITS, sizeof *k);
    struct xs_lexhits *hits = k ? &k->hits : &x->own_hits[s];
    if (!k || !k->head.done)
        xs_lex_scan(x->set->priv->env->lexicons, xs_subject_text(x, s), hits);
    if (k)
        k->head.done = true;
    x->hits[s] = hits;
    x->scanned |= UINT32_C(1) << s;
    return hits;
}

static const struct xs_lexhits *literals_of(struct xs_row_ctx *x, enum xs_subject s)
{
    if (!(x->searched >> s & 1)) {
        xs_lex_scan(x->set->priv->literals, xs_subject_text(x, s), &x->literals[s]);
        x->searched |= UINT32_C(1) << s;
    }
    return &x->literals[s];
}

static bool has_literal(const struct xs_lexhits *hits, const int lists[XS_LIT_COUNT])
{
    return xs_lexmask_has(&hits->has, lists[XS_LIT_HAS]) ||
           xs_lexmask_has(&hits->starts, lists[XS_LIT_STARTS]) ||
           xs_lexmask_has(&hits->ends, lists[XS_LIT_ENDS]) ||
           xs_lexmask_has(&hits->equals, lists[XS_LIT_EQUALS]);
}

static bool meets(struct xs_lexmask have, const struct xs_lexmask *want)
{
    struct xs_lexmask both = xs_lexmask_and(have, *want);
    return xs_lexmask_any(&both);
}

static enum xs_tri alt_eval(struct xs_row_ctx *x, enum xs_subject s, const struct xs_alt *alt)
{
    bool yes = false;
    xs_str text = xs_subject_text(x, s);
    switch (alt->kind) {
    case XS_ALT_EMPTY:
        yes = text.len == 0;
        break;
    case XS_ALT_HAS:
        yes = meets(hits_of(x, s)->has, &alt->mask);
        break;
    case XS_ALT_STARTS:
        yes = meets(hits_of(x, s)->starts, &alt->mask);
        break;
    case XS_ALT_ENDS:
        yes = meets(hits_of(x, s)->ends, &alt->mask);
        break;
    case XS_ALT_EQUALS:
        yes = meets(hits_of(x, s)->equals, &alt->mask);
        break;
    case XS_ALT_MADE_OF: /* nothing of the lists in it: nothing it could be made of */
        yes = text.len && meets(hits_of(x, s)->has, &alt->mask) &&
              xs_lex_made_of(x->set->priv->env->lexicons, text, &alt->mask, alt->left);
        break;
    case XS_ALT_LITERAL:
        if (text.len > XS_MAX_SUBJECT)
            return XS_TRI_UNDECIDED;
        yes = has_literal(literals_of(x, s), alt->literals);
        break;
    case XS_ALT_REGEX: {
        enum xs_match m = xs_regex_match(alt->re, x->matcher, text, NULL, NULL);
        return m == XS_MATCH_UNDECIDED ? XS_TRI_UNDECIDED
               : m == XS_MATCH_YES     ? XS_TRI_YES
                                       : XS_TRI_NO;
    }
    }
    return yes ? XS_TRI_YES : XS_TRI_NO;
}

static enum xs_tri test_text(struct xs_row_ctx *x, const struct xs_text_test *t)
{
    enum xs_tri stop = t->all ? XS_TRI_NO : XS_TRI_YES, result = t->all ? XS_TRI_YES : XS_TRI_NO;
    for (size_t i = 0; i < t->nalts && result != stop; i++) {
        enum xs_tri one = alt_eval(x, t->subject, &t->alts[i]);
        if (t->all ? one < result : one > result)
            result = one;
    }
    return t->negate ? (enum xs_tri)(XS_TRI_YES - result) : result;
}

/* The same, remembered with the text. */
static enum xs_tri text_eval(struct xs_row_ctx *x, const struct xs_text_test *t)
{
    struct xs_known *k = look_up(x, t->subject);
    if (!k)
        return test_text(x, t);
    uint64_t *decided = &k->sets[2 * (x->set->priv->index.nwords + (t->id >> 6))],
             *holds = decided + 1;
    uint64_t bit = UINT64_C(1) << (t->id & 63);
    if (*decided & bit)
        return *holds & bit ? XS_TRI_YES : XS_TRI_NO;
    enum xs_tri result = test_text(x, t);
    if (result != XS_TRI_UNDECIDED)
        *decided |= bit;
    if (result == XS_TRI_YES)
        *holds |= bit;
    return result;
}

static bool measure(const struct xs_row_ctx *x, enum xs_measure m, struct xs_decimal *out)
{
    static const struct xs_value nothing = { .kind = XS_VALUE_MISSING };
    const struct xs_value *v = x->row ? &x->row->parsed : &nothing;
    switch (m) {
    case XS_M_NUMBER:
        *out = v->main.number;
        return v->main.has_number;
    case XS_M_NUMBER_HIGH:
        *out = v->main.high;
        return v->main.has_high;
    case XS_M_SECOND_NUMBER:
        *out = v->second.number;
        return v->second.has_number;
    case XS_M_PER_YEAR:
        *out = v->per_year;
        return v->per_year.digits != 0;
    case XS_M_ROWS:
        *out = (struct xs_decimal){ (int64_t)x->p->nrows, 0 };
        return true;
    case XS_M_BUDGET:
        *out = (struct xs_decimal){ x->p->budget_micro, 6 };
        return x->p->has_budget;
    case XS_M_COUNT:
        break;
    }
    return false;
}

static bool number_eval(const struct xs_row_ctx *x, const struct xs_num_test *t)
{
    struct xs_decimal n;
    if (!measure(x, t->measure, &n))
        return false;
    int c = xs_decimal_cmp(n, t->value);
    switch (t->op) {
    case XS_OP_EQ:
        return c == 0;
    case XS_OP_NE:
        return c != 0;
    case XS_OP_LT:
        return c < 0;
    case XS_OP_LE:
        return c <= 0;
    case XS_OP_GT:
        return c > 0;
    case XS_OP_GE:
        return c >= 0;
    }
    return false;
}

static bool bits_eval(const struct xs_bit_test *t, uint64_t have)
{
    return (!t->any || (have & t->any)) && (have & t->all) == t->all && !(have & t->none);
}

static bool row_bits_eval(const struct xs_row *r, const struct xs_condition *c)
{
    return (c->classes >> r->class & 1) && (c->kinds >> r->parsed.kind & 1) &&
           (c->names >> r->name_kind & 1) && (c->cmps >> r->parsed.main.cmp & 1) &&
           (c->units >> r->parsed.main.uclass & 1) &&
           (c->second_units >> r->parsed.second.uclass & 1) &&
           bits_eval(&c->flags, r->parsed.flags) && bits_eval(&c->row_flags, r->flags);
}

enum xs_tri xs_condition_eval(struct xs_row_ctx *x, const struct xs_condition *c)
{
    if ((x->row && !row_bits_eval(x->row, c)) ||
        (c->has_labels && !bits_eval(&c->labels, x->labels)))
        return XS_TRI_NO;
    for (size_t i = 0; i < c->nnums; i++)
        if (!number_eval(x, &c->nums[i]))
            return XS_TRI_NO;
    enum xs_tri result = XS_TRI_YES;
    for (size_t i = 0; i < c->ntexts && result != XS_TRI_NO; i++) {
        enum xs_tri one = text_eval(x, &c->texts[i]);
        if (one < result)
            result = one;
    }
    return result;
}

static enum xs_tri any_eval(struct xs_row_ctx *x, const struct xs_condition *list, size_t count)
{
    enum xs_tri result = XS_TRI_NO;
    for (size_t i = 0; i < count && result != XS_TRI_YES; i++) {
        enum xs_tri one = xs_condition_eval(x, &list[i]);
        if (one > result)
            result = one;
    }
    return result;
}

enum xs_tri xs_unless_eval(struct xs_row_ctx *x, const struct xs_rule_code *c, enum xs_tri when)
{
    if (when == XS_TRI_NO || c->nunless == 0)
        return when;
    enum xs_tri unless = (enum xs_tri)(XS_TRI_YES - any_eval(x, c->unless, c->nunless));
    return unless < when ? unless : when;
}

enum xs_tri xs_rule_eval(struct xs_row_ctx *x, const struct xs_rule_code *c)
{
    return xs_unless_eval(x, c, c->nwhen ? any_eval(x, c->when, c->nwhen) : XS_TRI_YES);
}

/* ---- what is left of the index ---- */

/* Does the text leave open that the map holds? Only the tests on this subject are made. */
static bool leaves_open(struct xs_row_ctx *x, const struct xs_condition *c, enum xs_subject s)
{
    for (size_t i = 0; i < c->ntexts; i++)
        if (c->texts[i].subject == s && text_eval(x, &c->texts[i]) == XS_TRI_NO)
            return false;
    return true;
}

/* Those of the maps of word w that the text of s leaves open, by what is noted of it; all of them
 * where nothing can be noted. */
static uint64_t text_leaves(struct xs_row_ctx *x, enum xs_subject s, size_t w, uint64_t maps)
{
    struct xs_known *k = look_up(x, s);
    if (!k)
        return maps;
    uint64_t *asked = &k->sets[2 * w], *out = asked + 1, left = maps & ~*asked;
    *asked |= left;
    for (; left; left &= left - 1) {
        unsigned bit = (unsigned)__builtin_ctzll(left);
        if (!leaves_open(x, x->set->priv->index.maps[w * 64 + bit].when, s))
            *out |= UINT64_C(1) << bit;
    }
    return maps & ~*out;
}

/* Those of the maps that neither the row nor one of its texts alone rules out. */
static uint64_t open_in_word(struct xs_row_ctx *x, size_t w, uint64_t maps)
{
    const struct xs_index_word *in = &x->set->priv->index.words[w];
    const struct xs_row *r = x->row;
    uint64_t met = ~in->needs_flag;
    for (uint64_t have = r->parsed.flags; have; have &= have - 1)
        met |= in->flag[__builtin_ctzll(have)];
    maps &= met & in->fits[XS_DIM_CLASS][r->class] & in->fits[XS_DIM_KIND][r->parsed.kind] &
            in->fits[XS_DIM_NAME][r->name_kind] & in->fits[XS_DIM_CMP][r->parsed.main.cmp] &
            in->fits[XS_DIM_UNIT][r->parsed.main.uclass] &
            in->fits[XS_DIM_SECOND_UNIT][r->parsed.second.uclass];
    for (enum xs_subject s = XS_SUBJ_NAME; maps && s < XS_SUBJ_PROJECT_NAME; s++)
        if (in->asks[s] & maps)
            maps &= ~in->asks[s] | text_leaves(x, s, w, in->asks[s] & maps);
    return maps;
}

void xs_maps_open(struct xs_row_ctx *x, const uint64_t *maps)
{
    for (size_t w = 0; w < x->set->priv->index.nwords; w++)
        x->open[w] = maps[w] ? open_in_word(x, w, maps[w]) : 0;
}

void xs_row_expect(const struct xs_row *r)
{
    xs_memo_soon(r->name.noted);
    xs_memo_soon(r->core_noted);
    xs_memo_soon(r->description.noted);
    xs_memo_soon(r->value.noted);
    xs_memo_soon(r->level1.noted);
    xs_memo_soon(r->level2.noted);
}

size_t xs_open_next(const struct xs_row_ctx *x, size_t map)
{
    const struct xs_index *in = &x->set->priv->index;
    for (size_t w = map / 64; w < in->nwords; w++) {
        uint64_t left = x->open[w] & (w == map / 64 ? UINT64_MAX << map % 64 : UINT64_MAX);
        if (left)
            return w * 64 + (size_t)__builtin_ctzll(left);
    }
    return in->nmaps;
}
