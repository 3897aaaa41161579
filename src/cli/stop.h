/* stop.h: SIGINT and SIGTERM ask the run to stop between two documents. */
#ifndef XS_CLI_STOP_H
#define XS_CLI_STOP_H

#include <stdbool.h>

/* xs_stop_watch: from now on the signals are noted, and a closed pipe is an error of writing. */
void xs_stop_watch(void);
bool xs_stop_asked(void);

#endif
