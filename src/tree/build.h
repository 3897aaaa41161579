/* build.h: what the parts of the tree builder share. Private to tree/. */
#ifndef XS_TREE_BUILD_H
#define XS_TREE_BUILD_H

#include "read/clean.h"
#include "tree/layout.h"

/* One cell of the document, cleaned, folded and looked up. Cells of all blocks stand in one array.
 */
#define XS_NO_COLUMN (-1)
#define XS_JOINED (-2) /* to the cell before it */
struct xs_tcell {
    xs_str text; /* without export residues, trimmed */
    xs_str folded;
    struct xs_noted *noted; /* the cell's text in the memo; NULL: not there, or text was changed */
    const struct xs_place *at;
    struct xs_cell_words words;
    uint32_t block; /* index of its block */
    int16_t column; /* set by xs_align: the column it was laid in, or one of these */
    bool row_start; /* first cell of a row of the source */
    bool split;     /* a piece of a line that was cut at its blanks */
    bool new_row;   /* set by xs_align: a row begins here */
};

/* How a block was used; decides lines_unread. */
enum xs_block_use {
    XS_USE_NONE,
    XS_USE_LEFT, /* in a form that was read, but nothing was taken from it */
    XS_USE_TABLE,
    XS_USE_TEXT,
    XS_USE_FURNITURE
};

/* Where a project begins, and the money unit that held before it. */
struct xs_begun {
    uint32_t block;
    unsigned money_unit;
};

struct xs_build {
    const struct xs_layout *l;
    struct xs_arena *a;
    const struct xs_sheet *sheet;
    struct xs_doc *doc;
    size_t ncells, cell_cap;
    struct xs_tcell *cells;
    size_t *first_cell; /* nblocks + 1: a block's cells are [first_cell[b], first_cell[b + 1]) */
    enum xs_block_use *use; /* nblocks */
    size_t project_cap, begun_cap, row_cap, remark_cap, section_cap, nmore, more_cap;
    struct xs_more *more; /* what fields of the projects go on with */
    struct xs_named {
        uint32_t project; /* its number; 0: none, or said already */
        xs_str key;
    } named[XS_F_COUNT];        /* what the field was called when it was set last */
    struct xs_project *project; /* under way, the last of doc->projects; NULL before the first */
    struct xs_begun *begun;     /* of each project; as many as the projects */
    enum xs_money_unit {
        XS_MONEY_UNKNOWN,
        XS_MONEY_YUAN,
        XS_MONEY_WAN,
        XS_MONEY_YI
    } money_unit; /* stated for the document or table */
    uint32_t
        header_near; /* block + 1 of the last line that begins like a header parted by blanks */
    bool saw_actual;
    bool goes_on;        /* the table under way goes on with the one before, on a new page */
    uint64_t last_table; /* columns of the table before */
    uint32_t budget_key, fiscal_key; /* block + 1 of the names of the amounts last set */
    /* in a table of several projects: the department of a row above, with its code */
    struct xs_value_at office, office_code;
    uint32_t coded_name; /* number of the project whose code stood before its name; 0: none */
    struct xs_value_at title_office; /* of a document whose title begins with it; else empty */
    const struct xs_value_at *level1, *level2; /* filled down within a table; NULL: none */
    enum xs_level level1_is;
    enum xs_class level2_is;
};

/* xs_row_count: rows of all projects so far. */
size_t xs_row_count(const struct xs_doc *d);

/* ---- cells.c ---- */
/* xs_cells_collect: fill b->cells, b->first_cell, b->use from the sheet. */
XS_CHECK enum xs_err xs_cells_collect(struct xs_build *b);
/* xs_cells_split: the cells of a paragraph cut at its blanks; used where a table's header came so.
 * gaps: one blank alone parts nothing. */
XS_CHECK enum xs_err xs_cells_split(
    struct xs_build *b, const struct xs_tcell *c, bool gaps, struct xs_tcell **out, size_t *count);
