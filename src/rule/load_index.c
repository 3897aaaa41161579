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

static bool of_row(const struct xs_text_test *t) { return t->subject < XS_SUBJ_PROJECT_NAME; }

/* Does the map hold when nothing in the index rules it out? */
static bool whole(const struct xs_condition *c)
{
    const struct xs_bit_test *f = &c->flags, *r = &c->row_flags;
    bool rest = c->has_labels || c->nnums || r->any || r->all || r->none;
    for (size_t k = 0; k < c->ntexts; k++)
        rest |= !of_row(&c->texts[k]);
    return !rest && !(f->any ? f->all : f->all & (f->all - 1));
}

/* A test without patterns can be made as soon as its words are found. */
static void put_plain(struct xs_index *in, const struct xs_text_test *t)
{
    bool plain = t->nparts == 0;
    for (size_t i = 0; i < t->nalts; i++)
        plain &= t->alts[i].re == NULL;
    in->test_of[t->id] = t;
    in->tests[t->id >> 6].plain |= (uint64_t)plain << (t->id & 63);
}

static void put_map(struct xs_index *in, size_t map)
{
    const struct xs_condition *c = in->maps[map].when;
    const uint64_t bit = UINT64_C(1) << (map & 63);
    const size_t w = map >> 6;
    const uint64_t needed = c->flags.any ? c->flags.any : c->flags.all;
    in->words[w].whole |= whole(c) ? bit : 0;
    for (uint64_t flags = c->flags.none; flags; flags &= flags - 1)
        in->bars[(unsigned)__builtin_ctzll(flags) * in->nwords + w] |= bit;
    for (unsigned d = 0; d < XS_DIM_COUNT; d++)
        for (unsigned v = 0; v < XS_DIM_VALUES; v++)
            if (allowed(c, (enum xs_dimension)d) >> v & 1)
                in->fits[(d * XS_DIM_VALUES + v) * in->nwords + w] |= bit;
    in->flagless[w] |= needed ? 0 : bit;
    for (uint64_t flags = needed; flags; flags &= flags - 1)
        in->flag[(unsigned)__builtin_ctzll(flags) * in->nwords + w] |= bit;
    for (size_t k = 0; k < c->ntexts; k++)
        if (of_row(&c->texts[k])) {
            in->asks[c->texts[k].subject][w] |= bit;
            in->map_of[c->texts[k].id] = (uint32_t)map;
            put_plain(in, &c->texts[k]);
        }
}

/* A map of `when`: the rule's columns go for it. */
static void put_when(struct xs_index *in, size_t map, const struct xs_rule_code *rule)
{
    const uint64_t bit = UINT64_C(1) << (map & 63);
    struct xs_index_word *w = &in->words[map >> 6];
    *(rule->late ? &w->late : &w->plain) |= bit;
    in->columns |= rule->requires;
    for (uint64_t need = rule->requires; need; need &= need - 1)
        in->needs[(unsigned)__builtin_ctzll(need) * in->nwords + (map >> 6)] |= bit;
    put_map(in, map);
}

static void put_unless(struct xs_index *in, size_t map, const struct xs_condition *c, uint32_t rule)
{
    in->maps[map] = (struct xs_indexed_map){ rule, c };
    in->words[map >> 6].unless |= UINT64_C(1) << (map & 63);
    put_map(in, map);
}

static void put_test(struct xs_index *in, const struct xs_test_about *t, size_t id)
{
    const uint64_t bit = UINT64_C(1) << (id & 63);
    struct xs_test_word *w = &in->tests[id >> 6];
    w->on[t->subject] |= bit;
    w->negate |= t->negate ? bit : 0;
    w->words |= t->words ? bit : 0;
    w->open |= t->open ? bit : 0;
    w->empty |= t->empty ? bit : 0;
    w->patterns |= t->patterns ? bit : 0;
    in->map_of[id] = XS_NO_MAP;
}

static enum xs_err make_briefs(struct xs_loader *l)
{
    struct xs_rule_private *p = l->priv;
    p->briefs = xs_arena_alloc(l->a, l->set->nrules + 1, sizeof *p->briefs);
    if (!p->briefs)
        return XS_E_NOMEM;
    for (size_t i = 0; i < l->set->nrules; i++) {
        const struct xs_rule *r = &l->set->rules[i];
        p->briefs[i] = (struct xs_rule_brief){ .label = r->label < 0 ? 0 : UINT64_C(1) << r->label,
            .verdict = (uint8_t)r->verdict,
            .scope = (uint8_t)r->scope,
            .place = (uint8_t)p->codes[i].place };
    }
    return XS_OK;
}

static enum xs_err put_rule(struct xs_loader *l, struct xs_rule_list *list, uint32_t rule)
{
    if (!list->rules)
        list->rules = xs_arena_alloc(l->a, l->set->nrules, sizeof *list->rules);
    if (!list->rules)
        return XS_E_NOMEM;
    list->rules[list->count++] = rule;
    return XS_OK;
}

