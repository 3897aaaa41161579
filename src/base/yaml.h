/* yaml.h: a pattern file as a tree of nodes, each with its place, and the one record of a fault in
 * it. */
#ifndef XS_BASE_YAML_H
#define XS_BASE_YAML_H

#include "base/arena.h"
#include "base/err.h"

enum xs_yaml_kind { XS_YAML_SCALAR, XS_YAML_LIST, XS_YAML_MAP };

struct xs_yaml {
    enum xs_yaml_kind kind;
    uint32_t line, column; /* from 1, of the value; of a text in a block, of its first line */
    bool quoted;           /* scalar in quotes: never a number or a truth value */
    xs_str key;            /* in a map: the entry's key, else empty */
    xs_str text;           /* scalar */
    size_t count;          /* list, map */
    struct xs_yaml *items;
};

/* The first fault wins; text is English and complete but for the place. arena: where the text goes,
 * set by the loader. */
struct xs_fault {
    struct xs_arena *arena;
    xs_str file;
    uint32_t line, column;
    xs_str text;
};

/* xs_yaml_parse: text (a whole file) as one node tree in a.
 * file   name for faults; must live as long as *fault.
 * Returns XS_OK; XS_E_PATTERNS with *fault filled; XS_E_NOMEM. */
XS_CHECK enum xs_err xs_yaml_parse(
    struct xs_arena *a, xs_str file, xs_str text, struct xs_yaml **out, struct xs_fault *fault);
/* xs_yaml_parse_scalar: the same of a scalar's text, which stands in a block of file (`key: |`):
 * what only some runs look at costs the others next to nothing. Places are those in the file. */
XS_CHECK enum xs_err xs_yaml_parse_scalar(struct xs_arena *a, xs_str file,
    const struct xs_yaml *scalar, struct xs_yaml **out, struct xs_fault *fault);
/* xs_yaml_words: a walk over the words of a scalar, parted by blanks and line ends, or over the
 * items of a list. xs_yaml_word: the next one, until then, with its place, where the scalar stands
 * in a block; NULL at the end. */
struct xs_yaml_words {
    const struct xs_yaml *of;
    size_t at;
    uint32_t line, column; /* in a scalar */
    struct xs_yaml word;
};
struct xs_yaml_words xs_yaml_words(const struct xs_yaml *n);
const struct xs_yaml *xs_yaml_word(struct xs_yaml_words *w);
/* xs_yaml_get: entry of a map by key, or NULL (also for NULL and for other kinds). */
const struct xs_yaml *xs_yaml_get(const struct xs_yaml *map, const char *key);
/* xs_yaml_int: a whole number in [low, high]; false otherwise, *out untouched. */
bool xs_yaml_int(const struct xs_yaml *n, int64_t low, int64_t high, int64_t *out);
/* xs_yaml_bool: true/false; false when it is neither, *out untouched. */
bool xs_yaml_bool(const struct xs_yaml *n, bool *out);
/* xs_yaml_milli: a decimal number with up to three decimals, in thousandths. */
bool xs_yaml_milli(const struct xs_yaml *n, int64_t *out);
/* xs_fault_at: fill *fault for node n of file (printf form); always returns XS_E_PATTERNS, or
 * XS_E_NOMEM. */
enum xs_err xs_fault_at(struct xs_fault *fault, xs_str file, const struct xs_yaml *n,
    const char *fmt, ...) XS_PRINTF(4, 5);

#endif
