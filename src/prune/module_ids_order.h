/* The order in which modules are looked up by their ids. */
#ifndef MFSHAKE_PRUNE_MODULE_IDS_ORDER_H
#define MFSHAKE_PRUNE_MODULE_IDS_ORDER_H

#include "base/arena.h"

/* The numbers of the modules whose ids these are, sorted by id, and those of one id by number. Lives in `arena`. */
const uint32_t *module_ids_sort(struct arena *arena, const struct text *ids, uint32_t count);

#endif
