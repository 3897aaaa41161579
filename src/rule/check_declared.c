/* check_declared.c: what the text says of the tables: how many projects and how much money, which
 * values; and branch goals that stand in the overall goal. */
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/utf8.h"
#include "rule/checks.h"
#include "rule/similar.h"

/* ---- projects and money ---- */

/* One statement about the projects that the document sets targets for. */
struct declared {
    struct xs_value_at *text;
    struct xs_decimal number; /* the first number with the unit asked for */
};

struct declared_words {
    const struct xs_check_list_entry *scope;
    const struct xs_lexwant *other;
    const struct xs_check_list_entry *unit;
};

/* The first number of clause that a unit of the list follows. */
static bool number_of(const struct xs_check_ctx *c, xs_str clause, const struct xs_lexmask *unit,
    struct xs_decimal *out)
{
    for (size_t at = 0; at < clause.len; at++) {
        if (clause.ptr[at] < '0' || clause.ptr[at] > '9')
            continue;
        size_t used = xs_decimal_parse(xs_str_sub(clause, at, clause.len), out);
        if (used && xs_lex_longest(c->lexicons, clause, at + used, unit, NULL))
            return true;
        at += used ? used - 1 : 0;
    }
    return false;
}

/* The statement in one paragraph. What follows a word of `other` (of which, an evaluation) speaks
 * of other projects or of a part of them. */
static enum xs_err declared_in(struct xs_check_ctx *c, const struct xs_cell *cell,
    const struct declared_words *w, struct declared *out, bool *found)
{
    xs_str clauses[XS_MAX_CLAUSES];
    size_t n = xs_clauses(cell->text, clauses, XS_MAX_CLAUSES);
    for (size_t i = 0; i < n && !*found; i++) {
        xs_str folded;
        XS_TRY(xs_fold(c->sink->set->priv->env->folder, c->a, clauses[i], &folded));
        size_t end = xs_lex_search(c->lexicons, folded, 0, w->other, NULL);
        folded = xs_str_sub(folded, 0, end == SIZE_MAX ? folded.len : end);
        if (xs_lex_search(c->lexicons, folded, 0, &w->scope->want, NULL) == SIZE_MAX)
            continue;
        *found = number_of(c, folded, &w->unit->want.mask, &out->number);
        if (*found && !(out->text = xs_arena_zalloc(c->a, 1, sizeof *out->text)))
            return XS_E_NOMEM;
        if (*found)
            *out->text = (struct xs_value_at){ clauses[i], folded, NULL, &cell->at };
    }
    return XS_OK;
}

/* May text, which has a unit, hold a statement? It has a digit and a word of the scope. */
static bool speaks(const struct xs_check_ctx *c, xs_str text, const struct declared_words *w)
{
    return xs_has_digit(text) &&
           xs_lex_has_common(c->lexicons, text, &w->scope->want, &w->scope->common);
}

/* Paragraphs in order that are searched as one text: blocks from first to before end. */
struct paragraphs {
    xs_str text;
    size_t first, end;
};

/* Those from block i on: in a sheet whose cells are views of its source they mostly stand together
 * in it. */
static struct paragraphs paragraphs_from(const struct xs_sheet *s, size_t i)
{
    struct paragraphs p = { s->blocks[i].cells[0].text, i, i + 1 };
    for (; s->source.len && p.end < s->nblocks; p.end++) {
        const struct xs_block *b = &s->blocks[p.end];
        if (b->kind != XS_BLOCK_PARAGRAPH || !b->ncells)
            break;
        p.text.len = (size_t)(b->cells[0].text.ptr + b->cells[0].text.len - p.text.ptr);
    }
    return p;
}

/* The first statement in some paragraphs. */
static enum xs_err find_in(struct xs_check_ctx *c, const struct paragraphs *p,
    const struct declared_words *w, struct declared *out, bool *found)
{
    const struct xs_lexcommon *common = &w->unit->common;
    const xs_str unit = { common->bytes, w->unit->raw ? common->len : 0 };
    size_t i = p->first;
    for (size_t at = 0; !*found && (at = xs_str_find(p->text, unit, at)) < p->text.len; i++) {
        const struct xs_block *b = &c->doc->sheet->blocks[i];
        while (p->text.ptr + at >= b->cells[0].text.ptr + b->cells[0].text.len)
            b = &c->doc->sheet->blocks[++i];
        const struct xs_cell *cell = &b->cells[0];
        if (speaks(c, cell->text, w))
            XS_TRY(declared_in(c, cell, w, out, found));
        at = (size_t)(cell->text.ptr + cell->text.len - p->text.ptr);
    }
    return XS_OK;
}

