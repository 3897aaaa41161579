/* pairs.h: which paragraphs are worth weighing against one another. */
#ifndef XS_CORPUS_PAIRS_H
#define XS_CORPUS_PAIRS_H

#include "corpus/joining.h"

#define XS_NO_PARAGRAPH UINT32_MAX

/* xs_pairs_make: the first of all paragraphs with the same runs of characters stands for them.
 * out    (a, a): a stands for texts of two or more documents; (a, b), a < b, once or oftener: both
 *        stand for some text and share a sampled run.
 * next   room for one number a paragraph: the next one with the same runs, or XS_NO_PARAGRAPH.
 * The sorters of c that this comes from are empty afterwards.
 * Returns XS_OK, XS_E_NOMEM, XS_E_WRITE. */
XS_CHECK enum xs_err xs_pairs_make(struct xs_corpus *c, uint32_t *next, struct xs_sorter *out);

#endif
