/* xushi.h: the public interface of libxushi.
 *
 * A scorer holds the patterns (rules, word lists, texts) and one thread's memory; it is used by one
 * thread at a time; threads that each have one need no locks. A result is one document, read and
 * scored as `xushi score FILE` does with the same patterns: known stock text counts, no other
 * document does. It belongs to its scorer and is valid until the next xushi_score_... call on it,
 * or xushi_close. Texts are UTF-8 views with a length: not owned by the caller, not ended by a NUL
 * byte; those of a finding live as long as the result. Points are thousandths. Documents are read
 * in the process of the caller, PDF and office formats too: who reads what he does not trust should
 * do it in a process of its own, as the program does. An example: doc/example.c. */
#ifndef XUSHI_H
#define XUSHI_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define XUSHI_API __attribute__((visibility("default")))
#else
#define XUSHI_API
#endif

struct xushi_scorer;
struct xushi_result;

/* Status: 0 is good; the others are the exit statuses of the program. */
enum xushi_status {
    XUSHI_OK = 0,
    XUSHI_UNREAD = 2,    /* the document could not be read; the reason: xushi_error */
    XUSHI_USAGE = 64,    /* a wrong argument */
    XUSHI_PATTERNS = 65, /* bad pattern file: xushi_error */
    XUSHI_INTERNAL = 70  /* out of memory, or a fault of the library */
};

struct xushi_text {
    const char *ptr;
    size_t len;
};

struct xushi_project {
    struct xushi_text code, name, department;
    uint32_t line; /* 0: the format has no lines */
    size_t rows, verifiable, withheld;
    int64_t vagueness; /* 0 .. 100000 */
    int64_t parts[6];  /* values, names, structure, copying, goal, boilerplate; they add up to
                          vagueness */
    char grade;        /* 'A' best .. 'E' */
};

struct xushi_row {
    struct xushi_text level1, level2, name, description, value, unit;
    uint32_t line;
    size_t seq;  /* from 1 */
    int verdict; /* 0 verifiable .. 3 not verifiable */
};

struct xushi_finding {
    struct xushi_text rule, quote, message; /* message: in the language of the scorer */
    const char *severity;                   /* "note", "warn", "error" */
    uint32_t line, column;                  /* 0: none */
    size_t project, seq;                    /* from 1; 0: the document, the project as a whole */
    int64_t points;
};

/* xushi_version: of the library, such as "0.1.0". */
XUSHI_API const char *xushi_version(void);
/* xushi_open: load the pattern files below dir; NULL: where the program finds them. *out must be
 * closed also when this fails (but for memory, when it is NULL). english: messages in English
 * instead of Chinese. */
XUSHI_API int xushi_open(const char *dir, int english, struct xushi_scorer **out);
XUSHI_API void xushi_close(struct xushi_scorer *s);
/* xushi_error: the last fault in words; never NULL; valid until the next call on the scorer. */
XUSHI_API const char *xushi_error(const struct xushi_scorer *s);

/* xushi_score_buffer: read and score one document of any known format. name: of the file, may be
 * NULL. xushi_score_file: the same from a file. *out is only set with XUSHI_OK. */
XUSHI_API int xushi_score_buffer(struct xushi_scorer *s, const void *bytes, size_t len,
    const char *name, const struct xushi_result **out);
XUSHI_API int xushi_score_file(
    struct xushi_scorer *s, const char *path, const struct xushi_result **out);

/* Counts, and the n-th (from 0) of each: XUSHI_USAGE when there is none. */
XUSHI_API size_t xushi_projects(const struct xushi_result *r);
XUSHI_API size_t xushi_findings(const struct xushi_result *r);
XUSHI_API int xushi_get_project(const struct xushi_result *r, size_t n, struct xushi_project *out);
XUSHI_API int xushi_get_row(
    const struct xushi_result *r, size_t project, size_t n, struct xushi_row *out);
XUSHI_API int xushi_get_finding(const struct xushi_result *r, size_t n, struct xushi_finding *out);
/* xushi_row_has: whether a row carries a label of the codebook, such as "no-unit". */
XUSHI_API int xushi_row_has(
    const struct xushi_result *r, size_t project, size_t row, const char *label);

#ifdef __cplusplus
}
#endif

#endif
