#include "cli/say.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/plain.h"

#define MAX_MESSAGE ((size_t)1 << 20)

enum xs_lang xs_say_lang(void)
{
    static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *v = getenv(names[i]);
        if (v && *v)
            return strncmp(v, "zh", 2) == 0 ? XS_LANG_ZH : XS_LANG_EN;
    }
    return XS_LANG_EN;
}

void xs_say_done(struct xs_say *s)
{
    if (s->line_open)
        (void)fputs("\r\033[K", stderr); /* nowhere to report it */
    s->line_open = false;
}

void xs_say_text(struct xs_say *s, xs_str text)
{
    if (text.len == 0)
        return;
    struct xs_buf b;
    xs_buf_init(&b, XS_MAX_BUF);
    xs_plain(&b, text, true); /* names of files and quotes are not ours */
    xs_say_done(s);
    xs_str shown = b.err == XS_OK ? xs_buf_str(&b) : text; /* without memory better so than not */
    (void)fwrite(shown.ptr, 1, shown.len, stderr);         /* nowhere to report it */
    (void)fflush(stderr);
    xs_buf_free(&b);
}

void xs_say(
    struct xs_say *s, const char *id, const char *fallback, const struct xs_arg *args, size_t nargs)
{
    struct xs_buf b;
    xs_buf_init(&b, MAX_MESSAGE);
    xs_buf_lit(&b, "xushi: ");
    xs_fill(&b, xs_message(s->messages, id, s->lang, fallback), args, nargs);
    xs_buf_one_line(&b, 0);
    xs_buf_putc(&b, '\n');
    xs_say_text(s, xs_buf_str(&b));
    xs_buf_free(&b);
}

xs_str xs_err_message(const struct xs_messages *m, enum xs_err e, enum xs_lang lang)
{
    return xs_message(m, xs_err_id(e), lang, xs_err_text(e));
}

void xs_say_err(struct xs_say *s, xs_str file, enum xs_err e, xs_str detail)
{
    xs_str text = xs_err_message(s->messages, e, s->lang);
    if (detail.len)
        xs_say(s, "say-error-detail", "{file}: {error} ({detail})",
            XS_ARGS({ "file", file }, { "error", text }, { "detail", detail }));
    else
        xs_say(s, "say-error", "{file}: {error}", XS_ARGS({ "file", file }, { "error", text }));
}

/* What the system says, in our words; the English ones are its own. */
static const struct {
    int os_error;
    const char *id;
} errors[] = {
    { EACCES, "errno-eacces" },
    { EBUSY, "errno-ebusy" },
    { EDQUOT, "errno-edquot" },
    { EEXIST, "errno-eexist" },
    { EFBIG, "errno-efbig" },
    { EINVAL, "errno-einval" },
    { EIO, "errno-eio" },
    { EISDIR, "errno-eisdir" },
    { ELOOP, "errno-eloop" },
    { EMFILE, "errno-emfile" },
    { ENAMETOOLONG, "errno-enametoolong" },
    { ENFILE, "errno-enfile" },
    { ENODEV, "errno-enodev" },
    { ENOENT, "errno-enoent" },
    { ENOMEM, "errno-enomem" },
    { ENOSPC, "errno-enospc" },
    { ENOTDIR, "errno-enotdir" },
    { ENXIO, "errno-enxio" },
    { EPERM, "errno-eperm" },
    { EROFS, "errno-erofs" },
    { ESTALE, "errno-estale" },
    { ETIMEDOUT, "errno-etimedout" },
};

xs_str xs_errno_message(
    const struct xs_messages *m, int os_error, enum xs_lang lang, char room[XS_ERRNO_BYTES])
{
    struct xs_buf b;
    char number[24];
    xs_str text;
    if (os_error == 0)
        return XS_STR_NONE;
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (errors[i].os_error == os_error)
            return xs_message(m, errors[i].id, lang, strerror(os_error));
    xs_buf_init(&b, XS_ERRNO_BYTES);
    xs_fill(&b, xs_message(m, "errno-other", lang, "error {n} of the system"),
        XS_ARGS({ "n", xs_number_text(number, sizeof number, (uint64_t)os_error) }));
    if (xs_buf_finish(&b, &text) == XS_OK && text.len)
        memcpy(room, text.ptr, text.len);
    else
        text = XS_STR_NONE;
    xs_buf_free(&b);
    return (xs_str){ room, text.len };
}

void xs_say_system(struct xs_say *s, xs_str file, enum xs_err e, int os_error)
{
    char room[XS_ERRNO_BYTES];
    bool plain = e == XS_E_MISSING; /* its own text says as much */
    xs_say_err(s, file, e, xs_errno_message(s->messages, plain ? 0 : os_error, s->lang, room));
}

void xs_say_progress(struct xs_say *s, size_t done, size_t total)
{
    if (!s->progress)
        return;
    (void)fprintf(stderr, "\r%zu/%zu\033[K", done, total); /* nowhere to report it */
    (void)fflush(stderr);
    s->line_open = true;
}
