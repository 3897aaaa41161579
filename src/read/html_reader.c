#include "read/html_reader.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "read/decode.h"
#include "read/nest.h"
#include "read/superscript.h"
#include "read/xml.h"

struct html {
    struct xs_nest *flow;
    uint32_t skip;        /* open elements of a part that is left out, 0 = none */
    uint32_t as_it_is;    /* open <pre>, <textarea> */
    uint32_t raised;      /* open <sup> */
    bool blank, line_end; /* white space, one with a line end in it, waits for the next word */
};

enum what {
    TAG_OTHER, /* within the line */
    TAG_BLOCK, /* begins and ends a paragraph */
    TAG_LINE,
    TAG_SKIP,
    TAG_TABLE,
    TAG_ROW,
    TAG_CELL,
    TAG_PRE,
    TAG_RAISED,
    TAG_TEXTAREA,
    TAG_INPUT
};

struct element {
    xs_str name;
    enum what what;
};

static const struct element elements[] = {
    { XS_STR_INIT("td"), TAG_CELL },
    { XS_STR_INIT("tr"), TAG_ROW },
    { XS_STR_INIT("th"), TAG_CELL },
    { XS_STR_INIT("p"), TAG_BLOCK },
    { XS_STR_INIT("br"), TAG_LINE },
    { XS_STR_INIT("div"), TAG_BLOCK },
    { XS_STR_INIT("table"), TAG_TABLE },
    { XS_STR_INIT("li"), TAG_BLOCK },
    { XS_STR_INIT("ul"), TAG_BLOCK },
    { XS_STR_INIT("ol"), TAG_BLOCK },
    { XS_STR_INIT("h1"), TAG_BLOCK },
    { XS_STR_INIT("h2"), TAG_BLOCK },
    { XS_STR_INIT("h3"), TAG_BLOCK },
    { XS_STR_INIT("h4"), TAG_BLOCK },
    { XS_STR_INIT("h5"), TAG_BLOCK },
    { XS_STR_INIT("h6"), TAG_BLOCK },
    { XS_STR_INIT("dd"), TAG_BLOCK },
    { XS_STR_INIT("dt"), TAG_BLOCK },
    { XS_STR_INIT("dl"), TAG_BLOCK },
    { XS_STR_INIT("hr"), TAG_BLOCK },
    { XS_STR_INIT("body"), TAG_BLOCK },
    { XS_STR_INIT("html"), TAG_BLOCK },
    { XS_STR_INIT("form"), TAG_BLOCK },
    { XS_STR_INIT("center"), TAG_BLOCK },
    { XS_STR_INIT("article"), TAG_BLOCK },
    { XS_STR_INIT("section"), TAG_BLOCK },
    { XS_STR_INIT("main"), TAG_BLOCK },
    { XS_STR_INIT("header"), TAG_BLOCK },
    { XS_STR_INIT("caption"), TAG_BLOCK },
    { XS_STR_INIT("address"), TAG_BLOCK },
    { XS_STR_INIT("blockquote"), TAG_BLOCK },
    { XS_STR_INIT("fieldset"), TAG_BLOCK },
    { XS_STR_INIT("pre"), TAG_PRE },
    { XS_STR_INIT("xmp"), TAG_PRE },
    { XS_STR_INIT("sup"), TAG_RAISED },
    { XS_STR_INIT("head"), TAG_SKIP },
    { XS_STR_INIT("title"), TAG_SKIP },
    { XS_STR_INIT("script"), TAG_SKIP },
    { XS_STR_INIT("style"), TAG_SKIP },
    { XS_STR_INIT("noscript"), TAG_SKIP },
    { XS_STR_INIT("template"), TAG_SKIP },
    { XS_STR_INIT("nav"), TAG_SKIP },
    { XS_STR_INIT("footer"), TAG_SKIP },
    { XS_STR_INIT("aside"), TAG_SKIP },
    { XS_STR_INIT("select"), TAG_SKIP },
    { XS_STR_INIT("textarea"), TAG_TEXTAREA },
    { XS_STR_INIT("input"), TAG_INPUT },
    { XS_STR_INIT("button"), TAG_SKIP },
    { XS_STR_INIT("iframe"), TAG_SKIP },
    { XS_STR_INIT("object"), TAG_SKIP },
    { XS_STR_INIT("svg"), TAG_SKIP },
    { XS_STR_INIT("xml"), TAG_SKIP }, /* what Word hides from browsers */
    { XS_STR_INIT("del"), TAG_SKIP },
};

