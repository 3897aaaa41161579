/* fold.h: one spelling for text that is compared: full-width forms, blanks, radicals, look-alike
 * signs. Not NFKC: superscripts, circled digits, fractions and square units stay as they are. */
#ifndef XS_TEXT_FOLD_H
#define XS_TEXT_FOLD_H

#include "base/arena.h"
#include "base/err.h"
#include "base/patfiles.h"

struct xs_folder; /* the table: built in wide forms plus the pairs of the section `fold`; read-only,
                     shared */

XS_CHECK enum xs_err xs_folder_load(const struct xs_patfiles *set, const struct xs_folder **out);

/* xs_fold: give text one spelling.
 * in       valid UTF-8, may be empty.
 * out      folded text without any blanks or line ends; a view of in when nothing changes, else in
 *          a.
 *
 * Returns  XS_OK; XS_E_NOMEM. Outputs untouched on error. No character is folded by what stands
 * beside it, and folding twice is folding once. Any thread. */
XS_CHECK enum xs_err xs_fold(const struct xs_folder *f, struct xs_arena *a, xs_str in, xs_str *out);
/* xs_fold_origin: two offsets on the way back.
 * in       a text, valid UTF-8.
 * folded   what xs_fold made of it, or of another text.
 * at       two offsets of characters in folded or its end, in order; each becomes that of the
 *          character in in which it comes from, or in's end.
 *
 * Returns  is folded that of in? at is untouched where it is not. Any thread. */
bool xs_fold_origin(const struct xs_folder *f, xs_str in, xs_str folded, size_t at[2]);
/* xs_fold_leaves_han: does folding leave all characters from U+4000 to U+9FFF as they are? */
bool xs_fold_leaves_han(const struct xs_folder *f);
/* xs_fold_makes: may folding make the character cp out of another one? False is certain. */
bool xs_fold_makes(const struct xs_folder *f, uint32_t cp);

#endif
