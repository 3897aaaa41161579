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
#define COMMA 0x3001u /* E3 80 81: as frequent as all that folds */
#define STOP 0x3002u
#define BYTES_SHIFT 24 /* of the number of bytes, plus one, over the bytes */

struct xs_folder {
    uint32_t *to; /* BMP entries: 0: itself, or its bytes, the first one lowest, and how many; while
                     it is built the folded code point, or DROP */
    bool plain;   /* none of the characters that may_fold does not mark folds */
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

/* The first code point from cp on that folds, or BMP; few do. */
static uint32_t next_folding(const struct xs_folder *f, uint32_t cp)
{
    while (cp < BMP && f->to[cp] == 0)
        cp++;
    return cp;
}

/* What cp folds to in the end; 0: itself. */
static uint32_t target_of(const struct xs_folder *f, uint32_t cp)
{
    uint32_t to = f->to[cp];
    for (int steps = 0; to && to != DROP && to < BMP && f->to[to] && steps < 4; steps++)
        to = f->to[to];
    return to == cp ? 0 : to;
}

static bool is_plain(uint32_t cp)
{
    return (cp > ' ' && cp < 0x80) || (cp >= PLAIN_CPS && cp < PLAIN_CPS_END) || cp == COMMA ||
           cp == STOP;
}

/* Folding twice is folding once: a target is never folded further. */
static void settle(struct xs_folder *f)
{
    f->plain = true;
    for (uint32_t cp = 0; (cp = next_folding(f, cp)) < BMP; cp++) {
        const uint32_t to = f->to[cp] = target_of(f, cp);
        if (to && to < BMP)
            f->made[to >> 6] |= UINT64_C(1) << (to & 63);
        if (to && is_plain(cp))
            f->plain = false;
    }
}

/* Code points become bytes. */
static void encode(struct xs_folder *f)
{
    for (uint32_t cp = 0; (cp = next_folding(f, cp)) < BMP; cp++) {
        char d[4] = { 0 };
        uint32_t bytes = 0, to = f->to[cp];
        size_t n = to == DROP ? 0 : xs_utf8_encode(to, d);
        for (size_t i = n; i-- > 0;)
            bytes = bytes << 8 | (unsigned char)d[i];
        f->to[cp] = bytes | (uint32_t)(n + 1) << BYTES_SHIFT;
    }
}

enum xs_err xs_folder_load(const struct xs_patfiles *set, const struct xs_folder **out)
{
    struct xs_folder *f = xs_arena_zalloc(set->arena, 1, sizeof *f);
    if (!f)
        return XS_E_NOMEM;
    f->to = xs_arena_zalloc(set->arena, BMP, sizeof *f->to);
    f->made = xs_arena_zalloc(set->arena, BMP >> 6, sizeof *f->made);
    if (!f->to || !f->made)
        return XS_E_NOMEM;
    for (uint32_t cp = 0x2E80; cp < BMP; cp = cp == 0x2FDF ? 0xFF00 : cp + 1) {
        uint32_t to = xs_unicode_narrow(cp);
        f->to[cp] = to == cp ? 0 : to;
    }
    drop_blanks(f);
    XS_TRY(add_pairs(set, f));
    settle(f);
    encode(f);
    *out = f;
    return XS_OK;
}

bool xs_fold_leaves_han(const struct xs_folder *f) { return f->plain; }

bool xs_fold_makes(const struct xs_folder *f, uint32_t cp)
{
    return cp >= BMP || (f->made[cp >> 6] >> (cp & 63) & 1);
}

/* What the character at p folds to, as in to; *n: its bytes. */
static inline uint32_t folds_to(const struct xs_folder *f, const char *s, size_t *n)
{
    const unsigned char *p = (const unsigned char *)s;
    unsigned c = p[0];
    if (c < 0x80) {
        *n = 1;
        return f->to[c];
    }
    if (c < 0xE0) {
        *n = 2;
        return f->to[(c & 0x1Fu) << 6 | (p[1] & 0x3Fu)];
    }
    *n = c < 0xF0 ? 3 : 4;
    return c < 0xF0 ? f->to[(c & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu)] : 0;
}

/* Bits of the bytes in v where a character begins that may fold: all but ASCII above the blank and
 * PLAIN_CPS to PLAIN_CPS_END. */
static inline uint32_t marks(const struct xs_folder *f, xs_vec v)
{
    if (f->plain) /* blanks, and first bytes from C0 to E3, from EA to FF */
        return xs_vec_mask(xs_vec_or(xs_vec_within(v, 0xC0, 0xE3), xs_vec_within(v, 0xEA, ' ')));
    return xs_vec_mask(xs_vec_within(v, 0xC0, 0x7F));
}

/* The same for the first n bytes, fewer than XS_VEC. */
static inline uint32_t marks_of(const struct xs_folder *f, xs_vec v, size_t n)
{
    return marks(f, v) & ((UINT32_C(1) << n) - 1);
}

/* Offset of the first byte that folding changes, or in.len. */
static size_t first_change(const struct xs_folder *f, xs_str in)
{
    size_t i = 0, n;
    while (i < in.len) {
        const char *p = in.ptr + i;
        const size_t left = in.len - i;
        uint32_t found;
        if (left >= XS_VEC)
            found = marks(f, xs_vec_load(p));
        else if (i > 0) /* the last sixteen, without those that have been looked at */
            found = marks(f, xs_vec_load(p + left - XS_VEC)) >> (XS_VEC - left);
        else
            found = marks_of(f, xs_vec_part(p, left), left);
        for (; found; found &= found - 1)
            if (folds_to(f, p + xs_vec_first(found), &n))
                return i + xs_vec_first(found);
        i += left < XS_VEC ? left : XS_VEC;
    }
    return i;
}

/* The first bytes at p, XS_VEC or the left ones, which stand at *to already, folded there where the
 * bits of found say that they may be. Returns how many they are, with what is cut of a character.
 */
static inline size_t put_marked(
    const struct xs_folder *f, const char *p, size_t left, uint32_t found, char **to)
{
    size_t from = 0, n; /* from: of what stands at d */
    char *d = *to;
    for (; found; found &= found - 1) {
        size_t at = xs_vec_first(found);
        uint32_t into = folds_to(f, p + at, &n);
        if (!into)
            continue;
        d += at - from;
        memcpy(d, &into, sizeof into);
        d += (into >> BYTES_SHIFT) - 1;
        from = at + n < left ? at + n : left;
        xs_vec_store(
            d, left - from < XS_VEC ? xs_vec_part(p + from, left - from) : xs_vec_load(p + from));
    }
    n = left < XS_VEC ? left : XS_VEC;
    n = from > n ? from : n;
    *to = d + (n - from);
    return n;
}

#ifdef XS_VEC_WIDE
/* into, or as many of the n bytes at p as it has room for, where it is 0: a coin toss, and no
 * branch. */
static inline uint32_t as_bytes(uint32_t into, const char *p, size_t *n)
{
    uint32_t own;
    memcpy(&own, p, sizeof own);
    *n = *n < 3 ? *n : 3;
    own = (own & ((1u << BYTES_SHIFT) - 1)) | (uint32_t)(*n + 1) << BYTES_SHIFT;
    return into | (own & (0 - (uint32_t)(into == 0)));
}

XS_TARGET_32 static inline __m256i within_32(__m256i v, unsigned char from, unsigned char to)
{
    v = _mm256_sub_epi8(v, _mm256_set1_epi8((char)from));
    return _mm256_cmpeq_epi8(
        _mm256_min_epu8(v, _mm256_set1_epi8((char)(unsigned char)(to - from))), v);
}

/* Bits of the 32 bytes at p where a character begins that may fold. */
XS_TARGET_32 static inline uint32_t may_fold(const char *p, __m256i v)
{
    const __m256i second = _mm256_loadu_si256((const __m256i *)(const void *)(p + 1));
    const __m256i third = _mm256_loadu_si256((const __m256i *)(const void *)(p + 2));
    const __m256i stop = _mm256_and_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8('\xE3')),
        _mm256_and_si256(
            _mm256_cmpeq_epi8(second, _mm256_set1_epi8('\x80')), within_32(third, 0x81, 0x82)));
    return (uint32_t)_mm256_movemask_epi8(_mm256_andnot_si256(
        stop, _mm256_or_si256(within_32(v, 0xC0, 0xE3), within_32(v, 0xEA, ' '))));
}

