/* text/lexicon.c: word lists: how they add up, and every question about words. */
#include <string.h>

#include "base/utf8.h"
#include "env.h"
#include "text/trie.h"

/* A set from the texts of up to two pattern files, the second in a later folder. */
struct lists {
    struct xs_arena *a;
    struct xs_fault fault;
    struct xs_patfile files[2];
    struct xs_patfiles set;
    const struct xs_folder *folder;
    const struct xs_lexset *lex;
};

static enum xs_err load(struct lists *l, const char *first, const char *second)
{
    *l = (struct lists){ .a = xs_arena_new((size_t)64 << 20) };
    assert_non_null(l->a);
    const char *texts[] = { first, second };
    for (size_t i = 0; i < 2 && texts[i]; i++) {
        struct xs_yaml *root;
        l->files[i].path = XS_STR("test.yaml");
        assert_int_equal(
            xs_yaml_parse(l->a, XS_STR("test.yaml"), xs_str_c(texts[i]), &root, &l->fault), XS_OK);
        l->files[i].root = root;
        l->set.count = i + 1;
    }
    l->set.arena = l->a;
    l->set.files = l->files;
    l->set.fault = &l->fault;
    assert_int_equal(xs_folder_load(&l->set, &l->folder), XS_OK);
    return xs_lexset_load(&l->set, l->folder, &l->lex);
}

static struct xs_lexmask mask(const struct lists *l, const char *names)
{
    struct xs_lexmask m = { { 0 } };
    xs_str rest = xs_str_c(names), name;
    while (rest.len && xs_str_split(&rest, ' ', &name)) {
        int id = xs_lexset_find(l->lex, name);
        assert_true(id >= 0);
        m = xs_lexmask_or(m, xs_lexmask_one(id));
    }
    return m;
}

static const char base_lists[] = "lexicons:\n"
                                 "  a: [工作, 工作完成率, 完成]\n"
                                 "  b: [完成率, 率, ＡＢ]\n"
                                 "  c: {include: [a], words: [经费]}\n";

static void longest(void **state)
{
    static const struct {
        const char *name, *text;
        size_t at;
        const char *lists;
        size_t want, want_end;
    } rows[] = {
        { "the longest wins", "工作完成率", 0, "a", 15, 15 },
        { "of another list", "工作完成率", 6, "b", 9, 9 },
        { "of two lists", "工作完成率", 6, "a b", 9, 15 },
        { "none here", "工作完成率", 3, "a", 0, 15 },
        { "none at all", "经费", 0, "a b", 0, 0 },
        { "included", "经费工作", 0, "c", 6, 6 },
        { "a shorter one when the rest is missing", "工作完成", 0, "a", 6, 6 },
        { "folded when loaded", "AB", 0, "b", 2, 2 },
        { "nothing", "", 0, "a", 0, 0 },
    };
    struct lists l;
    (void)state;
    assert_int_equal(load(&l, base_lists, NULL), XS_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct xs_lexmask want = mask(&l, rows[i].lists), which;
        xs_str text = xs_str_c(rows[i].text);
        CHECK(xs_lex_longest(l.lex, text, rows[i].at, &want, &which) == rows[i].want, rows[i].name);
        CHECK(xs_lex_longest(l.lex, text, rows[i].at, &want, NULL) == rows[i].want, rows[i].name);
        CHECK(xs_lex_longest_end(l.lex, text, &want, &which) == rows[i].want_end, rows[i].name);
    }
    xs_arena_free(l.a);
}