/* xs_cells_filled: cells with text among n; no more than `most` are looked for. */
size_t xs_cells_filled(const struct xs_tcell *row, size_t n, size_t most);
/* xs_cell_given_away: is it what is left of a line that became part of a header below? */
bool xs_cell_given_away(const struct xs_tcell *t);
/* xs_cell_may_hold: may the cell hold a word of these lists? False is certain. */
static inline bool xs_cell_may_hold(const struct xs_tcell *t, const struct xs_lexwant *want)
{
    return want->needs == ':' ? t->words.colon : xs_lexwant_may(want, t->folded);
}
/* xs_label_join: a level's name broken over two cells, *last and t: *joined, *last is the whole. */
XS_CHECK enum xs_err xs_label_join(
    struct xs_build *b, struct xs_tcell *last, const struct xs_tcell *t, bool *joined);
/* xs_cell_piece: a piece of a cell's text as a cell of its own, trimmed, at the cell's place. */
XS_CHECK enum xs_err xs_cell_piece(
    struct xs_build *b, const struct xs_tcell *from, xs_str text, struct xs_tcell *out);
XS_CHECK enum xs_err xs_remark_add(
    struct xs_build *b, const char *rule, const struct xs_tcell *c, uint32_t project);
/* xs_value_set: field from a cell. */
static inline void xs_value_set(struct xs_value_at *v, const struct xs_tcell *c)
{
    v->text = c->text;
    v->folded = c->folded;
    v->noted = c->noted;
    v->at = c->at;
}

/* ---- parted.c ---- */
/* xs_parted_may: false where a paragraph is certainly none of what follows, unless it is broken off
 * from one above. */
bool xs_parted_may(const struct xs_build *b, const struct xs_tcell *c);
/* xs_parted_header: a paragraph of header words with blanks between them, a few of which may be
 * unknown: a table whose cells are parted by blanks begins here. Its words; *count: 0: it is none;
 * *begins: it begins like one. */
XS_CHECK enum xs_err xs_parted_header(struct xs_build *b, const struct xs_tcell *c,
    struct xs_tcell **out, size_t *count, bool *begins);
/* xs_parted_table: a long paragraph of words with blanks between them, a header among them: a whole
 * table in one line. Its words; *count: 0: it is none. */
XS_CHECK enum xs_err xs_parted_table(
    struct xs_build *b, const struct xs_tcell *c, struct xs_tcell **out, size_t *count);
/* xs_parted_broken: two or three paragraphs, right below each other, are such a header, with words
 * broken over them. c: their cells, each all of one or its words already. Its words, in the block
 * of the last; *count: 0: they are none. */
XS_CHECK enum xs_err xs_parted_broken(
    struct xs_build *b, const struct xs_tcell *c, size_t n, struct xs_tcell **out, size_t *count);

/* ---- columns.c: the header of an indicator table ---- */
struct xs_columns {
    size_t count;
    enum xs_field field[XS_MAX_COLUMNS];
    uint64_t bits;
    size_t first_cell, end_cell; /* header cells in b->cells */
    size_t width;       /* cells of the header's source row; 0 = the header is not one row */
    size_t lead;        /* cells of that row before the first column (a side label) */
    bool exact, blanks; /* one cell a column; cut at blanks */
    bool gaps;          /* there is more than one blank between cells; one is no more than noise */
    bool both;          /* the names' cells hold the values, too */
    /* the columns from twin on stand a second time, so many columns before; 0 = they do not */
    size_t twin, twin_shift;
    size_t names; /* the header cell of a name column that is called in an unknown way; 0: none */
};

/* xs_is_value_field: a column of values, of whatever year. */
static inline bool xs_is_value_field(enum xs_field f)
{
    return f == XS_F_VALUE || f == XS_F_HISTORY || f == XS_F_ACTUAL || f == XS_F_VALUE_TOTAL;
}
static inline bool xs_columns_have(const struct xs_columns *c, enum xs_field f)
{
    return (c->bits & XS_FIELD_BIT(f)) != 0;
}
/* xs_columns_find: does an indicator table's header begin at cell at? Fills *out. */
bool xs_columns_find(const struct xs_build *b, size_t at, struct xs_columns *out);

/* ---- header.c ---- */
/* xs_header_stacked: a row of groups ("targets | value | basis") over a row of as many cells that
 * names the levels: the columns of both. Fills *out but for its bits. */
