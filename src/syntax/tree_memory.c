#include "syntax/tree_memory.h"

#include "base/memory.h"

#include <stdalign.h>

enum {
    STEP = 16,                                   /* the sizes of neighbouring classes differ by it */
    LARGEST = TREE_MEMORY_CLASSES * STEP - STEP, /* larger blocks come from base/memory.h, one by one */
    PIECE = 256 * 1024,
};

/* What stands before the bytes that tree-sitter gets. */
struct tree_block {
    alignas(max_align_t)
        size_t size;         /* of the bytes: what the class holds, or what was asked for when it is over LARGEST */
    struct tree_block *next; /* in the list of its class; a block in use does not need it */
};

static _Thread_local struct tree_memory *current;

void tree_memory_init(struct tree_memory *memory)
{
    *memory = (struct tree_memory){0};
    arena_init(&memory->pieces);
}

void tree_memory_release(struct tree_memory *memory)
{
    arena_release(&memory->pieces);
    tree_memory_init(memory);
}

struct tree_memory *tree_memory_use(struct tree_memory *memory)
{
    struct tree_memory *before = current;
    current = memory;
    return before;
}

static void *bytes_of(struct tree_block *block)
{
    return (char *)block + sizeof *block;
}

static struct tree_block *block_of(void *bytes)
{
    return (struct tree_block *)(void *)((char *)bytes - sizeof(struct tree_block));
}

static struct tree_block *new_block(struct tree_memory *memory, size_t size)
{
    size_t taken = sizeof(struct tree_block) + size;
    if (taken > (size_t)(memory->end - memory->next)) {
        memory->next = arena_alloc(&memory->pieces, PIECE);
        memory->end = memory->next + PIECE;
    }
    struct tree_block *block = (struct tree_block *)(void *)memory->next;
    memory->next += taken;
    block->size = size;
    return block;
}

void *tree_memory_alloc(size_t size)
{
    size_t rounded = size ? (size + STEP - 1) / STEP * STEP : STEP;
    if (!current || size > LARGEST) {
        if (size > SIZE_MAX / 2) memory_exhausted(size);
        if (rounded <= LARGEST) rounded = LARGEST + STEP; /* no class has it, so that it is known whose it is */
        struct tree_block *block = memory_alloc(sizeof *block + rounded);
        block->size = rounded;
        return bytes_of(block);
    }
    struct tree_block **list = &current->free[rounded / STEP];
    struct tree_block *block = *list;
    if (block) *list = block->next;
    else block = new_block(current, rounded);
    return bytes_of(block);
}

void *tree_memory_alloc_zeroed(size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size) memory_exhausted(SIZE_MAX);
    return memset(tree_memory_alloc(count * size), 0, count * size);
}

void *tree_memory_resize(void *bytes, size_t size)
{
    if (!bytes) return tree_memory_alloc(size);
    struct tree_block *block = block_of(bytes);
    if (block->size > LARGEST && size > LARGEST) {
        if (size > SIZE_MAX / 2) memory_exhausted(size);
        block = memory_resize(block, 1, sizeof *block + size);
        block->size = size;
        return bytes_of(block);
    }
    if (size <= block->size && block->size <= LARGEST) return bytes;
    void *moved = tree_memory_alloc(size);
    memcpy(moved, bytes, block->size < size ? block->size : size);
    tree_memory_free(bytes);
    return moved;
}

void tree_memory_free(void *bytes)
{
    if (!bytes) return;
    struct tree_block *block = block_of(bytes);
    if (block->size > LARGEST) {
        memory_free(block);
        return;
    }
    block->next = current->free[block->size / STEP];
    current->free[block->size / STEP] = block;
}
