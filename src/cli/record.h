/* record.h: pass 1 on one document: its bytes in, rendered rows and compact records out. */
#ifndef XS_CLI_RECORD_H
#define XS_CLI_RECORD_H

#include "cli/helper.h"
#include "cli/run.h"

/* What one thread works with. */
struct xs_worker {
    struct xs_engine_thread thread;
    struct xs_bytes bytes;
    struct xs_helper helper;
};
/* xs_worker_open: w must not move from then on. xs_worker_close takes all zeros too. */
XS_CHECK enum xs_err xs_worker_open(struct xs_worker *w);
void xs_worker_close(struct xs_worker *w);

enum xs_status { XS_ST_OK, XS_ST_EMPTY, XS_ST_DUPLICATE, XS_ST_SKIPPED, XS_ST_UNREAD, XS_ST_COUNT };
const char *xs_status_name(enum xs_status s);

/* Rows of one document for one stream: what is behind from in buf. They wait in own; a document
 * whose turn it is anyway writes them where the stream's own bytes are. */
struct xs_rendered {
    struct xs_buf own, *buf;
    size_t from;
};

/* One document between the thread that read it and its turn in path order. Reused. */
struct xs_record {
    struct xs_arena *arena; /* texts that are kept; reset for each document */
    struct xs_rendered
        text[XS_MAX_STREAMS]; /* of each stream that is written document by document */
    struct xs_buf said;       /* messages for standard error, in the language of the locale */
    struct xs_buf message;    /* the same for the documents table */
    enum xs_status status;
    bool damaged;               /* read, but it ends too early: exit status 2 */
    bool has_text;              /* may be a duplicate */
    bool apart;                 /* read ahead, and no text: nothing else is set then */
    struct xs_document_row row; /* status and message are set when its turn comes */
    size_t nranked;
    struct xs_ranked *ranked;
    uint64_t findings;
    int64_t worst_vagueness;
    int worst_severity;
    struct xs_reach *reach; /* one a rule */
    bool has_facts;         /* for pass 2 */
    struct xs_facts facts;
};

/* xs_record_make: read input into rec, with what worker has. Not called twice at once for one
 * worker or record. Returns XS_OK; XS_E_NOMEM, XS_E_INTERNAL, XS_E_INTERRUPT. */
XS_CHECK enum xs_err xs_record_make(
    const struct xs_run *r, struct xs_worker *w, const struct xs_input *in, struct xs_record *rec);
/* A remark on a document, for both texts of its record. */
struct xs_note {
    const char *id, *fallback;
    struct xs_arg args[2];     /* name NULL: not used */
    enum xs_err err;           /* not XS_OK: {error} is its text */
    int os_error;              /* not 0: {detail} is its text */
    const struct xs_place *at; /* NULL, line 0: none */
    bool error;                /* said even when quiet */
};
void xs_record_note(const struct xs_run *r, struct xs_record *rec, const struct xs_note *n);

#endif
