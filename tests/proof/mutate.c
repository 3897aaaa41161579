/* mutate CLEAN KINDS [PATTERNS] [--seed N] [--markdown] [--verbose]: plant every kind of defect,
 * one at a time, in a clean document, and see that its rule fires, that no unrelated one does, and
 * that it falls silent when the defect is taken out again. KINDS is a table (kinds.tsv says its
 * columns). Prints the table of kinds found and missed, then "proof: N passed, N failed": a passed
 * mutant is found, nothing unrelated beside it. Status 1 when fewer than 97 % of the kinds are
 * found, or more than 5 % of the mutants wake an unrelated rule. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xushi/xushi.h>

#include "base/io.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "sample.h"

#define MAX_RULES 256
#define MAX_KINDS 160
#define FOUND_LEAST 97   /* per cent of kinds */
#define UNRELATED_MOST 5 /* per cent of mutants */
#define PICKS 4          /* places at which a kind is planted, at most */

struct counts { /* findings of a document by rule, and the score of each project */
    int64_t vagueness[MAX_PROJECTS];
    size_t n;
    struct {
        xs_str rule;
        size_t count;
    } items[MAX_RULES];
};

struct line { /* one line of kinds.tsv */
    xs_str kind, severity, rule, also, where, edits;
};

struct kind {
    xs_str name, severity;
    size_t mutants, found, unrelated;
    xs_str rules[8];
    size_t nrules;
    struct xs_buf stray; /* unrelated rules, by name */
};

struct proof {
    struct xs_arena *a, *scratch;
    struct xushi_scorer *scorer;
    struct sample clean;
    struct counts base;
    size_t nkinds, mutants, found, stray, clearer;
    struct kind kinds[MAX_KINDS];
    uint64_t random;
    bool verbose;
    xs_str print; /* show the texts of this kind's mutants instead of scoring */
};

static void die(const char *what, xs_str about)
{
    fprintf(stderr, "mutate: %s: %.*s\n", what, XS_STR_ARG(about));
    exit(70);
}

static uint64_t next_random(struct proof *x)
{
    x->random = x->random * 6364136223846793005u + 1442695040888963407u;
    return x->random >> 33;
}

/* ---- what the program finds ---- */

static void add(struct counts *c, xs_str rule)
{
    size_t i = 0;
    while (i < c->n && !xs_str_eq(c->items[i].rule, rule))
        i++;
    if (i == MAX_RULES)
        die("too many rules", rule);
    if (i == c->n)
        c->items[c->n++].rule = rule;
    c->items[i].count++;
}

static size_t count_of(const struct counts *c, xs_str rule)
{
    for (size_t i = 0; i < c->n; i++)
        if (xs_str_eq(c->items[i].rule, rule))
            return c->items[i].count;
    return 0;
}

static void score(struct proof *x, const struct sample *s, struct counts *out)
{
    struct xs_buf b;
    xs_str text;
    const struct xushi_result *r;
    struct xushi_finding f;
    xs_buf_init(&b, XS_MAX_BUF);
    sample_text(s, &b);
    if (xs_buf_finish(&b, &text) != XS_OK)
        die("no memory", XS_STR("text"));
    if (x->print.len)
        printf("%.*s", XS_STR_ARG(text));
    if (xushi_score_buffer(x->scorer, text.ptr, text.len, "clean.txt", &r) != XUSHI_OK)
        die(xushi_error(x->scorer), XS_STR("clean.txt"));
    *out = (struct counts){ 0 };
    for (size_t i = 0; i < xushi_findings(r); i++)
        if (xushi_get_finding(r, i, &f) == XUSHI_OK)
            add(out, (xs_str){ f.rule.ptr, f.rule.len }); /* ids live as long as the scorer */
    for (size_t i = 0; i < xushi_projects(r) && i < MAX_PROJECTS; i++) {
        struct xushi_project p;
        int64_t sum = 0;
        if (xushi_get_project(r, i, &p) != XUSHI_OK)
            die("no project", XS_STR("clean.txt"));
        for (size_t k = 0; k < 6; k++)
            sum += p.parts[k];
        if (sum != p.vagueness)
            die("the parts do not add up", (xs_str){ p.name.ptr, p.name.len });
        out->vagueness[i] = p.vagueness;
    }
    xs_buf_free(&b);
}

