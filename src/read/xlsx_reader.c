#include "read/xlsx_reader.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "read/grid_sheet.h"
#include "read/number_format.h"
#include "read/opc.h"
#include "read/superscript.h"
#include "read/xml.h"
#include "read/xml_zip.h"

struct format {
    uint32_t id;
    xs_str code;
};

struct tab { /* a sheet as the workbook lists it */
    xs_str name, id;
    bool hidden;
};

struct texts {
    size_t count, cap;
    xs_str *items;
};

struct styles {
    size_t ncodes, code_cap, ncells, cell_cap;
    struct format *codes;
    xs_str *cells; /* format code of each cell style */
    bool in_cells;
};

struct xlsx {
    struct xs_arena *a;
    struct xs_zip *zip;
    struct xs_grid *grid;
    struct xs_buf text;  /* of the text or cell under way */
    struct xs_buf shown; /* a number as it is shown */
    size_t ntabs, tab_cap;
    struct tab *tabs;
    bool since1904;
    struct texts shared;
    struct styles styles;
    uint32_t skip, capture; /* open elements that are left out; whose text counts */
    bool raised;            /* the run of text under way is set raised */
    /* the cell under way */
    uint32_t row, column, style;
    bool formula, value; /* it has one */
    enum { CELL_NUMBER, CELL_SHARED, CELL_TEXT, CELL_BOOL } type;
};

/* ---- what is common to all parts ---- */

typedef enum xs_err (*on_tag)(void *self, const struct xs_xml_tag *tag);
typedef enum xs_err (*on_end)(void *self, xs_str name, xs_str ns);

static enum xs_err no_end(void *self, xs_str name, xs_str ns)
{
    (void)self; /* all is in the attributes */
    (void)name;
    (void)ns;
    return XS_OK;
}

static enum xs_err keep_text(void *self, xs_str text)
{
    struct xlsx *x = self;
    if (!x->capture || x->skip)
        return XS_OK;
    if (!x->raised) {
        xs_buf_puts(&x->text, text);
        return XS_OK;
    }
    for (xs_str piece; xs_superscript_next(&text, &piece);)
        xs_buf_puts(&x->text, piece);
    return XS_OK;
}

static enum xs_err parse(struct xlsx *x, xs_str xml, on_tag open, on_end close)
{
    x->skip = x->capture = 0;
    x->raised = false;
    xs_buf_clear(&x->text);
    return xs_xml_parse(
        xml, &(struct xs_xml_sink){ .self = x, .open = open, .close = close, .text = keep_text });
}

/* ---- the workbook: its sheets ---- */

static enum xs_err workbook_open(void *self, const struct xs_xml_tag *tag)
{
    struct xlsx *x = self;
    if (xs_str_eq(tag->name, XS_STR("workbookPr"))) {
        xs_str v = xs_xml_attr(tag, "date1904", NULL);
        x->since1904 = xs_str_eq(v, XS_STR("1")) || xs_str_eq(v, XS_STR("true"));
    }
    if (!xs_str_eq(tag->name, XS_STR("sheet")))
        return XS_OK;
    if (x->ntabs >= XS_MAX_SHEETS)
        return XS_E_TOO_LARGE;
    struct tab *tabs = xs_arena_grow(x->a, x->tabs, &x->tab_cap, x->ntabs + 1, sizeof *tabs);
    if (!tabs)
        return XS_E_NOMEM;
    x->tabs = tabs;
    xs_str state = xs_xml_attr(tag, "state", NULL);
    struct tab *t = &tabs[x->ntabs++];
    t->hidden = state.len > 0 && !xs_str_eq(state, XS_STR("visible"));
    bool good = xs_arena_dup(x->a, xs_xml_attr(tag, "name", NULL), &t->name) &&
                xs_arena_dup(x->a, xs_xml_attr(tag, "id", NULL), &t->id);
    return good ? XS_OK : XS_E_NOMEM;
}

/* ---- shared texts ---- */

/* Text of <t>; not that of <rPh>, which says how to speak it. */
static bool text_open(struct xlsx *x, const struct xs_xml_tag *tag)
{
    if (x->skip) {
        x->skip++;
        return true;
    }
    if (xs_str_eq(tag->name, XS_STR("rPh")))
        x->skip = 1;
    else if (xs_str_eq(tag->name, XS_STR("t")))
        x->capture++;
    else if (xs_str_eq(tag->name, XS_STR("vertAlign")))
        x->raised = xs_str_eq(xs_xml_attr(tag, "val", NULL), XS_STR("superscript"));
    else
        return false;
    return true;
}

