/* Headers of more than one row, and of two blocks side by side. */
#include "tree/build.h"

#define LEVELS (XS_FIELD_BIT(XS_F_LEVEL1) | XS_FIELD_BIT(XS_F_LEVEL2) | XS_FIELD_BIT(XS_F_LEVEL3))

/* How many cells of the row hold the name of a level. */
static unsigned levels_in(const struct xs_build *b, size_t block)
{
    unsigned n = 0;
    for (size_t i = b->first_cell[block]; i < b->first_cell[block + 1]; i++) {
        enum xs_field f = b->cells[i].words.field;
        n += f != XS_F_NONE && (XS_FIELD_BIT(f) & LEVELS) != 0;
    }
    return n;
}

/* The cells of a row by column, a cell over several columns in its first: col[] and how many; 0:
 * too many. */
static size_t spread(
    const struct xs_build *b, size_t block, const struct xs_tcell *col[XS_MAX_COLUMNS])
{
    const struct xs_block *row = &b->sheet->blocks[block];
    size_t n = 0;
    for (size_t i = 0; i < row->ncells; i++) {
        size_t span = row->cells[i].span ? row->cells[i].span : 1;
        if (n + span > XS_MAX_COLUMNS || b->first_cell[block + 1] - b->first_cell[block] <= i)
            return 0;
        col[n++] = &b->cells[b->first_cell[block] + i];
        while (--span)
            col[n++] = NULL;
    }
    return n;
}

bool xs_header_widen(const struct xs_build *b, size_t width, struct xs_columns *c)
{
    const struct xs_tcell *col[XS_MAX_COLUMNS];
    size_t block = b->cells[c->first_cell].block, from = b->first_cell[block] + c->lead;
    size_t n = spread(b, block, col), lead = 0;
    struct xs_columns wide = *c;
    if (n != width || n == c->width)
        return false;
    while (lead < n && (!col[lead] || col[lead] < &b->cells[from]))
        lead++;
    for (size_t i = lead; i < n; i++) {
        size_t k = col[i] ? (size_t)(col[i] - &b->cells[from]) : c->count;
        wide.field[i - lead] = k < c->count ? c->field[k] : XS_F_NONE;
    }
    wide.count = n - lead;
    wide.lead = lead;
    wide.width = n;
    *c = wide;
    return true;
}

#define LONGEST_GROUP 36 /* bytes of a word over several columns */

/* A row of groups: no level, the whole block or its values, and something beside. */
static bool groups(const struct xs_build *b, size_t block)
{
    const uint64_t whole =
        XS_FIELD_BIT(XS_F_INDICATORS) | XS_FIELD_BIT(XS_F_VALUE) | XS_FIELD_BIT(XS_F_VALUE_TOTAL);
    uint64_t seen = 0;
    for (size_t i = b->first_cell[block]; i < b->first_cell[block + 1]; i++) {
        const struct xs_tcell *t = &b->cells[i];
        if (t->folded.len > LONGEST_GROUP)
            return false;
        if (t->words.field != XS_F_NONE)
            seen |= XS_FIELD_BIT(t->words.field);
    }
    return (seen & whole) && (seen & (seen - 1)) && !(seen & LEVELS);
}

/* Is at the first field's name of its row, which names no level, and the next row of as many cells
 * one that names levels? */
static bool is_stacked(const struct xs_build *b, size_t at)
{
    const struct xs_block *blocks = b->sheet->blocks;
    size_t block = b->cells[at].block;
    if (block + 1 >= b->sheet->nblocks || blocks[block].kind != XS_BLOCK_ROW ||
        blocks[block + 1].kind != XS_BLOCK_ROW || blocks[block + 1].ncells < 4 ||
        blocks[block + 1].ncells > XS_MAX_COLUMNS ||
        blocks[block].ncells > blocks[block + 1].ncells)
        return false;
    for (size_t i = b->first_cell[block]; i < at; i++)
        if (b->cells[i].words.field != XS_F_NONE)
            return false;
    return levels_in(b, block + 1) >= 2 && groups(b, block);
}

bool xs_header_stacked(const struct xs_build *b, size_t at, struct xs_columns *out)
{
    if (!is_stacked(b, at))
        return false;
    size_t block = b->cells[at].block, unknown = 0;
    struct xs_columns c = { .first_cell = b->first_cell[block],
        .end_cell = b->first_cell[block + 2],
        .width = b->sheet->blocks[block + 1].ncells,
        .exact = true };
    const struct xs_tcell *above[XS_MAX_COLUMNS], *below = &b->cells[b->first_cell[block + 1]];
    bool spans = b->sheet->blocks[block].ncells != c.width;
    for (size_t i = 0; i < c.width && !spans; i++)
        above[i] = &b->cells[c.first_cell + i];
    if (spans && spread(b, block, above) != c.width)
        return false;
    for (; c.count < c.width; c.count++) {
        const struct xs_tcell *t = below[c.count].folded.len ? &below[c.count] : above[c.count];
        enum xs_field f = t ? t->words.field : XS_F_NONE;
        unknown += t && t->folded.len && f == XS_F_NONE;
        c.field[c.count] = f == XS_F_INDICATORS ? XS_F_NONE : f;
    }
    if (unknown * 2 > c.width)
        return false;
    *out = c;
    return true;
}

