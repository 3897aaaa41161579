#include "corpus/duplicate.h"

void xs_duplicates_init(struct xs_duplicates *d, struct xs_arena *arena)
{
    d->arena = arena;
    xs_map_init(&d->first, arena);
}

enum xs_err xs_duplicates_seen(struct xs_duplicates *d, uint64_t hash, xs_str name, xs_str *first)
{
    xs_str key = { (const char *)&hash, sizeof hash }, kept;
    const struct xs_map_slot *seen = xs_map_get(&d->first, key);
    if (seen) {
        *first = *(const xs_str *)seen->val.ptr;
        return XS_OK;
    }
    bool is_new;
    xs_str *text = xs_arena_zalloc(d->arena, 1, sizeof *text);
    if (!text || !xs_arena_dup(d->arena, key, &kept) || !xs_arena_dup(d->arena, name, text))
        return XS_E_NOMEM;
    struct xs_map_slot *slot = xs_map_put(&d->first, kept, &is_new);
    if (!slot)
        return XS_E_NOMEM;
    slot->val.ptr = text;
    *first = XS_STR_NONE;
    return XS_OK;
}
