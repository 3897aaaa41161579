/* rules_run.c: all rules on one document, in the order: plain row rules, row checks, row rules on
 * labels, projects, document. */
#include "rule/private.h"
#include "rule/repeats.h"

struct run {
    const struct xs_ruleset *set;
    const struct xs_rule_private *priv;
    const struct xs_doc *doc;
    struct xs_sink sink;
    struct xs_check_ctx check;
    uint64_t *maps; /* a set of the index: see with_columns */
    size_t nlate;
    struct late_row *late; /* rows that leave late maps open, in order */
    uint64_t *opens;       /* of each of these its open maps and the unsure ones of them; behind
                              them, those of the row under way */
};

struct late_row {
    size_t project, row;
};

static void look_at(
    struct xs_row_ctx *x, const struct xs_project *p, const struct xs_row *row, uint64_t labels)
{
    uint32_t same = x->p == p ? XS_PROJECT_SUBJECTS | (x->row == row ? UINT32_MAX : 0) : 0;
    x->looked_up &= same;
    x->p = p;
    x->row = row;
    x->labels = labels;
}

static enum xs_err report(struct run *r, uint32_t rule, enum xs_tri result)
{
    const struct xs_row_ctx *x = &r->sink.row;
    r->sink.rule = rule;
    switch (result) {
    case XS_TRI_NO:
        break;
    case XS_TRI_UNDECIDED:
        return xs_sink_undecided(&r->sink, x->p, x->row, NULL);
    case XS_TRI_YES:
        return xs_sink_add(&r->sink, x->p, x->row, NULL, xs_say(XS_STR_NONE, 0));
    }
    return XS_OK;
}

/* ---- rows ---- */

static bool has_columns(const struct run *r, uint32_t rule, const struct xs_project *p)
{
    uint64_t need = r->priv->codes[rule].requires;
    return (p->columns & need) == need;
}

/* A rule whose maps of `when` give result: what it says once those of `unless` are known. */
static enum xs_err say_rule(struct run *r, uint32_t rule, enum xs_tri result)
{
    const struct xs_rule_code *c = &r->priv->codes[rule];
    enum xs_tri unless = XS_TRI_NO;
    for (size_t i = 0; i < c->nunless && unless != XS_TRI_YES; i++) {
        enum xs_tri one = xs_map_eval(&r->sink.row, c->first_unless + i);
        unless = one > unless ? one : unless;
    }
    unless = (enum xs_tri)(XS_TRI_YES - unless);
    return report(r, rule, unless < result ? unless : result);
}

static inline enum xs_err close_rule(struct run *r, uint32_t rule, enum xs_tri result)
{
    return result == XS_TRI_NO ? XS_OK : say_rule(r, rule, result);
}

/* The plain rules, or the late ones, that the row under way leaves open. */
static enum xs_err row_rules(struct run *r, bool late, const struct xs_row_result *res)
{
    const struct xs_index *in = &r->priv->index;
    struct xs_row_ctx *x = &r->sink.row;
    enum xs_tri result = XS_TRI_NO;
    uint32_t rule = 0;
    for (size_t w = 0; w < in->nwords; w++) {
        const struct xs_index_word *word = &in->words[w];
        for (uint64_t left = x->open[w] & (late ? word->late : word->plain); left;
             left &= left - 1) {
            const size_t map = w * 64 + (unsigned)__builtin_ctzll(left);
            if (in->maps[map].rule != rule) {
                XS_TRY(close_rule(r, rule, result));
                rule = in->maps[map].rule;
                result = XS_TRI_NO;
                x->labels = res->labels; /* with what a rule before has given */
            }
            enum xs_tri one = result == XS_TRI_YES ? result : xs_map_eval(x, map);
            result = one > result ? one : result;
        }
    }
    return close_rule(r, rule, result);
}

