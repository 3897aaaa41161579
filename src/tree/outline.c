/* How lines of running text are numbered, and where a line stands among those before it: below the
 * last of them, beside one, or further out. */
#include "base/utf8.h"
#include "tree/build.h"

/* Numbers that are one character: in circles, in brackets, with a full stop, black, with Chinese
 * numerals. */
static const struct {
    uint32_t first, count;
} signs[] = { { 0x2460, 20 }, { 0x2474, 20 }, { 0x2488, 20 }, { 0x2776, 10 }, { 0x2780, 10 },
    { 0x278A, 10 }, { 0x3220, 10 }, { 0x3280, 10 } };

enum {
    ORDINAL = XS_MARK_OUTERMOST, /* plus the bits of its form */
    OPEN = 1,
    ARABIC = 2,
    CLOSED = 4,
    LEAD = 9,   /* "first, ..." */
    SIGN = 10,  /* plus the row of signs */
    DOTTED = 32 /* plus the parts of "1.2.3" */
};

size_t xs_mark_sign(xs_str s, struct xs_mark *m)
{
    size_t at = 0;
    if (s.len < 3 || (s.ptr[0] != '\xE2' && s.ptr[0] != '\xE3'))
        return 0;
    uint32_t cp = xs_utf8_next(s, &at);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (cp < signs[i].first || cp - signs[i].first >= signs[i].count)
            continue;
        *m = (struct xs_mark){ SIGN + (unsigned)i, cp - signs[i].first + 1 };
        return at;
    }
    return 0;
}

/* The ordinal at the start of s, or behind its first character; 0: none. */
static unsigned numeral(const struct xs_layout *l, xs_str s)
{
    struct xs_decimal d;
    for (size_t at = 0; at <= 3 && at < s.len; at += 3)
        if (xs_numeral_parse(l->values, xs_str_sub(s, at, 12), &d) && d.scale == 0 &&
            d.digits > 0 && d.digits < 1000)
            return (unsigned)d.digits;
    return 0;
}

/* Bytes of a number of at most most digits at at. */
static size_t digits(xs_str s, size_t at, size_t most, unsigned *n)
{
    size_t i = at;
    *n = 0;
    for (; i < s.len && i - at < most && s.ptr[i] >= '0' && s.ptr[i] <= '9'; i++)
        *n = *n * 10 + (unsigned)(s.ptr[i] - '0');
    return i - at;
}

/* "(1)", "1." and so on, which text begins with. */
static struct xs_mark ordinal(const struct xs_layout *l, xs_str text)
{
    unsigned n, form = text.ptr[0] == '(' ? OPEN : 0;
    size_t at = form, end = at + digits(text, at, 3, &n);
    if (end == at)
        n = numeral(l, xs_str_sub(text, at, text.len));
    else
        form |= at == 0 && end < text.len && text.ptr[end] == ')' ? ARABIC | CLOSED : ARABIC;
    return n ? (struct xs_mark){ ORDINAL + form, n } : (struct xs_mark){ 0 };
}

/* May rest stand behind "1.2" that is a number of a line, no amount? A level's name, or a blank. */
static bool behind_dotted(const struct xs_layout *l, xs_str rest)
{
    return xs_str_trim(rest).ptr != rest.ptr ||
           xs_lex_longest(l->lex, rest, 0, &l->level_names, NULL) > 0;
}

/* Bytes of "1.2.3", or of "1.2" before a level's name, a blank or another point, at the start of s.
 */
static size_t dotted(const struct xs_layout *l, xs_str s, struct xs_mark *m)
{
    unsigned parts = 0, n, last = 0;
    size_t at = 0, len;
    bool point = true;
    while (point && (len = digits(s, at, 2, &n)) > 0) {
        last = n;
        parts++;
        at += len;
        point = at < s.len && s.ptr[at] == '.';
        at += point;
    }
    const xs_str rest = xs_str_sub(s, at, s.len);
    if (last == 0 || parts < 2 || rest.len == 0 || digits(rest, 0, 1, &n) ||
        !(point || parts > 2 || behind_dotted(l, rest)))
        return 0;
    *m = (struct xs_mark){ DOTTED + (parts < 8 ? parts : 8), last };
    return at;
}

struct xs_mark xs_mark_read(const struct xs_layout *l, xs_str folded)
{
    struct xs_mark m = { 0 };
    bool had;
    if (folded.len == 0 || xs_mark_sign(folded, &m) || dotted(l, folded, &m))
        return m;
    size_t lead = xs_lex_longest(l->lex, folded, 0, &l->list_lead, NULL);
    if (lead) {
        m.number = numeral(l, xs_str_sub(folded, 0, lead));
        m.kind = m.number ? LEAD : 0;
        return m;
    }
    (void)xs_number_strip(l, folded, &had); /* the mark alone is asked for */
    return had ? ordinal(l, folded) : m;
}

#define DEEPEST 4 /* marks one behind the other */

xs_str xs_marks_strip(const struct xs_layout *l, xs_str text)
{
    struct xs_mark m;
    text = xs_str_trim(text);
    for (int i = 0; i < DEEPEST && text.len; i++) {
        size_t n = xs_mark_sign(text, &m);
        if (n == 0)
            n = dotted(l, text, &m);
        if (n == 0)
            n = xs_lex_longest(l->lex, text, 0, &l->list_lead, NULL);
        xs_str rest = xs_number_strip(l, xs_str_sub(text, n, text.len), NULL);
        while (n && (xs_str_starts(rest, XS_STR("\xE3\x80\x81")) || /* "(1)," */
                        xs_str_starts(rest, XS_STR("\xEF\xBC\x8E"))))
            rest = xs_str_trim(xs_str_sub(rest, 3, rest.len));
        if (rest.len == text.len)
            break;
        text = rest;
    }
    return text;
}

/* The mark that m comes next to: the one before it in number, or the nearest below it; from the
 * outside or from the inside. o->depth: none. */
static size_t neighbour(const struct xs_outline *o, struct xs_mark m, bool outside)
{
    size_t found = o->depth;
    for (size_t i = o->depth; i-- > 0;) {
        if (o->marks[i].kind != m.kind || o->marks[i].number + 1 != m.number)
            continue;
        found = i;
        if (!outside)
            return i;
    }
    for (size_t i = o->depth; found == o->depth && i-- > 0;)
        if (o->marks[i].kind == m.kind && o->marks[i].number < m.number)
            found = i;
    return found;
}

size_t xs_outline_step(struct xs_outline *o, struct xs_mark m, bool outside)
{
    size_t at = neighbour(o, m, outside);
    if (at == XS_OUTLINE_DEPTH)
        at--;
    o->marks[at] = m;
    o->depth = at + 1;
    return at;
}
