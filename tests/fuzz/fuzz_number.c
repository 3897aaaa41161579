/* A number of a workbook and, behind a zero byte, the code by which it is shown. The first byte: in
 * which year its days begin. */
#include <string.h>

#include "base/utf8.h"
#include "env.h"
#include "read/number_format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    xs_str all = { size ? (const char *)data + 1 : "", size ? size - 1 : 0 };
    size_t end = xs_str_find(all, (xs_str){ "", 1 }, 0);
    xs_str value = xs_str_sub(all, 0, end), code = XS_STR("General");
    struct xs_buf out;
    if (end < all.len)
        code = xs_str_sub(all, end + 1, all.len);
    if (xs_utf8_check(value) < value.len || xs_utf8_check(code) < code.len)
        return 0;
    xs_buf_init(&out, (size_t)1 << 20);
    xs_number_format(&out, value, code, size && (data[0] & 1));
    FUZZ_MUST(out.err == XS_OK && xs_utf8_check(xs_buf_str(&out)) == out.len);
    xs_buf_free(&out);
    return 0;
}
