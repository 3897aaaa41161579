#include "read/rtf_recode.h"

#include <iconv.h>

/* Characters that must be found, and how many bytes may be none among as many. */
#define LEAST_FOUND 10
#define ONE_BAD_IN 20

struct recoder {
    xs_str in;
    size_t at;
    struct xs_buf *out;
    iconv_t cd;
    uint64_t found, bad;
    bool open; /* a group of \u is being written */
};

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The byte that stands at at, escaped or bare, and how long it is; -1: something else. */
static int byte_at(xs_str s, size_t at, size_t *len)
{
    if (at >= s.len)
        return -1;
    char c = s.ptr[at];
    *len = 1;
    if (c != '\\')
        return c == '{' || c == '}' || c == '\r' || c == '\n' ? -1 : (unsigned char)c;
    if (s.len - at < 4 || s.ptr[at + 1] != '\'' || hex(s.ptr[at + 2]) < 0 || hex(s.ptr[at + 3]) < 0)
        return -1;
    *len = 4;
    return hex(s.ptr[at + 2]) * 16 + hex(s.ptr[at + 3]);
}

/* One character of GBK, or 0. */
static unsigned decode(struct recoder *r, int lead, int trail)
{
    char pair[2] = { (char)lead, (char)trail }, *from = pair;
    unsigned char wide[4];
    char *to = (char *)wide;
    size_t left = sizeof pair, room = sizeof wide;
    (void)iconv(r->cd, NULL, NULL, NULL, NULL);
    if (iconv(r->cd, &from, &left, &to, &room) != 0 || left || room != 2)
        return 0;
    return (unsigned)wide[0] << 8 | wide[1];
}

static void close_group(struct recoder *r)
{
    if (r->open)
        xs_buf_putc(r->out, '}');
    r->open = false;
}

/* A byte from 0x81 on with the one behind it. False: they are no character. */
static bool take_pair(struct recoder *r, int lead, size_t lead_len)
{
    size_t trail_len;
    int trail = byte_at(r->in, r->at + lead_len, &trail_len);
    unsigned cp = trail >= 0x40 && lead < 0xFF ? decode(r, lead, trail) : 0;
    if (cp == 0) {
        r->bad++;
        return false;
    }
    if (!r->open)
        xs_buf_lit(r->out, "{\\uc1");
    r->open = true;
    xs_buf_lit(r->out, "\\u");
    xs_buf_uint(r->out, cp);
    xs_buf_putc(r->out, '?');
    r->at += lead_len + trail_len;
    r->found++;
    return true;
}

static void take_one(struct recoder *r)
{
    size_t len;
    int byte = byte_at(r->in, r->at, &len);
    if (byte > 0x80 && take_pair(r, byte, len))
        return;
    close_group(r);
    if (byte < 0) /* a control word or the like: its first letter is not looked at again */
        len = r->in.ptr[r->at] == '\\' && r->at + 1 < r->in.len ? 2 : 1;
    xs_buf_puts(r->out, xs_str_sub(r->in, r->at, len));
    r->at += len;
}

enum xs_err xs_rtf_recode(xs_str bytes, struct xs_buf *out, bool *changed)
{
    struct recoder r = { .in = bytes, .out = out };
    *changed = false;
    if (xs_str_has(bytes, XS_STR("\\fcharset134")))
        return XS_OK;
    r.cd = iconv_open("UTF-16BE", "GBK");
    if (r.cd == (iconv_t)-1)
        return XS_OK;
    while (r.at < bytes.len)
        take_one(&r);
    close_group(&r);
    (void)iconv_close(r.cd);
    *changed = r.found >= LEAST_FOUND && r.bad * ONE_BAD_IN <= r.found;
    return out->err;
}
