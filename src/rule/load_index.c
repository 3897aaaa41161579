/* load_index.c: which plain row rules can hit a row of this class with a value of this kind. */
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

enum xs_err xs_load_index(struct xs_loader *l)
{
    const struct xs_ruleset *s = l->set;
    for (unsigned class = 0; class < XS_CLASS_COUNT; class ++)
        for (unsigned kind = 0; kind < XS_VALUE_KIND_COUNT; kind++) {
            uint32_t *list = xs_arena_alloc(l->a, s->nrules + 1, sizeof *list);
            size_t n = 0;
            if (!list)
                return XS_E_NOMEM;
            for (size_t i = 0; i < s->nrules; i++)
                if (plain(&s->rules[i], &l->priv->codes[i]) &&
                    fits(&l->priv->codes[i], class, kind))
                    list[n++] = (uint32_t)i;
            l->priv->index[class][kind].rules = list;
            l->priv->index[class][kind].count = n;
        }
    return XS_OK;
}
