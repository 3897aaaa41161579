/* Tables whose cells are parted by blanks: lines that only go on with the cells of the row above,
 * told by where their pieces stand. */
#include "base/utf8.h"
#include "tree/places.h"

enum { MOST_LINES = 24 };    /* of a row; more are not joined */
enum { LONGEST_PART = 2 };   /* code points; so short a text is no name of its own */
enum { SURELY = 2 };         /* names broken over lines show that names are */
enum { LABEL_LINES = 3 };    /* of a level's name behind its first */
enum { LABEL_PIECES = 3 };   /* of a line that may be one: before the names */
enum { LONGEST_LABEL = 60 }; /* bytes */

/* A piece of a line, or some with one blank between, below a cell of the row above. */
struct pair {
    size_t above, above_end, from, end; /* cells */
};

/* ---- what goes on with what ---- */

/* What of s cannot be parted by the end of a line: a character or word, with signs at it. */
static xs_str first_unit(xs_str s)
{
    size_t at = 0, end = 0;
    bool letter = false, word = false;
    while (at < s.len) {
        uint32_t cp = xs_utf8_next(s, &at);
        bool ascii = (cp | 0x20) - 'a' < 26 || cp - '0' < 10;
        bool now = ascii || xs_utf8_is_han(cp);
        if (cp <= ' ' || (letter && now && !(word && ascii)))
            break;
        letter |= now;
        word = ascii;
        end = at;
    }
    return xs_str_sub(s, 0, end);
}

/* Do the lines stand right below each other? */
static bool adjacent(const struct xs_places *w, size_t above, size_t below)
{
    size_t block = w->cells[w->lines[below].first].block;
    return block == (size_t)w->cells[w->lines[above].first].block + 1 &&
           !w->b->sheet->blocks[block].blank_before;
}

static enum xs_field field_of(const struct xs_places *w, size_t piece)
{
    return w->c->field[w->laid[piece].column];
}

/* The text of the pieces of one line [from, end), which make one cell. */
static xs_str text_of(const struct xs_places *w, size_t from, size_t end)
{
    const xs_str first = w->cells[from].text, last = w->cells[end - 1].text;
    return end == from + 1 ? first
                           : (xs_str){ first.ptr, (size_t)(last.ptr + last.len - first.ptr) };
}

/* Was there no room for what follows in the column? Then it is the line that is at its end. */
static bool full(const struct xs_places *w, const struct xs_spot *above, int column, xs_str next)
{
    return above->room + xs_places_room(first_unit(next)) > w->room[column];
}

/* "2.", "target 2:", a number alone: with this a row begins. */
static bool begins_row(const struct xs_places *w, xs_str folded)
{
    const struct xs_layout *l = w->b->l;
    size_t word = xs_lex_longest(l->lex, folded, 0, &l->level_tail, NULL);
    struct xs_decimal d;
    bool had;
    (void)xs_number_strip(l, folded, &had); /* only whether there was one */
    return had ||
           (word && word < folded.len && folded.ptr[word] >= '0' && folded.ptr[word] <= '9') ||
           (folded.len && xs_decimal_parse(folded, &d) == folded.len);
}

static bool numeric(const struct xs_value *v)
{
    return v->kind == XS_VALUE_NUMBER || v->kind == XS_VALUE_RANGE;
}

/* May the text belong to the value above it? Not if it is a value, too; named: beside a name. */
static enum xs_err value_goes_on(
    struct xs_places *w, xs_str above, const struct xs_tcell *t, bool named, bool *yes)
{
    struct xs_value_context ctx = { 0 };
    struct xs_value v, over;
    *yes = false;
    if (xs_lex_longest(w->b->l->lex, t->folded, 0, &w->b->l->sign, NULL))
        return XS_OK;
    XS_TRY(xs_value_parse(w->b->l->values, w->b->a, t->folded, &ctx, &v));
    XS_TRY(xs_value_parse(w->b->l->values, w->b->a, above, &ctx, &over));
    *yes = !numeric(&v) || (!named && !numeric(&over));
    return XS_OK;
}

/* Is it the name of an indicator by itself? */
static bool names_one(const struct xs_places *w, xs_str folded)
{
    return xs_utf8_count(folded) > LONGEST_PART && xs_measures(w->b->l, folded);
}

/* Are both? */
static bool two_names(const struct xs_places *w, xs_str above, xs_str below)
{
    return names_one(w, below) && names_one(w, above);
}

