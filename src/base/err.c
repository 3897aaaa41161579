#include "base/err.h"

#define XS_ERR_TEXT(name, exit_status, id, text) text,
#define XS_ERR_ID(name, exit_status, id, text) id,
#define XS_ERR_EXIT(name, exit_status, id, text) exit_status,

static const char *const texts[] = { XS_ERR_LIST(XS_ERR_TEXT) };
static const char *const ids[] = { XS_ERR_LIST(XS_ERR_ID) };
static const int exits[] = { XS_ERR_LIST(XS_ERR_EXIT) };

const char *xs_err_text(enum xs_err e)
{
    return (unsigned)e < XS_ERR_COUNT ? texts[e] : "unknown status";
}

const char *xs_err_id(enum xs_err e) { return (unsigned)e < XS_ERR_COUNT ? ids[e] : "unknown"; }

int xs_err_exit(enum xs_err e) { return (unsigned)e < XS_ERR_COUNT ? exits[e] : 70; }
