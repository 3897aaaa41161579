/* driver [--cut N] [--noise N] FILE...: runs a fuzz target without libFuzzer: on each file, on N
 * beginnings of it, and on N copies with changed bytes (fixed seed). A folder stands for its files.
 * A fault ends the program; an input that takes longer than LIMIT_MS is a failure. Ends with "fuzz:
 * N passed, N failed". */
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/io.h"
#include "base/limits.h"
#include "env.h"

#define LIMIT_MS 20000

struct totals {
    size_t passed, failed, cuts, noises;
    uint64_t random;
};

static uint64_t now_ms(void)
{
    struct timespec t;
    if (clock_gettime(CLOCK_MONOTONIC, &t) != 0)
        return 0;
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

static size_t next_random(struct totals *t, size_t below)
{
    t->random = t->random * 6364136223846793005u + 1442695040888963407u;
    return below ? (size_t)((t->random >> 33) % below) : 0;
}

static void one(struct totals *t, const char *name, const char *what, const char *bytes, size_t len)
{
    uint64_t from = now_ms();
    alarm(LIMIT_MS / 1000);
    (void)LLVMFuzzerTestOneInput((const uint8_t *)bytes, len); /* always 0 */
    alarm(0);
    if (now_ms() - from > LIMIT_MS) {
        printf("FAILED %s (%s): slower than %d ms\n", name, what, LIMIT_MS);
        t->failed++;
    } else {
        t->passed++;
    }
}

/* Every N-th beginning; the last one lacks one byte. */
static void cut(struct totals *t, const char *name, const char *bytes, size_t len)
{
    for (size_t i = 1; i <= t->cuts && len; i++)
        one(t, name, "cut", bytes, len * i / (t->cuts + 1));
}

/* One to four changes: a byte of any value, a byte gone, a run doubled. */
static void noise(struct totals *t, const char *name, const char *bytes, size_t len)
{
    char *copy = len ? malloc(len * 2) : NULL;
    for (size_t i = 0; copy && i < t->noises; i++) {
        size_t n = len;
        memcpy(copy, bytes, len);
        for (size_t k = next_random(t, 4) + 1; k > 0; k--) {
            size_t at = next_random(t, n), run = next_random(t, 64);
            if (i % 3 == 0) {
                copy[at] = (char)next_random(t, 256);
            } else if (i % 3 == 1 && n > 1) {
                memmove(copy + at, copy + at + 1, n - at - 1);
                n--;
            } else if (at + run <= n && n + run <= len * 2) {
                memmove(copy + at + run, copy + at, n - at);
                n += run;
            }
        }
        one(t, name, "noise", copy, n);
    }
    free(copy);
}

static bool run_file(struct totals *t, const char *path)
{
    struct xs_bytes b = { 0 };
    int error = 0;
    bool good = xs_io_read(&b, path, XS_MAX_DOC_BYTES, &error) == XS_OK;
    if (good) {
        one(t, path, "whole", b.ptr, b.len);
        cut(t, path, b.ptr, b.len);
        noise(t, path, b.ptr, b.len);
    } else {
        printf("FAILED %s: cannot be read\n", path);
        t->failed++;
    }
    xs_bytes_free(&b);
    return good;
}

static void run_path(struct totals *t, const char *path)
{
    struct xs_arena *a = xs_arena_new((size_t)64 << 20);
    struct xs_walk walk = { 0 };
    int error = 0;
    if (!a || xs_io_walk(a, path, &walk, &error) != XS_OK)
        (void)run_file(t, path); /* no folder; a fault is counted */
    for (size_t i = 0; i < walk.count; i++)
        (void)run_file(t, walk.items[i].path.ptr);
    xs_arena_free(a);
}

int main(int argc, char **argv)
{
    struct totals t = { .random = 1 };
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--cut") == 0 && i + 1 < argc)
            t.cuts = strtoull(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--noise") == 0 && i + 1 < argc)
            t.noises = strtoull(argv[++i], NULL, 10);
        else
            run_path(&t, argv[i]);
    }
    printf("fuzz: %zu passed, %zu failed\n", t.passed, t.failed);
    return t.failed || !t.passed;
}
