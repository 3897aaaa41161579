/* check_text.c: what a description says beside the name, and whose text it is. */
#include "base/utf8.h"
#include "rule/checks.h"
#include "rule/repeats.h"

/* ---- tautology ---- */

/* What is noted of a text: it without filler words. */
struct known_bare {
    struct xs_note_head head;
    bool has_chars;
    xs_str text;
    struct xs_charset chars; /* of texts that another was compared with */
};

static enum xs_err bare_of(struct xs_check_ctx *c, struct xs_noted *noted, xs_str text,
    const struct xs_lexwant *filler, struct known_bare **out)
{
    struct known_bare *k = xs_memo_note(c->doc->memo, noted, XS_NOTE_BARE, sizeof *k);
    struct xs_arena *a = k ? xs_memo_arena(c->doc->memo) : c->a;
    if (!k && !(k = xs_arena_zalloc(c->a, 1, sizeof *k)))
        return XS_E_NOMEM;
    if (!k->head.done) {
        XS_TRY(xs_strip(c->lexicons, a, text, filler, &k->text));
        k->head.done = true;
    }
    *out = k;
    return XS_OK;
}

/* The words that are left out, and what share of a description is little. */
struct tautology {
    const struct xs_check_list_entry *filler;
    size_t share;
};

/* Bytes of the character at p; *han: it is a Han character, or a hexagram. */
static inline size_t step_of(const char *p, bool *han)
{
    *han = (unsigned char)p[0] - 0xE4u < 6;
    return *han ? 3 : xs_utf8_len(p[0]);
}

/* Bits of the last two bytes of the characters of a text, each by its lower six bits. */
struct last_bytes {
    uint64_t before, last;
};

static struct last_bytes last_bytes_of(xs_str text)
{
    struct last_bytes b = { 0, 0 };
    bool han;
    for (size_t i = 0; i + 3 <= text.len; i += step_of(text.ptr + i, &han)) {
        const char *p = text.ptr + i;
        b.before |= UINT64_C(1) << (p[1] & 63);
        b.last |= UINT64_C(1) << (p[2] & 63);
    }
    return b;
}

/* Is it certain that desc says enough beside the name, by the characters that stand neither there
 * nor in any filler word? */
static bool surely_adds(const struct tautology *t, xs_str name, xs_str desc)
{
    const struct last_bytes have = last_bytes_of(name);
    size_t enough = desc.len / 3 * t->share, absent = 0;
    bool han, counted = false; /* else all characters are taken to be of three bytes */
    size_t n;
    for (size_t i = 0; i + 3 <= desc.len; i += n) {
        const char *p = desc.ptr + i;
        n = step_of(p, &han);
        if (!han || (have.before >> (p[1] & 63) & have.last >> (p[2] & 63) & 1) ||
            xs_lexchars_has(&t->filler->chars, p))
            continue;
        absent += 100;
        if (absent >= enough && !counted) {
            enough = xs_utf8_count(desc) * t->share;
            counted = true;
        }
        if (absent >= enough)
            return true;
    }
    return false;
}

static enum xs_err adds_nothing(
    struct xs_check_ctx *c, const struct xs_row *row, const struct tautology *t, bool *hit)
{
    const bool core = row->core.len != 0;
    const xs_str said = core ? row->core : row->name.folded, text = row->description.folded;
    struct known_bare *name, *desc;
    *hit = xs_str_eq(said, text);
    if (*hit || surely_adds(t, said, text))
        return XS_OK;
    XS_TRY(bare_of(c, core ? row->core_noted : row->name.noted, said, &t->filler->want, &name));
    XS_TRY(bare_of(c, row->description.noted, text, &t->filler->want, &desc));
    *hit = xs_str_eq(name->text, desc->text);
    if (*hit)
        return XS_OK;
    if (!name->has_chars)
        xs_charset_make(&name->chars, name->text);
    name->has_chars = true;
    *hit = xs_adds_little(desc->text, &name->chars, t->share);
    return XS_OK;
}

/* The same; most descriptions stand beside the same name each time. */
static enum xs_err says_nothing(
    struct xs_check_ctx *c, const struct xs_rep_row *e, const struct tautology *t, bool *hit)
{
    if (e->beside && e->noted && e->beside->name == e->noted) {
        *hit = e->beside->nothing;
        return XS_OK;
    }
    XS_TRY(adds_nothing(c, e->row, t, hit));
    if (e->beside)
        *e->beside = (struct xs_beside){ e->noted, *hit };
    return XS_OK;
}

enum xs_err xs_check_tautology(struct xs_check_ctx *c, const struct xs_project *p)
{
    const struct tautology t = { xs_check_entry(c, "filler"),
        (size_t)xs_check_param(c, "share", 20) };
    const uint64_t withheld = c->sink->set->priv->withheld_row;
    const struct xs_row_result *known = xs_results_of(c, p);
    size_t n;
    const struct xs_rep_row *rows = xs_repeats_of(c, p, &n);
    for (size_t i = 0; i < n; i++) {
        const struct xs_row *row = rows[i].row;
        bool hit;
        if (row->description.folded.len == 0 || (known[row - p->rows].labels & withheld))
            continue;
        xs_applicable(c);
        XS_TRY(says_nothing(c, &rows[i], &t, &hit));
        if (hit)
            XS_TRY(xs_check_hit(c, p, row, &row->description, xs_say(row->name.text, 0)));
    }
    return XS_OK;
}

