#include "env.h"

#include <stdlib.h>

#include "base/limits.h"

struct xs_engine *fuzz_engine(void)
{
    static struct xs_engine engine;
    static bool open;
    const char *dir = getenv("XUSHI_PATTERNS");
    xs_str where = xs_str_c(dir ? dir : "patterns");
    if (open)
        return &engine;
    if (xs_engine_open(&engine, &where, 1) != XS_OK) {
        fprintf(stderr, "fuzz: %.*s:%u: %.*s\n", XS_STR_ARG(engine.fault.file), engine.fault.line,
            XS_STR_ARG(engine.fault.text));
        exit(70);
    }
    open = true;
    return &engine;
}

struct xs_arena *fuzz_arena(void)
{
    static struct xs_arena *a;
    if (!a)
        a = xs_arena_new((size_t)1 << 30);
    FUZZ_MUST(a != NULL);
    xs_arena_reset(a);
    return a;
}
