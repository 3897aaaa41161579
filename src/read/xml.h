/* xml.h: XML and HTML as a stream of tags and texts. No network, no entities, no tree. */
#ifndef XS_READ_XML_H
#define XS_READ_XML_H

#include "base/err.h"

struct xs_xml_attr {
    xs_str name, value; /* name without its prefix */
};

/* Valid in the callback only. */
struct xs_xml_tag {
    xs_str name; /* without its prefix; of HTML in lower case */
    xs_str ns;   /* the namespace's address; empty in HTML */
    size_t nattrs;
    const struct xs_xml_attr *attrs;
};

/* What becomes of it. A code other than XS_OK ends the parse and is what it returns. */
struct xs_xml_sink {
    void *self;
    enum xs_err (*open)(void *self, const struct xs_xml_tag *tag);
    enum xs_err (*close)(void *self, xs_str name, xs_str ns);
    enum xs_err (*text)(void *self, xs_str text);
};

/* xs_xml_missing: the library that this build or machine lacks for it, or NULL. */
const char *xs_xml_missing(void);
/* xs_xml_parse: a whole XML document. Returns XS_OK; XS_E_DAMAGED (not well-formed, cut, too deep);
 * XS_E_UNSUPPORTED (no library); what the sink says. Safe from any thread. */
XS_CHECK enum xs_err xs_xml_parse(xs_str bytes, const struct xs_xml_sink *sink);
/* xs_html_parse: an HTML page in UTF-8, whatever it says of its encoding; faults are mended.
 * Returns as xs_xml_parse, XS_E_TOO_LARGE for too deep. */
XS_CHECK enum xs_err xs_html_parse(xs_str text, const struct xs_xml_sink *sink);
/* xs_xml_attr: the value of an attribute by its name without prefix; *found may be NULL. */
xs_str xs_xml_attr(const struct xs_xml_tag *tag, const char *name, bool *found);
/* xs_xml_number: an attribute that is a number; fallback where it is missing or none. */
uint32_t xs_xml_number(const struct xs_xml_tag *tag, const char *name, uint32_t fallback);

#endif
