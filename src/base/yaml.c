#include "base/yaml.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <yaml.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/vec.h"

/* State of one parse: the library's events, turned into our nodes. */
struct convert {
    struct xs_arena *a;
    struct xs_fault *fault;
    xs_str file;
    uint32_t line, column; /* where the text begins in the file, from 0 */
    xs_str ahead;          /* the text from line number passed on */
    size_t passed;
    yaml_parser_t parser;
    yaml_event_t event; /* the last one */
    size_t nodes;
    /* those of lists and maps that are open, one after the other */
    struct xs_yaml *open;
    size_t nopen, cap;
    /* nodes that have a name */
    struct anchor {
        xs_str name;
        struct xs_yaml node;
    } * anchors;
    size_t nanchors, anchor_cap;
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

static uint32_t line_of(const struct convert *c, yaml_mark_t mark)
{
    return c->line + (uint32_t)mark.line + 1;
}

static uint32_t column_of(const struct convert *c, yaml_mark_t mark)
{
    return c->column + (uint32_t)mark.column + 1;
}

static enum xs_err fail(struct convert *c, yaml_mark_t mark, const char *text)
{
    c->fault->file = c->file;
    c->fault->line = line_of(c, mark);
    c->fault->column = column_of(c, mark);
    return fault_text(c->fault, xs_str_c(text));
}

/* The next event into c->event. */
static enum xs_err next(struct convert *c)
{
    yaml_event_delete(&c->event);
    if (yaml_parser_parse(&c->parser, &c->event))
        return XS_OK;
    memset(&c->event, 0, sizeof c->event);
    if (c->parser.error == YAML_MEMORY_ERROR || !c->parser.problem)
        return XS_E_NOMEM;
    return fail(c, c->parser.problem_mark, c->parser.problem);
}

static enum xs_err count_node(struct convert *c, yaml_mark_t mark, unsigned depth)
{
    if (depth > XS_MAX_YAML_DEPTH || ++c->nodes > XS_MAX_YAML_NODES)
        return fail(c, mark, "nested too deeply or too large");
    return XS_OK;
}

static enum xs_err keep_text(struct convert *c, const yaml_char_t *text, size_t len, xs_str *out)
{
    return xs_arena_dup(c->a, (xs_str){ (const char *)text, len }, out) ? XS_OK : XS_E_NOMEM;
}

/* The name that the last event gives its node; NULL: none. */
static const yaml_char_t *anchor_of(const yaml_event_t *e)
{
    if (e->type == YAML_SCALAR_EVENT)
        return e->data.scalar.anchor;
    return e->type == YAML_MAPPING_START_EVENT ? e->data.mapping_start.anchor
                                               : e->data.sequence_start.anchor;
}

/* The last node of that name, or NULL. */
static const struct xs_yaml *named(const struct convert *c, xs_str name)
{
    for (size_t i = c->nanchors; i > 0; i--)
        if (xs_str_eq(c->anchors[i - 1].name, name))
            return &c->anchors[i - 1].node;
    return NULL;
}

static enum xs_err keep_named(struct convert *c, xs_str name, const struct xs_yaml *node)
{
    struct anchor *all =
        xs_arena_grow(c->a, c->anchors, &c->anchor_cap, c->nanchors + 1, sizeof *all);
    if (!all)
        return XS_E_NOMEM;
    c->anchors = all;
    all[c->nanchors++] = (struct anchor){ name, *node };
    return XS_OK;
}

/* Where the text stands that is a block below the line of mark: its first line, in the column of
 * the first one that is not blank. */
static yaml_mark_t block_mark(struct convert *c, yaml_mark_t mark)
{
    for (; c->passed <= mark.line; c->passed++) {
        const char *end = memchr(c->ahead.ptr, '\n', c->ahead.len);
        size_t n = end ? (size_t)(end - c->ahead.ptr) + 1 : c->ahead.len;
        c->ahead = xs_str_sub(c->ahead, n, c->ahead.len);
    }
    size_t indent = 0;
    for (size_t i = 0; i < c->ahead.len && (unsigned char)c->ahead.ptr[i] <= ' '; i++)
        indent = c->ahead.ptr[i] == '\n' ? 0 : indent + 1;
    return (yaml_mark_t){ .line = c->passed, .column = indent };
}

/* NOLINTBEGIN(misc-no-recursion): bounded by XS_MAX_YAML_DEPTH; pattern files are ours, documents
 * never come here */
static enum xs_err convert_node(struct convert *c, unsigned depth, struct xs_yaml *out);

/* What stands below a name stands once more where it is asked for, and counts again. */
static enum xs_err count_again(
    struct convert *c, yaml_mark_t mark, const struct xs_yaml *n, unsigned depth)
{
    XS_TRY(count_node(c, mark, depth));
    for (size_t i = 0; i < n->count; i++)
        XS_TRY(count_again(c, mark, &n->items[i], depth + 1));
    return XS_OK;
}

static enum xs_err convert_alias(struct convert *c, unsigned depth, struct xs_yaml *out)
{
    const yaml_mark_t mark = c->event.start_mark;
    const struct xs_yaml *n = named(c, xs_str_c((const char *)c->event.data.alias.anchor));
    if (!n)
        return fail(c, mark, "no node has this name");
    XS_TRY(count_again(c, mark, n, depth));
    const xs_str key = out->key;
    *out = *n;
    out->key = key;
    return XS_OK;
}

static bool same_key_before(const struct convert *c, size_t first, xs_str key)
{
    for (size_t k = first; k < c->nopen && c->nopen - first < 200; k++)
        if (xs_str_eq(c->open[k].key, key))
            return true;
    return false;
}

static enum xs_err convert_key(struct convert *c, size_t first, yaml_mark_t map, xs_str *key)
{
    if (c->event.type != YAML_SCALAR_EVENT)
        return fail(c, map, "a key must be a plain word");
    XS_TRY(keep_text(c, c->event.data.scalar.value, c->event.data.scalar.length, key));
    if (same_key_before(c, first, *key))
        return fail(c, c->event.start_mark, "the same key twice");
    return next(c);
}

/* From the event that opens a list or a map to the one that closes it. */
static enum xs_err convert_items(struct convert *c, unsigned depth, struct xs_yaml *out)
{
    const size_t first = c->nopen;
    const yaml_mark_t mark = c->event.start_mark;
    for (;;) {
        struct xs_yaml item = { 0 };
        XS_TRY(next(c));
        if (c->event.type == YAML_SEQUENCE_END_EVENT || c->event.type == YAML_MAPPING_END_EVENT)
            break;
        if (out->kind == XS_YAML_MAP)
            XS_TRY(convert_key(c, first, mark, &item.key));
        XS_TRY(convert_node(c, depth + 1, &item));
        struct xs_yaml *open = xs_grow(c->open, &c->cap, c->nopen + 1, sizeof *open);
        if (!open)
            return XS_E_NOMEM;
        c->open = open;
        open[c->nopen++] = item;
    }
    out->count = c->nopen - first;
    out->items = xs_arena_alloc(c->a, out->count + 1, sizeof *out->items);
    if (!out->items)
        return XS_E_NOMEM;
    if (out->count)
        memcpy(out->items, c->open + first, out->count * sizeof *out->items);
    c->nopen = first;
    return XS_OK;
}

/* The node that the last event begins, whole; out->key stays. */
static enum xs_err convert_node(struct convert *c, unsigned depth, struct xs_yaml *out)
{
    const yaml_char_t *anchor = anchor_of(&c->event);
    xs_str name = XS_STR_NONE;
    if (c->event.type == YAML_ALIAS_EVENT)
        return convert_alias(c, depth, out);
    if (anchor)
        XS_TRY(keep_text(c, anchor, strlen((const char *)anchor), &name));
    XS_TRY(count_node(c, c->event.start_mark, depth));
    yaml_mark_t mark = c->event.start_mark;
    if (c->event.type == YAML_SCALAR_EVENT &&
        c->event.data.scalar.style == YAML_LITERAL_SCALAR_STYLE)
        mark = block_mark(c, mark);
    out->line = line_of(c, mark);
    out->column = column_of(c, mark);
    if (c->event.type == YAML_SCALAR_EVENT) {
        out->kind = XS_YAML_SCALAR;
        out->quoted = c->event.data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
        XS_TRY(keep_text(c, c->event.data.scalar.value, c->event.data.scalar.length, &out->text));
    } else {
        out->kind = c->event.type == YAML_MAPPING_START_EVENT ? XS_YAML_MAP : XS_YAML_LIST;
        XS_TRY(convert_items(c, depth, out));
    }
    return anchor ? keep_named(c, name, out) : XS_OK;
}
/* NOLINTEND(misc-no-recursion) */

/* The first document in the text; *out stays an empty map where there is none. */
static enum xs_err convert_text(struct convert *c, struct xs_yaml *out)
{
    out->kind = XS_YAML_MAP;
    do
        XS_TRY(next(c));
    while (c->event.type == YAML_STREAM_START_EVENT || c->event.type == YAML_DOCUMENT_START_EVENT);
    if (c->event.type == YAML_STREAM_END_EVENT)
        return XS_OK;
    XS_TRY(convert_node(c, 0, out));
    return next(c); /* the document's end */
}

/* Brackets that open, wherever. */
static size_t count_brackets(xs_str text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.len; i += XS_VEC) {
        const char *p = text.ptr + i;
        xs_vec v = text.len - i < XS_VEC ? xs_vec_part(p, text.len - i) : xs_vec_load(p);
        n += xs_vec_bits(xs_vec_or(xs_vec_eq(v, '['), xs_vec_eq(v, '{'))) / CHAR_BIT;
    }
    return n;
}

