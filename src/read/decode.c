#include "read/decode.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#ifdef XS_HAVE_UCHARDET
#include <uchardet.h>
#endif

#include "base/library.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "base/vec.h"

/* A text may hold this share of bytes that are none (in thousandths) before it counts as binary. */
#define MOST_INVALID 50
/* Of UTF-16 without BOM, this share of units (in thousandths) must be what Chinese texts are made
 * of. */
#define LEAST_PLAIN 930
#define LONGEST_LABEL 32

static const char replacement[] = "\xEF\xBF\xBD";

const char *xs_decode_missing(void)
{
#ifdef XS_HAVE_UCHARDET
    return NULL;
#else
    return "uchardet";
#endif
}

static inline bool is_control(unsigned char c)
{
    return (c < '\t') | ((unsigned char)(c - '\r' - 1) < ' ' - '\r' - 1);
}

/* Is there a control byte among those at p? Many are looked at together. */
static inline bool any_of(const char *p, size_t n)
{
    unsigned char any = 0;
    for (size_t i = 0; i < n; i++)
        any |= (unsigned char)is_control((unsigned char)p[i]);
    return any != 0;
}

#ifdef XS_VEC_WIDE
XS_TARGET_32 static bool any_by_32(const char *p, size_t n) { return any_of(p, n); }
#endif

/* The same for the first part of the file: in most texts there is none. */
static bool any_control(xs_str head)
{
#ifdef XS_VEC_WIDE
    if (xs_vec_width() >= 32)
        return any_by_32(head.ptr, head.len);
#endif
    return any_of(head.ptr, head.len);
}

/* A text has next to no control bytes in its first part. */
static bool looks_binary(xs_str bytes)
{
    xs_str head = xs_str_sub(bytes, 0, XS_SNIFF_BYTES);
    size_t control = 0, nul = 0;
    if (!any_control(head))
        return false;
    for (size_t i = 0; i < head.len; i++) {
        nul += head.ptr[i] == 0;
        control += is_control((unsigned char)head.ptr[i]);
    }
    return nul > head.len / 100 || control > head.len / 20;
}

static uint32_t count_lines(xs_str s)
{
    uint32_t n = 1;
    for (size_t i = 0; i < s.len; i++)
        n += s.ptr[i] == '\n';
    return n;
}

static bool too_many(uint64_t invalid, size_t len)
{
    return invalid * 1000 > (uint64_t)len * MOST_INVALID;
}

/* ---- UTF-8 ---- */

/* Bytes of text that are not valid UTF-8; *multi: sequences of several bytes that are. */
static uint64_t count_invalid(xs_str bytes, uint64_t *first, uint64_t *multi)
{
    uint64_t n = 0;
    *multi = 0;
    for (size_t at = 0; at < bytes.len;) {
        xs_str rest = xs_str_sub(bytes, at, bytes.len - at);
        size_t good = xs_utf8_check(rest);
        for (size_t i = 0; i < good; i++)
            *multi += ((unsigned char)rest.ptr[i] & 0xC0) == 0xC0;
        at += good;
        if (at == bytes.len)
            break;
        if (n++ == 0)
            *first = at;
        at++;
    }
    return n;
}

static enum xs_err repair(struct xs_arena *a, xs_str bytes, struct xs_decoded *d)
{
    char *p = xs_arena_alloc(a, bytes.len + (size_t)d->invalid * 2 + 1, 1);
    size_t n = 0;
    if (!p)
        return XS_E_NOMEM;
    for (size_t at = 0; at < bytes.len;) {
        size_t good = xs_utf8_check(xs_str_sub(bytes, at, bytes.len - at));
        if (good)
            memcpy(p + n, bytes.ptr + at, good);
        n += good;
        at += good;
        if (at < bytes.len) {
            /* NOLINTNEXTLINE(bugprone-not-null-terminated-result): a view needs no NUL */
            memcpy(p + n, replacement, 3);
            n += 3;
            at++;
        }
    }
    d->text = (xs_str){ p, n };
    d->invalid_line = count_lines(xs_str_sub(bytes, 0, (size_t)d->first_invalid));
    return XS_OK;
}