/* Does the row under way leave a late rule open? */
static bool any_late(const struct run *r)
{
    const struct xs_index *in = &r->priv->index;
    uint64_t any = 0;
    for (size_t w = 0; w < in->nwords; w++)
        any |= r->sink.row.open[w] & in->words[w].late;
    return any != 0;
}

/* The maps of `when` that have the columns which their rule needs, and those of `unless`; those of
 * the project before are there still. */
static const uint64_t *with_columns(struct run *r, const struct xs_project *p)
{
    const struct xs_index *in = &r->priv->index;
    if (p > r->doc->projects && p->columns == p[-1].columns)
        return r->maps;
    for (size_t w = 0; w < in->nwords; w++) {
        const struct xs_index_word *word = &in->words[w];
        r->maps[w] = word->plain | word->late | word->unless;
        for (uint64_t lacks = in->columns & ~p->columns; lacks; lacks &= lacks - 1)
            r->maps[w] &= ~in->needs[(unsigned)__builtin_ctzll(lacks) * in->nwords + w];
    }
    return r->maps;
}

/* Looks at row i of a project, whose sets are number set of those that there are. */
static const struct xs_row_result *look_at_row(struct run *r, size_t project, size_t i, size_t set)
{
    struct xs_row_ctx *x = &r->sink.row;
    const struct xs_project *p = &r->doc->projects[project];
    const struct xs_row_result *res = &r->sink.out->projects[project].rows[i];
    look_at(x, p, &p->rows[i], res->labels);
    x->open = r->opens + set * 2 * r->priv->index.nwords;
    x->unsure = x->open + r->priv->index.nwords;
    return res;
}

static enum xs_err plain_rows(struct run *r, size_t project)
{
    const struct xs_project *p = &r->doc->projects[project];
    const uint64_t *maps = with_columns(r, p);
    struct xs_row_known known[2]; /* of this row and of the next */
    if (p->nrows)
        xs_row_known(&r->sink.row, &p->rows[0], &known[0]);
    for (size_t i = 0; i < p->nrows; i++) {
        if (i + 2 < p->nrows)
            xs_row_expect(&p->rows[i + 2]);
        if (i + 1 < p->nrows)
            xs_row_known(&r->sink.row, &p->rows[i + 1], &known[(i + 1) & 1]);
        const struct xs_row_result *res = look_at_row(r, project, i, r->nlate);
        xs_maps_open(&r->sink.row, maps, &known[i & 1]);
        XS_TRY(row_rules(r, false, res));
        if (any_late(r))
            r->late[r->nlate++] = (struct late_row){ project, i };
    }
    return XS_OK;
}

/* Rows by class: all of them, and those that are not withheld. */
struct class_counts {
    uint64_t all[XS_CLASS_COUNT], open[XS_CLASS_COUNT];
    uint64_t all_rows, open_rows; /* of any class */
    uint32_t seen;                /* bits of the classes that there are */
};

static void count_classes(const struct run *r, size_t project, struct class_counts *n)
{
    const struct xs_project *p = &r->doc->projects[project];
    const struct xs_row_result *res = r->sink.out->projects[project].rows;
    n->all_rows += p->nrows;
    for (size_t k = 0; k < p->nrows; k++) {
        unsigned c = p->rows[k].class;
        const bool open = !(res[k].labels & r->priv->withheld_row);
        n->all[c]++;
        n->open[c] += open;
        n->open_rows += open;
        n->seen |= UINT32_C(1) << c;
    }
}

static uint64_t applicable(const struct xs_row_reach *rules, const struct class_counts *n)
{
    const uint64_t *rows = rules->withheld ? n->all : n->open;
    const uint32_t asked = rules->classes & n->seen;
    uint64_t sum = 0;
    if (asked == n->seen)
        return rules->withheld ? n->all_rows : n->open_rows;
    for (uint32_t left = asked; left; left &= left - 1)
        sum += rows[__builtin_ctz(left)];
    return sum;
}

