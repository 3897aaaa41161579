/* Where an indicator table ends, and rows that no table took. */
#include "base/utf8.h"
#include "read/unblank.h"
#include "tree/build.h"

/* The next cell with something in it in [at, end); end: none. */
static size_t next_filled(const struct xs_build *b, size_t at, size_t end)
{
    while (at < end && b->cells[at].folded.len == 0)
        at++;
    return at < end ? at : end;
}

static bool signed_value(const struct xs_build *b, const struct xs_tcell *t)
{
    return xs_lex_longest(b->l->lex, t->folded, 0, &b->l->sign, NULL) > 0;
}

/* The first field's name in the block, inside a table, is the name of an indicator or what
 * describes it: it stands behind the second level's name, or before a comparator. */
static bool key_is_name(const struct xs_build *b, const struct xs_columns *c, size_t block)
{
    const uint64_t may = XS_FIELD_BIT(XS_F_BUDGET) | XS_FIELD_BIT(XS_F_FISCAL) |
                         XS_FIELD_BIT(XS_F_OTHER_MONEY) | XS_FIELD_BIT(XS_F_PLAN) |
                         XS_FIELD_BIT(XS_F_PURPOSE);
    size_t end = b->first_cell[block + 1], at = next_filled(b, b->first_cell[block], end);
    size_t before = at;
    bool level = false;
    while (at < end && b->cells[at].words.field == XS_F_NONE) {
        before = at;
        level |= b->cells[at].words.level2 != XS_CLASS_NONE;
        at = next_filled(b, at + 1, end);
    }
    if (at == end || !(may & XS_FIELD_BIT(b->cells[at].words.field)))
        return false;
    for (size_t i = at; before == at && i-- > c->end_cell;)
        if (b->cells[i].folded.len)
            before = i;
    size_t next = next_filled(b, at + 1, b->ncells);
    return level || b->cells[before].words.level2 != XS_CLASS_NONE ||
           (next < b->ncells && signed_value(b, &b->cells[next]));
}

#define LONGEST_YEAR 12 /* code points of "(budget year 2023)" */

/* "(2023)" and the like, nothing else. */
static bool year_alone(const struct xs_build *b, const struct xs_tcell *t)
{
    return xs_utf8_count(t->folded) <= LONGEST_YEAR && xs_year_in(b->l, t->folded) != 0;
}

#define BEHIND_TITLE 3 /* cells, one of which shows that it is one */

/* Does the title of the next form stand in the block, alone? */
static bool next_title(const struct xs_build *b, size_t block)
{
    size_t end = b->first_cell[block + 1], at = next_filled(b, b->first_cell[block], end);
    if (at == end || next_filled(b, at + 1, end) < end ||
        !xs_lex_longest_end(b->l->lex, b->cells[at].folded, &b->l->table_title.mask, NULL))
        return false;
    for (int i = 0; i < BEHIND_TITLE && (at = next_filled(b, at + 1, b->ncells)) < b->ncells; i++) {
        const struct xs_tcell *t = &b->cells[at];
        if (t->words.field != XS_F_NONE || year_alone(b, t) ||
            xs_lex_longest(b->l->lex, t->folded, 0, &b->l->money_label, NULL))
            return true;
    }
    return false;
}

#define LONGEST_PAGE_MARK 16 /* code points of a page's number with what stands around it */
#define LONGEST_BETWEEN 60   /* of what stands between two pages of a table */
#define MOST_BETWEEN 4       /* blocks */

bool xs_page_number(const struct xs_build *b, const struct xs_tcell *t)
{
    xs_str s = t->folded;
    size_t digits = 0, at = 0, mark = xs_lex_longest(b->l->lex, s, 0, &b->l->page, NULL);
    if (!mark || !xs_lex_longest_end(b->l->lex, s, &b->l->page, NULL) ||
        xs_utf8_count(s) > LONGEST_PAGE_MARK)
        return false;
    while (at < s.len) {
        bool digit = s.ptr[at] >= '0' && s.ptr[at] <= '9';
        mark = digit || s.ptr[at] == ' ' ? 1 : xs_lex_longest(b->l->lex, s, at, &b->l->page, NULL);
        if (mark == 0)
            return false;
        digits += digit;
        at += mark;
    }
    return digits > 0;
}

