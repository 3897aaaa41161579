/* test.c: every rule on its own examples. */
#include "base/limits.h"
#include "rule/private.h"

struct tester {
    const struct xs_rule_env *env;
    const struct xs_ruleset *set;
    struct xs_matcher *m;
    struct xs_arena *a;
    struct xs_buf *out;
    size_t *passed, *failed;
};

static void say(
    struct tester *t, const struct xs_rule *r, const struct xs_yaml *n, const char *what)
{
    xs_buf_puts(t->out, r->file);
    xs_buf_putc(t->out, ':');
    xs_buf_uint(t->out, n->line);
    xs_buf_putc(t->out, ':');
    xs_buf_uint(t->out, n->column);
    xs_buf_lit(t->out, ": ");
    xs_buf_lit(t->out, what);
    xs_buf_lit(t->out, " [");
    xs_buf_puts(t->out, r->id);
    xs_buf_lit(t->out, "] ");
    xs_buf_puts(t->out, n->kind == XS_YAML_SCALAR ? n->text : XS_STR_NONE);
    xs_buf_putc(t->out, '\n');
}

static bool is_hit(const struct xs_findings *f, uint32_t rule, uint32_t row)
{
    for (size_t i = 0; i < f->count; i++)
        if (f->items[i].rule == rule && !f->items[i].undecided &&
            (row == 0 || f->items[i].seq == row))
            return true;
    return false;
}

static enum xs_err try_one(struct tester *t, uint32_t rule, const struct xs_yaml *n, bool want)
{
    const struct xs_rule *r = &t->set->rules[rule];
    struct xs_example ex;
    struct xs_findings f;
    xs_arena_reset(t->a);
    XS_TRY(xs_example_build(t->env, t->a, r, n, &ex));
    XS_TRY(xs_rules_run(t->set, t->m, t->a, &ex.doc, &f));
    if (is_hit(&f, rule, ex.row) == want) {
        ++*t->passed;
        return XS_OK;
    }
    ++*t->failed;
    say(t, r, n, want ? "example is not hit" : "example is hit");
    return XS_OK;
}

enum xs_err xs_rule_examples(const struct xs_rule_env *env, const struct xs_rule *r,
    const char *key, const struct xs_yaml **out)
{
    const struct xs_yaml *n = xs_yaml_get(r->node, key);
    struct xs_yaml *list;
    *out = n;
    if (!n || n->kind != XS_YAML_SCALAR)
        return XS_OK;
    XS_TRY(xs_yaml_parse_scalar(env->files->arena, r->file, n, &list, env->files->fault));
    if (list->kind != XS_YAML_LIST || list->count < XS_FEWEST_EXAMPLES)
        return xs_fault_at(env->files->fault, r->file, n, XS_FEW_EXAMPLES, XS_STR_ARG(r->id), key);
    list->key = n->key;
    *out = list;
    return XS_OK;
}

static enum xs_err try_list(struct tester *t, uint32_t rule, const char *key, bool want)
{
    const struct xs_rule *r = &t->set->rules[rule];
    const struct xs_yaml *n;
    XS_TRY(xs_rule_examples(t->env, r, key, &n));
    for (size_t i = 0; n && i < n->count; i++)
        XS_TRY(try_one(t, rule, &n->items[i], want));
    return XS_OK;
}

static enum xs_err try_all(struct tester *t)
{
    for (uint32_t i = 0; i < t->set->nrules; i++) {
        if (!t->set->rules[i].enabled || t->set->rules[i].scope == XS_ON_CORPUS)
            continue;
        XS_TRY(try_list(t, i, "hit", true));
        XS_TRY(try_list(t, i, "miss", false));
    }
    return t->out->err;
}

enum xs_err xs_rules_test(const struct xs_rule_env *env, const struct xs_ruleset *s,
    struct xs_buf *out, size_t *passed, size_t *failed)
{
    struct tester t = { .env = env, .set = s, .out = out, .passed = passed, .failed = failed };
    *passed = *failed = 0;
    t.m = xs_matcher_new();
    t.a = xs_arena_new(XS_MAX_DOC_ARENA);
    enum xs_err e = t.m && t.a ? try_all(&t) : XS_E_NOMEM;
    xs_matcher_free(t.m);
    xs_arena_free(t.a);
    return e;
}
