/* more.c: texts of a project's fields that go on in other cells. They are joined once all are
 * known: a thousand of them take no longer than one of their length. */
#include <stdlib.h>
#include <string.h>

#include "text/fold.h"
#include "tree/build.h"

#define LOOK_BACK 8 /* texts among which one that comes again is found */

struct xs_value_at *xs_text_field(struct xs_project *p, enum xs_field f)
{
    switch ((int)f) {
    case XS_F_PROJECT_CODE:
        return &p->code;
    case XS_F_PURPOSE:
        return &p->purpose;
    case XS_F_GOAL:
        return &p->goal;
    case XS_F_GOAL_TOTAL:
        return &p->goal_total;
    case XS_F_YEAR:
        return &p->year_text;
    default:
        return NULL;
    }
}

enum xs_err xs_more_add(struct xs_build *b, enum xs_field f, const struct xs_tcell *c, bool wrapped)
{
    struct xs_more *all = xs_arena_grow(b->a, b->more, &b->more_cap, b->nmore + 1, sizeof *all);
    if (!all)
        return XS_E_NOMEM;
    b->more = all;
    all[b->nmore] = (struct xs_more){ .project = b->project->number,
        .field = f,
        .number = b->nmore,
        .text = c->text,
        .wrapped = wrapped,
        .at = c->at };
    b->nmore++;
    return XS_OK;
}

bool xs_more_has(const struct xs_build *b, enum xs_field f, xs_str text)
{
    for (size_t i = b->nmore; i > 0 && b->nmore - i < LOOK_BACK; i--) {
        const struct xs_more *m = &b->more[i - 1];
        if (m->project == b->project->number && m->field == f && xs_str_eq(m->text, text))
            return true;
    }
    return false;
}

/* By project and field, then as they came. */
static int in_order(const void *a, const void *b)
{
    const struct xs_more *x = a, *y = b;
    if (x->project != y->project)
        return x->project < y->project ? -1 : 1;
    if (x->field != y->field)
        return x->field < y->field ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

static bool same_field(const struct xs_more *x, const struct xs_more *y)
{
    return x->project == y->project && x->field == y->field;
}

/* *v goes on with n texts; notes where they begin. */
static enum xs_err join(struct xs_build *b, struct xs_value_at *v, struct xs_more *more, size_t n)
{
    size_t len = v->text.len;
    for (size_t i = 0; i < n; i++)
        len += 1 + more[i].text.len;
    char *p = xs_arena_alloc(b->a, len + 1, 1);
    if (!p)
        return XS_E_NOMEM;
    if (v->text.len)
        memcpy(p, v->text.ptr, v->text.len);
    size_t at = v->text.len;
    for (size_t i = 0; i < n; i++) {
        if (!more[i].wrapped)
            p[at++] = '\n';
        more[i].from = p + at;
        if (more[i].text.len)
            memcpy(p + at, more[i].text.ptr, more[i].text.len);
        at += more[i].text.len;
    }
    v->text = (xs_str){ p, at };
    v->noted = NULL;
    return xs_fold(b->l->folder, b->a, v->text, &v->folded);
}

enum xs_err xs_more_join(struct xs_build *b)
{
    if (b->nmore)
        qsort(b->more, b->nmore, sizeof *b->more, in_order);
    for (size_t i = 0, next; i < b->nmore; i = next) {
        struct xs_more *m = &b->more[i];
        for (next = i + 1; next < b->nmore && same_field(m, &b->more[next]); next++)
            continue;
        struct xs_value_at *v = xs_text_field(&b->doc->projects[m->project - 1], m->field);
        if (v)
            XS_TRY(join(b, v, m, next - i));
    }
    return XS_OK;
}

void xs_projects_renumber(struct xs_build *b, const uint32_t *to)
{
    size_t n = 0;
    for (size_t i = 0; i < b->doc->nremarks; i++)
        b->doc->remarks[i].project = to[b->doc->remarks[i].project];
    for (size_t i = 0; i < b->nmore; i++) {
        b->more[n] = b->more[i];
        b->more[n].project = to[b->more[i].project];
        n += b->more[n].project > 0;
    }
    b->nmore = n;
}

struct xs_mores xs_more_of(const struct xs_build *b, uint32_t project, enum xs_field f)
{
    const struct xs_more want = { .project = project, .field = f };
    size_t low = 0, high = b->nmore;
    if (high == 0)
        return (struct xs_mores){ 0 };
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (in_order(&b->more[middle], &want) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    struct xs_mores out = { .items = b->more + low };
    while (low + out.count < b->nmore && same_field(&b->more[low + out.count], &want))
        out.count++;
    return out;
}
