/* check_document.c: what only the whole document shows. */
#include "base/buf.h"
#include "base/message.h"
#include "rule/checks.h"
#include "rule/repeats.h"
#include "rule/similar.h"

/* "63/135": the part and the whole, with so many decimals. */
static enum xs_err of_all(
    struct xs_check_ctx *c, int64_t part, int64_t all, unsigned decimals, xs_str *out)
{
    struct xs_buf b;
    xs_buf_init(&b, 64);
    xs_buf_fixed(&b, part, decimals);
    xs_buf_putc(&b, '/');
    xs_buf_fixed(&b, all, decimals);
    enum xs_err e = xs_buf_finish(&b, out);
    if (e == XS_OK && !xs_arena_dup(c->a, *out, out))
        e = XS_E_NOMEM;
    xs_buf_free(&b);
    return e;
}

/* ---- one value everywhere ---- */

struct tally {
    const struct xs_value_at *first;
    size_t rows, projects;
    const struct xs_project *last;
};

static enum xs_err count_value(struct xs_check_ctx *c, struct xs_map *map,
    const struct xs_project *p, const struct xs_row *row)
{
    bool is_new;
    struct xs_map_slot *slot = xs_map_put(map, row->value.folded, &is_new);
    if (slot && is_new)
        slot->val.ptr = xs_arena_zalloc(c->a, 1, sizeof(struct tally));
    struct tally *t = slot ? slot->val.ptr : NULL;
    if (!t)
        return XS_E_NOMEM;
    t->first = t->first ? t->first : &row->value;
    t->projects += t->last != p;
    t->last = p;
    t->rows++;
    return XS_OK;
}

static enum xs_err count_values(struct xs_check_ctx *c, struct xs_map *map, size_t *rows)
{
    const struct xs_doc *d = c->doc;
    for (size_t i = 0; i < d->nprojects; i++)
        for (size_t k = 0; k < d->projects[i].nrows; k++) {
            const struct xs_row *row = &d->projects[i].rows[k];
            if (row->value.folded.len == 0 || xs_row_withheld(c, &d->projects[i], row))
                continue;
            ++*rows;
            XS_TRY(count_value(c, map, &d->projects[i], row));
        }
    return XS_OK;
}

static const struct tally *commonest(const struct xs_map *map)
{
    const struct tally *best = NULL;
    for (size_t i = 0; i < map->size; i++) {
        const struct tally *t = map->slots[i].key.ptr ? map->slots[i].val.ptr : NULL;
        if (t &&
            (!best || t->rows > best->rows ||
                (t->rows == best->rows && xs_str_cmp(t->first->folded, best->first->folded) < 0)))
            best = t;
    }
    return best;
}

/* Rows that say a value, and the one value that more than half of them may have. */
struct majority {
    const struct xs_value_at *value;
    size_t rows, ahead;
};

static bool has_value(
    const struct xs_row *row, const struct xs_row_result *known, uint64_t withheld)
{
    return row->value.folded.len && !(known->labels & withheld);
}

/* Votes: each row for its value, and against all others. */
static struct majority majority_of(const struct xs_check_ctx *c)
{
    struct majority m = { 0 };
    for (size_t i = 0; i < c->doc->nprojects; i++) {
        const struct xs_project *p = &c->doc->projects[i];
        const struct xs_row_result *known = xs_results_of(c, p);
        for (size_t k = 0; k < p->nrows; k++) {
            if (!has_value(&p->rows[k], &known[k], c->sink->set->priv->withheld_row))
                continue;
            m.rows++;
            if (m.ahead == 0)
                m.value = &p->rows[k].value;
            if (xs_str_eq(m.value->folded, p->rows[k].value.folded))
                m.ahead++;
            else
                m.ahead--;
        }
    }
    return m;
}

