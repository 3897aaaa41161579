#include "read/csv_text.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"

enum { FEWEST_CELLS = 4, FEWEST_ROWS = 3, MOST_PLAIN = 3 };
#define FEWEST_SIGNS ((size_t)(FEWEST_ROWS * (FEWEST_CELLS - 1)))
enum { LINES_LOOKED_AT = 9 }; /* of those that have TABs or bars */

/* A walk over the cells. */
struct walk {
    xs_str rest;
    char sign;
    bool no_quotes; /* a quote was never closed: quotes are letters */
    uint32_t line, col;
};

struct cell {
    xs_str text;
    uint32_t line, col;
    bool doubled; /* holds doubled quotes */
    bool last;    /* of its row */
};

/* Bytes up to the quote that closes a cell, which begins behind its first quote; SIZE_MAX: none. */
static size_t closing_quote(const struct walk *w, xs_str s, bool *doubled)
{
    for (size_t i = 0; i < s.len; i++) {
        const char *quote = memchr(s.ptr + i, '"', s.len - i);
        if (!quote)
            return SIZE_MAX;
        i = (size_t)(quote - s.ptr);
        char next = i + 1 < s.len ? s.ptr[i + 1] : '\n';
        if (next == w->sign || next == '\n' || next == '\r')
            return i;
        *doubled |= next == '"';
        i += next == '"';
    }
    return SIZE_MAX;
}

/* The end of a cell without quotes. */
static size_t plain_end(const struct walk *w)
{
    size_t i = 0;
    while (i < w->rest.len && w->rest.ptr[i] != w->sign && w->rest.ptr[i] != '\n')
        i++;
    return i;
}

/* Moves over bytes of a cell, which may hold line ends. */
static void move(struct walk *w, size_t n)
{
    xs_str over = xs_str_sub(w->rest, 0, n);
    const char *end;
    while ((end = over.len ? memchr(over.ptr, '\n', over.len) : NULL)) {
        w->line++;
        w->col = 1;
        over = xs_str_sub(over, (size_t)(end - over.ptr) + 1, over.len);
    }
    w->col += (uint32_t)xs_utf8_count(over);
    w->rest = xs_str_sub(w->rest, n, w->rest.len);
}

/* The next cell of a text that is not empty. */
static struct cell next_cell(struct walk *w)
{
    struct cell c = { .line = w->line, .col = w->col };
    size_t close = SIZE_MAX, end;
    if (!w->no_quotes && w->rest.len && w->rest.ptr[0] == '"') {
        close = closing_quote(w, xs_str_sub(w->rest, 1, w->rest.len), &c.doubled);
        w->no_quotes = close == SIZE_MAX;
    }
    if (close != SIZE_MAX) {
        c.text = xs_str_sub(w->rest, 1, close);
        c.col++;
        move(w, close + 2);
        end = plain_end(w); /* a CR at most */
    } else {
        c.doubled = false;
        end = plain_end(w);
        c.text = xs_str_sub(w->rest, 0, end);
    }
    c.last = end >= w->rest.len || w->rest.ptr[end] == '\n';
    move(w, end < w->rest.len ? end + 1 : end);
    c.text = xs_str_trim(c.text);
    return c;
}

/* What is looked at in a row. */
struct row {
    size_t cells, filled;
    bool stop; /* ends like a sentence */
};

static struct row next_row(struct walk *w)
{
    struct row r = { 0 };
    struct cell c;
    do {
        c = next_cell(w);
        r.cells++;
        r.filled += c.text.len > 0;
        if (c.text.len)
            r.stop = xs_str_ends(c.text, XS_STR("\xE3\x80\x82"));
    } while (!c.last);
    return r;
}

/* How often sign comes, counted up to most. */
static size_t count(xs_str text, char sign, size_t most)
{
    size_t n = 0;
    for (const char *p = text.ptr, *end = text.ptr + text.len;
         n < most && (p = memchr(p, sign, (size_t)(end - p))); p++)
        n++;
    return n;
}

static bool parted_by(xs_str text, char sign)
{
    struct walk w = { .rest = text, .sign = sign };
    size_t rows = 0, plain = 0, stops = 0, run = 0, longest = 0, last = 0;
    bool header = false; /* the run's first row ends like no sentence: further ones may */
    if (count(text, sign, FEWEST_SIGNS) < FEWEST_SIGNS)
        return false;
    while (w.rest.len) {
        struct row r = next_row(&w);
        if (r.filled == 0)
            continue;
        rows++;
        plain += r.cells == 1;
        run = r.cells >= FEWEST_CELLS && r.cells == last ? run + 1 : 1;
        header = run == 1 ? !r.stop : header;
        stops += r.stop && !(run > 1 && header);
        last = r.cells;
        if (r.cells >= FEWEST_CELLS && run > longest)
            longest = run;
    }
    return longest >= FEWEST_ROWS && (plain <= MOST_PLAIN || plain * 5 <= rows) &&
           stops * 3 <= rows;
}