/* The two texts as one cell, in place of the first. */
static enum xs_err join(struct xs_places *w, xs_str one, xs_str two, struct xs_tcell *to)
{
    if (!xs_arena_join(w->b->a, one, '\n', two, &to->text))
        return XS_E_NOMEM;
    to->noted = NULL;
    to->split = false;
    XS_TRY(xs_fold(w->b->l->folder, w->b->a, to->text, &to->folded));
    xs_layout_cell(w->b->l, to->folded, &to->words);
    return XS_OK;
}

/* A level's name goes on: the whole is one, and no two of them. */
static bool level_goes_on(const struct xs_tcell *above, const struct xs_tcell *t,
    const struct xs_tcell *both, bool is_full)
{
    if (xs_is_level(both))
        return !(xs_is_level(above) && xs_is_level(t));
    return is_full && !xs_is_level(above) && !xs_is_level(t);
}

/* ---- names of levels ---- */

/* The piece of line k that begins where the one at at does; SIZE_MAX: none. */
static size_t below(const struct xs_places *w, size_t at, size_t k)
{
    const struct xs_pline *l = &w->lines[k];
    for (size_t i = l->first; l->placed && i < l->end && i < l->first + LABEL_PIECES; i++)
        for (int way = 0; way < XS_WAYS; way++)
            if (!w->spots[i].gone && xs_places_same(w->spots[i].from[way], w->spots[at].from[way]))
                return i;
    return SIZE_MAX;
}

/* Appends to a name of at most LONGEST_LABEL bytes. False: it is too long. */
static bool append(char *buf, size_t *n, xs_str s)
{
    if (s.len > LONGEST_LABEL - *n)
        return false;
    memcpy(buf + *n, s.ptr, s.len);
    *n += s.len;
    return true;
}

/* Is the text a name of a level, all of it? */
static bool is_label(const struct xs_places *w, xs_str s)
{
    const struct xs_layout *l = w->b->l;
    struct xs_tcell t = { .folded = s };
    if (xs_lex_longest(l->lex, s, 0, &l->words.mask, NULL) < s.len)
        return false;
    xs_layout_cell(l, s, &t.words);
    return xs_is_level(&t);
}

/* A level's name that begins in the piece at at of line k and goes on right below. */
static enum xs_err take_label(struct xs_places *w, size_t k, size_t at)
{
    size_t parts[LABEL_LINES], n = 0, whole = 0, len = 0;
    char buf[LONGEST_LABEL];
    struct xs_tcell *t = &w->cells[at];
    bool level = xs_is_level(t);
    if (w->spots[at].gone || !append(buf, &len, t->folded))
        return XS_OK;
    while (n < LABEL_LINES && k + n + 1 < w->nlines && adjacent(w, k + n, k + n + 1)) {
        size_t i = below(w, at, k + n + 1);
        if (i == SIZE_MAX || (level && xs_is_level(&w->cells[i])) ||
            !append(buf, &len, w->cells[i].folded))
            break;
        parts[n++] = i;
        if (is_label(w, (xs_str){ buf, len })) {
            whole = n;
            level = true;
        }
    }
    for (size_t i = 0; i < whole; i++) {
        XS_TRY(join(w, t->text, w->cells[parts[i]].text, t));
        w->spots[parts[i]].gone = true;
    }
    return XS_OK;
}

/* Only the pieces that are not gone are left. */
static enum xs_err drop_gone(struct xs_places *w)
{
    size_t kept = 0;
    for (size_t i = 0; i < w->n; i++) {
        bool begins = i > 0 && w->spots[i - 1].gone && w->cells[i - 1].block == w->cells[i].block;
        w->cells[i].row_start |= begins && w->cells[i - 1].row_start;
        if (!w->spots[i].gone)
            w->cells[kept++] = w->cells[i];
    }
    if (kept == w->n)
        return XS_OK;
    w->n = kept;
    memset(w->spots, 0, kept * sizeof *w->spots);
    return xs_places_lines(w);
}

/* Names of levels that are broken over lines, whatever else stands in these. */
static enum xs_err take_labels(struct xs_places *w)
{
    for (size_t k = 0; k < w->nlines; k++) {
        const struct xs_pline *l = &w->lines[k];
        for (size_t i = l->first; l->placed && i < l->end && i < l->first + LABEL_PIECES; i++)
            XS_TRY(take_label(w, k, i));
    }
    return drop_gone(w);
}

