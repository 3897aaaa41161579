/* What is known once all is read: years, goal items, parsed values. */
#include <string.h>

#include "base/limits.h"
#include "base/memo.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "tree/build.h"

static bool digit(char c) { return c >= '0' && c <= '9'; }

/* Bytes of an ordinal at the start of s: digits, or ordinal words; 0 = none. */
static size_t ordinal(const struct xs_layout *l, xs_str s)
{
    size_t n = 0, word = 1;
    while (n < s.len && n < 3 && digit(s.ptr[n]))
        n++;
    if (n)
        return n;
    while (word && n < 12 && n < s.len && xs_lexwant_begins(&l->ordinals, s, n))
        n += word = xs_lex_longest(l->lex, s, n, &l->ordinals.mask, NULL);
    return n;
}

/* Bytes of "(" at the start of s, or of the wide one. */
static size_t opening(xs_str s)
{
    if (s.len && s.ptr[0] == '(')
        return 1;
    return xs_str_starts(s, XS_STR("\xEF\xBC\x88")) ? 3 : 0;
}

/* Bytes of the mark that ends "1." or "1)" at the start of s, of its wide and its Chinese forms. */
static size_t closing(xs_str s)
{
    if (s.len && (s.ptr[0] == '.' || s.ptr[0] == ')'))
        return 1;
    return xs_str_starts(s, XS_STR("\xE3\x80\x81")) || xs_str_starts(s, XS_STR("\xEF\xBC\x89")) ||
                   xs_str_starts(s, XS_STR("\xEF\xBC\x8E"))
               ? 3
               : 0;
}

/* "1.5 km" is no numbering, "1.2." is: does the point at the start of s belong to a number? */
static bool decimal_point(xs_str s)
{
    size_t k = 1;
    if (s.ptr[0] != '.' || s.len < 2 || !digit(s.ptr[1]))
        return false;
    while (k < s.len && digit(s.ptr[k]))
        k++;
    return k == s.len || !closing(xs_str_sub(s, k, 3));
}

/* May a numbering mark stand at the start of s? Mostly none does. */
static inline bool may_number(const struct xs_layout *l, xs_str s)
{
    const char c = s.len ? s.ptr[0] : 'x';
    return digit(c) || c == '(' || c == '\xEF' || (s.len && xs_lexwant_begins(&l->ordinals, s, 0));
}

/* Bytes of one there; 0 = none. */
static size_t mark_at(const struct xs_layout *l, xs_str s)
{
    size_t open = opening(s);
    xs_str rest = xs_str_sub(s, open, s.len);
    size_t n = ordinal(l, rest);
    if (n == 0)
        return 0;
    rest = xs_str_sub(rest, n, rest.len);
    while (open && rest.len && rest.ptr[0] == ' ') {
        rest = xs_str_sub(rest, 1, rest.len);
        n++;
    }
    size_t close = closing(rest);
    if (close == 0 || (close == 1 && !open && decimal_point(rest)))
        return 0;
    return open + n + close;
}

static inline size_t number_mark(const struct xs_layout *l, xs_str s)
{
    return may_number(l, s) ? mark_at(l, s) : 0;
}

xs_str xs_number_strip(const struct xs_layout *l, xs_str text, bool *had)
{
    if (had)
        *had = false;
    text = xs_str_trim(text);
    for (int depth = 0; depth < 3; depth++) {
        size_t n = number_mark(l, text);
        if (n == 0)
            break;
        if (had)
            *had = true;
        text = xs_str_trim(xs_str_sub(text, n, text.len));
    }
    return text;
}

/* The number of one in a circle at the start of s, 1 to 20; 0: there is none. */
static unsigned circled(xs_str s)
{
    unsigned char last = s.len >= 3 ? (unsigned char)s.ptr[2] : 0;
    return xs_str_starts(s, XS_STR("\xE2\x91")) && last >= 0xA0 && last < 0xB4 ? last - 0x9Fu : 0;
}

/* A piece of text, which is folded already or not. */
static enum xs_err add_item(
    struct xs_build *b, struct xs_item **items, size_t *count, size_t *cap, struct xs_value_at at)
{
    bool folded = at.text.ptr == at.folded.ptr;
    at.text = xs_number_strip(b->l, at.text, NULL);
    if (circled(at.text))
        at.text = xs_str_trim(xs_str_sub(at.text, 3, at.text.len));
    if (at.text.len == 0)
        return XS_OK;
    struct xs_item *grown = xs_arena_grow(b->a, *items, cap, *count + 1, sizeof *grown);
    if (!grown)
        return XS_E_NOMEM;
    *items = grown;
    at.folded = at.text;
    if (!folded)
        XS_TRY(xs_fold(b->l->folder, b->a, at.text, &at.folded));
    grown[(*count)++] = (struct xs_item){ at };
    return XS_OK;
}