static bool text_close(struct xlsx *x, xs_str name)
{
    if (x->skip)
        x->skip--;
    else if (xs_str_eq(name, XS_STR("t")))
        x->capture -= x->capture > 0;
    else if (xs_str_eq(name, XS_STR("r")))
        x->raised = false;
    else
        return false;
    return true;
}

/* "_x000D_", four digits of base 16, stands for a character that XML has no room for; -1: it is
 * none, or half of one. */
static int32_t escape_at(xs_str s, size_t at)
{
    xs_str e = xs_str_sub(s, at, 7);
    int32_t cp = 0;
    if (e.len < 7 || e.ptr[0] != '_' || e.ptr[1] != 'x' || e.ptr[6] != '_')
        return -1;
    for (size_t i = 2; i < 6; i++) {
        char c = e.ptr[i], small = (char)(c | 0x20);
        if (c >= '0' && c <= '9')
            cp = cp * 16 + (c - '0');
        else if (small >= 'a' && small <= 'f')
            cp = cp * 16 + (small - 'a' + 10);
        else
            return -1;
    }
    return cp >= 0xD800 && cp < 0xE000 ? -1 : cp;
}

/* The text under way with such characters as they are, in place; of those that show nothing only
 * line ends are kept. A view of x->text. */
static enum xs_err shown_text(struct xlsx *x, xs_str *out)
{
    XS_TRY(xs_buf_finish(&x->text, out));
    char *p = x->text.ptr;
    size_t n = 0;
    if (!out->len || !xs_str_has(*out, XS_STR("_x")))
        return XS_OK;
    for (size_t at = 0; at < out->len;) {
        int32_t cp = escape_at(*out, at);
        if (cp < 0)
            p[n++] = out->ptr[at];
        else if (cp >= ' ' || cp == '\n' || cp == '\t')
            n += xs_utf8_encode((uint32_t)cp, p + n);
        at += cp < 0 ? 1 : 7;
    }
    out->len = n;
    return XS_OK;
}

static enum xs_err shared_open(void *self, const struct xs_xml_tag *tag)
{
    struct xlsx *x = self;
    if (!text_open(x, tag) && xs_str_eq(tag->name, XS_STR("si")))
        xs_buf_clear(&x->text);
    return XS_OK;
}

static enum xs_err shared_close(void *self, xs_str name, xs_str ns)
{
    (void)ns; /* only one is used in this part */
    struct xlsx *x = self;
    if (text_close(x, name) || !xs_str_eq(name, XS_STR("si")))
        return XS_OK;
    xs_str text;
    XS_TRY(shown_text(x, &text));
    struct texts *t = &x->shared;
    xs_str *items = xs_arena_grow(x->a, t->items, &t->cap, t->count + 1, sizeof *items);
    if (!items)
        return XS_E_NOMEM;
    t->items = items;
    return xs_arena_dup(x->a, text, &items[t->count++]) ? XS_OK : XS_E_NOMEM;
}

/* ---- styles: only how numbers are shown ---- */

static enum xs_err add_code(struct xlsx *x, const struct xs_xml_tag *tag)
{
    struct styles *s = &x->styles;
    struct format *codes =
        xs_arena_grow(x->a, s->codes, &s->code_cap, s->ncodes + 1, sizeof *codes);
    if (!codes)
        return XS_E_NOMEM;
    s->codes = codes;
    codes[s->ncodes].id = xs_xml_number(tag, "numFmtId", 0);
    xs_str code = xs_xml_attr(tag, "formatCode", NULL);
    return xs_arena_dup(x->a, code, &codes[s->ncodes++].code) ? XS_OK : XS_E_NOMEM;
}

static enum xs_err add_style(struct xlsx *x, const struct xs_xml_tag *tag)
{
    struct styles *s = &x->styles;
    xs_str *cells = xs_arena_grow(x->a, s->cells, &s->cell_cap, s->ncells + 1, sizeof *cells);
    if (!cells)
        return XS_E_NOMEM;
    s->cells = cells;
    uint32_t id = xs_xml_number(tag, "numFmtId", 0);
    xs_str code = xs_number_builtin(id);
    for (size_t i = 0; i < s->ncodes; i++)
        if (s->codes[i].id == id)
            code = s->codes[i].code;
    cells[s->ncells++] = code;
    return XS_OK;
}

static enum xs_err styles_open(void *self, const struct xs_xml_tag *tag)
{
    struct xlsx *x = self;
    if (xs_str_eq(tag->name, XS_STR("numFmt")) && !x->styles.ncells)
        return add_code(x, tag);
    if (xs_str_eq(tag->name, XS_STR("cellXfs")))
        x->styles.in_cells = true;
    if (xs_str_eq(tag->name, XS_STR("xf")) && x->styles.in_cells)
        return add_style(x, tag);
    return XS_OK;
}

