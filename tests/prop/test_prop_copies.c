/* Copies planted in generated documents, a kind at a time, and found again: recall and precision of
 * each kind (the table in doc/copies.md is what this prints with XS_TABLE set), and the same result
 * with little memory. Words are made of random Han characters; what copies are, doc/copies.md says.
 */
#include "base/io.h"
#include "corpus/corpus.h"
#include "prop.h"
#include "write/session.h"

#define DOCUMENTS 240 /* pairs: a source and a taker */
#define WORDS 900
#define LOOKALIKES 3
#define ROWS_A_DOC 8

enum kind {
    VERBATIM,
    EDIT_5,
    EDIT_10,
    EDIT_20,
    EDIT_30,
    REORDERED,
    MERGED,
    RENAMED,
    NPARAGRAPHS,
    ROW_SAME = NPARAGRAPHS,
    ROW_NUMBERS,
    ROW_SIGNS,
    ROW_OFFICE,
    NKINDS,
    LOOKALIKE = NKINDS, /* planted nowhere: what is reported of it is wrong */
    NALL
};

static const char *const names[NALL] = { "verbatim", "5 % of characters edited", "10 % edited",
    "20 % edited", "30 % edited", "sentences reordered", "merged into longer text",
    "office name changed", "row, verbatim", "row, other numbers", "row, other punctuation",
    "row, other office name", "look-alikes" };

struct world {
    struct dice d;
    uint32_t words[WORDS][2];
    struct xs_arena *a;
    xs_str shared[6]; /* clauses that many unrelated paragraphs have */
};

/* --- text ------------------------------------------------------------------------------------ */

struct text { /* code points */
    size_t n;
    uint32_t cp[4000];
};

static uint32_t random_han(struct world *w) { return 0x4E00 + (uint32_t)roll(&w->d, 0x4000); }

static void put(struct text *t, uint32_t cp)
{
    if (t->n < sizeof t->cp / sizeof *t->cp)
        t->cp[t->n++] = cp;
}

static void put_clause(struct world *w, struct text *t)
{
    for (size_t n = 4 + roll(&w->d, 5); n > 0; n--) {
        size_t i = roll(&w->d, WORDS);
        put(t, w->words[i][0]);
        put(t, w->words[i][1]);
    }
}

static void put_str(struct text *t, xs_str s)
{
    for (size_t at = 0; at < s.len;)
        put(t, xs_utf8_next(s, &at));
}

/* Sentences of two or three clauses; sometimes with the office's name at the head. */
static void put_paragraph(struct world *w, struct text *t, size_t sentences, xs_str office)
{
    for (size_t i = 0; i < sentences; i++) {
        if (office.len && i % 2 == 0)
            put_str(t, office);
        for (size_t k = 2 + roll(&w->d, 2); k > 0; k--) {
            put_clause(w, t);
            put(t, k > 1 ? 0xFF0C : 0x3002);
        }
    }
}

static xs_str as_str(struct world *w, const struct text *t)
{
    char *p = xs_arena_alloc(w->a, t->n * 4 + 1, 1);
    size_t n = 0;
    for (size_t i = 0; i < t->n; i++)
        n += xs_utf8_encode(t->cp[i], p + n);
    return (xs_str){ p, n };
}

static bool is_letter(uint32_t cp) { return cp >= 0x4E00 && cp < 0xA000; }

/* This share of the letters, to the letter: each is replaced, taken out or has another put behind
 * it. */
static void edit(struct world *w, const struct text *from, size_t percent, struct text *to)
{
    size_t letters = 0, left;
    for (size_t i = 0; i < from->n; i++)
        letters += is_letter(from->cp[i]);
    left = letters * percent / 100;
    for (size_t i = 0; i < from->n; i++) {
        bool letter = is_letter(from->cp[i]), hit = letter && roll(&w->d, letters) < left;
        size_t how = roll(&w->d, 5);
        letters -= letter;
        left -= hit;
        if (!hit || how == 0)
            put(to, from->cp[i]);
        if (hit && how != 1)
            put(to, random_han(w));
    }
}

