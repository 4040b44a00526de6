/* graph, sources that changed → the same graph with their new records, when no module or connection comes or goes by it.
 *
 * That is so when a record has the requests that it had, and there was and is nothing to say of the file: then discovering it anew would do what it did. Whatever else happens, the graph
 * is to be discovered anew.
 */
#ifndef MFSHAKE_GRAPH_UPDATE_H
#define MFSHAKE_GRAPH_UPDATE_H

#include "base/vec.h"
#include "graph/discover.h"

struct graph_changes {
    VEC(module_id) modules; /* whose source is another one */
    bool exports;           /* one of them exports something else, or in another way */
};

enum graph_update {
    GRAPH_UPDATED,
    GRAPH_DIFFERS, /* other requests, or something to say of a file: the graph is to be discovered anew; the file system answers the resolver as before */
    GRAPH_UNSURE   /* a file is none of the graph's: what the resolver knows may not hold either */
};

/* `paths`: files (absolute) that may have other contents than when the graph was discovered or last updated, with a memory that has forgotten them. Nothing but graph_free may be asked of a graph that
 * is not GRAPH_UPDATED. */
enum graph_update graph_update(const struct graph *graph, const struct text *paths, uint32_t count,
                               struct graph_changes *changes);

#endif
