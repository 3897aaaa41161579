/* example.c: a document from one entry of `hit` or `miss`: a value, a row, a project, or several
 * projects. */
#include "rule/private.h"

struct maker {
    const struct xs_rule_env *env;
    struct xs_arena *a;
    const struct xs_rule *r;
    struct xs_example *out;
    uint32_t line; /* each cell gets a place of its own */
};

static enum xs_err bad(
    const struct maker *m, const struct xs_yaml *n, const char *what, xs_str name)
{
    return xs_fault_at(
        m->env->files->fault, m->r->file, n, "%s '%.*s' in an example", what, XS_STR_ARG(name));
}

/* On a line of its own. */
static enum xs_err next_line(struct maker *m, struct xs_value_at *out)
{
    return xs_value_move(m->a, out, ++m->line, 1);
}

static enum xs_err set_text(struct maker *m, const struct xs_yaml *n, struct xs_value_at *out)
{
    if (n->kind != XS_YAML_SCALAR)
        return bad(m, n, "expected a text for", n->key);
    out->text = xs_str_trim(n->text);
    XS_TRY(next_line(m, out));
    return xs_fold(m->env->folder, m->a, out->text, &out->folded);
}

/* ---- rows ---- */

static enum xs_err set_class(struct maker *m, const struct xs_yaml *n, struct xs_row *row)
{
    for (unsigned i = 0; i < XS_CLASS_COUNT; i++)
        if (xs_str_eq(n->text, i ? xs_str_c(xs_class_name((enum xs_class)i)) : XS_STR("none"))) {
            row->class = (enum xs_class)i;
            return XS_OK;
        }
    return bad(m, n, "unknown class", n->text);
}

/* Sign, number and unit of columns of their own, joined in this order. */
static enum xs_err join_value(struct maker *m, const struct xs_yaml *n, struct xs_row *row)
{
    const struct xs_yaml *parts[] = { xs_yaml_get(n, "comparator"), xs_yaml_get(n, "value"),
        xs_yaml_get(n, "unit") };
    struct xs_buf b;
    xs_str all, kept;
    if (!parts[0] && !parts[2])
        return XS_OK;
    xs_buf_init(&b, 4096);
    for (size_t i = 0; i < 3; i++)
        if (parts[i])
            xs_buf_puts(&b, xs_str_trim(parts[i]->text));
    enum xs_err e = xs_buf_finish(&b, &all);
    if (e == XS_OK && !xs_arena_dup(m->a, all, &kept))
        e = XS_E_NOMEM;
    xs_buf_free(&b);
    XS_TRY(e);
    row->flags |= XS_RF_VALUE_PARTS;
    row->value.text = kept;
    XS_TRY(next_line(m, &row->value));
    return xs_fold(m->env->folder, m->a, kept, &row->value.folded);
}

static struct xs_value_at *row_cell(struct xs_row *row, xs_str key)
{
    struct xs_value_at *cells[] = { [XS_SUBJ_NAME] = &row->name,
        [XS_SUBJ_CORE] = NULL,
        [XS_SUBJ_DESCRIPTION] = &row->description,
        [XS_SUBJ_VALUE] = &row->value,
        [XS_SUBJ_UNIT] = NULL,
        [XS_SUBJ_BASIS] = &row->basis };
    for (unsigned s = 0; s < XS_SUBJ_PROJECT_NAME; s++)
        if (cells[s] && xs_str_eq(key, xs_subject_name((enum xs_subject)s)))
            return cells[s];
    return NULL;
}

/* A level, which rows have in common elsewhere. */
static enum xs_err set_level(
    struct maker *m, const struct xs_yaml *n, const struct xs_value_at **level)
{
    struct xs_value_at *text = xs_arena_zalloc(m->a, 1, sizeof *text);
    if (!text)
        return XS_E_NOMEM;
    *level = text;
    return set_text(m, n, text);
}

