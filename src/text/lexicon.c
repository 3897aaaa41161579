#include "text/lexicon.h"

#include <string.h>

#include "base/map.h"
#include "base/utf8.h"
#include "text/trie.h"

struct xs_lexset {
    struct xs_arena *arena;
    size_t nlists;
    xs_str *names;
    struct xs_trie trie;
};

/* ---- loading ---- */

struct list {
    xs_str name;
    const struct xs_yaml *first; /* entry that named it, for faults */
    const struct xs_patfile *file;
    size_t nwords, cap;
    const struct xs_yaml **words;
    size_t nincludes, include_cap;
    const struct xs_yaml **includes;
};

struct loader {
    const struct xs_patfiles *set;
    const struct xs_folder *folder;
    struct xs_trie_builder *trie;
    struct xs_map by_name; /* -> index into lists */
    size_t nlists, cap;
    struct list *lists;
};

static enum xs_err push(struct loader *l, const struct xs_yaml ***items, size_t *count, size_t *cap,
    const struct xs_yaml *n)
{
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): it is an array of pointers */
    const struct xs_yaml **p = xs_arena_grow(l->set->arena, *items, cap, *count + 1, sizeof *p);
    if (!p)
        return XS_E_NOMEM;
    *items = p;
    p[(*count)++] = n;
    return XS_OK;
}

static enum xs_err add_words(
    struct loader *l, const struct xs_patfile *file, const struct xs_yaml *n, struct list *list)
{
    if (n->kind != XS_YAML_LIST)
        return xs_fault_at(l->set->fault, file->path, n, "expected a list of words");
    for (size_t i = 0; i < n->count; i++) {
        if (n->items[i].kind != XS_YAML_SCALAR)
            return xs_fault_at(l->set->fault, file->path, &n->items[i], "expected a word");
        XS_TRY(push(l, &list->words, &list->nwords, &list->cap, &n->items[i]));
    }
    return XS_OK;
}

static enum xs_err add_map(
    struct loader *l, const struct xs_patfile *file, const struct xs_yaml *n, struct list *list)
{
    bool replace = false;
    const struct xs_yaml *r = xs_yaml_get(n, "replace");
    if (r && !xs_yaml_bool(r, &replace))
        return xs_fault_at(l->set->fault, file->path, r, "replace is true or false");
    if (replace)
        list->nwords = list->nincludes = 0;
    for (size_t i = 0; i < n->count; i++) {
        const struct xs_yaml *item = &n->items[i];
        if (xs_str_eq(item->key, XS_STR("words"))) {
            XS_TRY(add_words(l, file, item, list));
        } else if (xs_str_eq(item->key, XS_STR("include")) && item->kind == XS_YAML_LIST) {
            for (size_t k = 0; k < item->count; k++)
                XS_TRY(push(
                    l, &list->includes, &list->nincludes, &list->include_cap, &item->items[k]));
        } else if (!xs_str_eq(item->key, XS_STR("replace")) &&
                   !xs_str_eq(item->key, XS_STR("note"))) {
            return xs_fault_at(l->set->fault, file->path, item, "unknown key '%.*s' in a word list",
                XS_STR_ARG(item->key));
        }
    }
    return XS_OK;
}

static enum xs_err add_entry(
    struct loader *l, const struct xs_patfile *file, const struct xs_yaml *n)
{
    bool is_new;
    struct xs_map_slot *slot = xs_map_put(&l->by_name, n->key, &is_new);
    if (!slot)
        return XS_E_NOMEM;
    if (is_new) {
        if (l->nlists == (size_t)XS_LEXMASK_WORDS * 64)
            return xs_fault_at(l->set->fault, file->path, n, "too many word lists");
        struct list *lists =
            xs_arena_grow(l->set->arena, l->lists, &l->cap, l->nlists + 1, sizeof *lists);
        if (!lists)
            return XS_E_NOMEM;
        l->lists = lists;
        slot->val.num = l->nlists;
        lists[l->nlists++] = (struct list){ .name = n->key, .first = n };
    }
    struct list *list = &l->lists[slot->val.num];
    list->file = file;
    return n->kind == XS_YAML_MAP ? add_map(l, file, n, list) : add_words(l, file, n, list);
}

