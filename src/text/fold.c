#include "text/fold.h"

#include <string.h>

#include "base/map.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "text/unicode.h"

#define BMP 0x10000u
#define DROP 0xFFFFFFFFu
#define PLAIN_CPS 0x4000u /* lead bytes E4 to E9 */
#define PLAIN_CPS_END 0xA000u

struct xs_folder {
    uint32_t *to;   /* BMP entries: the folded code point, DROP, or 0 = itself */
    bool *lead;     /* by 2-byte head of a 3-byte sequence (low 4 bits of byte 1, low 6 of byte 2):
                       something below it folds */
    bool plain;     /* none of the characters that plain_run steps over folds */
    uint64_t *made; /* bits of the BMP characters that others fold to */
};

/* Blanks and marks that carry no text: dropped. ASCII ones are dropped too. */
static const uint32_t dropped[] = { 0x20, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0xA0, 0xAD, 0x1680, 0x180E,
    0x2028, 0x2029, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF };
static const struct {
    uint32_t from, to;
} dropped_ranges[] = { { 0x2000, 0x200F }, { 0x202A, 0x202E }, { 0x2066, 0x2069 }, { 0x01, 0x08 },
    { 0x0E, 0x1F } };

static void drop_blanks(struct xs_folder *f)
{
    for (size_t i = 0; i < sizeof dropped / sizeof *dropped; i++)
        f->to[dropped[i]] = DROP;
    for (size_t i = 0; i < sizeof dropped_ranges / sizeof *dropped_ranges; i++)
        for (uint32_t cp = dropped_ranges[i].from; cp <= dropped_ranges[i].to; cp++)
            f->to[cp] = DROP;
}

/* Section `fold`: {from: to}, one code point each. */
static enum xs_err add_pairs(const struct xs_patfiles *set, struct xs_folder *f)
{
    struct xs_section_iter it = { set, "fold", 0, 0 };
    const struct xs_patfile *file;
    for (const struct xs_yaml *n; (n = xs_section_next(&it, &file));) {
        if (n->kind != XS_YAML_SCALAR || xs_utf8_count(n->key) != 1 || xs_utf8_count(n->text) != 1)
            return xs_fault_at(set->fault, file->path, n, "fold takes pairs of one character each");
        size_t at = 0, to_at = 0;
        uint32_t from = xs_utf8_next(n->key, &at), to = xs_utf8_next(n->text, &to_at);
        if (from >= BMP || from == to || n->text.len > n->key.len)
            return xs_fault_at(set->fault, file->path, n,
                "this character cannot be folded (folding never makes text longer)");
        f->to[from] = to;
    }
    return XS_OK;
}

/* Folding twice is folding once: a target is never folded further. */
static void settle(struct xs_folder *f)
{
    for (uint32_t cp = 0; cp < BMP; cp++) {
        uint32_t to = f->to[cp];
        for (int steps = 0; to && to != DROP && to < BMP && f->to[to] && steps < 4; steps++)
            to = f->to[to];
        f->to[cp] = to == cp ? 0 : to;
        if (to && to != cp && to < BMP)
            f->made[to >> 6] |= UINT64_C(1) << (to & 63);
    }
    for (uint32_t cp = 0x800; cp < BMP; cp++)
        if (f->to[cp])
            f->lead[cp >> 6] = true;
    f->plain = true;
    for (uint32_t cp = ' ' + 1; cp < 0x80; cp++)
        f->plain &= f->to[cp] == 0;
    for (uint32_t cp = PLAIN_CPS; cp < PLAIN_CPS_END; cp++)
        f->plain &= f->to[cp] == 0;
}

enum xs_err xs_folder_load(const struct xs_patfiles *set, const struct xs_folder **out)
{
    struct xs_folder *f = xs_arena_zalloc(set->arena, 1, sizeof *f);
    if (!f)
        return XS_E_NOMEM;
    f->to = xs_arena_zalloc(set->arena, BMP, sizeof *f->to);
    f->lead = xs_arena_zalloc(set->arena, BMP >> 6, sizeof *f->lead);
    f->made = xs_arena_zalloc(set->arena, BMP >> 6, sizeof *f->made);
    if (!f->to || !f->lead || !f->made)
        return XS_E_NOMEM;
    for (uint32_t cp = 0x2E80; cp < BMP; cp = cp == 0x2FDF ? 0xFF00 : cp + 1) {
        uint32_t to = xs_unicode_narrow(cp);
        f->to[cp] = to == cp ? 0 : to;
    }
    drop_blanks(f);
    XS_TRY(add_pairs(set, f));
    settle(f);
    *out = f;
    return XS_OK;
}

bool xs_fold_leaves_han(const struct xs_folder *f) { return f->plain; }

bool xs_fold_makes(const struct xs_folder *f, uint32_t cp)
{
    return cp >= BMP || (f->made[cp >> 6] >> (cp & 63) & 1);
}

/* Does the character at p fold? *n: its bytes. */
static bool changes(const struct xs_folder *f, const unsigned char *p, size_t *n)
{
    unsigned c = p[0];
    *n = xs_utf8_len((char)c);
    switch (*n) {
    case 1:
        return f->to[c] != 0;
    case 2:
        return f->to[(c & 0x1Fu) << 6 | (p[1] & 0x3Fu)] != 0;
    case 3: {
        unsigned head = (c & 0x0Fu) << 6 | (p[1] & 0x3Fu);
        return f->lead[head] && f->to[head << 6 | (p[2] & 0x3Fu)];
    }
    default:
        return false;
    }
}

