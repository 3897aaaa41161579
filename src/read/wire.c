#include "read/wire.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"

/* First of all, so that a helper of another build is found out. */
#define MARK 0x58533031u
/* Longest name of a format, an encoding, a library, a note. */
#define LONGEST_NAME 64
/* Smallest size of a block, cell and note: what bounds their counts. */
#define LEAST_BLOCK 16
#define LEAST_CELL 32
#define LEAST_NOTE 32

/* --- out
 * ------------------------------------------------------------------------------------------ */

static void put32(struct xs_buf *b, uint32_t v)
{
    for (int i = 0; i < 4; i++)
        xs_buf_putc(b, (char)(v >> (8 * i) & 255));
}

static void put64(struct xs_buf *b, uint64_t v)
{
    put32(b, (uint32_t)v);
    put32(b, (uint32_t)(v >> 32));
}

static void put_text(struct xs_buf *b, xs_str s)
{
    if (s.len > UINT32_MAX && b->err == XS_OK)
        b->err = XS_E_NOMEM;
    put32(b, (uint32_t)s.len);
    xs_buf_puts(b, s);
}

static void put_place(struct xs_buf *b, const struct xs_place *p)
{
    put32(b, p->line);
    put32(b, p->col);
    put32(b, p->table);
    put32(b, p->row);
    put32(b, p->cell);
    put32(b, p->page);
    put_text(b, p->part);
}

static void put_block(struct xs_buf *b, const struct xs_block *block)
{
    put32(b,
        (uint32_t)block->kind | (uint32_t)block->shape << 8 | (block->blank_before ? 1u << 16 : 0));
    put32(b, block->first_line);
    put32(b, block->last_line);
    put32(b, (uint32_t)block->ncells);
    for (size_t i = 0; i < block->ncells; i++) {
        const struct xs_cell *c = &block->cells[i];
        put32(b, c->span | (c->continued ? 1u << 16 : 0));
        put_text(b, c->text);
        put_place(b, &c->at);
    }
}

void xs_wire_put(struct xs_buf *out, const struct xs_sheet *s)
{
    put32(out, MARK);
    put_text(out, xs_str_c(s->format));
    put_text(out, xs_str_c(s->encoding));
    put_text(out, xs_str_c(s->missing));
    put32(out, (s->ends_in_table ? 1u : 0) | (s->cut ? 2u : 0));
    put32(out, s->nlines);
    put32(out, s->nblank);
    put64(out, s->text_hash);
    put32(out, (uint32_t)s->nblocks);
    for (size_t i = 0; i < s->nblocks; i++)
        put_block(out, &s->blocks[i]);
    put32(out, (uint32_t)s->nnotes);
    for (size_t i = 0; i < s->nnotes; i++) {
        const struct xs_read_note *n = &s->notes[i];
        put_text(out, xs_str_c(n->id));
        put_place(out, &n->at);
        put64(out, n->number);
        put_text(out, n->text);
    }
}

/* --- in
 * ------------------------------------------------------------------------------------------ */

struct input {
    struct xs_arena *a;
    xs_str rest;
    bool bad;
    bool nomem;
};

static uint32_t get32(struct input *in)
{
    if (in->rest.len < 4) {
        in->bad = true;
        return 0;
    }
    const unsigned char *p = (const unsigned char *)in->rest.ptr;
    uint32_t v = p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
    in->rest = xs_str_sub(in->rest, 4, in->rest.len);
    return v;
}

static uint64_t get64(struct input *in)
{
    uint64_t low = get32(in);
    return low | (uint64_t)get32(in) << 32;
}

static xs_str get_text(struct input *in)
{
    size_t n = get32(in);
    xs_str s = xs_str_sub(in->rest, 0, n);
    if (in->bad || n > in->rest.len || xs_utf8_check(s) != s.len) {
        in->bad = true;
        return XS_STR_NONE;
    }
    in->rest = xs_str_sub(in->rest, n, in->rest.len);
    return n ? s : XS_STR_NONE;
}

