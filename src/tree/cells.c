#include <string.h>

#include "base/limits.h"
#include "base/memo.h"
#include "base/utf8.h"
#include "read/unblank.h"
#include "tree/build.h"

/* What is remembered of a cell's text. */
struct known_cell {
    struct xs_note_head head;
    struct xs_cell_words words;
    xs_str text, folded;
};

/* Fills *k, the note on noted or, where that is NULL, one that is of use only now. */
__attribute__((noinline)) static enum xs_err find_out(
    const struct xs_build *b, const struct xs_noted *noted, xs_str text, struct known_cell *k)
{
    struct xs_arena *a = noted ? xs_memo_arena(b->doc->memo) : b->a;
    text = noted ? noted->text : text;
    XS_TRY(xs_clean(a, text, &k->text));
    XS_TRY(xs_fold(b->l->folder, a, k->text, &k->folded, NULL));
    xs_layout_cell(b->l, k->folded, &k->words);
    k->head.done = true;
    return XS_OK;
}

/* A cell's text that is about to be looked up. */
struct ask {
    uint64_t hash;
    struct xs_noted *near; /* see xs_memo_expect */
};

/* *to, of a block, not the first of its row. */
static inline enum xs_err fill(struct xs_build *b, const struct xs_cell *from, struct ask ask,
    uint32_t block, struct xs_tcell *to)
{
    struct xs_memo *memo = b->doc->memo;
    struct known_cell fresh;
    struct xs_noted *noted = xs_memo_expected(memo, ask.near, ask.hash, from->text);
    struct known_cell *k = xs_memo_note(memo, noted, XS_NOTE_CELL, sizeof *k);
    _Static_assert(sizeof *k <= XS_NOTE_ROOM, "it lies beside the text");
    if (!k)
        (k = &fresh)->head.done = false;
    if (!k->head.done)
        XS_TRY(find_out(b, noted, from->text, k));
    *to = (struct xs_tcell){ .text = k->text,
        .folded = k->folded,
        .noted = noted,
        .at = &from->at,
        .words = k->words,
        .block = block,
        .column = -1 };
    return XS_OK;
}

#define LONGEST_HEADER_LINE 400 /* bytes */

/* A paragraph made of header words alone, with blanks between them: a table whose cells are parted
 * by blanks begins here. */
static bool header_line(const struct xs_build *b, const struct xs_tcell *c)
{
    return c->words.field == XS_F_NONE && c->folded.len && c->folded.len <= LONGEST_HEADER_LINE &&
           xs_lexwant_begins(&b->l->fields, c->folded, 0) && c->folded.ptr != c->text.ptr &&
           xs_may_have_blank(c->text) &&
           xs_lex_longest(b->l->lex, c->folded, 0, &b->l->fields.mask, NULL) &&
           xs_lex_made_of(b->l->lex, c->folded, &b->l->fields.mask, 0);
}

/* Room for n cells more at the end. */
static struct xs_tcell *room(struct xs_build *b, size_t n)
{
    struct xs_tcell *cells =
        xs_arena_grow(b->a, b->cells, &b->cell_cap, b->ncells + n, sizeof *cells);
    if (!cells)
        return NULL;
    b->cells = cells;
    return &cells[b->ncells];
}

/* A paragraph: one cell, or what its blanks part. */
static enum xs_err collect_paragraph(struct xs_build *b, struct xs_tcell *c)
{
    struct xs_tcell line, *piece;
    size_t n;
    if (!header_line(b, c))
        return XS_OK;
    line = *c;
    b->ncells--;
    XS_TRY(xs_cells_split(b, &line, &piece, &n));
    if (!(c = room(b, n)))
        return XS_E_NOMEM;
    if (n)
        memcpy(c, piece, n * sizeof *c);
    b->ncells += n;
    return XS_OK;
}

#define AHEAD 8 /* cells */

