/* damage make DIR CUTS FLIPS FILE: copies of FILE in DIR: cut at CUTS places, with one byte changed
 * at FLIPS places, and whole. The places are the same each time.
 * damage judge NAME DOCUMENTS.csv: what the program said of each copy, a line for NAME:
 *     name  copies same reported changed lost  empty failed
 *   same      text as in the whole file; changed, lost: another text, as many rows or fewer,
 * nothing said; empty: no row, nothing said (or no more than that there is none); failed: the
 *             reader crashed or took too long
 * What must not be is named, and the status is 1: empty or, but for formats that LibreOffice reads,
 * failed; where a checksum stands over all
 * (containers, archives) changed and lost too; a cut after which rows are lost, but for plain text,
 * which says nowhere where it ends. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/io.h"
#include "base/limits.h"

static uint64_t next_random(uint64_t *state, size_t below)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return below ? (*state >> 33) % below : 0;
}

/* --- making
 * ------------------------------------------------------------------------------------------ */

static bool put(const char *dir, const char *what, size_t at, const char *suffix, xs_str bytes)
{
    char path[4096];
    int n = snprintf(path, sizeof path, "%s/%s-%08zu%s", dir, what, at, suffix);
    FILE *f = n > 0 && (size_t)n < sizeof path ? fopen(path, "wb") : NULL;
    bool good = f && fwrite(bytes.ptr, 1, bytes.len, f) == bytes.len;
    return f && fclose(f) == 0 && good;
}

static bool make(const char *dir, size_t cuts, size_t flips, const char *file)
{
    struct xs_bytes b = { 0 };
    uint64_t random = 1;
    int error;
    const char *suffix = strrchr(file, '.');
    if (!suffix || strchr(suffix, '/'))
        suffix = "";
    if (xs_io_read(&b, file, XS_MAX_DOC_BYTES, &error) != XS_OK || b.len == 0)
        return false;
    xs_str all = { b.ptr, b.len };
    bool good = put(dir, "a-whole", b.len, suffix, all); /* read first: copies are like it */
    for (size_t i = 1; good && i <= cuts; i++)
        good = put(dir, "cut", i, suffix, xs_str_sub(all, 0, b.len * i / (cuts + 1)));
    flips = flips < b.len ? flips : b.len;
    for (size_t i = 0; good && i < flips; i++) { /* one in each of as many parts */
        size_t from = b.len * i / flips, to = b.len * (i + 1) / flips;
        size_t at = from + next_random(&random, to - from);
        char old = b.ptr[at];
        b.ptr[at] = (char)(old ^ (char)(1 + next_random(&random, 255)));
        good = put(dir, "flip", at, suffix, all);
        b.ptr[at] = old;
    }
    xs_bytes_free(&b);
    return good;
}

/* --- judging
 * ------------------------------------------------------------------------------------------ */

enum verdict { SAME, REPORTED, CHANGED, LOST, EMPTY, FAILED, VERDICT_COUNT };

/* What came of one copy: of the files in it, where it is an archive. */
struct copy {
    xs_str name;
    uint64_t hash; /* of all texts in it, in any order */
    size_t rows;
    bool reported, failed;
};

struct judge {
    struct xs_csv_table t;
    int file, format, hash, status, indicators, message;
    size_t ncopies;
    struct copy *copies; /* the whole file is the first */
    bool sealed;         /* a checksum stands over all of its text */
    bool text;           /* nothing says where it ends */
    bool foreign;        /* LibreOffice reads it: it is its own when that fails on a copy */
};

static xs_str get(const struct judge *j, size_t row, int column)
{
    return xs_csv_cell(&j->t, row, column);
}

static size_t number(xs_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9'; i++)
        n = n * 10 + (size_t)(s.ptr[i] - '0');
    return n;
}

static bool is(xs_str s, const char *text) { return xs_str_eq(s, xs_str_c(text)); }

/* The first line with the same text, which a duplicate stands for. */
static size_t original(const struct judge *j, size_t row)
{
    for (size_t i = 0; i < row && is(get(j, row, j->status), "duplicate"); i++)
        if (xs_str_eq(get(j, i, j->hash), get(j, row, j->hash)))
            return i;
    return row;
}

/* One line of the table: a copy, or a file in one. */
static void take(const struct judge *j, size_t row, struct copy *c)
{
    row = original(j, row);
    xs_str status = get(j, row, j->status), message = get(j, row, j->message);
    xs_str hash = get(j, row, j->hash);
    bool unread = is(status, "unread"), none = is(status, "empty") || is(status, "skipped");
    c->failed |= unread && (xs_str_has(message, XS_STR("failed on it")) ||
                               xs_str_has(message, XS_STR("took too long")));
    /* that there is none is no report */
    c->reported |= unread || (none ? xs_str_has(message, XS_STR(";")) : message.len > 0);
    c->rows += number(get(j, row, j->indicators));
    c->hash += hash.len ? xs_str_hash(hash) : 0;
}

