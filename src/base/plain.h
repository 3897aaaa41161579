/* plain.h: foreign text for a terminal. */
#ifndef XS_BASE_PLAIN_H
#define XS_BASE_PLAIN_H

#include "base/buf.h"

/* xs_plain: s, shown and not obeyed: control characters, which could command a terminal, become
 * blanks (but for '\n' where lines is true); characters that turn the line round or hide are
 * written as <U+202E>. */
void xs_plain(struct xs_buf *out, xs_str s, bool lines);

#endif
