/* finding.c: a finding in words. */
#include "rule/private.h"

static const char *const hole_names[] = { "quote", "name", "value", "description", "unit", "n",
    "other", "project", "level1", "level2", NULL };

enum xs_err xs_messages_cut(struct xs_rule *rules, size_t count, struct xs_arena *a)
{
    struct xs_template *t = xs_arena_alloc(a, count * XS_LANG_COUNT + 1, sizeof *t);
    if (!t)
        return XS_E_NOMEM;
    for (size_t i = 0; i < count; i++)
        for (unsigned lang = 0; lang < XS_LANG_COUNT; lang++, t++) {
            xs_template_make(xs_text_in(&rules[i].message, lang), hole_names, t);
            rules[i].says[lang] = t;
        }
    return XS_OK;
}

void xs_finding_message(const struct xs_ruleset *s, const struct xs_doc *d,
    const struct xs_finding *f, enum xs_lang lang, struct xs_buf *out)
{
    static const struct xs_project no_project;
    static const struct xs_row no_row = { .parsed = &xs_no_value };
    const struct xs_rule *rule = &s->rules[f->rule];
    const struct xs_project *p =
        f->project && f->project <= d->nprojects ? &d->projects[f->project - 1] : &no_project;
    const struct xs_row *row = f->seq && f->seq <= p->nrows ? &p->rows[f->seq - 1] : &no_row;
    char n[1 + XS_UINT_BYTES], *end = n;
    struct xs_template cut;
    if (f->number < 0)
        *end++ = '-';
    end = xs_uint_put(end, f->number < 0 ? (uint64_t)0 - (uint64_t)f->number : (uint64_t)f->number);
    const xs_str args[] = { f->quote, row->name.text, row->value.text, row->description.text,
        row->parsed->main.unit, { n, (size_t)(end - n) }, f->other, p->name.text,
        xs_row_level(row, 1)->text, xs_row_level(row, 2)->text };
    const size_t from = out->len;
    if (!rule->says[lang])
        xs_template_make(xs_text_in(&rule->message, lang), hole_names, &cut);
    xs_template_fill(out, rule->says[lang] ? rule->says[lang] : &cut, args);
    xs_buf_one_line(out, from);
}
