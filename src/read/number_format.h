/* number_format.h: a number of a workbook's cell as the workbook shows it. Decimal arithmetic only.
 */
#ifndef XS_READ_NUMBER_FORMAT_H
#define XS_READ_NUMBER_FORMAT_H

#include "base/buf.h"

/* xs_number_format: append value as code shows it.
 * value  as it is stored: "0.25", "1.0000000000000001E-2"; what is no number is appended as it is.
 * code   "0.00%", "yyyy/m/d;@", "General", ...; unknown marks are left out.
 * since1904  days count from 1904, not from 1900. */
void xs_number_format(struct xs_buf *out, xs_str value, xs_str code, bool since1904);
/* xs_number_builtin: the code behind a built-in number, as a Chinese program has it; "General"
 * where there is none. */
xs_str xs_number_builtin(uint32_t id);

#endif
