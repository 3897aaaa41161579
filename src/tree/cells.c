#include <string.h>

#include "base/limits.h"
#include "base/memo.h"
#include "base/utf8.h"
#include "read/unblank.h"
#include "tree/build.h"

/* What is remembered of a cell's text: with the text itself and what is known of it otherwise it
 * takes one line of memory. */
struct known_cell {
    const char *text, *folded; /* NULL: nothing is known yet */
    struct xs_cell_words words;
    uint16_t text_len, folded_len;
};
static_assert(sizeof(struct known_cell) <= XS_NOTE_ROOM, "it lies beside the text");

/* *to from its text, which is noted or, where that is NULL, that of the cell; noted down there. */
__attribute__((noinline)) static enum xs_err find_out(
    const struct xs_build *b, struct xs_noted *noted, xs_str text, struct xs_tcell *to)
{
    struct xs_arena *a = noted ? xs_memo_arena(b->doc->memo) : b->a;
    struct known_cell *k = xs_memo_note(b->doc->memo, noted, XS_NOTE_CELL, sizeof *k);
    XS_TRY(xs_clean(a, noted ? xs_noted_text(noted) : text, &to->text));
    XS_TRY(xs_fold(b->l->folder, a, to->text, &to->folded));
    xs_layout_cell(b->l, to->folded, &to->words);
    if (k && to->folded.len <= UINT16_MAX)
        *k = (struct known_cell){ to->text.ptr, to->folded.ptr, to->words, (uint16_t)to->text.len,
            (uint16_t)to->folded.len };
    return XS_OK;
}

/* The text, the folded text and the words of a cell whose text was asked for. */
static inline enum xs_err fill(
    struct xs_build *b, const struct xs_memo_ask *ask, struct xs_tcell *to)
{
    struct xs_memo *memo = b->doc->memo;
    struct xs_noted *noted = xs_memo_answer(memo, ask);
    const struct known_cell *k = xs_memo_note(memo, noted, XS_NOTE_CELL, sizeof *k);
    to->noted = noted;
    if (!k || !k->text)
        return find_out(b, noted, ask->text, to);
    to->text = (xs_str){ k->text, k->text_len };
    to->folded = (xs_str){ k->folded, k->folded_len };
    to->words = k->words;
    return XS_OK;
}

/* Room for n cells more at the end. */
static bool room(struct xs_build *b, size_t n)
{
    struct xs_tcell *cells =
        xs_arena_grow(b->a, b->cells, &b->cell_cap, b->ncells + n, sizeof *cells);
    b->cells = cells ? cells : b->cells;
    return cells != NULL;
}

bool xs_cell_given_away(const struct xs_tcell *t) { return t->split && t->text.len == 0; }

/* The last `gone` cells become these, behind an empty one in the place of each line but the last;
 * there is room for n cells more behind them. */
static enum xs_err put_instead(
    struct xs_build *b, size_t gone, const struct xs_tcell *piece, size_t count, size_t n)
{
    const size_t from = b->ncells - gone;
    size_t kept = 0;
    for (size_t i = from; i + 1 < b->ncells; i++)
        if (b->cells[i].block != b->cells[i + 1].block) {
            struct xs_tcell *t = &b->cells[from + kept++];
            *t = b->cells[i];
            t->text = t->folded = XS_STR_NONE;
            t->noted = NULL;
            t->words = (struct xs_cell_words){ .field = XS_F_NONE };
            t->split = true;
        }
    b->ncells = from + kept;
    if (!room(b, count + n))
        return XS_E_NOMEM;
    if (count)
        memcpy(&b->cells[b->ncells], piece, count * sizeof *piece);
    b->ncells += count;
    return XS_OK;
}

/* Cells before the last n ones that are of the block above theirs. */
static size_t cells_above(const struct xs_build *b, size_t n)
{
    const struct xs_tcell *end = &b->cells[b->ncells - n];
    size_t above = 0;
    while (n + above < b->ncells && end[-1 - (ptrdiff_t)above].block + 1 == end->block)
        above++;
    return above;
}

#define MOST_ABOVE 2 /* lines of a header above its last one */

/* Are the last cells, which end with a paragraph, a header with words broken over lines? *gone: how
 * many of them are; *count: its words, 0: they are none. */