static enum what lookup(xs_str name)
{
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        if (xs_str_eq(elements[i].name, name))
            return elements[i].what;
    return TAG_OTHER;
}

static bool white(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\v' || c == 0;
}

/* ---- what is not shown, and what is not of the page's text ---- */

/* One of the words of s, which blanks part, is word; small letters only. */
static bool has_word(xs_str s, const char *word)
{
    xs_str want = xs_str_c(word), part;
    while (xs_str_split(&s, ' ', &part)) {
        size_t i = 0;
        while (part.len == want.len && i < part.len && (part.ptr[i] | 0x20) == want.ptr[i])
            i++;
        if (part.len == want.len && i == want.len)
            return true;
    }
    return false;
}

/* A declaration of a style, such as "display: none", is this one, however it is written. */
static bool declares(xs_str s, const char *want)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i] >= 'A' && s.ptr[i] <= 'Z' ? (char)(s.ptr[i] | 0x20) : s.ptr[i];
        if (white(c))
            continue;
        if (*want == 0) /* "!important" may follow */
            return c == '!';
        if (*want++ != c)
            return false;
    }
    return *want == 0;
}

static bool style_hides(xs_str s)
{
    xs_str part;
    while (xs_str_split(&s, ';', &part))
        if (declares(part, "display:none") || declares(part, "mso-hide:all"))
            return true;
    return false;
}

static bool left_out(const struct xs_xml_tag *tag)
{
    static const char *const furniture[] = { "nav", "navbar", "menu", "footer", "breadcrumb",
        "breadcrumbs", "sidebar", "copyright" };
    bool hidden;
    (void)xs_xml_attr(tag, "hidden", &hidden); /* its value says nothing */
    if (hidden || style_hides(xs_xml_attr(tag, "style", NULL)))
        return true;
    xs_str title = xs_xml_attr(tag, "title", NULL), role = xs_xml_attr(tag, "role", NULL);
    if (has_word(title, "header") || has_word(title, "footer") || has_word(role, "navigation"))
        return true; /* page heads as LibreOffice writes them */
    xs_str class = xs_xml_attr(tag, "class", NULL), id = xs_xml_attr(tag, "id", NULL);
    for (size_t i = 0; i < sizeof furniture / sizeof *furniture; i++)
        if (has_word(class, furniture[i]) || has_word(id, furniture[i]))
            return true;
    return false;
}

/* ---- text ---- */

/* White space before a word: one blank; none where the source only broke a line between two wide
 * characters, or where nothing stands before it. */
static void put_blank(struct html *h, char next)
{
    xs_str before = xs_nest_tail(h->flow);
    bool wide = before.len && ((unsigned char)before.ptr[before.len - 1] & 0x80) &&
                ((unsigned char)next & 0x80);
    bool start = before.len == 0 || before.ptr[before.len - 1] == '\n';
    if (h->blank && !start && !(wide && h->line_end))
        xs_nest_text(h->flow, XS_STR(" "));
    h->blank = h->line_end = false;
}

static void put_text(struct html *h, xs_str text)
{
    if (!h->raised) {
        xs_nest_text(h->flow, text);
        return;
    }
    for (xs_str piece; xs_superscript_next(&text, &piece);)
        xs_nest_text(h->flow, piece);
}

static enum xs_err on_text(void *self, xs_str text)
{
    struct html *h = self;
    if (h->skip)
        return XS_OK;
    if (h->as_it_is) {
        put_text(h, text);
        return xs_nest_err(h->flow);
    }
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        for (; at < text.len && white(text.ptr[at]); at++)
            h->line_end |= text.ptr[at] == '\n';
        h->blank |= at > from;
        from = at;
        while (at < text.len && !white(text.ptr[at]))
            at++;
        if (at == from)
            break;
        put_blank(h, text.ptr[from]);
        put_text(h, xs_str_sub(text, from, at - from));
    }
    return xs_nest_err(h->flow);
}

