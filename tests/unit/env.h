/* env.h: what several tests need: the word lists of the pattern files, a document from a text. Each
 * test is one program, so this is a header of static functions. */
#ifndef XS_TESTS_ENV_H
#define XS_TESTS_ENV_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "read/read.h"
#include "tree/tree.h"

/* MSG: cmocka's checks say where, not which row of a table. */
#define CHECK(cond, name)                                                                          \
    do {                                                                                           \
        if (!(cond))                                                                               \
            fail_msg("%s: %s", (name), #cond);                                                     \
    } while (0)

struct env {
    struct xs_arena *run, *doc;
    struct xs_fault fault;
    struct xs_patfiles set;
    const struct xs_folder *folder;
    const struct xs_lexset *lex;
    const struct xs_layout *layout;
};

static inline enum xs_err env_load(struct env *e)
{
    const char *dir = getenv("XUSHI_PATTERNS");
    xs_str dirs = xs_str_c(dir ? dir : "patterns");
    enum xs_err err = xs_patfiles_load(e->run, &dirs, 1, &e->fault, &e->set);
    if (err == XS_OK)
        err = xs_folder_load(&e->set, &e->folder);
    if (err == XS_OK)
        err = xs_lexset_load(&e->set, e->folder, &e->lex);
    if (err == XS_OK)
        err = xs_layout_load(&e->set, e->folder, e->lex, &e->layout);
    return err;
}

static inline bool env_open(struct env *e)
{
    e->run = xs_arena_new((size_t)1 << 30);
    e->doc = xs_arena_new((size_t)1 << 30);
    enum xs_err err = e->run && e->doc ? env_load(e) : XS_E_NOMEM;
    if (err != XS_OK)
        print_error("%s: %.*s:%u:%u: %.*s\n", xs_err_text(err), XS_STR_ARG(e->fault.file),
            e->fault.line, e->fault.column, XS_STR_ARG(e->fault.text));
    return err == XS_OK;
}

static inline void env_close(struct env *e)
{
    xs_arena_free(e->run);
    xs_arena_free(e->doc);
}

/* The fields of a test table hold NUL-terminated text; NULL stands for "anything". */
static inline void same_text(const char *name, const char *what, xs_str got, const char *want)
{
    if (want && !xs_str_eq(got, xs_str_c(want)))
        fail_msg("%s: %s is \"%.*s\", not \"%s\"", name, what, XS_STR_ARG(got), want);
}

#endif
