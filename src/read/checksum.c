#include "read/checksum.h"

static uint32_t crc32_of(xs_str s)
{
    uint32_t table[16], crc = UINT32_MAX;
    for (uint32_t i = 0; i < 16; i++) {
        table[i] = i;
        for (int k = 0; k < 4; k++)
            table[i] = table[i] >> 1 ^ (table[i] & 1 ? 0xEDB88320u : 0);
    }
    for (size_t i = 0; i < s.len; i++) {
        crc ^= (unsigned char)s.ptr[i];
        crc = crc >> 4 ^ table[crc & 15];
        crc = crc >> 4 ^ table[crc & 15];
    }
    return ~crc;
}

bool xs_gzip_agrees(xs_str packed, xs_str plain)
{
    if (packed.len < 18)
        return false;
    const unsigned char *p = (const unsigned char *)packed.ptr + packed.len - 8;
    uint32_t v[2];
    for (int i = 0; i < 2; i++, p += 4)
        v[i] = p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
    bool joined = xs_str_find(packed, XS_STR("\x1F\x8B\x08"), 18) != SIZE_MAX;
    if (joined && v[1] < plain.len)
        return true;
    return v[1] == (uint32_t)plain.len && v[0] == crc32_of(plain);
}

/* --- RAR 5
 * ------------------------------------------------------------------------------------------ */

/* Kinds of blocks; flags of a block; flags of a file. */
#define BLOCK_FILE 2
#define BLOCK_END 5
#define HAS_EXTRA 1
#define HAS_DATA 2
#define HAS_TIME 2
#define HAS_SUM 4

/* A number of seven bits a byte, the lowest first. */
static uint64_t number(xs_str b, size_t *at)
{
    uint64_t n = 0;
    for (unsigned shift = 0; *at < b.len && shift < 63; shift += 7) {
        unsigned char c = (unsigned char)b.ptr[(*at)++];
        n |= (uint64_t)(c & 127) << shift;
        if (c < 128)
            break;
    }
    return n;
}

static uint32_t fixed(xs_str b, size_t at)
{
    uint32_t n = 0;
    for (size_t i = 0; i < 4 && at + i < b.len; i++)
        n |= (uint32_t)(unsigned char)b.ptr[at + i] << (8 * i);
    return n;
}

/* A file's block from behind its sizes on, and its bytes. */
static bool stored_agrees(xs_str b, size_t at, xs_str data)
{
    uint64_t flags = number(b, &at), size = number(b, &at);
    (void)number(b, &at); /* attributes */
    at += flags & HAS_TIME ? 4 : 0;
    uint32_t sum = fixed(b, at);
    at += flags & HAS_SUM ? 4 : 0;
    bool stored = (number(b, &at) >> 7 & 7) == 0 && size == data.len;
    return !stored || !(flags & HAS_SUM) || crc32_of(data) == sum;
}

struct xs_rar_files xs_rar_open(xs_str bytes)
{
    bool rar5 = xs_str_starts(bytes, (xs_str){ "Rar!\x1A\x07\x01\0", 8 });
    return (struct xs_rar_files){ bytes, rar5 ? 8 : bytes.len };
}

bool xs_rar_agrees(struct xs_rar_files *r)
{
    while (r->at < r->bytes.len) {
        size_t at = r->at + 4; /* its own checksum, which libarchive looks at */
        uint64_t head = number(r->bytes, &at);
        size_t begin = at;
        uint64_t kind = number(r->bytes, &at), flags = number(r->bytes, &at), data = 0;
        if (flags & HAS_EXTRA)
            (void)number(r->bytes, &at); /* its size, which is part of the head's */
        if (flags & HAS_DATA)
            data = number(r->bytes, &at);
        bool whole = begin <= r->bytes.len && head <= r->bytes.len - begin &&
                     data <= r->bytes.len - begin - head && kind != BLOCK_END;
        if (!whole) {
            r->at = r->bytes.len;
            break;
        }
        xs_str bytes = xs_str_sub(r->bytes, begin + (size_t)head, (size_t)data);
        r->at = begin + (size_t)head + (size_t)data;
        if (kind == BLOCK_FILE)
            return stored_agrees(r->bytes, at, bytes);
    }
    return true;
}
