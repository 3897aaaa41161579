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

static void called_for_early_is_the_same(void **state)
{
    struct xs_memo *m = xs_memo_new((size_t)1 << 20);
    xs_str s = XS_STR("one"), again = XS_STR("one"), other = XS_STR("two");
    (void)state;
    uint64_t hash = xs_memo_hash(m, s);
    assert_null(xs_memo_expect(m, hash)); /* nothing is there yet */
    struct xs_noted *t = xs_memo_hashed(m, hash, &s);
    assert_non_null(t);
    xs_memo_soon(NULL);
    xs_memo_soon(t);
    struct number *k = xs_memo_note(m, t, XS_NOTE_NAME, sizeof *k);
    assert_non_null(k);
    assert_ptr_equal(xs_memo_expect(m, hash), t);
    assert_null(xs_memo_expect(m, xs_memo_hash(m, other)));
    assert_ptr_equal(xs_memo_expected(m, t, hash, again), t);
    assert_ptr_equal(xs_memo_expected(m, NULL, hash, again), t);
    assert_ptr_not_equal(xs_memo_expected(m, t, hash, other), t); /* of one hash by chance */
    assert_ptr_equal(xs_memo_hashed(m, hash, &again), t);
    xs_memo_soon(t);
    assert_ptr_equal(xs_memo_note(m, t, XS_NOTE_NAME, sizeof *k), k);
    assert_ptr_equal(xs_memo_text(m, &again), t);
    xs_memo_expect(NULL, hash);
    assert_int_equal(xs_memo_hash(NULL, s), hash);
    xs_memo_free(m);
}

static void what_is_not_kept_is_none(void **state)
{
    struct xs_memo *m = xs_memo_new(100000);
    static char text[XS_MAX_MEMO_TEXT + 1];
    xs_str s = { text, sizeof text }, empty = XS_STR_NONE;
    (void)state;
    assert_null(xs_memo_text(m, &s));
    assert_null(xs_memo_hashed(m, xs_memo_hash(m, s), &s));
    assert_ptr_equal(s.ptr, text);
    s.len--;
    assert_non_null(xs_memo_text(m, &s));
    assert_non_null(xs_memo_text(m, &empty));
    assert_null(xs_memo_text(NULL, &s));
    assert_null(xs_memo_hashed(NULL, xs_memo_hash(NULL, s), &s));
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

/* Two texts of one hash are two texts. */
static void equal_hashes_are_not_equal_texts(void **state)
{
    struct xs_memo *m = xs_memo_new(100000);
    xs_str one = XS_STR("one"), two = XS_STR("two"), again = XS_STR("one");
    (void)state;
    struct xs_noted *a = xs_memo_hashed(m, 7, &one), *b = xs_memo_hashed(m, 7, &two);
    assert_non_null(a);
    assert_non_null(b);
    assert_ptr_not_equal(a, b);
    assert_ptr_equal(xs_memo_hashed(m, 7, &again), a);
    assert_true(xs_str_eq(one, XS_STR("one")) && xs_str_eq(two, XS_STR("two")));
    xs_memo_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(notes_are_found_again),
        cmocka_unit_test(it_forgets_only_between_documents_and_when_full),
        cmocka_unit_test(called_for_early_is_the_same), cmocka_unit_test(what_is_not_kept_is_none),
        cmocka_unit_test(a_full_one_still_answers),
        cmocka_unit_test(equal_hashes_are_not_equal_texts) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