static void reorder(struct world *w, const struct text *from, struct text *to)
{
    size_t starts[64], n = 0;
    for (size_t i = 0; i < from->n && n < 63; i++)
        if (i == 0 || from->cp[i - 1] == 0x3002)
            starts[n++] = i;
    starts[n] = from->n;
    size_t shift = 1 + roll(&w->d, n > 1 ? n - 1 : 1);
    for (size_t k = 0; k < n; k++)
        for (size_t i = starts[(k + shift) % n]; i < starts[(k + shift) % n + 1]; i++)
            put(to, from->cp[i]);
}

static void rename_office(
    struct world *w, const struct text *from, xs_str old, xs_str new, struct text *to)
{
    size_t len = xs_utf8_count(old);
    struct text o = { 0 };
    (void)w;
    put_str(&o, old);
    for (size_t i = 0; i < from->n;) {
        if (i + len <= from->n && memcmp(from->cp + i, o.cp, len * sizeof *o.cp) == 0) {
            put_str(to, new);
            i += len;
        } else {
            put(to, from->cp[i++]);
        }
    }
}

/* The taker's version of a paragraph of the source. */
static void copy_as(
    struct world *w, enum kind k, const struct text *from, const xs_str offices[2], struct text *to)
{
    static const size_t percent[NPARAGRAPHS] = {
        [EDIT_5] = 5, [EDIT_10] = 10, [EDIT_20] = 20, [EDIT_30] = 30
    };
    if (k == REORDERED) {
        reorder(w, from, to);
    } else if (k == RENAMED) {
        rename_office(w, from, offices[0], offices[1], to);
    } else if (k == MERGED) {
        put_paragraph(w, to, 3, XS_STR_NONE);
        edit(w, from, 0, to);
        put_paragraph(w, to, 3, XS_STR_NONE);
    } else {
        edit(w, from, percent[k], to);
    }
}

/* --- documents ------------------------------------------------------------------------------- */

/* Headings and table heads of the seeds' layout, as UTF-8. */
#define H_OVERALL                                                                                  \
    "\xE4\xB8\x80\xE3\x80\x81\xE6\x80\xBB\xE4\xBD\x93\xE7\xBB\xA9\xE6\x95\x88\xE7\x9B\xAE\xE6\xA0" \
    "\x87\n"
#define H_SAFE                                                                                     \
    "\xE4\xB8\x89\xE3\x80\x81\xE5\xB7\xA5\xE4\xBD\x9C\xE4\xBF\x9D\xE9\x9A\x9C\xE6\x8E\xAA\xE6\x96" \
    "\xBD\n"
#define H_PART "\xE7\xAC\xAC\xE4\xBA\x8C\xE9\x83\xA8\xE5\x88\x86\n"

struct planted {
    uint32_t source, taker; /* numbers of documents */
    uint32_t line[NPARAGRAPHS][2];
};

struct world_docs {
    struct xs_engine engine;
    struct xs_engine_thread thread;
    struct planted *plants;
    size_t ndocs;
    struct xs_facts *facts;
};

/* Facts of a document of paragraphs (of the safeguards) and rows, made as the program makes them.
 */
