/* Where the pieces of lines stand in a table whose cells are parted by blanks, and what that tells.
 */
#include "tree/places.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "text/unicode.h"

/* Signs of no certain width are wide among Han characters. */
static unsigned print_width(uint32_t cp) { return cp < 0x80 ? cp >= ' ' : 2; }

unsigned xs_places_room(xs_str s)
{
    unsigned room = 0;
    for (size_t at = 0; at < s.len;)
        room += print_width(xs_utf8_next(s, &at));
    return room;
}

/* Steps over one character of s: its columns, in each way to count them. */
static void step(xs_str s, size_t *off, uint32_t at[XS_WAYS])
{
    const uint32_t cp = xs_utf8_next(s, off);
    at[XS_BY_WIDTH] += (unsigned)xs_unicode_width(cp);
    at[XS_BY_COUNT]++;
    at[XS_BY_PRINT] += print_width(cp);
}

/* The piece that a cell begins with. */
static xs_str first_line(xs_str text)
{
    xs_str line = XS_STR_NONE;
    return xs_str_split(&text, '\n', &line) ? line : text;
}

/* Is the block a paragraph of one line, of which it is known where it stands? */
static bool one_line(const struct xs_block *block)
{
    return block->kind == XS_BLOCK_PARAGRAPH && block->ncells == 1 && block->first_line > 0 &&
           block->first_line == block->last_line;
}

bool xs_places_word(const struct xs_build *b, const struct xs_tcell *t, struct xs_spot *out)
{
    const struct xs_block *first = b->sheet->blocks, *block = &first[t->block];
    while (block > first && block->first_line > t->at->line)
        block--;
    if (!one_line(block) || block->first_line != t->at->line || t->at->col < block->cells[0].at.col)
        return false;
    const xs_str text = block->cells[0].text, word = first_line(t->text);
    const uint32_t before = t->at->col - block->cells[0].at.col;
    size_t off = 0;
    *out = (struct xs_spot){ .line = 0 };
    while (off < text.len && out->from[XS_BY_COUNT] < before)
        step(text, &off, out->from);
    memcpy(out->end, out->from, sizeof out->end);
    for (off = 0; off < word.len;)
        step(word, &off, out->end);
    return true;
}

/* Where the pieces of a line stand in it. False: it is not as it was read. */
static bool place_pieces(const struct xs_places *w, const struct xs_pline *l)
{
    const struct xs_block *block = &w->b->sheet->blocks[w->cells[l->first].block];
    if (!one_line(block))
        return false;
    const xs_str text = block->cells[0].text;
    uint32_t col = block->cells[0].at.col, at[XS_WAYS] = { 0 };
    size_t k = l->first, off = 0, end = SIZE_MAX;
    for (;;) {
        const xs_str piece = first_line(w->cells[k].text);
        struct xs_spot *s = &w->spots[k];
        if (off == end) {
            memcpy(s->end, at, sizeof at);
            end = SIZE_MAX;
            if (++k == l->end)
                return true;
            continue;
        }
        if (off >= text.len)
            return false;
        if (end == SIZE_MAX && col == w->cells[k].at->col) {
            if (piece.len == 0 || !xs_str_eq(piece, xs_str_sub(text, off, piece.len)))
                return false;
            memcpy(s->from, at, sizeof at);
            s->room = xs_places_room(piece);
            end = off + piece.len;
        }
        step(text, &off, at);
        col++;
    }
}

/* The cell is a piece of its line, not put together of some. */
static bool is_piece(const struct xs_tcell *t)
{
    return t->split && t->text.len && !memchr(t->text.ptr, '\n', t->text.len);
}

/* No more than one blank before the piece. */
bool xs_places_close(const struct xs_places *w, size_t piece)
{
    return is_piece(&w->cells[piece - 1]) && is_piece(&w->cells[piece]) &&
           w->spots[piece].from[XS_BY_COUNT] - w->spots[piece - 1].end[XS_BY_COUNT] <= 1;
}

