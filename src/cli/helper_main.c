#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/io.h"
#include "base/limits.h"
#include "cli/helper.h"
#include "read/archive.h"
#include "read/read.h"
#include "read/wire.h"

/* Reads n bytes; false: the other side has gone. */
static bool take(void *to, size_t n)
{
    char *p = to;
    while (n > 0) {
        ssize_t r = read(STDIN_FILENO, p, n);
        if (r < 0 && errno == EINTR)
            continue;
        if (r <= 0)
            return false;
        p += r;
        n -= (size_t)r;
    }
    return true;
}

static bool tell(xs_str s)
{
    while (s.len) {
        ssize_t r = write(STDOUT_FILENO, s.ptr, s.len);
        if (r < 0 && errno == EINTR)
            continue;
        if (r <= 0)
            return false;
        s = xs_str_sub(s, (size_t)r, s.len);
    }
    return true;
}

static bool answer(enum xs_answer_kind kind, enum xs_err status, xs_str name, xs_str bytes)
{
    struct xs_answer a = {
        .kind = kind, .status = status, .name_len = (uint32_t)name.len, .len = bytes.len
    };
    return tell((xs_str){ (const char *)&a, sizeof a }) && tell(name) && tell(bytes);
}

/* A library that runs wild ends with the process: its memory, its time, files that it would write.
 */
static void limit(int what, rlim_t most)
{
    struct rlimit l;
    if (getrlimit(what, &l) == 0 && (l.rlim_max == RLIM_INFINITY || l.rlim_max > most))
        l.rlim_max = most;
    l.rlim_cur = most < l.rlim_max ? most : l.rlim_max;
    (void)setrlimit(what, &l);
}

static void limit_all(void)
{
    (void)signal(SIGXFSZ, SIG_IGN); /* writing fails instead */
    (void)signal(SIGINT, SIG_DFL);
    (void)signal(SIGTERM, SIG_DFL);
    limit(RLIMIT_CORE, 0);
#ifndef XS_COVER /* gcov writes its counts when a helper ends */
    limit(RLIMIT_FSIZE, 0);
#endif
#if !defined(__SANITIZE_ADDRESS__) &&                                                              \
    !defined(__SANITIZE_THREAD__) /* which take terabytes of addresses */
    limit(RLIMIT_AS, XS_HELPER_MEMORY);
#endif
}

/* Seconds of processor time from now on; the program that asks may have died and kill nobody. */
static void limit_time(size_t bytes)
{
    struct rusage used;
    struct rlimit l;
    if (getrusage(RUSAGE_SELF, &used) != 0 || getrlimit(RLIMIT_CPU, &l) != 0)
        return;
    rlim_t seconds = (rlim_t)used.ru_utime.tv_sec + (rlim_t)used.ru_stime.tv_sec;
    l.rlim_cur = seconds + 4 * (XS_READ_SECONDS + bytes / XS_READ_BYTES_A_SECOND);
    (void)setrlimit(RLIMIT_CPU, &l);
}

static bool read_document(struct xs_arena *a, xs_str bytes)
{
    struct xs_sheet s = { .format = "", .encoding = "" };
    struct xs_buf b;
    xs_buf_init(&b, XS_MAX_BUF);
    enum xs_err e = xs_read_sheet(a, bytes, &s);
    if (e != XS_OK)
        s = (struct xs_sheet){ .format = "", .encoding = "", .missing = s.missing };
    xs_wire_put(&b, &s);
    xs_str wire = xs_buf_str(&b);
    if (b.err != XS_OK)
        e = b.err;
    bool good = b.err == XS_OK && answer(XS_TELL_SHEET, e, XS_STR_NONE, wire);
    xs_buf_free(&b);
    return good;
}

static enum xs_err give_member(void *self, xs_str name, xs_str bytes, enum xs_err status)
{
    (void)self;
    if (name.len > XS_LONGEST_MEMBER_NAME)
        return XS_E_BOMB;
    return answer(XS_TELL_MEMBER, status, name, bytes) ? XS_OK : XS_E_CRASHED;
}

static bool expand(xs_str name, xs_str bytes)
{
    const struct xs_archive_sink sink = { .member = give_member };
    enum xs_err e = xs_archive_walk(bytes, name, &sink);
    return e != XS_E_CRASHED && answer(XS_TELL_DONE, e, XS_STR_NONE, XS_STR_NONE);
}

/* One request; false: there is none, or the answer could not be given. */
static bool serve(struct xs_arena *a)
{
    struct xs_request r;
    if (!take(&r, sizeof r) || r.len > XS_MAX_DOC_BYTES || r.name_len > XS_LONGEST_MEMBER_NAME)
        return false;
    xs_arena_reset(a);
    char *name = xs_arena_alloc(a, r.name_len + 1, 1);
    char *p = xs_alloc((size_t)r.len + XS_IO_PADDING, 1); /* zeroed padding */
    bool good = p && name && take(name, r.name_len) && take(p, (size_t)r.len);
    if (good) {
        xs_str bytes = { p, (size_t)r.len };
        limit_time(bytes.len);
        good = r.kind == XS_ASK_EXPAND ? expand((xs_str){ name, r.name_len }, bytes)
                                       : read_document(a, bytes);
    }
    xs_free(p);
    return good;
}

int xs_helper_main(void)
{
    (void)setlocale(LC_CTYPE, "C.UTF-8"); /* for names in archives; without it some are lost */
    limit_all();
    struct xs_arena *a = xs_arena_new(XS_HELPER_MEMORY);
    while (a && serve(a))
        ;
    xs_arena_free(a);
    return 0;
}
