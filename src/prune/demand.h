/* One edge of the chunk → which exports of its target the requiring module reads.
 *
 * A share's root may be imported by its own package (cycles through a barrel are common), and no report speaks of
 * that. So an export that code of the chunk reads must stay as long as that code does.
 */
#ifndef MFSHAKE_PRUNE_DEMAND_H
#define MFSHAKE_PRUNE_DEMAND_H

#include "base/map.h"
#include "base/vec.h"
#include "prune/reach.h"

struct demand {
    bool all;               /* whatever the target exports may be read */
    VEC(struct text) names; /* the exports that are read, else */
};

/* A chunk as demand_of_edge looks at it. */
struct demand_chunk {
    const struct syntax *syntax;
    const struct scopes *scopes;
    const struct container *container;
    struct map variables; /* node that declares → binding */
};

/* The caller releases `chunk`; what it was made from must outlive it. */
void demand_chunk_init(struct demand_chunk *chunk, const struct syntax *syntax, const struct scopes *scopes,
                       const struct container *container);
void demand_chunk_release(struct demand_chunk *chunk);

/* What `edge` reads at places that are not in `gone`. The caller releases demand->names; texts are in the source or
 * in `arena`. */
void demand_of_edge(const struct demand_chunk *chunk, const struct reach_edge *edge, struct bitset gone,
                    struct arena *arena, struct demand *demand);

#endif
