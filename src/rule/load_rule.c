/* load_rule.c: one entry of the section `rules`. */
#include <string.h>

#include "rule/load.h"

struct target {
    struct xs_loader *l;
    const struct xs_rule_entry *e;
    struct xs_rule *r;
    struct xs_rule_code *c;
};

static enum xs_err fault(
    const struct target *t, const struct xs_yaml *n, const char *what, xs_str name)
{
    return xs_load_fault(t->l, n, what, name);
}

static enum xs_err pick(
    const struct target *t, const struct xs_yaml *n, const char *(*name)(unsigned), unsigned *out)
{
    for (unsigned i = 0; name(i)[0]; i++)
        if (n->kind == XS_YAML_SCALAR && xs_str_eq(n->text, xs_str_c(name(i)))) {
            *out = i;
            return XS_OK;
        }
    return fault(t, n, "unknown name", n->text);
}

static const char *severity(unsigned i) { return xs_severity_name((enum xs_severity)i); }
static const char *part(unsigned i) { return xs_part_name((enum xs_part)i); }
static const char *scope(unsigned i) { return xs_scope_name((enum xs_scope)i); }
static const char *confidence(unsigned i)
{
    static const char *const names[] = { "high", "low", "" };
    return names[i];
}

static enum xs_err load_enum(struct target *t, const struct xs_yaml *n)
{
    unsigned v = 0;
    if (xs_str_eq(n->key, XS_STR("severity"))) {
        XS_TRY(pick(t, n, severity, &v));
        t->r->severity = (enum xs_severity)v;
    } else if (xs_str_eq(n->key, XS_STR("part"))) {
        XS_TRY(pick(t, n, part, &v));
        t->r->part = (enum xs_part)v;
    } else if (xs_str_eq(n->key, XS_STR("confidence"))) {
        XS_TRY(pick(t, n, confidence, &v));
        t->r->low_confidence = v == 1;
    } else {
        XS_TRY(pick(t, n, scope, &v));
        t->r->scope = (enum xs_scope)v;
        t->l->scope = t->r->scope;
    }
    return XS_OK;
}

static enum xs_err load_number(struct target *t, const struct xs_yaml *n)
{
    if (xs_str_eq(n->key, XS_STR("weight")))
        return xs_yaml_milli(n, &t->r->weight) && t->r->weight >= 0
                   ? XS_OK
                   : fault(t, n, "weight is a number of 0 or more, not", n->text);
    int64_t v;
    if (!xs_yaml_int(n, 0, 3, &v))
        return fault(t, n, "verdict is 0 to 3, not", n->text);
    t->r->verdict = (int)v;
    return XS_OK;
}

static enum xs_err load_text(struct target *t, const struct xs_yaml *n)
{
    struct xs_text *out = xs_str_eq(n->key, XS_STR("title"))     ? &t->r->title
                          : xs_str_eq(n->key, XS_STR("message")) ? &t->r->message
                                                                 : &t->r->advice;
    return xs_text_load(t->l->env->files, t->e->file, n, out);
}

static enum xs_err load_label(struct target *t, const struct xs_yaml *n)
{
    t->r->label = n->kind == XS_YAML_SCALAR
                      ? xs_label_of(t->l->set, n->text, t->r->scope != XS_ON_INDICATOR)
                      : -1;
    return t->r->label < 0 ? fault(t, n, "unknown label", n->text) : XS_OK;
}

/* Labels of rows: the finding on the project counts them and says no more than theirs do. */
static enum xs_err load_counts(struct target *t, const struct xs_yaml *n)
{
    return t->r->scope == XS_ON_PROJECT ? xs_load_label_bits(t->l, n, false, &t->r->counts)
                                        : fault(t, n, "only a rule on projects has", n->key);
}

static enum xs_err load_source(struct target *t, const struct xs_yaml *n)
{
    t->r->source = n->text;
    for (size_t i = 0; i < t->l->set->nsources; i++)
        if (xs_str_eq(t->l->set->sources[i].id, n->text))
            return XS_OK;
    return fault(t, n, "unknown source", n->text);
}