/* ---- tags ---- */

static void end_paragraph(struct html *h)
{
    h->blank = h->line_end = false;
    xs_nest_paragraph(h->flow);
}

static void open_cell(struct html *h, const struct xs_xml_tag *tag)
{
    struct xs_extent e = { xs_xml_number(tag, "colspan", 1), xs_xml_number(tag, "rowspan", 1),
        XS_MERGE_NONE };
    h->blank = h->line_end = false;
    if (xs_nest_in_table(h->flow))
        xs_nest_cell(h->flow, e);
    else
        xs_nest_paragraph(h->flow);
}

/* What a field of text holds is shown in its place. */
static void open_input(struct html *h, const struct xs_xml_tag *tag)
{
    bool typed;
    xs_str type = xs_xml_attr(tag, "type", &typed);
    if (!typed || declares(type, "text") || declares(type, "number"))
        (void)on_text(h, xs_xml_attr(tag, "value", NULL)); /* its errors stick */
}

static void open_shown(struct html *h, const struct xs_xml_tag *tag, enum what what)
{
    switch (what) {
    case TAG_BLOCK:
        end_paragraph(h);
        return;
    case TAG_PRE:
        end_paragraph(h);
        h->as_it_is++;
        return;
    case TAG_LINE:
        h->blank = h->line_end = false;
        xs_nest_text(h->flow, XS_STR("\n"));
        return;
    case TAG_TABLE:
        end_paragraph(h);
        xs_nest_table(h->flow);
        return;
    case TAG_ROW:
        end_paragraph(h);
        if (xs_nest_in_table(h->flow))
            xs_nest_row(h->flow);
        return;
    case TAG_CELL:
        open_cell(h, tag);
        return;
    case TAG_RAISED:
        h->raised++;
        return;
    case TAG_TEXTAREA:
        h->as_it_is++;
        return;
    case TAG_INPUT:
        open_input(h, tag);
        return;
    case TAG_SKIP:
    case TAG_OTHER:
        return;
    }
}

static enum xs_err on_open(void *self, const struct xs_xml_tag *tag)
{
    struct html *h = self;
    if (h->skip) {
        h->skip++;
        return XS_OK;
    }
    enum what what = lookup(tag->name);
    /* outside of tables nobody fills fields in: a search, a letter to the office */
    bool form = (what == TAG_TEXTAREA || what == TAG_INPUT) && !xs_nest_in_table(h->flow);
    bool root = xs_str_eq(tag->name, XS_STR("body")) || xs_str_eq(tag->name, XS_STR("html"));
    if (what == TAG_SKIP || form || (!root && left_out(tag)))
        h->skip = 1;
    else
        open_shown(h, tag, what);
    return xs_nest_err(h->flow);
}

static enum xs_err on_close(void *self, xs_str name, xs_str ns)
{
    (void)ns; /* HTML has none */
    struct html *h = self;
    if (h->skip) {
        h->skip--;
        return XS_OK;
    }
    switch (lookup(name)) {
    case TAG_PRE:
        h->as_it_is -= h->as_it_is > 0;
        end_paragraph(h);
        break;
    case TAG_TEXTAREA:
        h->as_it_is -= h->as_it_is > 0;
        break;
    case TAG_BLOCK:
        end_paragraph(h);
        break;
    case TAG_TABLE:
        end_paragraph(h);
        xs_nest_table_end(h->flow);
        break;
    case TAG_ROW:
        end_paragraph(h);
        xs_nest_row_end(h->flow);
        break;
    case TAG_CELL:
        end_paragraph(h);
        xs_nest_cell_end(h->flow);
        break;
    case TAG_RAISED:
        h->raised -= h->raised > 0;
        break;
    case TAG_INPUT:
    case TAG_LINE:
    case TAG_SKIP:
    case TAG_OTHER:
        break;
    }
    return xs_nest_err(h->flow);
}

