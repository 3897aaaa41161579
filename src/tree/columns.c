/* The header of an indicator table, found by synonyms: its columns. */
#include <string.h>

#include "tree/build.h"

#define LEVELS (XS_FIELD_BIT(XS_F_LEVEL1) | XS_FIELD_BIT(XS_F_LEVEL2) | XS_FIELD_BIT(XS_F_LEVEL3))
#define RESULTS                                                                                    \
    (XS_FIELD_BIT(XS_F_ACTUAL) | XS_FIELD_BIT(XS_F_SCORE) | XS_FIELD_BIT(XS_F_DEVIATION))

static void add_column(struct xs_columns *c, enum xs_field f)
{
    if (c->count < XS_MAX_COLUMNS)
        c->field[c->count++] = f;
    if (f != XS_F_NONE)
        c->bits |= XS_FIELD_BIT(f);
}

static void drop_columns(struct xs_columns *c, size_t from, size_t n)
{
    memmove(&c->field[from], &c->field[from + n], (c->count - from - n) * sizeof *c->field);
    c->count -= n;
    c->bits = 0;
    for (size_t i = 0; i < c->count; i++)
        if (c->field[i] != XS_F_NONE)
            c->bits |= XS_FIELD_BIT(c->field[i]);
}

static size_t find_column(const struct xs_columns *c, enum xs_field f, size_t from)
{
    while (from < c->count && c->field[from] != f)
        from++;
    return from;
}

static bool is_header(const struct xs_columns *c)
{
    bool two_levels = __builtin_popcountll(c->bits & LEVELS) >= 2;
    bool names = xs_columns_have(c, XS_F_LEVEL3) || xs_columns_have(c, XS_F_LEVEL2);
    bool values = c->both || xs_columns_have(c, XS_F_VALUE) ||
                  (xs_columns_have(c, XS_F_SIGN) && xs_columns_have(c, XS_F_UNIT));
    return names && values && (two_levels || xs_columns_have(c, XS_F_LEVEL3));
}

/* Can columns of these fields become a header, once rows are joined and columns settled? */
static bool may_be_header(const struct xs_columns *c)
{
    const uint64_t names = LEVELS | XS_FIELD_BIT(XS_F_INDICATORS);
    const uint64_t values = XS_FIELD_BIT(XS_F_VALUE) | XS_FIELD_BIT(XS_F_VALUE_TOTAL) |
                            XS_FIELD_BIT(XS_F_GOAL) | XS_FIELD_BIT(XS_F_SIGN);
    return (c->bits & names) && (c->both || (c->bits & values));
}

/* Does a header's column of names, in cells [at, end), say that it holds the values, too? */
static bool names_with_values(const struct xs_build *b, size_t at, size_t end)
{
    for (; at < end; at++) {
        const struct xs_tcell *t = &b->cells[at];
        if (t->words.field == XS_F_LEVEL3 && t->folded.len &&
            xs_lex_longest(b->l->lex, t->folded, 0, &b->l->with_value, NULL) == t->folded.len)
            return true;
    }
    return false;
}

/* Two header rows read one after the other: group | values... | results... | level1 | level2 |
 * level3 | sign | value. The second row takes the place of the group and of the value column over
 * it; the results go to the end. */
static void join_header_rows(struct xs_columns *c)
{
    size_t at = find_column(c, XS_F_LEVEL1, 0);
    if (at == c->count || at == 0)
        return;
    enum xs_field tail[XS_MAX_COLUMNS];
    size_t ntail = 0, from = at;
    while (from > 0 && (c->field[from - 1] == XS_F_INDICATORS || c->field[from - 1] == XS_F_VALUE ||
                           (XS_FIELD_BIT(c->field[from - 1]) & RESULTS)))
        from--;
    for (size_t i = from; i < at; i++)
        if (c->field[i] != XS_F_NONE && (XS_FIELD_BIT(c->field[i]) & RESULTS))
            tail[ntail++] = c->field[i];
    bool value_below = find_column(c, XS_F_VALUE, at) < c->count;
    bool value_above = find_column(c, XS_F_VALUE, from) < at;
    drop_columns(c, from, at - from);
    if (value_above && !value_below)
        add_column(c, XS_F_VALUE);
    for (size_t i = 0; i < ntail; i++)
        add_column(c, tail[i]);
}

/* Column at, when there is one, is of field f from now on. */
static void call_column(struct xs_columns *c, size_t at, enum xs_field f)
{
    if (at < c->count)
        c->field[at] = f;
    drop_columns(c, 0, 0);
}

