/* spool.h: byte strings that are written once, in order, and fetched by their offset: in memory up
 * to a bound, then in a file without a name. */
#ifndef XS_CORPUS_SPOOL_H
#define XS_CORPUS_SPOOL_H

#include "base/buf.h"
#include "corpus/sorter.h"

struct xs_spool {
    struct xs_runfiles scratch;
    struct xs_tract buf;
    size_t len;
    uint64_t written; /* bytes that are in the file; those in buf follow them */
    int fd;
};

void xs_spool_init(struct xs_spool *s, const struct xs_runfiles *scratch);
void xs_spool_free(struct xs_spool *s);
/* xs_spool_put: s is kept; *at is where. Returns XS_OK, XS_E_NOMEM, XS_E_WRITE. */
XS_CHECK enum xs_err xs_spool_put(struct xs_spool *s, xs_str bytes, uint64_t *at);
/* xs_spool_record: of strings that are all of one size, the one with this number, from 0. Returns
 * XS_OK, XS_E_WRITE. */
XS_CHECK enum xs_err xs_spool_record(
    const struct xs_spool *s, uint64_t number, void *out, size_t size);
/* xs_spool_get: the string put at `at`, appended to out. Returns XS_OK, XS_E_NOMEM, XS_E_WRITE. */
XS_CHECK enum xs_err xs_spool_get(const struct xs_spool *s, uint64_t at, struct xs_buf *out);

#endif
