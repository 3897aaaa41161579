/* The ranking's column `reasons`: the worst findings of a project, alike ones taken together. */
#include "base/alloc.h"
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
    uint32_t count;
    int64_t points;
    const struct xs_finding *samples[MAX_SAMPLES]; /* with different texts, in document order */
};

/* The findings of project n: a slice, because they are sorted by project. */
static size_t first_of(const struct xs_findings *f, uint32_t n)
{
    size_t low = 0;
    size_t high = f->count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (f->items[mid].project < n)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

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
    g->rule = f->rule;
    g->count++;
    g->points += f->points;
    for (size_t i = 0; i < MAX_SAMPLES; i++) {
        if (g->samples[i] && same_sample(s, g->samples[i], f))
            return;
        if (!g->samples[i]) {
            g->samples[i] = f;
            return;
        }
    }
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

/* A finding on the project that only counts rows goes, when the rows' own findings are there: these
 * name the rows. Its points go to the worst of them. */
static void leave_out_counts(const struct xs_ruleset *rules, struct group *groups)
{
    for (size_t i = 0; i < rules->nrules; i++) {
        struct group *best = NULL;
        if (groups[i].count == 0 || rules->rules[i].counts == 0)
            continue;
        for (size_t k = 0; k < rules->nrules; k++) {
            const struct xs_rule *r = &rules->rules[k];
            if (groups[k].count && r->scope == XS_ON_INDICATOR && r->label >= 0 &&
                (rules->rules[i].counts >> r->label & 1) &&
                (!best || worse(rules, &groups[k], best)))
                best = &groups[k];
        }
        if (!best)
            continue;
        best->points += groups[i].points;
        groups[i].count = 0;
    }
}

/* The worst groups, worst first; remarks without points are left out. Number of them. */
static size_t pick(
    const struct xs_ruleset *rules, const struct group *groups, const struct group **out)
{
    size_t n = 0;
    for (size_t i = 0; i < rules->nrules; i++) {
        const struct group *g = &groups[i];
        if (g->count == 0 || (g->points <= 0 && rules->rules[i].severity == XS_SEV_NOTE))
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

static xs_str phrase(const struct xs_row_source *s, const char *id, const char *fallback)
{
    return xs_message(s->messages, id, s->lang, fallback);
}

static void put_quoted(const struct xs_row_source *s, xs_str quote, struct xs_buf *out)
{
    struct xs_buf b;
    xs_buf_init(&b, out->cap);
    xs_put_one_line(&b, quote, SAMPLE_QUOTE);
    const struct xs_arg arg = { "quote", xs_buf_str(&b) };
    xs_fill(out, phrase(s, "reason-quote", "\"{quote}\""), &arg, 1);
    if (b.err != XS_OK && out->err == XS_OK)
        out->err = b.err;
    xs_buf_free(&b);
}

/* Whether said names the row: messages use the folded name. */
static bool names_row(xs_str said, const struct xs_row *row)
{
    return xs_str_has(said, row->name.text) ||
           (row->name.folded.len > 0 && xs_str_has(said, row->name.folded));
}

/* One sample: the row's name and the quoted cell, without what said (the text before it) has
 * already. */
static void put_sample(
    const struct xs_row_source *s, const struct xs_finding *f, xs_str said, struct xs_buf *out)
{
    const struct xs_row *row = row_of(s, f);
    xs_str name = name_of(s, f);
    if (name.len > 0 && !xs_str_has(f->quote, name) && !names_row(said, row))
        xs_put_one_line(out, name, SAMPLE_NAME);
    if (f->quote.len > 0 && !xs_str_has(said, f->quote))
        put_quoted(s, f->quote, out);
}

static void put_samples(
    const struct xs_row_source *s, const struct group *g, xs_str said, struct xs_buf *out)
{
    size_t begin = out->len;
    uint32_t shown = 0;
    for (size_t i = 0; i < MAX_SAMPLES && g->samples[i]; i++) {
        size_t before = out->len;
        if (before > begin)
            xs_buf_puts(out, phrase(s, "reason-and", ", "));
        size_t after = out->len;
        put_sample(s, g->samples[i], said, out);
        if (out->len > after)
            shown++;
        else
            out->len = before; /* nothing to add: no separator either */
    }
    if (shown > 0 && g->count > shown)
        xs_buf_puts(out, phrase(s, "reason-more", ", ..."));
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
static void put_head(const struct xs_row_source *s, const struct group *g, struct xs_buf *out)
{
    if (g->count == 1) {
        xs_finding_message(s->rules, s->doc, g->samples[0], s->lang, out);
        return;
    }
    char digits[12];
    size_t at = sizeof digits;
    for (uint32_t n = g->count; n > 0; n /= 10)
        digits[--at] = (char)('0' + n % 10);
    const struct xs_rule *rule = &s->rules->rules[g->rule];
    const struct xs_arg args[] = {
        { "n", { digits + at, sizeof digits - at } },
        { "title", xs_text_in(&rule->title, s->lang) },
    };
    xs_str form = g->samples[0]->seq > 0 ? phrase(s, "reason-rows", "{n} rows: {title}")
                                         : phrase(s, "reason-places", "{n} places: {title}");
    xs_fill(out, form, args, sizeof args / sizeof args[0]);
}

static void put_group(const struct xs_row_source *s, const struct group *g, struct xs_buf *out)
{
    struct xs_buf head, samples;
    xs_buf_init(&head, out->cap);
    xs_buf_init(&samples, out->cap);
    put_head(s, g, &head);
    xs_str said = without_stop(xs_buf_str(&head));
    put_samples(s, g, said, &samples);
    const struct xs_arg args[] = { { "text", said }, { "samples", xs_buf_str(&samples) } };
    if (samples.len > 0)
        xs_fill(out, phrase(s, "reason-sampled", "{text} ({samples})"), args, 2);
    else
        xs_buf_puts(out, said);
    if (out->err == XS_OK)
        out->err = head.err != XS_OK ? head.err : samples.err;
    xs_buf_free(&samples);
    xs_buf_free(&head);
}

void xs_reasons(const struct xs_row_source *s, uint32_t project, struct xs_buf *out)
{
    const struct xs_findings *f = s->findings;
    size_t i = first_of(f, project);
    if (i == f->count || f->items[i].project != project)
        return;
    struct group *groups = xs_alloc(s->rules->nrules, sizeof *groups);
    if (!groups) {
        if (out->err == XS_OK)
            out->err = XS_E_NOMEM;
        return;
    }
    for (; i < f->count && f->items[i].project == project; i++)
        if (!f->items[i].undecided)
            add(s, &groups[f->items[i].rule], &f->items[i]);
    leave_out_counts(s->rules, groups);
    const struct group *worst[MAX_REASONS];
    size_t n = pick(s->rules, groups, worst);
    for (size_t k = 0; k < n; k++) {
        if (k > 0)
            xs_buf_puts(out, phrase(s, "reason-next", "; "));
        put_group(s, worst[k], out);
    }
    xs_free(groups);
}
