#include "cli/inputs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/map.h"
#include "base/utf8.h"
#include "cli/stop.h"

struct collector {
    struct xs_say *say;
    struct xs_inputs *out;
    size_t arg;
};

/* --- names
 * ------------------------------------------------------------------------------------------ */

/* name with bytes that are no UTF-8 as \xHH, so that tables stay valid; a view of it when there are
 * none. */
static enum xs_err shown(struct xs_arena *a, xs_str name, xs_str *out)
{
    static const char hex[] = "0123456789abcdef";
    if (xs_utf8_check(name) == name.len) {
        *out = name;
        return XS_OK;
    }
    char *p = xs_arena_alloc(a, name.len, 4);
    if (!p)
        return XS_E_NOMEM;
    size_t n = 0;
    for (size_t at = 0; at < name.len;) {
        xs_str rest = xs_str_sub(name, at, name.len);
        size_t good = xs_utf8_check(rest);
        if (good)
            memcpy(p + n, rest.ptr, good);
        n += good;
        at += good;
        if (at < name.len) {
            unsigned char c = (unsigned char)name.ptr[at++];
            p[n++] = '\\';
            p[n++] = 'x';
            p[n++] = hex[c >> 4];
            p[n++] = hex[c & 15];
        }
    }
    *out = (xs_str){ p, n };
    return XS_OK;
}

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

