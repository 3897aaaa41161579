/* rule/states.c: like ones have one number, for as long as the memo knows them. */
#include "base/limits.h"
#include "env.h"
#include "rule/private.h"

#define NWORDS 2
#define NSETS (2 * NWORDS + 2)

struct one {
    uint64_t room[1 + NSETS];
};

static const struct xs_index in = {
    .nwords = NWORDS, .ntest_words = 1, .known_size = sizeof(struct one)
};

static struct xs_known *known(struct one *o) { return (struct xs_known *)(void *)o->room; }

static struct one make(uint64_t test, uint64_t map)
{
    struct one o = { { 0 } };
    known(&o)->sets[0] = map;
    known(&o)->sets[NSETS - 1] = test;
    return o;
}

static void like_ones_have_one_number(void **state)
{
    (void)state;
    struct xs_memo *m = xs_memo_new(1 << 20);
    struct xs_states *s = xs_states_of(m, &in);
    assert_non_null(s);
    assert_ptr_equal(xs_states_of(m, &in), s);
    struct one a = make(1, 2), b = make(1, 2), map = make(1, 3), first = make(1, 0);
    known(&first)->first = 1;
    known(&b)->start = 7;
    const uint16_t number = xs_state_number(s, known(&a));
    assert_int_equal(number, 1);
    assert_int_equal(xs_state_number(s, known(&b)), number);
    assert_int_not_equal(xs_state_number(s, known(&map)), number);
    assert_int_not_equal(xs_state_number(s, known(&first)), number);
    assert_memory_equal(s->items[number], known(&a), in.known_size);
    assert_int_equal((uintptr_t)s->items[number]->sets % XS_MEMO_LINE, 0);
    assert_null(s->items[0]);
    xs_memo_free(m);
}

static void no_more_than_there_is_room_for(void **state)
{
    (void)state;
    struct xs_memo *m = xs_memo_new(1 << 20);
    struct xs_states *s = xs_states_of(m, &in);
    for (uint64_t i = 0; i < XS_MAX_STATES + 9; i++) {
        struct one o = make(i, i / 3);
        assert_int_equal(xs_state_number(s, known(&o)), i < XS_MAX_STATES ? i + 1 : 0);
    }
    for (uint64_t i = XS_MAX_STATES; i-- > 0;) {
        struct one o = make(i, i / 3);
        assert_int_equal(xs_state_number(s, known(&o)), i + 1);
    }
    xs_memo_free(m);
}

static void forgotten_with_the_memo(void **state)
{
    (void)state;
    struct xs_memo *m = xs_memo_new(0);
    struct one a = make(1, 2), b = make(2, 2);
    assert_int_equal(xs_state_number(xs_states_of(m, &in), known(&a)), 1);
    xs_memo_trim(m);
    assert_int_equal(xs_state_number(xs_states_of(m, &in), known(&b)), 1);
    assert_null(xs_states_of(NULL, &in));
    xs_memo_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(like_ones_have_one_number),
        cmocka_unit_test(no_more_than_there_is_room_for),
        cmocka_unit_test(forgotten_with_the_memo),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
