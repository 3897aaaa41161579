#include "read/boxed.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "read/grown.h"

/* --- characters ------------------------------------------------------------------------------ */

enum sign { SIGN_TEXT, SIGN_RULE, SIGN_BORDER };

#define DRAWING 0x2500u /* the block of box-drawing characters */
#define DRAWING_COUNT 128u

/* Of the block: lines and dashes from left to right, and halves of them; diagonals. */
static const uint64_t rules[2] = { UINT64_C(0x333), UINT64_C(0x5550000000013000) },
                      diagonals[2] = { 0, UINT64_C(0xE000000000000) };

static bool in_set(const uint64_t set[2], uint32_t at) { return set[at >> 6] >> (at & 63) & 1; }

static enum sign drawn(uint32_t cp)
{
    const uint32_t at = cp - DRAWING;
    if (at >= DRAWING_COUNT || in_set(diagonals, at))
        return SIGN_TEXT;
    return in_set(rules, at) ? SIGN_RULE : SIGN_BORDER;
}

static bool dash_at(xs_str s, size_t at)
{
    return at < s.len && (s.ptr[at] == '-' || s.ptr[at] == '=');
}

/* A plus sign is a border beside a rule only. */
static enum sign typed(xs_str s, size_t at)
{
    const char c = s.ptr[at];
    const bool cross = c == '+' && (dash_at(s, at + 1) || (at > 0 && dash_at(s, at - 1)));
    if (c == '|' || cross)
        return SIGN_BORDER;
    return dash_at(s, at) ? SIGN_RULE : SIGN_TEXT;
}

/* Columns of a terminal. */
static uint32_t width_of(uint32_t cp) { return cp >= 0x2E80 ? 2 : 1; }

/* --- is it one ------------------------------------------------------------------------------- */

static uint32_t first_of(xs_str s)
{
    size_t at = 0;
    return xs_utf8_next(s, &at);
}

static uint32_t last_of(xs_str s)
{
    size_t at = s.len - 1;
    while (at > 0 && ((unsigned char)s.ptr[at] & 0xC0) == 0x80)
        at--;
    return xs_utf8_next(s, &at);
}

/* "+---+==+": what may begin a table. */
static bool typed_rule(xs_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] != '+' && !dash_at(s, i))
            return false;
    return s.ptr[0] == '+';
}

enum xs_boxed_style xs_boxed_style(xs_str line, enum xs_boxed_style open)
{
    line = xs_str_trim(line);
    if (line.len < 2 || xs_utf8_len(line.ptr[0]) == line.len)
        return XS_BOXED_NOT; /* a border needs another */
    if (drawn(first_of(line)) == SIGN_BORDER)
        return drawn(last_of(line)) == SIGN_BORDER ? XS_BOXED_DRAWN : XS_BOXED_NOT;
    const bool borders = typed(line, 0) == SIGN_BORDER && typed(line, line.len - 1) == SIGN_BORDER;
    return borders && (open == XS_BOXED_TYPED || typed_rule(line)) ? XS_BOXED_TYPED : XS_BOXED_NOT;
}

/* Corners at the top left. */
static bool top_corner(uint32_t cp)
{
    return (cp >= 0x250C && cp <= 0x250F) || (cp >= 0x2552 && cp <= 0x2554) || cp == 0x256D;
}

bool xs_boxed_begins(xs_str line, xs_str before)
{
    line = xs_str_trim(line);
    before = xs_str_trim(before);
    return top_corner(first_of(line)) || (typed_rule(line) && typed_rule(before));
}

/* --- a line ---------------------------------------------------------------------------------- */

/* A line that is walked from border to border. */
struct scan {
    xs_str text;
    bool typed;
    size_t at;           /* behind a border */
    size_t pieces;       /* before it */
    uint32_t col, width; /* characters and columns before it */
    uint32_t border;     /* columns before that border */
};

