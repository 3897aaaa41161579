/* lexicon_unused.c: word lists that nothing reads: mostly a name that is misspelt. */
#include "text/lexicon_internal.h"

#define FARTHEST 2 /* edits to the name that may be meant */

/* Groups that are asked for by their prefix alone. */
static bool in_group(xs_str name)
{
    static const char *const groups[] = { "num.", "cmp.", "unit.", "page.", "sum.",
        "value.placeholder" };
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (xs_str_starts(name, xs_str_c(groups[i])))
            return true;
    return false;
}

static bool of_name(char c)
{
    char low = (char)(c | 0x20);
    return (low >= 'a' && low <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

/* Every name of a list in the text counts as asked for. */
static void ask_names(const struct xs_lexset *s, xs_str text)
{
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        while (at < text.len && of_name(text.ptr[at]))
            at++;
        if (at > from)
            (void)xs_lexset_find(s, xs_str_sub(text, from, at - from)); /* it notes it */
        else
            at++;
    }
}

/* Of node n and all below it. */
static void ask_node(const struct xs_lexset *s, const struct xs_yaml *n)
{
    struct {
        const struct xs_yaml *node;
        size_t next;
    } stack[XS_MAX_YAML_DEPTH + 1];
    size_t depth = 0;
    stack[depth].node = n;
    stack[depth++].next = 0;
    while (depth > 0) {
        const struct xs_yaml *top = stack[depth - 1].node;
        if (top->kind == XS_YAML_SCALAR)
            ask_names(s, top->text);
        if (stack[depth - 1].next == top->count || depth > XS_MAX_YAML_DEPTH) {
            depth--;
            continue;
        }
        stack[depth].node = &top->items[stack[depth - 1].next++];
        stack[depth++].next = 0;
    }
}

/* The first list that is not asked for, or nlists. */
static size_t first_unused(const struct xs_lexset *s)
{
    for (size_t i = 0; i < s->nlists; i++)
        if (!s->asked[i] && !in_group(s->names[i]))
            return i;
    return s->nlists;
}

/* Rules that are switched off, and lists that others include, name lists too. */
static void ask_files(const struct xs_patfiles *set, const struct xs_lexset *s)
{
    for (size_t i = 0; i < set->count; i++) {
        const struct xs_yaml *root = set->files[i].root;
        for (size_t k = 0; k < root->count; k++) {
            const struct xs_yaml *section = &root->items[k];
            if (!xs_str_eq(section->key, XS_STR("lexicons"))) {
                ask_node(s, section);
                continue;
            }
            for (size_t l = 0; l < section->count; l++) {
                const struct xs_yaml *included = xs_yaml_get(&section->items[l], "include");
                if (included)
                    ask_node(s, included);
            }
        }
    }
}

enum xs_err xs_lexset_unused(const struct xs_patfiles *set, const struct xs_lexset *s)
{
    if (first_unused(s) == s->nlists)
        return XS_OK;
    ask_files(set, s);
    size_t i = first_unused(s), best = FARTHEST + 1;
    if (i == s->nlists)
        return XS_OK;
    xs_str name = s->names[i], like = XS_STR_NONE;
    for (size_t k = 0; k < s->nlists; k++) {
        size_t far = s->asked[k] ? xs_str_distance(name, s->names[k]) : best;
        if (far < best) {
            best = far;
            like = s->names[k];
        }
    }
    const struct xs_lexorigin *o = &s->origins[i];
    if (like.len)
        return xs_fault_at(set->fault, o->file->path, o->first,
            "nothing reads the word list '%.*s'; do you mean '%.*s'?", XS_STR_ARG(name),
            XS_STR_ARG(like));
    return xs_fault_at(set->fault, o->file->path, o->first, "nothing reads the word list '%.*s'",
        XS_STR_ARG(name));
}
