/* layout.h: what the tree builder knows of forms: header synonyms, level names, headings,
 * furniture. Private to tree/. */
#ifndef XS_TREE_LAYOUT_H
#define XS_TREE_LAYOUT_H

#include "tree/tree.h"

enum xs_level {
    XS_LV_NONE,
    XS_LV_OUTPUT,
    XS_LV_COST,
    XS_LV_BENEFIT,
    XS_LV_SATISFACTION,
    XS_LV_OTHER, /* the name of a first level that is none of these */
    XS_LV_COUNT
};

/* Marks of one short text, from one look into the word lists. */
enum {
    XS_MARK_SIGN = 1 << 0,        /* a comparator alone */
    XS_MARK_UNIT = 1 << 1,        /* a unit alone */
    XS_MARK_DIRECTION = 1 << 2,   /* positive or negative indicator */
    XS_MARK_QUALITATIVE = 1 << 3, /* the word for a qualitative or quantitative indicator */
    XS_MARK_LEVEL_TAIL = 1 << 4,  /* the second half of a level name broken over two lines */
    XS_MARK_TABLE_END = 1 << 5,   /* begins what follows a table: notes, signatures, totals */
    XS_MARK_FURNITURE = 1 << 6,   /* page furniture */
    XS_MARK_STANDARD = 1 << 7     /* a class of standard: plan, trade, past */
};

struct xs_layout {
    const struct xs_lexset *lex;
    const struct xs_folder *folder;
    const struct xs_value_words *values;
    const struct xs_name_words *names;
    struct xs_lexwant words;               /* all lists that a whole cell is looked up in */
    struct xs_lexchars word_ends;          /* what a cell that holds one of them, with a year or
                                              not, ends with */
    struct xs_lexwant fields;              /* field.* */
    int field_of[XS_LEXMASK_WORDS * 64];   /* list -> enum xs_field, -1 */
    int class_of[XS_LEXMASK_WORDS * 64];   /* level2.* list -> enum xs_class, -1 */
    int level_of[XS_LEXMASK_WORDS * 64];   /* level1.* list -> enum xs_level, -1 */
    int mark_of[XS_LEXMASK_WORDS * 64];    /* mark.* and cmp.*, unit.* list -> mark bit, 0 */
    int section_of[XS_LEXMASK_WORDS * 64]; /* heading.* list -> enum xs_section_kind, -1 */
    struct xs_lexmask headings, whole_office, money_label, money_wan, money_yuan, money_yi,
        table_end, furniture, goal_label, indicator_label, office, no_office, project_noun,
        year_mark, sign, level_tail, with_value, page, sum,
        numbered; /* numbered: of words, what a cell may say beside a number;
                     signs and units make a value with it */
    /* of lists in running text: comparators, and words that only hold one; names of both levels;
     * what a line begins with; what stands behind a list, at a line's start or anywhere in it; how
     * a term is explained, and words that only begin so */
    struct xs_lexmask comparators, no_comparators, level_names, list_lead, list_over, list_page,
        explains, no_explains;
    /* money_label; money_wan, money_yuan and money_yi; goal_label and indicator_label; levels:
     * names of second levels; headings; furniture */
    struct xs_lexwant money_labels, money_units, list_labels, ordinals, table_title, levels,
        missing, heading, page_marks;
    struct xs_lexcommon title_common; /* of table_title */
    struct xs_lexchars heading_ends;
};

/* What one cell is as far as its words go; small, since every cell has it. */
struct xs_cell_words {
    uint8_t field; /* enum xs_field; XS_F_NONE: no header */
    uint8_t marks;
    unsigned level1 : 3; /* enum xs_level */
    unsigned level2 : 5; /* enum xs_class; XS_CLASS_NONE: no second-level name */
    unsigned key : 7;    /* enum xs_field: in no header, what is named before the first colon */
    unsigned colon : 1;  /* there may be a colon in it */
};
static_assert(XS_LV_COUNT <= 8 && XS_CLASS_OTHER < 32 && XS_F_COUNT < 128, "their bits");

#define XS_LONGEST_KEYED ((size_t)600) /* bytes of "name: value" in one cell */

/* xs_layout_cell: folded text of a whole cell (a trailing colon or parenthesis does not count). */
void xs_layout_cell(const struct xs_layout *l, xs_str folded, struct xs_cell_words *out);
/* xs_layout_label: the same, but nothing is known of colons. */
void xs_layout_label(const struct xs_layout *l, xs_str folded, struct xs_cell_words *out);
/* xs_layout_class: class of a row from its two levels. */
enum xs_class xs_layout_class(enum xs_level l1, enum xs_class l2);
enum xs_level xs_class_level(enum xs_class c);

#endif
