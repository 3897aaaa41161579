/* checksum.h: checksums in archives that libarchive does not compare. */
#ifndef XS_READ_CHECKSUM_H
#define XS_READ_CHECKSUM_H

#include "base/str.h"

/* xs_gzip_agrees: whether the end of a gzip file is that of plain, which came out of it. Of several
 * that were joined only the last one's stands at the end: there the length must be larger. */
bool xs_gzip_agrees(xs_str packed, xs_str plain);

/* The files of a RAR archive, in its order. */
struct xs_rar_files {
    xs_str bytes;
    size_t at; /* of the next block */
};

/* xs_rar_open: of other formats than RAR 5 there are none. */
struct xs_rar_files xs_rar_open(xs_str bytes);
/* xs_rar_agrees: goes on to the next file. False: it is stored as it is, and its checksum is
 * another one's. Packed files, which libarchive looks at, agree. */
bool xs_rar_agrees(struct xs_rar_files *r);

#endif
