/* Blocks -> tree: find the indicator tables, read the form before each, then the text around them.
 */
#include "tree/build.h"
#include "read/unblank.h"

#include <string.h>

#include "base/utf8.h"

/* A table's title: "3.xxx performance target table". */
bool xs_title_is(const struct xs_build *b, const struct xs_tcell *c)
{
    return c->folded.len <= 600 &&
           xs_lex_has_common(b->l->lex, c->folded, &b->l->table_title, &b->l->title_common);
}

static bool is_project_key(const struct xs_tcell *t)
{
    return t->words.field == XS_F_PROJECT_NAME || t->words.field == XS_F_PROJECT_CODE;
}

static bool is_wanted(int field, bool code)
{
    return field == XS_F_PROJECT_NAME || (code && field == XS_F_PROJECT_CODE);
}

/* A line that begins with the name of the field: behind it stands a colon or a blank. */
static enum xs_err line_names(
    struct xs_build *b, const struct xs_tcell *t, bool colon, int field, bool *yes)
{
    struct xs_tcell *piece;
    size_t count;
    XS_TRY(xs_cells_split(b, t, false, &piece, &count));
    *yes = colon || (count && piece[0].words.field == (enum xs_field)field);
    return XS_OK;
}

/* A line whose blanks part fields, the first of another kind, and one that is wanted. */
static enum xs_err beside_other(struct xs_build *b, const struct xs_tcell *t, bool code, bool *yes)
{
    struct xs_tcell *piece;
    size_t count;
    XS_TRY(xs_cells_split(b, t, true, &piece, &count));
    for (size_t i = 1; i < count && piece[0].words.field != XS_F_NONE; i++)
        *yes |= is_wanted(piece[i].words.field, code);
    return XS_OK;
}

/* Does a project's name or code stand in this block as a field's name? In running text only the
 * name, or the code where it is asked for. */
static enum xs_err field_of_project(struct xs_build *b, size_t block, bool code, bool *yes)
{
    *yes = false;
    for (size_t i = b->first_cell[block]; i < b->first_cell[block + 1] && !*yes; i++)
        *yes = is_project_key(&b->cells[i]);
    if (!*yes && b->sheet->blocks[block].kind == XS_BLOCK_ROW)
        *yes = xs_form_names(b, block);
    const struct xs_tcell *t = &b->cells[b->first_cell[block]];
    if (*yes || b->sheet->blocks[block].kind != XS_BLOCK_PARAGRAPH || t->folded.len > 600)
        return XS_OK;
    struct xs_lexmask which;
    size_t n = xs_lex_longest(b->l->lex, t->folded, 0, &b->l->fields.mask, &which);
    if (n == 0 || n == t->folded.len)
        return XS_OK;
    for (int i = 0; i < XS_LEXMASK_WORDS * 64; i++)
        if (xs_lexmask_has(&which, i) && is_wanted(b->l->field_of[i], code))
            return line_names(b, t, t->folded.ptr[n] == ':', b->l->field_of[i], yes);
    return xs_may_have_blank(t->text) ? beside_other(b, t, code, yes) : XS_OK;
}

static enum xs_err names_project(struct xs_build *b, size_t block, bool *yes)
{
    return field_of_project(b, block, false, yes);
}

/* First block of the run of rows that block stands in. */
static size_t run_start(const struct xs_build *b, size_t block, size_t low)
{
    while (block > low && b->sheet->blocks[block - 1].kind == XS_BLOCK_ROW &&
           b->use[block - 1] == XS_USE_NONE)
        block--;
    return block;
}

#define UNIT_ABOVE 6 /* blocks before a table that may state its money unit */

/* A row that holds a field of the form above. */
static bool form_row(const struct xs_build *b, size_t block)
{
    for (size_t i = b->first_cell[block]; i < b->first_cell[block + 1]; i++)
        if (b->cells[i].words.field < XS_F_HEAD_OTHER)
            return b->sheet->blocks[block].kind == XS_BLOCK_ROW;
    return false;
}

/* Is there such a row in blocks [from, to)? */
static bool form_between(const struct xs_build *b, size_t from, size_t to)
{
    while (from < to && !form_row(b, from))
        from++;
    return from < to;
}

