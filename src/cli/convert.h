/* convert.h: formats without a reader here (doc, wps, xls, et, rtf) are turned into docx and xlsx
 * by LibreOffice, a child with a profile of its own, many files in one call. */
#ifndef XS_CLI_CONVERT_H
#define XS_CLI_CONVERT_H

#include "cli/inputs.h"
#include "cli/tmpdir.h"

struct xs_converter;

/* xs_converter_new: finds the inputs that want it and numbers them (task). *out is NULL where there
 * are none. jobs: calls that may run at once. Nothing is started yet.
 * Returns XS_OK, XS_E_NOMEM. */
XS_CHECK enum xs_err xs_converter_new(
    struct xs_inputs *inputs, struct xs_tmpdir *scratch, unsigned jobs, struct xs_converter **out);
void xs_converter_free(struct xs_converter *c);
/* xs_converter_get: path of the converted file of task, which was made now, with those of tasks
 * near it, or before; *path is NUL-terminated. Safe from any thread. Returns XS_OK; XS_E_CONVERTER
 * (no LibreOffice); XS_E_DAMAGED, XS_E_ENCRYPTED (seen before, or it was not converted);
 * XS_E_TIMEOUT; XS_E_CRASHED; XS_E_WRITE, XS_E_INTERRUPT, XS_E_NOMEM. */
XS_CHECK enum xs_err xs_converter_get(struct xs_converter *c, size_t task, xs_str *path);
/* xs_converter_done: the file has been read and is not wanted any more. */
void xs_converter_done(struct xs_converter *c, size_t task);
/* xs_converted_name: the format that a converted document had, for the tables; NULL: none such. */
const char *xs_converted_name(enum xs_file_format f);

#endif