/* A row that goes on with the table: a cell a column, a level's name in its column; behind a page's
 * number an indicator's name will do. */
static bool goes_on(
    const struct xs_build *b, const struct xs_columns *c, size_t block, bool numbered)
{
    const struct xs_tcell *row = &b->cells[b->first_cell[block]] + c->lead;
    bool level = false, other = false, name = false;
    if (b->sheet->blocks[block].ncells != c->width)
        return false;
    for (size_t i = 0; i < c->count; i++) {
        const struct xs_cell_words *w = &row[i].words;
        enum xs_field f = c->field[i];
        if (w->field != XS_F_NONE || !xs_column_fits(c, i, &row[i]))
            return false;
        level |= (f == XS_F_LEVEL1 && w->level1 != XS_LV_NONE) ||
                 (f == XS_F_LEVEL2 && w->level2 != XS_CLASS_NONE);
        other |= (f == XS_F_LEVEL1 || f == XS_F_LEVEL2) && row[i].folded.len;
        name |= f == XS_F_LEVEL3 && row[i].folded.len;
    }
    return name && (level || (numbered && !other));
}

/* A page ends in this paragraph, and the table goes on behind it. */
static bool page_between(const struct xs_build *b, const struct xs_columns *c, size_t block)
{
    const struct xs_block *blocks = b->sheet->blocks;
    bool numbered = xs_page_number(b, &b->cells[b->first_cell[block]]);
    if (!c->exact)
        return numbered;
    for (size_t i = block; i < b->sheet->nblocks && i - block <= MOST_BETWEEN; i++) {
        if (blocks[i].kind == XS_BLOCK_ROW)
            return goes_on(b, c, i, numbered);
        if (blocks[i].kind == XS_BLOCK_PARAGRAPH &&
            xs_utf8_count(b->cells[b->first_cell[i]].folded) > LONGEST_BETWEEN)
            return false;
    }
    return false;
}

/* Does the header stand here once more? *skip: its blocks. False: another header stands here. */
static bool header_again(
    const struct xs_build *b, const struct xs_columns *c, size_t block, size_t *skip)
{
    struct xs_columns again;
    size_t from = b->first_cell[block]; /* a label at the side may be another one */
    if (c->exact && b->sheet->blocks[block].ncells == c->width)
        from += c->lead;
    from = next_filled(b, from, b->first_cell[block + 1]);
    if (from >= b->first_cell[block + 1] || b->cells[from].words.field == XS_F_NONE ||
        !xs_columns_find(b, from, &again))
        return true;
    size_t end = again.end_cell < b->ncells ? b->cells[again.end_cell].block : b->sheet->nblocks;
    bool whole = again.end_cell == b->first_cell[end];
    *skip = whole && again.bits == c->bits ? end - block : 1;
    return again.bits == c->bits || !whole || !again.exact; /* or a half of a header's rows */
}

/* The numbers of the columns: 1, 2, 3, with a word before them or not. */
static bool column_numbers(const struct xs_build *b, size_t block)
{
    size_t from = b->first_cell[block], n = 0;
    int64_t last = 0;
    for (size_t i = from; i < b->first_cell[block + 1]; i++) {
        const struct xs_tcell *t = &b->cells[i];
        struct xs_decimal d;
        if (t->folded.len == 0 || (n == 0 && i == from && (t->folded.ptr[0] & 0x80)))
            continue;
        if (t->folded.len > 2 || xs_decimal_parse(t->folded, &d) != t->folded.len || d.scale ||
            (n && d.digits != last + 1))
            return false;
        last = d.digits;
        n++;
    }
    return n >= 3;
}

#define LONGEST_SUM 18 /* bytes of a word for sums */

/* A row of sums: a word for it, and numbers. */
static bool sum_row(const struct xs_build *b, const struct xs_columns *c, size_t block)
{
    const struct xs_block *bl = &b->sheet->blocks[block];
    size_t end = b->first_cell[block + 1], at = next_filled(b, b->first_cell[block], end);
    if (!c->exact || bl->kind != XS_BLOCK_ROW || at == end)
        return false;
    const struct xs_tcell *t = &b->cells[at];
    if (t->words.level1 != XS_LV_NONE || t->words.level2 != XS_CLASS_NONE ||
        t->folded.len > LONGEST_SUM ||
        xs_lex_longest(b->l->lex, t->folded, 0, &b->l->sum, NULL) != t->folded.len)
        return false;
    while ((at = next_filled(b, at + 1, end)) < end) {
        struct xs_decimal d;
        if (xs_decimal_parse(b->cells[at].folded, &d) == 0)
            return false;
    }
    return true;
}

