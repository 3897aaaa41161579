#include "read/xml_zip.h"

#include <string.h>

#ifdef XS_HAVE_ZIP
#include <zip.h>
#endif

#include "base/limits.h"

#ifdef XS_HAVE_ZIP

const char *xs_zip_missing(void) { return NULL; }

/* The library's handle is ours under another name. */
static zip_t *handle(struct xs_zip *z) { return (zip_t *)(void *)z; }

enum xs_err xs_zip_open(xs_str bytes, struct xs_zip **out)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes.ptr, bytes.len, 0, &error);
    zip_t *z = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    if (!z && source)
        zip_source_free(source);
    bool memory = !z && zip_error_code_zip(&error) == ZIP_ER_MEMORY;
    zip_error_fini(&error);
    if (!z)
        return memory ? XS_E_NOMEM : XS_E_DAMAGED;
    *out = (struct xs_zip *)(void *)z;
    return XS_OK;
}

void xs_zip_close(struct xs_zip *z)
{
    if (z)
        zip_discard(handle(z));
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
static enum xs_err read_part(zip_file_t *f, char *p, size_t size)
{
    size_t n = 0;
    char more;
    while (n < size) {
        zip_int64_t got = zip_fread(f, p + n, size - n);
        if (got <= 0)
            return XS_E_DAMAGED;
        n += (size_t)got;
    }
    return zip_fread(f, &more, 1) == 0 ? XS_OK : XS_E_DAMAGED;
}

enum xs_err xs_zip_part(struct xs_zip *z, struct xs_arena *a, xs_str name, xs_str *out, bool *found)
{
    zip_stat_t st;
    char path[256];
    *found = false;
    *out = XS_STR_NONE;
    if (name.len >= sizeof path)
        return XS_OK;
    memcpy(path, name.ptr, name.len);
    path[name.len] = 0;
    if (zip_stat(handle(z), path, 0, &st) != 0)
        return XS_OK;
    *found = true;
    XS_TRY(check_part(&st));
    char *p = xs_arena_alloc(a, (size_t)st.size + 1, 1);
    if (!p)
        return XS_E_NOMEM;
    zip_file_t *f = zip_fopen_index(handle(z), st.index, 0);
    if (!f)
        return XS_E_DAMAGED;
    enum xs_err e = read_part(f, p, (size_t)st.size);
    zip_fclose(f);
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
