#include "text/value_internal.h"

#include "base/utf8.h"

#define NUMERAL_BYTES 96 /* no numeral is longer: bounds the cost of looking ahead */

static size_t numeral_at(
    const struct xs_value_words *w, xs_str s, size_t at, struct xs_decimal *out)
{
    return at < s.len ? xs_numeral_parse(w, xs_str_sub(s, at, NUMERAL_BYTES), out) : 0;
}

/* ---- units ---- */

static const enum xs_unit_class unit_classes[] = { XS_UNIT_RATIO, XS_UNIT_RATIO, XS_UNIT_RATIO,
    XS_UNIT_POINT, XS_UNIT_TIMES, XS_UNIT_PERSON, XS_UNIT_PERSON_TIMES, XS_UNIT_ITEM, XS_UNIT_MONEY,
    XS_UNIT_TIME, XS_UNIT_MEASURE, XS_UNIT_SCORE };

static const int64_t period_times[] = { 1, 2, 4, 12, 52, 365, 2, 6 };

/* A unit of the lists at at, with a scale word (wan, yi) before it or alone; bytes, 0 = none. */
static size_t plain_unit(const struct xs_value_words *w, xs_str s, size_t at, struct xs_vunit *out)
{
    struct xs_lexmask which, which2;
    size_t n = xs_vm_at(w, s, at, XS_VM_UNIT, &which), scale = 0, more;
    while ((more = xs_vm_at(w, s, at + scale, XS_VM_SCALE, NULL)) != 0)
        scale += more;
    if (scale) {
        size_t n2 = xs_vm_at(w, s, at + scale, XS_VM_UNIT, &which2);
        if (scale + n2 > n) {
            n = scale + n2;
            which = which2;
            if (n2 == 0) {
                *out = (struct xs_vunit){ .text = xs_str_sub(s, at, n), .uclass = XS_UNIT_OTHER };
                return n;
            }
        }
    }
    if (n == 0)
        return 0;
    int list = xs_vl_of(w, &which, XS_VL_RATIO, XS_VL_SCORE);
    if (list < 0)
        return 0;
    bool percent = list == XS_VL_RATIO || list == XS_VL_RATIO_WORD;
    *out = (struct xs_vunit){ .text = percent ? XS_STR("%") : xs_str_sub(s, at, n),
        .uclass = unit_classes[list - XS_VL_RATIO],
        .percent_word = list == XS_VL_RATIO_WORD };
    return n;
}