/* Do TABs or bars part the lines, most of the first ones that have any? */
static bool other_sign(xs_str text, char other)
{
    size_t looked = 0, parted = 0;
    const char *at, *end = text.ptr + text.len;
    for (; text.len && looked < LINES_LOOKED_AT && (at = memchr(text.ptr, other, text.len));
         looked++) {
        const char *from = at, *to = memchr(at, '\n', (size_t)(end - at));
        while (from > text.ptr && from[-1] != '\n')
            from--;
        to = to ? to : end;
        xs_str line = { from, (size_t)(to - from) };
        size_t commas = count(line, ',', SIZE_MAX), semicolons = count(line, ';', SIZE_MAX);
        size_t signs = commas > semicolons ? commas : semicolons;
        parted += signs + 1 < FEWEST_CELLS || signs <= count(line, other, signs + 1);
        text = (xs_str){ to, (size_t)(end - to) };
    }
    return parted * 2 > looked;
}

char xs_csv_sign(xs_str text)
{
    if (text.len == 0 || other_sign(text, '\t') || other_sign(text, '|'))
        return 0;
    return parted_by(text, ',') ? ',' : parted_by(text, ';') ? ';' : 0;
}

/* ---- rows ---- */

enum xs_err xs_csv_undouble(struct xs_arena *a, xs_str *text)
{
    char *p = xs_arena_alloc(a, text->len + 1, 1);
    size_t n = 0;
    if (!p)
        return XS_E_NOMEM;
    for (size_t i = 0; i < text->len; i++) {
        p[n++] = text->ptr[i];
        i += text->ptr[i] == '"' && i + 1 < text->len && text->ptr[i + 1] == '"';
    }
    *text = (xs_str){ p, n };
    return XS_OK;
}

struct making {
    struct xs_arena *a;
    struct xs_sheet *s;
    size_t block_cap, cell_cap;
    struct xs_cell *cells; /* of the row under way */
    size_t ncells;
    bool table; /* a row of several cells came */
};

static enum xs_err add_cell(struct making *m, struct cell c)
{
    struct xs_cell *cells =
        xs_arena_grow(m->a, m->cells, &m->cell_cap, m->ncells + 1, sizeof *cells);
    if (!cells)
        return XS_E_NOMEM;
    if (c.text.len > XS_MAX_LINE_BYTES)
        return XS_E_LONG_LINE;
    if (c.doubled)
        XS_TRY(xs_csv_undouble(m->a, &c.text));
    m->cells = cells;
    cells[m->ncells++] = (struct xs_cell){
        .text = c.text, .at = { .line = c.line, .col = c.col, .part = XS_STR_NONE }, .span = 1
    };
    return XS_OK;
}

/* A row of cells, or a line of text: what stands alone, above the first row of several cells. */
static enum xs_err add_row(struct making *m, size_t filled, uint32_t first, uint32_t last)
{
    struct xs_sheet *s = m->s;
    bool line = m->ncells == 1 || (!m->table && filled == 1 && m->cells[0].text.len);
    if (filled == 0) {
        s->nblank += last - first + 1;
        m->ncells = 0;
        return XS_OK;
    }
    struct xs_block *blocks =
        xs_arena_grow(m->a, s->blocks, &m->block_cap, s->nblocks + 1, sizeof *blocks);
    if (!blocks)
        return XS_E_NOMEM;
    m->table |= filled > 1;
    s->blocks = blocks;
    blocks[s->nblocks++] = (struct xs_block){ .kind = line ? XS_BLOCK_PARAGRAPH : XS_BLOCK_ROW,
        .shape = line ? XS_SHAPE_EXACT : XS_SHAPE_LOOSE,
        .first_line = first,
        .last_line = last,
        .ncells = line ? 1 : m->ncells,
        .cells = m->cells };
    m->cells = NULL;
    m->ncells = m->cell_cap = 0;
    return XS_OK;
}

enum xs_err xs_csv_read(struct xs_arena *a, xs_str text, char sign, struct xs_sheet *s)
{
    struct walk w = { .rest = text, .sign = sign, .line = 1, .col = 1 };
    struct making m = { .a = a, .s = s };
    while (w.rest.len) {
        uint32_t first = w.line;
        size_t filled = 0;
        struct cell c;
        do {
            c = next_cell(&w);
            filled += c.text.len > 0;
            XS_TRY(add_cell(&m, c));
        } while (!c.last);
        bool end = w.rest.len == 0 && text.ptr[text.len - 1] != '\n';
        XS_TRY(add_row(&m, filled, first, end ? w.line : w.line - 1));
    }
    s->nlines = w.line - (text.ptr[text.len - 1] == '\n');
    return XS_OK;
}
