#include "cli/opts.h"

#include <stddef.h>
#include <string.h>

#include "base/limits.h"
#include "base/thread.h"
#include "write/table.h"

/* Who takes an option. */
#define BIT(c) (1u << XS_CMD_##c)
#define SCORE BIT(SCORE)
#define TABLES (SCORE | BIT(EXTRACT) | BIT(LINT) | BIT(COPIES))
#define DUMP BIT(DUMP)
#define EVAL BIT(EVAL)
#define RULES BIT(RULES)
#define LEARN BIT(LEARN)
#define SCAN (TABLES | DUMP | EVAL | LEARN)
#define ANY (~0u)

struct spec {
    const char *name; /* with '_' for '-' */
    char short_name;
    const char *arg, *preset;
    unsigned commands;
    const char *help;
    size_t offset;
};

static const struct spec specs[] = {
#define OPT(name, short_name, arg, preset, commands, help)                                         \
    { #name, short_name, arg, preset, commands, help, offsetof(struct xs_opts, name) },
#include "cli/opts.def"
#undef OPT
};
#define NSPECS (sizeof specs / sizeof *specs)
#define MAX_NAME 24

static const char *const command_names[] = { "", "score", "extract", "lint", "copies", "learn",
    "dump", "rules", "explain", "eval" };
_Static_assert(sizeof command_names / sizeof *command_names == XS_CMD_COUNT, "a name a command");

static const struct {
    enum xs_command command;
    const char *args, *id, *help;
} command_help[] = {
    { XS_CMD_SCORE, "PATH...", "help-score", "rank the projects, worst first" },
    { XS_CMD_EXTRACT, "PATH...", "help-extract", "the indicators, one a row" },
    { XS_CMD_LINT, "PATH...", "help-lint", "the findings, one a line" },
    { XS_CMD_COPIES, "PATH...", "help-copies-command", "what was copied, both texts side by side" },
    { XS_CMD_LEARN, "PATH...", "help-learn", "a store of stock clauses, for patterns/stock" },
    { XS_CMD_DUMP, "PATH...", "help-dump", "what was read, as a tree" },
    { XS_CMD_RULES, "", "help-rules", "list the rules" },
    { XS_CMD_EXPLAIN, "RULE", "help-explain", "one rule with its source, examples and exclusions" },
    { XS_CMD_EVAL, "DIR PATH...", "help-eval", "agreement with the labels in DIR" },
};

const char *xs_command_name(enum xs_command c) { return command_names[c]; }

struct parser {
    struct xs_arena *a;
    struct xs_say *say;
    int argc, at;
    char **argv;
    struct xs_opts *out;
    bool only_args;         /* "--" was seen */
    unsigned given[NSPECS]; /* for the check of commands, which may stand after options */
};

static struct xs_opt *opt_of(const struct parser *p, const struct spec *s)
{
    return (struct xs_opt *)(void *)((char *)p->out + s->offset);
}

/* name of s as it is typed; size bytes at least MAX_NAME. */
static xs_str typed(const struct spec *s, char *d, size_t size)
{
    size_t n = 0;
    for (; n < size && s->name[n]; n++)
        d[n] = s->name[n] == '_' ? '-' : s->name[n];
    return (xs_str){ d, n };
}

static const struct spec *find_long(xs_str name)
{
    char d[MAX_NAME];
    for (size_t i = 0; i < NSPECS; i++)
        if (xs_str_eq(typed(&specs[i], d, sizeof d), name))
            return &specs[i];
    return NULL;
}

/* Does t begin like name, but for dashes? */
static bool begins_like(xs_str t, xs_str name)
{
    size_t i = 0;
    for (size_t k = 0; k < name.len; k++) {
        if (name.ptr[k] == '-')
            continue;
        i += i < t.len && t.ptr[i] == '-';
        if (i == t.len || t.ptr[i++] != name.ptr[k])
            return false;
    }
    return true;
}

static enum xs_err unknown_option(const struct parser *p, xs_str name)
{
    char d[MAX_NAME], best_name[MAX_NAME];
    size_t best = 3;
    xs_str like = XS_STR_NONE;
    for (size_t i = 0; i < NSPECS; i++) {
        xs_str t = typed(&specs[i], d, sizeof d);
        size_t far = name.len >= 3 && begins_like(t, name) ? 1 : xs_str_distance(name, t);
        if (far < best) {
            best = far;
            memcpy(best_name, d, sizeof d);
            like = (xs_str){ best_name, t.len };
        }
    }
    if (like.len)
        xs_say(p->say, "usage-unknown-like", "unknown option --{name}; do you mean --{like}?",
            XS_ARGS({ "name", name }, { "like", like }));
    else
        xs_say(p->say, "usage-unknown", "unknown option --{name}; see xushi --help",
            XS_ARGS({ "name", name }));
    return XS_E_USAGE;
}

static bool repeats(const struct spec *s)
{
    size_t n = s->arg ? strlen(s->arg) : 0;
    return n > 3 && strcmp(s->arg + n - 3, "...") == 0;
}

static enum xs_err put(struct parser *p, const struct spec *s, const char *value)
{
    struct xs_opt *o = opt_of(p, s);
    if (value && repeats(s)) {
        if (!o->values)
            o->values = xs_arena_zalloc(p->a, (size_t)p->argc, sizeof *o->values);
        if (!o->values)
            return XS_E_NOMEM;
        o->values[o->count] = value;
    }
    if (value)
        o->value = value;
    o->count++;
    return XS_OK;
}

static enum xs_err missing_value(const struct parser *p, const struct spec *s)
{
    char d[MAX_NAME];
    xs_say(p->say, "usage-no-value", "option --{name} wants {arg}",
        XS_ARGS({ "name", typed(s, d, sizeof d) }, { "arg", xs_str_c(s->arg) }));
    return XS_E_USAGE;
}

static enum xs_err long_option(struct parser *p, const char *word)
{
    const char *eq = strchr(word, '=');
    xs_str name = eq ? (xs_str){ word, (size_t)(eq - word) } : xs_str_c(word);
    const struct spec *s = find_long(name);
    if (!s)
        return unknown_option(p, name);
    if (!s->arg && eq) {
        xs_say(
            p->say, "usage-has-value", "option --{name} takes no value", XS_ARGS({ "name", name }));
        return XS_E_USAGE;
    }
    if (!s->arg || eq || s->arg[0] == '[')
        return put(p, s, eq ? eq + 1 : NULL);
    if (p->at >= p->argc)
        return missing_value(p, s);
    return put(p, s, p->argv[p->at++]);
}

static const struct spec *find_short(char c)
{
    for (size_t i = 0; i < NSPECS; i++)
        if (specs[i].short_name && specs[i].short_name == c)
            return &specs[i];
    return NULL;
}

/* A word of short options: -qv, -j4, -ofile, -o file. */
static enum xs_err short_options(struct parser *p, const char *word)
{
    for (; *word; word++) {
        const struct spec *s = find_short(*word);
        if (!s) {
            xs_say(p->say, "usage-unknown-short", "unknown option -{name}; see xushi --help",
                XS_ARGS({ "name", { word, 1 } }));
            return XS_E_USAGE;
        }
        if (!s->arg) {
            XS_TRY(put(p, s, NULL));
            continue;
        }
        if (word[1])
            return put(p, s, word + 1);
        if (p->at >= p->argc)
            return missing_value(p, s);
        return put(p, s, p->argv[p->at++]);
    }
    return XS_OK;
}

static enum xs_err command_word(struct parser *p, const char *word)
{
    for (int c = XS_CMD_SCORE; c < XS_CMD_COUNT; c++) {
        if (strcmp(word, command_names[c]) == 0) {
            p->out->command = (enum xs_command)c;
            return XS_OK;
        }
    }
    xs_str name = xs_str_c(word), like = XS_STR_NONE;
    for (int c = XS_CMD_SCORE; c < XS_CMD_COUNT && !like.len; c++)
        if (xs_str_distance(name, xs_str_c(command_names[c])) < 3)
            like = xs_str_c(command_names[c]);
    if (like.len)
        xs_say(p->say, "usage-command-like", "unknown command {name}; do you mean {like}?",
            XS_ARGS({ "name", name }, { "like", like }));
    else
        xs_say(p->say, "usage-command", "unknown command {name}; see xushi --help",
            XS_ARGS({ "name", name }));
    return XS_E_USAGE;
}

static enum xs_err one_word(struct parser *p)
{
    const char *word = p->argv[p->at++];
    if (!p->only_args && strcmp(word, "--") == 0) {
        p->only_args = true;
        return XS_OK;
    }
    if (!p->only_args && word[0] == '-' && word[1] == '-')
        return long_option(p, word + 2);
    if (!p->only_args && word[0] == '-' && word[1])
        return short_options(p, word + 1);
    if (p->out->command == XS_CMD_NONE)
        return command_word(p, word);
    p->out->args[p->out->nargs++] = word;
    return XS_OK;
}

static enum xs_err check_commands(const struct parser *p)
{
    const struct xs_opts *o = p->out;
    char d[MAX_NAME];
    for (size_t i = 0; i < NSPECS; i++) {
        if (opt_of(p, &specs[i])->count == 0 || (specs[i].commands >> o->command & 1))
            continue;
        xs_say(p->say, "usage-not-here", "option --{name} is not for the command {command}",
            XS_ARGS({ "name", typed(&specs[i], d, sizeof d) },
                { "command", xs_str_c(command_names[o->command]) }));
        return XS_E_USAGE;
    }
    return XS_OK;
}

/* --- values --- */

/* The argument of an option as it is shown: without the marks of opts.def. */
static xs_str shown_arg(const struct spec *s)
{
    xs_str arg = xs_str_c(s->arg);
    return repeats(s) ? xs_str_sub(arg, 0, arg.len - 3)
                      : xs_str_sub(arg, arg.ptr[0] == '[', arg.len);
}

static xs_str help_of(const struct xs_say *say, const struct spec *s)
{
    char d[MAX_NAME], id[MAX_NAME + 8] = "help-";
    xs_str name = typed(s, d, sizeof d);
    memcpy(id + 5, name.ptr, name.len);
    return xs_message(say->messages, id, say->lang, s->help);
}

static enum xs_err bad_value(const struct parser *p, const char *name, const char *value)
{
    char d[MAX_NAME];
    size_t i = 0;
    while (!xs_str_eq(typed(&specs[i], d, sizeof d), xs_str_c(name)))
        i++;
    xs_say(p->say, "usage-bad-value", "bad value for --{name}: {value}; --{name} {arg}: {help}",
        XS_ARGS({ "name", xs_str_c(name) }, { "value", xs_str_c(value) },
            { "arg", shown_arg(&specs[i]) }, { "help", help_of(p->say, &specs[i]) }));
    return XS_E_USAGE;
}

/* A plain whole number of at most high. */
static bool whole(const char *s, uint64_t high, uint64_t *out)
{
    uint64_t n = 0;
    if (!*s)
        return false;
    for (; *s; s++) {
        if (*s < '0' || *s > '9')
            return false;
        n = n * 10 + (uint64_t)(*s - '0');
        if (n > high)
            return false;
    }
    *out = n;
    return true;
}

/* 0 to 100 with at most three decimals, in thousandths. */
static bool points(const char *s, int64_t *out)
{
    int64_t n = 0;
    int decimals = -1;
    if (*s < '0' || *s > '9')
        return false;
    for (; *s; s++) {
        if (*s == '.' && decimals < 0) {
            decimals = 0;
            continue;
        }
        if (*s < '0' || *s > '9' || decimals == 3 || n > 100000)
            return false;
        n = n * 10 + (*s - '0');
        decimals += decimals >= 0;
    }
    for (int i = decimals < 0 ? 0 : decimals; i < 3; i++)
        n *= 10;
    *out = n;
    return n <= 100000;
}

static bool one_limit(struct xs_opts *o, const char *v)
{
    static const char *const severities[] = { "note", "warn", "error" };
    int64_t limit;
    if (strncmp(v, "vagueness>=", 11) == 0) {
        if (!points(v + 11, &limit))
            return false;
        if (o->fail_vagueness < 0 || limit < o->fail_vagueness)
            o->fail_vagueness = limit;
        return true;
    }
    if (strncmp(v, "severity=", 9) != 0)
        return false;
    for (int i = 0; i < 3; i++) {
        if (strcmp(v + 9, severities[i]) != 0)
            continue;
        if (o->fail_severity < 0 || i < o->fail_severity)
            o->fail_severity = i;
        return true;
    }
    return false;
}

/* Index of value among words (NULL at the end), or -1. */
static int choice(const char *value, const char *const *words)
{
    for (int i = 0; words[i]; i++)
        if (strcmp(value, words[i]) == 0)
            return i;
    return -1;
}

static enum xs_err check_words(struct parser *p)
{
    static const char *const langs[] = { "zh", "en", NULL }, *const modes[] = { "score", "drop",
        NULL };
    static const char *const formats[] = { "csv", "jsonl", "text", NULL }, *const when[] = { "auto",
        "always", "never", NULL };
    struct xs_opts *o = p->out;
    int lang = choice(o->lang.value, langs), mode = choice(o->withheld.value, modes);
    if (lang < 0)
        return bad_value(p, "lang", o->lang.value);
    if (mode < 0)
        return bad_value(p, "withheld", o->withheld.value);
    if (o->format.value && choice(o->format.value, formats) < 0)
        return bad_value(p, "format", o->format.value);
    if (choice(o->color.value, when) < 0)
        return bad_value(p, "color", o->color.value);
    o->table_lang = (enum xs_lang)lang;
    o->drop_withheld = mode == 1;
    return XS_OK;
}

static enum xs_err check_values(struct parser *p)
{
    struct xs_opts *o = p->out;
    uint64_t n = 0;
    XS_TRY(check_words(p));
    if (o->jobs.value && (!whole(o->jobs.value, XS_MAX_JOBS, &n) || n == 0))
        return bad_value(p, "jobs", o->jobs.value);
    o->njobs = n ? (unsigned)n : xs_pool_cores();
    if (o->top.value && !whole(o->top.value, UINT64_MAX / 100, &o->ntop))
        return bad_value(p, "top", o->top.value);
    if (!whole(o->memory.value, XS_MAX_MEMORY_MB, &n) || n == 0)
        return bad_value(p, "memory", o->memory.value);
    o->memory_bytes = (size_t)n << 20;
    if (!whole(o->least.value, UINT64_MAX / 100, &o->nleast) || o->nleast == 0)
        return bad_value(p, "least", o->least.value);
    for (size_t i = 0; i < o->fail_on.count; i++)
        if (!one_limit(o, o->fail_on.values[i]))
            return bad_value(p, "fail-on", o->fail_on.values[i]);
    return XS_OK;
}

/* Options that rule one another out. */
static enum xs_err check_together(const struct parser *p)
{
    const struct xs_opts *o = p->out;
    const struct xs_format *named =
        o->output.value ? xs_format_named(xs_str_c(o->output.value)) : NULL;
    if (o->no_copies.count && (o->copies.count || o->command == XS_CMD_COPIES)) {
        xs_say(p->say, "usage-no-copies", "there are no copies to show with --no-copies", NULL, 0);
        return XS_E_USAGE;
    }
    if (!o->format.value || !o->output.value ||
        (named && strcmp(named->name, o->format.value) == 0) ||
        (!named && !xs_format_foreign(xs_str_c(o->output.value))))
        return XS_OK;
    xs_say(p->say, "usage-format-suffix",
        "{file}: the name is that of another format than --format {format}",
        XS_ARGS({ "file", xs_str_c(o->output.value) }, { "format", xs_str_c(o->format.value) }));
    return XS_E_USAGE;
}

static enum xs_err check_args(const struct parser *p)
{
    const struct xs_opts *o = p->out;
    const char *id = NULL, *text = NULL;
    if (o->command == XS_CMD_NONE) {
        id = "usage-no-command";
        text = "which command? see xushi --help";
    } else if (o->command == XS_CMD_RULES && o->nargs > 0) {
        id = "usage-no-args";
        text = "the command takes no arguments";
    } else if (o->command == XS_CMD_EXPLAIN && o->nargs != 1) {
        id = "usage-one-rule";
        text = "explain wants the id of one rule";
    } else if (o->command == XS_CMD_EVAL && o->nargs < (o->files_from.count ? 1u : 2u)) {
        id = "usage-eval";
        text = "eval wants the folder of the labels and paths";
    } else if (o->command != XS_CMD_RULES && o->nargs == 0 && o->files_from.count == 0) {
        id = "usage-no-path";
        text = "no file or folder is named";
    }
    if (!id)
        return XS_OK;
    xs_say(p->say, id, text, NULL, 0);
    return XS_E_USAGE;
}

enum xs_err xs_opts_parse(
    struct xs_arena *a, struct xs_say *say, int argc, char **argv, struct xs_opts *out)
{
    struct parser p = { .a = a, .say = say, .argc = argc, .at = 1, .argv = argv, .out = out };
    *out = (struct xs_opts){ .ntop = UINT64_MAX, .fail_vagueness = -1, .fail_severity = -1 };
    for (size_t i = 0; i < NSPECS; i++)
        opt_of(&p, &specs[i])->value = specs[i].preset;
    out->args = xs_arena_zalloc(a, (size_t)argc + 1, sizeof *out->args);
    if (!out->args)
        return XS_E_NOMEM;
    while (p.at < argc)
        XS_TRY(one_word(&p));
    if (out->help.count || out->version.count)
        return XS_OK;
    XS_TRY(check_values(&p));
    XS_TRY(check_together(&p));
    XS_TRY(check_args(&p));
    return check_commands(&p);
}

/* --- help
 * ------------------------------------------------------------------------------------------ */

static void pad_to(struct xs_buf *out, size_t from, size_t column)
{
    size_t used = out->len - from;
    do
        xs_buf_putc(out, ' ');
    while (++used < column);
}

static void help_option(const struct xs_say *say, const struct spec *s, struct xs_buf *out)
{
    char d[MAX_NAME];
    xs_str name = typed(s, d, sizeof d);
    size_t from = out->len;
    xs_buf_lit(out, "  ");
    if (s->short_name) {
        xs_buf_putc(out, '-');
        xs_buf_putc(out, s->short_name);
        xs_buf_lit(out, ", ");
    } else {
        xs_buf_lit(out, "    ");
    }
    xs_buf_lit(out, "--");
    xs_buf_puts(out, name);
    bool may_lack = s->arg && s->arg[0] == '[';
    if (s->arg) {
        xs_buf_lit(out, may_lack ? "[=" : " ");
        xs_buf_puts(out, shown_arg(s));
    }
    pad_to(out, from, 30);
    xs_buf_puts(out, help_of(say, s));
    for (unsigned i = 0; i < XS_CMD_COUNT; i++)
        if (s->commands == 1u << i) {
            xs_buf_lit(out, " [");
            xs_buf_lit(out, command_names[i]);
            xs_buf_putc(out, ']');
        }
    xs_buf_putc(out, '\n');
}

void xs_opts_help(const struct xs_say *say, struct xs_buf *out)
{
    xs_buf_puts(out, xs_message(say->messages, "help-head", say->lang,
                         "xushi finds hollow performance targets in budget disclosures and ranks "
                         "the projects.\n"));
    xs_buf_putc(out, '\n');
    for (size_t i = 0; i < sizeof command_help / sizeof *command_help; i++) {
        size_t from = out->len;
        xs_buf_lit(out, "  xushi ");
        xs_buf_lit(out, command_names[command_help[i].command]);
        xs_buf_putc(out, ' ');
        xs_buf_lit(out, command_help[i].args);
        pad_to(out, from, 30);
        xs_buf_puts(
            out, xs_message(say->messages, command_help[i].id, say->lang, command_help[i].help));
        xs_buf_putc(out, '\n');
    }
    xs_buf_putc(out, '\n');
    for (size_t i = 0; i < NSPECS; i++)
        help_option(say, &specs[i], out);
    xs_buf_putc(out, '\n');
    xs_buf_puts(out,
        xs_message(say->messages, "help-tail", say->lang,
            "PATH is a file, a folder or - (standard input). An option with a [command] is for "
            "that "
            "one alone;\n"
            "those that write tables are for score, extract, lint and copies. Exit status: 0 done, "
            "1 a\n"
            "--fail-on limit was reached, 2 some input could not be read, 64 usage, 65 bad pattern "
            "file,\n"
            "70 internal, 74 output could not be written, 130 interrupted. More in xushi(1).\n"));
}
