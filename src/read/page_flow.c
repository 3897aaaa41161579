#include "read/page_flow.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "read/grown.h"
#include "read/superscript.h"

/* Points by which borders of one column may differ between two pages. */
#define SAME_BORDER 3.0
/* A line is full when less than this is free at its right: em, and points of cell padding. */
#define FREE_EMS 2.2
#define PADDING 7.0
/* Rows of a header that may be printed again. */
#define MAX_HEADER_ROWS 4
/* A raised digit is smaller than what it stands behind, and ends that much above it: shares of em.
 */
#define SMALLER 0.85
#define RAISED 0.2
/* Page numbers stand in this share of a page at its top and bottom. */
#define MARGIN_SHARE 0.12

/* A line of text. */
struct text_line {
    xs_str text;
    double x0, x1, y0, y1;
};

struct flow_cell {
    struct xs_grown grown;
    double x0, x1;
    uint32_t rows;
    bool continued;
    bool full; /* its last line fills the width and stands at the bottom: text may follow */
};

struct flow_row {
    uint32_t page;
    size_t ncells;
    struct flow_cell *cells;
};

/* A paragraph (nrows 0) or a table. */
struct item {
    struct xs_grown grown;
    uint32_t page;
    bool is_table;
    size_t nrows, cap;
    struct flow_row *rows;
    double x0, x1;
    /* a paragraph's last line */
    struct text_line last;
    double step; /* from line to line; 0: it has one line on this page */
};

struct xs_flow {
    struct xs_arena *a;
    size_t count, cap;
    struct item *items;
};

struct xs_flow *xs_flow_new(struct xs_arena *a)
{
    struct xs_flow *f = xs_arena_zalloc(a, 1, sizeof *f);
    if (f)
        f->a = a;
    return f;
}

/* --- lines of a group of glyphs
 * ------------------------------------------------------------------------------------------ */

/* Written without blanks between words: from the radicals up to the full-width forms. */
static bool is_wide(uint32_t cp) { return cp >= 0x2E80; }

/* Whether a blank was printed between two neighbours on a line. */
static bool gap(const struct xs_glyph *a, const struct xs_glyph *b)
{
    double em = b->y1 - b->y0, free = b->x0 - a->x1;
    return free > em * (is_wide(a->cp) || is_wide(b->cp) ? 0.9 : 0.22);
}

/* Whether g is a digit that is set raised behind base. */
static bool is_raised(const struct xs_glyph *base, const struct xs_glyph *g)
{
    double em = base->y1 - base->y0;
    return g->cp >= '0' && g->cp <= '9' && g->y1 - g->y0 < em * SMALLER &&
           base->y1 - g->y1 > em * RAISED;
}

static void put_raised(struct xs_buf *b, uint32_t digit)
{
    char c = (char)digit;
    xs_str s = { &c, 1 }, piece;
    if (xs_superscript_next(&s, &piece))
        xs_buf_puts(b, piece);
}

static enum xs_err make_line(
    struct xs_arena *a, struct xs_glyph *g, size_t n, struct text_line *out)
{
    struct xs_buf b;
    const struct xs_glyph *base = NULL; /* what stands on the line, before raised digits */
    xs_buf_init(&b, XS_MAX_BUF);
    qsort(g, n, sizeof *g, xs_glyph_by_x);
    *out = (struct text_line){ .x0 = g[0].x0, .x1 = g[0].x1, .y0 = g[0].y0, .y1 = g[0].y1 };
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && gap(&g[i - 1], &g[i]))
            xs_buf_putc(&b, ' ');
        bool raised = base && is_raised(base, &g[i]) && !gap(&g[i - 1], &g[i]);
        if (raised)
            put_raised(&b, g[i].cp);
        else
            xs_buf_cp(&b, g[i].cp);
        base = raised ? base : &g[i];
        out->x1 = g[i].x1 > out->x1 ? g[i].x1 : out->x1;
        out->y0 = g[i].y0 < out->y0 ? g[i].y0 : out->y0;
        out->y1 = g[i].y1 > out->y1 ? g[i].y1 : out->y1;
    }
    xs_str text;
    enum xs_err e = xs_buf_finish(&b, &text);
    if (e == XS_OK && !xs_arena_dup(a, text, &out->text))
        e = XS_E_NOMEM;
    xs_buf_free(&b);
    return e;
}

