#include "base/vec.h"

void *vec_grow(void *at, uint32_t *capacity, size_t size)
{
    uint32_t larger = *capacity ? *capacity * 2 : 8;
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