/* True when the unit ends here: nothing, or punctuation, or words that begin something else. */
static bool ends_word(const struct xs_value_words *w, xs_str s, size_t at)
{
    size_t next = at;
    if (at >= s.len)
        return true;
    uint32_t cp = xs_utf8_next(s, &next);
    if (cp < 0x80)
        return !((cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z'));
    return !xs_utf8_is_han(cp) || xs_vm_at(w, s, at, XS_VM_STOP, NULL) > 0;
}

/* Can a unit that no list has hold this character? Letters, Han, signs of units; no punctuation. */
static bool unit_char(uint32_t cp)
{
    if (cp < 0x80)
        return (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z');
    return xs_utf8_is_han(cp) || (cp >= 0x2100 && cp < 0x3000) || (cp >= 0x3040 && cp < 0x3400);
}

/* A short word that no list has (at most limit characters up to the word's end): its bytes, or 0.
 */
static size_t unknown_unit(const struct xs_value_words *w, xs_str s, size_t at, size_t limit)
{
    size_t to = at, count = 0;
    while (to < s.len && count <= limit) {
        size_t next = to;
        uint32_t cp = xs_utf8_next(s, &next);
        if (!unit_char(cp) || xs_vm_at(w, s, to, XS_VM_STOP, NULL))
            break;
        to = next;
        count++;
    }
    return count == 0 || count > limit || !ends_word(w, s, to) ? 0 : to - at;
}

/* "/person", "/person.month" after a unit: its bytes; *period is set when occasions are counted a
 * period. */
static size_t per_unit(const struct xs_value_words *w, xs_str s, size_t at, struct xs_vunit *u)
{
    size_t from = at, per;
    struct xs_lexmask which;
    while ((per = xs_vl_at(w, s, at, XS_VL_PER)) != 0) {
        struct xs_vunit second;
        bool slash = s.ptr[at] == '/';
        size_t p = at + per, period = xs_vm_at(w, s, p, XS_VM_PERIOD, &which);
        size_t n = plain_unit(w, s, p, &second);
        if (period >= n && period && u->uclass == XS_UNIT_TIMES && from == at) {
            int list = xs_vl_of(w, &which, XS_VL_P_YEAR, XS_VL_P_TWO_MONTHS);
            u->per_year = (struct xs_decimal){ period_times[list - XS_VL_P_YEAR], 0 };
        }
        if (period > n)
            n = period;
        if (n == 0 && slash)
            n = unknown_unit(w, s, p, 4);
        if (n == 0 || (!slash && from == at && !ends_word(w, s, p + n)))
            break;
        at = p + n;
    }
    return at - from;
}

size_t xs_value_unit(
    const struct xs_value_words *w, xs_str s, size_t at, bool known, struct xs_vunit *out)
{
    struct xs_vunit u = { .text = XS_STR_NONE }, inner;
    size_t n = plain_unit(w, s, at, &u);
    if (n == 0 && !known && (n = unknown_unit(w, s, at, 3)) != 0)
        u = (struct xs_vunit){ .text = xs_str_sub(s, at, n), .uclass = XS_UNIT_OTHER };
    if (n == 0)
        return 0;
    size_t end = at + n;
    if (end + 1 < s.len && s.ptr[end] == '(') {
        size_t in = plain_unit(w, s, end + 1, &inner);
        if (in && end + 1 + in < s.len && s.ptr[end + 1 + in] == ')')
            end += in + 2;
    }
    size_t per = u.uclass == XS_UNIT_RATIO ? 0 : per_unit(w, s, end, &u);
    if (per && u.per_year.digits == 0)
        u.uclass = XS_UNIT_COMPOUND;
    end += per;
    if (u.uclass != XS_UNIT_RATIO || u.text.len != 1)
        u.text = xs_str_sub(s, at, end - at);
    *out = u;
    return end - at;
}

bool xs_value_is_unit(const struct xs_value_words *w, xs_str text)
{
    struct xs_vunit u;
    return text.len && xs_value_unit(w, text, 0, true, &u) == text.len;
}

/* ---- periods ---- */

/* True when a number and a unit of occasions stand at at ("half a year" + "one time"). */
static bool count_follows(const struct xs_value_words *w, xs_str s, size_t at)
{
    struct xs_decimal d;
    struct xs_vunit u;
    size_t n = numeral_at(w, s, at, &d);
    return n && plain_unit(w, s, at + n, &u) && u.uclass == XS_UNIT_TIMES;
}

static void set_period(struct xs_vscan *sc, int list, struct xs_decimal every)
{
    sc->mult = xs_decimal_ratio(period_times[list - XS_VL_P_YEAR], every);
    sc->period = true;
    sc->gap |= XS_GAP_PERIOD;
}

/* "Every [n] month(s)" at sc->at; true when it was one. by: only the words that go with "by" (no
 * year, no day). */
static bool each_period(struct xs_vscan *sc, size_t lead, bool by)
{
    struct xs_decimal every = { 1, 0 };
    struct xs_lexmask which;
    size_t at = sc->at + lead, n = xs_vm_at(sc->w, sc->s, at, XS_VM_PERIOD, &which);
    if (n == 0 && !by) {
        size_t k = numeral_at(sc->w, sc->s, at, &every);
        if (k)
            n = xs_vm_at(sc->w, sc->s, at + k, XS_VM_PERIOD, &which);
        at += k;
    }
    int list = n ? xs_vl_of(sc->w, &which, XS_VL_P_YEAR, XS_VL_P_TWO_MONTHS) : -1;
    if (list < 0 || (by && (list == XS_VL_P_YEAR || list == XS_VL_P_DAY)))
        return false;
    set_period(sc, list, every);
    sc->at = at + n;
    return true;
}

/* A period's name without "every": at counts as one only before a count, or with the word for
 * "mean". */
static bool bare_period(struct xs_vscan *sc, size_t at, struct xs_decimal every)
{
    struct xs_lexmask which;
    size_t n = xs_vm_at(sc->w, sc->s, at, XS_VM_PERIOD, &which);
    int list = n ? xs_vl_of(sc->w, &which, XS_VL_P_YEAR, XS_VL_P_TWO_MONTHS) : -1;
    if (list < 0)
        return false;
    size_t mean = at == sc->at ? xs_vl_at(sc->w, sc->s, at + n, XS_VL_MEAN) : 0;
    if (!mean && !count_follows(sc->w, sc->s, at + n))
        return false;
    set_period(sc, list, every);
    sc->at = at + n + mean;
    return true;
}

/* ---- dates ---- */

struct date {
    int64_t year, month, day;
    bool end, named, whole, before, quarter;
};

static bool two_digits(xs_str s, size_t *at, int64_t most, int64_t *out)
{
    size_t p = *at;
    int64_t v = 0;
    while (p < s.len && xs_is_digit(s.ptr[p]) && p - *at < 3)
        v = v * 10 + (s.ptr[p++] - '0');
    if (p == *at || p - *at > 2 || v < 1 || v > most)
        return false;
    *at = p;
    *out = v;
    return true;
}

static int64_t digits_value(const char *p, size_t n)
{
    int64_t v = 0;
    for (size_t i = 0; i < n; i++)
        v = v * 10 + (p[i] - '0');
    return v;
}

/* 20240630 */
static size_t compact_date(const char *p, struct date *d)
{
    d->month = digits_value(p + 4, 2);
    d->day = digits_value(p + 6, 2);
    return d->month >= 1 && d->month <= 12 && d->day >= 1 && d->day <= 31 ? 8 : 0;
}

/* ".06", "-6-30" after a year: bytes, 0 = none. */
static size_t date_rest(xs_str s, size_t at, struct date *d)
{
    size_t p = at + 1, q;
    if (at >= s.len || (s.ptr[at] != '.' && s.ptr[at] != '-' && s.ptr[at] != '/'))
        return 0;
    if (!two_digits(s, &p, 12, &d->month))
        return 0;
    q = p + 1;
    if (p < s.len && s.ptr[p] == s.ptr[at] && two_digits(s, &q, 31, &d->day))
        p = q;
    return p - at;
}

/* 2024.06, 2024-6-30, 2024/06/30, 20240630: bytes, 0 = none. */
static size_t numeric_date(xs_str s, size_t at, struct date *d)
{
    size_t n = 0;
    while (at + n < s.len && xs_is_digit(s.ptr[at + n]) && n < 9)
        n++;
    if (n != 4 && n != 8)
        return 0;
    d->year = digits_value(s.ptr + at, 4);
    if (d->year < 1900 || d->year > 2099)
        return 0;
    if (n == 8)
        return compact_date(s.ptr + at, d);
    size_t rest = date_rest(s, at + 4, d);
    return rest ? rest + 4 : 0;
}

/* A number in front of one of the date words of list; bytes of both, 0 = none. */
static size_t counted(
    const struct xs_value_words *w, xs_str s, size_t at, enum xs_vl list, int64_t *out)
{
    struct xs_decimal d;
    size_t n = numeral_at(w, s, at, &d);
    if (n == 0 || d.scale || d.digits < 1)
        return 0;
    size_t word = xs_vl_at(w, s, at + n, list);
    if (word == 0)
        return 0;
    *out = d.digits;
    return n + word;
}

/* Month and day with their words; bytes, 0 = none. */
static size_t month_day(const struct xs_value_words *w, xs_str s, size_t at, struct date *d)
{
    int64_t v;
    size_t n = counted(w, s, at, XS_VL_D_MONTH, &v), day;
    if (n == 0 || v > 12)
        return 0;
    if (!d->year && !xs_is_digit(s.ptr[at]) &&
        count_follows(w, s, at + n)) /* two months, one time */
        return 0;
    d->month = v;
    day = counted(w, s, at + n, XS_VL_D_DAY, &v);
    if (day == 0 || v > 31)
        return n;
    d->day = v;
    return n + day;
}

/* Year, month, day, quarter with their words. */
static size_t worded_date(const struct xs_value_words *w, xs_str s, size_t at, struct date *d)
{
    int64_t v;
    size_t p = at, n = counted(w, s, p, XS_VL_D_YEAR, &v);
    if (n && v >= 1949 && v <= 2100) {
        d->year = v;
        p += n;
    }
    n = month_day(w, s, p, d);
    if (n)
        return p + n - at;
    size_t ordinal = xs_vl_at(w, s, p, XS_VL_ORDINAL);
    n = counted(w, s, p + ordinal, XS_VL_D_QUARTER, &v);
    if (n && v <= 4 && (ordinal || !count_follows(w, s, p + n))) {
        d->quarter = true;
        p += ordinal + n;
    }
    return p - at;
}

/* Parts, ends and "before" after a year, month or quarter. */
static size_t date_tail(const struct xs_value_words *w, xs_str s, size_t at, struct date *d)
{
    struct xs_lexmask which;
    size_t p = at, n;
    while ((n = xs_vm_at(w, s, p, XS_VM_DATE_TAIL, &which)) != 0) {
        d->end |= xs_lexmask_has(&which, w->id[XS_VL_D_END]);
        d->whole |= xs_lexmask_has(&which, w->id[XS_VL_D_WHOLE]);
        d->named |= xs_lexmask_has(&which, w->id[XS_VL_D_NAMED]);
        p += n;
    }
    n = xs_vl_at(w, s, p, XS_VL_D_BEFORE);
    d->before = n > 0;
    return p + n - at;
}

static void put_date(struct xs_vscan *sc, const struct date *d)
{
    bool last_day = d->day == 31 || (d->day == 0 && d->end && !d->before);
    bool year_end = d->whole || (d->month == 12 && d->year == 0 && last_day);
    bool year_only = d->year && !d->month && !d->quarter && !d->named;
    sc->date_whole |= year_end || year_only;
    sc->date_strong |= d->month || d->day || d->quarter || d->before;
    sc->date_first |= sc->nnums == 0;
    sc->ndates++;
    sc->gap |= XS_GAP_DATE;
}

/* The first day that something is to be done by; another one in brackets behind it is a second
 * target. */
static void note_deadline(struct xs_vscan *sc, const struct date *d)
{
    int64_t day = d->month * 100 + d->day;
    if (!d->before || !d->month)
        return;
    bool bracket = sc->at && sc->s.ptr[sc->at - 1] == '(';
    sc->two_deadlines |= bracket && sc->deadline && sc->deadline != day;
    sc->deadline = sc->deadline ? sc->deadline : day;
}

/* Can the digits at at begin a date? Most numbers are told apart by what follows them. */
static bool maybe_date(const struct xs_vscan *sc)
{
    xs_str s = sc->s;
    size_t p = sc->at;
    while (p < s.len && xs_is_digit(s.ptr[p]))
        p++;
    size_t n = p - sc->at;
    if (n == 0 || n == 8)
        return true;
    if (p == s.len)
        return false;
    if (s.ptr[p] == '.' || s.ptr[p] == '-' || s.ptr[p] == '/')
        return n == 4;
    return (unsigned char)s.ptr[p] >= 0x80 && xs_vm_at(sc->w, s, p, XS_VM_DATE_WORD, NULL) > 0;
}

/* A date at sc->at: true when it was one. */
static bool date_at(struct xs_vscan *sc)
{
    struct date d = { 0 };
    int64_t v;
    xs_str s = sc->s;
    if (!maybe_date(sc))
        return false;
    size_t n = numeric_date(s, sc->at, &d);
    if (n == 0)
        n = worded_date(sc->w, s, sc->at, &d);
    size_t tail = n ? date_tail(sc->w, s, sc->at + n, &d) : 0;
    if (n == 0) {
        /* a day alone only with "before": the tenth of every month */
        n = counted(sc->w, s, sc->at, XS_VL_D_DAY, &v);
        if (n == 0 || v > 31)
            return false;
        d.day = v;
        tail = xs_vl_at(sc->w, s, sc->at + n, XS_VL_D_BEFORE);
        if (tail == 0 || xs_vm_at(sc->w, s, sc->at + n, XS_VM_AFTER, NULL) >= tail)
            return false;
    }
    /* a sign and a bare month is a duration */
    if (sc->cmp != XS_CMP_NONE && d.month && !d.year && !d.day && tail == 0)
        return false;
    note_deadline(sc, &d);
    sc->at += n + tail;
    put_date(sc, &d);
    return true;
}

/* The whole year, spring festival, first half: a date by name. */
static void named_date(struct xs_vscan *sc, size_t len)
{
    struct date d = { 0 };
    size_t n = date_tail(sc->w, sc->s, sc->at, &d);
    sc->at += n > len ? n : len;
    put_date(sc, &d);
}

/* ---- numbers ---- */

/* Comparators after the unit, with "(inclusive)" between. */
static size_t after_words(struct xs_vscan *sc, size_t at, struct xs_vnum *q)
{
    static const enum xs_cmp meaning[] = { XS_CMP_GE, XS_CMP_LE, XS_CMP_ABOUT };
    struct xs_lexmask which;
    size_t p = at, n;
    if (p < sc->s.len && sc->s.ptr[p] == '(') {
        size_t close = xs_str_find(xs_str_sub(sc->s, p, 16), XS_STR(")"), 0);
        if (close != SIZE_MAX && xs_vm_at(sc->w, sc->s, p + close + 1, XS_VM_AFTER, NULL))
            p += close + 1;
    }
    n = xs_vm_at(sc->w, sc->s, p, XS_VM_AFTER, &which);
    if (n == 0)
        return 0;
    q->after =
        meaning[xs_vl_of(sc->w, &which, XS_VL_AFTER_GE, XS_VL_AFTER_ABOUT) - (int)XS_VL_AFTER_GE];
    return p + n - at;
}

static void push(struct xs_vscan *sc, struct xs_vnum *q)
{
    q->to += after_words(sc, q->to, q);
    q->sign = sc->cmp;
    q->gap = sc->gap;
    q->mult = sc->mult;
    if (q->unit.per_year.digits)
        sc->period = true;
    sc->at = q->to;
    sc->gap = 0;
    sc->cmp = XS_CMP_NONE;
    sc->mult = (struct xs_decimal){ 0, 0 };
    if (sc->nnums < XS_MAX_NUMBERS)
        sc->num[sc->nnums++] = *q;
    else
        sc->too_long = true;
}

/* Bytes of the ASCII digits and points at at (commas only between thousands, as xs_decimal_parse).
 */
static size_t digit_run(xs_str s, size_t at)
{
    size_t p = at;
    while (p < s.len && (xs_is_digit(s.ptr[p]) ||
                            (s.ptr[p] == '.' && p + 1 < s.len && xs_is_digit(s.ptr[p + 1]))))
        p++;
    return p - at;
}

/* Number of 1:3 and 3/4 as a ratio: the unit is the second part as written. */
static size_t ratio_tail(xs_str s, size_t at, struct xs_vunit *u)
{
    struct xs_decimal d;
    if (at + 1 >= s.len || (s.ptr[at] != ':' && s.ptr[at] != '/') || !xs_is_digit(s.ptr[at + 1]))
        return 0;
    size_t n = xs_decimal_parse(xs_str_sub(s, at + 1, s.len), &d);
    if (n == 0)
        return 0;
    *u = (struct xs_vunit){ .text = xs_str_sub(s, at, n + 1), .uclass = XS_UNIT_RATIO };
    return n + 1;
}

/* 6:30, which a word such as "before" makes a time of day. */
static bool clock_time(const struct xs_vnum *q)
{
    xs_str tail = q->unit.text;
    return q->number.scale == 0 && q->number.digits >= 0 && q->number.digits <= 24 &&
           q->unit.uclass == XS_UNIT_RATIO && tail.len == 3 && tail.ptr[0] == ':' &&
           tail.ptr[1] < '6' && xs_is_digit(tail.ptr[2]);
}

/* Bytes of a word such as "before" behind 6.30 or 6:30, which makes it a date; 0: there is none. */
static size_t before_word(const struct xs_vscan *sc, const struct xs_vnum *q)
{
    bool bare = q->unit.uclass == XS_UNIT_NONE && q->number.scale;
    size_t n = bare || clock_time(q) ? xs_vl_at(sc->w, sc->s, q->to, XS_VL_D_BEFORE) : 0;
    return n && !xs_vm_at(sc->w, sc->s, q->to, XS_VM_AFTER, NULL) ? n : 0;
}

/* N parts of M, the denominator first: "100 parts' 95" is 95 %. q holds the denominator; true when
 * it was one. */
static bool fraction(struct xs_vscan *sc, struct xs_vnum *q)
{
    struct xs_decimal d;
    size_t mark = xs_vl_at(sc->w, sc->s, q->to, XS_VL_FRACTION);
    if (mark == 0)
        return false;
    size_t at = q->to + mark, n = numeral_at(sc->w, sc->s, at, &d);
    if (n == 0)
        return false;
    bool percent = q->number.digits == 100 && q->number.scale == 0;
    q->unit =
        (struct xs_vunit){ .text = percent ? XS_STR("%") : xs_str_sub(sc->s, q->from, at - q->from),
            .uclass = XS_UNIT_RATIO,
            .percent_word = percent };
    q->number = d;
    q->run = XS_STR_NONE;
    q->to = at + n;
    push(sc, q);
    return true;
}

/* A minus sign before the first number. */
static bool negative(const struct xs_vscan *sc)
{
    return sc->nnums == 0 && sc->at > 0 && sc->s.ptr[sc->at - 1] == '-' &&
           (sc->at == 1 || sc->cmp != XS_CMP_NONE) && !(sc->gap & XS_GAP_WORDS);
}

/* 3 wan 5 qian: a number in two parts, when a digit follows the scale word behind q. */
static void mixed_number(const struct xs_vscan *sc, struct xs_vnum *q)
{
    struct xs_decimal d;
    struct xs_lexmask which;
    size_t scale = xs_vm_at(sc->w, sc->s, q->to, XS_VM_SCALE, NULL), next = q->to + scale;
    if (scale == 0 || next >= sc->s.len)
        return;
    if (!xs_is_digit(sc->s.ptr[next]) &&
        (xs_vm_at(sc->w, sc->s, next, XS_VM_NUMERAL, &which) == 0 ||
            xs_vl_of(sc->w, &which, XS_VL_N1, XS_VL_N9) < 0))
        return;
    size_t n = numeral_at(sc->w, sc->s, q->from, &d);
    if (n <= next - q->from)
        return;
    q->number = d;
    q->run = XS_STR_NONE;
    q->to = q->from + n;
}

/* A raised digit as a number; -1: it is none. */
static int raised_digit(uint32_t cp)
{
    if (cp == 0xB9)
        return 1;
    if (cp == 0xB2 || cp == 0xB3)
        return (int)(cp - 0xB0);
    return cp == 0x2070 || (cp >= 0x2074 && cp <= 0x2079) ? (int)(cp - 0x2070) : -1;
}

/* A power of ten with its exponent raised: q becomes the number that it stands for. Other bases are
 * left alone: a raised digit after these is more often half a unit. */
static void power_of_ten(const struct xs_vscan *sc, struct xs_vnum *q)
{
    size_t at = q->to;
    int digit = at < sc->s.len ? raised_digit(xs_utf8_next(sc->s, &at)) : -1;
    if (digit < 0 || q->number.digits != 10 || q->number.scale ||
        (at < sc->s.len && raised_digit(xs_utf8_next(sc->s, &(size_t){ at })) >= 0))
        return;
    q->number.digits = 1;
    for (int i = 0; i < digit; i++)
        q->number.digits *= 10;
    q->run = XS_STR_NONE;
    q->to = at;
}

static void ascii_number(struct xs_vscan *sc)
{
    struct xs_vnum q = { .from = sc->at, .unit = { .text = XS_STR_NONE } };
    xs_str rest = xs_str_sub(sc->s, sc->at, sc->s.len);
    size_t run = digit_run(sc->s, sc->at), n = xs_decimal_parse(rest, &q.number);
    if (n == 0) { /* too many digits */
        sc->too_long = true;
        sc->at += run ? run : 1;
        return;
    }
    if (n < run)
        n = run;
    if (n == run)
        q.run = xs_str_sub(sc->s, sc->at, run);
    q.to = sc->at + n;
    power_of_ten(sc, &q);
    if (q.to < sc->s.len && plain_unit(sc->w, sc->s, q.to, &q.unit) == sc->s.len - q.to) {
        if (negative(sc)) /* nothing else can stand behind the number */
            q.number.digits = -q.number.digits;
        q.to = sc->s.len;
        push(sc, &q);
        return;
    }
    q.unit = (struct xs_vunit){ .text = XS_STR_NONE };
    if (fraction(sc, &q))
        return;
    if (bare_period(sc, q.to, q.number))
        return;
    mixed_number(sc, &q);
    if (negative(sc))
        q.number.digits = -q.number.digits;
    size_t some = xs_vl_at(sc->w, sc->s, q.to, XS_VL_AFTER_ABOUT);
    if (some && xs_value_unit(sc->w, sc->s, q.to + some, true, &q.unit)) { /* 30-odd persons */
        q.to += some;
        q.after = XS_CMP_ABOUT;
    }
    size_t ratio = ratio_tail(sc->s, q.to, &q.unit);
    q.to += ratio ? ratio : xs_value_unit(sc->w, sc->s, q.to, false, &q.unit);
    size_t before = before_word(sc, &q);
    if (before) {
        struct date d = { .before = true };
        sc->at = q.to + before;
        put_date(sc, &d);
        return;
    }
    push(sc, &q);
}

/* A numeral in words counts only with a unit, or between a comparator and the end. */
static void word_number(struct xs_vscan *sc, size_t first)
{
    struct xs_vnum q = { .from = sc->at, .run = XS_STR_NONE, .unit = { .text = XS_STR_NONE } };
    size_t n = numeral_at(sc->w, sc->s, sc->at, &q.number);
    q.to = sc->at + n;
    if (n == 0) {
        sc->gap |= XS_GAP_WORDS;
        sc->at += first;
        return;
    }
    if (fraction(sc, &q) || bare_period(sc, q.to, q.number))
        return;
    size_t unit = xs_value_unit(sc->w, sc->s, q.to, true, &q.unit);
    bool closed = q.to == sc->s.len || xs_vm_at(sc->w, sc->s, q.to, XS_VM_AFTER, NULL);
    if (unit == 0 && !(closed && sc->cmp != XS_CMP_NONE)) {
        sc->gap |= XS_GAP_WORDS;
        sc->at += n;
        return;
    }
    q.to += unit;
    push(sc, &q);
}

/* ---- the walk ---- */

static bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/* A run that begins with a letter is a name (GB/T50000-2018, PM2.5, A4): its digits are no target.
 */
static void letter_run(struct xs_vscan *sc)
{
    while (sc->at < sc->s.len) {
        char c = sc->s.ptr[sc->at];
        if (!letter(c) && !xs_is_digit(c) && c != '-' && c != '.' && c != '/' && c != '_')
            break;
        sc->at++;
    }
    sc->gap |= XS_GAP_WORDS;
}

/* What stands in brackets behind a target explains it. */
static void skip_brackets(struct xs_vscan *sc)
{
    size_t depth = 0;
    for (size_t p = sc->at; p < sc->s.len; p++) {
        if (sc->s.ptr[p] == '(')
            depth++;
        else if (sc->s.ptr[p] == ')' && --depth == 0) {
            sc->at = p + 1;
            return;
        }
    }
    sc->at = sc->s.len;
}

/* 5G, 3A and such, at a digit: a name when words follow; bytes, 0 = none. */
static size_t digit_name(const struct xs_vscan *sc)
{
    if (sc->at + 2 >= sc->s.len || !letter(sc->s.ptr[sc->at + 1]))
        return 0;
    size_t n = xs_vl_at(sc->w, sc->s, sc->at, XS_VL_NUM_NOT);
    return n && sc->at + n < sc->s.len && (unsigned char)sc->s.ptr[sc->at + n] >= 0x80 ? n : 0;
}

static void skip_char(struct xs_vscan *sc)
{
    uint32_t cp = xs_utf8_next(sc->s, &sc->at);
    sc->gap |= xs_utf8_is_han(cp) || cp == '*' || cp == '_' ? XS_GAP_WORDS : XS_GAP_SEP;
}

static void ordinal(struct xs_vscan *sc, size_t len)
{
    struct xs_decimal d;
    if (date_at(sc))
        return;
    sc->at += len;
    if (sc->at < sc->s.len)
        sc->at += numeral_at(sc->w, sc->s, sc->at, &d);
    sc->gap |= XS_GAP_WORDS;
}

static bool in(int list, enum xs_vl first, enum xs_vl last)
{
    return list >= (int)first && list <= (int)last;
}

/* Words that may begin a number, a date or a period: true when sc->at has moved. */
static bool word_phrase(struct xs_vscan *sc, int list, size_t len)
{
    const struct xs_decimal once = { 1, 0 };
    if (in(list, XS_VL_EACH, XS_VL_BY))
        return each_period(sc, len, list == XS_VL_BY);
    if (in(list, XS_VL_D_WHOLE, XS_VL_D_NAMED)) {
        named_date(sc, len);
        return true;
    }
    if (list == XS_VL_ORDINAL) {
        ordinal(sc, len);
        return true;
    }
    bool period = in(list, XS_VL_P_YEAR, XS_VL_P_TWO_MONTHS);
    if (!period && !in(list, XS_VL_N0, XS_VL_YI))
        return false;
    if ((period && bare_period(sc, sc->at, once)) || date_at(sc))
        return true;
    if (period && !xs_vm_at(sc->w, sc->s, sc->at, XS_VM_NUMERAL, NULL))
        return false;
    word_number(sc, len);
    return true;
}

/* A word of the lists that the scan stops at. */
static void word(struct xs_vscan *sc, int list, size_t len)
{
    static const enum xs_cmp meaning[] = { XS_CMP_GE, XS_CMP_GT, XS_CMP_EQ, XS_CMP_LT, XS_CMP_LE,
        XS_CMP_ABOUT };
    if (in(list, XS_VL_CMP_GE, XS_VL_CMP_ABOUT)) {
        sc->cmp = meaning[list - XS_VL_CMP_GE];
        sc->gap |= XS_GAP_CMP;
    } else if (list == XS_VL_RANGE) {
        sc->gap |= XS_GAP_RANGE;
    } else if (list == XS_VL_PLUS_MINUS) {
        sc->gap |= XS_GAP_PM;
    } else if (list == XS_VL_AND) {
        sc->gap |= XS_GAP_SEP;
    } else if (word_phrase(sc, list, len)) {
        return;
    } else {
        sc->gap |= XS_GAP_WORDS;
    }
    sc->at += len;
}

void xs_value_scan(struct xs_vscan *sc)
{
    while (sc->at < sc->s.len) {
        char c = sc->s.ptr[sc->at];
        struct xs_lexmask which;
        if (xs_is_digit(c)) {
            size_t name = digit_name(sc);
            sc->at += name;
            sc->gap |= name ? XS_GAP_WORDS : 0;
            if (!name && !date_at(sc))
                ascii_number(sc);
        } else if (c == '(' && (sc->nnums || sc->at == 0)) {
            if (sc->nnums)
                skip_brackets(sc);
            else
                sc->at++;
        } else if (letter(c)) {
            letter_run(sc);
        } else {
            size_t n = xs_vm_at(sc->w, sc->s, sc->at, XS_VM_STEP, &which);
            int list = n ? xs_vl_of(sc->w, &which, XS_VL_CMP_GE, XS_VL_AND) : -1;
            if (list < 0)
                skip_char(sc);
            else
                word(sc, list, n);
        }
    }
}
