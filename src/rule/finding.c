/* finding.c: a finding in words. */
#include "rule/private.h"

void xs_finding_message(const struct xs_ruleset *s, const struct xs_doc *d,
    const struct xs_finding *f, enum xs_lang lang, struct xs_buf *out)
{
    static const struct xs_project no_project;
    static const struct xs_row no_row;
    const struct xs_project *p =
        f->project && f->project <= d->nprojects ? &d->projects[f->project - 1] : &no_project;
    const struct xs_row *row = f->seq && f->seq <= p->nrows ? &p->rows[f->seq - 1] : &no_row;
    char n[1 + XS_UINT_BYTES], *end = n;
    if (f->number < 0)
        *end++ = '-';
    end = xs_uint_put(end, f->number < 0 ? (uint64_t)0 - (uint64_t)f->number : (uint64_t)f->number);
    const struct xs_arg args[] = {
        { "quote", f->quote },
        { "name", row->name.text },
        { "value", row->value.text },
        { "description", row->description.text },
        { "unit", row->parsed.main.unit },
        { "n", { n, (size_t)(end - n) } },
        { "other", f->other },
        { "project", p->name.text },
        { "level1", row->level1.text },
        { "level2", row->level2.text },
    };
    const size_t from = out->len;
    xs_fill(out, xs_text_in(&s->rules[f->rule].message, lang), args, sizeof args / sizeof *args);
    xs_buf_one_line(out, from);
}