#define LOOKED_AT                                                                                  \
    (32 + 3 + 32) /* bytes: a step, a character begun in it, what is copied behind that */

/* in from *at on but for its last bytes, folded to d, as put_rest does; *at: what is left. */
XS_TARGET_32 static char *put_most(const struct xs_folder *f, xs_str in, size_t *at, char *d)
{
    while (in.len - *at >= LOOKED_AT) {
        const char *p = in.ptr + *at;
        const __m256i v = _mm256_loadu_si256((const __m256i *)(const void *)p);
        uint32_t found = may_fold(p, v);
        size_t from = 0, n; /* from: of what stands at d */
        _mm256_storeu_si256((__m256i *)(void *)d, v);
        for (; found; found &= found - 1) {
            const size_t here = xs_vec_first(found);
            const uint32_t into = as_bytes(folds_to(f, p + here, &n), p + here, &n);
            d += here - from;
            memcpy(d, &into, sizeof into);
            d += (into >> BYTES_SHIFT) - 1;
            from = here + n;
            _mm256_storeu_si256((__m256i *)(void *)d,
                _mm256_loadu_si256((const __m256i *)(const void *)(p + from)));
        }
        n = from > 32 ? from : 32;
        d += n - from;
        *at += n;
    }
    return d;
}
#endif