static enum xs_err load_requires(struct target *t, const struct xs_yaml *n)
{
    size_t count = n->kind == XS_YAML_LIST ? n->count : 1;
    for (size_t i = 0; i < count; i++) {
        const struct xs_yaml *item = n->kind == XS_YAML_LIST ? &n->items[i] : n;
        unsigned f = 0;
        if (xs_str_eq(item->text, XS_STR("whole"))) {
            t->c->requires |= XS_COLUMNS_WHOLE;
            continue;
        }
        while (f < XS_F_COUNT && !xs_str_eq(xs_field_key((enum xs_field)f), item->text))
            f++;
        if (f == XS_F_COUNT || item->kind != XS_YAML_SCALAR)
            return fault(t, item, "unknown field", item->text);
        t->c->requires |= XS_FIELD_BIT(f);
    }
    return XS_OK;
}

static enum xs_err load_when(struct target *t, const struct xs_yaml *n)
{
    XS_TRY(xs_load_when(t->l, n, &t->c->when, &t->c->nwhen));
    t->r->when = t->c->when;
    return XS_OK;
}

static enum xs_err load_unless(struct target *t, const struct xs_yaml *n)
{
    return xs_load_when(t->l, n, &t->c->unless, &t->c->nunless);
}

static enum xs_err load_check(struct target *t, const struct xs_yaml *n)
{
    for (size_t i = 0; i < xs_checks_count; i++)
        if (xs_str_eq(xs_checks[i].id, n->text)) {
            t->c->check = &xs_checks[i];
            t->r->check = i + 1;
            return XS_OK;
        }
    return fault(t, n, "unknown check", n->text);
}

static enum xs_err load_params(struct target *t, const struct xs_yaml *n)
{
    int64_t v;
    t->c->params = xs_arena_zalloc(t->l->a, n->count + 1, sizeof *t->c->params);
    if (!t->c->params)
        return XS_E_NOMEM;
    for (size_t i = 0; i < n->count; i++) {
        if (!xs_yaml_milli(&n->items[i], &v))
            return fault(t, &n->items[i], "not a number", n->items[i].text);
        t->c->params[i] = (struct xs_check_number){ n->items[i].key, v / 1000 };
    }
    t->c->nparams = n->count;
    return n->kind == XS_YAML_MAP ? XS_OK : fault(t, n, "expected a map in", n->key);
}

/* Looks a list up, and works out what of it rules texts out. */
static enum xs_err load_list(
    const struct target *t, const struct xs_yaml *n, struct xs_check_list_entry *e)
{
    const struct xs_lexset *lexicons = t->l->env->lexicons;
    struct xs_lexmask mask = { { 0 } };
    size_t at = 0;
    e->key = n->key;
    XS_TRY(xs_load_lexmask(t->l, n, n->text, &mask));
    xs_lexwant_make(lexicons, &mask, &e->want);
    xs_lexcommon_make(lexicons, &mask, &e->common);
    xs_lexchars_make(lexicons, &mask, &e->chars);
    e->raw = e->common.len && !xs_fold_makes(t->l->env->folder,
                                  xs_utf8_next((xs_str){ e->common.bytes, e->common.len }, &at));
    return XS_OK;
}

static enum xs_err load_lists(struct target *t, const struct xs_yaml *n)
{
    if (n->kind != XS_YAML_MAP)
        return fault(t, n, "expected a map in", n->key);
    t->c->lists.items = xs_arena_zalloc(t->l->a, n->count + 1, sizeof *t->c->lists.items);
    if (!t->c->lists.items)
        return XS_E_NOMEM;
    for (size_t i = 0; i < n->count; i++)
        XS_TRY(load_list(t, &n->items[i], &t->c->lists.items[i]));
    t->c->lists.count = n->count;
    return XS_OK;
}

static enum xs_err ignore(struct target *t, const struct xs_yaml *n)
{
    (void)t, (void)n; /* read elsewhere, or for people alone */
    return XS_OK;
}

/* In this order: scope first, since labels and conditions depend on it. */
static const struct {
    const char *key;
    enum xs_err (*load)(struct target *t, const struct xs_yaml *n);
} keys[] = {
    { "id", ignore },
    { "on", load_enum },
    { "label", load_label },
    { "counts", load_counts },
    { "part", load_enum },
    { "severity", load_enum },
    { "confidence", load_enum },
    { "verdict", load_number },
    { "weight", load_number },
    { "requires", load_requires },
    { "when", load_when },
    { "unless", load_unless },
    { "check", load_check },
    { "params", load_params },
    { "lists", load_lists },
    { "title", load_text },
    { "message", load_text },
    { "advice", load_text },
    { "source", load_source },
    { "note", ignore },
    { "enabled", ignore },
    { "hit", ignore },
    { "miss", ignore },
};

