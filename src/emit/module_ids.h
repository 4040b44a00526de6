/* members → the id of every module in a chunk.
 *
 * Named ids are those of the graph (paths from the app's folder), so that one module has one id in all chunks of an app; in a chunk with a runtime of its
 * own, two consume-shared modules that differ in the version they ask for get different ids, where webpack's naming gives them one.
 * Twin: webpack's NamedModuleIdsPlugin.
 *
 * Short ids are for modules that nothing outside of the chunk asks for. A runtime of its own numbers its modules. In an app's runtime, which knows many chunks, perhaps
 * of several builds, an id is "~" and some digits of a hash of the graph's id. Modules that code asks for by a computed id (contexts, require.resolve) keep
 * their names, because prune follows only what is written out. Twin: webpack's DeterministicModuleIdsPlugin.
 */
#ifndef MFSHAKE_EMIT_MODULE_IDS_H
#define MFSHAKE_EMIT_MODULE_IDS_H

#include "base/buffer.h"
#include "emit/members.h"

/* Ids by module_id; those of members are set. */
struct module_ids {
    const struct text *at;
    const bool *is_number;       /* the id stands in code without quotes */
    struct text consumed_prefix; /* what the ids of consume-shared modules, and no others, begin with */
};

/* In `arena`. */
void module_ids_assign(const struct graph *graph, const struct attribution *attribution, const struct members *members,
                       const struct emit_options *options, struct arena *arena, struct module_ids *ids);

/* Puts the id as a literal, which is also how it stands before a factory. */
void module_ids_put(const struct module_ids *ids, module_id module, struct buffer *out);

#endif