/* ---- text of another project ---- */

#define FOREIGN_LOOKED 16 /* rows of one name that are looked at closely */

/* Everything that the project says of itself but for this row's description. */
static enum xs_err own_words(
    struct xs_check_ctx *c, const struct xs_rep_row *e, struct xs_grams *own)
{
    const struct xs_project *p = e->p;
    *own = (struct xs_grams){ .a = c->a };
    XS_TRY(xs_grams_add(own, p->name.folded));
    XS_TRY(xs_grams_add(own, p->purpose.folded));
    XS_TRY(xs_grams_add(own, p->goal.folded));
    for (size_t i = 0; i < p->nrows && i < 200; i++) {
        XS_TRY(xs_grams_add(own, p->rows[i].name.folded));
        if (&p->rows[i] != e->row)
            XS_TRY(xs_grams_add(own, p->rows[i].description.folded));
    }
    return XS_OK;
}

/* Characters of text, which has no punctuation, that stand in no pair of own. */
static size_t not_own(xs_str text, const struct xs_grams *own)
{
    struct xs_pairs p = { .text = text };
    size_t count = 0;
    bool covered = false; /* the character before */
    for (uint64_t pair; xs_pairs_next(&p, &pair);) {
        bool yes = !xs_pair_single(pair) && xs_grams_has(own, pair);
        count += !xs_pair_single(pair) && !covered && !yes;
        covered = yes;
    }
    return count + (text.len && !covered);
}

/* The pair (name, description) that most projects have; rows of it. */
static uint32_t common_pair(const struct xs_repeats *r, uint32_t first, size_t *most)
{
    uint32_t best = r->rows[first].pair;
    *most = 0;
    for (uint32_t i = first + 1; i; i = r->rows[i - 1].next_name) {
        size_t n = 0;
        if (r->rows[i - 1].prev_pair)
            continue;
        for (uint32_t k = i; k; k = r->rows[k - 1].next_pair)
            n += !r->rows[k - 1].prev_pair ||
                 r->rows[r->rows[k - 1].prev_pair - 1].p != r->rows[k - 1].p;
        if (n > *most) {
            *most = n;
            best = r->rows[i - 1].pair;
        }
    }
    return best;
}

/* Characters of e's description that the project knows nothing of; all: of those that no filler
 * word takes. */
static enum xs_err strange_in(struct xs_check_ctx *c, const struct xs_rep_row *e,
    const struct xs_lexwant *filler, size_t *strange, size_t *all)
{
    struct xs_grams own;
    xs_str rest;
    XS_TRY(own_words(c, e, &own));
    XS_TRY(xs_strip(c->lexicons, c->a, e->row->description.folded, filler, &rest));
    *strange = not_own(rest, &own);
    *all = xs_utf8_count(rest);
    return XS_OK;
}

/* A satisfaction with something that the project does not speak of with a single word. */
static enum xs_err foreign_satisfaction(struct xs_check_ctx *c, const struct xs_lexwant *filler)
{
    const struct xs_repeats *r = c->repeats;
    const struct xs_lexwant *object = xs_check_want(c, "object");
    for (size_t i = 0; i < r->nrows; i++) {
        const struct xs_rep_row *e = &r->rows[i];
        size_t strange, all;
        if (e->row->class != XS_CLASS_SATISFACTION || e->desc.len == 0)
            continue;
        xs_applicable(c);
        if (xs_lex_search(c->lexicons, e->row->description.folded, 0, object, NULL) == SIZE_MAX)
            continue;
        XS_TRY(strange_in(c, e, filler, &strange, &all));
        if (strange >= (size_t)xs_check_param(c, "least", 6) && strange == all)
            XS_TRY(xs_check_hit(
                c, e->p, e->row, &e->row->description, xs_say(e->p->name.text, (int64_t)strange)));
    }
    return XS_OK;
}

static enum xs_err foreign_in(
    struct xs_check_ctx *c, uint32_t first, const struct xs_lexwant *filler)
{
    const struct xs_repeats *r = c->repeats;
    const size_t projects = (size_t)xs_check_param(c, "projects", 3);
    size_t most, looked = 0, strange, all;
    if (!r->rows[first].next_name && projects > 1)
        return XS_OK;
    uint32_t usual = common_pair(r, first, &most);
    if (most < projects)
        return XS_OK;
    for (uint32_t i = first + 1; i && looked < FOREIGN_LOOKED; i = r->rows[i - 1].next_name) {
        const struct xs_rep_row *e = &r->rows[i - 1];
        xs_applicable(c);
        if (e->pair == usual || e->desc.len == 0)
            continue;
        looked++;
        XS_TRY(strange_in(c, e, filler, &strange, &all));
        if (strange >= (size_t)xs_check_param(c, "least", 6) &&
            (strange < all || e->row->class != XS_CLASS_SATISFACTION))
            XS_TRY(xs_check_hit(
                c, e->p, e->row, &e->row->description, xs_say(e->p->name.text, (int64_t)strange)));
    }
    return XS_OK;
}

enum xs_err xs_check_foreign_text(struct xs_check_ctx *c)
{
    const struct xs_lexwant *filler = xs_check_want(c, "filler");
    for (size_t i = 0; i < c->repeats->nnames && c->doc->nprojects > 2; i++)
        XS_TRY(foreign_in(c, c->repeats->names[i], filler));
    return foreign_satisfaction(c, filler);
}