/* What stands between two borders. */
struct piece {
    xs_str text;
    uint32_t col;   /* of text */
    uint32_t right; /* columns before the border behind it */
    bool rule;
};

/* The next character, and what it is. */
static enum sign step(struct scan *s, uint32_t *cp)
{
    const size_t at = s->at;
    *cp = xs_utf8_next(s->text, &s->at);
    s->col++;
    s->width += width_of(*cp);
    return s->typed && *cp < 0x80 ? typed(s->text, at) : drawn(*cp);
}

static struct scan scan_begin(const struct xs_boxed_line *l, bool typed)
{
    uint32_t cp;
    const xs_str line = xs_str_trim(l->text);
    struct scan s = { .text = { l->text.ptr, (size_t)(line.ptr - l->text.ptr) + line.len },
        .typed = typed };
    while (s.at < s.text.len && step(&s, &cp) != SIGN_BORDER)
        ; /* the line begins with one, behind blanks */
    s.border = s.width - 1;
    return s;
}

/* False: no border comes any more. Beyond as many cells as a row may have, all up to the last
 * border is one piece: what a line costs depends on its own length alone. */
static bool next_piece(struct scan *s, struct piece *out)
{
    const size_t from = s->at;
    const uint32_t col = s->col;
    uint32_t cp;
    bool rule = true;
    while (s->at < s->text.len) {
        const size_t to = s->at;
        const enum sign sign = step(s, &cp);
        if (sign == SIGN_BORDER && (s->pieces < XS_MAX_ROW_CELLS || s->at == s->text.len)) {
            s->pieces++;
            const xs_str all = xs_str_sub(s->text, from, to - from);
            *out = (struct piece){
                .text = xs_str_trim(all), .right = s->width - 1, .rule = rule && all.len > 0
            };
            const size_t blank = out->text.len ? (size_t)(out->text.ptr - all.ptr) : 0;
            out->col = col + 1 + (uint32_t)xs_utf8_count(xs_str_sub(all, 0, blank));
            return true;
        }
        rule = rule && sign == SIGN_RULE;
    }
    return false;
}

/* --- a table --------------------------------------------------------------------------------- */

/* A cell, whose text grows line by line. */
struct filling {
    struct xs_grown text;
    struct xs_place at;
};

/* A cell as a row sees it. */
struct seen {
    struct filling *cell;
    uint32_t span;
    bool continued;
};

struct row {
    uint32_t first, last;
    size_t from, n; /* of the cells that were seen */
};

struct table {
    struct xs_arena *a;
    bool typed;
    size_t nedges;
    uint32_t *edges;       /* columns before each border of the line that has most of them */
    struct filling **open; /* for each column, the cell under way, or NULL */
    struct seen *seen;
    size_t nseen, seen_cap;
    struct row *rows;
    size_t nrows, row_cap;
    bool in_row;
    bool row_a_line; /* no rule parts the rows: each line that is filled begins one */
    uint32_t drawn;
};

static size_t count_edges(const struct xs_boxed_line *l, bool typed)
{
    struct scan s = scan_begin(l, typed);
    struct piece p;
    size_t n = 1;
    while (next_piece(&s, &p))
        n++;
    return n;
}

static enum xs_err find_columns(struct table *t, const struct xs_boxed_line *lines, size_t n)
{
    const struct xs_boxed_line *widest = lines;
    for (size_t i = 0; i < n; i++) {
        const size_t edges = count_edges(&lines[i], t->typed);
        if (edges > t->nedges) {
            t->nedges = edges;
            widest = &lines[i];
        }
    }
    t->edges = xs_arena_alloc(t->a, t->nedges, sizeof *t->edges);
    t->open = xs_arena_zalloc(t->a, t->nedges, sizeof(struct filling *));
    if (!t->edges || !t->open)
        return XS_E_NOMEM;
    struct scan s = scan_begin(widest, t->typed);
    struct piece p;
    t->edges[0] = s.border;
    for (size_t i = 1; next_piece(&s, &p); i++)
        t->edges[i] = p.right;
    return XS_OK;
}

