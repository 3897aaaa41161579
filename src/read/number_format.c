#include "read/number_format.h"

#include <string.h>

/* Digits that a stored number really has: further ones are what binary made of them. */
#define SURE_DIGITS 15
#define MOST_DIGITS 64
/* Digits that are shown where no format says how many. */
#define GENERAL_DIGITS 11

/* 0.DIGITS x 10^point */
struct decimal {
    bool negative;
    int count, point;
    char digits[MOST_DIGITS]; /* values 0..9, no zero in front */
};

#define YEAR "\xE5\xB9\xB4"
#define MONTH "\xE6\x9C\x88"
#define DAY "\xE6\x97\xA5"
#define HOUR "\xE6\x97\xB6"
#define MINUTE "\xE5\x88\x86"
#define SECOND "\xE7\xA7\x92"

struct builtin {
    uint32_t id;
    const char *code;
};

static const struct builtin builtins[] = {
    { 1, "0" },
    { 2, "0.00" },
    { 3, "#,##0" },
    { 4, "#,##0.00" },
    { 5, "#,##0" },
    { 6, "#,##0" },
    { 7, "#,##0.00" },
    { 8, "#,##0.00" },
    { 9, "0%" },
    { 10, "0.00%" },
    { 11, "0.00E+00" },
    { 14, "yyyy/m/d" },
    { 15, "d-mm-yy" },
    { 16, "d-mm" },
    { 17, "mm-yy" },
    { 18, "h:mm" },
    { 19, "h:mm:ss" },
    { 20, "h:mm" },
    { 21, "h:mm:ss" },
    { 22, "yyyy/m/d h:mm" },
    { 27, "yyyy" YEAR "m" MONTH },
    { 28, "m" MONTH "d" DAY },
    { 29, "m" MONTH "d" DAY },
    { 30, "m-d-yy" },
    { 31, "yyyy" YEAR "m" MONTH "d" DAY },
    { 32, "h" HOUR "mm" MINUTE },
    { 33, "h" HOUR "mm" MINUTE "ss" SECOND },
    { 34, "h" HOUR "mm" MINUTE },
    { 35, "h" HOUR "mm" MINUTE "ss" SECOND },
    { 36, "yyyy" YEAR "m" MONTH },
    { 37, "#,##0" },
    { 38, "#,##0" },
    { 39, "#,##0.00" },
    { 40, "#,##0.00" },
    { 41, "#,##0" },
    { 42, "#,##0" },
    { 43, "#,##0.00" },
    { 44, "#,##0.00" },
    { 45, "mm:ss" },
    { 46, "h:mm:ss" },
    { 47, "mm:ss" },
    { 49, "@" },
    { 50, "yyyy" YEAR "m" MONTH },
    { 51, "m" MONTH "d" DAY },
    { 52, "yyyy" YEAR "m" MONTH },
    { 53, "m" MONTH "d" DAY },
    { 54, "m" MONTH "d" DAY },
    { 55, "h" HOUR "mm" MINUTE },
    { 56, "h" HOUR "mm" MINUTE "ss" SECOND },
    { 57, "yyyy" YEAR "m" MONTH },
    { 58, "m" MONTH "d" DAY },
};

xs_str xs_number_builtin(uint32_t id)
{
    for (size_t i = 0; i < sizeof builtins / sizeof *builtins; i++)
        if (builtins[i].id == id)
            return xs_str_c(builtins[i].code);
    return XS_STR("General");
}

static bool digit(char c) { return c >= '0' && c <= '9'; }
static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c; }

/* ---- decimals ---- */

static bool read_exponent(xs_str s, size_t *at, int *out)
{
    size_t i = *at + 1;
    int n = 0;
    bool minus = i < s.len && s.ptr[i] == '-';
    i += i < s.len && (s.ptr[i] == '-' || s.ptr[i] == '+');
    size_t from = i;
    for (; i < s.len && digit(s.ptr[i]); i++)
        n = n > 1000 ? n : n * 10 + (s.ptr[i] - '0');
    *at = i;
    *out = minus ? -n : n;
    return i > from;
}

/* One digit more; dot: it stands behind the point. */
static void take_digit(struct decimal *d, char value, bool dot)
{
    if (d->count == 0 && value == 0) {
        d->point -= dot;
        return;
    }
    if (d->count < MOST_DIGITS)
        d->digits[d->count++] = value;
    d->point += !dot && d->point < 1000;
}

