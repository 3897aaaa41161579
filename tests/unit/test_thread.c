#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdatomic.h>

#include "base/thread.h"

#define UNITS 2000
#define MAX_SLOTS 64

struct job {
    size_t slots[MAX_SLOTS];
    size_t next; /* unit that must be taken now */
    size_t fail_work, fail_take, stop_after;
    atomic_size_t begun;
    bool out_of_order;
};

static enum xs_err work(void *ctx, unsigned worker, size_t unit, size_t slot)
{
    struct job *j = ctx;
    (void)worker;
    atomic_fetch_add(&j->begun, 1);
    j->slots[slot] = unit;
    return unit == j->fail_work ? XS_E_NOMEM : XS_OK;
}

static enum xs_err take(void *ctx, size_t unit, size_t slot)
{
    struct job *j = ctx;
    if (unit != j->next || j->slots[slot] != unit)
        j->out_of_order = true;
    j->next++;
    return unit == j->fail_take ? XS_E_WRITE : XS_OK;
}

static bool stop(void *ctx)
{
    struct job *j = ctx;
    return atomic_load(&j->begun) >= j->stop_after;
}

static enum xs_err run(struct job *j, unsigned jobs, size_t nslots)
{
    const struct xs_pool_job p = { .ctx = j,
        .nunits = UNITS,
        .jobs = jobs,
        .nslots = nslots,
        .work = work,
        .take = take,
        .stop = stop };
    return xs_pool_run(&p);
}

static const struct {
    unsigned jobs;
    size_t nslots;
} shapes[] = { { 1, 1 }, { 2, 2 }, { 3, 24 }, { 8, 64 } };
#define SHAPES (sizeof shapes / sizeof *shapes)

static struct job fresh(void)
{
    return (struct job){ .fail_work = SIZE_MAX, .fail_take = SIZE_MAX, .stop_after = SIZE_MAX };
}

static void test_all_in_order(void **state)
{
    (void)state;
    for (size_t i = 0; i < SHAPES; i++) {
        struct job j = fresh();
        assert_int_equal(run(&j, shapes[i].jobs, shapes[i].nslots), XS_OK);
        assert_false(j.out_of_order);
        assert_int_equal(j.next, UNITS);
    }
}

static void test_error_of_work(void **state)
{
    (void)state;
    for (size_t i = 0; i < SHAPES; i++) {
        struct job j = fresh();
        j.fail_work = 100;
        assert_int_equal(run(&j, shapes[i].jobs, shapes[i].nslots), XS_E_NOMEM);
        assert_false(j.out_of_order);
        assert_true(j.next <= 100);
        assert_true(atomic_load(&j.begun) <= 101 + shapes[i].nslots);
    }
}

static void test_error_of_take(void **state)
{
    (void)state;
    for (size_t i = 0; i < SHAPES; i++) {
        struct job j = fresh();
        j.fail_take = 7;
        assert_int_equal(run(&j, shapes[i].jobs, shapes[i].nslots), XS_E_WRITE);
        assert_int_equal(j.next, 8);
    }
}

static void test_stop(void **state)
{
    (void)state;
    for (size_t i = 0; i < SHAPES; i++) {
        struct job j = fresh();
        j.stop_after = 50;
        assert_int_equal(run(&j, shapes[i].jobs, shapes[i].nslots), XS_E_INTERRUPT);
        assert_false(j.out_of_order);
    }
}

static void test_nothing_to_do(void **state)
{
    (void)state;
    struct job j = fresh();
    const struct xs_pool_job p = { .ctx = &j, .jobs = 4, .nslots = 4, .work = work, .take = take };
    assert_int_equal(xs_pool_run(&p), XS_OK);
    assert_int_equal(j.next, 0);
    assert_true(xs_pool_cores() >= 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_in_order),
        cmocka_unit_test(test_error_of_work),
        cmocka_unit_test(test_error_of_take),
        cmocka_unit_test(test_stop),
        cmocka_unit_test(test_nothing_to_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
