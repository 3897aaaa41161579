#include "cli/convert.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "cli/child.h"
#include "cli/stop.h"
#include "read/compound.h"
#include "read/rtf_recode.h"

#define LONGEST_ARGUMENT 4200
#define CALL_ARGUMENTS 9

/* What is converted, and to what. */
struct conversion {
    const char *name, *suffix, *target;
};

static const struct conversion conversions[XS_FORMAT_COUNT] = {
    [XS_FORMAT_DOC] = { "doc", ".doc", "docx" },
    [XS_FORMAT_RTF] = { "rtf", ".rtf", "docx" },
    [XS_FORMAT_XLS] = { "xls", ".xls", "xlsx" },
    [XS_FORMAT_XLSB] = { "xlsb", ".xlsb", "xlsx" },
    [XS_FORMAT_EXCEL_XML] = { "excel-xml", ".xml", "xlsx" },
};

enum state { WAITING, RUNNING, DONE };

struct task {
    const struct xs_input *input;
    enum state state;
    enum xs_err err;
    bool locked;       /* it wants a password, which the empty or a usual one may be */
    xs_str link, made; /* what LibreOffice gets and gives */
};

struct xs_converter {
    const struct xs_inputs *inputs;
    struct xs_arena *arena;
    struct xs_tmpdir *scratch; /* used under the lock */
    xs_str program;            /* empty: there is none */
    size_t ntasks;
    struct task *tasks;
    unsigned jobs;
    bool *busy; /* profiles in use, one a job */
    xs_str *profiles;
    pthread_mutex_t lock;
    pthread_cond_t changed;
};

/* The tasks of one call. */
struct batch {
    struct xs_converter *c;
    unsigned slot;
    const char *target;
    size_t count;
    struct task *tasks[XS_CONVERT_FILES];
};

const char *xs_converted_name(enum xs_file_format f) { return conversions[f].name; }

/* --- setting up
 * ------------------------------------------------------------------------------------------ */

/* The first of PATH that has one of its names. */
static enum xs_err find_program(struct xs_converter *c)
{
    static const char *const names[] = { "soffice", "libreoffice" };
    const char *path = getenv("PATH");
    xs_str rest = xs_str_c(path ? path : "/usr/bin:/bin"), dir;
    while (xs_str_split(&rest, ':', &dir)) {
        for (size_t i = 0; dir.len && i < sizeof names / sizeof *names; i++) {
            xs_str p;
            if (!xs_io_join(c->arena, dir, xs_str_c(names[i]), &p))
                return XS_E_NOMEM;
            if (access(p.ptr, X_OK) == 0) {
                c->program = p;
                return XS_OK;
            }
        }
    }
    return XS_OK;
}

static enum xs_err make(struct xs_converter *c, struct xs_inputs *inputs, size_t ntasks)
{
    c->tasks = xs_arena_zalloc(c->arena, ntasks, sizeof *c->tasks);
    c->busy = xs_arena_zalloc(c->arena, c->jobs, sizeof *c->busy);
    c->profiles = xs_arena_zalloc(c->arena, c->jobs, sizeof *c->profiles);
    if (!c->tasks || !c->busy || !c->profiles)
        return XS_E_NOMEM;
    for (size_t i = 0; i < inputs->count; i++) {
        struct xs_input *in = &inputs->items[i];
        if (in->skip || in->error != XS_OK || !conversions[in->format].name)
            continue;
        c->tasks[c->ntasks++].input = in;
        in->task = c->ntasks;
    }
    return find_program(c);
}

enum xs_err xs_converter_new(
    struct xs_inputs *inputs, struct xs_tmpdir *scratch, unsigned jobs, struct xs_converter **out)
{
    size_t n = 0;
    for (size_t i = 0; i < inputs->count; i++)
        n += !inputs->items[i].skip && conversions[inputs->items[i].format].name;
    *out = NULL;
    if (n == 0)
        return XS_OK;
    struct xs_converter *c = xs_alloc(1, sizeof *c);
    if (!c)
        return XS_E_NOMEM;
    *c = (struct xs_converter){
        .inputs = inputs, .arena = inputs->arena, .scratch = scratch, .jobs = jobs
    };
    if (pthread_mutex_init(&c->lock, NULL) != 0 || pthread_cond_init(&c->changed, NULL) != 0) {
        xs_free(c);
        return XS_E_NOMEM;
    }
    *out = c;
    return make(c, inputs, n);
}