static void scan(void **state)
{
    struct lists l;
    struct xs_lexhits h;
    (void)state;
    assert_int_equal(load(&l, base_lists, NULL), XS_OK);
    int a = xs_lexset_find(l.lex, XS_STR("a")), b = xs_lexset_find(l.lex, XS_STR("b")),
        c = xs_lexset_find(l.lex, XS_STR("c"));
    xs_lex_scan(l.lex, XS_STR("工作完成率"), &h);
    assert_true(xs_lexmask_has(&h.equals, a) && xs_lexmask_has(&h.equals, c));
    assert_false(xs_lexmask_has(&h.equals, b));
    assert_true(xs_lexmask_has(&h.ends, b) && xs_lexmask_has(&h.has, b));
    assert_false(xs_lexmask_has(&h.starts, b));
    xs_lex_scan(l.lex, XS_STR("本年经费合计"), &h);
    assert_true(xs_lexmask_has(&h.has, c));
    assert_false(
        xs_lexmask_has(&h.has, a) || xs_lexmask_has(&h.starts, c) || xs_lexmask_has(&h.ends, c));
    assert_int_equal(xs_lexmask_first(&h.has), c);
    xs_lex_scan(l.lex, XS_STR_NONE, &h);
    assert_false(xs_lexmask_any(&h.has) || xs_lexmask_any(&h.equals));
    assert_int_equal(xs_lexmask_first(&h.has), -1);
    assert_int_equal(xs_lexset_find(l.lex, XS_STR("none")), -1);
    same_text("name", "of a list", xs_lexset_name(l.lex, b), "b");
    assert_false(xs_lexmask_has(&h.has, -1));
    xs_arena_free(l.a);
}

/* The least number of characters that may be left over for the answer to be yes; the characters of
 * the words alone never rule that out. */
static size_t least_left(const struct xs_lexset *s, xs_str text, const struct xs_lexmask *want)
{
    struct xs_lexchars chars;
    size_t left = 0;
    while (left < 100 && !xs_lex_made_of(s, text, want, left))
        left++;
    xs_lexchars_make(s, want, &chars);
    assert_true(xs_lexchars_cover(&chars, text, left));
    return left;
}

static void residue_and_strip(void **state)
{
    static const struct {
        const char *name, *text, *lists;
        size_t residue;
        const char *stripped;
    } rows[] = {
        { "covered", "工作完成率", "a", 0, "" },
        { "one is left", "工作完成率", "b", 4 - 2 + 0, "工作" },
        { "punctuation is covered", "工作、完成。", "a", 0, "" },
        { "nothing is covered", "满意度", "a b", 3, "满意度" },
        { "digits and letters count", "工作12x", "a", 3, "12x" },
        { "the longer word is not always the better choice", "工作完成率", "a b", 0, "" },
        { "nothing", "", "a", 0, "" },
    };
    struct lists l;
    (void)state;
    assert_int_equal(load(&l, base_lists, NULL), XS_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct xs_lexmask want = mask(&l, rows[i].lists);
        xs_str out;
        CHECK(least_left(l.lex, xs_str_c(rows[i].text), &want) == rows[i].residue, rows[i].name);
        assert_int_equal(xs_lex_strip(l.lex, l.a, xs_str_c(rows[i].text), &want, &out), XS_OK);
        same_text(rows[i].name, "stripped", out, rows[i].stripped);
    }
    /* a long text is looked at as far as a name could be long; it is not cut within a character */
    static char text[3001];
    struct xs_lexmask want = mask(&l, "a");
    text[0] = 'x';
    for (size_t i = 1; i + 6 < sizeof text; i += 6)
        memcpy(text + i, "工作", 6);
    assert_true(xs_lex_made_of(l.lex, xs_str_c(text), &want, 2));
    assert_false(xs_lex_made_of(l.lex, xs_str_c(text), &want, 0));
    struct xs_lexchars chars;
    xs_lexchars_make(l.lex, &want, &chars);
    assert_true(xs_lexchars_cover(&chars, XS_STR("工作率12，䷀"), 0)); /* a hexagram, no letter */
    assert_false(xs_lexchars_cover(&chars, XS_STR("工作满意度"), 2));
    assert_true(xs_lexchars_cover(&chars, XS_STR("工作满意度"), 3));
    assert_true(xs_lexchars_has(&chars, "工"));
    xs_lexchars_ends(l.lex, &want, &chars);
    assert_true(xs_lexchars_has(&chars, "作") && !xs_lexchars_has(&chars, "工"));
    xs_arena_free(l.a);
}

