#include "analyze/chains.h"

#include "base/vec.h"

struct walk {
    const struct graph *graph;
    const struct used *used;
    struct chain_step *steps;
    VEC(module_id) queue;
};

static void reach(struct walk *w, module_id module, module_id importer, uint32_t request)
{
    if (module == MODULE_NONE || w->steps[module].reached) return;
    w->steps[module] = (struct chain_step){true, importer, request};
    vec_push(&w->queue, module);
}

static bool runs(const struct used *used, module_id module, const struct request *request)
{
    switch ((enum request_kind)request->kind) {
    case REQUEST_IMPORT:
    case REQUEST_EXPORT_FROM:
    case REQUEST_JSX_RUNTIME:
    case REQUEST_URL:
    case REQUEST_WORKER: return true;
    case REQUEST_DYNAMIC_IMPORT:
    case REQUEST_REQUIRE:
    case REQUEST_AMD:
    case REQUEST_REQUIRE_RESOLVE:
    case REQUEST_CONTEXT: return bitset_has(used->live_parts, used->first_part[module] + request->part);
    }
    return true;
}

void chains_follow(const struct graph *graph, const struct used *used, module_id module, chain_visit *visit,
                   void *context)
{
    const struct module *m = &graph->modules[module];
    if (m->kind == MODULE_CONSUME_SHARED && m->fallback != MODULE_NONE) visit(context, module, INDEX_NONE, m->fallback);
    if (m->otherwise != MODULE_NONE) visit(context, module, INDEX_NONE, m->otherwise);
    const struct record *record = m->record;
    for (uint32_t r = 0; record && r < record->request_count; r++) {
        if (!runs(used, module, &record->requests[r])) continue;
        const struct connection *connection = graph_connection(graph, module, r);
        if (connection->to != MODULE_NONE) visit(context, module, r, connection->to);
        for (uint32_t t = 0; t < connection->context_target_count; t++)
            visit(context, module, r, graph->context_targets[connection->first_context_target + t]);
    }
}

static void reach_next(void *context, module_id importer, uint32_t request, module_id module)
{
    reach(context, module, importer, request);
}

static void drain(struct walk *w)
{
    for (uint32_t next = 0; next < w->queue.count; next++)
        chains_follow(w->graph, w->used, w->queue.at[next], reach_next, w);
    vec_clear(&w->queue);
}

void chains_compute(const struct graph *graph, const struct used *used, struct arena *arena, struct chains *chains)
{
    struct walk w = {.graph = graph, .used = used, .steps = ARENA_ARRAY(arena, struct chain_step, graph->module_count)};
    for (uint32_t r = 0; r < graph->root_count; r++) reach(&w, graph->roots[r].module, MODULE_NONE, INDEX_NONE);
    drain(&w);
    /* What only other apps ask for starts at the share itself. */
    for (uint32_t s = 0; s < graph->provided_share_count; s++)
        reach(&w, graph->provided_shares[s].module, MODULE_NONE, INDEX_NONE);
    drain(&w);
    vec_release(&w.queue);
    chains->steps = w.steps;
}

const module_id *chains_to(const struct chains *chains, module_id module, struct arena *arena, uint32_t *count)
{
    *count = 0;
    if (module == MODULE_NONE || !chains->steps[module].reached) return NULL;
    for (module_id at = module; at != MODULE_NONE; at = chains->steps[at].importer) ++*count;
    module_id *chain = ARENA_ARRAY(arena, module_id, *count);
    uint32_t i = *count;
    for (module_id at = module; at != MODULE_NONE; at = chains->steps[at].importer) chain[--i] = at;
    return chain;
}
