#include "read/number_format.h"

#include <string.h>

/* Digits that a stored number really has: further ones are what binary made of them. */
#define SURE_DIGITS 15
#define MOST_DIGITS 64
/* Digits that are shown where no format says how many. */
#define GENERAL_DIGITS 11
/* Sections for numbers; the one behind them is for texts. */
#define NUMBER_SECTIONS 3

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
    { 46, "[h]:mm:ss" },
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
    while (d->count > 0 && d->digits[d->count - 1] == 0)
        d->count--;
    d->point += exponent;
    d->negative &= d->count > 0;
    return seen > 0 && i == s.len;
}

/* Keep n digits (n may be 0 or less: then nothing is left, or one that was rounded up). */
static void round_digits(struct decimal *d, int n)
{
    if (d->count == 0)
        d->point = 0; /* zero, whatever it was multiplied by */
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
    if (d->count == 0) {
        d->negative = false;
        d->point = 0;
    }
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
    int places;      /* places for digits before it */
    int integer;     /* digits before it, at least */
    int percents, thousands;
    bool grouped, digits, zero, date, noon, science, general, slash;
};

/* One mark of a format: what it is, and the bytes that it shows. */
struct mark {
    char kind; /* the character itself; 'L' a text, 'g' all of the number, 'a' the half of the day,
                  'H' 'M' 'S' all hours, minutes, seconds; 0 nothing */
    xs_str text;
};

static bool is_time_mark(char c) { return c != 0 && strchr("ymdhs", lower(c)) != NULL; }

/* What stands in "[...]". */
static xs_str in_brackets(xs_str code, size_t *at)
{
    size_t close = xs_str_find(code, XS_STR("]"), *at);
    xs_str in = xs_str_sub(code, *at + 1, (close == SIZE_MAX ? code.len : close) - *at - 1);
    *at = close == SIZE_MAX ? code.len : close + 1;
    return in;
}

/* Money signs are shown, colours, conditions and languages are not; hours are time. */
static struct mark bracket(xs_str code, size_t *at)
{
    xs_str in = in_brackets(code, at);
    if (xs_str_starts(in, XS_STR("$"))) {
        size_t dash = xs_str_find(in, XS_STR("-"), 1);
        return (struct mark){ 'L', xs_str_sub(in, 1, (dash == SIZE_MAX ? in.len : dash) - 1) };
    }
    char c = in.len && in.len <= 2 ? lower(in.ptr[0]) : 0;
    bool elapsed = c == 'h' || c == 'm' || c == 's';
    return (struct mark){ elapsed ? (char)(c - ('a' - 'A')) : 0, in };
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
    char kind = code.ptr[*at] == '\\' || code.ptr[*at] == '!' ? 'L' : 0;
    *at = from + size;
    return (struct mark){ kind, xs_str_sub(code, from, size) };
}

struct word {
    const char *word; /* small letters */
    char kind;
};

/* Chinese programs write some of them in Chinese. */
static const struct word words[] = {
    { "general", 'g' },
    { "g/\xE9\x80\x9A\xE7\x94\xA8\xE6\xA0\xBC\xE5\xBC\x8F", 'g' },
    { "am/pm", 'a' },
    { "a/p", 'a' },
    { "\xE4\xB8\x8A\xE5\x8D\x88/\xE4\xB8\x8B\xE5\x8D\x88", 'a' },
};

/* A mark that is a word; of kind 0: there is none. */
static struct mark word_at(xs_str code, size_t at)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        xs_str text = xs_str_sub(code, at, strlen(words[i].word));
        size_t n = 0;
        while (n < text.len && lower(text.ptr[n]) == words[i].word[n])
            n++;
        if (words[i].word[n] == 0)
            return (struct mark){ words[i].kind, text };
    }
    return (struct mark){ 0, XS_STR_NONE };
}

/* A letter of time, as often as it comes; "aaa" is a day of the week. false: it is none. */
static bool time_at(xs_str code, size_t at, struct mark *m)
{
    char c = lower(code.ptr[at]);
    size_t n = 1;
    while (at + n < code.len && lower(code.ptr[at + n]) == c)
        n++;
    bool week = c == 'a' && n > 2;
    *m = (struct mark){ week ? 'd' : c, xs_str_sub(code, at, n) };
    return week || is_time_mark(c);
}

/* "E+" of a number; alone it is a year. */
static struct mark exponent(xs_str code, size_t at)
{
    bool sign = at + 1 < code.len && (code.ptr[at + 1] == '+' || code.ptr[at + 1] == '-');
    return sign ? (struct mark){ 'e', xs_str_sub(code, at, 1) }
                : (struct mark){ 'y', XS_STR("yyyy") };
}

