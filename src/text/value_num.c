#include "text/value_internal.h"

#include <assert.h>

static const int64_t power10[19] = { 1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000,
    1000000000, 10000000000, 100000000000, 1000000000000, 10000000000000, 100000000000000,
    1000000000000000, 10000000000000000, 100000000000000000, 1000000000000000000 };

static_assert(XS_MAX_DIGITS <= 18, "more digits than int64_t holds");

struct xs_decimal xs_decimal_norm(struct xs_decimal d)
{
    while (d.scale > 0 && d.digits % 10 == 0) {
        d.digits /= 10;
        d.scale--;
    }
    return d;
}

struct xs_decimal xs_decimal_mul(struct xs_decimal a, struct xs_decimal b)
{
    struct xs_decimal none = { 0, 0 }, out;
    if (__builtin_mul_overflow(a.digits, b.digits, &out.digits) ||
        a.scale + b.scale > XS_MAX_DIGITS)
        return none;
    out.scale = (uint8_t)(a.scale + b.scale);
    return xs_decimal_norm(out);
}

struct xs_decimal xs_decimal_ratio(int64_t whole, struct xs_decimal d)
{
    struct xs_decimal none = { 0, 0 }, out = { 0, 3 };
    int64_t top;
    if (d.digits <= 0 || d.scale > XS_MAX_DIGITS ||
        __builtin_mul_overflow(whole * 1000, power10[d.scale], &top))
        return none;
    out.digits = top / d.digits;
    return xs_decimal_norm(out);
}

int xs_decimal_cmp(struct xs_decimal a, struct xs_decimal b)
{
    a = xs_decimal_norm(a);
    b = xs_decimal_norm(b);
    int64_t pa = power10[a.scale > 18 ? 18 : a.scale], pb = power10[b.scale > 18 ? 18 : b.scale];
    int64_t wa = a.digits / pa, wb = b.digits / pb;
    if (wa != wb)
        return wa < wb ? -1 : 1;
    /* the same whole part: compare the fractions, both brought to 18 digits */
    int64_t fa = a.digits % pa * (power10[18] / pa), fb = b.digits % pb * (power10[18] / pb);
    return fa < fb ? -1 : fa > fb;
}

/* Bytes of a thousands group (a comma and just three digits) at at, or 0. */
static size_t comma_group(xs_str s, size_t at)
{
    if (at + 3 >= s.len || s.ptr[at] != ',')
        return 0;
    for (size_t i = 1; i <= 3; i++)
        if (!xs_is_digit(s.ptr[at + i]))
            return 0;
    return at + 4 < s.len && xs_is_digit(s.ptr[at + 4]) ? 0 : 4;
}

/* Append n digits of text from at; false when there are too many. */
static bool push_digits(struct xs_decimal *d, xs_str text, size_t at, size_t n, size_t *count)
{
    *count += n;
    if (*count > XS_MAX_DIGITS)
        return false;
    for (size_t i = 0; i < n; i++)
        d->digits = d->digits * 10 + (text.ptr[at + i] - '0');
    return true;
}

static size_t digits_at(xs_str s, size_t at)
{
    size_t p = at;
    while (p < s.len && xs_is_digit(s.ptr[p]))
        p++;
    return p - at;
}

size_t xs_decimal_parse(xs_str text, struct xs_decimal *out)
{
    struct xs_decimal d = { 0, 0 };
    size_t count = 0, zeros = 0, at = digits_at(text, 0), n;
    while (zeros < at && text.ptr[zeros] == '0') /* these do not count */
        zeros++;
    if (at == 0 || !push_digits(&d, text, zeros, at - zeros, &count))
        return 0;
    if (at <= 3 && zeros == 0)
        for (; comma_group(text, at) != 0; at += 4)
            if (!push_digits(&d, text, at + 1, 3, &count))
                return 0;
    n = at < text.len && text.ptr[at] == '.' ? digits_at(text, at + 1) : 0;
    if (!push_digits(&d, text, at + 1, n, &count))
        return 0;
    d.scale = (uint8_t)n;
    *out = d;
    return n ? at + 1 + n : at;
}

