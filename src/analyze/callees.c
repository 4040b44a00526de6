#include "analyze/callees.h"

enum { MOST_NAMES = 32, MOST_FALLBACKS = 100 };

static uint8_t traits_of_export(const struct graph *graph, const struct provided *provided, module_id module,
                                name_id name)
{
    const struct provided_export *export = provided_find(provided, module, name);
    if (!export || graph->modules[module].kind != MODULE_SOURCE) return 0;
    const struct record *record = graph->modules[module].record;
    if (export->source == PROVIDED_LOCAL)
        return record->syntax == MODULE_ESM ? record->exports[export->entry].traits : 0;
    if (export->source != PROVIDED_COMMONJS) return 0;
    /* Who holds an exports object may give it another function. */
    uint8_t traits = record->commonjs[export->entry].traits;
    return provided->modules[module].open ? traits & CALLABLE_READS_THIS : traits;
}

uint8_t callee_traits(const struct graph *graph, const struct provided *provided, enum callee_shares shares,
                      module_id module, const name_id *path, uint32_t length)
{
    name_id name = path[0];
    uint8_t known = UINT8_MAX;
    for (uint32_t at = 0, hops = 0; module != MODULE_NONE && hops < MOST_FALLBACKS; hops++) {
        struct terminal_binding terminal = provided_terminal(graph, provided, module, name);
        module = terminal.module;
        if (module == MODULE_NONE) return 0;
        if (terminal.name == NAME_NONE) {
            /* A namespace: the next name is one of its exports. */
            if (++at == length) return 0;
            name = path[at];
            continue;
        }
        name = terminal.name;
        if (graph->modules[module].kind != MODULE_CONSUME_SHARED)
            return at + 1 == length ? traits_of_export(graph, provided, module, name) & known : 0;
        /* Another version's function may be another; that one of them reads its `this` remains a possibility. */
        if (shares == CALLEES_OF_ANY_VERSION || graph->modules[module].otherwise != MODULE_NONE)
            known = CALLABLE_READS_THIS;
        module = graph->modules[module].fallback;
    }
    return 0;
}

bool callees_are_pure(const struct graph *graph, const struct provided *provided, enum callee_shares shares,
                      module_id module, uint32_t part)
{
    const struct record *record = graph->modules[module].record;
    const struct record_part *p = &record->parts[part];
    for (uint32_t i = 0; i < p->callee_count; i++) {
        const struct record_callee *callee = &record->callees[p->first_callee + i];
        module_id to = graph_connection(graph, module, callee->request)->to;
        if (to == MODULE_NONE || callee->segment_count > MOST_NAMES ||
            provided_import_type(graph, provided, module, to) != IMPORT_NAMESPACE)
            return false;
        name_id path[MOST_NAMES];
        for (uint32_t s = 0; s < callee->segment_count; s++)
            path[s] = graph_name(graph, module, record->segments[callee->first_segment + s].name);
        if (!(callee_traits(graph, provided, shares, to, path, callee->segment_count) & CALLABLE_PURE)) return false;
    }
    return true;
}