/* Rows where a plain rule could apply: of a class that it asks for, with the columns that it needs.
 */
static void count_applicable(struct run *r)
{
    const struct xs_doc *d = r->doc;
    for (size_t i = 0, next; i < d->nprojects; i = next) {
        struct class_counts n = { .seen = 0 };
        for (next = i; next < d->nprojects && d->projects[next].columns == d->projects[i].columns;
             next++)
            count_classes(r, next, &n);
        const struct xs_row_reach *rules = r->priv->row_reach;
        for (const struct xs_row_reach *end = rules + r->priv->nrow_reach; rules < end; rules++) {
            if ((d->projects[i].columns & rules->requires) != rules->requires)
                continue;
            const uint64_t rows = applicable(rules, &n);
            for (size_t k = 0; k < rules->list.count; k++)
                r->sink.out->reach[rules->list.rules[k]].applicable += rows;
        }
    }
}

/* Rules that look at the labels which a row has got by now; which maps are open is known. */
static enum xs_err late_rows(struct run *r)
{
    for (size_t i = 0; i < r->nlate; i++) {
        const struct late_row *at = &r->late[i];
        const struct xs_row_result *res = look_at_row(r, at->project, at->row, i);
        if (!(res->labels & r->priv->withheld_row))
            XS_TRY(row_rules(r, true, res));
    }
    return XS_OK;
}

/* Leaves withheld rows only their own label; are there any? */
static bool strip_labels(struct run *r)
{
    const uint64_t withheld = r->priv->withheld_row;
    bool any = false;
    for (size_t i = 0; i < r->doc->nprojects; i++) {
        struct xs_row_result *rows = r->sink.out->projects[i].rows;
        for (size_t k = 0; k < r->doc->projects[i].nrows; k++)
            if (rows[k].labels & withheld) {
                rows[k].labels = withheld;
                any = true;
            }
    }
    return any;
}

/* A withheld row keeps its own label and finding alone. */
static void withheld_alone(struct run *r)
{
    const uint64_t withheld = r->priv->withheld_row;
    struct xs_sink *s = &r->sink;
    size_t n = 0;
    if (!strip_labels(r))
        return;
    for (size_t i = 0; i < s->nhits; i++) {
        const struct xs_hit *h = &s->hits[i];
        if (h->seq && s->out->projects[h->project - 1].rows[h->seq - 1].labels == withheld &&
            !(r->priv->briefs[h->rule].label & withheld)) {
            s->out->reach[h->rule].hit -= !h->undecided;
            continue;
        }
        if (n != i)
            s->hits[n] = *h;
        n++;
    }
    s->nhits = n;
}

/* May the step apply, by the row's labels and what it is? False is certain. */
static inline bool may_apply(
    const struct xs_verdict_step *s, const struct xs_row *row, uint64_t labels)
{
    return (labels & s->all) == s->all && (!s->any || (labels & s->any)) && !(labels & s->none) &&
           (s->when.names >> row->name_kind & 1) && (s->when.classes >> row->class & 1) &&
           (s->when.kinds >> row->parsed->kind & 1);
}

static void apply_step(
    struct xs_row_ctx *x, const struct xs_verdict_step *s, struct xs_row_result *res)
{
    if (xs_condition_eval(x, &s->when) != XS_TRI_YES)
        return;
    if (s->how == XS_VERDICT_SET || (s->how == XS_VERDICT_LEAST && res->verdict < s->verdict) ||
        (s->how == XS_VERDICT_MOST && res->verdict > s->verdict))
        res->verdict = s->verdict;
}