/* A short text as a string; "" for none. */
static const char *get_name(struct input *in)
{
    xs_str s = get_text(in);
    if (s.len == 0)
        return "";
    char *p = s.len > LONGEST_NAME ? NULL : xs_arena_zalloc(in->a, s.len + 1, 1);
    in->bad = in->bad || s.len > LONGEST_NAME || memchr(s.ptr, 0, s.len);
    in->nomem = in->nomem || (!p && !in->bad);
    if (!p)
        return "";
    memcpy(p, s.ptr, s.len);
    return p;
}

static struct xs_place get_place(struct input *in)
{
    struct xs_place p = { .line = get32(in) };
    p.col = get32(in);
    p.table = get32(in);
    p.row = get32(in);
    p.cell = get32(in);
    p.page = get32(in);
    p.part = get_text(in);
    return p;
}

/* count things of at least least bytes, size bytes each in memory. NULL: not so many can follow. */
static void *get_array(struct input *in, size_t count, size_t least, size_t size)
{
    if (in->bad || count > in->rest.len / least) {
        in->bad = true;
        return NULL;
    }
    void *p = xs_arena_zalloc(in->a, count + 1, size);
    in->nomem = in->nomem || !p;
    return p;
}

/* Can a block of this kind have so many cells? */
static bool may_have(uint32_t kind, size_t ncells)
{
    return kind == XS_BLOCK_PARAGRAPH ? ncells == 1 : (ncells > 0) == (kind == XS_BLOCK_ROW);
}

static void get_block(struct input *in, struct xs_block *b)
{
    uint32_t head = get32(in), kind = head & 255, shape = head >> 8 & 255;
    b->first_line = get32(in);
    b->last_line = get32(in);
    size_t n = get32(in);
    in->bad = in->bad || kind > XS_BLOCK_BREAK || shape > XS_SHAPE_LOOSE || head >> 17 ||
              !may_have(kind, n);
    struct xs_cell *cells = get_array(in, n, LEAST_CELL, sizeof *cells);
    if (!cells)
        return;
    b->kind = (enum xs_block_kind)kind;
    b->shape = (enum xs_row_shape)shape;
    b->blank_before = head >> 16;
    b->ncells = n;
    b->cells = cells;
    for (size_t i = 0; i < n && !in->bad; i++) {
        uint32_t span = get32(in);
        in->bad = in->bad || (span & 65535) == 0 || span >> 17;
        cells[i].span = (uint16_t)span;
        cells[i].continued = span >> 16;
        cells[i].text = get_text(in);
        in->bad = in->bad || (cells[i].continued && cells[i].text.len);
        cells[i].at = get_place(in);
    }
}

static void get_notes(struct input *in, struct xs_sheet *s)
{
    size_t n = get32(in);
    s->notes = get_array(in, n, LEAST_NOTE, sizeof *s->notes);
    if (!s->notes)
        return;
    s->nnotes = n;
    for (size_t i = 0; i < n && !in->bad && !in->nomem; i++) {
        s->notes[i].id = get_name(in);
        s->notes[i].at = get_place(in);
        s->notes[i].number = get64(in);
        s->notes[i].text = get_text(in);
    }
}

enum xs_err xs_wire_get(struct xs_arena *a, xs_str bytes, struct xs_sheet *out)
{
    struct input in = { .a = a, .rest = bytes };
    struct xs_sheet s = { 0 };
    if (get32(&in) != MARK)
        return XS_E_CRASHED;
    s.format = get_name(&in);
    s.encoding = get_name(&in);
    s.missing = get_name(&in);
    if (!*s.missing)
        s.missing = NULL;
    uint32_t flags = get32(&in);
    in.bad = in.bad || flags > 3;
    s.ends_in_table = flags & 1;
    s.cut = flags >> 1 & 1;
    s.nlines = get32(&in);
    s.nblank = get32(&in);
    s.text_hash = get64(&in);
    s.nblocks = get32(&in);
    s.blocks = get_array(&in, s.nblocks, LEAST_BLOCK, sizeof *s.blocks);
    for (size_t i = 0; s.blocks && i < s.nblocks && !in.bad && !in.nomem; i++)
        get_block(&in, &s.blocks[i]);
    if (!in.bad && !in.nomem)
        get_notes(&in, &s);
    if (in.nomem)
        return XS_E_NOMEM;
    if (in.bad || in.rest.len)
        return XS_E_CRASHED;
    *out = s;
    return XS_OK;
}
