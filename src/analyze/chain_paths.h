/* graph, live parts → every import that runs, seen from the imported module, and the chains that they make.
 *
 * chains.h has one shortest chain for each module; here are all of them. A chain starts at an entry or expose, or where none leads to a module, at a share that only
 * other apps ask for; it names no module twice, and ends its way back at the first start that it meets.
 */
#ifndef MFSHAKE_ANALYZE_CHAIN_PATHS_H
#define MFSHAKE_ANALYZE_CHAIN_PATHS_H

#include "analyze/used.h"

struct chain_edge {
    module_id importer;
    uint32_t request; /* of the importer; INDEX_NONE when the importer is a consume-shared module */
};

struct chain_edges {
    const uint32_t *first; /* by module, into `at`; one more at the end */
    const struct chain_edge *at;
    const bool *starts; /* by module */
};

/* Everything lives in `arena`. */
void chain_edges_compute(const struct graph *graph, const struct used *used, struct arena *arena,
                         struct chain_edges *edges);

struct chain_hop {
    module_id module;
    uint32_t request; /* for the next module; INDEX_NONE in a consume-shared module and at the end */
};

struct chain_path {
    const struct chain_hop *hops;
    uint32_t count;
};

/* The chains to `module`, the shortest first, at most `most` of them; *more when that are not all. Everything lives in `arena`. */
const struct chain_path *chain_paths_to(const struct chain_edges *edges, module_id module, uint32_t most,
                                        struct arena *arena, uint32_t *count, bool *more);

#endif
