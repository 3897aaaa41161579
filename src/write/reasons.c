/* The ranking's column `reasons`: the worst findings of a project, alike ones taken together. */
#include "base/limits.h"
#include "write/put.h"
#include "write/rows.h"

#define MAX_REASONS 4u
#define MAX_SAMPLES 2u
/* Code points of a sample: the name of the row, the quoted cell. */
#define SAMPLE_NAME 16u
#define SAMPLE_QUOTE 24u

/* The findings of one rule in the project. */
struct group {
    uint32_t rule;
    uint32_t count, own; /* own: those before which no other gave their row the same label */
    int64_t points;
    const struct xs_finding *samples[MAX_SAMPLES]; /* with different texts, in document order */
    bool more;                                     /* texts than these */
};

static const struct xs_row *row_of(const struct xs_row_source *s, const struct xs_finding *f)
{
    if (f->project == 0 || f->project > s->doc->nprojects || f->seq == 0)
        return NULL;
    const struct xs_project *p = &s->doc->projects[f->project - 1];
    return f->seq <= p->nrows ? &p->rows[f->seq - 1] : NULL;
}

/* The row's name as a handle; empty for a finding on the project. */
static xs_str name_of(const struct xs_row_source *s, const struct xs_finding *f)
{
    const struct xs_row *row = row_of(s, f);
    return row ? row->name.text : XS_STR_NONE;
}

static bool same_sample(
    const struct xs_row_source *s, const struct xs_finding *a, const struct xs_finding *b)
{
    return xs_str_eq(a->quote, b->quote) && xs_str_eq(name_of(s, a), name_of(s, b));
}

static void add(const struct xs_row_source *s, struct group *g, const struct xs_finding *f)
{
    g->count++;
    g->points += f->points;
    for (size_t i = 0; i < MAX_SAMPLES && !g->more; i++) {
        if (g->samples[i] && same_sample(s, g->samples[i], f))
            return;
        if (!g->samples[i]) {
            g->samples[i] = f;
            return;
        }
    }
    g->more = true;
}

/* Whether a is named before b. Never both ways: rule numbers differ and follow the ids. */
static bool worse(const struct xs_ruleset *rules, const struct group *a, const struct group *b)
{
    const struct xs_rule *x = &rules->rules[a->rule];
    const struct xs_rule *y = &rules->rules[b->rule];
    if (a->points != b->points)
        return a->points > b->points;
    if (x->severity != y->severity)
        return x->severity > y->severity;
    if (a->count != b->count)
        return a->count > b->count;
    return a->rule < b->rule;
}

/* The groups of a project, in the order of their first findings: those of rules on projects come
 * first, by rule. */
struct groups {
    struct group *items;
    size_t count;
    uint32_t *of_rule; /* number + 1 of a rule's group; 0: it has none */
    bool bare;         /* the project has no rows: its points come from no finding */
};

/* The group of this rule, made when it is new; there is room for it. */
static struct group *group_of(struct groups *g, uint32_t rule)
{
    uint32_t *number = &g->of_rule[rule];
    if (*number == 0) {
        g->items[g->count] = (struct group){ .rule = rule };
        *number = (uint32_t)++g->count;
    }
    return &g->items[*number - 1];
}

/* A finding on the project that only counts rows goes, when the rows' own findings are there: these
 * name the rows. Its points go to the worst of them. */
static void leave_out_counts(const struct xs_ruleset *rules, struct groups *groups)
{
    for (size_t i = 0; i < groups->count; i++) {
        struct group *best = NULL, *g = &groups->items[i];
        uint64_t counts = rules->rules[g->rule].counts;
        for (size_t k = 0; counts && k < groups->count; k++) {
            struct group *other = &groups->items[k];
            const struct xs_rule *r = &rules->rules[other->rule];
            if (other->count && r->scope == XS_ON_INDICATOR && r->label >= 0 &&
                (counts >> r->label & 1) && (!best || worse(rules, other, best)))
                best = other;
        }
        if (!best)
            continue;
        best->points += g->points;
        g->count = 0;
    }
}

/* Is it no reason: a note that gave no points, or one whose rule never gives any? What is said of a
 * project without rows tells why there are none. */
static bool is_remark(
    const struct xs_ruleset *rules, const struct groups *all, const struct group *g)
{
    const struct xs_rule *r = &rules->rules[g->rule];
    return g->points <= 0 && (r->severity == XS_SEV_NOTE || (r->weight == 0 && !all->bare));
}

