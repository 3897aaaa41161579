/* helper.h: readers of formats that their libraries may crash or hang on run in a helper: this very
 * program, executed again, which gets bytes and gives back a sheet or the files of an archive. */
#ifndef XS_CLI_HELPER_H
#define XS_CLI_HELPER_H

#include "base/arena.h"
#include "cli/child.h"
#include "read/sheet.h"

/* One helper, of one thread. All zero: not started; it is when it is first needed, and again after
 * it had to be ended. */
struct xs_helper {
    const char *program; /* NULL: this one */
    struct xs_child child;
};

/* The option that makes the program a helper, before all others. */
#define XS_HELPER_OPTION "--read-helper"

/* xs_helper_read: one document. Returns what its reader says; XS_E_CRASHED; XS_E_TIMEOUT;
 * XS_E_INTERRUPT; XS_E_NOMEM. The sheet and its texts are a's. out->missing may be set on error. */
XS_CHECK enum xs_err xs_helper_read(
    struct xs_helper *h, struct xs_arena *a, xs_str bytes, struct xs_sheet *out);

/* Where the files of an archive go. */
struct xs_helper_sink {
    void *self;
    /* begin: a file; *fd = where its size bytes are written on, -1 = they are not wanted. */
    enum xs_err (*begin)(void *self, xs_str name, uint64_t size, enum xs_err status, int *fd);
};

/* xs_helper_expand: every file of an archive. Returns what xs_archive_walk says; XS_E_CRASHED;
 * XS_E_TIMEOUT; XS_E_INTERRUPT; XS_E_WRITE (errno says why); what sink says. */
XS_CHECK enum xs_err xs_helper_expand(
    struct xs_helper *h, xs_str bytes, xs_str name, const struct xs_helper_sink *sink);
void xs_helper_close(struct xs_helper *h);

/* xs_helper_main: the other side: answers requests on standard input until it ends. Exit status. */
int xs_helper_main(void);

/* What goes over the line, in the byte order of the machine: both sides are one program. */
enum xs_request_kind { XS_ASK_READ, XS_ASK_EXPAND };
struct xs_request {
    uint32_t kind, name_len;
    uint64_t len; /* the name and len bytes follow */
};
enum xs_answer_kind { XS_TELL_SHEET, XS_TELL_MEMBER, XS_TELL_DONE };
struct xs_answer {
    uint32_t kind, status, name_len, unused;
    uint64_t len; /* the name and len bytes follow */
};
#define XS_LONGEST_MEMBER_NAME 65536u

#endif
