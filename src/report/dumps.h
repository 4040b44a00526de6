/* tables → JSON for people who look into mfshake: what `mfshake analyze --dump=PASS` prints.
 *
 * Modules stand in the order of discovery, so that the documents are stable; everything else is sorted as its table is. Only the document of facts
 * (report/facts_json.h) and that of runtimes, which repeats it, have a schema: the others follow the tables and change with them.
 */
#ifndef MFSHAKE_REPORT_DUMPS_H
#define MFSHAKE_REPORT_DUMPS_H

#include "analyze/attribution.h"
#include "analyze/used.h"
#include "base/buffer.h"

/* Modules with their requests and where those lead, roots, provided shares. */
void dump_graph(const struct graph *graph, struct buffer *out);
/* The exports of each module and where they come from. */
void dump_provided(const struct graph *graph, const struct provided *provided, struct buffer *out);
/* What is used of each module, which of its parts are live, and every use of a share. */
void dump_used(const struct graph *graph, const struct used *used, struct buffer *out);
/* The owner of each module and the conditions of its exports. */
void dump_attribution(const struct graph *graph, const struct provided *provided, const struct attribution *attribution,
                      struct buffer *out);

#endif
