#include "read/text_reader.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "read/boxed.h"
#include "read/csv_text.h"
#include "read/decode.h"
#include "read/lines.h"
#include "read/text_lines.h"

/* Cells are given room for as many at once, at least. */
#define CELLS_AT_ONCE 256
#define BYTES_A_BLOCK 64  /* of text */
#define MOST_AT_ONCE 4096 /* blocks */

struct reader {
    struct xs_arena *a;
    struct xs_sheet *s;
    size_t block_cap, note_cap;
    uint32_t line; /* number of the line under way */
    bool blank_before;
    bool open;            /* a row of tab-led cells is under way */
    uint32_t first, last; /* its lines */
    struct xs_cell *cells;
    size_t ncells, room;
    size_t row;    /* the first cell that belongs to no block yet */
    bool bordered; /* the last row parted by bars begins and ends with one */
    size_t tabs;   /* of the row parted by them in the line above, if more than one; else 0 */
    bool signs;    /* there are lines of which more than blanks belong to no cell */
    enum xs_boxed_style
        style; /* of the table with drawn borders that is under way, and its lines */
    struct xs_boxed_line *boxed;
    size_t nboxed, boxed_cap;
};

static struct xs_place place(uint32_t line, uint32_t col)
{
    return (struct xs_place){ .line = line, .col = col, .part = XS_STR_NONE };
}

static enum xs_err note(struct reader *r, const char *id, uint64_t number)
{
    struct xs_read_note *n =
        xs_arena_grow(r->a, r->s->notes, &r->note_cap, r->s->nnotes + 1, sizeof *n);
    if (!n)
        return XS_E_NOMEM;
    r->s->notes = n;
    n[r->s->nnotes++] = (struct xs_read_note){
        .id = id, .at = place(r->line, 1), .number = number, .text = XS_STR_NONE
    };
    return XS_OK;
}

/* A block of the cells that belong to none yet, up to the line r->last. */
static inline enum xs_err add_block(
    struct reader *r, enum xs_block_kind kind, enum xs_row_shape shape, uint32_t first_line)
{
    struct xs_block *blocks =
        xs_arena_grow(r->a, r->s->blocks, &r->block_cap, r->s->nblocks + 1, sizeof *blocks);
    if (!blocks)
        return XS_E_NOMEM;
    r->s->blocks = blocks;
    struct xs_block *b = &blocks[r->s->nblocks++];
    b->kind = kind;
    b->shape = shape;
    b->first_line = first_line;
    b->last_line = r->last;
    b->blank_before = r->blank_before;
    b->ncells = r->ncells - r->row;
    b->cells = r->cells + r->row;
    r->blank_before = false;
    r->row = r->ncells;
    return XS_OK;
}

static inline enum xs_err close_row(struct reader *r)
{
    if (!r->open)
        return XS_OK;
    r->open = false;
    return add_block(r, XS_BLOCK_ROW, XS_SHAPE_EXACT, r->first);
}

/* Room for one more cell beside those that belong to no block yet. */
static bool more_room(struct reader *r)
{
    size_t have = r->ncells - r->row, room = 2 * have;
    if (room < CELLS_AT_ONCE)
        room = CELLS_AT_ONCE;
    struct xs_cell *cells = xs_arena_alloc(r->a, room, sizeof *cells);
    if (!cells)
        return false;
    if (have)
        memcpy(cells, r->cells + r->row, have * sizeof *cells);
    r->cells = cells;
    r->ncells = have;
    r->row = 0;
    r->room = room;
    return true;
}

static inline enum xs_err push_cell(struct reader *r, xs_str text, uint32_t col)
{
    if (r->ncells == r->room && !more_room(r))
        return XS_E_NOMEM;
    struct xs_cell *c = &r->cells[r->ncells++]; /* field by field: at once is by way of the stack */
    c->text = text;
    c->at.line = r->line;
    c->at.col = col;
    c->at.table = c->at.row = c->at.cell = c->at.page = 0;
    c->at.part = XS_STR_NONE;
    c->span = 1;
    c->continued = false;
    return XS_OK;
}

static inline bool is_cell(xs_str line) { return line.len && line.ptr[0] == '\t'; }

/* A line that begins with a TAB: the next cell of the row under way, or the first of a new one. */
static inline enum xs_err cell_line(struct reader *r, xs_str text, uint32_t col)
{
    if (!r->open) {
        r->open = true;
        r->first = r->line;
    }
    r->last = r->line;
    return push_cell(r, text, col);
}

/* A further paragraph of the last cell: the source's bytes are contiguous, line ends included. */
static void continue_cell(struct reader *r, xs_str line)
{
    struct xs_cell *c = &r->cells[r->ncells - 1];
    c->text.len = (size_t)(line.ptr + line.len - c->text.ptr);
    r->last = r->line;
}

static enum xs_err paragraph(struct reader *r, xs_str line)
{
    XS_TRY(push_cell(r, line, 1));
    r->last = r->line;
    return add_block(r, XS_BLOCK_PARAGRAPH, XS_SHAPE_EXACT, r->line);
}

/* Characters of blank before what a text holds; 0: it holds nothing. */
static uint32_t blanks_before(xs_str s)
{
    if (s.len == 0 || !xs_str_may_blank(s.ptr[0]))
        return 0;
    xs_str text = xs_str_trim(s);
    return text.len ? (uint32_t)xs_utf8_count(xs_str_sub(s, 0, (size_t)(text.ptr - s.ptr))) : 0;
}

/* A cell in quotes without them; two in it stand for one. */
static enum xs_err unquote(struct reader *r, xs_str *text)
{
    if (text->len < 2 || text->ptr[0] != '"' || text->ptr[text->len - 1] != '"')
        return XS_OK;
    const xs_str inner = xs_str_sub(*text, 1, text->len - 2);
    for (size_t i = 0; i < inner.len; i++)
        if (inner.ptr[i] == '"' && (++i == inner.len || inner.ptr[i] != '"'))
            return XS_OK; /* they are its own */
    r->signs = true;
    *text = inner;
    return xs_csv_undouble(r->a, text);
}

/* The lines that part goes over; *col: characters before what follows it. */
static void step_lines(struct reader *r, xs_str part, uint32_t *col)
{
    const char *p = part.ptr, *end = p + part.len, *ends;
    for (; (ends = memchr(p, '\n', (size_t)(end - p))) != NULL; p = ends + 1) {
        r->line++;
        *col = 1;
    }
    *col += (uint32_t)xs_utf8_count((xs_str){ p, (size_t)(end - p) }) + 1;
}

/* A row of cells parted by sep, which may be more than one line. A bar at either end of it is a
 * border, not an empty cell. */
static enum xs_err parted_row(struct reader *r, xs_str line, char sep)
{
    const uint32_t first = r->line;
    uint32_t col = 1;
    r->signs |= sep == '|';
    if (sep == '|') {
        col += blanks_before(line);
        line = xs_str_trim(line);
        r->bordered = xs_str_starts(line, XS_STR("|")) && xs_str_ends(line, XS_STR("|"));
        if (xs_str_starts(line, XS_STR("|"))) {
            line = xs_str_sub(line, 1, line.len);
            col++;
        }
        if (xs_str_ends(line, XS_STR("|")))
            line.len--;
    }
    const size_t tabs = sep == '\t' ? xs_text_tabs(line) : 0;
    r->tabs = tabs > 1 ? tabs : 0;
    xs_str rest = line, part;
    while (xs_str_split(&rest, sep, &part)) {
        while (sep == '|' && rest.ptr && xs_str_ends(part, XS_STR("\\"))) { /* no border */
            xs_str more;
            if (xs_str_split(&rest, sep, &more))
                part.len += more.len + 1;
        }
        xs_str text = xs_str_trim(part);
        if (sep == '\t')
            XS_TRY(unquote(r, &text));
        XS_TRY(push_cell(r, text, col + blanks_before(part)));
        step_lines(r, part, &col);
    }
    r->last = r->line;
    return add_block(r, XS_BLOCK_ROW, XS_SHAPE_LOOSE, first);
}

/* "|---|:--:|": a line drawn between the rows of a table. */
static bool is_rule(xs_str line)
{
    bool dash = false;
    for (size_t i = 0; i < line.len; i++) {
        if (!memchr("|-:+= \t", line.ptr[i], 8))
            return false;
        dash |= line.ptr[i] == '-' || line.ptr[i] == '=';
    }
    return dash;
}

/* A line that holds nothing: as an empty one, but no row ends at it. */
static enum xs_err skip_line(struct reader *r)
{
    r->s->nblank++;
    r->signs = true;
    return XS_OK;
}

/* A line without TAB and bar, or one that goes on with a cell. */
static inline enum xs_err plain_line(struct reader *r, xs_str line)
{
    r->tabs = 0;
    if (xs_str_blank(line)) {
        XS_TRY(close_row(r));
        r->s->nblank++;
        r->blank_before = true;
        return XS_OK;
    }
    if (!r->open)
        return paragraph(r, line);
    continue_cell(r, line);
    return XS_OK;
}

/* A line with a bar or a TAB that it does not begin with. */
static enum xs_err odd_line(struct reader *r, xs_str line)
{
    size_t tab = xs_str_find(line, XS_STR("\t"), 0);
    if (tab != SIZE_MAX && xs_str_blank(xs_str_sub(line, 0, tab))) {
        bool tabs = xs_str_find(line, XS_STR("\t"), tab + 1) != SIZE_MAX;
        if (tab > 0 || tabs)
            XS_TRY(close_row(r));
        if (tabs)
            return parted_row(r, line, '\t'); /* a whole row whose first cell is empty */
        uint32_t blanks = (uint32_t)xs_utf8_count(xs_str_sub(line, 0, tab));
        return cell_line(r, xs_str_sub(line, tab + 1, line.len), blanks + 2);
    }
    if (r->open || xs_str_blank(line))
        return plain_line(r, line);
    if (xs_str_has(line, XS_STR("|")))
        return is_rule(line) ? skip_line(r) : parted_row(r, line, '|');
    return parted_row(r, line, '\t');
}

/* A row of a table with drawn borders, or of a frame around text. */
static enum xs_err boxed_row(struct reader *r, const struct xs_boxed_row *row, bool frame)
{
    r->line = r->last = row->last_line;
    if (frame && row->cells[0].text.len == 0) {
        r->s->nblank += row->last_line - row->first_line + 1;
        return XS_OK;
    }
    for (size_t i = 0; i < row->ncells; i++) {
        XS_TRY(push_cell(r, row->cells[i].text, 1));
        r->cells[r->ncells - 1] = row->cells[i];
    }
    return add_block(r, frame ? XS_BLOCK_PARAGRAPH : XS_BLOCK_ROW, XS_SHAPE_EXACT, row->first_line);
}

/* The table whose last line was the one before ends. */
static enum xs_err close_box(struct reader *r)
{
    struct xs_boxed box;
    const uint32_t line = r->line;
    if (r->nboxed == 0)
        return XS_OK;
    XS_TRY(xs_boxed_read(r->a, r->style, r->boxed, r->nboxed, &box));
    for (size_t i = 0; i < box.nrows; i++)
        XS_TRY(boxed_row(r, &box.rows[i], box.ncolumns == 1));
    r->s->nblank += box.drawn;
    r->s->ends_in_table = !box.closed; /* if the text ends here */
    r->line = line;
    r->nboxed = 0;
    r->style = XS_BOXED_NOT;
    return XS_OK;
}

/* Takes a line of a table with drawn borders. */
static enum xs_err box_line(struct reader *r, xs_str line, bool *taken)
{
    const enum xs_boxed_style style = xs_boxed_style(line, r->style);
    *taken = style != XS_BOXED_NOT;
    if (style != r->style || (r->nboxed && xs_boxed_begins(line, r->boxed[r->nboxed - 1].text)))
        XS_TRY(close_box(r));
    if (!*taken)
        return XS_OK;
    XS_TRY(close_row(r));
    struct xs_boxed_line *all =
        xs_arena_grow(r->a, r->boxed, &r->boxed_cap, r->nboxed + 1, sizeof *all);
    if (!all)
        return XS_E_NOMEM;
    r->boxed = all;
    all[r->nboxed++] = (struct xs_boxed_line){ line, r->line };
    r->style = style;
    r->signs = true;
    return XS_OK;
}