/* The first cell behind those that make one with the one at at, in a row as it was laid. */
size_t xs_places_cell_end(const struct xs_places *w, const struct xs_pline *l, size_t at)
{
    for (at++; at < l->end && w->laid[at].column < 0 && xs_places_close(w, at);)
        at++;
    return at;
}

/* Is the line laid as one row, with name and value, and nothing left out? */
static bool seems_whole(const struct xs_places *w, const struct xs_pline *l)
{
    bool name = false, value = false;
    if (!l->placed)
        return false;
    for (size_t i = l->first; i < l->end; i = xs_places_cell_end(w, l, i)) {
        int column = w->laid[i].column;
        if (column < 0 || w->laid[i].new_row != (i == l->first))
            return false;
        name |= column == w->name;
        value |= column == w->value;
    }
    return name && value;
}

enum xs_err xs_places_lines(struct xs_places *w)
{
    size_t cap = w->nlines;
    w->nlines = 0;
    for (size_t i = 0, end; i < w->n; i = end) {
        struct xs_pline *lines =
            xs_arena_grow(w->b->a, w->lines, &cap, w->nlines + 1, sizeof *lines);
        if (!lines)
            return XS_E_NOMEM;
        w->lines = lines;
        for (end = i + 1; end < w->n && w->cells[end].block == w->cells[i].block;)
            end++;
        struct xs_pline *l = &lines[w->nlines++];
        *l = (struct xs_pline){ .first = i, .end = end };
        l->placed = place_pieces(w, l);
    }
    return XS_OK;
}

static int by_place(const void *x, const void *y)
{
    const struct xs_start *a = x, *b = y;
    return a->from != b->from ? (a->from < b->from ? -1 : 1) : a->column - b->column;
}

/* Starts of the cells in rows that seem whole, in one way to count: of a column, or, where only is
 * -1, of all and of the header's. */
static size_t collect_starts(const struct xs_places *w, int way, int only, struct xs_start *out)
{
    size_t n = 0;
    for (size_t k = 0; k < w->nlines; k++) {
        const struct xs_pline *l = &w->lines[k];
        for (size_t i = l->first; l->whole && i < l->end; i++)
            if (w->laid[i].column >= 0 && (only < 0 || w->laid[i].column == only))
                out[n++] = (struct xs_start){ w->spots[i].from[way], w->laid[i].column, 1 };
    }
    for (size_t i = 0; only < 0 && w->head.placed && i < w->head.end; i++)
        out[n++] = (struct xs_start){ w->head_spots[i].from[way], (int)i, 1 };
    qsort(out, n, sizeof *out, by_place);
    return n;
}

static void find_rows(struct xs_places *w)
{
    for (size_t k = 0; k < w->nlines; k++)
        w->lines[k].whole = seems_whole(w, &w->lines[k]);
}

/* The column of most of the cells that begin at one place; -1: they are in doubt. */
static int commonest(const struct xs_start *s, size_t n)
{
    size_t most = 0;
    int column = -1;
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && s[end].column == s[i].column;)
            end++;
        if (end - i > most) {
            most = end - i;
            column = s[i].column;
        }
    }
    return most * 4 >= n * 3 ? column : -1;
}

/* The column whose name in the header begins at this place; -1: none. */
static int header_at(const struct xs_places *w, uint32_t from)
{
    for (size_t i = 0; w->head.placed && i < w->head.end; i++)
        if (w->head_spots[i].from[w->way] == from)
            return (int)i;
    return -1;
}

/* Where the names of the columns stand. */
enum xs_err xs_places_header(struct xs_places *w)
{
    struct xs_places h = *w;
    const struct xs_columns *c = w->c;
    h.cells = &w->b->cells[c->first_cell];
    w->head.end = c->end_cell - c->first_cell;
    w->head_spots = h.spots = xs_arena_zalloc(w->b->a, w->head.end, sizeof *h.spots);
    if (!h.spots)
        return XS_E_NOMEM;
    w->head.placed = w->head.end == c->count;
    if (w->head.placed && !place_pieces(&h, &w->head)) /* it is broken over two lines */
        for (size_t i = 0; w->head.placed && i < c->count; i++)
            w->head.placed = xs_places_word(w->b, &h.cells[i], &h.spots[i]);
    return XS_OK;
}

