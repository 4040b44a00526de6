/* Allocation that does not return NULL.
 *
 * mfshake works in arenas that are dropped as a whole, so unwinding from every single failed allocation would buy
 * nothing. When memory runs out, the handler runs; the default one writes one line to standard error and ends the process
 * with exit status 3. An embedder may install its own (it must not return).
 */
#ifndef MFSHAKE_BASE_MEMORY_H
#define MFSHAKE_BASE_MEMORY_H

#include <stddef.h>

/* Returns `size` uninitialised bytes (at least one). The caller frees them with memory_free. */
void *memory_alloc(size_t size);

/* The same for what may be many megabytes: the system is asked for large pages, which it hands out faster. */
void *memory_alloc_large(size_t size);

/* Grows or shrinks `block` (NULL allowed) to `count * size` bytes; a product that overflows counts as out of memory. */
void *memory_resize(void *block, size_t count, size_t size);

void memory_free(void *block);

/* Runs when an allocation of `size` bytes failed. Must not return. */
typedef void (*memory_exhausted_handler)(size_t size);

/* Installs `handler` for the whole process; NULL restores the default. Returns the one before. */
memory_exhausted_handler memory_on_exhausted(memory_exhausted_handler handler);

/* Runs the handler: for callers that found by themselves that `size` bytes can not be had. */
_Noreturn void memory_exhausted(size_t size);

#endif
