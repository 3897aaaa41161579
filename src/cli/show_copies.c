#include "cli/show_copies.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "corpus/shingle.h"
#include "write/put.h"

/* Characters of a run that both texts must have to count as the same, when they are shown. */
#define GRAM_ROW 2
#define GRAM_TEXT 5
#define RED "\033[31m"
#define GREEN "\033[32m"
#define BOLD "\033[1m"
#define PLAIN "\033[0m"

struct show {
    struct xs_run *r;
    struct xs_arena *first_a, *a; /* of the cluster; of one member */
    struct xs_buf *out;           /* of the stream */
    struct xs_buf spans;
    bool first_shown;
    uint64_t shown, hidden;        /* members beside the first one */
    struct xs_corpus_member first; /* its texts are in first_a */
    struct xs_shingles first_grams;
    bool *first_whole; /* each of its characters is covered */
};

static size_t gram_of(const struct xs_corpus_member *m)
{
    return m->kind[0] == 'r' ? GRAM_ROW : GRAM_TEXT;
}

/* What is compared of a member: of a project without a goal, its name. */
static xs_str text_of(const struct xs_card *c) { return c->text.len ? c->text : c->name; }

/* --- the table ------------------------------------------------------------------------------- */

/* "1-12;20-31": code points of the text, from 1, that stand in the first member too. */
static void put_spans(struct xs_buf *out, const struct xs_shingles *s, const bool *covered)
{
    for (size_t i = 0; i < s->nchars;) {
        size_t to = i;
        if (!covered[i]) {
            i++;
            continue;
        }
        while (to + 1 < s->nchars && covered[to + 1])
            to++;
        if (out->len)
            xs_buf_putc(out, ';');
        xs_buf_uint(out, s->place[i] + 1);
        xs_buf_putc(out, '-');
        xs_buf_uint(out, s->place[to] + 1);
        i = to + 1;
    }
}

static enum xs_err write_row(struct show *w, const struct xs_corpus_member *m)
{
    struct xs_datum row[XS_MAX_TABLE_COLUMNS];
    struct xs_copy_row c = { .cluster = m->cluster,
        .kind = m->kind,
        .similarity_micro = m->similarity * 1000,
        .documents = m->documents,
        .file = xs_corpus_document(w->r->corpus, m->doc)->file,
        .project_code = m->card.code,
        .text = text_of(&m->card),
        .line = m->card.at.line,
        .seq = m->card.seq,
        .project = m->card.project,
        .spans = xs_buf_str(&w->spans) };
    XS_TRY(xs_place_text(&m->card.at, w->a, &c.place));
    xs_row_copy(&c, row);
    return xs_run_put_row(w->r, XS_TABLE_COPIES, row);
}

/* --- for reading ----------------------------------------------------------------------------- */

/* One text as it is shown, and what of it stands in the other one. */
struct marked {
    xs_str text;
    const struct xs_shingles *grams;
    const bool *covered;
    bool removed; /* what is not covered is missing in the other; else it came in beside */
};

/* Letters that are not covered stand between two marks. */
static void put_marked(struct show *w, bool color, const struct marked *m)
{
    static const char *const marks[2][2] = { { "{+", "+}" }, { "[-", "-]" } };
    const char *on = !color ? marks[m->removed][0] : m->removed ? RED : GREEN;
    const char *off = color ? PLAIN : marks[m->removed][1];
    bool open = false;
    size_t k = 0;
    xs_buf_lit(w->out, "\n    ");
    uint32_t index = 0;
    for (size_t at = 0, next = 0; at < m->text.len; at = next, index++) {
        (void)xs_utf8_next(m->text, &next); /* only its length is wanted */
        if (k < m->grams->nchars && m->grams->place[k] == index) {
            if (open == m->covered[k])
                xs_buf_lit(w->out, open ? off : on);
            open = !m->covered[k++];
        }
        xs_str c = xs_str_sub(m->text, at, next - at);
        xs_buf_puts(w->out, m->text.ptr[at] == '\n' ? XS_STR(" ") : c);
    }
    if (open)
        xs_buf_lit(w->out, off);
    xs_buf_putc(w->out, '\n');
}

static void put_place(struct show *w, const struct xs_corpus_member *m)
{
    xs_buf_lit(w->out, "  ");
    xs_buf_puts(w->out, xs_corpus_document(w->r->corpus, m->doc)->file);
    xs_buf_putc(w->out, ':');
    if (m->card.at.line)
        xs_buf_uint(w->out, m->card.at.line);
    else
        xs_put_place(w->out, &m->card.at);
    if (m->card.name.len) {
        xs_buf_putc(w->out, ' ');
        xs_buf_puts(w->out, m->card.name);
    }
    if (!m->first) {
        xs_buf_putc(w->out, ' ');
        xs_buf_fixed(w->out, m->similarity / 10, 2);
    }
}

static void put_head(struct show *w, bool color)
{
    char number[2][24];
    const struct xs_messages *m = &w->r->engine->messages;
    enum xs_lang lang = w->r->opts->table_lang;
    xs_str kind = xs_str_c(w->first.kind);
    if (lang == XS_LANG_ZH)
        kind = xs_message(m,
            kind.ptr[0] == 'r'                   ? "copies-row"
            : xs_str_starts(kind, XS_STR("pro")) ? "copies-project"
                                                 : "copies-paragraph",
            lang, w->first.kind);
    if (color)
        xs_buf_lit(w->out, BOLD);
    xs_fill(w->out,
        xs_message(m, "copies-head", lang, "{cluster}. {kind}, in {documents} documents"),
        XS_ARGS({ "cluster", xs_number_text(number[0], sizeof number[0], w->first.cluster) },
            { "kind", kind },
            { "documents", xs_number_text(number[1], sizeof number[1], w->first.documents) }));
    if (color)
        xs_buf_lit(w->out, PLAIN);
    xs_buf_putc(w->out, '\n');
}