bool xs_table_skips(
    const struct xs_build *b, const struct xs_columns *c, size_t block, size_t *skip)
{
    bool paragraph = b->sheet->blocks[block].kind == XS_BLOCK_PARAGRAPH;
    *skip = 0;
    if (paragraph && page_between(b, c, block)) {
        *skip = 1;
        if (xs_page_number(b, &b->cells[b->first_cell[block]]))
            b->use[block] = XS_USE_FURNITURE; /* else it is left over */
        return true;
    }
    if (xs_row_has_level(b, c, block))
        return true;
    if (!header_again(b, c, block, skip))
        return false;
    if (*skip == 0 && (column_numbers(b, block) || sum_row(b, c, block)))
        *skip = 1;
    for (size_t i = 0; i < *skip; i++)
        b->use[block + i] = XS_USE_TABLE;
    return true;
}

bool xs_table_end(const struct xs_build *b, const struct xs_tcell *t)
{
    return t->folded.len && xs_lex_longest(b->l->lex, t->folded, 0, &b->l->table_end, NULL) > 0;
}

/* The block begins with what stands behind a table. */
static bool begins_with_end(const struct xs_build *b, size_t block)
{
    size_t end = b->first_cell[block + 1], at = next_filled(b, b->first_cell[block], end);
    return at < end && xs_table_end(b, &b->cells[at]);
}

/* A row with one cell a column, and no field's name in the first. */
static bool fits_header(const struct xs_build *b, const struct xs_columns *c, size_t block)
{
    const struct xs_block *bl = &b->sheet->blocks[block];
    return c->exact && bl->kind == XS_BLOCK_ROW && bl->ncells == c->width &&
           xs_column_fits(c, 0, &b->cells[b->first_cell[block] + c->lead]) &&
           !(c->lead && xs_form_has_keys(b, block));
}

/* Is this block surely part of the table? */
static bool surely_inside(const struct xs_build *b, const struct xs_columns *c, size_t block)
{
    enum xs_block_kind kind = b->sheet->blocks[block].kind;
    return kind == XS_BLOCK_BREAK || xs_row_has_level(b, c, block) || sum_row(b, c, block) ||
           (kind == XS_BLOCK_PARAGRAPH && page_between(b, c, block));
}

/* A line of one piece, or one that states the unit of money, such as a page's head, a table's
 * number and the office beside the unit. */
static bool above_form(const struct xs_build *b, size_t block)
{
    const struct xs_layout *l = b->l;
    if (b->sheet->blocks[block].kind != XS_BLOCK_PARAGRAPH)
        return false;
    const struct xs_tcell *t = &b->cells[b->first_cell[block]];
    return !xs_may_have_blank(xs_str_trim(t->text)) ||
           xs_lex_search(l->lex, t->folded, 0, &l->money_labels, NULL) != SIZE_MAX;
}

static bool page_number(const struct xs_build *b, size_t block)
{
    return b->first_cell[block] < b->first_cell[block + 1] &&
           xs_page_number(b, &b->cells[b->first_cell[block]]);
}

/* In a table whose cells are parted by blanks: its header once more, on a new page, where columns
 * may stand elsewhere. */
static bool same_header(const struct xs_build *b, const struct xs_columns *c, size_t block)
{
    struct xs_columns again;
    size_t at = b->first_cell[block];
    while (at < b->ncells && xs_cell_given_away(&b->cells[at]))
        at++;
    return at < b->ncells && b->cells[at].split && b->cells[at].words.field != XS_F_NONE &&
           xs_columns_find(b, at, &again) && again.bits == c->bits;
}

/* In a table whose cells are parted by blanks: the form of the next project begins in the block, or
 * a new page, or behind it and a few lines above a form or header. */
static bool form_begins(const struct xs_build *b, const struct xs_columns *c, size_t block)
{
    /* else the line may be the last one of a cell */
    const bool page = b->sheet->blocks[block].blank_before || same_header(b, c, block) ||
                      page_number(b, block) || (block > 0 && page_number(b, block - 1));
    for (size_t i = block; i < b->sheet->nblocks && i - block <= MOST_BETWEEN; i++) {
        if (xs_form_line(b, i) || (page && same_header(b, c, i)))
            return true;
        if (!above_form(b, i))
            return false;
    }
    return false;
}