/* Brackets that are open behind line, of depth before it; at any time not more than most. SIZE_MAX:
 * there are more. */
static size_t open_behind(xs_str line, size_t depth, size_t most)
{
    size_t opened = 0;
    for (size_t i = 0; i < line.len; i++)
        opened += line.ptr[i] == '[' || line.ptr[i] == '{';
    if (opened == 0 && depth == 0)
        return 0;
    for (size_t i = 0; i < line.len && depth <= most; i++) {
        char c = line.ptr[i];
        if ((c == ']' || c == '}') && depth)
            depth--;
        depth += c == '[' || c == '{';
    }
    return depth <= most ? depth : SIZE_MAX;
}

/* Brackets that are open at once, in one line or in lines that begin with one: libyaml takes time
 * by their square, so that a bomb of them is refused before it is asked. Quotes are not looked at:
 * the limit is far above what a pattern opens. */
static bool is_bomb(xs_str text)
{
    size_t depth = 0;
    if (count_brackets(text) <= XS_MAX_YAML_OPEN)
        return false;
    while (text.len) {
        const char *end = memchr(text.ptr, '\n', text.len);
        xs_str line = xs_str_sub(text, 0, end ? (size_t)(end - text.ptr) : text.len);
        size_t at = 0;
        while (at < line.len && line.ptr[at] == ' ')
            at++;
        if (at < line.len && line.ptr[at] != '[' && line.ptr[at] != '{')
            depth = 0;
        depth = open_behind(line, depth, XS_MAX_YAML_OPEN);
        if (depth == SIZE_MAX)
            return true;
        text = xs_str_sub(text, line.len + 1, text.len);
    }
    return false;
}

