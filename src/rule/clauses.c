/* clauses.c: a goal cut into clauses, without its item numbers. */
#include <string.h>

#include "base/utf8.h"
#include "base/vec.h"
#include "rule/checks.h"

enum {
    CP_FULL_STOP = 0x3002,
    CP_COMMA_LIST = 0x3001, /* the mark after an item's number */
    CP_WIDE_SEMICOLON = 0xFF1B,
    CP_WIDE_EXCLAMATION = 0xFF01,
    CP_WIDE_POINT = 0xFF0E,
    CP_WIDE_OPEN = 0xFF08,
    CP_WIDE_CLOSE = 0xFF09,
    CP_CIRCLED_1 = 0x2460,
    CP_CIRCLED_20 = 0x2473,
    CP_WIDE_SPACE = 0x3000
};

static bool separator(uint32_t cp)
{
    return cp == '\n' || cp == '\r' || cp == ';' || cp == '!' || cp == CP_FULL_STOP ||
           cp == CP_WIDE_SEMICOLON || cp == CP_WIDE_EXCLAMATION;
}

static bool blank(uint32_t cp)
{
    return cp == ' ' || cp == '\t' || cp == 0xA0 || cp == CP_WIDE_SPACE;
}

static bool digit(uint32_t cp) { return cp >= '0' && cp <= '9'; }

/* The numerals one to ten. */
static bool numeral(uint32_t cp)
{
    static const uint32_t ten[] = { 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B,
        0x4E5D, 0x5341 };
    for (size_t i = 0; i < sizeof ten / sizeof *ten; i++)
        if (ten[i] == cp)
            return true;
    return false;
}

static bool mark(uint32_t cp)
{
    return cp == CP_COMMA_LIST || cp == '.' || cp == CP_WIDE_POINT || cp == ')' ||
           cp == CP_WIDE_CLOSE;
}

static uint32_t peek(xs_str s, size_t at) { return at < s.len ? xs_utf8_step(s, &at) : 0; }

/* One or two digits and a mark: "1." after "1." is a number of its own, "5 km" after "1." is a
 * decimal. */
static bool digits_and_mark(xs_str s, size_t at)
{
    size_t digits = 0;
    while (digits < 3 && digit(peek(s, at))) {
        (void)xs_utf8_step(s, &at);
        digits++;
    }
    return digits > 0 && digits < 3 && mark(peek(s, at));
}

/* May a digit, a bracket, a numeral or a circled number begin with this byte? */
static bool may_number(xs_str s, size_t at)
{
    unsigned char lead = at < s.len ? (unsigned char)s.ptr[at] : 'x';
    return digit(lead) || lead == '(' || lead == 0xE2 || lead == 0xE4 || lead == 0xE5 ||
           lead == 0xEF;
}

/* Digits or numerals at *at, counted up to three; steps over them. */
static size_t step_digits(xs_str s, size_t *at)
{
    size_t digits = 0;
    for (size_t next = *at; digits < 3 && next < s.len; *at = next, digits++) {
        uint32_t cp = xs_utf8_step(s, &next);
        if (!digit(cp) && !numeral(cp))
            break;
    }
    return digits;
}

/* Bytes of an item number at the offset ("1.", "(2)", "3)", a numeral and its mark, a circled
 * number), or 0. */
static size_t item_number(xs_str s, size_t from)
{
    size_t at = from;
    if (!may_number(s, from))
        return 0;
    uint32_t cp = peek(s, at);
    if (cp >= CP_CIRCLED_1 && cp <= CP_CIRCLED_20)
        return 3;
    if (cp == '(' || cp == CP_WIDE_OPEN)
        (void)xs_utf8_step(s, &at);
    size_t digits = step_digits(s, &at);
    if (digits == 0 || digits > 2 || !mark(peek(s, at)))
        return 0;
    uint32_t m = xs_utf8_step(s, &at);
    return (m == '.' || m == CP_WIDE_POINT) && digit(peek(s, at)) && !digits_and_mark(s, at)
               ? 0
               : at - from;
}

static xs_str strip_numbers(xs_str s)
{
    for (;;) {
        s = xs_str_trim(s);
        size_t n = item_number(s, 0);
        if (!n)
            return s;
        s = xs_str_sub(s, n, s.len);
    }
}

/* Bits of the bytes that may begin a separator or a blank. */
static uint32_t may_part(xs_vec v)
{
    xs_vec ascii = xs_vec_or(xs_vec_most(v, '!'), xs_vec_eq(v, ';')); /* ' ', '!' and before */
    xs_vec wide = xs_vec_or(xs_vec_eq(v, 0xE3), xs_vec_eq(v, 0xEF));
    return xs_vec_mask(xs_vec_or(xs_vec_or(ascii, wide), xs_vec_eq(v, 0xC2)));
}

/* Offset of the next character at or after at that parts clauses or is a blank, or s.len. */
static size_t skip_inside(xs_str s, size_t at)
{
    for (; at < s.len; at += XS_VEC) {
        const size_t left = s.len - at;
        uint32_t found = left < XS_VEC
                             ? may_part(xs_vec_part(s.ptr + at, left)) & ((UINT32_C(1) << left) - 1)
                             : may_part(xs_vec_load(s.ptr + at));
        for (; found; found &= found - 1) {
            const size_t here = at + xs_vec_first(found);
            const uint32_t cp = peek(s, here);
            if (separator(cp) || blank(cp))
                return here;
        }
    }
    return s.len;
}

size_t xs_clauses(xs_str text, xs_str *out, size_t max)
{
    size_t n = 0, begin = 0;
    bool fresh = true; /* a number here would begin an item */
    for (size_t at = 0, next = 0; at <= text.len && n < max; at = next) {
        if (!fresh)
            at = skip_inside(text, at);
        next = at;
        uint32_t cp = at < text.len ? xs_utf8_step(text, &next) : '\n';
        bool item = fresh && at > begin && at < text.len && item_number(text, at);
        if (at == text.len)
            next = at + 1;
        if (separator(cp) || item) {
            xs_str one = strip_numbers(xs_str_sub(text, begin, at - begin));
            if (one.len)
                out[n++] = one;
            begin = item ? at : next;
        }
        fresh = separator(cp) || blank(cp);
    }
    return n;
}

/* Bytes at the offset, eight at a time, none of which is a digit, point or comma. */
static size_t plain_bytes(xs_str s, size_t from)
{
    const uint64_t ones = UINT64_MAX / 0xFF, high = ones << 7;
    size_t at = from;
    for (uint64_t x; at + sizeof x <= s.len; at += sizeof x) {
        memcpy(&x, s.ptr + at, sizeof x);
        uint64_t low = x & ~high; /* from the comma to nine */
        if ((low + ones * (0x80 - ',')) & ~(low + ones * (0x80 - '9' - 1)) & ~x & high)
            break;
    }
    return at - from;
}

enum xs_err xs_without_digits(struct xs_arena *a, xs_str text, xs_str *out)
{
    char *p = xs_arena_alloc(a, text.len + 1, 1);
    size_t n = 0, i = 0;
    if (!p)
        return XS_E_NOMEM;
    while (i < text.len) {
        size_t run = plain_bytes(text, i);
        memcpy(p + n, text.ptr + i, run);
        n += run;
        i += run;
        for (size_t k = 0; k < 8 && i < text.len; k++, i++)
            if (!digit((unsigned char)text.ptr[i]) && text.ptr[i] != '.' && text.ptr[i] != ',')
                p[n++] = text.ptr[i];
    }
    *out = (xs_str){ p, n };
    return XS_OK;
}
