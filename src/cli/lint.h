/* lint.h: a finding as one line for eyes and editors. */
#ifndef XS_CLI_LINT_H
#define XS_CLI_LINT_H

#include "write/table.h"

/* xs_lint_line: file:line:column: severity: message (name) [rule]; the place instead of line and
 * column where there are none; the indicator's name where the message does not say it. row: of the
 * findings table. */
void xs_lint_line(struct xs_buf *out, const struct xs_datum *row, bool color);

#endif
