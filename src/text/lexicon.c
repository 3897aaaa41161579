#include "text/lexicon_internal.h"

#include <string.h>

#include "base/map.h"

/* ---- loading ---- */

struct list {
    xs_str name;
    struct xs_lexorigin origin;
    const struct xs_patfile *file; /* of its last entry, for faults */
    size_t nwords, cap;
    const struct xs_yaml **words; /* what holds them: lists, or texts that they are parted in */
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
    if (n->kind == XS_YAML_MAP)
        return xs_fault_at(l->set->fault, file->path, n, "expected a list of words");
    for (size_t i = 0; i < n->count; i++)
        if (n->items[i].kind != XS_YAML_SCALAR)
            return xs_fault_at(l->set->fault, file->path, &n->items[i], "expected a word");
    return push(l, &list->words, &list->nwords, &list->cap, n);
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
        lists[l->nlists++] = (struct list){ .name = n->key, .origin = { n, file } };
    }
    struct list *list = &l->lists[slot->val.num];
    list->file = file;
    return n->kind == XS_YAML_MAP ? add_map(l, file, n, list) : add_words(l, file, n, list);
}

static enum xs_err put_word(
    struct loader *l, const struct list *from, const struct xs_yaml *n, size_t to)
{
    xs_str word;
    size_t at = 0;
    XS_TRY(xs_fold(l->folder, l->set->arena, n->text, &word));
    if (word.len == 0 || xs_utf8_next(word, &at) >= XS_TRIE_ROOT_CPS)
        return xs_fault_at(l->set->fault, from->file->path, n,
            "this word is empty or begins with a rare character");
    return xs_trie_add(l->trie, word, to);
}