/* asks: of the block's cells and those after it, AHEAD of them beyond the sheet's last. */
static enum xs_err collect_block(struct xs_build *b, uint32_t i, struct ask *asks)
{
    const struct xs_block *block = &b->sheet->blocks[i];
    const struct xs_memo *memo = b->doc->memo;
    const struct xs_cell *cells = block->cells;
    const size_t n = block->ncells;
    struct xs_tcell *c = room(b, n);
    if (!c)
        return XS_E_NOMEM;
    for (size_t k = 0; k < n; k++) {
        asks[k + AHEAD].near = xs_memo_expect(memo, asks[k + AHEAD].hash);
        XS_TRY(fill(b, &cells[k], asks[k], i, &c[k]));
    }
    if (n)
        c->row_start = true;
    b->ncells += n;
    return block->kind == XS_BLOCK_PARAGRAPH && n ? collect_paragraph(b, c) : XS_OK;
}

/* For all cells of the sheet, and AHEAD more; NULL: no memory. */
static struct ask *ask_all(const struct xs_build *b)
{
    const struct xs_sheet *s = b->sheet;
    const struct xs_memo *memo = b->doc->memo;
    struct ask *asks = xs_arena_alloc(b->a, b->cell_cap + AHEAD, sizeof *asks), *next = asks;
    if (!asks)
        return NULL;
    for (size_t i = 0; i < s->nblocks; i++) {
        const struct xs_block *block = &s->blocks[i];
        for (size_t k = 0; k < block->ncells; k++, next++)
            *next = (struct ask){ xs_memo_hash(memo, block->cells[k].text), NULL };
    }
    memset(next, 0, AHEAD * sizeof *next);
    return asks;
}

enum xs_err xs_cells_collect(struct xs_build *b)
{
    const struct xs_sheet *s = b->sheet;
    b->cell_cap = 1;
    for (size_t i = 0; i < s->nblocks; i++)
        b->cell_cap += s->blocks[i].ncells;
    b->cells = xs_arena_alloc(b->a, b->cell_cap, sizeof *b->cells);
    b->first_cell = xs_arena_zalloc(b->a, s->nblocks + 1, sizeof *b->first_cell);
    b->use = xs_arena_zalloc(b->a, s->nblocks + 1, sizeof *b->use);
    struct ask *asks = ask_all(b);
    if (!b->cells || !b->first_cell || !b->use || !asks)
        return XS_E_NOMEM;
    for (size_t i = 0; i < s->nblocks; i++) {
        b->first_cell[i] = b->ncells;
        XS_TRY(collect_block(b, (uint32_t)i, asks));
        asks += s->blocks[i].ncells;
    }
    b->first_cell[s->nblocks] = b->ncells;
    return XS_OK;
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

enum xs_err xs_cells_split(
    struct xs_build *b, const struct xs_tcell *c, struct xs_tcell **out, size_t *count)
{
    size_t cap = 0, n = 0;
    struct xs_tcell *cells = NULL;
    xs_str rest = c->text;
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
        *t = (struct xs_tcell){
            .text = xs_str_sub(rest, 0, word_len(rest)), .at = at, .block = c->block
        };
        at->col +=
            (uint32_t)xs_utf8_count((xs_str){ c->text.ptr, (size_t)(rest.ptr - c->text.ptr) });
        t->row_start = n == 0;
        t->split = true;
        XS_TRY(xs_fold(b->l->folder, b->a, t->text, &t->folded, NULL));
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
    XS_TRY(xs_fold(b->l->folder, b->a, out->text, &out->folded, NULL));
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
    xs_str folded;
    bool tail = (t->words.marks & XS_MARK_LEVEL_TAIL) && last->words.level2 != XS_CLASS_NONE;
    *joined = false;
    if (!tail && !halves(b, last, t))
        return XS_OK;
    char *p = xs_arena_alloc(b->a, last->text.len + t->text.len + 1, 1);
    if (!p)
        return XS_E_NOMEM;
    memcpy(p, last->text.ptr, last->text.len);
    p[last->text.len] = '\n';
    memcpy(p + last->text.len + 1, t->text.ptr, t->text.len);
    xs_str whole = { p, last->text.len + t->text.len + 1 };
    XS_TRY(xs_fold(b->l->folder, b->a, whole, &folded, NULL));
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

void xs_value_set(struct xs_value_at *v, const struct xs_tcell *c)
{
    v->text = c->text;
    v->folded = c->folded;
    v->noted = c->noted;
    v->at = *c->at;
}