/* Lines of n glyphs, from top to bottom. */
static enum xs_err lines_of(
    struct xs_arena *a, struct xs_glyph *g, size_t n, struct text_line **out, size_t *count)
{
    struct text_line *lines = NULL;
    size_t cap = 0, made = 0;
    if (n)
        qsort(g, n, sizeof *g, xs_glyph_by_y);
    for (size_t from = 0, to; from < n; from = to) {
        double y = xs_glyph_middle(&g[from]), em = g[from].y1 - g[from].y0;
        for (to = from + 1; to < n; to++) {
            double size = g[to].y1 - g[to].y0, off = xs_glyph_middle(&g[to]) - y;
            if (off >= (size > em ? size : em) * 0.5)
                break;
            if (size > em) { /* the line's large ones say where it is */
                em = size;
                y = xs_glyph_middle(&g[to]);
            }
        }
        lines = xs_arena_grow(a, lines, &cap, made + 1, sizeof *lines);
        if (!lines)
            return XS_E_NOMEM;
        XS_TRY(make_line(a, g + from, to - from, &lines[made++]));
    }
    *out = lines;
    *count = made;
    return XS_OK;
}

/* Whether a line that ends at x1 leaves no room for more before border. */
static bool fills(const struct text_line *l, double border, double padding)
{
    return border - l->x1 < padding + FREE_EMS * (l->y1 - l->y0);
}

/* --- cells
 * ------------------------------------------------------------------------------------------ */

static enum xs_err cell_text(
    struct xs_arena *a, const struct text_line *lines, size_t n, double border, xs_str *out)
{
    struct xs_buf b;
    xs_buf_init(&b, XS_MAX_BUF);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && !fills(&lines[i - 1], border, PADDING))
            xs_buf_putc(&b, '\n');
        xs_buf_puts(&b, lines[i].text);
    }
    enum xs_err e = xs_buf_finish(&b, out);
    if (e == XS_OK && !xs_arena_dup(a, *out, out))
        e = XS_E_NOMEM;
    xs_buf_free(&b);
    return e;
}

static enum xs_err fill_cell(struct xs_arena *a, const struct xs_ruled_cell *from,
    struct xs_glyph *g, size_t n, struct flow_cell *c)
{
    struct text_line *lines;
    size_t count;
    *c = (struct flow_cell){ .x0 = from->x0, .x1 = from->x1, .rows = from->rows };
    XS_TRY(lines_of(a, g, n, &lines, &count));
    if (count == 0) {
        c->grown.text = XS_STR_NONE;
        return XS_OK;
    }
    const struct text_line *l = &lines[count - 1];
    c->full = fills(l, from->x1, PADDING) && from->y1 - l->y1 < (l->y1 - l->y0) * 0.9;
    return cell_text(a, lines, count, from->x1, &c->grown.text);
}

/* Which cell of the page each glyph is in: number over all tables, SIZE_MAX = none. */
static size_t find_cell(const struct xs_page *p, const struct xs_glyph *g)
{
    double x = (g->x0 + g->x1) / 2, y = xs_glyph_middle(g), best = 1e18;
    size_t base = 0, found = SIZE_MAX;
    for (size_t t = 0; t < p->ntables; base += p->tables[t++].ncells) {
        const struct xs_ruled *r = &p->tables[t];
        if (x < r->x0 || x > r->x1 || y < r->y0 || y > r->y1)
            continue;
        for (size_t i = 0; i < r->ncells; i++) {
            const struct xs_ruled_cell *c = &r->cells[i];
            double area = (c->x1 - c->x0) * (c->y1 - c->y0);
            if (x >= c->x0 && x <= c->x1 && y >= c->y0 && y <= c->y1 && area < best) {
                best = area;
                found = base + i;
            }
        }
    }
    return found;
}