static void add_document(struct world *w, struct world_docs *wd, const struct text *paragraphs,
    size_t n, const struct xs_row_fact *rows)
{
    struct xs_buf b;
    struct xs_reading g;
    char name[32];
    xs_buf_init(&b, XS_MAX_BUF);
    xs_buf_lit(&b, H_SAFE);
    for (size_t i = 0; i < n; i++) {
        xs_buf_puts(&b, as_str(w, &paragraphs[i]));
        xs_buf_putc(&b, '\n');
    }
    xs_buf_lit(&b, H_PART);
    for (size_t i = 0; i < XS_IO_PADDING; i++)
        xs_buf_putc(&b, '\0');
    b.len -= XS_IO_PADDING;
    struct xs_facts_env env = { wd->engine.corpus, wd->engine.env.layout,
        { .texts = true, .pairs = true } };
    snprintf(name, sizeof name, "%zu", wd->ndocs);
    xs_arena_reset(wd->thread.arena);
    assert_int_equal(
        xs_engine_read(&wd->engine, &wd->thread, xs_buf_str(&b), XS_STR("x"), &g), XS_OK);
    struct xs_facts *f = &wd->facts[wd->ndocs++];
    assert_int_equal(xs_facts_make(&env, &g.doc, wd->thread.arena, w->a, f), XS_OK);
    assert_int_equal(f->nparagraphs, n);
    if (rows) {
        f->projects = xs_arena_zalloc(w->a, 1, sizeof *f->projects);
        f->projects[0] = (struct xs_project_fact){ .number = 1, .rows = ROWS_A_DOC };
        f->nprojects = 1;
        f->rows = xs_arena_zalloc(w->a, ROWS_A_DOC, sizeof *f->rows);
        memcpy(f->rows, rows, ROWS_A_DOC * sizeof *rows);
        f->nrows = ROWS_A_DOC;
    }
    f->office = wd->ndocs;
    xs_buf_free(&b);
}

/* --- rows: as facts_make sees them ------------------------------------------------------------ */

/* A document with one project; its rows go through the facts of a real tree. */
static void make_rows(struct world *w, struct world_docs *wd, const xs_str cells[ROWS_A_DOC],
    xs_str office, struct xs_row_fact out[ROWS_A_DOC])
{
    static const struct xs_place nowhere;
    struct xs_row rows[ROWS_A_DOC];
    struct xs_project p = { .number = 1, .nrows = ROWS_A_DOC, .rows = rows };
    struct xs_doc doc = {
        .nprojects = 1, .projects = &p, .nrows = ROWS_A_DOC, .department = office
    };
    struct xs_facts f;
    struct xs_facts_env env = { wd->engine.corpus, wd->engine.env.layout, { .texts = true } };
    memset(rows, 0, sizeof rows);
    for (size_t i = 0; i < ROWS_A_DOC; i++) {
        rows[i].seq = (uint32_t)i + 1;
        rows[i].at = &nowhere;
        rows[i].name.text = rows[i].name.folded = XS_STR("name");
        rows[i].description.text = rows[i].description.folded = cells[i];
    }
    assert_int_equal(xs_facts_make(&env, &doc, w->a, w->a, &f), XS_OK);
    assert_int_equal(f.nrows, ROWS_A_DOC);
    memcpy(out, f.rows, sizeof *out * ROWS_A_DOC);
}

/* Cells of the source and what the taker makes of them; further ones are each office's own. */
static void plan_rows(struct world *w, const xs_str offices[2], xs_str cells[2][ROWS_A_DOC])
{
    for (size_t i = 0; i < ROWS_A_DOC; i++) {
        struct text core = { 0 }, t[2] = { { 0 }, { 0 } };
        put_clause(w, &core);
        for (size_t k = 0; k < 2; k++) {
            if (i >= NKINDS - NPARAGRAPHS) { /* unlike but for a clause that all have */
                core.n = 0;
                put_clause(w, &core);
            }
            if (i + NPARAGRAPHS == ROW_OFFICE || i >= NKINDS - NPARAGRAPHS)
                put_str(&t[k], offices[k]);
            for (size_t c = 0; c < core.n; c++) {
                put(&t[k], core.cp[c]);
                if (i + NPARAGRAPHS == ROW_SIGNS && c % 4 == 3)
                    put(&t[k], k ? ',' : ';');
            }
            if (i + NPARAGRAPHS == ROW_NUMBERS)
                put(&t[k], (uint32_t)('1' + roll(&w->d, 9)));
            if (i >= NKINDS - NPARAGRAPHS)
                put_str(&t[k], w->shared[i % 6]);
            cells[k][i] = as_str(w, &t[k]);
        }
    }
}