/* The first statement in the running text. */
static enum xs_err find_declared(struct xs_check_ctx *c, struct declared *out, bool *found)
{
    const struct declared_words w = { xs_check_entry(c, "scope"), xs_check_want(c, "other"),
        xs_check_entry(c, "unit") };
    const struct xs_sheet *s = c->doc->sheet;
    *found = false;
    for (size_t i = 0; s && i < s->nblocks && !*found;) {
        if (s->blocks[i].kind != XS_BLOCK_PARAGRAPH || !s->blocks[i].ncells) {
            i++;
            continue;
        }
        const struct paragraphs p = paragraphs_from(s, i);
        XS_TRY(find_in(c, &p, &w, out, found));
        i = p.end;
    }
    return XS_OK;
}

enum xs_err xs_check_declared_count(struct xs_check_ctx *c)
{
    const struct xs_doc *d = c->doc;
    struct declared said;
    bool found;
    if (d->nprojects == 0 || d->cut)
        return XS_OK;
    XS_TRY(find_declared(c, &said, &found));
    if (!found)
        return XS_OK;
    xs_applicable(c);
    if (xs_decimal_cmp(said.number, (struct xs_decimal){ (int64_t)d->nprojects, 0 }) == 0)
        return XS_OK;
    return xs_check_hit(c, NULL, NULL, said.text, xs_say(said.text->text, (int64_t)d->nprojects));
}

#define WAN_DIGITS 6 /* amounts are in 1e-6 wan */

struct money {
    int64_t budget, fiscal;
};

/* Sums over the projects; false: some of the money is not known. */
static bool sum_money(const struct xs_doc *d, struct money *sum)
{
    *sum = (struct money){ 0 };
    for (size_t i = 0; i < d->nprojects; i++) {
        const struct xs_project *p = &d->projects[i];
        if (!p->has_budget || !p->unit_known ||
            __builtin_add_overflow(sum->budget, p->budget_micro, &sum->budget) ||
            __builtin_add_overflow(sum->fiscal, p->has_fiscal ? p->fiscal_micro : 0, &sum->fiscal))
            return false;
    }
    return d->nprojects > 0;
}

static bool near(int64_t a, int64_t b, int64_t tolerance)
{
    return (a > b ? a - b : b - a) <= tolerance;
}

/* The sum of all money or of the fiscal money; each project may be rounded by the tolerance. */
enum xs_err xs_check_declared_amount(struct xs_check_ctx *c)
{
    const struct xs_doc *d = c->doc;
    int64_t tolerance = xs_check_param(c, "tolerance", 10000) * (int64_t)d->nprojects;
    struct declared said;
    struct money sum;
    bool found;
    xs_str text;
    if (d->cut || !sum_money(d, &sum))
        return XS_OK;
    XS_TRY(find_declared(c, &said, &found));
    if (!found || said.number.scale > WAN_DIGITS)
        return XS_OK;
    xs_applicable(c);
    for (unsigned i = said.number.scale; i < WAN_DIGITS; i++)
        if (__builtin_mul_overflow(said.number.digits, 10, &said.number.digits))
            return XS_OK;
    if (near(said.number.digits, sum.budget, tolerance) ||
        near(said.number.digits, sum.fiscal, tolerance))
        return XS_OK;
    XS_TRY(xs_wan_text(c->a, sum.budget, &text));
    return xs_check_hit(c, NULL, NULL, said.text, xs_say(text, 0));
}

/* ---- values that part one lists ---- */

struct named_row {
    const struct xs_row *row;
    struct named_row *next; /* another row of this name */
};

#define BITS 4096 /* of tables that rule out most names and lengths */

#define BEGIN_BYTES 8

/* Rows by name: of those that one of the listed texts may begin with. */
struct named_rows {
    uint64_t begins[BITS / 64];  /* first bytes of the listed texts, hashed */
    uint64_t lengths[BITS / 64]; /* of names in the map, in bytes */
    struct xs_map map;
};

