/* io.h: files in: bytes into a reused buffer, kinds of files, walks over folders. */
#ifndef XS_BASE_IO_H
#define XS_BASE_IO_H

#include "base/arena.h"
#include "base/err.h"

/* Zero bytes that always follow the bytes of a file, for readers that look ahead. */
#define XS_IO_PADDING 64

/* One after the other. The next file stands beside the last one most often: their folder stays
 * open, so that the way to it is gone once. All zeroes to begin with. */
struct xs_bytes {
    char *ptr;
    size_t len, size;
    char *folder; /* of the last file, with its last slash */
    size_t folder_len, folder_size;
    int folder_open; /* 1 + its descriptor; 0: it is not open */
};

enum xs_file_kind {
    XS_FILE_MISSING,
    XS_FILE_REGULAR,
    XS_FILE_FOLDER,
    XS_FILE_STREAM, /* pipe, terminal, socket */
    XS_FILE_OTHER   /* block device and the like */
};

struct xs_file_info {
    enum xs_file_kind kind;
    bool link;         /* the name itself is a symbolic link */
    uint64_t dev, ino; /* which file it is */
    uint64_t size;
    int error; /* errno; 0 = none */
};

/* xs_io_info: kind and identity of what path leads to; never fails: kind is MISSING when nothing is
 * there. */
void xs_io_info(const char *path, struct xs_file_info *out);
/* xs_io_info_fd: the same of an open file. */
void xs_io_info_fd(int fd, struct xs_file_info *out);

/* xs_io_open: open(2), with b's folder where path leads into it. */
int xs_io_open(struct xs_bytes *b, const char *path, int flags);
/* xs_io_read: all bytes of the file, into b, which is reused.
 * Returns XS_OK; XS_E_MISSING, XS_E_READ (*error is errno); XS_E_TOO_LARGE (more than max bytes);
 * XS_E_INTERRUPT (a signal came while it waited); XS_E_NOMEM. */
XS_CHECK enum xs_err xs_io_read(struct xs_bytes *b, const char *path, size_t max, int *error);
/* xs_io_read_fd: the same from an open file (standard input), to its end. */
XS_CHECK enum xs_err xs_io_read_fd(struct xs_bytes *b, int fd, size_t max, int *error);
/* xs_io_read_part: n bytes of an open file from offset at. The same results. */
XS_CHECK enum xs_err xs_io_read_part(struct xs_bytes *b, int fd, uint64_t at, size_t n, int *error);
void xs_bytes_free(struct xs_bytes *b);

/* xs_io_join: dir/name in a, NUL-terminated; either may be empty. False: no memory. */
XS_CHECK bool xs_io_join(struct xs_arena *a, xs_str dir, xs_str name, xs_str *out);

struct xs_walk_entry {
    xs_str name;              /* below the folder, parts joined by '/'; NUL-terminated */
    xs_str path;              /* to open it; NUL-terminated */
    bool unread;              /* a folder that could not be listed */
    bool deep;                /* a folder that lies too deep to be listed */
    struct xs_file_info info; /* only the kind of a regular file where the folder's list tells it:
                                 ino is 0 then */
};

struct xs_walk {
    size_t count, cap;
    struct xs_walk_entry *items; /* sorted by name, bytes */
};

/* xs_io_walk: every file below a folder, in a. Links to files are followed, links to folders are
 * not; they, hidden files and hidden folders (not entered) are entries too: the caller says that
 * they were left out. Returns XS_OK; XS_E_READ when root itself cannot be listed (*error is errno);
 * XS_E_NOMEM. */
XS_CHECK enum xs_err xs_io_walk(
    struct xs_arena *a, const char *root, struct xs_walk *out, int *error);

#endif
