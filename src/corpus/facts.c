#include "corpus/facts.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "tree/build.h"
#include "tree/layout.h"
#include "tree/source.h"

#define MAX_NEEDLES 8
#define LEAST_NEEDLE 6 /* bytes: two Han characters */
#define LEAST_TITLE 4
#define QUOTE 40

struct maker {
    const struct xs_facts_env *env;
    const struct xs_corpus_config *c;
    const struct xs_doc *doc;
    struct xs_arena *scratch, *a;
    struct xs_facts *out;
    struct xs_few_words office; /* names of the office and its place */
    uint64_t office_chars[MAX_NEEDLES];
    struct xs_prints own[2]; /* of the office and of `self`; [1]: and of `city` */
    bool district;
    uint32_t sentence;
    struct xs_source_walk walk;
};

/* --- the office ------------------------------------------------------------------------------ */

/* The department's name without its code and without what stands in brackets after it. */
static xs_str plain_department(xs_str s)
{
    size_t from = 0;
    s = xs_str_trim(s);
    while (from < s.len && s.ptr[from] >= '0' && s.ptr[from] <= '9')
        from++;
    s = xs_str_trim(xs_str_sub(s, from, s.len));
    size_t at = xs_str_find(s, XS_STR("("), 0), wide = xs_str_find(s, XS_STR("\xEF\xBC\x88"), 0);
    if (wide < at)
        at = wide;
    return at == SIZE_MAX || at == 0 ? s : xs_str_sub(s, 0, at);
}

static void add_needle(struct maker *m, xs_str s)
{
    if (s.len >= LEAST_NEEDLE && m->office.n < MAX_NEEDLES)
        (void)xs_few_add(&m->office, s); /* there is room */
}

/* The characters of a text, those of three bytes, each as one of 64 bits. */
static uint64_t chars_of(xs_str text)
{
    uint64_t bits = 0;
    for (size_t at = 0; at + 2 < text.len;) {
        const bool three = (text.ptr[at] & 0xF0) == 0xE0;
        bits |= three ? UINT64_C(1) << (text.ptr[at + 2] & 63) : 0;
        at += three ? 3 : 1;
    }
    return bits;
}

static void know_office(struct maker *m)
{
    const struct xs_doc *d = m->doc;
    xs_str name = d->department;
    if (name.len == 0 && d->nprojects > 0)
        name = d->projects[0].department.text;
    name = plain_department(name);
    m->out->office = xs_letters_hash(name, NULL);
    m->out->year = d->year;
    if (m->out->year == 0 && d->nprojects > 0)
        m->out->year = d->projects[0].year;
    m->district = xs_lex_find(m->c->lexicons, name, 0, &m->c->district, NULL) != SIZE_MAX;
    add_needle(m, name);
    struct xs_lexword word;
    size_t from = 0, at;
    while ((at = xs_lex_find(m->c->lexicons, name, from, &m->c->place, &word)) != SIZE_MAX) {
        add_needle(m, xs_str_sub(name, 0, at + word.len));
        add_needle(m, xs_str_sub(name, from, at + word.len - from));
        from = at + word.len;
    }
    for (size_t i = 0; i < m->office.n; i++)
        m->office_chars[i] = chars_of(m->office.words[i]);
    for (int i = 0; i < 2; i++) {
        m->own[i] = m->c->selves[i];
        xs_few_prints(&m->office, &m->own[i]);
    }
}

/* The letters of texts one after the other, without the names of the office and words such as "this
 * unit". */
struct bare {
    struct xs_letters letters;
    bool want;      /* the first of an upper body's duties is looked for; if not, */
    size_t duty_at; /* it is here, or was not looked for */
};

/* Duties that begin between from and to: also in what is left out. */
static void look_for_duty(
    const struct maker *m, xs_str text, size_t from, size_t to, struct bare *b)
{
    for (size_t at = from, next = from; at < to && b->want; at = next) {
        if (xs_few_at(&m->c->city, text, at, xs_utf8_next(text, &next)) == 0)
            continue;
        b->want = false;
        b->duty_at = at;
    }
}

/* Bytes of the name or word that is left out at `at`; 0: none. */
static size_t own_word(const struct maker *m, xs_str text, size_t at, struct bare *b)
{
    size_t next = at;
    const uint32_t cp = xs_utf8_next(text, &next);
    size_t n = xs_few_at(&m->office, text, at, cp);
    if (n == 0)
        n = xs_few_at(&m->c->self, text, at, cp);
    if (b->want)
        look_for_duty(m, text, at, n > 0 ? at + n : next, b);
    return n;
}

