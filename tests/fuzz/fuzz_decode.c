/* Which format, which encoding: the first byte says what the text declares, the rest is the file.
 */
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "env.h"
#include "read/decode.h"
#include "read/detect.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const declared[] = { "", "gb2312", "utf-8", "big5", "utf-16", "iso-8859-1",
        "windows-1252", "x" };
    struct xs_arena *a = fuzz_arena();
    const char *says = declared[size ? data[0] % (sizeof declared / sizeof *declared) : 0];
    size_t len = size ? size - 1 : 0;
    char *bytes = fuzz_padded(size ? data + 1 : data, len);
    struct xs_decoded d;
    FUZZ_MUST(xs_detect((xs_str){ bytes, len }) < XS_FORMAT_COUNT);
    enum xs_err e = xs_decode(a, (xs_str){ bytes, len }, xs_str_c(says), &d);
    FUZZ_MUST(e == XS_OK || e == XS_E_BINARY);
    if (e == XS_OK) {
        FUZZ_MUST(xs_utf8_check(d.text) == d.text.len && *d.encoding);
        FUZZ_MUST(d.invalid <= len && (d.invalid == 0 || d.first_invalid < len));
    }
    xs_free(bytes);
    return 0;
}
