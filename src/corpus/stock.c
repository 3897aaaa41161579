#include "corpus/stock.h"

#include <stdlib.h>

#include "corpus/letters.h"

#define HEAD "# xushi stock clauses 2"
#define HEAD_1 "# xushi stock clauses 1" /* other hashes: made anew from the samples */
#define HASH_DIGITS 16

void xs_stock_init(struct xs_stock *s, struct xs_arena *arena)
{
    *s = (struct xs_stock){ .arena = arena };
}

/* --- out ------------------------------------------------------------------------------------- */

void xs_stock_head(struct xs_buf *out, uint64_t offices, uint64_t documents)
{
    xs_buf_lit(out, HEAD "\toffices\t");
    xs_buf_uint(out, offices);
    xs_buf_lit(out, "\tdocuments\t");
    xs_buf_uint(out, documents);
    xs_buf_putc(out, '\n');
}

void xs_stock_line(struct xs_buf *out, const struct xs_stock_entry *e)
{
    static const char hex[] = "0123456789abcdef";
    for (unsigned shift = 64; shift > 0; shift -= 4)
        xs_buf_putc(out, hex[e->hash >> (shift - 4) & 15]);
    xs_buf_putc(out, '\t');
    xs_buf_uint(out, e->offices);
    xs_buf_putc(out, '\t');
    xs_buf_uint(out, e->documents);
    xs_buf_putc(out, '\t');
    xs_buf_puts(out, e->sample);
    xs_buf_putc(out, '\n');
}

/* --- in -------------------------------------------------------------------------------------- */

static bool number(xs_str s, uint64_t *out)
{
    uint64_t n = 0;
    if (s.len == 0 || s.len > 18)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
        n = n * 10 + (uint64_t)(s.ptr[i] - '0');
    }
    *out = n;
    return true;
}

static bool hash(xs_str s, uint64_t *out)
{
    uint64_t h = 0;
    if (s.len != HASH_DIGITS)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        bool letter = c >= 'a' && c <= 'f';
        if (!letter && (c < '0' || c > '9'))
            return false;
        h = h << 4 | (uint64_t)(letter ? c - 'a' + 10 : c - '0');
    }
    *out = h;
    return true;
}

static bool parse_head(struct xs_stock *s, xs_str line, bool *old)
{
    xs_str part;
    uint64_t offices, documents;
    xs_str rest = line;
    *old = xs_str_starts(line, XS_STR(HEAD_1 "\toffices\t"));
    if (!*old && !xs_str_starts(line, XS_STR(HEAD "\toffices\t")))
        return false;
    for (int i = 0; i < 2; i++)
        if (!xs_str_split(&rest, '\t', &part))
            return false;
    if (!xs_str_split(&rest, '\t', &part) || !number(part, &offices) ||
        !xs_str_split(&rest, '\t', &part) || !xs_str_split(&rest, '\t', &part) ||
        !number(part, &documents))
        return false;
    s->offices += offices;
    s->documents += documents;
    return true;
}

static bool parse_line(xs_str line, struct xs_stock_entry *e)
{
    xs_str part, rest = line;
    if (!xs_str_split(&rest, '\t', &part) || !hash(part, &e->hash) ||
        !xs_str_split(&rest, '\t', &part) || !number(part, &e->offices) ||
        !xs_str_split(&rest, '\t', &part) || !number(part, &e->documents) ||
        !xs_str_split(&rest, '\t', &part))
        return false;
    e->sample = part;
    return true;
}

/* Of two samples of one clause the smaller one stays: any order of merging gives the same. */
static int by_hash(const void *a, const void *b)
{
    const struct xs_stock_entry *x = a, *y = b;
    int o = (x->hash > y->hash) - (x->hash < y->hash);
    return o ? o : xs_str_cmp(x->sample, y->sample);
}

static void settle(struct xs_stock *s)
{
    size_t n = 0;
    if (s->n > 0)
        qsort(s->items, s->n, sizeof *s->items, by_hash);
    for (size_t i = 0; i < s->n; i++) {
        if (n > 0 && s->items[n - 1].hash == s->items[i].hash) {
            s->items[n - 1].offices += s->items[i].offices;
            s->items[n - 1].documents += s->items[i].documents;
            continue;
        }
        s->items[n++] = s->items[i];
    }
    s->n = n;
}

enum xs_err xs_stock_parse(struct xs_stock *s, xs_str text, uint32_t *line)
{
    xs_str rest = text, one;
    bool old;
    *line = 1;
    if (!xs_str_split(&rest, '\n', &one) || !parse_head(s, one, &old))
        return XS_E_DAMAGED;
    while (xs_str_split(&rest, '\n', &one)) {
        ++*line;
        if (one.len == 0)
            continue;
        struct xs_stock_entry *items =
            xs_arena_grow(s->arena, s->items, &s->cap, s->n + 1, sizeof *items);
        if (!items)
            return XS_E_NOMEM;
        s->items = items;
        items[s->n] = (struct xs_stock_entry){ 0 };
        if (!parse_line(one, &items[s->n]))
            return XS_E_DAMAGED;
        if (old)
            items[s->n].hash = xs_letters_hash(items[s->n].sample, NULL);
        s->n += !old || items[s->n].hash != 0; /* an old one without a sample is lost */
    }
    settle(s);
    return XS_OK;
}

const struct xs_stock_entry *xs_stock_find(const struct xs_stock *s, uint64_t h)
{
    size_t low = 0, high = s ? s->n : 0;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (s->items[mid].hash == h)
            return &s->items[mid];
        if (s->items[mid].hash < h)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}
