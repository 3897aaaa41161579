#include "text/name.h"

#include <assert.h>

#include "base/utf8.h"

struct xs_name_words {
    const struct xs_lexset *lex;
    int kind_list[XS_NAME_KIND_COUNT];
    struct xs_lexmask kinds, lead, mark, end, numeral, sign;
};

static const struct {
    const char *name, *list;
} kinds[] = {
    [XS_NAME_OTHER] = { "other", NULL },
    [XS_NAME_RATE] = { "rate", "name.rate" },
    [XS_NAME_TIMELY] = { "timely", "name.timely" },
    [XS_NAME_DONE] = { "done", "name.done" },
    [XS_NAME_SATISFACTION] = { "satisfaction", "name.satisfaction" },
    [XS_NAME_COUNT] = { "count", "name.count" },
    [XS_NAME_PERSONS] = { "persons", "name.persons" },
    [XS_NAME_TIMES] = { "times", "name.times" },
    [XS_NAME_TIME] = { "time", "name.time" },
    [XS_NAME_MONEY] = { "money", "name.money" },
    [XS_NAME_MEASURE] = { "measure", "name.measure" },
    [XS_NAME_DEGREE] = { "degree", "name.degree" },
    [XS_NAME_PROGRESS] = { "progress", "name.progress" },
};
static_assert(sizeof kinds / sizeof *kinds == XS_NAME_KIND_COUNT, "a row for each kind of name");

/* The list of this name, or a fault. */
static enum xs_err find_list(
    const struct xs_patfiles *set, const struct xs_lexset *s, const char *name, int *out)
{
    *out = xs_lexset_find(s, xs_str_c(name));
    if (*out >= 0)
        return XS_OK;
    return xs_fault_at(set->fault, set->count ? set->files[0].path : XS_STR_NONE, NULL,
        "the word list '%s' is missing from the pattern files", name);
}

enum xs_err xs_name_words_load(
    const struct xs_patfiles *set, const struct xs_lexset *s, const struct xs_name_words **out)
{
    struct xs_name_words *w = xs_arena_zalloc(set->arena, 1, sizeof *w);
    int lead, mark, end;
    if (!w)
        return XS_E_NOMEM;
    w->lex = s;
    w->kind_list[XS_NAME_OTHER] = -1;
    for (int i = XS_NAME_RATE; i < XS_NAME_KIND_COUNT; i++) {
        XS_TRY(find_list(set, s, kinds[i].list, &w->kind_list[i]));
        w->kinds = xs_lexmask_or(w->kinds, xs_lexmask_one(w->kind_list[i]));
    }
    XS_TRY(find_list(set, s, "name.lead", &lead));
    XS_TRY(find_list(set, s, "name.mark", &mark));
    XS_TRY(find_list(set, s, "sep.end", &end));
    w->end = xs_lexmask_one(end);
    w->lead = xs_lexmask_one(lead);
    w->mark = xs_lexmask_one(mark);
    w->numeral = xs_lexset_group(s, XS_STR("num."));
    w->sign = xs_lexmask_or(
        xs_lexset_group(s, XS_STR("cmp.")), xs_lexset_group(s, XS_STR("value.placeholder")));
    *out = w;
    return XS_OK;
}

/* Bytes of a number (digits, or numerals in words) at at. */
static size_t number_at(const struct xs_name_words *w, xs_str s, size_t at)
{
    size_t p = at, n;
    while (p < s.len && s.ptr[p] >= '0' && s.ptr[p] <= '9')
        p++;
    if (p > at)
        return p - at;
    while ((n = xs_lex_longest(w->lex, s, p, &w->numeral, NULL)) != 0 && n <= 3 && p - at < 9)
        p += n;
    return p - at;
}

/* Bytes of the mark that ends a numbering at at: a point, a colon and such, not "-" or "*"; 0 =
 * none. */
static size_t numbering_mark(const struct xs_name_words *w, xs_str s, size_t at)
{
    if (at >= s.len || s.ptr[at] == '-' || s.ptr[at] == '*')
        return 0;
    return s.ptr[at] == ')' ? 1 : xs_lex_longest(w->lex, s, at, &w->mark, NULL);
}

/* "(1)" at the begin: its bytes, 0 = none. */
static size_t bracket_number(const struct xs_name_words *w, xs_str s)
{
    size_t n = s.len && s.ptr[0] == '(' ? number_at(w, s, 1) : 0;
    return n && n + 1 < s.len && s.ptr[n + 1] == ')' ? n + 2 : 0;
}