void xs_converter_free(struct xs_converter *c)
{
    if (!c)
        return;
    (void)pthread_cond_destroy(&c->changed);
    (void)pthread_mutex_destroy(&c->lock);
    xs_free(c);
}

/* --- one call
 * ------------------------------------------------------------------------------------------ */

/* A profile that runs no macro and loads nothing from elsewhere. */
static enum xs_err make_profile(xs_str dir)
{
    static const char settings[] =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<oor:items xmlns:oor=\"http://openoffice.org/2001/registry\">\n"
        "<item oor:path=\"/org.openoffice.Office.Common/Security/Scripting\">"
        "<prop oor:name=\"MacroSecurityLevel\" oor:op=\"fuse\"><value>3</value></prop>"
        "<prop oor:name=\"DisableMacrosExecution\" oor:op=\"fuse\"><value>true</value></prop>"
        "<prop oor:name=\"BlockUntrustedRefererLinks\" oor:op=\"fuse\"><value>true</value></prop>"
        "</item>\n"
        "<item oor:path=\"/org.openoffice.Office.Writer/Content/Update\">"
        "<prop oor:name=\"Link\" oor:op=\"fuse\"><value>0</value></prop></item>\n"
        "<item oor:path=\"/org.openoffice.Office.Calc/Content/Update\">"
        "<prop oor:name=\"Link\" oor:op=\"fuse\"><value>2</value></prop></item>\n"
        "</oor:items>\n";
    char path[LONGEST_ARGUMENT];
    static const char user[] = "/user", file[] = "/user/registrymodifications.xcu";
    if (dir.len + sizeof file > sizeof path || mkdir(dir.ptr, 0700) != 0)
        return XS_E_WRITE;
    memcpy(path, dir.ptr, dir.len);
    memcpy(path + dir.len, user, sizeof user);
    if (mkdir(path, 0700) != 0)
        return XS_E_WRITE;
    memcpy(path + dir.len, file, sizeof file);
    return xs_tmpdir_put((xs_str){ path, dir.len + sizeof file - 1 }, xs_str_c(settings));
}

static bool join_argument(char *to, const char *head, xs_str tail)
{
    size_t n = strlen(head);
    if (n + tail.len >= LONGEST_ARGUMENT)
        return false;
    memcpy(to, head, n);
    memcpy(to + n, tail.ptr, tail.len);
    to[n + tail.len] = '\0';
    return true;
}

static enum xs_err start(const struct batch *b, size_t from, struct xs_child *child)
{
    char profile[LONGEST_ARGUMENT], home[LONGEST_ARGUMENT], path[LONGEST_ARGUMENT];
    const char *env_path = getenv("PATH");
    const char *argv[CALL_ARGUMENTS + XS_CONVERT_FILES + 1];
    if (!join_argument(profile, "-env:UserInstallation=file://", b->c->profiles[b->slot]) ||
        !join_argument(home, "HOME=", b->c->profiles[b->slot]) ||
        !join_argument(path, "PATH=", xs_str_c(env_path ? env_path : "/usr/bin:/bin")))
        return XS_E_CONVERTER;
    const char *const env[] = { home, path, "LC_ALL=C.UTF-8", "SAL_USE_VCLPLUGIN=svp", NULL };
    size_t n = 0;
    argv[n++] = b->c->program.ptr;
    argv[n++] = profile;
    argv[n++] = "--headless";
    argv[n++] = "--norestore";
    argv[n++] = "--nolockcheck";
    argv[n++] = "--convert-to";
    argv[n++] = b->target;
    argv[n++] = "--outdir";
    argv[n++] = b->c->scratch->dir.ptr;
    for (size_t i = from; i < b->count; i++)
        argv[n++] = b->tasks[i]->link.ptr;
    argv[n] = NULL;
    return xs_child_start(child, argv, env, true);
}

/* Waits until it ends; a sign of life (it names each file) gives it time for the next one. first:
 * seconds more until then. */
