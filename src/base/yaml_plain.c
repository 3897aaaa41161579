#include "base/yaml_plain.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"

/* A key is at most 1024 characters; those of more bytes are left to libyaml. */
#define LONGEST_KEY 1000
#define END (-1L)

/* All functions return whether they understood what they came upon. */
struct plain {
    struct xs_arena *a, *scratch;
    xs_str text;
    size_t at, line_start;
    uint32_t line;
    long indent; /* of the content at `at`, where it begins a line or a nested block; END: none */
    size_t column_at;
    uint32_t column;       /* of column_at, which is on this line */
    struct xs_yaml *stack; /* entries of maps and lists that are not whole yet */
    size_t n, cap, nodes;
    bool nomem;
};

/* --- bytes ----------------------------------------------------------------------------------- */

/* A line end stands after the last byte. */
static char byte_at(const struct plain *p, size_t at)
{
    return at < p->text.len ? p->text.ptr[at] : '\n';
}

static char peek(const struct plain *p) { return byte_at(p, p->at); }

static bool is_blank(char c) { return c == ' ' || c == '\n'; }

/* C1 controls; U+2028, U+2029; U+FEFF, U+FFFE, U+FFFF: by the bytes that they are made of. */
static bool is_odd_character(unsigned char c, unsigned char d, unsigned char e)
{
    if (c == 0xC2)
        return d < 0xA0;
    if (c == 0xE2)
        return d == 0x80 && (e == 0xA8 || e == 0xA9);
    return c == 0xEF && ((d == 0xBB && e == 0xBF) || (d == 0xBF && e >= 0xBE));
}

/* Text that libyaml refuses, or takes for line ends and byte order marks. */
static bool is_odd(xs_str text)
{
    const unsigned char *p = (const unsigned char *)text.ptr;
    if (xs_utf8_check(text) < text.len)
        return true;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = p[i];
        if ((c < ' ' && c != '\n') || c == 0x7F)
            return true;
        if (c >= 0xC2 && is_odd_character(c, p[i + 1], c >= 0xE0 ? p[i + 2] : 0))
            return true;
    }
    return false;
}

static void mark(struct plain *p, struct xs_yaml *n)
{
    p->column += (uint32_t)xs_utf8_count(xs_str_sub(p->text, p->column_at, p->at - p->column_at));
    p->column_at = p->at;
    n->line = p->line;
    n->column = p->column;
}

static void new_line(struct plain *p)
{
    p->at++;
    p->line++;
    p->line_start = p->column_at = p->at;
    p->column = 1;
}

static void skip_spaces(struct plain *p)
{
    while (peek(p) == ' ')
        p->at++;
}

/* Nothing but blanks is left of the line, or a comment after one: the next line. */
static bool end_line(struct plain *p)
{
    bool blank = p->at == p->line_start || peek(p) == ' ';
    skip_spaces(p);
    if (peek(p) == '#' && blank)
        while (peek(p) != '\n')
            p->at++;
    if (peek(p) != '\n')
        return false;
    if (p->at < p->text.len)
        new_line(p);
    return true;
}

/* At the beginning of a line: to the first content from here on. */
static void next_content(struct plain *p)
{
    while (p->at < p->text.len && end_line(p))
        ;
    p->indent = p->at < p->text.len ? (long)(p->at - p->line_start) : END;
}

/* --- nodes ----------------------------------------------------------------------------------- */

/* One node more, so deep. */
static bool count(struct plain *p, unsigned depth)
{
    return depth <= XS_MAX_YAML_DEPTH && ++p->nodes <= XS_MAX_YAML_NODES;
}

static bool push(struct plain *p, const struct xs_yaml *n)
{
    struct xs_yaml *stack = xs_arena_grow(p->scratch, p->stack, &p->cap, p->n + 1, sizeof *stack);
    p->nomem = p->nomem || !stack;
    if (!stack)
        return false;
    p->stack = stack;
    stack[p->n++] = *n;
    return true;
}

