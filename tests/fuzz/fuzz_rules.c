/* A pattern file: any bytes as YAML, and what is a map of sections beside the word lists and labels
 * of the real ones. Rules that load are run over a document. */
#include <string.h>

#include "env.h"

/* The real files without their rules and verdicts, which take long to compile and are no input. */
static void without_rules(
    const struct xs_patfiles *all, struct xs_arena *a, struct xs_patfiles *out)
{
    *out = *all;
    out->arena = a;
    out->count = 0;
    out->files = xs_arena_zalloc(a, all->count + 1, sizeof *out->files);
    FUZZ_MUST(out->files != NULL);
    for (size_t i = 0; i < all->count; i++)
        if (!xs_yaml_get(all->files[i].root, "rules"))
            out->files[out->count++] = all->files[i];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct xs_engine *e = fuzz_engine();
    struct xs_arena *a = fuzz_arena();
    struct xs_patfiles set;
    struct xs_fault fault = { 0 };
    struct xs_yaml *root;
    struct xs_rule_env env = e->env;
    struct xs_ruleset *rules = NULL;
    char *text = xs_arena_zalloc(a, size + 1, 1);
    FUZZ_MUST(text != NULL);
    if (size)
        memcpy(text, data, size);
    enum xs_err err = xs_yaml_parse(a, XS_STR("fuzz.yaml"), (xs_str){ text, size }, &root, &fault);
    FUZZ_MUST(err == XS_OK || (err == XS_E_PATTERNS && fault.text.len));
    if (err != XS_OK || root->kind != XS_YAML_MAP)
        return 0;
    without_rules(&e->files, a, &set);
    set.fault = &fault;
    set.files[set.count++] = (struct xs_patfile){ XS_STR("fuzz.yaml"), root };
    env.files = &set;
    err = xs_ruleset_load(&env, &rules);
    FUZZ_MUST(err == XS_OK || (err == XS_E_PATTERNS && fault.text.len));
    if (err == XS_OK)
        xs_ruleset_free(rules);
    return 0;
}
