/* sample.c: a clean document: read from clean.tsv, written as text. */
#include "sample.h"

#include <string.h>

const char *const row_keys[R_COUNT] = { "level1", "level2", "name", "description", "value", "basis",
    "weight" };
const char *const project_keys[P_COUNT] = { "code", "name", "budget", "fiscal", "other", "plan",
    "purpose", "goal", "object", "unit" };

xs_str sample_field(xs_str *rest, char end)
{
    const char *at = rest->len ? memchr(rest->ptr, end, rest->len) : NULL;
    size_t n = at ? (size_t)(at - rest->ptr) : rest->len;
    xs_str out = { rest->ptr, n };
    n += at != NULL;
    *rest = (xs_str){ rest->ptr + n, rest->len - n };
    return out;
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

xs_str sample_escapes(struct xs_arena *a, xs_str text)
{
    char *to = xs_arena_alloc(a, text.len + 1, 1);
    size_t n = 0;
    if (!to)
        return XS_STR_NONE;
    for (size_t i = 0; i < text.len; i++) {
        bool more = text.ptr[i] == '\\' && i + 1 < text.len;
        if (more && text.ptr[i + 1] == 'n') {
            to[n++] = '\n';
            i++;
        } else if (more && text.ptr[i + 1] == 'x' && i + 3 < text.len &&
                   hex(text.ptr[i + 2]) >= 0) {
            to[n++] = (char)(hex(text.ptr[i + 2]) * 16 + hex(text.ptr[i + 3]));
            i += 3;
        } else {
            to[n++] = text.ptr[i];
        }
    }
    return (xs_str){ to, n };
}

static bool load_project(struct xs_arena *a, struct sample *s, xs_str line)
{
    if (s->nprojects == MAX_PROJECTS)
        return false;
    struct sample_project *p = &s->projects[s->nprojects++];
    for (size_t i = 0; i < P_UNIT; i++)
        p->f[i] = sample_escapes(a, sample_field(&line, '\t'));
    p->f[P_UNIT] = XS_STR("单位：万元");
    return p->f[P_OBJECT].len > 0;
}

static bool load_row(struct sample *s, xs_str line)
{
    struct sample_project *p = s->nprojects ? &s->projects[s->nprojects - 1] : NULL;
    if (!p || p->nrows == MAX_ROWS)
        return false;
    struct sample_row *r = &p->rows[p->nrows++];
    for (size_t i = 0; i < R_COUNT; i++)
        r->f[i] = sample_field(&line, '\t');
    return r->f[R_BASIS].len > 0;
}

bool sample_load(struct xs_arena *a, xs_str text, struct sample *out)
{
    *out = (struct sample){ .listed = XS_STR("绿地养护126万平方米；巡逻12次；传感器420个"),
        .header = XS_STR("指标值确定依据"),
        .names = XS_STR("三级指标"),
        .overall = XS_STR("全年养护公园绿地126万平方米，开放公园5处，安全零事故。"),
        .branch = XS_STR("为市民提供整洁安全的公园。"),
        .said = XS_STR("2024年实行绩效目标管理的项目共4个，涉及资金637.20万元。") };
    while (text.len) {
        xs_str line = sample_field(&text, '\n');
        xs_str what = sample_field(&line, '\t');
        bool good = true;
        if (xs_str_eq(what, XS_STR("D"))) {
            out->year = sample_field(&line, '\t');
            out->department = sample_field(&line, '\t');
        } else if (xs_str_eq(what, XS_STR("P"))) {
            good = load_project(a, out, line);
        } else if (xs_str_eq(what, XS_STR("R"))) {
            good = load_row(out, line);
        }
        if (!good)
            return false;
    }
    return out->nprojects > 0;
}

static void cell(struct xs_buf *out, xs_str text)
{
    xs_buf_putc(out, '\t');
    xs_buf_puts(out, text);
    xs_buf_putc(out, '\n');
}

static void cells(struct xs_buf *out, const char *const *texts, size_t n)
{
    for (size_t i = 0; i < n; i++)
        cell(out, xs_str_c(texts[i]));
}

static void head(const struct sample *s, const struct sample_project *p, struct xs_buf *out)
{
    static const char *const points[] = { "3月底", "6月底", "10月底", "12月底" };
    cell(out, s->department);
    cell(out, p->f[P_UNIT]);
    xs_buf_putc(out, '\n');
    cell(out, XS_STR("项目编码"));
    cell(out, p->f[P_CODE]);
    cell(out, XS_STR("项目名称"));
    cell(out, p->f[P_NAME]);
    xs_buf_putc(out, '\n');
    cell(out, XS_STR("预算规模及资金用途"));
    cell(out, XS_STR("预算数"));
    cell(out, p->f[P_BUDGET]);
    cell(out, XS_STR("其中：财政资金"));
    cell(out, p->f[P_FISCAL]);
    cell(out, XS_STR("其他资金"));
    cell(out, p->f[P_OTHER]);
    xs_buf_lit(out, "\n\t\n");
    cell(out, p->f[P_PURPOSE]);
    xs_buf_putc(out, '\n');
    cell(out, XS_STR("资金支出计划（%）"));
    cells(out, points, 4);
    xs_buf_lit(out, "\n\t\n");
    for (xs_str plan = p->f[P_PLAN]; plan.len;)
        cell(out, sample_field(&plan, '/'));
    xs_buf_putc(out, '\n');
    cell(out, XS_STR("绩效目标"));
    cell(out, p->f[P_GOAL]);
    xs_buf_lit(out, "\n\n\n");
}

static void table(
    const struct sample *s, const struct sample_project *p, size_t nrows, struct xs_buf *out)
{
    static const char *const columns[] = { "绩效指标描述", "指标值" };
    cell(out, XS_STR("一级指标"));
    cell(out, XS_STR("二级指标"));
    cell(out, s->names);
    cells(out, columns, 2);
    bool weights = p->nrows && p->rows[0].f[R_WEIGHT].len;
    cell(out, s->header);
    if (weights)
        cell(out, XS_STR("权重"));
    xs_buf_putc(out, '\n');
    for (size_t i = 0; i < nrows; i++) {
        const struct sample_row *r = &p->rows[i];
        bool same = i > 0 && xs_str_eq(r->f[R_LEVEL1], p->rows[i - 1].f[R_LEVEL1]);
        cell(out, same ? XS_STR_NONE : r->f[R_LEVEL1]); /* merged cells arrive empty */
        for (size_t k = R_LEVEL2; k < (weights ? R_COUNT : R_WEIGHT); k++)
            cell(out, r->f[k]);
        xs_buf_putc(out, '\n');
    }
}

void sample_text(const struct sample *s, struct xs_buf *out)
{
    xs_buf_puts(out, s->department);
    xs_buf_puts(out, s->year);
    xs_buf_lit(out, "年部门预算绩效文本\n\n第一部分\n单位整体绩效目标\n\n一、总体绩效目标\n");
    xs_buf_puts(out, s->overall);
    xs_buf_lit(out, "\n二、分项绩效目标\n（一）公园管理\n绩效目标：");
    xs_buf_puts(out, s->branch);
    xs_buf_lit(out, "\n绩效指标：");
    xs_buf_puts(out, s->listed);
    xs_buf_lit(out, "。\n 第二部分\n预算项目绩效目标\n");
    xs_buf_puts(out, s->said);
    xs_buf_lit(out, "\n\n\n");
    for (size_t i = 0; i < s->nprojects; i++) {
        const struct sample_project *p = &s->projects[i];
        bool last = i + 1 == s->nprojects;
        xs_buf_uint(out, i + 1);
        xs_buf_putc(out, '.');
        xs_buf_puts(out, p->f[P_NAME]);
        xs_buf_lit(out, "绩效目标表\n");
        head(s, p, out);
        if (s->bare != i + 1)
            table(s, p, s->cut && last ? p->nrows - 1 : p->nrows, out);
        if (s->cut && last) {
            cell(out, XS_STR_NONE);
            cell(out, p->rows[p->nrows - 1].f[R_LEVEL2]);
            cell(out, p->rows[p->nrows - 1].f[R_NAME]);
        } else {
            xs_buf_lit(out, "\n\n\n\n");
        }
    }
}
