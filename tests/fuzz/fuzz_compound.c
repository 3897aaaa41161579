/* What goes to LibreOffice: a compound file or an RTF, looked at for its end and for passwords. */
#include "env.h"
#include "read/compound.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const enum xs_file_format formats[] = { XS_FORMAT_DOC, XS_FORMAT_RTF };
    xs_str bytes = { size ? (const char *)data : "", size };
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        bool locked;
        enum xs_err e = xs_compound_check(bytes, formats[i], &locked);
        FUZZ_MUST(e == XS_OK || e == XS_E_DAMAGED);
    }
    return 0;
}
