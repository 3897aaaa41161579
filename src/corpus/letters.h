/* letters.h: the letters of a text, found by runs of Han characters, and their hash. */
#ifndef XS_CORPUS_LETTERS_H
#define XS_CORPUS_LETTERS_H

#include "rule/similar.h"

/* xs_is_letter: a letter or Han character: what is hashed. Digits are left out, and anything else
 * ends a clause. */
static inline bool xs_is_digit(uint32_t cp) { return cp >= '0' && cp <= '9'; }
static inline bool xs_is_letter(uint32_t cp)
{
    return cp < 0x80 ? (cp | 0x20) - 'a' < 26 : xs_content(cp);
}

#define XS_HAN_BYTES 3 /* of a character that xs_han_at knows: all of these are letters */
/* xs_other_next: steps over the character at *at, which is none of them: is it a letter? */
static inline bool xs_other_next(xs_str text, size_t *at)
{
    const unsigned char *p = (const unsigned char *)text.ptr + *at;
    if (p[0] < 0x80) {
        ++*at;
        return (p[0] | 0x20u) - 'a' < 26;
    }
    if (p[0] == 0xE3 && text.len - *at >= 3 && p[1] == 0x80 && p[2] != 0x87) { /* U+3000 .. 303F */
        *at += 3;
        return false;
    }
    return xs_is_letter(xs_utf8_next(text, at));
}

/* xs_letter_hash: one letter more; begin with XS_LETTERS. */
#define XS_LETTERS UINT64_C(0x9E3779B97F4A7C15)
static inline uint64_t xs_letter_hash(uint64_t h, uint32_t cp)
{
    h = (h ^ cp) * XS_LETTERS;
    return h ^ (h >> 29);
}

/* Letters under way: their bytes, which mostly stand together in a text, else copied. */
#define XS_LETTERS_CHUNK 240 /* bytes that are hashed at once */
struct xs_letters {
    uint64_t hash; /* of what came before; to begin with, XS_LETTERS */
    uint32_t count;
    bool each; /* hashed one by one: several times as slow, but it says in which order clusters of
                  rows are listed */
    bool copied;
    const char *from;
    size_t bytes; /* of from, or of chunk */
    char chunk[XS_LETTERS_CHUNK];
};
static inline void xs_letters_begin(struct xs_letters *l, bool each)
{
    l->hash = XS_LETTERS;
    l->count = 0;
    l->each = each;
    l->copied = false;
    l->bytes = 0;
}
/* xs_letters_take: n more letters of so many bytes, at least one; the text stays until
 * xs_letters_end. */
void xs_letters_add(struct xs_letters *l, const char *p, size_t bytes);
static inline void xs_letters_take(struct xs_letters *l, const char *p, size_t bytes, size_t n)
{
    l->count += (uint32_t)n;
    if (l->bytes == 0 && !l->each) {
        l->from = p;
        l->bytes = bytes;
    } else if (l->from + l->bytes == p && !l->copied && !l->each) {
        l->bytes += bytes;
    } else {
        xs_letters_add(l, p, bytes);
    }
}
/* xs_letters_end: hash of all letters so far. Those that come then belong to another part: the same
 * letters otherwise parted give another hash. */
uint64_t xs_letters_end(struct xs_letters *l);
/* xs_letters_bytes: hash of bytes that all are letters'. */
uint64_t xs_letters_long(xs_str bytes);
static inline uint64_t xs_letters_bytes(xs_str bytes)
{
    return bytes.len <= XS_LETTERS_CHUNK ? xs_str_hash_seed(bytes, XS_LETTERS)
                                         : xs_letters_long(bytes);
}
/* xs_letters_hash: hash of the letters of a text (no digits, no punctuation); 0 when it has none.
 */
uint64_t xs_letters_hash(xs_str text, uint32_t *letters);

#endif
