/* marks.h: where in a text something else than a Han character begins, and where a word of few may:
 * a bit a byte. */
#ifndef XS_CORPUS_MARKS_H
#define XS_CORPUS_MARKS_H

#include "base/vec.h"

/* What words look like at three of their bytes: each word is one of eight bits, and its bit is set
 * for the halves of the byte that it has there, for all where it has none. */
#define XS_PRINTS 3
#define XS_PRINT_FIRSTS 48
struct xs_prints {
    uint8_t low[XS_PRINTS][16], high[XS_PRINTS][16];
    size_t nfirsts;
    uint16_t firsts[XS_PRINT_FIRSTS]; /* what words begin with, of which those of one are one bit */
};
/* xs_prints_add: a word more. */
void xs_prints_add(struct xs_prints *p, xs_str word);

/* Bits of a part of a text, 32 bytes a number. */
#define XS_MARKS_BYTES 1024
struct xs_marks {
    size_t n;
    /* others: characters begin that xs_han_at does not know; starts: words may begin, or words
     * begin in the middle of a character */
    uint32_t others[XS_MARKS_BYTES / 32], starts[XS_MARKS_BYTES / 32];
};
/* xs_marks_make: of at most XS_MARKS_BYTES from `from` (< text.len) on. prints NULL: no words.
 * xs_marks_by: one byte or, where xs_vec_width says so, 32 at a time; the result is the same. */
void xs_marks_by(
    unsigned width, xs_str text, size_t from, const struct xs_prints *prints, struct xs_marks *out);
void xs_marks_make(xs_str text, size_t from, const struct xs_prints *prints, struct xs_marks *out);

#endif
