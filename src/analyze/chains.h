/* graph, live parts → the shortest way from an entry or expose to each module.
 *
 * Breadth-first over the requests that run: static ones of evaluated modules, the others of live parts. A consume-shared module leads on to its fallback. Ties go to
 * the root given first, then to the request written first.
 */
#ifndef MFSHAKE_ANALYZE_CHAINS_H
#define MFSHAKE_ANALYZE_CHAINS_H

#include "analyze/used.h"

/* How a module was first reached. */
struct chain_step {
    bool reached;
    module_id importer; /* MODULE_NONE: a root, or the fallback of a share that nobody imports */
    uint32_t request;   /* of the importer; INDEX_NONE when the importer is a consume-shared module */
};

struct chains {
    const struct chain_step *steps; /* by module */
};

/* Calls `visit` for each module that `module` makes run, in the order of its requests; `request` is INDEX_NONE when `module` is a consume-shared one. */
typedef void chain_visit(void *context, module_id importer, uint32_t request, module_id to);
void chains_follow(const struct graph *graph, const struct used *used, module_id module, chain_visit *visit,
                   void *context);

/* Everything lives in `arena`. */
void chains_compute(const struct graph *graph, const struct used *used, struct arena *arena, struct chains *chains);

/* The modules from the root to `module`, both included, in `arena`; *count is 0 when it was not reached. */
const module_id *chains_to(const struct chains *chains, module_id module, struct arena *arena, uint32_t *count);

#endif
