#include "cli/expand.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/map.h"
#include "cli/convert.h"
#include "cli/helper.h"
#include "cli/stop.h"
#include "corpus/sorter.h"
#include "read/archive.h"
#include "read/compound.h"

struct expander {
    struct xs_inputs *in;
    struct xs_inputs out;
    const struct xs_spool_room *room;
    struct xs_helper helper;
    struct xs_bytes bytes;
    uint64_t spooled; /* bytes of the spool that are in use */
    /* the archive under way */
    const struct xs_input *archive;
    struct xs_map names;
    size_t files;
};

/* --- what it is
 * ------------------------------------------------------------------------------------------ */

static bool is_container(xs_str head)
{
    return xs_str_starts(head, XS_STR("PK")) || xs_str_starts(head, XS_STR("\xD0\xCF\x11\xE0"));
}

/* The first bytes of a file, into buffer. */
static xs_str peek(struct expander *x, const struct xs_input *in, char *buffer, size_t size)
{
    ssize_t n;
    if (in->bytes.ptr)
        return xs_str_sub(in->bytes, 0, size);
    if (in->in_archive) {
        size = in->info.size < size ? (size_t)in->info.size : size;
        n = pread(x->out.spool, buffer, size, (off_t)in->at);
    } else {
        int fd = xs_io_open(&x->bytes, in->path.ptr, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
        if (fd < 0)
            return XS_STR_NONE;
        n = read(fd, buffer, size);
        (void)close(fd); /* only read from */
    }
    return n > 0 ? (xs_str){ buffer, (size_t)n } : XS_STR_NONE;
}

/* All bytes of an input; what is wrong with it is found again when it is read. */
static xs_str load(struct expander *x, const struct xs_input *in)
{
    int error;
    xs_str bytes;
    return xs_input_load(&x->out, in, &x->bytes, &bytes, &error) == XS_OK ? bytes : XS_STR_NONE;
}

#define FIRST_LOOK 512 /* bytes that most texts are known by */

/* Is a file that begins like this a text, whatever follows? */
static bool surely_text(xs_str head)
{
    const xs_str said = xs_str_trim(head);
    return said.len > 0 && said.ptr[0] != '<' && !memchr(head.ptr, 0, head.len) &&
           xs_detect(head) == XS_FORMAT_TEXT;
}

bool xs_input_is_text(xs_str bytes)
{
    const xs_str head = xs_str_sub(bytes, 0, XS_SNIFF_BYTES);
    return surely_text(xs_str_sub(head, 0, FIRST_LOOK)) ||
           xs_detect(is_container(head) ? bytes : head) == XS_FORMAT_TEXT;
}

static void classify(struct expander *x, struct xs_input *in)
{
    char buffer[XS_SNIFF_BYTES];
    xs_str head = peek(x, in, buffer, FIRST_LOOK);
    in->format = XS_FORMAT_TEXT;
    if (surely_text(head))
        return;
    head = peek(x, in, buffer, sizeof buffer);
    bool locked, whole = is_container(head);
    xs_str bytes = whole ? load(x, in) : head;
    in->format = xs_detect(bytes);
    if (in->format == XS_FORMAT_OLE) /* its list of parts may be what is missing */
        in->error = xs_compound_check(bytes, in->format, &locked);
    if (xs_converted_name(in->format))
        xs_input_look(in); /* its size says how long that may take */
}

/* --- members
 * ------------------------------------------------------------------------------------------ */

static enum xs_err add(struct expander *x, const struct xs_input *in)
{
    struct xs_inputs *o = &x->out;
    struct xs_input *items =
        xs_arena_grow(o->arena, o->items, &o->cap, o->count + 1, sizeof *items);
    if (!items)
        return XS_E_NOMEM;
    o->items = items;
    items[o->count++] = *in;
    return XS_OK;
}

/* archive/name, with a number where an archive holds two files of one name. */
static enum xs_err shown_name(struct expander *x, xs_str name, xs_str *out)
{
    struct xs_arena *a = x->out.arena;
    char tail[24];
    bool is_new = false;
    if (!xs_io_join(a, x->archive->name, name, out))
        return XS_E_NOMEM;
    xs_str plain = *out;
    for (uint64_t n = 2;; n++) {
        struct xs_map_slot *slot = xs_map_put(&x->names, *out, &is_new);
        if (!slot)
            return XS_E_NOMEM;
        if (is_new)
            return XS_OK;
        xs_str number = xs_number_text(tail, sizeof tail, n);
        char *p = xs_arena_alloc(a, plain.len + number.len + 2, 1);
        if (!p)
            return XS_E_NOMEM;
        memcpy(p, plain.ptr, plain.len);
        p[plain.len] = '~';
        memcpy(p + plain.len + 1, number.ptr, number.len);
        *out = (xs_str){ p, plain.len + 1 + number.len };
    }
}

static enum xs_err begin_member(void *self, xs_str name, uint64_t size, enum xs_err status, int *fd)
{
    struct expander *x = self;
    struct xs_input in = { .arg = x->archive->arg,
        .in_folder = true,
        .in_archive = true,
        .error = status,
        .info = { .kind = XS_FILE_REGULAR, .size = size } };
    *fd = -1;
    if (xs_stop_asked())
        return XS_E_INTERRUPT;
    XS_TRY(shown_name(x, name, &in.name));
    xs_input_judge(&in);
    in.path = XS_STR("");
    if (!in.skip && status == XS_OK) {
        if (size > x->room->most - x->spooled)
            return XS_E_TOO_LARGE;
        in.at = x->spooled;
        x->spooled += size;
        *fd = x->out.spool;
    }
    x->files++;
    return add(x, &in);
}

/* The spool up to what is in use, to be written on from there. */
static enum xs_err cut_spool(struct expander *x)
{
    struct xs_inputs *o = &x->out;
    if (o->spool < 0)
        o->spool = xs_runfile_open(&(struct xs_runfiles){ .dir = x->room->dir });
    bool good = o->spool >= 0 && ftruncate(o->spool, (off_t)x->spooled) == 0 &&
                lseek(o->spool, 0, SEEK_END) >= 0;
    return good ? XS_OK : XS_E_WRITE;
}

/* Faults of the archive are the input's; others end the run. */
static bool is_fatal(enum xs_err e)
{
    return e == XS_E_NOMEM || e == XS_E_INTERRUPT || e == XS_E_WRITE || e == XS_E_INTERNAL;
}

static enum xs_err expand_one(struct expander *x, struct xs_input *in)
{
    size_t before = x->out.count;
    uint64_t in_use = x->spooled;
    const struct xs_helper_sink sink = { .self = x, .begin = begin_member };
    if (xs_archive_missing())
        return add(x, in); /* its reader says what is missing */
    x->archive = in;
    XS_TRY(cut_spool(x));
    x->files = 0;
    xs_map_init(&x->names, x->out.arena);
    enum xs_err e = xs_helper_expand(&x->helper, load(x, in), in->name, &sink);
    if (is_fatal(e))
        return e;
    if (e == XS_E_BOMB || e == XS_E_CRASHED || e == XS_E_TIMEOUT || e == XS_E_TOO_LARGE) {
        x->out.count = before; /* what came out of it is not used */
        x->spooled = in_use;
        XS_TRY(cut_spool(x));
    }
    if (e != XS_OK) {
        in->error = e;
        return add(x, in);
    }
    if (x->files > 0)
        return XS_OK;
    in->skip_id = "skip-archive-empty";
    in->skip = "an archive without files";
    return add(x, in);
}

static enum xs_err expand_all(struct expander *x, size_t from)
{
    x->out.cap = x->in->count + 1; /* what most often is enough */
    x->out.items = xs_arena_alloc(x->out.arena, x->out.cap, sizeof *x->out.items);
    if (!x->out.items)
        return XS_E_NOMEM;
    for (size_t i = 0; i < x->in->count; i++) {
        struct xs_input *in = &x->in->items[i];
        bool known = i < from || in->skip || in->error != XS_OK || in->info.kind == XS_FILE_MISSING;
        if (xs_stop_asked())
            return XS_E_INTERRUPT;
        if (!known)
            classify(x, in);
        if (!known && xs_format_is_archive(in->format))
            XS_TRY(expand_one(x, in));
        else
            XS_TRY(add(x, in));
    }
    for (size_t i = 0; i < x->out.count; i++) {
        struct xs_input *in = &x->out.items[i];
        if (in->in_archive && !in->skip && in->error == XS_OK)
            classify(x, in);
    }
    return XS_OK;
}

enum xs_err xs_inputs_expand(
    struct xs_inputs *inputs, size_t from, struct xs_say *say, const struct xs_spool_room *room)
{
    struct expander x = {
        .in = inputs, .out = { .arena = inputs->arena, .spool = -1 }, .room = room
    };
    errno = 0;
    enum xs_err e = expand_all(&x, from);
    if (e == XS_E_WRITE)
        xs_say_system(say, xs_str_c(xs_runfile_dir(room->dir)), XS_E_TMP, errno);
    xs_helper_close(&x.helper);
    xs_bytes_free(&x.bytes);
    inputs->spool = x.out.spool;
    if (e != XS_OK)
        return e;
    inputs->items = x.out.items;
    inputs->count = x.out.count;
    inputs->cap = x.out.cap;
    xs_inputs_sort(inputs);
    return XS_OK;
}
