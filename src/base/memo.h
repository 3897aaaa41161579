/* memo.h: what was found out about a text, kept for the next time that it comes up: most cells of a
 * corpus say what many others said before. One for each thread; not shared. */
#ifndef XS_BASE_MEMO_H
#define XS_BASE_MEMO_H

#include <assert.h>
#include <stdalign.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/vec.h"

/* Who notes something of a text: the same text means something else to each. */
enum xs_note_kind {
    XS_NOTE_CELL,  /* tree: as a cell; nearly all texts are one: it lies beside the text, and is of
                      at most XS_NOTE_ROOM bytes */
    XS_NOTE_NAME,  /* tree: as an indicator's name */
    XS_NOTE_NORM,  /* rule: without punctuation */
    XS_NOTE_BARE,  /* rule: without filler words */
    XS_NOTE_BASIS, /* rule: as the basis of a value */
    XS_NOTE_LETTERS, /* corpus: by its letters alone */
    XS_NOTE_VALUE,   /* tree: as a value; four numbers, by what its row says of it */
    XS_NOTE_COUNT = XS_NOTE_VALUE + 4
};

#define XS_MEMO_STATES 8 /* numbers that are kept with a text */
#define XS_NOTE_ROOM 24

/* Every note but that of a cell begins with this. */
struct xs_note_head {
    bool done; /* the rest is filled; set by the user once it is */
};

#define XS_NOTES_NEAR 3 /* notes on a text that take one line with what else is known of them */

/* The notes on a text but that of a cell. Private, as the next four. */
struct xs_notes {
    uint8_t at[XS_NOTE_COUNT]; /* where in note that of each kind stands; 0: there is none */
    uint8_t count, room;       /* of note */
    uint16_t states[XS_MEMO_STATES];
    void *note[]; /* the first is NULL */
};

#define XS_MEMO_LINE 64 /* bytes that come together from memory */
#define XS_MEMO_NEAR 30 /* bytes of text that come with the rest; most texts have no more */

/* One text that the memo knows. It begins a line and fills its last one with zeroes. */
struct xs_noted {
    struct xs_notes *notes; /* NULL: none */
    alignas(void *) char cell[XS_NOTE_ROOM];
    uint16_t len;
    char copy[];
};
static_assert(offsetof(struct xs_noted, copy) + XS_MEMO_NEAR <= XS_MEMO_LINE, "the first line");
static_assert(
    sizeof(struct xs_notes) + (1 + XS_NOTES_NEAR) * sizeof(void *) <= XS_MEMO_LINE, "one line");
static_assert(XS_MAX_MEMO_TEXT <= UINT16_MAX, "its length is kept");

#define XS_MEMO_WAYS 4 /* texts of a bucket */
#define XS_MEMO_SEEN 8

/* A text stands in the first bucket that had room from the one of its hash on: with what is asked
 * of texts that are not known, one line. */
struct xs_memo_bucket {
    uint32_t hash[XS_MEMO_WAYS];      /* the lower halves */
    uint16_t seen[XS_MEMO_SEEN];      /* parts of hashes that were seen once */
    struct xs_noted *t[XS_MEMO_WAYS]; /* filled from the first one on; NULL: free */
};
static_assert(sizeof(struct xs_memo_bucket) == XS_MEMO_LINE, "one line");

struct xs_memo {
    struct xs_arena *arena;
    size_t keep, size, used; /* size: buckets, a power of two; used: texts */
    struct xs_memo_bucket *buckets;
    struct xs_memo_bucket none; /* all of them while there is no text: free */
    char *lines;                /* what is free of the lines that were taken last */
    size_t left;                /* their bytes */
    void *numbered; /* what states are the numbers of, in the arena; NULL once all is forgotten */
};

/* xs_memo_new: forgets everything at the first xs_memo_trim after it holds keep_bytes. NULL: no
 * memory. */
XS_CHECK struct xs_memo *xs_memo_new(size_t keep_bytes);
void xs_memo_free(struct xs_memo *m);
/* xs_memo_trim: between two documents: what the memo gave before may be gone. */
void xs_memo_trim(struct xs_memo *m);
struct xs_arena *xs_memo_arena(struct xs_memo *m);

/* xs_memo_text: *text among the texts that are known, from now on; it becomes a copy that lives as
 * long. NULL when it is not kept: m is NULL, the text is long, the memo full or memory short; then
 * *text is untouched. */
struct xs_noted *xs_memo_text(struct xs_memo *m, xs_str *text);
static inline xs_str xs_noted_text(const struct xs_noted *t) { return (xs_str){ t->copy, t->len }; }

/* The same for many texts, one step for all of them after the other: what is far away in memory is
 * called for early. */
struct xs_memo_ask {
    xs_str text;
    uint64_t hash;
    struct xs_noted *near; /* what the text may be */
    xs_vec head, tail;     /* its first XS_MEMO_NEAR bytes, with zeroes behind its end: the first
                              and the last of them; some are in both */
};

static inline const char *xs_memo_tail(const char *p) { return p + XS_MEMO_NEAR - XS_VEC; }

/* xs_memo_ask: the first step. there: bytes that may be looked at from the text's start on, at
 * least its own; the more, the faster. */