/* The first member is shown with what the second one lacks, the others with what they have beside.
 */
static enum xs_err put_pair(struct show *w, const struct xs_stream *s,
    const struct xs_corpus_member *m, struct xs_shingles *grams, const bool *covered)
{
    bool *back = xs_arena_zalloc(w->a, w->first_grams.nchars + 1, sizeof *back);
    if (!back)
        return XS_E_NOMEM;
    w->out = xs_run_buf(s);
    if (!w->first_shown) {
        if (!grams->sorted)
            XS_TRY(xs_shingles_sort(w->a, grams));
        xs_shingles_cover(&w->first_grams, grams, back);
        put_head(w, s->color);
        put_place(w, &w->first);
        put_marked(
            w, s->color, &(struct marked){ text_of(&w->first.card), &w->first_grams, back, true });
    }
    put_place(w, m);
    if (covered == w->first_whole)
        xs_buf_putc(w->out, '\n'); /* the same text */
    else
        put_marked(w, s->color, &(struct marked){ text_of(&m->card), grams, covered, false });
    return xs_run_push(s);
}

/* How many members of the cluster were left out. */
static enum xs_err end_cluster(struct show *w)
{
    char number[24];
    for (size_t i = 0; w->hidden > 0 && i < w->r->nstreams; i++) {
        const struct xs_stream *s = &w->r->streams[i];
        if (s->how != XS_STREAM_COPIES)
            continue;
        w->out = xs_run_buf(s);
        xs_buf_lit(w->out, "  ");
        xs_fill(w->out,
            xs_message(&w->r->engine->messages, "copies-more", w->r->opts->table_lang,
                "... and {n} more places; --format csv lists them all"),
            XS_ARGS({ "n", xs_number_text(number, sizeof number, w->hidden) }));
        xs_buf_putc(w->out, '\n');
        XS_TRY(xs_run_push(s));
    }
    w->shown = w->hidden = 0;
    return XS_OK;
}

/* --- both ------------------------------------------------------------------------------------ */

static enum xs_err keep_first(struct show *w, const struct xs_corpus_member *m)
{
    struct xs_arena *a = w->first_a;
    struct xs_card *c = &w->first.card;
    xs_arena_reset(a);
    w->first = *m;
    w->first_shown = false;
    if (!xs_arena_dup(a, c->code, &c->code) || !xs_arena_dup(a, c->name, &c->name) ||
        !xs_arena_dup(a, c->text, &c->text) || !xs_arena_dup(a, c->at.part, &c->at.part))
        return XS_E_NOMEM;
    XS_TRY(xs_shingles_make(a, text_of(c), gram_of(m), &w->first_grams));
    XS_TRY(xs_shingles_sort(a, &w->first_grams));
    w->first_whole = xs_arena_alloc(a, w->first_grams.nchars + 1, sizeof(bool));
    if (!w->first_whole)
        return XS_E_NOMEM;
    memset(w->first_whole, true, w->first_grams.nchars + 1);
    return XS_OK;
}

/* What of a member stands in the first one too. */
static enum xs_err compare(struct show *w, const struct xs_corpus_member *m,
    struct xs_shingles *grams, const bool **covered)
{
    *grams = w->first_grams;
    *covered = w->first_whole;
    if (xs_str_eq(text_of(&m->card), text_of(&w->first.card)))
        return XS_OK;
    XS_TRY(xs_shingles_make(w->a, text_of(&m->card), gram_of(m), grams));
    bool *some = xs_arena_zalloc(w->a, grams->nchars + 1, sizeof *some);
    if (!some)
        return XS_E_NOMEM;
    xs_shingles_cover(grams, &w->first_grams, some);
    *covered = some;
    return XS_OK;
}

static enum xs_err take_member(void *ctx, const struct xs_corpus_member *m)
{
    struct show *w = ctx;
    struct xs_shingles grams;
    const bool *covered;
    xs_arena_reset(w->a);
    xs_buf_clear(&w->spans);
    if (m->first) {
        XS_TRY(end_cluster(w));
        XS_TRY(keep_first(w, m));
        return write_row(w, m);
    }
    XS_TRY(compare(w, m, &grams, &covered));
    put_spans(&w->spans, &grams, covered);
    bool shown = w->shown < XS_MAX_SHOWN_COPIES;
    for (size_t i = 0; shown && i < w->r->nstreams; i++)
        if (w->r->streams[i].how == XS_STREAM_COPIES)
            XS_TRY(put_pair(w, &w->r->streams[i], m, &grams, covered));
    w->first_shown = true;
    w->shown += shown;
    w->hidden += !shown;
    return write_row(w, m);
}

enum xs_err xs_show_copies(struct xs_run *r)
{
    struct show w = { .r = r };
    w.first_a = xs_arena_new(XS_MAX_DOC_ARENA);
    w.a = xs_arena_new(XS_MAX_DOC_ARENA);
    xs_buf_init(&w.spans, XS_MAX_BUF);
    enum xs_err e = w.first_a && w.a ? xs_corpus_clusters(r->corpus, take_member, &w) : XS_E_NOMEM;
    if (e == XS_OK)
        e = end_cluster(&w);
    xs_buf_free(&w.spans);
    xs_arena_free(w.first_a);
    xs_arena_free(w.a);
    return e;
}
