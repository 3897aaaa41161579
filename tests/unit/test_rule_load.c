/* Loading rules: what is accepted, and where a fault is reported. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "corpus/config.h"
#include "rule/private.h"

#define GOOD                                                                                       \
    "labels: [{id: a, of: indicator, zh: A, en: A}, {id: a, of: project, zh: A, en: A}]\n"         \
    "sources: [{id: s, zh: S, en: S, binding: central, verified: no}]\n"

struct set {
    struct xs_arena *a;
    struct xs_fault fault;
    struct xs_patfile files[2];
    struct xs_patfiles set;
    struct xs_rule_env env;
    struct xs_ruleset *rules;
};

static enum xs_err load(struct set *s, const char *first, const char *path, const char *second)
{
    const char *texts[] = { first, second };
    const char *paths[] = { "p/rules/a.yaml", path };
    memset(s, 0, sizeof *s);
    s->a = xs_arena_new((size_t)64 << 20);
    assert_non_null(s->a);
    s->set = (struct xs_patfiles){ .arena = s->a, .files = s->files, .fault = &s->fault };
    for (size_t i = 0; i < 2 && texts[i]; i++) {
        struct xs_yaml *root;
        s->files[i].path = xs_str_c(paths[i]);
        enum xs_err e = xs_yaml_parse(s->a, s->files[i].path, xs_str_c(texts[i]), &root, &s->fault);
        assert_int_equal(e, XS_OK);
        s->files[i].root = root;
        s->set.count++;
    }
    s->env.files = &s->set;
    assert_int_equal(xs_folder_load(&s->set, &s->env.folder), XS_OK);
    assert_int_equal(xs_lexset_load(&s->set, s->env.folder, &s->env.lexicons), XS_OK);
    return xs_ruleset_load(&s->env, &s->rules);
}

static void drop(struct set *s)
{
    if (s->rules)
        xs_ruleset_free(s->rules);
    xs_arena_free(s->a);
}

#define RULE(rest)                                                                                 \
    GOOD "rules:\n  - {id: r, on: indicator, part: values, severity: warn, title: {zh: T, en: "    \
         "T}, " rest "}\n"
#define EX "hit: ['1', '2'], miss: ['3', '4']"

static const struct {
    const char *name, *text;
    const char *fault; /* NULL: loads */
    uint32_t line, column;
} cases[] = {
    { "plain", RULE("when: {value: '^1$'}, " EX), NULL, 0, 0 },
    { "enums",
        RULE("when: {class: [benefit.*, output.quantity], value_kind: {not: number}, comparator: "
             "'>='}, " EX),
        NULL, 0, 0 },
    { "numbers", RULE("when: {number: ['>1', '<=2.5'], rows: '!=3', budget_wan: 4}, " EX), NULL, 0,
        0 },
    { "flags",
        RULE("when: {value_flags: {all: [doubled, period], not: scale}, row_flags: cut}, " EX),
        NULL, 0, 0 },
    { "nested not", RULE("when: {name: {all: [a, {not: b}], not: {all: [c, d]}}}, " EX), NULL, 0,
        0 },
    { "no examples", RULE("when: {value: '1'}, hit: ['1'], miss: ['3', '4']"),
        "needs at least two examples", 4, 0 },
    { "bad enum", RULE("when: {value_kind: nonsense}, " EX),
        "unknown name in the condition 'nonsense'", 4, 0 },
    { "bad key", RULE("wen: {value: '1'}, " EX), "unknown key 'wen'", 4, 0 },
    { "bad condition", RULE("when: {valu: '1'}, " EX), "unknown condition 'valu'", 4, 0 },
    { "bad regex", RULE("when: {value: 'a(b'}, " EX), "bad pattern 'a(b'", 4, 0 },
    { "bad lexicon", RULE("when: {value: '@none'}, " EX), "unknown word list 'none'", 4, 0 },
    { "bad label", RULE("label: x, when: {value: '1'}, " EX), "unknown label 'x'", 4, 0 },
    { "bad source", RULE("source: x, when: {value: '1'}, " EX), "unknown source 'x'", 4, 0 },
    { "bad check", RULE("check: x, " EX), "unknown check 'x'", 4, 0 },
    { "bad number", RULE("when: {number: many}, " EX), "expected a comparison", 4, 0 },
    { "bad column", RULE("requires: [x], when: {value: '1'}, " EX), "unknown field 'x'", 4, 0 },
    { "verdict alone", RULE("verdict: 1, when: {value: '1'}, " EX),
        "a rule without a label has no verdict", 4, 0 },
    { "no condition", RULE(EX), "neither 'when' nor 'check'", 4, 0 },
    { "row test on project",
        GOOD "rules: [{id: r, on: project, title: {zh: T}, when: {value_kind: number}, " EX "}]\n",
        "unknown condition 'value_kind'", 3, 0 },
    { "lonely check", RULE("check: tautology, " EX), "no rule uses the check", 0, 0 },
    { "step", GOOD "verdicts: [{all: [a], value_kind: number, most: 1}]\n", NULL, 0, 0 },
    { "bad step", GOOD "verdicts: [{all: [a], most: 4}]\n", "a verdict is 0 to 3", 3, 0 },
    { "empty step", GOOD "verdicts: [{all: [a]}]\n", "expected set, least or most", 3, 0 },
    { "any and none of a step", GOOD "verdicts: [{any: [a], set: 1}, {none: [a], least: 2}]\n",
        NULL, 0, 0 },
    { "unknown label of a step", GOOD "verdicts: [{any: [b], set: 1}]\n", "unknown label 'b'", 3,
        0 },
    { "no id", "labels: [{of: project, zh: A}]\n", "entry without an id", 1, 0 },
    { "key of a label", "labels: [{id: a, of: project, colour: A}]\n", "unknown key 'colour'", 1,
        0 },
    { "verified", "sources: [{id: a, binding: local, verified: perhaps}]\n",
        "'verified' is yes or no", 1, 0 },
    { "switch", GOOD "rules: [{id: r, enabled: perhaps}]\n", "'enabled' is true or false in rule",
        3, 0 },
    { "enabled", RULE("enabled: perhaps, when: {value: '1'}, " EX),
        "'enabled' is true or false, not 'perhaps'", 4, 0 },
    { "severity", GOOD "rules: [{id: r, severity: loud, title: {zh: T}}]\n", "unknown name 'loud'",
        3, 0 },
    { "verdict", RULE("label: a, verdict: 4, when: {value: '1'}, " EX), "verdict is 0 to 3", 4, 0 },
    { "parameter", RULE("params: {least: much}, when: {value: '1'}, " EX), "not a number 'much'", 4,
        0 },
    { "lists", RULE("lists: [a], when: {value: '1'}, " EX), "expected a map in 'lists'", 4, 0 },
    { "no title", GOOD "rules: [{id: r, when: {value: '1'}, " EX "}]\n", "no title in rule 'r'", 3,
        0 },
    { "document without a check",
        GOOD "rules: [{id: r, on: document, title: {zh: T}, when: {rows: 1}, " EX "}]\n",
        "needs 'check'", 3, 0 },
    { "enum as a map", RULE("when: {value_kind: {any: number}}, " EX),
        "expected a name, a list or {not: ...}", 4, 0 },
    { "flags as a map", RULE("when: {value_flags: {some: doubled}}, " EX),
        "expected any, all or not instead of 'some'", 4, 0 },
    { "text as a map", RULE("when: {value: {some: a}}, " EX),
        "expected any, all or not instead of 'some'", 4, 0 },
    { "a list in a list", RULE("when: {value: [[a]]}, " EX), "expected a text instead of a list", 4,
        0 },
    { "empty list", RULE("when: {value: []}, " EX), "empty list in 'value'", 4, 0 },
    { "empty condition", RULE("when: {}, " EX), "expected a map of conditions", 4, 0 },
    { "marks of a word list", RULE("when: {value: '^@a*3'}, " EX), "bad use of a word list", 4, 0 },
    { "title as a word", GOOD "rules: [{id: r, title: T, when: {value: '1'}}]\n",
        "a text needs the form {zh: ..., en: ...}", 3, 0 },
    { "title in a third language", GOOD "rules: [{id: r, title: {fr: T}, when: {value: '1'}}]\n",
        "unknown language 'fr'", 3, 0 },
    { "bad of", "labels: [{id: a, of: row, zh: A, en: A}]\n", "'of' is indicator or project", 1,
        0 },
    { "bad binding", "sources: [{id: a, zh: A, en: A, verified: no}]\n",
        "'binding' is central or local", 1, 0 },
};

