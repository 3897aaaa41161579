/* clean.h: text without what Word's text export leaves in it. */
#ifndef XS_READ_CLEAN_H
#define XS_READ_CLEAN_H

#include "base/arena.h"
#include "base/err.h"

/* xs_clean: text without bookmarks, TC fields, the stars and line breaks of Markdown and blanks at
 * both ends. A view of text or in a. */
XS_CHECK enum xs_err xs_clean(struct xs_arena *a, xs_str text, xs_str *out);

#endif
