/* load_when.c: `when` and `unless` of a rule -> bit tests, number tests, text tests. */
#include <string.h>

#include "rule/private.h"

enum xs_err xs_load_fault(
    const struct xs_loader *l, const struct xs_yaml *n, const char *what, xs_str name)
{
    return xs_fault_at(l->env->files->fault, l->file, n, "%s '%.*s'", what, XS_STR_ARG(name));
}

/* ---- sets over an enum ---- */

static const char *class_name(unsigned i)
{
    return i == XS_CLASS_NONE ? "none" : xs_class_name((enum xs_class)i);
}
static const char *kind_name(unsigned i) { return xs_value_kind_name((enum xs_value_kind)i); }
static const char *name_kind_name(unsigned i) { return xs_name_kind_name((enum xs_name_kind)i); }
static const char *cmp_name(unsigned i) { return xs_cmp_sign((enum xs_cmp)i); }
static const char *unit_name(unsigned i) { return xs_unit_class_name((enum xs_unit_class)i); }

struct enum_key {
    const char *key;
    const char *(*name)(unsigned i);
    unsigned count;
    size_t offset; /* of the mask in xs_condition */
    bool of_row;
};
static const struct enum_key enum_keys[] = {
    { "class", class_name, XS_CLASS_COUNT, offsetof(struct xs_condition, classes), true },
    { "value_kind", kind_name, XS_VALUE_KIND_COUNT, offsetof(struct xs_condition, kinds), true },
    { "name_kind", name_kind_name, XS_NAME_KIND_COUNT, offsetof(struct xs_condition, names), true },
    { "comparator", cmp_name, XS_CMP_COUNT, offsetof(struct xs_condition, cmps), true },
    { "unit_class", unit_name, XS_UNIT_CLASS_COUNT, offsetof(struct xs_condition, units), true },
    { "second_unit_class", unit_name, XS_UNIT_CLASS_COUNT,
        offsetof(struct xs_condition, second_units), true },
};

/* The bits of one word: a name, or a name that ends in ".*" (itself and all below it) or "*". */
static uint32_t enum_bits(const struct enum_key *k, xs_str word)
{
    uint32_t bits = 0;
    bool star = xs_str_ends(word, XS_STR("*"));
    xs_str stem = xs_str_sub(word, 0, word.len - star);
    xs_str family = xs_str_sub(stem, 0, stem.len - xs_str_ends(stem, XS_STR(".")));
    for (unsigned i = 0; i < k->count; i++) {
        xs_str name = xs_str_c(k->name(i));
        if (star ? xs_str_starts(name, stem) || xs_str_eq(name, family) : xs_str_eq(name, word))
            bits |= UINT32_C(1) << i;
    }
    return bits;
}

static enum xs_err load_enum(
    const struct xs_loader *l, const struct enum_key *k, const struct xs_yaml *n, uint32_t *out)
{
    uint32_t bits = 0, all = (uint32_t)((UINT64_C(1) << k->count) - 1);
    const struct xs_yaml *except =
        n->kind == XS_YAML_MAP && n->count == 1 ? xs_yaml_get(n, "not") : NULL;
    if (n->kind == XS_YAML_MAP && !except)
        return xs_load_fault(l, n, "expected a name, a list or {not: ...} for", n->key);
    const struct xs_yaml *from = except ? except : n;
    size_t count = from->kind == XS_YAML_LIST ? from->count : 1;
    for (size_t i = 0; i < count; i++) {
        const struct xs_yaml *item = from->kind == XS_YAML_LIST ? &from->items[i] : from;
        uint32_t one = item->kind == XS_YAML_SCALAR ? enum_bits(k, item->text) : 0;
        if (!one)
            return xs_load_fault(l, item, "unknown name in the condition", item->text);
        bits |= one;
    }
    *out &= except ? all & ~bits : bits;
    return XS_OK;
}

/* ---- flags and labels: any, {all}, {not}, {any} ---- */