/* ---- UTF-16 ---- */

struct utf16 {
    bool big;
    xs_str bytes;
};

static uint32_t unit_at(const struct utf16 *u, size_t at)
{
    const unsigned char *p = (const unsigned char *)u->bytes.ptr + at;
    return u->big ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
}

/* The next code point; UINT32_MAX for half a pair or half a unit. */
static uint32_t next_utf16(const struct utf16 *u, size_t *at)
{
    if (u->bytes.len - *at < 2) {
        *at = u->bytes.len;
        return UINT32_MAX;
    }
    uint32_t c = unit_at(u, *at);
    *at += 2;
    if (c < 0xD800 || c > 0xDFFF)
        return c;
    if (c > 0xDBFF || u->bytes.len - *at < 2)
        return UINT32_MAX;
    uint32_t low = unit_at(u, *at);
    if (low < 0xDC00 || low > 0xDFFF)
        return UINT32_MAX;
    *at += 2;
    return 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
}

static enum xs_err from_utf16(struct xs_arena *a, struct utf16 u, struct xs_decoded *d)
{
    char *p = xs_arena_alloc(a, u.bytes.len / 2 * 3 + 4, 1);
    size_t n = 0;
    uint64_t invalid = 0;
    if (!p)
        return XS_E_NOMEM;
    for (size_t at = 0; at < u.bytes.len;) {
        size_t before = at;
        uint32_t c = next_utf16(&u, &at);
        if (c == UINT32_MAX || c == 0) {
            if (invalid++ == 0) {
                d->first_invalid = before;
                d->invalid_line = count_lines((xs_str){ p, n });
            }
            c = 0xFFFD;
        }
        n += xs_utf8_encode(c, p + n);
    }
    d->encoding = u.big ? "UTF-16BE" : "UTF-16LE";
    d->text = (xs_str){ p, n };
    d->invalid = invalid;
    return too_many(invalid * 2, u.bytes.len + 64) ? XS_E_BINARY : XS_OK;
}

static bool plain_unit(uint32_t c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0x7F) ||
           (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3000 && c <= 0x303F) ||
           (c >= 0xFF00 && c <= 0xFFEF) || (c >= 0x2000 && c <= 0x22FF);
}

/* Thousandths of the units that Chinese texts are made of. */
static uint64_t plain_share(struct utf16 u)
{
    uint64_t plain = 0, all = 0;
    for (size_t at = 0; at + 1 < u.bytes.len && at < XS_SNIFF_BYTES; at += 2, all++)
        plain += plain_unit(unit_at(&u, at));
    return all ? plain * 1000 / all : 0;
}

/* UTF-16 by its BOM, or by what it is made of. */
static bool is_utf16(xs_str bytes, struct utf16 *out)
{
    if (xs_str_starts(bytes, XS_STR("\xFF\xFE")) || xs_str_starts(bytes, XS_STR("\xFE\xFF"))) {
        *out = (struct utf16){ bytes.ptr[0] == '\xFE', xs_str_sub(bytes, 2, bytes.len) };
        return true;
    }
    xs_str head = xs_str_sub(bytes, 0, XS_SNIFF_BYTES);
    if (head.len < 4 || !memchr(head.ptr, 0, head.len))
        return false; /* without one line end or digit it is no document */
    if (!looks_binary(bytes) && xs_utf8_check(bytes) == bytes.len)
        return false; /* a text with a stray zero byte */
    uint64_t little = plain_share((struct utf16){ false, bytes });
    uint64_t big = plain_share((struct utf16){ true, bytes });
    *out = (struct utf16){ big > little, bytes };
    return (big > little ? big : little) >= LEAST_PLAIN;
}

/* ---- all other encodings, by iconv ---- */

struct labelled {
    const char *label, *name;
};

