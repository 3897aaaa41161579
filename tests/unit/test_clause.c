/* corpus/clause.c, letters.c, marks.c, config.c, facts.c: clauses of a text and the words in it, as
 * going through it character by character gives them. */
#include "base/utf8.h"
#include "corpus/facts.h"
#include "env.h"

static const struct xs_corpus_config *config(struct env *e)
{
    const struct xs_corpus_config *c = NULL;
    assert_int_equal(xs_corpus_config_load(&e->set, e->lex, NULL, &c), XS_OK);
    return c;
}

/* --- the plain way --------------------------------------------------------------------------- */

/* The bytes of all letters, put together, are hashed in parts of XS_LETTERS_CHUNK. */
static uint64_t plain_hash(xs_str s, uint32_t *letters)
{
    char bytes[4096];
    size_t n = 0;
    uint64_t h = XS_LETTERS;
    *letters = 0;
    for (size_t at = 0, next = 0; at < s.len; at = next) {
        uint32_t cp = xs_utf8_next(s, &next);
        if (!xs_content(cp) || (cp >= '0' && cp <= '9'))
            continue;
        memcpy(bytes + n, s.ptr + at, next - at);
        n += next - at;
        ++*letters;
    }
    xs_str rest = { bytes, n };
    for (; rest.len > XS_LETTERS_CHUNK; rest = xs_str_sub(rest, XS_LETTERS_CHUNK, rest.len))
        h = xs_str_hash_seed(xs_str_sub(rest, 0, XS_LETTERS_CHUNK), h);
    return xs_str_hash_seed(rest, h);
}

/* The clause that lies in [from, to) of text, if it is one. */
static bool plain_clause(
    const struct xs_corpus_config *c, xs_str text, size_t from, size_t to, struct xs_clause *out)
{
    size_t first = SIZE_MAX, last = from;
    for (size_t at = from, next = from; at < to; at = next) {
        uint32_t cp = xs_utf8_next(text, &next);
        if (cp >= '0' && cp <= '9')
            continue;
        first = first == SIZE_MAX ? at : first;
        last = next;
    }
    if (first == SIZE_MAX)
        return false;
    xs_str s = xs_str_sub(text, first, last - first);
    *out = (struct xs_clause){ .from = (uint32_t)first };
    out->hash = plain_hash(s, &out->letters);
    for (size_t i = 0; i < c->tail.n && out->letters >= c->clause_least; i++) {
        xs_str w = c->tail.words[i];
        if (!xs_str_ends(s, w) || w.len == s.len)
            continue;
        s.len -= w.len;
        break;
    }
    if (out->letters < c->clause_least)
        return false;
    out->hash = plain_hash(s, &out->letters);
    out->to = (uint32_t)(first + s.len);
    out->heading = xs_lex_longest(c->lexicons, s, 0, &c->heading, NULL) == s.len;
    return out->letters >= c->clause_least;
}

static size_t first_word(const struct xs_few_words *words, xs_str text)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < words->n; i++) {
        size_t at = xs_str_find(text, words->words[i], 0);
        best = at < best ? at : best;
    }
    return best;
}

/* --- both ------------------------------------------------------------------------------------ */

static void same_clause(const struct xs_clause *got, const struct xs_clause *want, const char *text)
{
    CHECK(got->hash == want->hash, text);
    CHECK(got->from == want->from && got->to == want->to, text);
    CHECK(got->letters == want->letters, text);
    CHECK(got->heading == want->heading, text);
}

static void compare(const struct xs_corpus_config *c, struct xs_arena *a, const char *zero)
{
    xs_str text = xs_str_c(zero);
    struct xs_clauses got = { .want = XS_FEW_TEMPLATE | XS_FEW_CITY };
    uint32_t letters;
    size_t n = 0, from = 0;
    assert_int_equal(xs_clauses_add(c, a, text, &got), XS_OK);
    uint64_t hash = plain_hash(text, &letters);
    CHECK(got.letters == letters, zero);
    CHECK(xs_letters_hash(text, NULL) == (letters ? hash : 0), zero);
    for (size_t at = 0, next = 0; at <= text.len; at = next) {
        if (at < text.len && xs_content(xs_utf8_next(text, &next)))
            continue;
        struct xs_clause one;
        next += at == text.len;
        if (plain_clause(c, text, from, at, &one)) {
            CHECK(n < got.n, zero);
            same_clause(&got.items[n++], &one, zero);
        }
        from = next;
    }
    CHECK(n == got.n, zero);
    size_t template = first_word(&c->template, text), city = first_word(&c->city, text);
    CHECK(!(got.want & XS_FEW_TEMPLATE) == (template != SIZE_MAX), zero);
    CHECK(template == SIZE_MAX || got.template_at == template, zero);
    CHECK(!(got.want & XS_FEW_CITY) == (city != SIZE_MAX), zero);
    CHECK(city == SIZE_MAX || got.city_at == city, zero);
}

