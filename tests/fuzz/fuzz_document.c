/* Text to tables: any bytes are a document. */
#include "env.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_document(data, size, NULL);
    return 0;
}