/* The glyphs of a page by cell: those of cell c are sorted[start[c] .. start[c + 1]); the last cell
 * is what is in none. */
struct owners {
    size_t ncells;
    size_t *start;
    struct xs_glyph *sorted;
};

static enum xs_err share_out(struct xs_arena *a, const struct xs_page *p, struct owners *o)
{
    o->ncells = 0;
    for (size_t t = 0; t < p->ntables; t++)
        o->ncells += p->tables[t].ncells;
    size_t *owner = xs_arena_alloc(a, p->nglyphs + 1, sizeof *owner);
    o->start = xs_arena_zalloc(a, o->ncells + 3, sizeof *o->start);
    o->sorted = xs_arena_alloc(a, p->nglyphs + 1, sizeof *o->sorted);
    if (!owner || !o->start || !o->sorted)
        return XS_E_NOMEM;
    for (size_t i = 0; i < p->nglyphs; i++) {
        owner[i] = find_cell(p, &p->glyphs[i]);
        if (owner[i] == SIZE_MAX)
            owner[i] = o->ncells;
        o->start[owner[i] + 2]++;
    }
    for (size_t i = 2; i < o->ncells + 3; i++)
        o->start[i] += o->start[i - 1];
    for (size_t i = 0; i < p->nglyphs; i++)
        o->sorted[o->start[owner[i] + 1]++] = p->glyphs[i];
    return XS_OK;
}

/* --- paragraphs
 * ------------------------------------------------------------------------------------------ */

static struct item *add_item(struct xs_flow *f)
{
    struct item *items = xs_arena_grow(f->a, f->items, &f->cap, f->count + 1, sizeof *items);
    if (!items)
        return NULL;
    f->items = items;
    items[f->count] = (struct item){ .grown.text = XS_STR_NONE };
    return &items[f->count++];
}

/* Digits with the signs and words that go with a page number. */
static bool is_page_number(xs_str s)
{
    static const uint32_t also[] = { ' ', '-', '/', 0x2013, 0x2014, 0xB7, 0x2022, 0x2015, 0xFF0D,
        0x7B2C, 0x9875, 0x5171 };
    size_t digits = 0;
    for (size_t at = 0; at < s.len;) {
        uint32_t cp = xs_utf8_next(s, &at);
        bool known = cp >= '0' && cp <= '9';
        digits += known;
        for (size_t i = 0; !known && i < sizeof also / sizeof *also; i++)
            known = cp == also[i];
        if (!known)
            return false;
    }
    return digits > 0 && digits <= 8;
}

static bool is_furniture(const struct text_line *l, const struct xs_page *p)
{
    bool margin = l->y1 < p->height * MARGIN_SHARE || l->y0 > p->height * (1 - MARGIN_SHARE);
    return margin && is_page_number(l->text);
}

/* Whether l goes on with the paragraph before. width: left and right edge of the page's text. */
static bool continues(
    const struct item *before, const struct text_line *l, const double width[2], bool same_page)
{
    const struct text_line *last = &before->last;
    double em = last->y1 - last->y0, size = l->y1 - l->y0;
    if (before->is_table || !fills(last, width[1], 0) || l->x0 > width[0] + em)
        return false;
    if (size > em * 1.15 || size < em / 1.15)
        return false;
    double step = l->y0 - last->y0;
    return !same_page || (step < em * 2.2 && (before->step <= 0 || step < before->step * 1.25));
}