static void add_run(struct bare *b, xs_str text, size_t from, size_t to)
{
    if (to > from)
        xs_letters_take(&b->letters, text.ptr + from, to - from, (to - from) / XS_HAN_BYTES);
}

static void add_bare(const struct maker *m, xs_str text, struct bare *b)
{
    struct xs_marks marks;
    size_t at = 0; /* a run of Han characters begins here */
    for (size_t from = 0; from < text.len; from += XS_MARKS_BYTES) {
        xs_marks_make(text, from, &m->own[b->want], &marks);
        for (size_t i = 0; i < marks.n; i++)
            for (uint32_t bits = marks.others[i] | marks.starts[i]; bits; bits &= bits - 1) {
                const uint32_t bit = bits & -bits;
                const size_t here = from + 32 * i + xs_vec_first(bits);
                if (here < at || ((unsigned char)text.ptr[here] & 0xC0) == 0x80)
                    continue; /* in a word or a character */
                const size_t own = marks.starts[i] & bit ? own_word(m, text, here, b) : 0;
                if (own == 0 && !(marks.others[i] & bit))
                    continue;
                add_run(b, text, at, here);
                at = here + own;
                if (own == 0 && xs_other_next(text, &at))
                    xs_letters_take(&b->letters, text.ptr + here, at - here, 1);
            }
    }
    add_run(b, text, at, text.len);
}

/* What is kept must not point into the document. */
static enum xs_err keep(struct maker *m, xs_str s, xs_str *out)
{
    *out = XS_STR_NONE;
    return s.len == 0 || xs_arena_dup(m->a, s, out) ? XS_OK : XS_E_NOMEM;
}

static enum xs_err keep_text(struct maker *m, xs_str s, xs_str *out)
{
    *out = XS_STR_NONE;
    return m->env->wish.texts ? keep(m, s, out) : XS_OK;
}

static enum xs_err keep_place(struct maker *m, const struct xs_place *at, struct xs_place *out)
{
    *out = *at;
    return keep(m, at->part, &out->part);
}

/* --- words ----------------------------------------------------------------------------------- */

/* What is quoted stands on one line; more says that the text goes on behind it. */
static enum xs_err keep_quote(struct maker *m, xs_str s, bool more, xs_str *out)
{
    static const char ellipsis[] = "\xE2\x80\xA6";
    char line[(size_t)4 * QUOTE + sizeof ellipsis];
    for (size_t i = 0; i < s.len; i++)
        line[i] = s.ptr[i] == '\n' || s.ptr[i] == '\r' || s.ptr[i] == '\t' ? ' ' : s.ptr[i];
    memcpy(line + s.len, ellipsis, sizeof ellipsis);
    return keep(m, (xs_str){ line, s.len + (more ? sizeof ellipsis - 1 : 0) }, out);
}

static enum xs_err add_word(struct maker *m, enum xs_corpus_rule rule, uint32_t project,
    const struct xs_value_at *v, size_t at)
{
    struct xs_facts *f = m->out;
    struct xs_word_fact *w = xs_arena_grow(m->a, f->words, &f->words_cap, f->nwords + 1, sizeof *w);
    if (!w)
        return XS_E_NOMEM;
    f->words = w;
    w += f->nwords++;
    *w = (struct xs_word_fact){ .rule = rule, .project = project };
    if (project == 0 && !m->env->wish.texts)
        return XS_OK; /* only findings show it */
    struct xs_value_at found;
    XS_TRY(xs_source_text(
        m->env->layout->folder, m->scratch, v, xs_str_sub(v->folded, at, v->folded.len), &found));
    const xs_str head = xs_utf8_head(found.text, QUOTE);
    const struct xs_place place = xs_source_place(m->doc, &m->walk, *xs_value_place(&found), head);
    XS_TRY(keep_quote(m, head, head.len < found.text.len, &w->quote));
    return keep_place(m, &place, &w->at);
}

/* The first leftover of the template in a paragraph, and the first of such duties. */
static enum xs_err add_words(struct maker *m, const struct xs_value_at *v)
{
    const struct xs_clauses *found = &m->out->clauses;
    if (!(found->want & XS_FEW_TEMPLATE))
        XS_TRY(add_word(m, XS_CR_TEMPLATE, 0, v, found->template_at));
    if (m->district && !(found->want & XS_FEW_CITY))
        XS_TRY(add_word(m, XS_CR_LEVEL, 0, v, found->city_at));
    return XS_OK;
}