static enum xs_err put_words(struct loader *l, const struct list *from, size_t to)
{
    for (size_t i = 0; i < from->nwords; i++) {
        xs_str word;
        size_t at = 0;
        XS_TRY(xs_fold(l->folder, l->set->arena, from->words[i]->text, &word, NULL));
        if (word.len == 0 || xs_utf8_next(word, &at) >= XS_TRIE_ROOT_CPS)
            return xs_fault_at(l->set->fault, from->file->path, from->words[i],
                "this word is empty or begins with a rare character");
        XS_TRY(xs_trie_add(l->trie, word, to));
    }
    return XS_OK;
}

/* Words of the lists that list number to includes, one step deep: an included list does not include
 * others. */
static enum xs_err put_includes(struct loader *l, size_t to)
{
    const struct list *list = &l->lists[to];
    for (size_t i = 0; i < list->nincludes; i++) {
        struct xs_map_slot *slot = xs_map_get(&l->by_name, list->includes[i]->text);
        if (!slot)
            return xs_fault_at(l->set->fault, list->file->path, list->includes[i],
                "unknown word list '%.*s'", XS_STR_ARG(list->includes[i]->text));
        if (l->lists[slot->val.num].nincludes)
            return xs_fault_at(l->set->fault, list->file->path, list->includes[i],
                "an included list must not include others");
        XS_TRY(put_words(l, &l->lists[slot->val.num], to));
    }
    return XS_OK;
}

/* All lists of the files, by number. */
static enum xs_err load_lists(struct loader *l, struct xs_lexset *s)
{
    struct xs_section_iter it = { l->set, "lexicons", 0, 0 };
    const struct xs_patfile *file;
    for (const struct xs_yaml *n; (n = xs_section_next(&it, &file));)
        XS_TRY(add_entry(l, file, n));
    s->nlists = l->nlists;
    s->names = xs_arena_zalloc(s->arena, l->nlists + 1, sizeof *s->names);
    if (!s->names)
        return XS_E_NOMEM;
    for (size_t i = 0; i < l->nlists; i++) {
        s->names[i] = l->lists[i].name;
        XS_TRY(put_words(l, &l->lists[i], i));
        XS_TRY(put_includes(l, i));
    }
    return xs_trie_finish(l->trie, s->arena, &s->trie);
}

enum xs_err xs_lexset_load(
    const struct xs_patfiles *set, const struct xs_folder *f, const struct xs_lexset **out)
{
    struct loader l = { .set = set, .folder = f, .trie = xs_trie_new() };
    struct xs_lexset *s = xs_arena_zalloc(set->arena, 1, sizeof *s);
    enum xs_err e = XS_E_NOMEM;
    if (s && l.trie) {
        s->arena = set->arena;
        xs_map_init(&l.by_name, set->arena);
        e = load_lists(&l, s);
    }
    xs_trie_free(l.trie);
    if (e == XS_OK)
        *out = s;
    return e;
}

enum xs_err xs_lexset_make(
    const struct xs_trie_builder *b, struct xs_arena *a, const struct xs_lexset **out)
{
    struct xs_lexset *s = xs_arena_zalloc(a, 1, sizeof *s);
    if (!s)
        return XS_E_NOMEM;
    s->arena = a;
    XS_TRY(xs_trie_finish(b, a, &s->trie));
    *out = s;
    return XS_OK;
}

int xs_lexset_find(const struct xs_lexset *s, xs_str name)
{
    for (size_t i = 0; i < s->nlists; i++)
        if (xs_str_eq(s->names[i], name))
            return (int)i;
    return -1;
}

xs_str xs_lexset_name(const struct xs_lexset *s, int id)
{
    return id >= 0 && (size_t)id < s->nlists ? s->names[id] : XS_STR_NONE;
}

struct xs_lexmask xs_lexset_group(const struct xs_lexset *s, xs_str prefix)
{
    struct xs_lexmask m = { { 0 } };
    for (size_t i = 0; i < s->nlists; i++)
        if (xs_str_starts(s->names[i], prefix))
            m.w[i >> 6] |= UINT64_C(1) << (i & 63);
    return m;
}

/* ---- masks ---- */

struct xs_lexmask xs_lexmask_one(int id)
{
    struct xs_lexmask m = { { 0 } };
    if (id >= 0)
        m.w[id >> 6] = UINT64_C(1) << (id & 63);
    return m;
}

