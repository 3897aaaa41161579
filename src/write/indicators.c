/* indicators.c: rows of indicators: most of what is written. As cells for any format, or as bytes
 * of CSV at once; both come from one list of what goes into each column. */
#include <assert.h>

#include "base/csv.h"
#include "base/utf8.h"
#include "write/columns.h"
#include "write/format.h"
#include "write/put.h"
#include "write/rows.h"

#define ALWAYS_INLINE __attribute__((always_inline)) static inline

/* A piece of a row that is the same in many: with its comma, and room to copy whole vectors. */
struct piece {
    const char *ptr;
    size_t len;
};

/* The same for names that the program gives. */
struct name_piece {
    char text[31];
    unsigned char len;
};
_Static_assert(sizeof(struct name_piece) == (size_t)2 * XS_VEC, "it is copied so");

/* What is ready for all rows of a document or project. */
struct ready {
    struct piece file, project;
    struct name_piece kinds[XS_VALUE_KIND_COUNT], classes[XS_CLASS_COUNT], signs[XS_CMP_COUNT];
    size_t most; /* bytes of all labels and numbers */
    struct xs_arena *a;
};

/* A row under way. */
struct line {
    bool csv;
    struct xs_datum *row; /* its cells, or */
    char *to;             /* where CSV goes; there is room */
    struct xs_arena *a;
    enum xs_err err;
};

/* --- what both do with a cell ---------------------------------------------------------------- */

ALWAYS_INLINE void put_text(struct line *l, size_t column, xs_str s)
{
    if (!l->csv) {
        l->row[column] = (struct xs_datum){ .empty = s.len == 0, .text = s };
        return;
    }
    if (s.len > 0)
        l->to = xs_csv_put(l->to, s);
    *l->to++ = ',';
}

ALWAYS_INLINE void put_number(struct line *l, size_t column, bool known, uint32_t n)
{
    if (!l->csv) {
        l->row[column] = (struct xs_datum){ .empty = !known, .number = known ? n : 0 };
        return;
    }
    if (known)
        l->to = xs_uint_put(l->to, n);
    *l->to++ = ',';
}

ALWAYS_INLINE void put_name(
    struct line *l, size_t column, const char *name, const struct name_piece *p)
{
    if (!l->csv) {
        put_text(l, column, xs_str_c(name));
        return;
    }
    memcpy(l->to, p->text, sizeof *p);
    l->to += p->len;
}

ALWAYS_INLINE void put_piece(struct line *l, struct piece p)
{
    for (size_t i = 0; i < p.len; i += XS_VEC)
        memcpy(l->to + i, p.ptr + i, XS_VEC);
    l->to += p.len;
}

/* A text of its own for a cell; nothing more is done after an error. */
static void keep_text(struct line *l, size_t column, xs_str s)
{
    xs_str kept = XS_STR_NONE;
    if (l->err == XS_OK && s.len > 0 && !xs_arena_dup(l->a, s, &kept))
        l->err = XS_E_NOMEM;
    put_text(l, column, kept);
}

ALWAYS_INLINE void put_decimal(struct line *l, size_t column, bool known, struct xs_decimal d)
{
    char room[XS_DECIMAL_BYTES];
    xs_str s = known ? xs_decimal_text(room, d) : XS_STR_NONE;
    if (!l->csv) {
        keep_text(l, column, s);
        return;
    }
    if (s.len > 0)
        memcpy(l->to, s.ptr, s.len);
    l->to += s.len;
    *l->to++ = ',';
}

/* Labels joined by semicolons: they are sorted by their ids. */
static size_t join_labels(char *to, const struct xs_ruleset *rules, uint64_t mask)
{
    size_t n = 0;
    for (; mask; mask &= mask - 1) {
        const xs_str id = rules->labels[__builtin_ctzll(mask)].id;
        if (n > 0)
            to[n++] = ';';
        memcpy(to + n, id.ptr, id.len);
        n += id.len;
    }
    return n;
}

static size_t labels_most(const struct xs_ruleset *rules)
{
    size_t n = 1;
    for (size_t i = 0; i < rules->nlabels; i++)
        n += rules->labels[i].id.len + 1;
    return n;
}

