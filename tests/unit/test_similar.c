/* rule/similar.c, clauses.c, check.c: texts without punctuation, their pairs and characters, by
 * what is as plain as can be; a sketch may only rule out what the pairs themselves rule out. */
#include "base/utf8.h"
#include "env.h"
#include "rule/checks.h"
#include "rule/similar.h"

static const char *const letters[] = { "完", "成", "率", "培", "训", "人", "次", "1", "x" };
/* More of what texts are made of: marks of one to four bytes, U+4000, a hexagram, a letter beyond.
 */
static const char *const pieces[] = { "完", "成", "率", "不", "中", "万", "鿿", "䀀", "䷀", "A",
    "z", "7", "，", "。", "“", " ", "\n", ";", "é", "𠀀", "项目", "用于反映", "（", "、" };

static unsigned next_of(unsigned *seed, size_t n)
{
    *seed = *seed * 1103515245 + 12345;
    return (unsigned)(*seed / 65536 % n);
}

/* A text of fewer than most of the pieces. */
static xs_str text_of(
    struct xs_arena *a, unsigned *seed, const char *const *from, size_t count, size_t most)
{
    size_t n = next_of(seed, most), len = 0;
    char *p = xs_arena_alloc(a, n * 12 + 1, 1);
    assert_non_null(p);
    for (size_t i = 0; i < n; i++) {
        const char *c = from[next_of(seed, count)];
        memcpy(p + len, c, strlen(c));
        len += strlen(c);
    }
    return (xs_str){ p, len };
}

static xs_str random_text(struct xs_arena *a, unsigned *seed)
{
    return text_of(a, seed, letters, sizeof letters / sizeof *letters, 40);
}

static xs_str any_text(struct xs_arena *a, unsigned *seed)
{
    return text_of(a, seed, pieces, sizeof pieces / sizeof *pieces, 50);
}

static struct xs_grams grams(struct xs_arena *a, xs_str text)
{
    struct xs_grams g = { .a = a };
    assert_int_equal(xs_grams_add(&g, text), XS_OK);
    return g;
}

static void sketches_never_rule_out_what_is_alike(void **state)
{
    struct xs_arena *a = xs_arena_new((size_t)64 << 20);
    unsigned seed = 7;
    size_t near = 0, within = 0;
    (void)state;
    for (int i = 0; i < 20000; i++) {
        xs_arena_reset(a);
        xs_str x = random_text(a, &seed), y = random_text(a, &seed);
        if (i % 3 == 0)
            y = xs_utf8_head(x, xs_utf8_count(x) * 3 / 4); /* most of the same text */
        struct xs_sketch sx = { .count = 0 }, sy = { .count = 0 };
        xs_sketch_add(&sx, x);
        xs_sketch_add(&sy, y);
        struct xs_grams gx = grams(a, x), gy = grams(a, y);
        int64_t dice = xs_grams_dice(&gx, &gy), share = xs_grams_within(&gx, &gy);
        near += dice >= 600;
        within += share >= 600;
        assert_true(xs_sketch_near(&sx, &sy, dice) || gx.count + gy.count == 0);
        assert_true(
            (int64_t)xs_sketch_missing(&sx, &sy) * 1000 <= (1000 - share) * (int64_t)gx.count);
    }
    assert_true(near > 1000 && within > 1000);
    xs_arena_free(a);
}

/* ---- by the letter ---- */

#define MOST 256

/* Pairs of a text as code points, one character at a time. */
static size_t plain_pairs(xs_str text, uint64_t out[MOST])
{
    uint32_t before = 0;
    size_t run = 0, n = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t cp = xs_utf8_next(text, &at);
        if (xs_content(cp)) {
            if (run++)
                out[n++] = (uint64_t)before << 32 | cp;
            before = cp;
            continue;
        }
        if (run == 1)
            out[n++] = before;
        run = 0;
    }
    if (run == 1)
        out[n++] = before;
    return n;
}

static size_t different(const uint64_t *v, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (v[k] != v[i])
            k++;
        count += k == i;
    }
    return count;
}

