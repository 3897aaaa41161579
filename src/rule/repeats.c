#include "rule/repeats.h"

#include <string.h>

#include "base/limits.h"
#include "rule/checks.h"

/* What is noted of a text: it without punctuation, and its pairs. */
struct known_norm {
    struct xs_note_head head;
    xs_str text;
    struct xs_sketch pairs;
};

static enum xs_err norm_of(struct xs_check_ctx *c, struct xs_noted *noted, xs_str text,
    xs_str *norm, const struct xs_sketch **pairs)
{
    struct known_norm *k = xs_memo_note(c->doc->memo, noted, XS_NOTE_NORM, sizeof *k);
    struct xs_arena *a = k ? xs_memo_arena(c->doc->memo) : c->a;
    if (!k && !(k = xs_arena_zalloc(c->a, 1, sizeof *k)))
        return XS_E_NOMEM;
    if (!k->head.done) {
        XS_TRY(xs_norm(a, text, &k->text));
        if (k->text.len == 0)
            k->text = XS_STR_NONE;
        xs_sketch_add(&k->pairs, k->text);
        k->head.done = true;
    }
    *norm = k->text;
    *pairs = &k->pairs;
    return XS_OK;
}

static enum xs_err add_row(struct xs_check_ctx *c, struct xs_repeats *r, const struct xs_project *p,
    const struct xs_row *row)
{
    struct xs_rep_row *e = &r->rows[r->nrows];
    if (row->name.folded.len == 0 || xs_row_withheld(c, p, row))
        return XS_OK;
    e->p = p;
    e->row = row;
    if (row->core.len)
        XS_TRY(norm_of(c, row->core_noted, row->core, &e->name, &e->name_pairs));
    else
        XS_TRY(norm_of(c, row->name.noted, row->name.folded, &e->name, &e->name_pairs));
    if (e->name.len == 0)
        e->name = row->name.folded;
    XS_TRY(norm_of(c, row->description.noted, row->description.folded, &e->desc, &e->desc_pairs));
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

/* Hash of name and description; the chance of a false meeting in 64 bits is nil beside the rest. */
static enum xs_err link_rows(struct xs_check_ctx *c, struct xs_repeats *r)
{
    struct xs_map names, pairs;
    uint32_t *last_name = xs_arena_zalloc(c->a, r->nrows + 1, sizeof *last_name);
    uint32_t *last_pair = xs_arena_zalloc(c->a, r->nrows + 1, sizeof *last_pair);
    uint64_t *keys = xs_arena_zalloc(c->a, r->nrows + 1, sizeof *keys);
    r->names = xs_arena_zalloc(c->a, r->nrows + 1, sizeof *r->names);
    if (!last_name || !last_pair || !keys || !r->names)
        return XS_E_NOMEM;
    xs_map_init(&names, c->a);
    xs_map_init(&pairs, c->a);
    for (uint32_t i = 0; i < r->nrows; i++) {
        struct xs_rep_row *e = &r->rows[i];
        bool is_new;
        struct xs_map_slot *slot = xs_map_put(&names, e->name, &is_new);
        if (!slot)
            return XS_E_NOMEM;
        if (is_new) {
            slot->val.num = r->nnames;
            r->names[r->nnames++] = i;
        } else {
            r->rows[last_name[slot->val.num]].next_name = i + 1;
        }
        last_name[slot->val.num] = i;
        keys[i] = xs_str_hash_seed(e->desc, slot->val.num + 1);
        slot = xs_map_put(&pairs, (xs_str){ (const char *)&keys[i], sizeof keys[i] }, &is_new);
        if (!slot)
            return XS_E_NOMEM;
        if (is_new) {
            slot->val.num = r->npairs++;
        } else {
            e->prev_pair = last_pair[slot->val.num] + 1;
            r->rows[last_pair[slot->val.num]].next_pair = i + 1;
        }
        e->pair = (uint32_t)slot->val.num;
        last_pair[slot->val.num] = i;
    }
    return XS_OK;
}

enum xs_err xs_repeats_build(struct xs_check_ctx *c, struct xs_repeats **out)
{
    const struct xs_doc *d = c->doc;
    size_t nrows = 0;
    struct xs_repeats *r = xs_arena_zalloc(c->a, 1, sizeof *r);
    for (size_t i = 0; i < d->nprojects; i++)
        nrows += d->projects[i].nrows;
    if (!r)
        return XS_E_NOMEM;
    r->rows = xs_arena_zalloc(c->a, nrows + 1, sizeof *r->rows);
    r->of_project = xs_arena_zalloc(c->a, d->nprojects + 1, sizeof *r->of_project);
    r->goals = xs_arena_zalloc(c->a, d->nprojects + 1, sizeof *r->goals);
    r->purposes = xs_arena_zalloc(c->a, d->nprojects + 1, sizeof *r->purposes);
    r->titles = xs_arena_zalloc(c->a, d->nprojects + 1, sizeof *r->titles);
    r->goal_clauses = xs_arena_zalloc(c->a, d->nprojects + 1, sizeof *r->goal_clauses);
    if (!r->rows || !r->of_project || !r->goals || !r->purposes || !r->titles || !r->goal_clauses)
        return XS_E_NOMEM;
    for (size_t i = 0; i < d->nprojects; i++) {
        const struct xs_project *p = &d->projects[i];
        r->of_project[i] = (uint32_t)r->nrows;
        XS_TRY(cut_goal(c, p, &r->goal_clauses[i]));
        for (size_t k = 0; k < p->nrows; k++)
            XS_TRY(add_row(c, r, p, &p->rows[k]));
    }
    r->of_project[d->nprojects] = (uint32_t)r->nrows;
    *out = r;
    return link_rows(c, r);
}