static uint32_t apart(uint32_t a, uint32_t b) { return a > b ? a - b : b - a; }

/* The border of the widest line that a piece ends at, which is the k-th of n in its own line: the
 * nearest, and room is left for those that come. */
static size_t edge_of(const struct table *t, size_t from, const struct piece *p, size_t k, size_t n)
{
    const size_t last = t->nedges - (n - k);
    size_t at = from + 1;
    if (n == t->nedges || k + 1 == n)
        return last;
    while (at < last && apart(t->edges[at + 1], p->right) <= apart(t->edges[at], p->right))
        at++;
    return at;
}

static enum xs_err grow(struct table *t, struct filling *f, const struct piece *p, uint32_t line)
{
    if (f->text.text.len)
        return xs_grown_add(t->a, &f->text, XS_STR("\n"), p->text);
    f->text.text = p->text;
    f->at = (struct xs_place){ .line = line, .col = p->col, .part = XS_STR_NONE };
    return XS_OK;
}

static enum xs_err begin_row(struct table *t, uint32_t line)
{
    struct row *rows = xs_arena_grow(t->a, t->rows, &t->row_cap, t->nrows + 1, sizeof *rows);
    if (!rows)
        return XS_E_NOMEM;
    t->rows = rows;
    rows[t->nrows++] = (struct row){ .first = line, .from = t->nseen };
    t->in_row = true;
    return XS_OK;
}

/* Columns [from, to) of the row that begins: a new cell, or one that goes on. */
static enum xs_err see(struct table *t, size_t from, size_t to, struct xs_place at)
{
    struct seen *seen = xs_arena_grow(t->a, t->seen, &t->seen_cap, t->nseen + 1, sizeof *seen);
    struct filling *cell = t->open[from];
    const bool continued = cell != NULL;
    if (!continued)
        cell = xs_arena_zalloc(t->a, 1, sizeof *cell);
    if (!seen || !cell)
        return XS_E_NOMEM;
    if (!continued)
        cell->at = at;
    for (size_t c = from; c < to; c++)
        t->open[c] = cell;
    t->seen = seen;
    seen[t->nseen++] = (struct seen){ cell, (uint32_t)(to - from), continued };
    t->rows[t->nrows - 1].n++;
    return XS_OK;
}

/* How many cells of a line hold text; 0 for a rule. */
static size_t filled(const struct table *t, const struct xs_boxed_line *l)
{
    struct scan s = scan_begin(l, t->typed);
    struct piece p;
    size_t n = 0;
    while (next_piece(&s, &p)) {
        if (p.rule)
            return 0;
        n += p.text.len > 0;
    }
    return n;
}

#define FEW_LINES 3 /* of a row, that may all be filled */

/* Of n lines that begin behind a rule: are most of those up to the next one filled? Then they are
 * rows of their own. */
static bool mostly_filled(const struct table *t, const struct xs_boxed_line *lines, size_t n)
{
    size_t all = 0, full = 0, k;
    for (; all < n && (k = filled(t, &lines[all])) > 0; all++)
        full += k > 1 && 2 * k >= t->nedges - 1;
    return all >= FEW_LINES && 3 * full >= 2 * all;
}

/* A line with text or blanks between its borders. */
static enum xs_err text_line(struct table *t, const struct xs_boxed_line *l, size_t n)
{
    struct scan s = scan_begin(l, t->typed);
    struct piece p;
    const bool begins = !t->in_row || (t->row_a_line && filled(t, l) > 1);
    for (size_t c = 0; begins && t->in_row && c < t->nedges; c++)
        t->open[c] = NULL;
    if (begins)
        XS_TRY(begin_row(t, l->line));
    t->rows[t->nrows - 1].last = l->line;
    for (size_t k = 1, from = 0, to; next_piece(&s, &p); k++, from = to) {
        to = edge_of(t, from, &p, k, n);
        const struct xs_place at = { .line = l->line, .col = p.col, .part = XS_STR_NONE };
        if (begins)
            XS_TRY(see(t, from, to, at));
        if (p.text.len && !p.rule)
            XS_TRY(grow(t, t->open[from], &p, l->line));
    }
    return XS_OK;
}

