#include "tree/doc.h"

#include "tree/tree.h"

static const char *const class_names[XS_CLASS_COUNT] = {
    [XS_CLASS_NONE] = "",
    [XS_CLASS_OUTPUT] = "output",
    [XS_CLASS_OUTPUT_QUANTITY] = "output.quantity",
    [XS_CLASS_OUTPUT_QUALITY] = "output.quality",
    [XS_CLASS_OUTPUT_TIME] = "output.time",
    [XS_CLASS_OUTPUT_COST] = "output.cost",
    [XS_CLASS_COST] = "cost",
    [XS_CLASS_COST_ECONOMIC] = "cost.economic",
    [XS_CLASS_COST_SOCIAL] = "cost.social",
    [XS_CLASS_COST_ECOLOGICAL] = "cost.ecological",
    [XS_CLASS_BENEFIT] = "benefit",
    [XS_CLASS_BENEFIT_ECONOMIC] = "benefit.economic",
    [XS_CLASS_BENEFIT_SOCIAL] = "benefit.social",
    [XS_CLASS_BENEFIT_ECOLOGICAL] = "benefit.ecological",
    [XS_CLASS_BENEFIT_LASTING] = "benefit.lasting",
    [XS_CLASS_SATISFACTION] = "satisfaction",
};

enum xs_err xs_value_move(struct xs_arena *a, struct xs_value_at *v, uint32_t line, uint32_t col)
{
    struct xs_place *at = xs_arena_alloc(a, 1, sizeof *at);
    if (!at)
        return XS_E_NOMEM;
    *at = *xs_value_place(v);
    at->line = line;
    at->col = col;
    v->at = at;
    return XS_OK;
}

const char *xs_class_name(enum xs_class c)
{
    return (unsigned)c < XS_CLASS_COUNT ? class_names[c] : "";
}

static bool rows_in_order(const struct xs_project *p)
{
    for (size_t i = 0; i < p->nrows; i++)
        if (p->rows[i].seq != i + 1 || p->rows[i].name.text.len == 0)
            return false;
    return true;
}

bool xs_tree_verify(const struct xs_doc *d, const char **what)
{
    uint32_t rows = 0;
    for (size_t i = 0; i < d->nprojects; i++) {
        const struct xs_project *p = &d->projects[i];
        *what = "projects are numbered in order";
        if (p->number != i + 1)
            return false;
        *what = "rows are numbered in order and have names";
        if (!rows_in_order(p))
            return false;
        rows += (uint32_t)p->nrows;
    }
    *what = "the rows of the projects add up";
    if (rows != d->nrows)
        return false;
    for (size_t i = 0; i < d->nsections; i++) {
        *what = "a section's parent stands before it";
        if (d->sections[i].parent > i)
            return false;
    }
    *what = "no more lines are unread than there are";
    return d->lines_unread + d->lines_furniture <= d->sheet->nlines || d->sheet->nlines == 0;
}