/* Numbers of pairs may be any, but the same pair has the same, however it is come by. */
static void pairs_are_those_of_the_characters(void **state)
{
    struct xs_arena *a = xs_arena_new((size_t)64 << 20);
    unsigned seed = 11;
    (void)state;
    for (int i = 0; i < 20000; i++) {
        xs_arena_reset(a);
        xs_str text = any_text(a, &seed);
        uint64_t plain[MOST], one[MOST], pair;
        size_t n = plain_pairs(text, plain), k = 0, r = 0;
        struct xs_pairs p = { .text = text };
        while (xs_pairs_next(&p, &pair))
            one[k++] = pair;
        assert_int_equal(k, n);
        p = (struct xs_pairs){ .text = text };
        while (xs_pairs_next(&p, &pair)) {
            assert_true(r < n && one[r] == pair);
            r++;
            xs_str han = xs_pairs_han(&p);
            for (size_t x = 0; x < han.len; x += 3, r++)
                assert_true(r < n && one[r] == xs_pair_at(han.ptr + x));
        }
        assert_int_equal(r, n);
        for (size_t x = 0; x < n; x++) {
            assert_int_equal(xs_pair_single(one[x]), plain[x] >> 32 == 0);
            for (size_t y = 0; y < x; y++)
                assert_int_equal(one[x] == one[y], plain[x] == plain[y]);
        }
        struct xs_grams g = grams(a, text);
        assert_int_equal(g.count, different(plain, n));
        for (size_t x = 0; x < n; x++)
            assert_true(xs_grams_has(&g, one[x]));
    }
    xs_arena_free(a);
}

static xs_str plain_norm(struct xs_arena *a, xs_str text, bool lower)
{
    char *p = xs_arena_alloc(a, text.len + 1, 1);
    size_t n = 0;
    assert_non_null(p);
    for (size_t at = 0, next = 0; at < text.len; at = next) {
        uint32_t cp = xs_utf8_next(text, &next);
        if (!xs_content(cp))
            continue;
        memcpy(p + n, text.ptr + at, next - at);
        if (lower && cp >= 'A' && cp <= 'Z')
            p[n] = (char)(p[n] + ('a' - 'A'));
        n += next - at;
    }
    return (xs_str){ p, n };
}

static void norms_are_those_of_the_characters(void **state)
{
    struct xs_arena *a = xs_arena_new((size_t)64 << 20);
    unsigned seed = 13;
    (void)state;
    for (int i = 0; i < 20000; i++) {
        xs_arena_reset(a);
        xs_str x = any_text(a, &seed), y = i % 2 ? any_text(a, &seed) : plain_norm(a, x, false), n;
        xs_str nx = plain_norm(a, x, true), ny = plain_norm(a, y, true);
        assert_int_equal(xs_norm(a, x, &n), XS_OK);
        assert_true(xs_str_eq(n, nx));
        assert_int_equal(xs_norm_empty(x), nx.len == 0);
        assert_int_equal(xs_norm_equal(x, y), xs_str_eq(nx, ny));
    }
    xs_arena_free(a);
}

static void stripping_is_that_of_the_lexicon(void **state)
{
    struct env e;
    struct xs_lexwant want;
    unsigned seed = 17;
    (void)state;
    assert_true(env_open(&e));
    struct xs_lexmask mask = xs_lexmask_one(xs_lexset_find(e.lex, XS_STR("desc.filler")));
    assert_true(xs_lexmask_any(&mask));
    xs_lexwant_make(e.lex, &mask, &want);
    for (int i = 0; i < 5000; i++) {
        xs_arena_reset(e.doc);
        xs_str text = any_text(e.doc, &seed), x, y;
        assert_int_equal(xs_strip(e.lex, e.doc, text, &want, &x), XS_OK);
        assert_int_equal(xs_lex_strip(e.lex, e.doc, text, &mask, &y), XS_OK);
        assert_true(xs_str_eq(x, y));
    }
    env_close(&e);
}

