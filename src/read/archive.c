#include "read/archive.h"

#ifndef XS_HAVE_ARCHIVE

const char *xs_archive_missing(void) { return "libarchive"; }

enum xs_err xs_archive_walk(xs_str bytes, xs_str name, const struct xs_archive_sink *sink)
{
    (void)bytes;
    (void)name;
    (void)sink;
    return XS_E_UNSUPPORTED;
}

#else

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#include "base/buf.h"
#include "base/library.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "read/checksum.h"
#include "read/decode.h"
#include "read/detect.h"

/* What is loaded; the Makefile says it where it finds it. */
#ifndef XS_SO_ARCHIVE
#define XS_SO_ARCHIVE "libarchive.so.13"
#endif

#define FUNCTIONS(X)                                                                               \
    X(archive_read_new)                                                                            \
    X(archive_read_free)                                                                           \
    X(archive_read_open_memory)                                                                    \
    X(archive_read_next_header)                                                                    \
    X(archive_read_data)                                                                           \
    X(archive_read_has_encrypted_entries)                                                          \
    X(archive_read_support_filter_gzip)                                                            \
    X(archive_read_support_filter_bzip2)                                                           \
    X(archive_read_support_filter_xz)                                                              \
    X(archive_read_support_filter_zstd)                                                            \
    X(archive_read_support_format_7zip)                                                            \
    X(archive_read_support_format_rar)                                                             \
    X(archive_read_support_format_rar5)                                                            \
    X(archive_read_support_format_raw)                                                             \
    X(archive_read_support_format_tar)                                                             \
    X(archive_read_support_format_zip_seekable)                                                    \
    X(archive_format)                                                                              \
    X(archive_filter_count)                                                                        \
    X(archive_entry_filetype)                                                                      \
    X(archive_entry_hardlink)                                                                      \
    X(archive_entry_is_encrypted)                                                                  \
    X(archive_entry_pathname)                                                                      \
    X(archive_entry_pathname_utf8)                                                                 \
    X(archive_entry_size)

XS_LIBRARY(FUNCTIONS, XS_SO_ARCHIVE)

struct walk {
    struct library lib;
    const struct xs_archive_sink *sink;
    struct xs_arena *names; /* reset for each member of the outermost archive */
    size_t packed;          /* bytes of the outermost archive */
    size_t unpacked, files;
};

/* One archive, and where it stands in the outermost one. */
struct level {
    struct walk *w;
    xs_str bytes, name; /* name: empty for the outermost */
    xs_str file;        /* name of the file that it is */
    unsigned depth;
};

static enum xs_err one_level(const struct level *l);

const char *xs_archive_missing(void)
{
    struct library lib;
    return load(&lib) ? NULL : "libarchive";
}

/* --- limits
 * ------------------------------------------------------------------------------------------ */

static enum xs_err account(struct walk *w, size_t n)
{
    w->unpacked += n;
    if (w->unpacked > XS_MAX_ARCHIVE_BYTES)
        return XS_E_BOMB;
    bool tight = w->unpacked / XS_MAX_ARCHIVE_RATIO > w->packed;
    return tight && w->unpacked > XS_ARCHIVE_RATIO_FROM ? XS_E_BOMB : XS_OK;
}

/* The file that libarchive is at, whole. */
static enum xs_err unpack(struct walk *w, struct archive *a, struct xs_buf *out)
{
    char chunk[4096];
    for (;;) {
        la_ssize_t n = w->lib.archive_read_data(a, chunk, sizeof chunk);
        if (n == 0)
            return out->err;
        if (n == ARCHIVE_RETRY)
            continue;
        if (n < 0)
            return XS_E_DAMAGED;
        XS_TRY(account(w, (size_t)n));
        xs_buf_puts(out, (xs_str){ chunk, (size_t)n });
        if (out->err != XS_OK)
            return out->len > XS_MAX_MEMBER_BYTES - sizeof chunk ? XS_E_TOO_LARGE : out->err;
    }
}

/* --- names
 * ------------------------------------------------------------------------------------------ */

/* Whether the part of a path that begins at at is a single dot. */
static bool is_dot(xs_str name, size_t at)
{
    size_t next = at + 1;
    return name.ptr[at] == '.' &&
           (next == name.len || name.ptr[next] == '/' || name.ptr[next] == '\\');
}

/* Windows' separators and what a terminal would obey; leading "/" and "./" are no part of it. */
static enum xs_err tidy(struct xs_arena *a, xs_str name, xs_str *out)
{
    char *p = xs_arena_alloc(a, name.len + 1, 1);
    size_t n = 0;
    if (!p)
        return XS_E_NOMEM;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i] == '\\' ? '/' : name.ptr[i];
        bool begins = n == 0 || p[n - 1] == '/';
        if (begins && (c == '/' || is_dot(name, i)))
            continue;
        p[n++] = (unsigned char)c < ' ' || c == 0x7F ? '_' : c;
    }
    *out = n ? (xs_str){ p, n } : XS_STR("_");
    return XS_OK;
}