/* May one value have this share of the rows? False is certain. */
static bool may_be_uniform(const struct xs_check_ctx *c, const struct majority *m, int64_t percent)
{
    size_t n = 0;
    for (size_t i = 0; i < c->doc->nprojects && m->value; i++) {
        const struct xs_project *p = &c->doc->projects[i];
        for (size_t k = 0; k < p->nrows; k++)
            n += xs_str_eq(m->value->folded, p->rows[k].value.folded);
    }
    return percent <= 50 || xs_share_at_least(n, m->rows, percent);
}

enum xs_err xs_check_doc_uniform_value(struct xs_check_ctx *c)
{
    const size_t projects = (size_t)xs_check_param(c, "projects", 3);
    const int64_t share = xs_check_param(c, "share", 60);
    struct xs_map map;
    size_t rows = 0;
    if (c->doc->nprojects < projects)
        return XS_OK;
    const struct majority m = majority_of(c);
    if (m.rows < (size_t)xs_check_param(c, "least", 8))
        return XS_OK;
    xs_applicable(c);
    if (!may_be_uniform(c, &m, share))
        return XS_OK;
    xs_map_init(&map, c->a);
    XS_TRY(count_values(c, &map, &rows));
    const struct tally *best = commonest(&map);
    if (!best || best->projects < projects || !xs_share_at_least(best->rows, rows, share))
        return XS_OK;
    return xs_check_hit(c, NULL, NULL, best->first, xs_say(best->first->text, (int64_t)best->rows));
}

/* ---- a column that is empty, or says nothing, in all projects ---- */

static const struct xs_value_at *basis_of(const struct xs_row *row) { return &row->basis; }

static const struct xs_value_at *description_of(const struct xs_row *row)
{
    return &row->description;
}

static enum xs_err column_empty(struct xs_check_ctx *c, enum xs_field f,
    const struct xs_value_at *(*cell)(const struct xs_row *))
{
    size_t rows = 0;
    bool filled = false;
    const struct xs_row *first = NULL;
    for (size_t i = 0; i < c->doc->nprojects; i++) {
        const struct xs_project *p = &c->doc->projects[i];
        if (!(p->columns & XS_FIELD_BIT(f)))
            continue;
        rows += p->nrows;
        for (size_t k = 0; k < p->nrows && !filled; k++)
            filled = cell(&p->rows[k])->folded.len != 0;
        first = first || !p->nrows ? first : &p->rows[0];
    }
    if (rows < (size_t)xs_check_param(c, "least", 3))
        return XS_OK;
    xs_applicable(c);
    if (filled || !first)
        return XS_OK;
    /* where the source has no such cell in this row, the row stands for it */
    return xs_check_hit(c, NULL, first, cell(first), xs_say(XS_STR_NONE, (int64_t)rows));
}

enum xs_err xs_check_doc_basis_empty(struct xs_check_ctx *c)
{
    return column_empty(c, XS_F_BASIS, basis_of);
}

enum xs_err xs_check_doc_description_empty(struct xs_check_ctx *c)
{
    return column_empty(c, XS_F_DESCRIPTION, description_of);
}

/* What is noted of a basis. */
struct known_basis {
    struct xs_note_head head;
    bool says_nothing;
};

static bool says_nothing(const struct xs_check_ctx *c, const struct xs_value_at *basis,
    const struct xs_check_list_entry *words)
{
    struct known_basis *k = xs_memo_note(c->doc->memo, basis->noted, XS_NOTE_BASIS, sizeof *k);
    if (k && k->head.done)
        return k->says_nothing;
    bool yes = xs_lexchars_cover(&words->chars, basis->folded, 0) &&
               xs_lex_made_of(c->lexicons, basis->folded, &words->want.mask, 0);
    if (k) {
        k->says_nothing = yes;
        k->head.done = true;
    }
    return yes;
}

