/* sink.c: where findings come together. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "rule/private.h"

static bool blank(char ch) { return ch == '\n' || ch == '\r' || ch == '\t' || ch == ' '; }

static bool controls(xs_vec v, size_t n)
{
    return (xs_vec_mask(xs_vec_most(v, ' ' - 1)) & ((UINT32_C(1) << n) - 1)) != 0;
}

/* Is any byte of the text below a blank? Sixteen at a time, the last ones twice. */
static bool has_control(xs_str text)
{
    if (text.len < XS_VEC)
        return controls(xs_vec_part(text.ptr, text.len), text.len);
    for (size_t i = 0; i + XS_VEC < text.len; i += XS_VEC)
        if (controls(xs_vec_load(text.ptr + i), XS_VEC))
            return true;
    return controls(xs_vec_load(text.ptr + text.len - XS_VEC), XS_VEC);
}

static bool one_line(xs_str text)
{
    if (!has_control(text))
        return true;
    for (size_t i = 0; i < text.len; i++)
        if (blank(text.ptr[i]) && text.ptr[i] != ' ')
            return false;
    return true;
}

/* One line, at most XS_MAX_QUOTE code points; a view when the text is that already. */
xs_str xs_quote(struct xs_arena *a, xs_str text)
{
    static const char ellipsis[] = "\xE2\x80\xA6";
    bool cut = text.len > XS_MAX_QUOTE && xs_utf8_count(text) > XS_MAX_QUOTE;
    if (!cut && one_line(text))
        return text;
    xs_str head = cut ? xs_utf8_head(text, XS_MAX_QUOTE - 1) : text;
    char *p = xs_arena_alloc(a, head.len + sizeof ellipsis, 1);
    size_t n = 0;
    if (!p)
        return head;
    for (size_t i = 0; i < head.len; i++) {
        bool space = blank(head.ptr[i]);
        if (!space || (n && p[n - 1] != ' '))
            p[n++] = space ? ' ' : head.ptr[i];
    }
    if (cut) {
        memcpy(p + n, ellipsis, sizeof ellipsis - 1);
        n += sizeof ellipsis - 1;
    }
    return (xs_str){ p, n };
}

struct xs_row_result *xs_sink_row(
    const struct xs_sink *s, const struct xs_project *p, const struct xs_row *row)
{
    return &s->out->projects[p - s->doc->projects].rows[row - p->rows];
}

static const struct xs_value_at *default_place(
    const struct xs_sink *s, const struct xs_project *p, const struct xs_row *row, uint32_t rule)
{
    enum xs_subject subject = s->set->priv->codes[rule].place;
    if (!p || (!row && subject < XS_SUBJ_PROJECT_NAME))
        return p ? &p->name : NULL;
    return xs_subject_at(p, row, subject);
}

static void give(struct xs_sink *s, const struct xs_finding *f)
{
    const struct xs_rule *r = &s->set->rules[f->rule];
    uint64_t bit = r->label < 0 || f->undecided ? 0 : UINT64_C(1) << r->label;
    if (f->seq && r->scope == XS_ON_INDICATOR) {
        struct xs_row_result *res = &s->out->projects[f->project - 1].rows[f->seq - 1];
        res->labels |= bit;
        if (!f->undecided && r->verdict > res->verdict)
            res->verdict = (uint8_t)r->verdict;
    } else if (f->project && r->scope == XS_ON_PROJECT) {
        s->out->projects[f->project - 1].labels |= bit;
    }
}

#define FIRST_FINDINGS 256

/* A free place at the end of the findings, or NULL. */
static struct xs_finding *next_place(struct xs_sink *s)
{
    struct xs_findings *f = s->out;
    if (f->count == s->cap) {
        size_t cap = s->cap ? 2 * s->cap : FIRST_FINDINGS;
        struct xs_finding *items = xs_arena_alloc(s->a, cap, sizeof *items);
        if (!items)
            return NULL;
        if (f->count)
            memcpy(items, f->items, f->count * sizeof *items);
        f->items = items;
        s->cap = cap;
    }
    return &f->items[f->count];
}

enum xs_err xs_sink_add(struct xs_sink *s, const struct xs_project *p, const struct xs_row *row,
    const struct xs_value_at *at, const struct xs_finding *rest)
{
    struct xs_finding *f = next_place(s);
    if (!f)
        return XS_E_NOMEM;
    *f = *rest;
    if (!at)
        at = default_place(s, p, row, f->rule);
    f->project = p ? p->number : 0;
    f->seq =
        row && (s->set->rules[f->rule].scope == XS_ON_INDICATOR || f->undecided) ? row->seq : 0;
    if (at) {
        f->at = xs_place_known(&at->at) ? at->at : row ? row->at : p ? p->at : at->at;
        f->quote = xs_quote(s->a, at->text);
    }
    s->out->count++;
    if (!f->undecided)
        s->out->reach[f->rule].hit++;
    give(s, f);
    return XS_OK;
}

enum xs_err xs_sink_undecided(struct xs_sink *s, const struct xs_project *p,
    const struct xs_row *row, const struct xs_value_at *at)
{
    const struct xs_ruleset *set = s->set;
    s->out->reach[s->rule].undecided++;
    if (set->priv->limit_rule < 0)
        return XS_OK;
    struct xs_finding f = {
        .rule = (uint32_t)set->priv->limit_rule, .other = set->rules[s->rule].id, .undecided = true
    };
    return xs_sink_add(s, p, row, at ? at : default_place(s, p, row, s->rule), &f);
}

