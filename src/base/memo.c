#include "base/memo.h"

#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"

#define FIRST_SLOTS ((size_t)1 << 12)
#define SEEN ((size_t)1 << 14)           /* hashes that are remembered, at most */
#define LINES_AT_ONCE ((size_t)16 << 10) /* bytes */

static void forget(struct xs_memo *m)
{
    m->slots = &m->none;
    m->size = 1;
    m->used = 0;
    m->left = 0;
    m->seen = NULL;
    m->numbered = NULL;
}

struct xs_memo *xs_memo_new(size_t keep_bytes)
{
    struct xs_memo *m = xs_alloc(1, sizeof *m);
    if (!m)
        return NULL;
    m->keep = keep_bytes;
    forget(m);
    m->arena = xs_arena_new(XS_MAX_MEMO_BYTES);
    if (!m->arena) {
        xs_free(m);
        return NULL;
    }
    return m;
}

void xs_memo_free(struct xs_memo *m)
{
    if (!m)
        return;
    xs_arena_free(m->arena);
    xs_free(m);
}

void xs_memo_trim(struct xs_memo *m)
{
    if (!m || xs_arena_used(m->arena) <= m->keep)
        return;
    xs_arena_reset(m->arena);
    forget(m);
}

struct xs_arena *xs_memo_arena(struct xs_memo *m) { return m->arena; }

/* The slot of this text, or the free one where it belongs; some are free. */
static struct xs_memo_slot *seek(const struct xs_memo *m, const struct xs_memo_ask *ask)
{
    size_t i = ask->hash & (m->size - 1);
    while (m->slots[i].t && (m->slots[i].hash != ask->hash || !xs_memo_is(m->slots[i].t, ask)))
        i = (i + 1) & (m->size - 1);
    return &m->slots[i];
}

static bool grow(struct xs_memo *m)
{
    const struct xs_memo_slot *old = m->slots;
    size_t n = m->size, size = m->used ? n * 2 : FIRST_SLOTS;
    struct xs_memo_slot *slots = xs_arena_zalloc(m->arena, size, sizeof *slots);
    if (!slots)
        return false;
    m->slots = slots;
    m->size = size;
    for (size_t i = 0; i < n; i++) {
        size_t at = old[i].hash & (size - 1);
        while (old[i].t && slots[at].t)
            at = (at + 1) & (size - 1);
        if (old[i].t)
            slots[at] = old[i];
    }
    return true;
}

/* So many zeroed bytes, whole lines. */
static void *take_lines(struct xs_memo *m, size_t bytes)
{
    const size_t line = XS_MEMO_LINE;
    bytes = (bytes + line - 1) / line * line;
    if (m->left < bytes) {
        size_t room = bytes < LINES_AT_ONCE ? LINES_AT_ONCE : bytes;
        char *p = xs_arena_alloc(m->arena, room + line, 1);
        if (!p)
            return NULL;
        m->lines = p + (0 - (uintptr_t)p) % line;
        m->left = room;
    }
    char *p = m->lines;
    m->lines += bytes;
    m->left -= bytes;
    return memset(p, 0, bytes);
}

/* A copy of text, with no notes. */
static struct xs_noted *copy_of(struct xs_memo *m, xs_str text)
{
    struct xs_noted *t = take_lines(m, offsetof(struct xs_noted, copy) + text.len);
    if (!t)
        return NULL;
    if (text.len)
        memcpy(t->copy, text.ptr, text.len);
    t->len = (uint16_t)text.len;
    return t;
}

struct xs_noted *xs_memo_text(struct xs_memo *m, xs_str *text)
{
    struct xs_memo_ask ask;
    if (!m || text->len > XS_MAX_MEMO_TEXT)
        return NULL;
    xs_memo_ask(m, *text, text->len, &ask);
    struct xs_noted *t = xs_memo_keep(m, &ask);
    if (t)
        *text = xs_noted_text(t);
    return t;
}

struct xs_noted *xs_memo_keep(struct xs_memo *m, const struct xs_memo_ask *ask)
{
    if (!m || ask->text.len > XS_MAX_MEMO_TEXT)
        return NULL;
    struct xs_memo_slot *s = seek(m, ask);
    if (!s->t) {
        bool full = m->used >= m->size / 4 * 3;
        if (xs_arena_used(m->arena) > XS_MAX_MEMO_BYTES / 2 || (full && !grow(m)))
            return NULL;
        struct xs_noted *t = copy_of(m, ask->text);
        if (!t)
            return NULL;
        s = full ? seek(m, ask) : s;
        *s = (struct xs_memo_slot){ ask->hash, t };
        m->used++;
    }
    return s->t;
}

struct xs_noted *xs_memo_seen(struct xs_memo *m, const struct xs_memo_ask *ask)
{
    if (!m || ask->text.len > XS_MAX_MEMO_TEXT)
        return NULL;
    if (!m->seen && !(m->seen = xs_arena_zalloc(m->arena, SEEN, sizeof *m->seen)))
        return NULL;
    uint16_t *seen = &m->seen[ask->hash >> 32 & (SEEN - 1)], mark = (uint16_t)(ask->hash >> 48 | 1);
    if (*seen == mark)
        return xs_memo_keep(m, ask);
    *seen = mark;
    /* it may be known, behind another one of its hash */
    return ask->near ? seek(m, ask)->t : NULL;
}

/* Room for one more note. */
static bool more_notes(struct xs_memo *m, struct xs_noted *t)
{
    const struct xs_notes *old = t->notes;
    if (old && old->count < old->room)
        return true;
    const size_t head = sizeof *old, slot = sizeof *old->note;
    size_t had = old ? head + old->room * slot : 0;
    size_t bytes = had ? (had + slot) / XS_MEMO_LINE * XS_MEMO_LINE + XS_MEMO_LINE : XS_MEMO_LINE;
    struct xs_notes *new = take_lines(m, bytes);
    if (!new)
        return false;
    if (old)
        memcpy(new, old, had);
    else
        new->count = 1;
    new->room = (uint8_t)((bytes - head) / slot);
    t->notes = new;
    return true;
}

void *xs_memo_new_note(struct xs_memo *m, struct xs_noted *t, unsigned kind, size_t size)
{
    void *note = xs_arena_zalloc(m->arena, 1, size);
    if (!note || !more_notes(m, t))
        return NULL;
    t->notes->at[kind] = t->notes->count;
    return t->notes->note[t->notes->count++] = note;
}

void xs_memo_set_state(struct xs_memo *m, struct xs_noted *t, unsigned i, uint16_t state)
{
    if (t->notes || more_notes(m, t))
        t->notes->states[i] = state;
}