/* c: where text is. */
static enum xs_err parse(struct convert *c, xs_str text, struct xs_yaml **out)
{
    struct xs_yaml *root = xs_arena_zalloc(c->a, 1, sizeof *root);
    c->fault->arena = c->a;
    c->ahead = text;
    if (is_bomb(text))
        return fail(c, (yaml_mark_t){ 0 }, "nested too deeply or too large");
    if (!root || !yaml_parser_initialize(&c->parser))
        return XS_E_NOMEM;
    yaml_parser_set_input_string(&c->parser, (const unsigned char *)text.ptr, text.len);
    enum xs_err e = convert_text(c, root);
    yaml_event_delete(&c->event);
    yaml_parser_delete(&c->parser);
    xs_free(c->open);
    if (e == XS_OK)
        *out = root;
    return e;
}

enum xs_err xs_yaml_parse(
    struct xs_arena *a, xs_str file, xs_str text, struct xs_yaml **out, struct xs_fault *fault)
{
    struct convert c = { .a = a, .fault = fault, .file = file };
    return parse(&c, text, out);
}

enum xs_err xs_yaml_parse_scalar(struct xs_arena *a, xs_str file, const struct xs_yaml *scalar,
    struct xs_yaml **out, struct xs_fault *fault)
{
    struct convert c = {
        .a = a, .fault = fault, .file = file, .line = scalar->line - 1, .column = scalar->column - 1
    };
    return parse(&c, scalar->text, out);
}

/* The word that text begins with; empty: a blank. *width: its characters. */
static xs_str word_of(xs_str text, uint32_t *width)
{
    size_t n = 0;
    *width = 0;
    for (; n < text.len && (unsigned char)text.ptr[n] > ' '; n++)
        *width += ((unsigned char)text.ptr[n] & 0xC0) != 0x80;
    return xs_str_sub(text, 0, n);
}

struct xs_yaml_words xs_yaml_words(const struct xs_yaml *n)
{
    return (struct xs_yaml_words){ .of = n, .line = n->line, .column = n->column };
}

const struct xs_yaml *xs_yaml_word(struct xs_yaml_words *w)
{
    const struct xs_yaml *n = w->of;
    if (n->kind != XS_YAML_SCALAR)
        return w->at < n->count ? &n->items[w->at++] : NULL;
    while (w->at < n->text.len) {
        uint32_t width;
        const xs_str word = word_of(xs_str_sub(n->text, w->at, n->text.len), &width);
        w->word =
            (struct xs_yaml){ .line = w->line, .column = w->column, .text = word, .quoted = true };
        w->at += word.len;
        w->column += width;
        if (word.len)
            return &w->word;
        bool end = n->text.ptr[w->at++] == '\n';
        w->line += end;
        w->column = end ? n->column : w->column + 1;
    }
    return NULL;
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
