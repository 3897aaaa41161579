/* sheet.h: what every reader yields: one ordered list of blocks, each with its place in the source.
 */
#ifndef XS_READ_SHEET_H
#define XS_READ_SHEET_H

#include "base/arena.h"
#include "base/err.h"
#include "base/patfiles.h"

/* Where something stands. line/col 0: the format has none; then table/row/cell/page/part say it.
 * Beside the tables of running text, cell is the paragraph's number among those that are not empty.
 * All from 1. */
struct xs_place {
    uint32_t line, col; /* col in code points */
    uint32_t table, row, cell;
    uint32_t page;
    xs_str part; /* a sheet's name; empty otherwise */
};

static inline bool xs_place_known(const struct xs_place *at)
{
    return at->line || at->table || at->row || at->cell || at->page || at->part.len;
}

struct xs_cell {
    xs_str text; /* paragraphs parted by '\n'; valid UTF-8; export residues still in it */
    struct xs_place at;
    uint16_t span;  /* grid columns that it covers, at least 1 */
    bool continued; /* empty because a cell above it covers this place */
};

enum xs_block_kind {
    XS_BLOCK_PARAGRAPH,
    XS_BLOCK_ROW,  /* cells that the format itself says are one row */
    XS_BLOCK_BREAK /* a page, a sheet or a file ends: no table goes on over it unless its header is
                      repeated */
};

/* How sure the reader is of the cell borders of a row. */
enum xs_row_shape {
    XS_SHAPE_EXACT, /* the format's own cells, empty ones included */
    XS_SHAPE_LOOSE  /* parted by bars, tabs or blanks: empty cells may be missing */
};

struct xs_block {
    enum xs_block_kind kind;
    enum xs_row_shape shape;
    uint32_t first_line, last_line; /* lines of the source that it takes; 0 where there are none */
    bool blank_before;              /* an empty line stands before it */
    size_t ncells;                  /* 1 for a paragraph, 1 or more for a row, 0 for a break */
    struct xs_cell *cells;
};

/* What a reader found wrong but could go on from. */
struct xs_read_note {
    const char *id; /* rule id of the finding: "read-invalid-bytes", ... */
    struct xs_place at;
    uint64_t number; /* byte offset, count: what the message calls {n} */
    xs_str text;     /* what it calls {text} */
};

struct xs_sheet {
    const char *format, *encoding; /* as in the documents table */
    size_t nblocks;
    struct xs_block *blocks;
    xs_str source; /* what all cells are views of: in their order, with blanks alone beside them;
                      empty: they are not */
    uint32_t nlines,
        nblank; /* lines of the source, lines of it that are empty; 0 where there are none */
    bool ends_in_table; /* the source stops inside a row */
    enum xs_ends {
        XS_ENDS_LINE, /* behind the end of a line */
        XS_ENDS_OPEN, /* in a line */
        XS_ENDS_CELL  /* in a row whose cells have borders, before the last of them */
    } ends;
    bool cut;   /* the markup itself says that the end is missing */
    bool stray; /* there is text where the format has none; matters when there is no other */
    const char *missing; /* with XS_E_UNSUPPORTED: the library or program that would read it;
                            with XS_E_FOREIGN: what it is */
    size_t nnotes;
    struct xs_read_note *notes;
    uint64_t
        text_hash; /* of the text alone: equal for the same text in another format or encoding */
};

#endif
