/* page_flow.h: pages of placed characters and ruled tables -> paragraphs and rows in reading order.
 *
 * Lines that fill the width go on in the next; a table that goes on over a page end is one table: a
 * header that is printed again is dropped (the first rows of another form are none), a row that the
 * page end splits is joined. Digits that are set raised stay raised. */
#ifndef XS_READ_PAGE_FLOW_H
#define XS_READ_PAGE_FLOW_H

#include "read/ruled.h"
#include "read/sheet.h"

struct xs_page {
    uint32_t number; /* from 1 */
    double height;
    size_t nglyphs;
    struct xs_glyph *glyphs; /* in any order; is sorted */
    size_t ntables;
    const struct xs_ruled *tables; /* from top to bottom */
};

struct xs_flow;

/* xs_flow_new: NULL: no memory. Everything lives in a. */
XS_CHECK struct xs_flow *xs_flow_new(struct xs_arena *a);
/* xs_flow_page: the next page. Returns XS_OK, XS_E_NOMEM. */
XS_CHECK enum xs_err xs_flow_page(struct xs_flow *f, const struct xs_page *page);
/* xs_flow_end: blocks into out, nothing else of it. Returns XS_OK, XS_E_NOMEM. */
XS_CHECK enum xs_err xs_flow_end(struct xs_flow *f, struct xs_sheet *out);

#endif
