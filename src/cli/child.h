/* child.h: a process of ours: started, talked to with a deadline, ended. */
#ifndef XS_CLI_CHILD_H
#define XS_CLI_CHILD_H

#include <sys/types.h>

#include "base/err.h"

struct xs_child {
    pid_t pid; /* 0: none; also the number of its process group */
    int fd;    /* its standard input and output */
};

/* xs_child_start: argv[0] is a path. Its standard error goes to nothing, or with loud to fd too.
 * env: NULL = ours. Safe from any thread. Returns XS_OK, XS_E_CRASHED (could not be started). */
XS_CHECK enum xs_err xs_child_start(
    struct xs_child *c, const char *const *argv, const char *const *env, bool loud);
/* xs_child_now: milliseconds of a clock that only goes forward; what deadlines are given in. */
uint64_t xs_child_now(void);
/* xs_child_send, xs_child_receive: all n bytes. Returns XS_OK; XS_E_TIMEOUT; XS_E_CRASHED (it has
 * gone); XS_E_INTERRUPT (the run is to stop). */
XS_CHECK enum xs_err xs_child_send(struct xs_child *c, xs_str bytes, uint64_t deadline);
XS_CHECK enum xs_err xs_child_receive(struct xs_child *c, void *to, size_t n, uint64_t deadline);
/* xs_child_some: at most n bytes, as soon as there are any; *got 0 = it has closed its output. */
XS_CHECK enum xs_err xs_child_some(
    struct xs_child *c, char *to, size_t n, size_t *got, uint64_t deadline);
/* xs_child_stop: ends the process and all that it started, if any; at_once: without the time to end
 * by itself. True: it has ended by itself with status 0. */
bool xs_child_stop(struct xs_child *c, bool at_once);

#endif
