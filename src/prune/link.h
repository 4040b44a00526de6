/* Shake tables of chunks that one runtime loads → one table, in which a need of another chunk's module is a need of that module.
 *
 * A runtime has one table of factories: what one chunk requires may stand in another, and of two chunks that hold the same module the one that is loaded
 * last serves both. In the linked table
 *
 * - what a chunk needs of a module that it does not hold are needs of every chunk that does;
 * - an export that is read of one copy of a module is read of all copies that are run. A chunk runs its own copy, so each chunk can still be loaded without the other;
 * - copies that do not offer the same exports keep all of theirs, and no copy is an inner module;
 * - an id that is computed may be any of the same chunk, and those of other chunks that stand in it as literals.
 *
 * Twin: webpack's JsonpChunkLoadingRuntimeModule, which puts the factories of each chunk into `__webpack_require__.m`.
 */
#ifndef MFSHAKE_PRUNE_LINK_H
#define MFSHAKE_PRUNE_LINK_H

#include "prune/shake_table.h"

/* Where the parts of a chunk's own table stand in the linked one. */
struct link_base {
    uint32_t unit; /* of its first unit behind UNIT_OUTSIDE, which all chunks have in common */
    uint32_t module, region;
};

static inline uint32_t link_unit(const struct link_base *base, uint32_t unit)
{
    return unit == UNIT_OUTSIDE ? UNIT_OUTSIDE : base->unit + unit - 1;
}

/* Links the `count` tables; `bases` is filled by chunk. The linked table has no comments, lists and reasons: it is for marking. In `arena`. */
void link_tables(const struct shake_table *const *tables, uint32_t count, struct arena *arena,
                 struct shake_table *linked, struct link_base *bases);

#endif