/* level's name / name, decoded. */
static enum xs_err member_name(const struct level *l, xs_str raw, xs_str *out)
{
    struct xs_arena *a = l->w->names;
    struct xs_decoded d;
    xs_str name = raw;
    if (xs_utf8_check(raw) < raw.len) {
        enum xs_err e = xs_decode(a, raw, XS_STR("gbk"), &d);
        if (e == XS_E_NOMEM)
            return e;
        name = e == XS_OK ? d.text : XS_STR("_");
    }
    XS_TRY(tidy(a, name, &name));
    if (l->name.len == 0) {
        *out = name;
        return XS_OK;
    }
    size_t n = l->name.len + 1 + name.len;
    char *p = xs_arena_alloc(a, n, 1);
    if (!p)
        return XS_E_NOMEM;
    memcpy(p, l->name.ptr, l->name.len);
    p[l->name.len] = '/';
    memcpy(p + l->name.len + 1, name.ptr, name.len);
    *out = (xs_str){ p, n };
    return XS_OK;
}

/* --- members
 * ------------------------------------------------------------------------------------------ */

static enum xs_err give(const struct level *l, xs_str name, xs_str bytes, enum xs_err status)
{
    if (++l->w->files > XS_MAX_ARCHIVE_FILES)
        return XS_E_BOMB;
    return l->w->sink->member(l->w->sink->self, name, bytes, status);
}

/* NOLINTBEGIN(misc-no-recursion): bounded by XS_MAX_ARCHIVE_DEPTH */

/* A file that was unpacked: given out, or an archive to go into. */
static enum xs_err deliver(const struct level *l, xs_str name, xs_str bytes)
{
    if (!xs_format_is_archive(xs_detect(bytes)))
        return give(l, name, bytes, XS_OK);
    if (l->depth + 1 > XS_MAX_ARCHIVE_DEPTH)
        return XS_E_BOMB;
    struct level inner = {
        .w = l->w, .bytes = bytes, .name = name, .file = name, .depth = l->depth + 1
    };
    enum xs_err e = one_level(&inner);
    if (e != XS_E_DAMAGED && e != XS_E_ENCRYPTED)
        return e;
    return give(l, name, XS_STR_NONE, e); /* what was good in it has been given out */
}

/* Links and folders. */
static bool is_no_file(const struct library *lib, struct archive_entry *entry)
{
    unsigned kind = lib->archive_entry_filetype(entry);
    return kind == AE_IFLNK || lib->archive_entry_hardlink(entry) ||
           (kind == AE_IFDIR && lib->archive_entry_size(entry) <= 0);
}

/* A pipe, a device, a folder with bytes in it: a file whose kind is broken. */
static bool is_odd(const struct library *lib, struct archive_entry *entry)
{
    unsigned kind = lib->archive_entry_filetype(entry);
    return kind != AE_IFREG && kind != 0;
}

static enum xs_err one_member(
    const struct level *l, struct archive *a, struct archive_entry *entry, bool sound)
{
    const struct library *lib = &l->w->lib;
    const char *raw = lib->archive_entry_pathname(entry);
    xs_str name;
    if (!raw)
        raw = lib->archive_entry_pathname_utf8(entry);
    if (is_no_file(lib, entry))
        return XS_OK;
    XS_TRY(member_name(l, xs_str_c(raw), &name));
    if (lib->archive_entry_is_encrypted(entry))
        return give(l, name, XS_STR_NONE, XS_E_ENCRYPTED);
    if (!sound || is_odd(lib, entry))
        return give(l, name, XS_STR_NONE, XS_E_DAMAGED);
    struct xs_buf b;
    xs_buf_init(&b, XS_MAX_MEMBER_BYTES);
    enum xs_err e = unpack(l->w, a, &b);
    if (e == XS_OK)
        e = deliver(l, name, xs_buf_str(&b));
    else if (e == XS_E_DAMAGED || e == XS_E_TOO_LARGE)
        e = give(l, name, XS_STR_NONE, e);
    xs_buf_free(&b);
    return e;
}

/* --- archives
 * ------------------------------------------------------------------------------------------ */

/* Asking about encryption before a format is known reads wild memory in libarchive 3.6. */
static enum xs_err open_failed(const struct library *lib, struct archive *a)
{
    return lib->archive_format(a) && lib->archive_read_has_encrypted_entries(a) > 0 ? XS_E_ENCRYPTED
                                                                                    : XS_E_DAMAGED;
}

/* The format that was detected and no other: a cut archive may end in a document that is itself a
 * container. Only those that libarchive reads by itself: none that starts a program. */
static void allow_format(const struct library *lib, struct archive *a, enum xs_file_format f)
{
    if (f == XS_FORMAT_7Z)
        (void)lib->archive_read_support_format_7zip(a);
    else if (f == XS_FORMAT_RAR)
        (void)lib->archive_read_support_format_rar(a);
    if (f == XS_FORMAT_RAR)
        (void)lib->archive_read_support_format_rar5(a);
    else if (f == XS_FORMAT_TAR)
        (void)lib->archive_read_support_format_tar(a);
    else if (f == XS_FORMAT_ZIP) /* wants the list at the end: no cut file */
        (void)lib->archive_read_support_format_zip_seekable(a);
}