/* The worst groups, worst first; number of them. Remarks are left out, and what another has said of
 * each of the rows. */
static size_t pick(
    const struct xs_ruleset *rules, const struct groups *groups, const struct group **out)
{
    size_t n = 0;
    for (size_t i = 0; i < groups->count; i++) {
        const struct group *g = &groups->items[i];
        if (g->count == 0 || g->own == 0 || is_remark(rules, groups, g))
            continue;
        size_t at = n < MAX_REASONS ? n++ : MAX_REASONS;
        while (at > 0 && worse(rules, g, out[at - 1])) {
            if (at < MAX_REASONS)
                out[at] = out[at - 1];
            at--;
        }
        if (at < MAX_REASONS)
            out[at] = g;
    }
    return n;
}

static void put_quoted(struct xs_reasoner *r, xs_str quote, struct xs_buf *out)
{
    xs_buf_clear(&r->quote);
    xs_put_one_line(&r->quote, quote, SAMPLE_QUOTE);
    xs_template_fill(out, &r->phrases[XS_REASON_QUOTE], (xs_str[]){ xs_buf_str(&r->quote) });
    if (r->quote.err != XS_OK && out->err == XS_OK)
        out->err = r->quote.err;
}

static bool has(xs_str text, xs_str part)
{
    return part.len < text.len ? xs_str_has(text, part) : xs_str_eq(text, part);
}

/* Whether said names the row: messages use the folded name. */
static bool names_row(xs_str said, const struct xs_row *row)
{
    const xs_str text = row->name.text, folded = row->name.folded;
    return has(said, text) || (folded.len > 0 && !xs_str_eq(folded, text) && has(said, folded));
}

/* One sample: the row's name and the quoted cell, without what said (the text before it) has
 * already. */
static void put_sample(
    struct xs_reasoner *r, const struct xs_finding *f, xs_str said, struct xs_buf *out)
{
    const struct xs_row *row = row_of(r->source, f);
    xs_str name = name_of(r->source, f);
    if (name.len > 0 && !has(f->quote, name) && !names_row(said, row))
        xs_put_one_line(out, name, SAMPLE_NAME);
    if (f->quote.len > 0 && !has(said, f->quote))
        put_quoted(r, f->quote, out);
}

static void put_samples(
    struct xs_reasoner *r, const struct group *g, xs_str said, struct xs_buf *out)
{
    size_t begin = out->len;
    uint32_t shown = 0;
    for (size_t i = 0; i < MAX_SAMPLES && g->samples[i]; i++) {
        size_t before = out->len;
        if (before > begin)
            xs_buf_puts(out, r->phrases[XS_REASON_AND].rest);
        size_t after = out->len;
        put_sample(r, g->samples[i], said, out);
        if (out->len > after)
            shown++;
        else
            out->len = before; /* nothing to add: no separator either */
    }
    if (shown > 0 && g->more)
        xs_buf_puts(out, r->phrases[XS_REASON_MORE].rest);
}

/* text without the full stop at its end: others follow. */
static xs_str without_stop(xs_str text)
{
    text = xs_str_trim(text);
    if (xs_str_ends(text, XS_STR("\xE3\x80\x82"))) /* U+3002 */
        return xs_str_sub(text, 0, text.len - 3);
    if (xs_str_ends(text, XS_STR(".")) && !xs_str_ends(text, XS_STR("..")))
        return xs_str_sub(text, 0, text.len - 1);
    return text;
}

/* What is said of the group: the message of a single finding, the rule's title for several. */
static void put_head(const struct xs_reasoner *r, const struct group *g, struct xs_buf *out)
{
    const struct xs_row_source *s = r->source;
    if (g->count == 1) {
        xs_finding_message(s->rules, s->doc, g->samples[0], s->lang, out);
        return;
    }
    char digits[24];
    const xs_str args[] = { xs_number_text(digits, sizeof digits, g->count),
        xs_text_in(&s->rules->rules[g->rule].title, s->lang) };
    xs_template_fill(
        out, &r->phrases[g->samples[0]->seq > 0 ? XS_REASON_ROWS : XS_REASON_PLACES], args);
}

static void put_group(struct xs_reasoner *r, const struct group *g, struct xs_buf *out)
{
    xs_buf_clear(&r->head);
    xs_buf_clear(&r->samples);
    put_head(r, g, &r->head);
    xs_str said = without_stop(xs_buf_str(&r->head));
    put_samples(r, g, said, &r->samples);
    if (r->samples.len > 0)
        xs_template_fill(
            out, &r->phrases[XS_REASON_SAMPLED], (xs_str[]){ said, xs_buf_str(&r->samples) });
    else
        xs_buf_puts(out, said);
    if (out->err == XS_OK)
        out->err = r->head.err != XS_OK ? r->head.err : r->samples.err;
}

