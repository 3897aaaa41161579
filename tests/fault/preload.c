/* preload.c: a library for LD_PRELOAD that lets the system fail. FAIL_WRITE=N: the N-th write to a
 * file that is no terminal message fails with ENOSPC, as all after it. FAIL_SHORT=N: from the N-th
 * on, a write takes one byte only, as the system may. FAIL_MALLOC=N: the N-th malloc, calloc or
 * realloc of the libraries gives nothing. FAIL_SYNC=1: fsync and rename fail. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static atomic_ulong writes, mallocs;

static unsigned long number(const char *name)
{
    const char *s = getenv(name);
    return s ? strtoul(s, NULL, 10) : 0;
}

static void *next(const char *name) { return dlsym(RTLD_NEXT, name); }

ssize_t write(int fd, const void *bytes, size_t n)
{
    static ssize_t (*real)(int, const void *, size_t);
    unsigned long fail = number("FAIL_WRITE"), shorten = number("FAIL_SHORT");
    if (!real)
        *(void **)&real = next("write");
    unsigned long at = fd == STDERR_FILENO ? 0 : atomic_fetch_add(&writes, 1) + 1;
    if (fail && at >= fail) {
        errno = ENOSPC;
        return -1;
    }
    return real(fd, bytes, shorten && at >= shorten && n > 1 ? 1 : n);
}

/* The file named by FAIL_GROW or FAIL_SHRINK changes under the reader. */
static void change_file(void)
{
    static atomic_int busy;
    const char *grow = getenv("FAIL_GROW"), *shrink = getenv("FAIL_SHRINK");
    struct stat st;
    if ((!grow && !shrink) || atomic_exchange(&busy, 1))
        return;
    if (grow) {
        int fd = open(grow, O_WRONLY | O_APPEND);
        if (fd >= 0) {
            (void)!write(fd, "\tmore text\n\n", 13);
            close(fd);
        }
    } else if (stat(shrink, &st) == 0) {
        (void)!truncate(shrink, st.st_size / 2);
    }
    atomic_store(&busy, 0);
}

ssize_t read(int fd, void *bytes, size_t n)
{
    static ssize_t (*real)(int, void *, size_t);
    if (!real)
        *(void **)&real = next("read");
    change_file();
    return real(fd, bytes, n);
}

int fsync(int fd)
{
    static int (*real)(int);
    if (!real)
        *(void **)&real = next("fsync");
    if (number("FAIL_SYNC")) {
        errno = EIO;
        return -1;
    }
    return real(fd);
}

int rename(const char *from, const char *to)
{
    static int (*real)(const char *, const char *);
    if (!real)
        *(void **)&real = next("rename");
    if (number("FAIL_SYNC")) {
        errno = EIO;
        return -1;
    }
    return real(from, to);
}

/* The loader itself asks for memory before dlsym works: the library's own names are used. */
extern void *__libc_malloc(size_t n);
extern void *__libc_calloc(size_t count, size_t n);
extern void *__libc_realloc(void *p, size_t n);

/* Counted from where main() begins to watch for signals: what libraries do while they are loaded is
 * not ours. */
static atomic_int armed;

int sigaction(int sig, const struct sigaction *act, struct sigaction *old)
{
    static int (*real)(int, const struct sigaction *, struct sigaction *);
    if (!real)
        *(void **)&real = next("sigaction");
    if (sig == SIGTERM)
        atomic_store(&armed, 1);
    return real(sig, act, old);
}

static int must_fail(void)
{
    if (!atomic_load(&armed))
        return 0;
    static atomic_ulong limit, known;
    if (!atomic_load(&known)) {
        atomic_store(&limit, number("FAIL_MALLOC"));
        atomic_store(&known, 1);
    }
    unsigned long at = atomic_load(&limit);
    int fail = at && atomic_fetch_add(&mallocs, 1) + 1 == at;
    if (fail)
        errno = ENOMEM;
    return fail;
}

void *malloc(size_t n) { return must_fail() ? NULL : __libc_malloc(n); }
void *calloc(size_t count, size_t n) { return must_fail() ? NULL : __libc_calloc(count, n); }
void *realloc(void *p, size_t n) { return must_fail() ? NULL : __libc_realloc(p, n); }
