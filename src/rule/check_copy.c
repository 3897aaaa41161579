/* check_copy.c: rows that stand more than once, within a project and across projects. */
#include <string.h>

#include "base/utf8.h"
#include "rule/checks.h"
#include "rule/repeats.h"

/* ---- within a project ---- */

enum xs_err xs_check_copied_in_project(struct xs_check_ctx *c, const struct xs_project *p)
{
    size_t n;
    const struct xs_rep_row *rows = xs_repeats_of(c, p, &n), *all = c->repeats->rows;
    for (size_t i = 0; i < n; i++) {
        const struct xs_rep_row *e = &rows[i], *other = NULL;
        xs_applicable(c);
        if (e->prev_pair && all[e->prev_pair - 1].p == p)
            other = &all[e->prev_pair - 1];
        else if (e->next_pair && all[e->next_pair - 1].p == p)
            other = &all[e->next_pair - 1];
        if (other)
            XS_TRY(xs_check_hit(
                c, p, e->row, &e->row->name, xs_say(other->row->name.text, other->row->seq)));
    }
    return XS_OK;
}

static enum xs_err grams_of(struct xs_arena *a, xs_str text, struct xs_grams *g)
{
    *g = (struct xs_grams){ .a = a };
    return xs_grams_add(g, text);
}

/* Sets of which one has less than two thirds of the other's pairs cannot be nearly the same. */
static bool lengths_near(const struct xs_grams *a, const struct xs_grams *b)
{
    return a->count * 3 >= b->count * 2 && b->count * 3 >= a->count * 2;
}

#define NEAR_ROWS 60   /* rows of a project that are compared each with each */
#define FEWEST_PAIRS 6 /* rows with less text say nothing */

/* A row that is compared with those before it. */
struct near_row {
    const struct xs_rep_row *e;
    struct xs_sketch sketch;
    struct xs_grams grams; /* once they are asked for */
};

static void make_near_row(const struct xs_rep_row *e, struct near_row *n)
{
    n->e = e;
    for (size_t i = 0; i < 2; i++)
        xs_vec_store((char *)n->sketch.bits + i * XS_VEC,
            xs_vec_or(xs_sketch_half(e->name_pairs, i), xs_sketch_half(e->desc_pairs, i)));
    n->sketch.count = e->name_pairs->count + e->desc_pairs->count;
    n->grams.a = NULL;
}

static enum xs_err make_row_grams(struct xs_check_ctx *c, struct near_row *n)
{
    if (n->grams.a)
        return XS_OK;
    n->grams = (struct xs_grams){ .a = c->a };
    XS_TRY(xs_grams_reserve(&n->grams, n->e->name.len + n->e->desc.len));
    XS_TRY(xs_grams_add(&n->grams, n->e->name));
    return xs_grams_add(&n->grams, n->e->desc);
}

static enum xs_err nearly_same(
    struct xs_check_ctx *c, struct near_row *a, struct near_row *b, int64_t limit, bool *yes)
{
    *yes = xs_sketch_near(&a->sketch, &b->sketch, limit) && a->e->pair != b->e->pair;
    if (!*yes)
        return XS_OK;
    XS_TRY(make_row_grams(c, a));
    XS_TRY(make_row_grams(c, b));
    *yes = a->grams.count >= FEWEST_PAIRS && lengths_near(&a->grams, &b->grams) &&
           xs_grams_dice(&a->grams, &b->grams) >= limit;
    return XS_OK;
}

/* Rows of one project whose names and descriptions are nearly the same: a note, since objects may
 * differ by one word. */
enum xs_err xs_check_near_copy(struct xs_check_ctx *c, const struct xs_project *p)
{
    size_t n;
    const struct xs_rep_row *rows = xs_repeats_of(c, p, &n);
    int64_t limit = xs_check_param(c, "similarity", 850);
    struct near_row near[NEAR_ROWS];
    if (n > NEAR_ROWS)
        n = NEAR_ROWS;
    for (size_t i = 0; i < n; i++) {
        bool yes = false;
        size_t k = 0;
        make_near_row(&rows[i], &near[i]);
        xs_applicable(c);
        for (; k < i && !yes; k++)
            XS_TRY(nearly_same(c, &near[i], &near[k], limit, &yes));
        if (yes)
            XS_TRY(xs_check_hit(c, p, rows[i].row, &rows[i].row->name,
                xs_say(rows[k - 1].row->name.text, rows[k - 1].row->seq)));
    }
    return XS_OK;
}

static bool has_word(const struct xs_check_ctx *c, xs_str text, const struct xs_lexwant *words)
{
    return xs_lex_search(c->lexicons, text, 0, words, NULL) != SIZE_MAX;
}