static enum xs_err broken_header(
    struct xs_build *b, struct xs_tcell **piece, size_t *count, size_t *gone)
{
    size_t lines = 0, cells[MOST_ABOVE + 1] = { 1 };
    for (size_t above; lines < MOST_ABOVE && (above = cells_above(b, cells[lines])) > 0; lines++)
        cells[lines + 1] = cells[lines] + above;
    for (; lines > 0 && *count == 0; lines--) { /* a word may be broken over more than it seems */
        *gone = cells[lines];
        XS_TRY(xs_parted_broken(b, &b->cells[b->ncells - *gone], *gone, piece, count));
    }
    return XS_OK;
}

/* The last cell so far is a paragraph. Where it is a header, alone or with the lines above it, it
 * becomes the words that its blanks part; there is room for n cells more behind them. */
static enum xs_err part_paragraph(struct xs_build *b, size_t n)
{
    const struct xs_tcell line = b->cells[b->ncells - 1];
    struct xs_tcell *piece;
    size_t count = 0, gone = 1;
    bool begins = false;
    if (b->header_near && line.block < b->header_near + MOST_ABOVE)
        XS_TRY(broken_header(b, &piece, &count, &gone));
    if (count == 0) {
        gone = 1;
        XS_TRY(xs_parted_header(b, &line, &piece, &count, &begins));
    }
    if (count > 0 || begins)
        b->header_near = line.block + 1;
    if (count == 0)
        XS_TRY(xs_parted_table(b, &line, &piece, &count));
    return count > 0 ? put_instead(b, gone, piece, count, n) : XS_OK;
}

/* May the paragraph be a line of a header parted by blanks, or a table? */
static bool may_part(const struct xs_build *b, size_t block)
{
    const size_t end = b->first_cell[block + 1];
    bool may = false;
    for (size_t i = b->first_cell[block]; i < end && !may; i++)
        may = xs_parted_may(b, &b->cells[i]);
    return may;
}

/* The words of headers and tables parted by blanks become cells. Before block from there are none.
 */
static enum xs_err part_paragraphs(struct xs_build *b, size_t from)
{
    const struct xs_sheet *s = b->sheet;
    const struct xs_tcell *whole = b->cells;
    const size_t n = b->ncells;
    b->ncells = b->first_cell[from];
    b->cells = xs_arena_alloc(b->a, b->cell_cap, sizeof *b->cells);
    if (!b->cells)
        return XS_E_NOMEM;
    memcpy(b->cells, whole, b->ncells * sizeof *whole);
    for (size_t i = b->ncells; i < n; i++) {
        if (!room(b, n - i))
            return XS_E_NOMEM;
        b->cells[b->ncells++] = whole[i];
        if (s->blocks[whole[i].block].kind == XS_BLOCK_PARAGRAPH)
            XS_TRY(part_paragraph(b, n - i));
    }
    for (size_t at = b->first_cell[from]; from < s->nblocks; from++) {
        b->first_cell[from] = at;
        while (at < b->ncells && b->cells[at].block == from)
            at++;
    }
    b->first_cell[s->nblocks] = b->ncells;
    return XS_OK;
}

#define AT_ONCE 32 /* cells that are looked up together */

/* The n cells at to, for whose texts was asked. */
static enum xs_err answer(
    struct xs_build *b, struct xs_tcell *const to[], struct xs_memo_ask *asks, size_t n)
{
    for (size_t i = 0; i < n; i++)
        xs_memo_expect(b->doc->memo, &asks[i]);
    for (size_t i = 0; i < n; i++)
        XS_TRY(fill(b, &asks[i], to[i]));
    return XS_OK;
}