/* Pieces of a label that stands upright at the table's side, a character in each line. */
static enum xs_err drop_side(struct xs_places *w)
{
    bool any = false;
    for (size_t k = 0; w->head.placed && k < w->nlines; k++)
        for (size_t i = w->lines[k].first; w->lines[k].placed && i < w->lines[k].end; i++) {
            struct xs_spot *spot = &w->spots[i];
            const xs_str s = w->cells[i].folded;
            size_t at = 0;
            spot->gone = spot->end[XS_BY_COUNT] <= w->head_spots[0].from[XS_BY_COUNT] && s.len &&
                         xs_utf8_is_han(xs_utf8_next(s, &at)) && at == s.len;
            any |= spot->gone;
        }
    return any ? drop_gone(w) : XS_OK;
}

/* ---- lines ---- */

/* What is asked of a line's piece below a cell. */
struct asked {
    const struct xs_tcell *above;
    struct xs_tcell t, both;
    int column;
    bool full, name, value; /* name, value: the line has a piece in that column */
    bool named;             /* what it has in that of the name may be one */
    bool broken;            /* a name surely goes on there */
};

/* May a name that is at its end for want of room go on with what stands below it? Two names may be
 * two rows. */
static bool name_goes_on(const struct xs_places *w, struct asked *q)
{
    q->broken = !two_names(w, q->above->folded, q->t.folded);
    return q->broken || (!q->value && w->broken >= SURELY);
}

/* Columns whose cells may go on in the next line. */
#define TEXTY                                                                                      \
    (XS_FIELD_BIT(XS_F_DESCRIPTION) | XS_FIELD_BIT(XS_F_BASIS) | XS_FIELD_BIT(XS_F_STANDARD) |     \
        XS_FIELD_BIT(XS_F_SCORING) | XS_FIELD_BIT(XS_F_SOURCE) | XS_FIELD_BIT(XS_F_REMARK) |       \
        XS_FIELD_BIT(XS_F_DEVIATION))

static enum xs_err piece_goes_on(struct xs_places *w, struct asked *q, bool *yes)
{
    enum xs_field f = w->c->field[q->column];
    struct xs_decimal d;
    bool alone = xs_decimal_parse(q->t.folded, &d) == q->t.folded.len;
    *yes = false;
    if (q->column == w->value)
        return value_goes_on(w, q->above->folded, &q->t, q->named, yes);
    if (q->column == w->name) {
        q->named = names_one(w, q->t.folded);
        *yes = q->full && (w->levels || !xs_is_level(&q->t)) && !begins_row(w, q->t.folded) &&
               name_goes_on(w, q);
    } else if (f == XS_F_LEVEL1 || f == XS_F_LEVEL2)
        *yes = level_goes_on(q->above, &q->t, &q->both, q->full);
    else
        *yes = (f == XS_F_NONE || (TEXTY & XS_FIELD_BIT(f))) && !alone &&
               (w->levels || !xs_is_level(&q->t));
    return XS_OK;
}

/* The cells of row that line's pieces stand below; at most one a column. 0: not all do. */
static size_t pair_up(const struct xs_places *w, const struct xs_pline *row,
    const struct xs_pline *line, struct pair pairs[XS_MAX_COLUMNS])
{
    size_t n = 0, at = row->first;
    for (size_t i = line->first; i < line->end; i++) {
        const uint32_t from = w->spots[i].from[w->way];
        while (at < row->end && (w->laid[at].column < 0 || w->spots[at].gone ||
                                    w->spots[at].from[w->way] + 1 < from))
            at++;
        if (at < row->end && xs_places_same(w->spots[at].from[w->way], from)) {
            if (n == XS_MAX_COLUMNS)
                return 0;
            pairs[n++] = (struct pair){ at, xs_places_cell_end(w, row, at), i, i + 1 };
            at++;
        } else if (n && xs_places_close(w, i)) {
            pairs[n - 1].end = i + 1;
        } else {
            return 0;
        }
    }
    return n;
}

/* Has the row a cell besides levels that the line has none below? */
static bool has_more(
    const struct xs_places *w, const struct xs_pline *row, const struct pair *pairs, size_t n)
{
    for (size_t i = row->first, k = 0; i < row->end; i++) {
        while (k < n && pairs[k].above < i)
            k++;
        if ((k < n && pairs[k].above == i) || w->laid[i].column < 0 || w->spots[i].gone)
            continue;
        if (field_of(w, i) != XS_F_LEVEL1 && field_of(w, i) != XS_F_LEVEL2)
            return true;
    }
    return false;
}

