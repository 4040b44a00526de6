/* graph, provided exports → which modules' exports lead into one another in a circle.
 *
 * A module leads to another by what it exports of it: names, `export *`, its namespace, module.exports = require(); a consume-shared module
 * leads to its fallback. In such a circle a namespace contains itself, and no bundler can move a connection past its modules.
 */
#ifndef MFSHAKE_ANALYZE_CIRCLES_H
#define MFSHAKE_ANALYZE_CIRCLES_H

#include "analyze/provided.h"

/* The number of the circle that each module is part of, 0 for modules in none (array of graph->module_count in `arena`). */
const uint32_t *circles_compute(const struct graph *graph, const struct provided *provided, struct arena *arena);

#endif
