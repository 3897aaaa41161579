#include "write/dump.h"

#include <assert.h>

#include "write/json.h"
#include "write/put.h"
#include "write/rows.h"

static const char *const section_names[] = {
    [XS_SEC_OTHER] = "other",
    [XS_SEC_OVERALL] = "overall",
    [XS_SEC_BRANCHES] = "branches",
    [XS_SEC_BRANCH] = "branch",
    [XS_SEC_SAFEGUARDS] = "safeguards",
    [XS_SEC_PROJECTS] = "projects",
};
static_assert(sizeof section_names / sizeof section_names[0] == XS_SEC_COUNT, "a name a kind");

static const char *const field_names[] = {
#define FIELD(id, list, where) #id,
#include "tree/fields.def"
#undef FIELD
};

/* Names of flag bits, lowest first. */
static const char *const value_flags[] = { "doubled", "contradiction", "unit-lost", "vague-words",
    "not-a-value", "scale", "several", "approx", "period", "no-split", "percent-word",
    "placeholder", "whole-year", "too-long", "two-sided" };
static const char *const row_flags[] = { "value-parts", "cut", "level-guessed", "prose" };

static void indent(struct xs_buf *out, unsigned depth)
{
    while (depth-- > 0)
        xs_buf_lit(out, "  ");
}

static void put_uint(struct xs_buf *out, const char *key, uint64_t n)
{
    xs_buf_putc(out, ' ');
    xs_buf_lit(out, key);
    xs_buf_putc(out, '=');
    xs_buf_uint(out, n);
}

static void put_word(struct xs_buf *out, const char *key, const char *word)
{
    xs_buf_putc(out, ' ');
    xs_buf_lit(out, key);
    xs_buf_putc(out, '=');
    xs_buf_lit(out, word && *word ? word : "-");
}

static void put_string(struct xs_buf *out, const char *key, xs_str s)
{
    xs_buf_putc(out, ' ');
    xs_buf_lit(out, key);
    xs_buf_putc(out, '=');
    xs_json_string(out, s);
}

static void put_decimal(struct xs_buf *out, const char *key, struct xs_decimal d)
{
    xs_buf_putc(out, ' ');
    xs_buf_lit(out, key);
    xs_buf_putc(out, '=');
    xs_put_decimal(out, d);
}

static void put_flags(struct xs_buf *out, unsigned flags, const char *const *names, size_t n)
{
    const char *join = " flags=";
    for (size_t i = 0; i < n; i++) {
        if (!(flags >> i & 1))
            continue;
        xs_buf_lit(out, join);
        xs_buf_lit(out, names[i]);
        join = ",";
    }
}

/* " @12:5", " @p3.t2.r5.c3"; nothing for a place that says nothing. */
static void put_at(struct xs_buf *out, const struct xs_place *at)
{
    if (at->line > 0) {
        xs_buf_lit(out, " @");
        xs_buf_uint(out, at->line);
        if (at->col > 0) {
            xs_buf_putc(out, ':');
            xs_buf_uint(out, at->col);
        }
        return;
    }
    size_t before = out->len;
    xs_buf_lit(out, " @");
    size_t begin = out->len;
    xs_put_place(out, at);
    if (out->len == begin && out->err == XS_OK)
        out->len = before;
}

/* Whether folded is text without ASCII blanks and line ends: then it is not worth a word. */
static bool plainly_folded(xs_str text, xs_str folded)
{
    size_t at = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == ' ' || (c >= '\t' && c <= '\r'))
            continue;
        if (at == folded.len || folded.ptr[at++] != c)
            return false;
    }
    return at == folded.len;
}

/* One field on a line of its own, open at the end. */
static void put_field(
    struct xs_buf *out, unsigned depth, const char *name, const struct xs_value_at *v)
{
    indent(out, depth);
    xs_buf_lit(out, name);
    put_at(out, xs_value_place(v));
    xs_buf_putc(out, ' ');
    xs_json_string(out, v->text);
    if (!plainly_folded(v->text, v->folded))
        put_string(out, "folded", v->folded);
}

static void field_line(
    struct xs_buf *out, unsigned depth, const char *name, const struct xs_value_at *v)
{
    put_field(out, depth, name, v);
    xs_buf_putc(out, '\n');
}

/* A header field, left out where the document has none. */
static void head_line(struct xs_buf *out, const char *name, const struct xs_value_at *v)
{
    if (v->text.len > 0 || xs_place_known(xs_value_place(v)))
        field_line(out, 1, name, v);
}

