/* What a helper process sends, sound or not: a sheet of any shape, which becomes a tree. */
#include "env.h"
#include "read/wire.h"

static enum xs_err receive(void *self, struct xs_arena *a, xs_str bytes, struct xs_sheet *out)
{
    (void)self; /* there is no helper */
    enum xs_err e = xs_wire_get(a, bytes, out);
    FUZZ_MUST(e == XS_OK || e == XS_E_CRASHED);
    if (e == XS_OK) {
        struct xs_buf again;
        xs_buf_init(&again, bytes.len + 1);
        xs_wire_put(&again, out);
        FUZZ_MUST(xs_str_eq(xs_buf_str(&again), bytes));
        xs_buf_free(&again);
    }
    return e;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_document(data, size, receive);
    return 0;
}
