#include "analyze/attribution.h"

#include "base/bitset.h"
#include "base/vec.h"

#include <stdlib.h>

/* `export { imported as name } from target` of `module`. */
struct reexport_edge {
    module_id target;
    name_id imported;
    module_id module;
    name_id name;
};

/* The search for owners. */
struct owning {
    const struct graph *graph;
    struct arena *arena;
    struct alias_group *groups;
    uint32_t group_count;
    uint32_t *group_of_root;
    bool *locked;
    struct module_attribution *modules;
};

/* The search for conditions. */
struct attributing {
    const struct graph *graph;
    const struct provided *provided;
    const struct attribution *owners;
    struct arena arena;
    struct bitset used_whole;        /* modules whose namespace some code holds */
    struct map used_by_code;         /* (module, name) -> 1 */
    VEC(struct reexport_edge) edges; /* sorted by target, imported */
};

/* ---------------------------------------------------------------------------------------------- alias groups */

static struct text provided_key(const struct owning *a, uint32_t share)
{
    return a->graph->provided_shares[share].key;
}

/* Provided shares come sorted by key, so the first of a module names its group. */
static void find_groups(struct owning *a)
{
    const struct graph *graph = a->graph;
    uint32_t count = graph->provided_share_count;
    a->groups = ARENA_ARRAY(a->arena, struct alias_group, count + 1);
    a->group_of_root = ARENA_ARRAY(a->arena, uint32_t, graph->module_count + 1);
    for (module_id m = 0; m < graph->module_count; m++) a->group_of_root[m] = INDEX_NONE;
    for (uint32_t s = 0; s < count; s++) {
        module_id root = graph->provided_shares[s].module;
        if (a->group_of_root[root] == INDEX_NONE) {
            a->group_of_root[root] = a->group_count;
            a->groups[a->group_count++] = (struct alias_group){.key = provided_key(a, s), .root = root};
        }
        a->groups[a->group_of_root[root]].member_count++;
    }
    uint32_t *members = ARENA_ARRAY(a->arena, uint32_t, count + 1);
    uint32_t **end = ARENA_ARRAY(a->arena, uint32_t *, a->group_count + 1);
    for (uint32_t g = 0; g < a->group_count; g++) {
        a->groups[g].members = end[g] = members;
        members += a->groups[g].member_count;
    }
    for (uint32_t s = 0; s < count; s++) *end[a->group_of_root[graph->provided_shares[s].module]]++ = s;
    a->locked = ARENA_ARRAY(a->arena, bool, a->group_count + 1);
}

/* ---------------------------------------------------------------------------------------------- breadth-first search */

struct search {
    VEC(module_id) queue;
    uint32_t *distance; /* by module, of the current search; 0 = not reached */
};

static void reach(struct search *search, const struct graph *graph, module_id module, uint32_t distance)
{
    while (module != MODULE_NONE && graph->modules[module].kind == MODULE_CONSUME_SHARED)
        module = graph->modules[module].otherwise;
    if (module == MODULE_NONE || search->distance[module]) return;
    search->distance[module] = distance;
    vec_push(&search->queue, module);
}

/* Forward along every kind of connection; a consume-shared module is a barrier. */
static void run_search(struct search *search, const struct graph *graph)
{
    for (uint32_t next = 0; next < search->queue.count; next++) {
        module_id module = search->queue.at[next];
        const struct record *record = graph->modules[module].record;
        uint32_t distance = search->distance[module] + 1;
        for (uint32_t r = 0; record && r < record->request_count; r++) {
            const struct connection *connection = graph_connection(graph, module, r);
            reach(search, graph, connection->to, distance);
            for (uint32_t t = 0; t < connection->context_target_count; t++) {
                reach(search, graph, graph->context_targets[connection->first_context_target + t], distance);
            }
        }
    }
}

static void clear_search(struct search *search)
{
    for (uint32_t i = 0; i < search->queue.count; i++) search->distance[search->queue.at[i]] = 0;
    vec_clear(&search->queue);
}

static void find_owners(struct owning *a, uint32_t share_depth)
{
    const struct graph *graph = a->graph;
    struct search search = {.distance = ARENA_ARRAY(a->arena, uint32_t, graph->module_count)};
    for (module_id m = 0; m < graph->module_count; m++) a->modules[m].owner = INDEX_NONE;

    for (uint32_t g = 0; g < a->group_count; g++) {
        reach(&search, graph, a->groups[g].root, 1);
        run_search(&search, graph);
        for (uint32_t i = 0; i < search.queue.count; i++) {
            struct module_attribution *m = &a->modules[search.queue.at[i]];
            uint32_t distance = search.distance[search.queue.at[i]];
            uint16_t capped = distance < UINT16_MAX ? (uint16_t)distance : UINT16_MAX;
            const struct record *record = graph->modules[search.queue.at[i]].record;
            /* Nobody knows which names an opaque module asks of its neighbours. */
            if (record && record->syntax == MODULE_OPAQUE) a->locked[g] = true;
            m->several = m->distance != 0;
            m->owner = m->several ? INDEX_NONE : g;
            if (m->distance == 0 || capped < m->distance) m->distance = capped;
        }
        clear_search(&search);
    }
    for (module_id m = 0; m < graph->module_count; m++)
        a->modules[m].truncated = share_depth && a->modules[m].distance > share_depth;

    for (uint32_t r = 0; r < graph->root_count; r++) reach(&search, graph, graph->roots[r].module, 1);
    run_search(&search, graph);
    for (uint32_t i = 0; i < search.queue.count; i++) a->modules[search.queue.at[i]].external = true;
    clear_search(&search);
    vec_release(&search.queue);
}