static struct mark next_mark(xs_str code, size_t *at)
{
    char c = code.ptr[*at];
    if (c == '"')
        return quoted(code, at);
    if (c == '[')
        return bracket(code, at);
    if (c == '\\' || c == '!' || c == '_' || c == '*')
        return escaped(code, at);
    struct mark m = word_at(code, *at);
    if (m.kind || time_at(code, *at, &m)) {
        *at += m.text.len;
        return m;
    }
    size_t from = (*at)++;
    if (c == 'E' || c == 'e')
        return exponent(code, from);
    return (struct mark){ strchr("0#?.,%@/", c) && c ? c : 'L', xs_str_sub(code, from, 1) };
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
    s->zero |= kind != '?';
    s->grouped |= s->thousands > 0 && !dot;
    s->thousands = 0;
    if (dot) {
        s->most++;
        s->least = kind == '0' ? s->most : s->least;
    } else {
        s->places++;
        s->integer += s->integer > 0 || kind == '0';
    }
}

static struct shape read_shape(xs_str code)
{
    struct shape s = { .code = code };
    bool dot = false;
    for (size_t at = 0; at < code.len;) {
        struct mark m = next_mark(code, &at);
        if (m.kind == '0' || m.kind == '#' || m.kind == '?')
            note_digit(&s, m.kind, dot);
        dot |= m.kind == '.';
        s.date |= is_time_mark(m.kind);
        s.noon |= m.kind == 'a';
        s.science |= m.kind == 'e';
        s.general |= m.kind == 'g' || m.kind == '@';
        s.percents += m.kind == '%';
        s.thousands += m.kind == ',' && s.digits;
        s.slash |= m.kind == '/';
    }
    return s;
}

/* ---- numbers ---- */

/* A number on its way into the places of a format. */
struct placing {
    struct xs_buf *out;
    const struct shape *s;
    const struct decimal *d;
    int high;     /* digits before the point that are shown */
    int decimals; /* behind it */
    int place;    /* the next one is for 10^place */
    bool dot;
};

static struct placing start(struct xs_buf *out, const struct decimal *d, const struct shape *s)
{
    int decimals = d->count ? d->count - d->point : 0,
        high = d->point > s->integer ? d->point : s->integer;
    return (struct placing){ .out = out,
        .s = s,
        .d = d,
        .high = high > 0 || !s->zero ? high : 1,
        .decimals = decimals > s->most    ? s->most
                    : decimals < s->least ? s->least
                                          : decimals,
        .place = s->places - 1 };
}

/* The digits from 10^from down to 10^to. */
static void put_digits(const struct placing *p, int from, int to)
{
    for (int i = from; i >= to; i--) {
        xs_buf_putc(p->out, digit_at(p->d, i));
        if (p->s->grouped && i > 0 && i % 3 == 0)
            xs_buf_putc(p->out, ',');
    }
}

/* The next place: each has its own digit, the first one before the point all that have none. */
static void put_place(struct placing *p)
{
    bool first = p->place == p->s->places - 1;
    if (p->place >= 0)
        put_digits(p, first || p->place >= p->high ? p->high - 1 : p->place, p->place);
    else if (-p->place <= p->decimals)
        put_digits(p, p->place, p->place);
    p->place--;
}

static void put_point(struct placing *p)
{
    if (p->s->places == 0)
        put_digits(p, p->high - 1, 0);
    if (p->decimals > 0 && !p->dot)
        xs_buf_putc(p->out, '.');
    p->dot = true;
}

static void put_general(struct xs_buf *out, struct decimal d)
{
    bool whole = d.count <= d.point;
    if (!whole)
        round_digits(&d, d.point > 0                        ? GENERAL_DIGITS - 1
                         : GENERAL_DIGITS - 2 + d.point > 0 ? GENERAL_DIGITS - 2 + d.point
                                                            : 1);
    struct shape s = { .zero = true, .most = 2 * MOST_DIGITS };
    struct placing p = start(out, &d, &s);
    put_point(&p);
    put_digits(&p, -1, -p.decimals);
}

static void put_mark(struct placing *p, struct mark m)
{
    bool places = p->s->digits && !p->s->general;
    if (m.kind == 'L' || m.kind == '%' || m.kind == '/')
        xs_buf_puts(p->out, m.text);
    else if (m.kind == 'g' || m.kind == '@')
        put_general(p->out, *p->d);
    else if (places && m.kind == '.')
        put_point(p);
    else if (places && (m.kind == '0' || m.kind == '#' || m.kind == '?'))
        put_place(p);
}

static void put_number(struct xs_buf *out, struct decimal d, const struct shape *s)
{
    d.point += 2 * s->percents - 3 * s->thousands;
    if (!s->general)
        round_digits(&d, d.point + s->most);
    struct placing p = start(out, &d, s);
    if (d.negative && (s->digits || s->general))
        xs_buf_putc(out, '-');
    for (size_t at = 0; at < s->code.len;)
        put_mark(&p, next_mark(s->code, &at));
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
    while (at < code.len && !is_time_mark(code.ptr[at]))
        at++;
    return lower(before) == 'h' || (at < code.len && lower(code.ptr[at]) == 's');
}

