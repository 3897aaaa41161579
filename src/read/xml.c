#include "read/xml.h"

#include <string.h>

#ifdef XS_HAVE_XML
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#endif

#include "base/library.h"
#include "base/limits.h"

xs_str xs_xml_attr(const struct xs_xml_tag *tag, const char *name, bool *found)
{
    xs_str want = xs_str_c(name);
    for (size_t i = 0; i < tag->nattrs; i++) {
        if (!xs_str_eq(tag->attrs[i].name, want))
            continue;
        if (found)
            *found = true;
        return tag->attrs[i].value;
    }
    if (found)
        *found = false;
    return XS_STR_NONE;
}

uint32_t xs_xml_number(const struct xs_xml_tag *tag, const char *name, uint32_t fallback)
{
    xs_str s = xs_str_trim(xs_xml_attr(tag, name, NULL));
    uint32_t n = 0;
    size_t i = 0;
    for (; i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9'; i++)
        n = n > (UINT32_MAX - 9) / 10 ? UINT32_MAX / 10 : n * 10 + (uint32_t)(s.ptr[i] - '0');
    return i ? n : fallback;
}

#ifdef XS_HAVE_XML

/* libxml2 takes lengths as int. */
#define CHUNK ((size_t)1 << 20)

/* What is loaded; the Makefile says it where it finds it. */
#ifndef XS_SO_XML
#define XS_SO_XML "libxml2.so.2"
#endif

#define FUNCTIONS(X)                                                                               \
    X(xmlInitParser)                                                                               \
    X(xmlCreatePushParserCtxt)                                                                     \
    X(xmlCtxtUseOptions)                                                                           \
    X(xmlParseChunk)                                                                               \
    X(xmlStopParser)                                                                               \
    X(xmlFreeParserCtxt)                                                                           \
    X(xmlFreeDoc)                                                                                  \
    X(xmlGetPredefinedEntity)                                                                      \
    X(xmlSwitchEncoding)                                                                           \
    X(htmlCreateMemoryParserCtxt)                                                                  \
    X(htmlCtxtUseOptions)                                                                          \
    X(htmlParseDocument)                                                                           \
    X(htmlFreeParserCtxt)

XS_LIBRARY(FUNCTIONS, XS_SO_XML)

const char *xs_xml_missing(void)
{
    struct library lib;
    return load(&lib) ? NULL : "libxml2";
}

struct parse {
    struct library lib;
    const struct xs_xml_sink *sink;
    xmlParserCtxtPtr context;
    enum xs_err err;
    size_t depth;
};

static xs_str view(const xmlChar *s) { return xs_str_c((const char *)s); }

static void stop(struct parse *p, enum xs_err e)
{
    if (e == XS_OK || p->err != XS_OK)
        return;
    p->err = e;
    p->lib.xmlStopParser(p->context);
}

static void on_text(void *data, const xmlChar *text, int len)
{
    struct parse *p = data;
    if (p->err == XS_OK && len > 0)
        stop(p, p->sink->text(p->sink->self, (xs_str){ (const char *)text, (size_t)len }));
}

/* What libxml2 hands over for a tag: its own list, not ours to shorten. */
#define SAX_TAG                                                                                    \
    void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int nnamespaces,   \
        const xmlChar **namespaces, int nattributes, int ndefaulted, const xmlChar **attributes

static void on_open(SAX_TAG)
{
    (void)prefix;      /* the address says it */
    (void)nnamespaces; /* resolved by libxml2 */
    (void)namespaces;
    (void)ndefaulted;
    struct parse *p = data;
    struct xs_xml_attr attrs[XS_MAX_ATTRIBUTES];
    struct xs_xml_tag tag = { .name = view(name), .ns = view(uri), .attrs = attrs };
    for (int i = 0; i < nattributes && tag.nattrs < XS_MAX_ATTRIBUTES; i++) {
        const xmlChar **five =
            attributes + (size_t)i * 5; /* name, prefix, address, value, its end */
        xs_str value = { (const char *)five[3], (size_t)(five[4] - five[3]) };
        attrs[tag.nattrs++] = (struct xs_xml_attr){ view(five[0]), value };
    }
    if (p->err == XS_OK)
        stop(p, p->sink->open(p->sink->self, &tag));
}

static void on_close(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    (void)prefix; /* the address says it */
    struct parse *p = data;
    if (p->err == XS_OK)
        stop(p, p->sink->close(p->sink->self, view(name), view(uri)));
}

/* Entities of one's own are not known: only those that XML itself has. */
static xmlEntityPtr on_entity(void *data, const xmlChar *name)
{
    const struct parse *p = data;
    return p->lib.xmlGetPredefinedEntity(name);
}

static void on_error(void *data, xmlErrorPtr error)
{
    (void)data; /* whether the document is well-formed is asked at the end */
    (void)error;
}

/* A DOCTYPE makes libxml2 keep a document of its own, though no tree is built. */
static void free_document(const struct parse *p)
{
    if (p->context->myDoc)
        p->lib.xmlFreeDoc(p->context->myDoc);
    p->context->myDoc = NULL;
}

static xmlParserCtxtPtr open_xml(struct parse *p)
{
    xmlSAXHandler sax;
    memset(&sax, 0, sizeof sax);
    sax.initialized = XML_SAX2_MAGIC;
    sax.startElementNs = on_open;
    sax.endElementNs = on_close;
    sax.characters = on_text;
    sax.ignorableWhitespace = on_text;
    sax.cdataBlock = on_text;
    sax.getEntity = on_entity;
    sax.serror = on_error;
    p->lib.xmlInitParser();
    xmlParserCtxtPtr c = p->lib.xmlCreatePushParserCtxt(&sax, p, NULL, 0, NULL);
    if (c)
        (void)p->lib.xmlCtxtUseOptions(
            c, XML_PARSE_NONET); /* unknown options are what it returns */
    return c;
}

enum xs_err xs_xml_parse(xs_str bytes, const struct xs_xml_sink *sink)
{
    struct parse p = { .sink = sink, .err = XS_OK };
    if (!load(&p.lib))
        return XS_E_UNSUPPORTED;
    p.context = open_xml(&p);
    if (!p.context)
        return XS_E_NOMEM;
    bool good = true;
    for (size_t at = 0; at < bytes.len && good && p.err == XS_OK; at += CHUNK) {
        xs_str part = xs_str_sub(bytes, at, CHUNK);
        good = p.lib.xmlParseChunk(p.context, part.ptr, (int)part.len, 0) == 0;
    }
    if (good && p.err == XS_OK)
        good = p.lib.xmlParseChunk(p.context, "", 0, 1) == 0;
    good = good && p.context->wellFormed && p.context->nsWellFormed;
    if (p.context->errNo == XML_ERR_NO_MEMORY && p.err == XS_OK)
        p.err = XS_E_NOMEM;
    free_document(&p);
    p.lib.xmlFreeParserCtxt(p.context);
    return p.err != XS_OK ? p.err : good ? XS_OK : XS_E_DAMAGED;
}

/* ---- HTML ---- */

static void on_html_open(void *data, const xmlChar *name, const xmlChar **attributes)
{
    struct parse *p = data;
    struct xs_xml_attr attrs[XS_MAX_ATTRIBUTES];
    struct xs_xml_tag tag = { .name = view(name), .ns = XS_STR_NONE, .attrs = attrs };
    for (size_t i = 0; attributes && attributes[i] && tag.nattrs < XS_MAX_ATTRIBUTES; i += 2)
        attrs[tag.nattrs++] = (struct xs_xml_attr){ view(attributes[i]), view(attributes[i + 1]) };
    if (p->err == XS_OK && ++p->depth > XS_MAX_HTML_DEPTH)
        stop(p, XS_E_TOO_LARGE);
    if (p->err == XS_OK)
        stop(p, p->sink->open(p->sink->self, &tag));
}

static void on_html_close(void *data, const xmlChar *name)
{
    struct parse *p = data;
    p->depth -= p->depth > 0;
    if (p->err == XS_OK)
        stop(p, p->sink->close(p->sink->self, view(name), XS_STR_NONE));
}

enum xs_err xs_html_parse(xs_str text, const struct xs_xml_sink *sink)
{
    struct parse p = { .sink = sink, .err = XS_OK };
    if (text.len == 0)
        return XS_OK;
    if (text.len > INT_MAX)
        return XS_E_TOO_LARGE;
    if (!load(&p.lib))
        return XS_E_UNSUPPORTED;
    p.lib.xmlInitParser();
    p.context = p.lib.htmlCreateMemoryParserCtxt(text.ptr, (int)text.len);
    if (!p.context)
        return XS_E_NOMEM;
    xmlSAXHandler *sax = p.context->sax;
    memset(sax, 0, sizeof *sax);
    sax->initialized = XML_SAX2_MAGIC;
    sax->startElement = on_html_open;
    sax->endElement = on_html_close;
    sax->characters = on_text;
    sax->ignorableWhitespace = on_text;
    sax->serror = on_error;
    p.context->userData = &p;
    /* what it says of its encoding was weighed before; it must not be decoded a second time */
    (void)p.lib.htmlCtxtUseOptions(
        p.context, HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC | HTML_PARSE_NODEFDTD);
    (void)p.lib.xmlSwitchEncoding(p.context, XML_CHAR_ENCODING_UTF8); /* known to it: cannot fail */
    (void)p.lib.htmlParseDocument(p.context); /* complains of every fault in the page */
    if (p.context->errNo == XML_ERR_NO_MEMORY && p.err == XS_OK)
        p.err = XS_E_NOMEM;
    free_document(&p);
    p.lib.htmlFreeParserCtxt(p.context);
    return p.err;
}

#else

const char *xs_xml_missing(void) { return "libxml2"; }

enum xs_err xs_xml_parse(xs_str bytes, const struct xs_xml_sink *sink)
{
    (void)bytes; /* nothing to parse it with */
    (void)sink;
    return XS_E_UNSUPPORTED;
}

enum xs_err xs_html_parse(xs_str text, const struct xs_xml_sink *sink)
{
    (void)text; /* nothing to parse it with */
    (void)sink;
    return XS_E_UNSUPPORTED;
}

#endif
