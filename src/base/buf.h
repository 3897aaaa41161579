/* buf.h: a growing, capped byte buffer. The first error sticks; it is tested once, at the end. */
#ifndef XS_BASE_BUF_H
#define XS_BASE_BUF_H

#include "base/err.h"

struct xs_buf {
    char *ptr;
    size_t len, size, cap;
    enum xs_err err;
};

/* xs_buf_init: empty, at most cap bytes; no memory is taken yet. xs_buf_free gives it back. */
void xs_buf_init(struct xs_buf *b, size_t cap);
void xs_buf_free(struct xs_buf *b);
/* xs_buf_clear: empty again, keeps the memory, forgets an error. */
void xs_buf_clear(struct xs_buf *b);
/* All of these do nothing once b->err is set. */
char *xs_buf_room_slow(struct xs_buf *b, size_t n);
/* xs_buf_room: where the next bytes go, with room for n of them; what is written there counts once
 * b->len says so. NULL: an error, which sticks. */
static inline char *xs_buf_room(struct xs_buf *b, size_t n)
{
    return b->err == XS_OK && n < b->size - b->len ? b->ptr + b->len : xs_buf_room_slow(b, n);
}
void xs_buf_puts_slow(struct xs_buf *b, xs_str s);
static inline void xs_buf_puts(struct xs_buf *b, xs_str s)
{
    if (s.len == 0 || b->err != XS_OK || s.len > b->size - b->len) {
        xs_buf_puts_slow(b, s);
        return;
    }
    memcpy(b->ptr + b->len, s.ptr, s.len);
    b->len += s.len;
}
static inline void xs_buf_putc(struct xs_buf *b, char c) { xs_buf_puts(b, (xs_str){ &c, 1 }); }
static inline void xs_buf_lit(struct xs_buf *b, const char *s) { xs_buf_puts(b, xs_str_c(s)); }
/* xs_uint_put: n in decimal at to, at most XS_UINT_BYTES; returns its end. */
#define XS_UINT_BYTES 20
char *xs_uint_put_long(char *to, uint64_t n);
static inline char *xs_uint_put(char *to, uint64_t n)
{
    const uint32_t m = (uint32_t)n;
    if (n >= 10000)
        return xs_uint_put_long(to, n);
    if (m >= 1000)
        *to++ = (char)('0' + m / 1000);
    if (m >= 100)
        *to++ = (char)('0' + m / 100 % 10);
    if (m >= 10)
        *to++ = (char)('0' + m / 10 % 10);
    *to++ = (char)('0' + (m >= 10 ? m % 10 : m));
    return to;
}
void xs_buf_uint(struct xs_buf *b, uint64_t n);
void xs_buf_int(struct xs_buf *b, int64_t n);
/* xs_buf_fixed: n / 10^decimals in decimal notation, all decimals printed. decimals 0..9. */
void xs_buf_fixed(struct xs_buf *b, int64_t n, unsigned decimals);
/* xs_buf_cp: one code point as UTF-8. */
void xs_buf_cp(struct xs_buf *b, uint32_t cp);
/* xs_buf_one_line: line ends and TABs from offset `from` on become blanks, several of them one. */
void xs_buf_one_line(struct xs_buf *b, size_t from);
/* xs_buf_str: what is in it so far; valid until the next change. */
xs_str xs_buf_str(const struct xs_buf *b);
/* xs_buf_finish: the one place to test the error. */
XS_CHECK enum xs_err xs_buf_finish(struct xs_buf *b, xs_str *out);

#endif
