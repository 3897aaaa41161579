/* memo.h: what was found out about a text, kept for the next time that it comes up: most cells of a
 * corpus say what many others said before. One for each thread; not shared. */
#ifndef XS_BASE_MEMO_H
#define XS_BASE_MEMO_H

#include "base/arena.h"

struct xs_memo;
struct xs_noted; /* one text that the memo knows */

/* Who notes something of a text: the same text means something else to each. */
enum xs_note_kind {
    XS_NOTE_CELL,  /* tree: as a cell; nearly all texts are one: it lies beside the text, and is of
                      at most XS_NOTE_ROOM bytes */
    XS_NOTE_NAME,  /* tree: as an indicator's name */
    XS_NOTE_NORM,  /* rule: without punctuation */
    XS_NOTE_BARE,  /* rule: without filler words */
    XS_NOTE_HITS,  /* rule: which word lists it has words of */
    XS_NOTE_BASIS, /* rule: as the basis of a value */
    XS_NOTE_VALUE, /* tree: as a value; four numbers, by what its row says of it */
    XS_NOTE_SUBJECT = XS_NOTE_VALUE + 4, /* rule: as a text that conditions look at; a number for
                                            each subject of a row */
    XS_NOTE_COUNT = XS_NOTE_SUBJECT + 8
};

#define XS_NOTE_ROOM 40

/* Every note begins with this. */
struct xs_note_head {
    bool done; /* the rest is filled; set by the user once it is */
};

/* xs_memo_new: forgets everything at the first xs_memo_trim after it holds keep_bytes. NULL: no
 * memory. */
XS_CHECK struct xs_memo *xs_memo_new(size_t keep_bytes);
void xs_memo_free(struct xs_memo *m);
/* xs_memo_trim: between two documents: what the memo gave before may be gone. */
void xs_memo_trim(struct xs_memo *m);
/* xs_memo_text: *text among the texts that are known; it becomes a copy that lives as long. NULL
 * when it is not kept: m is NULL, the text is long, the memo full or memory short; then *text is
 * untouched. */
struct xs_noted *xs_memo_text(struct xs_memo *m, xs_str *text);
/* The same for many texts one after the other: what is far away in memory is called for early.
 * xs_memo_hash: of text, for the next two; xs_memo_expect: a text of this hash is asked for soon.
 */
uint64_t xs_memo_hash(const struct xs_memo *m, xs_str text);
void xs_memo_expect(const struct xs_memo *m, uint64_t hash);
struct xs_noted *xs_memo_hashed(struct xs_memo *m, uint64_t hash, xs_str *text);
/* xs_memo_note: the note of this kind on t, of size bytes, zeroed when it is new. NULL when t is,
 * or memory is short. What a note points to lives in xs_memo_arena, as long as the note. */
void *xs_memo_note(struct xs_memo *m, struct xs_noted *t, unsigned kind, size_t size);
/* xs_memo_soon: the notes on t (may be NULL) are asked for soon. */
void xs_memo_soon(const struct xs_noted *t);
struct xs_arena *xs_memo_arena(struct xs_memo *m);

#endif