/* ---- the page ---- */

/* What the page says of its encoding, in a <meta> near its start; empty: nothing. */
static xs_str declared(xs_str bytes)
{
    xs_str head = xs_str_sub(bytes, 0, XS_SNIFF_BYTES);
    for (size_t at = 0; at + 8 < head.len; at++) {
        size_t i = at, k = 0;
        while (k < 7 && (head.ptr[i] | 0x20) == "charset"[k]) {
            i++;
            k++;
        }
        if (k < 7)
            continue;
        while (i < head.len && (white(head.ptr[i]) || head.ptr[i] == '=' || head.ptr[i] == '"' ||
                                   head.ptr[i] == '\''))
            i++;
        size_t from = i;
        while (i < head.len && !white(head.ptr[i]) && !memchr("\"';/>", head.ptr[i], 6))
            i++;
        return xs_str_sub(head, from, i - from);
    }
    return XS_STR_NONE;
}

static bool has_tag(xs_str text, const char *small, const char *large)
{
    return xs_str_has(text, xs_str_c(small)) || xs_str_has(text, xs_str_c(large));
}

/* Whether the text ends between < and > of a tag. */
static bool ends_in_tag(xs_str tail)
{
    size_t at = tail.len;
    while (at > 0 && tail.ptr[at - 1] != '<' && tail.ptr[at - 1] != '>')
        at--;
    char next = at < tail.len ? (char)(tail.ptr[at] | 0x20) : '/';
    return at > 0 && tail.ptr[at - 1] == '<' &&
           (next == '/' || next == '!' || (next >= 'a' && next <= 'z'));
}

/* A page that begins as a whole one and lacks its end was cut; so was one that ends inside a tag.
 */
static bool is_cut(xs_str text)
{
    xs_str head = xs_str_sub(text, 0, XS_SNIFF_BYTES);
    xs_str tail = text.len > XS_SNIFF_BYTES
                      ? xs_str_sub(text, text.len - XS_SNIFF_BYTES, XS_SNIFF_BYTES)
                      : text;
    if (ends_in_tag(tail))
        return true;
    bool ends = has_tag(tail, "</html>", "</HTML>") || has_tag(tail, "</body>", "</BODY>");
    if (has_tag(head, "<html", "<HTML") || has_tag(head, "<body", "<BODY"))
        return !ends;
    bool table = has_tag(text, "<table", "<TABLE");
    return table && !ends && !has_tag(tail, "</table>", "</TABLE>") &&
           !has_tag(tail, "</div>", "</DIV>");
}

/* libxml2 takes a zero byte for the end of the page. */
static enum xs_err without_zeros(struct xs_arena *a, xs_str *text)
{
    if (text->len == 0 || !memchr(text->ptr, 0, text->len))
        return XS_OK;
    char *p = xs_arena_alloc(a, text->len, 1);
    if (!p)
        return XS_E_NOMEM;
    for (size_t i = 0; i < text->len; i++)
        p[i] = text->ptr[i] ? text->ptr[i] : ' ';
    text->ptr = p;
    return XS_OK;
}

enum xs_err xs_read_html(struct xs_arena *a, xs_str bytes, struct xs_sheet *out)
{
    struct xs_sheet s = { .format = "html" };
    struct html h = { .skip = 0 };
    struct xs_decoded d;
    XS_TRY(xs_decode(a, bytes, declared(bytes), &d));
    XS_TRY(without_zeros(a, &d.text));
    XS_TRY(xs_nest_new(a, &s, true, &h.flow));
    XS_TRY(xs_html_parse(d.text,
        &(struct xs_xml_sink){ .self = &h, .open = on_open, .close = on_close, .text = on_text }));
    XS_TRY(xs_nest_finish(h.flow));
    if (d.invalid)
        xs_nest_note(h.flow, "read-invalid-bytes", XS_STR_NONE);
    s.encoding = d.encoding;
    s.cut = is_cut(d.text);
    *out = s;
    return xs_nest_err(h.flow);
}
