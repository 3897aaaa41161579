/* check_document.c: what only the whole document shows. */
#include "base/buf.h"
#include "rule/checks.h"
#include "rule/similar.h"

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

enum xs_err xs_check_doc_uniform_value(struct xs_check_ctx *c)
{
    struct xs_map map;
    size_t rows = 0;
    xs_map_init(&map, c->a);
    XS_TRY(count_values(c, &map, &rows));
    const struct tally *best = commonest(&map);
    if (c->doc->nprojects < (size_t)xs_check_param(c, "projects", 3) ||
        rows < (size_t)xs_check_param(c, "least", 8))
        return XS_OK;
    xs_applicable(c);
    if (!best || best->projects < (size_t)xs_check_param(c, "projects", 3) ||
        !xs_share_at_least(best->rows, rows, xs_check_param(c, "share", 60)))
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
    size_t rows = 0, filled = 0;
    const struct xs_value_at *first = NULL;
    for (size_t i = 0; i < c->doc->nprojects; i++) {
        const struct xs_project *p = &c->doc->projects[i];
        for (size_t k = 0; (p->columns & XS_FIELD_BIT(f)) && k < p->nrows; k++) {
            rows++;
            filled += cell(&p->rows[k])->folded.len != 0;
            first = first ? first : cell(&p->rows[k]);
        }
    }
    if (rows < (size_t)xs_check_param(c, "least", 3))
        return XS_OK;
    xs_applicable(c);
    return filled ? XS_OK : xs_check_hit(c, NULL, NULL, first, xs_say(XS_STR_NONE, (int64_t)rows));
}

enum xs_err xs_check_doc_basis_empty(struct xs_check_ctx *c)
{
    return column_empty(c, XS_F_BASIS, basis_of);
}

enum xs_err xs_check_doc_description_empty(struct xs_check_ctx *c)
{
    return column_empty(c, XS_F_DESCRIPTION, description_of);
}

enum xs_err xs_check_doc_basis_generic(struct xs_check_ctx *c)
{
    struct xs_lexmask words = xs_check_list(c, "generic");
    size_t rows = 0, generic = 0;
    const struct xs_value_at *first = NULL, *before = NULL;
    bool says_nothing = false;
    for (size_t i = 0; i < c->doc->nprojects; i++)
        for (size_t k = 0; k < c->doc->projects[i].nrows; k++) {
            const struct xs_value_at *b = &c->doc->projects[i].rows[k].basis;
            if (b->folded.len == 0)
                continue;
            rows++;
            if (!before || !xs_str_eq(before->folded, b->folded)) /* it often repeats */
                says_nothing = xs_lex_made_of(c->lexicons, b->folded, &words, 0);
            before = b;
            if (!says_nothing)
                continue;
            generic++;
            first = first ? first : b;
        }
    if (rows < (size_t)xs_check_param(c, "least", 3))
        return XS_OK;
    xs_applicable(c);
    if (!first || !xs_share_at_least(generic, rows, xs_check_param(c, "share", 50)))
        return XS_OK;
    return xs_check_hit(c, NULL, NULL, first, xs_say(first->text, (int64_t)generic));
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
    bool known; /* the money of every project */
};

#define MICRO_OF_CENT 10000 /* amounts are in 1e-6 wan; two decimals are shown */

/* A project whose rows are withheld, all or all but one, counts with all its money. */
static struct withheld withheld_in(const struct xs_check_ctx *c, bool money)
{
    struct withheld w = { .known = true };
    for (size_t i = 0; i < c->doc->nprojects; i++) {
        const struct xs_project *p = &c->doc->projects[i];
        size_t n = 0;
        for (size_t k = 0; k < p->nrows; k++) {
            if (!xs_row_withheld(c, p, &p->rows[k]))
                continue;
            w.first = w.first ? w.first : &p->rows[k];
            n++;
        }
        int64_t all = money ? p->budget_micro : (int64_t)p->nrows;
        bool much = n && n + 1 >= p->nrows;
        bool fits = !__builtin_add_overflow(w.all, all, &w.all);
        w.known = w.known && fits && p->has_budget && p->unit_known;
        w.part += !money ? (int64_t)n : much ? all : 0;
    }
    return w;
}

/* "63/135": the part and the whole, with so many decimals. */
static enum xs_err of_all(struct xs_check_ctx *c, const struct withheld *w, unsigned decimals)
{
    struct xs_buf b;
    xs_str text;
    xs_buf_init(&b, 64);
    xs_buf_fixed(&b, w->part, decimals);
    xs_buf_putc(&b, '/');
    xs_buf_fixed(&b, w->all, decimals);
    enum xs_err e = xs_buf_finish(&b, &text);
    if (e == XS_OK && !xs_arena_dup(c->a, text, &text))
        e = XS_E_NOMEM;
    xs_buf_free(&b);
    if (e != XS_OK)
        return e;
    return xs_check_hit(c, NULL, NULL, &w->first->name, xs_say(text, w->part * 100 / w->all));
}

enum xs_err xs_check_doc_withheld_rows(struct xs_check_ctx *c)
{
    struct withheld w = withheld_in(c, false);
    if (w.all == 0)
        return XS_OK;
    xs_applicable(c);
    return w.part ? of_all(c, &w, 0) : XS_OK;
}

enum xs_err xs_check_doc_withheld_money(struct xs_check_ctx *c)
{
    struct withheld w = withheld_in(c, true);
    w.part /= MICRO_OF_CENT;
    w.all /= MICRO_OF_CENT;
    if (!w.known || w.all <= 0)
        return XS_OK;
    xs_applicable(c);
    return w.part > 0 ? of_all(c, &w, 2) : XS_OK;
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

static enum xs_err row_names(struct xs_check_ctx *c, struct xs_map *names)
{
    xs_map_init(names, c->a);
    for (size_t i = 0; i < c->doc->nprojects; i++)
        for (size_t k = 0; k < c->doc->projects[i].nrows; k++) {
            xs_str name;
            bool is_new;
            XS_TRY(xs_norm(c->a, c->doc->projects[i].rows[k].core, &name));
            if (!xs_map_put(names, name, &is_new))
                return XS_E_NOMEM;
        }
    return XS_OK;
}

enum xs_err xs_check_listed_not_in_table(struct xs_check_ctx *c)
{
    size_t listed = 0, absent = 0;
    const struct xs_value_at *first = NULL;
    struct xs_map names;
    for (size_t i = 0; i < c->doc->nsections; i++)
        listed += c->doc->sections[i].nindicators;
    if (listed < (size_t)xs_check_param(c, "least", 3) || c->doc->nprojects == 0)
        return XS_OK;
    xs_applicable(c);
    XS_TRY(row_names(c, &names));
    for (size_t i = 0; i < c->doc->nsections; i++)
        for (size_t k = 0; k < c->doc->sections[i].nindicators; k++) {
            const struct xs_value_at *t = &c->doc->sections[i].indicators[k].text;
            xs_str name;
            XS_TRY(xs_norm(c->a, t->folded, &name));
            if (xs_has_digit(t->folded) || xs_map_get(&names, name))
                continue;
            absent++;
            first = first ? first : t;
        }
    if (!first || !xs_share_at_least(absent, listed, xs_check_param(c, "share", 50)))
        return XS_OK;
    return xs_check_hit(c, NULL, NULL, first, xs_say(first->text, (int64_t)absent));
}
