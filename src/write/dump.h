/* dump.h: the tree of a document as text, line based and stable: the golden tests rest on it. */
#ifndef XS_WRITE_DUMP_H
#define XS_WRITE_DUMP_H

#include "base/buf.h"
#include "tree/doc.h"

/* xs_dump: the whole tree. Places are line:column, or as in the tables where the format has no
 * lines; texts are in quotes with JSON's escapes; `folded` follows where it says more than the text
 * without its blanks. */
void xs_dump(xs_str file, const struct xs_doc *d, struct xs_buf *out);

#endif
