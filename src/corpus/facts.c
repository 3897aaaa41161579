#include "corpus/facts.h"

struct xs_row_fact xs_row_fact(uint32_t doc, const struct xs_project *p, const struct xs_row *r)
{
    struct xs_row_fact f = { .doc = doc, .project = p->number, .seq = r->seq };
    if (r->name.folded.len)
        f.hash = xs_str_hash_seed(r->description.folded, xs_str_hash(r->name.folded));
    return f;
}

static int order(uint64_t a, uint64_t b) { return (a > b) - (a < b); }

int xs_row_fact_cmp(const void *a, const void *b)
{
    const struct xs_row_fact *x = a, *y = b;
    int o = order(x->hash, y->hash);
    if (o == 0)
        o = order(x->doc, y->doc);
    if (o == 0)
        o = order(x->project, y->project);
    return o ? o : order(x->seq, y->seq);
}
