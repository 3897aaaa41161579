/* value_internal.h: what the parts of the value parser share: its word lists, and one scan over a
 * value. */
#ifndef XS_TEXT_VALUE_INTERNAL_H
#define XS_TEXT_VALUE_INTERNAL_H

#include "text/value.h"

/* Every list that values are read with. Neighbours form groups: see the ranges below. */
#define XS_VL_LIST(X)                                                                              \
    X(CMP_GE, "cmp.ge")                                                                            \
    X(CMP_GT, "cmp.gt")                                                                            \
    X(CMP_EQ, "cmp.eq")                                                                            \
    X(CMP_LT, "cmp.lt")                                                                            \
    X(CMP_LE, "cmp.le")                                                                            \
    X(CMP_ABOUT, "cmp.about")                                                                      \
    X(AFTER_GE, "cmp.ge_after")                                                                    \
    X(AFTER_LE, "cmp.le_after")                                                                    \
    X(AFTER_ABOUT, "cmp.about_after")                                                              \
    X(N0, "num.0")                                                                                 \
    X(N1, "num.1")                                                                                 \
    X(N2, "num.2")                                                                                 \
    X(N3, "num.3")                                                                                 \
    X(N4, "num.4")                                                                                 \
    X(N5, "num.5")                                                                                 \
    X(N6, "num.6")                                                                                 \
    X(N7, "num.7")                                                                                 \
    X(N8, "num.8")                                                                                 \
    X(N9, "num.9")                                                                                 \
    X(HALF, "num.half")                                                                            \
    X(TEN, "num.10")                                                                               \
    X(HUNDRED, "num.100")                                                                          \
    X(THOUSAND, "num.1000")                                                                        \
    X(WAN, "num.10000")                                                                            \
    X(YI, "num.100000000")                                                                         \
    X(NUM_NOT, "num.not")                                                                          \
    X(FRACTION, "num.fraction")                                                                    \
    X(RATIO, "unit.ratio")                                                                         \
    X(RATIO_WORD, "unit.ratio_word")                                                               \
    X(RATIO_OTHER, "unit.ratio_other")                                                             \
    X(POINT, "unit.point")                                                                         \
    X(TIMES, "unit.times")                                                                         \
    X(PERSON, "unit.person")                                                                       \
    X(PERSON_TIMES, "unit.person_times")                                                           \
    X(ITEM, "unit.item")                                                                           \
    X(MONEY, "unit.money")                                                                         \
    X(TIME, "unit.time")                                                                           \
    X(MEASURE, "unit.measure")                                                                     \
    X(SCORE, "unit.score")                                                                         \
    X(PER, "unit.per")                                                                             \
    X(EACH, "period.each")                                                                         \
    X(BY, "period.by")                                                                             \
    X(MEAN, "period.mean")                                                                         \
    X(P_YEAR, "period.year")                                                                       \
    X(P_HALF, "period.half")                                                                       \
    X(P_QUARTER, "period.quarter")                                                                 \
    X(P_MONTH, "period.month")                                                                     \
    X(P_WEEK, "period.week")                                                                       \
    X(P_DAY, "period.day")                                                                         \
    X(P_TERM, "period.term")                                                                       \
    X(P_TWO_MONTHS, "period.two_months")                                                           \
    X(D_YEAR, "date.year")                                                                         \
    X(D_MONTH, "date.month")                                                                       \
    X(D_DAY, "date.day")                                                                           \
    X(D_QUARTER, "date.quarter")                                                                   \
    X(D_PART, "date.part")                                                                         \
    X(D_END, "date.end")                                                                           \
    X(D_BEFORE, "date.before")                                                                     \
    X(D_WHOLE, "date.whole_year")                                                                  \
    X(D_NAMED, "date.named")                                                                       \
    X(ORDINAL, "num.ordinal")                                                                      \
    X(RANGE, "sep.range")                                                                          \
    X(PLUS_MINUS, "sep.plus_minus")                                                                \
    X(AND, "sep.and")                                                                              \
    X(END, "sep.end")                                                                              \
    X(GRADE, "grade.word")                                                                         \
    X(GRADE_SOFT, "grade.soft")                                                                    \
    X(FILLER, "value.filler")                                                                      \
    X(MISSING, "value.missing")                                                                    \
    X(WITHHELD, "value.withheld")                                                                  \
    X(YES_NO, "value.yes_no")                                                                      \
    X(EVENT, "value.event")                                                                        \
    X(EVENT_WEAK, "value.event_weak")                                                              \
    X(VAGUE, "value.vague")                                                                        \
    X(PLACEHOLDER, "value.placeholder")                                                            \
    X(STANDARD, "value.standard")                                                                  \
    X(REFERENCE, "value.reference")                                                                \
    X(ACTIVITY, "value.activity")                                                                  \
    X(ACT, "value.act")                                                                            \
    X(DOCUMENT, "value.document")