/* The joined cell of a pair, q->both, if they are one. */
static enum xs_err join_pair(
    struct xs_places *w, const struct pair *p, struct asked *q, bool strict, bool *yes)
{
    const xs_str below = text_of(w, p->from, p->end);
    const struct xs_tcell *above = &w->cells[p->above];
    const xs_str text = above->split ? text_of(w, p->above, p->above_end) : above->text;
    XS_TRY(xs_cell_piece(w->b, &w->cells[p->from], below, &q->t));
    q->above = above;
    q->column = w->laid[p->above].column;
    q->both = *above;
    q->full = full(w, &w->spots[p->above], q->column, below);
    *yes = false;
    if (strict && !q->full)
        return XS_OK;
    XS_TRY(join(w, text, below, &q->both));
    return piece_goes_on(w, q, yes);
}

/* The pair is one cell, both, which goes down to the line. */
static void put_pair(
    struct xs_places *w, const struct pair *p, const struct xs_tcell *both, size_t line)
{
    w->cells[p->above] = *both;
    w->spots[p->above].line = line;
    w->spots[p->above].room = xs_places_room(text_of(w, p->from, p->end));
    for (size_t j = p->above + 1; j < p->above_end; j++)
        w->spots[j].gone = true;
    for (size_t j = p->from; j < p->end; j++)
        w->spots[j].gone = true;
}

/* How many names of levels the line begins with, of which something else stands behind. */
static size_t leading_labels(const struct xs_places *w, const struct xs_pline *l)
{
    size_t n = 0;
    while (l->first + n < l->end && xs_is_level(&w->cells[l->first + n]))
        n++;
    return l->first + n < l->end ? n : 0;
}

/* Joins line with the row above, if all of it goes on with its cells but for so many names of
 * levels before these, which stand in the middle of their rows. */
static enum xs_err take_line(struct xs_places *w, size_t row, size_t line, size_t labels, bool *yes)
{
    struct pair pairs[XS_MAX_COLUMNS];
    struct xs_tcell both[XS_MAX_COLUMNS];
    struct asked q = { 0 };
    struct xs_pline rest = w->lines[line];
    rest.first += labels;
    *yes = false;
    size_t n = rest.placed ? pair_up(w, &w->lines[row], &rest, pairs) : 0;
    for (size_t i = 0; i < n; i++) {
        if (w->spots[pairs[i].above].line + 1 != line)
            return XS_OK; /* that cell was at its end already */
        q.name |= w->laid[pairs[i].above].column == w->name;
        q.value |= w->laid[pairs[i].above].column == w->value;
    }
    if (labels > 0 && q.value) /* rather a row */
        return XS_OK;
    bool strict = labels > 0 || (q.name && q.value);
    q.named = q.name;
    if (n == 0 || (strict && !has_more(w, &w->lines[row], pairs, n)))
        return XS_OK;
    for (size_t i = 0; i < n; i++) {
        XS_TRY(join_pair(w, &pairs[i], &q, strict, yes));
        if (!*yes)
            return XS_OK;
        both[i] = q.both;
    }
    w->broken += q.broken;
    for (size_t i = 0; i < n; i++)
        put_pair(w, &pairs[i], &both[i], line);
    return XS_OK;
}

/* ---- cells in the middle of their row ---- */

/* The cell of line l that stands in the name's column; before it only names of levels, behind it,
 * where it shall be the last, nothing. SIZE_MAX: there is none. */
static size_t name_behind_levels(const struct xs_places *w, const struct xs_pline *l, bool last)
{
    size_t i = l->first;
    while (l->placed && i < l->end && xs_is_level(&w->cells[i]))
        i++;
    if (!l->placed || i == l->end || xs_places_column(w, i) != w->name)
        return SIZE_MAX;
    return last && xs_places_cell_end(w, l, i) < l->end ? SIZE_MAX : i;
}

/* The whole line is one cell of the name's or the value's column, and no row by itself; -1: it is
 * not. */
static int half_column(const struct xs_places *w, const struct xs_pline *l)
{
    if (!l->placed || xs_is_level(&w->cells[l->first]))
        return -1;
    for (size_t i = l->first + 1; i < l->end; i++)
        if (!xs_places_close(w, i))
            return -1;
    int column = xs_places_column(w, l->first);
    return column >= 0 && (column == w->name || column == w->value) ? column : -1;
}

