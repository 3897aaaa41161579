#include "corpus/config.h"

#include <stddef.h>

#include "base/utf8.h"

#define SHARE 1000
#define MANY 1000000

/* Every number: its key, and its range. Shares are written 0 to 1 and kept in thousandths. */
static const struct {
    const char *key;
    size_t offset;
    int64_t low, high;
    bool share;
} numbers[] = {
#define NUMBER(name, low, high)                                                                    \
    {                                                                                              \
#name, offsetof(struct xs_corpus_config, name), low, high, false                           \
    }
#define FRACTION(name)                                                                             \
    {                                                                                              \
#name, offsetof(struct xs_corpus_config, name), 0, SHARE, true                             \
    }
    NUMBER(gram, 2, 16),
    NUMBER(clause_least, 2, 100),
    NUMBER(paragraph_least, 8, 1000),
    FRACTION(copy),
    FRACTION(edited),
    FRACTION(apart),
    NUMBER(sample, 1, 64),
    NUMBER(sample_common, 1, 64),
    NUMBER(group_all, 2, 1000),
    NUMBER(group_first, 1, 64),
    NUMBER(group_before, 1, 64),
    NUMBER(cluster_checked, 1, 1000),
    NUMBER(same_listed, 1, MANY),
    NUMBER(clusters_most, 1, MANY),
    NUMBER(stock_offices, 1, MANY),
    FRACTION(stock_share),
    FRACTION(stock_paragraph),
    FRACTION(stock_heading),
    NUMBER(project_rows, 1, 1000),
    FRACTION(project_share),
    FRACTION(year_share),
    NUMBER(row_least, 1, 1000),
    NUMBER(goal_least, 1, 1000),
    NUMBER(links, 1, 64),
    NUMBER(phrase, 2, 64),
    FRACTION(phrase_share),
    NUMBER(phrase_documents, 1, MANY),
#undef NUMBER
#undef FRACTION
};
#define NNUMBERS (sizeof numbers / sizeof *numbers)

static const struct {
    const char *key;
    size_t offset;
} lists[] = {
#define LIST(name)                                                                                 \
    {                                                                                              \
#name, offsetof(struct xs_corpus_config, name)                                             \
    }
    LIST(own),
    LIST(funding),
    LIST(place),
    LIST(district),
    LIST(heading),
    LIST(withheld),
#undef LIST
};
#define NLISTS (sizeof lists / sizeof *lists)

static const struct {
    const char *key;
    size_t offset;
} words[] = {
#define WORDS(name)                                                                                \
    {                                                                                              \
#name, offsetof(struct xs_corpus_config, name)                                             \
    }
    WORDS(self),
    WORDS(tail),
    WORDS(template),
    WORDS(city),
#undef WORDS
};
#define NWORDS (sizeof words / sizeof *words)

static const char *const rule_ids[XS_CR_COUNT] = {
    [XS_CR_PROJECT] = "project-copied-across-documents",
    [XS_CR_YEAR] = "project-copied-from-other-year",
    [XS_CR_LINKED] = "project-two-funding-lines",
    [XS_CR_GOAL] = "goal-copied-across-documents",
    [XS_CR_STOCK] = "safeguards-stock",
    [XS_CR_HEADING] = "safeguard-stock-paragraph",
    [XS_CR_TEMPLATE] = "paragraph-template-text-left",
    [XS_CR_LEVEL] = "text-of-other-level",
};

struct loader {
    const struct xs_patfiles *set;
    const struct xs_patfile *file;
    struct xs_corpus_config *c;
    bool has_number[NNUMBERS], has_list[NLISTS];
};

static enum xs_err bad(const struct loader *l, const struct xs_yaml *n, const char *what)
{
    return xs_fault_at(l->set->fault, l->file->path, n, "%s '%.*s'", what, XS_STR_ARG(n->key));
}

static enum xs_err load_number(struct loader *l, const struct xs_yaml *n, size_t k)
{
    int64_t v = 0;
    bool good = numbers[k].share ? xs_yaml_milli(n, &v)
                                 : xs_yaml_int(n, numbers[k].low, numbers[k].high, &v);
    if (!good || v < numbers[k].low || v > numbers[k].high)
        return bad(l, n, "number out of its range:");
    *(int64_t *)(void *)((char *)l->c + numbers[k].offset) = v;
    l->has_number[k] = true;
    return XS_OK;
}

static enum xs_err load_list(struct loader *l, const struct xs_yaml *n, size_t k)
{
    int id = n->kind == XS_YAML_SCALAR ? xs_lexset_find(l->c->lexicons, n->text) : -1;
    if (id < 0)
        return bad(l, n, "unknown word list for");
    *(struct xs_lexmask *)(void *)((char *)l->c + lists[k].offset) = xs_lexmask_one(id);
    l->has_list[k] = true;
    return XS_OK;
}

