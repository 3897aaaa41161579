#include "base/library.h"

#include <dlfcn.h>
#include <string.h>

bool xs_library_load(const char *file, const char *const *names, size_t count, void *slots)
{
    void *handle = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    for (size_t i = 0; handle && i < count; i++) {
        void *found = dlsym(handle, names[i]);
        if (!found)
            return false;
        memcpy((char *)slots + i * sizeof found, &found, sizeof found);
    }
    return handle != NULL;
}