/* Bits of the bytes of v that a full stop or semicolon of either width may end with; before: each
 * byte's neighbour. */
static inline uint32_t ends_in(xs_vec before, xs_vec v)
{
    const xs_vec stop = xs_vec_and(xs_vec_eq(before, 0x80), xs_vec_eq(v, 0x82));
    const xs_vec semicolon = xs_vec_and(xs_vec_eq(before, 0xBC), xs_vec_eq(v, 0x9B));
    const xs_vec ascii = xs_vec_or(xs_vec_eq(v, '.'), xs_vec_eq(v, ';'));
    return xs_vec_mask(xs_vec_or(ascii, xs_vec_or(stop, semicolon)));
}

/* Does one end with such a byte? */
static bool is_stop(xs_str line, size_t last)
{
    const char c = line.ptr[last];
    return c == '.' || c == ';' ||
           (last >= 2 && line.ptr[last - 2] == (c == '\x82' ? '\xE3' : '\xEF'));
}

/* Where a number begins an item, at from or behind the blanks there; line.len: none does. */
static size_t number_from(const struct xs_layout *l, xs_str line, size_t from)
{
    while (from < line.len && line.ptr[from] == ' ')
        from++;
    return number_mark(l, xs_str_sub(line, from, line.len)) > 0 ? from : line.len;
}

/* Offset of the next item that begins on the same line, behind a stop at or after from; line.len:
 * none. */
static size_t behind_stop(const struct xs_layout *l, xs_str line, size_t from)
{
    size_t item = line.len;
    if (from < line.len && (line.ptr[from] == '.' || line.ptr[from] == ';'))
        item = number_from(l, line, from + 1);
    for (size_t last = from + 1; item == line.len && last < line.len; last += XS_VEC) {
        const char *p = line.ptr + last;
        const size_t left = line.len - last;
        uint32_t found = left < XS_VEC ? ends_in(xs_vec_part(p - 1, left), xs_vec_part(p, left))
                                       : ends_in(xs_vec_load(p - 1), xs_vec_load(p));
        for (; found && item == line.len; found &= found - 1)
            if (is_stop(line, last + xs_vec_first(found)))
                item = number_from(l, line, last + xs_vec_first(found) + 1);
    }
    return item;
}

/* The same; behind an item with a number in a circle, that of the next number in one too. */
static size_t next_item(const struct xs_layout *l, xs_str line, size_t from)
{
    size_t stop = behind_stop(l, line, from);
    xs_str item = xs_str_trim(xs_str_sub(line, from, line.len));
    unsigned n = circled(item);
    if (n == 0 || n == 20)
        return stop;
    const char next[3] = { '\xE2', '\x91', (char)(0xA0 + n) };
    size_t at = xs_str_find(line, (xs_str){ next, sizeof next }, from);
    return at < stop ? at : stop;
}

/* A place in a line of the text, and where it stands in the source. */
struct on_line {
    const char *from;
    uint32_t line, col;
};

/* p is in the line of what the text was wrapped at last before it. */
static void wrap(struct on_line *w, struct xs_mores more, size_t *next, const char *p)
{
    for (; *next < more.count && more.items[*next].wrapped && more.items[*next].from <= p;
         ++*next) {
        const struct xs_more *m = &more.items[*next];
        *w = (struct on_line){ m->from, m->at->line, m->at->col };
    }
}

/* Where the text goes on at p. */
static void go_on(struct on_line *w, struct xs_mores more, size_t *next, const char *p)
{
    wrap(w, more, next, p);
    w->col += (uint32_t)xs_utf8_count((xs_str){ w->from, (size_t)(p - w->from) });
    w->from = p;
}