static bool read_decimal(xs_str s, struct decimal *d)
{
    size_t i = 0, seen = 0;
    bool dot = false;
    *d = (struct decimal){ 0 };
    if (s.len && (s.ptr[0] == '-' || s.ptr[0] == '+'))
        d->negative = s.ptr[i++] == '-';
    for (; i < s.len && (digit(s.ptr[i]) || (s.ptr[i] == '.' && !dot)); i++) {
        if (s.ptr[i] == '.') {
            dot = true;
            continue;
        }
        seen++;
        take_digit(d, (char)(s.ptr[i] - '0'), dot);
    }
    int exponent = 0;
    if (i < s.len && lower(s.ptr[i]) == 'e' && !read_exponent(s, &i, &exponent))
        return false;
    d->point += exponent;
    return seen > 0 && i == s.len;
}

/* Keep n digits (n may be 0 or less: then nothing is left, or one that was rounded up). */
static void round_digits(struct decimal *d, int n)
{
    if (n >= d->count)
        return;
    bool up = n >= 0 && d->digits[n] >= 5;
    d->count = n > 0 ? n : 0;
    if (up) {
        while (d->count > 0 && d->digits[d->count - 1] == 9)
            d->count--;
        if (d->count > 0) {
            d->digits[d->count - 1]++;
        } else {
            d->digits[d->count++] = 1;
            d->point++;
        }
    }
    while (d->count > 0 && d->digits[d->count - 1] == 0)
        d->count--;
    if (d->count == 0)
        d->negative = false;
}

/* The digit that stands for 10^place. */
static char digit_at(const struct decimal *d, int place)
{
    int i = d->point - 1 - place;
    return i >= 0 && i < d->count ? (char)('0' + d->digits[i]) : '0';
}

/* ---- the parts of a format ---- */

struct shape {
    xs_str code;     /* the section that serves */
    int least, most; /* digits behind the point */
    int integer;     /* digits before it, at least */
    int percents, thousands;
    bool grouped, digits, date, science, text, general, slash;
};

/* One mark of a format: what it is, and the bytes that it shows. */
struct mark {
    char kind; /* the character itself; 'L' a text, 0 nothing */
    xs_str text;
};

/* "[...]": money signs are shown, colours, conditions and languages are not; hours are time. */
static struct mark bracket(xs_str code, size_t *at)
{
    size_t close = xs_str_find(code, XS_STR("]"), *at);
    xs_str in = xs_str_sub(code, *at + 1, (close == SIZE_MAX ? code.len : close) - *at - 1);
    *at = close == SIZE_MAX ? code.len : close + 1;
    if (xs_str_starts(in, XS_STR("$"))) {
        size_t dash = xs_str_find(in, XS_STR("-"), 1);
        return (struct mark){ 'L', xs_str_sub(in, 1, (dash == SIZE_MAX ? in.len : dash) - 1) };
    }
    char c = in.len ? lower(in.ptr[0]) : 0;
    bool elapsed = in.len <= 2 && (c == 'h' || c == 's');
    return (struct mark){ elapsed ? c : 0, elapsed ? XS_STR("h") : XS_STR_NONE };
}

/* A text in quotes. */
static struct mark quoted(xs_str code, size_t *at)
{
    size_t from = *at + 1, close = xs_str_find(code, XS_STR("\""), from);
    *at = close == SIZE_MAX ? code.len : close + 1;
    return (
        struct mark){ 'L', xs_str_sub(code, from, (close == SIZE_MAX ? code.len : close) - from) };
}

/* A mark that says what to do with the character behind it: show it, leave its width, fill with it.
 */
static struct mark escaped(xs_str code, size_t *at)
{
    size_t from = *at + 1, size = from < code.len ? 1 : 0;
    while (size && from + size < code.len && ((unsigned char)code.ptr[from + size] & 0xC0) == 0x80)
        size++;
    char kind = code.ptr[*at] == '\\' ? 'L' : 0;
    *at = from + size;
    return (struct mark){ kind, xs_str_sub(code, from, size) };
}

static const char time_marks[] = "ymdhsYMDHS";

static struct mark next_mark(xs_str code, size_t *at)
{
    char c = code.ptr[*at];
    size_t from = *at, n = 1;
    if (c == '"')
        return quoted(code, at);
    if (c == '[')
        return bracket(code, at);
    if (c == '\\' || c == '_' || c == '*')
        return escaped(code, at);
    bool time = memchr(time_marks, c, sizeof time_marks - 1) != NULL;
    while (time && from + n < code.len && lower(code.ptr[from + n]) == lower(c))
        n++;
    *at = from + n;
    static const char marks[] = { '0', '#', '?', '.', ',', '%', '@', '/', 'E', 'e' };
    bool special = time || memchr(marks, c, sizeof marks) != NULL;
    return (struct mark){ special ? lower(c) : 'L', xs_str_sub(code, from, n) };
}