static void verdicts(struct run *r, const struct xs_project *p)
{
    struct xs_project_result *res = &r->sink.out->projects[p - r->doc->projects];
    const struct xs_verdict_step *steps = r->priv->steps, *end = steps + r->priv->nsteps;
    for (size_t i = 0; i < p->nrows; i++) {
        struct xs_row_result *row = &res->rows[i];
        for (const struct xs_verdict_step *s = steps; s < end; s++) {
            if (!may_apply(s, &p->rows[i], row->labels))
                continue;
            look_at(&r->sink.row, p, &p->rows[i], row->labels);
            apply_step(&r->sink.row, s, row);
        }
        res->verifiable += row->verdict <= 1;
        res->withheld += (row->labels & r->priv->withheld_row) != 0;
    }
}

/* ---- checks ---- */

static enum xs_err run_check(struct run *r, uint32_t rule)
{
    const struct xs_rule_code *c = &r->priv->codes[rule];
    r->sink.rule = rule;
    r->check.rule = &r->set->rules[rule];
    r->check.lists = &c->lists;
    r->check.reach = &r->sink.out->reach[rule];
    const struct xs_check check = *c->check;
    const uint64_t need = c->requires;
    if (check.on_document)
        return check.on_document(&r->check);
    if (!check.on_project)
        return XS_OK;
    const struct xs_project *p = r->doc->projects;
    for (size_t left = r->doc->nprojects; left > 0; left--, p++)
        if ((p->columns & need) == need)
            XS_TRY(check.on_project(&r->check, p));
    return XS_OK;
}

static enum xs_err run_checks(struct run *r, enum xs_scope scope, bool late)
{
    const struct xs_rule_list *list = &r->priv->lists[scope][true][late];
    for (size_t i = 0; i < list->count; i++)
        XS_TRY(run_check(r, list->rules[i]));
    return XS_OK;
}

/* ---- projects and the document ---- */

/* All rules on one project after the other: what is known of its texts serves the next rule. */
static enum xs_err project_rules(struct run *r, bool late)
{
    const struct xs_rule_list *list = &r->priv->lists[XS_ON_PROJECT][false][late];
    for (size_t i = 0; i < r->doc->nprojects; i++)
        for (size_t k = 0; k < list->count; k++) {
            const struct xs_project *p = &r->doc->projects[i];
            const uint32_t rule = list->rules[k];
            if (!has_columns(r, rule, p))
                continue;
            r->sink.out->reach[rule].applicable++;
            look_at(&r->sink.row, p, NULL, r->sink.out->projects[i].labels);
            XS_TRY(report(r, rule, xs_rule_eval(&r->sink.row, &r->priv->codes[rule])));
        }
    return XS_OK;
}

static enum xs_err remarks(struct run *r)
{
    const struct xs_doc *d = r->doc;
    for (size_t i = 0; i < d->nremarks; i++) {
        const struct xs_remark *m = &d->remarks[i];
        int rule = xs_ruleset_find(r->set, xs_str_c(m->rule));
        if (rule < 0 || !r->set->rules[rule].enabled)
            continue;
        const struct xs_project *p =
            m->project && m->project <= d->nprojects ? &d->projects[m->project - 1] : NULL;
        struct xs_value_at *at = xs_arena_zalloc(r->sink.a, 1, sizeof *at);
        if (!at)
            return XS_E_NOMEM;
        at->text = m->text;
        at->at = &m->at;
        r->sink.rule = (uint32_t)rule;
        r->sink.out->reach[rule].applicable++;
        XS_TRY(xs_sink_add(&r->sink, p, NULL, at, xs_say(XS_STR_NONE, 0)));
    }
    return XS_OK;
}

static enum xs_err all_rules(struct run *r)
{
    const struct xs_doc *d = r->doc;
    for (size_t i = 0; i < d->nprojects; i++)
        XS_TRY(plain_rows(r, i));
    XS_TRY(xs_repeats_build(&r->check, &r->check.repeats));
    XS_TRY(run_checks(r, XS_ON_INDICATOR, false));
    XS_TRY(late_rows(r));
    XS_TRY(run_checks(r, XS_ON_INDICATOR, true));
    withheld_alone(r);
    count_applicable(r);
    for (size_t i = 0; i < d->nprojects; i++)
        verdicts(r, &d->projects[i]);
    r->check.counted = true;
    for (int late = 0; late < 2; late++) {
        XS_TRY(project_rules(r, late));
        XS_TRY(run_checks(r, XS_ON_PROJECT, late));
    }
    XS_TRY(run_checks(r, XS_ON_DOCUMENT, false));
    XS_TRY(remarks(r));
    return xs_finish_findings(&r->sink);
}

