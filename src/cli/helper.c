#include "cli/helper.h"

#include <errno.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "read/wire.h"

#define CHUNK 65536

static enum xs_err start(struct xs_helper *h)
{
    const char *const argv[] = { h->program ? h->program : "/proc/self/exe", XS_HELPER_OPTION,
        NULL };
    return h->child.pid ? XS_OK : xs_child_start(&h->child, argv, NULL, false);
}

static uint64_t deadline_for(size_t bytes)
{
    uint64_t seconds = XS_READ_SECONDS + bytes / XS_READ_BYTES_A_SECOND;
    return xs_child_now() + seconds * 1000;
}

static enum xs_err ask(struct xs_helper *h, enum xs_request_kind kind, xs_str name, xs_str bytes)
{
    struct xs_request r = { .kind = kind, .name_len = (uint32_t)name.len, .len = bytes.len };
    uint64_t deadline = deadline_for(bytes.len);
    XS_TRY(start(h));
    XS_TRY(xs_child_send(&h->child, (xs_str){ (const char *)&r, sizeof r }, deadline));
    XS_TRY(xs_child_send(&h->child, name, deadline));
    return xs_child_send(&h->child, bytes, deadline);
}

static enum xs_err hear(struct xs_helper *h, struct xs_answer *a, uint64_t deadline)
{
    XS_TRY(xs_child_receive(&h->child, a, sizeof *a, deadline));
    bool good = a->kind <= XS_TELL_DONE && a->status < XS_ERR_COUNT &&
                a->name_len <= XS_LONGEST_MEMBER_NAME && a->len <= XS_MAX_BUF;
    return good ? XS_OK : XS_E_CRASHED;
}

/* *told: the helper is sound; the result is its answer. */
static enum xs_err read_one(
    struct xs_helper *h, struct xs_arena *a, xs_str bytes, struct xs_sheet *out, bool *told)
{
    struct xs_answer answer;
    uint64_t deadline = deadline_for(bytes.len);
    XS_TRY(ask(h, XS_ASK_READ, XS_STR_NONE, bytes));
    XS_TRY(hear(h, &answer, deadline));
    if (answer.kind != XS_TELL_SHEET || answer.name_len)
        return XS_E_CRASHED;
    char *p = xs_arena_alloc(a, (size_t)answer.len + 1, 1);
    if (!p)
        return XS_E_NOMEM;
    XS_TRY(xs_child_receive(&h->child, p, (size_t)answer.len, deadline));
    struct xs_sheet s;
    XS_TRY(xs_wire_get(a, (xs_str){ p, (size_t)answer.len }, &s));
    *told = true;
    *out = s;
    return (enum xs_err)answer.status;
}

enum xs_err xs_helper_read(
    struct xs_helper *h, struct xs_arena *a, xs_str bytes, struct xs_sheet *out)
{
    bool told = false;
    enum xs_err e = read_one(h, a, bytes, out, &told);
    if (!told)
        (void)xs_child_stop(&h->child, true); /* how it ends does not matter any more */
    return e;
}

/* --- archives
 * ------------------------------------------------------------------------------------------ */

static enum xs_err write_all(int fd, const char *p, size_t n)
{
    while (fd >= 0 && n > 0) {
        ssize_t done = write(fd, p, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return XS_E_WRITE;
        p += done;
        n -= (size_t)done;
    }
    return XS_OK;
}

static enum xs_err receive_file(struct xs_helper *h, uint64_t len, int fd, uint64_t deadline)
{
    char chunk[CHUNK];
    while (len > 0) {
        size_t n = len < sizeof chunk ? (size_t)len : sizeof chunk;
        XS_TRY(xs_child_receive(&h->child, chunk, n, deadline));
        XS_TRY(write_all(fd, chunk, n));
        len -= n;
    }
    return XS_OK;
}

static enum xs_err receive_member(struct xs_helper *h, const struct xs_answer *a,
    const struct xs_helper_sink *sink, uint64_t deadline)
{
    char name[XS_LONGEST_MEMBER_NAME];
    int fd = -1;
    if (a->kind != XS_TELL_MEMBER || a->name_len == 0)
        return XS_E_CRASHED;
    XS_TRY(xs_child_receive(&h->child, name, a->name_len, deadline));
    xs_str s = { name, a->name_len };
    if (xs_utf8_check(s) != s.len)
        return XS_E_CRASHED;
    XS_TRY(sink->begin(sink->self, s, a->len, (enum xs_err)a->status, &fd));
    return receive_file(h, a->len, fd, deadline);
}

static enum xs_err expand(
    struct xs_helper *h, xs_str bytes, xs_str name, const struct xs_helper_sink *sink, bool *told)
{
    struct xs_answer a;
    uint64_t total = 0, files = 0;
    XS_TRY(ask(h, XS_ASK_EXPAND, name, bytes));
    for (;;) {
        uint64_t deadline = deadline_for(bytes.len);
        XS_TRY(hear(h, &a, deadline));
        if (a.kind == XS_TELL_DONE)
            break;
        total += a.len;
        if (total > XS_MAX_ARCHIVE_BYTES || ++files > XS_MAX_ARCHIVE_FILES)
            return XS_E_BOMB;
        XS_TRY(receive_member(h, &a, sink, deadline));
    }
    *told = true;
    return (enum xs_err)a.status;
}

enum xs_err xs_helper_expand(
    struct xs_helper *h, xs_str bytes, xs_str name, const struct xs_helper_sink *sink)
{
    bool told = false;
    if (name.len > XS_LONGEST_MEMBER_NAME)
        name = XS_STR_NONE;
    enum xs_err e = expand(h, bytes, name, sink, &told);
    int error = errno; /* of a write */
    if (!told)
        (void)xs_child_stop(&h->child, true); /* how it ends does not matter any more */
    errno = error;
    return e;
}

void xs_helper_close(struct xs_helper *h)
{
    (void)xs_child_stop(&h->child, false); /* it ends when its input does */
}
