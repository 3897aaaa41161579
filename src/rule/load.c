/* load.c: labels, sources, rules and verdicts of the pattern files -> one rule set. */
#include "rule/load.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "text/trie.h"

static xs_str folder_of(xs_str path)
{
    size_t n = path.len;
    while (n && path.ptr[n - 1] != '/')
        n--;
    return xs_str_sub(path, 0, n);
}

static enum xs_err need_id(
    struct xs_loader *l, const struct xs_patfile *file, const struct xs_yaml *n, xs_str *id)
{
    const struct xs_yaml *v = xs_yaml_get(n, "id");
    l->file = file->path;
    if (!v || v->kind != XS_YAML_SCALAR || v->text.len == 0)
        return xs_load_fault(l, n, "entry without an id in", file->path);
    *id = v->text;
    return XS_OK;
}

static enum xs_err known_keys(
    const struct xs_loader *l, const struct xs_yaml *n, const char *const *keys)
{
    for (size_t i = 0; i < n->count; i++) {
        size_t k = 0;
        while (keys[k] && !xs_str_eq(n->items[i].key, xs_str_c(keys[k])))
            k++;
        if (!keys[k])
            return xs_load_fault(l, &n->items[i], "unknown key", n->items[i].key);
    }
    return XS_OK;
}

static void titles(const struct xs_yaml *n, struct xs_text *out)
{
    const struct xs_yaml *zh = xs_yaml_get(n, "zh"), *en = xs_yaml_get(n, "en");
    if (zh)
        out->lang[XS_LANG_ZH] = zh->text;
    if (en)
        out->lang[XS_LANG_EN] = en->text;
}

/* ---- labels: sorted by id; of one id that of rows first ---- */

static int by_label(const void *a, const void *b)
{
    const struct xs_label *x = a, *y = b;
    int c = xs_str_cmp(x->id, y->id);
    return c ? c : (int)x->of_project - (int)y->of_project;
}

static enum xs_err load_labels(struct xs_loader *l)
{
    static const char *const keys[] = { "id", "of", "zh", "en", "note", NULL };
    struct xs_section_iter it = { l->env->files, "labels", 0, 0 };
    const struct xs_patfile *file;
    size_t cap = 0;
    struct xs_label *labels = NULL;
    for (const struct xs_yaml *n; (n = xs_section_next(&it, &file));) {
        struct xs_label one = { 0 };
        XS_TRY(need_id(l, file, n, &one.id));
        XS_TRY(known_keys(l, n, keys));
        const struct xs_yaml *of = xs_yaml_get(n, "of");
        one.of_project = of && xs_str_eq(of->text, XS_STR("project"));
        if (!one.of_project && !(of && xs_str_eq(of->text, XS_STR("indicator"))))
            return xs_load_fault(l, n, "'of' is indicator or project in label", one.id);
        titles(n, &one.title);
        int old = xs_label_of(l->set, one.id, one.of_project);
        if (old < 0 && l->set->nlabels == 64)
            return xs_load_fault(l, n, "more than 64 labels at", one.id);
        labels = xs_arena_grow(l->a, labels, &cap, l->set->nlabels + 1, sizeof *labels);
        if (!labels)
            return XS_E_NOMEM;
        l->set->labels = labels;
        labels[old < 0 ? l->set->nlabels++ : (size_t)old] = one;
    }
    if (labels)
        qsort(labels, l->set->nlabels, sizeof *labels, by_label);
    return XS_OK;
}

/* ---- sources ---- */

static enum xs_err load_sources(struct xs_loader *l)
{
    static const char *const keys[] = { "id", "zh", "en", "binding", "verified", "note", NULL };
    struct xs_section_iter it = { l->env->files, "sources", 0, 0 };
    const struct xs_patfile *file;
    size_t cap = 0;
    struct xs_source *list = NULL;
    for (const struct xs_yaml *n; (n = xs_section_next(&it, &file));) {
        struct xs_source one = { 0 };
        XS_TRY(need_id(l, file, n, &one.id));
        XS_TRY(known_keys(l, n, keys));
        const struct xs_yaml *binding = xs_yaml_get(n, "binding");
        one.central = binding && xs_str_eq(binding->text, XS_STR("central"));
        if (!one.central && !(binding && xs_str_eq(binding->text, XS_STR("local"))))
            return xs_load_fault(l, n, "'binding' is central or local in source", one.id);
        if (!xs_yaml_bool(xs_yaml_get(n, "verified"), &one.verified))
            return xs_load_fault(l, n, "'verified' is yes or no in source", one.id);
        titles(n, &one.title);
        list = xs_arena_grow(l->a, list, &cap, l->set->nsources + 1, sizeof *list);
        if (!list)
            return XS_E_NOMEM;
        size_t at = 0;
        while (at < l->set->nsources && !xs_str_eq(list[at].id, one.id))
            at++;
        list[at] = one;
        l->set->nsources += at == l->set->nsources;
        l->set->sources = list;
    }
    return XS_OK;
}

