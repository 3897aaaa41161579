#include "tree/layout.h"

#include <string.h>

#include "base/limits.h"
#include "tree/build.h"

static const struct {
    const char *list;
} field_lists[] = {
#define FIELD(id, list, where) { list },
#include "tree/fields.def"
#undef FIELD
};

static const struct {
    const char *list;
    int to;
} level1_lists[] = { { "level1.output", XS_LV_OUTPUT }, { "level1.cost", XS_LV_COST },
    { "level1.benefit", XS_LV_BENEFIT }, { "level1.satisfaction", XS_LV_SATISFACTION },
    { "level1.other", XS_LV_OTHER } },
  level2_lists[] = { { "level2.quantity", XS_CLASS_OUTPUT_QUANTITY },
      { "level2.quality", XS_CLASS_OUTPUT_QUALITY }, { "level2.time", XS_CLASS_OUTPUT_TIME },
      { "level2.cost", XS_CLASS_OUTPUT_COST }, { "level2.cost_economic", XS_CLASS_COST_ECONOMIC },
      { "level2.cost_social", XS_CLASS_COST_SOCIAL },
      { "level2.cost_ecological", XS_CLASS_COST_ECOLOGICAL },
      { "level2.economic", XS_CLASS_BENEFIT_ECONOMIC },
      { "level2.social", XS_CLASS_BENEFIT_SOCIAL },
      { "level2.ecological", XS_CLASS_BENEFIT_ECOLOGICAL },
      { "level2.lasting", XS_CLASS_BENEFIT_LASTING },
      { "level2.satisfaction", XS_CLASS_SATISFACTION }, { "level2.other", XS_CLASS_OTHER } },
  mark_lists[] = { { "mark.sign", XS_MARK_SIGN }, { "mark.direction", XS_MARK_DIRECTION },
      { "mark.qualitative", XS_MARK_QUALITATIVE }, { "mark.level_tail", XS_MARK_LEVEL_TAIL },
      { "mark.table_end", XS_MARK_TABLE_END }, { "mark.furniture", XS_MARK_FURNITURE },
      { "mark.standard", XS_MARK_STANDARD } },
  section_lists[] = { { "heading.overall", XS_SEC_OVERALL },
      { "heading.branches", XS_SEC_BRANCHES }, { "heading.safeguards", XS_SEC_SAFEGUARDS },
      { "heading.projects", XS_SEC_PROJECTS }, { "heading.part", XS_SEC_OTHER } };

static enum xs_err need(
    const struct xs_patfiles *set, const struct xs_lexset *s, const char *name, int *id)
{
    *id = xs_lexset_find(s, xs_str_c(name));
    if (*id >= 0)
        return XS_OK;
    return xs_fault_at(set->fault, set->count ? set->files[0].path : XS_STR_NONE, NULL,
        "the word list '%s' is missing", name);
}

static enum xs_err one(const struct xs_patfiles *set, const struct xs_lexset *s, const char *name,
    struct xs_lexmask *out)
{
    int id;
    XS_TRY(need(set, s, name, &id));
    *out = xs_lexmask_one(id);
    return XS_OK;
}

static void unset(int *map)
{
    for (size_t i = 0; i < (size_t)XS_LEXMASK_WORDS * 64; i++)
        map[i] = -1;
}

