#include "base/memo.h"

#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"

#define FIRST_SLOTS ((size_t)1 << 12)

static void forget(struct xs_memo *m)
{
    m->slots = &m->none;
    m->size = 1;
    m->used = 0;
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
static struct xs_memo_slot *seek(const struct xs_memo *m, uint64_t hash, xs_str text)
{
    size_t i = hash & (m->size - 1);
    while (m->slots[i].t && (m->slots[i].hash != hash || !xs_str_eq(m->slots[i].t->text, text)))
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

/* A copy of text, with no notes. */
static struct xs_noted *copy_of(struct xs_memo *m, xs_str text)
{
    struct xs_noted *t = xs_arena_alloc(m->arena, 1, sizeof *t + text.len);
    if (!t)
        return NULL;
    memset(t, 0, sizeof *t);
    if (text.len)
        memcpy(t->copy, text.ptr, text.len);
    t->text = (xs_str){ t->copy, text.len };
    return t;
}

struct xs_noted *xs_memo_text(struct xs_memo *m, xs_str *text)
{
    return m && text->len <= XS_MAX_MEMO_TEXT ? xs_memo_hashed(m, xs_memo_hash(m, *text), text)
                                              : NULL;
}

struct xs_noted *xs_memo_hashed(struct xs_memo *m, uint64_t hash, xs_str *text)
{
    if (!m || text->len > XS_MAX_MEMO_TEXT)
        return NULL;
    struct xs_memo_slot *s = seek(m, hash, *text);
    if (!s->t) {
        bool full = m->used >= m->size / 4 * 3;
        if (xs_arena_used(m->arena) > XS_MAX_MEMO_BYTES / 2 || (full && !grow(m)))
            return NULL;
        struct xs_noted *t = copy_of(m, *text);
        if (!t)
            return NULL;
        s = full ? seek(m, hash, *text) : s;
        *s = (struct xs_memo_slot){ hash, t };
        m->used++;
    }
    xs_memo_near(s->t);
    *text = s->t->text;
    return s->t;
}

void *xs_memo_new_note(struct xs_memo *m, struct xs_noted *t, unsigned kind, size_t size)
{
    if (!t->notes && !(t->notes = xs_arena_zalloc(m->arena, XS_NOTE_COUNT, sizeof *t->notes)))
        return NULL;
    if ((t->notes[kind] = xs_arena_zalloc(m->arena, 1, size)) != NULL)
        t->kinds |= UINT32_C(1) << kind;
    return t->notes[kind];
}