void xs_units_above(struct xs_build *b, size_t from)
{
    for (size_t block = from > UNIT_ABOVE ? from - UNIT_ABOVE : 0; block < from; block++)
        for (size_t i = b->first_cell[block];
             i < b->first_cell[block + 1] && b->use[block] == XS_USE_NONE; i++) {
            const struct xs_tcell *t = &b->cells[i];
            if (t->folded.len > 240)
                continue;
            xs_money_unit_note(b, t);
            if (xs_lex_longest(b->l->lex, t->folded, 0, &b->l->money_label, NULL) &&
                !form_between(b, block, from)) /* else it is that of the form above, too */
                b->use[block] = XS_USE_TEXT;
        }
}

/* Do the code's name and code, a line each, stand right below the name's name and name? Or the name
 * below the code. */
static bool key_over_value(const struct xs_build *b, size_t block, size_t low)
{
    if (block < low + 2)
        return false;
    const struct xs_tcell *key = &b->cells[b->first_cell[block - 2]], *value, *below;
    value = &b->cells[b->first_cell[block - 1]];
    below = &b->cells[b->first_cell[block]];
    for (size_t i = block - 2; i <= block; i++)
        if (b->sheet->blocks[i].kind != XS_BLOCK_PARAGRAPH ||
            b->first_cell[i + 1] != b->first_cell[i] + 1)
            return false;
    return is_project_key(key) && is_project_key(below) && key->words.field != below->words.field &&
           value->words.field == XS_F_NONE;
}

/* Name and code may stand in two paragraphs: *from goes on to the first of them. */
static enum xs_err first_key(struct xs_build *b, size_t low, size_t *from)
{
    while (*from > low && b->sheet->blocks[*from].kind == XS_BLOCK_PARAGRAPH) {
        bool yes;
        XS_TRY(field_of_project(b, *from - 1, true, &yes));
        if (!yes && !key_over_value(b, *from, low))
            break;
        *from -= yes ? 1 : 2;
    }
    return XS_OK;
}

/* Where the form before the header in block begins: [*from, block). *from == block: there is none.
 */
static enum xs_err form_start(struct xs_build *b, size_t block, size_t *from)
{
    size_t low = block;
    while (low > 0 && b->use[low - 1] == XS_USE_NONE)
        low--;
    *from = block;
    for (size_t i = block; i-- > low;) {
        bool yes;
        XS_TRY(names_project(b, i, &yes));
        if (!yes)
            continue;
        *from = i;
        if (b->sheet->blocks[i].kind == XS_BLOCK_ROW) {
            size_t start = run_start(b, i, low);
            *from = xs_form_last(b, start, block);
            if (*from > start)
                xs_units_above(b, start); /* of all forms in the run */
        }
        XS_TRY(first_key(b, low, from));
        if (b->sheet->blocks[i].kind == XS_BLOCK_PARAGRAPH)
            *from = xs_form_first(b, *from, low);
        return XS_OK;
    }
    if (b->sheet->blocks[block].kind == XS_BLOCK_ROW) {
        size_t start = run_start(b, block, low);
        for (size_t i = start; i < block; i++)
            if (xs_form_has_keys(b, i))
                *from = start;
    }
    return XS_OK;
}

void xs_title_take(struct xs_build *b, size_t block)
{
    for (size_t i = block, steps = 0; i-- > 0 && steps < 4 && b->use[i] == XS_USE_NONE; steps++) {
        const struct xs_tcell *c = &b->cells[b->first_cell[i]];
        if (b->sheet->blocks[i].kind != XS_BLOCK_PARAGRAPH || !xs_title_is(b, c))
            continue;
        b->use[i] = XS_USE_TEXT;
        if (b->project)
            b->project->heading = c->folded;
        return;
    }
}

static void note_units(struct xs_build *b, const struct xs_columns *c, size_t from)
{
    xs_units_above(b, from);
    for (size_t i = c->first_cell; i < c->end_cell; i++)
        xs_money_unit_note(b, &b->cells[i]);
}

static enum xs_err note_unknown_headers(struct xs_build *b, const struct xs_columns *c)
{
    for (size_t i = c->first_cell; i < c->end_cell; i++) {
        const struct xs_tcell *t = &b->cells[i];
        const bool beside = t->block != b->cells[c->first_cell].block &&
                            i - b->first_cell[t->block] < c->lead; /* the side label once more */
        if (t->folded.len && t->words.field == XS_F_NONE && !beside)
            XS_TRY(xs_remark_add(b, c->names == i ? "read-name-column" : "read-unknown-header", t,
                b->project ? b->project->number : 0));
    }
    return XS_OK;
}