static enum xs_err make_results(
    const struct xs_ruleset *s, struct xs_arena *a, const struct xs_doc *d, struct xs_findings *out)
{
    *out = (struct xs_findings){ 0 };
    out->projects = xs_arena_zalloc(a, d->nprojects + 1, sizeof *out->projects);
    out->reach = xs_arena_zalloc(a, s->nrules + 1, sizeof *out->reach);
    if (!out->projects || !out->reach)
        return XS_E_NOMEM;
    size_t nrows = 0;
    for (size_t i = 0; i < d->nprojects; i++)
        nrows += d->projects[i].nrows;
    struct xs_row_result *rows = xs_arena_zalloc(a, nrows + 1, sizeof *rows);
    if (!rows)
        return XS_E_NOMEM;
    for (size_t i = 0; i < d->nprojects; rows += d->projects[i++].nrows)
        out->projects[i].rows = rows;
    return XS_OK;
}

/* Room for the sets of the rows. */
static enum xs_err make_sets(struct run *r, struct xs_arena *a)
{
    const size_t nwords = r->priv->index.nwords;
    size_t nrows = 0;
    for (size_t i = 0; i < r->doc->nprojects; i++)
        nrows += r->doc->projects[i].nrows;
    r->maps = xs_arena_alloc(a, nwords, sizeof *r->maps);
    r->late = xs_arena_alloc(a, nrows + 1, sizeof *r->late);
    r->opens = xs_arena_alloc(a, 2 * nwords * (nrows + 1), sizeof *r->opens);
    return r->maps && r->late && r->opens ? XS_OK : XS_E_NOMEM;
}

enum xs_err xs_rules_run(const struct xs_ruleset *s, struct xs_matcher *m, struct xs_arena *a,
    const struct xs_doc *d, struct xs_findings *out)
{
    struct run r = { .set = s, .priv = s->priv, .doc = d };
    XS_TRY(make_results(s, a, d, out));
    r.sink = (struct xs_sink){
        .set = s,
        .a = a,
        .doc = d,
        .out = out,
        .row = { .set = s, .matcher = m, .memo = d->memo },
    };
    XS_TRY(xs_known_room(&r.sink.row, a));
    XS_TRY(make_sets(&r, a));
    r.check = (struct xs_check_ctx){
        .a = a, .doc = d, .lexicons = s->priv->env->lexicons, .sink = &r.sink
    };
    return all_rules(&r);
}

/* ---- what a check reports ---- */

enum xs_err xs_check_hit(struct xs_check_ctx *c, const struct xs_project *p,
    const struct xs_row *row, const struct xs_value_at *at, struct xs_say say)
{
    struct xs_sink *s = c->sink;
    const struct xs_rule_code *code = &s->set->priv->codes[s->rule];
    const struct xs_row *of = c->rule->scope == XS_ON_INDICATOR ? row : NULL;
    if (p && (code->nwhen || code->nunless)) {
        look_at(&s->row, p, of,
            of ? xs_sink_row(s, p, of)->labels : s->out->projects[p - s->doc->projects].labels);
        switch (xs_rule_eval(&s->row, code)) {
        case XS_TRI_NO:
            return XS_OK;
        case XS_TRI_UNDECIDED:
            return xs_sink_undecided(s, p, of, at);
        case XS_TRI_YES:
            break;
        }
    }
    return xs_sink_add(s, p, row, at, say);
}