static enum xs_err check_keys(const struct target *t)
{
    const struct xs_yaml *n = t->e->node;
    for (size_t i = 0; i < n->count; i++) {
        size_t k = 0;
        while (k < sizeof keys / sizeof *keys && !xs_str_eq(n->items[i].key, xs_str_c(keys[k].key)))
            k++;
        if (k == sizeof keys / sizeof *keys)
            return fault(t, &n->items[i], "unknown key", n->items[i].key);
    }
    return XS_OK;
}

/* Rules that are not tried on documents of their own: remarks come from the tree, corpus rules from
 * many documents. */
static bool needs_examples(const struct target *t)
{
    bool fixed = t->c->check && !t->c->check->on_project && !t->c->check->on_document;
    return t->r->enabled && t->r->scope != XS_ON_CORPUS && !fixed;
}

/* Are there examples? Those in a block are looked at where they are asked for. */
static enum xs_err check_examples(const struct target *t)
{
    static const char *const lists[] = { "hit", "miss" };
    for (size_t i = 0; i < 2 && needs_examples(t); i++) {
        const struct xs_yaml *n = xs_yaml_get(t->e->node, lists[i]);
        bool block = n && n->kind == XS_YAML_SCALAR && n->text.len > 0;
        if (!block && (!n || n->kind != XS_YAML_LIST || n->count < XS_FEWEST_EXAMPLES))
            return xs_fault_at(t->l->env->files->fault, t->l->file, n ? n : t->e->node,
                XS_FEW_EXAMPLES, XS_STR_ARG(t->r->id), lists[i]);
    }
    return XS_OK;
}

static enum xs_subject place_of(const struct target *t)
{
    const struct xs_yaml *when = xs_yaml_get(t->e->node, "when");
    if (when && when->kind == XS_YAML_LIST)
        when = &when->items[0];
    for (size_t i = 0; when && i < when->count; i++)
        for (unsigned s = 0; s < XS_SUBJ_COUNT; s++)
            if (xs_str_eq(when->items[i].key, xs_subject_name((enum xs_subject)s)) &&
                (s < XS_SUBJ_PROJECT_NAME || t->r->scope != XS_ON_INDICATOR))
                return (enum xs_subject)s;
    if (t->r->scope != XS_ON_INDICATOR)
        return t->r->part == XS_PART_GOAL ? XS_SUBJ_GOAL : XS_SUBJ_PROJECT_NAME;
    return t->r->part == XS_PART_NAMES ? XS_SUBJ_NAME : XS_SUBJ_VALUE;
}

static void sum_up(struct target *t)
{
    struct xs_rule_code *c = t->c;
    c->place = place_of(t);
    c->classes = c->kinds = c->nwhen ? 0 : UINT32_MAX;
    for (size_t i = 0; i < c->nwhen; i++) {
        c->classes |= c->when[i].classes;
        c->kinds |= c->when[i].kinds;
        c->late |= c->when[i].has_labels;
    }
    for (size_t i = 0; i < c->nunless; i++)
        c->late |= c->unless[i].has_labels;
}

enum xs_err xs_load_rule(
    struct xs_loader *l, const struct xs_rule_entry *e, struct xs_rule *r, struct xs_rule_code *c)
{
    struct target t = { l, e, r, c };
    const struct xs_yaml *n;
    l->file = e->file->path;
    l->scope = XS_ON_INDICATOR;
    *r = (struct xs_rule){
        .id = e->id, .label = -1, .enabled = e->enabled, .node = e->node, .file = e->file->path
    };
    *c = (struct xs_rule_code){ 0 };
    XS_TRY(check_keys(&t));
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
        if ((n = xs_yaml_get(e->node, keys[k].key)))
            XS_TRY(keys[k].load(&t, n));
    if (r->label < 0 && r->verdict > 0)
        return fault(&t, e->node, "a rule without a label has no verdict:", r->id);
    if (r->title.lang[XS_LANG_ZH].len == 0 && r->title.lang[XS_LANG_EN].len == 0)
        return fault(&t, e->node, "no title in rule", r->id);
    if (r->message.lang[XS_LANG_ZH].len == 0 && r->message.lang[XS_LANG_EN].len == 0)
        r->message = r->title;
    if (!c->check && !c->nwhen && r->scope != XS_ON_CORPUS)
        return fault(&t, e->node, "neither 'when' nor 'check' in rule", r->id);
    if (r->scope == XS_ON_DOCUMENT && !c->check)
        return fault(&t, e->node, "a rule on documents needs 'check':", r->id);
    sum_up(&t);
    return check_examples(&t);
}
