/* base/memo.c: one note a text and kind, copies that last, forgetting between documents. */
#include <inttypes.h>

#include "base/limits.h"
#include "base/memo.h"
#include "env.h"

struct number {
    struct xs_note_head head;
    uint64_t n;
};

/* The note of this kind, which is there. */
static struct number *number_on(struct xs_memo *m, struct xs_noted *t, unsigned kind)
{
    struct number *k = xs_memo_note(m, t, kind, sizeof *k);
    if (!k)
        abort();
    return k;
}

static void notes_are_found_again(void **state)
{
    struct xs_memo *m = xs_memo_new((size_t)1 << 20);
    char text[16];
    (void)state;
    assert_non_null(m);
    for (uint64_t round = 0; round < 2; round++)
        for (uint64_t i = 0; i < 20000; i++) {
            int len = snprintf(text, sizeof text, "%" PRIu64, i);
            xs_str s = { text, (size_t)len };
            struct xs_noted *t = xs_memo_text(m, &s);
            assert_non_null(t);
            assert_true(s.ptr != text && memcmp(s.ptr, text, (size_t)len) == 0);
            for (unsigned kind = 0; kind < 3; kind++) {
                struct number *k = number_on(m, t, kind);
                assert_int_equal(k->head.done, round == 1);
                if (!k->head.done)
                    k->n = i * 3 + kind;
                k->head.done = true;
                assert_int_equal(k->n, i * 3 + kind);
            }
        }
    xs_memo_free(m);
}

static void it_forgets_only_between_documents_and_when_full(void **state)
{
    struct xs_memo *m = xs_memo_new(100000);
    xs_str s = XS_STR("one"), again = XS_STR("one");
    (void)state;
    struct xs_noted *t = xs_memo_text(m, &s);
    struct number *k = number_on(m, t, 0);
    k->n = 7;
    xs_memo_trim(m);
    assert_ptr_equal(xs_memo_text(m, &again), t);
    char text[200];
    for (int i = 0; i < 2000; i++) { /* more than it is to keep */
        memset(text, 'a' + i % 26, sizeof text);
        memcpy(text, &i, sizeof i);
        xs_str other = { text, sizeof text };
        assert_non_null(xs_memo_text(m, &other));
    }
    again = XS_STR("one");
    k = number_on(m, xs_memo_text(m, &again), 0);
    assert_int_equal(k->n, 7);
    xs_memo_trim(m);
    again = XS_STR("one");
    k = number_on(m, xs_memo_text(m, &again), 0);
    assert_int_equal(k->n, 0);
    xs_memo_free(m);
}

/* The text of a question, asked in all three steps. */
static struct xs_noted *answer(struct xs_memo *m, xs_str text)
{
    struct xs_memo_ask ask;
    xs_memo_ask(m, text, text.len, &ask);
    xs_memo_expect(m, &ask);
    return xs_memo_answer(m, &ask);
}

static void in_steps_it_is_the_same(void **state)
{
    struct xs_memo *m = xs_memo_new((size_t)1 << 20);
    xs_str s = XS_STR("one");
    (void)state;
    struct xs_noted *t = xs_memo_text(m, &s);
    assert_non_null(t);
    xs_memo_soon(NULL);
    xs_memo_soon(t);
    assert_null(xs_memo_noted(t, XS_NOTE_NAME));
    struct number *k = number_on(m, t, XS_NOTE_NAME);
    xs_memo_soon(t);
    assert_ptr_equal(answer(m, XS_STR("one")), t);
    assert_ptr_equal(xs_memo_noted(t, XS_NOTE_NAME), k);
    assert_null(answer(NULL, XS_STR("one")));
    xs_memo_free(m);
}

/* Most texts never come up again: those that do are kept from the second time on. */
static void what_comes_up_once_is_not_kept(void **state)
{
    struct xs_memo *m = xs_memo_new((size_t)1 << 20);
    xs_str s = XS_STR("two");
    (void)state;
    assert_null(answer(m, XS_STR("one")));
    assert_null(answer(m, s));
    struct xs_noted *t = answer(m, XS_STR("one"));
    assert_non_null(t);
    assert_true(xs_str_eq(xs_noted_text(t), XS_STR("one")));
    assert_ptr_equal(answer(m, XS_STR("one")), t);
    assert_non_null(xs_memo_text(m, &s)); /* asked for by itself it is */
    xs_memo_free(m);
}

/* All texts of one or two kinds of bytes that differ in a byte or in their length are others, also
 * where bytes stand behind them that may be looked at. */