/* ---- rules ---- */

struct entries {
    struct xs_map by_id; /* -> index + 1 */
    size_t count, cap;
    struct xs_rule_entry *items;
};

/* {id, enabled} and no more: switches a rule of an earlier file on or off. */
static enum xs_err add_switch(
    struct xs_loader *l, const struct xs_yaml *n, struct xs_rule_entry *old, xs_str id)
{
    bool on;
    if (!xs_yaml_bool(xs_yaml_get(n, "enabled"), &on))
        return xs_load_fault(l, n, "'enabled' is true or false in rule", id);
    if (!old)
        return xs_load_fault(l, n, "no earlier rule to switch:", id);
    old->enabled = on;
    return XS_OK;
}

static enum xs_err add_entry(
    struct xs_loader *l, const struct xs_patfile *file, const struct xs_yaml *n, struct entries *es)
{
    struct xs_rule_entry one = { .node = n, .file = file, .enabled = true };
    bool is_new;
    XS_TRY(need_id(l, file, n, &one.id));
    struct xs_map_slot *slot = xs_map_put(&es->by_id, one.id, &is_new);
    if (!slot)
        return XS_E_NOMEM;
    struct xs_rule_entry *old = slot->val.num ? &es->items[slot->val.num - 1] : NULL;
    const struct xs_yaml *enabled = xs_yaml_get(n, "enabled");
    if (enabled && n->count == 2)
        return add_switch(l, n, old, one.id);
    if (enabled && !xs_yaml_bool(enabled, &one.enabled))
        return xs_load_fault(l, enabled, "'enabled' is true or false, not", enabled->text);
    if (old && xs_str_eq(folder_of(old->file->path), folder_of(file->path)))
        return xs_load_fault(l, n, "the same rule id twice in one folder:", one.id);
    if (old) {
        *old = one;
        return XS_OK;
    }
    if (es->count == XS_MAX_RULES)
        return xs_load_fault(l, n, "too many rules at", one.id);
    struct xs_rule_entry *items =
        xs_arena_grow(l->a, es->items, &es->cap, es->count + 1, sizeof *items);
    if (!items)
        return XS_E_NOMEM;
    es->items = items;
    items[es->count++] = one;
    slot->val.num = es->count;
    return XS_OK;
}

static int by_id(const void *a, const void *b)
{
    return xs_str_cmp(((const struct xs_rule_entry *)a)->id, ((const struct xs_rule_entry *)b)->id);
}

static enum xs_err load_rules(struct xs_loader *l)
{
    struct xs_section_iter it = { l->env->files, "rules", 0, 0 };
    const struct xs_patfile *file;
    struct entries es = { .count = 0 };
    xs_map_init(&es.by_id, l->a);
    for (const struct xs_yaml *n; (n = xs_section_next(&it, &file));)
        XS_TRY(add_entry(l, file, n, &es));
    if (es.count)
        qsort(es.items, es.count, sizeof *es.items, by_id);
    struct xs_rule *rules = xs_arena_zalloc(l->a, es.count + 1, sizeof *rules);
    l->priv->codes = xs_arena_zalloc(l->a, es.count + 1, sizeof *l->priv->codes);
    if (!rules || !l->priv->codes)
        return XS_E_NOMEM;
    for (size_t i = 0; i < es.count; i++)
        XS_TRY(xs_load_rule(l, &es.items[i], &rules[i], &l->priv->codes[i]));
    l->set->rules = rules;
    l->set->nrules = es.count;
    return xs_messages_cut(rules, es.count, l->a);
}

/* Every check has an entry. Small rule sets without any check (tests) are left in peace. */
static enum xs_err check_pairs(struct xs_loader *l)
{
    const struct xs_ruleset *s = l->set;
    bool any = false;
    for (size_t i = 0; i < s->nrules; i++)
        any |= s->rules[i].check != 0;
    for (size_t k = 0; any && k < xs_checks_count; k++) {
        size_t i = 0;
        while (i < s->nrules && s->rules[i].check != k + 1)
            i++;
        if (i == s->nrules) {
            l->file = s->rules[0].file;
            return xs_load_fault(l, NULL, "no rule uses the check", xs_checks[k].id);
        }
    }
    return XS_OK;
}

/* ---- verdicts ---- */

