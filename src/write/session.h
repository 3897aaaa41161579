/* session.h: everything that the pattern files say, loaded once, and one document taken through it:
 * read, tree, rules, score. What the library's users and the program share. */
#ifndef XS_WRITE_SESSION_H
#define XS_WRITE_SESSION_H

#include "corpus/config.h"
#include "corpus/stock.h"
#include "score/score.h"

struct xs_engine {          /* read-only once it is open, shared by all threads */
    struct xs_arena *arena; /* of the run */
    struct xs_fault fault;  /* of the pattern files, after XS_E_PATTERNS */
    struct xs_patfiles files;
    struct xs_messages messages;
    struct xs_rule_env env;
    struct xs_ruleset *rules;
    struct xs_scorer scorer;
    const struct xs_corpus_config *corpus;
    struct xs_stock stock; /* of the files stock/ *.tsv below the folders */
};

/* xs_engine_open: load the pattern files below dirs; memory is the engine's own arena.
 * Returns XS_OK; XS_E_PATTERNS with e->fault filled; XS_E_NOMEM. Close it in every case. */
XS_CHECK enum xs_err xs_engine_open(struct xs_engine *e, const xs_str *dirs, size_t ndirs);
void xs_engine_close(struct xs_engine *e);

/* xs_engine_dir: the folder of the pattern files when none is named: $XUSHI_PATTERNS; else
 * `patterns` beside the folder of the program (a build tree); else the installed one. In a,
 * NUL-terminated. */
XS_CHECK enum xs_err xs_engine_dir(struct xs_arena *a, xs_str *out);

/* What one thread works with. */
struct xs_engine_thread {
    struct xs_arena *arena; /* of the document: reset between documents */
    struct xs_matcher *matcher;
    struct xs_memo *memo; /* what is known of texts, kept between documents */
    /* instead of xs_read_sheet, when set: the program reads in helper processes, the library never
     */
    enum xs_err (*read)(void *self, struct xs_arena *a, xs_str bytes, struct xs_sheet *out);
    void *read_self;
};
XS_CHECK enum xs_err xs_engine_thread_open(struct xs_engine_thread *t);
void xs_engine_thread_close(struct xs_engine_thread *t);

/* One document, read. Everything in it is the thread's arena's or a view of the document's bytes.
 */
struct xs_reading {
    enum xs_err
        status; /* XS_OK; the error of the reader; XS_E_NO_ROWS (all is filled but the findings) */
    bool known; /* sheet and doc are filled */
    struct xs_sheet sheet;
    struct xs_doc doc;
    struct xs_findings findings;
    struct xs_score *scores; /* one a project */
};

/* xs_engine_read: bytes of one document (followed by XS_IO_PADDING zero bytes) -> *out. A document
 * that cannot be read is no error: see out->status, which is XS_E_NOMEM when it needs more memory
 * than one document may take. name: of the file, for a year that only stands there. Returns XS_OK
 * or XS_E_INTERNAL. */
XS_CHECK enum xs_err xs_engine_read(const struct xs_engine *e, struct xs_engine_thread *t,
    xs_str bytes, xs_str name, struct xs_reading *out);

#endif