/* What texts call it -> what iconv calls the largest set that holds it. */
static const struct labelled known[] = {
    { "gb2312", "GB18030" },
    { "gb_2312-80", "GB18030" },
    { "x-gbk", "GB18030" },
    { "gbk", "GB18030" },
    { "cp936", "GB18030" },
    { "windows-936", "GB18030" },
    { "hz-gb-2312", "GB18030" },
    { "gb18030", "GB18030" },
    { "big5", "BIG5-HKSCS" },
    { "big5-hkscs", "BIG5-HKSCS" },
    { "utf8", "UTF-8" },
};

/* Characters of an encoding's name, in small letters; 0: none that we would give to iconv. */
static char label_char(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (char)(c + ('a' - 'A'));
    bool good =
        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == ':';
    return good ? c : 0;
}

/* name: room for LONGEST_LABEL bytes. False: no label that we would give to iconv. */
static bool encoding_name(xs_str label, char *name)
{
    label = xs_str_trim(label);
    if (label.len == 0 || label.len >= LONGEST_LABEL)
        return false;
    for (size_t i = 0; i < label.len; i++) {
        name[i] = label_char(label.ptr[i]);
        if (!name[i])
            return false;
    }
    name[label.len] = 0;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].label, name) == 0)
            memcpy(name, known[i].name, strlen(known[i].name) + 1);
    return true;
}

/* One pass of iconv; bytes that are no text become U+FFFD when strict is false. */
struct conversion {
    iconv_t cd;
    xs_str in;
    char *out;
    size_t used, size;
    bool strict;
};

static enum xs_err run_conversion(struct conversion *c, struct xs_decoded *d)
{
    /* iconv takes char ** for input that it does not change */
    union {
        const char *in;
        char *arg;
    } p = { .in = c->in.ptr };
    size_t left = c->in.len;
    while (left > 0) {
        char *to = c->out + c->used;
        size_t room = c->size - c->used;
        size_t r = iconv(c->cd, &p.arg, &left, &to, &room);
        c->used = c->size - room;
        if (r != (size_t)-1)
            break;
        if (errno == E2BIG || c->strict || room < 4)
            return XS_E_BINARY;
        if (d->invalid++ == 0) {
            d->first_invalid = c->in.len - left;
            d->invalid_line = count_lines((xs_str){ c->out, c->used });
        }
        memcpy(c->out + c->used, replacement, 3);
        c->used += 3;
        p.in++;
        left--;
        if (too_many(d->invalid, c->in.len + 64))
            return XS_E_BINARY;
    }
    return XS_OK;
}

/* name: of the encoding; kept when it is one of the table's. */
static const char *lasting_name(struct xs_arena *a, const char *name)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].name, name) == 0)
            return known[i].name;
    char *p = xs_arena_alloc(a, strlen(name) + 1, 1);
    if (p)
        memcpy(p, name, strlen(name) + 1);
    return p;
}

static enum xs_err convert(
    struct xs_arena *a, xs_str bytes, const char *name, bool strict, struct xs_decoded *out)
{
    struct xs_decoded d = { .encoding = lasting_name(a, name) };
    struct conversion c = { .in = bytes, .strict = strict, .size = bytes.len * 3 + 64 };
    c.out = xs_arena_alloc(a, c.size, 1);
    if (!d.encoding || !c.out)
        return XS_E_NOMEM;
    c.cd = iconv_open("UTF-8", name);
    if (c.cd == (iconv_t)-1)
        return XS_E_BINARY;
    enum xs_err e = run_conversion(&c, &d);
    iconv_close(c.cd);
    if (e != XS_OK)
        return e;
    d.text = (xs_str){ c.out, c.used };
    if (xs_utf8_check(d.text) < d.text.len)
        return XS_E_BINARY;
    *out = d;
    return XS_OK;
}

#ifdef XS_HAVE_UCHARDET
/* What is loaded; the Makefile says it where it finds it. */
#ifndef XS_SO_UCHARDET
#define XS_SO_UCHARDET "libuchardet.so.0"
#endif

