#include "base/patfiles.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/io.h"
#include "base/limits.h"
#include "base/utf8.h"

/* Top-level sections that some layer loads; anything else is a slip of the pen. */
static const char *const sections[] = { "lexicons", "fold", "rules", "labels", "sources",
    "verdicts", "score", "messages", "layout", "corpus" };

struct names {
    size_t count, cap;
    xs_str *items; /* relative to the folder */
};

static enum xs_err no_folder(struct xs_patfiles *set, xs_str dir, const char *why)
{
    enum xs_err e = xs_fault_at(set->fault, dir, NULL, "%s", why);
    set->fault->line = set->fault->column = 0;
    return e;
}

/* The system does not open it, and says why in errno. */
static enum xs_err not_opened(struct xs_patfiles *set, xs_str path)
{
    return errno == ENOMEM ? XS_E_NOMEM : no_folder(set, path, strerror(errno));
}

static enum xs_err join(struct xs_arena *a, xs_str dir, xs_str name, xs_str *out)
{
    char *p = xs_arena_alloc(a, dir.len + name.len + 2, 1);
    if (!p)
        return XS_E_NOMEM;
    size_t n = 0;
    if (dir.len) {
        memcpy(p, dir.ptr, dir.len);
        n = dir.len;
        if (p[n - 1] != '/' && name.len)
            p[n++] = '/';
    }
    if (name.len)
        memcpy(p + n, name.ptr, name.len);
    p[n + name.len] = '\0';
    *out = (xs_str){ p, n + name.len };
    return XS_OK;
}

static enum xs_err add_name(struct xs_arena *a, struct names *names, xs_str name)
{
    xs_str *items = xs_arena_grow(a, names->items, &names->cap, names->count + 1, sizeof *items);
    if (!items)
        return XS_E_NOMEM;
    names->items = items;
    items[names->count++] = name;
    return XS_OK;
}

/* Appends the *.yaml files of folder dir/below and puts its subfolders on the todo list. */
static enum xs_err list_folder(
    struct xs_patfiles *set, xs_str dir, xs_str below, struct names *found, struct names *todo)
{
    xs_str path;
    XS_TRY(join(set->arena, dir, below, &path));
    DIR *d = opendir(path.ptr);
    if (!d)
        return not_opened(set, path);
    enum xs_err e = XS_OK;
    for (struct dirent *ent; e == XS_OK && (ent = readdir(d));) {
        xs_str base = xs_str_c(ent->d_name), name, full;
        struct stat st;
        if (base.ptr[0] == '.')
            continue;
        e = join(set->arena, below, base, &name);
        if (e == XS_OK)
            e = join(set->arena, dir, name, &full);
        if (e != XS_OK || stat(full.ptr, &st) != 0)
            continue;
        if (S_ISDIR(st.st_mode))
            e = add_name(set->arena, todo, name);
        else if (xs_str_ends(base, XS_STR(".yaml")))
            e = add_name(set->arena, found, name);
    }
    closedir(d);
    return e;
}

static int by_name(const void *a, const void *b)
{
    return xs_str_cmp(*(const xs_str *)a, *(const xs_str *)b);
}

static enum xs_err slurp(struct xs_patfiles *set, xs_str path, struct xs_bytes *b)
{
    int error = 0;
    enum xs_err e = xs_io_read(b, path.ptr, XS_MAX_PATTERN_BYTES, &error);
    if (e == XS_E_TOO_LARGE)
        return no_folder(set, path, "larger than the limit");
    if (e != XS_E_MISSING && e != XS_E_READ)
        return e;
    errno = error;
    return not_opened(set, path);
}

static enum xs_err check_sections(struct xs_patfiles *set, xs_str path, const struct xs_yaml *root)
{
    if (root->kind != XS_YAML_MAP)
        return xs_fault_at(set->fault, path, root, "a pattern file is a map of sections");
    for (size_t i = 0; i < root->count; i++) {
        bool known = false;
        for (size_t k = 0; k < sizeof sections / sizeof *sections; k++)
            known |= xs_str_eq(root->items[i].key, xs_str_c(sections[k]));
        if (!known)
            return xs_fault_at(set->fault, path, &root->items[i], "unknown section '%.*s'",
                XS_STR_ARG(root->items[i].key));
    }
    return XS_OK;
}

static enum xs_err load_file(
    struct xs_patfiles *set, xs_str dir, xs_str name, struct xs_bytes *b, struct xs_patfile *out)
{
    XS_TRY(join(set->arena, dir, name, &out->path));
    XS_TRY(slurp(set, out->path, b));
    const xs_str text = { b->ptr, b->len };
    size_t bad = xs_utf8_check(text);
    if (bad < text.len) {
        enum xs_err e = xs_fault_at(set->fault, out->path, NULL, "not UTF-8 at byte %zu", bad);
        return e;
    }
    set->hash = xs_str_hash_seed(text, xs_str_hash_seed(name, set->hash));
    struct xs_yaml *root;
    XS_TRY(xs_yaml_parse(set->arena, out->path, text, &root, set->fault));
    XS_TRY(check_sections(set, out->path, root));
    out->root = root;
    return XS_OK;
}

static enum xs_err load_dir(struct xs_patfiles *set, xs_str dir, struct xs_bytes *b, size_t *cap)
{
    struct names found = { 0 }, todo = { 0 };
    XS_TRY(list_folder(set, dir, XS_STR_NONE, &found, &todo));
    for (size_t i = 0; i < todo.count; i++)
        XS_TRY(list_folder(set, dir, todo.items[i], &found, &todo));
    if (found.count == 0)
        return no_folder(set, dir, "no *.yaml file in this folder");
    qsort(found.items, found.count, sizeof *found.items, by_name);
    for (size_t i = 0; i < found.count; i++) {
        struct xs_patfile *files =
            xs_arena_grow(set->arena, set->files, cap, set->count + 1, sizeof *files);
        if (!files)
            return XS_E_NOMEM;
        set->files = files;
        XS_TRY(load_file(set, dir, found.items[i], b, &files[set->count]));
        set->count++;
    }
    return XS_OK;
}

enum xs_err xs_patfiles_load(struct xs_arena *a, const xs_str *dirs, size_t ndirs,
    struct xs_fault *fault, struct xs_patfiles *out)
{
    struct xs_patfiles set = { .arena = a, .fault = fault };
    struct xs_bytes b = { 0 }; /* one file after the other: the nodes have their own texts */
    enum xs_err e = XS_OK;
    size_t cap = 0;
    fault->arena = a;
    for (size_t i = 0; i < ndirs && e == XS_OK; i++)
        e = load_dir(&set, dirs[i], &b, &cap);
    xs_bytes_free(&b);
    if (e == XS_OK)
        *out = set;
    return e;
}

const struct xs_yaml *xs_section_next(struct xs_section_iter *it, const struct xs_patfile **file)
{
    for (; it->file < it->set->count; it->file++, it->item = 0) {
        const struct xs_yaml *s = xs_yaml_get(it->set->files[it->file].root, it->section);
        if (s && s->kind != XS_YAML_SCALAR && it->item < s->count) {
            *file = &it->set->files[it->file];
            return &s->items[it->item++];
        }
    }
    return NULL;
}
