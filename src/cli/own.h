/* own.h: tables that this program wrote, found again in a folder, are no documents. */
#ifndef XS_CLI_OWN_H
#define XS_CLI_OWN_H

#include "base/str.h"

/* xs_own_table: bytes begin like one of our tables or manifests. Looks at the first line only. */
bool xs_own_table(xs_str bytes);

#endif
