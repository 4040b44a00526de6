/* A growable array of one type.
 *
 *     VEC(struct edge) edges = {0};
 *     vec_push(&edges, (struct edge){...});
 *     for (uint32_t i = 0; i < edges.count; i++) use(&edges.at[i]);
 *     vec_release(&edges);
 *
 * The caller owns the memory; a pointer to an element is valid until the next push. vec_freeze moves the elements into an
 * arena, which is how a pass returns a table.
 */
#ifndef MFSHAKE_BASE_VEC_H
#define MFSHAKE_BASE_VEC_H

#include "base/arena.h"
#include "base/memory.h"

#include <stdint.h>

#define VEC(type)                 \
    struct {                      \
        type *at;                 \
        uint32_t count, capacity; \
    }

#define vec_push(vec, ...)                                                                                          \
    ((vec)->count == (vec)->capacity ? (void)((vec)->at = vec_grow((vec)->at, &(vec)->capacity, sizeof *(vec)->at)) \
                                     : (void)0,                                                                     \
     (vec)->at[(vec)->count++] = (__VA_ARGS__))

#define vec_pop(vec)     ((vec)->at[--(vec)->count])
#define vec_last(vec)    ((vec)->at[(vec)->count - 1])
#define vec_clear(vec)   ((void)((vec)->count = 0))
#define vec_release(vec) (memory_free((vec)->at), (vec)->at = NULL, (void)((vec)->count = (vec)->capacity = 0))

/* Copies the elements into `arena`, releases the vector, and evaluates to the copy (never NULL). */
#define vec_freeze(vec, arena) \
    vec_move((vec)->at, (vec)->count * sizeof *(vec)->at, (arena), (void **)&(vec)->at, &(vec)->capacity)

void *vec_grow(void *at, uint32_t *capacity, size_t size);
void *vec_move(void *at, size_t bytes, struct arena *arena, void **owner, uint32_t *capacity);

#endif
