/* A chunk that is being pruned → what another program needs to prune it to other exports, as far as sizes go: the page of `mfshake report` has it (overview/html/simulate.js).
 *
 * It holds no source: the units with their places, what they need, what was live with all regions in place, and of the text only what the rules of cutting look at: white space,
 * commas, brackets and comments around the places where something may be cut, each other byte as an "x". Marking and cutting with it gives the number of bytes that prune gives.
 */
#ifndef MFSHAKE_PRUNE_SIMULATION_H
#define MFSHAKE_PRUNE_SIMULATION_H

#include "base/buffer.h"

struct prune_module {
    struct text id;
    uint32_t bytes; /* of its entry in the module map */
    uint32_t kept;  /* those that stay */
};

struct simulation {
    struct buffer table;                /* JSON without line ends; released by the caller */
    const struct prune_module *modules; /* in source order, in the arena of the run */
    uint32_t module_count;
};

struct run;
struct prune_result;

/* Fills `simulation` with what is known of the run once its result has its output and edits. */
void simulation_describe(struct run *run, const struct prune_result *result, struct simulation *simulation);

#endif