/* ---- edits ---- */

/* text with {name} and the like replaced by what stands in r and p. */
static xs_str fill_in(
    struct proof *x, xs_str text, const struct sample_project *p, const struct sample_row *r)
{
    struct xs_buf b;
    xs_str out;
    xs_buf_init(&b, XS_MAX_BUF);
    while (text.len) {
        xs_buf_puts(&b, sample_field(&text, '{'));
        if (!text.len)
            break;
        xs_str key = sample_field(&text, '}');
        for (size_t i = 0; r && i < R_COUNT; i++)
            if (xs_str_eq(key, xs_str_c(row_keys[i])))
                xs_buf_puts(&b, r->f[i]);
        for (size_t i = 0; i < P_COUNT; i++)
            if ((!r || i != P_NAME) && xs_str_eq(key, xs_str_c(project_keys[i])))
                xs_buf_puts(&b, p->f[i]);
        if (xs_str_eq(key, XS_STR("project")))
            xs_buf_puts(&b, p->f[P_NAME]);
        for (size_t n = 0; xs_str_eq(key, XS_STR("purpose:100")) && n < 100; n++) {
            size_t at = 0, which = n % (xs_utf8_count(p->f[P_NAME]));
            uint32_t cp = 0;
            for (size_t i = 0; i <= which; i++)
                cp = xs_utf8_next(p->f[P_NAME], &at);
            xs_buf_cp(&b, cp);
        }
    }
    if (xs_buf_finish(&b, &out) != XS_OK || !xs_arena_dup(x->scratch, out, &out))
        die("no memory", text);
    xs_buf_free(&b);
    return sample_escapes(x->scratch, out);
}

/* All edits of a list on row r (NULL: on the project). An edit "=word" asks for more than a field:
 * see plant(). */
static void edit(struct proof *x, xs_str edits, struct sample_project *p, struct sample_row *r)
{
    const struct sample_project project = *p;
    const struct sample_row row = r ? *r : (struct sample_row){ 0 };
    while (edits.len) {
        xs_str one = sample_field(&edits, '|');
        xs_str key = sample_field(&one, '=');
        xs_str text = fill_in(x, one, &project, r ? &row : NULL);
        bool known = key.len == 0 || xs_str_eq(key, XS_STR("-"));
        for (size_t i = 0; r && i < R_COUNT; i++)
            if (xs_str_eq(key, xs_str_c(row_keys[i]))) {
                r->f[i] = text;
                known = true;
            }
        for (size_t i = 0; !known && i < P_COUNT; i++)
            if (xs_str_eq(key, xs_str_c(project_keys[i]))) {
                p->f[i] = text;
                known = true;
            }
        if (!known)
            die("unknown field", key);
    }
}

static struct sample_row *row_at(struct sample_project *p, xs_str level2)
{
    for (size_t i = 0; i < p->nrows; i++)
        if (xs_str_eq(p->rows[i].f[R_LEVEL2], level2))
            return &p->rows[i];
    return NULL;
}

/* Rows of a level (first or second) go. */
static bool drop(struct sample_project *p, xs_str level)
{
    size_t n = 0, before = p->nrows;
    for (size_t i = 0; i < p->nrows; i++)
        if (!xs_str_eq(p->rows[i].f[R_LEVEL1], level) && !xs_str_eq(p->rows[i].f[R_LEVEL2], level))
            p->rows[n++] = p->rows[i];
    p->nrows = n;
    return n < before;
}

/* ---- ways of planting: false when this project has no place for it ---- */

struct plan {
    struct sample *s;
    size_t project;
    xs_str arg, edits;
};

