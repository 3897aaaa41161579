/* dictionary.h: the data dictionary of the documentation, from the schemas. */
#ifndef XS_WRITE_DICTIONARY_H
#define XS_WRITE_DICTIONARY_H

#include "base/buf.h"

/* xs_write_dictionary: every table and column in Markdown. */
void xs_write_dictionary(struct xs_buf *out);

#endif