/* ---- order ---- */

static int by_num(uint32_t a, uint32_t b) { return (a > b) - (a < b); }

int xs_place_cmp(const struct xs_place *a, const struct xs_place *b)
{
    int c = by_num(a->line, b->line);
    c = c ? c : by_num(a->col, b->col);
    c = c ? c : by_num(a->page, b->page);
    c = c ? c : by_num(a->table, b->table);
    c = c ? c : by_num(a->row, b->row);
    return c ? c : by_num(a->cell, b->cell);
}

/* The order of the findings of one row, project or document. */
static int by_order(const struct xs_finding *a, const struct xs_finding *b)
{
    int c = by_num(a->rule, b->rule);
    c = c ? c : xs_place_cmp(&a->at, &b->at);
    c = c ? c : xs_str_cmp(a->other, b->other);
    return c ? c : xs_str_cmp(a->quote, b->quote);
}

/* For qsort: what came first stays first. */
static int by_order_then_place(const void *x, const void *y)
{
    const struct xs_finding *a = *(const struct xs_finding *const *)x,
                            *b = *(const struct xs_finding *const *)y;
    int c = by_order(a, b);
    return c ? c : (a > b) - (a < b);
}

/* Of two findings of one row with the same label the one that weighs more comes first. */
static void heavy_first(const struct xs_ruleset *set, const struct xs_finding **row, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n; k++) {
            const struct xs_rule *a = &set->rules[row[i]->rule], *b = &set->rules[row[k]->rule];
            if (a->label < 0 || a->label != b->label || b->weight <= a->weight)
                continue;
            const struct xs_finding *t = row[i];
            row[i] = row[k];
            row[k] = t;
        }
}

/* Of two findings of one row, project or document. */
static bool same_hit(const struct xs_finding *a, const struct xs_finding *b)
{
    return a->rule == b->rule &&
           (a->seq ? xs_str_eq(a->other, b->other) || !a->undecided : by_order(a, b) == 0);
}

/* Findings that are parted by what they are about: the document, then each project and its rows. */
struct parted {
    size_t nparts;
    uint32_t *part_of_project, /* by number */
        *end;                  /* of each part in order */
    const struct xs_finding **order;
};

static uint32_t part_of(const struct parted *t, const struct xs_finding *f)
{
    return t->part_of_project[f->project] + f->seq;
}

static enum xs_err make_parts(struct xs_sink *s, struct parted *t)
{
    const struct xs_doc *d = s->doc;
    uint32_t n = 1;
    t->part_of_project = xs_arena_alloc(s->a, d->nprojects + 1, sizeof *t->part_of_project);
    if (!t->part_of_project)
        return XS_E_NOMEM;
    t->part_of_project[0] = 0;
    for (size_t i = 0; i < d->nprojects; i++) {
        t->part_of_project[i + 1] = n;
        n += 1 + (uint32_t)d->projects[i].nrows;
    }
    t->nparts = n;
    t->end = xs_arena_zalloc(s->a, t->nparts, sizeof *t->end);
    t->order = xs_arena_alloc(s->a, s->out->count + 1, sizeof(struct xs_finding *));
    return t->end && t->order ? XS_OK : XS_E_NOMEM;
}

/* Counting sort: within a part they stay in the order in which they came. */
static void part_findings(const struct xs_findings *f, struct parted *t)
{
    uint32_t begin = 0;
    for (size_t i = 0; i < f->count; i++)
        t->end[part_of(t, &f->items[i])]++;
    for (size_t i = 0; i < t->nparts; i++) {
        uint32_t count = t->end[i];
        t->end[i] = begin;
        begin += count;
    }
    for (size_t i = 0; i < f->count; i++)
        t->order[t->end[part_of(t, &f->items[i])]++] = &f->items[i];
}

#define FEW 16

static void sort_part(const struct xs_finding **v, size_t n)
{
    if (n > FEW)
        qsort(v, n, sizeof(struct xs_finding *), by_order_then_place);
    for (size_t i = 1; i < n && n <= FEW; i++) {
        const struct xs_finding *x = v[i];
        size_t k = i;
        for (; k > 0 && by_order(x, v[k - 1]) < 0; k--)
            v[k] = v[k - 1];
        v[k] = x;
    }
}

/* Takes out what is reported twice; what is left. */
static size_t drop_same(struct xs_findings *f, const struct xs_finding **v, size_t count)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        if (n && same_hit(v[n - 1], v[i]))
            f->reach[v[i]->rule].hit -= !v[i]->undecided;
        else
            v[n++] = v[i];
    }
    return n;
}

enum xs_err xs_finish_findings(struct xs_sink *s)
{
    struct xs_findings *f = s->out;
    struct parted t;
    size_t n = 0;
    XS_TRY(make_parts(s, &t));
    part_findings(f, &t);
    struct xs_finding *sorted = xs_arena_alloc(s->a, f->count + 1, sizeof *sorted);
    if (!sorted)
        return XS_E_NOMEM;
    for (size_t i = 0, from = 0; i < t.nparts; from = t.end[i++]) {
        const struct xs_finding **v = t.order + from;
        size_t count = t.end[i] - from;
        if (count > 1) {
            sort_part(v, count);
            count = drop_same(f, v, count);
            if (v[0]->seq)
                heavy_first(s->set, v, count);
        }
        for (size_t k = 0; k < count; k++)
            sorted[n++] = *v[k];
    }
    f->items = sorted;
    f->count = n;
    s->cap = f->count;
    return XS_OK;
}