/* Puts a row rule to those that reach the same rows. */
static enum xs_err put_reach(struct xs_loader *l, uint32_t rule)
{
    struct xs_rule_private *p = l->priv;
    const struct xs_rule_code *c = &p->codes[rule];
    const bool withheld = (p->withheld_row & p->briefs[rule].label) != 0;
    size_t i = 0;
    for (; i < p->nrow_reach; i++)
        if (p->row_reach[i].requires == c->requires && p->row_reach[i].classes == c->classes &&
            p->row_reach[i].withheld == withheld)
            break;
    if (i == p->nrow_reach)
        p->row_reach[p->nrow_reach++] = (struct xs_row_reach){
            .requires = c->requires, .classes = c->classes, .withheld = withheld
        };
    return put_rule(l, &p->row_reach[i].list, rule);
}

static enum xs_err make_lists(struct xs_loader *l)
{
    struct xs_rule_private *p = l->priv;
    p->row_reach = xs_arena_alloc(l->a, l->set->nrules + 1, sizeof *p->row_reach);
    if (!p->row_reach)
        return XS_E_NOMEM;
    for (uint32_t i = 0; i < l->set->nrules; i++) {
        const struct xs_rule *r = &l->set->rules[i];
        struct xs_rule_list *list =
            &p->lists[r->scope][p->codes[i].check != NULL][p->codes[i].late];
        if (!r->enabled)
            continue;
        XS_TRY(put_rule(l, list, i));
        if (row_rule(r, &p->codes[i]))
            XS_TRY(put_reach(l, i));
    }
    return XS_OK;
}

/* Room for the sets of maps, and for what is known of texts. */
static enum xs_err make_sets(struct xs_arena *a, struct xs_index *in)
{
    const size_t fits = (size_t)XS_DIM_COUNT * XS_DIM_VALUES, flags = 64, n = in->nwords;
    uint64_t *sets =
        xs_arena_zalloc(a, (fits + 1 + 3 * flags + XS_SUBJ_PROJECT_NAME) * n, sizeof *sets);
    char *known = xs_arena_zalloc(a, XS_SUBJ_PROJECT_NAME, in->known_size);
    if (!sets || !known)
        return XS_E_NOMEM;
    in->fits = sets;
    in->flagless = in->fits + fits * n;
    in->flag = in->flagless + n;
    in->bars = in->flag + flags * n;
    in->needs = in->bars + flags * n;
    for (size_t s = 0; s < XS_SUBJ_PROJECT_NAME; s++) {
        in->asks[s] = in->needs + (flags + s) * n;
        in->unasked[s] = (struct xs_known *)(void *)(known + s * in->known_size);
    }
    return XS_OK;
}

static enum xs_err make_room(struct xs_loader *l, struct xs_index *in)
{
    const struct xs_rule_private *p = l->priv;
    for (size_t i = 0; i < l->set->nrules; i++)
        in->nmaps +=
            row_rule(&l->set->rules[i], &p->codes[i]) ? p->codes[i].nwhen + p->codes[i].nunless : 0;
    in->nwords = (in->nmaps / 64 + 2) / 2 * 2; /* of them two are looked at together */
    in->ntest_words = p->ntests / 64 + 1;
    in->maps = xs_arena_zalloc(l->a, in->nmaps + 1, sizeof *in->maps);
    in->words = xs_arena_zalloc(l->a, in->nwords, sizeof *in->words);
    in->tests = xs_arena_zalloc(l->a, in->ntest_words, sizeof *in->tests);
    in->map_of = xs_arena_alloc(l->a, p->ntests + 1, sizeof *in->map_of);
    in->known_size =
        sizeof(struct xs_known) + 2 * (in->nwords + in->ntest_words) * sizeof(uint64_t);
    in->test_of = xs_arena_zalloc(l->a, p->ntests + 1, sizeof(struct xs_text_test *));
    if (!in->maps || !in->words || !in->tests || !in->map_of || !in->test_of)
        return XS_E_NOMEM;
    return make_sets(l->a, in);
}

/* Is a text of a row looked at? What is known of one before it is. */
static bool is_asked(struct xs_index *in, enum xs_subject s)
{
    uint64_t any = 0;
    for (size_t w = 0; w < in->nwords; w++) {
        any |= in->asks[s][w];
        in->unasked[s]->sets[w] = ~in->asks[s][w];
    }
    return any != 0;
}

static void list_subjects(struct xs_index *in)
{
    for (enum xs_subject s = 0; s < XS_SUBJ_PROJECT_NAME; s++)
        if (is_asked(in, s))
            in->subjects[in->nsubjects++] = s;
}

enum xs_err xs_load_index(struct xs_loader *l)
{
    struct xs_rule_private *p = l->priv;
    struct xs_index *in = &p->index;
    XS_TRY(make_briefs(l));
    XS_TRY(make_lists(l));
    XS_TRY(make_room(l, in));
    for (size_t i = 0; i < p->ntests; i++)
        put_test(in, &p->tests[i], i);
    size_t map = 0;
    for (size_t i = 0; i < l->set->nrules; i++) {
        const struct xs_rule_code *c = &p->codes[i];
        for (size_t k = 0; row_rule(&l->set->rules[i], c) && k < c->nwhen; k++, map++) {
            in->maps[map] = (struct xs_indexed_map){ (uint32_t)i, &c->when[k] };
            put_when(in, map, c);
        }
    }
    for (size_t i = 0; i < l->set->nrules; i++) {
        struct xs_rule_code *c = &p->codes[i];
        c->first_unless = map;
        for (size_t k = 0; row_rule(&l->set->rules[i], c) && k < c->nunless; k++)
            put_unless(in, map++, &c->unless[k], (uint32_t)i);
    }
    list_subjects(in);
    return XS_OK;
}
