/* graph → the id of every module in the chunks of one run.
 *
 * A module is called by its id in the graph (its path from the app's folder), so that one module has one id in all chunks of an app. In a chunk with a runtime
 * of its own, two consume-shared modules that differ in the version they ask for get different ids, where webpack's naming gives them one.
 * Twin: webpack's NamedModuleIdsPlugin.
 */
#ifndef MFSHAKE_EMIT_MODULE_IDS_H
#define MFSHAKE_EMIT_MODULE_IDS_H

#include "emit/emit.h"

/* The ids by module_id, in `arena`. */
const struct text *module_ids_assign(const struct graph *graph, const struct emit_options *options,
                                     struct arena *arena);

#endif
