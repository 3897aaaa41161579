/* Headers of tables whose cells are parted by blanks: a line of header words, up to three lines
 * over which such words are broken, or a line with a whole table in it. */
#include <string.h>

#include "read/unblank.h"
#include "tree/places.h"

#define LONGEST_LINE 400 /* bytes of a line of a header */

/* May the paragraph be a line of a header, by its length, blanks and first word, which is of the
 * lists in first? */
static bool may_be_header(
    const struct xs_build *b, const struct xs_tcell *c, struct xs_lexmask *first)
{
    return c->folded.len && c->folded.len <= LONGEST_LINE && c->folded.ptr != c->text.ptr &&
           xs_lexwant_begins(&b->l->fields, c->folded, 0) &&
           xs_lex_longest(b->l->lex, c->folded, 0, &b->l->fields.mask, first) &&
           xs_may_have_blank(c->text);
}

#define FEWEST_WORDS 12 /* of a whole table in one line */

/* May the paragraph be one, by its length and blanks? */
static bool may_be_table(const struct xs_tcell *c)
{
    if (c->folded.len <= LONGEST_LINE || c->folded.ptr == c->text.ptr)
        return false;
    const xs_str s = c->text;
    const char *p = s.ptr, *end = p + s.len;
    for (size_t i = 1; p && i < FEWEST_WORDS; i++)
        if ((p = memchr(p, ' ', (size_t)(end - p))) != NULL)
            p++;
    return p != NULL;
}

#define BIT(f) XS_FIELD_BIT(XS_F_##f)
#define MOST_UNKNOWN 2     /* words of a header that are not known, behind two that are */
#define LONGEST_UNKNOWN 36 /* bytes */

/* How many words are known of those that, side by side, are a header with columns for names and for
 * values. 0: they are none. */
static size_t header_words(const struct xs_tcell *word, size_t n)
{
    uint64_t bits = 0;
    size_t known = 0;
    for (size_t i = 0; i < n; i++) {
        if (word[i].words.field != XS_F_NONE) {
            bits |= XS_FIELD_BIT(word[i].words.field);
            known++;
        } else if (i < 2 || word[i].folded.len > LONGEST_UNKNOWN) {
            return 0;
        }
    }
    const bool levels = (bits & BIT(LEVEL1)) && (bits & BIT(LEVEL2));
    const bool header = known >= 3 && n - known <= MOST_UNKNOWN &&
                        ((bits & BIT(LEVEL3)) || levels) &&
                        (bits & (BIT(VALUE) | BIT(VALUE_TOTAL)));
    return header ? known : 0;
}

/* Is the first word the name of a level's or the names' column? */
static bool level_first(const struct xs_layout *l, const struct xs_lexmask *first)
{
    const uint64_t wanted = BIT(LEVEL1) | BIT(LEVEL2) | BIT(LEVEL3) | BIT(INDICATORS);
    const int list = xs_lexmask_first(first);
    return list >= 0 && l->field_of[list] >= 0 && (XS_FIELD_BIT(l->field_of[list]) & wanted);
}

/* Does the paragraph begin like a header whose cells are parted by blanks? */
static bool begins_header(const struct xs_build *b, const struct xs_tcell *c)
{
    struct xs_lexmask first;
    return may_be_header(b, c, &first) && level_first(b->l, &first);
}

/* Are all words of the line names of fields? */
static bool all_fields(const struct xs_layout *l, xs_str folded)
{
    return xs_lex_made_of(l->lex, folded, &l->fields.mask, 0);
}

bool xs_parted_may(const struct xs_build *b, const struct xs_tcell *c)
{
    struct xs_lexmask first;
    return may_be_table(c) || (may_be_header(b, c, &first) &&
                                  (level_first(b->l, &first) || all_fields(b->l, c->folded)));
}

enum xs_err xs_parted_header(struct xs_build *b, const struct xs_tcell *c, struct xs_tcell **out,
    size_t *count, bool *begins)
{
    struct xs_lexmask first;
    *count = 0;
    *begins = false;
    if (!may_be_header(b, c, &first))
        return XS_OK;
    *begins = level_first(b->l, &first);
    if (c->words.field != XS_F_NONE)
        return XS_OK;
    const bool all = all_fields(b->l, c->folded);
    if (!all && !*begins)
        return XS_OK;
    struct xs_tcell *gap;
    size_t n;
    const struct xs_arena_mark mark = xs_arena_mark(b->a);
    XS_TRY(xs_cells_split(b, c, false, out, count));
    XS_TRY(xs_cells_split(b, c, true, &gap, &n));
    const size_t known = header_words(*out, *count);
    if (n < *count && header_words(gap, n) == n) { /* blanks in words */
        *out = gap;
        *count = n;
    } else if (!all && !known) {
        *count = 0;
        xs_arena_release(b->a, mark);
    }
    return XS_OK;
}

