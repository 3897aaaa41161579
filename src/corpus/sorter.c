/* NOLINTNEXTLINE(bugprone-reserved-identifier): the C library's own switch */
#define _GNU_SOURCE /* O_TMPFILE */
#include "corpus/sorter.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"

#define FIRST_ROOM 1024
/* Least buffer of one run while runs are merged. */
#define LEAST_BUFFER ((size_t)4 << 10)
#define PATH_BYTES 4096

const char *xs_runfile_dir(const char *dir)
{
    dir = dir ? dir : getenv("TMPDIR");
    return dir && *dir ? dir : "/tmp";
}

int xs_runfile_open(const struct xs_runfiles *s)
{
    const char *dir = xs_runfile_dir(s->dir);
    char path[PATH_BYTES];
#ifdef O_TMPFILE
    int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0)
        return fd;
#else
    int fd;
#endif
    int n = snprintf(path, sizeof path, "%s/xushi-XXXXXX", dir);
    if (n < 0 || (size_t)n >= sizeof path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0)
        (void)unlink(path); /* a file system that cannot do this leaves a file, and no harm */
    return fd;
}

bool xs_runfile_write(const struct xs_runfiles *s, int fd, const void *p, size_t n, uint64_t at)
{
    const char *from = p;
    if (s->disk)
        *s->disk += n;
    while (n > 0) {
        ssize_t done = pwrite(fd, from, n, (off_t)at);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        from += done;
        n -= (size_t)done;
        at += (uint64_t)done;
    }
    return true;
}

bool xs_runfile_read(int fd, void *p, size_t n, uint64_t at)
{
    char *to = p;
    while (n > 0) {
        ssize_t done = pread(fd, to, n, (off_t)at);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        to += done;
        n -= (size_t)done;
        at += (uint64_t)done;
    }
    return true;
}

void xs_sorter_init(
    struct xs_sorter *s, const struct xs_runfiles *scratch, const struct xs_order *order)
{
    *s = (struct xs_sorter){ .scratch = *scratch, .order = *order, .fd = -1 };
}

static void free_cursors(struct xs_sorter *s)
{
    for (size_t i = 0; s->cursors && i < s->nruns; i++)
        xs_free(s->cursors[i].buf);
    xs_free(s->cursors);
    xs_free(s->heap);
    xs_free(s->out);
    s->cursors = NULL;
    s->heap = NULL;
    s->out = NULL;
}

void xs_sorter_free(struct xs_sorter *s)
{
    free_cursors(s);
    xs_free(s->buf.p);
    xs_free(s->ends);
    if (s->fd >= 0)
        (void)close(s->fd); /* scratch: nothing in it is kept */
    *s = (struct xs_sorter){ .fd = -1 };
}

static enum xs_err sort_buffer(struct xs_sorter *s)
{
    struct xs_tract own = { 0 }, *spare = s->scratch.spare ? s->scratch.spare : &own;
    const size_t bytes = s->count * s->order.size;
    if (!xs_tract_grow(spare, 0, bytes, bytes))
        return XS_E_NOMEM;
    if (xs_sort_either(&s->order, s->buf.p, s->count, spare->p)) {
        const struct xs_tract before = s->buf;
        s->buf = *spare;
        s->room = s->count;
        *spare = before;
    }
    xs_free(own.p);
    return XS_OK;
}

static enum xs_err flush(struct xs_sorter *s)
{
    if (s->count == 0)
        return XS_OK;
    if (s->fd < 0)
        s->fd = xs_runfile_open(&s->scratch);
    if (s->fd < 0)
        return XS_E_WRITE;
    uint64_t *ends = xs_grow(s->ends, &s->runs_cap, s->nruns + 1, sizeof *ends);
    if (!ends)
        return XS_E_NOMEM;
    s->ends = ends;
    XS_TRY(sort_buffer(s));
    if (!xs_runfile_write(&s->scratch, s->fd, s->buf.p, s->count * s->order.size, s->written))
        return XS_E_WRITE;
    s->written += s->count * s->order.size;
    s->ends[s->nruns++] = s->written;
    s->count = 0;
    return XS_OK;
}

