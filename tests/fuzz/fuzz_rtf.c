/* RTF whose bytes of GBK become \u: what comes out has none left, and as many groups. */
#include "base/limits.h"
#include "env.h"
#include "read/rtf_recode.h"

/* Braces that are no text: those open less those closed. */
static long depth(xs_str s)
{
    long n = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '\\')
            i++;
        else
            n += (s.ptr[i] == '{') - (s.ptr[i] == '}');
    }
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    xs_str bytes = { size ? (const char *)data : "", size };
    struct xs_buf once, twice;
    bool changed;
    xs_buf_init(&once, XS_MAX_BUF);
    xs_buf_init(&twice, XS_MAX_BUF);
    FUZZ_MUST(xs_rtf_recode(bytes, &once, &changed) == XS_OK);
    if (changed) {
        FUZZ_MUST(depth(xs_buf_str(&once)) == depth(bytes));
        FUZZ_MUST(xs_rtf_recode(xs_buf_str(&once), &twice, &changed) == XS_OK && !changed);
    }
    xs_buf_free(&once);
    xs_buf_free(&twice);
    return 0;
}
