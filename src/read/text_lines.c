#include "read/text_lines.h"

#include <string.h>

/* Takes the last line off *text, and its line end. */
static xs_str last_line(xs_str *text)
{
    size_t at = text->len;
    while (at && text->ptr[at - 1] != '\n')
        at--;
    xs_str line = xs_str_sub(*text, at, text->len);
    text->len = at ? at - 1 : 0;
    return xs_str_trim(line);
}

static bool bordered(xs_str line)
{
    return line.len > 1 && line.ptr[0] == '|' && line.ptr[line.len - 1] == '|';
}

enum xs_ends xs_text_ends(xs_str text)
{
    if (text.len == 0 || text.ptr[text.len - 1] == '\n')
        return XS_ENDS_LINE;
    xs_str last = last_line(&text);
    if (last.len == 0)
        return XS_ENDS_LINE;
    if (last.ptr[0] != '|')
        return XS_ENDS_OPEN;
    if (bordered(last))
        return XS_ENDS_LINE;
    return bordered(last_line(&text)) ? XS_ENDS_CELL : XS_ENDS_OPEN;
}

#define MOST_BROKEN 40       /* lines that a broken cell goes on for */
#define LONGEST_BROKEN 20000 /* bytes of them */

/* Where a cell in quotes ends in s: behind its mark. SIZE_MAX: not in s; a TAB comes before it, or
 * something else than a TAB behind it: it was no cell in quotes. *goes_on: neither does. */
static size_t quote_end(xs_str s, bool *goes_on)
{
    *goes_on = false;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '\t')
            return SIZE_MAX;
        if (s.ptr[i] != '"')
            continue;
        if (i + 1 < s.len && s.ptr[i + 1] == '"')
            i++;
        else if (i + 1 == s.len || s.ptr[i + 1] == '\t')
            return i + 1;
        else
            return SIZE_MAX;
    }
    *goes_on = true;
    return SIZE_MAX;
}

/* Does the last cell between TABs begin with a quotation mark, and end in another line? quoted: s
 * begins in such a cell. */
static bool open_quote(xs_str s, bool quoted)
{
    bool goes_on = false;
    while (s.len > 0) {
        size_t end = quoted || s.ptr[0] == '"' ? quote_end(xs_str_sub(s, !quoted, s.len), &goes_on)
                                               : SIZE_MAX;
        if (goes_on)
            return true;
        const size_t from = end == SIZE_MAX ? 0 : end;
        const char *tab = memchr(s.ptr + from, '\t', s.len - from);
        s = tab ? xs_str_sub(s, (size_t)(tab + 1 - s.ptr), s.len) : XS_STR_NONE;
        quoted = false;
    }
    return false;
}

static xs_str without_return(xs_str s)
{
    return xs_str_ends(s, XS_STR("\r")) ? xs_str_sub(s, 0, s.len - 1) : s;
}

/* Lines up to the one that ends with a bar; none of them begins with one. */
static size_t broken_bars(xs_str rest)
{
    xs_str next;
    for (size_t n = 1; n <= MOST_BROKEN && xs_str_split(&rest, '\n', &next); n++) {
        next = xs_str_trim(next);
        if (next.len == 0 || next.ptr[0] == '|' || memchr(next.ptr, '\t', next.len))
            return 0;
        if (xs_str_ends(next, XS_STR("|")))
            return n;
    }
    return 0;
}

/* Lines up to the one in which the cell in quotes ends. */
static size_t broken_quotes(xs_str rest)
{
    xs_str next;
    bool goes_on;
    for (size_t n = 1; n <= MOST_BROKEN && xs_str_split(&rest, '\n', &next); n++) {
        next = without_return(next);
        if (quote_end(next, &goes_on) == SIZE_MAX && !goes_on)
            return 0;
        if (!open_quote(next, true))
            return n;
    }
    return 0;
}

size_t xs_text_broken(xs_str line, xs_str rest)
{
    const xs_str text = xs_str_trim(line);
    rest = xs_str_sub(rest, 0, LONGEST_BROKEN);
    if (xs_str_starts(text, XS_STR("|")))
        return xs_str_ends(text, XS_STR("|")) ? 0 : broken_bars(rest);
    const size_t tab = xs_str_find(line, XS_STR("\t"), 0);
    const bool row = tab != SIZE_MAX && (!xs_str_blank(xs_str_sub(line, 0, tab)) ||
                                            xs_str_find(line, XS_STR("\t"), tab + 1) != SIZE_MAX);
    return row && open_quote(line, false) ? broken_quotes(rest) : 0;
}

enum xs_err xs_text_mac(struct xs_arena *a, xs_str *text)
{
    if (text->len == 0 || memchr(text->ptr, '\n', text->len) || !memchr(text->ptr, '\r', text->len))
        return XS_OK;
    char *p = xs_arena_alloc(a, text->len, 1);
    if (!p)
        return XS_E_NOMEM;
    for (size_t i = 0; i < text->len; i++)
        p[i] = text->ptr[i] == '\r' ? '\n' : text->ptr[i];
    text->ptr = p;
    return XS_OK;
}