enum xs_err xs_items_split(struct xs_build *b, const struct xs_value_at *text, struct xs_mores more,
    struct xs_item **items, size_t *count)
{
    size_t cap = 0, other = 0;
    xs_str rest = text->text, line;
    if (rest.len == 0)
        return XS_OK;
    struct xs_value_at at = *text;
    bool folded = xs_str_eq(text->text, text->folded);
    while (xs_str_split(&rest, '\n', &line)) {
        size_t from = 0, end;
        struct on_line w = { line.ptr, xs_value_place(&at)->line, 1 };
        do {
            end = next_item(b->l, line, from);
            at.text = xs_str_sub(line, from, end - from);
            at.folded = folded ? at.text : XS_STR_NONE;
            XS_TRY(add_item(b, items, count, &cap, at));
            if (end < line.len) {
                go_on(&w, more, &other, line.ptr + end);
                XS_TRY(xs_value_move(b->a, &at, w.line, w.col));
            }
            from = end;
        } while (end < line.len);
        wrap(&w, more, &other, line.ptr + line.len);
        if (other < more.count && rest.ptr == more.items[other].from)
            at.at = more.items[other++].at;
        else if (rest.ptr)
            XS_TRY(xs_value_move(b->a, &at, w.line + (w.line > 0), w.line > 0));
    }
    return XS_OK;
}

/* ---- years ---- */

uint16_t xs_year_in(const struct xs_layout *l, xs_str s)
{
    for (size_t i = 0; i + 4 < s.len; i++) {
        if (s.ptr[i] != '2' || s.ptr[i + 1] != '0' || !digit(s.ptr[i + 2]) ||
            !digit(s.ptr[i + 3]) || (i && digit(s.ptr[i - 1])))
            continue;
        if (xs_lex_longest(l->lex, s, i + 4, &l->year_mark, NULL))
            return (uint16_t)(2000 + (s.ptr[i + 2] - '0') * 10 + (s.ptr[i + 3] - '0'));
    }
    return 0;
}

/* A project code of the region + year + letters kind carries the year: 130304 21 ... */
static uint16_t year_in_code(xs_str code)
{
    size_t digits = 0;
    while (digits < code.len && digit(code.ptr[digits]))
        digits++;
    if (code.len < 18 || digits < 8 || digits == code.len)
        return 0;
    int yy = (code.ptr[6] - '0') * 10 + (code.ptr[7] - '0');
    return yy >= 10 && yy <= 40 ? (uint16_t)(2000 + yy) : 0;
}

/* A first-level label that stands in the middle of its block, or only in another one, serves all
 * rows of its kind. */
static void share_level1(struct xs_project *p)
{
    const struct xs_value_at *seen[XS_LV_COUNT] = { NULL };
    size_t lacks = 0;
    while (lacks < p->nrows && p->rows[lacks].level[0])
        lacks++;
    if (lacks == p->nrows)
        return;
    for (size_t i = 0; i < p->nrows; i++) {
        enum xs_level l = xs_class_level(p->rows[i].class);
        if (!seen[l])
            seen[l] = p->rows[i].level[0];
    }
    for (size_t i = 0; i < p->nrows; i++) {
        enum xs_level l = xs_class_level(p->rows[i].class);
        if (!p->rows[i].level[0] && l != XS_LV_NONE)
            p->rows[i].level[0] = seen[l];
    }
}

enum xs_err xs_project_finish(struct xs_build *b, struct xs_project *p)
{
    share_level1(p);
    p->cut |= b->sheet->cut && p->number == b->doc->nprojects;
    p->columns |= p->cut ? 0 : XS_COLUMNS_WHOLE;
    const struct xs_mores more = xs_more_of(b, p->number, XS_F_GOAL);
    XS_TRY(xs_items_split(b, &p->goal, more, &p->items, &p->nitems));
    if (p->year_text.folded.len)
        p->year = xs_year_in(b->l, p->year_text.folded);
    if (p->year == 0)
        p->year = year_in_code(p->code.folded);
    if (p->year == 0)
        p->year = xs_year_in(b->l, p->heading);
    if (p->year == 0)
        p->year = b->doc->year;
    bool amount = p->budget.text.len || p->fiscal.text.len;
    if (amount && !p->unit_known) {
        struct xs_tcell c = { .text = p->budget.text.len ? p->budget.text : p->fiscal.text,
            .at = p->budget.text.len ? p->budget.at : p->fiscal.at };
        XS_TRY(xs_remark_add(b, "read-money-unit", &c, p->number));
    }
    return XS_OK;
}

/* ---- values ---- */

