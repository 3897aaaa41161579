/* pass2.h: pass 2 of a run: documents compared, scores completed, what only shows across documents
 * written. */
#ifndef XS_CLI_PASS2_H
#define XS_CLI_PASS2_H

#include "cli/record.h"

/* xs_pass2_open: r->corpus, unless the options switch it off or nothing in this run needs it. */
XS_CHECK enum xs_err xs_pass2_open(struct xs_run *r);
/* xs_pass2_take: a document in its turn, after its projects are kept (first: the number of the
 * first of them in r->ranked). */
XS_CHECK enum xs_err xs_pass2_take(struct xs_run *r, const struct xs_record *rec, size_t first);
/* xs_pass2_document: a row of the documents table waits for the end; doc from 1, 0 = not compared.
 */
XS_CHECK enum xs_err xs_pass2_document(struct xs_run *r, const struct xs_datum *row, uint32_t doc);
/* xs_pass2_finish: after the last document, before the ranking is sorted. */
XS_CHECK enum xs_err xs_pass2_finish(struct xs_run *r);
void xs_pass2_close(struct xs_run *r);

#endif