static void as_the_plain_way(void **state)
{
    (void)state;
    static const char *const parts[] = { "加强内部监督", "规范财务资产管理", "市", "市委日常文书",
        "全市党务公开", "全市", "请填", "请填写", "X", "XX", "(填写", "(", "样表", "目标",
        "目标1:", "等", "等工作", ",", "。", "、", "12", "3", "a", "Z", "\n", "一", "\xE9\xBF\xBF",
        "\xEA\x80\x80", "\xE4\xB7\xBF", "\xE3\x90\x80", "〇", "\xEF\xA4\x80", "\xF0\xA0\x80\x80",
        "é", "×", "××", "工作", "开创", "服务市委中心工作", "指导", "全", "县" };
    struct env e;
    uint32_t dice = 1;
    assert_true(env_open(&e));
    const struct xs_corpus_config *c = config(&e);
    for (int round = 0; round < 20000; round++) {
        char text[4096] = "";
        xs_arena_reset(e.doc);
        for (int n = round % 100 ? round % 12 : round % 150; n >= 0; n--) {
            dice = dice * 1664525 + 1013904223;
            strcat(text, parts[(dice >> 8) % (sizeof parts / sizeof *parts)]);
        }
        compare(c, e.doc, text);
    }
    compare(c, e.doc, "");
    env_close(&e);
}

/* Signs and digits in a word that is taken off are no letters of the clause. */
static void words_with_digits_are_taken_off(void **state)
{
    (void)state;
    static const char *const texts[] = { "开展培训和调研等3项", "开展等3项", "培训等3项", "等3项",
        "开展2次培训等3项,完成调研5等3项", "开展培训等3" };
    static const xs_str tail = XS_STR_INIT("等3项");
    struct env e;
    assert_true(env_open(&e));
    struct xs_corpus_config c = *config(&e);
    assert_true(xs_few_add(&c.tail, tail));
    c.tail_ends |= UINT64_C(1) << (tail.ptr[tail.len - 1] & 63);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        compare(&c, e.doc, texts[i]);
    env_close(&e);
}

/* Every word is marked where it begins, and every character that is no common Han character; the
 * bits are the same by all widths, whatever lies behind the text. */
static void marks_by_all_widths(void **state)
{
    (void)state;
    static const char *const parts[] = { "加", "强", "全市", "县", "(填写", "X", "XX", "*", "a1",
        ",", "。", "\xE9\xBF\xBF", "\xEA\x80\x80", "\xE4\xB7\xBF", "\xE4\xB7\x80", "\xE4\xB6\xB7",
        "×" };
    static const char *const words[] = { "全市党务", "县", "(填写", "XX", "××", "a" };
    enum { NPARTS = sizeof parts / sizeof *parts, NWORDS = sizeof words / sizeof *words };
    struct xs_prints f = { .nfirsts = 0 };
    struct xs_marks one, wide;
    uint32_t dice = 5;
    for (size_t i = 0; i < NWORDS; i++)
        xs_prints_add(&f, xs_str_c(words[i]));
    for (int round = 0; round < 3000; round++) {
        char text[2200] = "";
        size_t len = 0, most = (size_t)round % (round % 50 ? 80 : 2100);
        for (;;) {
            dice = dice * 1664525 + 1013904223;
            const char *part = parts[(dice >> 8) % NPARTS];
            if (len + strlen(part) > most)
                break;
            strcpy(text + len, part);
            len += strlen(part);
        }
        xs_str s = { text, len };
        for (size_t from = 0; from < len; from += XS_MARKS_BYTES) {
            xs_marks_by(1, s, from, &f, &one);
            xs_marks_by(xs_vec_width(), s, from, &f, &wide);
            assert_int_equal(one.n, wide.n);
            assert_memory_equal(one.others, wide.others, one.n * sizeof *one.others);
            assert_memory_equal(one.starts, wide.starts, one.n * sizeof *one.starts);
            for (size_t i = from; i < len && i - from < XS_MARKS_BYTES; i++) {
                const uint32_t bit = 1U << ((i - from) % 32);
                bool lead = (text[i] & 0xC0) != 0x80;
                assert_true(!(one.others[(i - from) / 32] & bit) ==
                            (!lead || (len - i >= 3 && xs_han_at(text + i))));
                for (size_t k = 0; k < NWORDS; k++)
                    assert_true((one.starts[(i - from) / 32] & bit) ||
                                !xs_str_starts(xs_str_sub(s, i, len), xs_str_c(words[k])));
            }
            xs_marks_by(xs_vec_width(), s, from, NULL, &wide);
            assert_memory_equal(one.others, wide.others, one.n * sizeof *one.others);
        }
    }
}

/* Letters one after the other have one hash, wherever they stand; of two parts it is another one.
 */