/* A form may call the name column what others call the goal, or the whole block, or have both side
 * by side. */
static void settle_names(struct xs_columns *c)
{
    const size_t behind = find_column(c, XS_F_LEVEL2, 0) + 1;
    if (behind < c->count && c->field[behind] == XS_F_GOAL && xs_columns_have(c, XS_F_VALUE) &&
        !xs_columns_have(c, XS_F_LEVEL3))
        call_column(c, behind, XS_F_LEVEL3);
    size_t at = find_column(c, XS_F_INDICATORS, 0);
    if (at == 0 &&
        (xs_columns_have(c, XS_F_LEVEL3) || find_column(c, XS_F_INDICATORS, 1) < c->count)) {
        drop_columns(c, 0, 1); /* over the rows, beside them */
        c->lead = 1;
        at = find_column(c, XS_F_INDICATORS, 0);
    }
    if (!xs_columns_have(c, XS_F_LEVEL3))
        call_column(c, at, XS_F_LEVEL3);
    for (size_t i = find_column(c, XS_F_LEVEL3, 0) + 1; i < c->count;
         i++) /* "content" beside "third level" describes it */
        if (c->field[i] == XS_F_LEVEL3)
            c->field[i] = xs_columns_have(c, XS_F_DESCRIPTION) ? XS_F_NONE : XS_F_DESCRIPTION;
    drop_columns(c, 0, 0);
}

/* "unit" behind a value or before it is no office. */
static void settle_unit(struct xs_columns *c)
{
    size_t at = find_column(c, XS_F_VALUE, 0), name = find_column(c, XS_F_LEVEL3, 0);
    if (at == c->count || xs_columns_have(c, XS_F_UNIT))
        return;
    if (at + 1 < c->count && c->field[at + 1] == XS_F_DEPARTMENT)
        call_column(c, at + 1, XS_F_UNIT);
    else if (at > name && c->field[at - 1] == XS_F_DEPARTMENT)
        call_column(c, at - 1, XS_F_UNIT);
}

/* What the columns are, seen together; a second value column is the one of the year. */
static void settle_columns(struct xs_columns *c)
{
    settle_names(c);
    if (!xs_columns_have(c, XS_F_VALUE))
        call_column(c, find_column(c, XS_F_VALUE_TOTAL, 0), XS_F_VALUE);
    if (!xs_columns_have(c, XS_F_VALUE) && xs_columns_have(c, XS_F_LEVEL3))
        call_column(c, find_column(c, XS_F_GOAL, 0), XS_F_VALUE);
    for (size_t i = find_column(c, XS_F_VALUE, 0) + 1; i < c->count; i++)
        if (c->field[i] == XS_F_VALUE)
            c->field[i] = XS_F_NONE;
    settle_unit(c);
}

/* Cell i of a row below the header: empty, or a value's name under the value column or under an
 * unnamed one. */
static bool sub_cell(const struct xs_columns *c, size_t i, const struct xs_tcell *t)
{
    if (t->folded.len == 0)
        return true;
    size_t k = i - c->lead;
    return i >= c->lead && k < c->count &&
           (c->field[k] == XS_F_VALUE || c->field[k] == XS_F_NONE || c->field[k] == XS_F_REMARK) &&
           (xs_is_value_field(t->words.field) || t->words.field == XS_F_PLAN_POINT);
}

/* Cell i of the row below says what the header does there: a cell over both rows, in a source that
 * repeats it. */
static bool same_above(const struct xs_build *b, const struct xs_columns *c, size_t at, size_t i)
{
    const struct xs_tcell *above = &b->cells[b->first_cell[b->cells[c->first_cell].block]];
    return b->cells[at + i].folded.len && xs_str_eq(above[i].folded, b->cells[at + i].folded);
}

/* What each cell of the row says below the header; false: one of them is no sub-header. */
static bool sub_fields(const struct xs_build *b, const struct xs_columns *c, size_t at, bool alike,
    enum xs_field to[XS_MAX_COLUMNS])
{
    size_t found = 0;
    for (size_t i = 0; i < c->width; i++) {
        const struct xs_tcell *t = &b->cells[at + i];
        const bool same = alike && same_above(b, c, at, i), own = !same && t->folded.len > 0;
        const enum xs_field f = own ? (enum xs_field)t->words.field : XS_F_NONE;
        if (!same && !sub_cell(c, i, t))
            return false;
        found += own;
        if (i >= c->lead && own)
            to[i - c->lead] = f == XS_F_PLAN_POINT ? XS_F_NONE : f; /* of a quarter */
    }
    return found > 0;
}

