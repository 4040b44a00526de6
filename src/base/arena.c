#include "base/arena.h"

#include "base/memory.h"

#include <stdalign.h>
#include <stdio.h>

/* Of a block; and of one in an arena that holds much, which can be made of large pages. */
enum { BLOCK_BYTES = 64 * 1024, LARGE_BLOCK_BYTES = 2 * 1024 * 1024 - 64 };

struct arena_block {
    struct arena_block *older;
    alignas(max_align_t) char bytes[];
};

void arena_init(struct arena *arena)
{
    *arena = (struct arena){0};
}

void arena_release(struct arena *arena)
{
    for (struct arena_block *block = arena->newest, *older; block; block = older) {
        older = block->older;
        memory_free(block);
    }
    arena_init(arena);
}

static struct arena_block *new_block(struct arena *arena, size_t bytes)
{
    struct arena_block *block = memory_alloc_large(sizeof *block + bytes);
    arena->total += sizeof *block + bytes;
    return block;
}

void arena_clear(struct arena *arena)
{
    struct arena_block *only = arena->newest;
    size_t bytes = arena->total;
    if (!only) return;
    if (only->older) { /* one block that holds what all of them held */
        arena_release(arena);
        only = new_block(arena, bytes);
    }
    only->older = NULL;
    arena->newest = only;
    arena->next = only->bytes;
    arena->end = only->bytes + (arena->total - sizeof *only);
}

/* `size` is more than 0 and a multiple of the alignment. */
static void *take_piece(struct arena *arena, size_t size)
{
    if (size > (size_t)(arena->end - arena->next)) {
        if (size > BLOCK_BYTES / 4 && arena->newest) {
            /* A large piece gets a block of its own behind the current one, whose rest stays in use. */
            struct arena_block *own = new_block(arena, size);
            own->older = arena->newest->older;
            arena->newest->older = own;
            return own->bytes;
        }
        size_t bytes = size > BLOCK_BYTES ? size : BLOCK_BYTES;
        if (arena->total > 4 * (size_t)LARGE_BLOCK_BYTES && size <= LARGE_BLOCK_BYTES) bytes = LARGE_BLOCK_BYTES;
        struct arena_block *block = new_block(arena, bytes);
        block->older = arena->newest;
        arena->newest = block;
        arena->next = block->bytes;
        arena->end = block->bytes + bytes;
    }
    void *piece = arena->next;
    arena->next += size;
    return piece;
}

static size_t aligned(size_t size)
{
    if (size > SIZE_MAX / 2) memory_exhausted(size);
    if (size == 0) size = 1; /* an empty array has an address too */
    return (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
}

void *arena_alloc(struct arena *arena, size_t size)
{
    return memset(take_piece(arena, aligned(size)), 0, aligned(size));
}

void *arena_alloc_raw(struct arena *arena, size_t size)
{
    return take_piece(arena, aligned(size));
}

struct text arena_copy(struct arena *arena, struct text t)
{
    char *copy = arena_alloc_raw(arena, t.length + 1);
    if (t.length) memcpy(copy, t.at, t.length);
    copy[t.length] = '\0';
    return (struct text){copy, t.length};
}

struct text arena_format_list(struct arena *arena, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    size_t bytes = length > 0 ? (size_t)length : 0;
    char *out = arena_alloc(arena, bytes + 1);
    vsnprintf(out, bytes + 1, format, again);
    va_end(again);
    return (struct text){out, bytes};
}

struct text arena_format(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct text out = arena_format_list(arena, format, args);
    va_end(args);
    return out;
}
