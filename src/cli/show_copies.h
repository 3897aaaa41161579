/* show_copies.h: clusters of copies, as rows of the table and as text for reading. */
#ifndef XS_CLI_SHOW_COPIES_H
#define XS_CLI_SHOW_COPIES_H

#include "cli/run.h"

/* xs_show_copies: every cluster to the streams of the copies table. */
XS_CHECK enum xs_err xs_show_copies(struct xs_run *r);

#endif