typedef enum xs_err bits_fn(const struct xs_loader *l, const struct xs_yaml *n, uint64_t *out);

static enum xs_err named_bits(const struct xs_loader *l, const struct xs_yaml *n,
    const char *(*name)(unsigned), uint64_t *out)
{
    size_t count = n->kind == XS_YAML_LIST ? n->count : 1;
    for (size_t i = 0; i < count; i++) {
        const struct xs_yaml *item = n->kind == XS_YAML_LIST ? &n->items[i] : n;
        unsigned bit = 0;
        while (name(bit) && !xs_str_eq(xs_str_c(name(bit)), item->text))
            bit++;
        if (!name(bit) || item->kind != XS_YAML_SCALAR)
            return xs_load_fault(l, item, "unknown flag", item->text);
        *out |= UINT64_C(1) << bit;
    }
    return XS_OK;
}

static enum xs_err value_flag_bits(
    const struct xs_loader *l, const struct xs_yaml *n, uint64_t *out)
{
    return named_bits(l, n, xs_flag_name, out);
}

static enum xs_err row_flag_bits(const struct xs_loader *l, const struct xs_yaml *n, uint64_t *out)
{
    return named_bits(l, n, xs_row_flag_name, out);
}

int xs_label_of(const struct xs_ruleset *s, xs_str id, bool of_project)
{
    for (size_t i = 0; i < s->nlabels; i++)
        if (s->labels[i].of_project == of_project && xs_str_eq(s->labels[i].id, id))
            return (int)i;
    return -1;
}

enum xs_err xs_load_label_bits(
    const struct xs_loader *l, const struct xs_yaml *n, bool of_project, uint64_t *out)
{
    size_t count = n->kind == XS_YAML_LIST ? n->count : 1;
    for (size_t i = 0; i < count; i++) {
        const struct xs_yaml *item = n->kind == XS_YAML_LIST ? &n->items[i] : n;
        int label = item->kind == XS_YAML_SCALAR ? xs_label_of(l->set, item->text, of_project) : -1;
        if (label < 0)
            return xs_load_fault(l, item, "unknown label", item->text);
        *out |= UINT64_C(1) << label;
    }
    return XS_OK;
}

static enum xs_err label_bits(const struct xs_loader *l, const struct xs_yaml *n, uint64_t *out)
{
    return xs_load_label_bits(l, n, l->scope != XS_ON_INDICATOR, out);
}

static enum xs_err load_bits(
    const struct xs_loader *l, const struct xs_yaml *n, bits_fn *bits, struct xs_bit_test *out)
{
    if (n->kind != XS_YAML_MAP)
        return bits(l, n, &out->any);
    for (size_t i = 0; i < n->count; i++) {
        const struct xs_yaml *item = &n->items[i];
        if (xs_str_eq(item->key, XS_STR("any")))
            XS_TRY(bits(l, item, &out->any));
        else if (xs_str_eq(item->key, XS_STR("all")))
            XS_TRY(bits(l, item, &out->all));
        else if (xs_str_eq(item->key, XS_STR("not")))
            XS_TRY(bits(l, item, &out->none));
        else
            return xs_load_fault(l, item, "expected any, all or not instead of", item->key);
    }
    return XS_OK;
}

/* ---- numbers ---- */

static const char *const measure_names[] = { "number", "number_high", "second_number", "per_year",
    "rows", "budget_wan" };
_Static_assert(
    sizeof measure_names / sizeof *measure_names == XS_M_COUNT, "a name for each measure");

