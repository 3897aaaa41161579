#include "text/value_internal.h"

#include <string.h>

#define VL_NAME(id, name) XS_STR_INIT(name),
static const xs_str list_names[XS_VL_COUNT] = { XS_VL_LIST(VL_NAME) };

/* Lists of the groups, as runs of neighbours. */
static const struct {
    enum xs_vm group;
    enum xs_vl first, last;
} runs[] = {
    { XS_VM_CMP, XS_VL_CMP_GE, XS_VL_CMP_ABOUT },
    { XS_VM_AFTER, XS_VL_AFTER_GE, XS_VL_AFTER_ABOUT },
    { XS_VM_NUMERAL, XS_VL_N0, XS_VL_YI },
    { XS_VM_SCALE, XS_VL_HUNDRED, XS_VL_YI },
    { XS_VM_UNIT, XS_VL_RATIO, XS_VL_SCORE },
    { XS_VM_PERIOD, XS_VL_P_YEAR, XS_VL_P_TWO_MONTHS },
    { XS_VM_DATE_WORD, XS_VL_D_YEAR, XS_VL_D_QUARTER },
    { XS_VM_DATE_TAIL, XS_VL_D_PART, XS_VL_D_END },
    { XS_VM_DATE_TAIL, XS_VL_D_WHOLE, XS_VL_D_NAMED },
    { XS_VM_STEP, XS_VL_CMP_GE, XS_VL_NUM_NOT },
    { XS_VM_STEP, XS_VL_EACH, XS_VL_BY },
    { XS_VM_STEP, XS_VL_P_YEAR, XS_VL_P_TWO_MONTHS },
    { XS_VM_STEP, XS_VL_D_WHOLE, XS_VL_AND },
    { XS_VM_STOP, XS_VL_CMP_GE, XS_VL_NUM_NOT },
    { XS_VM_STOP, XS_VL_EACH, XS_VL_MEAN },
    { XS_VM_STOP, XS_VL_D_BEFORE, XS_VL_AND },
    { XS_VM_STOP, XS_VL_EVENT, XS_VL_PLACEHOLDER },
    { XS_VM_WHOLE, XS_VL_GRADE, XS_VL_GRADE_SOFT },
    { XS_VM_WHOLE, XS_VL_MISSING, XS_VL_VAGUE },
    { XS_VM_WHOLE, XS_VL_D_WHOLE, XS_VL_D_WHOLE },
    { XS_VM_GRADE, XS_VL_GRADE, XS_VL_GRADE_SOFT },
    { XS_VM_GRADE_TEXT, XS_VL_CMP_GE, XS_VL_AFTER_LE },
    { XS_VM_GRADE_TEXT, XS_VL_GRADE, XS_VL_FILLER },
    { XS_VM_DATE_TEXT, XS_VL_N0, XS_VL_YI },
    { XS_VM_DATE_TEXT, XS_VL_D_YEAR, XS_VL_RANGE },
    { XS_VM_DATE_TEXT, XS_VL_FILLER, XS_VL_FILLER },
    { XS_VM_DATE_TEXT, XS_VL_EVENT, XS_VL_EVENT_WEAK },
};

/* Nouns of measure are the lists of names (text/name.h), but for those of vague things. */
static const xs_str noun_lists[] = {
    XS_STR_INIT("name.rate"),
    XS_STR_INIT("name.timely"),
    XS_STR_INIT("name.done"),
    XS_STR_INIT("name.satisfaction"),
    XS_STR_INIT("name.count"),
    XS_STR_INIT("name.persons"),
    XS_STR_INIT("name.times"),
    XS_STR_INIT("name.time"),
    XS_STR_INIT("name.money"),
    XS_STR_INIT("name.measure"),
    XS_STR_INIT("name.progress"),
};

int xs_vl_of(const struct xs_value_words *w, const struct xs_lexmask *which, enum xs_vl first,
    enum xs_vl last)
{
    int found = (int)last + 1;
    for (int i = 0; i < XS_LEXMASK_WORDS; i++)
        for (uint64_t bits = which->w[i]; bits; bits &= bits - 1) {
            const int list = w->list_of[i * 64 + __builtin_ctzll(bits)];
            found = list >= (int)first && list < found ? list : found;
        }
    return found <= (int)last ? found : -1;
}

size_t xs_vl_at(const struct xs_value_words *w, xs_str s, size_t at, enum xs_vl list)
{
    return xs_lex_longest(w->lex, s, at, &w->one[list], NULL);
}

size_t xs_vm_at(
    const struct xs_value_words *w, xs_str s, size_t at, enum xs_vm group, struct xs_lexmask *which)
{
    return xs_lex_longest(w->lex, s, at, &w->group[group], which);
}

static enum xs_err missing(const struct xs_patfiles *set, xs_str name)
{
    return xs_fault_at(set->fault, set->count ? set->files[0].path : XS_STR_NONE, NULL,
        "the word list '%.*s' is missing from the pattern files", XS_STR_ARG(name));
}

enum xs_err xs_value_words_load(
    const struct xs_patfiles *set, const struct xs_lexset *s, const struct xs_value_words **out)
{
    struct xs_value_words *w = xs_arena_zalloc(set->arena, 1, sizeof *w);
    if (!w)
        return XS_E_NOMEM;
    w->lex = s;
    memset(w->list_of, -1, sizeof w->list_of);
    for (int i = 0; i < XS_VL_COUNT; i++) {
        w->id[i] = xs_lexset_find(s, list_names[i]);
        if (w->id[i] < 0)
            return missing(set, list_names[i]);
        w->list_of[w->id[i]] = (int16_t)i;
        w->one[i] = xs_lexmask_one(w->id[i]);
    }
    for (size_t r = 0; r < sizeof runs / sizeof *runs; r++)
        for (int i = (int)runs[r].first; i <= (int)runs[r].last; i++)
            w->group[runs[r].group] = xs_lexmask_or(w->group[runs[r].group], w->one[i]);
    for (size_t i = 0; i < sizeof noun_lists / sizeof *noun_lists; i++) {
        int id = xs_lexset_find(s, noun_lists[i]);
        if (id < 0)
            return missing(set, noun_lists[i]);
        w->group[XS_VM_NOUN] = xs_lexmask_or(w->group[XS_VM_NOUN], xs_lexmask_one(id));
    }
    *out = w;
    return XS_OK;
}