/* The entries from base on are all of out. */
static bool take(struct plain *p, size_t base, struct xs_yaml *out)
{
    const struct xs_yaml *from = p->stack + base;
    out->count = p->n - base;
    out->items = xs_arena_alloc(p->a, out->count + 1, sizeof *out->items);
    p->nomem = p->nomem || !out->items;
    if (!out->items)
        return false;
    for (size_t i = 0; i < out->count; i++) {
        out->items[i] = from[i];
        for (size_t k = 0; k < i && out->kind == XS_YAML_MAP && out->count < 200; k++)
            if (xs_str_eq(from[i].key, from[k].key))
                return false;
    }
    p->n = base;
    return true;
}

/* --- scalars --------------------------------------------------------------------------------- */

static bool begins_plain(const struct plain *p)
{
    char c = peek(p), next = byte_at(p, p->at + 1);
    if (c == '-' || c == '.')
        return (next >= '0' && next <= '9') || (next >= 'a' && next <= 'z');
    return (unsigned char)c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
           (c >= 'a' && c <= 'z') || (c != '\n' && strchr("/()+=<^$;_~\\", c));
}

/* Up to what ends it: a colon or comment, in brackets a comma or bracket, the line's end. */
static bool plain_scalar(struct plain *p, bool flow, struct xs_yaml *out)
{
    size_t from = p->at, end = from, at = from;
    if (!begins_plain(p))
        return false;
    for (;; at++) {
        char c = byte_at(p, at), next = byte_at(p, at + 1);
        if (c == '\n' || (c == ':' && is_blank(next)) || (c == ' ' && next == '#') ||
            (flow && strchr(",[]{}", c)))
            break;
        if (flow && (c == '?' || (c == ':' && strchr(",?[]{}", next))))
            return false;
        if (c != ' ')
            end = at + 1;
    }
    p->at = end;
    out->text = xs_str_sub(p->text, from, end - from);
    return true;
}

/* The character after a backslash; 0: one that is left to libyaml. */
static uint32_t escaped(struct plain *p)
{
    static const char digits[] = "0123456789abcdef";
    uint32_t cp = 0;
    char c = peek(p);
    p->at++;
    if (c == '"' || c == '\\')
        return (unsigned char)c;
    if (c == 'n' || c == 't')
        return c == 'n' ? '\n' : '\t';
    for (unsigned i = 0; c == 'u' && i < 4; i++) {
        char d = byte_at(p, p->at++);
        const char *digit = strchr(digits, d >= 'A' && d <= 'F' ? d - 'A' + 'a' : d);
        if (!digit || !*digit)
            return 0;
        cp = cp << 4 | (uint32_t)(digit - digits);
    }
    return cp >= 0xD800 && cp < 0xE000 ? 0 : cp;
}

/* The text between quotes, from its first byte that is not simply itself; to has room. */
static bool unquote(struct plain *p, char quote, char *to, size_t *n)
{
    for (; peek(p) != '\n'; p->at++) {
        char c = peek(p);
        if (c == '\\' && quote == '"') {
            p->at++;
            uint32_t cp = escaped(p);
            if (cp == 0)
                return false;
            *n += xs_utf8_encode(cp, to + *n);
            p->at--;
            continue;
        }
        if (c == quote && (quote == '"' || byte_at(p, p->at + 1) != quote))
            return true;
        p->at += c == quote;
        to[(*n)++] = c;
    }
    return false;
}