bool xs_header_stacked(const struct xs_build *b, size_t at, struct xs_columns *out);
/* xs_header_widen: the columns of an exact header whose cells stand over several columns each, in a
 * row of width cells below it. False: the cells do not add up to so many. */
bool xs_header_widen(const struct xs_build *b, size_t width, struct xs_columns *c);
/* xs_header_twins: a block for the whole term and one for the year, side by side in each row: the
 * columns of the second are kept. */
void xs_header_twins(struct xs_columns *c);
/* xs_header_second: the cells of the second block in a row of n cells that leaves out what stands
 * over several rows, behind the first level's name; how many, 0: the blocks cannot be told. */
size_t xs_header_second(const struct xs_columns *c, const struct xs_tcell *row, size_t n,
    const struct xs_tcell *out[XS_MAX_COLUMNS]);

/* xs_header_names: where no column is called that of the names and the second level's column holds
 * nothing but names of levels, the one unknown column between it and the value, with a text in each
 * row, is that of the names. False: the names stand in a column that cannot be told. */
bool xs_header_names(const struct xs_build *b, struct xs_columns *c);

/* ---- grid.c: the rows of an indicator table ---- */
/* xs_grid_read: rows from cell at on, into the project under way (or several). *end: first cell
 * after the table. */
XS_CHECK enum xs_err xs_grid_read(
    struct xs_build *b, const struct xs_columns *c, size_t at, size_t *end);
/* xs_column_fits: may this text stand in the column? A sure border between "one cell a column" and
 * "something is missing". */
bool xs_column_fits(const struct xs_columns *c, size_t column, const struct xs_tcell *t);
/* xs_row_add: a row from its cells by field (NULL = none). Fills levels down. Rows without a name
 * are not kept. */
XS_CHECK enum xs_err xs_row_add(struct xs_build *b, const struct xs_columns *c,
    const struct xs_tcell *const cell[XS_F_COUNT], const struct xs_tcell *first);

/* ---- cut.c: texts that end inside a table ---- */
/* xs_cut_in: does the document end inside this row of the table? */
bool xs_cut_in(const struct xs_build *b, const struct xs_columns *c, size_t block);
/* xs_cut_word: the last cell with something in it up to the end of the block. */
const struct xs_tcell *xs_cut_word(const struct xs_build *b, size_t block);
/* xs_cut_note: where the document ends inside the last row of the table, before block end, the
 * project under way, the row and the document are marked so, and it is said. */
XS_CHECK enum xs_err xs_cut_note(struct xs_build *b, const struct xs_columns *c, size_t end);

/* ---- coded.c: names of projects in one cell with their codes ---- */
/* xs_coded_part: the cell that the name of the project under way was taken from: where it holds a
 * code as well, the name is what is left, and the code is the project's unless it has another. */
void xs_coded_part(struct xs_build *b, const struct xs_tcell *v);
/* xs_coded_same: does the cell name the project under way, with its code if that stood there the
 * first time? */
bool xs_coded_same(const struct xs_build *b, const struct xs_tcell *v);
/* xs_coded_alone: a code in a cell of its own goes before one that stood with the name; false:
 * there was none. */
bool xs_coded_alone(struct xs_build *b, const struct xs_tcell *v);

/* ---- levels.c: the two levels above an indicator ---- */
static inline bool xs_is_level(const struct xs_tcell *t)
{
    return t->words.level1 != XS_LV_NONE || t->words.level2 != XS_CLASS_NONE;
}
/* xs_level_pair: "output-quantity" -> both names, *yes; else *first and *second are untouched. */
XS_CHECK enum xs_err xs_level_pair(struct xs_build *b, const struct xs_tcell *t,
    struct xs_tcell *first, struct xs_tcell *second, bool *yes);
/* xs_levels_take: what a row's cells say of the levels, down to the next that say something. */
XS_CHECK enum xs_err xs_levels_take(
    struct xs_build *b, const struct xs_tcell *const cell[XS_F_COUNT]);
/* xs_levels_give: the levels under way are the row's. */
void xs_levels_give(const struct xs_build *b, struct xs_row *r);

