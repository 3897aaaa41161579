/* NOLINTNEXTLINE(bugprone-reserved-identifier): the C library's own switch */
#define _GNU_SOURCE /* realpath, sync_file_range */
#include "write/output.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/limits.h"

/* Bytes that are written at once: whole pages, where these begin in the file too, are several times
 * as fast as pieces of any size. */
#define PIECE ((size_t)128 << 10)
/* Bytes after which the system is asked to begin storing them. Left to the renaming, which has some
 * file systems store the new file before the old one goes, it all waits for the disk at the end. */
#define STORE_STEP ((uint64_t)1 << 20)
/* Names that are tried for the file beside the target. */
#define TEMP_TRIES 1000u

static enum xs_err fail(struct xs_output *o, enum xs_err err, int os_error)
{
    if (o->err == XS_OK) {
        o->err = err;
        o->os_error = os_error;
    }
    return o->err;
}

/* Free what o holds; its error stays. */
static void drop(struct xs_output *o)
{
    xs_buf_free(&o->buf);
    xs_free(o->target);
    xs_free(o->temp);
    o->target = NULL;
    o->temp = NULL;
    o->open = false;
}

/* s as a string of its own. */
static char *c_string(xs_str s)
{
    char *p = xs_alloc(s.len + 1, 1);
    if (p && s.len > 0)
        memcpy(p, s.ptr, s.len);
    return p;
}

/* Is it the file that standard output goes to? /dev/stdout leads there. */
static bool is_stdout_file(const struct stat *st)
{
    struct stat out;
    return fstat(STDOUT_FILENO, &out) == 0 && out.st_dev == st->st_dev && out.st_ino == st->st_ino;
}

/* --- what a killed run left ------------------------------------------------------------------ */

/* A lock on the whole file, which goes with the process. */
static bool lock(int fd)
{
    struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
    return fcntl(fd, F_SETLK, &whole) == 0;
}

/* Steps over a number of at most nine digits; -1: there is none. */
static long number_at(const char **at)
{
    long n = 0;
    const char *p = *at;
    for (; *p >= '0' && *p <= '9' && p - *at < 9; p++)
        n = 10 * n + (*p - '0');
    bool any = p > *at;
    *at = p;
    return any ? n : -1;
}

/* The process in a name such as ".xushi-4711-0.tmp"; 0: it is another name. */
static long process_of(const char *name)
{
    static const char head[] = ".xushi-";
    if (strncmp(name, head, sizeof head - 1) != 0)
        return 0;
    name += sizeof head - 1;
    long pid = number_at(&name);
    bool ours = *name == '-' && (name++, number_at(&name)) >= 0 && strcmp(name, ".tmp") == 0;
    return ours && pid > 0 ? pid : 0;
}

/* Takes one away that no process holds: the one that wrote it is gone, and none on another machine
 * has locked it. */