ALWAYS_INLINE void put_labels(
    struct line *l, size_t column, const struct xs_ruleset *rules, uint64_t mask)
{
    if (l->csv) {
        l->to += join_labels(l->to, rules, mask);
        *l->to++ = ',';
        return;
    }
    xs_str s = XS_STR_NONE;
    char *p = mask ? xs_arena_alloc(l->a, labels_most(rules), 1) : NULL;
    if (p)
        s = (xs_str){ p, join_labels(p, rules, mask) };
    else if (mask)
        l->err = XS_E_NOMEM;
    put_text(l, column, s);
}

ALWAYS_INLINE void put_place(struct line *l, size_t column, const struct xs_place *at)
{
    xs_str s = XS_STR_NONE;
    if (at->line == 0 && l->err == XS_OK)
        l->err = xs_place_text(at, l->a, &s);
    put_text(l, column, s);
}

/* --- the row --------------------------------------------------------------------------------- */

static const struct xs_row_result *row_result(
    const struct xs_row_source *s, const struct xs_project *p, const struct xs_row *r)
{
    const struct xs_findings *f = s->findings;
    if (!f || !f->projects || p->number == 0 || r->seq == 0)
        return NULL;
    const struct xs_row_result *rows = f->projects[p->number - 1].rows;
    return rows ? &rows[r->seq - 1] : NULL;
}

#define AT(name) XS_AT(INDICATORS, name)

static xs_str department_of(const struct xs_row_source *s, const struct xs_project *p)
{
    return p->department.text.len > 0 ? p->department.text : s->doc->department;
}

/* What goes into each column, in their order. ready: for CSV. */
ALWAYS_INLINE void put_row(struct line *l, const struct xs_row_source *s,
    const struct xs_project *p, const struct xs_row *r, const struct ready *ready)
{
    const struct xs_quantity *q = &r->parsed->main;
    const struct xs_row_result *result = row_result(s, p, r);
    _Static_assert(XS_NCOLUMNS(INDICATORS) == 22, "each is set");
    if (!l->csv)
        put_text(l, AT(file), s->file);
    else
        put_piece(l, ready->file);
    put_number(l, AT(line), r->at->line > 0, r->at->line);
    if (!l->csv) {
        put_text(l, AT(department), department_of(s, p));
        put_text(l, AT(project_code), p->code.text);
        put_text(l, AT(project_name), p->name.text);
    } else {
        put_piece(l, ready->project);
    }
    put_number(l, AT(seq), r->seq > 0, r->seq);
    put_text(l, AT(level1), xs_row_level(r, 1)->text);
    put_text(l, AT(level2), xs_row_level(r, 2)->text);
    put_text(l, AT(level3), r->name.text);
    put_text(l, AT(description), r->description.text);
    put_text(l, AT(value), r->value.text);
    put_text(l, AT(basis), r->basis.text);
    put_name(l, AT(comparator), xs_cmp_sign(q->cmp), &ready->signs[q->cmp]);
    put_decimal(l, AT(number), q->has_number, q->number);
    put_decimal(l, AT(number_high), q->has_high, q->high);
    put_text(l, AT(unit), q->unit);
    put_name(
        l, AT(value_kind), xs_value_kind_name(r->parsed->kind), &ready->kinds[r->parsed->kind]);
    put_number(l, AT(verdict), result != NULL, result ? (uint32_t)result->verdict : 0);
    put_labels(l, AT(labels), s->rules, result ? result->labels : 0);
    put_number(l, AT(project), p->number > 0, p->number);
    put_place(l, AT(place), r->at);
    put_name(l, AT(class), xs_class_name(r->class), &ready->classes[r->class]);
}

enum xs_err xs_row_indicator(const struct xs_row_source *s, const struct xs_project *p,
    const struct xs_row *r, struct xs_arena *a, struct xs_datum *row)
{
    static const struct ready none;
    struct line l = { .row = row, .a = a };
    put_row(&l, s, p, r, &none);
    return l.err;
}

/* --- as CSV ---------------------------------------------------------------------------------- */

static void make_name(struct name_piece *p, const char *name)
{
    size_t len = strlen(name);
    assert(len + 1 < sizeof p->text);
    memcpy(p->text, name, len);
    p->text[len] = ',';
    p->len = (unsigned char)(len + 1);
}

