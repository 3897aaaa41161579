/* sorter.h: any number of fixed-size records in order, within a bound of memory: what goes beyond
 * it is sorted in runs, which are merged. The file of the runs has no name from the start on. */
#ifndef XS_CORPUS_SORTER_H
#define XS_CORPUS_SORTER_H

#include "base/alloc.h"
#include "base/err.h"
#include "corpus/sort.h"

/* Where run files go and how much memory each of their users may take. */
struct xs_runfiles {
    const char *dir;        /* NULL: $TMPDIR, else /tmp */
    size_t share;           /* bytes */
    uint64_t *disk;         /* bytes written are added up here; may be NULL */
    struct xs_tract *spare; /* that records are sorted by way of, for several sorters of one thread;
                               NULL: each takes its own */
};

/* xs_runfile_dir: dir, or what stands for it when it is NULL. */
const char *xs_runfile_dir(const char *dir);
/* xs_runfile_open: a new file without a name. -1 and errno. */
int xs_runfile_open(const struct xs_runfiles *s);
/* xs_runfile_write, xs_runfile_read: all bytes at an offset. False: errno says why. */
bool xs_runfile_write(const struct xs_runfiles *s, int fd, const void *p, size_t n, uint64_t at);
bool xs_runfile_read(int fd, void *p, size_t n, uint64_t at);

struct xs_run_cursor {
    uint64_t from, to; /* bytes of the file that are not yet in the buffer */
    char *buf;
    size_t at, len; /* bytes */
};

struct xs_sorter {
    struct xs_runfiles scratch;
    struct xs_order order;
    bool sorted; /* what is in buf, when there are no runs */
    struct xs_tract buf;
    size_t count, room; /* records; room: that may be there without asking for more */
    size_t next;        /* the one that is given out next, when there are no runs */
    int fd;
    uint64_t written;
    uint64_t *ends; /* of each run in the file */
    size_t nruns, runs_cap;
    /* reading */
    struct xs_run_cursor *cursors;
    size_t *heap;
    size_t nheap;
    char *out; /* record given out last */
};

/* xs_sorter_init: no memory is taken yet. xs_sorter_free: gives all back. */
void xs_sorter_init(
    struct xs_sorter *s, const struct xs_runfiles *scratch, const struct xs_order *order);
void xs_sorter_free(struct xs_sorter *s);
/* xs_sorter_room: for one record more. */
XS_CHECK enum xs_err xs_sorter_room(struct xs_sorter *s);
/* xs_sorter_slot: where one record more is written. NULL and *err: XS_E_NOMEM, XS_E_WRITE. */
XS_CHECK static inline void *xs_sorter_slot(struct xs_sorter *s, size_t size, enum xs_err *err)
{
    if (s->count == s->room && (*err = xs_sorter_room(s)) != XS_OK)
        return NULL;
    return s->buf.p + s->count++ * size;
}
/* xs_sorter_add: size is that of the order. Returns XS_OK, XS_E_NOMEM, XS_E_WRITE (errno says why).
 */
XS_CHECK static inline enum xs_err xs_sorter_add(
    struct xs_sorter *s, const void *record, size_t size)
{
    if (s->count == s->room)
        XS_TRY(xs_sorter_room(s));
    memcpy(s->buf.p + s->count++ * size, record, size);
    return XS_OK;
}
/* xs_sorter_begin: nothing more is added; the next record is the first one. May be called again. */
XS_CHECK enum xs_err xs_sorter_begin(struct xs_sorter *s);
/* xs_sorter_merge: the next record of the runs. */
XS_CHECK enum xs_err xs_sorter_merge(struct xs_sorter *s, const void **out);
/* xs_sorter_next: *out gets the next record, valid until the call after, or NULL at the end. */
XS_CHECK static inline enum xs_err xs_sorter_next(struct xs_sorter *s, const void **out)
{
    if (s->nruns > 0)
        return xs_sorter_merge(s, out);
    *out = s->next < s->count ? s->buf.p + s->next++ * s->order.size : NULL;
    return XS_OK;
}

#endif
