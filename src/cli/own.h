/* own.h: inputs that are no documents: tables that this program wrote, pictures, other binary
 * files. */
#ifndef XS_CLI_OWN_H
#define XS_CLI_OWN_H

#include "base/str.h"

/* xs_own_table: bytes begin like one of our tables (CSV, JSON, or text with tabs) or manifests.
 * Looks at the first line only. */
bool xs_own_table(xs_str bytes);
/* xs_binary_document: bytes begin like a document or archive (Office, PDF, zip, ...): where no
 * reader takes it, it is unread and not merely skipped. */
bool xs_binary_document(xs_str bytes);
/* xs_picture: bytes begin like a picture (JPEG, PNG, GIF, TIFF). */
bool xs_picture(xs_str bytes);

#endif
