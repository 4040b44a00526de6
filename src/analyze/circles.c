#include "analyze/circles.h"

#include "base/vec.h"

/* Tarjan's strongly connected components, without recursion: chains of barrels may be long. */
struct visit {
    module_id module;
    uint32_t next; /* edge to look at */
};

struct walk {
    const struct graph *graph;
    VEC(module_id) edges; /* where edges lead, in the order of the modules that they leave */
    uint32_t *first_edge;
    uint32_t *number, *lowest; /* order of the first visit, from 1; the least one reachable */
    bool *open;                /* on the stack */
    VEC(module_id) stack;
    VEC(struct visit) visits;
    uint32_t *circle;
    uint32_t visited, circle_count;
};

static void add_edge(struct walk *w, module_id from, uint32_t request)
{
    module_id to = request == INDEX_NONE ? MODULE_NONE : graph_connection(w->graph, from, request)->to;
    if (to != MODULE_NONE) vec_push(&w->edges, to);
}

static void add_edges(struct walk *w, const struct provided_module *provided, module_id module)
{
    const struct module *m = &w->graph->modules[module];
    if (m->kind == MODULE_CONSUME_SHARED && m->fallback != MODULE_NONE) vec_push(&w->edges, m->fallback);
    if (m->otherwise != MODULE_NONE) vec_push(&w->edges, m->otherwise);
    if (m->kind != MODULE_SOURCE) return;
    for (uint32_t i = 0; i < provided->count; i++) add_edge(w, module, provided->exports[i].request);
    /* These may bring names that nobody knows. */
    for (uint32_t e = 0; e < m->record->export_count; e++) {
        if (m->record->exports[e].kind == EXPORT_STAR) add_edge(w, module, m->record->exports[e].request);
    }
    for (uint32_t e = 0; e < m->record->commonjs_count; e++) {
        if (m->record->commonjs[e].shape == COMMONJS_WHOLE_REQUIRE) add_edge(w, module, m->record->commonjs[e].request);
    }
}

static void enter(struct walk *w, module_id module)
{
    w->number[module] = w->lowest[module] = ++w->visited;
    w->open[module] = true;
    vec_push(&w->stack, module);
    vec_push(&w->visits, (struct visit){module, w->first_edge[module]});
}

static bool leads_to_itself(const struct walk *w, module_id module)
{
    for (uint32_t e = w->first_edge[module]; e < w->first_edge[module + 1]; e++) {
        if (w->edges.at[e] == module) return true;
    }
    return false;
}

static void take_component(struct walk *w, module_id root)
{
    bool is_circle = vec_last(&w->stack) != root || leads_to_itself(w, root);
    uint32_t circle = is_circle ? ++w->circle_count : 0;
    module_id module;
    do {
        module = vec_pop(&w->stack);
        w->open[module] = false;
        w->circle[module] = circle;
    } while (module != root);
}

static void leave(struct walk *w)
{
    module_id module = vec_pop(&w->visits).module;
    if (w->lowest[module] == w->number[module]) take_component(w, module);
    if (w->visits.count == 0) return;
    module_id before = vec_last(&w->visits).module;
    if (w->lowest[module] < w->lowest[before]) w->lowest[before] = w->lowest[module];
}

static void visit_from(struct walk *w, module_id start)
{
    enter(w, start);
    while (w->visits.count) {
        struct visit *visit = &vec_last(&w->visits);
        if (visit->next == w->first_edge[visit->module + 1]) {
            leave(w);
            continue;
        }
        module_id to = w->edges.at[visit->next++];
        if (w->number[to] == 0) enter(w, to);
        else if (w->open[to] && w->number[to] < w->lowest[visit->module]) w->lowest[visit->module] = w->number[to];
    }
}

const uint32_t *circles_compute(const struct graph *graph, const struct provided *provided, struct arena *arena)
{
    struct arena scratch;
    arena_init(&scratch);
    struct walk w = {
        .graph = graph,
        .first_edge = ARENA_ARRAY(&scratch, uint32_t, graph->module_count + 1),
        .number = ARENA_ARRAY(&scratch, uint32_t, graph->module_count),
        .lowest = ARENA_ARRAY(&scratch, uint32_t, graph->module_count),
        .open = ARENA_ARRAY(&scratch, bool, graph->module_count),
        .circle = ARENA_ARRAY(arena, uint32_t, graph->module_count),
    };
    for (module_id m = 1; m < graph->module_count; m++) {
        w.first_edge[m] = w.edges.count;
        add_edges(&w, &provided->modules[m], m);
    }
    w.first_edge[graph->module_count] = w.edges.count;
    for (module_id m = 1; m < graph->module_count; m++) {
        if (w.number[m] == 0) visit_from(&w, m);
    }
    vec_release(&w.edges);
    vec_release(&w.stack);
    vec_release(&w.visits);
    arena_release(&scratch);
    return w.circle;
}
