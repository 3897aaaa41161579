/* hash_wide.h: private to str.c. */
#ifndef XS_BASE_HASH_WIDE_H
#define XS_BASE_HASH_WIDE_H

#include "base/vec.h"

#ifdef XS_VEC_32
/* xs_hash_wide: xs_str_hash where xs_vec_width says 32. */
uint64_t xs_hash_wide(xs_str s);
#endif

#endif
