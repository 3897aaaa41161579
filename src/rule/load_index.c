/* load_index.c: which plain row rules can hit a row of this class with a value of this kind, and
 * which texts they look at. */
#include "rule/load.h"

static bool fits(const struct xs_rule_code *c, unsigned class, unsigned kind)
{
    for (size_t i = 0; i < c->nwhen; i++)
        if ((c->when[i].classes >> class & 1) && (c->when[i].kinds >> kind & 1))
            return true;
    return false;
}

static bool plain(const struct xs_rule *r, const struct xs_rule_code *c)
{
    return r->enabled && r->scope == XS_ON_INDICATOR && !c->check && !c->late;
}

static bool late(const struct xs_rule *r, const struct xs_rule_code *c)
{
    return r->enabled && r->scope == XS_ON_INDICATOR && !c->check && c->late;
}

static bool asks(const struct xs_rule_code *c, enum xs_subject s)
{
    for (size_t i = 0; i < c->nwhen; i++)
        for (size_t k = 0; k < c->when[i].ntexts; k++)
            if (c->when[i].texts[k].subject == s)
                return true;
    return false;
}

/* The set *to with rule in it. */
static enum xs_err put(const struct xs_loader *l, uint64_t **to, size_t rule)
{
    if (!*to && !(*to = xs_arena_zalloc(l->a, l->priv->nwords, sizeof **to)))
        return XS_E_NOMEM;
    (*to)[rule >> 6] |= UINT64_C(1) << (rule & 63);
    return XS_OK;
}

enum xs_err xs_load_index(struct xs_loader *l)
{
    struct xs_rule_private *p = l->priv;
    p->nwords = l->set->nrules / 64 + 1;
    uint64_t *none = xs_arena_zalloc(l->a, p->nwords, sizeof *none);
    p->late = xs_arena_alloc(l->a, l->set->nrules + 1, sizeof *p->late);
    if (!none || !p->late)
        return XS_E_NOMEM;
    for (size_t i = 0; i < l->set->nrules; i++) {
        const struct xs_rule_code *c = &p->codes[i];
        if (late(&l->set->rules[i], c))
            p->late[p->nlate++] = (uint32_t)i;
        if (!plain(&l->set->rules[i], c))
            continue;
        for (unsigned class = 0; class < XS_CLASS_COUNT; class ++)
            for (unsigned kind = 0; kind < XS_VALUE_KIND_COUNT; kind++)
                if (fits(c, class, kind))
                    XS_TRY(put(l, &p->index[class][kind], i));
        for (unsigned s = 0; s < XS_SUBJ_COUNT; s++)
            if (asks(c, (enum xs_subject)s))
                XS_TRY(put(l, &p->asks[s], i));
    }
    for (unsigned class = 0; class < XS_CLASS_COUNT; class ++)
        for (unsigned kind = 0; kind < XS_VALUE_KIND_COUNT; kind++)
            if (!p->index[class][kind])
                p->index[class][kind] = none;
    return XS_OK;
}
