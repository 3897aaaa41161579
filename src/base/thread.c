#include "base/thread.h"

#include <pthread.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/limits.h"

/* One run. Everything below the lock is read and written under it. */
struct pool {
    const struct xs_pool_job *job;
    pthread_mutex_t lock;
    pthread_cond_t moved; /* a slot became free, or the run ends */
    size_t begun, taken;
    bool *done;  /* a slot: its unit is worked on and waits to be taken */
    bool taking; /* some thread is inside take */
    enum xs_err err;
};

struct worker {
    struct pool *pool;
    unsigned number;
    pthread_t thread;
};

static void fail(struct pool *p, enum xs_err e)
{
    if (p->err == XS_OK)
        p->err = e;
    (void)pthread_cond_broadcast(&p->moved); /* cannot fail on a good condition */
}

/* Hands over every unit that is due. Under the lock, which is given up while take runs. */
static void hand_over(struct pool *p)
{
    const struct xs_pool_job *job = p->job;
    if (p->taking)
        return;
    p->taking = true;
    while (p->err == XS_OK && p->taken < job->nunits && p->done[p->taken % job->nslots]) {
        size_t unit = p->taken;
        (void)pthread_mutex_unlock(&p->lock);
        enum xs_err e = job->take(job->ctx, unit, unit % job->nslots);
        (void)pthread_mutex_lock(&p->lock);
        p->done[unit % job->nslots] = false;
        p->taken++;
        if (e != XS_OK)
            fail(p, e);
        else
            (void)pthread_cond_broadcast(&p->moved);
    }
    p->taking = false;
}

/* The next unit, or false when there is none left or the run ends. Under the lock. */
static bool next_unit(struct pool *p, size_t *unit)
{
    const struct xs_pool_job *job = p->job;
    while (p->err == XS_OK && p->begun < job->nunits && p->begun - p->taken >= job->nslots)
        (void)pthread_cond_wait(&p->moved, &p->lock);
    if (p->err == XS_OK && p->begun < job->nunits && job->stop && job->stop(job->ctx))
        fail(p, XS_E_INTERRUPT);
    if (p->err != XS_OK || p->begun == job->nunits)
        return false;
    *unit = p->begun++;
    return true;
}

static void *run_worker(void *arg)
{
    struct worker *w = arg;
    struct pool *p = w->pool;
    const struct xs_pool_job *job = p->job;
    size_t unit;
    (void)pthread_mutex_lock(&p->lock);
    while (next_unit(p, &unit)) {
        (void)pthread_mutex_unlock(&p->lock);
        enum xs_err e = job->work(job->ctx, w->number, unit, unit % job->nslots);
        (void)pthread_mutex_lock(&p->lock);
        if (e != XS_OK) {
            fail(p, e);
            break;
        }
        p->done[unit % job->nslots] = true;
        hand_over(p);
    }
    (void)pthread_mutex_unlock(&p->lock);
    return NULL;
}

static enum xs_err run_alone(const struct xs_pool_job *job)
{
    for (size_t unit = 0; unit < job->nunits; unit++) {
        if (job->stop && job->stop(job->ctx))
            return XS_E_INTERRUPT;
        XS_TRY(job->work(job->ctx, 0, unit, unit % job->nslots));
        XS_TRY(job->take(job->ctx, unit, unit % job->nslots));
    }
    return XS_OK;
}

static enum xs_err run_threads(struct pool *p, struct worker *workers, unsigned jobs)
{
    unsigned made = 1;
    workers[0] = (struct worker){ .pool = p };
    for (; made < jobs; made++) {
        workers[made] = (struct worker){ .pool = p, .number = made };
        if (pthread_create(&workers[made].thread, NULL, run_worker, &workers[made]) != 0)
            break; /* fewer threads do the same work */
    }
    (void)run_worker(&workers[0]);
    for (unsigned i = 1; i < made; i++)
        (void)pthread_join(workers[i].thread, NULL);
    return p->err;
}

enum xs_err xs_pool_run(const struct xs_pool_job *job)
{
    if (job->jobs <= 1 || job->nunits <= 1)
        return run_alone(job);
    unsigned jobs = job->jobs < job->nunits ? job->jobs : (unsigned)job->nunits;
    struct pool p = { .job = job };
    p.done = xs_alloc(job->nslots, sizeof *p.done);
    struct worker *workers = xs_alloc(jobs, sizeof *workers);
    enum xs_err e = XS_E_NOMEM;
    if (p.done && workers && pthread_mutex_init(&p.lock, NULL) == 0) {
        if (pthread_cond_init(&p.moved, NULL) == 0) {
            e = run_threads(&p, workers, jobs);
            (void)pthread_cond_destroy(&p.moved);
        }
        (void)pthread_mutex_destroy(&p.lock);
    }
    xs_free(workers);
    xs_free(p.done);
    return e;
}

unsigned xs_pool_cores(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    if (n < 1)
        return 1;
    return n > (long)XS_MAX_JOBS ? XS_MAX_JOBS : (unsigned)n;
}