static enum xs_err load_number(
    struct xs_loader *l, const struct xs_yaml *n, enum xs_measure m, struct xs_condition *c)
{
    static const struct {
        const char *sign;
        enum xs_num_op op;
    } ops[] = { { ">=", XS_OP_GE }, { "<=", XS_OP_LE }, { "!=", XS_OP_NE }, { ">", XS_OP_GT },
        { "<", XS_OP_LT }, { "=", XS_OP_EQ }, { "", XS_OP_EQ } };
    size_t count = n->kind == XS_YAML_LIST ? n->count : 1;
    struct xs_num_test *nums = xs_arena_zalloc(l->a, c->nnums + count, sizeof *nums);
    if (!nums)
        return XS_E_NOMEM;
    if (c->nnums)
        memcpy(nums, c->nums, c->nnums * sizeof *nums);
    for (size_t i = 0; i < count; i++) {
        const struct xs_yaml *item = n->kind == XS_YAML_LIST ? &n->items[i] : n;
        struct xs_num_test t = { .measure = m };
        size_t k = 0;
        while (!xs_str_starts(item->text, xs_str_c(ops[k].sign)))
            k++;
        xs_str rest = xs_str_trim(xs_str_sub(item->text, strlen(ops[k].sign), item->text.len));
        t.op = ops[k].op;
        if (item->kind != XS_YAML_SCALAR || rest.len == 0 ||
            xs_decimal_parse(rest, &t.value) != rest.len)
            return xs_load_fault(
                l, item, "expected a comparison such as '>100' instead of", item->text);
        nums[c->nnums + i] = t;
    }
    c->nums = nums;
    c->nnums += count;
    return XS_OK;
}

/* ---- texts ---- */

enum xs_err xs_load_lexmask(
    const struct xs_loader *l, const struct xs_yaml *n, xs_str names, struct xs_lexmask *out)
{
    xs_str rest = names, one;
    while (xs_str_split(&rest, '|', &one)) {
        int id = xs_lexset_find(l->env->lexicons, one);
        if (id < 0)
            return xs_load_fault(l, n, "unknown word list", one);
        *out = xs_lexmask_or(*out, xs_lexmask_one(id));
    }
    return XS_OK;
}

/* A word list in a condition: where its words must stand, or *made: the text is made of them but
 * for left characters. */
struct lexicon_use {
    enum xs_word_at at;
    bool made;
    uint32_t left;
};

/* One of '@lex', '^@lex', '@lex$', '^@lex$', '@lex*', '@lex*2' -> use; *name: the list's name.
 * False: ill-formed. */
static bool lexicon_word(xs_str s, struct lexicon_use *use, xs_str *name)
{
    bool starts = xs_str_starts(s, XS_STR("^")), ends = xs_str_ends(s, XS_STR("$"));
    s = xs_str_sub(s, starts, s.len - starts - ends);
    if (xs_str_starts(s, XS_STR("@")))
        s = xs_str_sub(s, 1, s.len);
    use->at = starts && ends ? XS_AT_WHOLE : starts ? XS_AT_START : ends ? XS_AT_END : XS_AT_ANY;
    *name = s;
    size_t star = xs_str_find(s, XS_STR("*"), 0);
    if (star == SIZE_MAX)
        return true;
    struct xs_decimal left = { 0, 0 };
    xs_str count = xs_str_sub(s, star + 1, s.len);
    if (starts || ends || (count.len && xs_decimal_parse(count, &left) != count.len) ||
        left.scale || left.digits > 1000)
        return false;
    use->made = true;
    use->left = (uint32_t)left.digits;
    *name = xs_str_sub(s, 0, star);
    return true;
}

/* '@a|b': the marks of one word go for all; '^@a$|^@b$' repeats them, which is the same. A '*'
 * stands at the end. */
static enum xs_err read_lexicons(const struct xs_loader *l, const struct xs_yaml *n,
    struct lexicon_use *use, struct xs_lexmask *mask)
{
    xs_str rest = n->text, one, name;
    bool starts = xs_str_starts(n->text, XS_STR("^"));
    while (xs_str_split(&rest, '|', &one)) {
        struct lexicon_use this = { XS_AT_ANY, false, 0 };
        bool marked = xs_str_starts(one, XS_STR("^@")) || xs_str_starts(one, XS_STR("@"));
        bool last = rest.ptr == NULL;
        if (!lexicon_word(one, &this, &name) ||
            (marked && xs_str_starts(one, XS_STR("^")) != starts))
            return xs_load_fault(l, n, "bad use of a word list", n->text);
        if (last) {
            *use = this;
            use->at = !starts                ? this.at
                      : this.at == XS_AT_END ? XS_AT_WHOLE
                      : this.at == XS_AT_ANY ? XS_AT_START
                                             : this.at;
        }
        XS_TRY(xs_load_lexmask(l, n, name, mask));
    }
    return XS_OK;
}

