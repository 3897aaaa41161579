#include "cli/cmd.h"

#include <string.h>

#include "base/limits.h"

static const char *scope_name(enum xs_scope s)
{
    static const char *const names[XS_SCOPE_COUNT] = { "indicator", "project", "document",
        "corpus" };
    return (unsigned)s < XS_SCOPE_COUNT ? names[s] : "";
}

static xs_str label_id(const struct xs_ruleset *s, const struct xs_rule *r)
{
    return r->label >= 0 ? s->labels[r->label].id : XS_STR("-");
}

static void list_rules(const struct xs_cli *c, struct xs_buf *out)
{
    const struct xs_ruleset *s = c->engine.rules;
    for (size_t i = 0; i < s->nrules; i++) {
        const struct xs_rule *r = &s->rules[i];
        if (!r->enabled)
            continue;
        xs_buf_puts(out, r->id);
        xs_buf_putc(out, '\t');
        xs_buf_puts(out, label_id(s, r));
        xs_buf_putc(out, '\t');
        xs_buf_lit(out, xs_severity_name(r->severity));
        xs_buf_putc(out, '\t');
        xs_buf_lit(out, scope_name(r->scope));
        xs_buf_putc(out, '\t');
        xs_buf_puts(out, xs_text_in(&r->title, c->opts.table_lang));
        xs_buf_putc(out, '\n');
    }
}

static enum xs_err test_rules(struct xs_cli *c, struct xs_buf *out, int *status)
{
    size_t passed = 0, failed = 0;
    XS_TRY(xs_rules_test(&c->engine.env, c->engine.rules, out, &passed, &failed));
    xs_buf_uint(out, passed);
    xs_buf_lit(out, " passed, ");
    xs_buf_uint(out, failed);
    xs_buf_lit(out, " failed\n");
    if (failed)
        *status = xs_err_exit(XS_E_PATTERNS);
    return XS_OK;
}

enum xs_err xs_cmd_rules(struct xs_cli *c, int *status)
{
    struct xs_buf b;
    enum xs_err e = XS_OK;
    xs_buf_init(&b, XS_MAX_BUF);
    if (c->opts.test.count)
        e = test_rules(c, &b, status);
    else
        list_rules(c, &b);
    if (e == XS_OK)
        e = xs_cli_print(c, &b);
    else if (e == XS_E_PATTERNS)
        xs_cli_say_fault(c);
    xs_buf_free(&b);
    return e;
}

/* --- explain
 * ---------------------------------------------------------------------------------------------- */

struct level {
    const struct xs_yaml *node;
    size_t next;
};

static void put_scalar(struct xs_buf *out, const struct xs_yaml *n)
{
    if (n->quoted)
        xs_buf_putc(out, '\'');
    xs_buf_puts(out, n->text);
    if (n->quoted)
        xs_buf_putc(out, '\'');
    xs_buf_putc(out, '\n');
}

static void put_key(
    struct xs_buf *out, const struct xs_yaml *parent, const struct xs_yaml *n, size_t depth)
{
    for (size_t i = 0; i < depth; i++)
        xs_buf_lit(out, "  ");
    if (parent->kind == XS_YAML_LIST) {
        xs_buf_lit(out, "-");
    } else {
        xs_buf_puts(out, n->key);
        xs_buf_putc(out, ':');
    }
    xs_buf_putc(out, n->kind == XS_YAML_SCALAR ? ' ' : '\n');
    if (n->kind == XS_YAML_SCALAR)
        put_scalar(out, n);
}

/* Node n and all below it, as the pattern file says it. */
static void put_yaml(struct xs_buf *out, const struct xs_yaml *parent, const struct xs_yaml *n)
{
    struct level stack[XS_MAX_YAML_DEPTH + 1];
    size_t depth = 0;
    put_key(out, parent, n, 0);
    if (n->kind == XS_YAML_SCALAR)
        return;
    stack[depth++] = (struct level){ n, 0 };
    while (depth > 0) {
        struct level *top = &stack[depth - 1];
        if (top->next == top->node->count) {
            depth--;
            continue;
        }
        const struct xs_yaml *child = &top->node->items[top->next++];
        put_key(out, top->node, child, depth);
        if (child->kind != XS_YAML_SCALAR && depth <= XS_MAX_YAML_DEPTH)
            stack[depth++] = (struct level){ child, 0 };
    }
}

static void put_line(struct xs_buf *out, const char *key, xs_str text)
{
    if (text.len == 0)
        return;
    xs_buf_lit(out, key);
    xs_buf_lit(out, ": ");
    xs_buf_puts(out, text);
    xs_buf_putc(out, '\n');
}

