/* states.c: what is known of texts, each thing once. */
#include <string.h>

#include "base/limits.h"
#include "rule/private.h"

_Static_assert(XS_MAX_STATES <= UINT16_MAX, "a number has sixteen bits");

#define FIRST_SLOTS 256

/* Of what differs the tests nearly always do. */
static uint64_t hash_of(const struct xs_states *s, const struct xs_known *k)
{
    uint64_t hash = k->first, odd = UINT64_C(0x9E3779B97F4A7C15);
    for (size_t i = s->index->nwords * 2; i < s->nsets; i++, odd += 2 * odd)
        hash += (k->sets[i] ^ k->sets[i] >> 29) * odd;
    return hash ^ hash >> 32;
}

static uint16_t mark_of(uint64_t hash) { return (uint16_t)(hash >> 32); }

/* A number at a time, as they have just been written: no load has to wait for several stores. */
static bool alike(const struct xs_states *s, const struct xs_known *a, const struct xs_known *b)
{
    size_t i = b->first ? s->index->nwords * 2 : 0; /* nothing was asked then */
    if (a->first != b->first)
        return false;
    while (i < s->nsets && a->sets[i] == b->sets[i])
        i++;
    return i == s->nsets;
}

/* The slot of what is like k, or the free one where it belongs; some are free. What has another
 * hash is not called for from memory. */
static struct xs_state_slot *seek(
    const struct xs_states *s, const struct xs_known *k, uint64_t hash)
{
    for (uint64_t i = hash;; i++) {
        struct xs_state_slot *slot = &s->slots[i & (s->nslots - 1)];
        if (!slot->number || (slot->mark == mark_of(hash) && alike(s, s->items[slot->number], k)))
            return slot;
    }
}

/* At most half of the slots are ever taken. */
static bool more_slots(struct xs_states *s)
{
    const size_t nslots = s->nslots ? 2 * s->nslots : FIRST_SLOTS;
    struct xs_known **items = xs_arena_alloc(s->a, 1 + nslots / 2, sizeof(struct xs_known *));
    struct xs_state_slot *slots = xs_arena_zalloc(s->a, nslots, sizeof *slots);
    if (!items || !slots)
        return false;
    items[0] = NULL;
    if (s->count)
        memcpy(items + 1, s->items + 1, s->count * sizeof(struct xs_known *));
    s->items = items;
    s->slots = slots;
    s->nslots = nslots;
    for (size_t i = 1; i <= s->count; i++) {
        const uint64_t hash = hash_of(s, items[i]);
        *seek(s, items[i], hash) = (struct xs_state_slot){ (uint16_t)i, mark_of(hash) };
    }
    return true;
}

/* Room whose sets begin a line: those of maps, which are looked at for each row, are in one then.
 */
static struct xs_known *new_known(struct xs_states *s)
{
    char *room = xs_arena_alloc(s->a, 1, s->index->known_size + XS_MEMO_LINE);
    if (!room)
        return NULL;
    const uintptr_t sets = (uintptr_t)room + offsetof(struct xs_known, sets);
    return (struct xs_known *)(void *)(room + (-sets & (XS_MEMO_LINE - 1)));
}

struct xs_states *xs_states_of(struct xs_memo *m, const struct xs_index *in)
{
    if (!m || m->numbered)
        return m ? m->numbered : NULL;
    struct xs_states *s = xs_arena_zalloc(xs_memo_arena(m), 1, sizeof *s);
    if (!s)
        return NULL;
    *s = (struct xs_states){
        .a = xs_memo_arena(m), .index = in, .nsets = 2 * (in->nwords + in->ntest_words)
    };
    return m->numbered = more_slots(s) ? s : NULL;
}

uint16_t xs_state_number(struct xs_states *s, const struct xs_known *k)
{
    const uint64_t hash = hash_of(s, k);
    struct xs_state_slot *slot = seek(s, k, hash);
    if (slot->number)
        return slot->number;
    const bool full = s->count == s->nslots / 2;
    if (s->count == XS_MAX_STATES || (full && !more_slots(s)))
        return 0;
    struct xs_known *new = new_known(s);
    if (!new)
        return 0;
    memcpy(new, k, s->index->known_size);
    slot = full ? seek(s, k, hash) : slot;
    s->items[++s->count] = new;
    *slot = (struct xs_state_slot){ (uint16_t)s->count, mark_of(hash) };
    return slot->number;
}
