/* unblank.h: text without its blanks, which the hash of a document is made of. */
#ifndef XS_READ_UNBLANK_H
#define XS_READ_UNBLANK_H

#include "base/str.h"

/* xs_unblank: copies s to to without control characters, ASCII blanks, U+00A0, U+3000 and U+FEFF;
 * returns its end. Writes up to XS_UNBLANK_ROOM bytes more than s has. */
#define XS_UNBLANK_ROOM 64
char *xs_unblank(char *to, xs_str s);
/* xs_may_have_blank: false where xs_unblank takes nothing away; seldom true then. */
bool xs_may_have_blank(xs_str s);
/* xs_unblank_by: the same with 16 or, where xs_vec_width says so, 32 or 64 bytes at a
 * time. */
char *xs_unblank_by(unsigned width, char *to, xs_str s);

#endif
