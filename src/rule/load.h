/* load.h: the pieces of loading a rule set. For src/rule alone. */
#ifndef XS_RULE_LOAD_H
#define XS_RULE_LOAD_H

#include "rule/private.h"

/* Entry of the section `rules` that is left after later folders have replaced or switched off
 * earlier ones. */
struct xs_rule_entry {
    xs_str id;
    const struct xs_yaml *node;
    const struct xs_patfile *file;
    bool enabled;
};

/* load_rule.c: one entry -> rule and its compiled form. */
XS_CHECK enum xs_err xs_load_rule(
    struct xs_loader *l, const struct xs_rule_entry *e, struct xs_rule *r, struct xs_rule_code *c);
/* load_index.c: lists of plain row rules by class and value kind. */
XS_CHECK enum xs_err xs_load_index(struct xs_loader *l);

#endif
