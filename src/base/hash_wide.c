/* hash_wide.c: the hash of long texts with 32 bytes at a time; the result is that of str.c. */
#include "base/hash_wide.h"

#ifdef XS_VEC_32
#ifdef __clang__
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2")
#endif
#define XXH_INLINE_ALL
#define XXH_VECTOR XXH_AVX2
#include <xxhash.h>

uint64_t xs_hash_wide(xs_str s) { return XXH3_64bits(s.ptr, s.len); }

#ifdef __clang__
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif
