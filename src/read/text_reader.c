#include "read/text_reader.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "read/decode.h"

struct reader {
    struct xs_arena *a;
    struct xs_sheet *s;
    size_t block_cap, note_cap;
    xs_str rest;   /* lines not read yet */
    uint32_t line; /* number of the line under way */
    bool blank_before;
    /* the row of tab-led cells under way */
    bool open;
    uint32_t first, last;
    size_t ncells, cell_cap;
    struct xs_cell *cells;
    const char *cell_from, *cell_to; /* bytes of the last cell */
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

static enum xs_err add_block(struct reader *r, struct xs_block b)
{
    struct xs_block *blocks =
        xs_arena_grow(r->a, r->s->blocks, &r->block_cap, r->s->nblocks + 1, sizeof *blocks);
    if (!blocks)
        return XS_E_NOMEM;
    b.blank_before = r->blank_before;
    r->blank_before = false;
    r->s->blocks = blocks;
    blocks[r->s->nblocks++] = b;
    return XS_OK;
}

static enum xs_err close_row(struct reader *r)
{
    if (!r->open)
        return XS_OK;
    r->open = false;
    struct xs_cell *cells = xs_arena_alloc(r->a, r->ncells, sizeof *cells);
    if (!cells)
        return XS_E_NOMEM;
    memcpy(cells, r->cells, r->ncells * sizeof *cells);
    struct xs_block b = {
        .kind = XS_BLOCK_ROW, .shape = XS_SHAPE_EXACT, .first_line = r->first, .last_line = r->last
    };
    b.cells = cells;
    b.ncells = r->ncells;
    return add_block(r, b);
}

static enum xs_err push_cell(struct reader *r, xs_str text, uint32_t col)
{
    struct xs_cell *cells =
        xs_arena_grow(r->a, r->cells, &r->cell_cap, r->ncells + 1, sizeof *cells);
    if (!cells)
        return XS_E_NOMEM;
    r->cells = cells;
    cells[r->ncells++] = (struct xs_cell){ .text = text, .at = place(r->line, col), .span = 1 };
    return XS_OK;
}

/* A line that begins with a TAB: the next cell of the row under way, or the first of a new one. */
static enum xs_err cell_line(struct reader *r, xs_str text, uint32_t col)
{
    if (!r->open) {
        r->open = true;
        r->first = r->line;
        r->ncells = 0;
    }
    r->last = r->line;
    r->cell_from = text.ptr;
    r->cell_to = text.ptr + text.len;
    return push_cell(r, text, col);
}

/* A further paragraph of the last cell: the source's bytes are contiguous, line ends included. */
static void continue_cell(struct reader *r, xs_str line)
{
    struct xs_cell *c = &r->cells[r->ncells - 1];
    c->text = (xs_str){ r->cell_from, (size_t)(line.ptr + line.len - r->cell_from) };
    r->last = r->line;
}

static enum xs_err paragraph(struct reader *r, xs_str line)
{
    struct xs_cell *c = xs_arena_alloc(r->a, 1, sizeof *c);
    if (!c)
        return XS_E_NOMEM;
    *c = (struct xs_cell){ .text = line, .at = place(r->line, 1), .span = 1 };
    struct xs_block b = { .kind = XS_BLOCK_PARAGRAPH,
        .first_line = r->line,
        .last_line = r->line,
        .ncells = 1,
        .cells = c };
    return add_block(r, b);
}

/* A line of cells parted by sep. A bar at either end of the line is a border, not an empty cell. */
static enum xs_err parted_line(struct reader *r, xs_str line, char sep)
{
    size_t n = 1;
    uint32_t col = 1;
    if (sep == '|') {
        size_t lead = (size_t)(xs_str_trim(line).ptr - line.ptr);
        line = xs_str_trim(line);
        col += (uint32_t)lead;
        if (xs_str_starts(line, XS_STR("|"))) {
            line = xs_str_sub(line, 1, line.len);
            col++;
        }
        if (xs_str_ends(line, XS_STR("|")))
            line.len--;
    }
    for (size_t i = 0; i < line.len; i++)
        n += line.ptr[i] == sep;
    struct xs_cell *cells = xs_arena_alloc(r->a, n, sizeof *cells);
    if (!cells)
        return XS_E_NOMEM;
    xs_str rest = line, part;
    size_t k = 0;
    while (xs_str_split(&rest, sep, &part)) {
        cells[k++] =
            (struct xs_cell){ .text = xs_str_trim(part), .at = place(r->line, col), .span = 1 };
        col += (uint32_t)xs_utf8_count(part) + 1;
    }
    struct xs_block b = {
        .kind = XS_BLOCK_ROW, .shape = XS_SHAPE_LOOSE, .first_line = r->line, .last_line = r->line
    };
    b.ncells = k;
    b.cells = cells;
    return add_block(r, b);
}

/* Offset of a TAB that only blanks stand before, or SIZE_MAX. */
static size_t leading_tab(xs_str line)
{
    if (line.len == 0 || !xs_str_may_blank(line.ptr[0]))
        return SIZE_MAX;
    const char *tab = memchr(line.ptr, '\t', line.len);
    if (!tab)
        return SIZE_MAX;
    size_t at = (size_t)(tab - line.ptr);
    return xs_str_blank(xs_str_sub(line, 0, at)) ? at : SIZE_MAX;
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
    return XS_OK;
}

static enum xs_err one_line(struct reader *r, xs_str line)
{
    size_t tab = leading_tab(line);
    if (tab != SIZE_MAX) {
        xs_str text = xs_str_sub(line, tab + 1, line.len);
        if (tab > 0)
            XS_TRY(close_row(r));
        if (!text.len || !memchr(text.ptr, '\t', text.len))
            return cell_line(
                r, text, tab ? (uint32_t)xs_utf8_count(xs_str_sub(line, 0, tab)) + 2 : 2);
        XS_TRY(close_row(r));
        return parted_line(r, line, '\t'); /* a whole row whose first cell is empty */
    }
    if (xs_str_blank(line)) {
        XS_TRY(close_row(r));
        r->s->nblank++;
        r->blank_before = true;
        return XS_OK;
    }
    if (r->open) {
        continue_cell(r, line);
        return XS_OK;
    }
    if (memchr(line.ptr, '|', line.len))
        return is_rule(line) ? skip_line(r) : parted_line(r, line, '|');
    if (memchr(line.ptr, '\t', line.len))
        return parted_line(r, line, '\t');
    return paragraph(r, line);
}

static enum xs_err all_lines(struct reader *r)
{
    while (r->rest.ptr && r->rest.len > 0) {
        const char *end = memchr(r->rest.ptr, '\n', r->rest.len);
        size_t len = end ? (size_t)(end - r->rest.ptr) : r->rest.len;
        xs_str line = { r->rest.ptr, len };
        r->rest = xs_str_sub(r->rest, len + (end != NULL), r->rest.len);
        r->line++;
        if (line.len && line.ptr[line.len - 1] == '\r')
            line.len--;
        if (line.len > XS_MAX_LINE_BYTES)
            return XS_E_TOO_LARGE;
        XS_TRY(one_line(r, line));
    }
    r->s->nlines = r->line;
    r->s->ends_in_table = r->open;
    return close_row(r);
}

enum xs_err xs_read_text(struct xs_arena *a, xs_str bytes, struct xs_sheet *out)
{
    struct xs_decoded d;
    struct xs_sheet s = { .format = "text" };
    struct reader r = { .a = a, .s = &s };
    XS_TRY(xs_decode(a, bytes, XS_STR_NONE, &d));
    s.encoding = d.encoding;
    r.rest = d.text;
    if (d.invalid) {
        r.line = d.invalid_line;
        XS_TRY(note(&r, "read-invalid-bytes", d.first_invalid));
        s.notes[s.nnotes - 1].text = XS_STR_NONE;
        r.line = 0;
    }
    XS_TRY(all_lines(&r));
    *out = s;
    return XS_OK;
}