static bool rate_like(enum xs_name_kind k)
{
    const unsigned rates = 1u << XS_NAME_RATE | 1u << XS_NAME_TIMELY | 1u << XS_NAME_DONE |
                           1u << XS_NAME_SATISFACTION | 1u << XS_NAME_PROGRESS |
                           1u << XS_NAME_DEGREE;
    return rates >> k & 1;
}

/* Values of a document, or of one project. */
struct tally {
    uint32_t doubled, counts, plain; /* counts: doubled ones that are no rates; plain: that cannot
                                        be doubled */
};

struct seen {
    struct xs_decimal left[32];
    size_t nleft;
    struct tally all;
};

#define TWICE_FOR_SURE 100000 /* a number as large as this that may be one number twice */

static bool doubled_count(const struct xs_value *v)
{
    return v->flags & XS_VF_DOUBLED
               ? v->main.uclass != XS_UNIT_RATIO && v->main.uclass != XS_UNIT_NONE
               : v->flags & XS_VF_NO_SPLIT && v->main.number.digits >= TWICE_FOR_SURE;
}

/* 11, 22, ... 99: may be one digit twice. */
static bool twin_digits(const struct xs_value *v)
{
    return v->main.number.scale == 0 && v->main.number.digits < 100 &&
           v->main.number.digits % 11 == 0;
}

/* What a value, parsed with nothing said of the document's others, says of them. */
enum {
    SAYS_DOUBLED = 1 << 0,
    SAYS_COUNTS = 1 << 1, /* doubled, and no rate */
    SAYS_PLAIN = 1 << 2,  /* cannot be doubled */
    SAYS_DOUBT = 1 << 3   /* may be parsed differently in a document of doubled values */
};

static unsigned what_says(const struct xs_value *v, const struct xs_value_context *ctx)
{
    const bool doubled = v->flags & XS_VF_DOUBLED;
    const bool plain =
        v->main.has_number && v->main.cmp != XS_CMP_NONE && !twin_digits(v) &&
        !xs_rate_beyond(v->main.uclass, v->main.number) &&
        !(v->flags & (XS_VF_DOUBLED | XS_VF_CONTRADICTION | XS_VF_NO_SPLIT | XS_VF_TWO_SIDED));
    return (doubled ? SAYS_DOUBLED : 0) | (doubled_count(v) ? SAYS_COUNTS : 0) |
           (plain ? SAYS_PLAIN : 0) | (xs_value_doubtful(v, ctx) ? SAYS_DOUBT : 0);
}

static void count(struct tally *t, unsigned says)
{
    t->doubled += (says & SAYS_DOUBLED) != 0;
    t->counts += (says & SAYS_COUNTS) != 0;
    t->plain += (says & SAYS_PLAIN) != 0;
}

static void remember(struct seen *s, struct tally *project, unsigned says, const struct xs_value *v)
{
    count(&s->all, says);
    count(project, says);
    if (!(says & SAYS_DOUBLED))
        return;
    for (size_t i = 0; i < s->nleft; i++)
        if (xs_decimal_cmp(s->left[i], v->main.number) == 0)
            return;
    if (s->nleft < sizeof s->left / sizeof *s->left)
        s->left[s->nleft++] = v->main.number;
}

/* What is noted of a value, and of a name. */
struct known_value {
    struct xs_note_head head;
    uint8_t says;
    struct xs_value parsed;
};

struct known_name {
    struct xs_note_head head;
    enum xs_name_kind kind;
    xs_str core;
    struct xs_noted *core_noted;
};

/* *text as it stands in the memo, when it is not known there yet: it did not come from one cell. */
static struct xs_noted *noted(struct xs_build *b, struct xs_noted *known, xs_str *text)
{
    return known ? known : xs_memo_text(b->doc->memo, text);
}

/* What a row says of its value. */
static struct xs_value_context context_of(const struct xs_row *r)
{
    return (struct xs_value_context){ .rate_name = rate_like(r->name_kind) ||
                                                   r->class == XS_CLASS_SATISFACTION,
        .unit_column = (r->flags & XS_RF_VALUE_PARTS) != 0 };
}

