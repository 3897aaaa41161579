/* xs_str_hash_by for thirty-two bytes at a time: xxhash once more, compiled for AVX2, which gives
 * the same numbers. */
#include "base/vec.h"

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

uint64_t xs_str_hash_32(xs_str s) { return XXH3_64bits(s.ptr, s.len); }

#ifdef __clang__
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#else

uint64_t xs_str_hash_32(xs_str s) { return xs_str_hash_by(XS_VEC, s); }

#endif
