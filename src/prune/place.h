/* Places of many offsets of one source, in source order, found in one walk over it: a hostile chunk may ask for a million. */
#ifndef MFSHAKE_PRUNE_PLACE_H
#define MFSHAKE_PRUNE_PLACE_H

#include "base/diag.h"

struct place_walk {
    struct text path, source;
    uint32_t offset, line, line_start; /* where the walk is; lines count from 0 */
};

/* The place of `offset`, which must not be before the one asked for last. */
struct diag_place place_next(struct place_walk *walk, uint32_t offset);

#endif
