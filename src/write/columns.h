/* columns.h: the number of each column within its table, from columns.def. */
#ifndef XS_WRITE_COLUMNS_H
#define XS_WRITE_COLUMNS_H

#include "write/table.h"

/* One running number over all tables; XS_FIRST_x and XS_END_x are the borders of table x. */
enum xs_any_column {
#define TABLE(id, name, meaning) XS_FIRST_##id, XS_BEFORE_##id = XS_FIRST_##id - 1,
#define COL(table, name, type, unit, meaning) XS_C_##table##_##name,
#define END(id) XS_END_##id, XS_BACK_##id = XS_END_##id - 1,
#include "write/columns.def"
#undef TABLE
#undef COL
#undef END
    XS_ANY_COLUMN_COUNT
};

/* Number of a column within its table: XS_AT(RANKING, rank) is 0. */
#define XS_AT(table, name) ((size_t)XS_C_##table##_##name - (size_t)XS_FIRST_##table)
#define XS_NCOLUMNS(table) ((size_t)XS_END_##table - (size_t)XS_FIRST_##table)

#endif