static void little_is_added(void **state)
{
    static const struct {
        const char *name, *text, *other;
        size_t percent;
        bool little;
    } rows[] = { { "nothing", "", "率", 20, true }, { "all there", "率完", "完成率", 20, true },
        { "none there", "培训", "完成率", 20, false }, { "half there", "x率", "完成率", 50, false },
        { "half, of more", "x率", "完成率", 51, true }, { "against nothing", "率", "", 99, false },
        { "the same", "完成率", "完成率", 0, true },
        { "nothing may be new", "完率成", "完成率", 0, true },
        { "one of six", "完成率完成x", "完成率", 17, true },
        { "one of six is too many", "完成率完成x", "完成率", 16, false } };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct xs_charset other;
        xs_charset_make(&other, xs_str_c(rows[i].other));
        CHECK(xs_adds_little(xs_str_c(rows[i].text), &other, rows[i].percent) == rows[i].little,
            rows[i].name);
    }
}

/* ---- clauses, digits ---- */

static void clauses_and_their_numbers(void **state)
{
    static const struct {
        const char *name, *text, *clauses; /* parted by | */
    } rows[] = { { "nothing", "", "" }, { "one", "做好工作", "做好工作" },
        { "stops and lines", "完成培训。做好工作；\n下达资金！", "完成培训|做好工作|下达资金" },
        { "ASCII marks", "a;b!c", "a|b|c" },
        { "commas part nothing", "完成、培训，工作", "完成、培训，工作" },
        { "item numbers", "1.完成培训 2、做好工作 （三）下达资金", "完成培训|做好工作|下达资金" },
        { "a decimal is none", "1.5万元。2.5万元", "1.5万元|2.5万元" },
        { "numerals and circles", "一、完成②做好 ③下达", "完成②做好|下达" },
        { "long text", "按照要求开展上年度部门预算绩效自评和重点评价工作中䷀不断提高。完成",
            "按照要求开展上年度部门预算绩效自评和重点评价工作中䷀不断提高|完成" } };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        xs_str found[8], rest = xs_str_c(rows[i].clauses), want;
        size_t n = xs_clauses(xs_str_c(rows[i].text), found, 8), k = 0;
        for (; rest.len && xs_str_split(&rest, '|', &want); k++)
            CHECK(k < n && xs_str_eq(found[k], want), rows[i].name);
        CHECK(k == n, rows[i].name);
        CHECK(xs_clauses(xs_str_c(rows[i].text), found, 1) == (n ? 1 : 0), rows[i].name);
    }
}

static void digits_anywhere(void **state)
{
    struct xs_arena *a = xs_arena_new((size_t)1 << 20);
    char text[40];
    xs_str out;
    (void)state;
    for (size_t len = 0; len < sizeof text; len++) {
        memset(text, 0xE9, sizeof text);
        assert_false(xs_has_digit((xs_str){ text, len }));
        for (size_t i = 0; i < len; i++) {
            memset(text, i % 2 ? '/' : ':', sizeof text); /* beside the digits */
            assert_false(xs_has_digit((xs_str){ text, len }));
            text[i] = i % 3 ? '9' : '0';
            assert_true(xs_has_digit((xs_str){ text, len }));
            assert_int_equal(xs_without_digits(a, (xs_str){ text, len }, &out), XS_OK);
            assert_int_equal(out.len, len - 1);
            assert_int_equal(memchr(out.ptr, text[i], out.len) != NULL, 0);
        }
    }
    assert_int_equal(
        xs_without_digits(a, XS_STR("用于2024年，共1,234.5万元（含-3/4）"), &out), XS_OK);
    assert_true(xs_str_eq(out, XS_STR("用于年，共万元（含-/）")));
    xs_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(sketches_never_rule_out_what_is_alike),
        cmocka_unit_test(pairs_are_those_of_the_characters),
        cmocka_unit_test(norms_are_those_of_the_characters),
        cmocka_unit_test(stripping_is_that_of_the_lexicon), cmocka_unit_test(little_is_added),
        cmocka_unit_test(clauses_and_their_numbers), cmocka_unit_test(digits_anywhere) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
