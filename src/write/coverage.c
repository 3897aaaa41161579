#include "write/coverage.h"

#include "base/plain.h"
#include "base/utf8.h"

#define LONGEST_SAMPLE 60 /* code points of a line that was left over */

static void put_count(struct xs_buf *out, const char *before, uint64_t n, const char *after)
{
    xs_buf_lit(out, before);
    xs_buf_uint(out, n);
    xs_buf_lit(out, after);
}

/* One place and its text, on a line of its own. */
static void put_line(struct xs_buf *out, const char *what, const struct xs_place *at, xs_str text)
{
    xs_buf_lit(out, "  ");
    xs_buf_lit(out, what);
    if (at->line) {
        put_count(out, " ", at->line, ":");
        xs_buf_uint(out, at->col);
    } else if (at->table) {
        put_count(out, " t", at->table, ".r");
        xs_buf_uint(out, at->row);
    }
    xs_buf_lit(out, " \"");
    xs_plain(out, xs_utf8_head(text, LONGEST_SAMPLE), false);
    xs_buf_lit(out, "\"\n");
}

static void put_remarks(struct xs_buf *out, const struct xs_doc *d)
{
    static const struct {
        const char *rule, *what;
    } known[] = { { "read-unknown-header", "unknown header" },
        { "read-unknown-table", "unknown form, first word not known" },
        { "read-lost-rows", "rows that no table took" }, { "read-no-rows", "table without rows" },
        { "read-unpaired", "without name or value" }, { "read-cut", "ends inside a table" } };
    for (size_t i = 0; i < d->nremarks; i++)
        for (size_t k = 0; k < sizeof known / sizeof *known; k++)
            if (xs_str_eq(xs_str_c(d->remarks[i].rule), xs_str_c(known[k].rule)))
                put_line(out, known[k].what, &d->remarks[i].at, d->remarks[i].text);
}

void xs_coverage(xs_str file, const struct xs_doc *d, struct xs_buf *out)
{
    uint64_t lines = d->sheet->nlines, left = d->lines_unread;
    uint64_t used = lines - d->sheet->nblank - d->lines_furniture - left;
    xs_plain(out, file, false);
    put_count(out, ": tables ", d->ntables, ", projects ");
    put_count(out, "", d->nprojects, ", rows ");
    put_count(out, "", d->nrows, "");
    if (lines) {
        put_count(out, "; lines ", lines, ": used ");
        put_count(out, "", used, ", empty ");
        put_count(out, "", d->sheet->nblank, ", furniture ");
        put_count(out, "", d->lines_furniture, ", left over ");
        xs_buf_uint(out, left);
    } else {
        put_count(out, "; left over ", d->nunread, " paragraphs or rows");
    }
    xs_buf_putc(out, '\n');
    put_remarks(out, d);
    for (size_t i = 0; i < d->nunread; i++)
        put_line(out, "left over", xs_value_place(&d->unread[i]), d->unread[i].text);
}