static inline void xs_memo_ask(
    const struct xs_memo *m, xs_str text, size_t there, struct xs_memo_ask *ask)
{
    const uint64_t one = UINT64_C(0x9E3779B97F4A7C15), two = UINT64_C(0xD6E8FEB86659FD93);
    const size_t n = text.len < XS_MEMO_NEAR ? text.len : XS_MEMO_NEAR;
    const char *p = text.ptr;
    char room[XS_MEMO_NEAR];
    uint64_t a, b, c, d;
    if (there < XS_MEMO_NEAR) {
        memset(room, 0, sizeof room);
        p = n ? memcpy(room, text.ptr, n) : room;
    }
    ask->text = text;
    ask->head = xs_vec_before(xs_vec_load(p), 0, n);
    ask->tail = xs_vec_before(xs_vec_load(xs_memo_tail(p)), XS_MEMO_NEAR - XS_VEC, n);
    xs_vec_halves(ask->head, &a, &b);
    xs_vec_halves(ask->tail, &c, &d);
    uint64_t hash = xs_str_mix(c ^ two, d ^ xs_str_mix(a ^ one, b ^ text.len * two));
    if (text.len > XS_MEMO_NEAR && text.len <= XS_MAX_MEMO_TEXT)
        for (size_t left = text.len; left > XS_MEMO_NEAR;) {
            left -= XS_VEC;
            xs_vec_halves(xs_vec_load(text.ptr + left), &a, &b);
            hash = xs_str_mix(a ^ one, b ^ hash);
        }
    ask->hash = hash;
    if (m)
        __builtin_prefetch(&m->buckets[hash & (m->size - 1)]);
}

/* xs_memo_expect: the second step. */
static inline void xs_memo_expect(const struct xs_memo *m, struct xs_memo_ask *ask)
{
    ask->near = NULL;
    if (!m)
        return;
    const struct xs_memo_bucket *b;
    size_t at = ask->hash;
    uint32_t found;
    do {
        b = &m->buckets[at++ & (m->size - 1)];
        found = xs_vec_quad(b->hash, (uint32_t)ask->hash);
    } while (!found && b->t[XS_MEMO_WAYS - 1]);
    ask->near = found ? b->t[xs_vec_first(found)] : NULL;
    __builtin_prefetch(ask->near);
    if (ask->near && ask->text.len > XS_MEMO_NEAR)
        __builtin_prefetch((const char *)ask->near + XS_MEMO_LINE);
}

/* Is it the text that was asked for? */
static inline bool xs_memo_is(const struct xs_noted *t, const struct xs_memo_ask *ask)
{
    const size_t len = ask->text.len, rest = XS_MEMO_NEAR - XS_VEC;
    xs_vec head = xs_vec_xor(ask->head, xs_vec_load(t->copy));
    xs_vec tail = xs_vec_xor(ask->tail, xs_vec_load(xs_memo_tail(t->copy)));
    if (t->len != len || xs_vec_any(xs_vec_or(head, tail)))
        return false;
    return len <= XS_MEMO_NEAR || xs_vec_same(t->copy + rest, ask->text.ptr + rest, len - rest);
}

struct xs_noted *xs_memo_keep(struct xs_memo *m, const struct xs_memo_ask *ask);
struct xs_noted *xs_memo_seen(struct xs_memo *m, const struct xs_memo_ask *ask);
/* xs_memo_answer: the last step: as xs_memo_text; the copy that lives as long is xs_noted_text. But
 * a text that was not asked for lately is not kept yet: most never come up again. */
static inline struct xs_noted *xs_memo_answer(struct xs_memo *m, const struct xs_memo_ask *ask)
{
    struct xs_noted *t = ask->near;
    if (!t || !xs_memo_is(t, ask))
        t = xs_memo_seen(m, ask);
    if (t) /* its notes are asked for soon */
        __builtin_prefetch(t->notes ? (const void *)t->notes : t);
    return t;
}

void *xs_memo_new_note(struct xs_memo *m, struct xs_noted *t, unsigned kind, size_t size);
/* xs_memo_noted: the note of this kind, not that of a cell, on t; NULL: there is none yet. */
static inline void *xs_memo_noted(const struct xs_noted *t, unsigned kind)
{
    return t->notes ? t->notes->note[t->notes->at[kind]] : NULL;
}
/* xs_memo_note: the note of this kind on t, of size bytes, zeroed when it is new. NULL when t is,
 * or memory is short. What a note points to lives in xs_memo_arena, as long as the note. */
static inline void *xs_memo_note(struct xs_memo *m, struct xs_noted *t, unsigned kind, size_t size)
{
    if (!t)
        return NULL;
    if (kind == XS_NOTE_CELL)
        return t->cell;
    void *note = xs_memo_noted(t, kind);
    return note ? note : xs_memo_new_note(m, t, kind, size);
}
/* xs_memo_state: number i (below XS_MEMO_STATES) that is kept with t, of those in m->numbered; 0:
 * not yet. rule: what is known of it as each subject of a row. xs_memo_set_state: nothing is kept
 * where memory is short. */
static inline uint16_t xs_memo_state(const struct xs_noted *t, unsigned i)
{
    return t->notes ? t->notes->states[i] : 0;
}
void xs_memo_set_state(struct xs_memo *m, struct xs_noted *t, unsigned i, uint16_t state);
/* xs_memo_soon: the first notes on t (may be NULL) are asked for soon. */
static inline void xs_memo_soon(const struct xs_noted *t)
{
    const struct xs_notes *notes = t ? t->notes : NULL;
    for (unsigned i = 1; notes && i <= XS_NOTES_NEAR; i++) /* of those that there are */
        __builtin_prefetch(notes->note[i] ? notes->note[i] : notes);
}

#endif