static bool has_bit(const uint64_t *bits, uint64_t n)
{
    return (bits[n % BITS / 64] >> n % 64 & 1) != 0;
}

static void set_bit(uint64_t *bits, uint64_t n) { bits[n % BITS / 64] |= UINT64_C(1) << n % 64; }

/* A number for the first bytes of a text that has so many. */
static uint64_t begin_of(xs_str text)
{
    uint64_t x;
    memcpy(&x, text.ptr, BEGIN_BYTES);
    return x * UINT64_C(0x9E3779B97F4A7C15) >> 48;
}

/* May a listed text begin with this name? */
static bool may_be_listed(const struct named_rows *n, xs_str name)
{
    return name.len < BEGIN_BYTES || has_bit(n->begins, begin_of(name));
}

static enum xs_err rows_by_name(struct xs_check_ctx *c, struct named_rows *n)
{
    const size_t least = (size_t)xs_check_param(c, "least", 3);
    xs_map_init(&n->map, c->a);
    for (size_t i = 0; i < c->doc->nprojects; i++)
        for (size_t k = 0; k < c->doc->projects[i].nrows; k++) {
            const struct xs_row *row = &c->doc->projects[i].rows[k];
            bool is_new;
            if (!may_be_listed(n, row->core) || !xs_has_chars(row->core, least))
                continue;
            struct named_row *e = xs_arena_zalloc(c->a, 1, sizeof *e);
            struct xs_map_slot *slot = e ? xs_map_put(&n->map, row->core, &is_new) : NULL;
            if (!slot)
                return XS_E_NOMEM;
            *e = (struct named_row){ row, is_new ? NULL : slot->val.ptr };
            slot->val.ptr = e;
            set_bit(n->lengths, row->core.len);
        }
    return XS_OK;
}

/* The rows whose whole name the text begins with, the longest such name; *rest: what follows. */
static const struct named_row *rows_named(const struct named_rows *n, xs_str text, xs_str *rest)
{
    const struct named_row *best = NULL;
    for (size_t at = 0; n->map.used && at < text.len;) {
        at += xs_utf8_len(text.ptr[at]);
        const struct xs_map_slot *slot =
            has_bit(n->lengths, at) ? xs_map_get(&n->map, xs_str_sub(text, 0, at)) : NULL;
        if (!slot)
            continue;
        best = slot->val.ptr;
        *rest = xs_str_sub(text, at, text.len);
    }
    return best;
}

static bool measured(const struct xs_value *v)
{
    return (v->kind == XS_VALUE_NUMBER && v->main.has_number) || v->kind == XS_VALUE_FREQUENCY;
}

/* The same number of the same kind, or as often a year: twelve issues are one a month. */
static bool agree(const struct xs_value *a, const struct xs_value *b)
{
    struct xs_decimal x = a->per_year.digits ? a->per_year : a->main.number,
                      y = b->per_year.digits ? b->per_year : b->main.number;
    return xs_decimal_cmp(x, y) == 0;
}

static enum xs_err listed_value(struct xs_check_ctx *c, const struct named_rows *rows,
    const struct xs_section *s, const struct xs_value_at *t)
{
    const struct xs_value_at *quoted;
    xs_str rest = XS_STR_NONE;
    const struct named_row *named = rows_named(rows, t->folded, &rest), *e;
    const struct xs_value_context rate = { .rate_name = true };
    struct xs_value said;
    if (!named || rest.len == 0)
        return XS_OK;
    XS_TRY(xs_value_parse(c->sink->set->priv->env->values, c->a, rest, &rate, &said));
    if (!measured(&said) || (said.flags & XS_VF_SEVERAL))
        return XS_OK;
    xs_applicable(c);
    for (e = named; e; e = e->next)
        if (!measured(e->row->parsed) || agree(&said, e->row->parsed))
            return XS_OK;
    XS_TRY(xs_check_piece(c, s, t, &quoted));
    return xs_check_hit(
        c, NULL, NULL, quoted, xs_say(named->row->value.text, (int64_t)named->row->at->line));
}

/* How the texts begin that part one lists with a number; false: there are none. */
static bool listed_begins(const struct xs_doc *d, struct named_rows *rows)
{
    bool any = false;
    for (size_t i = 0; i < d->nsections; i++)
        for (size_t k = 0; k < d->sections[i].nindicators; k++) {
            xs_str t = d->sections[i].indicators[k].text.folded;
            if (!xs_has_digit(t))
                continue;
            any = true;
            if (t.len >= BEGIN_BYTES)
                set_bit(rows->begins, begin_of(t));
        }
    return any;
}

