/* check.c: the table of structural checks and what all of them use. */
#include "rule/check.h"

#include "base/vec.h"
#include "rule/checks.h"

#define PROJECT_ROW(name, id) { XS_STR_INIT(id), xs_check_##name, NULL },
#define DOCUMENT_ROW(name, id) { XS_STR_INIT(id), NULL, xs_check_##name },

const struct xs_check xs_checks[] = {
    /* Not run: `remark` marks the remarks of the tree, `limit` what could not be decided. */
    { XS_STR_INIT("remark"), NULL, NULL }, { XS_STR_INIT("limit"), NULL, NULL },
    XS_PROJECT_CHECKS(PROJECT_ROW) XS_DOCUMENT_CHECKS(DOCUMENT_ROW)
};
const size_t xs_checks_count = sizeof xs_checks / sizeof *xs_checks;

bool xs_row_withheld(
    const struct xs_check_ctx *c, const struct xs_project *p, const struct xs_row *row)
{
    return (xs_row_labels(c, p, row) & c->sink->set->priv->withheld_row) != 0;
}

uint64_t xs_row_labels(
    const struct xs_check_ctx *c, const struct xs_project *p, const struct xs_row *row)
{
    return xs_sink_row(c->sink, p, row)->labels;
}

bool xs_share_at_least(size_t part, size_t whole, int64_t percent)
{
    return whole && (int64_t)(part * 100) >= percent * (int64_t)whole;
}

static uint32_t digits_of(xs_vec v) { return xs_vec_mask(xs_vec_within(v, '0', '9')); }

size_t xs_digit_from(xs_str s, size_t from)
{
    for (uint32_t found; s.len - from >= XS_VEC; from += XS_VEC)
        if ((found = digits_of(xs_vec_load(s.ptr + from))) != 0)
            return from + xs_vec_first(found);
    if (from == s.len)
        return s.len;
    uint32_t found = digits_of(xs_vec_part(s.ptr + from, s.len - from));
    return found ? from + xs_vec_first(found) : s.len;
}

size_t xs_withheld_rows(const struct xs_check_ctx *c, const struct xs_project *p)
{
    const struct xs_row_result *rows = xs_results_of(c, p);
    const uint64_t withheld = c->sink->set->priv->withheld_row;
    size_t n = 0;
    if (c->counted)
        return c->sink->out->projects[p - c->doc->projects].withheld;
    for (size_t i = 0; i < p->nrows; i++)
        n += (rows[i].labels & withheld) != 0;
    return n;
}

bool xs_project_open(const struct xs_check_ctx *c, const struct xs_project *p)
{
    return xs_withheld_rows(c, p) < p->nrows;
}