/* The title of the project under way stands in the block once more, and a header with the columns
 * of the table before follows: a new page. */
static bool same_title(struct xs_build *b, const struct xs_columns *c, size_t block)
{
    const struct xs_tcell *t = &b->cells[b->first_cell[block]];
    if (!b->project || b->last_table != c->bits || !xs_str_eq(b->project->heading, t->folded))
        return false;
    b->use[block] = XS_USE_FURNITURE;
    return true;
}

/* Does a new project begin with the form in blocks [from, to]? It names one, or a table's title
 * stands before it that is not the one of the project under way, printed once more. A further block
 * of indicators, as for a second goal or for the long term, belongs to the project under way. */
static enum xs_err begins_project(
    struct xs_build *b, const struct xs_columns *c, size_t from, size_t to, bool *yes)
{
    *yes = false;
    for (size_t i = from; i <= to && !*yes; i++)
        XS_TRY(names_project(b, i, yes));
    for (size_t i = from, steps = 0; i-- > 0 && steps < 4 && b->use[i] == XS_USE_NONE && !*yes;
         steps++)
        if (b->sheet->blocks[i].kind == XS_BLOCK_PARAGRAPH &&
            xs_title_is(b, &b->cells[b->first_cell[i]])) {
            *yes = from < to || !same_title(b, c, i);
            break;
        }
    return XS_OK;
}

size_t xs_row_count(const struct xs_doc *d)
{
    size_t n = 0;
    for (size_t i = 0; i < d->nprojects; i++)
        n += d->projects[i].nrows;
    return n;
}

/* The rows below a header; a table without any is said. */
static enum xs_err table_rows(struct xs_build *b, const struct xs_columns *c, size_t *next)
{
    size_t first = b->cells[c->first_cell].block;
    while (b->first_cell[first] > 0 && xs_cell_given_away(&b->cells[b->first_cell[first] - 1]))
        first--;
    for (size_t i = first; i <= b->cells[c->end_cell - 1].block; i++)
        b->use[i] = XS_USE_TABLE;
    XS_TRY(note_unknown_headers(b, c));
    size_t had = xs_row_count(b->doc);
    XS_TRY(xs_grid_read(b, c, c->end_cell, next));
    if (xs_row_count(b->doc) > had || b->doc->cut)
        return XS_OK;
    return xs_remark_add(
        b, "read-no-rows", &b->cells[c->first_cell], b->project ? b->project->number : 0);
}

static enum xs_err one_table(struct xs_build *b, const struct xs_columns *c, size_t *next)
{
    size_t block = b->cells[c->first_cell].block, from, rows = b->doc->nprojects;
    bool many = (c->bits & XS_FIELD_BIT(XS_F_PROJECT_NAME)) != 0;
    b->doc->ntables++;
    XS_TRY(form_start(b, block, &from));
    size_t form_end = c->exact ? b->first_cell[block] : c->first_cell;
    bool form = !many && b->first_cell[from] < form_end, fresh;
    XS_TRY(begins_project(b, c, from, block, &fresh));
    if (!many && (fresh || !b->project))
        XS_TRY(xs_project_new(b, &b->cells[form ? b->first_cell[from] : c->first_cell]));
    note_units(
        b, c, many ? block : from); /* several projects in one table: no form stands before it */
    if (form)
        XS_TRY(xs_form_read(b, b->first_cell[from], form_end));
    if (b->doc->nprojects > rows)
        xs_title_take(b, from);
    b->goes_on = !form && (many || !fresh) && b->last_table == c->bits;
    b->last_table = c->bits;
    return table_rows(b, c, next);
}

static bool is_word(const struct xs_tcell *t)
{
    return t->folded.len && t->words.field == XS_F_NONE;
}

/* The first cell at or after at that names a level, or the whole block: no header is without one.
 * b->ncells: there is none. */
