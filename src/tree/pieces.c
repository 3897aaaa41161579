/* Indicators listed in one line: where one ends, and what of it is name and value. */
#include <string.h>

#include "base/utf8.h"
#include "tree/build.h"

#define FEWEST_HAN 2        /* of a name before a comparator */
#define AHEAD ((size_t)240) /* bytes before and behind a place that decide what stands there */
#define LONGEST_LEFT ((size_t)90) /* bytes before a colon */

static bool digit(char c) { return c >= '0' && c <= '9'; }

/* Is what begins with this byte a sign, not a word? */
static bool sign(char c) { return (unsigned char)c < 0xE3; }

static size_t colon_len(xs_str s)
{
    if (xs_str_starts(s, XS_STR(":")))
        return 1;
    return xs_str_starts(s, XS_STR("\xEF\xBC\x9A")) ? 3 : 0;
}

bool xs_at_colon(xs_str text, xs_str *left, xs_str *rest)
{
    for (size_t at = 0; at < text.len && at <= LONGEST_LEFT; at += xs_utf8_len(text.ptr[at])) {
        size_t n = colon_len(xs_str_sub(text, at, 3));
        if (!n)
            continue;
        *left = xs_str_sub(text, 0, at);
        *rest = xs_str_trim(xs_str_sub(text, at + n, text.len));
        return true;
    }
    return false;
}

/* ---- name and value ---- */

/* A text's brackets: whether all that open close as well, else they say nothing. */
static bool nests(xs_str s)
{
    size_t depth = 0;
    for (size_t i = 0; i < s.len; i += xs_utf8_len(s.ptr[i])) {
        xs_str at = xs_str_sub(s, i, 3);
        depth += s.ptr[i] == '(' || xs_str_eq(at, XS_STR("\xEF\xBC\x88"));
        if (s.ptr[i] != ')' && !xs_str_eq(at, XS_STR("\xEF\xBC\x89")))
            continue;
        if (depth-- == 0)
            return false;
    }
    return depth == 0;
}

/* The colon at i parts two numbers, as in a time of day or a ratio, unless Latin letters stand
 * before it ("PM2.5: 35"). */
static bool between_digits(xs_str s, size_t i)
{
    size_t at = i;
    if (i == 0 || i + 1 >= s.len || !digit(s.ptr[i - 1]) || !digit(s.ptr[i + 1]))
        return false;
    while (at > 0 && (digit(s.ptr[at - 1]) || s.ptr[at - 1] == '.'))
        at--;
    return at == 0 || !((s.ptr[at - 1] >= 'A' && s.ptr[at - 1] <= 'Z') ||
                          (s.ptr[at - 1] >= 'a' && s.ptr[at - 1] <= 'z'));
}

/* Places in a folded piece; SIZE_MAX: none. */
struct places {
    size_t colon, digit;  /* outside brackets */
    size_t inner;         /* the first digit inside them */
    size_t sign, compare; /* a comparator with a number behind it; any */
};

static void put(size_t *place, size_t at)
{
    if (*place == SIZE_MAX)
        *place = at;
}

static void find_signs(const struct xs_layout *l, xs_str s, struct places *p)
{
    struct xs_lexmask want = xs_lexmask_or(l->comparators, l->no_comparators);
    struct xs_lexword word;
    size_t han = 0, counted = 0, at = xs_utf8_len(s.ptr[0]);
    while ((at = xs_lex_find(l->lex, s, at, &want, &word)) != SIZE_MAX) {
        while (counted < at)
            han += xs_utf8_is_han(xs_utf8_next(s, &counted));
        struct xs_lexmask not = xs_lexmask_and(word.which, l->no_comparators);
        size_t end = at + word.len;
        if (!xs_lexmask_any(&not ) && han >= FEWEST_HAN) {
            put(&p->compare, at);
            if (end < s.len && digit(s.ptr[end])) {
                p->sign = at;
                return;
            }
        }
        at = end;
    }
}

static struct places find_places(const struct xs_layout *l, xs_str s)
{
    struct places p = { SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX };
    bool brackets = nests(s);
    size_t depth = 0;
    if (s.len == 0)
        return p;
    for (size_t i = 0; i < s.len; i++) {
        depth += s.ptr[i] == '(' && brackets;
        depth -= s.ptr[i] == ')' && brackets;
        if (i && digit(s.ptr[i]))
            put(depth ? &p.inner : &p.digit, i);
        if (i && depth == 0 && s.ptr[i] == ':' && !between_digits(s, i))
            put(&p.colon, i);
    }
    find_signs(l, s, &p);
    return p;
}