/* --- paragraphs ------------------------------------------------------------------------------ */

static enum xs_err add_runs(struct maker *m, xs_str text, struct xs_runs *out)
{
    struct xs_shingles s;
    XS_TRY(xs_shingles_make(m->scratch, text, (size_t)m->c->gram, &s));
    XS_TRY(xs_shingles_sort(m->scratch, &s));
    return xs_runs_make(m->a, &s, out);
}

static enum xs_err add_sentence(struct maker *m, xs_str text)
{
    struct xs_shingles s;
    struct xs_facts *f = m->out;
    XS_TRY(xs_shingles_make(m->scratch, text, (size_t)m->c->phrase, &s));
    if (s.nchars == 0)
        return XS_OK;
    m->sentence++;
    f->phrase_letters += (uint32_t)s.nchars;
    if (s.nchars < s.gram)
        return XS_OK;
    XS_TRY(xs_shingles_sort(m->scratch, &s));
    struct xs_phrase_fact *list =
        xs_arena_grow(m->a, f->phrases, &f->phrases_cap, f->nphrases + s.ndistinct, sizeof *list);
    if (!list)
        return XS_E_NOMEM;
    f->phrases = list;
    for (size_t i = 0; i < s.ndistinct; i++)
        list[f->nphrases++] =
            (struct xs_phrase_fact){ s.sorted[i], m->sentence, (uint32_t)s.nchars };
    return XS_OK;
}

/* Sentences end at a full stop (Chinese or two more signs) or at a line's end. */
static enum xs_err add_sentences(struct maker *m, xs_str text)
{
    static const char *const ends[] = { "\xE3\x80\x82", "\xEF\xBC\x9B", "\xEF\xBC\x81", ";", "\n" };
    enum { N = sizeof ends / sizeof *ends };
    size_t next[N]; /* where each of them stands next */
    for (size_t i = 0; i < N; i++)
        next[i] = xs_str_find(text, xs_str_c(ends[i]), 0);
    for (size_t from = 0; from < text.len;) {
        size_t to = text.len, len = 0;
        for (size_t i = 0; i < N; i++) {
            if (next[i] < from)
                next[i] = xs_str_find(text, xs_str_c(ends[i]), from);
            len = next[i] < to ? strlen(ends[i]) : len;
            to = next[i] < to ? next[i] : to;
        }
        XS_TRY(add_sentence(m, xs_str_sub(text, from, to - from)));
        from = to + (len ? len : 1);
    }
    return XS_OK;
}

/* What is wanted of the paragraph itself. */
static enum xs_err keep_paragraph(
    struct maker *m, const struct xs_value_at *v, struct xs_paragraph_fact *p)
{
    const struct xs_facts_wish *wish = &m->env->wish;
    if (!wish->texts && !wish->pairs && !wish->phrases)
        return XS_OK;
    xs_str text = xs_number_strip(m->env->layout, v->text, NULL);
    XS_TRY(keep_text(m, text, &p->text));
    struct xs_place at = *xs_value_place(v);
    if (wish->texts)
        at = xs_source_place(m->doc, &m->walk, at, xs_utf8_head(text, QUOTE));
    XS_TRY(keep_place(m, &at, &p->at));
    if (wish->pairs && p->letters > m->c->paragraph_least)
        XS_TRY(add_runs(m, text, &p->runs));
    return wish->phrases ? add_sentences(m, text) : XS_OK;
}

static enum xs_err add_paragraph(
    struct maker *m, const struct xs_value_at *v, enum xs_section_kind kind)
{
    struct xs_facts *f = m->out;
    struct xs_paragraph_fact *p = &f->paragraphs[f->nparagraphs];
    uint32_t before = f->clauses.letters;
    *p = (struct xs_paragraph_fact){ .safeguard = kind == XS_SEC_SAFEGUARDS,
        .first_clause = f->clauses.n };
    f->clauses.plain = !p->safeguard; /* it is there that they count */
    f->clauses.want = m->district ? XS_FEW_TEMPLATE | XS_FEW_CITY : XS_FEW_TEMPLATE;
    XS_TRY(xs_clauses_add(m->c, m->a, v->folded, &f->clauses));
    p->nclauses = f->clauses.n - p->first_clause;
    p->letters = f->clauses.letters - before;
    if (p->letters == 0)
        return XS_OK;
    f->nparagraphs++;
    XS_TRY(add_words(m, v));
    return keep_paragraph(m, v, p);
}

