/* pdf_reader.h: PDF -> sheet. Tables by their rules, text by the boxes of its characters. */
#ifndef XS_READ_PDF_READER_H
#define XS_READ_PDF_READER_H

#include "read/sheet.h"

/* xs_read_pdf: bytes of one file.
 * Returns XS_OK; XS_E_ENCRYPTED; XS_E_SCANNED (pages without characters); XS_E_DAMAGED (no PDF, its
 * end is missing, no page can be read); XS_E_UNSUPPORTED (a build without poppler); XS_E_NOMEM. */
XS_CHECK enum xs_err xs_read_pdf(struct xs_arena *a, xs_str bytes, struct xs_sheet *out);

#endif
