/* eval.c: conditions on one row or one project. */
#include "base/vec.h"
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
        return xs_row_level(row, 1);
    case XS_SUBJ_LEVEL2:
        return xs_row_level(row, 2);
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
        return x->row->parsed->main.unit;
    return xs_subject_at(x->p, x->row, s)->folded;
}

static bool measure(const struct xs_row_ctx *x, enum xs_measure m, struct xs_decimal *out)
{
    const struct xs_value *v = x->row ? x->row->parsed : &xs_no_value;
    switch (m) {
    case XS_M_NUMBER:
        *out = v->main.number;
        return v->main.has_number;
    case XS_M_NUMBER_HIGH:
        *out = v->main.high;
        return v->main.has_high;
    case XS_M_SECOND_NUMBER:
        *out = v->second->number;
        return v->second->has_number;
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
    return (c->classes >> r->class & 1) && (c->kinds >> r->parsed->kind & 1) &&
           (c->names >> r->name_kind & 1) && (c->cmps >> r->parsed->main.cmp & 1) &&
           (c->units >> r->parsed->main.uclass & 1) &&
           (c->second_units >> r->parsed->second->uclass & 1) &&
           bits_eval(&c->flags, r->parsed->flags) && bits_eval(&c->row_flags, r->flags);
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
        enum xs_tri one = xs_text_eval(x, &c->texts[i]);
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

enum xs_tri xs_rule_eval(struct xs_row_ctx *x, const struct xs_rule_code *c)
{
    enum xs_tri when = c->nwhen ? any_eval(x, c->when, c->nwhen) : XS_TRI_YES;
    if (when == XS_TRI_NO || c->nunless == 0)
        return when;
    enum xs_tri unless = (enum xs_tri)(XS_TRI_YES - any_eval(x, c->unless, c->nunless));
    return unless < when ? unless : when;
}

/* ---- what is left of the index ---- */

/* Does the text leave open that the map holds? Only the tests on this subject are made. */
static enum xs_tri leaves_open(
    struct xs_row_ctx *x, const struct xs_condition *c, enum xs_subject s)
{
    enum xs_tri result = XS_TRI_YES;
    for (size_t i = 0; i < c->ntexts && result != XS_TRI_NO; i++) {
        enum xs_tri one = c->texts[i].subject == s ? xs_text_eval(x, &c->texts[i]) : XS_TRI_YES;
        result = one < result ? one : result;
    }
    return result;
}

/* Asks what words have not decided: maps, bits of word w, by the text of s. */
static void ask(struct xs_row_ctx *x, enum xs_subject s, size_t w, uint64_t maps)
{
    const struct xs_index *in = &x->set->priv->index;
    uint64_t *asked = &xs_known_own(x, s)->sets[w], *out = asked + in->nwords;
    for (; maps; maps &= maps - 1) {
        const uint64_t bit = maps & -maps;
        enum xs_tri left =
            leaves_open(x, in->maps[w * 64 + (unsigned)__builtin_ctzll(maps)].when, s);
        *asked |= left == XS_TRI_UNDECIDED ? 0 : bit;
        *out |= left == XS_TRI_NO ? bit : 0;
    }
}

/* The same for two words; what is undecided after that stays unsure. */
__attribute__((noinline)) static const struct xs_known *ask_two(
    struct xs_row_ctx *x, enum xs_subject s, size_t at)
{
    const uint64_t *asks = x->set->priv->index.asks[s];
    for (size_t w = at; w < at + 2; w++)
        ask(x, s, w, x->open[w] & asks[w] & ~x->known[s]->sets[w]);
    xs_known_keep(x, s);
    for (size_t w = at; w < at + 2; w++)
        x->unsure[w] |= x->open[w] & asks[w] & ~x->known[s]->sets[w];
    return x->known[s];
}

static inline xs_vec two(const uint64_t *words) { return xs_vec_load((const char *)words); }

/* Of two words of the maps those that the row leaves open before its texts are looked at. */
static xs_vec open_by_row(
    const struct xs_index *in, const struct xs_row *r, const uint64_t *maps, size_t w)
{
    const unsigned values[XS_DIM_COUNT] = { [XS_DIM_CLASS] = r->class,
        [XS_DIM_KIND] = r->parsed->kind,
        [XS_DIM_NAME] = r->name_kind,
        [XS_DIM_CMP] = r->parsed->main.cmp,
        [XS_DIM_UNIT] = r->parsed->main.uclass,
        [XS_DIM_SECOND_UNIT] = r->parsed->second->uclass };
    xs_vec met = two(in->flagless + w), open = two(maps + w);
    for (uint64_t have = r->parsed->flags; have; have &= have - 1) {
        const size_t at = (unsigned)__builtin_ctzll(have) * in->nwords + w;
        met = xs_vec_or(met, two(in->flag + at));
        open = xs_vec_less(open, two(in->bars + at));
    }
    open = xs_vec_and(open, met);
    for (size_t d = 0; d < XS_DIM_COUNT; d++)
        open = xs_vec_and(open, two(in->fits + (d * XS_DIM_VALUES + values[d]) * in->nwords + w));
    return open;
}

void xs_row_known(const struct xs_row_ctx *x, const struct xs_row *r, struct xs_row_known *out)
{
    static const struct xs_notes no_notes = { .count = 0 };
    static const struct xs_noted no_text = { .len = 0 };
    const struct xs_index *in = &x->set->priv->index;
    const struct xs_noted *const noted[XS_SUBJ_PROJECT_NAME] = { [XS_SUBJ_NAME] = r->name.noted,
        [XS_SUBJ_CORE] = r->core_noted,
        [XS_SUBJ_DESCRIPTION] = r->description.noted,
        [XS_SUBJ_VALUE] = r->value.noted,
        [XS_SUBJ_LEVEL1] = xs_row_level(r, 1)->noted,
        [XS_SUBJ_LEVEL2] = xs_row_level(r, 2)->noted,
        [XS_SUBJ_BASIS] = r->basis.noted };
    for (size_t i = 0; i < in->nsubjects; i++) { /* without a branch on what is there */
        const enum xs_subject s = in->subjects[i];
        const struct xs_noted *t = noted[s] ? noted[s] : &no_text;
        const struct xs_notes *notes = t->notes ? t->notes : &no_notes;
        const struct xs_known *k = x->states ? x->states->items[notes->states[s]] : NULL;
        out->of[i] = k ? k : in->unasked[s];
        __builtin_prefetch(out->of[i]->sets);
    }
}

/* Two words of the open maps, of which some are to be asked for: one text after the other. */
__attribute__((noinline)) static xs_vec ask_texts(struct xs_row_ctx *x, size_t w, xs_vec open)
{
    const struct xs_index *in = &x->set->priv->index;
    for (size_t i = 0; i < in->nsubjects; i++) {
        const enum xs_subject s = in->subjects[i];
        const xs_vec asks = xs_vec_and(open, two(in->asks[s] + w));
        if (!xs_vec_any(asks))
            continue;
        const struct xs_known *k = xs_known_of(x, s);
        if (xs_vec_any(xs_vec_less(asks, two(k->sets + w)))) {
            xs_vec_store((char *)(x->open + w), open);
            k = ask_two(x, s, w);
        }
        open = xs_vec_less(open, two(k->sets + in->nwords + w));
    }
    return open;
}

/* Mostly all texts are known, and all are looked at without a branch. */
void xs_maps_open(struct xs_row_ctx *x, const uint64_t *maps, const struct xs_row_known *row_known)
{
    const struct xs_index *in = &x->set->priv->index;
    const struct xs_known *const *known = row_known->of;
    for (size_t w = 0; w < in->nwords; w += 2) { /* see make_room */
        xs_vec open = open_by_row(in, x->row, maps, w), unasked = xs_vec_none();
        for (size_t i = 0; i < in->nsubjects; i++) {
            open = xs_vec_less(open, two(known[i]->sets + in->nwords + w));
            unasked = xs_vec_or(unasked, xs_vec_less(open, two(known[i]->sets + w)));
        }
        x->unsure[w] = x->unsure[w + 1] = 0;
        if (xs_vec_any(xs_vec_and(open, unasked)))
            open = ask_texts(x, w, open);
        xs_vec_store((char *)(x->open + w), open);
    }
}

void xs_row_expect(const struct xs_row *r)
{
    __builtin_prefetch(r->parsed);
    __builtin_prefetch(r->name.noted);
    __builtin_prefetch(r->core_noted);
    __builtin_prefetch(r->description.noted);
    __builtin_prefetch(r->value.noted);
    __builtin_prefetch(xs_row_level(r, 1)->noted);
    __builtin_prefetch(xs_row_level(r, 2)->noted);
}
