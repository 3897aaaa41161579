#include "read/xml_zip.h"

#include <string.h>

#ifdef XS_HAVE_ZIP
#include <zip.h>
#endif

#include "base/alloc.h"
#include "base/library.h"
#include "base/limits.h"

#ifdef XS_HAVE_ZIP

/* What is loaded; the Makefile says it where it finds it. */
#ifndef XS_SO_ZIP
#define XS_SO_ZIP "libzip.so.4"
#endif

#define FUNCTIONS(X)                                                                               \
    X(zip_error_init)                                                                              \
    X(zip_error_fini)                                                                              \
    X(zip_error_code_zip)                                                                          \
    X(zip_source_buffer_create)                                                                    \
    X(zip_source_free)                                                                             \
    X(zip_open_from_source)                                                                        \
    X(zip_discard)                                                                                 \
    X(zip_stat)                                                                                    \
    X(zip_fopen_index)                                                                             \
    X(zip_fread)                                                                                   \
    X(zip_fclose)

XS_LIBRARY(FUNCTIONS, XS_SO_ZIP)

struct xs_zip {
    struct library lib;
    zip_t *zip;
};

const char *xs_zip_missing(void)
{
    struct library lib;
    return load(&lib) ? NULL : "libzip";
}

static enum xs_err open_zip(struct xs_zip *z, xs_str bytes)
{
    zip_error_t error;
    z->lib.zip_error_init(&error);
    zip_source_t *source = z->lib.zip_source_buffer_create(bytes.ptr, bytes.len, 0, &error);
    z->zip = source ? z->lib.zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    if (!z->zip && source)
        z->lib.zip_source_free(source);
    bool memory = !z->zip && z->lib.zip_error_code_zip(&error) == ZIP_ER_MEMORY;
    z->lib.zip_error_fini(&error);
    return z->zip ? XS_OK : memory ? XS_E_NOMEM : XS_E_DAMAGED;
}

enum xs_err xs_zip_open(xs_str bytes, struct xs_zip **out)
{
    struct xs_zip *z = xs_alloc(1, sizeof *z);
    if (!z)
        return XS_E_NOMEM;
    enum xs_err e = load(&z->lib) ? open_zip(z, bytes) : XS_E_UNSUPPORTED;
    if (e == XS_OK)
        *out = z;
    else
        xs_free(z);
    return e;
}

void xs_zip_close(struct xs_zip *z)
{
    if (z)
        z->lib.zip_discard(z->zip);
    xs_free(z);
}

static enum xs_err check_part(const zip_stat_t *st)
{
    const zip_uint64_t want = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
    if ((st->valid & ZIP_STAT_ENCRYPTION_METHOD) && st->encryption_method != ZIP_EM_NONE)
        return XS_E_ENCRYPTED;
    if ((st->valid & want) != want)
        return XS_E_DAMAGED;
    if (st->size > XS_MAX_PART_BYTES)
        return XS_E_TOO_LARGE;
    bool bomb = st->size > XS_ZIP_RATIO_FROM && st->size / XS_MAX_ZIP_RATIO > st->comp_size;
    return bomb ? XS_E_TOO_LARGE : XS_OK;
}

/* The size is what the container says; the checksum is compared where reading meets the end. */
static enum xs_err read_part(const struct library *lib, zip_file_t *f, char *p, size_t size)
{
    size_t n = 0;
    char more;
    while (n < size) {
        zip_int64_t got = lib->zip_fread(f, p + n, size - n);
        if (got <= 0)
            return XS_E_DAMAGED;
        n += (size_t)got;
    }
    return lib->zip_fread(f, &more, 1) == 0 ? XS_OK : XS_E_DAMAGED;
}

/* Some programs write names in other letters, large for small, or with backslashes. */
static bool find_part(const struct xs_zip *z, xs_str name, zip_stat_t *st)
{
    char path[256];
    if (name.len >= sizeof path)
        return false;
    memcpy(path, name.ptr, name.len);
    path[name.len] = 0;
    if (z->lib.zip_stat(z->zip, path, 0, st) == 0 ||
        z->lib.zip_stat(z->zip, path, ZIP_FL_NOCASE, st) == 0)
        return true;
    for (char *p = path; (p = strchr(p, '/'));)
        *p = '\\';
    return z->lib.zip_stat(z->zip, path, ZIP_FL_NOCASE, st) == 0;
}

enum xs_err xs_zip_part(struct xs_zip *z, struct xs_arena *a, xs_str name, xs_str *out, bool *found)
{
    zip_stat_t st;
    *out = XS_STR_NONE;
    *found = find_part(z, name, &st);
    if (!*found)
        return XS_OK;
    XS_TRY(check_part(&st));
    char *p = xs_arena_alloc(a, (size_t)st.size + 1, 1);
    if (!p)
        return XS_E_NOMEM;
    zip_file_t *f = z->lib.zip_fopen_index(z->zip, st.index, 0);
    if (!f)
        return XS_E_DAMAGED;
    enum xs_err e = read_part(&z->lib, f, p, (size_t)st.size);
    z->lib.zip_fclose(f);
    p[st.size] = 0;
    if (e == XS_OK)
        *out = (xs_str){ p, (size_t)st.size };
    return e;
}

#else

const char *xs_zip_missing(void) { return "libzip"; }

enum xs_err xs_zip_open(xs_str bytes, struct xs_zip **out)
{
    (void)bytes; /* nothing to open it with */
    (void)out;
    return XS_E_UNSUPPORTED;
}

void xs_zip_close(struct xs_zip *z) { (void)z; /* there is none */ }

enum xs_err xs_zip_part(struct xs_zip *z, struct xs_arena *a, xs_str name, xs_str *out, bool *found)
{
    (void)z; /* there is none */
    (void)a;
    (void)name;
    (void)out;
    *found = false;
    return XS_E_UNSUPPORTED;
}

#endif

enum xs_err xs_zip_need(struct xs_zip *z, struct xs_arena *a, xs_str name, xs_str *out)
{
    bool found;
    XS_TRY(xs_zip_part(z, a, name, out, &found));
    return found ? XS_OK : XS_E_DAMAGED;
}
