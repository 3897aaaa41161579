/* message.h: texts for people, in two languages, from the pattern files' section `messages`, with
 * {named} holes. */
#ifndef XS_BASE_MESSAGE_H
#define XS_BASE_MESSAGE_H

#include "base/buf.h"
#include "base/map.h"
#include "base/patfiles.h"

enum xs_lang { XS_LANG_ZH, XS_LANG_EN, XS_LANG_COUNT };

/* A text in both languages; either may be empty, then the other serves. */
struct xs_text {
    xs_str lang[XS_LANG_COUNT];
};

struct xs_arg {
    const char *name;
    xs_str text;
};

struct xs_messages {
    struct xs_map by_id; /* -> struct xs_text */
};

XS_CHECK enum xs_err xs_messages_load(const struct xs_patfiles *set, struct xs_messages *out);
/* xs_text_load: node is {zh: ..., en: ...}. */
XS_CHECK enum xs_err xs_text_load(const struct xs_patfiles *set, const struct xs_patfile *file,
    const struct xs_yaml *node, struct xs_text *out);
/* xs_text_in: the text in lang, or in the other language when that is empty. */
xs_str xs_text_in(const struct xs_text *t, enum xs_lang lang);
/* xs_message: text of id in lang; a message that the files lack gives fallback (English). m may be
 * NULL. */
xs_str xs_message(
    const struct xs_messages *m, const char *id, enum xs_lang lang, const char *fallback);
/* Arguments of a message: XS_ARGS({ "file", name }, { "n", count }). */
#define XS_ARGS(...)                                                                               \
    (const struct xs_arg[]){ __VA_ARGS__ },                                                        \
        sizeof((const struct xs_arg[]){ __VA_ARGS__ }) / sizeof(struct xs_arg)
/* xs_fill: template with {name} replaced by the argument of that name; an unknown name stays as it
 * is. */
void xs_fill(struct xs_buf *out, xs_str template, const struct xs_arg *args, size_t nargs);
#define XS_MAX_HOLES 6
/* A template cut at its first holes, for one that is filled often. */
struct xs_template {
    const char *const *names; /* of the arguments, the last one NULL */
    size_t nholes;
    struct {
        xs_str before;
        size_t arg;
    } holes[XS_MAX_HOLES];
    xs_str rest; /* behind them */
    bool more;   /* which has holes too */
};
void xs_template_make(xs_str text, const char *const *names, struct xs_template *out);
/* xs_template_fill: what xs_fill does. args: beside the names. */
void xs_template_fill(struct xs_buf *out, const struct xs_template *t, const xs_str *args);
/* xs_percent: a share for a message, rounded; 100 is said of the whole alone. part <= whole. */
static inline uint64_t xs_percent(uint64_t part, uint64_t whole)
{
    const uint64_t scale = whole > UINT64_MAX / 256 ? 256 : 1, of = whole / scale;
    const uint64_t percent = of ? (part / scale * 100 + of / 2) / of : 0;
    return percent < 100 || part == whole ? percent : 99;
}
/* xs_number_text: a number as text for a message; size bytes, at least 24. */
xs_str xs_number_text(char *out, size_t size, uint64_t n);

#endif