static size_t next_name(const struct xs_build *b, size_t at)
{
    const uint64_t names = XS_FIELD_BIT(XS_F_LEVEL1) | XS_FIELD_BIT(XS_F_LEVEL2) |
                           XS_FIELD_BIT(XS_F_LEVEL3) | XS_FIELD_BIT(XS_F_INDICATORS);
    while (at < b->ncells && !(names & XS_FIELD_BIT(b->cells[at].words.field)))
        at++;
    return at;
}

#define UNKNOWN_WORDS 4 /* in a header; in the row above one there may be more */

/* The first cell at or after at where a header with this name may begin. */
static size_t may_begin(const struct xs_build *b, size_t at, size_t name)
{
    const uint32_t block = b->cells[name].block;
    size_t from = name, words = 0; /* words: that no list has, up to the name */
    while (from > at) {
        const struct xs_tcell *t = &b->cells[from - 1];
        words += is_word(t);
        if (words > UNKNOWN_WORDS && t->block + 1 < block)
            break;
        from--;
    }
    return from;
}

/* The first cell at or after at, and up to the name behind it, where a header begins; name + 1:
 * there is none. */
static size_t find_header(const struct xs_build *b, size_t at, size_t name, struct xs_columns *c)
{
    at = may_begin(b, at, name);
    while (at <= name && (b->cells[at].words.field == XS_F_NONE || !xs_columns_find(b, at, c)))
        at++;
    return at;
}

static enum xs_err all_tables(struct xs_build *b)
{
    size_t at = 0, name;
    while ((name = next_name(b, at)) < b->ncells) {
        struct xs_columns c;
        at = find_header(b, at, name, &c);
        if (at > name)
            continue;
        size_t next = c.end_cell;
        XS_TRY(one_table(b, &c, &next));
        at = next > c.end_cell ? next : c.end_cell;
    }
    return XS_OK;
}

/* The word of a header row that is not known: what a user would add to the lists. The first cell
 * when all are. */
static const struct xs_tcell *unknown_word(const struct xs_build *b, size_t block)
{
    for (size_t i = b->first_cell[block]; i < b->first_cell[block + 1]; i++)
        if (b->cells[i].folded.len && b->cells[i].words.field == XS_F_NONE)
            return &b->cells[i];
    return &b->cells[b->first_cell[block]];
}

#define FEWEST_LABELS                                                                              \
    3 /* different second-level names that make a table of indicators out of unknown cells */

/* Second-level names stand in cells of their own, and nothing was read: a form that is not known.
 */
static enum xs_err unknown_form(struct xs_build *b)
{
    uint64_t classes = 0;
    const struct xs_tcell *first = NULL;
    if (b->doc->ntables || xs_row_count(b->doc))
        return XS_OK;
    for (size_t i = 0; i < b->ncells; i++) {
        const struct xs_tcell *t = &b->cells[i];
        if (t->words.field == XS_F_ACTUAL)
            return XS_OK; /* results alone are no targets */
        if (t->words.level2 == XS_CLASS_NONE || b->sheet->blocks[t->block].kind != XS_BLOCK_ROW)
            continue;
        classes |= UINT64_C(1) << t->words.level2;
        first = first ? first : t;
    }
    if (__builtin_popcountll(classes) < FEWEST_LABELS || !first)
        return XS_OK;
    b->doc->ntables++;
    return xs_remark_add(
        b, "read-unknown-table", unknown_word(b, first->block ? first->block - 1 : 0), 0);
}

/* Names of columns in a row that no table has used: those of levels, and all but results. */
static void count_columns(const struct xs_build *b, size_t block, size_t *levels, size_t *columns)
{
    uint64_t seen = 0;
    const uint64_t values = XS_FIELD_BIT(XS_F_VALUE) | XS_FIELD_BIT(XS_F_SIGN);
    *levels = *columns = 0;
    for (size_t k = b->first_cell[block]; k < b->first_cell[block + 1]; k++) {
        enum xs_field f = b->cells[k].words.field;
        if (f == XS_F_ACTUAL) { /* results alone are no targets */
            *levels = *columns = 0;
            return;
        }
        if (f == XS_F_NONE || f < XS_F_LEVEL1)
            continue;
        *levels += f <= XS_F_LEVEL3;
        *columns += !(seen & XS_FIELD_BIT(f));
        seen |= XS_FIELD_BIT(f);
    }
    if (!(seen & values))
        *columns = 0;
}

