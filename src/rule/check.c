/* check.c: the table of structural checks and what all of them use. */
#include "rule/check.h"

#include "rule/checks.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

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

bool xs_has_digit(xs_str s)
{
    size_t i = 0;
#ifdef __SSE2__
    for (; s.len - i >= sizeof(__m128i); i += sizeof(__m128i)) {
        const __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(s.ptr + i));
        const __m128i from_0 = _mm_sub_epi8(v, _mm_set1_epi8('0'));
        const __m128i digit = _mm_cmpeq_epi8(_mm_min_epu8(from_0, _mm_set1_epi8(9)), from_0);
        if (_mm_movemask_epi8(digit))
            return true;
    }
#endif
    for (; i < s.len; i++)
        if (s.ptr[i] >= '0' && s.ptr[i] <= '9')
            return true;
    return false;
}

void xs_applicable(const struct xs_check_ctx *c) { c->reach->applicable++; }

size_t xs_withheld_rows(const struct xs_check_ctx *c, const struct xs_project *p)
{
    const struct xs_row_result *rows = xs_results_of(c, p);
    const uint64_t withheld = c->sink->set->priv->withheld_row;
    size_t n = 0;
    for (size_t i = 0; i < p->nrows; i++)
        n += (rows[i].labels & withheld) != 0;
    return n;
}

bool xs_project_open(const struct xs_check_ctx *c, const struct xs_project *p)
{
    return xs_withheld_rows(c, p) < p->nrows;
}