static bool ends_like(xs_str s, const char *tail)
{
    size_t n = strlen(tail);
    if (s.len < n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (lower(s.ptr[s.len - n + i]) != tail[i])
            return false;
    return true;
}

static bool is_like(xs_str s, const char *name)
{
    return s.len == strlen(name) && ends_like(s, name);
}

static bool is_picture(xs_str base)
{
    static const char *const tails[] = { ".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff",
        ".webp", ".svg", ".ico", ".emf", ".wmf" };
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
        if (ends_like(base, tails[i]))
            return true;
    return false;
}

void xs_input_judge(struct xs_input *in)
{
    size_t at = in->name.len;
    while (at > 0 && in->name.ptr[at - 1] != '/')
        at--;
    xs_str base = xs_str_sub(in->name, at, in->name.len);
    if (in->info.kind == XS_FILE_FOLDER && in->info.link) {
        in->skip_id = "skip-link";
        in->skip = "a link to a folder";
    } else if (xs_str_starts(base, XS_STR("."))) {
        in->skip_id = "skip-hidden";
        in->skip = "hidden";
    } else if (xs_str_starts(base, XS_STR("~$"))) {
        in->skip_id = "skip-lock";
        in->skip = "a lock file of an office program";
    } else if (is_like(base, "thumbs.db") || is_like(base, "desktop.ini")) {
        in->skip_id = "skip-system";
        in->skip = "a file of the system";
    } else if (is_picture(base)) {
        in->skip_id = "skip-picture";
        in->skip = "a picture";
    } else if (in->info.kind == XS_FILE_STREAM || in->info.kind == XS_FILE_OTHER) {
        in->skip_id = "skip-special";
        in->skip = "no regular file";
    }
}

/* --- collecting
 * --------------------------------------------------------------------------------------- */

static enum xs_err add(struct collector *c, const struct xs_input *in)
{
    struct xs_inputs *o = c->out;
    struct xs_input *items =
        xs_arena_grow(o->arena, o->items, &o->cap, o->count + 1, sizeof *items);
    if (!items)
        return XS_E_NOMEM;
    o->items = items;
    items[o->count] = *in;
    items[o->count].arg = c->arg;
    XS_TRY(shown(o->arena, in->name, &items[o->count].name));
    o->count++;
    return XS_OK;
}

static enum xs_err add_folder(struct collector *c, const char *path)
{
    struct xs_walk walk;
    int error = 0;
    enum xs_err e = xs_io_walk(c->out->arena, path, &walk, &error);
    if (e == XS_E_READ) {
        struct xs_input in = { .name = xs_str_c(path),
            .path = xs_str_c(path),
            .error = XS_E_READ,
            .info = { .error = error } };
        return add(c, &in);
    }
    if (e != XS_OK)
        return e;
    size_t before = c->out->count;
    struct xs_input *items = xs_arena_grow(
        c->out->arena, c->out->items, &c->out->cap, before + walk.count, sizeof *items);
    if (!items)
        return XS_E_NOMEM;
    c->out->items = items;
    for (size_t i = 0; i < walk.count; i++) {
        const struct xs_walk_entry *w = &walk.items[i];
        struct xs_input in = {
            .name = w->name, .path = w->path, .in_folder = true, .info = w->info
        };
        xs_input_judge(&in);
        if (!in.skip && (w->unread || w->deep))
            in.error = w->deep ? XS_E_DEPTH : XS_E_READ;
        XS_TRY(add(c, &in));
    }
    if (c->out->count == before) {
        c->out->empty_folders++;
        if (!c->say->quiet)
            xs_say(c->say, "input-empty-folder", "{file}: the folder is empty",
                XS_ARGS({ "file", xs_str_c(path) }));
    }
    return XS_OK;
}

/* A pipe or terminal can only be read once, and waits: it is read here, where a signal ends it. */
static enum xs_err read_stream(struct collector *c, struct xs_input *in, int fd)
{
    struct xs_bytes b = { 0 };
    enum xs_err e = fd >= 0 ? xs_io_read_fd(&b, fd, XS_MAX_DOC_BYTES, &in->info.error)
                            : xs_io_read(&b, in->path.ptr, XS_MAX_DOC_BYTES, &in->info.error);
    if (e == XS_OK) {
        xs_str all = { b.ptr, b.len + XS_IO_PADDING };
        if (!xs_arena_dup(c->out->arena, all, &in->bytes))
            e = XS_E_NOMEM;
        in->bytes.len = b.len;
    }
    xs_bytes_free(&b);
    if (xs_stop_asked())
        return XS_E_INTERRUPT;
    if (e == XS_E_NOMEM)
        return e;
    in->error = e;
    return XS_OK;
}

static enum xs_err add_path(struct collector *c, const char *path)
{
    struct xs_input in = { .name = xs_str_c(path), .path = xs_str_c(path) };
    bool standard = strcmp(path, "-") == 0;
    if (standard)
        xs_io_info_fd(STDIN_FILENO, &in.info);
    else
        xs_io_info(path, &in.info);
    if (in.info.kind == XS_FILE_FOLDER && !standard)
        return add_folder(c, path);
    const int why = in.info.error;
    if (in.info.kind == XS_FILE_MISSING)
        in.error = why == ENOENT || why == ENOTDIR || why == 0 ? XS_E_MISSING : XS_E_READ;
    else if (standard || in.info.kind == XS_FILE_STREAM)
        XS_TRY(read_stream(c, &in, standard ? STDIN_FILENO : -1));
    return add(c, &in);
}

/* --- --files-from
 * ------------------------------------------------------------------------------------- */

#define BOM "\xEF\xBB\xBF"

/* A list that cannot be read is an input that cannot: the others are read. Without others there is
 * nothing to do. */
static enum xs_err list_unread(
    struct collector *c, const struct xs_opts *o, enum xs_err e, int error)
{
    const char *from = o->files_from.value;
    struct xs_input in = {
        .name = xs_str_c(from), .path = xs_str_c(from), .error = e, .info = { .error = error }
    };
    if (c->out->count > 0 && (e == XS_E_MISSING || e == XS_E_READ || e == XS_E_TOO_LARGE))
        return add(c, &in);
    xs_say_system(c->say, xs_str_c(from), e, error);
    return e;
}

static enum xs_err add_list(struct collector *c, const struct xs_opts *o)
{
    const char *from = o->files_from.value;
    struct xs_bytes b = { 0 };
    int error = 0;
    enum xs_err e = strcmp(from, "-") == 0
                        ? xs_io_read_fd(&b, STDIN_FILENO, XS_MAX_DOC_BYTES, &error)
                        : xs_io_read(&b, from, XS_MAX_DOC_BYTES, &error);
    xs_str all = { b.ptr, b.len };
    if (e == XS_OK &&
        !xs_arena_dup(c->out->arena, (xs_str){ b.ptr, b.len + 1 }, &all)) /* ends with NUL */
        e = XS_E_NOMEM;
    xs_bytes_free(&b);
    if (e != XS_OK)
        return list_unread(c, o, e, error);
    char *text = (char *)(uintptr_t)all.ptr; /* our own copy: line ends become string ends */
    size_t len = all.len - 1;
    for (size_t at = xs_str_starts(all, XS_STR(BOM)) ? sizeof BOM - 1 : 0; at < len;) {
        const char *end = memchr(text + at, o->null.count ? '\0' : '\n', len - at);
        size_t stop = end ? (size_t)(end - text) : len, next = stop + 1;
        if (!o->null.count && stop > at && text[stop - 1] == '\r')
            stop--;
        text[stop] = '\0';
        if (stop > at) {
            c->arg++;
            XS_TRY(add_path(c, text + at));
        }
        at = next;
    }
    return XS_OK;
}

/* --- each once
 * ------------------------------------------------------------------------------------------ */

static int by_name(const void *a, const void *b)
{
    const struct xs_input *x = a, *y = b;
    return xs_str_cmp(x->name, y->name);
}

void xs_inputs_sort(struct xs_inputs *inputs)
{
    if (inputs->count)
        qsort(inputs->items, inputs->count, sizeof *inputs->items, by_name);
}

void xs_input_look(struct xs_input *in)
{
    if (in->in_folder && !in->in_archive && in->info.kind == XS_FILE_REGULAR && in->info.ino == 0)
        xs_io_info(in->path.ptr, &in->info);
}

/* The same file, or the same name where nothing is. Standard input of two pipes is one pipe. */
static bool same_file(const struct xs_input *a, const struct xs_input *b)
{
    if (a->info.kind == XS_FILE_MISSING || b->info.kind == XS_FILE_MISSING)
        return a->info.kind == b->info.kind && xs_str_eq(a->path, b->path);
    return a->info.dev == b->info.dev && a->info.ino == b->info.ino;
}

/* Whether a file of another argument was this very file; notes it otherwise. */
static enum xs_err seen_before(
    struct xs_map *files, struct xs_arena *a, const struct xs_input *in, bool *seen)
{
    uint64_t id[2] = { in->info.dev, in->info.ino };
    xs_str key = { (const char *)id, sizeof id };
    const struct xs_map_slot *old = xs_map_get(files, key);
    *seen = old && old->val.num != in->arg;
    if (old || in->info.kind == XS_FILE_MISSING || in->info.ino == 0)
        return XS_OK;
    bool is_new;
    if (!xs_arena_dup(a, key, &key))
        return XS_E_NOMEM;
    struct xs_map_slot *slot = xs_map_put(files, key, &is_new);
    if (!slot)
        return XS_E_NOMEM;
    slot->val.num = in->arg;
    return XS_OK;
}

static enum xs_err unique(struct collector *c)
{
    struct xs_inputs *o = c->out;
    struct xs_map files;
    size_t kept = 0;
    xs_map_init(&files, o->arena);
    for (size_t i = 0; i < o->count; i++) {
        struct xs_input *in = &o->items[i], *last = kept ? &o->items[kept - 1] : NULL;
        bool seen = false;
        if (c->arg > 1)
            xs_input_look(in);
        if (last && xs_str_eq(last->name, in->name)) {
            xs_input_look(last);
            xs_input_look(in);
            if (same_file(last, in))
                continue;
            xs_say(c->say, "usage-same-name", "two different inputs have the name {file}",
                XS_ARGS({ "file", in->name }));
            return XS_E_USAGE;
        }
        if (c->arg > 1)
            XS_TRY(seen_before(&files, o->arena, in, &seen));
        if (!seen)
            o->items[kept++] = *in;
    }
    o->count = kept;
    return XS_OK;
}

enum xs_err xs_inputs_collect(struct xs_arena *a, struct xs_say *say, const struct xs_opts *o,
    size_t first, struct xs_inputs *out)
{
    *out = (struct xs_inputs){ .arena = a, .spool = -1 };
    struct collector c = { .say = say, .out = out };
    bool list_in = o->files_from.count && strcmp(o->files_from.value, "-") == 0;
    for (size_t i = first; i < o->nargs; i++) {
        if (list_in && strcmp(o->args[i], "-") == 0) {
            xs_say(say, "usage-two-stdin",
                "standard input cannot be both a document and the list of files", NULL, 0);
            return XS_E_USAGE;
        }
        c.arg++;
        XS_TRY(add_path(&c, o->args[i]));
    }
    if (o->files_from.count)
        XS_TRY(add_list(&c, o));
    xs_inputs_sort(out);
    return unique(&c);
}

enum xs_err xs_input_load(const struct xs_inputs *inputs, const struct xs_input *in,
    struct xs_bytes *b, xs_str *out, int *error)
{
    *out = in->bytes;
    if (in->bytes.ptr)
        return XS_OK;
    enum xs_err e = XS_E_TOO_LARGE;
    if (!in->in_archive)
        e = xs_io_read(b, in->path.ptr, XS_MAX_DOC_BYTES, error);
    else if (in->info.size <= XS_MAX_DOC_BYTES)
        e = xs_io_read_part(b, inputs->spool, in->at, (size_t)in->info.size, error);
    *out = e == XS_OK ? (xs_str){ b->ptr, b->len } : XS_STR_NONE;
    return e;
}

void xs_inputs_close(struct xs_inputs *inputs)
{
    if (inputs->spool >= 0)
        (void)close(inputs->spool); /* nothing is kept of it */
    inputs->spool = -1;
}
