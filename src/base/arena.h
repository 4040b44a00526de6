/* A region of memory that is given out piece by piece and dropped as a whole.
 *
 * Every result of a pass lives in the arena its caller hands in; nobody frees single pieces. An arena belongs to one
 * thread at a time.
 */
#ifndef MFSHAKE_BASE_ARENA_H
#define MFSHAKE_BASE_ARENA_H

#include "base/text.h"

#include <stdarg.h>

struct arena_block;

struct arena {
    struct arena_block *newest;
    char *next, *end;
    size_t total; /* bytes taken from the system */
};

void arena_init(struct arena *arena);
/* Frees everything that came from `arena`; it is empty and usable afterwards. */
void arena_release(struct arena *arena);

/* As arena_release, but keeps about as much memory as was used, for whoever does the like again and again. */
void arena_clear(struct arena *arena);

/* `size` zeroed bytes aligned for any type; valid until arena_release. Never NULL. */
void *arena_alloc(struct arena *arena, size_t size);
/* The same, not zeroed: for what is written as a whole right away. */
void *arena_alloc_raw(struct arena *arena, size_t size);

/* A copy of `t` in the arena, followed by a NUL that is not counted. */
struct text arena_copy(struct arena *arena, struct text t);
/* Formats into the arena, followed by a NUL that is not counted. */
struct text arena_format(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct text arena_format_list(struct arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

#define ARENA_NEW(arena, type)          ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_alloc((arena), sizeof(type) * (size_t)(count)))

#endif