/* ---- tail.c: where a table ends ---- */
/* xs_page_number: a page's number in a line of its own: a sign or word, digits, a sign or word. */
bool xs_page_number(const struct xs_build *b, const struct xs_tcell *t);
/* xs_table_end: does the cell begin what stands behind a table: a note, a signature? */
bool xs_table_end(const struct xs_build *b, const struct xs_tcell *t);
/* xs_row_has_level: a row with a level's name in the column of its level: it is in the table, and
 * not skipped, unless blanks part its cells. */
static inline bool xs_row_has_level(
    const struct xs_build *b, const struct xs_columns *c, size_t block)
{
    const struct xs_tcell *t = &b->cells[b->first_cell[block]] + c->lead;
    return c->exact && b->sheet->blocks[block].ncells == c->width && c->count > 2 &&
           ((c->field[0] == XS_F_LEVEL1 && t[0].words.level1 != XS_LV_NONE) ||
               (c->field[1] == XS_F_LEVEL2 && t[1].words.level2 != XS_CLASS_NONE));
}
/* xs_table_over: does this block stand after the table, not in it? */
bool xs_table_over(const struct xs_build *b, const struct xs_columns *c, size_t block);
/* xs_table_skips: *skip blocks from block on are no rows: the header once more, the end of a page,
 * the columns' numbers; their use is noted. False: the header of another table stands here. */
bool xs_table_skips(
    const struct xs_build *b, const struct xs_columns *c, size_t block, size_t *skip);
/* xs_lost_rows: a remark where second-level names stand in cells that no table took. After all
 * tables and sections were read. */
XS_CHECK enum xs_err xs_lost_rows(struct xs_build *b);

/* ---- several.c: several indicators in one cell ---- */
/* xs_rows_add: xs_row_add for each numbered line of the name's cell that has a line of the value's;
 * a form's holes ("target 2:") are no rows. */
XS_CHECK enum xs_err xs_rows_add(struct xs_build *b, const struct xs_columns *c,
    const struct xs_tcell *const cell[XS_F_COUNT], const struct xs_tcell *first);

/* ---- align.c: cells whose columns are not certain ---- */
/* xs_measures: does the text, as a name, say what is measured? */
bool xs_measures(const struct xs_layout *l, xs_str folded);
/* xs_align: the best way to lay cells[0..n) over the columns; sets their column and new_row. n > 0.
 * known: the columns that their places tell, -1 where they do not; or NULL. */
XS_CHECK enum xs_err xs_align(struct xs_build *b, const struct xs_columns *c,
    struct xs_tcell *cells, size_t n, const int *known);

/* ---- wrapped.c: cells of more than one line where blanks part them ---- */
/* xs_wrapped_align: xs_align in a table whose cells are parted by blanks; lines that only go on
 * with cells of the line above are joined with these before. *n: how many cells are left. */
XS_CHECK enum xs_err xs_wrapped_align(
    struct xs_build *b, const struct xs_columns *c, struct xs_tcell *cells, size_t *n);

/* ---- form.c: the header fields of a project ---- */
/* xs_form_read: fields from cells [from, to), which stand before an indicator table, into the
 * project under way. */
XS_CHECK enum xs_err xs_form_read(struct xs_build *b, size_t from, size_t to);
/* xs_project_new: a project that begins at cell c. */
XS_CHECK enum xs_err xs_project_new(struct xs_build *b, const struct xs_tcell *c);
/* xs_project_field: set one header field of the project under way. */
XS_CHECK enum xs_err xs_project_field(
    struct xs_build *b, enum xs_field f, const struct xs_tcell *key, const struct xs_tcell *value);
/* xs_form_has_keys: does the block hold a header field's name or a money unit (a form, not a row of
 * indicators)? */
bool xs_form_has_keys(const struct xs_build *b, size_t block);

/* ---- money.c: amounts and their units ---- */
/* One amount of a project: as written, and as a number where its unit is known. */
struct xs_amount {
    struct xs_value_at *text;
    int64_t *micro;
    bool *has;
    uint32_t *key; /* block of the name of the amount + 1 */
};
/* xs_money_set: an amount and, where its unit is known, its number; the first one counts, or the
 * year's behind the term's. key: what it is called, may be NULL. */
void xs_money_set(struct xs_build *b, const struct xs_tcell *key, const struct xs_tcell *value,
    struct xs_amount to);