static void later_folders(void **state)
{
    static const struct {
        const char *name, *second, *text;
        bool in_a, in_c;
    } rows[] = {
        { "the first alone", NULL, "工作", true, true },
        { "words add up", "lexicons: {a: [新词]}", "新词", true, true },
        { "the old ones stay", "lexicons: {a: [新词]}", "工作", true, true },
        { "replace takes the old ones away", "lexicons: {a: {words: [新词], replace: true}}",
            "工作", false, false },
        { "replace brings the new ones", "lexicons: {a: {words: [新词], replace: true}}", "新词",
            true, true },
        { "a list of its own", "lexicons: {z: [新词]}", "新词", false, false },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct lists l;
        struct xs_lexhits h;
        CHECK(load(&l, base_lists, rows[i].second) == XS_OK, rows[i].name);
        xs_lex_scan(l.lex, xs_str_c(rows[i].text), &h);
        CHECK(xs_lexmask_has(&h.equals, xs_lexset_find(l.lex, XS_STR("a"))) == rows[i].in_a,
            rows[i].name);
        CHECK(xs_lexmask_has(&h.equals, xs_lexset_find(l.lex, XS_STR("c"))) == rows[i].in_c,
            rows[i].name);
        xs_arena_free(l.a);
    }
}

static void faults(void **state)
{
    static const struct {
        const char *name, *text;
        uint32_t line, column;
    } rows[] = {
        { "unknown list included", "lexicons:\n  a: {include: [none], words: [x]}\n", 2, 17 },
        { "unknown key", "lexicons:\n  a: {word: [x]}\n", 2, 13 },
        { "words that are a map", "lexicons:\n  a: {words: {x: y}}\n", 2, 14 },
        { "an empty word", "lexicons:\n  a: ['']\n", 2, 7 },
        { "lists that include each other", "lexicons:\n  a: {include: [b]}\n  b: {include: [a]}\n",
            0, 0 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct lists l;
        enum xs_err e = load(&l, rows[i].text, NULL);
        if (e != XS_E_PATTERNS)
            fail_msg("%s: %s", rows[i].name, xs_err_text(e));
        if (rows[i].line && (l.fault.line != rows[i].line || l.fault.column != rows[i].column))
            fail_msg("%s: fault at %u:%u, not %u:%u", rows[i].name, l.fault.line, l.fault.column,
                rows[i].line, rows[i].column);
        xs_arena_free(l.a);
    }
}

static void find(void **state)
{
    struct lists l;
    struct xs_lexword w;
    (void)state;
    assert_int_equal(load(&l, base_lists, NULL), XS_OK);
    struct xs_lexmask want = mask(&l, "a");
    xs_str text = XS_STR("本年工作完成率");
    assert_int_equal(xs_lex_find(l.lex, text, 0, &want, &w), 6);
    assert_int_equal(w.len, 15); /* leftmost, then longest */
    assert_int_equal(xs_lex_find(l.lex, text, 9, &want, &w), 12);
    assert_int_equal(w.len, 6);
    assert_int_equal(xs_lex_find(l.lex, text, 15, &want, NULL), SIZE_MAX);
    assert_int_equal(w.len, 6);
    xs_arena_free(l.a);
}

/* xs_lex_has_common is whether xs_lex_find finds something. */
static void has_common(const struct lists *l, xs_str text, const struct xs_lexwant *want)
{
    struct xs_lexcommon common;
    xs_lexcommon_make(l->lex, &want->mask, &common);
    assert_int_equal(xs_lex_has_common(l->lex, text, want, &common),
        xs_lex_find(l->lex, text, 0, &want->mask, NULL) != SIZE_MAX);
}

/* xs_lex_search is xs_lex_find. */
static void search(void **state)
{
    static const char *const texts[] = { "", "工作完成率经费", "经费", "x工x作工作", "AB完",
        "率率" };
    static const char *const wants[] = { "a", "b", "a b", "c" };
    struct lists l;
    (void)state;
    assert_int_equal(load(&l, base_lists, NULL), XS_OK);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t k = 0; k < sizeof wants / sizeof *wants; k++)
            for (size_t from = 0; from <= strlen(texts[i]); from++) {
                xs_str text = xs_str_c(texts[i]);
                struct xs_lexmask m = mask(&l, wants[k]);
                struct xs_lexword w = { 0 }, v = { 0 };
                struct xs_lexwant want;
                if (from < text.len && ((unsigned char)text.ptr[from] & 0xC0) == 0x80)
                    continue;
                xs_lexwant_make(l.lex, &m, &want);
                assert_int_equal(xs_lex_search(l.lex, text, from, &want, &w),
                    xs_lex_find(l.lex, text, from, &m, &v));
                assert_memory_equal(&w, &v, sizeof w);
                if (from == 0)
                    has_common(&l, text, &want);
            }
    xs_arena_free(l.a);
}