static enum xs_err load_maps(const struct xs_patfiles *set, struct xs_layout *l)
{
    int id;
    unset(l->field_of);
    unset(l->class_of);
    unset(l->level_of);
    unset(l->section_of);
    for (size_t i = 0; i < XS_F_COUNT; i++) {
        XS_TRY(need(set, l->lex, field_lists[i].list, &id));
        l->field_of[id] = (int)i;
    }
    XS_TRY(need(set, l->lex, "field.level3_with_value", &id));
    l->field_of[id] = XS_F_LEVEL3;
    for (size_t i = 0; i < sizeof level1_lists / sizeof *level1_lists; i++) {
        XS_TRY(need(set, l->lex, level1_lists[i].list, &id));
        l->level_of[id] = level1_lists[i].to;
    }
    for (size_t i = 0; i < sizeof level2_lists / sizeof *level2_lists; i++) {
        XS_TRY(need(set, l->lex, level2_lists[i].list, &id));
        l->class_of[id] = level2_lists[i].to;
    }
    for (size_t i = 0; i < sizeof mark_lists / sizeof *mark_lists; i++) {
        XS_TRY(need(set, l->lex, mark_lists[i].list, &id));
        l->mark_of[id] = mark_lists[i].to;
    }
    for (size_t i = 0; i < sizeof section_lists / sizeof *section_lists; i++) {
        XS_TRY(need(set, l->lex, section_lists[i].list, &id));
        l->section_of[id] = section_lists[i].to;
    }
    return XS_OK;
}

/* Comparators that stand before a number. */
static enum xs_err load_comparators(const struct xs_patfiles *set, struct xs_layout *l)
{
    static const char *const lists[] = { "cmp.ge", "cmp.gt", "cmp.eq", "cmp.lt", "cmp.le",
        "cmp.about" };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        struct xs_lexmask m;
        XS_TRY(one(set, l->lex, lists[i], &m));
        l->comparators = xs_lexmask_or(l->comparators, m);
    }
    return XS_OK;
}

static enum xs_err load_masks(const struct xs_patfiles *set, struct xs_layout *l)
{
    const struct {
        const char *name;
        struct xs_lexmask *to;
    } masks[] = { { "money.label", &l->money_label }, { "money.wan", &l->money_wan },
        { "money.yuan", &l->money_yuan }, { "money.yi", &l->money_yi },
        { "mark.table_end", &l->table_end }, { "mark.furniture", &l->furniture },
        { "title.whole_office", &l->whole_office }, { "label.goal", &l->goal_label },
        { "label.indicator", &l->indicator_label }, { "noun.office", &l->office },
        { "noun.no_office", &l->no_office }, { "noun.project", &l->project_noun },
        { "mark.year", &l->year_mark }, { "mark.sign", &l->sign },
        { "mark.level_tail", &l->level_tail }, { "field.level3_with_value", &l->with_value },
        { "list.lead", &l->list_lead }, { "list.over", &l->list_over },
        { "list.page", &l->list_page }, { "list.explains", &l->explains },
        { "list.no_explains", &l->no_explains }, { "list.no_cmp", &l->no_comparators } };
    for (size_t i = 0; i < sizeof masks / sizeof *masks; i++)
        XS_TRY(one(set, l->lex, masks[i].name, masks[i].to));
    l->headings = xs_lexset_group(l->lex, XS_STR("heading."));
    l->page = xs_lexset_group(l->lex, XS_STR("page."));
    l->sum = xs_lexset_group(l->lex, XS_STR("sum."));
    l->level_names = xs_lexset_group(l->lex, XS_STR("level"));
    return load_comparators(set, l);
}

