/* sample.h: a clean document in parts that can be changed one by one, and its text. Of the proof
 * alone. */
#ifndef XS_PROOF_SAMPLE_H
#define XS_PROOF_SAMPLE_H

#include "base/arena.h"
#include "base/buf.h"

enum row_field { R_LEVEL1, R_LEVEL2, R_NAME, R_DESCRIPTION, R_VALUE, R_BASIS, R_WEIGHT, R_COUNT };
enum project_field {
    P_CODE,
    P_NAME,
    P_BUDGET,
    P_FISCAL,
    P_OTHER,
    P_PLAN,
    P_PURPOSE,
    P_GOAL,
    P_OBJECT,
    P_UNIT,
    P_COUNT
};

#define MAX_ROWS 24
#define MAX_PROJECTS 4

struct sample_row {
    xs_str f[R_COUNT];
};
struct sample_project {
    xs_str f[P_COUNT];
    size_t nrows;
    struct sample_row rows[MAX_ROWS];
};
struct sample {
    xs_str year, department, listed, header,
        names;                    /* headers of the columns of the basis, of names */
    xs_str overall, branch, said; /* texts of part one and between the parts */
    bool cut;                     /* the text ends inside the last table */
    size_t bare;                  /* the project without a table; 0 = none */
    size_t nprojects;
    struct sample_project projects[MAX_PROJECTS];
};

extern const char *const row_keys[R_COUNT];
extern const char *const project_keys[P_COUNT];

/* sample_field: text up to end, *rest moves past it. */
xs_str sample_field(xs_str *rest, char end);
/* sample_load: from lines D, P, R parted by tabs (clean.tsv), which the sample views. */
bool sample_load(struct xs_arena *a, xs_str text, struct sample *out);
/* sample_text: the document as a Word export gives it. */
void sample_text(const struct sample *s, struct xs_buf *out);
/* sample_escapes: "\n" and "\xNN" in text become bytes. */
xs_str sample_escapes(struct xs_arena *a, xs_str text);

#endif
