/* lexicon.h: all word lists of the pattern files (section `lexicons`) in one trie, so that one pass
 * over a text answers every question about words: has, begins with, ends with, is, is made of.
 * Words are folded when loaded. */
#ifndef XS_TEXT_LEXICON_H
#define XS_TEXT_LEXICON_H

#include "base/limits.h"
#include "base/utf8.h"
#include "text/fold.h"

#define XS_LEXMASK_WORDS 4 /* 64 lexicons each */
#define XS_LEX_RESIDUE 768 /* bytes that xs_lex_made_of looks at: no name is longer */

struct xs_lexmask {
    uint64_t w[XS_LEXMASK_WORDS];
};

struct xs_lexset; /* read-only after loading, shared by all threads */

/* What a text holds, a bit a lexicon. */
struct xs_lexhits {
    struct xs_lexmask has, starts, ends, equals;
};

/* xs_lexset_load: every list of the files. Entry: `name: [word, ...]`, `name:` and a text of words
 * parted by blanks, or `name: {include: [other lists], words: [...], replace: true}`. A list of the
 * same name in a later folder adds its words unless `replace` is true. */
XS_CHECK enum xs_err xs_lexset_load(
    const struct xs_patfiles *set, const struct xs_folder *f, const struct xs_lexset **out);
struct xs_trie_builder;
/* xs_lexset_make: lists without names, from words that were added to b as they are. In a. */
XS_CHECK enum xs_err xs_lexset_make(
    struct xs_trie_builder *b, struct xs_arena *a, const struct xs_lexset **out);
/* xs_lexset_give: adds the words of the lists in want to b, as one list of this number. */
XS_CHECK enum xs_err xs_lexset_give(const struct xs_lexset *s, const struct xs_lexmask *want,
    struct xs_trie_builder *b, size_t list);
/* xs_lexset_find: number of a list by name, or -1. While patterns are loaded, by one thread. */
int xs_lexset_find(const struct xs_lexset *s, xs_str name);
/* xs_lexset_unused: after everything is loaded: XS_E_PATTERNS (fault of files) for a list that
 * nothing asks for: no part of the program, no entry of any section by name, no other list. */
XS_CHECK enum xs_err xs_lexset_unused(const struct xs_patfiles *set, const struct xs_lexset *s);
xs_str xs_lexset_name(const struct xs_lexset *s, int id);
/* xs_lexset_group: the lists whose names begin with prefix (such as "unit."). */
struct xs_lexmask xs_lexset_group(const struct xs_lexset *s, xs_str prefix);

static inline bool xs_lexmask_has(const struct xs_lexmask *m, int id)
{
    return id >= 0 && (m->w[id >> 6] >> (id & 63) & 1) != 0;
}
struct xs_lexmask xs_lexmask_one(int id);
static inline struct xs_lexmask xs_lexmask_and(struct xs_lexmask a, struct xs_lexmask b)
{
    for (size_t i = 0; i < XS_LEXMASK_WORDS; i++)
        a.w[i] &= b.w[i];
    return a;
}
static inline struct xs_lexmask xs_lexmask_or(struct xs_lexmask a, struct xs_lexmask b)
{
    for (size_t i = 0; i < XS_LEXMASK_WORDS; i++)
        a.w[i] |= b.w[i];
    return a;
}
static inline bool xs_lexmask_any(const struct xs_lexmask *m)
{
    return (m->w[0] | m->w[1] | m->w[2] | m->w[3]) != 0;
}
/* xs_lexmask_first: lowest list number in m, or -1. */
static inline int xs_lexmask_first(const struct xs_lexmask *m)
{
    for (int i = 0; i < XS_LEXMASK_WORDS; i++)
        if (m->w[i])
            return i * 64 + __builtin_ctzll(m->w[i]);
    return -1;
}

/* In all of these text is folded. Cost O(text x longest word). */
void xs_lex_scan(const struct xs_lexset *s, xs_str text, struct xs_lexhits *out);
/* xs_lex_longest: bytes of the longest word of the lists in want that stands at offset at; 0 =
 * none. *which (may be NULL) gets the lists that hold the word. */
size_t xs_lex_longest(const struct xs_lexset *s, xs_str text, size_t at,
    const struct xs_lexmask *want, struct xs_lexmask *which);
/* xs_lex_reach: the same at offset 0; *reach: up to there text is the begin of a word of want, but
 * for texts that go on in another way. */
size_t xs_lex_reach(const struct xs_lexset *s, xs_str text, const struct xs_lexmask *want,
    struct xs_lexmask *which, size_t *reach);
/* xs_lex_is_bare: is text, but for its ASCII digits, one word of want, and more than digits?
 * *which: the lists that hold it. */
bool xs_lex_is_bare(const struct xs_lexset *s, xs_str text, const struct xs_lexmask *want,
    struct xs_lexmask *which);
/* xs_lex_longest_end: the same as xs_lex_longest for a word that ends at the end of text. */
size_t xs_lex_longest_end(const struct xs_lexset *s, xs_str text, const struct xs_lexmask *want,
    struct xs_lexmask *which);
/* A word that was found: its bytes and the lists that hold it. */
struct xs_lexword {
    size_t len;
    struct xs_lexmask which;
};
/* Lists that long texts are searched for, with what their words may begin with. A bit in a
 * table of 64 x 64 stands for the characters of two or three bytes whose last two bytes are the
 * same in their lower six bits. */