/* The n-th section, parted by semicolons; false: there are fewer. */
static bool section(xs_str code, int n, xs_str *out)
{
    size_t from = 0;
    for (size_t at = 0; at <= code.len;) {
        if (at == code.len || code.ptr[at] == ';') {
            *out = xs_str_sub(code, from, at - from);
            if (n-- == 0)
                return true;
            from = ++at;
            continue;
        }
        (void)next_mark(code, &at); /* only steps over it */
    }
    return false;
}

static void note_digit(struct shape *s, char kind, bool dot)
{
    s->digits = true;
    s->grouped |= s->thousands > 0 && !dot;
    s->thousands = 0;
    if (dot) {
        s->most++;
        s->least = kind == '0' ? s->most : s->least;
    } else {
        s->integer += kind == '0';
    }
}

static bool is_date_mark(char kind)
{
    return kind == 'y' || kind == 'm' || kind == 'd' || kind == 'h' || kind == 's';
}

static struct shape read_shape(xs_str code)
{
    struct shape s = { .code = code };
    bool dot = false;
    for (size_t at = 0; at < code.len;) {
        if (code.len - at >= 7 && lower(code.ptr[at]) == 'g' && lower(code.ptr[at + 1]) == 'e' &&
            lower(code.ptr[at + 2]) == 'n') {
            s.general = true;
            at += 7;
            continue;
        }
        struct mark m = next_mark(code, &at);
        if (m.kind == '0' || m.kind == '#' || m.kind == '?')
            note_digit(&s, m.kind, dot);
        else if (m.kind == 'e')
            s.science = true;
        else if (is_date_mark(m.kind))
            s.date = true;
        dot |= m.kind == '.' && s.digits;
        s.percents += m.kind == '%';
        s.thousands += m.kind == ',' && s.digits;
        s.text |= m.kind == '@';
        s.slash |= m.kind == '/';
    }
    return s;
}

/* ---- numbers ---- */

static void put_digits(struct xs_buf *out, const struct decimal *d, const struct shape *s)
{
    int high = d->point > s->integer ? d->point : s->integer;
    for (int p = high - 1; p >= 0; p--) {
        xs_buf_putc(out, digit_at(d, p));
        if (s->grouped && p > 0 && p % 3 == 0)
            xs_buf_putc(out, ',');
    }
    int decimals = d->count - d->point;
    decimals = decimals > s->most ? s->most : decimals < s->least ? s->least : decimals;
    if (decimals > 0 && high <= 0)
        xs_buf_putc(out, '0');
    if (decimals > 0)
        xs_buf_putc(out, '.');
    for (int p = 1; p <= decimals; p++)
        xs_buf_putc(out, digit_at(d, -p));
    if (decimals <= 0 && high <= 0)
        xs_buf_putc(out, '0');
}

static void put_general(struct xs_buf *out, struct decimal d)
{
    bool whole = d.count <= d.point;
    if (!whole)
        round_digits(&d, d.point > 0                        ? GENERAL_DIGITS - 1
                         : GENERAL_DIGITS - 2 + d.point > 0 ? GENERAL_DIGITS - 2 + d.point
                                                            : 1);
    if (d.negative)
        xs_buf_putc(out, '-');
    struct shape s = { .integer = 1, .most = 2 * MOST_DIGITS };
    put_digits(out, &d, &s);
}

static void put_number(struct xs_buf *out, struct decimal d, const struct shape *s)
{
    bool done = false;
    d.point += 2 * s->percents - 3 * s->thousands;
    round_digits(&d, d.point + s->most);
    for (size_t at = 0; at < s->code.len;) {
        struct mark m = next_mark(s->code, &at);
        bool place = m.kind == '0' || m.kind == '#' || m.kind == '?' || m.kind == '.';
        if (m.kind == 'L' || m.kind == '%' || m.kind == '/')
            xs_buf_puts(out, m.text);
        if (!place || done)
            continue;
        if (d.negative)
            xs_buf_putc(out, '-');
        put_digits(out, &d, s);
        done = true;
    }
}

/* ---- dates ---- */

