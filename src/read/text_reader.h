/* text_reader.h: plain text -> sheet.
 *
 * Lines that begin with a TAB are cells (the Word export): an empty line ends the row, a line
 * without TAB goes on with the cell, a TAB after blanks begins a new row. Lines with bars or inner
 * TABs are rows of cells whose empty ones may be missing. Everything else is a paragraph. What a
 * cell means is not known here. */
#ifndef XS_READ_TEXT_READER_H
#define XS_READ_TEXT_READER_H

#include "read/sheet.h"

XS_CHECK enum xs_err xs_read_text(struct xs_arena *a, xs_str bytes, struct xs_sheet *out);

#endif
