#include "cli/stop.h"

#include <signal.h>
#include <stdatomic.h>
#include <string.h>

/* What a signal handler may touch: the one mutable state of the program outside main(). */
static atomic_int asked;

static void note(int sig)
{
    (void)sig;
    atomic_store(&asked, 1);
}

void xs_stop_watch(void)
{
    static const int ends[] = { SIGINT, SIGTERM, SIGHUP };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        struct sigaction sa;
        if (ends[i] == SIGHUP && sigaction(SIGHUP, NULL, &sa) == 0 && sa.sa_handler == SIG_IGN)
            continue; /* nohup */
        memset(&sa, 0, sizeof sa);
        sa.sa_handler = note; /* no SA_RESTART: a read that waits must end */
        (void)sigemptyset(&sa.sa_mask);
        (void)sigaction(ends[i], &sa, NULL);
    }
    (void)signal(SIGPIPE, SIG_IGN);
}

bool xs_stop_asked(void) { return atomic_load(&asked) != 0; }
