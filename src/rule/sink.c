/* sink.c: where findings come together. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "rule/private.h"

static bool blank(char ch) { return ch == '\n' || ch == '\r' || ch == '\t' || ch == ' '; }

static bool one_line(xs_str text)
{
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

static bool somewhere(const struct xs_place *at)
{
    return at->line || at->table || at->row || at->part.len;
}

static const struct xs_value_at *default_place(
    const struct xs_sink *s, const struct xs_project *p, const struct xs_row *row, uint32_t rule)
{
    enum xs_subject subject = s->set->priv->codes[rule].place;
    if (!p || (!row && subject < XS_SUBJ_PROJECT_NAME))
        return p ? &p->name : NULL;
    return xs_subject_at(p, row, subject);
}

static void give(struct xs_sink *s, const struct xs_finding *f, const struct xs_project *p,
    const struct xs_row *row)
{
    const struct xs_rule *r = &s->set->rules[f->rule];
    uint64_t bit = r->label < 0 || f->undecided ? 0 : UINT64_C(1) << r->label;
    if (row && r->scope == XS_ON_INDICATOR) {
        struct xs_row_result *res = xs_sink_row(s, p, row);
        res->labels |= bit;
        if (!f->undecided && r->verdict > res->verdict)
            res->verdict = (uint8_t)r->verdict;
    } else if (p && r->scope == XS_ON_PROJECT) {
        s->out->projects[p - s->doc->projects].labels |= bit;
    }
}

enum xs_err xs_sink_add(struct xs_sink *s, const struct xs_project *p, const struct xs_row *row,
    const struct xs_value_at *at, const struct xs_finding *rest)
{
    struct xs_finding *items =
        xs_arena_grow(s->a, s->out->items, &s->cap, s->out->count + 1, sizeof *items);
    if (!items)
        return XS_E_NOMEM;
    s->out->items = items;
    struct xs_finding f = *rest;
    if (!at)
        at = default_place(s, p, row, f.rule);
    f.project = p ? p->number : 0;
    f.seq = row && (s->set->rules[f.rule].scope == XS_ON_INDICATOR || f.undecided) ? row->seq : 0;
    if (at) {
        f.at = somewhere(&at->at) ? at->at : row ? row->at : p ? p->at : at->at;
        f.quote = xs_quote(s->a, at->text);
    }
    items[s->out->count++] = f;
    if (!f.undecided)
        s->out->reach[f.rule].hit++;
    give(s, &f, p, row);
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

static int by_order(const void *x, const void *y)
{
    const struct xs_finding *a = x, *b = y;
    int c = by_num(a->project, b->project);
    c = c ? c : by_num(a->seq, b->seq);
    c = c ? c : by_num(a->rule, b->rule);
    c = c ? c : xs_place_cmp(&a->at, &b->at);
    c = c ? c : xs_str_cmp(a->other, b->other);
    return c ? c : xs_str_cmp(a->quote, b->quote);
}

/* Of two findings of one row with the same label the one that weighs more comes first. */
static void heavy_first(const struct xs_ruleset *set, struct xs_finding *row, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n; k++) {
            const struct xs_rule *a = &set->rules[row[i].rule], *b = &set->rules[row[k].rule];
            if (a->label < 0 || a->label != b->label || b->weight <= a->weight)
                continue;
            struct xs_finding t = row[i];
            row[i] = row[k];
            row[k] = t;
        }
}

static bool same_hit(const struct xs_finding *a, const struct xs_finding *b)
{
    return a->project == b->project && a->seq == b->seq && a->rule == b->rule &&
           (a->seq ? xs_str_eq(a->other, b->other) || !a->undecided : by_order(a, b) == 0);
}

/* A finding and what it is sorted by first: findings are large, so that these are moved instead. */
struct sort_key {
    uint64_t key;
    const struct xs_finding *f;
};

#define KEY_PART                                                                                   \
    ((uint32_t)1 << 20) /* projects, rows and rules above this are told apart by by_order */

static uint64_t key_part(uint32_t n) { return n < KEY_PART ? n : KEY_PART - 1; }

static int by_key(const void *x, const void *y)
{
    const struct sort_key *a = x, *b = y;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return by_order(a->f, b->f);
}

static enum xs_err sort_findings(struct xs_sink *s, struct xs_findings *f)
{
    struct sort_key *keys = xs_arena_alloc(s->a, f->count + 1, sizeof *keys);
    struct xs_finding *sorted = xs_arena_alloc(s->a, f->count + 1, sizeof *sorted);
    if (!keys || !sorted)
        return XS_E_NOMEM;
    for (size_t i = 0; i < f->count; i++) {
        const struct xs_finding *one = &f->items[i];
        keys[i].key = key_part(one->project) << 40 | key_part(one->seq) << 20 | key_part(one->rule);
        keys[i].f = one;
    }
    if (f->count)
        qsort(keys, f->count, sizeof *keys, by_key);
    for (size_t i = 0; i < f->count; i++)
        sorted[i] = *keys[i].f;
    f->items = sorted;
    s->cap = f->count + 1;
    return XS_OK;
}

enum xs_err xs_finish_findings(struct xs_sink *s)
{
    struct xs_findings *f = s->out;
    size_t n = 0;
    XS_TRY(sort_findings(s, f));
    for (size_t i = 0; i < f->count; i++) {
        if (n && same_hit(&f->items[n - 1], &f->items[i])) {
            f->reach[f->items[i].rule].hit -= !f->items[i].undecided;
            continue;
        }
        f->items[n++] = f->items[i];
    }
    f->count = n;
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && f->items[to].project == f->items[from].project &&
                            f->items[to].seq == f->items[from].seq;)
            to++;
        if (f->items[from].seq)
            heavy_first(s->set, f->items + from, to - from);
    }
    return XS_OK;
}
