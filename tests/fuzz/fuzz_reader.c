/* One reader alone: any bytes, whatever format they are of. READER: its name in the table of
 * formats; one program each. */
#include <string.h>

#include "base/alloc.h"
#include "env.h"
#include "read/read.h"

static const struct xs_reader *reader(void)
{
    for (enum xs_file_format f = 0; f < XS_FORMAT_COUNT; f++)
        if (strcmp(xs_reader_of(f)->name, READER) == 0)
            return xs_reader_of(f);
    return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct xs_arena *a = fuzz_arena();
    struct xs_sheet s = { .format = READER, .encoding = "" };
    const struct xs_reader *r = reader();
    FUZZ_MUST(r && r->read);
    if (xs_reader_missing(r))
        return 0;
    char *bytes = fuzz_padded(data, size);
    fuzz_sheet(a, r->read(a, (xs_str){ bytes, size }, &s), &s);
    xs_free(bytes);
    return 0;
}