static enum xs_err add_line(
    struct xs_flow *f, const struct xs_page *p, const struct text_line *l, const double width[2])
{
    struct item *before = f->count ? &f->items[f->count - 1] : NULL;
    if (before && continues(before, l, width, before->page == p->number)) {
        before->step = before->page == p->number ? l->y0 - before->last.y0 : 0;
        before->last = *l;
        before->page = p->number;
        return xs_grown_add(f->a, &before->grown, XS_STR_NONE, l->text);
    }
    struct item *it = add_item(f);
    if (!it)
        return XS_E_NOMEM;
    it->grown.text = l->text;
    it->page = p->number;
    it->last = *l;
    return XS_OK;
}

/* --- tables
 * ------------------------------------------------------------------------------------------ */

/* The rows of one ruled table, each with a cell for every cell that touches it. */
static enum xs_err make_rows(struct xs_flow *f, const struct xs_page *p, const struct xs_ruled *r,
    struct flow_cell *texts, struct item *out)
{
    out->rows = xs_arena_zalloc(f->a, r->nrows, sizeof *out->rows);
    size_t *order = xs_arena_alloc(f->a, r->ncols + 1, sizeof *order);
    if (!out->rows || !order)
        return XS_E_NOMEM;
    out->cap = r->nrows;
    for (uint32_t j = 0; j < r->nrows; j++) {
        struct flow_row row = { .page = p->number };
        bool begins = false;
        memset(order, 0xFF, (r->ncols + 1) * sizeof *order);
        for (size_t i = 0; i < r->ncells; i++) {
            const struct xs_ruled_cell *c = &r->cells[i];
            if (j < c->row || j >= c->row + c->rows)
                continue;
            order[c->col] = i;
            row.ncells++;
            begins = begins || c->row == j;
        }
        if (!begins)
            continue;
        row.cells = xs_arena_zalloc(f->a, row.ncells, sizeof *row.cells);
        if (!row.cells)
            return XS_E_NOMEM;
        size_t n = 0;
        for (uint32_t k = 0; k < r->ncols; k++) {
            if (order[k] == SIZE_MAX)
                continue;
            row.cells[n] = texts[order[k]];
            if (r->cells[order[k]].row < j) {
                row.cells[n].grown.text = XS_STR_NONE;
                row.cells[n].continued = true;
            }
            n++;
        }
        out->rows[out->nrows++] = row;
    }
    return XS_OK;
}

static bool near(double a, double b) { return a - b < SAME_BORDER && b - a < SAME_BORDER; }

static bool has_border(const struct item *t, double x)
{
    for (size_t i = 0; i < t->nrows; i++)
        for (size_t k = 0; k < t->rows[i].ncells; k++)
            if (near(t->rows[i].cells[k].x0, x) || near(t->rows[i].cells[k].x1, x))
                return true;
    return false;
}

/* Where the texts of a row end: beside a narrow table the grid of a wider one that touches it may
 * have empty places. */
static double right_end(const struct flow_row *row)
{
    size_t n = row->ncells;
    while (n > 1 && row->cells[n - 1].grown.text.len == 0)
        n--;
    return n ? row->cells[n - 1].x1 : 0;
}

/* Whether next, the first thing on its page, is the rest of the table before it. */
static bool goes_on(const struct item *before, const struct item *next)
{
    if (!before->is_table || before->nrows == 0 || next->nrows == 0)
        return false;
    const struct flow_row *last = &before->rows[before->nrows - 1];
    bool wide = near(before->x1, next->x1) || near(right_end(last), next->x1);
    if (last->page + 1 != next->page || !near(before->x0, next->x0) || !wide)
        return false;
    for (size_t k = 0; k < next->rows[0].ncells; k++)
        if (!has_border(before, next->rows[0].cells[k].x0))
            return false;
    return true;
}

static bool same_row(const struct flow_row *a, const struct flow_row *b)
{
    bool any = false;
    if (a->ncells != b->ncells)
        return false;
    for (size_t i = 0; i < a->ncells; i++) {
        if (!xs_str_eq(a->cells[i].grown.text, b->cells[i].grown.text))
            return false;
        any = any || a->cells[i].grown.text.len;
    }
    return any;
}