enum xs_err xs_check_listed_value(struct xs_check_ctx *c)
{
    const struct xs_doc *d = c->doc;
    struct named_rows rows = { .lengths = { 0 } };
    if (!listed_begins(d, &rows))
        return XS_OK;
    XS_TRY(rows_by_name(c, &rows));
    for (size_t i = 0; i < d->nsections; i++)
        for (size_t k = 0; k < d->sections[i].nindicators; k++) {
            const struct xs_value_at *t = &d->sections[i].indicators[k].text;
            if (xs_has_digit(t->folded))
                XS_TRY(listed_value(c, &rows, &d->sections[i], t));
        }
    return XS_OK;
}

/* ---- a branch goal that is a piece of the overall goal ---- */

/* Its paragraphs, one after the other: NULL after the last. */
static const struct xs_value_at *next_overall(const struct xs_doc *d, size_t *i, size_t *k)
{
    for (; *i < d->nsections; ++*i, *k = 0)
        if (d->sections[*i].kind == XS_SEC_OVERALL && *k < d->sections[*i].nparagraphs)
            return &d->sections[*i].paragraphs[(*k)++].text;
    return NULL;
}

/* Sentences of the overall goal, counted up to enough. */
static size_t overall_sentences(const struct xs_doc *d, size_t enough)
{
    xs_str clauses[XS_MAX_CLAUSES];
    const size_t most = enough < XS_MAX_CLAUSES ? enough : XS_MAX_CLAUSES;
    const struct xs_value_at *t;
    size_t n = 0;
    for (size_t i = 0, k = 0; n < enough && (t = next_overall(d, &i, &k)) != NULL;)
        n += xs_clauses(t->text, clauses, most);
    return n;
}

/* What of the overall goal is known so far. */
struct overall {
    const struct xs_doc *doc;
    uint64_t *bits; /* its pairs: each may stand for several; NULL: not yet */
    unsigned shift; /* that leaves a hash the number of one of them */
    struct xs_grams pairs;
};

/* Whether the pair's bit is set. */
static bool has_pair(const struct overall *o, uint64_t pair)
{
    uint64_t bit = pair * UINT64_C(0x9E3779B97F4A7C15) >> o->shift;
    return o->bits[bit >> 6] >> (bit & 63) & 1;
}

static inline void set_pair(uint64_t *bits, unsigned shift, uint64_t pair)
{
    uint64_t bit = pair * UINT64_C(0x9E3779B97F4A7C15) >> shift;
    bits[bit >> 6] |= UINT64_C(1) << (bit & 63);
}

static void add_bits(uint64_t *bits, unsigned shift, xs_str text)
{
    struct xs_pairs p = { .text = text };
    for (uint64_t pair; xs_pairs_next(&p, &pair);) {
        set_pair(bits, shift, pair);
        const xs_str han = xs_pairs_han(&p);
        for (size_t i = 0; i < han.len; i += 3)
            set_pair(bits, shift, xs_pair_at(han.ptr + i));
    }
}

#define BITS_OF_BYTE 4 /* of text, at least: so few of a pair's bits meet */

static enum xs_err make_bits(struct xs_arena *a, struct overall *o)
{
    const struct xs_value_at *t;
    size_t bytes = 0;
    for (size_t i = 0, k = 0; (t = next_overall(o->doc, &i, &k)) != NULL;)
        bytes += t->folded.len;
    for (o->shift = 64 - 10;
         o->shift > 32 && UINT64_C(1) << (64 - o->shift) < BITS_OF_BYTE * bytes;)
        o->shift--;
    o->bits = xs_arena_zalloc(a, (size_t)1 << (64 - o->shift - 6), sizeof *o->bits);
    if (!o->bits)
        return XS_E_NOMEM;
    for (size_t i = 0, k = 0; (t = next_overall(o->doc, &i, &k)) != NULL;)
        add_bits(o->bits, o->shift, t->folded);
    return XS_OK;
}

/* May this share of the goal's pairs, in thousandths, stand in the overall goal? False is certain.
 */