enum xs_err xs_check_doc_basis_generic(struct xs_check_ctx *c)
{
    const struct xs_check_list_entry *words = xs_check_entry(c, "generic");
    size_t rows = 0, generic = 0;
    const struct xs_value_at *first = NULL;
    for (size_t i = 0; i < c->doc->nprojects; i++)
        for (size_t k = 0; k < c->doc->projects[i].nrows; k++) {
            const struct xs_value_at *b = &c->doc->projects[i].rows[k].basis;
            if (b->folded.len == 0)
                continue;
            rows++;
            if (!says_nothing(c, b, words))
                continue;
            generic++;
            first = first ? first : b;
        }
    if (rows < (size_t)xs_check_param(c, "least", 3))
        return XS_OK;
    xs_applicable(c);
    if (!first || !xs_share_at_least(generic, rows, xs_check_param(c, "share", 50)))
        return XS_OK;
    xs_str text;
    XS_TRY(of_all(c, (int64_t)generic, (int64_t)rows, 0, &text));
    return xs_check_hit(c, NULL, NULL, first, xs_say(text, (int64_t)generic));
}

/* One basis for all rows, cost or satisfaction among them. A basis that names a document or a class
 * of standard may well hold for all. */
static bool one_basis(
    const struct xs_check_ctx *c, const struct xs_project *p, const struct xs_lexmask *cited)
{
    const xs_str basis = p->rows[0].basis.folded;
    bool mixed = false;
    for (size_t i = 0; i < p->nrows; i++) {
        const struct xs_row *row = &p->rows[i];
        mixed |= row->class == XS_CLASS_SATISFACTION || xs_class_is_cost(row->class);
        if (!xs_str_eq(row->basis.folded, basis) || xs_row_withheld(c, p, row))
            return false;
    }
    return mixed && basis.len && !xs_has_digit(basis) &&
           xs_lex_find(c->lexicons, basis, 0, cited, NULL) == SIZE_MAX;
}

enum xs_err xs_check_doc_basis_uniform(struct xs_check_ctx *c)
{
    struct xs_lexmask cited = xs_check_list(c, "cited");
    size_t looked = 0, uniform = 0;
    const struct xs_value_at *first = NULL;
    for (size_t i = 0; i < c->doc->nprojects; i++) {
        const struct xs_project *p = &c->doc->projects[i];
        if (p->nrows < (size_t)xs_check_param(c, "least", 4) ||
            !(p->columns & XS_FIELD_BIT(XS_F_BASIS)))
            continue;
        looked++;
        if (!one_basis(c, p, &cited))
            continue;
        uniform++;
        first = first ? first : &p->rows[0].basis;
    }
    if (looked)
        xs_applicable(c);
    return uniform ? xs_check_hit(c, NULL, NULL, first, xs_say(first->text, (int64_t)uniform))
                   : XS_OK;
}

enum xs_err xs_check_doc_plan_default(struct xs_check_ctx *c)
{
    size_t plans = 0, same = 0;
    const struct xs_value_at *first = NULL;
    for (size_t i = 0; i < c->doc->nprojects; i++) {
        const struct xs_project *p = &c->doc->projects[i];
        plans += p->nplan != 0;
        same += xs_plan_is_default(p);
        first = first || !p->nplan ? first : &p->plan[0];
    }
    if (plans < (size_t)xs_check_param(c, "projects", 3))
        return XS_OK;
    xs_applicable(c);
    return same == plans ? xs_check_hit(c, NULL, NULL, first, xs_say(XS_STR_NONE, (int64_t)plans))
                         : XS_OK;
}

/* ---- what is withheld ---- */

/* Rows or money of the whole document, and what of it is withheld. */
struct withheld {
    int64_t part, all;
    const struct xs_row *first;
    bool known; /* the money of every project, none of it below zero */
};

#define MICRO_OF_CENT 10000 /* amounts are in 1e-6 wan; two decimals are shown */

static const struct xs_row *first_withheld(const struct xs_check_ctx *c, const struct xs_project *p)
{
    size_t k = 0;
    while (!xs_row_withheld(c, p, &p->rows[k]))
        k++;
    return &p->rows[k];
}

