/* output.h: one place that is written to: standard output, or a file that appears whole or not at
 * all. */
#ifndef XS_WRITE_OUTPUT_H
#define XS_WRITE_OUTPUT_H

#include "write/table.h"

/* One open output. A caller zeroes it or lets xs_output_open fill it; an abort of a zeroed one does
 * nothing. */
struct xs_output {
    xs_str path; /* as given, for messages; must live as long */
    char *
        target; /* what is renamed to; NULL: written in place (standard output, a device, a pipe) */
    char *temp; /* file beside the target; NULL: in place, or no longer there */
    int fd;
    bool open, is_stdout;
    enum xs_err err; /* the first failure sticks; later calls do nothing and return it */
    int os_error;    /* errno of it, 0 = none */
    struct xs_buf buf;
    uint64_t written, stored;       /* bytes; of these, how many the system was asked to store */
    const struct xs_format *format; /* of the table under way */
    const struct xs_schema *schema;
};

/* xs_output_open: path "-" or empty is standard output, as is one that leads to its file. A path
 * that is no regular file (a device, a pipe) is written in place; links are followed. Nothing is
 * seen at the target before xs_outputs_commit. Returns XS_OK; XS_E_WRITE (folder missing or not
 * writable, target is a folder or read-only; o->os_error says why); XS_E_NOMEM. On an error *o
 * holds nothing that needs freeing.
 */
XS_CHECK enum xs_err xs_output_open(struct xs_output *o, xs_str path);
/* xs_output_puts: bytes as they are. */
XS_CHECK enum xs_err xs_output_puts(struct xs_output *o, xs_str bytes);
/* xs_output_push: o->buf was written to: whole pieces of what is in it go out. */
XS_CHECK enum xs_err xs_output_push(struct xs_output *o);
/* xs_output_begin: a table begins. format NULL: by the suffix of the path. bom: wanted where the
 * format has one; never written to standard output, devices and pipes. Returns XS_E_USAGE where the
 * suffix is of a format that is not written here. */
XS_CHECK enum xs_err xs_output_begin(
    struct xs_output *o, enum xs_table table, const struct xs_format *format, bool bom);
/* xs_output_row: one row of the table under way, in schema order. */
XS_CHECK enum xs_err xs_output_row(struct xs_output *o, const struct xs_datum *row);
/* xs_output_end: the table under way is complete. */
XS_CHECK enum xs_err xs_output_end(struct xs_output *o);
/* xs_outputs_commit: flush all n, then rename all: where one cannot be written in full, none
 * replaces its old file. All are closed in any case. Zeroed ones are passed over. Returns the first
 * error; the output's own err is set. */
XS_CHECK enum xs_err xs_outputs_commit(struct xs_output *o, size_t n);
/* xs_outputs_abort: close all n and remove what was begun; old files stay. */
void xs_outputs_abort(struct xs_output *o, size_t n);

#endif
