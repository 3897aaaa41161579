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
