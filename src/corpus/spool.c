#include "corpus/spool.h"

#include <string.h>
#include <unistd.h>

#include "base/alloc.h"

/* What one read fetches: most strings are shorter and need no second one. */
#define GUESS 1024

void xs_spool_init(struct xs_spool *s, const struct xs_runfiles *scratch)
{
    *s = (struct xs_spool){ .scratch = *scratch, .fd = -1 };
}

void xs_spool_free(struct xs_spool *s)
{
    xs_free(s->buf.p);
    if (s->fd >= 0)
        (void)close(s->fd); /* scratch: nothing in it is kept */
    *s = (struct xs_spool){ .fd = -1 };
}

static enum xs_err flush(struct xs_spool *s)
{
    if (s->fd < 0)
        s->fd = xs_runfile_open(&s->scratch);
    if (s->fd < 0 || !xs_runfile_write(&s->scratch, s->fd, s->buf.p, s->len, s->written))
        return XS_E_WRITE;
    s->written += s->len;
    s->len = 0;
    return XS_OK;
}

static enum xs_err need(struct xs_spool *s, size_t n)
{
    if (n <= s->buf.fetched - s->len && s->len + n <= s->scratch.share)
        return XS_OK;
    if (s->len > 0 && s->len + n > s->scratch.share)
        XS_TRY(flush(s));
    return xs_tract_grow(&s->buf, s->len, s->len + n, s->scratch.share) ? XS_OK : XS_E_NOMEM;
}

/* A string is its length in four bytes and itself. */
enum xs_err xs_spool_put(struct xs_spool *s, xs_str bytes, uint64_t *at)
{
    uint32_t len = bytes.len > UINT32_MAX ? UINT32_MAX : (uint32_t)bytes.len;
    XS_TRY(need(s, len + sizeof len));
    *at = s->written + s->len;
    memcpy(s->buf.p + s->len, &len, sizeof len);
    if (len > 0)
        memcpy(s->buf.p + s->len + sizeof len, bytes.ptr, len);
    s->len += len + sizeof len;
    return XS_OK;
}

static enum xs_err fetch(const struct xs_spool *s, uint64_t at, struct xs_buf *out)
{
    char guess[GUESS];
    uint32_t len;
    size_t n = s->written - at < GUESS ? (size_t)(s->written - at) : GUESS;
    if (n < sizeof len || !xs_runfile_read(s->fd, guess, n, at))
        return XS_E_WRITE;
    memcpy(&len, guess, sizeof len);
    size_t there = n - sizeof len < len ? n - sizeof len : len;
    xs_buf_puts(out, (xs_str){ guess + sizeof len, there });
    while (there < len && out->err == XS_OK) {
        n = len - there < GUESS ? len - there : GUESS;
        if (!xs_runfile_read(s->fd, guess, n, at + sizeof len + there))
            return XS_E_WRITE;
        xs_buf_puts(out, (xs_str){ guess, n });
        there += n;
    }
    return out->err;
}

enum xs_err xs_spool_get(const struct xs_spool *s, uint64_t at, struct xs_buf *out)
{
    uint32_t len;
    if (at < s->written)
        return fetch(s, at, out);
    const char *p = s->buf.p + (at - s->written);
    memcpy(&len, p, sizeof len);
    xs_buf_puts(out, (xs_str){ p + sizeof len, len });
    return out->err;
}

enum xs_err xs_spool_record(const struct xs_spool *s, uint64_t number, void *out, size_t size)
{
    uint64_t at = number * (size + sizeof(uint32_t)) + sizeof(uint32_t);
    if (at < s->written)
        return xs_runfile_read(s->fd, out, size, at) ? XS_OK : XS_E_WRITE;
    memcpy(out, s->buf.p + (at - s->written), size);
    return XS_OK;
}
