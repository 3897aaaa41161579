#include "write/json.h"

#include "base/utf8.h"

/* Escape letter of a control character that has one, or 0. */
static char short_escape(uint32_t cp)
{
    switch (cp) {
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    case '"':
    case '\\':
        return (char)cp;
    default:
        return 0;
    }
}

static void put_escaped(struct xs_buf *out, uint32_t cp)
{
    static const char hex[] = "0123456789abcdef";
    char letter = short_escape(cp);
    if (letter) {
        xs_buf_putc(out, '\\');
        xs_buf_putc(out, letter);
    } else {
        xs_buf_lit(out, "\\u00");
        xs_buf_putc(out, hex[cp >> 4 & 15]);
        xs_buf_putc(out, hex[cp & 15]);
    }
}

static bool needs_escape(unsigned char c) { return c < 0x20 || c == '"' || c == '\\'; }

void xs_json_string(struct xs_buf *out, xs_str s)
{
    bool valid = xs_utf8_check(s) == s.len;
    xs_buf_putc(out, '"');
    size_t plain = 0; /* begin of what can be copied as it stands */
    for (size_t at = 0; at < s.len;) {
        size_t here = at;
        unsigned char c = (unsigned char)s.ptr[at];
        if (valid && !needs_escape(c)) {
            at++;
            continue;
        }
        uint32_t cp = xs_utf8_next(s, &at);
        xs_buf_puts(out, xs_str_sub(s, plain, here - plain));
        if (needs_escape(c))
            put_escaped(out, cp);
        else
            xs_buf_cp(out, cp);
        plain = at;
    }
    xs_buf_puts(out, xs_str_sub(s, plain, s.len));
    xs_buf_putc(out, '"');
}

/* Digits of s from at on. */
static size_t digits(xs_str s, size_t at)
{
    size_t n = 0;
    while (at + n < s.len && s.ptr[at + n] >= '0' && s.ptr[at + n] <= '9')
        n++;
    return n;
}

bool xs_json_is_number(xs_str s)
{
    size_t at = s.len > 0 && s.ptr[0] == '-' ? 1 : 0;
    size_t whole = digits(s, at);
    if (whole == 0 || (whole > 1 && s.ptr[at] == '0'))
        return false;
    at += whole;
    if (at == s.len)
        return true;
    if (s.ptr[at] != '.')
        return false;
    size_t part = digits(s, at + 1);
    return part > 0 && at + 1 + part == s.len;
}