static enum xs_err watch(struct xs_child *child, uint64_t seconds, uint64_t first)
{
    char said[4096];
    size_t got;
    for (;;) {
        uint64_t deadline = xs_child_now() + (seconds + first) * 1000;
        enum xs_err e = xs_child_some(child, said, sizeof said, &got, deadline);
        if (e != XS_OK) {
            (void)xs_child_stop(child, true);
            return e;
        }
        if (got == 0)
            return xs_child_stop(child, false) ? XS_OK : XS_E_CRASHED;
        if (xs_str_has((xs_str){ said, got }, XS_STR("convert ")))
            first = 0;
    }
}

static bool is_there(xs_str path)
{
    struct stat st;
    return stat(path.ptr, &st) == 0 && st.st_size > 0;
}

/* What came of the files from number from on. After a bad end the first one behind the last that is
 * there is to blame. Returns the number of the first to try again. */
static size_t judge(const struct batch *b, size_t from, enum xs_err e)
{
    size_t made = from;
    for (size_t i = from; i < b->count; i++)
        if (is_there(b->tasks[i]->made))
            made = i + 1;
    for (size_t i = from; i < b->count && (e == XS_OK || i < made); i++)
        b->tasks[i]->err = is_there(b->tasks[i]->made) ? XS_OK : XS_E_DAMAGED;
    if (e == XS_OK)
        return b->count;
    if (made < b->count)
        b->tasks[made++]->err = e;
    return made;
}

/* All files of b, in as many calls as it takes. */
static void run(const struct batch *b, bool cold)
{
    uint64_t largest = 0;
    for (size_t i = 0; i < b->count; i++)
        if (b->tasks[i]->input->info.size > largest)
            largest = b->tasks[i]->input->info.size;
    uint64_t seconds = XS_CONVERT_SECONDS + largest / XS_READ_BYTES_A_SECOND;
    for (size_t from = 0; from < b->count;) {
        struct xs_child child;
        enum xs_err e = start(b, from, &child);
        if (e == XS_OK) {
            pid_t group = child.pid;
            xs_tmpdir_began(b->c->scratch, group);
            e = watch(&child, seconds, cold ? XS_CONVERT_START_SECONDS : 0);
            xs_tmpdir_ended(b->c->scratch, group);
        }
        cold = false;
        if (e == XS_E_INTERRUPT || e == XS_E_CONVERTER) {
            for (; from < b->count; from++)
                b->tasks[from]->err = e;
            return;
        }
        from = judge(b, from, e);
    }
}

/* --- choosing
 * ------------------------------------------------------------------------------------------ */

/* What LibreOffice gets: the file itself under another name, or another text of it. */
static enum xs_err put_link(const struct task *t, xs_str bytes)
{
    if (t->input->format == XS_FORMAT_RTF) {
        struct xs_buf b;
        bool changed;
        xs_buf_init(&b, XS_MAX_BUF);
        enum xs_err e = xs_rtf_recode(bytes, &b, &changed);
        if (e == XS_OK && changed)
            e = xs_tmpdir_put(t->link, xs_buf_str(&b));
        xs_buf_free(&b);
        if (e != XS_OK || changed)
            return e;
    }
    if (t->input->bytes.ptr || t->input->in_archive)
        return xs_tmpdir_put(t->link, bytes);
    char path[LONGEST_ARGUMENT] = "";
    size_t n = t->input->path.len, at = 0;
    if (t->input->path.ptr[0] != '/' && getcwd(path, sizeof path)) {
        at = strlen(path);
        path[at++] = '/';
    }
    if (at + n >= sizeof path)
        return XS_E_WRITE;
    memcpy(path + at, t->input->path.ptr, n + 1);
    return symlink(path, t->link.ptr) == 0 ? XS_OK : XS_E_WRITE;
}

