/* check.c: the table of structural checks and what all of them use. */
#include "rule/check.h"

#include <string.h>

#include "rule/checks.h"

#define PROJECT_ROW(name, id) { XS_STR_INIT(id), xs_check_##name, NULL },
#define DOCUMENT_ROW(name, id) { XS_STR_INIT(id), NULL, xs_check_##name },

const struct xs_check xs_checks[] = {
    /* Not run: `remark` marks the remarks of the tree, `limit` what could not be decided. */
    { XS_STR_INIT("remark"), NULL, NULL }, { XS_STR_INIT("limit"), NULL, NULL },
    XS_PROJECT_CHECKS(PROJECT_ROW) XS_DOCUMENT_CHECKS(DOCUMENT_ROW)
};
const size_t xs_checks_count = sizeof xs_checks / sizeof *xs_checks;

int64_t xs_check_number(const struct xs_check_ctx *c, xs_str key, int64_t fallback)
{
    const struct xs_rule_code *code = &c->sink->set->priv->codes[c->sink->rule];
    for (size_t i = 0; i < code->nparams; i++)
        if (xs_str_eq(code->params[i].key, key))
            return code->params[i].value;
    return fallback;
}

const struct xs_lexwant *xs_check_words(const struct xs_check_ctx *c, xs_str key)
{
    static const struct xs_lexwant none;
    for (size_t i = 0; c->lists && i < c->lists->count; i++)
        if (xs_str_eq(c->lists->items[i].key, key))
            return &c->lists->items[i].want;
    return &none;
}

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

uint8_t xs_row_verdict(
    const struct xs_check_ctx *c, const struct xs_project *p, const struct xs_row *row)
{
    return xs_sink_row(c->sink, p, row)->verdict;
}

bool xs_share_at_least(size_t part, size_t whole, int64_t percent)
{
    return whole && (int64_t)(part * 100) >= percent * (int64_t)whole;
}

bool xs_has_digit(xs_str s)
{
    const uint64_t ones = UINT64_MAX / 0xFF, high = ones << 7;
    size_t i = 0;
    for (uint64_t x; i + sizeof x <= s.len; i += sizeof x) { /* eight bytes at a time */
        memcpy(&x, s.ptr + i, sizeof x);
        uint64_t low = x & ~high;
        if ((low + ones * (0x80 - '0')) & ~(low + ones * (0x80 - '9' - 1)) & ~x & high)
            return true;
    }
    for (; i < s.len; i++)
        if (s.ptr[i] >= '0' && s.ptr[i] <= '9')
            return true;
    return false;
}

void xs_applicable(const struct xs_check_ctx *c) { c->reach->applicable++; }

bool xs_project_open(const struct xs_check_ctx *c, const struct xs_project *p)
{
    for (size_t i = 0; i < p->nrows; i++)
        if (!xs_row_withheld(c, p, &p->rows[i]))
            return true;
    return false;
}