/* Has the line a cell in the column other, none in column, and none of which it is not certain? */
static bool lacks(const struct xs_places *w, const struct xs_pline *l, int column, int other)
{
    bool found = false;
    if (!l->placed)
        return false;
    for (size_t i = l->first; i < l->end; i++) {
        int at = xs_places_column(w, i);
        if (at == column ||
            (at < 0 && !xs_is_level(&w->cells[i]) && (i == l->first || !xs_places_close(w, i))))
            return false;
        found |= at == other;
    }
    return found;
}

/* The first piece of line k's half of a cell that goes on in line k + 2, with its row between them;
 * names of levels may stand before it. SIZE_MAX: there is none. */
static size_t middle_half(const struct xs_places *w, size_t k, int *column)
{
    const struct xs_pline *l = &w->lines[k];
    if (w->nlines - k < 3 || l[0].whole || l[1].whole || l[2].whole)
        return SIZE_MAX;
    *column = half_column(w, &l[0]);
    size_t half = *column < 0 ? name_behind_levels(w, l, true) : l->first;
    if (*column < 0 && half != SIZE_MAX)
        *column = w->name;
    if (half == SIZE_MAX || half_column(w, &l[2]) != *column || !adjacent(w, k, k + 1) ||
        !adjacent(w, k + 1, k + 2) ||
        !lacks(w, &l[1], *column, *column == w->name ? w->value : w->name))
        return SIZE_MAX;
    return half;
}

/* Joins such a cell, if the first half is at its end for want of room. */
static enum xs_err take_middle(struct xs_places *w, size_t k, bool *yes)
{
    int column;
    const size_t half = middle_half(w, k, &column);
    *yes = false;
    if (half == SIZE_MAX)
        return XS_OK;
    const struct xs_pline *l = &w->lines[k], *other = l + 2;
    struct xs_tcell one, two, *first = &w->cells[half];
    const xs_str above = text_of(w, half, l->end);
    const xs_str below = text_of(w, other->first, other->end);
    const struct xs_spot all = { .room = xs_places_room(above) };
    XS_TRY(xs_cell_piece(w->b, first, above, &one));
    XS_TRY(xs_cell_piece(w->b, &w->cells[other->first], below, &two));
    if (!full(w, &all, column, below) || begins_row(w, two.folded))
        return XS_OK;
    if (column == w->value)
        XS_TRY(value_goes_on(w, one.folded, &two, true, yes));
    else
        *yes = !two_names(w, one.folded, two.folded);
    if (!*yes)
        return XS_OK;
    w->lines[k].middle = true;
    w->lines[k].end = half + 1;
    return join(w, above, below, first);
}

/* The name in the row k + 1 that has its first part in line k and its last in k + 2, by where these
 * stand; SIZE_MAX: none. */
static size_t middle_name(const struct xs_places *w, size_t k)
{
    const struct xs_pline *l = &w->lines[k];
    if (w->nlines - k < 3 || l[0].whole || !l[1].whole || l[2].whole || !adjacent(w, k, k + 1) ||
        !adjacent(w, k + 1, k + 2) || half_column(w, &l[0]) != w->name ||
        half_column(w, &l[2]) != w->name)
        return SIZE_MAX;
    size_t i = l[1].first;
    while (w->laid[i].column != w->name) /* a whole row has one */
        i++;
    const uint32_t from = w->spots[i].from[w->way];
    return xs_places_same(from, w->spots[l[0].first].from[w->way]) &&
                   xs_places_same(from, w->spots[l[2].first].from[w->way])
               ? i
               : SIZE_MAX;
}

/* Joins such a name, where each part but the last is at its end for want of room. The first is none
 * by itself: else it may be a row without a value. */