/* Bytes of the form's numbering at the begin: "1.", "(1)", "indicator 1:"; 0 = none. */
static size_t numbering(const struct xs_name_words *w, xs_str s)
{
    size_t at = bracket_number(w, s);
    if (at)
        return at;
    size_t lead = xs_lex_longest(w->lex, s, 0, &w->lead, NULL), n = number_at(w, s, lead);
    at = lead + n;
    if (n == 0 && (lead == 0 || at >= s.len || s.ptr[at] != ':'))
        return 0;
    size_t mark = numbering_mark(w, s, at);
    at += mark;
    if (mark == 0 || at >= s.len)
        return 0;
    bool decimal = lead == 0 && s.ptr[at] >= '0' && s.ptr[at] <= '9'; /* 1.5 metres */
    return decimal ? 0 : at;
}

/* Offset of the "(" that the ")" at the end of s closes, or SIZE_MAX. */
static size_t last_bracket(xs_str s)
{
    size_t depth = 0;
    if (s.len == 0 || s.ptr[s.len - 1] != ')')
        return SIZE_MAX;
    for (size_t p = s.len; p-- > 0;) {
        if (s.ptr[p] == ')')
            depth++;
        else if (s.ptr[p] == '(' && --depth == 0)
            return p;
    }
    return SIZE_MAX;
}

static xs_str without_end_marks(const struct xs_name_words *w, xs_str s)
{
    for (size_t n = 1; n <= 3 && n < s.len;)
        if (xs_lex_longest(w->lex, s, s.len - n, &w->end, NULL) == n) {
            s.len -= n;
            n = 1;
        } else {
            n += 2;
        }
    return s;
}

/* Is this bracket a hole of the form's template: a sign or a placeholder in it, no words? */
static bool template_tail(const struct xs_name_words *w, xs_str inside)
{
    return xs_lex_find(w->lex, inside, 0, &w->sign, NULL) == 0 ||
           xs_str_starts(inside, XS_STR("*")) || xs_str_starts(inside, XS_STR("_"));
}

xs_str xs_name_core(const struct xs_name_words *w, xs_str folded)
{
    xs_str s = xs_str_trim(folded);
    size_t n;
    while (s.len && (n = numbering(w, s)) != 0)
        s = xs_str_sub(s, n, s.len);
    const xs_str bare = s;
    while (s.len && (n = xs_lex_longest(w->lex, s, 0, &w->mark, NULL)) != 0 && n < s.len)
        s = xs_str_sub(s, n, s.len);
    while (s.len < bare.len && s.len && (n = numbering(w, s)) != 0)
        s = xs_str_sub(s, n, s.len);
    for (;;) {
        s = without_end_marks(w, s);
        size_t open = last_bracket(s);
        if (open == SIZE_MAX || open == 0 ||
            !template_tail(w, xs_str_sub(s, open + 1, s.len - open - 2)))
            break;
        s = xs_str_sub(s, 0, open);
    }
    while (s.len > 1 && s.ptr[s.len - 1] == '*')
        s.len--;
    return s;
}

enum xs_name_kind xs_name_kind(const struct xs_name_words *w, xs_str core)
{
    struct xs_lexmask which;
    size_t open;
    core = without_end_marks(w, core);
    while ((open = last_bracket(core)) != SIZE_MAX && open > 0)
        core = xs_str_sub(core, 0, open);
    /* a name's last noun is near its end */
    while (core.len > 96) {
        size_t cut = core.len - 96;
        while (cut < core.len && ((unsigned char)core.ptr[cut] & 0xC0) == 0x80)
            cut++;
        core = xs_str_sub(core, cut, core.len);
    }
    if (xs_lex_longest_end(w->lex, core, &w->kinds, &which) == 0)
        return XS_NAME_OTHER;
    for (int i = XS_NAME_RATE; i < XS_NAME_KIND_COUNT; i++)
        if (xs_lexmask_has(&which, w->kind_list[i]))
            return (enum xs_name_kind)i;
    return XS_NAME_OTHER;
}

const char *xs_name_kind_name(enum xs_name_kind k)
{
    return (unsigned)k < XS_NAME_KIND_COUNT ? kinds[k].name : "";
}