static void plant(struct world *w, struct world_docs *wd, size_t i)
{
    static struct text source[NPARAGRAPHS + LOOKALIKES], taker[NPARAGRAPHS + LOOKALIKES];
    struct text name[2] = { { 0 }, { 0 } };
    xs_str offices[2], cells[2][ROWS_A_DOC];
    struct xs_row_fact rows[2][ROWS_A_DOC];
    struct planted *p = &wd->plants[i];
    for (size_t k = 0; k < 2; k++) {
        for (size_t c = 0; c < 5; c++)
            put(&name[k], random_han(w));
        offices[k] = as_str(w, &name[k]);
    }
    memset(source, 0, sizeof source);
    memset(taker, 0, sizeof taker);
    for (size_t k = 0; k < NPARAGRAPHS; k++) {
        put_paragraph(w, &source[k], 2 + roll(&w->d, 4), k == RENAMED ? offices[0] : XS_STR_NONE);
        copy_as(w, (enum kind)k, &source[k], offices, &taker[k]);
    }
    for (size_t k = NPARAGRAPHS; k < NPARAGRAPHS + LOOKALIKES; k++) {
        struct text *const both[] = { &source[k], &taker[k] };
        for (size_t s = 0; s < 2; s++) { /* own text around a clause that all have */
            put_paragraph(w, both[s], 2, XS_STR_NONE);
            put_str(both[s], w->shared[roll(&w->d, 6)]);
            put(both[s], 0x3002);
        }
    }
    plan_rows(w, offices, cells);
    for (size_t k = 0; k < 2; k++)
        make_rows(w, wd, cells[k], offices[k], rows[k]);
    p->source = (uint32_t)wd->ndocs;
    add_document(w, wd, source, NPARAGRAPHS + LOOKALIKES, rows[0]);
    p->taker = (uint32_t)wd->ndocs;
    add_document(w, wd, taker, NPARAGRAPHS + LOOKALIKES, rows[1]);
}

/* --- what is found ---------------------------------------------------------------------------- */

struct found {
    uint64_t hash; /* of all that was given */
    size_t right[NALL], wrong[NALL];
    struct world_docs *wd;
    uint64_t cluster;
    size_t n;
    struct {
        uint32_t doc, at; /* at: line of a paragraph, row */
        bool row;
    } members[2000];
};

/* The kind of place: paragraph k stands on line k + 2, row k is row k + 1. */
static enum kind kind_at(uint32_t at, bool row)
{
    size_t k = row ? at - 1 + NPARAGRAPHS : at - 2;
    return k >= (row ? (size_t)NKINDS : (size_t)NPARAGRAPHS) ? LOOKALIKE : (enum kind)k;
}

static void judge(struct found *f)
{
    for (size_t i = 0; i < f->n; i++)
        for (size_t k = 0; k < i; k++) {
            uint32_t a = f->members[k].doc, b = f->members[i].doc;
            enum kind ka = kind_at(f->members[k].at, f->members[k].row);
            enum kind kb = kind_at(f->members[i].at, f->members[i].row);
            bool right = ka == kb && ka != LOOKALIKE && a / 2 == b / 2 && a != b;
            f->right[ka] += right;
            f->wrong[ka == kb ? ka : LOOKALIKE] += !right;
        }
    f->n = 0;
}

static enum xs_err take_member(void *ctx, const struct xs_corpus_member *m)
{
    struct found *f = ctx;
    if (m->first)
        judge(f);
    bool row = m->kind[0] == 'r';
    if (m->kind[0] != 'p' || m->kind[1] == 'a' || row) {
        assert_true(f->n < 2000);
        f->members[f->n].doc = m->doc;
        f->members[f->n].row = row;
        f->members[f->n++].at = row ? m->card.seq : m->card.at.line;
    }
    uint64_t all[] = { f->hash, m->cluster, (uint64_t)m->similarity, m->documents, m->doc,
        m->card.at.line, m->card.seq };
    f->hash =
        xs_str_hash_seed(m->card.text, xs_str_hash((xs_str){ (const char *)all, sizeof all }));
    return XS_OK;
}

