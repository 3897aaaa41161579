/* thread.h: numbered units of work on several threads; results are handed over in number order
 * through a window of reused slots, so that memory does not grow with the number of units. */
#ifndef XS_BASE_THREAD_H
#define XS_BASE_THREAD_H

#include "base/err.h"

/* What a run of the pool does. All functions get ctx.
 * work  does unit number unit on thread number worker; what it makes goes to slot number slot,
 * which is its own until take is done with it. Runs on several threads at once. take  gets the
 * slots in the order of units, one at a time; on any thread, never on two at once. stop  may be
 * NULL; asked before every unit: true ends the run with XS_E_INTERRUPT. */
struct xs_pool_job {
    void *ctx;
    size_t nunits;
    unsigned jobs; /* threads, at least 1; the calling thread is one of them */
    size_t nslots; /* at least jobs; unit u uses slot u % nslots */
    enum xs_err (*work)(void *ctx, unsigned worker, size_t unit, size_t slot);
    enum xs_err (*take)(void *ctx, size_t unit, size_t slot);
    bool (*stop)(void *ctx);
};

/* xs_pool_run: do all units. Returns the first error of work, take or stop; then no further unit is
 * begun, and what was begun is waited for. XS_E_NOMEM: a thread could not be made and none was
 * running. */
XS_CHECK enum xs_err xs_pool_run(const struct xs_pool_job *job);
/* xs_pool_cores: processors that this machine has, at least 1, at most XS_MAX_JOBS. */
unsigned xs_pool_cores(void);

#endif
