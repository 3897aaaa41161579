#include "write/rows.h"

#include "tree/source.h"
#include "write/columns.h"
#include "write/put.h"

/* What fills a row: cells beyond those set stay empty. */
static void clear(struct xs_datum *row, size_t n)
{
    for (size_t i = 0; i < n; i++)
        row[i] = (struct xs_datum){ .empty = true };
}

static struct xs_datum text(xs_str s)
{
    return (struct xs_datum){ .empty = s.len == 0, .text = s };
}

static struct xs_datum c_text(const char *s) { return text(xs_str_c(s)); }

static struct xs_datum number(int64_t n) { return (struct xs_datum){ .number = n }; }

static struct xs_datum count(uint64_t n) { return number(n > INT64_MAX ? INT64_MAX : (int64_t)n); }

/* Numbers that count from 1: 0 is none. */
static struct xs_datum ordinal(uint64_t n)
{
    if (n == 0)
        return (struct xs_datum){ .empty = true };
    return count(n);
}

static struct xs_datum money(bool known, int64_t micro)
{
    return (struct xs_datum){ .empty = !known, .number = micro };
}

/* What is in b as a text of its own in a; b is given back. */
static enum xs_err keep(struct xs_buf *b, struct xs_arena *a, xs_str *out)
{
    xs_str s;
    enum xs_err err = xs_buf_finish(b, &s);
    if (err == XS_OK && s.len == 0)
        *out = XS_STR_NONE;
    else if (err == XS_OK && !xs_arena_dup(a, s, out))
        err = XS_E_NOMEM;
    xs_buf_free(b);
    return err;
}

/* The labels of mask, joined by semicolons. */
static void put_labels(struct xs_buf *out, const struct xs_ruleset *rules, uint64_t mask)
{
    for (uint64_t left = mask; left; left &= left - 1) {
        if (left != mask)
            xs_buf_putc(out, ';');
        xs_buf_puts(out, rules->labels[__builtin_ctzll(left)].id);
    }
}

const char *xs_doc_kind_name(enum xs_doc_kind k)
{
    switch (k) {
    case XS_DOC_NONE:
        return "";
    case XS_DOC_TARGET:
        return "target";
    case XS_DOC_SELF_EVALUATION:
        return "self-evaluation";
    case XS_DOC_BOTH:
        return "both";
    }
    return "";
}

enum xs_err xs_place_text(const struct xs_place *at, struct xs_arena *a, xs_str *out)
{
    struct xs_buf b;
    *out = XS_STR_NONE;
    if (at->line > 0)
        return XS_OK;
    xs_buf_init(&b, XS_MAX_BUF);
    xs_put_place(&b, at);
    return keep(&b, a, out);
}

void xs_row_ranking(const struct xs_ruleset *rules, uint64_t rank, const struct xs_ranked *p,
    struct xs_buf *scratch, struct xs_datum *row)
{
    const int64_t *parts = p->score.parts;
    xs_buf_clear(scratch);
    put_labels(scratch, rules, p->labels);
    clear(row, XS_NCOLUMNS(RANKING));
    row[XS_AT(RANKING, rank)] = count(rank);
    row[XS_AT(RANKING, vagueness)] = number(p->score.vagueness);
    row[XS_AT(RANKING, grade)] = text((xs_str){ &p->score.grade, 1 });
    row[XS_AT(RANKING, project_code)] = text(p->code);
    row[XS_AT(RANKING, project_name)] = text(p->name);
    row[XS_AT(RANKING, department_code)] = text(p->department_code);
    row[XS_AT(RANKING, department)] = text(p->department);
    row[XS_AT(RANKING, year)] = ordinal(p->year);
    row[XS_AT(RANKING, budget_wan)] = money(p->has_budget, p->budget_micro);
    row[XS_AT(RANKING, indicators)] = count(p->indicators);
    row[XS_AT(RANKING, verifiable)] = count(p->verifiable);
    row[XS_AT(RANKING, withheld)] = count(p->withheld);
    row[XS_AT(RANKING, findings)] = count(p->findings);
    row[XS_AT(RANKING, values)] = number(parts[XS_PART_VALUES]);
    row[XS_AT(RANKING, names)] = number(parts[XS_PART_NAMES]);
    row[XS_AT(RANKING, structure)] = number(parts[XS_PART_STRUCTURE]);
    row[XS_AT(RANKING, copying)] = number(parts[XS_PART_COPYING]);
    row[XS_AT(RANKING, goal)] = number(parts[XS_PART_GOAL]);
    row[XS_AT(RANKING, boilerplate)] = number(parts[XS_PART_BOILERPLATE]);
    row[XS_AT(RANKING, labels)] = text(xs_buf_str(scratch));
    row[XS_AT(RANKING, reasons)] = text(p->reasons);
    row[XS_AT(RANKING, file)] = text(p->file);
    row[XS_AT(RANKING, line)] = ordinal(p->line);
    row[XS_AT(RANKING, project)] = ordinal(p->project);
    row[XS_AT(RANKING, place)] = text(p->place);
}