/* All cells of the sheet as they stand there; first_cell is filled. */
static enum xs_err look_up(struct xs_build *b)
{
    const struct xs_sheet *s = b->sheet;
    struct xs_memo *memo = b->doc->memo;
    const char *end = s->source.len ? s->source.ptr + s->source.len : NULL;
    struct xs_memo_ask asks[AT_ONCE];
    struct xs_tcell *asked[AT_ONCE], *to = b->cells;
    struct xs_tcell empty = { XS_STR_NONE, .column = XS_NO_COLUMN };
    size_t n = 0;
    empty.noted = xs_memo_text(memo, &empty.text);
    XS_TRY(find_out(b, empty.noted, empty.text, &empty));
    for (uint32_t i = 0; i < s->nblocks; i++) {
        const struct xs_cell *c = s->blocks[i].cells;
        b->first_cell[i] = (size_t)(to - b->cells);
        for (size_t k = 0; k < s->blocks[i].ncells; k++, c++, to++) {
            *to = empty; /* as many are */
            to->at = &c->at;
            to->block = i;
            to->row_start = k == 0;
            if (c->text.len == 0)
                continue;
            asked[n] = to;
            xs_memo_ask(memo, c->text, end ? (size_t)(end - c->text.ptr) : c->text.len, &asks[n]);
            if (++n < AT_ONCE)
                continue;
            XS_TRY(answer(b, asked, asks, n));
            n = 0;
        }
    }
    b->ncells = b->first_cell[s->nblocks] = (size_t)(to - b->cells);
    return answer(b, asked, asks, n);
}

enum xs_err xs_cells_collect(struct xs_build *b)
{
    const struct xs_sheet *s = b->sheet;
    for (size_t i = 0; i < s->nblocks; i++)
        b->cell_cap += s->blocks[i].ncells;
    b->cells = xs_arena_alloc(b->a, ++b->cell_cap, sizeof *b->cells);
    b->first_cell = xs_arena_alloc(b->a, s->nblocks + 1, sizeof *b->first_cell);
    b->use = xs_arena_zalloc(b->a, s->nblocks + 1, sizeof *b->use);
    if (!b->cells || !b->first_cell || !b->use)
        return XS_E_NOMEM;
    XS_TRY(look_up(b));
    for (size_t i = 0; i < s->nblocks; i++)
        if (s->blocks[i].kind == XS_BLOCK_PARAGRAPH && may_part(b, i))
            return part_paragraphs(b, i);
    return XS_OK;
}

size_t xs_cells_filled(const struct xs_tcell *row, size_t n, size_t most)
{
    size_t filled = 0;
    for (size_t i = 0; i < n && filled < most; i++)
        filled += row[i].folded.len > 0;
    return filled;
}

/* Bytes of blank at the start of s. */
static size_t blank_len(xs_str s)
{
    xs_str rest = xs_str_trim(s);
    return rest.len ? (size_t)(rest.ptr - s.ptr) : s.len;
}

/* Bytes up to the next blank. */
static size_t word_len(xs_str s)
{
    size_t at = 0;
    while (at < s.len && blank_len(xs_str_sub(s, at, xs_utf8_len(s.ptr[at]))) == 0)
        at += xs_utf8_len(s.ptr[at]);
    return at;
}

/* Characters of blank before the text of c in its paragraph. */
static uint32_t blanks_before(const struct xs_build *b, const struct xs_tcell *c)
{
    const struct xs_block *block = &b->sheet->blocks[c->block];
    if (block->ncells == 0 || c->at != &block->cells[0].at)
        return 0;
    const xs_str text = block->cells[0].text;
    return (uint32_t)xs_utf8_count(xs_str_sub(text, 0, blank_len(text)));
}

/* Bytes up to the next gap of more than one blank. */
static size_t gap_len(xs_str s)
{
    size_t at = word_len(s);
    while (at < s.len && s.ptr[at] == ' ' && at + 1 < s.len &&
           blank_len(xs_str_sub(s, at + 1, s.len)) == 0)
        at += 1 + word_len(xs_str_sub(s, at + 1, s.len));
    return at;
}

