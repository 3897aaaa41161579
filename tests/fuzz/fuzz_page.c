/* Pages of a PDF as its library would hand them over: placed characters and a picture. The input is
 * a list of records of six bytes: what, x, y, width, height in half points, and a character. */
#include <string.h>

#include "env.h"
#include "read/page_flow.h"

#define SIDE 161 /* pixels; two a point */
#define RECORD 6
#define MOST_PAGES 6
#define MOST_GLYPHS 4096

enum what { GLYPH, RUN, ACROSS, DOWN, GREY, FAR_OFF, PAGE_END, WHAT_COUNT };

struct maker {
    struct xs_arena *a;
    struct xs_flow *flow;
    struct xs_page page;
    unsigned char luma[SIDE * SIDE];
};

/* Characters of every kind that the flow tells apart; the indicators' own are not among them. */
static uint32_t character(uint8_t c)
{
    static const uint32_t some[] = { '1', '-', '.', '(', 'a', '%', 0x3002, 0xFF0C, 0xFF1A, 0x7B2C,
        0x9875, 0x2265, 0x10FFFF, 0xE000, 0x301, 0 };
    return c < 128 ? 0x4E00u + c : some[c % 16] ? some[c % 16] : 'x';
}

static void add_glyph(struct maker *m, const double box[4], uint8_t c)
{
    if (m->page.nglyphs < MOST_GLYPHS)
        m->page.glyphs[m->page.nglyphs++] = (struct xs_glyph){ box[0], box[1], box[0] + box[2],
            box[1] + box[3] + 0.25, character(c) };
}

static void fill(struct maker *m, const uint8_t *r, size_t width, size_t height, uint8_t luma)
{
    for (size_t y = r[2]; y < SIDE && y < r[2] + height; y++)
        for (size_t x = r[1]; x < SIDE && x < r[1] + width; x++)
            m->luma[y * SIDE + x] = luma;
}

static void begin_page(struct maker *m)
{
    memset(m->luma, 255, sizeof m->luma);
    m->page.number++;
    m->page.nglyphs = m->page.ntables = 0;
    m->page.height = SIDE / 2.0;
    m->page.glyphs = xs_arena_alloc(m->a, MOST_GLYPHS, sizeof *m->page.glyphs);
    FUZZ_MUST(m->page.glyphs != NULL);
}

static void check_tables(size_t count, const struct xs_ruled *tables)
{
    for (size_t i = 0; i < count; i++) {
        const struct xs_ruled *t = &tables[i];
        FUZZ_MUST(t->ncells >= 2 && t->nrows > 0 && t->ncols > 0);
        for (size_t k = 0; k < t->ncells; k++) {
            const struct xs_ruled_cell *c = &t->cells[k];
            FUZZ_MUST(c->rows > 0 && c->cols > 0);
            FUZZ_MUST(c->row + c->rows <= t->nrows && c->col + c->cols <= t->ncols);
        }
    }
}

static void end_page(struct maker *m)
{
    struct xs_bitmap b = { m->luma, SIDE, SIDE, 2.0, m->page.nglyphs, m->page.glyphs };
    struct xs_ruled *tables = NULL;
    FUZZ_MUST(xs_ruled_find(m->a, &b, &m->page.ntables, &tables) == XS_OK);
    check_tables(m->page.ntables, tables);
    m->page.tables = tables;
    FUZZ_MUST(xs_flow_page(m->flow, &m->page) == XS_OK);
}

static void draw(struct maker *m, const uint8_t *r)
{
    double box[4] = { r[1] / 2.0, r[2] / 2.0, r[3] / 2.0, r[4] / 2.0 };
    switch (r[0] % WHAT_COUNT) {
    case GLYPH:
        add_glyph(m, box, r[5]);
        break;
    case RUN:
        for (unsigned i = 0; i <= r[5] % 16u; i++, box[0] += box[2])
            add_glyph(m, box, (uint8_t)(r[5] + i));
        break;
    case ACROSS:
        fill(m, r, r[3], 1, 0);
        break;
    case DOWN:
        fill(m, r, 1, r[4], 0);
        break;
    case GREY:
        fill(m, r, r[3], r[4], r[5]);
        break;
    case FAR_OFF:
        for (size_t i = 0; i < 4; i++)
            box[i] *= 7000;
        box[0] -= 7000;
        box[1] -= 7000;
        add_glyph(m, box, r[5]);
        break;
    default:
        end_page(m);
        begin_page(m);
        break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct maker m;
    struct xs_sheet s = { .format = "pdf", .encoding = "" };
    m = (struct maker){ .a = fuzz_arena() };
    m.flow = xs_flow_new(m.a);
    FUZZ_MUST(m.flow != NULL);
    begin_page(&m);
    for (; size >= RECORD && m.page.number <= MOST_PAGES; data += RECORD, size -= RECORD)
        draw(&m, data);
    end_page(&m);
    enum xs_err e = xs_flow_end(m.flow, &s);
    FUZZ_MUST(e == XS_OK);
    fuzz_sheet(m.a, e, &s);
    return 0;
}
