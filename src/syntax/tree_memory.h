/* Memory of one parser: blocks by size class over large pieces, for tree-sitter's ts_set_allocator.
 *
 * tree-sitter asks for many small blocks and gives most of them back when a tree is deleted. Here they come without the locks and the merging of a
 * general allocator: a block that is given back goes to the list of its size class and is handed out again. All that is left is freed with the parser.
 *
 * tree-sitter's allocator is one for the process and knows no parser, so that each thread says which memory the calls that follow are for. Without
 * one (NULL) they go to base/memory.h. A block must be given back while the memory that it came from is in use.
 */
#ifndef MFSHAKE_SYNTAX_TREE_MEMORY_H
#define MFSHAKE_SYNTAX_TREE_MEMORY_H

#include "base/arena.h"

enum { TREE_MEMORY_CLASSES = 64 };

struct tree_block;

struct tree_memory {
    struct tree_block *free[TREE_MEMORY_CLASSES]; /* by size class: blocks given back */
    char *next, *end;                             /* of the newest piece */
    struct arena pieces;
};

void tree_memory_init(struct tree_memory *memory);
/* Frees all blocks. */
void tree_memory_release(struct tree_memory *memory);

/* Makes `memory` (or NULL) that of this thread's calls below; returns the one before. */
struct tree_memory *tree_memory_use(struct tree_memory *memory);

/* As malloc, calloc, realloc and free, but that NULL is never returned: see base/memory.h. Aligned for any type. */
void *tree_memory_alloc(size_t size);
void *tree_memory_alloc_zeroed(size_t count, size_t size);
void *tree_memory_resize(void *block, size_t size);
void tree_memory_free(void *block);

#endif
