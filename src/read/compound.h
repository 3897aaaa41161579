/* compound.h: what can be told of a doc, xls or rtf without reading it: whether it is whole, and
 * behind a password. */
#ifndef XS_READ_COMPOUND_H
#define XS_READ_COMPOUND_H

#include "base/err.h"
#include "read/detect.h"

/* xs_compound_check: follows every stream of a compound file (doc, xls), every group of an rtf, to
 * its end. *locked: a password is wanted. Returns XS_OK; XS_E_DAMAGED. Other formats are good. */
XS_CHECK enum xs_err xs_compound_check(xs_str bytes, enum xs_file_format format, bool *locked);

#endif
