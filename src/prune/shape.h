/* A macro region → what stands in it (macro-spec A.7): the units that go with it, or why none does. */
#ifndef MFSHAKE_PRUNE_SHAPE_H
#define MFSHAKE_PRUNE_SHAPE_H

#include "prune/building.h"

/* The shape of every region, by region, in the arena of `b`; `units` are those that regions guard. Call it after units_find. */
const struct shake_region *shape_find(struct building *b, const struct macros *macros, const uint32_t **units);

#endif
