/* expand.h: what the inputs are, by their first bytes; archives become the files in them. */
#ifndef XS_CLI_EXPAND_H
#define XS_CLI_EXPAND_H

#include "cli/inputs.h"
#include "cli/say.h"

/* Where the files of archives are unpacked to, all into one file without a name: nothing is left of
 * it however the run ends. */
struct xs_spool_room {
    const char *dir; /* NULL: $TMPDIR, else /tmp */
    uint64_t most;   /* bytes of all archives together */
};

/* xs_input_is_text: would xs_inputs_expand take an input of these bytes for a text? */
bool xs_input_is_text(xs_str bytes);
/* xs_inputs_expand: sets format of every input that can be read, from number `from` on, since those
 * before are texts; puts the files of an archive in its place, named archive/path/in/it, unpacked
 * into the spool. An archive that cannot be unpacked, or not all of it, or for which there is not
 * room enough, stays as an input with an error. Inputs are sorted again, and those before `from`
 * stay where they are. Returns XS_OK; XS_E_WRITE (the spool; said), XS_E_INTERRUPT, XS_E_NOMEM. */
XS_CHECK enum xs_err xs_inputs_expand(
    struct xs_inputs *inputs, size_t from, struct xs_say *say, const struct xs_spool_room *room);

#endif
