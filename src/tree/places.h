/* places.h: where the pieces of lines stand in a table whose cells are parted by blanks, and what
 * column that tells. Private to tree/. */
#ifndef XS_TREE_PLACES_H
#define XS_TREE_PLACES_H

#include "tree/build.h"

/* Some programs count a wide character as two columns, others as one; a sign of no certain width is
 * narrow to some, and to others wide. */
enum { XS_BY_WIDTH, XS_BY_COUNT, XS_BY_PRINT, XS_WAYS };

/* A piece in its line. */
struct xs_spot {
    uint32_t from[XS_WAYS], end[XS_WAYS]; /* columns, from 0 */
    unsigned room;                        /* of the last line of the cell that it begins */
    size_t line;                          /* which one that is */
    bool gone;                            /* it is part of another cell now */
};

struct xs_pline {
    size_t first, end; /* its cells */
    bool placed;       /* it is known where they stand */
    bool whole;        /* a row with name and value, as it seems */
    bool middle;       /* the first of three lines: a cell's first half, the row, its other half */
};

/* What stands in a column begins at this place. */
struct xs_start {
    uint32_t from;
    int column;
    size_t cells;
};

struct xs_places {
    struct xs_build *b;
    const struct xs_columns *c;
    struct xs_tcell *cells; /* as they were read */
    struct xs_tcell *laid;  /* the same, laid over the columns */
    int *known;             /* columns that their places tell; -1: not */
    struct xs_spot *spots;
    struct xs_pline *lines;
    size_t n, nlines, nstarts;
    struct xs_start *starts; /* by their place */
    struct xs_pline head;    /* of the header, with a cell a column; not placed: another one */
    struct xs_spot *head_spots;
    int way;
    int name, value;               /* columns; -1: none */
    bool levels;                   /* their names have columns of their own */
    size_t broken;                 /* names of indicators that surely are, over lines, so far */
    size_t most[XS_MAX_COLUMNS];   /* cells that begin at one place */
    unsigned room[XS_MAX_COLUMNS]; /* of the widest cell in a row that seems whole */
};

/* As much as programs that lay out proportional type are off. */
static inline bool xs_places_same(uint32_t a, uint32_t b) { return a <= b + 1 && b <= a + 1; }

/* xs_places_over: do two pieces, of different lines, stand over each other? */
static inline bool xs_places_over(const struct xs_spot *a, const struct xs_spot *b, int way)
{
    return a->from[way] < b->end[way] && b->from[way] < a->end[way];
}

/* xs_places_word: where the first line of a piece stands, by its place alone: in its block or one
 * above, which is a paragraph of one line. False: it is not. */
bool xs_places_word(const struct xs_build *b, const struct xs_tcell *t, struct xs_spot *out);
/* xs_places_room: columns that a text takes in print. */
unsigned xs_places_room(xs_str s);
/* xs_places_close: is there no more than one blank before the piece, and is it one of the same line
 * as the one before? */
bool xs_places_close(const struct xs_places *w, size_t piece);
/* xs_places_cell_end: the first cell behind those that make one with the one at at, in a row as it
 * was laid. */
size_t xs_places_cell_end(const struct xs_places *w, const struct xs_pline *l, size_t at);
/* xs_places_lines: the lines, and where the pieces stand in them. */
XS_CHECK enum xs_err xs_places_lines(struct xs_places *w);
/* xs_places_header: where the names of the columns stand. */
XS_CHECK enum xs_err xs_places_header(struct xs_places *w);
/* xs_places_learn: lays the cells over the columns; what begins where in rows that seem whole, and
 * how wide that gets. After xs_places_lines and xs_places_header. */
XS_CHECK enum xs_err xs_places_learn(struct xs_places *w);
/* xs_places_column: the column that begins where the piece does; -1: none, or it is not certain. */
int xs_places_column(const struct xs_places *w, size_t piece);

/* xs_levels_centred: cells as they were laid: names of second levels that stand in the middle of
 * their rows are moved to the first of them. */
XS_CHECK enum xs_err xs_levels_centred(
    struct xs_build *b, const struct xs_columns *c, struct xs_tcell *cells, size_t n);

#endif
