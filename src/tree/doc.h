/* doc.h: the tree of one document: sections of part one, projects, header fields, goal items,
 * indicator rows. */
#ifndef XS_TREE_DOC_H
#define XS_TREE_DOC_H

#include <assert.h>

#include "base/memo.h"
#include "read/sheet.h"
#include "text/name.h"
#include "text/value.h"

enum xs_field {
#define FIELD(id, list, where) XS_F_##id,
#include "tree/fields.def"
#undef FIELD
    XS_F_COUNT,
    XS_F_NONE = XS_F_COUNT
};
#define XS_FIELD_BIT(f) (UINT64_C(1) << (f))
/* Among the columns of a project: the text does not end inside its table, so that what is not there
 * is missing. */
#define XS_COLUMNS_WHOLE (UINT64_C(1) << 63)
static_assert(XS_F_COUNT < 63, "a bit beside those of the fields");

/* Canonical class of an indicator: first and second level. Names: "output.quantity", ... */
enum xs_class {
    XS_CLASS_NONE,
    XS_CLASS_OUTPUT,
    XS_CLASS_OUTPUT_QUANTITY,
    XS_CLASS_OUTPUT_QUALITY,
    XS_CLASS_OUTPUT_TIME,
    XS_CLASS_OUTPUT_COST,
    XS_CLASS_COST, /* first level of its own */
    XS_CLASS_COST_ECONOMIC,
    XS_CLASS_COST_SOCIAL,
    XS_CLASS_COST_ECOLOGICAL,
    XS_CLASS_BENEFIT,
    XS_CLASS_BENEFIT_ECONOMIC,
    XS_CLASS_BENEFIT_SOCIAL,
    XS_CLASS_BENEFIT_ECOLOGICAL,
    XS_CLASS_BENEFIT_LASTING,
    XS_CLASS_SATISFACTION,
    XS_CLASS_COUNT,
    XS_CLASS_OTHER = XS_CLASS_COUNT /* of no row: a second level's name that tells no class */
};
XS_CONST const char *xs_class_name(enum xs_class c); /* "" for XS_CLASS_NONE */

/* Sets of classes, a bit each: output.* and cost.*; benefit.*; output.cost and cost.*. */
#define XS_CLASS_BIT(name) (UINT32_C(1) << XS_CLASS_##name)
#define XS_CLASSES_COST                                                                            \
    (XS_CLASS_BIT(OUTPUT_COST) | XS_CLASS_BIT(COST) | XS_CLASS_BIT(COST_ECONOMIC) |                \
        XS_CLASS_BIT(COST_SOCIAL) | XS_CLASS_BIT(COST_ECOLOGICAL))
#define XS_CLASSES_OUTPUT                                                                          \
    (XS_CLASS_BIT(OUTPUT) | XS_CLASS_BIT(OUTPUT_QUANTITY) | XS_CLASS_BIT(OUTPUT_QUALITY) |         \
        XS_CLASS_BIT(OUTPUT_TIME) | XS_CLASSES_COST)
#define XS_CLASSES_BENEFIT                                                                         \
    (XS_CLASS_BIT(BENEFIT) | XS_CLASS_BIT(BENEFIT_ECONOMIC) | XS_CLASS_BIT(BENEFIT_SOCIAL) |       \
        XS_CLASS_BIT(BENEFIT_ECOLOGICAL) | XS_CLASS_BIT(BENEFIT_LASTING))
static inline bool xs_class_is_output(enum xs_class c) { return XS_CLASSES_OUTPUT >> c & 1; }
static inline bool xs_class_is_benefit(enum xs_class c) { return XS_CLASSES_BENEFIT >> c & 1; }
static inline bool xs_class_is_cost(enum xs_class c) { return XS_CLASSES_COST >> c & 1; }

/* One field: the source's text without export residues, and where it begins. */
struct xs_value_at {
    xs_str text;               /* trimmed; paragraphs parted by '\n' */
    xs_str folded;             /* without blanks and line ends; see text/fold.h */
    struct xs_noted *noted;    /* in the document's memo; NULL: not there */
    const struct xs_place *at; /* of its cell, or as long-lived; NULL: nowhere */
};

/* xs_value_place: where the field begins; all zero: nowhere. */
static inline const struct xs_place *xs_value_place(const struct xs_value_at *v)
{
    static const struct xs_place nowhere;
    return v->at ? v->at : &nowhere;
}
/* xs_value_move: its place is another line and column of the same; in a. */
XS_CHECK enum xs_err xs_value_move(
    struct xs_arena *a, struct xs_value_at *v, uint32_t line, uint32_t col);

