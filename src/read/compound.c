#include "read/compound.h"

#include <string.h>

#define HEADER 512
#define ENTRY 128
/* Numbers of sectors that are none: free, end of chain, table of sectors, table of such tables. */
#define NO_SECTOR 0xFFFFFFFAu
#define FIRST_TABLES 109

struct compound {
    xs_str bytes;
    size_t size; /* of a sector */
    uint32_t mini_below, ntables, first_more;
};

static uint32_t get16(xs_str b, size_t at)
{
    if (b.len < 2 || at > b.len - 2)
        return 0;
    const unsigned char *p = (const unsigned char *)b.ptr + at;
    return (uint32_t)p[1] << 8 | p[0];
}

static uint32_t get32(xs_str b, size_t at) { return get16(b, at + 2) << 16 | get16(b, at); }

/* Where a sector begins. */
static size_t offset(const struct compound *c, uint32_t sector)
{
    return ((size_t)sector + 1) * c->size;
}

static bool in_file(const struct compound *c, uint32_t sector)
{
    return sector < NO_SECTOR && offset(c, sector) < c->bytes.len;
}

/* The sector that holds part number n of the table of sectors. */
static uint32_t table_sector(const struct compound *c, uint32_t n)
{
    if (n < FIRST_TABLES)
        return get32(c->bytes, 76 + (size_t)n * 4);
    uint32_t per = (uint32_t)(c->size / 4 - 1), more = c->first_more;
    n -= FIRST_TABLES;
    for (; n >= per && in_file(c, more); n -= per)
        more = get32(c->bytes, offset(c, more) + (size_t)per * 4);
    return in_file(c, more) ? get32(c->bytes, offset(c, more) + (size_t)n * 4) : NO_SECTOR;
}

static uint32_t next_sector(const struct compound *c, uint32_t sector)
{
    uint32_t per = (uint32_t)(c->size / 4), table = table_sector(c, sector / per);
    return in_file(c, table) ? get32(c->bytes, offset(c, table) + (size_t)(sector % per) * 4)
                             : NO_SECTOR;
}

/* Whether a stream of size bytes is all in the file. */
static bool is_whole(const struct compound *c, uint32_t sector, size_t size)
{
    if (size > c->bytes.len)
        return false;
    for (; size > c->size; size -= c->size) {
        if (!in_file(c, sector))
            return false;
        sector = next_sector(c, sector);
    }
    return size == 0 || (in_file(c, sector) && offset(c, sector) + size <= c->bytes.len);
}

static bool is_named(xs_str entry, const char *name)
{
    size_t n = strlen(name);
    if (get16(entry, 64) != 2 * n + 2)
        return false;
    for (size_t i = 0; i < n; i++)
        if (get16(entry, 2 * i) != (unsigned char)name[i])
            return false;
    return true;
}

/* The flag of a Word file; the record behind the first one of a workbook. */
static bool wants_password(const struct compound *c, xs_str entry)
{
    xs_str s = xs_str_sub(c->bytes, offset(c, get32(entry, 116)), c->size);
    if (is_named(entry, "WordDocument"))
        return get16(s, 10) & 0x100;
    return (is_named(entry, "Workbook") || is_named(entry, "Book")) &&
           get16(s, (size_t)get16(s, 2) + 4) == 0x2F;
}

/* What the folder of a compound file shows. */
struct folder {
    size_t entries;
    bool locked;
    bool has_main; /* a stream that a document or a workbook is in */
};

/* One entry of the folder. False: its stream is not whole. */
static bool check_entry(const struct compound *c, xs_str entry, struct folder *f)
{
    unsigned kind = entry.len > 66 ? (unsigned char)entry.ptr[66] : 0;
    uint32_t first = get32(entry, 116), size = get32(entry, 120);
    if (kind != 2 && kind != 5)
        return kind <= 5;
    f->has_main = f->has_main || is_named(entry, "WordDocument") || is_named(entry, "Workbook") ||
                  is_named(entry, "Book");
    if (kind == 2 && size < c->mini_below)
        return true; /* in the root's stream, which is looked at itself */
    f->locked = f->locked || wants_password(c, entry);
    return is_whole(c, first, size);
}

/* Whether the last sector that is in use is all there. */
static bool has_end(const struct compound *c)
{
    uint32_t per = (uint32_t)(c->size / 4);
    for (uint32_t t = c->ntables; t-- > 0;)
        for (uint32_t i = per; i-- > 0;)
            if (get32(c->bytes, offset(c, table_sector(c, t)) + (size_t)i * 4) != UINT32_MAX)
                return offset(c, t * per + i) + c->size <= c->bytes.len;
    return false;
}

/* Byte order, size of sectors and of small sectors: other ones are read by no program. */
static bool check_header(xs_str bytes)
{
    uint32_t shift = get16(bytes, 30);
    return bytes.len >= HEADER && get16(bytes, 28) == 0xFFFE && (shift == 9 || shift == 12) &&
           get16(bytes, 32) == 6;
}

/* All entries of the folder. */
static bool check_folder(const struct compound *c, struct folder *f)
{
    size_t most = c->bytes.len / ENTRY + 1;
    bool good = true;
    for (uint32_t sector = get32(c->bytes, 48); good && sector < NO_SECTOR;) {
        good = in_file(c, sector) && (f->entries += c->size / ENTRY) <= most;
        for (size_t at = 0; good && at < c->size; at += ENTRY)
            good = check_entry(c, xs_str_sub(c->bytes, offset(c, sector) + at, ENTRY), f);
        sector = good ? next_sector(c, sector) : sector;
    }
    return good && f->entries > 0;
}

/* wanted: it must hold a document or a workbook. */
static enum xs_err check_compound(xs_str bytes, bool wanted, bool *locked)
{
    struct compound c = { .bytes = bytes,
        .size = get16(bytes, 30) == 12 ? 4096 : 512,
        .mini_below = get32(bytes, 56),
        .ntables = get32(bytes, 44),
        .first_more = get32(bytes, 68) };
    struct folder f = { 0 };
    bool good = check_header(bytes) && c.ntables <= bytes.len / c.size;
    for (uint32_t i = 0; good && i < c.ntables; i++)
        good = in_file(&c, table_sector(&c, i));
    good = good && has_end(&c) && check_folder(&c, &f);
    *locked = f.locked;
    return good && (f.has_main || !wanted) ? XS_OK : XS_E_DAMAGED;
}

/* Groups are closed again, as many as were opened: what stands behind an end that comes too early
 * is not read. Rests without groups, which some programs leave there, do no harm. */
static enum xs_err check_rtf(xs_str s)
{
    size_t depth = 0, groups = 0;
    for (size_t at = 0; at < s.len; at++) {
        char c = s.ptr[at];
        if (c == '\\')
            at++;
        groups += c == '{';
        depth += c == '{';
        if (c == '}' && depth-- == 0)
            return XS_E_DAMAGED;
    }
    return depth || groups == 0 ? XS_E_DAMAGED : XS_OK;
}

enum xs_err xs_compound_check(xs_str bytes, enum xs_file_format format, bool *locked)
{
    *locked = false;
    if (format == XS_FORMAT_DOC || format == XS_FORMAT_XLS || format == XS_FORMAT_OLE)
        return check_compound(bytes, format != XS_FORMAT_OLE, locked);
    return format == XS_FORMAT_RTF ? check_rtf(bytes) : XS_OK;
}
