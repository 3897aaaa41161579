/* check_table.c: what a project's table is as a whole. */
#include "rule/checks.h"

static size_t withheld_rows(const struct xs_check_ctx *c, const struct xs_project *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->nrows; i++)
        n += xs_row_withheld(c, p, &p->rows[i]);
    return n;
}

enum xs_err xs_check_withheld_table(struct xs_check_ctx *c, const struct xs_project *p)
{
    size_t n = withheld_rows(c, p);
    if (p->nrows == 0)
        return XS_OK;
    xs_applicable(c);
    if (n == 0 || !xs_share_at_least(n, p->nrows, xs_check_param(c, "share", 80)))
        return XS_OK;
    return xs_check_hit(c, p, NULL, &p->rows[0].name, xs_say(p->name.text, (int64_t)n));
}

enum xs_err xs_check_withheld_partial(struct xs_check_ctx *c, const struct xs_project *p)
{
    size_t n = withheld_rows(c, p);
    if (p->nrows == 0)
        return XS_OK;
    xs_applicable(c);
    if (n == 0 || xs_share_at_least(n, p->nrows, xs_check_param(c, "share", 80)))
        return XS_OK;
    return xs_check_hit(c, p, NULL, &p->name, xs_say(p->name.text, (int64_t)n));
}

/* Rows with the value of row number at. */
static size_t same_value(const struct xs_project *p, size_t at)
{
    size_t n = 0;
    for (size_t i = 0; i < p->nrows; i++)
        n += xs_value_same(&p->rows[at].parsed, &p->rows[i].parsed);
    return n;
}

/* All rows or all but one: so one of the first two rows has the value. */
enum xs_err xs_check_uniform_values(struct xs_check_ctx *c, const struct xs_project *p)
{
    size_t but = (size_t)xs_check_param(c, "but", 1);
    if (p->nrows < (size_t)xs_check_param(c, "least", 4))
        return XS_OK;
    xs_applicable(c);
    for (size_t i = 0; i <= but && i < p->nrows; i++) {
        size_t n = same_value(p, i);
        if (p->rows[i].parsed.kind == XS_VALUE_MISSING || n + but < p->nrows)
            continue;
        return xs_check_hit(
            c, p, NULL, &p->rows[i].value, xs_say(p->rows[i].value.text, (int64_t)n));
    }
    return XS_OK;
}

/* Every rate of the table asks for the whole. */
enum xs_err xs_check_all_full(struct xs_check_ctx *c, const struct xs_project *p)
{
    size_t rates = 0, full = 0;
    const struct xs_row *first = NULL;
    for (size_t i = 0; i < p->nrows; i++) {
        const struct xs_quantity *q = &p->rows[i].parsed.main;
        if (p->rows[i].parsed.kind != XS_VALUE_NUMBER || q->uclass != XS_UNIT_RATIO ||
            !q->has_number)
            continue;
        rates++;
        full += xs_decimal_cmp(q->number, (struct xs_decimal){ .digits = 100 }) == 0;
        first = first ? first : &p->rows[i];
    }
    if (!first || rates < (size_t)xs_check_param(c, "least", 5))
        return XS_OK;
    xs_applicable(c);
    return full == rates
               ? xs_check_hit(c, p, NULL, &first->value, xs_say(first->value.text, (int64_t)rates))
               : XS_OK;
}

static bool measurable(enum xs_value_kind k)
{
    return k == XS_VALUE_NUMBER || k == XS_VALUE_RANGE || k == XS_VALUE_DATE ||
           k == XS_VALUE_FREQUENCY;
}

enum xs_err xs_check_no_quantity(struct xs_check_ctx *c, const struct xs_project *p)
{
    size_t open = 0;
    for (size_t i = 0; i < p->nrows; i++) {
        const struct xs_row *row = &p->rows[i];
        if (row->class == XS_CLASS_SATISFACTION || xs_row_withheld(c, p, row))
            continue;
        open++;
        if (measurable(row->parsed.kind) && xs_row_verdict(c, p, row) <= 1)
            open = SIZE_MAX / 2;
    }
    if (p->nrows == 0)
        return XS_OK;
    xs_applicable(c);
    return open < SIZE_MAX / 2
               ? xs_check_hit(c, p, NULL, &p->rows[0].value, xs_say(p->name.text, (int64_t)open))
               : XS_OK;
}

/* Rows whose class fits; *known: every row has a class, so that what is missing is really missing.
 */
static size_t rows_of(const struct xs_project *p, bool (*fits)(enum xs_class), bool *known)
{
    size_t n = 0;
    *known = p->nrows > 0 && !p->prose;
    for (size_t i = 0; i < p->nrows; i++) {
        n += fits(p->rows[i].class);
        *known = *known && p->rows[i].class != XS_CLASS_NONE;
    }
    return n;
}

static bool is_quantity(enum xs_class k)
{
    return k == XS_CLASS_OUTPUT_QUANTITY || k == XS_CLASS_OUTPUT;
}