/* described: its description is its own. */
static bool stage_row(const struct xs_check_ctx *c, const struct xs_row *r, bool described,
    const struct xs_lexwant *words)
{
    return has_word(c, r->value.folded, words) ||
           (described && has_word(c, r->description.folded, words)) ||
           has_word(c, xs_row_level(r, 2)->folded, words);
}

/* Two rows of one name that are no stages of one target and speak of one thing. */
static bool two_targets(const struct xs_check_ctx *c, const struct xs_rep_row *a,
    const struct xs_rep_row *b, const struct xs_lexwant *stage)
{
    const struct xs_value *x = a->row->parsed, *y = b->row->parsed;
    if (a->pair != b->pair && a->desc.len && b->desc.len)
        return false;
    if (x->kind == XS_VALUE_MISSING || y->kind == XS_VALUE_MISSING || xs_value_same(x, y))
        return false;
    const bool own = a->pair != b->pair;
    return !(stage_row(c, a->row, own, stage) && stage_row(c, b->row, own, stage));
}

enum xs_err xs_check_same_name_other_value(struct xs_check_ctx *c, const struct xs_project *p)
{
    size_t n;
    const struct xs_rep_row *rows = xs_repeats_of(c, p, &n), *all = c->repeats->rows;
    const struct xs_lexwant *stage = xs_check_want(c, "stage");
    for (size_t i = 0; i < n; i++) {
        xs_applicable(c);
        unsigned looked = 0;
        for (uint32_t k = rows[i].next_name; k && all[k - 1].p == p && looked < 8;
             k = all[k - 1].next_name, looked++) {
            const struct xs_rep_row *a = &rows[i], *b = &all[k - 1];
            if (!two_targets(c, a, b, stage))
                continue;
            XS_TRY(xs_check_hit(
                c, p, a->row, &a->row->value, xs_say(b->row->value.text, b->row->seq)));
            XS_TRY(xs_check_hit(
                c, p, b->row, &b->row->value, xs_say(a->row->value.text, a->row->seq)));
        }
    }
    return XS_OK;
}

/* Output rows whose description is long enough. */
static bool described(const struct xs_rep_row *e, size_t least)
{
    return xs_class_is_output(e->row->class) && xs_has_chars(e->desc, least);
}

/* Do two such rows share a description? Few do, and for few the bits of a small table meet. */
static bool may_share(struct xs_check_ctx *c, const struct xs_rep_row *rows, size_t n, size_t least)
{
    uint64_t seen[16] = { 0 };
    bool yes = false;
    for (size_t i = 0; i < n; i++) {
        if (!described(&rows[i], least))
            continue;
        xs_applicable(c);
        uint64_t *w = &seen[rows[i].desc_hash >> 60], bit = UINT64_C(1) << (rows[i].desc_hash & 63);
        yes |= (*w & bit) != 0;
        *w |= bit;
    }
    return yes;
}

/* Two output rows with different names and one description. */
enum xs_err xs_check_same_description(struct xs_check_ctx *c, const struct xs_project *p)
{
    size_t n, least = (size_t)xs_check_param(c, "least", 6);
    const struct xs_rep_row *rows = xs_repeats_of(c, p, &n);
    struct xs_map seen;
    if (!may_share(c, rows, n, least))
        return XS_OK;
    xs_map_init(&seen, c->a);
    for (size_t i = 0; i < n; i++) {
        const struct xs_rep_row *e = &rows[i];
        bool is_new;
        if (!described(e, least))
            continue;
        struct xs_map_slot *slot = xs_map_put(&seen, e->desc, &is_new);
        if (!slot)
            return XS_E_NOMEM;
        if (is_new) {
            slot->val.num = i;
            continue;
        }
        const struct xs_rep_row *first = &rows[slot->val.num];
        if (first->name_number != e->name_number)
            XS_TRY(xs_check_hit(c, p, e->row, &e->row->description,
                xs_say(first->row->name.text, first->row->seq)));
    }
    return XS_OK;
}

enum xs_err xs_check_output_copied(struct xs_check_ctx *c, const struct xs_project *p)
{
    size_t n, benefits = 0, copied = 0;
    const struct xs_rep_row *rows = xs_repeats_of(c, p, &n), *first = NULL;
    for (size_t i = 0; i < n; i++)
        if (xs_class_is_output(rows[i].row->class))
            c->repeats->output_of[rows[i].name_number] = p;
    for (size_t i = 0; i < n; i++) {
        if (!xs_class_is_benefit(rows[i].row->class))
            continue;
        benefits++;
        if (c->repeats->output_of[rows[i].name_number] != p)
            continue;
        first = first ? first : &rows[i];
        copied++;
    }
    if (benefits == 0)
        return XS_OK;
    xs_applicable(c);
    if (copied * 100 <= benefits * (size_t)xs_check_param(c, "share", 50))
        return XS_OK;
    return xs_check_hit(
        c, p, NULL, &first->row->name, xs_say(first->row->name.text, (int64_t)copied));
}

