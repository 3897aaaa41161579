#include "rule/repeats.h"

#include <string.h>

#include "base/limits.h"
#include "rule/checks.h"

/* What is noted of a text: it without punctuation, and its pairs. */
struct known_norm {
    struct xs_note_head head;
    struct xs_beside beside;
    xs_str text;
    uint64_t hash;
    struct xs_sketch pairs;
};

static enum xs_err new_norm(
    struct xs_check_ctx *c, struct xs_noted *noted, xs_str text, struct known_norm **out)
{
    struct known_norm *k = xs_memo_note(c->doc->memo, noted, XS_NOTE_NORM, sizeof *k);
    struct xs_arena *a = k ? xs_memo_arena(c->doc->memo) : c->a;
    if (!k && !(k = xs_arena_zalloc(c->a, 1, sizeof *k)))
        return XS_E_NOMEM;
    XS_TRY(xs_norm(a, text, &k->text));
    if (k->text.len == 0)
        k->text = XS_STR_NONE;
    k->hash = xs_str_hash(k->text);
    xs_sketch_add(&k->pairs, k->text);
    k->head.done = true;
    *out = k;
    return XS_OK;
}

static inline enum xs_err norm_of(
    struct xs_check_ctx *c, struct xs_noted *noted, xs_str text, struct known_norm **out)
{
    struct known_norm *k = noted ? xs_memo_noted(noted, XS_NOTE_NORM) : NULL;
    *out = k;
    return k && k->head.done ? XS_OK : new_norm(c, noted, text, out);
}

#define SOON 2 /* rows ahead */

/* This row is added soon: memory is called for what is noted of its texts. */
static void expect_row(const struct xs_row *row)
{
    enum { TEXTS = 2 };
    const struct xs_noted *const texts[TEXTS] = { row->core.len ? row->core_noted : row->name.noted,
        row->description.noted };
    for (size_t i = 0; i < TEXTS; i++) {
        const char *note = texts[i] ? xs_memo_noted(texts[i], XS_NOTE_NORM) : NULL;
        __builtin_prefetch(note);
        __builtin_prefetch(note ? note + XS_MEMO_LINE : note);
    }
}

static enum xs_err add_row(struct xs_check_ctx *c, struct xs_repeats *r, const struct xs_project *p,
    const struct xs_row *row)
{
    struct xs_rep_row *e = &r->rows[r->nrows];
    struct xs_noted *noted = row->core.len ? row->core_noted : row->name.noted;
    struct known_norm *name, *desc;
    XS_TRY(norm_of(c, noted, row->core.len ? row->core : row->name.folded, &name));
    XS_TRY(norm_of(c, row->description.noted, row->description.folded, &desc));
    *e = (struct xs_rep_row){ .p = p,
        .row = row,
        .name = name->text,
        .desc = desc->text,
        .name_hash = name->hash,
        .desc_hash = desc->hash,
        .name_pairs = &name->pairs,
        .desc_pairs = &desc->pairs,
        .noted = noted,
        .beside = row->description.noted ? &desc->beside : NULL };
    if (e->name.len == 0) {
        e->name = row->name.folded;
        e->name_hash = xs_str_hash(e->name);
    }
    r->nrows++;
    return XS_OK;
}

static enum xs_err cut_goal(
    struct xs_check_ctx *c, const struct xs_project *p, struct xs_clause_list *out)
{
    xs_str raw[XS_MAX_CLAUSES];
    out->count = xs_clauses(p->goal.text, raw, XS_MAX_CLAUSES);
    out->items = xs_arena_alloc(c->a, out->count + 1, sizeof *out->items);
    if (!out->items)
        return XS_E_NOMEM;
    memcpy(out->items, raw, out->count * sizeof *raw);
    return XS_OK;
}

static uint32_t *name_slot(const struct xs_repeats *r, xs_str name, uint64_t hash)
{
    size_t i = (size_t)hash & (r->nslots - 1);
    for (;; i = (i + 1) & (r->nslots - 1)) {
        const struct xs_rep_row *e = r->slots[i] ? &r->rows[r->names[r->slots[i] - 1]] : NULL;
        if (!e || (e->name_hash == hash && xs_str_eq(e->name, name)))
            return &r->slots[i];
    }
}

/* Where the number + 1 of the row's pair stands or would; last: the last row of each pair. */
static uint32_t *pair_slot(
    const struct xs_repeats *r, uint32_t *slots, const uint32_t *last, const struct xs_rep_row *e)
{
    size_t i = (size_t)(e->desc_hash ^ e->name_number * UINT64_C(0x9E3779B97F4A7C15));
    for (;; i++) {
        uint32_t *slot = &slots[i & (r->nslots - 1)];
        const struct xs_rep_row *other = *slot ? &r->rows[last[*slot - 1]] : NULL;
        if (!other || (other->name_number == e->name_number && other->desc_hash == e->desc_hash &&
                          xs_str_eq(other->desc, e->desc)))
            return slot;
    }
}

