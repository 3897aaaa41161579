/* opc.h: how the parts of a docx or xlsx find each other: relationships. */
#ifndef XS_READ_OPC_H
#define XS_READ_OPC_H

#include "base/arena.h"
#include "base/err.h"

struct xs_zip;

struct xs_opc_rel {
    xs_str id, type; /* type: the last step of its address, "worksheet" */
    xs_str target;   /* name of a part, from the root of the container */
};

struct xs_opc_rels {
    size_t count, cap;
    struct xs_opc_rel *items;
};

/* xs_opc_rels: what part (empty: the container itself) points to; none when it has no such list.
 * Returns XS_OK, and what xs_zip_part and xs_xml_parse return. */
XS_CHECK enum xs_err xs_opc_rels(
    struct xs_zip *z, struct xs_arena *a, xs_str part, struct xs_opc_rels *out);
/* xs_opc_main: the name of the main part, or fallback. */
XS_CHECK enum xs_err xs_opc_main(
    struct xs_zip *z, struct xs_arena *a, const char *fallback, xs_str *out);
/* xs_opc_find: by id, or where that is empty by type; NULL: none. */
const struct xs_opc_rel *xs_opc_find(const struct xs_opc_rels *r, xs_str id, const char *type);

#endif
