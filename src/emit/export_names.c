#include "emit/export_names.h"

#include "emit/naming.h"

struct choosing {
    const struct graph *graph;
    const struct provided *provided;
    struct bitset renamed; /* those that still can be */
};

static void keep_names(struct choosing *c, module_id module)
{
    if (module != MODULE_NONE) bitset_remove(c->renamed, module);
}

/* ------------------------------------------------------------------------------------------------ who can be renamed */

/* Every name that the module itself defines is among those that it is known to provide. */
static bool is_known_whole(const struct choosing *c, module_id module)
{
    const struct record *record = c->graph->modules[module].record;
    if (c->provided->modules[module].open || record->exports_open) return false;
    for (uint32_t e = 0; e < record->export_count; e++) {
        const struct export_entry *entry = &record->exports[e];
        if (entry->kind == EXPORT_STAR) continue;
        if (!provided_find(c->provided, module, graph_name(c->graph, module, entry->name))) return false;
    }
    return true;
}

static bool is_provided(const struct choosing *c, module_id importer, module_id target, string_index name)
{
    return provided_find(c->provided, target, graph_name(c->graph, importer, name)) != NULL;
}

/* Does the reference ask `target` for one name, which can be replaced where it stands? */
static bool asks_for_name(const struct choosing *c, module_id importer, const struct reference *reference,
                          module_id target)
{
    const struct module *module = &c->graph->modules[importer];
    if (reference->segment_count == 0) return false;
    const struct path_segment *first = &module->record->segments[reference->first_segment];
    if (!is_provided(c, importer, target, first->name)) return false;
    if (reference->imported_count) return true;
    /* A member of a namespace, as the source writes it. */
    if (reference->secondary || reference->pattern_count || reference->optional_chain) return false;
    bool is_read = reference->kind == REFERENCE_VALUE || reference->kind == REFERENCE_CALLEE ||
                   reference->kind == REFERENCE_CONSTRUCTED || reference->kind == REFERENCE_TAG ||
                   reference->kind == REFERENCE_TYPEOF || reference->segment_count > 1;
    struct text between = text_slice(module->source, reference->identifier.end, first->end);
    return is_read && !text_starts_with(text_trim(between), TEXT(")"));
}

static void judge_requests(struct choosing *c, module_id importer)
{
    const struct record *record = c->graph->modules[importer].record;
    for (uint32_t r = 0; r < record->request_count; r++) {
        const struct connection *connection = graph_connection(c->graph, importer, r);
        for (uint32_t t = 0; t < connection->context_target_count; t++)
            keep_names(c, c->graph->context_targets[connection->first_context_target + t]);
        bool is_static = record->requests[r].kind == REQUEST_IMPORT || record->requests[r].kind == REQUEST_EXPORT_FROM;
        if (!is_static || record->has_eval) keep_names(c, connection->to);
    }
}

static void judge_references(struct choosing *c, module_id importer)
{
    const struct record *record = c->graph->modules[importer].record;
    for (uint32_t i = 0; i < record->reference_count; i++) {
        const struct reference *reference = &record->references[i];
        if (reference->request == INDEX_NONE) continue;
        module_id target = graph_connection(c->graph, importer, reference->request)->to;
        if (target == MODULE_NONE || !bitset_has(c->renamed, target)) continue;
        if (!asks_for_name(c, importer, reference, target)) keep_names(c, target);
    }
}

static void judge_reexports(struct choosing *c, module_id importer)
{
    const struct record *record = c->graph->modules[importer].record;
    for (uint32_t e = 0; e < record->export_count; e++) {
        const struct export_entry *entry = &record->exports[e];
        if (entry->kind != EXPORT_NAMESPACE && entry->kind != EXPORT_REEXPORT) continue;
        module_id target = graph_connection(c->graph, importer, entry->request)->to;
        if (target == MODULE_NONE) continue;
        if (entry->kind == EXPORT_NAMESPACE || !is_provided(c, importer, target, entry->imported))
            keep_names(c, target);
    }
}

/* ------------------------------------------------------------------------------------------------ the names */

static uint32_t give_names(struct export_names *names, const struct provided *provided, module_id module)
{
    const struct provided_module *of = &provided->modules[module];
    for (uint32_t e = 0; e < of->count; e++) map_set(&names->short_name_of, map_pair(module, of->exports[e].name), e);
    return of->count;
}

void export_names_none(const struct graph *graph, struct arena *arena, struct export_names *names)
{
    *names = (struct export_names){.renamed = bitset_new(arena, graph->module_count)};
    map_init(&names->short_name_of);
}

void export_names_find(const struct graph *graph, const struct provided *provided, const struct members *members,
                       struct arena *arena, struct export_names *names)
{
    export_names_none(graph, arena, names);
    struct choosing c = {graph, provided, names->renamed};
    for (uint32_t i = 0; i < members->count; i++) {
        const struct module *module = &graph->modules[members->at[i]];
        bool is_esm = module->kind == MODULE_SOURCE && module->record->syntax == MODULE_ESM;
        if (is_esm && bitset_has(members->inner, members->at[i]) && is_known_whole(&c, members->at[i]))
            bitset_add(c.renamed, members->at[i]);
    }
    for (uint32_t i = 0; i < members->count; i++) {
        if (graph->modules[members->at[i]].kind != MODULE_SOURCE) continue;
        judge_requests(&c, members->at[i]);
        judge_references(&c, members->at[i]);
        judge_reexports(&c, members->at[i]);
    }
    uint32_t most = 0;
    for (uint32_t i = 0; i < members->count; i++) {
        if (!bitset_has(names->renamed, members->at[i])) continue;
        uint32_t count = give_names(names, provided, members->at[i]);
        if (count > most) most = count;
    }
    struct text *short_names = ARENA_ARRAY(arena, struct text, most + 1);
    for (uint32_t i = 0; i < most; i++) short_names[i] = naming_short(arena, i);
    names->short_names = short_names;
}

void export_names_release(struct export_names *names)
{
    map_release(&names->short_name_of);
}

struct text export_names_of(const struct export_names *names, const struct graph *graph, module_id module,
                            struct text name)
{
    if (!export_names_has(names, module)) return name;
    uint32_t number = map_get(&names->short_name_of, map_pair(module, names_find(graph->names, name)), INDEX_NONE);
    return number == INDEX_NONE ? name : names->short_names[number];
}
