#include "base/map.h"

void xs_map_init(struct xs_map *m, struct xs_arena *arena)
{
    *m = (struct xs_map){ .arena = arena };
}

/* Slot of key or the free slot where it would go; size > used. */
static struct xs_map_slot *probe(const struct xs_map *m, xs_str key, uint64_t hash)
{
    size_t i = (size_t)hash & (m->size - 1);
    for (;; i = (i + 1) & (m->size - 1)) {
        struct xs_map_slot *s = &m->slots[i];
        if (!s->key.ptr || (s->hash == hash && xs_str_eq(s->key, key)))
            return s;
    }
}

struct xs_map_slot *xs_map_get(const struct xs_map *m, xs_str key)
{
    if (!(m->lengths >> (key.len & 63) & 1)) /* a hash is dearer than that */
        return NULL;
    struct xs_map_slot *s = probe(m, key, xs_str_hash(key));
    return s->key.ptr ? s : NULL;
}

static bool grow(struct xs_map *m)
{
    struct xs_map bigger = *m;
    bigger.size = m->size ? m->size * 2 : 16;
    bigger.slots = xs_arena_zalloc(m->arena, bigger.size, sizeof *bigger.slots);
    if (!bigger.slots)
        return false;
    for (size_t i = 0; i < m->size; i++)
        if (m->slots[i].key.ptr)
            *probe(&bigger, m->slots[i].key, m->slots[i].hash) = m->slots[i];
    *m = bigger;
    return true;
}

struct xs_map_slot *xs_map_put(struct xs_map *m, xs_str key, bool *is_new)
{
    if (m->used * 4 >= m->size * 3 && !grow(m))
        return NULL;
    if (!key.ptr)
        key.ptr = "";
    uint64_t hash = xs_str_hash(key);
    struct xs_map_slot *s = probe(m, key, hash);
    *is_new = !s->key.ptr;
    if (*is_new) {
        s->key = key;
        s->hash = hash;
        m->used++;
        m->lengths |= UINT64_C(1) << (key.len & 63);
    }
    return s;
}
