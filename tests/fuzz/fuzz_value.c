/* A target value: the first byte is what its surroundings say, the rest the text of the cell. */
#include "base/utf8.h"
#include "env.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct xs_engine *e = fuzz_engine();
    struct xs_arena *a = fuzz_arena();
    struct xs_value v, again;
    struct xs_decimal left[] = { { 95, 0 }, { 100, 0 } }, n;
    xs_str text = { size > 1 ? (const char *)data + 1 : "", size > 1 ? size - 1 : 0 }, folded,
           twice;
    struct xs_value_context c = { .rate_name = size && (data[0] & 1),
        .unit_column = size && (data[0] & 2),
        .doubled_doc = size && (data[0] & 4),
        .left = left,
        .nleft = size && (data[0] & 8) ? 2 : 0 };
    if (xs_utf8_check(text) != text.len || text.len > 4096)
        return 0;
    FUZZ_MUST(xs_fold(e->env.folder, a, text, &folded) == XS_OK);
    FUZZ_MUST(xs_fold(e->env.folder, a, folded, &twice) == XS_OK);
    FUZZ_MUST(xs_str_eq(folded, twice));
    FUZZ_MUST(xs_value_parse(e->env.values, a, folded, &c, &v) == XS_OK);
    FUZZ_MUST(v.kind < XS_VALUE_KIND_COUNT && v.main.uclass < XS_UNIT_CLASS_COUNT);
    FUZZ_MUST(xs_value_parse(e->env.values, a, folded, &c, &again) == XS_OK);
    FUZZ_MUST(xs_value_same(&v, &again));
    FUZZ_MUST(xs_decimal_parse(folded, &n) <= folded.len);
    FUZZ_MUST(xs_numeral_parse(e->env.values, folded, &n) <= folded.len);
    return 0;
}