#define XS_VL_ENUM(id, name) XS_VL_##id,
enum xs_vl { XS_VL_LIST(XS_VL_ENUM) XS_VL_COUNT };

/* Groups of lists that are looked for together. */
enum xs_vm {
    XS_VM_CMP,
    XS_VM_AFTER,
    XS_VM_NUMERAL,
    XS_VM_SCALE, /* hundred, thousand, wan, yi before a unit */
    XS_VM_UNIT,
    XS_VM_PERIOD,
    XS_VM_DATE_WORD, /* year, month, day, quarter */
    XS_VM_DATE_TAIL, /* what may follow a year or month: part, end, whole year, named */
    XS_VM_STEP,      /* everything that the scan stops at */
    XS_VM_STOP,      /* what cannot be an unknown unit */
    XS_VM_WHOLE,     /* texts that are a value as a whole */
    XS_VM_GRADE,
    XS_VM_GRADE_TEXT, /* a grade and what may stand around it */
    XS_VM_DATE_TEXT,  /* words that may stand beside a weak date */
    XS_VM_NOUN,       /* nouns of measure: a value that ends with one is a name */
    XS_VM_COUNT
};

struct xs_value_words {
    const struct xs_lexset *lex;
    int id[XS_VL_COUNT];
    int16_t list_of[XS_LEXMASK_WORDS * 64]; /* the way back; -1: none */
    struct xs_lexmask one[XS_VL_COUNT];
    struct xs_lexmask group[XS_VM_COUNT];
};

/* What stood between a number and the one before it (or the begin). */
enum {
    XS_GAP_WORDS = 1 << 0,
    XS_GAP_SEP = 1 << 1,
    XS_GAP_RANGE = 1 << 2,
    XS_GAP_PM = 1 << 3,
    XS_GAP_CMP = 1 << 4,
    XS_GAP_PERIOD = 1 << 5,
    XS_GAP_DATE = 1 << 6
};

struct xs_vunit {
    xs_str text;
    enum xs_unit_class uclass;
    bool percent_word;
    struct xs_decimal per_year; /* occasions a period: how many a year */
};

/* A number that was found, with what belongs to it. */
struct xs_vnum {
    enum xs_cmp sign, after; /* before the number, after the unit */
    struct xs_decimal number;
    xs_str run; /* ASCII digits and points as written; empty for numerals in words */
    struct xs_vunit unit;
    struct xs_decimal mult; /* period before it: times a year, digits 0 = none */
    size_t from, to;
    unsigned gap;
};

struct xs_vscan {
    const struct xs_value_words *w;
    xs_str s;
    size_t at;
    size_t nnums;
    bool too_long;
    unsigned gap;
    enum xs_cmp cmp;
    struct xs_decimal mult; /* pending period */
    bool period;            /* any period */
    size_t ndates;
    bool date_first;            /* a date stood before any number */
    bool date_strong;           /* a month, day, quarter, or a word for "before" */
    bool date_whole;            /* the year as a whole or its end */
    bool two_deadlines;         /* a day to be done by, and another one in brackets behind it */
    int64_t deadline;           /* the first such day: month * 100 + day; 0 = none */
    struct xs_quantity *second; /* of the value, once it has two halves */
    struct xs_vnum num[XS_MAX_NUMBERS];
};

/* xs_vl_of: the first of the lists first..last that is in which, or -1. */
int xs_vl_of(const struct xs_value_words *w, const struct xs_lexmask *which, enum xs_vl first,
    enum xs_vl last);
/* xs_vl_at: bytes of the longest word of one list at offset at. */
size_t xs_vl_at(const struct xs_value_words *w, xs_str s, size_t at, enum xs_vl list);
/* xs_vm_at: the same for a group. */
size_t xs_vm_at(const struct xs_value_words *w, xs_str s, size_t at, enum xs_vm group,
    struct xs_lexmask *which);

/* xs_value_unit: the unit at offset at; bytes, 0 = none. known: no guess at unknown words. */
size_t xs_value_unit(
    const struct xs_value_words *w, xs_str s, size_t at, bool known, struct xs_vunit *out);
/* xs_value_scan: one pass over sc->s; w and s are set, everything else is zero. */
void xs_value_scan(struct xs_vscan *sc);

/* xs_decimal_norm: without trailing zeros behind the point. xs_decimal_mul: product; digits 0 on
 * overflow. */
struct xs_decimal xs_decimal_norm(struct xs_decimal d);
struct xs_decimal xs_decimal_mul(struct xs_decimal a, struct xs_decimal b);
/* xs_decimal_ratio: whole / d in thousandths, digits 0 when d is not above 0. */
struct xs_decimal xs_decimal_ratio(int64_t whole, struct xs_decimal d);

static inline bool xs_is_digit(char c) { return c >= '0' && c <= '9'; }

#endif
