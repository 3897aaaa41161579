/* memo.h: what was found out about a text, kept for the next time that it comes up: most cells of a
 * corpus say what many others said before. One for each thread; not shared. */
#ifndef XS_BASE_MEMO_H
#define XS_BASE_MEMO_H

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
    XS_NOTE_VALUE, /* tree: as a value; four numbers, by what its row says of it */
    XS_NOTE_COUNT = XS_NOTE_VALUE + 4
};

#define XS_MEMO_STATES 8 /* numbers that are kept with a text */

#define XS_NOTE_ROOM 40

/* Every note begins with this. */
struct xs_note_head {
    bool done; /* the rest is filled; set by the user once it is */
};

/* One text that the memo knows; what is looked at first stands together. Private, as the next two.
 */
struct xs_noted {
    xs_str text;
    void **notes;   /* XS_NOTE_COUNT of them, each NULL before it is asked for; NULL: none is */
    uint32_t kinds; /* bits of those that there are */
    uint16_t states[XS_MEMO_STATES];
    alignas(void *) char cell[XS_NOTE_ROOM];
    char copy[];
};

/* A text stands in the first free slot from the one of its hash on. */
struct xs_memo_slot {
    uint64_t hash;
    struct xs_noted *t; /* NULL: free */
};

struct xs_memo {
    struct xs_arena *arena;
    size_t keep, size, used; /* size: slots, a power of two */
    struct xs_memo_slot *slots;
    struct xs_memo_slot none; /* all of them while there is no text: free */
    void *numbered; /* what states are the numbers of, in the arena; NULL once all is forgotten */
};

/* xs_memo_new: forgets everything at the first xs_memo_trim after it holds keep_bytes. NULL: no
 * memory. */
XS_CHECK struct xs_memo *xs_memo_new(size_t keep_bytes);
void xs_memo_free(struct xs_memo *m);
/* xs_memo_trim: between two documents: what the memo gave before may be gone. */
void xs_memo_trim(struct xs_memo *m);
struct xs_arena *xs_memo_arena(struct xs_memo *m);

/* xs_memo_text: *text among the texts that are known; it becomes a copy that lives as long. NULL
 * when it is not kept: m is NULL, the text is long, the memo full or memory short; then *text is
 * untouched. */
struct xs_noted *xs_memo_text(struct xs_memo *m, xs_str *text);
/* xs_memo_hashed: the same where the hash is known. */
struct xs_noted *xs_memo_hashed(struct xs_memo *m, uint64_t hash, xs_str *text);
/* The same for many texts one after the other: what is far away in memory is called for early.
 * xs_memo_hash: of text, for the next two. xs_memo_expect: a text of this hash is asked for soon;
 * gives what it will be, as far as can be seen, for xs_memo_expected, or NULL. xs_memo_expected:
 * the copy that lives as long is in its text. */
static inline uint64_t xs_memo_hash(const struct xs_memo *m, xs_str text)
{
    uint64_t hash = text.len <= XS_MAX_MEMO_TEXT ? xs_str_number(text) : 0;
    if (m)
        __builtin_prefetch(&m->slots[hash & (m->size - 1)]);
    return hash;
}

#define XS_MEMO_LINE 64 /* bytes that come together from memory */

static inline struct xs_noted *xs_memo_expect(const struct xs_memo *m, uint64_t hash)
{
    if (!m)
        return NULL;
    size_t i = hash & (m->size - 1);
    while (m->slots[i].t && m->slots[i].hash != hash)
        i = (i + 1) & (m->size - 1);
    struct xs_noted *t = m->slots[i].t;
    if (t) {
        __builtin_prefetch(t);
        __builtin_prefetch((const char *)t + XS_MEMO_LINE);
    }
    return t;
}

/* Its notes are asked for soon. */
static inline void xs_memo_near(const struct xs_noted *t)
{
    if (t->notes) {
        __builtin_prefetch(t->notes);
        __builtin_prefetch((const char *)t->notes + XS_MEMO_LINE);
    }
}

static inline struct xs_noted *xs_memo_expected(
    struct xs_memo *m, struct xs_noted *t, uint64_t hash, xs_str text)
{
    if (!t || t->text.len != text.len || !xs_vec_same(t->text.ptr, text.ptr, text.len))
        return xs_memo_hashed(m, hash, &text);
    xs_memo_near(t);
    return t;
}

void *xs_memo_new_note(struct xs_memo *m, struct xs_noted *t, unsigned kind, size_t size);
/* xs_memo_note: the note of this kind on t, of size bytes, zeroed when it is new. NULL when t is,
 * or memory is short. What a note points to lives in xs_memo_arena, as long as the note. */
static inline void *xs_memo_note(struct xs_memo *m, struct xs_noted *t, unsigned kind, size_t size)
{
    if (!t)
        return NULL;
    if (kind == XS_NOTE_CELL)
        return t->cell;
    return t->notes && t->notes[kind] ? t->notes[kind] : xs_memo_new_note(m, t, kind, size);
}
/* xs_memo_state: number i (below XS_MEMO_STATES) that is kept with t, of those in m->numbered; 0:
 * not yet. rule: what is known of it as each subject of a row. */
static inline uint16_t xs_memo_state(const struct xs_noted *t, unsigned i) { return t->states[i]; }
static inline void xs_memo_set_state(struct xs_noted *t, unsigned i, uint16_t state)
{
    t->states[i] = state;
}
/* xs_memo_soon: the notes on t (may be NULL) are asked for soon. */
static inline void xs_memo_soon(const struct xs_noted *t)
{
    for (uint32_t kinds = t ? t->kinds : 0; kinds; kinds &= kinds - 1)
        __builtin_prefetch(t->notes[__builtin_ctz(kinds)]);
}

#endif
