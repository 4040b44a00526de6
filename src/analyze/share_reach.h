/* graph → the modules that shared code can lead to: the roots of what is provided, consume-shared modules, and all that these, step by step, request. No fact about such a module depends on
 * any other one, but for who uses it. */
#ifndef MFSHAKE_ANALYZE_SHARE_REACH_H
#define MFSHAKE_ANALYZE_SHARE_REACH_H

#include "base/bitset.h"
#include "model/graph.h"

/* By module; it lives in `arena`. */
struct bitset share_reach_find(const struct graph *graph, struct arena *arena);

#endif
