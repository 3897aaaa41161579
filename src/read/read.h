/* read.h: bytes of any known format -> a sheet. The content decides the format, never the name. */
#ifndef XS_READ_READ_H
#define XS_READ_READ_H

#include "read/detect.h"
#include "read/sheet.h"

/* One format: how it is called in the documents table, and who reads it. */
struct xs_reader {
    enum xs_file_format format;
    const char *name;
    /* NULL: no reader of our own; what would read it is said by missing */
    enum xs_err (*read)(struct xs_arena *a, xs_str bytes, struct xs_sheet *out);
    const char *(*missing)(
        void); /* the library that this build or machine lacks for it, or NULL; may be NULL */
    const char *foreign; /* nothing reads it: the name of the kind; NULL otherwise */
};

/* xs_reader_of: the row of a format. xs_reader_missing: the library or program that this build
 * lacks to read the format by itself, or NULL. */
const struct xs_reader *xs_reader_of(enum xs_file_format f);
const char *xs_reader_missing(const struct xs_reader *r);

/* xs_read_sheet: bytes of one document.
 * bytes  live as long as a; the sheet's text may be views into them.
 * out    filled on XS_OK, everything in a; on error only its format, and missing with
 * XS_E_UNSUPPORTED and XS_E_FOREIGN. Returns XS_OK (also for empty text: no blocks), XS_E_BINARY,
 * XS_E_DAMAGED, XS_E_ENCRYPTED, XS_E_SCANNED, XS_E_TOO_LARGE, XS_E_UNSUPPORTED, XS_E_FOREIGN,
 * XS_E_NOMEM. */
XS_CHECK enum xs_err xs_read_sheet(struct xs_arena *a, xs_str bytes, struct xs_sheet *out);
/* xs_read_as: the same by the reader of their format, where that is known already. */
XS_CHECK enum xs_err xs_read_as(
    const struct xs_reader *r, struct xs_arena *a, xs_str bytes, struct xs_sheet *out);
/* xs_sheet_hash: of the text alone, without blanks, borders of cells and what exports leave behind.
 */
XS_CHECK enum xs_err xs_sheet_hash(struct xs_arena *a, const struct xs_sheet *s, uint64_t *out);

#endif
