#include "text/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"

struct xs_regex {
    pcre2_code *code;
    bool jit;
    uint32_t least;       /* characters of any text that fits */
    const uint8_t *first; /* bits of the bytes that a text may begin with; NULL: not known */
};

struct xs_matcher {
    pcre2_match_data *data;
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
};

static enum xs_err compile_fault(struct xs_arena *a, int code, xs_str *error_text)
{
    PCRE2_UCHAR text[160];
    if (code == PCRE2_ERROR_HEAP_FAILED)
        return XS_E_NOMEM;
    int n = pcre2_get_error_message(code, text, sizeof text);
    return xs_arena_dup(a, (xs_str){ (const char *)text, n > 0 ? (size_t)n : 0 }, error_text)
               ? XS_E_PATTERNS
               : XS_E_NOMEM;
}

/* What a text that fits begins with, where the pattern only fits at the start. Of PCRE2's own. */
static const uint8_t *first_bytes(const pcre2_code *code)
{
    const uint8_t *bits = NULL;
    uint32_t options = 0;
    if (pcre2_pattern_info(code, PCRE2_INFO_ALLOPTIONS, &options) != 0 ||
        !(options & PCRE2_ANCHORED) || pcre2_pattern_info(code, PCRE2_INFO_FIRSTBITMAP, &bits) != 0)
        return NULL;
    return bits;
}

enum xs_err xs_regex_compile(
    struct xs_arena *a, xs_str pattern, struct xs_regex **out, size_t *error_at, xs_str *error_text)
{
    const uint32_t options = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C;
    int code;
    PCRE2_SIZE at;
    struct xs_regex *re = xs_arena_zalloc(a, 1, sizeof *re);
    if (!re)
        return XS_E_NOMEM;
    re->code = pcre2_compile((PCRE2_SPTR)pattern.ptr, pattern.len, options, &code, &at, NULL);
    if (!re->code) {
        *error_at = at;
        return compile_fault(a, code, error_text);
    }
    if (pcre2_pattern_info(re->code, PCRE2_INFO_MINLENGTH, &re->least) != 0)
        re->least = 0;
    re->first = first_bytes(re->code);
    re->jit = pcre2_jit_compile(re->code, PCRE2_JIT_COMPLETE) == 0;
    *out = re;
    return XS_OK;
}

void xs_regex_free(struct xs_regex *re)
{
    if (re)
        pcre2_code_free(re->code);
}

struct xs_matcher *xs_matcher_new(void)
{
    struct xs_matcher *m = xs_alloc(1, sizeof *m);
    if (!m)
        return NULL;
    m->data = pcre2_match_data_create(16, NULL);
    m->context = pcre2_match_context_create(NULL);
    m->stack = pcre2_jit_stack_create((size_t)32 << 10, (size_t)8 << 20, NULL);
    if (!m->data || !m->context || !m->stack) {
        xs_matcher_free(m);
        return NULL;
    }
    pcre2_set_match_limit(m->context, XS_MATCH_LIMIT);
    pcre2_jit_stack_assign(m->context, NULL, m->stack);
    return m;
}

void xs_matcher_free(struct xs_matcher *m)
{
    if (!m)
        return;
    pcre2_match_data_free(m->data);
    pcre2_match_context_free(m->context);
    pcre2_jit_stack_free(m->stack);
    xs_free(m);
}

#define COUNTED 16 /* characters from which on it is worth while to count those of a text */

static bool too_short(const struct xs_regex *re, xs_str subject)
{
    return subject.len < re->least || (re->least >= COUNTED && subject.len / 4 < re->least &&
                                          xs_utf8_count(subject) < re->least);
}

enum xs_match xs_regex_match(
    const struct xs_regex *re, struct xs_matcher *m, xs_str subject, size_t *begin, size_t *end)
{
    if (subject.len > XS_MAX_SUBJECT)
        return XS_MATCH_UNDECIDED;
    PCRE2_SPTR s = (PCRE2_SPTR)(subject.len ? subject.ptr : "");
    if (too_short(re, subject) || (re->first && !(re->first[s[0] >> 3] >> (s[0] & 7) & 1)))
        return XS_MATCH_NO;
    int n = re->jit
                ? pcre2_jit_match(re->code, s, subject.len, 0, 0, m->data, m->context)
                : pcre2_match(re->code, s, subject.len, 0, PCRE2_NO_UTF_CHECK, m->data, m->context);
    if (n == PCRE2_ERROR_NOMATCH)
        return XS_MATCH_NO;
    if (n < 0)
        return XS_MATCH_UNDECIDED;
    const PCRE2_SIZE *span = pcre2_get_ovector_pointer(m->data);
    if (begin)
        *begin = span[0];
    if (end)
        *end = span[1];
    return XS_MATCH_YES;
}
