/* map.h: hash map from a byte string to a 64-bit number or pointer; memory from an arena, no
 * removal. */
#ifndef XS_BASE_MAP_H
#define XS_BASE_MAP_H

#include "base/arena.h"

struct xs_map_slot {
    xs_str key; /* ptr NULL: free */
    uint64_t hash;
    union {
        uint64_t num;
        void *ptr;
    } val;
};

struct xs_map {
    struct xs_arena *arena;
    struct xs_map_slot *slots;
    size_t size, used; /* size: 0 or a power of two */
    uint64_t lengths;  /* bits: a key is so long, modulo 64 */
};

/* xs_map_init: an empty map whose memory is arena's. Keys are views; they must live as long. */
void xs_map_init(struct xs_map *m, struct xs_arena *arena);
/* xs_map_get: the slot of key, or NULL. */
struct xs_map_slot *xs_map_get(const struct xs_map *m, xs_str key);
/* xs_map_put: the slot of key, made with val 0 when new (*is_new). NULL: no memory. */
XS_CHECK struct xs_map_slot *xs_map_put(struct xs_map *m, xs_str key, bool *is_new);

#endif