/* ---- across projects ---- */

#define GROUPS 32 /* different descriptions (with value kind) of one name that are told apart */
#define SAMPLES 4 /* projects that are remembered of each */
#define NO_GROUP UINT8_MAX

struct group {
    uint32_t pair;
    enum xs_value_kind kind;
    size_t nsamples;
    uint32_t samples[SAMPLES]; /* rows of different projects */
    struct xs_grams grams;     /* of the description, once they are asked for */
    bool only_name; /* the description only repeats the name; asked of names of one's own */
    uint32_t near;  /* bits of the groups with nearly the same description, itself included */
};

struct across {
    struct xs_check_ctx *c;
    const struct xs_rep_row *rows;
    uint8_t *group_of; /* a row */
    struct xs_lexmask own;
    const struct xs_lexwant *funding, *filler;
    int64_t similarity;
    size_t ngroups;
    struct group *groups; /* GROUPS of them */
};

/* The name of project number i without funding words, years and punctuation. */
static enum xs_err title_of(struct across *x, size_t i, xs_str *out)
{
    xs_str *title = &x->c->repeats->titles[i], t;
    if (!title->ptr) {
        XS_TRY(
            xs_strip(x->c->lexicons, x->c->a, x->c->doc->projects[i].name.folded, x->funding, &t));
        XS_TRY(xs_without_digits(x->c->a, t, title));
        if (title->len == 0)
            *title = XS_STR_NONE;
    }
    *out = *title;
    return XS_OK;
}

static bool same_text(xs_str a, xs_str b) { return xs_norm_equal(a, b) && !xs_norm_empty(a); }

/* One programme on two funding lines: the same goal and purpose under like names, or one name but
 * for the funding. */
static enum xs_err same_programme(
    struct across *x, const struct xs_project *p, const struct xs_project *q, bool *same)
{
    const struct xs_project *first = x->c->doc->projects;
    struct xs_grams a, b;
    xs_str t, u;
    XS_TRY(title_of(x, (size_t)(p - first), &t));
    XS_TRY(title_of(x, (size_t)(q - first), &u));
    *same = xs_str_eq(t, u) && xs_utf8_count(t) >= 4;
    if (*same || !same_text(p->goal.folded, q->goal.folded) ||
        !same_text(p->purpose.folded, q->purpose.folded))
        return XS_OK;
    XS_TRY(grams_of(x->c->a, t, &a));
    XS_TRY(grams_of(x->c->a, u, &b));
    *same = xs_grams_dice(&a, &b) >= xs_check_param(x->c, "programme", 500);
    return XS_OK;
}

static enum xs_err put_in_group(struct across *x, uint32_t row)
{
    const struct xs_rep_row *e = &x->rows[row];
    size_t g = 0;
    while (g < x->ngroups &&
           (x->groups[g].pair != e->pair || x->groups[g].kind != e->row->parsed->kind))
        g++;
    x->group_of[row] = g < GROUPS ? (uint8_t)g : NO_GROUP;
    if (g == GROUPS)
        return XS_OK;
    struct group *to = &x->groups[g];
    if (g == x->ngroups) {
        *to = (struct group){
            .pair = e->pair, .kind = e->row->parsed->kind, .near = UINT32_C(1) << g
        };
        x->ngroups++;
    }
    bool known = to->nsamples == SAMPLES;
    for (size_t i = 0; i < to->nsamples && !known; i++)
        known = x->rows[to->samples[i]].p == e->p;
    if (!known)
        to->samples[to->nsamples++] = row;
    return XS_OK;
}

static enum xs_err make_grams(struct across *x, struct group *g)
{
    return g->grams.a ? XS_OK : grams_of(x->c->a, x->rows[g->samples[0]].desc, &g->grams);
}

/* Are the descriptions of two groups nearly the same? */
static enum xs_err are_near(struct across *x, struct group *a, struct group *b, bool *near)
{
    *near = a->kind == b->kind && xs_sketch_near(x->rows[a->samples[0]].desc_pairs,
                                      x->rows[b->samples[0]].desc_pairs, x->similarity);
    if (!*near)
        return XS_OK;
    XS_TRY(make_grams(x, a));
    XS_TRY(make_grams(x, b));
    *near = xs_grams_dice(&a->grams, &b->grams) >= x->similarity;
    return XS_OK;
}