static void load_cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct set s;
        enum xs_err e = load(&s, cases[i].text, NULL, NULL);
        if (cases[i].fault) {
            if (e != XS_E_PATTERNS || !xs_str_has(s.fault.text, xs_str_c(cases[i].fault)))
                fail_msg("%s: %d %.*s", cases[i].name, (int)e, XS_STR_ARG(s.fault.text));
            if (cases[i].line)
                assert_int_equal(s.fault.line, cases[i].line);
        } else if (e != XS_OK) {
            fail_msg("%s: %.*s", cases[i].name, XS_STR_ARG(s.fault.text));
        }
        drop(&s);
    }
}

static void regex_column(void **state)
{
    (void)state;
    struct set s;
    assert_int_equal(
        load(&s, GOOD "rules:\n  - id: r\n    title: {zh: T}\n    when:\n      value: 'ab(c'\n",
            NULL, NULL),
        XS_E_PATTERNS);
    assert_int_equal(s.fault.line, 7);
    assert_int_equal(
        s.fault.column, 14 + 1 + 4); /* the pattern's end, where the bracket is missed */
    drop(&s);
}

static void folders(void **state)
{
    (void)state;
    struct set s;
    const char
        *one = RULE("when: {value: '1'}, weight: 0.25, " EX),
        *two = "rules: [{id: r, part: values, title: {zh: U}, when: {value: '2'}, weight: 0.5, " EX
               "}]\n";
    assert_int_equal(load(&s, one, "q/rules/a.yaml", two), XS_OK);
    assert_int_equal(s.rules->nrules, 1);
    assert_int_equal(s.rules->rules[0].weight, 500);
    drop(&s);
    assert_int_equal(load(&s, one, "p/rules/b.yaml", two), XS_E_PATTERNS);
    assert_true(xs_str_has(s.fault.text, XS_STR("the same rule id twice")));
    drop(&s);
    assert_int_equal(load(&s, one, "q/a.yaml", "rules: [{id: r, enabled: false}]\n"), XS_OK);
    assert_false(s.rules->rules[0].enabled);
    assert_int_equal(xs_ruleset_find(s.rules, XS_STR("r")), 0);
    assert_int_equal(xs_ruleset_find(s.rules, XS_STR("q")), -1);
    drop(&s);
    assert_int_equal(
        load(&s, one, "q/a.yaml", "rules: [{id: q, enabled: false}]\n"), XS_E_PATTERNS);
    drop(&s);
}

