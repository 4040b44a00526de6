#include "fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    /* A copy with nothing behind it that could be read by mistake. */
    char *copy = malloc(size ? size : 1);
    if (!copy) return 0;
    if (size) memcpy(copy, bytes, size);
    fuzz_try((struct text){copy, size});
    free(copy);
    return 0;
}
