/* The files in an archive of any kind. */
#include "base/utf8.h"
#include "env.h"
#include "read/archive.h"

static enum xs_err member(void *self, xs_str name, xs_str bytes, enum xs_err status)
{
    size_t *files = self;
    FUZZ_MUST(name.len > 0 && xs_utf8_check(name) == name.len && name.ptr[0] != '/');
    FUZZ_MUST(status == XS_OK || status == XS_E_ENCRYPTED || status == XS_E_DAMAGED ||
              status == XS_E_TOO_LARGE);
    FUZZ_MUST(status == XS_OK || bytes.len == 0);
    ++*files;
    return XS_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    xs_str bytes = { size ? (const char *)data : "", size };
    size_t files = 0;
    struct xs_archive_sink sink = { .self = &files, .member = member };
    enum xs_err e = xs_archive_walk(bytes, XS_STR("fuzz.gz"), &sink);
    FUZZ_MUST(e == XS_OK || e == XS_E_DAMAGED || e == XS_E_BOMB || e == XS_E_ENCRYPTED ||
              e == XS_E_UNSUPPORTED);
    return 0;
}