#define FEWEST_COLUMNS 4 /* different ones, that of the value among them, make a table */

/* A form at the end without its table: the text was cut. A row of level names that is no header
 * known here counts as a table without rows. */
static enum xs_err leftovers(struct xs_build *b)
{
    bool code = false; /* of a project, in a row that no table has used */
    for (size_t i = 0; i < b->sheet->nblocks; i++) {
        bool last = i + 1 == b->sheet->nblocks;
        size_t levels, columns;
        if (b->use[i] != XS_USE_NONE || b->sheet->blocks[i].kind != XS_BLOCK_ROW)
            continue;
        count_columns(b, i, &levels, &columns);
        if (levels >= 2 || columns >= FEWEST_COLUMNS) {
            b->doc->ntables++;
            XS_TRY(xs_remark_add(b, "read-unknown-table", unknown_word(b, i), 0));
        }
        for (size_t k = b->first_cell[i]; k < b->first_cell[i + 1]; k++)
            code |= b->cells[k].words.field == XS_F_PROJECT_CODE;
        if (code && last && b->sheet->blocks[i].shape == XS_SHAPE_EXACT &&
            b->sheet->ends_in_table) {
            b->doc->cut = true;
            XS_TRY(xs_remark_add(b, "read-cut", xs_cut_word(b, i), 0));
        }
    }
    return XS_OK;
}

static enum xs_err count_lines(struct xs_build *b)
{
    size_t cap = 0;
    for (size_t i = 0; i < b->sheet->nblocks; i++) {
        if (b->use[i] == XS_USE_TABLE || b->use[i] == XS_USE_TEXT)
            continue;
        const struct xs_block *bl = &b->sheet->blocks[i];
        uint32_t lines = bl->first_line ? bl->last_line - bl->first_line + 1 : 0;
        if (b->use[i] == XS_USE_FURNITURE) {
            b->doc->lines_furniture += lines;
            continue;
        }
        struct xs_doc *d = b->doc;
        d->lines_unread += lines;
        struct xs_value_at *unread =
            xs_arena_grow(b->a, d->unread, &cap, d->nunread + 1, sizeof *unread);
        if (!unread)
            return XS_E_NOMEM;
        d->unread = unread;
        xs_value_set(&unread[d->nunread++], &b->cells[b->first_cell[i]]);
    }
    return XS_OK;
}

#define TITLE_PARAGRAPHS 6
#define LONGEST_TITLE 60 /* code points */

/* Cells of the block that say something, but for the money unit. */
static size_t words_in(const struct xs_build *b, size_t block)
{
    size_t n = 0;
    for (size_t i = b->first_cell[block]; i < b->first_cell[block + 1]; i++)
        n += b->cells[i].folded.len > 0 && !xs_states_unit(b, &b->cells[i]);
    return n;
}

enum { SHORTEST_OFFICE = 4 }; /* code points */

/* "Office of ... 2024 ...": who speaks in the document's title. */
static void title_office(struct xs_build *b, const struct xs_tcell *c)
{
    size_t year = 0;
    while (year < c->folded.len && !xs_year_in(b->l, xs_str_sub(c->folded, year, year + 9)))
        year++;
    while (year < c->folded.len && !(c->folded.ptr[year] >= '0' && c->folded.ptr[year] <= '9'))
        year++;
    xs_str office = xs_str_sub(c->folded, 0, year);
    while (office.len && !(office.ptr[0] & 0x80)) /* marks of a heading */
        office = xs_str_sub(office, 1, office.len);
    if (xs_utf8_count(office) < SHORTEST_OFFICE ||
        !xs_lex_longest_end(b->l->lex, office, &b->l->office, NULL) ||
        xs_lex_longest_end(b->l->lex, office, &b->l->no_office, NULL) ||
        memchr(office.ptr, ' ', office.len) || memchr(office.ptr, ':', office.len))
        return;
    xs_value_set(&b->title_office, c);
    b->title_office.text = b->title_office.folded = office;
    b->title_office.noted = NULL;
}