static bool may_stand(const struct overall *o, xs_str goal, int64_t share)
{
    struct xs_sketch missing = { .count = 0 };
    struct xs_pairs p = { .text = goal };
    int64_t most = (1000 - share) * (int64_t)xs_utf8_count(goal), n = 0;
    for (uint64_t pair; n <= most && xs_pairs_next(&p, &pair);) {
        n += !has_pair(o, pair) && xs_sketch_put(&missing, pair) ? 1000 : 0;
        const xs_str han = xs_pairs_han(&p);
        for (size_t i = 0; i < han.len && n <= most; i += 3) {
            pair = xs_pair_at(han.ptr + i);
            n += !has_pair(o, pair) && xs_sketch_put(&missing, pair) ? 1000 : 0;
        }
    }
    return n <= most;
}

/* Thousandths of the goal's pairs that stand in the overall goal. */
static enum xs_err share_of(struct xs_check_ctx *c, struct overall *o, xs_str goal, int64_t *out)
{
    struct xs_grams g = { .a = c->a };
    const struct xs_value_at *t;
    for (size_t i = 0, k = 0; !o->pairs.a && (t = next_overall(o->doc, &i, &k)) != NULL;)
        if (xs_str_has(t->folded, goal)) {
            *out = xs_norm_empty(goal) ? 0 : 1000;
            return XS_OK;
        }
    if (!o->pairs.a) {
        o->pairs = (struct xs_grams){ .a = c->a };
        size_t bytes = 0;
        for (size_t i = 0, k = 0; (t = next_overall(o->doc, &i, &k)) != NULL;)
            bytes += t->folded.len;
        XS_TRY(xs_grams_reserve(&o->pairs, bytes));
        for (size_t i = 0, k = 0; (t = next_overall(o->doc, &i, &k)) != NULL;)
            XS_TRY(xs_grams_add(&o->pairs, t->folded));
    }
    XS_TRY(xs_grams_add(&g, goal));
    *out = xs_grams_within(&g, &o->pairs);
    return XS_OK;
}

#define PROBE_CHARS 4

/* Does the goal begin like some place of the overall goal? Cheap, and true of every copy. */
static bool begins_inside(const struct xs_doc *d, xs_str goal)
{
    xs_str probe = xs_utf8_head(goal, PROBE_CHARS);
    const struct xs_value_at *t;
    for (size_t i = 0, k = 0; (t = next_overall(d, &i, &k)) != NULL;)
        if (xs_str_has(t->folded, probe))
            return true;
    return false;
}

/* How much of one branch goal stands in the overall goal. */
static enum xs_err branch_goal(struct xs_check_ctx *c, const struct xs_section *s,
    const struct xs_value_at *t, struct overall *overall)
{
    int64_t limit = xs_check_param(c, "share", 90) * 10, share;
    const struct xs_value_at *quoted;
    xs_applicable(c);
    if (overall->bits && !may_stand(overall, t->folded, limit))
        return XS_OK;
    if (!begins_inside(c->doc, t->folded))
        return XS_OK;
    if (!overall->bits) {
        XS_TRY(make_bits(c->a, overall));
        if (!may_stand(overall, t->folded, limit))
            return XS_OK;
    }
    XS_TRY(share_of(c, overall, t->folded, &share));
    if (share < limit)
        return XS_OK;
    XS_TRY(xs_check_piece(c, s, t, &quoted));
    return xs_check_hit(
        c, NULL, NULL, quoted, xs_say(s->heading.text, (int64_t)xs_percent((uint64_t)share, 1000)));
}

/* An overall goal of one sentence is bound to come back. */
enum xs_err xs_check_overall_copied(struct xs_check_ctx *c)
{
    const struct xs_doc *d = c->doc;
    struct overall overall = { .doc = d };
    size_t least = (size_t)xs_check_param(c, "least", 20);
    size_t sentences = (size_t)xs_check_param(c, "sentences", 2);
    if (overall_sentences(d, sentences) < sentences)
        return XS_OK;
    for (size_t i = 0; i < d->nsections; i++) {
        const struct xs_section *s = &d->sections[i];
        for (size_t k = 0; s->kind == XS_SEC_BRANCH && k < s->ngoals; k++)
            if (xs_has_chars(s->goals[k].text.folded, least))
                XS_TRY(branch_goal(c, s, &s->goals[k].text, &overall));
    }
    return XS_OK;
}