static enum xs_err row_map(struct maker *m, const struct xs_yaml *n, struct xs_row *row)
{
    for (size_t i = 0; i < n->count; i++) {
        const struct xs_yaml *item = &n->items[i];
        struct xs_value_at *cell = row_cell(row, item->key);
        if (cell)
            XS_TRY(set_text(m, item, cell));
        else if (xs_str_eq(item->key, xs_subject_name(XS_SUBJ_LEVEL1)))
            XS_TRY(set_level(m, item, &row->level[0]));
        else if (xs_str_eq(item->key, xs_subject_name(XS_SUBJ_LEVEL2)))
            XS_TRY(set_level(m, item, &row->level[1]));
        else if (xs_str_eq(item->key, XS_STR("class")))
            XS_TRY(set_class(m, item, row));
        else if (xs_str_eq(item->key, XS_STR("weight")))
            row->has_weight = xs_yaml_milli(item, &row->weight_milli);
        else if (xs_str_eq(item->key, XS_STR("cut")))
            row->flags |= XS_RF_CUT; /* the text ends in this row */
        else if (!xs_str_eq(item->key, XS_STR("comparator")) &&
                 !xs_str_eq(item->key, XS_STR("unit")))
            return bad(m, item, "unknown key", item->key);
    }
    return join_value(m, n, row);
}

/* The class that the rule asks for, where the example does not say one. */
static enum xs_class neutral_class(const struct maker *m)
{
    uint32_t classes =
        m->r->when && m->r->scope == XS_ON_INDICATOR ? m->r->when[0].classes : UINT32_MAX;
    if (classes >> XS_CLASS_OUTPUT_QUANTITY & 1)
        return XS_CLASS_OUTPUT_QUANTITY;
    for (unsigned i = XS_CLASS_NONE + 1; i < XS_CLASS_COUNT; i++)
        if (classes >> i & 1)
            return (enum xs_class)i;
    return XS_CLASS_NONE;
}

static enum xs_err parse_row(struct maker *m, struct xs_row *row)
{
    if (row->name.text.len == 0 && !row->name.at) {
        row->name.text = row->name.folded = XS_STR("X");
        XS_TRY(next_line(m, &row->name));
    }
    row->at = row->name.at;
    row->core = xs_name_core(m->env->names, row->name.folded);
    row->name_kind = xs_name_kind(m->env->names, row->core);
    enum xs_name_kind k = row->name_kind;
    struct xs_value_context ctx = {
        .rate_name = k == XS_NAME_RATE || k == XS_NAME_TIMELY || k == XS_NAME_DONE ||
                     k == XS_NAME_SATISFACTION || k == XS_NAME_PROGRESS || k == XS_NAME_DEGREE ||
                     row->class == XS_CLASS_SATISFACTION,
        .unit_column = (row->flags & XS_RF_VALUE_PARTS) != 0,
    };
    struct xs_value *parsed = xs_arena_alloc(m->a, 1, sizeof *parsed);
    row->parsed = parsed;
    return parsed ? xs_value_parse(m->env->values, m->a, row->value.folded, &ctx, parsed)
                  : XS_E_NOMEM;
}

static enum xs_err make_row(struct maker *m, const struct xs_yaml *n, struct xs_row *row)
{
    row->class = neutral_class(m);
    if (n->kind == XS_YAML_MAP)
        XS_TRY(row_map(m, n, row));
    else if (n->kind == XS_YAML_SCALAR && m->r->scope == XS_ON_INDICATOR &&
             m->r->part == XS_PART_NAMES)
        XS_TRY(set_text(m, n, &row->name));
    else
        XS_TRY(set_text(m, n, &row->value));
    return parse_row(m, row);
}