/* From the column of field f on that stands before end, in [from, end); end: there is none. */
static size_t find(const struct xs_columns *c, enum xs_field f, size_t from, size_t end)
{
    while (from < end && c->field[from] != f)
        from++;
    return from;
}

/* The first column of the block that the name in column at belongs to. */
static size_t block_start(const struct xs_columns *c, size_t at)
{
    while (at > 0 && c->field[at - 1] != XS_F_NONE && (XS_FIELD_BIT(c->field[at - 1]) & LEVELS))
        at--;
    return at;
}

void xs_header_twins(struct xs_columns *c)
{
    size_t n = c->count, name = find(c, XS_F_LEVEL3, 0, n);
    size_t second = name < n ? find(c, XS_F_LEVEL3, name + 1, n) : n;
    if (!c->exact || second == n || find(c, XS_F_VALUE, name, second) == second ||
        find(c, XS_F_VALUE, second, n) == n)
        return;
    size_t start = block_start(c, second), shift = second - name;
    if (start < shift || start - shift > name)
        return;
    for (size_t i = start - shift; i < start; i++)
        c->field[i] = XS_F_NONE;
    c->twin = start;
    c->twin_shift = shift;
}

/* Is the second half of 2 * n cells like the first: levels named in the same places, and at least
 * one cell that names none? */
static bool halves_alike(const struct xs_tcell *const *cell, size_t n)
{
    bool other = false;
    for (size_t i = 0; i < n; i++) {
        if (cell[i]->words.level2 != cell[i + n]->words.level2 ||
            cell[i]->words.level1 != cell[i + n]->words.level1)
            return false;
        other |= !xs_is_level(cell[i]);
    }
    return other;
}

size_t xs_header_second(const struct xs_columns *c, const struct xs_tcell *row, size_t n,
    const struct xs_tcell *out[XS_MAX_COLUMNS])
{
    size_t count = 0, lead;
    if (!c->twin || n > XS_MAX_COLUMNS)
        return 0;
    for (size_t i = 0; i < n; i++)
        if (row[i].folded.len)
            out[count++] = &row[i];
    lead = count % 2; /* "cost targets" is a name of either level */
    const size_t half = count / 2;
    if ((lead && (out[0]->words.level1 == XS_LV_NONE || c->field[0] != XS_F_LEVEL1)) || half < 2 ||
        half > c->twin_shift || !halves_alike(out + lead, half))
        return 0;
    for (size_t i = lead; i < lead + half; i++)
        out[i] = out[i + half];
    return lead + half;
}

#define ROWS_LOOKED_AT 12 /* below a header, for what its columns hold */
#define FEWEST_NAMED 2    /* rows that have a second level's name and, beside it, another text */

/* What the rows below a header hold. */
struct below {
    size_t rows, labels; /* with the name of a second level in its column */
    bool other;          /* something else stands there */
    bool hole;           /* a row with a value has nothing in the column in question */
};

static void look_below(const struct xs_build *b, const struct xs_columns *c, size_t level2,
    size_t text, struct below *o)
{
    size_t value = find(c, XS_F_VALUE, 0, c->count);
    size_t block = c->end_cell < b->ncells ? b->cells[c->end_cell].block : b->sheet->nblocks;
    *o = (struct below){ 0 };
    for (; block < b->sheet->nblocks && o->rows < ROWS_LOOKED_AT; block++) {
        const struct xs_tcell *row = &b->cells[b->first_cell[block]] + c->lead;
        if (b->sheet->blocks[block].kind != XS_BLOCK_ROW ||
            b->sheet->blocks[block].ncells != c->width)
            return;
        o->rows++;
        o->labels += row[level2].words.level2 != XS_CLASS_NONE;
        o->other |= row[level2].folded.len && row[level2].words.level2 == XS_CLASS_NONE;
        o->hole |= row[value].folded.len && !row[text].folded.len;
        o->hole |= row[text].folded.len && xs_is_level(&row[text]);
    }
}

bool xs_header_names(const struct xs_build *b, struct xs_columns *c)
{
    size_t level2 = find(c, XS_F_LEVEL2, 0, c->count), value = find(c, XS_F_VALUE, 0, c->count);
    size_t unknown = 0, at = 0;
    struct below below;
    if (!c->exact || value == c->count || find(c, XS_F_LEVEL3, 0, c->count) < c->count)
        return true;
    for (size_t i = level2 + 1; i < value; i++) {
        const struct xs_tcell *t = &b->cells[b->first_cell[b->cells[c->end_cell - 1].block]];
        if (c->field[i] != XS_F_NONE || t[c->lead + i].folded.len == 0)
            continue;
        unknown++;
        at = i;
    }
    if (unknown == 0)
        return true;
    look_below(b, c, level2, at, &below);
    if (below.other || below.labels < FEWEST_NAMED)
        return true; /* the second level's column has the names */
    if (unknown > 1 || below.hole)
        return false;
    c->field[at] = XS_F_LEVEL3;
    c->bits |= XS_FIELD_BIT(XS_F_LEVEL3);
    c->names = b->first_cell[b->cells[c->end_cell - 1].block] + c->lead + at;
    return true;
}
