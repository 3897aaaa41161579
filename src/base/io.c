/* NOLINTNEXTLINE(bugprone-reserved-identifier): the C library's own switch */
#define _DEFAULT_SOURCE /* d_type */
#include "base/io.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/limits.h"

/* The least room: most files have less, and of those the size is not asked for. */
#define CHUNK ((size_t)64 << 10)

static enum xs_file_kind kind_of(mode_t mode)
{
    if (S_ISREG(mode))
        return XS_FILE_REGULAR;
    if (S_ISDIR(mode))
        return XS_FILE_FOLDER;
    if (S_ISFIFO(mode) || S_ISCHR(mode) || S_ISSOCK(mode))
        return XS_FILE_STREAM;
    return XS_FILE_OTHER;
}

static void info_of(const struct stat *st, struct xs_file_info *out)
{
    *out = (struct xs_file_info){
        .kind = kind_of(st->st_mode),
        .dev = (uint64_t)st->st_dev,
        .ino = (uint64_t)st->st_ino,
        .size = st->st_size > 0 ? (uint64_t)st->st_size : 0,
    };
}

void xs_io_info(const char *path, struct xs_file_info *out)
{
    struct stat st;
    *out = (struct xs_file_info){ .kind = XS_FILE_MISSING };
    bool there = lstat(path, &st) == 0, link = there && S_ISLNK(st.st_mode);
    if (link)
        there = stat(path, &st) == 0; /* what it leads to */
    if (there)
        info_of(&st, out);
    else
        out->error = errno;
    out->link = link;
}

void xs_io_info_fd(int fd, struct xs_file_info *out)
{
    struct stat st;
    *out = (struct xs_file_info){ .kind = XS_FILE_MISSING };
    if (fstat(fd, &st) == 0)
        info_of(&st, out);
    else
        out->error = errno;
}

/* Room for need bytes and the padding. */
static bool reserve(struct xs_bytes *b, size_t need)
{
    if (need + XS_IO_PADDING <= b->size)
        return true;
    size_t size = b->size ? b->size : CHUNK;
    while (size < need + XS_IO_PADDING)
        size *= 2;
    char *p = xs_realloc(b->ptr, size, 1);
    if (!p)
        return false;
    b->ptr = p;
    b->size = size;
    return true;
}

static size_t room_of(const struct xs_bytes *b) { return b->size - XS_IO_PADDING - b->len; }

/* Bytes of a regular file, where it says how many they are; 0: it does not, or it is none. */
static uint64_t size_of(int fd)
{
    struct xs_file_info info;
    xs_io_info_fd(fd, &info);
    return info.kind == XS_FILE_REGULAR ? info.size : 0;
}

/* More room, for all of the file. */
static enum xs_err more_room(struct xs_bytes *b, int fd, size_t max)
{
    const uint64_t size = size_of(fd);
    if (size > max)
        return XS_E_TOO_LARGE;
    return reserve(b, (size > b->len ? (size_t)size : b->len) + 1) ? XS_OK : XS_E_NOMEM;
}

enum { MOST_SHORTS = 64 }; /* of a file that is no pipe */

enum xs_err xs_io_read_fd(struct xs_bytes *b, int fd, size_t max, int *error)
{
    ssize_t n;
    unsigned shorts = 0; /* reads that left room: of most files one, the last */
    b->len = 0;
    if (!reserve(b, 1))
        return XS_E_NOMEM;
    while ((n = read(fd, b->ptr + b->len, room_of(b))) > 0) {
        b->len += (size_t)n;
        if (b->len > max)
            return XS_E_TOO_LARGE;
        if (room_of(b) == 0)
            XS_TRY(more_room(b, fd, max));
        else if (++shorts > MOST_SHORTS && size_of(fd) > 0)
            break; /* it grows */
    }
    if (n < 0 && errno == EINTR)
        return XS_E_INTERRUPT;
    if (n < 0) {
        *error = errno;
        return XS_E_READ;
    }
    memset(b->ptr + b->len, 0, XS_IO_PADDING);
    return XS_OK;
}

static void close_folder(struct xs_bytes *b)
{
    if (b->folder_open)
        (void)close(b->folder_open - 1); /* only read from */
    b->folder_open = 0;
}

/* Notes the folder, n bytes, of a file that is opened; the second time it is opened itself. False:
 * it is not open. */
static bool folder_of(struct xs_bytes *b, const char *path, size_t n)
{
    if (n == b->folder_len && memcmp(path, b->folder, n) == 0) {
        if (!b->folder_open)
            b->folder_open = 1 + open(b->folder, O_RDONLY | O_CLOEXEC | O_DIRECTORY);
        return b->folder_open != 0;
    }
    close_folder(b);
    char *folder = xs_grow(b->folder, &b->folder_size, n + 1, 1);
    b->folder_len = folder ? n : 0;
    if (!folder)
        return false;
    b->folder = folder;
    memcpy(folder, path, n);
    folder[n] = '\0';
    return false;
}

int xs_io_open(struct xs_bytes *b, const char *path, int flags)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    return slash && folder_of(b, path, (size_t)(name - path))
               ? openat(b->folder_open - 1, name, flags)
               : open(path, flags);
}

enum xs_err xs_io_read(struct xs_bytes *b, const char *path, size_t max, int *error)
{
    int fd = xs_io_open(b, path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        *error = errno;
        return errno == ENOENT || errno == ENOTDIR ? XS_E_MISSING : XS_E_READ;
    }
    enum xs_err e = xs_io_read_fd(b, fd, max, error);
    (void)close(fd); /* only read from */
    return e;
}