static void sweep_one(int folder, const char *name)
{
    long pid = process_of(name);
    if (pid == 0 || kill((pid_t)pid, 0) == 0 || errno != ESRCH)
        return;
    int fd = openat(folder, name, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return;
    if (lock(fd))
        (void)unlinkat(folder, name, 0); /* a leftover does no harm */
    (void)close(fd);                     /* nothing was written */
}

/* In the folder that the first len bytes of path name. */
static void sweep(const char *path, size_t len)
{
    char *name = c_string(len > 0 ? (xs_str){ path, len } : XS_STR("."));
    DIR *folder = name ? opendir(name) : NULL;
    const struct dirent *e;
    xs_free(name);
    while (folder && (e = readdir(folder)) != NULL)
        sweep_one(dirfd(folder), e->d_name);
    if (folder)
        (void)closedir(folder); /* it was read */
}

/* --- one file -------------------------------------------------------------------------------- */

/* A new file in the folder of o->target. Its mode is that of the old file, or what the umask gives.
 */
static enum xs_err open_beside(struct xs_output *o, const struct stat *old)
{
    const char *slash = strrchr(o->target, '/');
    size_t folder = slash ? (size_t)(slash - o->target) + 1 : 0;
    size_t size = folder + 64;
    o->temp = xs_alloc(size, 1);
    if (!o->temp)
        return fail(o, XS_E_NOMEM, 0);
    memcpy(o->temp, o->target, folder);
    o->fd = -1;
    unsigned n = 0;
    for (; o->fd < 0 && n < TEMP_TRIES; n++) {
        (void)snprintf(
            o->temp + folder, size - folder, ".xushi-%ld-%u.tmp", (long)getpid(), n); /* fits */
        o->fd = open(o->temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (o->fd < 0 && errno != EEXIST)
            break;
    }
    if (o->fd < 0)
        return fail(o, XS_E_WRITE, errno);
    (void)lock(o->fd); /* some file systems have none */
    if (n == 1)        /* the first of this run in the folder */
        sweep(o->target, folder);
    if (old)
        (void)fchmod(o->fd, old->st_mode & 07777); /* some file systems have no modes */
    return XS_OK;
}

static enum xs_err open_named(struct xs_output *o, const char *name, const struct stat *old)
{
    o->target = c_string(xs_str_c(name));
    return o->target ? open_beside(o, old) : fail(o, XS_E_NOMEM, 0);
}

/* Something that is there: a file is replaced where its name leads once links are followed. An open
 * file that was removed has no name left. */
static enum xs_err open_old(struct xs_output *o, const char *path, const struct stat *st)
{
    char real[PATH_MAX];
    const bool regular = S_ISREG(st->st_mode);
    if (S_ISDIR(st->st_mode))
        return fail(o, XS_E_WRITE, EISDIR);
    if (access(path, W_OK) != 0)
        return fail(o, XS_E_WRITE, errno);
    if (regular && is_stdout_file(st)) {
        o->fd = STDOUT_FILENO;
        o->is_stdout = true;
        return XS_OK;
    }
    if (regular && realpath(path, real))
        return open_named(o, real, st);
    o->fd = open(path, O_WRONLY | O_CLOEXEC);
    return o->fd < 0 ? fail(o, XS_E_WRITE, errno) : XS_OK;
}

static enum xs_err open_path(struct xs_output *o, const char *path)
{
    struct stat st;
    if (stat(path, &st) == 0)
        return open_old(o, path, &st);
    return errno == ENOENT ? open_named(o, path, NULL) : fail(o, XS_E_WRITE, errno);
}

enum xs_err xs_output_open(struct xs_output *o, xs_str path)
{
    *o = (struct xs_output){ .path = path, .fd = -1 };
    xs_buf_init(&o->buf, XS_MAX_BUF);
    if (path.len == 0 || xs_str_eq(path, XS_STR("-"))) {
        o->fd = STDOUT_FILENO;
        o->is_stdout = true;
        o->open = true;
        return XS_OK;
    }
    if (memchr(path.ptr, '\0', path.len))
        return fail(o, XS_E_WRITE, EINVAL);
    char *name = c_string(path);
    enum xs_err err = name ? open_path(o, name) : fail(o, XS_E_NOMEM, 0);
    xs_free(name);
    if (err != XS_OK)
        drop(o);
    else
        o->open = true;
    return err;
}

/* An error sticks. */
static void write_all(struct xs_output *o, xs_str rest)
{
    while (o->err == XS_OK && rest.len > 0) {
        ssize_t n = write(o->fd, rest.ptr, rest.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            (void)fail(o, XS_E_WRITE, n < 0 ? errno : EIO); /* the loop ends */
        else {
            o->written += (uint64_t)n;
            rest = xs_str_sub(rest, (size_t)n, rest.len);
        }
    }
}

/* Asks for, does not wait for; what cannot be stored shows as it would without. */
static void begin_storing(struct xs_output *o)
{
#ifdef SYNC_FILE_RANGE_WRITE
    if (!o->temp || o->written - o->stored < STORE_STEP)
        return;
    (void)sync_file_range(
        o->fd, (off_t)o->stored, (off_t)(o->written - o->stored), SYNC_FILE_RANGE_WRITE);
    o->stored = o->written;
#else
    (void)o;
#endif
}

/* Write what is gathered. */
static enum xs_err flush(struct xs_output *o)
{
    xs_str rest;
    if (xs_buf_finish(&o->buf, &rest) != XS_OK)
        return fail(o, o->buf.err, 0);
    write_all(o, rest);
    xs_buf_clear(&o->buf);
    return o->err;
}

/* What is behind the pieces stays. */
enum xs_err xs_output_push(struct xs_output *o)
{
    struct xs_buf *b = &o->buf;
    if (o->err != XS_OK || (b->err == XS_OK && b->len < PIECE))
        return o->err;
    if (b->err != XS_OK)
        return fail(o, b->err, 0);
    const size_t whole = b->len / PIECE * PIECE;
    write_all(o, (xs_str){ b->ptr, whole });
    begin_storing(o);
    b->len -= whole;
    memmove(b->ptr, b->ptr + whole, b->len);
    return o->err;
}

enum xs_err xs_output_puts(struct xs_output *o, xs_str bytes)
{
    if (o->err == XS_OK)
        xs_buf_puts(&o->buf, bytes);
    return xs_output_push(o);
}

enum xs_err xs_output_begin(
    struct xs_output *o, enum xs_table table, const struct xs_format *format, bool bom)
{
    o->schema = &xs_schemas[table];
    o->format = format ? format : xs_format_for(o->path);
    if (!o->format)
        return XS_E_USAGE;
    if (o->err == XS_OK)
        o->format->begin(&o->buf, o->schema, bom && o->target);
    return xs_output_push(o);
}

enum xs_err xs_output_row(struct xs_output *o, const struct xs_datum *row)
{
    if (o->err == XS_OK)
        o->format->row(&o->buf, o->schema, row);
    return xs_output_push(o);
}

enum xs_err xs_output_end(struct xs_output *o)
{
    if (o->err == XS_OK)
        o->format->end(&o->buf, o->schema);
    return xs_output_push(o);
}

/* Flush and close; some file systems only tell then that the bytes have no room. */
static enum xs_err finish(struct xs_output *o)
{
    enum xs_err err = flush(o);
    int fd = o->is_stdout ? dup(o->fd) : o->fd; /* standard output stays open */
    if (fd >= 0 && close(fd) != 0 && errno != EINTR)
        err = fail(o, XS_E_WRITE, errno);
    o->fd = -1;
    return err;
}

/* Close, remove what was begun. */
static void discard(struct xs_output *o)
{
    if (!o->is_stdout && o->fd >= 0)
        (void)close(o->fd); /* nothing of it is kept */
    o->fd = -1;
    if (o->temp)
        (void)unlink(o->temp); /* a leftover does no harm */
    drop(o);
}

enum xs_err xs_outputs_commit(struct xs_output *o, size_t n)
{
    enum xs_err first = XS_OK;
    for (size_t i = 0; i < n; i++) {
        enum xs_err err = o[i].open ? finish(&o[i]) : o[i].err;
        if (first == XS_OK)
            first = err;
    }
    for (size_t i = 0; i < n; i++) {
        if (!o[i].open)
            continue;
        if (first == XS_OK && o[i].temp && rename(o[i].temp, o[i].target) != 0)
            first = fail(&o[i], XS_E_WRITE, errno);
        else if (first == XS_OK) {
            xs_free(o[i].temp); /* it is the target now */
            o[i].temp = NULL;
        }
        discard(&o[i]);
    }
    return first;
}

void xs_outputs_abort(struct xs_output *o, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (o[i].open)
            discard(&o[i]);
}
