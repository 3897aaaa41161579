#include "read/opc.h"

#include <string.h>

#include "base/buf.h"
#include "read/xml.h"
#include "read/xml_zip.h"

struct reader {
    struct xs_arena *a;
    xs_str folder; /* of the part that points; with '/' at its end, or empty */
    struct xs_opc_rels *rels;
};

/* The last step of an address. */
static xs_str last_step(xs_str s)
{
    size_t at = s.len;
    while (at > 0 && s.ptr[at - 1] != '/')
        at--;
    return xs_str_sub(s, at, s.len);
}

/* The name of a part from where it is pointed to: "../a/b.xml", "/a/b.xml", "./b.xml", "b.xml". */
static enum xs_err resolve(const struct reader *r, xs_str target, xs_str *out)
{
    xs_str folder = r->folder;
    while (xs_str_starts(target, XS_STR("./")))
        target = xs_str_sub(target, 2, target.len);
    if (xs_str_starts(target, XS_STR("/"))) {
        folder = XS_STR_NONE;
        target = xs_str_sub(target, 1, target.len);
    }
    while (xs_str_starts(target, XS_STR("../"))) {
        target = xs_str_sub(target, 3, target.len);
        if (folder.len)
            folder.len--;
        folder.len -= last_step(folder).len;
    }
    char *p = xs_arena_alloc(r->a, folder.len + target.len + 1, 1);
    if (!p)
        return XS_E_NOMEM;
    if (folder.len)
        memcpy(p, folder.ptr, folder.len);
    if (target.len)
        memcpy(p + folder.len, target.ptr, target.len);
    *out = (xs_str){ p, folder.len + target.len };
    return XS_OK;
}

static enum xs_err on_open(void *self, const struct xs_xml_tag *tag)
{
    struct reader *r = self;
    struct xs_opc_rels *rels = r->rels;
    if (!xs_str_eq(tag->name, XS_STR("Relationship")))
        return XS_OK;
    struct xs_opc_rel *items =
        xs_arena_grow(r->a, rels->items, &rels->cap, rels->count + 1, sizeof *items);
    if (!items)
        return XS_E_NOMEM;
    rels->items = items;
    struct xs_opc_rel *to = &items[rels->count];
    if (!xs_arena_dup(r->a, xs_xml_attr(tag, "Id", NULL), &to->id) ||
        !xs_arena_dup(r->a, last_step(xs_xml_attr(tag, "Type", NULL)), &to->type))
        return XS_E_NOMEM;
    XS_TRY(resolve(r, xs_xml_attr(tag, "Target", NULL), &to->target));
    rels->count++;
    return XS_OK;
}

static enum xs_err on_close(void *self, xs_str name, xs_str ns)
{
    (void)self; /* all is in the attributes */
    (void)name;
    (void)ns;
    return XS_OK;
}

static enum xs_err on_text(void *self, xs_str text)
{
    (void)self; /* all is in the attributes */
    (void)text;
    return XS_OK;
}

enum xs_err xs_opc_rels(struct xs_zip *z, struct xs_arena *a, xs_str part, struct xs_opc_rels *out)
{
    char name[300];
    xs_str file = last_step(part), bytes;
    bool found;
    *out = (struct xs_opc_rels){ 0 };
    struct reader r = { a, xs_str_sub(part, 0, part.len - file.len), out };
    if (part.len + 16 > sizeof name)
        return XS_OK;
    size_t n = 0;
    xs_str pieces[] = { r.folder, XS_STR("_rels/"), file, XS_STR(".rels") };
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        if (pieces[i].len)
            memcpy(name + n, pieces[i].ptr, pieces[i].len);
        n += pieces[i].len;
    }
    XS_TRY(xs_zip_part(z, a, (xs_str){ name, n }, &bytes, &found));
    if (!found)
        return XS_OK;
    return xs_xml_parse(bytes,
        &(struct xs_xml_sink){ .self = &r, .open = on_open, .close = on_close, .text = on_text });
}

const struct xs_opc_rel *xs_opc_find(const struct xs_opc_rels *r, xs_str id, const char *type)
{
    for (size_t i = 0; i < r->count; i++)
        if (id.len ? xs_str_eq(r->items[i].id, id) : xs_str_eq(r->items[i].type, xs_str_c(type)))
            return &r->items[i];
    return NULL;
}

enum xs_err xs_opc_main(struct xs_zip *z, struct xs_arena *a, const char *fallback, xs_str *out)
{
    struct xs_opc_rels rels;
    XS_TRY(xs_opc_rels(z, a, XS_STR_NONE, &rels));
    const struct xs_opc_rel *main = xs_opc_find(&rels, XS_STR_NONE, "officeDocument");
    *out = main ? main->target : xs_str_c(fallback);
    return XS_OK;
}