/* Sub-headers that stand in a full row right below their columns. */
static bool sub_header_row(const struct xs_build *b, size_t at, struct xs_columns *out, size_t *end)
{
    size_t block = at < b->ncells ? b->cells[at].block : b->sheet->nblocks;
    struct xs_columns wide = *out, below;
    if (!wide.exact || block == b->sheet->nblocks || b->first_cell[block] != at)
        return false;
    size_t ncells = b->sheet->blocks[block].ncells;
    const bool alike = ncells == wide.width;
    if (!alike && !xs_header_widen(b, ncells, &wide))
        return false;
    below = wide;
    if (!sub_fields(b, &wide, at, alike, below.field))
        return false;
    *out = below;
    drop_columns(out, 0, 0);
    *end = at + out->width;
    return true;
}

/* Sub-headers under the value column: "result of last year | expected this year". */
static size_t sub_header(const struct xs_build *b, size_t at, struct xs_columns *c)
{
    enum xs_field sub[4];
    size_t n = 0, i = at;
    if (sub_header_row(b, at, c, &i))
        return i;
    for (; i < b->ncells && n < 4; i++) {
        const struct xs_tcell *t = &b->cells[i];
        if (t->folded.len == 0)
            continue;
        enum xs_field f = t->words.field;
        if (!xs_is_value_field(f))
            break;
        sub[n++] = f;
    }
    if (n < 2)
        return at;
    size_t value = find_column(c, XS_F_VALUE, 0);
    if (value == c->count || c->count + n > XS_MAX_COLUMNS)
        return at;
    memmove(&c->field[value + n], &c->field[value + 1], (c->count - value - 1) * sizeof *c->field);
    memcpy(&c->field[value], sub, n * sizeof *sub);
    c->count += n - 1;
    c->width = 0;
    drop_columns(c, 0, 0);
    return i;
}

/* A row of the source that holds several words, so that its empty and unknown cells are columns
 * too. */
static bool real_row(const struct xs_build *b, size_t block)
{
    const size_t from = b->first_cell[block], n = b->first_cell[block + 1] - from;
    return b->sheet->blocks[block].kind == XS_BLOCK_ROW &&
           xs_cells_filled(&b->cells[from], n, 3) == 3;
}

#define LONGEST_UNKNOWN 36 /* bytes of a header word that is not known; a sentence is no header */

/* Is this cell a column of the header? Unknown words count where the source has real rows, or the
 * header is a line of its own, and known ones before them. */
static bool header_cell(
    const struct xs_columns *c, const struct xs_tcell *t, bool same_row, size_t unknown)
{
    if (t->words.field != XS_F_NONE)
        return true;
    return same_row && c->count >= 2 && unknown < 4 && !xs_is_level(t) &&
           t->folded.len <= LONGEST_UNKNOWN;
}

/* Something else than a header's word stands behind the one at at. */
static bool key_alone(const struct xs_build *b, size_t at)
{
    return at + 1 < b->ncells && b->cells[at + 1].folded.len &&
           b->cells[at + 1].words.field == XS_F_NONE;
}

/* The label at the table's side, in its header and again in each row: t begins a row. */
static bool side_label(const struct xs_columns *c, const struct xs_tcell *t)
{
    return t->words.field == XS_F_INDICATORS && c->field[0] == XS_F_INDICATORS &&
           xs_columns_have(c, XS_F_LEVEL3);
}

/* The row is a whole header: what follows is a row below it. */
static bool ends_at(const struct xs_columns *c, const struct xs_tcell *t)
{
    return is_header(c) || side_label(c, t);
}

/* A line of a header's words, parted at its blanks: no table in one line, which has more words. */
static bool parted_line(const struct xs_build *b, size_t block)
{
    size_t unknown = 0;
    for (size_t i = b->first_cell[block]; i < b->first_cell[block + 1]; i++) {
        unknown += b->cells[i].words.field == XS_F_NONE;
        if (!b->cells[i].split || unknown > 2)
            return false;
    }
    return true;
}

#define LONGEST_GAP 64 /* empty cells between two words of a header that is no row */

/* Empty cells at t, with so many before it. */
static size_t gap_with(const struct xs_tcell *t, bool same_row, size_t before)
{
    return t->folded.len == 0 && !same_row ? before + 1 : 0;
}

/* The run of header words from cell at on: the columns of *c, and whether it is exact; *end: the
 * first cell after it. */
