#include "write/put.h"

#include "base/utf8.h"
#include "base/vec.h"

void xs_put_hash(struct xs_buf *out, uint64_t hash)
{
    static const char hex[] = "0123456789abcdef";
    for (unsigned shift = 64; shift > 0; shift -= 4)
        xs_buf_putc(out, hex[hash >> (shift - 4) & 15]);
}

xs_str xs_decimal_text(char room[XS_DECIMAL_BYTES], struct xs_decimal d)
{
    uint64_t u = d.digits < 0 ? (uint64_t)0 - (uint64_t)d.digits : (uint64_t)d.digits;
    size_t at = XS_DECIMAL_BYTES;
    /* from the last digit on; at least one before the point */
    for (unsigned places = 0; u > 0 || places <= d.scale; places++, u /= 10) {
        if (places == d.scale && places > 0)
            room[--at] = '.';
        room[--at] = (char)('0' + u % 10);
    }
    if (d.digits < 0)
        room[--at] = '-';
    return (xs_str){ room + at, XS_DECIMAL_BYTES - at };
}

void xs_put_decimal(struct xs_buf *out, struct xs_decimal d)
{
    char room[XS_DECIMAL_BYTES];
    xs_buf_puts(out, xs_decimal_text(room, d));
}

/* Column of a spreadsheet: 1 = A, 27 = AA. */
static void put_letters(struct xs_buf *out, uint32_t column)
{
    char letters[8];
    size_t n = sizeof letters;
    for (; column > 0; column = (column - 1) / 26)
        letters[--n] = (char)('A' + (column - 1) % 26);
    xs_buf_puts(out, (xs_str){ letters + n, sizeof letters - n });
}

/* One step of a place, such as ".t2"; nothing for 0. */
static void put_step(struct xs_buf *out, const char *name, uint32_t number, bool *first)
{
    if (number == 0)
        return;
    if (!*first)
        xs_buf_putc(out, '.');
    *first = false;
    xs_buf_lit(out, name);
    xs_buf_uint(out, number);
}

void xs_put_place(struct xs_buf *out, const struct xs_place *at)
{
    if (at->line > 0)
        return;
    if (at->part.len > 0) {
        xs_buf_puts(out, at->part);
        if (at->row > 0) {
            xs_buf_putc(out, '!');
            put_letters(out, at->cell > 0 ? at->cell : 1);
            xs_buf_uint(out, at->row);
        }
        return;
    }
    bool first = true;
    put_step(out, "p", at->page, &first);
    put_step(out, "t", at->table, &first);
    put_step(out, "r", at->row, &first);
    put_step(out, at->table > 0 || at->row > 0 ? "c" : "para", at->cell, &first);
}

/* Is any byte of s a control character? */
static bool has_control(xs_str s)
{
    for (size_t i = 0; i < s.len; i += XS_VEC) {
        xs_vec v = s.len - i < XS_VEC ? xs_vec_part(s.ptr + i, s.len - i) : xs_vec_load(s.ptr + i);
        uint32_t found = xs_vec_mask(xs_vec_or(xs_vec_most(v, 0x1F), xs_vec_eq(v, 0x7F)));
        if (s.len - i < XS_VEC)
            found &= (UINT32_C(1) << (s.len - i)) - 1;
        if (found)
            return true;
    }
    return false;
}

void xs_put_one_line(struct xs_buf *out, xs_str s, size_t n)
{
    if (!has_control(s)) {
        bool cut = s.len > n && xs_utf8_count(s) > n;
        xs_buf_puts(out, cut ? xs_utf8_head(s, n) : s);
        if (cut)
            xs_buf_cp(out, 0x2026);
        return;
    }
    for (size_t at = 0, here = 0; at < s.len; here = at) {
        uint32_t cp = xs_utf8_step(s, &at);
        if (cp < 0x20 || cp == 0x7F)
            continue;
        if (n-- == 0) {
            xs_buf_cp(out, 0x2026);
            return;
        }
        xs_buf_puts(out, xs_str_sub(s, here, at - here));
    }
}
