#include "graph/update.h"

#include "graph/discovery.h"
#include "model/record_compare.h"

/* More files than these, or more updates, and a new graph costs less, in time or in memory. */
enum { MOST_FILES = 100, MOST_UPDATES = 2000 };

/* Reads and scans the file of an earlier scan again. False when there is something to say of it, which only discovering does in its order. */
static bool scan_again(struct discovery *d, const struct module_scan *before, struct module_scan *now)
{
    uint32_t told = d->diagnostics->count;
    *now = *before;
    now->source = (struct text){0};
    if (!d->scanners[0]) d->scanners[0] = scanner_new();
    if (!d->scanners[0]) return false;
    modules_scan(now, 0);
    return d->diagnostics->count == told;
}

static bool update_module(struct discovery *d, struct module_scan *scan, struct graph_changes *changes)
{
    struct module_scan now;
    if (!scan_again(d, scan, &now) || !record_same_requests(scan->record, now.record)) return false;
    if (text_equal(scan->source, now.source)) return true;
    changes->exports = changes->exports || !record_same_exports(scan->record, now.record);
    vec_push(&changes->modules, scan->module);
    scan->source = now.source;
    scan->record = now.record;
    modules_take_scan(d, scan);
    return true;
}

enum graph_update graph_update(const struct graph *graph, const struct text *paths, uint32_t count,
                               struct graph_changes *changes)
{
    struct discovery *d = (struct discovery *)(uintptr_t)graph;
    if (!d->memory) return GRAPH_UNSURE;
    bool differs = count > MOST_FILES || ++d->updates > MOST_UPDATES;
    for (uint32_t i = 0; i < count; i++) {
        bool found = false;
        for (uint32_t s = 0; s < d->scans.count; s++) {
            if (!text_equal(d->scans.at[s]->path, paths[i])) continue;
            found = true;
            differs = differs || !update_module(d, d->scans.at[s], changes);
        }
        if (!found) return GRAPH_UNSURE; /* it was asked for, but is no module: its being there matters */
    }
    return differs ? GRAPH_DIFFERS : GRAPH_UPDATED;
}
