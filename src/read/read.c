#include "read/read.h"

#include "base/limits.h"
#include "read/text_reader.h"

/* Text of all cells, blanks and line ends left out: the same text in another format has the same hash. */
static uint64_t hash_text(const struct xs_sheet *s)
{
    uint64_t h = 0;
    for (size_t i = 0; i < s->nblocks; i++) {
        for (size_t k = 0; k < s->blocks[i].ncells; k++) {
            xs_str rest = s->blocks[i].cells[k].text, part;
            while (xs_str_split(&rest, '\n', &part)) {
                part = xs_str_trim(part);
                if (part.len)
                    h = xs_str_hash_seed(part, h);
            }
        }
    }
    return h;
}

enum xs_err xs_read_sheet(struct xs_arena *a, xs_str bytes, struct xs_sheet *out)
{
    if (bytes.len > XS_MAX_DOC_BYTES)
        return XS_E_TOO_LARGE;
    XS_TRY(xs_read_text(a, bytes, out));
    out->text_hash = hash_text(out);
    return XS_OK;
}
