/* say.h: messages for the user of the program, on standard error, in the language of the locale. */
#ifndef XS_CLI_SAY_H
#define XS_CLI_SAY_H

#include "base/message.h"

struct xs_say {
    const struct xs_messages *messages; /* NULL: English fallbacks only */
    enum xs_lang lang;                  /* of the locale */
    bool quiet, verbose, color, progress;
    bool line_open; /* a progress line stands on the terminal */
};

/* xs_say_lang: language by LC_ALL, LC_MESSAGES, LANG: the first that is set decides. */
enum xs_lang xs_say_lang(void);

/* xs_say: one line, "xushi: " and the message; fallback is its English text. */
void xs_say(struct xs_say *s, const char *id, const char *fallback, const struct xs_arg *args,
    size_t nargs);
/* xs_say_text: text for people that has been made already, one or more whole lines. */
void xs_say_text(struct xs_say *s, xs_str text);
/* xs_say_err: "xushi: {file}: {the text of e}"; detail (may be empty) in brackets after it. */
void xs_say_err(struct xs_say *s, xs_str file, enum xs_err e, xs_str detail);
/* xs_say_system: the same with what the system said, an errno (0: nothing), in brackets. */
void xs_say_system(struct xs_say *s, xs_str file, enum xs_err e, int os_error);
/* xs_errno_message: the text of an errno in lang, "" for 0; may be a view of room. */
#define XS_ERRNO_BYTES 128
xs_str xs_errno_message(
    const struct xs_messages *m, int os_error, enum xs_lang lang, char room[XS_ERRNO_BYTES]);
/* xs_say_progress: done of total, on the terminal's last line. */
void xs_say_progress(struct xs_say *s, size_t done, size_t total);
/* xs_say_done: takes the progress line away. */
void xs_say_done(struct xs_say *s);
/* xs_err_message: the text of e in lang. */
xs_str xs_err_message(const struct xs_messages *m, enum xs_err e, enum xs_lang lang);

#endif