/* More: it is no matter of single words. */
static enum xs_err load_lexicon_alt(
    struct xs_loader *l, const struct xs_yaml *n, uint32_t test, struct xs_alt *alt, bool *more)
{
    struct lexicon_use use = { XS_AT_ANY, false, 0 };
    XS_TRY(read_lexicons(l, n, &use, &alt->mask));
    alt->left = use.left;
    *more = use.made;
    if (use.made && l->priv->tests[test].subject >= XS_SUBJ_PROJECT_NAME) {
        l->priv->tests[test].open = true;
        return XS_OK;
    }
    return xs_words_lexicon(l, test, use.at, use.made, &alt->mask);
}

static enum xs_err load_regex_alt(struct xs_loader *l, const struct xs_yaml *n, struct xs_alt *alt)
{
    struct xs_rule_private *p = l->priv;
    size_t at = 0;
    xs_str text = XS_STR_NONE;
    struct xs_regex **list;
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers */
    list = xs_arena_grow(l->a, p->regexes, &p->regex_cap, p->nregexes + 1, sizeof *list);
    if (!list)
        return XS_E_NOMEM;
    p->regexes = list;
    enum xs_err e = xs_regex_compile(l->a, n->text, &alt->re, &at, &text);
    if (e == XS_E_PATTERNS) {
        struct xs_yaml where = *n;
        size_t cps = 0;
        for (size_t i = 0; i < at && i < n->text.len; i++)
            cps += ((unsigned char)n->text.ptr[i] & 0xC0) != 0x80;
        where.column += (uint32_t)cps + n->quoted;
        return xs_fault_at(l->env->files->fault, l->file, &where,
            "bad pattern '%.*s': %.*s (at character %zu)", XS_STR_ARG(n->text), XS_STR_ARG(text),
            cps + 1);
    }
    XS_TRY(e);
    list[p->nregexes++] = alt->re;
    return XS_OK;
}

/* One way in which a text fits; *more: alt is filled, since it is not a matter of words alone. */
static enum xs_err load_alt(
    struct xs_loader *l, const struct xs_yaml *n, uint32_t test, struct xs_alt *alt, bool *more)
{
    bool words;
    *more = false;
    if (n->kind != XS_YAML_SCALAR)
        return xs_load_fault(l, n, "expected a text instead of a list or map in", n->key);
    if (n->text.len == 0) {
        l->priv->tests[test].empty = true;
        return XS_OK;
    }
    if (n->text.ptr[0] == '@' || xs_str_starts(n->text, XS_STR("^@")))
        return load_lexicon_alt(l, n, test, alt, more);
    XS_TRY(xs_words_pattern(l, test, n->text, &words));
    *more = !words;
    if (words)
        return XS_OK;
    XS_TRY(load_regex_alt(l, n, alt));
    return xs_words_needed(l, test, n->text);
}

/* A test with an id of its own. */
static enum xs_err new_test(struct xs_loader *l, struct xs_text_test *t)
{
    struct xs_rule_private *p = l->priv;
    struct xs_test_about *tests =
        xs_arena_grow(l->a, p->tests, &p->test_cap, p->ntests + 1, sizeof *tests);
    if (!tests)
        return XS_E_NOMEM;
    p->tests = tests;
    t->id = (uint32_t)p->ntests++;
    tests[t->id] = (struct xs_test_about){ .subject = t->subject, .negate = t->negate };
    return XS_OK;
}