/* May a line that begins with this byte be part of such a table? The first byte of box-drawing
 * characters, of a blank before them, or a corner. */
static inline bool may_be_boxed(const struct reader *r, xs_str line)
{
    const char c = line.len ? line.ptr[0] : '\0';
    return r->nboxed || c == '\xE2' || c == '+' || c == ' ' || c == '\xE3';
}

/* A line with a bar or a TAB, and those behind it that it is broken over. */
static enum xs_err broken_line(
    struct reader *r, xs_str line, struct xs_lines *lines, struct xs_lines_at *at)
{
    const uint32_t first = r->line;
    const size_t left = at->at < lines->text.len ? lines->text.len - at->at : 0;
    xs_str next;
    bool odd;
    size_t n = 0, more = 0;
    if (!r->open && left)
        more =
            xs_text_broken(line, (xs_str){ lines->text.ptr + at->at, left }, r->bordered, r->tabs);
    for (; n < more && xs_lines_next(lines, at, &next, &odd); n++)
        line.len = (size_t)(next.ptr + next.len - line.ptr);
    XS_TRY(odd_line(r, line));
    r->line = first + (uint32_t)n;
    return XS_OK;
}

/* A line that is no cell alone, or the first one behind a table with drawn borders. */
static enum xs_err other_line(
    struct reader *r, xs_str line, bool odd, struct xs_lines *lines, struct xs_lines_at *at)
{
    bool boxed = false;
    if (may_be_boxed(r, line))
        XS_TRY(box_line(r, line, &boxed));
    if (boxed)
        return XS_OK;
    if (odd || (r->tabs && is_cell(line)))
        return broken_line(r, line, lines, at);
    return is_cell(line) ? cell_line(r, xs_str_sub(line, 1, line.len), 2) : plain_line(r, line);
}

/* Room for as many blocks as texts of this length have, as a rule. */
static bool usual_blocks(struct reader *r, xs_str text)
{
    const size_t n = text.len / BYTES_A_BLOCK;
    r->block_cap = n < MOST_AT_ONCE ? n + 1 : MOST_AT_ONCE;
    r->s->blocks = xs_arena_alloc(r->a, r->block_cap, sizeof *r->s->blocks);
    return r->s->blocks != NULL;
}

static enum xs_err all_lines(struct reader *r, xs_str text)
{
    struct xs_lines lines;
    struct xs_lines_at at = { 0 };
    xs_str line;
    bool odd;
    if (!usual_blocks(r, text))
        return XS_E_NOMEM;
    xs_lines_open(&lines, text, xs_vec_width());
    while (xs_lines_next(&lines, &at, &line, &odd)) {
        r->line++;
        if (line.len > XS_MAX_LINE_BYTES)
            return XS_E_LONG_LINE;
        if (!odd && r->nboxed == 0 && r->tabs == 0 && is_cell(line))
            XS_TRY(cell_line(r, (xs_str){ line.ptr + 1, line.len - 1 }, 2));
        else
            XS_TRY(other_line(r, line, odd, &lines, &at));
    }
    r->s->nlines = r->line;
    r->s->ends_in_table = r->open;
    XS_TRY(close_box(r));
    return close_row(r);
}

enum xs_err xs_read_text(struct xs_arena *a, xs_str bytes, struct xs_sheet *out)
{
    struct xs_decoded d;
    struct xs_sheet s = { .format = "text" };
    struct reader r = { .a = a, .s = &s };
    XS_TRY(xs_decode(a, bytes, XS_STR_NONE, &d));
    XS_TRY(xs_text_mac(a, &d.text));
    s.encoding = d.encoding;
    if (d.invalid) {
        r.line = d.invalid_line;
        XS_TRY(note(&r, "read-invalid-bytes", d.first_invalid));
        s.notes[s.nnotes - 1].text = XS_STR_NONE;
        r.line = 0;
    }
    char sign = xs_csv_sign(d.text);
    XS_TRY(sign ? xs_csv_read(a, d.text, sign, &s) : all_lines(&r, d.text));
    s.format = sign ? "csv" : s.format;
    s.source = sign || r.signs ? XS_STR_NONE : d.text;
    s.ends = xs_text_ends(d.text);
    *out = s;
    return XS_OK;
}
