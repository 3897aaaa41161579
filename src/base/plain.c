#include "base/plain.h"

#include "base/utf8.h"

/* Format characters: zero width, marks and overrides of direction, the byte order mark. */
static bool is_hidden(uint32_t cp)
{
    static const struct {
        uint32_t from, to;
    } ranges[] = { { 0x00AD, 0x00AD }, { 0x061C, 0x061C }, { 0x180E, 0x180E }, { 0x200B, 0x200F },
        { 0x2028, 0x202E }, { 0x2060, 0x206F }, { 0xFEFF, 0xFEFF }, { 0xFFF9, 0xFFFB },
        { 0xE0000, 0xE007F } };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (cp >= ranges[i].from && cp <= ranges[i].to)
            return true;
    return false;
}

static void put_code(struct xs_buf *out, uint32_t cp)
{
    static const char hex[] = "0123456789ABCDEF";
    xs_buf_lit(out, "<U+");
    for (unsigned shift = cp > 0xFFFF ? 20 : 16; shift > 0;) {
        shift -= 4;
        xs_buf_putc(out, hex[cp >> shift & 15]);
    }
    xs_buf_putc(out, '>');
}

void xs_plain(struct xs_buf *out, xs_str s, bool lines)
{
    for (size_t at = 0; at < s.len;) {
        uint32_t cp = xs_utf8_next(s, &at);
        if (is_hidden(cp))
            put_code(out, cp);
        else if (cp == '\n' && lines)
            xs_buf_putc(out, '\n');
        else
            xs_buf_cp(out, cp < 0x20 || (cp >= 0x7F && cp < 0xA0) ? ' ' : cp);
    }
}
