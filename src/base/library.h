/* library.h: functions of a shared library that is loaded once something needs it: most runs need
 * none of those that read packed formats, and loading all takes longer than reading a text.
 *
 *     #define FUNCTIONS(X) X(uchardet_new) X(uchardet_delete)
 *     XS_LIBRARY(FUNCTIONS, "libuchardet.so.0")
 *
 * gives a struct library with a member for each of the functions, called like it, and
 * static bool load(struct library *out), which is xs_library_load for them. */
#ifndef XS_BASE_LIBRARY_H
#define XS_BASE_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

#define XS_LIBRARY(FUNCTIONS, file)                                                                \
    struct library {                                                                               \
        FUNCTIONS(XS_LIBRARY_SLOT)                                                                 \
    };                                                                                             \
    static bool load(struct library *out)                                                          \
    {                                                                                              \
        static const char *const names[] = { FUNCTIONS(XS_LIBRARY_NAME) };                         \
        return xs_library_load(file, names, sizeof names / sizeof *names, out);                    \
    }
/* NOLINTNEXTLINE(bugprone-macro-parentheses): names of a type and of a member */
#define XS_LIBRARY_SLOT(function) __typeof__(&(function)) function;
#define XS_LIBRARY_NAME(function) #function,

/* xs_library_load: the functions of these names into slots, a struct of count pointers in the same
 * order. It stays loaded until the end. file: as the system's loader knows it. False: it is not
 * installed, or one without these functions. Safe from any thread. */
bool xs_library_load(const char *file, const char *const *names, size_t count, void *slots);

#endif
