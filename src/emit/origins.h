/* Which bytes of a chunk come from which bytes of which module: what source maps are made of.
 *
 * Recorded while a chunk is written, one row for each piece of text; all other text was made by emit and comes from nowhere. Cheap: a chunk has few
 * pieces, and nothing is computed of them until a map is asked for (origins_map.h).
 */
#ifndef MFSHAKE_EMIT_ORIGINS_H
#define MFSHAKE_EMIT_ORIGINS_H

#include "base/vec.h"

struct origin {
    uint32_t start, length;            /* bytes of the chunk */
    uint32_t module;                   /* module_id */
    uint32_t source_start, source_end; /* bytes of the module's source that they stand for */
    bool is_copy;                      /* they are those very bytes */
};

struct origins {
    VEC(struct origin) list; /* in the order of the chunk, not overlapping; of one module in that of its source */
};

static inline void origins_init(struct origins *origins)
{
    *origins = (struct origins){0};
}

static inline void origins_release(struct origins *origins)
{
    vec_release(&origins->list);
}

/* Nothing comes from a source that was recorded from byte `end` of the chunk on. */
static inline void origins_end_at(struct origins *origins, uint32_t end)
{
    while (origins->list.count && vec_last(&origins->list).start >= end) origins->list.count--;
    struct origin *last = origins->list.count ? &vec_last(&origins->list) : NULL;
    if (!last || last->start + last->length <= end) return;
    if (last->is_copy) last->source_end -= last->start + last->length - end;
    last->length = end - last->start;
}

#endif
