/* literal.h: patterns that are no more than a few texts written shortly, such as
 * `^(?:act|acts)|act(?:or)?s$`: as texts they are found by one pass for all patterns together. */
#ifndef XS_TEXT_LITERAL_H
#define XS_TEXT_LITERAL_H

#include "base/arena.h"
#include "base/err.h"

/* A text that a pattern stands for, and where it must stand. */
struct xs_literal {
    xs_str text; /* not empty */
    bool starts, ends;
};

struct xs_literals {
    size_t count; /* 0: the pattern is more than that */
    struct xs_literal *items;
};

/* xs_literals_of: the texts that pattern stands for, in a. Taken are alternatives of literal
 * characters, groups `(?:...)`, classes of characters and `?` behind one of these; `^` and
 * `$` at the ends of the whole alternatives. Of everything else, of a pattern that fits the empty
 * text and of one that stands for more than XS_MAX_LITERALS texts, none. Returns XS_OK, XS_E_NOMEM.
 */
XS_CHECK enum xs_err xs_literals_of(struct xs_arena *a, xs_str pattern, struct xs_literals *out);

/* xs_literals_needed: texts of which any text that fits the pattern has one, in a; their starts and
 * ends are not set. None where no such texts are known. Returns XS_OK, XS_E_NOMEM. */
XS_CHECK enum xs_err xs_literals_needed(
    struct xs_arena *a, xs_str pattern, struct xs_literals *out);

#endif
