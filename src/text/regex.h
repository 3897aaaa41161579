/* regex.h: the one door to PCRE2. Compiled once, shared read-only; scratch per thread. */
#ifndef XS_TEXT_REGEX_H
#define XS_TEXT_REGEX_H

#include "base/arena.h"
#include "base/err.h"

struct xs_regex;
struct xs_matcher; /* match data and JIT stack of one thread */

/* xs_regex_compile: UTF, no UCP, JIT, limits of base/limits.h. *error_at and *error_text (in a) on
 * XS_E_PATTERNS. */
XS_CHECK enum xs_err xs_regex_compile(struct xs_arena *a, xs_str pattern, struct xs_regex **out,
    size_t *error_at, xs_str *error_text);
void xs_regex_free(struct xs_regex *re);
XS_CHECK struct xs_matcher *xs_matcher_new(void);
void xs_matcher_free(struct xs_matcher *m);

enum xs_match { XS_MATCH_NO, XS_MATCH_YES, XS_MATCH_UNDECIDED };

/* xs_regex_match: subject is valid UTF-8. begin/end (may be NULL) get the byte span of the match.
 * UNDECIDED: a limit of the matcher was hit, or the subject is longer than XS_MAX_SUBJECT. */
enum xs_match xs_regex_match(
    const struct xs_regex *re, struct xs_matcher *m, xs_str subject, size_t *begin, size_t *end);

#endif
