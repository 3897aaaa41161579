/* Part one and the paragraphs between the tables: headings, running text, lists of goals and of
 * named indicators. */
#include <string.h>

#include "base/utf8.h"
#include "tree/build.h"

#define LONGEST_HEADING 40 /* code points */

struct walk {
    struct xs_build *b;
    struct xs_section *now; /* section under way; NULL before the first heading */
    size_t now_index;       /* its index + 1 */
    size_t top;             /* index + 1 of the top-level section it belongs to */
    size_t paragraph_cap, goal_cap, indicator_cap;
    enum { IN_TEXT, IN_GOALS, IN_INDICATORS } list;
};

static enum xs_err open_section(
    struct walk *w, enum xs_section_kind kind, size_t parent, const struct xs_tcell *c)
{
    struct xs_doc *d = w->b->doc;
    struct xs_section *s =
        xs_arena_grow(w->b->a, d->sections, &w->b->section_cap, d->nsections + 1, sizeof *s);
    if (!s)
        return XS_E_NOMEM;
    d->sections = s;
    s += d->nsections++;
    *s = (struct xs_section){ .kind = kind, .parent = (uint32_t)parent, .depth = parent ? 1 : 0 };
    xs_value_set(&s->heading, c);
    w->now = s;
    w->now_index = d->nsections;
    if (!parent)
        w->top = d->nsections;
    w->paragraph_cap = w->goal_cap = w->indicator_cap = 0;
    w->list = IN_TEXT;
    return XS_OK;
}

/* Heading without number and colon, folded; empty when the paragraph is too long for one. */
static enum xs_err heading_text(
    struct xs_build *b, const struct xs_tcell *c, xs_str *out, bool *numbered)
{
    *out = XS_STR_NONE;
    if (c->folded.len > 8 * (size_t)LONGEST_HEADING) /* whatever its numbers are */
        return XS_OK;
    xs_str s = xs_number_strip(b->l, c->text, numbered);
    if (s.len > 4 * (size_t)LONGEST_HEADING || xs_utf8_count(s) > LONGEST_HEADING)
        return XS_OK;
    if (c->text.ptr == c->folded.ptr && c->text.len == c->folded.len)
        *out = s;
    else
        XS_TRY(xs_fold(b->l->folder, b->a, s, out));
    while (out->len && (out->ptr[out->len - 1] == ':' || out->ptr[out->len - 1] == '.'))
        out->len--;
    return XS_OK;
}

/* Kind of the heading that text is, or -1. */
static int heading_kind(const struct xs_layout *l, xs_str text)
{
    struct xs_lexmask which;
    if (text.len == 0 || !xs_lexwant_begins(&l->heading, text, 0) ||
        !xs_lexchars_may_end(&l->heading_ends, text) ||
        xs_lex_longest(l->lex, text, 0, &l->headings, &which) != text.len)
        return -1;
    int list = xs_lexmask_first(&which);
    while (list >= 0 && l->section_of[list] < 0) {
        which.w[list >> 6] &= which.w[list >> 6] - 1;
        list = xs_lexmask_first(&which);
    }
    return list < 0 ? -1 : l->section_of[list];
}

static enum xs_err add_item(struct walk *w, struct xs_value_at at)
{
    struct xs_section *s = w->now;
    bool goals = w->list == IN_GOALS;
    struct xs_item **items = goals ? &s->goals : &s->indicators;
    size_t *count = goals ? &s->ngoals : &s->nindicators;
    struct xs_item *grown = xs_arena_grow(
        w->b->a, *items, goals ? &w->goal_cap : &w->indicator_cap, *count + 1, sizeof *grown);
    if (!grown)
        return XS_E_NOMEM;
    *items = grown;
    grown[(*count)++] = (struct xs_item){ at };
    return XS_OK;
}

/* Indicators listed in one line are parted by semicolons. */
static enum xs_err add_listed(struct walk *w, const struct xs_item *item)
{
    xs_str rest = item->text.folded;
    while (rest.len) {
        size_t end = xs_str_find(rest, XS_STR(";"), 0);
        xs_str one = xs_str_sub(rest, 0, end == SIZE_MAX ? rest.len : end);
        struct xs_value_at at = { .text = one, .folded = one, .at = item->text.at };
        rest = xs_str_sub(rest, one.len + (end != SIZE_MAX), rest.len);
        if (one.len)
            XS_TRY(add_item(w, at));
    }
    return XS_OK;
}

static enum xs_err add_items(struct walk *w, const struct xs_tcell *c, xs_str text)
{
    struct xs_value_at at = { .text = text, .folded = text, .at = c->at };
    struct xs_item *items = NULL;
    size_t n = 0;
    if (w->list == IN_TEXT || text.len == 0)
        return XS_OK;
    XS_TRY(xs_items_split(w->b, &at, (struct xs_mores){ 0 }, &items, &n));
    for (size_t i = 0; i < n; i++)
        XS_TRY(w->list == IN_INDICATORS ? add_listed(w, &items[i]) : add_item(w, items[i].text));
    return XS_OK;
}