enum xs_err xs_parted_table(
    struct xs_build *b, const struct xs_tcell *c, struct xs_tcell **out, size_t *count)
{
    size_t n, known = 0;
    *count = 0;
    if (!may_be_table(c) || xs_lex_search(b->l->lex, c->folded, 0, &b->l->fields, NULL) == SIZE_MAX)
        return XS_OK;
    struct xs_arena_mark mark = xs_arena_mark(b->a);
    XS_TRY(xs_cells_split(b, c, false, out, &n));
    for (size_t i = 0; i <= n && n >= FEWEST_WORDS && *count == 0; i++) {
        if (i < n && (*out)[i].words.field != XS_F_NONE) {
            known++;
            continue;
        }
        if (known >= 3 && i < n && header_words(*out + i - known, known))
            *count = n;
        known = 0;
    }
    if (*count == 0)
        xs_arena_release(b->a, mark);
    return XS_OK;
}

/* ---- broken over lines ---- */

enum { MOST_LINES = 3 };

/* The words of one line, with where they stand. */
struct line {
    size_t n, at; /* at: words that are done with */
    const struct xs_tcell *w;
    struct xs_spot spot[XS_MAX_COLUMNS];
};

/* Lines whose words are put together. */
struct joiner {
    size_t nlines;
    struct line line[MOST_LINES];
    int way;
    size_t whole; /* header words that were put together */
};

/* The words of a paragraph, whose n cells may be its words already. *yes: it is one line, with no
 * more words than a header has. */
static enum xs_err read_line(
    struct xs_build *b, const struct xs_tcell *c, size_t n, struct line *out, bool *yes)
{
    struct xs_tcell *words;
    *out = (struct line){ .n = n, .w = c };
    *yes = c->folded.len > 0 && c->folded.len <= LONGEST_LINE;
    if (*yes && !c->split) {
        XS_TRY(xs_cells_split(b, c, false, &words, &out->n));
        out->w = words;
    }
    *yes = *yes && out->n <= XS_MAX_COLUMNS;
    for (size_t i = 0; i < out->n && *yes; i++)
        *yes = xs_places_word(b, &out->w[i], &out->spot[i]);
    return XS_OK;
}

/* Where the next word of a line stands, so many words ahead; NULL: there is none. */
static const struct xs_spot *next_of(const struct line *l, size_t ahead)
{
    return l->at + ahead < l->n ? &l->spot[l->at + ahead] : NULL;
}

/* Does a word behind the next ones stand over one of these? It is the name of a group of columns,
 * or they are. */
static bool groups(
    const struct joiner *j, const struct xs_spot *const taken[MOST_LINES], const struct line *l)
{
    const struct xs_spot *behind = next_of(l, taken[l - j->line] != NULL);
    for (size_t i = 0; behind && i < j->nlines; i++)
        if (taken[i] && xs_places_over(behind, taken[i], j->way))
            return true;
    return false;
}

/* The next words of the lines that stand over each other, from the leftmost on; how many. 0: there
 * are groups. */
static size_t next_words(const struct joiner *j, const struct xs_spot *taken[MOST_LINES])
{
    const struct xs_spot *first = NULL;
    size_t n = 0;
    for (size_t i = 0; i < j->nlines; i++) {
        const struct xs_spot *s = next_of(&j->line[i], 0);
        if (s && (!first || s->from[j->way] < first->from[j->way]))
            first = s;
    }
    for (size_t i = 0; first && i < j->nlines; i++) {
        const struct xs_spot *s = next_of(&j->line[i], 0);
        taken[i] = s && xs_places_over(s, first, j->way) ? s : NULL;
        n += taken[i] != NULL;
    }
    for (size_t i = 0; i < j->nlines; i++)
        if (groups(j, taken, &j->line[i]))
            return 0;
    return n;
}

/* One word more: the next ones that stand over each other, put together. */
static enum xs_err join_word(struct xs_build *b, struct joiner *j,
    const struct xs_spot *const taken[MOST_LINES], struct xs_tcell *out)
{
    size_t parts = 0;
    xs_str text = XS_STR_NONE;
    for (size_t i = 0; i < j->nlines; i++) {
        if (!taken[i])
            continue;
        const struct xs_tcell *t = &j->line[i].w[j->line[i].at++];
        if (parts++ == 0)
            *out = *t;
        else if (!xs_arena_join(b->a, text, '\n', t->text, &text))
            return XS_E_NOMEM;
        text = parts == 1 ? t->text : text;
    }
    if (parts > 1) {
        const struct xs_tcell first = *out;
        XS_TRY(xs_cell_piece(b, &first, text, out));
        j->whole += out->words.field != XS_F_NONE;
    }
    out->split = true;
    return XS_OK;
}

/* What lines were put together to. */
struct joined {
    struct xs_tcell word[XS_MAX_COLUMNS];
    size_t n, known; /* known: 0: they make no header */
};

