#include "base/memo.h"

#include <stdalign.h>
#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"

#define FIRST_SLOTS ((size_t)1 << 12)

/* What is looked at first stands together. */
struct xs_noted {
    xs_str text;
    void **notes;   /* XS_NOTE_COUNT of them, each NULL before it is asked for; NULL: none is */
    uint32_t kinds; /* bits of those that there are */
    alignas(void *) char cell[XS_NOTE_ROOM];
    char copy[];
};

/* A text stands in the first free slot from the one of its hash on. */
struct slot {
    uint64_t hash;
    struct xs_noted *t; /* NULL: free */
};

struct xs_memo {
    struct xs_arena *arena;
    size_t keep, size, used; /* size: slots, a power of two */
    struct slot *slots;
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

/* The slot of this text, or the free one where it belongs; there are slots, and some are free. */
static struct slot *seek(const struct xs_memo *m, uint64_t hash, xs_str text)
{
    size_t i = hash & (m->size - 1);
    while (m->slots[i].t && (m->slots[i].hash != hash || !xs_str_eq(m->slots[i].t->text, text)))
        i = (i + 1) & (m->size - 1);
    return &m->slots[i];
}

static bool grow(struct xs_memo *m)
{
    const struct slot *old = m->slots;
    size_t n = m->size, size = n ? n * 2 : FIRST_SLOTS;
    struct slot *slots = xs_arena_zalloc(m->arena, size, sizeof *slots);
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

static struct xs_noted *add(struct xs_memo *m, uint64_t hash, xs_str text)
{
    bool full = m->used >= m->size / 4 * 3;
    if (xs_arena_used(m->arena) > XS_MAX_MEMO_BYTES / 2 || (full && !grow(m)))
        return NULL;
    struct xs_noted *t = xs_arena_alloc(m->arena, 1, sizeof *t + text.len);
    if (!t)
        return NULL;
    memset(t, 0, sizeof *t);
    if (text.len)
        memcpy(t->copy, text.ptr, text.len);
    t->text = (xs_str){ t->copy, text.len };
    *seek(m, hash, text) = (struct slot){ hash, t };
    m->used++;
    return t;
}

#define LINE 64 /* bytes that come together from memory */

uint64_t xs_memo_hash(const struct xs_memo *m, xs_str text)
{
    uint64_t hash = text.len <= XS_MAX_MEMO_TEXT ? xs_str_hash(text) : 0;
    if (m && m->size)
        __builtin_prefetch(&m->slots[hash & (m->size - 1)]);
    return hash;
}

void xs_memo_expect(const struct xs_memo *m, uint64_t hash)
{
    if (!m || !m->size)
        return;
    size_t i = hash & (m->size - 1);
    while (m->slots[i].t && m->slots[i].hash != hash)
        i = (i + 1) & (m->size - 1);
    const char *t = (const char *)m->slots[i].t;
    if (!t)
        return;
    __builtin_prefetch(t);
    __builtin_prefetch(t + LINE);
}

struct xs_noted *xs_memo_text(struct xs_memo *m, xs_str *text)
{
    return m && text->len <= XS_MAX_MEMO_TEXT ? xs_memo_hashed(m, xs_str_hash(*text), text) : NULL;
}

struct xs_noted *xs_memo_hashed(struct xs_memo *m, uint64_t hash, xs_str *text)
{
    if (!m || text->len > XS_MAX_MEMO_TEXT)
        return NULL;
    struct xs_noted *t = m->size ? seek(m, hash, *text)->t : NULL;
    if (!t && !(t = add(m, hash, *text)))
        return NULL;
    if (t->notes) {
        __builtin_prefetch(t->notes);
        __builtin_prefetch((const char *)t->notes + LINE);
    }
    *text = t->text;
    return t;
}

void *xs_memo_note(struct xs_memo *m, struct xs_noted *t, unsigned kind, size_t size)
{
    if (!t)
        return NULL;
    if (kind == XS_NOTE_CELL)
        return t->cell;
    if (!t->notes && !(t->notes = xs_arena_zalloc(m->arena, XS_NOTE_COUNT, sizeof *t->notes)))
        return NULL;
    void **note = &t->notes[kind];
    if (!*note && (*note = xs_arena_zalloc(m->arena, 1, size)) != NULL)
        t->kinds |= UINT32_C(1) << kind;
    return *note;
}

void xs_memo_soon(const struct xs_noted *t)
{
    for (uint32_t kinds = t ? t->kinds : 0; kinds; kinds &= kinds - 1)
        __builtin_prefetch(t->notes[__builtin_ctz(kinds)]);
}
