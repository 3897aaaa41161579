#include "cli/say.h"

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

void xs_say_progress(struct xs_say *s, size_t done, size_t total)
{
    if (!s->progress)
        return;
    (void)fprintf(stderr, "\r%zu/%zu\033[K", done, total); /* nowhere to report it */
    (void)fflush(stderr);
    s->line_open = true;
}
