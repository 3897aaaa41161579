#include "base/memo.h"

#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"

#define FIRST_BUCKETS ((size_t)1 << 10)
#define LINES_AT_ONCE ((size_t)16 << 10) /* bytes */

static void forget(struct xs_memo *m)
{
    m->buckets = &m->none;
    m->size = 1;
    m->used = 0;
    m->left = 0;
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

/* The text, or NULL; some places are free. */
static struct xs_noted *seek(const struct xs_memo *m, const struct xs_memo_ask *ask)
{
    for (size_t at = ask->hash;; at++) {
        const struct xs_memo_bucket *b = &m->buckets[at & (m->size - 1)];
        uint32_t found = xs_vec_quad(b->hash, (uint32_t)ask->hash);
        for (; found; found &= found - 1) {
            struct xs_noted *t = b->t[xs_vec_first(found)];
            if (t && xs_memo_is(t, ask))
                return t;
        }
        if (!b->t[XS_MEMO_WAYS - 1])
            return NULL;
    }
}

/* t, which is not there yet, at the first free place. */
static void put(struct xs_memo *m, uint32_t hash, struct xs_noted *t)
{
    for (size_t at = hash;; at++) {
        struct xs_memo_bucket *b = &m->buckets[at & (m->size - 1)];
        for (unsigned i = 0; i < XS_MEMO_WAYS; i++)
            if (!b->t[i]) {
                b->t[i] = t;
                b->hash[i] = hash;
                return;
            }
    }
}

/* More buckets, of which no hash was seen yet. */
static bool grow(struct xs_memo *m)
{
    struct xs_memo_bucket *old = m->buckets;
    const size_t n = m->size, size = n == 1 ? FIRST_BUCKETS : n * 2;
    struct xs_memo_bucket *buckets = take_lines(m, size * sizeof *buckets);
    if (!buckets)
        return false;
    m->buckets = buckets;
    m->size = size;
    for (size_t i = 0; i < n; i++)
        for (unsigned k = 0; k < XS_MEMO_WAYS && old[i].t[k]; k++)
            put(m, old[i].hash[k], old[i].t[k]);
    if (n > 1 && m->left < n * sizeof *old) { /* these are lines to give out, then */
        m->lines = (char *)old;
        m->left = n * sizeof *old;
    }
    return true;
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
    struct xs_noted *t = seek(m, ask);
    if (t)
        return t;
    const bool full = m->used >= (m->size - 1) * XS_MEMO_WAYS / 2; /* few buckets are, then */
    if (xs_arena_used(m->arena) > XS_MAX_MEMO_BYTES / 2 || (full && !grow(m)))
        return NULL;
    t = copy_of(m, ask->text);
    if (!t)
        return NULL;
    put(m, (uint32_t)ask->hash, t);
    m->used++;
    return t;
}

struct xs_noted *xs_memo_seen(struct xs_memo *m, const struct xs_memo_ask *ask)
{
    if (!m || ask->text.len > XS_MAX_MEMO_TEXT || (m->size == 1 && !grow(m)))
        return NULL;
    struct xs_memo_bucket *b = &m->buckets[ask->hash & (m->size - 1)];
    uint16_t *seen = &b->seen[ask->hash >> 32 & (XS_MEMO_SEEN - 1)];
    const uint16_t mark = (uint16_t)(ask->hash >> 48 | 1);
    if (*seen == mark)
        return xs_memo_keep(m, ask);
    *seen = mark;
    /* it may be known, behind another one of its hash */
    return ask->near ? seek(m, ask) : NULL;
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
