#include "base/yaml.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <yaml.h>

#include "base/limits.h"

/* State of one parse: the library's document, turned into our nodes. */
struct convert {
    struct xs_arena *a;
    struct xs_fault *fault;
    xs_str file;
    yaml_document_t *doc;
    size_t nodes;
};

static enum xs_err fault_text(struct xs_fault *fault, xs_str text)
{
    return xs_arena_dup(fault->arena, text, &fault->text) ? XS_E_PATTERNS : XS_E_NOMEM;
}

enum xs_err xs_fault_at(
    struct xs_fault *fault, xs_str file, const struct xs_yaml *n, const char *fmt, ...)
{
    char text[512];
    va_list ap;
    va_start(ap, fmt);
    int len = vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    if (len < 0)
        len = 0;
    if ((size_t)len >= sizeof text)
        len = (int)sizeof text - 1;
    fault->file = file;
    fault->line = n ? n->line : 1;
    fault->column = n ? n->column : 1;
    return fault_text(fault, (xs_str){ text, (size_t)len });
}

static enum xs_err fail(struct convert *c, yaml_mark_t mark, const char *text)
{
    c->fault->file = c->file;
    c->fault->line = (uint32_t)mark.line + 1;
    c->fault->column = (uint32_t)mark.column + 1;
    return fault_text(c->fault, xs_str_c(text));
}

/* NOLINTBEGIN(misc-no-recursion): bounded by XS_MAX_YAML_DEPTH; pattern files are ours, documents
 * never come here */
static enum xs_err convert_node(struct convert *c, int index, unsigned depth, struct xs_yaml *out);

static enum xs_err convert_scalar(struct convert *c, const yaml_node_t *n, struct xs_yaml *out)
{
    out->kind = XS_YAML_SCALAR;
    out->quoted = n->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    xs_str text = { (const char *)n->data.scalar.value, n->data.scalar.length };
    return xs_arena_dup(c->a, text, &out->text) ? XS_OK : XS_E_NOMEM;
}

static enum xs_err convert_list(
    struct convert *c, const yaml_node_t *n, unsigned depth, struct xs_yaml *out)
{
    out->kind = XS_YAML_LIST;
    out->count = (size_t)(n->data.sequence.items.top - n->data.sequence.items.start);
    out->items = xs_arena_zalloc(c->a, out->count + 1, sizeof *out->items);
    if (!out->items)
        return XS_E_NOMEM;
    for (size_t i = 0; i < out->count; i++)
        XS_TRY(convert_node(c, n->data.sequence.items.start[i], depth + 1, &out->items[i]));
    return XS_OK;
}

static enum xs_err convert_map(
    struct convert *c, const yaml_node_t *n, unsigned depth, struct xs_yaml *out)
{
    out->kind = XS_YAML_MAP;
    out->count = (size_t)(n->data.mapping.pairs.top - n->data.mapping.pairs.start);
    out->items = xs_arena_zalloc(c->a, out->count + 1, sizeof *out->items);
    if (!out->items)
        return XS_E_NOMEM;
    for (size_t i = 0; i < out->count; i++) {
        yaml_node_pair_t pair = n->data.mapping.pairs.start[i];
        const yaml_node_t *key = yaml_document_get_node(c->doc, pair.key);
        struct xs_yaml *item = &out->items[i];
        if (!key || key->type != YAML_SCALAR_NODE)
            return fail(c, n->start_mark, "a key must be a plain word");
        XS_TRY(convert_node(c, pair.value, depth + 1, item));
        xs_str text = { (const char *)key->data.scalar.value, key->data.scalar.length };
        if (!xs_arena_dup(c->a, text, &item->key))
            return XS_E_NOMEM;
        for (size_t k = 0; k < i; k++)
            if (out->count < 200 && xs_str_eq(out->items[k].key, item->key))
                return fail(c, key->start_mark, "the same key twice");
    }
    return XS_OK;
}

static enum xs_err convert_node(struct convert *c, int index, unsigned depth, struct xs_yaml *out)
{
    const yaml_node_t *n = yaml_document_get_node(c->doc, index);
    if (!n)
        return XS_E_INTERNAL;
    if (depth > XS_MAX_YAML_DEPTH || ++c->nodes > XS_MAX_YAML_NODES)
        return fail(c, n->start_mark, "nested too deeply or too large");
    out->line = (uint32_t)n->start_mark.line + 1;
    out->column = (uint32_t)n->start_mark.column + 1;
    switch (n->type) {
    case YAML_SCALAR_NODE:
        return convert_scalar(c, n, out);
    case YAML_SEQUENCE_NODE:
        return convert_list(c, n, depth, out);
    case YAML_MAPPING_NODE:
        return convert_map(c, n, depth, out);
    case YAML_NO_NODE:
        break;
    }
    return fail(c, n->start_mark, "not a scalar, list or map");
}
/* NOLINTEND(misc-no-recursion) */