/* Numbers the names and the pairs, each by its first row, and links the rows that share one. */
static enum xs_err link_rows(struct xs_check_ctx *c, struct xs_repeats *r)
{
    for (r->nslots = 16; r->nslots < 2 * r->nrows;)
        r->nslots *= 2;
    uint32_t *pairs = xs_arena_zalloc(c->a, r->nslots, sizeof *pairs);
    uint32_t *last_name = xs_arena_alloc(c->a, r->nrows + 1, sizeof *last_name);
    uint32_t *last_pair = xs_arena_alloc(c->a, r->nrows + 1, sizeof *last_pair);
    r->slots = xs_arena_zalloc(c->a, r->nslots, sizeof *r->slots);
    r->names = xs_arena_alloc(c->a, r->nrows + 1, sizeof *r->names);
    if (!pairs || !last_name || !last_pair || !r->slots || !r->names)
        return XS_E_NOMEM;
    r->output_of = xs_arena_zalloc(c->a, r->nrows + 1, sizeof(struct xs_project *));
    r->is_core = xs_arena_zalloc(c->a, r->nrows + 1, sizeof *r->is_core);
    if (!r->output_of || !r->is_core)
        return XS_E_NOMEM;
    for (uint32_t i = 0; i < r->nrows; i++) {
        struct xs_rep_row *e = &r->rows[i];
        uint32_t *slot = name_slot(r, e->name, e->name_hash);
        if (*slot) {
            r->rows[last_name[*slot - 1]].next_name = i + 1;
        } else {
            r->names[r->nnames] = i;
            *slot = (uint32_t)++r->nnames;
        }
        e->name_number = *slot - 1;
        r->is_core[e->name_number] |= e->row->core.len != 0;
        last_name[e->name_number] = i;
        slot = pair_slot(r, pairs, last_pair, e);
        if (*slot) {
            e->prev_pair = last_pair[*slot - 1] + 1;
            r->rows[e->prev_pair - 1].next_pair = i + 1;
        } else {
            *slot = (uint32_t)++r->npairs;
        }
        e->pair = *slot - 1;
        last_pair[e->pair] = i;
    }
    return XS_OK;
}

bool xs_repeats_core(const struct xs_repeats *r, xs_str core)
{
    uint32_t number = *name_slot(r, core, xs_str_hash(core));
    return number && r->is_core[number - 1];
}

enum xs_err xs_repeats_build(struct xs_check_ctx *c, struct xs_repeats **out)
{
    const struct xs_doc *d = c->doc;
    const uint64_t withheld = c->sink->set->priv->withheld_row;
    size_t nrows = 0;
    struct xs_repeats *r = xs_arena_zalloc(c->a, 1, sizeof *r);
    for (size_t i = 0; i < d->nprojects; i++)
        nrows += d->projects[i].nrows;
    if (!r)
        return XS_E_NOMEM;
    r->rows = xs_arena_alloc(c->a, nrows + 1, sizeof *r->rows);
    r->of_project = xs_arena_alloc(c->a, d->nprojects + 1, sizeof *r->of_project);
    r->titles = xs_arena_zalloc(c->a, d->nprojects + 1, sizeof *r->titles);
    r->goal_clauses = xs_arena_alloc(c->a, d->nprojects + 1, sizeof *r->goal_clauses);
    r->classes = xs_arena_zalloc(c->a, d->nprojects + 1, sizeof *r->classes);
    if (!r->rows || !r->of_project || !r->titles || !r->goal_clauses || !r->classes)
        return XS_E_NOMEM;
    for (size_t i = 0; i < d->nprojects; i++) {
        const struct xs_project *p = &d->projects[i];
        r->of_project[i] = (uint32_t)r->nrows;
        XS_TRY(cut_goal(c, p, &r->goal_clauses[i]));
        const struct xs_row_result *known = xs_results_of(c, p);
        for (size_t k = 0; k < p->nrows; k++) {
            if (k + SOON < p->nrows)
                expect_row(&p->rows[k + SOON]);
            r->classes[i] |= UINT32_C(1) << p->rows[k].class;
            if (p->rows[k].name.folded.len && !(known[k].labels & withheld))
                XS_TRY(add_row(c, r, p, &p->rows[k]));
        }
    }
    r->of_project[d->nprojects] = (uint32_t)r->nrows;
    *out = r;
    return link_rows(c, r);
}