bool xs_table_over(const struct xs_build *b, const struct xs_columns *c, size_t block)
{
    const struct xs_block *blocks = b->sheet->blocks;
    if (c->blanks && form_begins(b, c, block))
        return true;
    if (surely_inside(b, c, block))
        return false;
    if (blocks[block].kind == XS_BLOCK_PARAGRAPH && !c->blanks &&
        blocks[b->cells[c->first_cell].block].kind == XS_BLOCK_ROW)
        return true;
    if (begins_with_end(b, block) || next_title(b, block) || xs_form_names(b, block))
        return true;
    return !fits_header(b, c, block) && xs_form_has_keys(b, block) && !key_is_name(b, c, block);
}

/* ---- rows that no table took ---- */

/* A run of blocks that nothing was taken from. */
struct run {
    const struct xs_tcell *first; /* second-level name */
    const struct xs_tcell *text;  /* the first line that begins as a list of indicators does */
    size_t ntexts;
    uint64_t classes;
    bool results, behind; /* holds a column of results; stands right behind a table */
    bool said;            /* holds a header that is not known, which is said already */
};

/* "quantity: roads, at least 12 km": a level's name, a colon, and a value somewhere behind it. */
static bool lists_indicators(const struct xs_build *b, const struct xs_tcell *t)
{
    xs_str left, rest;
    return xs_pieces_level(b->l, t->text) && xs_at_colon(t->folded, &left, &rest) &&
           xs_piece_value(b->l, rest) != SIZE_MAX;
}

static void look_at(const struct xs_build *b, size_t block, struct run *run)
{
    bool row = b->sheet->blocks[block].kind == XS_BLOCK_ROW;
    size_t levels = 0;
    for (size_t i = b->first_cell[block]; i < b->first_cell[block + 1]; i++) {
        const struct xs_tcell *t = &b->cells[i];
        run->results |= t->words.field == XS_F_ACTUAL;
        levels += t->words.field >= XS_F_LEVEL1 && t->words.field <= XS_F_LEVEL3;
        if (t->words.level2 == XS_CLASS_NONE || !(row || run->behind))
            continue;
        run->classes |= UINT64_C(1) << t->words.level2;
        run->first = run->first ? run->first : t;
    }
    run->said |= levels >= 2;
    if (!row && b->sheet->blocks[block].ncells &&
        lists_indicators(b, &b->cells[b->first_cell[block]])) {
        run->text = run->text ? run->text : &b->cells[b->first_cell[block]];
        run->ntexts++;
    }
}

/* So many second-level names in cells of their own are rows of indicators. */
enum { LABELS_BEHIND = 2, LABELS_ANYWHERE = 3 };
enum { FEWEST_TEXTS = 2 }; /* lines that are a list */

static enum xs_err close_run(struct xs_build *b, const struct run *run)
{
    if (run->ntexts >= FEWEST_TEXTS && b->doc->ntables > 0)
        XS_TRY(xs_remark_add(b, "read-text-beside", run->text, 0));
    if (!run->first)
        return XS_OK;
    int labels = __builtin_popcountll(run->classes);
    if (run->results || run->said || labels < (run->behind ? LABELS_BEHIND : LABELS_ANYWHERE))
        return XS_OK;
    return xs_remark_add(b, "read-lost-rows", run->first, 0);
}

enum xs_err xs_lost_rows(struct xs_build *b)
{
    struct run run = { .behind = false };
    bool open = false;             /* something was looked at since the last that was used */
    if (xs_row_count(b->doc) == 0) /* then all is lost, which is said elsewhere */
        return XS_OK;
    for (size_t i = 0; i < b->sheet->nblocks; i++) {
        if (b->use[i] == XS_USE_NONE) {
            look_at(b, i, &run);
            open = true;
        } else if (b->use[i] == XS_USE_TABLE || b->use[i] == XS_USE_TEXT) {
            if (open) {
                XS_TRY(close_run(b, &run));
                run = (struct run){ .behind = false };
                open = false;
            }
            run.behind = b->use[i] == XS_USE_TABLE;
        }
    }
    return close_run(b, &run);
}
