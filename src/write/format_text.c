#include "base/plain.h"
#include "base/utf8.h"
#include "text/unicode.h"
#include "write/columns.h"
#include "write/format.h"

/* Columns of the ranking that a terminal shows, and how wide. */
struct slot {
    size_t column;
    unsigned width; /* 0: as long as it is, the last one */
    bool right;
};

static const struct slot ranking_slots[] = {
    { XS_AT(RANKING, rank), 4, true },
    { XS_AT(RANKING, vagueness), 9, true },
    { XS_AT(RANKING, grade), 5, false },
    { XS_AT(RANKING, budget_wan), 12, true },
    { XS_AT(RANKING, indicators), 10, true },
    { XS_AT(RANKING, verifiable), 10, true },
    { XS_AT(RANKING, project_name), 36, false },
    { XS_AT(RANKING, department), 24, false },
    { XS_AT(RANKING, file), 0, false },
};
#define SLOTS (sizeof ranking_slots / sizeof ranking_slots[0])
#define REASONS_INDENT "      "

static void pad(struct xs_buf *out, unsigned columns)
{
    while (columns-- > 0)
        xs_buf_putc(out, ' ');
}

/* The longest beginning of s that takes at most width columns. */
static xs_str fit(xs_str s, unsigned width)
{
    unsigned used = 0;
    for (size_t at = 0; at < s.len;) {
        size_t here = at;
        uint32_t cp = xs_utf8_next(s, &at);
        unsigned w = cp < 0x20 ? 1 : (unsigned)xs_unicode_width(cp);
        if (used + w > width)
            return xs_str_sub(s, 0, here);
        used += w;
    }
    return s;
}

/* s in a field of a slot's width; cut, with two dots, when it is longer. Numbers are never cut. */
static void put_slot(struct xs_buf *out, const struct slot *slot, xs_str s)
{
    if (slot->width == 0) {
        xs_plain(out, s, false);
        return;
    }
    xs_str shown = slot->right ? s : fit(s, slot->width);
    bool cut = shown.len < s.len;
    if (cut)
        shown = fit(s, slot->width - 2);
    struct xs_buf plain;
    xs_buf_init(&plain, out->cap);
    xs_plain(&plain, shown, false);
    if (cut)
        xs_buf_lit(&plain, "..");
    unsigned used = xs_text_width(xs_buf_str(&plain));
    unsigned room = used < slot->width ? slot->width - used : 0;
    if (slot->right)
        pad(out, room);
    xs_buf_puts(out, xs_buf_str(&plain));
    if (!slot->right)
        pad(out, room);
    if (plain.err != XS_OK && out->err == XS_OK)
        out->err = plain.err;
    xs_buf_free(&plain);
}

/* The cell as text; numbers are printed into scratch. */
static xs_str cell_text(
    const struct xs_schema *s, const struct xs_datum *row, size_t column, struct xs_buf *scratch)
{
    const struct xs_column *c = &s->columns[column];
    xs_buf_clear(scratch);
    if (xs_datum_empty(c, &row[column]))
        return XS_STR_NONE;
    if (c->type == XS_COL_TEXT)
        return row[column].text;
    xs_datum_number(scratch, c, &row[column]);
    return xs_buf_str(scratch);
}

static bool is_ranking(const struct xs_schema *s) { return s == &xs_schemas[XS_TABLE_RANKING]; }

void xs_textual_begin(struct xs_buf *out, const struct xs_schema *s, bool bom)
{
    (void)bom; /* for eyes, not for Excel */
    size_t n = is_ranking(s) ? SLOTS : s->ncolumns;
    for (size_t i = 0; i < n; i++) {
        if (is_ranking(s)) {
            pad(out, i > 0 ? 2 : 0);
            put_slot(out, &ranking_slots[i], xs_str_c(s->columns[ranking_slots[i].column].name));
        } else {
            if (i > 0)
                xs_buf_putc(out, '\t');
            xs_buf_lit(out, s->columns[i].name);
        }
    }
    xs_buf_putc(out, '\n');
}

static void ranking_row(struct xs_buf *out, const struct xs_schema *s, const struct xs_datum *row,
    struct xs_buf *scratch)
{
    for (size_t i = 0; i < SLOTS; i++) {
        pad(out, i > 0 ? 2 : 0);
        put_slot(out, &ranking_slots[i], cell_text(s, row, ranking_slots[i].column, scratch));
    }
    xs_str line = cell_text(s, row, XS_AT(RANKING, line), scratch);
    if (line.len == 0)
        line = cell_text(s, row, XS_AT(RANKING, place), scratch);
    if (line.len > 0) {
        xs_buf_putc(out, ':');
        xs_plain(out, line, false);
    }
    xs_buf_putc(out, '\n');
    xs_str reasons = cell_text(s, row, XS_AT(RANKING, reasons), scratch);
    if (reasons.len > 0) {
        xs_buf_lit(out, REASONS_INDENT);
        xs_plain(out, reasons, false);
        xs_buf_putc(out, '\n');
    }
}

/* Tables without a layout of their own: cells parted by tabs, one line a row. */
static void plain_row(struct xs_buf *out, const struct xs_schema *s, const struct xs_datum *row,
    struct xs_buf *scratch)
{
    for (size_t i = 0; i < s->ncolumns; i++) {
        if (i > 0)
            xs_buf_putc(out, '\t');
        xs_plain(out, cell_text(s, row, i, scratch), false);
    }
    xs_buf_putc(out, '\n');
}

void xs_textual_row(struct xs_buf *out, const struct xs_schema *s, const struct xs_datum *row)
{
    struct xs_buf scratch;
    xs_buf_init(&scratch, out->cap);
    if (is_ranking(s))
        ranking_row(out, s, row, &scratch);
    else
        plain_row(out, s, row, &scratch);
    if (scratch.err != XS_OK && out->err == XS_OK)
        out->err = scratch.err;
    xs_buf_free(&scratch);
}

void xs_textual_end(struct xs_buf *out, const struct xs_schema *s)
{
    (void)out; /* no tail */
    (void)s;
}
