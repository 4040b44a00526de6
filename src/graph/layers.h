/* modules and rules → the layers that each file may be in.
 *
 * Starts at entries and exposed modules, follows every connection, and grows until nothing changes: a file that is imported from two layers
 * is in both. A rule that can not be decided counts both ways. Twins: NormalModuleFactory's `layer`, RuleSetCompiler.exec.
 */
#ifndef MFSHAKE_GRAPH_LAYERS_H
#define MFSHAKE_GRAPH_LAYERS_H

#include "base/vec.h"
#include "config/config.h"
#include "model/graph.h"

struct layers {
    struct names paths;
    VEC(layer_set) sets; /* by number in `paths` */
    layer_set unassigned;
};

/* `graph` was found with each layer of each module being possible. */
void layers_find(const struct graph *graph, const struct config *config, struct layers *layers);
void layers_release(struct layers *layers);

/* Of the file at `path`. */
layer_set layers_at(const struct layers *layers, struct text path);

#endif