/* xs_money_unit_note: the money unit that a cell states ("unit: wan yuan", "(yuan)" behind a
 * header) is the table's. */
void xs_money_unit_note(struct xs_build *b, const struct xs_tcell *t);
/* xs_states_unit: "unit: wan yuan": does the cell begin with the money unit of the table? */
bool xs_states_unit(const struct xs_build *b, const struct xs_tcell *t);
/* xs_money_label_note: "unit: wan yuan" anywhere in the text: the unit of the table. Is the label
 * there? *first: the text begins with it, and a unit follows. */
bool xs_money_label_note(struct xs_build *b, xs_str folded, bool *first);
/* xs_money_header_note: the unit in the parentheses behind a header is the table's. */
void xs_money_header_note(struct xs_build *b, const struct xs_tcell *t);
/* xs_money_bare_note: "(wan yuan)" alone: the unit of the field's name before it, and of the table.
 * Is it that? */
bool xs_money_bare_note(struct xs_build *b, const struct xs_tcell *t);
/* xs_money_below_note: the label of a row broken over two: a unit alone in the brackets that begin
 * the text below it is that of its amounts. */
void xs_money_below_note(
    struct xs_build *b, const struct xs_tcell *row, const struct xs_tcell *below);

/* ---- more.c: texts of fields that go on in other cells ---- */
struct xs_more {
    uint32_t project; /* its number */
    enum xs_field field;
    size_t number; /* as they came */
    xs_str text;
    bool wrapped; /* goes on in the middle of a line, not in one of its own */
    const struct xs_place *at;
    const char *from; /* where it begins in the whole text, once it is joined */
};
/* Those of one field. */
struct xs_mores {
    const struct xs_more *items;
    size_t count;
};
/* xs_text_field: the field's place in a project when it is plain text that is set once; NULL
 * otherwise. */
struct xs_value_at *xs_text_field(struct xs_project *p, enum xs_field f);
/* xs_more_add: a field of the project under way, of those of xs_text_field, goes on with this
 * cell's text. */
XS_CHECK enum xs_err xs_more_add(
    struct xs_build *b, enum xs_field f, const struct xs_tcell *c, bool wrapped);
/* xs_more_has: was this text added to the field lately? */
bool xs_more_has(const struct xs_build *b, enum xs_field f, xs_str text);
/* xs_projects_renumber: project n is to[n] from now on, in what refers to it; 0: it is gone. */
void xs_projects_renumber(struct xs_build *b, const uint32_t *to);
/* xs_more_join: after all forms: the fields' texts are whole. */
XS_CHECK enum xs_err xs_more_join(struct xs_build *b);
/* xs_more_of: what a project's field went on with; after xs_more_join. */
struct xs_mores xs_more_of(const struct xs_build *b, uint32_t project, enum xs_field f);

/* ---- forms.c: forms one after the other, and projects that have no table ---- */
/* xs_form_names: does the block begin with "project: name" or "code: number"? */
bool xs_form_names(const struct xs_build *b, size_t block);
/* xs_form_line: is the block a line that begins with what a project's name or code is called, and
 * has blanks before what follows? */
bool xs_form_line(const struct xs_build *b, size_t block);
/* xs_form_last: where the last of the forms in blocks [from, to), which stand before a table,
 * begins: that of another project repeats the fields of the one before it. */
size_t xs_form_last(const struct xs_build *b, size_t from, size_t to);
/* xs_form_first: the first of the lines before block at, from low on, that hold fields which stand
 * above a project's name, each with its value in its line or in the next one. */
size_t xs_form_first(const struct xs_build *b, size_t at, size_t low);
/* xs_forms_alone: the projects of forms that no table took, in their order among the others. After
 * all tables; only in a document that has rows. Each project without rows is said. */
XS_CHECK enum xs_err xs_forms_alone(struct xs_build *b);

/* ---- build.c ---- */
/* xs_title_take: the title before the form in block is the heading of the project under way. */
void xs_title_take(struct xs_build *b, size_t block);
/* xs_title_is: is the cell the title of a table? */
bool xs_title_is(const struct xs_build *b, const struct xs_tcell *c);
/* xs_units_above: the money unit that is stated in the blocks right above the form that begins in
 * block from. */
void xs_units_above(struct xs_build *b, size_t from);

