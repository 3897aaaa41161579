/* rtf_recode.h: RTF whose Chinese stands as bytes of GBK that nothing declares. */
#ifndef XS_READ_RTF_RECODE_H
#define XS_READ_RTF_RECODE_H

#include "base/buf.h"

/* xs_rtf_recode: the same file with such bytes (\'hh, or bare) as \u. LibreOffice would take them
 * for western letters. *changed: out holds it; else the file is good as it is: it declares what it
 * has, or its bytes are not GBK. Returns XS_OK, XS_E_NOMEM. */
XS_CHECK enum xs_err xs_rtf_recode(xs_str bytes, struct xs_buf *out, bool *changed);

#endif