/* The words of all lines from left to right. */
static enum xs_err join_lines(struct xs_build *b, struct joiner *j, struct joined *out)
{
    size_t n = 0, left = 0;
    j->whole = out->n = out->known = 0;
    for (size_t i = 0; i < j->nlines; i++) {
        left += j->line[i].n;
        j->line[i].at = 0;
    }
    for (; left > 0; n++) {
        const struct xs_spot *taken[MOST_LINES] = { NULL };
        const size_t words = n < XS_MAX_COLUMNS ? next_words(j, taken) : 0;
        if (words == 0)
            return XS_OK;
        XS_TRY(join_word(b, j, taken, &out->word[n]));
        left -= words;
    }
    out->n = n;
    out->known = j->whole ? header_words(out->word, n) : 0;
    return XS_OK;
}

/* Where the lines end that cells [0, n) make up, which are of blocks right below each other; how
 * many. 0: they are no header's: the first of two, or the one in the middle, does not begin like
 * one. */
static size_t line_ends(
    const struct xs_build *b, const struct xs_tcell *c, size_t n, size_t end[MOST_LINES])
{
    size_t lines = 0;
    for (size_t i = 0; i < n; i++) {
        lines += i == 0 || c[i].block != c[i - 1].block;
        if (lines > MOST_LINES)
            return 0;
        end[lines - 1] = i + 1;
    }
    if (lines == MOST_LINES)
        return c[end[0]].split && end[1] - end[0] > 1 ? lines : 0;
    return lines == 2 && (c->split || begins_header(b, c)) ? lines : 0;
}

/* The column that the words of the second of two lines stand below, which all name values: one of
 * them for each year, say. SIZE_MAX: there is none. */
static size_t group_over(const struct joiner *j)
{
    const struct line *top = &j->line[0], *low = &j->line[1];
    size_t group = SIZE_MAX;
    if (j->nlines != 2 || low->n < 2)
        return SIZE_MAX;
    for (size_t i = 0; i < low->n; i++)
        if (!xs_is_value_field(low->w[i].words.field))
            return SIZE_MAX;
    for (size_t i = 0; i < top->n; i++) {
        if (top->w[i].words.field != XS_F_VALUE)
            continue;
        if (group != SIZE_MAX || i == 0)
            return SIZE_MAX;
        group = i;
    }
    if (group == SIZE_MAX || low->spot[0].from[j->way] < top->spot[group - 1].end[j->way])
        return SIZE_MAX;
    const bool last = group + 1 == top->n;
    return last || low->spot[low->n - 1].end[j->way] <= top->spot[group + 1].from[j->way]
               ? group
               : SIZE_MAX;
}

/* The words of the first line, those of the second one in place of the word over them. */
static void join_group(const struct joiner *j, size_t group, struct joined *out)
{
    const struct line *top = &j->line[0], *low = &j->line[1];
    out->n = out->known = 0;
    if (group == SIZE_MAX || top->n + low->n > XS_MAX_COLUMNS)
        return;
    for (size_t i = 0; i < top->n; i++)
        for (size_t k = 0; k < (i == group ? low->n : 1); k++) {
            out->word[out->n] = i == group ? low->w[k] : top->w[i];
            out->word[out->n++].split = true;
        }
    out->known = header_words(out->word, out->n);
}

/* What the lines are put together to, in the way to count in which most words are known; NULL where
 * one of them is none of a header. */
static enum xs_err join_best(struct xs_build *b, const struct xs_tcell *c, size_t nlines,
    const size_t end[MOST_LINES], const struct joined **out)
{
    struct joiner j = { .nlines = nlines };
    bool yes = true;
    *out = NULL;
    for (size_t i = 0, from = 0; i < nlines && yes; from = end[i++])
        XS_TRY(read_line(b, &c[from], end[i] - from, &j.line[i], &yes));
    if (!yes)
        return XS_OK;
    struct joined *best = xs_arena_alloc(b->a, 2, sizeof *best);
    if (!best)
        return XS_E_NOMEM;
    struct joined *now = best + 1;
    best->known = 0;
    for (j.way = 0; j.way < XS_WAYS; j.way++) {
        join_group(&j, group_over(&j), now);
        if (!now->known)
            XS_TRY(join_lines(b, &j, now));
        if (now->known <= best->known)
            continue;
        struct joined *worse = best;
        best = now;
        now = worse;
    }
    *out = best;
    return XS_OK;
}

enum xs_err xs_parted_broken(
    struct xs_build *b, const struct xs_tcell *c, size_t n, struct xs_tcell **out, size_t *count)
{
    size_t end[MOST_LINES] = { 0 };
    const struct joined *whole;
    *count = 0;
    const size_t lines = line_ends(b, c, n, end);
    if (lines == 0)
        return XS_OK;
    const struct xs_arena_mark mark = xs_arena_mark(b->a);
    XS_TRY(join_best(b, c, lines, end, &whole));
    if (!whole || !whole->known) {
        xs_arena_release(b->a, mark);
        return XS_OK;
    }
    *out = xs_arena_alloc(b->a, whole->n, sizeof **out);
    if (!*out)
        return XS_E_NOMEM;
    *count = whole->n;
    for (size_t i = 0; i < whole->n; i++) {
        (*out)[i] = whole->word[i];
        (*out)[i].block = c[n - 1].block;
        (*out)[i].row_start = i == 0;
    }
    return XS_OK;
}