static void item_lines(
    struct xs_buf *out, unsigned depth, const char *name, const struct xs_item *items, size_t n)
{
    for (size_t i = 0; i < n; i++)
        field_line(out, depth, name, &items[i].text);
}

static void put_section(struct xs_buf *out, size_t number, const struct xs_section *s)
{
    xs_buf_lit(out, "section ");
    xs_buf_uint(out, number);
    xs_buf_putc(out, ' ');
    xs_buf_lit(out, section_names[s->kind]);
    put_uint(out, "parent", s->parent);
    put_uint(out, "depth", s->depth);
    put_at(out, xs_value_place(&s->heading));
    xs_buf_putc(out, ' ');
    xs_json_string(out, s->heading.text);
    xs_buf_putc(out, '\n');
    for (size_t i = 0; i < s->nparagraphs; i++)
        field_line(out, 1, "paragraph", &s->paragraphs[i].text);
    item_lines(out, 1, "goal", s->goals, s->ngoals);
    item_lines(out, 1, "indicator", s->indicators, s->nindicators);
}

static void put_money(
    struct xs_buf *out, const char *name, const struct xs_value_at *v, const int64_t *micro)
{
    if (v->text.len == 0 && !micro)
        return;
    put_field(out, 1, name, v);
    if (micro) {
        xs_buf_lit(out, " wan=");
        xs_buf_fixed(out, *micro, 6);
    }
    xs_buf_putc(out, '\n');
}

static void put_quantity(struct xs_buf *out, const struct xs_quantity *q)
{
    if (q->cmp != XS_CMP_NONE)
        put_word(out, "cmp", xs_cmp_sign(q->cmp));
    if (q->has_number)
        put_decimal(out, "number", q->number);
    if (q->has_high)
        put_decimal(out, "high", q->high);
    if (q->unit.len > 0)
        put_string(out, "unit", q->unit);
    if (q->uclass != XS_UNIT_NONE)
        put_word(out, "unit-class", xs_unit_class_name(q->uclass));
}

static bool has_quantity(const struct xs_quantity *q)
{
    return q->cmp != XS_CMP_NONE || q->has_number || q->has_high || q->unit.len > 0;
}

static void put_parsed(struct xs_buf *out, const struct xs_value *v)
{
    indent(out, 2);
    xs_buf_lit(out, "parsed");
    put_word(out, "kind", xs_value_kind_name(v->kind));
    put_quantity(out, &v->main);
    if (v->per_year.digits != 0)
        put_decimal(out, "per-year", v->per_year);
    put_flags(out, v->flags, value_flags, sizeof value_flags / sizeof value_flags[0]);
    xs_buf_putc(out, '\n');
    if (has_quantity(v->second)) {
        indent(out, 2);
        xs_buf_lit(out, "second");
        put_quantity(out, v->second);
        xs_buf_putc(out, '\n');
    }
}

static void put_row(struct xs_buf *out, const struct xs_row *r)
{
    indent(out, 1);
    xs_buf_lit(out, "row ");
    xs_buf_uint(out, r->seq);
    put_at(out, r->at);
    put_word(out, "class", xs_class_name(r->class));
    put_word(out, "name-kind", xs_name_kind_name(r->name_kind));
    put_flags(out, r->flags, row_flags, sizeof row_flags / sizeof row_flags[0]);
    xs_buf_putc(out, '\n');
    field_line(out, 2, "level1", xs_row_level(r, 1));
    field_line(out, 2, "level2", xs_row_level(r, 2));
    put_field(out, 2, "name", &r->name);
    if (!xs_str_eq(r->core, r->name.folded))
        put_string(out, "core", r->core);
    xs_buf_putc(out, '\n');
    field_line(out, 2, "description", &r->description);
    field_line(out, 2, "value", &r->value);
    field_line(out, 2, "basis", &r->basis);
    put_parsed(out, r->parsed);
}

static void put_columns(struct xs_buf *out, uint64_t columns)
{
    xs_buf_lit(out, "  columns");
    for (size_t i = 0; i < XS_F_COUNT; i++) {
        if (!(columns & XS_FIELD_BIT(i)))
            continue;
        xs_buf_putc(out, ' ');
        for (const char *c = field_names[i]; *c; c++)
            xs_buf_putc(out, *c >= 'A' && *c <= 'Z' ? (char)(*c - 'A' + 'a') : *c);
    }
    xs_buf_putc(out, '\n');
}

