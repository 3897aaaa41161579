/* Text to tables: any bytes are a document. Everything that is printed of it is made. */
#include <string.h>

#include "base/alloc.h"
#include "base/io.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "env.h"
#include "write/dump.h"

/* What is known of any reading, whatever the bytes. */
static void check(const struct xs_engine *e, const struct xs_reading *g)
{
    const struct xs_doc *d = &g->doc;
    size_t rows = 0;
    FUZZ_MUST(d->lines_unread + d->lines_furniture <= g->sheet.nlines);
    for (size_t i = 0; i < d->nprojects; i++) {
        const struct xs_project *p = &d->projects[i];
        FUZZ_MUST(p->number == i + 1);
        for (size_t k = 0; k < p->nrows; k++)
            FUZZ_MUST(p->rows[k].seq == k + 1 && p->rows[k].name.folded.len > 0);
        rows += p->nrows;
        if (g->status != XS_OK)
            continue;
        int64_t sum = 0;
        for (size_t k = 0; k < XS_PART_COUNT; k++)
            sum += g->scores[i].parts[k];
        FUZZ_MUST(sum == g->scores[i].vagueness && sum >= 0 && sum <= 100000);
    }
    FUZZ_MUST(rows == d->nrows);
    for (size_t i = 0; g->status == XS_OK && i < g->findings.count; i++) {
        const struct xs_finding *f = &g->findings.items[i];
        FUZZ_MUST(f->rule < e->rules->nrules && f->project <= d->nprojects);
        FUZZ_MUST(xs_utf8_count(f->quote) <= XS_MAX_QUOTE + 1);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct xs_engine_thread t;
    const struct xs_engine *e = fuzz_engine();
    struct xs_reading g;
    struct xs_buf out;
    if (!t.arena)
        FUZZ_MUST(xs_engine_thread_open(&t) == XS_OK);
    char *bytes = xs_alloc(size + XS_IO_PADDING, 1);
    FUZZ_MUST(bytes != NULL);
    if (size)
        memcpy(bytes, data, size);
    xs_arena_reset(t.arena);
    FUZZ_MUST(xs_engine_read(e, &t, (xs_str){ bytes, size }, XS_STR("fuzz.txt"), &g) == XS_OK);
    if (g.known) {
        check(e, &g);
        xs_buf_init(&out, XS_MAX_BUF);
        xs_dump(XS_STR("fuzz.txt"), &g.doc, &out);
        for (size_t i = 0; g.status == XS_OK && i < g.findings.count; i++)
            for (enum xs_lang lang = XS_LANG_ZH; lang <= XS_LANG_EN; lang++)
                xs_finding_message(e->rules, &g.doc, &g.findings.items[i], lang, &out);
        FUZZ_MUST(out.err == XS_OK);
        FUZZ_MUST(xs_utf8_check(xs_buf_str(&out)) == out.len);
        xs_buf_free(&out);
    }
    xs_free(bytes);
    return 0;
}