static void texts_are_told_apart(void **state)
{
    struct xs_memo *m = xs_memo_new((size_t)4 << 20);
    struct xs_memo_ask ask, beside;
    static char text[120 + XS_MEMO_NEAR];
    (void)state;
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)(i * 31 + i / 7);
    for (size_t n = 0; n <= 120; n++) {
        xs_str s = { text, n }, same = s, shorter = { text, n - 1 };
        struct xs_noted *t = xs_memo_text(m, &same);
        assert_non_null(t);
        assert_true(xs_str_eq(same, s) && same.ptr != text);
        xs_memo_ask(m, s, n, &ask);
        xs_memo_ask(m, s, sizeof text, &beside);
        assert_true(ask.hash == beside.hash && xs_memo_is(t, &ask) && xs_memo_is(t, &beside));
        if (n) {
            xs_memo_ask(m, shorter, n, &beside);
            assert_true(ask.hash != beside.hash && !xs_memo_is(t, &beside));
        }
        for (size_t i = 0; i < n; i++) {
            text[i] ^= 1;
            xs_memo_ask(m, s, n, &beside);
            assert_true(ask.hash != beside.hash && !xs_memo_is(t, &beside));
            text[i] ^= 1;
        }
    }
    xs_memo_free(m);
}

/* As many kinds of notes as there are on one text. */
static void notes_of_all_kinds(void **state)
{
    struct xs_memo *m = xs_memo_new((size_t)1 << 20);
    struct number *notes[XS_NOTE_COUNT];
    xs_str s = XS_STR("one");
    struct xs_noted *t = xs_memo_text(m, &s);
    (void)state;
    for (unsigned round = 0; round < 2; round++)
        for (unsigned kind = XS_NOTE_COUNT; --kind > XS_NOTE_CELL;) {
            struct number *k = number_on(m, t, kind);
            notes[kind] = round ? notes[kind] : k;
            assert_ptr_equal(k, notes[kind]);
            k->n += kind;
            assert_int_equal(k->n, kind * (round + 1));
        }
    xs_memo_soon(t);
    xs_memo_free(m);
}

static void what_is_not_kept_is_none(void **state)
{
    struct xs_memo *m = xs_memo_new(100000);
    static char text[XS_MAX_MEMO_TEXT + 1];
    xs_str s = { text, sizeof text }, empty = XS_STR_NONE;
    (void)state;
    assert_null(xs_memo_text(m, &s));
    assert_null(answer(m, s));
    assert_null(answer(m, s));
    assert_ptr_equal(s.ptr, text);
    s.len--;
    assert_non_null(xs_memo_text(m, &s));
    assert_non_null(xs_memo_text(m, &empty));
    assert_null(xs_memo_text(NULL, &s));
    assert_null(xs_memo_note(m, NULL, 0, sizeof(struct number)));
    xs_memo_trim(NULL);
    xs_memo_free(m);
    xs_memo_free(NULL);
}

/* What is full takes no more texts; what it has it still finds, and after a document it takes
 * again. */
static void a_full_one_still_answers(void **state)
{
    struct xs_memo *m = xs_memo_new(100000);
    char text[XS_MAX_MEMO_TEXT] = { 0 };
    xs_str s = { text, sizeof text };
    uint32_t n = 0;
    (void)state;
    for (; xs_memo_text(m, &s); n++) {
        memcpy(text, &n, sizeof n);
        s.ptr = text;
        assert_true(n < XS_MAX_MEMO_BYTES / XS_MAX_MEMO_TEXT);
    }
    assert_true(n > XS_MAX_MEMO_BYTES / XS_MAX_MEMO_TEXT / 4);
    assert_ptr_equal(s.ptr, text); /* it is looked at where it stands */
    memset(text, 0, sizeof text);
    assert_non_null(xs_memo_text(m, &s));
    xs_memo_trim(m);
    s.ptr = text;
    memset(text, 1, sizeof text);
    assert_non_null(xs_memo_text(m, &s));
    xs_memo_free(m);
}

/* The text, asked for twice with this hash. */
static struct xs_noted *hashed(struct xs_memo *m, uint64_t hash, xs_str text)
{
    struct xs_noted *t = NULL;
    for (int i = 0; i < 2; i++) {
        struct xs_memo_ask ask;
        xs_memo_ask(m, text, text.len, &ask);
        ask.hash = hash;
        xs_memo_expect(m, &ask);
        t = xs_memo_answer(m, &ask);
    }
    return t;
}

/* Two texts of one hash are two texts. */
static void equal_hashes_are_not_equal_texts(void **state)
{
    struct xs_memo *m = xs_memo_new(100000);
    xs_str one = XS_STR("one"), two = XS_STR("two"), again = XS_STR("one");
    (void)state;
    struct xs_noted *a = hashed(m, 7, one), *b = hashed(m, 7, two);
    assert_non_null(a);
    assert_non_null(b);
    assert_ptr_not_equal(a, b);
    assert_ptr_equal(hashed(m, 7, again), a);
    assert_ptr_equal(hashed(m, 7, two), b);
    assert_true(xs_str_eq(xs_noted_text(a), one) && xs_str_eq(xs_noted_text(b), two));
    xs_memo_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(notes_are_found_again),
        cmocka_unit_test(it_forgets_only_between_documents_and_when_full),
        cmocka_unit_test(in_steps_it_is_the_same), cmocka_unit_test(what_comes_up_once_is_not_kept),
        cmocka_unit_test(texts_are_told_apart), cmocka_unit_test(notes_of_all_kinds),
        cmocka_unit_test(what_is_not_kept_is_none), cmocka_unit_test(a_full_one_still_answers),
        cmocka_unit_test(equal_hashes_are_not_equal_texts) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
