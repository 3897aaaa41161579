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
    uint64_t at; /* in an archive: where its bytes begin in the spool */
    size_t task; /* 1 + number of its conversion, 0 = none: convert.h */
};

struct xs_inputs {
    struct xs_arena *arena;
    size_t count, cap;
    struct xs_input *items;
    size_t empty_folders;
    int spool; /* file without a name that holds what archives were unpacked to; -1: there is none
                */
};

/* xs_inputs_collect: paths of the arguments from number first on, and of --files-from. What is
 * missing or unreadable is an input with an error. Faults are said. Returns XS_OK; XS_E_USAGE (two
 * files of one shown name); XS_E_INTERRUPT; XS_E_MISSING, XS_E_READ (--files-from); XS_E_NOMEM. */
XS_CHECK enum xs_err xs_inputs_collect(struct xs_arena *a, struct xs_say *say,
    const struct xs_opts *o, size_t first, struct xs_inputs *out);

/* xs_input_look: fills info of a file in a folder, of which only the kind may be known. */
void xs_input_look(struct xs_input *in);
/* xs_input_judge: sets skip where the name or kind of an entry of a folder tells that it is no
 * document. */
void xs_input_judge(struct xs_input *in);
/* xs_input_load: all its bytes, wherever they lie; *out is b's or in's. Returns what xs_io_read
 * does. Safe from several threads. */
XS_CHECK enum xs_err xs_input_load(const struct xs_inputs *inputs, const struct xs_input *in,
    struct xs_bytes *b, xs_str *out, int *error);
/* xs_inputs_close: the spool is gone. */
void xs_inputs_close(struct xs_inputs *inputs);
/* xs_inputs_sort: by shown name. */
void xs_inputs_sort(struct xs_inputs *inputs);

#endif