/* The cell of row that stands over the same columns, or NULL. */
static struct flow_cell *over(const struct flow_row *row, const struct flow_cell *c)
{
    for (size_t i = 0; i < row->ncells; i++)
        if (near(row->cells[i].x0, c->x0) && near(row->cells[i].x1, c->x1))
            return &row->cells[i];
    return NULL;
}

/* Whether next is the rest of row, which a page end split: each of its texts goes on with one that
 * is full, and it lacks texts that a row of its own would have. A single text at the end of a row
 * that begins with others is a rest too. */
static bool is_rest(const struct flow_row *row, const struct flow_row *next)
{
    size_t texts = 0, before = 0, holes = 0;
    bool full = true, last = false;
    for (size_t i = 0; i < next->ncells; i++) {
        const struct flow_cell *c = &next->cells[i], *up = over(row, c);
        if (!up)
            return false;
        before += up->grown.text.len > 0;
        last = c->grown.text.len > 0;
        if (c->grown.text.len == 0) {
            holes += texts > 0 && up->grown.text.len > 0;
            continue;
        }
        texts++;
        if (up->grown.text.len == 0)
            return false;
        full = full && up->full;
    }
    if (texts == 0 || texts >= before)
        return texts == 0 && before > 0;
    if (texts == 1 && last)
        return true;
    return full && holes > 0;
}

static enum xs_err join_rows(
    struct xs_flow *f, const struct flow_row *row, const struct flow_row *next)
{
    for (size_t i = 0; i < next->ncells; i++) {
        const struct flow_cell *c = &next->cells[i];
        struct flow_cell *up = over(row, c);
        if (!up || c->grown.text.len == 0)
            continue;
        xs_str between = up->full ? XS_STR_NONE : XS_STR("\n");
        XS_TRY(xs_grown_add(f->a, &up->grown, between, c->grown.text));
        up->full = c->full;
    }
    return XS_OK;
}

/* A cell that the page end cut: empty at the top of a table that goes on, over several rows. */
static void mark_continued(struct flow_row *row)
{
    for (size_t i = 0; i < row->ncells; i++)
        if (row->cells[i].grown.text.len == 0 && row->cells[i].rows > 1)
            row->cells[i].continued = true;
}

/* The cell of t over the same columns as c, from whose first row its last one is covered. */
static struct flow_cell *start_over(const struct item *t, const struct flow_cell *c)
{
    struct flow_cell *up = NULL;
    for (size_t k = t->nrows; k-- > 0;) {
        up = over(&t->rows[k], c);
        if (!up || !up->continued)
            break;
    }
    return up;
}

/* A text on the border of two pages is printed on both, clipped: what hangs out of the table is a
 * paragraph between its halves. */
static void drop_twin(struct xs_flow *f, const struct item *next)
{
    if (f->count < 2 || next->nrows == 0)
        return;
    const struct item *p = &f->items[f->count - 1], *t = p - 1;
    if (p->is_table || !goes_on(t, next))
        return;
    for (size_t i = 0; i < next->rows[0].ncells; i++) {
        const struct flow_cell *c = &next->rows[0].cells[i], *up = start_over(t, c);
        if (xs_str_eq(p->grown.text, c->grown.text) ||
            (up && xs_str_eq(p->grown.text, up->grown.text))) {
            f->count--;
            return;
        }
    }
}

/* A cell over several rows whose text stands in its middle, after the page end: the text belongs to
 * its first row. */
static void lift_texts(struct item *t, struct flow_row *next)
{
    for (size_t i = 0; i < next->ncells; i++) {
        struct flow_cell *c = &next->cells[i], *up = start_over(t, c);
        bool spans = c->rows > 1;
        if (!up || c->grown.text.len == 0 || up->grown.text.len ||
            (up->rows < 2 && !(spans && i == 0)))
            continue;
        up->grown = c->grown;
        c->grown = (struct xs_grown){ .text = XS_STR_NONE };
        c->continued = true;
    }
}