/* The half of the day, out of the two that text names. */
static void put_half(struct xs_buf *out, const struct moment *m, xs_str text)
{
    size_t cut = xs_str_find(text, XS_STR("/"), 0);
    xs_buf_puts(
        out, m->seconds < 43200 ? xs_str_sub(text, 0, cut) : xs_str_sub(text, cut + 1, text.len));
}

/* The number that a mark of time stands for; false: it is none. */
static bool time_number(const struct moment *m, char kind, bool noon, int64_t *n)
{
    int64_t all = m->days * 86400 + m->seconds, hours = m->seconds / 3600;
    switch (kind) {
    case 'm':
        *n = m->month;
        return true;
    case 'd':
        *n = m->day;
        return true;
    case 'h':
        *n = noon ? (hours + 11) % 12 + 1 : hours;
        return true;
    case 's':
        *n = m->seconds % 60;
        return true;
    case 'H':
        *n = all / 3600;
        return true;
    case 'M':
        *n = all / 60;
        return true;
    case 'S':
        *n = all;
        return true;
    default:
        return false;
    }
}

static void put_time_mark(
    struct xs_buf *out, const struct moment *m, struct mark k, const struct shape *s)
{
    int64_t n;
    if (k.kind == 'L' || k.kind == '/' || k.kind == '.')
        xs_buf_puts(out, k.text);
    else if (k.kind == 'a')
        put_half(out, m, k.text);
    else if (k.kind == 'y')
        put_padded(out, k.text.len > 2 ? m->year : m->year % 100, 2);
    else if (k.kind == 'd' && k.text.len > 2)
        return; /* a day of the week */
    else if (time_number(m, k.kind, s->noon, &n))
        put_padded(out, n, k.text.len);
}

static void put_date(struct xs_buf *out, const struct moment *m, const struct shape *s)
{
    char before = 0; /* the mark of time before this one */
    for (size_t at = 0; at < s->code.len;) {
        struct mark k = next_mark(s->code, &at);
        if (k.kind == 'm' && is_minute(s->code, at, before))
            put_padded(out, m->seconds / 60 % 60, k.text.len);
        else
            put_time_mark(out, m, k, s);
        if (is_time_mark(k.kind))
            before = k.kind;
    }
}

/* ---- which section ---- */

/* Below, at or above: -1, 0, 1. */
static int compare(const struct decimal *a, const struct decimal *b)
{
    if (a->negative != b->negative)
        return a->negative ? -1 : 1;
    int high = a->point > b->point ? a->point : b->point, sign = a->negative ? -1 : 1;
    for (int place = high - 1; place >= high - MOST_DIGITS; place--) {
        char x = digit_at(a, place), y = digit_at(b, place);
        if (x != y)
            return x < y ? -sign : sign;
    }
    return 0;
}

/* "[>=100]" of a section: does it hold? *found: there is such a condition. */
static bool holds(xs_str code, const struct decimal *d, bool *found)
{
    struct decimal limit;
    for (size_t at = 0; at < code.len;) {
        if (code.ptr[at] != '[') {
            (void)next_mark(code, &at); /* only steps over it */
            continue;
        }
        xs_str in = in_brackets(code, &at);
        size_t n = 0;
        while (n < in.len && strchr("<>=", in.ptr[n]) && in.ptr[n])
            n++;
        if (n == 0 || !read_decimal(xs_str_trim(xs_str_sub(in, n, in.len)), &limit))
            continue;
        *found = true;
        int side = compare(d, &limit);
        return memchr(in.ptr, side < 0 ? '<' : side > 0 ? '>' : '=', n) != NULL;
    }
    return true;
}

/* The section for this number; *minus is taken away where the section says it in its own way. */
static xs_str choose(xs_str code, const struct decimal *d, bool *minus)
{
    xs_str one = code, two, three = XS_STR_NONE;
    bool conditions = false, second = section(code, 1, &two), third = section(code, 2, &three);
    (void)holds(code, d, &conditions); /* whether there are any */
    for (int i = 0; conditions && i < NUMBER_SECTIONS; i++)
        if (section(code, i, &one) && holds(one, d, &conditions))
            return one;
    if (conditions || code.len == 0) /* what says nothing hides nothing */
        return XS_STR("General");
    (void)section(code, 0, &one); /* there is always one */
    if (d->count == 0 && third)
        return three;
    if (d->negative && second) {
        *minus = false;
        return two;
    }
    return one;
}

/* What the settings of a computer decide: dates and times as Chinese programs show them. */
static xs_str by_system(xs_str code)
{
    if (xs_str_starts(code, XS_STR("[$-F800]")))
        return xs_number_builtin(31);
    return xs_str_starts(code, XS_STR("[$-F400]")) ? xs_number_builtin(21) : code;
}

/* ---- all ---- */

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
    code = choose(code, &d, &minus);
    struct shape s = read_shape(by_system(code));
    if (s.date && read_moment(d, since1904, &m)) {
        put_date(out, &m, &s);
        return;
    }
    d.negative = minus;
    if (s.science || s.date || (s.slash && s.digits))
        s = read_shape(XS_STR("General")); /* so are powers and fractions easier to read */
    put_number(out, d, &s);
}
