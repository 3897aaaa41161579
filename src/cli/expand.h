/* expand.h: what the inputs are, by their first bytes; archives become the files in them. */
#ifndef XS_CLI_EXPAND_H
#define XS_CLI_EXPAND_H

#include "cli/inputs.h"
#include "cli/tmpdir.h"

/* xs_inputs_expand: sets format of every input that can be read; puts the files of an archive in
 * its place, named archive/path/in/it, unpacked into scratch. An archive that cannot be unpacked,
 * or not all of it, stays as an input with an error. Inputs are sorted again. Returns XS_OK;
 * XS_E_WRITE (no room for what is unpacked; said), XS_E_INTERRUPT, XS_E_NOMEM. */
XS_CHECK enum xs_err xs_inputs_expand(
    struct xs_inputs *inputs, struct xs_say *say, struct xs_tmpdir *scratch);

#endif
