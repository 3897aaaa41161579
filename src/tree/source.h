/* source.h: the way back from what a finding quotes to the document: where it stands, and how it is
 * spelled there. Looked for only once something is quoted. */
#ifndef XS_TREE_SOURCE_H
#define XS_TREE_SOURCE_H

#include "text/fold.h"
#include "tree/doc.h"

/* The farthest place in a cell of a document that a text was looked for at: the next one in the
 * same cell is looked for from there on. Zeroed: nowhere yet. */
struct xs_source_walk {
    const struct xs_cell *cell;
    size_t off; /* in the cell's text */
    uint32_t line, col;
    size_t lost; /* bytes that were looked through for nothing, in all of the document */
};

/* xs_source_place: where text stands in the cell or paragraph that `at` is in, from `at` on; blanks
 * and line ends may differ, and three dots at the end stand for any more. `at` itself where the
 * format has no lines, and where the text is made of several cells. last: of this document; NULL:
 * each time from the cell's start on. */
struct xs_place xs_source_place(
    const struct xs_doc *d, struct xs_source_walk *last, struct xs_place at, xs_str text);

/* xs_source_text: piece, a view of v's folded text, as the document spells it, and its place. out's
 * folded text is the piece; its text is a view of v's, or the piece itself when v's folded text is
 * not its text folded. The place in a. Returns XS_OK, XS_E_NOMEM. */
XS_CHECK enum xs_err xs_source_text(const struct xs_folder *f, struct xs_arena *a,
    const struct xs_value_at *v, xs_str piece, struct xs_value_at *out);

/* xs_source_piece: the same of a text that is a view of the folded text of one of the section's
 * paragraphs, such as a listed indicator; *piece itself when it is none. */
XS_CHECK enum xs_err xs_source_piece(const struct xs_folder *f, struct xs_arena *a,
    const struct xs_section *s, const struct xs_value_at *piece, struct xs_value_at *out);

#endif