static void header_run(const struct xs_build *b, size_t at, struct xs_columns *c, size_t *end)
{
    uint32_t block = b->cells[at].block;
    const bool real = real_row(b, block), parted = real || parted_line(b, block);
    bool one_row = true;
    size_t i = at, unknown = 0, gap = 0;
    c->count = c->lead = 0;
    c->bits = 0;
    c->both = false;
    for (; i < b->ncells && c->count < XS_MAX_COLUMNS && gap <= LONGEST_GAP; i++) {
        const struct xs_tcell *t = &b->cells[i];
        bool same_row = t->block == block && real;
        if (real && t->block != block && ends_at(c, t))
            break;
        gap = gap_with(t, same_row, gap);
        if (gap)
            continue;
        if (!header_cell(c, t, parted && t->block == block, unknown))
            break;
        unknown += t->words.field == XS_F_NONE;
        one_row &= same_row;
        add_column(c, t->words.field);
    }
    c->exact = one_row && real && i == b->first_cell[block + 1];
    *end = i;
}

/* The goal's or the indicators' label alone in its row (nothing filled in), and a whole header in
 * the next one: no column of it. */
static bool empty_label_above(const struct xs_build *b, size_t at)
{
    enum xs_field f = b->cells[at].words.field;
    uint32_t block = b->cells[at].block;
    struct xs_columns below;
    size_t i = at + 1, end;
    const bool label = f == XS_F_GOAL || f == XS_F_GOAL_TOTAL || f == XS_F_INDICATORS;
    if (!label || real_row(b, block))
        return false;
    while (i < b->ncells && b->cells[i].folded.len == 0)
        i++;
    if (i == b->ncells || b->cells[i].block == block || !real_row(b, b->cells[i].block))
        return false;
    header_run(b, i, &below, &end);
    return is_header(&below);
}

/* What is to be done once a header's columns are known: *out, when they are a table's. */
static bool finish_header(const struct xs_build *b, struct xs_columns *c, struct xs_columns *out)
{
    size_t lead = c->lead;
    drop_columns(c, 0, 0);
    c->lead = 0;
    c->names = 0;
    settle_columns(c);
    c->both = c->both && !xs_columns_have(c, XS_F_VALUE);
    for (size_t i = c->count; !c->exact && i-- > 0;)
        if (c->field[i] == XS_F_INDICATORS) /* half of a level's name broken over two lines */
            drop_columns(c, i, 1);
    c->lead += lead;
    if (!is_header(c) || !xs_header_names(b, c))
        return false;
    c->end_cell = sub_header(b, c->end_cell, c);
    c->bits |= c->both ? XS_FIELD_BIT(XS_F_VALUE) : 0;
    *out = *c;
    return true;
}

/* What stands after the last known column is part of the header only in its row. */
static void drop_tail(const struct xs_build *b, struct xs_columns *c, size_t *end)
{
    while (c->count && c->field[c->count - 1] == XS_F_NONE && !c->blanks &&
           (!c->exact || b->cells[*end - 1].folded.len == 0)) {
        c->count--;
        --*end;
    }
}

/* Are there blanks in words of a header whose cells are parted by them? */
static bool has_blanks(const struct xs_build *b, size_t at, size_t end)
{
    for (; at < end; at++)
        if (b->cells[at].text.len && memchr(b->cells[at].text.ptr, ' ', b->cells[at].text.len))
            return true;
    return false;
}

bool xs_columns_find(const struct xs_build *b, size_t at, struct xs_columns *out)
{
    struct xs_columns c;
    uint32_t block = b->cells[at].block;
    size_t end, lead;
    if (key_alone(b, at) || empty_label_above(b, at))
        return false;
    if (xs_header_stacked(b, at, &c)) {
        c.both = names_with_values(b, b->first_cell[block + 1], c.end_cell);
        return finish_header(b, &c, out);
    }
    header_run(b, at, &c, &end);
    c.both = xs_columns_have(&c, XS_F_LEVEL3) && !xs_columns_have(&c, XS_F_VALUE) &&
             names_with_values(b, at, end);
    if (!may_be_header(&c))
        return false;
    c.first_cell = at;
    c.twin = 0;
    c.blanks = b->cells[end - 1].split; /* a label may stand before it */
    c.gaps = c.blanks && has_blanks(b, at, end);
    drop_tail(b, &c, &end);
    c.end_cell = c.exact ? b->first_cell[block + 1] : end;
    c.width = c.exact ? b->sheet->blocks[block].ncells : 0;
    lead = c.exact ? at - b->first_cell[block] : 0;
    if (c.exact)
        xs_header_twins(&c);
    else
        join_header_rows(&c);
    c.lead = lead;
    return finish_header(b, &c, out);
}
