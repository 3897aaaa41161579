/* odf.h: what text and spreadsheet documents of OpenDocument have in common. */
#ifndef XS_READ_ODF_H
#define XS_READ_ODF_H

#include "base/arena.h"
#include "base/map.h"
#include "read/xml.h"

/* xs_odf_content: the content part of a container.
 * Returns XS_OK, XS_E_ENCRYPTED, and what xs_zip_open and xs_zip_part return. */
XS_CHECK enum xs_err xs_odf_content(struct xs_arena *a, xs_str bytes, xs_str *out);

enum xs_odf_what {
    XS_ODF_OTHER,
    XS_ODF_SKIP, /* not part of the running text: comments, deletions, footnotes, pictures; what a
                    document says of itself */
    XS_ODF_PARAGRAPH,
    XS_ODF_BOX,   /* a shape with text of its own */
    XS_ODF_BLANK, /* some blanks */
    XS_ODF_TAB,
    XS_ODF_LINE,
    XS_ODF_BODY, /* what is not in it is no text of the document */
    XS_ODF_STYLE,
    XS_ODF_TABLE_STYLE, /* properties of a table's style */
    XS_ODF_TEXT_STYLE,  /* of a text's */
    XS_ODF_SPAN,        /* a text with a style of its own */
    XS_ODF_TABLE,
    XS_ODF_COLUMN,
    XS_ODF_ROW,
    XS_ODF_CELL,
    XS_ODF_COVERED /* a place that another cell covers */
};

/* xs_odf_element: what an element is to us. */
enum xs_odf_what xs_odf_element(xs_str name, xs_str ns);

/* Which styles set a text raised, and whether the text under way is. */
struct xs_odf_raised {
    struct xs_arena *a;
    struct xs_map styles; /* their names */
    xs_str style;         /* name of the style under way */
    uint32_t depth;       /* open spans, from the raised one inwards; 0: the text is not raised */
};

void xs_odf_raised_init(struct xs_odf_raised *r, struct xs_arena *a);
/* xs_odf_raised_open, xs_odf_raised_close: for every element that is not left out. */
XS_CHECK enum xs_err xs_odf_raised_open(
    struct xs_odf_raised *r, const struct xs_xml_tag *tag, enum xs_odf_what what);
void xs_odf_raised_close(struct xs_odf_raised *r, enum xs_odf_what what);

#endif