/* Faults of what rules rest on: folding and word lists. */
static void words_and_folding(void **state)
{
    static const struct {
        const char *text, *fault;
    } rows[] = {
        { "fold: {ab: c}\n", "fold takes pairs of one character each" },
        { "fold: {a: a}\n", "this character cannot be folded" },
        { "fold: {a: \xE4\xB8\x80}\n", "this character cannot be folded" },
        { "lexicons: {w: [[a]]}\n", "expected a word" },
        { "lexicons: {w: {words: {a: b}}}\n", "expected a list of words" },
        { "lexicons:\n  w: |\n    a b\n    c \xF0\xA0\x80\x80\n", "begins with a rare character" },
        { "lexicons: {w: {replace: perhaps}}\n", "replace is true or false" },
        { "lexicons: {w: {colour: [a]}}\n", "unknown key 'colour' in a word list" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct set s = { .a = xs_arena_new((size_t)64 << 20) };
        struct xs_yaml *root;
        xs_str path = XS_STR("p/words.yaml");
        assert_int_equal(xs_yaml_parse(s.a, path, xs_str_c(rows[i].text), &root, &s.fault), XS_OK);
        s.files[0] = (struct xs_patfile){ path, root };
        s.set =
            (struct xs_patfiles){ .arena = s.a, .files = s.files, .count = 1, .fault = &s.fault };
        enum xs_err e = xs_folder_load(&s.set, &s.env.folder);
        if (e == XS_OK)
            e = xs_lexset_load(&s.set, s.env.folder, &s.env.lexicons);
        if (e != XS_E_PATTERNS || !xs_str_has(s.fault.text, xs_str_c(rows[i].fault)))
            fail_msg("%s%.*s", rows[i].text, XS_STR_ARG(s.fault.text));
        if (strchr(rows[i].text, '|')) {
            assert_int_equal(s.fault.line, 4);
            assert_int_equal(s.fault.column, 7);
        }
        drop(&s);
    }
}

/* A file of as many lines as it takes: first once, then line with its number, then last. */
static struct xs_buf many(const char *first, const char *line, unsigned n, const char *last)
{
    struct xs_buf b;
    xs_buf_init(&b, XS_MAX_BUF);
    xs_buf_lit(&b, first);
    for (unsigned i = 0; i < n; i++) {
        const char *at = strchr(line, '#');
        xs_buf_puts(&b, (xs_str){ line, (size_t)(at - line) });
        xs_buf_uint(&b, i);
        xs_buf_lit(&b, at + 1);
    }
    xs_buf_lit(&b, last);
    xs_buf_putc(&b, 0);
    assert_int_equal(b.err, XS_OK);
    return b;
}

/* Limits are said with the entry that goes beyond them. */
static void limits(void **state)
{
    (void)state;
    struct set s;
    struct xs_buf b = many("labels:\n", "  - {id: l#, of: project, zh: A, en: A}\n", 65, "");
    assert_int_equal(load(&s, b.ptr, NULL, NULL), XS_E_PATTERNS);
    assert_true(xs_str_has(s.fault.text, XS_STR("more than 64 labels at 'l64'")));
    assert_int_equal(s.fault.line, 66);
    drop(&s);
    xs_buf_free(&b);
    const struct xs_corpus_config *c;
    b = many("corpus:\n  city: [", "w#, ", 65, "]\n");
    assert_int_equal(load(&s, GOOD, "p/corpus.yaml", b.ptr), XS_OK);
    assert_int_equal(xs_corpus_config_load(&s.set, s.env.lexicons, s.rules, &c), XS_E_PATTERNS);
    assert_true(xs_str_has(s.fault.text, XS_STR("too many words in 'city'")));
    drop(&s);
    xs_buf_free(&b);
    b = many(GOOD "rules:\n", "  - {id: r#}\n", XS_MAX_RULES + 1, "");
    assert_int_equal(load(&s, b.ptr, NULL, NULL), XS_E_PATTERNS);
    assert_true(xs_str_has(s.fault.text, XS_STR("too many rules at 'r20000'")));
    drop(&s);
    xs_buf_free(&b);
    b = many("lexicons:\n", "  w#: [a]\n", 300, "");
    struct xs_yaml *root;
    s = (struct set){ .a = xs_arena_new((size_t)64 << 20) };
    s.set = (struct xs_patfiles){ .arena = s.a, .files = s.files, .count = 1, .fault = &s.fault };
    assert_int_equal(
        xs_yaml_parse(s.a, XS_STR("p/w.yaml"), xs_str_c(b.ptr), &root, &s.fault), XS_OK);
    s.files[0] = (struct xs_patfile){ XS_STR("p/w.yaml"), root };
    assert_int_equal(xs_folder_load(&s.set, &s.env.folder), XS_OK);
    assert_int_equal(xs_lexset_load(&s.set, s.env.folder, &s.env.lexicons), XS_E_PATTERNS);
    assert_true(xs_str_has(s.fault.text, XS_STR("too many word lists")));
    assert_int_equal(s.fault.line, 2 + 256);
    drop(&s);
    xs_buf_free(&b);
}

/* Folding twice is folding once, also where the pairs of the files lead from one to another. */
static void chained_folding(void **state)
{
    (void)state;
    struct set s;
    xs_str once, twice;
    assert_int_equal(load(&s, GOOD, "p/fold.yaml", "fold: {a: b, b: c, c: d}\n"), XS_OK);
    assert_int_equal(xs_fold(s.env.folder, s.a, XS_STR("abcd"), &once), XS_OK);
    assert_true(xs_str_eq(once, XS_STR("dddd")));
    assert_int_equal(xs_fold(s.env.folder, s.a, once, &twice), XS_OK);
    assert_true(xs_str_eq(once, twice));
    drop(&s);
}

/* Words are looked up together where each begins with one of the first code points; a pattern with
 * another one is tried as a pattern. Both say the same. */
static void words_beyond_the_table(void **state)
{
    static const char *const names[] = { "甲", "𠀀", "乙𠀀", "乙" };
    (void)state;
    struct set s;
    assert_int_equal(load(&s, RULE("when: {name: '^(?:甲|𠀀)$|^乙𠀀'}, " EX), NULL, NULL), XS_OK);
    struct xs_row_ctx x = { .set = s.rules, .matcher = xs_matcher_new() };
    const struct xs_rule_code *code = &s.rules->priv->codes[0];
    assert_int_equal(xs_known_room(&x, s.a), XS_OK);
    assert_non_null(code->when[0].texts[0].alts[0].re);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct xs_project p = { .number = 1 };
        struct xs_row row = { .name = { .text = xs_str_c(names[i]), .folded = xs_str_c(names[i]) },
            .parsed = &xs_no_value };
        struct xs_row_ctx one = x;
        one.p = &p;
        one.row = &row;
        assert_int_equal(xs_rule_eval(&one, code), i < 3 ? XS_TRI_YES : XS_TRI_NO);
    }
    xs_matcher_free(x.matcher);
    drop(&s);
}