/* A word is found by the character that all have, whatever stands before it: characters of another
 * length, too. */
static void common_behind_any_character(void **state)
{
    static const char *const texts[] = { "及时率", "工作a成率", "工作a及时率", "é及时率", "aé时率",
        "率率及时率", "工作完成时率", "\xF0\xA0\x80\x80时率", "a\xF0\xA0\x80\x80完成率" };
    struct lists l;
    (void)state;
    assert_int_equal(load(&l, "lexicons:\n  rates: [完成率, 及时率]\n", NULL), XS_OK);
    struct xs_lexmask m = mask(&l, "rates");
    struct xs_lexwant want;
    struct xs_lexcommon common;
    xs_lexwant_make(l.lex, &m, &want);
    xs_lexcommon_make(l.lex, &m, &common);
    assert_int_equal(common.len, strlen("率"));
    assert_int_equal(common.ahead, strlen("完成"));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        has_common(&l, xs_str_c(texts[i]), &want);
    xs_arena_free(l.a);
}

/* A text that is one long word is made of it: its last characters count as well as the first. */
static void made_of_a_long_word(void **state)
{
    static const char word[] =
        "贯彻落实中央和省市各项决策部署推动预算绩效管理提质增效促进经济社会高质量发展";
    char lists[300];
    struct lists l;
    (void)state;
    (void)snprintf(lists, sizeof lists, "lexicons:\n  long: [%s]\n", word);
    assert_int_equal(load(&l, lists, NULL), XS_OK);
    struct xs_lexmask want = mask(&l, "long");
    assert_int_equal(least_left(l.lex, xs_str_c(word), &want), 0);
    assert_int_equal(least_left(l.lex, XS_STR("质量发展"), &want), 4);
    xs_arena_free(l.a);
}

/* How far a text is the begin of a word, and the longest word on the way. */
static void reach(void **state)
{
    static const struct {
        const char *text, *lists;
        size_t want, reach;
    } rows[] = {
        { "", "a", 0, 0 },
        { "工作", "a", 6, 6 },
        { "工作完", "a", 6, 9 },
        { "工作量", "a", 6, 6 },
        { "工", "a", 0, 3 },
        { "率", "a", 0, 0 },
        { "工作完成率高", "a b", 15, 15 },
    };
    struct lists l;
    (void)state;
    assert_int_equal(load(&l, base_lists, NULL), XS_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct xs_lexmask want = mask(&l, rows[i].lists), which = { { 0 } };
        size_t far = 99;
        CHECK(xs_lex_reach(l.lex, xs_str_c(rows[i].text), &want, &which, &far) == rows[i].want,
            rows[i].text);
        CHECK(far == rows[i].reach, rows[i].text);
        CHECK(xs_lexmask_any(&which) == (rows[i].want > 0), rows[i].text);
    }
    xs_arena_free(l.a);
}

/* Characters of every length, and words that begin and go on with them. */
static const char *const letters[] = { "a", "1", "é", "工", "作", "率", "丁", "𠀀", "，", ",",
    "䀀" };