static enum xs_err make_rows(struct maker *m, const struct xs_yaml *n, struct xs_project *p)
{
    p->nrows = n->kind == XS_YAML_LIST ? n->count : 1;
    p->rows = xs_arena_zalloc(m->a, p->nrows + 1, sizeof *p->rows);
    if (!p->rows)
        return XS_E_NOMEM;
    for (size_t i = 0; i < p->nrows; i++) {
        p->rows[i].seq = (uint32_t)i + 1;
        XS_TRY(make_row(m, n->kind == XS_YAML_LIST ? &n->items[i] : n, &p->rows[i]));
    }
    m->out->doc.nrows += (uint32_t)p->nrows;
    return XS_OK;
}

/* ---- projects ---- */

/* Ten-thousands of yuan with up to six decimals -> 1e-6. */
static bool micro(xs_str s, int64_t *out)
{
    struct xs_decimal d;
    size_t used = xs_decimal_parse(s, &d);
    if (used == 0 || d.scale > 6)
        return false;
    for (unsigned i = d.scale; i < 6; i++)
        if (d.digits > INT64_MAX / 10)
            return false;
        else
            d.digits *= 10;
    *out = d.digits;
    return true;
}

static enum xs_err set_money(struct maker *m, const struct xs_yaml *n, struct xs_project *p)
{
    struct {
        const char *key;
        struct xs_value_at *cell;
        int64_t *amount;
        bool *has;
    } const money[] = { { "budget", &p->budget, &p->budget_micro, &p->has_budget },
        { "fiscal", &p->fiscal, &p->fiscal_micro, &p->has_fiscal },
        { "other", &p->other, &p->other_micro, &p->has_other } };
    for (size_t i = 0; i < 3; i++) {
        if (!xs_str_eq(n->key, xs_str_c(money[i].key)))
            continue;
        XS_TRY(set_text(m, n, money[i].cell));
        *money[i].has = micro(money[i].cell->folded, money[i].amount);
    }
    return XS_OK;
}

#define MOST_SHARES ((size_t)XS_MAX_NUMBERS * 4)

static enum xs_err set_plan(struct maker *m, const struct xs_yaml *n, struct xs_project *p)
{
    xs_str rest = n->text, one;
    p->plan = xs_arena_zalloc(m->a, MOST_SHARES, sizeof *p->plan);
    p->plan_milli = xs_arena_zalloc(m->a, MOST_SHARES, sizeof *p->plan_milli);
    if (!p->plan || !p->plan_milli)
        return XS_E_NOMEM;
    while (p->nplan < MOST_SHARES && xs_str_split(&rest, '/', &one)) {
        struct xs_yaml share = { .kind = XS_YAML_SCALAR, .text = one };
        int64_t v;
        XS_TRY(set_text(m, &share, &p->plan[p->nplan]));
        if (!micro(p->plan[p->nplan].folded, &v))
            return bad(m, n, "not a share", one);
        p->plan_milli[p->nplan++] = v / 1000;
    }
    return XS_OK;
}

static enum xs_err set_columns(struct maker *m, const struct xs_yaml *n, struct xs_project *p)
{
    p->columns = 0;
    for (size_t i = 0; i < n->count; i++) {
        unsigned f = 0;
        while (f < XS_F_COUNT && !xs_str_eq(xs_field_key((enum xs_field)f), n->items[i].text))
            f++;
        if (f == XS_F_COUNT)
            return bad(m, &n->items[i], "unknown column", n->items[i].text);
        p->columns |= XS_FIELD_BIT(f);
    }
    return XS_OK;
}

static enum xs_err set_year(struct maker *m, const struct xs_yaml *n, struct xs_project *p)
{
    int64_t y;
    if (!xs_yaml_int(n, 0, 9999, &y))
        return bad(m, n, "not a year:", n->text);
    p->year = (uint16_t)y;
    return set_text(m, n, &p->year_text);
}