/* The names for LibreOffice, which takes the type of an output from its suffix. */
static enum xs_err name_files(struct xs_converter *c, struct task *t)
{
    const struct conversion *v = &conversions[t->input->format];
    XS_TRY(xs_tmpdir_path(c->scratch, "c", v->suffix, &t->link));
    size_t stem = t->link.len - strlen(v->suffix), n = strlen(v->target);
    char *made = xs_arena_alloc(c->arena, stem + n + 2, 1);
    if (!made)
        return XS_E_NOMEM;
    /* NOLINTNEXTLINE(bugprone-not-null-terminated-result): the NUL comes with the suffix */
    memcpy(made, t->link.ptr, stem);
    made[stem] = '.';
    memcpy(made + stem + 1, v->target, n + 1);
    t->made = (xs_str){ made, stem + 1 + n };
    return XS_OK;
}

/* Looks for what LibreOffice does not tell: it reads half of a file without a word. */
static enum xs_err prepare(struct xs_converter *c, struct task *t)
{
    struct xs_bytes b = { 0 };
    xs_str bytes;
    int error;
    enum xs_err e = xs_input_load(c->inputs, t->input, &b, &bytes, &error);
    if (e == XS_OK)
        e = xs_compound_check(bytes, t->input->format, &t->locked);
    if (e == XS_OK && c->program.len == 0)
        e = XS_E_CONVERTER;
    if (e == XS_OK)
        e = name_files(c, t);
    if (e == XS_OK)
        e = put_link(t, bytes);
    xs_bytes_free(&b);
    return e;
}

static void finish(struct task *t, enum xs_err e)
{
    t->err = e == XS_E_DAMAGED && t->locked ? XS_E_ENCRYPTED : e;
    t->state = DONE;
}

/* Takes waiting tasks of one target, from number first on, into b. Locked. False: there are none.
 */
static bool choose(struct xs_converter *c, size_t first, struct batch *b)
{
    *b = (struct batch){ .c = c, .slot = c->jobs };
    for (unsigned i = 0; i < c->jobs; i++)
        if (!c->busy[i])
            b->slot = i;
    size_t horizon = first + (size_t)XS_CONVERT_FILES * 2 * c->jobs;
    for (size_t i = first; b->slot < c->jobs && i < c->ntasks && i < horizon; i++) {
        struct task *t = &c->tasks[i];
        const char *target = conversions[t->input->format].target;
        if (t->state != WAITING || (b->target && strcmp(b->target, target) != 0))
            continue;
        enum xs_err e = prepare(c, t);
        if (e != XS_OK) {
            finish(t, e);
            continue;
        }
        t->state = RUNNING;
        b->target = target;
        b->tasks[b->count++] = t;
        if (b->count == XS_CONVERT_FILES)
            break;
    }
    return b->count > 0;
}

static enum xs_err ready_profile(struct xs_converter *c, unsigned slot)
{
    if (c->profiles[slot].len)
        return XS_OK;
    XS_TRY(xs_tmpdir_path(c->scratch, "p", "", &c->profiles[slot]));
    return make_profile(c->profiles[slot]);
}

/* Converts a batch, unlocked meanwhile. */
static void work(struct xs_converter *c, struct batch *b)
{
    bool cold = c->profiles[b->slot].len == 0;
    enum xs_err e = ready_profile(c, b->slot);
    c->busy[b->slot] = true;
    (void)pthread_mutex_unlock(&c->lock);
    for (size_t i = 0; i < b->count; i++)
        b->tasks[i]->err = e;
    if (e == XS_OK)
        run(b, cold);
    (void)pthread_mutex_lock(&c->lock);
    c->busy[b->slot] = false;
    for (size_t i = 0; i < b->count; i++) {
        (void)unlink(b->tasks[i]->link.ptr);
        finish(b->tasks[i], b->tasks[i]->err);
    }
    (void)pthread_cond_broadcast(&c->changed);
}

enum xs_err xs_converter_get(struct xs_converter *c, size_t task, xs_str *path)
{
    struct task *t = &c->tasks[task - 1];
    struct batch b;
    (void)pthread_mutex_lock(&c->lock);
    while (t->state != DONE) {
        if (choose(c, task - 1, &b))
            work(c, &b);
        else if (t->state != DONE)
            (void)pthread_cond_wait(&c->changed, &c->lock);
    }
    *path = t->made;
    enum xs_err e = t->err;
    (void)pthread_mutex_unlock(&c->lock);
    return e;
}

void xs_converter_done(struct xs_converter *c, size_t task)
{
    xs_tmpdir_remove(c->tasks[task - 1].made);
}