static bool is_quality(enum xs_class k)
{
    return k == XS_CLASS_OUTPUT_QUALITY || k == XS_CLASS_OUTPUT;
}

static enum xs_err missing(
    struct xs_check_ctx *c, const struct xs_project *p, bool (*fits)(enum xs_class))
{
    bool known;
    size_t n = rows_of(p, fits, &known);
    if (!known)
        return XS_OK;
    xs_applicable(c);
    return n ? XS_OK : xs_check_hit(c, p, NULL, &p->name, xs_say(p->name.text, (int64_t)p->nrows));
}

enum xs_err xs_check_no_output(struct xs_check_ctx *c, const struct xs_project *p)
{
    return missing(c, p, xs_class_is_output);
}

enum xs_err xs_check_no_benefit(struct xs_check_ctx *c, const struct xs_project *p)
{
    return missing(c, p, xs_class_is_benefit);
}

/* A second level can only be missed where the first is there. */
static enum xs_err missing_second(
    struct xs_check_ctx *c, const struct xs_project *p, bool (*fits)(enum xs_class))
{
    bool known;
    return rows_of(p, xs_class_is_output, &known) ? missing(c, p, fits) : XS_OK;
}

enum xs_err xs_check_no_quantity_row(struct xs_check_ctx *c, const struct xs_project *p)
{
    return missing_second(c, p, is_quantity);
}

enum xs_err xs_check_no_quality_row(struct xs_check_ctx *c, const struct xs_project *p)
{
    return missing_second(c, p, is_quality);
}

enum xs_err xs_check_generic_rows(struct xs_check_ctx *c, const struct xs_project *p)
{
    size_t open = 0, n = 0;
    const struct xs_row *first = NULL;
    for (size_t i = 0; i < p->nrows; i++) {
        if (xs_row_withheld(c, p, &p->rows[i]))
            continue;
        open++;
        if (!(xs_row_labels(c, p, &p->rows[i]) & c->rule->counts))
            continue;
        n++;
        first = first ? first : &p->rows[i];
    }
    if (open < (size_t)xs_check_param(c, "least", 3))
        return XS_OK;
    xs_applicable(c);
    if (!first || n * 100 <= open * (size_t)xs_check_param(c, "share", 50))
        return XS_OK;
    return xs_check_hit(c, p, NULL, &first->name, xs_say(first->name.text, (int64_t)n));
}

/* ---- nine rows for nine classes ---- */

/* Which of the form's nine classes; 0: none of them. */
static unsigned class_bit(enum xs_class k)
{
    static const enum xs_class nine[] = { XS_CLASS_OUTPUT_QUANTITY, XS_CLASS_OUTPUT_QUALITY,
        XS_CLASS_OUTPUT_TIME, XS_CLASS_OUTPUT_COST, XS_CLASS_BENEFIT_ECONOMIC,
        XS_CLASS_BENEFIT_SOCIAL, XS_CLASS_BENEFIT_ECOLOGICAL, XS_CLASS_BENEFIT_LASTING,
        XS_CLASS_SATISFACTION };
    for (unsigned i = 0; i < sizeof nine / sizeof *nine; i++)
        if (nine[i] == k)
            return 1u << i;
    return 0;
}

/* One row in each class, and benefits of which several cannot be checked. */
enum xs_err xs_check_nine_fill(struct xs_check_ctx *c, const struct xs_project *p)
{
    unsigned seen = 0;
    size_t vague = 0;
    if (p->nrows != 9)
        return XS_OK;
    xs_applicable(c);
    for (size_t i = 0; i < p->nrows; i++) {
        seen |= class_bit(p->rows[i].class);
        vague += xs_class_is_benefit(p->rows[i].class) && xs_row_verdict(c, p, &p->rows[i]) >= 2;
    }
    return seen == 0x1FF && vague >= (size_t)xs_check_param(c, "vague", 3)
               ? xs_check_hit(c, p, NULL, &p->name, xs_say(p->name.text, (int64_t)vague))
               : XS_OK;
}

/* ---- weights ---- */

#define MILLI 1000

/* All rows have a weight: their sum is the whole, or the whole without the share that only a
 * self-evaluation gives to spending; as points or as fractions. */
enum xs_err xs_check_weight_sum(struct xs_check_ctx *c, const struct xs_project *p)
{
    const int64_t full = xs_check_param(c, "full", 100), less = xs_check_param(c, "without", 90);
    int64_t sum = 0;
    if (p->nrows < (size_t)xs_check_param(c, "least", 3))
        return XS_OK;
    for (size_t i = 0; i < p->nrows; i++) {
        if (!p->rows[i].has_weight)
            return XS_OK;
        sum += p->rows[i].weight_milli;
    }
    xs_applicable(c);
    const int64_t good[] = { full * MILLI, less * MILLI, full * MILLI / 100, less * MILLI / 100 };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (sum == good[i])
            return XS_OK;
    return xs_check_hit(
        c, p, NULL, &p->rows[0].name, xs_say(p->name.text, (sum + MILLI / 2) / MILLI));
}
