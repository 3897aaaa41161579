/* name.h: what an indicator's name says is measured, from the last head noun of the name. */
#ifndef XS_TEXT_NAME_H
#define XS_TEXT_NAME_H

#include "text/lexicon.h"

enum xs_name_kind {
    XS_NAME_OTHER,  /* no noun of measure: a goal sentence, an activity, a thing */
    XS_NAME_RATE,   /* rate, share, proportion */
    XS_NAME_TIMELY, /* rate or degree of being in time */
    XS_NAME_DONE,   /* rate of work done: completed, paid out, carried out */
    XS_NAME_SATISFACTION,
    XS_NAME_COUNT, /* number of things */
    XS_NAME_PERSONS,
    XS_NAME_TIMES,   /* number of occasions */
    XS_NAME_TIME,    /* date, duration, time limit */
    XS_NAME_MONEY,   /* cost, spending, price, amount */
    XS_NAME_MEASURE, /* length, area, mass, ... */
    XS_NAME_DEGREE,  /* level, ability, situation, effect, -ness */
    XS_NAME_PROGRESS,
    XS_NAME_KIND_COUNT
};

struct xs_name_words;

XS_CHECK enum xs_err xs_name_words_load(
    const struct xs_patfiles *set, const struct xs_lexset *s, const struct xs_name_words **out);
/* xs_name_core: folded name without the form's numbering, stars and template tails ("1:", "*",
 * "(>=**%)"). A view. */
xs_str xs_name_core(const struct xs_name_words *w, xs_str folded);
enum xs_name_kind xs_name_kind(const struct xs_name_words *w, xs_str core);
const char *xs_name_kind_name(enum xs_name_kind k);

#endif
