#include "env.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/io.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "read/read.h"
#include "read/wire.h"
#include "write/dump.h"

struct xs_engine *fuzz_engine(void)
{
    static struct xs_engine engine;
    static bool open;
    const char *dir = getenv("XUSHI_PATTERNS");
    xs_str where = xs_str_c(dir ? dir : "patterns");
    if (open)
        return &engine;
    if (xs_engine_open(&engine, &where, 1) != XS_OK) {
        fprintf(stderr, "fuzz: %.*s:%u: %.*s\n", XS_STR_ARG(engine.fault.file), engine.fault.line,
            XS_STR_ARG(engine.fault.text));
        exit(70);
    }
    open = true;
    return &engine;
}

struct xs_arena *fuzz_arena(void)
{
    static struct xs_arena *a;
    if (!a)
        a = xs_arena_new((size_t)1 << 30);
    FUZZ_MUST(a != NULL);
    xs_arena_reset(a);
    return a;
}

char *fuzz_padded(const uint8_t *data, size_t size)
{
    char *bytes = xs_alloc(size + XS_IO_PADDING, 1);
    FUZZ_MUST(bytes != NULL);
    if (size)
        memcpy(bytes, data, size);
    return bytes;
}

/* --- a sheet
 * ------------------------------------------------------------------------------------------ */

static bool is_text(xs_str s) { return xs_utf8_check(s) == s.len; }

static void check_block(const struct xs_block *b)
{
    FUZZ_MUST(b->kind <= XS_BLOCK_BREAK && b->shape <= XS_SHAPE_LOOSE);
    FUZZ_MUST(b->kind != XS_BLOCK_PARAGRAPH || b->ncells == 1);
    FUZZ_MUST(b->kind != XS_BLOCK_ROW || b->ncells > 0);
    FUZZ_MUST(b->kind != XS_BLOCK_BREAK || b->ncells == 0);
    for (size_t i = 0; i < b->ncells; i++) {
        const struct xs_cell *c = &b->cells[i];
        FUZZ_MUST(c->span > 0 && is_text(c->text) && is_text(c->at.part));
        FUZZ_MUST(!c->continued || c->text.len == 0);
    }
}

/* What goes to the program comes out there as it went in. */
static void check_wire(struct xs_arena *a, const struct xs_sheet *s)
{
    struct xs_buf out, again;
    struct xs_sheet got;
    xs_buf_init(&out, XS_MAX_BUF);
    xs_buf_init(&again, XS_MAX_BUF);
    xs_wire_put(&out, s);
    FUZZ_MUST(out.err == XS_OK && xs_wire_get(a, xs_buf_str(&out), &got) == XS_OK);
    xs_wire_put(&again, &got);
    FUZZ_MUST(again.err == XS_OK && xs_str_eq(xs_buf_str(&out), xs_buf_str(&again)));
    xs_buf_free(&out);
    xs_buf_free(&again);
}

void fuzz_sheet(struct xs_arena *a, enum xs_err status, const struct xs_sheet *s)
{
    uint64_t hash;
    FUZZ_MUST(status == XS_OK || status == XS_E_BINARY || status == XS_E_DAMAGED ||
              status == XS_E_ENCRYPTED || status == XS_E_TOO_LARGE || status == XS_E_UNSUPPORTED);
    if (status != XS_OK)
        return;
    for (size_t i = 0; i < s->nblocks; i++)
        check_block(&s->blocks[i]);
    for (size_t i = 0; i < s->nnotes; i++)
        FUZZ_MUST(
            xs_str_starts(xs_str_c(s->notes[i].id), XS_STR("read-")) && is_text(s->notes[i].text));
    FUZZ_MUST(xs_sheet_hash(a, s, &hash) == XS_OK);
    check_wire(a, s);
}

/* --- a document
 * ------------------------------------------------------------------------------------------ */

/* What is known of any reading, whatever the bytes. */
static void check_reading(const struct xs_engine *e, const struct xs_reading *g)
{
    const struct xs_doc *d = &g->doc;
    size_t rows = 0;
    for (size_t i = 0; i < d->nprojects; i++) {
        const struct xs_project *p = &d->projects[i];
        FUZZ_MUST(p->number == i + 1);
        for (size_t k = 0; k < p->nrows; k++)
            FUZZ_MUST(p->rows[k].seq == k + 1 && p->rows[k].name.folded.len > 0);
        rows += p->nrows;
        if (g->status != XS_OK)
            continue;
        int64_t sum = 0;
        for (size_t k = 0; k < XS_PART_COUNT; k++)
            sum += g->scores[i].parts[k];
        FUZZ_MUST(sum == g->scores[i].vagueness && sum >= 0 && sum <= 100000);
    }
    FUZZ_MUST(rows == d->nrows);
    for (size_t i = 0; g->status == XS_OK && i < g->findings.count; i++) {
        const struct xs_finding *f = &g->findings.items[i];
        FUZZ_MUST(f->rule < e->rules->nrules && f->project <= d->nprojects);
        FUZZ_MUST(xs_utf8_count(f->quote) <= XS_MAX_QUOTE + 1);
    }
}

/* Everything that is printed of it is made. */
static void print_reading(const struct xs_engine *e, const struct xs_reading *g)
{
    struct xs_buf out;
    xs_buf_init(&out, XS_MAX_BUF);
    xs_dump(XS_STR("fuzz.txt"), &g->doc, &out);
    for (size_t i = 0; g->status == XS_OK && i < g->findings.count; i++)
        for (enum xs_lang lang = XS_LANG_ZH; lang <= XS_LANG_EN; lang++)
            xs_finding_message(e->rules, &g->doc, &g->findings.items[i], lang, &out);
    FUZZ_MUST(out.err == XS_OK && is_text(xs_buf_str(&out)));
    xs_buf_free(&out);
}

void fuzz_document(const uint8_t *data, size_t size, fuzz_read read)
{
    static struct xs_engine_thread t;
    const struct xs_engine *e = fuzz_engine();
    struct xs_reading g;
    if (!t.arena)
        FUZZ_MUST(xs_engine_thread_open(&t) == XS_OK);
    t.read = read;
    char *bytes = fuzz_padded(data, size);
    xs_arena_reset(t.arena);
    FUZZ_MUST(xs_engine_read(e, &t, (xs_str){ bytes, size }, XS_STR("fuzz.txt"), &g) == XS_OK);
    if (g.known) {
        /* what a helper says of lines is its own affair */
        FUZZ_MUST(read || g.doc.lines_unread + g.doc.lines_furniture <= g.sheet.nlines);
        check_reading(e, &g);
        print_reading(e, &g);
    }
    xs_free(bytes);
}