/* Flags of a row. */
enum {
    XS_RF_VALUE_PARTS = 1 << 0, /* sign, number or unit came from columns of their own */
    XS_RF_CUT = 1 << 1,         /* the text ends inside this row */
    XS_RF_LEVEL_GUESSED = 1 << 2,
    XS_RF_PROSE = 1 << 3 /* found in running text, not in a table */
};

/* What is asked for most stands first, on one line of memory. */
struct xs_row {
    uint32_t seq; /* from 1 within the project */
    unsigned flags;
    enum xs_class class;
    enum xs_name_kind name_kind;
    const struct xs_place *at; /* first cell of the row */
    /* the first and the second, filled down, as written; shared with other rows; NULL: none */
    const struct xs_value_at *level[2];
    const struct xs_value *parsed; /* the value; in the memo, where it is known */
    struct xs_noted *core_noted;
    struct xs_value_at name, value, description, basis;
    xs_str core; /* folded name without numbering and template tail */
    bool has_weight;
    int64_t weight_milli; /* thousandths of a point, as written; valid where has_weight is set */
};

/* xs_row_level: the first (1) or second (2) level of a row, or an empty text. */
static inline const struct xs_value_at *xs_row_level(const struct xs_row *r, unsigned n)
{
    static const struct xs_value_at none;
    return r->level[n - 1] ? r->level[n - 1] : &none;
}

struct xs_item {             /* one goal item, one listed indicator */
    struct xs_value_at text; /* without its number */
};

struct xs_project {
    uint32_t number;    /* from 1 within the document */
    struct xs_place at; /* first row of its header table */
    struct xs_value_at code, name, department_code, department, purpose, goal, goal_total,
        year_text;
    struct xs_value_at budget, fiscal, other; /* as written */
    /* money in ten-thousandths of 1 yuan x 100, that is 1e-6 wan; valid where has_* is set */
    int64_t budget_micro, fiscal_micro, other_micro;
    bool has_budget, has_fiscal, has_other, unit_known;
    size_t nplan;
    struct xs_value_at *plan; /* shares as printed */
    int64_t *plan_milli;      /* in thousandths of one per cent */
    uint16_t year;            /* 0 = unknown */
    size_t nitems;
    struct xs_item *items; /* of the goal */
    size_t nrows;
    struct xs_row *rows;
    uint64_t columns; /* XS_FIELD_BIT of the columns that the layout has; XS_COLUMNS_WHOLE */
    bool prose;       /* rows are from running text */
    bool cut;         /* the text ends inside its table */
    xs_str heading;   /* the heading before its table, or empty */
};

enum xs_section_kind {
    XS_SEC_OTHER,
    XS_SEC_OVERALL,    /* overall goal of the department */
    XS_SEC_BRANCHES,   /* goals by branch, each with goal and indicator lists */
    XS_SEC_BRANCH,     /* one of them */
    XS_SEC_SAFEGUARDS, /* safeguard measures */
    XS_SEC_PROJECTS,   /* part two */
    XS_SEC_COUNT
};

struct xs_paragraph {
    struct xs_value_at text;
};

struct xs_section { /* document order; a tree by parent and depth */
    enum xs_section_kind kind;
    uint32_t parent; /* index + 1 of the parent section; 0 = the document */
    uint32_t depth;
    struct xs_value_at heading;
    size_t nparagraphs, ngoals, nindicators;
    struct xs_paragraph *paragraphs;    /* running text, all of it */
    struct xs_item *goals, *indicators; /* lists read out of the text; indicators as named there */
};

/* A remark of the tree builder on the document: unknown header, cut table, value without name, ...
 */
struct xs_remark {
    const char *rule; /* rule id in patterns/rules: "read-..." */
    struct xs_place at;
    uint32_t project; /* number, 0 = the document */
    xs_str text;      /* quote */
};

enum xs_doc_kind { XS_DOC_NONE, XS_DOC_TARGET, XS_DOC_SELF_EVALUATION, XS_DOC_BOTH };

struct xs_doc {
    struct xs_memo *memo; /* what is known of its texts; NULL: nothing is remembered */
    struct xs_sheet *sheet;
    enum xs_doc_kind kind;
    uint16_t year;
    xs_str department, department_code;
    size_t nsections;
    struct xs_section *sections;
    size_t nprojects;
    struct xs_project *projects;
    size_t nremarks;
    struct xs_remark *remarks;
    uint32_t nrows;
    uint32_t lines_unread, lines_furniture;
    size_t nunread; /* blocks that were neither used nor known as furniture: their first cells */
    struct xs_value_at *unread;
    size_t ntables; /* indicator tables seen, with or without rows */
    bool cut;       /* the text ends inside a table */
};

#endif