/* Lists that much text is searched for. */
static enum xs_err load_wants(const struct xs_patfiles *set, struct xs_layout *l)
{
    struct xs_lexmask fields = xs_lexset_group(l->lex, XS_STR("field.")),
                      units = xs_lexset_group(l->lex, XS_STR("unit.")), words, ordinals, titles,
                      missing;
    XS_TRY(one(set, l->lex, "list.ordinal", &ordinals));
    XS_TRY(one(set, l->lex, "heading.table", &titles));
    XS_TRY(one(set, l->lex, "value.missing", &missing));
    struct xs_lexmask lists = xs_lexmask_or(l->goal_label, l->indicator_label);
    struct xs_lexmask money =
        xs_lexmask_or(l->money_wan, xs_lexmask_or(l->money_yuan, l->money_yi));
    words = xs_lexmask_or(fields, units);
    words = xs_lexmask_or(words, xs_lexset_group(l->lex, XS_STR("level")));
    words = xs_lexmask_or(words, xs_lexset_group(l->lex, XS_STR("mark.")));
    for (int i = 0; i < XS_LEXMASK_WORDS * 64; i++)
        if (xs_lexmask_has(&units, i))
            l->mark_of[i] |= XS_MARK_UNIT;
    xs_lexwant_make(l->lex, &l->money_label, &l->money_labels);
    xs_lexwant_make(l->lex, &money, &l->money_units);
    xs_lexwant_make(l->lex, &lists, &l->list_labels);
    xs_lexwant_make(l->lex, &ordinals, &l->ordinals);
    xs_lexwant_make(l->lex, &missing, &l->missing);
    xs_lexwant_make(l->lex, &l->headings, &l->heading);
    xs_lexchars_ends(l->lex, &l->headings, &l->heading_ends);
    xs_lexwant_make(l->lex, &l->furniture, &l->page_marks);
    struct xs_lexmask levels = xs_lexset_group(l->lex, XS_STR("level2."));
    xs_lexwant_make(l->lex, &levels, &l->levels);
    xs_lexwant_make(l->lex, &titles, &l->table_title);
    xs_lexcommon_make(l->lex, &titles, &l->title_common);
    xs_lexwant_make(l->lex, &fields, &l->fields);
    xs_lexwant_make(l->lex, &words, &l->words);
    l->numbered = words;
    for (int i = 0; i < XS_LEXMASK_WORDS; i++)
        l->numbered.w[i] &= ~(units.w[i] | l->sign.w[i]);
    words = xs_lexmask_or(words, l->year_mark);
    xs_lexchars_ends(l->lex, &words, &l->word_ends);
    return XS_OK;
}

enum xs_err xs_layout_load(const struct xs_patfiles *set, const struct xs_folder *f,
    const struct xs_lexset *s, const struct xs_layout **out)
{
    struct xs_layout *l = xs_arena_zalloc(set->arena, 1, sizeof *l);
    if (!l)
        return XS_E_NOMEM;
    l->lex = s;
    l->folder = f;
    XS_TRY(xs_value_words_load(set, s, &l->values));
    XS_TRY(xs_name_words_load(set, s, &l->names));
    XS_TRY(load_maps(set, l));
    XS_TRY(load_masks(set, l));
    XS_TRY(load_wants(set, l));
    *out = l;
    return XS_OK;
}

/* The lists that hold the whole text. */
static bool whole(const struct xs_layout *l, xs_str text, struct xs_lexmask *which)
{
    return text.len && xs_lex_longest(l->lex, text, 0, &l->words.mask, which) == text.len;
}

/* text without a trailing parenthesis: "x(y)" -> "x". */
static xs_str without_parenthesis(xs_str text)
{
    if (!xs_str_ends(text, XS_STR(")")))
        return text;
    size_t open = xs_str_find(text, XS_STR("("), 0);
    return open && open != SIZE_MAX ? xs_str_sub(text, 0, open) : text;
}

static bool digit(char c) { return c >= '0' && c <= '9'; }

#define LONGEST_LABEL 120 /* bytes; a longer cell is no label */

/* Offsets of a text, both included. */
struct span {
    size_t from, to;
};

/* text, of at most LONGEST_LABEL bytes, without the first "2023" + year mark that begins at at; in
 * buf. False when there is none. */
static bool without_year(
    const struct xs_layout *l, xs_str text, struct span at, char buf[LONGEST_LABEL], xs_str *out)
{
    const char *p = text.ptr;
    for (size_t i = at.from; i <= at.to && i + 4 < text.len; i++) {
        if (!digit(p[i]) || !digit(p[i + 1]) || !digit(p[i + 2]) || !digit(p[i + 3]))
            continue;
        size_t mark = xs_lex_longest(l->lex, text, i + 4, &l->year_mark, NULL);
        if (mark == 0)
            return false;
        memcpy(buf, p, i);
        memcpy(buf + i, p + i + 4 + mark, text.len - i - 4 - mark);
        *out = (xs_str){ buf, text.len - 4 - mark };
        return true;
    }
    return false;
}