static xs_str either(xs_str first, xs_str second) { return first.len > 0 ? first : second; }

/* The printed shares of the plan, joined by slashes. */
static enum xs_err plan_text(const struct xs_project *p, struct xs_arena *a, xs_str *out)
{
    struct xs_buf b;
    xs_buf_init(&b, XS_MAX_BUF);
    for (size_t i = 0; i < p->nplan; i++) {
        if (i > 0)
            xs_buf_putc(&b, '/');
        xs_buf_puts(&b, p->plan[i].text);
    }
    return keep(&b, a, out);
}

enum xs_err xs_row_project(const struct xs_row_source *s, const struct xs_project *p,
    struct xs_arena *a, struct xs_datum *row)
{
    const struct xs_doc *d = s->doc;
    xs_str place, plan;
    XS_TRY(xs_place_text(&p->at, a, &place));
    XS_TRY(plan_text(p, a, &plan));
    clear(row, XS_NCOLUMNS(PROJECTS));
    row[XS_AT(PROJECTS, file)] = text(s->file);
    row[XS_AT(PROJECTS, project)] = ordinal(p->number);
    row[XS_AT(PROJECTS, line)] = ordinal(p->at.line);
    row[XS_AT(PROJECTS, place)] = text(place);
    row[XS_AT(PROJECTS, department_code)] =
        text(either(p->department_code.text, d->department_code));
    row[XS_AT(PROJECTS, department)] = text(either(p->department.text, d->department));
    row[XS_AT(PROJECTS, project_code)] = text(p->code.text);
    row[XS_AT(PROJECTS, project_name)] = text(p->name.text);
    row[XS_AT(PROJECTS, year)] = ordinal(p->year ? p->year : d->year);
    row[XS_AT(PROJECTS, budget_wan)] = money(p->has_budget, p->budget_micro);
    row[XS_AT(PROJECTS, fiscal_wan)] = money(p->has_fiscal, p->fiscal_micro);
    row[XS_AT(PROJECTS, other_wan)] = money(p->has_other, p->other_micro);
    row[XS_AT(PROJECTS, purpose)] = text(p->purpose.text);
    row[XS_AT(PROJECTS, goal)] = text(either(p->goal.text, p->goal_total.text));
    row[XS_AT(PROJECTS, plan)] = text(plan);
    row[XS_AT(PROJECTS, indicators)] = count(p->nrows);
    return XS_OK;
}

/* What the rule says; for a rule that hit a limit, that it could not be decided. */
static enum xs_err finding_text(
    const struct xs_row_source *s, const struct xs_finding *f, struct xs_arena *a, xs_str *out)
{
    struct xs_buf b;
    xs_buf_init(&b, XS_MAX_BUF);
    if (f->undecided) {
        const struct xs_arg title = { "title",
            xs_text_in(&s->rules->rules[f->rule].title, s->lang) };
        xs_fill(&b,
            xs_message(s->messages, "finding-undecided", s->lang,
                "not decided, the text is too hard to match: {title}"),
            &title, 1);
    } else {
        xs_finding_message(s->rules, s->doc, f, s->lang, &b);
    }
    return keep(&b, a, out);
}

