/* check_table.c: what a project's table is as a whole. */
#include "rule/checks.h"
#include "rule/repeats.h"

enum xs_err xs_check_withheld_table(struct xs_check_ctx *c, const struct xs_project *p)
{
    size_t n = xs_withheld_rows(c, p);
    if (p->nrows == 0)
        return XS_OK;
    xs_applicable(c);
    if (n == 0 || !xs_share_at_least(n, p->nrows, xs_check_param(c, "share", 80)))
        return XS_OK;
    return xs_check_hit(c, p, NULL, &p->rows[0].name, xs_say(p->name.text, (int64_t)n));
}

enum xs_err xs_check_withheld_partial(struct xs_check_ctx *c, const struct xs_project *p)
{
    size_t n = xs_withheld_rows(c, p);
    if (p->nrows == 0)
        return XS_OK;
    xs_applicable(c);
    if (n == 0 || xs_share_at_least(n, p->nrows, xs_check_param(c, "share", 80)))
        return XS_OK;
    return xs_check_hit(c, p, NULL, &p->name, xs_say(p->name.text, (int64_t)n));
}

/* Rows with the value of row number at; 0: more than `but` have another. */
static size_t same_value(const struct xs_project *p, size_t at, size_t but)
{
    size_t others = 0;
    for (size_t i = 0; i < p->nrows && others <= but; i++)
        others += !xs_value_same(p->rows[at].parsed, p->rows[i].parsed);
    return others <= but ? p->nrows - others : 0;
}

/* All rows or all but one: so one of the first two rows has the value. */
enum xs_err xs_check_uniform_values(struct xs_check_ctx *c, const struct xs_project *p)
{
    size_t but = (size_t)xs_check_param(c, "but", 1);
    if (p->nrows < (size_t)xs_check_param(c, "least", 4))
        return XS_OK;
    xs_applicable(c);
    for (size_t i = 0; i <= but && i < p->nrows; i++) {
        size_t n = p->rows[i].parsed->kind == XS_VALUE_MISSING ? 0 : same_value(p, i, but);
        if (n)
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
        const struct xs_quantity *q = &p->rows[i].parsed->main;
        if (p->rows[i].parsed->kind != XS_VALUE_NUMBER || q->uclass != XS_UNIT_RATIO ||
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
    const struct xs_row_result *known = xs_results_of(c, p);
    size_t open = 0;
    if (p->nrows == 0)
        return XS_OK;
    xs_applicable(c);
    for (size_t i = 0; i < p->nrows; i++) {
        const struct xs_row *row = &p->rows[i];
        if (row->class == XS_CLASS_SATISFACTION ||
            (known[i].labels & c->sink->set->priv->withheld_row))
            continue;
        open++;
        if (measurable(row->parsed->kind) && known[i].verdict <= 1)
            return XS_OK;
    }
    return xs_check_hit(c, p, NULL, NULL, xs_say(p->name.text, (int64_t)open));
}

static uint32_t classes_of(const struct xs_check_ctx *c, const struct xs_project *p)
{
    return c->repeats->classes[p - c->doc->projects];
}

/* No row is of these classes. Every row has to have a class, so that what is missing is really
 * missing. */
static enum xs_err missing(struct xs_check_ctx *c, const struct xs_project *p, uint32_t classes)
{
    const uint32_t have = classes_of(c, p);
    if (have == 0 || (have & XS_CLASS_BIT(NONE)) || p->prose)
        return XS_OK;
    xs_applicable(c);
    return have & classes
               ? XS_OK
               : xs_check_hit(c, p, NULL, &p->name, xs_say(p->name.text, (int64_t)p->nrows));
}

enum xs_err xs_check_no_output(struct xs_check_ctx *c, const struct xs_project *p)
{
    return missing(c, p, XS_CLASSES_OUTPUT);
}

enum xs_err xs_check_no_benefit(struct xs_check_ctx *c, const struct xs_project *p)
{
    return missing(c, p, XS_CLASSES_BENEFIT);
}

/* A second level can only be missed where the first is there. */
static enum xs_err missing_second(
    struct xs_check_ctx *c, const struct xs_project *p, uint32_t classes)
{
    return classes_of(c, p) & XS_CLASSES_OUTPUT ? missing(c, p, classes) : XS_OK;
}

enum xs_err xs_check_no_quantity_row(struct xs_check_ctx *c, const struct xs_project *p)
{
    return missing_second(c, p, XS_CLASS_BIT(OUTPUT_QUANTITY) | XS_CLASS_BIT(OUTPUT));
}

enum xs_err xs_check_no_quality_row(struct xs_check_ctx *c, const struct xs_project *p)
{
    return missing_second(c, p, XS_CLASS_BIT(OUTPUT_QUALITY) | XS_CLASS_BIT(OUTPUT));
}

enum xs_err xs_check_generic_rows(struct xs_check_ctx *c, const struct xs_project *p)
{
    const struct xs_row_result *known = xs_results_of(c, p);
    size_t open = 0, n = 0;
    const struct xs_row *first = NULL;
    for (size_t i = 0; i < p->nrows; i++) {
        if (known[i].labels & c->sink->set->priv->withheld_row)
            continue;
        open++;
        if (!(known[i].labels & c->rule->counts))
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

#define NINE_CLASSES                                                                               \
    (XS_CLASS_BIT(OUTPUT_QUANTITY) | XS_CLASS_BIT(OUTPUT_QUALITY) | XS_CLASS_BIT(OUTPUT_TIME) |    \
        XS_CLASS_BIT(OUTPUT_COST) | XS_CLASS_BIT(BENEFIT_ECONOMIC) |                               \
        XS_CLASS_BIT(BENEFIT_SOCIAL) | XS_CLASS_BIT(BENEFIT_ECOLOGICAL) |                          \
        XS_CLASS_BIT(BENEFIT_LASTING) | XS_CLASS_BIT(SATISFACTION))

/* One row in each class, and benefits of which several cannot be checked. */
enum xs_err xs_check_nine_fill(struct xs_check_ctx *c, const struct xs_project *p)
{
    const struct xs_row_result *known = xs_results_of(c, p);
    size_t vague = 0;
    if (p->nrows != 9)
        return XS_OK;
    xs_applicable(c);
    if ((classes_of(c, p) & NINE_CLASSES) != NINE_CLASSES)
        return XS_OK;
    for (size_t i = 0; i < p->nrows; i++)
        vague += xs_class_is_benefit(p->rows[i].class) && known[i].verdict >= 2;
    return vague >= (size_t)xs_check_param(c, "vague", 3)
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
