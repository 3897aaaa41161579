/* load_index.c: the rules of each phase of a run; which maps of `when` a row can meet at all, by
 * what is known of it before any text is looked at, and which texts they look at. */
#include "rule/load.h"

static bool row_rule(const struct xs_rule *r, const struct xs_rule_code *c)
{
    return r->enabled && r->scope == XS_ON_INDICATOR && !c->check;
}

/* The values of a dimension that a map allows, a bit each. */
static uint32_t allowed(const struct xs_condition *c, enum xs_dimension d)
{
    switch (d) {
    case XS_DIM_CLASS:
        return c->classes;
    case XS_DIM_KIND:
        return c->kinds;
    case XS_DIM_NAME:
        return c->names;
    case XS_DIM_CMP:
        return c->cmps;
    case XS_DIM_UNIT:
        return c->units;
    case XS_DIM_SECOND_UNIT:
        return c->second_units;
    case XS_DIM_COUNT:
        break;
    }
    return 0;
}

_Static_assert(XS_CLASS_COUNT <= XS_DIM_VALUES && XS_VALUE_KIND_COUNT <= XS_DIM_VALUES &&
                   XS_NAME_KIND_COUNT <= XS_DIM_VALUES && XS_CMP_COUNT <= XS_DIM_VALUES &&
                   XS_UNIT_CLASS_COUNT <= XS_DIM_VALUES,
    "a set for each value");

static void put_map(struct xs_index *in, size_t map, const struct xs_rule_code *rule)
{
    const struct xs_condition *c = in->maps[map].when;
    const uint64_t bit = UINT64_C(1) << (map & 63);
    struct xs_index_word *w = &in->words[map >> 6];
    *(rule->late ? &w->late : &w->plain) |= bit;
    in->columns |= rule->requires;
    for (uint64_t need = rule->requires; need; need &= need - 1)
        w->column[__builtin_ctzll(need)] |= bit;
    for (unsigned d = 0; d < XS_DIM_COUNT; d++)
        for (unsigned v = 0; v < XS_DIM_VALUES; v++)
            if (allowed(c, (enum xs_dimension)d) >> v & 1)
                w->fits[d][v] |= bit;
    for (uint64_t flags = c->flags.any ? c->flags.any : c->flags.all; flags; flags &= flags - 1) {
        w->needs_flag |= bit;
        w->flag[__builtin_ctzll(flags)] |= bit;
    }
    for (size_t k = 0; k < c->ntexts; k++)
        if (c->texts[k].subject < XS_SUBJ_PROJECT_NAME)
            w->asks[c->texts[k].subject] |= bit;
}

static enum xs_err make_lists(struct xs_loader *l)
{
    struct xs_rule_private *p = l->priv;
    for (uint32_t i = 0; i < l->set->nrules; i++) {
        const struct xs_rule *r = &l->set->rules[i];
        struct xs_rule_list *list =
            &p->lists[r->scope][p->codes[i].check != NULL][p->codes[i].late];
        if (!r->enabled)
            continue;
        if (!list->rules)
            list->rules = xs_arena_alloc(l->a, l->set->nrules, sizeof *list->rules);
        if (!list->rules)
            return XS_E_NOMEM;
        list->rules[list->count++] = i;
    }
    return XS_OK;
}

enum xs_err xs_load_index(struct xs_loader *l)
{
    struct xs_rule_private *p = l->priv;
    struct xs_index *in = &p->index;
    XS_TRY(make_lists(l));
    for (size_t i = 0; i < l->set->nrules; i++)
        in->nmaps += row_rule(&l->set->rules[i], &p->codes[i]) ? p->codes[i].nwhen : 0;
    in->nwords = in->nmaps / 64 + 1;
    in->maps = xs_arena_zalloc(l->a, in->nmaps + 1, sizeof *in->maps);
    in->words = xs_arena_zalloc(l->a, in->nwords, sizeof *in->words);
    if (!in->maps || !in->words)
        return XS_E_NOMEM;
    for (size_t i = 0, map = 0; i < l->set->nrules; i++) {
        const struct xs_rule_code *c = &p->codes[i];
        for (size_t k = 0; row_rule(&l->set->rules[i], c) && k < c->nwhen; k++, map++) {
            in->maps[map].rule = (uint32_t)i;
            in->maps[map].when = &c->when[k];
            put_map(in, map, c);
        }
    }
    return XS_OK;
}
