#include "base/vec.h"

void *vec_grow(void *at, uint32_t *capacity, size_t size)
{
    enum { FIRST_BYTES = 512 };
    uint32_t first = size < FIRST_BYTES / 8 ? (uint32_t)(FIRST_BYTES / size) : 8;
    uint32_t larger = *capacity ? *capacity * 2 : first;
    if (larger < *capacity) memory_exhausted(SIZE_MAX);
    *capacity = larger;
    return memory_resize(at, larger, size);
}

void *vec_move(void *at, size_t bytes, struct arena *arena, void **owner, uint32_t *capacity)
{
    void *copy = arena_alloc(arena, bytes ? bytes : 1);
    if (bytes) memcpy(copy, at, bytes);
    memory_free(at);
    *owner = NULL;
    *capacity = 0;
    return copy;
}
