#include "read/decode.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"

/* A text may hold this share of bytes that are none (in thousandths) before it counts as binary. */
#define MOST_INVALID 50

static const char replacement[] = "\xEF\xBF\xBD";

/* Control bytes in the first part of the file: a text has next to none. */
static bool looks_binary(xs_str bytes)
{
    xs_str head = xs_str_sub(bytes, 0, XS_SNIFF_BYTES);
    size_t control = 0, nul = 0;
    for (size_t i = 0; i < head.len; i++) {
        unsigned char c = (unsigned char)head.ptr[i];
        nul += c == 0;
        control += c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\v';
    }
    return nul > head.len / 100 || control > head.len / 20;
}

/* Bytes of text that are not valid UTF-8. */
static uint64_t count_invalid(xs_str bytes, uint64_t *first)
{
    uint64_t n = 0;
    for (size_t at = 0; at < bytes.len;) {
        xs_str rest = xs_str_sub(bytes, at, bytes.len - at);
        size_t good = xs_utf8_check(rest);
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
            memcpy(p + n, replacement, 3);
            n += 3;
            at++;
        }
    }
    d->text = (xs_str){ p, n };
    return XS_OK;
}

enum xs_err xs_decode(struct xs_arena *a, xs_str bytes, struct xs_decoded *out)
{
    struct xs_decoded d = { .encoding = "UTF-8" };
    if (xs_str_starts(bytes, XS_STR("\xEF\xBB\xBF"))) {
        bytes = xs_str_sub(bytes, 3, bytes.len);
        d.encoding = "UTF-8-BOM";
    }
    d.text = bytes;
    size_t good = xs_utf8_check(bytes);
    if (looks_binary(bytes))
        return XS_E_BINARY;
    if (good < bytes.len) {
        d.invalid = count_invalid(bytes, &d.first_invalid);
        if (d.invalid * 1000 > (uint64_t)bytes.len * MOST_INVALID)
            return XS_E_BINARY;
        XS_TRY(repair(a, bytes, &d));
    }
    *out = d;
    return XS_OK;
}