/* Any of the ways; those that are no matter of words become t->alts, patterns behind the others. */
static enum xs_err load_any(struct xs_loader *l, const struct xs_yaml *n, struct xs_text_test *t)
{
    size_t count = n->kind == XS_YAML_LIST ? n->count : 1, npatterns = 0;
    struct xs_alt *alts = xs_arena_zalloc(l->a, count + 1, sizeof *alts);
    if (!alts)
        return XS_E_NOMEM;
    XS_TRY(new_test(l, t));
    t->alts = alts;
    for (size_t i = 0; i < count; i++) {
        struct xs_alt alt = { .left = 0 };
        bool more;
        XS_TRY(load_alt(l, n->kind == XS_YAML_LIST ? &n->items[i] : n, t->id, &alt, &more));
        if (!more)
            continue;
        size_t pos = t->nalts++ - (alt.re ? 0 : npatterns);
        memmove(alts + pos + 1, alts + pos, (t->nalts - 1 - pos) * sizeof *alts);
        alts[pos] = alt;
        npatterns += alt.re != NULL;
    }
    return XS_OK;
}

/* All of the ways: a test for each of them, and one that asks those. */
static enum xs_err load_parts(struct xs_loader *l, const struct xs_yaml *n, struct xs_text_test *t)
{
    size_t count = n->kind == XS_YAML_LIST ? n->count : 1;
    t->parts = xs_arena_zalloc(l->a, count + 1, sizeof *t->parts);
    if (!t->parts)
        return XS_E_NOMEM;
    for (; t->nparts < count; t->nparts++) {
        struct xs_text_test *part = &t->parts[t->nparts];
        part->subject = t->subject;
        XS_TRY(load_any(l, n->kind == XS_YAML_LIST ? &n->items[t->nparts] : n, part));
    }
    XS_TRY(new_test(l, t));
    l->priv->tests[t->id].open = true;
    return XS_OK;
}

/* Adds one test; what has a pattern goes to the end, so that it runs only when needed. */
static enum xs_err add_text_test(struct xs_loader *l, const struct xs_yaml *n,
    struct xs_text_test t, bool all, struct xs_condition *c)
{
    struct xs_text_test *texts = xs_arena_zalloc(l->a, c->ntexts + 1, sizeof *texts);
    if (!texts)
        return XS_E_NOMEM;
    if (n->kind == XS_YAML_LIST && n->count == 0)
        return xs_load_fault(l, n, "empty list in", n->key);
    XS_TRY(all ? load_parts(l, n, &t) : load_any(l, n, &t));
    size_t pos = t.nparts || (t.nalts && t.alts[t.nalts - 1].re) ? c->ntexts : 0;
    if (c->ntexts) {
        memcpy(texts, c->texts, pos * sizeof *texts);
        memcpy(texts + pos + 1, c->texts + pos, (c->ntexts - pos) * sizeof *texts);
    }
    texts[pos] = t;
    c->texts = texts;
    c->ntexts++;
    return XS_OK;
}

/* {all: [...]}: an item may be {not: ...}. All of them hold, so each is a test of its own. */
static enum xs_err load_all_of(
    struct xs_loader *l, const struct xs_yaml *n, struct xs_text_test t, struct xs_condition *c)
{
    size_t count = n->kind == XS_YAML_LIST ? n->count : 1;
    for (size_t i = 0; i < count; i++) {
        const struct xs_yaml *item = n->kind == XS_YAML_LIST ? &n->items[i] : n;
        const struct xs_yaml *except =
            item->kind == XS_YAML_MAP && item->count == 1 ? xs_yaml_get(item, "not") : NULL;
        t.negate = except != NULL;
        XS_TRY(add_text_test(l, except ? except : item, t, false, c));
    }
    return XS_OK;
}