/* Nothing between the two parts a text. */
static bool unbroken(xs_str s, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (s.ptr[i] == ',' || s.ptr[i] == ';' || s.ptr[i] == '(' || s.ptr[i] == ')' ||
            xs_str_starts(xs_str_sub(s, i, 3), XS_STR("\xE3\x80\x81")))
            return false;
    return true;
}

size_t xs_piece_value(const struct xs_layout *l, xs_str folded)
{
    struct places p = find_places(l, folded);
    bool strong = p.sign != SIZE_MAX && sign(folded.ptr[p.sign]);
    if (p.colon != SIZE_MAX)
        return strong && p.sign < p.colon && nests(xs_str_sub(folded, 0, p.sign)) ? p.sign
                                                                                  : p.colon;
    size_t number = p.digit != SIZE_MAX ? p.digit : p.inner;
    if (p.sign < number || (strong && unbroken(folded, number, p.sign)))
        return p.sign;
    return number != SIZE_MAX ? number : p.compare;
}

/* "name(value)" -> both; the value is the last parenthesis, at the end of the text. */
static bool in_parentheses(xs_str folded, xs_str *name, xs_str *value)
{
    if (!xs_str_ends(folded, XS_STR(")")))
        return false;
    size_t depth = 0, at = folded.len;
    while (at-- > 0) {
        depth += folded.ptr[at] == ')';
        depth -= folded.ptr[at] == '(';
        if (depth == 0)
            break;
    }
    if (at == 0 || at >= folded.len)
        return false;
    *name = xs_str_sub(folded, 0, at);
    *value = xs_str_sub(folded, at + 1, folded.len - at - 2);
    return value->len > 0;
}

/* Is a target what stands in parentheses behind a name? always: unless the name has one. */
static bool target(const struct xs_layout *l, xs_str name, xs_str value, bool always)
{
    size_t at = xs_piece_value(l, name);
    bool compares = xs_lex_longest(l->lex, value, 0, &l->comparators, NULL) > 0;
    if (always)
        return at == SIZE_MAX || digit(name.ptr[at]) || (compares && sign(value.ptr[0]));
    return at == SIZE_MAX && (compares || digit(value.ptr[0]));
}

/* A name without the word for its value behind a comma: "rate of passes, target: 95%". */
static xs_str without_field(const struct xs_layout *l, xs_str name)
{
    struct xs_cell_words words;
    for (size_t at = name.len; at-- > 0;)
        if (name.ptr[at] == ',') {
            xs_layout_label(l, xs_str_sub(name, at + 1, name.len), &words);
            return words.field == XS_F_VALUE ? xs_str_sub(name, 0, at) : name;
        }
    return name;
}

bool xs_piece_split(
    const struct xs_layout *l, xs_str folded, bool always, xs_str *name, xs_str *value)
{
    if (in_parentheses(folded, name, value) && target(l, *name, *value, always))
        return true;
    size_t at = xs_piece_value(l, folded);
    if (at == SIZE_MAX)
        return false;
    *name = without_field(l, xs_str_sub(folded, 0, at));
    *value = xs_str_sub(folded, at + (folded.ptr[at] == ':'), folded.len);
    return true;
}

xs_str xs_piece_stop(xs_str s)
{
    static const char *const ends[] = { ";", ",", ".", "\xE3\x80\x82", "\xEF\xBC\x9B",
        "\xE3\x80\x81" };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (xs_str_ends(s, xs_str_c(ends[i]))) {
            s.len -= strlen(ends[i]);
            i = SIZE_MAX;
        }
    }
    return s;
}

bool xs_piece_names(xs_str s)
{
    size_t han = 0, open = 0;
    for (size_t at = 0; at < s.len;) {
        const uint32_t cp = xs_utf8_next(s, &at);
        han += xs_utf8_is_han(cp);
        open += cp == 0x300A;
        open -= cp == 0x300B && open > 0;
    }
    return han >= 2 && open == 0;
}

/* ---- where a piece ends ---- */

bool xs_pieces_level(const struct xs_layout *l, xs_str s)
{
    s = xs_marks_strip(l, xs_str_sub(s, 0, AHEAD));
    size_t n = xs_lex_longest(l->lex, s, 0, &l->level_names, NULL);
    return n && colon_len(xs_str_sub(s, n, 3)) > 0;
}