/* Findings about a row of this name. */
static size_t hits_of(struct set *s, const char *name)
{
    static const struct xs_place nowhere;
    struct xs_row row = { .seq = 1,
        .at = &nowhere,
        .name = { .text = xs_str_c(name), .folded = xs_str_c(name) },
        .core = xs_str_c(name),
        .parsed = &xs_no_value };
    struct xs_project p = { .number = 1, .nrows = 1, .rows = &row };
    struct xs_doc d = { .nprojects = 1, .projects = &p, .nrows = 1 };
    struct xs_matcher *m = xs_matcher_new();
    struct xs_findings f;
    assert_non_null(m);
    assert_int_equal(xs_rules_run(s->rules, m, s->a, &d, &f), XS_OK);
    xs_matcher_free(m);
    return f.count;
}

static void text_tests(void **state)
{
    static const struct {
        const char *rule, *name;
        size_t hits;
    } rows[] = {
        { RULE("when: {name: {all: [a, {not: b}], not: {all: [c, d+]}}}, " EX), "a", 1 },
        { RULE("when: {name: {all: [a, {not: b}], not: {all: [c, d+]}}}, " EX), "ab", 0 },
        { RULE("when: {name: {all: [a, {not: b}], not: {all: [c, d+]}}}, " EX), "acd", 0 },
        { RULE("when: {name: {all: [a, {not: b}], not: {all: [c, d+]}}}, " EX), "ac", 1 },
        { RULE("when: {name: ''}, " EX), "", 1 },
        { RULE("when: {name: ['', 'b.']}, " EX), "b", 0 },
        { RULE("when: {name: ['', 'b.']}, " EX), "abc", 1 },
        { RULE("when: {core: {not: 'x+y'}}, " EX), "xxy", 0 },
        { RULE("when: {core: {not: 'x+y'}}, " EX), "y", 1 },
        { RULE("when: [{name: b}, {core: a}], unless: [{core: 'z.'}, {name: '^q'}], " EX), "a", 1 },
        { RULE("when: [{name: b}, {core: a}], unless: [{core: 'z.'}, {name: '^q'}], " EX), "azz",
            0 },
        { RULE("when: [{name: b}, {core: a}], unless: [{core: 'z.'}, {name: '^q'}], " EX), "qb",
            0 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct set s;
        assert_int_equal(load(&s, rows[i].rule, NULL, NULL), XS_OK);
        if (hits_of(&s, rows[i].name) != rows[i].hits)
            fail_msg("%s on '%s'", rows[i].rule, rows[i].name);
        drop(&s);
    }
}

/* More words than fit into one bank, and more maps than into two words of the index. */
static void many_words(void **state)
{
    struct xs_buf b;
    struct set s;
    (void)state;
    xs_buf_init(&b, XS_MAX_BUF);
    xs_buf_lit(&b, RULE("when: ["));
    b.len -= strlen("}\n");
    for (int i = 0; i < 600; i++) {
        char one[64];
        snprintf(one, sizeof one, "{name: w%03d, core: '%03d'}, ", i, i);
        xs_buf_lit(&b, one);
    }
    xs_buf_lit(&b, "], " EX "}\n");
    xs_buf_putc(&b, 0);
    assert_int_equal(b.err, XS_OK);
    assert_int_equal(load(&s, b.ptr, NULL, NULL), XS_OK);
    assert_int_equal(s.rules->priv->nbanks, 1 + 1200 / 256);
    assert_int_equal(hits_of(&s, "w000"), 1);
    assert_int_equal(hits_of(&s, "w599"), 1);
    assert_int_equal(hits_of(&s, "w600"), 0);
    assert_int_equal(hits_of(&s, "v599"), 0);
    drop(&s);
    xs_buf_free(&b);
}

static void corpus_section(void **state)
{
    static const struct {
        const char *text, *fault;
    } rows[] = {
        { "corpus: {nonsense: 1}\n", "unknown key in section 'corpus': 'nonsense'" },
        { "corpus: {apart: 7}\n", "number out of its range: 'apart'" },
        { "corpus: {place: nowhere}\n", "unknown word list for 'place'" },
        { "corpus: {city: a}\n", "a list of words is wanted for 'city'" },
        { "labels: []\n", "section 'corpus' lacks" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct set s;
        const struct xs_corpus_config *c;
        assert_int_equal(load(&s, GOOD, "p/corpus.yaml", rows[i].text), XS_OK);
        assert_int_equal(xs_corpus_config_load(&s.set, s.env.lexicons, s.rules, &c), XS_E_PATTERNS);
        if (!xs_str_has(s.fault.text, xs_str_c(rows[i].fault)))
            fail_msg("%s%.*s", rows[i].text, XS_STR_ARG(s.fault.text));
        drop(&s);
    }
}

/* Examples in a block are only looked at where they are asked for, and then as strictly. */
static void examples_in_a_block(void **state)
{
    static const struct {
        const char *rest, *fault;
        uint32_t line;
    } rows[] = {
        { "    hit: |\n      - '1'\n      - '2'\n", NULL, 0 },
        { "    hit: |\n      - '1'\n", "needs at least two examples in 'hit'", 9 },
        { "    hit: |\n      a: 1\n", "needs at least two examples in 'hit'", 9 },
        { "    hit: |\n      - '1\n", "unexpected end", 10 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct set s;
        struct xs_buf b;
        const struct xs_yaml *list;
        xs_buf_init(&b, XS_MAX_BUF);
        xs_buf_lit(&b,
            GOOD "rules:\n  - id: r\n    title: {zh: T}\n    when: {value: '1'}\n    miss: ['3', "
                 "'4']\n");
        xs_buf_lit(&b, rows[i].rest);
        xs_buf_putc(&b, 0);
        assert_int_equal(load(&s, b.ptr, NULL, NULL), XS_OK);
        enum xs_err e = xs_rule_examples(&s.env, &s.rules->rules[0], "hit", &list);
        assert_int_equal(e, rows[i].fault ? XS_E_PATTERNS : XS_OK);
        if (rows[i].fault && !xs_str_has(s.fault.text, xs_str_c(rows[i].fault)))
            fail_msg("%s%.*s", rows[i].rest, XS_STR_ARG(s.fault.text));
        if (rows[i].fault)
            assert_int_equal(s.fault.line, rows[i].line);
        else
            assert_int_equal(list->count, 2);
        assert_int_equal(xs_rule_examples(&s.env, &s.rules->rules[0], "none", &list), XS_OK);
        assert_null(list);
        drop(&s);
        xs_buf_free(&b);
    }
}

static void labels(void **state)
{
    (void)state;
    struct set s;
    assert_int_equal(load(&s, GOOD, NULL, NULL), XS_OK);
    assert_int_equal(s.rules->nlabels, 2);
    assert_false(s.rules->labels[xs_ruleset_label(s.rules, XS_STR("a"))].of_project);
    assert_int_equal(xs_ruleset_label(s.rules, XS_STR("b")), -1);
    drop(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(load_cases),
        cmocka_unit_test(regex_column), cmocka_unit_test(folders),
        cmocka_unit_test(words_and_folding), cmocka_unit_test(corpus_section),
        cmocka_unit_test(limits), cmocka_unit_test(chained_folding),
        cmocka_unit_test(words_beyond_the_table), cmocka_unit_test(text_tests),
        cmocka_unit_test(many_words), cmocka_unit_test(labels),
        cmocka_unit_test(examples_in_a_block) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
