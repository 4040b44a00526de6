#include "analyze/chain_paths.h"

#include "analyze/chains.h"
#include "base/vec.h"

enum { MOST_STEPS = 200000 }; /* of unfinished chains: there may be exponentially many */

/* ---------------------------------------------------------------------------------------------- edges */

struct found_edge {
    module_id to;
    struct chain_edge edge;
};

struct collecting {
    VEC(struct found_edge) found;
};

static void found(void *context, module_id importer, uint32_t request, module_id to)
{
    struct collecting *collecting = context;
    vec_push(&collecting->found, (struct found_edge){to, {importer, request}});
}

void chain_edges_compute(const struct graph *graph, const struct used *used, struct arena *arena,
                         struct chain_edges *edges)
{
    struct collecting collecting = {0};
    struct chains chains;
    chains_compute(graph, used, arena, &chains);
    bool *starts = ARENA_ARRAY(arena, bool, graph->module_count);
    uint32_t *first = ARENA_ARRAY(arena, uint32_t, graph->module_count + 2);
    for (module_id m = 1; m < graph->module_count; m++) {
        if (!chains.steps[m].reached) continue;
        starts[m] = chains.steps[m].importer == MODULE_NONE;
        chains_follow(graph, used, m, found, &collecting);
    }
    for (uint32_t i = 0; i < collecting.found.count; i++) first[collecting.found.at[i].to + 2]++;
    for (uint32_t m = 2; m < graph->module_count + 2; m++) first[m] += first[m - 1];
    struct chain_edge *at = ARENA_ARRAY(arena, struct chain_edge, collecting.found.count + 1);
    for (uint32_t i = 0; i < collecting.found.count; i++)
        at[first[collecting.found.at[i].to + 1]++] = collecting.found.at[i].edge;
    vec_release(&collecting.found);
    *edges = (struct chain_edges){first, at, starts};
}

/* ---------------------------------------------------------------------------------------------- chains */

/* An unfinished chain: a module, and the way on from it to the end. */
struct way {
    module_id module;
    uint32_t request, next; /* next: index of another way, UINT32_MAX at the end */
};

typedef VEC(struct way) way_vec;

static bool is_on(const way_vec *ways, uint32_t way, module_id module)
{
    for (; way != UINT32_MAX; way = ways->at[way].next) {
        if (ways->at[way].module == module) return true;
    }
    return false;
}

static struct chain_path path_of(const way_vec *ways, uint32_t way, struct arena *arena)
{
    uint32_t count = 0;
    for (uint32_t w = way; w != UINT32_MAX; w = ways->at[w].next) count++;
    struct chain_hop *hops = ARENA_ARRAY(arena, struct chain_hop, count);
    for (uint32_t i = 0; i < count; i++, way = ways->at[way].next)
        hops[i] = (struct chain_hop){ways->at[way].module, ways->at[way].request};
    return (struct chain_path){hops, count};
}

const struct chain_path *chain_paths_to(const struct chain_edges *edges, module_id module, uint32_t most,
                                        struct arena *arena, uint32_t *count, bool *more)
{
    way_vec ways = {0};
    VEC(struct chain_path) paths = {0};
    *more = false;
    vec_push(&ways, (struct way){module, INDEX_NONE, UINT32_MAX});
    for (uint32_t next = 0; next < ways.count && !*more; next++) {
        module_id at = ways.at[next].module;
        if (edges->starts[at]) {
            *more = paths.count == most;
            if (!*more) vec_push(&paths, path_of(&ways, next, arena));
            continue;
        }
        module_id before = MODULE_NONE; /* several imports of one module by another are one step of a chain */
        for (uint32_t e = edges->first[at]; e < edges->first[at + 1] && !*more; e++) {
            struct chain_edge edge = edges->at[e];
            if (edge.importer == before || is_on(&ways, next, edge.importer)) continue;
            before = edge.importer;
            *more = ways.count == MOST_STEPS;
            if (!*more) vec_push(&ways, (struct way){edge.importer, edge.request, next});
        }
    }
    vec_release(&ways);
    *count = paths.count;
    return vec_freeze(&paths, arena);
}