static void make_names(struct ready *ready)
{
    for (unsigned i = 0; i < XS_VALUE_KIND_COUNT; i++)
        make_name(&ready->kinds[i], xs_value_kind_name((enum xs_value_kind)i));
    for (unsigned i = 0; i < XS_CLASS_COUNT; i++)
        make_name(&ready->classes[i], xs_class_name((enum xs_class)i));
    for (unsigned i = 0; i < XS_CMP_COUNT; i++)
        make_name(&ready->signs[i], xs_cmp_sign((enum xs_cmp)i));
}

/* Texts as cells, in a. */
static enum xs_err make_piece(struct xs_arena *a, const xs_str *texts, size_t n, struct piece *out)
{
    size_t most = XS_VEC;
    for (size_t i = 0; i < n; i++)
        most += xs_csv_most(texts[i].len) + 1;
    char *p = xs_arena_alloc(a, most, 1);
    if (!p)
        return XS_E_NOMEM;
    struct line l = { .csv = true, .to = p };
    for (size_t i = 0; i < n; i++)
        put_text(&l, 0, texts[i]);
    *out = (struct piece){ p, (size_t)(l.to - p) };
    return XS_OK;
}

/* Bytes that a row takes at most. */
static size_t row_most(const struct ready *ready, const struct xs_row *r)
{
    size_t texts = xs_row_level(r, 1)->text.len + xs_row_level(r, 2)->text.len + r->name.text.len +
                   r->description.text.len + r->value.text.len + r->basis.text.len +
                   r->parsed->main.unit.len + r->at->part.len;
    return ready->most + ready->file.len + ready->project.len + 2 * texts;
}

static enum xs_err put_csv_row(const struct xs_row_source *s, const struct xs_project *p,
    const struct xs_row *r, const struct ready *ready, struct xs_buf *out)
{
    struct line l = { .csv = true, .to = xs_buf_room(out, row_most(ready, r)), .a = ready->a };
    if (!l.to)
        return out->err;
    put_row(&l, s, p, r, ready);
    l.to[-1] = '\r'; /* for the last comma */
    *l.to++ = '\n';
    out->len = (size_t)(l.to - out->ptr);
    return l.err;
}

static enum xs_err put_csv(const struct xs_row_source *s, struct ready *ready, struct xs_buf *out)
{
    XS_TRY(make_piece(ready->a, &s->file, 1, &ready->file));
    for (size_t i = 0; i < s->doc->nprojects; i++) {
        const struct xs_project *p = &s->doc->projects[i];
        const xs_str same[] = { department_of(s, p), p->code.text, p->name.text };
        XS_TRY(make_piece(ready->a, same, sizeof same / sizeof *same, &ready->project));
        for (size_t k = 0; k < p->nrows; k++)
            XS_TRY(put_csv_row(s, p, &p->rows[k], ready, out));
    }
    return XS_OK;
}

static enum xs_err put_cells(const struct xs_row_source *s, const struct xs_format *f,
    struct xs_arena *a, struct xs_buf *out)
{
    struct xs_datum row[XS_MAX_TABLE_COLUMNS];
    for (size_t i = 0; i < s->doc->nprojects; i++) {
        const struct xs_project *p = &s->doc->projects[i];
        for (size_t k = 0; k < p->nrows; k++) {
            XS_TRY(xs_row_indicator(s, p, &p->rows[k], a, row));
            f->row(out, &xs_schemas[XS_TABLE_INDICATORS], row);
        }
    }
    return XS_OK;
}

/* Numbers, names, labels, a place, and what xs_csv_most adds to each text. */
#define FIXED (4 * XS_UINT_BYTES + 2 * XS_DECIMAL_BYTES + 12 * (XS_CSV_ROOM + 8) + 256)

enum xs_err xs_rows_indicators(const struct xs_row_source *s, const struct xs_format *f,
    struct xs_arena *a, struct xs_buf *out)
{
    /* texts of a document are UTF-8, the name of its file may be anything */
    if (f->row != xs_csv_row || xs_utf8_check(s->file) != s->file.len)
        return put_cells(s, f, a, out);
    struct ready ready = { .most = FIXED + labels_most(s->rules), .a = a };
    make_names(&ready);
    return put_csv(s, &ready, out);
}