/* The files of an archive stand together: NAME/file. */
static enum xs_err gather(struct judge *j, struct xs_arena *a)
{
    j->copies = xs_arena_zalloc(a, j->t.nrows, sizeof *j->copies);
    if (!j->copies)
        return XS_E_NOMEM;
    for (size_t i = 0; i < j->t.nrows; i++) {
        xs_str name = get(j, i, j->file);
        name = xs_str_sub(name, 0, xs_str_find(name, XS_STR("/"), 0));
        if (i == 0 || !xs_str_eq(name, j->copies[j->ncopies - 1].name))
            j->copies[j->ncopies++].name = name;
        take(j, i, &j->copies[j->ncopies - 1]);
    }
    return XS_OK;
}

static enum verdict weigh(const struct judge *j, const struct copy *c)
{
    if (c->failed)
        return FAILED;
    if (c->hash == j->copies[0].hash)
        return SAME;
    if (c->reported)
        return REPORTED;
    return c->rows == 0 ? EMPTY : c->rows < j->copies[0].rows ? LOST : CHANGED;
}

static bool allowed(const struct judge *j, const struct copy *c, enum verdict v)
{
    bool cut = xs_str_starts(c->name, XS_STR("cut-"));
    if (v == EMPTY || v == LOST)
        return j->text ? cut || v == LOST : !cut && !j->sealed && v == LOST;
    return (v != FAILED || j->foreign) && (v != CHANGED || !j->sealed);
}

static bool open_table(struct judge *j, struct xs_arena *a, xs_str text)
{
    static const char *const sealed[] = { "docx", "xlsx", "odt", "ods" };
    xs_str format;
    uint32_t line;
    if (xs_csv_parse(a, text, &j->t, &line) != XS_OK || j->t.nrows == 0)
        return false;
    j->file = xs_csv_column(&j->t, "file");
    j->format = xs_csv_column(&j->t, "format");
    j->hash = xs_csv_column(&j->t, "hash");
    j->status = xs_csv_column(&j->t, "status");
    j->indicators = xs_csv_column(&j->t, "indicators");
    j->message = xs_csv_column(&j->t, "message");
    format = get(j, 0, j->format);
    j->text = is(format, "text");
    j->foreign = is(format, "doc") || is(format, "xls") || is(format, "rtf");
    j->sealed = xs_str_has(get(j, 0, j->file), XS_STR("/")); /* in an archive */
    for (size_t i = 0; i < sizeof sealed / sizeof *sealed; i++)
        j->sealed |= is(format, sealed[i]);
    return gather(j, a) == XS_OK;
}

static bool judge(const char *name, const char *file)
{
    static const char *const names[] = { "same", "reported", "changed", "lost", "empty", "failed" };
    struct xs_arena *a = xs_arena_new((size_t)1 << 30);
    struct xs_bytes b = { 0 };
    struct judge j = { .sealed = false };
    size_t counts[VERDICT_COUNT] = { 0 };
    int error;
    bool good = a && xs_io_read(&b, file, XS_MAX_DOC_BYTES, &error) == XS_OK &&
                open_table(&j, a, (xs_str){ b.ptr, b.len }) && j.copies[0].rows > 0;
    if (!good)
        printf("FAILED %s: the whole file gives no rows\n", name);
    for (size_t i = 1; good && i < j.ncopies; i++)
        counts[weigh(&j, &j.copies[i])]++;
    for (size_t i = 1; i < j.ncopies; i++) {
        enum verdict v = weigh(&j, &j.copies[i]);
        if (allowed(&j, &j.copies[i], v))
            continue;
        good = false;
        printf("FAILED %s: %.*s: %s\n", name, XS_STR_ARG(j.copies[i].name), names[v]);
    }
    printf("damage %s: %zu rows, %zu copies:", name, j.ncopies ? j.copies[0].rows : 0,
        j.ncopies ? j.ncopies - 1 : 0);
    for (size_t v = 0; v < VERDICT_COUNT; v++)
        printf(" %zu %s", counts[v], names[v]);
    printf("\n");
    xs_bytes_free(&b);
    xs_arena_free(a);
    return good;
}

int main(int argc, char **argv)
{
    if (argc == 6 && strcmp(argv[1], "make") == 0)
        return !make(argv[2], strtoull(argv[3], NULL, 10), strtoull(argv[4], NULL, 10), argv[5]);
    if (argc == 4 && strcmp(argv[1], "judge") == 0)
        return !judge(argv[2], argv[3]);
    fprintf(stderr, "usage: damage make DIR CUTS FLIPS FILE | damage judge NAME DOCUMENTS.csv\n");
    return 64;
}