static enum xs_err project_key(struct maker *m, const struct xs_yaml *item, struct xs_project *p)
{
    struct {
        const char *key;
        struct xs_value_at *cell;
    } const cells[] = { { "name", &p->name }, { "goal", &p->goal }, { "purpose", &p->purpose },
        { "code", &p->code }, { "department", &p->department } };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        if (xs_str_eq(item->key, xs_str_c(cells[i].key)))
            return set_text(m, item, cells[i].cell);
    if (xs_str_eq(item->key, XS_STR("rows")))
        return make_rows(m, item, p);
    if (xs_str_eq(item->key, XS_STR("plan")))
        return set_plan(m, item, p);
    if (xs_str_eq(item->key, XS_STR("columns")))
        return set_columns(m, item, p);
    if (xs_str_eq(item->key, XS_STR("year")))
        return set_year(m, item, p);
    bool prose = xs_str_eq(item->key, XS_STR("prose"));
    if (prose || xs_str_eq(item->key, XS_STR("cut")))
        return xs_yaml_bool(item, prose ? &p->prose : &p->cut)
                   ? XS_OK
                   : bad(m, item, "true or false, not", item->text);
    if (xs_str_eq(item->key, XS_STR("budget")) || xs_str_eq(item->key, XS_STR("fiscal")) ||
        xs_str_eq(item->key, XS_STR("other")))
        return set_money(m, item, p);
    return xs_str_eq(item->key, XS_STR("row")) ? XS_OK : bad(m, item, "unknown key", item->key);
}

static enum xs_err make_project(struct maker *m, const struct xs_yaml *n, struct xs_project *p)
{
    p->at = (struct xs_place){ .line = ++m->line, .col = 1 };
    p->unit_known = true;
    p->columns = XS_FIELD_BIT(XS_F_LEVEL1) | XS_FIELD_BIT(XS_F_LEVEL2) | XS_FIELD_BIT(XS_F_LEVEL3) |
                 XS_FIELD_BIT(XS_F_DESCRIPTION) | XS_FIELD_BIT(XS_F_VALUE) |
                 XS_FIELD_BIT(XS_F_BASIS);
    for (size_t i = 0; i < n->count; i++)
        XS_TRY(project_key(m, &n->items[i], p));
    p->columns |= p->cut ? 0 : XS_COLUMNS_WHOLE;
    return XS_OK;
}

/* ---- documents ---- */

/* One section a key of part one. */
enum { SECTION_LISTED, SECTION_OVERALL, SECTION_BRANCHES, SECTION_COUNT };

static enum xs_err set_items(struct maker *m, const struct xs_yaml *n, struct xs_item **out)
{
    struct xs_item *items = xs_arena_zalloc(m->a, n->count + 1, sizeof *items);
    if (!items)
        return XS_E_NOMEM;
    for (size_t i = 0; i < n->count; i++)
        XS_TRY(set_text(m, &n->items[i], &items[i].text));
    *out = items;
    return XS_OK;
}

/* listed: indicators named in part one; overall: paragraphs of the overall goal; branches: goals of
 * branches. */
static enum xs_err set_section(struct maker *m, const struct xs_yaml *n, size_t which)
{
    static const enum xs_section_kind kinds[SECTION_COUNT] = { XS_SEC_BRANCH, XS_SEC_OVERALL,
        XS_SEC_BRANCH };
    struct xs_doc *d = &m->out->doc;
    struct xs_item *items;
    if (!d->sections) {
        d->sections = xs_arena_zalloc(m->a, SECTION_COUNT, sizeof *d->sections);
        d->nsections = SECTION_COUNT;
    }
    if (!d->sections)
        return XS_E_NOMEM;
    XS_TRY(set_items(m, n, &items));
    struct xs_section *s = &d->sections[which];
    s->kind = kinds[which];
    if (which == SECTION_LISTED) {
        s->indicators = items;
        s->nindicators = n->count;
    } else if (which == SECTION_BRANCHES) {
        s->goals = items;
        s->ngoals = n->count;
    } else {
        s->paragraphs = xs_arena_zalloc(m->a, n->count + 1, sizeof *s->paragraphs);
        if (!s->paragraphs)
            return XS_E_NOMEM;
        for (size_t i = 0; i < n->count; i++)
            s->paragraphs[i].text = items[i].text;
        s->nparagraphs = n->count;
    }
    return XS_OK;
}