static enum xs_err take_around(struct xs_places *w, size_t k, bool *yes)
{
    const size_t name = middle_name(w, k);
    *yes = false;
    if (name == SIZE_MAX)
        return XS_OK;
    const struct xs_pline *l = &w->lines[k];
    struct xs_tcell part[3], *t = &w->cells[name];
    const size_t from[3] = { l[0].first, name, l[2].first };
    const size_t end[3] = { l[0].end, xs_places_cell_end(w, &l[1], name), l[2].end };
    for (size_t i = 0; i < 3; i++) {
        const xs_str text = text_of(w, from[i], end[i]);
        const struct xs_spot above = { .room = i ? xs_places_room(part[i - 1].text) : 0 };
        XS_TRY(xs_cell_piece(w->b, &w->cells[from[i]], text, &part[i]));
        if (i && (!full(w, &above, w->name, text) || begins_row(w, part[i].folded)))
            return XS_OK;
    }
    if (names_one(w, part[0].folded) || two_names(w, part[1].folded, part[2].folded))
        return XS_OK;
    for (size_t i = l[0].first; i < l[2].end; i++)
        w->spots[i].gone |= i < l[0].end || i >= l[2].first || (i > name && i < end[1]);
    XS_TRY(join(w, part[0].text, part[1].text, t));
    XS_TRY(join(w, t->text, part[2].text, t));
    t->at = w->cells[l[0].first].at;
    *yes = true;
    return XS_OK;
}

/* A name whose first part stands above the row that has the rest of it: its pieces [one, one_end)
 * and [two, two_end). */
struct above {
    size_t one, one_end, two, two_end;
};

/* Where such a name may stand that begins in line k: the levels before it are in either line. */
static bool name_above(const struct xs_places *w, size_t k, struct above *out)
{
    if (k + 1 == w->nlines || w->lines[k].whole || !w->lines[k + 1].whole || !adjacent(w, k, k + 1))
        return false;
    const struct xs_pline *l = &w->lines[k], *row = l + 1;
    out->one = name_behind_levels(w, l, true);
    out->two = name_behind_levels(w, row, false);
    if (out->one == SIZE_MAX || out->two == SIZE_MAX ||
        (out->one > l->first && out->two > row->first))
        return false;
    out->one_end = l->end;
    out->two_end = xs_places_cell_end(w, row, out->two);
    return true;
}

/* Joins such a name, whose first part is none by itself, and at its end for want of room. */
static enum xs_err take_above(struct xs_places *w, size_t k, bool *yes)
{
    struct above n;
    struct xs_tcell first, rest;
    *yes = false;
    if (!name_above(w, k, &n))
        return XS_OK;
    const xs_str one = text_of(w, n.one, n.one_end), two = text_of(w, n.two, n.two_end);
    const struct xs_spot room = { .room = xs_places_room(one) };
    XS_TRY(xs_cell_piece(w->b, &w->cells[n.one], one, &first));
    XS_TRY(xs_cell_piece(w->b, &w->cells[n.two], two, &rest));
    if (!full(w, &room, w->name, two) || names_one(w, first.folded) || begins_row(w, rest.folded))
        return XS_OK;
    const struct xs_pline *l = &w->lines[k], *row = l + 1;
    const size_t to = n.one > l->first ? n.one : n.two;
    for (size_t i = n.one; i < n.one_end; i++)
        w->spots[i].gone |= i != to;
    for (size_t i = n.two; i < n.two_end; i++)
        w->spots[i].gone |= i != to;
    for (size_t i = row->first; to == n.one && i < row->end; i++)
        w->cells[i].row_start = false;
    w->cells[to].at = w->cells[n.one].at;
    *yes = true;
    return join(w, one, two, &w->cells[to]);
}

/* The cells that are left, with the columns that are known. */
struct rest {
    struct xs_tcell *cells;
    int *known;
    size_t n;
};

static void put(const struct xs_places *w, size_t i, struct rest *out)
{
    if (w->spots[i].gone)
        return;
    out->cells[out->n] = w->cells[i];
    out->known[out->n++] = w->known[i];
}

/* The three lines as one row: the last piece of the first one is the cell. */
static void put_middle(const struct xs_places *w, size_t k, struct rest *out)
{
    const struct xs_pline *a = &w->lines[k], *row = a + 1;
    const uint32_t from = w->spots[a->end - 1].from[w->way];
    size_t first = out->n, i = row->first;
    for (size_t level = a->first; level + 1 < a->end; level++)
        put(w, level, out);
    for (; i < row->end && w->spots[i].from[w->way] < from; i++)
        put(w, i, out);
    put(w, a->end - 1, out);
    for (; i < row->end; i++)
        put(w, i, out);
    for (i = first; i < out->n; i++)
        out->cells[i].row_start = i == first;
}

/* ---- all lines ---- */

/* How a line is a part of rows: not at all, of the row above, of one in the next two lines, of the
 * one in the next line. */
enum part { ALONE, OF_ROW, OF_THREE, OF_NEXT };