/* ---------------------------------------------------------------------------------------------- who refers to interior exports */

static void block(struct attributing *a, module_id module, name_id name)
{
    for (; module != MODULE_NONE; module = a->graph->modules[module].otherwise) {
        if (name == NAME_NONE) bitset_add(a->used_whole, module);
        else map_set(&a->used_by_code, map_pair(module, name), 1);
    }
}

/* False when it depends on a layer where the request leads. */
static bool is_certain(const struct attributing *a, module_id target)
{
    return a->graph->modules[target].otherwise == MODULE_NONE;
}

static void block_reference(struct attributing *a, module_id module, const struct reference *reference)
{
    if (reference->request == INDEX_NONE)
        return; /* CommonJS that reads its own exports: commonjs_export.annotatable says so */
    const struct record *record = a->graph->modules[module].record;
    module_id target = graph_connection(a->graph, module, reference->request)->to;
    /* Through interop `default` is the whole of a CommonJS module: only plain names of ES modules are told apart here. */
    bool plain = reference->segment_count && target != MODULE_NONE && is_certain(a, target) &&
                 a->provided->modules[target].exports_type == EXPORTS_NAMESPACE;
    name_id name = plain ? graph_name(a->graph, module, record->segments[reference->first_segment].name) : NAME_NONE;
    block(a, target, name);
}

static void collect_exports(struct attributing *a, module_id module)
{
    const struct record *record = a->graph->modules[module].record;
    for (uint32_t e = 0; e < record->export_count; e++) {
        const struct export_entry *entry = &record->exports[e];
        if (entry->request == INDEX_NONE) continue;
        module_id target = graph_connection(a->graph, module, entry->request)->to;
        if (entry->kind != EXPORT_REEXPORT) {
            block(a, target, NAME_NONE);
        } else if (target != MODULE_NONE && is_certain(a, target) &&
                   a->provided->modules[target].exports_type == EXPORTS_NAMESPACE) {
            vec_push(&a->edges, (struct reexport_edge){
                                    .target = target,
                                    .imported = graph_name(a->graph, module, entry->imported),
                                    .module = module,
                                    .name = graph_name(a->graph, module, entry->name),
                                });
        } else {
            block(a, target, NAME_NONE);
        }
    }
    for (uint32_t e = 0; e < record->commonjs_count; e++) {
        const struct commonjs_export *entry = &record->commonjs[e];
        if (entry->request == INDEX_NONE || entry->shape == COMMONJS_NESTED)
            continue; /* the latter is a reference, too */
        block(a, graph_connection(a->graph, module, entry->request)->to, NAME_NONE);
    }
}

static int compare_edges(const void *left, const void *right)
{
    const struct reexport_edge *a = left, *b = right;
    if (a->target != b->target) return a->target < b->target ? -1 : 1;
    return (a->imported > b->imported) - (a->imported < b->imported);
}

static void collect_references(struct attributing *a)
{
    const struct graph *graph = a->graph;
    a->used_whole = bitset_new(&a->arena, graph->module_count);
    for (module_id m = 1; m < graph->module_count; m++) {
        const struct record *record = graph->modules[m].record;
        if (!record) continue;
        for (uint32_t r = 0; r < record->reference_count; r++) block_reference(a, m, &record->references[r]);
        collect_exports(a, m);
        for (uint32_t r = 0; r < record->request_count; r++) {
            const struct connection *connection = graph_connection(graph, m, r);
            for (uint32_t t = 0; t < connection->context_target_count; t++) {
                block(a, graph->context_targets[connection->first_context_target + t], NAME_NONE);
            }
        }
    }
    for (uint32_t r = 0; r < graph->root_count; r++) block(a, graph->roots[r].module, NAME_NONE);
    if (a->edges.count) qsort(a->edges.at, a->edges.count, sizeof *a->edges.at, compare_edges);
}