/* Sets only_name. */
static enum xs_err strip_group(struct across *x, struct group *g)
{
    const struct xs_rep_row *e = &x->rows[g->samples[0]];
    const struct xs_lexset *words = x->c->lexicons;
    xs_str name, desc;
    XS_TRY(xs_strip(words, x->c->a, e->name, x->filler, &name));
    XS_TRY(xs_strip(words, x->c->a, e->desc, x->filler, &desc));
    g->only_name = e->desc.len > 0 && xs_str_eq(name, desc);
    return XS_OK;
}

/* own: what each project may need has its own description; of a satisfaction it has to say more
 * than the name. */
static enum xs_err find_near(struct across *x, bool own)
{
    for (size_t g = 0; g < x->ngroups && g < GROUPS; g++) {
        struct group *a = &x->groups[g];
        if (own && x->ngroups > 1 && x->rows[a->samples[0]].row->name_kind == XS_NAME_SATISFACTION)
            XS_TRY(strip_group(x, a));
        for (size_t h = 0; h < g; h++) {
            struct group *b = &x->groups[h];
            bool near = a->kind == b->kind && a->only_name && b->only_name;
            if (!own)
                XS_TRY(are_near(x, a, b, &near));
            if (!near)
                continue;
            a->near |= UINT32_C(1) << h;
            b->near |= UINT32_C(1) << g;
        }
    }
    return XS_OK;
}

/* The row of another project, and not of the same programme, that e repeats; NULL: none. */
static enum xs_err find_source(
    struct across *x, uint32_t row, bool own, const struct xs_rep_row **out)
{
    const struct xs_rep_row *e = &x->rows[row];
    *out = NULL;
    if (own && e->desc.len == 0)
        return XS_OK;
    if (x->group_of[row] == NO_GROUP) {
        const struct xs_rep_row *before = e->prev_pair ? &x->rows[e->prev_pair - 1] : NULL;
        if (before && before->p != e->p && before->row->parsed->kind == e->row->parsed->kind)
            *out = before;
        return XS_OK;
    }
    const uint32_t groups = x->groups[x->group_of[row]].near;
    for (size_t g = 0; g < x->ngroups; g++)
        for (size_t i = 0; (groups >> g & 1) && i < x->groups[g].nsamples; i++) {
            const struct xs_rep_row *s = &x->rows[x->groups[g].samples[i]];
            bool same = true;
            if (s->p != e->p)
                XS_TRY(same_programme(x, e->p, s->p, &same));
            if (same)
                continue;
            *out = s;
            return XS_OK;
        }
    return XS_OK;
}

static enum xs_err across_name(struct across *x, uint32_t first)
{
    const struct xs_project *p = x->rows[first].p;
    bool several = false;
    x->ngroups = 0;
    for (uint32_t i = first + 1; i; i = x->rows[i - 1].next_name) {
        xs_applicable(x->c);
        several |= x->rows[i - 1].p != p;
    }
    if (!several)
        return XS_OK;
    bool own = x->rows[first].row->name_kind == XS_NAME_SATISFACTION ||
               xs_lex_made_of(x->c->lexicons, x->rows[first].name, &x->own, 0);
    for (uint32_t i = first + 1; i; i = x->rows[i - 1].next_name)
        XS_TRY(put_in_group(x, i - 1));
    XS_TRY(find_near(x, own));
    for (uint32_t i = first + 1; i; i = x->rows[i - 1].next_name) {
        const struct xs_rep_row *e = &x->rows[i - 1], *s;
        XS_TRY(find_source(x, i - 1, own, &s));
        if (s)
            XS_TRY(xs_check_hit(
                x->c, e->p, e->row, &e->row->name, xs_say(s->p->name.text, s->p->number)));
    }
    return XS_OK;
}

enum xs_err xs_check_copied_across(struct xs_check_ctx *c)
{
    struct xs_repeats *r = c->repeats;
    struct across x = { .c = c,
        .rows = r->rows,
        .group_of = xs_arena_alloc(c->a, r->nrows + 1, 1),
        .groups = xs_arena_alloc(c->a, GROUPS, sizeof(struct group)),
        .own = xs_check_list(c, "own"),
        .funding = xs_check_want(c, "funding"),
        .filler = xs_check_want(c, "filler"),
        .similarity = xs_check_param(c, "similarity", 600) };
    if (!x.group_of || !x.groups)
        return XS_E_NOMEM;
    for (size_t i = 0; i < r->nnames && c->doc->nprojects > 1; i++)
        XS_TRY(across_name(&x, r->names[i]));
    return XS_OK;
}
