#include "rule/private.h"

static const char *const severity_names[] = { "note", "warn", "error" };
static const char *const part_names[] = { "values", "names", "structure", "copying", "goal",
    "boilerplate" };
static const char *const scope_names[] = { "indicator", "project", "document", "corpus" };
static const xs_str subject_names[] = {
    [XS_SUBJ_NAME] = XS_STR_INIT("name"),
    [XS_SUBJ_CORE] = XS_STR_INIT("core"),
    [XS_SUBJ_DESCRIPTION] = XS_STR_INIT("description"),
    [XS_SUBJ_VALUE] = XS_STR_INIT("value"),
    [XS_SUBJ_UNIT] = XS_STR_INIT("unit"),
    [XS_SUBJ_LEVEL1] = XS_STR_INIT("level1"),
    [XS_SUBJ_LEVEL2] = XS_STR_INIT("level2"),
    [XS_SUBJ_BASIS] = XS_STR_INIT("basis"),
    [XS_SUBJ_PROJECT_NAME] = XS_STR_INIT("project_name"),
    [XS_SUBJ_PURPOSE] = XS_STR_INIT("purpose"),
    [XS_SUBJ_GOAL] = XS_STR_INIT("goal"),
    [XS_SUBJ_DEPARTMENT] = XS_STR_INIT("department"),
};
static const char *const value_flags[] = { "doubled", "contradiction", "unit-lost", "vague-words",
    "not-a-value", "scale", "several", "approx", "period", "no-split", "percent-word",
    "placeholder", "whole-year", "too-long", "two-sided" };
static const char *const row_flags[] = { "value-parts", "cut", "level-guessed", "prose" };
static const xs_str field_keys[] = {
#define FIELD(id, list, where) XS_STR_INIT(list),
#include "tree/fields.def"
#undef FIELD
};

_Static_assert(
    sizeof severity_names / sizeof *severity_names == XS_SEV_COUNT, "a name for each severity");
_Static_assert(sizeof part_names / sizeof *part_names == XS_PART_COUNT, "a name for each part");
_Static_assert(sizeof scope_names / sizeof *scope_names == XS_SCOPE_COUNT, "a name for each scope");
_Static_assert(
    sizeof subject_names / sizeof *subject_names == XS_SUBJ_COUNT, "a name for each subject");

const char *xs_severity_name(enum xs_severity s)
{
    return s < XS_SEV_COUNT ? severity_names[s] : "";
}

const char *xs_part_name(enum xs_part p) { return p < XS_PART_COUNT ? part_names[p] : ""; }

const char *xs_scope_name(enum xs_scope s) { return s < XS_SCOPE_COUNT ? scope_names[s] : ""; }

xs_str xs_subject_name(enum xs_subject s)
{
    return s < XS_SUBJ_COUNT ? subject_names[s] : XS_STR_NONE;
}

const char *xs_flag_name(unsigned bit)
{
    return bit < sizeof value_flags / sizeof *value_flags ? value_flags[bit] : NULL;
}

const char *xs_row_flag_name(unsigned bit)
{
    return bit < sizeof row_flags / sizeof *row_flags ? row_flags[bit] : NULL;
}

xs_str xs_field_key(enum xs_field f)
{
    const size_t prefix = sizeof "field." - 1;
    return f < XS_F_COUNT ? xs_str_sub(field_keys[f], prefix, field_keys[f].len) : XS_STR_NONE;
}