#define XS_LEXWANT_PAIR_BITS 12
struct xs_lexwant {
    struct xs_lexmask mask;
    /* of an ASCII character: bits of the lower six of the bytes behind it; all: it is a word */
    uint64_t ascii[128];
    uint64_t begins[64];
    uint64_t alone[64];                               /* of these: where pairs has no say */
    uint64_t pairs[(1 << XS_LEXWANT_PAIR_BITS) / 64]; /* by number: two characters of three bytes */
    char needs;   /* an ASCII character that every word holds; 0: none */
    size_t ahead; /* at most so many bytes of a word stand before it */
};
void xs_lexwant_make(
    const struct xs_lexset *s, const struct xs_lexmask *mask, struct xs_lexwant *out);
/* xs_lexwant_begins: false where no such word begins with the character at offset at (below
 * text.len), which is found out without decoding it. */
bool xs_lexwant_begins_slow(const struct xs_lexwant *want, xs_str text, size_t at);
static inline bool xs_lexwant_begins(const struct xs_lexwant *want, xs_str text, size_t at)
{
    const unsigned char *p = (const unsigned char *)text.ptr + at;
    size_t n = xs_utf8_len(text.ptr[at]);
    if (n == 1)
        return want->ascii[p[0]] >> (at + 1 < text.len ? p[1] & 63 : 0) & 1;
    return n <= text.len - at && (want->begins[p[n - 2] & 63] >> (p[n - 1] & 63) & 1) &&
           xs_lexwant_begins_slow(want, text, at);
}
/* xs_lexwant_may: false where text holds no such word; cheap, and mostly so where a sign is needed.
 */
static inline bool xs_lexwant_may(const struct xs_lexwant *want, xs_str text)
{
    return text.len && (!want->needs || memchr(text.ptr, want->needs, text.len));
}
/* xs_lex_search: xs_lex_find for such lists, several times as fast where they are rare. */
size_t xs_lex_search(const struct xs_lexset *s, xs_str text, size_t from,
    const struct xs_lexwant *want, struct xs_lexword *word);
/* A character beyond ASCII that every word of some lists has. */
struct xs_lexcommon {
    size_t len;   /* bytes; 0: there is none */
    size_t ahead; /* at most so many bytes of a word stand before it */
    char bytes[4];
};
/* xs_lexcommon_make: goes through all the words. */
void xs_lexcommon_make(
    const struct xs_lexset *s, const struct xs_lexmask *want, struct xs_lexcommon *out);
/* xs_lex_has_common: does xs_lex_search find something? common is that of want. */
bool xs_lex_has_common(const struct xs_lexset *s, xs_str text, const struct xs_lexwant *want,
    const struct xs_lexcommon *common);
/* Which characters some words consist of: a bit in a table of 64 x 64 stands for the characters of
 * three bytes whose last two are the same in their lower six bits. Hexagrams, which are punctuation
 * among Han characters, count as such. */
struct xs_lexchars {
    uint64_t bits[64];
};
void xs_lexchars_make(
    const struct xs_lexset *s, const struct xs_lexmask *want, struct xs_lexchars *out);
/* xs_lexchars_ends: the same of the characters that the words end with alone, and of nothing else.
 */
void xs_lexchars_ends(
    const struct xs_lexset *s, const struct xs_lexmask *want, struct xs_lexchars *out);
/* xs_lexchars_has: may a word hold the character at p, which has three bytes? False is certain. */
static inline bool xs_lexchars_has(const struct xs_lexchars *c, const char *p)
{
    return c->bits[p[1] & 63] >> (p[2] & 63) & 1;
}
/* xs_lexchars_may_end: may a word end with the last character of text? False is certain. */
static inline bool xs_lexchars_may_end(const struct xs_lexchars *c, xs_str text)
{
    return text.len < 3 || (text.ptr[text.len - 3] & 0xF0) != 0xE0 ||
           xs_lexchars_has(c, text.ptr + text.len - 3);
}
/* xs_lexchars_cover: may xs_lex_made_of say yes? Cheap, and mostly no where that is the answer. */
bool xs_lexchars_cover(const struct xs_lexchars *c, xs_str text, size_t left);
/* xs_lex_find: offset of the first (leftmost, longest) word of the lists in want at or after from,
 * or SIZE_MAX. word may be NULL; untouched when nothing is found. */
size_t xs_lex_find(const struct xs_lexset *s, xs_str text, size_t from,
    const struct xs_lexmask *want, struct xs_lexword *word);
/* xs_lex_made_of: can words of the lists in want cover text but for at most left letters, digits
 * and Han characters? Punctuation counts as covered; only the first XS_LEX_RESIDUE bytes are looked
 * at. Stops as soon as the answer is no. */
bool xs_lex_made_of(
    const struct xs_lexset *s, xs_str text, const struct xs_lexmask *want, size_t left);
/* xs_lex_strip: text without the words of the lists in want (leftmost longest) and without
 * punctuation. In a. */
XS_CHECK enum xs_err xs_lex_strip(const struct xs_lexset *s, struct xs_arena *a, xs_str text,
    const struct xs_lexmask *want, xs_str *out);

#endif