struct moment {
    int64_t days, seconds; /* seconds of the day */
    int year, month, day;
};

/* Days since 1970-01-01 -> a date of our calendar (the usual algorithm of eras of 400 years). */
static void civil(struct moment *m, int64_t z)
{
    z += 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097, doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    m->day = (int)(doy - (153 * mp + 2) / 5 + 1);
    m->month = (int)(mp < 10 ? mp + 3 : mp - 9);
    m->year = (int)(yoe + era * 400 + (m->month <= 2));
}

static bool read_moment(struct decimal d, bool since1904, struct moment *m)
{
    if (d.negative || d.point > 7)
        return false;
    int64_t part = 0;
    *m = (struct moment){ 0 };
    for (int p = d.point - 1; p >= 0; p--)
        m->days = m->days * 10 + (digit_at(&d, p) - '0');
    for (int p = 1; p <= 9; p++)
        part = part * 10 + (digit_at(&d, -p) - '0');
    m->seconds = (part * 86400 + 500000000) / 1000000000;
    if (m->seconds == 86400) {
        m->seconds = 0;
        m->days++;
    }
    int64_t since1900 = m->days + (since1904 ? 1462 : 0);
    since1900 += since1900 < 60; /* 1900 had a 29th of February, they say */
    civil(m, since1900 - 25569);
    return m->days < 2958466;
}

static void put_padded(struct xs_buf *out, int64_t n, size_t width)
{
    if (width >= 2 && n < 10)
        xs_buf_putc(out, '0');
    xs_buf_int(out, n);
}

/* Is this m of minutes: behind hours, or before seconds? */
static bool is_minute(xs_str code, size_t at, char before)
{
    while (at < code.len && !memchr(time_marks, code.ptr[at], sizeof time_marks - 1))
        at++;
    return before == 'h' || (at < code.len && lower(code.ptr[at]) == 's');
}

static void put_time_mark(struct xs_buf *out, const struct moment *m, struct mark k, bool minute)
{
    switch (k.kind) {
    case 'L':
    case '/':
    case '.':
        xs_buf_puts(out, k.text);
        break;
    case 'y':
        put_padded(out, k.text.len > 2 ? m->year : m->year % 100, 2);
        break;
    case 'm':
        put_padded(out, minute ? m->seconds / 60 % 60 : m->month, k.text.len);
        break;
    case 'd':
        if (k.text.len <= 2) /* longer ones are days of the week */
            put_padded(out, m->day, k.text.len);
        break;
    case 'h':
        put_padded(out, m->seconds / 3600, k.text.len);
        break;
    case 's':
        put_padded(out, m->seconds % 60, k.text.len);
        break;
    default:
        break;
    }
}

static void put_date(struct xs_buf *out, const struct moment *m, xs_str code)
{
    char before = 0; /* the mark of time before this one */
    for (size_t at = 0; at < code.len;) {
        struct mark k = next_mark(code, &at);
        put_time_mark(out, m, k, k.kind == 'm' && is_minute(code, at, before));
        if (k.kind && memchr(time_marks, k.kind, sizeof time_marks - 1))
            before = k.kind;
    }
}

/* ---- all ---- */

/* The section for this number; *minus is taken away where the section says it in its own way. */
static xs_str choose(xs_str code, const struct decimal *d, bool *minus)
{
    xs_str one = code, two, three = XS_STR_NONE;
    bool second = section(code, 1, &two), third = section(code, 2, &three);
    (void)section(code, 0, &one); /* there is always one */
    if (d->count == 0 && third)
        return three;
    if (d->negative && second) {
        *minus = false;
        return two;
    }
    return one;
}

void xs_number_format(struct xs_buf *out, xs_str value, xs_str code, bool since1904)
{
    struct decimal d;
    struct moment m;
    if (!read_decimal(value, &d)) {
        xs_buf_puts(out, value);
        return;
    }
    round_digits(&d, SURE_DIGITS);
    bool minus = d.negative;
    struct shape s = read_shape(choose(code, &d, &minus));
    s.general |= code.len == 0; /* a format that says nothing hides nothing */
    bool fraction = s.slash && !s.date && s.digits;
    if (s.date && read_moment(d, since1904, &m)) {
        put_date(out, &m, s.code);
        return;
    }
    d.negative = minus;
    if (s.general || s.text || s.science || s.date || fraction)
        put_general(out, d);
    else if (s.digits)
        put_number(out, d, &s);
    else
        put_number(out, (struct decimal){ 0 }, &s); /* only a text, or nothing */
}