static enum xs_err load_step_key(
    struct xs_loader *l, const struct xs_yaml *item, struct xs_verdict_step *s)
{
    static const char *const hows[] = { "set", "least", "most" };
    if (xs_str_eq(item->key, XS_STR("all")))
        return xs_load_label_bits(l, item, false, &s->all);
    if (xs_str_eq(item->key, XS_STR("any")))
        return xs_load_label_bits(l, item, false, &s->any);
    if (xs_str_eq(item->key, XS_STR("none")))
        return xs_load_label_bits(l, item, false, &s->none);
    if (xs_str_eq(item->key, XS_STR("note")))
        return XS_OK;
    for (unsigned i = 0; i < 3; i++) {
        int64_t v;
        if (!xs_str_eq(item->key, xs_str_c(hows[i])))
            continue;
        if (!xs_yaml_int(item, 0, 3, &v))
            return xs_load_fault(l, item, "a verdict is 0 to 3, not", item->text);
        s->how = i;
        s->verdict = (uint8_t)v;
        return XS_OK;
    }
    bool known;
    XS_TRY(xs_load_condition(l, item, &s->when, &known));
    return known ? XS_OK : xs_load_fault(l, item, "unknown key", item->key);
}

static enum xs_err load_verdicts(struct xs_loader *l)
{
    struct xs_section_iter it = { l->env->files, "verdicts", 0, 0 };
    const struct xs_patfile *file;
    size_t cap = 0;
    l->scope = XS_ON_INDICATOR;
    for (const struct xs_yaml *n; (n = xs_section_next(&it, &file));) {
        struct xs_verdict_step *steps =
            xs_arena_grow(l->a, l->priv->steps, &cap, l->priv->nsteps + 1, sizeof *steps);
        if (!steps)
            return XS_E_NOMEM;
        struct xs_verdict_step *s = &steps[l->priv->nsteps++];
        *s = (struct xs_verdict_step){ 0 };
        l->priv->steps = steps;
        l->file = file->path;
        xs_condition_init(&s->when);
        if (n->kind != XS_YAML_MAP ||
            !(xs_yaml_get(n, "set") || xs_yaml_get(n, "least") || xs_yaml_get(n, "most")))
            return xs_load_fault(
                l, n, "expected set, least or most in a step of", XS_STR("verdicts"));
        for (size_t i = 0; i < n->count; i++)
            XS_TRY(load_step_key(l, &n->items[i], s));
    }
    return XS_OK;
}

static uint64_t bit_of(int label) { return label < 0 ? 0 : UINT64_C(1) << label; }

static enum xs_err load_all(struct xs_loader *l)
{
    XS_TRY(load_labels(l));
    XS_TRY(load_sources(l));
    XS_TRY(load_rules(l));
    XS_TRY(check_pairs(l));
    XS_TRY(load_verdicts(l));
    XS_TRY(xs_words_finish(l));
    l->priv->withheld_row = bit_of(xs_label_of(l->set, XS_STR("withheld"), false));
    l->priv->withheld_project = bit_of(xs_label_of(l->set, XS_STR("withheld"), true));
    l->priv->limit_rule = xs_ruleset_find(l->set, XS_STR("rule-limit"));
    return xs_load_index(l);
}

enum xs_err xs_ruleset_load(const struct xs_rule_env *env, struct xs_ruleset **out)
{
    struct xs_arena *a = env->files->arena;
    struct xs_ruleset *s = xs_arena_zalloc(a, 1, sizeof *s);
    struct xs_rule_private *p = xs_arena_zalloc(a, 1, sizeof *p);
    if (!s || !p)
        return XS_E_NOMEM;
    p->env_copy = *env;
    p->env = &p->env_copy;
    s->priv = p;
    struct xs_loader l = {
        .env = p->env, .a = a, .set = s, .priv = p, .scratch = xs_arena_new(XS_MAX_RUN_ARENA)
    };
    enum xs_err e = l.scratch ? load_all(&l) : XS_E_NOMEM;
    xs_trie_free(l.words);
    xs_arena_free(l.scratch);
    if (e == XS_OK)
        *out = s;
    else
        xs_ruleset_free(s);
    return e;
}

void xs_ruleset_free(struct xs_ruleset *s)
{
    for (size_t i = 0; s && i < s->priv->nregexes; i++)
        xs_regex_free(s->priv->regexes[i]);
}

int xs_ruleset_find(const struct xs_ruleset *s, xs_str id)
{
    size_t low = 0, high = s->nrules;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int c = xs_str_cmp(s->rules[mid].id, id);
        if (c == 0)
            return (int)mid;
        if (c < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return -1;
}

int xs_ruleset_label(const struct xs_ruleset *s, xs_str id)
{
    int label = xs_label_of(s, id, false);
    return label >= 0 ? label : xs_label_of(s, id, true);
}
