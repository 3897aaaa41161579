/* Indicators outside tables. */
#include "tree/build.h"

enum xs_err xs_prose_read(struct xs_build *b)
{
    (void)b; /* lists in running text are another layout: none is read yet */
    return XS_OK;
}