/* A project whose rows are withheld, all or all but one, counts with all its money. */
static struct withheld withheld_in(const struct xs_check_ctx *c, bool money)
{
    struct withheld w = { .known = true };
    for (size_t i = 0; i < c->doc->nprojects; i++) {
        const struct xs_project *p = &c->doc->projects[i];
        size_t n = xs_withheld_rows(c, p);
        if (n && !w.first)
            w.first = first_withheld(c, p);
        int64_t all = money ? p->budget_micro : (int64_t)p->nrows;
        bool much = n && n + 1 >= p->nrows;
        bool fits = !__builtin_add_overflow(w.all, all, &w.all);
        w.known = w.known && fits && p->has_budget && p->unit_known && p->budget_micro >= 0;
        w.part += !money ? (int64_t)n : much ? all : 0;
    }
    return w;
}

static enum xs_err say_withheld(struct xs_check_ctx *c, const struct withheld *w, unsigned decimals)
{
    xs_str text;
    XS_TRY(of_all(c, w->part, w->all, decimals, &text));
    return xs_check_hit(c, NULL, NULL, &w->first->name,
        xs_say(text, (int64_t)xs_percent((uint64_t)w->part, (uint64_t)w->all)));
}

enum xs_err xs_check_doc_withheld_rows(struct xs_check_ctx *c)
{
    struct withheld w = withheld_in(c, false);
    if (w.all == 0)
        return XS_OK;
    xs_applicable(c);
    return w.part ? say_withheld(c, &w, 0) : XS_OK;
}

enum xs_err xs_check_doc_withheld_money(struct xs_check_ctx *c)
{
    struct withheld w = withheld_in(c, true);
    w.part /= MICRO_OF_CENT;
    w.all /= MICRO_OF_CENT;
    if (!w.known || w.all <= 0)
        return XS_OK;
    xs_applicable(c);
    return w.part > 0 ? say_withheld(c, &w, 2) : XS_OK;
}

/* ---- codes ---- */

enum xs_err xs_check_code_twice(struct xs_check_ctx *c)
{
    struct xs_map codes;
    xs_map_init(&codes, c->a);
    for (size_t i = 0; i < c->doc->nprojects; i++) {
        const struct xs_project *p = &c->doc->projects[i];
        bool is_new;
        if (p->code.folded.len == 0)
            continue;
        struct xs_map_slot *slot = xs_map_put(&codes, p->code.folded, &is_new);
        if (!slot)
            return XS_E_NOMEM;
        xs_applicable(c);
        if (is_new)
            slot->val.num = i;
        else
            XS_TRY(xs_check_hit(c, p, NULL, &p->code,
                xs_say(c->doc->projects[slot->val.num].name.text, (int64_t)slot->val.num + 1)));
    }
    return XS_OK;
}

/* ---- indicators that part one lists and no table has ---- */

/* First characters of names without punctuation, each a bit by its last two bytes. */
struct begins {
    uint64_t bits[64];
};

static bool begins_han(xs_str s) { return s.len >= 3 && xs_han_at(s.ptr); }

static enum xs_err add_begin(struct xs_check_ctx *c, struct begins *b, xs_str name)
{
    if (!begins_han(name))
        XS_TRY(xs_norm(c->a, name, &name));
    if (begins_han(name))
        b->bits[name.ptr[1] & 63] |= UINT64_C(1) << (name.ptr[2] & 63);
    return XS_OK;
}

/* May one of the names be what the text is without punctuation? */
static bool may_begin(const struct begins *b, xs_str text)
{
    return !begins_han(text) || (b->bits[text.ptr[1] & 63] >> (text.ptr[2] & 63) & 1);
}

/* A listed text without a digit. */
struct listed {
    const struct xs_section *section;
    const struct xs_value_at *text;
    size_t same; /* index + 1 of the first one of its name, where that may be a row's; else 0 */
    bool found;  /* of the first one: a row has the name */
};