static bool quoted_scalar(struct plain *p, struct xs_yaml *out)
{
    char quote = peek(p);
    size_t from = ++p->at, n;
    out->quoted = true;
    while (peek(p) != '\n' && peek(p) != quote && (quote == '\'' || peek(p) != '\\'))
        p->at++;
    out->text = xs_str_sub(p->text, from, p->at - from);
    if (peek(p) == quote && (quote == '"' || byte_at(p, p->at + 1) != quote)) {
        p->at++;
        return true;
    }
    const char *line = memchr(p->text.ptr + p->at, '\n', p->text.len - p->at);
    size_t end = line ? (size_t)(line - p->text.ptr) : p->text.len;
    char *text = xs_arena_alloc(p->a, end - from + 1, 1);
    p->nomem = p->nomem || !text;
    if (!text)
        return false;
    n = p->at - from;
    memcpy(text, p->text.ptr + from, n);
    if (!unquote(p, quote, text, &n))
        return false;
    p->at++;
    out->text = (xs_str){ text, n };
    return true;
}

static bool scalar(struct plain *p, bool flow, struct xs_yaml *out)
{
    mark(p, out);
    out->kind = XS_YAML_SCALAR;
    return peek(p) == '"' || peek(p) == '\'' ? quoted_scalar(p, out) : plain_scalar(p, flow, out);
}

/* A scalar with its colon, after which a blank comes. */
static bool key(struct plain *p, bool flow, xs_str *out)
{
    struct xs_yaml n = { 0 };
    size_t from = p->at;
    if (!scalar(p, flow, &n) || peek(p) != ':' || !is_blank(byte_at(p, p->at + 1)) ||
        p->at - from > LONGEST_KEY)
        return false;
    p->at++;
    *out = n.text;
    return true;
}

/* Lines that are set in by at least so much, without that, to text if there is one; *n: their bytes
 * up to the last one that is not empty. */
static bool bar_lines(struct plain *p, size_t set_in, char *text, size_t *n)
{
    size_t at = 0;
    *n = 0;
    while (p->at < p->text.len) {
        size_t spaces = 0;
        while (spaces < set_in && byte_at(p, p->at + spaces) == ' ')
            spaces++;
        bool empty = byte_at(p, p->at + spaces) == '\n';
        if (spaces < set_in && !empty)
            break;
        for (p->at += spaces; peek(p) != '\n'; p->at++, at++)
            if (text)
                text[at] = peek(p);
        if ((empty && spaces > 0) || p->at >= p->text.len)
            return false;
        if (text)
            text[at] = '\n';
        at++;
        *n = empty ? *n : at;
        new_line(p);
    }
    return *n > 0;
}

/* A text after a bar, its lines further in than indent: they come as they are but for what their
 * first one is set in by, and end with one line end. */
static bool bar_scalar(struct plain *p, long indent, struct xs_yaml *out)
{
    size_t set_in = 0, n;
    mark(p, out);
    out->quoted = true;
    p->at++;
    if (peek(p) != '\n' || p->at >= p->text.len)
        return false;
    new_line(p);
    while (byte_at(p, p->at + set_in) == ' ')
        set_in++;
    struct plain ahead = *p;
    if ((long)set_in <= indent || !bar_lines(&ahead, set_in, NULL, &n))
        return false;
    char *text = xs_arena_alloc(p->a, ahead.at - p->at, 1);
    p->nomem = p->nomem || !text;
    if (!text || !bar_lines(p, set_in, text, &n))
        return false;
    out->text = (xs_str){ text, n };
    return true;
}

/* --- maps and lists -------------------------------------------------------------------------- */

/* Over blanks and comments between brackets, to content that does not begin a line. */
static bool between(struct plain *p)
{
    while (p->at < p->text.len && end_line(p))
        ;
    return p->at < p->text.len && p->at > p->line_start;
}

/* NOLINTBEGIN(misc-no-recursion): bounded by XS_MAX_YAML_DEPTH */
static bool flow(struct plain *p, unsigned depth, struct xs_yaml *out);
static bool block(struct plain *p, unsigned depth, struct xs_yaml *out);

static bool flow_value(struct plain *p, unsigned depth, struct xs_yaml *out)
{
    if (!count(p, depth))
        return false;
    return peek(p) == '[' || peek(p) == '{' ? flow(p, depth, out) : scalar(p, true, out);
}