enum xs_err xs_row_finding(const struct xs_row_source *s, const struct xs_finding *f,
    struct xs_arena *a, struct xs_datum *row)
{
    const struct xs_rule *rule = &s->rules->rules[f->rule];
    bool in_project = f->project > 0 && f->project <= s->doc->nprojects;
    const struct xs_project *p = in_project ? &s->doc->projects[f->project - 1] : NULL;
    const struct xs_place at = xs_source_place(s->doc, s->walk, f->at, f->quote);
    xs_str place, message;
    XS_TRY(xs_place_text(&at, a, &place));
    XS_TRY(finding_text(s, f, a, &message));
    clear(row, XS_NCOLUMNS(FINDINGS));
    row[XS_AT(FINDINGS, file)] = text(s->file);
    row[XS_AT(FINDINGS, line)] = ordinal(at.line);
    row[XS_AT(FINDINGS, column)] = ordinal(at.line > 0 ? at.col : 0);
    row[XS_AT(FINDINGS, rule)] = text(rule->id);
    if (rule->label >= 0 && !f->undecided)
        row[XS_AT(FINDINGS, label)] = text(s->rules->labels[rule->label].id);
    row[XS_AT(FINDINGS, severity)] =
        c_text(xs_severity_name(f->undecided ? XS_SEV_NOTE : rule->severity));
    row[XS_AT(FINDINGS, part)] = c_text(xs_part_name(rule->part));
    row[XS_AT(FINDINGS, points)] = number(f->points);
    if (p) {
        row[XS_AT(FINDINGS, project_code)] = text(p->code.text);
        row[XS_AT(FINDINGS, project_name)] = text(p->name.text);
    }
    if (p && f->seq > 0 && f->seq <= p->nrows)
        row[XS_AT(FINDINGS, name)] = text(p->rows[f->seq - 1].name.text);
    row[XS_AT(FINDINGS, seq)] = ordinal(f->seq);
    row[XS_AT(FINDINGS, quote)] = text(f->quote);
    row[XS_AT(FINDINGS, message)] = text(message);
    row[XS_AT(FINDINGS, project)] = ordinal(f->project);
    row[XS_AT(FINDINGS, place)] = text(place);
    row[XS_AT(FINDINGS, confidence)] =
        c_text(rule->low_confidence || f->undecided ? "low" : "high");
    return XS_OK;
}

enum xs_err xs_row_corpus_finding(
    const struct xs_corpus_row *f, struct xs_arena *a, struct xs_datum *row)
{
    xs_str place;
    XS_TRY(xs_place_text(&f->at, a, &place));
    clear(row, XS_NCOLUMNS(FINDINGS));
    row[XS_AT(FINDINGS, file)] = text(f->file);
    row[XS_AT(FINDINGS, line)] = ordinal(f->at.line);
    row[XS_AT(FINDINGS, column)] = ordinal(f->at.line > 0 ? f->at.col : 0);
    row[XS_AT(FINDINGS, rule)] = text(f->rule->id);
    row[XS_AT(FINDINGS, severity)] = c_text(xs_severity_name(f->rule->severity));
    row[XS_AT(FINDINGS, part)] = c_text(xs_part_name(f->rule->part));
    row[XS_AT(FINDINGS, points)] = number(f->points);
    row[XS_AT(FINDINGS, project_code)] = text(f->code);
    row[XS_AT(FINDINGS, project_name)] = text(f->name);
    row[XS_AT(FINDINGS, quote)] = text(f->quote);
    row[XS_AT(FINDINGS, message)] = text(f->message);
    row[XS_AT(FINDINGS, project)] = ordinal(f->project);
    row[XS_AT(FINDINGS, place)] = text(place);
    row[XS_AT(FINDINGS, confidence)] = c_text(f->rule->low_confidence ? "low" : "high");
    return XS_OK;
}