static enum xs_err styles_close(void *self, xs_str name, xs_str ns)
{
    (void)ns; /* only one is used in this part */
    struct xlsx *x = self;
    if (xs_str_eq(name, XS_STR("cellXfs")))
        x->styles.in_cells = false;
    return XS_OK;
}

/* ---- sheets ---- */

/* "BC12" -> row and column; bytes read. */
static size_t read_reference(xs_str s, uint32_t *row, uint32_t *column)
{
    size_t i = 0;
    uint32_t c = 0, r = 0;
    for (; i < s.len && ((s.ptr[i] >= 'A' && s.ptr[i] <= 'Z') || s.ptr[i] == '$'); i++)
        if (s.ptr[i] != '$')
            c = c > 100000 ? c : c * 26 + (uint32_t)(s.ptr[i] - 'A' + 1);
    for (; i < s.len && ((s.ptr[i] >= '0' && s.ptr[i] <= '9') || s.ptr[i] == '$'); i++)
        if (s.ptr[i] != '$')
            r = r > 100000000 ? r : r * 10 + (uint32_t)(s.ptr[i] - '0');
    *row = r;
    *column = c;
    return c && r ? i : 0;
}

static enum xs_err add_merge(struct xlsx *x, xs_str ref)
{
    struct xs_area m;
    size_t n = read_reference(ref, &m.top, &m.left);
    if (n == 0 || n >= ref.len || ref.ptr[n] != ':' ||
        read_reference(xs_str_sub(ref, n + 1, ref.len), &m.bottom, &m.right) == 0)
        return XS_OK;
    return xs_grid_merge(x->grid, m);
}

static void open_cell(struct xlsx *x, const struct xs_xml_tag *tag)
{
    xs_str type = xs_xml_attr(tag, "t", NULL);
    uint32_t row, column;
    x->column++;
    if (read_reference(xs_xml_attr(tag, "r", NULL), &row, &column)) {
        x->row = row;
        x->column = column;
    }
    x->style = xs_xml_number(tag, "s", 0);
    x->formula = x->value = false;
    x->type = CELL_NUMBER;
    if (xs_str_eq(type, XS_STR("s")))
        x->type = CELL_SHARED;
    else if (xs_str_eq(type, XS_STR("b")))
        x->type = CELL_BOOL;
    else if (type.len && !xs_str_eq(type, XS_STR("n")))
        x->type = CELL_TEXT;
    xs_buf_clear(&x->text);
}

static bool is_hidden(const struct xs_xml_tag *tag)
{
    xs_str v = xs_xml_attr(tag, "hidden", NULL);
    return xs_str_eq(v, XS_STR("1")) || xs_str_eq(v, XS_STR("true"));
}

static void open_row(struct xlsx *x, const struct xs_xml_tag *tag)
{
    x->row = xs_xml_number(tag, "r", x->row + 1);
    x->column = 0;
    if (is_hidden(tag))
        xs_grid_hide_rows(x->grid, x->row, x->row);
}

static enum xs_err sheet_open(void *self, const struct xs_xml_tag *tag)
{
    struct xlsx *x = self;
    if (text_open(x, tag))
        return XS_OK;
    if (xs_str_eq(tag->name, XS_STR("c"))) {
        open_cell(x, tag);
    } else if (xs_str_eq(tag->name, XS_STR("v"))) {
        x->capture++;
        x->value = true;
    } else if (xs_str_eq(tag->name, XS_STR("f"))) {
        x->formula = true;
    } else if (xs_str_eq(tag->name, XS_STR("row"))) {
        open_row(x, tag);
    } else if (xs_str_eq(tag->name, XS_STR("col")) && is_hidden(tag)) {
        xs_grid_hide_columns(x->grid, xs_xml_number(tag, "min", 1), xs_xml_number(tag, "max", 1));
    } else if (xs_str_eq(tag->name, XS_STR("mergeCell"))) {
        return add_merge(x, xs_xml_attr(tag, "ref", NULL));
    } else if (xs_str_eq(tag->name, XS_STR("extLst"))) {
        x->skip = 1;
    }
    return XS_OK;
}

/* The shared text of that number. */
static enum xs_err shared_text(const struct xlsx *x, xs_str number, xs_str *out)
{
    uint64_t n = 0;
    for (size_t i = 0; i < number.len && i < 10 && number.ptr[i] >= '0' && number.ptr[i] <= '9';
         i++)
        n = n * 10 + (uint64_t)(number.ptr[i] - '0');
    if (number.len && n >= x->shared.count)
        return XS_E_DAMAGED;
    *out = number.len ? x->shared.items[n] : XS_STR_NONE;
    return XS_OK;
}