/* At how many places pieces of lines begin, in one way to count. */
static size_t count_places(const struct xs_places *w, int way, struct xs_start *room)
{
    size_t n = 0, places = 0;
    for (size_t k = 0; k < w->nlines; k++)
        for (size_t i = w->lines[k].first; w->lines[k].placed && i < w->lines[k].end; i++)
            if (i == w->lines[k].first || !xs_places_close(w, i))
                room[n++] = (struct xs_start){ w->spots[i].from[way], 0, 1 };
    qsort(room, n, sizeof *room, by_place);
    for (size_t i = 0; i < n; i++)
        places += i == 0 || room[i].from != room[i - 1].from;
    return places;
}

/* The way to count in which more values stand below each other, or else more pieces. */
static int find_way(const struct xs_places *w, struct xs_start *room)
{
    size_t values[XS_WAYS] = { 0 }, all[XS_WAYS];
    int best = XS_BY_WIDTH;
    for (int way = 0; way < XS_WAYS; way++) {
        const size_t n = collect_starts(w, way, w->value, room);
        for (size_t i = 0; i < n; i++)
            values[way] += i == 0 || room[i].from != room[i - 1].from;
        all[way] = count_places(w, way, room);
        if (values[way] < values[best] || (values[way] == values[best] && all[way] < all[best]))
            best = way;
    }
    return best;
}

/* How places are counted, and what column begins where. */
static enum xs_err find_starts(struct xs_places *w)
{
    struct xs_start *s = w->starts = xs_arena_alloc(w->b->a, w->n + w->head.end, sizeof *w->starts);
    size_t n, kept = 0;
    if (!s)
        return XS_E_NOMEM;
    w->way = find_way(w, s);
    n = collect_starts(w, w->way, -1, s);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && s[end].from == s[i].from;)
            end++;
        int column = commonest(s + i, end - i);
        s[kept++] =
            (struct xs_start){ s[i].from, column < 0 ? header_at(w, s[i].from) : column, end - i };
    }
    w->nstarts = kept;
    return XS_OK;
}

/* The first start that may be that of the piece. */
static size_t start_of(const struct xs_places *w, size_t piece)
{
    const uint32_t from = w->spots[piece].from[w->way];
    size_t low = 0, high = w->nstarts;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (w->starts[mid].from + 1 < from)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* Do so many cells of the column begin where this one does that it is no line of another kind? */
static bool usual_start(const struct xs_places *w, size_t piece)
{
    const uint32_t from = w->spots[piece].from[w->way];
    const int column = w->laid[piece].column;
    size_t cells = 0;
    for (size_t i = start_of(w, piece); i < w->nstarts && w->starts[i].from <= from + 1; i++)
        cells += w->starts[i].column == column ? w->starts[i].cells : 0;
    return cells * 4 >= w->most[column];
}

static void find_room(struct xs_places *w)
{
    for (size_t i = 0; i < w->nstarts; i++)
        if (w->starts[i].column >= 0 && w->starts[i].cells > w->most[w->starts[i].column])
            w->most[w->starts[i].column] = w->starts[i].cells;
    for (size_t k = 0; k < w->nlines; k++) {
        const struct xs_pline *l = &w->lines[k];
        for (size_t i = l->first, end; l->whole && i < l->end; i = end) {
            end = xs_places_cell_end(w, l, i);
            for (size_t j = i + 1; j < end; j++)
                w->spots[i].room += 1 + w->spots[j].room;
            if (w->spots[i].room > w->room[w->laid[i].column] && usual_start(w, i))
                w->room[w->laid[i].column] = w->spots[i].room;
        }
    }
}

/* The column that begins where the piece does; -1: none, or it is not certain. */
int xs_places_column(const struct xs_places *w, size_t piece)
{
    const uint32_t from = w->spots[piece].from[w->way];
    const size_t low = start_of(w, piece);
    int column = -1;
    for (size_t i = low; i < w->nstarts && w->starts[i].from <= from + 1; i++) {
        if (i > low && w->starts[i].column != column)
            return -1;
        column = w->starts[i].column;
    }
    return column;
}

enum { ROWS_TELL = 3 }; /* so many, with the header, show what begins where */

/* Do the cells of this column stand below each other, in rows that seem whole? */
static bool in_line(const struct xs_places *w, int column, struct xs_start *room)
{
    size_t n = collect_starts(w, w->way, column, room), most = 0;
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && room[end].from == room[i].from;)
            end++;
        size_t seen = end - i + (header_at(w, room[i].from) == column);
        most = seen > most ? seen : most;
    }
    return most >= ROWS_TELL && most * 4 >= n * 3;
}