/* Paragraphs of running text, as the reader gives them. */
static enum xs_err set_said(struct maker *m, const struct xs_yaml *n)
{
    struct xs_sheet *sheet = xs_arena_zalloc(m->a, 1, sizeof *sheet);
    struct xs_block *blocks = xs_arena_zalloc(m->a, n->count + 1, sizeof *blocks);
    struct xs_cell *cells = xs_arena_zalloc(m->a, n->count + 1, sizeof *cells);
    if (!sheet || !blocks || !cells)
        return XS_E_NOMEM;
    for (size_t i = 0; i < n->count; i++) {
        cells[i] = (struct xs_cell){
            .text = n->items[i].text, .at = { .line = ++m->line, .col = 1 }, .span = 1
        };
        blocks[i] =
            (struct xs_block){ .kind = XS_BLOCK_PARAGRAPH, .ncells = 1, .cells = &cells[i] };
    }
    sheet->blocks = blocks;
    sheet->nblocks = n->count;
    m->out->doc.sheet = sheet;
    return XS_OK;
}

static bool is_project(const struct xs_yaml *n)
{
    static const char *const keys[] = { "rows", "goal", "purpose", "budget", "fiscal", "plan",
        "code", "year", "department", "columns", NULL };
    for (size_t i = 0; keys[i]; i++)
        if (xs_yaml_get(n, keys[i]))
            return true;
    return false;
}

static enum xs_err document_keys(struct maker *m, const struct xs_yaml *n)
{
    static const char *const sections[SECTION_COUNT] = { "listed", "overall", "branches" };
    for (size_t i = 0; i < n->count; i++) {
        const struct xs_yaml *item = &n->items[i];
        size_t which = 0;
        while (which < SECTION_COUNT && !xs_str_eq(item->key, xs_str_c(sections[which])))
            which++;
        if (which < SECTION_COUNT)
            XS_TRY(set_section(m, item, which));
        else if (xs_str_eq(item->key, XS_STR("said")))
            XS_TRY(set_said(m, item));
        else if (!xs_str_eq(item->key, XS_STR("projects")) && !xs_str_eq(item->key, XS_STR("row")))
            return bad(m, item, "unknown key", item->key);
    }
    return XS_OK;
}

enum xs_err xs_example_build(const struct xs_rule_env *env, struct xs_arena *a,
    const struct xs_rule *r, const struct xs_yaml *n, struct xs_example *out)
{
    struct maker m = { .env = env, .a = a, .r = r, .out = out };
    const struct xs_yaml *projects = xs_yaml_get(n, "projects"), *row = xs_yaml_get(n, "row");
    int64_t number = 0;
    *out = (struct xs_example){ .row = 0 };
    if (row && !xs_yaml_int(row, 1, 100000, &number))
        return bad(&m, row, "not a row number:", row->text);
    out->row = (uint32_t)number;
    out->doc.nprojects = projects ? projects->count : 1;
    out->doc.projects = xs_arena_zalloc(a, out->doc.nprojects + 1, sizeof *out->doc.projects);
    if (!out->doc.projects)
        return XS_E_NOMEM;
    for (size_t i = 0; i < out->doc.nprojects; i++)
        out->doc.projects[i].number = (uint32_t)i + 1;
    if (projects) {
        XS_TRY(document_keys(&m, n));
        for (size_t i = 0; i < projects->count; i++)
            XS_TRY(make_project(&m, &projects->items[i], &out->doc.projects[i]));
        return XS_OK;
    }
    if (r->scope != XS_ON_INDICATOR || is_project(n))
        return make_project(&m, n, &out->doc.projects[0]);
    struct xs_yaml none = { .kind = XS_YAML_MAP };
    XS_TRY(make_project(&m, &none, &out->doc.projects[0]));
    return make_rows(&m, n, &out->doc.projects[0]);
}