/* ---- numerals in words ---- */

/* A number under way: what is complete, what is below the next wan or yi, the digit that waits for
 * its place. */
struct numeral {
    int64_t total, section, digit;
    int64_t unit; /* 10^scale of a leading decimal: everything is counted in its units */
    uint8_t scale;
    bool has_digit, any, bad;
};

static int64_t checked_mul(struct numeral *n, int64_t a, int64_t b)
{
    int64_t r = 0;
    if (__builtin_mul_overflow(a, b, &r) || r > power10[18])
        n->bad = true;
    return n->bad ? 0 : r;
}

static void add_to(struct numeral *n, int64_t *sum, int64_t v)
{
    if (__builtin_add_overflow(*sum, v, sum) || *sum > power10[18]) {
        n->bad = true;
        *sum = 0;
    }
}

static void put_digit(struct numeral *n, int64_t v)
{
    v = checked_mul(n, v, n->unit);
    if (n->has_digit) /* a year said digit by digit */
        v += checked_mul(n, n->digit, 10);
    n->digit = v;
    n->has_digit = n->any = true;
}

static void put_place(struct numeral *n, int64_t place)
{
    if (place <= 1000) {
        int64_t v = n->has_digit ? n->digit : n->unit;
        add_to(n, &n->section, checked_mul(n, v, place));
    } else {
        add_to(n, &n->section, n->digit);
        /* wan yi, bai wan: the larger place takes all that came before */
        if (n->section == 0 && n->total > 0) {
            n->total = checked_mul(n, n->total, place);
        } else {
            int64_t v = n->section ? n->section : n->unit;
            if (place == 100000000) {
                add_to(n, &v, n->total);
                n->total = 0;
            }
            add_to(n, &n->total, checked_mul(n, v, place));
        }
        n->section = 0;
    }
    n->digit = 0;
    n->has_digit = false;
    n->any = true;
}

static bool put_ascii(struct numeral *n, xs_str text, size_t at, size_t *used)
{
    struct xs_decimal d;
    *used = xs_decimal_parse((xs_str){ text.ptr + at, text.len - at }, &d);
    if (*used == 0 || n->has_digit || (n->any && d.scale > 0))
        return false;
    if (!n->any) {
        n->scale = d.scale;
        n->unit = power10[d.scale];
        n->digit = d.digits;
    } else {
        n->digit = checked_mul(n, d.digits, n->unit);
    }
    n->has_digit = n->any = true;
    return true;
}

size_t xs_numeral_parse(const struct xs_value_words *w, xs_str text, struct xs_decimal *out)
{
    static const int64_t places[] = { 10, 100, 1000, 10000, 100000000 };
    struct numeral n = { .unit = 1 };
    size_t at = 0;
    while (at < text.len && !n.bad) {
        struct xs_lexmask which;
        size_t used;
        if (xs_is_digit(text.ptr[at])) {
            if (!put_ascii(&n, text, at, &used))
                break;
            at += used;
            continue;
        }
        used = xs_vm_at(w, text, at, XS_VM_NUMERAL, &which);
        int list = used ? xs_vl_of(w, &which, XS_VL_N0, XS_VL_YI) : -1;
        if (list < 0)
            break;
        if (list == XS_VL_HALF) {
            if (at > 0)
                break;
            *out = (struct xs_decimal){ 5, 1 };
            return used;
        }
        if (list >= XS_VL_TEN)
            put_place(&n, places[list - XS_VL_TEN]);
        else
            put_digit(&n, list - XS_VL_N0);
        at += used;
    }
    add_to(&n, &n.section, n.digit);
    add_to(&n, &n.total, n.section);
    if (n.bad || !n.any)
        return 0;
    *out = xs_decimal_norm((struct xs_decimal){ n.total, n.scale });
    return at;
}