/* The value of a row. */
static enum xs_err parse_row(struct xs_build *b, struct xs_row *r, unsigned *says)
{
    const struct xs_value_context ctx = context_of(r);
    struct known_value *k = xs_memo_note(b->doc->memo, r->value.noted,
        XS_NOTE_VALUE + (unsigned)ctx.rate_name + 2u * ctx.unit_column, sizeof *k);
    struct xs_arena *a = k ? xs_memo_arena(b->doc->memo) : b->a;
    if (!k && !(k = xs_arena_zalloc(a, 1, sizeof *k)))
        return XS_E_NOMEM;
    if (!k->head.done) {
        XS_TRY(xs_value_parse(b->l->values, a, r->value.folded, &ctx, &k->parsed));
        k->says = (uint8_t)what_says(&k->parsed, &ctx);
        k->head.done = true;
    }
    *says = k->says;
    r->parsed = &k->parsed;
    return XS_OK;
}

#define DOUBLED_AS_A_RULE 3 /* values of a document, or of a project */

/* A value that may be parsed differently in a document of doubled ones. */
struct doubtful {
    struct xs_row *row;
    const struct tally *project;
};

/* The same once more, with what was seen in such a document. */
static enum xs_err parse_again(
    struct xs_build *b, const struct doubtful *doubtful, const struct seen *seen)
{
    struct xs_row *r = doubtful->row;
    const struct tally *own = doubtful->project;
    struct xs_value_context ctx = context_of(r);
    struct xs_value *v = xs_arena_alloc(b->a, 1, sizeof *v);
    if (!v)
        return XS_E_NOMEM;
    ctx.doubled_doc = true;
    const bool project = own->plain == 0 && own->counts && own->doubled >= DOUBLED_AS_A_RULE;
    ctx.all_doubled = project || (seen->all.plain == 0 && seen->all.counts);
    ctx.left = seen->left;
    ctx.nleft = seen->nleft;
    XS_TRY(xs_value_parse(b->l->values, b->a, r->value.folded, &ctx, v));
    r->parsed = v;
    return XS_OK;
}

static void read_name(struct xs_build *b, struct xs_row *r)
{
    struct known_name fresh = { .kind = XS_NAME_OTHER };
    r->name.noted = noted(b, r->name.noted, &r->name.folded);
    struct known_name *k = xs_memo_note(b->doc->memo, r->name.noted, XS_NOTE_NAME, sizeof *k);
    if (!k)
        k = &fresh;
    if (!k->head.done) {
        k->core = xs_name_core(b->l->names, r->name.folded);
        k->kind = xs_name_kind(b->l->names, k->core);
        k->core_noted = k->core.len == r->name.folded.len ? r->name.noted : NULL;
        k->core_noted = noted(b, k->core_noted, &k->core);
        k->head.done = true;
    }
    r->core = k->core;
    r->core_noted = k->core_noted;
    if (r->core_noted != r->name.noted)
        xs_memo_soon(r->core_noted);
    r->name_kind = k->kind;
}

/* A value that has come up once says little of the next ones: it is noted from the second time on.
 */
void xs_row_note(struct xs_build *b, struct xs_row *r)
{
    enum { TEXTS = 3 };
    struct xs_value_at *const texts[TEXTS] = { &r->name, &r->description, &r->basis };
    for (size_t i = 0; i < TEXTS; i++) {
        texts[i]->noted = noted(b, texts[i]->noted, &texts[i]->folded);
        xs_memo_soon(texts[i]->noted);
    }
    xs_memo_soon(r->value.noted);
}

enum xs_err xs_values_parse(struct xs_build *b)
{
    struct seen seen = { .nleft = 0 };
    struct tally *projects = xs_arena_zalloc(b->a, b->doc->nprojects + 1, sizeof *projects);
    struct doubtful *doubtful = xs_arena_alloc(b->a, b->doc->nrows + 1, sizeof *doubtful);
    size_t ndoubtful = 0;
    if (!projects || !doubtful)
        return XS_E_NOMEM;
    for (size_t i = 0; i < b->doc->nprojects; i++) {
        struct xs_project *p = &b->doc->projects[i];
        for (size_t k = 0; k < p->nrows; k++) {
            struct xs_row *r = &p->rows[k];
            unsigned says;
            read_name(b, r);
            XS_TRY(parse_row(b, r, &says));
            remember(&seen, &projects[i], says, r->parsed);
            doubtful[ndoubtful] = (struct doubtful){ r, &projects[i] };
            ndoubtful += (says & SAYS_DOUBT) != 0;
        }
    }
    for (size_t i = 0; seen.all.doubled >= DOUBLED_AS_A_RULE && i < ndoubtful; i++)
        XS_TRY(parse_again(b, &doubtful[i], &seen));
    return XS_OK;
}
