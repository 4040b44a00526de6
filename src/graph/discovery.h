/* The graph under construction; shared by the files of graph/ and nobody else. */
#ifndef MFSHAKE_GRAPH_DISCOVERY_H
#define MFSHAKE_GRAPH_DISCOVERY_H

#include "base/map.h"
#include "base/pool.h"
#include "base/vec.h"
#include "graph/discover.h"
#include "graph/layers.h"
#include "scan/scan.h"

struct discovery {
    struct graph graph; /* first: what graph_discover returns */
    const struct config *config;
    struct resolver *resolver;
    struct diagnostics *diagnostics;
    struct record_cache *cache;   /* NULL: none */
    struct source_memory *memory; /* NULL: none */
    struct text current_folder;   /* messages name files from here */

    struct arena arena;
    struct arena *worker_arenas; /* sources and records; of the memory, when there is one */
    struct scanner **scanners;   /* one per worker */
    uint32_t workers;
    struct scan_define *defines;
    uint32_t define_count;
    uint32_t *share_requests;    /* by share: see graph.share_requests */
    const struct layers *layers; /* of files; NULL: each may be in any */

    struct names names;
    struct names identities;    /* what makes two modules the same */
    VEC(module_id) by_identity; /* by number in `identities` */
    VEC(struct module) modules;
    VEC(struct connection) connections;
    VEC(module_id) context_targets;
    VEC(struct root) roots;
    VEC(struct provided_share) provided_shares;
    struct pool_queue *queue;        /* runs the scans */
    VEC(struct module_scan *) scans; /* of all modules with a file, in the order in which they were found */
    uint32_t connected;              /* how many of them are done with */
    uint32_t updates;                /* of the finished graph */
};

/* What a worker reads of a module and writes for it. The table of modules moves while workers run; this does not. */
struct module_scan {
    const struct discovery *discovery; /* what does not change while modules are scanned */
    module_id module;
    struct text path, shown_path;
    bool strict, loaded;
    const struct tsconfig *tsconfig; /* or NULL */
    struct text source;              /* written */
    const struct record *record;     /* written */
};

/* ---- modules.c: the module table */

/* The module of a resolved file, an ignored file or an external; its scan begins on first sight. */
module_id modules_add_resolved(struct discovery *d, const struct resolution *resolution);
/* The module of a file that goes through the inline loaders which stand before the last "!" of `request`. */
module_id modules_add_loaded(struct discovery *d, const struct resolution *resolution, struct text request);
module_id modules_add(struct discovery *d, struct text identity, const struct module *module, bool *added);
/* Reads and scans one module: the job of d->queue. */
void modules_scan(void *scan, uint32_t worker);
/* Writes the results of a scan into the table of modules. */
void modules_take_scan(struct discovery *d, const struct module_scan *done);
/* Waits for scan number `scan` and writes its results into the table of modules, whose row it returns. */
module_id modules_finish_scan(struct discovery *d, uint32_t scan);

/* ---- shares.c: what crosses a share key */

/* The shares that a request may belong to. It is one when it is known what decides; layers may not be, and plugins differ in version filters. */
struct share_crossing {
    struct crossed_share {
        struct share_match match;
        struct text request; /* what the share was compared with */
    } shares[LAYERS_MOST + 1];
    uint32_t count;
    bool may_miss; /* it may belong to none of them, and leads to a file or remote then */
};
/* Of `request`, as it is written in a file of `folder` that may be in any of `layers`. */
void shares_find_crossing(struct discovery *d, struct text request, struct text folder, layer_set layers,
                          struct share_crossing *crossing);
/* Of a request that was resolved to `path`, the file of a relative or absolute key. */
void shares_find_file_crossing(struct discovery *d, struct text path, struct text folder,
                               struct share_crossing *crossing);
/* The consume-shared modules of a crossing, each the `otherwise` of the one before; the last one's is `otherwise`. */
module_id shares_consume(struct discovery *d, const struct share_crossing *crossing, struct text folder,
                         module_id otherwise);
/* Adds the fallbacks of shares that no module asked for: the app can provide them all the same. */
void shares_add_unrequested(struct discovery *d);
/* Sorts the provided shares and drops repetitions. */
void shares_finish(struct discovery *d);

/* ---- contexts.c: requests with a part that is not known */

/* Adds all files that the context of `request` of `module` matches as its targets. */
void contexts_connect(struct discovery *d, module_id module, const struct request *request,
                      struct connection *connection);

#endif
