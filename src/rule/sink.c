/* sink.c: where findings come together. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "rule/private.h"

static bool blank(char ch) { return ch == '\n' || ch == '\r' || ch == '\t' || ch == ' '; }

/* Is any byte of the text at most this one? Sixteen at a time, the last ones twice. */
static inline bool has_most(xs_str text, unsigned char most)
{
    if (text.len < XS_VEC)
        return (xs_vec_mask(xs_vec_most(xs_vec_part(text.ptr, text.len), most)) &
                   ((UINT32_C(1) << text.len) - 1)) != 0;
    xs_vec any = xs_vec_most(xs_vec_load(text.ptr + text.len - XS_VEC), most);
    for (size_t i = 0; i + XS_VEC < text.len; i += XS_VEC)
        any = xs_vec_or(any, xs_vec_most(xs_vec_load(text.ptr + i), most));
    return xs_vec_mask(any) != 0;
}

static bool has_control(xs_str text) { return has_most(text, ' ' - 1); }

static bool one_line(xs_str text)
{
    if (!has_control(text))
        return true;
    for (size_t i = 0; i < text.len; i++)
        if (blank(text.ptr[i]) && text.ptr[i] != ' ')
            return false;
    return true;
}

static xs_str cut_quote(struct xs_arena *a, xs_str text)
{
    static const char ellipsis[] = "\xE2\x80\xA6";
    bool cut = text.len > XS_MAX_QUOTE;
    if (cut && text.len <= (size_t)4 * XS_MAX_QUOTE) /* a character has at most four bytes */
        cut = xs_utf8_count(text) > XS_MAX_QUOTE;
    if (!cut && one_line(text))
        return text;
    xs_str head = cut ? xs_utf8_head(text, XS_MAX_QUOTE - 1) : text;
    char *p = xs_arena_alloc(a, head.len + sizeof ellipsis, 1);
    size_t n = 0;
    if (!p)
        return head;
    if (!has_most(head, ' ')) {
        memcpy(p, head.ptr, head.len);
        n = head.len;
    }
    for (size_t i = n; i < head.len; i++) {
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

/* One line, at most XS_MAX_QUOTE code points; a view when the text is that already. */
xs_str xs_quote(struct xs_arena *a, xs_str text)
{
    return text.len <= XS_MAX_QUOTE && !has_control(text) ? text : cut_quote(a, text);
}

static const struct xs_value_at *default_place(
    const struct xs_sink *s, const struct xs_project *p, const struct xs_row *row, uint32_t rule)
{
    const enum xs_subject subject = s->set->priv->briefs[rule].place;
    if (!p || (!row && subject < XS_SUBJ_PROJECT_NAME))
        return p ? &p->name : NULL;
    return xs_subject_at(p, row, subject);
}

/* The label and verdict of a rule that hit. */
static void give(struct xs_sink *s, const struct xs_rule_brief *r, const struct xs_hit *h)
{
    if (h->seq) {
        struct xs_row_result *res = &s->out->projects[h->project - 1].rows[h->seq - 1];
        res->labels |= r->label;
        if (r->verdict > res->verdict)
            res->verdict = r->verdict;
    } else if (h->project && r->scope == XS_ON_PROJECT) {
        s->out->projects[h->project - 1].labels |= r->label;
    }
}

#define FIRST_HITS 512

/* The hits are full: a free place behind them, or NULL. */
static struct xs_hit *more_room(struct xs_sink *s)
{
    size_t cap = s->cap ? 2 * s->cap : FIRST_HITS;
    struct xs_hit *hits = xs_arena_alloc(s->a, cap, sizeof *hits);
    if (!hits)
        return NULL;
    if (s->nhits)
        memcpy(hits, s->hits, s->nhits * sizeof *hits);
    s->hits = hits;
    s->cap = cap;
    return &s->hits[s->nhits];
}

/* One more hit, of no row so far; NULL: no memory. */
static inline struct xs_hit *add_hit(struct xs_sink *s, const struct xs_project *p,
    const struct xs_row *row, const struct xs_value_at *at, uint32_t rule)
{
    struct xs_hit *h = s->nhits < s->cap ? &s->hits[s->nhits] : more_room(s);
    if (!h)
        return NULL;
    if (!at)
        at = default_place(s, p, row, rule);
    h->rule = rule;
    h->project = p ? p->number : 0;
    h->seq = 0;
    h->undecided = false;
    h->at = at;
    if (at) {
        const struct xs_place *place = xs_value_place(at);
        h->place = xs_place_known(place) ? place : row ? row->at : p ? &p->at : place;
    }
    s->nhits++;
    return h;
}

enum xs_err xs_sink_add(struct xs_sink *s, const struct xs_project *p, const struct xs_row *row,
    const struct xs_value_at *at, struct xs_say say)
{
    const struct xs_rule_brief *r = &s->set->priv->briefs[s->rule];
    struct xs_hit *h = add_hit(s, p, row, at, s->rule);
    if (!h)
        return XS_E_NOMEM;
    if (row && r->scope == XS_ON_INDICATOR)
        h->seq = row->seq;
    h->say = say;
    s->out->reach[s->rule].hit++;
    give(s, r, h);
    return XS_OK;
}

enum xs_err xs_sink_undecided(struct xs_sink *s, const struct xs_project *p,
    const struct xs_row *row, const struct xs_value_at *at)
{
    const struct xs_ruleset *set = s->set;
    s->out->reach[s->rule].undecided++;
    if (set->priv->limit_rule < 0)
        return XS_OK;
    struct xs_hit *h = add_hit(
        s, p, row, at ? at : default_place(s, p, row, s->rule), (uint32_t)set->priv->limit_rule);
    if (!h)
        return XS_E_NOMEM;
    h->seq = row ? row->seq : 0;
    h->say = xs_say(set->rules[s->rule].id, 0);
    h->undecided = true;
    return XS_OK;
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

/* For qsort: what came first stays first; points hold for so long how many came before. */
static int by_order_then_time(const void *x, const void *y)
{
    const struct xs_finding *a = x, *b = y;
    int c = by_order(a, b);
    return c ? c : (a->points > b->points) - (a->points < b->points);
}

/* Of two findings of one row with the same label the one that weighs more comes first. */
static void heavy_first(const struct xs_ruleset *set, struct xs_finding *row, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n; k++) {
            const struct xs_rule *a = &set->rules[row[i].rule], *b = &set->rules[row[k].rule];
            if (a->label < 0 || a->label != b->label || b->weight <= a->weight)
                continue;
            const struct xs_finding t = row[i];
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

/* Hits in the order of what they are about: the document, then each project and its rows; those of
 * one part by rule, those of one rule in the order in which they came. */
struct parted {
    size_t nparts;
    uint32_t *part_of_project,   /* by number; then nparts */
        *end;                    /* of each part in order */
    const struct xs_hit **order; /* of all hits */
};

static uint32_t part_of(const struct parted *t, const struct xs_hit *h)
{
    return t->part_of_project[h->project] + h->seq;
}

static enum xs_err make_parts(struct xs_sink *s, struct parted *t)
{
    const struct xs_doc *d = s->doc;
    uint32_t n = 1;
    t->part_of_project = xs_arena_alloc(s->a, d->nprojects + 2, sizeof *t->part_of_project);
    if (!t->part_of_project)
        return XS_E_NOMEM;
    t->part_of_project[0] = 0;
    for (size_t i = 0; i < d->nprojects; i++) {
        t->part_of_project[i + 1] = n;
        n += 1 + (uint32_t)d->projects[i].nrows;
    }
    t->part_of_project[d->nprojects + 1] = n;
    t->nparts = n;
    t->end = xs_arena_zalloc(s->a, t->nparts, sizeof *t->end);
    t->order = xs_arena_alloc(s->a, s->nhits + 1, sizeof(struct xs_hit *));
    return t->end && t->order ? XS_OK : XS_E_NOMEM;
}

/* How many there are of each -> where those of each begin. */
static void sum_up(uint32_t *counts, size_t n)
{
    uint32_t begin = 0;
    for (size_t i = 0; i < n; i++) {
        const uint32_t count = counts[i];
        counts[i] = begin;
        begin += count;
    }
}

/* Two counting sorts, by rule and then by part. */
static enum xs_err part_hits(struct xs_sink *s, struct parted *t)
{
    const size_t nrules = s->set->nrules;
    uint32_t *of_rule = xs_arena_zalloc(s->a, nrules + 1, sizeof *of_rule);
    const struct xs_hit **by_rule = xs_arena_alloc(s->a, s->nhits + 1, sizeof(struct xs_hit *));
    if (!of_rule || !by_rule)
        return XS_E_NOMEM;
    for (size_t i = 0; i < s->nhits; i++) {
        of_rule[s->hits[i].rule]++;
        t->end[part_of(t, &s->hits[i])]++;
    }
    sum_up(of_rule, nrules);
    sum_up(t->end, t->nparts);
    for (size_t i = 0; i < s->nhits; i++)
        by_rule[of_rule[s->hits[i].rule]++] = &s->hits[i];
    for (size_t i = 0; i < s->nhits; i++)
        t->order[t->end[part_of(t, by_rule[i])]++] = by_rule[i];
    return XS_OK;
}

/* A text that folding leaves as it is has no line ends. */
static xs_str quote_of(struct xs_arena *a, const struct xs_value_at *at)
{
    return at->text.ptr == at->folded.ptr && at->text.len == at->folded.len &&
                   at->text.len <= XS_MAX_QUOTE
               ? at->text
               : xs_quote(a, at->text);
}

static void write_out(struct xs_sink *s, const struct xs_hit *h, struct xs_finding *f)
{
    f->rule = h->rule;
    f->project = h->project;
    f->seq = h->seq;
    f->other = h->say.other.len ? xs_quote(s->a, h->say.other) : XS_STR_NONE;
    f->number = h->say.number;
    f->points = 0;
    f->undecided = h->undecided;
    f->at = h->at ? *h->place : (struct xs_place){ 0 };
    f->quote = h->at ? quote_of(s->a, h->at) : (xs_str){ NULL, 0 };
}

#define FEW 16

static void sort_part(struct xs_finding *v, size_t n)
{
    if (n > FEW) {
        for (size_t i = 0; i < n; i++)
            v[i].points = (int64_t)i;
        qsort(v, n, sizeof *v, by_order_then_time);
        for (size_t i = 0; i < n; i++)
            v[i].points = 0;
        return;
    }
    for (size_t i = 1; i < n; i++) {
        if (by_order(&v[i - 1], &v[i]) <= 0)
            continue;
        const struct xs_finding x = v[i];
        size_t k = i;
        for (; k > 0 && by_order(&x, &v[k - 1]) < 0; k--)
            v[k] = v[k - 1];
        v[k] = x;
    }
}

/* Takes out what is reported twice; what is left. */
static size_t drop_same(struct xs_findings *f, struct xs_finding *v, size_t count)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        if (n && same_hit(&v[n - 1], &v[i])) {
            f->reach[v[i].rule].hit -= !v[i].undecided;
            continue;
        }
        if (n != i)
            v[n] = v[i];
        n++;
    }
    return n;
}

/* Writes out the hits of a part that is not empty, in order, each finding once; how many are left.
 */
static size_t finish_part(
    struct xs_sink *s, const struct xs_hit *const *hits, size_t n, struct xs_finding *out)
{
    uint64_t seen = 0;
    bool labels_differ = true, rules_differ = true;
    for (size_t i = 0; i < n; i++) {
        const uint64_t bit = s->set->priv->briefs[hits[i]->rule].label;
        write_out(s, hits[i], &out[i]);
        rules_differ &= i == 0 || out[i - 1].rule != out[i].rule;
        labels_differ &= !(seen & bit);
        seen |= bit;
    }
    if (!rules_differ) {
        sort_part(out, n);
        n = drop_same(s->out, out, n);
    }
    if (!labels_differ && out[0].seq)
        heavy_first(s->set, out, n);
    return n;
}

enum xs_err xs_finish_findings(struct xs_sink *s)
{
    struct xs_findings *f = s->out;
    struct parted t;
    XS_TRY(make_parts(s, &t));
    XS_TRY(part_hits(s, &t));
    f->items = xs_arena_alloc(s->a, s->nhits + 1, sizeof *f->items);
    uint32_t *first = xs_arena_alloc(s->a, s->doc->nprojects + 1, sizeof *first);
    if (!f->items || !first)
        return XS_E_NOMEM;
    f->count = 0;
    for (size_t i = 0, from = 0, project = 0; i < t.nparts; from = t.end[i++]) {
        if (i == t.part_of_project[project + 1])
            first[project++] = (uint32_t)f->count;
        if (t.end[i] > from)
            f->count += finish_part(s, t.order + from, t.end[i] - from, f->items + f->count);
    }
    first[s->doc->nprojects] = (uint32_t)f->count;
    f->from = first;
    return XS_OK;
}