static bool plant_row(struct proof *x, struct plan *n)
{
    struct sample_project *p = &n->s->projects[n->project];
    struct sample_row *r = row_at(p, n->arg);
    if (r)
        edit(x, n->edits, p, r);
    return r != NULL;
}

static bool plant_rows(struct proof *x, struct plan *n)
{
    struct sample_project *p = &n->s->projects[n->project];
    for (size_t i = 0; i < p->nrows; i++)
        edit(x, n->edits, p, &p->rows[i]);
    return true;
}

static bool plant_project(struct proof *x, struct plan *n)
{
    size_t len = n->edits.len, mark = sizeof "|=twice" - 1;
    bool twice = xs_str_ends(n->edits, XS_STR("|=twice"));
    xs_str edits = { n->edits.ptr, twice ? len - mark : len };
    edit(x, edits, &n->s->projects[n->project], NULL);
    if (twice)
        edit(x, edits, &n->s->projects[(n->project + 1) % n->s->nprojects], NULL);
    return true;
}

static bool plant_drop(struct proof *x, struct plan *n)
{
    (void)x;
    return drop(&n->s->projects[n->project], n->arg);
}

static bool plant_keep(struct proof *x, struct plan *n)
{
    (void)x;
    n->s->projects[n->project].nrows = (size_t)(n->arg.ptr[0] - '0');
    return true;
}

static bool plant_copy(struct proof *x, struct plan *n)
{
    struct sample_project *p = &n->s->projects[n->project];
    const struct sample_row *from = row_at(p, n->arg);
    if (!from || p->nrows == MAX_ROWS)
        return false;
    struct sample_row copy = *from;
    if (xs_str_ends(n->edits, XS_STR("|=only"))) {
        (void)drop(p, XS_STR("效益指标")); /* there may be none */
        n->edits.len -= sizeof "|=only" - 1;
    }
    edit(x, n->edits, p, &copy);
    p->rows[p->nrows++] = copy;
    return true;
}

static bool plant_generic(struct proof *x, struct plan *n)
{
    struct sample_project *p = &n->s->projects[n->project];
    (void)x;
    for (size_t i = 0; i < p->nrows && n->edits.len; i++) {
        const char *end = strstr(n->edits.ptr, "；");
        size_t len =
            end && end < n->edits.ptr + n->edits.len ? (size_t)(end - n->edits.ptr) : n->edits.len;
        if (!xs_str_eq(p->rows[i].f[R_LEVEL1], XS_STR("满意度指标")))
            p->rows[i].f[R_NAME] = (xs_str){ n->edits.ptr, len };
        len = len + 3 < n->edits.len ? len + 3 : n->edits.len;
        n->edits = (xs_str){ n->edits.ptr + len, n->edits.len - len };
    }
    return true;
}

/* One row in each of the nine classes of the form; the edits go to all benefit rows. */
static bool plant_nine(struct proof *x, struct plan *n)
{
    static const char *const classes[] = { "数量指标", "质量指标", "时效指标", "成本指标",
        "经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标", "服务对象满意度指标" };
    struct sample_project *p = &n->s->projects[n->project], from = *p;
    p->nrows = 0;
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        const struct sample_row *r = row_at(&from, xs_str_c(classes[i]));
        if (!r && !(r = row_at(&from, XS_STR("社会效益指标"))))
            return false;
        struct sample_row row = *r;
        row.f[R_LEVEL2] = xs_str_c(classes[i]);
        if (xs_str_eq(row.f[R_LEVEL1], XS_STR("效益指标")))
            edit(x, n->edits, p, &row);
        p->rows[p->nrows++] = row;
    }
    return true;
}

/* Rows of the project stand in the next one too. */
static bool plant_across(struct proof *x, struct plan *n)
{
    struct sample_project *p = &n->s->projects[n->project],
                          *q = &n->s->projects[(n->project + 1) % n->s->nprojects];
    (void)x;
    for (size_t i = 0; i < (size_t)(n->arg.ptr[0] - '0') && q->nrows < MAX_ROWS; i++)
        q->rows[i] = p->rows[i];
    return true;
}