/* Bits of the bytes that are neither continuations nor ASCII above the blank nor the first of a
 * character from PLAIN_CPS to PLAIN_CPS_END. */
static uint32_t not_plain(xs_vec v)
{
    uint32_t blank = xs_vec_mask(xs_vec_most(v, ' ')), lead = ~xs_vec_mask(xs_vec_most(v, 0xBF));
    uint32_t han = xs_vec_mask(xs_vec_most(v, 0xE9)) & ~xs_vec_mask(xs_vec_most(v, 0xE3));
    return (blank | lead) & ~han & ((UINT32_C(1) << XS_VEC) - 1);
}

/* Of the first n bytes of v only. */
static uint32_t not_plain_of(xs_vec v, size_t n) { return not_plain(v) & ((UINT32_C(1) << n) - 1); }

/* Bytes at p, where a character begins, up to the first byte that is not_plain. */
static size_t plain_run(const char *p, size_t left)
{
    size_t i = 0;
    uint32_t found;
    for (; left - i >= XS_VEC; i += XS_VEC)
        if ((found = not_plain(xs_vec_load(p + i))) != 0)
            return i + xs_vec_first(found);
    if (i == left)
        return left;
    if (i) /* the last sixteen, without those that have been looked at */
        found = not_plain(xs_vec_load(p + left - XS_VEC)) >> (i + XS_VEC - left);
    else
        found = not_plain_of(xs_vec_part(p, left), left);
    return found ? i + xs_vec_first(found) : left;
}

/* Offset of the first byte at or after i that folding changes, or in.len. */
static size_t next_change(const struct xs_folder *f, xs_str in, size_t i)
{
    const unsigned char *p = (const unsigned char *)in.ptr;
    while (i < in.len) {
        size_t n;
        i += f->plain ? plain_run(in.ptr + i, in.len - i) : 0;
        if (i == in.len || changes(f, p + i, &n))
            break;
        i += n;
    }
    return i;
}

static enum xs_err identity(struct xs_arena *a, xs_str in, xs_str *out, uint32_t **src_off)
{
    if (src_off) {
        uint32_t *off = xs_arena_alloc(a, in.len + 1, sizeof *off);
        if (!off)
            return XS_E_NOMEM;
        for (size_t i = 0; i <= in.len; i++)
            off[i] = (uint32_t)i;
        *src_off = off;
    }
    *out = in;
    return XS_OK;
}

/* Where folded text goes: len bytes so far, each with its offset in the source when off is set. */
struct folded {
    char *p;
    uint32_t *off;
    size_t len;
};

/* What the character at from becomes. */
static inline void put_changed(
    struct folded *to, const struct xs_folder *f, uint32_t cp, size_t from)
{
    uint32_t into = cp < BMP && f->to[cp] ? f->to[cp] : cp;
    size_t n = into == DROP ? 0 : 1;
    if (n && into < 0x80)
        to->p[to->len] = (char)into;
    else if (n)
        n = xs_utf8_encode(into, to->p + to->len);
    for (size_t i = 0; to->off && i < n; i++)
        to->off[to->len + i] = (uint32_t)from;
    to->len += n;
}

/* Copies to d, which has room for XS_VEC bytes, what stands at p (left bytes, more than 0) up to a
 * character that may fold: the bytes of it, at most XS_VEC. */
static size_t plain_part(const struct xs_folder *f, const char *p, size_t left, char *d)
{
    if (!f->plain)
        return 0;
    xs_vec v = left < XS_VEC ? xs_vec_part(p, left) : xs_vec_load(p);
    uint32_t found = left < XS_VEC ? not_plain_of(v, left) : not_plain(v);
    xs_vec_store(d, v);
    return found ? xs_vec_first(found) : left < XS_VEC ? left : XS_VEC;
}

/* in from at on, folded, to d, which has room for as much and XS_VEC bytes more; its bytes. */
static size_t put_rest(const struct xs_folder *f, xs_str in, size_t at, char *d)
{
    struct folded to = { .p = d };
    while (at < in.len) {
        size_t n = plain_part(f, in.ptr + at, in.len - at, d + to.len);
        to.len += n;
        at += n;
        if (n < XS_VEC && at < in.len)
            put_changed(&to, f, xs_utf8_step(in, &at), 0);
    }
    return to.len;
}

/* The same, with the offsets of the bytes in the source. */
static enum xs_err fold_with_offsets(
    const struct xs_folder *f, struct xs_arena *a, xs_str in, xs_str *out, uint32_t **src_off)
{
    struct folded to = { .p = xs_arena_alloc(a, in.len + 1, 1),
        .off = xs_arena_alloc(a, in.len + 1, sizeof *to.off) };
    if (!to.p || !to.off)
        return XS_E_NOMEM;
    for (size_t at = 0, from; (from = at) < in.len;)
        put_changed(&to, f, xs_utf8_step(in, &at), from);
    to.off[to.len] = (uint32_t)in.len;
    *src_off = to.off;
    *out = (xs_str){ to.p, to.len };
    return XS_OK;
}

enum xs_err xs_fold(
    const struct xs_folder *f, struct xs_arena *a, xs_str in, xs_str *out, uint32_t **src_off)
{
    size_t at = next_change(f, in, 0);
    if (at == in.len)
        return identity(a, in, out, src_off);
    if (src_off)
        return fold_with_offsets(f, a, in, out, src_off);
    char *p = xs_arena_alloc(a, in.len + XS_VEC, 1);
    if (!p)
        return XS_E_NOMEM;
    memcpy(p, in.ptr, at);
    *out = (xs_str){ p, at + put_rest(f, in, at, p + at) };
    return XS_OK;
}
