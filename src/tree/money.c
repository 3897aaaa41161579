/* Amounts of money and their units. */
#include <string.h>

#include "tree/build.h"

static int unit_of(const struct xs_layout *l, const struct xs_lexword *word)
{
    struct xs_lexmask wan = xs_lexmask_and(word->which, l->money_wan),
                      yi = xs_lexmask_and(word->which, l->money_yi);
    return xs_lexmask_any(&wan) ? XS_MONEY_WAN : xs_lexmask_any(&yi) ? XS_MONEY_YI : XS_MONEY_YUAN;
}

/* The unit behind a number: "wan yuan", "yuan in all". */
static int unit_in(const struct xs_layout *l, xs_str folded)
{
    struct xs_lexword word;
    if (folded.len == 0 || xs_lex_search(l->lex, folded, 0, &l->money_units, &word) == SIZE_MAX)
        return XS_MONEY_UNKNOWN;
    return unit_of(l, &word);
}

/* The unit that a text names in its first `within` bytes: "(wan yuan)", "unit: yuan", and where it
 * ends. A single character that goes on as a word is none: places have such names. */
static int unit_before(const struct xs_layout *l, xs_str folded, size_t within, size_t *end)
{
    struct xs_lexword word;
    for (size_t at = 0; at < folded.len; at += word.len) {
        at = xs_lex_search(l->lex, folded, at, &l->money_units, &word);
        if (at >= within || at + word.len > within)
            break;
        *end = at + word.len;
        bool goes_on = folded.len - *end >= 3 && xs_han_at(folded.ptr + *end);
        if (word.len > 3 || !goes_on)
            return unit_of(l, &word);
    }
    return XS_MONEY_UNKNOWN;
}

static int unit_named(const struct xs_layout *l, xs_str folded, size_t within)
{
    size_t end;
    return unit_before(l, folded, within, &end);
}

#define CLOSE_UNIT 12 /* bytes behind the label of the money unit where it stands alone */

/* "unit: wan yuan" anywhere in the text: the unit of the table. Is the label there? *first: the
 * text begins with it, and a unit follows. */
bool xs_money_label_note(struct xs_build *b, xs_str folded, bool *first)
{
    struct xs_lexword label;
    bool any = false;
    *first = false;
    for (size_t at = 0; at < folded.len; at += label.len) {
        at = xs_lex_search(b->l->lex, folded, at, &b->l->money_labels, &label);
        if (at == SIZE_MAX)
            break;
        any = true;
        xs_str rest = xs_str_sub(folded, at + label.len, folded.len);
        size_t end;
        int unit = unit_before(b->l, rest, 2 * (size_t)CLOSE_UNIT, &end);
        if (unit == XS_MONEY_UNKNOWN)
            continue; /* that of the office: its name follows */
        b->money_unit = (unsigned)unit;
        *first = at == 0 && end <= CLOSE_UNIT;
        break;
    }
    return any;
}

/* The unit in the parentheses behind a header. */
void xs_money_header_note(struct xs_build *b, const struct xs_tcell *t)
{
    bool may = t->words.field != XS_F_NONE && memchr(t->folded.ptr, '(', t->folded.len);
    int unit = may ? unit_named(b->l, t->folded, t->folded.len) : XS_MONEY_UNKNOWN;
    if (unit != XS_MONEY_UNKNOWN)
        b->money_unit = (unsigned)unit;
}

void xs_money_unit_note(struct xs_build *b, const struct xs_tcell *t)
{
    bool first;
    if (xs_cell_may_hold(t, &b->l->money_labels))
        (void)xs_money_label_note(b, t->folded, &first); /* the note is what is wanted */
    xs_money_header_note(b, t);
}

/* Millionths of ten thousand yuan from a decimal in some unit; false when it does not fit. */
static bool to_micro(struct xs_decimal d, int unit, int64_t *out)
{
    int scale = unit == XS_MONEY_WAN ? 6 : unit == XS_MONEY_YI ? 10 : 2;
    int64_t v = d.digits;
    for (scale -= d.scale; scale > 0; scale--)
        if (__builtin_mul_overflow(v, 10, &v))
            return false;
    for (; scale < 0; scale++)
        v /= 10;
    *out = v;
    return true;
}

static void set_money(struct xs_build *b, const struct xs_tcell *key, const struct xs_tcell *value,
    struct xs_amount to)
{
    struct xs_decimal d;
    xs_str s = value->folded;
    bool minus = s.len > 1 && s.ptr[0] == '-' && s.ptr[1] >= '0' && s.ptr[1] <= '9';
    while (s.len && !(s.ptr[0] >= '0' && s.ptr[0] <= '9'))
        s = xs_str_sub(s, xs_utf8_len(s.ptr[0]), s.len);
    size_t n = xs_decimal_parse(s, &d);
    if (n == 0)
        return;
    d.digits = minus ? -d.digits : d.digits;
    int unit = unit_in(b->l, xs_str_sub(s, n, 9));
    if (unit == XS_MONEY_UNKNOWN && key)
        unit = unit_named(b->l, key->folded, key->folded.len);
    if (unit == XS_MONEY_UNKNOWN)
        unit = (int)b->money_unit;
    if (unit == XS_MONEY_UNKNOWN)
        return;
    b->project->unit_known = true;
    *to.has = to_micro(d, unit, to.micro);
}

void xs_money_set(struct xs_build *b, const struct xs_tcell *key, const struct xs_tcell *value,
    struct xs_amount to)
{
    bool term = to.text->text.len && key && to.key && *to.key == key->block + 1;
    if (to.text->text.len && !term) /* the year's amount stands in one row behind the term's */
        return;
    if (to.key && key)
        *to.key = key->block + 1;
    xs_value_set(to.text, value);
    set_money(b, key, value, to);
}

bool xs_states_unit(const struct xs_build *b, const struct xs_tcell *t)
{
    size_t n = xs_lex_longest(b->l->lex, t->folded, 0, &b->l->money_label, NULL);
    return n > 0 && unit_named(b->l, xs_str_sub(t->folded, n, t->folded.len), CLOSE_UNIT) !=
                        XS_MONEY_UNKNOWN;
}

/* "(wan yuan)" alone: the unit of the field's name before it, and of the table. */
bool xs_money_bare_note(struct xs_build *b, const struct xs_tcell *t)
{
    if (!xs_str_starts(t->folded, XS_STR("(")) || !xs_str_ends(t->folded, XS_STR(")")))
        return false;
    xs_str inner = xs_str_sub(t->folded, 1, t->folded.len - 2);
    if (inner.len == 0 ||
        xs_lex_longest(b->l->lex, inner, 0, &b->l->money_units.mask, NULL) != inner.len)
        return false;
    b->money_unit = (unsigned)unit_in(b->l, inner);
    return true;
}

/* The label of a row broken over two: a unit alone below it is that of its amounts. */
void xs_money_below_note(
    struct xs_build *b, const struct xs_tcell *row, const struct xs_tcell *below)
{
    const char *end = memchr(below->folded.ptr, ')', below->folded.len);
    if (!end || !xs_lex_longest(b->l->lex, row->folded, 0, &b->l->fields.mask, NULL))
        return;
    struct xs_tcell unit = *below;
    unit.folded.len = (size_t)(end - unit.folded.ptr) + 1;
    const xs_str behind = xs_str_sub(below->folded, unit.folded.len, below->folded.len);
    if (behind.len && !xs_lex_longest(b->l->lex, behind, 0, &b->l->fields.mask, NULL))
        return;
    (void)xs_money_bare_note(b, &unit); /* it may be another word */
}
