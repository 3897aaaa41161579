#include "text/unicode.h"

#include <utf8proc.h>

#include "base/utf8.h"

static bool in_range(uint32_t cp, uint32_t low, uint32_t high) { return cp >= low && cp <= high; }

/* Blocks whose characters are spellings of others. The rest of the planes is never asked, which
 * also keeps the squared and circled forms (decomposition type "square", "circle") as they are. */
static bool may_narrow(uint32_t cp)
{
    if (in_range(cp, 0xFF01, 0xFFEE))
        return !in_range(cp, 0xFF65, 0xFFDC); /* half-width kana and hangul */
    return cp == 0x3000 || in_range(cp, 0x2E80, 0x2FD5) || in_range(cp, 0xF900, 0xFAFF) ||
           in_range(cp, 0x2F800, 0x2FA1F);
}

uint32_t xs_unicode_narrow(uint32_t cp)
{
    if (!may_narrow(cp))
        return cp;
    utf8proc_int32_t out[4];
    int boundary = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)cp, out,
        sizeof out / sizeof out[0], UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, &boundary);
    return n == 1 && out[0] > 0 ? (uint32_t)out[0] : cp;
}

int xs_unicode_width(uint32_t cp)
{
    if (cp < 0x7F)
        return cp >= 0x20;
    return cp > 0x10FFFF ? 0 : utf8proc_charwidth((utf8proc_int32_t)cp);
}

unsigned xs_text_width(xs_str s)
{
    unsigned width = 0;
    for (size_t at = 0; at < s.len;)
        width += (unsigned)xs_unicode_width(xs_utf8_next(s, &at));
    return width;
}
