/* superscript.h: digits that a document sets raised, as the characters that stand for them: 10 with
 * a raised 4 is no 104. */
#ifndef XS_READ_SUPERSCRIPT_H
#define XS_READ_SUPERSCRIPT_H

#include <stdbool.h>

#include "base/str.h"

/* xs_superscript_next: take the next piece off *raised, a text that is set raised: a digit as its
 * raised character, or all up to the next digit as it is. false: nothing is left. *piece views
 * *raised or what lasts for ever. */
bool xs_superscript_next(xs_str *raised, xs_str *piece);

#endif
