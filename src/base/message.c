#include "base/message.h"

#include <string.h>

enum xs_err xs_text_load(const struct xs_patfiles *set, const struct xs_patfile *file,
    const struct xs_yaml *node, struct xs_text *out)
{
    static const char *const keys[XS_LANG_COUNT] = { "zh", "en" };
    if (!node || node->kind != XS_YAML_MAP)
        return xs_fault_at(
            set->fault, file->path, node, "a text needs the form {zh: ..., en: ...}");
    for (size_t i = 0; i < node->count; i++) {
        int lang = -1;
        for (int k = 0; k < XS_LANG_COUNT; k++)
            if (xs_str_eq(node->items[i].key, xs_str_c(keys[k])))
                lang = k;
        if (lang < 0 || node->items[i].kind != XS_YAML_SCALAR)
            return xs_fault_at(set->fault, file->path, &node->items[i],
                "unknown language '%.*s' (zh and en are known)", XS_STR_ARG(node->items[i].key));
        out->lang[lang] = node->items[i].text;
    }
    return XS_OK;
}

enum xs_err xs_messages_load(const struct xs_patfiles *set, struct xs_messages *out)
{
    struct xs_section_iter it = { set, "messages", 0, 0 };
    const struct xs_patfile *file;
    xs_map_init(&out->by_id, set->arena);
    for (const struct xs_yaml *n; (n = xs_section_next(&it, &file));) {
        bool is_new;
        struct xs_text *t = xs_arena_zalloc(set->arena, 1, sizeof *t);
        struct xs_map_slot *slot = t ? xs_map_put(&out->by_id, n->key, &is_new) : NULL;
        if (!slot)
            return XS_E_NOMEM;
        XS_TRY(xs_text_load(set, file, n, t));
        slot->val.ptr = t;
    }
    return XS_OK;
}

xs_str xs_text_in(const struct xs_text *t, enum xs_lang lang)
{
    xs_str s = t->lang[lang];
    return s.len ? s : t->lang[lang == XS_LANG_ZH ? XS_LANG_EN : XS_LANG_ZH];
}

xs_str xs_message(
    const struct xs_messages *m, const char *id, enum xs_lang lang, const char *fallback)
{
    struct xs_map_slot *slot = m ? xs_map_get(&m->by_id, xs_str_c(id)) : NULL;
    return slot ? xs_text_in(slot->val.ptr, lang) : xs_str_c(fallback);
}

static const struct xs_arg *find_arg(const struct xs_arg *args, size_t nargs, xs_str name)
{
    for (size_t i = 0; name.len && i < nargs; i++)
        if (args[i].name[0] == name.ptr[0] && xs_str_eq(xs_str_c(args[i].name), name))
            return &args[i];
    return NULL;
}

/* Offset of c in s at or after from, or SIZE_MAX. */
static size_t find_char(xs_str s, char c, size_t from)
{
    const char *hit = from < s.len ? memchr(s.ptr + from, c, s.len - from) : NULL;
    return hit ? (size_t)(hit - s.ptr) : SIZE_MAX;
}

void xs_fill(struct xs_buf *out, xs_str template, const struct xs_arg *args, size_t nargs)
{
    size_t at = 0;
    for (;;) {
        size_t open = find_char(template, '{', at);
        size_t close = open == SIZE_MAX ? SIZE_MAX : find_char(template, '}', open);
        if (close == SIZE_MAX)
            break;
        const struct xs_arg *arg =
            find_arg(args, nargs, xs_str_sub(template, open + 1, close - open - 1));
        xs_buf_puts(out, xs_str_sub(template, at, open - at));
        if (arg)
            xs_buf_puts(out, arg->text);
        else
            xs_buf_puts(out, xs_str_sub(template, open, close - open + 1));
        at = close + 1;
    }
    xs_buf_puts(out, xs_str_sub(template, at, template.len - at));
}

void xs_template_make(xs_str text, const char *const *names, struct xs_template *out)
{
    *out = (struct xs_template){ .names = names, .rest = text };
    for (size_t at = 0;;) {
        size_t open = find_char(out->rest, '{', at);
        size_t close = open == SIZE_MAX ? SIZE_MAX : find_char(out->rest, '}', open);
        size_t arg = 0;
        if (close == SIZE_MAX)
            return;
        xs_str name = xs_str_sub(out->rest, open + 1, close - open - 1);
        while (names[arg] && !xs_str_eq(xs_str_c(names[arg]), name))
            arg++;
        at = close + 1;
        if (!names[arg])
            continue;
        if (out->nholes == XS_MAX_HOLES) {
            out->more = true;
            return;
        }
        out->holes[out->nholes].before = xs_str_sub(out->rest, 0, open);
        out->holes[out->nholes++].arg = arg;
        out->rest = xs_str_sub(out->rest, at, out->rest.len);
        at = 0;
    }
}

void xs_template_fill(struct xs_buf *out, const struct xs_template *t, const xs_str *args)
{
    struct xs_template more;
    for (;; t = &more) {
        for (size_t i = 0; i < t->nholes; i++) {
            if (t->holes[i].before.len)
                xs_buf_puts(out, t->holes[i].before);
            xs_buf_puts(out, args[t->holes[i].arg]);
        }
        if (!t->more)
            break;
        const struct xs_template full = *t;
        xs_template_make(full.rest, full.names, &more);
    }
    if (t->rest.len)
        xs_buf_puts(out, t->rest);
}

xs_str xs_number_text(char *out, size_t size, uint64_t n)
{
    size_t i = size;
    do {
        out[--i] = (char)('0' + n % 10);
        n /= 10;
    } while (n && i);
    return (xs_str){ out + i, size - i };
}
