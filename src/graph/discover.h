/* configuration → module graph: the files an app is made of, and where each of their requests leads.
 *
 * One thread resolves requests, module by module in the order in which the modules were found; what it finds is read and scanned by all threads meanwhile. So ids are in order of distance from
 * the roots, then importer, then position, and do not depend on the number of threads.
 * Twins: webpack's Compilation.buildModule and NormalModuleFactory; ConsumeSharedPlugin and ProvideSharedPlugin for what crosses a share key.
 */
#ifndef MFSHAKE_GRAPH_DISCOVER_H
#define MFSHAKE_GRAPH_DISCOVER_H

#include "base/diag.h"
#include "cache/record_cache.h"
#include "config/config.h"
#include "graph/source_memory.h"
#include "model/graph.h"
#include "resolve/resolver.h"

struct discover_options {
    uint32_t workers;             /* threads to use */
    struct record_cache *cache;   /* records of earlier runs; NULL: none */
    struct source_memory *memory; /* sources and records of earlier graphs of this process; NULL: none */
};

/* Builds the graph. Never NULL: what is missing or broken is reported (M401, M501 to M506), and stands in the graph as missing
 * or opaque. `config`, `resolver`, the cache and the memory must outlive the graph. */
const struct graph *graph_discover(const struct config *config, struct resolver *resolver,
                                   struct diagnostics *diagnostics, const struct discover_options *options);
void graph_free(const struct graph *graph);

#endif