/* The text before i: as much of it as decides something. */
static xs_str before(xs_str text, size_t i)
{
    size_t from = i > AHEAD ? i - AHEAD : 0;
    while (from < i && ((unsigned char)text.ptr[from] & 0xC0) == 0x80)
        from++;
    return xs_str_sub(text, from, i - from);
}

/* Does a comma between these two part two indicators? A value stands before it, and words and a
 * value behind it. */
static bool comma_between(const struct xs_layout *l, xs_str left, xs_str right)
{
    size_t at = 0;
    return right.len && xs_utf8_is_han(xs_utf8_next(right, &at)) &&
           xs_piece_value(l, left) != SIZE_MAX && xs_piece_value(l, right) != SIZE_MAX;
}

/* What stands behind a semicolon has no name: the value before it goes on. */
static bool value_goes_on(const struct xs_layout *l, xs_str left, xs_str right)
{
    xs_str key, rest;
    bool numbered;
    right = xs_str_trim(right);
    size_t n = xs_lex_longest(l->lex, right, 0, &l->comparators, NULL);
    if (n && sign(right.ptr[0]))
        return n < right.len && digit(right.ptr[n]);
    (void)xs_number_strip(l, right, &numbered); /* the mark alone is asked for */
    if (numbered || right.len == 0 || !digit(right.ptr[0]) || !xs_at_colon(left, &key, &rest))
        return false;
    for (size_t i = 0; i < right.len && right.ptr[i] != ';'; i += xs_utf8_len(right.ptr[i])) {
        xs_str at = xs_str_sub(right, i, 3);
        if (xs_str_eq(at, XS_STR("\xEF\xBC\x9B")) || xs_str_eq(at, XS_STR("\xE3\x80\x82")))
            break;
        if (colon_len(at) && !between_digits(right, i))
            return false;
    }
    return true;
}

/* Does the piece end before the character of n bytes at i? *skip: bytes that belong to neither. */
static bool ends_at(const struct xs_pieces *p, size_t i, size_t n, size_t *skip)
{
    const xs_str one = xs_str_sub(p->rest, i, n), behind = xs_str_sub(p->rest, i + n, AHEAD);
    struct xs_mark m;
    bool comma = xs_str_eq(one, XS_STR(",")) || xs_str_eq(one, XS_STR("\xEF\xBC\x8C"));
    *skip = n;
    if (xs_str_eq(one, XS_STR("\xE3\x80\x82")))
        return true;
    if (xs_str_eq(one, XS_STR(";")) || xs_str_eq(one, XS_STR("\xEF\xBC\x9B")))
        return !value_goes_on(p->l, xs_str_sub(p->rest, 0, i), behind);
    if (comma && p->commas && comma_between(p->l, before(p->rest, i), behind))
        return true;
    if (comma || xs_str_trim(one).len == 0)
        return i && xs_str_trim(xs_str_sub(behind, 0, 3)).ptr == behind.ptr &&
               xs_pieces_level(p->l, behind);
    *skip = 0;
    return i && xs_mark_sign(xs_str_sub(p->rest, i, 3), &m);
}

void xs_pieces_begin(struct xs_pieces *p, const struct xs_layout *l, xs_str text, bool commas)
{
    *p = (struct xs_pieces){ .l = l, .rest = text, .nests = nests(text), .commas = commas };
}

bool xs_pieces_next(struct xs_pieces *p, xs_str *piece)
{
    size_t depth = 0, n, skip;
    if (p->over)
        return false;
    for (size_t i = 0; i < p->rest.len; i += n) {
        n = xs_utf8_len(p->rest.ptr[i]);
        xs_str one = xs_str_sub(p->rest, i, n);
        if (p->nests) {
            depth += xs_str_eq(one, XS_STR("(")) || xs_str_eq(one, XS_STR("\xEF\xBC\x88"));
            depth -= xs_str_eq(one, XS_STR(")")) || xs_str_eq(one, XS_STR("\xEF\xBC\x89"));
        }
        if (depth || !ends_at(p, i, n, &skip))
            continue;
        *piece = xs_str_sub(p->rest, 0, i);
        p->rest = xs_str_sub(p->rest, i + skip, p->rest.len);
        return true;
    }
    *piece = p->rest;
    p->over = true;
    return true;
}
