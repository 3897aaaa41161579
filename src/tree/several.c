/* Several indicators in one cell, a line each, and the holes that forms leave for them. */
#include <string.h>

#include "tree/build.h"

enum { MOST_LINES = 40 }; /* of a cell; more are not taken apart */

struct lines {
    size_t count;
    struct xs_tcell *cells;
};

/* What stands behind "target 2:" or "2."; false: the line has no number. */
static bool numbered(const struct xs_layout *l, xs_str line, xs_str *rest)
{
    bool had;
    size_t word = xs_lex_longest(l->lex, line, 0, &l->level_tail, NULL), n = word;
    while (word && n < line.len && line.ptr[n] >= '0' && line.ptr[n] <= '9')
        n++;
    if (n > word) {
        *rest = xs_str_trim(xs_str_sub(line, n + (n < line.len && line.ptr[n] == ':'), line.len));
        return true;
    }
    *rest = xs_number_strip(l, line, &had);
    return had;
}

/* Dots alone, or nothing. */
static bool dots(xs_str s)
{
    while (s.len) {
        size_t n = s.ptr[0] == '.' ? 1 : xs_str_starts(s, XS_STR("\xE2\x80\xA6")) ? 3 : 0;
        if (n == 0)
            return false;
        s = xs_str_sub(s, n, s.len);
    }
    return true;
}

/* "target 2:" or "..." alone: a hole that nobody filled. */
static bool is_hole(const struct xs_layout *l, xs_str folded)
{
    xs_str rest = folded;
    return dots(folded) || (numbered(l, folded, &rest) && dots(rest));
}

/* The lines of a cell as cells; holes are left out where names are wanted, and all others have to
 * be numbered. count is 0 when they are not, or are too many. */
static enum xs_err lines_of(
    struct xs_build *b, const struct xs_tcell *t, bool names, struct lines *out)
{
    xs_str rest = t->text, line, after;
    uint32_t k = 0;
    out->count = 0;
    out->cells = xs_arena_alloc(b->a, MOST_LINES, sizeof *out->cells);
    if (!out->cells)
        return XS_E_NOMEM;
    for (; xs_str_split(&rest, '\n', &line); k++) {
        struct xs_tcell c = *t;
        struct xs_place *at = xs_arena_alloc(b->a, 1, sizeof *at);
        if (!at)
            return XS_E_NOMEM;
        *at = *t->at;
        at->line += at->line ? k : 0;
        c.at = at;
        c.text = xs_str_trim(line);
        c.noted = NULL;
        XS_TRY(xs_fold(b->l->folder, b->a, c.text, &c.folded));
        if (c.folded.len == 0 || (names && is_hole(b->l, c.folded)))
            continue;
        if (out->count == MOST_LINES || (names && !numbered(b->l, c.folded, &after))) {
            out->count = 0;
            return XS_OK;
        }
        out->cells[out->count++] = c;
    }
    return XS_OK;
}

/* Fields that have a line for each indicator when the name has one. */
static const enum xs_field by_line[] = { XS_F_VALUE, XS_F_DESCRIPTION, XS_F_BASIS, XS_F_SIGN,
    XS_F_UNIT, XS_F_WEIGHT };
enum { BY_LINE = sizeof by_line / sizeof *by_line };

static enum xs_err add_lines(struct xs_build *b, const struct xs_columns *c,
    const struct xs_tcell *const cell[XS_F_COUNT], const struct lines *names,
    const struct lines field[BY_LINE])
{
    for (size_t i = 0; i < names->count; i++) {
        const struct xs_tcell *one[XS_F_COUNT];
        memcpy(
            one, cell, sizeof one); /* NOLINT(bugprone-sizeof-expression): an array of pointers */
        one[XS_F_LEVEL3] = &names->cells[i];
        for (size_t k = 0; k < BY_LINE; k++)
            if (field[k].count == names->count)
                one[by_line[k]] = &field[k].cells[i];
        XS_TRY(xs_row_add(b, c, one, &names->cells[i]));
    }
    return XS_OK;
}

/* What a cell that holds names and values says of one indicator. */
struct piece {
    xs_str name, value; /* folded; no name: nothing was found yet */
};