/* What the cell shows; a view that lives until the next cell. */
static enum xs_err cell_text(struct xlsx *x, xs_str *out)
{
    xs_str text;
    XS_TRY(shown_text(x, &text));
    switch (x->type) {
    case CELL_TEXT:
        *out = text;
        return XS_OK;
    case CELL_BOOL:
        *out = xs_str_eq(text, XS_STR("1")) ? XS_STR("TRUE") : XS_STR("FALSE");
        return XS_OK;
    case CELL_SHARED:
        return shared_text(x, xs_str_trim(text), out);
    case CELL_NUMBER:
        break;
    }
    text = xs_str_trim(text);
    xs_buf_clear(&x->shown);
    if (text.len)
        xs_number_format(&x->shown, text,
            x->style < x->styles.ncells ? x->styles.cells[x->style] : XS_STR("General"),
            x->since1904);
    return xs_buf_finish(&x->shown, out);
}

static enum xs_err sheet_close(void *self, xs_str name, xs_str ns)
{
    (void)ns; /* what is drawn over the sheet is in parts of its own */
    struct xlsx *x = self;
    if (text_close(x, name))
        return XS_OK;
    if (xs_str_eq(name, XS_STR("v"))) {
        x->capture -= x->capture > 0;
    } else if (xs_str_eq(name, XS_STR("c"))) {
        xs_str text;
        XS_TRY(cell_text(x, &text));
        if (x->formula && !x->value)
            XS_TRY(xs_grid_remark(x->grid, "read-no-result"));
        return xs_grid_cell(x->grid, x->row, x->column, text);
    }
    return XS_OK;
}

static enum xs_err read_tab(struct xlsx *x, const struct tab *t, const struct xs_opc_rels *rels)
{
    const struct xs_opc_rel *to = xs_opc_find(rels, t->id.len ? t->id : XS_STR("?"), NULL);
    xs_str xml;
    if (t->hidden)
        return xs_grid_hidden(x->grid, t->name);
    if (!to)
        return XS_E_DAMAGED;
    if (!xs_str_eq(to->type, XS_STR("worksheet")))
        return XS_OK; /* a chart */
    XS_TRY(xs_zip_need(x->zip, x->a, to->target, &xml));
    XS_TRY(xs_grid_begin(x->grid, t->name));
    x->row = x->column = 0;
    XS_TRY(parse(x, xml, sheet_open, sheet_close));
    return xs_grid_end(x->grid);
}

/* A part that the workbook may do without. */
static enum xs_err optional_part(
    struct xlsx *x, const struct xs_opc_rels *rels, const char *type, xs_str *xml)
{
    const struct xs_opc_rel *to = xs_opc_find(rels, XS_STR_NONE, type);
    *xml = XS_STR_NONE;
    return to ? xs_zip_need(x->zip, x->a, to->target, xml) : XS_OK;
}

static enum xs_err read_all(struct xlsx *x)
{
    xs_str name, xml;
    struct xs_opc_rels rels;
    XS_TRY(xs_opc_main(x->zip, x->a, "xl/workbook.xml", &name));
    XS_TRY(xs_zip_need(x->zip, x->a, name, &xml));
    XS_TRY(xs_opc_rels(x->zip, x->a, name, &rels));
    XS_TRY(parse(x, xml, workbook_open, no_end));
    XS_TRY(optional_part(x, &rels, "sharedStrings", &xml));
    if (xml.len)
        XS_TRY(parse(x, xml, shared_open, shared_close));
    XS_TRY(optional_part(x, &rels, "styles", &xml));
    if (xml.len)
        XS_TRY(parse(x, xml, styles_open, styles_close));
    for (size_t i = 0; i < x->ntabs; i++)
        XS_TRY(read_tab(x, &x->tabs[i], &rels));
    return x->ntabs ? XS_OK : XS_E_DAMAGED;
}

enum xs_err xs_read_xlsx(struct xs_arena *a, xs_str bytes, struct xs_sheet *out)
{
    struct xs_sheet s = { .format = "xlsx", .encoding = "UTF-8" };
    struct xlsx x = { .a = a };
    XS_TRY(xs_grid_new(a, &s, &x.grid));
    XS_TRY(xs_zip_open(bytes, &x.zip));
    xs_buf_init(&x.text, XS_MAX_BUF);
    xs_buf_init(&x.shown, XS_MAX_BUF);
    enum xs_err e = read_all(&x);
    xs_buf_free(&x.text);
    xs_buf_free(&x.shown);
    xs_zip_close(x.zip);
    XS_TRY(e);
    *out = s;
    return XS_OK;
}
