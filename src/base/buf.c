#include "base/buf.h"

#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "base/vec.h"

void xs_buf_init(struct xs_buf *b, size_t cap) { *b = (struct xs_buf){ .cap = cap }; }

void xs_buf_free(struct xs_buf *b)
{
    xs_free(b->ptr);
    *b = (struct xs_buf){ .cap = b->cap };
}

void xs_buf_clear(struct xs_buf *b)
{
    b->len = 0;
    b->err = XS_OK;
}

static bool room(struct xs_buf *b, size_t n)
{
    if (b->err != XS_OK)
        return false;
    if (n <= b->size - b->len && b->ptr)
        return true;
    if (n > b->cap - b->len) {
        b->err = XS_E_NOMEM;
        return false;
    }
    size_t size = b->size ? b->size : b->cap < 256 ? b->cap : 256;
    while (size < b->len + n)
        size = size > b->cap / 2 ? b->cap : size * 2;
    char *p = xs_realloc(b->ptr, size, 1);
    if (!p) {
        b->err = XS_E_NOMEM;
        return false;
    }
    b->ptr = p;
    b->size = size;
    return true;
}

char *xs_buf_room_slow(struct xs_buf *b, size_t n) { return room(b, n) ? b->ptr + b->len : NULL; }

void xs_buf_puts_slow(struct xs_buf *b, xs_str s)
{
    if (s.len == 0 || !room(b, s.len))
        return;
    memcpy(b->ptr + b->len, s.ptr, s.len);
    b->len += s.len;
}

char *xs_uint_put_long(char *to, uint64_t n)
{
    size_t digits = 1;
    for (uint64_t rest = n; rest >= 10; rest /= 10)
        digits++;
    for (size_t i = digits; i > 0; n /= 10)
        to[--i] = (char)('0' + n % 10);
    return to + digits;
}

void xs_buf_uint(struct xs_buf *b, uint64_t n)
{
    char d[XS_UINT_BYTES];
    xs_buf_puts(b, (xs_str){ d, (size_t)(xs_uint_put(d, n) - d) });
}

void xs_buf_int(struct xs_buf *b, int64_t n)
{
    if (n < 0)
        xs_buf_putc(b, '-');
    xs_buf_uint(b, n < 0 ? (uint64_t)0 - (uint64_t)n : (uint64_t)n);
}

void xs_buf_fixed(struct xs_buf *b, int64_t n, unsigned decimals)
{
    uint64_t scale = 1;
    for (unsigned i = 0; i < decimals; i++)
        scale *= 10;
    uint64_t u = n < 0 ? (uint64_t)0 - (uint64_t)n : (uint64_t)n;
    if (n < 0)
        xs_buf_putc(b, '-');
    xs_buf_uint(b, u / scale);
    if (decimals == 0)
        return;
    xs_buf_putc(b, '.');
    for (u %= scale, scale /= 10; scale; scale /= 10)
        xs_buf_putc(b, (char)('0' + u / scale % 10));
}

void xs_buf_cp(struct xs_buf *b, uint32_t cp)
{
    char d[4];
    xs_buf_puts(b, (xs_str){ d, xs_utf8_encode(cp, d) });
}

xs_str xs_buf_str(const struct xs_buf *b)
{
    return b->len ? (xs_str){ b->ptr, b->len } : XS_STR_NONE;
}

enum xs_err xs_buf_finish(struct xs_buf *b, xs_str *out)
{
    if (b->err != XS_OK)
        return b->err;
    *out = xs_buf_str(b);
    return XS_OK;
}

/* Is any byte of s one from TAB to CR? */
static bool has_ends(xs_str s)
{
    for (; s.len >= XS_VEC; s = xs_str_sub(s, XS_VEC, s.len))
        if (xs_vec_mask(xs_vec_within(xs_vec_load(s.ptr), '\t', '\r')))
            return true;
    return xs_vec_mask(xs_vec_within(xs_vec_part(s.ptr, s.len), '\t', '\r')) != 0;
}

void xs_buf_one_line(struct xs_buf *b, size_t from)
{
    size_t n = from;
    if (b->err != XS_OK || n >= b->len || !has_ends((xs_str){ b->ptr + n, b->len - n }))
        return; /* nearly always */
    for (size_t i = from; i < b->len; i++) {
        char c = b->ptr[i];
        bool end = c == '\n' || c == '\r' || c == '\t';
        if (!end || (n > from && b->ptr[n - 1] != ' '))
            b->ptr[n++] = end ? ' ' : c;
    }
    b->len = n;
}