static bool plant_every(struct proof *x, struct plan *n)
{
    xs_str rest = n->arg, what = sample_field(&rest, ' ');
    struct plan each = *n;
    each.arg = rest;
    for (each.project = 0; each.project < n->s->nprojects; each.project++) {
        each.edits = n->edits;
        if (xs_str_eq(what, XS_STR("row")))
            (void)plant_row(x, &each); /* a project without such a row stays */
        else if (xs_str_eq(what, XS_STR("rows")))
            (void)plant_rows(x, &each);
        else
            (void)plant_project(x, &each);
    }
    return n->project == 0; /* the same for each */
}

static bool plant_district(struct proof *x, struct plan *n)
{
    n->s->department = XS_STR("414002云泽市望潮区公园管理中心(本级)");
    return plant_project(x, n);
}

static bool plant_document(struct proof *x, struct plan *n)
{
    (void)x;
    struct {
        const char *key;
        xs_str *text;
    } const texts[] = { { "listed", &n->s->listed }, { "overall", &n->s->overall },
        { "branch", &n->s->branch }, { "said", &n->s->said } };
    while (n->edits.len) {
        xs_str text = sample_field(&n->edits, '|'), key = sample_field(&text, '=');
        size_t i = 0;
        while (i < sizeof texts / sizeof *texts && !xs_str_eq(key, xs_str_c(texts[i].key)))
            i++;
        if (i == sizeof texts / sizeof *texts)
            die("unknown text", key);
        *texts[i].text = text;
    }
    return n->project == 0;
}

static bool plant_header(struct proof *x, struct plan *n)
{
    (void)x;
    *(n->arg.len ? &n->s->names : &n->s->header) = n->edits; /* "header names" */
    return n->project == 0;
}

static bool plant_cut(struct proof *x, struct plan *n)
{
    (void)x;
    n->s->cut = true;
    return n->project == 0;
}

static bool plant_bare(struct proof *x, struct plan *n)
{
    (void)x;
    n->s->bare = n->project + 1;
    return true;
}

static const struct way {
    const char *name;
    bool (*plant)(struct proof *x, struct plan *n);
} ways[] = {
    { "row", plant_row },
    { "rows", plant_rows },
    { "project", plant_project },
    { "drop", plant_drop },
    { "keep", plant_keep },
    { "copy", plant_copy },
    { "generic", plant_generic },
    { "nine", plant_nine },
    { "across", plant_across },
    { "every", plant_every },
    { "district", plant_district },
    { "document", plant_document },
    { "header", plant_header },
    { "cut", plant_cut },
    { "bare", plant_bare },
};

static bool plant(struct proof *x, const struct line *l, struct plan *n)
{
    xs_str rest = l->where, way = sample_field(&rest, ' ');
    n->arg = rest;
    n->edits = l->edits;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (xs_str_eq(way, xs_str_c(ways[i].name)))
            return ways[i].plant(x, n);
    die("unknown way of planting", way);
    return false;
}

/* ---- judging ---- */

static bool listed(xs_str list, xs_str word)
{
    while (list.len)
        if (xs_str_eq(sample_field(&list, ' '), word))
            return true;
    return false;
}

static struct kind *kind_of(struct proof *x, const struct line *l)
{
    size_t i = 0;
    while (i < x->nkinds && !xs_str_eq(x->kinds[i].name, l->kind))
        i++;
    if (i == MAX_KINDS)
        die("too many kinds", l->kind);
    if (i == x->nkinds) {
        x->kinds[x->nkinds++] = (struct kind){ .name = l->kind, .severity = l->severity };
        xs_buf_init(&x->kinds[i].stray, XS_MAX_BUF);
    }
    struct kind *k = &x->kinds[i];
    size_t r = 0;
    while (r < k->nrules && !xs_str_eq(k->rules[r], l->rule))
        r++;
    if (r == k->nrules && r < sizeof k->rules / sizeof *k->rules)
        k->rules[k->nrules++] = l->rule;
    return k;
}

