#include "base/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { LARGE_PAGE = 2 * 1024 * 1024 };

static void default_handler(size_t size)
{
    fprintf(stderr,
            "mfshake: error[M902]: out of memory (%zu bytes asked for)\n"
            "  help: give the process more memory, or analyze fewer packages at once\n",
            size);
    _Exit(3);
}

static memory_exhausted_handler handler = default_handler;

memory_exhausted_handler memory_on_exhausted(memory_exhausted_handler new_handler)
{
    memory_exhausted_handler before = handler;
    handler = new_handler ? new_handler : default_handler;
    return before;
}

_Noreturn void memory_exhausted(size_t size)
{
    handler(size);
    abort();
}

void *memory_alloc(size_t size)
{
    void *block = malloc(size ? size : 1);
    if (!block) memory_exhausted(size);
    return block;
}

void *memory_alloc_large(size_t size)
{
    if (size < LARGE_PAGE / 2) return memory_alloc(size);
    void *block;
    size_t bytes = (size + LARGE_PAGE - 1) & ~(size_t)(LARGE_PAGE - 1);
    if (posix_memalign(&block, LARGE_PAGE, bytes) != 0) memory_exhausted(size);
    madvise(block, bytes, MADV_HUGEPAGE); /* it is fine when there are none */
    return block;
}

void *memory_resize(void *block, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size) memory_exhausted(SIZE_MAX);
    size_t bytes = count * size;
    void *resized = realloc(block, bytes ? bytes : 1);
    if (!resized) memory_exhausted(bytes);
    return resized;
}

void memory_free(void *block)
{
    free(block);
}
