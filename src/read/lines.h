/* lines.h: the lines of a text, found sixty-four bytes at a time. */
#ifndef XS_READ_LINES_H
#define XS_READ_LINES_H

#include "base/str.h"

#define XS_LINES_WORDS 32

/* A text, and what is in it, sixty-four bytes a word: bit i is byte i. Private but for
 * xs_lines_open and xs_lines_next. */
struct xs_lines {
    xs_str text;
    size_t looked; /* what the words go up to */
    unsigned width, nwords;
    uint64_t after;                    /* 1: the bytes looked at end with a line */
    uint64_t ends[XS_LINES_WORDS + 1]; /* line ends */
    uint64_t odd[XS_LINES_WORDS + 1];  /* TABs that begin no line, bars */
};

/* Where in it one is; all zeroes at its start. */
struct xs_lines_at {
    size_t at, base;    /* of the next line, of the bytes behind the word under way */
    unsigned word;      /* the next one */
    uint64_t ends, odd; /* what is left of the one under way */
};

/* xs_lines_open: width is xs_vec_width, or 16; the lines are the same. */
void xs_lines_open(struct xs_lines *l, xs_str text, unsigned width);
/* xs_lines_more: the words that come next. False: there are none. */
bool xs_lines_more(struct xs_lines *l);
/* xs_lines_next: the next line without its line end, which is LF or CR LF. *odd: it holds a bar or
 * a TAB that it does not begin with. False: there is none. */
static inline bool xs_lines_next(struct xs_lines *l, struct xs_lines_at *w, xs_str *line, bool *odd)
{
    bool seen = false;
    while (!w->ends) {
        seen |= w->odd != 0;
        if (w->word == l->nwords) {
            const bool more = xs_lines_more(l);
            w->word = 0;
            if (!more)
                return false;
        }
        w->ends = l->ends[w->word];
        w->odd = l->odd[w->word++];
        w->base += 64;
    }
    const char *p = l->text.ptr + w->at;
    const size_t stop = w->base - 64 + (size_t)__builtin_ctzll(w->ends);
    if (w->odd) {
        const uint64_t end = w->ends & (0 - w->ends);
        seen |= (w->odd & (end - 1)) != 0;
        w->odd &= 0 - end;
    }
    w->ends &= w->ends - 1;
    size_t n = stop - w->at;
    w->at = stop + 1;
    if (n && p[n - 1] == '\r')
        n--;
    *line = (xs_str){ p, n };
    *odd = seen;
    return true;
}

#endif