/* The findings of a mutant against those of the clean document. */
static void judge(struct proof *x, const struct line *l, size_t project, const struct counts *now)
{
    struct kind *k = kind_of(x, l);
    bool found = count_of(now, l->rule) > count_of(&x->base, l->rule), stray = false;
    for (size_t i = 0; i < now->n; i++) {
        xs_str rule = now->items[i].rule;
        if (now->items[i].count <= count_of(&x->base, rule) || xs_str_eq(rule, l->rule) ||
            listed(l->also, rule))
            continue;
        stray = true;
        if (!xs_str_has(xs_buf_str(&k->stray), rule)) {
            xs_buf_lit(&k->stray, k->stray.len ? " " : "");
            xs_buf_puts(&k->stray, rule);
        }
        if (x->verbose)
            printf("stray: %.*s %.*s in project %zu: %.*s\n", XS_STR_ARG(l->kind),
                XS_STR_ARG(l->edits), project + 1, XS_STR_ARG(rule));
    }
    if (!found && x->verbose)
        printf("missed: %.*s %.*s in project %zu: %.*s\n", XS_STR_ARG(l->kind),
            XS_STR_ARG(l->edits), project + 1, XS_STR_ARG(l->rule));
    bool fewer_rows = xs_str_starts(l->where, XS_STR("drop")) ||
                      xs_str_starts(l->where, XS_STR("keep")) ||
                      xs_str_starts(l->where, XS_STR("cut"));
    if (!fewer_rows && now->vagueness[project] < x->base.vagueness[project]) {
        printf("clearer with a defect: %.*s %.*s in project %zu: %" PRId64 " < %" PRId64 "\n",
            XS_STR_ARG(l->kind), XS_STR_ARG(l->edits), project + 1, now->vagueness[project],
            x->base.vagueness[project]);
        x->clearer++;
    }
    k->mutants++;
    k->found += found;
    k->unrelated += stray;
    x->mutants++;
    x->found += found;
    x->stray += stray;
}

/* One line of the table, planted in every project, in an order that the seed gives. */
static void prove(struct proof *x, const struct line *l)
{
    size_t order[MAX_PROJECTS] = { 0 };
    for (size_t i = 0; i < x->clean.nprojects; i++) {
        size_t k = (size_t)next_random(x) % (i + 1);
        order[i] = order[k];
        order[k] = i;
    }
    size_t picks = 0;
    for (size_t i = 0; i < x->clean.nprojects && picks < PICKS; i++) {
        struct sample s = x->clean;
        struct plan n = { .s = &s, .project = order[i] };
        struct counts now;
        xs_arena_reset(x->scratch);
        if (!plant(x, l, &n))
            continue;
        picks++;
        score(x, &s, &now);
        judge(x, l, order[i], &now);
        score(x, &x->clean, &now); /* taken out again */
        for (size_t r = 0; r < now.n; r++)
            if (now.items[r].count != count_of(&x->base, now.items[r].rule))
                die("does not fall silent", now.items[r].rule);
    }
    if (picks == 0)
        die("no place for it", l->where);
}

static void read_line(xs_str text, struct line *l)
{
    l->kind = sample_field(&text, '\t');
    l->severity = sample_field(&text, '\t');
    l->rule = sample_field(&text, '\t');
    l->also = sample_field(&text, '\t');
    l->where = sample_field(&text, '\t');
    l->edits = text;
}

static size_t prove_all(struct proof *x, xs_str kinds)
{
    size_t kinds_found = 0;
    while (kinds.len) {
        xs_str text = sample_field(&kinds, '\n');
        struct line l;
        if (text.len == 0 || text.ptr[0] == '#')
            continue;
        read_line(text, &l);
        if (x->print.len && !xs_str_eq(x->print, l.kind))
            continue;
        prove(x, &l);
    }
    for (size_t i = 0; i < x->nkinds; i++)
        kinds_found += x->kinds[i].found == x->kinds[i].mutants && x->kinds[i].mutants > 0;
    return kinds_found;
}

/* ---- the table ---- */