/* ---- finish.c: what is known once all is read ---- */
XS_CHECK enum xs_err xs_project_finish(struct xs_build *b, struct xs_project *p);
/* xs_row_note: the texts of a row but its value stand in the memo from now on; what is
 * noted of them is called for: it is far away in memory. */
void xs_row_note(struct xs_build *b, struct xs_row *r);
XS_CHECK enum xs_err xs_values_parse(struct xs_build *b);
/* xs_year_in: the first "20xx" with a year mark after it in folded text, or 0. */
uint16_t xs_year_in(const struct xs_layout *l, xs_str s);
/* xs_items_split: numbered items of a text, which was joined of its first and these others; their
 * places tell where the others begin. */
XS_CHECK enum xs_err xs_items_split(struct xs_build *b, const struct xs_value_at *text,
    struct xs_mores more, struct xs_item **items, size_t *count);
/* xs_number_strip: text without a leading number ("1.", "(2)", "3)"), of any depth. *had may be
 * NULL. */
xs_str xs_number_strip(const struct xs_layout *l, xs_str text, bool *had);

/* ---- section.c: part one, and the paragraphs between the tables ---- */
XS_CHECK enum xs_err xs_sections_build(struct xs_build *b);

/* ---- outline.c: how lines of running text are numbered ---- */
struct xs_mark {
    unsigned kind, number; /* kind 0: no number */
};
#define XS_MARK_OUTERMOST 1u /* the kind of Chinese ordinals with a comma behind them */
#define XS_OUTLINE_DEPTH ((size_t)12)
struct xs_outline {
    struct xs_mark marks[XS_OUTLINE_DEPTH]; /* the last number of each kind, from the outside */
    size_t depth;
};
/* xs_mark_sign: bytes of a number that is one character ("1" in a circle) at the start of s; 0:
 * none. */
size_t xs_mark_sign(xs_str s, struct xs_mark *m);
/* xs_mark_read: the number that folded text begins with. */
struct xs_mark xs_mark_read(const struct xs_layout *l, xs_str folded);
/* xs_marks_strip: xs_number_strip, and without numbers of one character, words such as "first," and
 * bullets. */
xs_str xs_marks_strip(const struct xs_layout *l, xs_str text);
/* xs_outline_step: the place of a line with this number, counted from the outside; what was further
 * in is left. Where two are the number's neighbours, outside says which. */
size_t xs_outline_step(struct xs_outline *o, struct xs_mark m, bool outside);

/* ---- pieces.c: indicators listed in one line ---- */
/* xs_piece_value: where the value begins in a folded "name: value", "name>=5", "name 5": the
 * colon's, the comparator's or the digit's offset; SIZE_MAX: no value. */
size_t xs_piece_value(const struct xs_layout *l, xs_str folded);
/* xs_piece_split: name and value of a piece, also of "name(value)"; always: with any words there.
 * False: no value. */
bool xs_piece_split(
    const struct xs_layout *l, xs_str folded, bool always, xs_str *name, xs_str *value);
/* xs_piece_names: is it words enough for a name: two Han characters, and no title left open? */
bool xs_piece_names(xs_str s);
/* The pieces of a line: up to a semicolon or full stop outside brackets, a number in a circle, a
 * level's name and colon behind a blank; commas: also up to a comma between two indicators. */
struct xs_pieces {
    const struct xs_layout *l;
    xs_str rest;
    bool nests, commas, over;
};
void xs_pieces_begin(struct xs_pieces *p, const struct xs_layout *l, xs_str text, bool commas);
/* xs_pieces_level: a level's name and a colon, behind a number or not, begin the text. */
bool xs_pieces_level(const struct xs_layout *l, xs_str s);
bool xs_pieces_next(struct xs_pieces *p, xs_str *piece);
/* xs_piece_stop: text without what ends a list item. */
xs_str xs_piece_stop(xs_str s);
/* xs_at_colon: "left: rest"; false when no short text stands before a colon. */
bool xs_at_colon(xs_str text, xs_str *left, xs_str *rest);

/* ---- prose.c: indicators outside tables, for projects that have none ---- */
XS_CHECK enum xs_err xs_prose_read(struct xs_build *b);

#endif
