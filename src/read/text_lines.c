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

#define SURE_TABS 3          /* a row with so many is none of a form's */
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
        const bool ends = quote_end(next, &goes_on) != SIZE_MAX;
        if (!ends && !goes_on)
            return 0;
        if (ends && !open_quote(next, true))
            return n;
    }
    return 0;
}

size_t xs_text_tabs(xs_str line)
{
    size_t n = 0;
    for (size_t at = 0; (at = xs_str_find(line, XS_STR("\t"), at)) != SIZE_MAX; at++)
        n++;
    return n;
}

/* Lines without TAB that go on with the last cell of a row, which `before` lines went before: at
 * most as many, and another row or an empty line comes next. */
static size_t last_cell(xs_str rest, size_t before)
{
    xs_str next;
    size_t n = 0;
    while (xs_str_split(&rest, '\n', &next) && !xs_str_blank(next) && next.ptr[0] != '\t')
        if (xs_text_tabs(next) || ++n > before)
            return 0;
    return n;
}

/* Has the text a colon that stands behind no number, as one behind a field's name does? */
static bool names_field(xs_str s)
{
    static const char *const colons[] = { ":", "\xEF\xBC\x9A" };
    for (size_t i = 0; i < sizeof colons / sizeof *colons; i++)
        for (size_t at = 0; (at = xs_str_find(s, xs_str_c(colons[i]), at)) != SIZE_MAX; at++)
            if (at == 0 || s.ptr[at - 1] < '0' || s.ptr[at - 1] > '9')
                return true;
    return false;
}

/* May a cell go on in the next line: the last one of the row's line, with what next begins with? */
static bool goes_on(xs_str line, xs_str next)
{
    size_t from = line.len, to = xs_str_find(next, XS_STR("\t"), 0);
    while (from > 0 && line.ptr[from - 1] != '\t')
        from--;
    const xs_str last = without_return(xs_str_sub(line, from, line.len));
    return last.len > 0 && !names_field(last) &&
           (to == SIZE_MAX || !names_field(xs_str_sub(next, 0, to)));
}

/* Lines up to the one with which a row has as many TABs as the one before it; n: in its line. */
static size_t broken_tabs(xs_str line, xs_str rest, size_t n, size_t wanted)
{
    xs_str next;
    for (size_t lines = 1; lines <= MOST_BROKEN && xs_str_split(&rest, '\n', &next); lines++) {
        if (xs_str_blank(next) || next.ptr[0] == '\t' || !goes_on(line, next))
            return 0;
        n += xs_text_tabs(next);
        if (n >= wanted)
            return n == wanted ? lines + last_cell(rest, lines) : 0;
        line = next;
    }
    return 0;
}

static bool in_brackets(xs_str s)
{
    return xs_str_starts(s, XS_STR("(")) || xs_str_starts(s, XS_STR("\xEF\xBC\x88"));
}

size_t xs_text_broken(xs_str line, xs_str rest, bool bordered, size_t tabs)
{
    const xs_str text = xs_str_trim(line);
    rest = xs_str_sub(rest, 0, LONGEST_BROKEN);
    if (xs_str_starts(text, XS_STR("|")))
        return bordered && !xs_str_ends(text, XS_STR("|")) ? broken_bars(rest) : 0;
    const size_t tab = xs_str_find(line, XS_STR("\t"), 0);
    const bool row = tab != SIZE_MAX && (!xs_str_blank(xs_str_sub(line, 0, tab)) ||
                                            xs_str_find(line, XS_STR("\t"), tab + 1) != SIZE_MAX);
    if (row && open_quote(line, false))
        return broken_quotes(rest);
    const size_t n = tab != SIZE_MAX ? xs_text_tabs(line) : 0;
    const bool sure = tab == 0 || (n >= SURE_TABS && in_brackets(rest));
    return n && n < tabs && sure ? broken_tabs(line, rest, n, tabs) : 0;
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
