/* cmd.h: what each command does. */
#ifndef XS_CLI_CMD_H
#define XS_CLI_CMD_H

#include "cli/run.h"

/* What a command works with. */
struct xs_cli {
    struct xs_arena *arena; /* of the run */
    struct xs_opts opts;
    struct xs_say say;
    struct xs_engine engine;
};

/* Each returns XS_OK with *status, or the error that ends the run; what there is to say has been
 * said. */
/* score, extract, lint, copies, dump */
XS_CHECK enum xs_err xs_cmd_tables(struct xs_cli *c, int *status);
XS_CHECK enum xs_err xs_cmd_learn(struct xs_cli *c, int *status);
XS_CHECK enum xs_err xs_cmd_rules(struct xs_cli *c, int *status);
XS_CHECK enum xs_err xs_cmd_explain(struct xs_cli *c, int *status);
XS_CHECK enum xs_err xs_cmd_eval(struct xs_cli *c, int *status);

/* xs_cli_say_output: why o could not be written; nothing when its reader has gone. */
void xs_cli_say_output(struct xs_cli *c, const struct xs_output *o);
/* xs_cli_say_fault: what is wrong with a pattern file, after XS_E_PATTERNS. */
void xs_cli_say_fault(struct xs_cli *c);
/* xs_cli_print: text to standard output, whole. */
XS_CHECK enum xs_err xs_cli_print(struct xs_cli *c, struct xs_buf *text);

#endif