enum xs_err xs_io_read_part(struct xs_bytes *b, int fd, uint64_t at, size_t n, int *error)
{
    b->len = 0;
    if (!reserve(b, n))
        return XS_E_NOMEM;
    while (b->len < n) {
        ssize_t got = pread(fd, b->ptr + b->len, n - b->len, (off_t)(at + b->len));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            *error = got < 0 ? errno : EIO;
            return XS_E_READ;
        }
        b->len += (size_t)got;
    }
    memset(b->ptr + b->len, 0, XS_IO_PADDING);
    return XS_OK;
}

void xs_bytes_free(struct xs_bytes *b)
{
    close_folder(b);
    xs_free(b->folder);
    xs_free(b->ptr);
    *b = (struct xs_bytes){ 0 };
}

/* --- folders --- */

struct folder {
    xs_str name; /* below the root; empty for the root */
    unsigned depth;
};

/* A walk under way: folders that are still to be listed are a stack of their own. */
struct walker {
    struct xs_arena *a;
    xs_str root;
    struct xs_walk *out;
    struct folder *todo;
    size_t ntodo, cap;
};

bool xs_io_join(struct xs_arena *a, xs_str dir, xs_str name, xs_str *out)
{
    char *p = xs_arena_alloc(a, dir.len + name.len + 2, 1);
    if (!p)
        return false;
    size_t n = dir.len;
    if (n)
        memcpy(p, dir.ptr, n);
    if (n && name.len && p[n - 1] != '/')
        p[n++] = '/';
    if (name.len)
        memcpy(p + n, name.ptr, name.len);
    p[n + name.len] = '\0';
    *out = (xs_str){ p, n + name.len };
    return true;
}

static enum xs_err add_entry(struct walker *w, const struct xs_walk_entry *e)
{
    struct xs_walk_entry *items =
        xs_arena_grow(w->a, w->out->items, &w->out->cap, w->out->count + 1, sizeof *items);
    if (!items)
        return XS_E_NOMEM;
    w->out->items = items;
    items[w->out->count++] = *e;
    return XS_OK;
}

static enum xs_err add_folder(struct walker *w, xs_str name, unsigned depth)
{
    struct folder *todo = xs_arena_grow(w->a, w->todo, &w->cap, w->ntodo + 1, sizeof *todo);
    if (!todo)
        return XS_E_NOMEM;
    w->todo = todo;
    todo[w->ntodo++] = (struct folder){ name, depth };
    return XS_OK;
}

/* Does the folder's list say that this is a regular file? Nothing else is asked of most files: the
 * system takes nearly as long over it as over opening them. */
static bool listed_as_file(const struct dirent *ent)
{
#ifdef DT_REG
    return ent->d_type == DT_REG;
#else
    (void)ent;
    return false;
#endif
}

static enum xs_err visit(struct walker *w, const struct folder *in, const struct dirent *ent)
{
    const xs_str base = xs_str_c(ent->d_name);
    struct xs_walk_entry e = { .info = { .kind = XS_FILE_REGULAR } };
    if (!xs_io_join(w->a, in->name, base, &e.name) || !xs_io_join(w->a, w->root, e.name, &e.path))
        return XS_E_NOMEM;
    if (!listed_as_file(ent))
        xs_io_info(e.path.ptr, &e.info);
    if (e.info.kind != XS_FILE_FOLDER || e.info.link || base.ptr[0] == '.')
        return add_entry(w, &e);
    if (in->depth + 1 < XS_MAX_FOLDER_DEPTH)
        return add_folder(w, e.name, in->depth + 1);
    e.deep = true;
    return add_entry(w, &e);
}

static enum xs_err list(struct walker *w, struct folder in, int *error)
{
    struct xs_walk_entry self = {
        .name = in.name, .unread = true, .info = { .kind = XS_FILE_FOLDER }
    };
    if (!xs_io_join(w->a, w->root, in.name, &self.path))
        return XS_E_NOMEM;
    DIR *d = opendir(self.path.ptr);
    if (!d) {
        *error = self.info.error = errno;
        return in.name.len ? add_entry(w, &self) : XS_E_READ;
    }
    enum xs_err e = XS_OK;
    for (const struct dirent *ent; e == XS_OK && (ent = readdir(d));) {
        xs_str base = xs_str_c(ent->d_name);
        if (!xs_str_eq(base, XS_STR(".")) && !xs_str_eq(base, XS_STR("..")))
            e = visit(w, &in, ent);
    }
    (void)closedir(d); /* only read from */
    return e;
}

static int by_name(const void *a, const void *b)
{
    const struct xs_walk_entry *x = a, *y = b;
    return xs_str_cmp(x->name, y->name);
}

enum xs_err xs_io_walk(struct xs_arena *a, const char *root, struct xs_walk *out, int *error)
{
    struct xs_walk found = { 0 };
    struct walker w = { .a = a, .root = xs_str_c(root), .out = &found };
    XS_TRY(add_folder(&w, XS_STR_NONE, 0));
    while (w.ntodo > 0)
        XS_TRY(list(&w, w.todo[--w.ntodo], error));
    if (found.count)
        qsort(found.items, found.count, sizeof *found.items, by_name);
    *out = found;
    return XS_OK;
}
