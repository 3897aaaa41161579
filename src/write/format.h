/* format.h: the writers behind xs_formats[], and what they share. */
#ifndef XS_WRITE_FORMAT_H
#define XS_WRITE_FORMAT_H

#include "write/table.h"

/* xs_datum_empty: nothing is printed for it (an empty text counts). */
static inline bool xs_datum_empty(const struct xs_column *c, const struct xs_datum *d)
{
    bool words = c->type == XS_COL_TEXT || c->type == XS_COL_DECIMAL;
    return d->empty || (words && d->text.len == 0);
}
/* xs_tenths_put: thousandths with one decimal, halves away from zero; xs_micro_put: millionths
 * without zeros at the end. They return their ends, at most XS_TENTHS_BYTES on. */
#define XS_TENTHS_BYTES 24
char *xs_tenths_put(char *to, int64_t n);
char *xs_micro_put(char *to, int64_t n);
/* xs_datum_number: the cell of a number column in decimal notation; of a text column, the text as
 * it stands. */
void xs_datum_number(struct xs_buf *out, const struct xs_column *c, const struct xs_datum *d);

/* One triple a format; see struct xs_format. */
void xs_csv_begin(struct xs_buf *out, const struct xs_schema *s, bool bom);
void xs_csv_row(struct xs_buf *out, const struct xs_schema *s, const struct xs_datum *row);
void xs_csv_end(struct xs_buf *out, const struct xs_schema *s);
void xs_jsonl_begin(struct xs_buf *out, const struct xs_schema *s, bool bom);
void xs_jsonl_row(struct xs_buf *out, const struct xs_schema *s, const struct xs_datum *row);
void xs_jsonl_end(struct xs_buf *out, const struct xs_schema *s);
void xs_textual_begin(struct xs_buf *out, const struct xs_schema *s, bool bom);
void xs_textual_row(struct xs_buf *out, const struct xs_schema *s, const struct xs_datum *row);
void xs_textual_end(struct xs_buf *out, const struct xs_schema *s);

#endif
