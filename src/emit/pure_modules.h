/* graph → which modules can be left unevaluated when nobody uses their exports (macro-spec E.6, 10).
 *
 * A module that package.json declares free of side effects is trusted as it is. One that is declared to have some is not free. Any other is free when
 * its own top level is pure and so are all modules that it evaluates; modules of a cycle are free together. A consume-shared module is
 * as free as its fallback, and not free without one.
 * Twin: webpack's NormalModule.getSideEffectsConnectionState.
 */
#ifndef MFSHAKE_EMIT_PURE_MODULES_H
#define MFSHAKE_EMIT_PURE_MODULES_H

#include "base/bitset.h"
#include "model/graph.h"

/* The set of free modules, in `arena`. */
struct bitset pure_modules_find(const struct graph *graph, struct arena *arena);

#endif
