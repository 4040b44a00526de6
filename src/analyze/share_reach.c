#include "analyze/share_reach.h"

#include "base/vec.h"

struct reaching {
    const struct graph *graph;
    struct bitset found;
    VEC(module_id) queue;
};

static void reach(struct reaching *r, module_id module)
{
    if (module != MODULE_NONE && bitset_add(r->found, module)) vec_push(&r->queue, module);
}

static void reach_from(struct reaching *r, module_id module)
{
    const struct module *m = &r->graph->modules[module];
    reach(r, m->fallback);
    reach(r, m->otherwise);
    for (uint32_t i = 0; m->record && i < m->record->request_count; i++) {
        const struct connection *connection = graph_connection(r->graph, module, i);
        reach(r, connection->to);
        for (uint32_t t = 0; t < connection->context_target_count; t++)
            reach(r, r->graph->context_targets[connection->first_context_target + t]);
    }
}

struct bitset share_reach_find(const struct graph *graph, struct arena *arena)
{
    struct reaching r = {.graph = graph, .found = bitset_new(arena, graph->module_count)};
    for (uint32_t s = 0; s < graph->provided_share_count; s++) reach(&r, graph->provided_shares[s].module);
    for (module_id m = 1; m < graph->module_count; m++) {
        if (graph->modules[m].kind == MODULE_CONSUME_SHARED) reach(&r, m);
    }
    for (uint32_t next = 0; next < r.queue.count; next++) reach_from(&r, r.queue.at[next]);
    vec_release(&r.queue);
    return r.found;
}
