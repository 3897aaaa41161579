/* check_money.c: amounts, spending plan, year. Amounts in 1e-6 wan, shares in thousandths of one
 * per cent. */
#include "base/buf.h"
#include "base/utf8.h"
#include "rule/checks.h"

#define FULL_SHARE 100000
#define MICRO_OF_YUAN 100
#define MICRO_OF_CENT 10000 /* two decimals of an amount are shown */

enum xs_err xs_wan_text(struct xs_arena *a, int64_t micro, xs_str *out)
{
    struct xs_buf b;
    xs_buf_init(&b, 64);
    xs_buf_fixed(&b, (micro + MICRO_OF_CENT / 2) / MICRO_OF_CENT, 2);
    enum xs_err e = xs_buf_finish(&b, out);
    if (e == XS_OK && !xs_arena_dup(a, *out, out))
        e = XS_E_NOMEM;
    xs_buf_free(&b);
    return e;
}

static bool present(const struct xs_value_at *v) { return xs_place_known(xs_value_place(v)); }

static int64_t magnitude(int64_t n) { return n < 0 ? -n : n; }

/* An empty cell for other money counts as none; a form that has no such cell says nothing. */
enum xs_err xs_check_money_sum(struct xs_check_ctx *c, const struct xs_project *p)
{
    if (!p->has_budget || !p->has_fiscal || !p->unit_known || (p->other.text.len && !p->has_other))
        return XS_OK;
    int64_t other = p->has_other ? p->other_micro : 0,
            tolerance = xs_check_param(c, "tolerance", 10000);
    int64_t diff = p->fiscal_micro + other - p->budget_micro;
    if (!p->has_other && !present(&p->other) && diff < 0)
        return XS_OK;
    xs_applicable(c);
    if (magnitude(diff) <= tolerance)
        return XS_OK;
    xs_str sum;
    XS_TRY(xs_wan_text(c->a, p->fiscal_micro + other, &sum));
    return xs_check_hit(c, p, NULL, &p->budget, xs_say(sum, magnitude(diff) / MICRO_OF_YUAN));
}

enum xs_err xs_check_money_missing(struct xs_check_ctx *c, const struct xs_project *p)
{
    if (!present(&p->budget))
        return XS_OK;
    xs_applicable(c);
    return p->budget.folded.len == 0 ? xs_check_hit(c, p, NULL, &p->budget, xs_say(p->name.text, 0))
                                     : XS_OK;
}

enum xs_err xs_check_money_zero(struct xs_check_ctx *c, const struct xs_project *p)
{
    if (!p->has_budget)
        return XS_OK;
    xs_applicable(c);
    return p->budget_micro == 0 ? xs_check_hit(c, p, NULL, &p->budget, xs_say(p->name.text, 0))
                                : XS_OK;
}

/* ---- plan ---- */

static int64_t plan_sum(const struct xs_project *p)
{
    const int64_t most = (int64_t)FULL_SHARE * 100;
    int64_t sum = 0;
    for (size_t i = 0; i < p->nplan; i++)
        sum += p->plan_milli[i] < most ? p->plan_milli[i] : most;
    return sum;
}

/* Shares of single periods, which add up to the whole; else the shares are taken as cumulative. */
static bool by_period(const struct xs_project *p, int64_t tolerance)
{
    return p->nplan > 1 && magnitude(plan_sum(p) - FULL_SHARE) <= tolerance;
}

enum xs_err xs_check_plan_falls(struct xs_check_ctx *c, const struct xs_project *p)
{
    if (p->nplan < 2 || plan_sum(p) == 0)
        return XS_OK;
    xs_applicable(c);
    if (by_period(p, xs_check_param(c, "tolerance", 100)))
        return XS_OK;
    for (size_t i = 1; i < p->nplan; i++)
        if (p->plan_milli[i] < p->plan_milli[i - 1])
            return xs_check_hit(
                c, p, NULL, &p->plan[i], xs_say(p->plan[i - 1].text, (int64_t)i + 1));
    return XS_OK;
}

enum xs_err xs_check_plan_end(struct xs_check_ctx *c, const struct xs_project *p)
{
    int64_t tolerance = xs_check_param(c, "tolerance", 100);
    if (p->nplan < 2 || plan_sum(p) == 0)
        return XS_OK;
    xs_applicable(c);
    if (by_period(p, tolerance) || magnitude(p->plan_milli[p->nplan - 1] - FULL_SHARE) <= tolerance)
        return XS_OK;
    return xs_check_hit(c, p, NULL, &p->plan[p->nplan - 1],
        xs_say(p->name.text, p->plan_milli[p->nplan - 1] / 1000));
}

bool xs_plan_is_default(const struct xs_project *p)
{
    for (size_t i = 0; i < p->nplan; i++)
        if (p->plan_milli[i] != (int64_t)(i + 1) * FULL_SHARE / 4)
            return false;
    return p->nplan == 4;
}

enum xs_err xs_check_plan_default(struct xs_check_ctx *c, const struct xs_project *p)
{
    if (p->nplan == 0)
        return XS_OK;
    xs_applicable(c);
    return xs_plan_is_default(p) ? xs_check_hit(c, p, NULL, &p->plan[0], xs_say(p->name.text, 0))
                                 : XS_OK;
}

/* ---- year ---- */

enum { CP_YEAR_SIGN = 0x5E74 };

static bool opens(uint32_t cp)
{
    return cp == '(' || cp == '[' || cp == 0x3014 || cp == 0xFF08 || cp == 0x3010;
}

static bool closes(uint32_t cp)
{
    return cp == ')' || cp == ']' || cp == 0x3015 || cp == 0xFF09 || cp == 0x3011;
}

/* Years (20xx before the character for year) outside brackets; true when one is the wanted one. */
static bool names_year(xs_str s, uint16_t want, uint32_t *other)
{
    int depth = 0;
    uint32_t run = 0, digits = 0;
    for (size_t at = 0; at < s.len;) {
        uint32_t cp = xs_utf8_next(s, &at);
        if (cp >= '0' && cp <= '9') {
            run = run * 10 % 1000000 + (cp - '0');
            digits++;
            continue;
        }
        if (depth == 0 && digits == 4 && run >= 2000 && run < 2100 && cp == CP_YEAR_SIGN) {
            if (run == want)
                return true;
            *other = run;
        }
        depth += opens(cp) ? 1 : closes(cp) && depth ? -1 : 0;
        run = digits = 0;
    }
    return false;
}

enum xs_err xs_check_year_differs(struct xs_check_ctx *c, const struct xs_project *p)
{
    struct xs_lexmask exempt = xs_check_list(c, "exempt");
    uint32_t other = 0;
    if (p->year == 0 || p->name.folded.len == 0)
        return XS_OK;
    xs_applicable(c);
    if (names_year(p->name.folded, p->year, &other) || other == 0 ||
        xs_lex_find(c->lexicons, p->name.folded, 0, &exempt, NULL) != SIZE_MAX)
        return XS_OK;
    return xs_check_hit(c, p, NULL, &p->name, xs_say(p->year_text.text, p->year));
}