enum xs_err xs_sorter_room(struct xs_sorter *s)
{
    size_t most = s->scratch.share / s->order.size;
    if (most < FIRST_ROOM)
        most = FIRST_ROOM;
    if (s->count == s->room && s->room < most) {
        const size_t size = s->order.size, used = s->count * size;
        if (!xs_tract_grow(&s->buf, used, used + size, most * size))
            return XS_E_NOMEM;
        s->room = s->buf.fetched / size < most ? s->buf.fetched / size : most;
    }
    return s->count == s->room ? flush(s) : XS_OK;
}

/* --- reading --------------------------------------------------------------------------------- */

static enum xs_err fill(struct xs_sorter *s, struct xs_run_cursor *c, size_t room)
{
    size_t n = c->to - c->from < room ? (size_t)(c->to - c->from) : room;
    if (n > 0 && !xs_runfile_read(s->fd, c->buf, n, c->from))
        return XS_E_WRITE;
    c->from += n;
    c->at = 0;
    c->len = n;
    return XS_OK;
}

static size_t buffer_bytes(const struct xs_sorter *s)
{
    size_t n = s->scratch.share / (s->nruns ? s->nruns : 1);
    n = n < LEAST_BUFFER ? LEAST_BUFFER : n;
    return n < s->order.size ? s->order.size : n / s->order.size * s->order.size;
}

/* Is run a's record before run b's? */
static bool before(const struct xs_sorter *s, size_t a, size_t b)
{
    const struct xs_run_cursor *x = &s->cursors[a], *y = &s->cursors[b];
    int o = s->order.cmp(x->buf + x->at, y->buf + y->at);
    return o < 0 || (o == 0 && a < b);
}

static void sift(struct xs_sorter *s, size_t i)
{
    for (;;) {
        size_t k = 2 * i + 1;
        if (k >= s->nheap)
            return;
        if (k + 1 < s->nheap && before(s, s->heap[k + 1], s->heap[k]))
            k++;
        if (!before(s, s->heap[k], s->heap[i]))
            return;
        size_t t = s->heap[i];
        s->heap[i] = s->heap[k];
        s->heap[k] = t;
        i = k;
    }
}

static enum xs_err open_runs(struct xs_sorter *s)
{
    size_t room = buffer_bytes(s);
    free_cursors(s);
    s->cursors = xs_alloc(s->nruns, sizeof *s->cursors);
    s->heap = xs_alloc(s->nruns, sizeof *s->heap);
    s->out = xs_alloc(1, s->order.size);
    if (!s->cursors || !s->heap || !s->out)
        return XS_E_NOMEM;
    s->nheap = 0;
    for (size_t i = 0; i < s->nruns; i++) {
        struct xs_run_cursor *c = &s->cursors[i];
        c->from = i ? s->ends[i - 1] : 0;
        c->to = s->ends[i];
        c->buf = xs_alloc(room, 1);
        if (!c->buf)
            return XS_E_NOMEM;
        XS_TRY(fill(s, c, room));
        s->heap[s->nheap++] = i;
    }
    for (size_t i = s->nheap; i-- > 0;)
        sift(s, i);
    return XS_OK;
}

enum xs_err xs_sorter_begin(struct xs_sorter *s)
{
    s->next = 0;
    if (s->nruns == 0) {
        enum xs_err e = s->sorted || s->count == 0 ? XS_OK : sort_buffer(s);
        s->sorted = e == XS_OK;
        return e;
    }
    XS_TRY(flush(s));
    xs_free(s->buf.p);
    s->buf = (struct xs_tract){ 0 };
    s->room = 0;
    return open_runs(s);
}

enum xs_err xs_sorter_merge(struct xs_sorter *s, const void **out)
{
    *out = NULL;
    if (s->nheap == 0)
        return XS_OK;
    struct xs_run_cursor *c = &s->cursors[s->heap[0]];
    memcpy(s->out, c->buf + c->at, s->order.size);
    c->at += s->order.size;
    if (c->at == c->len)
        XS_TRY(fill(s, c, buffer_bytes(s)));
    if (c->len == 0)
        s->heap[0] = s->heap[--s->nheap];
    sift(s, 0);
    *out = s->out;
    return XS_OK;
}