/* What the lists in m say of the cell. */
static void words_of(
    const struct xs_layout *l, const struct xs_lexmask *m, struct xs_cell_words *out)
{
    for (int w = 0; w < XS_LEXMASK_WORDS; w++) {
        for (uint64_t bits = m->w[w]; bits; bits &= bits - 1) {
            int id = w * 64 + __builtin_ctzll(bits);
            if (l->field_of[id] >= 0 && out->field == XS_F_NONE)
                out->field = (uint8_t)l->field_of[id];
            if (l->level_of[id] >= 0)
                out->level1 = (unsigned)l->level_of[id] & 7;
            if (l->class_of[id] >= 0)
                out->level2 = (unsigned)l->class_of[id] & 31;
            out->marks |= (uint8_t)l->mark_of[id];
        }
    }
}

/* The lists that hold the text (at most LONGEST_LABEL bytes) as it is, or without its parenthesis,
 * its digits or its year. No word begins like text further than to reach: what is left out behind
 * it helps nothing. */
static bool look_up(const struct xs_layout *l, xs_str text, struct xs_lexmask *m)
{
    char buf[LONGEST_LABEL];
    size_t reach = 0, at = 0;
    bool begins = xs_lexwant_begins(&l->words, text, 0);
    if (begins && xs_lex_reach(l->lex, text, &l->words.mask, m, &reach) == text.len)
        return true;
    xs_str bare = without_parenthesis(text);
    if (bare.len < text.len && bare.len <= reach && whole(l, bare, m))
        return true;
    while (at < text.len && at <= reach && !digit(text.ptr[at]))
        at++;
    if (at == text.len || at > reach)
        return false;
    if (xs_lex_is_bare(l->lex, text, &l->numbered, m)) /* "goal 2" */
        return true;
    return without_year(l, text, (struct span){ at, reach }, buf, &bare) &&
           (whole(l, bare, m) || whole(l, without_parenthesis(bare), m));
}

#define LONGEST_LEVEL 60 /* bytes of a numbered level's name */

/* "(1) quantity": a level's name behind a number. */
static void numbered_level(const struct xs_layout *l, xs_str text, struct xs_cell_words *out)
{
    struct xs_lexmask m = { { 0 } };
    struct xs_cell_words words = { .field = XS_F_NONE };
    bool had, sign = text.ptr[0] == '(' || digit(text.ptr[0]);
    char last = text.ptr[text.len - 1];
    if (text.len < 8 || text.len > LONGEST_LEVEL || digit(last) || last == '%')
        return; /* a number, a value */
    if (digit(text.ptr[0]) && digit(text.ptr[1]) && digit(text.ptr[2]) && digit(text.ptr[3]))
        return; /* a year, an amount */
    if (!sign && !xs_str_starts(xs_str_sub(text, 3, 3), XS_STR("\xE3\x80\x81")))
        return; /* no ordinal with a comma behind it, either */
    xs_str bare = xs_number_strip(l, text, &had);
    if (!had || bare.len == 0 || !look_up(l, bare, &m))
        return;
    words_of(l, &m, &words);
    out->level1 = words.level1;
    out->level2 = words.level2;
}

/* Without the colons and the marks of footnotes, digits that are set raised, at its end. */
static xs_str without_marks(xs_str s)
{
    static const char *const raised[] = { "\xC2\xB9", "\xC2\xB2", "\xC2\xB3", "\xE2\x81\xB4",
        "\xE2\x81\xB5", "\xE2\x81\xB6", "\xE2\x81\xB7", "\xE2\x81\xB8", "\xE2\x81\xB9" };
    while (s.len && s.ptr[s.len - 1] == ':')
        s.len--;
    if (s.len < 3 || (s.ptr[s.len - 2] != '\xC2' && s.ptr[s.len - 2] != '\x81'))
        return s;
    for (size_t i = 0; i < sizeof raised / sizeof *raised; i++)
        if (xs_str_ends(s, xs_str_c(raised[i])))
            return xs_str_sub(s, 0, s.len - strlen(raised[i]));
    return s;
}

