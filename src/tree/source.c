#include "tree/source.h"

#include <string.h>

#include "base/utf8.h"

/* Bytes of a cell that a quote is looked for in; fewer once so many were looked through for nothing
 * in the document. */
#define FARTHEST 65536
#define NEARBY 1024
#define PATIENCE ((size_t)8 << 20)

static bool blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/* ---- where a text stands ---- */

/* The last block that begins at the line or before it. */
static const struct xs_block *block_at(const struct xs_sheet *s, uint32_t line)
{
    size_t low = 0, high = s->nblocks;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (s->blocks[mid].first_line <= line)
            low = mid + 1;
        else
            high = mid;
    }
    return low ? &s->blocks[low - 1] : NULL;
}

static bool begins_by(const struct xs_cell *c, const struct xs_place *at)
{
    return c->at.line < at->line || (c->at.line == at->line && c->at.col <= at->col);
}

/* The last cell that begins there or before; the cells of a block stand in their order. */
static const struct xs_cell *cell_at(const struct xs_sheet *s, const struct xs_place *at)
{
    const struct xs_block *b = s ? block_at(s, at->line) : NULL;
    size_t low = 0, high = b ? b->ncells : 0;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (begins_by(&b->cells[mid], at))
            low = mid + 1;
        else
            high = mid;
    }
    return low ? &b->cells[low - 1] : NULL;
}

/* A place that goes over a text. */
struct walk {
    xs_str text;
    size_t off;
    uint32_t line, col;
};

static void step(struct walk *w)
{
    if (xs_utf8_next(w->text, &w->off) == '\n') {
        w->line++;
        w->col = 1;
    } else {
        w->col++;
    }
}

/* As many steps as lead to off. */
static void go_to(struct walk *w, size_t off)
{
    xs_str rest = xs_str_sub(w->text, w->off, off - w->off), line;
    while (xs_str_split(&rest, '\n', &line) && rest.ptr) {
        w->line++;
        w->col = 1;
    }
    w->col += (uint32_t)xs_utf8_count(line);
    w->off = off;
}

/* To the place, or the text's end. Back only on one line. */
static void go_to_place(struct walk *w, const struct xs_place *at)
{
    for (; w->line == at->line && w->col > at->col && w->off > 0; w->col--)
        do
            w->off--;
        while (w->off > 0 && (w->text.ptr[w->off] & 0xC0) == 0x80);
    while (
        w->off < w->text.len && (w->line < at->line || (w->line == at->line && w->col < at->col)))
        step(w);
}

/* Does the quote stand in text at `at`? */
static bool stands_at(xs_str text, size_t at, xs_str quote)
{
    for (size_t k = 0; k < quote.len; k++) {
        if (blank(quote.ptr[k]))
            continue;
        while (at < text.len && blank(text.ptr[at]))
            at++;
        if (at == text.len || text.ptr[at++] != quote.ptr[k])
            return false;
    }
    return true;
}

/* To the place in the cell: from the farthest one that was found so far, or from the start, if that
 * is nearer. */
static struct walk walk_to(
    const struct xs_cell *c, struct xs_source_walk *last, const struct xs_place *at)
{
    struct walk w = { .text = c->text, .line = c->at.line, .col = c->at.col };
    const bool same = last->cell == c;
    if (same && (last->line < at->line || (last->line == at->line && last->col / 2 <= at->col)))
        w = (struct walk){ c->text, last->off, last->line, last->col };
    go_to_place(&w, at);
    if (!same || w.off > last->off)
        *last = (struct xs_source_walk){ c, w.off, w.line, w.col, last->lost };
    return w;
}

struct xs_place xs_source_place(
    const struct xs_doc *d, struct xs_source_walk *last, struct xs_place at, xs_str text)
{
    static const char dots[] = "\xE2\x80\xA6";
    const struct xs_cell *c = at.line ? cell_at(d->sheet, &at) : NULL;
    text = xs_str_trim(text);
    if (xs_str_ends(text, xs_str_c(dots)) && text.len > sizeof dots - 1)
        text.len -= sizeof dots - 1;
    if (!c || text.len == 0)
        return at;
    struct xs_source_walk here = { .cell = NULL };
    struct walk w = walk_to(c, last ? last : &here, &at);
    const size_t lost = last ? last->lost : 0, from = w.off;
    const size_t end = from + (lost < PATIENCE ? FARTHEST : NEARBY);
    for (; w.off < w.text.len && w.off < end; step(&w)) {
        if (w.text.ptr[w.off] != text.ptr[0] || !stands_at(w.text, w.off, text))
            continue;
        at.line = w.line;
        at.col = w.col;
        return at;
    }
    if (last)
        last->lost += w.off - from;
    return at;
}

/* ---- how it is spelled ---- */

/* Where piece begins in the text that it may be a view of, or SIZE_MAX. */
static size_t offset_in(xs_str text, xs_str piece)
{
    uintptr_t p = (uintptr_t)piece.ptr, t = (uintptr_t)text.ptr;
    return p >= t && p - t <= text.len && piece.len <= text.len - (p - t) ? p - t : SIZE_MAX;
}

enum xs_err xs_source_text(const struct xs_folder *f, struct xs_arena *a,
    const struct xs_value_at *v, xs_str piece, struct xs_value_at *out)
{
    const size_t from = offset_in(v->folded, piece);
    size_t at[2] = { from, from + piece.len };
    *out = (struct xs_value_at){ .text = piece, .folded = piece, .at = v->at };
    if (piece.len == 0 || from == SIZE_MAX || !xs_fold_origin(f, v->text, v->folded, at))
        return XS_OK;
    const struct xs_place *place = xs_value_place(v);
    struct walk w = { .text = v->text, .line = place->line, .col = place->col };
    out->text = xs_str_trim(xs_str_sub(v->text, at[0], at[1] - at[0]));
    go_to(&w, at[0]);
    return place->line ? xs_value_move(a, out, w.line, w.col) : XS_OK;
}

enum xs_err xs_source_piece(const struct xs_folder *f, struct xs_arena *a,
    const struct xs_section *s, const struct xs_value_at *piece, struct xs_value_at *out)
{
    for (size_t i = 0; i < s->nparagraphs; i++) {
        const struct xs_value_at *v = &s->paragraphs[i].text;
        if (xs_value_place(v)->line == xs_value_place(piece)->line &&
            offset_in(v->folded, piece->folded) != SIZE_MAX)
            return xs_source_text(f, a, v, piece->folded, out);
    }
    *out = *piece;
    return XS_OK;
}