static enum xs_err make_paragraphs(struct maker *m)
{
    const struct xs_doc *d = m->doc;
    size_t n = 0, bytes = 0;
    for (size_t i = 0; i < d->nsections; i++) {
        n += d->sections[i].nparagraphs;
        for (size_t k = 0; k < d->sections[i].nparagraphs; k++)
            bytes += d->sections[i].paragraphs[k].text.folded.len;
    }
    XS_TRY(xs_clauses_room(m->a, bytes, &m->out->clauses));
    m->out->paragraphs = xs_arena_alloc(m->a, n + 1, sizeof *m->out->paragraphs);
    if (!m->out->paragraphs)
        return XS_E_NOMEM;
    for (size_t i = 0; i < d->nsections; i++)
        for (size_t k = 0; k < d->sections[i].nparagraphs; k++)
            XS_TRY(add_paragraph(m, &d->sections[i].paragraphs[k].text, d->sections[i].kind));
    return XS_OK;
}

/* --- rows and projects ----------------------------------------------------------------------- */

static bool is_word(const struct maker *m, xs_str text, const struct xs_lexwant *list)
{
    return text.len > 0 && xs_lexwant_begins(list, text, 0) &&
           xs_lex_longest(m->c->lexicons, text, 0, &list->mask, NULL) == text.len;
}

struct letters {
    uint64_t hash;
    uint32_t count;
};

/* What is noted of a text of a row: most come up again, and few name the office. */
struct known_letters {
    struct xs_note_head head; /* of the next two: where no office is named */
    bool named;               /* withheld and own are there, of a name */
    bool withheld, own;
    uint64_t chars;
    struct letters letters;
};

/* The note on a text, or fresh, which is all zeroes. */
static struct known_letters *note_on(
    const struct maker *m, struct xs_noted *noted, struct known_letters *fresh)
{
    struct known_letters *k = xs_memo_note(m->doc->memo, noted, XS_NOTE_LETTERS, sizeof *k);
    return k ? k : fresh;
}

/* Does a text of these characters name the office? False is certain. */
static inline bool may_name_office(const struct maker *m, uint64_t chars)
{
    for (size_t i = 0; i < m->office.n; i++)
        if ((m->office_chars[i] & ~chars) == 0)
            return true;
    return false;
}

static struct letters bare_letters(const struct maker *m, xs_str text, struct known_letters *known)
{
    struct bare b;
    b.want = false;
    xs_letters_begin(&b.letters, false);
    add_bare(m, text, &b);
    const struct letters l = { xs_letters_end(&b.letters), b.letters.count };
    if (known->head.done)
        return l;
    known->chars = chars_of(text);
    known->letters = l;
    known->head.done = !may_name_office(m, known->chars);
    return l;
}

static inline struct letters letters_of(
    const struct maker *m, const struct xs_value_at *v, struct known_letters *known)
{
    return known->head.done && !may_name_office(m, known->chars)
               ? known->letters
               : bare_letters(m, v->folded, known);
}

/* Hash and number of the letters of name and description. */
static uint64_t hash_both(
    const struct maker *m, const struct xs_row *r, struct known_letters *name, uint32_t *letters)
{
    struct known_letters fresh = { .chars = 0 };
    struct known_letters *description = note_on(m, r->description.noted, &fresh);
    const struct letters first = letters_of(m, &r->name, name),
                         second = letters_of(m, &r->description, description);
    *letters = first.count + second.count;
    return xs_str_mix(first.hash, second.hash ^ XS_LETTERS); /* which is which counts */
}

/* The same for rows that are shown: clusters list them in the order of these hashes. */
static uint64_t hash_each(const struct maker *m, const struct xs_row *r, uint32_t *letters)
{
    struct bare b;
    b.want = false;
    xs_letters_begin(&b.letters, true);
    add_bare(m, r->name.folded, &b);
    (void)xs_letters_end(&b.letters); /* goes into that of both */
    add_bare(m, r->description.folded, &b);
    *letters = b.letters.count;
    return xs_letters_end(&b.letters);
}