struct all_listed {
    size_t count;
    struct listed *items;
    struct begins begins;  /* of those that are in by_name */
    struct xs_map by_name; /* without punctuation -> index */
};

static enum xs_err add_listed(struct xs_check_ctx *c, struct all_listed *all,
    const struct begins *rows, const struct listed *one)
{
    const struct xs_value_at *t = one->text;
    struct listed *e = &all->items[all->count++];
    xs_str name;
    bool is_new;
    *e = *one;
    if (!may_begin(rows, t->folded))
        return XS_OK;
    XS_TRY(xs_norm(c->a, t->folded, &name));
    struct xs_map_slot *slot = xs_map_put(&all->by_name, name, &is_new);
    if (!slot)
        return XS_E_NOMEM;
    if (is_new) {
        slot->val.num = all->count;
        e->found = name.len && xs_repeats_core(c->repeats, name);
        XS_TRY(add_begin(c, &all->begins, name));
    }
    e->same = slot->val.num;
    return XS_OK;
}

/* Looks at all rows: the repeats know only those that are open and have a name. */
static enum xs_err find_rows(struct xs_check_ctx *c, struct all_listed *all)
{
    for (size_t i = 0; i < c->doc->nprojects && all->by_name.used; i++)
        for (size_t k = 0; k < c->doc->projects[i].nrows; k++) {
            xs_str name = c->doc->projects[i].rows[k].core;
            if (!may_begin(&all->begins, name))
                continue;
            XS_TRY(xs_norm(c->a, name, &name));
            struct xs_map_slot *slot = xs_map_get(&all->by_name, name);
            if (slot)
                all->items[slot->val.num - 1].found = true;
        }
    return XS_OK;
}

/* All listed texts without a digit, and whether a row has their name. */
static enum xs_err look_up_listed(struct xs_check_ctx *c, struct all_listed *all)
{
    struct begins rows = { { 0 } };
    for (size_t i = 0; i < c->doc->nprojects; i++)
        for (size_t k = 0; k < c->doc->projects[i].nrows; k++)
            XS_TRY(add_begin(c, &rows, c->doc->projects[i].rows[k].core));
    xs_map_init(&all->by_name, c->a);
    for (size_t i = 0; i < c->doc->nsections; i++)
        for (size_t k = 0; k < c->doc->sections[i].nindicators; k++) {
            const struct xs_section *s = &c->doc->sections[i];
            const struct listed one = { .section = s, .text = &s->indicators[k].text };
            if (!xs_has_digit(one.text->folded))
                XS_TRY(add_listed(c, all, &rows, &one));
        }
    return find_rows(c, all);
}

enum xs_err xs_check_listed_not_in_table(struct xs_check_ctx *c)
{
    size_t listed = 0, absent = 0;
    const struct xs_value_at *first = NULL;
    struct all_listed all = { 0 };
    for (size_t i = 0; i < c->doc->nsections; i++)
        listed += c->doc->sections[i].nindicators;
    if (listed < (size_t)xs_check_param(c, "least", 3) || c->doc->nprojects == 0 || c->doc->cut)
        return XS_OK;
    xs_applicable(c);
    all.items = xs_arena_alloc(c->a, listed + 1, sizeof *all.items);
    if (!all.items)
        return XS_E_NOMEM;
    XS_TRY(look_up_listed(c, &all));
    const struct listed *one = NULL; /* the first that stands in no table */
    for (size_t i = all.count; i-- > 0;) {
        const struct listed *e = &all.items[i];
        if (e->same && all.items[e->same - 1].found)
            continue;
        absent++;
        one = e;
    }
    if (!one || !xs_share_at_least(absent, listed, xs_check_param(c, "share", 50)))
        return XS_OK;
    XS_TRY(xs_check_piece(c, one->section, one->text, &first));
    return xs_check_hit(c, NULL, NULL, first, xs_say(first->text, (int64_t)absent));
}
