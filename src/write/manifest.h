/* manifest.h: what a run was made with, for --manifest. */
#ifndef XS_WRITE_MANIFEST_H
#define XS_WRITE_MANIFEST_H

#include "base/buf.h"

struct xs_manifest_option {
    const char *name;
    xs_str value;
};

struct xs_manifest_count {
    const char *name;
    uint64_t number;
};

struct xs_manifest {
    const char *version; /* of the program */
    uint64_t patterns;   /* hash of all pattern files */
    size_t noptions;
    const struct xs_manifest_option *options; /* as given or by default; no absolute path */
    size_t ncounts;
    const struct xs_manifest_count *counts; /* documents, projects, indicators, findings, ... */
};

/* xs_manifest_put: as JSON, one entry a line, in the order given. */
void xs_manifest_put(const struct xs_manifest *m, struct xs_buf *out);

#endif
