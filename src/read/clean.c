#include "read/clean.h"

#include <string.h>

/* A page's line break, in a cell of Markdown: its bytes, or 0. */
static size_t break_at(xs_str text, size_t at)
{
    xs_str rest = xs_str_sub(text, at, sizeof "<br />" - 1);
    size_t n = xs_str_starts(rest, XS_STR("<br")) ? 3 : 0;
    if (n && n < rest.len && rest.ptr[n] == ' ')
        n++;
    if (n && n < rest.len && rest.ptr[n] == '/')
        n++;
    return n && n < rest.len && rest.ptr[n] == '>' ? n + 1 : 0;
}

/* "**name**", "**name:** value" of Markdown: without the stars, in place. Stars that stand for what
 * was left out stay. */
static xs_str without_stars(char *p, size_t n)
{
    static const char wide_colon[] = "\xEF\xBC\x9A";
    xs_str s = xs_str_trim((xs_str){ p, n });
    size_t end = xs_str_starts(s, XS_STR("**")) ? xs_str_find(s, XS_STR("**"), 2) : SIZE_MAX;
    if (end == SIZE_MAX || end == 2)
        return s;
    xs_str inner = xs_str_sub(s, 2, end - 2), rest = xs_str_sub(s, end + 2, s.len);
    if (rest.len && !xs_str_ends(inner, XS_STR(":")) && !xs_str_ends(inner, xs_str_c(wide_colon)))
        return s;
    char *to = p + (s.ptr - p);
    memmove(to, inner.ptr, inner.len);
    memmove(to + inner.len, rest.ptr, rest.len);
    return xs_str_trim((xs_str){ to, inner.len + rest.len });
}

/* Word's leftovers in text exports: "[bookmark: ...]" anywhere, " TC title \f C \l 1" up to the end
 * of the line. */
static const char bookmark[] = "[bookmark:";

static bool has_residue(xs_str s)
{
    return s.len > 4 && (xs_str_starts(s, XS_STR("**")) ||
                            (memchr(s.ptr, '<', s.len) && xs_str_has(s, XS_STR("<br"))) ||
                            (memchr(s.ptr, '[', s.len) && xs_str_has(s, XS_STR("[bookmark:"))) ||
                            (memchr(s.ptr, '\\', s.len) && xs_str_has(s, XS_STR("\\f"))));
}

/* End of the line that at stands in. */
static size_t line_end(xs_str s, size_t at)
{
    const char *nl = memchr(s.ptr + at, '\n', s.len - at);
    return nl ? (size_t)(nl - s.ptr) : s.len;
}

/* Bytes of the residue that stands at at, or 0. */
static size_t residue_at(xs_str text, size_t at)
{
    if (text.ptr[at] != '[' && text.ptr[at] != ' ')
        return 0;
    xs_str rest = xs_str_sub(text, at, text.len);
    if (xs_str_starts(rest, xs_str_c(bookmark))) {
        size_t close = xs_str_find(rest, XS_STR("]"), 0);
        return close == SIZE_MAX ? sizeof bookmark - 1 : close + 1;
    }
    if (!xs_str_starts(rest, XS_STR(" TC ")))
        return 0;
    rest.len = line_end(text, at) - at;
    return xs_str_has(rest, XS_STR("\\f")) ? rest.len : 0;
}

enum xs_err xs_clean(struct xs_arena *a, xs_str text, xs_str *out)
{
    if (text.len == 0 || !has_residue(text)) {
        *out = xs_str_trim(text);
        return XS_OK;
    }
    char *p = xs_arena_alloc(a, text.len, 1);
    size_t n = 0;
    if (!p)
        return XS_E_NOMEM;
    for (size_t at = 0; at < text.len;) {
        size_t skip = residue_at(text, at), line = text.ptr[at] == '<' ? break_at(text, at) : 0;
        at += skip + line;
        if (line)
            p[n++] = '\n';
        skip += line;
        if (!skip)
            p[n++] = text.ptr[at++];
    }
    *out = without_stars(p, n);
    return XS_OK;
}
