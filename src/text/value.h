/* value.h: what a target value says: comparator, numbers, unit, date, frequency, grade, event or
 * words. */
#ifndef XS_TEXT_VALUE_H
#define XS_TEXT_VALUE_H

#include "text/lexicon.h"

enum xs_value_kind {
    XS_VALUE_MISSING, /* empty, /, -, none */
    XS_VALUE_NUMBER,
    XS_VALUE_RANGE,     /* two numbers, low to high */
    XS_VALUE_DATE,      /* a day, month, end of a period, span of dates */
    XS_VALUE_FREQUENCY, /* so many times a period */
    XS_VALUE_GRADE,     /* a picked grade */
    XS_VALUE_EVENT,     /* something that plainly happens or not; also a plain yes */
    XS_VALUE_WORDS,
    XS_VALUE_YES_NO, /* "whether": no answer is expected */
    XS_VALUE_WITHHELD,
    XS_VALUE_KIND_COUNT
};

enum xs_cmp {
    XS_CMP_NONE,
    XS_CMP_GE,
    XS_CMP_GT,
    XS_CMP_EQ,
    XS_CMP_LT,
    XS_CMP_LE,
    XS_CMP_ABOUT,
    XS_CMP_COUNT
};

enum xs_unit_class {
    XS_UNIT_NONE,  /* no unit written */
    XS_UNIT_RATIO, /* %, per mille, the word for per cent, proportion */
    XS_UNIT_POINT, /* percentage points: a change, not a rate */
    XS_UNIT_TIMES, /* occasions */
    XS_UNIT_PERSON,
    XS_UNIT_PERSON_TIMES,
    XS_UNIT_ITEM, /* anything else that is counted */
    XS_UNIT_MONEY,
    XS_UNIT_TIME,     /* duration */
    XS_UNIT_MEASURE,  /* length, area, volume, mass, energy, data */
    XS_UNIT_SCORE,    /* points of a test */
    XS_UNIT_COMPOUND, /* one unit a second unit: money a person, persons a year */
    XS_UNIT_OTHER,    /* short text after the number that is no known unit */
    XS_UNIT_CLASS_COUNT
};

/* digits / 10^scale; up to XS_MAX_DIGITS digits. */
struct xs_decimal {
    int64_t digits;
    uint8_t scale;
};

struct xs_quantity {
    enum xs_cmp cmp : 8;
    enum xs_unit_class uclass : 8;
    bool has_number, has_high;
    struct xs_decimal number,
        high;    /* plain: 3.5 wan is 35000 only when the unit is left bare; see unit */
    xs_str unit; /* as written in the folded value; "%" for every way to say per cent */
};

/* Flags of a value. */
enum {
    XS_VF_DOUBLED = 1 << 0,       /* the same number stands twice */
    XS_VF_CONTRADICTION = 1 << 1, /* two different targets */
    XS_VF_UNIT_LOST = 1 << 2,     /* doubled, and neither half has a unit */
    XS_VF_VAGUE_WORDS = 1 << 3, /* holds words of the lexicon value.vague and, but for a bare number
                                   before them, no target */
    XS_VF_NOT_A_VALUE = 1 << 4, /* reads like an indicator's name, an activity or a method */
    XS_VF_SCALE = 1 << 5,       /* a whole scale of grades, none picked */
    XS_VF_SEVERAL = 1 << 6,     /* several quantities of one target */
    XS_VF_APPROX = 1 << 7,      /* about, around, some */
    XS_VF_PERIOD = 1 << 8,      /* carries a period (a month, a year) */
    XS_VF_NO_SPLIT = 1 << 9,    /* could be doubled, kept whole: low confidence */
    XS_VF_PERCENT_WORD = 1 << 10, /* per cent written as a word */
    XS_VF_PLACEHOLDER = 1 << 11,  /* a form's hole that was not filled: ** XX ___ */
    XS_VF_WHOLE_YEAR =
        1 << 12, /* the whole year, the budget year, its end: no date but the obvious one */
    XS_VF_TOO_LONG = 1 << 13, /* more numbers or digits than are kept */
    XS_VF_TWO_SIDED = 1 << 14 /* comparators stand before and behind the one number */
};

