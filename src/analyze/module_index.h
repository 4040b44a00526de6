/* Module record → what stands in each of its parts, and which parts declare each binding.
 *
 * Ranges in CSR form: the items of group g are at[first[g]] … at[first[g + 1] - 1].
 */
#ifndef MFSHAKE_ANALYZE_MODULE_INDEX_H
#define MFSHAKE_ANALYZE_MODULE_INDEX_H

#include "base/arena.h"
#include "model/record.h"

struct grouped {
    const uint32_t *first, *at;
};

struct module_index {
    bool ready;
    struct grouped references; /* of each part */
    struct grouped requests;   /* of each part: those made when it runs, by require, import(), contexts */
    struct grouped declaring;  /* parts that declare each binding */
};

/* Makes the index of `record`, and sets `ready`. The tables live in `arena`. */
void module_index_make(struct module_index *index, const struct record *record, struct arena *arena);

/* Is the request made when its part runs, and not when the module is evaluated? */
bool module_index_runs_with_part(const struct request *request);

#endif
