/* Edits of a chunk → its source map, or the origins of its bytes, after them.
 *
 * What stays is mapped as it was: each byte of it to the same place of the same source. What an edit put comes from nowhere. Sources and names
 * that nothing refers to any more are left out; the rest is in the order of first use, so that cutting nothing changes nothing.
 */
#ifndef MFSHAKE_PRUNE_SOURCE_MAP_CUT_H
#define MFSHAKE_PRUNE_SOURCE_MAP_CUT_H

#include "emit/origins.h"
#include "emit/source_map.h"
#include "prune/cut.h"

/* Moves the origins of a chunk to where their bytes are after `edits` (as cut_apply leaves them), and drops those that are cut. */
void source_map_cut_origins(struct origins *origins, const struct cut_edit *edits, uint32_t count);

/* The map of `after`, which `edits` make of `before`, from *map of `before`; in `arena`, with texts of *map. NULL when *cut was filled; else why *map is none of
 * `before`, a sentence part in `arena` or static. */
const char *source_map_cut(struct arena *arena, const struct source_map *map, struct text before,
                           const struct cut_edit *edits, uint32_t count, struct text after, struct source_map *cut);

#endif
