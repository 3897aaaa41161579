/* yaml_plain.h: both ways from a pattern file to nodes, for base/yaml.c and its tests. */
#ifndef XS_BASE_YAML_PLAIN_H
#define XS_BASE_YAML_PLAIN_H

#include "base/yaml.h"

/* xs_yaml_plain: the YAML that pattern files are written in, many times as fast as libyaml reads
 * it: block maps and lists, flow ones, scalars on one line, texts after a bar. *known: text is of
 * this kind and *out filled with just what libyaml would give; else, as with any fault, libyaml has
 * to be asked. Scalars may be views of text. Returns XS_OK; XS_E_NOMEM. */
XS_CHECK enum xs_err xs_yaml_plain(
    struct xs_arena *a, xs_str text, struct xs_yaml *out, bool *known);
/* xs_yaml_full: the same for all YAML; see xs_yaml_parse. */
XS_CHECK enum xs_err xs_yaml_full(
    struct xs_arena *a, xs_str file, xs_str text, struct xs_yaml *out, struct xs_fault *fault);

#endif