#define ZIP_END 22 /* bytes of the record at the end, without its comment */

/* A zip that is only the record at its end, which says that there are no files: libarchive takes it
 * for none. */
static bool empty_zip(xs_str b)
{
    const unsigned char *p = (const unsigned char *)b.ptr;
    static const unsigned char
        none[16]; /* numbers of disks and files, size and place of the list */
    return b.len >= ZIP_END && memcmp(p, "PK\005\006", 4) == 0 && memcmp(p + 4, none, 16) == 0 &&
           (size_t)(p[20] | p[21] << 8) == b.len - ZIP_END;
}

static enum xs_err many_files(const struct level *l)
{
    if (empty_zip(l->bytes))
        return XS_OK;
    const struct library *lib = &l->w->lib;
    struct archive *a = lib->archive_read_new();
    struct archive_entry *entry;
    if (!a)
        return XS_E_NOMEM;
    allow_format(lib, a, xs_detect(l->bytes));
    struct xs_rar_files rar = xs_rar_open(l->bytes);
    enum xs_err e = XS_OK;
    if (lib->archive_read_open_memory(a, l->bytes.ptr, l->bytes.len) != ARCHIVE_OK)
        e = open_failed(lib, a);
    while (e == XS_OK) {
        int r = lib->archive_read_next_header(a, &entry);
        if (r == ARCHIVE_EOF)
            break;
        if (r < ARCHIVE_WARN)
            e = open_failed(lib, a);
        else
            e = one_member(l, a, entry, xs_rar_agrees(&rar));
    }
    (void)lib->archive_read_free(a); /* nothing was written */
    return e;
}

/* The file name without its last suffix; .tgz and the like keep their stem. */
static xs_str packed_name(xs_str file)
{
    size_t from = file.len, dot;
    while (from > 0 && file.ptr[from - 1] != '/')
        from--;
    xs_str base = xs_str_sub(file, from, file.len);
    for (dot = base.len; dot > 0 && base.ptr[dot - 1] != '.'; dot--)
        ;
    return dot > 1 ? xs_str_sub(base, 0, dot - 1) : base;
}

/* gz, bz2, xz, zst: one file, which may be a tar. */
static enum xs_err unpack_alone(const struct level *l, struct xs_buf *out)
{
    const struct library *lib = &l->w->lib;
    struct archive *a = lib->archive_read_new();
    struct archive_entry *entry;
    if (!a)
        return XS_E_NOMEM;
    (void)lib->archive_read_support_filter_gzip(a);
    (void)lib->archive_read_support_filter_bzip2(a);
    (void)lib->archive_read_support_filter_xz(a);
    (void)lib->archive_read_support_filter_zstd(a);
    (void)lib->archive_read_support_format_raw(a);
    enum xs_err e = XS_E_DAMAGED;
    if (lib->archive_read_open_memory(a, l->bytes.ptr, l->bytes.len) == ARCHIVE_OK &&
        lib->archive_read_next_header(a, &entry) == ARCHIVE_OK)
        e = lib->archive_filter_count(a) < 2 ? XS_E_DAMAGED : unpack(l->w, a, out);
    (void)lib->archive_read_free(a); /* nothing was written */
    return e;
}

static enum xs_err one_file(const struct level *l, bool gzip)
{
    struct xs_buf b;
    xs_str name;
    xs_buf_init(&b, XS_MAX_MEMBER_BYTES);
    enum xs_err e = unpack_alone(l, &b);
    xs_str plain = xs_buf_str(&b);
    if (e == XS_OK && gzip && !xs_gzip_agrees(l->bytes, plain))
        e = XS_E_DAMAGED;
    if (e == XS_OK && xs_detect(plain) == XS_FORMAT_TAR) {
        struct level tar = *l; /* the same level: a.tar.gz/name */
        tar.bytes = plain;
        e = many_files(&tar);
    } else if (e == XS_OK) {
        e = member_name(l, packed_name(l->file), &name);
        if (e == XS_OK)
            e = deliver(l, name, plain);
    }
    xs_buf_free(&b);
    return e;
}

static enum xs_err one_level(const struct level *l)
{
    enum xs_file_format f = xs_detect(l->bytes);
    bool alone =
        f == XS_FORMAT_GZIP || f == XS_FORMAT_BZIP2 || f == XS_FORMAT_XZ || f == XS_FORMAT_ZSTD;
    return alone ? one_file(l, f == XS_FORMAT_GZIP) : many_files(l);
}
/* NOLINTEND(misc-no-recursion) */

enum xs_err xs_archive_walk(xs_str bytes, xs_str name, const struct xs_archive_sink *sink)
{
    struct walk w = { .sink = sink, .packed = bytes.len };
    w.names = xs_arena_new(XS_MAX_ARCHIVE_BYTES);
    if (!w.names)
        return XS_E_NOMEM;
    struct level outermost = {
        .w = &w, .bytes = bytes, .name = XS_STR_NONE, .file = name, .depth = 1
    };
    enum xs_err e = load(&w.lib) ? one_level(&outermost) : XS_E_UNSUPPORTED;
    xs_arena_free(w.names);
    return e;
}

#endif