struct xs_lexmask xs_lexmask_and(struct xs_lexmask a, struct xs_lexmask b)
{
    for (size_t i = 0; i < XS_LEXMASK_WORDS; i++)
        a.w[i] &= b.w[i];
    return a;
}

struct xs_lexmask xs_lexmask_or(struct xs_lexmask a, struct xs_lexmask b)
{
    for (size_t i = 0; i < XS_LEXMASK_WORDS; i++)
        a.w[i] |= b.w[i];
    return a;
}

bool xs_lexmask_any(const struct xs_lexmask *m)
{
    return (m->w[0] | m->w[1] | m->w[2] | m->w[3]) != 0;
}

int xs_lexmask_first(const struct xs_lexmask *m)
{
    for (int i = 0; i < XS_LEXMASK_WORDS; i++)
        if (m->w[i])
            return i * 64 + __builtin_ctzll(m->w[i]);
    return -1;
}

/* ---- looking up ---- */

static inline bool common(const struct xs_lexmask *a, const struct xs_lexmask *b)
{
    return ((a->w[0] & b->w[0]) | (a->w[1] & b->w[1]) | (a->w[2] & b->w[2]) |
               (a->w[3] & b->w[3])) != 0;
}

/* The node after node on cp, or 0 also where no list in want has a word any more. */
static inline uint32_t step_for(
    const struct xs_lexset *s, uint32_t node, uint32_t cp, const struct xs_lexmask *want)
{
    uint32_t to = xs_trie_step(&s->trie, node, cp);
    return to && common(&s->trie.masks[s->trie.nodes[to].below], want) ? to : 0;
}

void xs_lex_scan(const struct xs_lexset *s, xs_str text, struct xs_lexhits *out)
{
    *out = (struct xs_lexhits){ 0 };
    for (size_t from = 0; from < text.len; from += xs_utf8_len(text.ptr[from])) {
        uint32_t node = 1;
        for (size_t at = from; at < text.len;) {
            uint32_t cp = xs_utf8_step(text, &at);
            node = xs_trie_step(&s->trie, node, cp);
            if (node == 0)
                break;
            if (s->trie.nodes[node].mask == 0)
                continue;
            struct xs_lexmask m = s->trie.masks[s->trie.nodes[node].mask];
            out->has = xs_lexmask_or(out->has, m);
            if (from == 0)
                out->starts = xs_lexmask_or(out->starts, m);
            if (at == text.len)
                out->ends = xs_lexmask_or(out->ends, m);
            if (from == 0 && at == text.len)
                out->equals = m;
        }
    }
}

size_t xs_lex_longest(const struct xs_lexset *s, xs_str text, size_t at,
    const struct xs_lexmask *want, struct xs_lexmask *which)
{
    uint32_t node = 1;
    size_t from = at, best = 0;
    while (at < text.len) {
        uint32_t cp = xs_utf8_step(text, &at);
        node = step_for(s, node, cp, want);
        if (node == 0)
            break;
        const struct xs_lexmask *m = &s->trie.masks[s->trie.nodes[node].mask];
        if (!common(m, want))
            continue;
        best = at - from;
        if (which)
            *which = xs_lexmask_and(*m, *want);
    }
    return best;
}

size_t xs_lex_longest_end(
    const struct xs_lexset *s, xs_str text, const struct xs_lexmask *want, struct xs_lexmask *which)
{
    for (size_t from = 0; from < text.len; from += xs_utf8_len(text.ptr[from])) {
        uint32_t node = 1;
        for (size_t at = from; at < text.len;) {
            uint32_t cp = xs_utf8_step(text, &at);
            node = step_for(s, node, cp, want);
            if (node == 0)
                break;
            const struct xs_lexmask *m = &s->trie.masks[s->trie.nodes[node].mask];
            if (at < text.len || !common(m, want))
                continue;
            if (which)
                *which = xs_lexmask_and(*m, *want);
            return text.len - from;
        }
    }
    return 0;
}

size_t xs_lex_find(const struct xs_lexset *s, xs_str text, size_t from,
    const struct xs_lexmask *want, struct xs_lexword *word)
{
    for (size_t next = from; from < text.len; from = next) {
        struct xs_lexmask which;
        if (!step_for(s, 1, xs_utf8_step(text, &next), want))
            continue;
        size_t n = xs_lex_longest(s, text, from, want, &which);
        if (n == 0)
            continue;
        if (word)
            *word = (struct xs_lexword){ n, which };
        return from;
    }
    return SIZE_MAX;
}