/* Row r is compared: its name is no one's that many projects truly need, or it is to be shown. */
static void hash_row(const struct maker *m, const struct xs_row *r, struct known_letters *name,
    struct xs_row_fact *out)
{
    const bool pairs = m->env->wish.pairs;
    uint32_t letters;
    const uint64_t both = pairs ? hash_each(m, r, &letters) : hash_both(m, r, name, &letters);
    out->hash = letters ? both : 0;
    out->value = xs_str_hash(r->value.folded);
    out->own |= letters < m->c->row_least ||
                (r->description.folded.len == 0 && letters < 2 * m->c->row_least);
    if (pairs)
        out->exact = xs_str_hash_seed(r->description.folded, xs_str_hash(r->name.folded));
}

static enum xs_err add_row(
    struct maker *m, const struct xs_project *p, const struct xs_row *r, struct xs_row_fact *out)
{
    *out = (struct xs_row_fact){ .project = p->number, .seq = r->seq };
    if (r->name.folded.len == 0)
        return XS_OK;
    struct known_letters fresh = { .chars = 0 }, *name = note_on(m, r->name.noted, &fresh);
    if (!name->named) {
        name->withheld = is_word(m, r->name.folded, &m->c->withhelds);
        name->own = is_word(m, r->core.len ? r->core : r->name.folded, &m->c->owns);
        name->named = true;
    }
    out->withheld = name->withheld;
    out->own = name->own;
    if (m->env->wish.pairs || (!out->withheld && !out->own))
        hash_row(m, r, name, out);
    if (!m->env->wish.texts || out->hash == 0)
        return XS_OK;
    if (!xs_arena_join(m->a, r->name.text, '|', r->description.text, &out->text))
        return XS_E_NOMEM;
    return keep_place(m, r->at, &out->at);
}

/* Hash of a goal or purpose, 0 without letters; in a district's document, the first of an upper
 * body's duties in it. */
static enum xs_err hash_aim(struct maker *m, uint32_t project, const struct xs_value_at *v,
    uint64_t *hash, uint32_t *letters)
{
    struct bare b;
    xs_letters_begin(&b.letters, false);
    b.want = m->district;
    add_bare(m, v->folded, &b);
    *letters = b.letters.count;
    *hash = *letters ? xs_letters_end(&b.letters) : 0;
    return b.want != m->district ? add_word(m, XS_CR_LEVEL, project, v, b.duty_at) : XS_OK;
}

static enum xs_err add_project(struct maker *m, const struct xs_project *p)
{
    struct xs_facts *f = m->out;
    struct xs_project_fact *q = &f->projects[f->nprojects++];
    uint32_t letters;
    xs_str title;
    *q = (struct xs_project_fact){ .number = p->number };
    XS_TRY(keep(m, p->code.text, &q->code));
    XS_TRY(keep(m, p->name.text, &q->name));
    XS_TRY(keep_text(m, p->goal.text, &q->goal_text));
    XS_TRY(xs_lex_strip(m->c->lexicons, m->scratch, p->name.folded, &m->c->funding, &title));
    q->title = xs_letters_hash(title, &letters);
    if (letters < LEAST_TITLE)
        q->title = 0;
    XS_TRY(hash_aim(m, p->number, &p->goal, &q->goal, &q->goal_letters));
    XS_TRY(hash_aim(m, p->number, &p->purpose, &q->purpose, &letters));
    XS_TRY(keep_place(m, &p->at, &q->at));
    for (size_t i = 0; i < p->nrows; i++) {
        struct xs_row_fact *r = &f->rows[f->nrows];
        XS_TRY(add_row(m, p, &p->rows[i], r));
        f->nrows += r->hash != 0;
        q->rows += r->hash != 0 && !r->withheld && !r->own;
    }
    return XS_OK;
}

static enum xs_err make_projects(struct maker *m)
{
    const struct xs_doc *d = m->doc;
    m->out->projects = xs_arena_alloc(m->a, d->nprojects + 1, sizeof *m->out->projects);
    m->out->rows = xs_arena_alloc(m->a, d->nrows + 1, sizeof *m->out->rows);
    if (!m->out->projects || !m->out->rows)
        return XS_E_NOMEM;
    for (size_t i = 0; i < d->nprojects; i++)
        XS_TRY(add_project(m, &d->projects[i]));
    return XS_OK;
}

enum xs_err xs_facts_make(const struct xs_facts_env *env, const struct xs_doc *d,
    struct xs_arena *scratch, struct xs_arena *a, struct xs_facts *out)
{
    struct maker m = {
        .env = env, .c = env->config, .doc = d, .scratch = scratch, .a = a, .out = out
    };
    *out = (struct xs_facts){ 0 };
    know_office(&m);
    XS_TRY(make_paragraphs(&m));
    return make_projects(&m);
}
