/* archive.h: the files in an archive (zip, 7z, rar, tar), in archives in it, or packed alone (gz,
 * bz2, xz, zst). */
#ifndef XS_READ_ARCHIVE_H
#define XS_READ_ARCHIVE_H

#include "base/arena.h"
#include "base/err.h"

/* Who gets the files. */
struct xs_archive_sink {
    void *self;
    /* name: path inside, parts by '/', valid UTF-8; bytes: the whole file, valid in the call only;
     * status: XS_OK, or why it could not be unpacked (then bytes are empty): XS_E_ENCRYPTED,
     * XS_E_DAMAGED, XS_E_TOO_LARGE. Another value than XS_OK ends the walk and is its result. */
    enum xs_err (*member)(void *self, xs_str name, xs_str bytes, enum xs_err status);
};

/* xs_archive_missing: the library that this build or machine lacks for it, or NULL. */
const char *xs_archive_missing(void);
/* xs_archive_walk: every file in bytes, in the archive's order; links and folders are left out.
 * name  of the archive file, from which that of a file packed alone is made.
 * Returns XS_OK; XS_E_DAMAGED (what came before is good); XS_E_BOMB (a limit of base/limits.h: what
 * came before must not be used); XS_E_ENCRYPTED (its list of files is); XS_E_UNSUPPORTED (no
 * library); XS_E_NOMEM; what the sink says. */
XS_CHECK enum xs_err xs_archive_walk(xs_str bytes, xs_str name, const struct xs_archive_sink *sink);

#endif
