/* env.h: what the fuzz targets share. A target is one function; libFuzzer calls it, or driver.c
 * does. */
#ifndef XS_FUZZ_ENV_H
#define XS_FUZZ_ENV_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "write/session.h"

/* What must hold for every input: a fault of the program stops the run, so that the input is kept.
 */
#define FUZZ_MUST(cond)                                                                            \
    do {                                                                                           \
        if (!(cond)) {                                                                             \
            fprintf(stderr, "%s:%d: must hold: %s\n", __FILE__, __LINE__, #cond);                  \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef enum xs_err (*fuzz_read)(void *self, struct xs_arena *a, xs_str bytes, struct xs_sheet *s);

/* fuzz_engine: the pattern files of $XUSHI_PATTERNS or patterns/, loaded once. */
struct xs_engine *fuzz_engine(void);
/* fuzz_arena: empty, the same each time. */
struct xs_arena *fuzz_arena(void);
/* fuzz_padded: a copy of an input as the readers get theirs, with zeroes behind it. Freed with
 * xs_free. */
char *fuzz_padded(const uint8_t *data, size_t size);
/* fuzz_document: an input as a document, all the way, and what must hold of it. read: who makes a
 * sheet of the bytes; NULL: the reader of their format. */
void fuzz_document(const uint8_t *data, size_t size, fuzz_read read);
/* fuzz_sheet: what must hold of any reader's answer. */
void fuzz_sheet(struct xs_arena *a, enum xs_err status, const struct xs_sheet *s);

#endif