bool xs_few_add(struct xs_few_words *f, xs_str word)
{
    size_t at = f->n, start = 0;
    if (f->n == XS_FEW_WORDS || word.len == 0)
        return word.len == 0;
    for (; at > 0 && f->words[at - 1].len < word.len; at--) {
        f->words[at] = f->words[at - 1];
        f->first[at] = f->first[at - 1];
    }
    f->words[at] = word;
    f->first[at] = (uint16_t)xs_utf8_next(word, &start);
    f->n++;
    return true;
}

size_t xs_few_at(const struct xs_few_words *f, xs_str text, size_t at, uint32_t cp)
{
    const xs_str rest = xs_str_sub(text, at, text.len - at);
    for (size_t i = 0; i < f->n; i += XS_VEC) {
        uint32_t found = xs_vec_numbers(f->first + i, (uint16_t)cp);
        for (; found; found &= found - 1) {
            const xs_str word = f->words[i + xs_vec_first(found)];
            if (word.len > 0 && word.len <= rest.len && xs_vec_same(rest.ptr, word.ptr, word.len))
                return word.len;
        }
    }
    return 0;
}

void xs_few_prints(const struct xs_few_words *f, struct xs_prints *p)
{
    for (size_t i = 0; i < f->n; i++)
        xs_prints_add(p, f->words[i]);
}

static enum xs_err load_words(struct loader *l, const struct xs_yaml *n, size_t k)
{
    struct xs_few_words *out = (struct xs_few_words *)(void *)((char *)l->c + words[k].offset);
    if (n->kind != XS_YAML_LIST)
        return bad(l, n, "a list of words is wanted for");
    for (size_t i = 0; i < n->count; i++)
        if (!xs_few_add(out, n->items[i].text))
            return bad(l, n, "too many words in");
    return XS_OK;
}

static enum xs_err load_entry(struct loader *l, const struct xs_yaml *n)
{
    for (size_t k = 0; k < NNUMBERS; k++)
        if (xs_str_eq(n->key, xs_str_c(numbers[k].key)))
            return load_number(l, n, k);
    for (size_t k = 0; k < NLISTS; k++)
        if (xs_str_eq(n->key, xs_str_c(lists[k].key)))
            return load_list(l, n, k);
    for (size_t k = 0; k < NWORDS; k++)
        if (xs_str_eq(n->key, xs_str_c(words[k].key)))
            return load_words(l, n, k);
    return bad(l, n, "unknown key in section 'corpus':");
}

static enum xs_err all_there(const struct loader *l)
{
    const char *missing = NULL;
    for (size_t k = 0; k < NNUMBERS; k++)
        missing = l->has_number[k] ? missing : numbers[k].key;
    for (size_t k = 0; k < NLISTS; k++)
        missing = l->has_list[k] ? missing : lists[k].key;
    if (!missing)
        return XS_OK;
    return xs_fault_at(
        l->set->fault, XS_STR("corpus"), NULL, "section 'corpus' lacks '%s'", missing);
}

enum xs_err xs_corpus_config_load(const struct xs_patfiles *set, const struct xs_lexset *lexicons,
    const struct xs_ruleset *rules, const struct xs_corpus_config **out)
{
    struct xs_section_iter it = { set, "corpus", 0, 0 };
    struct xs_corpus_config *c = xs_arena_zalloc(set->arena, 1, sizeof *c);
    if (!c)
        return XS_E_NOMEM;
    struct loader l = { .set = set, .c = c };
    c->lexicons = lexicons;
    for (const struct xs_yaml *n; (n = xs_section_next(&it, &l.file));)
        XS_TRY(load_entry(&l, n));
    XS_TRY(all_there(&l));
    for (size_t i = 0; i < c->tail.n; i++)
        c->tail_ends |= UINT64_C(1) << (c->tail.words[i].ptr[c->tail.words[i].len - 1] & 63);
    xs_lexwant_make(lexicons, &c->heading, &c->headings);
    xs_lexwant_make(lexicons, &c->own, &c->owns);
    xs_lexwant_make(lexicons, &c->withheld, &c->withhelds);
    for (int i = 0; i < 2; i++) {
        xs_few_prints(&c->template, &c->templates[i]);
        xs_few_prints(&c->self, &c->selves[i]);
    }
    xs_few_prints(&c->city, &c->templates[1]);
    xs_few_prints(&c->city, &c->selves[1]);
    for (size_t i = 0; i < XS_CR_COUNT; i++) {
        int at = rules ? xs_ruleset_find(rules, xs_str_c(rule_ids[i])) : -1;
        c->rules[i] = at >= 0 && rules->rules[at].enabled ? at : -1;
    }
    *out = c;
    return XS_OK;
}