static void put_source(const struct xs_cli *c, const struct xs_rule *r, struct xs_buf *out)
{
    const struct xs_ruleset *s = c->engine.rules;
    for (size_t i = 0; i < s->nsources; i++) {
        if (!xs_str_eq(s->sources[i].id, r->source))
            continue;
        if (s->sources[i].verified)
            put_line(out, "source", xs_text_in(&s->sources[i].title, c->opts.table_lang));
        else
            put_line(out, "source",
                xs_message(&c->engine.messages, "explain-unverified", c->opts.table_lang,
                    "not yet verified, so not cited"));
        put_line(out, "source-id", r->source);
        put_line(out, "verified", s->sources[i].verified ? XS_STR("yes") : XS_STR("no"));
    }
}

/* Entry n of a rule; examples are not parsed yet. */
static enum xs_err put_entry(
    const struct xs_cli *c, const struct xs_rule *r, const struct xs_yaml *n, struct xs_buf *out)
{
    static const char *const lists[] = { "hit", "miss" };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (xs_str_eq(n->key, xs_str_c(lists[i])))
            XS_TRY(xs_rule_examples(&c->engine.env, r, lists[i], &n));
    if (c->opts.table_lang == XS_LANG_EN && xs_str_eq(n->key, XS_STR("note")))
        put_line(out, "note (in Chinese)", n->text);
    else
        put_yaml(out, r->node, n);
    return XS_OK;
}

static enum xs_err put_rule(const struct xs_cli *c, const struct xs_rule *r, struct xs_buf *out)
{
    static const char *const done[] = { "id", "title", "label", "severity", "part", "verdict",
        "weight", "on", "source", "message", "advice", "enabled" };
    const struct xs_ruleset *s = c->engine.rules;
    enum xs_lang lang = c->opts.table_lang;
    put_line(out, "id", r->id);
    put_line(out, "title", xs_text_in(&r->title, lang));
    put_line(out, "file", r->file);
    if (r->label >= 0) {
        xs_buf_lit(out, "label: ");
        xs_buf_puts(out, s->labels[r->label].id);
        xs_buf_putc(out, ' ');
        xs_buf_puts(out, xs_text_in(&s->labels[r->label].title, lang));
        xs_buf_putc(out, '\n');
    }
    put_line(out, "severity", xs_str_c(xs_severity_name(r->severity)));
    put_line(out, "on", xs_str_c(scope_name(r->scope)));
    put_line(out, "part", xs_str_c(xs_part_name(r->part)));
    xs_buf_lit(out, "verdict: ");
    xs_buf_int(out, r->verdict);
    xs_buf_lit(out, "\nweight: ");
    xs_buf_fixed(out, r->weight, 3);
    xs_buf_lit(out, "\nenabled: ");
    xs_buf_lit(out, r->enabled ? "true\n" : "false\n");
    put_line(out, "message", xs_text_in(&r->message, lang));
    put_line(out, "advice", xs_text_in(&r->advice, lang));
    put_source(c, r, out);
    for (size_t i = 0; r->node && i < r->node->count; i++) {
        bool known = false;
        for (size_t k = 0; k < sizeof done / sizeof *done; k++)
            known |= xs_str_eq(r->node->items[i].key, xs_str_c(done[k]));
        if (!known)
            XS_TRY(put_entry(c, r, &r->node->items[i], out));
    }
    return XS_OK;
}

#define LIKE 4 /* edits from which on a name is another one */

static enum xs_err no_rule(struct xs_cli *c, xs_str id)
{
    const struct xs_ruleset *rules = c->engine.rules;
    xs_str like = XS_STR_NONE;
    size_t best = LIKE;
    for (size_t i = 0; i < rules->nrules; i++) {
        const xs_str name = rules->rules[i].id;
        const size_t far =
            id.len >= LIKE && xs_str_starts(name, id) ? 1 : xs_str_distance(id, name);
        like = far < best ? name : like;
        best = far < best ? far : best;
    }
    if (like.len)
        xs_say(&c->say, "usage-no-rule-like", "there is no rule {rule}; do you mean {like}?",
            XS_ARGS({ "rule", id }, { "like", like }));
    else
        xs_say(&c->say, "usage-no-rule", "there is no rule {rule}; xushi rules lists them",
            XS_ARGS({ "rule", id }));
    return XS_E_USAGE;
}

enum xs_err xs_cmd_explain(struct xs_cli *c, int *status)
{
    xs_str id = xs_str_c(c->opts.args[0]);
    int n = xs_ruleset_find(c->engine.rules, id);
    if (n < 0)
        return no_rule(c, id);
    struct xs_buf b;
    xs_buf_init(&b, XS_MAX_BUF);
    enum xs_err e = put_rule(c, &c->engine.rules->rules[n], &b);
    if (e == XS_OK)
        e = xs_cli_print(c, &b);
    else if (e == XS_E_PATTERNS)
        xs_cli_say_fault(c);
    xs_buf_free(&b);
    *status = 0;
    return e;
}
