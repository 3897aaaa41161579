/* tree.h: blocks -> tree. */
#ifndef XS_TREE_TREE_H
#define XS_TREE_TREE_H

#include "tree/doc.h"

struct xs_layout; /* header synonyms, level names, headings, furniture: word lists of the pattern
                     files */

XS_CHECK enum xs_err xs_layout_load(const struct xs_patfiles *set, const struct xs_folder *f,
    const struct xs_lexset *s, const struct xs_layout **out);

struct xs_tree_env {
    const struct xs_layout *layout;
    struct xs_memo *memo; /* of this thread */
};
/* xs_tree_build: the tree of one document, all of it in a.
 * env    the memo may be NULL; texts of *out are views of it, too.
 * sheet  lives as long as a.
 * name   file name, for a year that only stands there; may be empty.
 * Returns XS_OK; XS_E_NO_ROWS (out filled: what looks like a table of indicators gave no rows);
 * XS_E_NOMEM. */
XS_CHECK enum xs_err xs_tree_build(const struct xs_tree_env *env, struct xs_arena *a,
    struct xs_sheet *sheet, xs_str name, struct xs_doc *out);
/* xs_tree_verify: invariants of a tree (spans, counts, order); false and *what on a fault of ours.
 */
XS_CHECK bool xs_tree_verify(const struct xs_doc *d, const char **what);

#endif
