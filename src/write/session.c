#include "write/session.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/io.h"
#include "base/limits.h"
#include "base/memo.h"
#include "read/read.h"
#include "tree/tree.h"

#ifndef XS_DATADIR
#define XS_DATADIR "/usr/share/xushi"
#endif
#define MAX_PATH_BYTES 4096

/* One store of stock clauses; its bytes count towards the hash of the patterns. */
static enum xs_err load_store(struct xs_engine *e, const struct xs_walk_entry *file)
{
    struct xs_bytes b = { 0 };
    xs_str text;
    uint32_t line = 0;
    int os_error = 0;
    enum xs_err err = xs_io_read(&b, file->path.ptr, XS_MAX_STORE_BYTES, &os_error);
    if (err == XS_OK && !xs_arena_dup(e->arena, (xs_str){ b.ptr, b.len }, &text))
        err = XS_E_NOMEM;
    xs_bytes_free(&b);
    if (err == XS_OK) {
        e->files.hash = xs_str_hash_seed(text, e->files.hash);
        err = xs_stock_parse(&e->stock, text, &line);
    }
    if (err == XS_OK || err == XS_E_NOMEM)
        return err;
    err = xs_fault_at(&e->fault, file->path, NULL, "not a store of stock clauses");
    e->fault.line = line;
    e->fault.column = line > 0;
    return err;
}

/* The stores below dir/stock, in the order of their names. */
static enum xs_err load_stock(struct xs_engine *e, const xs_str *dirs, size_t ndirs)
{
    xs_stock_init(&e->stock, e->arena);
    for (size_t i = 0; i < ndirs; i++) {
        struct xs_walk walk = { 0 };
        struct xs_file_info info;
        xs_str dir;
        int os_error = 0;
        if (!xs_io_join(e->arena, dirs[i], XS_STR("stock"), &dir))
            return XS_E_NOMEM;
        xs_io_info(dir.ptr, &info);
        if (info.kind != XS_FILE_FOLDER || xs_io_walk(e->arena, dir.ptr, &walk, &os_error) != XS_OK)
            continue;
        for (size_t k = 0; k < walk.count; k++)
            if (xs_str_ends(walk.items[k].name, XS_STR(".tsv")))
                XS_TRY(load_store(e, &walk.items[k]));
    }
    return XS_OK;
}

static enum xs_err load(struct xs_engine *e, const xs_str *dirs, size_t ndirs)
{
    XS_TRY(xs_patfiles_load(e->arena, dirs, ndirs, &e->fault, &e->files));
    const struct xs_patfiles *set = &e->files;
    struct xs_rule_env *env = &e->env;
    env->files = set;
    XS_TRY(xs_messages_load(set, &e->messages));
    XS_TRY(xs_folder_load(set, &env->folder));
    XS_TRY(xs_lexset_load(set, env->folder, &env->lexicons));
    XS_TRY(xs_value_words_load(set, env->lexicons, &env->values));
    XS_TRY(xs_name_words_load(set, env->lexicons, &env->names));
    XS_TRY(xs_layout_load(set, env->folder, env->lexicons, &env->layout));
    XS_TRY(xs_ruleset_load(env, &e->rules));
    e->scorer.rules = e->rules;
    XS_TRY(xs_score_load(set, e->rules, &e->scorer.config));
    XS_TRY(xs_corpus_config_load(set, env->lexicons, e->rules, &e->corpus));
    XS_TRY(xs_lexset_unused(set, env->lexicons));
    return load_stock(e, dirs, ndirs);
}

enum xs_err xs_engine_open(struct xs_engine *e, const xs_str *dirs, size_t ndirs)
{
    *e = (struct xs_engine){ .arena = xs_arena_new(XS_MAX_RUN_ARENA) };
    return e->arena ? load(e, dirs, ndirs) : XS_E_NOMEM;
}

void xs_engine_close(struct xs_engine *e)
{
    if (e->rules)
        xs_ruleset_free(e->rules);
    xs_arena_free(e->arena);
    *e = (struct xs_engine){ 0 };
}

