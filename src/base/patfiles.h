/* patfiles.h: all pattern files of a run, parsed, in the order in which they count. */
#ifndef XS_BASE_PATFILES_H
#define XS_BASE_PATFILES_H

#include "base/yaml.h"

struct xs_patfile {
    xs_str path; /* as shown in messages: folder as given + path below it */
    const struct xs_yaml *root;
};

struct xs_patfiles {
    struct xs_arena *arena; /* of the run: everything loaded from the files lives here */
    size_t count;
    struct xs_patfile *files; /* folders in the order given; below one, sorted by path */
    uint64_t hash;            /* of all paths below their folders and bytes; for the manifest */
    struct xs_fault *fault;
};

/* xs_patfiles_load: read every *.yaml below the folders. fault must outlive the set.
 * Returns XS_OK; XS_E_PATTERNS with *fault filled (also: no folder, no file, unknown section);
 * XS_E_NOMEM. */
XS_CHECK enum xs_err xs_patfiles_load(struct xs_arena *a, const xs_str *dirs, size_t ndirs,
    struct xs_fault *fault, struct xs_patfiles *out);

/* A walk over the entries of one top-level section ("lexicons", "rules", ...) of all files. */
struct xs_section_iter {
    const struct xs_patfiles *set;
    const char *section;
    size_t file, item;
};
/* xs_section_next: the next entry and its file, or NULL at the end. Start with { set, section, 0, 0
 * }. */
const struct xs_yaml *xs_section_next(struct xs_section_iter *it, const struct xs_patfile **file);

#endif