/* The year of the document: its first lines, else its file name. */
static void find_year(struct xs_build *b, xs_str name)
{
    size_t seen = 0;
    for (size_t i = 0; i < b->sheet->nblocks && seen < TITLE_PARAGRAPHS; i++) {
        const struct xs_tcell *c = &b->cells[b->first_cell[i]];
        bool alone = b->sheet->blocks[i].kind == XS_BLOCK_PARAGRAPH || words_in(b, i) == 1;
        if ((!alone && !xs_title_is(b, c)) || c->folded.len == 0 ||
            xs_lex_longest(b->l->lex, c->folded, 0, &b->l->furniture, NULL))
            continue;
        seen++;
        bool title =
            c->folded.len <= 4 * (size_t)LONGEST_TITLE && xs_utf8_count(c->folded) <= LONGEST_TITLE;
        b->doc->year = title ? xs_year_in(b->l, c->folded) : 0;
        if (b->doc->year) {
            title_office(b, c);
            b->use[i] = b->use[i] == XS_USE_NONE ? XS_USE_TEXT : b->use[i];
            return;
        }
    }
    b->doc->year = xs_year_in(b->l, name);
}

#define WHOLE_OFFICE_ABOVE 48 /* cells above a form, where its title may stand */

/* A form for a whole office names no project: it is called like the office. */
static void name_whole_office(const struct xs_build *b, size_t i)
{
    struct xs_project *p = &b->doc->projects[i];
    if (p->name.folded.len || p->department.folded.len == 0 ||
        b->begun[i].block >= b->sheet->nblocks)
        return;
    const size_t end = b->first_cell[b->begun[i].block + 1];
    const size_t low = i ? b->first_cell[b->begun[i - 1].block + 1] : 0; /* of the form before */
    for (size_t at = end; at-- > low && end - at <= WHOLE_OFFICE_ABOVE;) {
        const xs_str s = b->cells[at].folded;
        if (s.len <= 4 * (size_t)LONGEST_TITLE &&
            xs_lex_find(b->l->lex, s, 0, &b->l->whole_office, NULL) != SIZE_MAX) {
            p->name = p->department;
            return;
        }
    }
}

static enum xs_err finish(struct xs_build *b, xs_str name)
{
    struct xs_doc *d = b->doc;
    find_year(b, name);
    XS_TRY(xs_more_join(b));
    for (size_t i = 0; i < d->nprojects; i++) {
        if (d->projects[i].department.text.len == 0)
            d->projects[i].department = b->title_office;
        name_whole_office(b, i);
        XS_TRY(xs_project_finish(b, &d->projects[i]));
        d->nrows += (uint32_t)d->projects[i].nrows;
    }
    for (size_t i = 0; i < d->nprojects && d->department.len == 0; i++) {
        d->department = d->projects[i].department.text;
        d->department_code = d->projects[i].department_code.text;
    }
    for (size_t i = 0; i < d->nprojects && d->year == 0; i++)
        d->year = d->projects[i].year;
    if (d->nrows)
        d->kind = b->saw_actual ? XS_DOC_SELF_EVALUATION : XS_DOC_TARGET;
    return xs_values_parse(b);
}

static enum xs_err note_reader(struct xs_build *b)
{
    for (size_t i = 0; i < b->sheet->nnotes; i++) {
        const struct xs_read_note *n = &b->sheet->notes[i];
        struct xs_tcell c = { .text = n->text, .at = &n->at };
        XS_TRY(xs_remark_add(b, n->id, &c, 0));
    }
    return XS_OK;
}

enum xs_err xs_tree_build(const struct xs_tree_env *env, struct xs_arena *a, struct xs_sheet *sheet,
    xs_str name, struct xs_doc *out)
{
    struct xs_doc doc = { .memo = env->memo, .sheet = sheet, .cut = sheet->cut };
    struct xs_build b = { .l = env->layout, .a = a, .sheet = sheet, .doc = &doc };
    XS_TRY(xs_cells_collect(&b));
    XS_TRY(note_reader(&b));
    XS_TRY(all_tables(&b));
    XS_TRY(xs_prose_read(&b));
    XS_TRY(xs_forms_alone(&b));
    XS_TRY(leftovers(&b));
    XS_TRY(unknown_form(&b));
    XS_TRY(xs_sections_build(&b));
    XS_TRY(xs_lost_rows(&b));
    XS_TRY(finish(&b, name));
    XS_TRY(count_lines(&b));
    *out = doc;
    return doc.ntables && doc.nrows == 0 ? XS_E_NO_ROWS : XS_OK;
}
