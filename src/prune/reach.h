/* Chunk → which module requires which, and which are reachable.
 *
 * Edges: `require("id")`, `require.t("id", …)`, `require.bind(require, "id")`, and every other string that equals the
 * id of a module of the chunk. A use of require that can not be followed reaches every module. Twin: webpack's chunk
 * graph, rebuilt from the generated code.
 */
#ifndef MFSHAKE_PRUNE_REACH_H
#define MFSHAKE_PRUNE_REACH_H

#include "base/bitset.h"
#include "prune/container.h"

struct reach_edge {
    uint32_t from;    /* module, or MODULE_NONE for code outside of all factories */
    uint32_t target;  /* module, or MODULE_NONE for "any module" */
    node_id node;     /* what names the target: the edge is gone when this node is */
    const char *why;  /* of "any module" */
    bool is_computed; /* "any module", by an id that code of the chunk puts together or looks up */
};

struct reach {
    const struct reach_edge *edges; /* grouped by `from`, in source order; those from outside last */
    uint32_t edge_count;
    const uint32_t *first; /* by module: its first edge; those from outside start at first[module_count] */
    uint32_t module_count;
};

/* Collects the edges of the whole chunk into `arena`. */
void reach_build(const struct syntax *syntax, const struct scopes *scopes, const struct container *container,
                 struct arena *arena, struct reach *reach);

/* The modules where the walk starts: those of `named` and those that code outside of the factories names; without
 * any, every module of each component that nothing else requires. Modules that these do not reach start too: they are
 * not ours to judge. */
struct bitset reach_roots(const struct reach *reach, const uint32_t *named, uint32_t named_count, struct arena *arena);

/* The modules that `roots` reach over the edges whose node is not in `gone` (NULL: nothing is gone). */
struct bitset reach_from(const struct reach *reach, struct bitset roots, const struct bitset *gone,
                         struct arena *arena);

#endif