static uint64_t run_corpus(struct world_docs *wd, size_t memory, struct found *out)
{
    struct xs_corpus_options o = { .config = wd->engine.corpus,
        .wish = { .texts = true, .pairs = true },
        .clusters = true,
        .memory = memory };
    struct xs_corpus *c;
    const struct xs_corpus_finding *f;
    memset(out, 0, sizeof *out);
    out->wd = wd;
    assert_int_equal(xs_corpus_new(&o, &c), XS_OK);
    for (size_t i = 0; i < wd->ndocs; i++)
        assert_int_equal(xs_corpus_add(c, XS_STR("file"), &wd->facts[i]), XS_OK);
    assert_int_equal(xs_corpus_join(c), XS_OK);
    do {
        assert_int_equal(xs_corpus_next(c, &f), XS_OK);
        if (f)
            out->hash = xs_str_hash_seed((xs_str){ (const char *)f, sizeof *f }, out->hash);
    } while (f);
    assert_int_equal(xs_corpus_clusters(c, take_member, out), XS_OK);
    judge(out);
    uint64_t disk = xs_corpus_disk(c);
    xs_corpus_free(c);
    return disk;
}

static void print_table(const struct found *f)
{
    printf("| kind | planted | found | recall | wrongly reported | precision "
           "|\n|---|---|---|---|---|---|\n");
    for (size_t k = 0; k < NALL; k++) {
        size_t planted = k == LOOKALIKE ? 0 : DOCUMENTS, all = f->right[k] + f->wrong[k];
        printf("| %s | %zu | %zu | ", names[k], planted, f->right[k]);
        if (planted)
            printf("%.3f", (double)f->right[k] / (double)planted);
        printf(" | %zu | ", f->wrong[k]);
        if (all)
            printf("%.3f", (double)f->right[k] / (double)all);
        printf(" |\n");
    }
}

static void open_world(struct world *w, struct world_docs *wd)
{
    const char *dir = getenv("XUSHI_PATTERNS");
    xs_str dirs = xs_str_c(dir ? dir : "patterns");
    *w = (struct world){ .d = { 20240601 }, .a = xs_arena_new(XS_MAX_DOC_ARENA) };
    *wd = (struct world_docs){ .ndocs = 0 };
    assert_int_equal(xs_engine_open(&wd->engine, &dirs, 1), XS_OK);
    assert_int_equal(xs_engine_thread_open(&wd->thread), XS_OK);
    wd->plants = xs_arena_zalloc(w->a, DOCUMENTS, sizeof *wd->plants);
    wd->facts = xs_arena_zalloc(w->a, 2 * DOCUMENTS, sizeof *wd->facts);
    for (size_t i = 0; i < WORDS; i++)
        for (size_t k = 0; k < 2; k++)
            w->words[i][k] = random_han(w);
    for (size_t i = 0; i < 6; i++) {
        struct text t = { 0 };
        put_clause(w, &t);
        w->shared[i] = as_str(w, &t);
    }
}

static void planted_copies(void **state)
{
    (void)state;
    static struct world w;
    static struct world_docs wd;
    static struct found much, little;
    open_world(&w, &wd);
    for (size_t i = 0; i < DOCUMENTS; i++)
        plant(&w, &wd, i);
    (void)run_corpus(&wd, (size_t)256 << 20, &much); /* no run files with so much */
    if (getenv("XS_TABLE"))
        print_table(&much);
    size_t right = 0, wrong = 0;
    for (size_t k = 0; k < NALL; k++) {
        bool near = k != EDIT_20 && k != EDIT_30 && k != LOOKALIKE;
        if (near)
            CHECK(much.right[k] * 100 >= DOCUMENTS * 98, names[k]);
        right += much.right[k];
        wrong += much.wrong[k];
    }
    assert_true(right * 100 >= (right + wrong) * 98);
    assert_true(run_corpus(&wd, 1, &little) > 0); /* all that can be goes to run files */
    assert_true(much.hash == little.hash);
    xs_engine_thread_close(&wd.thread);
    xs_engine_close(&wd.engine);
    xs_arena_free(w.a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(planted_copies) };
    return cmocka_run_group_tests_name("copies", tests, NULL, NULL);
}