/* How many rows at the top of next are those at the top of t, printed again. None where the first
 * row that differs has the same label and another text: that is the next form, whose first rows
 * are like those of the one before. */
static size_t repeated_rows(const struct item *t, const struct item *next)
{
    size_t n = 0;
    while (n < next->nrows && n < t->nrows && n < MAX_HEADER_ROWS &&
           same_row(&t->rows[n], &next->rows[n]))
        n++;
    if (n == next->nrows || n == t->nrows)
        return n;
    xs_str label = next->rows[n].cells[0].grown.text;
    return label.len && xs_str_eq(label, t->rows[n].cells[0].grown.text) ? 0 : n;
}

static enum xs_err append(struct xs_flow *f, struct item *t, const struct item *next)
{
    size_t from = repeated_rows(t, next);
    t->page = next->page;
    if (from < next->nrows && is_rest(&t->rows[t->nrows - 1], &next->rows[from])) {
        XS_TRY(join_rows(f, &t->rows[t->nrows - 1], &next->rows[from]));
        t->rows[t->nrows - 1].page = next->page;
        from++;
    } else if (from < next->nrows) {
        lift_texts(t, &next->rows[from]);
        mark_continued(&next->rows[from]);
    }
    size_t n = next->nrows - from;
    struct flow_row *rows = xs_arena_grow(f->a, t->rows, &t->cap, t->nrows + n, sizeof *rows);
    if (!rows)
        return XS_E_NOMEM;
    t->rows = rows;
    if (n)
        memcpy(rows + t->nrows, next->rows + from, n * sizeof *rows);
    t->nrows += n;
    return XS_OK;
}

static enum xs_err add_table(struct xs_flow *f, const struct xs_page *p, const struct xs_ruled *r,
    const struct owners *o, size_t base)
{
    struct item it = {
        .grown.text = XS_STR_NONE, .page = p->number, .is_table = true, .x0 = r->x0, .x1 = r->x1
    };
    struct flow_cell *texts = xs_arena_alloc(f->a, r->ncells, sizeof *texts);
    if (!texts)
        return XS_E_NOMEM;
    for (size_t i = 0; i < r->ncells; i++)
        XS_TRY(fill_cell(f->a, &r->cells[i], o->sorted + o->start[base + i],
            o->start[base + i + 1] - o->start[base + i], &texts[i]));
    XS_TRY(make_rows(f, p, r, texts, &it));
    drop_twin(f, &it);
    struct item *before = f->count ? &f->items[f->count - 1] : NULL;
    if (before && goes_on(before, &it))
        return append(f, before, &it);
    before = add_item(f);
    if (!before)
        return XS_E_NOMEM;
    *before = it;
    return XS_OK;
}

/* --- pages
 * ------------------------------------------------------------------------------------------ */

enum xs_err xs_flow_page(struct xs_flow *f, const struct xs_page *page)
{
    struct owners o;
    struct text_line *lines;
    size_t count, base = 0, t = 0;
    XS_TRY(share_out(f->a, page, &o));
    XS_TRY(lines_of(f->a, o.sorted + o.start[o.ncells], o.start[o.ncells + 1] - o.start[o.ncells],
        &lines, &count));
    double width[2] = { 1e9, -1e9 };
    for (size_t i = 0; i < count; i++) {
        width[0] = lines[i].x0 < width[0] ? lines[i].x0 : width[0];
        width[1] = lines[i].x1 > width[1] ? lines[i].x1 : width[1];
    }
    for (size_t i = 0; i <= count; i++) {
        while (t < page->ntables && (i == count || page->tables[t].y0 < lines[i].y0)) {
            XS_TRY(add_table(f, page, &page->tables[t], &o, base));
            base += page->tables[t++].ncells;
        }
        if (i < count && !is_furniture(&lines[i], page))
            XS_TRY(add_line(f, page, &lines[i], width));
    }
    return XS_OK;
}