void xs_reason_words_make(
    const struct xs_messages *messages, enum xs_lang lang, struct xs_reason_words *out)
{
    static const struct {
        const char *id, *fallback, *holes[3];
    } phrases[XS_REASON_PHRASES] = {
        [XS_REASON_QUOTE] = { "reason-quote", "\"{quote}\"", { "quote" } },
        [XS_REASON_AND] = { "reason-and", ", ", { NULL } },
        [XS_REASON_MORE] = { "reason-more", ", ...", { NULL } },
        [XS_REASON_ROWS] = { "reason-rows", "{n} rows: {title}", { "n", "title" } },
        [XS_REASON_PLACES] = { "reason-places", "{n} places: {title}", { "n", "title" } },
        [XS_REASON_SAMPLED] = { "reason-sampled", "{text} ({samples})", { "text", "samples" } },
        [XS_REASON_NEXT] = { "reason-next", "; ", { NULL } },
    };
    for (size_t i = 0; i < XS_REASON_PHRASES; i++)
        xs_template_make(xs_message(messages, phrases[i].id, lang, phrases[i].fallback),
            phrases[i].holes, &out->phrases[i]);
}

void xs_reasoner_init(struct xs_reasoner *r, const struct xs_reason_words *words,
    const struct xs_row_source *s, struct xs_arena *scratch)
{
    *r = (struct xs_reasoner){ .source = s, .phrases = words->phrases, .scratch = scratch };
    xs_buf_init(&r->head, XS_MAX_BUF);
    xs_buf_init(&r->samples, XS_MAX_BUF);
    xs_buf_init(&r->quote, XS_MAX_BUF);
}

void xs_reasoner_free(struct xs_reasoner *r)
{
    xs_buf_free(&r->head);
    xs_buf_free(&r->samples);
    xs_buf_free(&r->quote);
}

static void add_all(
    const struct xs_row_source *s, const struct xs_finding *f, size_t n, struct groups *groups)
{
    uint64_t labels = 0; /* of the row */
    for (size_t i = 0; i < n; i++) {
        const int label = s->rules->rules[f[i].rule].label;
        const uint64_t bit = f[i].seq && label >= 0 ? UINT64_C(1) << label : 0;
        if (i == 0 || f[i].seq != f[i - 1].seq)
            labels = 0;
        if (f[i].undecided)
            continue;
        struct group *g = group_of(groups, f[i].rule);
        g->own += !(labels & bit);
        labels |= bit;
        add(s, g, &f[i]);
    }
}

/* f: findings of one project, n of them; groups: room for one a finding or rule. */
static void put_reasons(struct xs_reasoner *r, const struct xs_finding *f, size_t n,
    struct groups *groups, struct xs_buf *out)
{
    const struct xs_ruleset *rules = r->source->rules;
    add_all(r->source, f, n, groups);
    leave_out_counts(rules, groups);
    const struct group *worst[MAX_REASONS];
    size_t picked = pick(rules, groups, worst);
    for (size_t k = 0; k < picked; k++) {
        if (k > 0)
            xs_buf_puts(out, r->phrases[XS_REASON_NEXT].rest);
        put_group(r, worst[k], out);
    }
}

void xs_reasons(struct xs_reasoner *r, uint32_t project, struct xs_buf *out)
{
    const struct xs_findings *f = r->source->findings;
    const size_t from = xs_findings_from(f, project), to = xs_findings_from(f, project + 1),
                 nrules = r->source->rules->nrules;
    if (from == to)
        return;
    struct xs_arena_mark mark = xs_arena_mark(r->scratch);
    struct groups groups = { .bare = r->source->doc->projects[project - 1].nrows == 0 };
    groups.items =
        xs_arena_alloc(r->scratch, to - from < nrules ? to - from : nrules, sizeof *groups.items);
    groups.of_rule = xs_arena_zalloc(r->scratch, nrules, sizeof *groups.of_rule);
    if (groups.items && groups.of_rule)
        put_reasons(r, f->items + from, to - from, &groups, out);
    else if (out->err == XS_OK)
        out->err = XS_E_NOMEM;
    xs_arena_release(r->scratch, mark);
}