void xs_row_document(const struct xs_document_row *d, struct xs_arena *a, struct xs_datum *row)
{
    struct xs_buf b;
    xs_str hash = XS_STR_NONE;
    xs_buf_init(&b, XS_MAX_BUF);
    xs_put_hash(&b, d->hash);
    if (keep(&b, a, &hash) != XS_OK)
        hash = XS_STR_NONE; /* the column is empty: all else still stands */
    clear(row, XS_NCOLUMNS(DOCUMENTS));
    row[XS_AT(DOCUMENTS, file)] = text(d->file);
    row[XS_AT(DOCUMENTS, format)] = c_text(d->format);
    row[XS_AT(DOCUMENTS, encoding)] = c_text(d->encoding);
    row[XS_AT(DOCUMENTS, hash)] = text(d->hash ? hash : XS_STR_NONE);
    row[XS_AT(DOCUMENTS, status)] = c_text(d->status);
    row[XS_AT(DOCUMENTS, year)] = ordinal(d->year);
    row[XS_AT(DOCUMENTS, department)] = text(d->department);
    row[XS_AT(DOCUMENTS, projects)] = count(d->projects);
    row[XS_AT(DOCUMENTS, indicators)] = count(d->indicators);
    row[XS_AT(DOCUMENTS, lines)] = count(d->lines);
    row[XS_AT(DOCUMENTS, lines_unread)] = count(d->lines_unread);
    row[XS_AT(DOCUMENTS, message)] = text(d->message);
    row[XS_AT(DOCUMENTS, lines_furniture)] = count(d->lines_furniture);
    row[XS_AT(DOCUMENTS, kind)] = c_text(xs_doc_kind_name(d->kind));
}

void xs_row_copy(const struct xs_copy_row *c, struct xs_datum *row)
{
    clear(row, XS_NCOLUMNS(COPIES));
    row[XS_AT(COPIES, cluster)] = count(c->cluster);
    row[XS_AT(COPIES, kind)] = c_text(c->kind);
    row[XS_AT(COPIES, similarity)] = number(c->similarity_micro);
    row[XS_AT(COPIES, documents)] = count(c->documents);
    row[XS_AT(COPIES, file)] = text(c->file);
    row[XS_AT(COPIES, line)] = ordinal(c->line);
    row[XS_AT(COPIES, project_code)] = text(c->project_code);
    row[XS_AT(COPIES, seq)] = ordinal(c->seq);
    row[XS_AT(COPIES, text)] = text(c->text);
    row[XS_AT(COPIES, project)] = ordinal(c->project);
    row[XS_AT(COPIES, place)] = text(c->place);
    row[XS_AT(COPIES, spans)] = text(c->spans);
}

/* hit / applicable in millionths, rounded to four decimals; no overflow for any reach. */
static int64_t share_micro(const struct xs_reach *reach)
{
    uint64_t whole = reach->applicable;
    uint64_t part = reach->hit < whole ? reach->hit : whole;
    while (whole > UINT64_MAX / 20000) {
        whole /= 2;
        part /= 2;
    }
    return (int64_t)((part * 20000 + whole) / (2 * whole)) * 100;
}

void xs_row_rule(
    const struct xs_rule *r, const struct xs_reach *reach, xs_str message, struct xs_datum *row)
{
    clear(row, XS_NCOLUMNS(RULES));
    row[XS_AT(RULES, rule)] = text(r->id);
    row[XS_AT(RULES, applicable)] = count(reach->applicable);
    row[XS_AT(RULES, hit)] = count(reach->hit);
    if (reach->applicable > 0)
        row[XS_AT(RULES, share)] = number(share_micro(reach));
    row[XS_AT(RULES, message)] = text(message);
}
