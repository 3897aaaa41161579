/* run.h: one run over all inputs: pass 1 on all threads, results in path order, then ranking and
 * statistics. */
#ifndef XS_CLI_RUN_H
#define XS_CLI_RUN_H

#include "base/thread.h"
#include "cli/convert.h"
#include "cli/inputs.h"
#include "corpus/corpus.h"
#include "corpus/duplicate.h"
#include "write/output.h"
#include "write/rows.h"
#include "write/session.h"

#define XS_MAX_STREAMS 12

enum xs_stream_how {
    XS_STREAM_ROWS,  /* a table through its format */
    XS_STREAM_LINT,  /* findings, one a line, for eyes */
    XS_STREAM_DUMP,  /* trees */
    XS_STREAM_COPIES /* clusters of copies, for eyes */
};

/* One thing that is written. Its bytes go to output, or to memory when output is NULL. */
struct xs_stream {
    enum xs_stream_how how;
    enum xs_table table;
    const struct xs_format *format;
    struct xs_output *output;
    struct xs_buf *memory;
    bool color;
};

struct xs_counts {
    uint64_t inputs, ok, empty, duplicate, skipped, unread, damaged;
    uint64_t projects, indicators, findings;
};

struct xs_record; /* record.h: what is kept of one document until its turn comes */

struct xs_run {
    const struct xs_opts *opts;
    struct xs_say *say;
    const struct xs_engine *engine;
    struct xs_inputs *inputs; /* archives among them are taken apart */
    size_t nstreams;
    struct xs_stream streams[XS_MAX_STREAMS];
    bool bom;
    /* learning: called when all documents are in the corpus */
    bool learn;
    enum xs_err (*learned)(void *ctx, struct xs_corpus *corpus);
    void *learned_ctx;
    /* results */
    struct xs_counts counts;
    int64_t worst_vagueness; /* -1 = no project */
    int worst_severity;      /* -1 = no finding */
    /* private */
    struct xs_arena *arena;
    struct xs_tmpdir scratch;
    struct xs_converter *converter; /* NULL: nothing to convert */
    struct xs_worker *workers;
    struct xs_record *records;
    bool in_turn;  /* each document is taken before the next one is read */
    bool ahead;    /* inputs are read before it is known what those behind them are */
    size_t met;    /* 1 + number of the first one that has to be known then; 0: none */
    size_t begins; /* number of the input that is unit 0 of the pool */
    struct xs_duplicates duplicates;
    struct xs_reach *reach;
    struct xs_ranked **ranked;
    size_t nranked, ranked_cap;
    struct xs_corpus *corpus; /* NULL: documents are not compared */
    struct xs_facts_env facts;
    struct xs_reason_words reason_words;
    struct xs_spool waiting; /* rows of the documents table */
    uint64_t nwaiting;
    bool tmp_said;
    uint64_t shown_at; /* progress: time of the last line, milliseconds */
};

/* xs_run_all: everything; streams are begun and ended here, outputs are opened and committed by the
 * caller. Returns XS_OK (also when inputs were unreadable: see counts); XS_E_WRITE, XS_E_INTERRUPT,
 * XS_E_NOMEM, XS_E_INTERNAL. */
XS_CHECK enum xs_err xs_run_all(struct xs_run *r);
/* xs_run_wants: some stream shows this table. */
bool xs_run_wants(const struct xs_run *r, enum xs_table t);
/* xs_run_buf: where what goes to a stream is written. xs_run_push, after it: what fills whole
 * pieces goes out. xs_run_put_row: one row to every stream of table t. */
struct xs_buf *xs_run_buf(const struct xs_stream *s);
XS_CHECK enum xs_err xs_run_push(const struct xs_stream *s);
XS_CHECK enum xs_err xs_run_put_row(
    const struct xs_run *r, enum xs_table t, const struct xs_datum *row);
/* xs_run_status: exit status of a run that went well. */
int xs_run_status(const struct xs_run *r);

#endif