/* Brackets that are open at once, in one line or in lines that begin with one: libyaml takes time
 * by their square, so that a bomb of them is refused before it is asked. Quotes are not looked at:
 * the limit is far above what a pattern opens. */
static bool is_bomb(xs_str text)
{
    size_t depth = 0;
    bool line_start = true;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool open = c == '[' || c == '{';
        if (line_start && c != ' ' && c != '\n' && !open)
            depth = 0;
        line_start = c == '\n' || (line_start && c == ' ');
        if ((c == ']' || c == '}') && depth)
            depth--;
        else if (open && ++depth > XS_MAX_YAML_OPEN)
            return true;
    }
    return false;
}

enum xs_err xs_yaml_parse(
    struct xs_arena *a, xs_str file, xs_str text, struct xs_yaml **out, struct xs_fault *fault)
{
    yaml_parser_t parser;
    yaml_document_t doc;
    struct convert c = { .a = a, .fault = fault, .file = file, .doc = &doc };
    struct xs_yaml *root = xs_arena_zalloc(a, 1, sizeof *root);
    fault->arena = a;
    if (is_bomb(text))
        return fail(&c, (yaml_mark_t){ 0 }, "nested too deeply or too large");
    if (!root || !yaml_parser_initialize(&parser))
        return XS_E_NOMEM;
    yaml_parser_set_input_string(&parser, (const unsigned char *)text.ptr, text.len);
    enum xs_err e = XS_OK;
    if (!yaml_parser_load(&parser, &doc)) {
        bool memory =
            parser.error == YAML_MEMORY_ERROR || !parser.problem; /* the composer says no more */
        e = memory ? XS_E_NOMEM : fail(&c, parser.problem_mark, parser.problem);
        yaml_parser_delete(&parser);
        return e;
    }
    root->kind = XS_YAML_MAP;
    if (yaml_document_get_root_node(&doc))
        e = convert_node(&c, 1, 0, root);
    yaml_document_delete(&doc);
    yaml_parser_delete(&parser);
    if (e == XS_OK)
        *out = root;
    return e;
}

const struct xs_yaml *xs_yaml_get(const struct xs_yaml *map, const char *key)
{
    if (!map || map->kind != XS_YAML_MAP)
        return NULL;
    xs_str want = xs_str_c(key);
    for (size_t i = 0; i < map->count; i++)
        if (xs_str_eq(map->items[i].key, want))
            return &map->items[i];
    return NULL;
}

bool xs_yaml_int(const struct xs_yaml *n, int64_t low, int64_t high, int64_t *out)
{
    int64_t milli;
    if (!xs_yaml_milli(n, &milli) || milli % 1000 != 0 || milli / 1000 < low || milli / 1000 > high)
        return false;
    *out = milli / 1000;
    return true;
}

bool xs_yaml_bool(const struct xs_yaml *n, bool *out)
{
    if (!n || n->kind != XS_YAML_SCALAR)
        return false;
    bool yes = xs_str_eq(n->text, XS_STR("true")) || xs_str_eq(n->text, XS_STR("yes"));
    if (!yes && !xs_str_eq(n->text, XS_STR("false")) && !xs_str_eq(n->text, XS_STR("no")))
        return false;
    *out = yes;
    return true;
}

bool xs_yaml_milli(const struct xs_yaml *n, int64_t *out)
{
    if (!n || n->kind != XS_YAML_SCALAR || n->text.len == 0 || n->text.len > 15)
        return false;
    int64_t v = 0;
    int decimals = -1;
    size_t i = n->text.ptr[0] == '-';
    if (i == n->text.len)
        return false;
    for (; i < n->text.len; i++) {
        char ch = n->text.ptr[i];
        if (ch == '.' && decimals < 0) {
            decimals = 0;
            continue;
        }
        if (ch < '0' || ch > '9' || decimals == 3)
            return false;
        v = v * 10 + (ch - '0');
        decimals += decimals >= 0;
    }
    for (int d = decimals < 0 ? 0 : decimals; d < 3; d++)
        v *= 10;
    *out = n->text.ptr[0] == '-' ? -v : v;
    return true;
}