/* Is a line a rule, be it over some columns only? Not where it holds text that belongs nowhere. */
static bool is_rule(const struct table *t, const struct xs_boxed_line *l, size_t n)
{
    struct scan s = scan_begin(l, t->typed);
    struct piece p;
    bool any = false;
    for (size_t k = 1, from = 0; next_piece(&s, &p); k++) {
        any |= p.rule;
        if (!p.rule && p.text.len && !t->open[from])
            return false;
        from = edge_of(t, from, &p, k, n);
    }
    return any;
}

/* Cells above a rule end at it. */
static enum xs_err rule_line(struct table *t, const struct xs_boxed_line *l, size_t n)
{
    struct scan s = scan_begin(l, t->typed);
    struct piece p;
    t->in_row = false;
    t->drawn++;
    for (size_t k = 1, from = 0, to; next_piece(&s, &p); k++, from = to) {
        to = edge_of(t, from, &p, k, n);
        if (!p.rule && p.text.len)
            XS_TRY(grow(t, t->open[from], &p, l->line));
        for (size_t c = from; p.rule && c < to; c++)
            t->open[c] = NULL;
    }
    return XS_OK;
}

/* --- rows ------------------------------------------------------------------------------------ */

static enum xs_err make_row(const struct table *t, const struct row *r, struct xs_boxed_row *out)
{
    struct xs_cell *cells = xs_arena_alloc(t->a, r->n + 1, sizeof *cells);
    if (!cells)
        return XS_E_NOMEM;
    for (size_t i = 0; i < r->n; i++) {
        const struct seen *s = &t->seen[r->from + i];
        const struct xs_place here = { .line = r->first, .col = s->cell->at.col };
        cells[i] = (struct xs_cell){ .text = s->continued ? XS_STR_NONE : s->cell->text.text,
            .at = s->continued ? here : s->cell->at,
            .span = s->span < UINT16_MAX ? (uint16_t)s->span : UINT16_MAX,
            .continued = s->continued };
        cells[i].at.part = XS_STR_NONE;
        if (!cells[i].text.ptr)
            cells[i].text = XS_STR_NONE;
    }
    *out = (struct xs_boxed_row){
        .first_line = r->first, .last_line = r->last, .ncells = r->n, .cells = cells
    };
    return XS_OK;
}

enum xs_err xs_boxed_read(struct xs_arena *a, enum xs_boxed_style style,
    const struct xs_boxed_line *lines, size_t n, struct xs_boxed *out)
{
    struct table t = { .a = a, .typed = style == XS_BOXED_TYPED };
    bool rule = true;
    *out = (struct xs_boxed){ 0 };
    XS_TRY(find_columns(&t, lines, n));
    for (size_t i = 0; i < n; i++) {
        const size_t edges = count_edges(&lines[i], t.typed);
        const bool behind = rule;
        rule = is_rule(&t, &lines[i], edges);
        if (behind && !rule)
            t.row_a_line = mostly_filled(&t, &lines[i], n - i);
        XS_TRY(rule ? rule_line(&t, &lines[i], edges) : text_line(&t, &lines[i], edges));
    }
    out->rows = xs_arena_alloc(a, t.nrows + 1, sizeof *out->rows);
    if (!out->rows)
        return XS_E_NOMEM;
    for (size_t i = 0; i < t.nrows; i++)
        XS_TRY(make_row(&t, &t.rows[i], &out->rows[i]));
    out->ncolumns = t.nedges - 1;
    out->nrows = t.nrows;
    out->drawn = t.drawn;
    out->closed = rule;
    return XS_OK;
}