/* The column below whose name the piece stands; -1: below none, or several. */
static int below_name(const struct xs_places *w, size_t piece, int way)
{
    int column = -1;
    for (size_t i = 0; i < w->head.end; i++) {
        if (!xs_places_over(&w->head_spots[i], &w->spots[piece], way))
            continue;
        if (column >= 0)
            return -1;
        column = (int)i;
    }
    return column;
}

/* Do all cells of all lines stand below one name each, of another column than the one before? */
static bool below_names(const struct xs_places *w, int way)
{
    for (size_t k = 0; w->head.placed && k < w->nlines; k++) {
        const struct xs_pline *l = &w->lines[k];
        int last = -1;
        for (size_t i = l->first; l->placed && i < l->end; i++) {
            if (i > l->first && xs_places_close(w, i))
                continue;
            const int column = below_name(w, i, way);
            if (column <= last)
                return false;
            last = column;
        }
    }
    return w->head.placed;
}

/* Lays the cells over the columns once more, where their places tell other ones. */
static enum xs_err lay_by_places(struct xs_places *w)
{
    struct xs_start *room = xs_arena_alloc(w->b->a, w->n + w->head.end, sizeof *room);
    bool other = false;
    w->known = xs_arena_alloc(w->b->a, w->n, sizeof *w->known);
    if (!room || !w->known)
        return XS_E_NOMEM;
    bool told = in_line(w, w->name, room) && in_line(w, w->value, room);
    int way = 0;
    while (!told && way < XS_WAYS && !below_names(w, way))
        way++;
    for (size_t k = 0; k < w->nlines; k++)
        for (size_t i = w->lines[k].first; i < w->lines[k].end; i++) {
            w->known[i] = -1;
            if (w->lines[k].placed && told)
                w->known[i] = xs_places_column(w, i);
            else if (w->lines[k].placed && way < XS_WAYS)
                w->known[i] = below_name(w, i, way);
            other |= w->known[i] >= 0 && w->known[i] != w->laid[i].column;
        }
    if (!other)
        return XS_OK;
    memcpy(w->laid, w->cells, w->n * sizeof *w->laid);
    XS_TRY(xs_align(w->b, w->c, w->laid, w->n, w->known));
    find_rows(w);
    return find_starts(w);
}

static int column_of(const struct xs_columns *c, enum xs_field f)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->field[i] == f)
            return (int)i;
    return -1;
}

enum xs_err xs_places_learn(struct xs_places *w)
{
    const struct xs_columns *c = w->c;
    w->laid = xs_arena_alloc(w->b->a, w->n, sizeof *w->laid);
    if (!w->laid)
        return XS_E_NOMEM;
    memcpy(w->laid, w->cells, w->n * sizeof *w->laid);
    XS_TRY(xs_align(w->b, c, w->laid, w->n, NULL));
    int level1 = column_of(c, XS_F_LEVEL1), level2 = column_of(c, XS_F_LEVEL2);
    w->value = column_of(c, XS_F_VALUE);
    w->name = column_of(c, XS_F_LEVEL3);
    w->name = w->name < 0 ? level2 : w->name;
    w->levels = level1 >= 0 && w->name > level1;
    find_rows(w);
    XS_TRY(find_starts(w));
    XS_TRY(lay_by_places(w));
    find_room(w);
    return XS_OK;
}
