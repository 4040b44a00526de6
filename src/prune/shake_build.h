/* Syntax tree, scopes, module map and macros of a chunk → its shake table. */
#ifndef MFSHAKE_PRUNE_SHAKE_BUILD_H
#define MFSHAKE_PRUNE_SHAKE_BUILD_H

#include "prune/container.h"
#include "prune/shake_table.h"

/* Texts of the table stand in the source or in `arena`, its other members in `arena`. */
void shake_build(const struct syntax *syntax, const struct scopes *scopes, const struct container *container,
                 const struct macros *macros, struct arena *arena, struct shake_table *table);

#endif
