#include "read/clean.h"

#include <string.h>

#include "base/vec.h"

/* Word's leftovers in text exports: "[bookmark: ...]" anywhere, " TC title \f C \l 1" up to the end
 * of the line. */
#define BOOKMARK "[bookmark:"

#ifdef XS_VEC_WIDE
/* For the 32 bytes at a time that s, which is no shorter, begins and ends with. */
XS_TARGET_32 static bool signs_by_32(xs_str s)
{
    __m256i found = _mm256_setzero_si256();
    for (size_t at = 0, last = s.len - 32;; at = last - at < 32 ? last : at + 32) {
        const __m256i v = _mm256_loadu_si256((const __m256i *)(const void *)(s.ptr + at));
        const __m256i from = _mm256_sub_epi8(v, _mm256_set1_epi8('['));
        const __m256i two = _mm256_min_epu8(from, _mm256_set1_epi8('\\' - '['));
        found = _mm256_or_si256(found, _mm256_cmpeq_epi8(two, from));
        found = _mm256_or_si256(found, _mm256_cmpeq_epi8(v, _mm256_set1_epi8('<')));
        if (at == last)
            return _mm256_movemask_epi8(found) != 0;
    }
}
#endif

bool xs_clean_signs_slow(xs_str s)
{
#ifdef XS_VEC_WIDE
    if (xs_vec_width() >= 32)
        return signs_by_32(s);
#endif
    return memchr(s.ptr, '[', s.len) || memchr(s.ptr, '\\', s.len) || memchr(s.ptr, '<', s.len);
}

static bool has_residue(xs_str s)
{
    return xs_str_has(s, XS_STR(BOOKMARK)) ||
           (memchr(s.ptr, '\\', s.len) && xs_str_has(s, XS_STR("\\f")));
}

/* End of the line that at stands in. */
static size_t line_end(xs_str s, size_t at)
{
    const char *nl = memchr(s.ptr + at, '\n', s.len - at);
    return nl ? (size_t)(nl - s.ptr) : s.len;
}

/* A text that is cleaned, and what was looked for in vain: it is not looked for again. */
struct cleaning {
    xs_str text;
    bool no_close;     /* no bracket closes from here on */
    size_t no_tc_till; /* there is no TC field before this offset */
};

/* Bytes of the residue that stands at at, or 0. */
static size_t residue_at(struct cleaning *c, size_t at)
{
    xs_str rest = xs_str_sub(c->text, at, c->text.len);
    if (xs_str_starts(rest, XS_STR(BOOKMARK))) {
        const char *close = c->no_close ? NULL : memchr(rest.ptr, ']', rest.len);
        c->no_close = !close;
        return close ? (size_t)(close - rest.ptr) + 1 : sizeof BOOKMARK - 1;
    }
    if (at < c->no_tc_till || !xs_str_starts(rest, XS_STR(" TC ")))
        return 0;
    size_t end = line_end(c->text, at);
    rest.len = end - at;
    if (xs_str_has(rest, XS_STR("\\f")))
        return rest.len;
    c->no_tc_till = end;
    return 0;
}

/* Offset of the next byte from at on that a residue may begin with, or text.len. */
static size_t next_lead(xs_str text, size_t at)
{
    for (; text.len - at >= XS_VEC; at += XS_VEC) {
        xs_vec v = xs_vec_load(text.ptr + at);
        uint32_t leads = xs_vec_mask(xs_vec_or(xs_vec_eq(v, '['), xs_vec_eq(v, ' ')));
        if (leads)
            return at + xs_vec_first(leads);
    }
    while (at < text.len && text.ptr[at] != '[' && text.ptr[at] != ' ')
        at++;
    return at;
}

/* A page's line break, in a cell of Markdown: its bytes, or 0. */
static size_t break_at(xs_str text, size_t at)
{
    xs_str rest = xs_str_sub(text, at, sizeof "<br />" - 1);
    size_t n = xs_str_starts(rest, XS_STR("<br")) ? 3 : 0;
    if (n && n < rest.len && rest.ptr[n] == ' ')
        n++;
    if (n && n < rest.len && rest.ptr[n] == '/')
        n++;
    return n && n < rest.len && rest.ptr[n] == '>' ? n + 1 : 0;
}

/* "**name**", "**name:** value" of Markdown: without the stars, in place. Stars that stand for what
 * was left out stay. */
static xs_str without_stars(char *p, size_t n)
{
    static const char wide_colon[] = "\xEF\xBC\x9A";
    xs_str s = xs_str_trim((xs_str){ p, n });
    size_t end = xs_str_starts(s, XS_STR("**")) ? xs_str_find(s, XS_STR("**"), 2) : SIZE_MAX;
    if (end == SIZE_MAX || end == 2)
        return s;
    xs_str inner = xs_str_sub(s, 2, end - 2), rest = xs_str_sub(s, end + 2, s.len);
    if (rest.len && !xs_str_ends(inner, XS_STR(":")) && !xs_str_ends(inner, xs_str_c(wide_colon)))
        return s;
    char *to = p + (s.ptr - p);
    memmove(to, inner.ptr, inner.len);
    memmove(to + inner.len, rest.ptr, rest.len);
    return xs_str_trim((xs_str){ to, inner.len + rest.len });
}

/* What Markdown leaves in a cell; signs: it may have line breaks. */
static enum xs_err clean_marks(struct xs_arena *a, bool signs, xs_str text, xs_str *out)
{
    bool breaks =
        signs && text.len && memchr(text.ptr, '<', text.len) && xs_str_has(text, XS_STR("<br"));
    if (!breaks && !xs_str_starts(text, XS_STR("**"))) {
        *out = text;
        return XS_OK;
    }
    char *p = xs_arena_alloc(a, text.len, 1);
    size_t n = 0;
    if (!p)
        return XS_E_NOMEM;
    for (size_t at = 0; at < text.len;) {
        size_t line = text.ptr[at] == '<' ? break_at(text, at) : 0;
        p[n++] = line ? '\n' : text.ptr[at];
        at += line ? line : 1;
    }
    *out = without_stars(p, n);
    return XS_OK;
}

/* text, which has a residue, without it, to p, which has as much room; its bytes. */
static size_t put_clean(xs_str text, char *p)
{
    struct cleaning c = { .text = text };
    size_t n = 0;
    for (size_t at = 0, lead = 0; at < text.len;) {
        lead = next_lead(text, lead);
        size_t skip = lead < text.len ? residue_at(&c, lead) : 0;
        if (skip || lead == text.len) {
            memcpy(p + n, text.ptr + at, lead - at);
            n += lead - at;
            at = lead + skip;
        }
        lead += skip ? skip : lead < text.len;
    }
    return n;
}

xs_str xs_clean_lead(xs_str text)
{
    const char *close;
    while (xs_str_starts(text, XS_STR(BOOKMARK)) && (close = memchr(text.ptr, ']', text.len)))
        text = xs_str_sub(text, (size_t)(close - text.ptr) + 1, text.len);
    return text;
}

enum xs_err xs_clean_slow(struct xs_arena *a, xs_str text, xs_str *out)
{
    bool signs = xs_clean_signs(text);
    if (text.len && text.ptr[0] == '[') {
        text = xs_clean_lead(text);
        signs = xs_clean_signs(text);
    }
    if (!signs || !has_residue(text))
        return clean_marks(a, signs, xs_str_trim(text), out);
    char *p = xs_arena_alloc(a, text.len, 1);
    if (!p)
        return XS_E_NOMEM;
    return clean_marks(a, true, xs_str_trim((xs_str){ p, put_clean(text, p) }), out);
}
