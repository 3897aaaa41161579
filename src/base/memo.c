#include "base/memo.h"

#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"

#define FIRST_SLOTS ((size_t)1 << 12)

struct xs_noted {
    struct xs_noted *next; /* of the same slot */
    uint64_t hash;
    xs_str text;
    void *notes[XS_NOTE_COUNT]; /* NULL: nothing is noted */
    char copy[];
};

struct xs_memo {
    struct xs_arena *arena;
    size_t keep, size, used; /* size: slots, a power of two */
    struct xs_noted **slots;
};

struct xs_memo *xs_memo_new(size_t keep_bytes)
{
    struct xs_memo *m = xs_alloc(1, sizeof *m);
    if (!m)
        return NULL;
    m->keep = keep_bytes;
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
    m->slots = NULL;
    m->size = m->used = 0;
}

struct xs_arena *xs_memo_arena(struct xs_memo *m) { return m->arena; }

static bool grow(struct xs_memo *m)
{
    size_t size = m->size ? m->size * 2 : FIRST_SLOTS;
    struct xs_noted **slots = xs_arena_zalloc(m->arena, size, sizeof(struct xs_noted *));
    if (!slots)
        return false;
    for (size_t i = 0; i < m->size; i++)
        for (struct xs_noted *e = m->slots[i], *next; e; e = next) {
            next = e->next;
            e->next = slots[e->hash & (size - 1)];
            slots[e->hash & (size - 1)] = e;
        }
    m->slots = slots;
    m->size = size;
    return true;
}

static struct xs_noted *add(struct xs_memo *m, uint64_t hash, xs_str text)
{
    if (xs_arena_used(m->arena) > XS_MAX_MEMO_BYTES / 2 || (m->used >= m->size && !grow(m)))
        return NULL;
    struct xs_noted *t = xs_arena_alloc(m->arena, 1, sizeof *t + text.len);
    if (!t)
        return NULL;
    if (text.len)
        memcpy(t->copy, text.ptr, text.len);
    t->text = (xs_str){ t->copy, text.len };
    t->hash = hash;
    memset(t->notes, 0, sizeof t->notes);
    t->next = m->slots[hash & (m->size - 1)];
    m->slots[hash & (m->size - 1)] = t;
    m->used++;
    return t;
}

struct xs_noted *xs_memo_text(struct xs_memo *m, xs_str *text)
{
    if (!m || text->len > XS_MAX_MEMO_TEXT)
        return NULL;
    uint64_t hash = xs_str_hash(*text);
    struct xs_noted *t = m->size ? m->slots[hash & (m->size - 1)] : NULL;
    while (t && (t->hash != hash || !xs_str_eq(t->text, *text)))
        t = t->next;
    if (!t && !(t = add(m, hash, *text)))
        return NULL;
    *text = t->text;
    return t;
}

void *xs_memo_note(struct xs_memo *m, struct xs_noted *t, unsigned kind, size_t size)
{
    if (!t)
        return NULL;
    if (!t->notes[kind])
        t->notes[kind] = xs_arena_zalloc(m->arena, 1, size);
    return t->notes[kind];
}
