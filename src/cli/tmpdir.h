/* tmpdir.h: a folder for files of this run, gone at its end. */
#ifndef XS_CLI_TMPDIR_H
#define XS_CLI_TMPDIR_H

#include "base/arena.h"
#include "base/err.h"

struct xs_tmpdir {
    struct xs_arena *arena; /* of the paths */
    xs_str dir;             /* NUL-terminated; empty: not made yet */
    uint64_t files;
};

/* xs_tmpdir_path: a new name in the folder (in $TMPDIR, else /tmp), which is made when first
 * needed; not more. *out is NUL-terminated and the arena's. Not for several threads at once.
 * Returns XS_OK, XS_E_WRITE (no folder), XS_E_NOMEM. */
XS_CHECK enum xs_err xs_tmpdir_path(
    struct xs_tmpdir *s, const char *prefix, const char *suffix, xs_str *out);
/* xs_tmpdir_put: writes bytes to the new file path. Returns XS_OK, XS_E_WRITE. */
XS_CHECK enum xs_err xs_tmpdir_put(xs_str path, xs_str bytes);
/* xs_tmpdir_remove: a file or folder with all that is in it. Faults are not told. */
void xs_tmpdir_remove(xs_str root);
/* xs_tmpdir_close: removes the folder. */
void xs_tmpdir_close(struct xs_tmpdir *s);

#endif