static enum xs_err load_text(
    struct xs_loader *l, const struct xs_yaml *n, enum xs_subject s, struct xs_condition *c)
{
    struct xs_text_test t = { .subject = s };
    if (n->kind != XS_YAML_MAP)
        return add_text_test(l, n, t, false, c);
    for (size_t i = 0; i < n->count; i++) {
        const struct xs_yaml *item = &n->items[i];
        const struct xs_yaml *all =
            item->kind == XS_YAML_MAP && item->count == 1 ? xs_yaml_get(item, "all") : NULL;
        t.negate = xs_str_eq(item->key, XS_STR("not"));
        bool parts = t.negate && all;
        if (xs_str_eq(item->key, XS_STR("all")))
            XS_TRY(load_all_of(l, item, t, c));
        else if (t.negate || xs_str_eq(item->key, XS_STR("any")))
            XS_TRY(add_text_test(l, parts ? all : item, t, parts, c));
        else
            return xs_load_fault(l, item, "expected any, all or not instead of", item->key);
    }
    return XS_OK;
}

/* ---- a condition ---- */

void xs_condition_init(struct xs_condition *c)
{
    *c = (struct xs_condition){ .classes = UINT32_MAX,
        .kinds = UINT32_MAX,
        .names = UINT32_MAX,
        .cmps = UINT32_MAX,
        .units = UINT32_MAX,
        .second_units = UINT32_MAX };
}

static enum xs_err load_flags(
    struct xs_loader *l, const struct xs_yaml *item, struct xs_condition *c, bool *known)
{
    if (xs_str_eq(item->key, XS_STR("value_flags")))
        return load_bits(l, item, value_flag_bits, &c->flags);
    if (xs_str_eq(item->key, XS_STR("row_flags")))
        return load_bits(l, item, row_flag_bits, &c->row_flags);
    if (xs_str_eq(item->key, XS_STR("labels"))) {
        c->has_labels = true;
        return load_bits(l, item, label_bits, &c->labels);
    }
    *known = false;
    return XS_OK;
}

enum xs_err xs_load_condition(
    struct xs_loader *l, const struct xs_yaml *item, struct xs_condition *c, bool *known)
{
    bool row = l->scope == XS_ON_INDICATOR;
    *known = true;
    for (size_t i = 0; row && i < sizeof enum_keys / sizeof *enum_keys; i++) {
        const struct enum_key *k = &enum_keys[i];
        if (xs_str_eq(item->key, xs_str_c(k->key)))
            return load_enum(l, k, item, (uint32_t *)(void *)((char *)c + k->offset));
    }
    for (unsigned m = row ? 0 : XS_M_ROWS; m < XS_M_COUNT; m++)
        if (xs_str_eq(item->key, xs_str_c(measure_names[m])))
            return load_number(l, item, (enum xs_measure)m, c);
    for (unsigned s = row ? 0 : XS_SUBJ_PROJECT_NAME; s < XS_SUBJ_COUNT; s++)
        if (xs_str_eq(item->key, xs_subject_name((enum xs_subject)s)))
            return load_text(l, item, (enum xs_subject)s, c);
    if (!row && !xs_str_eq(item->key, XS_STR("labels"))) {
        *known = false;
        return XS_OK;
    }
    return load_flags(l, item, c, known);
}

enum xs_err xs_load_when(
    struct xs_loader *l, const struct xs_yaml *node, struct xs_condition **out, size_t *count)
{
    size_t n = node->kind == XS_YAML_LIST ? node->count : 1;
    struct xs_condition *list = xs_arena_zalloc(l->a, n + 1, sizeof *list);
    if (!list)
        return XS_E_NOMEM;
    for (size_t i = 0; i < n; i++) {
        const struct xs_yaml *map = node->kind == XS_YAML_LIST ? &node->items[i] : node;
        xs_condition_init(&list[i]);
        if (map->kind != XS_YAML_MAP || map->count == 0)
            return xs_load_fault(l, map, "expected a map of conditions in", node->key);
        for (size_t k = 0; k < map->count; k++) {
            bool known;
            XS_TRY(xs_load_condition(l, &map->items[k], &list[i], &known));
            if (!known)
                return xs_load_fault(l, &map->items[k], "unknown condition", map->items[k].key);
        }
    }
    *out = list;
    *count = n;
    return XS_OK;
}