void xs_layout_label(const struct xs_layout *l, xs_str folded, struct xs_cell_words *out)
{
    struct xs_lexmask m = { { 0 } };
    *out = (struct xs_cell_words){ .field = XS_F_NONE, .key = XS_F_NONE, .colon = true };
    folded = without_marks(folded);
    if (folded.len == 0 || folded.len > LONGEST_LABEL ||
        !xs_lexchars_may_end(&l->word_ends, folded))
        return;
    if (look_up(l, folded, &m))
        words_of(l, &m, out);
    else
        numbered_level(l, folded, out);
}

void xs_layout_cell(const struct xs_layout *l, xs_str folded, struct xs_cell_words *out)
{
    xs_layout_label(l, folded, out);
    if (folded.len > XS_LONGEST_KEYED)
        return;
    const char *colon = folded.len ? memchr(folded.ptr, ':', folded.len) : NULL;
    out->colon = colon != NULL;
    if (!colon || colon == folded.ptr || out->field != XS_F_NONE)
        return;
    struct xs_cell_words before;
    xs_layout_label(l, xs_str_sub(folded, 0, (size_t)(colon - folded.ptr)), &before);
    out->key = before.field & 127u;
}

enum xs_level xs_class_level(enum xs_class c)
{
    static const enum xs_level level[XS_CLASS_COUNT] = {
        [XS_CLASS_OUTPUT] = XS_LV_OUTPUT,
        [XS_CLASS_OUTPUT_QUANTITY] = XS_LV_OUTPUT,
        [XS_CLASS_OUTPUT_QUALITY] = XS_LV_OUTPUT,
        [XS_CLASS_OUTPUT_TIME] = XS_LV_OUTPUT,
        [XS_CLASS_OUTPUT_COST] = XS_LV_OUTPUT,
        [XS_CLASS_COST] = XS_LV_COST,
        [XS_CLASS_COST_ECONOMIC] = XS_LV_COST,
        [XS_CLASS_COST_SOCIAL] = XS_LV_COST,
        [XS_CLASS_COST_ECOLOGICAL] = XS_LV_COST,
        [XS_CLASS_BENEFIT] = XS_LV_BENEFIT,
        [XS_CLASS_BENEFIT_ECONOMIC] = XS_LV_BENEFIT,
        [XS_CLASS_BENEFIT_SOCIAL] = XS_LV_BENEFIT,
        [XS_CLASS_BENEFIT_ECOLOGICAL] = XS_LV_BENEFIT,
        [XS_CLASS_BENEFIT_LASTING] = XS_LV_BENEFIT,
        [XS_CLASS_SATISFACTION] = XS_LV_SATISFACTION,
    };
    return (unsigned)c < XS_CLASS_COUNT ? level[c] : XS_LV_NONE;
}

enum xs_class xs_layout_class(enum xs_level l1, enum xs_class l2)
{
    static const enum xs_class bare[XS_LV_COUNT] = { XS_CLASS_NONE, XS_CLASS_OUTPUT, XS_CLASS_COST,
        XS_CLASS_BENEFIT, XS_CLASS_SATISFACTION, XS_CLASS_NONE };
    if (l2 == XS_CLASS_NONE || l2 == XS_CLASS_OTHER)
        return bare[l1];
    if (l1 == XS_LV_COST && l2 == XS_CLASS_OUTPUT_COST)
        return XS_CLASS_COST;
    if (l1 == XS_LV_COST && l2 == XS_CLASS_BENEFIT_ECONOMIC)
        return XS_CLASS_COST_ECONOMIC;
    if (l1 == XS_LV_COST && l2 == XS_CLASS_BENEFIT_SOCIAL)
        return XS_CLASS_COST_SOCIAL;
    if (l1 == XS_LV_COST && l2 == XS_CLASS_BENEFIT_ECOLOGICAL)
        return XS_CLASS_COST_ECOLOGICAL;
    return l2;
}