#define FUNCTIONS(X)                                                                               \
    X(uchardet_new)                                                                                \
    X(uchardet_handle_data)                                                                        \
    X(uchardet_data_end)                                                                           \
    X(uchardet_get_charset)                                                                        \
    X(uchardet_delete)

XS_LIBRARY(FUNCTIONS, XS_SO_UCHARDET)
#endif

/* The encoding that statistics suggest; false: none. */
/* NOLINTNEXTLINE(readability-non-const-parameter): written to where uchardet is there */
static bool guess(xs_str bytes, char *name)
{
    bool found = false;
#ifdef XS_HAVE_UCHARDET
    struct library lib;
    if (!load(&lib))
        return false;
    uchardet_t u = lib.uchardet_new();
    if (!u)
        return false;
    if (lib.uchardet_handle_data(
            u, bytes.ptr, bytes.len < XS_MAX_GUESS_BYTES ? bytes.len : XS_MAX_GUESS_BYTES) == 0) {
        lib.uchardet_data_end(u);
        found = encoding_name(xs_str_c(lib.uchardet_get_charset(u)), name);
    }
    lib.uchardet_delete(u);
#else
    (void)bytes; /* nothing to ask */
    (void)name;
#endif
    return found;
}

/* Sets of western letters, which any bytes are: what few pairs of GBK among much markup look like.
 */
static bool any_bytes(const char *name)
{
    static const char *const sets[] = { "windows-125", "iso-8859-", "mac-" };
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
        if (xs_str_starts(xs_str_c(name), xs_str_c(sets[i])))
            return true;
    return false;
}

/* Neither UTF-8 nor UTF-16: what it says, GB18030, what statistics say; strictly first. */
static enum xs_err other(struct xs_arena *a, xs_str bytes, xs_str declared, struct xs_decoded *d)
{
    char name[LONGEST_LABEL];
    enum xs_err e = XS_E_BINARY;
    bool says =
        encoding_name(declared, name) && strcmp(name, "UTF-8") != 0 && strcmp(name, "utf-8") != 0;
    if (says)
        e = convert(a, bytes, name, true, d);
    if (e == XS_E_BINARY)
        e = convert(a, bytes, "GB18030", true, d);
    if (e == XS_E_BINARY && says)
        e = convert(a, bytes, name, false, d);
    bool guessed = e == XS_E_BINARY && guess(bytes, name);
    if (guessed && !any_bytes(name))
        e = convert(a, bytes, name, false, d);
    if (e == XS_E_BINARY)
        e = convert(a, bytes, "GB18030", false, d);
    if (e == XS_E_BINARY && guessed)
        e = convert(a, bytes, name, false, d);
    return e;
}

enum xs_err xs_decode(struct xs_arena *a, xs_str bytes, xs_str declared, struct xs_decoded *out)
{
    struct xs_decoded d = { .encoding = "UTF-8" };
    struct utf16 wide;
    bool bom = xs_str_starts(bytes, XS_STR("\xEF\xBB\xBF"));
    if (!bom && is_utf16(bytes, &wide)) {
        XS_TRY(from_utf16(a, wide, &d));
        *out = d;
        return XS_OK;
    }
    if (bom) {
        bytes = xs_str_sub(bytes, 3, bytes.len);
        d.encoding = "UTF-8-BOM";
    }
    d.text = bytes;
    if (looks_binary(bytes))
        return XS_E_BINARY;
    if (xs_utf8_check(bytes) == bytes.len) {
        *out = d;
        return XS_OK;
    }
    uint64_t multi;
    d.invalid = count_invalid(bytes, &d.first_invalid, &multi);
    bool damaged = bom || multi > d.invalid; /* UTF-8 with faults in it */
    enum xs_err e = damaged ? XS_E_BINARY : other(a, bytes, declared, out);
    if (e != XS_E_BINARY || too_many(d.invalid, bytes.len))
        return e;
    XS_TRY(repair(a, bytes, &d));
    d.first_invalid += bom ? 3 : 0; /* it is for an editor, which counts the BOM */
    *out = d;
    return XS_OK;
}