/* The labels "goal:" and "indicators:" anywhere in the paragraph begin lists that go on over the
 * next paragraphs. */
static enum xs_err read_lists(struct walk *w, const struct xs_tcell *c)
{
    const struct xs_layout *l = w->b->l;
    struct xs_lexword label;
    size_t from = 0;
    for (;;) {
        size_t at = xs_cell_may_hold(c, &l->list_labels)
                        ? xs_lex_search(l->lex, c->folded, from, &l->list_labels, &label)
                        : SIZE_MAX;
        size_t to = at == SIZE_MAX ? c->folded.len : at;
        XS_TRY(add_items(w, c, xs_str_sub(c->folded, from, to - from)));
        if (at == SIZE_MAX)
            return XS_OK;
        struct xs_lexmask goal = xs_lexmask_and(label.which, l->goal_label);
        w->list = xs_lexmask_any(&goal) ? IN_GOALS : IN_INDICATORS;
        from = at + label.len;
    }
}

static enum xs_err add_paragraph(struct walk *w, const struct xs_tcell *c)
{
    struct xs_section *s = w->now;
    struct xs_paragraph *p =
        xs_arena_grow(w->b->a, s->paragraphs, &w->paragraph_cap, s->nparagraphs + 1, sizeof *p);
    if (!p)
        return XS_E_NOMEM;
    s->paragraphs = p;
    xs_value_set(&p[s->nparagraphs++].text, c);
    return XS_OK;
}

/* A short numbered line among the branches is the heading of one of them. */
static bool branch_heading(const struct walk *w, xs_str text, bool numbered)
{
    const struct xs_layout *l = w->b->l;
    return numbered && text.len && w->top &&
           w->b->doc->sections[w->top - 1].kind == XS_SEC_BRANCHES && w->list == IN_TEXT &&
           !xs_str_has(text, XS_STR("\xE3\x80\x82")) && !xs_str_has(text, XS_STR(";")) &&
           xs_lex_search(l->lex, text, 0, &l->list_labels, NULL) == SIZE_MAX;
}

static bool outer_number(xs_str text)
{
    text = xs_str_trim(text);
    return xs_str_starts(text, XS_STR("(")) || xs_str_starts(text, XS_STR("\xEF\xBC\x88"));
}

static enum xs_err one_paragraph(struct walk *w, size_t block)
{
    struct xs_build *b = w->b;
    const struct xs_tcell *c = &b->cells[b->first_cell[block]];
    bool numbered = false;
    xs_str head;
    if (c->folded.len == 0) {
        b->use[block] = XS_USE_FURNITURE;
        return XS_OK;
    }
    XS_TRY(heading_text(b, c, &head, &numbered));
    int kind = heading_kind(b->l, head);
    if (kind >= 0) {
        b->use[block] = XS_USE_TEXT;
        if (w->now && w->now->kind == (enum xs_section_kind)kind && w->now->nparagraphs == 0)
            return XS_OK; /* the heading once more */
        return open_section(w, (enum xs_section_kind)kind, 0, c);
    }
    if (xs_lexwant_begins(&b->l->page_marks, c->folded, 0) &&
        xs_lex_longest(b->l->lex, c->folded, 0, &b->l->furniture, NULL)) {
        b->use[block] = XS_USE_FURNITURE;
        return XS_OK;
    }
    if (!w->now || w->now->kind == XS_SEC_PROJECTS || w->now->kind == XS_SEC_OTHER)
        return XS_OK;
    b->use[block] = XS_USE_TEXT;
    if (outer_number(c->text))
        w->list =
            w->top && b->doc->sections[w->top - 1].kind == XS_SEC_BRANCHES ? IN_TEXT : w->list;
    if (branch_heading(w, head, numbered))
        return open_section(w, XS_SEC_BRANCH, w->top, c);
    XS_TRY(add_paragraph(w, c));
    return read_lists(w, c);
}

static bool empty(const struct xs_build *b, size_t block)
{
    return b->sheet->blocks[block].kind == XS_BLOCK_BREAK ||
           b->first_cell[block] == b->first_cell[block + 1];
}

enum xs_err xs_sections_build(struct xs_build *b)
{
    struct walk w = { .b = b };
    for (size_t i = 0; i < b->sheet->nblocks; i++) {
        if (b->use[i] == XS_USE_TABLE && w.now && w.now->kind != XS_SEC_PROJECTS && !empty(b, i))
            w.now = NULL; /* running text after a table belongs to no section of part one */
        if (b->use[i] != XS_USE_NONE)
            continue;
        if (empty(b, i))
            b->use[i] = XS_USE_FURNITURE;
        else if (b->sheet->blocks[i].kind == XS_BLOCK_PARAGRAPH)
            XS_TRY(one_paragraph(&w, i));
    }
    return XS_OK;
}