static enum xs_err put_paragraph(struct xs_flow *f, const struct item *it, struct xs_block *b)
{
    struct xs_cell *c = xs_arena_zalloc(f->a, 1, sizeof *c);
    if (!c)
        return XS_E_NOMEM;
    *c = (struct xs_cell){
        .text = it->grown.text, .span = 1, .at = { .page = it->page, .part = XS_STR_NONE }
    };
    *b = (struct xs_block){ .kind = XS_BLOCK_PARAGRAPH, .ncells = 1, .cells = c };
    return XS_OK;
}

/* Borders of a table that lie between x0 and x1. */
static uint16_t span_of(const double *xs, size_t n, const struct flow_cell *c)
{
    uint16_t span = 1;
    for (size_t i = 0; i < n; i++)
        span = (uint16_t)(span + (xs[i] > c->x0 + SAME_BORDER && xs[i] < c->x1 - SAME_BORDER));
    return span;
}

static int by_value(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static enum xs_err columns_of(struct xs_flow *f, const struct item *it, double **out, size_t *count)
{
    size_t n = 0, kept = 0;
    for (size_t i = 0; i < it->nrows; i++)
        n += it->rows[i].ncells;
    double *xs = xs_arena_alloc(f->a, n + 1, sizeof *xs);
    if (!xs)
        return XS_E_NOMEM;
    n = 0;
    for (size_t i = 0; i < it->nrows; i++)
        for (size_t k = 0; k < it->rows[i].ncells; k++)
            xs[n++] = it->rows[i].cells[k].x0;
    if (n)
        qsort(xs, n, sizeof *xs, by_value);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || !near(xs[i], xs[kept - 1]))
            xs[kept++] = xs[i];
    *out = xs;
    *count = kept;
    return XS_OK;
}

static enum xs_err put_table(
    struct xs_flow *f, const struct item *it, uint32_t number, struct xs_block *blocks)
{
    double *xs;
    size_t n;
    XS_TRY(columns_of(f, it, &xs, &n));
    for (size_t i = 0; i < it->nrows; i++) {
        const struct flow_row *row = &it->rows[i];
        struct xs_cell *cells = xs_arena_zalloc(f->a, row->ncells, sizeof *cells);
        if (!cells)
            return XS_E_NOMEM;
        for (size_t k = 0; k < row->ncells; k++)
            cells[k] = (struct xs_cell){ .text = row->cells[k].grown.text,
                .span = span_of(xs, n, &row->cells[k]),
                .continued = row->cells[k].continued,
                .at = { .page = row->page,
                    .table = number,
                    .row = (uint32_t)i + 1,
                    .cell = (uint32_t)k + 1,
                    .part = XS_STR_NONE } };
        blocks[i] = (struct xs_block){ .kind = XS_BLOCK_ROW,
            .shape = XS_SHAPE_EXACT,
            .blank_before = i == 0,
            .ncells = row->ncells,
            .cells = cells };
    }
    return XS_OK;
}

enum xs_err xs_flow_end(struct xs_flow *f, struct xs_sheet *out)
{
    size_t n = 0, at = 0;
    uint32_t tables = 0;
    for (size_t i = 0; i < f->count; i++)
        n += f->items[i].is_table ? f->items[i].nrows : 1;
    struct xs_block *blocks = xs_arena_zalloc(f->a, n + 1, sizeof *blocks);
    if (!blocks)
        return XS_E_NOMEM;
    for (size_t i = 0; i < f->count; i++) {
        const struct item *it = &f->items[i];
        if (it->is_table) {
            XS_TRY(put_table(f, it, ++tables, blocks + at));
            at += it->nrows;
        } else {
            XS_TRY(put_paragraph(f, it, &blocks[at++]));
        }
    }
    out->nblocks = n;
    out->blocks = blocks;
    return XS_OK;
}