enum xs_err xs_cells_split(
    struct xs_build *b, const struct xs_tcell *c, bool gaps, struct xs_tcell **out, size_t *count)
{
    size_t cap = 0, n = 0;
    struct xs_tcell *cells = NULL;
    xs_str rest = c->text;
    const char *counted = c->text.ptr; /* up to here there are that many characters: */
    uint32_t before = blanks_before(b, c);
    for (;;) {
        rest = xs_str_sub(rest, blank_len(rest), rest.len);
        if (rest.len == 0)
            break;
        struct xs_tcell *grown = xs_arena_grow(b->a, cells, &cap, n + 1, sizeof *cells);
        struct xs_place *at = xs_arena_alloc(b->a, 1, sizeof *at);
        if (!grown || !at)
            return XS_E_NOMEM;
        cells = grown;
        struct xs_tcell *t = &cells[n];
        *at = *c->at;
        *t = (struct xs_tcell){ .text = xs_str_sub(rest, 0, gaps ? gap_len(rest) : word_len(rest)),
            .at = at,
            .block = c->block };
        before += (uint32_t)xs_utf8_count((xs_str){ counted, (size_t)(rest.ptr - counted) });
        counted = rest.ptr;
        at->col += before;
        t->row_start = n == 0;
        t->split = true;
        XS_TRY(xs_fold(b->l->folder, b->a, t->text, &t->folded));
        xs_layout_cell(b->l, t->folded, &t->words);
        rest = xs_str_sub(rest, t->text.len, rest.len);
        n++;
    }
    *out = cells;
    *count = n;
    return XS_OK;
}

enum xs_err xs_cell_piece(
    struct xs_build *b, const struct xs_tcell *from, xs_str text, struct xs_tcell *out)
{
    *out = (struct xs_tcell){ .text = xs_str_trim(text), .at = from->at, .block = from->block };
    XS_TRY(xs_fold(b->l->folder, b->a, out->text, &out->folded));
    xs_layout_cell(b->l, out->folded, &out->words);
    return XS_OK;
}

#define LONGEST_TAIL 30 /* bytes of either half of a level's name */

/* Do the two halves make a second level's name, which the first alone is none of? The second may be
 * a level's name itself ("satisfaction targets" below "served persons'"). */
static bool halves(const struct xs_build *b, const struct xs_tcell *last, const struct xs_tcell *t)
{
    char buf[2 * LONGEST_TAIL];
    struct xs_cell_words words;
    if (t->row_start || xs_is_level(last) || t->folded.len > LONGEST_TAIL ||
        last->folded.len > LONGEST_TAIL || last->folded.len == 0 ||
        !xs_lex_longest_end(b->l->lex, t->folded, &b->l->level_tail, NULL))
        return false;
    memcpy(buf, last->folded.ptr, last->folded.len);
    memcpy(buf + last->folded.len, t->folded.ptr, t->folded.len);
    xs_str both = { buf, last->folded.len + t->folded.len };
    if (xs_lex_longest(b->l->lex, both, 0, &b->l->words.mask, NULL) < both.len)
        return false; /* "10" and a level's name are no name, though "level 10" may be one */
    xs_layout_cell(b->l, both, &words);
    return words.level2 != XS_CLASS_NONE;
}

enum xs_err xs_label_join(
    struct xs_build *b, struct xs_tcell *last, const struct xs_tcell *t, bool *joined)
{
    struct xs_cell_words words;
    xs_str whole, folded;
    bool tail = (t->words.marks & XS_MARK_LEVEL_TAIL) && last->words.level2 != XS_CLASS_NONE &&
                last->folded.len <= (size_t)2 * LONGEST_TAIL &&
                !xs_str_ends(last->folded, t->folded);
    *joined = false;
    if (!tail && !halves(b, last, t))
        return XS_OK;
    if (!xs_arena_join(b->a, last->text, '\n', t->text, &whole))
        return XS_E_NOMEM;
    XS_TRY(xs_fold(b->l->folder, b->a, whole, &folded));
    xs_layout_cell(b->l, folded, &words);
    last->text = whole;
    last->folded = folded;
    last->noted = NULL;
    if (words.level2 != XS_CLASS_NONE)
        last->words = words;
    *joined = true;
    return XS_OK;
}

enum xs_err xs_remark_add(
    struct xs_build *b, const char *rule, const struct xs_tcell *c, uint32_t project)
{
    struct xs_remark *r =
        xs_arena_grow(b->a, b->doc->remarks, &b->remark_cap, b->doc->nremarks + 1, sizeof *r);
    if (!r)
        return XS_E_NOMEM;
    b->doc->remarks = r;
    r[b->doc->nremarks++] = (struct xs_remark){ .rule = rule,
        .project = project,
        .at = c ? *c->at : (struct xs_place){ .line = 1, .col = 1 },
        .text = c ? c->text : XS_STR_NONE };
    return XS_OK;
}
