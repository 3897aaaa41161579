/* tmpdir.h: a folder for files of this run, gone at its end, whatever that is: a guard, this very
 * program executed again, waits for it and removes the folder when we could not. */
#ifndef XS_CLI_TMPDIR_H
#define XS_CLI_TMPDIR_H

#include "base/arena.h"
#include "base/err.h"
#include "cli/child.h"

struct xs_tmpdir {
    struct xs_arena *arena; /* of the paths */
    xs_str dir;             /* NUL-terminated; empty: not made yet */
    uint64_t files;
    struct xs_child guard; /* it may have failed to start */
};

/* The option that makes the program a guard; the folder follows it. */
#define XS_GUARD_OPTION "--guard-folder"

/* xs_tmpdir_path: a new name in the folder (in $TMPDIR, else /tmp), which is made when first
 * needed; not more. *out is NUL-terminated and the arena's. Not for several threads at once.
 * Returns XS_OK, XS_E_WRITE (no folder), XS_E_NOMEM. */
XS_CHECK enum xs_err xs_tmpdir_path(
    struct xs_tmpdir *s, const char *prefix, const char *suffix, xs_str *out);
/* xs_tmpdir_put: writes bytes to the new file path. Returns XS_OK, XS_E_WRITE. */
XS_CHECK enum xs_err xs_tmpdir_put(xs_str path, xs_str bytes);
/* xs_tmpdir_remove: a file or folder with all that is in it. Faults are not told. */
void xs_tmpdir_remove(xs_str root);
/* xs_tmpdir_began, xs_tmpdir_ended: a process group that works in the folder, to be ended with it.
 * Safe from several threads. */
void xs_tmpdir_began(struct xs_tmpdir *s, pid_t group);
void xs_tmpdir_ended(struct xs_tmpdir *s, pid_t group);
/* xs_tmpdir_guard: what the guard does. Returns its exit status. */
int xs_tmpdir_guard(const char *dir);
/* xs_tmpdir_close: removes the folder. */
void xs_tmpdir_close(struct xs_tmpdir *s);

#endif
