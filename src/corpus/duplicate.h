/* duplicate.h: documents with the same text as one before. Fed in path order, so that the first one
 * wins in any run. */
#ifndef XS_CORPUS_DUPLICATE_H
#define XS_CORPUS_DUPLICATE_H

#include "base/err.h"
#include "base/map.h"

struct xs_duplicates {
    struct xs_arena *arena; /* of the run */
    struct xs_map first;    /* text hash -> name of the first document */
};

void xs_duplicates_init(struct xs_duplicates *d, struct xs_arena *arena);
/* xs_duplicates_seen: note a document.
 * hash   of its text (xs_sheet.text_hash).
 * name   as shown; copied when it is the first.
 * first  gets the name of the document that had this text before, or an empty view. */
XS_CHECK enum xs_err xs_duplicates_seen(
    struct xs_duplicates *d, uint64_t hash, xs_str name, xs_str *first);

#endif
