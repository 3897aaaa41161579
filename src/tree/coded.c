/* Names of projects that stand in one cell with their codes: "code-name", "name (code)". */
#include "tree/build.h"

enum { SHORTEST_CODE = 15, FEWEST_DIGITS = 8 };

/* A name and its code, as parts of one text. */
struct coded {
    xs_str code, name; /* code empty: there is none */
};

/* How many bytes the code at the text's start has; 0: it begins with none. */
static size_t code_at_start(xs_str s)
{
    size_t n = 0, digits = 0;
    for (; n < s.len; n++) {
        const bool digit = s.ptr[n] >= '0' && s.ptr[n] <= '9';
        if (!digit && (s.ptr[n] < 'A' || s.ptr[n] > 'Z'))
            break;
        digits += digit;
    }
    return n >= SHORTEST_CODE && digits >= FEWEST_DIGITS ? n : 0;
}

/* open, close: the brackets around a code behind the name. */
static struct coded parts_of(xs_str s, xs_str open, xs_str close)
{
    const size_t n = code_at_start(s);
    if (n > 0 && n + 1 < s.len && s.ptr[n] == '-' && (unsigned char)s.ptr[n + 1] >= 0x80)
        return (struct coded){ xs_str_sub(s, 0, n), xs_str_sub(s, n + 1, s.len) };
    const size_t at = xs_str_ends(s, close) ? xs_str_find(s, open, 0) : SIZE_MAX;
    if (at == SIZE_MAX || at == 0)
        return (struct coded){ XS_STR_NONE, s };
    const size_t from = at + open.len;
    if (from + close.len > s.len)
        return (struct coded){ XS_STR_NONE, s };
    const xs_str code = xs_str_sub(s, from, s.len - close.len - from);
    return code_at_start(code) == code.len && code.len > 0
               ? (struct coded){ code, xs_str_sub(s, 0, at) }
               : (struct coded){ XS_STR_NONE, s };
}

static struct coded folded_parts(xs_str folded)
{
    return parts_of(folded, XS_STR("("), XS_STR(")"));
}

/* The same of the text as it is written. */
static struct coded text_parts(xs_str text)
{
    const struct coded plain = parts_of(text, XS_STR("("), XS_STR(")"));
    return plain.code.len ? plain : parts_of(text, XS_STR("\xEF\xBC\x88"), XS_STR("\xEF\xBC\x89"));
}

void xs_coded_part(struct xs_build *b, const struct xs_tcell *v)
{
    struct xs_project *p = b->project;
    const struct coded text = text_parts(p->name.text), folded = folded_parts(p->name.folded);
    if (text.code.len == 0 || folded.code.len == 0 ||
        (p->code.text.len && !xs_str_eq(p->code.text, text.code)))
        return;
    if (p->code.text.len == 0) {
        xs_value_set(&p->code, v);
        p->code.text = text.code;
        p->code.folded = folded.code;
        p->code.noted = NULL;
        b->coded_name = p->number;
    }
    p->name.text = text.name;
    p->name.folded = folded.name;
    p->name.noted = NULL;
}

bool xs_coded_same(const struct xs_build *b, const struct xs_tcell *v)
{
    const struct xs_project *p = b->project;
    if (b->coded_name != p->number)
        return xs_str_eq(p->name.folded, v->folded);
    const struct coded folded = folded_parts(v->folded);
    return xs_str_eq(p->code.folded, folded.code) && xs_str_eq(p->name.folded, folded.name);
}

bool xs_coded_alone(struct xs_build *b, const struct xs_tcell *v)
{
    struct xs_project *p = b->project;
    if (b->coded_name != p->number || xs_str_eq(p->code.text, v->text))
        return false;
    b->coded_name = 0;
    xs_value_set(&p->code, v);
    return true;
}