/* base/patterns or base/middle/patterns, when that is a folder. */
static bool folder_at(struct xs_arena *a, xs_str base, const char *tail, xs_str *out)
{
    size_t n = strlen(tail);
    char *p = xs_arena_alloc(a, base.len + n + 1, 1);
    if (!p)
        return false;
    if (base.len)
        memcpy(p, base.ptr, base.len);
    memcpy(p + base.len, tail, n + 1);
    struct xs_file_info info;
    xs_io_info(p, &info);
    *out = (xs_str){ p, base.len + n };
    return info.kind == XS_FILE_FOLDER;
}

enum xs_err xs_engine_dir(struct xs_arena *a, xs_str *out)
{
    const char *env = getenv("XUSHI_PATTERNS");
    if (env && *env) {
        *out = xs_str_c(env);
        return XS_OK;
    }
    char exe[MAX_PATH_BYTES];
    ssize_t n = readlink("/proc/self/exe", exe, sizeof exe);
    size_t len = n > 0 ? (size_t)n : 0;
    for (int up = 0; up < 2 && len > 0; up++) /* bin/xushi -> the folder above bin */
        while (len > 0 && exe[--len] != '/')
            ;
    if (len > 0 && (folder_at(a, (xs_str){ exe, len }, "/patterns", out) ||
                       folder_at(a, (xs_str){ exe, len }, "/share/xushi/patterns", out)))
        return XS_OK;
    *out = XS_STR(XS_DATADIR "/patterns");
    return XS_OK;
}

enum xs_err xs_engine_thread_open(struct xs_engine_thread *t)
{
    t->arena = xs_arena_new(XS_MAX_DOC_ARENA);
    t->matcher = t->arena ? xs_matcher_new() : NULL;
    t->memo = t->matcher ? xs_memo_new(XS_MEMO_KEEP_BYTES) : NULL;
    return t->memo ? XS_OK : XS_E_NOMEM;
}

void xs_engine_thread_close(struct xs_engine_thread *t)
{
    if (t->matcher)
        xs_matcher_free(t->matcher);
    xs_memo_free(t->memo);
    xs_arena_free(t->arena);
    *t = (struct xs_engine_thread){ 0 };
}

static enum xs_err score(const struct xs_engine *e, struct xs_arena *a, struct xs_reading *r)
{
    r->scores = xs_arena_zalloc(a, r->doc.nprojects, sizeof *r->scores);
    if (!r->scores)
        return XS_E_NOMEM;
    for (size_t i = 0; i < r->doc.nprojects; i++)
        xs_score_project(&e->scorer, &r->doc, &r->findings, (uint32_t)i + 1, &r->scores[i]);
    return XS_OK;
}

/* The stages in their order; what is known when one fails stays in r. */
static enum xs_err stages(const struct xs_engine *e, struct xs_engine_thread *t, xs_str bytes,
    xs_str name, struct xs_reading *r)
{
    XS_TRY(t->read ? t->read(t->read_self, t->arena, bytes, &r->sheet)
                   : xs_read_sheet(t->arena, bytes, &r->sheet));
    const struct xs_tree_env env = { e->env.layout, t->memo };
    enum xs_err built = xs_tree_build(&env, t->arena, &r->sheet, name, &r->doc);
    r->known = built == XS_OK || built == XS_E_NO_ROWS;
    XS_TRY(built);
#ifdef XS_DEBUG
    const char *what;
    if (!xs_tree_verify(&r->doc, &what))
        return XS_E_INTERNAL;
#endif
    XS_TRY(xs_rules_run(e->rules, t->matcher, t->arena, &r->doc, &r->findings));
    return score(e, t->arena, r);
}

enum xs_err xs_engine_read(const struct xs_engine *e, struct xs_engine_thread *t, xs_str bytes,
    xs_str name, struct xs_reading *out)
{
    *out = (struct xs_reading){ 0 };
    xs_memo_trim(t->memo);
    out->status = stages(e, t, bytes, name, out);
    return out->status == XS_E_INTERNAL ? XS_E_INTERNAL : XS_OK;
}
