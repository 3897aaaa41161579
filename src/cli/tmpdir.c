#include "cli/tmpdir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/io.h"
#include "base/limits.h"

#define LONGEST_PATH 4096
/* Folders within each other: LibreOffice's profile has six. */
#define DEEPEST 16
/* What every name of such a folder begins with. */
#define NAME "xushi-"
/* Process groups that a guard knows of at a time: one a thread. */
#define MAX_GROUPS 1024
/* Milliseconds that a guard may take for a few bytes. */
#define TELL_TIME 1000

static enum xs_err make_folder(struct xs_tmpdir *s)
{
    const char *tmp = getenv("TMPDIR");
    xs_str path;
    if (!tmp || tmp[0] != '/')
        tmp = "/tmp";
    if (!xs_io_join(s->arena, xs_str_c(tmp), XS_STR(NAME "XXXXXX"), &path))
        return XS_E_NOMEM;
    char *p = (char *)(uintptr_t)path.ptr; /* our own copy */
    if (!mkdtemp(p))
        return XS_E_WRITE;
    s->dir = path;
    const char *const argv[] = { "/proc/self/exe", XS_GUARD_OPTION, p, NULL };
    if (xs_child_start(&s->guard, argv, NULL, false) != XS_OK)
        s->guard.pid = 0; /* then only a kill leaves the folder */
    return XS_OK;
}

enum xs_err xs_tmpdir_path(struct xs_tmpdir *s, const char *prefix, const char *suffix, xs_str *out)
{
    if (s->dir.len == 0)
        XS_TRY(make_folder(s));
    struct xs_buf b;
    xs_buf_init(&b, LONGEST_PATH);
    xs_buf_lit(&b, prefix);
    xs_buf_uint(&b, ++s->files);
    xs_buf_lit(&b, suffix);
    xs_str name;
    enum xs_err e = xs_buf_finish(&b, &name);
    if (e == XS_OK && !xs_io_join(s->arena, s->dir, name, out))
        e = XS_E_NOMEM;
    xs_buf_free(&b);
    return e;
}

enum xs_err xs_tmpdir_put(xs_str path, xs_str bytes)
{
    int fd = open(path.ptr, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return XS_E_WRITE;
    while (bytes.len) {
        ssize_t n = write(fd, bytes.ptr, bytes.len);
        if (n <= 0)
            break;
        bytes = xs_str_sub(bytes, (size_t)n, bytes.len);
    }
    return close(fd) == 0 && bytes.len == 0 ? XS_OK : XS_E_WRITE;
}

/* Where a folder's listing stands: path of the folder is path[0 .. len). */
struct listing {
    DIR *dir;
    size_t len;
};

/* Steps into path, which is len bytes long. */
static bool enter(struct listing *stack, size_t *depth, const char *path, size_t len)
{
    DIR *d = *depth < DEEPEST ? opendir(path) : NULL;
    if (d)
        stack[(*depth)++] = (struct listing){ d, len };
    return d != NULL;
}

void xs_tmpdir_remove(xs_str root)
{
    struct listing stack[DEEPEST];
    char path[LONGEST_PATH];
    size_t depth = 0;
    if (root.len == 0 || root.len >= sizeof path)
        return;
    memcpy(path, root.ptr, root.len);
    path[root.len] = '\0';
    struct stat st;
    if (lstat(path, &st) != 0 || !S_ISDIR(st.st_mode)) {
        (void)unlink(path);
        return;
    }
    (void)enter(stack, &depth, path, root.len);
    while (depth > 0) {
        struct listing *l = &stack[depth - 1];
        const struct dirent *e = readdir(l->dir);
        size_t n = e ? strlen(e->d_name) : 0;
        path[l->len] = '\0';
        if (!e) {
            (void)closedir(l->dir);
            (void)rmdir(path);
            depth--;
            continue;
        }
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0 ||
            l->len + n + 2 > sizeof path)
            continue;
        path[l->len] = '/';
        memcpy(path + l->len + 1, e->d_name, n + 1);
        if (unlink(path) != 0)
            (void)enter(stack, &depth, path, l->len + 1 + n);
    }
}

/* --- the guard
 * ------------------------------------------------------------------------------------------ */

/* group > 0: it began; < 0: -group ended. */
static bool tell(struct xs_tmpdir *s, pid_t group)
{
    xs_str bytes = { (const char *)&group, sizeof group };
    return s->guard.pid && xs_child_send(&s->guard, bytes, xs_child_now() + TELL_TIME) == XS_OK;
}

void xs_tmpdir_began(struct xs_tmpdir *s, pid_t group) { (void)tell(s, group); }

void xs_tmpdir_ended(struct xs_tmpdir *s, pid_t group) { (void)tell(s, -group); }

/* The next number from the program; false: it has gone. */
static bool hear(pid_t *group)
{
    size_t have = 0;
    while (have < sizeof *group) {
        ssize_t n = read(STDIN_FILENO, (char *)group + have, sizeof *group - have);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        have += (size_t)n;
    }
    return true;
}

int xs_tmpdir_guard(const char *dir)
{
    pid_t groups[MAX_GROUPS], group;
    size_t n = 0;
    const char *name = strrchr(dir, '/');
    if (!name || !xs_str_starts(xs_str_c(name + 1), XS_STR(NAME)))
        return xs_err_exit(XS_E_USAGE);
    (void)signal(SIGHUP, SIG_IGN);
    (void)signal(SIGINT, SIG_IGN);
    (void)signal(SIGTERM, SIG_IGN);
    while (hear(&group)) {
        for (size_t i = 0; group < 0 && i < n; i++)
            if (groups[i] == -group)
                groups[i--] = groups[--n];
        if (group > 1 && n < MAX_GROUPS)
            groups[n++] = group;
    }
    while (n > 0)
        (void)kill(-groups[--n], SIGKILL);
    xs_tmpdir_remove(xs_str_c(dir));
    return 0;
}

void xs_tmpdir_close(struct xs_tmpdir *s)
{
    (void)xs_child_stop(&s->guard, false); /* it removes the folder; or had no time to */
    xs_tmpdir_remove(s->dir);
    s->dir = XS_STR_NONE;
}