/* What line k is a part of; lines: those of the row above so far, SIZE_MAX: there is none. */
static enum xs_err take_part(
    struct xs_places *w, size_t k, size_t row, size_t lines, enum part *part)
{
    bool yes = false;
    XS_TRY(take_middle(w, k, &yes));
    *part = yes ? OF_THREE : ALONE;
    if (!yes && row != SIZE_MAX && lines < MOST_LINES && adjacent(w, k - 1, k)) {
        XS_TRY(take_line(w, row, k, 0, &yes));
        const size_t labels = yes ? 0 : leading_labels(w, &w->lines[k]);
        if (labels > 0)
            XS_TRY(take_line(w, row, k, labels, &yes));
        *part = yes ? OF_ROW : ALONE;
    }
    if (*part != ALONE)
        return XS_OK;
    XS_TRY(take_around(w, k, &yes));
    *part = yes ? OF_THREE : ALONE;
    if (*part != ALONE)
        return XS_OK;
    XS_TRY(take_above(w, k, &yes));
    *part = yes ? OF_NEXT : ALONE;
    return XS_OK;
}

/* *joined: how many lines or rows were. */
static enum xs_err take_lines(struct xs_places *w, size_t *joined)
{
    size_t row = SIZE_MAX, lines = 0;
    *joined = 0;
    for (size_t k = 0; k < w->nlines; k++) {
        enum part part;
        XS_TRY(take_part(w, k, row, lines, &part));
        *joined += part != ALONE;
        if (part == OF_ROW) {
            lines++;
            continue;
        }
        k += part == OF_THREE ? 2 : part == OF_NEXT;
        row = part != OF_THREE && w->lines[k].whole ? k : SIZE_MAX;
        lines = 1;
        for (size_t i = w->lines[k].first; row == k && i < w->lines[k].end; i++)
            w->spots[i].line = k;
    }
    return XS_OK;
}

/* The cells that are left, in their rows. */
static enum xs_err put_together(struct xs_places *w)
{
    struct rest out = { xs_arena_alloc(w->b->a, w->n, sizeof *out.cells),
        xs_arena_alloc(w->b->a, w->n, sizeof *out.known), 0 };
    if (!out.cells || !out.known)
        return XS_E_NOMEM;
    for (size_t k = 0; k < w->nlines; k++) {
        const struct xs_pline *l = &w->lines[k];
        if (l->middle)
            put_middle(w, k, &out);
        for (size_t i = l->first; !l->middle && i < l->end; i++)
            put(w, i, &out);
        k += l->middle ? 2 : 0;
    }
    memcpy(w->cells, out.cells, out.n * sizeof *out.cells);
    w->known = out.known;
    w->n = out.n;
    return XS_OK;
}

/* Are the cells set in columns? Where one blank parts most of them, places say nothing. */
static bool in_columns(const struct xs_places *w)
{
    size_t wide = 0, close = 0;
    for (size_t l = 0; l < w->nlines; l++)
        for (size_t i = w->lines[l].first + 1; i < w->lines[l].end; i++)
            if (xs_places_close(w, i))
                close++;
            else
                wide++;
    return wide >= close;
}

enum xs_err xs_wrapped_align(
    struct xs_build *b, const struct xs_columns *c, struct xs_tcell *cells, size_t *n)
{
    struct xs_places w = { .b = b, .c = c, .cells = cells, .n = *n };
    size_t joined;
    if (!c->blanks)
        return xs_align(b, c, cells, *n, NULL);
    w.spots = xs_arena_zalloc(b->a, *n, sizeof *w.spots);
    if (!w.spots)
        return XS_E_NOMEM;
    XS_TRY(xs_places_lines(&w));
    if (!in_columns(&w))
        return xs_align(b, c, cells, *n, NULL);
    XS_TRY(xs_places_header(&w));
    XS_TRY(drop_side(&w));
    XS_TRY(take_labels(&w));
    *n = w.n;
    if (w.n == 0)
        return XS_OK;
    XS_TRY(xs_places_learn(&w));
    XS_TRY(take_lines(&w, &joined));
    if (joined > 0) {
        XS_TRY(put_together(&w));
        *n = w.n;
        XS_TRY(xs_align(b, c, cells, *n, w.known));
    } else {
        memcpy(cells, w.laid, w.n * sizeof *cells);
    }
    return xs_levels_centred(b, c, cells, *n);
}