static enum xs_err put_words(struct loader *l, const struct list *from, size_t to)
{
    for (size_t i = 0; i < from->nwords; i++) {
        struct xs_yaml_words words = xs_yaml_words(from->words[i]);
        for (const struct xs_yaml *n; (n = xs_yaml_word(&words));)
            XS_TRY(put_word(l, from, n, to));
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
    s->origins = xs_arena_zalloc(s->arena, l->nlists + 1, sizeof *s->origins);
    s->asked = xs_arena_zalloc(s->arena, l->nlists + 1, sizeof *s->asked);
    if (!s->names || !s->origins || !s->asked)
        return XS_E_NOMEM;
    for (size_t i = 0; i < l->nlists; i++) {
        s->names[i] = l->lists[i].name;
        s->origins[i] = l->lists[i].origin;
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
    struct xs_trie_builder *b, struct xs_arena *a, const struct xs_lexset **out)
{
    struct xs_lexset *s = xs_arena_zalloc(a, 1, sizeof *s);
    if (!s)
        return XS_E_NOMEM;
    s->arena = a;
    XS_TRY(xs_trie_finish(b, a, &s->trie));
    *out = s;
    return XS_OK;
}

enum xs_err xs_lexset_give(const struct xs_lexset *s, const struct xs_lexmask *want,
    struct xs_trie_builder *b, size_t list)
{
    return xs_trie_graft(b, &s->trie, want, list);
}

int xs_lexset_find(const struct xs_lexset *s, xs_str name)
{
    for (size_t i = 0; i < s->nlists; i++)
        if (xs_str_eq(s->names[i], name)) {
            s->asked[i] = true;
            return (int)i;
        }
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

/* ---- looking up ---- */

/* A way down the trie along the text, from the first code point on. */
struct way {
    const struct xs_lexset *s;
    xs_str text;
    const struct xs_lexmask *want;
    size_t from, at;   /* where it began; behind the code points so far */
    uint32_t node, cp; /* where it is, 0: at its end; the last code point */
};

/* from is below text.len. */
static inline struct way begin(
    const struct xs_lexset *s, xs_str text, size_t from, const struct xs_lexmask *want)
{
    struct way w = { s, text, want, from, from, 0, 0 };
    w.cp = xs_lex_code(text, &w.at);
    w.node = xs_lex_wanted(s, xs_trie_begin(&s->trie, w.cp), want);
    return w;
}

/* One step on over the code point at at (below text.len). */
static inline void go_on(struct way *w)
{
    w->cp = xs_lex_code(w->text, &w->at);
    w->node = xs_lex_wanted(w->s, xs_trie_step(&w->s->trie, w->node, w->cp), w->want);
}

static inline void add(struct xs_lexmask *to, const struct xs_lexmask *m)
{
    char *p = (char *)to->w;
    const char *q = (const char *)m->w;
    xs_vec_store(p, xs_vec_or(xs_vec_load(p), xs_vec_load(q)));
    xs_vec_store(p + XS_VEC, xs_vec_or(xs_vec_load(p + XS_VEC), xs_vec_load(q + XS_VEC)));
}

/* What a word says that stands at an end of the text. */
static void take_end(struct xs_lexhits *out, const struct xs_lexmask *m, bool at_start, bool at_end)
{
    if (at_start)
        add(&out->starts, m);
    if (at_end)
        add(&out->ends, m);
    if (at_start && at_end)
        out->equals = *m;
}

/* The words that begin with the code point w.cp, which ends at w.at. */
static void scan_from(struct way w, struct xs_lexhits *out)
{
    const struct xs_trie *t = &w.s->trie;
    for (w.node = xs_trie_begin(t, w.cp); w.node; w.node = xs_trie_step(t, w.node, w.cp)) {
        if (t->nodes[w.node].mask) {
            const struct xs_lexmask *m = xs_lex_mask(w.s, w.node);
            add(&out->has, m);
            if (w.from == 0 || w.at == w.text.len)
                take_end(out, m, w.from == 0, w.at == w.text.len);
        }
        if (w.at >= w.text.len || t->nodes[w.node].count == 0)
            return;
        w.cp = xs_lex_code(w.text, &w.at);
    }
}

void xs_lex_scan(const struct xs_lexset *s, xs_str text, struct xs_lexhits *out)
{
    const struct xs_trie *t = &s->trie;
    struct way w = { .s = s, .text = text };
    memset(out, 0, sizeof *out);
    uint32_t next = text.len ? xs_lex_code(text, &w.at) : 0;
    for (size_t behind; w.from < text.len; w.from = w.at, w.at = behind) {
        behind = w.at;
        w.cp = next;
        next = behind < text.len ? xs_lex_code(text, &behind) : 0;
        const int may = xs_trie_may_alone(t, w.cp) | (int)xs_trie_may_pair(t, w.cp, next);
        if (may)
            scan_from(w, out);
    }
}

/* Bytes of the longest wanted word on the way; *which: the lists that hold it. */
static inline size_t longest(struct way *w, const struct xs_lexmask **which)
{
    size_t best = 0;
    while (w->node) {
        if (xs_lex_ends_wanted(w->s, w->node, w->want)) {
            best = w->at - w->from;
            *which = xs_lex_mask(w->s, w->node);
        }
        if (w->at >= w->text.len || w->s->trie.nodes[w->node].count == 0)
            break;
        go_on(w);
    }
    return best;
}

/* The same at the start of text, whose first character is known to lead to node. */
__attribute__((noinline)) static size_t longest_from(const struct xs_lexset *s, xs_str text,
    uint32_t node, const struct xs_lexmask *want, struct xs_lexmask *which)
{
    const struct xs_trie *t = &s->trie;
    size_t at = xs_utf8_len(text.ptr[0]), best = 0;
    uint32_t mask = 0;
    while (node) {
        const struct xs_trie_node *n = &t->nodes[node];
        if (xs_lex_ends_wanted(s, node, want)) {
            best = at;
            mask = n->mask;
        }
        if (at >= text.len || n->count == 0)
            break;
        const uint32_t cp = xs_lex_code(text, &at);
        node = xs_trie_step(t, node, cp);
    }
    if (mask && which)
        *which = xs_lexmask_and(t->masks[mask], *want);
    return best;
}

size_t xs_lex_longest_at(const struct xs_lexset *s, xs_str text, size_t from,
    const struct xs_lexmask *want, struct xs_lexmask *which)
{
    xs_str rest = { text.ptr + from, text.len - from };
    size_t first = 0;
    uint32_t node = xs_trie_begin(&s->trie, xs_lex_code(rest, &first));
    if (node == 0 || !xs_lexmask_common(&s->trie.masks[s->trie.nodes[node].below], want))
        return 0;
    return longest_from(s, rest, node, want, which);
}

size_t xs_lex_longest(const struct xs_lexset *s, xs_str text, size_t at,
    const struct xs_lexmask *want, struct xs_lexmask *which)
{
    return at < text.len ? xs_lex_longest_at(s, text, at, want, which) : 0;
}

size_t xs_lex_reach(const struct xs_lexset *s, xs_str text, const struct xs_lexmask *want,
    struct xs_lexmask *which, size_t *reach)
{
    const struct xs_trie *t = &s->trie;
    size_t at = 0, best = 0;
    uint32_t mask = 0, node = text.len ? xs_trie_begin(t, xs_lex_code(text, &at)) : 0;
    for (*reach = 0; xs_lex_wanted(s, node, want);) {
        *reach = at;
        if (xs_lex_ends_wanted(s, node, want)) {
            best = at;
            mask = t->nodes[node].mask;
        }
        if (at >= text.len || t->nodes[node].count == 0)
            break;
        node = xs_trie_step(t, node, xs_lex_code(text, &at));
    }
    if (mask)
        *which = xs_lexmask_and(t->masks[mask], *want);
    return best;
}

bool xs_lex_is_bare(
    const struct xs_lexset *s, xs_str text, const struct xs_lexmask *want, struct xs_lexmask *which)
{
    const struct xs_trie *t = &s->trie;
    uint32_t node = 0; /* 0: there were but digits */
    for (size_t at = 0; at < text.len;) {
        if (text.ptr[at] >= '0' && text.ptr[at] <= '9') {
            at++;
            continue;
        }
        const uint32_t cp = xs_lex_code(text, &at);
        node = xs_lex_wanted(s, node ? xs_trie_step(t, node, cp) : xs_trie_begin(t, cp), want);
        if (!node)
            return false;
    }
    if (!node || !xs_lex_ends_wanted(s, node, want))
        return false;
    *which = xs_lexmask_and(*xs_lex_mask(s, node), *want);
    return true;
}

size_t xs_lex_longest_end(
    const struct xs_lexset *s, xs_str text, const struct xs_lexmask *want, struct xs_lexmask *which)
{
    for (size_t from = 0; from < text.len; from += xs_utf8_len(text.ptr[from])) {
        struct way w = begin(s, text, from, want);
        while (w.node && w.at < text.len)
            go_on(&w);
        if (!w.node || !xs_lex_ends_wanted(s, w.node, want))
            continue;
        if (which)
            *which = xs_lexmask_and(*xs_lex_mask(s, w.node), *want);
        return text.len - from;
    }
    return 0;
}

size_t xs_lex_find(const struct xs_lexset *s, xs_str text, size_t from,
    const struct xs_lexmask *want, struct xs_lexword *word)
{
    const struct xs_lexmask *m = want;
    for (size_t next; from < text.len; from = next) {
        struct way w = begin(s, text, from, want);
        next = w.at;
        size_t n = w.node ? longest(&w, &m) : 0;
        if (n == 0)
            continue;
        if (word)
            *word = (struct xs_lexword){ n, xs_lexmask_and(*m, *want) };
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

/* text cut to XS_LEX_RESIDUE bytes, at a character's border. */
static xs_str residue_text(xs_str text)
{
    if (text.len <= XS_LEX_RESIDUE)
        return text;
    text.len = XS_LEX_RESIDUE;
    while (text.len && ((unsigned char)text.ptr[text.len] & 0xC0) == 0x80)
        text.len--;
    return text;
}

bool xs_lex_made_of(
    const struct xs_lexset *s, xs_str text, const struct xs_lexmask *want, size_t left)
{
    uint16_t best[XS_LEX_RESIDUE + 5]; /* least characters not covered up to each byte */
    size_t furthest = 0;               /* end of what can be covered with no more than left */
    text = residue_text(text);
    memset(best, 0xFF, (text.len + 1) * sizeof *best);
    best[0] = 0;
    for (size_t from = 0; from < text.len;) {
        struct way w = begin(s, text, from, want);
        size_t next = w.at;
        uint16_t here = best[from], skip = (uint16_t)(here + is_content(w.cp));
        if (from > furthest)
            return false;
        if (here <= left) {
            if (skip < best[next])
                best[next] = skip;
            for (; w.node; go_on(&w)) {
                if (here < best[w.at] && xs_lex_ends_wanted(s, w.node, want)) {
                    best[w.at] = here;
                    furthest = w.at > furthest ? w.at : furthest;
                }
                if (w.at >= text.len)
                    break;
            }
        }
        if (best[next] <= left && next > furthest)
            furthest = next;
        from = next;
    }
    return best[text.len] <= left;
}

/* Copies bytes [from, to) of text to p; how many they are. */
static size_t put(char *p, xs_str text, size_t from, size_t to)
{
    if (to > from)
        memcpy(p, text.ptr + from, to - from);
    return to - from;
}

enum xs_err xs_lex_strip(const struct xs_lexset *s, struct xs_arena *a, xs_str text,
    const struct xs_lexmask *want, xs_str *out)
{
    const struct xs_lexmask *m = want;
    char *p = xs_arena_alloc(a, text.len + 1, 1);
    size_t n = 0, from = 0; /* from: of what stays */
    if (!p)
        return XS_E_NOMEM;
    for (size_t at = 0, next; at < text.len; at = next) {
        struct way w = begin(s, text, at, want);
        uint32_t cp = w.cp;
        next = w.at;
        size_t word = w.node ? longest(&w, &m) : 0;
        if (word == 0 && is_content(cp))
            continue;
        n += put(p + n, text, from, at);
        from = next = word ? at + word : next;
    }
    n += put(p + n, text, from, text.len);
    *out = (xs_str){ p, n };
    return XS_OK;
}
