/* inputs.h: the inputs of a run: every file that the arguments lead to, sorted by shown name, each
 * once. */
#ifndef XS_CLI_INPUTS_H
#define XS_CLI_INPUTS_H

#include "base/io.h"
#include "cli/opts.h"
#include "read/detect.h"

struct xs_input {
    xs_str name; /* as shown: valid UTF-8, unique */
    xs_str path; /* to open it, NUL-terminated */
    size_t arg;  /* number of the argument that it came from */
    bool in_folder;
    struct xs_file_info info;
    const char *skip_id,
        *skip;         /* why it is left out: message id and English text; NULL: it is not */
    xs_str bytes;      /* of a stream, read ahead with its padding; ptr NULL otherwise */
    enum xs_err error; /* known before it is opened; XS_OK = none */
    enum xs_file_format format; /* by its first bytes: expand.h */
    bool in_archive;
    size_t task; /* 1 + number of its conversion, 0 = none: convert.h */
};

struct xs_inputs {
    struct xs_arena *arena;
    size_t count, cap;
    struct xs_input *items;
    size_t empty_folders;
};

/* xs_inputs_collect: paths of the arguments from number first on, and of --files-from. What is
 * missing or unreadable is an input with an error. Faults are said. Returns XS_OK; XS_E_USAGE (two
 * files of one shown name); XS_E_INTERRUPT; XS_E_MISSING, XS_E_READ (--files-from); XS_E_NOMEM. */
XS_CHECK enum xs_err xs_inputs_collect(struct xs_arena *a, struct xs_say *say,
    const struct xs_opts *o, size_t first, struct xs_inputs *out);

/* xs_input_judge: sets skip where the name or kind of an entry of a folder tells that it is no
 * document. */
void xs_input_judge(struct xs_input *in);
/* xs_inputs_sort: by shown name. */
void xs_inputs_sort(struct xs_inputs *inputs);

#endif