static const struct {
    const char *list, *word;
} plain_words[] = { { "a", "工" }, { "a", "工作" }, { "a", "工é" }, { "a", "a工" }, { "b", "é率" },
    { "b", "率𠀀" }, { "a", "率工作丁" }, { "c", "1" }, { "b", "作工" }, { "c", "丁丁丁" },
    { "c", "é" }, { "c", "工作工作" }, { "b", "1a" }, { "b", "率é工" }, { "d", "工作," },
    { "d", ",丁" }, { "d", "率,,工" },
    { "c", "䀀丁" } }; /* ends in the bytes of 𠀀, which begins no word */
static const char plain_lists[] = "lexicons:\n"
                                  "  a: [工, 工作, 工é, a工, 率工作丁]\n"
                                  "  b: [é率, 率𠀀, 作工, 1a, 率é工]\n"
                                  "  c: ['1', 丁丁丁, é, 工作工作, 䀀丁]\n"
                                  "  d: ['工作,', ',丁', '率,,工']\n";

static uint32_t draw(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 16;
}

/* The longest word of the lists named that stands at at, looked up word by word. */
static size_t plainly(const char *lists, xs_str text, size_t at)
{
    size_t best = 0;
    for (size_t i = 0; i < sizeof plain_words / sizeof *plain_words; i++) {
        xs_str word = xs_str_c(plain_words[i].word);
        if (strstr(lists, plain_words[i].list) && word.len > best &&
            xs_str_starts(xs_str_sub(text, at, text.len), word))
            best = word.len;
    }
    return best;
}

static bool ends_plainly(const char *list, xs_str text)
{
    for (size_t i = 0; i < sizeof plain_words / sizeof *plain_words; i++)
        if (strcmp(list, plain_words[i].list) == 0 &&
            xs_str_ends(text, xs_str_c(plain_words[i].word)))
            return true;
    return false;
}

static void scan_plainly(const struct lists *l, xs_str text)
{
    static const char *const names[] = { "a", "b", "c", "d" };
    struct xs_lexhits h;
    xs_lex_scan(l->lex, text, &h);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        int id = xs_lexset_find(l->lex, xs_str_c(names[i]));
        struct xs_lexmask m = xs_lexmask_one(id);
        bool has = false;
        for (size_t at = 0; at < text.len; at += xs_utf8_len(text.ptr[at]))
            has |= plainly(names[i], text, at) > 0;
        assert_int_equal(xs_lexmask_has(&h.has, id), has);
        assert_int_equal(xs_lexmask_has(&h.starts, id), plainly(names[i], text, 0) > 0);
        assert_int_equal(xs_lexmask_has(&h.ends, id), ends_plainly(names[i], text));
        assert_int_equal(
            xs_lex_longest_end(l->lex, text, &m, NULL) > 0, ends_plainly(names[i], text));
    }
}

/* Every way to look up says the same as comparing with each word. */
static void all_ways(void **state)
{
    static const char *const wants[] = { "a", "b", "c", "a c", "a b c", "d", "a d", "" };
    struct lists l;
    uint32_t seed = 1;
    (void)state;
    assert_int_equal(load(&l, plain_lists, NULL), XS_OK);
    for (size_t round = 0; round < 3000; round++) {
        char buf[64] = "";
        for (size_t n = draw(&seed) % 12; n > 0; n--)
            strcat(buf, letters[draw(&seed) % (sizeof letters / sizeof *letters)]);
        xs_str text = xs_str_c(buf);
        const char *lists = wants[round % (sizeof wants / sizeof *wants)];
        struct xs_lexmask m = mask(&l, lists);
        struct xs_lexwant want;
        size_t first = SIZE_MAX;
        xs_lexwant_make(l.lex, &m, &want);
        for (size_t at = 0; at < text.len; at += xs_utf8_len(text.ptr[at])) {
            size_t n = plainly(lists, text, at);
            assert_int_equal(xs_lex_longest(l.lex, text, at, &m, NULL), n);
            first = n && first == SIZE_MAX ? at : first;
        }
        assert_int_equal(xs_lex_find(l.lex, text, 0, &m, NULL), first);
        assert_int_equal(xs_lex_search(l.lex, text, 0, &want, NULL), first);
        scan_plainly(&l, text);
    }
    xs_arena_free(l.a);
}

