/* stock.h: stores of known stock clauses: hash, how many offices and documents had it, and a
 * sample. A store is a text file, a clause a line, sorted by hash; counts add up when stores are
 * merged, so that merging is associative and commutative. */
#ifndef XS_CORPUS_STOCK_H
#define XS_CORPUS_STOCK_H

#include "base/arena.h"
#include "base/buf.h"

struct xs_stock_entry {
    uint64_t hash;
    uint64_t offices, documents;
    xs_str sample; /* one line, short */
};

struct xs_stock {
    struct xs_arena *arena;
    uint64_t offices, documents; /* of all that was learned from */
    size_t n, cap;
    struct xs_stock_entry *items; /* sorted by hash */
};

void xs_stock_init(struct xs_stock *s, struct xs_arena *arena);
/* xs_stock_parse: the lines of one file are merged into s. text must live on.
 * Returns XS_OK; XS_E_DAMAGED with *line; XS_E_NOMEM. */
XS_CHECK enum xs_err xs_stock_parse(struct xs_stock *s, xs_str text, uint32_t *line);
/* xs_stock_find: the entry of a clause, or NULL. */
const struct xs_stock_entry *xs_stock_find(const struct xs_stock *s, uint64_t hash);
/* xs_stock_head, xs_stock_line: a store as text. */
void xs_stock_head(struct xs_buf *out, uint64_t offices, uint64_t documents);
void xs_stock_line(struct xs_buf *out, const struct xs_stock_entry *e);

#endif