static void put_head(struct xs_buf *out, const struct xs_project *p)
{
    head_line(out, "code", &p->code);
    head_line(out, "name", &p->name);
    head_line(out, "department-code", &p->department_code);
    head_line(out, "department", &p->department);
    head_line(out, "year", &p->year_text);
    put_money(out, "budget", &p->budget, p->has_budget ? &p->budget_micro : NULL);
    put_money(out, "fiscal", &p->fiscal, p->has_fiscal ? &p->fiscal_micro : NULL);
    put_money(out, "other", &p->other, p->has_other ? &p->other_micro : NULL);
    head_line(out, "purpose", &p->purpose);
    for (size_t i = 0; i < p->nplan; i++) {
        put_field(out, 1, "plan", &p->plan[i]);
        if (p->plan_milli) {
            xs_buf_lit(out, " percent=");
            xs_buf_fixed(out, p->plan_milli[i], 3);
        }
        xs_buf_putc(out, '\n');
    }
    head_line(out, "goal-total", &p->goal_total);
    head_line(out, "goal", &p->goal);
    item_lines(out, 1, "item", p->items, p->nitems);
}

static void put_project(struct xs_buf *out, const struct xs_project *p)
{
    xs_buf_lit(out, "project ");
    xs_buf_uint(out, p->number);
    put_at(out, &p->at);
    if (p->year > 0)
        put_uint(out, "year", p->year);
    put_uint(out, "rows", p->nrows);
    put_uint(out, "items", p->nitems);
    put_word(out, "money-unit", p->unit_known ? "known" : "unknown");
    if (p->prose)
        xs_buf_lit(out, " prose");
    if (p->heading.len > 0)
        put_string(out, "heading", p->heading);
    xs_buf_putc(out, '\n');
    put_head(out, p);
    put_columns(out, p->columns);
    for (size_t i = 0; i < p->nrows; i++)
        put_row(out, &p->rows[i]);
}

static void put_document(struct xs_buf *out, xs_str file, const struct xs_doc *d)
{
    xs_buf_lit(out, "document ");
    xs_json_string(out, file);
    put_word(out, "kind", xs_doc_kind_name(d->kind));
    if (d->sheet) {
        put_word(out, "format", d->sheet->format);
        put_word(out, "encoding", d->sheet->encoding);
    }
    if (d->year > 0)
        put_uint(out, "year", d->year);
    if (d->department_code.len > 0)
        put_string(out, "department-code", d->department_code);
    if (d->department.len > 0)
        put_string(out, "department", d->department);
    xs_buf_lit(out, "\ncounts");
    if (d->sheet) {
        put_uint(out, "lines", d->sheet->nlines);
        put_uint(out, "blank", d->sheet->nblank);
        put_uint(out, "blocks", d->sheet->nblocks);
    }
    put_uint(out, "unread", d->lines_unread);
    put_uint(out, "furniture", d->lines_furniture);
    put_uint(out, "sections", d->nsections);
    put_uint(out, "tables", d->ntables);
    put_uint(out, "projects", d->nprojects);
    put_uint(out, "rows", d->nrows);
    put_uint(out, "remarks", d->nremarks);
    if (d->cut)
        xs_buf_lit(out, " cut");
    xs_buf_putc(out, '\n');
}

static void put_notes(struct xs_buf *out, const struct xs_sheet *sheet)
{
    for (size_t i = 0; i < sheet->nnotes; i++) {
        const struct xs_read_note *n = &sheet->notes[i];
        xs_buf_lit(out, "note ");
        xs_buf_lit(out, n->id);
        put_at(out, &n->at);
        put_uint(out, "n", n->number);
        if (n->text.len > 0)
            put_string(out, "text", n->text);
        xs_buf_putc(out, '\n');
    }
}

void xs_dump(xs_str file, const struct xs_doc *d, struct xs_buf *out)
{
    put_document(out, file, d);
    if (d->sheet)
        put_notes(out, d->sheet);
    for (size_t i = 0; i < d->nsections; i++)
        put_section(out, i + 1, &d->sections[i]);
    for (size_t i = 0; i < d->nprojects; i++)
        put_project(out, &d->projects[i]);
    for (size_t i = 0; i < d->nremarks; i++) {
        const struct xs_remark *r = &d->remarks[i];
        xs_buf_lit(out, "remark ");
        xs_buf_lit(out, r->rule);
        put_at(out, &r->at);
        put_uint(out, "project", r->project);
        xs_buf_putc(out, ' ');
        xs_json_string(out, r->text);
        xs_buf_putc(out, '\n');
    }
}