struct xs_value {
    enum xs_value_kind kind;
    unsigned flags;
    struct xs_quantity main;
    const struct xs_quantity *second; /* the other half of a doubled or contradictory value; of
                                         others an empty one */
    struct xs_decimal
        per_year; /* frequency, or number with a period: times a year; digits 0 = unknown */
    xs_str folded;
};

extern const struct xs_value xs_no_value; /* of no text */

/* What the value's surroundings say; zero is a good default. */
struct xs_value_context {
    bool rate_name; /* the name is a rate, degree, satisfaction or progress: a number means per cent
                     */
    bool unit_column; /* sign and unit came from columns of their own: never doubled */
    bool doubled_doc; /* the document's other values are doubled as a rule */
    bool all_doubled; /* and none of them, or of the project's, stands against it, counts neither */
    const struct xs_decimal *left; /* first halves seen in the document's clear doubled values */
    size_t nleft;
};

struct xs_value_words; /* the word lists that values are read with (cmp.*, unit.*, num.*, period.*,
                          value.*) */

/* xs_value_words_load: look the lists up in s; XS_E_PATTERNS with the set's fault when one is
 * missing. */
XS_CHECK enum xs_err xs_value_words_load(
    const struct xs_patfiles *set, const struct xs_lexset *s, const struct xs_value_words **out);

/* xs_value_parse: folded text of a value cell (or of sign, number, unit joined) -> *out, views into
 * folded or a. Never fails but for memory: what is not understood is XS_VALUE_WORDS. Any thread. */
XS_CHECK enum xs_err xs_value_parse(const struct xs_value_words *w, struct xs_arena *a,
    xs_str folded, const struct xs_value_context *ctx, struct xs_value *out);

/* xs_value_doubtful: could a value that was parsed without ctx->doubled_doc parse differently with
 * it? ctx: otherwise the same. False only where it does not. */
bool xs_value_doubtful(const struct xs_value *v, const struct xs_value_context *ctx);

/* xs_value_same: the same parsed target (kind, comparator, numbers, unit class; other kinds by
 * text). */
bool xs_value_same(const struct xs_value *a, const struct xs_value *b);

/* xs_rate_beyond: a rate above 1000 per cent, which no target is. */
static inline bool xs_rate_beyond(enum xs_unit_class c, struct xs_decimal d)
{
    return c == XS_UNIT_RATIO && d.scale == 0 && d.digits > 1000;
}

int xs_decimal_cmp(struct xs_decimal a, struct xs_decimal b);
/* xs_decimal_parse: the longest plain decimal number (ASCII digits, thousands commas, one point)
 * that text begins with; bytes used, 0 = none or too long. */
size_t xs_decimal_parse(xs_str text, struct xs_decimal *out);
/* xs_numeral_parse: the same, also for Chinese numerals and their mixture with digits (3 wan 5
 * qian). */
size_t xs_numeral_parse(const struct xs_value_words *w, xs_str text, struct xs_decimal *out);

/* xs_value_kind_name: "number", "yes-no", ... as in the indicators table. xs_cmp_sign: ">=", ">",
 * "=", "<", "<=", "~", "". */
XS_CONST const char *xs_value_kind_name(enum xs_value_kind k);
XS_CONST const char *xs_cmp_sign(enum xs_cmp c);
const char *xs_unit_class_name(enum xs_unit_class c);

/* xs_value_is_unit: is the whole folded text a unit, or units with a slash or dot between them
 * ("yuan/person.year")? */
bool xs_value_is_unit(const struct xs_value_words *w, xs_str text);

#endif
