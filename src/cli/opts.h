/* opts.h: the command line, taken apart. */
#ifndef XS_CLI_OPTS_H
#define XS_CLI_OPTS_H

#include "base/arena.h"
#include "cli/say.h"

enum xs_command {
    XS_CMD_NONE,
    XS_CMD_SCORE,
    XS_CMD_EXTRACT,
    XS_CMD_LINT,
    XS_CMD_COPIES,
    XS_CMD_LEARN,
    XS_CMD_DUMP,
    XS_CMD_RULES,
    XS_CMD_EXPLAIN,
    XS_CMD_EVAL,
    XS_CMD_COUNT
};

/* One option: how often it was given, and its values in order; value is the last one, or the
 * default. */
struct xs_opt {
    size_t count;
    const char *value;
    const char **values;
};

struct xs_opts {
    enum xs_command command;
    size_t nargs;
    const char **args; /* after the command */
#define OPT(name, short_name, arg, preset, commands, help) struct xs_opt name;
#include "cli/opts.def"
#undef OPT
    /* values that are looked at here, so that a bad one is an error of usage */
    unsigned njobs;
    uint64_t ntop; /* UINT64_MAX: all */
    uint64_t nleast;
    size_t memory_bytes;
    enum xs_lang table_lang;
    bool drop_withheld;
    int64_t fail_vagueness; /* thousandths; -1 = no limit */
    int fail_severity;      /* -1 = no limit */
};

/* xs_opts_parse: argv -> *out; words of argv live on. Faults are said; returns XS_OK, XS_E_USAGE or
 * XS_E_NOMEM. */
XS_CHECK enum xs_err xs_opts_parse(
    struct xs_arena *a, struct xs_say *say, int argc, char **argv, struct xs_opts *out);
/* xs_opts_help: the help text. */
void xs_opts_help(const struct xs_say *say, struct xs_buf *out);
const char *xs_command_name(enum xs_command c);

#endif
