/* load_index.c: which maps of `when` a row can meet at all, by what is known of it before any text
 * is looked at, and which texts they look at. */
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

/* A set of maps with nothing in it, at *out. */
static enum xs_err new_set(struct xs_loader *l, uint64_t **out)
{
    *out = xs_arena_zalloc(l->a, l->priv->index.nwords, sizeof **out);
    return *out ? XS_OK : XS_E_NOMEM;
}

static void put(uint64_t *set, size_t map) { set[map >> 6] |= UINT64_C(1) << (map & 63); }

static enum xs_err put_map(struct xs_loader *l, size_t map, bool late)
{
    struct xs_index *in = &l->priv->index;
    const struct xs_condition *c = in->maps[map].when;
    put(late ? in->late : in->plain, map);
    for (unsigned d = 0; d < XS_DIM_COUNT; d++)
        for (unsigned v = 0; v < XS_DIM_VALUES; v++)
            if (allowed(c, (enum xs_dimension)d) >> v & 1)
                put(in->fits[d][v], map);
    for (uint64_t flags = c->flags.any ? c->flags.any : c->flags.all; flags; flags &= flags - 1) {
        put(in->needs_flag, map);
        put(in->flag[__builtin_ctzll(flags)], map);
    }
    for (size_t k = 0; k < c->ntexts; k++) {
        uint64_t **asks = &in->asks[c->texts[k].subject];
        if (!*asks)
            XS_TRY(new_set(l, asks));
        put(*asks, map);
    }
    return XS_OK;
}

static enum xs_err make_sets(struct xs_loader *l)
{
    struct xs_index *in = &l->priv->index;
    in->nwords = in->nmaps / 64 + 1;
    in->maps = xs_arena_zalloc(l->a, in->nmaps + 1, sizeof *in->maps);
    if (!in->maps)
        return XS_E_NOMEM;
    for (unsigned d = 0; d < XS_DIM_COUNT; d++)
        for (unsigned v = 0; v < XS_DIM_VALUES; v++)
            XS_TRY(new_set(l, &in->fits[d][v]));
    for (unsigned f = 0; f < 64; f++)
        XS_TRY(new_set(l, &in->flag[f]));
    XS_TRY(new_set(l, &in->needs_flag));
    XS_TRY(new_set(l, &in->plain));
    return new_set(l, &in->late);
}

enum xs_err xs_load_index(struct xs_loader *l)
{
    struct xs_rule_private *p = l->priv;
    for (size_t i = 0; i < l->set->nrules; i++)
        p->index.nmaps += row_rule(&l->set->rules[i], &p->codes[i]) ? p->codes[i].nwhen : 0;
    XS_TRY(make_sets(l));
    for (size_t i = 0, map = 0; i < l->set->nrules; i++) {
        const struct xs_rule_code *c = &p->codes[i];
        for (size_t k = 0; row_rule(&l->set->rules[i], c) && k < c->nwhen; k++, map++) {
            p->index.maps[map].rule = (uint32_t)i;
            p->index.maps[map].when = &c->when[k];
            XS_TRY(put_map(l, map, c->late));
        }
    }
    return XS_OK;
}
