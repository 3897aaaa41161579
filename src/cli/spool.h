/* spool.h: a folder for files of this run, gone at its end. */
#ifndef XS_CLI_SPOOL_H
#define XS_CLI_SPOOL_H

#include "base/arena.h"
#include "base/err.h"

struct xs_spool {
    struct xs_arena *arena; /* of the paths */
    xs_str dir;             /* NUL-terminated; empty: not made yet */
    uint64_t files;
};

/* xs_spool_path: a new name in the folder (in $TMPDIR, else /tmp), which is made when first needed;
 * not more. *out is NUL-terminated and the arena's. Not for several threads at once.
 * Returns XS_OK, XS_E_WRITE (no folder), XS_E_NOMEM. */
XS_CHECK enum xs_err xs_spool_path(
    struct xs_spool *s, const char *prefix, const char *suffix, xs_str *out);
/* xs_spool_put: writes bytes to the new file path. Returns XS_OK, XS_E_WRITE. */
XS_CHECK enum xs_err xs_spool_put(xs_str path, xs_str bytes);
/* xs_spool_remove: a file or folder with all that is in it. Faults are not told. */
void xs_spool_remove(xs_str path);
/* xs_spool_close: removes the folder. */
void xs_spool_close(struct xs_spool *s);

#endif
