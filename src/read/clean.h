/* clean.h: text without what Word's text export leaves in it. */
#ifndef XS_READ_CLEAN_H
#define XS_READ_CLEAN_H

#include "base/arena.h"
#include "base/err.h"
#include "base/vec.h"

#define XS_CLEAN_SHORT 64 /* bytes; in longer texts the C library finds signs faster */

bool xs_clean_signs_slow(xs_str s);
/* xs_clean_signs: does s hold a sign that something to take away has within it? */
static inline bool xs_clean_signs(xs_str s)
{
    xs_vec found = xs_vec_none();
    if (s.len > XS_CLEAN_SHORT)
        return xs_clean_signs_slow(s);
    for (size_t at = 0; at < s.len; at += XS_VEC) {
        const size_t left = s.len - at;
        xs_vec v = left < XS_VEC ? xs_vec_part(s.ptr + at, left) : xs_vec_load(s.ptr + at);
        found = xs_vec_or(found, xs_vec_or(xs_vec_within(v, '[', '\\'), xs_vec_eq(v, '<')));
    }
    return xs_vec_mask(found) != 0;
}

/* xs_clean_needs: false where xs_clean takes blanks away alone. */
static inline bool xs_clean_needs(xs_str text)
{
    xs_str s = xs_str_trim(text);
    return (s.len && s.ptr[0] == '*') || xs_clean_signs(text);
}
/* xs_clean_lead: text without the bookmarks that it begins with, as most headings do. */
xs_str xs_clean_lead(xs_str text);
XS_CHECK enum xs_err xs_clean_slow(struct xs_arena *a, xs_str text, xs_str *out);
/* xs_clean: text without bookmarks, TC fields, the stars and line breaks of Markdown and blanks at
 * both ends. A view of text or in a. */
XS_CHECK static inline enum xs_err xs_clean(struct xs_arena *a, xs_str text, xs_str *out)
{
    if (xs_clean_needs(text))
        return xs_clean_slow(a, text, out);
    *out = xs_str_trim(text);
    return XS_OK;
}

#endif
