/* The two levels above an indicator: what its row's cells say of them, filled down. */
#include <string.h>

#include "tree/build.h"

/* What parts the names of two levels in one cell: their bytes. */
static const char *const dashes[] = { "-", "\xE2\x80\x94", "/", "\xEF\xBC\x8D", "\xC2\xB7", ">" };

#define LONGEST_PAIR 120 /* bytes of both names; a longer cell is no label */

enum xs_err xs_level_pair(struct xs_build *b, const struct xs_tcell *t, struct xs_tcell *first,
    struct xs_tcell *second, bool *yes)
{
    struct xs_tcell one, two;
    *yes = false;
    if (t->text.len > LONGEST_PAIR)
        return XS_OK;
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
        size_t at = xs_str_find(t->text, xs_str_c(dashes[i]), 0);
        if (at == SIZE_MAX)
            continue;
        xs_str rest = xs_str_sub(t->text, at, t->text.len);
        while (xs_str_starts(rest, xs_str_c(dashes[i]))) /* some are doubled */
            rest = xs_str_sub(rest, strlen(dashes[i]), rest.len);
        XS_TRY(xs_cell_piece(b, t, xs_str_sub(t->text, 0, at), &one));
        XS_TRY(xs_cell_piece(b, t, rest, &two));
        if (!xs_is_level(&one) || !xs_is_level(&two))
            continue;
        *first = one;
        *second = two;
        *yes = true;
        return XS_OK;
    }
    return XS_OK;
}

/* First level that the second-level name under way belongs to. */
static enum xs_level level2_parent(const struct xs_build *b)
{
    return b->level2 ? xs_class_level(b->level2_is) : XS_LV_NONE;
}

/* A second-level name of another first level without its own label: that label stands further down,
 * or is missing. */
static bool starts_block(const struct xs_build *b, enum xs_level parent)
{
    enum xs_level now = b->level1_is;
    return parent != XS_LV_NONE && parent != XS_LV_SATISFACTION && now != XS_LV_NONE &&
           now != XS_LV_COST && parent != now;
}

/* The name in a cell, for the rows below it. */
static enum xs_err name_of(
    const struct xs_build *b, const struct xs_tcell *t, const struct xs_value_at **out)
{
    struct xs_value_at *name = xs_arena_alloc(b->a, 1, sizeof *name);
    if (!name)
        return XS_E_NOMEM;
    xs_value_set(name, t);
    *out = name;
    return XS_OK;
}

static enum xs_err take_first(struct xs_build *b, const struct xs_tcell *l1)
{
    bool in_middle = !b->level1 && level2_parent(b) == l1->words.level1; /* of its own block */
    b->level1_is = l1->words.level1;
    if (!in_middle)
        b->level2 = NULL;
    return name_of(b, l1, &b->level1);
}

static enum xs_err take_second(struct xs_build *b, const struct xs_tcell *l2)
{
    b->level2_is = l2->words.level2;
    return name_of(b, l2, &b->level2);
}

/* A column for both levels: "output-quantity", or a second level's name alone. False: neither. */
static enum xs_err take_both(struct xs_build *b, const struct xs_tcell *t, bool *yes)
{
    struct xs_tcell first, second;
    XS_TRY(xs_level_pair(b, t, &first, &second, yes));
    if (*yes) {
        XS_TRY(take_first(b, &first));
        return take_second(b, &second);
    }
    *yes = t->words.level2 != XS_CLASS_NONE;
    return *yes ? take_second(b, t) : XS_OK;
}

enum xs_err xs_levels_take(struct xs_build *b, const struct xs_tcell *const cell[XS_F_COUNT])
{
    const struct xs_tcell *l1 = cell[XS_F_LEVEL1], *l2 = cell[XS_F_LEVEL2];
    bool first = l1 && l1->folded.len, second = l2 && l2->folded.len, both = false;
    if (first && !second && l1->words.level1 == XS_LV_NONE)
        XS_TRY(take_both(b, l1, &both));
    if (first && !both)
        XS_TRY(take_first(b, l1));
    if (both && !l2 && b->level1_is == XS_LV_NONE)
        b->level1 = NULL; /* other words in the column for both end here */
    if (second)
        XS_TRY(take_second(b, l2));
    if ((!first || both) && starts_block(b, level2_parent(b))) {
        b->level1 = NULL;
        b->level1_is = XS_LV_NONE;
    }
    return XS_OK;
}

void xs_levels_give(const struct xs_build *b, struct xs_row *r)
{
    r->level[0] = b->level1;
    r->level[1] = b->level2;
    r->class = xs_layout_class(b->level1_is, b->level2 ? b->level2_is : XS_CLASS_NONE);
    if (r->class == XS_CLASS_NONE && !b->level1)
        r->flags |= XS_RF_LEVEL_GUESSED;
}
