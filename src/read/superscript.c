#include "read/superscript.h"

static const xs_str digits[] = {
    XS_STR_INIT("\xE2\x81\xB0"),
    XS_STR_INIT("\xC2\xB9"),
    XS_STR_INIT("\xC2\xB2"),
    XS_STR_INIT("\xC2\xB3"),
    XS_STR_INIT("\xE2\x81\xB4"),
    XS_STR_INIT("\xE2\x81\xB5"),
    XS_STR_INIT("\xE2\x81\xB6"),
    XS_STR_INIT("\xE2\x81\xB7"),
    XS_STR_INIT("\xE2\x81\xB8"),
    XS_STR_INIT("\xE2\x81\xB9"),
};

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool xs_superscript_next(xs_str *raised, xs_str *piece)
{
    size_t n = 0;
    while (n < raised->len && !is_digit(raised->ptr[n]))
        n++;
    if (n == 0 && raised->len) {
        *piece = digits[raised->ptr[0] - '0'];
        *raised = xs_str_sub(*raised, 1, raised->len);
        return true;
    }
    *piece = xs_str_sub(*raised, 0, n);
    *raised = xs_str_sub(*raised, n, raised->len);
    return piece->len > 0;
}
