#include "read/text_reader.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "read/csv_text.h"
#include "read/decode.h"
#include "read/text_lines.h"

/* Cells are given room for as many at once, at least. */
#define CELLS_AT_ONCE 256

struct reader {
    struct xs_arena *a;
    struct xs_sheet *s;
    size_t block_cap, note_cap;
    xs_str rest;   /* lines not read yet */
    uint32_t line; /* number of the line under way */
    bool blank_before;
    bool open;            /* a row of tab-led cells is under way */
    uint32_t first, last; /* its lines */
    struct xs_cell *cells;
    size_t ncells, room;
    size_t row; /* the first cell that belongs to no block yet */
};

/* A line, and what is in it: the first TAB (SIZE_MAX: none), another TAB, a bar. */
struct line {
    xs_str text;
    size_t tab;
    bool tabs, bar;
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

/* A block of the cells that belong to none yet. */
static enum xs_err add_cells(struct reader *r, struct xs_block b)
{
    b.cells = r->cells + r->row;
    b.ncells = r->ncells - r->row;
    r->row = r->ncells;
    return add_block(r, b);
}

static enum xs_err close_row(struct reader *r)
{
    if (!r->open)
        return XS_OK;
    r->open = false;
    struct xs_block b = {
        .kind = XS_BLOCK_ROW, .shape = XS_SHAPE_EXACT, .first_line = r->first, .last_line = r->last
    };
    const struct xs_cell *last = &r->cells[r->ncells - 1];
    b.source.ptr = r->cells[r->row].text.ptr;
    b.source.len = (size_t)(last->text.ptr + last->text.len - b.source.ptr);
    return add_cells(r, b);
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
    r->cells[r->ncells++] = (struct xs_cell){ .text = text, .at = place(r->line, col), .span = 1 };
    return XS_OK;
}

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
    return add_cells(
        r, (struct xs_block){
               .kind = XS_BLOCK_PARAGRAPH, .first_line = r->line, .last_line = r->line });
}

/* A line of cells parted by sep. A bar at either end of the line is a border, not an empty cell. */
static enum xs_err parted_line(struct reader *r, xs_str line, char sep)
{
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
    xs_str rest = line, part;
    while (xs_str_split(&rest, sep, &part)) {
        while (sep == '|' && rest.ptr && xs_str_ends(part, XS_STR("\\"))) { /* no border */
            xs_str more;
            if (xs_str_split(&rest, sep, &more))
                part.len += more.len + 1;
        }
        XS_TRY(push_cell(r, xs_str_trim(part), col));
        col += (uint32_t)xs_utf8_count(part) + 1;
    }
    return add_cells(r, (struct xs_block){ .kind = XS_BLOCK_ROW,
                            .shape = XS_SHAPE_LOOSE,
                            .first_line = r->line,
                            .last_line = r->line });
}

/* Do only blanks stand before the line's first TAB? */
static bool leading_tab(const struct line *l)
{
    return l->tab == 0 || (l->tab != SIZE_MAX && xs_str_blank(xs_str_sub(l->text, 0, l->tab)));
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

static inline enum xs_err tab_line(struct reader *r, const struct line *l)
{
    if (l->tab > 0 || l->tabs)
        XS_TRY(close_row(r));
    if (l->tabs)
        return parted_line(r, l->text, '\t'); /* a whole row whose first cell is empty */
    uint32_t blanks = l->tab ? (uint32_t)xs_utf8_count(xs_str_sub(l->text, 0, l->tab)) : 0;
    return cell_line(r, xs_str_sub(l->text, l->tab + 1, l->text.len), blanks + 2);
}

static enum xs_err one_line(struct reader *r, const struct line *l)
{
    if (leading_tab(l))
        return tab_line(r, l);
    if (xs_str_blank(l->text)) {
        XS_TRY(close_row(r));
        r->s->nblank++;
        r->blank_before = true;
        return XS_OK;
    }
    if (r->open) {
        continue_cell(r, l->text);
        return XS_OK;
    }
    if (l->bar)
        return is_rule(l->text) ? skip_line(r) : parted_line(r, l->text, '|');
    if (l->tab != SIZE_MAX)
        return parted_line(r, l->text, '\t');
    return paragraph(r, l->text);
}

/* Notes the TABs and bars among the sixteen bytes from offset at on. */
static void note_marks(struct line *l, size_t at, uint32_t tab, uint32_t bar)
{
    l->bar |= bar != 0;
    if (!tab)
        return;
    l->tabs |= l->tab != SIZE_MAX || (tab & (tab - 1)) != 0;
    if (l->tab == SIZE_MAX)
        l->tab = at + xs_vec_first(tab);
}

/* Takes the next line off r->rest, which is not empty; it stays without its line end. */
static inline struct line next_line(struct reader *r)
{
    struct line l = { .text = r->rest, .tab = SIZE_MAX };
    size_t next = r->rest.len;
    for (size_t at = 0; at < r->rest.len; at += XS_VEC) {
        const char *p = r->rest.ptr + at;
        size_t left = r->rest.len - at;
        xs_vec v = left < XS_VEC ? xs_vec_part(p, left) : xs_vec_load(p);
        uint32_t end = xs_vec_mask(xs_vec_eq(v, '\n')), in = end ? (end & (0u - end)) - 1 : ~0u;
        uint32_t tab = xs_vec_mask(xs_vec_eq(v, '\t')) & in;
        uint32_t bar = xs_vec_mask(xs_vec_eq(v, '|')) & in;
        if (tab | bar)
            note_marks(&l, at, tab, bar);
        if (end) {
            l.text.len = at + xs_vec_first(end);
            next = l.text.len + 1;
            break;
        }
    }
    r->rest = xs_str_sub(r->rest, next, r->rest.len);
    if (l.text.len && l.text.ptr[l.text.len - 1] == '\r')
        l.text.len--;
    return l;
}

static enum xs_err all_lines(struct reader *r)
{
    while (r->rest.len > 0) {
        struct line l = next_line(r);
        r->line++;
        if (l.text.len > XS_MAX_LINE_BYTES)
            return XS_E_TOO_LARGE;
        XS_TRY(one_line(r, &l));
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
    XS_TRY(xs_text_mac(a, &d.text));
    s.encoding = d.encoding;
    r.rest = d.text;
    if (d.invalid) {
        r.line = d.invalid_line;
        XS_TRY(note(&r, "read-invalid-bytes", d.first_invalid));
        s.notes[s.nnotes - 1].text = XS_STR_NONE;
        r.line = 0;
    }
    char sign = xs_csv_sign(d.text);
    XS_TRY(sign ? xs_csv_read(a, d.text, sign, &s) : all_lines(&r));
    s.format = sign ? "csv" : s.format;
    s.ends = xs_text_ends(d.text);
    *out = s;
    return XS_OK;
}
