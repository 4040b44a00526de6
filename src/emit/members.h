/* facts → the modules of one chunk, and which of them are nobody's business outside of it.
 *
 * A chunk holds the root of an alias group and all that it reaches without crossing a share key. A chunk with a runtime of its own has a member for each share
 * that it consumes, too.
 */
#ifndef MFSHAKE_EMIT_MEMBERS_H
#define MFSHAKE_EMIT_MEMBERS_H

#include "base/bitset.h"
#include "emit/emit.h"

struct members {
    const module_id *at; /* sorted by the modules' ids in the graph */
    uint32_t count;
    struct bitset inner; /* by module_id: no code outside of this chunk reads from the module, or asks for it */
    bool all_strict;     /* each is strict code, wherever it stands */
    bool has_externals;  /* some ask the platform's require */
    bool has_consumed;   /* some are shares that the chunk asks for */
};

/* True for a module that only the chunk of its owner holds, whatever the format: the app's own code does not reach it, and it is no root. */
bool members_is_inner(const struct attribution *attribution, module_id module);

/* The members of the chunk of alias group `group`. Everything lives in `arena`. */
void members_collect(const struct graph *graph, const struct attribution *attribution, uint32_t group,
                     enum emit_format format, struct arena *arena, struct members *members);

#endif