static enum xs_err add_piece(struct xs_build *b, const struct xs_columns *c,
    const struct xs_tcell *const cell[XS_F_COUNT], struct piece *p)
{
    const struct xs_tcell *one[XS_F_COUNT], *from = cell[XS_F_LEVEL3];
    if (p->name.len == 0)
        return XS_OK;
    struct xs_tcell *both = xs_arena_alloc(b->a, 2, sizeof *both);
    if (!both)
        return XS_E_NOMEM;
    both[0] = both[1] = *from;
    both[0].noted = both[1].noted = NULL;
    both[0].text = both[0].folded = p->name;
    both[1].text = both[1].folded = p->value;
    memcpy(one, cell, sizeof one); /* NOLINT(bugprone-sizeof-expression): an array of pointers */
    one[XS_F_LEVEL3] = &both[0];
    one[XS_F_VALUE] = &both[1];
    *p = (struct piece){ { NULL, 0 }, { NULL, 0 } };
    return xs_row_add(b, c, one, from);
}

/* The next piece of the cell: a name with its value or without, or the value of the name before. */
static enum xs_err take_piece(struct xs_build *b, const struct xs_columns *c,
    const struct xs_tcell *const cell[XS_F_COUNT], xs_str text, struct piece *last)
{
    xs_str folded, name, value;
    XS_TRY(xs_fold(b->l->folder, b->a, xs_marks_strip(b->l, text), &folded));
    (void)numbered(b->l, folded, &folded); /* without its number, if there is one */
    folded = xs_piece_stop(folded);
    if (folded.len == 0)
        return XS_OK;
    if (!xs_piece_split(b->l, folded, true, &name, &value) || !xs_piece_names(name)) {
        const bool says = xs_piece_value(b->l, folded) != SIZE_MAX;
        if (says && last->name.len && last->value.len == 0) {
            last->value = folded;
            return XS_OK;
        }
        name = folded; /* "by December", "10 roads": the one with the other */
        value = says ? folded : XS_STR_NONE;
    }
    XS_TRY(add_piece(b, c, cell, last));
    *last = (struct piece){ name, value };
    return XS_OK;
}

/* Names and values of a cell that holds both. */
static enum xs_err add_pieces(
    struct xs_build *b, const struct xs_columns *c, const struct xs_tcell *const cell[XS_F_COUNT])
{
    struct xs_pieces pieces;
    struct piece last = { .name = XS_STR_NONE };
    xs_str rest = cell[XS_F_LEVEL3]->text, line, piece;
    while (xs_str_split(&rest, '\n', &line)) {
        xs_pieces_begin(&pieces, b->l, line, false);
        while (xs_pieces_next(&pieces, &piece))
            XS_TRY(take_piece(b, c, cell, piece, &last));
    }
    return add_piece(b, c, cell, &last);
}

/* Folded text has no line ends, so that text of its length has none either. */
static bool has_lines(const struct xs_tcell *t)
{
    return t && t->text.len != t->folded.len && memchr(t->text.ptr, '\n', t->text.len);
}

enum xs_err xs_rows_add(struct xs_build *b, const struct xs_columns *c,
    const struct xs_tcell *const cell[XS_F_COUNT], const struct xs_tcell *first)
{
    const struct xs_tcell *name = cell[XS_F_LEVEL3], *value = cell[XS_F_VALUE];
    const bool named = name && name->folded.len, empty = !value || value->folded.len == 0;
    struct lines names, field[BY_LINE] = { { 0 } };
    if (named && empty && is_hole(b->l, name->folded)) {
        const struct xs_tcell *levels[XS_F_COUNT] = {
            [XS_F_LEVEL1] = cell[XS_F_LEVEL1], [XS_F_LEVEL2] = cell[XS_F_LEVEL2]
        };
        return xs_row_add(b, c, levels, first); /* it says no more than its levels */
    }
    if (named && c->both)
        return add_pieces(b, c, cell);
    if (empty || !has_lines(name))
        return xs_row_add(b, c, cell, first);
    XS_TRY(lines_of(b, name, true, &names));
    for (size_t k = 0; names.count && k < BY_LINE; k++)
        if (cell[by_line[k]])
            XS_TRY(lines_of(b, cell[by_line[k]], false, &field[k]));
    if (names.count == 0 || field[0].count != names.count)
        return xs_row_add(b, c, cell, first);
    return add_lines(b, c, cell, &names, field);
}