static bool flow(struct plain *p, unsigned depth, struct xs_yaml *out)
{
    size_t base = p->n;
    char close = peek(p) == '{' ? '}' : ']';
    mark(p, out);
    out->kind = close == '}' ? XS_YAML_MAP : XS_YAML_LIST;
    p->at++;
    if (!between(p))
        return false;
    for (bool first = true; peek(p) != close || !first; first = false) {
        struct xs_yaml item = { 0 };
        if (close == '}' && (!key(p, true, &item.key) || !between(p)))
            return false;
        if (!flow_value(p, depth + 1, &item) || !between(p) || !push(p, &item))
            return false;
        if (peek(p) == close)
            break;
        if (peek(p) != ',')
            return false;
        p->at++;
        if (!between(p))
            return false;
    }
    p->at++;
    return take(p, base, out);
}

static bool is_dash(const struct plain *p)
{
    return peek(p) == '-' && is_blank(byte_at(p, p->at + 1));
}

/* Whether a list or map begins here, after a dash. */
static bool begins_block(struct plain *p)
{
    struct plain ahead = *p;
    xs_str name;
    return is_dash(p) ||
           ((peek(p) == '"' || peek(p) == '\'' || begins_plain(p)) && key(&ahead, false, &name));
}

/* Up to the next line. */
static bool inline_value(struct plain *p, long indent, unsigned depth, struct xs_yaml *out)
{
    if (peek(p) == '|')
        return bar_scalar(p, indent, out);
    bool good = peek(p) == '[' || peek(p) == '{' ? flow(p, depth, out) : scalar(p, false, out);
    return good && end_line(p);
}

/* What stands after a dash, or a key and its colon, of a block at indent. */
static bool block_value(
    struct plain *p, long indent, bool in_map, unsigned depth, struct xs_yaml *out)
{
    size_t after = p->at;
    mark(p, out);
    if (!count(p, depth))
        return false;
    if (end_line(p)) {
        next_content(p);
        if (p->indent > indent || (in_map && p->indent == indent && is_dash(p)))
            return block(p, depth, out);
        out->text = xs_str_sub(p->text, after, 0); /* an empty scalar, where it would be */
        return true;
    }
    if (!in_map && begins_block(p)) {
        p->indent = (long)(p->at - p->line_start);
        return block(p, depth, out);
    }
    if (!inline_value(p, indent, depth, out))
        return false;
    next_content(p);
    return p->indent <= indent; /* else it would go on */
}

static bool block(struct plain *p, unsigned depth, struct xs_yaml *out)
{
    long indent = p->indent;
    size_t base = p->n;
    bool in_map = !is_dash(p);
    mark(p, out);
    out->kind = in_map ? XS_YAML_MAP : XS_YAML_LIST;
    while (p->indent == indent && is_dash(p) == !in_map) {
        struct xs_yaml item = { 0 };
        if (in_map && !key(p, false, &item.key))
            return false;
        p->at += !in_map;
        if (!block_value(p, indent, in_map, depth + 1, &item) || !push(p, &item))
            return false;
    }
    return p->indent <= indent && take(p, base, out);
}
/* NOLINTEND(misc-no-recursion) */

enum xs_err xs_yaml_plain(struct xs_arena *a, xs_str text, struct xs_yaml *out, bool *known)
{
    struct plain p = { .a = a, .text = text, .line = 1, .column = 1, .nodes = 1 };
    struct xs_yaml root = { 0 };
    *known = false;
    if (is_odd(text))
        return XS_OK;
    p.scratch = xs_arena_new(XS_MAX_RUN_ARENA);
    if (!p.scratch)
        return XS_E_NOMEM;
    next_content(&p);
    *known = p.indent == 0 && block(&p, 0, &root) && p.indent == END;
    xs_arena_free(p.scratch);
    if (*known)
        *out = root;
    return p.nomem ? XS_E_NOMEM : XS_OK;
}
