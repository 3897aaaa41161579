#include "base/memo.h"

#include <stdalign.h>
#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"

#define FIRST_SLOTS ((size_t)1 << 12)

/* What is looked at first stands together. */
struct xs_noted {
    struct xs_noted *next; /* of the same slot */
    uint64_t hash;
    xs_str text;
    void **notes; /* XS_NOTE_COUNT of them, each NULL before it is asked for; NULL: none is */
    uint32_t kinds; /* bits of those that there are */
    alignas(void *) char cell[XS_NOTE_ROOM];
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
    memset(t, 0, sizeof *t);
    if (text.len)
        memcpy(t->copy, text.ptr, text.len);
    t->text = (xs_str){ t->copy, text.len };
    t->hash = hash;
    t->next = m->slots[hash & (m->size - 1)];
    m->slots[hash & (m->size - 1)] = t;
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
    const char *t = (const char *)m->slots[hash & (m->size - 1)];
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
    struct xs_noted *t = m->size ? m->slots[hash & (m->size - 1)] : NULL;
    while (t && (t->hash != hash || !xs_str_eq(t->text, *text)))
        t = t->next;
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