static void print_table(const struct proof *x, size_t kinds_found)
{
    printf("| kind | severity | rule | planted | found | beside it |\n|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < x->nkinds; i++) {
        const struct kind *k = &x->kinds[i];
        printf("| %.*s | %.*s |", XS_STR_ARG(k->name), XS_STR_ARG(k->severity));
        for (size_t r = 0; r < k->nrules; r++)
            printf("%s%.*s", r ? ", " : " ", XS_STR_ARG(k->rules[r]));
        printf(" | %zu | %zu%s | %.*s |\n", k->mutants, k->found,
            k->found == k->mutants ? "" : " (missed)", (int)k->stray.len,
            k->stray.len ? k->stray.ptr : "");
    }
    printf("\nKinds found: %zu of %zu (%.1f %%). Mutants: %zu, found %zu, with an unrelated rule "
           "beside %zu (%.1f %% without).\n\n",
        kinds_found, x->nkinds, 100.0 * (double)kinds_found / (double)x->nkinds, x->mutants,
        x->found, x->stray, 100.0 * (double)(x->mutants - x->stray) / (double)x->mutants);
}

static xs_str load(struct proof *x, const char *path)
{
    struct xs_bytes b = { 0 };
    int error = 0;
    xs_str text;
    if (xs_io_read(&b, path, XS_MAX_DOC_BYTES, &error) != XS_OK ||
        !xs_arena_dup(x->a, (xs_str){ b.ptr, b.len }, &text))
        die("cannot be read", xs_str_c(path));
    xs_bytes_free(&b);
    return text;
}

static int run(struct proof *x, const char *clean, const char *kinds)
{
    if (!sample_load(x->a, load(x, clean), &x->clean))
        die("bad table", xs_str_c(clean));
    score(x, &x->clean, &x->base);
    for (size_t i = 0; i < x->base.n; i++)
        printf(
            "not clean: %.*s (%zu)\n", XS_STR_ARG(x->base.items[i].rule), x->base.items[i].count);
    size_t kinds_found = prove_all(x, load(x, kinds));
    print_table(x, kinds_found);
    size_t bad = x->mutants - x->found > x->stray ? x->mutants - x->found : x->stray;
    bool good = x->base.n == 0 && x->clearer == 0 && kinds_found * 100 >= x->nkinds * FOUND_LEAST &&
                x->stray * 100 <= x->mutants * UNRELATED_MOST;
    printf("proof: %zu passed, %zu failed\n", good ? x->mutants - bad : 0,
        good  ? 0
        : bad ? bad
              : 1);
    return !good;
}

int main(int argc, char **argv)
{
    static struct proof x = { .random = 1 };
    const char *files[2] = { 0 }, *patterns = NULL;
    for (int i = 1, n = 0; i < argc; i++) {
        if (strcmp(argv[i], "--verbose") == 0)
            x.verbose = true;
        else if (strcmp(argv[i], "--print") == 0 && i + 1 < argc)
            x.print = xs_str_c(argv[++i]);
        else if (strcmp(argv[i], "--seed") == 0 && i + 1 < argc)
            x.random = strtoull(argv[++i], NULL, 10);
        else if (n < 2)
            files[n++] = argv[i];
        else
            patterns = argv[i];
    }
    x.a = xs_arena_new(XS_MAX_RUN_ARENA);
    x.scratch = xs_arena_new(XS_MAX_RUN_ARENA);
    if (!files[1] || !x.a || !x.scratch)
        die("usage", XS_STR("mutate CLEAN KINDS [PATTERNS] [--seed N] [--verbose]"));
    if (xushi_open(patterns, 0, &x.scorer) != XUSHI_OK)
        die(x.scorer ? xushi_error(x.scorer) : "no memory", xs_str_c(patterns ? patterns : ""));
    int status = run(&x, files[0], files[1]);
    for (size_t i = 0; i < x.nkinds; i++)
        xs_buf_free(&x.kinds[i].stray);
    xushi_close(x.scorer);
    xs_arena_free(x.scratch);
    xs_arena_free(x.a);
    return status;
}
