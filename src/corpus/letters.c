#include "corpus/letters.h"

#include "corpus/marks.h"

/* All but the last chunk, which may be a whole one. */
static uint64_t hash_chunks(uint64_t hash, xs_str *bytes)
{
    while (bytes->len > XS_LETTERS_CHUNK) {
        hash = xs_str_hash_seed(xs_str_sub(*bytes, 0, XS_LETTERS_CHUNK), hash);
        *bytes = xs_str_sub(*bytes, XS_LETTERS_CHUNK, bytes->len);
    }
    return hash;
}

uint64_t xs_letters_long(xs_str bytes)
{
    uint64_t hash = hash_chunks(XS_LETTERS, &bytes);
    return xs_str_hash_seed(bytes, hash);
}

/* Behind what is in the chunk; hashed once there is more than it takes. */
static void add_to_chunk(struct xs_letters *l, xs_str s)
{
    while (s.len > 0) {
        if (l->bytes == XS_LETTERS_CHUNK) {
            l->hash = xs_str_hash_seed((xs_str){ l->chunk, l->bytes }, l->hash);
            l->bytes = 0;
        }
        size_t room = XS_LETTERS_CHUNK - l->bytes, n = s.len < room ? s.len : room;
        memcpy(l->chunk + l->bytes, s.ptr, n);
        l->bytes += n;
        s = xs_str_sub(s, n, s.len);
    }
}

void xs_letters_add(struct xs_letters *l, const char *p, size_t bytes)
{
    const xs_str s = { p, bytes };
    if (l->each) {
        for (size_t at = 0; at < bytes;)
            l->hash = xs_letter_hash(l->hash, xs_utf8_next(s, &at));
        return;
    }
    if (!l->copied) {
        const xs_str before = { l->from, l->bytes };
        l->copied = true;
        l->bytes = 0;
        add_to_chunk(l, before);
    }
    add_to_chunk(l, s);
}

uint64_t xs_letters_end(struct xs_letters *l)
{
    if (l->each) {
        const uint64_t whole = l->hash;
        l->hash = xs_letter_hash(whole, '|');
        return whole;
    }
    xs_str last = { l->copied ? l->chunk : l->from, l->bytes };
    if (l->bytes == 0)
        last = XS_STR_NONE;
    l->hash = hash_chunks(l->hash, &last);
    l->hash = xs_str_hash_seed(last, l->hash);
    l->copied = false;
    l->bytes = 0;
    return l->hash;
}

static void take_run(struct xs_letters *l, xs_str text, size_t from, size_t to)
{
    if (to > from)
        xs_letters_take(l, text.ptr + from, to - from, (to - from) / XS_HAN_BYTES);
}

uint64_t xs_letters_hash(xs_str text, uint32_t *letters)
{
    struct xs_letters l;
    struct xs_marks m;
    size_t at = 0; /* a run of Han characters begins here */
    xs_letters_begin(&l, false);
    for (size_t from = 0; from < text.len; from += XS_MARKS_BYTES) {
        xs_marks_make(text, from, NULL, &m);
        for (size_t i = 0; i < m.n; i++)
            for (uint32_t bits = m.others[i]; bits; bits &= bits - 1) {
                const size_t to = from + 32 * i + xs_vec_first(bits);
                take_run(&l, text, at, to);
                at = to;
                if (xs_other_next(text, &at))
                    xs_letters_take(&l, text.ptr + to, at - to, 1);
            }
    }
    take_run(&l, text, at, text.len);
    if (letters)
        *letters = l.count;
    return l.count ? xs_letters_end(&l) : 0;
}