void xs_lexwant_make(
    const struct xs_lexset *s, const struct xs_lexmask *mask, struct xs_lexwant *out)
{
    *out = (struct xs_lexwant){ .mask = *mask };
    for (uint32_t w = 0; w < XS_TRIE_ROOT_CPS / 64; w++)
        for (uint64_t left = s->trie.begins[w]; left; left &= left - 1) {
            uint32_t cp = w * 64 + (uint32_t)__builtin_ctzll(left);
            if (step_for(s, 1, cp, mask))
                out->begins[cp % XS_LEX_BEGINS >> 6] |= UINT64_C(1) << (cp & 63);
        }
}

size_t xs_lex_search(const struct xs_lexset *s, xs_str text, size_t from,
    const struct xs_lexwant *want, struct xs_lexword *word)
{
    for (size_t next = from; from < text.len; from = next) {
        uint32_t cp = xs_utf8_step(text, &next);
        if (!(want->begins[cp % XS_LEX_BEGINS >> 6] >> (cp & 63) & 1))
            continue;
        struct xs_lexmask which;
        size_t n = xs_lex_longest(s, text, from, &want->mask, &which);
        if (n == 0)
            continue;
        if (word)
            *word = (struct xs_lexword){ n, which };
        return from;
    }
    return SIZE_MAX;
}

/* A letter, digit or Han character: what must be covered. Everything else is punctuation. */
static bool is_content(uint32_t cp)
{
    return (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z') ||
           xs_utf8_is_han(cp) || (cp >= 0xC0 && cp < 0x2000);
}

#define RESIDUE_BYTES 768 /* a longer text is looked at up to here: no name is */

/* text cut to RESIDUE_BYTES, at a character's border. */
static xs_str residue_text(xs_str text)
{
    if (text.len <= RESIDUE_BYTES)
        return text;
    text.len = RESIDUE_BYTES;
    while (text.len && ((unsigned char)text.ptr[text.len] & 0xC0) == 0x80)
        text.len--;
    return text;
}

bool xs_lex_made_of(
    const struct xs_lexset *s, xs_str text, const struct xs_lexmask *want, size_t left)
{
    uint16_t best[RESIDUE_BYTES + 5]; /* least characters not covered up to each byte */
    size_t furthest = 0;              /* end of what can be covered with no more than left */
    text = residue_text(text);
    memset(best, 0xFF, (text.len + 1) * sizeof *best);
    best[0] = 0;
    for (size_t from = 0; from < text.len;) {
        size_t next = from;
        uint32_t cp = xs_utf8_step(text, &next);
        uint16_t here = best[from], skip = (uint16_t)(here + is_content(cp));
        if (from > furthest)
            return false;
        if (here <= left) {
            if (skip < best[next])
                best[next] = skip;
            uint32_t node = 1;
            for (size_t at = from; at < text.len;) {
                node = step_for(s, node, xs_utf8_step(text, &at), want);
                if (node == 0)
                    break;
                if (here < best[at] && common(&s->trie.masks[s->trie.nodes[node].mask], want)) {
                    best[at] = here;
                    furthest = at > furthest ? at : furthest;
                }
            }
        }
        if (best[next] <= left && next > furthest)
            furthest = next;
        from = next;
    }
    return best[text.len] <= left;
}

enum xs_err xs_lex_strip(const struct xs_lexset *s, struct xs_arena *a, xs_str text,
    const struct xs_lexmask *want, xs_str *out)
{
    char *p = xs_arena_alloc(a, text.len + 1, 1);
    size_t n = 0;
    if (!p)
        return XS_E_NOMEM;
    for (size_t at = 0; at < text.len;) {
        size_t word = xs_lex_longest(s, text, at, want, NULL), next = at;
        if (word) {
            at += word;
            continue;
        }
        if (is_content(xs_utf8_step(text, &next))) {
            memcpy(p + n, text.ptr + at, next - at);
            n += next - at;
        }
        at = next;
    }
    *out = (xs_str){ p, n };
    return XS_OK;
}
