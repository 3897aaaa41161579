/* xml_zip.h: the parts of a zip container (docx, xlsx, odt, ods), with limits. */
#ifndef XS_READ_XML_ZIP_H
#define XS_READ_XML_ZIP_H

#include "base/arena.h"
#include "base/err.h"

struct xs_zip;

/* xs_zip_missing: the library that this build or machine lacks for it, or NULL. */
const char *xs_zip_missing(void);
/* xs_zip_open: bytes must live until xs_zip_close.
 * Returns XS_OK, XS_E_DAMAGED (no container, or cut), XS_E_UNSUPPORTED (no library), XS_E_NOMEM. */
XS_CHECK enum xs_err xs_zip_open(xs_str bytes, struct xs_zip **out);
void xs_zip_close(struct xs_zip *z);
/* xs_zip_part: a whole part, in a. *found: is there one of that name, or of that name in other
 * letters (A for a) or with backslashes? If not, *out is empty.
 * Returns XS_OK, XS_E_DAMAGED (checksum, packing), XS_E_ENCRYPTED, XS_E_TOO_LARGE (size or ratio),
 * XS_E_NOMEM. */
XS_CHECK enum xs_err xs_zip_part(
    struct xs_zip *z, struct xs_arena *a, xs_str name, xs_str *out, bool *found);
/* xs_zip_need: the same where the document is damaged without the part. */
XS_CHECK enum xs_err xs_zip_need(struct xs_zip *z, struct xs_arena *a, xs_str name, xs_str *out);

#endif
