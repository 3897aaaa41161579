/* docx_reader.h: Word's document part -> sheet. Inserted text counts, deleted text does not; text
 * boxes are read once; fields give their result. No lines: places are table, row and cell. */
#ifndef XS_READ_DOCX_READER_H
#define XS_READ_DOCX_READER_H

#include "read/sheet.h"

XS_CHECK enum xs_err xs_read_docx(struct xs_arena *a, xs_str bytes, struct xs_sheet *out);
/* xs_read_word_xml: the same in one XML file (Word 2003, flat OPC). */
XS_CHECK enum xs_err xs_read_word_xml(struct xs_arena *a, xs_str bytes, struct xs_sheet *out);

#endif
