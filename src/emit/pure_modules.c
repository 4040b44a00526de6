#include "emit/pure_modules.h"

/* Can the module be free, as long as what it evaluates is? */
static bool is_candidate(const struct graph *graph, module_id id)
{
    const struct module *module = &graph->modules[id];
    switch ((enum module_kind)module->kind) {
    case MODULE_IGNORED: return true;
    case MODULE_EXTERNAL: return false;
    case MODULE_CONSUME_SHARED: return module->fallback != MODULE_NONE;
    case MODULE_SOURCE: break;
    }
    if (module->side_effects != SIDE_EFFECTS_UNKNOWN) return module->side_effects == SIDE_EFFECTS_FREE;
    if (module->record->syntax == MODULE_JSON) return true;
    return module->record->pure;
}

/* Does a candidate evaluate a module that is not free? What is not known (module 0) is not. */
static bool evaluates_impure(const struct graph *graph, struct bitset free, module_id id)
{
    const struct module *module = &graph->modules[id];
    if (module->kind == MODULE_CONSUME_SHARED) return !bitset_has(free, module->fallback);
    if (module->kind != MODULE_SOURCE || module->side_effects == SIDE_EFFECTS_FREE) return false;
    for (uint32_t r = 0; r < module->record->request_count; r++) {
        if (module->record->requests[r].evaluates && !bitset_has(free, graph_connection(graph, id, r)->to)) return true;
    }
    return false;
}

struct bitset pure_modules_find(const struct graph *graph, struct arena *arena)
{
    struct bitset free = bitset_new(arena, graph->module_count);
    for (module_id id = 1; id < graph->module_count; id++) {
        if (is_candidate(graph, id)) bitset_add(free, id);
    }
    /* Modules are in discovery order, importers first: walking back settles a chain in one round. */
    for (bool changed = true; changed;) {
        changed = false;
        for (module_id id = graph->module_count; id-- > 1;) {
            if (bitset_has(free, id) && evaluates_impure(graph, free, id)) {
                bitset_remove(free, id);
                changed = true;
            }
        }
    }
    return free;
}