/* Words of some lists as one list of another set. */
static void given(void **state)
{
    static const char *const texts[] = { "工作", "工作完成率", "完成", "完成率", "率", "ab",
        "经费" };
    struct lists l;
    const struct xs_lexset *other;
    (void)state;
    assert_int_equal(load(&l, base_lists, NULL), XS_OK);
    struct xs_trie_builder *b = xs_trie_new();
    struct xs_lexmask both = mask(&l, "a b"), seventh = xs_lexmask_one(7);
    assert_non_null(b);
    assert_int_equal(xs_trie_add(b, XS_STR("率先"), 3), XS_OK);
    assert_int_equal(xs_lexset_give(l.lex, &both, b, 7), XS_OK);
    assert_int_equal(xs_lexset_make(b, l.a, &other), XS_OK);
    xs_trie_free(b);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        xs_str text = xs_str_c(texts[i]);
        assert_int_equal(xs_lex_longest(other, text, 0, &seventh, NULL),
            xs_lex_longest(l.lex, text, 0, &both, NULL));
    }
    xs_arena_free(l.a);
}

/* Many words that go on from one character, in all planes, and what is nearly one of them. */
static void many_below(void **state)
{
    static const uint32_t cps[] = { 0x24, 0x78, 0x3042, 0x4E00, 0x4E01, 0x4E02, 0x4E03, 0x4E04,
        0x4E05, 0x4E06, 0x4E07, 0x4E08, 0x4E09, 0x4E0A, 0x5E00, 0x6E00, 0x7E00, 0x8E00, 0x9E00,
        0xFFFF, 0x10000, 0x14E00, 0x24E0B };
    const size_t n = sizeof cps / sizeof *cps;
    const struct xs_lexmask first = xs_lexmask_one(1);
    struct xs_arena *a = xs_arena_new(1 << 24);
    const struct xs_lexset *lex;
    (void)state;
    for (size_t most = 0; most <= n; most++) {
        struct xs_trie_builder *b = xs_trie_new();
        char word[8] = "x";
        assert_int_equal(xs_trie_add(b, XS_STR("xy"), 0), XS_OK);
        assert_int_equal(xs_trie_add(b, XS_STR("z$"), 1), XS_OK);
        for (size_t i = 0; i < most; i++) {
            xs_str one = { word, 1 + xs_utf8_encode(cps[i], word + 1) };
            assert_int_equal(xs_trie_add(b, one, 1), XS_OK);
        }
        assert_int_equal(xs_lexset_make(b, a, &lex), XS_OK);
        xs_trie_free(b);
        for (uint32_t cp = 1; cp < 0x30000; cp += cp >= 0xD7FF && cp < 0xE000 ? 0xE000 - cp : 1) {
            bool known = false;
            struct xs_lexhits hits;
            xs_str text = { word, 1 + xs_utf8_encode(cp, word + 1) };
            for (size_t i = 0; i < most; i++)
                known |= cps[i] == cp;
            assert_int_equal(xs_lex_longest(lex, text, 0, &first, NULL), known ? text.len : 0);
            if (cp % 64 == 0 || known) {
                xs_lex_scan(lex, text, &hits);
                assert_int_equal(xs_lexmask_has(&hits.equals, 1), known);
            }
        }
    }
    xs_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(longest), cmocka_unit_test(scan),
        cmocka_unit_test(residue_and_strip), cmocka_unit_test(later_folders),
        cmocka_unit_test(faults), cmocka_unit_test(find), cmocka_unit_test(search),
        cmocka_unit_test(common_behind_any_character), cmocka_unit_test(made_of_a_long_word),
        cmocka_unit_test(reach), cmocka_unit_test(all_ways), cmocka_unit_test(given),
        cmocka_unit_test(many_below) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
