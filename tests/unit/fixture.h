/* fixture.h: the word lists, opened once for all tests of a program. */
#ifndef XS_TESTS_FIXTURE_H
#define XS_TESTS_FIXTURE_H

#include "env.h"

static struct env env;

static inline int set_up(void **state)
{
    (void)state;
    return !env_open(&env);
}

static inline int tear_down(void **state)
{
    (void)state;
    env_close(&env);
    return 0;
}

#endif
