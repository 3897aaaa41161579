/* coverage.h: how much of a document was understood, for those who teach a new layout. */
#ifndef XS_WRITE_COVERAGE_H
#define XS_WRITE_COVERAGE_H

#include "base/buf.h"
#include "tree/doc.h"

/* xs_coverage: one line with the counts, then a line for each header word that is not known, each
 * table without rows, each value without a name, and each line that was left over. Stable, line
 * based, English. */
void xs_coverage(xs_str file, const struct xs_doc *d, struct xs_buf *out);

#endif
