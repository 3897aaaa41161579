#include "cli/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cli/stop.h"

/* Milliseconds between two looks whether the run is to stop. */
#define LOOK 200
/* Milliseconds that a process gets to end after it has closed its output. */
#define LAST_WORDS 2000

extern char **environ;

/* What it inherits: fd as standard input and output, no blocked signals, a process group of its
 * own, so that an interrupt at the terminal comes to us alone. */
static int spawn(struct xs_child *c, const char *const *argv, const char *const *env, int fd[2])
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attr;
    sigset_t defaults, none;
    union {
        const char *const *in;
        char *const *arg;
    } a = { .in = argv }, e = { .in = env };
    (void)sigemptyset(&none);
    (void)sigemptyset(&defaults);
    (void)sigaddset(&defaults, SIGPIPE);
    (void)posix_spawn_file_actions_init(&actions);
    (void)posix_spawnattr_init(&attr);
    (void)posix_spawnattr_setsigmask(&attr, &none);
    (void)posix_spawnattr_setsigdefault(&attr, &defaults);
    (void)posix_spawnattr_setpgroup(&attr, 0);
    (void)posix_spawnattr_setflags(
        &attr, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    int error = posix_spawn_file_actions_adddup2(&actions, fd[0], STDIN_FILENO);
    if (!error)
        error = posix_spawn_file_actions_adddup2(&actions, fd[0], STDOUT_FILENO);
    if (!error)
        error = fd[1] >= 0 ? posix_spawn_file_actions_adddup2(&actions, fd[1], STDERR_FILENO)
                           : posix_spawn_file_actions_addopen(
                                 &actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    if (!error)
        error = posix_spawn(&c->pid, argv[0], &actions, &attr, a.arg, env ? e.arg : environ);
    (void)posix_spawn_file_actions_destroy(&actions);
    (void)posix_spawnattr_destroy(&attr);
    return error;
}

enum xs_err xs_child_start(
    struct xs_child *c, const char *const *argv, const char *const *env, bool loud)
{
    int fd[2];
    *c = (struct xs_child){ .fd = -1 };
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, fd) != 0)
        return XS_E_CRASHED;
    (void)fcntl(fd[0], F_SETFD, FD_CLOEXEC);
    (void)fcntl(fd[1], F_SETFD, FD_CLOEXEC);
    int error = spawn(c, argv, env, (int[2]){ fd[1], loud ? fd[1] : -1 });
    (void)close(fd[1]);
    if (error) {
        (void)close(fd[0]);
        c->pid = 0;
        return XS_E_CRASHED;
    }
    c->fd = fd[0];
    (void)fcntl(c->fd, F_SETFL, O_NONBLOCK);
    return XS_OK;
}

uint64_t xs_child_now(void)
{
    struct timespec t = { 0 };
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

/* Until the child can be written to or read from. */
static enum xs_err wait_for(const struct xs_child *c, short events, uint64_t deadline)
{
    for (;;) {
        uint64_t now = xs_child_now();
        if (xs_stop_asked())
            return XS_E_INTERRUPT;
        if (now >= deadline)
            return XS_E_TIMEOUT;
        uint64_t left = deadline - now;
        struct pollfd p = { .fd = c->fd, .events = events };
        int n = poll(&p, 1, left < LOOK ? (int)left : LOOK);
        if (n > 0)
            return XS_OK;
        if (n < 0 && errno != EINTR)
            return XS_E_CRASHED;
    }
}

enum xs_err xs_child_send(struct xs_child *c, xs_str bytes, uint64_t deadline)
{
    while (bytes.len) {
        ssize_t n = send(c->fd, bytes.ptr, bytes.len, MSG_NOSIGNAL);
        if (n > 0)
            bytes = xs_str_sub(bytes, (size_t)n, bytes.len);
        else if (errno == EAGAIN)
            XS_TRY(wait_for(c, POLLOUT, deadline));
        else if (errno != EINTR)
            return XS_E_CRASHED;
    }
    return XS_OK;
}

enum xs_err xs_child_some(struct xs_child *c, char *to, size_t n, size_t *got, uint64_t deadline)
{
    for (;;) {
        ssize_t r = recv(c->fd, to, n, 0);
        if (r >= 0) {
            *got = (size_t)r;
            return XS_OK;
        }
        if (errno == ECONNRESET) {
            *got = 0;
            return XS_OK;
        }
        if (errno == EAGAIN)
            XS_TRY(wait_for(c, POLLIN, deadline));
        else if (errno != EINTR)
            return XS_E_CRASHED;
    }
}

enum xs_err xs_child_receive(struct xs_child *c, void *to, size_t n, uint64_t deadline)
{
    char *p = to;
    while (n > 0) {
        size_t got;
        XS_TRY(xs_child_some(c, p, n, &got, deadline));
        if (got == 0)
            return XS_E_CRASHED;
        p += got;
        n -= got;
    }
    return XS_OK;
}

bool xs_child_stop(struct xs_child *c, bool at_once)
{
    int status = -1;
    bool good = false;
    if (c->pid == 0)
        return false;
    (void)close(c->fd);
    uint64_t end = xs_child_now() + (at_once || xs_stop_asked() ? 0 : LAST_WORDS);
    pid_t done = waitpid(c->pid, &status, WNOHANG);
    while (done == 0 && xs_child_now() < end) {
        (void)nanosleep(&(struct timespec){ .tv_nsec = 2000000 }, NULL);
        done = waitpid(c->pid, &status, WNOHANG);
    }
    good = done == c->pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    (void)kill(-c->pid, SIGKILL); /* its whole group: what it started and left behind */
    while (done == 0 && waitpid(c->pid, &status, 0) < 0 && errno == EINTR)
        ;
    *c = (struct xs_child){ .fd = -1 };
    return good;
}
