/* unicode.h: the one door to utf8proc: narrow forms and display widths of code points. */
#ifndef XS_TEXT_UNICODE_H
#define XS_TEXT_UNICODE_H

#include "base/str.h"

/* xs_unicode_narrow: the one code point that cp is a wide form, narrow symbol, radical or
 * compatibility ideograph of (full-width forms, U+3000 -> space, Kangxi radicals); cp itself when
 * there is none. Half-width kana and hangul stay, and so do superscripts, circled digits, fractions
 * and square units. */
uint32_t xs_unicode_narrow(uint32_t cp);
/* xs_unicode_width: columns of a terminal that cp takes, 0 to 2. East Asian ambiguous ones count as
 * the library has them (1); control characters count as 0. */
int xs_unicode_width(uint32_t cp);
/* xs_text_width: the same for a text. */
unsigned xs_text_width(xs_str s);

#endif
