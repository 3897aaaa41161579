#include "read/odf.h"

#include "read/xml_zip.h"

struct element {
    xs_str ns, name; /* ns: the end of its address */
    enum xs_odf_what what;
};

#define OFFICE XS_STR_INIT(":office:1.0")
#define TEXT XS_STR_INIT(":text:1.0")
#define TABLE XS_STR_INIT(":table:1.0")
#define DRAW XS_STR_INIT(":drawing:1.0")
#define STYLE XS_STR_INIT(":style:1.0")
#define SVG XS_STR_INIT(":svg-compatible:1.0")
#define NUMBER XS_STR_INIT(":datastyle:1.0")

static const struct element elements[] = {
    { TEXT, XS_STR_INIT("p"), XS_ODF_PARAGRAPH },
    { TEXT, XS_STR_INIT("h"), XS_ODF_PARAGRAPH },
    { TEXT, XS_STR_INIT("s"), XS_ODF_BLANK },
    { TEXT, XS_STR_INIT("tab"), XS_ODF_TAB },
    { TEXT, XS_STR_INIT("line-break"), XS_ODF_LINE },
    { TEXT, XS_STR_INIT("span"), XS_ODF_SPAN },
    { TABLE, XS_STR_INIT("table-cell"), XS_ODF_CELL },
    { TABLE, XS_STR_INIT("covered-table-cell"), XS_ODF_COVERED },
    { TABLE, XS_STR_INIT("table-row"), XS_ODF_ROW },
    { TABLE, XS_STR_INIT("table-column"), XS_ODF_COLUMN },
    { TABLE, XS_STR_INIT("table"), XS_ODF_TABLE },
    { OFFICE, XS_STR_INIT("body"), XS_ODF_BODY },
    { STYLE, XS_STR_INIT("style"), XS_ODF_STYLE },
    { STYLE, XS_STR_INIT("table-properties"), XS_ODF_TABLE_STYLE },
    { STYLE, XS_STR_INIT("text-properties"), XS_ODF_TEXT_STYLE },
    { DRAW, XS_STR_INIT("text-box"), XS_ODF_BOX },
    { DRAW, XS_STR_INIT("custom-shape"), XS_ODF_BOX },
    { DRAW, XS_STR_INIT("rect"), XS_ODF_BOX },
    { DRAW, XS_STR_INIT("ellipse"), XS_ODF_BOX },
    { DRAW, XS_STR_INIT("circle"), XS_ODF_BOX },
    { DRAW, XS_STR_INIT("polygon"), XS_ODF_BOX },
    { DRAW, XS_STR_INIT("path"), XS_ODF_BOX },
    { DRAW, XS_STR_INIT("caption"), XS_ODF_BOX },
    { TEXT, XS_STR_INIT("tracked-changes"), XS_ODF_SKIP },
    { TEXT, XS_STR_INIT("note"), XS_ODF_SKIP },
    { TEXT, XS_STR_INIT("ruby-text"), XS_ODF_SKIP },
    { TABLE, XS_STR_INIT("tracked-changes"), XS_ODF_SKIP },
    { TABLE, XS_STR_INIT("shapes"), XS_ODF_SKIP },
    { OFFICE, XS_STR_INIT("annotation"), XS_ODF_SKIP },
    { OFFICE, XS_STR_INIT("forms"), XS_ODF_SKIP },
    { OFFICE, XS_STR_INIT("binary-data"), XS_ODF_SKIP },
    { DRAW, XS_STR_INIT("object"), XS_ODF_SKIP },
    { OFFICE, XS_STR_INIT("meta"), XS_ODF_SKIP },
    { OFFICE, XS_STR_INIT("settings"), XS_ODF_SKIP },
    { OFFICE, XS_STR_INIT("scripts"), XS_ODF_SKIP },
    { OFFICE, XS_STR_INIT("master-styles"), XS_ODF_SKIP },
    { NUMBER, XS_STR_INIT("text"), XS_ODF_SKIP },
    { NUMBER, XS_STR_INIT("currency-symbol"), XS_ODF_SKIP },
    { SVG, XS_STR_INIT("title"), XS_ODF_SKIP },
    { SVG, XS_STR_INIT("desc"), XS_ODF_SKIP },
};

enum xs_odf_what xs_odf_element(xs_str name, xs_str ns)
{
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        if (xs_str_eq(elements[i].name, name) && xs_str_ends(ns, elements[i].ns))
            return elements[i].what;
    return XS_ODF_OTHER;
}

/* ---- raised text ---- */

void xs_odf_raised_init(struct xs_odf_raised *r, struct xs_arena *a)
{
    *r = (struct xs_odf_raised){ .a = a, .style = XS_STR_NONE };
    xs_map_init(&r->styles, a);
}

/* "super 58%", "33% 58%": how high, and how large. */
static bool is_raised(xs_str position)
{
    return xs_str_starts(position, XS_STR("super")) ||
           (position.len && position.ptr[0] >= '1' && position.ptr[0] <= '9');
}

enum xs_err xs_odf_raised_open(
    struct xs_odf_raised *r, const struct xs_xml_tag *tag, enum xs_odf_what what)
{
    bool is_new;
    if (what == XS_ODF_STYLE)
        return xs_arena_dup(r->a, xs_xml_attr(tag, "name", NULL), &r->style) ? XS_OK : XS_E_NOMEM;
    if (what == XS_ODF_TEXT_STYLE && is_raised(xs_xml_attr(tag, "text-position", NULL)))
        return xs_map_put(&r->styles, r->style, &is_new) ? XS_OK : XS_E_NOMEM;
    if (what == XS_ODF_SPAN)
        r->depth += r->depth || xs_map_get(&r->styles, xs_xml_attr(tag, "style-name", NULL));
    return XS_OK;
}

void xs_odf_raised_close(struct xs_odf_raised *r, enum xs_odf_what what)
{
    r->depth -= what == XS_ODF_SPAN && r->depth;
}

/* ---- containers ---- */

static enum xs_err content(struct xs_zip *z, struct xs_arena *a, xs_str *out)
{
    xs_str manifest;
    bool found;
    XS_TRY(xs_zip_part(z, a, XS_STR("META-INF/manifest.xml"), &manifest, &found));
    if (found && xs_str_has(manifest, XS_STR("encryption-data")))
        return XS_E_ENCRYPTED;
    return xs_zip_need(z, a, XS_STR("content.xml"), out);
}

enum xs_err xs_odf_content(struct xs_arena *a, xs_str bytes, xs_str *out)
{
    struct xs_zip *z;
    XS_TRY(xs_zip_open(bytes, &z));
    enum xs_err e = content(z, a, out);
    xs_zip_close(z);
    return e;
}