static void letters_of_several_texts(void **state)
{
    (void)state;
    char text[1500], parted[4 * sizeof text];
    size_t len = 0, n = 0;
    struct xs_letters l;
    for (; len + 3 < sizeof text; len += 3) {
        memcpy(text + len, len % 2 ? "工" : "作", 3);
        memcpy(parted + n, text + len, 3);
        n += 3;
        if (len % 7 == 0)
            parted[n++] = len % 3 ? ',' : '1';
        const uint64_t whole = xs_letters_hash((xs_str){ text, len + 3 }, NULL);
        assert_true(whole == xs_letters_hash((xs_str){ parted, n }, NULL));
        assert_true(whole == xs_letters_bytes((xs_str){ text, len + 3 }));
    }
    xs_letters_begin(&l, false);
    xs_letters_take(&l, "ab", 2, 2);
    const uint64_t first = xs_letters_end(&l);
    xs_letters_take(&l, "c", 1, 1);
    const uint64_t both = xs_letters_end(&l);
    assert_int_equal(l.count, 3);
    assert_true(first == xs_letters_hash(XS_STR("ab"), NULL));
    assert_true(both != xs_letters_hash(XS_STR("abc"), NULL) && both != first);
}

static void headings_are_left_out_where_nobody_asks(void **state)
{
    (void)state;
    struct env e;
    assert_true(env_open(&e));
    const struct xs_corpus_config *c = config(&e);
    struct xs_clauses with = { 0 }, without = { .plain = true };
    xs_str text = XS_STR("加强内部监督,加强内部监督工作制度");
    assert_int_equal(xs_clauses_add(c, e.doc, text, &with), XS_OK);
    assert_int_equal(xs_clauses_add(c, e.doc, text, &without), XS_OK);
    assert_int_equal(with.n, 2);
    assert_int_equal(without.n, 2);
    assert_true(with.items[0].heading && !with.items[1].heading && !without.items[0].heading);
    env_close(&e);
}

/* --- facts ----------------------------------------------------------------------------------- */

static struct xs_facts facts_of(struct env *e, xs_str goal, xs_str purpose)
{
    struct xs_project p = { .number = 1 };
    struct xs_doc doc = {
        .nprojects = 1, .projects = &p, .department = XS_STR("301秦皇岛市卢龙县委办公室")
    };
    struct xs_facts_env env = { .config = config(e), .layout = e->layout };
    struct xs_facts f;
    p.goal.text = p.goal.folded = goal;
    p.purpose.text = p.purpose.folded = purpose;
    assert_int_equal(xs_facts_make(&env, &doc, e->doc, e->doc, &f), XS_OK);
    return f;
}

static void duties_are_found_in_an_own_name_too(void **state)
{
    (void)state;
    static const struct {
        const char *goal, *purpose, *quotes[2];
    } rows[] = {
        { "负责全县日常文书", "", { NULL, NULL } },
        { "负责市委日常文书", "", { "市委日常文书", NULL } },
        { "负责秦皇岛市委日常文书", "指导全市工作", { "市委日常文书", "指导全市工作" } },
        { "全市党务公开,市委日常文书", "", { "全市党务公开,市委日常文书", NULL } },
    };
    struct env e;
    assert_true(env_open(&e));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct xs_facts f = facts_of(&e, xs_str_c(rows[i].goal), xs_str_c(rows[i].purpose));
        size_t n = 0;
        for (; n < 2 && rows[i].quotes[n]; n++) {
            CHECK(n < f.nwords && f.words[n].rule == XS_CR_LEVEL, rows[i].goal);
            same_text(rows[i].goal, "quote", f.words[n].quote, rows[i].quotes[n]);
        }
        CHECK(n == f.nwords, rows[i].goal);
    }
    env_close(&e);
}

/* The goal of another office, with its name and its words for itself, is the same goal. */
static void own_words_do_not_count(void **state)
{
    (void)state;
    struct env e;
    assert_true(env_open(&e));
    struct xs_facts plain = facts_of(&e, XS_STR("保障办公正常运转"), XS_STR_NONE);
    struct xs_facts own =
        facts_of(&e, XS_STR("保障卢龙县我单位办公,2024年正常运转"), XS_STR("。,1"));
    assert_int_not_equal(plain.projects[0].goal, own.projects[0].goal);
    own = facts_of(&e, XS_STR("保障卢龙县我单位办公,2024正常运转"), XS_STR("。,1"));
    assert_int_equal(plain.projects[0].goal, own.projects[0].goal);
    assert_int_equal(own.projects[0].goal_letters, 8);
    assert_int_equal(own.projects[0].purpose, 0);
    env_close(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(as_the_plain_way),
        cmocka_unit_test(words_with_digits_are_taken_off), cmocka_unit_test(marks_by_all_widths),
        cmocka_unit_test(letters_of_several_texts),
        cmocka_unit_test(headings_are_left_out_where_nobody_asks),
        cmocka_unit_test(duties_are_found_in_an_own_name_too),
        cmocka_unit_test(own_words_do_not_count) };
    return cmocka_run_group_tests_name("clause", tests, NULL, NULL);
}