static uint32_t first_edge(const struct attributing *a, module_id target, name_id imported)
{
    struct reexport_edge wanted = {.target = target, .imported = imported};
    uint32_t low = 0, high = a->edges.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (compare_edges(&a->edges.at[middle], &wanted) < 0) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* ---------------------------------------------------------------------------------------------- conditions */

static bool is_annotatable(const struct attributing *a, module_id module)
{
    const struct module_attribution *m = &a->owners->modules[module];
    return m->owner != INDEX_NONE && !m->external && !m->truncated && !a->owners->locked[m->owner];
}

/* Does code of the same chunk ask for a root's export by a path that crosses no share key? Then the usage reports do not know of it. */
static bool is_used_inside(const struct attributing *a, module_id root, name_id name)
{
    if (bitset_has(a->used_whole, root) || map_get(&a->used_by_code, map_pair(root, name), 0)) return true;
    uint32_t e = first_edge(a, root, name);
    return e < a->edges.count && a->edges.at[e].target == root && a->edges.at[e].imported == name;
}

enum { MOST_STEPS = 1000 }; /* re-exports that are followed for one name; a name with more is always kept */

/* The one public export that every reference to `name` of the interior module `module` ends at, following re-exports only; NAME_NONE when there is a code use,
 * a cycle, or more than one. */
static name_id only_public_name(const struct attributing *a, module_id module, name_id name)
{
    uint32_t group = a->owners->modules[module].owner;
    name_id public_name = NAME_NONE;
    bool single = true;
    VEC(struct used_pair {
        module_id module;
        name_id name;
    })
    pending = {0};
    vec_push(&pending, (struct used_pair){module, name});
    for (uint32_t next = 0; single && next < pending.count; next++) {
        if (next == MOST_STEPS) single = false;
        struct used_pair at = pending.at[next];
        if (bitset_has(a->used_whole, at.module) || map_get(&a->used_by_code, map_pair(at.module, at.name), 0))
            single = false;
        for (uint32_t e = first_edge(a, at.module, at.name); single && e < a->edges.count; e++) {
            const struct reexport_edge *edge = &a->edges.at[e];
            if (edge->target != at.module || edge->imported != at.name) break;
            if (a->owners->modules[edge->module].owner != group || a->owners->modules[edge->module].external) {
                single = false;
            } else if (edge->module == a->owners->groups[group].root) {
                single = (public_name == NAME_NONE || public_name == edge->name) &&
                         !is_used_inside(a, edge->module, edge->name);
                public_name = edge->name;
            } else {
                for (uint32_t seen = 0; seen < pending.count; seen++) {
                    if (pending.at[seen].module == edge->module && pending.at[seen].name == edge->name) single = false;
                }
                vec_push(&pending, (struct used_pair){edge->module, edge->name});
            }
        }
    }
    vec_release(&pending);
    return single ? public_name : NAME_NONE;
}

static void set_conditions(const struct attributing *a, struct map *conditions)
{
    for (module_id m = 1; m < a->graph->module_count; m++) {
        if (!is_annotatable(a, m)) continue;
        bool root = a->owners->group_of_root[m] != INDEX_NONE;
        bool interior =
            !root && a->provided->modules[m].exports_type == EXPORTS_NAMESPACE && !bitset_has(a->used_whole, m);
        if (!root && !interior) continue;
        for (uint32_t i = 0; i < a->provided->modules[m].count; i++) {
            name_id name = a->provided->modules[m].exports[i].name;
            name_id condition = !root ? only_public_name(a, m, name) : is_used_inside(a, m, name) ? NAME_NONE : name;
            if (condition != NAME_NONE) map_set(conditions, map_pair(m, name), condition);
        }
    }
}

void attribution_find_owners(const struct graph *graph, uint32_t share_depth, struct arena *arena,
                             struct attribution *attribution)
{
    struct owning a = {.graph = graph, .arena = arena};
    a.modules = ARENA_ARRAY(arena, struct module_attribution, graph->module_count);
    find_groups(&a);
    find_owners(&a, share_depth);
    *attribution = (struct attribution){.groups = a.groups,
                                        .group_count = a.group_count,
                                        .modules = a.modules,
                                        .group_of_root = a.group_of_root,
                                        .locked = a.locked};
    map_init(&attribution->conditions);
}

void attribution_find_conditions(const struct graph *graph, const struct provided *provided,
                                 struct attribution *attribution)
{
    struct attributing a = {.graph = graph, .provided = provided, .owners = attribution};
    arena_init(&a.arena);
    map_init(&a.used_by_code);
    collect_references(&a);
    struct map conditions;
    map_init(&conditions);
    set_conditions(&a, &conditions);
    map_release(&attribution->conditions);
    attribution->conditions = conditions;
    vec_release(&a.edges);
    map_release(&a.used_by_code);
    arena_release(&a.arena);
}

void attribution_compute(const struct graph *graph, const struct provided *provided, uint32_t share_depth,
                         struct arena *arena, struct attribution *attribution)
{
    attribution_find_owners(graph, share_depth, arena, attribution);
    attribution_find_conditions(graph, provided, attribution);
}

void attribution_release(struct attribution *attribution)
{
    map_release(&attribution->conditions);
}

name_id attribution_condition(const struct attribution *attribution, module_id module, name_id name)
{
    return map_get(&attribution->conditions, map_pair(module, name), NAME_NONE);
}