/* in from at on, folded, to d, which has room for as much and XS_VEC bytes more; its end. */
static char *put_rest(const struct xs_folder *f, xs_str in, size_t at, char *d)
{
    uint32_t found;
    xs_vec v;
#ifdef XS_VEC_WIDE
    if (f->plain && xs_vec_width() >= 32)
        d = put_most(f, in, &at, d);
#endif
    while (in.len - at >= XS_VEC) {
        v = xs_vec_load(in.ptr + at);
        xs_vec_store(d, v);
        if ((found = marks(f, v)) != 0) {
            at += put_marked(f, in.ptr + at, in.len - at, found, &d);
        } else {
            at += XS_VEC;
            d += XS_VEC;
        }
    }
    v = xs_vec_part(in.ptr + at, in.len - at);
    xs_vec_store(d, v);
    (void)put_marked(f, in.ptr + at, in.len - at, marks_of(f, v, in.len - at), &d);
    return d;
}

enum xs_err xs_fold(const struct xs_folder *f, struct xs_arena *a, xs_str in, xs_str *out)
{
    size_t at = first_change(f, in);
    if (at == in.len) {
        *out = in;
        return XS_OK;
    }
    char *p = xs_arena_alloc(a, in.len + XS_VEC, 1);
    if (!p)
        return XS_E_NOMEM;
    memcpy(p, in.ptr, at);
    *out = (xs_str){ p, (size_t)(put_rest(f, in, at, p + at) - p) };
    return XS_OK;
}

/* How many bytes the two begin with alike, without those of a character that is cut there. */
static size_t alike(xs_str a, xs_str b)
{
    const size_t most = a.len < b.len ? a.len : b.len;
    size_t n = 0;
    while (most - n >= XS_VEC && xs_vec_equal(a.ptr + n, b.ptr + n))
        n += XS_VEC;
    while (n < most && a.ptr[n] == b.ptr[n])
        n++;
    while (n > 0 && n < a.len && (a.ptr[n] & 0xC0) == 0x80)
        n--;
    return n;
}

bool xs_fold_origin(const struct xs_folder *f, xs_str in, xs_str folded, size_t at[2])
{
    size_t from[2] = { in.len, in.len }, found = 0, i = 0, k = 0, n;
    for (;;
         i += n) { /* in from i on is folded from k on; no character folds by what is beside it */
        const size_t same = alike(xs_str_sub(in, i, in.len), xs_str_sub(folded, k, folded.len));
        for (; found < 2 && at[found] < k + same; found++)
            from[found] = i + (at[found] - k);
        i += same;
        k += same;
        if (i == in.len)
            break;
        const uint32_t to = folds_to(f, in.ptr + i, &n);
        const size_t bytes = to ? (to >> BYTES_SHIFT) - 1 : 0;
        if (!to || bytes > folded.len - k || memcmp(folded.ptr + k, &to, bytes) != 0)
            return false;
        for (; found < 2 && at[found] < k + bytes; found++)
            from[found] = i;
        k += bytes;
    }
    if (k != folded.len)
        return false;
    at[0] = from[0];
    at[1] = from[1];
    return true;
}
