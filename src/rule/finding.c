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
    struct xs_buf n;
    xs_buf_init(&n, 32);
    xs_buf_int(&n, f->number);
    const struct xs_arg args[] = {
        { "quote", f->quote },
        { "name", row->name.folded },
        { "value", row->value.folded },
        { "description", row->description.folded },
        { "unit", row->parsed.main.unit },
        { "n", xs_buf_str(&n) },
        { "other", f->other },
        { "project", p->name.folded },
        { "level1", row->level1.folded },
        { "level2", row->level2.folded },
    };
    if (n.err && out->err == XS_OK)
        out->err = n.err;
    xs_fill(out, xs_text_in(&s->rules[f->rule].message, lang), args, sizeof args / sizeof *args);
    xs_buf_free(&n);
}
